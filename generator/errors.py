"""What the operator did wrong: the call or the machine, never the contributed content."""

from __future__ import annotations

from generator.findings import show_lines


class GeneratorError(Exception):
    """The run cannot go on. Its text is one clear line, shown to the operator as it is; exit code 2.

    It may repeat what strangers wrote, such as paths or git's own words: nothing in it can pass for a command.
    """

    def __str__(self) -> str:
        return show_lines(super().__str__())
