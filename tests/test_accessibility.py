"""Every kind of page of the real site, in every language: WCAG 2.2 AA, large type, zoom, keyboard."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.axe import COLOURS, LARGE, RULES, drop_repeats, faults, open_all
from tests.host import served
from tests.sitefiles import Site

pytestmark = pytest.mark.browser

LOCALES = ("", "en/", "zh-Hant/")


def kinds(site: Site, locale: str, *, longest: bool = True) -> dict[str, str]:
    """Find a page of each kind, the longest or the shortest one, among those of a locale: kind → path."""
    further = max if longest else min
    found: dict[str, tuple[int, str]] = {}
    others = tuple(other for other in LOCALES if other != locale and other.startswith(locale))
    for path in (site.folder / locale).rglob("*.html"):
        name = path.relative_to(site.folder).as_posix()
        if name.startswith(others):
            continue
        text = path.read_text(encoding="utf-8")
        kind = re.search(r'class="page page-([a-z-]+)"', text)
        if kind:
            one = (len(text), name)
            found[kind[1]] = further(found.get(kind[1], one), one)
    return {kind: name for kind, (_, name) in sorted(found.items())}


@pytest.fixture(scope="module")
def host(site: Site) -> Iterator[str]:
    """The site, served: the page for addresses that do not exist finds its styles on a host only."""
    with served(site) as address:
        yield address


SETTINGS = {  # (locale, width, scheme, whether also in large type, and on the longest pages)
    # markup depends on the locale, layout on the width, colours on the scheme and the size of type
    "zh-360": ("", 360, "light", True),
    "en-360": ("en/", 360, "light", False),
    "zh-Hant-360": ("zh-Hant/", 360, "light", False),
    "en-1280": ("en/", 1280, "light", False),
    "zh-360-dark": ("", 360, "dark", True),
    "en-1280-dark": ("en/", 1280, "dark", False),
}


@pytest.mark.parametrize(("locale", "width", "scheme", "large"), SETTINGS.values(), ids=SETTINGS)
def test_no_page_of_any_kind_has_a_fault(
    site: Site, host: str, browser: Browser, locale: str, width: int, scheme: str, large: bool
) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme="dark" if scheme == "dark" else "light",
        bypass_csp=True,  # the checker is a script
        service_workers="block",  # it would fetch pages to keep while this one is looked at
    )
    page = context.new_page()
    rules, large_rules = (COLOURS, COLOURS) if scheme == "dark" else (RULES, LARGE)
    pages = kinds(site, locale, longest=large)
    assert len(pages) > 12
    for kind, name in pages.items():
        page.goto(host + name)
        open_all(page)
        drop_repeats(page)
        assert faults(page, rules) == [], kind
        if large:
            page.evaluate("document.documentElement.setAttribute('data-mode', 'elder')")
            assert faults(page, large_rules) == [], f"{kind}, large type"
    context.close()


def test_the_entry_that_differs_is_looked_at(browser: Browser) -> None:
    page = browser.new_page()
    same = '<li><a href="#">one</a>'
    page.set_content(f'<html lang="en"><title>-</title><main><h1>-</h1><ul>{same * 9}<li><a class="x" href="#"></a>')
    drop_repeats(page)
    assert page.locator("li").count() == 3
    assert "link-name" in [rule for rule, _ in faults(page)]
    page.close()


@pytest.mark.parametrize("width", [640, 320], ids=["200 %", "400 %"])
def test_pages_fit_when_enlarged(site: Site, host: str, browser: Browser, width: int) -> None:
    """A window of 1280 px shows 640 or 320 px of page at 200 % or 400 %."""
    context = browser.new_context(viewport={"width": width, "height": 512}, service_workers="block")
    page = context.new_page()
    for locale in LOCALES:
        for kind, name in kinds(site, locale).items():
            page.goto(host + name)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (locale, kind)
            page.evaluate("document.documentElement.setAttribute('data-mode', 'elder')")
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (locale, kind, "large type")
    context.close()


def test_what_is_chosen_shows_in_forced_colours(site: Site, browser: Browser) -> None:
    context = browser.new_context(forced_colors="active", viewport={"width": 1280, "height": 800})
    page = context.new_page()
    page.goto((site.folder / kinds(site, "")["published"]).as_uri())
    look = "label => (style => [style.borderTopWidth, style.textDecorationLine])(getComputedStyle(label))"
    chosen = page.locator(".filterable > input.sr:checked + label").first.evaluate(look)
    other = page.locator(".filterable > input.sr:not(:checked) + label").first.evaluate(look)
    assert chosen != other
    context.close()


def test_large_type_is_remembered_by_browsers_that_know_little(site: Site, browser: Browser) -> None:
    """Older WebViews lack `classList.replace`; what was chosen must come back all the same."""
    context = browser.new_context()
    context.add_init_script("delete DOMTokenList.prototype.replace; localStorage.setItem('mode', 'elder')")
    page = context.new_page()
    page.goto((site.folder / "index.html").as_uri())
    assert page.get_attribute("html", "data-mode") == "elder"
    assert "no-js" not in (page.get_attribute("html", "class") or "").split()
    context.close()


def test_large_type_is_one_switch_and_is_remembered(site: Site, browser: Browser) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 800})
    page = context.new_page()
    page.goto((site.folder / "index.html").as_uri())
    size = "parseFloat(getComputedStyle(document.body).fontSize)"
    before = page.evaluate(size)
    page.click("button.elder")
    assert page.evaluate(size) >= before * 1.25
    assert page.text_content("#said")
    page.goto((site.folder / "about" / "index.html").as_uri())
    assert page.get_attribute("button.elder", "aria-pressed") == "true"
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.click("button.elder")
    page.reload()
    assert page.evaluate(size) == before
    context.close()


def test_the_palette_is_remembered_and_told(site: Site, browser: Browser) -> None:
    context = browser.new_context(color_scheme="light")
    page = context.new_page()
    page.goto((site.folder / "index.html").as_uri())
    paper = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(paper)
    page.click("button.palette")
    page.click("button.palette")
    dark = page.evaluate(paper)
    assert dark != light
    assert page.get_attribute("button.palette", "aria-label") == page.text_content("#said")
    page.reload()
    assert page.evaluate(paper) == dark
    context.close()


def test_the_first_stop_skips_to_the_text(site: Site, browser: Browser) -> None:
    page = browser.new_page()
    page.goto((site.folder / "about" / "index.html").as_uri())
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    assert page.evaluate("document.activeElement.getBoundingClientRect().top") >= 0
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.getElementById('main').contains(document.activeElement)")
    page.close()


def test_every_stop_is_visible_and_shows_its_focus(site: Site, browser: Browser) -> None:
    page = browser.new_page(viewport={"width": 360, "height": 800})
    page.goto((site.folder / "index.html").as_uri())
    for _ in range(40):
        page.keyboard.press("Tab")
        seen = page.evaluate(
            """() => {
              const element = document.activeElement, box = element.getBoundingClientRect();
              const style = getComputedStyle(element);
              return [element.outerHTML.slice(0, 80), box.width > 0 && box.height > 0,
                      style.outlineStyle !== "none" || element.tagName === "BODY"];
            }"""
        )
        assert seen[1:] == [True, True], seen[0]
    page.close()


def test_nothing_moves_for_those_who_asked_for_it(site: Site, browser: Browser) -> None:
    context = browser.new_context(reduced_motion="reduce")
    page = context.new_page()
    page.goto((site.folder / "index.html").as_uri())
    assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"
    context.close()


def test_the_current_place_shows_in_forced_colours(site: Site, browser: Browser) -> None:
    context = browser.new_context(forced_colors="active")
    page = context.new_page()
    name = kinds(site, "")["targets"]
    page.goto((site.folder / name).as_uri())
    assert (
        page.evaluate("getComputedStyle(document.querySelector('.tabs [aria-current]')).borderBottomStyle") == "solid"
    )
    context.close()


@pytest.mark.parametrize("locale", LOCALES, ids=lambda locale: locale.strip("/") or "zh")
@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (1280, "dark")])
def test_the_search_has_no_fault_while_it_is_used(
    site: Site, browser: Browser, locale: str, width: int, scheme: str
) -> None:
    """With the field in focus, with results and their choices open, with nothing found, with large type."""
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme="dark" if scheme == "dark" else "light",
        bypass_csp=True,  # the checker is a script
    )
    page = context.new_page()
    search = (site.folder / locale / "search" / "index.html").as_uri()
    done = "#answer:not([hidden]):not([aria-busy])"
    page.goto((site.folder / locale / "index.html").as_uri())
    page.focus("#find")
    assert faults(page) == [], "the field of any page"
    page.goto(search)
    page.focus("#find")
    assert faults(page) == [], "the empty field"
    for query, found in (("应急广波", "a.hit"), ("qqqxxx", "#results li")):
        page.goto(f"{search}?q={query}")
        page.wait_for_selector(f"{done} {found}")
        open_all(page)
        page.focus("#find")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, query
        drop_repeats(page)
        assert faults(page) == [], query
        page.click("button.elder")
        assert faults(page) == [], f"{query}, large type"
        page.click("button.elder")
    context.close()


def test_a_page_prints_with_its_address_and_date_and_without_menus(site: Site, browser: Browser) -> None:
    page = browser.new_page()
    page.goto((site.folder / kinds(site, "")["task"]).as_uri())
    page.emulate_media(media="print")
    assert page.is_visible(".printed")
    assert page.is_visible(".asof")
    for menu in (".languages", ".main", ".tabs", ".crumbs", ".neighbours"):
        assert not page.is_visible(f"{menu} >> nth=0"), menu
    assert page.pdf(format="A4")[:4] == b"%PDF"
    page.close()


@pytest.mark.parametrize("mode", ["", "elder"])
def test_paper_is_white_whatever_the_screen_is(site: Site, browser: Browser, mode: str) -> None:
    context = browser.new_context(color_scheme="dark")
    context.add_init_script(f"localStorage.setItem('theme', 'dark'); localStorage.setItem('mode', '{mode}')")
    page = context.new_page()
    page.goto((site.folder / kinds(site, "")["task"]).as_uri())
    colours = "(style => [style.backgroundColor, style.color])(getComputedStyle(document.body))"
    screen = page.evaluate(colours)
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate(colours) == ["rgb(255, 255, 255)", "rgb(0, 0, 0)"] != screen
    context.close()


@pytest.mark.skipif(
    shutil.which("pdftotext") is None and "CI" not in os.environ,
    reason="pdftotext (poppler-utils) reads what was printed",
)
@pytest.mark.parametrize("kind", ["task", "text", "agency", "targets"])
@pytest.mark.parametrize("locale", LOCALES, ids=lambda locale: locale.strip("/") or "zh")
def test_a_sheet_has_its_source_its_date_its_address_and_numbers(
    site: Site, browser: Browser, tmp_path: Path, kind: str, locale: str
) -> None:
    page = browser.new_page(color_scheme="dark")
    name = kinds(site, locale)[kind]
    page.goto((site.folder / name).as_uri())
    page.pdf(path=tmp_path / "sheet.pdf", prefer_css_page_size=True)
    asof, address = page.text_content(".asof"), page.text_content(".cite")
    sources = page.locator(".attribution").all_text_contents()
    menus = page.locator(".main a").all_text_contents()[-1:]
    page.close()
    done = subprocess.run(["pdftotext", "-layout", tmp_path / "sheet.pdf", "-"], capture_output=True, check=True)
    text = unicodedata.normalize("NFKC", done.stdout.decode())  # some fonts are read as compatibility characters
    sheets = text.removesuffix("\f").split("\f")
    for number, sheet in enumerate(sheets, 1):
        assert re.search(rf"\b{number} ?/ ?{len(sheets)}\s*$", sheet), number
    printed = re.sub(r"[\s“”]", "", text)  # the style sheet puts titles between quotation marks
    for said in (asof, address, *sources):
        assert said
        assert re.sub(r"[\s“”]", "", unicodedata.normalize("NFKC", said)) in printed
    assert sources
    assert not any(re.search(rf"^\s*{menu}\s*$", text, re.MULTILINE) for menu in menus)
