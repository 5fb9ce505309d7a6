"""What one agency reported on a policy, and what it owes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import cached_property

from msgspec import Struct

from generator.assess.progress import Charge, whole_state
from generator.assess.reporting import Duty
from generator.assess.statuses import DUTIES
from generator.assess.summaries import LatestReport, Replacement, ReportSummary, State, SubmissionSummary
from generator.assess.updates import History
from generator.model import Policy


class AgencyState(Struct, frozen=True, dict=True):
    """One agency's part in a policy, without its words: everything that the rest of the site needs."""

    agency: str
    kind: str  # its level of government
    filings: tuple[SubmissionSummary, ...]  # newest period first
    counted: tuple[tuple[int, int], ...]  # its reports that count, in order: indices of filing and report
    clauses: dict[str, int]  # by clause: the index in `counted` of its latest report
    tasks: dict[int, State]  # the state, by its own reports alone, of each task that it reported on
    duties: tuple[Duty, ...]  # in calendar order
    reports: dict[int, int]  # number of reports on each task and its clauses
    backed: dict[str, int]  # number of reports and figures by level of evidence
    replaced: tuple[Replacement, ...] = ()  # submissions that were corrected or withdrawn, newest period first
    charges: tuple[Charge, ...] = ()  # what it is assigned, in the order of the file
    issuing: bool = True  # whether it is of the level that issued the policy, and so speaks for the whole

    @cached_property
    def entries(self) -> dict[str, LatestReport]:
        """Its latest report on each clause; a report on a whole task is one shared object."""
        made = [
            LatestReport(self.filings[filing], self.filings[filing].reports[said], self.kind, self.issuing)
            for filing, said in self.counted
        ]
        return {clause: made[index] for clause, index in self.clauses.items()}

    @cached_property
    def said(self) -> tuple[dict[str, ReportSummary], ...]:
        """The reports of each of its submissions, by task or clause."""
        return tuple({report.ref: report for report in filing.reports} for filing in self.filings)

    @property
    def latest(self) -> list[ReportSummary]:
        """The reports that count: the latest on each clause."""
        return [self.filings[filing].reports[report] for filing, report in self.counted]

    @property
    def evidence(self) -> Counter[str]:
        """The number of counted reports by level of evidence."""
        return Counter(said.evidence for said in self.latest)

    def owes(self, task: int) -> str | None:
        """Return the most pressing state of its duties on a task and its clauses; None if it has none."""
        present = {duty.value for duty in self.duties if duty.task == task}
        return next((value for value in DUTIES if value in present), None)


def agency_state(
    policy: Policy,
    agency: str,
    kind: str,
    history: History,
    owed: Iterable[Duty],
    charges: Iterable[Charge] = (),
    *,
    issuing: bool = True,
) -> AgencyState:
    """Summarise one agency's submissions, with its duties and what it is assigned.

    The latest report on each clause counts. Within a submission, a report on the clause itself takes precedence
    over one on the whole task.
    """
    filings = tuple(update.filing for update in history.standing)
    clauses: dict[str, tuple[int, int]] = {}
    for number, filing in enumerate(filings):
        for index, said in sorted(enumerate(filing.reports), key=lambda pair: "." not in pair[1].ref):
            for clause in policy.clauses_of(said.ref):
                clauses.setdefault(clause, (number, index))
    status = {clause: filings[filing].reports[report].status for clause, (filing, report) in clauses.items()}
    tasks = {
        task.number: whole_state({status.get(clause.id, "not_reported") for clause in task.clauses})
        for task in policy.tasks
        if any(clause.id in status for clause in task.clauses)
    }
    counted = sorted({*clauses.values()})
    which = {place: index for index, place in enumerate(counted)}
    reports = [report for filing in filings for report in filing.reports]
    levels = [report.evidence for report in reports]
    levels += [figure.evidence for filing in filings for figure in filing.figures]
    return AgencyState(
        agency,
        kind,
        filings,
        tuple(counted),
        {clause: which[place] for clause, place in clauses.items()},
        tasks,
        tuple(owed),
        dict(Counter(report.task for report in reports)),
        dict(Counter(levels)),
        tuple(one.summary for one in history.replaced),
        tuple(charges),
        issuing,
    )
