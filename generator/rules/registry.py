"""The registry of rules by code, and the decorator that adds them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Literal

from generator.findings import Finding, Place, did_you_mean, find

Check = Callable[..., Iterator[Finding]]
"""A rule: given its inputs, it yields findings on what breaks it."""

Reads = Literal["policies", "texts", "submissions", "submissions on a day", "central agencies"]
"""The inputs of a rule in addition to the catalog, which decide when it must run again.

`policies`: none; it reads policies, agencies and locales. `texts`: some of the catalog's texts.
`submissions`: none; the catalog may hold only one agency's submissions. `submissions on a day`: the same,
and the date of the check. `central agencies`: an assessment that includes all of these.
"""

RULES: dict[str, Check] = {}
"""Every rule by code, in order of definition. Their public texts are in `findings.codes`."""

READS: dict[str, Reads] = {}
"""The inputs of each rule, by code."""


def rule(code: str, reads: Reads) -> Callable[[Check], Check]:
    """Register a rule under the code of the finding that it yields."""

    def register(check: Check) -> Check:
        RULES[code] = check
        READS[code] = reads
        return check

    return register


def unknown(
    code: str,
    place: Place,
    value: object,
    kind_zh: str,
    kind_en: str,
    allowed: Iterable[str],
    ids: Mapping[str, str] = MappingProxyType({}),
) -> Finding:
    """Return the finding on an unknown name, with the known one that is meant; `ids` has ids by names in words."""
    names, said = list(allowed), str(value)
    _, near_zh, near_en = did_you_mean(said, names)
    if meant := ids.get(said.casefold(), ""):
        near_zh, near_en = f"请写代号 `{meant}`（{said}）。", f"Write its id, `{meant}` ({said}). "
    shown = ", ".join(names[:30]) + (" …" if len(names) > 30 else "")
    return find(
        place, code, value=value, kind_zh=kind_zh, kind_en=kind_en, near_zh=near_zh, near_en=near_en, allowed=shown
    )
