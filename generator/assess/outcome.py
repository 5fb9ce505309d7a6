"""What is proven: a target's latest public value against what was to be reached."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from generator.assess.filing import Filing, Value
from generator.assess.verdict import MAX_INPUTS, Input, Verdict, Words
from generator.model import Target, as_percent

MAX_DRAWN = 30  # values of a target that a chart shows

Stated = tuple[Filing, Value]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What is known of a target as of a day."""

    target: Target
    value: str  # met, not_met, on_track, off_track, not_yet_due, disputed, no_verified_figure, qualitative
    latest: tuple[Stated, ...]  # of the latest day, or all statements in words
    history: tuple[Stated, ...]  # oldest day first
    share: Decimal | None  # of the way from baseline to target: 1 is there; None where it can't be told
    verdict: Verdict

    @property
    def drawn(self) -> list[Stated]:
        """The values on the way that are drawn, oldest day first: the newest where there are very many."""
        return [pair for pair in self.history if pair[1].value is not None][-MAX_DRAWN:]


def outcome(target: Target, figures: Sequence[Stated], as_of: datetime.date) -> Outcome:
    """Judge a target by what was published about it up to `as_of` (method A301).

    Values count that have a source and hold for a day from the baseline's up to the target's; the latest of
    them decides, of each agency the one that it gave last. Values that come to different answers are in
    dispute, and no share of the way is made from them. Before the day, a value is on track where its share of
    the way is at least the share of the time; without a usable baseline it is only not yet due. After the day,
    an earlier value that falls short proves nothing: there is no verified figure.
    """
    history = tuple(sorted(figures, key=lambda pair: (pair[1].as_of, pair[0].submitted, pair[0].agency)))
    if target.qualitative or target.target is None:
        words = Words("原文没有数字，不打分。", "The text gives no number: no score.")
        return _done(target, "qualitative", history, history, None, words)
    by = target.target.by
    since = target.baseline.as_of if target.baseline else datetime.date.min
    given = [pair for pair in history if pair[1].value is not None and since <= pair[1].as_of <= by]
    counted = [pair for pair in given if pair[1].evidence != "none"]
    if not counted:
        unsourced_zh = f"有{len(given)}个数字，但没有注明出处，不据此下结论。" if given else ""
        unsourced_en = f" Values given without a source, which decide nothing: {len(given)}." if given else ""
        return _done(
            target,
            "no_verified_figure",
            (),
            history,
            None,
            Words(
                f"本站没有查到经核实的、截至{by}的数字。{unsourced_zh}",
                f"This record holds no verified figure for a day up to {by}.{unsourced_en}",
            ),
        )
    day = counted[-1][1].as_of
    latest = tuple({pair[0].agency: pair for pair in counted if pair[1].as_of == day}.values())
    values = {figure.value.value for _, figure in latest if figure.value is not None}
    reached = {_compare(value, target.target.comparison, target.target.value.value) for value in values}
    value = max(values) if target.target.comparison in {"at_least", "more_than"} else min(values)
    share = _share(target, value)
    if len(reached) > 1:
        given_values = " / ".join(map(_plain, sorted(values)))
        words = Words(
            f"{day}的数值说法不一：{given_values}，与目标比较结果不同，不计算完成进度。",
            f"Values of {day} differ: {given_values}. They lead to different answers, so no progress is given.",
        )
        return _done(target, "disputed", latest, history, None, words)
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

    None where there is no way to go: no baseline, or one at the target or beyond it.
    """
    if target.baseline is None or target.target is None:
        return None
    start, goal = target.baseline.value.value, target.target.value.value
    ahead = goal > start if target.target.comparison in {"at_least", "more_than"} else goal < start
    return (value - start) / (goal - start) if ahead else None


def _time(target: Target, day: datetime.date) -> Decimal:
    """Share of the time from the baseline's day to the target's that had passed on a day."""
    if target.baseline is None or target.target is None:
        return Decimal(1)
    whole = (target.target.by - target.baseline.as_of).days
    return Decimal((day - target.baseline.as_of).days) / whole if whole else Decimal(1)


_SIGNS = {"at_least": "≥", "more_than": ">", "at_most": "≤", "less_than": "<"}


def _plain(value: Decimal) -> str:
    return f"{value:,f}"


def _arithmetic(target: Target, value: Decimal, share: Decimal | None, day: datetime.date, verdict: str) -> Words:
    if target.target is None:
        return Words("", "")
    goal = target.target.value.value
    held = _compare(value, target.target.comparison, goal)
    test = f"{_plain(value)} {_SIGNS[target.target.comparison]} {_plain(goal)}"
    zh = f"{day}的数值：{test}，{'成立' if held else '不成立'}。"
    en = f"Value of {day}: {test} {'holds' if held else 'does not hold'}. "
    if share is None or target.baseline is None:
        return Words(zh + "没有可用的基期值，不计算完成进度。", en + "Without a usable baseline, no progress is given.")
    start = target.baseline.value.value
    way = f"({_plain(value)} − {_plain(start)}) ÷ ({_plain(goal)} − {_plain(start)}) = {as_percent(share, 1)}"
    zh, en = zh + f"目标完成进度：{way}。", en + f"Progress from baseline to target: {way}."
    if verdict in {"on_track", "off_track"}:
        since, by = target.baseline.as_of, target.target.by
        days = f"{(day - since).days} ÷ {(by - since).days} = {as_percent(_time(target, day), 1)}"
        zh += f"时间进度（{since}至{by}，按天）：{days}。"
        en += f" Share of the time (days from {since} to {by}): {days}."
    return Words(zh, en)


def _done(
    target: Target,
    value: str,
    latest: tuple[Stated, ...],
    history: tuple[Stated, ...],
    share: Decimal | None,
    arithmetic: Words,
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
