"""Bytes from a stranger → the filled cells of a workbook, or findings; time and memory are bounded.

Every part is first read once as a stream of XML events, which counts what is in it and finds what the library for
workbooks would not tell: hidden rows, merged cells, and cells so far away that reading up to them would take forever.
"""

from __future__ import annotations

import datetime
import io
import re
import warnings
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from string import ascii_uppercase
from typing import Any
from xml.parsers import expat

from generator.contribute.workbook.write import MISSING
from generator.errors import GeneratorError
from generator.findings import Finding, Place, find

MAX_PACKED = 5_000_000  # bytes of the file
MAX_UNPACKED = 20_000_000  # bytes of all its parts
MAX_PART = 8_000_000  # bytes of one part
MAX_ENTRIES = 200
MAX_ELEMENTS = 400_000  # XML elements in all parts: a template has about 15,000
MAX_DEPTH = 60
MAX_ROWS, MAX_COLUMNS = 3_000, 80
MAX_TEXT = 2_000_000  # characters in all cells

_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")  # how spreadsheet programs write what XML cannot hold
_CELL = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


@dataclass(frozen=True)
class Cell:
    """A filled cell: what stands in it, as text, number, day, formula or error."""

    value: Any
    form: str = "General"  # its number format
    sort: str = "s"  # "s" text, "n" number, "d" day, "b" flag, "f" formula, "e" error


@dataclass(frozen=True)
class Page:
    """A sheet."""

    name: str
    cells: Mapping[tuple[int, int], Cell]  # by row and column, counted from 1
    hidden: frozenset[int] = frozenset()  # rows
    merged: tuple[str, ...] = ()  # ranges
    far: tuple[str, ...] = ()  # filled cells beyond those that are read
    epoch: datetime.datetime = datetime.datetime(1899, 12, 30)  # noqa: DTZ001 - day 0 of its serial dates

    def rows(self) -> Iterator[tuple[int, dict[int, Cell]]]:
        """Yield the filled rows, in order."""
        by_row: dict[int, dict[int, Cell]] = {}
        for (row, column), cell in sorted(self.cells.items()):
            by_row.setdefault(row, {})[column] = cell
        yield from by_row.items()


class _RefusedError(Exception):
    """The workbook cannot be read; the words say why and what to do."""

    def __init__(self, problem: tuple[str, str], advice: tuple[str, str]) -> None:
        self.values = {
            "problem_zh": problem[0], "problem_en": problem[1], "advice_zh": advice[0], "advice_en": advice[1],
        }  # fmt: skip


_AGAIN = (
    "请在 Excel 或 WPS 中打开，另存为“Excel 工作簿（*.xlsx）”，再交一次；打不开就请重新领取模板填写。",
    "Open it in Excel or WPS and save it as an Excel workbook (*.xlsx); if it can't be opened, take a new template.",
)
_SMALLER = (
    "请把填好的内容复制到新领取的模板里再交。",
    "Copy what was filled in into a new template.",
)
_DAMAGED = ("文件已损坏，不能读取", "the file is damaged and can't be read")


def read_pages(data: bytes, name: str) -> tuple[tuple[Page, ...], list[Finding]]:
    """Return the sheets of a workbook with the filled cells, and findings; no sheets if it can't be read.

    Raises GeneratorError if the package that reads workbooks is not installed.
    """
    try:
        import openpyxl  # noqa: F401 - only whether it is there
    except ImportError as error:
        raise GeneratorError(MISSING) from error
    try:
        pages = tuple(_pages(data, _scan(data)))
    except _RefusedError as refused:
        return (), [find(Place(name), "W101", **refused.values)]
    return pages, []


# --- the parts


def _scan(data: bytes) -> dict[str, _Scanned]:
    """Check all parts before anything is made of them; return what the sheets' parts show, by path."""
    if len(data) > MAX_PACKED:
        raise _RefusedError(("文件太大", "the file is too large"), _SMALLER)
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise _RefusedError(
            ("这是旧格式（.xls）或加了密码的工作簿", "this is a workbook in the old format (.xls), or with a password"),
            (
                "请去掉密码，另存为“Excel 工作簿（*.xlsx）”。",
                "Remove the password, and save it as an Excel workbook (*.xlsx).",
            ),
        )
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise _RefusedError(("这不是工作簿（.xlsx）", "this is not a workbook (.xlsx)"), _AGAIN) from error
    with archive:
        _check_entries(entries)
        found: dict[str, _Scanned] = {}
        elements = 0
        for entry in entries:
            if entry.filename.endswith((".xml", ".rels", ".vml")):
                scanned = _Scanned()
                scanned.read(_part(archive, entry))
                elements += scanned.elements
                if elements > MAX_ELEMENTS:
                    raise _TOO_MUCH
                found[entry.filename] = scanned
    return found


_TOO_MUCH = _RefusedError(("内容太多，不像填报表", "there is far more in it than in a report"), _SMALLER)


def _check_entries(entries: list[zipfile.ZipInfo]) -> None:
    names = [entry.filename.lower() for entry in entries]
    if len(entries) > MAX_ENTRIES or sum(entry.file_size for entry in entries) > MAX_UNPACKED:
        raise _TOO_MUCH
    if len(set(names)) < len(names) or any(entry.flag_bits & 1 for entry in entries):
        raise _RefusedError(_DAMAGED, _AGAIN)
    if any(part in name for name in names for part in ("vbaproject", "macrosheets/", "activex/")):
        raise _RefusedError(
            ("工作簿里有宏", "the workbook has macros"),
            ("请另存为不含宏的“Excel 工作簿（*.xlsx）”。", "Save it as an Excel workbook without macros (*.xlsx)."),
        )
    if any(part in name for name in names for part in ("externallinks/", "connections.xml", "querytables/")):
        raise _RefusedError(
            ("工作簿连着别的文件或数据源", "the workbook is linked to other files or data sources"),
            (
                "请在“数据 → 编辑链接”里断开链接，再保存。",
                "Break the links (Data → Edit Links), and save it again.",
            ),
        )
    if "[content_types].xml" not in names or "xl/workbook.xml" not in names:
        raise _RefusedError(("这不是工作簿（.xlsx）", "this is not a workbook (.xlsx)"), _AGAIN)


def _part(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    if entry.file_size > MAX_PART:
        raise _TOO_MUCH
    try:
        return archive.read(entry)
    except Exception as error:  # zlib.error, lzma.LZMAError and others have no common class
        raise _RefusedError(_DAMAGED, _AGAIN) from error


class _Scanned:
    """What the stream of a part's XML shows."""

    def __init__(self) -> None:
        self.is_sheet = False  # by its outermost element: any path may be one's
        self.hidden: set[int] = set()
        self.merged: list[str] = []
        self.far: list[str] = []
        self.elements = self._depth = self._row = self._column = 0
        self._cell = ""

    def read(self, text: bytes) -> None:
        """Read the part; raise _RefusedError if it is not sound."""
        parser = expat.ParserCreate()
        parser.StartDoctypeDeclHandler = self._declare
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        try:
            parser.Parse(text, True)
        except (expat.ExpatError, ValueError, LookupError, UnicodeError) as error:
            raise _RefusedError(_DAMAGED, _AGAIN) from error

    def _declare(self, *_: object) -> None:
        raise _RefusedError(
            ("文件里有自定义的 XML 声明，正常的工作簿没有", "a part declares entities, as no real workbook does"),
            _AGAIN,
        )

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self.elements += 1
        self._depth += 1
        if self.elements > MAX_ELEMENTS or self._depth > MAX_DEPTH:
            raise _TOO_MUCH
        name = name.rpartition(":")[2]
        if self._depth == 1:
            self.is_sheet = name == "worksheet"
        if self.is_sheet:
            self._part_of_sheet(name, attributes)

    def _end(self, _: str) -> None:
        self._depth -= 1

    def _part_of_sheet(self, name: str, attributes: dict[str, str]) -> None:
        if name == "row":
            given = attributes.get("r", "")
            before, self._row = self._row, int(given) if re.fullmatch("[0-9]{1,8}", given) else self._row + 1
            self._column = 0
            if self._row <= before:  # the library would leave the row out
                raise _RefusedError(_DAMAGED, _AGAIN)
            if attributes.get("hidden") in {"1", "true"}:
                self.hidden.add(self._row)
        elif name == "c":
            self._cell = attributes.get("r", "")
            match = _CELL.fullmatch(self._cell)
            before, self._column = self._column, column_number(match[1]) if match else self._column + 1
            if self._column <= before or (match and int(match[2]) != self._row):
                raise _RefusedError(_DAMAGED, _AGAIN)
        elif name in {"v", "is", "f"} and self._cell and _is_far(self._cell):
            self.far.append(self._cell)
            self._cell = ""
        elif name == "mergeCell" and len(self.merged) < MAX_ROWS:
            self.merged.append(attributes.get("ref", ""))


def _is_far(name: str) -> bool:
    match = _CELL.fullmatch(name)
    return match is not None and (int(match[2]) > MAX_ROWS or column_number(match[1]) > MAX_COLUMNS)


def column_number(letters: str) -> int:
    """Return the number of a column, counted from 1."""
    number = 0
    for letter in letters:
        number = number * len(ascii_uppercase) + ascii_uppercase.index(letter) + 1
    return number


def cell_name(row: int, column: int) -> str:
    """Return a cell's name, such as C10."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, len(ascii_uppercase))
        letters = ascii_uppercase[rest] + letters
    return f"{letters}{row}"


# --- the cells


def _pages(data: bytes, scanned: Mapping[str, _Scanned]) -> Iterator[Page]:
    from openpyxl import load_workbook

    left = MAX_TEXT
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about formats that other programs write
        try:
            book: Any = load_workbook(io.BytesIO(data), read_only=True, keep_links=False, data_only=False)
            for sheet in book.worksheets:
                part = scanned[str(sheet._worksheet_path).lstrip("/")]  # has no public name
                cells = dict(_cells(sheet))
                left -= sum(len(str(cell.value)) for cell in cells.values())
                if left < 0:
                    raise _TOO_MUCH
                yield Page(
                    str(sheet.title), cells, frozenset(part.hidden), tuple(part.merged), tuple(part.far), book.epoch
                )
            book.close()
        except _RefusedError:
            raise
        except Exception as error:  # the library raises anything for files that it did not expect
            raise _RefusedError(_DAMAGED, _AGAIN) from error


def _cells(sheet: Any) -> Iterator[tuple[tuple[int, int], Cell]]:
    sheet.reset_dimensions()  # WPS writes A1:A1 whatever there is
    for row in sheet.iter_rows(max_row=MAX_ROWS, max_col=MAX_COLUMNS):
        for cell in row:
            value = cell.value
            if value is None or (isinstance(value, str) and not value.strip()):
                continue
            sort = str(cell.data_type)
            if sort == "f":  # of an array or a table of data, an object
                value = getattr(value, "text", None) or value
            yield (cell.row, cell.column), Cell(_text(value), str(cell.number_format or "General"), sort)


def _text(value: Any) -> Any:
    """Return text with plain line ends, in which every character can be written."""
    if not isinstance(value, str):
        return value
    value = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), value)
    value = value.replace("\r\n", "\n").replace("\r", "\n").encode("utf-8", "replace").decode()
    return "\n".join(line.strip() for line in value.strip().split("\n"))
