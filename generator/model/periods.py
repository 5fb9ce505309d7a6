"""Reporting periods by name: 2023, 2023-H1, 2023-Q4, 2023-12."""

from __future__ import annotations

import datetime
import functools
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

_PERIOD = re.compile(r"(?P<year>20[0-9]{2})(-(H(?P<half>[12])|Q(?P<quarter>[1-4])|(?P<month>0[1-9]|1[0-2])))?")
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


@functools.cache
def parse_period(name: str) -> ReportingPeriod | None:
    """Parse a period's name; return None if it is not one."""
    match = _PERIOD.fullmatch(name)
    if not match:
        return None
    year = int(match["year"])
    if match["month"]:
        first, months = int(match["month"]), 1
    elif match["quarter"]:
        first, months = int(match["quarter"]) * 3 - 2, 3
    elif match["half"]:
        first, months = int(match["half"]) * 6 - 5, 6
    else:
        first, months = 1, 12
    return ReportingPeriod(_month_end(year, first + months - 1), months, datetime.date(year, first, 1), name)


_GUESSES = (
    (r"Q([1-4])|([1-4])Q|第?([1-4])季度?|([1-4])季度?", "{year}-Q{number}"),
    (r"H([12])|([12])H", "{year}-H{number}"),
    (r"(1[0-2]|0?[1-9])(?:月份?)?", "{year}-{number:02d}"),
)
_WORDS = str.maketrans({"一": "1", "二": "2", "三": "3", "四": "4", "上": "1", "下": "2"})


def guess_period(name: str) -> str:
    """Guess which period a name such as `2023Q4`, `2023-q4` or `2023年第四季度` means; "" if none fits."""
    text = unicodedata.normalize("NFKC", name[:40]).upper().translate(_WORDS).replace("半年", "H")
    match = re.fullmatch(r"(20[0-9]{2})[-_ 年.]*(.*?)", text)
    if not match:
        return ""
    year, rest = match[1], match[2]
    if not rest:
        return year
    for pattern, form in _GUESSES:
        if found := re.fullmatch(pattern, rest):
            number = int(next(group for group in found.groups() if group))
            return form.format(year=year, number=number)
    return ""


def _month_end(year: int, month: int) -> datetime.date:
    after = datetime.date(year + month // 12, month % 12 + 1, 1)
    return after - datetime.timedelta(days=1)


def periods_within(start: datetime.date, end: datetime.date, frequency: str) -> Iterator[ReportingPeriod]:
    """Yield the whole periods of a calendar that end within a span of days, in order."""
    months = _MONTHS[frequency]
    year, month = start.year, (start.month - 1) // months * months + 1
    while datetime.date(year, month, 1) <= end:
        index = (month - 1) // months + 1
        name = {1: f"{year}-{month:02d}", 3: f"{year}-Q{index}", 6: f"{year}-H{index}", 12: f"{year}"}[months]
        period = parse_period(name)
        if period is not None and start <= period.end <= end:
            yield period
        month += months
        if month > 12:
            year, month = year + 1, month - 12
