"""Which reports on a task are given in full where thousands of agencies may have reported."""

from __future__ import annotations

from dataclasses import dataclass

from generator.assess import LatestReport, OpenUpdate, PolicyState, ReportChange, SubmissionSummary
from generator.model import Task

SHOWN = 20  # agencies whose reports a task's page and file give, and earlier ones of theirs; the rest stand with them


@dataclass(frozen=True)
class SelectedReports:
    """The reports of some agencies on a task, and how many agencies more there are."""

    latest: tuple[ReportChange, ...]  # those that the task's state rests on, newest first
    older: tuple[ReportChange, ...]  # at most SHOWN earlier ones by the same agencies, newest first
    earlier: int  # of the earlier ones that are not shown
    others: int  # agencies that reported too and are only counted

    @property
    def shown(self) -> list[ReportChange]:
        """All that are given, newest first."""
        return sorted(
            [*self.latest, *self.older],
            key=lambda said: (said.submission.period, said.submission.submitted, said.submission.agency),
            reverse=True,
        )

    def shows(self, entry: LatestReport) -> bool:
        """Tell whether a report is among them."""
        filing = entry.submission
        return any(
            (shown.submission.agency, shown.submission.period_name, shown.report.ref)
            == (filing.agency, filing.period_name, entry.report.ref)
            for shown in self.latest + self.older
        )


def select_reports(state: PolicyState, task: Task, tell: OpenUpdate) -> SelectedReports:
    """Choose the reports of at most SHOWN agencies, the higher levels of government before the lower."""
    agencies = state.foremost(task.number)
    latest: list[tuple[SubmissionSummary, int]] = []
    older: list[tuple[SubmissionSummary, int]] = []
    for id_ in agencies[:SHOWN]:
        agency = state.agencies[id_]
        current = {agency.counted[agency.clauses[clause.id]] for clause in task.clauses if clause.id in agency.clauses}
        for number, filing in enumerate(agency.filings):
            for index, said in enumerate(filing.reports):
                if said.task == task.number:
                    (latest if (number, index) in current else older).append((filing, index))
    shown = _newest_first(older)[:SHOWN]

    def opened(some: list[tuple[SubmissionSummary, int]]) -> tuple[ReportChange, ...]:
        return tuple(tell(filing).statuses[index] for filing, index in some)

    return SelectedReports(
        opened(_newest_first(latest)), opened(shown), len(older) - len(shown), max(0, len(agencies) - SHOWN)
    )


def _newest_first(reports: list[tuple[SubmissionSummary, int]]) -> list[tuple[SubmissionSummary, int]]:
    """Put reports in the order of their periods; those of one submission stay in its order."""
    return sorted(reports, key=lambda report: report[0].order, reverse=True)
