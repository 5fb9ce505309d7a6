"""Which pages exist, and what each is given. The same pages exist in every locale."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from generator import addresses
from generator.assess import Assessment
from generator.locales import Locale
from generator.model import Catalog, Policy, Task, Term
from generator.terms import Spot, spots
from generator.translation import coverage

Words = Callable[[Locale], str]


@dataclass(frozen=True)
class Page:
    """A page of the site, before it is put into words."""

    address: str  # below the locale's prefix: "" or ending in "/"
    kind: str  # names the template
    title: Words
    description: Words
    context: Mapping[str, Any]


@dataclass(frozen=True)
class Download:
    """A table to download."""

    columns: tuple[str, ...]
    sizes: Mapping[str, int]  # in bytes, of its file or files by path


def plan(catalog: Catalog, state: Assessment, downloads: Mapping[str, Download]) -> tuple[Page, ...]:
    """Plan all pages that are made from data, in the order of the site; `downloads` are the tables, by name."""
    pages = [home_page(catalog, state), translation_page(catalog), data_page(catalog, state, downloads)]
    for policy in catalog.policies.values():
        standing = spots(policy)
        pages += [overview_page(catalog, policy), text_page(policy)]
        pages += area_pages(policy)
        pages += task_pages(policy, standing)
        pages += [targets_page(policy), glossary_page(policy, standing)]
    return tuple(pages)


def home_page(catalog: Catalog, state: Assessment) -> Page:
    """What this site is, and the way into each policy."""
    return Page(
        addresses.HOME,
        "home",
        lambda locale: locale.t("site.name"),
        lambda locale: locale.t("home.description"),
        {"policies": tuple(catalog.policies.values()), "agencies": catalog.agencies, "state": state},
    )


def overview_page(catalog: Catalog, policy: Policy) -> Page:
    """A policy: who issued it and when, what it is about, all its tasks."""
    return Page(
        addresses.overview(policy),
        "overview",
        lambda locale: locale.plain(policy.title),
        lambda locale: locale.t(
            "overview.description",
            title=locale.plain(policy.title),
            areas=len(policy.file.areas),
            tasks=len(policy.tasks),
        ),
        {"policy": policy, "issuers": [catalog.agencies[id_] for id_ in policy.file.issuers]},
    )


def text_page(policy: Policy) -> Page:
    """The whole official text, with a translation beside it where there is one."""
    return Page(
        addresses.text(policy),
        "text",
        lambda locale: locale.t("text.title_of", title=locale.plain(policy.title)),
        lambda locale: locale.t("text.description", title=locale.plain(policy.title)),
        {"policy": policy},
    )


def area_pages(policy: Policy) -> Iterator[Page]:
    """Yield one page per area, with its tasks."""
    for before, area, after in _neighbours(policy.file.areas):
        yield Page(
            addresses.area(policy, area),
            "area",
            lambda locale, area=area: locale.plain(area.title),  # type: ignore[misc]
            lambda locale, area=area: locale.t(  # type: ignore[misc]
                "area.description", area=locale.plain(area.title), title=locale.plain(policy.title)
            ),
            {"policy": policy, "area": area, "before": before, "after": after},
        )


def task_pages(policy: Policy, standing: Mapping[str, tuple[Spot, ...]]) -> Iterator[Page]:
    """Yield one page per task: what was promised, sentence by sentence."""
    for before, task, after in _neighbours(policy.tasks):
        yield Page(
            addresses.task(policy, task),
            "task",
            lambda locale, task=task: locale.t(  # type: ignore[misc]
                "task.title_of", number=str(task.number), title=locale.plain(task.title)
            ),
            lambda locale, task=task: locale.plain(task.clauses[0].text),  # type: ignore[misc]
            {
                "policy": policy,
                "task": task,
                "area": policy.area_of(task),
                "before": before,
                "after": after,
                "targets": [target for target in policy.targets if task.number in target.tasks],
                "terms": _terms_of(policy, task, standing),
            },
        )


def _terms_of(policy: Policy, task: Task, standing: Mapping[str, tuple[Spot, ...]]) -> list[Term]:
    return [term for term in policy.glossary if any(spot.task is task for spot in standing[term.id])]


def targets_page(policy: Policy) -> Page:
    """What the policy wants reached, in its own words and figures."""
    return Page(
        addresses.targets(policy),
        "targets",
        lambda locale: locale.t("targets.title_of", title=locale.plain(policy.title)),
        lambda locale: locale.t("targets.description", title=locale.plain(policy.title), n=len(policy.targets)),
        {"policy": policy},
    )


def glossary_page(policy: Policy, standing: Mapping[str, tuple[Spot, ...]]) -> Page:
    """The named things of a policy, with their English and the clauses they stand in."""
    kinds = Counter(term.kind for term in policy.glossary)
    return Page(
        addresses.glossary(policy),
        "glossary",
        lambda locale: locale.t("glossary.title_of", title=locale.plain(policy.title)),
        lambda locale: locale.t("glossary.description", title=locale.plain(policy.title), n=len(policy.glossary)),
        {
            "policy": policy,
            "kinds": [(kind, [term for term in policy.glossary if term.kind == kind]) for kind in kinds],
            "standing": standing,
        },
    )


def translation_page(catalog: Catalog) -> Page:
    """How far the site is translated, and how Traditional script is made."""
    translated = [id_ for id_, file in catalog.locales.items() if file.derive is None and id_ != "zh"]
    return Page(
        addresses.TRANSLATION,
        "translation",
        lambda locale: locale.t("translation.title"),
        lambda locale: locale.t("translation.description"),
        {
            "coverage": [(catalog.locales[id_], coverage(catalog, id_)) for id_ in translated],
            "derived": [file for file in catalog.locales.values() if file.derive],
            "statuses": [
                (policy, Counter(term.english.status for term in policy.glossary))
                for policy in catalog.policies.values()
            ],
        },
    )


def data_page(catalog: Catalog, state: Assessment, downloads: Mapping[str, Download]) -> Page:
    """Everything on the site as data: what there is, where, and what it means."""
    agencies = [agency for agency in catalog.agencies.values() if not agency.sample]
    return Page(
        addresses.DATA,
        "data",
        lambda locale: locale.t("data.title"),
        lambda locale: locale.t("data.description"),
        {
            "as_of": state.as_of,
            "policies": tuple(catalog.policies.values()),
            "agencies": agencies if len(agencies) <= _LISTED else (),
            "downloads": downloads,
        },
    )


_LISTED = 100  # agencies whose files are listed; more are found through the index

_T = TypeVar("_T")


def _neighbours(items: Sequence[_T]) -> Iterator[tuple[_T | None, _T, _T | None]]:
    """Yield each item with the one before and the one after it."""
    for index, item in enumerate(items):
        yield (items[index - 1] if index else None), item, (items[index + 1] if index + 1 < len(items) else None)
