"""What a built page holds: links, anchors, and anything that must never stand in it."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping
from urllib.parse import unquote, urlsplit

import lxml.html
from lxml import etree
from msgspec import Struct

_LOADS = {"src", "srcset", "poster", "data", "background", "action", "formaction", "ping", "xlink:href"}
_FORBIDDEN = ("applet", "base", "embed", "frame", "iframe", "object", "portal", "style")
_NAMING_LINKS = {"canonical", "alternate"}  # what a <link> may name on another host: all others are fetched
_SCRIPT_TYPES = {"application/ld+json", "application/json"}  # data blocks: never run


class Facts(Struct, frozen=True, array_like=True):
    """What one page holds, as far as other pages and the whole site depend on it; each once, in no order."""

    ids: tuple[str, ...]
    links: tuple[str, ...]  # to this site, as written
    external: tuple[str, ...]  # to other hosts
    faults: tuple[str, ...]  # in order


def _xpath(path: str) -> etree.XPath:
    return etree.XPath(path, smart_strings=False)


_IDS = _xpath("//@id")
_LINKS = _xpath("//a/@href")
_NAMING = _xpath("//@href/parent::*[not(self::a)]")
# libxml2 finds attributes by name several times faster than by a test, and none is looked for that isn't written.
_NAMED = {
    name: (re.compile(rf"{name}\s*="), _xpath(f"//@{name}/..")) for name in (*sorted(_LOADS - {"xlink:href"}), "style")
}
_ODD = _xpath("//@*[starts-with(name(), 'on') or name() = 'xlink:href']/..")
_ODDLY_NAMED = re.compile(r"on(?<![\w-]on)[^\s=>]*\s*=|xlink:href")
_SUSPECT = (*_FORBIDDEN, "script", "meta", "img")


def inspect(html: str, boot: str) -> Facts:
    """Read a built page. `boot` is the one inline script that it may hold.

    Faults are what a page of this site never has: scripts, event handlers or styles in the markup, frames,
    forms to elsewhere, anything loaded from another host, ids given twice, pictures without a text.
    """
    page = lxml.html.document_fromstring(html)
    links: list[str] = []
    external: list[str] = []
    written = html.lower()
    odd = _ODD(page) if _ODDLY_NAMED.search(written) else []
    named = {name: find(page) for name, (is_written, find) in _NAMED.items() if is_written.search(written)}
    suspect = {*page.iter(*_SUSPECT), *named.pop("style", ()), *odd}
    faults = [fault for element in suspect for fault in _element_faults(element, element.tag, boot)]
    addresses = {("a", "href", "", value) for value in _LINKS(page)}
    for element in set().union(_NAMING(page), odd, *named.values()):
        addresses |= {(element.tag, name, element.get("rel", "?"), value) for name, value in _addresses(element)}
    for tag, name, rel, value in addresses:
        scheme = urlsplit(value).scheme.lower() if ":" in value else ""
        if scheme in {"http", "https"} or value.startswith("//"):
            if tag == "a" and name == "href":
                external.append(value)
            elif tag != "link" or not set(rel.split()) <= _NAMING_LINKS:
                faults.append(f"loads {value}")
        elif not scheme:
            links.append(value)
        elif scheme not in {"mailto", "tel"}:
            faults.append(f"{scheme}: address on <{tag}>")
    ids = _IDS(page)
    if len(set(ids)) < len(ids):
        faults += [f"id given twice: {name}" for name, count in Counter(ids).items() if count > 1]
    return Facts(tuple(sorted(ids)), tuple(sorted({*links})), tuple(sorted({*external})), tuple(sorted(faults)))


def _addresses(element: lxml.html.HtmlElement) -> Iterator[tuple[str, str]]:
    """Yield every address in an element's attributes, with the attribute's name."""
    for name, value in element.items():
        if name == "srcset":
            yield from ((name, part.split()[0]) for part in value.split(",") if part.strip())
        elif name == "href" or name in _LOADS:
            yield name, value


def _element_faults(element: lxml.html.HtmlElement, tag: str, boot: str) -> Iterator[str]:
    if tag in _FORBIDDEN:
        yield f"<{tag}> element"
    runs = tag == "script" and not element.get("src") and element.get("type") not in _SCRIPT_TYPES
    if runs and (element.text or "").strip() != boot:
        yield "inline script"
    if tag == "meta" and element.get("http-equiv", "").lower() == "refresh":
        yield "refresh"
    if tag == "img" and element.get("alt") is None:
        yield f"picture without alt: {element.get('src')}"
    yield from (f"{name}= attribute on <{tag}>" for name in element.attrib if name.startswith("on") or name == "style")


def targets(path: str, links: Iterable[str], site_path: str) -> set[str]:
    """Resolve a page's links: each as a path below the site's root, with its anchor where it has one.

    What leads off the site begins with a slash. A page that is served anywhere (404.html) links from the
    root of the host: `site_path` is where the site stands on it.
    """
    folder = posixpath.dirname(path)
    found = set()
    for link in links:
        address, hash_, anchor = link.partition("#")
        address = unquote(address.partition("?")[0])
        if address.startswith("/"):
            inside = address.startswith(site_path)
            target = (posixpath.normpath(address.removeprefix(site_path) or ".")) if inside else address
        else:
            target = posixpath.normpath(posixpath.join(folder, address)) if address else path
        found.add(f"{target}#{unquote(anchor)}" if hash_ and anchor else target)
    return found


def file_at(path: str, files: Container[str]) -> str | None:
    """The file that a resolved path leads to: itself, or the page of a folder; None where there is neither."""
    if path in files:
        return path
    page = "index.html" if path == "." else f"{path}/index.html"
    return page if page in files else None


def broken_links(pages: Mapping[str, Facts], files: Iterable[str], site_path: str) -> list[tuple[str, str]]:
    """List (page, link as written) for each link of a page that leads nowhere; anchors are checked too."""
    known = {*files, *pages}
    ids = {path: frozenset(facts.ids) for path, facts in pages.items()}

    def leads_nowhere(target: str) -> bool:
        path, _, anchor = target.partition("#")
        page = file_at(path, known)
        return page is None or bool(anchor and page in ids and anchor not in ids[page])

    return [
        (path, link)
        for path, facts in pages.items()
        for link in facts.links
        if any(map(leads_nowhere, targets(path, [link], site_path)))
    ]
