"""What is wrong with contributed content, where, and how it is reported."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from generator.messages import WORDINGS, Severity, Wording

__all__ = ["FORMATS", "Finding", "Place", "Severity", "as_json", "as_text", "find", "show"]

_SHOWN = 60  # characters of a contributor's value that a message repeats
_CONTRIBUTED = {"field", "key", "name", "tag", "value"}  # values that a stranger wrote


@dataclass(frozen=True, order=True)
class Place:
    """A file of the repository with a 1-based line and column (columns count characters)."""

    path: str
    line: int = 1
    column: int = 1


@dataclass(frozen=True, order=True)
class Finding:
    """One thing that is wrong, worded in Chinese and English."""

    place: Place
    code: str
    severity: Severity
    zh: str
    en: str
    hint_zh: str
    hint_en: str


def find(place: Place, code: str, **values: object) -> Finding:
    """Word the finding `code` (a key of `WORDINGS`) with the given values.

    Values may hold anything that a stranger wrote: they are shortened and their invisible characters
    are spelled out before they stand in a sentence.
    """
    wording: Wording = WORDINGS[code]
    shown = {name: show(value, _SHOWN if name in _CONTRIBUTED else None) for name, value in values.items()}
    return Finding(
        place,
        code,
        wording.severity,
        wording.zh.format(**shown),
        wording.en.format(**shown),
        wording.hint_zh.format(**shown),
        wording.hint_en.format(**shown),
    )


def show(value: object, limit: int | None = None) -> str:
    """Write a value so that it fits in one line of a message (in `limit` characters) and hides nothing."""
    text = str(value)
    if limit is not None and len(text) > limit:
        text = text[:limit] + "…"
    return "".join(_visible(character) for character in text)


def _visible(character: str) -> str:
    if character == "\n":
        return "⏎"
    if unicodedata.category(character) in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}:
        return f"<U+{ord(character):04X}>"
    return character


def as_text(findings: Iterable[Finding], *, language: str = "zh", root: Path | None = None) -> str:
    """Write findings for people: place, code, sentence, the line with a caret, and what to do.

    With `root` the offending lines are read from the files and shown.
    """
    blocks = []
    for finding in findings:
        place = finding.place
        message, hint = (finding.zh, finding.hint_zh) if language == "zh" else (finding.en, finding.hint_en)
        lines = [f"{place.path}:{place.line}:{place.column}: {finding.code} {message}"]
        if root is not None and (shown := _source_line(root, place)):
            lines += shown
        lines.append(f"    → {hint}")
        blocks.append("\n".join(lines) + "\n")
    return "".join(blocks)


def _source_line(root: Path, place: Place) -> list[str]:
    """Read the line a finding points to, with a caret under its column; nothing if it can't be read."""
    path = root / place.path
    try:
        if path.is_symlink() or not path.is_file():
            return []
        with path.open("rb") as file:
            raw = file.read(1 << 20)
    except OSError:  # an odd name as it is printed need not be the file's own, nor one that can be
        return []
    # Only the line ends that the loader counts: others are among what a finding points to.
    lines = raw.decode("utf-8-sig", "replace").replace("\r\n", "\n").split("\n")
    if place.line > len(lines) or not lines[place.line - 1].strip():
        return []
    line = lines[place.line - 1]
    start = max(0, place.column - 60)
    text = "".join(map(_visible, line[start : start + 100].replace("\t", "→")))
    before = "".join(map(_visible, line[start : place.column - 1].replace("\t", "→")))
    width = sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in before)
    return [f"    {text}", "    " + " " * width + "^"]


def as_json(findings: Iterable[Finding]) -> str:
    """Write findings as a JSON list, one object each, as the contract lays down."""
    rows = [
        {
            "code": finding.code,
            "severity": finding.severity.value,
            "path": finding.place.path,
            "line": finding.place.line,
            "column": finding.place.column,
            "message": {"zh": finding.zh, "en": finding.en},
            "hint": {"zh": finding.hint_zh, "en": finding.hint_en},
        }
        for finding in findings
    ]
    return json.dumps(rows, ensure_ascii=False, indent=2) + "\n"


FORMATS = ("text", "json")
