"""Scalar values: text in, typed value out; anything not written plainly is refused with a message."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Annotated, Any, Literal, NamedTuple

import babel
from pydantic import AfterValidator, BeforeValidator, Field, PlainSerializer, StringConstraints, WithJsonSchema

from generator.clock import ZoneInfo
from generator.model.persons import without_private_numbers
from generator.model.plain import narrow, plain_text, refused
from generator.model.urls import on_public_domain, parse_url

_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_LOOSE_DATE = re.compile(  # without separators, only all eight digits are clear: 2023111 may be in January or November
    r"(?P<y>[0-9]{4})(?:\s*[-/.年、—–]\s*|\s+)(?P<m>[0-9]{1,2})(?:\s*[-/.月、—–]\s*|\s+)(?P<d>[0-9]{1,2})\s*[日号]?[。.]?"
    r"|([0-9]{4})([0-9]{2})([0-9]{2})"
)


def parse_date(value: Any) -> datetime.date:
    """Parse `YYYY-MM-DD`; refuse other common spellings and suggest the right one."""
    if isinstance(value, datetime.date):
        return value
    text = plain_text(value)
    loose = _LOOSE_DATE.fullmatch(narrow(text)) if len(text) <= 40 else None
    try:
        meant = datetime.date(*(int(part) for part in loose.groups() if part)) if loose else None
    except ValueError:
        meant = None
    if meant is None or not 1900 <= meant.year <= 2999:
        raise refused("M107", value=text, near_zh="", near_en="")
    if not _DATE.fullmatch(text):
        raise refused(
            "M107",
            value=text,
            meant=str(meant),
            near_zh=f"您想写的是 {meant} 吗？",
            near_en=f"Did you mean {meant}? ",
        )
    return meant


def parse_integer(value: Any) -> int:
    """Parse a whole number that may be negative, of at most four digits."""
    if isinstance(value, int):
        return value
    text = plain_text(value)
    if not re.fullmatch(r"-?[0-9]{1,4}", text):
        meant = _number_in(text, r"-?[0-9]{1,4}")
        raise refused("M108", value=text, meant=meant, wanted_zh="整数", wanted_en="a whole number")
    return int(text)


def parse_whole(value: Any) -> int:
    """Parse a whole number of at most nine digits."""
    if isinstance(value, int):
        return value
    text = plain_text(value)
    if not re.fullmatch(r"[0-9]{1,9}", text):
        raise refused(
            "M108", value=text, meant=_number_in(text, r"[0-9]{1,9}"), wanted_zh="整数", wanted_en="a whole number"
        )
    return int(text)


_FLAGS = {
    "true": {"是", "有", "对", "真", "yes", "y", "on", "true", "1"},
    "false": {"否", "无", "不是", "没有", "假", "no", "n", "off", "false", "0"},
}


def parse_flag(value: Any) -> bool:
    """Parse `true` or `false`, and nothing else."""
    if isinstance(value, bool):
        return value
    text = plain_text(value)
    if text not in {"true", "false"}:
        meant = next((flag for flag, words in _FLAGS.items() if narrow(text).lower() in words), "")
        raise refused("M113", value=text, meant=meant)
    return text == "true"


class Amount(NamedTuple):
    """A number: its exact value, and whether it was written as a percentage (`26.5%` has value 26.5) or in points."""

    value: Decimal
    percent: bool = False
    points: bool = False  # percentage points: the difference of two percentages, not a percentage

    @property
    def unit(self) -> str:
        """The unit that is part of the number: `%`, `个百分点`, or none."""
        return "%" if self.percent else POINTS if self.points else ""


POINTS = "个百分点"
_AMOUNT = re.compile(r"(-?[0-9]{1,15}|-?[0-9]{1,3}(?:,[0-9]{3}){1,4})(\.[0-9]{1,6})?\s*(万亿|亿|万|%|个百分点)?")
_SCALE = {"万": 10**4, "亿": 10**8, "万亿": 10**12}
_LARGEST = 10**15  # every program reads smaller numbers exactly


def parse_amount(value: Any) -> Amount:
    """Parse `12`, `1,234`, `26.5%`, `2个百分点`, `5800万`, `1.9亿` or `2.49万亿` exactly."""
    if isinstance(value, Amount):
        return value
    text = plain_text(value)
    match = _AMOUNT.fullmatch(text)
    if not match:
        form, meant = ("value", number) if (number := _number_in(text, _AMOUNT.pattern)) else _bound_in(text)
        raise refused("M108", value=text, meant=meant, form=form, wanted_zh="数字", wanted_en="a figure")
    whole, fraction, unit = match.groups()
    exact = Decimal(whole.replace(",", "") + (fraction or "")) * _SCALE.get(unit or "", 1)
    if abs(exact) >= _LARGEST:
        raise refused("M109", low=f"-{_LARGEST}", high=f"{_LARGEST}")
    return Amount(exact.normalize() + 0, unit == "%", unit == POINTS)


_DECIMAL = re.compile(r"-?[0-9]{1,9}(?:\.[0-9]{1,6})?")


def parse_decimal(value: Any) -> Decimal:
    """Parse a plain number, such as `2` or `0.5`."""
    if isinstance(value, Decimal):
        return value
    text = plain_text(value)
    if not _DECIMAL.fullmatch(text):
        raise refused("M108", value=text, meant="", wanted_zh="数字", wanted_en="a plain number")
    return Decimal(text)


_UNITS = (
    "个|件|项|次|处|条|种|类|批|户|人|人次|名|家|所|座|台|套|部|辆|只|头|册|本|篇|张|份|期|村|乡|镇|县|元|美元|亩|公顷|公里|千米|米"
    "|平方米|平方公里|立方米|斤|公斤|吨|千瓦|千瓦时|度|天|日|小时|分钟"
)


def _number_in(text: str, pattern: str) -> str:
    """Find the number in a text that adds no more than its unit: `1.9亿户` means 1.9亿.

    Any other word may change the number, as in 1.9亿户以上, 约1.9亿, 80%左右, 1.2倍 or 1.9亿户未完成.
    """
    if len(text) > 40:
        return ""
    plain = re.sub(r"\s", "", narrow(text)).replace("億", "亿").replace("萬", "万")
    match = re.fullmatch(rf"(?:共|共计|合计)?({pattern})(?:{_UNITS})?", plain)
    return match[1] if match else ""


_BEFORE = {
    "at_least": "不少于|不低于|至少|≥",
    "more_than": "超过|突破|多于|大于|高于|逾",
    "at_most": "不超过|不多于|不高于|至多|≤",
    "less_than": "不足|少于|低于|小于|接近|近",
    "about": "大约|约",
}
_AFTER = {"at_least": "以上", "at_most": "以内|以下", "about": "左右|上下"}
_WITHIN = {"more_than": "余|多"}  # between a number and its unit


def _bound_in(text: str) -> tuple[str, str]:
    """Find the bound or range that a text states, and the field that it belongs in; empty if the meaning is not clear.

    `1.9亿户以上` is at least 1.9亿, `超过1.9亿户` more than that, `3%—5%` between the two.
    """
    number = _AMOUNT.pattern.replace("(", "(?:").replace("(?:?:", "(?:")
    plain = re.sub(r"\s", "", narrow(text)).replace("億", "亿").replace("萬", "万") if len(text) <= 40 else ""
    found = [
        (form, match[1])
        for words, pattern in (
            (_BEFORE, rf"(?:{{word}})({number})(?:{_UNITS})?"),
            (_AFTER, rf"({number})(?:{_UNITS})?(?:{{word}})"),
            (_WITHIN, rf"({number})(?:{{word}})(?:{_UNITS})?"),
        )
        for form, word in words.items()
        if (match := re.fullmatch(pattern.replace("{word}", word), plain))
    ]
    if len(found) == 1:
        return found[0]
    if match := re.fullmatch(rf"({number})(?:-|—|–|~|至|到)+({number})(?:{_UNITS})?", plain):
        low, high = _AMOUNT.fullmatch(match[1]), _AMOUNT.fullmatch(match[2])
        if low and high and low[3] == high[3]:  # 3—5% may mean 3%
            return "between", f"[{match[1].replace(',', '')}, {match[2].replace(',', '')}]"
    return "value", ""


def as_percent(share: float | Decimal, digits: int = 0) -> str:
    """Format a share (1 is the whole) as a percentage; a smaller share is never rounded up to 100%."""
    shown = f"{share:.{digits}%}"
    return shown if share >= 1 or shown != f"{1:.{digits}%}" else f"<{shown}"


def parse_zone(value: Any) -> str:
    """Accept only an existing time zone, such as `Asia/Shanghai`."""
    text = plain_text(value)
    try:
        ZoneInfo(text)
    except (KeyError, ValueError, OSError) as error:
        raise refused(
            "M111", value=text, wanted_zh="时区，如 Asia/Shanghai", wanted_en="a time zone, such as Asia/Shanghai"
        ) from error
    return text


def parse_cldr(value: Any) -> str:
    """Accept only a locale that CLDR knows, such as `zh_Hans`."""
    text = plain_text(value)
    try:
        babel.Locale.parse(text)
    except (ValueError, babel.UnknownLocaleError) as error:
        raise refused(
            "M111", value=text, wanted_zh="语言代码（CLDR），如 zh_Hans", wanted_en="a CLDR locale, such as zh_Hans"
        ) from error
    return text


_RESERVED = frozenset(
    {
        "about",
        "agencies",
        "api",
        "assets",
        "badges",
        "calendar",
        "cards",
        "corrections",
        "data",
        "embed",
        "en",
        "feeds",
        "index",
        "methods",
        "rules",
        "search",
    }
    | {"sitemap", "submit", "translation", "zh", "zh-hant"}  # addresses of the site itself
    | {"by", "central", "province", "city", "county", "other", "sample"}  # names of groups of agencies
    | {"aux", "con", "nul", "prn"}  # names reserved by Windows
    | {f"{port}{number}" for port in ("com", "lpt") for number in range(1, 10)}
)
FORMS: dict[str, tuple[str, str]] = {}
"""Descriptions (zh, en) of the forms of texts, by pattern."""


def _form(
    pattern: str, zh: str, en: str, *, min_length: int | None = None, max_length: int | None = None
) -> StringConstraints:
    """Declare the form of a text once, as a pattern and in words."""
    FORMS[pattern] = (zh, en)
    return StringConstraints(strip_whitespace=True, pattern=pattern, min_length=min_length, max_length=max_length)


_SLUG = _form(
    r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$",
    "小写字母、数字和连字符，以字母开头",
    "lower-case letters, digits and hyphens, starting with a letter",
    max_length=60,
)


DivisionCode = Annotated[
    str, _form(r"^[1-9][0-9]{5}$", "六位数字", "six digits, the first of them not 0", max_length=6)
]
"""The code of an administrative division."""


def is_slug(name: str) -> bool:
    """Return whether a name can be an id, and so part of an address."""
    return len(name) <= 60 and re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", name) is not None and name not in _RESERVED


def _written(parse: Callable[[Any], Any], schema: dict[str, Any]) -> BeforeValidator:
    """Return a validator that parses a value from text, with the schema of its form in a file."""
    return BeforeValidator(parse, json_schema_input_type=Annotated[Any, WithJsonSchema(schema)])


def _text_form(pattern: re.Pattern[str], *examples: str, **more: Any) -> dict[str, Any]:
    return {"type": "string", "pattern": f"^\\s*(?:{pattern.pattern})\\s*$", "examples": list(examples), **more}


Date = Annotated[datetime.date, _written(parse_date, _text_form(_DATE, "2023-04-10", format="date"))]
Whole = Annotated[
    int, _written(parse_whole, {"anyOf": [{"type": "integer", "minimum": 0}, _text_form(re.compile("[0-9]{1,9}"))]})
]
Integer = Annotated[
    int, _written(parse_integer, {"anyOf": [{"type": "integer"}, _text_form(re.compile("-?[0-9]{1,4}"))]})
]
Flag = Annotated[bool, _written(parse_flag, {"enum": [True, False, "true", "false"]})]
Figure = Annotated[
    Amount,
    _written(parse_amount, {"anyOf": [{"type": "number"}, _text_form(_AMOUNT, "1,234", "26.5%", "1.9亿", "5800万")]}),
    PlainSerializer(lambda amount: f"{amount.value:f}{amount.unit}", when_used="json"),
]
Number = Annotated[
    Decimal,
    _written(parse_decimal, {"anyOf": [{"type": "number"}, _text_form(_DECIMAL, "2", "0.5", "-1.5")]}),
    PlainSerializer(lambda number: f"{number:f}", when_used="json"),
]
Url = Annotated[
    str,
    _written(
        parse_url,
        {"type": "string", "format": "uri", "pattern": r"^\s*https?://[^\s/@:]+\.[^\s/@:]+", "maxLength": 2000},
    ),
]
Zone = Annotated[str, BeforeValidator(parse_zone)]
Cldr = Annotated[str, BeforeValidator(parse_cldr)]
Slug = Annotated[str, _SLUG]
SlugOrName = Annotated[  # a name in words is read, so that a rule can say which id it stands for
    str,
    _form(
        r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$|[\u3400-\u9fff]",
        "小写字母、数字和连字符，以字母开头",
        "lower-case letters, digits and hyphens, starting with a letter",
        max_length=60,
    ),
]
ClauseId = Annotated[
    str, _form(r"^[1-9][0-9]{0,2}\.[1-9][0-9]{0,2}$", "“任务号.句序”，如 1.2", "task.sentence, such as 1.2")
]
REF = r"^[1-9][0-9]{0,2}(\.[1-9][0-9]{0,2})?$"
Ref = Annotated[
    str,
    _form(
        REF,
        "任务号（如 1）或条款号（如 1.2）",
        "the number of a task (1) or of a clause (1.2)",
    ),
]
Subject = Annotated[
    str,
    _form(
        r"^([1-9][0-9]{0,2}(\.[1-9][0-9]{0,2})?|[a-z][a-z0-9]*(-[a-z0-9]+)*)$",
        "条款号（如 1.2）、任务号（如 1）或指标代号",
        "the number of a clause (1.2) or task (1), or a target's id",
        max_length=60,
    ),
]
SentenceId = Annotated[
    str,
    _form(
        r"^[a-z][0-9]{1,3}(\.[0-9]{1,3})?$",
        "一个字母加数字，如 g2、a1.1",
        "a letter and a number, such as g2 or a1.1",
    ),
]
SentenceRef = Annotated[
    str,
    _form(
        r"^([a-z][0-9]{1,3}(\.[0-9]{1,3})?|[1-9][0-9]{0,2}\.[1-9][0-9]{0,2})$",
        "句子或条款的编号，如 g2、7.2",
        "the id of a sentence or clause, such as g2 or 7.2",
    ),
]
ShortHash = Annotated[str, _form(r"^[0-9a-f]{8}$", "8 位小写十六进制数", "8 lower-case hexadecimal digits")]
Host = Annotated[
    str,
    _form(
        r"^[a-z0-9-]{1,63}(\.[a-z0-9-]{1,63})+$",
        "域名，如 www.miit.gov.cn",
        "a domain, such as www.miit.gov.cn",
        max_length=253,
    ),
    AfterValidator(on_public_domain),
]
Email = Annotated[
    str,
    _form(
        r"^[A-Za-z0-9._+-]{1,64}@[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63}){1,8}$",
        "邮箱地址",
        "an e-mail address",
        max_length=254,
    ),
    AfterValidator(on_public_domain),
    AfterValidator(without_private_numbers),
]
HANDLE = r"^@[A-Za-z0-9][A-Za-z0-9._-]{0,62}(/[A-Za-z0-9][A-Za-z0-9._-]{0,62}){0,4}$"
Handle = Annotated[
    str,
    _form(
        HANDLE,
        "用户 @name 或团队 @group/team",
        "a user, @name, or a team, @group/team",
    ),
]
SitePath = Annotated[
    str,
    _form(
        r"^/([a-z0-9-]+/){1,6}$",
        "以 / 开头和结尾的地址，如 /agencies/old-id/",
        "an address that begins and ends with /, such as /agencies/old-id/",
        max_length=200,
    ),
]
NumberStyle = Annotated[
    str,
    _form(
        r"^[^{}\n]*\{c?n\}[^{}\n]*$",
        "含有 {n}（12）或 {cn}（十二）的样式，如 第{cn}章",
        "a style that holds {n} (12) or {cn} (十二), such as 第{cn}章",
        max_length=60,
    ),
]
_IMPERSONAL = AfterValidator(without_private_numbers)
Label = Annotated[
    str,
    _form(r"^[^\n]{0,60}$", "一行以内的短编号，如 （一）", "a short number as printed, such as （一）", max_length=60),
]
Cell = Annotated[str, StringConstraints(strip_whitespace=True, max_length=4000), _IMPERSONAL]
Line = Annotated[
    str, _form(r"^[^\n]*$", "一行文字，不换行", "one line of text", min_length=1, max_length=300), _IMPERSONAL
]
Prose = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4000), _IMPERSONAL]


_DIGITS = "零一二三四五六七八九"


def chinese_number(number: int) -> str:
    """Write a whole number from 0 to 999 in Chinese numerals: 26 is 二十六."""
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    text = f"{_DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        text += "十" if tens == 1 and not hundreds else f"{_DIGITS[tens]}十"
    elif hundreds and ones:
        text += "零"
    return text + (_DIGITS[ones] if ones or not number else "")


Choices = dict[str, tuple[str, ...]]
"""The values of a choice, each with its Chinese name, its English name and synonyms."""

_SIMPLIFIED = str.maketrans("進啟啓動適暫", "进启启动适暂")


def read_name(choices: Choices) -> BeforeValidator:
    """Return a validator that also reads a choice by its exact Chinese name, in Simplified or Traditional script."""
    names = {names[0]: choice for choice, names in choices.items()}

    def read(value: Any) -> Any:
        if not isinstance(value, str) or value in choices:
            return value
        return names.get(value.strip().translate(_SIMPLIFIED), value)

    written: Any = Literal[(*choices, *names)]
    return BeforeValidator(read, json_schema_input_type=written)


def described(
    en: str,
    zh: str,
    default: Any = ...,
    *,
    choices: Choices | None = None,
    explained: tuple[str, str] = ("", ""),
    **bounds: Any,
) -> Any:
    """Declare a field with its meaning in both languages, the meaning of its choices, and pydantic's own bounds.

    `explained` says, in Chinese and English, how to choose, where a value is none of the choices.
    """
    extra: dict[str, Any] = {"x-description-zh": zh}
    if choices:
        extra |= {"x-choices": choices, "x-explained": explained}
    return Field(default, description=en, json_schema_extra=extra, **bounds)
