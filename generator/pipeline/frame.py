"""What everything on a site is made with: its settings, its policies, its day."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from generator.assess import Assessment, Tell
from generator.config import Config
from generator.contribute.revisions import is_tracked
from generator.errors import GeneratorError
from generator.export.edition import Edition
from generator.findings import Finding
from generator.load import NO_REGISTRY, Registry, Survey, survey
from generator.load.today import default_date
from generator.model import Catalog
from generator.rules import check_policies
from generator.storage.store import Shelf, digest, program
from generator.website.locales import Locale, open_locales


@dataclass(frozen=True)
class Frame:
    """What was read before any submission, and how it is to be shown."""

    config: Config
    survey: Survey
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
        catalog = self.survey.catalog
        return catalog if self.config.samples else catalog.without_samples()

    @cached_property
    def problems(self) -> frozenset[Finding]:
        """What is wrong with policies, agencies and locales."""
        return frozenset({*self.survey.findings, *check_policies(self.survey.catalog)})

    @cached_property
    def locales(self) -> dict[str, Locale]:
        """The site's locales, in their order."""
        return open_locales(self.survey.catalog, self.config.locales)

    @cached_property
    def key(self) -> str:
        """What every sum of an agency is made from, beside the agency's own files."""
        return digest(program(), self.survey.shared, self.as_of, self.day)

    @cached_property
    def agencies(self) -> Shelf:
        """What is kept of each agency."""
        return Shelf(self.root / "build" / "agencies")

    @cached_property
    def parts(self) -> Shelf:
        """What is kept of the rest of the site: its groups of agencies, its locales."""
        return Shelf(self.root / "build" / "parts")

    def edition(self, state: Assessment, tell: Tell) -> Edition:
        """The record for programs: without samples."""
        return Edition(replace(self.catalog, submissions=()).without_samples(), state, self.locales, self.config, tell)


def open_frame(config: Config, as_of: datetime.date | None, jobs: int = 1, *, look_back: bool = False) -> Frame:
    """Read what everything is made with. With `look_back`, what was submitted after the day is no error."""
    if is_tracked(config.root, "build"):  # whoever can write what is kept there can write the site
        raise GeneratorError(
            "build/ is in the repository, where anyone could have written what is kept there: remove it from git "
            "/ build/ 被提交进了仓库，里面的内容不可信，请从 git 中移除"
        )
    shelf = Shelf(config.root / "build")
    known = shelf.take("registry", program(), Registry) or NO_REGISTRY
    found = survey(config.root, known)
    day = as_of or default_date(found.catalog)
    frame = Frame(config, found, day, max(day, default_date(found.catalog)) if look_back else day, jobs)
    registry = found.registry({finding.place.path for finding in frame.problems})
    if registry != known:
        shelf.keep("registry", program(), registry)
    return frame
