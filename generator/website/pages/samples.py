"""The page of a policy's samples: what reports look like, invented, away from the record and from search engines."""

from __future__ import annotations

from generator.assess import Assessment, OpenUpdate
from generator.assess.selection import select_reports
from generator.model import SAMPLES, Catalog, Policy
from generator.website import addresses
from generator.website.pages.page import Page
from generator.website.pages.targets import newest_once

NOINDEX = "noindex"


def has_samples(policy: Policy, state: Assessment) -> bool:
    """Tell whether there is any sample about a policy."""
    return bool(state.samples[policy.id].entries)


def samples_page(policy: Policy, state: Assessment, tell: OpenUpdate) -> Page:
    """Return the page of everything invented about a policy, by task and by target."""
    invented = state.samples[policy.id]
    outcomes = [(target, invented.outcomes[target.id]) for target in policy.targets]
    return Page(
        addresses.samples(policy),
        "samples",
        lambda locale: locale.t("samples.title_of", title=locale.plain(policy.title)),
        lambda locale: locale.t("sample.whole"),
        {
            "policy": policy,
            "samples": invented,
            "bodies": sorted({filing.agency for filing in invented.entries}),
            "tasks": [
                (task, select_reports(invented, task, tell)) for task in policy.tasks if invented.reporters[task.number]
            ],
            "targets": [
                (target, outcome, newest_once((*outcome.history, *outcome.local), tell))
                for target, outcome in outcomes
                if outcome.history or outcome.local
            ],
        },
        NOINDEX,
    )


def unlisted(catalog: Catalog) -> frozenset[str]:
    """Return the addresses of all pages of samples, which stand in no site map."""
    agencies = {addresses.agency(agency) for agency in catalog.agencies.values() if agency.sample}
    return frozenset({addresses.agency_group(SAMPLES), *map(addresses.samples, catalog.policies.values()), *agencies})
