"""The table of states is whole: a state that is added is known to all that shows or reads states, or a test fails."""

from __future__ import annotations

import datetime
import re
from typing import Any, get_args

import pytest

from generator.assess import DUTIES, EVIDENCE, METHODS, OUTCOMES, STAGES, STATES, STATUSES, Share, Status
from generator.assess.verdict import message
from generator.contribute.compare.words import VALUES
from generator.export import badges
from generator.export.api import model as api
from generator.export.api.shapes import Progress
from generator.model import Catalog, PolicyFile, Report
from generator.search import Index
from generator.website import charts
from generator.website.locales import Locale, open_locales
from tests.roots import REPO

CSS = (REPO / "overrides" / "assets" / "site.css").read_text(encoding="utf-8")
NAMED = pytest.mark.parametrize("status", STATUSES, ids=lambda status: f"{status.kind}-{status.id}")


@pytest.fixture(scope="module")
def locales(catalog: Catalog) -> dict[str, Locale]:
    return open_locales(catalog, ("zh", "zh-Hant", "en"))


def blocks(css: str) -> list[tuple[list[str], str]]:
    """The rules of a style sheet: selectors and declarations."""
    plain = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    return [
        ([one.strip() for one in head.split(",")], body) for head, body in re.findall(r"([^{}]+)\{([^{}]*)\}", plain)
    ]


def declared(selector: str) -> str:
    return "".join(body for selectors, body in blocks(CSS) if selector in selectors)


# --- the table


def test_no_kind_has_a_state_twice() -> None:
    keys = [(status.kind, status.id) for status in STATUSES]
    assert len(set(keys)) == len(keys)
    assert {status.kind for status in STATUSES} == {method.concludes for method in METHODS.values()}


def test_a_stage_tells_what_is_done_from_what_is_under_way_and_what_is_not() -> None:
    """A state that goes back asks for a reason, so that every stage is a decision."""
    assert {stage: {id_ for id_, own in STAGES.items() if own == stage} for stage in set(STAGES.values())} == {
        0: {"not_started", "cancelled", "not_applicable"},
        1: {"in_progress", "delayed", "suspended", "withheld"},
        2: {"completed"},
    }


def test_one_id_looks_the_same_in_every_kind() -> None:
    assert len({(status.id, status.shape, status.colour) for status in STATUSES}) == len({one.id for one in STATUSES})


def test_no_two_states_are_told_apart_by_colour_alone() -> None:
    assert len(charts.SHAPES) == len(set(charts.SHAPES.values())) == len({status.id for status in STATUSES})


def test_agencies_choose_from_the_states_that_the_table_says_they_may() -> None:
    choices = get_args(Report.model_fields["status"].annotation)
    assert set(choices) == set(STAGES)
    assert set(STAGES) == set(STATES) - {"disputed", "not_reported"}  # what only several reports, or none, can come to


# --- words


@NAMED
def test_a_state_has_words_in_every_language(status: Status, locales: dict[str, Locale]) -> None:
    for locale in locales.values():
        assert f"state.{status.id}" not in locale.missing
        assert locale.t(f"state.{status.id}").strip()
        if status.kind == "progress":
            assert re.search(r"\b7|^7", locale.t(f"tally.{status.id}", n=7))


@NAMED
def test_a_comparison_names_a_state_as_the_site_does(status: Status, locales: dict[str, Locale]) -> None:
    if status.kind != "evidence":  # it does not show these
        zh, en = (locales[id_].t(f"state.{status.id}") for id_ in ("zh", "en"))
        assert VALUES[status.id] == (zh, en)


@pytest.mark.parametrize(
    ("column", "ids"),
    [("outcome", OUTCOMES), ("status", tuple(STAGES)), ("evidence_level", EVIDENCE)],
)
def test_the_description_of_a_column_lists_every_state(
    column: str, ids: tuple[str, ...], locales: dict[str, Locale]
) -> None:
    for locale in locales.values():
        named = re.findall(r"[a-z]+(?:_[a-z]+)*", locale.t(f"data.column.{column}"))
        assert [id_ for id_ in ids if id_ not in named] == []


# --- marks and colours


@NAMED
def test_a_state_has_its_colour_in_the_light_and_in_both_dark_palettes(status: Status) -> None:
    for palette in (":root", ':root[data-theme="dark"]', ':root:not([data-theme="light"])'):
        assert re.search(rf"--{status.colour}: #[0-9a-f]{{6}};", declared(palette)), palette


@NAMED
def test_the_style_sheet_draws_a_state_in_its_colour(status: Status) -> None:
    fills = re.findall(r"fill: var\(--([a-z-]+)\)", declared(f".is-{status.id}"))
    plain = re.findall(r"(?<![a-z-])color: var\(--([a-z-]+)\)", declared('[class^="is-"]'))
    assert (fills or plain) == [status.colour]


@NAMED
def test_the_style_sheet_draws_the_mark_of_a_state(status: Status) -> None:
    """`charts.mask` writes the address; it is kept in the style sheet, which pages load once."""
    assert re.findall(r'--mark: url\("([^"]+)"\)', declared(f".is-{status.id}")) == [charts.mask(status.id)]


@NAMED
def test_a_state_of_progress_has_its_square_in_the_matrix(status: Status) -> None:
    if status.kind == "progress":
        look = declared(f".matrix td.is-{status.id}")
        assert "background: var(" in look or "box-shadow: inset" in look


def test_the_style_sheet_knows_no_other_states() -> None:
    classes = set(re.findall(r"\.(?:is|has)-([a-z_]+)", CSS)) - {"elapsed"}
    assert classes <= {status.id for status in STATUSES}


def contrast(colour: str, other: str = "#ffffff") -> float:
    """The ratio of two colours' luminance as WCAG 2 defines it."""

    def luminance(hex_: str) -> float:
        parts = [int(hex_[start : start + 2], 16) / 255 for start in (1, 3, 5)]
        red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    low, high = sorted((luminance(colour), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@NAMED
def test_white_letters_can_be_read_on_a_badge(status: Status) -> None:
    if status.kind == "progress":
        assert badges._COLOURS[status.id] == status.badge
        assert contrast(status.badge) >= 7
    else:
        assert not status.badge


# --- programs


def values_of(record: Any, field: str) -> tuple[str, ...]:
    annotation = record.model_fields[field].annotation
    return get_args(get_args(annotation)[0]) or get_args(annotation)


def test_the_api_describes_every_state() -> None:
    assert values_of(api.Outcome, "value") == values_of(api.TargetSummary, "outcome") == OUTCOMES
    assert values_of(api.published(PolicyFile), "duties") == DUTIES
    assert values_of(api.TaskSummary, "state") == values_of(api.PolicySummary, "state") == STATES
    assert values_of(Progress, "counts") == STATES
    assert get_args(api.published(Report).model_fields["evidence_level"].annotation) == EVIDENCE
    assert set(re.findall(r"[a-z]+(?:_[a-z]+)+|late|overdue", str(api.Duty.model_fields["verdict"].description))) == {
        *DUTIES
    }


def test_the_search_names_every_state_of_a_task(locales: dict[str, Locale]) -> None:
    index = Index(dict.fromkeys(locales, ()), {}, "")
    for locale in locales.values():
        assert list(index.client(Catalog({}, {}, {}, (), frozenset()), locale, locales)["words"]["states"]) == list(
            STATES
        )


def test_every_message_that_is_made_stands_among_the_interface_strings(locales: dict[str, Locale]) -> None:
    """Keys that are written out; those that are put together are told by a property of every assessment."""
    keys = {
        key
        for path in (REPO / "generator").rglob("*.py")
        for key in re.findall(r"\b[Mm]essage\(\s*\"([\w.]+)\"", path.read_text(encoding="utf-8"))
    }
    assert len(keys) > 10
    assert keys <= locales["zh"].strings.keys()


def test_every_method_has_its_name_text_and_example_in_every_language(locales: dict[str, Locale]) -> None:
    for method in METHODS.values():
        for told in (method.name, method.text, method.example):
            assert {locale.word(told).state for locale in locales.values()} == {"current"}


def test_dates_counts_and_shares_are_told_the_way_of_the_language(locales: dict[str, Locale]) -> None:
    late = message("verdict.duty.late", due=datetime.date(2023, 4, 20), submitted=datetime.date(2023, 4, 21), n=1)
    assert locales["en"].word(late).text == "Due on 20 April 2023, submitted on 21 April 2023: 1 day late."
    assert locales["zh"].word(late).text == "应不晚于2023年4月20日报告，2023年4月21日提交，晚1天。"
    assert locales["zh-Hant"].word(late).text == "應不晚於2023年4月20日報告，2023年4月21日提交，晚1天。"
    share = message("progress.share", share=Share(0.997))
    assert "<100%" in locales["en"].word(share).text  # 100% is said of the whole only
