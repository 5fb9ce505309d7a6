"""The two states that are compared, and what a difference between them is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from generator.assess import Assessment
from generator.findings import Finding
from generator.findings.languages import Words
from generator.model import Catalog, Submission


@dataclass(frozen=True)
class State:
    """Everything that the data say as of a day, the findings on them, and a digest of every file."""

    catalog: Catalog
    findings: tuple[Finding, ...]
    assessment: Assessment
    files: Mapping[str, str]


@dataclass(frozen=True)
class Told:
    """A sentence of ours with a contributor's words in it."""

    zh: str
    en: str


@dataclass(frozen=True)
class Change:
    """One thing that is different: its section, its wording (a key of `words.LINES`), and what fills it in.

    Of the values, `Words` are ours; whatever else there is was written by a contributor.
    """

    section: str
    line: str
    values: Mapping[str, object]


def changed_submissions(old: State, new: State) -> Iterator[tuple[Submission | None, Submission | None]]:
    """Yield each submission whose file has changed, as it was and as it is; not where it has errors now."""
    before = {submission.path: submission for submission in old.catalog.submissions}
    after = {submission.path: submission for submission in new.catalog.submissions}
    for path in sorted({*before, *after}):
        broken = path not in after and path in new.catalog.unread  # its errors are listed
        if old.files.get(path) != new.files.get(path) and not broken:
            yield before.get(path), after.get(path)


def name_of(agency: str, *catalogs: Catalog) -> object:
    """An agency's name, or its id where it is not known."""
    return next((catalog.agencies[agency].name for catalog in catalogs if agency in catalog.agencies), agency)


def bare(value: object) -> Words:
    """A number or date, the same in both languages."""
    return Words(str(value), str(value))


def around(old: str, new: str, width: int = 40) -> tuple[str, str]:
    """Cut two texts down to where they begin to differ."""
    pairs = enumerate(zip(old, new, strict=False))
    same = next((at for at, (one, other) in pairs if one != other), min(len(old), len(new)))
    start = max(0, same - 10) if old and new else 0
    return _cut(old, start, width), _cut(new, start, width)


def _cut(text: str, start: int, width: int) -> str:
    return ("…" if start else "") + text[start : start + width] + ("…" if len(text) > start + width else "")
