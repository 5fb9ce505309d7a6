"""Jobs that show one agency alone, and the tables that are put together from agencies' rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial

from msgspec import Struct

from generator.assess import Assessment
from generator.export.tables import SAID, RowBlock, TableFile, agency_pieces, group_files, too_large, whole_files
from generator.model import Agency
from generator.pipeline.facets import facets_of_all
from generator.pipeline.jobs import Job, Outputs, OutputWriter
from generator.pipeline.rendering import Rendering
from generator.website.pages.agencies import Group, agency_page

AGENCIES = "agencies"  # the group of entries that hold what shows one agency alone
_WHOLE = "tables-whole/all"


class AgencyTables(Struct, frozen=True):
    """The sizes of one agency's rows, in bytes by table; the rows themselves are data of its job."""

    sizes: dict[str, int]


class GroupTables(Struct, frozen=True):
    """The files of tables that hold one group's rows."""

    listed: tuple[TableFile, ...]


def agency_job(rendering: Rendering, id_: str) -> Job:
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
    from generator.export.forms import agency_form  # its schema takes a moment to make

    writer.files(agency_form(rendering.agency_export, agency, told))
    if agency.sample:
        writer.value(AgencyTables({}))
        return
    from generator.export.formats import one_agency  # its models take a moment to make

    writer.files(one_agency(rendering.agency_export, rendering.api, agency, summaries, told))
    rows = agency_pieces(rendering.agency_export, told)
    for table, blocks in rows.items():
        writer.data(table, blocks)
    writer.value(AgencyTables({table: sum(len(block.lines) for block in blocks) for table, blocks in rows.items()}))


# --- tables


def _agency_names(outputs: Outputs) -> Iterator[str]:
    return (name for name in outputs.by_name if name.startswith(f"{AGENCIES}/"))


def split_tables(outputs: Outputs) -> frozenset[str]:
    """Name the tables that are too large for one file, and so are cut into groups of agencies."""
    sizes = dict.fromkeys(SAID, 0)
    for name in _agency_names(outputs):
        for table, size in outputs[name].read(AgencyTables).sizes.items():
            sizes[table] += size
    return too_large(sizes)


def _rows(outputs: Outputs, name: str, tables: Iterable[str]) -> dict[str, list[RowBlock]]:
    """Read one agency's rows of some tables."""
    sizes = outputs[name].read(AgencyTables).sizes if name in outputs else {}
    return {table: outputs.read_data(name, table, list[RowBlock]) if sizes.get(table) else [] for table in tables}


def group_tables_job(rendering: Rendering, outputs: Outputs, group: Group, split: frozenset[str]) -> Job:
    """A group's files of the tables that are cut into groups."""
    names = [name for agency in group.agencies if (name := f"{AGENCIES}/{agency.id}") in outputs]

    def make(writer: OutputWriter) -> None:
        own = [_rows(outputs, name, split) for name in names]
        rows = {table: [block for rows in own for block in rows[table]] for table in sorted(split)}
        files, listed = group_files(rendering.agency_export, group.id, rows)
        writer.files(files)
        writer.value(GroupTables(tuple(listed)))

    inputs = (rendering.inputs, group.id, sorted(split), [outputs[name].fingerprint for name in names])
    return Job(f"tables/{group.id}", inputs, make)


def whole_tables_job(rendering: Rendering, state: Assessment, outputs: Outputs, split: frozenset[str]) -> Job:
    """The tables that are one file each, and the lists of files of those that are cut into groups."""
    groups = [name for name in outputs.by_name if name.startswith("tables/")]
    names = list(_agency_names(outputs))
    whole = [table for table in SAID if table not in split]

    def make(writer: OutputWriter) -> None:
        listed = [file for name in groups for file in outputs[name].read(GroupTables).listed]
        writer.files(
            whole_files(rendering.export(state), (_rows(outputs, name, whole) for name in names), split, listed)
        )

    every = {id_: check.facets for id_, check in rendering.checks.by_agency.items()}
    names_of_facets = sorted({name for one in every.values() for name in one})
    inputs = (
        rendering.shared,
        facets_of_all(names_of_facets, every),
        [outputs[name].fingerprint for name in (*groups, *(names if whole else ()))],
    )
    return Job(_WHOLE, inputs, make)


def table_files(outputs: Outputs) -> dict[str, int]:
    """The size of every table's file, in bytes by path."""
    names = [_WHOLE, *(name for name in outputs.by_name if name.startswith("tables/"))]
    return {path: stamp.size for name in names for path, stamp in outputs[name].files.items()}
