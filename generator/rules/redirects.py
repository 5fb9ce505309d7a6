"""Rules on old ids and addresses."""

from __future__ import annotations

from collections.abc import Iterator

from generator.findings import Finding, find
from generator.model import Catalog
from generator.rules.registry import rule, unknown


@rule("P125", "policies")
def redirects_lead_somewhere(catalog: Catalog) -> Iterator[Finding]:
    """An old id leads to one that exists."""
    if catalog.redirects is None:
        return
    for field, zh, en, known in (
        ("agencies", "机构", "agency", catalog.agencies),
        ("policies", "政策", "policy", catalog.policies),
    ):
        for new in getattr(catalog.redirects, field).values():
            if new not in known:
                yield unknown("P125", catalog.redirects.at(field), new, zh, en, list(known))


@rule("P126", "policies")
def old_ids_are_free(catalog: Catalog) -> Iterator[Finding]:
    """Nothing has an id or address that leads elsewhere."""
    if catalog.redirects is None:
        return
    for field, known in (("agencies", catalog.agencies), ("policies", catalog.policies)):
        for old in getattr(catalog.redirects, field):
            if old in known:
                yield find(catalog.redirects.at(field), "P126", value=old)
