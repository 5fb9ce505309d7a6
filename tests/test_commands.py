"""Every command that we print runs as it is printed, and a Python that can't run the program hands over or says so."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Mapping
from importlib.metadata import packages_distributions
from pathlib import Path

import click
import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from generator.__main__ import PACKAGES, venv_python
from generator.cli import cli
from generator.cli.contribute import new
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
    assert imported <= {"importlib.util", "os", "pathlib", "signal", "subprocess", "sys"}  # all in its library


def test_the_packages_looked_for_are_those_that_the_project_needs() -> None:
    project = tomllib.loads((REPO / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [Requirement(line) for line in project["dependencies"]]
    needed = {canonicalize_name(one.name) for one in wanted if one.marker is None}  # with a marker: of some systems
    found = packages_distributions()
    # The theme is needed only where mkdocs.yml names it: see docs/theme.md.
    assert {canonicalize_name(found[name][0]) for name in PACKAGES} == needed - {"mkdocs-material"}


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


# --- every command that is printed

DOCUMENTS = [
    *sorted(REPO.glob("*.md")),
    *sorted((REPO / "docs").glob("*.md")),
    *sorted((REPO / "benchmarks").glob("*.md")),
    *sorted((REPO / "content").rglob("*.md")),
]
SETTINGS = [REPO / "mkdocs.yml", *sorted((REPO / "data" / "locales").glob("*.yml"))]
TEMPLATES = sorted((REPO / "generator" / "website" / "templates").glob("*.j2"))
PRINTED = (
    "{command}",  # filled in on hand-written pages
    "python3 -m generator",
    "py -m generator",
    ".venv/bin/python -m generator",
    "tool/.venv/bin/python -I -m generator",
    "{{ config.invocation }}",
)
INVOCATION = (
    r"(?:[\w./]*py(?:thon3?)?(?: -I)? -m generator|\{\{ config\.invocation \}\}|\{command\}|(?<![\w./-])generator)"
)
COMMAND = re.compile(rf"(?P<start>{INVOCATION})(?P<words>(?: [^\s|`<>;#)]+)*)")


def code_of(markdown: str) -> Iterator[str]:
    """Yield every code span and every line of a code block."""
    blocks = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
    for language, block in blocks.findall(markdown):
        if language in {"sh", ""}:
            yield from re.sub(r'"\$\(.*?\)"', "VALUE", block).replace("\\\n", " ").splitlines()
    for span in re.findall(r"`([^`]+)`", blocks.sub("", markdown)):
        yield " ".join(span.split())


def printed() -> Iterator[tuple[str, str, list[str]]]:
    """Yield each command printed anywhere: the file, how it starts, and its words."""
    for path in DOCUMENTS:
        for code in code_of(path.read_text(encoding="utf-8")):
            yield from ((path.name, match["start"], match["words"].split()) for match in COMMAND.finditer(code))
    for path in [*SETTINGS, *TEMPLATES]:
        text = re.sub(r"\{%.*?%\}", "", path.read_text(encoding="utf-8"))
        text = re.sub(r"\{\{ (?!config\.invocation)[^}]*\}\}", "VALUE", text)
        for code in re.findall(r"`([^`]+)`|<code>(.*?)</code>", text):
            for match in COMMAND.finditer("".join(code)):
                yield path.name, match["start"], match["words"].split()


def fault(words: list[str]) -> str:
    """Say what the command line would not take of a command's words; an empty text where it takes them all."""
    command: click.Command = cli
    words = [word.strip("[]…") for word in words]
    while isinstance(command, click.Group) and words and not words[0].startswith("-"):
        if words[0] not in command.commands:
            return "" if words[0] == "COMMAND" else f"no command {words[0]}"
        command = command.commands[words.pop(0)]
    try:
        _, left, _ = command.make_parser(click.Context(command)).parse_args([word for word in words if word])
    except click.UsageError as error:
        return error.format_message()
    return f"too much: {left}" if left and not isinstance(command, click.Group) else ""


def test_every_printed_command_starts_as_it_is_typed_and_is_understood() -> None:
    found = list(printed())
    assert {"README.md", "commands.md", "commands.zh.md", "submit.md", "agency.j2", "mkdocs.yml"} <= {
        name for name, *_ in found
    }
    assert {words[0] for _, _, words in found if words} >= {"validate", "build", "new", "due", "check-links"}
    wrong = [
        (name, start, *words)
        for name, start, words in found
        if words and start not in PRINTED and words[0] != "init"  # typed where there is no site yet, installed
    ]
    assert [line for line in wrong if line[2] in cli.commands] == []
    assert [(name, *words, said) for name, start, words in found if start in PRINTED and (said := fault(words))] == []


def test_every_row_of_the_list_of_commands_is_understood() -> None:
    for name in ("commands.md", "commands.zh.md"):
        text = (REPO / "docs" / name).read_text(encoding="utf-8")
        rows = [row.split() for row in re.findall(r"^\| `([a-z-]+(?: [^`]*)?)` \|", text, re.MULTILINE)]
        assert {row[0] for row in rows} == set(cli.commands)
        assert {row[1] for row in rows if row[0] == "new"} == set(new.commands)
        assert [(*row, said) for row in rows if (said := fault(row))] == []
        for row, told in re.findall(r"^\| `([a-z-]+(?: [a-z]+)?)[^|]*` \| (.*) \|$", text, re.MULTILINE):
            for option in re.findall(r"`(--[a-z-]+(?: [^`]*)?)`", told):
                said = fault([*row.split(), *option.split()])
                assert said in {"", f"Option '{option}' requires an argument."}, option


@pytest.mark.parametrize(
    "words",
    ["no-such-command", "new thing", "validate --no-such-option", "guard A B C", "due A B", "build --as-of"],
)
def test_a_command_that_is_not_there_would_be_found(words: str) -> None:
    assert fault(words.split())


def test_messages_take_the_start_of_a_command_from_one_place() -> None:
    names = "|".join(cli.commands)
    for path in (REPO / "generator").rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        explained = {node.value for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in explained:
                assert not re.search(rf"\bgenerator (?:{names})\b|-m generator \w", node.value), f"{path}: {node.value}"


def test_every_target_of_make_that_is_printed_is_there() -> None:
    targets = set(re.findall(r"^([a-z]+):", (REPO / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    for path in DOCUMENTS:
        for code in code_of(path.read_text(encoding="utf-8")):
            for target in re.findall(r"^make (?:-C \w+ )?([a-z]+)", code):
                assert target in targets, f"{path.name}: {code}"


def test_no_document_counts_on_a_python_that_may_have_another_name() -> None:
    for path in DOCUMENTS:
        for code in code_of(path.read_text(encoding="utf-8")):
            assert not re.search(r"(?:^|\()(?:python|pip) ", code), f"{path.name}: {code}"
            for script in re.findall(r"\.venv/bin/python ([\w./]+\.py)", code):
                assert (REPO / script).is_file(), f"{path.name}: {code}"
