"""Who reported: each agency that owes reports, for each period of the policy's calendar."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from generator.assess.verdict import Input, Verdict, Words
from generator.model import Assignment, Policy, ReportingPeriod, Submission, periods_within


@dataclass(frozen=True, slots=True)
class Duty:
    """What one assignment asks for in one period, and how it was met."""

    assignment: Assignment
    period: ReportingPeriod
    due: datetime.date
    value: str  # on_time, late, overdue, not_yet_due, not_required
    submission: Submission | None

    @property
    def task(self) -> int:
        """The number of the task that it is about, as a whole or in part."""
        return int(self.assignment.ref.split(".")[0])

    @property
    def verdict(self) -> Verdict:
        """The state of the duty as a verdict (method A101)."""
        inputs = [Input(self.assignment.at().path, self.assignment.at().line, self.due, self.assignment.agency, "")]
        if self.submission is None:
            arithmetic = Words(f"应于{self.due}前报告；没有报告。", f"Due on {self.due}; there is no report.")
        else:
            submitted = self.submission.submitted
            days = (submitted - self.due).days
            inputs.append(Input(self.submission.path, 1, submitted, self.submission.agency, ""))
            arithmetic = Words(
                f"应于{self.due}前报告，{submitted}提交，{'晚' if days > 0 else '早'}{abs(days)}天。",
                f"Due on {self.due}, submitted on {submitted}: {abs(days)} days {'late' if days > 0 else 'early'}.",
            )
        return Verdict(self.value, "A101", tuple(inputs), arithmetic)


def duties(policy: Policy, submissions: Iterable[Submission], as_of: datetime.date) -> Iterator[Duty]:
    """Yield what every assignment asks for, period by period (method A101).

    Without assignments, or without a calendar, nobody owes anything. Only what an agency itself submitted
    meets its duty. Whoever has a supporting part need not report.
    """
    calendar = policy.file.reporting
    if calendar is None:
        return
    by_key = {
        (submission.agency, submission.period_name): submission
        for submission in submissions
        if submission.provenance != "public-record"
    }
    span = policy.file.period
    for period in periods_within(span.start, span.end, calendar.frequency):
        due = period.end + datetime.timedelta(days=calendar.due_days)
        for assignment in policy.assignments:
            submission = by_key.get((assignment.agency, period.name))
            if submission is not None and not _covers(submission, assignment.ref):
                submission = None
            yield Duty(assignment, period, due, _value(assignment, submission, due, as_of), submission)


def _covers(submission: Submission, ref: str) -> bool:
    """Tell whether a submission reports on a task or clause, or on a part of it."""
    return any(
        report.ref == ref or report.ref.startswith(f"{ref}.") or ref.startswith(f"{report.ref}.")
        for report in submission.reports
    )


def _value(assignment: Assignment, submission: Submission | None, due: datetime.date, as_of: datetime.date) -> str:
    if submission is not None:
        return "on_time" if submission.submitted <= due else "late"
    if assignment.role == "support":
        return "not_required"
    return "overdue" if as_of > due else "not_yet_due"
