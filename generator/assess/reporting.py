"""Who reported: each agency that owes reports, for each period of the policy's calendar."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from typing import Protocol

from msgspec import Struct

from generator.assess.verdict import Input, Message, Verdict, message
from generator.model import Assignment, Policy, ReportingPeriod, parse_period


class Duty(Struct, frozen=True, gc=False, array_like=True):
    """What one assignment requires for one period, and how it was met."""

    agency: str
    ref: str
    role: str
    path: str  # the file of the assignment
    line: int
    basis: str  # title of the document that assigns it
    calendar: str  # the policy's file, whose calendar sets the due date
    calendar_line: int
    period_name: str
    due: datetime.date
    value: str  # on_time, late, overdue, not_yet_due, not_required
    submitted: datetime.date | None  # the day on which it was met
    submission: str  # path of the file that met it; empty if none did

    @property
    def period(self) -> ReportingPeriod:
        """The period that it covers."""
        period = parse_period(self.period_name)
        if period is None:  # cannot happen: the name comes from the calendar
            raise ValueError(self.period_name)
        return period

    @property
    def task(self) -> int:
        """The number of the task that it covers, in whole or in part."""
        return int(self.ref.split(".")[0])

    @property
    def verdict(self) -> Verdict:
        """The state of the duty as a verdict (method A101)."""
        inputs = [
            Input("assignment", self.path, self.line, None, "", self.basis),
            Input("calendar", self.calendar, self.calendar_line, self.due, "", self.period_name),
        ]
        if self.submitted is not None:
            inputs.append(Input("submission", self.submission, 1, self.submitted, self.agency, ""))
        return Verdict(self.value, "A101", tuple(inputs), self._arithmetic, len(inputs))

    @property
    def _arithmetic(self) -> Message:
        if self.submitted is not None:
            late = (self.submitted - self.due).days
            if not late:
                return message("verdict.duty.on_the_day", due=self.due)
            key = "verdict.duty.late" if late > 0 else "verdict.duty.early"
            return message(key, due=self.due, submitted=self.submitted, n=abs(late))
        key = "not_required" if self.role == "support" else "overdue" if self.value == "overdue" else "not_yet_due"
        return message(f"verdict.duty.{key}", due=self.due)


class _Reported(Protocol):
    @property
    def ref(self) -> str: ...


class _Submitted(Protocol):
    """A submission, with or without its words."""

    @property
    def agency(self) -> str: ...
    @property
    def period_name(self) -> str: ...
    @property
    def submitted(self) -> datetime.date: ...
    @property
    def provenance(self) -> str: ...
    @property
    def path(self) -> str: ...
    @property
    def reports(self) -> tuple[_Reported, ...]: ...


def duties(
    policy: Policy, assignments: Iterable[Assignment], submissions: Iterable[_Submitted], as_of: datetime.date
) -> Iterator[Duty]:
    """Yield the duties under assignments, period by period (method A101).

    Without assignments or a calendar there are no duties. Only an agency's own submissions meet its duties, and a
    report on part of a task meets a duty on the whole. Agencies in a supporting role need not report, and so are
    never late.
    """
    calendar = policy.file.reporting
    if calendar is None:
        return
    by_key = {
        (submission.agency, submission.period_name): submission
        for submission in submissions
        if submission.provenance != "public-record"
    }
    dates = calendar.at()
    for period in policy.due_periods:
        due = calendar.due(period)
        for assignment in assignments:
            submission = by_key.get((assignment.agency, period.name))
            if submission is not None and not _covers(submission, assignment.ref):
                submission = None
            place = assignment.at()
            yield Duty(
                assignment.agency,
                assignment.ref,
                assignment.role,
                place.path,
                place.line,
                assignment.basis.title.original,
                dates.path,
                dates.line,
                period.name,
                due,
                _value(assignment, submission, due, as_of),
                submission.submitted if submission else None,
                submission.path if submission else "",
            )


def _covers(submission: _Submitted, ref: str) -> bool:
    """Return whether a submission reports on a task or clause, on part of it, or on all of its task."""
    return any(
        report.ref == ref or report.ref.startswith(f"{ref}.") or ref.startswith(f"{report.ref}.")
        for report in submission.reports
    )


def _value(assignment: Assignment, submission: _Submitted | None, due: datetime.date, as_of: datetime.date) -> str:
    if submission is not None and submission.submitted <= due:
        return "on_time"
    if assignment.role == "support":
        return "not_required"
    if submission is not None:
        return "late"
    return "overdue" if as_of > due else "not_yet_due"
