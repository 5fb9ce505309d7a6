"""A verdict and what it was made from, so that anyone can make it again."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import NamedTuple

from msgspec import Struct

from generator.assess.evidence import Level
from generator.assess.filing import Filing, Said

LEVELS = ("central", "province", "city", "county", "other")
"""Levels of government, the highest first."""

MAX_INPUTS = 100  # that a verdict lists; the reports themselves stand on the pages and in the files of agencies


class Words(NamedTuple):
    """A sentence in Chinese and in English."""

    zh: str
    en: str


class Input(NamedTuple):
    """Something that a verdict rests on: a place in a file, its date, and what stands there."""

    path: str
    line: int
    date: datetime.date
    agency: str
    says: str


class Entry(Struct, frozen=True, gc=False):
    """A report as it stands in a submission."""

    submission: Filing
    report: Said
    kind: str  # the agency's level of government

    @property
    def evidence(self) -> Level:
        """The level of its evidence."""
        return self.report.evidence

    @property
    def input(self) -> Input:
        """The report as something that a verdict rests on."""
        filing = self.submission
        return Input(filing.path, self.report.line, filing.submitted, filing.agency, self.report.status)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is concluded: a value, the method that concludes it, its inputs, and its arithmetic in words."""

    value: str
    method: str  # a code of METHODS
    inputs: tuple[Input, ...]  # at most MAX_INPUTS of them
    arithmetic: Words
    total: int  # of all inputs
