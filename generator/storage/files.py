"""Writes to disk; most are atomic: a file is complete or absent."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_CREATE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)


@contextmanager
def naming(path: Path) -> Iterator[None]:
    """Add a path to a system error that names none, as when the disk is full."""
    try:
        yield
    except OSError as error:
        if error.errno is None or error.filename is not None:
            raise
        raise OSError(error.errno, error.strerror, str(path)) from error


def write_atomic(path: Path, data: bytes) -> None:
    """Write a file atomically, even if the machine stops."""
    temporary = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    try:
        with naming(path):
            temporary.write_bytes(data)
        os.replace(temporary, path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def write_new(path: str, data: bytes) -> int:
    """Write a file in place of any old one, never into it; returns the time of its change, in nanoseconds.

    Links to the old one keep what it held. It is not atomic: its size, time and digest are kept elsewhere, and tell
    whether it is whole.
    """
    with naming(Path(path)):
        try:
            file = os.open(path, _CREATE, 0o666)
        except FileNotFoundError:
            Path(path).parent.mkdir(parents=True, exist_ok=True)
            file = os.open(path, _CREATE, 0o666)
        except FileExistsError:
            Path(path).unlink()
            file = os.open(path, _CREATE, 0o666)
        try:
            left = memoryview(data)
            while left:
                left = left[os.write(file, left) :]
            return os.fstat(file).st_mtime_ns
        finally:
            os.close(file)


def write_changed(path: Path, data: bytes) -> None:
    """Write a file atomically, unless it already holds these bytes."""
    with suppress(OSError):
        if path.read_bytes() == data:
            return
    try:
        write_atomic(path, data)
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomic(path, data)
