"""Common typing mistakes, above all with Chinese keyboards: recognised, named and corrected."""

from __future__ import annotations

import json
import re

from generator.findings import Finding, Place, find
from generator.model.plain import narrow

_FULL_WIDTH = re.compile(r"^\s*(?:- )?[A-Za-z_-]+\s*：")
_CHINESE_FIELD = re.compile(r"^\s*(?:- )?[\u4e00-\u9fff]{2,6}\s*：")
_NO_BLANK = re.compile(r"^\s*(?:- )?[a-z_]+:(?=[^\s/])")
_ODD_BLANK = re.compile(r"^ *(?:- )?[A-Za-z_-]+:(?= *[\u00a0\u2000-\u200a\u202f\u205f\u3000]) *([^\S\n]+)")
_MARK = re.compile(r"^(\s*)(?:[—–－•·●*+]\s*|[0-9]+[.、．)]\s*|-)(?=[A-Za-z_]+\s*[:：])")
BARE = re.compile(r"^\s*(?:- )?[^\s:#'\"\[{&*!|>%-][^:]*$")  # a line of text without a field
_FIELD = re.compile(r"^(\s*(?:- )?[a-z_]+)(?:\s*[=;；]\s*|\s+(?=\S+$)|$)")
_QUOTED = re.compile(r"^(?P<before>.*?: ?|\s*- )[“”](?P<text>[^“”]*)[“”]\s*$")
FIELD_VALUE = re.compile(r"\s*(?:- +)*[A-Za-z_-]+: +(?=\S)")  # everything before a field's value
_VALUE = re.compile(rf"{FIELD_VALUE.pattern}|\s*(?:- +)+(?=\S)")  # or before a list item's value
_NAMED = re.compile(r"\s*(?:- +)*[A-Za-z_-]+:(?: |$)")
_SHOWN_PER_FILE = 20
PARAGRAPHS = (
    "多段或多条文字这样写：冒号后写一个 |，从下一行起缩进，一行一条。",
    "Write several paragraphs or points so: a | after the colon, then from the next line on, indented, a line each.",
)


def slip(text: str, place: Place, line: str | None = None, above: str = "") -> Finding | None:
    """Recognise a slip of form in a text that starts at `place`.

    `line` is the whole line if the text is a part of one; `above` is the line with content above it, if known.
    """
    whole = text if line is None else line

    def wrong(index: int, right: str, zh: str, en: str, advice_zh: str, advice_en: str) -> Finding:
        return find(
            Place(place.path, place.line, place.column + index),
            "Y103",
            fix=corrected(whole, place.column, text, right),
            problem_zh=zh,
            problem_en=en,
            advice_zh=advice_zh,
            advice_en=advice_en,
        )

    if _FULL_WIDTH.match(text):
        return wrong(
            text.index("："),
            _ascii_flow(_ascii_quotes(re.sub(r"\s*：\s*", ": ", text, count=1))),
            "用了全角冒号“：”",
            "a full-width colon “：” is used",
            "改成英文冒号加一个空格“: ”。",
            "Use an ASCII colon followed by a space.",
        )
    indent = text[: len(text) - len(text.lstrip())]
    if odd := next((character for character in indent if character != " "), None):
        point = f"U+{ord(odd):04X}"
        zh, en = ("制表符（Tab）", "a tab") if odd == "\t" else (f"特殊空格 {point} ", f"the special blank {point}")
        return wrong(
            indent.index(odd),
            _indented(indent, above) + text.lstrip(),
            f"用了{zh}缩进",
            f"the line is indented with {en}",
            "改用普通的半角空格缩进，与上下行对齐。",
            "Indent with ordinary spaces, in line with the lines around.",
        )
    if match := _ODD_BLANK.match(text):
        point = f"U+{ord(match[1][0]):04X}"
        return wrong(
            match.start(1),
            f"{text[: match.start(1)]} {text[match.end() :]}",
            f"冒号后面用了特殊空格 {point}",
            f"the special blank {point} follows the colon",
            "改成普通的半角空格。",
            "Use an ordinary space.",
        )
    if match := _NO_BLANK.match(text):
        return wrong(match.end() - 1, f"{text[: match.end()]} {text[match.end() :]}", *_BLANK_MISSING)
    if match := _MARK.match(text):
        return wrong(
            len(match[1]),
            f"{match[1]}- {text[match.end() :]}",
            "列表项没有以“- ”开头",
            "the item of a list does not start with “- ”",
            "用英文短横线加一个空格“- ”。",
            "Use an ASCII hyphen followed by a space.",
        )
    return None


def _indented(indent: str, above: str) -> str:
    """Return an indentation in ordinary blanks, in line with the line above, or two further in where that opens one."""
    if not above or set(above[: len(above) - len(above.lstrip())]) - {" "}:
        return "".join("  " if character in "\t\u3000" else " " for character in indent)
    return " " * (_depth(above) + 2 * above.rstrip().endswith(":"))


_BLANK_MISSING = (
    "英文冒号后面缺少空格",
    "the colon is not followed by a space",
    "字段名、冒号、空格、值，缺一不可。",
    "Write the field's name, a colon, a space, and the value.",
)


def name_slip(lines: list[str], number: int, path: str) -> Finding | None:
    """Recognise a line without a field's colon, just above the line where parsing failed."""
    above = [index for index, line in enumerate(lines[: number - 1], 1) if _content(line)][-2:]
    if not above or not BARE.match(line := lines[above[-1] - 1]):
        return None
    before = lines[above[0] - 1] if len(above) > 1 else ""
    is_item = line.lstrip().startswith("- ") and before.rstrip().endswith(":")
    if before and _depth(line) > _depth(before) and not is_item:
        return None  # a continued text
    fix = _FIELD.sub(r"\1: ", line).rstrip() if _FIELD.match(line) else ""
    if _CHINESE_FIELD.match(line):
        fix = re.sub(r"\s*：\s*", ": ", line, count=1)
    return find(
        Place(path, above[-1], _depth(line) + 1),
        "Y103",
        fix=fix,
        problem_zh="这一行没有英文冒号，不是“字段: 值”",
        problem_en="this line has no ASCII colon, so it is not “field: value”",
        advice_zh=f"写成 字段名: 值。{PARAGRAPHS[0]}",
        advice_en=f"Write name: value. {PARAGRAPHS[1]}",
    )


def indent_slip(lines: list[str], number: int, path: str) -> Finding | None:
    """Recognise a field indented deeper than the one above, although that one already has a value."""
    above = content_above(lines, number)
    line = lines[number - 1]
    value = _VALUE.match(above)
    if not _NAMED.match(line) or not value or value.end() >= len(above) or above[value.end()] in "|>":
        return None
    wanted, given = _depth(above), _depth(line)
    if line.lstrip().startswith("- ") or given <= wanted:
        return None
    return find(
        Place(path, number, given + 1),
        "Y103",
        fix=" " * wanted + line.lstrip(),
        problem_zh=f"比上一个字段多缩进了 {given - wanted} 格",
        problem_en=f"it is indented further than the field above, by {given - wanted}",
        advice_zh="同一层的字段要上下对齐。",
        advice_en="Fields of one level stand in one column.",
    )


def margin_slip(lines: list[str], path: str) -> Finding | None:
    """Recognise an indented first line of a file."""
    number, line = next(((index, line) for index, line in enumerate(lines, 1) if _content(line)), (0, ""))
    if not line.startswith(" "):
        return None
    return find(
        Place(path, number),
        "Y103",
        fix=line.lstrip(),
        problem_zh="第一个字段前面多了空格",
        problem_en="there are blanks before the first field",
        advice_zh="最外层的字段要顶格写。",
        advice_en="Fields of the outermost level start at the margin.",
    )


def content_above(lines: list[str], number: int) -> str:
    """Return the nearest line with content above a 1-based line; an empty text if there is none."""
    return next((line for line in reversed(lines[: number - 1]) if _content(line)), "")


def _content(line: str) -> str:
    """Return a line's content; empty for a comment."""
    return "" if line.lstrip().startswith("#") else line.strip()


def _depth(line: str) -> int:
    """Return the number of characters before a line's field or text."""
    return len(line) - len(re.sub(r"^\s*(?:- +)*", "", line))


def slips(lines: list[str], path: str) -> list[Finding]:
    """List the lines of a file in which a full-width colon or a special blank follows a field's name."""
    wrong = [number for number, line in enumerate(lines, 1) if _FULL_WIDTH.match(line) or _ODD_BLANK.match(line)]
    wrong = wrong[:_SHOWN_PER_FILE]
    return [found for number in wrong if (found := slip(lines[number - 1], Place(path, number)))]


def comma_slip(line: str, place: Place) -> Finding | None:
    """Recognise full-width punctuation, or a missing blank, between the entries of braces or brackets."""
    ascii_ = _ascii_flow(line)
    right = re.sub(r"([{,]\s*[a-z_]+):(?=[^\s/])", r"\1: ", ascii_)
    if right == line:
        return None
    index = next(index for index, (old, new) in enumerate(zip(line, right, strict=False)) if old != new)
    problem_zh, problem_en, advice_zh, advice_en = _BLANK_MISSING if ascii_ == line else _FULL_WIDTH_FLOW
    return find(
        Place(place.path, place.line, index + 1),
        "Y103",
        fix=right,
        problem_zh=problem_zh,
        problem_en=problem_en,
        advice_zh=advice_zh,
        advice_en=advice_en,
    )


_FULL_WIDTH_FLOW = (
    "括号里用了全角标点",
    "full-width punctuation stands between braces or brackets",
    "括号、冒号和分隔用的逗号要用英文的；文字里的不用改。",
    "Use ASCII braces, colons and commas; what stands in the text itself may stay.",
)


def _ascii_flow(line: str) -> str:
    """Use ASCII punctuation around the entries of braces or brackets, and leave their texts unchanged."""
    if not re.search(r"[{\[｛［]", line):
        return line
    right = re.sub(r"，\s*(?=[A-Za-z_]+\s*[:：])", ", ", line.translate(str.maketrans("｛｝［］", "{}[]")))
    return re.sub(r"(?<=[A-Za-z_])\s*：\s*", ": ", right)


def quote_slip(line: str, place: Place) -> Finding | None:
    """Recognise a value in typographic quotation marks, which YAML does not treat as quotes."""
    right = _ascii_quotes(line)
    if right == line:
        return None
    return find(
        Place(place.path, place.line, line.index("“") + 1 if "“" in line else line.index("”") + 1),
        "Y103",
        fix=right,
        problem_zh="用了中文引号“”",
        problem_en="typographic quotation marks “” are used",
        advice_zh='包住整个值的引号要用英文引号 "。',
        advice_en='Use ASCII quotation marks " around a value.',
    )


def _ascii_quotes(line: str) -> str:
    """Replace typographic quotation marks around a value by ASCII ones."""
    match = _QUOTED.match(line)
    if not match or '"' in line or "\\" in line:
        return line
    return f'{match["before"]}"{match["text"]}"'


def quoted(line: str, column: int) -> str:
    """Quote a line's value if the error at `column` is inside it; return nothing otherwise."""
    before = _VALUE.match(line)
    if not before or column <= before.end() or before.end() >= len(line.rstrip()):
        return ""
    text = line[before.end() :].rstrip()
    mark = text[0]
    if mark in "|>" and text[1:2] == " ":
        text = text[1:].lstrip()
    if mark in "\"'" and text.count(mark) == 1:
        return f"{before.group()}{text}{mark}"
    if mark == text[-1] == '"' and text.count(mark) == 2 and "\\" in text and "'" not in text:
        return f"{before.group()}'{text[1:-1]}'"
    if mark in "[{" and not re.search(r"[\]}]", text.rstrip("]}, \t")):
        return ""  # an incomplete list or mapping
    if "'" not in text and ('"' in text or "\\" in text):
        return f"{before.group()}'{text}'"
    return before.group() + json.dumps(text, ensure_ascii=False)


def corrected(line: str, column: int, wrong: str, right: str) -> str:
    """Replace a text in a line at or after a 1-based column; return nothing if it is absent or would not change."""
    index = line.find(wrong, column - 1) if wrong else -1
    return line[:index] + right + line[index + len(wrong) :] if index >= 0 and wrong != right else ""


_NUMBERED = re.compile(r"(?:任务|条款|task |clause )?[第(]?([0-9]+(?:\.[0-9]+)?)[)项、.]?", re.IGNORECASE)


def narrow_to(value: str, pattern: str) -> str:
    """Return a value rewritten to match a pattern, if removing quotes, blanks and full-width forms is enough.

    A number is taken out of a text only if nothing but the word for what it numbers is left: `任务3`, but not `g3`.
    """
    plain = narrow(value)
    numbered = _NUMBERED.fullmatch(plain)
    slug = re.sub(r"[\s_]+", "-", plain.lower())
    candidates = (
        plain,
        plain.lower(),
        plain.rstrip("."),
        slug,
        plain.lstrip("0"),
        plain.replace("。", "."),
        *((numbered[1],) if numbered else ()),
    )
    return next((candidate for candidate in candidates if re.search(pattern, candidate)), "")


_ONE = r"[1-9][0-9]{0,2}(?:\.[1-9][0-9]{0,2})?"
_SPAN = re.compile(rf"({_ONE})\s*[-–—~至到]\s*({_ONE})")
_MANY = 30  # entries that a message writes out


def refs_in(value: str) -> list[str]:
    """Return the tasks or clauses that a list (1.1、1.2) or a span (1.1-1.3) names; none if it is neither."""
    found: list[str] = []
    for part in re.split(r"\s*[、,;和及]\s*", narrow(value)):
        span = _SPAN.fullmatch(part)
        first, last = (span[1], span[2]) if span else (part, part)
        task, _, start = first.rpartition(".")
        other, _, end = last.rpartition(".")
        if not re.fullmatch(_ONE, first) or task != other or not int(start) <= int(end) < int(start) + _MANY:
            return []
        found += [f"{task}.{number}" if task else f"{number}" for number in range(int(start), int(end) + 1)]
    return found if 1 < len(found) <= _MANY else []
