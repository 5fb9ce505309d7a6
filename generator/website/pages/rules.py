"""The published rules: how verdicts are reached, what is checked, and which checks currently fail."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from string import Formatter

from generator.assess import METHODS, Assessment
from generator.findings import Finding
from generator.findings.codes import CODES, Code
from generator.findings.languages import Words
from generator.website import addresses
from generator.website.pages.page import Page

SHOWN = 50  # findings listed below a rule; the rest are counted


@dataclass(frozen=True)
class Check:
    """One code of a finding, with its current findings."""

    kind: Code
    findings: Sequence[Finding]

    @property
    def heading(self) -> Words:
        """The code's sentence in general form, capitalized."""
        zh, en = map(_blank, self.kind.sentence)
        return Words(zh, en[:1].upper() + en[1:])

    @property
    def advice(self) -> Words:
        """The code's advice in general form; empty if it differs from case to case."""
        zh, en = map(_blank, self.kind.advice)
        return Words(zh.lstrip("…"), en.lstrip("…"))


def methods_page(state: Assessment) -> Page:
    """Return the page of all methods by which verdicts are reached."""
    return Page(
        addresses.METHODS,
        "methods",
        lambda locale: locale.t("methods.title"),
        lambda locale: locale.t("methods.description"),
        {"methods": METHODS, "verdicts": _verdicts(state)},
    )


def rules_page(findings: Sequence[Finding]) -> Page:
    """Return the page of all checks, taken from their registry; the anchors of methods lead to theirs."""
    now: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        now[finding.code].append(finding)
    families: dict[str, list[Check]] = {}
    for code, kind in CODES.items():
        families.setdefault(code[0], []).append(Check(kind, now[code]))
    return Page(
        addresses.RULES,
        "rules",
        lambda locale: locale.t("rules.title"),
        lambda locale: locale.t("rules.description", n=len(CODES)),
        {
            "methods": METHODS,
            "families": families,
            "findings": findings,
            "shown": SHOWN,
        },
    )


def _blank(text: str) -> str:
    """Replace the {values} of a sentence with an ellipsis."""
    return "".join(before + ("" if name is None else "…") for before, name, _, _ in Formatter().parse(text))


def _verdicts(state: Assessment) -> Mapping[str, Counter[str]]:
    """Count the current verdicts of every method, without samples."""
    found: dict[str, Counter[str]] = {code: Counter() for code in METHODS}
    for policy in state.policies.values():
        found["A101"].update(duty.value for duty in policy.duties)
        found["A201"].update(progress.state for progress in policy.clauses.values())
        found["A202"].update(progress.state for progress in (*policy.tasks.values(), *policy.areas.values()))
        found["A203"].update(deadline.value for deadline in policy.deadlines.values())
        found["A301"].update(outcome.value for outcome in policy.outcomes.values())
        for agency in policy.agencies.values():
            found["A401"].update(agency.backed)
    return found
