"""The site that stands: what it was made from, so that nothing is made again where nothing has changed."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from pathlib import Path

import msgspec
from msgspec import Struct

from generator.findings import Finding
from generator.pipeline.frame import BuildContext
from generator.pipeline.publish import tree_of
from generator.storage.store import Store, digest, folder_digest

_NAME = "standing"


class Manifest(Struct, frozen=True, dict=True):
    """A site that was built and put in its place."""

    key: str  # of everything that it was made from, and of where it stands
    tree: str  # what tells its files from others (see tree_of)
    packed: msgspec.Raw  # the findings, which are many, and wanted only where the rest holds
    pages: int
    files: int
    size: int  # of these, in bytes

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """What was wrong."""
        return msgspec.msgpack.decode(self.packed, type=tuple[Finding, ...])


def standing(frame: BuildContext, site_dir: Path) -> Manifest | None:
    """Find the site that a build would make, where it stands already and nobody has touched it since."""
    kept = _shelf(frame).take(_NAME, "site", Manifest)
    if kept is None or kept.key != _key(frame, site_dir) or kept.tree != tree_of(site_dir):
        return None
    return kept


def remember(
    frame: BuildContext, site_dir: Path, tree: str, findings: Iterable[Finding], extent: tuple[int, int, int]
) -> None:
    """Note what a site was made from that has just been put in its place, and its pages, files and bytes."""
    packed = msgspec.Raw(msgspec.msgpack.encode(tuple(findings)))
    _shelf(frame).keep(_NAME, "site", Manifest(_key(frame, site_dir), tree, packed, *extent))


def _shelf(frame: BuildContext) -> Store:
    return Store(frame.root / "build")


def _key(frame: BuildContext, site_dir: Path) -> str:
    found = frame.scan
    return digest(
        frame.key,
        site_dir,
        frame.config.digest,
        frame.config.serving,
        *(folder_digest(frame.root / name) for name in ("content", "overrides")),
        *found.findings,
        *sorted(found.agencies.items()),
        *(item for _, files in sorted(found.submissions.items()) for item in sorted(files.items())),
    )
