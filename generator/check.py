"""What a built page holds: links, anchors, and anything that must never stand in it."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

import lxml.html

_LOADS = {"src", "srcset", "poster", "data", "background", "action", "formaction", "ping", "xlink:href"}
_NAMING_LINKS = {"canonical", "alternate"}  # what a <link> may name on another host: all others are fetched
_SCRIPT_TYPES = {"application/ld+json", "application/json"}  # data blocks: never run


@dataclass(frozen=True)
class Facts:
    """What one page holds, as far as other pages and the whole site depend on it."""

    ids: tuple[str, ...]
    links: tuple[str, ...]  # to this site, as written
    external: tuple[str, ...]  # to other hosts
    faults: tuple[str, ...]


def inspect(html: str, boot: str) -> Facts:
    """Read a built page. `boot` is the one inline script that it may hold.

    Faults are what a page of this site never has: scripts, event handlers or styles in the markup, frames,
    forms to elsewhere, anything loaded from another host, ids given twice, pictures without a text.
    """
    ids: list[str] = []
    links: list[str] = []
    external: list[str] = []
    faults: list[str] = []
    for element in lxml.html.document_fromstring(html).iter():
        tag = element.tag
        if not isinstance(tag, str):
            continue
        faults += _element_faults(element, tag, boot)
        if (id_ := element.get("id")) is not None:
            ids.append(id_)
        for name, value in _addresses(element):
            scheme = urlsplit(value).scheme.lower() if ":" in value else ""
            if scheme in {"http", "https"} or value.startswith("//"):
                if tag == "a" and name == "href":
                    external.append(value)
                elif tag != "link" or not set(element.get("rel", "?").split()) <= _NAMING_LINKS:
                    faults.append(f"loads {value}")
            elif not scheme:
                links.append(value)
            elif scheme not in {"mailto", "tel"}:
                faults.append(f"{scheme}: address on <{tag}>")
    faults += [f"id given twice: {name}" for name in {name for name in ids if ids.count(name) > 1}]
    return Facts(tuple(ids), tuple(links), tuple(external), tuple(sorted(faults)))


def _addresses(element: lxml.html.HtmlElement) -> Iterator[tuple[str, str]]:
    """Yield every address in an element's attributes, with the attribute's name."""
    for name, value in element.items():
        if name == "srcset":
            yield from ((name, part.split()[0]) for part in value.split(",") if part.strip())
        elif name == "href" or name in _LOADS:
            yield name, value


def _element_faults(element: lxml.html.HtmlElement, tag: str, boot: str) -> Iterator[str]:
    if tag in {"iframe", "object", "embed", "base", "frame", "style", "applet", "portal"}:
        yield f"<{tag}> element"
    runs = tag == "script" and not element.get("src") and element.get("type") not in _SCRIPT_TYPES
    if runs and (element.text or "").strip() != boot:
        yield "inline script"
    if tag == "meta" and element.get("http-equiv", "").lower() == "refresh":
        yield "refresh"
    if tag == "img" and element.get("alt") is None:
        yield f"picture without alt: {element.get('src')}"
    yield from (f"{name}= attribute on <{tag}>" for name in element.attrib if name.startswith("on") or name == "style")


def broken_links(pages: Mapping[str, Facts], files: Iterable[str], site_path: str) -> list[tuple[str, str]]:
    """List (page, link) for each link of a page that leads nowhere.

    `pages` and `files` are paths below the site's root; anchors are checked too. A page that is served
    anywhere (404.html) links from the root of the host: `site_path` is where the site stands on it.
    """
    known = set(files)
    ids = {path: frozenset(facts.ids) for path, facts in pages.items()}
    broken = []
    for path, facts in pages.items():
        folder = posixpath.dirname(path)
        for link in facts.links:
            address, _, anchor = link.partition("#")
            address = unquote(re.split(r"[?]", address)[0])
            if address.startswith("/"):
                target = posixpath.normpath(address.removeprefix(site_path)) if address != site_path else "."
                if not address.startswith(site_path):
                    broken.append((path, link))
                    continue
            else:
                target = posixpath.normpath(posixpath.join(folder, address)) if address else path
            if target not in known:
                target = "index.html" if target == "." else f"{target}/index.html"
            if target not in known or (anchor and target in ids and unquote(anchor) not in ids[target]):
                broken.append((path, link))
    return broken
