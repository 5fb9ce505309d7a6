"""Keystrokes, clicks and minutes that one report costs in each of the three ways: YAML, workbook, form.

The same report is made in a scaffold and in a workbook, and both must say the same when they are read. What has to be
typed or clicked on the way is counted; the words of the report are not, since they are the same in all three. Minutes
are those of the keystroke-level model of Card, Moran and Newell (1983), for an average typist: no person was timed.
"""

from __future__ import annotations

import datetime
import io
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

REPO = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(REPO))

from generator.config import read_config  # noqa: E402 - the folder above is known only now
from generator.contribute.drafts import start_draft  # noqa: E402
from generator.contribute.scaffold import new_submission  # noqa: E402
from generator.contribute.workbook.take import take_workbook  # noqa: E402
from generator.contribute.workbook.write import write_workbook  # noqa: E402
from generator.load import read_catalog, read_submission  # noqa: E402
from generator.model import Submission  # noqa: E402

POLICY, AGENCY, PERIOD = "digital-village-2023", "sample-ministry", "2023-Q4"
AS_OF = datetime.date(2024, 3, 1)
DAY = "2024-01-18"
ASSIGNED = range(1, 8)  # tasks; each is reported on
STATES = {2: "completed", 3: "delayed"}  # all others are in progress
EVIDENCE = {
    "title": "示例公告",
    "publisher": "示例部门",
    "published": "2024-01-10",
    "url": "https://www.example.org/notice",
}
SUMMARY, REASON = "已按计划推进示例工作。", "示例原因。"

KEY, CLICK, THINK = 0.28, 1.3, 1.35  # seconds: a key; pointing and clicking; making up one's mind, once a field


@dataclass
class Effort:
    """What somebody has to do."""

    keys: int = 0
    clicks: int = 0
    fields: int = 0

    def minutes(self) -> float:
        """Return how long it takes somebody who makes no mistake."""
        return (self.keys * KEY + self.clicks * CLICK + self.fields * THINK) / 60


def prepared(folder: Path) -> Path:
    """Make a root in which the agency owes seven tasks and has never reported."""
    shutil.copytree(REPO / "data", folder / "data")
    shutil.copytree(REPO / "schemas", folder / "schemas")
    shutil.copy(REPO / "mkdocs.yml", folder)
    shutil.rmtree(folder / "data" / "submissions" / POLICY / AGENCY, ignore_errors=True)
    basis = "basis: {title: {zh: 示例}, publisher: {zh: 示例}}"
    rows = "".join(f'- {{agency: {AGENCY}, ref: "{number}", role: lead, {basis}}}\n' for number in ASSIGNED)
    (folder / "data" / "policies" / POLICY / "assignments.yml").write_text(rows, encoding="utf-8")
    return folder


def said() -> Iterator[tuple[str, str, str, str]]:
    """Yield the task, the field, the value and its sort of everything that is reported."""
    for number in ASSIGNED:
        ref, state = str(number), STATES.get(number, "in_progress")
        yield ref, "status", state, "choice"
        yield ref, "summary", SUMMARY, "words"
        if state == "delayed":
            yield ref, "reason", REASON, "words"
        if state == "completed":
            yield from ((ref, name, value, "words") for name, value in EVIDENCE.items())


def commands(effort: Effort, *lines: str) -> None:
    """Count lines that are typed, each with its end."""
    effort.keys += sum(len(line) + 1 for line in lines)


def by_yaml(root: Path) -> tuple[Effort, Submission]:
    """Fill in the scaffold, line by line, and bring it to the maintainers with git."""
    effort = Effort()
    commands(effort, f"python3 -m generator new submission {AGENCY} {PERIOD}")
    (text,) = new_submission(read_config(root), read_catalog(root)[0], AGENCY, PERIOD, POLICY).values()
    lines = [re.sub(r"  # .*$", "", line) for line in text.split("\n")]  # for comparison, notes are of no weight

    def typed(at: int, value: str, own: str = "") -> None:
        """Type a value at the end of a line; only what is not the report's own words counts."""
        lines[at] += f" {value}"
        effort.clicks, effort.fields, effort.keys = effort.clicks + 1, effort.fields + 1, effort.keys + 1 + len(own)

    typed(lines.index("submitted:"), DAY, DAY)
    starts = {match[1]: at for at, line in enumerate(lines) if (match := re.match(r'  - ref: "([0-9]+)"', line))}
    evidence = [f'    evidence:\n      - title: {{zh: "{EVIDENCE["title"]}"}}']
    for ref, name, value, sort in said():
        at = starts[ref]
        if name in EVIDENCE:
            continue
        if name == "reason":
            added = f'\n    reason: {{zh: "{value}"}}'
            lines[at] += added
            effort.keys += len(added) - len(value)
            effort.clicks, effort.fields = effort.clicks + 1, effort.fields + 1
            continue
        line = next(i for i in range(at, len(lines)) if lines[i].startswith(f"    {name}:"))
        typed(line if sort == "choice" else line + 1, value, value if sort == "choice" else "")
    evidence += [f"        {name}: {EVIDENCE[name]}" for name in ("published", "url")]
    evidence.append(f'        publisher: {{zh: "{EVIDENCE["publisher"]}"}}')
    lines[starts["2"]] += "\n" + "\n".join(evidence)
    effort.clicks, effort.keys = effort.clicks + 2 + 1, effort.keys + 4  # select the example of five lines, copy, paste
    effort.clicks, effort.keys = effort.clicks + 5, effort.keys + 5  # delete the sign at the head of each line
    effort.clicks, effort.keys, effort.fields = effort.clicks + 4, effort.keys + 4, effort.fields + 4
    kept = [line for line in lines if not re.fullmatch(r"\s+(en|zh):", line)]
    figures = next((at for at, line in enumerate(kept) if line.startswith("figures:")), len(kept))
    effort.clicks, effort.keys = effort.clicks + 1, effort.keys + 2  # what is not reported is selected and deleted
    path = Submission.FILE.format(policy=POLICY, agency=AGENCY, period=PERIOD)
    commands(effort, "python3 -m generator validate")
    commands(effort, f"git switch -c {AGENCY}-{PERIOD}", "git add data", f"git commit -m {PERIOD}", "git push")
    effort.clicks += 2  # open the pull request
    record, findings = read_submission("\n".join(kept[:figures]) + "\n", root, path)
    if record is None:
        raise SystemExit("\n".join(finding.en for finding in findings))
    return effort, record


def by_workbook(root: Path) -> tuple[Effort, Submission]:
    """Fill in the workbook, cell by cell, and mail it back."""
    effort = Effort(clicks=2)  # open the attachment
    catalog = read_catalog(root)[0]
    data = write_workbook(start_draft(root, catalog, AGENCY, PERIOD, POLICY), catalog.further_languages[0])
    book: Any = load_workbook(io.BytesIO(data))
    head, page = book["基本情况"], book["填报"]
    columns = {cell.value: cell.column for cell in page[1]}
    rows = {str(row[0].value): row[0].row for row in page.iter_rows(min_row=3) if row[0].value}
    names = {name: f"{name}.zh" for name in ("summary", "reason")}
    names |= {name: f"evidence.0.{name}{'.zh' if name in {'title', 'publisher'} else ''}" for name in EVIDENCE}

    def filled(cell: Any, value: str, sort: str) -> None:
        cell.value = value
        effort.fields += 1
        effort.clicks += 3 if sort == "choice" else 1  # the cell, and in its list the arrow and the name
        effort.keys += {"choice": 0, "date": len(value) + 1, "words": 1}[sort]

    day = next(row[2] for row in head.iter_rows() if row[0].value == "submitted")
    filled(day, DAY, "date")
    for ref, name, value, sort in said():
        filled(page.cell(rows[ref], columns[names.get(name, name)]), value, sort)
    effort.keys += 2  # save
    effort.clicks += 4  # answer, attach, choose, send
    output = io.BytesIO()
    book.save(output)
    taken = take_workbook(root, catalog, AS_OF, output.getvalue(), "effort.xlsx")
    record = read_submission(taken.text, root, taken.path)[0] if taken else None
    if record is None:
        raise SystemExit("the workbook was not taken")
    return effort, record


def by_form() -> Effort:
    """Fill in the form, control by control, and mail the file; a test walks through it in a browser."""
    effort = Effort(clicks=1 + 1)  # the link on the agency's page; the button that adds a source
    for _, name, value, sort in (("", "submitted", DAY, "date"), *said()):
        effort.fields += 1
        effort.clicks += 2 if sort == "choice" else 1
        effort.keys += len(value) if name == "submitted" else 0
    effort.clicks += 1 + 4  # check and download; write, attach, choose, send
    return effort


def main() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as folder:
        root = prepared(Path(folder))
        yaml, one = by_yaml(root)
        workbook, other = by_workbook(root)
    plain = [
        sorted((item.ref, item.status, item.summary.zh, len(item.evidence)) for item in side.reports)
        for side in (one, other)
    ]
    if plain[0] != plain[1]:
        raise SystemExit("the two do not say the same")
    words = sum(len(value) for _, _, value, sort in said() if sort == "words")
    print(f"{len(ASSIGNED)} tasks, one source, one reason; {words} characters of the report itself are not counted\n")
    print("| way | keys | clicks | fields | minutes |\n|---|---|---|---|---|")
    for name, effort in (("YAML and git", yaml), ("workbook by e-mail", workbook), ("form, file by e-mail", by_form())):
        print(f"| {name} | {effort.keys} | {effort.clicks} | {effort.fields} | {effort.minutes():.1f} |")


if __name__ == "__main__":
    main()
