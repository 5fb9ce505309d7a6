"""A submission as a workbook and back: nothing is lost, nothing is guessed, and no workbook does any harm."""

from __future__ import annotations

import datetime
import io
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
import pytest
import yaml
from click.testing import CliRunner, Result
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from generator.cli import cli
from generator.contribute.workbook.read import MAX_PACKED
from generator.contribute.workbook.take import day_in
from generator.errors import GeneratorError
from generator.findings import as_json, as_text
from generator.load import read_plain
from generator.model import Submission
from tests.roots import REPO, environment
from tests.small import FILES, write
from tests.workbooks import SUBMITTED, at, changed, fill, packed, parts, swapped, take, template, with_parts

Q1 = "data/submissions/small/bureau/2023-Q1.yml"
Q2 = "data/submissions/small/bureau/2023-Q2.yml"
REPORT = "xl/worksheets/sheet3.xml"  # 填报
FULL = """\
submitted: 2023-07-10
provenance: agency
contact:
  unit: {zh: 示例科, en: Example Section}
  email: office@example.org
reports:
  - ref: "1.2"
    status: delayed
    summary: {zh: "汛期停工：六周 # 未开工", en: "Held up, for six weeks", zh_hash: {en: 01234567}}
    reason: {zh: "yes"}
  - ref: "1.1"
    status: completed
    summary:
      zh: |
        第一段。

        =SUM(1) 第二段。
    evidence:
      - title: {zh: 公报, en: Bulletin}
        publisher: 示例社
        published: 2023-07-01
        url: https://www.example.org/a?b=c&d=%E4%B8%AD
        quote: “原文”
        note: {zh: 说明}
      - title: {zh: 续报}
        publisher: {zh: 示例社, en: Example}
        url: https://www.example.org/b
figures:
  - target: libraries
    value: "1,060"
    as_of: 2023-05-31
    evidence:
      - {title: {zh: 甲}, publisher: 示例社, url: https://www.example.org/c}
      - {title: {zh: 乙}, publisher: 示例社, url: https://www.example.org/d}
  - target: libraries
    value: 60
    as_of: 2023-06-30
    reason: {zh: 前一数有误。}
    evidence:
      - {title: {zh: 丙}, publisher: 示例社, url: https://www.example.org/e}
      - {title: {zh: 丁}, publisher: 示例社, url: https://www.example.org/f}
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small record, for tests that only read."""
    root = tmp_path_factory.mktemp("small")
    write(root, FILES)
    return root


@pytest.fixture(scope="module")
def blank(home: Path) -> bytes:
    return template(home)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    write(tmp_path, FILES)
    return tmp_path


def run(*arguments: str | Path) -> Result:
    """Run a command in this process."""
    done = CliRunner().invoke(cli, [*map(str, arguments)], standalone_mode=False)
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done


# --- there and back


def test_everything_that_a_file_says_comes_back(root: Path) -> None:
    write(root, {Q2: FULL})
    first = template(root)
    taken = take(root, first)
    assert not taken.is_new
    (root / Q2).write_text(taken.text, encoding="utf-8")
    assert Submission.model_fields.keys() >= yaml.safe_load(taken.text).keys()
    before = yaml.load(FULL, yaml.BaseLoader)  # noqa: S506 - reads text only
    after = yaml.load(taken.text, yaml.BaseLoader)  # noqa: S506 - as above
    assert after["contact"] == before["contact"]
    one, two = after["reports"]  # in the order of the policy
    assert (two["summary"], two["reason"]) == (before["reports"][0]["summary"], before["reports"][0]["reason"])
    assert one["summary"]["zh"].strip() == "第一段。\n\n=SUM(1) 第二段。"
    assert [item["title"]["zh"] for item in one["evidence"]] == ["公报", "续报"]
    assert one["evidence"][0]["url"] == "https://www.example.org/a?b=c&d=%E4%B8%AD"
    assert [[item["title"]["zh"] for item in figure["evidence"]] for figure in after["figures"]] == [
        ["甲", "乙"],
        ["丙", "丁"],
    ]
    assert template(root) == first
    assert take(root, template(root)).text == taken.text


def test_the_last_report_is_carried_over_whole_but_not_its_day(root: Path) -> None:
    write(root, {Q1: FULL.replace("2023-07", "2023-04").replace("05-31", "02-28").replace("06-30", "03-31")})
    taken = take(root, template(root))
    carried = read_plain(root, Q1)
    assert "submitted:" not in taken.text
    assert [(finding.code, finding.place.cell) for finding in taken.findings if finding.severity == "error"] == [
        ("M101", "基本情况!C1")
    ]
    assert {report["ref"] for report in yaml.safe_load(taken.text)["reports"]} == {"1.1", "1.2"}
    assert len(yaml.safe_load(taken.text)["figures"]) == len(carried["figures"])


def test_a_second_import_updates_and_a_third_changes_nothing(root: Path, tmp_path: Path) -> None:
    book = tmp_path / "filled.xlsx"
    book.write_bytes(changed(template(root), SUBMITTED, fill("填报", "1", "summary.zh", "建成三座。")))
    said = [run("import", book, "--root", root, "--as-of", "2024-03-01", "--lang", "en")]
    assert (root / Q2).is_file()
    book.write_bytes(changed(template(root), fill("填报", "1", "summary.zh", "建成四座。")))
    said += [run("import", book, "--root", root, "--as-of", "2024-03-01", "--lang", "en") for _ in range(2)]
    assert [done.stdout.splitlines()[-1] for done in said] == [f"Written: {Q2}", f"Written: {Q2}", f"Unchanged: {Q2}"]
    assert [report["summary"]["zh"] for report in read_plain(root, Q2)["reports"]] == ["建成四座。"]


BETWEEN = """\
figures:
  - target: libraries
    between: ["58", "62"]
    as_of: 2023-03-31
    evidence: [{title: {zh: 甲}, publisher: 示例社, url: https://www.example.org/c}]
"""


def test_a_range_stands_in_one_cell(root: Path) -> None:
    write(root, {Q1: FILES[Q1] + BETWEEN})
    blank = template(root, period="2023-Q1")
    assert not take(root, blank).is_new
    for typed in ("59；61", "59;61", "59\n61"):
        taken = take(root, changed(blank, fill("指标", "libraries", "between", typed)))
        assert [finding for finding in taken.findings if finding.severity == "error"] == []
        assert yaml.load(taken.text, yaml.BaseLoader)["figures"][0]["between"] == ["59", "61"]  # noqa: S506
    taken = take(root, changed(blank, fill("指标", "libraries", "between", "约60")))
    assert {finding.place.cell for finding in taken.findings if finding.severity == "error"} == {"指标!I3"}


def test_a_correction_starts_from_what_it_corrects_and_stands_beside_it(root: Path) -> None:
    write(root, {Q1: FILES[Q1] + BETWEEN})
    blank = template(root, period="2023-Q1.r2")
    reason = fill("基本情况", "corrects.reason.zh", "", "数字有误。")
    changes = SUBMITTED, reason, fill("填报", "1", "summary.zh", "已经开工。")
    taken = take(root, changed(blank, *changes))
    assert taken.is_sound
    assert taken.path == Q1.replace(".yml", ".r2.yml")
    written = yaml.load(taken.text, yaml.BaseLoader)  # noqa: S506 - reads text only
    assert written["corrects"] == {"reason": {"zh": "数字有误。"}}
    assert written["figures"][0]["between"] == ["58", "62"]
    assert written["reports"][0]["summary"] == {"zh": "已经开工。"}
    silent = take(root, changed(blank, SUBMITTED))
    assert not silent.is_sound  # it neither corrects nor withdraws anything
    write(root, {taken.path: taken.text})
    assert not take(root, template(root, period="2023-Q1.r2")).is_new


def test_a_file_that_says_the_same_keeps_its_comments(root: Path) -> None:
    write(root, {Q2: f"# ours\n{FULL}"})
    assert not take(root, template(root)).is_new


def test_without_assignments_all_tasks_and_clauses_and_targets_are_offered(home: Path) -> None:
    def names(book: Any) -> None:
        for sheet, wanted in (("填报", ["1", "1.1", "1.2", "2", "2.1"]), ("指标", ["libraries"])):
            found.append(([row[0] for row in book[sheet].iter_rows(3, values_only=True) if row[0]], wanted))

    found: list[tuple[list[str], list[str]]] = []
    changed(template(home, "office"), names)
    assert all(given == wanted for given, wanted in found)
    assert len(found) == 2


def test_an_assigned_agency_is_asked_about_its_own_tasks(blank: bytes) -> None:
    found: list[Any] = []
    changed(blank, lambda book: found.extend(row[0] for row in book["填报"].iter_rows(3, values_only=True) if row[0]))
    assert found == ["1", "1.1", "1.2"]


def test_the_same_bytes_come_out_on_every_run(home: Path, blank: bytes) -> None:
    assert template(home) == blank


def test_the_commands_name_what_is_wrong(root: Path, tmp_path: Path) -> None:
    book = tmp_path / "new.xlsx"
    assert run("template", "bureau", "2023-Q2", "-o", book, "--root", root).exit_code == 0
    with pytest.raises(GeneratorError, match="exists already"):
        run("template", "bureau", "2023-Q2", "-o", book, "--root", root)
    with pytest.raises(click.UsageError):
        run("template", "bureau", "2023-Q2", "-o", "x.xls", "--root", root)
    done = run("import", book, "--root", root, "--lang", "zh", "--as-of", "2024-03-01")
    assert (done.exit_code, (root / Q2).exists()) == (1, False)
    assert done.stdout.startswith("new.xlsx 基本情况!C1: M101 ")
    assert "没有写入" in done.stderr
    data = run("import", book, "--root", root, "--format", "json", "--as-of", "2024-03-01")
    assert '"cell": "基本情况!C1"' in data.stdout


# --- what spreadsheet programs make of values


def taken_text(home: Path, data: bytes) -> dict[str, Any]:
    taken = take(home, data)
    assert [finding for finding in taken.findings if finding.code.startswith("W")] == []
    found: dict[str, Any] = yaml.load(taken.text, yaml.BaseLoader)  # noqa: S506 - reads text only
    return found


def far_apart(pairs: list[tuple[object, str | None, str]]) -> list[Any]:
    return [pytest.param(*pair, id=re.sub(r"\W+", "-", str(pair[0]))) for pair in pairs]


@pytest.mark.parametrize(
    ("value", "form", "wanted"),
    far_apart(
        [
            (datetime.datetime(2023, 6, 30), "yyyy-mm-dd", "2023-06-30"),  # noqa: DTZ001 - a day
            (45107, "General", "2023-06-30"),
            ("2023年6月30日", None, "2023-06-30"),
            ("2023-06-30 00:00:00", None, "2023-06-30"),
            ("二〇二三年六月三十日", None, "2023-06-30"),
            ("2023.6.30", None, "2023-06-30"),
        ]
    ),
)
def test_a_day_is_read_however_it_arrives(
    home: Path, blank: bytes, value: object, form: str | None, wanted: str
) -> None:
    data = changed(blank, fill("指标", "libraries", "as_of", value, form), fill("指标", "libraries", "value", "60"))
    assert taken_text(home, data)["figures"][0]["as_of"] == wanted


@pytest.mark.parametrize("text", ["二〇二三年十二月三十一日", "2023/12/31", "2023年12月31号"])
def test_days_in_words(text: str) -> None:
    assert day_in(text) == "2023-12-31"
    assert day_in("2023年2月30日") == "2023年2月30日"
    assert day_in("九月底") == "九月底"


@pytest.mark.parametrize(
    ("value", "form", "wanted"),
    far_apart(
        [
            (0.265, "0.0%", "26.5%"),
            (192000000, "General", "192000000"),
            (1.92e8, "#,##0", "192000000"),
            (0.1 + 0.2, "General", "0.3"),
            ("1.9亿", "@", "1.9亿"),
            (7.0, "General", "7"),
        ]
    ),
)
def test_a_figure_is_read_as_it_was_typed(home: Path, blank: bytes, value: object, form: str, wanted: str) -> None:
    data = changed(blank, fill("指标", "libraries", "value", value, form))
    assert taken_text(home, data)["figures"][0]["value"] == wanted


@pytest.mark.parametrize(
    ("value", "wanted"),
    [
        ("进行中", "in_progress"),
        (" 已完成 ", "completed"),
        ("delayed", "delayed"),
        ("基本完成", "基本完成"),  # not guessed
    ],
)
def test_a_status_is_read_in_exact_words_only(home: Path, blank: bytes, value: str, wanted: str) -> None:
    assert taken_text(home, changed(blank, fill("填报", "1", "status", value)))["reports"][0]["status"] == wanted


def rich(book: Any) -> None:
    at(book, "填报", "1", "summary.zh").value = CellRichText("建成", TextBlock(InlineFont(b=True), "三座"))


def swapped_sheets(book: Any) -> None:
    book.move_sheet("填报", 2)
    book.move_sheet("基本情况", 3)


def moved_column(book: Any) -> None:
    page = book["填报"]
    index = next(cell.column for cell in page[1] if cell.value == "summary.zh")
    for row in page.iter_rows():
        row[index - 1].value, row[index].value = row[index].value, row[index - 1].value


READ_RIGHT: dict[str, tuple[Callable[[Any], object], str]] = {
    "rich text": (rich, "建成三座"),
    "sheets swapped": (swapped_sheets, "开工了。"),
    "columns swapped": (moved_column, "开工了。"),
    "line breaks": (fill("填报", "1", "summary.zh", "一。\r\n二。 \n"), "一。\n二。"),
    "a formula that is text": (fill("填报", "1", "summary.zh", "'=1+1 是公式"), "'=1+1 是公式"),
    "a flag": (fill("填报", "1", "summary.zh", value=True), "true"),
    "a number as text": (fill("填报", "1", "summary.zh", 12), "12"),
    "a lone surrogate": (fill("填报", "1", "summary.zh", "开_xD800_工"), "开?工"),
}


@pytest.mark.parametrize("name", READ_RIGHT)
def test_what_can_be_understood_is_read_right(home: Path, blank: bytes, name: str) -> None:
    change, wanted = READ_RIGHT[name]
    report = taken_text(home, changed(blank, change))["reports"][0]
    assert report["summary"]["zh"].rstrip("\n") == wanted


def test_the_dimension_that_wps_writes_hides_nothing(home: Path, blank: bytes) -> None:
    data = with_parts(blank, {REPORT: swapped(r'<dimension ref="[^"]*"/>', '<dimension ref="A1:A1"/>')})
    assert taken_text(home, data)["reports"][0]["summary"]["zh"] == "开工了。"


def test_days_counted_from_1904_are_read_right(home: Path, blank: bytes) -> None:
    data = changed(
        blank, fill("指标", "libraries", "as_of", 45107 - 1462, "General"), fill("指标", "libraries", "value", "6")
    )
    data = with_parts(data, {"xl/workbook.xml": swapped("<workbookPr ?/>", '<workbookPr date1904="1"/>')})
    assert taken_text(home, data)["figures"][0]["as_of"] == "2023-06-30"


# --- what is said of a cell


def merge(book: Any) -> None:
    book["填报"].merge_cells("D3:D4")


def hide(book: Any) -> None:
    book["填报"].row_dimensions[3].hidden = True


def drop_column(book: Any) -> None:
    page = book["填报"]
    page.delete_cols(next(cell.column for cell in page[1] if cell.value == "reason.zh"))


def spare(book: Any) -> None:
    page = book["填报"]
    row = next(cells[0].row for cells in page.iter_rows(min_row=3) if not cells[0].value)
    page.cell(row, 1).value = "2.1"


def beside(book: Any) -> None:
    book["填报"].cell(3, 40).value = "见附件"


def new_sheet(book: Any) -> None:
    book.create_sheet("附件")["A1"] = "见附件"


def orphan(book: Any) -> None:
    page = book["更多出处"]
    page["A3"], page["C3"] = "2.1", "公报"


def array(book: Any) -> None:
    from openpyxl.worksheet.formula import ArrayFormula

    at(book, "指标", "libraries", "value").value = ArrayFormula("F3", "=SUM(1,2)")


def meta(row: int, value: str) -> Callable[[Any], object]:
    def change(book: Any) -> None:
        book["_"].cell(row, 2).value = value

    return change


SAID: dict[str, tuple[tuple[Callable[[Any], object], ...], str, str]] = {
    "formula": ((fill("指标", "libraries", "value", "=1+1"),), "W104", "指标!C3"),
    "array formula": ((array,), "W104", "指标!C3"),
    "error value": ((fill("填报", "1", "summary.zh", "#REF!"),), "W105", "填报!E3"),
    "column deleted": ((drop_column,), "W102", "填报"),
    "sheet deleted": ((lambda book: book.remove(book["指标"]),), "W102", "指标"),
    "sheet renamed": ((lambda book: setattr(book["指标"], "title", "数据"),), "W102", "指标"),
    "row deleted": ((lambda book: book["基本情况"].delete_rows(1),), "W102", "基本情况"),
    "hidden row": ((hide,), "W107", "填报"),
    "merged cells": ((merge,), "W110", "填报!D3"),
    "official text changed": ((fill("填报", "1", "#text", "建花园"),), "W109", "填报!B3"),
    "another sheet": ((new_sheet,), "W103", "附件"),
    "a note beside the table": ((beside,), "W103", "填报"),
    "a number and nothing else": ((spare,), "W103", "填报"),
    "a note on the first sheet": ((lambda book: book["说明"].cell(30, 1, "已报"),), "W103", "说明"),
    "a note beside the head": ((lambda book: book["基本情况"].cell(1, 5, "已报"),), "W103", "基本情况"),
    "source of nothing": ((orphan,), "W108", "更多出处!A3"),
    "unknown status": ((fill("填报", "1", "status", "基本完成"),), "M106", "填报!D3"),
    "no such day": (
        (fill("指标", "libraries", "as_of", "九月底"), fill("指标", "libraries", "value", "9")),
        "M107",
        "",
    ),
    "words for a figure": ((fill("指标", "libraries", "value", "一百多座"),), "M108", "指标!C3"),
    "invisible character": ((fill("填报", "1", "summary.zh", "开\u200b工"),), "Y102", "填报!E3"),
    "text of 5,000 characters": ((fill("填报", "1", "summary.zh", "开" * 5000),), "M104", "填报!E3"),
    "delay without a reason": ((fill("填报", "1", "status", "延期"),), "S107", "填报!D3"),
    "completed without evidence": ((fill("填报", "1", "status", "已完成"),), "S102", "填报!D3"),
    "a mailbox of a person": ((fill("基本情况", "contact.email", "", "见电话"),), "M111", ""),
    "agency with a way out": ((meta(3, "../../../x"),), "F108", "基本情况!C1"),
    "agency unknown": ((meta(3, "nobody"),), "S101", "基本情况!C1"),
    "policy unknown": ((meta(2, "nothing"),), "S101", "基本情况!C1"),
    "period unknown": ((meta(4, "2023-Q9"),), "F107", "基本情况!C1"),
    "period before the policy": ((meta(4, "2019-Q2"), SUBMITTED), "S106", "基本情况!C1"),
    "names of columns broken": ((meta(5, "[1"),), "", ""),
}
"""What is changed in a template, the code that follows, and its cell."""


@pytest.mark.parametrize("name", SAID)
def test_a_problem_is_named_with_its_cell(home: Path, blank: bytes, name: str) -> None:
    changes, code, cell = SAID[name]
    data = changed(blank, *([] if "row deleted" in name else [SUBMITTED]), *changes)
    taken = take(home, data)
    found = [(finding.code, finding.place.cell) for finding in taken.findings]
    if code:
        assert (code, cell) in found if cell else code in {code for code, _ in found}
    assert all(finding.place.path == "filled.xlsx" for finding in taken.findings)
    assert "Traceback" not in as_text(taken.findings) + as_json(taken.findings)


def test_a_share_that_arrives_as_a_fraction_is_asked_about_and_not_guessed(root: Path) -> None:
    targets = FILES["data/policies/small/targets.yml"].replace('"100"', "100%")
    write(root, {"data/policies/small/targets.yml": targets})
    taken = take(root, changed(template(root), SUBMITTED, fill("指标", "libraries", "value", 0.265)))
    (finding,) = (finding for finding in taken.findings if finding.place.cell == "指标!C3")
    assert (finding.code, taken.is_sound) == ("W106", False)
    assert "26.5%" in finding.zh
    assert "0.265%" in finding.zh


def test_a_clause_that_lost_its_last_zero_is_asked_about(root: Path) -> None:
    clauses = "".join(f'  - {{id: "1.{n}", text: {{zh: 第{n}句。}}}}\n' for n in range(3, 11))
    path = "data/policies/small/tasks/01.yml"
    write(root, {path: FILES[path] + clauses})
    taken = take(root, changed(template(root), SUBMITTED, fill("填报", "1", "ref", 1.1)))
    assert ("W106", "填报!A3") in [(finding.code, finding.place.cell) for finding in taken.findings]


def test_a_cell_at_the_end_of_the_sheet_is_said_and_costs_nothing(home: Path, blank: bytes) -> None:
    row = '<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row></sheetData>'
    taken = take(home, with_parts(blank, {REPORT: swapped("</sheetData>", row)}))
    assert [finding.zh for finding in taken.findings if finding.code == "W103"] == ["这里的内容没有采用：XFD1048576"]


# --- workbooks that are no workbooks, or worse

LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'


def lying(data: bytes) -> bytes:
    """A part that unpacks to more than the archive says."""
    archive = bytearray(packed({**parts(data), "xl/media/x.xml": b"<a>" + b" " * 1_000_000 + b"</a>"}))
    for start in (b"PK\x01\x02", b"PK\x03\x04"):
        position, offset = archive.find(start), 24 if start == b"PK\x01\x02" else 22
        while position >= 0:
            archive[position + offset : position + offset + 4] = (100).to_bytes(4, "little")
            position = archive.find(start, position + 4)
    return bytes(archive)


def twice(data: bytes) -> bytes:
    output = io.BytesIO(data)
    with zipfile.ZipFile(output, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("xl/workbook.xml", b"<a/>")
    return output.getvalue()


def flagged(data: bytes) -> bytes:
    """An archive that says it is encrypted."""
    archive = bytearray(data)
    position = archive.find(b"PK\x01\x02")
    while position >= 0:
        archive[position + 8] |= 1
        position = archive.find(b"PK\x01\x02", position + 4)
    return bytes(archive)


HOSTILE: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda _: b"",
    "a text": lambda _: "填报,1\n".encode("gbk"),
    "a page": lambda _: b"<html><table><tr><td>1</td></tr></table></html>",
    "cut off": lambda data: data[: len(data) // 2],
    "bytes lost in the middle": lambda data: data[:3000] + data[3300:],
    "old format or password": lambda _: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000),
    "another archive": lambda _: packed({"word/document.xml": b"<a/>", "[Content_Types].xml": b"<a/>"}),
    "too large": lambda data: data + bytes(MAX_PACKED),
    "bomb of one part": lambda data: with_parts(data, {"xl/media/x.bin": bytes(30_000_000)}),
    "bomb of XML": lambda data: with_parts(data, {REPORT: b"<a>" + b" " * 9_000_000 + b"</a>"}),
    "bomb of elements": lambda data: with_parts(
        data, {REPORT: swapped("</sheetData>", "<row/>" * 420_000 + "</sheetData>")}
    ),
    "bomb of shared strings": lambda data: with_parts(
        data, {"xl/sharedStrings.xml": b"<sst>" + b"<si/>" * 500_000 + b"</sst>"}
    ),
    "bomb of many parts": lambda data: packed({**parts(data), **{f"xl/media/{n}.png": b"" for n in range(201)}}),
    "bomb of depth": lambda data: with_parts(data, {REPORT: b"<a>" * 100_000 + b"</a>" * 100_000}),
    "bomb of text": lambda data: with_parts(data, {REPORT: swapped("<v>[0-9]+</v>", "<v>" + "9" * 7_000_000 + "</v>")}),
    "more than it says": lying,
    "entities": lambda data: with_parts(data, {REPORT: swapped("<worksheet", f"{LAUGHS}<worksheet")}),
    "entities in UTF-16": lambda data: with_parts(data, {REPORT: f"{LAUGHS}<x>&b;</x>".encode("utf-16")}),
    "entity of a file": lambda data: with_parts(
        data, {"xl/sharedStrings.xml": b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'}
    ),
    "entities in the list of parts": lambda data: with_parts(
        data, {"[Content_Types].xml": f"{LAUGHS}<Types/>".encode()}
    ),
    "macros": lambda data: with_parts(data, {"xl/vbaProject.bin": b"x"}),
    "old macros": lambda data: with_parts(data, {"xl/macrosheets/sheet1.xml": b"<a/>"}),
    "links to others": lambda data: with_parts(data, {"xl/externalLinks/externalLink1.xml": b"<a/>"}),
    "a data source": lambda data: with_parts(data, {"xl/connections.xml": b"<a/>"}),
    "controls": lambda data: with_parts(data, {"xl/activeX/activeX1.xml": b"<a/>"}),
    "a part twice": twice,
    "encrypted parts": flagged,
    "broken XML": lambda data: with_parts(data, {REPORT: lambda text: text[:-20]}),
    "no shared strings": lambda data: with_parts(data, {"xl/sharedStrings.xml": None}),
    "a string that is not there": lambda data: with_parts(data, {REPORT: swapped("<v>[0-9]+</v>", "<v>99999</v>")}),
    "broken styles": lambda data: with_parts(data, {"xl/styles.xml": b"<styleSheet><fonts/></styleSheet>"}),
    "style that is not there": lambda data: with_parts(data, {REPORT: swapped(' s="[0-9]+"', ' s="99999"')}),
    "no styles": lambda data: with_parts(data, {"xl/styles.xml": None}),
    "rows out of order": lambda data: with_parts(data, {REPORT: swapped('<row r="5"', '<row r="2"')}),
    "cells out of order": lambda data: with_parts(data, {REPORT: swapped('r="D5"', 'r="B5"')}),
    "cell in another row": lambda data: with_parts(data, {REPORT: swapped('r="D5"', 'r="D9"')}),
    "unknown encoding": lambda data: with_parts(data, {REPORT: swapped('encoding="UTF-8"', 'encoding="EBCDIC"')}),
    "bytes that are no text": lambda data: with_parts(
        data, {REPORT: lambda text: text.replace(b"<sheetData>", b"<sheetData>\xff", 1)}
    ),
}


BOMBS = {name for name in HOSTILE if name.startswith("bomb")}  # tried below, where time and memory are measured


@pytest.mark.parametrize("name", sorted(set(HOSTILE) - BOMBS))
def test_a_file_that_cannot_be_read_is_refused_in_words(home: Path, blank: bytes, name: str) -> None:
    taken = take(home, HOSTILE[name](blank))
    if name in {"no styles", "style that is not there", "bytes lost in the middle"} and taken.text:
        return  # read as it is: what is lost is only how it looks
    assert [finding.code for finding in taken.findings] == ["W101"]
    assert not taken.is_sound
    assert "？" not in taken.findings[0].zh


def test_a_sheet_whose_part_was_lost_is_missed(home: Path, blank: bytes) -> None:
    assert "W102" in {finding.code for finding in take(home, with_parts(blank, {REPORT: None})).findings}


def test_at_least_fifty_workbooks_were_tried() -> None:
    assert len(HOSTILE) + len(SAID) + len(READ_RIGHT) >= 50


def test_paths_in_an_archive_lead_nowhere(home: Path, blank: bytes) -> None:
    data = with_parts(blank, {"../../outside.xml": b"<a/>", "/etc/x.xml": b"<a/>"})
    assert taken_text(home, data)["reports"][0]["ref"] == "1"


MEASURE = """\
import resource, sys, time
from pathlib import Path
from generator.load import read_catalog
from generator.contribute.workbook.take import take_workbook
import datetime, openpyxl
root = Path(sys.argv[1])
catalog = read_catalog(root)[0]
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
for path in sorted(Path(sys.argv[2]).glob("*.xlsx")):
    start = time.process_time()
    taken = take_workbook(root, catalog, datetime.date(2024, 3, 1), path.read_bytes(), path.name)
    assert [finding.code for finding in taken.findings] == ["W101"], path.name
    took = time.process_time() - start
    assert took < 5, (path.name, took)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""


def test_no_bomb_takes_more_than_five_seconds_or_a_hundred_megabytes(home: Path, blank: bytes, tmp_path: Path) -> None:
    for name in HOSTILE:
        if name in BOMBS or name in {"more than it says", "entities in UTF-16"}:
            (tmp_path / f"{name}.xlsx").write_bytes(HOSTILE[name](blank))
    done = subprocess.run(
        [sys.executable, "-c", MEASURE, str(home), str(tmp_path)],
        env=environment(), cwd=REPO, capture_output=True, encoding="utf-8", check=True,
    )  # fmt: skip
    per_megabyte = 1024 if sys.platform != "darwin" else 1024 * 1024
    assert int(done.stdout) / per_megabyte < 100


# --- other programs


def test_libreoffice_keeps_what_the_template_holds(root: Path, tmp_path: Path) -> None:
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        pytest.skip("no LibreOffice")
    write(root, {Q2: FULL})
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.xlsx").write_bytes(template(root))
    command = [office, f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "xlsx"]
    subprocess.run(
        [*command, "--outdir", str(tmp_path), str(tmp_path / "in" / "a.xlsx")],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    taken = take(root, (tmp_path / "a.xlsx").read_bytes())
    assert [finding for finding in taken.findings if finding.code.startswith("W")] == []
    assert taken.text == take(root, template(root)).text
