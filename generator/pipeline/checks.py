"""The check of one agency: its files are read, checked by the rules and summarised.

Nothing here depends on other agencies' reports, except those of agencies that it succeeded or that succeeded it. So a
changed file only costs the check of its own agency.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, partial

import msgspec
from msgspec import Struct

from generator.assess import AgencySummary, is_of, place_of, summarise_agency
from generator.findings import Finding
from generator.load import read_submissions
from generator.model import Catalog, Submission
from generator.pipeline.context import CHECKS, DIGESTS, WORDS, BuildContext
from generator.pipeline.facets import facets
from generator.pipeline.jobs import Job, Outputs, OutputWriter, run_jobs
from generator.pipeline.words import digests, pack
from generator.rules import check_submissions
from generator.storage.fingerprints import fingerprint


class AgencyCheck(Struct, frozen=True, dict=True):
    """The result of an agency's check."""

    findings: tuple[Finding, ...]
    packed: msgspec.Raw  # the summaries, encoded: `validate` needs those of few agencies
    shown: msgspec.Raw  # fingerprints of the summaries, by facet, encoded
    located: msgspec.Raw  # fingerprints of the reports' places in their files, by the facet of their task

    @cached_property
    def summaries(self) -> tuple[AgencySummary, ...]:
        """The summaries of its submissions, one per policy."""
        return msgspec.msgpack.decode(self.packed, type=tuple[AgencySummary, ...])

    @cached_property
    def facets(self) -> dict[str, str]:
        """Fingerprints of the summaries, by facet."""
        return msgspec.msgpack.decode(self.shown, type=dict[str, str])

    @cached_property
    def places(self) -> dict[str, str]:
        """Fingerprints of the reports' places, by the facet of their task."""
        return msgspec.msgpack.decode(self.located, type=dict[str, str])


@dataclass(frozen=True)
class Shard:
    """One of several equal shares of the agencies."""

    number: int  # counted from 1
    count: int

    def __contains__(self, agency: object) -> bool:
        """Return whether the shard contains an agency; this does not depend on which other agencies exist."""
        return int(fingerprint(agency)[:8], 16) % self.count == self.number - 1


EVERYTHING = Shard(1, 1)


@dataclass(frozen=True)
class Checks:
    """The checks of all agencies."""

    outputs: Outputs
    by_agency: Mapping[str, AgencyCheck]  # in the order of the ids

    def fingerprint_of(self, agency: str) -> str:
        """Return the fingerprint of all inputs of one agency's check."""
        return self.outputs[f"{CHECKS}/{agency}"].fingerprint


def check_all(context: BuildContext, shard: Shard = EVERYTHING, *, merge: bool = False) -> Checks:
    """Check every agency of a shard whose check is not cached; with `merge` all must be cached."""
    ids = sorted(_agency_ids(context))
    outputs = Outputs(context.store)
    run_jobs((_job(context, id_) for id_ in ids if id_ in shard), context.workshop, outputs, merge=merge)
    context.submissions.checks = outputs
    context.store.keep_only(CHECKS, (f"{CHECKS}/{id_}" for id_ in ids))
    checked = {id_: outputs[f"{CHECKS}/{id_}"].read(AgencyCheck) for id_ in ids if id_ in shard}
    return Checks(outputs, checked)


def _agency_ids(context: BuildContext) -> set[str]:
    """Return every agency that has a file, a submission or an assignment, its own or one that it took over."""
    assigned = {item.agency for policy in context.scan.catalog.policies.values() for item in policy.assignments}
    heirs = {heir for id_ in assigned for heir in context.scan.catalog.kin.get(id_, ())}
    return {*context.scan.agencies, *context.scan.submissions, *assigned, *heirs}


def _job(context: BuildContext, id_: str) -> Job:
    scan = context.scan
    own = scan.agencies.get(id_)
    known = [own] if own else sorted(scan.agencies)  # findings on an unknown id suggest similar ones
    kin = sorted(scan.catalog.kin.get(id_, ()))
    inherited = [(one, scan.agencies.get(one), sorted(scan.submissions.get(one, {}).items())) for one in kin]
    standing = [_standing(scan.catalog, one) for one in (id_, *kin)]
    inputs = (context.inputs, known, standing, sorted(scan.submissions.get(id_, {}).items()), inherited)
    return Job(f"{CHECKS}/{id_}", inputs, partial(_check, context, id_), sharded=True)


def _standing(catalog: Catalog, id_: str) -> list[object]:
    """What other agencies' files decide on an agency: for which policies it speaks, what its groups are assigned."""
    known = catalog.agencies.get(id_)
    return [
        (
            policy.id,
            known is not None and is_of(known, place_of(policy.file, catalog.agencies), catalog.agencies),
            [(item.group, item.ref, item.role) for item in policy.assignments_of(id_) if item.group],
        )
        for policy in catalog.policies.values()
    ]


def _check(context: BuildContext, id_: str, writer: OutputWriter) -> None:
    shared = context.scan.catalog
    doubtful: list[list[Submission]] = []
    submissions, findings, unread = read_submissions(context.root, context.scan.submissions.get(id_, {}), doubtful)
    catalog = replace(shared, submissions=tuple(submissions), unread=shared.unread | unread)
    further = [finding for meant in doubtful for finding in _further(catalog, meant, findings, context.day)]
    findings = sorted({*findings, *further, *check_submissions(catalog, context.day)})
    inherited = {
        path: digest
        for one in shared.kin.get(id_, ())
        for path, digest in context.scan.submissions.get(one, {}).items()
    }
    others, _, _ = read_submissions(context.root, inherited)  # the findings on them are of their own agencies' checks
    summaries = tuple(summarise_agency(shared, id_, [*submissions, *others], context.as_of))
    encoded = (msgspec.Raw(msgspec.msgpack.encode(part)) for part in (summaries, *facets(summaries)))
    writer.value(AgencyCheck(tuple(findings), *encoded))
    words = {submission.path: pack(submission) for submission in submissions}
    writer.data(WORDS, words)
    writer.data(DIGESTS, {submission.path: digests(submission, words[submission.path]) for submission in submissions})


def _further(
    catalog: Catalog, meant: list[Submission], findings: Iterable[Finding], day: datetime.date
) -> Iterator[Finding]:
    """Yield findings that hold for every possible meaning of a faulty file, on lines without a finding yet."""
    path = meant[0].path
    said = {finding.place.line for finding in findings if finding.place.path == path and not finding.fix}
    found = (check_submissions(replace(catalog, submissions=(*catalog.submissions, one)), day) for one in meant)
    for finding in set.intersection(*found):
        if finding.place.path == path and finding.place.line not in said and finding.code != "S122":
            yield finding
