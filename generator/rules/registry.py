"""The rules by their codes, and how a function becomes one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Literal

from generator.findings import Finding, Place, did_you_mean, find

Check = Callable[..., Iterator[Finding]]
"""A rule: given what it reads, it yields what breaks it."""

Reads = Literal["policies", "texts", "submissions", "submissions on a day", "central agencies"]
"""What a rule is given beside the catalog, and so when it has to be run again.

`policies`: nothing; it reads policies, agencies and locales. `texts`: some of the catalog's texts.
`submissions`: nothing; the catalog may hold one agency's submissions alone. `submissions on a day`: the same,
and the day of the check. `central agencies`: the assessment of what these say.
"""

RULES: dict[str, Check] = {}
"""Every rule by its code, in the order of definition. What the public reads of them stands in `findings.codes`."""

READS: dict[str, Reads] = {}
"""What each rule reads, by its code."""


def rule(code: str, reads: Reads) -> Callable[[Check], Check]:
    """Register a rule under the code of the finding that it yields."""

    def register(check: Check) -> Check:
        RULES[code] = check
        READS[code] = reads
        return check

    return register


def unknown(code: str, place: Place, value: object, kind_zh: str, kind_en: str, allowed: Iterable[str]) -> Finding:
    """Word the finding on a name that stands for nothing, with the nearest that does."""
    names = list(allowed)
    _, near_zh, near_en = did_you_mean(str(value), names)
    shown = ", ".join(names[:30]) + (" …" if len(names) > 30 else "")
    return find(
        place, code, value=value, kind_zh=kind_zh, kind_en=kind_en, near_zh=near_zh, near_en=near_en, allowed=shown
    )
