"""Progress by the latest reports: per clause, and rolled up to task, area and policy."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain

from generator.assess.statuses import STATES
from generator.assess.summaries import LatestReport
from generator.assess.verdict import MAX_INPUTS, Message, Several, Share, Verdict, message, rank


@dataclass(frozen=True)
class Progress:
    """The number of clauses in each state, and the state of the whole."""

    counts: tuple[int, ...]  # in the order of STATES
    state: str
    method: str  # a code of METHODS: A201 for a clause, A202 for a roll-up
    held: tuple[LatestReport, ...] = ()  # of a clause: the latest reports, by agency rank
    parts: tuple[Progress, ...] = ()  # of a roll-up: the parts that it adds up
    decided: int | None = None  # of a clause: index in _LEVELS of the level that decided
    is_local: bool = False  # of a clause: whether that level speaks only for its own places
    said: Mapping[tuple[str, str], int] = field(default_factory=dict)  # of a clause: report counts by level and status

    @cached_property
    def entries(self) -> tuple[LatestReport, ...]:
        """The reports that it is based on, each once."""
        if not self.parts:
            return self.held
        every = chain.from_iterable(part.entries for part in self.parts)
        if any(part.parts for part in self.parts):
            return tuple(every)  # no report covers two tasks
        return tuple({entry.key: entry for entry in every}.values())

    def count(self, state: str) -> int:
        """Return the number of clauses in a state."""
        return self.counts[STATES.index(state)]

    @property
    def total(self) -> int:
        """The number of all clauses."""
        return sum(self.counts)

    @property
    def reported(self) -> int:
        """The number of clauses that any agency has reported on."""
        return self.total - self.count("not_reported")

    @property
    def share(self) -> float | None:
        """The share of completed among the reported and applicable clauses, 0 to 1; None if there are none.

        Unreported clauses are in neither the numerator nor the denominator.
        """
        counted = self.reported - self.count("not_applicable")
        return self.count("completed") / counted if counted else None

    @cached_property
    def verdict(self) -> Verdict:
        """The state as a verdict."""
        arithmetic = _of_clause(self) if self.method == "A201" else _of_sum(self)
        inputs = tuple(entry.input for entry in self.foremost)
        return Verdict(self.state, self.method, inputs, arithmetic, len(self.entries))

    @cached_property
    def foremost(self) -> tuple[LatestReport, ...]:
        """The reports that its verdict lists, by level of government, highest first, then by agency.

        Any report among the first of the whole is also among the first of one of its parts.
        """
        if not self.parts:
            return self.held[:MAX_INPUTS]
        first = chain.from_iterable(part.foremost for part in self.parts)
        each = {entry.key: entry for entry in first}.values()
        return tuple(sorted(each, key=lambda entry: rank(entry.kind, entry.submission.agency))[:MAX_INPUTS])


_ONE = {state: tuple(int(name == state) for name in STATES) for state in STATES}
_LEVELS = (frozenset({"central", "other"}), frozenset({"province"}), frozenset({"city"}), frozenset({"county"}))


def clause_progress(held: Iterable[LatestReport], issued_by: Collection[str] = ("central",)) -> Progress:
    """Return a clause's state from each agency's latest report on it, given by rank (method A201).

    The highest level of government that reports decides; "not applicable" is ignored if any agency reports another
    status. Agencies at the levels that issued the policy (`issued_by`) or above speak for the whole: if they agree,
    theirs is the state; if not, the clause is disputed. Agencies below report only on their own places: if they
    differ, the clause is in progress, and what they have completed is not yet completed as a whole.
    """
    held = tuple(held)
    counted = Counter([(entry.kind, entry.report.status) for entry in held])
    said: dict[str, set[str]] = {}
    for kind, status in counted:
        said.setdefault(kind, set()).add(status)
    speaks = max((number for number, kinds in enumerate(_LEVELS) if kinds & {*issued_by}), default=0)
    for number, kinds in enumerate(_LEVELS):
        present = set().union(*(said.get(kind, ()) for kind in kinds)) - {"not_applicable"}
        if present:
            state = present.pop() if len(present) == 1 else "disputed"
            local = number > speaks
            if local and state in {"disputed", "completed"}:
                state = "in_progress"
            return Progress(_ONE[state], state, "A201", held=held, decided=number, is_local=local, said=counted)
    state = "not_applicable" if held else "not_reported"
    return Progress(_ONE[state], state, "A201", held=held, said=counted)


def roll_up(parts: Iterable[Progress]) -> Progress:
    """Add up clauses, tasks or areas (method A202).

    The whole is completed only if every clause is reported and completed (or not applicable).
    """
    parts = tuple(parts)
    counts = tuple(map(sum, zip(*(part.counts for part in parts), strict=True))) or (0,) * len(STATES)
    present = {state for state, count in zip(STATES, counts, strict=True) if count}
    return Progress(counts, whole_state(present), "A202", parts=parts)


def whole_state(present: Set[str]) -> str:
    """Return the state of a whole, given the states of its clauses."""
    counted = present - {"not_reported", "not_applicable"}
    if not counted:
        return "not_reported" if "not_reported" in present or not present else "not_applicable"
    for state in ("disputed", "delayed"):
        if state in counted:
            return state
    if counted == {"completed"} and "not_reported" not in present:
        return "completed"
    return "not_started" if counted == {"not_started"} else "in_progress"


_LEVEL_NAMES = tuple(Message(f"verdict.level.{kind}") for kind in ("central", "province", "city", "county"))
_NAMES = {state: Message(f"state.{state}") for state in STATES}


def _of_clause(progress: Progress) -> Message:
    """Return the message on what each level reported on a clause, and which level decided."""
    if not progress.held:
        return Message("verdict.clause.none")
    levels = []
    for kinds, name in zip(_LEVELS, _LEVEL_NAMES, strict=True):
        said = [sum(progress.said.get((kind, state), 0) for kind in kinds) for state in STATES]
        if any(said):
            levels.append(message("verdict.clause.level", level=name, counts=_counted(said)))
    told, state = Several(tuple(levels), "list.semicolon"), _NAMES[progress.state]
    if progress.decided is None or (len(levels) == 1 and not progress.is_local):
        return message("verdict.clause.agreed", levels=told, state=state)
    key = "verdict.clause.local" if progress.is_local else "verdict.clause.decided"
    return message(key, levels=told, level=_LEVEL_NAMES[progress.decided], state=state)


def _of_sum(progress: Progress) -> Message:
    """Return the message on the number of clauses in each state and the share completed."""
    if not progress.total:
        return Message("verdict.sum.nothing")
    counts = _counted(progress.counts)
    if progress.share is None:
        return message("verdict.sum.no_share", n=progress.total, counts=counts)
    return message(
        "verdict.sum.share",
        n=progress.total,
        counts=counts,
        counted=progress.reported - progress.count("not_applicable"),
        done=progress.count("completed"),
        share=Share(progress.share),
    )


def _counted(counts: Sequence[int]) -> Several:
    """List the states that occur, with their counts, which are given in the order of STATES."""
    named = zip(STATES, counts, strict=True)
    return Several(tuple(message("verdict.count", state=_NAMES[id_], n=n) for id_, n in named if n), "list.part")
