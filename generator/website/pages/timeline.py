"""The course of a policy in time: its events by day, and what was reported on a task in each period."""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from generator.assess import DUTIES, STATES, PolicyState
from generator.model import ReportingPeriod, Target

PERIODS = 12  # of a strip: the last ones


@dataclass(frozen=True)
class Event:
    """Something that happened, or is to happen, on a day."""

    day: datetime.date
    kind: Literal["issued", "due", "deadline", "figure", "today"]
    period: ReportingPeriod | None = None  # of which reports are due
    reports: int = 0  # submissions on record for that period
    targets: tuple[Target, ...] = ()  # that are to be reached, or of which figures were published

    @property
    def order(self) -> tuple[datetime.date, int]:
        """What sorts events: by day, and the day of the record last."""
        return self.day, self.kind == "today"


def timeline(state: PolicyState, as_of: datetime.date) -> tuple[Event, ...]:
    """List a policy's events from its issue on, in order; empty if only the day of the record is known."""
    policy = state.policy
    found = [Event(policy.file.issued, "issued")] if policy.file.issued else []
    handed_in = Counter(filing.period_name for filing in state.submissions)
    calendar = policy.file.reporting
    if calendar:
        found += (Event(calendar.due(period), "due", period, handed_in[period.name]) for period in policy.due_periods)
    ends: dict[datetime.date, list[Target]] = defaultdict(list)
    for target in policy.targets:
        for day in {goal.by for goal in target.goals}:
            ends[day].append(target)
    found += (Event(day, "deadline", targets=tuple(targets)) for day, targets in ends.items())
    told: dict[datetime.date, set[str]] = defaultdict(set)
    for figure in (figure for record in policy.records for figure in record.figures):
        days = [item.published for item in figure.evidence if item.published and item.published <= as_of]
        if days:
            told[min(days)].add(figure.target)
    found += (
        Event(day, "figure", targets=tuple(target for target in policy.targets if target.id in ids))
        for day, ids in told.items()
    )
    return tuple(sorted((*found, Event(as_of, "today")), key=lambda event: event.order)) if found else ()


@dataclass(frozen=True)
class Span:
    """What was reported on a task for one period of the calendar."""

    period: ReportingPeriod
    reported: tuple[tuple[str, int], ...]  # reports by the state that they give
    duties: tuple[tuple[str, int], ...]  # what was owed, by how it was met

    @property
    def is_empty(self) -> bool:
        """Whether nothing was reported or owed."""
        return not self.reported and not self.duties


def strip(state: PolicyState, task: int) -> tuple[Span, ...]:
    """Return the last periods of a policy's calendar with what was reported on a task, or none if nothing was."""
    reported, owed = state.by_period
    spans = tuple(
        Span(
            period,
            _listed(reported.get((task, period.name), {}), STATES),
            _listed(owed.get((task, period.name), {}), DUTIES),
        )
        for period in state.policy.due_periods[-PERIODS:]
    )
    return () if all(span.is_empty for span in spans) else spans


def _listed(counts: Mapping[str, int], order: tuple[str, ...]) -> tuple[tuple[str, int], ...]:
    return tuple((name, counts[name]) for name in order if counts.get(name))
