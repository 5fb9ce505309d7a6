"""Facets: fingerprints of an agency's part in a policy, by task, by period and for targets.

A page about many agencies is rendered again only if a facet that it shows has changed. Facets leave out the texts of
submissions: pages open those of a few agencies only, and each job records which it opens.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from generator.assess import AgencySummary
from generator.model import Policy, Task
from generator.storage.fingerprints import fingerprint

_LENGTH = 32  # hexadecimal digits of a facet's fingerprint: short, as each agency has some thirty


def task_facet(policy: str, task: int) -> str:
    """Name the facet of what is reported and owed on a task and its clauses."""
    return f"{policy} task {task}"


def targets_facet(policy: str) -> str:
    """Name the facet of the figures for targets."""
    return f"{policy} targets"


def period_facet(policy: str, period: str) -> str:
    """Name the facet of what is submitted for a period."""
    return f"{policy} period {period}"


def task_page_facets(policy: Policy, task: Task) -> list[str]:
    """Name the facets of a task's page: its own, and that of targets if it has any."""
    found = [task_facet(policy.id, task.number)]
    if any(task.number in target.tasks for target in policy.targets):
        found.append(targets_facet(policy.id))
    return found


def facets(summaries: Iterable[AgencySummary]) -> tuple[dict[str, str], dict[str, str]]:
    """Fingerprint the contents of an agency's summaries, by facet.

    The reports' places in their files are returned separately, by the facet of their task: pages show the places of
    the first few agencies only, and every added line moves them.
    """
    found: dict[str, list[object]] = defaultdict(list)
    places: dict[str, list[object]] = defaultdict(list)
    for summary in summaries:
        policy, state = summary.policy, summary.state
        whose = (summary.sample, state.agency, state.kind, state.issuing)
        for filing in state.filings:
            head = (whose, filing.period_name, filing.submitted, filing.provenance, filing.redacted)
            said = [
                (report.ref, report.status, report.before, report.evidence, report.is_repeated)
                for report in filing.reports
            ]
            by_task: dict[int, list[object]] = defaultdict(list)
            for report, one in zip(filing.reports, said, strict=True):
                by_task[report.task].append(one)
                places[task_facet(policy, report.task)].append((report.line, report.column))
            for task, reports in by_task.items():
                found[task_facet(policy, task)].append((head, reports))
            if filing.figures:
                found[targets_facet(policy)].append((head, filing.figures))
            found[period_facet(policy, filing.period_name)].append((head, said, filing.figures))
        for charge in state.charges:
            found[task_facet(policy, charge.task)].append((whose, charge))
        for duty in state.duties:
            found[task_facet(policy, duty.task)].append((whose, duty))
        for pair in state.replaced:
            for task in {move.task for move in pair.reports}:
                found[task_facet(policy, task)].append((whose, pair))
            if pair.figures:
                found[targets_facet(policy)].append((whose, pair))
    return _fingerprints(found), _fingerprints(places)


def _fingerprints(found: Mapping[str, list[object]]) -> dict[str, str]:
    return {name: fingerprint(parts)[:_LENGTH] for name, parts in found.items()}


def facets_of_all(names: Iterable[str], every: Mapping[str, Mapping[str, str]]) -> str:
    """Fingerprint some facets of all agencies, given in the order of their ids."""
    wanted = tuple(names)
    return fingerprint(*(" ".join([one.get(name, "") for one in every.values()]) for name in wanted), wanted)
