"""What a built page holds: links, anchors, and anything that must never stand in it."""

from __future__ import annotations

import functools
import posixpath
import re
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping
from html import unescape
from urllib.parse import unquote, urlsplit

from msgspec import Struct

_LOADS = {"src", "srcset", "poster", "data", "background", "action", "formaction", "ping", "xlink:href"}
_FORBIDDEN = {"applet", "base", "embed", "frame", "iframe", "object", "portal", "style"}
_NAMING_LINKS = {"canonical", "alternate"}  # what a <link> may name on another host: all others are fetched
_DATA = {"application/ld+json", "application/json"}  # types of scripts that never run

# Markup is read by a grammar so narrow that every browser reads it alike; what is outside it is a fault.
_SCRIPT = re.compile(r"(<script\b[^<>]*>)([^<]*(?:<(?!/script|!--|script)[^<]*)*)</script\s*>", re.IGNORECASE)
_MARKUP = re.compile(r"<(?!/)[^<>]*>?")  # what closes an element neither loads nor runs anything
_PLAIN = re.compile(  # most tags, which are told at once
    rf"<(?!{'|'.join(sorted(_FORBIDDEN | {'img', 'script'}))})[a-z][a-z0-9]*"
    r"""(?: class="[\w -]*")?(?: id="([\w.:-]+)")?>"""
)
_ATTRIBUTE = r"""\s+([^\s"'<>/=]+)(?:=(?:"([^"<>]*)"|'([^'<>]*)'|([^\s"'=<>`]+)))?"""
_TAG = re.compile(rf"<([a-z][a-z0-9-]*)((?:{_ATTRIBUTE})*)\s*/?>", re.IGNORECASE)
_EACH = re.compile(_ATTRIBUTE)
_ASIDE = re.compile(r"<!doctype html>|<!--[^<>-]*(?:-[^<>-]+)*-->", re.IGNORECASE)


class Facts(Struct, frozen=True, array_like=True):
    """What one page holds, as far as other pages and the whole site depend on it; each once, in order."""

    ids: tuple[str, ...]
    links: tuple[str, ...]  # to this site, as written
    external: tuple[str, ...]  # to other hosts
    faults: tuple[str, ...]


_NOTHING = Facts((), (), (), ())


def inspect(html: str, boot: str) -> Facts:
    """Read a built page. `boot` is the one inline script that it may hold.

    Faults are what a page of this site never has: scripts, event handlers or styles in the markup, frames,
    forms to elsewhere, anything loaded from another host, ids given twice, pictures without a text, and markup
    that is not plain enough to be sure that it holds none of these.
    """
    faults: set[str] = set()
    scripts: list[tuple[str, str]] = _SCRIPT.findall(html)
    for start, text in scripts:
        attributes = dict(_attributes(start))
        if attributes.get("type") in _DATA:
            faults.update(["markup in a data block"] if "<" in text else [])
        elif "src" not in attributes and text.strip() != boot:
            faults.add("inline script")
    markup = _MARKUP.findall(_SCRIPT.sub(r"\1</script>", html) if scripts else html)
    ids: list[str] = []
    links: set[str] = set()
    external: set[str] = set()
    count = 0
    for tag, times in Counter(markup).items():
        plain = _PLAIN.fullmatch(tag)
        if plain is not None:
            if plain[1] is not None:
                ids += [plain[1]] * times
            continue
        count += times if tag[:7].lower() == "<script" else 0
        found = _read(tag)
        ids += found.ids * times
        links.update(found.links)
        external.update(found.external)
        faults.update(found.faults)
    if count != len(scripts):
        faults.add("inline script")
    if len(set(ids)) < len(ids):
        faults.update(f"id given twice: {name}" for name, times in Counter(ids).items() if times > 1)
    return Facts(tuple(sorted({*ids})), tuple(sorted(links)), tuple(sorted(external)), tuple(sorted(faults)))


@functools.lru_cache(maxsize=4096)
def _read(tag: str) -> Facts:
    """Read one tag by itself."""
    matched = _TAG.fullmatch(tag)
    if matched is None:
        return _NOTHING if _ASIDE.fullmatch(tag) else Facts((), (), (), (f"markup that is not plain: {tag[:80]}",))
    name, attributes = matched[1].lower(), _attributes(tag)
    given = dict(attributes)
    faults = [f"<{name}> element"] if name in _FORBIDDEN else []
    if len(given) < len(attributes):
        faults.append(f"attribute given twice on <{name}>")
    if name == "meta" and given.get("http-equiv", "").lower() == "refresh":
        faults.append("refresh")
    if name == "img" and "alt" not in given:
        faults.append(f"picture without alt: {given.get('src')}")
    faults += (f"{key}= attribute on <{name}>" for key in given if key.startswith("on") or key in {"style", "srcdoc"})
    links: list[str] = []
    external: list[str] = []
    for key, value in _addresses(given):
        scheme = _scheme(value)
        if scheme in {"http", "https"} or value.startswith("//"):
            if name == "a" and key == "href":
                external.append(value)
            elif name != "link" or not set(given.get("rel", "?").split()) <= _NAMING_LINKS:
                faults.append(f"loads {value}")
        elif not scheme:
            links.append(value)
        elif scheme not in {"mailto", "tel"}:
            faults.append(f"{scheme}: address on <{name}>")
    return Facts((given["id"],) if "id" in given else (), tuple(links), tuple(external), tuple(faults))


def _scheme(address: str) -> str:
    """The scheme of an address, as a browser reads it; "?" where it can't be told."""
    try:
        return urlsplit(address).scheme.lower() if ":" in address else ""
    except ValueError:
        return "?"


def _attributes(tag: str) -> list[tuple[str, str]]:
    """List a tag's attributes as a browser reads them."""
    return [(name.lower(), unescape(one or two or three)) for name, one, two, three in _EACH.findall(tag)]


def _addresses(attributes: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield every address in a tag's attributes, with the attribute's name."""
    for name, value in attributes.items():
        if name == "srcset":
            yield from ((name, part.split()[0]) for part in value.split(",") if part.strip())
        elif name == "href" or name in _LOADS:
            yield name, value


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
