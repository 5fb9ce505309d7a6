"""The catalog: the records of all data files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass, replace
from functools import cached_property

from generator.model.locale import LocaleFile
from generator.model.policy import Area, Assignment, Clause, PolicyFile, Sentence, Target, Task, Term
from generator.model.published import PublicRecord, Statement
from generator.model.record import CANONICAL, Localized, Record
from generator.model.submission import Agency, Submission

FILES: tuple[type[Record], ...] = (
    LocaleFile,
    Agency,
    PolicyFile,
    Task,
    Target,
    Term,
    Assignment,
    PublicRecord,
    Submission,
)
"""The record type of every kind of file under data/."""

LISTS: frozenset[type[Record]] = frozenset({Target, Term, Assignment})
"""Record types whose files hold a list of records."""


@dataclass(frozen=True)
class Policy:
    """A policy with its tasks, targets and glossary."""

    file: PolicyFile
    tasks: tuple[Task, ...]
    targets: tuple[Target, ...]
    glossary: tuple[Term, ...]
    assignments: tuple[Assignment, ...] = ()
    records: tuple[PublicRecord, ...] = ()  # its public record, in the order of the files' names

    @property
    def id(self) -> str:
        """Its folder's name."""
        return self.file.id

    @property
    def title(self) -> Localized:
        """Its official title."""
        return self.file.title

    def tasks_of(self, area: Area) -> tuple[Task, ...]:
        """Return the tasks of an area, in order."""
        return tuple(task for task in self.tasks if task.area == area.number)

    def area_of(self, task: Task) -> Area:
        """Return the area that a task belongs to."""
        return self.file.areas[task.area - 1]

    @cached_property
    def refs(self) -> dict[str, Task | Clause]:
        """Everything that can be reported on: tasks and clauses by number, in order."""
        refs: dict[str, Task | Clause] = {}
        for task in self.tasks:
            refs[str(task.number)] = task
            refs.update((clause.id, clause) for clause in task.clauses)
        return refs

    @cached_property
    def _clauses(self) -> dict[str, tuple[str, ...]]:
        return {
            ref: tuple(clause.id for clause in part.clauses) if isinstance(part, Task) else (ref,)
            for ref, part in self.refs.items()
        }

    def clauses_of(self, ref: str) -> tuple[str, ...]:
        """Return the ids of the clauses that a report covers: one, or all of a task; empty for an unknown number."""
        return self._clauses.get(ref, ())

    def without(self, agencies: Set[str]) -> Policy:
        """Return the policy without the assignments of some agencies."""
        return replace(self, assignments=tuple(item for item in self.assignments if item.agency not in agencies))

    @property
    def statements(self) -> tuple[Statement, ...]:
        """Everything on its public record but the figures, in the order of the files."""
        return tuple(statement for record in self.records for statement in record.statements)

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """Preamble and goals."""
        return self.file.preamble + self.file.goals


@dataclass(frozen=True)
class Catalog:
    """Everything under data/, by id, in the order of the ids."""

    locales: dict[str, LocaleFile]
    agencies: dict[str, Agency]
    policies: dict[str, Policy]
    submissions: tuple[Submission, ...]  # by policy, agency and period
    unread: frozenset[str]
    """Files with errors. Their records are missing above and must not be reported as missing again."""
    prepared: frozenset[str] = frozenset()  # languages that have a file but are not offered

    def offering(self, locales: Iterable[str]) -> Catalog:
        """Return the catalog with only the canonical locale and those that the site offers.

        The files of other locales need only be readable.
        """
        offered = {CANONICAL, *locales}
        return replace(
            self,
            locales={id_: file for id_, file in self.locales.items() if id_ in offered},
            prepared=self.prepared | (self.locales.keys() - offered),
        )

    def without_samples(self) -> Catalog:
        """Return the catalog without samples: no invented agencies, nor their submissions and assignments."""
        invented = {id_ for id_, agency in self.agencies.items() if agency.sample}
        return replace(
            self,
            agencies={id_: agency for id_, agency in self.agencies.items() if id_ not in invented},
            policies={id_: policy.without(invented) for id_, policy in self.policies.items()},
            submissions=tuple(item for item in self.submissions if item.provenance != "sample"),
        )

    @cached_property
    def texts(self) -> tuple[Localized, ...]:
        """Every text that has or may have translations, in the order of the files."""
        return tuple(record for record in self.records() if isinstance(record, Localized))

    def records(self) -> Iterator[Record]:
        """Yield every record of every file, nested records included."""
        for locale in self.locales.values():
            yield from locale.each()
        for agency in self.agencies.values():
            yield from agency.each()
        for policy in self.policies.values():
            for record in (
                policy.file,
                *policy.tasks,
                *policy.targets,
                *policy.glossary,
                *policy.assignments,
                *policy.records,
            ):
                yield from record.each()
        for submission in self.submissions:
            yield from submission.each()
