"""How far a statement is evidenced: not at all, by its own maker, or by somebody else."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal
from urllib.parse import urlsplit

from generator.model import Agency, Evidence

_GOVERNMENT = ("gov.cn",)
Level = Literal["none", "own", "independent"]


def level(evidence: Iterable[Evidence], agency: Agency | None) -> Level:
    """Tell the best level of a statement's evidence (method A401).

    Evidence is an agency's own where it names the agency as publisher, or lies on one of its domains. Of an agency
    whose domains are not on record, any government address may be its own, and so counts as that.
    """
    best: Level = "none"
    for item in evidence:
        if agency is None or not _is_own(item, agency):
            return "independent"
        best = "own"
    return best


def _is_own(item: Evidence, agency: Agency) -> bool:
    names = {agency.name.zh, *agency.name.translations.values()}
    if agency.short is not None:
        names |= {agency.short.zh, *agency.short.translations.values()}
    if item.publisher.zh in names or any(name in names for name in item.publisher.translations.values()):
        return True
    host = urlsplit(item.url).hostname if item.url else None
    hosts = agency.hosts or _GOVERNMENT
    return host is not None and any(host == own or host.endswith(f".{own}") for own in hosts)
