"""What CONTRIBUTING.md tells to touch for an addition is all there is to touch: the table is held to the code."""

from __future__ import annotations

import re

import pytest

from generator.findings.codes import CODES
from generator.model.values import is_slug
from generator.rules import RULES
from tests.roots import REPO
from tests.sitefiles import Site

TEXT = (REPO / "CONTRIBUTING.md").read_text(encoding="utf-8")
PARTIAL = {
    "finding",
    "agency_list",
    "crowd",
    "changes",
    "places",
    "share",
    "timeline",
    "macros",
    "statements",
    "verdicts",
}  # templates that others take parts from


def rows(heading: str) -> dict[str, str]:
    """The table below a heading: its first column, and what the second says."""
    _, _, section = TEXT.partition(f"| {heading} |")
    lines = section.splitlines()[2:]
    table = lines[: next(index for index, line in enumerate(lines) if not line.startswith("|"))]
    return dict(tuple(cell.strip() for cell in line.strip("|").split("|", 1)) for line in table)  # type: ignore[misc]


def test_every_place_to_touch_exists() -> None:
    named = [path for row in rows("to add | touch").values() for path in re.findall(r"`([\w./-]+/[\w./-]*)`", row)]
    assert len(named) > 10
    assert [path for path in named if not (REPO / path).exists()] == []


def test_every_room_is_described_and_nothing_else() -> None:
    described = {re.sub(r"[`/]", "", name) for name in rows("room | holds")}
    folders = {path.name for path in (REPO / "generator").iterdir() if path.is_dir() and path.name != "__pycache__"}
    assert described == folders


@pytest.mark.parametrize("kind", ["a rule", "a field of a record", "a state", "a kind of page", "a locale"])
def test_the_table_tells_how_to_add(kind: str) -> None:
    assert kind in rows("to add | touch")


def test_every_rule_has_a_record_and_cases() -> None:
    assert set(RULES) <= set(CODES)
    cases = {path.name.partition("-")[0] for path in (REPO / "tests" / "cases").iterdir()}
    assert set(CODES) - cases == set()


def test_every_kind_of_page_has_a_template_and_every_template_a_page(two_policies: Site) -> None:
    pages = "".join(map(two_policies.html, two_policies.paths))
    shown = set(re.findall(r'class="page page-([\w-]+)"', pages))
    shown |= {path.name for path in two_policies.folder.glob("embed")}  # documents without the site's frame
    templates = {path.stem for path in (REPO / "generator/website/templates").glob("*.j2")} - PARTIAL
    assert templates - shown <= {"agency-group", "period", "published", "samples"}  # shown by other tests


def test_no_policy_can_take_the_address_of_a_page(two_policies: Site) -> None:
    first = {path.relative_to(two_policies.folder).parts[0] for path in two_policies.folder.rglob("*")}
    policies = set(two_policies.catalog.policies)
    taken = {name for name in first - policies if is_slug(name)}
    assert taken == set()
