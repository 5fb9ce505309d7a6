"""What strangers wrote is printed so that it hides nothing, and that no log reads a command in it."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from generator import cli
from generator.errors import GeneratorError
from generator.findings import FORMATS, Place, as_text, find, show, show_lines
from generator.load.text import FORBIDDEN
from tests.roots import REPO, generator, make_root
from tests.small import commit, git, make_small

COMMAND = "::error file=README.md,line=1::Approved"
COMMANDS = [
    COMMAND,
    f"\n{COMMAND}\n",
    f"\r{COMMAND}",
    f"\u2028{COMMAND}",
    "##[error]x",
    "##vso[task.complete]x",
    "\x1b[2J",
]
OUR_OWN = dict.fromkeys(map(ord, "\u2068\u2069\ufffd"))  # around texts from right to left; what can't be read
TEXTS = st.lists(
    st.one_of(
        st.text(max_size=8), st.sampled_from(COMMANDS), st.sampled_from(["\n", " ", "\t", ":", "::", "#", "##", "["])
    ),
    max_size=8,
).map("".join)


def assert_harmless(printed: str) -> None:
    """Demand that no line is read as a command, as GitHub's and Azure's runners read lines, and nothing is hidden."""
    for line in re.split(r"[\r\n]", printed):
        assert not line.strip().startswith("::"), printed
        assert not re.search(r"##[\w.]*\[", line), printed
    assert not FORBIDDEN.search(printed.translate(OUR_OWN)), printed


# --- the door itself


@given(text=TEXTS)
@example(COMMAND)
@example(f"a\n  {COMMAND}")
@example("####[x]")
def test_whatever_is_shown_is_harmless(text: str) -> None:
    assert_harmless(show_lines(text))
    assert_harmless(str(GeneratorError(text)))
    assert "\n" not in show(text)
    assert_harmless(f"name: {show(text)}")


@given(path=TEXTS.filter(bool), value=TEXTS)
@example(COMMAND, COMMAND)
def test_a_finding_is_harmless_wherever_it_is(path: str, value: str) -> None:
    assert_harmless(as_text([find(Place(path), "F101", name=value, allowed=value)]))


def test_lines_of_our_own_stay_lines() -> None:
    assert show_lines("two faults:\n  one\n  two") == "two faults:\n  | one\n  | two"


# --- commands


@pytest.fixture
def call(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str]]:
    def run(*arguments: str | Path) -> tuple[int, str]:
        monkeypatch.setattr(sys, "argv", ["generator", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        said = capsys.readouterr()
        assert isinstance(ended.value.code, int)
        return ended.value.code, said.out + said.err

    return run


CALLS = [
    ["validate", "data/{}.yml"],
    ["validate", "--base", "{}"],
    ["validate", "--owner", "{}", "data"],
    ["validate", "--format", "{}"],
    ["validate", "--{}"],
    ["validate", "--as-of", "{}"],
    ["validate", "--root", "{}"],
    ["build", "--shard", "{}"],
    ["build", "--site-dir", "data/{}"],
    ["{}"],
    ["new", "submission", "{}", "2023-Q4"],
    ["new", "submission", "bureau", "{}"],
    ["new", "agency", "{}"],
    ["new", "policy", "{}"],
    ["due", "{}"],
    ["diff", "{}"],
    ["diff", "HEAD", "-o", "{}/x"],
    ["guard", "HEAD", "{}"],
    ["ownership", "x", "--changes", ".", "--base", "{}"],
    ["export", "{}", "-o", "x"],
    ["export", "json", "-o", "mkdocs.yml/{}"],
]


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = make_small(tmp_path_factory.mktemp("small"))
    commit(root)
    return root


@pytest.mark.parametrize("arguments", CALLS, ids=" ".join)
@pytest.mark.parametrize("odd", [f"x\n{COMMAND}", "\n##[error]x", COMMAND], ids=["second line", "old style", "first"])
def test_no_argument_makes_a_command(
    small: Path, call: Callable[..., tuple[int, str]], monkeypatch: pytest.MonkeyPatch, arguments: list[str], odd: str
) -> None:
    monkeypatch.chdir(small)
    code, said = call(*(argument.format(odd) for argument in arguments))
    assert code == 2, said
    assert_harmless(said)
    assert "Traceback" not in said


@pytest.fixture
def deep(tmp_path: Path) -> Path:
    """A root with a path below data/ of more than 4,080 bytes, most of them line breaks and commands."""
    root = make_root(tmp_path / "site", "two-policies")
    start = root / "data" / "submissions" / "small" / "deep"
    start.mkdir(parents=True)
    folder = os.open(start, os.O_RDONLY)
    part, length = f"x\n{COMMAND}\n" * 5, 0
    while length < 4080:
        os.mkdir(part, dir_fd=folder)
        inner = os.open(part, os.O_RDONLY, dir_fd=folder)
        os.close(folder)
        folder, length = inner, length + len(part)
    os.close(os.open("x.yml", os.O_CREAT | os.O_WRONLY, dir_fd=folder))
    os.close(folder)
    return root


@pytest.mark.parametrize("form", [form for form in FORMATS if form != "github"])
def test_a_path_too_long_to_open_is_a_finding_and_makes_no_command(deep: Path, form: str) -> None:
    done = generator("validate", "--root", deep, "--format", form)
    assert done.returncode == 1, done.stderr
    assert "F101" in done.stdout
    assert_harmless(done.stdout + done.stderr)


def test_workflow_commands_are_our_own(deep: Path) -> None:
    done = generator("validate", "--root", deep, "--format", "github")
    for line in done.stdout.splitlines():
        assert re.fullmatch(r"::(error|warning|notice) file=[^:\n]*,line=\d+,col=\d+,title=[A-Z]\d{3}::[^\r\n]*", line)
    assert_harmless(done.stderr)


@pytest.mark.parametrize("command", [["build"], ["due"], ["export", "json", "-o", "out"], ["new", "agency", "x-y"]])
def test_no_command_stumbles_over_a_long_path(deep: Path, command: list[str]) -> None:
    done = generator(*command, "--root", deep)
    assert_harmless(done.stdout + done.stderr)


def test_a_revision_with_a_long_path_can_be_compared(small: Path) -> None:
    path = "data/" + "/".join([f"x\n{COMMAND}"] * 99)
    blob = git(small, "hash-object", "-w", "--stdin", text="x\n")
    git(small, "read-tree", "HEAD")
    git(small, "update-index", "--add", "--cacheinfo", f"100644,{blob},{path}")
    tree = git(small, "write-tree")
    revision = git(small, "commit-tree", tree, "-p", "HEAD", "-m", "Deep")
    git(small, "read-tree", "HEAD")
    done = generator("diff", "--root", small, "HEAD", revision)
    assert done.returncode == 0, done.stderr
    assert "F101" in done.stdout or "F104" in done.stdout
    assert_harmless(done.stderr)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(
    name=TEXTS.filter(
        lambda text: text and not set(text) & set("\0/") and len(text.encode("utf-8", "surrogateescape")) < 200
    )
)
@example(COMMAND)
@example(f"x\n{COMMAND}")
def test_no_file_name_makes_a_command(
    tmp_path_factory: pytest.TempPathFactory, call: Callable[..., tuple[int, str]], name: str
) -> None:
    root = make_small(tmp_path_factory.mktemp("names"))
    if name in {".", ".."}:
        return
    for folder in ("data", "data/agencies", "data/submissions", ""):
        (root / folder / name).write_bytes(b"")
    for form in ("text", "sarif"):
        code, said = call("validate", "--root", root, "--base", "HEAD", "--owner", "bureau", "--format", form)
        assert code == 1
        assert_harmless(said)
    _, said = call("ownership", "someone", "--changes", root, "--base", "HEAD", "--root", root)
    assert_harmless(said)


def test_a_fault_of_our_own_shows_its_values_harmlessly(
    call: Callable[..., tuple[int, str]], monkeypatch: pytest.MonkeyPatch, small: Path
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError(f"x\n{COMMAND}")

    monkeypatch.setattr("generator.cli.read_config", fail)
    code, said = call("validate", "--root", small)
    assert code == 1
    assert "RuntimeError: x" in said
    assert_harmless(said)


def test_what_the_system_says_is_harmless(
    call: Callable[..., tuple[int, str]], monkeypatch: pytest.MonkeyPatch, small: Path
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OSError(36, "File name too long", f"x\n{COMMAND}")

    monkeypatch.setattr("generator.cli.read_config", fail)
    code, said = call("validate", "--root", small)
    assert (code, said) == (2, f"generator: x⏎{COMMAND}: File name too long\n")


def test_everything_is_printed_through_the_door() -> None:
    """Nothing below the command line prints by itself, and only few lines of it name what is printed raw."""
    for path in sorted((REPO / "generator").rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        if path.parent.name != "cli" and path.name != "__main__.py":  # one fixed line, before anything can be imported
            assert not re.search(r"\bprint\(|click\.|sys\.std(out|err)\b(?!\.flush)", text), path
