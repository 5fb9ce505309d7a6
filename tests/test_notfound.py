"""The page for addresses that do not exist: in every language without a script, in the reader's with one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.host import served
from tests.sitefiles import Site, hrefs, words

TITLES = {"zh": "页面不存在", "zh-Hant": "頁面不存在", "en": "Page not found"}


def test_without_a_script_it_says_the_same_in_every_language(two_policies: Site) -> None:
    page = two_policies.page("404.html")
    notices = page.xpath("//article[contains(@class, 'notfound')]")
    assert [notice.get("lang") for notice in notices] == ["zh-Hans", "zh-Hant", "en"]
    assert [words(notice.xpath("./h1 | ./h2")[0]) for notice in notices] == list(TITLES.values())
    assert len(page.xpath("//h1")) == 1
    for notice, prefix in zip(notices, ("/", "/zh-Hant/", "/en/"), strict=True):
        assert hrefs(notice) == [prefix, f"{prefix}search/"]


@pytest.fixture(scope="module")
def host(two_policies: Site) -> Iterator[str]:
    with served(two_policies) as address:
        yield address.rstrip("/")


@pytest.mark.browser
def test_with_a_script_it_speaks_the_language_of_the_address(host: str, browser: Browser) -> None:
    with browser.new_context() as context:
        tab = context.new_page()
        for path, lang, title in (
            ("/gone/", "zh-Hans", TITLES["zh"]),
            ("/zh-Hant/gone/", "zh-Hant", TITLES["zh-Hant"]),
            ("/en/gone/deep/", "en", TITLES["en"]),
            ("/english/", "zh-Hans", TITLES["zh"]),
        ):
            tab.goto(host + path)
            assert tab.locator(".notfound:visible").count() == 1
            assert tab.locator("h1").all_inner_texts()[-1] == title
            assert tab.title().startswith(title)
            assert tab.locator("html").get_attribute("lang") == lang
            assert tab.locator("header.site-header").get_attribute("lang") == "zh-Hans"
