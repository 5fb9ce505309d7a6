"""What maintainers write in addition to the data: the hand-written pages, and the files of the shell.

A file of the shell that a site does not have comes with the program.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from generator.bundled import OVERRIDES, bundled
from generator.errors import GeneratorError


@dataclass(frozen=True)
class Sources:
    """The files of `content/` and `overrides/`, by path relative to each folder."""

    content: Mapping[str, str]  # Markdown with LF line ends
    overrides: Mapping[str, bytes]


def read_sources(root: Path) -> Sources:
    """Read both folders; raise GeneratorError for a link or for a page that is not UTF-8."""
    content = {path: _text(root / "content" / path, data) for path, data in _files(root / "content", ".md").items()}
    return Sources(content, _files(bundled(OVERRIDES)) | _files(root / OVERRIDES))


def _files(folder: Path, suffix: str = "") -> dict[str, bytes]:
    found = {}
    for path in sorted(folder.rglob(f"*{suffix}")):
        if path.is_symlink():
            raise GeneratorError(f"{path}: a link, not a plain file / 是链接，不是普通文件")
        if path.is_file():
            found[path.relative_to(folder).as_posix()] = path.read_bytes()
    return found


def _text(path: Path, data: bytes) -> str:
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        raise GeneratorError(f"{path}: not encoded as UTF-8 / 不是 UTF-8 编码") from error
