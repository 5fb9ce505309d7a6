"""What is said of each kind of target, given each kind of figure, before, on and after its day: a table to be read.

After a meant change: python -m pytest tests/test_verdict_tables.py --bless, then read the difference.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

import pytest

from generator.assess import Message, Outcome, Several
from generator.assess.finding import found_of_target
from generator.assess.outcome import StatedFigure, drawn_goal, outcome
from generator.assess.summaries import FigureSummary, SubmissionSummary
from generator.model import Amount, Quantity, Target
from generator.website.locales import Locale, open_locales
from tests.records import day, target, text
from tests.roots import REPO
from tests.test_assess import REAL, goal, start

GOLDEN = REPO / "tests" / "golden" / "targets.txt"


class Given(NamedTuple):
    """A figure: `~150` is at least 150, `150~` at most, `150*` confirmed, `150!` without a source."""

    value: str
    on: str
    by: str = "a"
    submitted: str = "2023-07-10"
    provenance: str = "agency"
    method: str = ""
    since: str | None = None
    linked: bool = True

    def __str__(self) -> str:
        told = [self.value, "on", self.on.removeprefix("2023-"), "by", self.by]
        told += [] if self.submitted == "2023-07-10" else ["handed in", self.submitted[5:]]
        told += [] if self.since is None else ["since", self.since[5:]]
        told += [f"({word})" for word in (self.method, "" if self.linked else "unlinked") if word]
        return " ".join(told + (["(published)"] if self.provenance == "public_record" else []))

    def made(self, line: int) -> StatedFigure:
        number = self.value.strip("~*!")
        form: Any = "at_least" if self.value[0] == "~" else "at_most" if "~" in self.value else "value"
        quantity = Quantity(form, Amount(Decimal(number), False)) if number[0].isdigit() else None
        figure = FigureSummary(
            "libraries", quantity, day(self.on), number, line, "none" if "!" in self.value else "own",
            since=day(self.since) if self.since else None, method=self.method, confirmed="*" in self.value,
            linked=self.linked,
        )  # fmt: skip
        return SubmissionSummary("plan", self.by, "2023", day(self.submitted), self.provenance, (), (figure,)), figure


MID, END, LATER = "2023-07-02", "2023-12-31", "2024-01-01"
PLAIN: list[list[Given]] = [
    [],
    [Given("略", MID)],
    [Given("150!", MID)],
    [Given("150!", MID), Given("150", "2022-12-31")],
    [Given("150", "2022-12-31")],
    [Given("100", "2023-01-01")],
    [Given("149", MID)],
    [Given("150", MID), Given("148!", MID, "b")],
    [Given("150", MID, linked=False)],
    [Given("150", MID), Given("155", MID, submitted="2023-07-20")],
    [Given("150", MID), Given("150", MID, "b")],
    [Given("160", "2023-06-30"), Given("140", MID)],
    [Given("201", MID), Given("202", MID, "b")],
    [Given("199", MID), Given("205", MID, "b")],
    [Given("~150", MID)],
    [Given("150~", MID)],
    [Given("~150", MID), Given("160~", MID, "b")],
    [Given("~150", MID), Given("140~", MID, "b")],
    [Given("~150", MID), Given("140", MID, "b")],
    [Given("~140", MID), Given("160", MID, "b")],
    [Given("~250", MID)],
    [Given("150", MID, "p", provenance="public_record")],
    [Given("150", MID), Given("160", MID, provenance="public_record")],
    [Given("150!", MID), Given("160", MID, provenance="public_record")],
    [Given("200000", MID)],
    [Given("200000*", MID)],
    [Given("0.1", MID)],
    [Given("0", MID)],
    [Given("199", END)],
    [Given("200", END)],
    [Given("201", END), Given("150", LATER)],
    [Given("~199", END)],
    [Given("199~", END)],
    [Given("150", MID), Given("9", MID, "county")],
    [Given("9", MID, "county"), Given("8", "2023-06-30", "county"), Given("7", MID, "town")],
]
FEW: list[list[Given]] = [
    [Given("100", MID)],
    [Given("150", MID)],
    [Given("200", MID)],
    [Given("250", MID), Given("260", MID, "b")],
    [Given("150", END)],
    [Given("180", END)],
    [Given("200", END)],
    [Given("220", END), Given("~215", END, "b")],
    [Given("221", END)],
]
METHODS: list[list[Given]] = [
    [Given("250", MID, method="抽样")],
    [Given("250", MID, method="普查")],
    [Given("250", MID), Given("150", MID, method="普查")],
    [Given("150", MID, method="甲"), Given("160", MID, method="乙")],
    [Given("150", MID, method="甲"), Given("250", MID, method="乙")],
    [Given("130", MID, method="甲"), Given("160", MID, method="乙")],
    [Given("150", END, method="甲"), Given("250", END, method="乙")],
]
TOTALS: list[list[Given]] = [
    [Given("150", MID)],
    [Given("150", MID, since="2023-01-01")],
    [Given("250", MID, since="2023-01-01")],
    [Given("150", END, since="2023-01-01")],
    [Given("150", END, since="2023-01-02")],
    [Given("250", END, since="2023-01-01")],
    [Given("250", LATER, since="2023-01-01")],
    [Given("250", "2023-06-30", since="2023-01-01")],
]
YEAR = {"from": "2023-01-01", "to": "2023-12-31"}
AIMS: dict[str, tuple[Target, list[list[Given]]]] = {
    "at least 200 from 100": (target(), PLAIN),
    "more than 200 from 100": (target(target=goal("200", comparison="more_than")), FEW),
    "at most 150 from 300": (target(baseline=start("300"), target=goal("150", comparison="at_most")), FEW),
    "less than 150 from 300": (target(baseline=start("300"), target=goal("150", comparison="less_than")), FEW),
    "at least 200, no baseline": (target(baseline=None), FEW),
    "at least 200 from 200": (target(baseline=start("200")), FEW),
    "at least 200 from 100 on the same day": (target(baseline=start("100", END)), FEW),
    "180 to 220 from 100": (target(target={"between": ("220", "180"), "by": END}), FEW),
    "about 200 ± 20 from 100": (target(target={"about": "200", "tolerance": "20", "by": END}), FEW),
    "about 200 from 100": (target(target={"about": "200", "by": END}), FEW),
    "twice the baseline of 100": (
        target(target={"relative": {"factor": "2"}, "by": END, "comparison": "at_least"}), FEW
    ),
    "50 more than the baseline of 100": (
        target(target={"relative": {"points": "50"}, "by": END, "comparison": "at_least"}), FEW
    ),
    "twice the baseline, which is not given": (
        target(baseline=None, target={"relative": {"factor": "2"}, "by": END, "comparison": "at_least"}), FEW
    ),
    "at least 200 by sampling": (target(method=text("抽样")), METHODS),
    "at least 200, however measured": (target(), METHODS),
    "a total of 200 over the year": (target(baseline=None, kind="flow", span=YEAR), TOTALS),
    "a total of 200, 120 of it by the middle": (
        target(baseline=None, kind="flow", span=YEAR, steps=({"value": "120", "by": "2023-06-30",
               "comparison": "at_least"},)), TOTALS
    ),
    "steps alone, to 150 and to 200": (
        target(target=None, steps=(goal("150", MID), goal("200"))), FEW
    ),
    "steps to 150 and to 180, then 200": (target(steps=(goal("150", MID), goal("180", "2023-10-01"))), FEW),
    "a number that is called qualitative": (target(qualitative=True, target=None), FEW[:2]),
    "no number": (target(target=None), [[], [Given("略", MID), Given("略", END, "b")]]),
}  # fmt: skip


@functools.cache
def locale() -> Locale:
    return open_locales(REAL, ("en",))["en"]


def words(told: Message | Several) -> str:
    return locale().sentence(told).text


def rows(aim: Target, figures: Sequence[Sequence[Given]]) -> Iterator[str]:
    for given in figures:
        yield f"  {'; '.join(map(str, given)) or 'nothing'}"
        made = [one.made(line) for line, one in enumerate(given, 10)]
        days: dict[tuple[str, ...], list[str]] = {}
        for as_of in ("2023-08-01", END, LATER):
            days.setdefault(tuple(told(outcome(aim, made, day(as_of), {"a", "b", "p"}))), []).append(as_of)
        for lines, of in days.items():
            yield f"    {', '.join(of)}: {lines[0]}"
            yield from (f"      {line}" for line in lines[1:])


def told(found: Outcome) -> Iterator[str]:
    shares = "" if found.shares is None else f" {found.shares[0]}..{found.shares[1]}"
    traced = " ".join(f"{one.role}@{one.line}={one.says}" for one in found.verdict.inputs)
    yield f"{found.value}{shares}: {words(found.verdict.arithmetic)}"
    yield f"{found.verdict.total}: {traced}; drawn {len(found.drawn)}; by {', '.join(found.based_on) or 'nobody'}"
    yield words(found_of_target(found))
    yield from (f"step {step.goal.by}: {step.value}: {words(step.arithmetic)}" for step in found.steps)


def test_the_table_of_targets_says_what_it_said(request: pytest.FixtureRequest) -> None:
    lines = []
    for name, (aim, figures) in AIMS.items():
        lines += [f"{name} (drawn at {drawn_goal(aim)})", *rows(aim, figures), ""]
    said = "\n".join(lines)
    if request.config.getoption("--bless"):
        GOLDEN.write_text(said, encoding="utf-8")
    assert said == GOLDEN.read_text(encoding="utf-8")
