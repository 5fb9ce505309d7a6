"""Days of which perhaps only the month or the year is known."""

from __future__ import annotations

import datetime
import re
from typing import Any

from pydantic_core import CoreSchema, core_schema

from generator.model.plain import plain_text, refused

_MOMENT = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


class Moment(datetime.date):
    """A day, or a month or year whose day is not known; it compares as its last day, and is written as it was read."""

    written: str

    @classmethod
    def parse(cls, text: str) -> Moment | None:
        """Parse `2023`, `2023-12` or `2023-12-31`; return None if it is none of them."""
        match = _MOMENT.fullmatch(text)
        if not match or not 1900 <= int(match[1]) <= 2999:
            return None
        year, month = int(match[1]), int(match[2] or 12)
        try:
            first = datetime.date(year, month, int(match[3] or 1))
        except ValueError:
            return None
        after = datetime.date(year + month // 12, month % 12 + 1, 1)
        last = first if match[3] else after - datetime.timedelta(days=1)
        moment = cls(last.year, last.month, last.day)
        moment.written = text
        return moment

    def __reduce__(self) -> tuple[Any, ...]:
        """Keep, in a copy, how it was read: a date alone would lose that."""
        return type(self), (self.year, self.month, self.day), {"written": self.written}

    @property
    def first(self) -> datetime.date:
        """Its first day."""
        year, month, day = (*map(int, self.written.split("-")), 1, 1)[:3]
        return datetime.date(year, month, day)

    @property
    def precision(self) -> str:
        """How exactly it is known: `year`, `month` or `day`."""
        return ("year", "month", "day")[self.written.count("-")]

    def isoformat(self) -> str:
        """Write it as it was read, without a day that nobody stated."""
        return self.written

    __str__ = isoformat

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: Any, _handler: Any) -> CoreSchema:
        """Let the model read it from text, and write it as text."""
        return core_schema.no_info_plain_validator_function(
            parse_moment,
            json_schema_input_schema=core_schema.str_schema(pattern=rf"^\s*{_MOMENT.pattern}\s*$"),
            serialization=core_schema.to_string_ser_schema(when_used="json"),
        )


def parse_moment(value: Any) -> Moment:
    """Parse a day, a month or a year."""
    if isinstance(value, Moment):
        return value
    text = plain_text(value)
    moment = Moment.parse(text)
    if moment is None:
        raise refused("M107", value=text, near_zh="", near_en="")
    return moment
