"""Nothing that a contributor writes is live in the Markdown of a comparison."""

from __future__ import annotations

import datetime
import re
import unicodedata

import lxml.html
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown import markdown  # type: ignore[import-untyped]  # one call does not need stubs
from markdown_it import MarkdownIt

from generator.contribute.compare.change import Change, Told
from generator.contribute.compare.markdown import LIMIT, as_markdown, quote
from generator.contribute.compare.words import VALUES
from generator.findings import isolate
from generator.findings.languages import Words
from generator.model import Localized

DAY = datetime.date(2023, 8, 1)
ATTACKS = [
    "@everyone",
    "someone@example.org",
    "#1",
    "GH-1 owner/repo#2",
    "0123456789abcdef0123456789abcdef01234567",
    "https://evil.example/?q=1",
    "www.evil.example",
    "[x](https://evil.example)",
    "![x](https://evil.example/x.png)",
    "<img src=x onerror=alert(1)>",
    "</code></details><script>alert(1)</script>",
    "a | b | c",
    "``` ```",
    "`</code>`",
    "**bold** _it_ ~~gone~~",
    "# heading",
    "- item\n- item",
    "\n\n## heading\n\n",
    "[ref]: https://evil.example",
    "<!-- comment",
    "&lt;b&gt; &#60;b&#62;",
    ":smile: $x^2$ {{7*7}} {% raw %}",
    "\x1b[31mred\x1b[0m",
    "::error::x\n::set-output name=x::y",
    "\u202eevil\u2066 \ufeff\u200b",
    "--8<-- 'x'",
    "{: onclick=alert(1) }",
    "\\",
    "%0A%0D",
]


def changes(text: str) -> list[Change]:
    return [
        Change("outside", "path", {"path": text}),
        Change(
            "found", "finding", {"code": "M106", "path": text, "line": Words("1", "1"), "message": Told(text, text)}
        ),
        Change("agencies", "added", {"what": Words("机构", "agency"), "name": Localized(zh=f"x{text}")}),
        Change(
            "statuses",
            "status",
            {
                "where": Words("", ""),
                "agency": text,
                "what": text,
                "old": VALUES["delayed"],
                "new": VALUES["completed"],
            },
        ),
    ]


def rendered(text: str) -> list[str]:
    """What several renderers make of a text, raw HTML passed through."""
    live = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    return [live.render(text), markdown(text, extensions=["extra", "attr_list", "md_in_html", "toc"])]


def safe(text: str) -> None:
    """Demand that a page made of a comparison holds our own structure, and no more."""
    for html in rendered(text):
        page = lxml.html.fromstring(f"<div>{html}</div>")
        for element in page.iter():
            assert element.tag in {"div", "h2", "h3", "ul", "li", "p", "code"}, html
            allowed = {"id"} if element.tag in {"h2", "h3"} else set()
            assert set(element.attrib) <= allowed, html
        assert len(page.xpath("//h2")) == 2, html
        assert len(page.xpath("//li")) == 8, html
        assert len(page.xpath("//code")) == text.count("<code>"), html
        words = page.text_content()
        assert "@" not in words
        assert not [one for one in words if unicodedata.category(one) in {"Cc", "Cf", "Zl", "Zp"} and one != "\n"]
        for element in page.xpath("//code"):
            element.drop_tree()  # what forges look for references in
        assert not re.search(r"https?:|www\.|[#@]\w|\bGH-\d|[0-9a-f]{7,}", page.text_content()), html


@pytest.mark.parametrize("attack", ATTACKS)
def test_an_attack_is_shown_and_does_nothing(attack: str) -> None:
    text = as_markdown(changes(attack), DAY)
    assert re.fullmatch(r"[^\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069]*", text)
    safe(text)


@settings(deadline=None)  # the machine may be shared
@given(st.text(max_size=300))
@example("<U+0041>")
def test_any_text_is_shown_and_does_nothing(text: str) -> None:
    safe(as_markdown(changes(text), DAY))


@settings(deadline=None)  # the machine may be shared
@given(st.text(st.characters(exclude_categories=["C", "Z"], exclude_characters="@"), min_size=1, max_size=120))
def test_a_visible_text_is_shown_letter_for_letter(text: str) -> None:
    for html in rendered(quote(text)):
        assert lxml.html.fromstring(html).text_content().strip() == isolate(text)


@settings(deadline=None)  # the machine may be shared
@given(st.text(max_size=400))
def test_a_quoted_text_is_one_line_of_letters_and_entities(text: str) -> None:
    quoted = quote(text)
    inner = quoted.removeprefix("<code>").removesuffix("</code>")
    assert len(inner) <= 10 * 8 * 130
    for character in re.sub("&#[0-9]+;", "", inner):
        assert character == " " or unicodedata.category(character)[0] in "LN"


def test_a_long_comparison_is_cut_and_says_so() -> None:
    text = as_markdown(changes("<&>" * 500) * 5_000, DAY)
    assert len(text) <= LIMIT
    assert "另有 " in text
    assert "and " in text
    (shown, more), *_ = [
        (block.count("\n- <code>"), int(re.findall(r"and ([0-9]+) more", block)[0]))
        for block in text.split("### ")
        if "more" in block and "outside" in block
    ]
    assert shown + more == 5_000


def test_what_fits_is_not_cut() -> None:
    text = as_markdown(changes("x") * 20, DAY)
    assert "more" not in text
    assert text.count("\n- ") == 20 * 4 * 2
