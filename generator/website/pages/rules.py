"""The published rules: how verdicts are reached, what is checked, and where it now fails."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from string import Formatter

from generator.assess import METHODS, Assessment
from generator.findings import Finding
from generator.findings.messages import WORDINGS, Wording
from generator.rules.explained import EXPLAINED, Explanation
from generator.website import addresses
from generator.website.pages.page import Page

SHOWN = 50  # findings listed below a rule; the rest are counted


@dataclass(frozen=True)
class Check:
    """One code that a finding can have: its wording, what it is for with an example, and what it finds now."""

    code: str
    wording: Wording
    told: Explanation
    findings: Sequence[Finding]


def rules_page(state: Assessment, findings: Sequence[Finding]) -> Page:
    """Every method and every check, from their registries."""
    now: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        now[finding.code].append(finding)
    families: dict[str, list[Check]] = {}
    for code, wording in WORDINGS.items():
        families.setdefault(code[0], []).append(Check(code, wording, EXPLAINED[code], now[code]))
    return Page(
        addresses.RULES,
        "rules",
        lambda locale: locale.t("rules.title"),
        lambda locale: locale.t("rules.description", n=len(METHODS) + len(WORDINGS)),
        {
            "methods": METHODS,
            "verdicts": _verdicts(state),
            "families": families,
            "findings": findings,
            "shown": SHOWN,
            "blank": blank,
        },
    )


def blank(text: str) -> str:
    """Put an ellipsis where a wording's {values} go."""
    return "".join(before + ("" if name is None else "…") for before, name, _, _ in Formatter().parse(text))


def _verdicts(state: Assessment) -> Mapping[str, Counter[str]]:
    """Count what every method now concludes; samples are left out."""
    found: dict[str, Counter[str]] = {code: Counter() for code in METHODS}
    for policy in state.policies.values():
        found["A101"].update(duty.value for duty in policy.duties)
        found["A201"].update(progress.state for progress in policy.clauses.values())
        found["A202"].update(progress.state for progress in (*policy.tasks.values(), *policy.areas.values()))
        found["A301"].update(outcome.value for outcome in policy.outcomes.values())
        for agency in policy.agencies.values():
            found["A401"].update(agency.backed)
    return found
