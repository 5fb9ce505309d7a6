"""What an agency's part in a policy shows where: by task, by period, by target, each as a digest.

A page that sums up what many agencies say is made again only where the part that it shows has changed. Words
are in no facet: whoever shows them notes whose, since they are shown of a few agencies only.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

import msgspec

from generator.assess import AgencySummary
from generator.model import Policy, Task
from generator.storage.store import digest

_LENGTH = 32  # hexadecimal digits of a digest: there are some thirty of each agency


def on_task(policy: str, task: int) -> str:
    """Name what is said and owed of a task and its clauses."""
    return f"{policy} task {task}"


def on_targets(policy: str) -> str:
    """Name what is said of targets."""
    return f"{policy} targets"


def for_period(policy: str, period: str) -> str:
    """Name what is submitted for a period."""
    return f"{policy} period {period}"


def of_task_page(policy: Policy, task: Task) -> list[str]:
    """Name all that bears on a task: of its targets too, where it has some."""
    found = [on_task(policy.id, task.number)]
    if any(task.number in target.tasks for target in policy.targets):
        found.append(on_targets(policy.id))
    return found


def facets(sums: Iterable[AgencySummary]) -> tuple[dict[str, str], dict[str, str]]:
    """Digest what an agency's sums hold, by the names above.

    Returns by themselves the places in its files where it says something of a task: they are only given of the
    foremost agencies, and every line that is added moves them.
    """
    found: dict[str, list[object]] = defaultdict(list)
    places: dict[str, list[object]] = defaultdict(list)
    for sum_ in sums:
        policy, state = sum_.policy, sum_.state
        whose = (sum_.sample, state.agency, state.kind)
        for filing in state.filings:
            head = (whose, filing.period_name, filing.submitted, filing.provenance)
            said = [(report.ref, report.status, report.before, report.evidence) for report in filing.reports]
            by_task: dict[int, list[object]] = defaultdict(list)
            for report, one in zip(filing.reports, said, strict=True):
                by_task[report.task].append(one)
                places[on_task(policy, report.task)].append((report.line, report.column))
            for task, reports in by_task.items():
                found[on_task(policy, task)].append((head, reports))
            if filing.figures:
                found[on_targets(policy)].append((head, filing.figures))
            found[for_period(policy, filing.period_name)].append((head, said, filing.figures))
        for duty in state.duties:
            found[on_task(policy, duty.task)].append((whose, duty))
    return _digests(found), _digests(places)


def _digests(found: Mapping[str, list[object]]) -> dict[str, str]:
    return {name: digest(msgspec.msgpack.encode(parts))[:_LENGTH] for name, parts in found.items()}


def digest_of(names: Iterable[str], every: Mapping[str, Mapping[str, str]]) -> str:
    """Digest some facets of all agencies, which come in their order."""
    wanted = tuple(names)
    return digest(*wanted, *(" ".join([one.get(name, "") for one in every.values()]) for name in wanted))
