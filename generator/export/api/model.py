"""The models of the API's answers: the source of its description, and what the tests check its files against.

A record of the data files is published under its own field names: texts of policies and names in every locale
of the site, what agencies say in the languages they wrote it in, figures as numbers. `ADDED` defines the
additional fields. Fields without a value are left out.
"""

from __future__ import annotations

import functools
import types
from decimal import Decimal
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import Field, create_model

from generator.assess import DEADLINES, DUTIES, EVIDENCE, OUTCOMES, STATES
from generator.assess.selection import SHOWN
from generator.export.api.shapes import (
    CONTRIBUTED,
    MAX_LISTED,
    Answer,
    Day,
    Links,
    Meta,
    MethodCode,
    Number,
    Part,
    Progress,
    Said,
    Spot,
    Text,
    Url,
    Verdict,
    Words,
)
from generator.model import (
    Agency,
    Amount,
    Area,
    Assignment,
    Clause,
    Evidence,
    Localized,
    Measurement,
    Moment,
    PolicyFile,
    PublishedFigure,
    Record,
    Report,
    Search,
    Sentence,
    Statement,
    Submission,
    Target,
    Task,
    Term,
)


@functools.cache
def published(record: type[Record]) -> type[Answer]:
    """Return the API's model of a record: its fields, and those added to it."""
    text = Said if record in CONTRIBUTED else Text
    fields: dict[str, Any] = {
        field.alias or name: (
            Annotated[(_answer(field.annotation, text), *field.metadata)] if _is_plain(field.annotation) else
            _answer(field.annotation, text),
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
    """Tell whether a value is published as it is: a text, number or date."""
    return isinstance(annotation, type) and not issubclass(annotation, (Record, Amount, Moment, Decimal))


def _answer(annotation: Any, text: type[Answer]) -> Any:
    """Replace the data's records in a field's type with the API's models; `text` is the model of texts."""
    if annotation is Localized:
        return text
    if annotation is Amount:
        return Number
    if annotation is Decimal:
        return float
    if annotation is Moment:
        return _MOMENT
    if isinstance(annotation, type) and issubclass(annotation, Record):
        return published(annotation)
    origin, arguments = get_origin(annotation), tuple(_answer(part, text) for part in get_args(annotation))
    if origin is Annotated:
        return arguments[0] if arguments[0] in (text, Number, float) else annotation
    if origin in (Union, types.UnionType):
        return Union[arguments]  # noqa: UP007 - made of a tuple
    if origin is tuple:
        return tuple.__class_getitem__(arguments)
    return annotation


def _links(what: str) -> Any:
    return (Links, Field(description=f"Where {what} stands."))


_PROGRESS = (Progress, Field(description="How far it is by the latest reports."))
_MOMENT = Annotated[str, Field(json_schema_extra={"examples": ["2023", "2023-12", "2023-12-31"]})]
_PATH = (str, Field(description="The data file that says so."))
_LINE = (int, Field(description="The line in it.", ge=1))
_STATED: dict[str, Any] = {  # added to what an agency says, if it is published apart from its submission
    "agency": (str, Field(description="Id of the agency that says so.")),
    "period": (str, Field(description="The period reported on, such as 2023-Q4.")),
    "submitted": (Day, Field(description="Day of the submission.")),
    "provenance": (
        Literal["agency", "published"],
        Field(description="Who vouches for it: the agency, or what was published, compiled by this site."),
    ),
    "path": _PATH,
}

_EVIDENCE_LEVEL = (
    Literal[EVIDENCE],
    Field(
        description="The highest level of its evidence: none, own (published by the agency), relayed (its words, "
        "carried by others), others (published by others; before version 3 of method A401 `independent`, which also "
        "covered `relayed`). The inputs of this verdict are the sources listed under evidence."
    ),
)
ADDED: dict[type[Record], dict[str, Any]] = {
    Sentence: {"links": _links("it")},
    Statement: {"links": _links("it")},
    Search: {
        "where": (Text, Field(description="Where it was searched for.")),
        "path": _PATH,
    },
    Area: {
        "links": _links("it"),
        "tasks": (tuple[int, ...], Field(description="Numbers of its tasks.")),
        "progress": _PROGRESS,
    },
    Term: {
        "links": _links("it"),
        "stands_in": (tuple[Spot, ...], Field(description="Where the text names it.")),
    },
    Report: {"evidence_level": _EVIDENCE_LEVEL, "line": _LINE},
    Measurement: {
        "evidence_level": _EVIDENCE_LEVEL,
        "line": _LINE,
        "note": (
            Said | None,
            Field(None, description="What a reader should know of a published figure."),
        ),
    },
    Evidence: {
        "published": (
            _MOMENT | None,
            Field(
                None,
                description="Day of publication, or the month or year if no more is known.",
            ),
        )
    },
    PublishedFigure: {"evidence_level": _EVIDENCE_LEVEL, "line": _LINE},
}


def _stated(record: type[Record]) -> type[Answer]:
    """Return the model of what an agency says, if it is published apart from its submission."""
    doc = f"{record.__doc__} It stands apart from its submission."
    return create_model(f"Stated{record.__name__}", __base__=published(record), __doc__=doc, **_STATED)


StatedReport = _stated(Report)
StatedMeasurement = _stated(Measurement)


class Duty(Answer):
    """What an assignment asks for in a period, and how it was met."""

    policy: str = Field(description="Id of the policy.")
    ref: str = Field(description="The task (1) or clause (1.2).")
    role: Literal["lead", "joint", "support"] = Field(description="The agency's part in it.")
    period: str = Field(description="The reporting period.")
    due: Day | None = Field(description="Day by which the report is due; null for a supporting agency, which has none.")
    verdict: Verdict = Field(description=f"{', '.join(DUTIES[:-1])} or {DUTIES[-1]}.")


class Step(Answer):
    """Something to be reached on the way to a target."""

    by: Day = Field(description="The day by which it is to be reached.")
    value: Literal[OUTCOMES] = Field(description="The conclusion.")  # type: ignore[valid-type]
    arithmetic: Words = Field(description="How it was reached, in words.")


class Outcome(Answer):
    """What is known of a target's result."""

    value: Literal[OUTCOMES] = Field(description="The conclusion.")  # type: ignore[valid-type]
    share: float | tuple[float | None, float | None] | None = Field(
        None,
        description="(value − baseline) ÷ (target − baseline); from the least to the greatest where figures differ or "
        "are only bounded (null: no bound); left out where it can't be told.",
    )
    based_on: tuple[str, ...] = Field(
        description=f"Ids of the agencies whose figures decide. At most {MAX_LISTED}; figures.csv has all."
    )
    local: tuple[StatedMeasurement, ...] = Field(  # type: ignore[valid-type]
        description=f"The last figure of each agency that does not speak for the whole, the oldest first; they decide "
        f"nothing. At most the newest {MAX_LISTED}."
    )
    local_total: int = Field(description="How many of these there are in all.", ge=0)
    latest: tuple[StatedMeasurement, ...] = Field(  # type: ignore[valid-type]
        description=f"The figures that decide it, the oldest first. At most the newest {MAX_LISTED}; "
        "all stand in figures.csv and in the agencies' files."
    )
    latest_total: int = Field(description="How many decide it in all.", ge=0)
    history: tuple[StatedMeasurement, ...] = Field(  # type: ignore[valid-type]
        description=f"Figures, the oldest day first. At most the newest {MAX_LISTED}."
    )
    history_total: int = Field(description="How many there are in all.", ge=0)
    steps: tuple[Step, ...] | None = Field(None, description="What was to be reached on the way; left out if nothing.")
    verdict: Verdict = Field(description="The conclusion with what it rests on.")


_WORDS = tuple[str, ...]
ADDED[Target] = {
    "sentence": (str, Field(description="Id of the sentence or clause that it is quoted from.")),
    "goal": (str, Field(description="The same, under its earlier name.")),
    "quote": (_WORDS, Field(description="The words that state it, in the original.")),
    "quote_translations": (
        dict[str, _WORDS] | None,
        Field(None, description="The words that state it in translations, by locale."),
    ),
    "links": _links("it"),
    "outcome": (Outcome, Field(description="What is known of its result.")),
}
ADDED[Submission] = {
    "policy": (str, Field(description="Id of the policy.")),
    "period": (str, Field(description="The period reported on, such as 2023-Q4.")),
    "path": _PATH,
}


_STATEMENTS = tuple.__class_getitem__((published(Statement), ...))


class PublishedProgress(Progress):
    """How far it is by the latest reports, and what was published about it."""

    published: _STATEMENTS = Field(  # type: ignore[valid-type]
        description="What was published about it, compiled by this site: no report, and without influence on the state."
    )


_CLAUSE_PROGRESS = (
    PublishedProgress,
    Field(description="How far it is by the latest reports, and what was published about it."),
)
_SEARCHED = (published(Search) | None, Field(None, description="What was searched for what was published about it."))
_IN_FORCE = (
    bool,
    Field(description="Whether it is in force on the day of this file: later documents can add and repeal it."),
)
ADDED[Clause] = {"links": _links("it"), "in_force": _IN_FORCE, "progress": _CLAUSE_PROGRESS, "searched": _SEARCHED}
ADDED[Target] |= {
    "published": (_STATEMENTS, Field(description="What was published that bears on it; figures decide, not these.")),
    "searched": _SEARCHED,
}


class TaskSummary(Answer):
    """A task in the list of a policy's tasks."""

    number: int = Field(description="Its number.")
    area: int = Field(description="Number of its area.")
    title: Text = Field(description="Its title, or the beginning of its text.")
    clauses: tuple[str, ...] = Field(description="Ids of its clauses.")
    state: Literal[STATES] = Field(description="Its state by the latest reports.")  # type: ignore[valid-type]
    links: Links = Field(description="Where it stands.")


class TargetSummary(Answer):
    """A target in the list of a policy's targets."""

    id: str = Field(description="Its permanent id.")
    title: Text = Field(description="What is measured.")
    outcome: Literal[OUTCOMES] = Field(description="What is known of its result.")  # type: ignore[valid-type]
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
    figures: int = Field(description="Figures in them, and published ones that this site compiled.")
    statements: int = Field(description="Published statements that this site compiled.")


_ASSIGNMENTS = tuple.__class_getitem__((published(Assignment), ...))
ADDED[PolicyFile] = {
    "id": (str, Field(description="Its id.")),
    "links": _links("it"),
    "totals": (Totals, Field(description="How much there is of it.")),
    "elapsed": (
        float | None,
        Field(None, description="Share of the policy's period that has passed, if its days are known.", ge=0, le=1),
    ),
    "progress": _PROGRESS,
    "duties": (
        dict[Literal[DUTIES], int],  # type: ignore[valid-type]
        Field(description="What agencies owe, counted by how it was met."),
    ),
    "tasks": (tuple[TaskSummary, ...], Field(description="Its tasks.")),
    "targets": (tuple[TargetSummary, ...], Field(description="Its targets.")),
    "glossary": (tuple.__class_getitem__((published(Term), ...)), Field(description="Its terms.")),
    "assignments": (
        _ASSIGNMENTS,
        Field(description=f"Who reports on what. At most {MAX_LISTED}; an agency's own stand in its file."),
    ),
    "assignments_total": (int, Field(description="How many there are in all.", ge=0)),
}
_MANY_REPORTS = tuple.__class_getitem__((StatedReport, ...))
_PARTS = (tuple[Part, ...], Field((), description="Where they are too many for one file: the files that hold them."))
ADDED[Task] = {
    "policy": (str, Field(description="Id of the policy.")),
    "number": (int, Field(description="Its number.")),
    "in_force": _IN_FORCE,
    "links": _links("it"),
    "progress": _CLAUSE_PROGRESS,
    "deadline_verdict": (
        Verdict | None,
        Field(
            None,
            description=f"Whether it was done by its deadline: {', '.join(DEADLINES[:-1])} or {DEADLINES[-1]}; "
            "left out where the document sets none.",
        ),
    ),
    "targets": (tuple[str, ...], Field(description="Ids of targets that it bears on, as this site reads the text.")),
    "terms": (tuple[str, ...], Field(description="Ids of terms that it names.")),
    "reports": (
        _MANY_REPORTS,
        Field(
            description=f"What agencies reported, newest period first: all that each of at most {SHOWN} agencies did, "
            "chosen from the highest level of government down. What the others did stands in their own files, and all "
            "of it in reports.csv."
        ),
    ),
    "reports_total": (int, Field(description="Reports by all agencies.", ge=0)),
    "agencies_total": (int, Field(description="Agencies that reported.", ge=0)),
    "parts": _PARTS,
}
AgencyAssignment = create_model(
    "AgencyAssignment",
    __base__=published(Assignment),
    __doc__="What an agency is to report on, and why we say so.",
    policy=(str, Field(description="Id of the policy.")),
)


class EarlierSubmission(Answer):
    """A submission that no longer stands, as it was, with the days from and to which it stood, and why."""

    policy: str = Field(description="Id of the policy.")
    period: str = Field(description="The reporting period.")
    path: str = Field(description="The data file that holds it.")
    submitted: Day = Field(description="Day of the submission.")
    replaced_on: Day = Field(description="Day on which it was corrected or withdrawn.")
    replaced_by: str = Field(description="The data file that did so.")
    withdrawn: bool = Field(description="Whether it was withdrawn rather than corrected.")
    reason: Said | None = Field(description="Why.")
    reports: tuple[published(Report), ...] = Field(description="Its reports.")  # type: ignore[valid-type]
    figures: tuple[published(Measurement), ...] = Field(description="Its figures.")  # type: ignore[valid-type]


_MANY_SUBMISSIONS = tuple.__class_getitem__((published(Submission), ...))
_AGENCY_STATEMENT = create_model(
    "AgencyStatement",
    __base__=published(Statement),
    __doc__="What was published about an agency's work.",
    policy=(str, Field(description="Id of the policy.")),
)
_AGENCY_FIGURE = create_model(
    "AgencyFigure",
    __base__=published(PublishedFigure),
    __doc__="A published figure that is attributed to an agency.",
    policy=(str, Field(description="Id of the policy.")),
    path=_PATH,
)
ADDED[Agency] = {
    "published": (
        tuple.__class_getitem__((_AGENCY_STATEMENT, ...)),
        Field(description="What was published about its work, compiled by this site; not its reports."),
    ),
    "published_figures": (
        tuple.__class_getitem__((_AGENCY_FIGURE, ...)),
        Field(description="Published figures that are attributed to it, compiled by this site."),
    ),
    "id": (str, Field(description="Its id.")),
    "links": _links("it"),
    "issued": (tuple[str, ...], Field(description="Ids of policies that it issued.")),
    "submissions": (_MANY_SUBMISSIONS, Field(description="What it submitted, newest period first.")),
    "assignments": (
        tuple.__class_getitem__((AgencyAssignment, ...)),
        Field(description="What it is to report on, and why."),
    ),
    "corrections": (
        tuple[EarlierSubmission, ...],
        Field(description="What it submitted and later corrected or withdrew, newest period first."),
    ),
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
    """A policy's targets, with the figures published about them."""

    meta: Meta
    policy: str = Field(description="Id of the policy.")
    links: Links = Field(description="Where all figures stand.")
    targets: tuple[published(Target), ...]  # type: ignore[valid-type]


class AgencyAnswer(Answer):
    """An agency: what it submitted, and what it owes."""

    meta: Meta
    agency: published(Agency)  # type: ignore[valid-type]


class ReportsPart(Answer):
    """Reports of one period on a task, where all are too many for one file."""

    meta: Meta
    reports: tuple[StatedReport, ...]  # type: ignore[valid-type]


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
    issued: Day | None = Field(None, description="Day of issue, if it is known.")
    state: Literal[STATES] = Field(description="Its state by the latest reports.")  # type: ignore[valid-type]
    links: Links = Field(description="Where it stands.")


class AgencySummary(Answer):
    """An agency in the list of all."""

    id: str = Field(description="Its id.")
    name: Text = Field(description="Its full name.")
    kind: str = Field(description="Level of government.")
    submissions: int = Field(description="Submissions up to the day.")
    links: Links = Field(description="Its own file, which says where else it stands.")


class MethodAnswer(Answer):
    """A published way of reaching a verdict."""

    version: int = Field(description="Raised when what it does changes.")
    name: Words = Field(description="Its name.")
    text: Words = Field(description="What it does.")
    since: Day | None = Field(None, description="The day from which this version applies; left out where not stated.")
    changes: Words | None = Field(None, description="What this version changed.")


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
