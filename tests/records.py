"""Records made in code, each with no more in it than a test asks for: what is not given is harmless."""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from generator.model import (
    ORIGIN,
    Agency,
    Amount,
    Assignment,
    Catalog,
    Evidence,
    LocaleFile,
    Localized,
    Measurement,
    Origin,
    Policy,
    Report,
    Submission,
    Target,
    Task,
    Term,
)
from generator.model.policy import PolicyFile


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def text(zh: str, **translations: str) -> Localized:
    return Localized.model_validate({"zh": zh, **translations})


def source(**values: Any) -> dict[str, Any]:
    return {"title": text("公报"), "publisher": text("某社"), **values}


def agency(id_: str = "bureau", kind: str = "central", **values: Any) -> Agency:
    return Agency.model_validate({"@agency": id_, "name": text(f"{id_}局"), "kind": kind, **values})


def policy_file(id_: str, start: str, end: str, **values: Any) -> PolicyFile:
    return PolicyFile.model_validate(
        {
            ORIGIN: Origin(PolicyFile.FILE.format(policy=id_)),
            "@policy": id_,
            "title": text(f"{id_}办法"),
            "issued": start,
            "issuers": ("bureau",),
            "period": {"from": start, "to": end},
            "reporting": {"frequency": "quarterly", "due_days": "20"},
            "source": source(),
            "areas": ({"number": "1", "title": text("总则")},),
            **values,
        }
    )


def task(number: int, clauses: int, policy_id: str = "plan") -> Task:
    """A task of so many clauses."""
    return Task.model_validate(
        {
            "@policy": policy_id,
            "@task": str(number),
            "area": "1",
            "title": text(f"任务{number}"),
            "clauses": tuple({"id": f"{number}.{n}", "text": text(f"第{n}句。")} for n in range(1, clauses + 1)),
        }
    )


def target(id_: str = "libraries", **values: Any) -> Target:
    """A target of 200 by the end of 2023, from 100 at its beginning."""
    return Target.model_validate(
        {
            "id": id_,
            "goal": "g1",
            "quote": ("x",),
            "title": text(f"{id_}数"),
            "unit": text("座"),
            "baseline": {"value": "100", "as_of": "2023-01-01", "source": source()},
            "target": {"value": "200", "by": "2023-12-31", "comparison": "at_least"},
            "tasks": ("1",),
            **values,
        }
    )


def assignment(agency_id: str = "bureau", ref: str = "1", role: str = "lead") -> Assignment:
    return Assignment.model_validate({"agency": agency_id, "ref": ref, "role": role, "basis": source()})


def term(id_: str, name: str, *forms: str) -> Term:
    return Term.model_validate(
        {"id": id_, "kind": "term", "name": text(name), "forms": forms, "english": {"status": "ours"}}
    )


def locale(id_: str, strings: Mapping[str, Any] = {}, **values: Any) -> LocaleFile:
    given = {"@locale": id_, "name": id_, "short": id_, "lang": id_, "babel": "en", "strings": dict(strings)}
    return LocaleFile.model_validate(given | values)


def policy(
    id_: str = "plan",
    *,
    start: str = "2023-01-01",
    end: str = "2023-12-31",
    clauses: Iterable[int] = (2, 1),
    targets: Iterable[Target] = (),
    assignments: Iterable[Assignment] = (),
    glossary: Iterable[Term] = (),
    **values: Any,
) -> Policy:
    """A policy whose tasks have so many clauses each."""
    tasks = tuple(task(number, count, id_) for number, count in enumerate(clauses, 1))
    rows = tuple(assignments)
    return Policy(policy_file(id_, start, end, **values), tasks, tuple(targets), tuple(glossary), rows, assigned=rows)


def evidence(**values: Any) -> Evidence:
    return Evidence.model_validate({**source(), "url": "https://news.example.org/a", **values})


def report(ref: str = "1", status: str = "in_progress", **values: Any) -> Report:
    return Report.model_validate({"ref": ref, "status": status, "summary": text("开工了。"), **values})


def figure(value: str | None = "150", as_of: str = "2023-03-31", target_id: str = "libraries", **values: Any) -> Any:
    number = {"value": Amount(Decimal(value.rstrip("%")), value.endswith("%"))} if value is not None else {}
    return Measurement.model_validate({"target": target_id, "as_of": as_of, **number, **values})


def submission(
    period: str = "2023-Q1",
    submitted: str = "2023-04-10",
    *,
    by: str = "bureau",
    to: str = "plan",
    provenance: str = "agency",
    reports: Iterable[Report] = (),
    figures: Iterable[Measurement] = (),
) -> Submission:
    """What an agency (`by`) reports on a policy (`to`): its reports and figures stand on lines 10, 20 and so on."""
    path = Submission.FILE.format(policy=to, agency=by, period=period)
    lines = itertools.count(10, 10)
    return Submission.model_validate(
        {
            ORIGIN: Origin(path),
            "@policy": to,
            "@agency": by,
            "@period": period,
            "submitted": submitted,
            "provenance": provenance,
            "reports": tuple(one.model_copy(update={"origin": Origin(path, next(lines))}) for one in reports),
            "figures": tuple(one.model_copy(update={"origin": Origin(path, next(lines))}) for one in figures),
        }
    )


def catalog(
    *submissions: Submission,
    policies: Iterable[Policy] | None = None,
    agencies: Iterable[Agency] | None = None,
    locales: Iterable[LocaleFile] = (),
    unread: Iterable[str] = (),
) -> Catalog:
    """A catalog of what was submitted; by itself it has one policy and the bureau that issued it."""
    return Catalog(
        {one.id: one for one in locales},
        {one.id: one for one in ((agency(),) if agencies is None else agencies)},
        {one.id: one for one in ((policy(),) if policies is None else policies)},
        submissions,
        frozenset(unread),
    )
