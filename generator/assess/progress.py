"""Progress by the latest reports: per clause, and rolled up to task, area and policy."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from typing import NamedTuple

from msgspec import Struct

from generator.assess.statuses import STATES, UNFINISHED
from generator.assess.summaries import LatestReport, task_of
from generator.assess.verdict import MAX_INPUTS, Message, Several, Share, Value, Verdict, message, rank


class Charge(Struct, frozen=True, gc=False, array_like=True):
    """What one assignment makes an agency responsible for."""

    ref: str
    role: str  # lead, joint, support
    part: str  # the agency that is assigned: itself, or one that it succeeded
    group: str = ""  # the group as a member of which that agency is assigned

    @property
    def task(self) -> int:
        """The number of the task that it covers, in whole or in part."""
        return task_of(self.ref)


class GroupTally(NamedTuple):
    """How many members of a group that is assigned are in each state, each in its own place."""

    group: str
    role: str
    counts: Mapping[str, int]  # the silent ones are not_reported

    @property
    def members(self) -> int:
        """The number of all members."""
        return sum(self.counts.values())


@dataclass(frozen=True)
class Progress:
    """The number of clauses in each state, and the state of the whole.

    What agencies report that do not speak for the whole is counted in `local`, and decides nothing.
    """

    counts: tuple[int, ...]  # in the order of STATES
    state: str
    method: str  # a code of METHODS: A201 for a clause, A202 for a roll-up
    held: tuple[LatestReport, ...] = ()  # of a clause: the latest reports of those who speak for it, by agency rank
    parts: tuple[Progress, ...] = ()  # of a roll-up: the parts that it adds up
    local: Mapping[str, int] = field(default_factory=dict)  # the other agencies that reported, by state
    groups: tuple[GroupTally, ...] = ()  # groups that are assigned, with what their members report
    roles: Mapping[str, str] = field(default_factory=dict)  # of an assigned clause: role by agency, groups left out
    awaited: tuple[str, ...] = ()  # of a clause: leads and joint agencies whose word is lacking, once others have begun

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
        """The number of clauses on which those who speak for them have reported."""
        return self.total - self.count("not_reported")

    @property
    def share(self) -> float | None:
        """The share of completed among the reported and applicable clauses, 0 to 1; None if there are none.

        Unreported clauses are in neither the numerator nor the denominator.
        """
        counted = self.reported - self.count("not_applicable")
        return self.count("completed") / counted if counted else None

    @property
    def locals(self) -> int:
        """The number of agencies that reported without speaking for the whole."""
        return sum(self.local.values())

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
_LEAST_FIRST = ("not_started", "suspended", "delayed", "in_progress", "withheld", "cancelled", "completed")
_NO_MORE = frozenset({"cancelled", "not_applicable"})


def clause_progress(held: Iterable[LatestReport], charges: Mapping[str, Sequence[Charge]] = {}) -> Progress:
    """Return a clause's state from each agency's latest report on it, given by rank (method A201).

    `charges` are the assignments that cover the clause, by agency. If there are none but supporting ones, the
    agencies of the issuing level speak for it, and those that reported last decide. If there are, leads and joint
    agencies speak, each for its part, and a group for the places of its members. All other reports are only counted.
    """
    speakers = {id_: charge for id_, some in charges.items() if (charge := speaking(some)) is not None}
    said: list[LatestReport] = []
    local: Counter[str] = Counter()
    for entry in held:
        if entry.submission.agency in speakers if speakers else entry.issuing:
            said.append(entry)
        else:
            local[entry.report.status] += 1
    if not speakers:
        state = _of_one_whole(said)
        return Progress(_ONE[state], state, "A201", held=tuple(said), local=local)
    last: dict[str, LatestReport] = {}  # by part: of an agency and its successors, the report whose period ends last
    for entry in said:
        part = speakers[entry.submission.agency].part
        if part not in last or last[part].submission.period < entry.submission.period:
            last[part] = entry
    status = {part: entry.report.status for part, entry in last.items()}
    assigned = {charge.part: charge for charge in speakers.values()}
    roles = {part: charge.role for part, charge in assigned.items() if not charge.group}
    groups = _tallies(assigned, status)
    leads = [entry for part, entry in last.items() if roles.get(part) == "lead"]
    led = _of_one_whole(leads)
    behind = [part for part in roles if part not in status]
    if led == "completed":  # all of them must say so, also those whose last report is older
        said_so = {"completed", "not_applicable", None}
        behind += [part for part, role in roles.items() if role == "lead" and status.get(part) not in said_so]
    parts = {led} if "lead" in roles.values() else set()
    parts |= {status.get(part, "not_reported") for part, role in roles.items() if role == "joint"}
    parts |= {group_state(tally) for tally in groups}
    if behind:
        parts.add("not_reported")
    state = "disputed" if led == "disputed" else _of_parts(parts)
    return Progress(
        _ONE[state],
        state,
        "A201",
        held=tuple(said),
        local=local,
        groups=groups,
        roles={id_: charge.role for id_, charge in speakers.items() if not charge.group},
        awaited=() if state == "not_reported" else tuple(sorted(behind)),
    )


def speaking(charges: Sequence[Charge]) -> Charge | None:
    """Return the charge by which an agency speaks for a clause: its own before a group's, a lead's before others."""
    able = [charge for charge in charges if charge.role != "support"]
    return min(able, key=lambda charge: (bool(charge.group), charge.role != "lead"), default=None)


def _tallies(assigned: Mapping[str, Charge], status: Mapping[str, str]) -> tuple[GroupTally, ...]:
    counts: dict[tuple[str, str], Counter[str]] = {}
    for part, charge in assigned.items():
        if charge.group:
            counts.setdefault((charge.group, charge.role), Counter())[status.get(part, "not_reported")] += 1
    return tuple(GroupTally(*key, counted) for key, counted in sorted(counts.items()))


def _of_one_whole(entries: Sequence[LatestReport]) -> str:
    """Return the state according to agencies that all speak of the same whole.

    Those whose reporting periods end last decide. Only statements that exclude each other are a dispute; otherwise
    the least advanced stands.
    """
    if not entries:
        return "not_reported"
    last = max(entry.submission.period.end for entry in entries)
    present = {entry.report.status for entry in entries if entry.submission.period.end == last}
    if len(present) == 1:
        return present.pop()
    stated = present - {"withheld"}
    if ("completed" in stated and stated & UNFINISHED) or (stated & _NO_MORE and len(stated) > 1):
        return "disputed"
    return min(present - {"not_applicable"}, key=_LEAST_FIRST.index)


def contradict(one: LatestReport, other: LatestReport) -> bool:
    """Return whether two reports, both on the same whole, exclude each other."""
    return _of_one_whole([one, other]) == "disputed"


def _of_parts(present: Set[str]) -> str:
    """Return the state of what several agencies do together, given the states of their parts."""
    counted = present - {"not_reported", "not_applicable"}
    if not counted:
        return "not_reported" if "not_reported" in present else "not_applicable"
    least = min(counted, key=_LEAST_FIRST.index)
    return "in_progress" if least == "completed" and "not_reported" in present else least


def group_state(tally: GroupTally) -> str:
    """Return the state of a group: its members' own if they all report the same, else in progress once any began."""
    present = {state for state, n in tally.counts.items() if n} - {"not_applicable"}
    said = present - {"not_reported"}
    if not said:
        return "not_reported" if present or not tally.counts else "not_applicable"
    if len(present) == 1 or said == {"not_started"}:
        return said.pop()
    return "in_progress"


def roll_up(parts: Iterable[Progress], local: Mapping[str, int] = {}, groups: Iterable[GroupTally] = ()) -> Progress:
    """Add up clauses, tasks or areas (method A202); `local` and `groups` are counted for the whole.

    The whole is completed only if every clause is reported and completed (or not applicable).
    """
    parts = tuple(parts)
    counts = tuple(map(sum, zip(*(part.counts for part in parts), strict=True))) or (0,) * len(STATES)
    present = {state for state, count in zip(STATES, counts, strict=True) if count}
    over = parts and not present and all(part.state == "not_applicable" for part in parts)  # nothing is in force
    state = "not_applicable" if over else whole_state(present)
    return Progress(counts, state, "A202", parts=parts, local=local, groups=tuple(groups))


def not_in_force(local: Mapping[str, int], groups: Iterable[GroupTally]) -> Progress:
    """Return the progress of a task of which nothing is in force: there is nothing to do."""
    return Progress((0,) * len(STATES), "not_applicable", "A202", local=local, groups=tuple(groups))


def whole_state(present: Set[str]) -> str:
    """Return the state of a whole, given the states of its clauses."""
    counted = present - {"not_reported", "not_applicable"}
    if not counted:
        return "not_reported" if "not_reported" in present or not present else "not_applicable"
    for state in ("disputed", "delayed"):
        if state in counted:
            return state
    if counted == {"completed"}:
        return "completed" if "not_reported" not in present else "in_progress"
    if len(counted) == 1:
        return next(iter(counted))
    for state in ("suspended", "withheld"):  # what keeps the rest from completion
        if counted <= {state, "completed"}:
            return state
    return "in_progress"


_NAMES = {state: Message(f"state.{state}") for state in STATES}


def _of_clause(progress: Progress) -> Message | Several:
    """Return the message on who speaks for a clause, what they reported, and what others reported."""
    if not progress.held and not progress.locals and not progress.groups:
        return Message("verdict.clause.none")
    told: list[Value] = []
    if not progress.held:
        told.append(Message("verdict.clause.nobody"))
    elif progress.roles or progress.groups:
        told.append(message("verdict.clause.assigned", levels=Several(tuple(_by_role(progress)), "list.semicolon")))
    else:
        told.append(message("verdict.clause.issuing", counts=_counted(_statuses(progress.held))))
        if len({entry.submission.period.end for entry in progress.held}) > 1:
            told.append(Message("verdict.clause.latest"))
    if progress.awaited:
        told.append(message("verdict.clause.awaited", n=len(progress.awaited)))
    key = "disputed" if progress.state == "disputed" else "result"
    told.append(message(f"verdict.clause.{key}", state=_NAMES[progress.state]))
    if progress.local:
        told.append(message("verdict.clause.local", n=progress.locals, counts=_counted(progress.local)))
    return Several(tuple(told), "text.gap")


def _by_role(progress: Progress) -> Iterable[Message]:
    for role in ("lead", "joint"):
        said = [entry for entry in progress.held if progress.roles.get(entry.submission.agency) == role]
        if said:
            name = Message(f"assignment.{role}")
            yield message("verdict.clause.role", name=name, counts=_counted(_statuses(said)))
    for tally in progress.groups:
        name = Message(f"assignment.{tally.role}")
        yield message("verdict.clause.group", name=name, total=tally.members, counts=_counted(tally.counts))


def _statuses(entries: Iterable[LatestReport]) -> Counter[str]:
    return Counter(entry.report.status for entry in entries)


def _of_sum(progress: Progress) -> Message:
    """Return the message on the number of clauses in each state and the share completed."""
    if not progress.total:
        return Message("verdict.sum.nothing" if progress.state == "not_reported" else "verdict.sum.not_in_force")
    counts = _counted(dict(zip(STATES, progress.counts, strict=True)))
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


def _counted(counts: Mapping[str, int]) -> Several:
    """List the states that occur, with their counts."""
    named = ((state, counts.get(state, 0)) for state in STATES)
    return Several(tuple(message("verdict.count", state=_NAMES[id_], n=n) for id_, n in named if n), "list.part")
