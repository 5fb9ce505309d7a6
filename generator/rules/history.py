"""Each agency's submissions, period by period: those that stand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from generator.model import Catalog, Submission


def histories(catalog: Catalog) -> Iterator[list[Submission]]:
    """Yield each agency's submissions on each policy that stand, oldest period first."""
    histories: dict[tuple[str, str], list[Submission]] = defaultdict(list)
    for submission in catalog.submissions:
        histories[submission.policy, submission.agency].append(submission)
    for history in histories.values():
        ordered = sorted(history, key=lambda submission: (submission.period, submission.revision))
        last = {submission.period: submission for submission in ordered}
        if standing := [submission for submission in last.values() if submission.withdrawn is None]:
            yield standing
