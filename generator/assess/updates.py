"""What each submission changed in its agency's earlier reports."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from typing import TypeVar

from generator.assess.evidence import level, weigh
from generator.assess.progress import whole_state
from generator.assess.summaries import (
    FigureMove,
    FigureSummary,
    Replacement,
    ReportMove,
    ReportSummary,
    SubmissionSummary,
    task_of,
)
from generator.assess.verdict import Verdict
from generator.model import Agency, Measurement, Policy, Quantity, Report, Submission

TAKEN_OUT = "■■■"  # what a verdict quotes in place of redacted words


@dataclass(frozen=True)
class ReportChange:
    """A report in its agency's own words, with the level of its evidence and the state reported before."""

    submission: Submission
    report: Report
    evidence: str  # the level of its sources
    before: str  # not_reported if none
    agency: Agency | None  # None if it is not on record
    is_repeated: bool  # whether its summary is, word for word, that of the report before on the same

    @cached_property
    def weighed(self) -> Verdict:
        """The level of its evidence as a verdict."""
        return weigh(self.report.evidence, self.agency)

    @property
    def is_change(self) -> bool:
        """Whether the report differs from the one before."""
        return self.before != self.report.status


@dataclass(frozen=True, slots=True)
class FigureChange:
    """A value of a target, and the one that its agency reported before."""

    figure: Measurement
    before: Quantity | None
    evidence: str  # the level of its sources
    agency: Agency | None  # None if it is not on record

    @property
    def weighed(self) -> Verdict:
        """The level of its evidence as a verdict."""
        return weigh(self.figure.evidence, self.agency)


@dataclass(frozen=True)
class Update:
    """A submission with what it changed, in its agency's own words."""

    submission: Submission
    statuses: tuple[ReportChange, ...]
    figures: tuple[FigureChange, ...]

    def on_task(self, task: int) -> Update:
        """Return it without the reports on other tasks."""
        reports = tuple(report for report in self.submission.reports if task_of(report.ref) == task)
        submission = self.submission.model_copy(update={"reports": reports})
        changes = (replace(change, submission=submission) for change in self.statuses)
        return Update(submission, tuple(one for one in changes if task_of(one.report.ref) == task), self.figures)

    def status(self, ref: str) -> ReportChange:
        """Return the report on a task or clause."""
        return next(change for change in self.statuses if change.report.ref == ref)

    def figure(self, filing: SubmissionSummary, value: FigureSummary) -> FigureChange:
        """Return a figure in its agency's own words, given its summary."""
        return self.figures[filing.figures.index(value)]

    @cached_property
    def filing(self) -> SubmissionSummary:
        """The summary, without the words."""
        submission = self.submission
        return SubmissionSummary(
            submission.policy,
            submission.agency,
            submission.period_name,
            submission.submitted,
            submission.provenance,
            tuple(_said(statement) for statement in self.statuses),
            tuple(_value(change) for change in self.figures),
            submission.revision,
            submission.withdrawn is not None,
            max((taken.on for _, taken in submission.redactions), default=None),
        )


def _said(statement: ReportChange) -> ReportSummary:
    report = statement.report
    return ReportSummary(
        report.ref,
        report.status,
        statement.before,
        statement.evidence,
        *report.origin.start("status"),
        statement.is_repeated,
    )


def _value(change: FigureChange) -> FigureSummary:
    figure = change.figure
    quantity = figure.quantity
    return FigureSummary(
        figure.target,
        quantity,
        figure.as_of,
        quantity.plain if quantity else (figure.text.zh or TAKEN_OUT) if figure.text else "",
        figure.at().line,
        change.evidence,
        change.before,
        figure.since,
        figure.method.zh if figure.method else "",
        figure.confirmed is not None,
        any(item.url for item in figure.evidence),
    )


def with_words(filing: SubmissionSummary, submission: Submission, agency: Agency | None) -> Update:
    """Combine a submission's summary with its words."""
    return Update(
        submission,
        tuple(
            ReportChange(submission, report, said.evidence, said.before, agency, said.is_repeated)
            for report, said in zip(submission.reports, filing.reports, strict=True)
        ),
        tuple(
            FigureChange(figure, value.before, value.evidence, agency)
            for figure, value in zip(submission.figures, filing.figures, strict=True)
        ),
    )


def _about(pair: tuple[FigureChange, FigureSummary]) -> tuple[str, datetime.date, datetime.date | None, str]:
    """Return what distinguishes a figure from the others of its submission."""
    figure = pair[1]
    return figure.target, figure.as_of, figure.since, figure.method


_K = TypeVar("_K")
_T = TypeVar("_T")


def _paired(old: Iterable[_T], new: Iterable[_T], key: Callable[[_T], _K]) -> Iterator[tuple[_K, _T | None, _T | None]]:
    """Pair what has the same key, in the order of the old, then of the new."""
    before, after = ({key(one): one for one in some} for some in (old, new))
    return ((name, before.get(name), after.get(name)) for name in dict.fromkeys([*before, *after]))


@dataclass(frozen=True, slots=True)
class Replaced:
    """A submission that no longer stands, and the revision that replaced it or took it back, in their own words."""

    old: Update
    new: Update

    @property
    def summary(self) -> Replacement:
        """The same without the words, and what has changed."""
        old, new = self.old.filing, self.new.filing
        reports = [
            ReportMove(ref, was.report.status if was else "not_reported", now.report.status if now else "not_reported")
            for ref, was, now in _paired(self.old.statuses, self.new.statuses, lambda change: change.report.ref)
            if was is None or now is None or was.report.model_dump() != now.report.model_dump()
        ]
        told, tells = (
            list(zip(one.figures, filing.figures, strict=True)) for one, filing in ((self.old, old), (self.new, new))
        )
        figures = [
            FigureMove(key[0], key[1], was[1] if was else None, now[1] if now else None)
            for key, was, now in _paired(told, tells, _about)
            if was is None or now is None or was[0].figure.model_dump() != now[0].figure.model_dump()
        ]
        return Replacement(old, new, tuple(reports), tuple(figures))


@dataclass(frozen=True, slots=True)
class History:
    """One agency's submissions on a policy: those that stand, and those that were corrected or withdrawn."""

    standing: tuple[Update, ...] = ()  # newest period first
    replaced: tuple[Replaced, ...] = ()  # newest period first; of a period, the last revision first


def history(policy: Policy, submissions: Iterable[Submission], agency: Agency | None) -> History:
    """Compare each of one agency's submissions on a policy with those on earlier periods.

    Of a period's revisions the last one stands, unless it is a withdrawal.
    """
    held: dict[str, str] = {}  # the state that the agency last reported, by clause
    values: dict[str, Quantity | None] = {}
    words: dict[str, str] = {}  # the summaries of the submission before, by task or clause
    standing: list[Update] = []
    replaced: list[Replaced] = []
    by_name: dict[str, list[Submission]] = defaultdict(list)
    for submission in sorted(submissions, key=lambda item: (item.period, item.revision, item.submitted)):
        by_name[submission.period_name].append(submission)
    for revisions in sorted(by_name.values(), key=lambda some: (some[0].period, some[0].submitted)):
        made = [_update(policy, submission, agency, held, values, words) for submission in revisions]
        replaced += (Replaced(old, new) for old, new in pairwise(made) if old.submission.withdrawn is None)
        last = made[-1]
        if last.submission.withdrawn is None:
            standing.append(last)
            # a report on a clause takes precedence over one on its whole task in the same submission
            for report in sorted(last.submission.reports, key=lambda report: "." in report.ref):
                held.update(dict.fromkeys(policy.clauses_of(report.ref), report.status))
            words = {report.ref: report.summary.original for report in last.submission.reports}
            values |= {figure.target: figure.quantity for figure in last.submission.figures}
    return History(tuple(reversed(standing)), tuple(reversed(replaced)))


def _update(
    policy: Policy,
    submission: Submission,
    agency: Agency | None,
    held: Mapping[str, str],
    values: Mapping[str, Quantity | None],
    words: Mapping[str, str],
) -> Update:
    """Compare a submission with the states, values and summaries that its agency reported for earlier periods."""
    statuses = []
    for report in submission.reports:
        before = whole_state({held.get(clause, "not_reported") for clause in policy.clauses_of(report.ref)})
        is_repeated = bool(report.summary.original) and words.get(report.ref) == report.summary.original
        weight = level(report.evidence, agency)
        statuses.append(ReportChange(submission, report, weight, before, agency, is_repeated))
    figures = tuple(
        FigureChange(figure, values.get(figure.target), level(figure.evidence, agency), agency)
        for figure in submission.figures
    )
    return Update(submission, tuple(statuses), figures)
