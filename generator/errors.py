"""Errors of the operator: in the call, the settings or the machine, never in contributed content."""

from __future__ import annotations

from generator.findings import show_lines


class GeneratorError(Exception):
    """An error that ends the run with exit code 2. Its text is one clear line, shown to the operator as it is.

    The text may contain untrusted input, such as paths or messages of git: nothing in it can pass for a command.
    """

    def __str__(self) -> str:
        return show_lines(super().__str__())
