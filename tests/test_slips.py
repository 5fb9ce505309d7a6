"""Slips that staff make, each explained at its line; where a line is shown corrected, it is right."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest

from generator.findings import Finding
from generator.load import read_record
from generator.model import Submission, guess_period, parse_period

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
    Slip(4, "M111", '"1"', "第1条"),
    Slip(4, "M111", '"1"', "第一条", fixed=False),
    Slip(5, "M106", "in_progress", "in_progess"),
    Slip(5, "M106", "in_progress", "In Progress"),
    Slip(5, "M106", "in_progress", "in-progress"),
    Slip(5, "M106", "in_progress", "“in_progress”"),
    Slip(5, "M106", "in_progress", "进行中"),
    Slip(5, "M106", "in_progress", "推进中"),
    Slip(5, "M106", "in_progress", "未启动"),
    Slip(5, "M106", "in_progress", "不适用"),
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
    Slip(14, "M108", "1.1万", "约1.1万", fixed=False),
    Slip(14, "M108", "1.1万", "1.1千万", fixed=False),
    Slip(14, "M108", "1.1万", "11 thousand", fixed=False),
    Slip(14, "M108", "1.1万", "一万一千", fixed=False),
    Slip(14, "M108", "1.1万", "1,10", fixed=False),
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
