"""Every finding the generator can make, each by at least one case: files laid over a clean site.

A case is a folder `tests/cases/<CODE>-<slug>/` with `data/`, the files that are added or replaced, and
`expected.txt`, what is then said in Chinese and in English. Where the slug begins with `fine`, the rule has
nothing to say. `changes.txt` lists what a pull request changes, below the agency or the author that it is held against.
A workbook that a setup leaves at the root is imported. What git can't hold (links, odd bytes, missing files) is made by
the function of that name in `tests/setups.py`. `pytest --bless` rewrites `expected.txt`.
"""

from __future__ import annotations

import datetime
import shutil
from pathlib import Path

import pytest

from generator.config import read_config
from generator.contribute.ownership import check_author, check_changes
from generator.contribute.published import compare_published, compare_redactions
from generator.contribute.workbook.take import take_workbook
from generator.findings import Finding, as_json, as_text
from generator.findings.codes import CODES, Severity
from generator.load import read_catalog
from generator.pipeline import validate
from generator.rules import RULES
from tests import setups
from tests.roots import REPO, generator, make_root

CHECKED = datetime.date(2031, 12, 31)  # the made-up policies are of 2030
CASES = sorted(path for path in (REPO / "tests" / "cases").iterdir() if path.is_dir())


def code_of(case: Path) -> str:
    return case.name.partition("-")[0]


def is_fine(case: Path) -> bool:
    return case.name.partition("-")[2].startswith("fine")


def setup_of(case: Path) -> str:
    return case.name.lower().replace("-", "_")


def findings_of(case: Path, tmp_path: Path) -> tuple[Path, list[Finding]]:
    root = make_root(tmp_path / "site", "two-policies")
    if (case / "data").is_dir():
        shutil.copytree(case / "data", root / "data", dirs_exist_ok=True)
    if setup := getattr(setups, setup_of(case), None):
        setup(root)
    findings = validate(read_config(root), CHECKED)[1]
    if (case / "changes.txt").is_file():
        first, *paths = (case / "changes.txt").read_text(encoding="utf-8").splitlines()
        who, _, name = first.partition(": ")
        if who == "author":
            changes = check_author(paths, name, read_catalog(root)[0], ())
            changes += compare_redactions(root, *(texts_in(case / name) for name in ("base", "data")))
        else:
            changes = check_changes(paths, name) if who == "owner" else check_changes([first, *paths])
        findings = sorted([*findings, *changes])
    for book in root.glob("*.xlsx"):
        taken = take_workbook(root, read_catalog(root)[0], CHECKED, book.read_bytes(), book.name)
        assert taken is not None
        findings = sorted([*findings, *taken.findings])
    if (case / "base").is_dir():
        before, after = (texts_in(case / name) for name in ("base", "data"))
        findings = sorted([*findings, *compare_published(root, before, after, CHECKED)])
    return root, findings


def texts_in(folder: Path) -> dict[str, str]:
    """The texts of a case's submissions by path, as published (base) or as they are now (data)."""
    files = sorted((folder / "submissions").rglob("*.yml")) if folder.is_dir() else []
    return {f"data/{file.relative_to(folder).as_posix()}": file.read_text(encoding="utf-8") for file in files}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_what_is_wrong_is_said_with_its_place_and_what_to_do(
    case: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    root, findings = findings_of(case, tmp_path)
    said = "".join(f"{as_text(findings, language=language, root=root)}\n" for language in ("zh", "en"))
    expected = case / "expected.txt"
    if request.config.getoption("--bless"):
        expected.write_text(said, encoding="utf-8")
    assert said == expected.read_text(encoding="utf-8")
    codes = {finding.code for finding in findings}
    assert not codes if is_fine(case) else code_of(case) in codes
    assert findings == sorted(findings)
    assert str(tmp_path) not in said


def test_the_site_that_cases_are_laid_over_is_clean(tmp_path: Path) -> None:
    root = make_root(tmp_path / "site", "two-policies")
    assert validate(read_config(root))[1] == []


def test_every_finding_has_a_case_and_every_case_a_finding() -> None:
    assert {code_of(case) for case in CASES if not is_fine(case)} == set(CODES)


def test_every_rule_for_submissions_has_a_case_that_it_lets_pass() -> None:
    assert {code_of(case) for case in CASES if is_fine(case)} >= {code for code in RULES if code.startswith("S")}


def test_every_case_changes_something() -> None:
    idle = [
        case.name
        for case in CASES
        if not any((case / name).exists() for name in ("data", "base", "changes.txt"))
        and not hasattr(setups, setup_of(case))
    ]
    assert idle == []


def test_every_setup_belongs_to_a_case() -> None:
    made = {name for name, value in vars(setups).items() if callable(value) and value.__module__ == setups.__name__}
    assert {name for name in made if not name.startswith("_")} <= {setup_of(case) for case in CASES}


def test_every_wording_says_what_is_wrong_and_what_to_do_in_both_languages() -> None:
    for code, kind in CODES.items():
        assert all((*kind.sentence, *kind.advice)), code
        assert any("\u4e00" <= character <= "\u9fff" for character in kind.sentence.zh), code
        assert kind.severity in Severity


def test_one_bad_file_does_not_hide_another(tmp_path: Path) -> None:
    root = make_root(tmp_path, "two-policies")
    bad = {
        "data/agencies/example-office.yml": "kind: county\n",
        "data/policies/small/targets.yml": "- id: [\n",
        "data/policies/small/tasks/02.yml": "area: 9\n",
        "data/policies/lake-rules/tasks/01.yml": "area: 1\ntitle: {zh: 目的}\nclauses: [{id: x}]\n",
        "data/stray.txt": "stray\n",
    }
    for path, text in bad.items():
        (root / path).write_text(text, encoding="utf-8")
    findings = validate(read_config(root))[1]
    assert {finding.place.path for finding in findings} == set(bad)


def test_the_command_prints_the_same_findings_as_text_and_as_json(tmp_path: Path) -> None:
    root, findings = findings_of(next(case for case in CASES if code_of(case) == "P101"), tmp_path)
    text = generator("validate", "--root", root, "--lang", "en")
    assert text.stdout == as_text(findings, language="en", root=root)
    assert text.returncode == 1
    data = generator("validate", "--root", root, "--format", "json")
    assert data.stdout == as_json(findings)
    assert data.returncode == 1


def test_warnings_alone_do_not_fail_the_check_but_a_strict_build(tmp_path: Path) -> None:
    root, findings = findings_of(next(case for case in CASES if code_of(case) == "T101"), tmp_path)
    assert {finding.severity for finding in findings} == {Severity.WARNING}
    assert generator("validate", "--root", root).returncode == 0
    strict = generator("build", "--strict", "--root", root)
    assert strict.returncode == 1
    assert not (root / "site").exists()
    assert generator("build", "--root", root).returncode == 0
