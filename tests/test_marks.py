"""Marks that heap up on one letter are refused in every script, and no text widens a page."""

from __future__ import annotations

import json
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from playwright._impl._driver import compute_driver_executable  # a program with the clusters of browsers
from playwright.sync_api import Browser

from generator.findings import Finding
from generator.load.text import MOST_MARKS, decode, heaped
from tests.axe import open_all
from tests.hostile import write_hostile
from tests.roots import build, generator, make_root
from tests.sitefiles import Site

LONGEST = 1 + 2 * MOST_MARKS  # a base, its marks, and as many bases as these can join

CLUSTERS = """
const clusters = new Intl.Segmenter("zh", { granularity: "grapheme" });
require("readline").createInterface({ input: process.stdin }).on("line", (line) => {
  const sizes = [...clusters.segment(JSON.parse(line))].map((one) => [...one.segment].length);
  console.log(Math.max(0, ...sizes));
});
"""


class Segmenter:
    """Tells how many characters the longest piece of a text has that browsers never break."""

    def __init__(self) -> None:
        node, _ = compute_driver_executable()
        self.process = subprocess.Popen(
            [str(node), "-e", CLUSTERS], stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8"
        )

    def longest(self, text: str) -> int:
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(json.dumps(text) + "\n")
        self.process.stdin.flush()
        return int(self.process.stdout.readline())


@pytest.fixture(scope="module")
def segmenter() -> Iterator[Segmenter]:
    found = Segmenter()
    yield found
    found.process.communicate()


def findings_on(text: str) -> list[Finding]:
    return decode(text.encode(), "x.yml")[1]


ODD = "".join(
    character
    for character in map(chr, range(sys.maxunicode + 1))
    if unicodedata.category(character) in {"Mn", "Me", "Mc", "Cf", "Sk", "Lm"}
    or 0x1100 <= ord(character) < 0x1200
    or 0x1F1E6 <= ord(character) < 0x1F200
)
BASES = "aก中གक္ကક ഴ\u0e33\U0001f468\U0001f469❤가ᄀ1"
HEAPS = st.lists(
    st.one_of(
        st.text(max_size=3),
        st.text(st.sampled_from(BASES), max_size=3),
        st.builds(lambda mark, times: mark * times, st.sampled_from(ODD), st.integers(1, 40)),
        st.builds(
            lambda base, mark, times: (base + mark) * times,
            st.sampled_from(BASES),
            st.sampled_from(ODD),
            st.integers(1, 40),
        ),
    ),
    max_size=6,
).map("".join)


@given(text=HEAPS)
@example("ก" + "็" * 400)
@example("ཀ" + "ྐ" * 400)
@example("中" + "\ufe00" * 400)
@example("\U0001f468\u200d" * 400)
@example("क\u094d" * 400)
@example("\u0600" * 400)
@example("ᄀ" * 400)
@example("ก\u0e33" + "\u0e33" * 400)
@example("가" + "ᅡ" * 400)
@example("ｶ" + "ﾞ" * 400)
@example("a" + "\u200c" * 400)
@example("\U0001f44d" + "\U0001f3fb" * 400)
def test_no_text_that_passes_has_a_long_piece_that_browsers_never_break(segmenter: Segmenter, text: str) -> None:
    read, findings = decode(text.encode(errors="surrogatepass"), "x.yml")
    if not findings:
        assert segmenter.longest(read) <= LONGEST, ascii(read)


@pytest.mark.parametrize(
    "text",
    [
        "Tiếng Việt, Ệ, ṩ, q̃́",  # as people write
        "ที่นี่ น้ำ ก็",
        "བསྒྲུབས་ ཧཱུྃ",
        "कार्त्स्न्य, क्‍ष, राष्ट्रीय",
        "မြန်မာဘာသာ စဉ့်",
        "ක්‍ෂ්‍රී ලංකා",
        "וַיֹּ֣אמֶר",
        "بِسْمِ ٱللَّهِ",
        "한국어 훈민정음 ᄒᆞᆫ글",
        "\U0001f468\U0001f3fd\u200d❤\ufe0f\u200d\U0001f48b\u200d\U0001f468\U0001f3fb",
        "\U0001f469\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466",
        "１⃣ 葛\ufe00 がぎぐ",
    ],
)
def test_what_people_write_passes(text: str) -> None:
    assert findings_on(unicodedata.normalize("NFC", text)) == []


def test_the_ninth_mark_is_named_with_its_place() -> None:
    (finding,) = findings_on("name:\n  zh: ก" + "็" * 30 + "ข\n")
    assert (finding.code, finding.place.line, finding.place.column) == ("Y114", 2, 16)
    assert findings_on("ก" + "็" * MOST_MARKS) == []


def test_marks_made_by_escapes_are_refused_too(tmp_path: Path) -> None:
    root = make_root(tmp_path / "root", "two-policies")
    path = root / "data/agencies/example-office.yml"
    path.write_text('name: {zh: "示例\\u0e47' + "\\u0e47" * 20 + '"}\nkind: county\n', encoding="utf-8")
    done = generator("validate", "--root", root)
    assert done.returncode == 1
    assert "Y114" in done.stdout


def test_every_mark_is_looked_at() -> None:
    """The search skips what is no mark in most texts; no mark may be among it."""
    for character in map(chr, range(sys.maxunicode + 1)):
        if unicodedata.category(character) in {"Mn", "Me", "Mc"}:
            assert next(heaped(f"a{character * (MOST_MARKS + 1)}"), None) == MOST_MARKS + 1, f"U+{ord(character):04X}"


# --- small screens

HEAP = MOST_MARKS
WIDE = (
    "ก" + "็" * HEAP + " " + ("ก" + "้" * HEAP) * 20,
    "ཀ" + "ྐ" * HEAP + ("ཧ" + "ཱ" * HEAP) * 20,
    "\U0001f468\u200d" * HEAP + "\U0001f469" + "中\ufe00\ufe00" * 60,
    "W" * 280,
    "https://www.example.org/" + "long-path-" * 26,
    "长" * 280,
    "a" + "\u00a0a" * 130,  # words that are never parted
    "x_" * 140,
)


@pytest.fixture(scope="module")
def wide(tmp_path_factory: pytest.TempPathFactory) -> Site:
    root = make_root(tmp_path_factory.mktemp("wide"), "two-policies")
    write_hostile(root, WIDE)
    assert generator("validate", "--root", root).returncode == 0
    build(root)
    return Site(root)


def file_of(site: Site, url: str) -> Path:
    return site.folder / unquote(urlsplit(url).path).removeprefix(site.config.site_path)


@pytest.mark.browser
@pytest.mark.parametrize("locale", ["zh", "en"])
def test_no_text_widens_a_small_screen(wide: Site, browser: Browser, locale: str) -> None:
    page = browser.new_page(viewport={"width": 360, "height": 740})
    page.route("**/*", lambda route: route.fulfill(path=file_of(wide, route.request.url)))
    widths = {}
    for path in wide.paths:
        if wide.locale_of(path) == locale:
            page.goto(wide.config.site_url + path)
            open_all(page)
            widths[path] = page.evaluate("document.documentElement.scrollWidth")
    for query in ("长长", "WWWW", "ก"):
        page.goto(f"{wide.config.site_url}{wide.config.prefix(locale)}search/index.html?q={query}")
        page.wait_for_selector(".hit, .found:not(:empty)")
        widths[query] = page.evaluate("document.documentElement.scrollWidth")
    page.close()
    assert len(widths) > 30
    assert {path: width for path, width in widths.items() if width > 360} == {}
