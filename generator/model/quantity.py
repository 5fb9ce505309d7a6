"""Figures that are exact, bounded or approximate, and the intervals in which their true values lie."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal, NamedTuple

from generator.model.values import Amount

Form = Literal["value", "at_least", "more_than", "at_most", "less_than", "about", "between"]
"""How exact a figure is. The names are those of a figure's fields."""

ABOUT = Decimal("0.05")  # share by which the true value may differ from an approximate one, in either direction
SIGNS = {"value": "=", "at_least": "≥", "more_than": ">", "at_most": "≤", "less_than": "<", "about": "≈"}


class Interval(NamedTuple):
    """All numbers from `low` to `high`; None means that there is no such end. An open end is not part of it."""

    low: Decimal | None = None
    high: Decimal | None = None
    low_open: bool = False
    high_open: bool = False

    @property
    def is_exact(self) -> bool:
        """Whether it is a single number."""
        return self.low is not None and self.low == self.high

    @property
    def is_empty(self) -> bool:
        """Whether it contains no number."""
        if self.low is None or self.high is None:
            return False
        return self.low > self.high or (self.low == self.high and (self.low_open or self.high_open))

    def cut(self, other: Interval) -> Interval:
        """Return the numbers that both contain."""
        low, low_open = max(
            (end for end in ((self.low, self.low_open), (other.low, other.low_open)) if end[0] is not None),
            default=(None, False),
        )
        high, closed = min(
            (
                (end, not is_open)
                for end, is_open in ((self.high, self.high_open), (other.high, other.high_open))
                if end is not None
            ),
            default=(None, True),
        )
        return Interval(low, high, low_open, not closed)

    def within(self, other: Interval) -> bool:
        """Return whether the other contains all of its numbers."""
        return self.cut(other) == self

    def apart_from(self, other: Interval) -> bool:
        """Return whether the two have no number in common."""
        return self.cut(other).is_empty


def compared(comparison: str, number: Decimal) -> Interval:
    """Return the numbers that are at least, more than, at most or less than a number."""
    match comparison:
        case "at_least":
            return Interval(low=number)
        case "more_than":
            return Interval(low=number, low_open=True)
        case "at_most":
            return Interval(high=number)
        case _:
            return Interval(high=number, high_open=True)


class Quantity(NamedTuple):
    """A figure as it was stated."""

    form: Form
    amount: Amount
    upper: Amount | None = None  # of `between`: the other end

    @property
    def is_exact(self) -> bool:
        """Whether it is one number."""
        return self.form == "value"

    @property
    def interval(self) -> Interval:
        """The numbers among which the true value is."""
        number = self.amount.value
        match self.form:
            case "value":
                return Interval(number, number)
            case "about":
                off = abs(number) * ABOUT
                return Interval(number - off, number + off)
            case "between":
                other = self.upper.value if self.upper else number
                return Interval(min(number, other), max(number, other))
            case _:
                return compared(self.form, number)

    @property
    def plain(self) -> str:
        """The figure with signs that every language shares: ≥ 190,000,000."""
        number = f"{self.amount.value:,f}"
        if self.form == "value":
            return number
        return f"{number}–{self.upper.value:,f}" if self.upper else f"{SIGNS[self.form]} {number}"
