"""The manifest of the published site: what it was made from, so that a build where nothing changed does nothing."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from pathlib import Path

import msgspec
from msgspec import Struct

from generator.findings import Finding
from generator.pipeline.context import BuildContext
from generator.pipeline.fingerprints import digest_of, fingerprint, program_fingerprint
from generator.pipeline.publish import tree_of

_NAME, _PART = "manifest", "site"


class Manifest(Struct, frozen=True, dict=True):
    """A site that was built and published."""

    inputs: str  # the fingerprint of everything that it was made from, and of where it is
    tree: str  # tells its files from any others (see tree_of)
    packed: msgspec.Raw  # the findings: many, and wanted only where the rest holds
    pages: int
    files: int
    size: int  # of all files, in bytes

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """What was wrong."""
        return msgspec.msgpack.decode(self.packed, type=tuple[Finding, ...])


def published_site(context: BuildContext, site_dir: Path) -> Manifest | None:
    """Find the site that a build would make, where it is published already and nobody has touched it since."""
    kept = context.store.get(_NAME, _PART, Manifest)
    if kept is None or kept.inputs != _inputs(context, site_dir) or kept.tree != tree_of(site_dir):
        return None
    return kept


def write_manifest(
    context: BuildContext, site_dir: Path, tree: str, findings: Iterable[Finding], pages: int, files: int, size: int
) -> None:
    """Note what a site was made from that has just been published."""
    packed = msgspec.Raw(msgspec.msgpack.encode(tuple(findings)))
    context.store.put(_NAME, _PART, Manifest(_inputs(context, site_dir), tree, packed, pages, files, size))


def _inputs(context: BuildContext, site_dir: Path) -> str:
    scan, sources = context.scan, context.sources
    return fingerprint(
        program_fingerprint(),
        context.inputs,
        str(site_dir),
        context.config.digest,
        context.config.serving,
        sources.content,
        {path: digest_of(data) for path, data in sources.overrides.items()},
        scan.findings,
        scan.agencies,
        scan.submissions,
    )
