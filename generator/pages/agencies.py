"""The pages of agencies: who they are, what they reported, what they owe."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from generator import addresses
from generator.assess import AgencyState, Assessment, PolicyState, Update
from generator.locales import Locale
from generator.model import Agency, Catalog, Policy, ReportingPeriod, periods_within
from generator.pages.page import Page, leaves, numbered_title

ROWS = 200  # agencies on one page of a list; more are grouped, and groups are cut into pages

LEVELS = ("central", "province", "city", "county", "other")
SAMPLE = "sample"


@dataclass(frozen=True)
class Group:
    """Agencies that are listed together: of one parent, of one level without a parent, or invented."""

    id: str  # the parent's id, the level, or "sample"; it is a part of addresses
    parent: Agency | None
    agencies: tuple[Agency, ...]

    @property
    def is_sample(self) -> bool:
        """Whether these are invented."""
        return self.id == SAMPLE

    def name(self, locale: Locale) -> str:
        """Name the group by its parent, or by its level."""
        return locale.plain(self.parent.name) if self.parent else locale.t(f"agencies.kind_{self.id}")


@dataclass(frozen=True)
class Part:
    """An agency's part in one policy."""

    policy: Policy
    state: PolicyState  # the real record, or the samples'
    agency: AgencyState | None  # None where it neither reported nor owes anything
    updates: tuple[Update, ...]  # its submissions with what they changed, newest first
    is_issuer: bool
    next: ReportingPeriod | None  # the period to report on now, where the policy has a calendar


def group_agencies(agencies: Iterable[Agency], by_id: Mapping[str, Agency]) -> tuple[Group, ...]:
    """Group agencies by parent, or else by level: levels from the top, then parents by id, invented ones last."""
    found: dict[tuple[int, str], list[Agency]] = defaultdict(list)
    for agency in agencies:
        if agency.sample:
            found[len(LEVELS) + 1, SAMPLE].append(agency)
        elif agency.parent is not None and agency.parent in by_id:
            found[len(LEVELS), agency.parent].append(agency)
        else:
            found[LEVELS.index(agency.kind), agency.kind].append(agency)
    return tuple(Group(id_, by_id.get(id_), tuple(found[rank, id_])) for rank, id_ in sorted(found))


def agency_pages(catalog: Catalog, state: Assessment) -> Iterator[Page]:
    """Yield the index, its sub-pages where there are many agencies, and one page per agency."""
    groups = group_agencies(catalog.agencies.values(), catalog.agencies)
    active = Counter(
        submission.agency
        for states in (state.policies, state.samples)
        for policy in states.values()
        for submission in policy.submissions
    )
    shared = {
        "active": active,
        "issuers": {id_ for policy in catalog.policies.values() for id_ in policy.file.issuers},
    }
    whole = len(catalog.agencies) <= ROWS
    yield Page(
        addresses.AGENCIES,
        "agencies",
        lambda locale: locale.t("agencies.title"),
        lambda locale: locale.t("agencies.description", n=sum(not a.sample for a in catalog.agencies.values())),
        {**shared, "groups": groups, "whole": whole, "sampled": any(group.is_sample for group in groups)},
    )
    if not whole:
        for group in groups:
            yield from _group_pages(group, shared)
    real, samples = _updates(state.policies), _updates(state.samples)
    for agency in catalog.agencies.values():
        yield agency_page(catalog, state, agency, samples if agency.sample else real)


def _group_pages(group: Group, shared: Mapping[str, object]) -> Iterator[Page]:
    for leaf, agencies in leaves(group.agencies, ROWS, addresses.agency_group(group.id)):
        yield Page(
            leaf.address(leaf.number),
            "agency-group",
            numbered_title(group.name, leaf),
            lambda locale: locale.t("agencies.group_description", n=len(group.agencies), name=group.name(locale)),
            {**shared, "group": group, "listed": agencies, "leaf": leaf, "sampled": group.is_sample},
        )


def _updates(states: Mapping[str, PolicyState]) -> dict[str, dict[str, tuple[Update, ...]]]:
    """Sort what was submitted by policy and agency."""
    found: dict[str, dict[str, tuple[Update, ...]]] = {}
    for id_, state in states.items():
        by_agency: dict[str, list[Update]] = defaultdict(list)
        for update in state.updates:
            by_agency[update.submission.agency].append(update)
        found[id_] = {agency: tuple(own) for agency, own in by_agency.items()}
    return found


def agency_page(
    catalog: Catalog, state: Assessment, agency: Agency, updates: Mapping[str, Mapping[str, tuple[Update, ...]]]
) -> Page:
    """One agency: what it reported by period, how it is evidenced, what it owes, its file to start."""
    states = state.samples if agency.sample else state.policies
    parts = [
        Part(
            policy,
            states[id_],
            states[id_].agencies.get(agency.id),
            updates[id_].get(agency.id, ()),
            agency.id in policy.file.issuers,
            _next_period(policy, states[id_].agencies.get(agency.id), state),
        )
        for id_, policy in catalog.policies.items()
    ]
    return Page(
        addresses.agency(agency),
        "agency",
        lambda locale: locale.plain(agency.name),
        lambda locale: locale.t("agency.description", name=locale.plain(agency.name)),
        {
            "agency": agency,
            "parts": parts,
            "parent": catalog.agencies.get(agency.parent or ""),
            "sampled": agency.sample,
        },
    )


def _next_period(policy: Policy, agency: AgencyState | None, state: Assessment) -> ReportingPeriod | None:
    """Find the period to report on: the latest that has begun and that the agency has not reported on itself."""
    calendar, span = policy.file.reporting, policy.file.period
    if calendar is None:
        return None
    said = agency.submissions if agency else ()
    reported = {item.period_name for item in said if item.provenance != "public-record"}
    missing = [
        period
        for period in periods_within(span.start, span.end, calendar.frequency)
        if period.name not in reported and period.start <= state.as_of
    ]
    return missing[-1] if missing else None
