"""Lays out a finished site next to the old one, and replaces the old one in one step.

The replaced site is kept in build/ as the spare: the next site is laid out in it, so that only changed files are
touched. Its files are hard links to cached outputs: a file is unchanged if it has the same inode.
"""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from generator.errors import GeneratorError
from generator.storage.swap import exchange
from generator.storage.trees import digest_of_tree

_FILE, _FOLDER = 0o644, 0o755  # readable by any web server, regardless of the umask


class SitePublisher:
    """Publishes a site by swapping folders; if anything fails, the old site is left as it was."""

    def __init__(self, site_dir: Path, spare: Path) -> None:
        """Use a folder next to `site_dir`; the replaced site is kept in `spare`."""
        self._site_dir = site_dir
        self._spare = spare
        self.new = site_dir.with_name(f".{site_dir.name}.new")

    def lay_out(self, files: Mapping[str, str]) -> str:
        """Lay out a site next to the published one; `files` gives the source of each of its files, by path.

        Returns its digest (see `tree_of`), which does not change when the site is moved.
        """
        with self._careful():
            self._site_dir.parent.mkdir(parents=True, exist_ok=True)
            shutil.rmtree(self.new, ignore_errors=True)
            _move(self._spare, self.new)
            self.new.mkdir(exist_ok=True)
            return digest_of_tree(_lay_out(files, str(self.new)))

    def publish(self) -> None:
        """Replace the published site in one step, and keep the old one as the spare."""
        with self._careful():
            exchange(self.new, self._site_dir)
            if self.new.exists():
                _move(self.new, self._spare)

    def renew_spare(self, files: Mapping[str, str]) -> None:
        """Make the spare equal to the site, for builds after which little of the old spare could be reused."""
        with suppress(OSError):  # without a spare the next site is laid out from scratch
            self._spare.mkdir(parents=True, exist_ok=True)
            _lay_out(files, str(self._spare))

    def discard(self) -> None:
        """Turn the laid-out site back into the spare."""
        _move(self.new, self._spare)

    @contextmanager
    def _careful(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            shutil.rmtree(self.new, ignore_errors=True)
            raise GeneratorError(f"{self._site_dir}: {error.strerror or error}; the site was left as it was") from error


def _move(folder: Path, target: Path) -> None:
    """Move a folder to a free place on the same file system; delete it if that fails."""
    shutil.rmtree(target, ignore_errors=True)
    try:
        os.rename(folder, target)
    except OSError:
        shutil.rmtree(folder, ignore_errors=True)


# The functions below touch tens of thousands of paths, for which pathlib is too slow.


def _lay_out(files: Mapping[str, str], new: str) -> dict[str, os.stat_result]:
    """Make a folder hold exactly these files, without touching unchanged ones; returns the files' status by path."""
    there = _clear(new, {*files})
    folders: set[str] = set()
    found: dict[str, os.stat_result] = {}
    for path, source in files.items():
        status = os.stat(source)
        if there.get(path) != status.st_ino:
            target = _free(new, path, folders, taken=path in there)
            linked = True
            try:
                os.link(source, target)
            except OSError:
                linked = False
                shutil.copyfile(source, target)
            if stat.S_IMODE(status.st_mode) != _FILE or not linked:
                os.chmod(target, _FILE)
                status = os.stat(target)
        found[path] = status
    return found


def _clear(new: str, wanted: set[str]) -> dict[str, int]:
    """Delete everything unwanted from a folder; returns the inodes of the remaining plain files, by path."""
    there: dict[str, int] = {}
    os.chmod(new, _FOLDER)

    def clear(folder: str, start: str) -> bool:
        """Clear a folder; return whether anything is left in it."""
        is_left = False
        with os.scandir(folder) as entries:
            for entry in entries:
                path = start + entry.name
                if entry.is_dir(follow_symlinks=False):
                    if clear(entry.path, f"{path}/"):
                        is_left = True
                    else:
                        os.rmdir(entry.path)
                elif path in wanted and entry.is_file(follow_symlinks=False):
                    there[path] = entry.inode()
                    is_left = True
                else:
                    os.unlink(entry.path)
        return is_left

    clear(new, "")
    return there


def _free(new: str, path: str, folders: set[str], *, taken: bool) -> str:
    """Make room for a file. An old file is never overwritten in place: it may be a hard link to a cached output."""
    target = f"{new}/{path}"
    if taken:
        os.unlink(target)
        return target
    missing = []
    folder = os.path.dirname(target)
    while folder != new and folder not in folders:
        missing.append(folder)
        folder = os.path.dirname(folder)
    for folder in reversed(missing):
        folders.add(folder)
        if not os.path.isdir(folder):
            os.mkdir(folder)
            os.chmod(folder, _FOLDER)
    return target
