"""Lists stay short however many agencies there are, and leave nobody out."""

from __future__ import annotations

import datetime
import shutil
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.assess import assess
from generator.assess.selection import SHOWN
from generator.model import Agency, Catalog, Localized, Submission
from generator.website.pages import Page, plan
from generator.website.pages.agencies import ROWS, group_agencies
from generator.website.pages.matrix import ROWS as MATRIX_ROWS
from generator.website.pages.page import paginate
from tests.states import DATA, load


def agency(id_: str, kind: str, parent: str | None) -> Agency:
    return Agency.model_validate({"@agency": id_, "name": Localized(zh=id_), "kind": kind, "parent": parent})


@pytest.fixture(scope="module")
def crowd(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """The policy with 450 more counties, of which 300 have reported on task 1."""
    root = tmp_path_factory.mktemp("crowd")
    shutil.copytree(DATA / "data", root / "data")
    catalog = replace(load(root), locales={})
    counties = {f"k{number:03d}": agency(f"k{number:03d}", "county", "province-p") for number in range(450)}
    report = {"ref": "1", "status": "in_progress", "summary": Localized(zh="进行中")}
    reports = tuple(
        Submission.model_validate(
            {
                "@policy": "states",
                "@agency": id_,
                "@period": "2023-Q1",
                "submitted": "2023-04-01",
                "provenance": "agency",
                "reports": (report,),
            }
        )
        for id_ in list(counties)[:300]
    )
    return replace(catalog, agencies={**catalog.agencies, **counties}, submissions=(*catalog.submissions, *reports))


@pytest.fixture(scope="module")
def planned(crowd: Catalog) -> tuple[Page, ...]:
    return plan(crowd, assess(crowd, datetime.date(2023, 11, 15)), {})


def test_the_index_of_many_agencies_is_cut_into_groups_and_pages(crowd: Catalog, planned: Sequence[Page]) -> None:
    (index,) = (page for page in planned if page.kind == "agencies")
    assert not index.context["whole"]
    lists = [page for page in planned if page.kind == "agency-group"]
    assert all(len(page.context["listed"]) <= ROWS for page in lists)
    listed = [agency.id for page in lists for agency in page.context["listed"]]
    assert sorted(listed) == sorted(crowd.agencies)
    addresses = [page.address for page in lists]
    assert "agencies/by/province-p/" in addresses
    assert "agencies/by/province-p/3/" in addresses


def test_the_matrix_of_many_agencies_is_cut_into_groups_and_pages(planned: Sequence[Page]) -> None:
    index, *parts = (page for page in planned if page.kind == "matrix")
    assert index.address == "states/matrix/"
    assert index.context["rows"] == ()
    assert all(len(page.context["rows"]) <= MATRIX_ROWS for page in parts)
    rows = [row.agency.id for page in parts for row in page.context["rows"]]
    assert len(rows) == len(set(rows)) == 304  # 300 new ones, two ministries, two counties
    assert index.context["silent"] == 152  # 150 new ones, the province, the office
    counts = {group.id: states for group, states in index.context["groups"]}
    assert counts["province-p"]["in_progress"] == 301
    assert sum(states.total() for states in counts.values()) == sum(
        row.counts.total() for page in parts for row in page.context["rows"]
    )


def test_a_task_shows_the_highest_levels_and_counts_the_rest(planned: Sequence[Page]) -> None:
    (task,) = (page for page in planned if page.address == "states/tasks/01/")
    reports = task.context["reports"]
    shown = {entry.submission.agency for entry in reports.latest + reports.older}
    assert {"ministry-a", "ministry-b"} <= shown
    assert len(shown) == SHOWN
    assert reports.others == 302 - SHOWN


def test_a_full_task_counts_every_agency_by_place_and_leads_to_each(planned: Sequence[Page]) -> None:
    (task,) = (page for page in planned if page.address == "states/tasks/01/")
    places = task.context["places"]
    assert sum(sum(place.counts.values()) for place in places) == 302
    assert dict(next(place.counts for place in places if place.group.id == "province-p")) == {"in_progress": 300}
    addresses = {page.address for page in planned}
    assert {place.address for place in places} <= addresses  # no list ends in words that lead nowhere
    assert dict(task.context["state"].spread([task.context["task"]])) == {"completed": 1, "in_progress": 301}
    (other,) = (page for page in planned if page.address == "states/tasks/05/")
    assert (other.context["places"], other.context["state"].spread([other.context["task"]])) == ([], {})


def test_a_full_task_begins_with_three_numbers_and_shows_the_foremost_by_period(planned: Sequence[Page]) -> None:
    (task,) = (page for page in planned if page.address == "states/tasks/01/")
    crowd = task.context["crowd"]
    assert (crowd.states["completed"], crowd.states.total()) == (1, 302)
    assert crowd.owed == {"late": 1, "overdue": 3, "on_time": 2}
    assert crowd.evidence == {"none": 301, "relayed": 1}
    assert [period.name for period in crowd.periods] == ["2023-Q1", "2023-Q2", "2023-Q3"]
    assert [row.agency for row in crowd.rows[:2]] == ["ministry-a", "ministry-b"]
    assert (crowd.rows[0].cells, crowd.rows[0].now) == (("in_progress", "completed", "overdue"), "completed")
    assert len(crowd.rows) == SHOWN
    (other,) = (page for page in planned if page.address == "states/tasks/05/")
    assert other.context["crowd"] is None


def test_the_index_of_agencies_sums_up_each_group(crowd: Catalog, planned: Sequence[Page]) -> None:
    (index,) = (page for page in planned if page.kind == "agencies")
    sums = {group.id: (standing, silent) for group, standing, silent in index.context["sums"]}
    standing, silent = sums["province-p"]
    assert (standing.tasks["in_progress"], silent) == (301, 150)
    assert sum(len(group.agencies) for group, _, _ in index.context["sums"]) == sum(
        not agency.sample for agency in crowd.agencies.values()
    )
    assert sums["central"][0].duties["overdue"] == 4


def test_an_agencys_tasks_stand_in_the_quarters_that_it_reported_on(planned: Sequence[Page]) -> None:
    (page,) = (page for page in planned if page.address == "agencies/ministry-a/")
    (part,) = page.context["parts"]
    assert [period.name for period in part.periods] == ["2023-Q1", "2023-Q2", "2023-Q3"]
    assert [(row.task.number, row.cells, row.now) for row in part.rows] == [
        (1, ("in_progress", "completed", "overdue"), "completed"),
        (2, ("in_progress", "delayed", "overdue"), "delayed"),
    ]
    assert part.owed == {"on_time": 2, "late": 2, "overdue": 2}


def test_what_is_owed_on_every_task_is_named_as_a_whole_if_there_are_many(
    planned: Sequence[Page], monkeypatch: pytest.MonkeyPatch
) -> None:
    (page,) = (page for page in planned if page.address == "agencies/ministry-a/")
    (part,) = page.context["parts"]
    owed = [*part.open, *part.closed]
    both = [task for task in part.policy.tasks if task.number in {1, 2}]
    assert not any(one.covers(both) for one in owed)
    monkeypatch.setattr("generator.website.pages.agencies.NAMED", 1)
    assert [one.covers(both) for one in owed] == [len(one.duties) == 2 for one in owed]
    assert any(one.covers(both) for one in owed)
    assert not any(one.covers(part.policy.tasks) for one in owed)


def test_addresses_are_never_used_twice(planned: Sequence[Page]) -> None:
    addresses = [page.address for page in planned]
    assert len(addresses) == len(set(addresses))


@given(st.lists(st.integers(), max_size=50), st.integers(1, 12))
def test_pages_of_a_list_hold_all_of_it_in_order(items: list[int], size: int) -> None:
    cut = list(paginate(items, size, "x/"))
    assert [item for _, part in cut for item in part] == items
    assert all(len(part) <= size for _, part in cut)
    assert [leaf.number for leaf, _ in cut] == list(range(1, len(cut) + 1))
    assert len({leaf.address(leaf.number) for leaf, _ in cut}) == len(cut)


def test_groups_hold_every_agency_once_and_invented_ones_by_themselves() -> None:
    agencies = {
        "p": agency("p", "province", None),
        "c": agency("c", "county", "p"),
        "orphan": agency("orphan", "county", "nowhere"),
        "made-up": Agency.model_validate(
            {"@agency": "made-up", "name": Localized(zh="虚构"), "kind": "county", "sample": True, "parent": "p"}
        ),
    }
    groups = group_agencies(agencies.values(), agencies)
    assert [(group.id, [member.id for member in group.agencies]) for group in groups] == [
        ("province", ["p"]),
        ("county", ["orphan"]),
        ("p", ["c"]),
        ("sample", ["made-up"]),
    ]
    assert groups[-1].is_sample
