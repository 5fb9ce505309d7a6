"""Rules on the figures that agencies report."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from generator.findings import Finding, find
from generator.model import Amount, Catalog, Measurement, Submission, Target
from generator.rules.history import histories
from generator.rules.registry import rule


@rule("S109", "submissions")
def falling_figures_are_explained(catalog: Catalog) -> Iterator[Finding]:
    """A figure that has moved away from its target since the agency's last one has a reason."""
    for history in histories(catalog):
        last: dict[str, tuple[Measurement, Amount]] = {}
        for submission in history:
            for figure, target in _numeric(catalog, submission):
                if figure.value is None:
                    continue
                earlier = last.get(target.id)
                if earlier and figure.as_of < earlier[0].as_of:
                    continue  # an earlier day, reported later
                if earlier and figure.reason is None and _moves_away(target, earlier[1], figure.value):
                    yield find(
                        figure.at("value"),
                        "S109",
                        value=_plain(figure.value),
                        earlier=_plain(earlier[1]),
                        day=earlier[0].as_of,
                    )
                last[target.id] = figure, figure.value


def _numeric(catalog: Catalog, submission: Submission) -> Iterator[tuple[Measurement, Target]]:
    """Yield a submission's figures for known numeric targets, with the target."""
    policy = catalog.policies.get(submission.policy)
    if policy is None or not submission.figures:
        return
    targets = {target.id: target for target in policy.targets if not target.qualitative and target.target}
    for figure in submission.figures:
        if target := targets.get(figure.target):
            yield figure, target


def _moves_away(target: Target, before: Amount, after: Amount) -> bool:
    if target.target is None or before.percent != after.percent:
        return False
    if target.target.comparison in {"at_least", "more_than"}:
        return after.value < before.value
    return after.value > before.value


def _plain(amount: Amount) -> str:
    return f"{amount.value:,f}" + ("%" if amount.percent else "")


@rule("S110", "submissions")
def figures_keep_their_unit(catalog: Catalog) -> Iterator[Finding]:
    """A figure is a percentage if and only if its target is one."""
    for submission in catalog.submissions:
        for figure, target in _numeric(catalog, submission):
            if figure.value and target.target and figure.value.percent != target.target.value.percent:
                yield find(
                    figure.at("value"),
                    "S110",
                    value=_plain(figure.value),
                    wanted=_plain(target.target.value),
                    unit_zh=target.unit.zh if target.unit else "",
                    unit_en=target.unit.translations.get("en", target.unit.zh) if target.unit else "",
                )


@rule("S111", "submissions")
def figures_are_not_negative(catalog: Catalog) -> Iterator[Finding]:
    """A figure is negative only if its target or baseline is."""
    for submission in catalog.submissions:
        for figure, target in _numeric(catalog, submission):
            if figure.value and figure.value.value < min(Decimal(0), *_known(target)):
                yield find(figure.at("value"), "S111", value=_plain(figure.value))


@rule("S112", "submissions")
def figures_are_plausible(catalog: Catalog) -> Iterator[Finding]:
    """A figure is at most ten times off the span from baseline to target, and a share stays within 100%."""
    for submission in catalog.submissions:
        for figure, target in _numeric(catalog, submission):
            if figure.value is None or target.target is None or figure.value.percent != target.target.value.percent:
                continue
            value, known = figure.value.value, [abs(number) for number in _known(target) if number]
            rising = target.target.comparison in {"at_least", "more_than"}
            far = known and (abs(value) > max(known) * 10 or (rising and abs(value) < min(known) / 10))
            beyond = figure.value.percent and value > 100 >= max(known, default=Decimal(0))
            if far or beyond:
                yield find(figure.at("value"), "S112", value=_plain(figure.value), wanted=_plain(target.target.value))


def _known(target: Target) -> list[Decimal]:
    """Return the values that the policy itself gives for a target."""
    parts = (target.baseline, target.target)
    return [part.value.value for part in parts if part is not None]


@rule("S113", "submissions")
def targets_are_reported_as_they_are_set(catalog: Catalog) -> Iterator[Finding]:
    """A numeric target is reported with a value, a qualitative one in words."""
    for submission in catalog.submissions:
        policy = catalog.policies.get(submission.policy)
        if policy is None or not submission.figures:
            continue
        qualitative = {target.id: target.qualitative for target in policy.targets}
        for figure in submission.figures:
            if figure.target not in qualitative:
                continue
            wanted, other = ("text", "value") if qualitative[figure.target] else ("value", "text")
            given = figure.value if wanted == "value" else figure.text
            if given is None:
                place = figure.at(other) if getattr(figure, other) is not None else figure.at()
                yield find(place, "S113", target=figure.target, wanted=wanted, **_SORTS[wanted])
            elif wanted == "text" and figure.value is not None:
                yield find(figure.at("value"), "S113", target=figure.target, wanted=wanted, **_SORTS[wanted])


_SORTS = {
    "value": {"sort_zh": "定量指标，须用数字报告", "sort_en": "has a number to reach: report a figure"},
    "text": {"sort_zh": "定性指标，只用文字报告", "sort_en": "has no number in the policy: report it in words"},
}


@rule("S115", "submissions")
def figures_come_before_the_report(catalog: Catalog) -> Iterator[Finding]:
    """A figure holds for a day no later than its submission."""
    for submission in catalog.submissions:
        for figure in submission.figures:
            if figure.as_of > submission.submitted:
                yield find(figure.at("as_of"), "S115", value=figure.as_of, submitted=submission.submitted)
