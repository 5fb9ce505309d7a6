"""The command line: options → one call → print → exit."""

from __future__ import annotations

import datetime
import gc
import io
import os
import signal
import sys
import time
import traceback
from collections.abc import Collection
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from generator import __version__
from generator.cli.contribute import characters, due, import_, new, owners, ownership, schemas_, template
from generator.cli.ending import Ended, as_usual, clear_away, in_good_order, report_ended, taking_back
from generator.cli.init import init
from generator.cli.migrate import migrate
from generator.cli.options import SHARD, as_of_option, end_with, root_option, summary
from generator.cli.publish import check_links, diff, export, guard
from generator.cli.unchanged import Look, Seal, find_seal, look, put_seal
from generator.commands import invocation
from generator.config import Config, read_config, unready
from generator.errors import GeneratorError
from generator.findings import FORMATS, Finding, Severity, as_text, show, show_lines
from generator.findings.languages import Words, message_language

if TYPE_CHECKING:
    from generator.pipeline import Built

PAGES_LIMIT = 1_000_000_000  # bytes of a published site: docs.github.com, "GitHub Pages limits"

_ERASE_LINE = "\r\x1b[K"

_STEPS = {
    "read": ("读取数据", "reading the data"),
    "check": ("检查数据", "checking the data"),
    "render": ("生成页面", "rendering the pages"),
    "verify": ("检查页面", "checking the pages"),
    "publish": ("更换网站", "replacing the site"),
}


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="generator")
def cli() -> None:
    """Turn a policy's YAML and its agencies' reports into a checked, multilingual site."""


@cli.command()
@click.argument("paths", nargs=-1, type=click.Path())
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", help="Output format of the findings.")
@click.option("--owner", metavar="AGENCY", default=None, help="Also refuse changes outside this agency's folders.")
@click.option("--base", metavar="REV", default=None, help="Check what has changed since this git revision, not PATHS.")
@root_option
@as_of_option
def validate(
    paths: tuple[str, ...],
    form: str,
    owner: str | None,
    base: str | None,
    root: Path,
    lang: str | None,
    as_of: datetime.date | None,
) -> None:
    """Check everything in data/ and print all findings at once.

    With PATHS, print only the findings in these files or folders; everything is still read. --owner applies to PATHS,
    or to what has changed since --base. With --base, reports that were published may be neither edited nor deleted.
    """
    from generator.contribute.ownership import changed_files, check_changes, submodules
    from generator.contribute.published import check_published
    from generator.load.today import default_date
    from generator.model import Agency
    from generator.pipeline import validate as run

    if owner is not None and not paths and base is None:
        raise click.UsageError("--owner needs PATHS or --base REV / --owner 须与 PATHS 或 --base REV 同用")
    wanted = [os.path.relpath(path, root) for path in paths]
    if owner is None and (strange := [path for path in wanted if not _is_checked(root, path)]):
        raise GeneratorError(f"not found in data/: {', '.join(strange)} / data/ 中没有这些文件或文件夹")
    changes = changed_files(root, base) if base is not None else wanted
    catalog, findings = run(read_config(root), as_of, _jobs())
    if owner is not None and owner not in catalog.agencies and Agency.FILE.format(agency=owner) not in catalog.unread:
        raise GeneratorError(f"no agency {owner!r} in data/agencies/ / 没有这个机构")
    findings = sorted([*findings, *submodules(root)])
    shown = [
        finding
        for finding in findings
        if not wanted or any(Path(finding.place.path).is_relative_to(path) for path in wanted)
    ]
    if owner is not None or base is not None:
        shown = sorted({*shown, *check_changes(changes, *([owner] if owner is not None else []))})
    if base is not None:
        shown = sorted({*shown, *check_published(root, base, as_of or default_date(catalog), catalog.redirects)})
    end_with(shown, form, lang or message_language(), root)


def _is_checked(root: Path, path: str) -> bool:
    """Return whether `validate` reads a path below the root."""
    return path == "." or (Path(path).parts[0] == "data" and (root / path).exists())


@cli.command()
@root_option
@as_of_option
@click.option("--site-dir", type=click.Path(path_type=Path), default=None, help="Folder of the built site [ROOT/site].")
@click.option("--jobs", type=click.IntRange(1, 64), default=None, help="Number of parallel processes.")
@click.option(
    "--offline",
    type=click.Path(path_type=Path, dir_okay=False),
    default=None,
    is_flag=False,
    flag_value=Path("offline.zip"),
    help="Also pack the site as a zip that opens without a server [offline.zip].",
)
@click.option("--shard", type=SHARD, default=None, help="Build only a share of the agencies, such as 1/4.")
@click.option("--merge", is_flag=True, help="Build the site from all shares.")
@click.option("--strict", is_flag=True, help="Treat warnings as errors.")
@click.option("--verbose", is_flag=True, help="Print each step and the time so far.")
def build(
    root: Path,
    lang: str | None,
    as_of: datetime.date | None,
    site_dir: Path | None,
    jobs: int | None,
    offline: Path | None,
    shard: tuple[int, int] | None,
    merge: bool,
    strict: bool,
    verbose: bool,
) -> None:
    """Check the data, render and check all pages, and replace site/ in one step or not at all."""
    config = read_config(root)
    language = lang or message_language()
    if shard is not None:
        if merge or offline or site_dir:
            raise click.UsageError("--shard only goes with --as-of and --jobs / --shard 只能与 --as-of、--jobs 同用")
        sys.exit(_build_shard(config, language, as_of, jobs, shard))
    start, target = time.monotonic(), site_dir or config.root / "site"
    clear_away(target, config.root / "build", False)
    seen = None if merge else look(config, target)
    seal = find_seal(config, seen, as_of, language, strict=strict) if seen else None
    site: Built | Seal
    if seal is not None:
        site = seal
        click.echo(seal.text, nl=False)
        _report(config, language, target, seal, time.monotonic() - start, verbose=verbose)
    else:
        site = _build(config, language, as_of, target, jobs, strict=strict, verbose=verbose, merge=merge, seen=seen)
    if offline is not None and site.pages:
        from generator.export.offline import write_offline

        write_offline(target, offline)
        click.echo(str(offline))
    sys.exit(0 if site.pages else 1)


def _build(
    config: Config,
    language: str,
    as_of: datetime.date | None,
    target: Path,
    jobs: int | None,
    *,
    strict: bool,
    verbose: bool,
    merge: bool = False,
    seen: Look | None = None,
    said: Collection[Finding] = (),
) -> Built:
    """Build once, show progress on a terminal, and print the result without the findings in `said`, printed before.

    A site whose inputs were `seen` beforehand is sealed, so that it need not be built again.
    """
    from generator.pipeline import build as run

    is_terminal = sys.stderr.isatty() and os.environ.get("TERM") != "dumb"
    start = time.monotonic()

    def progress(step: str) -> None:
        words = _STEPS[step][0 if language == "zh" else 1]
        if verbose:
            click.echo(f"{time.monotonic() - start:6.2f} s  {words}", err=True)
        elif is_terminal:
            click.echo(f"{_ERASE_LINE}{words}…", err=True, nl=False)

    tidy = partial(clear_away, target, config.root / "build")
    tidy(False)
    try:
        with taking_back(tidy):
            built = run(
                config,
                as_of=as_of,
                site_dir=target,
                jobs=jobs or _jobs(),
                strict=strict,
                progress=progress,
                merge=merge,
            )
    finally:
        if is_terminal and not verbose:
            click.echo(_ERASE_LINE, err=True, nl=False)
    known = set(said)
    new = [finding for finding in built.findings if finding not in known] if known else built.findings
    text = as_text(new, language=language, root=config.root)
    click.echo(text, nl=False)
    if len(new) < len(built.findings):
        again = len(built.findings) - len(new)
        click.echo(f"另有 {again} 条与上次相同" if language == "zh" else f"and {again} unchanged")
    if not built.pages:
        summary(list(built.findings), language)
        return built
    took = time.monotonic() - start
    _report(config, language, target, built, took, verbose=verbose, changed=built.rendered, notes=built.notes)
    if seen is not None:
        put_seal(config, built, seen, language, text)
    return built


def _report(
    config: Config,
    language: str,
    target: Path,
    site: Built | Seal,
    took: float,
    *,
    verbose: bool,
    changed: int = 0,
    notes: Collection[Words] = (),
) -> None:
    """Print what a published site consists of, and what its settings lack."""
    click.echo(
        f"{site.pages} 个页面，其中 {changed} 个有变化，用时 {took:.1f} 秒：{target}"
        if language == "zh"
        else f"{site.pages} pages, {changed} of them changed, in {took:.1f} s: {target}"
    )
    if not config.serving:
        for words in (*unready(config), *notes):
            click.echo(words.zh if language == "zh" else words.en, err=True)
    if verbose or site.size > PAGES_LIMIT:
        click.echo(_extent(site.files, site.size, language), err=site.size > PAGES_LIMIT)


def _extent(files: int, size: int, language: str) -> str:
    """Return a sentence on the size of a site, with advice if it is larger than GitHub Pages allows."""
    share, is_zh = f"{size / PAGES_LIMIT:.0%}", language == "zh"
    text = (
        f"共 {files} 个文件，{size / 1e6:,.1f} MB，为 GitHub Pages 上限（1 GB）的 {share}"
        if is_zh
        else f"{files} files, {size / 1e6:,.1f} MB: {share} of the 1 GB that GitHub Pages allows"
    )
    if size <= PAGES_LIMIT:
        return text
    return text + (
        "。可减少 extra.locales 中的语言，或改用其他网页服务器或对象存储提供 site/"
        if is_zh
        else ". List fewer locales in extra.locales, or serve site/ from another web server or object store"
    )


def _build_shard(
    config: Config, language: str, as_of: datetime.date | None, jobs: int | None, shard: tuple[int, int]
) -> int:
    """Check and render one share of the agencies; returns the exit code."""
    from generator.pipeline import Shard, build_shard

    findings = build_shard(config, as_of=as_of, jobs=jobs or _jobs(), shard=Shard(*shard))
    click.echo(as_text(findings, language=language, root=config.root), nl=False)
    summary(list(findings), language)
    return 1 if any(finding.severity is Severity.ERROR for finding in findings) else 0


def _jobs() -> int:
    """Return the default number of parallel processes."""
    return max(2, os.cpu_count() or 1)


@cli.command()
@root_option
@as_of_option
@click.option("--port", type=click.IntRange(1, 65535), default=8000, help="Port on 127.0.0.1.")
@click.option("--poll", is_flag=True, help="Look for changes twice a second, if the system does not report them.")
def serve(root: Path, lang: str | None, as_of: datetime.date | None, port: int, poll: bool) -> None:
    """Build, serve on 127.0.0.1, and rebuild all locales when a file changes; open pages reload by themselves.

    Findings that have not changed are not printed again.
    """
    from generator.pipeline.serve import serve as run
    from generator.storage.store import hold_in_memory

    hold_in_memory()
    config = read_config(root)
    language = lang or message_language()
    site_dir = config.root / "build" / "serve"

    said: tuple[Finding, ...] = ()

    def once() -> bool:
        nonlocal said
        settings = replace(read_config(root), serving=True)
        built = _build(settings, language, as_of, site_dir, None, strict=False, verbose=False, said=said)
        said = built.findings
        return bool(built.pages)

    run(config, site_dir, port, once, poll=poll)


for _command in (
    init,
    new,
    template,
    import_,
    due,
    characters,
    owners,
    ownership,
    schemas_,
    export,
    diff,
    guard,
    check_links,
    migrate,
):
    cli.add_command(_command)


def run() -> NoReturn:
    """Run the command line and end the process."""
    end = None
    try:
        main()
    except SystemExit as ended:
        end = ended  # it keeps the command's objects alive
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError):  # the reader has closed the pipe
            stream.flush()
    code = end.code if end else 0
    # Skip the interpreter's shutdown: freeing millions of objects one by one takes longer than ending the process.
    os._exit(code if isinstance(code, int) else int(code is not None))


def main() -> None:
    """Run the command line; an operator's error is printed as one line and ends with exit code 2."""
    for stream in (sys.stdout, sys.stderr):  # a terminal that can't show Chinese gets escapes, not a traceback
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    if "serve" not in sys.argv:
        gc.disable()  # a command creates millions of objects, almost none of them garbage, and then ends
    try:
        with as_usual() if "serve" in sys.argv else in_good_order():
            # Click then prints a command that can be typed here, where `python` alone may not exist.
            cli(prog_name=invocation(Path.cwd(), windows=os.name == "nt"), standalone_mode=False)
    except Ended as ended:
        sys.exit(report_ended(ended.number))
    except click.exceptions.Abort:  # the server or a prompt was interrupted
        sys.exit(report_ended(signal.SIGINT))
    except click.ClickException as error:
        if isinstance(error, click.UsageError) and error.ctx is not None:
            click.echo(f"{error.ctx.get_usage()}\nTry '{error.ctx.command_path} -h' for help.\n", err=True)
        click.echo(f"Error: {show_lines(error.format_message())}", err=True)
        sys.exit(2)
    except GeneratorError as error:
        click.echo(f"generator: {error}", err=True)
        sys.exit(2)
    except OSError as error:  # a full disk, a folder without permission: always a fault of the machine
        place = f"{show(os.fsdecode(error.filename))}: " if isinstance(error.filename, str | bytes) else ""
        click.echo(f"generator: {place}{show_lines(error.strerror or str(error))}", err=True)
        sys.exit(2)
    except Exception:  # our own bug; its text may contain untrusted input
        click.echo(show_lines(traceback.format_exc()), err=True)
        sys.exit(1)
