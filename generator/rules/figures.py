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
    """An exact figure that has moved away from its target since the agency's last one has a reason."""
    for history in histories(catalog):
        last: dict[tuple[object, ...], tuple[Measurement, Amount]] = {}  # by target, span's first day and method
        for submission in history:
            for figure, target, _ in _numeric(catalog, submission):
                if figure.value is None:
                    continue
                key = target.id, figure.since, figure.method and figure.method.zh
                earlier = last.get(key)
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
                last[key] = figure, figure.value


def _numeric(catalog: Catalog, submission: Submission) -> Iterator[tuple[Measurement, Target, Amount]]:
    """Yield a submission's figures for known numeric targets, with the target and a number in its unit."""
    policy = catalog.policies.get(submission.policy)
    if policy is None or not submission.figures:
        return
    targets = {target.id: target for target in policy.targets if not target.qualitative}
    for figure in submission.figures:
        target = targets.get(figure.target)
        if target and target.goals and (known := _known(target)):
            yield figure, target, known[-1]


def _moves_away(target: Target, before: Amount, after: Amount) -> bool:
    goal = target.goals[-1]
    if before.unit != after.unit or goal.comparison is None:
        return False
    return after.value < before.value if goal.rises else after.value > before.value


def _plain(amount: Amount) -> str:
    return f"{amount.value:,f}{amount.unit}"


def _stated(figure: Measurement) -> Iterator[tuple[str, Amount]]:
    """Yield the numbers that a figure states, with the fields that hold them."""
    for form in figure.forms:
        stated = getattr(figure, form)
        yield from ((form, amount) for amount in (stated if form == "between" else (stated,)))


@rule("S110", "submissions")
def figures_keep_their_unit(catalog: Catalog) -> Iterator[Finding]:
    """A figure is a percentage, or in percentage points, if and only if its target is."""
    for submission in catalog.submissions:
        for figure, target, wanted in _numeric(catalog, submission):
            for form, amount in _stated(figure):
                if amount.unit != wanted.unit:
                    yield find(
                        figure.at(form),
                        "S110",
                        value=_plain(amount),
                        wanted=_plain(wanted),
                        unit_zh=target.unit.zh if target.unit else "",
                        unit_en=target.unit.translations.get("en", target.unit.zh) if target.unit else "",
                    )


@rule("S111", "submissions")
def figures_are_not_negative(catalog: Catalog) -> Iterator[Finding]:
    """A figure is negative only if it is a rate, or if its target or baseline is."""
    for submission in catalog.submissions:
        for figure, target, _ in _numeric(catalog, submission):
            least = min(Decimal(0), *(amount.value for amount in _known(target)))
            for form, amount in _stated(figure):
                if target.kind != "rate" and amount.value < least:
                    yield find(figure.at(form), "S111", value=_plain(amount))


FAR = 10  # times the baseline or the target


@rule("S112", "submissions")
def figures_are_plausible(catalog: Catalog) -> Iterator[Finding]:
    """A figure is at most ten times off the span from baseline to target, and a share stays within 100%."""
    for submission in catalog.submissions:
        for figure, target, wanted in _numeric(catalog, submission):
            if figure.confirmed is not None:
                continue
            known = [abs(amount.value) for amount in _known(target) if amount.value]
            rising = target.goals[-1].rises
            for form, amount in _stated(figure):
                if amount.unit != wanted.unit:
                    continue
                size = abs(amount.value)
                far = known and (size > max(known) * FAR or (rising and size < min(known) / FAR))
                beyond = amount.percent and amount.value > 100 >= max(known, default=Decimal(0))
                if far or beyond:
                    yield find(figure.at(form), "S112", value=_plain(amount), wanted=_plain(wanted))


def _known(target: Target) -> list[Amount]:
    """Return the numbers that the policy itself gives for a target, in its figures' unit; the goal's own last."""
    start = [target.baseline.value] if target.baseline else []
    return start + [goal.stated for goal in target.goals if goal.stated is not None]


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
            stated: dict[str, list[str]] = {"text": ["text"] if figure.text else [], "value": [*figure.forms]}
            if not stated[wanted]:
                place = figure.at(stated[other][0]) if stated[other] else figure.at()
                yield find(place, "S113", target=figure.target, wanted=wanted, **_SORTS[wanted])
            elif wanted == "text" and figure.forms:
                yield find(figure.at(figure.forms[0]), "S113", target=figure.target, wanted=wanted, **_SORTS[wanted])


_SORTS: dict[str, dict[str, str]] = {
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


@rule("S150", "submissions")
def totals_name_their_span(catalog: Catalog) -> Iterator[Finding]:
    """A figure of a target that is a total over a span says on which day its own span begins."""
    for submission in catalog.submissions:
        for figure, target, _ in _numeric(catalog, submission):
            if target.kind == "flow" and figure.since is None and figure.forms:
                yield find(figure.at(figure.forms[0]), "S150", target=target.id)


@rule("S151", "submissions")
def figures_are_stated_once(catalog: Catalog) -> Iterator[Finding]:
    """A figure is stated in one way only: exactly, with a bound, as about a value, or as a range."""
    for submission in catalog.submissions:
        for figure in submission.figures:
            for form in figure.forms[1:]:
                yield find(figure.at(form), "S151", value=form, first=figure.forms[0])


@rule("S152", "submissions")
def spans_end_after_they_begin(catalog: Catalog) -> Iterator[Finding]:
    """The span of a total does not end before it begins."""
    for submission in catalog.submissions:
        for figure in submission.figures:
            if figure.since is not None and figure.since > figure.as_of:
                yield find(figure.at("from"), "S152", value=figure.since, end=figure.as_of)
