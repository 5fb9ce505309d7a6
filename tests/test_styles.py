"""The style sheets, read rule by rule: a brace too few would silently unstyle all that follows it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.assess import STATES
from tests.states import REPO

SHEETS = sorted((REPO / "overrides" / "assets").rglob("*.css"))
GROUPS = ("@media", "@supports", "@layer", "@container")  # these hold rules, all others declarations
DECLARATION = re.compile(r"\s*(--[\w-]+|-?[a-z][a-z-]*)\s*:\s*\S")


def broken(sheet: str) -> Iterator[str]:
    """Yield what is wrong with a style sheet, each with the number of its line."""
    text = re.sub(r"/\*.*?\*/", lambda found: re.sub(r"[^\n]", " ", found[0]), sheet, flags=re.DOTALL)
    text = re.sub(r'"[^"\n]*"|url\([^)"\n]*\)', lambda found: "_" * len(found[0]), text)
    inside: list[str] = []  # the heads of the blocks that are open
    start = 0
    for mark in re.finditer("[{};]", text):
        said, start = text[start : mark.start()].strip(), mark.end()
        line = text.count("\n", 0, mark.start()) + 1
        in_rule = bool(inside) and not inside[-1].startswith(GROUPS)
        if mark[0] == "{":
            if in_rule and not inside[-1].startswith(("@keyframes", "@page")):
                yield f"{line}: {said} begins inside {inside[-1]}"
            if not said:
                yield f"{line}: a block without a head"
            inside.append(said)
        elif said and (not in_rule or not DECLARATION.match(said)) and not (not inside and said.startswith("@")):
            yield f"{line}: {said} is no declaration"
        if mark[0] == "}" and not inside:
            yield f"{line}: one brace too many"
        elif mark[0] == "}":
            inside.pop()
    yield from (f"{head} is never closed" for head in inside)


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.name)
def test_every_rule_of_a_style_sheet_is_closed_and_holds_declarations(path: Path) -> None:
    assert list(broken(path.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize(
    "sheet",
    [
        "a { color: red; b { color: red; }",
        "@media print { a { color: red; } b { color: red; }",
        "a { color: red; } }",
        "a { colour red; }",
        "{ color: red; }",
        "a color: red; }",
    ],
)
def test_a_lost_brace_or_colon_is_noticed(sheet: str) -> None:
    assert list(broken(sheet))
    assert list(broken('a { color: red; background: url(x;y.png) } /* } */ b { content: "{"; --c: 1px }')) == []


def test_the_choice_of_a_state_has_a_rule_for_every_state() -> None:
    sheet = (REPO / "overrides" / "assets" / "site.css").read_text(encoding="utf-8")
    assert set(re.findall(r"#only-(\w+):checked\) \.sieved .*\.has-\1\b", sheet)) == set(STATES)
