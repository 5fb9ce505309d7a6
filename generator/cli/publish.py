"""Commands for publishing: compare two states, guard against removal, export the data, check links to sources."""

from __future__ import annotations

import datetime
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.cli.options import as_of_option, root_option, summary
from generator.config import read_config
from generator.errors import GeneratorError
from generator.findings import as_text
from generator.findings.languages import message_language

if TYPE_CHECKING:
    from generator.contribute.compare import State


@click.command()
@click.argument(
    "form", metavar="FORMAT", type=click.Choice(["json", "csv", "schema", "feeds", "calendar", "badges", "cards"])
)
@click.option("-o", "--output", type=click.Path(path_type=Path, file_okay=False), required=True, help="Folder.")
@root_option
@as_of_option
def export(form: str, output: Path, root: Path, lang: str | None, as_of: datetime.date | None) -> None:
    """Write what the site publishes for programs, in one FORMAT, to a folder.

    Samples are left out. Files get the same paths as on the site; other files in the folder are kept.
    """
    from generator.export.formats import FORMATS, write_files
    from generator.pipeline import render_files

    language = lang or message_language()
    findings, files = render_files(read_config(root), as_of, FORMATS[form], os.cpu_count() or 1)
    click.echo(as_text(findings, language=language, root=root), nl=False)
    if files is None:
        summary(findings, language)
        sys.exit(1)
    write_files(files, output)
    click.echo(f"{len(files)} 个文件：{output}" if language == "zh" else f"{len(files)} files: {output}")


# --- comparing two states, and the guard


@click.command()
@click.argument("base")
@click.argument("head", required=False)
@click.option(
    "--format",
    "form",
    type=click.Choice(["markdown", "codes"]),
    default="markdown",
    help="Markdown in Chinese and English (or only in --lang), or codes and counts as JSON.",
)
@click.option("--output", "-o", type=click.Path(path_type=Path, dir_okay=False), default=None, help="File to write.")
@root_option
@as_of_option
def diff(
    base: str,
    head: str | None,
    form: str,
    output: Path | None,
    root: Path,
    lang: str | None,
    as_of: datetime.date | None,
) -> None:
    """Say what changes from BASE to HEAD, in the words of the site.

    Each is a git revision or a folder that contains data/. Without HEAD, BASE is compared with the working tree.
    """
    import json

    from generator.contribute.compare import compare, counts
    from generator.contribute.compare.markdown import as_markdown
    from generator.contribute.revisions import opened, outside

    with opened(root, base) as old_side, opened(root, head) as new_side:
        old, new, day = _states(old_side.root, new_side.root, as_of, _offered(root))
        elsewhere = outside(root, old_side, new_side)
        changes = tuple(compare(old, new, elsewhere or ()))
    if form == "codes":
        text = json.dumps(counts(changes, new.findings), indent=2) + "\n"
    else:
        text = as_markdown(changes, day, [lang] if lang else ["zh", "en"], saw_outside=elsewhere is not None)
    _write(text, output)


@click.command()
@click.argument("published")
@click.argument("new", required=False)
@click.option("--allow-removal", is_flag=True, help="Publish anyway: the removal is intended.")
@root_option
def guard(published: str, new: str | None, allow_removal: bool, root: Path, lang: str | None) -> None:
    """Refuse (exit code 1) if more than a tenth of any kind of record has disappeared.

    PUBLISHED and NEW are git revisions or folders that contain data/. Without NEW, PUBLISHED is compared with the
    working tree.
    """
    from generator.contribute.guard import losses
    from generator.contribute.revisions import opened

    language = lang or message_language()
    with opened(root, published) as old_side, opened(root, new) as new_side:
        old, after, _ = _states(old_side.root, new_side.root, None)
        lost = losses(old, after)
    what = ", ".join(f"{loss.kind} {loss.gone}/{loss.total}" for loss in lost)
    if lost and not allow_removal:
        click.echo(
            f"不予发布：减少的记录超过一成（{what}）。确需删除，请加 --allow-removal。"
            if language == "zh"
            else f"not published: more than a tenth of the records are gone ({what}). "
            "If that is intended, add --allow-removal.",
            err=True,
        )
        sys.exit(1)


def _offered(root: Path) -> tuple[str, ...] | None:
    """Return the site's locales; None if its settings, which are not compared, can't be read."""
    try:
        return read_config(root).locales
    except GeneratorError:
        return None


def _states(
    old: Path, new: Path, as_of: datetime.date | None, locales: tuple[str, ...] | None = None
) -> tuple[State, State, datetime.date]:
    """Read two states as of one day: the given one or the old state's default date."""
    from generator.contribute.compare import read_data, state_of
    from generator.load.today import default_date

    before, after = read_data(old, as_of, locales), read_data(new, as_of, locales)
    day = as_of or default_date(before[0])
    return state_of(old, before, day), state_of(new, after, day), day


def _write(text: str, output: Path | None) -> None:
    if output is None:
        click.echo(text, nl=False)
        return
    try:
        output.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise GeneratorError(f"{output}: {error.strerror}") from error


@click.command("check-links")
@click.option("--output", "-o", type=click.Path(path_type=Path, dir_okay=False), default=None, help="File to write.")
@click.option("--format", "form", type=click.Choice(["text", "markdown"]), default="text", help="Output format.")
@click.option(
    "--keep",
    type=click.Path(path_type=Path, file_okay=False),
    default=None,
    metavar="FOLDER",
    help="Folder outside the repository in which to keep what was found, as WARC (needs the extra [archive]).",
)
@root_option
@as_of_option
def check_links(
    output: Path | None, form: str, keep: Path | None, root: Path, lang: str | None, as_of: datetime.date | None
) -> None:
    """Request every source and piece of evidence, and record the results in evidence-ledger.json.

    The exit code is 1 if an address is dead. The results are only advice: a person may see more than a program.
    """
    from generator.contribute.compare import read_data
    from generator.contribute.links import check_all, read_ledger, refuse_on_pull_requests, sources, write_ledger
    from generator.contribute.links.archive import open_archive
    from generator.contribute.links.report import as_markdown, as_text
    from generator.load.today import default_date

    refuse_on_pull_requests(os.environ)
    catalog, _ = read_data(root)
    archive = open_archive(keep, root, datetime.datetime.now(datetime.UTC)) if keep else None
    try:
        ledger = check_all(
            sources(catalog),
            read_ledger(root),
            as_of or default_date(catalog),
            keep=archive.keep if archive else None,
        )
    finally:
        if archive:
            archive.close()
    write_ledger(root, ledger)
    languages = [lang] if lang else [message_language()] if form == "text" else ["zh", "en"]
    _write((as_text if form == "text" else as_markdown)(ledger, sources(catalog), languages), output)
    sys.exit(1 if any(entry.status == "dead" for entry in ledger) else 0)
