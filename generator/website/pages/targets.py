"""The page of a policy's targets: its aims, and the figures published about them."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from generator.assess import (
    Assessment,
    FigureChange,
    OpenUpdate,
    Outcome,
    StatedFigure,
    found_of_target,
    found_of_targets,
)
from generator.model import Policy, Submission
from generator.website import addresses
from generator.website.pages.page import Page

QUOTED = 30  # statements about a target that are quoted in full
Quote = tuple[Submission, FigureChange]


@dataclass(frozen=True)
class Quotes:
    """Statements published about a target, quoted in full, newest day first; at most QUOTED each."""

    latest: tuple[Quote, ...]  # those that its outcome is based on
    older: tuple[Quote, ...]
    local: tuple[Quote, ...]  # those of agencies that do not speak for the whole


def targets_page(policy: Policy, state: Assessment, tell: OpenUpdate) -> Page:
    """Return the page of a policy's targets, in its own words and figures."""
    whole = state.policies[policy.id]
    real = whole.outcomes
    finding = found_of_targets(real.values())
    return Page(
        addresses.targets(policy),
        "targets",
        lambda locale: locale.t("targets.title_of", title=locale.plain(policy.title)),
        lambda locale: (
            f"{locale.t('targets.title_of', title=locale.plain(policy.title))}{locale.t('list.stop')}"
            f"{locale.sentence(finding).text}"
        ),
        {
            "policy": policy,
            "state": whole,
            "finding": finding,
            "found": {id_: found_of_target(real[id_], len(whole.published.about(id_))) for id_ in real},
            "quotes": {id_: _quotes(real[id_], tell) for id_ in real},
            "corrections": {
                id_: [
                    pair
                    for pair in state.policies[policy.id].replaced
                    if any(move.target == id_ for move in pair.figures)
                ]
                for id_ in real
            },
        },
    )


def newest_once(stated: Iterable[StatedFigure], tell: OpenUpdate) -> tuple[Quote, ...]:
    """Open the newest of statements about a target among which some may stand twice."""
    return newest({_key(pair): pair for pair in stated}.values(), tell)


def _quotes(real: Outcome, tell: OpenUpdate) -> Quotes:
    counted = set(map(_key, real.latest))
    older = [pair for pair in real.history if _key(pair) not in counted]
    return Quotes(newest(real.latest, tell), newest(older, tell), newest(real.local, tell))


def _key(stated: StatedFigure) -> tuple[str, str, datetime.date]:
    """Return the key that identifies a statement about a target."""
    summary, figure = stated
    return summary.agency, summary.period_name, figure.as_of


def newest(stated: Iterable[StatedFigure], tell: OpenUpdate, most: int = QUOTED) -> tuple[Quote, ...]:
    """Open the newest of the statements about a target in their agencies' own words."""
    quotes = []
    for filing, figure in [*stated][::-1][:most]:
        update = tell(filing)
        quotes.append((update.submission, update.figure(filing, figure)))
    return tuple(quotes)
