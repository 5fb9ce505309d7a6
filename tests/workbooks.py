"""Workbooks for tests, made in memory: templates of the small record, filled in, damaged, or hostile."""

from __future__ import annotations

import datetime
import io
import re
import warnings
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from generator.contribute.drafts import start_draft
from generator.contribute.workbook.take import Taken, take_workbook
from generator.contribute.workbook.write import write_workbook
from generator.load import read_catalog

AS_OF = datetime.date(2024, 3, 1)
Change = Callable[[Any], object]


def template(root: Path, agency: str = "bureau", period: str = "2023-Q2") -> bytes:
    return write_workbook(start_draft(root, read_catalog(root)[0], agency, period, None), ["en"])


def take(root: Path, data: bytes) -> Taken:
    taken = take_workbook(root, read_catalog(root)[0], AS_OF, data, "filled.xlsx")
    assert taken is not None
    return taken


def changed(data: bytes, *changes: Change) -> bytes:
    """Open a workbook as a spreadsheet program would, change it, and save it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = load_workbook(io.BytesIO(data))
        for change in changes:
            change(book)
        output = io.BytesIO()
        book.save(output)
    return output.getvalue()


def at(book: Any, sheet: str, row: str, column: str) -> Any:
    """Find a cell by the number or id in its row, and by its column's name."""
    page = book[sheet]
    if sheet == "基本情况":
        return page.cell(next(cells[0].row for cells in page.iter_rows() if cells[0].value == row), 3)
    index = next(cell.column for cell in page[1] if cell.value == column)
    return page.cell(
        next(cells[0].row for cells in page.iter_rows(min_row=3) if str(cells[0].value or "") == row), index
    )


def fill(sheet: str, row: str, column: str, value: object, form: str | None = None) -> Change:
    def change(book: Any) -> None:
        cell = at(book, sheet, row, column)
        cell.value = value
        if form is not None:
            cell.number_format = form

    return change


SUBMITTED = fill("基本情况", "submitted", "", datetime.datetime(2023, 7, 10))  # noqa: DTZ001 - a day


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts: Mapping[str, bytes], *, stored: bool = False) -> bytes:
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return output.getvalue()


def with_parts(data: bytes, new: Mapping[str, bytes | Callable[[bytes], bytes] | None]) -> bytes:
    """Replace, add or (None) leave out parts of a workbook."""
    every = parts(data)
    for name, value in new.items():
        if value is None:
            del every[name]
        else:
            every[name] = value(every[name]) if callable(value) else value
    return packed(every)


def swapped(pattern: str, new: str) -> Callable[[bytes], bytes]:
    """Replace what a pattern finds first in a part."""

    def swap(text: bytes) -> bytes:
        done, count = re.subn(pattern.encode(), new.encode().replace(b"\\", b"\\\\"), text, count=1)
        assert count == 1, pattern
        return done

    return swap
