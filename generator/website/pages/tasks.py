"""Pages of tasks: what was promised, clause by clause, and who reported what."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from generator.assess import Assessment, OpenUpdate, PolicyState, whole_state
from generator.assess.selection import SHOWN, select_reports
from generator.findings import isolate
from generator.model import Catalog, Policy, ReportingPeriod, Target, Task, Term
from generator.website import addresses
from generator.website.pages.agencies import Group, end_now, group_agencies, shown_states
from generator.website.pages.matrix import is_cut
from generator.website.pages.page import Neighbours, Page
from generator.website.pages.targets import newest
from generator.website.pages.timeline import strip
from generator.website.terms import Occurrence

RELATED = 4  # related tasks that a task's page lists
SHOWN_PLACES = 40  # groups of agencies that a task's page shows; the others stand in a fold
SHOWN_DUTIES = 40  # overdue reports that a task's page lists; the matrix has the rest
QUARTERS = 4  # periods in the table of what agencies reported on a task; the newest, if there are more
FIGURES = 5  # figures per target that a task's page quotes in full; the page of targets has the rest


@dataclass(frozen=True)
class PlaceTally:
    """What the agencies of one group report on a task."""

    group: Group
    counts: Mapping[str, int]  # by state; those that are responsible and silent are not_reported
    address: str  # of their rows in the matrix; empty if it is not cut into groups


def task_page(
    catalog: Catalog,
    policy: Policy,
    place: Neighbours[Task],
    standing: Mapping[str, tuple[Occurrence, ...]],
    state: Assessment,
    tell: OpenUpdate,
) -> Page:
    """Return the page of a task: what was promised, sentence by sentence, and who reported what."""
    before, task, after = place
    real = state.policies[policy.id]
    targets = [target for target in policy.targets if task.number in target.tasks]
    finding = real.finding_of_task(task)
    places = _places(catalog, policy, task, state)
    return Page(
        addresses.task(policy, task),
        "task",
        lambda locale: locale.t("task.title_of", number=str(task.number), title=locale.plain(policy.name(task))),
        lambda locale: locale.t("text.gap").join(
            (locale.sentence(finding).text, isolate(locale.plain(task.clauses[0].wording(state.as_of))))
        ),
        {
            "policy": policy,
            "task": task,
            "area": policy.area_of(task),
            "before": before,
            "after": after,
            "targets": targets,
            "figures": {target.id: newest(real.outcomes[target.id].latest, tell, FIGURES) for target in targets},
            "terms": _terms_of(policy, task, standing),
            "related": related_tasks(policy, task, standing),
            "strip": strip(real, task.number),
            "crowd": crowd_of(real, task),
            "state": real,
            "finding": finding,
            "as_of": state.as_of,
            "reports": select_reports(real, task, tell),
            "places": places,
            "place_of": _places_of(places),
            "SHOWN": SHOWN,
            "SHOWN_PLACES": SHOWN_PLACES,
            "SHOWN_DUTIES": SHOWN_DUTIES,
            "corrected": [pair for pair in real.replaced if any(move.task == task.number for move in pair.reports)],
            "sampled": bool(state.samples[policy.id].reporters[task.number]),
            "silent_clauses": [
                clause.id
                for clause in task.clauses
                if real.clauses[clause.id].state == "not_reported" and policy.is_in_force(clause.id, state.as_of)
            ],
            "levels": Counter(entry.evidence for entry in real.tasks[task.number].entries),
            "overdue": [duty for duty in real.duties if duty.value == "overdue" and duty.task == task.number],
        },
    )


class AgencyRow(NamedTuple):
    """What an agency reported on a task, period by period."""

    agency: str
    cells: tuple[str | None, ...]  # the state that each period's reports gave, overdue, or nothing
    now: str  # its state by the latest reports


@dataclass(frozen=True)
class Crowd:
    """What several agencies reported on a task."""

    states: Counter[str]  # the agencies by state
    owed: Counter[str]  # the reports that were due, by whether they came
    evidence: Counter[str]  # the latest reports, by level of evidence
    periods: tuple[ReportingPeriod, ...]  # the newest that the table has, oldest first
    rows: tuple[AgencyRow, ...]  # the foremost agencies, as many as the page quotes

    @property
    def present(self) -> list[str]:
        """The states that the table shows, for its legend."""
        return shown_states(self.rows)

    @property
    def ends_now(self) -> bool:
        """Whether the table's last period is also where every agency stands now, and needs no column for that."""
        return end_now(self.rows)


def crowd_of(state: PolicyState, task: Task) -> Crowd | None:
    """Sum up what agencies reported on a task, if they are several."""
    number = task.number
    if len(state.reporters[number]) < 2:
        return None
    owed = sum((counts for (one, _), counts in state.by_period[1].items() if one == number), Counter[str]())
    chosen = [state.agencies[id_] for id_ in state.foremost(number)[:SHOWN]]
    said: dict[tuple[str, ReportingPeriod], set[str]] = defaultdict(set)
    for agency in chosen:
        for filing in agency.filings:
            for report in filing.reports:
                if report.task == number:
                    said[agency.agency, filing.period].add(report.status)
    late = {
        (a.agency, duty.period) for a in chosen for duty in a.duties if duty.task == number and duty.value == "overdue"
    }
    periods = tuple(sorted({period for _, period in said.keys() | late})[-QUARTERS:])

    def cell(key: tuple[str, ReportingPeriod]) -> str | None:
        return whole_state(said[key]) if key in said else "overdue" if key in late else None

    return Crowd(
        Counter(state.states_on(task).values()),
        Counter({value: owed[value] for value in ("on_time", "late", "overdue") if owed[value]}),
        state.evidence[number],
        periods,
        tuple(
            AgencyRow(a.agency, tuple(cell((a.agency, period)) for period in periods), a.tasks[number]) for a in chosen
        ),
    )


def _places(catalog: Catalog, policy: Policy, task: Task, state: Assessment) -> list[PlaceTally]:
    """Count the agencies of each group by their state on a task, if these are more than the page quotes."""
    states = state.policies[policy.id].states_on(task)
    if len(states) <= SHOWN:
        return []
    known = [catalog.agencies[id_] for id_ in states if id_ in catalog.agencies]
    cut = is_cut(policy, state)
    return [
        PlaceTally(
            group,
            Counter(states[agency.id] for agency in group.agencies),
            addresses.matrix(policy, group.id) if cut else addresses.matrix(policy),
        )
        for group in group_agencies(known, catalog.agencies)
    ]


def _places_of(places: Sequence[PlaceTally]) -> dict[str, str]:
    """Return the groups to which each agency belongs: the one that it is counted in, and the one of its own place."""
    ids = {place.group.id for place in places}
    return {
        agency.id: f"{place.group.id} {agency.id}" if agency.id in ids else place.group.id
        for place in places
        for agency in place.group.agencies
    }


def _terms_of(policy: Policy, task: Task, standing: Mapping[str, tuple[Occurrence, ...]]) -> list[Term]:
    return [term for term in policy.glossary if any(spot.task is task for spot in standing[term.id])]


@dataclass(frozen=True)
class Related:
    """A task that shares terms or targets with another."""

    task: Task
    terms: tuple[Term, ...]  # that both texts name, the rarest first
    targets: tuple[Target, ...]  # on which both bear


def related_tasks(policy: Policy, task: Task, standing: Mapping[str, tuple[Occurrence, ...]]) -> tuple[Related, ...]:
    """Return the tasks that share most with a task.

    A term counts the more, the fewer tasks name it, and so does a target; terms that more than a third of the tasks
    name count nothing.
    """
    terms: dict[int, list[tuple[int, Term]]] = {}
    for term in policy.glossary:
        numbers = {spot.task.number for spot in standing[term.id] if spot.task}
        if task.number in numbers and 3 * len(numbers) <= max(len(policy.tasks), 6):
            for number in numbers - {task.number}:
                terms.setdefault(number, []).append((len(numbers), term))
    mine = [target for target in policy.targets if task.number in target.tasks]
    found = []
    for other in policy.tasks:
        shared = sorted(terms.get(other.number, ()), key=lambda pair: pair[0])
        targets = tuple(target for target in mine if other.number in target.tasks)
        weight = sum(1 / count for count, _ in shared) + sum(1 / len(target.tasks) for target in targets)
        if other is not task and weight:
            found.append((-weight, other.number, Related(other, tuple(term for _, term in shared), targets)))
    return tuple(related for _, _, related in sorted(found, key=lambda one: one[:2])[:RELATED])
