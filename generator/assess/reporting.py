"""Who reported: each agency that owes reports, for each period of the policy's calendar."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from msgspec import Struct

from generator.assess.summaries import Replacement, SubmissionSummary
from generator.assess.verdict import Input, Message, Several, Verdict, message
from generator.model import PUBLISHED, Assignment, Catalog, Policy, Reporting, ReportingPeriod, parse_period


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
    submitted: datetime.date | None  # the day on which it was met: that on which the last part of its span was covered
    submissions: tuple[tuple[datetime.date, str, str], ...]  # those that cover it: first day, agency, path of the file
    covered: int  # months of its span that they cover
    withdrawn: tuple[datetime.date, datetime.date] | None  # submitted and withdrawn: a report that no longer stands
    former: str  # the agency that the assignment names, if this one succeeded it

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
    def due_day(self) -> datetime.date | None:
        """The last day on which the report is on time; a supporting agency has none."""
        return None if self.role == "support" else self.due

    @property
    def verdict(self) -> Verdict:
        """The state of the duty as a verdict (method A101)."""
        inputs = [
            Input("assignment", self.path, self.line, None, "", self.basis),
            Input("calendar", self.calendar, self.calendar_line, self.due_day, "", self.period_name),
        ]
        inputs += (Input("submission", path, 1, day, agency, "") for day, agency, path in self.submissions)
        return Verdict(self.value, "A101", tuple(inputs), self._arithmetic, len(inputs))

    @property
    def _arithmetic(self) -> Message | Several:
        told = [self._outcome]
        if self.value in {"overdue", "not_yet_due"}:
            if self.covered:
                told.append(message("verdict.duty.in_part", n=self.period.months, reported=self.covered))
            if self.withdrawn:
                submitted, withdrawn = self.withdrawn
                told.append(message("verdict.duty.withdrawn", submitted=submitted, end=withdrawn))
        return told[0] if len(told) == 1 else Several(tuple(told), "text.gap")

    @property
    def _outcome(self) -> Message:
        if self.role == "support":
            if self.submitted is not None:
                return message("verdict.duty.volunteered", submitted=self.submitted)
            return Message("verdict.duty.not_required")
        if self.submitted is not None:
            late = (self.submitted - self.due).days
            if not late:
                return message("verdict.duty.on_the_day", due=self.due)
            key = "verdict.duty.late" if late > 0 else "verdict.duty.early"
            return message(key, due=self.due, submitted=self.submitted, n=abs(late))
        key = "verdict.duty.overdue" if self.value == "overdue" else "verdict.duty.not_yet_due"
        found = "_in_part" if self.covered else "_withdrawn" if self.withdrawn else ""
        return message(f"{key}{found}", due=self.due)


class HandedIn(NamedTuple):
    """What one agency submitted on a policy."""

    agency: str
    filings: Sequence[SubmissionSummary]  # those that stand
    replaced: Sequence[Replacement]  # those that no longer do, the last revision of a period first


class _Cover(NamedTuple):
    """A submission that covers some months, with the day on which these were first reported on."""

    day: datetime.date
    agency: str
    path: str
    period: ReportingPeriod


def duties(
    catalog: Catalog, policy: Policy, agency: str, handed_in: Sequence[HandedIn], as_of: datetime.date
) -> Iterator[Duty]:
    """Yield what one agency owes on a policy, period by period (method A101).

    Without assignments or a calendar there are no duties, nor on a day before the policy was issued, nor for spans at
    whose end the task or clause was not in force. `handed_in` holds
    the agency's own submissions and those of the agencies that it succeeded or that succeeded it: only these count. A
    report on part of a task meets a duty on the whole. A duty is met on the day on which the last month of its span
    was covered; what the periods of the submissions are called does not matter.
    """
    calendar = policy.file.reporting
    kin = {agency, *catalog.kin.get(agency, ())}
    assigned = [item for id_ in sorted(kin) for item in policy.assignments_of(id_)]
    issued = policy.file.issued
    if calendar is None or (issued and as_of < issued) or not assigned:
        return
    found: list[Duty] = []
    for assignment in assigned:
        first, last = policy.lasts(assignment.ref)
        begins = max(first, _begins(catalog, policy, assignment, agency))
        until = min(last, assignment.until or last)
        covers = [cover for one in handed_in for cover in _covers(one, assignment.ref)]
        gone = [taken for one in handed_in for taken in _withdrawn(one, assignment.ref)]
        for period in policy.due_periods:
            if begins <= period.end <= until and (catalog.owner_on(assignment.agency, period.end) == agency):
                due = calendar.due(period)
                if due < begins:  # an agency can't have been late before it was assigned anything
                    due = period.end
                found.append(_duty(assignment, agency, calendar, period, due, covers, gone, as_of))
    yield from sorted(found, key=lambda duty: duty.period)


def _begins(catalog: Catalog, policy: Policy, assignment: Assignment, agency: str) -> datetime.date:
    """Return the day from which an assignment holds: the latest of the issue, its own day and the agency's."""
    known = catalog.agencies.get(agency)
    days = (policy.file.issued, assignment.start or assignment.basis.published, known.start if known else None)
    return max((day for day in days if day is not None), default=datetime.date.min)


def _covers(one: HandedIn, ref: str) -> Iterator[_Cover]:
    """Yield what covers a task or clause; a corrected report keeps the day of the first one that did."""
    for filing in one.filings:
        if filing.provenance != PUBLISHED and _mentions(filing, ref):
            first = filing
            for taken in one.replaced:
                if taken.old.period_name == filing.period_name and taken.old.revision < first.revision:
                    if taken.new.withdrawn:
                        break
                    if _mentions(taken.old, ref):
                        first = taken.old
            yield _Cover(first.submitted, one.agency, first.path, filing.period)


def _withdrawn(one: HandedIn, ref: str) -> Iterator[Replacement]:
    return (taken for taken in one.replaced if taken.new.withdrawn and _mentions(taken.old, ref))


def _mentions(submission: SubmissionSummary, ref: str) -> bool:
    """Return whether a submission reports on a task or clause, on part of it, or on all of its task."""
    return any(
        report.ref == ref or report.ref.startswith(f"{ref}.") or ref.startswith(f"{report.ref}.")
        for report in submission.reports
    )


def _duty(
    assignment: Assignment,
    agency: str,
    calendar: Reporting,
    period: ReportingPeriod,
    due: datetime.date,
    covers: Sequence[_Cover],
    withdrawn: Sequence[Replacement],
    as_of: datetime.date,
) -> Duty:
    earliest: dict[int, _Cover] = {}  # by month
    for cover in sorted(covers, key=lambda cover: (cover.day, cover.path)):
        for month in cover.period.ordinals:
            if month in period.ordinals:
                earliest.setdefault(month, cover)
    used = sorted(set(earliest.values()), key=lambda cover: (cover.day, cover.path))
    submitted = used[-1].day if len(earliest) == period.months else None
    gone = [taken for taken in withdrawn if {*taken.old.period.ordinals} & {*period.ordinals}]
    last = max(gone, key=lambda taken: taken.until, default=None)
    place, dates = assignment.at(), calendar.at()
    return Duty(
        agency,
        assignment.ref,
        assignment.role,
        place.path,
        place.line,
        assignment.basis.title.original,
        dates.path,
        dates.line,
        period.name,
        due,
        _value(assignment, submitted, due, as_of),
        submitted,
        tuple((cover.day, cover.agency, cover.path) for cover in used),
        len(earliest),
        (last.old.submitted, last.until) if last else None,
        assignment.agency if assignment.agency != agency else "",
    )


def _value(assignment: Assignment, submitted: datetime.date | None, due: datetime.date, as_of: datetime.date) -> str:
    if assignment.role == "support":
        return "not_required"
    if submitted is not None:
        return "on_time" if submitted <= due else "late"
    return "overdue" if as_of > due else "not_yet_due"
