"""Generate the data folder of a whole country, in which every county reports every quarter. Seeded, invented.

    python benchmarks/national_data.py TARGET [--agencies 2877] [--seed 2023]

The policy is the real one. Agencies, their names and their reports are invented and marked as such; none is about
a real place. Each agency has its own random generator, so that it is the same among 300 as among 2,877. Fixed
shares of the submissions are late or missing. Agencies follow their province's course of each task or differ from
it. Provinces owe reports on every task and give figures for the policy's numeric targets. Some texts are not
translated. As for a real country, the data cause warnings, but no errors.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parent.parent
POLICY = "digital-village-2023"
ISSUED = date(2023, 4, 13)  # no evidence of it and no report on it is older
AS_OF = "2024-03-31"  # a day after the latest reports of the last quarter
PROVINCES = 34
QUARTERS = (
    ("2023-Q1", date(2023, 3, 31)),
    ("2023-Q2", date(2023, 6, 30)),
    ("2023-Q3", date(2023, 9, 30)),
    ("2023-Q4", date(2023, 12, 31)),
)
NEVER = len(QUARTERS)

MISSING = 0.03  # of the submissions
LATE = 0.1
UNTRANSLATED = 0.02  # of the agencies
OWN_COURSE = 0.2  # of an agency's tasks: those that take another course than in its province
NOT_APPLICABLE = 0.02
DELAYED = 0.05
STILL = 0.04  # of the reports on work in progress: those with evidence

# No real place is named after the sexagenary cycle.
STEMS = "甲乙丙丁戊己庚辛壬癸"
BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
THIRDS = "元亨利贞仁义礼智信忠孝廉和平康宁福禄寿喜春夏秋冬风花雪月梅兰竹菊琴棋书画诗酒茶香金银铜铁玉石珠贝松柏"

DONE = (
    ("新建村级站点{}个", "{} village stations built"),
    ("培训农户{}人次", "{} farmers trained"),
    ("走访核查{}户", "{} households visited"),
    ("接入平台{}个", "{} platforms connected"),
    ("办理群众事项{}件", "{} requests handled"),
    ("整改隐患{}处", "{} hazards removed"),
    ("汇聚共享数据{}万条", "{} × 10,000 records shared"),
    ("到位资金{}万元", "{} × 10,000 yuan received"),
    ("升级乡村光纤{}公里", "{} km of fibre upgraded"),
    ("遴选试点{}个", "{} pilots chosen"),
)
AHEAD = ("已列入年度计划，尚未动工", "planned for this year; not begun")
REASONS = (
    ("设备到货延后{}天", "equipment came {} days late"),
    ("资金未到位，缺口{}万元", "{} × 10,000 yuan are missing"),
    ("汛期停工{}天", "work stopped for {} days of floods"),
)
NONE = ("本地不涉及此项工作", "does not concern this place")
TITLES = ("{}年第{}期工作简报（虚构）", "关于{}年第{}批项目验收的通报（虚构）", "虚构乡村{}年建设纪实之{}")


@dataclass(frozen=True)
class Place:
    """An invented agency."""

    id: str
    kind: str
    own: str  # its name without its kind and its province
    parent: Place | None = None

    @property
    def zh(self) -> str:
        """Its full name, in Chinese."""
        return f"{self.parent.zh}{self.own}县" if self.parent else f"虚构{self.own}省"

    @property
    def en(self) -> str:
        """Its name in English."""
        from pypinyin import lazy_pinyin  # large, and not needed for the list of places

        return f"{''.join(lazy_pinyin(self.own)).capitalize()} {self.kind.capitalize()} (invented)"

    @property
    def host(self) -> str:
        """The host on which it publishes."""
        return f"{self.id}.example.org"


@dataclass(frozen=True)
class Course:
    """The course of a task in one place: the quarters (from 0) in which work begins and ends, if ever."""

    begins: int
    ends: int
    applies: bool = True

    def status(self, quarter: int, lot: random.Random) -> str:
        """Return the status in a quarter."""
        if not self.applies:
            return "not_applicable"
        if quarter < self.begins:
            return "not_started"
        if quarter >= self.ends:
            return "completed"
        return "delayed" if lot.random() < DELAYED else "in_progress"


@dataclass(frozen=True)
class Target:
    """A numeric target for which figures are invented: its baseline and goal, and their common unit."""

    id: str
    baseline: float
    wanted: float
    unit: str
    since: date | None  # the first day that its figures count, if they are totals


def lot_of(seed: int, name: str) -> random.Random:
    """Return the random generator for one name."""
    return random.Random(f"{seed} {name}")  # noqa: S311 - nothing secret


# --- the places


def places(count: int) -> list[Place]:
    """Return the agencies: provinces first, then counties spread over them."""
    cycle = [STEMS[number % 10] + BRANCHES[number % 12] for number in range(60)]
    provinces = [
        Place(f"province-{number + 1:02d}", "province", cycle[number])
        for number in range(min(PROVINCES, max(1, count // 3)))
    ]
    counties = [
        Place(
            f"county-{number + 1:04d}",
            "county",
            cycle[number % 60] + THIRDS[number // 60 % len(THIRDS)],
            provinces[number % len(provinces)],
        )
        for number in range(count - len(provinces))
    ]
    return [*provinces, *counties]


def agency(place: Place, *, translated: bool) -> str:
    """Return the text of an agency's file."""
    lines = ["name:", f"  zh: {place.zh}"]
    if translated:
        short_hash = hashlib.sha256(place.zh.encode()).hexdigest()[:8]
        lines += [f"  en: {place.en}", f"  zh_hash: {{en: {short_hash}}}"]
    lines += [f"kind: {place.kind}"]
    if place.parent:
        lines.append(f"parent: {place.parent.id}")
    return "\n".join([*lines, f"hosts: [{place.host}]", ""])


def assignments(provinces: list[Place], tasks: list[str]) -> str:
    """Return the assignments as YAML: every province reports on every task."""
    rows = [
        f"- agency: {place.id}\n  ref: {task}\n  role: {'lead' if place is provinces[0] else 'joint'}\n"
        f"  basis: {{title: {{zh: 虚构分工方案}}, publisher: {{zh: {place.zh}}}, published: 2023-04-20}}\n"
        for place in provinces
        for task in tasks
    ]
    return "".join(rows)


# --- reports and figures


def course(place: Place, task: str, seed: int) -> Course:
    """Draw the course of a task in a place: its province's, a quarter earlier or later at most, or one of its own."""
    lot = lot_of(seed, f"{place.id} {task}")
    if lot.random() < NOT_APPLICABLE:
        return Course(0, 0, applies=False)
    if place.parent is None or lot.random() < OWN_COURSE:
        begins = lot.choices((0, 1, 2, NEVER), (6, 3, 1, 0.3))[0]
        return Course(begins, begins + lot.choices((1, 2, 3, NEVER), (0.5, 1.5, 3, 7))[0])
    usual = course(place.parent, task, seed)
    begins = max(0, usual.begins + lot.choice((-1, 0, 0, 0, 1)))
    return Course(begins, max(begins + 1, usual.ends + lot.choice((-1, 0, 0, 0, 1))))


def said(key: str, zh: str, en: str, *, translated: bool) -> list[str]:
    """Return the lines of a text of a report, with its translation if there is one."""
    lines = [f"    {key}:", f"      zh: {zh}"]
    return [*lines, f"      en: {en}"] if translated else lines


def phrases(choices: tuple[tuple[str, str], ...], lot: random.Random, count: int) -> tuple[str, str]:
    """Draw phrases, each with a number, in Chinese and English."""
    drawn = [(zh, en, lot.randint(2, 600)) for zh, en in lot.sample(choices, count)]
    return "，".join(zh.format(number) for zh, _, number in drawn), "; ".join(
        en.format(number) for _, en, number in drawn
    )


def evidence(place: Place, period: str, end: date, name: str, lot: random.Random) -> list[str]:
    """Return the lines of one piece of evidence, published by the agency or by others."""
    own = lot.random() < 0.6
    host = place.host if own else f"news-{lot.randint(1, 40)}.example.org"
    return [
        "    evidence:",
        "      - title:",
        f"          zh: {lot.choice(TITLES).format(end.year, lot.randint(1, 400))}",
        f"        publisher: {place.zh if own else '虚构新闻社'}",
        f"        published: {max(ISSUED, end - timedelta(days=lot.randint(0, 60)))}",
        f"        url: https://{host}/{period}/{name}",
    ]


def report(place: Place, ref: str, status: str, quarter: int, lot: random.Random, *, translated: bool) -> Iterator[str]:
    """Yield the lines of a report on a task or clause."""
    period, end = QUARTERS[quarter]
    yield f'  - ref: "{ref}"'
    yield f"    status: {status}"
    if status in {"not_started", "not_applicable"}:
        zh, en = AHEAD if status == "not_started" else NONE
    else:
        zh, en = phrases(DONE, lot, lot.choices((1, 2, 3, 6), (5, 5, 1.5, 0.2))[0])
    yield from said("summary", f"{zh}。", f"{en}.", translated=translated)
    if status == "delayed":
        zh, en = phrases(REASONS, lot, 1)
        yield from said("reason", f"{zh}。", f"{en}.", translated=translated)
    if status == "completed" or (status == "in_progress" and lot.random() < STILL):
        yield from evidence(place, period, end, ref, lot)


def figure(place: Place, target: Target, quarter: int, seed: int, lot: random.Random) -> Iterator[str]:
    """Yield the lines of a province's figure for a target, with a reason if it falls."""
    period, end = QUARTERS[quarter]
    pace = lot_of(seed, f"{place.id} {target.id}").uniform(0.5, 1.6)
    falls = quarter == NEVER - 1 and pace < 0.7
    way = pace * (quarter + 1 - 2 * falls) / NEVER
    value = target.baseline + (target.wanted - target.baseline) * way
    yield f"  - target: {target.id}"
    yield f"    value: {value:.2f}{target.unit}"
    if target.since:
        yield f"    from: {target.since}"
    yield f"    as_of: {end}"
    if falls:
        yield from said("reason", "统计口径调整。", "Counted otherwise from this quarter on.", translated=True)
    yield from evidence(place, period, end, target.id, lot)


def submission(
    place: Place, quarter: int, clauses: dict[str, list[str]], targets: list[Target], seed: int
) -> str | None:
    """Return one quarter's submission; None if the agency did not report."""
    lot = lot_of(seed, f"{place.id} {quarter}")
    if lot.random() < MISSING:
        return None
    _, end = QUARTERS[quarter]
    days = lot.randint(21, 60) if lot.random() < LATE else lot.randint(1, 20)
    translated = is_translated(place, seed)
    lines = [
        f"submitted: {max(ISSUED, end + timedelta(days=days))}",
        "provenance: agency",
        "contact:",
        "  unit: {zh: 虚构数字乡村办公室, en: Invented digital village office}",
        f"  email: office@{place.host}",
        "reports:",
    ]
    further = set(lot.sample(sorted(clauses), lot.choice((0, 1, 1, 2))))  # tasks with an additional report on a clause
    for task, own in clauses.items():
        status = course(place, task, seed).status(quarter, lot)
        lines += report(place, task, status, quarter, lot, translated=translated)
        if task in further and status not in {"not_started", "not_applicable"}:
            lines += report(place, lot.choice(own), status, quarter, lot, translated=translated)
    mine = [target for target in targets if lot_of(seed, f"{place.id} figures {target.id}").random() < 0.4]
    if place.kind == "province" and mine:
        lines.append("figures:")
        for target in mine:
            lines += figure(place, target, quarter, seed, lot)
    return "\n".join([*lines, ""])


def is_translated(place: Place, seed: int) -> bool:
    """Return whether an agency gives English translations."""
    return lot_of(seed, f"{place.id} en").random() >= UNTRANSLATED


# --- the policy, and the folder


def read_clauses(policy: Path) -> dict[str, list[str]]:
    """Return the ids of each task's clauses, by the task's number."""
    found = {}
    for path in sorted((policy / "tasks").glob("*.yml")):
        task: Any = yaml.load(path.read_bytes(), yaml.CSafeLoader)
        found[str(int(path.stem))] = [str(clause["id"]) for clause in task["clauses"]]
    return found


def read_targets(policy: Path) -> list[Target]:
    """Return the targets that have a numeric goal and baseline in the same unit."""
    found = []
    for item in yaml.load((policy / "targets.yml").read_bytes(), yaml.CSafeLoader):
        if "baseline" in item and "target" in item:
            before, after = (
                re.fullmatch(r"([0-9.]+)(\D*)", str(item[part]["value"])) for part in ("baseline", "target")
            )
            if before and after and before[2] == after[2]:
                since = item["span"]["from"] if item.get("kind") == "flow" else None
                found.append(Target(item["id"], float(before[1]), float(after[1]), after[2], since))
    return found


def write_data(target: Path, count: int, seed: int) -> int:
    """Fill `target` with the real policy and `count` invented agencies; returns the number of submissions."""
    for name in ("locales", "policies"):
        shutil.copytree(ROOT / "data" / name, target / "data" / name)
    agencies = target / "data" / "agencies"
    shutil.copytree(ROOT / "data" / "agencies", agencies)
    policy = target / "data" / "policies" / POLICY
    clauses, targets = read_clauses(policy), read_targets(policy)
    all_places = places(count)
    provinces = [place for place in all_places if place.kind == "province"]
    (policy / "assignments.yml").write_text(assignments(provinces, list(clauses)), encoding="utf-8")
    written = 0
    for place in all_places:
        text = agency(place, translated=is_translated(place, seed))
        (agencies / f"{place.id}.yml").write_text(text, encoding="utf-8")
        folder = target / "data" / "submissions" / POLICY / place.id
        folder.mkdir(parents=True)
        for quarter, (period, _) in enumerate(QUARTERS):
            told = submission(place, quarter, clauses, targets, seed)
            if told is not None:
                (folder / f"{period}.yml").write_text(told, encoding="utf-8")
                written += 1
    return written


def main() -> None:
    """Generate the folder."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("target", type=Path)
    parser.add_argument("--agencies", type=int, default=2877)
    parser.add_argument("--seed", type=int, default=2023)
    arguments = parser.parse_args()
    print(write_data(arguments.target, arguments.agencies, arguments.seed), "submissions")


if __name__ == "__main__":
    main()
