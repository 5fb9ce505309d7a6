"""All formats by name, and all their files at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from generator.assess import PolicyState
from generator.errors import GeneratorError
from generator.export.api import api, policies_api
from generator.export.api.policies import PolicyFiles
from generator.export.api.writer import Writer
from generator.export.badges import badges
from generator.export.calendar import calendars
from generator.export.edition import Edition
from generator.export.feeds import PolicyFeeds, feeds
from generator.export.openapi import openapi
from generator.export.schemas import schemas
from generator.export.tables import tables
from generator.model import Task

FORMATS: dict[str, Callable[[Edition], dict[str, bytes]]] = {
    "json": lambda edition: api(edition, sizes(tables(edition))) | openapi(edition),
    "csv": tables,
    "schema": lambda edition: schemas(edition.config.site_url),
    "feeds": feeds,
    "calendar": calendars,
    "badges": badges,
}
"""What `generator export` can write: files by their paths below the site's root."""


def export_whole(edition: Edition, tables: Mapping[str, int]) -> dict[str, bytes]:
    """Write what depends on everything; `tables` are sizes in bytes by path."""
    files = policies_api(edition, tables)
    for write in (calendars, badges):
        files |= write(edition)
    return files


def descriptions(edition: Edition) -> dict[str, bytes]:
    """Write what describes the files that are published and those that are submitted, whatever stands in them."""
    return openapi(edition) | schemas(edition.config.site_url)


class PolicyExport:
    """Writes the files of one policy, part by part."""

    def __init__(self, edition: Edition, state: PolicyState) -> None:
        self._feeds = PolicyFeeds(edition, state)
        self._api = PolicyFiles(Writer(edition), state)

    def task(self, task: Task) -> dict[str, bytes]:
        """Write the files of a task."""
        return self._api.task(task) | self._feeds.task(task)

    def targets(self) -> dict[str, bytes]:
        """Write the file of all targets."""
        return self._api.targets()

    def newest(self) -> dict[str, bytes]:
        """Write the feed of all that was submitted."""
        return self._feeds.whole()


def sizes(files: Mapping[str, bytes]) -> dict[str, int]:
    """How large files are, in bytes."""
    return {path: len(data) for path, data in files.items()}


def lay_out(files: Mapping[str, bytes], folder: Path) -> None:
    """Write files below a folder; raises GeneratorError where the machine refuses."""
    try:
        for path, data in files.items():
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
    except OSError as error:
        raise GeneratorError(f"{folder}: {error.strerror or error}") from error
