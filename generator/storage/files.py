"""Writing files so that each is whole or not there."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path


def write_atomic(path: Path, data: bytes) -> None:
    """Write a file so that it is whole or not there, also when the machine stops."""
    temporary = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    try:
        temporary.write_bytes(data)
        os.replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)


def write_changed(path: Path, data: bytes) -> None:
    """Write a file unless it holds these bytes already."""
    if not path.is_file() or path.read_bytes() != data:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomic(path, data)


def write_folder(folder: Path, texts: Mapping[str, str]) -> None:
    """Make a folder hold exactly these files, leaving those alone that are the same."""
    wanted = {folder / name for name in texts}
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.is_dir():
            if not any(path.iterdir()):
                path.rmdir()
        elif path not in wanted:
            path.unlink()
    for name, text in texts.items():
        write_changed(folder / name, text.encode())
