"""What one agency reported on a policy, and what it owes."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from generator.assess.evidence import Level
from generator.assess.progress import Progress, clause_progress, roll_up
from generator.assess.reporting import Duty
from generator.assess.verdict import Entry
from generator.model import Policy, Submission

DUTIES = ("overdue", "late", "on_time", "not_yet_due", "not_required")
"""The states of a duty, the most pressing first."""


@dataclass(frozen=True)
class AgencyState:
    """One agency's part in a policy: its reports, their evidence, its duties."""

    agency: str
    submissions: tuple[Submission, ...]  # newest period first
    entries: tuple[Entry, ...]  # newest period first
    clauses: Mapping[str, Progress]  # by its own reports alone; only those that it reported on
    tasks: Mapping[int, Progress]  # over all clauses of the tasks that it reported on
    evidence: Mapping[Level, int]  # of the reports that count: its latest on each clause
    duties: tuple[Duty, ...]  # in the order of the calendar

    def owes(self, task: int) -> str | None:
        """The most pressing state among its duties on a task and its clauses; None where it has none."""
        return most_pressing(duty for duty in self.duties if duty.task == task)


def most_pressing(duties: Iterable[Duty]) -> str | None:
    """Name the most pressing state of some duties; None where there are none."""
    present = {duty.value for duty in duties}
    return next((value for value in DUTIES if value in present), None)


def agency_states(
    policy: Policy,
    submissions: Sequence[Submission],
    entries: Mapping[int, Iterable[Entry]],
    duties: Iterable[Duty],
) -> dict[str, AgencyState]:
    """Gather every agency that reported or owes something, by id; submissions and entries come newest first."""
    said: dict[str, list[Submission]] = defaultdict(list)
    owed: dict[str, list[Duty]] = defaultdict(list)
    by_task: dict[str, dict[int, list[Entry]]] = defaultdict(lambda: defaultdict(list))
    for submission in submissions:
        said[submission.agency].append(submission)
    for duty in duties:
        owed[duty.assignment.agency].append(duty)
    for number, found in entries.items():
        for entry in found:
            by_task[entry.submission.agency][number].append(entry)
    return {
        agency: _agency_state(agency, policy, said[agency], by_task[agency], owed[agency])
        for agency in sorted({*said, *owed})
    }


def _agency_state(
    agency: str,
    policy: Policy,
    submissions: Iterable[Submission],
    by_task: Mapping[int, Sequence[Entry]],
    duties: Iterable[Duty],
) -> AgencyState:
    clauses: dict[str, Progress] = {}
    tasks: dict[int, Progress] = {}
    for task in policy.tasks:
        if task.number in by_task:
            parts = {clause.id: clause_progress(clause.id, by_task[task.number]) for clause in task.clauses}
            tasks[task.number] = roll_up(parts.values())
            clauses |= {id_: part for id_, part in parts.items() if part.state != "not_reported"}
    latest = {id(entry): entry for part in clauses.values() for entry in part.entries}
    all_entries = sorted(
        (entry for number in sorted(by_task) for entry in by_task[number]),
        key=lambda entry: (entry.submission.period, entry.submission.submitted),
        reverse=True,
    )
    return AgencyState(
        agency,
        tuple(submissions),
        tuple(all_entries),
        clauses,
        tasks,
        Counter(entry.evidence for entry in latest.values()),
        tuple(duties),
    )
