"""The hand-written pages: in the reader's language if translated, otherwise in Chinese and marked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from generator.config import Config
from generator.errors import GeneratorError
from generator.model import CANONICAL, State, short_hash
from generator.website.locales import Locale
from generator.website.shell import publisher_sentence
from generator.website.translation import Item, Section, section

_TITLE = re.compile(r"^title: (.+)$", re.MULTILINE)


def prose(content: Mapping[str, str], locale: Locale, config: Config) -> Iterator[tuple[str, str]]:
    """Yield each hand-written page's name and Markdown: the locale's own, or the Chinese in the locale's script.

    In it, `{publisher}` stands for the sentence on who publishes the site, `{command}` for how commands start, and
    `<!-- if contact -->` … `<!-- end -->` encloses text for some settings only (see `_settled`).

    `content` holds the Markdown of all locales by path, such as `en/about.md`. A page without a translation is
    shown in Chinese and marked as such; one whose Chinese has changed since the translation (its front matter gives
    the short hash of the whole Chinese file as `zh_hash`) is marked as out of date. Raises GeneratorError for a page
    without Chinese.
    """
    canonical = _pages(content, CANONICAL)
    own = _pages(content, locale.id)
    for name in own:
        if locale.is_derived or name not in canonical:
            path = f"content/{locale.id}/{name}"
            raise GeneratorError(f"{path}: there is no page in content/{CANONICAL} that this could be a translation of")
    for name, chinese in canonical.items():
        if name in own:
            text = own[name]
            if not locale.is_original and not _is_current(text, chinese):
                text = f"---\nstale: true\n{_matter(text)}"
        else:
            text = locale.phrase(chinese)
            if not locale.is_derived:
                text = f"---\nfallback: {locale.canonical_lang}\n{_matter(text)}"
        shown = locale if name in own or locale.is_derived else locale.canonical
        yield name, _settled(text, f"content/{locale.id if name in own else CANONICAL}/{name}", shown, config)


_CONDITION = re.compile(r"<!-- if ([a-z ]+) -->(.*?)<!-- end -->", re.DOTALL)
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#&!|~])")  # what Markdown would not show as it is


def _settled(text: str, path: str, locale: Locale, config: Config) -> str:
    """Fill in what a page says about the publisher, as the settings have it."""
    contact, government = config.takes_reports, config.publisher.is_government
    clone = config.invocation != "generator"
    holds = {"contact": contact, "no contact": not contact, "government": government, "independent": not government}
    holds |= {"clone": clone, "installed": not clone}

    def choose(match: re.Match[str]) -> str:
        if match[1] not in holds:
            raise GeneratorError(f"{path}: there is no condition {match[1]!r}, only {', '.join(holds)}")
        return match[2] if holds[match[1]] else ""

    sentence = _SPECIAL.sub(r"\\\1", publisher_sentence(config, locale))
    return _CONDITION.sub(choose, text).replace("{publisher}", sentence).replace("{command}", config.invocation)


def prose_coverage(content: Mapping[str, str], locale: Locale) -> Section:
    """Count the hand-written pages by the state of their translation into a locale."""
    own = _pages(content, locale.id)
    items = []
    for name, chinese in _pages(content, CANONICAL).items():
        title = _TITLE.search(chinese)
        state: State = "missing"
        if name in own:
            state = "current" if _is_current(own[name], chinese) else "stale"
        items.append(Item(title[1] if title else name, f"{name.removesuffix('.md')}/", state))
    return section("pages", None, items)


def _pages(content: Mapping[str, str], locale: str) -> dict[str, str]:
    """Return the pages of one locale, by name."""
    start = f"{locale}/"
    return {path.removeprefix(start): text for path, text in sorted(content.items()) if path.startswith(start)}


def _matter(text: str) -> str:
    """Return the text after the first line of its front matter, which is added if there is none."""
    return text.removeprefix("---\n") if text.startswith("---\n") else f"---\n\n{text}"


def _is_current(text: str, chinese: str) -> bool:
    """Tell whether a page's front matter says that it was translated from the current Chinese."""
    head = text.partition("\n---\n")[0] if text.startswith("---\n") else ""
    match = re.search(r"^zh_hash: \"?([0-9a-f]{8})\"?$", head, re.MULTILINE)
    return match is not None and match[1] == short_hash(chinese)
