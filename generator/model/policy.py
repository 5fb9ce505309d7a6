"""A policy document: its text, its targets, its terms, and who owes reports on it."""

from __future__ import annotations

import datetime
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, ConfigDict, Field, PlainSerializer, WithJsonSchema, model_validator
from pydantic.json_schema import SkipJsonSchema
from pydantic_core import PydanticCustomError

from generator.model.periods import ReportingPeriod
from generator.model.record import CANONICAL, NO_SENTENCE, ORIGIN, English, Localized, Record, Source
from generator.model.submission import Level
from generator.model.values import (
    Amount,
    Cell,
    ClauseId,
    Date,
    Figure,
    Flag,
    Integer,
    Label,
    Line,
    Number,
    NumberStyle,
    Ref,
    SentenceId,
    SentenceRef,
    Slug,
    Whole,
    Zone,
    described,
)


class Jurisdiction(Record):
    """The place for which a policy was issued."""

    kind: Level = described(
        "Level of government.",
        "层级。",
        choices={
            "central": ("中央", "central", "国家", "全国"),
            "province": ("省级", "province", "省", "自治区", "直辖市"),
            "city": ("市级", "city", "市", "地级市"),
            "county": ("县级", "county", "县", "区"),
            "other": ("其他", "other", "其它"),
        },
    )
    agency: Slug | None = described(
        "Below the centre: the id of the agency whose place it is, such as a province.",
        "中央以下：哪个地方，填其机构代号，如某省。",
        None,
    )


class Period(Record):
    """A span of days, both ends included."""

    start: Date = Field(alias="from", description="First day.", json_schema_extra={"x-description-zh": "首日。"})
    end: Date = Field(alias="to", description="Last day.", json_schema_extra={"x-description-zh": "末日。"})


class Reporting(Record):
    """When reports are due. The calendar is this site's, unless the policy sets one."""

    frequency: Literal["monthly", "quarterly", "half-yearly", "yearly"] = described(
        "How often a report is due.",
        "报告频率。",
        choices={
            "monthly": ("每月", "every month", "月报", "按月"),
            "quarterly": ("每季", "every quarter", "季报", "每季度", "按季"),
            "half-yearly": ("每半年", "every half year", "半年报", "半年"),
            "yearly": ("每年", "every year", "年报", "按年", "annual"),
        },
    )
    due_days: Integer = described(
        "Days after the end of a period by which its report is due; negative for days before it ends.",
        "一期结束后多少天内应报告；负数表示期末前多少天。",
        ge=-366,
        le=366,
    )
    revised: tuple[Date, ...] = described(
        "Days on which these due days were changed after they had been published.",
        "公布后又改动报告期限的日期，改一次记一次。",
        (),
        max_length=50,
    )

    def due(self, period: ReportingPeriod) -> datetime.date:
        """Return the last day on which a period's report is on time."""
        return period.end + datetime.timedelta(days=self.due_days)


class Numbering(Record):
    """How the document numbers its parts: {n} is 12, {cn} is 十二."""

    area: NumberStyle = described("An area's number.", "方面（章）的编号样式。", "（{cn}）")
    task: NumberStyle = described("A task's number.", "任务（条）的编号样式。", "{n}.")


class Headings(Record):
    """The document's headings above its goals and its areas, as printed."""

    goals: Localized | None = described("Heading above the goals.", "目标部分的标题。", None)
    areas: Localized | None = described("Heading above the areas.", "任务部分的标题。", None)


LANGUAGES = ("zh", "zh-Hant", "en")
"""The languages that an original can have."""


class Sentence(Record):
    """A sentence of the document outside its tasks."""

    id: SentenceId = described("Its permanent id, such as p1, g2 or a1.1.", "固定编号，如 p1、g2、a1.1。")
    text: Localized = described("Its text, word for word.", "原文，逐字。")
    paragraph: Flag = described("Whether it begins a new paragraph.", "是否另起一段。", False)
    box: Flag = described("Whether it stands in a box of the document.", "是否在专栏（方框）内。", False)


class Heading(Record):
    """A chapter of the document, or a level below: a number, a title, and the text before its first task."""

    number: Whole = described("Its number, counted from 1.", "序号，从 1 起。", ge=1, le=999)
    label: Label | None = described(
        "Its number as printed, such as 一、; empty where none is printed. Default: as the policy's numbering says.",
        "印出的编号，如 一、；没有编号的写空引号。不填则按 numbering 的样式。",
        None,
    )
    title: Localized | None = described("Its title, word for word.", "标题，逐字。", None)
    run_in: Flag = described(
        "Whether the title and the text below it stand on one line.", "标题与正文是否连排在同一行。", False
    )
    opening: tuple[Sentence, ...] = described(
        "Sentences between the title and the first task.", "标题之后、第一项任务之前的各句。", (), max_length=999
    )


class Area(Heading):
    """A group of tasks: a chapter of the document."""


class Section(Heading):
    """A level between an area and its tasks."""

    area: Whole = described("Number of the area that it belongs to.", "所属方面的序号。", ge=1, le=999)


class Block(Record):
    """A sentence or a table of an annex."""

    id: SentenceId | None = described("A sentence's permanent id, such as x1.1.", "句子的固定编号，如 x1.1。", None)
    text: Localized | None = described("A sentence, word for word.", "一句原文，逐字。", None)
    paragraph: Flag = described("Whether it begins a new paragraph.", "是否另起一段。", False)
    box: Flag = described("Whether it stands in a box of the document.", "是否在专栏（方框）内。", False)
    table: tuple[tuple[Cell, ...], ...] = described(
        "A table of the document, row by row.", "文件中的表格，逐行填写。", (), max_length=999
    )


class Annex(Record):
    """What follows the document's signature: lists, tables, forms."""

    title: Localized | None = described("Its title, word for word.", "标题，逐字。", None)
    blocks: tuple[Block, ...] = described(
        "Its sentences and tables, in order.", "各句与表格，按顺序。", (), max_length=999
    )


class Topic(Record):
    """An everyday matter that readers look for, with the tasks that bear on it, as this site reads the text."""

    id: Slug = described("Its permanent id.", "固定代号。")
    name: Localized = described("What people call it, in a word or two.", "日常叫法，一两个词。")
    tasks: tuple[Whole, ...] = described(
        "Numbers of the tasks that bear on it.", "与它有关的任务的序号。", min_length=1, max_length=200
    )


class Summary(Record):
    """A reading of the document by somebody else."""

    text: Localized = described("The text; blank lines part paragraphs.", "正文，空行分段。")
    source: Source = described("Whose reading it is.", "出处。")


class PolicyFile(Record):
    """A policy document: what it is, who issued it, and all its text but the tasks."""

    FILE: ClassVar[str] = "data/policies/{policy}/policy.yml"

    id: SkipJsonSchema[str] = Field(alias="@policy", exclude=True)
    title: Localized = described("Official title.", "正式标题。")
    short: Localized | None = described("Short title for menus.", "菜单用的短标题。", None)
    english: English | None = described("Where the English title comes from.", "英文标题的出处。", None)
    language: Literal["zh", "zh-Hant", "en"] = described(
        "Language of the original, which all texts of the policy must have.",
        "原文的语言；这份政策的各处文字都必须有这种语言的文本。",
        CANONICAL,
        choices={
            "zh": ("简体中文", "Chinese in Simplified script", "zh-hans", "zh-cn", "中文", "简体"),
            "zh-Hant": ("繁体中文", "Chinese in Traditional script", "zh-hant-tw", "zh-tw", "繁体"),
            "en": ("英文", "English", "英语"),
        },
    )
    issued: Date | None = described("Day of issue.", "印发日期。", None)
    issuers: tuple[Slug, ...] = described("The issuing agencies' ids.", "印发机构的代号。", (), max_length=60)
    jurisdiction: Jurisdiction | None = described(
        "The place for which it was issued; left out where that is its issuers' own.",
        "适用的地方；就是印发机构所管的地方时不填。",
        None,
    )
    period: Period | None = described("The days that the policy covers.", "政策覆盖的时段。", None)
    reporting: Reporting | None = described("When reports are due.", "报告日历。", None)
    timezone: Zone = described("Time zone in which days are counted.", "计日所用时区。", "Asia/Shanghai")
    source: Source | None = described("Where the text was taken from.", "文本来源。", None)
    references: tuple[Source, ...] = described(
        "Where dates and issuers are attested.", "日期与印发机构的佐证。", (), max_length=20
    )
    numbering: Numbering = Field(
        default_factory=Numbering,
        description="How the document numbers its parts.",
        json_schema_extra={"x-description-zh": "编号样式。"},
    )
    headings: Headings = Field(
        default_factory=Headings,
        description="Headings above the goals and the areas.",
        json_schema_extra={"x-description-zh": "各部分的标题。"},
    )
    head: tuple[Sentence, ...] = described(
        "What stands between the title and the text: document number, date of adoption, addressees.",
        "标题与正文之间的内容：文号、通过日期、主送机关。",
        (),
        max_length=200,
    )
    preamble: tuple[Sentence, ...] = described("Sentences before the first heading.", "引言各句。", (), max_length=999)
    goals: tuple[Sentence, ...] = described("Sentences that state the goals.", "目标各句。", (), max_length=200)
    areas: tuple[Area, ...] = described("Areas, in order.", "方面，按顺序。", (), max_length=99)
    sections: tuple[Section, ...] = described(
        "Levels between areas and tasks, numbered from 1 through the document.",
        "方面与任务之间的层级，全文从 1 起编号。",
        (),
        max_length=999,
    )
    closing: tuple[Sentence, ...] = described(
        "Sentences after the last task.", "最后一项任务之后的各句。", (), max_length=999
    )
    foot: tuple[Sentence, ...] = described("Signature, date and notes.", "落款、日期与附注。", (), max_length=200)
    annexes: tuple[Annex, ...] = described("Annexes, in order.", "附件，按顺序。", (), max_length=50)
    topics: tuple[Topic, ...] = described(
        "Everyday matters under which readers find tasks.", "读者查找任务的日常主题。", (), max_length=30
    )
    summary: Summary | None = described("An interpretation of the document.", "内容解读。", None)


class Change(Record):
    """A later document's repeal or addition of a task or clause."""

    on: Date = described("The day from which it holds.", "生效日期。")
    by: Source = described("The document that says so.", "作出这一变动的文件。")


class Amendment(Change):
    """A new wording of a clause, by a later document."""

    text: Localized = described("The new wording, word for word.", "修改后的文字，逐字。")


_REPEALED = described(
    "By which later document it was repealed, and from when.", "由后来的哪个文件、自何日起废止。", None
)
_ADDED = described(
    "By which later document it was added, and from when; it is no part of the text as first published.",
    "由后来的哪个文件、自何日起增补；不在最初公布的原文之内。",
    None,
)


class _Lasting(Record):
    """A part of a policy that later documents can add and repeal."""

    added: Change | None = _ADDED
    repealed: Change | None = _REPEALED

    @property
    def start(self) -> datetime.date:
        """The first day on which it is in force, if a later document added it."""
        return self.added.on if self.added else datetime.date.min

    @property
    def last(self) -> datetime.date:
        """The last day on which it is in force, if a later document repealed it."""
        return self.repealed.on - datetime.timedelta(days=1) if self.repealed else datetime.date.max


class Clause(_Lasting):
    """One sentence of a task: a thing to report on, with a permanent address."""

    id: ClauseId = described("task.sentence, such as 1.2; permanent.", "任务号.句序，如 1.2；固定不变。")
    text: Localized = described("Its text, word for word.", "原文，逐字。")
    paragraph: Flag = described("Whether it begins a new paragraph.", "是否另起一段。", False)
    box: Flag = described("Whether it stands in a box of the document.", "是否在专栏（方框）内。", False)
    amended: tuple[Amendment, ...] = described(
        "Its later wordings, oldest first; `text` stays as first published.",
        "后来修改的文字，从早到晚；text 保持最初公布的原文。",
        (),
        max_length=50,
    )

    def wording(self, day: datetime.date) -> Localized:
        """Return its text as in force on a day."""
        return next((change.text for change in reversed(self.amended) if change.on <= day), self.text)


class Responsible(Record):
    """Who is responsible for a task, in the document's own words. What they mean is stated in assignments.yml."""

    text: Localized = described("The words as printed, brackets included.", "原文字句，连同括号。")
    paragraph: Flag = described("Whether they stand on a line of their own.", "是否单独成行。", False)


class Task(_Lasting):
    """One task (or article) of a policy, sentence by sentence."""

    FILE: ClassVar[str] = "data/policies/{policy}/tasks/{task}.yml"

    policy: SkipJsonSchema[str] = Field(alias="@policy", exclude=True)
    file_number: SkipJsonSchema[str] = Field(alias="@task", exclude=True)
    area: Whole = described("Number of the area that it belongs to.", "所属方面的序号。", ge=1, le=99)
    section: Whole | None = described(
        "Number of the section that it belongs to.", "所属层级（section）的序号。", None, ge=1, le=999
    )
    label: Label | None = described(
        "Its number as printed, such as （一）; empty where none is printed. Default: as the policy's numbering says.",
        "印出的编号，如 （一）；没有编号的写空引号。不填则按 numbering 的样式。",
        None,
    )
    title: Localized | None = described("Its title, word for word.", "标题，逐字。", None)
    run_in: Flag = described(
        "Whether the title runs into the text; its stop is a full stop, unless the title itself ends with another.",
        "标题与正文是否连排；其后印句号，标题以其他标点结尾的除外。",
        False,
    )
    plain: Localized | None = described(
        "What it asks for, in one everyday sentence of this site's own that says no more than the clauses do.",
        "本站用一句日常的话说明它要做什么，不超出条款原文。",
        None,
    )
    deadline: Date | None = described("The day by which it is to be done (完成时限).", "完成时限。", None)
    clauses: tuple[Clause, ...] = described("Its sentences, in order.", "各句，按顺序。", min_length=1, max_length=999)
    responsible: Responsible | None = described(
        "Who is responsible, as printed after the text.", "文末所印的责任单位。", None
    )

    @classmethod
    def file_of(cls, policy: str, ref: str) -> str:
        """Return the path of the file that holds a task (1) or clause (1.2) of a policy."""
        return cls.FILE.format(policy=policy, task=ref.partition(".")[0].zfill(2))

    @property
    def number(self) -> int:
        """Its number in the document, taken from the file's name."""
        return int(self.file_number)

    @property
    def address(self) -> str:
        """Its number in site addresses, padded to at least two digits."""
        return f"{self.number:02d}"


class Baseline(Record):
    """The known value before the policy, with its source."""

    value: Figure = described("The figure.", "数值。")
    since: Date | None = Field(
        None,
        alias="from",
        description="First day of the span that it is the total of.",
        json_schema_extra={"x-description-zh": "累计数的起始日期。"},
    )
    as_of: Date = described("The day that it holds for.", "数值所属日期。")
    source: Source = described("Who published it.", "出处。")


class Relative(Record):
    """A change from the baseline: by percentage points, or to a multiple of it. One of the two."""

    points: Number | None = described("Percentage points to add to it.", "在基期值上增加几个百分点。", None)
    factor: Number | None = described("What to multiply it by: 2 for 翻一番.", "基期值的几倍：翻一番写 2。", None)


class TargetValue(Record):
    """What is to be reached by a day: a value, a range, about a value, or a change from the baseline."""

    value: Figure | None = described("The figure.", "数值。", None)
    between: tuple[Figure, ...] | None = described(
        "The lowest and the highest value of a range.", "数值的范围：最低值和最高值。", None, min_length=2, max_length=2
    )
    about: Figure | None = described("The figure, of a target that says about: 左右.", "约数（左右）。", None)
    tolerance: Figure | None = described(
        "How far from `about` still counts, where the text says so.", "原文写明的允许偏差。", None
    )
    relative: Relative | None = described("The change from the baseline.", "相对基期的变化。", None)
    by: Date = described("The day by which it is to be reached.", "期限。")
    comparison: Literal["at_least", "more_than", "at_most", "less_than"] | None = described(
        "How a value is compared with it, unless it is a range or `about`.",
        "比较方式；范围和约数不填。",
        None,
        choices={
            "at_least": ("达到", "at least", "不低于", "不少于"),
            "more_than": ("超过", "more than", "突破", "大于"),
            "at_most": ("不超过", "at most", "不高于", "以内"),
            "less_than": ("低于", "less than", "小于", "少于"),
        },
    )

    @property
    def forms(self) -> list[str]:
        """The fields that state it; only one of them may."""
        return [form for form in ("value", "between", "about", "relative") if getattr(self, form) is not None]

    @property
    def stated(self) -> Amount | None:
        """The number that the text itself states; of a range, the first."""
        return self.between[0] if self.between else self.value or self.about

    @property
    def rises(self) -> bool:
        """Whether more is better."""
        return self.comparison in {"at_least", "more_than"}


def _by_language(value: Any) -> Any:
    """Read a bare list of quotes as one in the policy's own language."""
    if isinstance(value, dict):
        return {key: item for key, item in value.items() if key != ORIGIN}
    return {"": value}


_QUOTED: dict[str, Any] = {"type": "array", "items": {"type": "string"}, "minItems": 1, "maxItems": 10}
Quotes = Annotated[
    dict[str, Annotated[tuple[Line, ...], Field(min_length=1, max_length=10)]],
    BeforeValidator(
        _by_language,
        json_schema_input_type=Annotated[
            Any, WithJsonSchema({"anyOf": [_QUOTED, {"type": "object", "additionalProperties": _QUOTED}]})
        ],
    ),
    PlainSerializer(lambda quotes: quotes.get("", quotes)),
]


class Target(Record):
    """A result that the policy aims at, quoted from its text."""

    model_config = ConfigDict(json_schema_extra={"anyOf": [{"required": ["sentence"]}, {"required": ["goal"]}]})

    FILE: ClassVar[str] = "data/policies/{policy}/targets.yml"

    id: Slug = described("Its permanent id.", "固定代号。")
    sentence: SentenceRef | None = described(
        "The sentence or clause that it is quoted from.", "出自哪一句（或哪一条款）。", None
    )
    goal: SentenceId | None = described("The same, as it was called before.", "同 sentence，旧称。", None)
    quote: Quotes = described(
        "The words that state it: a list in the policy's language, or one per language.",
        "原文字句：用原文语言写成列表，或按语言分列。",
    )
    title: Localized = described("What is measured.", "指标名称。")
    qualitative: Flag = described("Whether the text gives no number.", "是否没有数字。", False)
    unit: Localized | None = described("Unit of its figures.", "计量单位。", None)
    kind: Literal["stock", "flow", "rate"] = described(
        "What its number is in time: what there is on a day, a total over a span, or a rate.",
        "数值的性质：时点数、累计数或比率。",
        "stock",
        choices={
            "stock": ("时点数", "on a day", "存量"),
            "flow": ("累计数", "a total over a span", "流量", "时期数"),
            "rate": ("比率", "a rate", "率", "增速"),
        },
    )
    span: Period | None = described("Of a flow: the days of which it is the total.", "累计数的起止日期。", None)
    method: Localized | None = described(
        "How it is measured, where there are several ways: only figures measured so decide.",
        "统计口径；写明时，只以这种口径的数值为准。",
        None,
    )
    baseline: Baseline | None = described("Where it started.", "基期值。", None)
    target: TargetValue | None = described("What is to be reached.", "目标值。", None)
    steps: tuple[TargetValue, ...] = described(
        "What is to be reached on the way, earliest first.", "分阶段目标，按期限先后。", (), max_length=20
    )
    decided_by: tuple[Slug, ...] = described(
        "Ids of the agencies whose figures decide; left out where all of the issuing level do.",
        "以哪些机构的数值为准，填机构代号；不填则以发文层级的机构为准。",
        (),
        max_length=60,
    )
    tasks: tuple[Whole, ...] = described(
        "Tasks that bear on it, as this site reads the text.", "本站认为相关的任务。", (), max_length=200
    )
    note: Localized | None = described("What a reader should know of it.", "说明。", None)

    @model_validator(mode="after")
    def _is_quoted(self) -> Target:
        """Require the sentence, under its name of today or of before."""
        if self.sentence is None and self.goal is None:
            raise PydanticCustomError(NO_SENTENCE, "no sentence")
        return self

    @property
    def goals(self) -> tuple[TargetValue, ...]:
        """All that is to be reached: the steps, and the target itself last."""
        return (*self.steps, self.target) if self.target else self.steps

    @property
    def aim(self) -> TargetValue | None:
        """What is to be reached in the end; where only steps are given, the last of them."""
        return self.goals[-1] if self.goals else None

    @property
    def stands_in(self) -> str:
        """The id of the sentence or clause that it is quoted from."""
        return self.sentence or self.goal or ""


class Term(Record):
    """A named thing or expression of the document."""

    FILE: ClassVar[str] = "data/policies/{policy}/glossary.yml"

    id: Slug = described("Its permanent id.", "固定代号。")
    kind: Literal[
        "platform", "system", "database", "one-map", "project", "action", "programme", "pilot", "zone", "event",
        "research", "centre", "museum", "channel", "document", "standard", "term",
    ] = described("What kind of thing it is.", "类别。")  # fmt: skip
    name: Localized = described("Its name as it stands in the text.", "原文中的名称。")
    forms: tuple[Line, ...] = described("Other spellings of it in the text.", "原文中的其他写法。", (), max_length=10)
    english_forms: tuple[Line, ...] = described(
        "Other English forms of it in the translation.", "译文中的其他英文写法。", (), max_length=20
    )
    generic: Flag = described(
        "Whether it is a class of things rather than one.", "是否为一类事物的统称，而非某一个。", False
    )
    meaning: Localized | None = described(
        "What it means, in one everyday sentence of this site's own that says no more than the text and the words do.",
        "本站用一句日常的话说明它的意思，不超出原文和字面。",
        None,
    )
    english: English = described("Where the English name comes from.", "英文名称的出处。")
    note: Localized | None = described("What a reader should know of it.", "说明。", None)


class Assignment(Record):
    """Who owes reports on what, and why we say so."""

    FILE: ClassVar[str] = "data/policies/{policy}/assignments.yml"
    SHARED: ClassVar[tuple[str, ...]] = ("basis",)

    agency: Slug = described("The agency's id.", "机构代号。", "")
    group: Slug | None = described("Instead of an agency: the id of a group.", "或者一组机构的代号。", None)
    ref: Ref = described("A task (1) or a clause (1.2).", "任务（1）或条款（1.2）。")
    role: Literal["lead", "joint", "support"] = described(
        "Its part in it.",
        "角色。",
        choices={
            "lead": ("牵头", "leads", "负责"),
            "joint": ("共同负责", "jointly responsible", "共同"),
            "support": ("配合", "supports", "参与", "协助"),
        },
    )
    start: Date | None = described(
        "First day of the assignment [default: the day of its basis].",
        "分工生效日期（不填则为依据的发布日期）。",
        None,
        alias="from",
    )
    until: Date | None = described("Its last day, where it has ended.", "分工终止日期（已终止的填）。", None)
    basis: Source = described("The document that assigns it.", "分工依据。")
