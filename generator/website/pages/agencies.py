"""Pages of agencies: who they are, what they reported, what they owe."""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

from msgspec import structs

from generator.assess import (
    LEVELS,
    STATES,
    AgencyState,
    AgencySummary,
    AgencyUpdates,
    Assessment,
    Duty,
    History,
    Message,
    Published,
    Update,
    Verdict,
    found_of_agency,
    open_published,
    published,
    whole_state,
)
from generator.assess.verdict import MAX_INPUTS
from generator.findings import isolate
from generator.model import (
    PUBLISHED,
    SAMPLES,
    Agency,
    Assignment,
    Catalog,
    Policy,
    ReportingPeriod,
    Statement,
    Task,
    group_of,
)
from generator.website import addresses
from generator.website.locales import Locale
from generator.website.pages.page import Page, numbered_title, paginate

NAMED = 6  # tasks of alike reports that are named even if they are all of the policy's
QUARTERS = 8  # periods in the table of an agency's tasks; the newest, if there are more
_OPEN = ("overdue", "not_yet_due")
ROWS = 200  # agencies on one page of a list; more are grouped, and groups are cut into pages


@dataclass(frozen=True)
class Group:
    """Agencies that are listed together: those of one parent, of one level without a parent, or the samples."""

    id: str  # the parent's id, the level, or "sample"; it is a part of addresses
    parent: Agency | None
    agencies: tuple[Agency, ...]

    @property
    def is_sample(self) -> bool:
        """Whether these agencies are samples."""
        return self.id == SAMPLES

    def name(self, locale: Locale) -> str:
        """Name the group by its parent, or by its level."""
        return locale.plain(self.parent.name) if self.parent else locale.t(f"agencies.kind_{self.id}")


StateRow = tuple[object, tuple[str | None, ...], str | None]
"""A row of a table of states: what it is about, period by period, and now."""


def shown_states(rows: Iterable[StateRow]) -> list[str]:
    """Return the states that a table shows, for its legend."""
    found = {cell for _, cells, now in rows for cell in (*cells, now)}
    return [state for state in (*STATES, "overdue") if state in found]


def end_now(rows: Iterable[StateRow]) -> bool:
    """Tell whether all rows end with the state of now, so that a table needs no column for it."""
    return all(cells[-1:] == (now,) for _, cells, now in rows)


class TaskRow(NamedTuple):
    """What an agency reported on a task, period by period."""

    task: Task
    cells: tuple[str | None, ...]  # the state that each period's report gave, overdue, or nothing
    now: str | None  # its state by the latest reports


class Owed(NamedTuple):
    """Reports of one period that were owed, and met or not, alike."""

    duties: tuple[Duty, ...]

    @property
    def first(self) -> Duty:
        """One of them; the others differ only in what is to be reported on, and who says so."""
        return self.duties[0]

    def covers(self, tasks: Collection[Task]) -> bool:
        """Whether they are on all of the policy's tasks, if these are so many that one would rather not list them."""
        owed = {duty.ref for duty in self.duties}
        return len(owed) > NAMED and owed == {str(task.number) for task in tasks}

    @property
    def verdict(self) -> Verdict:
        """The verdict on all of them: what they share comes before what assigns each."""
        verdicts = [duty.verdict for duty in self.duties]
        if len(verdicts) == 1:
            return verdicts[0]
        inputs = dict.fromkeys([*verdicts[0].inputs[1:], *(one.inputs[0] for one in verdicts)])
        return replace(verdicts[0], inputs=tuple(inputs)[:MAX_INPUTS], total=len(inputs))


def _together(duties: Iterable[Duty]) -> tuple[Owed, ...]:
    """Put duties together that differ only in what is to be reported on."""
    found: dict[Duty, list[Duty]] = {}
    for duty in duties:
        found.setdefault(structs.replace(duty, ref="", path="", line=0, basis=""), []).append(duty)
    return tuple(Owed(tuple(some)) for some in found.values())


@dataclass(frozen=True)
class Part:
    """An agency's part in one policy."""

    policy: Policy
    agency: AgencyState | None  # None if it neither reported nor owes anything
    history: History  # its submissions with what they changed
    is_issuer: bool
    next: ReportingPeriod | None  # the period to report on now, if the policy has a calendar
    assignments: tuple[Assignment, ...]  # what it is to report on, and why
    record: Published  # what was published about the policy
    statements: tuple[Statement, ...]  # those on its work, newest first
    figures: tuple[Update, ...]  # published figures that are attributed to it

    @cached_property
    def finding(self) -> Message:
        """Its part in one sentence."""
        return found_of_agency(self.agency, len(self.policy.tasks), len(self.statements))

    @cached_property
    def charges(self) -> list[tuple[Assignment, list[str]]]:
        """Its assignments, those together that differ only in the task or clause, each with these."""
        found: list[tuple[Assignment, list[str]]] = []
        told: list[dict[str, object]] = []  # what is said of each
        for item in self.assignments:
            words = item.model_dump(exclude={"origin": True, "ref": True, "basis": {"origin"}})
            if words in told:
                found[told.index(words)][1].append(item.ref)
            else:
                told.append(words)
                found.append((item, [item.ref]))
        return found

    @cached_property
    def periods(self) -> tuple[ReportingPeriod, ...]:
        """The periods that it reported on or should have, oldest first."""
        if self.agency is None:
            return ()
        found = {filing.period for filing in self.agency.filings if filing.reports}
        found |= {duty.period for duty in self.agency.duties if duty.value == "overdue"}
        return tuple(sorted(found)[-QUARTERS:])

    @cached_property
    def rows(self) -> tuple[TaskRow, ...]:
        """Its tasks by period."""
        if self.agency is None:
            return ()
        said: dict[tuple[int, str], set[str]] = defaultdict(set)
        for filing in self.agency.filings:
            for report in filing.reports:
                said[report.task, filing.period_name].add(report.status)
        late = {(duty.task, duty.period_name) for duty in self.agency.duties if duty.value == "overdue"}

        def cell(task: int, period: str) -> str | None:
            key = task, period
            return whole_state(said[key]) if key in said else "overdue" if key in late else None

        numbers = self.agency.tasks.keys() | {task for task, _ in late}
        return tuple(
            TaskRow(
                task,
                tuple(cell(task.number, period.name) for period in self.periods),
                self.agency.tasks.get(task.number),
            )
            for task in self.policy.tasks
            if task.number in numbers
        )

    @property
    def present(self) -> list[str]:
        """The states that the table of its tasks shows, for its legend."""
        return shown_states(self.rows)

    @property
    def ends_now(self) -> bool:
        """Whether the table's last period is also where every task stands now, and needs no column for that."""
        return end_now(self.rows)

    @cached_property
    def open(self) -> tuple[Owed, ...]:
        """What it still has to report."""
        return _together(duty for duty in self._duties if duty.value in _OPEN)

    @cached_property
    def closed(self) -> tuple[Owed, ...]:
        """What it has reported, or need not report."""
        return _together(duty for duty in self._duties if duty.value not in _OPEN)

    @property
    def _duties(self) -> tuple[Duty, ...]:
        return self.agency.duties if self.agency else ()

    @cached_property
    def owed(self) -> Counter[str]:
        """The number of its reports that were due, by whether they came."""
        return Counter(duty.value for duty in self._duties if duty.value in {"on_time", "late", "overdue"})

    def is_there(self, id_: str) -> bool:
        """Tell whether the agency issued the policy, reported, owes a report, or is named by what was published."""
        records = self.policy.records
        named = {statement.agency for record in records for statement in record.statements}
        named |= {figure.agency for record in records for figure in record.figures}
        return self.is_issuer or self.agency is not None or bool(self.assignments) or id_ in named


def group_agencies(agencies: Iterable[Agency], by_id: Mapping[str, Agency]) -> tuple[Group, ...]:
    """Group agencies by parent, or else by level: levels from the top, then parents by id, samples last."""
    found: dict[str, list[Agency]] = defaultdict(list)
    for agency in agencies:
        found[group_of(agency, by_id)].append(agency)

    def rank(id_: str) -> tuple[int, str]:
        return (LEVELS.index(id_) if id_ in LEVELS else len(LEVELS) + (id_ == SAMPLES)), id_

    return tuple(Group(id_, by_id.get(id_), tuple(found[id_])) for id_ in sorted(found, key=rank))


def agencies_page(catalog: Catalog, state: Assessment) -> Page:
    """Return the index of agencies: all of them or, if there are many, their groups."""
    groups = group_agencies(catalog.agencies.values(), catalog.agencies)
    shared = _shared(catalog, state, catalog.agencies)
    standing, active = _standing(state, catalog.agencies), _active(state, catalog.agencies)
    return Page(
        addresses.AGENCIES,
        "agencies",
        lambda locale: locale.t("agencies.title"),
        lambda locale: locale.t("agencies.description", n=sum(not a.sample for a in catalog.agencies.values())),
        {
            **shared,
            "groups": groups,
            "sums": [_summed(group, standing, active) for group in groups if not group.is_sample],
            "whole": not are_many(catalog),
            "sampled": any(group.is_sample for group in groups),
        },
    )


def are_many(catalog: Catalog) -> bool:
    """Tell whether there are too many agencies for one list."""
    return len(catalog.agencies) > ROWS


class Standing(NamedTuple):
    """How many of an agency's tasks, or of several agencies', are in each state, and how its reports came."""

    tasks: Counter[str]
    duties: Counter[str]


def _each(state: Assessment, wanted: Collection[str]) -> Iterator[tuple[str, AgencyState]]:
    """Yield what each of some agencies does about each policy."""
    for policy in (*state.policies.values(), *state.samples.values()):
        yield from ((id_, policy.agencies[id_]) for id_ in wanted if id_ in policy.agencies)


def _standing(state: Assessment, wanted: Collection[str]) -> dict[str, Standing]:
    """Sum up what each agency reports on all policies; an agency that owes a report on a task it is silent on too."""
    found: dict[str, Standing] = {}
    for id_, agency in _each(state, wanted):
        sums = found.setdefault(id_, Standing(Counter(), Counter()))
        sums.tasks.update(agency.tasks.values())
        silent = {duty.task for duty in agency.duties if duty.value == "overdue"} - agency.tasks.keys()
        sums.tasks.update("not_reported" for _ in silent)
        sums.duties.update(duty.value for duty in agency.duties)
    return {id_: sums for id_, sums in found.items() if sums.tasks.total() or sums.duties.total()}


def _summed(group: Group, standing: Mapping[str, Standing], active: Mapping[str, int]) -> tuple[Group, Standing, int]:
    """Return a group with the sum of what its agencies report, and how many of them report nothing."""
    own = [standing[agency.id] for agency in group.agencies if agency.id in standing]
    tasks, duties = (sum((one[index] for one in own), Counter[str]()) for index in (0, 1))
    return group, Standing(tasks, duties), sum(agency.id not in active for agency in group.agencies)


def _shared(catalog: Catalog, state: Assessment, wanted: Collection[str]) -> dict[str, object]:
    return {
        "standing": _standing(state, wanted),
        "active": _active(state, wanted),
        "told": Counter(
            statement.agency for policy in state.policies.values() for statement in policy.published.statements
        ),
        "issuers": {id_ for policy in catalog.policies.values() for id_ in policy.file.issuers},
    }


def _active(state: Assessment, wanted: Collection[str]) -> Counter[str]:
    """Count the submissions of each agency that made any."""
    found: Counter[str] = Counter()
    for id_, agency in _each(state, wanted):
        if agency.filings:
            found[id_] += len(agency.filings)
    return found


def group_pages(catalog: Catalog, state: Assessment, group: Group) -> Iterator[Page]:
    """Yield the pages that list one group's agencies."""
    shared = _shared(catalog, state, [agency.id for agency in group.agencies])
    for leaf, agencies in paginate(group.agencies, ROWS, addresses.agency_group(group.id)):
        yield Page(
            leaf.address(leaf.number),
            "agency-group",
            numbered_title(lambda locale: locale.t("agencies.group", name=group.name(locale)), leaf),
            lambda locale: locale.t("agencies.group_description", n=len(group.agencies), name=group.name(locale)),
            {**shared, "group": group, "listed": agencies, "leaf": leaf, "sampled": group.is_sample},
            "noindex" if group.is_sample else "all",
        )


def agency_page(
    catalog: Catalog, agency: Agency, sums: Iterable[AgencySummary], told: AgencyUpdates, as_of: datetime.date
) -> Page:
    """Return the page of an agency: what it reported by period, on what evidence, what it owes, its file to start.

    It depends only on the agency's own record and summaries, so the reports of agencies that it did not succeed never
    change it.
    """
    former = catalog.predecessors(agency.id)
    mine = {sum_.policy: sum_.state for sum_ in sums if sum_.sample == agency.sample}
    parts = [
        Part(
            policy,
            mine.get(id_),
            told.get((id_, agency.sample), History()),
            agency.id in policy.file.issuers,
            _next_period(policy, mine.get(id_), as_of),
            tuple(item for id_ in (agency.id, *former) for item in policy.assignments_of(id_)),
            record := published(policy, catalog.agencies, as_of),
            () if agency.sample else tuple(record.of_agency(agency.id)),
            tuple(
                open_published(policy, catalog.agencies, summary)
                for summary in record.figures
                if summary.agency == agency.id
            ),
        )
        for id_, policy in ((policy.id, policy) for policy in catalog.newest_first)
    ]
    many = len(parts) > 1
    shown = [part for part in parts if part.is_there(agency.id)] if many else parts
    return Page(
        addresses.agency(agency),
        "agency",
        lambda locale: locale.plain(agency.name),
        lambda locale: (
            f"{isolate(locale.plain(agency.name))}{locale.t('list.stop')}{locale.sentence(shown[0].finding).text}"
            if len(shown) == 1
            else locale.t("agency.description", name=locale.plain(agency.name))
        ),
        {
            "agency": agency,
            "parts": shown,
            "many": many,
            "parent": catalog.agencies.get(agency.parent or ""),
            "successor": catalog.agencies.get(agency.successor or ""),
            "former": [catalog.agencies[id_] for id_ in former],
            "sampled": agency.sample,
        },
        "noindex" if agency.sample else "all",
    )


def _next_period(policy: Policy, agency: AgencyState | None, as_of: datetime.date) -> ReportingPeriod | None:
    """Find the period to report on: the latest that has ended and is not covered by the agency's own reports."""
    said = agency.filings if agency else ()
    reported = {month for item in said if item.provenance != PUBLISHED for month in item.period.ordinals}
    missing = [
        period for period in policy.due_periods if not reported.issuperset(period.ordinals) and period.end <= as_of
    ]
    return missing[-1] if missing else None
