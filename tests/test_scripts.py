"""The site's scripts, below the page: their pure functions, and what they are written in and served as."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from playwright._impl._driver import compute_driver_executable

from generator.load.sources import read_sources
from generator.website.shell import minify, served_assets
from tests.roots import REPO

ASSETS = REPO / "overrides" / "assets"
SOURCES = ("text.js", "engine.js", "page.js")
TESTS = sorted((REPO / "tests" / "scripts").glob("*.test.js"))

# What browsers of 2017 do not know: they are still about, and a script that they cannot read does nothing at all.
TOO_NEW = re.compile(
    r"\?\.|\?\?|\bcatch\s*\{|\*\*|\bimport\b|\bexport\b|\d_\d|\(\?<|\.\.\.\w+\s*[,}]\s*=|"
    r"\.(?:flat|flatMap|matchAll|replaceAll|at|hasOwn|fromEntries|allSettled|finally|trimStart|trimEnd)\("
)


@pytest.mark.parametrize("served", [False, True], ids=["as written", "as served"])
@pytest.mark.parametrize("path", TESTS, ids=lambda path: path.name)
def test_the_functions_of_the_search_do_what_they_say(path: Path, served: bool, tmp_path: Path) -> None:
    """Run with the node that comes with Playwright, so that every machine has one, and the same."""
    folder = ASSETS / "search"
    if served:
        for name in SOURCES:
            (tmp_path / name).write_text(minify((folder / name).read_text(encoding="utf-8")), encoding="utf-8")
        folder = tmp_path
    node, _ = compute_driver_executable()
    done = subprocess.run(
        [node, "--test", "--test-reporter=tap", path],
        env={**os.environ, "SCRIPTS": str(folder)},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    counts = dict(re.findall(r"^# (\w+) (\d+)$", done.stdout, re.MULTILINE))
    written = len(re.findall(r"^test\(", path.read_text(encoding="utf-8"), re.MULTILINE))
    assert done.returncode == 0, done.stdout + done.stderr
    assert (counts["pass"], counts["skipped"], counts["todo"]) == (str(written), "0", "0")


def test_each_script_of_the_search_is_served_once() -> None:
    assets = served_assets(read_sources(REPO).overrides)
    assert sorted(path.name for path in (ASSETS / "search").iterdir()) == sorted(SOURCES)
    assert [path for path in assets if path.startswith("assets/search/")] == ["assets/search/search.js"]
    code = assets["assets/search/search.js"].decode()
    starts = [code.index(minify((ASSETS / "search" / name).read_text(encoding="utf-8"))) for name in SOURCES]
    assert starts == sorted(starts)


@pytest.mark.skipif(sys.platform != "linux", reason="rjsmin has wheels for Linux only")
def test_scripts_are_served_without_comments() -> None:
    assert minify("// one\nconst a = 'x // y'; // two\n") == "const a='x // y';"
    for path, data in served_assets(read_sources(REPO).overrides).items():
        if path.endswith(".js"):
            assert not re.search(r"^\s*//|/\*", data.decode(), re.MULTILINE), path


@pytest.mark.parametrize(
    "path", [*sorted(ASSETS.rglob("*.js")), REPO / "overrides/partials/boot.js"], ids=lambda path: path.name
)
def test_old_browsers_can_read_the_scripts(path: Path) -> None:
    code = re.sub(r"^\s*//.*|\s// .*", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert TOO_NEW.findall(code) == []


# --- the linter

FAULTS = {
    "no-unused-vars": "const idle = 1;",
    "no-undef": "missing();",
    "no-var": "var old = 1; location.assign(old);",
    "prefer-const": "let kept = 1; location.assign(kept);",
    "eqeqeq": "if (location == null) location.reload();",
    "no-prototype-builtins": 'if (location.hasOwnProperty("href")) location.reload();',
    "no-eval": 'eval("location.reload()");',
    "no-shadow": "const near = 1; ((near) => location.assign(near))(near);",
    "no-unreachable": "(() => { return; location.reload(); })();",
    "no-optional-chaining": "location?.reload();",
}


def lint(*paths: Path) -> subprocess.CompletedProcess[str]:
    """Run the linter as `make lint` does."""
    linter = Path(sys.executable).with_name("oxlint")
    return subprocess.run(
        [linter, "--deny-warnings", "--config", REPO / ".oxlintrc.json", "--format", "unix", *paths],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def test_the_linter_finds_nothing() -> None:
    done = lint(REPO / "overrides", REPO / "tests")
    assert (done.returncode, done.stdout.strip()) == (0, "")


@pytest.mark.parametrize("rule", FAULTS)
def test_the_linter_finds_what_it_is_there_for(rule: str, tmp_path: Path) -> None:
    path = tmp_path / "fault.js"
    path.write_text(f"(function () {{\n{FAULTS[rule]}\n}})();\n", encoding="utf-8")
    done = lint(path)
    assert done.returncode == 1
    assert f"({rule})" in done.stdout
