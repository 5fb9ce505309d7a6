"""The level of evidence of a statement: none, the agency's own, its words relayed by others, or by others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from urllib.parse import urlsplit

from generator.assess.statuses import EVIDENCE
from generator.assess.verdict import MAX_INPUTS, Input, Message, Several, Verdict, message
from generator.model import Agency, Evidence

_GOVERNMENT = ("gov.cn",)
_NOTHING = Verdict("none", "A401", (), Message("verdict.sources.none"), 0)


def level(evidence: Iterable[Evidence], agency: Agency | None) -> str:
    """Return the highest level of a statement's evidence (method A401).

    A source is the agency's own if one of the agency's names, offices or accounts published it, or if it is on one
    of the agency's domains. If an agency's domains are not on record, any government address may be its own and
    counts as such. A source of somebody else that says it carries the agency's words is relayed. All others are
    published by others; whether these asked anybody but the agency is not known, and nothing is said of it.
    """
    return max((_origin(item, agency) for item in evidence), key=EVIDENCE.index, default="none")


def weigh(evidence: Sequence[Evidence], agency: Agency | None) -> Verdict:
    """Return the level of a statement's evidence as a verdict (method A401)."""
    if not evidence:
        return _NOTHING
    inputs = []
    for item in evidence[:MAX_INPUTS]:
        place = item.at("publisher")
        inputs.append(Input("source", place.path, place.line, item.published, "", item.publisher.zh))
    counts = Counter(_origin(item, agency) for item in evidence)
    parts = tuple(message(f"verdict.sources.{origin}", n=counts[origin]) for origin in EVIDENCE if counts[origin])
    arithmetic = message("verdict.sources.some", n=len(evidence), counts=Several(parts, "list.part"))
    return Verdict(level(evidence, agency), "A401", tuple(inputs), arithmetic, len(evidence))


def _origin(item: Evidence, agency: Agency | None) -> str:
    """Return the level of one source."""
    if _is_own(item, agency):
        return "own"
    return "relayed" if item.relayed else "others"


def _is_own(item: Evidence, agency: Agency | None) -> bool:
    if agency is None:
        return False
    if not agency.names.isdisjoint(item.publisher.versions.values()):
        return True
    host = urlsplit(item.url).hostname if item.url else None
    hosts = agency.hosts or _GOVERNMENT
    return host is not None and any(host == own or host.endswith(f".{own}") for own in hosts)
