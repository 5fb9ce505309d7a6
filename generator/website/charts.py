"""Data → small inline SVG: marks of states, bars of counts, the way of a target. Colours come from the style sheet."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Literal, NamedTuple

from markupsafe import Markup, escape

_RING = '<circle class="mark-line" cx="8" cy="8" r="6.2"/>'
_BOX = '<path class="mark-line" d="M2 2h12v12H2z"/>'
_FLAG = '<path class="mark-line" d="M3.5 1v14"/>'

SHAPES: dict[str, str] = {
    # progress: round, but for what needs a look
    "completed": '<circle cx="8" cy="8" r="7"/><path class="mark-cut" d="m4.7 8.3 2.3 2.3 4.3-4.9"/>',
    "in_progress": f'{_RING}<path d="M8 1.8a6.2 6.2 0 0 1 0 12.4z"/>',
    "delayed": '<path class="mark-line" d="M8 1.8 14.8 14H1.2z"/><path class="mark-line" d="M8 6.2v3.6M8 11.2v1.4"/>',
    "not_started": _RING,
    "disputed": '<path class="mark-line" d="M8 1.2 14.8 8 8 14.8 1.2 8z"/><path d="M8 1.2 1.2 8 8 14.8z"/>',
    "not_applicable": '<path class="mark-line" d="M3 8h10"/>',
    "not_reported": '<circle class="mark-line" cx="8" cy="8" r="6.2" stroke-dasharray="1.9 2"/>',
    # reporting: square
    "on_time": '<path d="M1.4 1.4h13.2v13.2H1.4z"/><path class="mark-cut" d="m4.7 8.3 2.3 2.3 4.3-4.9"/>',
    "late": f'{_BOX}<path d="M8 2h6v12H8z"/>',
    "overdue": f'{_BOX}<path class="mark-line" d="m5 5 6 6M11 5l-6 6"/>',
    "not_yet_due": _BOX,
    "not_required": '<path class="mark-line" d="M2 2h12v12H2z" stroke-dasharray="2 2"/>',
    # outcomes: a flag where it is over, an arrow on the way
    "met": f'{_FLAG}<path d="M4 1.8h9.5L11 5.3l2.5 3.5H4z"/>',
    "not_met": f'{_FLAG}<path class="mark-line" d="M4 1.8h9.2v6.8H4zM6.6 3.4l4 3.6M10.6 3.4 6.6 7"/>',
    "on_track": '<path class="mark-line" d="M3 13 12.5 3.5M6 3h7v7"/>',
    "off_track": '<path class="mark-line" d="M3 3l9.5 9.5M13 6v7H6"/>',
    "no_verified_figure": '<path class="mark-line" '
    'd="M5 5.4C5 3.6 6.3 2.4 8 2.4s3 1.1 3 2.8c0 2.2-3 2.3-3 4.9M8 12.4v1.6"/>',
    "qualitative": '<path class="mark-line" d="M2 4h12M2 8h12M2 12h7"/>',
    # evidence: sheets of paper
    "none": f'{_RING}<path class="mark-line" d="m3.8 12.2 8.4-8.4"/>',
    "own": '<path class="mark-line" d="M4 1.8h8v12.4H4zM6.2 5.2h3.6M6.2 8h3.6"/>',
    "independent": '<path class="mark-line" d="M5.4 1.8h8.2v9.4M2.4 4.6h8v9.6h-8zM4.6 7.8h3.6M4.6 10.6h3.6"/>',
}
"""A mark for every state, each of a shape of its own, so that none is told by colour alone."""


_USED = re.compile(r'<use href="#mark-([a-z_]+)"/>')


def shape(name: str) -> Markup:
    """Show the mark of a state, which `marks` draws once on the page; its name stands beside it in words."""
    return Markup(f'<svg class="shape" aria-hidden="true"><use href="#mark-{name}"/></svg>')  # noqa: S704 - our own names


def marks(body: str) -> Markup:
    """Draw the marks that a page uses, each once: a matrix shows some of them a thousand times."""
    drawn = (
        f'<symbol id="mark-{name}" viewBox="0 0 16 16">{SHAPES[name]}</symbol>'
        for name in sorted({*_USED.findall(body)})
    )
    symbols = "".join(drawn)
    return Markup(f'<svg class="marks" aria-hidden="true">{symbols}</svg>') if symbols else Markup()  # noqa: S704 - our own constants


def bar(counts: Iterable[tuple[str, int]]) -> Markup:
    """Draw counts as parts of one bar, in their order; the same counts stand beside it in words."""
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
    """Draw a share from 0 to 1 as a bar; the figure stands beside it in words."""
    width = round(min(1.0, max(0.0, share)) * 1000)
    return Markup(  # noqa: S704 - numbers
        '<svg class="bar" viewBox="0 0 1000 1" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
        f'<rect class="is-elapsed" x="0" width="{width}" height="1"/></svg>'
    )


class Point(NamedTuple):
    """A value on a day, with what is written beside it."""

    day: datetime.date
    value: Decimal
    label: str
    kind: Literal["baseline", "value", "target"]


_WIDTH, _HEIGHT = 340, 186
_LEFT, _RIGHT, _TOP, _BOTTOM = 14, 326, 34, 128


def target_chart(id_: str, title: str, description: str, points: Sequence[Point]) -> Markup:
    """Draw the way of a target by time: baseline, values, and the target as a dashed line up to its day.

    `points` are in order of time but for the target, which may stand anywhere. The axis of values does not
    start at zero; every point that matters carries its figure.
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
