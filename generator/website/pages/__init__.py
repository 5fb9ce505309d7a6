"""Which pages exist, and the data each receives. The same pages exist in every locale."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from generator.assess import Assessment, Message, OpenUpdate, PolicyState, open_updates, place_of, update_opener
from generator.findings import Finding, isolate
from generator.model import SAMPLES, Catalog, Localized, Policy, ReportingPeriod, Task
from generator.website import addresses
from generator.website.locales import Locale
from generator.website.pages import agencies, matrix, updates
from generator.website.pages.agencies import Group, agencies_page, agency_page, group_agencies
from generator.website.pages.corrections import corrections_pages
from generator.website.pages.matrix import matrix_page
from generator.website.pages.page import Page, SearchIndex, neighbours
from generator.website.pages.places import places
from generator.website.pages.published import published_pages
from generator.website.pages.rules import methods_page, rules_page
from generator.website.pages.samples import has_samples, samples_page
from generator.website.pages.targets import targets_page
from generator.website.pages.tasks import task_page
from generator.website.pages.timeline import timeline
from generator.website.pages.updates import period_pages, reported_periods, updates_page
from generator.website.terms import Occurrence, occurrences
from generator.website.translation import Section, coverage

__all__ = ["Download", "Page", "Part", "plan", "plan_group", "plan_parts", "plan_texts", "plan_whole"]

FILTERED = 5  # policies on the home page; if there are more, they can be filtered
LATEST = 5  # submissions shown on the home page
_LISTED = 100  # agencies whose data files are listed; more are found through the index


@dataclass(frozen=True)
class Download:
    """A table to download."""

    columns: tuple[str, ...]
    sizes: Mapping[str, int]  # in bytes, of its file or files by path


def plan(
    catalog: Catalog,
    state: Assessment,
    downloads: Mapping[str, Download],
    findings: Sequence[Finding] = (),
    index: SearchIndex | None = None,
    written: Mapping[str, Section] = MappingProxyType({}),
) -> tuple[Page, ...]:
    """Plan all pages generated from data; the catalog holds every submission.

    `downloads` are the tables, by name; `findings` appear on the page of rules; `index` is the search index;
    `written` is the translation state of the hand-written pages, by locale.
    """
    tell = update_opener(catalog)
    pages = [*plan_whole(catalog, state, downloads, findings), *plan_texts(catalog, index, written)]
    pages += corrections_pages(catalog, state, tell)
    for policy in catalog.policies.values():
        for part in plan_parts(catalog, policy, state, tell):
            pages += part.pages()
    for group in group_agencies(catalog.agencies.values(), catalog.agencies):
        pages += plan_group(catalog, state, group)
    pages += (
        agency_page(catalog, agency, sums, open_updates(sums, tell), state.as_of)
        for agency in catalog.agencies.values()
        for sums in [state.sums(agency.id)]
    )
    return tuple(pages)


def plan_whole(
    catalog: Catalog,
    state: Assessment,
    downloads: Mapping[str, Download],
    findings: Sequence[Finding],
) -> Iterator[Page]:
    """Plan the pages that depend on all data."""
    yield home_page(catalog, state)
    yield data_page(catalog, state, downloads)
    yield methods_page(state)
    yield rules_page(findings)
    yield agencies_page(catalog, state)
    for policy in catalog.policies.values():
        yield overview_page(catalog, policy, state)
        yield from area_pages(policy, state.policies[policy.id], state.as_of)
        if policy.file.topics:
            yield topics_page(policy, state.policies[policy.id])
        yield matrix_page(catalog, policy, state)
        yield updates_page(policy, state)
        yield from published_pages(catalog, policy, state)


def plan_texts(catalog: Catalog, index: SearchIndex | None, written: Mapping[str, Section]) -> Iterator[Page]:
    """Plan the pages that show no reports."""
    yield translation_page(catalog, written)
    yield search_page(catalog, index)
    for policy in catalog.policies.values():
        yield text_page(policy)
        yield glossary_page(policy, occurrences(policy))


@dataclass(frozen=True)
class Part:
    """Pages of a policy that depend on some of its reports, and are rendered again only when those change."""

    about: Task | ReportingPeriod | str | None  # None: all targets; SAMPLES: all that is invented
    neighbours: tuple[object, ...]  # what else they link to: the previous and the next one
    pages: Callable[[], Iterable[Page]]


def plan_parts(catalog: Catalog, policy: Policy, state: Assessment, tell: OpenUpdate) -> Iterator[Part]:
    """Plan the pages of a policy's tasks, targets and periods."""
    standing = occurrences(policy)
    for task in neighbours(policy.tasks):
        yield Part(task[1], (), lambda task=task: [task_page(catalog, policy, task, standing, state, tell)])  # type: ignore[misc]
    yield Part(None, (), lambda: [targets_page(policy, state, tell)])
    if has_samples(policy, state):
        yield Part(SAMPLES, (), lambda: [samples_page(policy, state, tell)])
    for period in neighbours(reported_periods(policy, state)):
        yield Part(period[1], period, lambda period=period: period_pages(catalog, policy, period, state, tell))  # type: ignore[misc]


def plan_group(catalog: Catalog, state: Assessment, group: Group) -> Iterator[Page]:
    """Plan the pages of one group of agencies, where there are too many agencies for one list."""
    if agencies.are_many(catalog):
        yield from agencies.group_pages(catalog, state, group)
    if not group.is_sample:
        for policy in catalog.policies.values():
            if matrix.is_cut(policy, state):
                yield from matrix.group_pages(catalog, policy, state, group)
            yield from updates.group_pages(policy, state, group, updates.full_periods(policy, state))


def home_page(catalog: Catalog, state: Assessment) -> Page:
    """Return the home page: what this site is, and links to each policy."""
    policies = catalog.newest_first
    found = {policy.id: state.policies[policy.id].finding(state.as_of) for policy in policies}
    return Page(
        addresses.HOME,
        "home",
        lambda locale: locale.t("site.name"),
        lambda locale: (
            _with_finding(locale, policies[0].title, found[policies[0].id])
            if len(policies) == 1
            else locale.t("home.description")
        ),
        {
            "policies": policies,
            "agencies": catalog.agencies,
            "state": state,
            "findings": found,
            "as_of": state.as_of,
            "latest": LATEST,
            "issuers": sorted({id_ for policy in policies for id_ in policy.file.issuers}),
            "years": sorted({policy.file.issued.year for policy in policies if policy.file.issued}, reverse=True),
            "filtered": len(policies) > FILTERED,
            "places": places(catalog, many=agencies.are_many(catalog)),
        },
    )


def _with_finding(locale: Locale, title: Localized, finding: Message) -> str:
    """Describe a page by its title and what came of it, for search results and shared links."""
    return f"{isolate(locale.plain(title))}{locale.t('list.stop')}{locale.sentence(finding).text}"


def search_page(catalog: Catalog, index: SearchIndex | None) -> Page:
    """Return the search page: a field, its results, and an index for those who cannot or prefer not to search."""
    return Page(
        addresses.SEARCH,
        "search",
        lambda locale: locale.t("search.title"),
        lambda locale: locale.t("search.description"),
        {"policies": tuple(catalog.policies.values()), "catalog": catalog, "index": index},
    )


def overview_page(catalog: Catalog, policy: Policy, state: Assessment) -> Page:
    """Return the page of a policy: who issued it and when, what it is about, all its tasks."""
    finding = state.policies[policy.id].finding(state.as_of)
    return Page(
        addresses.overview(policy),
        "overview",
        lambda locale: locale.plain(policy.title),
        lambda locale: _with_finding(locale, policy.title, finding),
        {
            "policy": policy,
            "issuers": [catalog.agencies[id_] for id_ in policy.file.issuers],
            "state": state.policies[policy.id],
            "finding": finding,
            "as_of": state.as_of,
            "place": place_of(policy.file, catalog.agencies),
            "events": timeline(state.policies[policy.id], state.as_of),
        },
    )


def text_page(policy: Policy) -> Page:
    """Return the page of the whole official text, with its translation alongside if there is one."""
    return Page(
        addresses.text(policy),
        "text",
        lambda locale: locale.t("text.title_of", title=locale.plain(policy.title)),
        lambda locale: locale.t("text.description", title=locale.plain(policy.title)),
        {"policy": policy},
    )


def area_pages(policy: Policy, state: PolicyState, as_of: datetime.date) -> Iterator[Page]:
    """Yield one page per area, with its tasks."""
    for before, area, after in neighbours(policy.file.areas):
        finding = state.finding_of_area(area)
        yield Page(
            addresses.area(policy, area),
            "area",
            lambda locale, area=area: locale.plain(policy.name(area)),  # type: ignore[misc]
            lambda locale, area=area, finding=finding: _with_finding(locale, policy.name(area), finding),  # type: ignore[misc]
            {
                "policy": policy,
                "area": area,
                "state": state,
                "as_of": as_of,
                "finding": finding,
                "before": before,
                "after": after,
            },
        )


def topics_page(policy: Policy, state: PolicyState) -> Page:
    """Return the page of everyday matters, each with the tasks that bear on it."""
    tasks = {task.number: task for task in policy.tasks}
    return Page(
        addresses.topics(policy),
        "topics",
        lambda locale: locale.t("topics.title_of", title=locale.plain(policy.title)),
        lambda locale: locale.t("topics.description", title=locale.plain(policy.title)),
        {
            "policy": policy,
            "topics": [(topic, [tasks[number] for number in topic.tasks]) for topic in policy.file.topics],
            "state": state,
        },
    )


def glossary_page(policy: Policy, standing: Mapping[str, tuple[Occurrence, ...]]) -> Page:
    """Return the glossary of a policy: its terms, their English, and the clauses that contain them."""
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


def translation_page(catalog: Catalog, written: Mapping[str, Section]) -> Page:
    """Return the page on the state of the translation and the conversion to Traditional script."""
    translated = [id_ for id_, file in catalog.locales.items() if file.derive is None and id_ != "zh"]
    return Page(
        addresses.TRANSLATION,
        "translation",
        lambda locale: locale.t("translation.title"),
        lambda locale: locale.t("translation.description"),
        {
            "coverage": [
                (catalog.locales[id_], (*coverage(catalog, id_), *([written[id_]] if id_ in written else ())))
                for id_ in translated
            ],
            "derived": [file for file in catalog.locales.values() if file.derive],
            "statuses": [
                (policy, Counter(term.english.status for term in policy.glossary))
                for policy in catalog.policies.values()
            ],
        },
    )


def data_page(catalog: Catalog, state: Assessment, downloads: Mapping[str, Download]) -> Page:
    """Return the page on the site's data: what there is, where, and what it means."""
    listed = [agency for agency in catalog.agencies.values() if not agency.sample]
    return Page(
        addresses.DATA,
        "data",
        lambda locale: locale.t("data.title"),
        lambda locale: locale.t("data.description"),
        {
            "as_of": state.as_of,
            "policies": tuple(catalog.policies.values()),
            "agencies": listed if len(listed) <= _LISTED else (),
            "downloads": downloads,
        },
    )
