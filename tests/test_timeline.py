"""The course of a policy in time, what was reported on a task by period, and the tasks that belong together."""

from __future__ import annotations

import datetime
import shutil
from collections.abc import Mapping
from dataclasses import replace

import pytest

from generator.assess import Assessment, assess
from generator.model import Catalog
from generator.website.pages.tasks import RELATED, related_tasks
from generator.website.pages.timeline import PERIODS, strip, timeline
from generator.website.terms import Occurrence, occurrences
from tests.roots import REPO
from tests.states import AS_OF, DATA, load


@pytest.fixture(scope="module")
def catalog(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    root = tmp_path_factory.mktemp("timeline")
    shutil.copytree(DATA / "data", root / "data")
    return replace(load(root), locales={})


@pytest.fixture(scope="module")
def state(catalog: Catalog) -> Assessment:
    return assess(catalog, AS_OF)


@pytest.fixture(scope="module")
def real() -> Catalog:
    return replace(load(REPO), locales={})


def test_events_are_in_order_and_the_day_of_the_record_is_among_them(state: Assessment) -> None:
    events = timeline(state.policies["states"], AS_OF)
    assert [event.day for event in events] == sorted(event.day for event in events)
    assert events[0].kind == "issued"
    (today,) = (event for event in events if event.kind == "today")
    assert today.day == AS_OF


def test_every_period_is_due_once_and_counts_what_was_submitted_for_it(state: Assessment) -> None:
    policy = state.policies["states"]
    due = {event.period.name: event for event in timeline(policy, AS_OF) if event.period}
    assert list(due) == [period.name for period in policy.policy.due_periods]
    for name, event in due.items():
        assert event.reports == sum(filing.period_name == name for filing in policy.submissions)
    assert sum(event.reports for event in due.values()) > 0


def test_every_target_is_due_on_its_days(state: Assessment) -> None:
    policy = state.policies["states"]
    shown = {
        (event.day, target.id)
        for event in timeline(policy, AS_OF)
        if event.kind == "deadline"
        for target in event.targets
    }
    goals = {
        (goal.by, target.id) for target in policy.policy.targets for goal in (target.target, *target.steps) if goal
    }
    assert shown == goals


def test_a_published_figure_stands_on_the_first_day_of_its_sources_and_never_before_the_record(real: Catalog) -> None:
    (policy,) = real.policies.values()
    late = datetime.date(2026, 1, 1)
    told = [event for event in timeline(assess(real, late).policies[policy.id], late) if event.kind == "figure"]
    days = {item.published for record in policy.records for figure in record.figures for item in figure.evidence}
    assert told
    assert {event.day for event in told} <= days
    early = min(event.day for event in told) - datetime.timedelta(days=1)
    assert not any(event.kind == "figure" for event in timeline(assess(real, early).policies[policy.id], early))


def test_a_strip_counts_reports_and_duties_of_each_period(state: Assessment) -> None:
    policy = state.policies["states"]
    spans = strip(policy, 1)
    assert [span.period for span in spans] == list(policy.policy.due_periods[-PERIODS:])
    reports = [report for filing in policy.submissions for report in filing.reports if report.task == 1]
    names = {span.period.name for span in spans}
    in_periods = [filing for filing in policy.submissions if filing.period_name in names]
    assert sum(n for span in spans for _, n in span.reported) == sum(
        report.task == 1 for filing in in_periods for report in filing.reports
    )
    assert reports
    assert sum(n for span in spans for _, n in span.duties) == sum(duty.task == 1 for duty in policy.duties)


def test_a_task_on_which_nothing_was_reported_or_owed_has_no_strip(real: Catalog) -> None:
    (policy,) = assess(real, AS_OF).policies.values()
    assert strip(policy, 1) == ()


def test_related_tasks_share_a_term_or_a_target_and_are_few(real: Catalog) -> None:
    (policy,) = real.policies.values()
    standing: Mapping[str, tuple[Occurrence, ...]] = occurrences(policy)
    for task in policy.tasks:
        related = related_tasks(policy, task, standing)
        assert len(related) <= RELATED
        for one in related:
            assert one.task is not task
            assert one.terms or one.targets
            for term in one.terms:
                numbers = {spot.task.number for spot in standing[term.id] if spot.task}
                assert {task.number, one.task.number} <= numbers
            for target in one.targets:
                assert {task.number, one.task.number} <= set(target.tasks)
