"""The published methods by which verdicts are reached; names, texts and examples are interface strings."""

from __future__ import annotations

import datetime
from typing import NamedTuple

from generator.assess.statuses import Kind
from generator.assess.verdict import Message


class Method(NamedTuple):
    """A published method of reaching a verdict."""

    code: str
    version: int  # incremented when the method changes
    concludes: Kind  # the kind of its verdicts
    since: datetime.date | None = None  # the day from which this version holds, if it says what has changed

    @property
    def name(self) -> Message:
        """The question that it answers."""
        return Message(f"method.{self.code}.name")

    @property
    def text(self) -> Message:
        """The procedure."""
        return Message(f"method.{self.code}.text")

    @property
    def example(self) -> Message:
        """An example, with invented numbers."""
        return Message(f"method.{self.code}.example")

    @property
    def changes(self) -> Message:
        """What its version changed; only of a version that says since when it holds."""
        return Message(f"method.{self.code}.changes")


METHODS: dict[str, Method] = {
    method.code: method
    for method in (
        Method("A101", 3, "duty"),  # whether a report was on time
        Method("A201", 3, "progress", datetime.date(2026, 11, 27)),  # progress of a clause
        Method("A202", 3, "progress", datetime.date(2026, 11, 27)),  # progress of a task, an area, a policy
        Method("A203", 1, "deadline"),  # whether a task was done by its own deadline
        Method("A301", 4, "outcome", datetime.date(2026, 11, 27)),  # whether a target was reached
        Method("A401", 3, "evidence"),  # the level of evidence
    )
}
