"""What all records share: origins, localized texts and sources."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Annotated, Any, ClassVar, Literal, get_args

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationInfo, model_validator
from pydantic.json_schema import SkipJsonSchema
from pydantic_core import PydanticCustomError

from generator.findings import Place
from generator.model.plain import refused
from generator.model.values import Date, Line, Prose, ShortHash, Url, described

ORIGIN = "@"  # key under which a tree holds its `Origin`; no file can set it
CANONICAL = "zh"  # the locale in which facts are written, except a policy's whose language is another
ANY_LANGUAGE = "any language"  # validation context of files whose texts need not be Chinese
SUBMITTED = "submitted"  # validation context of submissions, whose texts can be redacted
NO_SENTENCE = "no_sentence"  # type of the error that a target quotes no sentence
NO_ORIGINAL = "no_original"  # type of the error that a text lacks the language it must have


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a mapping was read: its file, its start, and the start of each of its keys and values."""

    path: str = ""
    line: int = 1
    column: int = 1
    marks: dict[str | tuple[str, int], tuple[int, int]] = field(default_factory=dict)
    keys: dict[str, tuple[int, int]] = field(default_factory=dict)

    def place(self, key: str | None = None, index: int | None = None) -> Place:
        """Return the place of a value, or of the mapping itself if the value is missing."""
        return Place(self.path, *self.start(key, index))

    def start(self, key: str | None = None, index: int | None = None) -> tuple[int, int]:
        """Return the line and the column of a value, or of the mapping itself if the value is missing."""
        mark = self.marks.get((key, index)) if key is not None and index is not None else None
        mark = mark or (self.marks.get(key) if key is not None else None)
        return mark or (self.line, self.column)


def short_hash(text: str) -> str:
    """Return the first 8 hex digits of a Chinese text's SHA-256, the form that `zh_hash` uses."""
    return hashlib.sha256(text.encode()).hexdigest()[:8]


class Record(BaseModel):
    """A mapping in a data file. It allows no unknown keys and knows where it was read."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, allow_inf_nan=False, defer_build=True)

    FILE: ClassVar[str] = ""  # path, with {placeholders}, of a record that is a whole file
    SHARED: ClassVar[tuple[str, ...]] = ()  # fields that a file of `rows` may state once for all of them

    origin: SkipJsonSchema[Origin] = Field(default_factory=Origin, alias=ORIGIN, exclude=True, repr=False)

    def at(self, key: str | None = None, index: int | None = None) -> Place:
        """Return the place of a value in this record, or of the record itself."""
        return self.origin.place(key, index)

    def each(self) -> list[Record]:
        """List this record and all nested records, in field order."""
        found: list[Record] = []
        self._gather(found)
        return found

    def _gather(self, found: list[Record]) -> None:
        found.append(self)
        values = self.__dict__  # getattr is slow, and this asks every text of every report
        for name in _parts(type(self)):
            value = values[name]
            if value is None:
                continue
            for item in value if type(value) is tuple else (value,):
                if isinstance(item, Record):
                    item._gather(found)


def record_in(annotation: Any) -> type[Record] | None:
    """Return the record type in an annotation such as `tuple[Clause, ...] | None`."""
    if isinstance(annotation, type) and issubclass(annotation, Record):
        return annotation
    return next((found for part in get_args(annotation) if (found := record_in(part))), None)


@functools.cache
def _parts(kind: type[Record]) -> tuple[str, ...]:
    """List the fields of a record type that hold records."""
    return tuple(name for name, field in kind.model_fields.items() if record_in(field.annotation))


def without_origin(value: Any) -> Any:
    """Remove the origin from a mapping, for fields that are plain mappings."""
    return {key: item for key, item in value.items() if key != ORIGIN} if isinstance(value, dict) else value


State = Literal["current", "stale", "missing"]
"""The state of a translation: made from the current Chinese text, made from an earlier one, or absent."""


REDACTED = "redacted"
"""The field of a text, a source or a contact of a submission that says why something of it was taken out."""


class Redaction(Record):
    """Why something that was submitted was taken out of what is published, and when: a maintainer's decision."""

    on: Date = described("Day on which it was taken out.", "隐去的日期。")
    reason: Localized = described("Why it must not be public.", "为什么不能公开。")


class Localized(Record):
    """A text in Chinese, with translations under their locales' names.

    In a policy's files it may be written in another language: it then needs no Chinese, and its original is the text
    in the policy's language. In a submission it may have been redacted: it then has no words at all.
    """

    model_config = ConfigDict(strict=True, extra="allow", frozen=True, defer_build=True)
    __pydantic_extra__: dict[str, Prose] = Field(init=False)

    zh: Prose = described("The Chinese text.", "中文。", "")
    zh_hash: Annotated[dict[str, ShortHash], BeforeValidator(without_origin)] = Field(
        default_factory=dict,
        max_length=20,
        description="Per translation, the short hash (SHA-256, 8 hex digits) of the original it was made from, which "
        "is the Chinese unless the policy's language is another.",
        json_schema_extra={"x-description-zh": "每种译文所依据原文（一般为中文）的校验码（SHA-256 前 8 位）。"},
    )
    redacted: Redaction | None = described(
        "In a submission, in place of the words: why a maintainer took them out of what is published.",
        "仅用于提交的报告，由维护者填写：代替不能公开的文字，说明何时、为何隐去。",
        None,
    )
    _language: ClassVar[str] = CANONICAL  # an instance's own is set by `written_in`

    @model_validator(mode="after")
    def _has_original(self, info: ValidationInfo) -> Localized:
        """Require the Chinese, or in a policy's files (see `ANY_LANGUAGE`) a text in any language.

        A text of a submission (see `SUBMITTED`) may be redacted instead, and then nothing of it may be left.
        """
        if self.redacted is not None and info.context == SUBMITTED:
            if self.versions != {CANONICAL: ""}:
                raise refused("M118")
            return self
        if not self.zh and not (info.context == ANY_LANGUAGE and self.__pydantic_extra__):
            raise PydanticCustomError(NO_ORIGINAL, "no text")
        return self

    def written_in(self, language: str) -> None:
        """Declare the language of the original, which the policy's own file states for all its texts."""
        object.__setattr__(self, "_language", language)  # a fact of another file, so it is no field of this one

    @property
    def language(self) -> str:
        """The locale of the original: the policy's language if there is such a text, else Chinese, else any."""
        if self._language != CANONICAL and self._language in self.__pydantic_extra__:
            return self._language
        return CANONICAL if self.zh or not self.__pydantic_extra__ else next(iter(self.__pydantic_extra__))

    @property
    def original(self) -> str:
        """The original text, which all others translate."""
        return self.zh if self.language == CANONICAL else self.__pydantic_extra__[self.language]

    @property
    def versions(self) -> dict[str, str]:
        """The text in every language that it is written in, the original first."""
        return {self.language: self.original, **self.translations}

    @property
    def translations(self) -> dict[str, str]:
        """The translations by locale."""
        if self.language == CANONICAL:
            return self.__pydantic_extra__
        written = {CANONICAL: self.zh} if self.zh else {}
        return written | {id_: text for id_, text in self.__pydantic_extra__.items() if id_ != self.language}

    def state(self, locale: str) -> State:
        """Return whether the translation into a locale is current, stale or missing."""
        if locale not in self.translations:
            return "missing"
        return "stale" if self.is_stale(locale) else "current"

    def is_stale(self, locale: str) -> bool:
        """Return whether the original has changed since a translation was made."""
        return locale in self.zh_hash and self.zh_hash[locale] != short_hash(self.original)


Redaction.model_rebuild()  # it has a text, and a text may have it


def texts_in(records: Iterable[Record]) -> Iterator[Localized]:
    """Yield every translatable text in the records."""
    return (part for record in records for part in record.each() if isinstance(part, Localized))


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
        "Whose English it is.",
        "英文名称是谁用的。",
        choices={
            "official": ("中国国家机关自用的英文", "a Chinese state organ's own English", "官方"),
            "state-media": ("官方媒体", "state media", "媒体"),
            "ngo-or-foreign": ("其他机构", "somebody else's", "其他"),
            "ours": ("本站自译", "made for this site", "自译"),
        },
    )
    url: Url | None = described("Where it was found.", "出处网址。", None)
    quote: Line | None = described("The words found there.", "出处原文。", None)
    note: Localized | None = described("Why it was chosen.", "选用理由。", None)
