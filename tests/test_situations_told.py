"""What is made of each situation in `tests/situations/`, to the last number and word: texts to be read.

After a meant change: python -m pytest tests/test_situations_told.py --bless, then read the difference.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator.assess import AgencyState, Duty, Message, PolicyState, Progress, Several, Verdict, assess
from generator.assess.finding import found_of_agency, found_of_target, found_of_targets
from generator.assess.summaries import FigureSummary
from generator.load import read_catalog
from generator.model import Catalog
from tests.roots import REPO
from tests.test_situations import FILES, locales, write

GOLDEN = REPO / "tests" / "golden" / "situations"


def told(catalog: Catalog, as_of: datetime.date) -> Iterator[str]:
    """Tell everything about the one policy, except what is empty."""
    found = assess(catalog, as_of)
    state, others = found.policies["plan"], found.samples.get("plan")
    yield f"policy: {words(state.finding(as_of))}"
    yield f"  {rolled(state.progress)}"
    for area in state.policy.file.areas:
        yield f"area {area.number}: {words(state.finding_of_area(area))}"
    for task in state.policy.tasks:
        yield f"task {task.number}: {words(state.finding_of_task(task))}"
        yield f"  {rolled(state.tasks[task.number])}"
        more = {
            "by": state.reporters[task.number],
            "foremost": state.foremost(task.number),
            "reports": state.reports[task.number],
            "evidence": dict(state.evidence.get(task.number, {})),
            "spread": dict(state.spread([task])),
            "overdue": sorted(state.overdue.get(task.number, ())),
        }
        if any(more.values()):
            yield f"  {listed(more)}"
        if task.number in state.deadlines:
            yield f"  deadline {state.deadlines[task.number].day}: {traced(state.deadlines[task.number].verdict)}"
        for clause in task.clauses:
            if state.clauses[clause.id].state != "not_reported" or state.clauses[clause.id].local:
                yield f"  {clause.id}: {rolled(state.clauses[clause.id])}"
    if state.outcomes:
        yield f"targets: {words(found_of_targets(state.outcomes.values()))}"
    for id_, outcome in state.outcomes.items():
        yield f"target {id_}: {words(found_of_target(outcome))}"
        yield f"  {traced(outcome.verdict)}"
        yield from (f"  step {one.goal.by}: {one.value}: {words(one.arithmetic)}" for one in outcome.steps)
    for id_, agency in state.agencies.items():
        yield from of_agency(id_, agency, state)
    yield from (f"owed {of_duty(duty)}" for duty in state.duties if duty.value != "not_required")
    for pair in state.replaced:
        changed = [f"{one.ref}: {one.old}→{one.new}" for one in pair.reports]
        changed += [f"{one.target} {one.as_of}: {value(one.old)}→{value(one.new)}" for one in pair.figures]
        yield f"replaced on {pair.until}: {pair.old.path} {pair.old.revision}→{pair.new.revision} {listed(changed)}"
    reported, owed = state.by_period
    more = {
        "owing": dict(state.owing),
        "newest": str(state.newest or ""),
        "elapsed": f"{state.elapsed:.3f}" if state.elapsed is not None else "",
        "entries": [filing.path for filing in state.entries],
        "redacted": [filing.path for filing in state.redacted],
        "reported": {f"{task} {period}": dict(counts) for (task, period), counts in reported.items()},
        "owed": {f"{task} {period}": dict(counts) for (task, period), counts in owed.items()},
        "samples": sorted(others.agencies) if others else [],
    }
    yield f"in all: {listed(more)}"


def of_agency(id_: str, agency: AgencyState, state: PolicyState) -> Iterator[str]:
    yield f"agency {id_}: {words(found_of_agency(agency, len(state.policy.tasks)))}"
    more = {
        "tasks": agency.tasks,
        "owes": {task.number: owed for task in state.policy.tasks if (owed := agency.owes(task.number))},
        "reports": agency.reports,
        "backed": agency.backed,
        "evidence": dict(agency.evidence),
        "charges": [" ".join((one.ref, one.role, one.part, one.group)).strip() for one in agency.charges],
        "speaks": "for the whole" if agency.issuing else "",
    }
    yield f"  {listed(more)}"
    for filing in agency.filings:
        said = [f"{one.ref}: {one.before}→{one.status} ({one.evidence})" for one in filing.reports]
        said += [f"{one.target}: {one.before or ''}→{one.says} ({one.evidence})" for one in filing.figures]
        yield f"  {filing.period_name} of {filing.submitted}: {listed(said)}"


def value(figure: FigureSummary | None) -> str:
    return figure.says if figure else "none"


def of_duty(duty: Duty) -> str:
    more = {
        "met by": [path for _, _, path in duty.submissions],
        "on": str(duty.submitted or ""),
        "months": duty.covered,
        "withdrawn": "–".join(map(str, duty.withdrawn or ())),
        "of": duty.former,
    }
    due = f"{duty.agency} {duty.ref} {duty.role} {duty.period_name} due {duty.due}"
    return f"{due}: {listed(more)}; {traced(duty.verdict)}"


def rolled(progress: Progress) -> str:
    more = {
        "share": "" if progress.share is None else f"{progress.share:.3f}",
        "reported": f"{progress.reported}/{progress.total}",
        "local": dict(progress.local),
        "roles": dict(progress.roles),
        "awaited": progress.awaited,
        "groups": {one.group: {one.role: dict(one.counts)} for one in progress.groups},
    }
    return f"{listed(more)}; {traced(progress.verdict)}"


def traced(verdict: Verdict) -> str:
    inputs = " ".join(
        f"{Path(one.path).parent.name}/{Path(one.path).stem}:{one.line}={one.says}" for one in verdict.inputs
    )
    return f"{verdict.value} ({verdict.method}, {verdict.total}: {inputs}): {words(verdict.arithmetic)}"


def words(said: Message | Several) -> str:
    return locales()["en"].sentence(said).text.strip()


def listed(values: Any) -> str:
    """Write lists and mappings without quotes, and without what is empty."""
    if isinstance(values, Mapping):
        return ", ".join(f"{key} {listed(value)}" for key, value in values.items() if value or value is False)
    if isinstance(values, Iterable) and not isinstance(values, str):
        return "[" + "; ".join(map(listed, values)) + "]"
    return str(values)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_situation_is_told_as_it_was(file: Path, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    lines = []
    rows = yaml.load(file.read_text(encoding="utf-8"), yaml.BaseLoader)  # noqa: S506 - it makes texts only
    for number, row in enumerate(rows):
        root = tmp_path / str(number)
        write(row, root)
        lines += [f"== {row['name']}, as of {row['as_of']}"]
        lines += told(read_catalog(root)[0], datetime.date.fromisoformat(row["as_of"]))
        lines += [""]
    said = "\n".join(lines)
    golden = GOLDEN / f"{file.stem}.txt"
    if request.config.getoption("--bless"):
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(said, encoding="utf-8")
    assert said == golden.read_text(encoding="utf-8")
