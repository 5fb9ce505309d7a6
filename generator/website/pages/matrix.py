"""The matrix of agencies and tasks: who reported what, and who owes it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass

from generator.assess import DUTIES, STATES, AgencyState, Assessment, PolicyState, rank
from generator.model import Agency, Catalog, Policy
from generator.website import addresses
from generator.website.pages.agencies import Group, group_agencies
from generator.website.pages.page import Page, numbered_title, paginate

ROWS = 60  # agencies on one page of the matrix; more are grouped, and groups are cut into pages


@dataclass(frozen=True)
class Cell:
    """What an agency reported on a task, and what it owes."""

    state: str | None  # None if it has not reported on the task
    duty: str | None  # its most pressing duty; None if it has none


@dataclass(frozen=True)
class Row:
    """An agency that reported or owes something, with a cell per task."""

    agency: Agency
    state: AgencyState
    cells: Mapping[int, Cell]  # by task; only where there is something to show

    @property
    def figures(self) -> int:
        """The number of target values that it reported."""
        return sum(len(filing.figures) for filing in self.state.filings)


def matrix_page(catalog: Catalog, policy: Policy, state: Assessment) -> Page:
    """Return the matrix: all of it if it fits on a page, else its groups."""
    whole = not is_cut(policy, state)
    real = _rows(catalog, policy, state.policies[policy.id]) if whole else ()
    known = sum(not agency.sample for agency in catalog.agencies.values())
    active = [catalog.agencies[id_] for id_ in state.policies[policy.id].agencies if id_ in catalog.agencies]
    return Page(
        addresses.matrix(policy),
        "matrix",
        lambda locale: locale.t("matrix.title_of", title=locale.plain(policy.title)),
        lambda locale: locale.t("matrix.description", title=locale.plain(policy.title)),
        {
            **_shared(catalog, policy),
            "rows": real,
            "groups": () if whole else group_agencies(active, catalog.agencies),
            "group": None,
            "leaf": None,
            "sampled": bool(state.samples[policy.id].entries),
            "silent": known - len(active),
            "present": _present(real),
        },
    )


def is_cut(policy: Policy, state: Assessment) -> bool:
    """Tell whether the matrix of a policy has more rows than fit on a page."""
    return len(state.policies[policy.id].agencies) > ROWS


def _shared(catalog: Catalog, policy: Policy) -> dict[str, object]:
    return {"policy": policy, "states": STATES, "duties": DUTIES, "filters": filters_path(catalog)}


def filters_path(catalog: Catalog) -> str:
    """Return the path of the area filter's style sheet: its content depends only on the number of areas in its name."""
    return f"assets/areas-{_most_areas(catalog)}.css"


def filters(catalog: Catalog) -> bytes:
    """Write the style sheet that filters by area: each radio button shows its area, without JavaScript."""
    return "".join(
        f"#area-{n}:checked~.matrix .col:not(.a{n}){{display:none}}#area-{n}:checked~.names .a{n}{{display:inline}}"
        f"#area-{n}:checked~.record .pub:not(.a{n}){{display:none}}\n"
        for n in range(1, _most_areas(catalog) + 1)
    ).encode()


def _most_areas(catalog: Catalog) -> int:
    return max((len(policy.file.areas) for policy in catalog.policies.values()), default=0)


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
                **_shared(catalog, policy),
                "rows": shown,
                "groups": (),
                "group": group,
                "leaf": leaf,
                "sampled": False,
                "present": _present(shown),
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


def _present(rows: Iterable[Row]) -> frozenset[str]:
    """Collect the states that occur in some cell: a filter for any other would find nothing."""
    cells = [cell for row in rows for cell in row.cells.values()]
    said = {cell.state for cell in cells if cell.state is not None}
    return frozenset(said | {cell.duty for cell in cells if cell.duty is not None})


def _cells(policy: Policy, agency: AgencyState) -> dict[int, Cell]:
    cells = {task.number: Cell(agency.tasks.get(task.number), agency.owes(task.number)) for task in policy.tasks}
    return {number: cell for number, cell in cells.items() if cell.state or cell.duty}
