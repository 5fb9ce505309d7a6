"""Options that commands share."""

from __future__ import annotations

import datetime
import re
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

import click

from generator.findings import Finding, Severity, write

_DAY = re.compile(r"(19|2[0-9])[0-9]{2}-[0-9]{2}-[0-9]{2}")  # the days that the model allows; it is slow to load


class Day(click.ParamType[datetime.date]):
    """A date as `YYYY-MM-DD`."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime.date:
        """Read the day, or refuse the call."""
        try:
            return datetime.date.fromisoformat(value if _DAY.fullmatch(value) else "")
        except ValueError:
            self.fail(f"{value!r} is not a date such as 2023-07-31 / 不是日期", param, ctx)


class Share(click.ParamType[tuple[int, int]]):
    """One of several equal shares, as `i/n`."""

    name = "i/n"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[int, int]:
        """Read the share, or refuse the call."""
        match = re.fullmatch(r"([0-9]{1,4})/([0-9]{1,4})", str(value))
        if match is None or not 1 <= int(match[1]) <= int(match[2]):
            self.fail(f"{value!r} is not a share such as 1/4 / 不是 1/4 这样的份额", param, ctx)
        return int(match[1]), int(match[2])


SHARD = Share()


def root_option(command: Callable[..., None]) -> Callable[..., None]:
    """Add --root and --lang."""
    command = click.option(
        "--root",
        type=click.Path(path_type=Path, exists=True, file_okay=False),
        default=Path(),
        help="Folder with data/ and mkdocs.yml.",
    )(command)
    return click.option(
        "--lang", type=click.Choice(["zh", "en"]), default=None, help="Language of messages (default: from LANG)."
    )(command)


def as_of_option(command: Callable[..., None]) -> Callable[..., None]:
    """Add --as-of."""
    return click.option("--as-of", type=Day(), default=None, help="Show the record as of this day (default: today).")(
        command
    )


def end_with(findings: list[Finding], form: str, language: str, root: Path) -> NoReturn:
    """Print findings in the format `form`, and end the command: with exit code 1 if one of them is an error."""
    click.echo(write(findings, form, language=language, root=root), nl=False)
    if form == "text":
        summary(findings, language)
    sys.exit(1 if any(finding.severity is Severity.ERROR for finding in findings) else 0)


def summary(findings: list[Finding], language: str) -> None:
    """Print the number of findings of each severity on standard error."""
    count = Counter(finding.severity for finding in findings)
    errors, warnings, notices = counts = [count[severity] for severity in Severity]
    zh = f"{errors} 处错误，{warnings} 处提醒" + (f"，{notices} 处提示" if notices else "")
    named = zip(counts, ("error", "warning", "notice"), strict=True)
    en = ", ".join(f"{n} {name}{'' if n == 1 else 's'}" for n, name in named if n or name != "notice")
    click.echo(zh if language == "zh" else en, err=True)
