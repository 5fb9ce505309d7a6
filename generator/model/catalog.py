"""The catalog: the records of all data files."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from generator.model.locale import LocaleFile
from generator.model.periods import ReportingPeriod, periods_within
from generator.model.policy import Area, Assignment, Clause, Heading, PolicyFile, Section, Sentence, Target, Task, Term
from generator.model.published import PublicRecord, Statement
from generator.model.record import CANONICAL, Localized, Record
from generator.model.redirects import Redirects
from generator.model.submission import Agency, Group, Submission
from generator.model.values import chinese_number

FILES: tuple[type[Record], ...] = (
    LocaleFile,
    Agency,
    Group,
    PolicyFile,
    Task,
    Target,
    Term,
    Assignment,
    PublicRecord,
    Submission,
    Redirects,
)
"""The record type of every kind of file under data/."""

SOURCE_FILE = "data/policies/{policy}/source.txt"
"""A policy's text as published: plain text, against which the document in YAML is held."""

_START = 40  # characters of a text that stand for a title where there is none

LISTS: frozenset[type[Record]] = frozenset({Target, Term, Assignment})
"""Record types whose files hold a list of records."""


OF_POLICIES: frozenset[type[Record]] = frozenset({PolicyFile, Task, Target, Term, Assignment})
"""Record types of policies' files, whose texts are in the policy's own language."""


@dataclass(frozen=True)
class Policy:
    """A policy with its tasks, targets and glossary."""

    file: PolicyFile
    tasks: tuple[Task, ...]
    targets: tuple[Target, ...]
    glossary: tuple[Term, ...]
    assignments: tuple[Assignment, ...] = ()  # one per agency: those of groups are spread over their members
    records: tuple[PublicRecord, ...] = ()  # its public record, in the order of the files' names
    source_text: str | None = None  # the contents of SOURCE_FILE, if there is one
    assigned: tuple[Assignment, ...] = ()  # the assignments as written

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

    def lasts(self, ref: str) -> tuple[datetime.date, datetime.date]:
        """Return the first and the last day on which a task or clause is in force, where a later document changed that.

        A task is in force no longer than any of its clauses, and a clause no longer than its task.
        """
        return self._spans.get(ref, (datetime.date.min, datetime.date.max))

    @cached_property
    def _spans(self) -> dict[str, tuple[datetime.date, datetime.date]]:
        return {ref: self._span(ref, part) for ref, part in self.refs.items()}

    def _span(self, ref: str, part: Task | Clause) -> tuple[datetime.date, datetime.date]:
        task = self.refs.get(ref.partition(".")[0])
        if not isinstance(task, Task):
            return datetime.date.min, datetime.date.max
        parts = part.clauses if isinstance(part, Task) else (part,)
        first = min((one.start for one in parts), default=datetime.date.min)
        last = max((one.last for one in parts), default=datetime.date.max)
        return max(task.start, first), min(task.last, last)

    def is_in_force(self, ref: str, day: datetime.date) -> bool:
        """Return whether a task or clause is in force on a day."""
        first, last = self.lasts(ref)
        return first <= day <= last

    @cached_property
    def reworded(self) -> dict[str, tuple[datetime.date, ...]]:
        """The days on which tasks and clauses were amended, by their number; those that were not are left out."""
        found = {
            ref: tuple(sorted({change.on for one in parts for change in one.amended}))
            for ref, part in self.refs.items()
            for parts in [part.clauses if isinstance(part, Task) else (part,)]
        }
        return {ref: days for ref, days in found.items() if days}

    @cached_property
    def _assignments(self) -> dict[str, tuple[Assignment, ...]]:
        found: dict[str, list[Assignment]] = {}
        for item in self.assignments:
            found.setdefault(item.agency, []).append(item)
        return {id_: tuple(items) for id_, items in found.items()}

    def assignments_of(self, agency: str) -> tuple[Assignment, ...]:
        """Return an agency's assignments, those as a member of a group included."""
        return self._assignments.get(agency, ())

    def owed_by(self, agency: str) -> tuple[str, ...]:
        """Return the tasks and clauses that an agency must report on, in order."""
        owed = {item.ref for item in self.assignments_of(agency) if item.role != "support"}
        return tuple(ref for ref in self.refs if ref in owed)

    def without(self, agencies: Set[str]) -> Policy:
        """Return the policy without the assignments of some agencies."""
        return replace(self, assignments=tuple(item for item in self.assignments if item.agency not in agencies))

    @property
    def statements(self) -> tuple[Statement, ...]:
        """Everything on its public record but the figures, in the order of the files."""
        return tuple(statement for record in self.records for statement in record.statements)

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """Every sentence outside the tasks, in order: head, preamble, goals, openings, closing, foot and annexes."""
        file = self.file
        openings = (sentence for heading in (*file.areas, *file.sections) for sentence in heading.opening)
        annexes = (
            Sentence.model_construct(id=block.id, text=block.text, paragraph=block.paragraph, origin=block.origin)
            for annex in file.annexes
            for block in annex.blocks
            if block.id and block.text
        )
        return (*file.head, *file.preamble, *file.goals, *openings, *file.closing, *file.foot, *annexes)

    @cached_property
    def _quotable(self) -> dict[str, Sentence | Clause]:
        found: dict[str, Sentence | Clause] = {sentence.id: sentence for sentence in self.sentences}
        return found | {clause.id: clause for task in self.tasks for clause in task.clauses}

    def sentence(self, id_: str) -> Sentence | Clause | None:
        """Return a sentence or clause by its id."""
        return self._quotable.get(id_)

    def quotes(self, target: Target, locale: str | None = None) -> tuple[str, ...]:
        """Return the words that state a target, in the original or as quoted from a translation."""
        language = self.file.language
        if locale is not None and locale != language:
            return target.quote.get(locale, ())
        return target.quote.get("") or target.quote.get(language) or next(iter(target.quote.values()))

    @cached_property
    def due_periods(self) -> tuple[ReportingPeriod, ...]:
        """The periods for which reports are due; none without a calendar, or if the policy's days are not known."""
        calendar, span = self.file.reporting, self.file.period
        return tuple(periods_within(span.start, span.end, calendar.frequency)) if calendar and span else ()

    def covers(self, start: datetime.date, end: datetime.date) -> bool:
        """Return whether some days overlap those that the policy covers, as far as these are known."""
        span = self.file.period
        return span is None or (start <= span.end and end >= span.start)

    def label(self, part: Heading | Task) -> str:
        """Return a part's number as printed: （一）, 1., 第一章."""
        if part.label is not None:
            return part.label
        style = self.file.numbering.task if isinstance(part, Task) else self.file.numbering.area
        return style.replace("{n}", str(part.number)).replace("{cn}", chinese_number(part.number))

    def name(self, part: Area | Section | Task) -> Localized:
        """Return what a part is called: its title, or else its number and the beginning of its text."""
        if part.title is not None:
            return part.title
        texts = [one.text for one in (part.clauses if isinstance(part, Task) else part.opening)]
        label = self.label(part)
        if not texts or (isinstance(part, Heading) and label):
            return self._words({self.file.language: label}) if label else self.file.short or self.title
        original = texts[0].language
        return self._words(
            {id_: _beginning(f"{label} {text}" if id_ == original else text) for id_, text in texts[0].versions.items()}
        )

    def _words(self, versions: dict[str, str]) -> Localized:
        values: dict[str, Any] = {"zh": "", "zh_hash": {}} | versions
        words = Localized.model_construct(**values)
        words.written_in(self.file.language)
        return words


def _beginning(text: str) -> str:
    text = text.strip()
    return text if len(text) <= _START else f"{text[:_START].rstrip()}…"


def spread(
    rows: Iterable[Assignment], groups: Mapping[str, Group], agencies: Mapping[str, Agency]
) -> tuple[Assignment, ...]:
    """Return one assignment per agency, given those that were written, some of them for groups."""
    found = []
    for row in rows:
        if row.group is None:
            found.append(row)
        elif row.group in groups:
            found += [row.model_copy(update={"agency": id_}) for id_ in groups[row.group].among(agencies)]
    return tuple(found)


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
    groups: dict[str, Group] = field(default_factory=dict)
    redirects: Redirects | None = None
    asked: frozenset[str] | None = None  # languages that reports are to be written in; None: all that are not derived

    @property
    def further_languages(self) -> tuple[list[str], list[str]]:
        """The languages other than Chinese that reports are to be written in, and those that they need not be in."""
        known = [id_ for id_, locale in self.locales.items() if locale.derive is None and id_ != CANONICAL]
        asked = [id_ for id_ in known if self.asked is None or id_ in self.asked]
        return asked, [id_ for id_ in known if id_ not in asked]

    def offering(self, locales: Iterable[str], asked: Iterable[str] | None = None) -> Catalog:
        """Return the catalog with only the canonical locale and those that the site offers.

        The files of other locales need only be readable. `asked` are the languages that reports are to be written in.
        """
        offered = {CANONICAL, *locales}
        return replace(
            self,
            locales={id_: file for id_, file in self.locales.items() if id_ in offered},
            prepared=self.prepared | (self.locales.keys() - offered),
            asked=None if asked is None else frozenset(asked),
        )

    @cached_property
    def newest_first(self) -> tuple[Policy, ...]:
        """The policies, newest first; undated ones last."""
        return tuple(
            sorted(self.policies.values(), key=lambda policy: policy.file.issued or datetime.date.min, reverse=True)
        )

    @cached_property
    def apart(self) -> dict[str, str]:
        """What tells a policy's reports apart on a page of several policies: its id, nothing for the oldest.

        So the addresses of reports stay when further policies follow.
        """
        dated = [(policy.file.issued or datetime.date.max, id_) for id_, policy in self.policies.items()]
        oldest = min(dated, default=(None, ""))[1]
        return {id_: "" if id_ == oldest else id_ for id_ in self.policies}

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
    def agency_names(self) -> Mapping[str, str]:
        """The ids of agencies by id and by every name, in small letters; names that several have are left out."""
        found: dict[str, set[str]] = {}
        for id_, agency in self.agencies.items():
            for name in (id_, *agency.names):
                found.setdefault(name.casefold(), set()).add(id_)
        return {name: min(ids) for name, ids in found.items() if len(ids) == 1}

    @cached_property
    def kin(self) -> Mapping[str, frozenset[str]]:
        """The agencies that one succeeded, was succeeded by, or was merged with; those without any are left out."""
        found: dict[str, frozenset[str]] = {}
        for id_, agency in self.agencies.items():
            if agency.successor in self.agencies and agency.successor is not None:
                joined = found.get(id_, frozenset({id_})) | found.get(agency.successor, frozenset({agency.successor}))
                found |= dict.fromkeys(joined, joined)
        return {id_: joined - {id_} for id_, joined in found.items()}

    def predecessors(self, agency: str) -> list[str]:
        """List the agencies whose duties an agency took over, sorted."""
        return [id_ for id_ in sorted(self.kin.get(agency, ())) if agency in self.heirs(id_)]

    def heirs(self, agency: str) -> set[str]:
        """Return the agencies that took over an agency's duties, one after another."""
        found: set[str] = set()
        while (known := self.agencies.get(agency)) is not None and known.successor not in {None, *found}:
            agency = known.successor or ""
            found.add(agency)
        return found

    def owner_on(self, agency: str, day: datetime.date) -> str | None:
        """Return who has the duties of an agency on a day: itself, or those who succeeded it; None if nobody.

        Of an agency that ended in a year of which no day is known, nobody has them in that year until its last day.
        """
        seen: set[str] = set()
        while (known := self.agencies.get(agency)) is not None and known.until is not None and day > known.until.first:
            seen.add(agency)
            if day < known.until or known.successor is None or known.successor in seen:
                return None
            agency = known.successor
        return agency

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
        for group in self.groups.values():
            yield from group.each()
        for policy in self.policies.values():
            for record in (
                policy.file,
                *policy.tasks,
                *policy.targets,
                *policy.glossary,
                *policy.assigned,
                *policy.records,
            ):
                yield from record.each()
        for submission in self.submissions:
            yield from submission.each()
