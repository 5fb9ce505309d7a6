"""A built site as the tests read it: its pages parsed, their texts, and what they link to."""

from __future__ import annotations

import functools
import json
import posixpath
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast
from urllib.parse import unquote, urlsplit

import lxml.html
from lxml.html import HtmlElement

from generator.config import Config, read_config
from generator.load import read_catalog
from generator.model import Catalog
from generator.website.locales import Locale, open_locales


class Site:
    """A root that has been built: its settings, its data, and its pages by path."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.folder = root / "site"

    @functools.cached_property
    def config(self) -> Config:
        return read_config(self.root)

    @functools.cached_property
    def catalog(self) -> Catalog:
        return read_catalog(self.root)[0]

    @functools.cached_property
    def locales(self) -> dict[str, Locale]:
        return open_locales(self.catalog, self.config.locales)

    @functools.cached_property
    def paths(self) -> tuple[str, ...]:
        """Every page, by its path below site/; not the cards for other sites' frames."""
        return tuple(path for path in self._html if path not in self.cards)

    @functools.cached_property
    def cards(self) -> tuple[str, ...]:
        """Every card that other sites may show in a frame, by its path below site/."""
        starts = tuple(f"{self.config.prefix(id_)}embed/" for id_ in self.config.locales)
        return tuple(path for path in self._html if path.startswith(starts))

    @functools.cached_property
    def _html(self) -> tuple[str, ...]:
        return tuple(sorted(path.relative_to(self.folder).as_posix() for path in self.folder.rglob("*.html")))

    def html(self, path: str) -> str:
        return (self.folder / path).read_text(encoding="utf-8")

    @functools.cache  # noqa: B019 - a handful of sites live as long as the test run
    def page(self, path: str) -> HtmlElement:
        """Parse a page; `path` is an address such as "en/about/" or a file's path."""
        return lxml.html.document_fromstring(self.html(path if path.endswith(".html") else f"{path}index.html"))

    def address(self, locale: str, address: str) -> str:
        return self.config.prefix(locale) + address

    def locale_of(self, path: str) -> str:
        """Tell which locale a page belongs to, from its path."""
        default, *others = self.config.locales
        return next((id_ for id_ in others if path.startswith(f"{id_}/")), default)


def words(element: HtmlElement) -> str:
    """The text of an element as it is read, with runs of blanks as one."""
    texts = element.xpath("descendant::text()[not(ancestor::script)]")
    return re.sub(r"\s+", " ", "".join(texts)).strip()


def one(element: HtmlElement, query: str) -> HtmlElement:
    """The one element that an XPath query finds; there must be exactly one."""
    (found,) = element.xpath(query)
    return found


def attribute(element: HtmlElement, query: str) -> str:
    """The one attribute value that an XPath query finds."""
    (found,) = element.xpath(query)
    return str(found)


def hrefs(element: HtmlElement) -> list[str]:
    return [str(value) for value in element.xpath(".//a/@href")]


def resolve(path: str, link: str) -> str:
    """The address below site/ that a page's relative link leads to, without its anchor."""
    target = unquote(urlsplit(link).path)
    if not target:
        return path.removesuffix("index.html")
    joined = posixpath.normpath(posixpath.join(posixpath.dirname(path), target))
    return "" if joined == "." else joined + ("/" if target.endswith("/") else "")


def json_ld(page: HtmlElement) -> Iterator[dict[str, Any]]:
    """Parse every block of linked data on a page."""
    for script in page.xpath("//script[@type='application/ld+json']"):
        yield cast(dict[str, Any], json.loads(script.text))
