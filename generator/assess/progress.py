"""How far things are: what the latest reports say, per clause, and rolled up to task, area and policy."""

from __future__ import annotations

from collections.abc import Iterable, Set
from dataclasses import dataclass
from functools import cached_property

from generator.assess.verdict import LEVELS, MAX_INPUTS, Entry, Verdict, Words
from generator.model import as_percent

STATES = ("completed", "in_progress", "delayed", "not_started", "disputed", "not_applicable", "not_reported")
"""The states of a clause, in the order in which they are shown."""


@dataclass(frozen=True)
class Progress:
    """How many clauses are in which state, and what that makes of the whole."""

    counts: tuple[int, ...]  # in the order of STATES
    state: str
    method: str  # a code of METHODS: A201 for a clause, A202 for what is made of clauses
    held: tuple[Entry, ...] = ()  # of a clause: each agency's latest report on it
    parts: tuple[Progress, ...] = ()  # of what is made of clauses: what it is made of

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """The reports that it rests on, each once."""
        if not self.parts:
            return self.held
        return tuple({id(entry.report): entry for part in self.parts for entry in part.entries}.values())

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

    @cached_property
    def verdict(self) -> Verdict:
        """The state as a verdict."""
        return Verdict(
            self.state,
            self.method,
            tuple(entry.input for entry in _foremost(self.entries)),
            Words(_arithmetic_zh(self), _arithmetic_en(self)),
            len(self.entries),
        )


def _foremost(entries: tuple[Entry, ...]) -> list[Entry]:
    """Choose the reports that a verdict lists, the higher levels of government first, each in the order of agencies."""
    chosen: list[Entry] = []
    for level in LEVELS:
        if len(chosen) < MAX_INPUTS:
            of_level = [entry for entry in entries if entry.kind == level]
            chosen += sorted(of_level, key=lambda entry: entry.submission.agency)
    return chosen[:MAX_INPUTS]


_ONE = {state: tuple(int(name == state) for name in STATES) for state in STATES}
_LEVELS = ({"central", "other"}, {"province"}, {"city"}, {"county"})  # the first that reports decides
_LOCAL = {"province", "city", "county"}  # each of these reports on a place of its own


def clause_progress(held: Iterable[Entry]) -> Progress:
    """Find a clause's state from each agency's latest report on it (method A201).

    The highest level of government that reports decides. Its agencies that agree make the state; central ones
    that do not are shown as disagreeing, while provinces or counties, which each report on a place of their
    own, are together in progress. A "not applicable" stands aside where another says more.
    """
    held = tuple(held)
    said: dict[str, set[str]] = {}
    for kind, status in {(entry.kind, entry.report.status) for entry in held}:
        said.setdefault(kind, set()).add(status)
    state = "not_reported"
    for kinds in _LEVELS:
        present = set().union(*(said.get(kind, ()) for kind in kinds))
        present = present - {"not_applicable"} or present
        if present:
            state = present.pop() if len(present) == 1 else "in_progress" if kinds <= _LOCAL else "disputed"
            break
    return Progress(_ONE[state], state, "A201", held=held)


def roll_up(parts: Iterable[Progress]) -> Progress:
    """Add up clauses, tasks or areas (method A202).

    The whole is completed only where every clause is reported and completed (or not applicable).
    """
    parts = tuple(parts)
    counts = tuple(map(sum, zip(*(part.counts for part in parts), strict=True))) or (0,) * len(STATES)
    present = {state for state, count in zip(STATES, counts, strict=True) if count}
    return Progress(counts, whole_state(present), "A202", parts=parts)


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
    done, share = progress.count("completed"), as_percent(progress.share)
    return text + f"已报告且适用的{counted}条中，{done} ÷ {counted} = {share}已完成。"


def _arithmetic_en(progress: Progress) -> str:
    parts = [f"{count} {_NAMES[state][1]}" for state, count in zip(STATES, progress.counts, strict=True) if count]
    text = f"Clauses: {progress.total}, of them {', '.join(parts)}. "
    counted = progress.reported - progress.count("not_applicable")
    if progress.share is None:
        return text + "No report to count: no share is given."
    done, share = progress.count("completed"), as_percent(progress.share)
    return text + f"Of the {counted} reported and applicable, {done} ÷ {counted} = {share} are completed."
