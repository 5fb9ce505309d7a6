"""Slips that people really make, above all with Chinese keyboards: recognised, named, and put right."""

from __future__ import annotations

import re

from generator.findings import Finding, Place, find
from generator.model.plain import narrow

_FULL_WIDTH = re.compile(r"^\s*(?:- )?[A-Za-z_-]+\s*：")
_NO_BLANK = re.compile(r"^\s*(?:- )?[a-z_]+:(?=[^\s/])")
_QUOTED = re.compile(r"^(?P<before>.*?: ?|\s*- )[“”](?P<text>[^“”]*)[“”]\s*$")
_SHOWN_PER_FILE = 20


def slip(text: str, place: Place, line: str | None = None) -> Finding | None:
    """Recognise a slip of form in a text that starts at `place`, given the whole line if the text is a part."""
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
            "".join(character if character == " " else "  " for character in indent) + text.lstrip(),
            f"用了{zh}缩进",
            f"the line is indented with {en}",
            "改用普通的半角空格缩进，与上下行对齐。",
            "Indent with ordinary spaces, in line with the lines around.",
        )
    if match := _NO_BLANK.match(text):
        return wrong(
            match.end() - 1,
            f"{text[: match.end()]} {text[match.end() :]}",
            "英文冒号后面缺少空格",
            "the colon is not followed by a space",
            "字段名、冒号、空格、值，缺一不可。",
            "Write the field's name, a colon, a space, and the value.",
        )
    return None


def slips(lines: list[str], path: str) -> list[Finding]:
    """List the lines of a file in which a field's name is followed by a full-width colon."""
    wrong = [number for number, line in enumerate(lines, 1) if _FULL_WIDTH.match(line)][:_SHOWN_PER_FILE]
    return [found for number in wrong if (found := slip(lines[number - 1], Place(path, number)))]


def comma_slip(line: str, place: Place) -> Finding | None:
    """Recognise full-width punctuation between the entries of braces or brackets."""
    right = _ascii_flow(line)
    if right == line:
        return None
    index = next(index for index, (old, new) in enumerate(zip(line, right, strict=False)) if old != new)
    return find(
        Place(place.path, place.line, index + 1),
        "Y103",
        fix=right,
        problem_zh="括号里用了全角标点",
        problem_en="full-width punctuation stands between braces or brackets",
        advice_zh="括号、冒号和分隔用的逗号要用英文的；文字里的不用改。",
        advice_en="Use ASCII braces, colons and commas; what stands in the text itself may stay.",
    )


def _ascii_flow(line: str) -> str:
    """Put ASCII punctuation around the entries of braces or brackets, and leave their texts alone."""
    if not re.search(r"[{\[｛［]", line):
        return line
    right = re.sub(r"，\s*(?=[A-Za-z_]+\s*[:：])", ", ", line.translate(str.maketrans("｛｝［］", "{}[]")))
    return re.sub(r"(?<=[A-Za-z_])\s*：\s*", ": ", right)


def quote_slip(line: str, place: Place) -> Finding | None:
    """Recognise a value in typographic quotation marks, which YAML does not take for quotes."""
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
    """Put ASCII quotation marks around a value that has typographic ones."""
    match = _QUOTED.match(line)
    if not match or '"' in line or "\\" in line:
        return line
    return f'{match["before"]}"{match["text"]}"'


def corrected(line: str, column: int, wrong: str, right: str) -> str:
    """Replace a text in a line at or after a 1-based column; nothing where it is not there or would be the same."""
    index = line.find(wrong, column - 1) if wrong else -1
    return line[:index] + right + line[index + len(wrong) :] if index >= 0 and wrong != right else ""


def narrow_to(value: str, pattern: str) -> str:
    """Write a value in the form asked for, where leaving out quotes, blanks and full-width forms is enough."""
    plain = narrow(value)
    numbers = re.findall(r"[0-9]+(?:\.[0-9]+)?", plain)
    slug = re.sub(r"[\s_]+", "-", plain.lower())
    candidates = (plain, plain.lower(), plain.rstrip("."), slug, *(numbers if len(numbers) == 1 else ()))
    return next((candidate for candidate in candidates if re.search(pattern, candidate)), "")
