"""Bytes → text: strict UTF-8 with LF line ends and no deceptive characters."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

from generator.findings import Finding, Place, find, show

_SHOWN_PER_FILE = 20  # findings of one kind per file

_SIMPLIFIED = dict(  # radicals that look like characters but are not
    zip("⺟⻅⻉⻋⻓⻔⻙⻚⻛⻜⻝⻢⻥⻦⻧⻨⻩⻪⻬⻮⻰⻳", "母见贝车长门韦页风飞食马鱼鸟卤麦黄黾齐齿龙龟", strict=True)
)
_RADICALS = "".join(character for character in map(chr, range(0x2E80, 0x2EF4)) if character not in _SIMPLIFIED)
_MARKS = "\u0300-\u036f"  # combining marks of Latin letters; five on one letter are too many
MOST_MARKS = 8  # marks of any script on one letter: more than any language uses

# Refused everywhere, in raw text and in escaped values: control characters, line breaks that only programs
# see, bidirectional overrides and isolates ("Trojan Source"), invisible and blank characters, tags,
# noncharacters, lone surrogates, private-use characters (which can look like anything), radicals without an
# equivalent character, and U+FFFD, the trace of a wrong decoding.
FORBIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u2028-\u202e"
    "\u2060-\u206f\u2800\u3164\uffa0\U000e0100-\U000e01ef"
    f"{_RADICALS}\ud800-\uf8ff\ufdd0-\ufdef\ufeff\ufff9-\uffff"
    f"\U0001fffe\U0001ffff\U0002fffe\U0002ffff\U0003fffe-\U000e00ff\U000efffe-\U0010ffff{_MARKS}]"
    f"(?<!(?<![{_MARKS}]{{4}})[\u0300-\u034e\u0350-\u036f])"  # from the fifth mark on; searching for one set is fast
)

_RUN = re.compile(  # of characters, any of which may be a mark
    f"[^\x00-\u02ff\u2e80-\u3029\u3030-\u3098\u309b-\ua66e\uac00-\ud7af\uf900-\ufaff\uff00-\uff9d]{{{MOST_MARKS + 1},}}"
)
_CLINGING = re.compile(  # joins the character before it, although its category is not combining mark
    "[\u0e33\u0eb3\u1160-\u11ff\u200c\u200d\ud7b0-\ud7fb\uff9e\uff9f\U0001f3fb-\U0001f3ff]"
)
_LEADING = re.compile("[\u1100-\u115f\ua960-\ua97c]")  # starts of Korean syllables; one syllable may have several
_JOINING = re.compile(  # join the next character to the one before, as viramas do, which are found by class
    "[\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\u0d4e\u200d\U000110bd\U000110cd\U000111c2\U000111c3"
    "\U0001193f\U00011941\U00011a3a\U00011a84-\U00011a89\U00011d46\U00011f02]"
)
_VIRAMA = 9  # canonical combining class


def heaped(text: str) -> Iterator[int]:
    """Yield the index of each mark beyond the number allowed on one letter.

    Counts everything that browsers never separate from the letter before it, so that no line can be wider than a
    screen.
    """
    for run in _RUN.finditer(text):
        count, joined = 0, False
        before = text[run.start() - 1 : run.start()]
        for index, character in enumerate(run.group(), run.start()):
            clings = (
                unicodedata.category(character)[0] == "M"
                or _CLINGING.match(character)
                or (_LEADING.match(character) and _LEADING.match(before))
            )
            joins = unicodedata.combining(character) == _VIRAMA or _JOINING.match(character)
            count = count + 1 if clings or joins else count if joined else 0
            if count > MOST_MARKS:
                yield index
            before, joined = character, bool(joins)


def without(text: str, indices: Iterable[int]) -> str:
    """Return a text without the characters at some indices."""
    left = set(indices)
    return "".join(character for index, character in enumerate(text) if index not in left) if left else text


_NAMES = {  # control characters have no Unicode name
    "\x00": "NULL",
    "\r": "CARRIAGE RETURN",
    "\x85": "NEXT LINE",
    "\x1b": "ESCAPE",
    "\x7f": "DELETE",
}


def _upright() -> Iterator[tuple[str, str]]:
    """Yield pairs of vertical punctuation and its horizontal form."""
    for vertical in map(chr, (*range(0xFE10, 0xFE1A), *range(0xFE30, 0xFE45), 0xFE47, 0xFE48)):
        kind, *points = unicodedata.decomposition(vertical).split()
        if kind == "<vertical>":
            upright = chr(int(points[0], 16))
            yield vertical, chr(ord(upright) + 0xFEE0) if upright.isascii() else upright


_USUAL = str.maketrans(
    {character: unicodedata.normalize("NFKC", character) for character in map(chr, range(0x2F00, 0x2FD6))}
    | _SIMPLIFIED
    | dict(_upright())
)
_UNUSUAL = re.compile("[\u2e80-\u2fd5\ufe10-\ufe48]")


def fold(text: str) -> str:
    """Normalize a text to NFC, and replace radicals and vertical forms by the usual characters."""
    text = unicodedata.normalize("NFC", text)
    return text.translate(_USUAL) if _UNUSUAL.search(text) else text


def folded(before: str, place: Place, fix: str = "") -> Finding:
    """Return the finding that a line is read differently from how it was typed, at the first difference."""
    pieces = [piece.group() for piece in re.finditer(r"[^\u0300-\u036f][\u0300-\u036f]*|.", before, re.DOTALL)]
    column, piece = place.column, before
    for candidate in pieces:
        if fold(candidate) != candidate:
            piece = candidate
            break
        column += len(candidate)
    else:
        column = place.column
    return find(
        Place(place.path, place.line, column if fix else place.column),
        "Y115",
        fix=fix,
        value=piece,
        points=_points(piece),
        read=show(fold(piece), 20),
        read_points=_points(fold(piece)),
    )


def _points(text: str) -> str:
    return " ".join(f"U+{ord(character):04X}" for character in text[:4]) + (" …" if len(text) > 4 else "")


def decode(raw: bytes, path: str) -> tuple[str, list[Finding]]:
    """Decode a file strictly: accept one BOM and CRLF; refuse other encodings, with a guess.

    Returns the text with its usual characters (see `fold`), and the findings. If there are errors, the text is the
    one that seems to be meant, so that its other faults can be reported; it is empty if that is unclear.
    """
    text, findings = _guess(raw, path)
    text = text.replace("\r\n", "\n")
    if "\r" in text and "\n" not in text:  # line ends of old Macs: reported once
        findings.append(refuse("\r", Place(path, *position(text, text.index("\r")))))
        text = text.replace("\r", "\n")
    for _, match in zip(range(_SHOWN_PER_FILE), FORBIDDEN.finditer(text), strict=False):
        findings.append(refuse(match.group(), Place(path, *position(text, match.start()))))
    if findings:
        text = FORBIDDEN.sub("", text)
    if not unicodedata.is_normalized("NFC", text) or _UNUSUAL.search(text):
        typed, text = text, fold(text)
        lines = enumerate(zip(typed.split("\n"), text.split("\n"), strict=True), 1)
        changed = [(number, before, after) for number, (before, after) in lines if before != after]
        findings += [folded(before, Place(path, number), after) for number, before, after in changed[:_SHOWN_PER_FILE]]
    if heaps := list(heaped(text)):
        firsts = [index for before, index in zip([-2, *heaps], heaps, strict=False) if index > before + 1]
        findings += [heap(text[index], Place(path, *position(text, index))) for index in firsts[:_SHOWN_PER_FILE]]
        text = without(text, heaps)
    return text, findings


def _guess(raw: bytes, path: str) -> tuple[str, list[Finding]]:
    """Decode a file, with a finding if it is not UTF-8."""
    try:
        return raw.decode("utf-8-sig", "strict"), []
    except UnicodeDecodeError as error:
        place = Place(path, raw[: error.start].count(b"\n") + 1)
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        faults = [find(Place(path), "Y101", guess_zh="，看起来是 UTF-16（Unicode）", guess_en=" but looks like UTF-16")]
        encoding = "utf-16"
    else:
        faults = [find(place, "Y101", guess_zh="，看起来是 GBK（ANSI）", guess_en=" but looks like GBK")]
        encoding = "gb18030"
    try:
        text = raw.decode(encoding, "strict")
    except UnicodeDecodeError:
        return "", [find(place, "Y101", guess_zh="", guess_en="")] if encoding == "gb18030" else faults
    return "" if FORBIDDEN.search(text.replace("\r\n", "\n").lstrip("\ufeff")) else text.lstrip("\ufeff"), faults


def refuse(character: str, place: Place) -> Finding:
    """Return the finding on a forbidden character."""
    return find(place, "Y102", **_named(character))


def heap(character: str, place: Place) -> Finding:
    """Return the finding on a mark beyond the number allowed on one letter."""
    return find(place, "Y114", most=MOST_MARKS, **_named(character))


def _named(character: str) -> dict[str, str]:
    private = "PRIVATE USE" if unicodedata.category(character) == "Co" else "unnamed"
    name = _NAMES.get(character, "") or unicodedata.name(character, private)
    return {"point": f"{ord(character):04X}", "name": name}


def position(text: str, index: int) -> tuple[int, int]:
    """Return the 1-based line and column of a character in a text whose lines end with LF."""
    line = text.count("\n", 0, index) + 1
    return line, index - (text.rfind("\n", 0, index) + 1) + 1
