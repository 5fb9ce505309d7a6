"""What must hold of every assessment, whatever was reported, in whatever order."""

from __future__ import annotations

import datetime
import re
import shutil
from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec import structs

from generator.assess import (
    STATES,
    Assessment,
    FigureSummary,
    LatestReport,
    Progress,
    SubmissionSummary,
    agency_updates,
    assess,
    update_opener,
)
from generator.assess.outcome import Outcome, outcome
from generator.assess.progress import clause_progress, roll_up, whole_state
from generator.assess.verdict import MAX_INPUTS, rank
from generator.load import read_catalog
from generator.model import Amount, Catalog, Interval, Localized, Policy, Quantity, Submission, Target
from generator.website.locales import Locale, open_locales
from tests.states import AS_OF, DATA, REPO, load

AGENCIES = ("ministry-a", "ministry-b", "province-p", "county-x", "county-y", "invented-body")
PERIODS = ("2023-Q1", "2023-Q2", "2023-Q3", "2023", "2023-H1", "2023-07")
REFS = ("1", "1.1", "1.2", "2", "2.1", "3", "4.1", "5")
SAID = ("not_started", "in_progress", "completed", "delayed", "not_applicable")
TARGETS = ("is-met", "is-off-track", "is-disputed")
# Other work may share the machine: no property is judged by how long an example took.
patient = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])

days = st.dates(datetime.date(2023, 1, 1), datetime.date(2024, 6, 30))


@cache
def catalog() -> Catalog:
    root = Path(mkdtemp())
    shutil.copytree(DATA / "data", root / "data")
    return replace(load(root), locales={})


@cache
def locales() -> dict[str, Locale]:
    """The languages of the site, with their interface strings."""
    return open_locales(read_catalog(REPO)[0], ("zh", "zh-Hant", "en"))


@st.composite
def submissions(draw: st.DrawFn) -> tuple[Submission, ...]:
    """Draw what some agencies submitted for some periods."""
    keys = draw(st.lists(st.tuples(st.sampled_from(AGENCIES), st.sampled_from(PERIODS)), unique=True, max_size=12))
    return tuple(draw(one(agency, period)) for agency, period in sorted(keys))


@st.composite
def one(draw: st.DrawFn, agency: str, period: str) -> Submission:
    refs = draw(st.lists(st.sampled_from(REFS), unique=True, max_size=5))
    reports = tuple(
        {"ref": ref, "status": draw(st.sampled_from(SAID)), "summary": Localized(zh="做了一些事")} for ref in refs
    )
    targets = draw(st.lists(st.sampled_from(TARGETS), unique=True, max_size=3))
    figures = tuple(
        {"target": id_, "value": Amount(Decimal(draw(st.integers(-300, 300)))), "as_of": draw(days)} for id_ in targets
    )
    return Submission.model_validate(
        {
            "@policy": "states",
            "@agency": agency,
            "@period": period,
            "submitted": draw(days),
            "provenance": "sample" if agency == "invented-body" else "agency",
            "reports": reports,
            "figures": figures,
        }
    )


def assessed(given_: tuple[Submission, ...], day: datetime.date) -> Assessment:
    return assess(replace(catalog(), submissions=given_), day)


@patient
@given(submissions(), days, st.randoms(use_true_random=False))
def test_the_order_of_files_does_not_matter(given_: tuple[Submission, ...], day: datetime.date, random: Any) -> None:
    shuffled, agencies = list(given_), list(catalog().agencies.items())
    random.shuffle(shuffled)
    random.shuffle(agencies)
    other = replace(catalog(), submissions=tuple(shuffled), agencies=dict(agencies))
    assert assess(other, day) == assessed(given_, day)


def stated(outcome: Outcome) -> set[tuple[str, FigureSummary]]:
    """Return the figures, without what they are compared with: a report on an earlier period may come later."""
    return {(filing.path, structs.replace(figure, before=None)) for filing, figure in outcome.history}


@patient
@given(submissions(), days, days)
def test_a_later_day_never_forgets(
    given_: tuple[Submission, ...], one_day: datetime.date, other: datetime.date
) -> None:
    earlier, later = sorted((one_day, other))
    before, after = assessed(given_, earlier).policies["states"], assessed(given_, later).policies["states"]
    assert {filing.path for filing in before.submissions} <= {filing.path for filing in after.submissions}
    assert before.elapsed is not None
    assert after.elapsed is not None
    assert before.elapsed <= after.elapsed
    for id_, progress in before.clauses.items():
        if progress.state != "not_reported":
            assert after.clauses[id_].state != "not_reported"
    for id_, held in before.outcomes.items():
        assert stated(held) <= stated(after.outcomes[id_])
    if not before.duties:  # the policy had not been issued
        return
    for old, new in zip(before.duties, after.duties, strict=True):
        assert (old.agency, old.ref, old.period) == (new.agency, new.ref, new.period)
        if old.submitted:
            assert (old.value, old.submitted) == (new.value, new.submitted)


@patient
@given(submissions(), days)
def test_samples_never_touch_the_record(given_: tuple[Submission, ...], day: datetime.date) -> None:
    real = tuple(submission for submission in given_ if submission.provenance != "sample")
    assert assessed(given_, day).policies == assessed(real, day).policies


@patient
@given(submissions(), days)
def test_what_an_agency_said_before_is_what_its_earlier_submissions_come_to(
    given_: tuple[Submission, ...], day: datetime.date
) -> None:
    state = assessed(given_, day).policies["states"]
    tasks = {task.number: task for task in state.policy.tasks}
    for filing in state.submissions:
        earlier = [
            other
            for other in state.submissions
            if other.agency == filing.agency and (other.period, other.submitted) < (filing.period, filing.submitted)
        ]
        for said in filing.reports:
            task = tasks[int(said.ref.split(".")[0])]
            wanted = [said.ref] if "." in said.ref else [clause.id for clause in task.clauses]
            assert said.before == roll_up(clause_progress(last_on(clause, earlier)) for clause in wanted).state


def last_on(clause: str, filings: list[SubmissionSummary]) -> list[LatestReport]:
    """An agency's last report on a clause: of its newest submission that has one, on the clause before its task."""
    for filing in filings:  # newest first
        for ref in (clause, clause.split(".")[0]):
            found = [said for said in filing.reports if said.ref == ref]
            if found:
                return [LatestReport(filing, found[-1], "other")]
    return []


@patient
@given(submissions(), days)
def test_agencies_together_said_what_each_said(given_: tuple[Submission, ...], day: datetime.date) -> None:
    state = assessed(given_, day).policies["states"]
    assert sum(len(agency.filings) for agency in state.agencies.values()) == len(state.submissions)
    assert sum(len(filing.reports) for filing in state.submissions) == state.reports.total()
    for clause, progress in state.clauses.items():
        reporting = {agency.agency for agency in state.agencies.values() if clause in agency.clauses}
        speaking = {entry.submission.agency for entry in progress.entries}
        assert speaking <= reporting
        assert len(reporting) == len(speaking) + progress.locals


counts = st.lists(st.sampled_from(STATES), max_size=30)


def clause(state: str) -> Progress:
    return Progress(tuple(int(name == state) for name in STATES), state, "A201")


@given(counts, st.integers(1, 20))
def test_what_was_not_reported_neither_raises_nor_lowers_a_share(states: list[str], silent: int) -> None:
    told = roll_up(map(clause, states))
    with_silent = roll_up(map(clause, [*states, *["not_reported"] * silent]))
    assert with_silent.share == told.share
    assert with_silent.reported == told.reported


@given(counts, counts)
def test_adding_up_in_steps_is_adding_up_at_once(some: list[str], others: list[str]) -> None:
    at_once = roll_up(map(clause, some + others))
    in_steps = roll_up([roll_up(map(clause, some)), roll_up(map(clause, others))])
    assert (at_once.counts, at_once.state) == (in_steps.counts, in_steps.state)


@given(counts)
def test_the_whole_is_completed_only_where_every_clause_is(states: list[str]) -> None:
    whole = roll_up(map(clause, states))
    done = bool(states) and set(states) <= {"completed", "not_applicable"} and "completed" in states
    assert (whole.state == "completed") == done


@patient
@given(submissions(), days)
def test_every_verdict_can_be_told_in_every_language(given_: tuple[Submission, ...], day: datetime.date) -> None:
    state = assessed(given_, day).policies["states"]
    verdicts = [progress.verdict for progress in (state.progress, *state.areas.values(), *state.tasks.values())]
    verdicts += [progress.verdict for progress in state.clauses.values()]
    verdicts += [held.verdict for held in state.outcomes.values()]
    verdicts += [duty.verdict for duty in state.duties]
    for locale in locales().values():
        for verdict in verdicts:
            said = locale.word(verdict.arithmetic)
            assert said.state == "current"
            assert said.text.endswith((".", "。"))
            assert not re.search(r"[{}]|\[zh", said.text)


# --- outcomes


FLIPPED = {"at_least": "at_most", "more_than": "less_than", "at_most": "at_least", "less_than": "more_than"}
values = st.integers(-(10**6), 10**6).map(Decimal)
spans = st.tuples(
    st.dates(datetime.date(2022, 1, 1), datetime.date(2022, 12, 31)),
    st.dates(datetime.date(2023, 1, 1), datetime.date(2023, 12, 31)),
)


def judge(
    change: Callable[[Decimal], Decimal], comparison: str, case: tuple[Decimal, Decimal, Decimal],
    span: tuple[datetime.date, datetime.date], day: datetime.date, as_of: datetime.date,
) -> tuple[str, Decimal | None]:  # fmt: skip
    start, goal, value = (Amount(change(number)) for number in case)
    source = {"title": Localized(zh="公报"), "publisher": Localized(zh="某社")}
    target = Target.model_validate(
        {
            "id": "t",
            "goal": "g1",
            "quote": ("x",),
            "title": Localized(zh="指标"),
            "unit": Localized(zh="个"),
            "baseline": {"value": start, "as_of": span[0], "source": source},
            "target": {"value": goal, "by": span[1], "comparison": comparison},
        }
    )
    figure = FigureSummary("t", Quantity("value", value), day, str(value.value), 1, "own")
    # what the agency had said before, and what somebody says without a source, decide nothing
    unsourced = FigureSummary("t", Quantity("value", Amount(value.value + 1)), span[1], "", 1, "none")
    before = FigureSummary("t", Quantity("value", Amount(value.value - 1)), day, "", 1, "own")
    filings = [
        (SubmissionSummary("states", agency, "2023", submitted, "agency", (), (one,)), one)
        for agency, submitted, one in (
            ("a", day, figure),
            ("a", day - datetime.timedelta(days=1), before),
            ("b", day, unsourced),
        )
    ]
    judged = outcome(target, filings, as_of)
    return judged.value, judged.share


@given(st.sampled_from(sorted(FLIPPED)), st.tuples(values, values, values), spans, days, days, st.integers(1, 10**8))
def test_units_and_directions_change_nothing(
    comparison: str,
    case: tuple[Decimal, Decimal, Decimal],
    span: tuple[datetime.date, datetime.date],
    day: datetime.date,
    as_of: datetime.date,
    factor: int,
) -> None:
    value, share = judge(lambda number: number, comparison, case, span, day, as_of)
    scaled_value, scaled_share = judge(lambda number: number * factor, comparison, case, span, day, as_of)
    turned_value, turned_share = judge(lambda number: -number, FLIPPED[comparison], case, span, day, as_of)
    assert scaled_value == turned_value == value
    assert (scaled_share is None) == (turned_share is None) == (share is None)
    if share is not None and scaled_share is not None and turned_share is not None:
        assert abs(scaled_share - share) <= Decimal("1e-18") * max(Decimal(1), abs(share))
        assert turned_share == share


# --- who decides, and how exact figures are


LOCAL = {"province-p", "county-x", "county-y"}


@patient
@given(submissions(), days)
def test_a_local_report_never_changes_a_verdict_on_the_whole(
    given_: tuple[Submission, ...], day: datetime.date
) -> None:
    everyone = assessed(given_, day).policies["states"]
    without = assessed(tuple(one for one in given_ if one.agency not in LOCAL), day).policies["states"]
    for level in ("clauses", "tasks", "areas"):
        states = [{key: progress.state for key, progress in getattr(one, level).items()} for one in (everyone, without)]
        assert states[0] == states[1]
    assert everyone.progress.counts == without.progress.counts
    for id_, outcome_ in everyone.outcomes.items():
        other = without.outcomes[id_]
        assert (outcome_.value, outcome_.shares, outcome_.latest) == (other.value, other.shares, other.latest)


FORMS = ("value", "at_least", "more_than", "at_most", "less_than", "about", "between")
numbers = st.integers(0, 40).map(Decimal)


@st.composite
def quantities(draw: st.DrawFn, forms: Sequence[Any] = FORMS) -> Quantity:
    form = draw(st.sampled_from(forms))
    upper = Amount(draw(numbers)) if form == "between" else None
    return Quantity(form, Amount(draw(numbers)), upper)


def judged(aim: Target, stated: Sequence[Quantity]) -> str:
    """What figures of several agencies, all for the target's day, lead to."""
    day = datetime.date(2023, 12, 31)
    figures = []
    for number, quantity in enumerate(stated):
        one = FigureSummary("t", quantity, day, quantity.plain, 1, "own")
        figures.append((SubmissionSummary("states", f"a{number}", "2023", day, "agency", (), (one,)), one))
    return outcome(aim, figures, datetime.date(2024, 1, 31)).value


def aim_of(**goal: Any) -> Target:
    given_ = {"id": "t", "goal": "g1", "quote": ("x",), "title": Localized(zh="指标"), "unit": Localized(zh="个")}
    return Target.model_validate({**given_, "target": {"by": "2023-12-31", **goal}})


aims = st.one_of(
    st.tuples(numbers, st.sampled_from(sorted(FLIPPED))).map(
        lambda one: aim_of(value=Amount(one[0]), comparison=one[1])
    ),
    st.tuples(numbers, numbers).map(lambda one: aim_of(between=(Amount(min(one)), Amount(max(one))))),
)


@given(aims, st.lists(quantities(), min_size=1, max_size=3), quantities(FORMS[1:]))
def test_a_further_bound_never_turns_met_into_not_met(aim: Target, stated: list[Quantity], bound: Quantity) -> None:
    before, after = judged(aim, stated), judged(aim, [*stated, bound])
    if before == "met":
        excludes = any(bound.interval.apart_from(one.interval) for one in stated)
        assert after == ("disputed" if after == "disputed" and excludes else "met")
    if before == "not_met":
        assert after in {"not_met", "disputed"}


@given(aims, st.lists(quantities(), min_size=1, max_size=3), st.randoms())
def test_the_order_of_figures_changes_nothing(aim: Target, stated: list[Quantity], chance: Any) -> None:
    turned = [*stated]
    chance.shuffle(turned)
    assert judged(aim, turned) == judged(aim, stated)


@given(quantities(), quantities())
def test_intervals_hold_the_numbers_that_they_should(one: Quantity, other: Quantity) -> None:
    """By trying numbers: what two intervals have in common, and whether one lies within the other."""

    def holds(interval: Interval, number: Decimal) -> bool:
        above = interval.low is None or (number > interval.low if interval.low_open else number >= interval.low)
        below = interval.high is None or (number < interval.high if interval.high_open else number <= interval.high)
        return above and below

    tried = [Decimal(n) / 40 for n in range(-80, 1761)]
    first, second = one.interval, other.interval
    common = first.cut(second)
    for number in tried:
        assert holds(common, number) == (holds(first, number) and holds(second, number))
    if first.within(second):
        assert all(holds(second, number) for number in tried if holds(first, number))
    if first.apart_from(second):
        assert not any(holds(second, number) for number in tried if holds(first, number))


# --- every verdict can be made again from its inputs, by other code than made it


def line(path: str, number: int) -> str:
    return (DATA / path).read_text(encoding="utf-8").splitlines()[number - 1]


def clause_again(policy: Policy, clause: str, progress: Progress) -> str:
    """Judge a clause from its inputs and the assignments alone."""
    order = ["not_started", "suspended", "delayed", "in_progress", "withheld", "cancelled", "completed"]
    roles = {row.agency: row.role for row in policy.assignments if clause in policy.clauses_of(row.ref)}
    roles = {id_: role for id_, role in roles.items() if role != "support"}
    told = {one.agency: one.says for one in progress.verdict.inputs}
    if {*roles.values()} <= {"lead"}:  # all of them speak of the same whole
        last = max((entry.submission.period.end for entry in progress.held), default=None)
        told = {e.submission.agency: e.report.status for e in progress.held if e.submission.period.end == last}
        if "completed" in told.values() and len({*told.values()} - {"withheld"}) > 1:
            return "disputed"
    said = [says for says in told.values() if says != "not_applicable"]
    if not said:
        return "not_applicable" if told and set(roles) <= set(told) else "not_reported"
    least = min(said, key=order.index)
    return "in_progress" if least == "completed" and set(roles) - set(told) else least


@pytest.fixture(scope="module")
def fixed() -> Assessment:
    return assess(catalog(), AS_OF)


def test_clauses_can_be_judged_again(fixed: Assessment) -> None:
    state = fixed.policies["states"]
    for clause, progress in state.clauses.items():
        verdict = progress.verdict
        assert verdict.value == clause_again(state.policy, clause, progress)
        assert verdict.total == len(verdict.inputs)
        for one in verdict.inputs:
            assert one.says in line(one.path, one.line)
            assert one.date is not None
            assert one.date <= AS_OF


def test_sums_can_be_made_again_from_their_arithmetic(fixed: Assessment) -> None:
    state = fixed.policies["states"]
    for progress in (state.progress, *state.areas.values(), *state.tasks.values()):
        words = locales()["en"].word(progress.verdict.arithmetic).text
        total = int(re.findall(r"Clauses: (\d+)", words)[0])
        listed = words.partition("(")[2].partition(")")[0]
        parts = {name: int(count) for name, count in re.findall(r"([a-z][a-z ]+): (\d+)", listed)}
        assert sum(parts.values()) == total == progress.total
        told = re.findall(r"(\d+) ÷ (\d+) = (\d+)%", words)
        counted = total - parts.get("not reported", 0) - parts.get("not applicable", 0)
        if counted:
            ((done, among, share),) = told
            assert (int(done), int(among)) == (parts.get("completed", 0), counted)
            assert int(share) == round(100 * int(done) / int(among))
        else:
            assert not told


def test_duties_can_be_judged_again(fixed: Assessment) -> None:
    roles = {}
    for duty in fixed.policies["states"].duties:
        asked, dates, *came = duty.verdict.inputs
        roles[duty.verdict.value] = duty.role
        assert duty.agency in line(asked.path, asked.line)
        assert asked.says in line(asked.path, asked.line)
        assert "reporting:" in line(dates.path, dates.line)
        for one in came:
            assert f"submitted: {one.date}" in line(one.path, one.line)
        if "role: support" in line(asked.path, asked.line):
            assert (duty.verdict.value, dates.date) == ("not_required", None)
            continue
        assert dates.date is not None
        if came and duty.covered == duty.period.months:
            assert came[-1].date is not None
            assert duty.verdict.value == ("on_time" if came[-1].date <= dates.date else "late")
        else:
            assert duty.verdict.value == ("overdue" if dates.date < AS_OF else "not_yet_due")
    assert roles["not_required"] == "support"


def test_outcomes_can_be_judged_again(fixed: Assessment) -> None:
    holds: dict[str, Callable[[Decimal, Decimal], bool]] = {
        "at_least": lambda value, goal: value >= goal,
        "at_most": lambda value, goal: value <= goal,
    }
    for held in fixed.policies["states"].outcomes.values():
        if held.target.target is None or held.value in {"no_verified_figure", "undecided"}:
            continue
        figures = [Decimal(i.says.replace(",", "")) for i in held.verdict.inputs if i.agency]
        rest = [i for i in held.verdict.inputs if not i.agency]
        goal = Decimal(rest[-1].says)
        reached = {holds[held.target.target.comparison or ""](value, goal) for value in figures}
        assert (held.value == "disputed") == (len(reached) == 2)
        assert (held.value == "met") == (reached == {True})
        assert held.value != "disputed" or held.share is None
        if len(rest) == 2 and len(figures) == 1:
            start = Decimal(rest[0].says)
            assert held.share == (figures[0] - start) / (goal - start)
            assert f"{held.share:.1%}" in locales()["en"].word(held.verdict.arithmetic).text


@pytest.mark.parametrize(
    ("start", "goal", "comparison"), [(100, 100, "at_least"), (120, 100, "at_least"), (80, 100, "at_most")]
)
def test_where_the_baseline_is_at_the_target_already_no_pace_is_judged(start: int, goal: int, comparison: str) -> None:
    span = (datetime.date(2022, 12, 31), datetime.date(2023, 12, 31))
    short = Decimal(90 if comparison == "at_least" else 110)
    case, day = (Decimal(start), Decimal(goal), short), datetime.date(2023, 6, 30)
    assert judge(lambda number: number, comparison, case, span, day, day) == ("not_yet_due", None)
    later = datetime.date(2024, 1, 31)
    assert judge(lambda number: number, comparison, case, span, day, later) == ("no_verified_figure", None)


def test_a_value_from_before_the_baseline_decides_nothing() -> None:
    span = (datetime.date(2022, 12, 31), datetime.date(2023, 12, 31))
    case, old = (Decimal(50), Decimal(100), Decimal(120)), datetime.date(2022, 6, 30)
    assert judge(lambda number: number, "at_least", case, span, old, span[1]) == ("no_verified_figure", None)
    assert judge(lambda number: number, "at_least", case, span, span[0], span[1])[0] == "met"


@pytest.mark.parametrize(
    ("states", "whole"),
    [
        ({"not_applicable", "not_reported"}, "not_reported"),
        ({"not_started", "not_reported"}, "not_started"),
        ({"not_started", "completed"}, "in_progress"),
        ({"completed", "not_applicable"}, "completed"),
        ({"completed", "not_reported"}, "in_progress"),
        ({"delayed", "disputed"}, "disputed"),
        ({"not_applicable"}, "not_applicable"),
        ({"suspended", "completed"}, "suspended"),
        ({"suspended", "in_progress"}, "in_progress"),
        ({"suspended", "not_reported"}, "suspended"),
        ({"withheld", "completed"}, "withheld"),
        ({"withheld", "suspended"}, "in_progress"),
        ({"cancelled", "not_applicable"}, "cancelled"),
        ({"cancelled", "completed"}, "in_progress"),
        ({"cancelled", "delayed"}, "delayed"),
    ],
)
def test_the_whole_says_no_more_than_its_parts(states: set[str], whole: str) -> None:
    assert whole_state(states) == whole


def test_a_submission_opened_by_itself_is_the_one_opened_among_all() -> None:
    found = update_opener(catalog())
    agencies = {submission.agency for submission in catalog().submissions}
    told = [
        agency_updates(catalog(), id_, [one for one in catalog().submissions if one.agency == id_], AS_OF)
        for id_ in agencies
    ]
    every = [update for one in told for some in one.values() for update in some.standing]
    assert len(every) > 5
    assert any(update.figures for update in every)
    for update in every:
        assert found(update.filing) == update


def test_a_verdict_lists_the_reports_of_the_foremost_agencies() -> None:
    state = assess(catalog(), AS_OF).policies["states"]
    for progress in (state.progress, *state.areas.values(), *state.tasks.values(), *state.clauses.values()):
        ranked = sorted(progress.entries, key=lambda entry: rank(entry.kind, entry.submission.agency))
        assert list(progress.foremost) == ranked[:MAX_INPUTS]
        assert progress.verdict.total == len(progress.entries)


def test_evidence_is_weighed_with_its_sources() -> None:
    told = agency_updates(
        catalog(), "ministry-a", [one for one in catalog().submissions if one.agency == "ministry-a"], AS_OF
    )
    seen = set()
    for update in told["states", False].standing:
        for said in update.statuses:
            verdict = said.weighed
            assert verdict.value == said.evidence
            assert [one.says for one in verdict.inputs] == [one.publisher.zh for one in said.report.evidence]
            for one in verdict.inputs:
                assert one.says in line(one.path, one.line)
            seen.add(verdict.value)
    assert seen >= {"none", "own"}
