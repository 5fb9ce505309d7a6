"""The public record of a policy as of a date: statements by what they are about, and figures. It has no states."""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from generator.assess.summaries import SubmissionSummary
from generator.assess.updates import Update, history
from generator.model import (
    CLOSENESS,
    PUBLISHED,
    Agency,
    Localized,
    Policy,
    PublishedFigure,
    PublishedFigures,
    Search,
    Statement,
    Task,
    parse_period,
)


@dataclass(frozen=True)
class Published:
    """What was published about a policy by the end of a day."""

    policy: Policy
    statements: tuple[Statement, ...]  # newest first
    figures: tuple[SubmissionSummary, ...]  # newest period first

    @cached_property
    def _about(self) -> Mapping[str, tuple[Statement, ...]]:
        """Statements by clause, task or target: the closest first, and of those the newest."""
        found: dict[str, list[Statement]] = defaultdict(list)
        for statement in self.statements:
            for ref in (*statement.about, *statement.context_for):
                found[ref].append(statement)
        return {
            ref: tuple(sorted(some, key=lambda one: CLOSENESS.index(closeness(one, ref))))
            for ref, some in found.items()
        }

    def about(self, ref: str) -> tuple[Statement, ...]:
        """Return the statements about a clause (1.2), a task as a whole (1) or a target, the closest first."""
        return self._about.get(ref, ())

    def on_task(self, task: Task) -> list[Statement]:
        """Return the statements about a task or any of its clauses, each once."""
        refs = (str(task.number), *(clause.id for clause in task.clauses))
        return list({statement.id: statement for ref in refs for statement in self.about(ref)}.values())

    def covered(self, tasks: Iterable[Task]) -> int:
        """Return the number of clauses of some tasks that a statement is about; context does not count."""
        named = {ref for statement in self.statements for ref in statement.about}
        return sum(clause.id in named or str(task.number) in named for task in tasks for clause in task.clauses)

    def counts(self, statements: Iterable[Statement]) -> dict[str, int]:
        """Count statements by closeness, in its order."""
        counted: Counter[str] = Counter(statement.closeness for statement in statements)
        return {name: counted[name] for name in CLOSENESS if counted[name]}

    @cached_property
    def by_id(self) -> Mapping[str, Statement]:
        """Statements by id."""
        return {statement.id: statement for statement in self.statements}

    @cached_property
    def searches(self) -> Mapping[str, tuple[str, Localized, Search]]:
        """What was searched for each clause: the file that says so, where, and with which words."""
        return {
            search.ref: (record.path, record.searched.where, search)
            for record in self.policy.records
            if record.searched
            for search in record.searched.clauses
        }

    def of_agency(self, agency: str) -> list[Statement]:
        """Return the statements on the work of an agency, newest first."""
        return [statement for statement in self.statements if statement.agency == agency]


def closeness(statement: Statement, ref: str) -> str:
    """Return how close a statement comes to a clause, task or target: context where it only bears on it."""
    return statement.closeness if ref in statement.about else "context"


def published(policy: Policy, agencies: Mapping[str, Agency], as_of: datetime.date) -> Published:
    """Return what was published about a policy by the end of a day."""
    statements = sorted(
        (statement for statement in policy.statements if statement.newest <= as_of),
        key=lambda statement: (-statement.newest.toordinal(), statement.id),
    )
    figures = (update.filing for update in _figures(policy, agencies, as_of))
    return Published(policy, tuple(statements), tuple(sorted(figures, key=lambda item: item.order, reverse=True)))


def nothing_published(policy: Policy) -> Published:
    """Return an empty record, as samples have it."""
    return Published(policy, (), ())


def open_published(policy: Policy, agencies: Mapping[str, Agency], summary: SubmissionSummary) -> Update:
    """Open published figures with their full texts, given their summary."""
    return next(
        update
        for update in _figures(policy, agencies, summary.submitted)
        if (update.submission.agency, update.submission.period_name) == (summary.agency, summary.period_name)
    )


def _figures(policy: Policy, agencies: Mapping[str, Agency], as_of: datetime.date) -> Iterator[Update]:
    """Yield the figures that were published by a day, by agency and period, in the form of submissions.

    Each is cited with the sources that had appeared by then; its day is that of the last of them.
    """
    by_agency: dict[str, list[PublishedFigures]] = defaultdict(list)
    for record in policy.records:
        if parse_period(record.name) is None:
            continue  # a finding says so
        of: dict[str, list[PublishedFigure]] = defaultdict(list)
        for figure in record.figures:
            cited = tuple(item for item in figure.evidence if item.published is None or item.published <= as_of)
            if any(item.published for item in cited):
                of[figure.agency].append(figure.model_copy(update={"evidence": cited}))
        for id_, figures in of.items():
            days = [item.published for figure in figures for item in figure.evidence if item.published]
            by_agency[id_].append(
                PublishedFigures.model_construct(
                    policy=policy.id,
                    agency=id_,
                    file_name=record.name,
                    submitted=max(days),
                    provenance=PUBLISHED,  # type: ignore[arg-type]  # no submission can say so of itself
                    corrects=None,
                    withdrawn=None,
                    contact=None,
                    reports=(),
                    figures=tuple(figures),
                )
            )
    for id_, some in sorted(by_agency.items()):
        yield from history(policy, some, agencies.get(id_)).standing
