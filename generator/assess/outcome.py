"""What is proven: a target's latest public figures, compared with what is to be reached."""

from __future__ import annotations

import datetime
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from generator.assess.summaries import FigureSummary, SubmissionSummary
from generator.assess.verdict import MAX_INPUTS, Input, Message, Several, Share, Value, Verdict, message
from generator.model import PUBLISHED, Interval, Quantity, Target, TargetValue, compared

MAX_DRAWN = 30  # values of a target in a chart
IMPLAUSIBLE = 1000  # times the baseline or the target: a forgotten 万 or 亿

StatedFigure = tuple[SubmissionSummary, FigureSummary]
Shares = tuple[Decimal | None, Decimal | None]
"""From the lowest to the highest share of the way; None where there is no bound."""


@dataclass(frozen=True, slots=True)
class Step:
    """Something to be reached on the way to a target, and whether it was."""

    goal: TargetValue
    value: str  # as that of an outcome
    arithmetic: Message | Several


@dataclass(frozen=True, slots=True)
class Outcome:
    """The outcome of a target as of a date."""

    target: Target
    value: str  # met, not_met, undecided, on_track, off_track, not_yet_due, disputed, no_verified_figure, qualitative
    latest: tuple[StatedFigure, ...]  # the figures that decide, or all statements in words
    history: tuple[StatedFigure, ...]  # of those whose figures can decide, oldest day first
    shares: Shares | None  # of the way from baseline to target, 1 for reached; None if unknown
    verdict: Verdict
    local: tuple[StatedFigure, ...] = ()  # the last figure of each other agency, oldest day first
    steps: tuple[Step, ...] = field(default=())

    @property
    def share(self) -> Decimal | None:
        """The share of the way, if it is one number."""
        return self.shares[0] if self.shares and self.shares[0] == self.shares[1] else None

    @property
    def based_on(self) -> list[str]:
        """The ids of the agencies whose figures decide."""
        return sorted({filing.agency for filing, _ in self.latest})

    @property
    def drawn(self) -> list[StatedFigure]:
        """The values to draw, oldest day first; only the newest MAX_DRAWN if there are more."""
        return [pair for pair in self.history if pair[1].quantity is not None][-MAX_DRAWN:]


@dataclass(frozen=True, slots=True)
class _Judged:
    value: str
    latest: tuple[StatedFigure, ...]
    shares: Shares | None
    arithmetic: Message | Several


def outcome(
    target: Target, figures: Sequence[StatedFigure], as_of: datetime.date, deciding: Container[str] | None = None
) -> Outcome:
    """Judge a target by the figures published up to `as_of` (method A301).

    Only figures of `deciding` agencies count (None: of all); those of others are listed apart. A figure counts if it
    has a source and holds for a day between the baseline's and the target's, both included, or is the total of the
    target's whole span. Those of the latest day decide, one per agency and way of measuring: the one it gave last.
    What this site compiled of an agency's figures counts only if the agency itself gives none with a source.
    An exact figure goes before one that is only bounded. The target is met if every value that the figures allow
    reaches it, not met if none does, and undecided otherwise. Before the target's day a share of the way that is at
    least the share of the time is on track; after that day, an earlier figure that falls short proves nothing.
    """
    ordered = sorted(figures, key=lambda pair: (pair[1].as_of, pair[0].submitted, pair[0].agency))
    history = tuple(pair for pair in ordered if deciding is None or pair[0].agency in deciding)
    local = tuple(
        {pair[0].agency: pair for pair in ordered if deciding is not None and pair[0].agency not in deciding}.values()
    )
    goal = target.aim
    if target.qualitative or goal is None:
        verdict = _verdict(target, goal, "qualitative", history, Message("verdict.target.qualitative"))
        return Outcome(target, "qualitative", history, history, None, verdict, local)
    judged = _judge(target, goal, history, as_of)
    notes = _notes(judged, history, local)
    arithmetic = Several((judged.arithmetic, *notes), "text.gap") if notes else judged.arithmetic
    steps = tuple(
        Step(step, one.value, one.arithmetic)
        for step in target.steps
        if step is not goal
        for one in (_judge(target, step, history, as_of),)
    )
    verdict = _verdict(target, goal, judged.value, judged.latest, arithmetic)
    return Outcome(target, judged.value, judged.latest, history, judged.shares, verdict, local, steps)


def _judge(target: Target, goal: TargetValue, history: Sequence[StatedFigure], as_of: datetime.date) -> _Judged:
    by, end = goal.by, _span_end(target, goal)
    given = [pair for pair in history if pair[1].quantity is not None and _is_in_time(target, goal, pair[1])]
    sourced = [pair for pair in given if pair[1].evidence != "none" and _is_measured_so(target, pair[1])]
    own = {filing.agency for filing, _ in sourced if filing.provenance != PUBLISHED}
    counted = [pair for pair in sourced if pair[0].provenance != PUBLISHED or pair[0].agency not in own]
    if not counted:
        return _Judged("no_verified_figure", (), None, _nothing(target, goal, history, given))
    day = counted[-1][1].as_of
    latest = tuple({(pair[0].agency, pair[1].method): pair for pair in counted if pair[1].as_of == day}.values())
    if target.kind == "flow" and target.span is not None and day < end:
        waiting = "no_verified_figure" if as_of > by else "not_yet_due"
        return _Judged(waiting, latest, None, _part(target.span.start, end, day, latest))
    if any(_is_implausible(target, goal, figure) and not figure.confirmed for _, figure in latest):
        far = message("verdict.target.implausible", day=day, values=_values(latest), n=IMPLAUSIBLE)
        return _Judged("undecided", latest, None, far)
    wanted = _wanted(target, goal)
    if isinstance(wanted, Message):
        told = Several((message("verdict.target.stated", day=day, values=_values(latest)), wanted), "text.gap")
        return _Judged("undecided" if day == by or as_of <= by else "no_verified_figure", latest, None, told)
    by_method: dict[str, list[Interval]] = {}
    for _, figure in latest:
        if figure.quantity is not None:
            by_method.setdefault(figure.method, []).append(figure.quantity.interval)
    answers = [_answer(intervals, wanted) for intervals in by_method.values()]
    if "disputed" in answers:
        return _Judged("disputed", latest, None, message("verdict.target.disputed", day=day, values=_values(latest)))
    if len(set(answers)) > 1:
        return _Judged("undecided", latest, None, message("verdict.target.methods", day=day, values=_values(latest)))
    ranges = [_combined(intervals) for intervals in by_method.values()]
    shares = _shares(target, goal, ranges)
    answer = answers[0]
    if answer == "yes":
        value = "met"
    elif day == by:
        value = "not_met" if answer == "no" else "undecided"
    elif as_of > by:
        value = "no_verified_figure"
    else:
        value = _on_the_way(shares, _time(target, goal, day), certain=answer == "no")
    return _Judged(value, latest, shares, _arithmetic(target, goal, latest, wanted, answer, shares, value))


def _notes(judged: _Judged, history: Sequence[StatedFigure], local: Sequence[StatedFigure]) -> list[Message]:
    """Return what a reader should know of the figures beside the verdict."""
    notes = []
    own = {(filing.agency, figure.as_of): figure.quantity for filing, figure in judged.latest}
    differing = [
        (filing, figure)
        for filing, figure in history
        if filing.provenance == PUBLISHED
        and (filing.agency, figure.as_of) in own
        and figure.quantity not in {None, own[filing.agency, figure.as_of]}
    ]
    if differing:
        notes.append(message("verdict.target.beside", values=_values(differing)))
    if judged.latest and not any(figure.linked for _, figure in judged.latest):
        notes.append(Message("verdict.target.unlinked"))
    if local:
        notes.append(message("verdict.target.local", n=len(local)))
    return notes


def _span_end(target: Target, goal: TargetValue) -> datetime.date:
    """Return the last day of the span that a figure of a flow must cover: of a step, the step's own day."""
    return target.span.end if target.span is not None and goal is target.target else goal.by


def _is_in_time(target: Target, goal: TargetValue, figure: FigureSummary) -> bool:
    if target.kind == "flow" and target.span is not None:
        return figure.since == target.span.start and figure.as_of <= _span_end(target, goal)
    since = target.baseline.as_of if target.baseline else datetime.date.min
    return since <= figure.as_of <= goal.by


def _is_measured_so(target: Target, figure: FigureSummary) -> bool:
    return target.method is None or figure.method in {"", target.method.zh}


def _is_implausible(target: Target, goal: TargetValue, figure: FigureSummary) -> bool:
    """Return whether a figure is so far from baseline and target that a unit was probably forgotten."""
    known = [target.baseline.value.value] if target.baseline else []
    known += [goal.stated.value] if goal.stated else []
    sizes = [abs(number) for number in known if number]
    size = abs(figure.quantity.amount.value) if figure.quantity else Decimal(0)
    return bool(size and sizes) and (size >= max(sizes) * IMPLAUSIBLE or size * IMPLAUSIBLE <= min(sizes))


def _wanted(target: Target, goal: TargetValue) -> Interval | Message:
    """Return the values that reach a goal, or why that cannot be said."""
    if goal.between:
        low, high = sorted(amount.value for amount in goal.between)
        return Interval(low, high)
    if goal.about is not None:
        if goal.tolerance is None:
            return Message("verdict.target.no_tolerance")
        off, middle = goal.tolerance.value, goal.about.value
        return Interval(middle - off, middle + off)
    number = _number(target, goal)
    return Message("verdict.target.no_baseline") if number is None else compared(goal.comparison or "", number)


def _number(target: Target, goal: TargetValue) -> Decimal | None:
    """Return the number that figures are compared with; None of a range, or if the baseline is lacking."""
    if goal.value is not None:
        return goal.value.value
    if goal.relative is None or target.baseline is None:
        return None
    start = target.baseline.value.value
    return start * goal.relative.factor if goal.relative.factor is not None else start + (goal.relative.points or 0)


def drawn_goal(target: Target) -> Decimal | None:
    """Return the number that stands for a target in a chart; None if there is no telling."""
    goal = target.aim
    if goal is None:
        return None
    return goal.stated.value if goal.stated is not None else _number(target, goal)


def _answer(intervals: Sequence[Interval], wanted: Interval) -> str:
    """Return whether figures of one way of measuring reach a goal: yes, no, open or disputed."""
    exact = [one for one in intervals if one.is_exact]
    bounded = [one for one in intervals if not one.is_exact]
    if any(one.apart_from(other) for one in bounded for other in exact or bounded):
        return "disputed"
    told = {_reaches(one, wanted) for one in exact or [_combined(bounded)]}
    return told.pop() if len(told) == 1 else "disputed"


def _reaches(interval: Interval, wanted: Interval) -> str:
    return "yes" if interval.within(wanted) else "no" if interval.apart_from(wanted) else "open"


def _combined(intervals: Sequence[Interval]) -> Interval:
    """Return what figures of one way of measuring say together: exact ones from least to greatest, else the bounds."""
    exact = [one.low for one in intervals if one.is_exact and one.low is not None]
    if exact:
        return Interval(min(exact), max(exact))
    found = Interval()
    for one in intervals:
        found = found.cut(one)
    return found


def _shares(target: Target, goal: TargetValue, ranges: Iterable[Interval]) -> Shares | None:
    """(value − baseline) ÷ (target − baseline): the same formula for rising and falling targets.

    None if there is no baseline, if the goal is not one number, or if the baseline is at or beyond it.
    """
    number = _number(target, goal)
    if target.baseline is None or number is None:
        return None
    start = target.baseline.value.value
    if not (number > start if goal.rises else number < start):
        return None
    ends = [(end, is_low) for one in ranges for end, is_low in ((one.low, True), (one.high, False))]
    lows = [None if end is None else (end - start) / (number - start) for end, is_low in ends if is_low is goal.rises]
    highs = [
        None if end is None else (end - start) / (number - start) for end, is_low in ends if is_low is not goal.rises
    ]
    low, high = [one for one in lows if one is not None], [one for one in highs if one is not None]
    return (min(low) if len(low) == len(lows) else None), (max(high) if len(high) == len(highs) else None)


def _time(target: Target, goal: TargetValue, day: datetime.date) -> Decimal:
    """Return the share of the time from the baseline's day to the goal's that had passed by a day."""
    if target.baseline is None:
        return Decimal(1)
    whole = (goal.by - target.baseline.as_of).days
    return Decimal((day - target.baseline.as_of).days) / whole if whole else Decimal(1)


def _on_the_way(shares: Shares | None, time: Decimal, *, certain: bool) -> str:
    """Compare the share of the way with that of the time, before the target's day."""
    if shares is None:
        return "not_yet_due" if certain else "undecided"
    low, high = shares
    if low is not None and low >= time:
        return "on_track"
    return "off_track" if high is not None and high < time else "undecided"


_SIGNS = {"at_least": "≥", "more_than": ">", "at_most": "≤", "less_than": "<"}


def _plain(value: Decimal) -> str:
    return f"{value:,f}"


def _values(pairs: Iterable[StatedFigure]) -> Several:
    """List different figures, in order of size."""
    stated = {figure.quantity for _, figure in pairs if figure.quantity is not None}
    ordered = sorted(stated, key=lambda quantity: (quantity.amount.value, quantity.form))
    return Several(tuple(_told(quantity) for quantity in ordered), "list.slash")


def _told(quantity: Quantity) -> Value:
    return quantity.amount.value if quantity.is_exact else quantity.plain


def _nothing(
    target: Target, goal: TargetValue, history: Sequence[StatedFigure], given: Sequence[StatedFigure]
) -> Message:
    """Return the message on why there is no figure that counts."""
    unsourced = sum(figure.evidence == "none" for _, figure in given)
    if given and unsourced == len(given):
        return message("verdict.target.unsourced", by=goal.by, n=len(given))
    if given:
        return message("verdict.target.other_method", by=goal.by, n=len(given))
    if target.kind == "flow" and any(figure.quantity is not None for _, figure in history):
        return message("verdict.target.other_span", by=goal.by)
    return message("verdict.target.none", by=goal.by)


def _part(start: datetime.date, end: datetime.date, day: datetime.date, latest: Sequence[StatedFigure]) -> Message:
    passed, whole = (day - start).days + 1, (end - start).days + 1
    return message(
        "verdict.target.part",
        start=start,
        day=day,
        values=_values(latest),
        passed=passed,
        n=whole,
        share=Share(Decimal(passed) / whole, 1),
    )


def _arithmetic(
    target: Target,
    goal: TargetValue,
    latest: Sequence[StatedFigure],
    wanted: Interval,
    answer: str,
    shares: Shares | None,
    verdict: str,
) -> Several:
    day, values = latest[0][1].as_of, _values(latest)
    exact = next(iter(values.values)) if len(values.values) == 1 else None
    number = _number(target, goal)
    if isinstance(exact, Decimal) and number is not None and goal.comparison is not None:
        key = "verdict.target.holds" if answer == "yes" else "verdict.target.fails"
        told: list[Value] = [message(key, day=day, value=exact, sign=_SIGNS[goal.comparison], goal=number)]
    else:
        key = {"yes": "inside", "no": "outside"}.get(answer, "across")
        told = [message(f"verdict.target.{key}", day=day, values=values, goal=_interval(wanted))]
    if shares is None or target.baseline is None or number is None:
        told.append(Message("verdict.target.no_share" if number is not None else "verdict.target.no_way"))
        return Several(tuple(told), "text.gap")
    start = target.baseline.value.value
    low, high = shares
    if isinstance(exact, Decimal) and low is not None and low == high:
        told.append(message("verdict.target.share", value=exact, start=start, goal=number, share=Share(low, 1)))
    elif low is not None and low == high:
        told.append(message("verdict.target.share_at", share=Share(low, 1), start=start, goal=number))
    elif low is not None and high is not None:
        told.append(message("verdict.target.shares", low=Share(low, 1), high=Share(high, 1), start=start, goal=number))
    elif low is not None:
        told.append(message("verdict.target.share_from", share=Share(low, 1), start=start, goal=number))
    elif high is not None:
        told.append(message("verdict.target.share_to", share=Share(high, 1), start=start, goal=number))
    if verdict in {"on_track", "off_track"} or (verdict == "undecided" and day < goal.by):
        since, by = target.baseline.as_of, goal.by
        passed, time = (day - since).days, Share(_time(target, goal, day), 1)
        told.append(message("verdict.target.time", since=since, by=by, passed=passed, n=(by - since).days, share=time))
    return Several(tuple(told), "text.gap")


def _interval(interval: Interval) -> str:
    """Write an interval with signs that every language shares."""
    if interval.low is not None and interval.high is not None:
        return f"{_plain(interval.low)}–{_plain(interval.high)}"
    if interval.low is not None:
        return f"{'>' if interval.low_open else '≥'} {_plain(interval.low)}"
    return f"{'<' if interval.high_open else '≤'} {_plain(interval.high or Decimal(0))}"


def _verdict(
    target: Target,
    goal: TargetValue | None,
    value: str,
    latest: Sequence[StatedFigure],
    arithmetic: Message | Several,
) -> Verdict:
    inputs = [
        Input("value", filing.path, figure.line, figure.as_of, filing.agency, figure.says)
        for filing, figure in latest[:MAX_INPUTS]
    ]
    left_out = len(latest) - len(inputs)
    if target.baseline is not None:
        place = target.baseline.at("value")
        says = _plain(target.baseline.value.value)
        inputs.append(Input("baseline", place.path, place.line, target.baseline.as_of, "", says))
    if goal is not None:
        place = goal.at(next(iter(goal.forms), None))
        says = _interval(wanted) if isinstance(wanted := _wanted(target, goal), Interval) else ""
        says = _plain(goal.value.value) if goal.value is not None else says
        inputs.append(Input("target", place.path, place.line, goal.by, "", says))
    return Verdict(value, "A301", tuple(inputs), arithmetic, len(inputs) + left_out)
