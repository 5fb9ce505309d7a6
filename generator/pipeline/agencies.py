"""One agency by itself: its files read and checked, summed up, and all that shows it alone made ready.

Nothing here depends on what others report. What is made is kept by what it was made from, so that a changed
file costs its own agency and no other.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import msgspec
from msgspec import Struct

from generator.assess import (
    AgencySummary,
    AgencyUpdates,
    Assessment,
    SubmissionSummary,
    Update,
    agency_updates,
    summarise_agency,
    with_words,
)
from generator.errors import GeneratorError
from generator.export.api.agencies import agency_files
from generator.export.api.writer import ApiWriter
from generator.export.feeds import agency_feeds
from generator.export.tables import RowBlock, agency_pieces
from generator.findings import Finding
from generator.load import read_submissions
from generator.model import Agency, Catalog, Submission
from generator.pipeline.facets import facets
from generator.pipeline.frame import BuildContext
from generator.pipeline.made import Made, Maker, as_kept, lies_ready
from generator.pipeline.parallel import in_parallel
from generator.rules import check_submissions
from generator.storage.files import write_changed
from generator.storage.store import digest
from generator.website.pages import Page
from generator.website.pages.agencies import agency_page
from generator.website.render import Renderer
from generator.website.theme import Theme

_SHOWN, _LINES = "shown", "lines"
_FEW = 4  # agencies that are not worth a process


class AgencyCheck(Struct, frozen=True, dict=True):
    """What an agency's files came to."""

    key: str
    findings: tuple[Finding, ...]
    packed: msgspec.Raw  # the sums, which a check needs of few agencies
    shows: msgspec.Raw  # digests of them, by what a page shows
    stands: msgspec.Raw  # digests of where reports stand, by the facet of their task

    @cached_property
    def sums(self) -> tuple[AgencySummary, ...]:
        """What its submissions come to."""
        return msgspec.msgpack.decode(self.packed, type=tuple[AgencySummary, ...])

    @cached_property
    def facets(self) -> dict[str, str]:
        """Digests of the sums, by what a page shows."""
        return msgspec.msgpack.decode(self.shows, type=dict[str, str])

    @cached_property
    def places(self) -> dict[str, str]:
        """Digests of where reports stand, by the facet of their task."""
        return msgspec.msgpack.decode(self.stands, type=dict[str, str])


class Lines(Struct, frozen=True):
    """An agency's rows of a table."""

    pieces: tuple[RowBlock, ...]


class AgencyOutput(Struct, frozen=True):
    """What shows one agency alone."""

    made: Made
    sizes: dict[str, int]  # in bytes, of its rows by table


class Job(Struct, frozen=True):
    """An agency that has to be looked at again."""

    agency: str
    judged: str  # the keys of what is to be made
    shown: str  # empty where nothing is to be shown


class _Done(Struct, frozen=True):
    """What a process sends back."""

    agency: str
    judged: AgencyCheck
    shown: AgencyOutput | None


class RenderContext:
    """What agencies are shown with: made once, and shared by all processes."""

    def __init__(self, frame: BuildContext, themes: Mapping[str, Theme], boot: str) -> None:
        """Open the templates of all locales."""
        self.frame = frame
        self.themes = themes
        self.boot = boot
        self.renderers = {
            id_: Renderer(frame.catalog, locale, frame.locales, frame.config) for id_, locale in frame.locales.items()
        }
        self.edition = frame.edition(Assessment(frame.as_of, {}, {}), Opener(frame))
        self.writer = ApiWriter(self.edition)
        self.key = digest(frame.config.digest, frame.config.serving, *(theme.key for theme in themes.values()))

    def lay_out(self, maker: Maker, locale: str, page: Page) -> None:
        """Put a page into words, as Markdown and in its locale's shell."""
        rendered = self.renderers[locale].render(page)
        if maker.page(
            f"{self.frame.config.prefix(locale)}{rendered.address}index.html", self.themes[locale].stamp(rendered)
        ):
            write_changed(self.frame.root / "build" / "docs" / locale / rendered.source, rendered.markdown.encode())


@dataclass(frozen=True)
class Shard:
    """One of several equal shares of the agencies."""

    number: int  # counted from 1
    count: int

    def __contains__(self, agency: object) -> bool:
        """Tell whether an agency belongs to it; which one does not depend on what others there are."""
        return int(digest(agency)[:8], 16) % self.count == self.number - 1


EVERYTHING = Shard(1, 1)


def judge_all(
    frame: BuildContext, studio: RenderContext | None, shard: Shard = EVERYTHING, *, make: bool = True
) -> tuple[dict[str, AgencyCheck], dict[str, AgencyOutput]]:
    """Look at every agency of a shard, as far as that was not done before; with a studio, show those without errors.

    Returns what their files came to and, with a studio, what shows them, by agency. Without `make` all must
    lie ready: raises GeneratorError where some do not.
    """
    judged: dict[str, AgencyCheck] = {}
    shown: dict[str, AgencyOutput] = {}
    jobs = []
    ids = sorted(_ids(frame))
    frame.agencies.only(ids)
    for id_ in (id_ for id_ in ids if id_ in shard):
        key = _judged_key(frame, id_)
        wanted = _shown_key(frame, studio, id_, key) if studio and id_ in frame.catalog.agencies else ""
        known = frame.agencies.take(id_, _judged(frame), AgencyCheck)
        ready = _take_shown(frame, id_, wanted) if wanted else None
        if known is not None and known.key == key:
            judged[id_] = known
        if ready is not None:
            shown[id_] = ready
        if id_ not in judged or (wanted and id_ not in shown):
            jobs.append(Job(id_, key, wanted))
    if jobs and not make:
        missing = ", ".join(job.agency for job in jobs[:10]) + (" …" if len(jobs) > 10 else "")
        raise GeneratorError(
            f"{len(jobs)} agencies were not made ready by any shard of these data and this day: {missing}"
        )
    for raw in in_parallel(lambda job: _do(frame, studio, job), jobs, frame.jobs if len(jobs) > _FEW else 1):
        done = msgspec.msgpack.decode(raw, type=_Done)
        judged[done.agency] = done.judged
        frame.agencies.hold(done.agency, _judged(frame), done.judged)
        if done.shown is not None:
            shown[done.agency] = done.shown
            frame.agencies.hold(done.agency, _SHOWN, done.shown)
    return dict(sorted(judged.items())), dict(sorted(shown.items()))


def _take_shown(frame: BuildContext, agency: str, key: str) -> AgencyOutput | None:
    kept = frame.agencies.take(agency, _SHOWN, AgencyOutput)
    if kept is None or kept.made.key != key or not lies_ready(kept.made, frame.agencies, agency):
        return None
    return msgspec.structs.replace(kept, made=as_kept(kept.made))


def lines_of(frame: BuildContext, agency: str, tables: Iterable[str]) -> dict[str, tuple[RowBlock, ...]]:
    """Read one agency's rows of some tables."""
    kept = {table: frame.agencies.take(agency, f"{_LINES}-{table}", Lines) for table in tables}
    return {table: lines.pieces if lines else () for table, lines in kept.items()}


class Opener:
    """Opens submissions in their agencies' own words, and notes which; they are known to have no errors."""

    def __init__(self, frame: BuildContext) -> None:
        """Open nothing yet."""
        self._frame = frame
        self._updates: dict[str, Update] = {}
        self.opened: dict[str, str] = {}  # files whose words were asked for since somebody emptied this: digests

    def __call__(self, filing: SubmissionSummary) -> Update:
        """Open one submission."""
        frame, path = self._frame, filing.path
        file = {path: frame.scan.submissions[filing.agency][path]}
        self.opened |= file
        if path not in self._updates:
            [submission], _, _ = read_submissions(frame.root, file)
            self._updates[path] = with_words(filing, submission, frame.catalog.agencies.get(filing.agency))
        return self._updates[path]


def _ids(frame: BuildContext) -> set[str]:
    """Every agency that has a file, submitted something or is to do so."""
    catalog = frame.scan.catalog
    assigned = {item.agency for policy in catalog.policies.values() for item in policy.assignments}
    return {*frame.scan.agencies, *frame.scan.submissions, *assigned}


def _judged(frame: BuildContext) -> str:
    """The name under which it is kept what files came to; a look back at an earlier day takes no other's place."""
    return "judged" if frame.day == frame.as_of else "judged-back"


def _judged_key(frame: BuildContext, agency: str) -> str:
    own = frame.scan.agencies.get(agency)
    known: Iterable[str] = [own] if own else sorted(frame.scan.agencies)  # a name that stands for nothing: for which?
    return digest(frame.key, agency, *known, *sorted(frame.scan.submissions.get(agency, {}).items()))


def _shown_key(frame: BuildContext, studio: RenderContext, agency: str, judged: str) -> str:
    parent = frame.catalog.agencies[agency].parent or ""
    return digest(studio.key, judged, frame.scan.agencies.get(parent, ""))


def _do(frame: BuildContext, studio: RenderContext | None, job: Job) -> bytes:
    """Judge an agency, and show it where that is wanted and it has no errors; returns what its files came to."""
    paths = frame.scan.submissions.get(job.agency, {})
    salvaged: list[list[Submission]] = []
    submissions, findings, unread = read_submissions(frame.root, paths, salvaged)
    shared = frame.scan.catalog
    catalog = replace(shared, submissions=tuple(submissions), unread=shared.unread | unread)
    further = [finding for meant in salvaged for finding in _further(catalog, meant, findings, frame.day)]
    findings = sorted({*findings, *further, *check_submissions(catalog, frame.day)})
    sums = tuple(summarise_agency(shared, job.agency, submissions, frame.as_of))
    packed = (msgspec.Raw(msgspec.msgpack.encode(part)) for part in (sums, *facets(sums)))
    judged = AgencyCheck(job.judged, tuple(findings), *packed)
    frame.agencies.keep(job.agency, _judged(frame), judged)
    shown = _show(studio, job, submissions, sums) if studio is not None and job.shown and not unread else None
    return msgspec.msgpack.encode(_Done(job.agency, judged, shown))


def _further(
    catalog: Catalog, meant: list[Submission], findings: list[Finding], day: datetime.date
) -> Iterator[Finding]:
    """Yield what the rules say of a file with faults whatever it was meant as, where none stands on the same line."""
    path = meant[0].path
    said = {finding.place.line for finding in findings if finding.place.path == path and not finding.fix}
    found = (check_submissions(replace(catalog, submissions=(*catalog.submissions, one)), day) for one in meant)
    for finding in set.intersection(*found):
        if finding.place.path == path and finding.place.line not in said and finding.code != "S122":
            yield finding


def _show(
    studio: RenderContext, job: Job, submissions: list[Submission], sums: Iterable[AgencySummary]
) -> AgencyOutput:
    """Make the agency's page in every locale, its file for programs, its feeds and its rows of the tables."""
    frame = studio.frame
    agency = frame.catalog.agencies[job.agency]
    before = frame.agencies.take(job.agency, _SHOWN, AgencyOutput)
    maker = Maker(frame.config, studio.boot, frame.agencies, job.agency, before.made if before else None)
    told = agency_updates(frame.catalog, agency.id, submissions, frame.as_of)
    page = agency_page(frame.catalog, agency, sums, told, frame.as_of)
    for id_ in studio.renderers:
        studio.lay_out(maker, id_, page)
    pieces: dict[str, list[RowBlock]] = {}
    if not agency.sample:
        maker.files(_files(studio, agency, sums, told))
        pieces = agency_pieces(studio.edition, told)
    for table, found in pieces.items():
        frame.agencies.keep(job.agency, f"{_LINES}-{table}", Lines(tuple(found)))
    sizes = {table: sum(len(piece.lines) for piece in found) for table, found in pieces.items()}
    shown = AgencyOutput(maker.done(job.shown), sizes)
    frame.agencies.keep(job.agency, _SHOWN, shown)
    return shown


def _files(
    studio: RenderContext, agency: Agency, sums: Iterable[AgencySummary], told: AgencyUpdates
) -> dict[str, bytes]:
    return agency_files(studio.writer, agency, sums, told) | agency_feeds(studio.edition, agency, told)
