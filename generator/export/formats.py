"""The formats for programs: which files belong to each, and which function writes them when."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from generator.assess import AgencySummary, AgencyUpdates, PolicyState
from generator.errors import GeneratorError
from generator.export.api import policies_api
from generator.export.api.agencies import agency_files
from generator.export.api.policies import PolicyFiles
from generator.export.api.writer import ApiWriter
from generator.export.badges import badges
from generator.export.calendar import calendars
from generator.export.datapackage import PATH, data_package
from generator.export.edition import ExportContext
from generator.export.feeds import PolicyFeeds, agency_feeds, corrections_feeds
from generator.export.forms import form_files
from generator.export.moved import moved
from generator.export.openapi import openapi
from generator.export.schemas import schemas
from generator.model import Agency, Task
from generator.website import addresses

Files = dict[str, bytes]
"""Files by their paths below the site's root."""

_SCHEMAS = f"{addresses.API}schemas/"

FORMATS: dict[str, Callable[[str], bool]] = {
    "json": lambda path: path.startswith(addresses.API) and path.endswith(".json") and not path.startswith(_SCHEMAS),
    "csv": lambda path: path == PATH or (path.startswith(addresses.API) and path.endswith(".csv")),
    "schema": lambda path: path.startswith(_SCHEMAS),
    "feeds": lambda path: path.startswith("feeds/"),
    "calendar": lambda path: path.startswith("calendar/"),
    "badges": lambda path: path.startswith("badges/"),
    "cards": lambda path: path.startswith("cards/"),
}
"""The formats that `generator export` can write: by name, whether a file of the site belongs to it."""


def descriptions(export: ExportContext) -> Files:
    """Write the descriptions of published and submitted files, which depend on no report."""
    return openapi(export) | schemas(export.config.site_url) | form_files(export)


def whole_record(export: ExportContext, tables: Mapping[str, int]) -> Files:
    """Write the files that depend on all data; `tables` are listed with their sizes in bytes, by path."""
    return policies_api(export, tables) | data_package(export, tables) | calendars(export) | badges(export)


def corrections(export: ExportContext) -> Files:
    """Write the feed of corrections."""
    return corrections_feeds(export)


def old_addresses(export: ExportContext) -> Files:
    """Write what old ids and addresses lead to."""
    return moved(export)


def one_agency(
    export: ExportContext, writer: ApiWriter, agency: Agency, summaries: Iterable[AgencySummary], told: AgencyUpdates
) -> Files:
    """Write the files about one agency alone, except its rows of the tables."""
    return agency_files(writer, agency, summaries, told) | agency_feeds(export, agency, told)


class OnePolicy:
    """The writer of the files about parts of one policy."""

    def __init__(self, export: ExportContext, state: PolicyState) -> None:
        self._feeds = PolicyFeeds(export, state)
        self._api = PolicyFiles(ApiWriter(export), state)

    def task(self, task: Task) -> Files:
        """Write the files of a task."""
        return self._api.task(task) | self._feeds.task(task)

    def targets(self) -> Files:
        """Write the file of all targets."""
        return self._api.targets()

    def newest(self) -> Files:
        """Write the feed of all submissions."""
        return self._feeds.whole()


def write_files(files: Mapping[str, bytes], folder: Path) -> None:
    """Write files below a folder; raise GeneratorError if the operating system refuses."""
    try:
        for path, data in files.items():
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
    except OSError as error:
        raise GeneratorError(f"{folder}: {error.strerror or error}") from error
