"""What changed, period by period."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from generator import addresses
from generator.assess import Assessment, Update
from generator.model import Policy
from generator.pages.page import Page, leaves, numbered_title

ROWS = 20  # submissions on one page


def updates_pages(policy: Policy, state: Assessment) -> Iterator[Page]:
    """Yield the list of periods, and for each the pages of what its submissions changed."""
    real = _by_period(state.policies[policy.id].updates)
    samples = _by_period(state.samples[policy.id].updates)
    submitted = [*state.policies[policy.id].submissions, *state.samples[policy.id].submissions]
    periods = sorted({submission.period for submission in submitted}, reverse=True)
    yield Page(
        addresses.updates(policy),
        "updates",
        lambda locale: locale.t("updates.title_of", title=locale.plain(policy.title)),
        lambda locale: locale.t("updates.description", title=locale.plain(policy.title)),
        {
            "policy": policy,
            "periods": [(period, real.get(period.name, ()), samples.get(period.name, ())) for period in periods],
            "as_of": state.as_of,
            "sampled": bool(samples),
        },
    )
    for index, period in enumerate(periods):
        shown = real.get(period.name, ())
        for leaf, updates in leaves(shown, ROWS, addresses.updates(policy, period.name)):
            yield Page(
                leaf.address(leaf.number),
                "period",
                numbered_title(
                    lambda locale, period=period: locale.t(  # type: ignore[misc]
                        "updates.period_title", period=locale.period(period), title=locale.plain(policy.title)
                    ),
                    leaf,
                ),
                lambda locale, period=period: locale.t(  # type: ignore[misc]
                    "updates.period_description", period=locale.period(period), title=locale.plain(policy.title)
                ),
                {
                    "policy": policy,
                    "period": period,
                    "total": len(shown),
                    "updates": updates,
                    "samples": samples.get(period.name, ()) if leaf.number == 1 else (),
                    "leaf": leaf,
                    "before": periods[index + 1] if index + 1 < len(periods) else None,
                    "after": periods[index - 1] if index else None,
                    "sampled": period.name in samples,
                },
            )


def _by_period(updates: tuple[Update, ...]) -> dict[str, tuple[Update, ...]]:
    """Sort submissions into periods; they come in the order of these."""
    return {name: tuple(found) for name, found in groupby(updates, key=lambda update: update.submission.period_name)}
