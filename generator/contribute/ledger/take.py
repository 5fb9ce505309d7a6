"""A ledger and its map → submissions, and everything in the ledger that is not taken over, with the reason."""

from __future__ import annotations

import datetime
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NamedTuple

from generator.contribute.drafts import choice_named
from generator.contribute.ledger.mapping import LedgerMap, MapRow
from generator.contribute.ledger.propose import EMPTY, STATUSES, TOTAL, first_of
from generator.contribute.ledger.table import SECRET, Table
from generator.contribute.workbook.read import Cell, Page, cell_name, column_number
from generator.contribute.workbook.take import number_text
from generator.contribute.yaml_text import Leaf, write_yaml
from generator.errors import GeneratorError
from generator.findings import Finding, Place
from generator.findings.languages import Words
from generator.load import read_submission
from generator.model import Catalog, Submission, parse_period
from generator.model.persons import private_number
from generator.model.values import parse_amount
from generator.rules import check_submissions

_PERSON = re.compile("填表人|填报人|联系人|联系电话|联系方式|负责人|电话|手机")
_ITEM = re.compile(r"(?<=[。；;])\s*(?=[0-9一二三四五六七八九十]{1,2}[、.．]|[（(][0-9]{1,2}[)）]|[-—•·●])")

_NOT_MAPPED = Words("映射里没有这一列", "the map has no such column")
_PRIVATE = Words("个人信息，一律不采用", "about a person: never taken over")
_CLOSED = Words(
    "这一行写明涉密或不公开，整行不采用", "the row says that it is not to be published: all of it is left out"
)
_SUM = Words("合计行", "a row of totals")
_ABOVE = Words("在表头以上", "above the heading")
_NO_SUBJECT = Words(
    "映射没有写明是哪项任务、条款或指标（about）", "the map does not say which task, clause or target it is (about)"
)
_NO_AGENCY = Words("映射没有写明牵头单位是哪个机构", "the map does not say which agency leads")
_NO_PERIOD = Words(
    "映射没有写明这一列的报告期（period）", "the map does not say which period the column is of (period)"
)
_NO_UNIT = Words("只有数字，没有写明是什么", "a number that does not say of what")
_NOT_A_FIGURE = Words("不是数值，不能作为指标的值", "no figure, so it can't be the target's value")
_NOTHING = Words("没有内容", "nothing is reported")
_FORMULA = Words("是公式或错误值，请改成内容本身", "a formula or an error: write what it yields")
_AGAIN = Words("同一机构、同一期已有一行报告同一事项", "another row reports the same for this agency and period")
_UNUSED = Words(
    "作进展说明的一列已经写明状态，或者没有进展可配", "the progress column says the state already, or has no text"
)
_OTHER_SHEET = Words("别的工作表，没有读", "another sheet, which is not read")
_HIDDEN = Words("隐藏的行，照样读了，请核对", "a hidden row, which is read all the same: check it")
_MERGED = Words(
    "与别的单元格合并，只算第一行、第一列的，请核对",
    "merged with other cells: it counts for its first row and column only; check it",
)
_OTHERS = Words("只取第一个单位（牵头），其余不采用", "only the first body, which leads, is taken")


class Source(NamedTuple):
    """The cell that a text came from."""

    row: int
    column: int


@dataclass(frozen=True)
class LeftOut:
    """Cells that are not taken over, and why; what stands in them, unless it is about a person or not public."""

    cells: tuple[str, ...]
    why: Words
    values: tuple[str, ...] = ()


@dataclass(frozen=True)
class Drawn:
    """A submission drawn from a ledger."""

    path: str
    text: str
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class TakenLedger:
    """What a ledger gives."""

    files: tuple[Drawn, ...]
    left_out: tuple[LeftOut, ...]


def take_ledger(
    root: Path, catalog: Catalog, as_of: datetime.date, pages: Sequence[Page], name: str, ledger_map: LedgerMap
) -> TakenLedger:
    """Draw submissions from a ledger as its map says; nothing is written.

    Raises GeneratorError if the map names a sheet, policy or agency that does not exist.
    """
    page = next((page for page in pages if page.name == ledger_map.sheet), None)
    if page is None:
        raise GeneratorError(f"{name}: has no sheet {ledger_map.sheet!r} / 没有这个工作表")
    if ledger_map.policy not in catalog.policies:
        raise GeneratorError(f"no policy {ledger_map.policy!r}; known / 已有：{', '.join(catalog.policies)}")
    for id_ in {ledger_map.agency, *(row.agency for row in ledger_map.agencies)} - {None}:
        if id_ not in catalog.agencies:
            raise GeneratorError(f"no agency {id_!r} in data/agencies/ / 没有这个机构")
    reader = _Reader(catalog, Table(page, ledger_map.first_row, ledger_map.first_row - 1), ledger_map)
    reader.read()
    for other in pages:
        if other is not page and other.cells:
            reader.leave([(other.name, *at) for at in sorted(other.cells)], _OTHER_SHEET)
    files = tuple(_drawn(root, catalog, as_of, name, reader, key) for key in sorted(reader.reports))
    return TakenLedger(files, tuple(reader.left_out()))


def show_ledger(taken: TakenLedger, language: str) -> str:
    """Return the submissions that a ledger gives, and what is not taken over, as text."""
    zh = language == "zh"
    lines = []
    for file in taken.files:
        lines += [f"# {file.path}", file.text]
    if taken.left_out:
        lines.append("没有采用、或者需要核对的内容：" if zh else "Not taken over, or to be checked:")
    for item in taken.left_out:
        values = " | ".join(item.values)
        lines.append(f"  {', '.join(item.cells)}{'：' if zh else ': '}{item.why.zh if zh else item.why.en}")
        lines += [f"    {values}"] if values else []
    return "\n".join(lines) + "\n" if lines else ""


class _Reader:
    """One ledger on its way to submissions."""

    def __init__(self, catalog: Catalog, table: Table, ledger_map: LedgerMap) -> None:
        self.catalog, self.table, self.map = catalog, table, ledger_map
        self.policy = catalog.policies[ledger_map.policy]
        self.uses = {column_number(column.column.upper()): column for column in ledger_map.columns}
        self.rows = {row.row: row for row in ledger_map.rows}
        self.agencies = {row.name: row.agency for row in ledger_map.agencies}
        self.states = {row.words: choice_named(STATUSES, row.status) for row in ledger_map.states if row.status}
        self.reports: dict[tuple[str, str], dict[str, Any]] = {}
        self.left: dict[tuple[Words, str], list[tuple[str, str]]] = defaultdict(list)

    def leave(self, cells: Sequence[tuple[str, int, int]], why: Words, group: str = "", *, shown: bool = False) -> None:
        """Remember that cells are not taken over; their values are shown only where `shown` says so."""
        for sheet, row, column in cells:
            value = self.table.text(row, column) if shown else ""
            if value and private_number(value):
                value = ""
            self.left[why, group].append((f"{sheet}!{cell_name(row, column)}", value))

    def left_out(self) -> Iterator[LeftOut]:
        for (why, _), cells in self.left.items():
            yield LeftOut(tuple(cell for cell, _ in cells), why, tuple(value for _, value in cells if value))

    def read(self) -> None:
        page = self.table.page
        by_row: dict[int, list[int]] = defaultdict(list)
        for row, column in sorted(page.cells):
            by_row[row].append(column)
        for row, columns in by_row.items():
            if row >= self.map.first_row:
                self._row(row, columns)
        above = [(page.name, row, column) for row, column in sorted(page.cells) if row < self.map.first_row]
        for cell in above:
            text = self.table.text(*cell[1:])
            is_private = bool(_PERSON.search(text) or private_number(text)) and len(text) > len("联系人及电话")
            if is_private:
                self.leave([cell], _PRIVATE)
            elif not self._is_head(cell[1], text):
                self.leave([cell], _ABOVE, shown=True)

    def _is_head(self, row: int, text: str) -> bool:
        """Return whether a text above the rows is a part of a heading, which the map has."""
        heads = "".join(column.head or "" for column in self.map.columns).replace(" ", "")
        return row < self.map.first_row and "".join(text.split()) in heads

    def _row(self, row: int, columns: Sequence[int]) -> None:
        sheet = self.table.page.name
        every = [(sheet, row, column) for column in columns]
        if any(SECRET.search(self.table.text(row, column)) for column in columns):
            self.leave(every, _CLOSED, str(row))
        elif row not in self.rows and any(TOTAL.match(self.table.text(row, column)) for column in columns):
            self.leave(every, _SUM, str(row), shown=True)
        elif (mapped := self.rows.get(row)) is None or mapped.about is None:
            self._columns_left(row, columns)
            kept = [(sheet, row, at) for at in columns if self._use(at) not in {"left_out", "person", ""}]
            self.leave(kept, _NO_SUBJECT, str(row), shown=True)
        elif (agency := self._agency(row)) is None:
            self._columns_left(row, columns)
            kept = [(sheet, row, at) for at in columns if self._use(at) not in {"left_out", "person", ""}]
            self.leave(kept, _NO_AGENCY, str(row), shown=True)
        else:
            self._columns_left(row, columns)
            self._cells(row, columns, mapped, agency)

    def _use(self, column: int) -> str:
        return self.uses[column].use if column in self.uses else ""

    def _agency(self, row: int) -> str | None:
        if self.map.agency:
            return self.map.agency
        lead = next((column for column in self.uses if self._use(column) == "lead"), 0)
        return self.agencies.get(first_of(self.table.text(row, lead))) if lead else None

    def _columns_left(self, row: int, columns: Sequence[int]) -> None:
        """Say what a row has in columns that are left out, column by column."""
        for column in columns:
            cell = [(self.table.page.name, row, column)]
            use = self._use(column)
            if use == "person" or private_number(self.table.text(row, column)):
                self.leave(cell, _PRIVATE, str(column))
            elif use in {"left_out", ""}:
                head = self.uses[column].head if use else None
                why = (
                    Words(f"映射不采用这一列（{head}）", f"the map leaves this column out ({head})")
                    if head
                    else _NOT_MAPPED
                )
                self.leave(cell, why, str(column), shown=True)

    def _cells(self, row: int, columns: Sequence[int], mapped: MapRow, agency: str) -> None:
        sheet = self.table.page.name
        rating = {
            self.uses[column].period: (column, self.states.get(self.table.text(row, column), ""))
            for column in columns
            if self._use(column) == "state"
        }
        used = set()
        if row in self.table.page.hidden:
            self.leave([(sheet, row, columns[0])], _HIDDEN)
        for column in columns:
            use = self._use(column)
            text = self.table.text(row, column)
            if use == "lead" and not self.map.agency and first_of(text) != text.strip():
                self.leave([(sheet, row, column)], _OTHERS, shown=True)
            if use == "progress" and not private_number(text):
                period = self.uses[column].period
                cell = self.table.page.cells[row, column]
                why = self._progress(mapped, agency, period, cell, Source(row, column), rating.get(period, (0, ""))[1])
                if why is not None:
                    self.leave([(sheet, row, column)], why, shown=True)
                    continue
                if self._is_merged(row, column):
                    self.leave([(sheet, row, column)], _MERGED, shown=True)
                if period in rating and text not in self.states:
                    used.add(rating[period][0])
        for column, status in rating.values():
            if column not in used:
                self.leave([(sheet, row, column)], _UNUSED, shown=True)
            elif not status:
                why = Words("映射没有写明是哪种状态（states）", "the map does not say which state it is (states)")
                self.leave([(sheet, row, column)], why, shown=True)

    def _is_merged(self, row: int, column: int) -> bool:
        return any(area[:2] == (row, column) for area in self.table.areas)

    def _progress(
        self, mapped: MapRow, agency: str, period: str | None, cell: Cell, source: Source, rated: str
    ) -> Words | None:
        """Take over a cell that says how far a task is or what value a target has; return why not, if not."""
        span = parse_period(period or "")
        if span is None or period is None:
            return _NO_PERIOD
        if cell.sort in {"f", "e"}:
            return _FORMULA
        text = number_text(cell.value)
        if text in EMPTY:
            return _NOTHING
        subject = str(mapped.about)
        target = next((target for target in self.policy.targets if target.id == subject), None)
        tree = self.reports.setdefault((agency, period), {"reports": [], "figures": []})
        if any(subject in {item.get("ref"), item.get("target")} for part in tree.values() for item in part):
            return _AGAIN
        is_bare = re.fullmatch("[0-9.,]+", text) is not None
        if target is not None:
            own = target.unit.original if target.unit else ""
            if is_bare and not mapped.unit:
                return _NO_UNIT
            try:
                parse_amount(value := text if not is_bare or mapped.unit == own else f"{text}{mapped.unit}")
            except ValueError:
                return _NOT_A_FIGURE
            tree["figures"].append({"target": subject, "value": Leaf(value, source), "as_of": str(span.end)})
            return None
        if is_bare:
            return _NO_UNIT
        status = self.states.get(" ".join(text.split()), rated)
        paragraphs = [part.strip() for line in text.split("\n") for part in _ITEM.split(line) if part.strip()]
        tree["reports"].append(
            {
                "ref": subject,
                "status": Leaf(status, source) if status else None,
                "summary": {"zh": Leaf("\n".join(paragraphs), source)},
            }
        )
        return None


def _drawn(
    root: Path, catalog: Catalog, as_of: datetime.date, name: str, reader: _Reader, key: tuple[str, str]
) -> Drawn:
    """Return a submission as a file, with what the rules say of it at the cells that it came from."""
    agency, period = key
    path = Submission.FILE.format(policy=reader.policy.id, agency=agency, period=period)
    kept: Mapping[str, Any] = {part: rows for part, rows in reader.reports[key].items() if rows}
    submitted = None if reader.map.submitted is None else str(reader.map.submitted)
    provenance = "sample" if catalog.agencies[agency].sample else "agency"
    text, sources = write_yaml({"submitted": submitted, "provenance": provenance, **kept})
    record, found = read_submission(text, root, path)
    if record is not None:
        others = [item for item in catalog.submissions if (item.agency, item.policy) == (agency, reader.policy.id)]
        submissions = tuple(sorted([*(o for o in others if o.path != path), record], key=lambda item: item.period_name))
        checked = check_submissions(replace(catalog, submissions=submissions), as_of)
        found = [*found, *(finding for finding in checked if finding.place.path == path)]
    return Drawn(path, text, tuple(sorted({_placed(finding, name, reader, sources) for finding in found})))


def _placed(finding: Finding, name: str, reader: _Reader, sources: Sequence[Any]) -> Finding:
    """Move a finding to the cell that its line came from; one on the file itself to the file."""
    source = next(filter(None, sources[max(0, finding.place.line - 1) :: -1]), None)
    if source is None:
        return replace(finding, place=Place(finding.place.path), fix="")
    cell = f"{reader.table.page.name}!{cell_name(source.row, source.column)}"
    return replace(finding, place=Place(name, source.row, source.column, cell), fix="")
