"""Rules on translations and interface strings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from generator.findings import Finding, did_you_mean, find
from generator.model import (
    CANONICAL,
    PLACEHOLDER,
    PLACEHOLDERS,
    Catalog,
    LocaleFile,
    Localized,
    odd_placeholder,
    short_hash,
)
from generator.rules.registry import rule


@rule("T101", "texts")
def translations_are_up_to_date(_: Catalog, texts: Iterable[Localized]) -> Iterator[Finding]:
    """A translation was made from the current Chinese text."""
    for text in texts:
        for locale in text.zh_hash:
            if locale in text.translations and text.is_stale(locale):
                yield find(text.at(locale), "T101", locale=locale, wanted=short_hash(text.original))


@rule("T102", "policies")
def translations_name_their_source(catalog: Catalog) -> Iterator[Finding]:
    """A translation carries the short hash of the Chinese text that it was made from.

    Submissions are exempt, because an agency writes both languages at once.
    """
    for text in catalog.texts:
        for locale in text.translations:
            file = catalog.locales.get(locale)
            if file is not None and file.derive is None and locale not in text.zh_hash:
                yield find(text.at(locale), "T102", locale=locale, wanted=short_hash(text.original))


@rule("T103", "texts")
def translations_are_in_a_known_language(catalog: Catalog, texts: Iterable[Localized]) -> Iterator[Finding]:
    """A translation's locale is one that the site offers or prepares, and not one derived from another."""
    allowed = [id_ for id_, locale in catalog.locales.items() if locale.derive is None]
    if CANONICAL not in allowed:
        return
    known = {*allowed, *catalog.prepared}
    for text in texts:
        for locale in [*text.translations, *text.zh_hash]:
            if locale not in known and f"data/locales/{locale}.yml" not in catalog.unread:
                _, near_zh, near_en = did_you_mean(locale, allowed)
                if not re.fullmatch(r"[A-Za-z]{2,3}(?:[-_][A-Za-z]+)*", locale):
                    near_zh = "这一行多半是上面文字的一部分：多行文字请在冒号后写一个 |，从下一行起缩进。"
                    near_en = "This line is most likely part of the text above: write a | after its colon, and indent "
                    near_en += "the lines that follow. "
                yield find(
                    text.at(locale) if locale in text.translations else text.at("zh_hash"),
                    "T103",
                    value=locale,
                    near_zh=near_zh,
                    near_en=near_en,
                    allowed=", ".join(allowed),
                )


# --- interface strings


def _other_locales(catalog: Catalog) -> Iterator[tuple[LocaleFile, LocaleFile]]:
    """Yield each locale but the canonical one, with the canonical one."""
    canonical = catalog.locales.get(CANONICAL)
    if canonical is not None:
        yield from ((locale, canonical) for locale in catalog.locales.values() if locale is not canonical)


@rule("L101", "policies")
def interface_is_complete(catalog: Catalog) -> Iterator[Finding]:
    """Every interface string of the canonical locale is translated, or derived."""
    for locale, canonical in _other_locales(catalog):
        for key in canonical.strings:
            if key not in locale.strings and locale.derive is None:
                yield find(locale.at("strings"), "L101", key=key, reference=f"data/locales/{CANONICAL}.yml")


@rule("L102", "policies")
def interface_has_nothing_extra(catalog: Catalog) -> Iterator[Finding]:
    """A locale has no interface string that the canonical one lacks."""
    for locale, canonical in _other_locales(catalog):
        for key in locale.strings:
            if key not in canonical.strings:
                yield find(locale.at_string(key), "L102", key=key, reference=f"data/locales/{CANONICAL}.yml")


@rule("L103", "policies")
def interface_keeps_its_placeholders(catalog: Catalog) -> Iterator[Finding]:
    """An interface string has the placeholders of the canonical one."""
    for locale, canonical in _other_locales(catalog):
        for key, text in canonical.strings.items():
            wanted = _placeholders(text)
            if key in locale.strings and not _odd(text) and not _keeps(locale.strings[key], wanted):
                yield find(
                    locale.at_string(key),
                    "L103",
                    key=key,
                    wanted=", ".join(sorted(wanted)) or "∅",
                    reference=f"data/locales/{CANONICAL}.yml",
                )


def _keeps(text: str | dict[str, str], wanted: set[str]) -> bool:
    """Return whether a string has these placeholders; the special forms of a plural may omit some."""
    if isinstance(text, str):
        return _placeholders(text) == wanted
    return (
        all(_placeholders(form) <= wanted for form in text.values()) and _placeholders(text.get("other", "")) == wanted
    )


def _placeholders(text: str | dict[str, str]) -> set[str]:
    """Return the placeholders of a string, or of a plural's general form."""
    return set(PLACEHOLDER.findall(text if isinstance(text, str) else text.get("other", "")))


@rule("L104", "policies")
def plurals_are_complete(catalog: Catalog) -> Iterator[Finding]:
    """A plural has a general form, and is used only for strings with a number."""
    canonical = catalog.locales.get(CANONICAL)
    if canonical is None:
        return
    for locale in catalog.locales.values():
        for key, text in locale.strings.items():
            counted = "n" in _placeholders(canonical.strings.get(key, ""))
            if isinstance(text, dict) and not (counted and "other" in text):
                yield find(locale.at_string(key), "L104", key=key, reference=f"data/locales/{CANONICAL}.yml")


@rule("L105", "policies")
def interface_remembers_its_chinese(catalog: Catalog) -> Iterator[Finding]:
    """An interface string carries the hash of the Chinese string that it was made from."""
    for locale, canonical in _other_locales(catalog):
        for key in canonical.strings:
            if locale.state(key, canonical) == "stale":
                words = {"text": canonical.general(key)[:60], "wanted": canonical.hash_of(key)}
                yield find(locale.at_string(key), "L105", key=key, **words)


@rule("L106", "policies")
def interface_has_no_other_braces(catalog: Catalog) -> Iterator[Finding]:
    """In every locale, braces in interface strings only surround the names of values."""
    canonical = catalog.locales.get(CANONICAL)
    for locale in catalog.locales.values():
        for key, text in locale.strings.items():
            source = canonical.strings.get(key) if canonical else None
            is_told = source is not None and not _odd(source) and not _keeps(text, _placeholders(source))  # L103
            if (odd := _odd(text)) and not is_told:
                yield find(locale.at_string(key), "L106", key=key, value=odd, allowed=", ".join(sorted(PLACEHOLDERS)))


def _odd(text: str | dict[str, str]) -> str:
    """Return the first fault in any form of a string; see `odd_placeholder`."""
    forms = [text] if isinstance(text, str) else text.values()
    return next(filter(None, map(odd_placeholder, forms)), "")
