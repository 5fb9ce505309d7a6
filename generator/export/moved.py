"""What old ids and addresses lead to: pages, feeds of one entry, and data files that name the new address."""

from __future__ import annotations

import json
from collections.abc import Iterator

from generator.export.edition import ExportContext
from generator.export.feeds import moved_feed
from generator.model import Policy
from generator.website import addresses
from generator.website.pages.moved import moved_page

_Pair = tuple[str, str]  # an old and a new address or path


def moved(edition: ExportContext) -> dict[str, bytes]:
    """Write a file for every page, feed and data file that an old id or address had."""
    redirects = edition.catalog.redirects
    if redirects is None:
        return {}
    files: dict[str, bytes] = {}
    pages = [(old.strip("/") + "/", new.strip("/") + "/") for old, new in redirects.addresses.items()]
    data: list[_Pair] = []
    feeds: list[tuple[str, str, str]] = []  # locale, old and new path
    for old, new in redirects.agencies.items():
        if agency := edition.catalog.agencies.get(new):
            former = agency.model_copy(update={"id": old})
            pages.append((addresses.agency(former), addresses.agency(agency)))
            data.append((addresses.agency_data(former), addresses.agency_data(agency)))
            feeds += ((id_, addresses.feed(id_, former), addresses.feed(id_, agency)) for id_ in edition.locales)
    for old, new in redirects.policies.items():
        if policy := edition.catalog.policies.get(new):
            pages += _swapped(_pages(policy), new, old)
            data += ((name.replace(f"/{new}", f"/{old}", 1), name) for name in _data(policy))
            feeds += (
                (id_, name.replace(f"feeds/{new}", f"feeds/{old}", 1), name)
                for id_ in edition.locales
                for name in _feeds(id_, policy)
            )
    for before, now in pages:
        for locale in edition.locales.values():
            path, page = moved_page(edition.config, locale, before, now)
            files[path] = page
    for before, now in data:
        files[before] = json.dumps({"moved_to": edition.url(now)}).encode() + b"\n"
    for locale_id, before, now in feeds:
        files[before] = moved_feed(edition, edition.locales[locale_id], before, now)
    return files


def _swapped(pages: Iterator[str], new: str, old: str) -> Iterator[_Pair]:
    return ((f"{old}{page.removeprefix(new)}", page) for page in pages)


def _pages(policy: Policy) -> Iterator[str]:
    yield from (addresses.overview(policy), addresses.text(policy), addresses.targets(policy))
    yield from (addresses.matrix(policy), addresses.updates(policy), addresses.glossary(policy))
    yield from (addresses.area(policy, area) for area in policy.file.areas)
    yield from (addresses.task(policy, task) for task in policy.tasks)


def _data(policy: Policy) -> Iterator[str]:
    yield from (addresses.policy_data(policy), addresses.targets_data(policy))
    yield from (addresses.task_data(policy, task) for task in policy.tasks)


def _feeds(locale: str, policy: Policy) -> Iterator[str]:
    yield addresses.feed(locale, policy)
    yield from (addresses.feed(locale, policy, task) for task in policy.tasks)
