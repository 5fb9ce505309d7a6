"""The page for addresses that do not exist: in every language without a script, in the reader's with one."""

from __future__ import annotations

import functools
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser

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


class _Host(SimpleHTTPRequestHandler):
    """A static host: the root's 404.html for every address that does not exist."""

    def send_error(self, code: int, *_: object) -> None:
        body = (Path(self.directory) / "404.html").read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def host(two_policies: Site) -> Iterator[str]:
    folder = str(two_policies.root / "site")
    with ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Host, directory=folder)) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


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
