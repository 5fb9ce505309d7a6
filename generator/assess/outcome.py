"""What is proven: a target's latest public value, compared with the value to reach."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from generator.assess.summaries import FigureSummary, SubmissionSummary
from generator.assess.verdict import MAX_INPUTS, Input, Message, Several, Share, Verdict, message
from generator.model import PUBLISHED, Target

MAX_DRAWN = 30  # values of a target in a chart

StatedFigure = tuple[SubmissionSummary, FigureSummary]


@dataclass(frozen=True, slots=True)
class Outcome:
    """The outcome of a target as of a date."""

    target: Target
    value: str  # met, not_met, on_track, off_track, not_yet_due, disputed, no_verified_figure, qualitative
    latest: tuple[StatedFigure, ...]  # the values of the latest day, or all statements in words
    history: tuple[StatedFigure, ...]  # oldest day first
    share: Decimal | None  # of the way from baseline to target, 1 for reached; None if unknown
    verdict: Verdict

    @property
    def drawn(self) -> list[StatedFigure]:
        """The values to draw, oldest day first; only the newest MAX_DRAWN if there are more."""
        return [pair for pair in self.history if pair[1].value is not None][-MAX_DRAWN:]


def outcome(target: Target, figures: Sequence[StatedFigure], as_of: datetime.date) -> Outcome:
    """Judge a target by the values published up to `as_of` (method A301).

    A value counts if it has a source and holds for a day between the baseline's and the target's, both included.
    What this site compiled of an agency's figures counts only if the agency itself gives none with a source.
    The values of the latest day decide, one per agency: the one it gave last. If they lead to different answers,
    the target is disputed and no share of the way is computed. Before the target's day, a value is on track if its
    share of the way is at least the share of the time; without a usable baseline it is only not yet due. After that
    day, an earlier value that falls short proves nothing: there is no verified figure.
    """
    history = tuple(sorted(figures, key=lambda pair: (pair[1].as_of, pair[0].submitted, pair[0].agency)))
    if target.qualitative or target.target is None:
        return _done(target, "qualitative", history, history, None, Message("verdict.target.qualitative"))
    by = target.target.by
    since = target.baseline.as_of if target.baseline else datetime.date.min
    given = [pair for pair in history if pair[1].value is not None and since <= pair[1].as_of <= by]
    sourced = [pair for pair in given if pair[1].evidence != "none"]
    own = {filing.agency for filing, _ in sourced if filing.provenance != PUBLISHED}
    counted = [pair for pair in sourced if pair[0].provenance != PUBLISHED or pair[0].agency not in own]
    if not counted:
        found = (
            message("verdict.target.unsourced", by=by, n=len(given)) if given else message("verdict.target.none", by=by)
        )
        return _done(target, "no_verified_figure", (), history, None, found)
    day = counted[-1][1].as_of
    latest = tuple({pair[0].agency: pair for pair in counted if pair[1].as_of == day}.values())
    values = {figure.value.value for _, figure in latest if figure.value is not None}
    reached = {_compare(value, target.target.comparison, target.target.value.value) for value in values}
    value = max(values) if target.target.comparison in {"at_least", "more_than"} else min(values)
    share = _share(target, value)
    if len(reached) > 1:
        differing = Several(tuple(sorted(values)), "list.slash")
        answer = message("verdict.target.disputed", day=day, values=differing)
        return _done(target, "disputed", latest, history, None, answer)
    if reached == {True}:
        verdict = "met"
    elif day == by:
        verdict = "not_met"
    elif as_of > by:
        verdict = "no_verified_figure"
    elif share is None:
        verdict = "not_yet_due"
    else:
        verdict = "on_track" if share >= _time(target, day) else "off_track"
    return _done(target, verdict, latest, history, share, _arithmetic(target, value, share, day, verdict))


def _compare(value: Decimal, comparison: str, goal: Decimal) -> bool:
    match comparison:
        case "at_least":
            return value >= goal
        case "more_than":
            return value > goal
        case "at_most":
            return value <= goal
        case _:
            return value < goal


def _share(target: Target, value: Decimal) -> Decimal | None:
    """(value − baseline) ÷ (target − baseline): the same formula for rising and falling targets.

    None if there is no baseline, or if the baseline is at or beyond the target.
    """
    if target.baseline is None or target.target is None:
        return None
    start, goal = target.baseline.value.value, target.target.value.value
    ahead = goal > start if target.target.comparison in {"at_least", "more_than"} else goal < start
    return (value - start) / (goal - start) if ahead else None


def _time(target: Target, day: datetime.date) -> Decimal:
    """Return the share of the time from the baseline's day to the target's that had passed by a day."""
    if target.baseline is None or target.target is None:
        return Decimal(1)
    whole = (target.target.by - target.baseline.as_of).days
    return Decimal((day - target.baseline.as_of).days) / whole if whole else Decimal(1)


_SIGNS = {"at_least": "≥", "more_than": ">", "at_most": "≤", "less_than": "<"}


def _plain(value: Decimal) -> str:
    return f"{value:,f}"


def _arithmetic(
    target: Target, value: Decimal, share: Decimal | None, day: datetime.date, verdict: str
) -> Message | Several:
    if target.target is None:
        raise ValueError(target.id)  # qualitative targets have no arithmetic
    goal = target.target.value.value
    holds = _compare(value, target.target.comparison, goal)
    test = message(
        "verdict.target.holds" if holds else "verdict.target.fails",
        day=day,
        value=value,
        sign=_SIGNS[target.target.comparison],
        goal=goal,
    )
    if share is None or target.baseline is None:
        return Several((test, Message("verdict.target.no_share")), "text.gap")
    start = target.baseline.value.value
    told = [test, message("verdict.target.share", value=value, start=start, goal=goal, share=Share(share, 1))]
    if verdict in {"on_track", "off_track"}:
        since, by = target.baseline.as_of, target.target.by
        passed, time = (day - since).days, Share(_time(target, day), 1)
        told.append(message("verdict.target.time", since=since, by=by, passed=passed, n=(by - since).days, share=time))
    return Several(tuple(told), "text.gap")


def _done(
    target: Target,
    value: str,
    latest: tuple[StatedFigure, ...],
    history: tuple[StatedFigure, ...],
    share: Decimal | None,
    arithmetic: Message | Several,
) -> Outcome:
    inputs = [
        Input("value", filing.path, figure.line, figure.as_of, filing.agency, figure.says)
        for filing, figure in latest[:MAX_INPUTS]
    ]
    left_out = len(latest) - len(inputs)
    if target.baseline is not None:
        place = target.baseline.at("value")
        says = _plain(target.baseline.value.value)
        inputs.append(Input("baseline", place.path, place.line, target.baseline.as_of, "", says))
    if target.target is not None:
        place = target.target.at("value")
        says = _plain(target.target.value.value)
        inputs.append(Input("target", place.path, place.line, target.target.by, "", says))
    verdict = Verdict(value, "A301", tuple(inputs), arithmetic, len(inputs) + left_out)
    return Outcome(target, value, latest, history, share, verdict)
