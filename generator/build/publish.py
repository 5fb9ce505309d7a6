"""Lays a finished site out beside the old one, and puts it in its place in one step.

The site that was replaced before is kept in build/: the next one is laid out in it, so that only what has
changed since is touched. A file of it is the same as one that lies ready where both are one file.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from pathlib import Path

from generator.errors import GeneratorError
from generator.swap import exchange

_FILE, _FOLDER = 0o644, 0o755  # any web server may read them, whatever the umask was


def publish(ready: Mapping[str, str], files: Mapping[str, bytes], site_dir: Path, spare: Path) -> None:
    """Put a site in its place: `ready` says where its files lie that are made, `files` holds the others' bytes.

    `spare` is where the site that is replaced is kept. Whatever goes wrong, the site is left as it was.
    """
    new = site_dir.with_name(f".{site_dir.name}.new")
    try:
        site_dir.parent.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(new, ignore_errors=True)
        _move(spare, new)
        new.mkdir(exist_ok=True)
        _lay_out(ready, files, str(new))
        exchange(new, site_dir)
        if new.exists():
            _move(new, spare)
    except OSError as error:
        shutil.rmtree(new, ignore_errors=True)
        raise GeneratorError(f"{site_dir}: {error.strerror or error}; the site was left as it was") from error


def _move(folder: Path, target: Path) -> None:
    """Move a folder to where nothing is, within its file system; where that can't be, it is deleted."""
    shutil.rmtree(target, ignore_errors=True)
    try:
        os.rename(folder, target)
    except OSError:
        shutil.rmtree(folder, ignore_errors=True)


# Tens of thousands of paths are walked below, for which pathlib is too slow.


def _lay_out(ready: Mapping[str, str], files: Mapping[str, bytes], new: str) -> None:
    """Make a folder hold exactly these files, leaving those alone that are the same."""
    there = _clear(new, {*ready, *files})
    folders: set[str] = set()
    for path, source in ready.items():
        if there.get(path) != os.stat(source).st_ino:
            target = _free(new, path, folders, taken=path in there)
            try:
                os.link(source, target)
            except OSError:
                shutil.copyfile(source, target)
            os.chmod(target, _FILE)
    for path, data in files.items():
        if path not in there or not _holds(f"{new}/{path}", data):
            target = _free(new, path, folders, taken=path in there)
            with open(target, "wb") as file:
                file.write(data)
            os.chmod(target, _FILE)


def _clear(new: str, wanted: set[str]) -> dict[str, int]:
    """Delete what is not wanted in a folder; returns the inodes of the plain files that stay, by path."""
    there: dict[str, int] = {}
    os.chmod(new, _FOLDER)

    def clear(folder: str, start: str) -> bool:
        """Clear a folder; tell whether anything is left in it."""
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
    """Make the place of a file free. Nothing is written in place: it may be a link to a file that lies ready."""
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


def _holds(path: str, data: bytes) -> bool:
    if os.stat(path).st_size != len(data):
        return False
    with open(path, "rb") as file:
        return file.read() == data
