"""What everything on a site is made with: its settings, its policies, its day."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from generator.assess import Assessment, OpenUpdate
from generator.config import Config
from generator.contribute.revisions import is_tracked
from generator.errors import GeneratorError
from generator.export.edition import ExportContext
from generator.findings import Finding
from generator.load import NO_SCAN_CACHE, Scan, ScanCache, scan
from generator.load.today import default_date
from generator.model import Catalog
from generator.rules import check_policies
from generator.storage.store import Store, digest, program
from generator.website.locales import Locale, open_locales


@dataclass(frozen=True)
class BuildContext:
    """What was read before any submission, and how it is to be shown."""

    config: Config
    scan: Scan
    as_of: datetime.date  # of the site
    day: datetime.date  # of the check: a look back at an earlier day does not make an error of what came later
    jobs: int = 1

    @property
    def root(self) -> Path:
        """The repository."""
        return self.config.root

    @cached_property
    def catalog(self) -> Catalog:
        """What the site shows, without submissions; samples are left out where the settings say so."""
        catalog = self.scan.catalog
        return catalog if self.config.samples else catalog.without_samples()

    @cached_property
    def problems(self) -> frozenset[Finding]:
        """What is wrong with policies, agencies and locales."""
        return frozenset({*self.scan.findings, *check_policies(self.scan.catalog)})

    @cached_property
    def locales(self) -> dict[str, Locale]:
        """The site's locales, in their order."""
        return open_locales(self.scan.catalog, self.config.locales)

    @cached_property
    def key(self) -> str:
        """What every sum of an agency is made from, beside the agency's own files."""
        return digest(program(), self.scan.shared, *self.config.locales, self.as_of, self.day)

    @cached_property
    def agencies(self) -> Store:
        """What is kept of each agency."""
        return Store(self.root / "build" / "agencies")

    @cached_property
    def parts(self) -> Store:
        """What is kept of the rest of the site: its groups of agencies, its locales."""
        return Store(self.root / "build" / "parts")

    def edition(self, state: Assessment, tell: OpenUpdate) -> ExportContext:
        """The record for programs: without samples."""
        return ExportContext(
            replace(self.catalog, submissions=()).without_samples(), state, self.locales, self.config, tell
        )


def open_context(
    config: Config, as_of: datetime.date | None, jobs: int = 1, *, look_back: bool = False
) -> BuildContext:
    """Read what everything is made with. With `look_back`, what was submitted after the day is no error."""
    if is_tracked(config.root, "build"):  # whoever can write what is kept there can write the site
        raise GeneratorError(
            "build/ is in the repository, where anyone could have written what is kept there: remove it from git "
            "/ build/ 被提交进了仓库，里面的内容不可信，请从 git 中移除"
        )
    shelf = Store(config.root / "build")
    known = shelf.take("registry", program(), ScanCache) or NO_SCAN_CACHE
    found = scan(config.root, known)
    found = replace(found, catalog=found.catalog.offering(config.locales))
    day = as_of or default_date(found.catalog)
    frame = BuildContext(config, found, day, max(day, default_date(found.catalog)) if look_back else day, jobs)
    registry = found.registry({finding.place.path for finding in frame.problems})
    if registry != known:
        shelf.keep("registry", program(), registry)
    return frame
