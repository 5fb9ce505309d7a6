"""The public record: what others or an agency itself published about a policy, compiled by the maintainers."""

from __future__ import annotations

import datetime
from typing import Annotated, Any, ClassVar, Final, Literal

from pydantic import BeforeValidator, Field
from pydantic.json_schema import SkipJsonSchema

from generator.model.moments import Moment
from generator.model.record import Localized, Record
from generator.model.submission import Evidence, Measurement, Publisher, Submission
from generator.model.values import Flag, Line, Prose, Slug, Subject, Url, Whole, described


class Span(Record):
    """The time that a statement is about: a day, month or year, or from one to another."""

    start: Moment = Field(
        alias="from",
        description="Its beginning: a day, month or year.",
        json_schema_extra={"x-description-zh": "起：日、月或年。"},
    )
    end: Moment = Field(
        alias="to",
        description="Its end: a day, month or year.",
        json_schema_extra={"x-description-zh": "止：日、月或年。"},
    )


def _one_moment(value: Any) -> Any:
    """Accept a single moment for a span."""
    return {"from": value, "to": value} if isinstance(value, str) else value


def _one_or_more(value: Any) -> Any:
    """Accept a single mapping for a list of them."""
    return (value,) if isinstance(value, dict) else value


class Citation(Record):
    """Where a statement was published, as the publication names itself."""

    title: Line = described("Its title, in its own language and script.", "标题，保留原文语言和字形。")
    described_title: Flag = described(
        "Whether the title describes it, since the pages seen showed none.",
        "标题是否为本站概括（所见页面没有标题）。",
        False,
    )
    publisher: Publisher = described("Who published it.", "发布者。")
    published: Moment | None = described(
        "Day of publication, or the month or year if no more is known.", "发布日期；只知年月的写年月。", None
    )
    dateline: Flag = described(
        "Whether that day is the dateline's, not the day on which it appeared.",
        "该日期是否为电头日期，而非刊出日期。",
        False,
    )
    url: Url | None = described(
        "The publisher's own address; left out where only a copy by somebody else was seen.",
        "发布者本人的网址；只见到他人转载的不填。",
        None,
    )
    seen: Literal["primary", "copy"] = described(
        "What was read.",
        "读到的是什么。",
        choices={
            "primary": ("发布者的页面（经检索摘录）", "the publisher's page, in an excerpt"),
            "copy": ("转载或副本", "a copy"),
        },
    )
    copy_seen: Line | None = described("Which copy was read.", "所读副本。", None)


class Relation(Record):
    """How one statement stands to another."""

    id: Slug = described("The other statement's id.", "另一条信息的编号。")
    relation: Literal["series", "overlap", "conflict"] = described(
        "How they stand to each other.",
        "两者关系。",
        choices={
            "series": ("同一口径的先后", "the same, at another time"),
            "overlap": ("内容重叠", "partly the same"),
            "conflict": ("说法不一致", "they disagree"),
        },
    )


CLOSENESS = ("fulfils", "partly", "context")
"""How close a statement comes to what a clause asks for, the closest first."""


class Statement(Record):
    """Something published that bears on a clause, a task or a target."""

    id: Slug = described("Its permanent id.", "固定编号。")
    about: tuple[Subject, ...] = described(
        "The clauses (1.2), tasks (1) or targets that it is about.",
        "所涉条款（1.2）、任务（1）或指标代号。",
        min_length=1,
        max_length=20,
    )
    closeness: Literal["fulfils", "partly", "context"] = described(
        "How close it comes to what the clause asks for.",
        "与条款要求的接近程度。",
        choices={
            "fulfils": ("已做到", "done", "完成"),
            "partly": ("部分", "partly", "部分做到"),
            "context": ("相关", "related", "背景"),
        },
    )
    part: Localized | None = described(
        "The words of the clause that it covers.", "对应条款中的哪些字句（照录原文，省略处用……）。", None
    )
    context_for: tuple[Subject, ...] = described(
        "Further clauses, tasks or targets for which it is only context.",
        "对哪些条款、任务或指标只是相关情况。",
        (),
        max_length=20,
    )
    agency: Slug | None = described(
        "Id of the agency whose work the source says it is; left out where it names none.",
        "来源写明是哪个机构的工作（代号）；未写明的不填。",
        None,
    )
    attributed: Localized | None = described(
        "Whose work the source says it is, in words, where an id does not say it all.",
        "来源怎样写明是谁的工作（代号不足以说明时填）。",
        None,
    )
    says: Localized = described("What was published, never stronger than the source.", "公布了什么，不得强于来源。")
    as_of: Annotated[Span, BeforeValidator(_one_moment, json_schema_input_type=Prose | Span)] | None = described(
        "The time that it is about; left out where the source names none.", "所指时点；来源未写明的不填。", None
    )
    as_of_basis: Literal["stated", "event", "report", "bounds"] | None = described(
        "Where that time comes from.",
        "时点从何得知。",
        None,
        choices={
            "stated": ("来源写明", "the source states it"),
            "event": ("事件发生之日", "the day of an event"),
            "report": ("报道之日，不是统计时点", "the day of the report, not of the figure"),
            "bounds": ("只知范围", "only bounds are known"),
        },
    )
    as_of_text: Localized | None = described(
        "That time in words, where it takes more than a date.", "时点的文字说明（日期不足以说明时填）。", None
    )
    quote: Prose = described(
        "The source's own words, in its language and script: a short citation.", "来源原话，保留其语言和字形，从短。"
    )
    quote_note: Localized | None = described("What was done to the quote.", "引文作过什么整理。", None)
    evidence: Annotated[
        tuple[Citation, ...],
        BeforeValidator(_one_or_more, json_schema_input_type=Citation | tuple[Citation, ...]),
    ] = described("Where it was published.", "出处。", min_length=1, max_length=20)
    evidence_level: Literal["own", "relayed", "others"] = described(
        "Whose words they are.",
        "是谁的话。",
        choices={
            "own": ("机构自行发布", "published by the agency itself"),
            "relayed": ("他人转述机构的话或数据", "the agency's words or data, relayed by others"),
            "others": ("他人发布", "published by others"),
        },
    )
    confidence: Literal["high", "medium", "low"] = described(
        "How sure the compilers are of source, day and quote.",
        "整理者对出处、日期和引文的把握。",
        choices={"high": ("高", "high"), "medium": ("中", "medium"), "low": ("低", "low")},
    )
    note: Localized | None = described("What a reader should know of it.", "读者须知。", None)
    related: tuple[Relation, ...] = described(
        "Other statements to read with it.", "应一并阅读的信息。", (), max_length=20
    )

    @property
    def as_of_sort(self) -> str:
        """How its time is to be printed: as a day up to which it holds, as a time, a day of report, or bounds."""
        span = self.as_of
        is_day = span is not None and span.start.written == span.end.written and span.end.precision == "day"
        return "event" if self.as_of_basis == "stated" and not is_day else self.as_of_basis or "event"

    @property
    def published(self) -> Moment | None:
        """The day on which the last of its sources was published; None if no day is known."""
        return max((source.published for source in self.evidence if source.published), default=None)

    @property
    def newest(self) -> datetime.date:
        """The day that it is sorted by: that of publication, else the end of the time that it is about."""
        return self.published or (self.as_of.end if self.as_of else datetime.date.min)


class PublishedEvidence(Evidence):
    """Where a figure was published."""

    published: Moment | None = described(
        "Day of publication, or the month or year if no more is known.", "发布日期；只知年月的写年月。", None
    )


class PublishedFigure(Measurement):
    """A value of a target that was published, with the agency that the publisher attributes it to."""

    agency: Slug = described("Id of the agency that it is attributed to.", "数值归于哪个机构（代号）。")
    note: Localized | None = described("What a reader should know of it.", "读者须知。", None)
    evidence: tuple[PublishedEvidence, ...] = described(
        "Where it was published.", "出处。", min_length=1, max_length=50
    )

    @property
    def published(self) -> datetime.date | None:
        """The day on which the last of its sources was published; None if no day is known."""
        return max((item.published for item in self.evidence if item.published), default=None)


class Search(Record):
    """What was searched for one clause, task or target."""

    ref: Subject = described("The clause, task or target.", "条款、任务或指标。")
    terms: tuple[Line, ...] = described("The words searched for.", "检索词。", min_length=1, max_length=100)
    found: Whole = described("How many statements came of it.", "由此得到几条信息。")


class Searched(Record):
    """Where published statements were looked for, and with which words."""

    where: Localized = described("What was searched.", "检索范围。")
    clauses: tuple[Search, ...] = described("By clause, task or target.", "逐条。", min_length=1, max_length=2000)


PUBLISHED: Final = "published"
"""The provenance of figures that this site compiled from what was published."""


class PublicRecord(Record):
    """What was published about a policy, compiled by the maintainers; never an agency's report."""

    FILE: ClassVar[str] = "data/public-record/{policy}/{record}.yml"

    policy: SkipJsonSchema[str] = Field(alias="@policy", exclude=True)
    name: SkipJsonSchema[str] = Field(alias="@record", exclude=True)
    statements: tuple[Statement, ...] = described("What was published.", "公开信息。", (), max_length=500)
    figures: tuple[PublishedFigure, ...] = described(
        "Values of targets that were published; the file is named after the period that they are about.",
        "公布的指标数值；文件以所属报告期命名。",
        (),
        max_length=100,
    )
    searched: Searched | None = described("What was searched.", "检索了什么。", None)

    @property
    def path(self) -> str:
        """The path of its file, relative to the repository's root."""
        return self.FILE.format(policy=self.policy, record=self.name)


class PublishedFigures(Submission):
    """The published figures of one agency and period, in the form in which submissions are assessed and shown."""

    @property
    def path(self) -> str:
        """The path of the file of the public record, relative to the repository's root."""
        return PublicRecord.FILE.format(policy=self.policy, record=self.period_name)
