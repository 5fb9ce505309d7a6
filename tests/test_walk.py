"""The whole way of a submission, by the commands that an agency types: from an empty file to published words."""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path
from subprocess import CompletedProcess

from tests.roots import generator, make_root
from tests.sitefiles import Site, words
from tests.small import commit, edit, git, write

FILE = "data/submissions/small/example-office/2030-H1.yml"
BASIS = "{title: {zh: 测试用分工}, publisher: {zh: 本项目}}"
OWED = f"""\
- {{agency: example-office, ref: "1.1", role: lead, basis: {BASIS}}}
- {{agency: example-office, ref: "2", role: lead, basis: {BASIS}}}
"""
SUMMARIES = {  # as they are published: the Traditional ones are converted, not submitted
    "1": {
        "zh": "图书平台已经上线，读者可以在家借书。",
        "en": "The platform is online; readers borrow at home.",
        "zh-Hant": "圖書平台已經上線，讀者可以在家借書。",
    },
    "2": {
        "zh": "每村都有取书点。",
        "en": "Every village has a pick-up point.",
        "zh-Hant": "每村都有取書點。",
    },
}


def fill_in(root: Path, field: str, *values: str) -> None:
    """Write values behind the next empty fields of a name, as somebody would who goes through the file."""
    text = (root / FILE).read_text(encoding="utf-8")
    for value in values:
        text, filled = re.subn(rf"(?m)^( *{field}:)(?:  # .*)?$", rf"\1 {value}", text, count=1)
        assert filled, field
    (root / FILE).write_text(text, encoding="utf-8")


def line_of(root: Path, part: str) -> int:
    """The number of the one line that says this."""
    lines = (root / FILE).read_text(encoding="utf-8").splitlines()
    (number,) = (number for number, line in enumerate(lines, 1) if part in line and not line.lstrip().startswith("#"))
    return number


def read_lines(markdown: str) -> list[str]:
    """The lines of a comparison as they are read."""
    return [unescape(re.sub("</?code>", "", line)) for line in markdown.splitlines() if line]


def test_a_submission_goes_from_an_empty_file_to_published_words(tmp_path: Path) -> None:
    root = make_root(tmp_path / "site", "two-policies")
    write(root, {"data/policies/small/assignments.yml": OWED})
    git(root, "init", "--quiet", "--initial-branch=main")
    base = commit(root)

    def run(*arguments: str) -> CompletedProcess[str]:
        day = [] if arguments[0] == "new" else ["--as-of", "2030-08-01"]
        return generator(*arguments, *day, "--root", root)

    def findings() -> tuple[int, list[tuple[int, str, str]]]:
        done = run("validate", "--format", "json")
        rows = json.loads(done.stdout)
        assert {row["path"] for row in rows} <= {FILE}
        return done.returncode, [(row["line"], row["code"], row.get("fix", "").strip()) for row in rows]

    # The office starts its file, and fills it in with two slips of the pen, and one state in Chinese.
    started = run("new", "submission", "example-office", "2030-H1", "--policy", "small")
    assert started.returncode == 0, started.stderr
    assert FILE in started.stdout
    fill_in(root, "submitted", "2030年7月10日")
    fill_in(root, "status", "进行中", "completed")
    fill_in(root, "zh", *(summary["zh"] for summary in SUMMARIES.values()))
    fill_in(root, "en", *(summary["en"] for summary in SUMMARIES.values()))
    fill_in(root, "value", "1.1万册", "4")

    # All is told at once, each at its line and with the line put right; and what a rule says beside them:
    # that what is completed needs evidence.
    code, told = findings()
    assert code == 1
    assert told == [
        (line_of(root, "2030年7月10日"), "M107", "submitted: 2030-07-10"),
        (line_of(root, "status: completed"), "S102", ""),
        (line_of(root, "1.1万册"), "M108", "value: 1.1万"),
    ]
    shown = run("validate", "--lang", "zh")
    assert shown.returncode == 1
    for line, rule, fix in told:
        assert re.search(rf"(?m)^{re.escape(FILE)}:{line}:\d+: {rule} ", shown.stdout)
        assert not fix or re.search(rf"改成：\n *\| *{re.escape(fix)}\n", shown.stdout)

    # With the slips corrected only that is left.
    edit(root, FILE, "2030年7月10日", "2030-07-10")
    edit(root, FILE, "status: 进行中", "status: in_progress")
    edit(root, FILE, "1.1万册", "1.1万")
    code, told = findings()
    assert code == 1
    assert [(line, rule) for line, rule, _ in told] == [(line_of(root, "status: completed"), "S102")]
    edit(root, FILE, "status: completed", "status: delayed")
    assert findings() == (1, [(line_of(root, "status: delayed"), "S107", "")])  # and a delay a reason
    edit(root, FILE, "status: delayed", "status: in_progress")
    assert findings() == (0, [])

    # The reviewer reads what changes, in the words of the site.
    for locale, expected in {
        "zh": [
            "- small：示例镇图书办公室（测试用） 条款1.1：未报告 → 进行中",
            "- small：示例镇图书办公室（测试用） 任务2：未报告 → 进行中",
            "- small：示例镇图书办公室（测试用） loans：无 → 11,000 (2030-06-30)",
            f"- 新增文件 {FILE}",
        ],
        "en": [
            "- small: Example Town Library Office (fixture), clause 1.1: not reported → in progress",
            "- small: Example Town Library Office (fixture), task 2: not reported → in progress",
            "- small: Example Town Library Office (fixture), loans: none → 11,000 (2030-06-30)",
            f"- file {FILE} added",
        ],
    }.items():
        done = run("diff", base, "--lang", locale)
        assert done.returncode == 0, done.stderr
        assert [line for line in expected if line not in read_lines(done.stdout)] == []

    # It is published: the words stand on the pages of task and agency in three locales, and in the data.
    built = run("build")
    assert built.returncode == 0, built.stdout + built.stderr
    site = Site(root)
    for number, summary in SUMMARIES.items():
        for locale, text in summary.items():
            for address in (f"small/tasks/0{number}/", "agencies/example-office/"):
                page = words(site.page(site.address(locale, address)))
                assert text in page, (locale, address)
                assert [other for other in set(summary) - {locale} if summary[other] in page] == []
    api = json.loads((site.folder / "api/v1/agencies/example-office.json").read_text(encoding="utf-8"))
    (submission,) = api["agency"]["submissions"]
    assert [(report["ref"], report["status"]) for report in submission["reports"]] == [
        ("1.1", "in_progress"),
        ("2", "in_progress"),
    ]
    for report, summary in zip(submission["reports"], SUMMARIES.values(), strict=True):
        assert report["summary"] == {"zh": summary["zh"], "en": summary["en"]}  # as it was written, and no more
