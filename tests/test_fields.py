"""Every field of the model stands on a page, or in a list of those that are hidden on purpose."""

from __future__ import annotations

import copy
import datetime
import itertools
import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from decimal import Decimal
from html import unescape
from typing import Annotated, Any, Literal, get_args, get_origin

import pytest
import yaml
from pydantic import TypeAdapter, ValidationError

from generator.config import read_config
from generator.findings import Severity
from generator.model import (
    Agency,
    Amount,
    Assignment,
    Group,
    Localized,
    PolicyFile,
    PublicRecord,
    Record,
    Source,
    Submission,
    Target,
    Task,
    Term,
)
from generator.model.record import record_in
from generator.pipeline import build
from generator.website.locales import Locale
from tests.roots import make_root
from tests.sitefiles import Site

HIDDEN = {
    "Citation.copy_seen": "which copy was read: pages say that it was one",
    "Search.found": "pages list the statements themselves",
    "Agency.owners": "written to CODEOWNERS, for the forge",
    "Localized.zh_hash": "says what a translation was made from: pages say whether it is out of date",
    "Reporting.revised": "stands in the calendar file, as the number and the day of the last change of due days",
    "Term.english_forms": "finds the term in English texts",
    "Term.forms": "finds the term in Chinese texts",
}
"""Fields whose values stand on no page, and why."""

FIXED: dict[str, Any] = {
    "Citation.copy_seen": "a copy",
    "Citation.dateline": "true",
    "Citation.described_title": "true",
    "PublishedEvidence.relayed": "false",
    "PublishedFigure.about": None,
    "PublishedFigure.agency": "some-body",
    "PublishedFigure.at_least": None,
    "PublishedFigure.at_most": None,
    "PublishedFigure.between": None,
    "PublishedFigure.from": "2022-12-01",
    "PublishedFigure.less_than": None,
    "PublishedFigure.more_than": None,
    "PublishedFigure.as_of": "2023-03-31",
    "PublishedFigure.target": "some-target",
    "Search.found": "0",
    "Search.ref": "1.1",
    "Statement.about": ["1"],
    "Statement.agency": "some-body",
    "Statement.as_of_basis": "report",
    "Statement.closeness": "partly",
    "Statement.context_for": [],
    "Statement.id": "some-statement",
    "Statement.related": [],
    # what names something else, or must agree with it
    "Agency.code": "123456",
    "Agency.from": "1998",
    "Agency.kind": "central",
    "Agency.parent": "parent-body",
    "Agency.sample": "false",
    "Area.run_in": "true",
    "Block.box": "true",
    "Block.id": "x1.1",
    "Block.paragraph": "true",
    "Block.table": None,  # set below: a block has a text or a table
    "Clause.box": "true",
    "Clause.paragraph": "true",
    "Agency.successor": "parent-body",
    "Agency.until": "2023-06-30",
    "Area.number": "1",
    "Assignment.agency": "some-body",
    "Assignment.from": "2023-03-01",
    "Assignment.group": None,  # a row of its own, below
    "Assignment.ref": "1",
    "Assignment.role": "lead",
    "Assignment.until": "2023-09-30",
    "Clause.id": "1.1",
    "Evidence.relayed": "true",
    "Jurisdiction.agency": None,  # below the centre only
    "Jurisdiction.kind": "central",
    "Measurement.about": None,  # a figure is stated in one way: see test_figures_are_shown_as_they_are_stated
    "Measurement.at_least": None,
    "Measurement.at_most": None,
    "Measurement.between": None,
    "Measurement.from": "2022-12-01",
    "Measurement.less_than": None,
    "Measurement.more_than": None,
    "Measurement.target": "some-target",
    "Members.ids": ["some-body"],
    "Members.kind": None,
    "Period.from": "2023-01-01",
    "Period.to": "2023-12-31",
    "PolicyFile.issuers": ["some-body"],
    "PolicyFile.timezone": "Asia/Shanghai",
    "Numbering.area": "第{n}部",
    "Numbering.task": "第{n}件",
    "Report.ref": "1",
    "Report.status": "completed",
    "Reporting.frequency": "quarterly",
    "Reporting.due_days": "20",
    "PolicyFile.language": "zh",
    "Responsible.paragraph": "false",
    "Section.area": "1",
    "Section.number": "1",
    "Section.run_in": "false",
    "Sentence.box": "true",
    "Sentence.id": None,  # numbered below
    "Sentence.paragraph": "true",
    "Submission.corrects": None,  # of a revision
    "Submission.provenance": "agency",
    "Submission.submitted": "2023-04-11",
    "Submission.withdrawn": None,
    "Target.decided_by": ["some-body"],
    "Target.goal": "g1",
    "Target.id": "some-target",
    "Target.kind": "flow",
    "Target.qualitative": "false",
    "Target.quote": None,  # set below, from the goal
    "Target.sentence": "g1",
    "Target.tasks": ["1"],
    "TargetValue.about": None,
    "TargetValue.between": None,
    "TargetValue.by": "2023-12-31",
    "TargetValue.comparison": "at_least",
    "TargetValue.relative": None,
    "TargetValue.tolerance": None,
    "Task.area": "1",
    "Task.run_in": "true",
    "Task.section": "1",
    "Task.deadline": "2023-11-30",
    "Term.forms": [],
    "Term.generic": "false",
    "Topic.id": None,  # set below
    "Topic.tasks": ["1"],
    "Term.name": None,  # set below, from the clause
}

_numbers = itertools.count(1)


def fields_of(kind: type[Record]) -> Iterator[tuple[str, str, Any]]:
    """Yield a record's fields: the name in a file, the qualified name, and what pydantic knows of it."""
    for name, field in kind.model_fields.items():
        written = field.alias or name
        if not written.startswith("@"):
            yield written, f"{kind.__name__}.{written}", field


class Filled:
    """Records with every field filled in, each value another; and which value is whose."""

    def __init__(self) -> None:
        self.values: dict[str, set[str]] = {}  # by qualified name of the field

    def record(self, kind: type[Record], where: str = "") -> dict[str, Any]:
        where = where or kind.__name__
        made: dict[str, Any] = {}
        for name, qualified, field in fields_of(kind):
            if qualified in FIXED:
                if FIXED[qualified] is not None:
                    made[name] = FIXED[qualified]
                continue
            inner = record_in(field.annotation)
            is_list = "tuple" in str(field.annotation)
            if qualified == "Localized.zh_hash":
                continue
            value = (
                self.text(where, name)
                if inner is Localized
                else self.record(inner, f"{where}.{name}")
                if inner
                else self.value(f"{where}.{name}", field, is_list=is_list)
            )
            made[name] = [value] if is_list else value
        return made

    def text(self, where: str, name: str) -> dict[str, str]:
        text = f"标记{next(_numbers):04d}号"
        self.values.setdefault(f"{where}.{name}", set()).add(text)
        return {"zh": text}

    def value(self, where: str, field: Any, *, is_list: bool) -> str:
        """Find a value that a field takes, of whatever type it is, and that no other field has."""
        if choices := literals(field.annotation):
            return choices[0]
        annotation: Any = field.annotation
        if field.metadata:
            annotation = Annotated[(annotation, *field.metadata)]
        adapter: TypeAdapter[Any] = TypeAdapter(annotation)
        number = next(_numbers)
        for make in _SAMPLES:
            text = make(number)
            try:
                adapter.validate_python((text,) if is_list else text)
            except (ValidationError, ValueError):
                continue
            self.values.setdefault(where, set()).add(text)
            return text
        raise AssertionError(f"no value fits {where}")


_SAMPLES: tuple[Callable[[int], str], ...] = (
    lambda number: f"标记{number:04d}号",
    lambda number: f"https://mark{number:04d}.example.org/",
    lambda number: f"mark{number:04d}.example.org",
    lambda number: f"mark{number:04d}@example.org",
    lambda number: f"@mark{number:04d}",
    lambda number: f"mark{number:04d}",
    lambda number: str(datetime.date(2023, 1, 1) + datetime.timedelta(days=number % 90)),
    lambda number: str(number + 1000),
)


def literals(annotation: Any) -> list[str]:
    """The values of a field that offers some to choose from."""
    if get_origin(annotation) is Literal:
        return list(get_args(annotation))
    return [value for part in get_args(annotation) if not isinstance(part, str) for value in literals(part)]


@pytest.fixture(scope="module")
def filled() -> Filled:
    return Filled()


@pytest.fixture(scope="module")
def full_site(filled: Filled, tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A site of one policy, one agency and one submission in which every field has a value."""
    root = make_root(tmp_path_factory.mktemp("fields"), "two-policies")
    for folder in ("policies", "agencies"):
        shutil.rmtree(root / "data" / folder)
    policy, task = filled.record(PolicyFile), filled.record(Task)
    for kind in ("head", "preamble", "goals", "closing", "foot"):
        policy[kind][0]["id"] = f"{kind[0]}1"
    policy["topics"][0]["id"] = "some-topic"
    for kind in ("areas", "sections"):
        policy[kind][0]["opening"][0]["id"] = f"{kind[0]}1.1"
    policy["annexes"][0]["blocks"].append({"table": [["甲栏", "乙栏"]]})
    (clause,) = task["clauses"]
    changes = {  # later than the issue, in order, and so that the report is on what is in force
        "Task.added": (task["added"], "2023-04-03"),
        "Task.clauses.added": (clause["added"], "2023-04-04"),
        "Task.clauses.amended": (clause["amended"][0], "2023-04-05"),
        "Task.clauses.repealed": (clause["repealed"], "2023-12-06"),
        "Task.repealed": (task["repealed"], "2023-12-07"),
    }
    for name, (change, day) in changes.items():
        change["on"], filled.values[f"{name}.on"] = day, {day}
    target, term, submission = filled.record(Target), filled.record(Term), filled.record(Submission)
    target["quote"] = [policy["goals"][0]["text"]["zh"]]
    in_words = {"id": "some-words", "goal": "g1", "quote": [*target["quote"]], "title": {"zh": "文字指标"}}
    term["name"] = {"zh": task["clauses"][0]["text"]["zh"][:5]}
    (figure,) = submission["figures"]
    statement = {"target": "some-words", "text": figure.pop("text"), "as_of": "2023-03-31"}
    submission["figures"].append(statement)
    record = filled.record(PublicRecord)
    (published,) = record["statements"]  # where its time is put into words, the dates are not shown
    in_dates = {name: value for name, value in published.items() if name != "as_of_text"}
    record["statements"].append(copy.deepcopy(in_dates) | {"id": "other-statement"})
    files = {
        "public-record/whole/2023.yml": record,
        "agencies/some-body.yml": filled.record(Agency),
        "agencies/parent-body.yml": {"name": {"zh": "上级机构"}, "kind": "central"},
        "policies/whole/policy.yml": policy,
        "policies/whole/tasks/01.yml": task,
        "policies/whole/targets.yml": [target, in_words | {"qualitative": "true"}],
        "policies/whole/glossary.yml": [term],
        "groups/some-group.yml": filled.record(Group),
        "policies/whole/assignments.yml": [
            filled.record(Assignment),
            {"group": "some-group", "ref": "1.1", "role": "joint", "basis": filled.record(Source)},
        ],
        "submissions/whole/some-body/2023-Q1.yml": submission,
    }
    for name, content in files.items():
        path = root / "data" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), encoding="utf-8")
    built = build(
        read_config(root),
        as_of=datetime.date(2023, 5, 1),
        site_dir=root / "site",
        jobs=1,
        strict=False,
        progress=lambda _step: None,
    )
    assert built.pages, [finding for finding in built.findings if finding.severity is Severity.ERROR]
    return Site(root)


def forms(value: str, locale: Locale) -> set[str]:
    """How a value may stand on a page: as it is, or as a day or a number in the reader's language."""
    found = {value}
    with suppress(ValueError):
        found.add(locale.date(datetime.date.fromisoformat(value)))
    with suppress(ValueError):
        found.add(locale.number(int(value)))
        found.add(locale.amount(Amount(Decimal(value))))
    return found


def test_every_field_stands_on_a_page_or_in_the_list_of_hidden_ones(full_site: Site, filled: Filled) -> None:
    default = full_site.config.locales[0]
    text = unescape("".join(full_site.html(path) for path in full_site.paths))
    locale = full_site.locales[default]
    shown = {
        where
        for where, values in filled.values.items()
        if all(any(form in text for form in forms(value, locale)) for value in values)
    }
    hidden = {where for where in filled.values if where not in shown}
    forgotten = sorted(where for where in hidden if short(where) not in HIDDEN)
    assert not forgotten, "these stand on no page: " + ", ".join(forgotten)


def test_every_hidden_field_exists() -> None:
    kinds = {kind.__name__: kind for kind in every_record()}
    for name in HIDDEN:
        kind, _, field = name.partition(".")
        assert field in {written for written, _, _ in fields_of(kinds[kind])}, name


def every_record() -> set[type[Record]]:
    """Every kind of record that data files hold, with those inside."""
    found: set[type[Record]] = set()
    pending: list[type[Record]] = [Agency, Group, PolicyFile, Task, Target, Term, Assignment, Submission, PublicRecord]
    while pending:
        kind = pending.pop()
        if kind not in found:
            found.add(kind)
            pending += filter(None, (record_in(field.annotation) for _, _, field in fields_of(kind)))
    return found


def short(where: str) -> str:
    """The qualified name of a field, whatever record it was reached through."""
    *_, kind, field = where.split(".")
    return f"{kind[:1].upper()}{kind[1:]}.{field}"
