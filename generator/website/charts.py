"""Small inline SVG: marks of states, bars of counts, charts of targets. Colours come from the style sheet."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Literal, NamedTuple

from markupsafe import Markup, escape

from generator.assess import STATUSES

SHAPES = {status.id: status.shape for status in STATUSES}
"""One mark per state, each with its own shape, so that no state depends on colour alone."""


_USED = re.compile(r'<use href="#mark-([a-z_]+)"/>')


def shape(name: str) -> Markup:
    """Refer to the mark of a state, which `marks` draws once on the page; the state is also named in words."""
    return Markup(f'<svg class="shape" aria-hidden="true"><use href="#mark-{name}"/></svg>')  # noqa: S704 - our own names


def marks(body: str) -> Markup:
    """Draw each mark that a page uses once, because a matrix repeats some of them a thousand times."""
    drawn = (
        f'<symbol id="mark-{name}" viewBox="0 0 16 16">{SHAPES[name]}</symbol>'
        for name in sorted({*_USED.findall(body)})
    )
    symbols = "".join(drawn)
    return Markup(f'<svg class="marks" aria-hidden="true">{symbols}</svg>') if symbols else Markup()  # noqa: S704 - our own constants


def bar(counts: Iterable[tuple[str, int]]) -> Markup:
    """Draw counts as segments of one bar, in order; the page also gives them in words."""
    shown = [(name, count) for name, count in counts if count]
    total = sum(count for _, count in shown)
    parts, start = [], 0
    for name, count in shown:
        parts.append(f'<rect class="is-{name}" x="{start}" width="{count}" height="1"/>')
        start += count
    return Markup(  # noqa: S704 - our own names and numbers
        f'<svg class="bar" viewBox="0 0 {max(total, 1)} 1" preserveAspectRatio="none" aria-hidden="true" '
        f'focusable="false">{"".join(parts)}</svg>'
    )


def share_bar(share: float) -> Markup:
    """Draw a share from 0 to 1 as a bar; the page also gives the figure in words."""
    width = round(min(1.0, max(0.0, share)) * 1000)
    return Markup(  # noqa: S704 - numbers
        '<svg class="bar" viewBox="0 0 1000 1" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
        f'<rect class="is-elapsed" x="0" width="{width}" height="1"/></svg>'
    )


class Point(NamedTuple):
    """A value on a day, with its label."""

    day: datetime.date
    value: Decimal
    label: str
    kind: Literal["baseline", "value", "target"]


_WIDTH, _HEIGHT = 340, 186
_LEFT, _RIGHT, _TOP, _BOTTOM = 14, 326, 34, 128


def target_chart(id_: str, title: str, description: str, points: Sequence[Point]) -> Markup:
    """Draw a target over time: baseline, values, and the target as a dashed line up to its day.

    `points` are in order of time except for the target, which may be anywhere. The value axis does not
    start at zero; every point that matters shows its figure.
    """
    days = [point.day.toordinal() for point in points]
    values = [point.value for point in points]
    first, last = min(days), max(days)
    low, high = min(values), max(values)

    def x(point: Point) -> float:
        return round(_LEFT + (_RIGHT - _LEFT) * (point.day.toordinal() - first) / max(1, last - first), 1)

    def y(point: Point) -> float:
        return round(_BOTTOM - (_BOTTOM - _TOP) * float((point.value - low) / (high - low) if high != low else 1), 1)

    goal = next(point for point in points if point.kind == "target")
    way = [point for point in points if point.kind != "target"]
    drawn = [f'<path class="goal" d="M{_LEFT} {y(goal)}H{_RIGHT}"/>', _text(_LEFT, y(goal) - 7, goal.label, "start")]
    if len(way) > 1:
        drawn.append(f'<path class="way" d="M{" ".join(f"{x(point)} {y(point)}" for point in way)}"/>')
    drawn += [f'<circle class="{point.kind}" cx="{x(point)}" cy="{y(point)}" r="4.5"/>' for point in way]
    drawn.append(f'<path class="target" d="M{x(goal)} {y(goal) - 6}l6 6-6 6-6-6z"/>')
    labelled = [*(point for point in way if point.kind == "baseline"), *way[-1:]]
    for point in dict.fromkeys(labelled):
        over = y(point) <= y(goal) and point.kind == "value"
        anchor = "start" if x(point) < _WIDTH / 3 else "end" if x(point) > _WIDTH * 2 / 3 else "middle"
        drawn.append(_text(x(point), y(point) - 10 if over else y(point) + 20, point.label, anchor))
    drawn.append(f'<path class="axis" d="M{_LEFT} {_HEIGHT - 20}H{_RIGHT}"/>')
    for day, at, anchor in ((first, _LEFT, "start"), (last, _RIGHT, "end")):
        drawn.append(_text(at, _HEIGHT - 5, datetime.date.fromordinal(day).isoformat(), anchor))
    name = escape(id_)
    return Markup(  # noqa: S704 - words are escaped, all else is ours
        f'<svg class="chart" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" aria-labelledby="{name}-t {name}-d">'
        f'<title id="{name}-t">{escape(title)}</title><desc id="{name}-d">{escape(description)}</desc>'
        f"{''.join(drawn)}</svg>"
    )


def _text(x: float, y: float, words: str, anchor: str) -> str:
    return f'<text x="{round(x, 1)}" y="{round(y, 1)}" text-anchor="{anchor}">{escape(words)}</text>'
