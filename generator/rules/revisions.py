"""Rules on revisions: what replaces a submission that was published."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

from generator.findings import Finding, find
from generator.model import Catalog, Submission
from generator.rules.registry import rule


def _chains(catalog: Catalog) -> Iterator[list[Submission]]:
    """Yield the revisions of each agency's submission for each period, in order."""
    chains: dict[tuple[str, str, str], list[Submission]] = defaultdict(list)
    for submission in catalog.submissions:
        chains[submission.policy, submission.agency, submission.period_name].append(submission)
    for chain in chains.values():
        yield sorted(chain, key=lambda submission: submission.revision)


def _path(submission: Submission, revision: int) -> str:
    name = submission.period_name if revision == 1 else f"{submission.period_name}.r{revision}"
    return Submission.FILE.format(policy=submission.policy, agency=submission.agency, period=name)


@rule("S141", "submissions")
def revisions_are_numbered_on(catalog: Catalog) -> Iterator[Finding]:
    """A revision follows the one before: `.r2` the first submission, `.r3` the second."""
    for chain in _chains(catalog):
        present = {submission.revision for submission in chain}
        for submission in chain:
            before = submission.revision - 1
            if before and before not in present and _path(submission, before) not in catalog.unread:
                yield find(submission.at(), "S141", wanted=_path(submission, before))


def _replacing(catalog: Catalog) -> Iterator[tuple[Submission, bool]]:
    """Yield every submission, and whether there is one before it that stands."""
    for chain in _chains(catalog):
        stands = False
        for submission in chain:
            yield submission, stands
            stands = submission.withdrawn is None


@rule("S142", "submissions")
def revisions_say_why(catalog: Catalog) -> Iterator[Finding]:
    """A revision of what stands says why it corrects or withdraws it."""
    for submission, replaces in _replacing(catalog):
        if replaces and submission.corrects is None and submission.withdrawn is None:
            yield find(submission.at(), "S142")


@rule("S143", "submissions")
def withdrawals_report_nothing(catalog: Catalog) -> Iterator[Finding]:
    """A withdrawal has no reports, figures or corrections."""
    for submission in catalog.submissions:
        if submission.withdrawn is not None:
            for field in ("corrects", "reports", "figures"):
                if getattr(submission, field):
                    yield find(submission.at(field), "S143", field=field)


@rule("S144", "submissions")
def what_is_replaced_stands(catalog: Catalog) -> Iterator[Finding]:
    """What a submission corrects or withdraws is on record and stands."""
    for submission, replaces in _replacing(catalog):
        for field in ("corrects", "withdrawn"):
            is_cut = submission.revision > 1 and _path(submission, submission.revision - 1) in catalog.unread
            if not replaces and not is_cut and getattr(submission, field) is not None:
                yield find(submission.at(field), "S144", field=field)


@rule("S145", "submissions")
def revisions_come_later(catalog: Catalog) -> Iterator[Finding]:
    """A revision is submitted no earlier than the one before."""
    for chain in _chains(catalog):
        for before, submission in pairwise(chain):
            if submission.submitted < before.submitted:
                yield find(submission.at("submitted"), "S145", value=submission.submitted, earlier=before.submitted)
