"""Dates, figures, numerals and interface strings as readers of each language get them."""

from __future__ import annotations

import datetime
import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup, escape
from pydantic_core import PydanticCustomError

from generator.errors import GeneratorError
from generator.model import PLACEHOLDER, PLACEHOLDERS, Amount, Catalog, chinese_number, odd_placeholder
from generator.model.urls import parse_url
from generator.model.values import is_slug, parse_amount, parse_date, parse_flag, parse_whole
from generator.website.locales import Locale, fill, open_locales
from tests.roots import REPO


@pytest.fixture(scope="module")
def locales(catalog: Catalog) -> dict[str, Locale]:
    return open_locales(catalog, ("zh", "zh-Hant", "en"))


# --- figures


@pytest.mark.parametrize(
    ("written", "zh", "en"),
    [
        ("1.9亿", "1.9亿", "190 million"),
        ("1.76亿", "1.76亿", "176 million"),
        ("5800亿", "5800亿", "580 billion"),
        ("2.49万亿", "2.49万亿", "2.49 trillion"),
        ("26.5%", "26.5%", "26.5%"),
        ("100%", "100%", "100%"),
        ("12", "12", "12"),
        ("1,234", "1,234", "1,234"),
        ("9999", "9,999", "9,999"),
        ("1.2万", "1.2万", "12 thousand"),
        ("1234567", "1,234,567", "1,234,567"),
        ("1.234567亿", "123,456,700", "123,456,700"),
        ("0.5", "0.5", "0.5"),
        ("-3", "-3", "-3"),
        ("-1.5亿", "-1.5亿", "-150 million"),
        ("0", "0", "0"),
    ],
)
def test_figures_are_written_the_way_of_the_language(
    locales: dict[str, Locale], written: str, zh: str, en: str
) -> None:
    amount = parse_amount(written)
    assert locales["zh"].amount(amount) == zh
    assert locales["en"].amount(amount) == en
    assert locales["zh-Hant"].amount(amount) == zh.replace("万", "萬").replace("亿", "億")


@given(value=st.decimals(-(10**14), 10**14, places=3), locale=st.sampled_from(["zh", "zh-Hant", "en"]))
def test_a_figure_is_never_rounded(locales: dict[str, Locale], value: Decimal, locale: str) -> None:
    shown = locales[locale].amount(Amount(value.normalize() + 0))
    scales = {"万": 4, "萬": 4, "亿": 8, "億": 8, "万亿": 12, "萬億": 12}
    scales |= {"thousand": 3, "million": 6, "billion": 9, "trillion": 12}
    match = re.fullmatch(r"(-?[\d,]+(?:\.\d+)?)\s?(\D*)", shown)
    assert match, shown
    assert Decimal(match[1].replace(",", "")).scaleb(scales.get(match[2], 0)) == value


NO_FIGURES = """
约3 3个 1e5 0x10 1_000 １２ 1,23 12,34,567
NaN inf --1 1. .5 3％ 亿 1亿万 9999999999999999 9万亿亿 1.2.3 +5
"""


@pytest.mark.parametrize("written", ["", "1 000", *NO_FIGURES.split()])
def test_what_is_not_plainly_a_figure_is_refused(written: str) -> None:
    with pytest.raises(PydanticCustomError):
        parse_amount(written)


@pytest.mark.parametrize("written", ["", "-1", "1.0", "1e3", "９", "0b1", "1_0", "9" * 10, "一"])
def test_what_is_not_plainly_a_whole_number_is_refused(written: str) -> None:
    with pytest.raises(PydanticCustomError):
        parse_whole(written)


@pytest.mark.parametrize("written", ["yes", "no", "on", "True", "TRUE", "1", "0", ""])
def test_only_true_and_false_are_flags(written: str) -> None:
    with pytest.raises(PydanticCustomError):
        parse_flag(written)


# --- dates


def test_dates_are_written_the_way_of_the_language(locales: dict[str, Locale]) -> None:
    day = datetime.date(2023, 4, 3)
    assert [locales[id_].date(day) for id_ in ("zh", "zh-Hant", "en")] == [
        "2023年4月3日",
        "2023年4月3日",
        "3 April 2023",
    ]


NO_DAYS = """
2023-02-29 2023-04-31 2023-4-3 2023/04/03 2023年4月3日 20230403 1899-12-31 3000-01-01 2023-04-03T00:00
"""


@pytest.mark.parametrize("written", [*NO_DAYS, "２０２３-04-03", "-0", "1704067200", "today", ""])
def test_what_is_not_plainly_a_day_is_refused(written: str) -> None:
    with pytest.raises(PydanticCustomError):
        parse_date(written)


def test_a_leap_day_is_a_day() -> None:
    assert parse_date("2024-02-29") == datetime.date(2024, 2, 29)


# --- numerals


NUMERALS = {
    0: "零", 1: "一", 9: "九", 10: "十", 11: "十一", 20: "二十", 26: "二十六", 99: "九十九", 100: "一百",
    101: "一百零一", 110: "一百一十", 111: "一百一十一", 120: "一百二十", 200: "二百", 999: "九百九十九",
}  # fmt: skip


@pytest.mark.parametrize(("number", "numeral"), NUMERALS.items())
def test_chinese_numerals(number: int, numeral: str) -> None:
    assert chinese_number(number) == numeral


def test_chinese_numerals_tell_all_numbers_apart() -> None:
    assert len({chinese_number(number) for number in range(1000)}) == 1000


# --- addresses and names


PUBLIC = """
https://www.gov.cn/ http://paper.people.com.cn/rmrb/html/2023-04/18/nw.D110000_5-04.htm https://example.org
https://example.org/?q=%E4%B9%A1&x=1#top https://xn--fiqs8s.example.org/ https://example.org/乡村
"""
NOT_PUBLIC = r"""
example.org //example.org/ ftp://example.org/ javascript:alert(1) data:text/html,x file:///etc/passwd HTTPS://example.org/
https:// https:///x https:/example.org/ https://localhost/ https://intranet/ https://a.local/ https://x.onion/
https://127.0.0.1/ https://[::1]/ https://[::1 https://169.254.169.254/ https://0x7f.1/ https://2130706433/ https://1.2.3/
https://user@example.org/ https://user:secret@example.org/ https://example.org:8443/ https://example.org:x/
https://example.org\@evil.example/ https://-a.example.org/ https://a..example.org/ https://example.org./
https://exam_ple.org/ https://例子.example.org/ https://example.org/<script> https://example.org/"x https://example.org/{{x}}
"""
HIDDEN = [
    "",
    "https://exa mple.org/",
    "https://example.org/a b",
    "https://example.org/\tx",
    "https://example.org/\u200b",
]


@pytest.mark.parametrize("url", PUBLIC.split())
def test_addresses_of_public_pages_are_accepted_as_they_are(url: str) -> None:
    assert parse_url(url) == url


@pytest.mark.parametrize("url", [*NOT_PUBLIC.split(), *HIDDEN, "https://example.org/" + "a" * 2000])
def test_other_addresses_are_refused(url: str) -> None:
    with pytest.raises(PydanticCustomError):
        parse_url(url)


@pytest.mark.parametrize("name", ["digital-village-2023", "cac", "a", "a1", "a-1-b", "x" * 60])
def test_names_that_can_be_part_of_an_address(name: str) -> None:
    assert is_slug(name)


NO_NAMES = """
-a a- a--b A 1a a_b a.b a/b .. .git ａ con aux
nul prn com1 lpt9 index assets search en zh zh-hant api __proto__
"""


@pytest.mark.parametrize("name", ["", "a\n", "a b", "é", "{{7}}", "x" * 61, *NO_NAMES.split()])
def test_other_names_are_refused(name: str) -> None:
    assert not is_slug(name)


# --- interface strings


def test_every_string_that_the_templates_ask_for_exists(catalog: Catalog) -> None:
    strings = catalog.locales["zh"].strings
    files = [
        *(REPO / "generator").rglob("*.j2"),
        *(REPO / "generator").rglob("*.py"),
        *(REPO / "overrides").rglob("*.html"),
    ]
    asked = {
        key
        for path in files
        for key in re.findall(
            r"""\bt(?:\(|\[)\s*["']([a-z_]+\.[a-z_.\-]+)["']\s*[,)\]]""", path.read_text(encoding="utf-8")
        )
    }
    assert len(asked) > 50
    assert asked - set(strings) == set()


def test_every_string_has_its_plain_and_its_plural_form(locales: dict[str, Locale]) -> None:
    english = locales["en"]
    assert english.t("task.clauses", n=1) == "1 clause"
    assert english.t("task.clauses", n=2) == "2 clauses"
    assert english.t("task.clauses", n=1234) == "1,234 clauses"
    assert locales["zh"].t("task.clauses", n=1) == "1条"


def test_a_string_that_is_not_there_is_named(locales: dict[str, Locale]) -> None:
    with pytest.raises(GeneratorError, match=r"site\.nothing"):
        locales["zh"].t("site.nothing")


def test_a_value_that_is_not_given_is_named(locales: dict[str, Locale]) -> None:
    with pytest.raises(GeneratorError, match=r"site\.as_of"):
        locales["zh"].t("site.as_of")


def test_a_value_is_never_read_as_a_placeholder(locales: dict[str, Locale]) -> None:
    assert "{date.__class__}" in locales["en"].t("site.as_of", date="{date.__class__}")


# --- contributed strings are text, and never a format

HIDDEN_VALUE = "never to be read"


class Told(str):
    """A text that would tell, if it were asked for anything but itself."""

    secret = HIDDEN_VALUE

    def __format__(self, _: str) -> str:
        raise AssertionError("a value is never formatted")


FORMATS = """
{title} {n} {other} { } {{ }} {} {0} {n!r} {n:>999999999999} {n:{n}} {title!s:{n}} %(n)s $n
{title.secret} {title[0]} {title.__class__} {title.format.__globals__[os].environ}
"""
PIECES = st.lists(
    st.one_of(st.text(st.characters(exclude_characters="\0\1"), max_size=12), st.sampled_from(FORMATS.split())),
    max_size=8,
).map("".join)


@given(text=PIECES, title=PIECES)
def test_a_string_is_filled_in_and_never_run(text: str, title: str) -> None:
    marked = text.replace("{title}", "\0").replace("{n}", "\1")
    filled = fill(text, {"title": Told(title), "n": "7"})
    assert filled == marked.replace("\0", title).replace("\1", "7")
    assert HIDDEN_VALUE not in filled
    filled = fill(text, {"title": Told(title), "n": Markup("<b>7</b>")})
    assert filled == str(escape(marked)).replace("\0", str(escape(title))).replace("\1", "<b>7</b>")


@pytest.mark.parametrize("text", [text for text in FORMATS.split() if text not in {"{title}", "{n}", "{other}"}])
def test_a_string_that_would_be_a_format_shows_as_it_is(catalog: Catalog, text: str) -> None:
    canonical = catalog.locales["zh"]
    locale = Locale(canonical.model_copy(update={"strings": {"x": text}}), canonical)
    assert locale.t("x", title=Told("title"), n="7") == text.replace("{n}", "7")


@given(text=PIECES)
def test_what_the_check_of_strings_lets_pass_can_be_filled_in(catalog: Catalog, text: str) -> None:
    canonical = catalog.locales["zh"]
    file = canonical.model_copy(update={"strings": {"x": text}})
    if not odd_placeholder(text):
        values = dict.fromkeys(PLACEHOLDERS, "#")
        shown = Locale(file, canonical).t("x", **values)
        assert shown == PLACEHOLDER.sub("#", text)
        assert not set(shown) & set("{}")


def test_the_names_in_braces_are_those_that_strings_use(catalog: Catalog) -> None:
    strings = catalog.locales["zh"].strings
    used = {name for key in strings for name in PLACEHOLDER.findall(catalog.locales["zh"].general(key))}
    assert used == PLACEHOLDERS


def test_a_number_style_is_filled_in_and_never_run() -> None:
    assert fill("第{cn}章{n}{x}", {"n": 3, "cn": "三"}) == "第三章3{x}"
