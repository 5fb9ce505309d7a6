"""The pages of the policy with every state in a browser: narrow, dark, by keyboard, without JavaScript."""

from __future__ import annotations

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from tests.states import build_site, make_root

pytestmark = pytest.mark.browser

PAGES = (
    "", "states/", "states/areas/1/", "states/tasks/01/", "states/tasks/05/", "states/targets/", "states/matrix/",
    "states/updates/", "states/updates/2023-Q3/", "agencies/", "agencies/ministry-a/", "agencies/invented-body/",
    "rules/",
)  # fmt: skip


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_site(make_root(tmp_path_factory.mktemp("browser") / "root"))


def address(site: Path, page: str) -> str:
    return (site / page / "index.html").as_uri()


@pytest.mark.parametrize(
    ("locale", "width", "scheme"), [("", 360, "light"), ("en/", 360, "dark"), ("zh-Hant/", 1280, "dark")]
)
def test_pages_are_accessible_and_fit_with_every_disclosure_open(
    site: Path, browser: Browser, locale: str, width: int, scheme: str
) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 800},
        color_scheme="dark" if scheme == "dark" else "light",
        bypass_csp=True,  # the checker is a script
    )
    page = context.new_page()
    for name in PAGES:
        page.goto(address(site, locale + name))
        page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name
        violations = Axe().run(page).response["violations"]
        assert [(found["id"], found["nodes"][0]["html"]) for found in violations] == [], name
    context.close()


@pytest.mark.parametrize("width", [360, 1280])
def test_the_matrix_is_filtered_by_keyboard_without_javascript(site: Path, browser: Browser, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900}, java_script_enabled=False)
    page = context.new_page()
    page.goto(address(site, "states/matrix/"))
    cells = page.locator(".matrix td.col a")
    count = cells.count()
    shown = [cells.nth(index).is_visible() for index in range(count)]
    assert all(shown)
    page.focus("#only-all")
    page.keyboard.press("ArrowRight")  # the first state: completed
    assert page.is_checked("#only-completed")
    visible = [cells.nth(index) for index in range(count) if cells.nth(index).is_visible()]
    assert 0 < len(visible) < count
    assert all("已完成" in (cell.text_content() or "") for cell in visible)
    if width == 1280:  # on small screens every cell names its task
        assert all(number.is_visible() for number in page.locator(".matrix thead th.col a").all())
    page.keyboard.press("ArrowLeft")
    assert page.is_checked("#only-all")
    page.focus("#area-all")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    assert page.is_checked("#area-2")
    assert page.locator(".names .a2").first.is_visible()
    assert not page.locator(".names .a1").first.is_visible()
    assert not any(cell.is_visible() for cell in page.locator(".matrix td.a1 a").all())
    assert all(cell.is_visible() for cell in page.locator(".matrix td.a2 a").all())
    context.close()


def test_the_working_opens_by_keyboard_without_javascript(site: Path, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address(site, "states/tasks/01/"))
    why = page.locator("details.why").first
    assert not why.locator(".working").is_visible()
    why.locator("summary").focus()
    page.keyboard.press("Enter")
    assert why.locator(".working").is_visible()
    context.close()
