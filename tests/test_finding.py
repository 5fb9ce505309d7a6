"""The finding in one sentence: each state has its words, and nothing is said that the figures do not."""

from __future__ import annotations

import datetime
import functools
from decimal import Decimal

import msgspec
import pytest

from generator.assess import OUTCOMES, STATES, GroupTally, Message, Outcome, Progress, Several, Verdict
from generator.assess.finding import found_of_agency, found_of_clauses, found_of_target, found_of_targets
from generator.assess.outcome import outcome as judge
from generator.load import read_catalog
from generator.model import Amount, Period, Quantity, Target
from generator.website.locales import Locale, open_locales
from tests.records import day
from tests.records import target as any_target
from tests.roots import REPO
from tests.test_assess import RISING, stated

YEAR = Period.model_validate({"from": datetime.date(2023, 1, 1), "to": datetime.date(2023, 12, 31)})


@functools.cache
def locales() -> dict[str, Locale]:
    return open_locales(read_catalog(REPO)[0], ("zh", "en", "zh-Hant"))


def written(told: Message | Several, locale: str = "en") -> str:
    return locales()[locale].sentence(told).text


def progress(**counts: int) -> Progress:
    return Progress(tuple(counts.get(name, 0) for name in STATES), "in_progress", "A202")


def outcome(value: str) -> Outcome:
    target = Target.model_construct(id="x", target=None, unit=None)
    return Outcome(target, value, (), (), None, Verdict(value, "A301", (), Message("x"), 0))


@pytest.mark.parametrize("locale", ["zh", "en", "zh-Hant"])
def test_every_state_has_its_words(locale: str) -> None:
    for name in OUTCOMES:
        for n in (1, 2):
            said = written(found_of_clauses(progress(), [outcome(name)] * n), locale)
            assert f"{n}" in said
            assert "{" not in said
        assert "{" not in written(found_of_target(outcome(name)), locale)
    for name in STATES:
        assert "{" not in written(found_of_clauses(progress(**{name: 2})), locale)
    assert "{" not in written(found_of_agency(None, 26), locale)


def test_the_finding_of_a_policy_that_nobody_reports_on() -> None:
    targets = [outcome(name) for name in ("met", *["no_verified_figure"] * 2, *["qualitative"] * 3)]
    found = functools.partial(found_of_clauses, progress(not_reported=132), targets, covered=66, period=YEAR)
    assert written(found(as_of=datetime.date(2026, 12, 31)), "zh") == (
        "到期已满3年：6项目标中，1项已达到、2项尚无经核实的数字、3项原文未列数字；"
        "132个条款中，66条有公开信息、0条有机构报告。"
    )
    assert written(found(as_of=datetime.date(2026, 12, 30))) == (
        "2 years after the period ended: of 6 targets, 1 was met, 2 have no verified figure, 3 have no number in the "
        "text; of 132 clauses, 66 have public information, 0 have an agency’s report."
    )
    leads = {
        datetime.date(2024, 12, 31): "1 year after the period ended: ",
        datetime.date(2024, 12, 30): "Period to 31 December 2023: ",
        datetime.date(2023, 12, 31): "Period to 31 December 2023: ",
        datetime.date(2023, 12, 30): "1 day before the period ends: ",
        datetime.date(2023, 1, 1): "364 days before the period ends: ",
        datetime.date(2022, 12, 31): "From 1 January 2023: ",
    }
    for as_of, lead in leads.items():
        assert written(found(as_of=as_of)).startswith(f"{lead}of 6 targets")


def test_of_many_groups_only_the_largest_are_named_and_those_that_readers_look_for() -> None:
    four = {"completed": 1, "in_progress": 4, "delayed": 2, "suspended": 3}
    assert "1 completed, 4 in progress, 2 delayed, 3 suspended" in written(found_of_clauses(progress(**four)))
    five = progress(**four, disputed=3)
    assert "of these 1 completed, 4 in progress, 2 delayed, 6 others" in written(found_of_clauses(five))
    assert "其中1条已完成、4条进行中、2条延期、其余6条" in written(found_of_clauses(five), "zh")
    targets = [outcome(name) for name in ("not_met", "undecided", *["on_track"] * 2, "off_track", "disputed")]
    assert written(found_of_targets(targets)) == ("Of 6 targets, 0 were met, 1 was not met, 2 are on track, 3 others.")


def test_local_reports_and_groups_are_told_apart_from_the_whole() -> None:
    local = Progress((0,) * len(STATES), "not_reported", "A202", local={"delayed": 1, "completed": 2})
    assert "3 other agencies reported on their own places" in written(found_of_clauses(local))
    counts = (*(0 for _ in STATES[:-1]), 2)
    both = Progress(counts, "in_progress", "A202", local={"delayed": 1})
    assert "0 have a report that speaks for the whole; 1 other agency reported" in written(found_of_clauses(both))
    tally = GroupTally("provinces", "joint", {"completed": 12, "in_progress": 19})
    grouped = Progress(counts, "in_progress", "A202", groups=(tally,))
    assert "of 31 agencies assigned as a group, 12 reported completion" in written(found_of_clauses(grouped))


def test_what_is_unknown_is_not_said() -> None:
    assert written(found_of_clauses(progress(not_reported=2), period=YEAR)).startswith("Of 2 clauses")
    assert written(found_of_clauses(progress())) == "There is nothing to sum up."
    assert "public" not in written(found_of_clauses(progress(not_reported=2)))
    assert "0 have public information" in written(found_of_clauses(progress(not_reported=2), covered=0))
    assert "met" not in written(found_of_clauses(progress(), [outcome("qualitative")]))
    assert "overdue" not in written(found_of_clauses(progress(not_reported=1)))
    assert "1 agency has overdue reports" in written(found_of_clauses(progress(not_reported=1), overdue=1))
    assert Decimal(written(found_of_agency(None, 26, 7)).split("; ")[1].split()[0]) == 7


AIM = "the target is at least 200 座 by 31 December 2023."


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ((), f"No verified figure; {AIM}"),
        (("150",), f"150 座 as of 2 July 2023, on track; {AIM}"),
        (("110", "110"), f"110 座 as of 2 July 2023, off track; {AIM}"),
        (("120", "110"), f"110 座 to 120 座 (2 figures) as of 2 July 2023, off track; {AIM}"),
        (("199", "200", "205"), f"199 座 to 205 座 (3 figures) as of 2 July 2023, reports disagree; {AIM}"),
    ],
)
def test_a_target_is_told_with_its_figures_their_day_and_what_was_aimed_at(values: tuple[str, ...], said: str) -> None:
    figures = [stated(value, by=by) for value, by in zip(values, "abc", strict=False)]
    assert written(found_of_target(judge(RISING, figures, day("2023-08-01")))) == said


def test_bounded_figures_stand_side_by_side() -> None:
    figures = [stated("110"), stated("120", by="b")]
    bounds = [Quantity("at_least", Amount(Decimal(value), False)) for value in ("110", "120")]
    bounded = [
        (filing, msgspec.structs.replace(one, quantity=bound))
        for (filing, one), bound in zip(figures, bounds, strict=True)
    ]
    said = written(found_of_target(judge(RISING, bounded, day("2023-08-01"))))
    assert said.startswith("At least 110 座 / at least 120 座 as of 2 July 2023")


def test_what_a_target_says_in_words_is_counted() -> None:
    words = judge(any_target(target=None), [stated(None)], day("2023-08-01"))
    assert written(found_of_target(words)) == "No number in the text; 1 published statement."
    assert written(found_of_target(words, 3)) == "No number in the text; 3 published statements."


def test_the_finding_on_all_targets_of_a_policy() -> None:
    assert written(found_of_targets([outcome("met"), outcome("not_met")])) == "Of 2 targets, 1 was met, 1 was not met."
    assert written(found_of_targets([])) == "There is nothing to sum up."
