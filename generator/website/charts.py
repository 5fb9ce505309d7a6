"""Small inline SVG: marks of states, bars of counts, charts of targets. Colours come from the style sheet."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from typing import NamedTuple
from urllib.parse import quote

from markupsafe import Markup, escape

from generator.assess import STATUSES

SHAPES = {status.id: status.shape for status in STATUSES}
"""One mark per state, each with its own shape, so that no state depends on colour alone."""

_CUT = r'<path class="mark-cut"[^>]*>'


def drawn_shape(name: str) -> Markup:
    """Draw the mark of a state in place, for a page that has no style sheet with masks."""
    return Markup(f'<svg class="shape" viewBox="0 0 16 16" aria-hidden="true">{SHAPES[name]}</svg>')  # noqa: S704 - our own constants


def mask(name: str) -> str:
    """Return the mark of a state as the style sheet has it: the address of a picture whose drawn parts are coloured.

    What a mark cuts out of a shape is left out of the picture.
    """
    shape, cuts = re.sub(_CUT, "", SHAPES[name]), "".join(re.findall(_CUT, SHAPES[name]))
    if cuts:
        hole = cuts.replace('class="mark-cut"', 'fill="none" stroke="#000" stroke-width="2"')
        shape = f'<mask id="c"><path fill="#fff" d="M0 0h16v16H0z"/>{hole}</mask><g mask="url(#c)">{shape}</g>'
    drawn = shape.replace('class="mark-line"', 'fill="none" stroke="#000" stroke-width="1.7"').replace('"', "'")
    picture = f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'>{drawn}</svg>"
    return "data:image/svg+xml," + quote(picture, safe=" '=:/,")


def bar(counts: Iterable[tuple[str, int]]) -> Markup:
    """Draw counts as segments of one bar, in order, as high as the style sheet says; the page gives them in words."""
    shown = [(name, count) for name, count in counts if count]
    total = sum(count for _, count in shown)
    parts, start, done = [], Decimal(0), 0
    for name, count in shown:
        done += count
        end = round(Decimal(100 * done) / total, 2)
        after = f' x="{start.normalize():f}%"' if start else ""
        parts.append(f'<rect class="is-{name}"{after} width="{(end - start).normalize():f}%"/>')
        start = end
    return Markup(f'<svg class="bar" aria-hidden="true">{"".join(parts)}</svg>')  # noqa: S704 - our own names and numbers


def share_bar(share: float) -> Markup:
    """Draw a share from 0 to 1 as a bar; the page also gives the figure in words."""
    width = round(min(1.0, max(0.0, share)) * 1000)
    return Markup(  # noqa: S704 - numbers
        '<svg class="bar part" viewBox="0 0 1000 1" preserveAspectRatio="none" aria-hidden="true">'
        f'<rect class="is-elapsed" width="{width}" height="1"/></svg>'
    )


class Extent(NamedTuple):
    """A value, or the range that a bounded figure allows, with its label. None is an end that is not known."""

    low: Decimal | None
    high: Decimal | None
    label: str
    day: datetime.date | None = None

    @property
    def ends(self) -> list[Decimal]:
        """The numbers that it ends at."""
        return [end for end in (self.low, self.high) if end is not None]

    @property
    def middle(self) -> Decimal:
        """The number in the middle of its ends."""
        return sum(self.ends, Decimal(0)) / len(self.ends)


class Line(NamedTuple):
    """The values of one agency, oldest first."""

    name: str
    values: Sequence[Extent]


class Words(NamedTuple):
    """What a chart says of itself."""

    title: str
    description: str
    broken: str  # that its axis does not start at zero
    date: Callable[[datetime.date], str]


FEW = 5  # values that are drawn each with its label, or agencies each with its line; more make a strip of dots
_WIDTH, _LEFT, _RIGHT = 340, 14, 326
_POINTS = (  # one per agency, so that lines do not differ by colour alone
    "M{x} {y}m-4.5 0a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0-9 0z",
    "M{x} {y}m-4-4h8v8h-8z",
    "M{x} {y}m0-5.5 5 9h-10z",
    "M{x} {y}m0 5.5 5-9h-10z",
    "M{x} {y}m-5.5-1.8h3.7v-3.7h3.6v3.7h3.7v3.6h-3.7v3.7h-3.6v-3.7h-3.7z",
)


class _Scale:
    """The way from values to places, from zero if that leaves enough room for the differences."""

    def __init__(self, values: Sequence[Decimal], start: float, end: float) -> None:
        low, high = min(values), max(values)
        near, far = sorted((abs(low), abs(high)))
        self.is_broken = not (low <= 0 <= high or 2 * near <= far)
        if low > 0 and not self.is_broken:
            low = Decimal(0)
        elif high < 0 and not self.is_broken:
            high = Decimal(0)
        room = (high - low) / 10 if high != low else abs(high) / 10 or Decimal(1)
        self._low = low - room if self.is_broken or low < 0 else low
        self._span = (high + room if high > 0 else high) - self._low
        self._start, self._length = start, end - start

    def __call__(self, value: Decimal) -> float:
        share = float((value - self._low) / self._span) if self._span else 1.0
        return round(self._start + self._length * min(1.0, max(0.0, share)), 1)


def strip_chart(id_: str, words: Words, values: Sequence[Extent], start: Extent | None, goal: Extent | None) -> Markup:
    """Draw the start, the values and the goal on one line; of more than FEW values the least, median and most."""
    ends = [end for one in (*values, start, goal) if one is not None for end in one.ends]
    scale = _Scale(ends, _LEFT, _RIGHT)
    line = 50
    drawn = [f'<path class="axis" d="M{_LEFT} {line}H{_RIGHT}"/>', *_zigzag(scale, _LEFT + 3, line)]
    if goal is not None:
        if len(set(goal.ends)) > 1:
            low, high = scale(min(goal.ends)), scale(max(goal.ends))
            drawn.append(f'<path class="goalspan" d="M{low} {line - 6}H{high}v12H{low}z"/>')
        x = scale(goal.ends[-1])
        drawn.append(f'<path class="target" d="M{x} {line - 6}l6 6-6 6-6-6z"/>')
        drawn.append(_text(x, line + 40, goal.label, _anchor(x)))
    if start is not None:
        x = scale(start.ends[0])
        drawn.append(f'<circle class="baseline" cx="{x}" cy="{line}" r="4.5"/>')
        drawn.append(_text(x, line + 22, start.label, _anchor(x)))
    crowd = " many" if len(values) > FEW else ""
    for one in values:
        if one.low == one.high:
            drawn.append(f'<circle class="value{crowd}" cx="{scale(one.ends[0])}" cy="{line}" r="4.5"/>')
        else:
            low = scale(one.low) if one.low is not None else _LEFT
            high = scale(one.high) if one.high is not None else _RIGHT
            drawn.append(f'<path class="span" d="M{low} {line - 4}H{high}v8H{low}z"/>')
            drawn += [f'<path class="open" d="M{_LEFT} {line}l6-5v10z"/>'] if one.low is None else []
            drawn += [f'<path class="open" d="M{_RIGHT} {line}l-6-5v10z"/>'] if one.high is None else []
    for one, y in _labelled(values):
        x = scale(one.middle)
        if crowd:
            drawn.append(f'<path class="tick" d="M{x} {line - 9}V{line + 9}"/>')
        drawn.append(_text(x, y, one.label, _anchor(x), "num"))
    return _chart(id_, words, 112 if scale.is_broken else 96, drawn, broken=scale.is_broken)


def _labelled(values: Sequence[Extent]) -> list[tuple[Extent, int]]:
    """Return the values to label and how high: the least and the most, and the median of many on a line of its own."""
    ordered = sorted(values, key=lambda one: (one.middle, one.label))
    if len(ordered) > FEW:
        return [(ordered[0], 34), (ordered[len(ordered) // 2], 16), (ordered[-1], 34)]
    first = ordered[:1] + [one for one in ordered[-1:] if one.label != ordered[0].label]
    return [(one, 34 if one is first[0] else 16) for one in first]


def line_chart(id_: str, words: Words, lines: Sequence[Line], start: Extent | None, goal: Extent | None) -> Markup:
    """Draw one line per agency over time, the start and the goal apart from them."""
    every = [one for line in lines for one in line.values]
    placed = [one for one in (start, *every, goal) if one is not None]
    y = _Scale([end for one in placed for end in one.ends], 150, 30)
    days = [one.day.toordinal() for one in placed if one.day is not None]
    first, last = min(days), max(days)

    def x(one: Extent) -> float:
        day = one.day.toordinal() if one.day else last
        return round(_LEFT + 10 + (_RIGHT - _LEFT - 20) * (day - first) / max(1, last - first), 1)

    drawn = [f'<path class="axis" d="M{_LEFT} 20V150H{_RIGHT}"/>', *_zigzag(y, _LEFT, 144)]
    if not y.is_broken:
        drawn.append(_text(_LEFT - 3, y(Decimal(0)) + 4, "0", "end"))
    for day, edge, anchor in ((first, _LEFT, "start"), (last, _RIGHT, "end")):
        drawn.append(_text(edge, 170, words.date(datetime.date.fromordinal(day)), anchor, "note"))
    if goal is not None:
        line, end = y(goal.ends[-1]), x(goal)
        drawn.append(f'<path class="goal" d="M{_LEFT} {line}H{_RIGHT}"/>')
        drawn.append(f'<path class="target" d="M{end} {line - 6}l6 6-6 6-6-6z"/>')
        drawn.append(_text(_LEFT + 6, line - 6, goal.label, "start"))
    if start is not None:
        begin, height = x(start), y(start.ends[0])
        drawn.append(f'<circle class="baseline" cx="{begin}" cy="{height}" r="4.5"/>')
        drawn.append(_text(begin, height + 18 if height < 130 else height - 10, start.label, _anchor(begin)))
    for number, one_of in enumerate(lines):
        way = [(x(one), y(one.middle)) for one in one_of.values]
        if len(way) > 1:
            drawn.append(f'<path class="way n{number}" d="M{" ".join(f"{at} {top}" for at, top in way)}"/>')
        for one, (at, top) in zip(one_of.values, way, strict=True):
            if one.low != one.high:
                low = y(one.low) if one.low is not None else 150.0
                high = y(one.high) if one.high is not None else 30.0
                drawn.append(f'<path class="span" d="M{at - 3} {low}V{high}h6V{low}z"/>')
            drawn.append(f'<path class="value" d="{_POINTS[number].format(x=at, y=top)}"/>')
        at, top = way[-1]  # of the newest
        drawn.append(_text(at, top - 10 if top > 40 else top + 20, one_of.values[-1].label, _anchor(at), "num"))
    return _chart(id_, words, 196 if y.is_broken else 178, drawn, broken=y.is_broken)


def line_key(number: int) -> Markup:
    """Draw the mark by which a line chart tells its lines apart."""
    way = _POINTS[number].format(x=8, y=8)
    return Markup(  # noqa: S704 - our own numbers
        f'<svg class="shape" viewBox="0 0 16 16" aria-hidden="true"><path class="value" d="{way}"/></svg>'
    )


def _zigzag(scale: _Scale, x: float, y: float) -> list[str]:
    """Draw the break of an axis that does not start at zero."""
    return [f'<path class="break" d="M{x - 4} {y + 4}l4-8M{x} {y + 4}l4-8"/>'] if scale.is_broken else []


def _anchor(x: float) -> str:
    return "start" if x < _WIDTH / 3 else "end" if x > _WIDTH * 2 / 3 else "middle"


def _chart(id_: str, words: Words, height: int, drawn: Sequence[str], *, broken: bool) -> Markup:
    name, said = escape(id_), words.description
    foot = [_text(_LEFT, height - 6, words.broken, "start", "note")] if broken else []
    if broken:
        said += words.broken
    return Markup(  # noqa: S704 - words are escaped, all else is ours
        f'<svg class="chart" viewBox="0 0 {_WIDTH} {height}" role="img" aria-labelledby="{name}-t {name}-d">'
        f'<title id="{name}-t">{escape(words.title)}</title><desc id="{name}-d">{escape(said)}</desc>'
        f"{''.join([*drawn, *foot])}</svg>"
    )


def _text(x: float, y: float, words: str, anchor: str, kind: str = "") -> str:
    named = f' class="{kind}"' if kind else ""
    return f'<text{named} x="{round(x, 1)}" y="{round(y, 1)}" text-anchor="{anchor}">{escape(words)}</text>'
