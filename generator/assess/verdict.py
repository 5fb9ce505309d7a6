"""A verdict and what it was made from, so that anyone can make it again, and how it is told in any language."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, NamedTuple, TypeAlias

from msgspec import Struct

LEVELS = ("central", "province", "city", "county", "other")
"""Levels of government, the highest first."""


def rank(level: str, agency: str) -> tuple[int, str]:
    """What agencies are put in order by, the foremost first: the higher level of government, then the id."""
    return LEVELS.index(level), agency


MAX_INPUTS = 100  # that a verdict lists; the reports themselves stand on the pages and in the files of agencies

Role = Literal["report", "value", "baseline", "target", "assignment", "calendar", "submission", "source"]
"""What part a thing has in a verdict that rests on it."""


class Share(Struct, frozen=True, gc=False):
    """A share of 1, which is written as a percentage."""

    value: float | Decimal
    digits: int = 0  # after the point


class Several(Struct, frozen=True, gc=False):
    """Some values in a row."""

    values: tuple[Value, ...]
    between: str = "list.comma"  # key of the interface string that stands between two of them


class Message(Struct, frozen=True, gc=False):
    """What is to be said: the key of an interface string in data/locales/, and the values that fill it in."""

    key: str
    values: tuple[tuple[str, Value], ...] = ()


Value: TypeAlias = "int | Decimal | datetime.date | Share | Several | Message | str"
"""What fills a message in. A text is a sign, such as ≥, and the same in every language."""


def message(key: str, **values: Value) -> Message:
    """Make a message; an `n` among the values chooses its plural form."""
    return Message(key, tuple(values.items()))


class Input(NamedTuple):
    """Something that a verdict rests on: a place in a file, its date, and what stands there."""

    role: Role
    path: str
    line: int
    date: datetime.date | None  # None where a source does not say when it was published
    agency: str  # that said it; empty for what the policy's own files say
    says: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is concluded: a value, the method that concludes it, its inputs, and its arithmetic."""

    value: str  # the id of a status
    method: str  # a code of METHODS
    inputs: tuple[Input, ...]  # at most MAX_INPUTS of them
    arithmetic: Message | Several
    total: int  # of all inputs
