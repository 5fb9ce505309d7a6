"""The pages of the policy with every state in a browser: narrow, dark, by keyboard, without JavaScript."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.axe import drop_repeats, faults, open_all
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
        open_all(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name
        drop_repeats(page)
        assert faults(page) == [], name
    context.close()


def test_the_matrix_hides_rows_counts_the_others_and_names_a_square(site: Path, browser: Browser) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(address(site, "states/matrix/"))
    rows = page.locator(".matrix tbody tr:visible")
    whole = rows.count()
    page.locator("select[name=state]").select_option("is-delayed")
    assert [row.locator("th").inner_text() for row in rows.all()] == ["甲部"]
    assert page.locator(".sift output").inner_text() == f"显示1个机构（共{whole}个）"
    page.locator("select[name=task]").select_option("1")
    assert rows.count() == 0  # the delayed task is another
    page.locator("select[name=state]").select_option("")
    assert rows.count() == 2  # whoever reports on it or owes a report
    page.locator("select[name=task]").select_option("")
    page.locator("select[name=duty]").select_option("overdue")
    assert 0 < rows.count() < whole
    page.locator("select[name=duty]").select_option("")
    assert rows.count() == whole
    page.locator("td.is-delayed").first.click()
    assert page.locator(".named").inner_text().startswith("甲部 · 延期 · 2")
    assert page.locator(".named a").get_attribute("href") == "../tasks/02/"
    page.set_viewport_size({"width": 360, "height": 900})
    assert page.locator(".matrix thead").is_hidden()
    assert page.locator("td.is-delayed i").first.is_visible()  # squares bear their tasks' numbers
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


def test_a_place_is_remembered_in_the_browser_until_it_is_forgotten(site: Path, browser: Browser) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(address(site, "agencies/county-x/"))
    page.click("button.take")
    page.goto(address(site, ""))
    mine = page.locator(".place .mine")
    assert mine.locator("a").inner_text() == "丁县"
    page.goto(address(site, "states/matrix/"))
    assert mine.locator("a").get_attribute("href") == "#a-county-x"
    assert "own" in (page.get_attribute("#a-county-x", "class") or "")
    mine.locator("button").click()
    assert mine.is_hidden()
    assert page.evaluate("localStorage.length") == 0
    context.close()
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address(site, ""))
    page.locator(".place summary").click()
    assert page.locator(".place .jump a").first.get_attribute("href") == "agencies/#group-province-p"
    context.close()


FIRST_SCREEN = """() => {
  const walker = document.createTreeWalker(document.getElementById("main"), NodeFilter.SHOW_TEXT);
  const texts = [];
  while (walker.nextNode()) {
    const range = document.createRange();
    range.selectNodeContents(walker.currentNode);
    const box = range.getBoundingClientRect();
    if (box.height && box.top >= 0 && box.bottom <= innerHeight) texts.push(walker.currentNode.data);
  }
  return texts.join("");
}"""
ANSWERS = [
    ("how many targets were met?", "states/targets/", (360, 1280), "9项目标中，1项已达到"),
    ("how many targets were met?", "", (360, 1280), "9项目标中，1项已达到"),
    ("how many targets were met?", "states/", (360, 1280), "9项目标中，1项已达到"),
    ("how many targets were met?", "en/", (360, 1280), "of 9 targets, 1 was met"),
    ("how many targets were met?", "en/states/", (360, 1280), "of 9 targets, 1 was met"),
    ("how many targets were met?", "en/states/targets/", (360, 1280), "Of 9 targets, 1 was met"),
    ("what did this ministry report?", "agencies/ministry-a/", (360, 1280), "报告了5项任务中的2项（已完成1，延期1）"),
    ("is it late?", "agencies/ministry-a/", (360, 1280), "应报8份（逾期2，迟报2"),
    ("who is late?", "", (360, 1280), "逾期未报的机构：乙部（2期）、甲部（1期）"),
    ("who is late?", "states/", (360, 1280), "逾期未报的机构：乙部（2期）、甲部（1期）"),
    ("who is late?", "en/", (360, 1280), "Overdue: Ministry B (2 periods), Ministry A (1 period)"),
    ("who is late?", "en/states/", (360, 1280), "Overdue: Ministry B (2 periods), Ministry A (1 period)"),
    ("what about my county?", "", (360, 1280), "选择您所在的地方"),
    ("what about my county?", "en/", (360, 1280), "Choose your place"),
    ("what did this ministry report?", "en/agencies/ministry-a/", (360, 1280), "Reported on 2 of 5 tasks"),
    ("is it late?", "en/agencies/ministry-a/", (360, 1280), "8 reports required (overdue: 2, late: 2"),
    ("what about my county?", "states/matrix/", (360, 1280), "选择您所在的地方"),
]
"""A reader's questions, the page that answers each, the widths at which that takes no scrolling, and the answer."""


def test_five_seconds_answer_a_readers_questions(site: Path, browser: Browser) -> None:
    for width, height in ((360, 740), (1280, 800)):
        page = browser.new_page(viewport={"width": width, "height": height})
        for question, name, widths, answer in ANSWERS:
            if width in widths:
                page.goto(address(site, name))
                assert answer in page.evaluate(FIRST_SCREEN), (question, width)
        page.close()


def test_the_matrix_fits_a_phone_in_large_type(site: Path, browser: Browser) -> None:
    page = browser.new_page(viewport={"width": 360, "height": 740})
    page.goto(address(site, "en/states/matrix/"))
    page.evaluate("document.documentElement.dataset.mode = 'elder'")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.close()


def test_large_type_begins_a_full_task_with_its_verdict_and_its_first_clause(site: Path, browser: Browser) -> None:
    page = browser.new_page(viewport={"width": 360, "height": 740})
    for locale in ("", "en/"):
        page.goto(address(site, f"{locale}states/tasks/01/"))
        page.evaluate("document.documentElement.dataset.mode = 'elder'")
        assert page.locator(".facts").count() == 1  # a full task: its numbers follow
        bottom, top = (
            page.evaluate(f"document.querySelector({part!r}).getBoundingClientRect().{side}")
            for part, side in ((".clauses .official", "bottom"), (".facts", "top"))
        )
        assert bottom <= 740 < top
        assert page.evaluate("document.querySelector('.standing summary').getBoundingClientRect().bottom") < bottom
    page.close()
