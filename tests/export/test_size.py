"""However many agencies report, files stay small, and each agency's can be made by itself."""

from __future__ import annotations

import csv
import datetime
import io
import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

import pytest

from generator.assess import Assessment, open_updates
from generator.assess.selection import SHOWN, select_reports
from generator.export.api.shapes import MAX_INPUTS, MAX_LISTED
from generator.export.api.writer import ApiWriter
from generator.export.edition import ExportContext
from generator.export.feeds import PolicyFeeds, agency_feeds, corrections_feeds
from generator.export.formats import one_agency
from generator.export.tables import agency_pieces, policy_pieces
from generator.model import Agency, Assignment, Catalog, Localized, Measurement, Submission
from tests.roots import REPO

from .conftest import edition_of, export_of, exported, read, telling

POLICY = "digital-village-2023"


def only(catalog: Catalog, agencies: Iterable[str]) -> Catalog:
    """The same record with nothing in it but what some agencies submitted and owe."""
    kept = frozenset(agencies)
    return replace(
        catalog,
        policies={
            id_: replace(
                policy,
                assignments=tuple(item for item in policy.assignments if item.agency in kept),
                assigned=tuple(item for item in policy.assigned if item.agency in kept),
            )
            for id_, policy in catalog.policies.items()
        },
        submissions=tuple(item for item in catalog.submissions if item.agency in kept),
    )


@pytest.fixture(scope="module")
def thirty_files(sixty: ExportContext) -> dict[str, bytes]:
    reporting = list(dict.fromkeys(item.agency for item in sixty.catalog.submissions))
    first = [*[id_ for id_ in reporting if id_.startswith("province-")], *reporting][:30]
    return export_of(only(sixty.catalog, first))


def test_an_agencys_file_has_little_beside_its_reports(sixty: ExportContext, sixty_files: dict[str, bytes]) -> None:
    (state,) = sixty.states()
    for agency in state.agencies.values():
        reports = sum(len(filing.reports) for filing in agency.filings)
        data = sixty_files[f"api/v1/agencies/{agency.agency}.json"]
        assert reports >= 26
        room = 4_000 + 450 * reports + 850 * len(agency.duties)  # a duty tells its span, its start and its cover
        assert len(data) <= room, agency.agency
        assert len(data) <= 60_000 + 800 * len(agency.duties)
    assert len(state.agencies) == 60


def test_files_of_a_policy_do_not_grow_with_the_agencies(
    thirty_files: dict[str, bytes], sixty_files: dict[str, bytes]
) -> None:
    checked = 0
    for path, data in sixty_files.items():
        if path.startswith("api/v1/policies/"):
            # more agencies bring more states, which the arithmetic of a clause counts by name
            assert abs(len(data) - len(thirty_files[path])) <= 0.02 * len(data), path
            checked += 1
    assert checked == 28  # the policy, its targets, its tasks


def test_a_tasks_file_gives_the_reports_of_its_page_and_counts_the_rest(
    sixty: ExportContext, sixty_files: dict[str, bytes]
) -> None:
    (state,) = sixty.states()
    rows = Counter(row["task"] for row in csv.DictReader(io.StringIO(sixty_files["api/v1/reports.csv"].decode())))
    for task in state.policy.tasks:
        told = json.loads(sixty_files[f"api/v1/policies/{POLICY}/tasks/{task.number}.json"])["task"]
        chosen = select_reports(state, task, sixty.tell)
        shown = {(entry.submission.path, entry.report.ref) for entry in chosen.latest + chosen.older}
        assert {(report["path"], report["ref"]) for report in told["reports"]} == shown
        assert len({report["agency"] for report in told["reports"]}) == SHOWN
        assert told["links"]["agencies"].keys() == {report["agency"] for report in told["reports"]}
        assert told["agencies_total"] == 60
        assert told["reports_total"] == rows[str(task.number)] > len(told["reports"])
        for verdict in (told["progress"]["verdict"], *(clause["progress"]["verdict"] for clause in told["clauses"])):
            assert len(verdict["inputs"]) == min(MAX_INPUTS, verdict["inputs_total"])
            assert {source["agency"].partition("-")[0] for source in verdict["inputs"]} == {"province"}


def crowded(catalog: Catalog, count: int) -> Catalog:
    """The record with many more agencies, each of which states the same figures and owes the same report."""
    (policy,) = catalog.policies.values()
    figure = Measurement.model_validate(
        {
            "target": "rural-broadband-users",
            "value": "1.8亿",
            "as_of": datetime.date(2023, 6, 30),
            "evidence": (
                {
                    "title": Localized(zh="示例公告"),
                    "publisher": Localized(zh="示例"),
                    "url": "https://www.example.org/5g",
                    "published": datetime.date(2023, 7, 1),
                },
            ),
        }
    )
    model = catalog.submissions[0].model_copy(update={"figures": (figure,)})
    (first, *_) = policy.assignments
    names = [f"k{number:03d}" for number in range(count)]
    agencies = {
        name: Agency.model_validate({"@agency": name, "name": Localized(zh=name), "kind": "central"}) for name in names
    }

    def stated(name: str) -> Submission:
        return model.model_copy(update={"agency": name})

    def owed(name: str) -> Assignment:
        return first.model_copy(update={"agency": name})

    owing = (*policy.assignments, *map(owed, names))
    return replace(
        catalog,
        agencies={**catalog.agencies, **agencies},
        policies={policy.id: replace(policy, assignments=owing, assigned=owing)},
        submissions=(*catalog.submissions, *map(stated, names)),
    )


def test_figures_and_assignments_are_bounded_and_counted() -> None:
    record = telling(read(REPO))
    files = {count: export_of(crowded(record, count)) for count in (110, 220)}
    told = {count: json.loads(data[f"api/v1/policies/{POLICY}/targets.json"]) for count, data in files.items()}
    grown = 0
    for fewer, more in zip(told[110]["targets"], told[220]["targets"], strict=True):
        few, many_ = fewer["outcome"], more["outcome"]
        for key in ("latest", "history"):
            assert len(many_[key]) == min(MAX_LISTED, many_[f"{key}_total"])
        if many_["history_total"] > MAX_LISTED:
            assert many_["history_total"] == few["history_total"] + 110
            assert [figure["as_of"] for figure in many_["history"]] == sorted(f["as_of"] for f in many_["history"])
            grown += 1
        if target := more.get("target"):  # what it is held against is never cut off
            assert str(target["value"]["value"]) in many_["verdict"]["inputs"][-1]["says"].replace(",", "")
        assert len(many_["verdict"]["inputs"]) <= MAX_INPUTS
        assert len(many_["based_on"]) == min(MAX_LISTED, many_["latest_total"])
    assert grown
    for path in (f"api/v1/policies/{POLICY}.json", f"api/v1/policies/{POLICY}/targets.json"):
        assert abs(len(files[110][path]) - len(files[220][path])) < 300, path
    policy = json.loads(files[220][f"api/v1/policies/{POLICY}.json"])["policy"]
    assert len(policy["assignments"]) == MAX_LISTED
    assert policy["assignments_total"] == 224
    agency = json.loads(files[220]["api/v1/agencies/k219.json"])["agency"]
    (assignment,) = agency["assignments"]
    assert (assignment["policy"], assignment["agency"], assignment["ref"]) == (POLICY, "k219", "1")
    assert assignment["basis"]
    assert agency["duties"]


@pytest.mark.parametrize("record", ["rich", "sixty"])
def test_an_agencys_files_can_be_made_from_its_own_submissions(record: str, request: pytest.FixtureRequest) -> None:
    whole: ExportContext = request.getfixturevalue(record)
    expected = exported(record, request)
    lines: dict[str, list[bytes]] = {}
    reporting = {item.agency for item in whole.catalog.submissions}
    for id_ in [*sorted(reporting)[:8], "cac"]:
        agency = whole.catalog.agencies[id_]
        alone = edition_of(REPO, only(whole.catalog, [id_]))
        alone = replace(alone, catalog=replace(alone.catalog, agencies={id_: agency}))
        summaries = alone.state.sums(id_)
        told = open_updates(summaries, alone.tell)
        empty = replace(alone, state=Assessment(alone.state.as_of, {}, {}))  # nothing but what is the agency's is read
        made = one_agency(empty, ApiWriter(empty), agency, summaries, told)
        assert len(made) == 1 + len(whole.locales)
        assert {path: expected[path] for path in made} == made
        for name, pieces in agency_pieces(alone, told).items():
            lines.setdefault(name, []).extend(piece.lines for piece in pieces)
    assert lines["submissions"]
    assert lines["reports"]
    for name, found in lines.items():
        table = expected[f"api/v1/{name}.csv"]
        assert all(data in table for data in found), name


def test_a_table_is_the_lines_of_its_submissions(rich: ExportContext, rich_files: dict[str, bytes]) -> None:
    told = {id_: open_updates(rich.state.sums(id_), rich.tell) for id_ in rich.catalog.agencies}
    for name in ("submissions", "reports", "figures"):
        pieces = [piece for own in told.values() for piece in agency_pieces(rich, own)[name]]
        for state in rich.states():  # figures that this site compiled
            pieces += policy_pieces(rich, state).get(name, [])
        made = [piece.lines for piece in sorted(pieces)]
        header, _, body = rich_files[f"api/v1/{name}.csv"].partition(b"\r\n")
        assert header.startswith(b"\xef\xbb\xbf")
        assert body == b"".join(made)


def test_feeds_are_those_of_policies_of_agencies_and_of_corrections(
    rich: ExportContext, rich_files: dict[str, bytes]
) -> None:
    apart = corrections_feeds(rich)  # of the whole site
    for state in rich.states():
        of_policy = PolicyFeeds(rich, state)
        for made in (of_policy.whole(), *map(of_policy.task, state.policy.tasks)):
            assert not made.keys() & apart.keys()
            apart |= made
    for agency in rich.catalog.agencies.values():
        own = agency_feeds(rich, agency, open_updates(rich.state.sums(agency.id), rich.tell))
        assert not own.keys() & apart.keys()
        apart |= own
    assert apart == {path: data for path, data in rich_files.items() if path.startswith("feeds/")}
