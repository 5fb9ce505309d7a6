"""Whether a task was done by its own deadline, by what the reports let one tell."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from generator.assess.agency import AgencyState
from generator.assess.progress import Charge, Progress, speaking
from generator.assess.statuses import UNFINISHED
from generator.assess.summaries import LatestReport
from generator.assess.verdict import Input, Message, Verdict, message
from generator.model import Policy, Task

_LEFT_OUT = frozenset({"not_applicable", "cancelled"})


class _Run(NamedTuple):
    """What is known of the day on which something was done: after one report, and by another."""

    after: LatestReport | None = None  # the last report that calls it unfinished
    by: LatestReport | None = None  # the first one since which it was always called completed

    @property
    def open_until(self) -> datetime.date:
        """The last day to whose end it was certainly not done, by the reports."""
        return _open_until(self.after) if self.after else datetime.date.min

    @property
    def done_by(self) -> datetime.date:
        """The day by which it was certainly done, by the reports."""
        return _done_by(self.by) if self.by else datetime.date.max


@dataclass(frozen=True)
class Deadline:
    """A task's own deadline, and whether it was kept (method A203)."""

    task: Task
    day: datetime.date
    value: str  # done, done_late, overdue, not_yet_due, undecided, not_applicable
    arithmetic: Message
    inputs: tuple[Input, ...]

    @cached_property
    def verdict(self) -> Verdict:
        """The value as a verdict."""
        place = self.task.at("deadline")
        stated = Input("deadline", place.path, place.line, self.day, "", "")
        return Verdict(self.value, "A203", (stated, *self.inputs), self.arithmetic, len(self.inputs) + 1)


def task_deadline(
    policy: Policy,
    task: Task,
    progress: Progress,
    clauses: Mapping[str, Progress],
    charges: Mapping[str, Mapping[str, Sequence[Charge]]],
    agencies: Mapping[str, AgencyState],
    as_of: datetime.date,
) -> Deadline | None:
    """Return whether a task was done by its deadline (method A203); None if it has none.

    Each agency that speaks for a clause says by its reports after which day, and by which day, its part was done. The
    task is done when the last part is. `charges` are the assignments by clause and agency.
    """
    day = task.deadline
    if day is None:
        return None

    def concluded(
        value: str, key: str, reports: Iterable[LatestReport | None] = (), **values: datetime.date
    ) -> Deadline:
        inputs = tuple({report.key: report.input for report in reports if report is not None}.values())
        return Deadline(task, day, value, message(f"verdict.deadline.{key}", due=day, **values), inputs)

    owed = [clause.id for clause in task.clauses if policy.is_in_force(clause.id, min(day, as_of))]
    counted = [id_ for id_ in owed if clauses[id_].state not in _LEFT_OUT]
    if not counted:
        return concluded("not_applicable", "left_out" if owed else "not_in_force", progress.foremost)
    whole = _last_of(_clause_run(id_, clauses[id_], charges[id_], agencies) for id_ in counted)
    if all(clauses[id_].state == "completed" for id_ in counted) and whole.by:
        days = {"done": whole.done_by, "day": whole.open_until}
        if whole.open_until < day < whole.done_by or whole.done_by <= day <= whole.open_until:
            key = "unknown_when" if day < whole.done_by else "contradicted"
            shown = days if key == "contradicted" else {"done": whole.done_by}
            return concluded("undecided", key, (whole.after, whole.by), **shown)
        if whole.done_by <= day:
            return concluded("done", "done", (whole.by,), done=whole.done_by)
        return concluded("done_late", "done_late", (whole.after, whole.by), **days)
    if as_of <= day:
        return concluded("not_yet_due", "not_yet_due")
    if whole.after and whole.open_until >= day:
        return concluded("overdue", "overdue", (whole.after,), day=whole.open_until)
    if any(clauses[id_].state == "disputed" for id_ in counted):
        return concluded("undecided", "disputed", progress.foremost)
    if not progress.reported:
        return concluded("undecided", "silent")
    return concluded("undecided", "not_all", progress.foremost)


def _clause_run(
    clause: str, progress: Progress, charges: Mapping[str, Sequence[Charge]], agencies: Mapping[str, AgencyState]
) -> _Run:
    """Return what the reports tell of the day on which a clause was done."""
    if progress.state == "disputed":
        return _Run()
    parts: dict[str, list[_Run]] = {}
    for entry in progress.held:
        agency = entry.submission.agency
        charge = speaking(charges.get(agency, ()))
        # Those who speak of the same whole, or one after the other of the same part, complete what each other say.
        parts.setdefault(charge.part if charge else "", []).append(_agency_run(agencies[agency], clause))
    return _last_of(map(_of_one_whole, parts.values()))


def _agency_run(state: AgencyState, clause: str) -> _Run:
    """Return what one agency's reports tell of the day on which a clause, or its part of it, was done."""
    task = clause.partition(".")[0]
    by: LatestReport | None = None
    unbroken = True
    for filing, said in zip(state.filings, state.said, strict=True):  # newest period first
        report = said.get(clause) or said.get(task)
        if report is None:
            continue
        entry = LatestReport(filing, report, state.kind, state.issuing)
        if report.status in UNFINISHED:
            return _Run(entry, by)
        if report.status in _LEFT_OUT and by is None:
            break  # nothing is left to be done
        unbroken &= report.status == "completed"
        by = entry if unbroken else by
    return _Run(None, by)


def _of_one_whole(runs: Sequence[_Run]) -> _Run:
    """Combine what several agencies say of the same: the first that calls it completed after all that call it open."""
    after = max(runs, key=lambda run: run.open_until)
    done = sorted((run for run in runs if run.by), key=lambda run: run.done_by)
    by = next((run.by for run in done if run.done_by > after.open_until), done[-1].by if done else None)
    return _Run(after.after, by)


def _last_of(runs: Iterable[_Run]) -> _Run:
    """Combine parts that all have to be done: the last one decides."""
    runs = [*runs]
    if not runs:
        return _Run()
    done = [run for run in runs if run.by]
    return _Run(
        max(runs, key=lambda run: run.open_until).after,
        max(done, key=lambda run: run.done_by).by if done else None,
    )


def _done_by(entry: LatestReport) -> datetime.date:
    """Return the day by which what a report calls completed was done: in its period, and before it was submitted."""
    return min(entry.submission.period.end, entry.submission.submitted)


def _open_until(entry: LatestReport) -> datetime.date:
    """Return the last day that a report certainly calls unfinished: of one submitted early, the day before."""
    submitted = entry.submission.submitted
    return min(entry.submission.period.end, submitted - datetime.timedelta(days=1))
