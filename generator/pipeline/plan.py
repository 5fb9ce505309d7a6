"""The plan of a site: one list of jobs, in batches, each of which may use the outputs of those before it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, partial
from typing import TYPE_CHECKING

from msgspec import Struct

from generator.assess import Assessment, PolicyState
from generator.export.sitemap import sitemap
from generator.export.tables import (
    COLUMNS,
    SAID,
    RowBlock,
    TableFile,
    agency_pieces,
    group_files,
    table_of,
    too_large,
    whole_files,
)
from generator.findings import Finding
from generator.model import Agency, ReportingPeriod, Task
from generator.pipeline.checks import Checks
from generator.pipeline.context import BuildContext
from generator.pipeline.facets import (
    facets_of_all,
    period_facet,
    targets_facet,
    task_page_facets,
)
from generator.pipeline.fingerprints import digest_of
from generator.pipeline.jobs import Job, Outputs, OutputWriter
from generator.pipeline.rendering import SHELLS, Rendering
from generator.search import Index, SearchTables, make_index, make_tables, task_states
from generator.website.pages import (
    Download,
    Part,
    agencies,
    matrix,
    plan_group,
    plan_parts,
    plan_texts,
    plan_whole,
    updates,
)
from generator.website.pages.agencies import Group, agency_page, group_agencies
from generator.website.pages.matrix import filters, filters_path
from generator.website.prose import prose_coverage
from generator.website.shell import ASSETS, assets_version, shell
from generator.website.theme import build_shell

if TYPE_CHECKING:
    from generator.export.formats import OnePolicy

AGENCIES = "agencies"  # the group of entries that hold what shows one agency alone
_SHARES = 2  # jobs that the pages about everything are cut into per locale, so that two processes stay busy


class AgencyTables(Struct, frozen=True):
    """The sizes of one agency's rows, in bytes by table; the rows themselves are data of its job."""

    sizes: dict[str, int]


class GroupTables(Struct, frozen=True):
    """The files of tables that hold one group's rows."""

    listed: tuple[TableFile, ...]


def plan_agencies(
    context: BuildContext, checks: Checks, outputs: Outputs, wanted: Iterable[str] | None = None
) -> Iterator[list[Job]]:
    """Plan what shows one agency alone, for some agencies (default: all)."""
    yield list(_shells(context))
    rendering = Rendering(context, checks, Assessment(context.as_of, {}, {}), outputs)
    ids = checks.by_agency if wanted is None else wanted
    yield [_agency(rendering, id_) for id_ in ids if id_ in context.catalog.agencies]


def plan_site(
    context: BuildContext, checks: Checks, state: Assessment, findings: Sequence[Finding], outputs: Outputs
) -> Iterator[list[Job]]:
    """Plan all that a site consists of apart from what shows one agency alone; that has been made (`outputs`)."""
    yield [_search_tables(context)]
    yield [_index(context, state, outputs)]
    rendering = Rendering(context, checks, state, outputs)
    groups = group_agencies(context.catalog.agencies.values(), context.catalog.agencies)
    sizes = _table_sizes(outputs)
    split = too_large(sizes)
    yield [_group_tables(rendering, outputs, group, split) for group in groups if split and not group.is_sample]
    yield [_whole_tables(rendering, outputs, split)]
    for policy in state.policies.values():  # worked out once, before processes are forked that would each do it
        for progress in (policy.progress, *policy.areas.values(), *policy.tasks.values(), *policy.clauses.values()):
            progress.verdict  # noqa: B018 - it is kept
    tables = _tables(outputs)
    yield [
        _export(rendering, tables),
        _descriptions(rendering),
        *_texts(rendering, outputs["search/index"].read(Index)),
        *_parts(rendering),
        *(_group(rendering, group) for group in groups),
        *_whole(rendering, tables, findings),  # the small ones last, so that no process waits long
    ]
    yield [_static(context, outputs)]


# --- the shell and the search


def _shells(context: BuildContext) -> Iterator[Job]:
    """The shell of each locale, with its hand-written pages."""
    overrides = context.sources.overrides
    for id_, locale in context.locales.items():
        variables = shell(context.catalog, locale, context.locales, context.config, context.as_of, overrides)
        prose = context.prose[id_]
        templates = {path: digest_of(data) for path, data in overrides.items() if not path.startswith(ASSETS)}

        def make(writer: OutputWriter, variables=variables, prose=prose) -> None:  # type: ignore[no-untyped-def]
            writer.value(build_shell(context.config, variables, prose))

        yield Job(f"{SHELLS}/{id_}", (context.config.digest, variables, prose, templates), make)


def _search_tables(context: BuildContext) -> Job:
    """The tables of scripts and sounds, which depend on no report."""
    inputs = (context.scan.shared, context.scan.agencies, context.prose, context.config.digest)
    return Job(
        "search/tables",
        inputs,
        lambda writer: writer.value(make_tables(context.catalog, context.locales, context.prose)),
    )


def _index(context: BuildContext, state: Assessment, outputs: Outputs) -> Job:
    """The search index of all locales."""
    states, version = task_states(context.catalog, state), assets_version(context.sources.overrides)

    def make(writer: OutputWriter) -> None:
        tables = outputs["search/tables"].read(SearchTables)
        index, files = make_index(context.catalog, states, context.locales, context.prose, tables, version=version)
        writer.files(files)
        writer.value(index)

    return Job("search/index", (outputs["search/tables"].fingerprint, sorted(states.items()), version), make)


# --- what shows one agency alone


def _agency(rendering: Rendering, id_: str) -> Job:
    """An agency's page in every locale, its files and feeds for programs, its rows of the tables."""
    context, checks = rendering.context, rendering.checks
    agency = context.catalog.agencies[id_]
    parent = context.scan.agencies.get(agency.parent or "", "")
    inputs = (rendering.inputs, checks.fingerprint_of(id_), parent)
    return Job(f"{AGENCIES}/{id_}", inputs, partial(_show_agency, rendering, agency), sharded=True)


def _show_agency(rendering: Rendering, agency: Agency, writer: OutputWriter) -> None:
    context = rendering.context
    summaries, told = rendering.checks.by_agency[agency.id].summaries, rendering.updates(agency.id)
    rendering.pages(writer, [agency_page(context.catalog, agency, summaries, told, context.as_of)])
    if agency.sample:
        writer.value(AgencyTables({}))
        return
    from generator.export.formats import one_agency  # as in _export

    writer.files(one_agency(rendering.export, rendering.api, agency, summaries, told))
    rows = agency_pieces(rendering.export, told)
    for table, blocks in rows.items():
        writer.data(table, blocks)
    writer.value(AgencyTables({table: sum(len(block.lines) for block in blocks) for table, blocks in rows.items()}))


# --- tables


def _agency_names(outputs: Outputs) -> Iterator[str]:
    return (name for name in outputs.by_name if name.startswith(f"{AGENCIES}/"))


def _table_sizes(outputs: Outputs) -> dict[str, int]:
    """The sizes of all agencies' rows, in bytes by table."""
    sizes = dict.fromkeys(SAID, 0)
    for name in _agency_names(outputs):
        for table, size in outputs[name].read(AgencyTables).sizes.items():
            sizes[table] += size
    return sizes


def _rows(outputs: Outputs, name: str, tables: Iterable[str]) -> dict[str, list[RowBlock]]:
    """Read one agency's rows of some tables."""
    sizes = outputs[name].read(AgencyTables).sizes if name in outputs else {}
    return {table: outputs.read_data(name, table, list[RowBlock]) if sizes.get(table) else [] for table in tables}


def _group_tables(rendering: Rendering, outputs: Outputs, group: Group, split: frozenset[str]) -> Job:
    """A group's files of the tables that are cut into groups."""
    names = [name for agency in group.agencies if (name := f"{AGENCIES}/{agency.id}") in outputs]

    def make(writer: OutputWriter) -> None:
        own = [_rows(outputs, name, split) for name in names]
        rows = {table: [block for rows in own for block in rows[table]] for table in sorted(split)}
        files, listed = group_files(rendering.export, group.id, rows)
        writer.files(files)
        writer.value(GroupTables(tuple(listed)))

    inputs = (rendering.inputs, group.id, sorted(split), [outputs[name].fingerprint for name in names])
    return Job(f"tables/{group.id}", inputs, make)


def _whole_tables(rendering: Rendering, outputs: Outputs, split: frozenset[str]) -> Job:
    """The tables that are one file each, and the lists of files of those that are cut into groups."""
    groups = [name for name in outputs.by_name if name.startswith("tables/")]
    names = list(_agency_names(outputs))
    whole = [table for table in SAID if table not in split]

    def make(writer: OutputWriter) -> None:
        listed = [file for name in groups for file in outputs[name].read(GroupTables).listed]
        writer.files(whole_files(rendering.export, (_rows(outputs, name, whole) for name in names), split, listed))

    every = {id_: check.facets for id_, check in rendering.checks.by_agency.items()}
    names_of_facets = sorted({name for one in every.values() for name in one})
    inputs = (
        rendering.shared,
        facets_of_all(names_of_facets, every),
        [outputs[name].fingerprint for name in (*groups, *(names if whole else ()))],
    )
    return Job("tables-whole/all", inputs, make)


def _tables(outputs: Outputs) -> dict[str, int]:
    """The size of every table's file, in bytes by path."""
    names = ["tables-whole/all", *(name for name in outputs.by_name if name.startswith("tables/"))]
    return {path: stamp.size for name in names for path, stamp in outputs[name].files.items()}


# --- what shows many agencies


def _export(rendering: Rendering, tables: Mapping[str, int]) -> Job:
    """The files for programs about policies as a whole; `tables` are listed with their sizes."""

    def make(writer: OutputWriter) -> None:
        from generator.export.formats import whole_record  # its models take a moment to make, and few need them

        writer.files(whole_record(rendering.export, tables))

    return Job("whole/export", (*_everything(rendering), tables), make)


def _everything(rendering: Rendering) -> tuple[object, ...]:
    """What pages and files about all agencies are made from."""
    checks = rendering.checks
    return rendering.shared, [checks.fingerprint_of(id_) for id_ in checks.by_agency]


def _descriptions(rendering: Rendering) -> Job:
    """The files that describe others, which depend on no report."""

    def make(writer: OutputWriter) -> None:
        from generator.export.formats import descriptions  # as in _export

        writer.files(descriptions(rendering.export))

    return Job("descriptions/all", (rendering.inputs, rendering.context.inputs), make)


def _texts(rendering: Rendering, index: Index) -> Iterator[Job]:
    """The pages that show no report, and the hand-written ones."""
    context = rendering.context
    content = context.sources.content
    coverage = {
        id_: prose_coverage(content, locale) for id_, locale in context.locales.items() if not locale.is_original
    }

    def make(locale: str, writer: OutputWriter) -> None:
        rendering.pages(writer, plan_texts(context.catalog, index, coverage), [locale])
        for path, html in rendering.shells[locale].pages.items():
            writer.page(context.config.prefix(locale) + path, html)

    inputs = (rendering.shared, index.version, index.order, index.paths, coverage)
    for id_ in context.locales:
        yield Job(f"texts/{id_}", inputs, partial(make, id_))


def _parts(rendering: Rendering) -> Iterator[Job]:
    """The pages and files of tasks, targets and periods, and the feeds of policies."""
    state, catalog = rendering.state, rendering.context.catalog
    every = {id_: check.facets for id_, check in rendering.checks.by_agency.items()}
    for id_, policy in catalog.policies.items():
        export = cache(partial(_open_export, rendering, state.policies[id_]))
        periods = []
        for part in plan_parts(catalog, policy, state, rendering.opener):
            places: list[str] = []
            match part.about:
                case Task() as task:
                    name, names = f"tasks/{id_}-{task.number}", task_page_facets(policy, task)
                    foremost = _foremost(task, state.policies[id_], state.samples[id_])
                    places = [rendering.checks.by_agency[agency].places.get(names[0], "") for agency in foremost]
                case ReportingPeriod() as period:
                    name, names = f"periods/{id_}-{period.name}", [period_facet(id_, period.name)]
                    periods += names
                case None:
                    name, names = f"targets/{id_}", [targets_facet(id_)]

            def make(writer: OutputWriter, part=part, export=export) -> None:  # type: ignore[no-untyped-def]
                rendering.pages(writer, part.pages())
                writer.files(_files(export, part))

            yield Job(name, (rendering.shared, facets_of_all(names, every), places, part.neighbours), make)

        def make_newest(writer: OutputWriter, export=export) -> None:  # type: ignore[no-untyped-def]
            writer.files(export().newest())

        yield Job(f"newest/{id_}", (rendering.shared, facets_of_all(periods, every)), make_newest)


def _foremost(task: Task, *states: PolicyState) -> list[str]:
    """The agencies whose reports the verdicts on a task and its clauses list."""
    listed = [state.tasks[task.number] for state in states]
    listed += [state.clauses[clause.id] for state in states for clause in task.clauses]
    return sorted({entry.submission.agency for progress in listed for entry in progress.foremost})


def _open_export(rendering: Rendering, state: PolicyState) -> OnePolicy:
    from generator.export.formats import OnePolicy  # as in _export

    return OnePolicy(rendering.export, state)


def _files(export: Callable[[], OnePolicy], part: Part) -> dict[str, bytes]:
    """Write the files for programs that go with a part's pages."""
    match part.about:
        case Task() as task:
            return export().task(task)
        case ReportingPeriod():
            return {}
        case None:
            return export().targets()


def _group(rendering: Rendering, group: Group) -> Job:
    """The pages of a group of agencies."""
    context, checks = rendering.context, rendering.checks
    own = {agency.id: checks.by_agency[agency.id].facets for agency in group.agencies if agency.id in checks.by_agency}
    names = sorted({name for one in own.values() for name in one})
    files = {id_: context.scan.agencies.get(id_, "") for id_ in (group.id, *own)}
    inputs = (rendering.inputs, context.inputs, files, facets_of_all(names, own), _cut_lists(rendering))

    def make(writer: OutputWriter) -> None:
        rendering.pages(writer, plan_group(context.catalog, rendering.state, group))

    return Job(f"groups/{group.id}", inputs, make)


def _cut_lists(rendering: Rendering) -> list[object]:
    """Which lists are cut into groups at all: what the pages of groups depend on apart from their members."""
    catalog, state = rendering.context.catalog, rendering.state
    cut: list[object] = [agencies.are_many(catalog)]
    for policy in catalog.policies.values():
        cut += [matrix.is_cut(policy, state), updates.full_periods(policy, state)]
    return cut


def _whole(rendering: Rendering, tables: Mapping[str, int], findings: Sequence[Finding]) -> Iterator[Job]:
    """The pages that depend on everything."""
    context = rendering.context
    downloads = {
        name: Download(columns, {path: size for path, size in tables.items() if table_of(path) == name})
        for name, columns in COLUMNS.items()
    }
    pages = list(plan_whole(context.catalog, rendering.state, downloads, findings))

    def make(locale: str, share: int, writer: OutputWriter) -> None:
        rendering.pages(writer, pages[share::_SHARES], [locale])

    for share in range(_SHARES):
        for id_ in context.locales:
            yield Job(f"whole/{id_}-{share}", (*_everything(rendering), tables), partial(make, id_, share))


def _static(context: BuildContext, outputs: Outputs) -> Job:
    """The assets, the site map, and what servers and robots ask for."""
    config, catalog = context.config, context.catalog
    others = tuple(filter(None, context.prefixes))
    paths = (path for output in outputs.by_name.values() for path in output.pages if not path.startswith(others))
    addresses = sorted(path.removesuffix("index.html") for path in paths if path.endswith("index.html"))
    assets = {path: data for path, data in context.sources.overrides.items() if path.startswith(ASSETS)}

    def make(writer: OutputWriter) -> None:
        for path, data in assets.items():
            writer.file(path, asset(path, data))
        writer.file(filters_path(catalog), filters(catalog))
        writer.file("sitemap.xml", sitemap(addresses, context.locales, config))
        writer.file("robots.txt", f"User-agent: *\nAllow: /\nSitemap: {config.site_url}sitemap.xml\n".encode())
        writer.file(".nojekyll", b"")  # GitHub Pages serves the files as they are

    inputs = (config.digest, addresses, {path: digest_of(data) for path, data in assets.items()}, context.scan.shared)
    return Job("static/all", inputs, make)


_AFTER_CODE = re.compile(r"""\s+// [^"'`]*$""")  # a comment; what may stand in a string stays
_IDLE_BREAK = re.compile(r"(?<=[{;,(])\n|\n(?=[})])")


def asset(path: str, data: bytes) -> bytes:
    """Strip a script of comments, indentation and idle line breaks, which nobody needs to load."""
    if not path.endswith(".js"):
        return data
    lines = (_AFTER_CODE.sub("", line).strip() for line in data.decode().splitlines())
    code = "".join(f"{line}\n" for line in lines if line and not line.startswith("//"))
    return _IDLE_BREAK.sub("", code).encode()
