"""The context of a build: everything read before the submissions, the settings and the as-of date."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from generator.assess import SubmissionSummary, Update, open_published, with_words
from generator.clock import today_in
from generator.config import Config
from generator.contribute.git import is_tracked
from generator.errors import GeneratorError
from generator.findings import Finding, in_order
from generator.load import NO_SCAN_CACHE, Scan, ScanCache, scan
from generator.load.litter import committed_litter
from generator.load.sources import Sources, read_sources
from generator.load.today import zone_of
from generator.model import PUBLISHED, Catalog
from generator.pipeline.jobs import Outputs, Workshop
from generator.pipeline.words import Words, unpack
from generator.rules import check_policies
from generator.storage.fingerprints import fingerprint, program_fingerprint
from generator.storage.store import Store, store_of

if TYPE_CHECKING:
    from generator.export.cards import CardFont
    from generator.website.locales import Locale

CHECKS = "checks"  # the group of entries that hold the results of agencies' checks
WORDS = "words"  # the part of such an entry that holds the texts of submissions
DIGESTS = "digests"  # the part that holds what shows a change of what they say of a task


class _Problems(msgspec.Struct, frozen=True):
    """What the rules find in policies, agencies and locales."""

    inputs: str
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class BuildContext:
    """Everything read before the submissions, and how it is to be shown."""

    config: Config
    scan: Scan
    sources: Sources
    as_of: datetime.date  # the day that the site describes
    day: datetime.date  # the day of the check: an earlier `as_of` must not make errors of later submissions
    zone: str  # whose day it is where none is given
    jobs: int = 1
    opened: dict[str, str] = field(default_factory=dict)  # what the current job opened of submissions

    @property
    def root(self) -> Path:
        """The root of the repository."""
        return self.config.root

    @cached_property
    def catalog(self) -> Catalog:
        """The catalog shown on the site, without submissions; samples are left out if the settings exclude them."""
        catalog = self.scan.catalog
        return catalog if self.config.samples else catalog.without_samples()

    @cached_property
    def problems(self) -> frozenset[Finding]:
        """The findings on policies, agencies and locales."""
        scan, config = self.scan, self.config
        inputs = fingerprint(
            program_fingerprint(), scan.shared, scan.agencies, config.locales, config.reporting_languages
        )
        kept = self.store.get("problems", "all", _Problems)
        if kept is None or kept.inputs != inputs:
            kept = _Problems(inputs, tuple(in_order(check_policies(scan.catalog))))
            self.store.put("problems", "all", kept)
        return frozenset({*scan.findings, *kept.findings})

    @cached_property
    def locales(self) -> dict[str, Locale]:
        """The site's locales, in their order."""
        from generator.website.locales import open_locales  # slow to load, and only what renders needs it

        return open_locales(self.scan.catalog, self.config.locales)

    @cached_property
    def prefixes(self) -> tuple[str, ...]:
        """The prefixes of all locales' addresses."""
        return tuple(map(self.config.prefix, self.config.locales))

    @cached_property
    def prose(self) -> dict[str, dict[str, str]]:
        """The hand-written pages' Markdown, by locale and file name."""
        from generator.website.prose import prose

        return {id_: dict(prose(self.sources.content, locale, self.config)) for id_, locale in self.locales.items()}

    @cached_property
    def boot(self) -> str:
        """The one inline script of every page."""
        from generator.website.shell import boot_script

        return boot_script(self.sources.overrides)

    @cached_property
    def card_fonts(self) -> dict[str, CardFont]:
        """The fonts of the pictures for shared links, by locale; locales that have none have no pictures."""
        from generator.export.cards import can_draw, fonts_for

        if not self.config.cards or not can_draw():
            return {}
        return fonts_for(self.catalog, self.locales, self.config.card_font)

    @cached_property
    def inputs(self) -> str:
        """The fingerprint of the inputs that the checks of all agencies share."""
        return fingerprint(self.scan.shared, self.config.locales, self.config.reporting_languages, self.as_of, self.day)

    @cached_property
    def store(self) -> Store:
        """The cache."""
        return store_of(self.root)

    @cached_property
    def submissions(self) -> SubmissionDigests:
        """The digest of every submission, and of what it says of each task."""
        return SubmissionDigests(self.scan.submissions)

    @cached_property
    def workshop(self) -> Workshop:
        """The environment of jobs."""
        return Workshop(
            self.store, self.jobs, self.boot, self.prefixes, self.config.site_path, self.submissions, self.opened
        )


class SubmissionDigests(Mapping[str, str]):
    """The digest of every submission, by path, and of what it says of a task: by path, a blank, and the task's number.

    Those of tasks are known as soon as all agencies have been checked.
    """

    def __init__(self, by_agency: Mapping[str, Mapping[str, str]]) -> None:
        """Take the digests of whole submissions, by agency and path."""
        self._agencies = {path: agency for agency, files in by_agency.items() for path in files}
        self._whole = {path: digest for files in by_agency.values() for path, digest in files.items()}
        self._parts: dict[str, dict[str, dict[int, str]]] = {}  # by agency
        self.checks: Outputs | None = None

    def __getitem__(self, key: str) -> str:
        """Return a digest; raises KeyError if there is none."""
        path, _, task = key.partition(" ")
        if not task:
            return self._whole[path]
        agency = self._agencies[path]
        if agency not in self._parts:
            if self.checks is None:
                raise KeyError(key)
            self._parts[agency] = self.checks.read_data(f"{CHECKS}/{agency}", DIGESTS, dict[str, dict[int, str]])
        digests = self._parts[agency][path]
        return digests.get(int(task), digests[0])

    def __iter__(self) -> Iterator[str]:
        """Iterate over the paths."""
        return iter(self._whole)

    def __len__(self) -> int:
        """Return the number of submissions."""
        return len(self._whole)


class WordOpener:
    """Opens submissions with their full texts, as cached by the checks, and records which were opened."""

    def __init__(self, context: BuildContext, checks: Outputs) -> None:
        """Take the context and `checks`, the outputs of the agencies' checks; nothing is opened yet."""
        self._context = context
        self._checks = checks
        self._packed: dict[str, Mapping[str, msgspec.Raw]] = {}  # by agency
        self._updates: dict[str, Update] = {}
        self._task = 0  # the only one whose reports are opened; 0 for all

    def forget(self) -> None:
        """Let go of what was opened: a country's submissions don't fit into memory with all their words."""
        self._packed.clear()
        self._updates.clear()

    @contextmanager
    def only_on(self, task: int) -> Iterator[None]:
        """Open no reports but those on a task, so that a change of others makes nothing outdated."""
        self._task = task
        try:
            yield
        finally:
            self._task = 0

    def __call__(self, summary: SubmissionSummary) -> Update:
        """Open one submission, or what it says of a task (see `only_on`)."""
        context, path, agency = self._context, summary.path, summary.agency
        if summary.provenance == PUBLISHED:
            return open_published(context.catalog.policies[summary.policy], context.catalog.agencies, summary)
        key = f"{path} {self._task}" if self._task else path
        context.opened[key] = context.submissions[key]
        if key not in self._updates:
            if agency not in self._packed:
                self._packed[agency] = self._checks.read_data(f"{CHECKS}/{agency}", WORDS, dict[str, msgspec.Raw])
            words = msgspec.msgpack.decode(self._packed[agency][path], type=Words)
            update = with_words(summary, unpack(words), context.catalog.agencies.get(agency))
            self._updates[key] = update.on_task(self._task) if self._task else update
        return self._updates[key]


def _committed(root: Path, finding: Finding) -> Finding:
    """Return a finding, stricter if it is on another program's file that somebody committed."""
    path = finding.place.path
    return committed_litter(path) if finding.code == "F109" and is_tracked(root, path) else finding


def open_context(config: Config, as_of: datetime.date | None, jobs: int = 1) -> BuildContext:
    """Read everything but the submissions, as of a day (default: today).

    Submissions after an earlier day are not errors. Raises GeneratorError if the repository tracks a cache, or if
    something can't be read.
    """
    store = store_of(config.root)
    match is_tracked(config.root, "build"):  # write access to the cache is write access to the site
        case True:
            raise GeneratorError(
                "build/ is in the repository, where anyone could have written what is kept there: remove it from git "
                "/ build/ 被提交进了仓库，里面的内容不可信，请从 git 中移除"
            )
        case None:  # a repository, but no git
            store.clear()
    known = store.get("scan", program_fingerprint(), ScanCache) or NO_SCAN_CACHE
    found = scan(config.root, known)
    found = replace(
        found,
        catalog=found.catalog.offering(config.locales, config.reporting_languages),
        findings=tuple(_committed(config.root, finding) for finding in found.findings),
    )
    zone = zone_of(found.catalog)
    today = today_in(zone)
    day = as_of or today
    context = BuildContext(config, found, read_sources(config.root), day, max(day, today), zone, jobs)
    registry = found.registry({finding.place.path for finding in context.problems})
    if registry != known:
        store.put("scan", program_fingerprint(), registry)
        store.keep_only("scan", [f"scan/{program_fingerprint()}"])
    return context
