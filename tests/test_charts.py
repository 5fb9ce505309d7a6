"""Charts hold figures and words, nothing that a browser would run, stay inside their frame and hide no break."""

from __future__ import annotations

import datetime
from decimal import Decimal

import lxml.etree
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.website.charts import FEW, Extent, Line, Words, bar, line_chart, share_bar, strip_chart

WORDS = Words("<title>", "a & b", "broken", str)
numbers = st.decimals(-(10**12), 10**12, places=2)
extents = st.builds(
    lambda one, other, form, label, day: {
        "value": Extent(one, one, label, day),
        "from": Extent(one, None, label, day),
        "to": Extent(None, one, label, day),
        "between": Extent(min(one, other), max(one, other), label, day),
    }[form],
    numbers,
    numbers,
    st.sampled_from(["value", "value", "from", "to", "between"]),
    st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=8),
    st.dates(datetime.date(2000, 1, 1), datetime.date(2040, 1, 1)),
)
exact = extents.map(lambda one: one._replace(low=one.ends[0], high=one.ends[0]))


def check(svg: lxml.etree._Element) -> None:
    assert svg.findtext("{*}title") == "<title>"
    assert {element.tag for element in svg.iter()} <= {"svg", "title", "desc", "path", "circle", "text"}
    assert not [name for element in svg.iter() for name in element.attrib if name == "style" or name.startswith("on")]
    _, _, width, height = map(float, svg.attrib["viewBox"].split())
    for circle in svg.iter("circle"):
        assert 0 <= float(circle.attrib["cx"]) <= width
        assert 0 <= float(circle.attrib["cy"]) <= height
    for text in svg.iter("text"):
        assert 8 <= float(text.attrib["y"]) <= height
    broken = bool([path for path in svg.iter("path") if path.get("class") == "break"])
    assert broken == ("broken" in [text.text for text in svg.iter("text") if text.get("class") == "note"])
    assert broken == str(svg.findtext("{*}desc")).endswith("broken")


@settings(deadline=None)
@given(st.lists(extents, min_size=1, max_size=9), st.none() | exact, st.none() | extents)
def test_any_figures_make_a_strip_within_its_frame(
    values: list[Extent], start: Extent | None, goal: Extent | None
) -> None:
    svg = lxml.etree.fromstring(strip_chart("x", WORDS, values, start, goal))
    check(svg)
    labels = [text for text in svg.iter("text") if text.get("class") == "num"]
    assert len(labels) == (3 if len(values) > FEW else min(2, len({one.label for one in values}), len(labels)))


@settings(deadline=None)
@given(st.lists(st.lists(extents, min_size=1, max_size=4), min_size=1, max_size=FEW), st.none() | exact)
def test_any_figures_make_lines_within_their_frame(lines: list[list[Extent]], start: Extent | None) -> None:
    drawn = [Line("agency", sorted(line, key=lambda one: one.day or datetime.date.min)) for line in lines]
    svg = lxml.etree.fromstring(line_chart("x", WORDS, drawn, start, None))
    check(svg)
    ways = [path for path in svg.iter("path") if (path.get("class") or "").startswith("way")]
    assert len(ways) == sum(len(line) > 1 for line in lines)  # never one through several agencies
    values = [path.get("d", "") for path in svg.iter("path") if path.get("class") == "value"]
    assert len(values) == sum(map(len, lines))
    assert len({way.partition("m")[2] for way in values}) == len(lines)  # each its own point


def at(value: int, label: str = "now") -> Extent:
    return Extent(Decimal(value), Decimal(value), label, datetime.date(2023, 1, 1))


@pytest.mark.parametrize(
    ("values", "is_broken"),
    [
        ((0, 1), False),
        ((50, 100), False),
        ((51, 100), True),
        ((-50, -100), False),
        ((-51, -100), True),
        ((-1, 9), False),
    ],
)
def test_an_axis_starts_at_zero_or_says_that_it_does_not(values: tuple[int, int], is_broken: bool) -> None:
    svg = lxml.etree.fromstring(strip_chart("x", WORDS, [at(value) for value in values], None, None))
    assert ("broken" in [text.text for text in svg.iter("{*}text")]) == is_broken


def test_many_values_are_told_by_the_least_the_median_and_the_most() -> None:
    svg = lxml.etree.fromstring(strip_chart("x", WORDS, [at(n, str(n)) for n in range(21)], None, None))
    assert [text.text for text in svg.iter("{*}text")] == ["0", "10", "20"]
    assert len(list(svg.iter("{*}circle"))) == 21


def test_a_range_is_drawn_as_one_and_an_open_end_has_an_arrow() -> None:
    for low, high, arrows in ((5, 9, 0), (5, None, 1), (None, 9, 1)):
        one = Extent(None if low is None else Decimal(low), None if high is None else Decimal(high), "x")
        svg = lxml.etree.fromstring(strip_chart("x", WORDS, [one], None, at(12)))
        kinds = [path.get("class") for path in svg.iter("{*}path")]
        assert (kinds.count("span"), kinds.count("open")) == (1, arrows)
        assert not list(svg.iter("{*}circle"))


@given(st.lists(st.tuples(st.sampled_from(["completed", "delayed", "not_reported"]), st.integers(0, 500)), max_size=5))
def test_a_bar_is_as_long_as_what_it_counts(counts: list[tuple[str, int]]) -> None:
    svg = lxml.etree.fromstring(bar(counts))
    total = sum(count for _, count in counts)
    assert sum(Decimal(rect.attrib["width"].rstrip("%")) for rect in svg) == (100 if total else 0)
    for rect, (_, count) in zip(svg, [one for one in counts if one[1]], strict=True):
        assert abs(Decimal(rect.attrib["width"].rstrip("%")) - Decimal(100 * count) / total) <= Decimal("0.02")


@given(st.floats(-1, 2))
def test_a_share_stays_within_its_bar(share: float) -> None:
    (rect,) = lxml.etree.fromstring(share_bar(share))
    assert 0 <= int(rect.attrib["width"]) <= 1000
