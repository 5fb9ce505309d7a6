"""A page before rendering, and the pagination of long lists."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from generator.model import Catalog
from generator.website.locales import Locale

Words = Callable[[Locale], str]

_T = TypeVar("_T")
Neighbours = tuple[_T | None, _T, _T | None]
"""An item of a list between the previous and the next one."""


@dataclass(frozen=True)
class Page:
    """A page of the site, before rendering."""

    address: str  # below the locale's prefix: "" or ending in "/"
    kind: str  # names the template
    title: Words
    description: Words
    context: Mapping[str, Any]
    robots: str = "all"  # what search engines may do with it: "noindex" keeps it out of the site map too


class SearchIndex(Protocol):
    """The interface of the search index, whose package imports this one."""

    @property
    def version(self) -> str:
        """The version of the search scripts."""

    def letters(self, catalog: Catalog, locale: Locale) -> Sequence[tuple[str, Sequence[Any]]]:
        """List everything that can be found, by first letter."""

    def client(self, catalog: Catalog, locale: Locale, locales: Mapping[str, Locale]) -> Mapping[str, Any]:
        """Gather the data for the page's script."""


@dataclass(frozen=True)
class Pagination:
    """The position of a page in a list that spans several pages."""

    number: int  # counted from 1
    count: int
    first: str  # address of the first page; the others are below it

    def address(self, number: int) -> str:
        """Return the address of another page of the list."""
        return self.first if number == 1 else f"{self.first}{number}/"


def paginate(items: Sequence[_T], size: int, first: str) -> Iterator[tuple[Pagination, Sequence[_T]]]:
    """Split a list into pages of at most `size` items; an empty list has one page too."""
    count = max(1, -(-len(items) // size))
    for number in range(1, count + 1):
        yield Pagination(number, count, first), items[(number - 1) * size : number * size]


def neighbours(items: Sequence[_T]) -> Iterator[Neighbours[_T]]:
    """Yield each item with the previous and the next one."""
    for index, item in enumerate(items):
        yield (items[index - 1] if index else None), item, (items[index + 1] if index + 1 < len(items) else None)


def numbered_title(words: Words, leaf: Pagination) -> Words:
    """Add the page number to the title if a list spans several pages."""
    if leaf.count == 1:
        return words
    return lambda locale: locale.t("pages.title", title=words(locale), n=leaf.number, count=leaf.count)
