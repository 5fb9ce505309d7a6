"""Places below the centre: the grid of provinces, and the places among which readers find their own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from generator.model import Agency, Catalog, lineage
from generator.website import addresses

STEPS = 5  # colours of the grid, each for an equal part of the way from 0 to 1
_LOCAL = {"province", "city", "county"}


@dataclass(frozen=True)
class Square:
    """A province in the grid: what its agencies, and those below it, completed of what is theirs to report."""

    agency: Agency
    address: str  # of its part of the matrix
    counts: Counter[str]  # squares of the matrix by state

    @property
    def total(self) -> int:
        """The number of tasks, over all its agencies, that apply to them."""
        return self.counts.total() - self.counts["not_applicable"]

    @property
    def share(self) -> float | None:
        """The share of these that is completed; None if there are none."""
        return self.counts["completed"] / self.total if self.total else None

    @property
    def step(self) -> int:
        """Its colour, from 0."""
        return min(STEPS - 1, int((self.share or 0) * STEPS))


def province_grid(
    agencies: Mapping[str, Agency], cells: Mapping[str, Iterable[str]], parts: Mapping[str, str]
) -> tuple[Square, ...]:
    """Return the provinces in whose places agencies report or owe something, in the order of their codes.

    `cells` are the states of each such agency's tasks, `parts` the addresses of the matrix by agency; a province's own
    page takes the place of what is missing. A single province needs no index.
    """
    counts: dict[str, Counter[str]] = {}
    for id_, states in cells.items():
        province = province_of(agencies[id_], agencies)
        if province:
            counts.setdefault(province.id, Counter()).update(states)
    if len(counts) < 2:
        return ()
    return tuple(
        Square(agency, parts.get(agency.id, addresses.agency(agency)), counts[agency.id])
        for agency in sorted((agencies[id_] for id_ in counts), key=by_code)
    )


def province_of(agency: Agency, agencies: Mapping[str, Agency]) -> Agency | None:
    """Return the province in whose place an agency lies: the highest of that level; None if it lies in none."""
    return next((above for above in reversed(lineage(agency, agencies)) if above.kind == "province"), None)


def by_code(agency: Agency) -> tuple[str, str]:
    """Sort by the code of the administrative division; agencies without one come last, by id."""
    return agency.code or "~", agency.id


@dataclass(frozen=True)
class Places:
    """The places from which readers start to find their own: those that lie in no other on record."""

    listed: tuple[Agency, ...]
    above: frozenset[str]  # those in which others lie, whose list comes next
    many: bool  # whether such a list is a page of its own


def places(catalog: Catalog, *, many: bool) -> Places:
    """Return the places from which readers start to find their own."""
    found = [agency for agency in catalog.agencies.values() if agency.kind in _LOCAL and not agency.sample]
    return Places(
        tuple(sorted((agency for agency in found if len(lineage(agency, catalog.agencies)) == 1), key=by_code)),
        frozenset(agency.parent for agency in found if agency.parent),
        many,
    )
