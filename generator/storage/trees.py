"""What tells without reading them that the files of a folder are unchanged: their names, sizes and times."""

from __future__ import annotations

import os
import stat
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

from generator.storage.fingerprints import fingerprint

SETTLED = 2_000_000_000  # nanoseconds after which a file's times distinguish a further change from the last

# The functions below walk tens of thousands of paths, for which pathlib is too slow.


def tree_of(folder: Path) -> str:
    """Digest the names, modes, sizes and times of all files in a folder; "" if it can't be read."""
    found: dict[str, os.stat_result] = {}
    pending = [""]
    while pending:
        here = pending.pop()
        try:
            with os.scandir(f"{folder}/{here}") as entries:
                for entry in entries:
                    if entry.is_dir(follow_symlinks=False):
                        pending.append(f"{here}{entry.name}/")
                    else:
                        found[f"{here}{entry.name}"] = entry.stat(follow_symlinks=False)
        except OSError:
            return ""
    return digest_of_tree(found)


def digest_of_tree(files: Mapping[str, os.stat_result]) -> str:
    """Digest the names, modes, sizes and times of files, as `tree_of` does."""
    return fingerprint(
        "\n".join(
            f"{path} {status.st_mode} {status.st_size} {status.st_mtime_ns}" for path, status in sorted(files.items())
        )
    )


def marks_of(paths: Iterable[str], *, without: Collection[str] = ()) -> tuple[str, int]:
    """Digest all that shows a change of some files, and of everything in some folders.

    That is more than in `tree_of`: also the inode, and the time of the last change of any kind, which no program can
    set. Links in a folder are not followed, and entries of some names are left out. Returns the newest of the times,
    too: see `SETTLED`.
    """
    lines: list[str] = []
    newest = 0
    pending: list[str] = []

    def mark(path: str, status: os.stat_result) -> None:
        nonlocal newest
        if stat.S_ISDIR(status.st_mode):
            pending.append(path)
            lines.append(f"{path}/")
        else:
            newest = max(newest, status.st_mtime_ns, status.st_ctime_ns)
            times = f"{status.st_mtime_ns} {status.st_ctime_ns}"
            lines.append(f"{path} {status.st_mode} {status.st_size} {status.st_ino} {times}")

    for path in paths:
        if (named := Path(path)).exists():
            mark(str(named.resolve()), named.stat())
    while pending:
        with os.scandir(pending.pop()) as entries:
            for entry in entries:
                if entry.name not in without:
                    mark(entry.path, entry.stat(follow_symlinks=False))
    return fingerprint(list(map(os.fsencode, sorted(lines)))), newest
