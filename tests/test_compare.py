"""What a change means is said in the words of the site."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from html import unescape
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.cli import cli
from generator.errors import GeneratorError
from tests.small import FILES, commit, edit, localized, make_small, write

AS_OF = "2023-08-01"
Q2 = "data/submissions/small/bureau/2023-Q2.yml"
REPORT = """\
submitted: 2023-07-10
provenance: {provenance}
reports:
  - ref: "1"
    status: {status}
    summary: {{zh: 开放了。}}
    reason: {{zh: 有原因。}}
    evidence:
      - {{title: {{zh: 公告}}, publisher: 示例局, url: "https://bureau.example.org/1"}}
"""


RECORD = """\
statements:
  - id: pr-01-01
    about: ["1.1"]
    closeness: {closeness}
    part: {{zh: 每镇}}
    says: {{zh: {says}}}
    as_of: 2023-06-30
    as_of_basis: stated
    quote: 建成三座
    evidence: {{title: 公报, publisher: 示例社, published: 2023-07-01, url: "https://www.example.org/a", seen: primary}}
    evidence_level: others
    confidence: high
"""
PUBLIC = "data/public-record/small/task-01.yml"


@pytest.fixture
def repo(tmp_path: Path) -> Path:
    return make_small(tmp_path / "repo")


def run(repo: Path, *arguments: str) -> Result:
    done = CliRunner().invoke(cli, [*arguments, "--root", str(repo)])
    assert done.exception is None or isinstance(done.exception, SystemExit | GeneratorError), done.exception
    return done


def told(repo: Path, language: str = "en", *sides: str) -> list[str]:
    """The lines of a comparison with the last commit, as they are read."""
    done = run(repo, "diff", *(sides or ["HEAD"]), "--lang", language, "--as-of", AS_OF)
    assert done.exit_code == 0, done.output
    return [unescape(re.sub("</?code>", "", line)) for line in done.stdout.splitlines() if line]


def test_no_change_is_said_to_be_none(repo: Path) -> None:
    assert told(repo) == ["## What changes", "Nothing changes.", "Both states are compared as of 2023-08-01."]
    assert told(repo, "zh")[:2] == ["## 这次变更", "没有变化。"]


def test_a_new_report_shows_what_it_moves(repo: Path) -> None:
    write(repo, {Q2: REPORT.format(status="completed", provenance="agency")})
    lines = told(repo)
    assert "- 示例局 2023-Q2: new, submitted by the agency, 2023-07-10" in lines
    assert "- 示例局, task 1: in progress → completed" in lines
    assert "- task 1 建图书馆: in progress → completed" in lines
    assert "- clause 1.2: in progress → completed" in lines
    assert "- 示例局, task 1, 2023-Q2: overdue → on time" in lines
    assert f"- file {Q2} added" in lines
    assert "- 示例局 任务1：进行中 → 已完成" in told(repo, "zh")


def test_several_policies_are_told_apart(repo: Path) -> None:
    for path, text in FILES.items():
        if path.startswith("data/policies/small/"):
            write(repo, {path.replace("small", "second"): text})
    commit(repo)
    write(repo, {Q2: REPORT.format(status="completed", provenance="agency")})
    lines = told(repo)
    assert "- small: 示例局, task 1: in progress → completed" in lines


def test_the_first_report_on_a_task_is_listed_as_such(repo: Path) -> None:
    write(repo, {Q2: REPORT.format(status="delayed", provenance="agency").replace('"1"', '"2.1"')})
    lines = told(repo)
    assert "### Tasks reported for the first time (1)" in lines
    assert "- task 2 买书: delayed" in lines
    assert "- 示例局, clause 2.1: not reported → delayed" in lines


def test_samples_are_marked_and_move_nothing_real(repo: Path) -> None:
    write(repo, {Q2: REPORT.format(status="completed", provenance="sample")})
    lines = told(repo)
    assert "- [sample] 示例局, task 1: not reported → completed" in lines
    assert not [line for line in lines if "→" in line and "[sample]" not in line]


def test_figures_and_outcomes_are_shown(repo: Path) -> None:
    source = "{title: {zh: 公报}, publisher: 某社, published: 2023-07-01, url: https://news.example.org/a}"
    figures = f"figures:\n  - {{target: libraries, value: '120', as_of: 2023-06-30, evidence: [{source}]}}\n"
    write(repo, {Q2: f"submitted: 2023-07-10\nprovenance: agency\n{figures}"})
    lines = told(repo)
    assert "- 示例局, libraries: none → 120 (2023-06-30)" in lines
    assert "- target libraries: no verified figure → met" in lines


def test_what_is_said_in_other_words_is_shown_old_and_new(repo: Path) -> None:
    write(repo, {Q2: REPORT.format(status="in_progress", provenance="agency")})
    lines = told(repo)
    assert "- 示例局 2023-Q2, task 1, summary: none → 开放了。" in lines
    assert "- 示例局 2023-Q2, task 1, evidence 1: none → 公告 (示例局) https://bureau.example.org/1" in lines
    commit(repo)
    text = REPORT.format(status="in_progress", provenance="agency")
    write(repo, {Q2: text.replace("开放了。", "开放了，每周六天。").replace("example.org/1", "example.org/2")})
    lines = told(repo)
    assert "### Text and evidence of reports (2)" in lines
    assert "- 示例局 2023-Q2, task 1, summary: 开放了。 → 开放了，每周六天。" in lines
    assert (
        "- 示例局 2023-Q2, task 1, evidence 1: 公告 (示例局) https://bureau.example.org/1 → "
        "公告 (示例局) https://bureau.example.org/2" in lines
    )
    assert "- 示例局 2023-Q2 任务1，说明：开放了。 → 开放了，每周六天。" in told(repo, "zh")


def test_a_removed_report_is_shown(repo: Path) -> None:
    (repo / "data/submissions/small/bureau/2023-Q1.yml").unlink()
    lines = told(repo)
    assert "- 示例局 2023-Q1: removed, submitted by the agency, 2023-04-10" in lines
    assert "- 示例局, task 1: in progress → not reported" in lines


def test_findings_come_and_go(repo: Path) -> None:
    edit(repo, "data/agencies/office.yml", "central", "centrall")
    lines = told(repo)
    assert any(re.fullmatch(r"- M106 data/agencies/office.yml, line 2: .*centrall.*", line) for line in lines)
    assert "- agency office removed" in lines
    commit(repo)
    edit(repo, "data/agencies/office.yml", "centrall", "central")
    assert "### Resolved findings (1)" in told(repo)


def test_a_finding_that_only_moves_is_not_new(repo: Path) -> None:
    edit(repo, "data/agencies/office.yml", "central", "centrall")
    commit(repo)
    edit(repo, "data/agencies/office.yml", "name", "# a comment\nname")
    assert not [line for line in told(repo) if "indings" in line]


def test_a_changed_official_word_is_shown(repo: Path) -> None:
    edit(repo, "data/policies/small/tasks/01.yml", "六天", "五天")
    edit(repo, "data/policies/small/targets.yml", '"100"', '"90"')
    lines = told(repo)
    assert "- clause 1.2 (small): 每周开放六天。 → 每周开放五天。" in lines
    assert any("at_least 100 2023-12-31 → " in line and "at_least 90 2023-12-31" in line for line in lines)


def test_what_later_documents_change_and_whether_a_deadline_is_kept_are_shown(repo: Path) -> None:
    path = repo / "data/policies/small/tasks/01.yml"
    text = path.read_text(encoding="utf-8")
    path.write_text(f"{text}deadline: 2023-06-30\n", encoding="utf-8")
    commit(repo)
    notice = "by: {title: {zh: 通知}, publisher: {zh: 示例局}}"
    repealed = re.sub(r'(\{id: "1\.2", .*)\}', rf"\1, repealed: {{on: 2023-05-01, {notice}}}}}", text)
    amended = re.sub(
        r'(\{id: "1\.1", .*)\}',
        rf"\1, amended: [{{on: 2023-05-01, text: {{zh: 每镇建两座。}}, {notice}}}]}}",
        repealed,
    )
    path.write_text(f"{amended}deadline: 2023-12-31\n", encoding="utf-8")
    lines = told(repo)
    assert "- the amended wording of clause 1.1 (small): none → 2023-05-01 每镇建两座。" in lines
    assert "- the repeal of 1.2 (small): none → 2023-05-01 通知" in lines
    assert any(re.fullmatch(r"- the deadline of task 1 .*: .* → not yet due", line) for line in lines), lines


def test_a_text_that_stands_in_another_line_has_not_changed(repo: Path) -> None:
    edit(repo, "data/agencies/office.yml", "name", "# a comment\nname")
    assert [line for line in told(repo) if line.startswith("- ")] == ["- file data/agencies/office.yml changed"]


def test_the_debt_of_translation_is_counted(repo: Path) -> None:
    edit(repo, "data/policies/small/tasks/02.yml", "{zh: 买书}", localized("买书", "Buy books"))
    assert "- en, tasks and clauses: out of date 0 → 0, missing 5 → 4" in told(repo)
    commit(repo)
    edit(repo, "data/policies/small/tasks/02.yml", "zh: 买书", "zh: 买新书")
    assert "- en, tasks and clauses: out of date 0 → 1, missing 4 → 4" in told(repo)


def test_policies_and_agencies_come_and_go(repo: Path) -> None:
    write(repo, {"data/agencies/third.yml": "name: {zh: 第三局}\nkind: other\n"})
    for path, text in FILES.items():
        if path.startswith("data/policies/small/"):
            write(repo, {path.replace("small", "second"): text})
    lines = told(repo)
    assert "- agency third added" in lines
    assert "- policy second added" in lines


def test_files_outside_the_data_come_first(repo: Path) -> None:
    write(repo, {"generator/evil.py": "x"})
    assert told(repo)[1:3] == ["### ⚠ Changed files outside data/ (1)", "- generator/evil.py"]


def test_folders_and_revisions_say_the_same(repo: Path, tmp_path: Path) -> None:
    other = make_small(tmp_path / "other")
    write(other, {Q2: REPORT.format(status="completed", provenance="agency")})
    by_folder = told(repo, "en", str(repo), str(other))
    write(repo, {Q2: REPORT.format(status="completed", provenance="agency")})
    commit(repo)
    by_revision = told(repo, "en", "HEAD~1", "HEAD")
    unseen = "Files outside data/ were not compared, because not both states are revisions of this repository."
    assert [line for line in by_folder if line != unseen] == by_revision
    assert unseen in by_folder


def test_both_languages_are_written_where_none_is_asked_for(repo: Path) -> None:
    text = run(repo, "diff", "HEAD", "--as-of", AS_OF).stdout
    assert text.index("## 这次变更") < text.index("## What changes")


def test_codes_hold_no_word_of_a_contributor(repo: Path) -> None:
    edit(repo, "data/agencies/office.yml", "central", "'@everyone <b>'")
    write(repo, {"@everyone.py": "", "data/::error::.yml": ""})
    done = run(repo, "diff", "HEAD", "--format", "codes", "--as-of", AS_OF)
    codes = json.loads(done.stdout)
    assert codes["errors"] == 2
    assert codes["found"] == {"F101": 1, "M106": 1}
    assert codes["changes"]["outside"] == 1
    assert re.fullmatch(r'[A-Za-z0-9_":,{}\s]*', done.stdout)


def test_a_broken_tree_is_compared_all_the_same(repo: Path) -> None:
    for path in FILES:
        if path.startswith("data/"):
            write(repo, {path: "a: [&x"})
    lines = told(repo)
    assert "### New findings (10)" in lines


def test_a_revision_that_is_not_there_is_the_operators_mistake(repo: Path) -> None:
    command = [sys.executable, "-m", "generator", "diff", "nowhere", "--root", str(repo)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1


def test_rewritten_history_is_shown_value_by_value(repo: Path) -> None:
    """An old period that is changed moves no latest status; it is listed all the same."""
    second = "data/submissions/small/bureau/2023-Q2.yml"
    first = "data/submissions/small/bureau/2023-Q1.yml"
    figures = "figures:\n  - {target: libraries, value: '60', as_of: 2023-03-31}\n"
    text = (repo / first).read_text(encoding="utf-8")
    write(repo, {first: text + figures, second: text.replace("2023-04-10", "2023-07-10")})
    commit(repo)
    edit(repo, first, "in_progress", "not_started")
    edit(repo, first, "'60'", "'10'")
    lines = told(repo)
    assert any("task 1 (2023-Q1): in progress → not started" in line for line in lines), lines
    assert any("libraries" in line and "60 (2023-03-31) → 10 (2023-03-31)" in line for line in lines), lines


def test_a_correction_is_compared_with_what_it_corrects(repo: Path) -> None:
    first = "data/submissions/small/bureau/2023-Q1.yml"
    text = (
        (repo / first).read_text(encoding="utf-8").replace("2023-04-10", "2023-05-10").replace("in_progress", "delayed")
    )
    why = "corrects: {reason: {zh: 填错了。}}\n"
    write(
        repo, {first.replace("Q1", "Q1.r2"): why + text.replace("    summary", "    reason: {zh: 停工。}\n    summary")}
    )
    assert any("task 1: in progress → delayed" in line for line in told(repo)), told(repo)


def test_the_public_record_is_compared_statement_by_statement(repo: Path) -> None:
    write(repo, {PUBLIC: RECORD.format(closeness="partly", says="建成三座。")})
    assert "- new published statement pr-01-01 (1.1, part of it): 建成三座。" in told(repo)
    assert "- 新增公开信息 pr-01-01（1.1，部分）：建成三座。" in told(repo, "zh")
    commit(repo)
    write(repo, {PUBLIC: RECORD.format(closeness="context", says="建成四座。")})
    lines = told(repo)
    assert "- published statement pr-01-01, closeness: part of it → related" in lines
    assert "- published statement pr-01-01, text: 建成三座。 → 建成四座。" in lines
    (repo / PUBLIC).unlink()
    assert "- removed published statement pr-01-01 (1.1, part of it): 建成三座。" in told(repo)
    edited = RECORD.format(closeness="partly", says="建成三座。").replace("\n    says:", "\n\n    says:")
    write(repo, {PUBLIC: edited})
    assert not any("pr-01-01" in line for line in told(repo))  # it only stands in other lines
