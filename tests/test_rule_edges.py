"""Each rule by itself: what it lets pass and what it doesn't, on both sides of each of its decisions."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pytest

from generator.assess import assess
from generator.findings import Finding
from generator.model import ORIGIN, Catalog, Explained, Localized, Origin, Report, Submission, short_hash
from generator.model.document import printed
from generator.rules import RULES, check_agencies, check_catalog, check_policies, check_submissions, check_texts
from generator.rules.documents import _other_language, odd_script
from generator.rules.registry import READS
from tests.records import (
    agency,
    assignment,
    catalog,
    day,
    evidence,
    figure,
    locale,
    policy,
    report,
    source,
    submission,
    target,
    task,
    term,
    text,
)

TODAY = day("2024-06-30")


def found(code: str, record: Catalog) -> list[Finding]:
    """What one rule says, given no more than it reads."""
    match READS[code]:
        case "texts":
            return list(RULES[code](record, [*record.texts]))
        case "submissions on a day":
            return list(RULES[code](record, TODAY))
        case "central agencies":
            return list(RULES[code](record, assess(record, TODAY)))
    return list(RULES[code](record))


def lines(code: str, *submissions: Submission, **values: Any) -> list[int]:
    """The lines of what a rule finds: reports and figures stand on 10, 20 and so on, the submission on 1."""
    return [finding.place.line for finding in found(code, catalog(*submissions, **values))]


def says(finding: Finding, *words: str) -> bool:
    """Tell whether a finding names some things in both languages."""
    both = (finding.zh + finding.hint_zh, finding.en + finding.hint_en)
    return all(word in whole for word in words for whole in both)


# --- which rules are run on what


def test_rules_are_run_on_what_they_read() -> None:
    """One record that breaks a rule of each kind: each check finds its own, and together they find all."""
    stale, other = (
        Localized.model_validate({ORIGIN: Origin(path), "zh": "甲", "en": "A", "zh_hash": {"en": "00000000"}})
        for path in ("policy.yml", "2023-Q1.yml")
    )
    plan = policy(issuers=("nobody",), title=stale)
    said = [
        submission("2023-Q1", reports=[report("1", "in_progress", summary=other)]),
        submission("2023-Q1", by="office", reports=[report("1", "not_applicable")]),
        submission("2023-Q2", "2024-07-01", reports=[report("2")]),
    ]
    record = catalog(*said, policies=[plan], agencies=[agency(), agency("office")])

    def codes(findings: Iterable[Finding]) -> set[str]:
        return {finding.code for finding in findings}

    assert codes(check_policies(catalog(policies=[plan]))) == {"P106", "T101"}
    assert codes(check_texts(record, iter([stale]))) == {"T101"}
    assert codes(check_submissions(record, TODAY)) == {"S105", "T101"}
    assert codes(check_agencies(record, assess(record, TODAY))) == {"S121"}
    every = check_catalog(record, TODAY)
    assert codes(every) == {"P106", "T101", "S105", "S121"}
    assert every == sorted(every)
    assert [one.place.path for one in every if one.code == "T101"] == ["2023-Q1.yml", "policy.yml"]


@pytest.mark.parametrize(("count", "shown", "is_cut"), [(30, 30, False), (31, 30, True)])
def test_a_name_that_is_unknown_is_told_with_the_known_ones(count: int, shown: int, is_cut: bool) -> None:
    names = [f"office-{number:02d}" for number in range(count)]
    record = catalog(submission(by="offic-07", reports=[report()]), agencies=map(agency, names))
    (finding,) = found("S101", record)
    assert says(finding, "`offic-07`", ", ".join(names[:shown]))
    assert "`office-07`" in finding.hint_en  # which may have been meant
    assert finding.hint_en.endswith(" ….") == is_cut
    assert "office-30" not in finding.hint_en


# --- policies


def test_clauses_are_numbered_within_their_task() -> None:
    right = policy(clauses=(2, 12))
    assert found("P101", catalog(policies=[right])) == []
    first, second = right.tasks
    swapped = first.model_copy(update={"clauses": first.clauses[::-1]})
    other = second.model_copy(update={"clauses": (task(1, 1).clauses[0], *second.clauses[1:])})
    wrong = catalog(policies=[replace(right, tasks=(swapped, other))])
    assert [finding.en for finding in found("P101", wrong) if says(finding, "1.2", "1.1")] != []
    assert len(found("P101", wrong)) == 3
    assert says(found("P101", wrong)[-1], "1.1", "2.1")


AREAS = ({"number": "1", "title": text("总则")}, {"number": "2", "title": text("附则")})


@pytest.mark.parametrize(
    ("areas", "in_area", "codes"),
    [
        ([1], 1, []),
        ([1, 2], 1, ["P112"]),  # nothing in the second
        ([1], 2, ["P102", "P112"]),
        ([0], 1, ["P102", "P103", "P112"]),
        ([2], 2, ["P103"]),
        ([1, 3], 3, ["P103", "P112"]),
    ],
)
def test_tasks_stand_in_areas_that_are_numbered_on(areas: list[int], in_area: int, codes: list[str]) -> None:
    plan = policy(clauses=(1,))
    area = plan.file.areas[0]
    file = plan.file.model_copy(update={"areas": tuple(area.model_copy(update={"number": n}) for n in areas)})
    tasks = (plan.tasks[0].model_copy(update={"area": in_area}),)
    record = catalog(policies=[replace(plan, file=file, tasks=tasks)])
    assert [code for code in ("P102", "P103", "P112") if found(code, record)] == codes


def test_an_area_may_lack_tasks_whose_files_could_not_be_read() -> None:
    plan = policy(areas=AREAS)
    for unread, count in (
        (["data/policies/plan/tasks/02.yml"], 0),
        (["data/policies/plan/targets.yml"], 1),
        (["data/policies/other/tasks/02.yml", "data/policies/plan/targets.yml"], 1),
        (["data/policies/other/tasks/02.yml", "data/policies/plan/tasks/02.yml"], 0),
    ):
        assert len(found("P112", catalog(policies=[plan], unread=unread))) == count
    unread, other = ["data/policies/plan/tasks/02.yml"], policy("zebra", areas=AREAS)
    assert len(found("P112", catalog(policies=[plan, other], unread=unread))) == 1  # of the other policy


@pytest.mark.parametrize(
    ("present", "unread", "missing"),
    [
        ([1, 2, 3], [], []),
        ([1, 3], [], ["02"]),
        ([3], [], ["01", "02"]),
        ([1, 3], ["02"], []),
        ([4], ["02"], ["01", "03"]),
        ([], [], []),
        ([1], ["02"], []),
    ],
)
def test_tasks_are_numbered_without_gaps(present: list[int], unread: list[str], missing: list[str]) -> None:
    plan = replace(policy(), tasks=tuple(task(number, 1) for number in present))
    record = catalog(policies=[plan], unread=[f"data/policies/plan/tasks/{number}.yml" for number in unread])
    assert [finding.place.path for finding in found("P104", record)] == [
        f"data/policies/plan/tasks/{number}.yml" for number in missing
    ]


GOALS = ({"id": "g1", "text": text("到年底达到一百座，每周开放六天。")}, {"id": "g2", "text": text("办好。")})


@pytest.mark.parametrize(
    ("goal", "quotes", "wrong"),
    [
        ("g1", ("达到一百座",), []),
        ("g1", ("达到一百座", "每周开放"), []),
        ("g1", ("达到百座", "每周开放"), ["达到百座"]),
        ("g1", ("达到一百座", "每周关门"), ["每周关门"]),
        ("g2", ("达到一百座",), ["达到一百座"]),
        ("g9", ("达到一百座",), []),  # there is no such goal, which is said by another rule
    ],
)
def test_a_target_quotes_its_goal_word_for_word(goal: str, quotes: tuple[str, ...], wrong: list[str]) -> None:
    record = catalog(policies=[policy(goals=GOALS, targets=[target(goal=goal, quote=quotes)])])
    findings = found("P105", record)
    assert len(findings) == len(wrong)
    assert all(says(finding, quote) for finding, quote in zip(findings, wrong, strict=True))


@pytest.mark.parametrize(
    ("changes", "unread", "unknown"),
    [
        ({}, [], []),
        ({"issuers": ("bureau", "gone")}, [], ["gone"]),
        ({"issuers": ("bureau", "gone")}, ["data/agencies/gone.yml"], []),
        ({"targets": [target(goal="g2")]}, [], []),
        ({"targets": [target(goal="g9")]}, [], ["g9"]),
        ({"targets": [target(tasks=("1", "2"))]}, [], []),
        ({"targets": [target(tasks=("1", "7"))]}, [], ["7"]),
        ({"targets": [target(tasks=("1", "7"))]}, ["data/policies/plan/tasks/07.yml"], []),
        ({"targets": [target(goal=None, sentence="1.2")]}, [], []),
        ({"targets": [target(goal=None, sentence="7.1")]}, [], ["7.1"]),
        ({"targets": [target(goal=None, sentence="7.1")]}, ["data/policies/plan/tasks/07.yml"], []),
        ({"assignments": [assignment("gone", "1")]}, [], ["gone"]),
        ({"assignments": [assignment("gone", "1")]}, ["data/agencies/gone.yml"], []),
        ({"assignments": [assignment(ref="1.2")]}, [], []),
        ({"assignments": [assignment(ref="1.3")]}, [], ["1.3"]),
        ({"assignments": [assignment(ref="7.3")]}, ["data/policies/plan/tasks/07.yml"], []),
        ({"assignments": [assignment("gone", "9")]}, [], ["gone", "9"]),
    ],
)
def test_what_a_policy_names_is_there(changes: dict[str, Any], unread: list[str], unknown: list[str]) -> None:
    record = catalog(policies=[policy(goals=GOALS, **changes)], unread=unread)
    findings = found("P106", record)
    assert len(findings) == len(unknown)
    assert all(says(finding, f"`{name}`") for finding, name in zip(findings, unknown, strict=True))


def at(line: int, **values: Any) -> dict[str, Any]:
    return {ORIGIN: Origin("data/made.yml", line), **values}


def test_an_id_stands_once_among_its_kind() -> None:
    twice = policy(
        preamble=(at(1, id="p1", text=text("甲")),),
        goals=(at(2, id="g1", text=text("乙")), at(3, id="p1", text=text("丙")), at(4, id="p1", text=text("丁"))),
        targets=[target("a", **at(5)), target("b", **at(6)), target("a", **at(7))],
        glossary=[term("a", "甲"), term("b", "乙")],
    )
    findings = found("P107", catalog(policies=[twice, policy("other", targets=[target("a")])]))
    assert [finding.place.line for finding in findings] == [3, 4, 7]
    assert [says(finding, name, first) for finding, (name, first) in zip(
        findings, [("p1", "1"), ("p1", "1"), ("a", "5")], strict=True
    )] == [True] * 3  # fmt: skip
    assert len(found("P107", catalog(policies=[policy(glossary=[term("a", "甲"), term("a", "乙")])]))) == 1


@pytest.mark.parametrize("name", ["plan办法", "序言", "达到一百座", "总则", "任务1", "第2句"])
def test_a_term_may_stand_anywhere_in_the_text(name: str) -> None:
    plan = policy(preamble=({"id": "p1", "text": text("序言。")},), goals=GOALS, glossary=[term("a", name, name)])
    assert found("P108", catalog(policies=[plan])) == []


def test_a_term_and_its_forms_stand_in_the_text() -> None:
    plan = policy(glossary=[term("a", "总则", "第1句", "第9句"), term("b", "别的")])
    findings = found("P108", catalog(policies=[plan]))
    assert [says(finding, name) for finding, name in zip(findings, ["第9句", "别的"], strict=True)] == [True, True]
    other = policy("zebra", glossary=[term("a", "没有")])
    for unread, count in (
        (["data/policies/plan/tasks/02.yml"], 1),  # a part of that text is missing; the other policy is whole
        (["data/policies/plan/tasks/02.yml", "data/agencies/x.yml"], 1),
        (["data/policies/planet/policy.yml"], 3),
        (["data/policies/zebra/policy.yml"], 2),
    ):
        assert len(found("P108", catalog(policies=[plan, other], unread=unread))) == count


@pytest.mark.parametrize(
    ("changes", "count"),
    [
        ({}, 0),
        ({"targets": [target(target={"value": "200", "by": "2023-01-01", "comparison": "at_least"})]}, 0),
        ({"targets": [target(target={"value": "200", "by": "2022-12-31", "comparison": "at_least"})]}, 1),
        ({"targets": [target(baseline=None)]}, 0),
        ({"targets": [target(target=None)]}, 0),
        ({"targets": [target(kind="flow", span={"from": "2023-05-01", "to": "2023-05-01"})]}, 0),
        ({"targets": [target(kind="flow", span={"from": "2023-05-01", "to": "2023-04-30"})]}, 1),
        ({"end": "2022-12-31"}, 1),
    ],
)
def test_what_comes_later_has_the_later_date(changes: dict[str, Any], count: int) -> None:
    assert len(found("P109", catalog(policies=[policy(**changes)]))) == count


WORDS: dict[str, Any] = {"qualitative": "true", "unit": None, "baseline": None, "target": None}


@pytest.mark.parametrize(
    ("changes", "lacking", "extra"),
    [
        ({}, [], []),
        ({"unit": None}, ["unit"], []),
        ({"target": None}, ["target"], []),
        ({"unit": None, "target": None, "baseline": None}, ["unit", "target"], []),
        ({"baseline": None}, [], []),
        (WORDS, [], []),
        ({"qualitative": "true"}, [], ["unit", "target", "baseline"]),
        (WORDS | {"unit": text("座")}, [], ["unit"]),
    ],
)
def test_a_target_is_all_figures_or_all_words(changes: dict[str, Any], lacking: list[str], extra: list[str]) -> None:
    record = catalog(policies=[policy(targets=[target(**changes)])])
    for code, fields in (("P110", lacking), ("P111", extra)):
        findings = found(code, record)
        assert [says(finding, field) for finding, field in zip(findings, fields, strict=True)] == [True] * len(fields)


def test_an_agency_is_assigned_to_the_same_thing_once() -> None:
    given = [("a", "1"), ("b", "1"), ("a", "1.1"), ("a", "1"), ("a", "1")]
    rows = [
        assignment(by, ref).model_copy(update={"origin": Origin("x.yml", line)})
        for line, (by, ref) in enumerate(given, 1)
    ]
    findings = found("P113", catalog(policies=[policy(assignments=rows), policy("other", assignments=rows[:1])]))
    assert [finding.place.line for finding in findings] == [4, 5]
    assert all(says(finding, "a", "1") for finding in findings)


# --- translations


LOCALES = [locale("zh"), locale("en"), locale("zh-Hant", derive={"from": "zh", "opencc": "s2tw"})]
OLD = {"en": "00000000"}


@pytest.mark.parametrize(
    ("title", "codes"),
    [
        ({}, []),
        ({"en": "A"}, ["T102"]),
        ({"en": "A", "zh_hash": {"en": short_hash("甲")}}, []),
        ({"en": "A", "zh_hash": OLD}, ["T101"]),
        ({"zh_hash": OLD}, []),  # of a translation that is not there
        ({"fr": "A"}, ["T103"]),
        ({"zh-Hant": "甲"}, ["T103"]),
        ({"zh_hash": {"fr": "00000000"}}, ["T103"]),
        ({"fr": "A", "zh_hash": {"fr": "00000000"}}, ["T101", "T103", "T103"]),
    ],
)
def test_a_translation_names_the_chinese_that_it_was_made_from(title: dict[str, Any], codes: list[str]) -> None:
    record = catalog(policies=[policy(title=Localized.model_validate({"zh": "甲", **title}))], locales=LOCALES)
    assert [code for code in ("T101", "T102", "T103") for _ in found(code, record)] == codes
    for finding in found("T101", record) + found("T102", record):
        assert short_hash("甲") in finding.hint_en


def test_a_language_whose_file_cannot_be_read_is_not_called_unknown() -> None:
    plan = policy(title=text("甲", fr="A"))
    for locales, unread, count in (
        (LOCALES, [], 1),
        (LOCALES, ["data/locales/fr.yml"], 0),
        (LOCALES, ["data/locales/de.yml"], 1),
        (LOCALES[1:], [], 0),  # without the Chinese one nothing can be said
    ):
        record = catalog(policies=[plan], locales=locales, unread=unread)
        assert len(found("T103", record)) == count
    (finding,) = found("T103", catalog(policies=[plan], locales=LOCALES))
    assert says(finding, "`fr`", "zh, en")


PLURAL = {"one": "{n} task", "other": "{n} tasks"}
STRINGS = {"home": "首页", "date": "截至{date}", "tasks": PLURAL}


def interface(english: dict[str, Any], **values: Any) -> Catalog:
    return catalog(locales=[locale("zh", STRINGS), locale("en", english, **values), LOCALES[2]])


HASHES = {"zh_hash": {key: short_hash(words) for key, words in
                      {"home": "首页", "date": "截至{date}", "tasks": "{n} tasks"}.items()}}  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({}, []),
        ({"home": None}, ["L101"]),
        ({"more": "More"}, ["L102"]),
        ({"date": "today"}, ["L103"]),
        ({"date": "{date}{date}"}, []),
        ({"date": "{day}"}, ["L103"]),
        ({"date": "{date} {day}"}, ["L103"]),
        ({"date": "{date!r}"}, ["L103"]),
        ({"date": "{date:>9}"}, ["L103"]),
        ({"date": "{date"}, ["L103"]),
        ({"date": "{}"}, ["L103"]),
        ({"home": "{n}"}, ["L103"]),
        ({"home": {"one": "Home", "other": "Homes"}}, ["L104"]),
        ({"tasks": {"one": "one task", "other": "{n} tasks"}}, []),
        ({"tasks": {"one": "{n} task", "other": "tasks"}}, ["L103"]),
        ({"tasks": {"one": "{n} {x}", "other": "{n} tasks"}}, ["L103"]),
        ({"tasks": {"one": "{n} task"}}, ["L103", "L104"]),
        ({"tasks": {"other": "{n} tasks"}}, []),
        ({"tasks": "{n} tasks"}, []),
        ({"more": {"one": "{n}", "other": "{n}"}}, ["L102", "L104"]),
    ],
)
def test_interface_strings_go_with_the_chinese_ones(changes: dict[str, Any], codes: list[str]) -> None:
    english = {"home": "Home", "date": "as of {date}", "tasks": PLURAL} | changes
    record = interface({key: words for key, words in english.items() if words is not None}, **HASHES)
    assert [code for code in ("L101", "L102", "L103", "L104", "L105") for _ in found(code, record)] == codes
    for finding in found("L103", record):
        assert any(wanted in finding.en for wanted in ("date", "n", "∅"))


def test_a_string_knows_which_chinese_it_was_made_from() -> None:
    english = {"home": "Home", "date": "as of {date}", "tasks": PLURAL}
    assert [says(one, "date", short_hash("截至{date}")) for one in found("L105", interface(english, zh_hash={
        **HASHES["zh_hash"], "date": "00000000"}))] == [True]  # fmt: skip
    assert len(found("L105", interface(english))) == 3
    assert found("L105", interface({"home": "Home"}, **HASHES)) == []  # what is missing is said by another rule


@pytest.mark.parametrize(("key", "unknown"), [("only", 0), ("none", 1)])
def test_a_derived_locale_may_have_other_words_but_no_other_strings(key: str, unknown: int) -> None:
    derived = locale("zh-Hant", {key: "首頁"}, derive={"from": "zh", "opencc": "s2tw"})
    record = catalog(locales=[locale("zh", {"only": "首页"}), derived])
    assert [len(found(code, record)) for code in ("L101", "L102", "L103", "L105")] == [
        0,
        unknown,
        0,
        1 - unknown,
    ]  # it has no hash yet


def test_without_the_chinese_strings_nothing_is_said_of_others() -> None:
    record = catalog(locales=[locale("en", {"home": {"one": "x"}})])
    assert [len(found(code, record)) for code in ("L101", "L102", "L103", "L104", "L105")] == [0] * 5


# --- submissions: names, twice, dates


@pytest.mark.parametrize(
    ("said", "unread", "unknown"),
    [
        (submission(reports=[report("1"), report("1.2"), report("2.1")]), [], []),
        (submission(by="gone", reports=[report()]), [], ["gone"]),
        (submission(by="gone", reports=[report()]), ["data/agencies/gone.yml"], []),
        (submission(to="gone", reports=[report("9")], figures=[figure()]), [], ["gone"]),
        (submission(to="gone", reports=[report("9")]), ["data/policies/gone/policy.yml"], []),
        (submission(reports=[report("9"), report("1.3")]), [], ["9", "1.3"]),
        (submission(reports=[report("9"), report("9.1")]), ["data/policies/plan/tasks/09.yml"], []),
        (submission(figures=[figure(), figure(target_id="gone")]), [], ["gone"]),
        (submission(figures=[figure(target_id="gone")]), ["data/policies/plan/targets.yml"], []),
        (submission(by="gone", reports=[report("9")], figures=[figure(target_id="x")]), [], ["gone", "9", "x"]),
    ],
)
def test_what_a_submission_names_is_there(said: Submission, unread: list[str], unknown: list[str]) -> None:
    findings = found("S101", catalog(said, policies=[policy(targets=[target()])], unread=unread))
    assert [says(finding, f"`{name}`") for finding, name in zip(findings, unknown, strict=True)] == [True] * len(
        unknown
    )


def test_nothing_is_reported_twice() -> None:
    reports = [report("1"), report("1.1"), report("1"), report("1")]
    findings = found("S103", catalog(submission(reports=reports), submission("2023-Q2", reports=[report("1")])))
    assert [finding.place.line for finding in findings] == [30, 40]
    assert all(says(finding, "`1`", "10") for finding in findings)
    figures = [figure(), figure(as_of="2023-03-30"), figure(target_id="other"), figure()]
    (finding,) = found("S103", catalog(submission(figures=figures)))
    assert (finding.place.line, says(finding, "libraries (2023-03-31)", "10")) == (40, True)


@pytest.mark.parametrize(
    ("code", "period", "submitted", "is_wrong"),
    [
        ("S104", "2023-Q1", "2023-03-30", True),
        ("S104", "2023-Q1", "2023-03-31", False),
        ("S104", "2023-Q1", "2023-04-01", False),
        ("S105", "2024-05", "2024-06-29", False),
        ("S105", "2024-05", "2024-06-30", False),
        ("S105", "2024-05", "2024-07-01", True),
    ],
)
def test_a_submission_comes_after_its_period_and_by_today(
    code: str, period: str, submitted: str, is_wrong: bool
) -> None:
    assert lines(code, submission(period, submitted, reports=[report()])) == [1] * is_wrong


@pytest.mark.parametrize(
    ("due_days", "submitted", "is_wrong"),
    [
        ("0", "2023-03-30", True),
        ("0", "2023-03-31", False),
        ("-1", "2023-03-01", False),  # due before the period ends: any day of its last month will do
        ("-1", "2023-02-28", True),
    ],
)
def test_what_is_due_before_its_period_ends_may_come_before(due_days: str, submitted: str, is_wrong: bool) -> None:
    plan = policy(reporting={"frequency": "quarterly", "due_days": due_days})
    assert lines("S104", submission("2023-Q1", submitted, reports=[report()]), policies=[plan]) == [1] * is_wrong


@pytest.mark.parametrize(
    ("words", "language", "odd"),
    [
        ("北京", "en", ""),  # a name
        ("北京市", "en", ""),
        ("北京市局", "en", "北京市局"),
        ("一二三四五六七八九", "en", "一二三四五六七八"),
        ("一二三四 villages", "en", ""),
        ("plain English words", "zh", "plain English wo"),
        ("G20", "zh", ""),
        ("数字乡村", "zh", ""),
        ("數位鄉村", "zh", "數鄉"),
        ("数字乡村", "zh-Hant", "数乡"),
    ],
)
def test_a_text_in_another_script_shows_some_of_it(words: str, language: str, odd: str) -> None:
    assert odd_script(words, language) == odd


@pytest.mark.parametrize(("said", "count"), [({}, 1), ({"reports": [report()]}, 0), ({"figures": [figure()]}, 0),
                                             ({"reports": [report()], "figures": [figure()]}, 0)])  # fmt: skip
def test_a_submission_says_something(said: dict[str, Any], count: int) -> None:
    assert lines("S122", submission(**said)) == [1] * count


def test_a_period_is_only_held_against_a_policy_that_is_there() -> None:
    assert lines("S106", submission("2020-Q1", to="gone", reports=[report()])) == []
    assert lines("S106", submission("2020-Q1", reports=[report()])) == [1]


# --- submissions: states


PROOF = (evidence(),)
WHY = text("有原因")


@pytest.mark.parametrize(
    ("one", "is_wrong"),
    [
        (report(status="completed"), True),
        (report(status="completed", evidence=PROOF), False),
        (report(status="in_progress"), False),
        (report(status="in_progress", evidence=PROOF), False),
    ],
)
def test_what_is_completed_is_shown_to_be(one: Report, is_wrong: bool) -> None:
    assert lines("S102", submission(reports=[report("2"), one])) == [20] * is_wrong


@pytest.mark.parametrize(
    ("one", "is_wrong"),
    [
        (report(status="delayed"), True),
        (report(status="delayed", reason=WHY), False),
        (report(status="in_progress"), False),
        (report(status="in_progress", reason=WHY), False),
    ],
)
def test_a_delay_has_a_reason(one: Report, is_wrong: bool) -> None:
    assert lines("S107", submission(reports=[report("2"), one])) == [20] * is_wrong


ORDER = {"not_applicable": 0, "not_started": 0, "in_progress": 1, "delayed": 1, "completed": 2}


@pytest.mark.parametrize(("before", "after"), list(itertools.product(ORDER, ORDER)))
def test_a_step_back_has_a_reason(before: str, after: str) -> None:
    first = submission("2023-Q1", reports=[report("2"), report("1", before)])
    is_back = ORDER[after] < ORDER[before] and after != "delayed"
    for order in (1, -1):
        said = (first, submission("2023-Q2", "2023-07-10", reports=[report("1", after)]))[::order]
        findings = found("S108", catalog(*said))
        assert [finding.place.line for finding in findings] == [10] * is_back
        assert all(says(finding, before, after, "2023-Q1") for finding in findings)
    explained = submission("2023-Q2", "2023-07-10", reports=[report("1", after, reason=WHY)])
    assert lines("S108", first, explained) == []


@pytest.mark.parametrize(
    ("first", "second", "at_lines"),
    [
        # a part of what was completed, and the whole whose part was
        ([("1", "completed")], [("1.2", "in_progress")], [10]),
        ([("1.2", "completed")], [("1", "in_progress")], [10]),
        ([("1.2", "completed")], [("1.1", "in_progress")], []),
        ([("1", "completed")], [("2", "in_progress")], []),
        # within one submission the clause goes before its task, in whatever order they stand
        ([("1.1", "completed"), ("1", "in_progress")], [("1.1", "in_progress")], [10]),
        ([("1", "in_progress"), ("1.1", "completed")], [("1.1", "in_progress")], [10]),
        ([("1", "completed"), ("1.1", "in_progress")], [("1.1", "in_progress")], []),
        ([("1", "completed"), ("1.1", "in_progress")], [("1.2", "in_progress")], [10]),
        ([("1.1", "completed"), ("1", "not_started")], [], []),  # a submission is not held against itself
        ([("1", "not_started"), ("1", "completed")], [("1", "not_started")], []),
        ([("9", "completed")], [("9", "not_started")], []),  # which the policy does not have
    ],
)
def test_tasks_and_their_clauses_are_compared(
    first: list[tuple[str, str]], second: list[tuple[str, str]], at_lines: list[int]
) -> None:
    said = [submission("2023-Q1", reports=[report(*one) for one in first])]
    if second:
        said.append(submission("2023-Q2", "2023-07-10", reports=[report(*one) for one in second]))
    assert lines("S108", *said) == at_lines


def test_a_step_back_is_held_against_the_agencys_own_last_word() -> None:
    done, begun = [report("1", "completed")], [report("1", "in_progress")]
    assert lines("S108", submission(reports=done), submission("2023-Q2", by="office", reports=begun)) == []
    assert lines("S108", submission(reports=done), submission("2023-Q2", to="other", reports=begun)) == []
    three = [
        submission(name, reports=said) for name, said in (("2023-Q1", done), ("2023-Q2", begun), ("2023-Q3", begun))
    ]
    (finding,) = found("S108", catalog(*three))  # told once, where it happened
    assert (finding.place.path[-11:], says(finding, "2023-Q1")) == ("2023-Q2.yml", True)
    lost = [submission(name, to="gone", reports=said) for name, said in (("2023-Q1", done), ("2023-Q2", begun))]
    assert lines("S108", *lost) == [10]  # a policy that can't be read: what is said of the same number is compared


def test_a_step_back_names_the_first_clause_that_it_is_behind() -> None:
    said = [
        submission("2023-Q1", reports=[report("1.2", "completed"), report("1.1", "in_progress")]),
        submission("2023-Q2", reports=[report("1.1", "completed")]),
        submission("2023-Q3", reports=[report("1", "in_progress")]),
    ]
    (finding,) = found("S108", catalog(*said))
    assert says(finding, "completed", "2023-Q2")


# --- submissions: figures


FALLING = target(target={"value": "50", "by": "2023-12-31", "comparison": "at_most"})
STRICT = target(target={"value": "200", "by": "2023-12-31", "comparison": "more_than"})
BELOW = target(target={"value": "50", "by": "2023-12-31", "comparison": "less_than"})
SHARE = target(
    "libraries",
    unit=text("占比"),
    baseline={"value": "30%", "as_of": "2023-01-01", "source": source()},
    target={"value": "60%", "by": "2023-12-31", "comparison": "at_least"},
)
NO_NUMBER = target(**WORDS)


def two_figures(
    aim: Any,
    before: str | None,
    after: str | None,
    *,
    days: tuple[str, str] = ("2023-03-31", "2023-06-30"),
    **second: Any,
) -> Catalog:
    return catalog(
        submission("2023-Q1", figures=[figure(before, days[0])]),
        submission("2023-Q2", "2023-07-10", figures=[figure(after, days[1], **second)]),
        policies=[policy(targets=[aim])],
    )


@pytest.mark.parametrize(
    ("aim", "before", "after", "is_away"),
    [
        (target(), "150", "149", True),
        (target(), "150", "150", False),
        (target(), "150", "151", False),
        (STRICT, "150", "149", True),
        (STRICT, "150", "150", False),
        (STRICT, "150", "151", False),
        (FALLING, "70", "71", True),
        (FALLING, "70", "70", False),
        (FALLING, "70", "69", False),
        (BELOW, "70", "71", True),
        (BELOW, "70", "70", False),
        (BELOW, "70", "69", False),
        (target(), "150", "20%", False),  # which can't be compared, as another rule says
        (target(), "80%", "20", False),
        (SHARE, "40%", "39%", True),
        (target(), None, "149", False),
        (target(), "150", None, False),
        (target(target=None), "150", "149", False),
        (target(qualitative="true"), "150", "149", False),
        (target("other"), "150", "149", False),
    ],
)
def test_a_figure_that_moves_away_from_its_target_has_a_reason(
    aim: Any, before: str | None, after: str | None, is_away: bool
) -> None:
    findings = found("S109", two_figures(aim, before, after))
    assert [finding.place.line for finding in findings] == [10] * is_away
    assert all(says(finding, after or "", before or "", "2023-03-31") for finding in findings)
    assert found("S109", two_figures(aim, before, after, reason=WHY)) == []


@pytest.mark.parametrize(
    ("days", "is_away"),
    [
        (("2023-03-31", "2023-06-30"), True),
        (("2023-03-31", "2023-03-31"), True),
        (("2023-03-31", "2023-03-30"), False),  # an older day, told later
    ],
)
def test_a_figure_is_compared_with_one_of_an_earlier_day(days: tuple[str, str], is_away: bool) -> None:
    assert len(found("S109", two_figures(target(), "150", "149", days=days))) == is_away


def test_a_figure_is_compared_with_the_last_one_that_holds() -> None:
    plan = policy(targets=[target(), target("other")])

    def told(*values: tuple[str, str | None, str]) -> list[str]:
        said = [
            submission(f"2023-0{number}", f"2023-0{number}-28", figures=[figure(value, as_of, id_)])
            for number, (id_, value, as_of) in enumerate(values, 1)
        ]
        return [finding.place.path[-11:-4] for finding in found("S109", catalog(*said, policies=[plan]))]

    mine = "libraries"
    assert told((mine, "150", "2023-01-31"), ("other", "90", "2023-02-28"), (mine, "140", "2023-03-31")) == ["2023-03"]
    assert told((mine, "150", "2023-01-31"), (mine, None, "2023-02-28"), (mine, "140", "2023-03-31")) == ["2023-03"]
    # the older day's figure takes no place of the newer one's
    assert told((mine, "150", "2023-02-28"), (mine, "90", "2023-01-31"), (mine, "140", "2023-03-31")) == ["2023-03"]
    assert told((mine, "150", "2023-01-31"), (mine, "140", "2023-02-28"), (mine, "141", "2023-03-31")) == ["2023-02"]


@pytest.mark.parametrize(
    ("code", "aim", "value", "is_wrong"),
    [
        ("S110", target(), "150", False),
        ("S110", target(), "15%", True),
        ("S110", SHARE, "45%", False),
        ("S110", SHARE, "45", True),
        ("S110", SHARE, None, False),
        ("S110", NO_NUMBER, "45", False),
        ("S110", target(target=None), "15%", False),
        ("S110", target("other"), "15%", False),
        ("S111", target(), "0", False),
        ("S111", target(), "-0.01", True),
        ("S111", target(), None, False),
        ("S111", target(baseline={"value": "-5", "as_of": "2023-01-01", "source": source()}), "-5", False),
        ("S111", target(baseline={"value": "-5", "as_of": "2023-01-01", "source": source()}), "-5.1", True),
        ("S111", target(target={"value": "-7", "by": "2023-12-31", "comparison": "at_most"}), "-6", False),
        ("S111", target(baseline=None), "-1", True),
        # the span is from 100 to 200
        ("S112", target(), "2000", False),
        ("S112", target(), "2000.1", True),
        ("S112", target(), "10", False),
        ("S112", target(), "9.9", True),
        ("S112", target(), "-2001", True),
        ("S112", target(), "15%", False),  # another rule's matter
        ("S112", target(), None, False),
        ("S112", STRICT, "9.9", True),
        ("S112", FALLING, "4.9", False),  # the less the better
        ("S112", FALLING, "1000", False),
        ("S112", FALLING, "1000.1", True),
        ("S112", BELOW, "4.9", False),
        ("S112", target(baseline=None), "19.9", True),
        ("S112", target(baseline=None), "20", False),
        ("S112", target(baseline={"value": "0", "as_of": "2023-01-01", "source": source()}), "19", True),
        ("S112", target(baseline={"value": "0", "as_of": "2023-01-01", "source": source()}), "20", False),
        ("S112", SHARE, "100%", False),
        ("S112", SHARE, "100.1%", True),
        ("S112", SHARE, "3%", False),
        ("S112", SHARE, "2.9%", True),
        ("S112", target(target={"value": "120%", "by": "2023-12-31", "comparison": "at_least"}, baseline=None),
         "130%", False),
        ("S112", target(target={"value": "100%", "by": "2023-12-31", "comparison": "at_least"}, baseline=None),
         "101%", True),
        ("S112", target(target={"value": "0%", "by": "2023-12-31", "comparison": "at_most"}, baseline=None),
         "100%", False),
        ("S112", target(target={"value": "0%", "by": "2023-12-31", "comparison": "at_most"}, baseline=None),
         "101%", True),
        ("S112", target(target={"value": "0", "by": "2023-12-31", "comparison": "at_most"}, baseline=None),
         "101", False),
    ],
)  # fmt: skip
def test_a_figure_fits_its_target(code: str, aim: Any, value: str | None, is_wrong: bool) -> None:
    said = submission(reports=[report()], figures=[figure(value)])
    findings = found(code, catalog(said, policies=[policy(targets=[aim])]))
    assert [finding.place.line for finding in findings] == [20] * is_wrong
    if is_wrong:
        whole, percent, _ = f"{value}".partition("%")
        assert says(findings[0], f"{float(whole):,.1f}".removesuffix(".0") + percent) or code == "S111"


def test_a_figure_in_another_unit_is_told_which() -> None:
    said = submission(figures=[figure("15%")])
    (finding,) = found("S110", catalog(said, policies=[policy(targets=[target(unit=text("座", en="libraries"))])]))
    assert ("15%" in finding.zh, "200" in finding.zh, "座" in finding.hint_zh) == (True, True, True)
    assert ("libraries" in finding.hint_en, "座" in finding.hint_en) == (True, False)
    (finding,) = found("S110", catalog(said, policies=[policy(targets=[target()])]))
    assert "座" in finding.hint_en
    (finding,) = found("S110", catalog(said, policies=[policy(targets=[target(unit=None)])]))
    assert "“”" in finding.hint_zh
    assert "“”" in finding.hint_en


@pytest.mark.parametrize(
    ("aim", "value", "words", "wanted"),
    [
        (target(), "150", None, None),
        (target(), "150", text("多了"), None),  # words beside a figure explain it
        (target(), None, text("多了"), "value"),
        (target(), None, None, "value"),
        (NO_NUMBER, None, text("多了"), None),
        (NO_NUMBER, "150", None, "text"),
        (NO_NUMBER, "150", text("多了"), "text"),
        (NO_NUMBER, None, None, "text"),
        (target("other"), None, None, None),
    ],
)
def test_a_target_is_reported_on_as_it_is_set(
    aim: Any, value: str | None, words: Localized | None, wanted: str | None
) -> None:
    told = figure(value, text=words) if words else figure(value)
    for to in ("plan", "gone"):
        findings = found("S113", catalog(submission(to=to, figures=[told]), policies=[policy(targets=[aim])]))
        expected = wanted if to == "plan" else None
        assert [finding.place.line for finding in findings] == [10] * (expected is not None)
        assert all(says(finding, "`libraries`", str(expected)) for finding in findings)
    both = submission(figures=[figure(target_id="gone"), told])  # an unknown target hides no other
    assert len(found("S113", catalog(both, policies=[policy(targets=[aim])]))) == (wanted is not None)


def test_what_is_wrong_with_a_figure_is_told_where_it_stands() -> None:
    marks: dict[str | tuple[str, int], tuple[int, int]] = {"value": (31, 7), "text": (32, 7)}
    here: dict[str, Any] = {ORIGIN: Origin("x.yml", 30, 3, marks)}
    for aim, told, line in (
        (NO_NUMBER, figure("150", **here), 31),
        (NO_NUMBER, figure("150", text=WHY, **here), 31),
        (target(), figure(None, text=WHY, **here), 32),
        (target(), figure(None, **at(30)), 30),
    ):
        said = submission().model_copy(update={"figures": (told,)})
        assert [one.place.line for one in found("S113", catalog(said, policies=[policy(targets=[aim])]))] == [line]


def test_figures_on_a_policy_that_is_not_there_are_no_rules_matter() -> None:
    said = submission(to="gone", figures=[figure("-1"), figure("5%")])
    for code in ("S109", "S110", "S111", "S112", "S113"):
        assert lines(code, said) == []


@pytest.mark.parametrize(("as_of", "is_wrong"), [("2023-04-09", False), ("2023-04-10", False), ("2023-04-11", True)])
def test_a_figure_holds_for_a_day_that_had_come(as_of: str, is_wrong: bool) -> None:
    assert lines("S115", submission("2023-Q1", "2023-04-10", figures=[figure(as_of=as_of)])) == [10] * is_wrong


# --- submissions: evidence


@pytest.mark.parametrize("place", ["reports", "figures"])
@pytest.mark.parametrize(
    ("code", "item", "provenance", "is_wrong"),
    [
        ("S114", {}, "agency", False),
        ("S114", {"published": "2023-04-09"}, "agency", False),
        ("S114", {"published": "2023-04-10"}, "agency", False),
        ("S114", {"published": "2023-04-11"}, "agency", True),
        ("S116", {}, "agency", False),
        ("S116", {"url": None}, "agency", True),
        ("S116", {"url": None}, "sample", True),
        ("S123", {}, "agency", False),
        ("S123", {"url": "http://news.example.org/a"}, "agency", True),
        ("S123", {"url": "http://news.example.org/a"}, "sample", True),
        ("S123", {"url": None}, "agency", False),
        ("S131", {"published": "2023-04-09"}, "agency", True),  # the other one has no date
        ("S132", {"published": "2022-12-31"}, "agency", True),
        ("S132", {"published": "2023-01-01"}, "agency", False),
        ("S132", {"published": "2023-01-02"}, "agency", False),
        ("S132", {}, "agency", False),
    ],
)
def test_evidence_can_be_looked_up(
    place: str, code: str, item: dict[str, Any], provenance: str, is_wrong: bool
) -> None:
    items = (evidence(), evidence(**item))
    kept: dict[str, Any] = (
        {"reports": [report(evidence=items)]} if place == "reports" else {"figures": [figure(evidence=items)]}
    )
    assert len(found(code, catalog(submission(provenance=provenance, **kept)))) == is_wrong


@pytest.mark.parametrize(("cited", "twice", "is_wrong"), [(5, False, False), (5, True, False), (6, False, True)])
def test_one_address_is_not_the_proof_of_many_reports(cited: int, twice: bool, is_wrong: bool) -> None:
    items = (evidence(),) * (2 if twice else 1)
    reports = [report(f"1.{n}", evidence=items) for n in range(1, cited + 1)]
    other = report("2", evidence=(evidence(url="https://news.example.org/b"),))
    reported = catalog(submission(reports=[*reports, other, report("2.1", evidence=(evidence(url=None),))]))
    assert len(found("S133", reported)) == is_wrong


# --- submissions: languages, samples, time


FRENCH = [*LOCALES, locale("fr")]


@pytest.mark.parametrize(
    ("locales", "words", "lacking"),
    [
        (LOCALES, text("开工"), ["en"]),
        (LOCALES, text("开工", en="Begun"), []),
        (LOCALES, text("80 %"), []),  # nothing to translate
        (LOCALES, text("𠮷"), ["en"]),
        (FRENCH, text("开工"), ["en", "fr"]),
        (FRENCH, text("开工", en="Begun"), ["fr"]),
        (LOCALES[:1], text("开工"), []),
    ],
)
def test_what_an_agency_says_is_translated(locales: list[Any], words: Localized, lacking: list[str]) -> None:
    ready = text("好", en="Good", fr="Bon")
    for said in (
        submission(reports=[report(summary=words)]),
        submission(reports=[report(summary=ready, reason=words)]),
        submission(figures=[figure(None, text=words)]),
        submission(figures=[figure(reason=words)]),
    ):
        findings = found("S117", catalog(said, locales=locales))
        assert [says(finding, f"`{id_}`") for finding, id_ in zip(findings, lacking, strict=True)] == [True] * len(
            lacking
        )


def test_titles_of_what_others_published_need_no_translation() -> None:
    ready = text("好", en="Good")
    said = submission(reports=[report(summary=ready, evidence=PROOF)], figures=[figure(evidence=PROOF)])
    assert found("S117", catalog(said, locales=LOCALES)) == []


@pytest.mark.parametrize(
    ("sample", "provenance", "wanted"),
    [
        (False, "agency", None),
        (False, "sample", "agency"),
        (True, "sample", None),
        (True, "agency", "sample"),
    ],
)
def test_samples_and_real_reports_are_never_mixed(sample: bool, provenance: str, wanted: str | None) -> None:
    said = submission(provenance=provenance, reports=[report()])
    findings = found("S118", catalog(said, agencies=[agency(sample=sample)]))
    assert len(findings) == (wanted is not None)
    for finding in findings:
        assert finding.hint_en.endswith(f"write {wanted} here.")
        assert ("虚构" in finding.zh, "invented" in finding.en) == (sample, sample)
        assert ("真实" in finding.zh, "real" in finding.en) == (not sample, not sample)
    assert lines("S118", said, agencies=[]) == []  # nobody knows which it is


@pytest.mark.parametrize(
    ("owed", "provenance", "values", "is_late"),
    [
        ([assignment()], "agency", {}, True),
        ([assignment(role="joint")], "agency", {}, True),
        ([assignment(role="support")], "agency", {}, False),
        ([assignment("office")], "agency", {}, False),
        ([assignment("office"), assignment(role="support")], "agency", {}, False),
        ([assignment("office"), assignment()], "agency", {}, True),
        ([assignment("office", role="support"), assignment()], "agency", {}, True),
        ([], "agency", {}, False),
        ([assignment()], "sample", {}, False),
        ([assignment()], "agency", {"reporting": None}, False),
    ],
)
def test_who_owes_reports_is_told_that_one_is_late(
    owed: list[Any], provenance: str, values: dict[str, Any], is_late: bool
) -> None:
    plan = policy(assignments=owed, **values)
    late = submission("2023-Q1", "2023-04-23", provenance=provenance, reports=[report()])
    findings = found("S119", catalog(late, policies=[plan]))
    assert [says(finding, "2023-04-20", "3") for finding in findings] == [True] * is_late
    in_time = submission("2023-Q1", "2023-04-20", provenance=provenance, reports=[report()])
    assert found("S119", catalog(in_time, policies=[plan])) == []
    assert lines("S119", submission("2023-Q1", "2023-04-23", to="gone", reports=[report()]), policies=[plan]) == []


@pytest.mark.parametrize(("submitted", "is_late"), [("2023-07-20", False), ("2023-07-21", True)])
def test_a_report_is_due_on_the_day_of_its_own_period(submitted: str, is_late: bool) -> None:
    second = submission("2023-Q2", submitted, reports=[report()])
    findings = found("S119", catalog(second, policies=[policy(assignments=[assignment()])]))
    assert [says(finding, "2023-07-20", "1") for finding in findings] == [True] * is_late


def test_only_an_agencys_own_reports_on_the_same_thing_stand_still() -> None:
    def months(*refs: str, provenance: str = "agency", by: str = "bureau") -> list[Submission]:
        return [
            submission(f"2023-0{n}", f"2023-0{n}-28", by=by, provenance=provenance, reports=[report(ref)])
            for n, ref in enumerate(refs, 1)
        ]

    assert lines("S120", *months("1", "1", "1", "1")) == [10]
    assert lines("S120", *months("1", "1", "1", "1", provenance="sample")) == []
    assert lines("S120", *months("1", "1", "1.1", "1")) == []
    assert lines("S120", *months("1", "1"), *months("1", "1", by="office")) == []
    half = [one.model_copy(update={"provenance": "sample"}) for one in months("1", "1", "1", "1")[:1]]
    assert lines("S120", *half, *months("1", "1", "1", "1")[1:]) == []


# --- submissions: central agencies that differ


def differing(*said: tuple[str, str, str, str], agencies: Iterable[Any] | None = None) -> list[tuple[str, str]]:
    """Who is told, and of whom: from (agency, period, reference, status)."""
    by: dict[tuple[str, str], list[Report]] = {}
    for id_, period, ref, status in said:
        by.setdefault((id_, period), []).append(report(ref, status))
    record = catalog(
        *(submission(period, "2023-10-10", by=id_, reports=reports) for (id_, period), reports in by.items()),
        agencies=[agency("a"), agency("b"), agency("c"), agency("p", "province")] if agencies is None else agencies,
    )
    return [(finding.place.path.split("/")[3], finding.en.split("`")[1]) for finding in found("S121", record)]


Q1, Q2, MARCH = "2023-Q1", "2023-Q2", "2023-03"


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ([("a", Q1, "1", "in_progress"), ("b", Q1, "1", "in_progress")], []),
        ([("a", Q1, "1", "completed"), ("b", Q1, "1", "delayed")], [("a", "b")]),
        ([("a", Q1, "1", "in_progress"), ("b", Q1, "1", "delayed")], []),  # these do not exclude each other
        ([("a", Q1, "1", "completed"), ("b", Q2, "1", "delayed")], []),  # the later period stands
        ([("a", Q1, "1", "completed"), ("b", MARCH, "1", "delayed")], [("a", "b")]),  # which ends on the same day
        ([("a", Q1, "1", "in_progress")], []),
        ([("a", Q1, "1", "in_progress"), ("b", Q1, "1", "not_applicable")], [("a", "b")]),
        ([("a", Q1, "1", "not_applicable"), ("b", Q1, "1", "not_applicable")], []),
        ([("a", Q1, "1", "completed"), ("p", Q1, "1", "delayed")], []),  # a province speaks for itself
        ([("a", Q1, "1", "completed"), ("b", Q1, "2", "delayed")], []),
        ([("a", Q1, "1.1", "completed"), ("b", Q1, "1", "delayed")], [("a", "b")]),
        ([("a", Q1, "1.1", "completed"), ("b", Q1, "1.2", "delayed")], []),
        # each agency's last word counts, and of one submission what it says of the clause
        ([("a", Q1, "1", "delayed"), ("a", Q2, "1", "completed"), ("b", Q2, "1", "completed")], []),
        ([("a", Q1, "1", "completed"), ("a", Q1, "1.1", "delayed"), ("b", Q1, "1.1", "delayed")], []),
        ([("a", Q1, "1.1", "delayed"), ("a", Q1, "1", "completed"), ("b", Q1, "1.1", "delayed")], []),
        # three of them: the newest is told of the first that it excludes
        ([("a", Q1, "1", "delayed"), ("b", Q1, "1", "completed"), ("c", Q1, "1", "completed")], [("a", "b")]),
        ([("a", Q1, "1", "completed"), ("b", Q1, "1", "delayed"), ("c", Q1, "1", "completed")], [("a", "b")]),
        ([("a", Q1, "1", "delayed"), ("b", Q1, "1", "in_progress"), ("c", Q1, "1", "completed")], [("a", "c")]),
        # of two clauses two things are said, but of a whole task it is said once
        ([("a", Q1, "1.1", "delayed"), ("a", Q1, "1.2", "delayed"), ("b", Q1, "1", "completed")],
         [("a", "b"), ("a", "b")]),
        ([("a", Q1, "1", "delayed"), ("b", Q1, "1", "completed")], [("a", "b")]),
    ],
)  # fmt: skip
def test_central_agencies_that_differ_are_told_of_each_other(
    said: list[tuple[str, str, str, str]], told: list[tuple[str, str]]
) -> None:
    assert differing(*said) == told


def test_of_one_period_the_report_that_came_last_is_told() -> None:
    def record(*days: str) -> Catalog:
        said = [
            submission("2023-Q1", submitted, by=id_, reports=[report("1", status)])
            for id_, status, submitted in zip("ab", ("completed", "delayed"), days, strict=True)
        ]
        return catalog(*said, agencies=[agency("a"), agency("b")])

    for days, told in ((("2023-04-10", "2023-04-11"), "b"), (("2023-04-11", "2023-04-10"), "a")):
        (finding,) = found("S121", record(*days))
        assert finding.place.path == f"data/submissions/plan/{told}/2023-Q1.yml"
        assert finding.place.line == 10
        assert says(finding, "completed", "delayed", f"data/submissions/plan/{'ab'.replace(told, '')}/2023-Q1.yml")


def test_only_agencies_on_record_and_their_own_words_are_compared() -> None:
    pair = [("a", Q1, "1", "in_progress"), ("b", Q2, "1", "delayed")]
    assert differing(*pair, agencies=[agency("a")]) == []
    record = catalog(
        submission(Q1, by="a", reports=[report("1")]),
        submission(Q2, by="b", provenance="sample", reports=[report("1", "delayed")]),
        agencies=[agency("a"), agency("b")],
    )
    assert found("S121", record) == []


# --- agencies and documents


GONE = agency("old", until="2023-06-30", successor="gone", basis=source())


@pytest.mark.parametrize(("unread", "count"), [([], 1), (["data/agencies/gone.yml"], 0)])
def test_a_successor_whose_file_cannot_be_read_is_not_called_unknown(unread: list[str], count: int) -> None:
    assert len(found("P121", catalog(agencies=[GONE], unread=unread))) == count


@pytest.mark.parametrize(("until", "count"), [("2023-06-30", 1), ("2023-07-01", 0)])
def test_an_agency_may_end_on_the_day_on_which_it_begins(until: str, count: int) -> None:
    brief = agency("brief", basis=source(), **{"from": "2023-07-01", "until": until})
    assert len(found("P124", catalog(agencies=[brief]))) == count


def test_where_there_are_no_sections_that_is_said() -> None:
    plan = policy(clauses=(1,))
    task_ = plan.tasks[0].model_copy(update={"section": 1})
    (finding,) = found("P130", catalog(policies=[replace(plan, tasks=(task_,))]))
    assert says(finding, "∅")


@pytest.mark.parametrize("titled", [True, False])
def test_a_published_text_may_lack_its_title(titled: bool) -> None:
    plan = policy()
    whole = "".join(piece.text for piece in printed(plan, titled=titled))
    assert found("P132", catalog(policies=[replace(plan, source_text=whole)])) == []
    (finding,) = found("P132", catalog(policies=[replace(plan, source_text=whole[:-3])]))
    assert says(finding, "∅", whole[-3:])


def test_as_many_letters_as_a_text_in_chinese_would_take_make_no_english_text() -> None:
    assert [_other_language(f"你好{words}", "zh") for words in ("ab cd ef", "ab cd efg")] == ["", "en"]


# --- figures of targets that are no number


BY = {"by": "2023-12-31"}


@pytest.mark.parametrize("code", ["S109", "S110", "S112"])
@pytest.mark.parametrize(
    "aim",
    [
        target(baseline=None, target={"relative": {"factor": "2"}, "comparison": "at_least", **BY}),
        target(target={"between": ("180", "220"), **BY}),
    ],
    ids=["relative to an unknown baseline", "a range"],
)
def test_figures_for_what_is_no_number_go_neither_away_nor_too_far(code: str, aim: Any) -> None:
    first = submission("2023-Q1", figures=[figure("190")])
    second = submission("2023-Q2", "2023-07-10", figures=[figure("185", "2023-06-30")])
    assert lines(code, first, second, policies=[policy(targets=[aim])]) == []


@pytest.mark.parametrize(("as_of", "is_wrong"), [("2023-12-31", False), ("2024-01-01", True)])
def test_a_later_period_may_revise_the_figures_of_the_last_day(as_of: str, is_wrong: bool) -> None:
    late = submission("2024-Q1", "2024-04-10", figures=[figure("150", as_of)])
    assert bool(lines("S106", late, policies=[policy(targets=[target()])])) == is_wrong


@pytest.mark.parametrize(("status", "is_told"), [("not_applicable", False), ("in_progress", True)])
def test_of_what_does_not_apply_there_is_nothing_new_to_say(status: str, is_told: bool) -> None:
    said = [
        submission(period, day_, reports=[report("1", status, summary=text("与上期相同。"))])
        for period, day_ in (("2023-Q1", "2023-04-10"), ("2023-Q2", "2023-07-10"))
    ]
    assert bool(lines("S124", *said)) == is_told


@pytest.mark.parametrize(("value", "count"), [("150", 1), (None, 0)])
def test_only_a_number_must_say_since_when_it_was_counted(value: str | None, count: int) -> None:
    record = catalog(submission(figures=[figure(value)]), policies=[policy(targets=[target(kind="flow")])])
    assert len(found("S150", record)) == count


# --- what replaces a submission that was published


SLIP = Explained.model_validate({"reason": text("填错了。")})


def revised(number: int, submitted: str = "2023-05-02", **why: Any) -> Submission:
    name = "2023-Q1" if number == 1 else f"2023-Q1.r{number}"
    made = submission(name, submitted, reports=[] if "withdrawn" in why else [report("1")])
    return made.model_copy(update=why)


def unreadable(number: int) -> str:
    return revised(number).path


@pytest.mark.parametrize(
    ("numbers", "unread", "missing"),
    [
        ((1, 2, 3), (), []),
        ((1, 3), (), [2]),
        ((3,), (), [2]),
        ((2,), (), [1]),
        ((2,), (1,), []),  # it is there, though it can't be read
        ((1, 3), (2,), []),
        ((1, 3), (1,), [2]),
        ((2, 4), (), [1, 3]),
    ],
)
def test_revisions_are_numbered_on(numbers: tuple[int, ...], unread: tuple[int, ...], missing: list[int]) -> None:
    said = [revised(number) for number in reversed(numbers)]
    findings = found("S141", catalog(*said, unread=map(unreadable, unread)))
    assert len(findings) == len(missing)
    assert all(says(finding, unreadable(number)) for finding, number in zip(findings, missing, strict=True))


@pytest.mark.parametrize(
    ("chain", "silent"),
    [
        ([{}, {"corrects": SLIP}], []),
        ([{}, {"withdrawn": SLIP}], []),
        ([{}, {}], [2]),
        ([{}, {"withdrawn": SLIP}, {}], []),  # nothing stands that it would replace
        ([{}, {"withdrawn": SLIP}, {}, {}], [4]),
        ([{}, {"corrects": SLIP}, {}], [3]),
    ],
)
def test_a_revision_of_what_stands_says_why(chain: list[dict[str, Any]], silent: list[int]) -> None:
    said = [revised(number, **why) for number, why in enumerate(chain, 1)]
    assert [finding.place.path for finding in found("S142", catalog(*said))] == [unreadable(one) for one in silent]


@pytest.mark.parametrize(
    ("chain", "unread", "groundless"),
    [
        ({1: {"corrects": SLIP}}, (), [1]),
        ({1: {"withdrawn": SLIP}}, (), [1]),
        ({1: {}, 2: {"corrects": SLIP}}, (), []),
        ({2: {"corrects": SLIP}}, (), [2]),
        ({2: {"corrects": SLIP}}, (1,), []),  # what it corrects is there, though it can't be read
        ({2: {"withdrawn": SLIP}}, (1,), []),
        ({1: {"corrects": SLIP}}, (0, 1, 2), [1]),
        ({1: {}, 2: {"withdrawn": SLIP}, 3: {"withdrawn": SLIP}}, (), [3]),
        ({1: {}, 2: {"withdrawn": SLIP}, 3: {}, 4: {"corrects": SLIP}}, (), []),
        ({1: {"corrects": SLIP, "withdrawn": SLIP}}, (), [1, 1]),
    ],
)
def test_what_is_corrected_or_withdrawn_stands(
    chain: dict[int, dict[str, Any]], unread: tuple[int, ...], groundless: list[int]
) -> None:
    said = [revised(number, **why) for number, why in chain.items()]
    paths = [unreadable(number) if number else "data/submissions/plan/bureau/2023-Q1.r0.yml" for number in unread]
    findings = found("S144", catalog(*said, unread=paths))
    assert [finding.place.path for finding in findings] == [unreadable(one) for one in groundless]


@pytest.mark.parametrize(("later", "is_wrong"), [("2023-05-01", True), ("2023-05-02", False), ("2023-05-03", False)])
def test_a_revision_is_submitted_no_earlier_than_the_one_before(later: str, is_wrong: bool) -> None:
    said = revised(2, corrects=SLIP), revised(3, later, corrects=SLIP), revised(1)
    assert [finding.place.path for finding in found("S145", catalog(*said))] == [unreadable(3)] * is_wrong


def test_revisions_of_others_and_of_other_periods_make_no_chain() -> None:
    others = submission("2023-Q1", by="office"), submission("2023-Q2", "2023-07-10"), submission("2023-Q1", to="zebra")
    assert len(found("S141", catalog(revised(2), *others))) == 1


@pytest.mark.parametrize(("field", "is_wrong"), [("reports", True), ("figures", True), ("corrects", True), ("", False)])
def test_a_withdrawal_says_nothing_else(field: str, is_wrong: bool) -> None:
    more = {"reports": (report("1"),), "figures": (figure(),), "corrects": SLIP}
    said = revised(2, withdrawn=SLIP).model_copy(update={field: more[field]} if field else {})
    findings = found("S143", catalog(revised(1), said))
    assert [says(finding, field) for finding in findings] == [True] * is_wrong
