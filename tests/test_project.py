"""What holds for the project's own files: its locks, its settings, and which module may import which."""

from __future__ import annotations

import ast
import graphlib
import re
import shutil
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from mkdocs.config import load_config
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))

# --- the locks

LOCKS = ("requirements.txt", "requirements-test.txt", "requirements-audit.txt")
PINNED = re.compile(r"[a-z0-9-]+==[0-9][0-9a-z.]*(?: ; [^\\#]+)?(?: --hash=sha256:[0-9a-f]{64})+")


def lines_of(lock: str) -> list[str]:
    text = (ROOT / lock).read_text(encoding="utf-8")
    return [re.sub(r"\s+", " ", line) for line in text.replace("\\\n", " ").splitlines() if not re.match(r"\s*#", line)]


def releases_in(lock: str) -> dict[str, Requirement]:
    pins = [Requirement(line.partition(" --hash")[0]) for line in lines_of(lock)]
    return {canonicalize_name(pin.name): pin for pin in pins}


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_holds_releases_with_their_hashes_and_nothing_else(lock: str) -> None:
    assert lines_of(lock)
    assert [line for line in lines_of(lock) if not PINNED.fullmatch(line)] == []


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_index_and_no_file(lock: str) -> None:
    assert not re.search(r"[/\\](?!\n)|\bindex\b|find-links", (ROOT / lock).read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("lock", "extras"),
    [("requirements.txt", ("cards", "office")), ("requirements-test.txt", ("archive", "cards", "office", "test"))],
)
def test_a_lock_satisfies_every_dependency(lock: str, extras: tuple[str, ...]) -> None:
    wanted = PROJECT["build-system"]["requires"] + PROJECT["project"]["dependencies"]
    for extra in extras:
        wanted += PROJECT["project"]["optional-dependencies"][extra]
    pins = releases_in(lock)
    for requirement in map(Requirement, wanted):
        pin = pins[canonicalize_name(requirement.name)]
        assert pin.marker == requirement.marker, pin
        assert requirement.specifier.contains(str(pin.specifier).removeprefix("==")), requirement


def test_the_test_lock_adds_to_the_other_and_changes_nothing() -> None:
    assert set(lines_of("requirements.txt")) <= set(lines_of("requirements-test.txt"))


def test_the_locks_hold_what_builds_the_package() -> None:
    assert PROJECT["dependency-groups"]["build"] == PROJECT["build-system"]["requires"]


# --- settings


def test_an_unfit_python_is_told_before_anything_is_made(tmp_path: Path) -> None:
    for name in ("Makefile", "pyproject.toml", "requirements.txt", "requirements-test.txt"):
        shutil.copy(ROOT / name, tmp_path)
    done = subprocess.run(["make", "site", "PYTHON=false"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert "Python 3.11 or later" in done.stderr
    assert not (tmp_path / ".venv").exists()


def test_contributed_markdown_gets_only_the_extensions_that_read_no_files_and_run_nothing() -> None:
    settings = load_config(str(ROOT / "mkdocs.yml"))
    assert set(settings.markdown_extensions) == {"attr_list", "fenced_code", "tables", "toc"}
    assert list(settings.plugins) == ["generator/pipeline/hook.py"]


def test_hooks_before_a_commit_need_no_network() -> None:
    settings = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
    assert [repo["repo"] for repo in settings["repos"]] == ["local"]
    assert {hook["language"] for hook in settings["repos"][0]["hooks"]} == {"system"}


# --- what a stranger must not find

A_MACHINES_FOLDERS = re.compile(r"(?<![\w.~-])/(?:home|opt|root|tmp|Users|work)/\w|\b[A-Z]:\\Users")
INDEX_HOSTS = re.compile(r"\bpypi\s?\.|\bpythonhosted\b|\bregistry\.npm\w+|\bdeb\.debian\b")  # fits none of itself


def tracked_texts() -> Iterator[tuple[str, str]]:
    if not (ROOT / ".git").exists():
        pytest.skip("not a git checkout")
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    for name in filter(None, listed.decode().split("\0")):
        path = ROOT / name
        if path.is_file() and not path.is_symlink():
            data = path.read_bytes()
            if b"\0" not in data:
                yield name, data.decode("utf-8", "replace")


@pytest.mark.parametrize("pattern", [A_MACHINES_FOLDERS, INDEX_HOSTS], ids=["folders", "indexes"])
def test_no_file_names_the_machine_that_it_was_made_on(pattern: re.Pattern[str]) -> None:
    texts = list(tracked_texts())
    assert len(texts) > 50
    assert [f"{name}: {match.group()}" for name, text in texts for match in pattern.finditer(text)] == []


# --- what SECURITY.md promises


def test_every_threat_names_a_defence_and_tests_that_exist() -> None:
    text = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
    rows = [line.strip("| ").split(" | ") for line in text.splitlines() if line.startswith("| **")]
    assert len(rows) > 15
    cases = {path.name.partition("-")[0] for path in (ROOT / "tests" / "cases").iterdir()}
    for threat, defence, tests in rows:
        assert defence
        named = re.findall(r"`(test_\w+\.py)`", tests)
        assert named, threat
        assert [name for name in named if not (ROOT / "tests" / name).is_file()] == []
        assert set(re.findall(r"`([A-Z][0-9]{3})`", tests)) <= cases
    for path in re.findall(r"`((?:generator|\.github)/[\w./-]+)`", text):
        assert (ROOT / path).exists(), path


# --- which module may import which

ROOMS = {
    # each room of generator/, below all that it may import
    "commands": "",
    "findings": "",
    "errors": "findings",
    "config": "commands errors findings",
    "bundled": "",
    "clock": "errors",
    "storage": "errors",
    "model": "clock findings",
    "load": "bundled clock errors findings model",
    "assess": "model",
    "rules": "assess findings load model",
    "website": "assess bundled config errors findings model rules storage",
    "search": "assess model storage website",
    "export": "assess config errors findings model website",
    "contribute": "assess bundled commands config errors export findings load model rules storage website",
    "pipeline": "all above",
    "cli": "all above",
    "__main__": "cli",
}


def name_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


MODULES = {name_of(path): path for path in (ROOT / "generator").rglob("*.py")}


def imports_of(module: str) -> set[str]:
    """List the generator's modules that one of them imports, anywhere in it."""
    found = set()
    for node in ast.walk(ast.parse(MODULES[module].read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module} has a relative import"
            names = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= {name if name in MODULES else str(node.module) for name in names}
    return {name for name in found if name in MODULES}


def room_of(module: str) -> str:
    return module.split(".")[1] if "." in module else ""


def test_the_table_lists_every_room() -> None:
    assert set(ROOMS) == {room_of(module) for module in MODULES} - {""}


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_imports_only_what_stands_above_it_and_what_the_table_allows(room: str) -> None:
    above = set(list(ROOMS)[: list(ROOMS).index(room)])
    allowed = above if ROOMS[room] == "all above" else set(ROOMS[room].split())
    assert allowed <= above
    imported = {room_of(name) for module in MODULES if room_of(module) == room for name in imports_of(module)}
    assert imported - {room, ""} <= allowed


def test_no_modules_import_each_other_in_a_circle() -> None:
    order = graphlib.TopologicalSorter({module: imports_of(module) for module in MODULES}).static_order()
    assert set(order) == set(MODULES)


# --- what the README promises


@pytest.mark.parametrize("name", ["README.md", "README.zh.md"])
def test_the_readme_is_short_and_shows_the_figures_that_the_benchmarks_measured(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
    import readme

    text = (ROOT / name).read_text(encoding="utf-8")
    full = (ROOT / "benchmarks" / "README.md").read_text(encoding="utf-8")
    assert len(text) < 9000
    assert readme.between(text, "headline") == readme.headline(full, readme.HEADLINES[name])


def test_every_link_between_the_documents_leads_somewhere() -> None:
    for path in [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), *(ROOT / "benchmarks").glob("*.md")]:
        for target, anchor in re.findall(
            r"\]\((?!https?:)([^)#\s]+)(?:#([^)\s]+))?\)", path.read_text(encoding="utf-8")
        ):
            there = path.parent / target
            assert there.exists(), f"{path.name}: {target}"
            if anchor:  # as forges make them of headings
                headings = re.findall(r"^#+ (.+)$", there.read_text(encoding="utf-8"), re.MULTILINE)
                made = {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}
                assert anchor in made, f"{path.name}: {target}#{anchor}"


def test_the_two_commands_of_the_readme_are_targets_of_the_makefile() -> None:
    promised = re.findall(r"^make ([a-z]+) ", (ROOT / "README.md").read_text(encoding="utf-8"), re.MULTILINE)
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert promised == ["site", "test"]
    assert all(re.search(rf"^{name}:", makefile, re.MULTILINE) for name in promised)
