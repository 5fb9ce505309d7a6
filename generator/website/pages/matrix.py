"""The matrix of agencies and tasks: who reported what, and who owes it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from functools import cached_property

from generator.assess import DUTIES, STATES, AgencyState, Assessment, PolicyState, rank
from generator.model import Agency, Area, Catalog, Policy, ReportingPeriod, Task
from generator.website import addresses
from generator.website.pages.agencies import Group, are_many, group_agencies
from generator.website.pages.page import Page, numbered_title, paginate
from generator.website.pages.places import Square, places, province_grid

ROWS = 60  # agencies on one page of the matrix; more are grouped, and groups are cut into pages
COLUMNS = 36  # tasks that fit side by side on a wide screen; the squares of more are wrapped
_PAST = {"overdue", "late", "on_time"}  # states of duties that are or were due


@dataclass(frozen=True)
class LastDuty:
    """How an agency met what it owed for the latest period that was due; that to come, if none was."""

    value: str  # the most pressing state of its duties for the period
    period: ReportingPeriod
    days: int  # by which it was late; 0 if it was not
    before: int  # earlier periods for which reports are overdue


@dataclass(frozen=True)
class Row:
    """An agency that reported or owes something, with the state of each task that concerns it."""

    agency: Agency
    state: AgencyState
    cells: Mapping[int, str]  # by task, in the policy's order: what it reported, or that it has not yet

    @property
    def figures(self) -> int:
        """The number of target values that it reported."""
        return sum(len(filing.figures) for filing in self.state.filings)

    @cached_property
    def counts(self) -> Counter[str]:
        """The number of tasks in each state."""
        return Counter(self.cells.values())

    @cached_property
    def duty(self) -> LastDuty | None:
        """Its reporting for the latest period; None if it owes no reports."""
        return _last_duty(self.state)

    @property
    def standing(self) -> str:
        """The states of its duties that it can be filtered by: that of the latest period, and what is overdue."""
        found = {self.duty.value, *(["overdue"] if self.duty.before else ())} if self.duty else set()
        return " ".join(value for value in DUTIES if value in found)


def matrix_page(catalog: Catalog, policy: Policy, state: Assessment) -> Page:
    """Return the matrix: all of it if it fits on a page, else its groups."""
    whole = not is_cut(policy, state)
    real = _rows(catalog, policy, state.policies[policy.id]) if whole else ()
    known = sum(not agency.sample for agency in catalog.agencies.values())
    active = [catalog.agencies[id_] for id_ in state.policies[policy.id].agencies if id_ in catalog.agencies]
    groups = () if whole else group_agencies(active, catalog.agencies)
    cells = {one.id: _cells(policy, state.policies[policy.id].agencies[one.id]) for one in active}
    return Page(
        addresses.matrix(policy),
        "matrix",
        lambda locale: locale.t("matrix.title_of", title=locale.plain(policy.title)),
        lambda locale: locale.t("matrix.description", title=locale.plain(policy.title)),
        {
            **_shared(policy),
            "rows": real,
            "groups": [
                (group, Counter(value for agency in group.agencies for value in cells[agency.id].values()))
                for group in groups
            ],
            "grid": _grid(catalog, policy, cells, groups),
            "places": places(catalog, many=are_many(catalog)),
            "group": None,
            "leaf": None,
            "sampled": bool(state.samples[policy.id].entries),
            "silent": known - len(active),
            **_totals(real),
        },
    )


def _grid(
    catalog: Catalog, policy: Policy, cells: Mapping[str, Mapping[int, str]], groups: Iterable[Group]
) -> tuple[Square, ...]:
    """Return the grid of provinces, whose squares lead to their rows or to the group of the agencies in them."""
    parts = {group.id: addresses.matrix(policy, group.id) for group in groups}
    if not parts:
        parts = {id_: f"{addresses.matrix(policy)}#a-{id_}" for id_ in cells}
    return province_grid(catalog.agencies, {id_: one.values() for id_, one in cells.items()}, parts)


def is_cut(policy: Policy, state: Assessment) -> bool:
    """Tell whether the matrix of a policy has more rows than fit on a page."""
    return len(state.policies[policy.id].agencies) > ROWS


def _shared(policy: Policy) -> dict[str, object]:
    return {"policy": policy, "columns": _columns(policy), "wide": len(policy.tasks) <= COLUMNS}


def group_pages(catalog: Catalog, policy: Policy, state: Assessment, group: Group) -> Iterator[Page]:
    """Yield the pages of the matrix with those agencies of a group that reported or owe something."""
    rows = _rows(catalog, policy, state.policies[policy.id], {agency.id for agency in group.agencies})
    for leaf, shown in paginate(rows, ROWS, addresses.matrix(policy, group.id)) if rows else ():
        yield Page(
            leaf.address(leaf.number),
            "matrix",
            numbered_title(
                lambda locale: locale.t(
                    "matrix.group_title", name=group.name(locale), title=locale.plain(policy.title)
                ),
                leaf,
            ),
            lambda locale: locale.t("matrix.description", title=locale.plain(policy.title)),
            {
                **_shared(policy),
                "rows": shown,
                "groups": (),
                "grid": (),
                "places": None,
                "group": group,
                "leaf": leaf,
                "sampled": False,
                **_totals(shown),
            },
        )


def _rows(catalog: Catalog, policy: Policy, state: PolicyState, wanted: Set[str] | None = None) -> tuple[Row, ...]:
    """List the agencies that reported or owe something, higher levels of government first."""
    rows = (
        Row(catalog.agencies[id_], agency, _cells(policy, agency))
        for id_, agency in state.agencies.items()
        if id_ in catalog.agencies and (wanted is None or id_ in wanted)
    )
    return tuple(sorted(rows, key=lambda row: rank(row.agency.kind, row.agency.id)))


def _columns(policy: Policy) -> tuple[tuple[Area, tuple[Task, ...]], ...]:
    """Return the tasks in the order of the columns, by area."""
    return tuple((area, tasks) for area in policy.file.areas if (tasks := tuple(policy.tasks_of(area))))


def _totals(rows: Collection[Row]) -> dict[str, object]:
    """Count the squares of each state, those of each task that are completed, and the rows of each state of duties."""
    squares: Counter[str] = Counter()
    done: Counter[int] = Counter()
    standing: Counter[str] = Counter()
    for row in rows:
        squares.update(row.counts)
        done.update(task for task, state in row.cells.items() if state == "completed")
        standing.update(row.standing.split())
    return {
        "squares": [(state, squares[state]) for state in STATES if squares[state]],
        "done": done,
        "figures": any(row.figures for row in rows),
        "standing": [(value, standing[value]) for value in DUTIES if standing[value]],
    }


def _cells(policy: Policy, agency: AgencyState) -> dict[int, str]:
    owed = {duty.task for duty in agency.duties if duty.value != "not_required"}
    return {
        number: agency.tasks.get(number, "not_reported")
        for number in (task.number for task in policy.tasks)
        if number in agency.tasks or number in owed
    }


def _last_duty(agency: AgencyState) -> LastDuty | None:
    """Sum up an agency's duties for the latest period that was due to it, or that will be due to it first."""
    past = [duty for duty in agency.duties if duty.value in _PAST]
    ahead = [duty for duty in agency.duties if duty.value == "not_yet_due"]
    chosen = past[-1] if past else ahead[0] if ahead else agency.duties[-1] if agency.duties else None
    if chosen is None:
        return None
    those = [duty for duty in agency.duties if duty.period_name == chosen.period_name]
    return LastDuty(
        next(value for value in DUTIES if value in {duty.value for duty in those}),
        chosen.period,
        max(((duty.submitted - duty.due).days for duty in those if duty.value == "late" and duty.submitted), default=0),
        len({duty.period_name for duty in agency.duties if duty.value == "overdue"} - {chosen.period_name}),
    )
