"""Rules on the register of agencies: what they were called, when they existed, who took over from whom."""

from __future__ import annotations

from collections.abc import Iterator

from generator.findings import Finding, find
from generator.model import Agency, Catalog
from generator.rules.registry import rule, unknown


@rule("P121", "policies")
def successors_are_known(catalog: Catalog) -> Iterator[Finding]:
    """The agency that took over another one's duties is on record."""
    for agency in catalog.agencies.values():
        heir = agency.successor
        if heir is not None and heir not in catalog.agencies and Agency.FILE.format(agency=heir) not in catalog.unread:
            yield unknown("P121", agency.at("successor"), heir, "机构", "agency", catalog.agencies)


@rule("P122", "policies")
def successions_end(catalog: Catalog) -> Iterator[Finding]:
    """No agency succeeds itself, directly or through others."""
    for agency in catalog.agencies.values():
        if agency.id in catalog.heirs(agency.id):
            yield find(agency.at("successor"), "P122", value=agency.successor)


@rule("P123", "policies")
def lives_have_a_source(catalog: Catalog) -> Iterator[Finding]:
    """An agency that has a successor has an end, and both have a source."""
    for agency in catalog.agencies.values():
        if agency.successor is not None and agency.until is None:
            yield find(agency.at("successor"), "P123", field="until")
        told = {"from": agency.start, "until": agency.until, "successor": agency.successor}
        first = next((field for field, value in told.items() if value is not None), None)
        if first and agency.basis is None and not agency.sample:
            yield find(agency.at(first), "P123", field="basis")


@rule("P124", "policies")
def agencies_end_after_they_begin(catalog: Catalog) -> Iterator[Finding]:
    """An agency does not end before it begins."""
    for agency in catalog.agencies.values():
        if agency.start and agency.until and agency.until < agency.start.first:
            yield find(agency.at("until"), "P124", later=agency.until, earlier=agency.start)
