"""The guard: refuses to publish data from which too many records have disappeared."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator.assess import Assessment
from generator.contribute.compare import State
from generator.model import Catalog
from generator.website.pages import plan

MOST = 0.10  # the share of any kind of record that may disappear between two publications


@dataclass(frozen=True)
class Loss:
    """The number of records of one kind that have disappeared."""

    kind: str
    gone: int
    total: int  # before


def losses(old: State, new: State) -> list[Loss]:
    """List, by name, the kinds of record of which more than the share MOST has disappeared."""
    after = _records(new)
    found = []
    for kind, before in _records(old).items():
        gone = len(before - after[kind])
        if gone > MOST * len(before):
            found.append(Loss(kind, gone, len(before)))
    return found


def _records(state: State) -> dict[str, frozenset[str]]:
    """Return a stable name for every record, by kind. Files are a kind of their own, readable or not."""
    catalog = state.catalog
    return {
        "agencies": frozenset(catalog.agencies),
        "clauses": frozenset(_clauses(catalog)),
        "files": frozenset(state.files),
        "pages": frozenset(_pages(catalog, state.assessment)),
        "reports": frozenset(_reports(catalog)),
        "statements": frozenset(
            f"{policy.id} {statement.id}" for policy in catalog.policies.values() for statement in policy.statements
        ),
        "submissions": frozenset(submission.path for submission in catalog.submissions),
    }


def _clauses(catalog: Catalog) -> Iterator[str]:
    for policy in catalog.policies.values():
        for task in policy.tasks:
            yield from (f"{policy.id} {clause.id}" for clause in task.clauses)


def _reports(catalog: Catalog) -> Iterator[str]:
    for submission in catalog.submissions:
        yield from (f"{submission.path} {report.ref}" for report in submission.reports)
        yield from (f"{submission.path} {figure.target} {figure.as_of}" for figure in submission.figures)


def _pages(catalog: Catalog, state: Assessment) -> Iterator[str]:
    return (page.address for page in plan(catalog, state, {}))
