"""The store of the cache: one folder per entry below `build/cache`, safe to delete at any time."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar, cast

import msgspec

from generator.errors import GeneratorError
from generator.storage.files import write_atomic

Kept = TypeVar("Kept", bound=msgspec.Struct)

_memory: dict[str, tuple[tuple[int, int, int], msgspec.Struct]] | None = None


def hold_in_memory() -> None:
    """Keep everything read from now on in memory, for a process that builds repeatedly."""
    global _memory
    _memory = {} if _memory is None else _memory


def _version(path: str) -> tuple[int, int, int]:
    """Return a file's inode, size and time. They identify its version, since files are never written in place."""
    status = os.stat(path)  # noqa: PTH116 - tens of thousands of times
    return status.st_ino, status.st_size, status.st_mtime_ns


class Store:
    """Entries by name, such as `tasks/digital-village-2023-1`; each is a folder that holds its parts."""

    def __init__(self, folder: Path) -> None:
        """Use a folder, which need not exist yet."""
        self._folder = folder

    def folder_of(self, name: str) -> Path:
        """Return the folder of an entry."""
        return self._folder / name

    def get(self, name: str, part: str, kind: type[Kept]) -> Kept | None:
        """Read a part of an entry; returns None if it is missing or can't be decoded as `kind`."""
        path = f"{self._folder}/{name}/{part}"
        try:
            held = _memory.get(path) if _memory else None
            if held is not None and held[0] == _version(path):
                return cast("Kept", held[1])
            with open(path, "rb") as file:  # noqa: PTH123 - tens of thousands of times
                value = msgspec.msgpack.decode(file.read(), type=kind)
        except (OSError, msgspec.MsgspecError):
            return None
        self.remember(name, part, value)
        return value

    def put(self, name: str, part: str, value: msgspec.Struct) -> None:
        """Write a part of an entry atomically; raises GeneratorError if it can't be written."""
        path = self.folder_of(name) / part
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            write_atomic(path, msgspec.msgpack.encode(value))
        except OSError as error:
            raise GeneratorError(f"{path}: {error.strerror or error}") from error
        self.remember(name, part, value)

    def remember(self, name: str, part: str, value: msgspec.Struct) -> None:
        """Keep a part that another process has just written, if this process keeps parts in memory."""
        if _memory is not None:
            path = f"{self._folder}/{name}/{part}"
            with suppress(OSError):
                _memory[path] = _version(path), value

    def keep_only(self, group: str, names: Iterable[str]) -> None:
        """Delete the entries of a group (the part of their names before the slash) that are not listed."""
        wanted = {name.partition("/")[2] for name in names}
        folder = self._folder / group
        if folder.is_dir():
            for path in folder.iterdir():
                if path.name not in wanted:
                    shutil.rmtree(path) if path.is_dir() else path.unlink()

    def clear(self) -> None:
        """Delete everything, of a link the link alone; raises GeneratorError where the machine refuses."""
        try:
            if self._folder.is_symlink():
                self._folder.unlink()
            elif self._folder.exists():
                shutil.rmtree(self._folder)
        except OSError as error:
            raise GeneratorError(f"{self._folder}: {error.strerror or error}") from error


def store_of(root: Path) -> Store:
    """Return the cache of a repository."""
    return Store(root / "build" / "cache")
