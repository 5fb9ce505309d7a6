"""The assessment of the record as of a date: who reported, how far the work is, what is proven.

Pure functions of a catalog and a date. The three questions are answered separately and never merged. Samples are
assessed separately from real reports. Each agency is summarised on its own, without its words; the state of a whole
policy is computed from these summaries.
"""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from msgspec import Struct

from generator.assess.agency import AgencyState, agency_state
from generator.assess.evidence import level
from generator.assess.methods import METHODS, Method
from generator.assess.outcome import Outcome, StatedFigure, outcome
from generator.assess.progress import Progress, clause_progress, roll_up
from generator.assess.published import Published, nothing_published, open_published, published
from generator.assess.reporting import Duty, HandedIn, duties
from generator.assess.statuses import DUTIES, EVIDENCE, OUTCOMES, STAGES, STATES, STATUSES, Status
from generator.assess.summaries import FigureSummary, LatestReport, Replacement, ReportSummary, SubmissionSummary
from generator.assess.updates import FigureChange, History, Replaced, ReportChange, Update, history, with_words
from generator.assess.verdict import LEVELS, Input, Message, Role, Several, Share, Value, Verdict, rank
from generator.model import PUBLISHED, Catalog, Policy, Submission

__all__ = [
    "DUTIES",
    "EVIDENCE",
    "LEVELS",
    "METHODS",
    "OUTCOMES",
    "STAGES",
    "STATES",
    "STATUSES",
    "AgencyState",
    "AgencySummary",
    "AgencyUpdates",
    "Assessment",
    "Duty",
    "FigureChange",
    "FigureSummary",
    "HandedIn",
    "History",
    "Input",
    "LatestReport",
    "Message",
    "Method",
    "OpenUpdate",
    "Outcome",
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
    "duties",
    "history",
    "level",
    "open_published",
    "open_updates",
    "published",
    "rank",
    "summarise_agency",
    "update_opener",
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
    outcomes: Mapping[str, Outcome]
    duties: tuple[Duty, ...]  # in calendar order
    submissions: tuple[SubmissionSummary, ...]  # visible ones, newest period first
    agencies: Mapping[str, AgencyState]  # those that have reported or owe reports, by id
    elapsed: float | None  # share of the policy's period that has passed, 0 to 1; None if its days are not known
    published: Published  # what this site compiled from publications

    @cached_property
    def entries(self) -> tuple[SubmissionSummary, ...]:
        """Submissions and published figures, newest period first."""
        every = (*self.submissions, *self.published.figures)
        return tuple(sorted(every, key=lambda filing: filing.order, reverse=True))

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
        if filing.provenance == PUBLISHED and filing.path not in submissions:
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
            state = agency_state(policy, agency, kind, own, owed)
            if state.filings or state.replaced or state.duties:
                yield AgencySummary(id_, invented, state)


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
                _issued_by(catalog, policy),
                as_of,
                nothing_published(policy) if sample else published(policy, catalog.agencies, as_of),
            )
            for id_, policy in catalog.policies.items()
        }
        for sample in (False, True)
    )
    return Assessment(as_of, real, samples)


def _issued_by(catalog: Catalog, policy: Policy) -> frozenset[str]:
    """Return the levels of government of a policy's issuers."""
    return frozenset(catalog.agencies[id_].kind for id_ in policy.file.issuers if id_ in catalog.agencies)


def _policy_state(
    policy: Policy,
    states: Iterable[AgencyState],
    issued_by: frozenset[str],
    as_of: datetime.date,
    record: Published,
) -> PolicyState:
    agencies = {state.agency: state for state in sorted(states, key=lambda state: state.agency)}
    held: dict[str, list[LatestReport]] = defaultdict(list)
    figures: dict[str, list[StatedFigure]] = defaultdict(list)
    for state in sorted(agencies.values(), key=lambda state: rank(state.kind, state.agency)):
        for clause, entry in state.entries.items():
            held[clause].append(entry)
    stated = (filing for state in agencies.values() for filing in state.filings)
    for filing in (*stated, *record.figures):
        for figure in filing.figures:
            figures[figure.target].append((filing, figure))
    clauses = {
        clause.id: clause_progress(held[clause.id], issued_by) for task in policy.tasks for clause in task.clauses
    }
    tasks = {task.number: roll_up(clauses[clause.id] for clause in task.clauses) for task in policy.tasks}
    areas = {area.number: roll_up(tasks[task.number] for task in policy.tasks_of(area)) for area in policy.file.areas}
    return PolicyState(
        policy=policy,
        progress=roll_up(areas.values()),
        areas=areas,
        tasks=tasks,
        clauses=clauses,
        outcomes={target.id: outcome(target, figures[target.id], as_of) for target in policy.targets},
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
        elapsed=_elapsed(policy, as_of),
        published=record,
    )


def _elapsed(policy: Policy, as_of: datetime.date) -> float | None:
    """Return the share of the policy's days that has passed, or None if these are not known."""
    period = policy.file.period
    if period is None:
        return None
    days = (period.end - period.start).days + 1
    return min(1.0, max(0.0, ((as_of - period.start).days + 1) / days)) if days > 0 else 1.0
