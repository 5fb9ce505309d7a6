"""Who owes what, from when and until when; what covers it; what remains of what was corrected or withdrawn."""

from __future__ import annotations

import datetime
import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.assess import AgencyState, Duty, assess
from generator.load import read_catalog
from generator.model import Agency, Assignment, Catalog, Submission, parse_period, periods_within
from generator.model.periods import name_months
from tests.records import (
    agency,
    assignment,
    catalog,
    day,
    evidence,
    figure,
    policy,
    report,
    source,
    submission,
    target,
    text,
)
from tests.roots import REPO
from tests.written import files_of

# --- periods


@pytest.mark.parametrize(
    ("name", "start", "end"),
    [
        ("2023", "2023-01-01", "2023-12-31"),
        ("2023-H2", "2023-07-01", "2023-12-31"),
        ("2023-Q1", "2023-01-01", "2023-03-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2023-01--2023-11", "2023-01-01", "2023-11-30"),
        ("2023-07--2024-06", "2023-07-01", "2024-06-30"),
        ("2023-02--2023-04", "2023-02-01", "2023-04-30"),
    ],
)
def test_a_period_is_a_span_of_whole_months(name: str, start: str, end: str) -> None:
    period = parse_period(name)
    assert period is not None
    assert (period.start, period.end, str(period)) == (day(start), day(end), name)
    assert len(period.ordinals) == period.months


@pytest.mark.parametrize(
    "name",
    ["2023-01--2023-03", "2023-01--2023-12", "2023-05--2023-05", "2023-05--2023-04", "2023-01-2023-11", "2023-Q5"],
)
def test_no_span_has_two_names(name: str) -> None:
    assert parse_period(name) is None


@pytest.mark.parametrize(
    ("start", "end", "frequency", "names"),
    [
        ("2023-01-01", "2023-12-31", "quarterly", ["2023-Q1", "2023-Q2", "2023-Q3", "2023-Q4"]),
        ("2023-04-13", "2023-12-31", "half-yearly", ["2023-04--2023-09", "2023-Q4"]),
        ("2023-07-01", "2025-06-30", "yearly", ["2023-07--2024-06", "2024-07--2025-06"]),
        ("2023-02-01", "2023-08-31", "quarterly", ["2023-02--2023-04", "2023-05--2023-07", "2023-08"]),
        ("2023-11-01", "2024-02-10", "monthly", ["2023-11", "2023-12", "2024-01", "2024-02"]),
    ],
)
def test_spans_are_cut_from_the_first_month_of_the_policy(
    start: str, end: str, frequency: str, names: list[str]
) -> None:
    assert [period.name for period in periods_within(day(start), day(end), frequency)] == names


# --- what covers a duty


def state(*submissions: Submission, as_of: str = "2024-06-30", **plan: Any) -> AgencyState:
    """What the bureau, which leads on task 1 of a quarterly policy, reported and owes."""
    made = replace(policy(**plan), assignments=(assignment(),))
    return assess(catalog(*submissions, policies=[made]), day(as_of)).policies["plan"].agencies["bureau"]


def owed(*submissions: Submission, as_of: str = "2024-06-30", **plan: Any) -> dict[str, Duty]:
    return {duty.period_name: duty for duty in state(*submissions, as_of=as_of, **plan).duties}


def on(period: str, submitted: str, ref: str = "1", **values: Any) -> Submission:
    return submission(period, submitted, reports=[report(ref)], **values)


def test_months_that_cover_a_quarter_meet_it() -> None:
    months = [on("2023-07", "2023-08-05"), on("2023-08", "2023-09-05"), on("2023-09", "2023-10-20")]
    third = owed(*months)["2023-Q3"]
    assert (third.value, third.submitted, third.covered) == ("on_time", day("2023-10-20"), 3)
    assert [path for _, _, path in third.submissions] == [one.path for one in months]
    assert third.verdict.total == 5
    late = owed(*months[:2], on("2023-09", "2023-10-21"))["2023-Q3"]
    assert (late.value, late.submitted) == ("late", day("2023-10-21"))


def test_two_of_three_months_leave_it_open() -> None:
    months = [on("2023-07", "2023-08-05"), on("2023-09", "2023-10-05")]
    third = owed(*months)["2023-Q3"]
    assert (third.value, third.submitted, third.covered) == ("overdue", None, 2)
    assert owed(*months, as_of="2023-10-20")["2023-Q3"].value == "not_yet_due"


@pytest.mark.parametrize(
    ("period", "submitted", "met"),
    [
        ("2023", "2024-01-20", {"2023-Q1": "late", "2023-Q2": "late", "2023-Q3": "late", "2023-Q4": "on_time"}),
        ("2023-H2", "2024-01-21", {"2023-Q2": "overdue", "2023-Q3": "late", "2023-Q4": "late"}),
        ("2023-01--2023-11", "2023-12-05", {"2023-Q3": "late", "2023-Q4": "overdue"}),
        ("2023-02--2023-06", "2023-07-20", {"2023-Q1": "overdue", "2023-Q2": "on_time"}),
    ],
)
def test_a_longer_span_covers_what_lies_in_it(period: str, submitted: str, met: dict[str, str]) -> None:
    found = owed(on(period, submitted))
    assert {name: found[name].value for name in met} == met


@pytest.mark.parametrize(
    ("submitted", "value"), [("2023-06-27", "on_time"), ("2023-06-28", "on_time"), ("2023-06-29", "late")]
)
def test_a_report_may_be_due_before_its_period_ends(submitted: str, value: str) -> None:
    calendar = {"frequency": "monthly", "due_days": "-2"}
    assert owed(on("2023-06", submitted), reporting=calendar)["2023-06"].value == value


@given(
    st.lists(st.integers(0, 2), min_size=1, max_size=6),
    st.integers(0, 6),
    st.integers(-5, 60),
    st.sampled_from(["monthly", "quarterly", "half-yearly", "yearly"]),
)
def test_splitting_a_span_into_its_parts_never_makes_an_agency_late(
    cuts: list[int], first: int, after: int, frequency: str
) -> None:
    """The same months, reported on at the same day in several files instead of one, are as much in time."""
    lengths = [cut + 1 for cut in cuts]
    start = 2023 * 12 + first
    lengths = [length for index, length in enumerate(lengths) if first + sum(lengths[: index + 1]) <= 12] or [1]
    names, at = [], start
    for length in lengths:
        names.append(name_months(at, length))
        at += length
    whole = parse_period(name_months(start, sum(lengths)))
    assert whole is not None
    submitted = str(whole.end + datetime.timedelta(days=after))
    calendar = {"frequency": frequency, "due_days": "20"}
    one = owed(on(whole.name, submitted), reporting=calendar)
    many = owed(*(on(name, submitted) for name in names), reporting=calendar)
    assert {name: (duty.value, duty.submitted) for name, duty in one.items()} == {
        name: (duty.value, duty.submitted) for name, duty in many.items()
    }


# --- when duties begin and end


@pytest.mark.parametrize(
    ("issued", "first"),
    [("2023-03-31", "2023-Q1"), ("2023-04-01", "2023-Q2"), ("2023-04-13", "2023-Q2"), ("2023-06-30", "2023-Q2")],
)
def test_nothing_is_owed_for_spans_that_ended_before_the_issue(issued: str, first: str) -> None:
    assert min(owed(issued=issued)) == first


def test_nothing_is_owed_on_a_day_before_the_issue() -> None:
    assert owed(on("2023-Q1", "2023-04-10"), issued="2023-04-20", as_of="2023-04-20") != {}
    assert "bureau" in state(on("2023-Q1", "2023-04-10"), issued="2023-04-20", as_of="2023-04-19").agency
    assert owed(on("2023-Q1", "2023-04-10"), issued="2023-04-20", as_of="2023-04-19") == {}


def assigned(**values: Any) -> Assignment:
    basis = values.pop("basis", source())
    return Assignment.model_validate({"agency": "bureau", "ref": "1", "role": "lead", "basis": basis, **values})


def first_and_last(record: Catalog, id_: str = "bureau", as_of: str = "2024-06-30") -> tuple[str, ...]:
    found = assess(record, day(as_of)).policies["plan"].agencies.get(id_)
    names = [duty.period_name for duty in found.duties] if found else []
    return (names[0], names[-1]) if names else ()


@pytest.mark.parametrize(
    ("values", "spans"),
    [
        ({"from": "2023-06-30"}, ("2023-Q2", "2023-Q4")),
        ({"from": "2023-07-01"}, ("2023-Q3", "2023-Q4")),
        ({"basis": source(published="2023-07-01")}, ("2023-Q3", "2023-Q4")),
        ({"basis": source(published="2023-07-01"), "from": "2023-01-01"}, ("2023-Q1", "2023-Q4")),
        ({"until": "2023-09-29"}, ("2023-Q1", "2023-Q2")),
        ({"until": "2023-09-30"}, ("2023-Q1", "2023-Q3")),
    ],
)
def test_a_duty_lasts_as_long_as_its_assignment(values: dict[str, Any], spans: tuple[str, str]) -> None:
    plan = replace(policy(), assignments=(assigned(**values),))
    assert first_and_last(catalog(policies=[plan])) == spans


def test_nobody_is_late_before_the_duty_began() -> None:
    plan = policy(reporting={"frequency": "quarterly", "due_days": "-10"}, issued="2023-06-25")
    plan = replace(plan, assignments=(assignment(),))
    duties = assess(catalog(policies=[plan]), day("2023-06-30")).policies["plan"].duties
    assert [(duty.period_name, duty.due, duty.value) for duty in duties[:2]] == [
        ("2023-Q2", day("2023-06-30"), "not_yet_due"),
        ("2023-Q3", day("2023-09-20"), "not_yet_due"),
    ]


# --- agencies that begin, end, and are succeeded

BASIS: dict[str, Any] = {"basis": source()}


def merged(until: str, *submissions: Submission, **values: Any) -> Catalog:
    """A record in which the bureau, which leads on task 1, was merged into the ministry."""
    agencies = [
        agency("bureau", until=until, successor="ministry", **BASIS, **values),
        agency("ministry"),
    ]
    return catalog(*submissions, policies=[replace(policy(), assignments=(assignment(),))], agencies=agencies)


def by_agency(record: Catalog, as_of: str = "2024-06-30") -> dict[str, dict[str, str]]:
    found = assess(record, day(as_of)).policies["plan"].agencies
    return {id_: {duty.period_name: duty.value for duty in one.duties} for id_, one in found.items()}


@pytest.mark.parametrize(
    ("until", "former", "heir"),
    [
        ("2023-06-29", {"2023-Q1"}, {"2023-Q2", "2023-Q3", "2023-Q4"}),
        ("2023-06-30", {"2023-Q1", "2023-Q2"}, {"2023-Q3", "2023-Q4"}),
        ("2023-07-01", {"2023-Q1", "2023-Q2"}, {"2023-Q3", "2023-Q4"}),
        ("2023", set(), {"2023-Q4"}),  # on which day of the year is not known: nobody is blamed
        ("2022", set(), {"2023-Q1", "2023-Q2", "2023-Q3", "2023-Q4"}),
    ],
)
def test_who_exists_on_the_last_day_of_a_span_owes_it(until: str, former: set[str], heir: set[str]) -> None:
    found = by_agency(merged(until))
    assert (set(found.get("bureau", {})), set(found.get("ministry", {}))) == (former, heir)


def test_a_merged_agency_is_not_overdue_for_ever() -> None:
    found = by_agency(merged("2023-03-15"))
    assert not found.get("bureau")
    assert set(found["ministry"].values()) == {"overdue"}


def test_what_the_former_agency_reported_counts_for_its_successor() -> None:
    months = [on("2023-04", "2023-05-05"), on("2023-05", "2023-06-05"), on("2023-06", "2023-07-05", by="ministry")]
    record = merged("2023-06-01", *months)
    assert by_agency(record)["ministry"]["2023-Q2"] == "on_time"
    duty = next(
        one for one in assess(record, day("2024-06-30")).policies["plan"].duties if one.period_name == "2023-Q2"
    )
    assert (duty.former, [id_ for _, id_, _ in duty.submissions]) == ("bureau", ["bureau", "bureau", "ministry"])


def test_duties_pass_on_from_one_successor_to_the_next() -> None:
    agencies = [
        agency("bureau", until="2023-03-31", successor="office", **BASIS),
        agency("office", until="2023-09-30", successor="ministry", **BASIS),
        agency("ministry"),
    ]
    plan = replace(policy(), assignments=(assignment(),))
    found = by_agency(catalog(policies=[plan], agencies=agencies))
    assert {id_: set(one) for id_, one in found.items()} == {
        "bureau": {"2023-Q1"},
        "office": {"2023-Q2", "2023-Q3"},
        "ministry": {"2023-Q4"},
    }


@pytest.mark.parametrize(
    ("since", "first"), [("2023-06-30", "2023-Q2"), ("2023-07-01", "2023-Q3"), ("2023", "2023-Q4"), ("2022", "2023-Q1")]
)
def test_an_agency_owes_nothing_for_spans_before_it_began(since: str, first: str) -> None:
    plan = replace(policy(), assignments=(assignment(),))
    record = catalog(policies=[plan], agencies=[agency("bureau", **BASIS, **{"from": since})])
    assert first_and_last(record)[0] == first


def test_an_agency_that_ended_without_a_successor_leaves_nothing_to_anybody() -> None:
    plan = replace(policy(), assignments=(assignment(),))
    gone: Agency = agency("bureau", until="2023-06-30", **BASIS)
    assert by_agency(catalog(policies=[plan], agencies=[gone])) == {
        "bureau": {"2023-Q1": "overdue", "2023-Q2": "overdue"}
    }


# --- corrected and withdrawn

WHY = {"reason": text("填错了。")}


def revision(number: int, submitted: str, status: str = "completed", ref: str = "1", **values: Any) -> Submission:
    reports = [] if "withdrawn" in values else [report(ref, status)]
    made = submission(f"2023-Q1.r{number}", submitted, reports=reports)
    return made.model_copy(update={name: type_of(name).model_validate(value) for name, value in values.items()})


def type_of(_name: str) -> Any:
    from generator.model import Explained

    return Explained


FIRST = on("2023-Q1", "2023-04-10")
CORRECTED = revision(2, "2023-05-02", corrects=WHY)
WITHDRAWN = revision(2, "2023-05-02", withdrawn=WHY)
ANEW = revision(3, "2023-05-20")


def test_the_last_revision_stands_and_keeps_the_first_day() -> None:
    now = state(FIRST, CORRECTED)
    assert [(one.path, one.revision) for one in now.filings] == [(CORRECTED.path, 2)]
    assert [said.status for said in now.latest] == ["completed"]
    assert (now.duties[0].value, now.duties[0].submitted) == ("on_time", day("2023-04-10"))
    (pair,) = now.replaced
    assert (pair.old.path, pair.new.path, pair.until) == (FIRST.path, CORRECTED.path, day("2023-05-02"))


def test_a_revision_does_not_exist_before_its_day() -> None:
    before, since = (state(FIRST, CORRECTED, as_of=as_of) for as_of in ("2023-05-01", "2023-05-02"))
    assert ([one.path for one in before.filings], before.replaced) == ([FIRST.path], ())
    assert [one.path for one in since.filings] == [CORRECTED.path]


def test_a_withdrawal_opens_the_duty_again() -> None:
    open_ = state(FIRST, WITHDRAWN)
    assert (open_.filings, [said.status for said in open_.latest]) == ((), [])
    duty = open_.duties[0]
    assert (duty.value, duty.submitted) == ("overdue", None)
    assert duty.withdrawn == (day("2023-04-10"), day("2023-05-02"))
    again = state(FIRST, WITHDRAWN, ANEW)
    assert [one.path for one in again.filings] == [ANEW.path]
    assert (again.duties[0].value, again.duties[0].submitted) == ("late", day("2023-05-20"))
    assert [pair.old.path for pair in again.replaced] == [FIRST.path]


def test_what_a_correction_adds_was_reported_on_its_own_day() -> None:
    other = on("2023-Q1", "2023-04-10", "2")
    now = state(other, CORRECTED)
    assert (now.duties[0].value, now.duties[0].submitted) == ("late", day("2023-05-02"))


def test_a_corrected_period_is_compared_with_the_one_before_it() -> None:
    second = on("2023-Q2", "2023-07-10")
    now = state(FIRST, CORRECTED, second)
    assert [said.before for said in now.filings[0].reports] == ["completed"]
    assert [said.before for said in now.filings[1].reports] == ["not_reported"]


@given(
    st.lists(st.tuples(st.sampled_from(["corrects", "withdrawn"]), st.integers(0, 9)), max_size=6), st.integers(-1, 60)
)
def test_every_version_stands_or_is_kept_among_those_that_stood(chain: list[tuple[str, int]], shown: int) -> None:
    """However often a report is corrected and withdrawn: no version that was submitted by a day is missing on it."""
    first, days = day("2023-04-10"), [0]
    versions, stands = [FIRST], True
    for number, (kind, after) in enumerate(chain, 2):
        days.append(days[-1] + after)
        submitted = str(first + datetime.timedelta(days=days[-1]))
        why: dict[str, Any] = {kind: WHY} if stands else {}
        versions.append(revision(number, submitted, **why))
        stands = versions[-1].withdrawn is None
    as_of = first + datetime.timedelta(days=shown)
    found = assess(catalog(*versions), as_of).policies["plan"].agencies.get("bureau")
    kept = [*found.filings, *(pair.old for pair in found.replaced)] if found else []
    told = [one.path for one in versions if one.submitted <= as_of and one.withdrawn is None]
    assert sorted(one.path for one in kept) == sorted(told)
    assert len(found.filings if found else ()) <= 1
    for pair in found.replaced if found else ():
        assert pair.old.submitted <= pair.until <= as_of


# --- what the site keeps


FIGURES = [
    submission(
        "2023-Q1",
        "2023-04-10",
        reports=[report("1", "completed", summary=text("原先的说法。"), evidence=(evidence(),)), report("2")],
        figures=[figure("120"), figure("130", "2023-02-28")],
    ),
    submission(
        "2023-Q1.r2",
        "2023-05-02",
        reports=[report("1", summary=text("更正后的说法。")), report("2")],
        figures=[figure("110")],
    ).model_copy(update={"corrects": type_of("").model_validate({"reason": text("多报了十座。")})}),
    submission("2023-Q1.r3", "2023-05-09").model_copy(
        update={"withdrawn": type_of("").model_validate({"reason": text("全部误报。")})}
    ),
]
"""A report that was corrected, and then withdrawn."""


@pytest.fixture(scope="module", params=[1, 2, 3])
def files(request: pytest.FixtureRequest) -> tuple[int, dict[str, str]]:
    """The site's files after one, two or all three of these."""
    places = replace(policy(targets=[target(unit=text("座"))], goals=GOALS), assignments=(assignment(),))
    tasks = tuple(one.model_copy(update={"file_number": f"{one.number:02d}"}) for one in places.tasks)
    places = replace(places, tasks=tasks)
    record = catalog(*FIGURES[: request.param], policies=[places], locales=read_catalog(REPO)[0].locales.values())
    made = files_of(record, day("2023-06-30"), lambda path: path.endswith((".html", ".json", ".atom", ".csv")))
    return request.param, {path: data.decode() for path, data in made.items()}


GOALS = ({"id": "g1", "text": text("到年底，x 达到两百座。")},)


def test_a_correction_never_removes_a_fact(files: tuple[int, dict[str, str]]) -> None:
    """Everything that was published stands on the agency's page and in its file, whatever came later."""
    count, site = files
    page, api = site["agencies/bureau/index.html"], json.loads(site["api/v1/agencies/bureau.json"])["agency"]
    facts = [["原先的说法。", "120", "130"], ["更正后的说法。", "110", "多报了十座。"], ["全部误报。"]][:count]
    for fact in (one for some in facts for one in some):
        assert fact in page
        assert fact in json.dumps(api, ensure_ascii=False)
    assert [one["period"] for one in api["submissions"]] == (["2023-Q1"] if count < 3 else [])
    assert [(one["submitted"], one["replaced_on"], one["withdrawn"]) for one in api["corrections"]] == [
        ("2023-05-02", "2023-05-09", True),
        ("2023-04-10", "2023-05-02", False),
    ][3 - count :]


def test_earlier_values_stand_on_the_pages_of_the_task_and_the_target(files: tuple[int, dict[str, str]]) -> None:
    count, site = files
    task, targets = (site[f"plan/{name}/index.html"] for name in ("tasks/01", "targets"))
    listed, feed = site["corrections/index.html"], site["feeds/corrections.zh.atom"]
    assert feed.count("<entry>") == count - 1
    if count == 1:
        assert "还没有更正或撤回" in listed
        return
    assert "次更正或撤回" in task
    assert "2023年4月10日至2023年5月2日有效" in task
    for page in (targets, listed):
        assert "120" in page
        assert "2023年4月10日至2023年5月2日有效" in page
    for words in ("多报了十座。", *(["全部误报。"] if count == 3 else [])):
        assert words in listed
        assert words in feed


def test_what_no_longer_stands_decides_nothing(files: tuple[int, dict[str, str]]) -> None:
    count, site = files
    task = json.loads(site["api/v1/policies/plan/tasks/1.json"])["task"]
    assert task["progress"]["verdict"]["value"] == ["completed", "in_progress", "not_reported"][count - 1]
    assert ("120" in site["api/v1/figures.csv"]) == (count == 1)
