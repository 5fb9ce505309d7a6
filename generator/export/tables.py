"""The record as tables for spreadsheets: CSV with a byte order mark, CRLF, and every cell quoted."""

from __future__ import annotations

import csv
import datetime
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from decimal import Decimal
from typing import NamedTuple

from generator.assess import STAGES, AgencyUpdates, Deadline, Outcome, PolicyState, Published, open_published, task_of
from generator.assess.evidence import level
from generator.assess.published import closeness
from generator.export.edition import MAX_BYTES, ExportContext
from generator.model import PUBLISHED, Amount, Evidence, Localized, Policy, Quantity, Submission
from generator.website import addresses

Cell = str | int | Decimal
Row = dict[str, Cell]

_SAID = ("agency", "agency_name*", "period", "submitted", "provenance")
_SHOWN = ("evidence_level", "evidence", "evidence_urls", "path", "line", "url")
COLUMNS: dict[str, tuple[str, ...]] = {
    "clauses": (
        "policy", "area", "area_title*", "task", "task_title*", "clause", "text*", "state", "url",
        *(f"local_{state}" for state in STAGES), "deadline", "deadline_state",
        "in_force",
    ),
    "targets": (
        "policy", "target", "title*", "unit*", "percent", "baseline", "baseline_as_of", "comparison",
        "target_value", "by", "outcome", "value", "as_of", "share", "url", "exactness", "value_to", "share_from",
        "share_to", "based_on", "local",
    ),
    "submissions": (
        "policy", *_SAID[:2], "period", "period_from", "period_to", "submitted", "provenance", "reports", "figures",
        "path", "api",
    ),
    "statements": (
        "policy", "statement", "ref", "task", "closeness", "part*", "agency", "agency_name*", "attributed*", "says*",
        "time_from", "time_to", "time_basis", "time_text*", "quote", "source_title", "publisher*", "published",
        "source_url", "seen", "evidence_level", "confidence", "note*", "path", "line", "url",
    ),
    "reports": ("policy", "ref", "task", *_SAID, "status", "summary*", "reason*", *_SHOWN, "ground*"),
    "figures": ("policy", "target", *_SAID, "value", "percent", "text*", "as_of", "reason*", *_SHOWN, "from",
        "exactness", "value_to", "method*"),
}  # fmt: skip
"""The tables and their columns; a starred one is repeated for each locale that is not derived from another."""

SAID = ("submissions", "reports", "figures")
"""The tables of what agencies report."""

_MARK = b"\xef\xbb\xbf"  # byte order mark: tells a spreadsheet that the file is UTF-8
_DANGEROUS = re.compile(r"[\t\r]|\s*[=+\-@＝＋－＠']")


_CONVERTED = re.compile(  # what spreadsheets read as a number or a month: 1.10 as 1.1, 2023-12 as a day
    r"\s*[0-9][0-9., ]*(?:[eE][0-9]+)?%?\s*|[0-9]{1,4}[-/][0-9]{1,2}"
)


def safe(text: str) -> str:
    """Prefix a text with an apostrophe if a spreadsheet could take it for a formula or turn it into a number.

    A text that begins with an apostrophe gets another, so that removing one always restores the original.
    """
    if text[:1].isalpha():  # as most do; none of what follows begins with a letter
        return text
    return f"'{text}" if _DANGEROUS.match(text) or _CONVERTED.fullmatch(text) else text


class RowBlock(NamedTuple):
    """Rows of a table that stay together: those of one submission, or one row of a policy."""

    order: tuple[str, ...]  # sort key of the blocks
    rows: int
    lines: bytes


class TableFile(NamedTuple):
    """A file that contains a part of a table."""

    table: str
    path: str
    part: str  # the group of agencies whose rows it contains
    rows: int
    bytes: int


def too_large(sizes: Mapping[str, int]) -> frozenset[str]:
    """Return the tables that do not fit into one file; `sizes` are those of their rows, in bytes."""
    return frozenset(table for table, size in sizes.items() if size > MAX_BYTES)


def whole_files(
    edition: ExportContext,
    pieces: Iterable[Mapping[str, Iterable[RowBlock]]],
    split: Set[str],
    listed: Iterable[TableFile],
) -> dict[str, bytes]:
    """Write the tables that fit into one file; for each split table, write the list of its files."""
    found: dict[str, list[RowBlock]] = {name: [] for name in COLUMNS}
    files = {}
    for state in edition.states():
        for table, own in policy_pieces(edition, state).items():
            found[table] += own
    listed = [*listed]
    for table in sorted(split):
        if found[table]:  # figures that this site compiled, which belong to no group of agencies
            path = f"{addresses.API}{table}-published.csv"
            files[path] = _start(edition, table) + b"".join(piece.lines for piece in sorted(found[table]))
            rows_of = sum(piece.rows for piece in found[table])
            listed.append(TableFile(table, path, PUBLISHED, rows_of, len(files[path])))
    for some in pieces:
        for table in some.keys() - split:
            found[table] += some[table]
    for table, members in found.items():
        if table in split:
            rows: list[Row] = [
                {"file": edition.url(part.path), "part": part.part, "rows": part.rows, "bytes": part.bytes}
                for part in sorted(listed)
                if part.table == table
            ]
            data = write(("file", "part", "rows", "bytes"), rows)
        else:
            data = _start(edition, table) + b"".join(piece.lines for piece in sorted(members))
        files[f"{addresses.API}{table}.csv"] = data
    return files


def group_files(
    edition: ExportContext, group: str, pieces: Mapping[str, Iterable[RowBlock]]
) -> tuple[dict[str, bytes], list[TableFile]]:
    """Write a group's rows of the split tables, in files of limited size."""
    files: dict[str, bytes] = {}
    listed = []
    for table, members in pieces.items():
        start = _start(edition, table)
        for index, chunk in enumerate(_chunks(sorted(members), MAX_BYTES - len(start))):
            path = f"{addresses.API}{table}-{group}{f'-{index + 1}' if index else ''}.csv"
            files[path] = start + b"".join(piece.lines for piece in chunk)
            listed.append(TableFile(table, path, group, sum(piece.rows for piece in chunk), len(files[path])))
    return files, listed


def agency_pieces(edition: ExportContext, told: AgencyUpdates) -> dict[str, list[RowBlock]]:
    """Return the rows of one agency's submissions, by table; samples have none."""
    pieces: dict[str, list[RowBlock]] = {name: [] for name in SAID}
    for (id_, sample), history in told.items():
        for update in () if sample else history.standing:
            submission = update.submission
            order = (id_, _newest(submission.period.end), _newest(submission.submitted), submission.agency)
            sizes = {"submissions": 1, "reports": len(submission.reports), "figures": len(submission.figures)}
            made = submission_lines(edition, edition.catalog.policies[id_], submission)
            for table, size in sizes.items():
                if size:
                    pieces[table].append(RowBlock((*order, submission.period_name), size, made[table]))
    return pieces


def _newest(day: datetime.date) -> str:
    """Return a sort key that puts the newest day first."""
    return f"{datetime.date.max.toordinal() - day.toordinal():07d}"


def _start(edition: ExportContext, table: str) -> bytes:
    return _MARK + quoted([expand(edition, COLUMNS[table])])


def policy_pieces(edition: ExportContext, state: PolicyState) -> dict[str, list[RowBlock]]:
    """Return the rows of a policy itself: its clauses, its targets, its public record."""
    rows = {
        "clauses": _clauses(edition, state),
        "targets": (_target(edition, state, outcome) for outcome in state.outcomes.values()),
        "statements": _statements(edition, state.published),
    }
    figures = (
        open_published(state.policy, edition.catalog.agencies, summary).submission
        for summary in state.published.figures
    )
    return {"figures": [_figures_block(edition, state.policy, found) for found in figures]} | {
        name: [
            RowBlock((state.policy.id, f"{number:06d}"), 1, lines(expand(edition, COLUMNS[name]), [row]))
            for number, row in enumerate(made)
        ]
        for name, made in rows.items()
    }


def _figures_block(edition: ExportContext, policy: Policy, found: Submission) -> RowBlock:
    order = (policy.id, _newest(found.period.end), _newest(found.submitted), found.agency, found.period_name)
    return RowBlock(order, len(found.figures), submission_lines(edition, policy, found)["figures"])


def submission_lines(edition: ExportContext, policy: Policy, submission: Submission) -> dict[str, bytes]:
    """Write one submission's lines of each table that it occurs in, without headers."""
    said = _said(edition, submission)
    rows = {
        "submissions": iter([_submission(edition, submission)]),
        "reports": _reports(edition, policy, submission),
        "figures": _figures(edition, policy, submission),
    }
    return {name: lines(expand(edition, COLUMNS[name]), made, said) for name, made in rows.items()}


def table_of(path: str) -> str:
    """Return the name of the table that a file contains, in whole or in part."""
    return path.removeprefix(addresses.API).removesuffix(".csv").partition("-")[0]


def _chunks(pieces: Iterable[RowBlock], room: int) -> Iterator[list[RowBlock]]:
    """Fill chunks with row blocks up to `room` bytes each; a larger block gets a chunk of its own."""
    chunk: list[RowBlock] = []
    left = room
    for piece in pieces:
        if chunk and len(piece.lines) > left:
            yield chunk
            chunk, left = [], room
        chunk.append(piece)
        left -= len(piece.lines)
    if chunk:
        yield chunk


def expand(edition: ExportContext, columns: Iterable[str]) -> tuple[str, ...]:
    """Expand the starred columns: text_zh, text_en."""
    own = [id_ for id_, locale in edition.locales.items() if not locale.is_derived]
    return tuple(
        name
        for column in columns
        for name in ([f"{column[:-1]}_{id_}" for id_ in own] if column.endswith("*") else [column])
    )


def write(header: Sequence[str], rows: Iterable[Row]) -> bytes:
    """Write a table; numbers are unchanged, texts are made safe, missing values are empty."""
    return _MARK + quoted([header]) + lines(header, rows)


def lines(header: Sequence[str], rows: Iterable[Row], shared: Row | None = None) -> bytes:
    """Write rows in the order of a header, without the header; `shared` are cells that every row has."""
    places = {name: index for index, name in enumerate(header)}
    start = [""] * len(header)
    for name, cell in (shared or {}).items():
        start[places[name]] = _cell(cell)
    texts = []
    for row in rows:
        cells = start.copy()
        for name, cell in row.items():
            cells[places[name]] = _cell(cell)
        texts.append(cells)
    return quoted(texts)


def quoted(rows: Iterable[Sequence[str]]) -> bytes:
    """Write cells unchanged, each in quotes."""
    text = io.StringIO(newline="")
    csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode()


def _cell(cell: Cell) -> str:
    if isinstance(cell, str):
        return safe(cell)
    return f"{cell:f}" if isinstance(cell, Decimal) else str(cell)


def _in_words(edition: ExportContext, column: str, text: Localized | None) -> Row:
    """Return the cells of a starred column; it is empty for a locale without a translation."""
    if text is None:
        return {}
    found: Row = {}
    for id_, locale in edition.locales.items():
        if not locale.is_derived and (said := locale.say(text)).state != "missing":
            found[f"{column}_{id_}"] = said.text
    return found


def _clauses(edition: ExportContext, state: PolicyState) -> Iterator[Row]:
    policy = state.policy
    for task in policy.tasks:
        area = policy.area_of(task)
        for clause in task.clauses:
            yield {
                "policy": policy.id,
                "area": area.number,
                **_in_words(edition, "area_title", policy.name(area)),
                "task": task.number,
                **_in_words(edition, "task_title", policy.name(task)),
                "clause": clause.id,
                **_in_words(edition, "text", clause.wording(edition.state.as_of)),
                "in_force": str(policy.is_in_force(clause.id, edition.state.as_of)).lower(),
                "state": (progress := state.clauses[clause.id]).state,
                **{f"local_{id_}": n for id_, n in progress.local.items()},
                **_deadline(state.deadlines.get(task.number)),
                "url": edition.page(edition.config.locales[0], addresses.task(policy, task, clause)),
            }


def _deadline(deadline: Deadline | None) -> Row:
    return {} if deadline is None else {"deadline": deadline.day.isoformat(), "deadline_state": deadline.value}


def _statements(edition: ExportContext, record: Published) -> Iterator[Row]:
    """Yield a row for each statement and each clause, task or target that it bears on."""
    policy = record.policy
    paths = {statement.id: file.path for file in policy.records for statement in file.statements}
    for statement in record.statements:
        agency = edition.agency(statement.agency) if statement.agency else None
        source = statement.evidence[-1]
        shared: Row = {
            "policy": policy.id,
            "statement": statement.id,
            **_in_words(edition, "part", statement.part),
            "agency": statement.agency or "",
            **_in_words(edition, "agency_name", agency.name if agency else None),
            **_in_words(edition, "attributed", statement.attributed),
            **_in_words(edition, "says", statement.says),
            "time_basis": statement.as_of_basis or "",
            **_in_words(edition, "time_text", statement.as_of_text),
            "quote": statement.quote,
            "source_title": source.title,
            **_in_words(edition, "publisher", source.publisher),
            "published": str(source.published or ""),
            "source_url": source.url or "",
            "seen": source.seen,
            "evidence_level": statement.evidence_level,
            "confidence": statement.confidence,
            **_in_words(edition, "note", statement.note),
            "path": paths[statement.id],
            "line": statement.origin.line,
            "url": edition.page(edition.config.locales[0], addresses.published(policy, statement.id)),
        }
        if statement.as_of is not None:
            shared |= {"time_from": str(statement.as_of.start), "time_to": str(statement.as_of.end)}
        for ref in (*statement.about, *statement.context_for):
            number: Row = {"task": task_of(ref)} if ref[0].isdigit() else {}
            yield shared | number | {"ref": ref, "closeness": closeness(statement, ref)}


def _target(edition: ExportContext, state: PolicyState, outcome: Outcome) -> Row:
    target = outcome.target
    row: Row = {
        "policy": state.policy.id,
        "target": target.id,
        **_in_words(edition, "title", target.title),
        **_in_words(edition, "unit", target.unit),
        "outcome": outcome.value,
        "url": edition.page(edition.config.locales[0], addresses.targets(state.policy, target)),
    }
    if target.baseline is not None:
        row |= {"baseline": target.baseline.value.value, "baseline_as_of": str(target.baseline.as_of)}
    if target.aim is not None:
        row |= {"comparison": target.aim.comparison or "", "by": str(target.aim.by)}
        if target.aim.stated is not None:
            row |= {"percent": _flag(target.aim.stated), "target_value": target.aim.stated.value}
        stated = {figure.quantity for _, figure in outcome.latest if figure.quantity is not None}
        if len(stated) == 1:  # differing figures are in their own table
            row |= {**_quantity(stated.pop()), "as_of": str(outcome.latest[0][1].as_of)}
    if outcome.share is not None:
        row["share"] = round(outcome.share, 6)
    elif outcome.shares is not None:
        ends = zip(("share_from", "share_to"), outcome.shares, strict=True)
        row |= {name: round(end, 6) for name, end in ends if end is not None}
    row |= {"based_on": " ".join(outcome.based_on), "local": len(outcome.local)}
    return row


def _quantity(quantity: Quantity) -> Row:
    """Return the cells of a figure; a value that is not exact says so in its own column."""
    row: Row = {"value": quantity.amount.value, "exactness": quantity.form}
    return row | {"value_to": quantity.upper.value} if quantity.upper is not None else row


def _flag(amount: Amount) -> str:
    return "true" if amount.percent else "false"


def _said(edition: ExportContext, submission: Submission) -> Row:
    agency = edition.agency(submission.agency)
    return {
        "policy": submission.policy,
        "agency": submission.agency,
        **_in_words(edition, "agency_name", agency.name if agency else None),
        "period": submission.period_name,
        "submitted": str(submission.submitted),
        "provenance": submission.provenance,
        "path": submission.path,
    }


def _submission(edition: ExportContext, submission: Submission) -> Row:
    agency = edition.agency(submission.agency)
    return {
        "period_from": str(submission.period.start),
        "period_to": str(submission.period.end),
        "reports": len(submission.reports),
        "figures": len(submission.figures),
        "api": edition.url(addresses.agency_data(agency)) if agency else "",
    }


def _evidence(edition: ExportContext, submission: Submission, evidence: tuple[Evidence, ...]) -> Row:
    return {
        "evidence_level": level(evidence, edition.agency(submission.agency)),
        "evidence": len(evidence),
        "evidence_urls": " ".join(item.url for item in evidence if item.url),
    }


def _reports(edition: ExportContext, policy: Policy, submission: Submission) -> Iterator[Row]:
    for report in submission.reports:
        address = addresses.of_ref(policy, report.ref)
        yield {
            "ref": report.ref,
            "task": task_of(report.ref),
            "status": report.status,
            **_in_words(edition, "summary", report.summary),
            **_in_words(edition, "reason", report.reason),
            **_in_words(edition, "ground", report.ground),
            **_evidence(edition, submission, report.evidence),
            "line": report.origin.line,
            "url": edition.page(edition.config.locales[0], address) if address else "",
        }


def _figures(edition: ExportContext, policy: Policy, submission: Submission) -> Iterator[Row]:
    targets = {target.id: target for target in policy.targets} if submission.figures else {}
    for figure in submission.figures:
        target = targets.get(figure.target)
        row: Row = {
            "target": figure.target,
            **_in_words(edition, "text", figure.text),
            "from": str(figure.since or ""),
            "as_of": str(figure.as_of),
            **_in_words(edition, "method", figure.method),
            **_in_words(edition, "reason", figure.reason),
            **_evidence(edition, submission, figure.evidence),
            "line": figure.origin.line,
            "url": edition.page(edition.config.locales[0], addresses.targets(policy, target)) if target else "",
        }
        if figure.quantity is not None:
            row |= {**_quantity(figure.quantity), "percent": _flag(figure.quantity.amount)}
        yield row
