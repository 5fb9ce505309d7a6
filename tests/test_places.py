"""The grid of provinces is in the order of their codes, counts what lies in them, and is no map."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from pydantic import ValidationError

from generator.model import Agency, Catalog, Localized
from generator.website.pages.places import STEPS, Square, places, province_grid


def agency(id_: str, kind: str, **more: object) -> Agency:
    return Agency.model_validate({"@agency": id_, "name": Localized(zh=id_), "kind": kind, **more})


def by_id(*agencies: Agency) -> dict[str, Agency]:
    return {one.id: one for one in agencies}


COUNTRY = by_id(
    agency("ministry", "central"),
    agency("aa", "province", code="650000"),
    agency("bb", "province", code="110000"),
    agency("bb-office", "province", parent="bb"),
    agency("cc", "province"),
    agency("town", "city", parent="aa"),
    agency("shire", "county", parent="town"),
)


def grid(cells: Mapping[str, list[str]], parts: Mapping[str, str] | None = None) -> tuple[Square, ...]:
    return province_grid(COUNTRY, cells, parts or {})


def test_provinces_are_in_the_order_of_their_codes_and_those_without_come_last() -> None:
    squares = grid({"aa": ["completed"], "cc": ["completed"], "bb": ["completed"]})
    assert [square.agency.id for square in squares] == ["bb", "aa", "cc"]


def test_a_square_counts_the_province_and_all_that_lies_in_it() -> None:
    squares = grid(
        {
            "ministry": ["completed"],
            "aa": ["completed", "not_applicable"],
            "shire": ["in_progress", "not_reported"],
            "bb-office": ["completed"],
        }
    )
    bb, aa = squares
    assert (aa.counts["completed"], aa.total, aa.share, aa.step) == (1, 3, 1 / 3, 1)
    assert (bb.share, bb.step) == (1, STEPS - 1)


def test_where_no_task_applies_there_is_no_share() -> None:
    aa, bb = sorted(grid({"aa": ["not_applicable"], "bb": ["in_progress"]}), key=lambda square: square.agency.id)
    assert (aa.share, bb.share) == (None, 0)


def test_a_square_leads_to_its_part_of_the_matrix_or_to_the_province() -> None:
    squares = grid({"aa": ["completed"], "bb": ["completed"]}, {"aa": "p/matrix/aa/"})
    assert {square.agency.id: square.address for square in squares} == {"aa": "p/matrix/aa/", "bb": "agencies/bb/"}


def test_one_province_needs_no_grid() -> None:
    assert grid({"aa": ["completed"], "shire": ["completed"], "ministry": ["completed"]}) == ()


def test_the_chooser_begins_with_the_places_that_lie_in_no_other() -> None:
    found = places(Catalog({}, COUNTRY, {}, (), frozenset()), many=False)
    assert [one.id for one in found.listed] == ["bb", "aa", "cc"]
    assert found.above >= {"aa", "town", "bb"}
    assert places(Catalog({}, by_id(agency("m", "central")), {}, (), frozenset()), many=False).listed == ()


@pytest.mark.parametrize("code", ["11", "1100000", "011000", "11000a", "１１００００"])
def test_a_code_has_six_digits(code: str) -> None:
    with pytest.raises(ValidationError):
        agency("bb", "province", code=code)
