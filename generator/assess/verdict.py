"""Verdicts with their inputs, so that anyone can reproduce them, and messages for any language."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, NamedTuple, TypeAlias

from msgspec import Struct

from generator.model import Localized, Quantity, TargetValue

LEVELS = ("central", "province", "city", "county", "other")
"""Levels of government, highest first."""


def rank(level: str, agency: str) -> tuple[int, str]:
    """Return the sort key of agencies: by level of government, highest first, then by id."""
    return LEVELS.index(level), agency


MAX_INPUTS = 100  # inputs that a verdict lists; agencies' own pages and files hold all reports

Role = Literal["report", "value", "baseline", "target", "assignment", "calendar", "deadline", "submission", "source"]
"""The role of an input in a verdict."""


class Share(Struct, frozen=True, gc=False):
    """A share (1 is the whole), formatted as a percentage."""

    value: float | Decimal
    digits: int = 0  # after the decimal point


class Several(Struct, frozen=True, gc=False):
    """A list of values."""

    values: tuple[Value, ...]
    between: str = "list.comma"  # key of the interface string that separates them


class Message(Struct, frozen=True, gc=False):
    """The key of an interface string in data/locales/, with the values of its placeholders."""

    key: str
    values: tuple[tuple[str, Value], ...] = ()


class Measured(Struct, frozen=True, gc=False, eq=False):
    """A figure or a goal with its unit, formatted as it was stated."""

    amount: Quantity | TargetValue
    unit: Localized | None


Value: TypeAlias = "int | Decimal | datetime.date | Share | Several | Message | Measured | str"
"""The value of a placeholder. A string is a sign, such as ≥, that is the same in every language."""


def message(key: str, **values: Value) -> Message:
    """Return a message; a value named `n` selects the plural form."""
    return Message(key, tuple(values.items()))


class Input(NamedTuple):
    """An input of a verdict: a place in a file, its date, and the text there."""

    role: Role
    path: str
    line: int
    date: datetime.date | None  # None if a source has no date of publication
    agency: str  # the agency that reported it; empty for the policy's own files
    says: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """A conclusion: a value, the method that reaches it, its inputs, and its arithmetic."""

    value: str  # the id of a status
    method: str  # a code of METHODS
    inputs: tuple[Input, ...]  # at most MAX_INPUTS of them
    arithmetic: Message | Several
    total: int  # number of all inputs
