"""Which reports on a task are given in full where thousands of agencies may have reported."""

from __future__ import annotations

from dataclasses import dataclass

from generator.assess import Entry, Filing, PolicyState, Statement, Tell
from generator.model import Task

SHOWN = 20  # agencies whose reports a task's page and file give, and earlier ones of theirs; the rest stand with them


@dataclass(frozen=True)
class Reports:
    """The reports of some agencies on a task, and how many agencies more there are."""

    latest: tuple[Statement, ...]  # those that the task's state rests on, newest first
    older: tuple[Statement, ...]  # at most SHOWN earlier ones by the same agencies, newest first
    earlier: int  # of the earlier ones that are not shown
    others: int  # agencies that reported too and are only counted

    @property
    def shown(self) -> list[Statement]:
        """All that are given, newest first."""
        return sorted(
            [*self.latest, *self.older],
            key=lambda said: (said.submission.period, said.submission.submitted, said.submission.agency),
            reverse=True,
        )

    def shows(self, entry: Entry) -> bool:
        """Tell whether a report is among them."""
        filing = entry.submission
        return any(
            (shown.submission.agency, shown.submission.period_name, shown.report.ref)
            == (filing.agency, filing.period_name, entry.report.ref)
            for shown in self.latest + self.older
        )


def choose_reports(state: PolicyState, task: Task, tell: Tell) -> Reports:
    """Choose the reports of at most SHOWN agencies, the higher levels of government before the lower."""
    agencies = state.foremost(task.number)
    latest: list[tuple[Filing, int]] = []
    older: list[tuple[Filing, int]] = []
    for id_ in agencies[:SHOWN]:
        agency = state.agencies[id_]
        current = {agency.counted[agency.clauses[clause.id]] for clause in task.clauses if clause.id in agency.clauses}
        for number, filing in enumerate(agency.filings):
            for index, said in enumerate(filing.reports):
                if said.task == task.number:
                    (latest if (number, index) in current else older).append((filing, index))
    shown = _newest_first(older)[:SHOWN]

    def opened(some: list[tuple[Filing, int]]) -> tuple[Statement, ...]:
        return tuple(tell(filing).statuses[index] for filing, index in some)

    return Reports(opened(_newest_first(latest)), opened(shown), len(older) - len(shown), max(0, len(agencies) - SHOWN))


def _newest_first(reports: list[tuple[Filing, int]]) -> list[tuple[Filing, int]]:
    """Put reports in the order of their periods; those of one submission stay in its order."""
    return sorted(reports, key=lambda report: report[0].order, reverse=True)
