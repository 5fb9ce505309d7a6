"""The API's files say what their description says, and what the pages and the tables say."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import lxml.html
import pytest
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate

from generator.assess import METHODS, STATES
from generator.config import read_config
from generator.export import tables as tables_module
from generator.export.api import parts as parts_module
from generator.export.api.writer import ApiWriter
from generator.export.edition import ExportContext
from generator.export.formats import FORMATS
from generator.export.openapi import PATHS
from generator.model import Localized, Measurement, Report, group_of, short_hash
from generator.pipeline import render_files
from tests.roots import generator
from tests.written import write_root

from .conftest import AS_OF, export_in, export_of, exported, read

DESCRIPTIONS = ("api/v1/openapi.json", "api/v1/schemas/")  # files that describe others


def load(files: dict[str, bytes], path: str) -> Any:
    return json.loads(files[f"api/v1/{path}"])


def table(data: bytes) -> list[dict[str, str]]:
    """The rows of a table, without the apostrophes that keep cells what they are."""
    rows = csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    return [{name: cell.removeprefix("'") for name, cell in row.items()} for row in rows]


def kind_of(path: str) -> Any:
    """The description's entry for a file: the one with the fewest unknowns that fits."""
    fitting = [
        kind
        for kind in PATHS
        if re.fullmatch(re.sub(r"\\\{\w+\\\}", "[A-Za-z0-9-]+", re.escape(kind.path)), f"/{path}")
    ]
    return min(fitting, key=lambda kind: kind.path.count("{"))


def urls(value: Any) -> Iterator[str]:
    """Every address of this site anywhere in an answer."""
    if isinstance(value, dict):
        for item in value.values():
            yield from urls(item)
    elif isinstance(value, list):
        for item in value:
            yield from urls(item)
    elif isinstance(value, str) and value.startswith("https://digital-village.example/"):
        yield value


@pytest.mark.parametrize("record", ["edition", "rich", "bare", "sixty"])
def test_every_file_is_as_the_description_says(record: str, request: pytest.FixtureRequest) -> None:
    """Files are not validated when they are written: that they are right is held here, by description and model."""
    files = exported(record, request)
    description = load(files, "openapi.json")
    validate(description)
    held: Counter[str] = Counter()
    for path, data in files.items():
        if path.startswith(DESCRIPTIONS):
            continue
        kind = kind_of(path)
        if isinstance(kind.content, str):
            continue
        schema = {"$ref": f"#/components/schemas/{kind.content.__name__}", "components": description["components"]}
        told = json.loads(data)
        Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER).validate(told)
        answer = kind.content.model_validate_json(data)
        assert json.loads(answer.model_dump_json(by_alias=True, exclude_unset=True)) == told
        held[kind.name] += 1
    edition: ExportContext = request.getfixturevalue(record)
    assert held["getAgency"] == len(edition.catalog.agencies)
    assert held["getTask"] == sum(len(state.policy.tasks) for state in edition.states())


def test_the_description_is_strict_enough_to_refuse_what_is_wrong(files: dict[str, bytes]) -> None:
    components = load(files, "openapi.json")["components"]
    checker = Draft202012Validator({"$ref": "#/components/schemas/TaskAnswer", "components": components})
    good = load(files, "policies/digital-village-2023/tasks/1.json")
    assert not list(checker.iter_errors(good))
    changes: list[dict[str, Any]] = [{"title": "plain"}, {"number": "1"}, {"unknown": 1}, {"progress": {}}]
    for change in changes:
        assert list(checker.iter_errors(good | {"task": good["task"] | change})), change


def test_a_records_own_fields_are_published_under_their_names(
    rich: ExportContext, rich_files: dict[str, bytes]
) -> None:
    """What agencies say is complete: no field of a report or figure is left out."""
    submissions = rich.catalog.submissions
    assert len(submissions) == sum(len(state.submissions) for state in rich.states())
    for submission in submissions:
        if submission.policy in rich.catalog.policies:
            answer = load(rich_files, f"agencies/{submission.agency}.json")["agency"]
            (told,) = [item for item in answer["submissions"] if item["path"] == submission.path]
            for records, key, kind in (
                (submission.reports, "reports", Report),
                (submission.figures, "figures", Measurement),
            ):
                assert len(told[key]) == len(records)
                for record, said in zip(records, told[key], strict=True):
                    names = {name for name, field in kind.model_fields.items() if not field.exclude}
                    assert {name for name in names if getattr(record, name) is not None} <= said.keys()


def test_texts_are_there_in_every_script_with_the_state_of_their_translation(
    files: dict[str, bytes], bare_files: dict[str, bytes]
) -> None:
    title = load(files, "policies/digital-village-2023.json")["policy"]["areas"][0]["title"]
    assert title["zh"] == "夯实乡村数字化发展基础"
    assert title["zh-Hant"] == "夯實鄉村數字化發展基礎"
    assert title["en"].startswith("Consolidate")
    assert title["translation"] == {"zh": "original", "zh-Hant": "derived", "en": "current"}
    untranslated = load(bare_files, "policies/bare.json")["policy"]["title"]
    assert "en" not in untranslated
    assert untranslated["translation"]["en"] == "missing"


def test_what_agencies_say_stands_in_the_languages_that_it_was_written_in(rich: ExportContext) -> None:
    writer = ApiWriter(rich)
    hashed = {"en": short_hash("做了。")}
    both = Localized.model_validate({"zh": "做了。", "en": "Done.", "zh_hash": hashed})
    assert writer.said(both) == {"zh": "做了。", "en": "Done."}
    assert writer.said(both.model_copy(update={"zh": "没做。"})) == {"zh": "没做。", "en": "Done.", "stale": ["en"]}
    assert writer.said(Localized(zh="做了。")) == {"zh": "做了。"}


def test_a_report_is_told_without_what_its_submission_says(rich: ExportContext, rich_files: dict[str, bytes]) -> None:
    """In an agency's file; in a task's, where it stands alone, it says all that again."""
    seen = 0
    for agency in {submission.agency for state in rich.states() for submission in state.submissions}:
        for submission in load(rich_files, f"agencies/{agency}.json")["agency"]["submissions"]:
            alone = {"agency": agency} | {key: submission[key] for key in ("period", "submitted", "provenance", "path")}
            for report in submission["reports"]:
                assert not alone.keys() & report.keys()
                number = report["ref"].partition(".")[0]
                task = load(rich_files, f"policies/{submission['policy']}/tasks/{number}.json")["task"]
                assert report | alone in task["reports"]
                for key in ("summary", "reason"):
                    assert not report.get(key, {}).keys() & {"zh-Hant", "translation"}
                seen += 1
    assert seen > 5


def test_a_changed_original_makes_its_translation_stale(edition: ExportContext) -> None:
    (policy,) = edition.catalog.policies.values()
    changed = policy.name(policy.tasks[0]).model_copy(update={"zh": "改过的标题"})
    text = edition.text(changed)
    assert text["translation"] == {"zh": "original", "zh-Hant": "derived", "en": "stale"}
    assert text["en"]


def test_every_verdict_names_its_method_and_leads_to_lines_that_say_so(
    rich_root: Path, rich_files: dict[str, bytes]
) -> None:
    seen: Counter[str] = Counter()

    def walk(value: Any) -> None:
        if isinstance(value, list):
            for item in value:
                walk(item)
        elif isinstance(value, dict):
            if "arithmetic" in value:
                seen[value["method"]] += 1
                assert value["version"] == METHODS[value["method"]].version
                assert value["as_of"] == str(AS_OF)
                assert value["arithmetic"].keys() == {"zh", "zh-Hant", "en"}
                for source in value["inputs"]:
                    lines = (rich_root / source["path"]).read_text(encoding="utf-8").splitlines()
                    if value["method"] in {"A201", "A202"}:
                        assert source["says"] in lines[source["line"] - 1]
            for item in value.values():
                walk(item)

    for path, data in rich_files.items():
        if path.startswith("api/") and path.endswith(".json") and "openapi" not in path:
            walk(json.loads(data))
    assert {"A201", "A202", "A301"} <= seen.keys()


def test_duties_say_who_was_late(rich: ExportContext, rich_files: dict[str, bytes]) -> None:
    told = Counter(
        duty["verdict"]["value"]
        for agency in rich.catalog.agencies
        if f"api/v1/agencies/{agency}.json" in rich_files
        for duty in load(rich_files, f"agencies/{agency}.json")["agency"]["duties"]
    )
    assert told == Counter(duty.value for state in rich.states() for duty in state.duties)
    assert told == load(rich_files, "policies/digital-village-2023.json")["policy"]["duties"]
    assert {"on_time", "late", "overdue", "not_required"} <= told.keys()


def test_pages_api_and_tables_count_the_same(site: Path) -> None:
    """The built site, walked three ways."""
    answer = json.loads((site / "api/v1/policies/digital-village-2023.json").read_bytes())["policy"]
    totals = answer["totals"]
    rows = {name: table((site / f"api/v1/{name}.csv").read_bytes()) for name in tables_module.COLUMNS}
    folder = site / "digital-village-2023"
    ids = re.findall(r'id="(c-[0-9-]+)"', (folder / "text/index.html").read_text(encoding="utf-8"))
    targets = re.findall(r'id="t-([a-z0-9-]+)"', (folder / "targets/index.html").read_text(encoding="utf-8"))
    home = lxml.html.parse(str(site / "index.html"))
    printed = [text.replace(",", "") for text in home.xpath("//dl[contains(@class, 'facts')]/div/dd//text()")]
    assert {str(totals[name]) for name in ("areas", "tasks", "clauses", "targets")} <= set(printed)
    assert totals["areas"] == len(answer["areas"]) == len(list((folder / "areas").glob("*/index.html")))
    assert totals["areas"] == len({row["area"] for row in rows["clauses"]})
    assert totals["tasks"] == len(answer["tasks"]) == len(list((folder / "tasks").glob("*/index.html")))
    assert totals["tasks"] == len({row["task"] for row in rows["clauses"]})
    assert totals["clauses"] == len(set(ids)) == len(rows["clauses"])
    assert {f"c-{row['clause'].replace('.', '-')}" for row in rows["clauses"]} == set(ids)
    assert totals["targets"] == len(set(targets)) == len(rows["targets"])
    assert {row["target"] for row in rows["targets"]} == set(targets)
    assert totals["submissions"] == len(rows["submissions"])
    assert totals["reports"] == len(rows["reports"]) == sum(int(row["reports"]) for row in rows["submissions"])
    compiled = sum(row["provenance"] == "published" for row in rows["figures"])
    submitted = sum(int(row["figures"]) for row in rows["submissions"])
    assert totals["figures"] == len(rows["figures"]) == submitted + compiled
    assert totals["statements"] == len({row["statement"] for row in rows["statements"]})


def chips(element: lxml.html.HtmlElement) -> list[str]:
    """The verdicts that stand on a part of a page, in order."""
    return [
        name[3:]
        for name in " ".join(element.xpath(".//b[starts-with(@class, 'is-')]/@class")).split()
        if name[:3] == "is-"
    ]


@pytest.mark.parametrize("prefix", ["", "en/", "zh-Hant/"])
def test_pages_and_api_reach_the_same_conclusions(site: Path, prefix: str) -> None:
    api = site / "api/v1/policies/digital-village-2023"
    folder = site / prefix / "digital-village-2023"
    page = lxml.html.parse(str(folder / "targets/index.html"))
    targets = json.loads((api / "targets.json").read_bytes())["targets"]
    for target in targets:
        article = page.xpath(f"//article[@id='t-{target['id']}']")[0]
        assert chips(article)[0] == target["outcome"]["value"], target["id"]
    home = lxml.html.parse(str(site / prefix / "index.html")).xpath("//ul[contains(@class, 'glance')]")[0]
    assert chips(home) == [target["outcome"]["value"] for target in targets]
    for path in sorted(api.glob("tasks/*.json")):
        task = json.loads(path.read_bytes())["task"]
        shown = lxml.html.parse(str(folder / "tasks" / f"{int(path.stem):02d}" / "index.html"))
        whole = chips(shown.xpath("//section[contains(@class, 'standing')]")[0])
        for clause in task["clauses"]:
            item = shown.xpath(f"//li[@id='c-{clause['id'].replace('.', '-')}']")[0]
            said = chips(item) or whole  # where nobody has reported on any clause, that is said once
            assert said[0] == clause["progress"]["verdict"]["value"], clause["id"]
            assert chips(item) or whole == ["not_reported"], clause["id"]


@pytest.mark.parametrize("record", ["edition", "rich", "bare"])
def test_api_and_tables_reach_the_same_conclusions(record: str, request: pytest.FixtureRequest) -> None:
    edition: ExportContext = request.getfixturevalue(record)
    files = exported(record, request)
    rows = {name: table(files[f"api/v1/{name}.csv"]) for name in tables_module.COLUMNS}
    for state in edition.states():
        id_ = state.policy.id
        targets = load(files, f"policies/{id_}/targets.json")["targets"]
        brief = load(files, f"policies/{id_}.json")["policy"]
        outcomes = {target.id: state.outcomes[target.id].value for target in state.policy.targets}
        assert {target["id"]: target["outcome"]["value"] for target in targets} == outcomes
        assert {target["id"]: target["outcome"] for target in brief["targets"]} == outcomes
        assert {row["target"]: row["outcome"] for row in rows["targets"]} == outcomes
        shares = {target["id"]: target["outcome"].get("share") for target in targets}
        for row in rows["targets"]:
            share = shares[row["target"]]
            assert row["share"] == "" if share is None else float(row["share"]) == pytest.approx(share, abs=1e-6)
        tasks = [load(files, f"policies/{id_}/tasks/{task.number}.json")["task"] for task in state.policy.tasks]
        states = {clause["id"]: clause["progress"]["verdict"]["value"] for task in tasks for clause in task["clauses"]}
        assert {row["clause"]: row["state"] for row in rows["clauses"]} == states
        assert brief["progress"]["counts"] == {name: list(states.values()).count(name) for name in STATES}
        reports = Counter(
            (report["path"], report["ref"], report["status"]) for task in tasks for report in task["reports"]
        )
        listed = Counter((row["path"], row["ref"], row["status"]) for row in rows["reports"] if row["policy"] == id_)
        assert listed == reports
        assert sum(task["reports_total"] for task in tasks) == reports.total()
        submitted = [
            submission
            for agency in edition.catalog.agencies
            for submission in load(files, f"agencies/{agency}.json")["agency"]["submissions"]
            if submission["policy"] == id_
        ]
        told = Counter(
            (submission["path"], report["ref"], report["status"])
            for submission in submitted
            for report in submission["reports"]
        )
        assert told == listed
        assert {row["path"] for row in rows["submissions"]} == {submission["path"] for submission in submitted}
    if record == "rich":
        assert {"completed", "in_progress", "disputed", "not_reported"} <= set(states.values())


def test_every_address_in_the_api_is_on_the_site(site: Path) -> None:
    checked: set[str] = set()
    ids: dict[Path, set[str]] = {}
    for path in sorted((site / "api").rglob("*.json")):
        for url in urls(json.loads(path.read_bytes())):
            parts = urlsplit(url)
            target = site / unquote(parts.path).lstrip("/")
            target = target / "index.html" if target.is_dir() else target
            if path.name != "openapi.json":
                assert target.is_file(), f"{path}: {url}"
                checked.add(url)
            if parts.fragment:
                if target not in ids:
                    ids[target] = set(re.findall(r'\bid="([^"]+)"', target.read_text(encoding="utf-8")))
                assert parts.fragment in ids[target], f"{path}: {url}"
    assert len(checked) > 500


def test_samples_are_in_no_file(files: dict[str, bytes]) -> None:
    assert not [path for path in files if "sample" in path]
    assert not [path for path, data in files.items() if b"sample-" in data or "示例部".encode() in data]


def test_the_same_record_gives_the_same_bytes_in_any_order(
    rich_root: Path, rich_files: dict[str, bytes], tmp_path: Path
) -> None:
    catalog = read(rich_root)
    turned = replace(
        catalog,
        agencies=dict(reversed(catalog.agencies.items())),
        submissions=tuple(reversed(catalog.submissions)),
    )
    assert export_in(write_root(turned, tmp_path)) == rich_files


def test_what_is_too_large_is_split_and_nothing_is_lost(
    rich_root: Path, rich_files: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parts_module, "MAX_BYTES", 5_000)
    monkeypatch.setattr(tables_module, "MAX_BYTES", 1_000)
    files = export_of(read(rich_root))
    whole = load(rich_files, "policies/digital-village-2023/tasks/1.json")["task"]
    split = load(files, "policies/digital-village-2023/tasks/1.json")["task"]
    assert split["reports"] == []
    assert len(split["parts"]) > 1
    parts = [load(files, part["api"].partition("/api/v1/")[2])["reports"] for part in split["parts"]]
    assert [report for part in parts for report in part] == whole["reports"]
    assert [len(part) for part in parts] == [part["items"] for part in split["parts"]]
    assert split | {"reports": whole["reports"]} == whole | {"parts": split["parts"]}
    listed = table(files["api/v1/reports.csv"])
    rows = [row for part in listed for row in table(files[part["file"].partition(".example/")[2]])]
    together = table(rich_files["api/v1/reports.csv"])
    assert sorted(map(str, rows)) == sorted(map(str, together))
    for part in listed:  # a part holds one group's agencies, in the order of the whole table
        own = table(files[part["file"].partition(".example/")[2]])
        assert own == [row for row in together if row in own]
    counted = {path: table(files[path]) for path in files if path.startswith("api/v1/reports-")}
    assert {part["file"].partition(".example/")[2]: int(part["rows"]) for part in listed} == {
        path: len(found) for path, found in counted.items()
    }
    held: Counter[str] = Counter()
    for path, data in files.items():
        if path.endswith(".json") and not path.startswith(DESCRIPTIONS):
            kind = kind_of(path)
            if isinstance(kind.content, str):  # the description of the tables, which has a standard of its own
                assert kind.name == "getDataPackage"
                continue
            kind.content.model_validate_json(data)
            held[kind.name] += 1
    assert {"getTaskPart", "getAgencyPart"} <= held.keys()


def test_parts_are_filled_and_none_is_too_large(
    sixty: ExportContext,
    sixty_root: Path,
    sixty_files: dict[str, bytes],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    root = shutil.copytree(sixty_root, tmp_path / "root", symlinks=True)  # with what is kept of agencies
    monkeypatch.setattr(tables_module, "MAX_BYTES", 300_000)
    whole = sixty_files["api/v1/reports.csv"]
    parts = {path: data for path, data in export_in(root).items() if path.startswith("api/v1/reports-")}
    assert sum(len(table(data)) for data in parts.values()) == len(table(whole))
    assert all(len(data) <= 300_000 for data in parts.values())
    groups = {group_of(agency, sixty.catalog.agencies) for agency in sixty.catalog.agencies.values()}
    assert 1 < len(parts) <= len(whole) / 300_000 + len(groups)


@pytest.mark.parametrize("form", FORMATS)
def test_the_command_writes_the_files_of_the_site(form: str, site: Path, tmp_path: Path) -> None:
    done = generator("export", form, "-o", tmp_path, "--root", site.parent, "--as-of", str(AS_OF))
    assert done.returncode == 0, done.stderr
    written = sorted(path for path in tmp_path.rglob("*") if path.is_file())
    assert bool(written) is (form != "cards")  # which the settings of the tests leave out: see tests/test_cards.py
    for path in written:
        assert path.read_bytes() == (site / path.relative_to(tmp_path)).read_bytes()


OF_THE_SITE = ("404.html", "sitemap.xml", "robots.txt", ".nojekyll", "assets/", "submit/")  # for browsers and robots


def test_every_file_is_a_page_or_of_the_site_or_of_one_format(site: Path) -> None:
    """A format that is not registered can't be exported; one that no job writes is empty."""
    paths = [path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()]
    formats = {path: [name for name, owns in FORMATS.items() if owns(path)] for path in paths}
    files = {path for path in paths if not path.endswith("index.html") and not path.startswith(OF_THE_SITE)}
    assert {path for path in files if len(formats[path]) != 1} - {"en/404.html", "zh-Hant/404.html"} == set()
    assert {name for path in files for name in formats[path]} == set(FORMATS) - {"cards"}  # as above


def test_the_command_knows_every_format() -> None:
    refused = generator("export", "nothing", "-o", "nowhere")
    assert refused.returncode == 2
    offered = re.findall(r"'([a-z]+)'", refused.stderr.partition("is not one of")[2])
    assert offered == list(FORMATS)


def test_the_command_writes_nothing_where_the_data_have_errors(bare_root: Path, tmp_path: Path) -> None:
    config = read_config(bare_root)
    task = bare_root / "data/policies/bare/tasks/01.yml"
    good = task.read_text(encoding="utf-8")
    try:
        task.write_text("area: 9\n", encoding="utf-8")
        findings, files = render_files(config, AS_OF, FORMATS["csv"])
        assert files is None
        assert findings
        assert generator("export", "csv", "-o", tmp_path, "--root", bare_root).returncode == 1
    finally:
        task.write_text(good, encoding="utf-8")
    assert not list(tmp_path.rglob("*.csv"))


def test_a_site_with_next_to_nothing_has_all_its_files(bare_site: Path) -> None:
    index = json.loads((bare_site / "api/v1/index.json").read_bytes())
    assert [policy["id"] for policy in index["policies"]] == ["bare"]
    assert table((bare_site / "api/v1/reports.csv").read_bytes()) == []
    for path in ("feeds/bare.zh.atom", "calendar/bare.ics", "badges/bare/tasks/1.svg", "en/data/index.html"):
        assert (bare_site / path).stat().st_size > 0
