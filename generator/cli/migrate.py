"""The command that brings data of an earlier shape to today's."""

from __future__ import annotations

from pathlib import Path

import click

from generator.cli.options import root_option
from generator.commands import typed
from generator.findings import show_lines
from generator.findings.languages import message_language


@click.command()
@root_option
def migrate(root: Path, lang: str | None) -> None:
    """Bring data of an earlier shape to today's, and say what was done and what is left for a person.

    Comments and layout are kept. Running it again changes nothing more.
    """
    from generator.contribute.migrate import migrate as run

    zh = (lang or message_language()) == "zh"
    steps = run(root)
    for step in steps:
        words = step.words.zh if zh else step.words.en
        mark = ("已改" if step.is_done else "待办") if zh else ("done" if step.is_done else "to do")
        click.echo(show_lines(f"{mark}{'：' if zh else ': '}{step.path}{'：' if zh else ': '}{words}"))
    if not steps:
        click.echo("没有旧格式的数据。" if zh else "No data of an earlier shape.")
    elif any(step.is_done for step in steps):
        again = typed(root, "validate")
        click.echo(f"接下来运行：{again}" if zh else f"Next: {again}")
