"""The state of the translation: what is translated, what is out of date, what is missing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from generator import addresses
from generator.model import CANONICAL, Catalog, LocaleFile, Localized, Policy, Record, short_hash


@dataclass(frozen=True)
class Item:
    """A text that has no current translation, and the address where it stands."""

    text: Localized
    address: str


@dataclass(frozen=True)
class Section:
    """How far one part of the content is translated into one locale."""

    key: str  # of its name among the interface strings
    policy: Policy | None
    total: int
    stale: tuple[Item, ...]
    missing: tuple[Item, ...]

    @property
    def current(self) -> int:
        """The number of texts whose translation was made from the Chinese as it stands."""
        return self.total - len(self.stale) - len(self.missing)


def coverage(catalog: Catalog, locale: str) -> tuple[Section, ...]:
    """Count the texts of every part by the state of their translation into `locale`."""
    return tuple(section(key, policy, items, locale) for key, policy, items in _parts(catalog, locale) if items)


def section(key: str, policy: Policy | None, items: list[Item], locale: str) -> Section:
    """Sort the texts of one part by the state of their translation into `locale`."""
    return Section(
        key,
        policy,
        len(items),
        tuple(item for item in items if locale in item.text.translations and item.text.is_stale(locale)),
        tuple(item for item in items if locale not in item.text.translations),
    )


def _parts(catalog: Catalog, locale: str) -> Iterator[tuple[str, Policy | None, list[Item]]]:
    for policy in catalog.policies.values():
        yield "policy", policy, _items([policy.file], addresses.overview(policy))
        tasks = [(task, addresses.task(policy, task)) for task in policy.tasks]
        yield "tasks", policy, [item for task, address in tasks for item in _items([task], address)]
        yield "targets", policy, _items(policy.targets, addresses.targets(policy))
        yield "glossary", policy, _items(policy.glossary, addresses.glossary(policy))
    yield "agencies", None, _items(catalog.agencies.values(), addresses.HOME)
    yield "interface", None, [Item(text, addresses.HOME) for text in _interface(catalog, locale)]


def _interface(catalog: Catalog, locale: str) -> Iterator[Localized]:
    """Yield the interface strings as texts with their translation; of plurals the general form."""
    canonical, own = catalog.locales.get(CANONICAL), catalog.locales.get(locale)
    if canonical is None or own is None:
        return
    for key in canonical.strings:
        text: dict[str, object] = {"zh": _general(canonical, key)}
        if key in own.strings:
            text |= {locale: _general(own, key), "zh_hash": {locale: _hash(canonical, own, key)}}
        yield Localized.model_validate(text)


def _hash(canonical: LocaleFile, own: LocaleFile, key: str) -> str:
    """What a text made of a string's Chinese is hashed to, where its translation was made from that; else another."""
    current = own.zh_hash.get(key) == canonical.hash_of(key)
    return short_hash(_general(canonical, key)) if current else "00000000"


def _general(file: LocaleFile, key: str) -> str:
    """An interface string's general form; what is empty on purpose, such as a blank between sentences, as a sign."""
    text = file.strings[key]
    return (text if isinstance(text, str) else text.get("other", "")).strip() or "∅"


def _items(records: Iterable[Record], address: str) -> list[Item]:
    return [Item(text, address) for record in records for text in record.each() if isinstance(text, Localized)]
