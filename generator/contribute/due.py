"""What agencies owe as of a day: reports that are due or overdue, and agencies that have stopped reporting."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from generator.assess.reporting import duties
from generator.model import Catalog, Policy, ReportingPeriod, Submission

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
    for policy in catalog.policies.values():
        by_agency: dict[str, list[Submission]] = defaultdict(list)
        for item in catalog.submissions:
            if item.policy == policy.id and item.provenance != "public-record" and item.submitted <= as_of:
                by_agency[item.agency].append(item)
        for id_ in sorted({*by_agency, *(assignment.agency for assignment in policy.assignments)}):
            known = catalog.agencies.get(id_)
            if agency == id_ or (agency is None and known is not None and not known.sample):
                found += _owed(policy, id_, by_agency[id_], as_of)
    return sorted(found)


def _owed(policy: Policy, agency: str, submissions: list[Submission], as_of: datetime.date) -> Iterator[Owed]:
    wanted: dict[tuple[datetime.date, str, str], set[str]] = defaultdict(set)
    mine = [assignment for assignment in policy.assignments if assignment.agency == agency]
    for duty in duties(policy, mine, submissions, as_of):
        is_open = duty.value == "overdue" or (duty.value == "not_yet_due" and duty.period.start <= as_of)
        if is_open:
            value = "overdue" if duty.value == "overdue" else "owed"
            wanted[duty.due, duty.period_name, value].add(duty.ref)
    for (due, period, value), refs in wanted.items():
        yield Owed(due, policy.id, agency, period, value, tuple(ref for ref in policy.refs if ref in refs))
    if not wanted and submissions:
        yield from _stale(policy, agency, submissions, as_of)


def _stale(policy: Policy, agency: str, submissions: list[Submission], as_of: datetime.date) -> Iterator[Owed]:
    """Yield the latest period of an agency that reported before, but for none of the last two periods past due."""
    calendar = policy.file.reporting
    if calendar is None:
        return
    past: list[ReportingPeriod] = [period for period in policy.due_periods if calendar.due(period) < as_of]
    last = max(submissions, key=lambda submission: submission.period)
    silent = [period for period in past if period.start > last.period.end]
    if len(silent) >= _STALE:
        period = silent[-1]
        yield Owed(calendar.due(period), policy.id, agency, period.name, "stale", last=last.period_name)


_WORDS = {
    "overdue": ("逾期", "overdue"),
    "owed": ("待报", "due"),
    "stale": ("久未报告", "no recent report"),
}


def as_text(rows: list[Owed], catalog: Catalog, language: str, typed: Callable[..., str]) -> str:
    """Return missing submissions as text: one paragraph each, with the command that creates the file, ready to type."""
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
    return "\n".join(lines) + "\n"


def _name(catalog: Catalog, id_: str, locale: str = "zh") -> str:
    agency = catalog.agencies.get(id_)
    return id_ if agency is None else agency.name.versions.get(locale, agency.name.original)
