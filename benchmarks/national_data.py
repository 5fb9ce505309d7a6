"""Make a data folder as a whole country would fill it: every county reports every quarter. Seeded, invented.

    python benchmarks/national_data.py TARGET [--agencies 2877] [--seed 2023]

The policy is the real one; agencies are numbered, marked as invented, and no report is about a real place.
Lengths, mixes of states, late, missing and disagreeing reports follow fixed shares.
"""

from __future__ import annotations

import argparse
import random
import shutil
from datetime import date, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
POLICY = "digital-village-2023"
PROVINCES = 34
QUARTERS = (
    ("2023-Q1", date(2023, 3, 31)),
    ("2023-Q2", date(2023, 6, 30)),
    ("2023-Q3", date(2023, 9, 30)),
    ("2023-Q4", date(2023, 12, 31)),
)
WORDS = (
    "完成推进建设平台覆盖村级站点培训农户系统上线数据共享试点验收资金到位设备安装"
    "网络光纤服务群众办理事项监测预警巡查整改"
)
TASKS = 26


def sentence(random_: random.Random, low: int, high: int) -> str:
    """Invent a line of Chinese of a plausible length."""
    return "".join(random_.choice(WORDS) for _ in range(random_.randint(low, high)))


def said(text: str) -> str:
    """Write a text with a translation, so that the rules have nothing to say of it."""
    return f"{{zh: {text}, en: Invented for a benchmark.}}"


def agency_ids(count: int) -> list[tuple[str, str, str | None]]:
    """List (id, kind, parent): provinces first, then counties spread over them."""
    provinces = [(f"province-{number:02d}", "province", None) for number in range(1, min(PROVINCES, count) + 1)]
    counties = [
        (f"county-{number:04d}", "county", provinces[number % len(provinces)][0])
        for number in range(1, count - len(provinces) + 1)
    ]
    return [*provinces, *counties]


def write_agency(folder: Path, id_: str, kind: str, parent: str | None) -> None:
    """Write an agency's file."""
    lines = ["name:", f"  zh: 虚构机构{id_}", f"kind: {kind}"]
    if parent:
        lines.append(f"parent: {parent}")
    (folder / f"{id_}.yml").write_text("\n".join(lines) + "\n", encoding="utf-8")


def submission(random_: random.Random, id_: str, period: str, end: date, before: dict[int, str]) -> str | None:
    """Write one quarter's submission; None where the agency did not report."""
    if random_.random() < 0.06:
        return None
    late = random_.random() < 0.1
    submitted = end + timedelta(days=random_.randint(21, 60) if late else random_.randint(1, 20))
    lines = [f"submitted: {submitted}", "provenance: agency", "reports:"]
    for task in range(1, TASKS + 1):
        old = before.get(task, "not_started")
        new = old
        if old != "completed":
            new = random_.choices(("not_started", "in_progress", "completed", "delayed"), (1, 8, 3, 0.6))[0]
        if old != "not_started" and new == "not_started":
            new = "in_progress"
        before[task] = new
        ref = f"{task}.1" if random_.random() < 0.2 else str(task)  # every task has a first clause
        lines += [f'  - ref: "{ref}"', f"    status: {new}", f"    summary: {said(sentence(random_, 15, 60))}"]
        if new == "delayed":
            lines.append(f"    reason: {said(sentence(random_, 8, 30))}")
        if new == "completed" or random_.random() < 0.15:
            lines += [
                "    evidence:",
                f"      - title: {{zh: {sentence(random_, 8, 20)}}}",
                f"        publisher: 虚构机构{id_ if random_.random() < 0.6 else '新闻社'}",
                f"        published: {end - timedelta(days=random_.randint(0, 60))}",
                f"        url: https://{id_}.example.org/{period}/{task}",
            ]
    return "\n".join(lines) + "\n"


def write_data(target: Path, count: int, seed: int) -> int:
    """Fill `target` with the real policy and `count` invented agencies; returns the number of submissions."""
    random_ = random.Random(seed)  # noqa: S311 - nothing secret
    for name in ("locales", "policies"):
        shutil.copytree(ROOT / "data" / name, target / "data" / name)
    agencies = target / "data" / "agencies"
    shutil.copytree(ROOT / "data" / "agencies", agencies)
    written = 0
    for id_, kind, parent in agency_ids(count):
        write_agency(agencies, id_, kind, parent)
        folder = target / "data" / "submissions" / POLICY / id_
        folder.mkdir(parents=True)
        before: dict[int, str] = {}
        for period, end in QUARTERS:
            text = submission(random_, id_, period, end, before)
            if text is not None:
                (folder / f"{period}.yml").write_text(text, encoding="utf-8")
                written += 1
    return written


def main() -> None:
    """Make the folder."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("target", type=Path)
    parser.add_argument("--agencies", type=int, default=2877)
    parser.add_argument("--seed", type=int, default=2023)
    arguments = parser.parse_args()
    print(write_data(arguments.target, arguments.agencies, arguments.seed), "submissions")


if __name__ == "__main__":
    main()
