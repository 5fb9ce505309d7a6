"""What the API answers: one definition from which its files are written and its description is made.

A record of the data files is published under its own field names: texts in every locale of the site, figures
as numbers. `ADDED` says what stands beside them. Fields without a value are left out.
"""

from __future__ import annotations

import datetime
import functools
import types
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel, ConfigDict, Field, create_model

from generator.assess import METHODS, STATES
from generator.model import (
    Agency,
    Amount,
    Area,
    Assignment,
    Clause,
    Localized,
    Measurement,
    PolicyFile,
    Record,
    Report,
    Sentence,
    Submission,
    Target,
    Task,
    Term,
)

VERSION = "1"  # of the API: a change that could break a program makes a new one, at a new address

Url = Annotated[str, Field(json_schema_extra={"format": "uri"})]
MethodCode = Annotated[str, Field(json_schema_extra={"enum": list(METHODS)})]
Day = datetime.date


class Answer(BaseModel):
    """A mapping of the API. Nothing stands in it that is not described here."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True, protected_namespaces=())


class Words(Answer):
    """A text of this site's own, by locale."""

    model_config = ConfigDict(extra="allow", frozen=True)
    __pydantic_extra__: dict[str, str] = Field(init=False)


class Text(Answer):
    """A text in Chinese and in every other locale that has it."""

    model_config = ConfigDict(extra="allow", frozen=True)
    __pydantic_extra__: dict[str, str] = Field(init=False)

    zh: str = Field(description="The Chinese, as it was published or submitted.")
    translation: dict[str, Literal["original", "derived", "current", "stale", "missing"]] = Field(
        description="How each locale came about: original; derived by script conversion; translated from the Chinese "
        "as it stands (current) or as it once stood (stale); missing, and then left out."
    )


class Number(Answer):
    """A figure."""

    value: int | float = Field(description="The number, in full: 1.9亿 is 190000000, 26.5% is 26.5.")
    percent: bool = Field(description="Whether it is a percentage.")


class Links(Answer):
    """Where else a thing stands."""

    api: Url | None = Field(None, description="Its own file in this API.")
    pages: dict[str, Url] | None = Field(None, description="Its permanent address on the site, by locale.")
    feeds: dict[str, Url] | None = Field(None, description="Its Atom feed, by locale.")
    agencies: dict[str, Url] | None = Field(None, description="Files of the agencies that it names, by their ids.")
    targets: Url | None = Field(None, description="File of its targets.")
    calendar: Url | None = Field(None, description="Its dates, as iCalendar.")
    badge: Url | None = Field(None, description="A picture of its state, as SVG.")


class Input(Answer):
    """Something that a verdict rests on."""

    path: str = Field(description="The data file.")
    line: int = Field(description="The line in it.", ge=1)
    date: Day = Field(description="The day that it holds for, or on which it was submitted.")
    agency: str = Field(description="Id of the agency that said it; empty for what the policy's own files say.")
    says: str = Field(description="What stands there.")


class Verdict(Answer):
    """What is concluded, and all that it was concluded from."""

    value: str = Field(description="The conclusion.")
    method: MethodCode = Field(description="Code of the method that concludes it; its text stands in index.json.")
    version: int = Field(description="Version of the method.")
    as_of: Day = Field(description="The day that it holds for.")
    arithmetic: Words = Field(description="How it came about, in words.")
    inputs: tuple[Input, ...] = Field(
        description="What it rests on. At most 100; the reports themselves stand in the files of tasks and agencies."
    )
    inputs_total: int = Field(description="How many there are in all.", ge=0)


class Progress(Answer):
    """How far clauses are by the latest reports."""

    counts: dict[Literal[STATES], int] = Field(description="Clauses in each state.")  # type: ignore[valid-type]
    total: int = Field(description="All clauses.", ge=0)
    reported: int = Field(description="Clauses that some agency has reported on.", ge=0)
    share: float | None = Field(
        None, description="Completed ÷ reported and applicable clauses; left out where there are none.", ge=0, le=1
    )
    verdict: Verdict = Field(description="What they make together.")


class Spot(Answer):
    """A part of the document in which a term stands."""

    kind: Literal["policy", "sentence", "area", "task", "clause"] = Field(description="What it is.")
    ref: str = Field(description="Its id or number.")


class Part(Answer):
    """A file with a part of a list that is too large for one."""

    api: Url = Field(description="Its address.")
    period: str = Field(description="The reporting period that it holds.")
    items: int = Field(description="How many items it holds.", ge=0)


class Meta(Answer):
    """What holds for the whole file."""

    api_version: str = Field(description="Version of the API.")
    as_of: Day = Field(description="The day that all of it holds for.")
    notice: Words = Field(description="What this is, and what it is not.")
    licence: Words = Field(description="On what terms it may be used, as far as is known.")
    index: Url = Field(description="The list of everything.")


@functools.cache
def published(record: type[Record]) -> type[Answer]:
    """Make the API's model of a record: its fields, and those that are added to it."""
    fields: dict[str, Any] = {
        field.alias or name: (
            Annotated[(_answer(field.annotation), *field.metadata)] if _is_plain(field.annotation) else
            _answer(field.annotation),
            Field(
                ... if field.is_required() or field.get_default(call_default_factory=True) is not None else None,
                description=field.description,
                json_schema_extra=field.json_schema_extra,
            ),
        )
        for name, field in record.model_fields.items()
        if not field.exclude
    }  # fmt: skip
    fields |= ADDED.get(record, {})
    name = {"PolicyFile": "Policy"}.get(record.__name__, record.__name__)
    return create_model(name, __base__=Answer, __doc__=record.__doc__, **fields)


def _is_plain(annotation: Any) -> bool:
    """Tell a text, number or date from what is published in another shape."""
    return isinstance(annotation, type) and not issubclass(annotation, (Record, Amount))


def _answer(annotation: Any) -> Any:
    """Put the API's models in the place of the data's records within a field's type."""
    if annotation is Localized:
        return Text
    if annotation is Amount:
        return Number
    if isinstance(annotation, type) and issubclass(annotation, Record):
        return published(annotation)
    origin, arguments = get_origin(annotation), tuple(map(_answer, get_args(annotation)))
    if origin is Annotated:
        return _answer(get_args(annotation)[0]) if arguments[0] in (Text, Number) else annotation
    if origin in (Union, types.UnionType):
        return Union[arguments]  # noqa: UP007 - made of a tuple
    if origin is tuple:
        return tuple.__class_getitem__(arguments)
    return annotation


def _links(what: str) -> Any:
    return (Links, Field(description=f"Where {what} stands."))


_PROGRESS = (Progress, Field(description="How far it is by the latest reports."))
_PATH = (str, Field(description="The data file that says so."))
_LINE = (int, Field(description="The line in it.", ge=1))
_STATED: dict[str, Any] = {  # beside what an agency says in a submission
    "agency": (str, Field(description="Id of the agency that says so.")),
    "period": (str, Field(description="The period reported on, such as 2023-Q4.")),
    "submitted": (Day, Field(description="Day of the submission.")),
    "provenance": (
        Literal["agency", "public-record"],
        Field(description="Who vouches for it: the agency, or what was published, compiled by this site."),
    ),
    "path": _PATH,
    "line": _LINE,
}

ADDED: dict[type[Record], dict[str, Any]] = {
    Sentence: {"links": _links("it")},
    Clause: {"links": _links("it"), "progress": _PROGRESS},
    Area: {
        "links": _links("it"),
        "tasks": (tuple[int, ...], Field(description="Numbers of its tasks.")),
        "progress": _PROGRESS,
    },
    Term: {
        "links": _links("it"),
        "stands_in": (tuple[Spot, ...], Field(description="Where the text names it.")),
    },
    Report: {
        **_STATED,
        "evidence_level": (
            Literal["none", "own", "independent"],
            Field(description="Whether its evidence is the agency's own or somebody else's (method A401)."),
        ),
        "links": _links("what it is about"),
    },
    Measurement: {**_STATED, "links": _links("its target")},
}


class Duty(Answer):
    """What an assignment asks for in a period, and how it was met."""

    policy: str = Field(description="Id of the policy.")
    ref: str = Field(description="The task (1) or clause (1.2).")
    role: Literal["lead", "joint", "support"] = Field(description="The agency's part in it.")
    period: str = Field(description="The reporting period.")
    due: Day = Field(description="Day by which the report is due.")
    verdict: Verdict = Field(description="on_time, late, overdue, not_yet_due or not_required.")


class Outcome(Answer):
    """What is known of a target's result."""

    value: Literal["met", "not_met", "on_track", "off_track", "disputed", "no_verified_figure", "qualitative"] = Field(
        description="The conclusion."
    )
    share: float | None = Field(
        None, description="(value − baseline) ÷ (target − baseline); left out where it can't be told."
    )
    latest: tuple[published(Measurement), ...] = Field(  # type: ignore[valid-type]
        description="The figures that decide it."
    )
    history: tuple[published(Measurement), ...] = Field(  # type: ignore[valid-type]
        description="All figures, the oldest day first."
    )
    verdict: Verdict = Field(description="The conclusion with what it rests on.")


ADDED[Target] = {
    "links": _links("it"),
    "outcome": (Outcome, Field(description="What is known of its result.")),
}
ADDED[Submission] = {
    "policy": (str, Field(description="Id of the policy.")),
    "period": (str, Field(description="The period reported on, such as 2023-Q4.")),
    "path": _PATH,
}


class TaskSummary(Answer):
    """A task in the list of a policy's tasks."""

    number: int = Field(description="Its number.")
    area: int = Field(description="Number of its area.")
    title: Text = Field(description="Its title.")
    clauses: tuple[str, ...] = Field(description="Ids of its clauses.")
    state: Literal[STATES] = Field(description="Its state by the latest reports.")  # type: ignore[valid-type]
    links: Links = Field(description="Where it stands.")


class TargetSummary(Answer):
    """A target in the list of a policy's targets."""

    id: str = Field(description="Its permanent id.")
    title: Text = Field(description="What is measured.")
    outcome: str = Field(description="What is known of its result.")
    links: Links = Field(description="Where it stands.")


class Totals(Answer):
    """How much there is of a policy and its reports."""

    areas: int = Field(description="Areas.")
    tasks: int = Field(description="Tasks.")
    clauses: int = Field(description="Clauses.")
    targets: int = Field(description="Targets.")
    terms: int = Field(description="Terms in the glossary.")
    submissions: int = Field(description="Submissions up to the day.")
    reports: int = Field(description="Reports in them.")
    figures: int = Field(description="Figures in them.")


ADDED[PolicyFile] = {
    "id": (str, Field(description="Its id.")),
    "links": _links("it"),
    "totals": (Totals, Field(description="How much there is of it.")),
    "elapsed": (float, Field(description="Share of the policy's period that has passed.", ge=0, le=1)),
    "progress": _PROGRESS,
    "duties": (dict[str, int], Field(description="What agencies owe, counted by how it was met.")),
    "tasks": (tuple[TaskSummary, ...], Field(description="Its tasks.")),
    "targets": (tuple[TargetSummary, ...], Field(description="Its targets.")),
    "glossary": (tuple.__class_getitem__((published(Term), ...)), Field(description="Its terms.")),
    "assignments": (tuple.__class_getitem__((published(Assignment), ...)), Field(description="Who reports on what.")),
}
_MANY_REPORTS = tuple.__class_getitem__((published(Report), ...))
_PARTS = (tuple[Part, ...], Field((), description="Where they are too many for one file: the files that hold them."))
ADDED[Task] = {
    "policy": (str, Field(description="Id of the policy.")),
    "number": (int, Field(description="Its number.")),
    "links": _links("it"),
    "progress": _PROGRESS,
    "targets": (tuple[str, ...], Field(description="Ids of targets that it bears on, as this site reads the text.")),
    "terms": (tuple[str, ...], Field(description="Ids of terms that it names.")),
    "reports": (_MANY_REPORTS, Field(description="What agencies reported, newest period first.")),
    "parts": _PARTS,
}
_MANY_SUBMISSIONS = tuple.__class_getitem__((published(Submission), ...))
ADDED[Agency] = {
    "id": (str, Field(description="Its id.")),
    "links": _links("it"),
    "issued": (tuple[str, ...], Field(description="Ids of policies that it issued.")),
    "submissions": (_MANY_SUBMISSIONS, Field(description="What it submitted, newest period first.")),
    "duties": (tuple[Duty, ...], Field(description="What it owes, by period.")),
    "parts": _PARTS,
}


class PolicyFileAnswer(Answer):
    """A policy: its document, its tasks and targets in brief, and how far it is."""

    meta: Meta
    policy: published(PolicyFile)  # type: ignore[valid-type]


class TaskAnswer(Answer):
    """A task: its clauses, what agencies reported, and how far it is."""

    meta: Meta
    task: published(Task)  # type: ignore[valid-type]


class TargetsAnswer(Answer):
    """A policy's targets, with every figure published about them."""

    meta: Meta
    policy: str = Field(description="Id of the policy.")
    targets: tuple[published(Target), ...]  # type: ignore[valid-type]


class AgencyAnswer(Answer):
    """An agency: what it submitted, and what it owes."""

    meta: Meta
    agency: published(Agency)  # type: ignore[valid-type]


class ReportsPart(Answer):
    """Reports of one period on a task, where all are too many for one file."""

    meta: Meta
    reports: tuple[published(Report), ...]  # type: ignore[valid-type]


class SubmissionsPart(Answer):
    """Submissions of an agency for one period, where all are too many for one file."""

    meta: Meta
    submissions: tuple[published(Submission), ...]  # type: ignore[valid-type]


class LocaleSummary(Answer):
    """A language of the site."""

    id: str = Field(description="Its id.")
    name: str = Field(description="Its name in itself.")
    lang: str = Field(description="Its BCP 47 tag.")
    url: Url = Field(description="Its home page.")


class PolicySummary(Answer):
    """A policy in the list of all."""

    id: str = Field(description="Its id.")
    title: Text = Field(description="Its official title.")
    issued: Day = Field(description="Day of issue.")
    state: Literal[STATES] = Field(description="Its state by the latest reports.")  # type: ignore[valid-type]
    links: Links = Field(description="Where it stands.")


class AgencySummary(Answer):
    """An agency in the list of all."""

    id: str = Field(description="Its id.")
    name: Text = Field(description="Its full name.")
    kind: str = Field(description="Level of government.")
    submissions: int = Field(description="Submissions up to the day.")
    links: Links = Field(description="Where it stands.")


class MethodAnswer(Answer):
    """A published way of reaching a verdict."""

    version: int = Field(description="Raised when what it does changes.")
    name: Words = Field(description="Its name.")
    text: Words = Field(description="What it does.")


class File(Answer):
    """A file to download."""

    url: Url = Field(description="Its address.")
    type: str = Field(description="Its media type.")
    bytes: int = Field(description="Its size.", ge=0)


class IndexAnswer(Answer):
    """Everything that there is: where a program starts."""

    meta: Meta
    locales: tuple[LocaleSummary, ...]
    policies: tuple[PolicySummary, ...]
    agencies: tuple[AgencySummary, ...]
    methods: dict[MethodCode, MethodAnswer] = Field(description="How verdicts are reached, by code.")
    tables: tuple[File, ...] = Field(description="The same as tables, for spreadsheets (CSV).")
    openapi: Url = Field(description="The description of this API.")
