"""What was made before, kept in build/ by what it was made from: safe to delete, and never taken for anything else."""

from __future__ import annotations

import functools
import hashlib
import importlib.metadata
import os
import shutil
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar, cast

import msgspec

from generator.errors import GeneratorError
from generator.swap import write_atomic

_PACKAGES = (  # that have a hand in what is kept
    "babel",
    "jinja2",
    "markdown",
    "markupsafe",
    "mkdocs",
    "mkdocs-material",
    "msgspec",
    "opencc",
    "pydantic",
    "pypinyin",
    "pyyaml",
)

Kept = TypeVar("Kept", bound=msgspec.Struct)


def digest(*parts: object) -> str:
    """Name some values by a digest of them, in their order."""
    found = hashlib.sha256()
    for part in parts:
        data = part if isinstance(part, bytes) else str(part).encode()
        found.update(len(data).to_bytes(8, "big") + data)
    return found.hexdigest()


@functools.cache
def program() -> str:
    """A digest of the program that makes everything: our own code and templates, and the packages that it uses."""
    own = Path(__file__).parent
    files = sorted([*own.rglob("*.py"), *own.rglob("*.j2")])
    versions = (f"{name} {importlib.metadata.version(name)}" for name in _PACKAGES)
    return digest(*versions, *(part for path in files for part in (path.relative_to(own), path.read_bytes())))


def folder_digest(folder: Path) -> str:
    """A digest of all files in a folder, with their names."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return digest(*(part for path in files for part in (path.relative_to(folder), path.read_bytes())))


_memory: dict[str, tuple[tuple[int, int, int], msgspec.Struct]] | None = None


def stay() -> None:
    """From now on hold in memory what is read: for a process that builds again and again."""
    global _memory
    _memory = {} if _memory is None else _memory


def _mark(path: str) -> tuple[int, int, int]:
    """What tells whether a file is still the one that was read: it is never written in place."""
    status = os.stat(path)  # noqa: PTH116 - tens of thousands of times
    return status.st_ino, status.st_size, status.st_mtime_ns


class Shelf:
    """A folder of build/ with a place for each thing that is made by itself."""

    def __init__(self, folder: Path) -> None:
        """Use a folder, which need not be there yet."""
        self._folder = folder

    def place(self, name: str) -> Path:
        """The folder of one thing."""
        return self._folder / name

    def take(self, name: str, part: str, kind: type[Kept]) -> Kept | None:
        """Read what is kept of a part of a thing; None where there is nothing, or nothing that can be read."""
        path = f"{self._folder}/{name}/{part}"
        try:
            held = _memory.get(path) if _memory else None
            if held is not None and held[0] == _mark(path):
                return cast("Kept", held[1])
            with open(path, "rb") as file:  # noqa: PTH123 - tens of thousands of times
                thing = msgspec.msgpack.decode(file.read(), type=kind)
        except (OSError, msgspec.MsgspecError):
            return None
        self.hold(name, part, thing)
        return thing

    def hold(self, name: str, part: str, thing: msgspec.Struct) -> None:
        """Hold what is kept of a part of a thing in memory too, where the process is to stay."""
        if _memory is not None:
            path = f"{self._folder}/{name}/{part}"
            with suppress(OSError):
                _memory[path] = _mark(path), thing

    def keep(self, name: str, part: str, thing: msgspec.Struct) -> None:
        """Keep a part of a thing: whole or not at all."""
        path = self.place(name) / part
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            write_atomic(path, msgspec.msgpack.encode(thing))
            self.hold(name, part, thing)
        except OSError as error:
            raise GeneratorError(f"{path}: {error.strerror or error}") from error

    def only(self, names: Iterable[str]) -> None:
        """Forget all things but these."""
        wanted = set(names)
        if self._folder.is_dir():
            for path in self._folder.iterdir():
                if path.name not in wanted:
                    shutil.rmtree(path) if path.is_dir() else path.unlink()
