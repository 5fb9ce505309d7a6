"""Commands for people who write data: start a file, list reports due, check and write ownership."""

from __future__ import annotations

import datetime
import sys
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import click

from generator.cli.options import as_of_option, end_with, root_option, summary
from generator.commands import typed
from generator.config import read_config
from generator.errors import GeneratorError
from generator.findings import FORMATS, show_lines, write
from generator.findings.languages import message_language

if TYPE_CHECKING:
    from generator.model import Catalog


@click.group()
def new() -> None:
    """Write a commented file to fill in; existing files are never overwritten."""


@new.command("submission")
@click.argument("agency", required=False)
@click.argument("period", required=False)
@click.option("--policy", metavar="POLICY", default=None, help="The policy to report on.")
@root_option
def new_submission(agency: str | None, period: str | None, policy: str | None, root: Path, lang: str | None) -> None:
    """Start AGENCY's submission for PERIOD (2023-Q4, 2023-H1, 2023 or 2023-12), prefilled from its last report."""
    from generator.contribute.scaffold import new_submission as run
    from generator.load import read_catalog

    language = lang or message_language()
    config = read_config(root)
    catalog = read_catalog(root)[0].offering(config.locales, config.reporting_languages)
    agency = agency or _ask("机构代号" if language == "zh" else "Agency", "AGENCY", list(catalog.agencies))
    period = period or _ask("报告期，如 2023-Q4" if language == "zh" else "Period, such as 2023-Q4", "PERIOD", [])
    if policy is None and len(catalog.policies) > 1 and sys.stdin.isatty():
        policy = _ask("政策代号" if language == "zh" else "Policy", "--policy", list(catalog.policies))
    _write_new(root, run(config, catalog, agency, period, policy), language)


@new.command("policy")
@click.argument("policy", required=False)
@click.option(
    "--from",
    "document",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    default=None,
    help="Cut this document (.txt, .docx or .pdf) into the policy's files.",
)
@click.option("--title", default=None, help="With --from: the title, if it is not the first line.")
@click.option("--issued", type=click.DateTime(["%Y-%m-%d"]), default=None, help="With --from: day of issue.")
@click.option("--issuer", "issuers", metavar="AGENCY", multiple=True, help="With --from: an issuer's id; repeatable.")
@click.option(
    "--language", metavar="LANGUAGE", default=None, help="With --from: zh, zh-Hant or en [as the text looks]."
)
@root_option
def new_policy(
    policy: str | None,
    document: Path | None,
    title: str | None,
    issued: datetime.datetime | None,
    issuers: tuple[str, ...],
    language: str | None,
    root: Path,
    lang: str | None,
) -> None:
    """Start a policy: its document and its first task. POLICY is its permanent id.

    With --from, the whole document is cut into parts, tasks and clauses; what was recognised and what is doubtful is
    printed with line numbers, and the files equal the text in source.txt, character for character.
    """
    from generator.contribute.scaffold import new_policy as run

    words = lang or message_language()
    policy = policy or _ask("政策代号" if words == "zh" else "Id of the policy", "POLICY", [])
    if document is None:
        if title or issued or issuers or language:
            raise click.UsageError("--title, --issued, --issuer and --language go with --from / 须与 --from 同用")
        _write_new(root, run(read_config(root), policy), words)
        return
    _import_policy(root, policy, document, title, issued, issuers, language, words)


def _import_policy(
    root: Path,
    policy: str,
    document: Path,
    title: str | None,
    issued: datetime.datetime | None,
    issuers: tuple[str, ...],
    language: str | None,
    words: str,
) -> None:
    from generator.contribute.importing import import_policy, language_named, report
    from generator.contribute.scaffold import check_id, write_new

    check_id(policy)
    config = read_config(root)
    if (root / "data" / "policies" / policy).exists():
        raise GeneratorError(f"data/policies/{policy}: exists already and is left as it is / 已存在，未改动")
    if language is not None and language_named(language) is None:
        raise click.UsageError(f"--language {language}: must be zh, zh-Hant or en / 须为 zh、zh-Hant 或 en")
    imported = import_policy(
        config,
        policy,
        document,
        title=title,
        issued=issued.date() if issued else None,
        issuers=issuers,
        language=language_named(language) if language else None,
    )
    write_new(root, imported.files)
    for line in report(imported, words):
        click.echo(show_lines(line))
    folder, check = f"data/policies/{policy}/", typed(root, "validate")
    count = len(imported.files)
    click.echo(
        f"已生成 {count} 个文件：{folder}。接下来：{check}"
        if words == "zh"
        else f"Wrote {count} files: {folder}. Next: {check}"
    )


@new.command("task")
@click.argument("policy")
@root_option
def new_task(policy: str, root: Path, lang: str | None) -> None:
    """Start the next task of POLICY."""
    from generator.contribute.additions import new_task as run
    from generator.contribute.additions import policy_named
    from generator.load import read_catalog

    files = run(read_config(root), policy_named(read_catalog(root)[0], policy))
    _write_new(root, files, lang or message_language())


@new.command("target")
@click.argument("policy")
@click.argument("target", required=False)
@click.option("--sentence", metavar="ID", default=None, help="The sentence that states it, such as g2 or 7.2.")
@root_option
def new_target(policy: str, target: str | None, sentence: str | None, root: Path, lang: str | None) -> None:
    """Add a target to POLICY that quotes a sentence; TARGET is its permanent id.

    Without TARGET, list the sentences that have numbers and are not quoted yet.
    """
    from generator.contribute.additions import candidates, policy_named
    from generator.contribute.additions import new_target as run
    from generator.load import read_catalog
    from generator.model import Target
    from generator.storage.files import write_atomic

    chosen = policy_named(read_catalog(root)[0], policy)
    language = lang or message_language()
    if target is None:
        if sentence is not None:
            raise click.UsageError("TARGET is missing / 缺少 TARGET（指标代号）")
        found = list(candidates(chosen))
        for candidate in found:
            click.echo(show_lines(f"{candidate.id}  {candidate.text}"))
        how = typed(root, "new", "target", policy, "TARGET", "--sentence", found[0].id if found else "g1")
        none = "没有尚未引用的含数字的句子" if language == "zh" else "no sentence with a number is left to quote"
        click.echo((f"添加指标：{how}" if language == "zh" else f"To add one: {how}") if found else none)
        return
    if sentence is None:
        raise click.UsageError("--sentence is missing / 缺少 --sentence")
    path = root / Target.FILE.format(policy=policy)
    existing = path.read_text(encoding="utf-8") if path.is_file() else None
    for name, text in run(read_config(root), chosen, target, sentence, existing).items():
        write_atomic(root / name, text.encode())
        click.echo(f"已添加，请填写：{name}" if language == "zh" else f"Added; please fill in: {name}")


@new.command("assignments")
@click.argument("policy")
@root_option
def new_assignments(policy: str, root: Path, lang: str | None) -> None:
    """Write POLICY's assignments as its document states them after each task.

    Of several bodies that are named alike, the first leads. Names that are not on record are listed.
    """
    from generator.contribute.additions import policy_named
    from generator.contribute.responsible import new_assignments as run
    from generator.contribute.scaffold import write_new
    from generator.load import read_catalog

    language = lang or message_language()
    catalog = read_catalog(root)[0]
    draft = run(read_config(root), catalog, policy_named(catalog, policy))
    write_new(root, {draft.path: draft.text})
    for name, tasks in draft.unknown.items():
        where = ", ".join(map(str, tasks))
        line = (
            f"没有名为“{name}”的机构或机构组（任务 {where}）"
            if language == "zh"
            else (f"no agency or group is called {name} (tasks {where})")
        )
        click.echo(show_lines(line))
    if not draft.is_stated:
        click.echo(
            "文件没有写明列第一位者牵头，第一个按惯例记为牵头，请核对"
            if language == "zh"
            else "The document does not say that the first one leads; this is the custom: check it"
        )
    words = (
        f"{draft.rows} 条分工，请核对：{draft.path}"
        if language == "zh"
        else (f"{draft.rows} assignments; please check: {draft.path}")
    )
    click.echo(words)


@new.command("agency")
@click.argument("agency", required=False)
@root_option
def new_agency(agency: str | None, root: Path, lang: str | None) -> None:
    """Start an agency's entry in the register. AGENCY is its permanent id."""
    from generator.contribute.scaffold import new_agency as run

    language = lang or message_language()
    agency = agency or _ask("机构代号" if language == "zh" else "Id of the agency", "AGENCY", [])
    _write_new(root, run(read_config(root), agency), language)


@new.command("statement")
@click.argument("clause", required=False)
@click.option("--quote", default=None, help="The source's own words.")
@click.option("--title", default=None, help="Title of the publication.")
@click.option("--publisher", default=None, help="Who published it.")
@click.option("--published", default=None, metavar="DATE", help="Day of publication, or its month or year.")
@click.option("--url", default="", help="The publisher's own address; leave it out if only a copy was read.")
@click.option("--policy", metavar="POLICY", default=None, help="The policy that the clause belongs to.")
@root_option
def new_statement(
    clause: str | None,
    quote: str | None,
    title: str | None,
    publisher: str | None,
    published: str | None,
    url: str,
    policy: str | None,
    root: Path,
    lang: str | None,
) -> None:
    """Start a statement of the public record about CLAUSE (10.3) or a task (10): something published, with its source.

    Without a quote and a source there is none.
    """
    from generator.contribute.statements import Found
    from generator.contribute.statements import new_statement as run
    from generator.load import read_catalog

    language = lang or message_language()
    zh = language == "zh"
    config = read_config(root)
    catalog, _ = read_catalog(root)
    clause = clause or _ask("条款或任务，如 10.3" if zh else "Clause or task, such as 10.3", "CLAUSE", [])
    found = Found(
        _ask("来源原话" if zh else "The source's own words", "--quote", []) if quote is None else quote,
        _ask("标题" if zh else "Title", "--title", []) if title is None else title,
        _ask("发布者" if zh else "Publisher", "--publisher", []) if publisher is None else publisher,
        _ask("发布日期" if zh else "Day of publication", "--published", []) if published is None else published,
        url,
    )
    _write_new(root, run(config, catalog, clause, found, policy), language)


def _ask(question: str, name: str, choices: list[str]) -> str:
    """Ask for a missing argument, on a terminal only."""
    if not sys.stdin.isatty():
        raise click.UsageError(f"{name} is missing / 缺少 {name}")
    kind = click.Choice(choices) if choices else str
    answer: str = click.prompt(question, type=kind, show_choices=len(choices) <= 30)
    return answer.strip()


def _write_new(root: Path, files: Mapping[str, str], language: str) -> None:
    from generator.contribute.scaffold import write_new

    write_new(root, files)
    for path in files:
        click.echo(f"已生成，请填写：{path}" if language == "zh" else f"Please fill in: {path}")


@click.command()
@click.argument("agency")
@click.argument("period")
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), required=True, help="The workbook.")
@click.option("--policy", metavar="POLICY", default=None, help="The policy to report on.")
@root_option
def template(agency: str, period: str, output: Path, policy: str | None, root: Path, lang: str | None) -> None:
    """Write AGENCY's submission for PERIOD as a workbook to fill in, for Excel, WPS or LibreOffice.

    It is prefilled from the file of the period if there is one, otherwise from the agency's last report. `import`
    reads it back.
    """
    from generator.contribute.drafts import start_draft
    from generator.contribute.workbook.write import write_workbook
    from generator.load import read_catalog

    if output.suffix.lower() != ".xlsx":
        raise click.UsageError(f"{output}: must end in .xlsx / 文件名须以 .xlsx 结尾")
    config = read_config(root)
    catalog = read_catalog(root)[0].offering(config.locales, config.reporting_languages)
    data = write_workbook(start_draft(root, catalog, agency, period, policy), catalog.further_languages[0])
    try:
        with output.open("xb") as file:
            file.write(data)
    except FileExistsError as error:
        raise GeneratorError(f"{output}: exists already and is left as it is / 已存在，未改动") from error
    language = lang or message_language()
    click.echo(f"已生成，请填写：{output}" if language == "zh" else f"Please fill in: {output}")


@click.command("import")
@click.argument("workbook", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "--map",
    "map_",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    default=None,
    help="For a ledger: how it becomes submissions.",
)
@click.option("--write", "is_written", is_flag=True, help="With --map: also write the submissions that are new.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="Output format.")
@root_option
@as_of_option
def import_(
    workbook: Path,
    map_: Path | None,
    is_written: bool,
    form: str,
    root: Path,
    lang: str | None,
    as_of: datetime.date | None,
) -> None:
    """Write the submission in WORKBOOK, made by `template`, to its file in data/.

    It is checked by the same rules as data/, and every finding names its cell. If there is an error, nothing is
    written. Importing a workbook again updates the file.

    For a ledger of any other shape, ledger-map.yml is proposed beside it. Once that has been corrected, `--map` shows
    the submissions that it gives, and every cell that was not taken over, with the reason.
    """
    from generator.contribute.workbook.read import MAX_PACKED
    from generator.contribute.workbook.take import take_workbook
    from generator.load import read_catalog
    from generator.load.today import default_date
    from generator.storage.files import write_atomic

    if is_written and map_ is None:
        raise click.UsageError("--write goes with --map / 须与 --map 同用")
    language = lang or message_language()
    config = read_config(root)
    catalog = read_catalog(root)[0].offering(config.locales, config.reporting_languages)
    with workbook.open("rb") as file:
        data = file.read(MAX_PACKED + 1)
    day = as_of or default_date(catalog)
    if map_ is not None:
        _import_ledger(root, catalog, day, data, workbook, map_, form, language, is_written=is_written)
        return
    taken = take_workbook(root, catalog, day, data, workbook.name)
    if taken is None:
        _propose_map(root, catalog, data, workbook, language)
        return
    click.echo(write(taken.findings, form, language=language, root=root), nl=False)
    if form == "text" and taken.findings:
        summary(list(taken.findings), language)
    if not taken.is_sound:
        click.echo("有错误，没有写入。" if language == "zh" else "There are errors: nothing was written.", err=True)
        sys.exit(1)
    if taken.is_new:
        (root / taken.path).parent.mkdir(parents=True, exist_ok=True)
        write_atomic(root / taken.path, taken.text.encode())
        click.echo(f"已写入：{taken.path}" if language == "zh" else f"Written: {taken.path}", err=form != "text")
    else:
        click.echo(f"没有变化：{taken.path}" if language == "zh" else f"Unchanged: {taken.path}", err=form != "text")


def _propose_map(root: Path, catalog: Catalog, data: bytes, workbook: Path, language: str) -> None:
    """Write the proposed map of a ledger beside it."""
    from generator.contribute.ledger.propose import propose_map
    from generator.contribute.workbook.read import read_pages

    pages, _ = read_pages(data, workbook.name)
    path = workbook.parent / "ledger-map.yml"
    command = typed(root, "import", str(workbook), "--map", str(path))
    text = propose_map(pages, catalog, workbook.name, command)
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError as error:
        raise GeneratorError(f"{path}: exists already; go on with / 已存在，请接着用：{command}") from error
    if language == "zh":
        click.echo(f"不是用 template 生成的，当作台账：已拟出映射，请核对、补全：{path}\n然后：{command}")
    else:
        click.echo(
            f"Not made by `template`, so taken as a ledger: a map is proposed; check and complete {path}\n"
            f"Then: {command}"
        )


def _import_ledger(
    root: Path,
    catalog: Catalog,
    day: datetime.date,
    data: bytes,
    workbook: Path,
    map_: Path,
    form: str,
    language: str,
    *,
    is_written: bool,
) -> None:
    """Show what a ledger gives; write the submissions that are not there yet if `is_written`."""
    from generator.contribute.ledger.mapping import LedgerMap
    from generator.contribute.ledger.take import show_ledger, take_ledger
    from generator.contribute.scaffold import write_new
    from generator.contribute.workbook.read import read_pages
    from generator.load import read_record

    pages, findings = read_pages(data, workbook.name)
    ledger_map, faults = read_record(map_.parent, map_.name, LedgerMap, {})
    if ledger_map is None or not pages:
        end_with([*findings, *faults], form, language, map_.parent)
    taken = take_ledger(root, catalog, day, pages, workbook.name, ledger_map)
    findings = [finding for file in taken.files for finding in file.findings]
    if form == "json":
        click.echo(write(findings, form, language=language, root=root), nl=False)
    else:
        for line in show_ledger(taken, language).splitlines():
            click.echo(show_lines(line))
        click.echo(write(findings, form, language=language, root=root), nl=False)
        summary(findings, language)
    if is_written:
        new = {file.path: file.text for file in taken.files if not (root / file.path).exists()}
        write_new(root, new)
        for file in taken.files:
            if file.path in new:
                done = f"已生成，请补全：{file.path}" if language == "zh" else f"Please complete: {file.path}"
            else:
                done = (
                    f"已存在，未改动：{file.path}"
                    if language == "zh"
                    else f"Exists already, left as it is: {file.path}"
                )
            click.echo(done, err=form != "text")


@click.command()
@click.argument("agency", required=False)
@click.option(
    "--format", "form", type=click.Choice(["text", "csv", "ics", "issues"]), default="text", help="Output format."
)
@root_option
@as_of_option
def due(agency: str | None, form: str, root: Path, lang: str | None, as_of: datetime.date | None) -> None:
    """List the reports that AGENCY (or any agency) owes, and the command that starts each file.

    These are reports that are due, that are overdue, or that have been missing for two periods. Each comes with a line
    to paste into a message; csv and ics are for programs that send mail and for calendars, issues is for a forge: one
    issue per period that is due within 30 days or overdue, as JSON.
    """
    from generator.contribute.due import as_csv, as_ics, as_issues, list_owed
    from generator.contribute.due import as_text as as_lines
    from generator.load import read_catalog
    from generator.load.today import default_date

    catalog, _ = read_catalog(root)
    if agency is not None and agency not in catalog.agencies:
        raise GeneratorError(f"no agency {agency!r} in data/agencies/ / 没有这个机构")
    day = as_of or default_date(catalog)
    rows = list_owed(catalog, day, agency)
    type_ = partial(typed, root)
    if form == "csv":
        click.echo(as_csv(rows, catalog, type_), nl=False)
    elif form == "issues":
        click.echo(as_issues(rows, catalog, day), nl=False)
    elif form == "ics":
        host = urlsplit(read_config(root).site_url).hostname or ""
        click.echo(as_ics(rows, catalog, host), nl=False)
    else:
        click.echo(as_lines(rows, catalog, lang or message_language(), type_), nl=False)


@click.command()
@click.argument("locale", required=False)
@click.option("--all", "every", is_flag=True, help="Also list characters that the texts write in one form only.")
@root_option
def characters(locale: str | None, every: bool, root: Path, lang: str | None) -> None:  # noqa: ARG001 - the list is in no language
    """List characters that have several Traditional forms, with the words they stand in, for a reviewer.

    LOCALE is a locale derived from the Chinese; it may be left out where there is only one. A character comes first
    with the forms that the texts do not use, then each form that they use, with its words and their numbers. Words that
    came out wrong belong under `words` in data/locales/LOCALE.yml.
    """
    from generator.contribute.characters import as_text, list_forms, script_of, texts_of
    from generator.load import read_catalog
    from generator.load.sources import read_sources
    from generator.website.locales import open_locales

    catalog, _ = read_catalog(root)
    script = script_of(open_locales(catalog, tuple(catalog.locales)), locale)
    click.echo(as_text(list_forms(texts_of(catalog, read_sources(root)), script), every=every), nl=False)


@click.command()
@click.argument("author")
@click.option(
    "--changes",
    "repository",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    required=True,
    help="The repository that contains the change.",
)
@click.option("--base", metavar="REV", required=True, help="The revision that the change is compared with.")
@click.option("--head", metavar="REV", default=None, help="The revision of the change [default: the working tree].")
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", help="Output format of the findings.")
@root_option
def ownership(
    author: str, repository: Path, base: str, head: str | None, form: str, root: Path, lang: str | None
) -> None:
    """Check whether AUTHOR, an account on the forge, may make a change.

    The owners of agencies and the maintainers are those named in --root, which the change cannot touch.
    """
    from generator.contribute.ownership import changed_files, check_author, is_maintainer, submodules
    from generator.contribute.published import check_redactions
    from generator.load import read_catalog

    paths, maintainers = changed_files(repository, base, head), read_config(root).maintainers
    findings = check_author(paths, author, read_catalog(root)[0], maintainers)
    if not is_maintainer(author, maintainers):
        findings += check_redactions(repository, base, head, paths)
    end_with(sorted([*findings, *submodules(repository, head)]), form, lang or message_language(), repository)


@click.command()
@click.option("--check", is_flag=True, help="Write nothing; exit with 1 if the file is out of date.")
@root_option
def owners(check: bool, root: Path, lang: str | None) -> None:
    """Write .github/CODEOWNERS from data/agencies/ and the maintainers in mkdocs.yml."""
    from generator.contribute.ownership import CODEOWNERS, codeowners
    from generator.load import read_catalog
    from generator.storage.files import write_atomic

    config = read_config(root)
    text = codeowners(read_catalog(root)[0], config.maintainers)
    if not config.maintainers:
        zh = (lang or message_language()) == "zh"
        en = "mkdocs.yml names no maintainers (extra.maintainers): nobody is asked to review code and policies"
        click.echo(
            "mkdocs.yml 没有写维护者（extra.maintainers）：程序和政策的改动不会请任何人审阅" if zh else en, err=True
        )
    path = root / CODEOWNERS
    if path.is_file() and path.read_text(encoding="utf-8") == text:
        return
    if check:
        zh, again = (lang or message_language()) == "zh", typed(root, "owners")
        click.echo(f"{CODEOWNERS} 已过期，请运行：{again}" if zh else f"{CODEOWNERS} is out of date; run: {again}")
        sys.exit(1)
    path.parent.mkdir(exist_ok=True)
    write_atomic(path, text.encode())


@click.command("schemas")
@click.option("--check", is_flag=True, help="Write nothing; exit with 1 if a file is out of date.")
@root_option
def schemas_(check: bool, root: Path, lang: str | None) -> None:
    """Write the schemas of the data files to schemas/, for completion and checks in an editor."""
    from generator.contribute.editor import schema_files
    from generator.storage.files import write_atomic

    zh = (lang or message_language()) == "zh"
    for path, data in schema_files(read_config(root)).items():
        if (root / path).is_file() and (root / path).read_bytes() == data:
            continue
        if check:
            again = typed(root, "schemas")
            click.echo(f"{path} 已过期，请运行：{again}" if zh else f"{path} is out of date; run: {again}")
            sys.exit(1)
        (root / path).parent.mkdir(exist_ok=True)
        write_atomic(root / path, data)
        click.echo(f"已写入：{path}" if zh else f"Written: {path}")
