"""The manifest of the published site: the fingerprint of its inputs, which lets an unchanged build do nothing."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from pathlib import Path

import msgspec
from msgspec import Struct

from generator.findings import Finding
from generator.pipeline.context import BuildContext
from generator.storage.fingerprints import digest_of, fingerprint, program_fingerprint
from generator.storage.trees import tree_of

_NAME, _PART = "manifest", "site"


class Manifest(Struct, frozen=True, dict=True):
    """A site that was built and published."""

    inputs: str  # the fingerprint of all inputs and of the site's location
    tree: str  # the digest of its files (see tree_of)
    packed: msgspec.Raw  # the findings, encoded: many, and needed only if the rest matches
    pages: int
    files: int
    size: int  # of all files, in bytes

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """The findings of the build."""
        return msgspec.msgpack.decode(self.packed, type=tuple[Finding, ...])


def published_site(context: BuildContext, site_dir: Path) -> Manifest | None:
    """Return the published site's manifest if its inputs are current and its files untouched."""
    kept = context.store.get(_NAME, _PART, Manifest)
    if kept is None or kept.inputs != _inputs(context, site_dir) or kept.tree != tree_of(site_dir):
        return None
    return kept


def write_manifest(
    context: BuildContext, site_dir: Path, tree: str, findings: Iterable[Finding], pages: int, files: int, size: int
) -> None:
    """Write the manifest of a site that has just been published."""
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
        context.card_fonts,
        sources.content,
        {path: digest_of(data) for path, data in sources.overrides.items()},
        scan.findings,
        scan.agencies,
        scan.submissions,
    )
