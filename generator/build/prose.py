"""The hand-written pages under content/, in the reader's language as far as they are translated."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from generator.config import Config
from generator.errors import GeneratorError
from generator.locales import Locale
from generator.model import CANONICAL


def prose(config: Config, locale: Locale) -> Iterator[tuple[str, str]]:
    """Yield the hand-written pages: the locale's own, or the canonical ones put into its script.

    A page that is not translated is shown in Chinese and marked so.
    """
    folder = config.root / "content"
    canonical = folder / CANONICAL
    names = [path.relative_to(canonical).as_posix() for path in sorted(canonical.rglob("*.md"))]
    own = folder / locale.id
    for path in sorted(own.rglob("*.md")):
        if locale.is_derived or path.relative_to(own).as_posix() not in names:
            raise GeneratorError(f"{path}: there is no page in content/{CANONICAL} that this could be a translation of")
    for name in names:
        if (own / name).is_file():
            yield name, _prose_text(own / name)
        else:
            text = locale.convert(_prose_text(canonical / name))
            if not locale.is_derived:
                matter = text.removeprefix("---\n") if text.startswith("---\n") else f"---\n\n{text}"
                text = f"---\nfallback: {locale.canonical_lang}\n{matter}"
            yield name, text


def _prose_text(path: Path) -> str:
    """Read a hand-written page; line ends become LF."""
    if path.is_symlink():
        raise GeneratorError(f"{path}: a link, not a plain file / 是链接，不是普通文件")
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise GeneratorError(f"{path}: not encoded as UTF-8 / 不是 UTF-8 编码") from error
