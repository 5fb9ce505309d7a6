"""The checker that every build runs: what it finds in pages, and what it lets pass."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import lxml.html
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from generator.build.made import Maker, faults_of
from generator.check import inspect
from generator.config import Config
from generator.shelf import Shelf

BOOT = "!function(){}()"
PAGE = '<!doctype html><html lang="en"><head><title>t</title>{head}</head><body><h1 id="top">t</h1>{body}</body></html>'


def faults(body: str = "", head: str = "") -> tuple[str, ...]:
    return inspect(PAGE.format(head=head, body=body), BOOT).faults


BAD = {
    "event handler": '<p onclick="x()">',
    "event handler in capitals": '<p ONCLICK="x()">',
    "event handler on a picture": '<img alt="" src="a.png" onerror=alert(1)>',
    "inline script": "<script>alert(1)</script>",
    "inline module": '<script type="module">alert(1)</script>',
    "script of an odd type": '<script type="text/babel">alert(1)</script>',
    "script from elsewhere": '<script src="https://cdn.example.org/x.js"></script>',
    "script from elsewhere by the page's scheme": '<script src="//cdn.example.org/x.js"></script>',
    "style sheet from elsewhere": '<link rel="stylesheet" href="https://fonts.example.org/x.css">',
    "icon from elsewhere": '<link rel="shortcut icon" href="https://cdn.example.org/x.ico">',
    "connection made in advance": '<link rel="preconnect" href="https://cdn.example.org/">',
    "name looked up in advance": '<link rel="dns-prefetch" href="//cdn.example.org/">',
    "alternate style sheet": '<link rel="alternate stylesheet" href="https://cdn.example.org/x.css">',
    "picture from elsewhere": '<img alt="" src="https://track.example.org/x.gif">',
    "picture set from elsewhere": '<img alt="" src="a.png" srcset="https://track.example.org/x.gif 2x">',
    "second picture of a set from elsewhere": '<img alt="" srcset="b.png 1x, https://track.example.org/x.gif 2x">',
    "video from elsewhere": '<video src="https://track.example.org/x.mp4"></video>',
    "poster from elsewhere": '<video poster="https://track.example.org/x.png"></video>',
    "form to elsewhere": '<form action="https://evil.example.org/"></form>',
    "button to elsewhere": '<button formaction="https://evil.example.org/">x</button>',
    "ping": '<a href="/" ping="https://track.example.org/">x</a>',
    "drawing from elsewhere": '<svg><use xlink:href="https://cdn.example.org/x.svg#a"></use></svg>',
    "frame": '<iframe src="/"></iframe>',
    "frame with a document": '<iframe srcdoc="x"></iframe>',
    "object": '<object data="/x.swf"></object>',
    "embed": '<embed src="/x.swf">',
    "base": '<base href="/">',
    "style element": "<style>p{}</style>",
    "style attribute": '<p style="color:red">x</p>',
    "refresh": '<meta http-equiv="refresh" content="0;url=https://evil.example.org/">',
    "script address": '<a href="javascript:alert(1)">x</a>',
    "script address in capitals": '<a href="JavaScript:alert(1)">x</a>',
    "script address with a blank": '<a href=" javascript:alert(1)">x</a>',
    "script address with a tab": '<a href="java&#9;script:alert(1)">x</a>',
    "script address in entities": '<a href="&#106;avascript:alert(1)">x</a>',
    "data address": '<a href="data:text/html,x">x</a>',
    "data picture": '<img alt="" src="data:image/png;base64,x">',
    "local file": '<a href="file:///etc/passwd">x</a>',
    "id twice": '<p id="a">x</p><p id="a">y</p>',
    "id of the heading again": '<p id="top">x</p>',
    "picture without a text": '<img src="a.png">',
    "tag within a tag": "<p <img src=x onerror=alert(1)>",
    "tag in a value": '<p title="<img src=x onerror=alert(1)>">x</p>',
    "tag that is not closed": "<p>x</p><img alt='' src=x onerror=alert(1)",
    "value that is not closed": '<p title="x>y</p>',
    "attribute twice": '<a href="/" href="javascript:alert(1)">x</a>',
    "slash before an attribute": "<img/alt=''/src=x/onerror=alert(1)>",
    "script in a comment": "<!-- <script>alert(1)</script> -->",
    "comment that ends early": "<!--> <p> -->",
    "script whose end is odd": "<script>alert(1)</script x>",
    "script that does not end": "<script>alert(1)",
    "script in a script": f"<script>{BOOT}<!--<script></script>",
    "data block with markup": '<script type="application/json">"<b>"</script>',
    "processing instruction": "<?xml version='1.0'?>",
    "character data": "<![CDATA[x]]>",
}


@pytest.mark.parametrize("body", BAD.values(), ids=BAD)
def test_what_must_not_be_in_a_page_is_found(body: str) -> None:
    assert faults(body)
    assert faults(head=body) or "id" in body  # wherever it stands


GOOD = {
    "the boot script": f"<script>{BOOT}</script>",
    "the boot script between blanks": f"<script>\n{BOOT}\n</script>",
    "linked data": '<script type="application/ld+json">{"@context": "https://schema.org"}</script>',
    "a script of the site": '<script src="../assets/site.js" defer></script>',
    "a style sheet of the site": '<link rel="stylesheet" href="../assets/site.css">',
    "the page in another language": '<link rel="alternate" hreflang="en" href="https://site.example.org/en/">',
    "the page's own address": '<link rel="canonical" href="https://site.example.org/">',
    "a link elsewhere": '<a href="https://www.example.org/">x</a>',
    "mail": '<a href="mailto:office@example.org">x</a>',
    "a telephone": '<a href="tel:12345">x</a>',
    "a form of the site": '<form action="/submit/"></form>',
    "text that looks like markup": "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>",
    "a decoration": '<img src="a.png" alt="">',
}


@pytest.mark.parametrize("body", GOOD.values(), ids=GOOD)
def test_what_may_be_in_a_page_passes(body: str) -> None:
    assert faults(body) == ()


def test_links_are_told_apart_from_addresses_elsewhere() -> None:
    facts = inspect(PAGE.format(head="", body='<a href="../x/#y">x</a><a href="https://a.example.org/">a</a>'), BOOT)
    assert facts.links == ("../x/#y",)
    assert facts.external == ("https://a.example.org/",)
    assert facts.ids == ("top",)


PIECES = [
    *("<", ">", '"', "'", "=", "/", " ", "\n", "<!--", "-->", "--", "!", "x", "&quot;", "&#60;", "javascript:"),
    *("<p", "<a ", "<img ", "<svg>", "<script", "</script", "</script>", "<style>", "<iframe ", "<textarea>"),
    *('href="', "href=", 'src="', "src=x", 'alt=""', "onclick=", 'style="', 'id="a"', "//evil.example.org"),
]


@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=14).map("".join))
def test_what_a_lenient_parser_reads_is_found_too(body: str) -> None:
    read = lxml.html.document_fromstring(PAGE.format(head="", body=body))
    for element in read.iter(etree.Element):
        runs = element.tag in {"script", "style", "iframe"} or any(
            name.startswith("on") or name == "style" or (name == "src" and "evil" in value) or "javascript:" in value
            for name, value in element.attrib.items()
            if name != "alt" and name != "id"
        )
        if runs:
            assert faults(body), etree.tostring(element)


SITE = {
    "index.html": '<a href="en/">en</a> <a href="./">self</a> <a href="#top">top</a>',
    "en/index.html": '<a href="../">up</a> <a href="tasks/01/#top">task</a> <a href="../assets/a%20b.css">style</a>',
    "tasks/01/index.html": '<a href="../../#top">up</a>',
    "en/tasks/01/index.html": '<a href="../../#top">up</a> <a href="?x=1#top">self</a>',
    "404.html": '<a href="/record/">home</a> <a href="/record/en/#top">en</a>',
}
CONFIG = Config(Path(), "https://site.example.org/record/", ("zh", "en"), {}, False, "")


def faults_of_site(folder: Path, bodies: Mapping[str, str]) -> list[str]:
    """Lay pages out as a build does, in two parts that link to each other, and look at them as a whole."""
    parts = []
    for name, is_english in (("one", False), ("other", True)):
        maker = Maker(CONFIG, BOOT, Shelf(folder), name, None)
        for path, body in bodies.items():
            if path.startswith("en/") == is_english:
                maker.page(path, PAGE.format(head="", body=body))
        parts.append(maker.done(""))
    return faults_of(parts, ["assets/a b.css"], CONFIG)


@pytest.mark.parametrize(
    ("page", "link", "target"),
    [
        ("index.html", "gone/", "gone"),
        ("index.html", "en/gone.html", "en/gone.html"),
        ("index.html", "#gone", "index.html#gone"),
        ("index.html", "en/#gone", "en#gone"),
        ("index.html", "../", ".."),
        ("index.html", "../../etc/passwd", "../../etc/passwd"),
        ("index.html", "assets/gone.css", "assets/gone.css"),
        ("index.html", "/elsewhere/", "/elsewhere/"),
        ("index.html", "/", "/"),
        ("en/index.html", "en/", "en/en"),
        ("en/tasks/01/index.html", "../02/", "en/tasks/02"),
        ("404.html", "/record/gone/", "gone"),
        ("404.html", "/recorder/", "/recorder/"),
    ],
)
def test_a_link_that_leads_nowhere_is_found(page: str, link: str, target: str, tmp_path: Path) -> None:
    bodies = SITE | {page: f'{SITE[page]} <a href="{link}">x</a>'}
    assert faults_of_site(tmp_path, bodies) == [f"{page}: the link to {target!r} leads nowhere"]


def test_a_link_of_all_locales_is_followed_in_each(tmp_path: Path) -> None:
    """What every locale links to is noted once, and may be there in one and lacking in the other."""
    anchor = '<a href="tasks/01/#more">x</a> <a href="tasks/02/">y</a>'
    bodies = {path: body + anchor if path in {"index.html", "en/index.html"} else body for path, body in SITE.items()}
    bodies |= {"en/tasks/01/index.html": '<p id="more">x</p>', "tasks/02/index.html": ""}
    assert faults_of_site(tmp_path, bodies) == [
        "en/index.html: the link to 'en/tasks/02' leads nowhere",
        "index.html: the link to 'tasks/01#more' leads nowhere",
    ]


def test_what_must_not_be_in_a_page_is_told_with_the_page_that_holds_it(tmp_path: Path) -> None:
    bodies = SITE | {"en/index.html": '<p onclick="x()">x</p><iframe src="../"></iframe>'}
    assert faults_of_site(tmp_path, bodies) == [
        "en/index.html: <iframe> element",
        "en/index.html: onclick= attribute on <p>",
    ]


def test_links_that_lead_somewhere_pass(tmp_path: Path) -> None:
    assert faults_of_site(tmp_path, SITE) == []
