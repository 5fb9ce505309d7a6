"""The hand-written pages under content/, in the reader's language as far as they are translated."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from generator.config import Config
from generator.errors import GeneratorError
from generator.locales import Locale
from generator.model import CANONICAL, State, short_hash
from generator.translation import Item, Section, section

_TITLE = re.compile(r"^title: (.+)$", re.MULTILINE)


def prose(config: Config, locale: Locale) -> Iterator[tuple[str, str]]:
    """Yield the hand-written pages: the locale's own, or the canonical ones put into its script.

    A page that is not translated is shown in Chinese and marked so; one whose Chinese has changed since (its
    head names the short hash of the whole Chinese file as `zh_hash`) is marked as out of date.
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
            text = _prose_text(own / name)
            if not locale.is_original and not _is_current(text, _prose_text(canonical / name)):
                text = f"---\nstale: true\n{_matter(text)}"
            yield name, text
        else:
            text = locale.phrase(_prose_text(canonical / name))
            if not locale.is_derived:
                text = f"---\nfallback: {locale.canonical_lang}\n{_matter(text)}"
            yield name, text


def written(config: Config, locale: Locale) -> Section:
    """Count the hand-written pages by the state of their translation into a locale."""
    canonical = config.root / "content" / CANONICAL
    items = []
    for path in sorted(canonical.rglob("*.md")):
        name, chinese = path.relative_to(canonical), _prose_text(path)
        own = config.root / "content" / locale.id / name
        title = _TITLE.search(chinese)
        state: State = "missing"
        if own.is_file():
            state = "current" if _is_current(_prose_text(own), chinese) else "stale"
        items.append(Item(title[1] if title else name.as_posix(), f"{name.with_suffix('').as_posix()}/", state))
    return section("pages", None, items)


def _matter(text: str) -> str:
    """What follows the first line of a page's head, which it is given where it has none."""
    return text.removeprefix("---\n") if text.startswith("---\n") else f"---\n\n{text}"


def _is_current(text: str, chinese: str) -> bool:
    """Tell whether a page says in its head that it was translated from the Chinese as it stands."""
    head = text.partition("\n---\n")[0] if text.startswith("---\n") else ""
    match = re.search(r"^zh_hash: \"?([0-9a-f]{8})\"?$", head, re.MULTILINE)
    return match is not None and match[1] == short_hash(chinese)


def _prose_text(path: Path) -> str:
    """Read a hand-written page; line ends become LF."""
    if path.is_symlink():
        raise GeneratorError(f"{path}: a link, not a plain file / 是链接，不是普通文件")
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise GeneratorError(f"{path}: not encoded as UTF-8 / 不是 UTF-8 编码") from error
