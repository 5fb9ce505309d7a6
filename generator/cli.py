"""The command line: options → one call → print → exit."""

from __future__ import annotations

import datetime
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from generator import __version__
from generator.config import Config, read_config
from generator.errors import GeneratorError
from generator.findings import FORMATS, Finding, Severity, as_json, as_text
from generator.languages import message_language
from generator.model.values import parse_date

if TYPE_CHECKING:
    from generator.compare import State

_STEPS = {
    "validate": ("检查数据", "checking the data"),
    "pages": ("生成页面", "making the pages"),
    "check": ("检查链接", "checking the links"),
    "swap": ("换上新站点", "putting the new site in place"),
}


class _Day(click.ParamType[datetime.date]):
    """A date as `YYYY-MM-DD`."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime.date:
        try:
            return parse_date(value)
        except ValueError:
            self.fail(f"{value!r} is not a date such as 2023-07-31 / 不是日期", param, ctx)


def _root(command: Callable[..., None]) -> Callable[..., None]:
    command = click.option(
        "--root",
        type=click.Path(path_type=Path, exists=True, file_okay=False),
        default=Path(),
        help="Folder that holds data/ and mkdocs.yml.",
    )(command)
    return click.option(
        "--lang", type=click.Choice(["zh", "en"]), default=None, help="Language of messages (default: LANG)."
    )(command)


def _as_of(command: Callable[..., None]) -> Callable[..., None]:
    return click.option("--as-of", type=_Day(), default=None, help="Show the record as of this day (default: today).")(
        command
    )


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="generator")
def cli() -> None:
    """Turn a policy's YAML and its agencies' reports into a checked, multilingual site."""


@cli.command()
@click.argument("paths", nargs=-1, type=click.Path())
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", help="How findings are written.")
@_root
def validate(paths: tuple[str, ...], form: str, root: Path, lang: str | None) -> None:
    """Check everything under data/ and print every finding at once.

    With PATHS only the findings in these files or folders are printed; everything is read all the same.
    """
    from generator.build import validate as run

    _, findings = run(read_config(root))
    wanted = [os.path.relpath(path, root) for path in paths]
    shown = [
        finding
        for finding in findings
        if not wanted or any(Path(finding.place.path).is_relative_to(path) for path in wanted)
    ]
    language = lang or message_language()
    if form == "json":
        click.echo(as_json(shown), nl=False)
    else:
        click.echo(as_text(shown, language=language, root=root), nl=False)
        _summary(shown, language)
    sys.exit(1 if any(finding.severity is Severity.ERROR for finding in shown) else 0)


@cli.command()
@_root
@_as_of
@click.option("--site-dir", type=click.Path(path_type=Path), default=None, help="Where the site goes [ROOT/site].")
@click.option("--jobs", type=click.IntRange(1, 64), default=None, help="Processes beside each other.")
@click.option(
    "--offline",
    type=click.Path(path_type=Path, dir_okay=False),
    default=None,
    is_flag=False,
    flag_value=Path("offline.zip"),
    help="Also pack the site as a zip that opens without a server [offline.zip].",
)
@click.option("--strict", is_flag=True, help="Treat warnings as errors.")
@click.option("--verbose", is_flag=True, help="Say what is done and how long it took.")
def build(
    root: Path,
    lang: str | None,
    as_of: datetime.date | None,
    site_dir: Path | None,
    jobs: int | None,
    offline: Path | None,
    strict: bool,
    verbose: bool,
) -> None:
    """Validate, render, build and check the whole site; site/ is replaced in one step or not at all."""
    config = read_config(root)
    code = _build(config, lang or message_language(), as_of, site_dir, jobs, strict=strict, verbose=verbose)
    if offline is not None and code == 0:
        from generator.export.offline import write_offline

        write_offline(site_dir or config.root / "site", offline)
        click.echo(str(offline))
    sys.exit(code)


def _build(
    config: Config,
    language: str,
    as_of: datetime.date | None,
    site_dir: Path | None,
    jobs: int | None,
    *,
    strict: bool,
    verbose: bool,
) -> int:
    """Build once, with progress on a terminal; returns the exit code."""
    import time

    from rich.console import Console

    from generator.build import build as run

    console = Console(stderr=True)
    start = time.monotonic()

    def words(step: str) -> str:
        return _STEPS[step][0 if language == "zh" else 1]

    with console.status("") as status:

        def progress(step: str) -> None:
            if verbose:
                console.print(f"{time.monotonic() - start:6.2f} s  {words(step)}", highlight=False)
            if console.is_terminal:
                status.update(words(step) + "…")

        built = run(
            config,
            as_of=as_of,
            site_dir=site_dir or config.root / "site",
            jobs=jobs or max(2, os.cpu_count() or 1),
            strict=strict,
            progress=progress,
        )
    click.echo(as_text(built.findings, language=language, root=config.root), nl=False)
    if not built.pages:
        _summary(list(built.findings), language)
        return 1
    took = time.monotonic() - start
    click.echo(
        f"{built.pages} 个页面，其中 {built.rendered} 个有变化，用时 {took:.1f} 秒：{site_dir or config.root / 'site'}"
        if language == "zh"
        else f"{built.pages} pages, {built.rendered} of them new, in {took:.1f} s: {site_dir or config.root / 'site'}"
    )
    return 0


def _summary(findings: list[Finding], language: str) -> None:
    errors = sum(finding.severity is Severity.ERROR for finding in findings)
    warnings = len(findings) - errors
    click.echo(
        f"{errors} 处错误，{warnings} 处提醒" if language == "zh" else f"{errors} errors, {warnings} warnings", err=True
    )


@cli.command()
@_root
@_as_of
@click.option("--port", type=click.IntRange(1, 65535), default=8000, help="Port on 127.0.0.1.")
def serve(root: Path, lang: str | None, as_of: datetime.date | None, port: int) -> None:
    """Build, serve on 127.0.0.1, and rebuild all locales when a file changes; open pages reload themselves."""
    from generator.serve import serve as run

    config = read_config(root)
    language = lang or message_language()
    site_dir = config.root / "build" / "serve"

    def once() -> bool:
        return _build(read_config(root), language, as_of, site_dir, None, strict=False, verbose=False) == 0

    run(config, site_dir, port, once)


@cli.command()
@click.argument("form", metavar="FORMAT", type=click.Choice(["json", "csv", "feeds", "calendar", "badges"]))
@click.option("-o", "--output", type=click.Path(path_type=Path, file_okay=False), required=True, help="Folder.")
@_root
@_as_of
def export(form: str, output: Path, root: Path, lang: str | None, as_of: datetime.date | None) -> None:
    """Write what the site publishes for programs, in one FORMAT, below a folder.

    Samples are left out. Files have the paths that they have on the site; others in the folder stay.
    """
    from generator.build import exports
    from generator.export.formats import lay_out

    language = lang or message_language()
    findings, files = exports(read_config(root), as_of, form)
    click.echo(as_text(findings, language=language, root=root), nl=False)
    if files is None:
        _summary(findings, language)
        sys.exit(1)
    lay_out(files, output)
    click.echo(f"{len(files)} 个文件：{output}" if language == "zh" else f"{len(files)} files: {output}")


# --- what a change means, and whether it may be published


@cli.command()
@click.argument("base")
@click.argument("head", required=False)
@click.option(
    "--format",
    "form",
    type=click.Choice(["markdown", "codes"]),
    default="markdown",
    help="Markdown in Chinese and English (or in --lang alone), or codes and counts as JSON.",
)
@click.option("--output", "-o", type=click.Path(path_type=Path, dir_okay=False), default=None, help="File to write.")
@_root
@_as_of
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

    Each is a folder with data/ in it or a git revision; HEAD is the working tree where it is left out.
    """
    import json

    from generator.compare import compare, counts
    from generator.compare.markdown import as_markdown
    from generator.revisions import opened, outside

    with opened(root, base) as old_side, opened(root, head) as new_side:
        old, new, day = _states(old_side.root, new_side.root, as_of)
        elsewhere = outside(root, old_side, new_side)
        changes = tuple(compare(old, new, elsewhere or ()))
    if form == "codes":
        text = json.dumps(counts(changes, new.findings), indent=2) + "\n"
    else:
        text = as_markdown(changes, day, [lang] if lang else ["zh", "en"], saw_outside=elsewhere is not None)
    _write(text, output)


@cli.command()
@click.argument("published")
@click.argument("new", required=False)
@click.option("--allow-removal", is_flag=True, help="Publish all the same: the removal is meant.")
@_root
def guard(published: str, new: str | None, allow_removal: bool, root: Path, lang: str | None) -> None:
    """Refuse (exit code 1) where more than a tenth of any kind of record has vanished.

    PUBLISHED and NEW are folders with data/ in them or git revisions; NEW is the working tree where it is
    left out.
    """
    from generator.guard import losses
    from generator.revisions import opened

    language = lang or message_language()
    with opened(root, published) as old_side, opened(root, new) as new_side:
        old, after, _ = _states(old_side.root, new_side.root, None)
        lost = losses(old, after)
    what = ", ".join(f"{loss.kind} {loss.gone}/{loss.total}" for loss in lost)
    if lost and not allow_removal:
        click.echo(
            f"不予发布：超过一成的记录不见了（{what}）。确要删除，请加 --allow-removal。"
            if language == "zh"
            else f"not published: more than a tenth of the records is gone ({what}). "
            "If that is meant, say --allow-removal.",
            err=True,
        )
        sys.exit(1)


def _states(old: Path, new: Path, as_of: datetime.date | None) -> tuple[State, State, datetime.date]:
    """Read two states as of one day: the old one's today, where none is given."""
    from generator.build import default_date
    from generator.compare import read_data, state_of

    before, after = read_data(old), read_data(new)
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


@cli.command("check-links")
@click.option("--output", "-o", type=click.Path(path_type=Path, dir_okay=False), default=None, help="File to write.")
@click.option("--format", "form", type=click.Choice(["text", "markdown"]), default="text", help="How it is written.")
@_root
@_as_of
def check_links(output: Path | None, form: str, root: Path, lang: str | None, as_of: datetime.date | None) -> None:
    """Look up every source and piece of evidence, and remember in evidence-ledger.json what was there.

    The exit code is 1 where an address is dead. What a check finds is advice: people may see more.
    """
    from generator.build import default_date
    from generator.compare import read_data
    from generator.evidence_links import check_all, read_ledger, refuse_on_pull_requests, sources, write_ledger
    from generator.evidence_links.report import as_markdown, as_text

    refuse_on_pull_requests(os.environ)
    catalog, _ = read_data(root)
    ledger = check_all(sources(catalog), read_ledger(root), as_of or default_date(catalog))
    write_ledger(root, ledger)
    languages = [lang] if lang else [message_language()] if form == "text" else ["zh", "en"]
    _write((as_text if form == "text" else as_markdown)(ledger, sources(catalog), languages), output)
    sys.exit(1 if any(entry.status == "dead" for entry in ledger) else 0)


def main() -> None:
    """Run the command line; what the operator did wrong is one line and exit code 2."""
    try:
        cli(standalone_mode=False)
    except click.exceptions.Abort:
        sys.exit(130)
    except click.ClickException as error:
        error.show()
        sys.exit(2)
    except GeneratorError as error:
        click.echo(f"generator: {error}", err=True)
        sys.exit(2)
