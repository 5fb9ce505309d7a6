"""What shows all agencies together: the pages of their groups, and those that depend on everything."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from itertools import chain
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from generator.assess import Assessment, PolicyState
from generator.build import facets
from generator.build.agencies import Judged, Opener, Studio, lines_of
from generator.build.frame import Frame
from generator.build.made import Made, Maker, as_kept, lies_ready
from generator.export.edition import Edition
from generator.export.tables import Listed, group_files
from generator.model import ReportingPeriod, Task
from generator.pages import Page, Part, agencies, matrix, plan_group, plan_parts, plan_texts, updates
from generator.pages.agencies import Group
from generator.parallel import in_parallel
from generator.search import Index
from generator.shelf import digest
from generator.translation import Section

if TYPE_CHECKING:
    from generator.export.formats import PolicyExport

_MADE, _TABLES = "made", "tables"
_ASIDE = ""  # the work that is no part
_SHARES = 2  # parts that a locale's pages are made in, so that three locales keep two processes busy


class Tabled(Struct, frozen=True):
    """The files of tables that hold one group's rows."""

    made: Made
    listed: tuple[Listed, ...]


def table_all(
    studio: Studio, groups: Iterable[Group], judged: Mapping[str, Judged], split: frozenset[str]
) -> dict[str, Tabled]:
    """Write every group's files of the tables that are cut into groups, as far as that was not done before."""
    frame = studio.frame
    found: dict[str, Tabled] = {}
    jobs = []
    for group in groups if split else ():
        if group.is_sample:
            continue
        name, key = f"tables-{group.id}", digest(studio.key, _rows_key(frame, group, judged), *sorted(split))
        kept = frame.parts.take(name, _TABLES, Tabled)
        if kept is not None and kept.made.key == key and lies_ready(kept.made, frame.parts, name):
            found[name] = msgspec.structs.replace(kept, made=as_kept(kept.made))
        else:
            jobs.append((name, key, group))

    def make(job: tuple[str, str, Group]) -> bytes:
        name, key, group = job
        before = frame.parts.take(name, _TABLES, Tabled)
        maker = Maker(frame.config, studio.boot, frame.parts, name, before.made if before else None)
        pieces = [lines_of(frame, agency.id, split) for agency in group.agencies]
        rows = {table: [piece for own in pieces for piece in own[table]] for table in sorted(split)}
        files, listed = group_files(studio.edition, group.id, rows)
        maker.files(files)
        tabled = Tabled(maker.done(key), tuple(listed))
        frame.parts.keep(name, _TABLES, tabled)
        return msgspec.msgpack.encode((name, tabled))

    for raw in in_parallel(make, jobs, frame.jobs if len(jobs) > 1 else 1):
        name, tabled = msgspec.msgpack.decode(raw, type=tuple[str, Tabled])
        found[name] = tabled
    return dict(sorted(found.items()))


def _rows_key(frame: Frame, group: Group, judged: Mapping[str, Judged]) -> str:
    """Digest what a group's rows are made from: all that its members say."""
    members = [judged[agency.id].key for agency in group.agencies if agency.id in judged]
    return digest(frame.key, group.id, *members)


@dataclass(frozen=True)
class Texts:
    """What the pages that show no report are made from, beside the policies."""

    index: Index
    written: Mapping[str, Section]  # the state of the hand-written pages' translation, by locale


@dataclass(frozen=True)
class _Job:
    """Some pages and files that are made together."""

    name: str
    key: str  # of what they are made from, but for agencies' own words; empty where they are made each time
    lay_out: Callable[[Maker], None]


def show_all(
    studio: Studio,
    groups: Iterable[Group],
    judged: Mapping[str, Judged],
    edition: Edition,
    tell: Opener,
    pages: Sequence[Page],
    texts: Texts,
    aside: Callable[[], dict[str, bytes]],
) -> tuple[dict[str, Made], dict[str, bytes]]:
    """Show what depends on everything, and as far as that was not done before all else that shows no agency alone.

    `aside` makes other files meanwhile. Returns the pages by the name that they lie under, and these files.
    """
    frame = studio.frame
    found: dict[str, Made] = {}
    said = {path: name for files in frame.survey.submissions.values() for path, name in files.items()}
    jobs: dict[str, _Job] = {}
    kinds = (
        [_descriptions(studio, edition)],
        _texts(studio, texts),
        _parts(studio, judged, edition, tell),
        _groups(studio, groups, judged, edition.state),
    )
    for job in chain.from_iterable(kinds):
        kept = frame.parts.take(job.name, _MADE, Made)
        if (
            kept is not None
            and kept.key == job.key
            and kept.words.items() <= said.items()
            and lies_ready(kept, frame.parts, job.name)
        ):
            found[job.name] = as_kept(kept)
        else:
            jobs[job.name] = job

    def make(name: str) -> bytes:
        if name == _ASIDE:
            return msgspec.msgpack.encode(aside())
        job = jobs[name]
        before = frame.parts.take(name, _MADE, Made)
        maker = Maker(frame.config, studio.boot, frame.parts, name, before)
        tell.opened.clear()
        job.lay_out(maker)
        made = maker.done(job.key, tell.opened)
        frame.parts.keep(name, _MADE, made)
        return msgspec.msgpack.encode((name, made))

    jobs |= {job.name: job for job in _whole(studio, pages)}  # the small ones last, so that no process waits long
    first, *rest = in_parallel(make, [_ASIDE, *jobs], frame.jobs)
    for raw in rest:
        name, made = msgspec.msgpack.decode(raw, type=tuple[str, Made])
        found[name] = made
        frame.parts.hold(name, _MADE, made)
    return dict(sorted(found.items())), msgspec.msgpack.decode(first, type=dict[str, bytes])


def _whole(studio: Studio, pages: Sequence[Page]) -> Iterator[_Job]:
    """The pages that depend on everything."""

    def lay_out(locale: str, share: int, maker: Maker) -> None:
        for page in pages[share::_SHARES]:
            studio.lay_out(maker, locale, page)

    for share in range(_SHARES):
        for id_ in studio.frame.locales:
            yield _Job(f"whole-{id_}-{share}", "", partial(lay_out, id_, share))


def _texts(studio: Studio, texts: Texts) -> Iterator[_Job]:
    """The pages that show no report, and the hand-written ones."""
    frame, index = studio.frame, texts.index

    def lay_out(locale: str, maker: Maker) -> None:
        for page in plan_texts(frame.catalog, index, texts.written):
            studio.lay_out(maker, locale, page)
        for path, html in studio.themes[locale].built.items():
            maker.page(frame.config.prefix(locale) + path, html)

    paths = [part.path for parts in index.parts.values() for part in parts]  # named after what they hold
    key = digest(_shared(studio), index.version, index.order, paths, texts.written)
    for id_ in frame.locales:
        pages = sorted(studio.themes[id_].built.items())  # not all of their markup stands in the index
        yield _Job(f"texts-{id_}", digest(key, *chain.from_iterable(pages)), partial(lay_out, id_))


def _shared(studio: Studio) -> str:
    """What all pages of policies are made from: everything that was read but submissions."""
    return digest(studio.key, studio.frame.key, *sorted(studio.frame.survey.agencies.items()))


def _descriptions(studio: Studio, edition: Edition) -> _Job:
    """The files that describe others, which depend on no report."""

    def lay_out(maker: Maker) -> None:
        from generator.export.formats import descriptions  # as in _open_export

        maker.files(descriptions(edition))

    return _Job("descriptions", digest(studio.key, studio.frame.key), lay_out)


def _parts(studio: Studio, judged: Mapping[str, Judged], edition: Edition, tell: Opener) -> Iterator[_Job]:
    """The pages and files of tasks, targets and periods, and the feeds of policies."""
    frame, state = studio.frame, edition.state
    every = {id_: one.facets for id_, one in judged.items()}
    shared = _shared(studio)

    def job(
        name: str, names: Iterable[str], part: Part | None, files: Callable[[], dict[str, bytes]], *more: str
    ) -> _Job:
        def lay_out(maker: Maker) -> None:
            for page in part.pages() if part else ():
                for id_ in frame.locales:
                    studio.lay_out(maker, id_, page)
            maker.files(files())

        return _Job(
            name, digest(shared, facets.digest_of(names, every), *more, *(part.beside if part else ())), lay_out
        )

    for id_, policy in frame.catalog.policies.items():
        export = cache(partial(_open_export, edition, state.policies[id_]))
        periods = []
        for part in plan_parts(frame.catalog, policy, state, tell):
            places: list[str] = []
            match part.about:
                case Task() as task:
                    name, names = f"task-{id_}-{task.number}", facets.of_task_page(policy, task)
                    foremost = _foremost(task, state.policies[id_], state.samples[id_])
                    places = [judged[agency].places.get(names[0], "") for agency in foremost]
                case ReportingPeriod() as period:
                    name, names = f"period-{id_}-{period.name}", [facets.for_period(id_, period.name)]
                    periods += names
                case None:
                    name, names = f"targets-{id_}", [facets.on_targets(id_)]
            yield job(name, names, part, partial(_files, export, part), *places)
        yield job(f"newest-{id_}", periods, None, partial(_newest, export))


def _foremost(task: Task, *states: PolicyState) -> list[str]:
    """The agencies whose reports the verdicts on a task and its clauses list."""
    listed = [state.tasks[task.number] for state in states]
    listed += [state.clauses[clause.id] for state in states for clause in task.clauses]
    return sorted({entry.submission.agency for progress in listed for entry in progress.foremost})


def _open_export(edition: Edition, state: PolicyState) -> PolicyExport:
    from generator.export.formats import PolicyExport  # its models take a moment to make, and few need them

    return PolicyExport(edition, state)


def _files(export: Callable[[], PolicyExport], part: Part) -> dict[str, bytes]:
    """Write the files for programs that go with a part's pages."""
    match part.about:
        case Task() as task:
            return export().task(task)
        case ReportingPeriod():
            return {}
        case None:
            return export().targets()


def _newest(export: Callable[[], PolicyExport]) -> dict[str, bytes]:
    return export().newest()


def _groups(studio: Studio, groups: Iterable[Group], judged: Mapping[str, Judged], state: Assessment) -> Iterator[_Job]:
    """The pages of groups of agencies."""
    frame = studio.frame
    shape = _shape(frame, state)

    def lay_out(group: Group, maker: Maker) -> None:
        pages = list(plan_group(frame.catalog, state, group))
        for id_ in frame.locales:
            for page in pages:
                studio.lay_out(maker, id_, page)

    for group in groups:
        own = {agency.id: judged[agency.id].facets for agency in group.agencies if agency.id in judged}
        names = sorted({name for one in own.values() for name in one})
        files = [frame.survey.agencies.get(id_, "") for id_ in (group.id, *own)]
        key = digest(studio.key, frame.key, group.id, *files, facets.digest_of(names, own), *shape)
        yield _Job(f"group-{group.id}", key, partial(lay_out, group))


def _shape(frame: Frame, state: Assessment) -> list[object]:
    """What all groups' pages depend on beside their members: which lists are cut into groups at all."""
    shape: list[object] = [agencies.are_many(frame.catalog)]
    for policy in frame.catalog.policies.values():
        shape += [matrix.is_cut(policy, state), *updates.full_periods(policy, state)]
    return shape
