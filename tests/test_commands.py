"""Every command that we print runs as it is printed, and a Python that can't run the program hands over or says so."""

from __future__ import annotations

import ast
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Mapping
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from generator.__main__ import PACKAGES, venv_python
from generator.commands import invocation, typed
from tests.roots import REPO, environment

SAYS_WHAT_TO_DO = "generator: run make site first / 请先运行 make site\n"

# --- which Python runs the program


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder that the program lies in, as in a clone, with nothing set up."""
    (tmp_path / "site").mkdir()
    shutil.copytree(REPO / "generator", tmp_path / "site" / "generator", ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path / "site"


def set_up(folder: Path, script: str) -> None:
    """Make a .venv whose Python is a shell script."""
    python = folder / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    python.chmod(0o755)


def start(
    folder: Path, *arguments: str, bare: bool = True, env: Mapping[str, str | None] = {}
) -> subprocess.CompletedProcess[str]:
    """Start the program that lies in a folder, by a Python without packages or by the one that has them all."""
    return subprocess.run(
        [sys.executable, *(["-S"] if bare else []), "-m", "generator", *arguments],
        cwd=folder,
        env=environment({"PYTHONPATH": None, **env}),
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=60,
    )


def test_without_packages_one_line_says_what_to_do(folder: Path) -> None:
    done = start(folder, "validate")
    assert (done.returncode, done.stdout, done.stderr) == (2, "", SAYS_WHAT_TO_DO)


def test_a_terminal_without_chinese_gets_the_line_too(folder: Path) -> None:
    done = start(folder, env={"PYTHONIOENCODING": "latin-1"})
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("generator: run make site first / \\u8bf7")


def test_without_packages_the_python_of_the_venv_takes_over(folder: Path) -> None:
    set_up(folder, f'exec {sys.executable} "$@"')
    done = start(folder, "--version")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("generator, version ")
    assert start(folder, "no-such-command").returncode == 2


def test_another_folder_and_root_make_no_difference(folder: Path, tmp_path: Path) -> None:
    set_up(folder, f'exec {sys.executable} "$@"')
    done = start(tmp_path, "due", "--root", str(REPO), "--lang", "en", env={"PYTHONPATH": str(folder)})
    assert (done.returncode, done.stderr) == (0, "")
    done = start(tmp_path, "due", "--root", "nowhere", env={"PYTHONPATH": str(folder)})
    assert done.returncode == 2
    assert "nowhere" in done.stderr


def test_arguments_and_exit_code_are_handed_over(folder: Path) -> None:
    set_up(folder, 'printf "%s|" "$@"\nexit 7')
    done = start(folder, "new", "机构 一", "--policy=a b", "")
    assert (done.returncode, done.stdout) == (7, "-m|generator|new|机构 一|--policy=a b||")


def test_a_python_that_ignores_the_folder_hands_that_over(folder: Path, tmp_path: Path) -> None:
    set_up(folder, 'printf "%s|" "$@"')
    code = f"import runpy, sys; sys.path.insert(0, {str(folder)!r}); runpy.run_module('generator', None, '__main__')"
    done = subprocess.run([sys.executable, "-S", "-I", "-c", code], cwd=tmp_path, capture_output=True, check=True)
    assert done.stdout.decode() == "-I|-m|generator|"


def test_a_python_that_has_the_packages_keeps_the_work(folder: Path) -> None:
    set_up(folder, "exit 99")
    assert start(folder, "--version", bare=False).returncode == 0


@pytest.mark.parametrize(
    "script",
    [f'exec {sys.executable} -S "$@"', f'exec {Path(sys.executable).resolve()} -S -m generator "$@"'],
    ids=["without packages", "another one altogether"],
)
def test_a_venv_that_lacks_packages_too_is_asked_once(folder: Path, script: str) -> None:
    set_up(folder, f"echo asked\n{script}")
    done = start(folder, "validate")
    assert (done.returncode, done.stdout, done.stderr) == (2, "asked\n", SAYS_WHAT_TO_DO)


def test_a_venv_that_cannot_start_is_as_good_as_none(folder: Path) -> None:
    set_up(folder, "exit 0")
    python = folder / ".venv" / "bin" / "python"
    python.write_bytes(b"\x7fELF of another machine")
    assert start(folder, "validate").stderr == SAYS_WHAT_TO_DO
    python.unlink()
    python.symlink_to("python3.99")
    assert start(folder, "validate").stderr == SAYS_WHAT_TO_DO


def test_processes_started_by_the_program_may_hand_over_again(folder: Path) -> None:
    set_up(
        folder,
        f"""exec {sys.executable} -c 'import sys
sys.argv = ["generator", "--version"]
sys.path.insert(0, "")
import os, runpy, atexit
os._exit = lambda code: print(os.environ.get("GENERATOR_HANDED_OVER")) or sys.exit(code)
runpy.run_module("generator", None, "__main__")'""",
    )
    assert start(folder, "--version").stdout.splitlines()[-1] == "None"


def test_windows_keeps_its_python_elsewhere(tmp_path: Path) -> None:
    assert venv_python(tmp_path, "nt") == tmp_path / ".venv" / "Scripts" / "python.exe"
    assert venv_python(tmp_path, "posix") == tmp_path / ".venv" / "bin" / "python"


@pytest.mark.parametrize("name", ["__init__.py", "__main__.py"])
def test_an_old_python_can_read_what_it_starts_with(name: str) -> None:
    source = (REPO / "generator" / name).read_text(encoding="utf-8")
    tree = ast.parse(source, feature_version=(3, 6))
    imported = {
        alias.name if isinstance(node, ast.Import) else f"{node.module}"
        for node in tree.body
        if isinstance(node, (ast.Import, ast.ImportFrom))
        for alias in node.names
    }
    assert imported <= {"importlib.util", "os", "subprocess", "sys", "pathlib"}


def test_the_packages_looked_for_are_those_that_the_project_needs() -> None:
    project = tomllib.loads((REPO / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    needed = {canonicalize_name(Requirement(line).name) for line in project["dependencies"]}
    found = packages_distributions()
    assert {canonicalize_name(found[name][0]) for name in PACKAGES} == needed


# --- how a command is typed


def test_a_command_is_typed_by_where_the_program_lies(folder: Path, tmp_path: Path) -> None:
    assert invocation(folder) == "python3 -m generator"
    assert invocation(folder, windows=True) == "py -m generator"
    assert invocation(tmp_path) == invocation(tmp_path, windows=True) == "generator"


def test_a_command_names_the_root_that_it_is_not_typed_in(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    assert typed(Path(), "due") == typed(folder, "due") == "python3 -m generator due"
    assert typed(tmp_path / "a b", "due") == f"python3 -m generator due --root '{tmp_path}/a b'"
    monkeypatch.chdir(tmp_path)
    assert typed(Path("site"), "due") == "generator due --root site"
    assert typed(folder / "a b", "due", windows=True) == f'generator due --root "{folder}/a b"'
