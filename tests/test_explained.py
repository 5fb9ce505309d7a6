"""The examples on the page of rules are true: the wrong ones are refused for what it says, the right ones are not."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from generator.config import read_config
from generator.findings.codes import CODES, Code, Severity
from generator.pipeline import validate
from tests.test_cases import CASES, CHECKED, code_of, findings_of, is_fine, texts_in

EXAMPLES = {code: kind for code, kind in CODES.items() if kind.fails}


def test_every_check_is_explained_in_both_languages() -> None:
    for code, kind in CODES.items():
        assert kind.code == code
        assert re.search("[\u4e00-\u9fff]", kind.why.zh), code
        assert kind.why.zh.endswith("。"), code
        assert kind.why.en.endswith("."), code


def test_both_languages_are_filled_in_with_the_same_values() -> None:
    for code, kind in CODES.items():
        for words in (kind.sentence, kind.advice):
            zh, en = (set(re.findall(r"\{(\w+?)(?:_zh|_en)?\}", text)) for text in words)
            assert zh == en, code


def test_every_check_has_an_example_that_fails_and_one_that_passes_or_says_why_it_has_none() -> None:
    without = {code for code in CODES if code not in EXAMPLES}
    assert all(kind.passes is None or (kind.passes and kind.passes != kind.fails) for kind in EXAMPLES.values())
    assert not [code for code, kind in EXAMPLES.items() if kind.no_example]
    assert all(CODES[code].no_example and CODES[code].passes == "" for code in without)
    assert not [code for code in without if code[0] in "PTLSO"]
    assert len(EXAMPLES) > 0.9 * sum(code[0] != "W" for code in CODES)


def example_in(text: str, fails: str) -> bool:
    """Tell whether a file holds an example, at whatever indentation."""
    lines, wanted = [line.strip() for line in text.split("\n")], [line.strip() for line in fails.split("\n")]
    return any(lines[at : at + len(wanted)] == wanted for at in range(len(lines)))


def test_no_correction_makes_a_true_report_more_favourable_or_earlier() -> None:
    """A warning on what may be true asks for nothing; no other one changes a state, or a day for an earlier one."""
    for code, kind in EXAMPLES.items():
        assert not kind.may_stay or (kind.passes is None and kind.severity is not Severity.ERROR), code
        if kind.severity is Severity.ERROR or not kind.passes:
            continue
        for field in ("status", "submitted", "published", "as_of"):
            before, after = (dict(re.findall(r"(\w+): (\S+)", text)).get(field) for text in (kind.fails, kind.passes))
            if before and after:
                assert before == after if field == "status" else before <= after, (code, field)


def put_right(root: Path, kind: Code, files: set[str]) -> bool:
    """Write the right example where the wrong one stands last in one of the files; tell whether it did in any."""
    right = kind.passes or ""
    if kind.fails.startswith("data/"):
        wrong = root / kind.fails
        if not wrong.exists():
            return False
        if right:
            (root / right).parent.mkdir(parents=True, exist_ok=True)
            shutil.move(wrong, root / right)
        else:
            wrong.unlink()
        return True
    first, *rest = kind.fails.split("\n")
    found = False
    for path in sorted(root / file for file in files if (root / file).is_file()):
        text = path.read_bytes().decode("utf-8", "replace")
        indents = {len(before) for before in re.findall(f"^([ -]*){re.escape(first)}(?=\n|$)", text, re.MULTILINE)}
        for indent in indents:
            before = "\n".join([first, *(" " * indent + line for line in rest)])
            after = right.replace("\n", "\n" + " " * indent)
            if before in text:
                path.write_text(after.join(text.rsplit(before, 1)), encoding="utf-8")
                found = True
    return found


FAMILIES_OF_FILES = [code for code in EXAMPLES if not code.startswith("O")]


@pytest.mark.parametrize("code", FAMILIES_OF_FILES)
def test_an_example_is_refused_as_it_is_wrong_and_passes_as_it_is_right(code: str, tmp_path: Path) -> None:
    kind, tried = EXAMPLES[code], []
    for case in CASES:
        if code_of(case) != code or is_fine(case):
            continue
        root, findings = findings_of(case, tmp_path / case.name)
        before = [finding for finding in findings if finding.code == code]
        if kind.may_stay:
            texts = ((root / finding.place.path).read_text(encoding="utf-8") for finding in before)
            tried += [case.name] * any(example_in(text, kind.fails) for text in texts)
            continue
        if put_right(root, kind, {finding.place.path for finding in before}):
            tried.append(case.name)
            after = [finding for finding in validate(read_config(root), CHECKED)[1] if finding.code == code]
            assert len(after) < len(before), f"{case.name}: {after}"
    assert tried, f"no case of {code} holds what the example shows"


def holds(case: Path, example: str) -> bool:
    """Tell whether a case has a file of that path, or with these words in it."""
    files = texts_in(case / "base") | texts_in(case / "data")
    return example in files or any(example in text for text in files.values())


@pytest.mark.parametrize("code", [code for code in EXAMPLES if code.startswith("O")])
def test_an_example_of_a_change_is_refused_as_it_is_wrong_and_passes_as_it_is_right(code: str, tmp_path: Path) -> None:
    kind, tried = EXAMPLES[code], []
    for case in CASES:
        if code_of(case) != code or is_fine(case):
            continue
        if (case / "base").is_dir():  # what was published is compared with what is there
            tried.append(case.name)
            assert code in {finding.code for finding in findings_of(case, tmp_path / "wrong")[1]}
            assert holds(case, kind.fails)
            assert any(
                holds(fine, kind.passes or "") for fine in CASES if fine.name.startswith("O11") and is_fine(fine)
            )
            continue
        changes = (case / "changes.txt").read_text(encoding="utf-8")
        if changes.strip() != kind.fails:
            continue
        tried.append(case.name)
        right = shutil.copytree(case, tmp_path / "cases" / case.name)
        (right / "changes.txt").write_text(f"{kind.passes}\n", encoding="utf-8")
        assert code in {finding.code for finding in findings_of(case, tmp_path / "wrong")[1]}
        assert code not in {finding.code for finding in findings_of(right, tmp_path / "right")[1]}
    assert tried, f"no case of {code} holds what the example shows"
