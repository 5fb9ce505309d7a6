"""The record as tables for spreadsheets: CSV with a byte order mark, CRLF, and every cell in quotes."""

from __future__ import annotations

import csv
import io
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from generator import addresses
from generator.assess import Outcome, PolicyState
from generator.assess.evidence import level
from generator.export.edition import MAX_BYTES, Edition
from generator.model import Amount, Evidence, Localized, Submission

Cell = str | int | Decimal
Row = dict[str, Cell]

_SAID = ("agency", "agency_name*", "period", "submitted", "provenance")
_SHOWN = ("evidence_level", "evidence", "evidence_urls", "path", "line", "url")
COLUMNS: dict[str, tuple[str, ...]] = {
    "clauses": ("policy", "area", "area_title*", "task", "task_title*", "clause", "text*", "state", "url"),
    "targets": (
        "policy", "target", "title*", "unit*", "percent", "baseline", "baseline_as_of", "comparison",
        "target_value", "by", "outcome", "value", "as_of", "share", "url",
    ),
    "submissions": (
        "policy", *_SAID[:2], "period", "period_from", "period_to", "submitted", "provenance", "reports", "figures",
        "path", "api",
    ),
    "reports": ("policy", "ref", "task", *_SAID, "status", "summary*", "reason*", *_SHOWN),
    "figures": ("policy", "target", *_SAID, "value", "percent", "text*", "as_of", "reason*", *_SHOWN),
}  # fmt: skip
"""The tables and their columns; a starred one stands once for each locale that has words of its own."""

_DANGEROUS = re.compile(r"[\t\r]|\s*[=+\-@＝＋－＠']")


def safe(text: str) -> str:
    """Keep a spreadsheet from taking a text for a formula: an apostrophe goes before it.

    It also goes before an apostrophe, so that taking one away always gives the text as it was.
    """
    return f"'{text}" if _DANGEROUS.match(text) else text


def tables(edition: Edition) -> dict[str, bytes]:
    """Write all tables; one that is too large is split by period, and an index stands in its place."""
    rows: dict[str, list[Row]] = {name: [] for name in COLUMNS}
    for state in edition.states():
        rows["clauses"] += _clauses(edition, state)
        rows["targets"] += (_target(edition, state, outcome) for outcome in state.outcomes.values())
        for submission in state.submissions:
            rows["submissions"].append(_submission(edition, submission))
            rows["reports"] += _reports(edition, state, submission)
            rows["figures"] += _figures(edition, state, submission)
    files: dict[str, bytes] = {}
    for name, found in rows.items():
        files |= _split(edition, name, found)
    return files


def table_of(path: str) -> str:
    """Name the table that a file holds, or holds a part of."""
    return path.removeprefix(addresses.API).removesuffix(".csv").partition("-")[0]


def _split(edition: Edition, name: str, rows: list[Row]) -> dict[str, bytes]:
    path = f"{addresses.API}{name}.csv"
    header = expand(edition, COLUMNS[name])
    whole = write(header, rows)
    if len(whole) <= MAX_BYTES:
        return {path: whole}
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        groups[str(row.get("period", row["policy"]))].append(row)
    parts: dict[str, bytes] = {}
    listed: list[Row] = []
    for group, members in groups.items():
        for index, (chunk, data) in enumerate(_chunks(header, members)):
            part = f"{addresses.API}{name}-{group}{f'-{index + 1}' if index else ''}.csv"
            parts[part] = data
            listed.append({"file": edition.url(part), "part": group, "rows": len(chunk), "bytes": len(data)})
    return {path: write(("file", "part", "rows", "bytes"), listed), **parts}


def _chunks(header: Sequence[str], rows: list[Row]) -> Iterator[tuple[list[Row], bytes]]:
    """Cut the rows into parts that each fit into a file; yields each part with its file."""
    data = write(header, rows)
    if len(data) <= MAX_BYTES or len(rows) == 1:
        yield rows, data
        return
    size = max(1, len(rows) * MAX_BYTES * 4 // (len(data) * 5))  # rows differ in length
    for start in range(0, len(rows), size):
        yield from _chunks(header, rows[start : start + size])


def expand(edition: Edition, columns: Iterable[str]) -> tuple[str, ...]:
    """Write out the starred columns: text_zh, text_en."""
    own = [id_ for id_, locale in edition.locales.items() if not locale.is_derived]
    return tuple(
        name
        for column in columns
        for name in ([f"{column[:-1]}_{id_}" for id_ in own] if column.endswith("*") else [column])
    )


def write(header: Sequence[str], rows: Iterable[Row]) -> bytes:
    """Write a table; numbers stay as they are, texts are made safe, what is missing stays empty."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, header, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows({name: _cell(cell) for name, cell in row.items()} for row in rows)
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def _cell(cell: Cell) -> str:
    match cell:
        case str():
            return safe(cell)
        case Decimal():
            return f"{cell:f}"
        case int():
            return str(cell)


def _in_words(edition: Edition, column: str, text: Localized | None) -> Row:
    """The cells of a starred column; a locale without a translation has an empty one."""
    if text is None:
        return {}
    said = {id_: locale.say(text) for id_, locale in edition.locales.items() if not locale.is_derived}
    return {f"{column}_{id_}": words.text for id_, words in said.items() if words.state != "missing"}


def _clauses(edition: Edition, state: PolicyState) -> Iterator[Row]:
    policy = state.policy
    for task in policy.tasks:
        area = policy.area_of(task)
        for clause in task.clauses:
            yield {
                "policy": policy.id,
                "area": area.number,
                **_in_words(edition, "area_title", area.title),
                "task": task.number,
                **_in_words(edition, "task_title", task.title),
                "clause": clause.id,
                **_in_words(edition, "text", clause.text),
                "state": state.clauses[clause.id].state,
                "url": edition.page(edition.config.locales[0], addresses.task(policy, task, clause)),
            }


def _target(edition: Edition, state: PolicyState, outcome: Outcome) -> Row:
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
    if target.target is not None:
        row |= {
            "percent": _flag(target.target.value),
            "comparison": target.target.comparison,
            "target_value": target.target.value.value,
            "by": str(target.target.by),
        }
        values = sorted({figure.value.value for _, figure in outcome.latest if figure.value is not None})
        if len(values) == 1:  # figures that differ stand in their own table
            row |= {"value": values[0], "as_of": str(outcome.latest[0][1].as_of)}
    if outcome.share is not None:
        row["share"] = round(outcome.share, 6)
    return row


def _flag(amount: Amount) -> str:
    return "true" if amount.percent else "false"


def _said(edition: Edition, submission: Submission) -> Row:
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


def _submission(edition: Edition, submission: Submission) -> Row:
    agency = edition.agency(submission.agency)
    return {
        **_said(edition, submission),
        "period_from": str(submission.period.start),
        "period_to": str(submission.period.end),
        "reports": len(submission.reports),
        "figures": len(submission.figures),
        "api": edition.url(addresses.agency_data(agency)) if agency else "",
    }


def _evidence(edition: Edition, submission: Submission, evidence: tuple[Evidence, ...]) -> Row:
    return {
        "evidence_level": level(evidence, edition.agency(submission.agency)),
        "evidence": len(evidence),
        "evidence_urls": " ".join(item.url for item in evidence if item.url),
    }


def _reports(edition: Edition, state: PolicyState, submission: Submission) -> Iterator[Row]:
    for report in submission.reports:
        address = addresses.of_ref(state.policy, report.ref)
        yield {
            **_said(edition, submission),
            "ref": report.ref,
            "task": int(report.ref.partition(".")[0]),
            "status": report.status,
            **_in_words(edition, "summary", report.summary),
            **_in_words(edition, "reason", report.reason),
            **_evidence(edition, submission, report.evidence),
            "line": report.at().line,
            "url": edition.page(edition.config.locales[0], address) if address else "",
        }


def _figures(edition: Edition, state: PolicyState, submission: Submission) -> Iterator[Row]:
    targets = {target.id: target for target in state.policy.targets}
    for figure in submission.figures:
        target = targets.get(figure.target)
        row: Row = {
            **_said(edition, submission),
            "target": figure.target,
            **_in_words(edition, "text", figure.text),
            "as_of": str(figure.as_of),
            **_in_words(edition, "reason", figure.reason),
            **_evidence(edition, submission, figure.evidence),
            "line": figure.at().line,
            "url": edition.page(edition.config.locales[0], addresses.targets(state.policy, target)) if target else "",
        }
        if figure.value is not None:
            row |= {"value": figure.value.value, "percent": _flag(figure.value)}
        yield row
