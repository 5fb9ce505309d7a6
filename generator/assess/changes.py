"""What each submission changed in what its agency had said before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from generator.assess.progress import whole_state
from generator.assess.verdict import Entry
from generator.model import Measurement, Policy, Submission


@dataclass(frozen=True, slots=True)
class StatusChange:
    """A report, and the state that its agency had given before for the same task or clause."""

    entry: Entry
    before: str  # not_reported where it had said nothing

    @property
    def is_change(self) -> bool:
        """Whether the report says something else than the one before."""
        return self.before != self.entry.report.status


@dataclass(frozen=True, slots=True)
class FigureChange:
    """A value of a target, and the one that its agency had given before."""

    figure: Measurement
    before: Measurement | None


@dataclass(frozen=True, slots=True)
class Update:
    """A submission with what it changed."""

    submission: Submission
    statuses: tuple[StatusChange, ...]
    figures: tuple[FigureChange, ...]


def updates(
    policy: Policy, submissions: Sequence[Submission], entries: Mapping[int, Sequence[Entry]]
) -> tuple[Update, ...]:
    """Compare every submission with its agency's earlier ones; newest period first, as they come."""
    held: dict[tuple[str, str], str] = {}  # (agency, clause) → the state that the agency gave last
    values: dict[tuple[str, str], Measurement] = {}
    own: dict[int, list[tuple[int, Entry]]] = defaultdict(list)
    for number, found in entries.items():
        for entry in found:
            own[id(entry.submission)].append((number, entry))
    clauses = {task.number: [clause.id for clause in task.clauses] for task in policy.tasks}
    made = []
    for submission in reversed(submissions):
        agency = submission.agency
        statuses = []
        for number, entry in own[id(submission)]:
            wanted = _clauses(entry, clauses.get(number, []))
            before = whole_state({held.get((agency, clause), "not_reported") for clause in wanted})
            statuses.append(StatusChange(entry, before))
        # what is said of a clause goes before what the same submission says of its whole task
        for number, entry in sorted(own[id(submission)], key=lambda pair: "." in pair[1].report.ref):
            for clause in _clauses(entry, clauses.get(number, [])):
                held[agency, clause] = entry.report.status
        figures = tuple(FigureChange(figure, values.get((agency, figure.target))) for figure in submission.figures)
        values |= {(agency, figure.target): figure for figure in submission.figures}
        made.append(Update(submission, tuple(statuses), figures))
    return tuple(reversed(made))


def _clauses(entry: Entry, of_task: list[str]) -> list[str]:
    ref = entry.report.ref
    return [ref] if "." in ref else of_task
