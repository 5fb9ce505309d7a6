"""Inspection of a built page: its links, its anchors, and content that is forbidden."""

from __future__ import annotations

import functools
import posixpath
import re
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from html import unescape
from urllib.parse import unquote, urlsplit

from msgspec import Struct

_LOADS = {"src", "srcset", "poster", "data", "background", "action", "formaction", "ping", "xlink:href"}
_FORBIDDEN = {"applet", "base", "embed", "frame", "iframe", "object", "portal", "style"}
_NAMING_LINKS = {"canonical", "alternate"}  # the links that may name another host, since browsers don't fetch them
_DATA = {"application/ld+json", "application/json"}  # types of scripts that never run

# The grammar is so narrow that all browsers parse it alike; any markup outside it is a fault.
_SCRIPT = re.compile(r"(<script\b[^<>]*>)([^<]*(?:<(?!/script|!--|script)[^<]*)*)</script\s*>", re.IGNORECASE)
_BARE = r"""(?:[abipq]|b[rq]|d[dlt]|h[1-6]|li|ol|t[dhr]|ul|div|small|span|tbody|thead)(?: class="[a-z0-9_ -]*")?>"""
_MARKUP = re.compile(rf"<(?!/|{_BARE})[^<>]*>?")  # end tags and most bare ones neither load, run nor name anything
_ADDRESS = "[A-Za-z0-9_./?#=%~-]*"  # all of its characters stand for themselves, and none ends a scheme
_PLAIN = re.compile(  # fast path: matches most of the others, of which it gives the id, or where they lead
    rf"<(?!{'|'.join(sorted(_FORBIDDEN | {'img', 'script'}))})[a-z][a-z0-9]*"
    r"""(?: class="[\w -]*")?(?: id="([\w.:-]+)")?>"""
    rf"""|<a(?: class="[\w -]*")? href="(?:((?!//){_ADDRESS})|(https?://{_ADDRESS}))"(?: rel="[a-z ]*")?>"""
)
_ATTRIBUTE = r"""\s+([^\s"'<>/=]+)(?:=(?:"([^"<>]*)"|'([^'<>]*)'|([^\s"'=<>`]+)))?"""
_TAG = re.compile(rf"<([a-z][a-z0-9-]*)((?:{_ATTRIBUTE})*)\s*/?>", re.IGNORECASE)
_EACH = re.compile(_ATTRIBUTE)
_ASIDE = re.compile(r"<!doctype html>|<!--[^<>-]*(?:-[^<>-]+)*-->", re.IGNORECASE)


class Facts(Struct, frozen=True, array_like=True):
    """The contents of a page that other pages and the gate depend on; without duplicates, in order."""

    ids: tuple[str, ...]
    links: tuple[str, ...]  # to this site, as written
    external: tuple[str, ...]  # to other hosts
    faults: tuple[str, ...]


_NOTHING = Facts((), (), (), ())


def inspect(html: str, boot: str) -> Facts:
    """Inspect a built page; `boot` is the only inline script allowed.

    Faults are scripts, event handlers or styles in the markup, frames, forms that submit to other hosts, anything
    loaded from another host, duplicate ids, images without alternative text, and markup that is not plain enough to
    rule these out.
    """
    faults: set[str] = set()
    pieces = _SCRIPT.split(html)  # text, the start tag of a script, what is in it, text …
    scripts = len(pieces) // 3
    for start, text in zip(pieces[1::3], pieces[2::3], strict=True):
        attributes = dict(_attributes(start))
        if attributes.get("type") in _DATA:
            faults.update(["markup in a data block"] if "<" in text else [])
        elif "src" not in attributes and text.strip() != boot:
            faults.add("inline script")
    del pieces[2::3]
    markup = _MARKUP.findall("</script>".join(pieces) if scripts else html)
    ids: list[str] = []
    links: set[str] = set()
    external: set[str] = set()
    count = 0
    for tag, times in Counter(markup).items():
        plain = _PLAIN.fullmatch(tag)
        if plain is not None:
            name, inside, outside = plain.groups()
            if name is not None:
                ids += [name] * times
            elif inside is not None:
                links.add(inside)
            elif outside is not None:
                external.add(outside)
            continue
        count += times if tag[:7].lower() == "<script" else 0
        found = _read(tag)
        ids += found.ids * times
        links.update(found.links)
        external.update(found.external)
        faults.update(found.faults)
    if count != scripts:
        faults.add("inline script")
    if len(set(ids)) < len(ids):
        faults.update(f"id given twice: {name}" for name, times in Counter(ids).items() if times > 1)
    return Facts(tuple(sorted({*ids})), tuple(sorted(links)), tuple(sorted(external)), tuple(sorted(faults)))


@functools.lru_cache(maxsize=4096)
def _read(tag: str) -> Facts:
    """Inspect a single tag."""
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
    """Return the scheme of an address, as a browser reads it; "?" if it is unclear."""
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
    """Resolve a page's links to paths below the site's root, each with its anchor, if any.

    Links that leave the site begin with a slash. A page that is served at any address (404.html) links from the
    root of the host; `site_path` is the path of the site on it.
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
    """Return the file that a resolved path leads to: itself, or the page of a folder; None if there is neither."""
    if path in files:
        return path
    page = "index.html" if path == "." else f"{path}/index.html"
    return page if page in files else None


_EVERY = "*"  # prefix of a link to the same page in every locale


def fold(links: set[str], prefixes: Sequence[str]) -> set[str]:
    """Merge links to the same page in every locale into one; `prefixes` are those of all locales."""
    everywhere = {link for link in links if all(_in_locale(prefix, link) in links for prefix in prefixes)}
    same = {_in_locale(prefix, link) for link in everywhere for prefix in prefixes}
    return (links - same) | {f"{_EVERY}{link}" for link in everywhere}


def unfold(link: str, prefixes: Iterable[str]) -> list[str]:
    """Return the links that `fold` merged into one."""
    return [_in_locale(prefix, link[1:]) for prefix in prefixes] if link.startswith(_EVERY) else [link]


def _in_locale(prefix: str, link: str) -> str:
    """Translate a link of the default locale; the home page is `.` there and the locale's folder elsewhere."""
    path, hash_, anchor = link.partition("#")
    path = f"{prefix}{path}" if path != "." else prefix.rstrip("/") or "."
    return f"{path}{hash_}{anchor}"
