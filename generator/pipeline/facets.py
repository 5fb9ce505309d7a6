"""Facets: what an agency's part in a policy shows where, by task, by period, by targets, each as a fingerprint.

A page about many agencies is made again only where the facets that it shows have changed. Words are in no facet:
a job notes which submissions it opens, since pages open those of a few agencies only.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from generator.assess import AgencySummary
from generator.model import Policy, Task
from generator.pipeline.fingerprints import fingerprint

_LENGTH = 32  # hexadecimal digits of a facet's fingerprint: each agency has some thirty


def task_facet(policy: str, task: int) -> str:
    """Name what is said and owed of a task and its clauses."""
    return f"{policy} task {task}"


def targets_facet(policy: str) -> str:
    """Name what is said of targets."""
    return f"{policy} targets"


def period_facet(policy: str, period: str) -> str:
    """Name what is submitted for a period."""
    return f"{policy} period {period}"


def task_page_facets(policy: Policy, task: Task) -> list[str]:
    """Name all that bears on a task: what is said of its targets too, where it has some."""
    found = [task_facet(policy.id, task.number)]
    if any(task.number in target.tasks for target in policy.targets):
        found.append(targets_facet(policy.id))
    return found


def facets(summaries: Iterable[AgencySummary]) -> tuple[dict[str, str], dict[str, str]]:
    """Fingerprint what an agency's summaries hold, by facet.

    Returns separately, by the facet of their task, where its reports stand in their files: pages give these
    places of the foremost agencies only, and every line that is added moves them.
    """
    found: dict[str, list[object]] = defaultdict(list)
    places: dict[str, list[object]] = defaultdict(list)
    for summary in summaries:
        policy, state = summary.policy, summary.state
        whose = (summary.sample, state.agency, state.kind)
        for filing in state.filings:
            head = (whose, filing.period_name, filing.submitted, filing.provenance)
            said = [(report.ref, report.status, report.before, report.evidence) for report in filing.reports]
            by_task: dict[int, list[object]] = defaultdict(list)
            for report, one in zip(filing.reports, said, strict=True):
                by_task[report.task].append(one)
                places[task_facet(policy, report.task)].append((report.line, report.column))
            for task, reports in by_task.items():
                found[task_facet(policy, task)].append((head, reports))
            if filing.figures:
                found[targets_facet(policy)].append((head, filing.figures))
            found[period_facet(policy, filing.period_name)].append((head, said, filing.figures))
        for duty in state.duties:
            found[task_facet(policy, duty.task)].append((whose, duty))
    return _fingerprints(found), _fingerprints(places)


def _fingerprints(found: Mapping[str, list[object]]) -> dict[str, str]:
    return {name: fingerprint(parts)[:_LENGTH] for name, parts in found.items()}


def facets_of_all(names: Iterable[str], every: Mapping[str, Mapping[str, str]]) -> str:
    """Fingerprint some facets of all agencies, which come in their order."""
    wanted = tuple(names)
    return fingerprint(*(" ".join([one.get(name, "") for one in every.values()]) for name in wanted), wanted)
