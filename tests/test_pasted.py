"""Every correction that a case prints can be pasted over its line as it stands, and then passes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from generator.findings import Finding, Severity, as_text
from generator.load import read_record
from generator.model import FILES, Record
from tests.test_cases import CASES

_PRINTED = re.compile(
    r"^(?P<path>data/\S+):(?P<line>\d+):\d+: [A-Z]\d{3} [^\n]*\n(?:    [^\n]*\n)*?"
    r"    → 改成：\n    \| (?P<fix>[^\n]*)$",
    re.MULTILINE,
)
PRINTED = {
    case.name: matches
    for case in CASES
    if (matches := list(_PRINTED.finditer((case / "expected.txt").read_text(encoding="utf-8").partition("\n\n\n")[0])))
}


def kind_of(path: str) -> tuple[type[Record], dict[str, str]]:
    for kind in FILES:
        pattern = re.sub(r"\\{(\w+)\\}", r"(?P<\1>[^/]+)", re.escape(kind.FILE))
        if found := re.fullmatch(pattern, path):
            return kind, found.groupdict()
    raise AssertionError(path)


def read(root: Path, path: str) -> list[Finding]:
    kind, names = kind_of(path)
    return read_record(root, path, kind, names)[1]


@pytest.mark.parametrize("name", PRINTED)
def test_a_printed_correction_passes_when_it_is_pasted(name: str, tmp_path: Path) -> None:
    case = next(case for case in CASES if case.name == name)
    for path in {match["path"] for match in PRINTED[name]}:
        copy = tmp_path / path
        copy.parent.mkdir(parents=True, exist_ok=True)
        lines = (case / path).read_bytes().decode("utf-8-sig").replace("\r\n", "\n").split("\n")
        mine = [match for match in PRINTED[name] if match["path"] == path]
        for match in mine:
            lines[int(match["line"]) - 1] = match["fix"]
        copy.write_text("\n".join(lines), encoding="utf-8")
        pasted = {int(match["line"]) for match in mine}
        left = [finding for finding in read(tmp_path, path) if finding.severity is Severity.ERROR]
        assert [finding for finding in left if finding.place.line in pasted] == []
        expected = (case / "expected.txt").read_text(encoding="utf-8")
        told = {int(line) for line in re.findall(rf"^{re.escape(path)}:(\d+):", expected, re.MULTILINE)}
        assert [finding for finding in left if finding.place.line not in told] == [], "it spoils another line"


def test_many_cases_print_a_correction() -> None:
    assert len(PRINTED) > 15


TABS = """\
submitted: 2030-07-10
provenance: agency
reports:
  - ref: "1"
\tstatus: completed
    summary: {zh: 做了事, en: Things were done}
    evidence:
\t\t- title: {zh: 公报, en: Bulletin}
"""


def test_a_tab_becomes_the_indentation_of_the_line_above(tmp_path: Path) -> None:
    path = "data/submissions/small/example-office/2030-H1.yml"
    (tmp_path / path).parent.mkdir(parents=True)
    (tmp_path / path).write_text(TABS, encoding="utf-8")
    fixes = {finding.place.line: finding.fix for finding in read(tmp_path, path) if finding.code == "Y103"}
    assert fixes == {5: "    status: completed", 8: "      - title: {zh: 公报, en: Bulletin}"}
    text = as_text(read(tmp_path, path), language="zh", root=tmp_path)
    assert "    → 改成：\n    |     status: completed\n" in text
