"""The finding in one sentence: what came of a policy, an area, a task, a target, or an agency's part."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from generator.assess.agency import AgencyState
from generator.assess.outcome import Outcome
from generator.assess.progress import GroupTally, Progress
from generator.assess.statuses import DUTIES, OUTCOMES, STATES
from generator.assess.verdict import Measured, Message, Several, Value, message
from generator.model import Localized, Period, Quantity

Part = Message | Several

MANY = 4  # groups that a sentence names; of more, only NAMED, and the sum of the others
NAMED = 3


def found_of_clauses(
    progress: Progress,
    outcomes: Iterable[Outcome] = (),
    *,
    overdue: int = 0,
    covered: int | None = None,
    related: bool = False,
    period: Period | None = None,
    as_of: datetime.date | None = None,
) -> Message:
    """Return the finding on the clauses of a policy, an area or a task.

    `outcomes` are those of its targets, `overdue` is the number of agencies that owe a report, `covered` the number of
    clauses that a publication is about, None if nothing is compiled of the policy. Targets are `related` to a task, not
    its own. A `period` is counted from or to a
    day.
    """
    judged = Counter(outcome.value for outcome in outcomes)
    parts: list[Part] = []
    if judged:
        parts.append(_of_targets(judged, "finding.related" if related else "finding.targets"))
    if progress.total:
        parts += _of_clauses(progress, covered)
    elif progress.state == "not_applicable":
        parts.append(Message("finding.not_in_force"))
    parts += [message("finding.group", n=tally.members, done=_done(tally)) for tally in progress.groups]
    if progress.locals:
        parts.append(message("finding.local", n=progress.locals))
    if overdue:
        parts.append(message("finding.overdue", n=overdue))
    if not parts:
        return Message("finding.nothing")
    return message("finding.sentence", lead=_lead(period, as_of), counts=Several(tuple(parts), "list.semicolon"))


def found_of_targets(outcomes: Iterable[Outcome]) -> Message:
    """Return the finding on all targets of a policy."""
    judged = Counter(outcome.value for outcome in outcomes)
    return message("finding.sentence", lead="", counts=_of_targets(judged)) if judged else Message("finding.nothing")


def found_of_target(outcome: Outcome, statements: int = 0) -> Message:
    """Return the finding on a target; `statements` are those published on it."""
    goal, unit = outcome.target.aim, outcome.target.unit
    state = Message(f"state.{outcome.value}")
    stated = [(figure.as_of, figure.quantity) for _, figure in outcome.latest if figure.quantity is not None]
    told: list[Part] = []
    if outcome.value == "qualitative":
        told.append(message("finding.target.words", state=state))
        told.append(message("finding.target.statements", n=max(len(outcome.latest), statements)))
    elif stated:
        different = list(dict.fromkeys(one for _, one in stated))
        told.append(message("finding.target.value", day=stated[-1][0], values=_in_all(different, unit), state=state))
    else:
        told.append(message("finding.target.words", state=state))
    if goal is not None:
        sign: Value = Message(f"targets.comparison.{goal.comparison}") if goal.comparison else ""
        key = "finding.target.goal" if goal.comparison else "finding.target.aim"
        told.append(message(key, sign=sign, goal=Measured(goal, unit), day=goal.by))
    return message("finding.sentence", lead="", counts=Several(tuple(told), "list.semicolon"))


def found_of_agency(agency: AgencyState | None, tasks: int, statements: int = 0) -> Message:
    """Return the finding on an agency's part in a policy of so many tasks; `statements` are those on its work."""
    told: list[Part] = []
    if agency is not None and agency.tasks:
        counts = Counter(agency.tasks.values())
        told.append(message("finding.agency.tasks", total=tasks, n=len(agency.tasks), counts=_named(counts, STATES)))
    else:
        told.append(Message("finding.agency.silent"))
    figures = sum(len(filing.figures) for filing in agency.filings) if agency else 0
    if figures:
        told.append(message("finding.agency.figures", n=figures))
    owed = Counter(duty.value for duty in agency.duties if duty.value != "not_required") if agency else Counter()
    if owed:
        told.append(message("finding.agency.duties", n=owed.total(), counts=_named(owed, DUTIES)))
    if statements:
        told.append(message("finding.agency.statements", n=statements))
    return message("finding.sentence", lead="", counts=Several(tuple(told), "list.semicolon"))


def _in_all(stated: Sequence[Quantity], unit: Localized | None) -> Value:
    """Return a figure, or the range of several and their number."""
    low, high = (end(stated, key=lambda one: one.amount.value) for end in (min, max))
    if len(stated) == 1:
        return Measured(low, unit)
    if low.is_exact and high.is_exact:
        return message("finding.target.range", low=Measured(low, unit), high=Measured(high, unit), n=len(stated))
    return Several(tuple(Measured(one, unit) for one in stated), "list.slash")


def _lead(period: Period | None, as_of: datetime.date | None) -> Value:
    """Say how long ago the time ended, or how long it lasts yet."""
    if period is None or as_of is None:
        return ""
    if as_of < period.start:
        return message("finding.lead.from", date=period.start)
    if as_of < period.end:
        return message("finding.lead.left", n=(period.end - as_of).days)
    years = as_of.year - period.end.year - ((as_of.month, as_of.day) < (period.end.month, period.end.day))
    return message("finding.lead.past", n=years) if years else message("finding.lead.to", date=period.end)


def _of_targets(judged: Mapping[str, int], key: str = "finding.targets") -> Message:
    """Count targets by outcome; that none is met is said too, but of numbers only."""
    shown = {
        name: judged.get(name, 0)
        for name in OUTCOMES
        if judged.get(name) or (name == "met" and set(judged) != {"qualitative"})
    }
    return message(key, n=sum(judged.values()), counts=_largest(shown, "finding.outcome", ("met", "not_met")))


def _of_clauses(progress: Progress, covered: int | None) -> list[Part]:
    counts: list[Value] = [] if covered is None else [message("finding.published", n=covered)]
    whole = "finding.reported_whole" if progress.locals else "finding.reported"
    counts.append(message(whole, n=progress.reported))
    told: list[Part] = [message("finding.clauses", n=progress.total, counts=Several(tuple(counts)))]
    states = {name: progress.count(name) for name in STATES if name != "not_reported" and progress.count(name)}
    if states:
        told.append(message("finding.of_these", counts=_largest(states, "tally", ("completed", "delayed"))))
    return [Several(tuple(told), "list.part")]


def _largest(counts: Mapping[str, int], key: str, always: Sequence[str]) -> Several:
    """Name each group; of many only those that readers look for and the largest, and sum up the others."""
    shown = list(counts)
    if len(shown) > MANY:
        order = sorted(shown, key=lambda name: (name not in always, -counts[name]))
        shown = [name for name in shown if name in order[:NAMED]]
    told = [message(f"{key}.{name}", n=counts[name]) for name in shown]
    if len(shown) < len(counts):
        told.append(message(f"{key}.others", n=sum(counts.values()) - sum(counts[name] for name in shown)))
    return Several(tuple(told))


def _done(tally: GroupTally) -> int:
    return tally.counts.get("completed", 0)


def _named(counts: Mapping[str, int], order: Sequence[str]) -> Several:
    named = (message("verdict.count", state=Message(f"state.{one}"), n=counts[one]) for one in order if one in counts)
    return Several(tuple(named), "list.part")
