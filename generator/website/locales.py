"""A reader's language: interface strings, dates, figures and Traditional script."""

from __future__ import annotations

import datetime
import functools
import re
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Literal, NamedTuple

from babel import Locale as Cldr
from babel.dates import format_date
from babel.numbers import format_compact_decimal, format_decimal
from markupsafe import Markup, escape

from generator.assess import Measured, Message, Several, Share, Value
from generator.errors import GeneratorError
from generator.findings import isolate
from generator.findings.languages import Words
from generator.model import (
    CANONICAL,
    PLACEHOLDER,
    Amount,
    Catalog,
    LocaleFile,
    Localized,
    Moment,
    Quantity,
    Redaction,
    ReportingPeriod,
    Span,
    State,
    TargetValue,
    as_percent,
)
from generator.website.traditional import Converter, simplified

_CHINESE = {CANONICAL, "zh-Hant"}

Measure = Callable[[Amount, Localized | None], str]
"""A function that formats a number with its unit."""


class Said(NamedTuple):
    """A text as shown to the readers of a locale, with its language and the state of its translation."""

    text: str
    lang: str  # BCP 47
    state: State


class Locale:
    """Everything that depends on the reader's language."""

    def __init__(self, file: LocaleFile, canonical: LocaleFile) -> None:
        """Create a locale; `canonical` is the locale that facts are written in."""
        self.id = file.id
        self.file = file
        self.lang = file.lang
        self.canonical_lang = canonical.lang
        self.cldr = Cldr.parse(file.babel)
        self._figures = Cldr.parse(canonical.babel) if file.derive else self.cldr  # 万亿 is 萬億, not 兆
        self.is_derived = file.derive is not None
        self.is_original = self.is_derived or file.id == CANONICAL  # the document's own words, in either script
        self.convert: Callable[[str], str] = str
        self.phrase: Callable[[str], str] = str  # for the site's own texts: interface and hand-written pages
        own = file.strings
        if file.derive:
            self.script = Converter(file.derive)
            self.convert, self.phrase = self.script.convert, self.script.with_words(file.derive.interface)
            own = {key: _phrased(text, self.phrase) for key, text in canonical.strings.items()} | own
        self.missing = canonical.strings.keys() - own.keys()  # interface strings shown in Chinese
        self.marker = f"[{canonical.id}: "  # goes before such a string, and ] after it
        self.strings = own | {key: _marked(canonical.strings[key], self.marker) for key in self.missing}
        self._canonical = canonical
        self._said: dict[str, str] = {}  # interface strings without placeholders, which pages use repeatedly
        self.number = functools.cache(self._write_number)
        self._days = functools.cache(self._write_date)
        self.word = functools.lru_cache(4096)(self._word)  # thousands of agencies' verdicts share the same words

    def tongue(self, other: Locale) -> str:
        """Name another locale's language in this one's language: 英语, Chinese."""
        return other.cldr.get_language_name(self.cldr) or other.file.name

    def t(self, key: str, **values: object) -> str:
        """Format the interface string `key`; the value `n` selects the plural form.

        If a value is markup, the result is markup, with everything else in it escaped.
        """
        if not values and key in self._said:
            return self._said[key]
        shown = {name: self.number(value) if isinstance(value, int) else value for name, value in values.items()}
        try:
            text = self.strings[key]
            if isinstance(text, dict):
                plural = self.cldr.plural_form(_number(values["n"]))
                text = text.get(plural) or text["other"]
        except LookupError as error:  # nothing lists the required strings, so a missing one only shows here
            raise GeneratorError(f"the interface string {key!r} is missing: {error}") from error
        if missing := sorted({*_split(text)[1::2]} - shown.keys()):
            raise GeneratorError(f"the interface string {key!r} asks for {', '.join(missing)}, which it isn't given")
        text = fill(text, shown)
        if not values:
            self._said[key] = text
        return text

    def _word(self, told: Message | Several) -> Said:
        """Format a message: all of it in this language, or else all of it in Chinese."""
        if self.missing and not self.missing.isdisjoint(_keys(told)):
            return Said(self.canonical._worded(told), self.canonical_lang, "missing")
        return Said(self._worded(told), self.lang, "current")

    @functools.cached_property
    def canonical(self) -> Locale:
        """The locale that facts are written in."""
        return Locale(self._canonical, self._canonical)

    def _worded(self, value: Value) -> str:
        match value:
            case Message():
                values = {name: item if isinstance(item, int) else self._worded(item) for name, item in value.values}
                return self.t(value.key, **values)
            case Several():
                return self.t(value.between).join(map(self._worded, value.values))
            case Measured():
                write = self.quantity if isinstance(value.amount, Quantity) else self.goal
                return write(value.amount, value.unit)  # type: ignore[arg-type]  # each takes its own
            case Share():
                return self.percent(value.value, value.digits)
            case datetime.date():
                return self.date(value)
            case int() | Decimal():
                return self.number(value)
            case _:
                return value

    def sentence(self, told: Message | Several) -> Said:
        """Format a message as a sentence of its own, which begins with a capital letter."""
        said = self.word(told)
        return Said(said.text[:1].upper() + said.text[1:], said.lang, said.state)

    def choose(self, words: Words) -> Said:
        """Choose from texts written in Chinese and English only; other languages get the Chinese."""
        if self.is_original:
            return Said(self.phrase(words.zh), self.lang, "current")
        if self.id == "en":
            return Said(words.en, self.lang, "current")
        return Said(words.zh, self.canonical_lang, "missing")

    def say(self, text: Localized) -> Said:
        """Choose the version of a text for this reader: its translation, or else the original.

        In place of a redacted text it says when and why it was taken out.
        """
        if text.redacted is not None:
            return Said(self.redacted(text.redacted), self.lang, "current")
        language = text.language
        if language == CANONICAL:  # nearly always
            if self.is_original:
                return Said(self.convert(text.zh), self.lang, "current")
            if self.id not in text.zh_hash and (own := text.translations.get(self.id)) is not None:
                return Said(own, self.lang, "current")
        if self.has(language):
            return Said(self.original(text.original, language), self.lang, "current")
        if self.is_derived and text.zh:  # a Chinese translation, in this script
            return Said(self.convert(text.zh), self.lang, text.state(CANONICAL))
        state = text.state(self.id)
        if state == "missing":
            return Said(text.original, self.tag(language), state)
        return Said(text.translations[self.id], self.lang, state)

    def redacted(self, taken: Redaction) -> str:
        """Say when and why something was taken out."""
        return self.t("redacted.text", date=self.date(taken.on), value=self.within(taken.reason))

    def has(self, language: str) -> bool:
        """Return whether readers of this locale get originals in a language as they are: Chinese in either script."""
        return self.is_original if language in _CHINESE else self.id == language

    def original(self, text: str, language: str) -> str:
        """Return an original text in this locale's script."""
        if language == CANONICAL:
            return self.convert(text)
        return text if self.is_derived or language != "zh-Hant" else simplified(text)

    def tag(self, language: str) -> str:
        """Return the BCP 47 tag of an original's language."""
        return self.canonical_lang if language == CANONICAL else language

    def plain(self, text: Localized) -> str:
        """Return what `say` chooses, without its state, for titles and descriptions."""
        return self.say(text).text

    def within(self, text: Localized) -> str:
        """Return the same as `plain` for use within a sentence, with right-to-left text isolated."""
        return isolate(self.plain(text))

    def date(self, day: datetime.date) -> str:
        """Format a day, or a month or year whose day is not known: 2023年4月13日, April 2023."""
        if not isinstance(day, Moment) or day.precision == "day":
            return self._days(datetime.date(day.year, day.month, day.day))
        if day.precision == "year":
            return self.t("period.year", year=day.written)
        return self.month(day)

    def span(self, span: Span) -> str:
        """Format the time that a statement is about."""
        if span.start.written == span.end.written:
            return self.date(span.start)
        return self.t("overview.from_to", start=self.date(span.start), end=self.date(span.end))

    def month(self, day: datetime.date) -> str:
        """Format the month of a day: 2023年4月, April 2023."""
        return format_date(day, "yyyy年M月" if self.cldr.language == "zh" else "MMMM y", locale=self.cldr)

    def _write_date(self, day: datetime.date) -> str:
        """Format a day: 2023年4月13日, 13 April 2023."""
        if self.cldr.language == "zh":
            return f"{day.year}年{day.month}月{day.day}日"
        return format_date(day, "d MMMM y", locale=self.cldr)

    def _write_number(self, value: int | Decimal) -> str:
        """Format a whole or decimal number with the locale's separators."""
        return format_decimal(value, locale=self.cldr, decimal_quantization=False)

    def amount(self, amount: Amount) -> str:
        """Format a figure: 1.9亿, 190 million, 26.5%."""
        if amount.percent:
            return f"{self.number(amount.value)}%"
        if amount.points:
            return self.t("figure.points", value=self.number(amount.value))
        style: Literal["short", "long"] = "short" if self.cldr.language == "zh" else "long"
        step = 4 if style == "short" else 3  # 万, 亿; thousand, million
        power = (amount.value.adjusted() // step) * step
        rest = amount.value.scaleb(-power).normalize().as_tuple().exponent
        if abs(amount.value) < 10_000 or not isinstance(rest, int) or rest < -3:
            return self.number(amount.value)  # never rounded
        return self.convert(
            format_compact_decimal(amount.value, format_type=style, locale=self._figures, fraction_digits=3)
        )

    def percent(self, share: float | Decimal, digits: int = 0) -> str:
        """Format a share of 1 as a percentage (see `as_percent`)."""
        return as_percent(share, digits)

    def period(self, period: ReportingPeriod) -> str:
        """Format a reporting period: 2023年第三季度, the third quarter of 2023."""
        year, _, part = period.name.partition("-")
        if not part:
            return self.t("period.year", year=year)
        if part[0] in "HQ" and "--" not in part:
            return self.t(f"period.{part}", year=year)
        first, last = self.month(period.start), self.month(period.end)
        return first if period.months == 1 else self.t("period.months", start=first, end=last)

    def measure(self, amount: Amount, unit: Localized | None) -> str:
        """Format a figure with its unit."""
        if amount.unit or unit is None:
            return self.amount(amount)
        gap = "" if self.cldr.language == "zh" else " "
        return f"{self.amount(amount)}{gap}{self.within(unit)}"

    def quantity(self, quantity: Quantity, unit: Localized | None, measure: Measure | None = None) -> str:
        """Format a figure as it was stated: 1.9亿户以上, more than 190 million users."""
        write = measure or self.measure
        if quantity.upper is not None:
            low, high = sorted((quantity.amount, quantity.upper))
            return self.t("figure.between", low=write(low, None), high=write(high, unit))
        shown = write(quantity.amount, unit)
        return shown if quantity.is_exact else self.t(f"figure.{quantity.form}", value=shown)

    def goal(self, goal: TargetValue, unit: Localized | None, measure: Measure | None = None) -> str:
        """Format what is to be reached: 超过1.9亿户, between 3% and 4%, at least 2 times the baseline."""
        write, relative = measure or self.measure, goal.relative
        if goal.between:
            low, high = sorted(goal.between)
            return self.t("figure.between", low=write(low, None), high=write(high, unit))
        if goal.about is not None:
            value = write(goal.about, unit)
            if goal.tolerance is None:
                return self.t("targets.about", value=value)
            return self.t("targets.about_within", value=value, high=write(goal.tolerance, unit))
        if relative is not None:
            key, number = ("factor", relative.factor) if relative.factor is not None else ("points", relative.points)
            return self.t(f"targets.{key}", value=self.number(number or 0))
        return write(goal.value, unit) if goal.value is not None else ""


def _phrased(text: str | dict[str, str], phrase: Callable[[str], str]) -> str | dict[str, str]:
    """Convert an interface string, or all forms of a plural."""
    return phrase(text) if isinstance(text, str) else {form: phrase(one) for form, one in text.items()}


def fill(text: str, values: Mapping[str, object]) -> str:
    """Replace the {names} in a text with values, and leave everything else unchanged, including other braces.

    If a value is markup, the result is markup, with everything else in it escaped. Right-to-left values are
    isolated, so that the words around them stay in order.
    """
    is_markup = any(isinstance(value, Markup) for value in values.values())
    pieces = [*(_split_markup if is_markup else _split)(text)]
    for index in range(1, len(pieces), 2):
        value = values.get(pieces[index], f"{{{pieces[index]}}}")
        if isinstance(value, Markup):
            pieces[index] = value
        else:
            plain = isolate(str(value))
            pieces[index] = escape(plain) if is_markup else plain
    whole = "".join(pieces)
    return Markup(whole) if is_markup else whole  # noqa: S704 - every piece has been escaped


@functools.lru_cache(4096)
def _split(text: str) -> tuple[str, ...]:
    """Split a text at its placeholders, whose names are every second piece."""
    return tuple(PLACEHOLDER.split(text))


@functools.lru_cache(4096)
def _split_markup(text: str) -> tuple[str, ...]:
    """Split a text at its placeholders, and escape all between."""
    return tuple(piece if index % 2 else str(escape(piece)) for index, piece in enumerate(_split(text)))


_LETTER = re.compile(r"[^\W\d_]")


def _marked(text: str | dict[str, str], marker: str) -> str | dict[str, str]:
    """Mark a string of another language: [zh: 首页]. Mere punctuation needs no mark."""
    if isinstance(text, dict):
        return {form: f"{marker}{one}]" for form, one in text.items()}
    return f"{marker}{text}]" if _LETTER.search(re.sub(r"\{.*?\}", "", text)) else text


def _keys(value: Value) -> Iterator[str]:
    """Yield the keys of all interface strings that a message uses."""
    match value:
        case Message():
            yield value.key
            for _, item in value.values:
                yield from _keys(item)
        case Several():
            yield value.between
            for item in value.values:
                yield from _keys(item)


def _number(value: object) -> int:
    if not isinstance(value, int):
        raise TypeError(f"a plural needs a whole number, not {value!r}")
    return value


def open_locales(catalog: Catalog, wanted: tuple[str, ...]) -> dict[str, Locale]:
    """Create the site's locales, in the order wanted; raise GeneratorError if one has no file."""
    for id_ in (CANONICAL, *wanted):
        if id_ not in catalog.locales:
            raise GeneratorError(f"mkdocs.yml names the locale {id_}, but data/locales/{id_}.yml is not there")
    return {id_: Locale(catalog.locales[id_], catalog.locales[CANONICAL]) for id_ in wanted}
