"""An alphabetical index: tasks, areas, terms and agencies by first letter or pinyin."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from generator.model import Catalog, Localized
from generator.website import addresses
from generator.website.locales import Locale

DIGITS = "#"  # the group of titles that begin with a digit
_AGENCIES = 100  # at most this many are listed here; more have their own list pages


@dataclass(frozen=True)
class Item:
    """An entry of the index."""

    kind: str
    title: Localized
    address: str
    number: str = ""


def letters(catalog: Catalog, locale: Locale, order: Mapping[str, str]) -> list[tuple[str, list[Item]]]:
    """List tasks, areas, terms and, unless there are many, agencies by letter; `order` spells Chinese in pinyin."""
    groups: dict[str, list[tuple[str, Item]]] = defaultdict(list)
    for item in _items(catalog):
        said = locale.say(item.title)
        spelt = order[item.title.original] if locale.is_original or said.state == "missing" else said.text
        key = re.sub(r"^[\W_]+", "", spelt.casefold())
        letter = key[:1].upper()
        groups[letter if letter.isalpha() else DIGITS].append((key, item))
    return [(letter, [item for _, item in sorted(groups[letter], key=_by_key)]) for letter in sorted(groups)]


def _by_key(pair: tuple[str, Item]) -> tuple[str, str]:
    return pair[0], pair[1].address


def _items(catalog: Catalog) -> Iterator[Item]:
    for policy in catalog.policies.values():
        for area in policy.file.areas:
            yield Item("area", policy.name(area), addresses.area(policy, area), str(area.number))
        for task in policy.tasks:
            yield Item("task", policy.name(task), addresses.task(policy, task), str(task.number))
        for term in policy.glossary:
            yield Item("term", term.name, addresses.glossary(policy, term))
    agencies = [agency for agency in catalog.agencies.values() if not agency.sample]
    if len(agencies) <= _AGENCIES:
        for agency in agencies:
            yield Item("agency", agency.name, addresses.agency(agency))


def titles(catalog: Catalog) -> list[str]:
    """List the Chinese titles that the index sorts."""
    return sorted({item.title.original for item in _items(catalog)})
