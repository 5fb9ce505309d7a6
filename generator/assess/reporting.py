"""Who reported: each agency that owes reports, for each period of the policy's calendar."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from typing import Protocol

from msgspec import Struct

from generator.assess.verdict import Input, Verdict, Words
from generator.model import Assignment, Policy, ReportingPeriod, parse_period, periods_within


class Duty(Struct, frozen=True, gc=False, array_like=True):
    """What one assignment asks for in one period, and how it was met."""

    agency: str
    ref: str
    role: str
    path: str  # where it is assigned
    line: int
    basis: str  # the title of the document that assigns it
    calendar: str  # the file of the policy, whose calendar sets the day
    calendar_line: int
    period_name: str
    due: datetime.date
    value: str  # on_time, late, overdue, not_yet_due, not_required
    submitted: datetime.date | None  # when it was met
    submission: str  # the path of the file that met it; empty where none did

    @property
    def period(self) -> ReportingPeriod:
        """The period that it is about."""
        period = parse_period(self.period_name)
        if period is None:  # made from the policy's calendar
            raise ValueError(self.period_name)
        return period

    @property
    def task(self) -> int:
        """The number of the task that it is about, as a whole or in part."""
        return int(self.ref.split(".")[0])

    @property
    def verdict(self) -> Verdict:
        """The state of the duty as a verdict (method A101)."""
        inputs = [
            Input("assignment", self.path, self.line, None, "", self.basis),
            Input("calendar", self.calendar, self.calendar_line, self.due, "", self.period_name),
        ]
        if self.submitted is not None:
            days = (self.submitted - self.due).days
            inputs.append(Input("submission", self.submission, 1, self.submitted, self.agency, ""))
            arithmetic = Words(
                f"截止日期为{self.due}，{self.submitted}提交，{'晚' if days > 0 else '早'}{abs(days)}天。",
                f"Due on {self.due}, submitted on {self.submitted}: {abs(days)} days "
                f"{'late' if days > 0 else 'early'}.",
            )
        elif self.role == "support":
            arithmetic = Words(
                f"配合单位，{self.due}前可以不报告；没有报告。",
                f"It has a supporting part and need not report by {self.due}; it did not.",
            )
        elif self.value == "overdue":
            arithmetic = Words(
                f"截止日期为{self.due}；已过期，本站记录中没有报告。",
                f"Due on {self.due}, which is past; this record holds no report.",
            )
        else:
            arithmetic = Words(
                f"截止日期为{self.due}；尚未到期，也尚无报告。",
                f"Due on {self.due}, which is still to come; there is no report yet.",
            )
        return Verdict(self.value, "A101", tuple(inputs), arithmetic, len(inputs))


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
    """Yield what assignments ask for, period by period (method A101).

    Without assignments, or without a calendar, nobody owes anything. Only what an agency itself submitted
    meets its duty, and a report on a part of a task meets one on the whole. Whoever has a supporting part need
    not report, and so is never late.
    """
    calendar = policy.file.reporting
    if calendar is None:
        return
    by_key = {
        (submission.agency, submission.period_name): submission
        for submission in submissions
        if submission.provenance != "public-record"
    }
    span, dates = policy.file.period, calendar.at()
    for period in periods_within(span.start, span.end, calendar.frequency):
        due = period.end + datetime.timedelta(days=calendar.due_days)
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
                assignment.basis.title.zh,
                dates.path,
                dates.line,
                period.name,
                due,
                _value(assignment, submission, due, as_of),
                submission.submitted if submission else None,
                submission.path if submission else "",
            )


def _covers(submission: _Submitted, ref: str) -> bool:
    """Tell whether a submission reports on a task or clause, or on a part of it."""
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
