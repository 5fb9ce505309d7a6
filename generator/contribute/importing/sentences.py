"""Paragraphs → sentences: cut after stops that stand outside brackets and quotation marks."""

from __future__ import annotations

import calendar
import datetime
import re

LONGEST = 3900  # characters of one sentence: a little less than the model takes

_PAIRS = {"（": "）", "(": ")", "【": "】", "《": "》", "〈": "〉", "“": "”", "‘": "’", "「": "」", "『": "』"}
_PAIRS |= {"〔": "〕", "[": "]", "［": "］"}
_CLOSERS = frozenset(_PAIRS.values())
_ENGLISH_PAIRS = {"(": ")", "[": "]", "“": "”"}  # ' and ’ are apostrophes, too
_STOPS = "。！？!?"
_ABBREVIATION = re.compile(
    r"(?:\b(?:No|Nos|Art|Arts|Dr|Mr|Mrs|Ms|St|vs|cf|etc|e\.g|i\.e|p|pp|para|paras|vol|ch|sec|U\.S|[A-Z]))\.$"
)
_ENGLISH_END = re.compile(r"[.!?]+[”\"')\]]*(?=\s|$)")
_NEXT_BEGINS = re.compile(r"\s+[“\"'(\[]*[A-Z0-9]|\s*$")


def cut(paragraph: str, language: str) -> list[str]:
    """Cut a paragraph into sentences; nothing but the blanks between them is lost."""
    ends = _english_ends(paragraph) if language == "en" else _chinese_ends(paragraph)
    pieces, start = [], 0
    for end in [*ends, len(paragraph)]:
        piece = paragraph[start:end].strip()
        while len(piece) > LONGEST:
            at = _room(piece)
            pieces.append(piece[:at].strip())
            piece = piece[at:].strip()
        if piece:
            pieces.append(piece)
        start = end
    return pieces


def _room(piece: str) -> int:
    """Return where to cut a sentence that is too long: after the last mark that fits."""
    found = max(piece.rfind(mark, 1, LONGEST) for mark in "；，、;, ")
    return found + 1 if found > 0 else LONGEST


def _inside(text: str, pairs: dict[str, str]) -> list[bool]:
    """Return for each character whether it stands inside brackets or quotation marks that are closed later."""
    inside = [False] * len(text)
    stack: list[tuple[str, int]] = []
    for index, character in enumerate(text):
        if character in pairs:
            stack.append((pairs[character], index))
        elif character in _CLOSERS or character in pairs.values():
            for depth in range(len(stack) - 1, -1, -1):
                if stack[depth][0] == character:
                    begin = stack[depth][1]
                    inside[begin : index + 1] = [True] * (index + 1 - begin)
                    del stack[depth:]
                    break
    return inside


def _chinese_ends(text: str) -> list[int]:
    inside, ends = _inside(text, _PAIRS), []
    index = 0
    while index < len(text):
        if text[index] in _STOPS and not inside[index]:
            while index + 1 < len(text) and (text[index + 1] in _STOPS or text[index + 1] in _CLOSERS | {'"', "'"}):
                index += 1
            ends.append(index + 1)
        index += 1
    return ends


def _english_ends(text: str) -> list[int]:
    inside = _inside(text, _ENGLISH_PAIRS)
    return [
        match.end()
        for match in _ENGLISH_END.finditer(text)
        if not inside[match.start()]
        and _NEXT_BEGINS.match(text, match.end())
        and not (text[match.start()] == "." and _ABBREVIATION.search(text, 0, match.start() + 1))
        and not text[: match.start()].strip().isdecimal()
    ]


_RESPONSIBLE = re.compile(
    r"负责|牵头|責任|责任单位|責任單位|配合单位|配合單位|主办单位|主辦|协办|協辦|承办|承辦|落实单位|实施单位|参加单位"
)
_LINE_OF_RESPONSIBLE = re.compile(
    r"^(?:责任|責任|牵头|牽頭|配合|主办|主辦|实施|落实|承办)(?:单位|單位|部门|部門)?[：:]"
)


def split_responsible(text: str) -> tuple[str, str]:
    """Split off the bracket at the end of a paragraph that says who is responsible."""
    text = text.rstrip()
    if not text.endswith(("）", ")")):
        return text, ""
    depth = 0
    for index in range(len(text) - 1, -1, -1):
        if text[index] in "）)":
            depth += 1
        elif text[index] in "（(":
            depth -= 1
            if depth == 0:
                bracket = text[index:]
                before = text[:index].rstrip()
                ends = not before or before[-1] in "。！？；：.;!?”）"
                return (before, bracket) if ends and _RESPONSIBLE.search(bracket) else (text, "")
    return text, ""


def is_line_of_responsible(text: str) -> bool:
    """Return whether a whole paragraph says who is responsible."""
    return len(text) < LONGEST and (
        _LINE_OF_RESPONSIBLE.match(text) is not None or (split_responsible(text)[0] == "" and text != "")
    )


_NUMBER = re.compile(
    r"\d[\d,.]*\s*(?:%|％|万|亿|萬|億|个|個|家|户|戶|项|項|人|元|公里|亩|畝|吨|噸|所|座|倍|percent|million|billion)"
)
_DEADLINE = re.compile(
    r"\d{4}\s*年(?:\s*\d{1,2}\s*月)?(?:\s*\d{1,2}\s*日)?(?:底|末)?(?:之?前)|(?:到|至)\s*\d{4}\s*年|\d{4}\s*年底|"
    r"(?:上半年|年底前|年内|長期|长期|持续推进)|"
    r"(?:by|before) (?:the end of )?(?:\d{1,2} )?(?:[A-Z][a-z]+ )?(?:19|20)\d{2}"
)


_TIME_LIMIT = re.compile(
    r"(?:完成|办结)?(?:时限|時限|期限|时间|時間)[：:]\s*(\d{4})\s*年\s*"
    r"(?:(\d{1,2})\s*月\s*(?:(\d{1,2})\s*日|[底末]?)|(上半年)|[底末]?)\s*(之?前|以前)?(?=[；;，,。.、）)\s]|$)"
)


def time_limit(text: str) -> datetime.date | None:
    """Return the day by which a note on responsibilities says that a task is to be done, if it names one for certain.

    A month or year means its last day. 2030年12月前 may leave out December, so it is none.
    """
    match = _TIME_LIMIT.search(text)
    if match is None:
        return None
    year, month, half = int(match[1]), int(match[2] or 12), match[4]
    is_whole = match[2] is not None and match[3] is None and not re.search("[底末]", match.group())
    if match[5] and (is_whole or half or (match[2] is None and not re.search("[底末]", match.group()))):
        return None
    month = 6 if half else month
    try:
        return datetime.date(year, month, int(match[3] or calendar.monthrange(year, month)[1]))
    except ValueError:
        return None


def looks_like_target(text: str) -> bool:
    """Return whether a sentence has a number with a unit, as targets do."""
    return _NUMBER.search(text) is not None


def deadlines(text: str) -> list[str]:
    """List the words of a text that look like deadlines."""
    return _DEADLINE.findall(text)
