"""Lines → a document's parts: title, head, levels, tasks, clauses, closing, foot, annexes. Every line gets a place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from generator.contribute.importing.read import tidy
from generator.contribute.importing.sentences import is_line_of_responsible, split_responsible
from generator.model import squeezed

_LONGEST_TITLE = 60  # characters of a heading
_LONGEST_FIRST_LINE = 150  # characters of a title, four times as many in English
_LONGEST_RUN_IN = 45  # characters of a title that runs into the text
_MOST_TASKS = 990
_MOST_SENTENCES = 990  # of one task or part


@dataclass
class Line:
    """A paragraph of the document, with its number in source.txt."""

    text: str
    number: int


@dataclass
class Unit:
    """A numbered part of the document: an area, a section or a task."""

    rank: int
    label: str
    rest: str  # what follows the number on its line
    line: Line
    below: list[Line] = field(default_factory=list)  # paragraphs before the next unit
    title: str = ""
    run_in: bool = False

    def paragraphs(self) -> list[Line]:
        """Return its text in paragraphs; without its title."""
        return ([Line(self.rest, self.line.number)] if self.rest else []) + self.below


@dataclass
class Cut:
    """A document cut into its parts."""

    language: str
    title: str = ""
    head: list[Line] = field(default_factory=list)
    preamble: list[Line] = field(default_factory=list)
    goals: Unit | None = None
    areas_heading: Unit | None = None
    areas: list[tuple[Unit, list[tuple[Unit | None, list[Unit]]]]] = field(default_factory=list)
    closing: list[Line] = field(default_factory=list)
    foot: list[Line] = field(default_factory=list)
    annexes: list[tuple[Line, list[Line]]] = field(default_factory=list)
    doubts: list[tuple[int, str, str]] = field(default_factory=list)  # line, Chinese, English

    def doubt(self, line: int, zh: str, en: str) -> None:
        """Note something to be checked by a person."""
        self.doubts.append((line, zh, en))


# --- numbers at the beginnings of lines

_CN = "一二三四五六七八九十百零〇两"
_DIGITS = {character: number for number, character in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}


def parse_number(text: str) -> int | None:
    """Return the value of a number in digits or Chinese numerals up to 999."""
    text = text.strip()
    if text.isdecimal():
        return int(text)
    total = digit = 0
    for character in text:
        if character in _DIGITS:
            digit = _DIGITS[character]
        elif character in "十百":
            total += (digit or 1) * (10 if character == "十" else 100)
            digit = 0
        else:
            return None
    return (total + digit) or None


_N = rf"(\d{{1,3}}|[{_CN}]{{1,7}})"
_KINDS: tuple[tuple[int, re.Pattern[str]], ...] = (
    (0, re.compile(rf"第\s*{_N}\s*[编編篇]")),
    (1, re.compile(rf"第\s*{_N}\s*章|(?:Chapter|CHAPTER|Part|PART|Title|TITLE)\s+(\d{{1,3}}|[IVX]{{1,6}})\b[.:]?")),
    (2, re.compile(rf"第\s*{_N}\s*[节節]")),
    (
        3,
        re.compile(
            rf"第\s*{_N}\s*[条條](?:之[{_CN}]{{1,2}})?|(?:Article|ARTICLE|Section|SECTION)\s+(\d{{1,3}})\b[.:]?"
        ),
    ),
    (4, re.compile(rf"([{_CN}]{{1,4}})\s*[、．.]")),
    (5, re.compile(rf"[（(]\s*([{_CN}]{{1,4}})\s*[）)]")),
    (6, re.compile(r"(\d{1,3})\s*[.．、](?!\s*\d+\s*[%％年月日亿万])")),
    (7, re.compile(r"[（(]\s*(\d{1,3})\s*[）)]")),
)
_ROMAN = {"I": 1, "V": 5, "X": 10}


def _roman(text: str) -> int | None:
    values = [_ROMAN.get(character, 0) for character in text]
    if not values or 0 in values:
        return None
    return sum(-one if one < after else one for one, after in zip(values, [*values[1:], 0], strict=True))


@dataclass
class _Mark:
    """A number at the beginning of a line."""

    rank: int
    number: int
    label: str
    rest: str


def _mark(text: str) -> _Mark | None:
    for rank, pattern in _KINDS:
        match = pattern.match(text)
        if match is None:
            continue
        word = next(group for group in match.groups() if group)
        number = parse_number(word) if parse_number(word) is not None else _roman(word)
        if number is None:
            continue
        rest = text[match.end() :]
        if rank <= 3 and rest and not rest[0].isspace() and rest[0] in "规規的所、，和至及第款项項":
            continue  # 第二条规定的…: a reference inside a sentence
        return _Mark(rank, number, match.group().strip(), rest.strip())
    return None


def _marks(lines: Sequence[Line]) -> dict[int, _Mark]:
    """Find the numbers that run on: 1, 2, 3 …, beginning anew only under a higher level."""
    found = {index: mark for index, line in enumerate(lines) if (mark := _mark(line.text))}
    kept: dict[int, _Mark] = {}
    last: dict[int, int] = {}
    since: dict[int, set[int]] = {}  # ranks seen since the last mark of a rank
    for index, mark in found.items():
        before = last.get(mark.rank, 0)
        is_next = mark.number == before + 1
        begins_anew = mark.number == 1 and (not before or any(rank < mark.rank for rank in since.get(mark.rank, ())))
        skips = mark.rank in {0, 1, 2, 3} and before < mark.number <= before + 30
        skips = skips or (mark.rank in {4, 5} and 0 < before < mark.number <= before + 8)
        if not (is_next or begins_anew or skips):
            continue
        kept[index] = mark
        last[mark.rank] = mark.number
        for rank in last:
            since.setdefault(rank, set()).add(mark.rank)
        since[mark.rank] = set()
    counts: dict[int, int] = {}
    for mark in kept.values():
        counts[mark.rank] = counts.get(mark.rank, 0) + 1
    return {index: mark for index, mark in kept.items() if counts[mark.rank] > 1 or mark.rank <= 4}


# --- levels


@dataclass
class _Levels:
    """The ranks of areas, sections and tasks."""

    area: int | None
    section: int | None
    task: int


def _levels(marks: dict[int, _Mark]) -> _Levels | None:
    """Choose which numbers are areas, sections and tasks."""
    ranks = sorted({mark.rank for mark in marks.values()})
    if not ranks:
        return None
    order = [mark.rank for mark in marks.values()]
    if 3 in ranks and sum(1 for rank in order if rank == 3) > 1:  # articles
        above = [rank for rank in ranks if rank < 3]
        if not above and 6 in ranks:
            return _Levels(3, None, 6)
        return _Levels(above[0] if above else None, above[-1] if len(above) > 1 else None, 3)
    ranks = [rank for rank in ranks if rank != 3] or ranks  # a single article is a reference to one
    if len(ranks) == 1:
        return _Levels(None, None, ranks[0])
    if len(ranks) > 2 and (_most_contain(order, ranks[1], ranks[2]) or _only_heads(marks, ranks[1], ranks[2])):
        return _Levels(ranks[0], ranks[1], ranks[2])
    return _Levels(ranks[0], None, ranks[1])


def _most_contain(order: list[int], outer: int, inner: int) -> bool:
    """Return whether most units of one rank contain units of another."""
    total = holding = 0
    for index, rank in enumerate(order):
        if rank == outer:
            total += 1
            holding += index + 1 < len(order) and order[index + 1] == inner
    return total > 0 and holding >= 0.6 * total


def _only_heads(marks: dict[int, _Mark], outer: int, inner: int) -> bool:
    """Return whether units of one rank that contain units of another are headings without a text of their own."""
    found = [
        "。" not in mark.rest and index + 1 in marks
        for (index, mark), (_, after) in pairwise(marks.items())
        if mark.rank == outer and after.rank == inner
    ]
    return bool(found) and all(found)


# --- cutting

_KINDS_OF_TITLES = re.compile(
    r"(?:意见|通知|决定|办法|方案|要点|规划|计划|纲要|条例|规定|细则|公告|公报|报告|指南|清单|标准|规范|法|決定|辦法|計畫|條例|"
    r"綱領|要點|規定|細則)(?:[（(].{1,20}[）)])?$"
)
_NUMBER_OF_DOCUMENT = re.compile(r".{1,20}[〔\[［(（]\s*\d{4}\s*[〕\]］)）].{0,10}\d+\s*[号號].?")
_DATE_LINE = re.compile(r"[（(]?\s*(?:\d{4}|[二〇○零一九]{4})\s*年.{0,80}$|.{0,12}\d{4}-\d\d-\d\d")
_NAMED = re.compile(r"(?:法規名稱|法规名称|标题|標題|文件名称)\s*[：:]\s*(.+)")
_META = re.compile(r"[^，。；]{2,8}[：:]\s*\S.{0,200}$")
_ANNEX = re.compile(
    r"(?:附\s*件|附\s*录|附\s*錄|附\s*表)\s*[\d一二三四五六七八九十]*\s*[：:]?\s*$|(?:ANNEX|Annex)(?:\s+[IVX\d]+)?$"
)
_ANNEX_LIST = re.compile(r"附\s*件\s*[：:1一]")
_NOTE = re.compile(r"[（(].{1,40}[）)]$")
_SIGNED = re.compile(r"Done at |For the |The President|Signed|By order")
_CLOSES = re.compile(
    r"全党全军|全黨|让我们|各地区各部门|各地区、各部门|各地各部门|各地、各部门|各级党委和政府要|"
    r"This (?:Regulation|Directive|Decision|Act|Order) shall "
)


def cut_document(texts: Sequence[str], language: str, title: str | None = None) -> Cut:
    """Cut a document; `texts` are its paragraphs, numbered from 1 as the lines of source.txt."""
    made = Cut(language)
    lines = [Line(tidy(text, language), number) for number, text in enumerate(texts, 1)]
    lines, contents = _without_contents(lines)
    marks = _marks(lines)
    if title is None:
        marks.pop(0, None)  # the first line is the title
    levels = _levels(marks)
    first = min((i for i, m in marks.items() if levels and m.rank in _ranks(levels)), default=None)
    if levels and levels.area is not None and first is not None and marks[first].rank != levels.area:
        first = min((index for index, mark in marks.items() if mark.rank == levels.area), default=first)
    _cut_head(made, lines[:first] if first is not None else lines, title, contents)
    if levels is None or first is None:
        _cut_unnumbered(made)
        return made
    end = _cut_end(made, lines, first)
    units = _cut_units(lines[first:end], {i - first: m for i, m in marks.items() if first <= i < end}, levels)
    _find_titles(made, units, levels)
    _cut_closing(made, units, levels)
    _arrange(made, units, levels)
    return made


def _ranks(levels: _Levels) -> set[int]:
    return {rank for rank in (levels.area, levels.section, levels.task) if rank is not None}


def _without_contents(lines: list[Line]) -> tuple[list[Line], list[Line]]:
    """Take out a list of contents, whose entries come again below."""
    at = next(
        (i for i, line in enumerate(lines[:40]) if re.fullmatch(r"目\s*[录錄次]|CONTENTS|Contents", line.text)), None
    )
    if at is None:
        return lines, []
    end = at + 1
    bare = [squeezed(line.text) for line in lines]
    while end < len(lines):
        entry = re.sub(r"[.…·\s]*\d*$", "", squeezed(lines[end].text))
        if not entry or not any(text.startswith(entry) for text in bare[end + 1 :]):
            break
        end += 1
    return lines[:at] + lines[end:], lines[at:end]


def _cut_head(made: Cut, lines: list[Line], title: str | None, contents: list[Line]) -> None:
    """Cut what stands before the first unit: title, document number, date, addressees, contents, preamble."""
    at = head = _cut_title(made, lines, title)
    while head < len(lines) and _is_head(lines[head], made.language):
        head += 1
    if contents:  # what stands before the list of contents is above the text, too
        head = max(head, sum(1 for line in lines if line.number < contents[0].number))
    made.head = sorted(lines[at:head] + contents, key=lambda line: line.number)
    made.preamble = lines[head:]
    for line in made.preamble:
        if made.language != "en" and len(line.text) <= 40 and not re.search(r"[。：；！？）]$", line.text):
            made.doubt(
                line.number,
                "短行，可能是标题或落款，现归入引言；请核对",
                "a short line, perhaps a title or signature, taken for the preamble: check",
            )
    if at or not lines or (title is None and _NAMED.match(lines[0].text)):
        return
    title = made.title
    if squeezed(title) not in "".join(squeezed(line.text) for line in lines[:6]):
        made.doubt(
            lines[0].number,
            "文件开头没有找到给定的标题；请核对",
            "the given title does not stand at the document's beginning: check",
        )
        return
    while made.preamble and squeezed(title) not in "".join(squeezed(line.text) for line in made.head):
        made.head.append(made.preamble.pop(0))  # the title stands among other words: all of them are the head


def _cut_title(made: Cut, lines: list[Line], title: str | None) -> int:
    """Find the title, and return how many lines it takes: none if it stands among other words."""
    if title is not None:
        made.title = title
        words = ""
        for count, line in enumerate(lines[:6], 1):
            words += squeezed(line.text)
            if words == squeezed(title):
                return count
        return 0
    if not lines:
        return 0
    if named := next((found for line in lines[:4] if (found := _NAMED.match(line.text))), None):
        made.title = named[1].strip()
        return 0
    longest = _LONGEST_FIRST_LINE * (1 if made.language != "en" else 4)
    if len(lines[0].text) > longest:
        made.title = re.split("[。；：]", lines[0].text[:longest])[0].strip() or lines[0].text[:longest].strip()
        made.doubt(
            lines[0].number,
            "没有找到标题，暂取开头几个字；请改正",
            "no title was found, and its first words stand for it",
        )
        return 0
    count = _title_lines(lines, made.language)
    made.title = "".join(line.text for line in lines[:count])
    return count


def _title_lines(lines: list[Line], language: str) -> int:
    """Return how many lines the title takes: one, or two or three short ones without any stop."""
    if language == "en" or len(lines[0].text) > _LONGEST_TITLE:
        return 1
    for count in (1, 2, 3):
        if count > len(lines):
            return count - 1
        if count > 1 and not _may_go_on(lines[count - 1]):
            return count - 1
        if _KINDS_OF_TITLES.search(lines[count - 1].text):
            return count
    return 1


def _may_go_on(line: Line) -> bool:
    text = line.text
    return (
        len(text) <= 40
        and not re.search(r"[。：；:;]", text)
        and not _DATE_LINE.match(text)
        and not _NUMBER_OF_DOCUMENT.match(text)
        and not text.startswith(("（", "("))
        and _mark(text) is None
    )


def _is_head(line: Line, language: str) -> bool:
    """Return whether a line stands above the text: document number, date, addressees."""
    text = line.text
    if language == "en":
        return len(text) < 90 and text == text.upper() and text.endswith(",")
    if _NUMBER_OF_DOCUMENT.fullmatch(text) or (_DATE_LINE.fullmatch(text) and "。" not in text):
        return True
    if _NOTE.fullmatch(text) or _META.fullmatch(text):
        return True
    is_addressee = text.endswith(("：", ":")) and "。" not in text and not re.search("如下|现|現|为|為|根据|按照", text)
    return is_addressee or (len(text) <= 30 and not re.search(r"[。，；：]", text))


def _cut_unnumbered(made: Cut) -> None:
    """Make a document without numbered parts one task."""
    lines, made.preamble = made.preamble, []
    if not lines:
        lines, made.head = made.head, []
    if not lines:
        made.doubt(1, "只有标题，没有正文", "there is a title and no text")
        return
    unit = Unit(9, "", "", lines[0], lines)
    made.areas = [(Unit(8, "", "", lines[0]), [(None, [unit])])]
    made.doubt(
        lines[0].number,
        "没有找到编号，全文作为一项任务；请按内容分开",
        "no numbers were found, so all of it is one task: divide it",
    )


def _cut_end(made: Cut, lines: list[Line], first: int) -> int:
    """Cut off annexes, signature, date and notes at the end; return where the text ends."""
    end = len(lines)
    annex = next((i for i in range(first + 1, len(lines)) if _ANNEX.fullmatch(lines[i].text)), None)
    if annex is not None:
        starts = [i for i in range(annex, len(lines)) if _ANNEX.fullmatch(lines[i].text)]
        for begin, stop in zip(starts, [*starts[1:], len(lines)], strict=True):
            made.annexes.append((lines[begin], lines[begin + 1 : stop]))
        end = annex
    listed = (i for i in range(max(first + 1, end - 20), end) if _ANNEX_LIST.match(lines[i].text))
    begin = next((i for i in listed if all(len(x.text) <= 60 and "。" not in x.text for x in lines[i:end])), end)
    while begin > first + 1 and _is_foot(lines[begin - 1], made.language):
        begin -= 1
    foot = lines[begin:end]
    is_signed = any(
        _DATE_LINE.match(line.text) or _ANNEX_LIST.match(line.text) or _SIGNED.match(line.text) for line in foot
    )
    if foot and (is_signed or _NOTE.fullmatch(foot[-1].text)):
        made.foot = foot
        return begin
    return end


def _is_foot(line: Line, language: str) -> bool:
    text = line.text
    if _mark(text) is not None or text.startswith("|") or is_line_of_responsible(text):
        return False
    if language == "en":
        return len(text) < 60 and (not text.endswith(".") or _SIGNED.match(text) is not None)
    if _ANNEX_LIST.match(text) or _NOTE.fullmatch(text):
        return True
    is_date = _DATE_LINE.fullmatch(text) is not None and len(text) < 30
    return is_date or (len(text) <= 30 and not re.search(r"[。；：，]$", text) and "。" not in text)


def _cut_units(lines: list[Line], marks: dict[int, _Mark], levels: _Levels) -> list[Unit]:
    """Cut the text into units; numbers of other levels stay in the paragraphs below."""
    units: list[Unit] = []
    wanted = _ranks(levels)
    for index, line in enumerate(lines):
        mark = marks.get(index)
        above = {unit.rank for unit in units}
        if mark is not None and mark.rank in wanted and (mark.rank == min(wanted) or above):
            units.append(Unit(mark.rank, mark.label, mark.rest, line))
        else:
            units[-1].below.append(line)
    return units


def _find_titles(made: Cut, units: list[Unit], levels: _Levels) -> None:
    """Tell titles from text, level by level: alone on their line, or run in up to the first stop."""
    for rank in _ranks(levels):
        level = [unit for unit in units if unit.rank == rank]
        if rank == 3:
            _article_titles(level)
            continue
        titled = [unit for unit in level if _title_of(unit, made.language, levels) is not None]
        if len(titled) < 0.6 * len(level):
            continue
        for unit in level:
            found = _title_of(unit, made.language, levels)
            if found is None:
                made.doubt(
                    unit.line.number,
                    f"{unit.label}没有找到标题，整段作为正文",
                    f"{unit.label} has no title that can be told from its text",
                )
                continue
            unit.title, unit.rest, unit.run_in = found


def _article_titles(level: list[Unit]) -> None:
    """Find the titles of articles, on the next line if every article has a short one without a stop there."""
    bare = [unit for unit in level if not unit.rest]
    if len(bare) == len(level) and all(
        unit.below
        and len(unit.below[0].text) <= 2 * _LONGEST_TITLE
        and not re.search(r"[。.；;：:，,]$", unit.below[0].text)
        for unit in level
    ):
        for unit in level:
            unit.title = unit.below.pop(0).text


def _title_of(unit: Unit, language: str, levels: _Levels) -> tuple[str, str, bool] | None:
    """Return a unit's title, the text after it, and whether it runs in; None if it seems to have none."""
    rest = unit.rest
    stop = ". " if language == "en" else "。"
    if not rest:
        return None
    if stop.strip() not in rest and len(rest) <= _LONGEST_TITLE and not re.search(r"[：:；;，,]$", rest):
        return rest, "", False
    at = rest.find(stop)
    if at < 0 and language != "en" and rest.endswith("。"):
        at = len(rest) - 1
    if language == "en" and at < 0 and rest.endswith(".") and unit.below:
        at = len(rest) - 1
    if not 0 < at <= _LONGEST_RUN_IN or ("，" in rest[:at] and at > 30) or re.search(r"[；;]", rest[:at]):
        return None
    after = rest[at + 1 :].strip()
    if not after and not unit.below and unit.rank == levels.task:
        return None
    return rest[:at].strip(), after, True


def _cut_closing(made: Cut, units: list[Unit], levels: _Levels) -> None:
    """Take the paragraphs after the last unit that belong to the whole document."""
    last = units[-1]
    others = [unit for unit in units[:-1] if unit.rank == last.rank]
    own = 0 if (last.rest or not last.below) else 1
    said = _last_responsible(last) if others and sum(map(_ends_with_responsible, others)) > len(others) / 2 else None
    if said is not None:
        own, trailing = said + 1, last.below[said + 1 :]
        if trailing:
            made.closing, last.below = trailing, last.below[:own]
            _doubt_closing(made, last)
        return
    trailing = last.below[own:]
    if not trailing or (last.rank != levels.task and levels.task in {unit.rank for unit in units}):
        at = next((i for i, line in enumerate(trailing) if _CLOSES.match(line.text)), None)
        if at is not None:
            made.closing, last.below = trailing[at:], last.below[: own + at]
        return
    with_more = sum(1 for unit in others if len(unit.paragraphs()) > 1)
    if len(others) >= 2 and with_more <= 0.1 * len(others):
        at = 0
    else:
        found = next((i for i, line in enumerate(trailing) if _CLOSES.match(line.text)), None)
        if found is None:
            return
        at = found
    made.closing, last.below = trailing[at:], last.below[: own + at]
    if at:
        made.doubt(
            trailing[at - 1].number,
            "此段归入最后一项，也可能属于结尾；请核对",
            "this paragraph is taken for the last task's, and may belong to the closing: check",
        )
    _doubt_closing(made, last)


def _doubt_closing(made: Cut, last: Unit) -> None:
    made.doubt(
        made.closing[0].number,
        f"从这里起作为结尾，不归入{last.label or '最后一项'}；请核对",
        f"from here on it is the closing and not part of {last.label or 'the last task'}: check",
    )


def _last_responsible(unit: Unit) -> int | None:
    """Return which of the paragraphs below a unit is the last that says who is responsible."""
    found = [index for index, line in enumerate(unit.below) if _says_who(line.text)]
    return found[-1] if found else None


def _ends_with_responsible(unit: Unit) -> bool:
    lines = unit.paragraphs()
    return bool(lines) and _says_who(lines[-1].text)


def _says_who(text: str) -> bool:
    return is_line_of_responsible(text) or bool(split_responsible(text)[1])


def _arrange(made: Cut, units: list[Unit], levels: _Levels) -> None:
    """Arrange the units as areas, sections and tasks."""
    if levels.section is not None and _is_goals_and_tasks(units, levels):
        top = [unit for unit in units if unit.rank == levels.area]
        made.goals, made.areas_heading = top
        units = units[units.index(top[1]) + 1 :]
        levels = _Levels(levels.section, None, levels.task)
    if levels.area is None:
        made.areas = [(Unit(8, "", "", units[0].line), [(None, units)])]
        return
    between = {rank for rank in (levels.section,) if rank is not None}
    for index, unit in enumerate(units):
        following = units[index + 1] if index + 1 < len(units) else None
        if unit.rank == levels.area:
            made.areas.append((unit, []))
        elif unit.rank in between and following is not None and following.rank == levels.task:
            made.areas[-1][1].append((unit, []))
        else:
            groups = made.areas[-1][1]
            if unit.rank in between or not groups:  # a section without tasks is one
                groups.append((None, [unit]))
            else:
                groups[-1][1].append(unit)


def _is_goals_and_tasks(units: list[Unit], levels: _Levels) -> bool:
    """Return whether the two highest units are goals, as text, and tasks, divided into the areas."""
    top = [unit for unit in units if unit.rank == levels.area]
    if len(top) != 2 or units.index(top[1]) != 1:
        return False
    return not top[0].run_in and not top[1].paragraphs() and bool(top[0].title and top[1].title)
