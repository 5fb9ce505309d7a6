"""The state of the translation: what is translated, what is out of date, what is missing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from generator import addresses
from generator.model import Catalog, Localized, Policy, Record


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
    return tuple(
        Section(
            key,
            policy,
            len(items),
            tuple(item for item in items if locale in item.text.translations and item.text.is_stale(locale)),
            tuple(item for item in items if locale not in item.text.translations),
        )
        for key, policy, items in _parts(catalog)
        if items
    )


def _parts(catalog: Catalog) -> Iterator[tuple[str, Policy | None, list[Item]]]:
    for policy in catalog.policies.values():
        yield "policy", policy, _items([policy.file], addresses.overview(policy))
        tasks = [(task, addresses.task(policy, task)) for task in policy.tasks]
        yield "tasks", policy, [item for task, address in tasks for item in _items([task], address)]
        yield "targets", policy, _items(policy.targets, addresses.targets(policy))
        yield "glossary", policy, _items(policy.glossary, addresses.glossary(policy))
    yield "agencies", None, _items(catalog.agencies.values(), addresses.HOME)


def _items(records: Iterable[Record], address: str) -> list[Item]:
    return [Item(text, address) for record in records for text in record.each() if isinstance(text, Localized)]
