"""Files to fill in: what is known stands in them, what is missing is asked for, and once filled in they are right."""

from __future__ import annotations

import csv
import datetime
import io
import json
import os
import pty
import re
import select
import shlex
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import icalendar
import pytest

from generator.config import read_config
from generator.contribute.due import as_csv, as_ics, as_issues, as_text, list_owed, message
from generator.contribute.scaffold import new_agency, new_policy, new_submission, write_new
from generator.errors import GeneratorError
from generator.findings import Finding
from generator.load import read_catalog
from generator.model import Assignment, Catalog, Policy
from generator.pipeline import validate
from tests.roots import REPO, environment, generator, make_root, without_notes
from tests.small import write

CHECKED = datetime.date(2031, 12, 31)
H1 = "data/submissions/small/example-office/2030-H1.yml"
H2 = "data/submissions/small/example-office/2030-H2.yml"
ASSIGNMENTS = "data/policies/small/assignments.yml"
BASIS = "{title: {zh: 测试用分工}, publisher: {zh: 本项目}}"
OWED = f"""\
- {{agency: example-office, ref: "2", role: lead, basis: {BASIS}}}
- {{agency: example-office, ref: "1.1", role: joint, basis: {BASIS}}}
- {{agency: example-office, ref: "3", role: support, basis: {BASIS}}}
- {{agency: example-bureau, ref: "1", role: lead, basis: {BASIS}}}
"""
FIRST = """\
submitted: 2030-07-10
provenance: agency
contact: {unit: {zh: 示例科, en: Example Section}, email: office@example.org}
reports:
  - ref: "1.2"
    status: completed
    summary: {zh: 第一句。, en: First sentence.}
    evidence: [{title: {zh: 公报}, publisher: 示例日报, published: 2030-07-01, url: https://library.example.org/h1}]
  - ref: "2"
    status: delayed
    summary: {zh: 第二句。, en: Second sentence.}
    reason: {zh: 有原因。, en: For a reason.}
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return make_root(tmp_path / "site", "two-policies")


def start(root: Path, period: str = "2030-H2", policy: str | None = "small") -> str:
    """Write the file that a new submission begins with, and return its text."""
    config = read_config(root)
    catalog, _ = read_catalog(root)
    assert validate(config, CHECKED)[1] == []
    files = new_submission(config, catalog, "example-office", period, policy)
    write_new(root, files)
    (text,) = files.values()
    return text


def check(root: Path) -> list[Finding]:
    return validate(read_config(root), CHECKED)[1]


def filled(text: str) -> str:
    """Fill in all that is asked for, as a careful person would, between the colon and the note."""
    text = without_notes(text)
    text = re.sub("第([一二])句。", r"第\1句，有进展。", text)
    text = re.sub(r"(?m)^submitted:$", "submitted: 2031-01-10", text)
    text = re.sub(r"(?m)^( +)zh:$", r"\1zh: 有进展。", text)
    text = re.sub(r"(?m)^( +)en:$", r"\1en: There is progress.", text)
    text = text.replace('{zh: ""}', "{zh: 有进展。}")
    text = re.sub(r"(?m)^( +)published:$", r"\1published: 2031-01-05", text)
    text = re.sub(r"(?m)^( +)url:$", r"\1url: https://library.example.org/h2", text)
    text = re.sub(r"(?m)^( +)status:$", r"\1status: in_progress", text)
    text = re.sub(r"(- target: wait\n(?:.*\n)*?    value:)\n", r"\1 3\n", text)
    return re.sub(r"(?m)^( +)value:$", r"\1value: 1.1万", text)


def enabled(text: str, field: str) -> str:
    """Delete the # of an optional field and of the lines below it, as the file itself says."""
    lines, indent = [], None
    for line in text.split("\n"):
        if match := re.match(rf"( *)#{field}:", line):
            indent = match[1]
        elif indent is not None and line.startswith(f"{indent}#") and not line.startswith(f"{indent}#  "):
            indent = None  # the next field, or what explains it
        is_part = indent is not None and line.startswith(f"{indent}#")
        lines.append(line.replace("#", "", 1) if is_part else line)
    return "\n".join(lines)


def refs(text: str) -> list[str]:
    return re.findall(r'(?m)^  - ref: "(.*)"$', without_notes(text))


def test_only_what_is_owed_or_was_last_reported_stands_in_it(root: Path) -> None:
    write(root, {ASSIGNMENTS: OWED})
    assert refs(start(root, "2030-H1")) == ["1.1", "2"]
    (root / H1).unlink()
    write(root, {H1: FIRST})
    assert refs(start(root)) == ["1.1", "1.2", "2"]


def test_everything_that_was_last_reported_is_kept_but_its_day(root: Path) -> None:
    write(root, {H1: FIRST})
    text = start(root)
    assert re.findall(r"(?m)^    status: (.*)$", text) == ["completed", "delayed"]
    for kept in ("示例科", "email: office@example.org", "第一句", "Second sentence", "有原因", "library.example.org"):
        assert kept in text
    assert re.search(r"(?m)^submitted:  # ", text)


def test_only_the_first_report_is_explained(root: Path) -> None:
    write(root, {ASSIGNMENTS: OWED})
    text = start(root, "2030-H1")
    blocks = re.split(r"(?m)^  - ref:", text)
    assert len(blocks) == 3
    assert blocks[2].partition("\nfigures:")[0].splitlines()[1:] == [
        "    status:",
        "    summary:",
        "      zh:",
        "      en:",
    ]
    assert "corrects" not in text


def test_only_the_languages_that_are_asked_for_have_lines(root: Path) -> None:
    write(root, {ASSIGNMENTS: OWED})
    write(
        root,
        {"mkdocs.yml": (root / "mkdocs.yml").read_text().replace("extra:", "extra:\n  reporting_languages: [zh]", 1)},
    )
    config = read_config(root)
    catalog = read_catalog(root)[0].offering(config.locales, config.reporting_languages)
    (text,) = new_submission(config, catalog, "example-office", "2030-H1", "small").values()
    assert catalog.further_languages == ([], ["en"])
    assert not re.search(r"(?m)^ *en:", text)


def test_a_fresh_file_is_told_what_is_missing_and_is_right_once_filled_in(root: Path) -> None:
    write(root, {ASSIGNMENTS: OWED})
    write(root, {H1: FIRST})
    text = start(root)
    assert {finding.code for finding in check(root)} == {"M116", "S113", "S124"}  # no day, no states; no figure; copied
    write(root, {H2: filled(text)})
    assert check(root) == []


def test_without_anything_to_report_on_an_example_stands_behind_signs(root: Path) -> None:
    text = start(root)
    assert not refs(text)
    assert {finding.code for finding in check(root)} == {"M116"}
    write(root, {H2: text.replace("submitted:", "submitted: 2031-01-10", 1)})
    assert {finding.code for finding in check(root)} == {"S122"}
    example = filled(enabled(enabled(text, "reports"), "figures"))
    example = example.replace("- ref:", '- ref: "1"').replace("- target:", "- target: loans")
    write(root, {H2: example})
    assert check(root) == []
    for words in ("1  建设示例图书平台", "loans  年借阅量", "#reason:", "#evidence:"):
        assert words in text  # what can be reported on, and all that can be said of it


@pytest.mark.parametrize(
    ("agency", "period", "said"),
    [
        ("exampel-office", "2030-H2", "Did you mean `example-office`?"),
        ("example-office", "2030H2", "Did you mean 2030-H2?"),
        ("example-office", "2035-H1", "no policy covers 2035-H1"),
    ],
)
def test_a_wrong_name_is_asked_about(agency: str, period: str, said: str, root: Path) -> None:
    done = generator("new", "submission", agency, period, "--root", root)
    assert done.returncode == 2
    assert said in done.stderr


def test_another_rhythm_than_the_policys_is_pointed_out(root: Path) -> None:
    done = generator("new", "submission", "example-office", "2030-Q4", "--root", root, "--policy", "small")
    assert done.returncode == 0, done.stderr
    text = (root / H2.replace("H2", "Q4")).read_text(encoding="utf-8")
    assert "这份政策按半年报告" in text


def test_all_fields_and_choices_are_explained_in_both_languages(root: Path) -> None:
    text = start(root)
    for word in ("提交日期", "Day on which the agency", "in_progress 进行中 / in progress", "必填", "required"):
        assert word in text
    assert text.startswith("# yaml-language-server: $schema=https://")
    assert "/api/v1/schemas/submission.json\n" in text


def test_no_text_of_the_policy_leaves_its_comment(catalog: Catalog) -> None:
    policy = catalog.policies["digital-village-2023"]
    nasty = "一行\n二行\nstatus: completed\r# x\u2028y: z"
    (clause, *rest), (task, *tasks) = policy.tasks[0].clauses, policy.tasks
    text = clause.text.model_copy(update={"zh": nasty})
    changed = task.model_copy(update={"clauses": (clause.model_copy(update={"text": text}), *rest)})
    assignment = assigned(policy, "miit", clause.id)
    odd = Policy(policy.file, (changed, *tasks), policy.targets, policy.glossary, (assignment,))
    files = new_submission(read_config(REPO), replace(catalog, policies={policy.id: odd}), "miit", "2023-Q4", None)
    (text_,) = files.values()
    holders = [line for line in text_.split("\n") if "二行" in line]
    assert holders
    assert all(line.lstrip().startswith("#") for line in holders)
    assert "status: completed" not in [line.strip() for line in text_.splitlines()]


def assigned(policy: Policy, agency: str, ref: str) -> Assignment:
    source: Any = policy.file.source
    return Assignment(agency=agency, ref=ref, role="lead", basis=source)


def test_nothing_is_overwritten_and_nothing_half_written(root: Path) -> None:
    write(root, {H2: "mine\n"})
    with pytest.raises(GeneratorError, match="exists already"):
        write_new(root, {"data/new.yml": "x\n", H2: "y\n"})
    assert (root / H2).read_text(encoding="utf-8") == "mine\n"
    assert not (root / "data/new.yml").exists()
    (root / H1).symlink_to("/nowhere")
    with pytest.raises(GeneratorError, match="exists already"):
        write_new(root, {H1: "y\n"})


@pytest.mark.parametrize(
    ("agency", "period", "policy"),
    [
        ("nobody", "2030-H1", "small"),
        ("../../x", "2030-H1", "small"),
        ("example-office", "2030-h1", "small"),
        ("example-office", "../2030", "small"),
        ("example-office", "2030-H1", "none"),
        ("example-office", "1999", None),
    ],
)
def test_what_is_not_known_is_refused(root: Path, agency: str, period: str, policy: str | None) -> None:
    config = read_config(root)
    with pytest.raises(GeneratorError):
        new_submission(config, read_catalog(config.root)[0], agency, period, policy)


def test_the_policy_that_the_period_falls_in_is_found(root: Path) -> None:
    config = read_config(root)
    catalog = read_catalog(config.root)[0]
    spans = {policy.id: policy.file.period for policy in catalog.policies.values()}
    assert spans["small"] is not None
    assert spans["small"].end.year == 2030
    apart = [
        policy
        for policy in catalog.policies.values()
        if policy.id == "small" or (policy.file.period and policy.file.period.start.year > 2030)
    ]
    only = replace(catalog, policies={policy.id: policy for policy in apart})
    assert list(new_submission(config, only, "example-office", "2030-H2", None)) == [H2]


@pytest.mark.parametrize("id_", ["", "A", "a_b", "index", "../x", "a" * 61, "1a"])
def test_an_id_that_cannot_be_an_address_is_refused(root: Path, id_: str) -> None:
    with pytest.raises(GeneratorError):
        new_agency(read_config(root), id_)
    with pytest.raises(GeneratorError):
        new_policy(read_config(root), id_)


def test_a_new_agency_and_a_new_policy_are_right_once_filled_in(root: Path) -> None:
    config = read_config(root)
    for files in (new_agency(config, "new-office"), new_policy(config, "new-policy")):
        write_new(root, files)
    assert {finding.code for finding in check(root)} <= {"M101", "M112", "M116"}
    for path in (*new_agency(config, "new-office"), *new_policy(config, "new-policy")):
        text = without_notes((root / path).read_text(encoding="utf-8"))
        text = re.sub(r"(?m)^( +)zh:$", r"\1zh: 文字。", text)
        for field, value in {
            "kind": "county",
            "issued": "2030-01-01",
            "from": "2030-01-01",
            "to": "2030-12-31",
        }.items():
            text = re.sub(rf"(?m)^( *){field}:$", rf"\g<1>{field}: {value}", text)
        write(root, {path: text.replace("issuers: []", "issuers: [new-office]")})
    assert check(root) == []


def test_the_command_writes_the_file_and_says_so(root: Path) -> None:
    done = generator(
        "new", "submission", "example-office", "2030-H2", "--policy", "small", "--root", root, "--lang", "zh"
    )
    assert done.returncode == 0, done.stderr
    assert H2 in done.stdout
    assert (root / H2).is_file()
    again = generator("new", "submission", "example-office", "2030-H2", "--policy", "small", "--root", root)
    assert again.returncode == 2
    assert generator("new", "submission", "--root", root).returncode == 2  # no terminal, nobody to ask


def test_on_a_terminal_it_asks_for_what_is_missing(root: Path) -> None:
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "generator", "new", "submission", "--root", str(root), "--lang", "en"]
    with subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, env=environment(), cwd=REPO) as process:
        os.close(theirs)
        said = ""
        for question, answer in (("Agency", "example-office\n"), ("Period", "2030-H2\n"), ("Policy", "small\n")):
            while question not in said:
                assert select.select([ours], [], [], 30)[0], said
                said += os.read(ours, 4096).decode()
            os.write(ours, answer.encode())
            said = ""
        assert process.wait(30) == 0
    os.close(ours)
    assert (root / H2).is_file()


# --- what is owed


def owed(root: Path, day: str, agency: str | None = None) -> list[tuple[str, str, str, tuple[str, ...]]]:
    catalog, _ = read_catalog(root)
    rows = list_owed(catalog, datetime.date.fromisoformat(day), agency)
    return [(row.value, row.agency, row.period, row.refs) for row in rows]


def test_without_assignments_nobody_owes_anything(root: Path) -> None:
    assert owed(root, "2031-06-30") == []


def test_what_is_due_becomes_overdue_and_goes_away_when_reported(root: Path) -> None:
    write(root, {ASSIGNMENTS: OWED})
    assert owed(root, "2029-12-31") == []
    first = ("example-office", "2030-H1", ("1.1", "2"))
    assert ("owed", *first) in owed(root, "2030-07-15")
    assert ("overdue", *first) in owed(root, "2030-07-16")
    write(root, {H1: FIRST})
    assert ("overdue", "example-office", "2030-H1", ("1.1",)) in owed(root, "2030-07-16")
    assert ("overdue", "example-bureau", "2030-H1", ("1",)) in owed(root, "2030-07-16")
    assert {row[1] for row in owed(root, "2030-07-16", "example-bureau")} == {"example-bureau"}


def test_an_agency_that_fell_silent_for_two_periods_is_named(root: Path) -> None:
    quarterly = root / "data/policies/small/policy.yml"
    quarterly.write_text(quarterly.read_text(encoding="utf-8").replace("half-yearly", "quarterly"), encoding="utf-8")
    write(root, {H1.replace("H1", "Q1"): FIRST.replace("2030-07-10", "2030-04-10").replace("2030-07-01", "2030-04-01")})
    assert owed(root, "2030-10-15") == []
    assert owed(root, "2030-10-16") == [("stale", "example-office", "2030-Q3", ())]
    assert owed(root, "2030-10-16", "example-bureau") == []


def test_the_command_names_the_command_that_starts_the_file(root: Path) -> None:
    write(root, {ASSIGNMENTS: OWED})
    for language, word in (("zh", "逾期"), ("en", "overdue")):
        done = generator("due", "--root", root, "--as-of", "2030-08-01", "--lang", language)
        assert done.returncode == 0
        assert word in done.stdout
    line = next(line for line in done.stdout.splitlines() if "new submission example-office" in line)
    start, _, words = line.partition("python3 -m generator ")
    assert not start.strip()
    assert generator(*shlex.split(words)).returncode == 0
    assert (root / H1).is_file()
    assert generator("due", "nobody", "--root", root).returncode == 2


def test_what_is_due_comes_as_a_line_to_paste_a_table_and_a_calendar(root: Path) -> None:
    write(root, {ASSIGNMENTS: OWED})
    catalog, _ = read_catalog(root)
    rows = list_owed(catalog, datetime.date(2030, 7, 10), "example-office")
    line = message(rows[0], catalog)
    assert line.startswith("待报：示例镇图书办公室（测试用），")
    assert line.endswith("2030-H1，共 2 项：1.1、2，截止 2030-07-15")
    assert f"    {line}\n" in as_text(rows, catalog, "en", lambda *words: " ".join(words))
    table = as_csv(rows, catalog, lambda *words: " ".join(words))
    found, *_ = csv.DictReader(io.StringIO(table.removeprefix("\ufeff")))
    assert (found["agency"], found["due"], found["refs"]) == ("example-office", "2030-07-15", "1.1 2")
    assert found["message"] == line
    event, *_ = icalendar.Calendar.from_ical(as_ics(rows, catalog, "record.example.org")).walk("VEVENT")
    assert (event.decoded("dtstart"), str(event["summary"])) == (datetime.date(2030, 7, 15), line)
    for form in ("csv", "ics", "issues"):
        done = generator("due", "--format", form, "--root", root, "--as-of", "2030-07-10")
        assert done.returncode == 0, done.stderr


def test_what_is_due_soon_or_overdue_comes_as_one_issue_per_period(root: Path) -> None:
    write(root, {ASSIGNMENTS: OWED})
    write(root, {"data/agencies/example-bureau.yml": "name: {zh: '@all [x](y)'}\nkind: county\n"})
    catalog, _ = read_catalog(root)
    day = datetime.date(2030, 12, 20)
    first, second = json.loads(as_issues(list_owed(catalog, day), catalog, day))
    assert (first["key"], second["key"]) == ("small 2030-H1", "small 2030-H2")
    assert "2030-H1" in first["title"]
    assert "</code> (`example-office`)：1.1、2" in first["body"]
    assert "示例镇图书办公室" in first["body"]
    assert "@" not in first["body"]
    assert "[x](y)" not in first["body"]
    early = datetime.date(2030, 11, 1)
    assert len(json.loads(as_issues(list_owed(catalog, early), catalog, early))) == 1
