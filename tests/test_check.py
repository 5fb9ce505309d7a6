"""The checker that every build runs: what it finds in pages, and what it lets pass."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import lxml.html
import pytest
from hypothesis import given
from hypothesis import strategies as st
from justhtml import JustHTML
from lxml import etree

from generator.pipeline import inspection
from generator.pipeline.gate import find_faults
from generator.pipeline.inspection import Facts, inspect
from generator.pipeline.jobs import OutputWriter, unpack
from generator.website.shell import minify
from tests.sitefiles import Site

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
    "en/tasks/01/index.html": '<a href="../../#top">up</a> <a href="?x=1#top">self</a>',
    "404.html": '<a href="/record/">home</a> <a href="/record/en/#top">en</a>',
}


PREFIXES = ("", "en/")


def gate(folder: Path, pages: dict[str, str]) -> list[str]:
    """What the gate says of a site, each page of which was made by a job of its own, and one file by another."""
    outputs = []
    for number, (path, body) in enumerate(pages.items()):
        writer = OutputWriter(folder / str(number), None, BOOT, PREFIXES, "/record/")
        writer.page(path, PAGE.format(head="", body=body))
        outputs.append(writer.finish("", {}))
    writer = OutputWriter(folder / "assets", None, BOOT, PREFIXES, "/record/")
    writer.file("assets/a b.css", b"")
    return find_faults([*outputs, writer.finish("", {})], PREFIXES)


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
    assert gate(tmp_path, bodies) == [f"{page}: the link to {target!r} leads nowhere"]


def test_links_that_lead_somewhere_pass(tmp_path: Path) -> None:
    assert gate(tmp_path, SITE) == []


@pytest.mark.parametrize(("link", "target"), [("gone/", "gone"), ("about/#gone", "about#gone")])
def test_a_link_that_leads_nowhere_is_found_in_every_locale_that_has_it(link: str, target: str, tmp_path: Path) -> None:
    """A job's pages in all locales note a link once; what is missing may be missing in one locale alone."""
    body = f'<a href="{link}">x</a>'
    pages = {"index.html": body, "en/index.html": body, "about/index.html": ""}

    def found(folder: Path, pages: dict[str, str]) -> list[str]:
        writer = OutputWriter(folder, None, BOOT, PREFIXES, "/record/")
        for path, text in pages.items():
            writer.page(path, PAGE.format(head="", body=text))
        return find_faults([writer.finish("", {})], PREFIXES)

    both = [f"{prefix}index.html: the link to {prefix + target!r} leads nowhere" for prefix in ("en/", "")]
    assert found(tmp_path / "both", pages | {"en/about/index.html": ""}) == both
    in_english = dict.fromkeys(("en/gone/index.html", "en/about/index.html"), '<p id="gone"></p>')
    assert found(tmp_path / "one", pages | in_english) == both[1:]


def test_what_is_kept_of_pages_is_kept_once(tmp_path: Path) -> None:
    """Translations share their ids, also where one of them is not inspected again; links to own ids are not kept."""
    text, before = '<p id="p"><a href="#p">x</a> <a href="about/">y</a></p>', None
    for heading in ("a", "b"):
        writer = OutputWriter(tmp_path, before, BOOT, PREFIXES, "/record/")
        writer.page("index.html", PAGE.format(head="", body=heading + text))
        writer.page("en/index.html", PAGE.format(head="", body=text))
        writer.page("about/index.html", PAGE.format(head="", body=""))
        before = writer.finish("", {})
        ids = [unpack(before.ids[page.ids]) for page in before.pages.values()]
        assert (ids, len(before.ids)) == ([("p", "top"), ("p", "top"), ("top",)], 2)
        assert [unpack(page.links) for page in before.pages.values()] == [("about",), ("en/about",), ()]


def test_what_must_not_be_on_a_page_is_named_with_the_page(tmp_path: Path) -> None:
    assert gate(tmp_path, SITE | {"404.html": "<iframe></iframe>"}) == ["404.html: <iframe> element"]


# --- another parser as a witness: one that reads HTML as its standard says, and so as browsers do


def elements(node: Any) -> Iterator[Any]:
    """Every element of a tree, those in templates included."""
    for child in node.children or ():
        if not child.name.startswith(("#", "!")):
            yield child
        yield from elements(child)
    if getattr(node, "template_content", None) is not None:
        yield from elements(node.template_content)


def scheme_of(address: str) -> str:
    """The scheme of an address as browsers read it, which leave out controls, tabs and line breaks."""
    plain = re.sub(r"[\t\n\r]", "", address.strip("".join(map(chr, range(33)))))
    match = re.match(r"([A-Za-z][A-Za-z0-9+.-]*):", plain)
    return match[1].lower() if match else "//" if re.match(r"[/\\]{2}", plain) else ""


LOADING = {"src", "poster", "data", "background", "action", "formaction", "ping", "xlink:href", "srcset"}


def witnessed(html: str, *, scripting: bool = True) -> Facts:
    """What a page holds by the other parser; of faults only those that run or load something."""
    ids: list[str] = []
    links, external, faults = set(), set(), set()
    for element in elements(JustHTML(html, sanitize=False, scripting_enabled=scripting).root):
        name, attributes = element.name.lower(), {key.lower(): value or "" for key, value in element.attrs.items()}
        if "id" in attributes:
            ids.append(attributes["id"])
        text = "".join(child.data for child in element.children or () if child.name == "#text")
        if name in {"style", "iframe", "frame", "object", "embed", "applet", "base"}:
            faults.add(f"<{name}>")
        is_data = attributes.get("type") in {"application/ld+json", "application/json"}
        if name == "script" and "src" not in attributes and not is_data and text.strip() != BOOT:
            faults.add("script")
        faults.update(key for key in attributes if key.startswith("on") or key in {"style", "srcdoc"})
        named = [(key, value) for key, value in attributes.items() if key == "href" or key in LOADING - {"srcset"}]
        named += [("srcset", part.split()[0]) for part in attributes.get("srcset", "").split(",") if part.strip()]
        for key, value in named:
            scheme = scheme_of(value)
            if not scheme:
                links.add(value)
            elif scheme in {"http", "https", "//"} and (name, key) == ("a", "href"):
                external.add(value)
            elif scheme not in {"mailto", "tel"} and not (
                name == "link" and set(attributes.get("rel", "?").split()) <= {"canonical", "alternate"}
            ):
                faults.add(f"{key}={value}")
    if len(set(ids)) < len(ids):
        faults.add("id twice")
    return Facts(tuple(sorted(set(ids))), tuple(sorted(links)), tuple(sorted(external)), tuple(sorted(faults)))


def kinds_of(site: Site) -> dict[str, str]:
    """One page of each kind in every locale."""
    found: dict[str, str] = {}
    for path in site.paths:
        kind = re.search(r'<div class="page page-([a-z-]+)"', site.html(path))
        assert kind, path
        found.setdefault(f"{site.locale_of(path)} {kind[1]}", path)
    return found


def test_another_parser_reads_pages_of_every_kind_as_ours_does(site: Site) -> None:
    boot = minify((site.root / "overrides" / "partials" / "boot.js").read_text(encoding="utf-8")).strip()
    pages = kinds_of(site)
    assert len(pages) > 40
    for kind, path in pages.items():
        html = site.html(path)
        JustHTML(html, sanitize=False, strict=True)  # raises where the standard knows a fault
        ours, theirs = inspect(html, boot), witnessed(html.replace(boot, BOOT))
        assert ours.faults == theirs.faults == (), kind
        assert (ours.ids, ours.links, ours.external) == (theirs.ids, theirs.links, theirs.external), kind


def test_the_witness_sees_what_must_not_be_in_a_page() -> None:
    unseen = [name for name, body in BAD.items() if not witnessed(PAGE.format(head="", body=body)).faults]
    assert set(unseen) <= {  # which do no harm as browsers read them, but are no markup of ours
        "refresh", "picture without a text", "value that is not closed", "attribute twice", "comment that ends early",
        "script in a comment", "data block with markup", "processing instruction", "character data", "tag in a value",
        "slash before an attribute",
    }  # fmt: skip


@given(body=st.lists(st.sampled_from(PIECES), min_size=1, max_size=14).map("".join))
def test_what_is_read_at_a_glance_is_what_is_read_with_care(body: str) -> None:
    """Most tags are passed over or read in one match; read like all others, they give the same."""
    html = PAGE.format(head="", body=body)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(inspection, "_MARKUP", re.compile(r"<(?!/)[^<>]*>?"))
        patch.setattr(inspection, "_PLAIN", re.compile("(?!)"))
        careful = inspect(html, BOOT)
    assert inspect(html, BOOT) == careful


MORE = ["<noscript>", "<template>", "<title>", "<select>", "<math>", "<plaintext>", "\0", "&Tab;", "`", "</p"]


@pytest.mark.parametrize("scripting", [True, False])
@given(body=st.lists(st.sampled_from([*PIECES, *MORE]), min_size=1, max_size=14).map("".join))
def test_what_browsers_would_read_is_found_too(scripting: bool, body: str) -> None:
    """What our own check lets pass holds nothing that runs or loads, and no id or link that it does not know."""
    html = PAGE.format(head="", body=body)
    ours = inspect(html, BOOT)
    if not ours.faults:
        theirs = witnessed(html, scripting=scripting)
        assert theirs.faults == ()
        assert set(theirs.links) <= set(ours.links)
        assert set(theirs.external) <= set(ours.external)
        assert set(theirs.ids) <= set(ours.ids)
