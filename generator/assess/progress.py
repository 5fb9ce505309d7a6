"""How far things are: what the latest reports say, per clause, and rolled up to task, area and policy."""

from __future__ import annotations

import operator
from collections.abc import Iterable, Set
from dataclasses import dataclass

from generator.assess.verdict import Entry, Verdict, Words

STATES = ("completed", "in_progress", "delayed", "not_started", "disputed", "not_applicable", "not_reported")
"""The states of a clause, in the order in which they are shown."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How many clauses are in which state, and what that makes of the whole."""

    counts: tuple[int, ...]  # in the order of STATES
    state: str
    entries: tuple[Entry, ...]  # the reports that it rests on: for a clause, each agency's latest
    method: str  # a code of METHODS: A201 for a clause, A202 for what is made of clauses

    def count(self, state: str) -> int:
        """Count the clauses in a state."""
        return self.counts[STATES.index(state)]

    @property
    def total(self) -> int:
        """All clauses."""
        return sum(self.counts)

    @property
    def reported(self) -> int:
        """Clauses that some agency has reported on."""
        return self.total - self.count("not_reported")

    @property
    def share(self) -> float | None:
        """Completed among the reported and applicable clauses, 0 to 1; None where there are none.

        What was not reported stands neither above nor below the line.
        """
        counted = self.reported - self.count("not_applicable")
        return self.count("completed") / counted if counted else None

    @property
    def verdict(self) -> Verdict:
        """The state as a verdict."""
        return Verdict(
            self.state,
            self.method,
            tuple(entry.input for entry in self.entries),
            Words(_arithmetic_zh(self), _arithmetic_en(self)),
        )


_ONE = {state: tuple(int(name == state) for name in STATES) for state in STATES}
_LEVELS = ({"central", "other"}, {"province"}, {"city"}, {"county"})  # the first that reports decides
_LOCAL = {"province", "city", "county"}  # each of these reports on a place of its own


def clause_progress(clause: str, entries: Iterable[Entry]) -> Progress:
    """Find a clause's state from its task's entries, newest first (method A201).

    Of each agency the latest report counts; within a submission, one on the clause itself before one on the
    whole task. The highest level of government that reports decides. Its agencies that agree make the state;
    central ones that do not are shown as disagreeing, while provinces or counties, which each report on a
    place of their own, are together in progress. A "not applicable" stands aside where another says more.
    """
    latest: dict[str, Entry] = {}
    for entry in entries:
        ref = entry.report.ref
        if ref == clause or "." not in ref:
            held = latest.get(entry.submission.agency)
            if held is None or (held.submission is entry.submission and ref == clause):
                latest[entry.submission.agency] = entry
    held_by = tuple(latest[agency] for agency in sorted(latest))
    state = "not_reported"
    for kinds in _LEVELS:
        said = {entry.report.status for entry in held_by if entry.kind in kinds}
        said = said - {"not_applicable"} or said
        if said:
            state = said.pop() if len(said) == 1 else "in_progress" if kinds <= _LOCAL else "disputed"
            break
    return Progress(_ONE[state], state, held_by, "A201")


def roll_up(parts: Iterable[Progress]) -> Progress:
    """Add up clauses, tasks or areas (method A202).

    The whole is completed only where every clause is reported and completed (or not applicable).
    """
    counts = (0,) * len(STATES)
    entries: dict[int, Entry] = {}
    for part in parts:
        counts = tuple(map(operator.add, counts, part.counts))
        for entry in part.entries:
            entries[id(entry.report)] = entry
    present = {state for state, count in zip(STATES, counts, strict=True) if count}
    return Progress(counts, whole_state(present), tuple(entries.values()), "A202")


def whole_state(present: Set[str]) -> str:
    """Say what the states that its clauses have make of the whole."""
    reported = present - {"not_reported"}
    if not reported:
        return "not_reported"
    counted = reported - {"not_applicable"}
    if not counted:
        return "not_applicable" if "not_reported" not in present else "in_progress"
    for state in ("disputed", "delayed"):
        if state in counted:
            return state
    if counted == {"completed"} and "not_reported" not in present:
        return "completed"
    return "not_started" if counted == {"not_started"} else "in_progress"


_NAMES = {
    "completed": ("已完成", "completed"),
    "in_progress": ("进行中", "in progress"),
    "delayed": ("延期", "delayed"),
    "not_started": ("未启动", "not started"),
    "disputed": ("说法不一", "in dispute"),
    "not_applicable": ("不适用", "not applicable"),
    "not_reported": ("未报告", "not reported"),
}


def _arithmetic_zh(progress: Progress) -> str:
    parts = [f"{_NAMES[state][0]}{count}" for state, count in zip(STATES, progress.counts, strict=True) if count]
    text = f"共{progress.total}条：{'，'.join(parts)}。"
    counted = progress.reported - progress.count("not_applicable")
    if progress.share is None:
        return text + "没有可计算的报告，不给比例。"
    return (
        text + f"已报告且适用的{counted}条中，{progress.count('completed')} ÷ {counted} = {progress.share:.0%}已完成。"
    )


def _arithmetic_en(progress: Progress) -> str:
    parts = [f"{count} {_NAMES[state][1]}" for state, count in zip(STATES, progress.counts, strict=True) if count]
    text = f"Clauses: {progress.total}, of them {', '.join(parts)}. "
    counted = progress.reported - progress.count("not_applicable")
    if progress.share is None:
        return text + "No report to count: no share is given."
    done = progress.count("completed")
    return text + f"Of the {counted} reported and applicable, {done} ÷ {counted} = {progress.share:.0%} are completed."
