"""Reporting periods by name: 2023, 2023-H1, 2023-Q4, 2023-12, and spans of months such as 2023-07--2024-06."""

from __future__ import annotations

import datetime
import functools
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

_PERIOD = re.compile(r"(?P<year>20[0-9]{2})(-(H(?P<half>[12])|Q(?P<quarter>[1-4])|(?P<month>0[1-9]|1[0-2])))?")
_SPAN = re.compile(r"(20[0-9]{2})-(0[1-9]|1[0-2])--(20[0-9]{2})-(0[1-9]|1[0-2])")
_LONGEST = 60  # months of a span: five years
_MONTHS = {"monthly": 1, "quarterly": 3, "half-yearly": 6, "yearly": 12}


@dataclass(frozen=True, order=True)
class ReportingPeriod:
    """A span of whole months, ordered by end, then by length: a year follows its quarters."""

    end: datetime.date  # last day
    months: int
    start: datetime.date  # first day
    name: str

    def __str__(self) -> str:
        return self.name

    @property
    def ordinals(self) -> range:
        """Its months, numbered from January of year 0: what spans are compared by."""
        first = self.start.year * 12 + self.start.month - 1
        return range(first, first + self.months)


@functools.cache
def parse_period(name: str) -> ReportingPeriod | None:
    """Parse a period's name; return None if it is not one.

    A span of months with a name of its own has no other: `2023-01--2023-03` is refused in favour of `2023-Q1`.
    """
    if match := _SPAN.fullmatch(name):
        first, last = (int(match[at]) * 12 + int(match[at + 1]) - 1 for at in (1, 3))
        if not 1 < last - first + 1 <= _LONGEST or name_months(first, last - first + 1) != name:
            return None
        return _period(first, last - first + 1, name)
    match = _PERIOD.fullmatch(name)
    if not match:
        return None
    year = int(match["year"]) * 12
    if match["month"]:
        return _period(year + int(match["month"]) - 1, 1, name)
    if match["quarter"]:
        return _period(year + int(match["quarter"]) * 3 - 3, 3, name)
    if match["half"]:
        return _period(year + int(match["half"]) * 6 - 6, 6, name)
    return _period(year, 12, name)


def _period(first: int, months: int, name: str) -> ReportingPeriod:
    return ReportingPeriod(_first_day(first + months) - datetime.timedelta(days=1), months, _first_day(first), name)


def name_months(first: int, months: int) -> str:
    """Return the name of some months in a row: the calendar's where it has one."""
    year, month = divmod(first, 12)
    if months in {1, 3, 6, 12} and month % months == 0:
        index = month // months + 1
        return f"{year}" + {1: f"-{index:02d}", 3: f"-Q{index}", 6: f"-H{index}", 12: ""}[months]
    last = first + months - 1
    return f"{year}-{month + 1:02d}--{last // 12}-{last % 12 + 1:02d}"


def _first_day(month: int) -> datetime.date:
    return datetime.date(month // 12, month % 12 + 1, 1)


_REVISION = re.compile(r"(.+)\.r([2-9]|[1-9][0-9])")


@functools.cache
def split_revision(name: str) -> tuple[str, int]:
    """Split a submission's file name into its period and revision: `2023-Q4.r2` is the second one for 2023-Q4."""
    match = _REVISION.fullmatch(name)
    return (match[1], int(match[2])) if match else (name, 1)


_GUESSES = (
    (r"Q([1-4])|([1-4])Q|第?([1-4])季度?|([1-4])季度?", "{year}-Q{number}"),
    (r"H([12])|([12])H", "{year}-H{number}"),
    (r"(1[0-2]|0?[1-9])(?:月份?)?", "{year}-{number:02d}"),
)
_SPOKEN = re.compile(
    r"(20[0-9]{2})[-_ 年.]*(0?[1-9]|1[0-2])月?(?:--|[—–~～至到]+|\.\.)(?:(20[0-9]{2})[-_ 年.]*)?(0?[1-9]|1[0-2])月?"
)
_WORDS = str.maketrans({"一": "1", "二": "2", "三": "3", "四": "4", "上": "1", "下": "2"})


def guess_period(name: str) -> str:
    """Guess which period a name such as `2023Q4`, `2023-q4` or `2023年第四季度` means; "" if none fits."""
    text = unicodedata.normalize("NFKC", name[:40]).upper().translate(_WORDS).replace("半年", "H")
    if span := re.fullmatch(_SPOKEN, text):
        first, last = (int(span[at] or span[1]) * 12 + int(span[at + 1]) - 1 for at in (1, 3))
        guessed = name_months(first, last - first + 1) if first < last else ""
        return guessed if parse_period(guessed) else ""
    match = re.fullmatch(r"(20[0-9]{2})[-_ 年.]*(.*?)", text)
    if not match:
        return ""
    year, rest = match[1], match[2]
    if rest in {"", "度", "全年"}:
        return year
    if quarters := re.fullmatch(r"(?:前|1季?度?[-—–~～至到]+)([23])个?季度", rest):
        return name_months(int(year) * 12, int(quarters[1]) * 3)
    for pattern, form in _GUESSES:
        if found := re.fullmatch(pattern, rest):
            number = int(next(group for group in found.groups() if group))
            return form.format(year=year, number=number)
    return ""


def periods_within(start: datetime.date, end: datetime.date, frequency: str) -> Iterator[ReportingPeriod]:
    """Yield the periods that a span of days is cut into, in order, from its first month on.

    They take the calendar's names where they have one. A period counts if it ends by the last day of the span's last
    month; the last one is cut there, so that a policy shorter than its frequency still has one.
    """
    first, last = (day.year * 12 + day.month - 1 for day in (start, end))
    while first <= last:
        months = min(_MONTHS[frequency], last - first + 1)
        if period := parse_period(name_months(first, months)):
            yield period
        first += months
