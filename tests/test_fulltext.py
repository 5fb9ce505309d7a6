"""The full text: the original by itself, a switch that pairs each sentence with its translation, contents, handles."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from generator.website import addresses
from tests.sitefiles import Site, hrefs, one, words

IN_EVERY_LOCALE = pytest.mark.parametrize("locale", ["zh", "zh-Hant", "en"])


@IN_EVERY_LOCALE
def test_each_clause_has_its_translation_right_after_it(two_policies: Site, locale: str) -> None:
    policy = two_policies.catalog.policies["small"]
    here, there = two_policies.locales[locale], two_policies.locales["zh" if locale == "en" else "en"]
    page = two_policies.page(two_policies.address(locale, "small/text/"))
    for task in policy.tasks:
        for clause in task.clauses:
            pair = one(page, f"//*[@id='{addresses.clause_anchor(clause)}']/ancestor::*[@class='pair']")
            assert words(one(pair, "*[@class='here']")).removeprefix(clause.id) == here.plain(clause.text)
            translated = one(pair, "*[@class='there']")
            assert words(translated) == there.plain(clause.text)
            assert translated.get("lang") == there.lang


@IN_EVERY_LOCALE
def test_the_contents_lead_to_every_area_and_task(two_policies: Site, locale: str) -> None:
    policy = two_policies.catalog.policies["small"]
    page = two_policies.page(two_policies.address(locale, "small/text/"))
    links = hrefs(one(page, "//nav[@class='toc']"))
    assert links == [
        anchor
        for area in policy.file.areas
        for anchor in (f"#area-{area.number}", *(f"#task-{task.number}" for task in policy.tasks_of(area)))
    ]
    assert {link[1:] for link in links} <= set(page.xpath("//@id"))


def test_where_there_is_no_translation_there_is_no_switch(two_policies: Site) -> None:
    page = two_policies.page("lake-rules/text/")
    assert page.xpath("//*[@id='pairing'] | //*[@class='there']") == []


@pytest.mark.browser
@pytest.mark.parametrize("width", [360, 1280])
def test_the_translation_is_off_until_it_is_switched_on(browser: Browser, two_policies: Site, width: int) -> None:
    tab = browser.new_page(viewport={"width": width, "height": 900})
    tab.goto((two_policies.folder / "small/text/index.html").as_uri())
    original, translated = tab.locator("#c-1-1"), tab.locator(".pair:has(#c-1-1) .there")
    assert original.is_visible()
    assert not translated.is_visible()
    for handle in tab.locator("a.ref").all():
        box = handle.bounding_box()
        assert box
        assert min(box["width"], box["height"]) >= 24
    height = tab.evaluate("document.documentElement.scrollHeight")
    tab.click("label.pairing")
    assert translated.is_visible()
    left, right = original.bounding_box(), translated.bounding_box()
    assert left
    assert right
    assert (right["x"] > left["x"] + 100) is (width == 1280)  # beside it where there is room, else below it
    assert tab.evaluate("document.documentElement.scrollHeight") > height
    assert tab.evaluate("document.documentElement.scrollWidth") <= width
    tab.close()
