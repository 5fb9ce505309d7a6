"""What agencies owe as of a day: reports that are due or overdue, and agencies that have stopped reporting."""

from __future__ import annotations

import csv
import datetime
import io
import json
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from generator.assess import AgencyState, SubmissionSummary, assess
from generator.contribute.compare.markdown import quote
from generator.export.calendar import fold, text_property
from generator.model import CANONICAL, PUBLISHED, Catalog, Policy, ReportingPeriod

_STALE = 2  # consecutive periods without a report


@dataclass(frozen=True, order=True, slots=True)
class Owed:
    """A missing submission, and the reason why it is due."""

    due: datetime.date
    policy: str
    agency: str
    period: str
    value: str  # overdue, owed, stale
    refs: tuple[str, ...] = ()  # tasks and clauses to report on, in the policy's order
    last: str = ""  # for a stale record, the period of the last report

    @property
    def command(self) -> tuple[str, ...]:
        """The arguments of the command that creates the file."""
        return ("new", "submission", self.agency, self.period, "--policy", self.policy)


def list_owed(catalog: Catalog, as_of: datetime.date, agency: str | None = None) -> list[Owed]:
    """List the submissions that are missing as of a day, the longest overdue first.

    Only reports by the agency itself count. Invented agencies are left out, unless `agency` names one.
    """
    found: list[Owed] = []
    state = assess(catalog, as_of)
    for id_, known in catalog.agencies.items():
        if agency == id_ or (agency is None and not known.sample):
            for sum_ in state.sums(id_):
                found += _owed(catalog.policies[sum_.policy], sum_.state, as_of)
    return sorted(found)


def _owed(policy: Policy, agency: AgencyState, as_of: datetime.date) -> Iterator[Owed]:
    wanted: dict[tuple[datetime.date, str, str], set[str]] = defaultdict(set)
    for duty in agency.duties:
        is_open = duty.value == "overdue" or (duty.value == "not_yet_due" and duty.period.start <= as_of)
        if is_open:
            value = "overdue" if duty.value == "overdue" else "owed"
            wanted[duty.due, duty.period_name, value].add(duty.ref)
    for (due, period, value), refs in wanted.items():
        yield Owed(due, policy.id, agency.agency, period, value, tuple(ref for ref in policy.refs if ref in refs))
    filings = [filing for filing in agency.filings if filing.provenance != PUBLISHED]
    if not wanted and filings:
        yield from _stale(policy, filings, as_of)


def _stale(policy: Policy, filings: list[SubmissionSummary], as_of: datetime.date) -> Iterator[Owed]:
    """Yield the latest period of an agency that reported before, but for none of the last two periods past due."""
    calendar = policy.file.reporting
    if calendar is None:
        return
    past: list[ReportingPeriod] = [period for period in policy.due_periods if calendar.due(period) < as_of]
    last = max(filings, key=lambda filing: filing.period)
    silent = [period for period in past if period.start > last.period.end]
    if len(silent) >= _STALE:
        period = silent[-1]
        yield Owed(calendar.due(period), policy.id, last.agency, period.name, "stale", last=last.period_name)


_WORDS = {
    "overdue": ("逾期", "overdue"),
    "owed": ("待报", "due"),
    "stale": ("久未报告", "no recent report"),
}


def as_csv(rows: list[Owed], catalog: Catalog, typed: Callable[..., str]) -> str:
    """Return missing submissions as a table, with a line to paste into a message."""
    file = io.StringIO()
    table = csv.writer(file, lineterminator="\r\n")
    table.writerow(["agency", "name", "policy", "period", "due", "state", "refs", "last", "message", "command"])
    for row in rows:
        cells = [row.agency, _name(catalog, row.agency), row.policy, row.period, str(row.due), row.value]
        cells += [" ".join(row.refs), row.last, message(row, catalog), typed(*row.command)]
        table.writerow([f"'{cell}" if cell[:1] in _FORMULA else cell for cell in cells])
    return "\ufeff" + file.getvalue()  # the mark by which spreadsheet programs know UTF-8


_FORMULA = {"=", "+", "-", "@", "\t", "\r"}  # what a spreadsheet program would take for the start of a formula


def as_ics(rows: list[Owed], catalog: Catalog, host: str) -> str:
    """Return missing submissions as a calendar: one all-day event each, on the day by which it is due."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:-//{host}//generator//ZH", "CALSCALE:GREGORIAN"]
    for row in rows:
        lines += [
            "BEGIN:VEVENT",
            f"UID:due-{row.policy}-{row.agency}-{row.period}@{host}",
            f"DTSTAMP:{row.due:%Y%m%d}T000000Z",
            f"DTSTART;VALUE=DATE:{row.due:%Y%m%d}",
            f"DTEND;VALUE=DATE:{row.due + datetime.timedelta(days=1):%Y%m%d}",
            text_property("SUMMARY", message(row, catalog)),
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
        ]
    lines.append("END:VCALENDAR")
    return "".join(f"{fold(line)}\r\n" for line in lines)


_EARLY = datetime.timedelta(days=30)  # before the day by which a report is due, its issue is opened


def as_issues(rows: list[Owed], catalog: Catalog, as_of: datetime.date) -> str:
    """Return one issue for a forge per policy and period that is due within 30 days or overdue, as a JSON list.

    Each has a `key` that stays the same while reports come in, a `title` and a `body` in Markdown.
    """
    periods: dict[tuple[datetime.date, str, str], list[Owed]] = defaultdict(list)
    for row in rows:
        if row.value != "stale" and row.due - as_of <= _EARLY:
            periods[row.due, row.policy, row.period].append(row)
    issues = []
    for (due, policy, period), owed in periods.items():
        title = (catalog.policies[policy].file.short or catalog.policies[policy].title).versions
        names = [title[CANONICAL]] if CANONICAL in title else [*title.values()][:1]
        names += [title["en"]] if "en" in title and title["en"] not in names else []
        lines = [f"截止 {due}，以下机构尚未报告： / Due on {due}; not reported yet:", ""]
        for row in owed:
            refs = f"：{'、'.join(row.refs)}" if row.refs else ""
            lines.append(f"- {quote(_name(catalog, row.agency))} (`{row.agency}`){refs}")
        issues.append(
            {
                "key": f"{policy} {period}",
                "title": f"待报 {period} · {' / '.join(names)}",
                "body": "\n".join(lines),
            }
        )
    return json.dumps(issues, ensure_ascii=False, indent=1) + "\n"


def message(row: Owed, catalog: Catalog) -> str:
    """Return one line in Chinese to paste into a group chat or an e-mail."""
    policy = catalog.policies[row.policy]
    what = f"，共 {len(row.refs)} 项：{'、'.join(row.refs)}" if row.refs else ""
    title = (policy.file.short or policy.title).original
    return f"{_WORDS[row.value][0]}：{_name(catalog, row.agency)}，{title} {row.period}{what}，截止 {row.due}"


def as_text(rows: list[Owed], catalog: Catalog, language: str, typed: Callable[..., str]) -> str:
    """Return missing submissions as text: one paragraph each, with the command that creates the file, ready to type.

    The last line of each is one to paste into a message.
    """
    if not rows:
        return "没有应报事项。\n" if language == "zh" else "No reports are due.\n"
    lines = []
    for row in rows:
        zh, en = _WORDS[row.value]
        refs = "、".join(row.refs) if language == "zh" else ", ".join(row.refs)
        if language == "zh":
            what = f"：{refs}" if refs else f"：{row.last} 之后没有报告"
            lines.append(f"{zh} · {_name(catalog, row.agency)} · {row.policy} {row.period}（截止日期 {row.due}）{what}")
        else:
            what = f": {refs}" if refs else f": nothing since {row.last}"
            name = _name(catalog, row.agency, "en")
            lines.append(f"{en} · {name} · {row.policy} {row.period} (by {row.due}){what}")
        lines.append(f"    {typed(*row.command)}")
        lines.append(f"    {message(row, catalog)}")
    return "\n".join(lines) + "\n"


def _name(catalog: Catalog, id_: str, locale: str = "zh") -> str:
    agency = catalog.agencies.get(id_)
    return id_ if agency is None else agency.name.versions.get(locale, agency.name.original)
