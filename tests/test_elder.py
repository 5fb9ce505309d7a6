"""Large type on a phone: a short header, the promise on the first screen, and no word broken inside."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.sitefiles import Site

BROKEN = """() => {
  const found = [];
  const walker = document.createTreeWalker(document.querySelector("h1").parentNode, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    for (const match of walker.currentNode.data.matchAll(/[A-Za-z]{2,}/g)) {
      const range = document.createRange();
      range.setStart(walker.currentNode, match.index);
      range.setEnd(walker.currentNode, match.index + match[0].length);
      if (new Set([...range.getClientRects()].map((box) => Math.round(box.top))).size > 1) found.push(match[0]);
    }
  }
  return found;
}"""


@pytest.mark.browser
@pytest.mark.parametrize("locale", ["zh", "en"])
def test_large_type_fits_a_phone(browser: Browser, two_policies: Site, locale: str) -> None:
    tab = browser.new_page(viewport={"width": 360, "height": 740})
    for address in ("", "small/tasks/01/", "small/glossary/"):
        tab.goto((two_policies.folder / two_policies.address(locale, address) / "index.html").as_uri())
        tab.evaluate("document.documentElement.dataset.mode = 'elder'")
        assert tab.evaluate("document.querySelector('.site-header').getBoundingClientRect().height") <= 150
        assert tab.evaluate("document.documentElement.scrollWidth") <= 360
        assert tab.evaluate(BROKEN) == []
    if locale == "zh":
        tab.goto((two_policies.folder / "small/tasks/01/index.html").as_uri())
        tab.evaluate("document.documentElement.dataset.mode = 'elder'")
        for part in (".standing summary", ".clauses .official"):
            assert tab.evaluate("part => document.querySelector(part).getBoundingClientRect().top", part) < 740
    tab.close()
