"""A verdict and what it was made from, so that anyone can make it again."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import NamedTuple

from generator.assess.evidence import Level
from generator.model import Report, Submission


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


@dataclass(frozen=True, slots=True)
class Entry:
    """A report as it stands in a submission, with the level of its evidence."""

    submission: Submission
    report: Report
    evidence: Level
    kind: str  # the agency's level of government

    @property
    def input(self) -> Input:
        """The report as something that a verdict rests on."""
        place = self.report.at("status")
        return Input(
            self.submission.path, place.line, self.submission.submitted, self.submission.agency, self.report.status
        )


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is concluded: a value, the method that concludes it, its inputs, and its arithmetic in words."""

    value: str
    method: str  # a code of METHODS
    inputs: tuple[Input, ...]
    arithmetic: Words
