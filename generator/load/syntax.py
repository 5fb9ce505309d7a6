"""Findings on files that are not YAML: known slips, else the parser's error in plain words."""

from __future__ import annotations

import re

import yaml

from generator.findings import Finding, Place, find
from generator.load.slips import (
    comma_slip,
    content_above,
    indent_slip,
    margin_slip,
    name_slip,
    quote_slip,
    quoted,
    slip,
    slips,
)

_PROBLEMS: tuple[tuple[str, str, str, str, str], ...] = (
    # a part of libyaml's or PyYAML's message; what is wrong (zh, en); what to do (zh, en)
    (
        "cannot start any token",
        "文字不能以这个符号开头",
        "a text cannot start with this character",
        "请给整个值加上英文引号；缩进请用空格，不用制表符（Tab）。",
        "Put the whole value in quotes; indent with spaces, not tabs.",
    ),
    (
        "unknown escape character",
        "英文双引号里的反斜杠 \\ 有特殊含义",
        "a backslash has a meaning of its own between double quotes",
        "请改用英文单引号，或删去反斜杠。",
        "Use single quotes, or leave the backslash out.",
    ),
    (
        "expected node content",
        "这里缺少内容，或多了一个逗号、括号",
        "something is missing here, or there is a comma or bracket too many",
        "检查这一行和上一行的逗号与括号。",
        "Look at the commas and brackets of this line and the one above.",
    ),
    (
        "mapping keys are not allowed",
        "行首的问号（?）不该出现在这里",
        "a question mark (?) stands where it can't",
        "如果问号是文字的一部分，请给整个值加上英文引号。",
        "If the question mark is part of the text, put the whole value in quotes.",
    ),
    (
        "<document start>",
        "前面的内容已经结束，这里却还有文字",
        "the content above has ended, and yet more text follows here",
        "检查缩进：最外层的字段要顶格写；文字里的引号、括号要把整个值用英文引号括起来。",
        "Check the indentation: outermost fields start at the margin. A text with quotes or brackets is quoted as a "
        "whole.",
    ),
    (
        "mapping values are not allowed",
        "这一行的冒号不该出现在这里",
        "a colon stands where it can't",
        "检查缩进；如果冒号是文字的一部分，请给整个值加上英文引号。",
        "Check the indentation; if the colon is part of the text, put the whole value in quotes.",
    ),
    (
        "could not find expected ':'",
        "字段名后面缺少英文冒号和空格",
        "a field's name is not followed by a colon and a space",
        "写成 字段名: 值，注意使用英文冒号“:”，后面加一个空格。",
        "Write name: value, with an ASCII colon and a space after it.",
    ),
    (
        "unexpected end of stream",
        "引号没有配对",
        "a quotation mark is not closed",
        "请在值的末尾补上同样的英文引号。",
        "Close the value with the same quotation mark.",
    ),
    (
        "a tag",
        "感叹号开头的文字要加引号",
        "a text that starts with an exclamation mark needs quotes",
        "请给整个值加上英文引号。",
        "Put the whole value in quotes.",
    ),
    (
        "expected key",
        "缩进或结构有误",
        "the indentation or structure is broken",
        "同一层的字段要对齐；请对照模板检查这一行和上一行。",
        "Fields of one level must line up; compare this line and the one above with the template.",
    ),
    (
        "expected '-' indicator",
        "列表的缩进有误",
        "the indentation of a list is broken",
        "列表每一项都以“- ”开头，并且要对齐。",
        "Every item of a list starts with “- ”, in the same column.",
    ),
    (
        "block scalar",
        "值不能直接以 > 或 | 开头",
        "a value cannot start with > or | and go on in the same line",
        "请给整个值加上英文引号；数字前不要写大于号。",
        "Put the whole value in quotes; write no greater-than sign before a figure.",
    ),
    (
        "block sequence entries are not allowed",
        "短横线（-）不该出现在这里",
        "a hyphen (-) stands where it can't",
        "没有内容就把冒号后面空着；列表项要另起一行。",
        "Leave the value empty where there is none; items of a list start on lines of their own.",
    ),
    (
        "expected ',' or",
        "方括号或花括号没有写完整",
        "a bracket or brace is not complete",
        "检查括号是否配对，项与项之间用英文逗号隔开。",
        "Check that brackets pair up and that items are separated by ASCII commas.",
    ),
)


def explain(error: yaml.MarkedYAMLError, text: str, path: str) -> list[Finding]:
    """Explain a YAML error in plain words; known slips are tried first."""
    problem = f"{error.context or ''} {error.problem or ''}"
    mark = error.problem_mark or error.context_mark
    start = error.context_mark
    if "unexpected end of stream" in problem:
        mark = start or mark  # where the quotation starts, not the end of the file
    elif "expected ',' or" in problem and start and mark and start.line < mark.line:
        mark = start  # where the bracket opens, not where the parser gave up
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    lines = text.split("\n")
    if found := _slip_near(problem, lines, line, path):
        return found
    place = Place(path, line, column)
    fix = quoted(lines[line - 1], column) if line <= len(lines) else ""
    if "mapping values" in problem and not re.search("[\u4e00-\u9fff]", fix):
        fix = ""  # more likely two fields in one line than a text with a colon
    if "scanning an alias" in problem or "scanning an anchor" in problem:
        return [find(place, "Y104", fix=fix)]
    for part, problem_zh, problem_en, advice_zh, advice_en in _PROBLEMS:
        if part in problem:
            words = {"problem_zh": problem_zh, "problem_en": problem_en}
            return [find(place, "Y103", fix=fix, **words, advice_zh=advice_zh, advice_en=advice_en)]
    return [unreadable(place, problem.strip())]


def _slip_near(problem: str, lines: list[str], line: int, path: str) -> list[Finding]:
    """Look for a slip in the line where parsing failed, in the line above, or in how the two relate."""
    for recognise in (slip, comma_slip, quote_slip):
        for number in (line, line - 1):
            if not 1 <= number <= len(lines):
                continue
            place, more = Place(path, number), {"above": content_above(lines, number)} if recognise is slip else {}
            if found := recognise(lines[number - 1], place, **more):
                return sorted({found, *slips(lines, path)})
    found = None
    if "mapping values are not allowed" in problem or "could not find expected ':'" in problem:
        found = name_slip(lines, line, path) or indent_slip(lines, line, path)
    elif "expected key" in problem or "expected <block end>" in problem:
        found = indent_slip(lines, line, path)
    elif "<document start>" in problem:
        found = margin_slip(lines, path)
    return [found] if found else []


def unreadable(place: Place, problem: str) -> Finding:
    """Report that a file cannot be read, in the parser's own words."""
    return find(
        place,
        "Y103",
        problem_zh=problem,
        problem_en=problem,
        advice_zh="请对照模板检查这一行和上一行。",
        advice_en="Compare this line and the one above with the template.",
    )
