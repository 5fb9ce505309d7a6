"""The assessment of the record as of a date: who reported, how far the work is, what is proven.

Pure functions of a catalog and a date. The three questions are answered separately and never merged. Samples are
assessed separately from real reports. Each agency is summarised on its own, without its words; the state of a whole
policy is computed from these summaries.
"""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from msgspec import Struct

from generator.assess.agency import AgencyState, agency_state
from generator.assess.deadline import Deadline, task_deadline
from generator.assess.evidence import level
from generator.assess.finding import found_of_agency, found_of_clauses, found_of_target, found_of_targets
from generator.assess.methods import METHODS, Method
from generator.assess.outcome import Outcome, StatedFigure, drawn_goal, outcome
from generator.assess.progress import (
    Charge,
    GroupTally,
    Progress,
    clause_progress,
    contradict,
    not_in_force,
    roll_up,
    whole_state,
)
from generator.assess.published import Published, nothing_published, open_published, published
from generator.assess.reporting import Duty, HandedIn, duties
from generator.assess.scope import Place, is_of, place_of
from generator.assess.statuses import DEADLINES, DUTIES, EVIDENCE, OUTCOMES, STAGES, STATES, STATUSES, Status
from generator.assess.summaries import (
    FigureSummary,
    LatestReport,
    Replacement,
    ReportSummary,
    SubmissionSummary,
    task_of,
)
from generator.assess.updates import (
    TAKEN_OUT,
    FigureChange,
    History,
    Replaced,
    ReportChange,
    Update,
    history,
    with_words,
)
from generator.assess.verdict import LEVELS, Input, Measured, Message, Role, Several, Share, Value, Verdict, rank
from generator.model import PUBLISHED, Agency, Area, Catalog, Policy, Submission, Task

__all__ = [
    "DEADLINES",
    "DUTIES",
    "EVIDENCE",
    "LEVELS",
    "METHODS",
    "OUTCOMES",
    "STAGES",
    "STATES",
    "STATUSES",
    "TAKEN_OUT",
    "AgencyState",
    "AgencySummary",
    "AgencyUpdates",
    "Assessment",
    "Charge",
    "Deadline",
    "Duty",
    "FigureChange",
    "FigureSummary",
    "GroupTally",
    "HandedIn",
    "History",
    "Input",
    "LatestReport",
    "Measured",
    "Message",
    "Method",
    "OpenUpdate",
    "Outcome",
    "Place",
    "PolicyState",
    "Progress",
    "Published",
    "Replaced",
    "Replacement",
    "ReportChange",
    "ReportSummary",
    "Role",
    "Several",
    "Share",
    "StatedFigure",
    "Status",
    "SubmissionSummary",
    "Update",
    "Value",
    "Verdict",
    "agency_updates",
    "assess",
    "combine",
    "contradict",
    "drawn_goal",
    "duties",
    "found_of_agency",
    "found_of_clauses",
    "found_of_target",
    "found_of_targets",
    "history",
    "is_of",
    "level",
    "open_published",
    "open_updates",
    "place_of",
    "published",
    "rank",
    "summarise_agency",
    "task_of",
    "update_opener",
    "whole_state",
    "with_words",
]


AgencyUpdates = Mapping[tuple[str, bool], History]
"""One agency's submissions in its own words, by policy and whether they are samples."""


OpenUpdate = Callable[[SubmissionSummary], Update]
"""A function that returns a submission in its agency's own words."""


class AgencySummary(Struct, frozen=True):
    """The summary of one agency's submissions on one policy, either the real ones or the samples."""

    policy: str
    sample: bool
    state: AgencyState


@dataclass(frozen=True)
class PolicyState:
    """The state of one policy as of a date."""

    policy: Policy
    progress: Progress
    areas: Mapping[int, Progress]
    tasks: Mapping[int, Progress]
    clauses: Mapping[str, Progress]
    deadlines: Mapping[int, Deadline]  # by task, of those that have one
    outcomes: Mapping[str, Outcome]
    duties: tuple[Duty, ...]  # in calendar order
    submissions: tuple[SubmissionSummary, ...]  # visible ones, newest period first
    agencies: Mapping[str, AgencyState]  # those that have reported or owe reports, by id
    replaced: tuple[Replacement, ...]  # submissions that were corrected or withdrawn, the newest correction first
    elapsed: float | None  # share of the policy's period that has passed, 0 to 1; None if its days are not known
    published: Published  # what this site compiled from publications

    @cached_property
    def entries(self) -> tuple[SubmissionSummary, ...]:
        """Submissions and published figures, newest period first."""
        every = (*self.submissions, *self.published.figures)
        return tuple(sorted(every, key=lambda filing: filing.order, reverse=True))

    @cached_property
    def redacted(self) -> tuple[SubmissionSummary, ...]:
        """Submissions of which something was taken out, also those that no longer stand, the last taken out first."""
        every = (
            *self.submissions,
            *(pair.old for pair in self.replaced),
            *(pair.new for pair in self.replaced if pair.new.withdrawn),
        )
        found = {filing.path: filing for filing in every if filing.redacted is not None}
        return tuple(sorted(found.values(), key=lambda filing: (filing.redacted, filing.order), reverse=True))

    @cached_property
    def reporters(self) -> Mapping[int, tuple[str, ...]]:
        """The ids of the agencies that reported on each task, in order."""
        found: dict[int, list[str]] = {task.number: [] for task in self.policy.tasks}
        for id_, agency in self.agencies.items():
            for number in agency.tasks:
                found[number].append(id_)
        return {number: tuple(ids) for number, ids in found.items()}

    @cached_property
    def reports(self) -> Counter[int]:
        """The number of reports on each task and its clauses."""
        found: Counter[int] = Counter()
        for agency in self.agencies.values():
            found.update(agency.reports)
        return found

    @cached_property
    def evidence(self) -> Mapping[int, Counter[str]]:
        """The latest reports on each task and its clauses, by level of evidence."""
        found: dict[int, Counter[str]] = defaultdict(Counter)
        for agency in self.agencies.values():
            for said in agency.latest:
                found[said.task][said.evidence] += 1
        return found

    @cached_property
    def newest(self) -> datetime.date | None:
        """The day of the newest submission or published source; None if there is none."""
        days = [filing.submitted for filing in self.entries]
        days += [statement.newest for statement in self.published.statements]
        return max(days, default=None)

    @cached_property
    def _spread(self) -> Mapping[int, Counter[str]]:
        """By task: the agencies in each state by their own reports; those that are responsible and silent too."""
        return {task.number: Counter(self.states_on(task).values()) for task in self.policy.tasks}

    def states_on(self, task: Task) -> dict[str, str]:
        """Return the state of a task by agency: of those that reported on it, and of those that are responsible."""
        number, charged = task.number, self._charged
        return {
            id_: agency.tasks.get(number, "not_reported")
            for id_, agency in self.agencies.items()
            if number in agency.tasks or number in charged[id_]
        }

    @cached_property
    def _charged(self) -> Mapping[str, frozenset[int]]:
        """The tasks that each agency leads or is jointly responsible for."""
        return {
            id_: frozenset(charge.task for charge in agency.charges if charge.role != "support")
            for id_, agency in self.agencies.items()
        }

    def spread(self, tasks: Iterable[Task]) -> Mapping[str, int]:
        """Count agencies by their own state on each of some tasks; nothing unless several reported on one of them."""
        numbers = [task.number for task in tasks]
        if all(len(self.reporters[number]) < 2 for number in numbers):
            return {}
        return sum((self._spread[number] for number in numbers), Counter())

    @cached_property
    def overdue(self) -> Mapping[int, set[str]]:
        """The ids of the agencies that owe a report on each task."""
        found: dict[int, set[str]] = defaultdict(set)
        for duty in self.duties:
            if duty.value == "overdue":
                found[duty.task].add(duty.agency)
        return dict(found)

    @cached_property
    def owing(self) -> Mapping[str, int]:
        """How many periods each agency has not reported on though its reports were due, the most first."""
        found: dict[str, set[str]] = defaultdict(set)
        for duty in self.duties:
            if duty.value == "overdue":
                found[duty.agency].add(duty.period_name)
        order = sorted(found, key=lambda id_: (-len(found[id_]), rank(self.agencies[id_].kind, id_)))
        return {id_: len(found[id_]) for id_ in order}

    def finding(self, as_of: datetime.date) -> Message:
        """Return what came of the policy in one sentence."""
        return found_of_clauses(
            self.progress,
            self.outcomes.values(),
            overdue=len(self.owing),
            covered=self._covered(self.policy.tasks),
            period=self.policy.file.period,
            as_of=as_of,
        )

    def finding_of_area(self, area: Area) -> Message:
        """Return what came of an area in one sentence."""
        tasks = self.policy.tasks_of(area)
        return found_of_clauses(
            self.areas[area.number],
            overdue=len(set().union(*(self.overdue.get(task.number, set()) for task in tasks))),
            covered=self._covered(tasks),
        )

    def finding_of_task(self, task: Task) -> Message:
        """Return what came of a task in one sentence."""
        return found_of_clauses(
            self.tasks[task.number],
            (self.outcomes[target.id] for target in self.policy.targets if task.number in target.tasks),
            related=True,
            overdue=len(self.overdue.get(task.number, ())),
            covered=self._covered([task]),
        )

    def _covered(self, tasks: Sequence[Task]) -> int | None:
        return self.published.covered(tasks) if self.policy.records else None

    @cached_property
    def by_period(self) -> tuple[Mapping[tuple[int, str], Counter[str]], Mapping[tuple[int, str], Counter[str]]]:
        """Count reports by status, and duties by state, for each task and period."""
        reported: dict[tuple[int, str], Counter[str]] = defaultdict(Counter)
        owed: dict[tuple[int, str], Counter[str]] = defaultdict(Counter)
        counted = Counter(
            (report.ref, filing.period_name, report.status) for filing in self.submissions for report in filing.reports
        )
        for (ref, period, status), count in counted.items():
            reported[task_of(ref), period][status] += count
        for duty in self.duties:
            owed[duty.task, duty.period_name][duty.value] += 1
        return reported, owed

    def foremost(self, task: int) -> list[str]:
        """Return the ids of the agencies that reported on a task, higher levels of government first."""
        return sorted(self.reporters[task], key=lambda id_: rank(self.agencies[id_].kind, id_))


@dataclass(frozen=True)
class Assessment:
    """The state of all policies as of a date, with samples kept apart."""

    as_of: datetime.date
    policies: Mapping[str, PolicyState]
    samples: Mapping[str, PolicyState]

    def sums(self, agency: str) -> list[AgencySummary]:
        """Return the summaries of one agency's submissions, policy by policy."""
        return [
            AgencySummary(id_, sample, state.agencies[agency])
            for sample, states in ((False, self.policies), (True, self.samples))
            for id_, state in states.items()
            if agency in state.agencies
        ]


def assess(catalog: Catalog, as_of: datetime.date) -> Assessment:
    """Assess all policies from the submissions made by the end of `as_of`."""
    by_agency: dict[str, list[Submission]] = defaultdict(list)
    for submission in catalog.submissions:
        by_agency[submission.agency].append(submission)
    assigned = {item.agency for policy in catalog.policies.values() for item in policy.assignments}
    ids = sorted({*by_agency, *assigned, *(heir for id_ in assigned for heir in catalog.kin.get(id_, ()))})
    return combine(
        catalog,
        (
            sum_
            for id_ in ids
            for sum_ in summarise_agency(
                catalog, id_, (item for one in (id_, *catalog.kin.get(id_, ())) for item in by_agency[one]), as_of
            )
        ),
        as_of,
    )


def agency_updates(
    catalog: Catalog, agency: str, submissions: Iterable[Submission], as_of: datetime.date
) -> AgencyUpdates:
    """Group one agency's submissions up to a date by policy and by real or sample, with what each changed."""
    sorts: dict[tuple[str, bool], list[Submission]] = defaultdict(list)
    for submission in submissions:
        if submission.submitted <= as_of and submission.policy in catalog.policies:
            sorts[submission.policy, submission.provenance == "sample"].append(submission)
    known = catalog.agencies.get(agency)
    return {key: history(catalog.policies[key[0]], found, known) for key, found in sorted(sorts.items())}


def update_opener(catalog: Catalog) -> OpenUpdate:
    """Return a function that opens submissions from a catalog that holds them all."""
    submissions = {submission.path: submission for submission in catalog.submissions}

    def opened(filing: SubmissionSummary) -> Update:
        if filing.provenance == PUBLISHED:
            return open_published(catalog.policies[filing.policy], catalog.agencies, filing)
        return with_words(filing, submissions[filing.path], catalog.agencies.get(filing.agency))

    return opened


def open_updates(sums: Iterable[AgencySummary], tell_: OpenUpdate) -> AgencyUpdates:
    """Open all submissions of one agency, given its summaries."""
    return {
        (sum_.policy, sum_.sample): History(
            tuple(map(tell_, sum_.state.filings)),
            tuple(Replaced(tell_(pair.old), tell_(pair.new)) for pair in sum_.state.replaced),
        )
        for sum_ in sums
    }


def summarise_agency(
    catalog: Catalog, agency: str, submissions: Iterable[Submission], as_of: datetime.date
) -> Iterator[AgencySummary]:
    """Yield the summary of what one agency reports and owes, for each policy that concerns it.

    `submissions` also hold those of the agencies that it succeeded, and of those that succeeded it.
    """
    known = catalog.agencies.get(agency)
    kind, sample = (known.kind, known.sample) if known else ("other", False)
    by_agency: dict[str, list[Submission]] = defaultdict(list)
    for submission in submissions:
        by_agency[submission.agency].append(submission)
    told = agency_updates(catalog, agency, by_agency.pop(agency, ()), as_of)
    others = {id_: agency_updates(catalog, id_, found, as_of) for id_, found in sorted(by_agency.items())}
    for id_, policy in catalog.policies.items():
        for invented in (False, True):
            own = told.get((id_, invented), History())
            known_of = {agency: own} | {one: more.get((id_, invented), History()) for one, more in others.items()}
            handed_in = [
                HandedIn(one, [update.filing for update in found.standing], [pair.summary for pair in found.replaced])
                for one, found in known_of.items()
            ]
            owed = duties(catalog, policy, agency, handed_in, as_of) if invented is sample else ()
            charges = _charges(catalog, policy, agency, as_of) if invented is sample else ()
            place = place_of(policy.file, catalog.agencies)
            issuing = known is not None and is_of(known, place, catalog.agencies)
            state = agency_state(policy, agency, kind, own, owed, charges, issuing=issuing)
            if state.filings or state.replaced or state.duties or state.charges:
                yield AgencySummary(id_, invented, state)


def _charges(catalog: Catalog, policy: Policy, agency: str, as_of: datetime.date) -> Iterator[Charge]:
    """Yield what makes an agency responsible on a day: its assignments, and those of the agencies that it succeeded."""
    for id_ in (agency, *catalog.predecessors(agency)):
        for item in policy.assignments_of(id_):
            if item.start is None or item.start <= as_of:
                yield Charge(item.ref, item.role, id_, item.group or "")


def combine(catalog: Catalog, sums: Iterable[AgencySummary], as_of: datetime.date) -> Assessment:
    """Combine the summaries of all agencies, given in any order, into an assessment."""
    states: dict[tuple[str, bool], list[AgencyState]] = defaultdict(list)
    for sum_ in sums:
        states[sum_.policy, sum_.sample].append(sum_.state)
    real, samples = (
        {
            id_: _policy_state(
                policy,
                states[id_, sample],
                catalog.agencies,
                as_of,
                nothing_published(policy) if sample else published(policy, catalog.agencies, as_of),
            )
            for id_, policy in catalog.policies.items()
        }
        for sample in (False, True)
    )
    return Assessment(as_of, real, samples)


def _policy_state(
    policy: Policy,
    states: Iterable[AgencyState],
    known: Mapping[str, Agency],
    as_of: datetime.date,
    record: Published,
) -> PolicyState:
    agencies = {state.agency: state for state in sorted(states, key=lambda state: state.agency)}
    held: dict[str, list[LatestReport]] = defaultdict(list)
    figures: dict[str, list[StatedFigure]] = defaultdict(list)
    charges: dict[str, dict[str, list[Charge]]] = defaultdict(lambda: defaultdict(list))  # by clause and agency
    for state in sorted(agencies.values(), key=lambda state: rank(state.kind, state.agency)):
        for clause, entry in state.entries.items():
            held[clause].append(entry)
        for charge in state.charges:
            for clause in policy.clauses_of(charge.ref):
                charges[clause][state.agency].append(charge)
    stated = (filing for state in agencies.values() for filing in state.filings)
    for filing in (*stated, *record.figures):
        for figure in filing.figures:
            figures[figure.target].append((filing, figure))
    clauses = {
        clause.id: clause_progress(held[clause.id], charges[clause.id])
        for task in policy.tasks
        for clause in task.clauses
    }
    local = _locals(policy, agencies.values(), clauses)
    tasks = {}
    for task in policy.tasks:
        parts = [clauses[clause.id] for clause in task.clauses if policy.is_in_force(clause.id, as_of)]
        number = task.number
        counted = Counter(one[number] for one in local.values() if number in one)
        tallies = _task_tallies(task, agencies.values())
        tasks[number] = roll_up(parts, counted, tallies) if parts else not_in_force(counted, tallies)
    deadlines = {
        task.number: deadline
        for task in policy.tasks
        if (deadline := task_deadline(policy, task, tasks[task.number], clauses, charges, agencies, as_of)) is not None
    }
    areas = {
        area.number: roll_up(
            (tasks[task.number] for task in policy.tasks_of(area)),
            _in_all(local, [task.number for task in policy.tasks_of(area)]),
        )
        for area in policy.file.areas
    }
    place = place_of(policy.file, known)
    issuing = {state.agency for state in agencies.values() if state.issuing}
    issuing |= {one.agency for one in record.figures if one.agency in known and is_of(known[one.agency], place, known)}
    return PolicyState(
        policy=policy,
        progress=roll_up(areas.values(), _in_all(local, [task.number for task in policy.tasks])),
        areas=areas,
        tasks=tasks,
        clauses=clauses,
        deadlines=deadlines,
        outcomes={
            target.id: outcome(target, figures[target.id], as_of, {*target.decided_by} or issuing)
            for target in policy.targets
        },
        duties=tuple(
            sorted((duty for state in agencies.values() for duty in state.duties), key=lambda duty: duty.period)
        ),
        submissions=tuple(
            sorted(
                (filing for state in agencies.values() for filing in state.filings),
                key=lambda filing: filing.order,
                reverse=True,
            )
        ),
        agencies=agencies,
        replaced=tuple(
            sorted(
                (pair for state in agencies.values() for pair in state.replaced),
                key=lambda pair: pair.order,
                reverse=True,
            )
        ),
        elapsed=_elapsed(policy, as_of),
        published=record,
    )


def _locals(
    policy: Policy, agencies: Iterable[AgencyState], clauses: Mapping[str, Progress]
) -> dict[str, dict[int, str]]:
    """Return the states, task by task, that agencies report on tasks for which they do not speak, by agency."""
    speaking: dict[int, set[str]] = {
        task.number: {entry.submission.agency for clause in task.clauses for entry in clauses[clause.id].held}
        for task in policy.tasks
    }
    return {
        agency.agency: {
            number: state for number, state in agency.tasks.items() if agency.agency not in speaking[number]
        }
        for agency in agencies
    }


def _in_all(local: Mapping[str, Mapping[int, str]], tasks: Sequence[int]) -> Counter[str]:
    """Count the agencies that report on any of some tasks without speaking for them, by the state of all of these."""
    found: Counter[str] = Counter()
    for states in local.values():
        present = {states.get(number, "not_reported") for number in tasks}
        if present != {"not_reported"} and present:
            found[whole_state(present)] += 1
    return found


def _task_tallies(task: Task, agencies: Iterable[AgencyState]) -> tuple[GroupTally, ...]:
    """Count the members of each group that is assigned a whole task, by what they report on it."""
    counts: dict[tuple[str, str], Counter[str]] = {}
    for agency in agencies:
        for charge in agency.charges:
            if charge.group and charge.role != "support" and charge.ref == str(task.number):
                state = agency.tasks.get(task.number, "not_reported")
                counts.setdefault((charge.group, charge.role), Counter())[state] += 1
    return tuple(GroupTally(*key, counted) for key, counted in sorted(counts.items()))


def _elapsed(policy: Policy, as_of: datetime.date) -> float | None:
    """Return the share of the policy's days that has passed, or None if these are not known."""
    period = policy.file.period
    if period is None:
        return None
    days = (period.end - period.start).days + 1
    return min(1.0, max(0.0, ((as_of - period.start).days + 1) / days)) if days > 0 else 1.0
