"""The pipeline, from top to bottom: read → check → assess → plan → render → verify → publish."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from generator.assess import Assessment, combine, is_of, place_of
from generator.config import Config
from generator.errors import GeneratorError
from generator.findings import Finding, Severity, in_order
from generator.findings.languages import Words
from generator.load import no_collection
from generator.model import Catalog
from generator.pipeline.checks import Checks, Shard, check_all
from generator.pipeline.context import BuildContext, open_context
from generator.pipeline.gate import find_faults
from generator.pipeline.jobs import Outputs, run_jobs
from generator.pipeline.manifest import published_site, write_manifest
from generator.pipeline.parallel import in_child
from generator.pipeline.publish import SitePublisher
from generator.rules import check_agencies
from generator.storage.swap import locked, replaceable

__all__ = ["Built", "Shard", "build", "build_shard", "render_files", "validate"]

Progress = Callable[[str], None]  # called with the name of each step as it begins

_FAULTS_SHOWN = 20


@dataclass(frozen=True)
class Built:
    """The result of a build."""

    findings: tuple[Finding, ...]
    pages: int  # in all locales; 0 if errors stopped the build
    rendered: int = 0  # those that have changed
    files: int = 0  # of the whole site, pages included
    size: int = 0  # total size of the files, in bytes
    notes: tuple[Words, ...] = ()  # what the machine lacks to make everything
    context: BuildContext | None = field(default=None, repr=False)  # of a site that is published
    tree: str = ""  # its digest (see `tree_of`)
    material: object = field(default=None, repr=False)  # the inputs, kept alive until the process ends


def build(
    config: Config,
    *,
    as_of: datetime.date | None,
    site_dir: Path,
    jobs: int,
    strict: bool,
    progress: Progress,
    merge: bool = False,
) -> Built:
    """Build the whole site into `site_dir`, which is replaced in one step or not at all.

    Errors in the content (with `strict` also warnings) stop the build and are returned. With `merge` every agency
    must have been built by a shard. Raises GeneratorError for faults of the machine, the settings or a page.
    """
    from generator.export.cards import why_missing  # what renders is slow to load, and `validate` renders nothing

    site_dir = replaceable(site_dir)
    with locked(config.root / "build"), no_collection():
        progress("read")
        context = open_context(config, as_of, jobs)
        if (last := published_site(context, site_dir)) and not _stops(last.findings, strict=strict):
            return Built(last.findings, last.pages, files=last.files, size=last.size, context=context, tree=last.tree)

        progress("check")
        checks = check_all(context, merge=merge)
        state = _assess(context, checks)
        findings = _findings(context, checks, state)
        if _stops(findings, strict=strict):
            return Built(tuple(findings), 0)

        progress("render")
        outputs = _render(context, checks, state, findings, merge=merge)

        progress("verify")
        publisher = SitePublisher(site_dir, context.store.folder_of("spare"))
        tree, faults = in_child(
            lambda: publisher.lay_out(outputs.files),
            lambda: find_faults(outputs.by_name.values(), context.prefixes),
            jobs,
        )
        if faults:
            publisher.discard()
            listed = "\n  ".join(faults[:_FAULTS_SHOWN])
            raise GeneratorError(f"the built pages have {len(faults)} faults; the site was left as it was:\n  {listed}")

        progress("publish")
        publisher.publish()
        if 2 * outputs.changed > outputs.pages:  # a changed submission only changes dozens of pages
            publisher.renew_spare(outputs.files)
        write_manifest(context, site_dir, tree, findings, outputs.pages, len(outputs.files), outputs.size)
        return Built(
            tuple(findings),
            outputs.pages,
            outputs.changed,
            len(outputs.files),
            outputs.size,
            why_missing(config, context.card_fonts),
            context,
            tree,
            (checks, state, outputs),
        )


def validate(config: Config, as_of: datetime.date | None = None, jobs: int = 1) -> tuple[Catalog, list[Finding]]:
    """Read and check everything as of a day (default: today).

    Returns the catalog without submissions, and the findings, sorted by file and line.
    """
    with no_collection():
        context = open_context(config, as_of, jobs)
        checks = check_all(context)
        state = _assess(context, checks, _speaking(context.scan.catalog))  # all that the rules need
    return context.scan.catalog, _findings(context, checks, state)


def _speaking(catalog: Catalog) -> set[str]:
    """Return the ids of the agencies that can contradict each other: those that speak of a policy's whole."""
    found: set[str] = set()
    for policy in catalog.policies.values():
        place = place_of(policy.file, catalog.agencies)
        found.update(id_ for id_, agency in catalog.agencies.items() if is_of(agency, place, catalog.agencies))
        found.update(row.agency for row in policy.assigned if row.agency)
    return found


def build_shard(config: Config, *, as_of: datetime.date | None, jobs: int, shard: Shard) -> tuple[Finding, ...]:
    """Check and render the agencies of one shard for a build that merges all shards; returns the findings."""
    from generator.pipeline.plan import plan_shard

    with locked(config.root / "build"), no_collection():
        context = open_context(config, as_of, jobs)
        checks = check_all(context, shard)
        findings = in_order(context.problems.union(*(check.findings for check in checks.by_agency.values())))
        if not _stops(context.problems, strict=False):
            outputs = Outputs(context.store)
            sound = [id_ for id_ in checks.by_agency if not _stops(checks.by_agency[id_].findings, strict=False)]
            for batch in plan_shard(context, checks, outputs, sound):
                run_jobs(batch, context.workshop, outputs)
    return tuple(findings)


def render_files(
    config: Config, as_of: datetime.date | None, wanted: Callable[[str], bool], jobs: int = 1
) -> tuple[list[Finding], dict[str, bytes] | None]:
    """Render the site's files whose paths are wanted; returns no files if the content has errors."""
    with locked(config.root / "build"), no_collection():
        context = open_context(config, as_of, jobs)
        checks = check_all(context)
        state = _assess(context, checks)
        findings = _findings(context, checks, state)
        if _stops(findings, strict=False):
            return findings, None
        outputs = _render(context, checks, state, findings)
        return findings, {path: Path(at).read_bytes() for path, at in outputs.files.items() if wanted(path)}


def _assess(context: BuildContext, checks: Checks, wanted: set[str] | None = None) -> Assessment:
    """Assess the submissions of some agencies (default: all); without samples if the settings exclude them."""
    summaries = (
        summary
        for id_, check in checks.by_agency.items()
        if wanted is None or id_ in wanted
        for summary in check.summaries
        if context.config.samples or not summary.sample
    )
    return combine(context.catalog, summaries, context.as_of)


def _findings(context: BuildContext, checks: Checks, state: Assessment) -> list[Finding]:
    """Gather all findings, sorted by file and line."""
    shared = context.problems.union(check_agencies(context.scan.catalog, state))
    return in_order([*shared, *(finding for check in checks.by_agency.values() for finding in check.findings)])


def _stops(findings: Iterable[Finding], *, strict: bool) -> bool:
    """Return whether any of the findings stops the build."""
    stopping = {Severity.ERROR, Severity.WARNING} if strict else {Severity.ERROR}
    return any(finding.severity in stopping for finding in findings)


def _render(
    context: BuildContext, checks: Checks, state: Assessment, findings: list[Finding], *, merge: bool = False
) -> Outputs:
    """Run every job of the site whose output is not cached; with `merge` the outputs of agencies must be."""
    from generator.pipeline.plan import plan_site

    outputs = Outputs(context.store)
    for batch in plan_site(context, checks, state, findings, outputs):
        run_jobs(batch, context.workshop, outputs, merge=merge)
    outputs.forget_others()
    return outputs
