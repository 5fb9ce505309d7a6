"""The rules that a catalog must satisfy: one function per rule, each with a stable code."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import replace

from generator.assess import Assessment, assess
from generator.findings import Finding
from generator.model import Catalog, Localized, texts_in
from generator.rules import (
    agencies,
    documents,
    figures,
    policies,
    published,
    redirects,
    revisions,
    submissions,
    translations,
)
from generator.rules.registry import READS, RULES, Check, Reads

__all__ = [
    "RULES",
    "agencies",
    "check_agencies",
    "check_catalog",
    "check_policies",
    "check_submissions",
    "check_texts",
    "documents",
    "figures",
    "policies",
    "published",
    "redirects",
    "revisions",
    "submissions",
    "translations",
]


def check_catalog(catalog: Catalog, as_of: datetime.date) -> list[Finding]:
    """Run every rule as of a date, and return the findings sorted by file and line."""
    shared = replace(catalog, submissions=())
    found = check_policies(shared) | check_submissions(catalog, as_of)
    return sorted(found | check_agencies(catalog, assess(catalog, as_of)))


def check_policies(catalog: Catalog) -> set[Finding]:
    """Run the rules on policies, agencies and locales; the catalog holds no submissions."""
    found = {finding for check in _rules("policies") for finding in check(catalog)}
    return found | check_texts(catalog, catalog.texts)


def check_texts(catalog: Catalog, texts: Iterable[Localized]) -> set[Finding]:
    """Run the translation rules on some texts, which need not be in the catalog."""
    texts = list(texts)
    return {finding for check in _rules("texts") for finding in check(catalog, texts)}


def check_submissions(catalog: Catalog, as_of: datetime.date) -> set[Finding]:
    """Run the rules on submissions; the catalog may hold only one agency's."""
    found = {finding for check in _rules("submissions") for finding in check(catalog)}
    found |= {finding for check in _rules("submissions on a day") for finding in check(catalog, as_of)}
    return found | check_texts(catalog, texts_in(catalog.submissions))


def check_agencies(catalog: Catalog, state: Assessment) -> set[Finding]:
    """Run the rules that compare central agencies; the state may hold other agencies, too."""
    return {finding for check in _rules("central agencies") for finding in check(catalog, state)}


def _rules(reads: Reads) -> Iterator[Check]:
    return (check for code, check in RULES.items() if READS[code] == reads)
