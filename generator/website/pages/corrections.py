"""The page of corrections: everything that was published and no longer stands, with what replaced it and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.assess import Assessment, OpenUpdate, Replacement
from generator.model import Catalog, Policy
from generator.website import addresses
from generator.website.pages.page import Page, numbered_title, paginate

ROWS = 50  # corrections on one page


def corrections_pages(catalog: Catalog, state: Assessment, tell: OpenUpdate) -> Iterator[Page]:
    """Yield the pages that list all corrections and withdrawals of real reports, newest first."""
    for leaf, listed in paginate(all_corrections(catalog, state), ROWS, addresses.CORRECTIONS):
        yield Page(
            leaf.address(leaf.number),
            "corrections",
            numbered_title(lambda locale: locale.t("corrections.title"), leaf),
            lambda locale: locale.t("corrections.description"),
            {
                "corrections": [(policy, pair, tell(pair.new).submission) for policy, pair in listed],
                "leaf": leaf,
                "many": len(catalog.policies) > 1,
            },
        )


def all_corrections(catalog: Catalog, state: Assessment) -> Sequence[tuple[Policy, Replacement]]:
    """List all corrections and withdrawals of real reports with their policies, newest first."""
    found = [(policy, pair) for id_, policy in catalog.policies.items() for pair in state.policies[id_].replaced]
    return sorted(found, key=lambda pair: pair[1].order, reverse=True)
