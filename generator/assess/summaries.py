"""Summaries of submissions without their words, small enough for a whole country's to fit into memory.

Assessments use only these summaries; code that shows the words opens the submission itself.
"""

from __future__ import annotations

import datetime
import functools
from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from generator.assess.statuses import EVIDENCE, STATES
from generator.assess.verdict import Input
from generator.model import PUBLISHED, PublicRecord, Quantity, ReportingPeriod, Submission, parse_period

if TYPE_CHECKING:
    State = str
    Level = str
else:  # a country's hundreds of thousands of reports then share these words, instead of one copy each
    State, Level = Literal[STATES], Literal[EVIDENCE]


@functools.lru_cache(1024)
def task_of(ref: str) -> int:
    """Return the number of the task that a report covers, in whole or in part."""
    return int(ref.partition(".")[0])


class ReportSummary(Struct, frozen=True, gc=False, array_like=True):
    """A report without its words."""

    ref: str
    status: State
    before: State  # the state that its agency reported before for the same; not_reported if none
    evidence: Level  # the level of its sources
    line: int  # of the status, in the submission's file
    column: int
    is_repeated: bool = False  # whether its summary is, word for word, that of the report before on the same

    @property
    def task(self) -> int:
        """The number of the task that it covers, in whole or in part."""
        return task_of(self.ref)

    @property
    def is_change(self) -> bool:
        """Whether it differs from the one before."""
        return self.before != self.status


class FigureSummary(Struct, frozen=True, gc=False, array_like=True):
    """A figure without its words."""

    target: str
    quantity: Quantity | None  # None if it is in words
    as_of: datetime.date
    says: str  # the text that a verdict quotes
    line: int  # of the figure, in the submission's file
    evidence: str  # the level of its sources
    before: Quantity | None = None  # what its agency reported before for the same
    since: datetime.date | None = None  # the first day, if it is the total of a span
    method: str = ""  # how it was measured, if that is stated
    confirmed: bool = False  # whether its agency says that its size is right
    linked: bool = True  # whether any of its sources has an address


class SubmissionSummary(Struct, frozen=True, gc=False, array_like=True):
    """A submission without its words; its reports and figures are in the order of the file."""

    policy: str
    agency: str
    period_name: str
    submitted: datetime.date
    provenance: str
    reports: tuple[ReportSummary, ...]
    figures: tuple[FigureSummary, ...]
    revision: int = 1
    withdrawn: bool = False  # a revision without reports, which takes back the one before
    redacted: datetime.date | None = None  # the last day on which something was taken out of it

    @property
    def moves(self) -> dict[tuple[str, str], list[str]]:
        """The tasks and clauses whose state it changed, by the states before and after."""
        found: dict[tuple[str, str], list[str]] = {}
        for said in self.reports:
            if said.is_change:
                found.setdefault((said.before, said.status), []).append(said.ref)
        return found

    @property
    def period(self) -> ReportingPeriod:
        """The period that it reports on."""
        period = parse_period(self.period_name)
        if period is None:  # the loader rejects such names
            raise ValueError(self.period_name)
        return period

    @property
    def path(self) -> str:
        """The path of its file, relative to the repository's root."""
        if self.provenance == PUBLISHED:
            return PublicRecord.FILE.format(policy=self.policy, record=self.period_name)
        name = self.period_name if self.revision == 1 else f"{self.period_name}.r{self.revision}"
        return Submission.FILE.format(policy=self.policy, agency=self.agency, period=name)

    @property
    def order(self) -> tuple[ReportingPeriod, datetime.date, str]:
        """The sort key of submissions, newest last."""
        return self.period, self.submitted, self.agency


class ReportMove(Struct, frozen=True, gc=False, array_like=True):
    """A report that a revision changed: its state, its words or its sources."""

    ref: str
    old: State  # not_reported if it was added
    new: State  # not_reported if it was taken back

    @property
    def task(self) -> int:
        """The number of the task that it covers, in whole or in part."""
        return task_of(self.ref)


class FigureMove(Struct, frozen=True, gc=False, array_like=True):
    """A figure that a revision changed."""

    target: str
    as_of: datetime.date
    old: FigureSummary | None  # None if it was added
    new: FigureSummary | None  # None if it was taken back


class Replacement(Struct, frozen=True, gc=False, array_like=True):
    """A submission that no longer stands, the revision that replaced it or took it back, and what that changed."""

    old: SubmissionSummary
    new: SubmissionSummary
    reports: tuple[ReportMove, ...]
    figures: tuple[FigureMove, ...]

    @property
    def until(self) -> datetime.date:
        """The day on which it was replaced."""
        return self.new.submitted

    @property
    def order(self) -> tuple[datetime.date, ReportingPeriod, str, int]:
        """The sort key of corrections, newest last."""
        return self.until, self.old.period, self.old.agency, self.old.revision


class LatestReport(Struct, frozen=True, gc=False):
    """A report, with the submission that contains it."""

    submission: SubmissionSummary
    report: ReportSummary
    kind: str  # the agency's level of government
    issuing: bool = True  # whether the agency is of the level that issued the policy

    @property
    def key(self) -> tuple[str, str, str]:
        """What distinguishes it from other reports on the same policy."""
        return self.submission.agency, self.submission.period_name, self.report.ref

    @property
    def evidence(self) -> str:
        """The level of its evidence."""
        return self.report.evidence

    @property
    def input(self) -> Input:
        """The report as the input of a verdict."""
        filing = self.submission
        return Input("report", filing.path, self.report.line, filing.submitted, filing.agency, self.report.status)
