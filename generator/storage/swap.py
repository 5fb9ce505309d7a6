"""Replaces an old folder with a finished one, in one step or not at all."""

from __future__ import annotations

import contextlib
import errno
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from generator.errors import GeneratorError

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2


@contextlib.contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the folder's lock; raises GeneratorError if another build holds it."""
    try:
        import fcntl
    except ImportError:  # Windows: no lock is taken there
        yield
        return
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise GeneratorError("another build is running in this folder / 另一个构建正在进行，请稍后再试") from error
        yield


def replaceable(target: Path) -> Path:
    """Ensure that a folder may be replaced: it is a site built here, empty, or does not exist yet.

    Returns its absolute path. Raises GeneratorError for anything else, since what is replaced is deleted.
    """
    whole = Path(os.path.abspath(target))  # noqa: PTH100 - resolve() would follow a link to what must not be deleted
    if whole.is_symlink() or (whole.exists() and not whole.is_dir()) or not whole.name:
        raise GeneratorError(f"{target} is not a folder / 不是文件夹")
    if whole.is_dir() and any(whole.iterdir()) and not (whole / "sitemap.xml").is_file():
        raise GeneratorError(
            f"{target} holds something other than a site built here, and would be deleted: name another folder "
            "/ 里面不是本程序生成的站点，换上新站点会删掉它，请换一个文件夹"
        )
    return whole


def exchange(new: Path, target: Path) -> None:
    """Exchange `new` and `target`; if there is no `target` yet, move `new` there.

    On Linux this is one system call. Elsewhere it takes several renames, and an interruption between them leaves the
    old folder next to the new one. Both must be on the same file system.
    """
    if not target.exists():
        os.rename(new, target)
        return
    if not _exchange(new, target):
        old = new.with_name(f"{new.name}.old")
        os.rename(target, old)
        os.rename(new, target)
        os.rename(old, new)


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two folders with Linux's renameat2; return False if the system has no such call."""
    if sys.platform != "linux":
        return False
    import ctypes

    try:
        renameat2 = ctypes.CDLL(None, use_errno=True).renameat2
    except AttributeError:
        return False
    if renameat2(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE) == 0:
        return True
    number = ctypes.get_errno()
    if number in {errno.ENOSYS, errno.EINVAL}:
        return False
    raise OSError(number, os.strerror(number), str(other))
