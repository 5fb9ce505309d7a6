"""The pages of tasks: what was promised, clause by clause, and who reported what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from generator import addresses
from generator.assess import Assessment, Entry, PolicyState
from generator.model import Policy, Task, Term
from generator.pages.agencies import LEVELS
from generator.pages.page import Page, neighbours
from generator.terms import Spot

SHOWN = 20  # agencies whose reports a task's page gives in full; the others' stand on their own pages


@dataclass(frozen=True)
class Reports:
    """What a task's page shows of the reports on it."""

    latest: tuple[Entry, ...]  # those that its state rests on, newest first
    older: tuple[Entry, ...]  # earlier ones by the same agencies, newest first
    others: int  # agencies that reported too and are only counted

    def shows(self, entry: Entry) -> bool:
        """Tell whether a report stands on the page."""
        return any(entry is shown for shown in self.latest + self.older)


def choose_reports(state: PolicyState, task: int) -> Reports:
    """Choose the reports of at most SHOWN agencies, the higher levels of government before the lower."""
    entries = state.entries[task]
    kinds = {entry.submission.agency: entry.kind for entry in reversed(entries)}
    agencies = sorted(kinds, key=lambda agency: (LEVELS.index(kinds[agency]), agency))
    chosen = frozenset(agencies[:SHOWN])
    current = frozenset(map(id, state.tasks[task].entries))
    mine = [entry for entry in entries if entry.submission.agency in chosen]
    return Reports(
        tuple(entry for entry in mine if id(entry) in current),
        tuple(entry for entry in mine if id(entry) not in current),
        len(agencies) - len(chosen),
    )


def task_pages(policy: Policy, standing: Mapping[str, tuple[Spot, ...]], state: Assessment) -> Iterator[Page]:
    """Yield one page per task: what was promised, sentence by sentence, and who reported what."""
    real, samples = state.policies[policy.id], state.samples[policy.id]
    for before, task, after in neighbours(policy.tasks):
        yield Page(
            addresses.task(policy, task),
            "task",
            lambda locale, task=task: locale.t(  # type: ignore[misc]
                "task.title_of", number=str(task.number), title=locale.plain(task.title)
            ),
            lambda locale, task=task: locale.plain(task.clauses[0].text),  # type: ignore[misc]
            {
                "policy": policy,
                "task": task,
                "area": policy.area_of(task),
                "before": before,
                "after": after,
                "targets": [target for target in policy.targets if task.number in target.tasks],
                "terms": _terms_of(policy, task, standing),
                "state": real,
                "samples": samples,
                "reports": choose_reports(real, task.number),
                "sample_reports": choose_reports(samples, task.number),
                "sampled": bool(samples.entries[task.number]),
                "silent_clauses": [
                    clause.id for clause in task.clauses if real.clauses[clause.id].state == "not_reported"
                ],
                "levels": Counter(entry.evidence for entry in real.tasks[task.number].entries),
                "overdue": [duty for duty in real.duties if duty.value == "overdue" and duty.task == task.number],
            },
        )


def _terms_of(policy: Policy, task: Task, standing: Mapping[str, tuple[Spot, ...]]) -> list[Term]:
    return [term for term in policy.glossary if any(spot.task is task for spot in standing[term.id])]
