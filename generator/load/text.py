"""Bytes → text: strict UTF-8 with LF line ends and no character that hides what it does."""

from __future__ import annotations

import re
import unicodedata

from generator.findings import Finding, Place, find

_SHOWN_PER_FILE = 20  # findings of one kind that one file may produce

_MARKS = "\u0300-\u036f"  # combining marks, of which five on one letter are heaped

# Refused anywhere, in the raw text as well as in values made by escapes: control characters, line breaks
# that only programs see, bidirectional overrides and isolates ("Trojan Source"), invisible and blank
# characters, tags, noncharacters, lone surrogates, and U+FFFD, the trace of a wrong decoding.
FORBIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u2028-\u202e"
    "\u2060-\u206f\u2800\u3164\uffa0\U000e0100-\U000e01ef"
    "\ud800-\udfff\ufdd0-\ufdef\ufeff\ufff9-\uffff"
    "\U0001fffe\U0001ffff\U0002fffe\U0002ffff\U0003fffe-\U000e00ff\U000efffe\U000effff"
    f"\U000ffffe\U000fffff\U0010fffe\U0010ffff{_MARKS}]"
    f"(?<!(?<![{_MARKS}]{{4}})[\u0300-\u034e\u0350-\u036f])"  # no mark before the fifth; searching for one set is fast
)

_NAMES = {  # control characters have no Unicode name
    "\x00": "NULL",
    "\r": "CARRIAGE RETURN",
    "\x85": "NEXT LINE",
    "\x1b": "ESCAPE",
    "\x7f": "DELETE",
}


def decode(raw: bytes, path: str) -> tuple[str, list[Finding]]:
    """Decode a file strictly; one BOM and CRLF are accepted, other encodings are refused and guessed at.

    Returns the text in Unicode normal form C, and the findings. With findings it is the text as it seems to be
    meant, so that what else is wrong with it can be said; it is empty where that can't be told.
    """
    text, findings = _guess(raw, path)
    text = text.replace("\r\n", "\n")
    if "\r" in text and "\n" not in text:  # lines end as they did on old Macs: said once
        findings.append(refuse("\r", Place(path, *position(text, text.index("\r")))))
        text = text.replace("\r", "\n")
    for _, match in zip(range(_SHOWN_PER_FILE), FORBIDDEN.finditer(text), strict=False):
        findings.append(refuse(match.group(), Place(path, *position(text, match.start()))))
    if findings:
        text = FORBIDDEN.sub("", text)
    return unicodedata.normalize("NFC", text), findings


def _guess(raw: bytes, path: str) -> tuple[str, list[Finding]]:
    """Decode a file, with a finding where it is not in UTF-8."""
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
    """Word the finding on a forbidden character."""
    name = _NAMES.get(character) or unicodedata.name(character, "unnamed")
    return find(place, "Y102", point=f"{ord(character):04X}", name=name)


def position(text: str, index: int) -> tuple[int, int]:
    """Line and column, both 1-based, of a character in a text whose lines end with LF."""
    line = text.count("\n", 0, index) + 1
    return line, index - (text.rfind("\n", 0, index) + 1) + 1
