"""Situations as data: who reports what, and what every page, file and table then says of it.

Each file in `tests/situations/` holds rows. A row has `name`, `as_of` and what differs from a policy of two tasks
(clauses 1.1, 1.2 and 2.1) that the central `ministry` issued for 2023:

- `agencies`: level by id, or a mapping of fields; `groups`, `assignments`, `targets` (by id), `tasks` (by number),
  `policy`: as in data
- `submissions`: by `agency/period`: `on`, the day; `reports`, state or fields by task or clause; `figures`; any field
- `published`: figures of the public record
- `says`: the state of `policy`, `task 1`, `clause 1.1`, of `deadline 1`, of `target ID`, of `agency ID` (by task), or a
  mapping with more of it: for clauses and tasks `local`, `awaited`, `groups`; for targets `share`, `based_on`, `local`,
  `steps`; `evidence ID`, the level of its last reports' sources; and `duties`, by agency, period and reference (`none`:
  nothing is owed)
- `shows`, `hides`: words that English pages (home, overview, `task 1`, targets, `agency ID`) hold or lack
- `finds`: codes of the errors that a check reports; without it there must be none
- `warns`: codes of all warnings about sources and copied summaries

A state is looked for wherever it is shown: on the home page, the overview, the task's page, the targets' page and the
agency's page, in the API and in the tables. What a row leaves out is not looked at.
"""

from __future__ import annotations

import atexit
import csv
import datetime
import functools
import io
import json
import re
import shutil
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import lxml.html
import pytest
import yaml

from generator.assess import STATES, Assessment, PolicyState, Progress, assess, update_opener
from generator.config import Config
from generator.export.edition import ExportContext
from generator.export.formats import OnePolicy, whole_record
from generator.export.tables import whole_files
from generator.findings import Severity, as_text
from generator.load import read_catalog
from generator.model import Catalog
from generator.rules import check_catalog
from generator.website.locales import Locale, open_locales
from generator.website.pages import plan
from generator.website.render import Renderer
from tests.roots import REPO

FILES = sorted((REPO / "tests" / "situations").glob("*.yml"))
SOURCE = {"title": {"zh": "公报"}, "publisher": {"zh": "某社"}}
EVIDENCE = [{**SOURCE, "published": "2023-03-01", "url": "https://news.example.org/a"}]
TARGET = {"goal": "g1", "quote": ["指标"], "unit": {"zh": "个"}, "tasks": [1]}


class Plain(yaml.SafeDumper):
    """Writes what is shared in full, as data files must."""

    def ignore_aliases(self, _data: object) -> bool:
        return True


def rows() -> Iterator[Any]:
    for file in FILES:
        for row in yaml.load(file.read_text(encoding="utf-8"), yaml.BaseLoader):  # noqa: S506 - it makes texts only
            yield pytest.param(row, id=f"{file.stem}: {row['name']}")


@functools.cache
def config() -> Config:
    """Settings with a folder that all rows share, so that templates are compiled once."""
    folder = Path(mkdtemp(prefix="situations-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return Config(folder, "https://record.example.org/", ("en", "zh"), {}, False, "")


@functools.cache
def locales() -> dict[str, Locale]:
    return open_locales(read_catalog(REPO)[0], ("zh", "en"))


def write(row: Mapping[str, Any], root: Path) -> None:
    """Write the data of a row below a root."""
    files: dict[str, Any] = {
        "policies/plan/policy.yml": {
            "title": {"zh": "办法"},
            "issued": "2023-01-01",
            "issuers": ["ministry"],
            "period": {"from": "2023-01-01", "to": "2023-12-31"},
            "source": SOURCE,
            "goals": [{"id": "g1", "text": {"zh": "指标。"}}],
            "areas": [{"number": 1, "title": {"zh": "总则"}}],
            **row.get("policy", {}),
        },
        "policies/plan/tasks/01.yml": task("1.1", "1.2") | row.get("tasks", {}).get("1", {}),
        "policies/plan/tasks/02.yml": task("2.1") | row.get("tasks", {}).get("2", {}),
        "policies/plan/targets.yml": [
            {**TARGET, "id": id_, "title": {"zh": f"指标{id_}"}, **fields}
            for id_, fields in row.get("targets", {}).items()
        ],
        "policies/plan/assignments.yml": [{"basis": SOURCE, **item} for item in row.get("assignments", [])],
    }
    agencies = {"ministry": "central", **row.get("agencies", {})}
    for id_, fields in agencies.items():
        given = {"kind": fields} if isinstance(fields, str) else fields
        files[f"agencies/{id_}.yml"] = {"name": {"zh": f"{id_}机关"}, **given}
    for id_, fields in row.get("groups", {}).items():
        files[f"groups/{id_}.yml"] = {"name": {"zh": id_}, **fields}
    if "published" in row:
        figures = [{"evidence": EVIDENCE, **figure} for figure in row["published"]]
        files["public-record/plan/2023.yml"] = {"figures": figures}
    for name, said in row.get("submissions", {}).items():
        files[f"submissions/plan/{name}.yml"] = submission(said)
    for name, content in files.items():
        if content:
            path = root / "data" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(yaml.dump(content, Dumper=Plain, allow_unicode=True, sort_keys=False), encoding="utf-8")


def task(*clauses: str) -> dict[str, Any]:
    return {
        "area": 1,
        "title": {"zh": "任务"},
        "clauses": [{"id": id_, "text": {"zh": f"{id_}句。"}} for id_ in clauses],
    }


def submission(said: Mapping[str, Any]) -> dict[str, Any]:
    more = {key: value for key, value in said.items() if key not in {"on", "reports", "figures"}}
    made: dict[str, Any] = {"submitted": said["on"], "provenance": "agency", **more}
    if "reports" in said:
        made["reports"] = [report(ref, given) for ref, given in said["reports"].items()]
    if "figures" in said:
        made["figures"] = [{"evidence": EVIDENCE, **figure} for figure in said["figures"]]
    return made


def report(ref: str, given: str | Mapping[str, Any]) -> dict[str, Any]:
    fields: dict[str, Any] = {"status": given} if isinstance(given, str) else dict(given)
    if fields["status"] in {"delayed", "suspended", "cancelled"}:
        fields = {"reason": {"zh": "有原因。"}, **fields}
    if fields["status"] == "withheld":
        fields = {"ground": {"zh": "有依据。"}, **fields}
    made: dict[str, Any] = {"ref": ref, "summary": {"zh": "做了事。"}, "evidence": EVIDENCE, **fields}
    return {name: value for name, value in made.items() if value != ""}


class Said:
    """Everything that is said of a situation: pages by address, files by path, and the states themselves."""

    def __init__(self, catalog: Catalog, state: Assessment) -> None:
        self.state: PolicyState = state.policies["plan"]
        renderer = Renderer(catalog, locales()["en"], locales(), config())
        wanted = {"home", "overview", "task", "targets", "agency"}
        self.pages = {
            page.address: lxml.html.fragment_fromstring(renderer.render(page).body, create_parent=True)
            for page in plan(catalog, state, {})
            if page.kind in wanted
        }
        export = ExportContext(catalog, state, locales(), config(), update_opener(catalog))
        policy = OnePolicy(export, self.state)
        files = policy.targets() | whole_record(export, {})
        for one in self.state.policy.tasks:
            files |= policy.task(one)
        self.files = {path: json.loads(data) for path, data in files.items() if path.endswith(".json")}
        tables = whole_files(export, (), frozenset(), ())
        self.tables = {path: [*csv.DictReader(io.StringIO(data.decode("utf-8-sig")))] for path, data in tables.items()}

    def text(self, where: str) -> str:
        return re.sub(r"\s+", " ", self.page(where).text_content())

    def page(self, where: str) -> Any:
        kind, _, which = where.partition(" ")
        address = {
            "home": "",
            "overview": "plan/",
            "task": f"plan/tasks/{which.zfill(2)}/",
            "targets": "plan/targets/",
            "agency": f"agencies/{which}/",
        }[kind]
        return self.pages[address]

    def chips(self, where: str, xpath: str) -> list[str]:
        """The states that a part of a page shows, by the classes of its chips."""
        found = self.page(where).xpath(f"{xpath}//b[starts-with(@class, 'is-')]/@class")
        return [re.sub(r".*\bis-(\w+).*", r"\1", name) for name in found]


def check_policy(said: Said, wanted: str) -> None:
    assert said.state.progress.state == wanted
    assert said.files["api/v1/index.json"]["policies"][0]["state"] == wanted
    assert said.files["api/v1/policies/plan.json"]["policy"]["progress"]["verdict"]["value"] == wanted
    for where in ("home", "overview"):
        shown = said.chips(where, "//details[contains(@class, 'why')]/summary")
        assert wanted in shown, (where, shown)


def check_task(said: Said, number: str, wanted: Any) -> None:
    expected = {"state": wanted} if isinstance(wanted, str) else wanted
    progress = said.state.tasks[int(number)]
    api = said.files[f"api/v1/policies/plan/tasks/{number}.json"]["task"]["progress"]
    compare(progress, api, expected)
    shown = said.chips(f"task {number}", "//section[@class='standing']/details/summary")
    assert shown == [expected.get("state", progress.state)]


def check_clause(said: Said, id_: str, wanted: Any) -> None:
    expected: Mapping[str, Any] = {"state": wanted} if isinstance(wanted, str) else wanted
    number = id_.partition(".")[0]
    progress = said.state.clauses[id_]
    (api,) = (
        clause["progress"]
        for clause in said.files[f"api/v1/policies/plan/tasks/{number}.json"]["task"]["clauses"]
        if clause["id"] == id_
    )
    compare(progress, api, expected)
    (row,) = (row for row in said.tables["api/v1/clauses.csv"] if row["url"].endswith(f"#c-{id_.replace('.', '-')}"))
    assert row["state"] == progress.state
    counted = {state: int(n) for state, n in expected.get("local", {}).items()}
    assert {state: int(row[f"local_{state}"] or 0) for state in counted} == counted
    shown = said.chips(f"task {number}", f"//*[@id='c-{id_.replace('.', '-')}']//summary")
    assert shown in ([progress.state], [])
    if shown == []:
        assert progress.state == "not_reported"
    for name in expected.get("awaited", []):
        assert f"{name}机关" in said.text(f"task {number}").partition("Still to report")[2]


def compare(progress: Any, api: Any, expected: Mapping[str, Any]) -> None:
    if "state" in expected:
        assert progress.state == api["verdict"]["value"] == expected["state"]
    if "local" in expected:
        counted = {state: int(n) for state, n in expected["local"].items()}
        assert {**progress.local} == api["local"] == counted
    if "awaited" in expected:
        assert [*progress.awaited] == api.get("awaited", []) == expected["awaited"]
    for group, counts in expected.get("groups", {}).items():
        (tally,) = (one for one in api["groups"] if one["group"] == group)
        assert tally["counts"] == {state: int(n) for state, n in counts.items()}


def check_target(said: Said, id_: str, wanted: Any) -> None:
    expected = {"value": wanted} if isinstance(wanted, str) else wanted
    outcome = said.state.outcomes[id_]
    (api,) = (one["outcome"] for one in said.files["api/v1/policies/plan/targets.json"]["targets"] if one["id"] == id_)
    (row,) = (row for row in said.tables["api/v1/targets.csv"] if row["target"] == id_)
    assert outcome.value == api["value"] == row["outcome"] == expected.get("value", outcome.value)
    assert said.chips("targets", f"//*[@id='t-{id_}']/details/summary") == [outcome.value]
    assert outcome.value in said.chips("home", "//*[@class='glance']")
    assert outcome.value in said.chips("task 1", "//*[@class='numbers']//summary")
    if "share" in expected:
        shares = [round(float(end), 3) if end is not None else None for end in outcome.shares or ()]
        asked = expected["share"] if isinstance(expected["share"], list) else [expected["share"]] * 2
        assert shares == [None if end in {"", "null"} else float(end) for end in asked if end != "none"]
        assert (api.get("share") is None) == (not shares)
    if "based_on" in expected:
        assert outcome.based_on == api["based_on"] == row["based_on"].split() == expected["based_on"]
    if "local" in expected:
        assert sorted(one["agency"] for one in api["local"]) == sorted(expected["local"])
        assert int(row["local"]) == len(expected["local"])
    if "steps" in expected:
        assert [step["value"] for step in api["steps"]] == expected["steps"]


def check_deadline(said: Said, number: str, wanted: str) -> None:
    assert said.state.deadlines[int(number)].value == wanted
    task = said.files[f"api/v1/policies/plan/tasks/{number}.json"]["task"]
    assert task["deadline_verdict"]["value"] == wanted
    rows = [row for row in said.tables["api/v1/clauses.csv"] if row["task"] == number]
    assert {(row["deadline"], row["deadline_state"]) for row in rows} == {(task["deadline"], wanted)}
    assert said.chips(f"task {number}", "//header/details/summary") == [wanted]


def check_agency(said: Said, id_: str, wanted: Mapping[str, str]) -> None:
    assert {str(number): state for number, state in said.state.agencies[id_].tasks.items()} == wanted
    shown = said.page(f"agency {id_}").xpath("//table[@class='grid']//tr/td[last()]/i/@class")
    assert [name.removeprefix("is-") for name in shown] == [*wanted.values()]


def check_evidence(said: Said, agency: str, wanted: Mapping[str, str]) -> None:
    newest = said.state.agencies[agency].filings[0]
    assert {report.ref: report.evidence for report in newest.reports} == wanted
    for ref, level in wanted.items():
        number = ref.partition(".")[0]
        reports = said.files[f"api/v1/policies/plan/tasks/{number}.json"]["task"]["reports"]
        found = [one["evidence_level"] for one in reports if (one["ref"], one["period"]) == (ref, newest.period_name)]
        assert found == [level]
        anchor = f"r-{agency}-{newest.period_name}-{ref}".replace(".", "-")
        assert level in said.chips(f"task {number}", f"//article[@id='{anchor}']"), anchor


def check_duties(said: Said, _which: str, wanted: Mapping[str, str]) -> None:
    found = {f"{duty.agency} {duty.period_name} {duty.ref}": duty.value for duty in said.state.duties}
    assert {name: found.get(name, "none") for name in wanted} == wanted


def check_findings(said: Said) -> None:
    """The one sentence on top of each page counts what the page below it shows."""
    en = locales()["en"]

    def told(where: str) -> list[str]:
        return [re.sub(r"\s+", " ", one.text_content()) for one in said.page(where).xpath("//*[@class='finding']")]

    def phrase(key: str, n: int) -> str:
        return en.t(key, n=n)

    def groups(one: str, key: str, shown: Mapping[str, int]) -> None:
        named = {name: n for name, n in shown.items() if phrase(f"{key}.{name}", n) in one}
        if left := {*shown} - {*named}:
            assert len(shown) > 4, (one, left)
            assert phrase(f"{key}.others", sum(shown[name] for name in left)) in one, one

    def counts(one: str, progress: Progress, outcomes: list[str], overdue: set[str]) -> None:
        groups(one, "finding.outcome", Counter(outcomes))
        assert ("were met" in one or "was met" in one) == bool({*outcomes} - {"qualitative"}), one
        whole = "finding.reported_whole" if progress.locals else "finding.reported"
        assert (phrase(whole, progress.reported) in one) == bool(progress.total), one
        assert (phrase("finding.not_in_force", 0) in one.lower()) == (not progress.total), one
        states = {name: progress.count(name) for name in STATES if name != "not_reported"}
        groups(one, "tally", {name: n for name, n in states.items() if n})
        assert (phrase("finding.local", progress.locals) in one) == bool(progress.locals), one
        assert (phrase("finding.overdue", len(overdue)) in one) == bool(overdue), one

    state = said.state
    late = [duty for duty in state.duties if duty.value == "overdue"]
    outcomes = [outcome.value for outcome in state.outcomes.values()]
    for where in ("home", "overview"):
        (one,) = told(where)
        counts(one, state.progress, outcomes, {duty.agency for duty in late})
    for task in state.policy.tasks:
        (one,) = told(f"task {task.number}")
        related = [state.outcomes[target.id].value for target in state.policy.targets if task.number in target.tasks]
        counts(one, state.tasks[task.number], related, {duty.agency for duty in late if duty.task == task.number})
    if state.policy.targets:
        assert len(told("targets")) == 1 + len(outcomes)
    for id_, agency in state.agencies.items():
        (one,) = told(f"agency {id_}")
        for value in {*agency.tasks.values()}:
            assert f"{en.t(f'state.{value}')}: {[*agency.tasks.values()].count(value)}" in one, one
        assert ("eported on no task" in one) == (not agency.tasks), one
        owed = [duty.value for duty in agency.duties if duty.value != "not_required"]
        assert ("required (" in one) == bool(owed), one


CHECKS: Mapping[str, Callable[[Said, str, Any], None]] = {
    "policy": lambda said, _which, wanted: check_policy(said, wanted),
    "task": check_task,
    "clause": check_clause,
    "deadline": check_deadline,
    "target": check_target,
    "agency": check_agency,
    "duties": check_duties,
    "evidence": check_evidence,
}


@pytest.mark.parametrize("row", [*rows()])
def test_a_situation_is_told_alike_wherever_it_is_told(row: Mapping[str, Any], tmp_path: Path) -> None:
    as_of = datetime.date.fromisoformat(row["as_of"])
    write(row, tmp_path)
    catalog, found = read_catalog(tmp_path)
    found = [*found, *check_catalog(catalog, as_of)]
    errors = [finding for finding in found if finding.severity is Severity.ERROR]
    assert sorted({finding.code for finding in errors}) == row.get("finds", []), as_text(errors, language="en")
    warned = {finding.code for finding in found if finding.severity is Severity.WARNING}
    assert "warns" not in row or {*row["warns"]} == warned & {"S124", "S131", "S132", "S133"}
    said = Said(catalog, assess(catalog, as_of))
    for key, wanted in row["says"].items():
        kind, _, which = key.partition(" ")
        CHECKS[kind](said, which, wanted)
    check_findings(said)
    for where, words in row.get("shows", {}).items():
        for word in words:
            assert word in said.text(where), (where, said.text(where))
    for where, words in row.get("hides", {}).items():
        for word in words:
            assert word not in said.text(where), where


def test_there_are_enough_situations() -> None:
    names = [parameter.id for parameter in rows()]
    assert len(names) == len({*names}) >= 60
