"""Every record: what may stand in a data file, field by field, and the file it lives in."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints
from pydantic.json_schema import SkipJsonSchema

from generator.findings import Place
from generator.model.values import (
    ClauseId,
    Date,
    Figure,
    Flag,
    Line,
    Prose,
    SentenceId,
    ShortHash,
    Slug,
    Url,
    Whole,
    described,
)

ORIGIN = "@"  # the key under which a tree carries where it was read; no file can write it
CANONICAL = "zh"  # the locale in which facts are written; all others are translations of it


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a mapping was read: its file, its start, and the start of each value in it."""

    path: str = ""
    line: int = 1
    column: int = 1
    marks: dict[str | tuple[str, int], tuple[int, int]] = field(default_factory=dict)

    def place(self, key: str | None = None, index: int | None = None) -> Place:
        """Find the place of a value, or of the mapping itself where the value is not there."""
        mark = self.marks.get((key, index)) if key is not None and index is not None else None
        mark = mark or (self.marks.get(key) if key is not None else None)
        return Place(self.path, *(mark or (self.line, self.column)))


def short_hash(text: str) -> str:
    """Name a Chinese text by the first 8 hex digits of its SHA-256, as `zh_hash` does."""
    return hashlib.sha256(text.encode()).hexdigest()[:8]


class Record(BaseModel):
    """A mapping of a data file. Nothing unknown may stand in it, and it knows where it was read."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, allow_inf_nan=False)

    FILE: ClassVar[str] = ""  # for records that are a whole file: the file's path, with {placeholders}

    origin: SkipJsonSchema[Origin] = Field(default_factory=Origin, alias=ORIGIN, exclude=True, repr=False)

    def at(self, key: str | None = None, index: int | None = None) -> Place:
        """Find the place of a value of this record, or of the record itself."""
        return self.origin.place(key, index)

    def each(self) -> Iterator[Record]:
        """Yield this record and all records in it, in the order of their fields."""
        yield self
        for name in type(self).model_fields:
            value = getattr(self, name)
            for item in value if isinstance(value, tuple) else (value,):
                if isinstance(item, Record):
                    yield from item.each()


def _without_origin(value: Any) -> Any:
    return {key: item for key, item in value.items() if key != ORIGIN} if isinstance(value, dict) else value


class Localized(Record):
    """A text in Chinese, with translations under their locales' names."""

    model_config = ConfigDict(strict=True, extra="allow", frozen=True)
    __pydantic_extra__: dict[str, Prose] = Field(init=False)

    zh: Prose = described("The Chinese text.", "中文。")
    zh_hash: Annotated[dict[str, ShortHash], BeforeValidator(_without_origin)] = Field(
        default_factory=dict,
        max_length=20,
        description="Per translation, the short hash (SHA-256, 8 hex digits) of the Chinese it was made from.",
        json_schema_extra={"x-description-zh": "每种译文所依据中文的校验码（SHA-256 前 8 位）。"},
    )

    @property
    def translations(self) -> dict[str, str]:
        """The translations by locale."""
        return self.__pydantic_extra__

    def is_stale(self, locale: str) -> bool:
        """Tell whether the Chinese has changed since a translation was made."""
        return locale in self.zh_hash and self.zh_hash[locale] != short_hash(self.zh)


class Source(Record):
    """Where a statement comes from."""

    title: Localized = described("Title of the publication.", "出版物标题。")
    publisher: Localized = described("Who published it.", "发布者。")
    published: Date | None = described("Day of publication, where known.", "发布日期（如已知）。", None)
    url: Url | None = described(
        "The publisher's own address; left out where only a copy was read.",
        "发布者本人的网址；只见到转载时不填。",
        None,
    )
    quote: Prose | None = described("The words relied on, in the original.", "所依据的原文。", None)
    note: Localized | None = described("What a reader should know of it.", "说明。", None)


class English(Record):
    """Where an English name comes from."""

    status: Literal["official", "state-media", "ngo-or-foreign", "ours"] = described(
        "official: a Chinese state organ's own English; state-media; ngo-or-foreign; ours: made for this site.",
        "official：中国国家机关自用的英文；state-media：官方媒体；ngo-or-foreign：其他机构；ours：本站自译。",
    )
    url: Url | None = described("Where it was found.", "出处网址。", None)
    quote: Line | None = described("The words found there.", "出处原文。", None)
    note: Localized | None = described("Why it was chosen.", "选用理由。", None)


class Agency(Record):
    """A body that issues policies or reports on them."""

    FILE: ClassVar[str] = "data/agencies/{agency}.yml"

    id: SkipJsonSchema[str] = Field(alias="@agency", exclude=True)
    name: Localized = described("Full name.", "全称。")
    short: Localized | None = described("Short name, where the full one is long.", "简称。", None)
    kind: Literal["central", "province", "city", "county", "other"] = described(
        "Level of government.", "层级：central 中央，province 省级，city 市级，county 县级，other 其他。"
    )
    english: English | None = described("Where the English name comes from.", "英文名称的出处。", None)


class Period(Record):
    """A span of days, both ends included."""

    start: Date = Field(alias="from", description="First day.", json_schema_extra={"x-description-zh": "首日。"})
    end: Date = Field(alias="to", description="Last day.", json_schema_extra={"x-description-zh": "末日。"})


class Reporting(Record):
    """When reports are due. The calendar is this site's, unless the policy sets one."""

    frequency: Literal["monthly", "quarterly", "half-yearly", "yearly"] = described(
        "How often a report is due.", "报告频率：monthly 每月，quarterly 每季，half-yearly 每半年，yearly 每年。"
    )
    due_days: Whole = described(
        "Days after the end of a period by which its report is due.", "一期结束后多少天内应报告。", ge=0, le=366
    )


class Numbering(Record):
    """How the document numbers its parts: {n} is 12, {cn} is 十二."""

    area: Line = described("An area's number.", "领域（章）的编号样式。", "（{cn}）")
    task: Line = described("A task's number.", "任务（条）的编号样式。", "{n}.")


class Headings(Record):
    """The document's headings above its goals and its areas, as printed."""

    goals: Localized | None = described("Heading above the goals.", "目标部分的标题。", None)
    areas: Localized | None = described("Heading above the areas.", "任务部分的标题。", None)


class Sentence(Record):
    """A sentence of the preamble or of the goals."""

    id: SentenceId = described("Its permanent id, such as p1 or g2.", "固定编号，如 p1、g2。")
    text: Localized = described("Its text, word for word.", "原文，逐字。")


class Area(Record):
    """A group of tasks: a chapter of the document."""

    number: Whole = described("Its number, counted from 1.", "序号，从 1 起。", ge=1, le=99)
    title: Localized = described("Its title, word for word.", "标题，逐字。")


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
    issued: Date = described("Day of issue.", "印发日期。")
    issuers: tuple[Slug, ...] = described("The issuing agencies' ids.", "印发机构的代号。", min_length=1, max_length=60)
    period: Period = described("The days that the policy covers.", "政策覆盖的时段。")
    reporting: Reporting | None = described("When reports are due.", "报告日历。", None)
    timezone: Line = described("Time zone in which days are counted.", "计日所用时区。", "Asia/Shanghai")
    source: Source = described("Where the text was taken from.", "文本来源。")
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
    preamble: tuple[Sentence, ...] = described("Sentences before the first heading.", "引言各句。", (), max_length=200)
    goals: tuple[Sentence, ...] = described("Sentences that state the goals.", "目标各句。", (), max_length=200)
    areas: tuple[Area, ...] = described("Areas, in order.", "领域，按顺序。", min_length=1, max_length=99)
    summary: Summary | None = described("An interpretation of the document.", "内容解读。", None)


class Clause(Record):
    """One sentence of a task: a thing to report on, with a permanent address."""

    id: ClauseId = described("task.sentence, such as 1.2; permanent.", "任务号.句序，如 1.2；固定不变。")
    text: Localized = described("Its text, word for word.", "原文，逐字。")


class Task(Record):
    """One task (or article) of a policy, sentence by sentence."""

    FILE: ClassVar[str] = "data/policies/{policy}/tasks/{task}.yml"

    policy: SkipJsonSchema[str] = Field(alias="@policy", exclude=True)
    file_number: SkipJsonSchema[str] = Field(alias="@task", exclude=True)
    area: Whole = described("Number of the area that it belongs to.", "所属领域的序号。", ge=1, le=99)
    title: Localized = described("Its title, word for word.", "标题，逐字。")
    clauses: tuple[Clause, ...] = described("Its sentences, in order.", "各句，按顺序。", min_length=1, max_length=200)

    @property
    def number(self) -> int:
        """Its number in the document: the file's name."""
        return int(self.file_number)

    @property
    def address(self) -> str:
        """Its part of the site's addresses: at least two digits."""
        return f"{self.number:02d}"


class Baseline(Record):
    """The known value before the policy, with its source."""

    value: Figure = described("The figure.", "数值。")
    as_of: Date = described("The day that it holds for.", "数值所属日期。")
    source: Source = described("Who published it.", "出处。")


class TargetValue(Record):
    """The value to reach."""

    value: Figure = described("The figure.", "数值。")
    by: Date = described("The day by which it is to be reached.", "期限。")
    comparison: Literal["at_least", "more_than", "at_most", "less_than"] = described(
        "How a value is compared with it.",
        "比较方式：at_least 达到，more_than 超过，at_most 不超过，less_than 低于。",
    )


class Target(Record):
    """A result that the policy aims at, quoted from its goals."""

    FILE: ClassVar[str] = "data/policies/{policy}/targets.yml"

    id: Slug = described("Its permanent id.", "固定代号。")
    goal: SentenceId = described("The sentence that it is quoted from.", "出自哪一句。")
    quote: tuple[Line, ...] = described("The words that state it.", "原文字句。", min_length=1, max_length=10)
    title: Localized = described("What is measured.", "指标名称。")
    qualitative: Flag = described("Whether the text gives no number.", "是否没有数字。", False)
    unit: Localized | None = described("Unit of its figures.", "计量单位。", None)
    baseline: Baseline | None = described("Where it started.", "基期值。", None)
    target: TargetValue | None = described("What is to be reached.", "目标值。", None)
    tasks: tuple[Whole, ...] = described(
        "Tasks that bear on it, as this site reads the text.", "本站认为相关的任务。", (), max_length=200
    )
    note: Localized | None = described("What a reader should know of it.", "说明。", None)


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
    english: English = described("Where the English name comes from.", "英文名称的出处。")
    note: Localized | None = described("What a reader should know of it.", "说明。", None)


class Correction(Record):
    """A character-by-character conversion that came out wrong, and what is right."""

    wrong: Line = described("What the converter writes.", "转换器的写法。")
    right: Line = described("What is right.", "正确写法。")
    note: Localized | None = described("Why.", "理由。", None)


class Derivation(Record):
    """How a locale's texts are made from another's by script conversion."""

    source: Literal["zh"] = Field(
        alias="from", description="The locale to convert.", json_schema_extra={"x-description-zh": "来源语言。"}
    )
    opencc: Literal["s2t", "s2tw", "s2hk"] = described(
        "OpenCC's profile; none that changes words.", "OpenCC 方案（不改词语）。"
    )
    corrections: tuple[Correction, ...] = described("Reviewed corrections.", "人工审定的更正。", (), max_length=500)


def _flat(value: Any, prefix: str = "") -> Any:
    """Flatten nested interface strings to `group.name` keys; plural forms stay a mapping."""
    if not isinstance(value, dict):
        return value
    flat: dict[str, Any] = {}
    for key, item in value.items():
        if key == ORIGIN:
            continue
        if isinstance(item, dict) and not {"one", "other"} & item.keys():
            flat |= _flat(item, f"{prefix}{key}.")
        else:
            flat[f"{prefix}{key}"] = _without_origin(item)
    return flat


UiText = Annotated[str, StringConstraints(max_length=2000)]


class LocaleFile(Record):
    """A language of the site: its names, tags and interface strings."""

    FILE: ClassVar[str] = "data/locales/{locale}.yml"

    id: SkipJsonSchema[str] = Field(alias="@locale", exclude=True)
    name: Line = described("Its name in itself.", "语言自称。")
    short: Line = described("Its name in the switch, very short.", "切换按钮上的极短名称。")
    lang: Annotated[str, StringConstraints(pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$")] = described(
        "BCP 47 tag for lang and hreflang.", "BCP 47 语言标签。"
    )
    babel: Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(_[A-Za-z]{2,4})*$")] = described(
        "CLDR locale for dates and numbers.", "日期与数字格式所用的 CLDR 语言。"
    )
    derive: Derivation | None = described("How it is made from another locale.", "如何由其他语言转换而来。", None)
    strings: Annotated[dict[str, UiText | dict[str, UiText]], BeforeValidator(_flat)] = Field(
        default_factory=dict,
        max_length=2000,
        description="Interface strings; a plural is a mapping of one and other.",
        json_schema_extra={"x-description-zh": "界面文字；复数写成 one 与 other。"},
    )


FILES: tuple[type[Record], ...] = (LocaleFile, Agency, PolicyFile, Task, Target, Term)
"""Every kind of file under data/, by the record that it holds."""

LISTS: frozenset[type[Record]] = frozenset({Target, Term})
"""Records of which one file holds a list."""
