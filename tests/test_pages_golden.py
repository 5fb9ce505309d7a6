"""What the pages of the policy with every state say, word for word.

After a meant change: python -m pytest tests/test_pages_golden.py --bless, then read the difference.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.states import REPO, build_site, main_text, make_root, page

GOLDEN = REPO / "tests" / "golden" / "states"
PAGES = {
    "home": "",
    "overview": "states/",
    "task-disputed": "states/tasks/01/",
    "task-delayed": "states/tasks/02/",
    "task-local": "states/tasks/04/",
    "task-sample": "states/tasks/05/",
    "targets": "states/targets/",
    "matrix": "states/matrix/",
    "updates": "states/updates/",
    "updates-2023-Q2": "states/updates/2023-Q2/",
    "updates-2023-Q3": "states/updates/2023-Q3/",
    "agencies": "agencies/",
    "agency": "agencies/ministry-a/",
    "agency-quiet": "agencies/quiet-office/",
    "agency-sample": "agencies/invented-body/",
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_site(make_root(tmp_path_factory.mktemp("golden") / "root"))


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("locale", ["zh", "en"])
def test_a_page_says_what_it_said(site: Path, name: str, locale: str, request: pytest.FixtureRequest) -> None:
    said = main_text(page(site, ("" if locale == "zh" else f"{locale}/") + PAGES[name]))
    golden = GOLDEN / locale / f"{name}.txt"
    if request.config.getoption("--bless"):
        golden.parent.mkdir(parents=True, exist_ok=True)
        golden.write_text(said, encoding="utf-8")
    assert said == golden.read_text(encoding="utf-8")


def test_no_expected_page_is_left_over() -> None:
    assert {path.relative_to(GOLDEN).as_posix() for path in GOLDEN.rglob("*.txt")} == {
        f"{locale}/{name}.txt" for locale in ("zh", "en") for name in PAGES
    }
