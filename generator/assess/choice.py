"""Which reports on a task are given in full where thousands of agencies may have reported."""

from __future__ import annotations

from dataclasses import dataclass

from generator.assess import Entry, PolicyState, Statement, Tell
from generator.model import Task

SHOWN = 20  # agencies whose reports a task's page and file give, and earlier ones of theirs; the rest stand with them


@dataclass(frozen=True)
class Reports:
    """The reports of some agencies on a task, and how many agencies more there are."""

    latest: tuple[Statement, ...]  # those that the task's state rests on, newest first
    older: tuple[Statement, ...]  # at most SHOWN earlier ones by the same agencies, newest first
    earlier: int  # of the earlier ones that are not shown
    others: int  # agencies that reported too and are only counted

    def shows(self, entry: Entry) -> bool:
        """Tell whether a report is among them."""
        filing = entry.submission
        return any(
            (shown.submission.agency, shown.submission.period_name, shown.report.ref)
            == (filing.agency, filing.period_name, entry.report.ref)
            for shown in self.latest + self.older
        )


def choose_reports(state: PolicyState, task: Task, tell: Tell, *, samples: bool = False) -> Reports:
    """Choose the reports of at most SHOWN agencies, the higher levels of government before the lower."""
    agencies = state.foremost(task.number)
    latest: list[Statement] = []
    older: list[Statement] = []
    for id_ in agencies[:SHOWN]:
        agency = state.agencies[id_]
        current = {agency.clauses[clause.id] for clause in task.clauses if clause.id in agency.clauses}
        for number, update in enumerate(tell(id_)[state.policy.id, samples]):
            for index, statement in enumerate(update.statuses):
                if statement.report.ref.partition(".")[0] == str(task.number):
                    (latest if (number, index) in current else older).append(statement)
    shown = newest_first(older)[:SHOWN]
    return Reports(newest_first(latest), shown, len(older) - len(shown), max(0, len(agencies) - SHOWN))


def newest_first(statements: list[Statement]) -> tuple[Statement, ...]:
    """Put statements in the order of their periods; those of one submission stay in its order."""
    return tuple(
        sorted(
            statements,
            key=lambda said: (said.submission.period, said.submission.submitted, said.submission.agency),
            reverse=True,
        )
    )
