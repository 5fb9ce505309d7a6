"""How verdicts are reached: the published methods. Their names, texts and examples are interface strings."""

from __future__ import annotations

from typing import NamedTuple

from generator.assess.statuses import Kind
from generator.assess.verdict import Message


class Method(NamedTuple):
    """A published way of reaching a verdict."""

    code: str
    version: int  # raised when what it does changes
    concludes: Kind  # the kind of its values

    @property
    def name(self) -> Message:
        """What it tells."""
        return Message(f"method.{self.code}.name")

    @property
    def text(self) -> Message:
        """What it does."""
        return Message(f"method.{self.code}.text")

    @property
    def example(self) -> Message:
        """An example, with invented numbers."""
        return Message(f"method.{self.code}.example")


METHODS: dict[str, Method] = {
    method.code: method
    for method in (
        Method("A101", 2, "duty"),  # was it reported on time
        Method("A201", 2, "progress"),  # progress of a clause
        Method("A202", 2, "progress"),  # progress of a task, an area, a policy
        Method("A301", 3, "outcome"),  # was a target reached
        Method("A401", 2, "evidence"),  # what evidence there is
    )
}
