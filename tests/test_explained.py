"""The examples on the page of rules are true: the wrong ones are refused for what it says, the right ones are not."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from generator.config import read_config
from generator.findings.messages import WORDINGS
from generator.pipeline import validate
from generator.rules.explained import EXPLAINED, Explanation
from tests.test_cases import CASES, CHECKED, code_of, findings_of, is_fine

EXAMPLES = {code: told for code, told in EXPLAINED.items() if told.wrong}


def test_every_check_is_explained_in_both_languages() -> None:
    assert list(EXPLAINED) == list(WORDINGS)
    for code, told in EXPLAINED.items():
        assert re.search("[\u4e00-\u9fff]", told.zh), code
        assert told.en.endswith("."), code


def test_most_checks_have_an_example() -> None:
    rules = {code for code in EXPLAINED if code.startswith("S")}
    assert rules <= set(EXAMPLES)
    assert len(EXAMPLES) > 0.8 * len(EXPLAINED)


def put_right(root: Path, told: Explanation, files: set[str]) -> bool:
    """Write the right example where the wrong one stands last in one of the files; tell whether it did in any."""
    if told.wrong.startswith("data/"):
        wrong = root / told.wrong
        if not wrong.exists():
            return False
        if told.right:
            (root / told.right).parent.mkdir(parents=True, exist_ok=True)
            shutil.move(wrong, root / told.right)
        else:
            wrong.unlink()
        return True
    first, *rest = told.wrong.split("\n")
    found = False
    for path in sorted(root / file for file in files if (root / file).is_file()):
        text = path.read_bytes().decode("utf-8", "replace")
        indents = {len(before) for before in re.findall(f"^([ -]*){re.escape(first)}(?=\n|$)", text, re.MULTILINE)}
        for indent in indents:
            before = "\n".join([first, *(" " * indent + line for line in rest)])
            after = told.right.replace("\n", "\n" + " " * indent)
            if before in text:
                path.write_text(after.join(text.rsplit(before, 1)), encoding="utf-8")
                found = True
    return found


@pytest.mark.parametrize("code", EXAMPLES)
def test_an_example_is_refused_as_it_is_wrong_and_passes_as_it_is_right(code: str, tmp_path: Path) -> None:
    told, tried = EXAMPLES[code], []
    for case in CASES:
        if code_of(case) != code or is_fine(case):
            continue
        root, findings = findings_of(case, tmp_path / case.name)
        before = [finding for finding in findings if finding.code == code]
        if put_right(root, told, {finding.place.path for finding in before}):
            tried.append(case.name)
            after = [finding for finding in validate(read_config(root), CHECKED)[1] if finding.code == code]
            assert len(after) < len(before), f"{case.name}: {after}"
    assert tried, f"no case of {code} holds what the example shows"
