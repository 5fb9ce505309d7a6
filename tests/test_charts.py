"""Charts hold figures and words, nothing that a browser would run, and stay inside their frame."""

from __future__ import annotations

import datetime
from decimal import Decimal

import lxml.etree
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.website.charts import Point, bar, share_bar, target_chart

points = st.lists(
    st.builds(
        Point,
        st.dates(datetime.date(2000, 1, 1), datetime.date(2040, 1, 1)),
        st.decimals(-(10**12), 10**12, places=2),
        st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=8),
        st.just("value"),
    ),
    max_size=6,
).map(lambda found: sorted(found, key=lambda point: point.day))


@settings(deadline=None)
@given(points, st.decimals(-(10**6), 10**6, places=1))
def test_any_figures_make_a_chart_within_its_frame(values: list[Point], goal: Decimal) -> None:
    target = Point(datetime.date(2023, 12, 31), goal, "<b>&", "target")
    svg = lxml.etree.fromstring(target_chart("chart-x", "<title>", "a & b", [*values, target]))
    assert svg.findtext("{*}title") == "<title>"
    assert {element.tag for element in svg.iter()} <= {"svg", "title", "desc", "path", "circle", "text"}
    assert not [name for element in svg.iter() for name in element.attrib if name == "style" or name.startswith("on")]
    _, _, width, height = map(float, svg.attrib["viewBox"].split())
    for circle in svg.iter("circle"):
        assert 0 <= float(circle.attrib["cx"]) <= width
        assert 0 <= float(circle.attrib["cy"]) <= height
    for text in svg.iter("text"):
        assert 8 <= float(text.attrib["y"]) <= height


@given(st.lists(st.tuples(st.sampled_from(["completed", "delayed", "not_reported"]), st.integers(0, 500)), max_size=5))
def test_a_bar_is_as_long_as_what_it_counts(counts: list[tuple[str, int]]) -> None:
    svg = lxml.etree.fromstring(bar(counts))
    total = sum(count for _, count in counts)
    assert sum(int(rect.attrib["width"]) for rect in svg) == total
    assert svg.attrib["viewBox"] == f"0 0 {max(total, 1)} 1"


@given(st.floats(-1, 2))
def test_a_share_stays_within_its_bar(share: float) -> None:
    (rect,) = lxml.etree.fromstring(share_bar(share))
    assert 0 <= int(rect.attrib["width"]) <= 1000
