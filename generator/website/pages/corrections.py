"""The page of corrections: everything that was published and no longer stands, with what replaced it and why."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence

from generator.assess import Assessment, OpenUpdate, Replacement, SubmissionSummary
from generator.model import Catalog, Policy, ReportingPeriod
from generator.website import addresses
from generator.website.pages.page import Page, numbered_title, paginate

ROWS = 50  # corrections on one page


def corrections_pages(catalog: Catalog, state: Assessment, tell: OpenUpdate) -> Iterator[Page]:
    """Yield the pages that list all corrections, withdrawals and redactions of real reports, newest first."""
    for leaf, listed in paginate(all_corrections(catalog, state), ROWS, addresses.CORRECTIONS):
        yield Page(
            leaf.address(leaf.number),
            "corrections",
            numbered_title(lambda locale: locale.t("corrections.title"), leaf),
            lambda locale: locale.t("corrections.description"),
            {
                "corrections": [
                    (policy, day, found if isinstance(found, Replacement) else None, tell(_last(found)).submission)
                    for policy, day, found in listed
                ],
                "leaf": leaf,
                "many": len(catalog.policies) > 1,
            },
        )


def all_corrections(
    catalog: Catalog, state: Assessment
) -> Sequence[tuple[Policy, datetime.date, Replacement | SubmissionSummary]]:
    """List what changed in published reports, newest first: what was replaced, and that of which words were taken out.

    Each comes with its policy and the day of the change.
    """
    found: list[tuple[Policy, datetime.date, Replacement | SubmissionSummary]] = []
    for id_, policy in catalog.policies.items():
        found += [(policy, pair.until, pair) for pair in state.policies[id_].replaced]
        found += [(policy, one.redacted, one) for one in state.policies[id_].redacted if one.redacted]
    return sorted(found, key=lambda row: (row[1], *_order(row[2])), reverse=True)


def _order(found: Replacement | SubmissionSummary) -> tuple[ReportingPeriod, str, int]:
    filing = found.old if isinstance(found, Replacement) else found
    return filing.period, filing.agency, filing.revision


def _last(found: Replacement | SubmissionSummary) -> SubmissionSummary:
    return found.new if isinstance(found, Replacement) else found
