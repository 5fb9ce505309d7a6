"""Recurring parts of the API's answers: texts, figures, links, verdicts."""

from __future__ import annotations

import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from generator.assess import METHODS, STATES, Role
from generator.model import Evidence, Measurement, PublishedFigure, Record, Report, Submission
from generator.model.published import PublishedEvidence
from generator.model.submission import Contact

CONTRIBUTED: frozenset[type[Record]] = frozenset(
    {Submission, Contact, Report, Measurement, Evidence, PublishedFigure, PublishedEvidence}
)
"""Records whose texts are agencies' own words."""

MAX_INPUTS = 20  # of a verdict that are published with it
MAX_LISTED = 100  # figures of a target, assignments of a policy that are published with it

VERSION = "1"  # of the API: a breaking change gets a new version, at a new address

Url = Annotated[str, Field(json_schema_extra={"format": "uri"})]
MethodCode = Annotated[str, Field(json_schema_extra={"enum": list(METHODS)})]
Day = datetime.date


class Answer(BaseModel):
    """A mapping of the API. Nothing stands in it that is not described here."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True, protected_namespaces=())


class Words(Answer):
    """A text of this site's own, by locale."""

    model_config = ConfigDict(extra="allow", frozen=True)
    __pydantic_extra__: dict[str, str] = Field(init=False)


class Text(Answer):
    """A text in Chinese and in every other locale that has it."""

    model_config = ConfigDict(extra="allow", frozen=True)
    __pydantic_extra__: dict[str, str] = Field(init=False)

    zh: str | None = Field(
        None, description="The Chinese, as it was published; absent where the original is in another language."
    )
    translation: dict[str, Literal["original", "derived", "current", "stale", "missing"]] = Field(
        description="How each locale came about: original; derived by script conversion; translated from the Chinese "
        "as it stands (current) or as it once stood (stale); missing, and then left out."
    )


class Redacted(Answer):
    """When and why words were taken out of what an agency had submitted, such as a person's number."""

    on: Day = Field(description="Day on which they were taken out.")
    reason: Text = Field(description="Why they must not be public.")


class Said(Answer):
    """What an agency says, in the languages that it was written in. Scripts that are derived are left out."""

    model_config = ConfigDict(extra="allow", frozen=True)
    __pydantic_extra__: dict[str, str] = Field(init=False)

    zh: str = Field(description="The Chinese, as it was submitted; empty where it was redacted.")
    redacted: Redacted | None = Field(
        None, description="Why this site's maintainers took the words out; left out where they stand."
    )
    stale: tuple[str, ...] | None = Field(
        None, description="Translations made of the Chinese as it once stood; left out where there are none."
    )


class Number(Answer):
    """A figure."""

    value: int | float = Field(description="The number, in full: 1.9亿 is 190000000, 26.5% is 26.5.")
    percent: bool = Field(description="Whether it is a percentage.")
    points: bool | None = Field(None, description="Whether it is in percentage points; left out where it is not.")


class Links(Answer):
    """Where else a thing stands."""

    api: Url | None = Field(None, description="Its own file in this API.")
    pages: dict[str, Url] | None = Field(None, description="Its permanent address on the site, by locale.")
    feeds: dict[str, Url] | None = Field(None, description="Its Atom feed, by locale.")
    agencies: dict[str, Url] | None = Field(None, description="Files of the agencies that it names, by their ids.")
    policies: dict[str, Url] | None = Field(
        None, description="Files of the policies that it names, by their ids; they lead to tasks, clauses and targets."
    )
    reports: Url | None = Field(None, description="The table of all reports (CSV), or the list of its parts.")
    figures: Url | None = Field(None, description="The table of all figures (CSV), or the list of its parts.")
    targets: Url | None = Field(None, description="File of its targets.")
    calendar: Url | None = Field(None, description="Its dates, as iCalendar.")
    badge: Url | None = Field(None, description="A picture of its state, as SVG.")


class Input(Answer):
    """Something that a verdict rests on."""

    role: Role = Field(description="What part it has in the verdict.")
    path: str = Field(description="The data file.")
    line: int = Field(description="The line in it.", ge=1)
    date: Day | None = Field(
        description="The day that it holds for, or on which it was submitted; null where a source names none."
    )
    agency: str = Field(description="Id of the agency that said it; empty for what the policy's own files say.")
    says: str = Field(description="What stands there.")


class Verdict(Answer):
    """What is concluded, and all that it was concluded from."""

    value: str = Field(description="The conclusion.")
    method: MethodCode = Field(description="Code of the method that concludes it; its text stands in index.json.")
    version: int = Field(description="Version of the method.")
    as_of: Day = Field(description="The day that it holds for.")
    arithmetic: Words = Field(description="How it came about, in words.")
    inputs: tuple[Input, ...] = Field(
        description=f"What it rests on. At most {MAX_INPUTS}: of reports those by the highest levels of government, of "
        "figures the newest. All reports stand in the agencies' files."
    )
    inputs_total: int = Field(description="How many there are in all.", ge=0)


class GroupTally(Answer):
    """What the members of a group report, each of its own place."""

    group: str = Field(description="Id of the group.")
    role: Literal["lead", "joint"] = Field(description="The group's part in it.")
    counts: dict[Literal[STATES], int] = Field(description="Members in each state.")  # type: ignore[valid-type]


class Progress(Answer):
    """How far clauses are by the latest reports."""

    counts: dict[Literal[STATES], int] = Field(description="Clauses in each state.")  # type: ignore[valid-type]
    total: int = Field(description="All clauses.", ge=0)
    reported: int = Field(description="Clauses that those who speak for them have reported on.", ge=0)
    share: float | None = Field(
        None, description="Completed ÷ reported and applicable clauses; left out where there are none.", ge=0, le=1
    )
    local: dict[Literal[STATES], int] = Field(  # type: ignore[valid-type]
        description="Agencies that reported without speaking for the whole, by state: they decide nothing."
    )
    groups: tuple[GroupTally, ...] | None = Field(
        None, description="Groups that are assigned, with the number of members in each state; left out if none is."
    )
    awaited: tuple[str, ...] | None = Field(
        None, description="Ids of leads and joint agencies whose word is lacking; left out if none is awaited."
    )
    verdict: Verdict = Field(description="What they make together.")


class Spot(Answer):
    """A part of the document in which a term stands."""

    kind: Literal["policy", "sentence", "area", "task", "clause"] = Field(description="What it is.")
    ref: str = Field(description="Its id or number.")


class Part(Answer):
    """A file with a part of a list that is too large for one."""

    api: Url = Field(description="Its address.")
    period: str = Field(description="The reporting period that it holds.")
    items: int = Field(description="How many items it holds.", ge=0)


class Meta(Answer):
    """What holds for the whole file."""

    api_version: str = Field(description="Version of the API.")
    as_of: Day = Field(description="The day that all of it holds for.")
    notice: Words = Field(description="What this is, and what it is not.")
    licence: Words = Field(description="On what terms it may be used, as far as is known.")
    index: Url = Field(description="The list of everything.")
