"""Agencies, and what they report."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Literal, get_args

from pydantic import BeforeValidator, Field
from pydantic.json_schema import SkipJsonSchema

from generator.model.moments import Moment
from generator.model.periods import ReportingPeriod, parse_period, split_revision
from generator.model.quantity import Form, Quantity
from generator.model.record import English, Localized, Record, Redaction, Source
from generator.model.values import (
    Choices,
    Date,
    DivisionCode,
    Email,
    Figure,
    Flag,
    Handle,
    Host,
    Line,
    Prose,
    Ref,
    Slug,
    SlugOrName,
    Url,
    described,
    read_name,
)

Level = Literal["central", "province", "city", "county", "other"]
"""Levels of government."""


class Agency(Record):
    """A body that issues policies or reports on them."""

    FILE: ClassVar[str] = "data/agencies/{agency}.yml"

    id: SkipJsonSchema[str] = Field(alias="@agency", exclude=True)
    name: Localized = described("Full name.", "全称。")
    short: Localized | None = described("Short name, where the full one is long.", "简称。", None)
    kind: Level = described(
        "Level of government.",
        "层级。",
        choices={
            "central": ("中央", "central", "国家", "部委", "country", "national"),
            "province": ("省级", "province", "省", "自治区", "直辖市"),
            "city": ("市级", "city", "市", "地级市"),
            "county": ("县级", "county", "县", "区"),
            "other": ("其他", "other", "其它"),
        },
    )
    parent: Slug | None = described(
        "Id of the agency that it is grouped under, such as its province.", "上级（分组用），如所属省份的代号。", None
    )
    code: DivisionCode | None = described(
        "Code of its administrative division, six digits: places are listed in this order.",
        "所在行政区划的代码（六位数字）；各地按此顺序排列。",
        None,
    )
    also_known_as: tuple[Line, ...] = described(
        "Its other and former names, offices, centres and accounts: what they publish is its own.",
        "其他名称、曾用名，以及所属的办公室、中心和账号；它们发布的，都算本机构自行发布。",
        (),
        max_length=50,
    )
    hosts: tuple[Host, ...] = described(
        "Domains on which it publishes: evidence there is its own.", "本机构发布信息所用的域名。", (), max_length=20
    )
    start: Moment | None = described(
        "When it began, where that matters: a day, or the year.",
        "成立时间（有必要时填）：日期或年份。",
        None,
        alias="from",
    )
    until: Moment | None = described(
        "When it ceased to exist: its last day, or the year.", "撤销时间：最后一天或年份。", None
    )
    successor: Slug | None = described(
        "Id of the agency that took over its duties.", "职责由哪个机构承接（代号）。", None
    )
    basis: Source | None = described(
        "Where its beginning, end and successor are known from.", "成立、撤销、承接的依据。", None
    )
    sample: Flag = described("Whether it is an invented agency for illustration.", "是否为演示用的虚构机构。", False)
    owners: tuple[Handle, ...] = described(
        "Who may approve changes to its submissions: users or teams of the forge.",
        "可批准本机构提交的代码平台用户或团队。",
        (),
        max_length=20,
    )
    english: English | None = described("Where the English name comes from.", "英文名称的出处。", None)

    @property
    def names(self) -> frozenset[str]:
        """All its names on record: full, short and others, in every language."""
        texts = (self.name, *([self.short] if self.short else ()))
        return frozenset({*(name for text in texts for name in text.versions.values()), *self.also_known_as})


class Members(Record):
    """The members of a group: all agencies of a level, or those that are listed."""

    kind: Level | None = described(
        "Level of government: all agencies of it that lie in no other agency of it.",
        "层级：该层级中不隶属于同级机构的所有机构。",
        None,
    )
    ids: tuple[Slug, ...] = described("Their ids.", "成员代号。", (), max_length=5000)


def _listed(value: Any) -> Any:
    """Accept a plain list of members."""
    return {"ids": value} if isinstance(value, tuple) else value


class Group(Record):
    """Several agencies that are assigned together, each for its own place."""

    FILE: ClassVar[str] = "data/groups/{group}.yml"

    id: SkipJsonSchema[str] = Field(alias="@group", exclude=True)
    name: Localized = described("What they are called.", "名称。")
    members: Annotated[Members, BeforeValidator(_listed, json_schema_input_type=tuple[Slug, ...] | Members)] = (
        described(
            "A list of their ids, or the level of government that all of them are at.", "成员代号，或者成员的层级。"
        )
    )

    def among(self, agencies: Mapping[str, Agency]) -> tuple[str, ...]:
        """Return the ids of its members among the agencies on record, in order; no invented agency is a member."""
        if self.members.ids:
            return tuple(id_ for id_ in dict.fromkeys(self.members.ids) if id_ in agencies)
        kind = self.members.kind
        return tuple(
            id_
            for id_, agency in agencies.items()
            if agency.kind == kind
            and not agency.sample
            and not any(above.kind == kind for above in lineage(agency, agencies)[1:])
        )


def lineage(agency: Agency, agencies: Mapping[str, Agency]) -> list[Agency]:
    """Return an agency, the one in whose place it lies, the one in whose place that lies, and so on."""
    found = [agency]
    while (above := agencies.get(found[-1].parent or "")) and above not in found:
        found.append(above)
    return found


SAMPLES = "sample"  # group of the invented agencies


def group_of(agency: Agency, by_id: Mapping[str, Agency]) -> str:
    """Return the id of an agency's group: its parent, else its level; invented agencies form one of their own."""
    if agency.sample:
        return SAMPLES
    return agency.parent if agency.parent is not None and agency.parent in by_id else agency.kind


def _plain_or_localized(value: Any) -> Any:
    """Accept plain text for a name without translations."""
    return {"zh": value} if isinstance(value, str) else value


Publisher = Annotated[Localized, BeforeValidator(_plain_or_localized, json_schema_input_type=Prose | Localized)]


class Evidence(Record):
    """Something that anyone can look up."""

    title: Localized = described("Title of the publication.", "出版物标题。")
    publisher: Annotated[Localized, BeforeValidator(_plain_or_localized, json_schema_input_type=Prose | Localized)] = (
        described("Who published it.", "发布者。")
    )
    published: Date | None = described("Day of publication.", "发布日期。", None)
    url: Url | None = described("Its public address.", "公开网址。", None)
    relayed: Flag = described(
        "Whether others carry the agency's own words in it, as of a press conference or an interview.",
        "是否由他人转述本机构的话，如新闻发布会、采访的报道。",
        False,
    )
    quote: Prose | None = described("The words relied on, in the original.", "所依据的原文。", None)
    note: Localized | None = described("What a reader should know of it.", "说明。", None)
    redacted: Redaction | None = described(
        "In place of an address or quote: why a maintainer took it out of what is published.",
        "由维护者填写：代替不能公开的网址或引文，说明何时、为何隐去。",
        None,
    )


_STATUSES: Choices = {
    "not_started": ("未启动", "not started", "未开始", "尚未启动", "尚未开始", "没有开始", "待启动", "todo"),
    "in_progress": (
        "进行中",
        "in progress",
        "推进中",
        "正在推进",
        "持续推进",
        "正在进行",
        "正在进行中",
        "实施中",
        "ongoing",
        "started",
    ),
    "completed": ("已完成", "completed", "完成", "已经完成", "全部完成", "已办结", "办结", "done", "finished"),
    "delayed": ("延期", "delayed", "已延期", "推迟"),
    "not_applicable": ("不适用", "not applicable", "不涉及", "n/a"),
    "suspended": ("暂停", "suspended", "已暂停", "中止", "on hold", "paused"),
    "cancelled": ("已取消", "cancelled", "取消", "canceled"),
    "withheld": ("不公开", "withheld", "不予公开", "依法不公开"),
}
"""The states that an agency can report. Synonyms are suggested only where they can mean nothing else."""


class Report(Record):
    """What one agency says of one task or clause."""

    ref: Ref = described("The task (1) or clause (1.2) that it is about.", "所报告的任务（1）或条款（1.2）。")
    status: Annotated[
        Literal[
            "not_started",
            "in_progress",
            "completed",
            "delayed",
            "not_applicable",
            "suspended",
            "cancelled",
            "withheld",
        ],
        read_name(_STATUSES),
    ] = described(
        "How far it is.",
        "状态。",
        choices=_STATUSES,
        explained=(
            "全部完成才写 completed；还在做写 in_progress；没有开始写 not_started；晚于计划写 delayed。"
            "进度、百分比写在 summary 里。",
            "Only what is completely done is completed; work under way is in_progress, work not begun is not_started, "
            "work behind schedule is delayed. Percentages belong in the summary. ",
        ),
    )
    summary: Localized = described("What was done, in plain text.", "做了什么，纯文字。")
    reason: Localized | None = described(
        "Why, where a status goes backwards, or the work is delayed, suspended or cancelled.",
        "状态倒退，或者延期、暂停、取消的原因。",
        None,
    )
    ground: Localized | None = described(
        "Of a state that is withheld: the law or decision on which that rests.", "不公开的依据。", None
    )
    evidence: tuple[Evidence, ...] = described("Where it can be looked up.", "可查证的出处。", (), max_length=50)


class Measurement(Record):
    """A value of a target on a day or over a span; of a qualitative target, a statement in words.

    A figure that is not exact is stated under `at_least`, `more_than`, `at_most`, `less_than`, `about` or `between`
    instead of `value`, as its publisher stated it.
    """

    target: SlugOrName = described("The target's id.", "指标代号。")
    value: Figure | None = described("The figure, where it is exact.", "确切的数值。", None)
    at_least: Figure | None = described(
        "The figure or more: 以上, 不少于, 不低于.", "数值的下限，含本数（以上、不少于、不低于）。", None
    )
    more_than: Figure | None = described(
        "More than the figure: 超过, 突破, 余, 多.", "数值的下限，不含本数（超过、突破、余、多）。", None
    )
    at_most: Figure | None = described(
        "The figure or less: 以内, 不超过.", "数值的上限，含本数（以内、不超过）。", None
    )
    less_than: Figure | None = described("Less than the figure: 不足, 近.", "数值的上限，不含本数（不足、近）。", None)
    about: Figure | None = described("About the figure: within 5% of it.", "约数（左右各 5%）。", None)
    between: tuple[Figure, ...] | None = described(
        "The lowest and the highest value that it can have.",
        "数值的范围：最低值和最高值。",
        None,
        min_length=2,
        max_length=2,
    )
    text: Localized | None = described("The statement, for a qualitative target.", "文字说明（定性指标）。", None)
    since: Date | None = Field(
        None,
        alias="from",
        description="First day of the span that it is the total of; a figure that holds on a day has none.",
        json_schema_extra={"x-description-zh": "累计数的起始日期；时点数不填。"},
    )
    as_of: Date = described("The day that it holds for; of a total, the last day.", "所属日期；累计数填截止日期。")
    method: Localized | None = described(
        "How it was measured, where there are several ways.", "统计口径（有多种口径时填写）。", None
    )
    confirmed: Localized | None = described(
        "Why it is right, where its size looks like a mistake.", "数值看起来不合常理时，说明为什么没有错。", None
    )
    reason: Localized | None = described("Why, where a figure falls.", "数值下降的原因。", None)
    evidence: tuple[Evidence, ...] = described("Where it can be looked up.", "可查证的出处。", (), max_length=50)

    @property
    def forms(self) -> list[Form]:
        """The fields that state its number; only one of them may."""
        return [form for form in get_args(Form) if getattr(self, form) is not None]

    @property
    def quantity(self) -> Quantity | None:
        """The figure as it was stated; None if it is in words."""
        for form in self.forms:
            stated = getattr(self, form)
            return Quantity(form, *stated) if form == "between" else Quantity(form, stated)
        return None


class Contact(Record):
    """Whom to ask about a submission: an office, never a person."""

    unit: Localized = described("The office.", "联系部门。")
    email: Email | None = described("Its role mailbox.", "公务邮箱。", None)
    redacted: Redaction | None = described(
        "In place of a mailbox: why a maintainer took it out of what is published.",
        "由维护者填写：代替不能公开的邮箱，说明何时、为何隐去。",
        None,
    )


class Explained(Record):
    """Why an earlier revision no longer stands."""

    reason: Localized = described("What was wrong with it.", "原来的报告有什么问题。")


class Submission(Record):
    """What one agency reports for one period; a revision replaces the one before, which stays on record."""

    FILE: ClassVar[str] = "data/submissions/{policy}/{agency}/{period}.yml"

    policy: SkipJsonSchema[str] = Field(alias="@policy", exclude=True)
    agency: SkipJsonSchema[str] = Field(alias="@agency", exclude=True)
    file_name: SkipJsonSchema[str] = Field(alias="@period", exclude=True)
    submitted: Date = described(
        "Day on which the agency submitted it.",
        "提交日期。",
    )
    provenance: Literal["agency", "sample"] = described(
        "Who vouches for it; an illustration counts nowhere.",
        "内容由谁负责；示例不计入任何统计。",
        choices={
            "agency": ("机构提交", "submitted by the agency", "机构"),
            "sample": ("示例", "illustration", "样例", "演示"),
        },
        explained=(
            "机构只能提交自己的报告；由本站据公开发布整理的内容写进 data/public-record/，由维护者负责"
            "（早先的 public-record 可用 migrate 命令移过去）。",
            "Agencies submit only reports of their own. What this site compiles from publications belongs in "
            "data/public-record/, which its maintainers keep (the command migrate moves earlier files there). ",
        ),
    )
    corrects: Explained | None = described(
        "Of a revision: why it replaces the one before.", "更正文件填写：为什么更正上一版。", None
    )
    withdrawn: Explained | None = described(
        "Of a revision without reports: why the one before is withdrawn.", "撤回文件填写：为什么撤回上一版。", None
    )
    contact: Contact | None = described("Whom to ask.", "联系方式。", None)
    reports: tuple[Report, ...] = described(
        "What was done, by task or clause.", "各任务、条款进展。", (), max_length=500
    )
    figures: tuple[Measurement, ...] = described("Values of targets.", "指标数值。", (), max_length=100)

    @property
    def redactions(self) -> list[tuple[str, Redaction]]:
        """What was taken out of it, each with the task, clause or target that it is about, or an empty text."""
        parts: list[tuple[str, Record]] = [(report.ref, report) for report in self.reports]
        parts += [(figure.target, figure) for figure in self.figures]
        parts += [("", part) for part in (self.contact, self.corrects, self.withdrawn) if part]
        return [
            (about, taken)
            for about, part in parts
            for record in part.each()
            if isinstance(record, Localized | Evidence | Contact) and (taken := record.redacted)
        ]

    @property
    def period_name(self) -> str:
        """The name of its period, without the number of its revision."""
        return split_revision(self.file_name)[0]

    @property
    def revision(self) -> int:
        """Which submission for the period it is: 1 is the first, 2 the file ending in `.r2.yml`."""
        return split_revision(self.file_name)[1]

    @property
    def period(self) -> ReportingPeriod:
        """The period that it reports on, taken from the file's name."""
        period = parse_period(self.period_name)
        if period is None:  # the loader rejects such names
            raise ValueError(self.period_name)
        return period

    @property
    def path(self) -> str:
        """The path of its file, relative to the repository's root."""
        return self.FILE.format(policy=self.policy, agency=self.agency, period=self.file_name)
