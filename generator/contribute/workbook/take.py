"""A workbook that was filled in → a submission's file, with all findings by sheet and cell."""

from __future__ import annotations

import datetime
import json
import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

from generator.contribute.drafts import choice_named, fields_of, is_list, regular
from generator.contribute.workbook.columns import (
    GUIDE,
    HEAD,
    HIDDEN,
    MORE,
    Column,
    Sheet,
    head_columns,
    put,
    sheets,
)
from generator.contribute.workbook.read import Cell, Page, cell_name, column_number, read_pages
from generator.contribute.workbook.write import TEXT_ROW, more_columns, official_text
from generator.contribute.yaml_text import Leaf, write_yaml
from generator.findings import Finding, Place, Severity, find
from generator.load import read_plain, read_submission
from generator.model import (
    CANONICAL,
    Amount,
    Catalog,
    Localized,
    Record,
    Submission,
    Target,
    short_hash,
    texts_in,
)
from generator.model.plain import narrow
from generator.model.record import record_in
from generator.rules import check_submissions

_SHOWN = 10  # cells that one finding lists at most
_FIRST_ROW = TEXT_ROW + 1  # counted from 1
_UNREAD = "?"  # for a cell that can't be taken, so that nobody is told that it is empty; no file is written then


class Source(NamedTuple):
    """The cell that a text came from."""

    sheet: str
    row: int
    column: int


@dataclass(frozen=True)
class Taken:
    """What a workbook says, as a submission's file."""

    path: str  # of the file
    text: str  # its YAML; empty if the workbook can't be understood
    findings: tuple[Finding, ...]
    is_new: bool  # whether it differs from the file that is there

    @property
    def is_sound(self) -> bool:
        """Return whether the file may be written."""
        return bool(self.text) and not any(finding.severity is Severity.ERROR for finding in self.findings)


def take_workbook(root: Path, catalog: Catalog, as_of: datetime.date, data: bytes, name: str) -> Taken | None:
    """Read a workbook made by `template`; return None if it was not made by it.

    Nothing is written. The findings are those on the workbook and those that `validate` would have on the file, at
    the cells that they are about.
    """
    pages, findings = read_pages(data, name)
    if not pages:
        return Taken("", "", tuple(findings), is_new=False)
    meta = _meta(pages)
    if "version" not in meta:
        return None
    return _Reader(root, catalog, as_of, name, {page.name: page for page in pages}, meta).take()


def _meta(pages: Sequence[Page]) -> dict[str, str]:
    page = next((page for page in pages if page.name == HIDDEN), None)
    rows = page.rows() if page else ()
    return {str(cells[1].value): str(cells[2].value) for _, cells in rows if 1 in cells and 2 in cells}


def _known_list(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return None


class _Reader:
    """One workbook on its way to a file."""

    def __init__(
        self,
        root: Path,
        catalog: Catalog,
        as_of: datetime.date,
        name: str,
        pages: Mapping[str, Page],
        meta: dict[str, str],
    ) -> None:
        self.root, self.catalog, self.as_of, self.name, self.pages, self.meta = root, catalog, as_of, name, pages, meta
        self.policy = catalog.policies.get(meta.get("policy", ""))
        self.agency = meta.get("agency", "")
        self.path = Submission.FILE.format(
            policy=meta.get("policy", ""), agency=self.agency, period=meta.get("period", "")
        )
        self.findings: list[Finding] = []
        self.missing: dict[str, Source] = {}  # the empty cells of the submission's own fields
        self.expected = self._expected()
        self.hashes = self._hashes()

    def _expected(self) -> dict[str, list[str]]:
        """Return the names of the columns that the template had, by sheet."""
        given = _known_list(self.meta.get("columns", ""))
        if not isinstance(given, dict):
            return {}
        return {
            str(title): [key for key in keys if isinstance(key, str)]
            for title, keys in given.items()
            if isinstance(keys, list)
        }

    def _locales(self) -> list[str]:
        """Return the languages of the template besides Chinese."""
        found: dict[str, None] = {}
        for keys in self.expected.values():
            texts = {key.removesuffix(f".{CANONICAL}") for key in keys if key.endswith(f".{CANONICAL}")}
            for key in keys:
                start, _, locale = key.rpartition(".")
                if start in texts and locale != CANONICAL and re.fullmatch(r"[a-z]{2,3}(-[A-Z][a-z]{3})?", locale):
                    found[locale] = None
        return list(found)

    def _hashes(self) -> dict[tuple[str, str], str]:
        """Return the hashes that the agency's translations carry, by locale and translation."""
        mine = [item for item in self.catalog.submissions if item.agency == self.agency]
        return {
            (locale, text.translations[locale]): digest
            for text in texts_in(mine)
            for locale, digest in text.zh_hash.items()
            if locale in text.translations
        }

    def take(self) -> Taken:
        locales = self._locales()
        every = sheets(locales)
        tree: dict[str, Any] = self._head(head_columns(locales))
        rows: dict[str, list[dict[str, Any]]] = {}
        for sheet in every:
            rows[sheet.field] = self._sheet(sheet)
        self._more(every, rows)
        for sheet in every:
            if rows[sheet.field]:
                tree[sheet.field] = [_ordered(sheet.kind, record) for record in rows[sheet.field]]
        self._rest({HEAD, MORE, HIDDEN, GUIDE, *(sheet.title for sheet in every)})
        self._hash(Submission, tree)
        text, sources = write_yaml(tree)
        record, found = read_submission(text, self.root, self.path)
        if record is not None:
            found = [*found, *self._check(record)]
        self.findings += self._placed(found, sources)
        return Taken(self.path, text, tuple(sorted(set(self.findings))), self._differs(tree))

    def say(self, code: str, sheet: str, row: int = 0, column: int = 0, **values: str) -> None:
        """Add a finding on a cell, or on a sheet."""
        cell = f"{sheet}!{cell_name(row, column)}" if row else sheet
        self.findings.append(find(Place(self.name, max(row, 1), max(column, 1), cell), code, **values))

    # --- sheets

    def _page(self, title: str) -> Page | None:
        page = self.pages.get(title)
        if page is None:
            self.say("W102", title, what_zh=f"工作表“{title}”", what_en=f"the sheet {title}")
            return None
        if page.far:
            self._left_out(title, list(page.far))
        if hidden := sorted(row for row in page.hidden if row >= _FIRST_ROW and any(at == row for at, _ in page.cells)):
            rows = ", ".join(map(str, hidden[:_SHOWN])) + (" …" if len(hidden) > _SHOWN else "")
            self.say("W107", title, rows=rows)
        for area in page.merged[:_SHOWN]:
            match = re.fullmatch(r"([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})", area)
            if match and int(match[4]) >= _FIRST_ROW:
                self.say("W110", title, int(match[2]), column_number(match[1]), value=area)
        return page

    def _left_out(self, title: str, cells: Sequence[str], value: str = "") -> None:
        """Say which cells were not taken over."""
        listed = ", ".join(cells[:_SHOWN]) + (f" … ({len(cells)})" if len(cells) > _SHOWN else "")
        self.say("W103", title, value=value or listed)

    def _columns(self, page: Page, columns: Sequence[Column]) -> dict[int, Column]:
        """Find the columns of a sheet by the names in its first row; say which are missing."""
        known = {column.key: column for column in columns}
        found = {
            index: known[str(cell.value)]
            for (row, index), cell in page.cells.items()
            if row == 1 and str(cell.value) in known
        }
        there = {column.key for column in found.values()}
        for key in self.expected.get(page.name, known):
            if key not in there and key in known:
                self._lacks(page.name, known[key])
        return found

    def _lacks(self, title: str, column: Column) -> None:
        self.say("W102", title, what_zh=f"“{column.zh}”（{column.name}）一栏", what_en=f"the column {column.name}")

    def _head(self, columns: Sequence[Column]) -> dict[str, Any]:
        """Read the fields of the submission itself, one below the other."""
        page = self._page(HEAD)
        if page is None:
            return {}
        tree: dict[str, Any] = {}
        known = {column.key: column for column in columns}
        found: dict[str, Leaf] = {}
        there = set()
        for row, cells in page.rows():
            key = str(cells[1].value) if 1 in cells else ""
            there.add(key)
            if key in known and 3 not in cells:
                self.missing[known[key].name] = Source(HEAD, row, 3)
            elif key in known and (text := self._value(known[key], cells[3], page, row, 3)):
                found[key] = Leaf(text, Source(HEAD, row, 3))
            odd = [cell_name(row, index) for index in cells if index > 3 or (index == 3 and key not in known)]
            if odd:
                self._left_out(HEAD, odd)
        for column in columns:
            if column.key not in there and column.key in self.expected.get(HEAD, known):
                self._lacks(HEAD, column)
            if column.key in found:
                put(tree, column.steps, _leaves_of(column, found[column.key]))
        return tree

    def _sheet(self, sheet: Sheet) -> list[dict[str, Any]]:
        page = self._page(sheet.title)
        if page is None:
            return []
        columns = self._columns(page, sheet.columns)
        infos = {
            index: str(cell.value) for (row, index), cell in page.cells.items() if row == 1 and index not in columns
        }
        key, found, left = sheet.columns[0].key, [], []
        for row, cells in page.rows():
            if row < _FIRST_ROW:
                left += [cell_name(row, index) for index in cells if index not in columns and index not in infos]
                continue
            leaves = self._leaves(page, row, cells, columns, is_percent=self._is_percent(sheet, cells, columns))
            left += [cell_name(row, index) for index in cells if index not in columns and index not in infos]
            self._compare(sheet, page, row, cells, infos, leaves.get(key))
            if set(leaves) - {key}:
                tree: dict[str, Any] = {}
                for column in sheet.columns:
                    if column.key in leaves:
                        put(tree, column.steps, _leaves_of(column, leaves[column.key]))
                found.append(tree)
            elif leaves and not any(index in cells for index in infos):  # a number that was added
                left += [cell_name(row, index) for index in cells]
        if left:
            self._left_out(sheet.title, left)
        return found

    def _leaves(
        self,
        page: Page,
        row: int,
        cells: Mapping[int, Cell],
        columns: Mapping[int, Column],
        *,
        is_percent: bool = False,
    ) -> dict[str, Leaf]:
        """Return the texts of a row, by the names of their columns."""
        return {
            columns[index].key: Leaf(text, Source(page.name, row, index))
            for index, cell in cells.items()
            if index in columns and (text := self._value(columns[index], cell, page, row, index, is_percent=is_percent))
        }

    def _is_percent(self, sheet: Sheet, cells: Mapping[int, Cell], columns: Mapping[int, Column]) -> bool:
        """Return whether a row is about a target that is set as a percentage."""
        if sheet.field != "figures" or self.policy is None:
            return False
        names = {
            str(cells[index].value) for index, column in columns.items() if column.name == "target" and index in cells
        }
        return any(_has_percent(target) for target in self.policy.targets if target.id in names)

    def _compare(
        self, sheet: Sheet, page: Page, row: int, cells: Mapping[int, Cell], infos: Mapping[int, str], key: Leaf | None
    ) -> None:
        """Say whether the official text in a row was changed."""
        for index, info in infos.items():
            if info == "#text" and index in cells and self.policy is not None:
                text = " ".join(str(cells[index].value).split())
                official = official_text(self.policy, key.text if key else "")
                if text != official:
                    self.say("W109" if official else "W103", sheet.title, row, index, value=text)
            elif info == "#last" and index in cells and key is None:
                self._left_out(page.name, [cell_name(row, index)])

    def _more(self, every: Sequence[Sheet], rows: Mapping[str, list[dict[str, Any]]]) -> None:
        """Read further items of lists, and add them to the records that they belong to."""
        page = self._page(MORE)
        if page is None:
            return
        columns = self._columns(page, more_columns(every))
        leading = {str(cell.value): index for (row, index), cell in page.cells.items() if row == 1}
        owners: dict[tuple[str, int], tuple[Sheet, dict[str, Any]]] = {}
        counts: Counter[str] = Counter()
        for sheet in every:
            for record in rows[sheet.field]:
                name = _text_of(record, sheet.columns[0].steps)
                counts[name] += 1
                owners[name, counts[name]] = sheet, record
        for row, cells in page.rows():
            if row < _FIRST_ROW:
                continue
            leaves = self._leaves(page, row, cells, columns)
            named = [cells.get(leading.get(name, 0)) for name in ("@key", "@count")]
            name, count = (number_text(cell.value) if cell else "" for cell in named)
            owner = owners.get((name, int(count) if re.fullmatch("[0-9]{1,3}", count) else 1))
            if left := [
                cell_name(row, at) for at in cells if at not in {*columns, *(leading.values() if leaves else ())}
            ]:
                self._left_out(MORE, left)
            if leaves and owner is None:
                self.say("W108", MORE, row, 1, value=name or "…")
            elif leaves and owner is not None:
                _add(*owner, leaves)

    def _rest(self, known: Collection[str]) -> None:
        """Say what stands on other sheets, and beside the instructions."""
        for title, page in self.pages.items():
            if title not in known and page.cells:
                cells = [cell_name(*at) for at in sorted(page.cells)]
                self._left_out(title, cells)
        guide = self.pages.get(GUIDE)
        hashes = _known_list(self.meta.get("guide", "")) or []
        if guide and (
            added := [
                cell_name(*at) for at, cell in sorted(guide.cells.items()) if short_hash(str(cell.value)) not in hashes
            ]
        ):
            self._left_out(GUIDE, added)

    # --- values

    def _value(self, column: Column, cell: Cell, page: Page, row: int, index: int, *, is_percent: bool = False) -> str:
        """Return a cell's text as it belongs into a file."""
        value = cell.value
        if cell.sort == "f":
            self.say("W104", page.name, row, index, value=str(value))
            return _UNREAD
        if cell.sort == "e":
            self.say("W105", page.name, row, index, value=str(value))
            return _UNREAD
        if isinstance(value, bool):
            return str(value).lower()
        if isinstance(value, int | float):
            return self._number(column, cell, page, row, index, is_percent=is_percent)
        if isinstance(value, datetime.datetime | datetime.date):
            return str(value.date() if isinstance(value, datetime.datetime) else value)
        text = str(value)
        if column.sort == "choice":
            return choice_named(column.choices, text)
        return day_in(text) if column.sort == "date" else text

    def _number(self, column: Column, cell: Cell, page: Page, row: int, index: int, *, is_percent: bool) -> str:
        text = number_text(cell.value)
        if column.sort == "date" and 20_000 <= cell.value <= 80_000:  # 1954 to 2119, as spreadsheets count days
            return str((page.epoch + datetime.timedelta(days=int(cell.value))).date())
        if column.sort == "figure":
            hundredfold = f"{(Decimal(text) * 100).normalize():f}%"
            if "%" in cell.form:
                return hundredfold
            if is_percent and abs(Decimal(text)) <= 1:
                self.say("W106", page.name, row, index, value=text, one=hundredfold, other=f"{text}%")
        elif column.name == "ref" and self.policy is not None and f"{text}0" in self.policy.refs and "." in text:
            self.say("W106", page.name, row, index, value=text, one=text, other=f"{text}0")
        return text

    def _hash(self, kind: type[Record], tree: dict[str, Any]) -> None:
        """Give translations that have not changed the hash that they had."""
        for name, field in fields_of(kind):
            record, value = record_in(field.annotation), tree.get(name)
            if record is None or value is None or name == "zh_hash":
                continue
            for item in value if is_list(field) else [value]:
                if record is not Localized:
                    self._hash(record, item)
                    continue
                known = {
                    locale: self.hashes[locale, leaf.text]
                    for locale, leaf in item.items()
                    if (locale, leaf.text) in self.hashes
                }
                if known:
                    item["zh_hash"] = known

    # --- the file

    def _check(self, record: Submission) -> list[Finding]:
        """Return what the rules say of the submission, among the agency's others."""
        others = [
            item
            for item in self.catalog.submissions
            if item.agency == record.agency and item.policy == record.policy and item.path != self.path
        ]
        submissions = tuple(sorted([*others, record], key=lambda item: item.period_name))
        found = check_submissions(replace(self.catalog, submissions=submissions), self.as_of)
        return [finding for finding in found if finding.place.path == self.path]

    def _placed(self, found: Sequence[Finding], sources: Sequence[Any]) -> Iterator[Finding]:
        """Move findings from the lines of the file to the cells that they came from."""
        said = {finding.place.cell for finding in self.findings if finding.severity is Severity.ERROR}
        for finding in found:
            line = finding.place.line - 1
            near = next(filter(None, [*sources[line:], *reversed(sources[:line])]), Source(HEAD, 1, 3))
            if finding.code == "M101" and line == 0:
                near = next((at for name, at in self.missing.items() if f"`{name}`" in finding.zh), near)
            cell = f"{near.sheet}!{cell_name(near.row, near.column)}"
            if cell not in said:
                place = Place(self.name, near.row, near.column, cell)
                yield replace(finding, place=place, fix=_value_in(finding.fix))

    def _differs(self, tree: dict[str, Any]) -> bool:
        """Return whether the file that is there says anything else, apart from the order of its reports."""
        if not (self.root / self.path).is_file() or self.path in self.catalog.unread:
            return True
        there = regular(Submission, read_plain(self.root, self.path))
        return self._sorted(there) != self._sorted(regular(Submission, _plain(tree)))

    @staticmethod
    def _sorted(tree: dict[str, Any]) -> dict[str, Any]:
        return {
            name: sorted(value, key=lambda item: json.dumps(item, sort_keys=True)) if isinstance(value, list) else value
            for name, value in tree.items()
        }


def _add(sheet: Sheet, record: dict[str, Any], leaves: Mapping[str, Leaf]) -> None:
    """Add an item to each list of a record that the texts are of."""
    for field, columns in sheet.more:
        item: dict[str, Any] = {}
        for column in columns:
            if leaf := leaves.get(f"{field}.{column.key}"):
                put(item, column.steps, _leaves_of(column, leaf))
        if item:
            record.setdefault(field, []).append(item)


def _leaves_of(column: Column, leaf: Leaf) -> Leaf | list[Leaf]:
    """Split the values of a list."""
    if not column.is_list:
        return leaf
    return [Leaf(part.strip(), leaf.source) for part in re.split("[；;\n]", leaf.text) if part.strip()]


def _ordered(kind: type[Record], tree: dict[str, Any]) -> dict[str, Any]:
    """Return a record's tree with its fields in the order of the model."""
    return {name: tree[name] for name, _ in fields_of(kind) if name in tree}


def _plain(tree: Any) -> Any:
    if isinstance(tree, dict):
        return {name: _plain(value) for name, value in tree.items()}
    if isinstance(tree, list):
        return [_plain(item) for item in tree]
    return tree.text if isinstance(tree, Leaf) else tree


def _text_of(record: Mapping[str, Any], steps: Sequence[str | int]) -> str:
    leaf = record.get(str(steps[0]))
    return leaf.text if isinstance(leaf, Leaf) else ""


def _value_in(fix: str) -> str:
    """Return the value of a corrected line, without its field's name."""
    _, colon, value = fix.partition(": ")
    return value.strip() if colon else ""


def _has_percent(target: Target) -> bool:
    """Return whether a target gives any of its values as a percentage."""
    values = [getattr(record, name) for record in target.each() for name in type(record).model_fields]
    flat = [part for value in values for part in (value if type(value) is tuple else (value,))]
    return any(isinstance(part, Amount) and part.percent for part in flat)


def number_text(value: Any) -> str:
    """Return a number as it was typed: spreadsheets keep 15 digits."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return f"{Decimal(format(value, '.15g')):f}"
    return str(value)


_DIGITS = str.maketrans("〇零○一二三四五六七八九", "000123456789")
_DAY = re.compile(r"([0-9]{4})\s*[-/.年]\s*([0-9]{1,2})\s*[-/.月]\s*([0-9]{1,2})\s*[日号]?(?:[ T]00:00(?::00)?)?")


def day_in(text: str) -> str:
    """Return a day that is written out in a common way as YYYY-MM-DD; any other text as it is."""
    plain = narrow(text)
    if re.search("[年月]", plain):
        plain = re.sub("[一二三四五六七八九]?十[一二三四五六七八九]?", _tens, plain).translate(_DIGITS)
    match = _DAY.fullmatch(plain)
    try:
        return str(datetime.date(*map(int, match.groups()))) if match else text
    except ValueError:
        return text


def _tens(match: re.Match[str]) -> str:
    tens, _, ones = match.group().partition("十")
    return f"{(tens or '一').translate(_DIGITS)}{(ones or '零').translate(_DIGITS)}"
