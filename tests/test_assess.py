"""What is concluded from a few reports: one row a case, each on one side of a decision of the methods."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any, NamedTuple

import msgspec
import pytest

from generator.assess import (
    METHODS,
    STATES,
    Assessment,
    Charge,
    Duty,
    FigureSummary,
    LatestReport,
    Progress,
    ReportSummary,
    SubmissionSummary,
    assess,
    update_opener,
)
from generator.assess.agency import AgencyState, agency_state
from generator.assess.evidence import level, weigh
from generator.assess.methods import Method
from generator.assess.outcome import MAX_DRAWN, drawn_goal, outcome
from generator.assess.progress import clause_progress, contradict, not_in_force, roll_up
from generator.assess.published import Published, closeness, published
from generator.assess.reporting import HandedIn, duties
from generator.assess.scope import place_of
from generator.assess.selection import SHOWN, select_reports
from generator.assess.updates import History, Update, history
from generator.assess.verdict import LEVELS, MAX_INPUTS, Input, Verdict, rank
from generator.load import read_catalog
from generator.model import ORIGIN, Agency, Amount, Assignment, Origin, Policy, Quantity, Submission, Target
from generator.model.quantity import Form
from generator.model.submission import Explained
from generator.website.locales import open_locales
from tests.records import (
    agency,
    assignment,
    catalog,
    day,
    evidence,
    figure,
    policy,
    policy_file,
    report,
    source,
    submission,
    target,
    text,
)
from tests.roots import REPO

# --- A101: was it reported on time

REAL = read_catalog(REPO)[0]
LOCALES = open_locales(REAL, ("zh", "en"))


class Told(NamedTuple):
    """The arithmetic of a verdict, in words."""

    zh: str
    en: str


def told(verdict: Verdict) -> Told:
    return Told(*(LOCALES[id_].word(verdict.arithmetic).text for id_ in ("zh", "en")))


def owed(
    plan: Policy, assignments: Iterable[Assignment], submissions: Iterable[Submission], as_of: datetime.date
) -> list[Duty]:
    """What the assignments of a policy require of their agencies."""
    plan = replace(plan, assignments=tuple(assignments))
    known = catalog(policies=[plan])
    found: list[Duty] = []
    for id_ in dict.fromkeys(item.agency for item in plan.assignments):
        own = history(plan, [item for item in submissions if item.agency == id_ and item.submitted <= as_of], None)
        found += duties(known, plan, id_, [handed_in(id_, own)], as_of)
    return sorted(found, key=lambda duty: duty.period)


def handed_in(id_: str, own: History) -> HandedIn:
    return HandedIn(id_, [one.filing for one in own.standing], [one.summary for one in own.replaced])


Q1 = ("2023-Q1", "2023-04-20")  # the period, and the day on which its report is due


@pytest.mark.parametrize(
    ("role", "ref", "said", "value"),
    [
        ("lead", "1", None, "overdue"),
        ("joint", "1", None, "overdue"),
        ("support", "1", None, "not_required"),
        ("lead", "1", ("agency", "2023-04-20", "1"), "on_time"),
        ("support", "1", ("agency", "2023-04-20", "1"), "not_required"),
        ("lead", "1", ("agency", "2023-04-21", "1"), "late"),
        ("support", "1", ("agency", "2023-04-21", "1"), "not_required"),
        ("lead", "1", ("agency", "2023-04-10", "1.2"), "on_time"),  # a part of what is owed
        ("lead", "1.2", ("agency", "2023-04-10", "1"), "on_time"),  # the whole of which it is a part
        ("lead", "1.2", ("agency", "2023-04-10", "1.2"), "on_time"),
        ("lead", "1.2", ("agency", "2023-04-10", "1.1"), "overdue"),  # another part
        ("lead", "1", ("agency", "2023-04-10", "2"), "overdue"),
        ("lead", "1", ("agency", "2023-04-10", "11"), "overdue"),  # not a part of task 1
        ("lead", "1", ("agency", "2023-04-10", "11.1"), "overdue"),
        ("lead", "11", ("agency", "2023-04-10", "1"), "overdue"),
        ("lead", "1", ("sample", "2023-04-10", "1"), "on_time"),  # of an invented agency
    ],
)
def test_a_duty_is_met_by_the_agencys_own_report_on_it(
    role: str, ref: str, said: tuple[str, str, str] | None, value: str
) -> None:
    found = list(one_duty(role, ref, said, "2023-05-01"))
    assert [(duty.period_name, duty.due, duty.value) for duty in found[:1]] == [(Q1[0], day(Q1[1]), value)]


def one_duty(role: str, ref: str, said: tuple[str, str, str] | None, as_of: str) -> Iterable[Duty]:
    submissions = []
    if said is not None:
        provenance, submitted, about = said
        submissions = [submission("2023-Q1", submitted, provenance=provenance, reports=[report("2"), report(about)])]
        if about == "2":
            submissions = [submission("2023-Q1", submitted, provenance=provenance, reports=[report("2")])]
    return owed(policy(), [assignment(ref=ref, role=role)], submissions, day(as_of))


def test_duties_come_period_by_period_and_say_what_met_them() -> None:
    assigned = [assignment(ref="1.2", role="lead"), assignment("office", "2", "support")]
    said = submission("2023-Q2", "2023-07-03", reports=[report("1.2")])
    plan = policy(
        reporting={ORIGIN: Origin("data/policies/plan/policy.yml", 7), "frequency": "quarterly", "due_days": "20"}
    )
    found = owed(plan, assigned, [said], day("2023-12-31"))
    assert [(duty.period_name, duty.agency, duty.value) for duty in found] == [
        ("2023-Q1", "bureau", "overdue"),
        ("2023-Q1", "office", "not_required"),
        ("2023-Q2", "bureau", "on_time"),
        ("2023-Q2", "office", "not_required"),
        ("2023-Q3", "bureau", "overdue"),
        ("2023-Q3", "office", "not_required"),
        ("2023-Q4", "bureau", "not_yet_due"),
        ("2023-Q4", "office", "not_required"),
    ]
    met_on = day("2023-07-03")
    assert [(duty.submitted, duty.submissions) for duty in found[1:4]] == [
        (None, ()),
        (met_on, ((met_on, "bureau", "data/submissions/plan/bureau/2023-Q2.yml"),)),
        (None, ()),
    ]
    met = found[2]
    assert (met.task, met.ref, met.role, met.basis) == (1, "1.2", "lead", "公报")
    assert (met.calendar, met.calendar_line) == ("data/policies/plan/policy.yml", 7)
    assert met.period.name == "2023-Q2"


def test_without_a_calendar_or_an_assignment_nobody_owes_anything() -> None:
    as_of = day("2023-12-31")
    assert owed(policy(reporting=None), [assignment()], [], as_of) == []
    assert owed(policy(), [], [], as_of) == []


@pytest.mark.parametrize(
    ("role", "said", "as_of", "zh", "en", "inputs"),
    [
        ("lead", None, "2023-04-20", "尚未到期", "which is still to come", 2),
        ("lead", None, "2023-04-21", "逾期", "which has passed; there is no report by the agency itself", 2),
        ("support", None, "2023-04-21", "配合单位没有报告期限", "has no due day. It submitted no report", 2),
        ("lead", "2023-04-10", "2023-05-01", "2023年4月10日提交，早10天", "10 days early", 3),
        ("lead", "2023-04-22", "2023-05-01", "2023年4月22日提交，晚2天", "2 days late", 3),
        ("support", "2023-04-22", "2023-05-01", "2023年4月22日提交了报告", "It submitted a report on 22 April 2023", 3),
    ],
)
def test_a_duty_says_what_it_was_judged_by(
    role: str, said: str | None, as_of: str, zh: str, en: str, inputs: int
) -> None:
    submitted = ("agency", said, "1") if said else None
    duty = next(iter(one_duty(role, "1", submitted, as_of)))
    verdict = duty.verdict
    assert (verdict.value, verdict.method, verdict.total, len(verdict.inputs)) == (duty.value, "A101", inputs, inputs)
    assert zh in told(verdict).zh
    assert en in told(verdict).en
    assert verdict.inputs[:2] == (
        Input("assignment", "", 1, None, "", "公报"),
        Input("calendar", "", 1, None if role == "support" else day("2023-04-20"), "", "2023-Q1"),
    )
    if said:
        path = "data/submissions/plan/bureau/2023-Q1.yml"
        assert verdict.inputs[2] == Input("submission", path, 1, day(said), "bureau", "")


# --- A201: the progress of a clause


def entry(kind: str, status: str, by: str = "a", period: str = "2023-Q1") -> LatestReport:
    """A report; agencies of the centre speak for the whole."""
    filing = SubmissionSummary("plan", by, period, day("2023-04-10"), "agency", (), ())
    said = ReportSummary("1.1", status, "not_reported", "none", 3, 5)
    return LatestReport(filing, said, kind, kind == "central")


def entries(said: str) -> list[LatestReport]:
    """Reports by agencies a, b and so on: `level:state`, and the period where it is not the first quarter."""
    given = [(*one.split(":"), "2023-Q1")[:3] for one in said.split()]
    return [entry(kind, status, chr(97 + n), period) for n, (kind, status, period) in enumerate(given)]


@pytest.mark.parametrize(
    ("said", "state", "local"),
    [
        ("", "not_reported", {}),
        ("central:not_applicable", "not_applicable", {}),
        ("central:completed", "completed", {}),
        ("central:completed central:completed", "completed", {}),
        # others decide nothing, whatever they say
        ("county:delayed", "not_reported", {"delayed": 1}),
        ("county:not_applicable province:completed", "not_reported", {"not_applicable": 1, "completed": 1}),
        ("other:completed", "not_reported", {"completed": 1}),
        ("central:delayed county:completed county:completed", "delayed", {"completed": 2}),
        ("central:not_applicable province:delayed", "not_applicable", {"delayed": 1}),
        # what excludes each other is a dispute
        ("central:completed central:in_progress", "disputed", {}),
        ("central:completed central:delayed", "disputed", {}),
        ("central:completed central:not_started", "disputed", {}),
        ("central:completed central:suspended", "disputed", {}),
        ("central:completed central:cancelled", "disputed", {}),
        ("central:cancelled central:in_progress", "disputed", {}),
        ("central:not_applicable central:delayed", "disputed", {}),
        ("central:not_applicable central:cancelled", "disputed", {}),
        # of all else the least advanced stands
        ("central:in_progress central:delayed", "delayed", {}),
        ("central:in_progress central:not_started", "not_started", {}),
        ("central:suspended central:in_progress", "suspended", {}),
        ("central:suspended central:not_started", "not_started", {}),
        # what is withheld is neither done nor silent, and contradicts nobody
        ("central:withheld", "withheld", {}),
        ("central:withheld central:completed", "withheld", {}),
        ("central:withheld central:in_progress", "in_progress", {}),
        ("central:withheld central:cancelled", "withheld", {}),
        # reports compete only if their periods end on the same day
        ("central:completed:2023-Q2 central:delayed", "completed", {}),
        ("central:completed central:delayed:2023-Q2", "delayed", {}),
        ("central:completed:2023-06 central:delayed:2023-Q2", "disputed", {}),
        ("central:completed:2023-06 central:delayed:2023-05", "completed", {}),
    ],
)
def test_those_who_speak_for_the_whole_decide_on_a_clause(said: str, state: str, local: dict[str, int]) -> None:
    held = entries(said)
    progress = clause_progress(held)
    assert (progress.state, progress.local) == (state, local)
    assert progress.counts == tuple(int(name == state) for name in STATES)
    assert progress.held == progress.entries == tuple(one for one in held if one.issuing)
    assert progress.verdict.value == state
    assert (progress.verdict.method, progress.verdict.total) == ("A201", len(progress.held))


@pytest.mark.parametrize(("said", "excludes"), [("completed", True), ("delayed", False), ("cancelled", True)])
def test_two_reports_on_one_whole_may_exclude_each_other(said: str, excludes: bool) -> None:
    assert contradict(*entries(f"central:in_progress central:{said}")) is excludes


@pytest.mark.parametrize(
    ("roles", "said", "state", "awaited", "local"),
    [
        # a: the lead, b: a joint agency, c: a supporting one, d: nobody
        ("lead", "central:completed", "completed", "", 0),
        ("lead", "county:completed", "completed", "", 0),  # whatever its level
        ("lead joint", "central:completed", "in_progress", "b", 0),
        ("lead joint", "central:completed central:completed", "completed", "", 0),
        ("lead joint", "central:in_progress central:completed", "in_progress", "", 0),  # no dispute
        ("lead joint", "central:completed central:in_progress", "in_progress", "", 0),
        ("lead joint", "central:completed central:suspended", "suspended", "", 0),
        ("lead joint", "central:completed central:withheld", "withheld", "", 0),
        ("lead joint", "central:completed central:cancelled", "cancelled", "", 0),
        ("lead joint", "central:completed central:not_applicable", "completed", "", 0),
        ("lead joint", "central:not_applicable", "not_reported", "", 0),
        ("lead joint", "central:not_started", "not_started", "b", 0),
        ("lead joint", "central:delayed", "delayed", "b", 0),
        ("lead joint support", "central:completed central:completed central:delayed", "completed", "", 1),
        ("lead support", "central:completed central:not_started central:delayed", "completed", "", 2),
        ("support", "central:completed", "completed", "", 0),  # a support alone assigns nobody
        ("joint joint", "central:completed central:delayed", "delayed", "", 0),
        # two leads speak of the same whole
        ("lead lead", "central:completed central:in_progress", "disputed", "", 0),
        ("lead lead", "central:completed", "in_progress", "b", 0),
        ("lead lead", "central:completed:2023-Q2 central:in_progress", "in_progress", "b", 0),
        ("lead lead", "central:completed:2023-Q2 central:completed", "completed", "", 0),
        ("lead lead", "central:in_progress central:delayed", "delayed", "", 0),
        ("lead lead joint", "central:completed central:delayed central:completed", "disputed", "", 0),
    ],
)
def test_leads_and_joint_agencies_decide_on_an_assigned_clause(
    roles: str, said: str, state: str, awaited: str, local: int
) -> None:
    charges = {chr(97 + n): [Charge("1", role, chr(97 + n))] for n, role in enumerate(roles.split())}
    progress = clause_progress(entries(said), charges)
    assert (progress.state, " ".join(progress.awaited), progress.locals) == (state, awaited, local)


@pytest.mark.parametrize(
    ("lead", "said", "state"),
    [
        (None, "", "not_reported"),
        (None, "completed", "in_progress"),
        (None, "completed completed", "in_progress"),
        (None, "completed completed completed", "completed"),
        (None, "completed completed not_applicable", "completed"),
        (None, "completed completed delayed", "in_progress"),
        (None, "delayed", "in_progress"),
        (None, "delayed delayed delayed", "delayed"),
        (None, "not_started", "not_started"),
        (None, "not_applicable", "not_reported"),
        (None, "not_applicable not_applicable not_applicable", "not_applicable"),
        ("completed", "completed completed completed", "completed"),  # both are needed
        ("completed", "completed completed", "in_progress"),
        ("completed", "", "in_progress"),
        ("in_progress", "completed completed completed", "in_progress"),
        ("silent", "completed completed completed", "in_progress"),
    ],
)
def test_a_group_has_done_what_all_its_members_have_done(lead: str | None, said: str, state: str) -> None:
    members = ("p", "q", "r")
    charges = {id_: [Charge("1", "lead", id_, "provinces")] for id_ in members}
    held = [entry("province", status, id_) for id_, status in zip(members, said.split(), strict=False)]
    if lead is not None:
        charges["a"] = [Charge("1", "lead", "a")]
        held = ([entry("central", lead, "a")] if lead != "silent" else []) + held
    progress = clause_progress([*held, entry("county", "delayed", "k")], charges)
    assert (progress.state, progress.local) == (state, {"delayed": 1})
    (tally,) = progress.groups
    assert (tally.group, tally.members, tally.counts["not_reported"]) == ("provinces", 3, 3 - len(said.split()))


@pytest.mark.parametrize(
    ("said", "zh", "en"),
    [
        ("", "还没有机构报告这一条。", "No agency has reported on this clause."),
        (
            "central:not_applicable",
            "代表整体作说明的机构：不适用1。所以是“不适用”。",
            "Agencies that speak for the whole (not applicable: 1). Result: not applicable.",
        ),
        (
            "central:completed central:delayed",
            "代表整体作说明的机构：已完成1，延期1。这些说法互相排斥，本站不作裁决，显示“说法不一”。",
            "Agencies that speak for the whole (completed: 1, delayed: 1). These statements exclude each other; "
            "this site takes no side. Result: reports disagree.",
        ),
        (
            "central:delayed county:completed county:completed",
            "代表整体作说明的机构：延期1。所以是“延期”。另有2个机构的报告不影响结论：已完成2。",
            "Agencies that speak for the whole (delayed: 1). Result: delayed. "
            "2 more agencies reported without affecting the result (completed: 2).",
        ),
        (
            "city:not_started",
            "能代表整体作说明的机构还没有报告。所以是“未报告”。另有1个机构的报告不影响结论：未启动1。",
            "No agency that speaks for the whole has reported. Result: not reported. "
            "1 more agency reported without affecting the result (not started: 1).",
        ),
        (
            "central:completed:2023-Q2 central:delayed",
            "代表整体作说明的机构：已完成1，延期1。以报告期最晚的为准。所以是“已完成”。",
            "Agencies that speak for the whole (completed: 1, delayed: 1). "
            "Those whose reporting periods end last decide. Result: completed.",
        ),
    ],
)
def test_a_clause_says_who_said_what_and_who_decided(said: str, zh: str, en: str) -> None:
    assert told(clause_progress(entries(said)).verdict) == (zh, en)


def test_an_assigned_clause_says_who_is_responsible_and_who_is_awaited() -> None:
    charges = {
        "a": [Charge("1", "lead", "a")],
        "b": [Charge("1", "joint", "b")],
        **{id_: [Charge("1", "joint", id_, "provinces")] for id_ in "pq"},
    }
    held = [entry("central", "completed", "a"), entry("province", "delayed", "p")]
    assert told(clause_progress(held, charges).verdict) == (
        "按分工负责的机构：牵头（已完成1）；共同，一组共2个机构（延期1，未报告1）。"
        "还有1个牵头或共同负责的机构没有报告完成情况。所以是“进行中”。",
        "Agencies responsible by assignment: lead (completed: 1); joint, a group of 2 agencies "
        "(delayed: 1, not reported: 1). The word of 1 more lead or joint agency is lacking. Result: in progress.",
    )


def test_a_report_is_an_input_with_its_place() -> None:
    path = "data/submissions/plan/a/2023-Q1.yml"
    (found,) = clause_progress([entry("central", "delayed")]).verdict.inputs
    assert found == Input("report", path, 3, day("2023-04-10"), "a", "delayed")


def test_a_clauses_verdict_lists_so_many_reports_and_counts_all() -> None:
    for count in (MAX_INPUTS - 1, MAX_INPUTS, MAX_INPUTS + 1):
        progress = clause_progress(entry("central", "delayed", f"k{number}") for number in range(count))
        assert len(progress.foremost) == len(progress.verdict.inputs) == min(count, MAX_INPUTS)
        assert progress.verdict.total == len(progress.entries) == count


# --- A202: the progress of what is made of clauses


def clause(state: str, *held: LatestReport) -> Progress:
    return Progress(tuple(int(name == state) for name in STATES), state, "A201", held=held)


@pytest.mark.parametrize(
    ("states", "state", "reported", "share", "zh", "en"),
    [
        ("", "not_reported", 0, None, "这里没有条款。", "There are no clauses here."),
        (
            "not_reported not_reported",
            "not_reported",
            0,
            None,
            "共2条：未报告2。没有可计算的报告，不给比例。",
            "Clauses: 2 (not reported: 2). There is no report to count, so no share is given.",
        ),
        (
            "not_applicable",
            "not_applicable",
            1,
            None,
            "共1条：不适用1。没有可计算的报告，不给比例。",
            "Clauses: 1 (not applicable: 1). There is no report to count, so no share is given.",
        ),
        (
            "not_applicable not_reported",
            "not_reported",
            1,
            None,
            "不适用1，未报告1。",
            "(not applicable: 1, not reported: 1).",
        ),
        (
            "completed completed in_progress not_applicable not_reported",
            "in_progress",
            4,
            2 / 3,
            "共5条：已完成2，进行中1，不适用1，未报告1。已报告且适用的3条中，2 ÷ 3 = 67%已完成。",
            "Clauses: 5 (completed: 2, in progress: 1, not applicable: 1, not reported: 1). "
            "Of the 3 reported and applicable, 2 ÷ 3 = 67% are completed.",
        ),
        ("completed not_applicable", "completed", 2, 1.0, "1 ÷ 1 = 100%已完成。", "1 ÷ 1 = 100% are completed."),
        ("completed not_reported", "in_progress", 1, 1.0, "1 ÷ 1 = 100%已完成。", "1 ÷ 1 = 100% are completed."),
        ("not_started not_started", "not_started", 2, 0.0, "0 ÷ 2 = 0%已完成。", "0 ÷ 2 = 0% are completed."),
        ("not_started not_reported", "not_started", 1, 0.0, "0 ÷ 1 = 0%已完成。", "0 ÷ 1 = 0% are completed."),
        ("not_started in_progress", "in_progress", 2, 0.0, "进行中1，未启动1。", "(in progress: 1, not started: 1)."),
        ("not_started completed", "in_progress", 2, 0.5, "1 ÷ 2 = 50%已完成。", "1 ÷ 2 = 50% are completed."),
        ("delayed completed", "delayed", 2, 0.5, "已完成1，延期1。", "(completed: 1, delayed: 1)."),
        ("delayed disputed completed", "disputed", 3, 1 / 3, "延期1，说法不一1。", "delayed: 1, reports disagree: 1)."),
    ],
)
def test_clauses_are_added_up(states: str, state: str, reported: int, share: float | None, zh: str, en: str) -> None:
    clauses = [clause(name) for name in states.split()]
    progress = roll_up(clauses)
    assert (progress.state, progress.reported, progress.share) == (state, reported, share)
    assert progress.total == len(clauses)
    assert [progress.count(name) for name in STATES] == [states.split().count(name) for name in STATES]
    assert progress.parts == tuple(clauses)
    verdict = progress.verdict
    assert (verdict.value, verdict.method, verdict.inputs, verdict.total) == (state, "A202", (), 0)
    assert zh in told(verdict).zh
    assert en in told(verdict).en


def test_a_report_on_a_whole_task_is_counted_once() -> None:
    whole, part = entry("central", "completed", "b"), entry("county", "completed", "c")
    first = entry("central", "delayed", "a")
    task = roll_up([clause("completed", whole, part), clause("completed", whole), clause("delayed", first)])
    assert task.entries == (whole, part, first)
    assert task.foremost == (first, whole, part)  # the higher levels first, each in the order of the agencies
    area = roll_up([task, roll_up([clause("delayed", first)])])
    assert [id(one.report) for one in area.entries] == [id(one.report) for one in (whole, part, first, first)]
    assert area.verdict.total == 4
    assert area.foremost == (first, whole, part)


def test_what_is_added_up_lists_the_foremost_reports_and_counts_all() -> None:
    counties = [entry("county", "delayed", f"k{number:03d}") for number in range(MAX_INPUTS)]
    ministry = entry("central", "delayed", "z")
    task = roll_up([clause("delayed", *counties), clause("delayed", ministry)])
    assert task.foremost == (ministry, *counties[: MAX_INPUTS - 1])
    assert task.verdict.total == MAX_INPUTS + 1


# --- A301: was a target reached


def exact(value: str, *, percent: bool = False) -> Quantity:
    return Quantity("value", Amount(Decimal(value), percent))


def stated(
    value: str | None,
    on: str = "2023-07-02",
    by: str = "a",
    *,
    submitted: str = "2023-07-10",
    evidence_: Any = "own",
    said: Sequence[FigureSummary] = (),
) -> tuple[SubmissionSummary, FigureSummary]:
    one = FigureSummary("libraries", exact(value) if value else None, day(on), value or "略", 4, evidence_)
    return SubmissionSummary("plan", by, "2023-Q2", day(submitted), "agency", (), (*said, one)), one


def goal(value: str, by: str = "2023-12-31", comparison: str = "at_least") -> dict[str, str]:
    return {"value": value, "by": by, "comparison": comparison}


def start(value: str, as_of: str = "2023-01-01") -> dict[str, Any]:
    return {"value": value, "as_of": as_of, "source": source()}


DONE, RISING, FALLING = day("2024-06-30"), target(), target(target=goal("50", comparison="at_most"))
STRICT, BELOW = target(target=goal("200", comparison="more_than")), target(target=goal("50", comparison="less_than"))
NO_BASELINE, AT_ONCE = target(baseline=None), target(baseline=start("100", "2023-12-31"))


@pytest.mark.parametrize(
    ("aim", "value", "on", "as_of", "outcome_", "share"),
    [
        # a way of 100 in 364 days; 182 of them have passed on 2 July
        (RISING, "150", "2023-07-02", "2023-08-01", "on_track", "0.5"),
        (RISING, "149", "2023-07-02", "2023-08-01", "off_track", "0.49"),
        (RISING, "100", "2023-01-01", "2023-08-01", "on_track", "0"),
        (RISING, "99", "2023-01-01", "2023-08-01", "off_track", "-0.01"),
        (RISING, "200", "2023-07-02", "2023-08-01", "met", "1"),
        (RISING, "199", "2023-12-31", "2023-12-31", "not_met", "0.99"),
        (RISING, "199", "2023-12-30", "2023-12-31", "off_track", "0.99"),
        (RISING, "199", "2023-12-30", "2024-01-01", "no_verified_figure", "0.99"),
        (RISING, "200", "2023-12-30", "2024-01-01", "met", "1"),
        (STRICT, "200", "2023-12-31", "2024-01-01", "not_met", "1"),
        (STRICT, "201", "2023-12-31", "2024-01-01", "met", "1.01"),
        (FALLING, "75", "2023-07-02", "2023-08-01", "on_track", "0.5"),
        (FALLING, "76", "2023-07-02", "2023-08-01", "off_track", "0.48"),
        (FALLING, "50", "2023-12-31", "2024-01-01", "met", "1"),
        (FALLING, "51", "2023-12-31", "2024-01-01", "not_met", "0.98"),
        (BELOW, "50", "2023-12-31", "2024-01-01", "not_met", "1"),
        (BELOW, "49", "2023-12-31", "2024-01-01", "met", "1.02"),
        (NO_BASELINE, "150", "2023-07-02", "2023-08-01", "not_yet_due", None),
        (NO_BASELINE, "150", "2020-01-01", "2023-08-01", "not_yet_due", None),
        (NO_BASELINE, "200", "2023-07-02", "2023-08-01", "met", None),
        (NO_BASELINE, "199", "2023-12-31", "2024-01-01", "not_met", None),
        (target(baseline=start("200")), "150", "2023-07-02", "2023-08-01", "not_yet_due", None),
        (target(baseline=start("201")), "150", "2023-07-02", "2023-08-01", "not_yet_due", None),
        (target(baseline=start("50"), target=goal("50", comparison="at_most")), "60", "2023-07-02", "2023-08-01",
         "not_yet_due", None),
        (target(baseline=start("40"), target=goal("50", comparison="less_than")), "60", "2023-07-02", "2023-08-01",
         "not_yet_due", None),
        (AT_ONCE, "199", "2023-12-31", "2023-12-31", "not_met", "0.99"),
    ],
)  # fmt: skip
def test_a_value_is_compared_with_its_target_and_the_time(
    aim: Target, value: str, on: str, as_of: str, outcome_: str, share: str | None
) -> None:
    found = outcome(aim, [stated(value, on)], day(as_of))
    assert (found.value, found.share) == (outcome_, Decimal(share) if share else None)
    assert found.verdict.value == outcome_
    assert found.latest == found.history
    assert len(found.latest) == 1


@pytest.mark.parametrize(
    ("figures", "value", "share", "latest"),
    [
        ([], "no_verified_figure", None, ""),
        ([stated(None)], "no_verified_figure", None, ""),
        ([stated("250", evidence_="none")], "no_verified_figure", None, ""),
        ([stated("250", "2022-12-31")], "no_verified_figure", None, ""),  # before the baseline's day
        ([stated("250", "2023-01-01")], "met", "1.5", "a"),
        ([stated("250", "2023-12-31")], "met", "1.5", "a"),
        ([stated("250", "2024-01-01")], "no_verified_figure", None, ""),  # after the target's day
        ([stated("250", evidence_="others")], "met", "1.5", "a"),
        # the latest day decides, whatever was said for an earlier one, and whoever comes first
        ([stated("250"), stated("110", "2023-07-03", "b")], "off_track", "0.1", "b"),
        ([stated("110", "2023-07-03", "b"), stated("250")], "off_track", "0.1", "b"),
        ([stated("250"), stated("110", "2023-07-03", "b", evidence_="none")], "met", "1.5", "a"),
        # of each agency what it gave last for that day
        ([stated("110"), stated("250", submitted="2023-07-11")], "met", "1.5", "a"),
        ([stated("250", submitted="2023-07-11"), stated("110")], "met", "1.5", "a"),
        # several agencies: no single share where they differ
        ([stated("110"), stated("120", by="b")], "off_track", None, "a b"),
        ([stated("220"), stated("210", by="b")], "met", None, "a b"),
        ([stated("220"), stated("220", by="b")], "met", "1.2", "a b"),
        ([stated("199"), stated("200", by="b")], "disputed", None, "a b"),
    ],
)
def test_only_some_values_decide_on_a_target(
    figures: list[tuple[SubmissionSummary, FigureSummary]], value: str, share: str | None, latest: str
) -> None:
    found = outcome(RISING, figures, day("2023-08-01"))
    assert (found.value, found.share) == (value, Decimal(share) if share else None)
    assert " ".join(sorted(filing.agency for filing, _ in found.latest)) == latest
    assert len(found.history) == len(figures)


def test_of_several_values_neither_counts_alone() -> None:
    for aim, low, high in (
        (RISING, "0.1", "0.2"),
        (STRICT, "0.1", "0.2"),
        (FALLING, "-0.4", "-0.2"),
        (BELOW, "-0.4", "-0.2"),
    ):
        found = outcome(aim, [stated("110"), stated("120", by="b")], day("2023-08-01"))
        assert found.shares == (Decimal(low), Decimal(high))
        assert found.based_on == ["a", "b"]


def test_statements_in_words_stand_in_the_order_of_their_days() -> None:
    aim = target(qualitative="true", unit=None, baseline=None, target=None)
    said = [stated(None, "2023-07-03"), stated(None, "2023-07-02", "b"), stated(None, "2023-07-02", "a")]
    early = stated(None, "2023-07-02", "c", submitted="2023-07-01")
    found = outcome(aim, [*said, early], DONE)
    assert (found.value, found.share) == ("qualitative", None)
    assert found.latest == found.history == (early, said[2], said[1], said[0])
    assert told(found.verdict) == ("原文未列数字，不打分。", "The text gives no number, so there is no score.")
    assert [(one.role, one.says) for one in found.verdict.inputs] == [("value", "略")] * 4


@pytest.mark.parametrize("lacking", [{"qualitative": "true"}, {"target": None}])
def test_a_target_without_a_number_is_not_scored(lacking: dict[str, Any]) -> None:
    assert outcome(target(**lacking), [stated("250")], DONE).value == "qualitative"


def test_an_outcome_says_how_it_was_reckoned() -> None:
    said = stated("150")
    found = outcome(RISING, [said], day("2023-08-01"))
    assert told(found.verdict) == (
        "2023年7月2日的数值：150 ≥ 200，不成立。目标完成进度：(150 − 100) ÷ (200 − 100) = 50.0%。"
        "时间进度（2023年1月1日至2023年12月31日，按天）：182 ÷ 364 = 50.0%。",
        "Value for 2 July 2023: 150 ≥ 200 does not hold. "
        "Progress from baseline to target: (150 − 100) ÷ (200 − 100) = 50.0%. "
        "Share of the time passed (days from 1 January 2023 to 31 December 2023): 182 ÷ 364 = 50.0%.",
    )
    assert found.verdict.inputs == (
        Input("value", "data/submissions/plan/a/2023-Q2.yml", 4, day("2023-07-02"), "a", "150"),
        Input("baseline", "", 1, day("2023-01-01"), "", "100"),
        Input("target", "", 1, day("2023-12-31"), "", "200"),
    )
    assert (found.verdict.method, found.verdict.total) == ("A301", 3)


@pytest.mark.parametrize(
    ("aim", "value", "zh", "en"),
    [
        (RISING, "1200", "1,200 ≥ 200，成立。目标完成进度", "1,200 ≥ 200 holds. Progress from baseline to target"),
        (STRICT, "201", "201 > 200，成立。", "201 > 200 holds."),
        (FALLING, "50", "50 ≤ 50，成立。", "50 ≤ 50 holds."),
        (BELOW, "49.5", "49.5 < 50，成立。", "49.5 < 50 holds."),
        (NO_BASELINE, "250", "没有可用的基期值，不计算完成进度。", "Without a usable baseline, no progress is given."),
        (target(baseline=start("200")), "200", "没有可用的基期值", "Without a usable baseline"),
    ],
)
def test_the_comparison_is_written_out(aim: Target, value: str, zh: str, en: str) -> None:
    words = told(outcome(aim, [stated(value)], day("2023-08-01")).verdict)
    assert zh in words.zh
    assert en in words.en
    assert "时间进度" not in words.zh  # which nothing was judged by
    assert "Share of the time" not in words.en


def bounded(form: Form, value: str) -> tuple[SubmissionSummary, FigureSummary]:
    filing, one = stated(value)
    return filing, msgspec.structs.replace(one, quantity=Quantity(form, Amount(Decimal(value), False)))


@pytest.mark.parametrize(
    ("form", "value", "outcome_", "share"),
    [
        ("at_least", "150", "on_track", "at least 50.0%. Share"),
        ("at_most", "150", "undecided", "at most 50.0%. Share"),
        ("at_least", "250", "met", "at least 150.0%."),
    ],
)
def test_a_bounded_figure_has_a_bounded_share(form: Form, value: str, outcome_: str, share: str) -> None:
    found = outcome(RISING, [bounded(form, value)], day("2023-08-01"))
    assert found.value == outcome_
    assert f"Progress from the baseline (100) to the target (200): {share}" in told(found.verdict).en


@pytest.mark.parametrize(
    ("value", "outcome_"),
    [("0.15", "off_track"), ("0.1", "undecided"), ("199999", "met"), ("200000", "undecided")],
)
def test_a_figure_a_thousand_times_too_large_or_too_small_waits_for_a_confirmation(value: str, outcome_: str) -> None:
    assert outcome(RISING, [stated(value)], day("2023-08-01")).value == outcome_


@pytest.mark.parametrize(
    ("on", "as_of", "outcome_"),
    [
        ("2023-12-31", "2024-02-01", "undecided"),
        ("2023-12-30", "2023-12-31", "undecided"),
        ("2023-12-30", "2024-01-01", "no_verified_figure"),
    ],
)
def test_what_about_means_is_not_guessed(on: str, as_of: str, outcome_: str) -> None:
    about = target(target={"about": "200", "by": "2023-12-31"})
    assert outcome(about, [stated("200", on)], day(as_of)).value == outcome_


def test_a_figure_that_was_measured_in_another_way_decides_nothing_and_is_counted() -> None:
    filing, one = stated("250")
    found = outcome(
        target(method=text("抽样")), [(filing, msgspec.structs.replace(one, method="普查"))], day("2023-08-01")
    )
    assert found.value == "no_verified_figure"
    assert told(found.verdict).en.startswith("1 figure up to 31 December 2023 was measured in another way")


def test_a_dispute_names_the_values() -> None:
    found = outcome(RISING, [stated("1200"), stated("199", by="b")], day("2023-08-01"))
    assert told(found.verdict) == (
        "2023年7月2日的数值说法不一：199 / 1,200，彼此排斥或与目标比较的结果不同，不计算完成进度。",
        "Figures on 2 July 2023 disagree: 199 / 1,200. They exclude each other or lead to different results, so no "
        "share is given.",
    )


@pytest.mark.parametrize(
    ("figures", "zh", "en"),
    [
        ([], "的数字。", "for a day up to 31 December 2023."),
        ([stated(None)], "的数字。", "for a day up to 31 December 2023."),
        (
            [stated("150", evidence_="none"), stated("160", evidence_="none", by="b")],
            "有2个数字没有注明出处，不据此下结论。",
            "2 values without a source decide nothing.",
        ),
    ],
)
def test_what_has_no_source_is_counted_where_there_is_nothing_else(
    figures: list[tuple[SubmissionSummary, FigureSummary]], zh: str, en: str
) -> None:
    words = told(outcome(RISING, figures, day("2023-08-01")).verdict)
    assert words.zh.endswith(zh)
    assert words.en.endswith(en)
    assert ("出处" in words.zh) == ("source" in words.en) == (len(figures) == 2)


@pytest.mark.parametrize(("linked", "said"), [((False, False), True), ((False, True), False), ((True, True), False)])
def test_that_no_source_has_an_address_is_said_where_none_has(linked: tuple[bool, ...], said: bool) -> None:
    pairs = [stated("150", by=f"k{number}") for number in range(len(linked))]
    figures = [
        (filing, msgspec.structs.replace(one, linked=has)) for (filing, one), has in zip(pairs, linked, strict=True)
    ]
    found = outcome(RISING, figures, day("2023-08-01"))
    assert ("link that can be opened" in told(found.verdict).en) is said


def test_an_outcome_lists_so_many_values_and_counts_all() -> None:
    for count in (MAX_INPUTS - 1, MAX_INPUTS, MAX_INPUTS + 2):
        found = outcome(RISING, [stated("150", by=f"k{number:03d}") for number in range(count)], day("2023-08-01"))
        assert [one.role for one in found.verdict.inputs] == [
            *["value"] * min(count, MAX_INPUTS), "baseline", "target",
        ]  # fmt: skip
        assert found.verdict.total == count + 2


def test_a_chart_shows_the_newest_values() -> None:
    days = [day("2023-01-01") + datetime.timedelta(days=number) for number in range(MAX_DRAWN + 2)]
    figures = [stated("150", one.isoformat()) for one in days] + [stated(None, "2023-12-01")]
    assert [value.as_of for _, value in outcome(RISING, figures, DONE).drawn] == days[2:]
    assert len(outcome(RISING, figures[:3], DONE).drawn) == 3
    assert MAX_DRAWN == 30


# --- A401: what evidence there is


LIBRARY = agency(
    "library", "county", name=text("示例图书局", en="Library Office"), short=text("图书局", en="LO"),
    also_known_as=("图书局办公室", "旧图书馆处", "LO News"), hosts=("library.example.org",),
)  # fmt: skip
NAMELESS = agency("nameless", "county", name=text("无名局"))
MOVED = agency("moved", "county", name=text("搬迁局"), hosts=("old.example.org", "new.example.org"))


def proof(publisher: Any = "某社", url: str | None = "https://news.example.org/a") -> dict[str, Any]:
    return {"publisher": publisher, "url": url}


@pytest.mark.parametrize(
    ("by", "item", "is_own"),
    [
        (LIBRARY, proof(), False),
        (LIBRARY, proof("示例图书局"), True),
        (LIBRARY, proof("图书局"), True),
        (LIBRARY, proof(text("别名", en="Library Office")), True),
        (LIBRARY, proof(text("别名", en="LO")), True),
        (LIBRARY, proof(text("别名", en="Other", fr="LO")), True),
        (LIBRARY, proof(text("别名", en="Other")), False),
        (LIBRARY, proof(url="https://library.example.org/a"), True),
        (LIBRARY, proof(url="https://www.library.example.org/a"), True),
        (LIBRARY, proof(url="https://notlibrary.example.org/a"), False),
        (LIBRARY, proof(url="https://example.org/a"), False),
        (LIBRARY, proof(url="https://www.gov.cn/a"), False),  # its own domains are known
        (LIBRARY, proof(url=None), False),
        (LIBRARY, proof("图书局办公室"), True),  # an office of its own
        (LIBRARY, proof("旧图书馆处"), True),  # its former name
        (LIBRARY, proof("图书局办公"), False),
        (LIBRARY, proof(text("别名", en="LO News")), True),  # its account
        (MOVED, proof(url="https://old.example.org/a"), True),
        (MOVED, proof(url="https://www.new.example.org/a"), True),
        (NAMELESS, proof("图书局"), False),
        (NAMELESS, proof("无名局"), True),
        (NAMELESS, proof(url="https://www.gov.cn/a"), True),  # may be its own
        (NAMELESS, proof(url="https://gov.cn/a"), True),
        (NAMELESS, proof(url="https://xgov.cn/a"), False),
        (NAMELESS, proof(url="https://library.example.org/a"), False),
        (NAMELESS, proof(url=None), False),
        (None, proof("示例图书局", "https://www.gov.cn/a"), False),
    ],
)
def test_evidence_is_an_agencys_own_by_its_names_or_its_domains(by: Any, item: dict[str, Any], is_own: bool) -> None:
    assert level([evidence(**item)], by) == ("own" if is_own else "others")


@pytest.mark.parametrize(
    ("items", "value"),
    [
        ([proof() | {"relayed": "true"}], "relayed"),
        ([proof("图书局"), proof() | {"relayed": "true"}], "relayed"),
        ([proof() | {"relayed": "true"}, proof()], "others"),
        ([proof("图书局") | {"relayed": "true"}], "own"),  # who published it goes before what is said of it
        ([proof() | {"relayed": "false"}], "others"),
    ],
)
def test_words_that_others_carry_are_relayed(items: list[dict[str, Any]], value: str) -> None:
    given = [evidence(**item) for item in items]
    for order in (given, given[::-1]):
        verdict = weigh(order, LIBRARY)
        assert level(order, LIBRARY) == verdict.value == value
    assert ("由他人转述其说法1项" in told(verdict).zh) == any(
        item.get("relayed") == "true" and item["publisher"] != "图书局" for item in items
    )


@pytest.mark.parametrize(
    ("own", "others", "value"),
    [(0, 0, "none"), (1, 0, "own"), (2, 0, "own"), (0, 1, "others"), (2, 1, "others")],
)
def test_one_source_of_somebody_else_is_enough(own: int, others: int, value: str) -> None:
    items = [evidence(**proof("图书局"))] * own + [evidence(published="2023-04-01")] * others
    for order in (items, items[::-1]):
        assert level(order, LIBRARY) == value
        verdict = weigh(order, LIBRARY)
        assert (verdict.value, verdict.method, verdict.total) == (value, "A401", own + others)
        assert sorted(one.says for one in verdict.inputs) == ["图书局"] * own + ["某社"] * others
        assert [one.date for one in verdict.inputs if one.says == "某社"] == [day("2023-04-01")] * others
    if items:
        parts = [f"由报告机构自己发布{own}项"] * bool(own) + [f"由他人发布{others}项"] * bool(others)
        assert told(verdict).zh == f"共{own + others}项出处：{'，'.join(parts)}。"
        parts = [f"{own} published by the reporting agency itself"] * bool(own)
        parts += [f"{others} published by others"] * bool(others)
        assert f": {', '.join(parts)}." in told(verdict).en
    else:
        assert told(verdict) == ("没有出处。", "No source is given.")


def test_sources_are_listed_up_to_a_number_and_counted_all() -> None:
    for count in (MAX_INPUTS, MAX_INPUTS + 1):
        verdict = weigh([evidence()] * count, LIBRARY)
        assert (len(verdict.inputs), verdict.total) == (MAX_INPUTS, count)


# --- what a submission changes in what its agency had said


def updates(plan: Policy, submissions: Iterable[Submission], whose: Agency | None) -> tuple[Update, ...]:
    return history(plan, submissions, whose).standing


def said_before(*submissions: Submission, plan: Policy | None = None) -> dict[str, list[tuple[str, str]]]:
    """By period, each report's reference with the state given before."""
    made = updates(plan or policy(), submissions, None)
    return {one.submission.period_name: [(said.report.ref, said.before) for said in one.statuses] for one in made}


def test_a_report_is_compared_with_the_agencys_earlier_ones() -> None:
    first = submission(
        "2023-Q1", reports=[report("1", "delayed"), report("1.2", "completed"), report("2", "not_started")]
    )
    second = submission("2023-Q2", reports=[report("1"), report("1.1"), report("1.2"), report("2"), report("9")])
    for order in ((first, second), (second, first)):
        made = updates(policy(), order, None)
        assert [one.submission.period_name for one in made] == ["2023-Q2", "2023-Q1"]
        assert said_before(*order) == {
            "2023-Q1": [("1", "not_reported"), ("1.2", "not_reported"), ("2", "not_reported")],
            # of the whole: one of its clauses was delayed, the other completed
            "2023-Q2": [
                ("1", "delayed"), ("1.1", "delayed"), ("1.2", "completed"), ("2", "not_started"),
                ("9", "not_reported"),
            ],
        }  # fmt: skip


def test_what_was_said_of_a_clause_outlasts_what_is_said_of_its_task_beside_it() -> None:
    for reports in ([report("1.1", "delayed"), report("1")], [report("1"), report("1.1", "delayed")]):
        found = said_before(submission("2023-Q1", reports=reports), submission("2023-Q2", reports=[report("1.1")]))
        assert found["2023-Q2"] == [("1.1", "delayed")]


def test_of_one_period_the_later_submission_comes_after() -> None:
    """A year ends with its last quarter, and comes after it."""
    quarter, year = submission("2023-Q4", "2024-01-05", reports=[report()]), submission("2023", "2024-01-04")
    assert [one.submission.period_name for one in updates(policy(), [year, quarter], None)] == ["2023", "2023-Q4"]


def test_a_change_is_told_from_what_stays_as_it_was() -> None:
    one = submission("2023-Q1", reports=[report("1"), report("2", "delayed")])
    two = submission("2023-Q2", reports=[report("1"), report("2")])
    newest, oldest = updates(policy(), [one, two], None)
    assert [said.is_change for said in newest.statuses] == [False, True]
    assert [said.is_change for said in oldest.statuses] == [True, True]
    assert [*newest.filing.moves.values()] == [["2"]]
    assert [(said.is_change, said.task) for said in newest.filing.reports] == [(False, 1), (True, 2)]


def test_a_revision_says_what_it_changed_added_and_left_out() -> None:
    one = submission(
        reports=[report("1"), report("2")],
        figures=[figure("110"), figure("3%", target_id="share"), figure(target_id="x")],
    )
    two = submission(
        "2023-Q1.r2",
        reports=[report("1.1"), report("2")],
        figures=[figure("120"), figure("3%", target_id="share"), figure(target_id="y")],
    )
    (replaced,) = history(policy(), [one, two], None).replaced
    told = replaced.summary
    assert {(move.ref, move.old, move.new) for move in told.reports} == {
        ("1", "in_progress", "not_reported"),
        ("1.1", "not_reported", "in_progress"),
    }
    assert {(move.target, move.old and move.old.says, move.new and move.new.says) for move in told.figures} == {
        ("libraries", "110", "120"),
        ("x", "150", None),
        ("y", None, "150"),
    }


def test_what_follows_a_withdrawal_replaces_nothing() -> None:
    one, three = (submission(f"2023-Q1{revision}", reports=[report("1")]) for revision in ("", ".r3"))
    two = submission("2023-Q1.r2", "2023-05-02").model_copy(
        update={"withdrawn": Explained.model_validate({"reason": text("误报")})}
    )
    found = history(policy(), [one, two, three], None)
    assert [(item.old.submission.revision, item.new.submission.revision) for item in found.replaced] == [(1, 2)]
    assert [update.submission.revision for update in found.standing] == [3]
    (replaced,) = found.replaced
    assert replaced.summary.order == (day("2023-05-02"), one.period, "bureau", 1)


def test_a_correction_of_one_period_is_not_the_first_report_of_another() -> None:
    said = [
        submission("2023-Q1", "2023-04-10", reports=[report("1")]),
        submission("2023-Q1.r2", "2023-08-30", reports=[report("1")]),
        submission("2023-Q2", "2023-07-10", reports=[report("2")]),
        submission("2023-Q2.r2", "2023-08-30", reports=[report("1")]),
    ]
    found = owed(policy(), [assignment()], said, day("2023-09-01"))
    assert [(duty.period_name, duty.value) for duty in found[:2]] == [("2023-Q1", "on_time"), ("2023-Q2", "late")]


def test_a_figure_is_compared_with_the_agencys_last_one() -> None:
    first = submission("2023-Q1", figures=[figure("110"), figure("3%", target_id="share")])
    second = submission("2023-Q2", figures=[figure("120"), figure(None, target_id="share", text=text("多了"))])
    third = submission("2023-Q3", figures=[figure("130"), figure("5%", target_id="share"), figure(None, target_id="x")])
    found = updates(policy(), [third, second, first], None)
    assert [[one.before for one in update.figures] for update in found] == [
        [exact("120"), None, None],
        [exact("110"), exact("3", percent=True)],
        [None, None],
    ]
    filings = [update.filing for update in found]
    assert [[value.says for value in filing.figures] for filing in filings] == [
        ["130", "5", ""],
        ["120", "多了"],
        ["110", "3"],
    ]
    for update, filing in zip(found, filings, strict=True):
        for index, value in enumerate(filing.figures):
            assert update.figure(filing, value) is update.figures[index]
    assert filings[0].figures[0] == FigureSummary(
        "libraries", exact("130"), day("2023-03-31"), "130", 10, "none", exact("120"), linked=False
    )


def test_a_statement_weighs_its_own_evidence() -> None:
    items = (evidence(publisher=text("图书局")),)
    (update,) = updates(
        policy(), [submission(reports=[report(evidence=items)], figures=[figure(evidence=items)])], LIBRARY
    )
    (said,), (change,) = update.statuses, update.figures
    assert (said.evidence, said.weighed.value, said.weighed.total) == ("own", "own", 1)
    assert (change.evidence, change.weighed.value, change.weighed.total) == ("own", "own", 1)
    assert (update.filing.reports[0].evidence, update.filing.figures[0].evidence) == ("own", "own")


def test_a_report_without_words_knows_where_it_stands() -> None:
    marked = report("1.2", "delayed", **{ORIGIN: Origin("x.yml", 5, 3, {"status": (6, 13)})})
    said = Submission.model_validate(
        {"@policy": "plan", "@agency": "bureau", "@period": "2023-Q1", "submitted": "2023-04-10",
         "provenance": "agency", "reports": (marked,)}
    )  # fmt: skip
    (update,) = updates(policy(), [said], None)
    assert update.filing.reports == (ReportSummary("1.2", "delayed", "not_reported", "none", 6, 13),)


# --- what one agency said and owes


def summed(
    *submissions: Submission, plan: Policy | None = None, owes: bool = True, as_of: str = "2023-12-31"
) -> AgencyState:
    plan = plan or policy()
    own = history(plan, submissions, LIBRARY)
    found = duties(catalog(policies=[plan]), plan, "bureau", [handed_in("bureau", own)], day(as_of)) if owes else ()
    return agency_state(plan, "bureau", "central", own, found)


def test_of_each_clause_the_agencys_latest_report_counts() -> None:
    first = submission("2023-Q1", reports=[report("1", "completed"), report("2", "delayed")])
    second = submission("2023-Q2", reports=[report("1"), report("1.2", "not_started")])
    state = summed(first, second)
    assert [filing.period_name for filing in state.filings] == ["2023-Q2", "2023-Q1"]
    assert {clause: (entry.report.ref, entry.report.status) for clause, entry in state.entries.items()} == {
        "1.1": ("1", "in_progress"),
        "1.2": ("1.2", "not_started"),
        "2.1": ("2", "delayed"),
    }
    assert [said.ref for said in state.latest] == ["1", "1.2", "2"]
    assert state.counted == ((0, 0), (0, 1), (1, 1))
    assert state.tasks == {1: "in_progress", 2: "delayed"}
    assert state.reports == {1: 3, 2: 1}
    assert {entry.kind for entry in state.entries.values()} == {"central"}


def test_a_report_on_a_whole_task_is_one_entry() -> None:
    state = summed(submission("2023-Q1", reports=[report("1")]))
    assert state.entries["1.1"] is state.entries["1.2"]
    assert state.tasks == {1: "in_progress"}


def test_a_task_is_not_done_by_one_of_its_clauses() -> None:
    done = report("1.1", "completed", evidence=(evidence(),))
    assert summed(submission("2023-Q1", reports=[done])).tasks == {1: "in_progress"}
    assert summed(submission("2023-Q1", reports=[done, report("1.2", "not_applicable")])).tasks == {1: "completed"}


def test_evidence_is_counted_by_its_level() -> None:
    own = (evidence(publisher=text("图书局")),)
    first = submission("2023-Q1", reports=[report("1", evidence=own), report("2", evidence=own)], figures=[figure()])
    second = submission("2023-Q2", reports=[report("1", evidence=(evidence(),))], figures=[figure(evidence=own)])
    state = summed(first, second)
    assert state.backed == {"own": 3, "others": 1, "none": 1}  # of all reports and figures
    assert state.evidence == {"own": 1, "others": 1}  # of the reports that count


def test_an_agency_owes_what_is_assigned_to_it_alone() -> None:
    plan = policy(assignments=[assignment(ref="1"), assignment("office", "2"), assignment(ref="2.1", role="support")])
    state = summed(plan=plan, as_of="2023-05-01")
    assert [(duty.ref, duty.value) for duty in state.duties[:2]] == [("1", "overdue"), ("2.1", "not_required")]
    assert {duty.agency for duty in state.duties} == {"bureau"}
    assert (state.owes(1), state.owes(2), state.owes(3)) == ("overdue", "not_required", None)
    assert summed(plan=plan, owes=False).duties == ()


@pytest.mark.parametrize(
    ("as_of", "submitted", "pressing"),
    [
        ("2023-04-01", None, "not_yet_due"),
        ("2023-04-21", None, "overdue"),
        ("2023-04-21", "2023-04-20", "on_time"),
        ("2023-04-30", "2023-04-21", "late"),
        ("2023-07-21", "2023-04-20", "overdue"),  # the second quarter's
    ],
)
def test_the_most_pressing_of_its_duties_is_told(as_of: str, submitted: str | None, pressing: str) -> None:
    said = [submission("2023-Q1", submitted, reports=[report()])] if submitted else []
    assert summed(*said, plan=policy(assignments=[assignment()]), as_of=as_of).owes(1) == pressing


# --- what all say together


OFFICE, COUNTY_K, SHOW = agency("office"), agency("k", "county"), agency("show", sample="true")


def both(*submissions: Submission, as_of: str = "2023-12-31", **values: Any) -> Assessment:
    values.setdefault("agencies", [agency(), OFFICE, COUNTY_K, SHOW])
    return assess(catalog(*submissions, **values), day(as_of))


def test_what_was_submitted_by_the_day_is_sorted_by_policy_and_kind() -> None:
    said = [
        submission("2023-Q1", "2023-04-10", reports=[report()]),
        submission("2023-Q2", "2023-07-11", reports=[report()]),
        submission("2023-Q1", "2023-04-12", by="show", provenance="sample", reports=[report("2", "completed")]),
        submission("2023-Q1", "2023-04-10", to="nowhere", reports=[report()]),
    ]
    state = both(*said, as_of="2023-07-10")
    assert [one.path for one in state.policies["plan"].submissions] == [said[0].path]
    assert [one.path for one in state.samples["plan"].submissions] == [said[2].path]
    assert both(*said, as_of="2023-07-11").policies["plan"].submissions[0].path == said[1].path
    assert set(state.policies) == {"plan"}
    assert state.policies["plan"].tasks[1].state == "in_progress"
    assert state.policies["plan"].tasks[2].state == "not_reported"
    assert state.samples["plan"].tasks[2].state == "completed"
    assert [(sum_.policy, sum_.sample) for sum_ in state.sums("bureau")] == [("plan", False)]
    assert [(sum_.policy, sum_.sample) for sum_ in state.sums("show")] == [("plan", True)]
    assert state.sums("office") == []


def test_an_invented_agency_owes_among_the_samples_and_a_real_one_for_real() -> None:
    plan = policy(assignments=[assignment(), assignment("show", "2"), assignment("unknown", "2")])
    state = both(policies=[plan])
    assert {duty.agency for duty in state.policies["plan"].duties} == {"bureau", "unknown"}
    assert {duty.agency for duty in state.samples["plan"].duties} == {"show"}
    assert state.policies["plan"].agencies["unknown"].kind == "other"


def test_nobody_reports_on_an_area_without_tasks() -> None:
    areas = tuple({"number": str(number), "title": text("章")} for number in (1, 2))
    county = agency("county", "county")
    told = submission(by="county", reports=[report("1", "completed")])
    state = assess(
        catalog(told, policies=[policy(clauses=(1,), areas=areas)], agencies=[agency(), county]), day("2023-12-31")
    ).policies["plan"]
    assert (dict(state.areas[1].local), dict(state.areas[2].local)) == ({"completed": 1}, {})


def test_who_neither_says_nor_owes_anything_has_no_part() -> None:
    state = both(submission(by="office", reports=[report()]), policies=[policy(assignments=[assignment()])])
    assert set(state.policies["plan"].agencies) == {"bureau", "office"}
    assert state.samples["plan"].agencies == {}


def test_reports_are_counted_by_task_and_agency() -> None:
    state = both(
        submission(by="k", reports=[report("1"), report("2")]),
        submission("2023-Q2", by="k", reports=[report("1.1")]),
        submission(by="bureau", reports=[report("1.2", "delayed")]),
    ).policies["plan"]
    assert state.reporters == {1: ("bureau", "k"), 2: ("k",)}
    assert state.reports == {1: 3, 2: 1}
    assert state.foremost(1) == ["bureau", "k"]
    assert {id_: progress.state for id_, progress in state.clauses.items()} == {
        "1.1": "not_reported",
        "1.2": "delayed",
        "2.1": "not_reported",
    }
    assert (state.tasks[1].state, state.tasks[2].state, state.areas[1].state) == ("delayed", "not_reported", "delayed")
    assert [state.clauses[id_].local for id_ in ("1.1", "1.2", "2.1")] == [{"in_progress": 1}] * 3
    assert [part.local for part in (state.tasks[1], state.tasks[2], state.areas[1], state.progress)] == [
        {"in_progress": 1}
    ] * 4
    assert state.progress.total == 3
    assert state.areas[1].counts == state.progress.counts


def test_only_those_who_lead_or_share_a_task_are_silent_on_it() -> None:
    roles = [assignment("bureau", "1", "lead"), assignment("office", "1", "joint"), assignment("k", "1", "support")]
    plan = policy(assignments=roles)
    state = both(policies=[plan]).policies["plan"]
    assert state.states_on(plan.tasks[0]) == {"bureau": "not_reported", "office": "not_reported"}
    assert state.states_on(plan.tasks[1]) == {}


def test_reports_and_duties_are_counted_by_task_and_period() -> None:
    said = submission(reports=[report("1.1"), report("1.2"), report("2", "delayed")])
    state = both(said, as_of="2023-05-01", policies=[policy(assignments=[assignment()])]).policies["plan"]
    reported, owed = state.by_period
    assert reported == {(1, "2023-Q1"): {"in_progress": 2}, (2, "2023-Q1"): {"delayed": 1}}
    assert owed[1, "2023-Q1"] == {"on_time": 1}
    assert (2, "2023-Q1") not in owed


def test_what_is_not_in_force_is_told_from_what_nobody_reported_on() -> None:
    assert told(roll_up([]).verdict).en != told(not_in_force({}, ()).verdict).en
    assert "force" in told(not_in_force({}, ()).verdict).en


def test_the_public_record_of_a_day_holds_what_had_been_published_by_then() -> None:
    plan = REAL.policies["digital-village-2023"]
    days = sorted(statement.newest for statement in plan.statements)
    for as_of in (days[0], days[len(days) // 2], days[-1]):
        found = published(plan, REAL.agencies, as_of).statements
        assert {statement.id for statement in found} == {one.id for one in plan.statements if one.newest <= as_of}
        assert [one.newest for one in found] == [one for one in reversed(days) if one <= as_of]
    assert published(plan, REAL.agencies, days[0] - datetime.timedelta(1)).statements == ()


def test_a_source_without_a_day_neither_dates_a_published_figure_nor_hides_it() -> None:
    plan = REAL.policies["digital-village-2023"]
    (record,) = (record for record in plan.records if record.figures)
    figure = record.figures[0]
    undated = figure.evidence[0].model_copy(update={"published": None})
    changed = figure.model_copy(update={"evidence": (*figure.evidence, undated)})
    one = dataclasses.replace(plan, records=(record.model_copy(update={"figures": (changed,)}),))
    (filing,) = published(one, REAL.agencies, day("2026-01-01")).figures
    assert filing.submitted == max(item.published for item in figure.evidence if item.published)


def test_a_statement_on_a_whole_task_is_about_each_of_its_clauses() -> None:
    plan = REAL.policies["digital-village-2023"]
    statement = plan.statements[0].model_copy(update={"about": ("1",), "closeness": "partly"})
    found = Published(plan, (statement,), ())
    assert found.covered(plan.tasks) == len(plan.tasks[0].clauses)
    assert found.covered(plan.tasks[1:]) == 0
    other = statement.model_copy(update={"about": (plan.tasks[1].clauses[0].id,)})
    assert Published(plan, (other,), ()).covered(plan.tasks) == 1
    assert found.counts([statement, statement]) == {"partly": 2}
    assert closeness(statement, "1") == "partly"
    assert closeness(statement, "2") == "context"


def test_a_target_without_a_number_has_nothing_to_draw() -> None:
    assert drawn_goal(target(target=None)) is None
    assert drawn_goal(RISING) == 200


def test_the_higher_level_is_foremost_whatever_its_name() -> None:
    state = both(
        *(submission(by=id_, reports=[report()]) for id_ in ("a", "z", "office")),
        agencies=[agency("a", "county"), agency("z", "province"), agency("office", "other")],
    ).policies["plan"]
    assert state.foremost(1) == ["z", "a", "office"]
    assert state.clauses["1.1"].held == ()
    assert state.clauses["1.1"].local == {"in_progress": 3}


@pytest.mark.parametrize(
    ("issuers", "state"), [(("bureau",), "not_reported"), (("k",), "completed"), (("gone",), "not_reported")]
)
def test_a_level_speaks_for_the_whole_of_what_it_issued(issuers: tuple[str, ...], state: str) -> None:
    said = submission(by="k", reports=[report("1", "completed", evidence=(evidence(),))])
    assert both(said, policies=[policy(issuers=issuers)]).policies["plan"].tasks[1].state == state


@pytest.mark.parametrize("issuers", [("office",), ("bureau", "k")])
def test_issuers_of_no_level_or_of_several_name_no_place(
    issuers: tuple[str, ...],
) -> None:
    known = {one.id: one for one in (agency(), agency("k", "county"), agency("office", "other"))}
    assert place_of(policy_file("plan", "2023-01-01", "2023-12-31", issuers=issuers), known) is None


def test_submissions_stand_with_the_newest_period_first() -> None:
    said = [
        submission("2023-Q1", "2023-04-10", by="k"),
        submission("2023-Q2", "2023-07-10", by="office"),
        submission("2023-Q2", "2023-07-10", by="k"),
        submission("2023-Q2", "2023-07-11", by="bureau"),
    ]
    found = both(*said).policies["plan"].submissions
    assert [(one.period_name, one.agency) for one in found] == [
        ("2023-Q2", "bureau"),
        ("2023-Q2", "office"),
        ("2023-Q2", "k"),
        ("2023-Q1", "k"),
    ]
    assert found[0].order == (found[0].period, day("2023-07-11"), "bureau")


def test_duties_stand_in_the_order_of_the_calendar() -> None:
    state = both(policies=[policy(assignments=[assignment("office"), assignment()])]).policies["plan"]
    assert [(duty.period_name, duty.agency) for duty in state.duties[:4]] == [
        ("2023-Q1", "bureau"),
        ("2023-Q1", "office"),
        ("2023-Q2", "bureau"),
        ("2023-Q2", "office"),
    ]


def test_figures_of_all_agencies_make_an_outcome() -> None:
    proof_ = (evidence(),)
    state = both(
        submission(by="office", figures=[figure("150", evidence=proof_)]),
        submission(
            by="bureau", figures=[figure("250", evidence=proof_), figure("9", target_id="other", evidence=proof_)]
        ),
        submission(by="k", figures=[figure("300", evidence=proof_)]),
        policies=[policy(targets=[target(), target("other", baseline=None)])],
    ).policies["plan"]
    assert (state.outcomes["libraries"].value, len(state.outcomes["libraries"].history)) == ("disputed", 2)
    assert [filing.agency for filing, _ in state.outcomes["libraries"].local] == ["k"]
    assert state.outcomes["other"].latest[0][1].says == "9"


def test_every_agency_is_opened_in_its_own_words() -> None:
    said = [submission(by=id_, reports=[report("1", summary=text(id_))]) for id_ in ("office", "k")]
    record = catalog(*said, agencies=[OFFICE, COUNTY_K])
    tell = update_opener(record)
    state = assess(record, day("2023-12-31")).policies["plan"]
    for filing in state.submissions:
        (opened,) = tell(filing).statuses
        assert opened.report.summary.zh == filing.agency
        assert opened.agency is record.agencies[filing.agency]


# --- which reports on a task are given


def test_of_an_agencys_reports_the_ones_that_count_stand_apart_from_earlier_ones() -> None:
    said = [
        submission("2023-Q1", "2023-04-10", reports=[report("1"), report("2")]),
        submission("2023-Q2", "2023-07-10", reports=[report("1.1"), report("2")]),
        submission("2023-Q3", "2023-10-10", reports=[report("1.1"), report("1.2")]),
        submission("2023-Q3", "2023-10-10", by="k", reports=[report("1.1")]),
    ]
    record = catalog(*said, agencies=[agency(), COUNTY_K])
    state = assess(record, day("2023-12-31")).policies["plan"]
    one, two = (select_reports(state, task, update_opener(record)) for task in state.policy.tasks)
    assert [(said.submission.period_name, said.submission.agency, said.report.ref) for said in one.latest] == [
        ("2023-Q3", "k", "1.1"),
        ("2023-Q3", "bureau", "1.1"),
        ("2023-Q3", "bureau", "1.2"),
    ]
    assert [(said.submission.period_name, said.report.ref) for said in one.older] == [
        ("2023-Q2", "1.1"),
        ("2023-Q1", "1"),
    ]
    assert [(said.submission.period_name, said.report.ref) for said in two.latest] == [("2023-Q2", "2")]
    assert [(said.submission.period_name, said.report.ref) for said in two.older] == [("2023-Q1", "2")]
    assert (one.earlier, one.others, two.earlier, two.others) == (0, 0, 0, 0)
    assert [said.submission.period_name for said in one.shown] == ["2023-Q3"] * 3 + ["2023-Q2", "2023-Q1"]
    assert all(one.shows(held) for held in state.tasks[1].entries)
    assert not any(two.shows(held) for held in state.tasks[1].entries)


def test_earlier_reports_are_given_up_to_a_number() -> None:
    months = [f"{year}-{month:02d}" for year in (2022, 2023) for month in range(1, 13)]
    said = [submission(month, f"{month}-28", reports=[report()]) for month in months]
    record = catalog(*said)
    state = assess(record, day("2023-12-31")).policies["plan"]
    reports = select_reports(state, state.policy.tasks[0], update_opener(record))
    assert [one.submission.period_name for one in reports.latest] == ["2023-12"]
    assert [one.submission.period_name for one in reports.older] == months[-2 : -2 - SHOWN : -1]
    assert reports.earlier == len(months) - 1 - SHOWN
    assert SHOWN == 20
    first = state.submissions[-1]
    assert not reports.shows(LatestReport(first, first.reports[0], "central"))


# --- small things


def test_levels_are_ranked_from_the_top() -> None:
    assert LEVELS == ("central", "province", "city", "county", "other")
    assert sorted([("county", "a"), ("central", "z"), ("county", "B"), ("city", "m")], key=lambda one: rank(*one)) == [
        ("central", "z"),
        ("city", "m"),
        ("county", "B"),
        ("county", "a"),
    ]
    assert MAX_INPUTS == 100


def test_a_period_that_is_none_is_never_passed_over() -> None:
    filing = SubmissionSummary("plan", "bureau", "2023-Q9", day("2023-04-10"), "agency", (), ())
    with pytest.raises(ValueError, match="2023-Q9"):
        _ = filing.period
    duty = next(iter(owed(policy(), [assignment()], [], day("2023-05-01"))))
    with pytest.raises(ValueError, match="2023-Q9"):
        _ = msgspec.structs.replace(duty, period_name="2023-Q9").period


@pytest.mark.parametrize("method", [one for one in METHODS.values() if one.since], ids=lambda one: one.code)
def test_a_method_that_says_since_when_it_holds_says_what_changed(method: Method) -> None:
    assert all(locale.word(method.changes).text for locale in LOCALES.values())


def test_methods_are_published_by_version() -> None:
    """Whoever changes what a method does raises its version, and then this list."""
    assert {code: method.version for code, method in METHODS.items()} == {
        "A101": 3,
        "A201": 3,
        "A202": 3,
        "A203": 1,
        "A301": 4,
        "A401": 3,
    }
