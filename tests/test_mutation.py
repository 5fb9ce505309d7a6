"""The program that changes the program: it finds what can be changed, tells what was noticed, and leaves no trace."""

from __future__ import annotations

import ast
import runpy
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.roots import REPO, environment, tree

SCRIPT = REPO / "benchmarks" / "mutation.py"


@pytest.fixture(scope="module")
def script() -> dict[str, Any]:
    return runpy.run_path(str(SCRIPT))


def named(tests: str) -> list[str]:
    """The files among pytest's arguments."""
    return [word for word in shlex.split(tests) if word.endswith(".py")]


SIGN = '''\
"""A module."""


def sign(number: int) -> str:
    """Tell which."""
    if number == 7:
        return "seven"
    return "+" if number > 0 else "-"
'''
TEST = """\
from generator.assess.thing import sign


def test_sign() -> None:
    assert [sign(1), sign(-1), sign(7)] == ["+", "-", "seven"]
"""


def test_what_the_tests_notice_is_told_from_what_they_do_not(script: dict[str, Any], tmp_path: Path) -> None:
    (part,) = script["GROUPS"]["assess"]
    module = tmp_path / part.modules.replace("*", "thing")
    for path in (module.with_name("__init__.py"), module.parent.with_name("__init__.py")):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    module.write_text(SIGN, encoding="utf-8")
    for name in named(part.tests):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    (tmp_path / named(part.tests)[-1]).write_text(TEST.replace("assess", module.parent.name), encoding="utf-8")
    (tmp_path / "benchmarks").mkdir()
    shutil.copy(SCRIPT, tmp_path / "benchmarks")
    before = tree(tmp_path)
    command = [sys.executable, str(tmp_path / "benchmarks/mutation.py"), "assess", "--jobs", "1"]
    done = subprocess.run(
        command, cwd=tmp_path, env=environment({"TMPDIR": str(tmp_path.parent)}), capture_output=True,
        encoding="utf-8", timeout=300, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    place = module.relative_to(tmp_path).as_posix()
    assert done.stdout.splitlines() == [
        "assess: 13 of 13 mutants, 11 killed, 2 survived = 84.6%",
        f"  {place}:8: number > 0 → (number >= 0)",
        f"  {place}:8: 0 → -1",
    ]
    assert tree(tmp_path) == before
    assert not list(tmp_path.parent.glob("mutation-*"))


def test_tests_that_fail_anyway_say_nothing_of_changes(script: dict[str, Any], tmp_path: Path) -> None:
    (tmp_path / "benchmarks").mkdir()
    shutil.copy(SCRIPT, tmp_path / "benchmarks")
    (part,) = script["GROUPS"]["assess"]
    module = tmp_path / part.modules.replace("*", "thing")
    module.parent.mkdir(parents=True)
    module.write_text(SIGN, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, str(tmp_path / "benchmarks/mutation.py"), "assess"], cwd=tmp_path, env=environment(),
        capture_output=True, encoding="utf-8", timeout=300, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert "they don't pass on the program as it is" in done.stderr


def test_the_modules_and_tests_that_are_named_are_there(script: dict[str, Any]) -> None:
    for group, parts in script["GROUPS"].items():
        for part in parts:
            assert list(REPO.glob(part.modules)), part.modules
            assert [name for name in named(part.tests) if not (REPO / name).is_file()] == []
        assert len(script["find_tries"](group, frozenset({group}))) > 300


@pytest.mark.parametrize("group", ["assess", "rules", "pipeline"])
def test_a_changed_module_is_another_program(script: dict[str, Any], group: str) -> None:
    every = script["find_tries"](group, frozenset({group}))
    assert len({one.mutant for one in every}) == len(every)
    for one in every[::11]:
        source = (REPO / one.mutant.path).read_bytes()
        changed = one.mutant.applied(source)
        assert source[one.mutant.start : one.mutant.end].decode() == one.mutant.before
        assert ast.dump(ast.parse(changed)) != ast.dump(ast.parse(source)), one.mutant
