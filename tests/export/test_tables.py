"""Tables open in a spreadsheet as they are, and no text in them is ever run as a formula."""

from __future__ import annotations

import csv
import io
import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.export.edition import ExportContext
from generator.export.tables import COLUMNS, Row, expand, safe, write

_TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\0"))
_NASTY = st.builds(
    str.__add__, st.sampled_from([*"=+-@\t\r＝＋－＠'", "\n=", " =", "\u3000＝", "\u00a0@", " \t+"]), _TEXT
)


def read(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True))


@given(st.lists(st.tuples(_TEXT | _NASTY, _TEXT | _NASTY), max_size=5))
def test_texts_come_back_whole_and_none_begins_like_a_formula(rows: list[tuple[str, str]]) -> None:
    data = write(("one", "two"), [{"one": one, "two": two} for one, two in rows])
    assert data.startswith(b"\xef\xbb\xbf")
    header, *cells = read(data)
    assert header == ["one", "two"]
    for row, texts in zip(cells, rows, strict=True):
        assert tuple(cell.removeprefix("'") for cell in row) == texts
        for cell in row:
            assert not re.match(r"[\t\r]|\s*[=+\-@＝＋－＠]", cell)


@pytest.mark.parametrize("text", ["=1+1", "+86", "-1", "@a", "\t=1", "\r=1", " =1", "　＝1", "＋1", "－1", "＠a", "'a"])
def test_what_a_spreadsheet_could_run_is_quoted(text: str) -> None:
    assert safe(text) == f"'{text}"


@pytest.mark.parametrize("text", ["1.10", "1.1", "2", "2023", "2023-12", "1/2", "3E5", "13800001111", "1,234", "80%"])
def test_what_a_spreadsheet_would_turn_into_a_number_stays_text(text: str) -> None:
    assert safe(text) == f"'{text}"


def test_clauses_and_periods_keep_their_names(rich_files: dict[str, bytes]) -> None:
    header, *rows = read(rich_files["api/v1/clauses.csv"])
    clauses = [row[header.index("clause")] for row in rows]
    assert clauses
    assert all(re.fullmatch(r"'[0-9]+\.[0-9]+", clause) for clause in clauses)
    assert len({clause.removeprefix("'") for clause in clauses}) == len(rows)


@pytest.mark.parametrize(
    "text", ["", "数字乡村", "1.9亿", "a=b", "（一）", "“=”", "2023-04-13", "2023-Q4", "2023-01--2023-09"]
)
def test_other_texts_stay_as_they_are(text: str) -> None:
    assert safe(text) == text


@given(
    st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-(10**15), max_value=10**15) | st.integers()
)
def test_numbers_stay_numbers(number: Decimal | int) -> None:
    row: Row = {"number": number}
    (cell,) = read(write(("number",), [row]))[1]
    assert Decimal(cell) == number
    assert re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", cell)


def test_every_cell_is_quoted_and_every_line_ends_as_windows_wants(rich_files: dict[str, bytes]) -> None:
    for name in COLUMNS:
        data = rich_files[f"api/v1/{name}.csv"]
        assert data.startswith(b'\xef\xbb\xbf"')
        assert data.endswith(b'"\r\n')
        header, *rows = read(data)
        assert data.count(b"\r\n") == len(rows) + 1
        assert all(len(row) == len(header) for row in rows)


def test_every_column_is_explained_on_the_data_page(edition: ExportContext) -> None:
    for locale in edition.locales.values():
        for name, columns in COLUMNS.items():
            assert locale.t(f"data.table.{name}")
            for column in columns:
                assert locale.t(f"data.column.{column.rstrip('*')}")


def test_derived_scripts_have_no_columns(edition: ExportContext) -> None:
    assert expand(edition, ["text*", "url"]) == ("text_zh", "text_en", "url")


def test_a_column_that_is_not_declared_is_our_own_error() -> None:
    with pytest.raises(KeyError, match="two"):
        write(("one",), [{"two": "2"}])
