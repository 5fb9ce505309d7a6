"""A state of the data as a folder: the working tree, another folder, or a revision written out from git's objects.

Only `data/` of a revision is read, object by object. Nothing is checked out, so no filter, hook or attribute of an
untrusted tree takes effect, and none of its code is run.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from generator.contribute.git import git, is_installed
from generator.errors import GeneratorError
from generator.load import MAX_BYTES
from generator.storage.files import naming

_MAX_FILES = 50_000  # under data/ in one revision
_DEEPEST = 12  # parts of a path: deeper than the loader reads
_PLAIN = {"100644", "100755", "100664"}


@dataclass(frozen=True)
class Side:
    """One of two states: the folder that holds its data/, and its commit if it is a revision."""

    root: Path
    commit: str | None


@contextmanager
def opened(root: Path, name: str | None) -> Iterator[Side]:
    """Open a folder, a git revision of the repository at `root`, or (None) the working tree.

    A name without a slash is tried as a revision first: a contributor's folder must not pass for one. Raises
    GeneratorError if there is neither, or if such a name could be both.
    """
    if name is None:
        yield Side(root, None)
    elif name and (Path(name) / "data").is_dir():
        if "/" not in name and _find(root, name):
            raise GeneratorError(
                f"{name} is a revision and a folder: write ./{name} for the folder"
                f" / 既是版本又是文件夹，指文件夹请写 ./{name}"
            )
        yield Side(Path(name), None)
    else:
        commit = _commit(root, name)
        with tempfile.TemporaryDirectory(prefix="generator-") as folder:
            with naming(Path(folder)):
                _lay_out(root, commit, Path(folder))
            yield Side(Path(folder), commit)


def outside(root: Path, old: Side, new: Side) -> tuple[str, ...] | None:
    """List the files outside data/ that differ, sorted; None unless both states are of this repository."""
    if old.commit is None or (new.commit is None and new.root != root):
        return None
    names = git(
        root,
        "diff",
        "--name-only",
        "--no-renames",
        "--no-ext-diff",
        "--relative",
        "--ignore-submodules=none",
        "-z",
        old.commit,
        *([new.commit] if new.commit else []),
    )
    if new.commit is None:
        names += git(root, "ls-files", "--others", "--exclude-standard", "-z")
    paths = {os.fsdecode(name) for name in names.split(b"\0") if name}
    return tuple(sorted(path for path in paths if not path.startswith("data/")))


def _commit(root: Path, name: str) -> str:
    found = _find(root, name)
    if not found:
        raise GeneratorError(f"{name!r} is neither a folder with data/ in it nor a revision / 既不是文件夹也不是版本")
    return found


def _find(root: Path, name: str) -> str:
    """Find the commit that a revision names; "" if it names none."""
    if not is_installed():
        return ""
    found = git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}", fails=True)
    return found.decode().strip()


def _lay_out(root: Path, commit: str, folder: Path) -> None:
    """Write a commit's data/ as plain files; anything else becomes a dangling link.

    A file that is too large for the loader is written as zeros of the same length: the loader reports its size and
    never reads it.
    """
    rows = [row for row in git(root, "ls-tree", "-r", "-l", "-z", commit, "--", "data").split(b"\0") if row]
    if len(rows) > _MAX_FILES:
        raise GeneratorError(f"{commit}: more than {_MAX_FILES} files under data/")
    (folder / "data").mkdir()
    wanted: list[tuple[str, Path]] = []
    links: list[Path] = []
    for row in rows:
        about, _, name = row.partition(b"\t")
        mode, _, id_, size = about.decode().split()
        path = PurePosixPath(os.fsdecode(name))
        if path.is_absolute() or ".." in path.parts:
            raise GeneratorError(f"{commit}: {os.fsdecode(name)!a} is no path of a repository")
        target = folder.joinpath(*path.parts[:_DEEPEST])
        if mode not in _PLAIN or len(path.parts) > _DEEPEST:
            links.append(target)
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        if int(size) > MAX_BYTES:
            with target.open("wb") as file:
                file.truncate(int(size))
        else:
            wanted.append((id_, target))
    blobs = git(root, "cat-file", "--batch", input_="".join(f"{id_}\n" for id_, _ in wanted).encode())
    at = 0
    for _, target in wanted:
        head, _, _ = blobs[at : at + 200].partition(b"\n")
        start = at + len(head) + 1
        at = start + int(head.split()[2]) + 1
        target.write_bytes(blobs[start : at - 1])
    for target in links:  # links come last, so that nothing is written through one
        target.parent.mkdir(parents=True, exist_ok=True)
        if not os.path.lexists(target):
            target.symlink_to("nowhere")
