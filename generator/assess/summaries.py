"""What a submission says without its words: small enough that a whole country's fit into memory.

Everything that is assessed is made from these; whoever shows the words opens the submission itself.
"""

from __future__ import annotations

import datetime

from msgspec import Struct

from generator.assess.verdict import Input
from generator.model import Amount, ReportingPeriod, Submission, parse_period


class ReportSummary(Struct, frozen=True, gc=False, array_like=True):
    """A report without its words."""

    ref: str
    status: str
    before: str  # the state that its agency had given before for the same; not_reported where it had said nothing
    evidence: str  # the level of its sources
    line: int  # of the status, in the submission's file
    column: int

    @property
    def task(self) -> int:
        """The number of the task that it is about, as a whole or in part."""
        return int(self.ref.partition(".")[0])

    @property
    def is_change(self) -> bool:
        """Whether it says something else than the one before."""
        return self.before != self.status


class FigureSummary(Struct, frozen=True, gc=False, array_like=True):
    """A figure without its words."""

    target: str
    value: Amount | None
    as_of: datetime.date
    says: str  # as a verdict quotes it
    line: int  # of the figure, in the submission's file
    evidence: str  # the level of its sources
    before: Amount | None = None  # the value that its agency had given before for the same


class SubmissionSummary(Struct, frozen=True, gc=False, array_like=True):
    """A submission without its words; its reports and figures are in the order of the file."""

    policy: str
    agency: str
    period_name: str
    submitted: datetime.date
    provenance: str
    reports: tuple[ReportSummary, ...]
    figures: tuple[FigureSummary, ...]

    @property
    def changed(self) -> list[ReportSummary]:
        """The reports that say something else than the ones before."""
        return [said for said in self.reports if said.is_change]

    @property
    def period(self) -> ReportingPeriod:
        """The period that it reports on."""
        period = parse_period(self.period_name)
        if period is None:  # the loader lets no such name through
            raise ValueError(self.period_name)
        return period

    @property
    def path(self) -> str:
        """Its file, below the repository's root."""
        return Submission.FILE.format(policy=self.policy, agency=self.agency, period=self.period_name)

    @property
    def order(self) -> tuple[ReportingPeriod, datetime.date, str]:
        """What submissions are put in order by, the newest last."""
        return self.period, self.submitted, self.agency


class LatestReport(Struct, frozen=True, gc=False):
    """A report as it stands in a submission."""

    submission: SubmissionSummary
    report: ReportSummary
    kind: str  # the agency's level of government

    @property
    def key(self) -> tuple[str, str, str]:
        """What tells it from other reports on the same policy."""
        return self.submission.agency, self.submission.period_name, self.report.ref

    @property
    def evidence(self) -> str:
        """The level of its evidence."""
        return self.report.evidence

    @property
    def input(self) -> Input:
        """The report as something that a verdict rests on."""
        filing = self.submission
        return Input("report", filing.path, self.report.line, filing.submitted, filing.agency, self.report.status)
