"""A verdict and what it was made from, so that anyone can make it again."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Literal, NamedTuple

LEVELS = ("central", "province", "city", "county", "other")
"""Levels of government, the highest first."""


def rank(level: str, agency: str) -> tuple[int, str]:
    """What agencies are put in order by, the foremost first: the higher level of government, then the id."""
    return LEVELS.index(level), agency


MAX_INPUTS = 100  # that a verdict lists; the reports themselves stand on the pages and in the files of agencies

Role = Literal["report", "value", "baseline", "target", "assignment", "calendar", "submission", "source"]
"""What part a thing has in a verdict that rests on it."""


class Words(NamedTuple):
    """A sentence in Chinese and in English."""

    zh: str
    en: str


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
    """What is concluded: a value, the method that concludes it, its inputs, and its arithmetic in words."""

    value: str
    method: str  # a code of METHODS
    inputs: tuple[Input, ...]  # at most MAX_INPUTS of them
    arithmetic: Words
    total: int  # of all inputs
