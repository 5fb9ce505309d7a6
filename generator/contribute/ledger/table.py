"""The table in a ledger: where its heading is, and what its columns seem to be."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from generator.contribute.workbook.read import Cell, Page, column_number
from generator.model import guess_period
from generator.model.plain import narrow

_FIRST_ROWS = 12  # the heading is looked for here
_HEAD = 24  # characters of a heading at most
_RANGE = re.compile(r"([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})")

SECRET = re.compile("涉密|密级|秘密|机密|绝密|(?:不予|不得|不宜|不|非)公开|内部资料|内部掌握")

# The order decides: 任务完成时限 is a deadline, and 任务完成情况 is progress.
_USES = (
    ("person", "[填上]报人|联系人|联络[人员]|责任人|负责人|经办人|领导|电话|手机|联系方式|姓名|邮箱|微信"),
    ("left_out", "时限|期限|完成时间|截止|序号|编号|备注|领域"),
    ("progress", "进展|完成情况|落实情况|推进情况|工作情况|成效"),
    ("state", "评价|状态|是否完成|进度"),
    ("lead", "牵头|主办"),
    ("lead", "(?:责任|承办|实施)(?:单位|部门)"),
    ("task", "任务|事项|举措|工作内容|工作要点"),
)
_PERIOD = re.compile(
    "(?:20[0-9]{2}年?)?(?:前[二三]个?季度|第?[一二三四1-4]季度|[上下]半年"
    "|1?[0-9]月?[至—–~～-]1?[0-9]月份?|1?[0-9]月份?|全年|年度)|20[0-9]{2}[-年]?(?:Q[1-4]|H[12]|年)?"
)


@dataclass(frozen=True)
class Table:
    """A sheet with a heading."""

    page: Page
    top: int  # the first row of the heading
    bottom: int  # its last row

    @cached_property
    def areas(self) -> tuple[tuple[int, int, int, int], ...]:
        """The merged cells: first row, first column, last row, last column."""
        return tuple(_areas(self.page))

    def cell(self, row: int, column: int) -> Cell | None:
        """Return a cell, or the one that it is merged into."""
        if (row, column) in self.page.cells:
            return self.page.cells[row, column]
        corner = next(
            (
                (top, left)
                for top, left, bottom, right in self.areas
                if top <= row <= bottom and left <= column <= right
            ),
            None,
        )
        return self.page.cells.get(corner) if corner else None

    def text(self, row: int, column: int) -> str:
        """Return what stands in a cell, on one line."""
        cell = self.cell(row, column)
        return "" if cell is None else " ".join(str(cell.value).split())

    @cached_property
    def heads(self) -> dict[int, str]:
        """The headings by column."""
        found = {}
        last = max((column for _, column in self.page.cells), default=0)
        for column in range(1, last + 1):
            parts = [_tight(self.text(row, column)) for row in range(self.top, self.bottom + 1)]
            if head := " ".join(dict.fromkeys(filter(None, parts))):
                found[column] = head
        return found

    def rows(self) -> Iterator[int]:
        """Yield the filled rows below the heading, except those that say they are not to be published."""
        closed = {row for (row, _), cell in self.page.cells.items() if SECRET.search(str(cell.value))}
        yield from sorted({row for row, _ in self.page.cells if row > self.bottom} - closed)

    def above(self) -> str:
        """Return what stands above the heading."""
        return " ".join(str(cell.value) for (row, _), cell in sorted(self.page.cells.items()) if row < self.top)


def find_table(page: Page) -> Table | None:
    """Find the heading of a sheet: the first row with the most columns that are known by name, a task among them."""
    best: tuple[int, int] = (0, 0)
    for row in range(1, _FIRST_ROWS + 1):
        uses = [
            use for (at, _), cell in page.cells.items() if at == row and (use := use_of(_tight(str(cell.value)))) != ""
        ]
        if "task" in uses and len(uses) > 1:
            best = max(best, (len(uses), -row))
    if not best[0]:
        return None
    top = -best[1]
    spans = [area for area in _areas(page) if area[0] == top]
    bottom = max([top, *(area[2] for area in spans)])
    if bottom == top and any(right > left and (top + 1, left) in page.cells for _, left, _, right in spans):
        bottom += 1  # one heading over several columns, whose own stand below it
    return Table(page, top, bottom)


def use_of(head: str) -> str:
    """Return what a column of this name seems to be; an empty text if it says nothing."""
    if len(head) > _HEAD:
        return ""
    for use, pattern in _USES:
        if re.search(pattern, head):
            return use
    return "progress" if _PERIOD.fullmatch(narrow(head)) else ""


def period_in(head: str, year: str) -> str:
    """Return the period that a heading names, in the ledger's year unless it names one; an empty text if it doesn't."""
    for match in _PERIOD.finditer(narrow(head)):
        words = re.sub("[—–~～-](?=1?[0-9]月)", "至", match.group())
        if found := guess_period(words if words.startswith("20") else f"{year}年{words}"):
            return found
    return ""


def year_in(text: str) -> str:
    """Return the first year in a text."""
    match = re.search("(?<![0-9])20[0-9]{2}(?![0-9])", narrow(text))
    return match.group() if match else ""


def _tight(text: str) -> str:
    return re.sub(r"\s", "", text)


def _areas(page: Page) -> Iterator[tuple[int, int, int, int]]:
    for area in page.merged:
        if match := _RANGE.fullmatch(area):
            yield int(match[2]), column_number(match[1]), int(match[4]), column_number(match[3])
