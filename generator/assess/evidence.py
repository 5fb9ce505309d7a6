"""The level of evidence of a statement: none, the agency's own, or independent."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from urllib.parse import urlsplit

from generator.assess.verdict import MAX_INPUTS, Input, Message, Verdict, message
from generator.model import Agency, Evidence

_GOVERNMENT = ("gov.cn",)
_NOTHING = Verdict("none", "A401", (), Message("verdict.sources.none"), 0)


def level(evidence: Iterable[Evidence], agency: Agency | None) -> str:
    """Return the best level of a statement's evidence (method A401).

    Evidence is an agency's own if it names the agency as publisher or is on one of the agency's domains. If an
    agency's domains are not on record, any government address may be its own and counts as such.
    """
    best = "none"
    for item in evidence:
        if not _is_own(item, agency):
            return "independent"
        best = "own"
    return best


def weigh(evidence: Sequence[Evidence], agency: Agency | None) -> Verdict:
    """Return the level of a statement's evidence as a verdict (method A401)."""
    if not evidence:
        return _NOTHING
    inputs = []
    for item in evidence[:MAX_INPUTS]:
        place = item.at("publisher")
        inputs.append(Input("source", place.path, place.line, item.published, "", item.publisher.zh))
    own = sum(_is_own(item, agency) for item in evidence)
    arithmetic = message("verdict.sources.some", n=len(evidence), own=own, others=len(evidence) - own)
    return Verdict(level(evidence, agency), "A401", tuple(inputs), arithmetic, len(evidence))


def _is_own(item: Evidence, agency: Agency | None) -> bool:
    if agency is None:
        return False
    names = {agency.name.zh, *agency.name.translations.values()}
    if agency.short is not None:
        names |= {agency.short.zh, *agency.short.translations.values()}
    if item.publisher.zh in names or any(name in names for name in item.publisher.translations.values()):
        return True
    host = urlsplit(item.url).hostname if item.url else None
    hosts = agency.hosts or _GOVERNMENT
    return host is not None and any(host == own or host.endswith(f".{own}") for own in hosts)
