"""What is wrong with contributed content, where, and how it is reported."""

from __future__ import annotations

import json
import os
import re
import stat
import sys
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from generator import __version__
from generator.findings.codes import CODES, Severity
from generator.findings.languages import Words

__all__ = [
    "FORMATS",
    "Finding",
    "Place",
    "Severity",
    "as_github",
    "as_json",
    "as_sarif",
    "as_text",
    "find",
    "in_order",
    "is_rtl",
    "isolate",
    "show",
    "show_lines",
    "write",
]

_PERSONAL = {"M114", "M115"}  # on lines that are not repeated, since logs are public
_SHOWN = 60  # characters of a contributor's value that a message repeats
_CONTRIBUTED = {"field", "key", "name", "tag", "value"}  # values from contributed files


@dataclass(frozen=True, order=True, slots=True)
class Place:
    """A file with a 1-based line and column (columns count characters), or a cell of a workbook, such as 填报!C10."""

    path: str
    line: int = 1
    column: int = 1
    cell: str = ""


@dataclass(frozen=True, order=True, slots=True)
class Finding:
    """One thing that is wrong, worded in Chinese and English."""

    place: Place
    code: str
    severity: Severity
    zh: str
    en: str
    hint_zh: str
    hint_en: str
    fix: str = ""  # the whole corrected line, if it is known

    def __post_init__(self) -> None:
        """Keep equal texts once: a country has tens of thousands of findings, and few different ones."""
        for name in ("zh", "en", "hint_zh", "hint_en"):
            object.__setattr__(self, name, sys.intern(getattr(self, name)))

    @property
    def sentence(self) -> Words:
        """The problem, in both languages."""
        return Words(self.zh, self.en)


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """Sort findings by place; the result equals that of `sorted`, which is many times slower."""
    return sorted(findings, key=_order)


def _order(finding: Finding) -> tuple[str | int, ...]:
    """Return the fields in sort order as plain values; the severity is left out, since it follows from the code."""
    place = finding.place
    words = finding.zh, finding.en, finding.hint_zh, finding.hint_en, finding.fix
    return place.path, place.line, place.column, place.cell, finding.code, *words


def find(place: Place, code: str, *, fix: str = "", **values: object) -> Finding:
    """Return the finding `code` (a key of `CODES`) with the given values in its sentence; `fix` is the corrected line.

    Values are untrusted: they are shortened, and their invisible characters escaped, before they enter a sentence.
    """
    kind = CODES[code]
    shown = {name: isolate(show(value, _SHOWN if name in _CONTRIBUTED else None)) for name, value in values.items()}
    return Finding(
        place,
        code,
        kind.severity,
        kind.sentence.zh.format(**shown),
        kind.sentence.en.format(**shown),
        kind.advice.zh.format(**shown),
        kind.advice.en.format(**shown),
        fix,
    )


_RTL = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefe\U00010800-\U00010fff\U0001e800-\U0001efff]")


def is_rtl(text: str) -> bool:
    """Return whether a text contains letters or digits of a right-to-left script."""
    return not text.isascii() and _RTL.search(text) is not None


def isolate(text: str) -> str:
    """Keep an untrusted text from reordering the words around it in a sentence without markup."""
    return f"\u2068{text}\u2069" if is_rtl(text) else text


def show(value: object, limit: int | None = None) -> str:
    """Return a value in one line of at most `limit` characters, with its invisible characters escaped."""
    text = str(value)
    if limit is not None and len(text) > limit:
        text = text[:limit] + "…"
    return _OLD_COMMAND.sub("## ", _all_visible(text))


_OLD_COMMAND = re.compile(r"##(?=[\w.]*\[)")  # ##[error], ##vso[…]: CI logs obey them anywhere in a line


def show_lines(text: str) -> str:
    """Return a text of several lines with invisible characters escaped, and without commands that CI logs obey.

    All untrusted text that is not a value of a finding is printed through here: messages of the system, git and
    MkDocs, and arguments of the call.
    """
    first, *others = (show(line.removeprefix("  ")) for line in text.split("\n"))
    return "\n  | ".join([f"| {first}" if _is_command(first) else first, *others])


def _is_command(line: str) -> bool:
    """Return whether a line is a workflow command, with or without leading blanks."""
    return line.lstrip().startswith("::")


def _all_visible(text: str) -> str:
    # A fast path for text in which nothing is invisible.
    return text if text.isprintable() else "".join(map(_visible, text))


def _visible(character: str) -> str:
    if character == "\n":
        return "⏎"
    if unicodedata.category(character) in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}:
        return f"<U+{ord(character):04X}>"
    return character


def as_text(findings: Iterable[Finding], *, language: str = "zh", root: Path | None = None) -> str:
    """Return findings as text for people: place, code, sentence, the line with a caret, and advice.

    With `root`, the lines are read from the files below it and shown.
    """
    blocks = []
    read, source = "", list[str]()
    for finding in findings:
        place = finding.place
        message, hint = (finding.zh, finding.hint_zh) if language == "zh" else (finding.en, finding.hint_en)
        path = show(place.path)
        start = f"./{path}" if _is_command(path) else path
        is_text = not path.endswith(".xlsx")
        cell = f" {show(place.cell)}" if place.cell else ""
        where = f":{place.line}:{place.column}" if is_text else cell
        lines = [f"{start}{where}: {finding.code} {message}"]
        if root is not None and place.path != read and is_text:  # findings are sorted, so each file is read once
            read, source = place.path, _source_lines(f"{root}/{place.path}")
        lines += _source_line(source, place) if is_text and finding.code not in _PERSONAL else []
        lines.append(f"    → {hint}")
        if finding.fix:
            lines += _fix(finding, language)
        blocks.append("\n".join(lines) + "\n")
    return "".join(blocks)


def _fix(finding: Finding, language: str) -> list[str]:
    """Return the corrected line as it is to be pasted, below the words that say so; the bar is not part of it."""
    return [f"    → {'改成：' if language == 'zh' else 'Write:'}", f"    | {isolate(show(finding.fix))}"]


def _source_lines(path: str) -> list[str]:
    """Read a file's lines as the loader counts them; return none if the file can't be read."""
    try:
        status = os.lstat(path)
        if not stat.S_ISREG(status.st_mode):
            return []
        with open(path, "rb", 0) as file:  # noqa: PTH123 - thousands of times
            raw = file.read(min(status.st_size, 1 << 20))
    except (OSError, ValueError):  # an escaped name may differ from the file's own, or be invalid
        return []
    # Split only at the line ends that the loader counts: a finding may point to one of the others.
    return raw.decode("utf-8-sig", "replace").replace("\r\n", "\n").split("\n")


def _source_line(lines: list[str], place: Place) -> list[str]:
    """Return the line that a finding points to, with a caret under its column; nothing if there is no such line."""
    if place.line > len(lines) or not lines[place.line - 1].strip():
        return []
    line = lines[place.line - 1]
    start = max(0, place.column - 60)
    text = show(line[start : start + 100].replace("\t", "→"))
    before = _all_visible(line[start : place.column - 1].replace("\t", "→"))
    wide = 0 if before.isascii() else sum(unicodedata.east_asian_width(character) in "WF" for character in before)
    width = len(before) + wide
    # The bar keeps a contributor's line from the start of a log line, where some CI systems look for commands.
    return [f"    | {isolate(text)}", "    | " + " " * width + "^"]


def as_json(findings: Iterable[Finding]) -> str:
    """Return findings as a JSON list, one object each; `fix`, the corrected line, is present only if it is known."""
    rows = [
        {
            "code": finding.code,
            "severity": finding.severity.value,
            "path": finding.place.path,
            "line": finding.place.line,
            "column": finding.place.column,
            **({"cell": finding.place.cell} if finding.place.cell else {}),
            "message": {"zh": finding.zh, "en": finding.en},
            "hint": {"zh": finding.hint_zh, "en": finding.hint_en},
            **({"fix": finding.fix} if finding.fix else {}),
        }
        for finding in findings
    ]
    return _json(rows)


def _json(value: object) -> str:
    """Return JSON with invisible characters, and commands that CI logs obey, escaped."""
    text = json.dumps(value, ensure_ascii=False, indent=2).replace("##", "#\\u0023")
    return re.sub(r"[^\n\x20-\x7e]", lambda match: _escaped(match.group()), text) + "\n"


def _escaped(character: str) -> str:
    return character if _visible(character) == character else json.dumps(character)[1:-1]


def as_github(findings: Iterable[Finding], *, language: str = "zh") -> str:
    """Write findings as workflow commands, which GitHub shows beside the changed lines.

    Where there are too many for anybody to read, the heaviest are written, and the others counted.
    """
    every = list(findings)
    chosen = every if len(every) <= MOST_COMMANDS else sorted(every, key=_weight)[:MOST_COMMANDS]
    lines = []
    for finding in chosen:
        message, hint = (finding.zh, finding.hint_zh) if language == "zh" else (finding.en, finding.hint_en)
        place = finding.place
        told = {"file": place.path, "line": place.line, "col": place.column, "title": finding.code}
        properties = ",".join(f"{name}={_command(str(value), ':,')}" for name, value in told.items())
        fix = "".join(f"\n{line}" for line in _fix(finding, language)) if finding.fix else ""
        lines.append(f"::{finding.severity.value} {properties}::{_command(f'{message} → {hint}{fix}')}\n")
    if left := len(every) - len(chosen):
        lines.append(f"… 另有 {left} 处没有列出\n" if language == "zh" else f"… and {left} more, not listed\n")
    return "".join(lines)


MOST_COMMANDS = 500  # GitHub itself shows a few dozen; a log should still be one that somebody can read
_WEIGHTS = {severity: index for index, severity in enumerate(Severity)}


def _weight(finding: Finding) -> int:
    return _WEIGHTS[finding.severity]


def _command(text: str, more: str = "") -> str:
    """Escape a text for a workflow command, so that it can't end the command or start another."""
    return "".join(f"%{ord(character):02X}" if character in f"%\r\n{more}" else character for character in text)


_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTICE: "note"}


def as_sarif(findings: Iterable[Finding], *, language: str = "zh") -> str:
    """Return findings as SARIF 2.1.0, for code scanning and editors."""
    rows = list(findings)
    codes = sorted({finding.code for finding in rows})
    log = {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "generator",
                        "version": __version__,
                        "rules": [_sarif_rule(code, language) for code in codes],
                    }
                },
                "language": "zh-CN" if language == "zh" else "en",
                "columnKind": "unicodeCodePoints",
                "results": [_sarif_result(finding, codes.index(finding.code), language) for finding in rows],
            }
        ],
    }
    return _json(log)


def _sarif_rule(code: str, language: str) -> dict[str, object]:
    kind = CODES[code]
    text = re.sub(r"\{\w+\}", "…", kind.sentence.zh if language == "zh" else kind.sentence.en)
    return {
        "id": code,
        "shortDescription": {"text": _sarif_text(text)},
        "defaultConfiguration": {"level": _LEVELS[kind.severity]},
    }


def _sarif_result(finding: Finding, index: int, language: str) -> dict[str, object]:
    message, hint = (finding.zh, finding.hint_zh) if language == "zh" else (finding.en, finding.hint_en)
    place = finding.place
    file = {"uri": quote(place.path)}
    result: dict[str, object] = {
        "ruleId": finding.code,
        "ruleIndex": index,
        "level": _LEVELS[finding.severity],
        "message": {"text": _sarif_text(f"{message} → {hint}")},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": file,
                    "region": {"startLine": place.line, "startColumn": place.column},
                }
            }
        ],
    }
    if finding.fix:
        line = {"startLine": place.line, "startColumn": 1}
        change = {"deletedRegion": line, "insertedContent": {"text": finding.fix}}
        result["fixes"] = [{"artifactChanges": [{"artifactLocation": file, "replacements": [change]}]}]
    return result


def _sarif_text(text: str) -> str:
    """Escape what has a meaning in SARIF's plain messages: links in brackets and placeholders in braces."""
    return re.sub(r"([{}])", r"\1\1", re.sub(r"([\\\[\]])", r"\\\1", text))


FORMATS = ("text", "json", "github", "sarif")


def write(findings: Iterable[Finding], form: str, *, language: str, root: Path) -> str:
    """Return findings in one of FORMATS."""
    match form:
        case "json":
            return as_json(findings)
        case "github":
            return as_github(findings, language=language)
        case "sarif":
            return as_sarif(findings, language=language)
        case _:
            return as_text(findings, language=language, root=root)


def did_you_mean(value: str, allowed: Iterable[str]) -> tuple[str, str, str]:
    """Return the allowed word that a value misspells, and "did you mean" in both languages; empty if there is none.

    Only slips of the hand count: the same first letter and the same digits, at most two letters wrong, missing, added
    or swapped (one in a short word), and no other word as near. Words that merely resemble each other often mean the
    opposite (`not completed`, `completed`).
    """
    word = value.strip().lower().replace(" ", "_")[:60]
    most = 2 if len(word) > 4 else 1
    near: dict[int, list[str]] = {}
    for known in allowed:
        if known[:1] == word[:1] and abs(len(known) - len(word)) <= most and _digits(known) == _digits(word):
            near.setdefault(_slips_between(word, known), []).append(known)
    closest = min(near, default=most + 1)
    if not word or closest > most or len(near[closest]) > 1:
        return "", "", ""
    (meant,) = near[closest]
    return meant, f"您想写的是 `{meant}` 吗？", f"Did you mean `{meant}`? "


def _digits(word: str) -> str:
    return re.sub(r"\D", "", word)


def _slips_between(one: str, other: str) -> int:
    """Count the letters that are wrong, missing, added or swapped (optimal string alignment)."""
    earlier, last = list[int](), list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        line = [row]
        for column, wanted in enumerate(other, 1):
            best = min(last[column] + 1, line[-1] + 1, last[column - 1] + (letter != wanted))
            if row > 1 and column > 1 and letter == other[column - 2] and one[row - 2] == wanted:
                best = min(best, earlier[column - 2] + 1)
            line.append(best)
        earlier, last = last, line
    return last[-1]
