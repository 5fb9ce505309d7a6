"""What must hold across a catalog: one function a rule, each with a stable code and a public docstring."""

from __future__ import annotations

import datetime

from generator.findings import Finding
from generator.model import Catalog
from generator.rules import figures, policies, submissions, translations
from generator.rules.registry import DATED, RULES

__all__ = ["RULES", "check_catalog", "figures", "policies", "submissions", "translations"]


def check_catalog(catalog: Catalog, as_of: datetime.date) -> list[Finding]:
    """Run every rule as of a day, and sort what they find by file and line."""
    found: set[Finding] = set()
    for code, check in RULES.items():
        found.update(check(catalog, as_of) if code in DATED else check(catalog))
    return sorted(found)
