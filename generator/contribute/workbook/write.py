"""A submission to fill in → a workbook: drop-downs, the official text in locked cells, and what is known filled in."""

from __future__ import annotations

import datetime
import io
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from generator.contribute.drafts import Draft
from generator.contribute.workbook.columns import (
    GUIDE,
    HEAD,
    HIDDEN,
    MORE,
    Column,
    Sheet,
    get,
    head_columns,
    locales_in,
    sheets,
)
from generator.errors import GeneratorError
from generator.model import Clause, Localized, Policy, short_hash
from generator.model.values import Choices

VERSION = "1"
SPARE = 20  # empty rows below those that are offered
SPARE_MORE = 40  # rows for further sources
TEXT_ROW = 2  # rows above the first to fill in: names for the program, headings for people
_MADE = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)  # the same bytes on every run
_WIDE, _DATE_WIDE, _NARROW = 36, 13, 16
NEEDS = {
    "completed": ("evidence", 0, "title", "zh"),
    "delayed": ("reason", "zh"),
    "suspended": ("reason", "zh"),
    "cancelled": ("reason", "zh"),
    "withheld": ("ground", "zh"),
}
"""What a report of a status must also say."""

_GUIDE_TEXT = (
    (
        "在“{reports}”表里选状态，写做了什么；在“{figures}”表里填数值；“{head}”里填提交日期。灰色格是官方原文和上期情况，不用填。",
        "Choose a status and say what was done on the sheet {reports}; give figures on {figures}, and the day of "
        "submission on {head}. Grey cells hold the official text and the last report.",
    ),
    (
        "没有要报的，整行留空。上期报过的已经带入，请改成本期的情况；不再报的，把这一行清空。",
        "Leave a row empty if there is nothing to report. What the last report said is filled in: bring it up to date, "
        "or empty the row.",
    ),
    (
        "橙色的格还要填：已完成要写公开出处，延期要写原因。一项有多个出处的，第二个起写在“{more}”表里。",
        "Orange cells are still to be filled in: completed work needs a public source, a delay needs a reason. Second "
        "and further sources go to the sheet {more}.",
    ),
    (
        "日期写成 2023-09-30，数值写成 1.9亿、5800万、1,234 或 26.5%。百分数要带百分号。不要写公式，不要合并单元格。",
        "Write dates as 2023-09-30 and figures as 1.9亿, 5800万, 1,234 or 26.5%, with the percent sign. Write no "
        "formulas, and merge no cells.",
    ),
    (
        "标题行“+”可以展开英文等不常用的栏。填完后保存，按通知的方式发回；程序会检查，有问题会指出在哪一格、怎么改。",
        "Rarely used columns, such as English, unfold with the + above the headings. Save the workbook and send it "
        "back: it will be checked, and each problem is named with its cell and what to do.",
    ),
)


def write_workbook(draft: Draft, asked: Sequence[str]) -> bytes:
    """Return a workbook with everything that a submission can say, and what is known of it filled in.

    `asked` are the languages in which reports are wanted besides Chinese. Raises GeneratorError if the package that
    writes workbooks is not installed.
    """
    try:
        import xlsxwriter
    except ImportError as error:
        raise GeneratorError(MISSING) from error
    locales = [*asked, *sorted(locales_in(draft.tree) - set(asked))]
    output = io.BytesIO()
    book = xlsxwriter.Workbook(
        output,
        {"in_memory": True, "strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False},
    )
    book.set_properties(
        {"created": _MADE, "title": f"{draft.policy.title.original} {draft.agency.name.zh} {draft.period}"}
    )
    _Writer(book, draft, locales).write()
    book.close()
    return output.getvalue()


MISSING = (
    "workbooks need the packages xlsxwriter and openpyxl (the extra `office`); `make site` installs them / "
    "工作簿需要 xlsxwriter 和 openpyxl（附加组件 office），`make site` 会安装"
)


class _Writer:
    """The sheets of one workbook."""

    def __init__(self, book: Any, draft: Draft, locales: Sequence[str]) -> None:
        self.book, self.draft = book, draft
        self.guide: list[str] = []  # hashes of the lines of instruction
        self.head, self.sheets = head_columns(locales), sheets(locales)
        wrap = {"text_wrap": True, "valign": "top", "border": 1, "border_color": "#BBBBBB", "font_size": 11}
        self.title = book.add_format({"bold": True, "font_size": 14, "text_wrap": True, "valign": "top"})
        self.plain = book.add_format({"text_wrap": True, "valign": "top"})
        self.heading = book.add_format({**wrap, "bold": True, "bg_color": "#DCE6F1"})
        self.grey = book.add_format({**wrap, "bg_color": "#EEEEEE", "num_format": "@"})
        self.text = book.add_format({**wrap, "locked": False, "num_format": "@"})
        self.day = book.add_format({**wrap, "locked": False, "num_format": "yyyy-mm-dd"})
        self.amber = book.add_format({"bg_color": "#FFC000"})

    def write(self) -> None:
        """Write all sheets."""
        guide = self.book.add_worksheet(GUIDE)
        head = self.book.add_worksheet(HEAD)
        self._guide(guide)
        self._head(head)
        for sheet in self.sheets:
            self._sheet(self.book.add_worksheet(sheet.title), sheet)
        self._more(self.book.add_worksheet(MORE))
        self._hidden(self.book.add_worksheet(HIDDEN))
        guide.activate()

    def _guide(self, sheet: Any) -> None:
        draft = self.draft
        titles = {item.field: item.title for item in self.sheets}
        names = {"reports": "", "figures": "", **titles, "head": HEAD, "more": MORE}
        sheet.set_column(0, 0, 100)
        sheet.hide_gridlines(2)
        lines = [_both(draft.policy.title), f"{_both(draft.agency.name)} · {draft.period}"]
        lines[1] += f"（{draft.period.start} – {draft.period.end}）"
        if draft.policy.file.reporting:
            due = draft.policy.file.reporting.due(draft.period)
            lines.append(f"{due} 及以前报送 / Due by {due}")
        for language in (0, 1):
            lines.append("")
            lines += [f"{number}. {texts[language].format(**names)}" for number, texts in enumerate(_GUIDE_TEXT, 1)]
        for row, line in enumerate(lines):
            sheet.write_string(row, 0, line, self.plain if row else self.title)
        self.guide = [short_hash(line) for line in lines]
        sheet.protect("", {"format_columns": True, "format_rows": True})

    def _head(self, sheet: Any) -> None:
        """Write the fields of the submission itself, one below the other."""
        sheet.set_column(0, 0, 18, None, {"hidden": True})
        sheet.set_column(1, 1, 50)
        sheet.set_column(2, 2, 50)
        for row, column in enumerate(self.head):
            sheet.write_string(row, 0, column.key, self.grey)
            sheet.write_string(row, 1, f"{column.zh}\n{column.en}", self.heading)
            self._cell(sheet, row, 2, column, get(self.draft.tree, column.steps))
            self._validate(sheet, row, row, 2, column)
            if column.is_required:
                _mark(sheet, row, 2, f'=TRIM(C{row + 1})=""', self.amber)
        _protect(sheet)

    def _sheet(self, page: Any, sheet: Sheet) -> None:
        """Write the records of a list, and a row for each that could be added."""
        rows, policy = self._rows(sheet), self.draft.policy
        infos = ("text", "last") if sheet.field == "reports" else ("text",)
        places = {column.key: index for index, column in enumerate(_placed(sheet.columns, infos)) if column}
        key, *others = sheet.columns
        headings = {"text": ("官方原文", "Official text"), "last": ("上期状态", "Last status")}
        page.set_row(0, None, None, {"hidden": True})
        page.freeze_panes(TEXT_ROW, 1 + len(infos))
        page.write_string(0, 0, key.key, self.grey)
        page.write_string(1, 0, _heading(key), self.heading)
        page.set_column(0, 0, 12 if sheet.field == "reports" else 24)
        for index, info in enumerate(infos, 1):
            page.write_string(0, index, f"#{info}", self.grey)
            page.write_string(1, index, "\n".join(headings[info]), self.heading)
            page.set_column(index, index, 60 if info == "text" else 14)
        used = {column.key for column in others if any(get(tree, column.steps) is not None for tree in rows)}
        for column in others:
            index = places[column.key]
            page.write_string(0, index, column.key, self.grey)
            page.write_string(1, index, _heading(column), self.heading)
            folded = {"level": 1, "hidden": True} if column.is_rare and column.key not in used else {}
            page.set_column(index, index, _width(column), None, folded)
        for number, tree in enumerate(rows, TEXT_ROW):
            name = str(get(tree, key.steps) or "")
            _write(page, number, 0, name, self.grey if name else self.text)
            for index, info in enumerate(infos, 1):
                _write(page, number, index, self._info(info, name, policy), self.grey)
            for column in others:
                self._cell(page, number, places[column.key], column, get(tree, column.steps))
        last = TEXT_ROW + len(rows) - 1
        for column in others:
            self._validate(page, TEXT_ROW, last, places[column.key], column)
        self._ask(page, sheet, places, last)
        _protect(page, rows=True)

    def _rows(self, sheet: Sheet) -> list[Mapping[str, Any]]:
        """Return a list's records in the order of the policy, with what else can be reported on, and spare rows."""
        draft, (key, *_) = self.draft, sheet.columns
        known: list[Mapping[str, Any]] = list(draft.tree.get(sheet.field, ()))
        names = [str(get(tree, key.steps) or "") for tree in known]
        if sheet.field == "reports":
            offered = _offered(draft)
            order = list(draft.policy.refs)
        else:
            offered = [target.id for target in draft.targets] if sheet.field == "figures" else []
            order = [target.id for target in draft.policy.targets]
        blank = [{key.name: name} for name in offered if name not in names]
        rank = {name: index for index, name in enumerate(order)}
        every = [*zip(names, known, strict=True), *((row[key.name], row) for row in blank)]
        every.sort(key=lambda pair: rank.get(pair[0], len(rank)))
        return [*(row for _, row in every), *({} for _ in range(SPARE))]

    def _info(self, info: str, name: str, policy: Policy) -> str:
        if info == "last":
            period, status = self.draft.last.get(name, ("", ""))
            return f"{period} {self._named(status)}" if period else ""
        return official_text(policy, name)

    def _named(self, status: str) -> str:
        for sheet in self.sheets:
            for column in sheet.columns:
                if status in column.choices:
                    return column.choices[status][0]
        return status

    def _more(self, page: Any) -> None:
        """Write the second and further items of lists in records, each with the record that it belongs to."""
        page.set_row(0, None, None, {"hidden": True})
        page.freeze_panes(TEXT_ROW, 2)
        columns = more_columns(self.sheets)
        leading = (
            ("@key", "属于：条款号或指标代号", "Belongs to: task, clause or target"),
            ("@count", "同一编号报了几条的，这是第几条", "Which one, if it is reported on more than once"),
        )
        for index, (key, zh, en) in enumerate(leading):
            page.write_string(0, index, key, self.grey)
            page.write_string(1, index, f"{zh}\n{en}", self.heading)
            page.set_column(index, index, 24)
        for index, column in enumerate(columns, len(leading)):
            page.write_string(0, index, column.key, self.grey)
            page.write_string(1, index, _heading(column), self.heading)
            page.set_column(index, index, _width(column))
        number = TEXT_ROW
        for sheet in self.sheets:
            counts: Counter[str] = Counter()
            for tree in self._rows(sheet):
                name = str(get(tree, sheet.columns[0].steps) or "")
                counts[name] += 1
                for field, parts in sheet.more:
                    for item in tree.get(field, ())[1:]:
                        _write(page, number, 0, name, self.text)
                        _write(page, number, 1, str(counts[name]) if counts[name] > 1 else "", self.text)
                        keys = {column.key: index for index, column in enumerate(columns, len(leading))}
                        for column in parts:
                            place = keys[f"{field}.{column.key}"]
                            self._cell(page, number, place, column, get(item, column.steps))
                        number += 1
        last = number + SPARE_MORE
        for row in range(number, last):
            for index in range(len(leading) + len(columns)):
                sort = columns[index - len(leading)].sort if index >= len(leading) else "text"
                page.write_blank(row, index, None, self.day if sort == "date" else self.text)
        _protect(page, rows=True)

    def _hidden(self, page: Any) -> None:
        """Write what the program needs to read the workbook back, on a sheet that users don't see."""
        draft = self.draft
        columns = {sheet.title: [column.key for column in sheet.columns] for sheet in self.sheets}
        columns[HEAD] = [column.key for column in self.head]
        columns[MORE] = [column.key for column in more_columns(self.sheets)]
        values = {
            "version": VERSION,
            "policy": draft.policy.id,
            "agency": draft.agency.id,
            "period": draft.name,
            "columns": json.dumps(columns, ensure_ascii=False),
            "guide": json.dumps(self.guide),
        }
        for row, (name, value) in enumerate(values.items()):
            page.write_string(row, 0, name)
            page.write_string(row, 1, value)
        page.protect("")
        page.very_hidden()

    def _cell(self, page: Any, row: int, index: int, column: Column, value: str | None) -> None:
        form = self.day if column.sort == "date" else self.text
        day = _day(value) if column.sort == "date" else None
        if value is None:
            page.write_blank(row, index, None, form)
        elif day is not None:
            page.write_datetime(row, index, datetime.datetime(day.year, day.month, day.day), form)  # noqa: DTZ001 - a day
        else:
            page.write_string(row, index, shown(column.choices, value), form)

    def _validate(self, page: Any, first: int, last: int, index: int, column: Column) -> None:
        if column.sort == "choice":
            names = [names[0] for names in column.choices.values()]
            page.data_validation(
                first, index, last, index,
                {
                    "validate": "list",
                    "source": names,
                    "error_title": "请从下拉列表中选择",
                    "error_message": "、".join(names)[:255],
                },
            )  # fmt: skip
        elif column.sort == "date":
            page.data_validation(
                first, index, last, index,
                {
                    "validate": "date",
                    "criteria": "between",
                    "minimum": datetime.date(1990, 1, 1),
                    "maximum": datetime.date(2099, 12, 31),
                    "error_type": "warning",
                    "error_title": "日期",
                    "error_message": "请写成 2023-09-30 这样的日期。",
                },
            )  # fmt: skip

    def _ask(self, page: Any, sheet: Sheet, places: Mapping[str, int], last: int) -> None:
        """Colour cells that a status makes necessary, as long as they are empty."""
        for column in sheet.columns:
            for status, names in column.choices.items():
                needed = next((item for item in sheet.columns if item.steps == NEEDS.get(status)), None)
                if needed is not None:
                    where, there = _letter(places[column.key]), places[needed.key]
                    first = TEXT_ROW + 1
                    formula = f'=AND(${where}{first}="{names[0]}",TRIM(${_letter(there)}{first})="")'
                    _mark(page, TEXT_ROW, there, formula, self.amber, last)


def _placed(columns: Sequence[Column], infos: Sequence[str]) -> list[Column | None]:
    """Return the columns in their places: the key, what is there to read, and what is to be filled in."""
    return [columns[0], *(None for _ in infos), *columns[1:]]


def _offered(draft: Draft) -> list[str]:
    """Return the tasks and clauses with rows: those asked about with all their clauses, or all there are."""
    if not draft.is_assigned:
        return list(draft.policy.refs)
    wanted = {*draft.refs, *(clause for ref in draft.refs for clause in draft.policy.clauses_of(ref))}
    return [ref for ref in draft.policy.refs if ref in wanted]


def more_columns(every: Sequence[Sheet]) -> tuple[Column, ...]:
    """Return the columns of all lists in records, without repetition."""
    found: dict[str, Column] = {}
    for sheet in every:
        for field, columns in sheet.more:
            for column in columns:
                new = Column((field, *column.steps), column.zh, column.en, column.sort, column.choices)
                found.setdefault(new.key, new)
    return tuple(found.values())


def official_text(policy: Policy, name: str) -> str:
    """Return the official text of a task, a clause or a target, on one line."""
    part = policy.refs.get(name)
    if part is not None:
        return _line(
            part.wording(datetime.date.max).original if isinstance(part, Clause) else policy.name(part).original
        )
    target = next((target for target in policy.targets if target.id == name), None)
    if target is None:
        return ""
    return _line(target.title.original) + (f"（{_line(target.unit.original)}）" if target.unit else "")


def shown(choices: Choices, value: str) -> str:
    """Return a value as a cell shows it: a choice by its Chinese name."""
    return choices[value][0] if value in choices else value


def _day(value: str | None) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(value or "")
    except ValueError:
        return None


def _heading(column: Column) -> str:
    return f"{column.zh}\n{column.name}"


def _width(column: Column) -> int:
    if column.sort == "text":
        return _WIDE
    return _DATE_WIDE if column.sort == "date" else _NARROW


def _letter(index: int) -> str:
    from xlsxwriter.utility import xl_col_to_name

    return str(xl_col_to_name(index))


def _write(page: Any, row: int, index: int, text: str, form: Any) -> None:
    """Write a text; an empty one leaves the cell empty."""
    if text:
        page.write_string(row, index, text, form)
    else:
        page.write_blank(row, index, None, form)


def _mark(page: Any, row: int, index: int, formula: str, form: Any, last: int | None = None) -> None:
    page.conditional_format(
        row, index, row if last is None else last, index, {"type": "formula", "criteria": formula, "format": form}
    )


def _protect(page: Any, *, rows: bool = False) -> None:
    """Lock the official text against slips of the hand; there is no password."""
    page.protect("", {"format_columns": True, "format_rows": True, "format_cells": True, "insert_rows": rows})


def _line(text: str) -> str:
    return " ".join(text.split())


def _both(text: Localized) -> str:
    return " / ".join(map(_line, [text.zh, *text.translations.values()]))
