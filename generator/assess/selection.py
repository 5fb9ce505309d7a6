"""The choice of reports on a task to show in full, when thousands of agencies may have reported."""

from __future__ import annotations

from dataclasses import dataclass

from generator.assess import LatestReport, OpenUpdate, PolicyState, ReportChange, SubmissionSummary
from generator.model import Task

SHOWN = 20  # agencies, and earlier reports of theirs, on a task's page and in its file; their own pages hold the rest


@dataclass(frozen=True)
class SelectedReports:
    """The reports of some agencies on a task, and how many agencies more there are."""

    latest: tuple[ReportChange, ...]  # those that decide the task's state, newest first
    older: tuple[ReportChange, ...]  # at most SHOWN earlier ones by the same agencies, newest first
    earlier: int  # number of earlier ones that are not shown
    others: int  # number of other agencies that reported

    @property
    def shown(self) -> list[ReportChange]:
        """All reports to show, newest first."""
        return sorted(
            [*self.latest, *self.older],
            key=lambda said: (said.submission.period, said.submission.submitted, said.submission.agency),
            reverse=True,
        )

    def shows(self, entry: LatestReport) -> bool:
        """Return whether a report is among those shown."""
        filing = entry.submission
        return any(
            (shown.submission.agency, shown.submission.period_name, shown.report.ref)
            == (filing.agency, filing.period_name, entry.report.ref)
            for shown in self.latest + self.older
        )


def select_reports(state: PolicyState, task: Task, tell: OpenUpdate) -> SelectedReports:
    """Choose the reports of at most SHOWN agencies, higher levels of government first."""
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
        return tuple(tell(filing).status(filing.reports[index].ref) for filing, index in some)

    return SelectedReports(
        opened(_newest_first(latest)), opened(shown), len(older) - len(shown), max(0, len(agencies) - SHOWN)
    )


def _newest_first(reports: list[tuple[SubmissionSummary, int]]) -> list[tuple[SubmissionSummary, int]]:
    """Sort reports newest first; reports of one submission keep their order."""
    return sorted(reports, key=lambda report: report[0].order, reverse=True)
