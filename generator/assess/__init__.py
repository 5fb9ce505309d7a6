"""What the record says as of a day: who reported, how far things are, what is proven.

Pure functions of a catalog and a date. The three questions are answered apart; nothing here merges them.
Samples are assessed by themselves and never together with what was really reported.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from generator.assess.agency import DUTIES, AgencyState, agency_states
from generator.assess.changes import FigureChange, StatusChange, Update, updates
from generator.assess.evidence import Level, level
from generator.assess.methods import METHODS, Method
from generator.assess.outcome import Outcome, outcome
from generator.assess.progress import STATES, Progress, clause_progress, roll_up
from generator.assess.reporting import Duty, duties
from generator.assess.verdict import Entry, Input, Verdict, Words
from generator.model import Catalog, Measurement, Policy, Submission

__all__ = [
    "DUTIES",
    "METHODS",
    "STATES",
    "AgencyState",
    "Assessment",
    "Duty",
    "Entry",
    "FigureChange",
    "Input",
    "Level",
    "Method",
    "Outcome",
    "PolicyState",
    "Progress",
    "StatusChange",
    "Update",
    "Verdict",
    "Words",
    "assess",
]


@dataclass(frozen=True)
class PolicyState:
    """What the record says of one policy as of a day."""

    policy: Policy
    progress: Progress
    areas: Mapping[int, Progress]
    tasks: Mapping[int, Progress]
    clauses: Mapping[str, Progress]
    outcomes: Mapping[str, Outcome]
    duties: tuple[Duty, ...]
    entries: Mapping[int, tuple[Entry, ...]]  # by task, newest period first
    submissions: tuple[Submission, ...]  # visible ones, newest period first
    agencies: Mapping[str, AgencyState]  # those that reported or owe something
    updates: tuple[Update, ...]  # what each submission changed, in their order
    elapsed: float  # share of the policy's period that has passed, 0 to 1


@dataclass(frozen=True)
class Assessment:
    """Everything that is said as of a day, by policy; samples by themselves."""

    as_of: datetime.date
    policies: Mapping[str, PolicyState]
    samples: Mapping[str, PolicyState]


def assess(catalog: Catalog, as_of: datetime.date) -> Assessment:
    """Assess all policies from what had been submitted by the end of `as_of`."""
    real: dict[str, list[Submission]] = defaultdict(list)
    sample: dict[str, list[Submission]] = defaultdict(list)
    for submission in catalog.submissions:
        if submission.submitted <= as_of:
            (sample if submission.provenance == "sample" else real)[submission.policy].append(submission)
    policies = catalog.policies.items()
    return Assessment(
        as_of,
        {id_: _policy_state(catalog, policy, real[id_], as_of, sample=False) for id_, policy in policies},
        {id_: _policy_state(catalog, policy, sample[id_], as_of, sample=True) for id_, policy in policies},
    )


def _policy_state(
    catalog: Catalog, policy: Policy, submissions: Iterable[Submission], as_of: datetime.date, *, sample: bool
) -> PolicyState:
    newest = sorted(
        submissions, key=lambda submission: (submission.period, submission.submitted, submission.agency), reverse=True
    )
    entries: dict[int, list[Entry]] = defaultdict(list)
    figures: dict[str, list[tuple[Submission, Measurement]]] = defaultdict(list)
    for submission in newest:
        agency = catalog.agencies.get(submission.agency)
        for report in submission.reports:
            task = int(report.ref.split(".")[0])
            kind = agency.kind if agency else "other"
            entries[task].append(Entry(submission, report, level(report.evidence, agency), kind))
        for figure in submission.figures:
            figures[figure.target].append((submission, figure))
    clauses = {
        clause.id: clause_progress(clause.id, entries[task.number]) for task in policy.tasks for clause in task.clauses
    }
    tasks = {task.number: roll_up(clauses[clause.id] for clause in task.clauses) for task in policy.tasks}
    invented = {id_ for id_, agency in catalog.agencies.items() if agency.sample}
    owed = tuple(duty for duty in duties(policy, newest, as_of) if (duty.assignment.agency in invented) is sample)
    areas = {area.number: roll_up(tasks[task.number] for task in policy.tasks_of(area)) for area in policy.file.areas}
    return PolicyState(
        policy=policy,
        progress=roll_up(areas.values()),
        areas=areas,
        tasks=tasks,
        clauses=clauses,
        outcomes={target.id: outcome(target, figures[target.id], as_of) for target in policy.targets},
        duties=owed,
        entries={number: tuple(found) for number, found in entries.items()},
        submissions=tuple(newest),
        agencies=agency_states(policy, newest, entries, owed),
        updates=updates(policy, newest, entries),
        elapsed=_elapsed(policy, as_of),
    )


def _elapsed(policy: Policy, as_of: datetime.date) -> float:
    period = policy.file.period
    days = (period.end - period.start).days + 1
    return min(1.0, max(0.0, ((as_of - period.start).days + 1) / days)) if days > 0 else 1.0
