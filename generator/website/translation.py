"""The state of the translation: what is translated, what is out of date, what is missing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from generator.findings.codes import CODES
from generator.model import CANONICAL, Catalog, Policy, Record, State, texts_in
from generator.website import addresses


@dataclass(frozen=True)
class Item:
    """A text, the address of its page, and the state of its translation."""

    zh: str
    address: str
    state: State


@dataclass(frozen=True)
class Section:
    """The state of the translation of one part of the content into one locale."""

    key: str  # of its name among the interface strings
    policy: Policy | None
    total: int
    stale: tuple[Item, ...]
    missing: tuple[Item, ...]

    @property
    def current(self) -> int:
        """The number of texts whose translation matches the current Chinese."""
        return self.total - len(self.stale) - len(self.missing)


def coverage(catalog: Catalog, locale: str) -> tuple[Section, ...]:
    """Count the texts of every part by the state of their translation into `locale`."""
    return tuple(section(key, policy, items) for key, policy, items in _parts(catalog, locale) if items)


def section(key: str, policy: Policy | None, items: list[Item]) -> Section:
    """Group the texts of one part by the state of their translation."""
    return Section(
        key,
        policy,
        len(items),
        tuple(item for item in items if item.state == "stale"),
        tuple(item for item in items if item.state == "missing"),
    )


def _parts(catalog: Catalog, locale: str) -> Iterator[tuple[str, Policy | None, list[Item]]]:
    for policy in catalog.policies.values():
        yield "policy", policy, _items([policy.file], addresses.overview(policy), locale)
        tasks = [(task, addresses.task(policy, task)) for task in policy.tasks]
        yield "tasks", policy, [item for task, address in tasks for item in _items([task], address, locale)]
        yield "targets", policy, _items(policy.targets, addresses.targets(policy), locale)
        yield "glossary", policy, _items(policy.glossary, addresses.glossary(policy), locale)
    yield "agencies", None, _items(catalog.agencies.values(), addresses.HOME, locale)
    yield "interface", None, [*_interface(catalog, locale)]
    yield "codes", None, [*_codes(locale)]


def _codes(locale: str) -> Iterator[Item]:
    """Yield the texts about checks on the page of rules, which are written in Chinese and English only."""
    for code in CODES.values():
        for words in (code.sentence, code.advice, code.why, code.no_example):
            if words is not None:
                yield Item(words.zh, addresses.rule(code.code), "current" if locale == "en" else "missing")


def _interface(catalog: Catalog, locale: str) -> Iterator[Item]:
    """Yield the interface strings; a string that is blank on purpose, such as a space between sentences, shows as ∅."""
    canonical, own = catalog.locales.get(CANONICAL), catalog.locales.get(locale)
    if canonical is not None and own is not None:
        for key in canonical.strings:
            yield Item(canonical.general(key).strip() or "∅", addresses.HOME, own.state(key, canonical))


def _items(records: Iterable[Record], address: str, locale: str) -> list[Item]:
    return [Item(text.original, address, text.state(locale)) for text in texts_in(records) if text.language != locale]
