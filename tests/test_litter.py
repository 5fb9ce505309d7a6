"""What other programs leave behind holds nobody up until it is committed; misnamed files are told their names."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from generator.config import read_config
from generator.contribute.ownership import check_changes
from generator.findings import Severity
from generator.load import read_catalog
from generator.load.litter import is_litter
from generator.pipeline import validate
from tests.roots import make_root
from tests.small import FILES, git, write


@pytest.mark.parametrize(
    ("name", "litter"),
    [
        (".DS_Store", True),
        ("Thumbs.db", True),
        ("thumbs.DB", True),
        ("desktop.ini", True),
        ("~$2023-Q4.xlsx", True),
        (".~2023-Q4.docx", True),
        (".~lock.2023-Q4.xlsx#", True),
        (".2023-Q4.yml.swp", True),
        ("2023-Q4.yml~", True),
        ("#2023-Q4.yml#", True),
        (".#2023-Q4.yml", True),
        ("2023-Q4.yml.orig", True),
        ("2023-Q4.yml", False),
        ("2023-Q4.xlsx", False),
        ("notes.txt", False),
        ("DS_Store", False),
    ],
)
def test_files_of_other_programs_are_known_by_their_names(name: str, litter: bool) -> None:
    assert is_litter(name) == litter


def test_litter_is_a_notice_until_git_knows_it(tmp_path: Path) -> None:
    root = make_root(tmp_path, "two-policies")
    path = "data/agencies/.DS_Store"
    (root / path).write_bytes(b"\0")
    (found,) = validate(read_config(root), datetime.date(2031, 12, 31))[1]
    assert (found.code, found.severity, found.place.path) == ("F109", Severity.NOTICE, path)
    git(root, "init", "--quiet")
    git(root, "add", path)
    (found,) = validate(read_config(root), datetime.date(2031, 12, 31))[1]
    assert (found.code, found.severity, found.place.path) == ("F101", Severity.ERROR, path)


def test_a_pull_request_that_brings_litter_is_refused() -> None:
    assert [finding.code for finding in check_changes(["data/submissions/small/bureau/~$2023-Q2.xlsx"])] == ["F101"]


@pytest.mark.parametrize(
    ("path", "code", "said"),
    [
        ("data/submissions/small/示例局/2023-Q2.yml", "F103", "bureau"),
        ("data/submissions/示例局/2023-Q2.yml", "F108", "data/submissions/small/bureau/2023-Q2.yml"),
        ("data/submissions/bureau/2023-Q2.yml", "F108", "data/submissions/small/bureau/2023-Q2.yml"),
        ("data/submissions/small/bureau/2023-Q2.yml.txt", "F102", "`2023-Q2.yml`"),
        ("data/submissions/small/bureau/2023-Q2 - 副本.yml", "F107", "2023-Q2.yml"),
        ("data/submissions/small/bureau/2023年度.yml", "F107", "2023.yml"),
        ("data/submissions/small/bureau/2023年前三季度.yml", "F107", "2023-01--2023-09.yml"),
        ("data/submissions/small/bureau/2023Q2修订.yml", "F107", "2023-Q2.r2.yml"),
    ],
)
def test_a_misnamed_file_is_told_its_name(path: str, code: str, said: str, tmp_path: Path) -> None:
    write(tmp_path, {**FILES, path: FILES["data/submissions/small/bureau/2023-Q1.yml"]})
    _, (finding,) = read_catalog(tmp_path)
    assert (finding.place.path, finding.code) == (path, code)
    assert said in finding.hint_zh
    assert said in finding.hint_en


def test_a_target_in_words_is_told_its_id(tmp_path: Path) -> None:
    root = make_root(tmp_path, "two-policies")
    path = root / "data/submissions/small/example-office/2030-H1.yml"
    path.parent.mkdir(parents=True, exist_ok=True)
    title = read_catalog(root)[0].policies["small"].targets[0].title.original
    path.write_text(
        f"submitted: 2030-07-10\nprovenance: agency\nfigures:\n  - {{target: {title}, value: 3, as_of: 2030-06-30}}\n",
        encoding="utf-8",
    )
    finding = next(one for one in validate(read_config(root), datetime.date(2031, 12, 31))[1] if one.code == "S101")
    assert f"请写代号 `{read_catalog(root)[0].policies['small'].targets[0].id}`" in finding.hint_zh
