"""A locale of the site."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, Field, StringConstraints, WithJsonSchema, model_validator
from pydantic.json_schema import SkipJsonSchema

from generator.findings import Place
from generator.model.record import ORIGIN, Localized, Origin, Record, State, short_hash, without_origin
from generator.model.values import Cldr, Line, ShortHash, described


class Correction(Record):
    """A character-by-character conversion that came out wrong, and what is right."""

    wrong: Line = described("What the converter writes.", "转换器的写法。")
    right: Line = described("What is right.", "正确写法。")
    note: Localized | None = described("Why.", "理由。", None)


class WrittenWord(Record):
    """A word that is written otherwise than the converter has it, or that its dictionary lacks."""

    word: Line = described("The word in the script that is converted.", "被转换文字中的词。")
    written: Line = described("How it is written.", "转换后的写法。")
    note: Localized | None = described("Why.", "理由。", None)


class Derivation(Record):
    """How a locale's texts are made from another's by script conversion."""

    source: Literal["zh"] = Field(
        alias="from", description="The locale to convert.", json_schema_extra={"x-description-zh": "来源语言。"}
    )
    opencc: Literal["s2t", "s2tw", "s2hk"] = described(
        "OpenCC's profile; none that changes words.", "OpenCC 方案（不改词语）。"
    )
    words: tuple[WrittenWord, ...] = described(
        "Words that are written otherwise than the converter has them, or that its dictionary lacks.",
        "写法与转换结果不同，或词典未收的词。",
        (),
        max_length=500,
    )
    corrections: tuple[Correction, ...] = described(
        "What to correct at last, wherever it stands.", "最后对全部文字的更正。", (), max_length=500
    )
    interface: tuple[Correction, ...] = described(
        "Words that readers of this script use, in the site's own texts only.",
        "这种文字的读者惯用的说法，只用于本站自己的文字。",
        (),
        max_length=500,
    )


PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
"""A placeholder for a value in an interface string. `str.format` is never applied to such a string."""

PLACEHOLDERS = frozenset(
    {"agency", "areas", "by", "clauses", "code", "comparison", "count", "counted", "counts", "date", "day"}
    | {
        "done",
        "due",
        "end",
        "goal",
        "high",
        "id",
        "language",
        "lead",
        "levels",
        "locale",
        "low",
        "n",
        "name",
        "number",
    }
    | {"passed", "period", "points", "policy", "profile", "publisher", "query", "reported", "share", "sign"}
    | {"since", "start", "state", "submitted", "tasks", "title", "total", "unit", "value", "values", "version", "year"}
)
"""The placeholder names that interface strings may use."""

MOST_TIMES = 3  # uses of one name in a string; without a limit, a few strings could fill a page


def odd_placeholder(text: str) -> str:
    """Return an unknown or overused placeholder of an interface string, else its first stray brace, else nothing."""
    seen: Counter[str] = Counter()
    for match in PLACEHOLDER.finditer(text):
        seen[match[1]] += 1
        if match[1] not in PLACEHOLDERS or seen[match[1]] > MOST_TIMES:
            return match.group()
    rest = PLACEHOLDER.sub("", text)
    brace = re.search(r"[{}].*", rest, re.DOTALL)
    return brace.group() if brace else ""


Mark = tuple[int, int]  # line and column


def is_plural(value: dict[str, Any]) -> bool:
    """Tell the forms of a plural from a group of interface strings."""
    return bool({"one", "other"} & value.keys())


def _flat(tree: dict[str, Any], prefix: str = "") -> Iterator[tuple[str, Any, Mark]]:
    """Flatten nested interface strings to `group.name` keys, with their places; plural forms stay a mapping."""
    origin: Origin = tree.get(ORIGIN, Origin())
    for key, item in tree.items():
        if key == ORIGIN:
            continue
        if isinstance(item, dict) and not is_plural(item):
            yield from _flat(item, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", without_origin(item), origin.marks.get(key, (origin.line, origin.column))


UiText = Annotated[str, StringConstraints(max_length=2000)]


_NESTED = {"type": "object", "additionalProperties": {"anyOf": [{"type": "string"}, {"type": "object"}]}}  # as written


class LocaleFile(Record):
    """A language of the site: its names, tags and interface strings."""

    FILE: ClassVar[str] = "data/locales/{locale}.yml"

    id: SkipJsonSchema[str] = Field(alias="@locale", exclude=True)
    name: Line = described("Its name in itself.", "语言自称。")
    short: Line = described("Its name in the switch, very short.", "切换按钮上的极短名称。")
    lang: Annotated[str, StringConstraints(pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$")] = described(
        "BCP 47 tag for lang and hreflang.", "BCP 47 语言标签。"
    )
    babel: Cldr = described("CLDR locale for dates and numbers.", "日期与数字格式所用的 CLDR 语言。")
    derive: Derivation | None = described("How it is made from another locale.", "如何由其他语言转换而来。", None)
    strings: Annotated[dict[str, UiText | dict[str, UiText]], WithJsonSchema(_NESTED)] = Field(
        default_factory=dict,
        max_length=2000,
        description="Interface strings; a plural is a mapping of one and other.",
        json_schema_extra={"x-description-zh": "界面文字；复数写成 one 与 other。"},
    )
    zh_hash: Annotated[dict[str, ShortHash], BeforeValidator(without_origin)] = Field(
        default_factory=dict,
        max_length=2000,
        description="Per interface string (group.name), the short hash of the Chinese that it was made from.",
        json_schema_extra={"x-description-zh": "每条界面文字（组.名称）所依据中文的校验码。"},
    )
    marks: SkipJsonSchema[dict[str, Mark]] = Field(default_factory=dict, alias="@strings", exclude=True, repr=False)

    @model_validator(mode="before")
    @classmethod
    def _flatten(cls, tree: Any) -> Any:
        if not isinstance(tree, dict) or not isinstance(tree.get("strings"), dict):
            return tree
        rows = list(_flat(tree["strings"]))
        return tree | {
            "strings": {key: text for key, text, _ in rows},
            "@strings": {key: mark for key, _, mark in rows},
        }

    def general(self, key: str) -> str:
        """Return an interface string, or the general form of a plural."""
        text = self.strings[key]
        return text if isinstance(text, str) else text.get("other", "")

    def hash_of(self, key: str) -> str:
        """Return the short hash of an interface string's text."""
        return short_hash(self.general(key))

    def state(self, key: str, canonical: LocaleFile) -> State:
        """Return whether the translation of a canonical interface string is current, stale or missing."""
        if key not in self.strings:
            return "missing"
        return "current" if self.zh_hash.get(key) == canonical.hash_of(key) else "stale"

    def at_string(self, key: str) -> Place:
        """Return the place of an interface string, or of the whole `strings` mapping if it is missing."""
        return Place(self.origin.path, *self.marks[key]) if key in self.marks else self.at("strings")
