"""What shows all agencies together: the pages of their groups, and those that depend on everything."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

import msgspec
from msgspec import Struct

from generator.assess import Assessment
from generator.build.agencies import Judged, Studio, lines_of
from generator.build.frame import Frame
from generator.build.made import Made, Maker, as_kept, lies_ready
from generator.export.tables import Listed, group_files
from generator.pages import Page, agencies, matrix, plan_group, updates
from generator.pages.agencies import Group
from generator.parallel import in_parallel
from generator.shelf import digest

_MADE, _TABLES = "made", "tables"
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
        name, key = f"tables-{group.id}", digest(studio.key, _group_key(frame, group, judged), *sorted(split))
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
        for path, data in files.items():
            maker.file(path, data)
        tabled = Tabled(maker.done(key), tuple(listed))
        frame.parts.keep(name, _TABLES, tabled)
        return msgspec.msgpack.encode((name, tabled))

    for raw in in_parallel(make, jobs, frame.jobs if len(jobs) > 1 else 1):
        name, tabled = msgspec.msgpack.decode(raw, type=tuple[str, Tabled])
        found[name] = tabled
    return dict(sorted(found.items()))


class _Job(Struct, frozen=True):
    """Some pages that are made together."""

    name: str
    key: str  # of what they are made from; empty where they are made each time
    locales: tuple[str, ...]
    share: int = 0  # of the pages that depend on everything, which part
    group: str = ""


def show_all(
    studio: Studio,
    groups: Iterable[Group],
    judged: Mapping[str, Judged],
    state: Assessment,
    pages: Sequence[Page],
    aside: Callable[[], dict[str, bytes]],
) -> tuple[dict[str, Made], dict[str, bytes]]:
    """Show what depends on everything, and every group as far as that was not done before.

    `aside` makes other files meanwhile. Returns the pages by the name that they lie under, and these files.
    """
    frame = studio.frame
    found: dict[str, Made] = {}
    jobs: list[_Job | None] = [None]
    for share in range(_SHARES):
        jobs += (_Job(f"whole-{id_}-{share}", "", (id_,), share) for id_ in frame.locales)
    by_id = {group.id: group for group in groups}
    shape = _shape(frame, state)
    for group in by_id.values():
        name, key = f"group-{group.id}", digest(studio.key, _group_key(frame, group, judged), *shape)
        kept = frame.parts.take(name, _MADE, Made)
        if kept is not None and kept.key == key and lies_ready(kept, frame.parts, name):
            found[name] = as_kept(kept)
        else:
            jobs.append(_Job(name, key, tuple(frame.locales), group=group.id))

    def make(job: _Job | None) -> bytes:
        if job is None:
            return msgspec.msgpack.encode(aside())
        before = frame.parts.take(job.name, _MADE, Made)
        maker = Maker(frame.config, studio.boot, frame.parts, job.name, before)
        own = list(plan_group(frame.catalog, state, by_id[job.group])) if job.group else pages[job.share :: _SHARES]
        for id_ in job.locales:
            for page in own:
                studio.lay_out(maker, id_, page)
            if not job.group and not job.share:
                for path, html in studio.themes[id_].built.items():
                    maker.page(frame.config.prefix(id_) + path, html)
        made = maker.done(job.key)
        frame.parts.keep(job.name, _MADE, made)
        return msgspec.msgpack.encode((job.name, made))

    first, *rest = in_parallel(make, jobs, frame.jobs)
    found |= (msgspec.msgpack.decode(raw, type=tuple[str, Made]) for raw in rest)
    return dict(sorted(found.items())), msgspec.msgpack.decode(first, type=dict[str, bytes])


def _group_key(frame: Frame, group: Group, judged: Mapping[str, Judged]) -> str:
    """Digest what a group is made from: its members, and what it is called after."""
    members = [judged[agency.id].key for agency in group.agencies if agency.id in judged]
    return digest(frame.key, group.id, frame.survey.agencies.get(group.id, ""), *members)


def _shape(frame: Frame, state: Assessment) -> list[object]:
    """What all groups' pages depend on beside their members: which lists are cut into groups at all."""
    shape: list[object] = [agencies.are_many(frame.catalog)]
    for policy in frame.catalog.policies.values():
        shape += [matrix.is_cut(policy, state), *updates.full_periods(policy, state)]
    return shape
