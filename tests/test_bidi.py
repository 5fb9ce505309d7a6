"""What reads from right to left stands by itself: it never reorders the site's own words, dates and figures."""

from __future__ import annotations

import json
import re
import sys
import unicodedata
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

import lxml.html
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from playwright.sync_api import Browser

from generator.contribute.compare.markdown import quote
from generator.findings import Place, as_text, find, is_rtl, isolate
from generator.website.locales import fill
from tests.axe import open_all
from tests.hostile import write_hostile
from tests.roots import build, generator, make_root
from tests.sitefiles import Site

TEXTS = (
    "אבג דה",
    "مرحبا بالعالم (abc) 123",
    "2024，הוז，אבג דה",
    "שלום <b>עולם</b> & כו׳",
    "(א] 5%",
    "Report 12 אבג",
    "٣٤٥ مادة",
    "ח״כ: 1/2/3 – ד",
)


@pytest.fixture(scope="module")
def rtl(tmp_path_factory: pytest.TempPathFactory) -> Site:
    root = make_root(tmp_path_factory.mktemp("rtl"), "two-policies")
    write_hostile(root, TEXTS)
    assert generator("validate", "--root", root).returncode == 0
    build(root)
    return Site(root)


def exposed(text: str) -> str:
    """What of a text reads from right to left and is not isolated."""
    depth, found = 0, ""
    for character in text:
        depth += {"\u2068": 1, "\u2069": -1}.get(character, 0)
        found += character if depth == 0 else ""
    return "".join(filter(is_rtl, found))


# --- what needs it


def test_every_script_from_right_to_left_is_known() -> None:
    for point in range(sys.maxunicode + 1):
        if unicodedata.bidirectional(chr(point)) in {"R", "AL", "AN"} and unicodedata.category(chr(point)) != "Cf":
            assert is_rtl(chr(point)), f"U+{point:04X}"


@given(text=st.text(max_size=20))
def test_only_what_needs_it_is_isolated(text: str) -> None:
    assert isolate(text) in {text, f"\u2068{text}\u2069"}
    assert exposed(isolate(text)) == "" or "\u2069" in text


def test_values_in_our_sentences_are_isolated() -> None:
    assert fill("{title}, {n}", {"title": "אב", "n": "3"}) == "\u2068אב\u2069, 3"
    assert fill("{title}, {n}", {"title": "ab", "n": "3"}) == "ab, 3"


# --- pages


def texts_of(page: lxml.html.HtmlElement) -> Iterator[str]:
    """Every text of a page that is neither data nor within an element that isolates it."""
    isolates = "ancestor::bdi or ancestor::nav[@class='main']"  # the theme's links, by its style sheet
    for text in page.xpath(f"//text()[not(ancestor::script or {isolates})]"):
        yield str(text)


def test_nothing_is_exposed_on_a_page(rtl: Site) -> None:
    found = {path: [text for text in texts_of(rtl.page(path)) if exposed(text)] for path in rtl.paths}
    assert {path: texts for path, texts in found.items() if texts} == {}
    assert sum(len(rtl.page(path).xpath("//bdi")) for path in rtl.paths) > 1000


def test_nothing_is_exposed_in_an_attribute(rtl: Site) -> None:
    """But what is no sentence of ours: a contributed text alone."""
    own = {rtl.locales[id_].plain(text) for id_ in rtl.locales for text in rtl.catalog.texts}
    own |= {re.sub(r"\s+", " ", text) for text in own}
    for path in rtl.paths:
        for element in rtl.page(path).iter():
            for name, value in element.items() if isinstance(element.tag, str) else ():
                assert not exposed(value) or value.strip() in own, (path, element.tag, name, value)


def test_a_page_without_such_texts_has_no_byte_more(two_policies: Site) -> None:
    for path in two_policies.paths:
        assert "<bdi" not in two_policies.html(path)
        assert "\u2068" not in two_policies.html(path)


ORDER = """
() => {
  // Own texts, character by character, in the order of the document: on one line each must stand right of the last.
  const wrong = [];
  for (const block of document.querySelectorAll('li, p, h1, h2, h3, h4, dd, dt, td, th, caption, summary')) {
    if (!block.querySelector('bdi') || !block.checkVisibility()) continue;
    const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
    let last = null;
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (node.parentElement.closest('bdi, .sr')) continue;
      if (node.parentElement.closest('li, p, h1, h2, h3, h4, dd, dt, td, th, caption, summary') !== block) continue;
      let depth = 0;
      for (let at = 0; at < node.length; at++) {
        depth += { '\u2068': 1, '\u2069': -1 }[node.data[at]] || 0;
        if (depth || !node.data[at].trim()) continue;
        const range = document.createRange();
        range.setStart(node, at);
        range.setEnd(node, at + 1);
        const box = range.getClientRects()[0];
        if (!box || !box.width) continue;
        const isBehind = last && Math.abs(box.top - last.top) < 4 && box.left < last.left;
        if (isBehind) wrong.push(block.textContent.slice(0, 200));
        last = box;
      }
    }
  }
  return wrong;
}
"""


@pytest.mark.browser
@pytest.mark.parametrize("locale", ["zh", "en"])
def test_a_browser_shows_our_own_words_in_order(rtl: Site, browser: Browser, locale: str) -> None:
    page = browser.new_page(viewport={"width": 1200, "height": 800})
    for address in ("", "policy-0/", "policy-0/text/", "policy-0/tasks/01/", "policy-0/targets/", "policy-0/updates/",
                    "policy-0/glossary/", "agencies/policy-0-agency-0/", "policy-0/updates/2023-H1/"):  # fmt: skip
        page.goto((rtl.folder / rtl.address(locale, address) / "index.html").as_uri())
        open_all(page)
        assert page.evaluate(ORDER) == [], address
    page.close()


@pytest.mark.browser
def test_the_order_is_really_looked_at(browser: Browser) -> None:
    page = browser.new_page()
    evidence = "<ul><li>%s，%s，2024年1月5日</li></ul><p><bdi>x</bdi></p>"
    page.set_content(evidence.replace("<li>", "<li><bdi></bdi>") % ("2024", "הוז，אבג דה"))
    assert page.evaluate(ORDER)
    page.set_content(evidence % ("2024", "<bdi>הוז，אבג דה</bdi>"))
    assert page.evaluate(ORDER) == []
    page.close()


# --- text without markup


def test_feeds_calendars_and_badges_isolate_too(rtl: Site) -> None:
    files = [path for path in rtl.folder.rglob("*") if path.suffix in {".xml", ".atom", ".svg", ".ics"}]
    kinds = set()
    alone = {rtl.locales[id_].plain(text) for id_ in rtl.locales for text in rtl.catalog.texts}
    for path in files:
        text = path.read_text(encoding="utf-8")
        if path.suffix == ".ics":
            said = re.findall(r"^(?:SUMMARY|DESCRIPTION|X-WR-CALNAME):(.*)", text.replace("\r\n ", ""), re.MULTILINE)
        else:
            said = []
            for element in ET.fromstring(text).iter():  # noqa: S314 - our own file
                content = element.text or ""
                if element.get("type") == "html":
                    items = lxml.html.fragment_fromstring(content).xpath("//li|//p")
                    said += [item.text_content() for item in items]
                elif content not in alone:
                    said.append(content)
        assert [one for one in said if exposed(one)] == [], path
        if "\u2068" in "".join(said):
            kinds.add(path.suffix)
    assert kinds >= {".ics", ".svg"}
    assert len(kinds) == 3


def test_what_programs_read_has_the_very_texts(rtl: Site) -> None:
    for path in [*rtl.folder.rglob("*.csv"), *rtl.folder.rglob("api/**/*.json")]:
        text = path.read_text(encoding="utf-8")
        assert "\u2068" not in text, path
        assert "\\u2068" not in text, path


def test_findings_isolate_what_they_repeat(tmp_path: Path) -> None:
    (tmp_path / "x.yml").write_text("kind: אבג 12\n", encoding="utf-8")
    finding = find(Place("x.yml", 1, 7), "M113", value="אבג 12", fix="kind: אבג")
    for language in ("zh", "en"):
        said = as_text([finding], language=language, root=tmp_path)
        assert exposed(said) == ""
        assert "\u2068אבג 12\u2069" in said


def test_a_comparison_isolates_what_it_quotes() -> None:
    html = MarkdownIt("commonmark", {"html": True}).render(f"a {quote('אבג 12')} 3")
    (code,) = lxml.html.fragment_fromstring(html).xpath("//code")
    assert code.text_content() == "\u2068אבג 12\u2069"
    assert quote("abc") == "<code>abc</code>"


def test_json_findings_can_be_read_back() -> None:
    from generator.findings import as_json

    assert "\u2068אבג\u2069" in json.loads(as_json([find(Place("x"), "M113", value="אבג")]))[0]["message"]["zh"]
