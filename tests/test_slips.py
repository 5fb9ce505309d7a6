"""Slips that staff make, each explained at its line; where a line is shown corrected, it is right."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import NamedTuple

import pytest

from generator.config import read_config
from generator.findings import Finding, did_you_mean
from generator.load import read_catalog, read_record
from generator.load.slips import refs_in
from generator.model import Submission, guess_period, parse_period
from generator.pipeline import validate
from tests.roots import make_root
from tests.small import FILES, write

PATH = "data/submissions/small/example-office/2030-H1.yml"
NAMES = {"policy": "small", "agency": "example-office", "period": "2030-H1"}
GOOD = """\
submitted: 2030-07-10
provenance: agency
reports:
  - ref: "1"
    status: in_progress
    summary: {zh: 做了事, en: Things were done}
    evidence:
      - title: {zh: 公报, en: Bulletin}
        publisher: 示例日报
        published: 2030-07-01
        url: https://library.example.org/h1
figures:
  - target: loans
    value: 1.1万
    as_of: 2030-06-30
"""


class Slip(NamedTuple):
    line: int  # where it is explained
    code: str
    right: str  # a part of the good file
    wrong: str  # what stands there instead
    fixed: bool = True  # whether the corrected line is shown, and makes the file good again


SLIPS = (
    Slip(1, "Y103", "submitted: ", "submitted："),
    Slip(1, "Y103", "submitted: ", "submitted ： "),
    Slip(1, "Y103", "submitted: ", "submitted:"),
    Slip(1, "M107", "2030-07-10", "2030年7月10日"),
    Slip(1, "M107", "2030-07-10", "2030年07月10号"),
    Slip(1, "M107", "2030-07-10", "2030/7/10"),
    Slip(1, "M107", "2030-07-10", "2030.07.10"),
    Slip(1, "M107", "2030-07-10", "20300710"),
    Slip(1, "M107", "2030-07-10", "２０３０-０７-１０"),
    Slip(1, "M107", "2030-07-10", "“2030-07-10”"),
    Slip(1, "M107", "2030-07-10", "七月十日", fixed=False),
    Slip(1, "M107", "2030-07-10", "2030-02-30", fixed=False),
    Slip(1, "M107", "2030-07-10", "7/10/2030", fixed=False),
    Slip(2, "M106", "agency", "机构"),
    Slip(2, "M106", "agency", "Agency"),
    Slip(2, "M106", "agency", "agnecy"),
    Slip(2, "M102", "provenance", "provenence"),
    Slip(4, "Y103", 'ref: "1"', "ref：1"),
    Slip(4, "M111", '"1"', "“1”"),
    Slip(4, "M111", '"1"', "１"),
    Slip(4, "M111", '"1"', "1."),
    Slip(4, "M111", '"1"', "任务1"),
    Slip(4, "M111", '"1"', "第1条", fixed=False),
    Slip(4, "M111", '"1"', "第一条", fixed=False),
    Slip(5, "M106", "in_progress", "in_progess"),
    Slip(5, "M106", "in_progress", "In Progress"),
    Slip(5, "M106", "in_progress", "in-progress"),
    Slip(5, "M106", "in_progress", "“in_progress”"),
    Slip(5, "M106", "in_progress", "推进中"),
    Slip(5, "M106", "in_progress", "已经差不多了", fixed=False),
    Slip(5, "M106", "in_progress", "是", fixed=False),
    Slip(5, "M106", "in_progress", "yes", fixed=False),
    Slip(5, "Y103", "status: ", "status："),
    Slip(5, "Y103", "status: ", "status:"),
    Slip(5, "Y103", "    status", "　　status"),
    Slip(5, "Y103", "    status", "\t\tstatus"),
    Slip(6, "Y103", "{zh: 做了事, en: Things were done}", "{zh：做了事，en：Things were done}"),
    Slip(6, "Y103", "{zh: 做了事, en: Things were done}", "{zh: 做了事，en: Things were done}"),
    Slip(6, "Y103", "{zh: 做了事, en: Things were done}", "｛zh: 做了事, en: Things were done｝"),
    Slip(6, "M103", "{zh: 做了事, en: Things were done}", "做了事"),
    Slip(6, "M103", "{zh: 做了事, en: Things were done}", '做了"两件"事'),
    Slip(6, "Y103", "{zh: 做了事, en: Things were done}", "“进展: 良好”", fixed=False),  # then it is no mapping
    Slip(6, "M102", "summary", "sumary"),
    Slip(6, "Y103", "summary: ", "summary： "),
    Slip(7, "M102", "evidence:", "evidances:"),
    Slip(10, "M107", "2030-07-01", "2030年7月1日"),
    Slip(11, "M110", "https://library", "https：//library"),
    Slip(11, "M110", "https://library", "library"),
    Slip(11, "M110", "https://library", "<https://library", fixed=False),
    Slip(11, "M110", "library.example.org", "libr\u0430ry.example.org", fixed=False),
    Slip(11, "M110", "library.example.org", "xn--librry-7fg.example.org", fixed=False),
    Slip(11, "M110", "library.example.org", "www.gov.cn.example.org", fixed=False),
    Slip(11, "M110", "library.example.org", "localhost", fixed=False),
    Slip(13, "M111", "loans", "Loans"),
    Slip(13, "M111", "loans", "“loans”"),
    Slip(14, "M108", "1.1万", "1.1万册"),
    Slip(14, "M108", "1.1万", "１．１万"),
    Slip(14, "M108", "1.1万", "1.1 萬"),
    Slip(14, "M108", "1.1万", "26.5％"),
    Slip(14, "M108", "1.1万", "11,000册"),
    Slip(14, "M108", "1.1万", "约1.1万"),
    Slip(14, "M108", "1.1万", "1.1千万", fixed=False),
    Slip(14, "M108", "1.1万", "11 thousand", fixed=False),
    Slip(14, "M108", "1.1万", "一万一千", fixed=False),
    Slip(14, "M108", "1.1万", "1,10", fixed=False),
    # dates
    Slip(1, "M107", "2030-07-10", "2030-7-10"),
    Slip(1, "M107", "2030-07-10", "2030年7月10"),
    Slip(1, "M107", "2030-07-10", "２０３０年７月１０日"),
    Slip(1, "M107", "2030-07-10", "2030—07—10"),
    Slip(1, "M107", "2030-07-10", "2030、7、10"),
    Slip(1, "M107", "2030-07-10", "2030 07 10"),
    Slip(1, "M107", "2030-07-10", "2030-07-10。"),
    Slip(1, "M107", "2030-07-10", "2030-07-10日"),
    Slip(1, "M107", "2030-07-10", "30-07-10", fixed=False),
    Slip(1, "M107", "2030-07-10", "2030-07", fixed=False),
    Slip(1, "M107", "2030-07-10", "203007", fixed=False),
    Slip(1, "M107", "2030-07-10", "2030111", fixed=False),
    Slip(1, "M107", "2030-07-10", "2030-07-10 09:30", fixed=False),
    Slip(1, "M107", "2030-07-10", "2030-07-1O", fixed=False),
    Slip(1, "M107", "2030-07-10", "今天", fixed=False),
    Slip(1, "Y103", "2030-07-10", "'2030-07-10"),
    Slip(10, "M107", "2030-07-01", "7月1日", fixed=False),
    Slip(15, "M107", "2030-06-30", "2030-06-31", fixed=False),
    Slip(15, "M107", "2030-06-30", "2030年6月底", fixed=False),
    Slip(15, "M107", "2030-06-30", "2030-H1", fixed=False),
    # names of fields
    Slip(1, "M102", "submitted", "Submitted"),
    Slip(1, "M102", "submitted", "提交日期"),
    Slip(2, "Y110", "submitted", "submitted: 2030-07-10\nsubmitted", fixed=False),
    Slip(2, "M102", "provenance: agency", "policy: small", fixed=False),
    Slip(3, "M102", "reports", "report"),
    Slip(4, "M102", "ref:", "task:", fixed=False),
    Slip(5, "M102", "status", "state"),
    Slip(5, "M102", "status", "状态"),
    Slip(6, "M102", "summary", "Summary"),
    Slip(6, "Y110", "{zh: 做了事, en: Things were done}", "{zh: 做了事, zh: 又做了事}", fixed=False),
    Slip(7, "M102", "evidence:", "proof:", fixed=False),
    Slip(8, "M102", "title", "titel"),
    Slip(9, "M102", "publisher", "发布者"),
    Slip(10, "M102", "published", "publish"),  # not `publisher`, which stands there already
    Slip(11, "M102", "url", "URL"),
    Slip(11, "M102", "url", "link", fixed=False),
    Slip(12, "M102", "figures", "figure"),
    Slip(13, "M102", "target:", "traget:"),
    Slip(14, "M102", "value", "数值"),
    Slip(15, "M102", "as_of", "asof"),
    Slip(15, "M102", "as_of", "as of"),
    Slip(15, "M102", "    as_of", "as_of", fixed=False),
    Slip(16, "M102", "2030-06-30", "2030-06-30\n    unit: 册", fixed=False),
    # colons
    Slip(1, "Y103", "submitted: ", "submitted "),
    Slip(1, "Y103", "submitted: ", "submitted = "),
    Slip(1, "Y103", "submitted: ", "submitted；"),
    Slip(1, "Y103", "submitted: ", "提交日期："),
    Slip(3, "Y103", "reports:", "reports"),
    Slip(3, "Y103", "reports:", "reports："),
    Slip(7, "Y103", "evidence:", "evidence"),
    Slip(9, "Y103", "publisher: ", "publisher:"),
    Slip(14, "Y103", "value: ", "value:"),
    Slip(6, "Y103", "{zh: 做了事, en: Things were done}", "{zh:做了事, en:Things were done}"),
    Slip(6, "Y103", "{zh: 做了事, en: Things were done}", "进展: 良好", fixed=False),
    # lists and indentation
    Slip(1, "Y103", "submitted", " submitted"),
    Slip(4, "Y103", "- ref", "-ref"),
    Slip(4, "Y103", "- ref", "— ref"),
    Slip(4, "Y103", "- ref", "－ref"),
    Slip(4, "Y103", "- ref", "• ref"),
    Slip(4, "Y103", "- ref", "* ref"),
    Slip(4, "Y103", "- ref", "1. ref"),
    Slip(4, "Y103", "- ref", "1、ref"),
    Slip(4, "M103", "- ref", "  ref", fixed=False),
    Slip(5, "Y103", "    status", "     status"),
    Slip(5, "Y103", "    status", "   status", fixed=False),
    Slip(5, "Y103", "    status", "\u00a0\u00a0\u00a0\u00a0status"),
    Slip(8, "M103", "- title", "  title", fixed=False),
    Slip(8, "Y103", "- title: {zh: 公报, en: Bulletin}", "- 《公报》", fixed=False),
    Slip(13, "M103", "- target", "  target", fixed=False),
    # values that are missing, empty, or a list
    Slip(2, "M116", "agency", "", fixed=False),
    Slip(2, "M103", "agency", "[agency]", fixed=False),
    Slip(4, "M116", '"1"', "", fixed=False),
    Slip(4, "M103", '"1"', "[1, 2]", fixed=False),
    Slip(5, "M116", "in_progress", "", fixed=False),
    Slip(5, "M103", "in_progress", "[in_progress]", fixed=False),
    Slip(6, "M105", "{zh: 做了事, en: Things were done}", '""', fixed=False),
    Slip(6, "M116", "{zh: 做了事, en: Things were done}", "", fixed=False),
    Slip(6, "M101", "{zh: 做了事, en: Things were done}", "{en: Things were done}", fixed=False),
    Slip(6, "M103", "{zh: 做了事, en: Things were done}", "[做了事]", fixed=False),
    Slip(7, "M103", "{zh: 做了事, en: Things were done}", "\n      - 做了事", fixed=False),
    Slip(9, "M116", "示例日报", "", fixed=False),
    Slip(15, "M116", "2030-06-30", "", fixed=False),
    # quotes, braces, symbols
    Slip(4, "Y103", '"1"', '"1'),
    Slip(6, "Y103", "{zh: 做了事, en: Things were done}", "{zh: 做了事, en: Things were done", fixed=False),
    Slip(6, "Y103", "{zh: 做了事, en: Things were done}", "{zh: 做了事、en: Things were done}", fixed=False),
    Slip(6, "Y103", "{zh: 做了事, en: Things were done}", "@示例办做了事", fixed=False),
    Slip(6, "Y104", "{zh: 做了事, en: Things were done}", "*做了事*", fixed=False),
    Slip(6, "Y102", "做了事", "做了\u200b事", fixed=False),
    Slip(8, "M103", "{zh: 公报, en: Bulletin}", "公报"),
    # references
    Slip(4, "M111", '"1"', "第1项"),
    Slip(4, "M111", '"1"', "任务１"),
    Slip(4, "M111", '"1"', "（1）"),
    Slip(4, "M111", '"1"', "1、"),
    Slip(4, "M111", '"1"', "01"),
    Slip(4, "M111", '"1"', "1。2"),
    Slip(4, "M111", '"1"', "１．１０"),
    Slip(4, "M111", '"1"', "1-1", fixed=False),
    Slip(4, "M111", '"1"', "g3", fixed=False),
    Slip(4, "M111", '"1"', "5、1", fixed=False),
    Slip(4, "M111", '"1"', "2023年第3项", fixed=False),
    Slip(4, "M111", '"1"', "除第3项外", fixed=False),
    Slip(4, "M111", '"1"', "1.2.3", fixed=False),
    # statuses and provenance
    Slip(2, "M106", "agency", "机构提交"),
    Slip(2, "M106", "agency", "公开记录", fixed=False),
    Slip(2, "M106", "agency", "public-record", fixed=False),
    Slip(2, "M106", "agency", "示例办", fixed=False),
    Slip(5, "M106", "in_progress", "ｉｎ＿ｐｒｏｇｒｅｓｓ"),
    Slip(5, "M106", "in_progress", "in_progress。"),
    Slip(5, "M106", "in_progress", "进行中。"),
    Slip(5, "M106", "in_progress", "持续推进"),
    Slip(5, "M106", "in_progress", "已经完成"),
    Slip(5, "M106", "in_progress", "待启动"),
    Slip(5, "M106", "in_progress", "办结"),
    Slip(5, "M106", "in_progress", "滞后", fixed=False),
    Slip(5, "M106", "in_progress", "N/A"),
    Slip(5, "M106", "in_progress", "100%", fixed=False),
    Slip(5, "M106", "in_progress", "完成50%", fixed=False),
    Slip(5, "M106", "in_progress", "Not completed", fixed=False),
    Slip(5, "M106", "in_progress", "uncompleted", fixed=False),
    Slip(5, "M106", "in_progress", "none", fixed=False),
    Slip(5, "M106", "in_progress", "未完成", fixed=False),
    Slip(5, "M106", "in_progress", "基本完成", fixed=False),
    Slip(5, "M106", "in_progress", "按序时推进", fixed=False),
    # addresses
    Slip(11, "M110", "https://library", "https:/library"),
    Slip(11, "M110", "https://library", "https//library"),
    Slip(11, "M110", "https://library", "https:// library"),
    Slip(11, "M110", "https://library", "https：／／library"),
    Slip(11, "M110", "https://library", "www.library"),
    Slip(11, "M110", "https://library", "ftp://library", fixed=False),
    Slip(11, "M110", "library.example.org/h1", "mp.weixin.qq.com/s？__biz=1＆mid=2"),
    Slip(11, "M110", "/h1", "/h1。"),
    Slip(11, "M110", "/h1", "/h1，https://library.example.org/h2", fixed=False),
    Slip(11, "M110", "/h1", "/公报 1.html", fixed=False),
    Slip(11, "M110", "/h1", "/h1 （公报）", fixed=False),
    Slip(11, "M110", "https://library.example.org/h1", "“https://library.example.org/h1”"),
    Slip(11, "M110", "https://library.example.org/h1", "见附件", fixed=False),
    Slip(11, "M110", "https://library.example.org/h1", "file:///D:/公报.doc", fixed=False),
    Slip(11, "M110", "library.example.org", "192.168.1.10", fixed=False),
    Slip(11, "M110", "library.example.org", "library.example.org:8080", fixed=False),
    # figures
    Slip(14, "M108", "1.1万", "1.1亿元"),
    Slip(14, "M108", "1.1万", "1.1 万册"),
    Slip(14, "M108", "1.1万", "1，100"),
    Slip(14, "M108", "1.1万", "11000余"),
    Slip(14, "M108", "1.1万", "26.5%左右"),
    Slip(14, "M108", "1.1万", "80%左右"),
    Slip(14, "M108", "1.1万", "1.2倍", fixed=False),
    Slip(14, "M108", "1.1万", "1.9亿户以上"),
    Slip(14, "M108", "1.1万", "1.9亿余户"),
    Slip(14, "M108", "1.1万", "达到1.92亿户未完成", fixed=False),
    Slip(14, "M108", "1.1万", "百分之26", fixed=False),
    Slip(14, "M108", "1.1万", "1.1w", fixed=False),
    Slip(14, "M108", "1.1万", "11000-12000"),
    Slip(14, "M108", "1.1万", "≥11000"),
    Slip(14, "M108", "1.1万", "暂无", fixed=False),
    Slip(14, "M103", "1.1万", "{zh: 1.1万}", fixed=False),
    Slip(14, "Y103", "1.1万", ">1.1万", fixed=False),
    Slip(14, "Y103", "1.1万", "-", fixed=False),
    Slip(14, "M108", "1.1万", "超过1.1万"),
    Slip(14, "M108", "1.1万", "3—5%", fixed=False),
    Slip(14, "M108", "1.1万", "约1.1万以上", fixed=False),
    Slip(14, "M108", "1.1万", "不是1.1万", fixed=False),
    # blanks, indentation, paragraphs
    Slip(5, "Y103", "status: in", "status:\u00a0in"),
    Slip(5, "Y103", "status: in", "status:\u3000in"),
    Slip(5, "Y103", "    status", "      status"),
    Slip(5, "Y103", "status: in_progress", "状态：进行中"),
    Slip(7, "Y103", "{zh: 做了事, en: Things were done}", '\n      zh: "重点"工作做了'),
    Slip(7, "Y103", "{zh: 做了事, en: Things were done}", "\n      zh: [试点]工作做了"),
    Slip(7, "Y103", "{zh: 做了事, en: Things were done}", "\n      zh: - 做了事"),
    Slip(7, "Y103", "{zh: 做了事, en: Things were done}", "\n      zh: | 做了事"),
    Slip(7, "Y103", "{zh: 做了事, en: Things were done}", '\n      zh: "做了\\一件事"'),
    Slip(7, "Y103", "{zh: 做了事, en: Things were done}", "\n      zh: @示例办做了事"),
    Slip(7, "Y104", "{zh: 做了事, en: Things were done}", "\n      zh: **做了**事"),
    Slip(9, "Y103", "{zh: 做了事, en: Things were done}", "\n      zh: 做了事。\n\n      又做了一件。", fixed=False),
    Slip(
        8,
        "M103",
        "{zh: 做了事, en: Things were done}",
        "\n      zh:\n        - 做了一件\n        - 又一件",
        fixed=False,
    ),
    # what else comes along
    Slip(1, "Y103", "submitted", "关于报送进展情况的报告\nsubmitted", fixed=False),
    Slip(1, "Y103", "submitted", "```yaml\nsubmitted", fixed=False),
    Slip(16, "Y103", "2030-06-30", "2030-06-30\n谢谢！", fixed=False),
    Slip(16, "Y108", "2030-06-30", "2030-06-30\n---", fixed=False),
    Slip(3, "M111", "agency", "agency\ncontact: {unit: {zh: 示例科}, email: office＠example.org}"),
    Slip(3, "M103", "agency", "agency\ncontact: {unit: 示例科}"),
    Slip(3, "M102", "agency", "agency\ncontact: {unit: {zh: 示例科}, phone: 12345678}", fixed=False),
)


def read(folder: Path, text: str) -> tuple[Submission | None, list[Finding]]:
    (folder / PATH).parent.mkdir(parents=True, exist_ok=True)
    (folder / PATH).write_text(text, encoding="utf-8")
    record, findings = read_record(folder, PATH, Submission, NAMES)
    return record, sorted(findings)


def corrected(text: str, findings: list[Finding]) -> str:
    lines = text.split("\n")
    for finding in findings:
        if finding.fix:
            lines[finding.place.line - 1] = finding.fix
    return "\n".join(lines)


def test_the_good_file_is_good(tmp_path: Path) -> None:
    assert read(tmp_path, GOOD)[1] == []


@pytest.mark.parametrize("slip", SLIPS, ids=lambda slip: f"{slip.code} {slip.wrong}")
def test_a_slip_is_explained_at_its_line_and_put_right_where_that_can_be(slip: Slip, tmp_path: Path) -> None:
    before, found, after = GOOD.partition(slip.right)
    assert found
    text = before + slip.wrong + after
    _, findings = read(tmp_path, text)
    assert (slip.line, slip.code) in {(finding.place.line, finding.code) for finding in findings}
    record, left = read(tmp_path, corrected(text, findings))
    assert (record is not None) == slip.fixed, left


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("已完成", "completed"),
        ("进行中", "in_progress"),
        ("進行中", "in_progress"),
        ("未启动", "not_started"),
        ("未啟動", "not_started"),
        ("延期", "delayed"),
        ("不适用", "not_applicable"),
        ("不適用", "not_applicable"),
    ],
)
def test_a_state_in_chinese_is_read_as_it_stands(word: str, status: str, tmp_path: Path) -> None:
    text = GOOD.replace("status: in_progress", f"status: {word}")
    record, findings = read(tmp_path, text)
    assert findings == []
    assert record is not None
    assert record.reports[0].status == status


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("complted", "completed"),
        ("compelted", "completed"),
        ("not completed", ""),
        ("uncompleted", ""),
        ("incompleted", ""),
        ("state-1", ""),
        ("task-13", ""),  # not task-12: a digit is no slip
        ("", ""),
        ("cat", ""),  # as near to two
    ],
)
def test_only_a_slip_of_the_hand_is_guessed(word: str, meant: str) -> None:
    known = ["completed", "in_progress", "task-12", "car", "cap", "state-2"]
    assert did_you_mean(word, known)[0] == meant


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("1.9亿以上", "at_least: 1.9亿"),
        ("1.9亿户以上", "at_least: 1.9亿"),
        ("不少于1,234户", "at_least: 1,234"),
        ("1.9亿余户", "more_than: 1.9亿"),
        ("突破5800亿元", "more_than: 5800亿"),
        ("不超过3%", "at_most: 3%"),
        ("近1.9億戶".replace("戶", "户"), "less_than: 1.9亿"),
        ("80%左右", "about: 80%"),
        ("3%—5%", "between: [3%, 5%]"),
        ("11000至12000册", "between: [11000, 12000]"),
        ("1.2倍", ""),
        ("80%左右以上", ""),
        ("达到1.92亿户未完成", ""),
        ("不到80%左右", ""),
    ],
)
def test_a_figure_that_is_not_exact_gets_the_field_that_says_so(written: str, meant: str, tmp_path: Path) -> None:
    _, (finding,) = read(tmp_path, GOOD.replace("1.1万", written))
    assert finding.fix == (f"    {meant}" if meant else "")


def test_no_slip_stands_here_twice() -> None:
    assert len({(slip.right, slip.wrong) for slip in SLIPS}) == len(SLIPS) >= 100


@pytest.mark.parametrize(
    ("path", "code", "said"),
    [
        ("small/bureau/2023Q2.yml", "F107", "2023-Q2.yml"),
        ("small/bureau/2023-q2.yml", "F107", "2023-Q2.yml"),
        ("small/bureau/2023年第二季度.yml", "F107", "2023-Q2.yml"),
        ("small/bureau/2023上半年.yml", "F107", "2023-H1.yml"),
        ("small/bureau/第二季度.yml", "F107", "2023-Q4"),
        ("small/bureau/2023-Q2.yaml", "F102", "2023-Q2.yml"),
        ("small/bureau/2023-Q2.YML", "F102", "2023-Q2.yml"),
        ("small/bureau/2023-Q2.yml.txt", "F102", "2023-Q2.yml"),
        ("small/bureau/2023-Q2.docx", "F101", "data/submissions/{policy}/{agency}/{period}.yml"),
        ("bureau/2023-Q2.yml", "F108", "/2023-Q2.yml"),
        ("small/2023-Q2/bureau.yml", "F103", "2023-Q2"),
        ("small/Bureau/2023-Q2.yml", "F103", "Bureau"),
        ("small/示例局/2023-Q2.yml", "F103", "示例局"),
    ],
)
def test_a_file_in_the_wrong_place_is_told_where_it_belongs(path: str, code: str, said: str, tmp_path: Path) -> None:
    write(tmp_path, {**FILES, f"data/submissions/{path}": FILES["data/submissions/small/bureau/2023-Q1.yml"]})
    _, (finding,) = read_catalog(tmp_path)
    assert (finding.place.path, finding.code) == (f"data/submissions/{path}", code)
    assert said in finding.en + finding.hint_en
    assert said in finding.zh + finding.hint_zh


def test_a_file_with_full_width_colons_throughout_gets_all_its_lines_at_once(tmp_path: Path) -> None:
    text = GOOD.replace("https://", "https").replace(": ", "：").replace("evidence:", "evidence：")
    _, findings = read(tmp_path, text)
    wrong = [number for number, line in enumerate(text.split("\n"), 1) if "：" in line]
    assert [finding.place.line for finding in findings] == wrong
    assert {finding.code for finding in findings} == {"Y103"}
    assert all(finding.fix for finding in findings)


def test_unquoted_references_stay_what_was_written(tmp_path: Path) -> None:
    record, _ = read(tmp_path, GOOD.replace('"1"', "1.10"))
    assert record is not None
    assert record.reports[0].ref == "1.10"


@pytest.mark.parametrize("start", [b"\xef\xbb\xbf", b""], ids=["a byte order mark", "none"])
def test_windows_files_are_read_like_any_other(start: bytes, tmp_path: Path) -> None:
    good, _ = read(tmp_path, GOOD)
    (tmp_path / PATH).write_bytes(start + GOOD.replace("\n", "\r\n").encode())
    record, findings = read_record(tmp_path, PATH, Submission, NAMES)
    assert findings == []
    assert record.model_dump() == good.model_dump() if good else None


@pytest.mark.parametrize("encoding", ["gb18030", "gbk", "utf-16", "utf-16-le", "big5"])
def test_other_encodings_are_named_with_what_to_do(encoding: str, tmp_path: Path) -> None:
    read(tmp_path, GOOD)
    (tmp_path / PATH).write_bytes(GOOD.encode(encoding, "ignore"))
    _, (finding, *_) = read_record(tmp_path, PATH, Submission, NAMES)
    assert finding.code in {"Y101", "Y102"}  # UTF-16 without its mark is UTF-8 with NULLs


@pytest.mark.parametrize(
    ("name", "period"),
    [
        ("2030H1", "2030-H1"),
        ("2030-h2", "2030-H2"),
        ("2030年上半年", "2030-H1"),
        ("2030年第四季度", "2030-Q4"),
        ("2030年四季度", "2030-Q4"),
        ("２０３０Ｑ３", "2030-Q3"),
        ("2030_12", "2030-12"),
        ("2030-3", "2030-03"),
        ("2030年3月", "2030-03"),
        ("2030年", "2030"),
        ("2030-13", ""),
        ("2030-Q5", ""),
        ("report", ""),
        ("", ""),
    ],
)
def test_the_period_that_a_file_name_means_is_guessed(name: str, period: str) -> None:
    assert guess_period(name) == period
    assert not period or parse_period(period)


SEVERAL = """\
submitted：2030年7月10日
provenance: agency
reports:
  - ref: "1.9"
    status: 已完成
    summary:
      zh: 说明: 一件事
  - ref: "2"
    status: delayed
    sumary:
      zh: @做了一些事
    evidence:
      - title: {zh: 公报}
        publisher: 某社
        published: 2030-08-01
  - ref: "3"
    status: completed
    summary:
      zh: 完成了
figures:
  - target: loans
    value: 超过1.1万册
    as_of: 2030-06-30
  - target: wait
    value: -3
    as_of: 2030-06-30
"""


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_all_that_is_wrong_with_a_file_is_said_at_once(encoding: str, tmp_path: Path) -> None:
    root = make_root(tmp_path / "site", "two-policies")
    (root / PATH).parent.mkdir(parents=True, exist_ok=True)
    (root / PATH).write_bytes(SEVERAL.encode(encoding))
    findings = validate(read_config(root), datetime.date(2031, 12, 31))[1]
    said = {(finding.place.line, finding.code) for finding in findings}
    assert said - {(1, "Y101")} == {
        (1, "Y103"),  # and shown put right as a whole
        (4, "S101"),
        (5, "S102"),
        (7, "Y103"),
        (7, "S117"),
        (9, "S107"),
        (10, "M102"),  # but not that `summary` is missing
        (11, "Y103"),
        (11, "S117"),
        (13, "S116"),
        (15, "S114"),
        (17, "S102"),
        (19, "S117"),
        (22, "M108"),
        (25, "S111"),
    }
    fixes = {finding.place.line: finding.fix.strip() for finding in findings if finding.fix}
    assert fixes[1] == "submitted: 2030-07-10"
    assert fixes[7] == 'zh: "说明: 一件事"'
    assert fixes[11] == 'zh: "@做了一些事"'
    assert ((1, "Y101") in said) == (encoding != "utf-8")
    assert {finding.place.path for finding in findings} == {PATH}


@pytest.mark.parametrize(
    ("head", "told"),
    [
        ("submitted: 2030-02-30\nprovenance: agency\n", {"S116"}),
        ("submitted:\nprovenance: agency\n", {"S116"}),
        ("submited: 2030-07-10\nprovenance: agency\n", {"S114", "S116"}),  # it can be told what is meant
        ("submitted: 2030-07-10\nprovenance: ministry\n", {"S114", "S116"}),
        ("submitted: soon\n", {"S116"}),
        ("by: us\nsubmitted: 2030-07-10\nprovenance: agency\ncontact: {unit: 12}\n", {"S114", "S116"}),
    ],
)
def test_a_fault_in_a_files_head_does_not_hide_what_else_is_wrong(head: str, told: set[str], tmp_path: Path) -> None:
    """What hangs on the day (S114) is said only where that can be told; what does not (S116) is always said."""
    root = make_root(tmp_path / "site", "two-policies")
    (root / PATH).parent.mkdir(parents=True, exist_ok=True)
    (root / PATH).write_text(head + SEVERAL[SEVERAL.index("reports:") :], encoding="utf-8")
    said = {finding.code for finding in validate(read_config(root), datetime.date(2031, 12, 31))[1]}
    assert {code for code in said if code.startswith("S")} == {"S101", "S102", "S107", "S111", "S117", *told}


def test_a_line_of_text_that_belongs_to_no_field_does_not_hide_what_else_is_wrong(tmp_path: Path) -> None:
    text = GOOD.replace("{zh: 做了事, en: Things were done}", "\n      zh: 做了事。\n      又做了一件。")
    _, findings = read(tmp_path, text.replace("in_progress", "推进中").replace("1.1万", "一万"))
    assert [(finding.place.line, finding.code) for finding in findings] == [(5, "M106"), (8, "Y103"), (16, "M108")]


@pytest.mark.parametrize(
    ("value", "refs"),
    [
        ("1.1-1.3", ["1.1", "1.2", "1.3"]),
        ("1.1、1.2", ["1.1", "1.2"]),
        ("1.1，1.2；2", ["1.1", "1.2", "2"]),
        ("1.1至1.2和3.4", ["1.1", "1.2", "3.4"]),
        ("1–3", ["1", "2", "3"]),
        ("1.1-2.3", []),  # which of them lie between is not known
        ("1.3-1.1", []),
        ("1.1-1.99", []),
        ("1.1", []),
        ("全部", []),
        ("2023-04", []),
    ],
)
def test_several_clauses_in_one_entry_are_written_out(value: str, refs: list[str]) -> None:
    assert refs_in(value) == refs
