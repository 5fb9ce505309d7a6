"""Agencies by tasks: who reported what, and who owes it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator import addresses
from generator.assess import STATES, AgencyState, Assessment, PolicyState, Progress
from generator.assess.agency import DUTIES
from generator.model import Agency, Catalog, Policy
from generator.pages.agencies import LEVELS, Group, group_agencies
from generator.pages.page import Page, leaves, numbered_title

ROWS = 60  # agencies on one page of the matrix; more are grouped, and groups are cut into pages


@dataclass(frozen=True)
class Cell:
    """What an agency says of a task, and what it owes on it."""

    progress: Progress | None  # None where it has not reported on the task
    duty: str | None  # its most pressing duty; None where it has none


@dataclass(frozen=True)
class Row:
    """An agency that reported or owes something, task by task."""

    agency: Agency
    state: AgencyState
    cells: tuple[Cell | None, ...]  # in the order of the policy's tasks; None where there is nothing

    @property
    def figures(self) -> int:
        """How many values of targets it reported."""
        return sum(len(submission.figures) for submission in self.state.submissions)


def matrix_pages(catalog: Catalog, policy: Policy, state: Assessment) -> Iterator[Page]:
    """Yield the matrix: on one page where it fits, else an index with a page or more for each group."""
    real = _rows(catalog, policy, state.policies[policy.id])
    samples = _rows(catalog, policy, state.samples[policy.id])
    known = sum(not agency.sample for agency in catalog.agencies.values())
    groups = group_agencies([row.agency for row in real], catalog.agencies)
    whole = len(real) <= ROWS
    shared = {
        "policy": policy,
        "state": state.policies[policy.id],
        "states": STATES,
        "duties": DUTIES,
        "filters": filters_path(catalog),
        "silent": known - len(real),
    }
    yield Page(
        addresses.matrix(policy),
        "matrix",
        lambda locale: locale.t("matrix.title_of", title=locale.plain(policy.title)),
        lambda locale: locale.t("matrix.description", title=locale.plain(policy.title)),
        {
            **shared,
            "rows": real if whole else (),
            "groups": () if whole else groups,
            "samples": samples,
            "group": None,
            "leaf": None,
            "sampled": bool(samples),
            "present": _present([*(real if whole else ()), *samples]),
        },
    )
    if not whole:
        for group in groups:
            yield from _group_pages(policy, group, real, shared)


def filters_path(catalog: Catalog) -> str:
    """Name the style sheet of the filter by area, by the most areas that a policy has: same name, same sheet."""
    return f"assets/areas-{_most_areas(catalog)}.css"


def filters(catalog: Catalog) -> bytes:
    """Write, for every number of an area, what shows when its radio button is chosen: no JavaScript needed."""
    return "".join(
        f"#area-{n}:checked~.matrix .col:not(.a{n}){{display:none}}#area-{n}:checked~.names .a{n}{{display:inline}}\n"
        for n in range(1, _most_areas(catalog) + 1)
    ).encode()


def _most_areas(catalog: Catalog) -> int:
    return max((len(policy.file.areas) for policy in catalog.policies.values()), default=0)


def _group_pages(policy: Policy, group: Group, rows: Sequence[Row], shared: Mapping[str, object]) -> Iterator[Page]:
    members = {agency.id for agency in group.agencies}
    mine = [row for row in rows if row.agency.id in members]
    for leaf, shown in leaves(mine, ROWS, addresses.matrix(policy, group.id)):
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
                **shared,
                "rows": shown,
                "groups": (),
                "samples": (),
                "group": group,
                "leaf": leaf,
                "sampled": False,
                "present": _present(shown),
            },
        )


def _rows(catalog: Catalog, policy: Policy, state: PolicyState) -> tuple[Row, ...]:
    """List the agencies that reported or owe something, the higher levels of government first."""
    rows = (
        Row(catalog.agencies[id_], agency, tuple(_cell(agency, task.number) for task in policy.tasks))
        for id_, agency in state.agencies.items()
        if id_ in catalog.agencies
    )
    return tuple(sorted(rows, key=lambda row: (LEVELS.index(row.agency.kind), row.agency.id)))


def _present(rows: Iterable[Row]) -> frozenset[str]:
    """Collect the states that some cell shows: the others are no use as a filter."""
    cells = [cell for row in rows for cell in row.cells if cell is not None]
    said = {cell.progress.state for cell in cells if cell.progress is not None}
    return frozenset(said | {cell.duty for cell in cells if cell.duty is not None})


def _cell(agency: AgencyState, task: int) -> Cell | None:
    progress, duty = agency.tasks.get(task), agency.owes(task)
    return Cell(progress, duty) if progress or duty else None
