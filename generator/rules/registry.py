"""The rules by their codes, and how a function becomes one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from generator.findings import Finding, Place, find
from generator.load import nearest

Check = Callable[..., Iterator[Finding]]
"""A rule: given the catalog (and, where it asks for it, the day of the check), it yields what breaks it."""

RULES: dict[str, Check] = {}
"""Every rule by its code, in the order of definition. A rule's docstring is public text."""

DATED: set[str] = set()
"""Codes of the rules that are also given the day of the check."""


def rule(code: str, *, dated: bool = False) -> Callable[[Check], Check]:
    """Register a rule under the code of the finding that it yields."""

    def register(check: Check) -> Check:
        RULES[code] = check
        if dated:
            DATED.add(code)
        return check

    return register


def unknown(code: str, place: Place, value: object, kind_zh: str, kind_en: str, allowed: Iterable[str]) -> Finding:
    """Word the finding on a name that stands for nothing, with the nearest that does."""
    names = list(allowed)
    near_zh, near_en = nearest(str(value), names)
    shown = ", ".join(names[:30]) + (" …" if len(names) > 30 else "")
    return find(
        place, code, value=value, kind_zh=kind_zh, kind_en=kind_en, near_zh=near_zh, near_en=near_en, allowed=shown
    )
