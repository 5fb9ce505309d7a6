"""The numbers on the pages, in the API and in the tables are the same numbers, where every state occurs."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter, defaultdict
from functools import cache
from pathlib import Path
from typing import Any

import lxml.html
import pytest

from generator.assess import STATES
from generator.assess.progress import whole_state
from tests.states import build_site, make_root, page

LOCALES = ("", "en/", "zh-Hant/")
FORMS = {"value", "at_least"}  # how the figures of this policy are stated


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_site(make_root(tmp_path_factory.mktemp("three") / "root"))


def answer(site: Path, path: str) -> Any:
    return json.loads((site / "api/v1" / path).read_bytes())


@cache
def rows(site: Path, name: str) -> list[dict[str, str]]:
    with (site / f"api/v1/{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return [{name: cell.removeprefix("'") for name, cell in row.items()} for row in csv.DictReader(file)]


def numbers(text: str) -> list[int]:
    return [int(number.replace(",", "")) for number in re.findall(r"\d[\d,]*", text)]


def tally(element: lxml.html.HtmlElement) -> dict[str, int]:
    """The counts of clauses by state that a part of a page prints first."""
    return {
        re.findall("is-([a-z_]+)", chip.get("class"))[0]: numbers(chip.text_content())[0]
        for chip in element.xpath('(.//*[@class="tally"])[1]/b[starts-with(@class, "is-")]')
    }


def counted(progress: dict[str, Any]) -> dict[str, int]:
    return {name: count for name, count in progress["counts"].items() if count}


@pytest.mark.parametrize("prefix", LOCALES)
def test_progress_is_the_same_number_everywhere(site: Path, prefix: str) -> None:
    policy = answer(site, "policies/states.json")["policy"]
    by_task: dict[str, Counter[str]] = defaultdict(Counter)
    for row in rows(site, "clauses"):
        by_task[row["task"]][row["state"]] += 1
    shown = tally(page(site, f"{prefix}states/tasks/01").xpath('//section[contains(@class, "standing")]')[0])
    assert set(shown) == {"completed", "disputed"}  # so that there is something to compare
    for number, states in by_task.items():
        progress = answer(site, f"policies/states/tasks/{number}.json")["task"]["progress"]
        assert counted(progress) == states
        standing = page(site, f"{prefix}states/tasks/{int(number):02d}").xpath(
            '//section[contains(@class, "standing")]'
        )[0]
        told = standing.xpath("string(.//*[@class='note'])")
        if progress["reported"]:
            assert tally(standing) == counted(progress)
            assert sorted(numbers(told)[:2]) == sorted([progress["total"], progress["reported"]])
            if "share" in progress:
                assert f"{round(100 * progress['share'])}%" in told
    whole = Counter(row["state"] for row in rows(site, "clauses"))
    assert counted(policy["progress"]) == whole
    assert tally(page(site, prefix).xpath('//section[@class="policy"]')[0]) == whole


@pytest.mark.parametrize("prefix", LOCALES)
def test_outcomes_are_the_same_number_everywhere(site: Path, prefix: str) -> None:
    document = page(site, f"{prefix}states/targets")
    given = defaultdict(set)
    for row in rows(site, "figures"):
        if row["value"]:
            given[row["target"]].add((row["agency"], row["as_of"], float(row["value"])))
    by_id = {row["target"]: row for row in rows(site, "targets")}
    told = 0
    for target in answer(site, "policies/states/targets.json")["targets"]:
        row, outcome = by_id[target["id"]], target["outcome"]
        article = document.xpath(f"//article[@id='t-{target['id']}']")[0]
        chip = article.xpath(".//details/summary/b[starts-with(@class, 'is-')]/@class")[0]
        assert f"is-{outcome['value']}" in chip.split()
        assert row["outcome"] == outcome["value"]
        if "target" in target:
            goal = target["target"]["value"]["value"]
            assert float(row["target_value"]) == goal
            assert goal in numbers(" ".join(article.xpath(".//*[@class='aim' or @class='finding']//text()")))
        if outcome.get("share") is not None:
            assert float(row["share"]) == pytest.approx(outcome["share"], abs=1e-6)
            assert f"{100 * outcome['share']:.1f}%" in article.text_content()
        latest, history = (
            {
                (one["agency"], one["as_of"], float(one[form]["value"]))
                for one in outcome[part]
                for form in FORMS & set(one)
            }
            for part in ("latest", "history")
        )
        assert latest <= history == given[target["id"]]
        drawn = {float(numbers(text)[0]) for text in article.xpath(".//figure//tbody/tr/td[2]/text()")[:-1]}
        baseline = {float(target["baseline"]["value"]["value"])} if "baseline" in target else set()
        if "target" in target:
            assert drawn >= {value for _, _, value in history} | baseline
            told += len(history)
        if row["value"]:
            assert float(row["value"]) in {value for _, _, value in latest}
    assert told >= 6


@pytest.mark.parametrize("prefix", LOCALES)
def test_what_agencies_did_is_the_same_number_everywhere(site: Path, prefix: str) -> None:
    policy = answer(site, "policies/states.json")["policy"]
    owed: Counter[str] = Counter()
    clauses_of: dict[str, set[str]] = defaultdict(set)
    for task in policy["tasks"]:
        for clause in answer(site, f"policies/states/tasks/{task['number']}.json")["task"]["clauses"]:
            for one in clause["progress"]["verdict"]["inputs"]:
                clauses_of[one["agency"]].add(clause["id"])
    for entry in answer(site, "index.json")["agencies"]:
        agency = answer(site, f"agencies/{entry['id']}.json")["agency"]
        document = page(site, f"{prefix}agencies/{entry['id']}")
        refs = Counter(
            (row["ref"], row["status"], row["evidence_level"])
            for row in rows(site, "reports")
            if row["agency"] == entry["id"]
        )
        said = [report for submission in agency["submissions"] for report in submission["reports"]]
        assert Counter((one["ref"], one["status"], one["evidence_level"]) for one in said) == refs
        values = Counter(
            (row["target"], row["evidence_level"]) for row in rows(site, "figures") if row["agency"] == entry["id"]
        )
        figures = [figure for submission in agency["submissions"] for figure in submission["figures"]]
        assert Counter((one["target"], one["evidence_level"]) for one in figures) == values
        shown = document.xpath("//li[starts-with(@id, 'report-') or contains(@id, '-r-')]")
        levels = document.xpath(
            "//*[@class='changes']//*[@class='evidence']/descendant::b[starts-with(@class, 'is-')][1]/@class"
        )
        bare = document.xpath("//*[@class='changes']/li[not(.//*[@class='evidence'])]")  # the page says what that means
        assert len(bare) == [one["evidence_level"] for one in said].count("none")
        assert Counter(level.split("is-")[1] for level in levels) + Counter({"none": len(bare)}) == Counter(
            one["evidence_level"] for one in said + figures
        )
        assert len(shown) in {0, len(said)}
        coverage = document.xpath("string((//dl[@class='table'])[1]/div[2]/dd)")
        covered = clauses_of[entry["id"]]
        if covered:
            assert {len(covered), len({id_.split(".")[0] for id_ in covered})} <= set(numbers(coverage))
        duties: Counter[str] = Counter()
        for item in document.xpath("//*[@class='duties']/li"):  # alike ones stand together
            (chip,) = item.xpath("details/summary/b[starts-with(@class, 'is-')]/@class")
            duties[chip.split("is-")[1]] += len(item.xpath("span/a[contains(@href, '/tasks/')]"))
        told = Counter(duty["verdict"]["value"] for duty in agency["duties"])
        assert duties == told
        owed += told
    assert owed == policy["duties"]
    assert set(owed) >= {"late", "on_time", "overdue", "not_yet_due", "not_required"}


@pytest.mark.parametrize("prefix", LOCALES)
def test_the_matrix_shows_what_the_agencies_files_say(site: Path, prefix: str) -> None:
    document = page(site, f"{prefix}states/matrix")
    latest: dict[str, dict[str, str]] = defaultdict(dict)
    clauses: dict[str, list[str]] = {}
    for task in answer(site, "policies/states.json")["policy"]["tasks"]:
        number = str(task["number"])
        listed = answer(site, f"policies/states/tasks/{number}.json")["task"]["clauses"]
        clauses[number] = [clause["id"] for clause in listed]
    for entry in answer(site, "index.json")["agencies"]:  # also those that do not speak for the whole
        agency = answer(site, f"agencies/{entry['id']}.json")["agency"]
        for submission in sorted(agency["submissions"], key=lambda one: one["period"]):
            for report in sorted(submission["reports"], key=lambda one: "." in one["ref"]):
                latest[entry["id"]] |= dict.fromkeys(clauses.get(report["ref"], [report["ref"]]), report["status"])
    compared = 0
    for row in document.xpath("(//table)[1]/tbody/tr"):
        agency = row.xpath("./th//a/@href")[0].rstrip("/").split("/")[-1]
        cells = row.xpath("./td[not(@class) or not(contains('duty done sum', @class))]")
        for (number, ids), cell in zip(clauses.items(), cells, strict=True):
            said = {latest[agency].get(id_, "not_reported") for id_ in ids}
            has = {name.removeprefix("is-") for name in (cell.get("class") or "").split() if name.startswith("is-")}
            assert has <= set(STATES)
            shown = has - {"not_reported"}  # an empty square is owed, a missing one is not
            assert shown == ({whole_state(said)} if said != {"not_reported"} else set()), (agency, number)
            compared += bool(shown)
    assert compared > 5
