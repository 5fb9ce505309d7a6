"""What can be found: every task, area, target, term, agency, policy and hand-written page, in one locale."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import NamedTuple

from markdown import Markdown  # type: ignore[import-untyped]  # it ships no types

from generator.assess import Assessment, PolicyState, ReportChange
from generator.model import Catalog, Clause, Policy, Target, Task
from generator.website import addresses
from generator.website.locales import Locale

_FACETS = 50  # agencies that a task can be narrowed down by; a longer list would not help


@dataclass(frozen=True)
class Piece:
    """A part of a record's text that has its own address."""

    anchor: str  # such as "#s-g1", or "" for the whole record
    text: str


@dataclass(frozen=True)
class Record:
    """A thing that can be found, in one reader's language."""

    kind: str
    address: str  # below the locale's prefix; it identifies the record in all locales
    title: str
    number: str = ""
    area: str = ""  # the address of its area
    status: str = ""  # a task's progress, if there are reports on it
    agencies: tuple[str, ...] = ()  # the addresses of those that reported on it or are assigned to it
    names: tuple[str, ...] = ()  # alternative titles
    clauses: tuple[str, ...] = ()  # their ids and anchors follow from the task's number and their order
    pieces: tuple[Piece, ...] = ()
    plain: str = ""  # what this site says of it in everyday words


class TaskState(NamedTuple):
    """What the index contains of a task's reports."""

    status: str  # its progress; empty if there are no reports on it
    agencies: tuple[str, ...]  # the addresses of those that reported on it or are assigned to it
    is_reported: bool = False  # whether its page quotes reports, so that it has a chunk of their words


TaskStates = Mapping[tuple[str, int], TaskState]
"""All that the index contains of reports, by policy and task."""


_NOTHING = TaskState("", ())


def task_states(catalog: Catalog, state: Assessment) -> TaskStates:
    """Gather what the index contains of all tasks' reports."""
    return {
        (policy.id, task.number): _task_state(task, policy, state.policies[policy.id])
        for policy in catalog.policies.values()
        for task in policy.tasks
    }


def _task_state(task: Task, policy: Policy, state: PolicyState) -> TaskState:
    status = state.tasks[task.number].state
    return TaskState(
        "" if status == "not_reported" else status,
        tuple(map(addresses.agency, _agencies_of(task, policy, state))),
        bool(state.reporters[task.number]),
    )


def first(catalog: Catalog, states: TaskStates, locale: Locale) -> list[Record]:
    """List what readers look for most: the areas and tasks of the newest policy."""
    return [record for policy in _newest_first(catalog)[:1] for record in _work(policy, states, locale)]


def rest(
    catalog: Catalog,
    states: TaskStates,
    locale: Locale,
    prose: Mapping[str, str],
    as_of: datetime.date = datetime.date.max,
) -> Iterator[Record]:
    """Yield everything else, with what had been published by a day.

    `prose` holds the hand-written pages' Markdown by file name.
    """
    policies = _newest_first(catalog)
    for policy in policies[1:]:
        yield from _work(policy, states, locale)
    for policy in policies:
        yield from _in_plain_words(policy, locale)
        yield from _document(policy, locale)
        yield from _targets(policy, locale)
        yield from _terms(policy, locale)
        yield from _published(policy, locale, as_of)
    yield from _pages(prose)
    yield from _agencies(catalog, locale)


def _newest_first(catalog: Catalog) -> list[Policy]:
    return sorted(catalog.policies.values(), key=lambda policy: policy.file.issued or datetime.date.min, reverse=True)


def _work(policy: Policy, states: TaskStates, locale: Locale) -> Iterator[Record]:
    """Yield a policy's areas, each before its tasks."""
    for area in policy.file.areas:
        home = addresses.area(policy, area)
        yield Record("area", home, locale.plain(policy.name(area)), str(area.number), home)
        for task in policy.tasks_of(area):
            # Readers also look for a task by what measures it.
            found = states.get((policy.id, task.number), _NOTHING)
            measures = tuple(Piece("", locale.plain(target.title)) for target in _measures(policy, task))
            yield Record(
                "task",
                addresses.task(policy, task),
                locale.plain(policy.name(task)),
                str(task.number),
                home,
                status=found.status,
                agencies=found.agencies,
                clauses=tuple(_wordings(clause, locale) for clause in task.clauses),
                pieces=measures,
            )


def _wordings(clause: Clause, locale: Locale) -> str:
    """Return a clause's text and its later wordings, so that it is found by any of them."""
    return " ".join(locale.plain(text) for text in (clause.text, *(change.text for change in clause.amended)))


def _in_plain_words(policy: Policy, locale: Locale) -> Iterator[Record]:
    """Yield what the records of tasks leave out so that the first chunk stays small: the everyday sentences."""
    for task in policy.tasks:
        if task.plain:
            address, title = addresses.task(policy, task), locale.plain(policy.name(task))
            yield Record("task", address, title, str(task.number), plain=locale.plain(task.plain))


def _agencies_of(task: Task, policy: Policy, state: PolicyState) -> list[str]:
    """Return the ids of the agencies that reported on a task or are assigned to it; none if there are too many."""
    assigned = {item.agency for item in policy.assignments if item.ref.partition(".")[0] == str(task.number)}
    found = assigned.union(state.reporters[task.number])
    return sorted(found) if len(found) <= _FACETS else []


def _measures(policy: Policy, task: Task) -> Iterator[Target]:
    return (target for target in policy.targets if task.number in target.tasks and not target.qualitative)


def _document(policy: Policy, locale: Locale) -> Iterator[Record]:
    short = (locale.plain(policy.file.short),) if policy.file.short else ()
    yield Record("policy", addresses.overview(policy), locale.plain(policy.title), names=short)
    address = addresses.text(policy)
    sentences = [
        Piece(addresses.text(policy, sentence).removeprefix(address), locale.plain(sentence.text))
        for sentence in policy.sentences
    ]
    title = locale.t("text.title_of", title=locale.plain(policy.title))
    yield Record("policy", address, title, pieces=tuple(sentences))


def _targets(policy: Policy, locale: Locale) -> Iterator[Record]:
    for target in policy.targets:
        language = policy.file.language
        own = policy.quotes(target) if locale.has(language) else policy.quotes(target, locale.id)
        quotes = tuple(Piece("", locale.original(quote, language)) for quote in own)
        yield Record("target", addresses.targets(policy, target), locale.plain(target.title), pieces=quotes)


def _published(policy: Policy, locale: Locale, as_of: datetime.date) -> Iterator[Record]:
    """Yield the public record, task by task: each statement with the words of its source."""
    shown = [statement for statement in policy.statements if statement.newest <= as_of]
    for task in policy.tasks:
        pieces = [
            Piece(f"#{addresses.statement_anchor(one.id)}", text)
            for one in shown
            if one.about[0].partition(".")[0] == str(task.number)
            for text in (locale.plain(one.says), one.quote)
        ]
        if pieces:
            title = locale.t("published.of_task", number=str(task.number), title=locale.plain(policy.name(task)))
            yield Record("published", f"{addresses.task(policy, task)}#promised", title, pieces=tuple(pieces))


def reported(policy: Policy, task: Task, reports: Iterable[ReportChange], locale: Locale) -> Record:
    """Return the words of the reports that a task's page quotes."""
    pieces = []
    for one in reports:
        submission, report = one.submission, one.report
        anchor = addresses.report_anchor(submission.agency, submission.period_name, report.ref)
        said = (report.summary, report.reason, report.ground)
        pieces += [Piece(f"#{anchor}", locale.plain(text)) for text in said if text]
    title = locale.t("found.report", number=str(task.number), title=locale.plain(policy.name(task)))
    return Record("report", f"{addresses.task(policy, task)}#reported", title, pieces=tuple(pieces))


def _terms(policy: Policy, locale: Locale) -> Iterator[Record]:
    for term in policy.glossary:
        if locale.has(term.name.language):
            names = tuple(locale.original(form, term.name.language) for form in term.forms)
        else:
            names = term.english_forms if locale.id == "en" else ()
        notes = (Piece("", locale.plain(term.note)),) if term.note else ()
        yield Record(
            "term",
            addresses.glossary(policy, term),
            locale.plain(term.name),
            names=tuple(names),
            pieces=notes,
            plain=locale.plain(term.meaning) if term.meaning else "",
        )


def _pages(prose: Mapping[str, str]) -> Iterator[Record]:
    """Yield the hand-written pages, split at their headings."""
    for name, source in sorted(prose.items()):
        markdown = Markdown(extensions=["attr_list", "meta", "tables", "toc"])
        reader = _Blocks()
        reader.feed(markdown.convert(source))
        reader.close()
        meta: dict[str, list[str]] = getattr(markdown, "Meta", {})
        title = " ".join(meta.get("title", [])) or name
        pieces = [Piece("", " ".join(meta.get("description", [])))]
        anchor = ""
        for block in reader.blocks:
            text = " ".join("".join(block.texts).split())
            if block.tag in {"h2", "h3"}:
                anchor = f"#{block.id}"
            if block.tag != "h1" and text:
                pieces.append(Piece(anchor, text))
        yield Record("page", f"{name.removesuffix('.md')}/", title, pieces=tuple(pieces))


class _Block(NamedTuple):
    """A top-level element."""

    tag: str
    id: str
    texts: list[str]


class _Blocks(HTMLParser):
    """A parser of the HTML of a hand-written page, which is reviewed like code, and balanced."""

    _VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"})

    def __init__(self) -> None:
        super().__init__()
        self.blocks: list[_Block] = []
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a block, or enter a nested element."""
        if not self._open:
            self.blocks.append(_Block(tag, dict(attrs).get("id") or "", []))
        if tag not in self._VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Leave an element, and any elements left open in it."""
        while tag in self._open and self._open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        """Add a text to the current block."""
        if self._open:
            self.blocks[-1].texts.append(data)


def _agencies(catalog: Catalog, locale: Locale) -> Iterator[Record]:
    """Yield the agencies except samples, which readers might take for real ones among results."""
    for agency in (agency for agency in catalog.agencies.values() if not agency.sample):
        names = (locale.plain(agency.short),) if agency.short else ()
        yield Record("agency", addresses.agency(agency), locale.plain(agency.name), names=names)


def texts(records: Iterable[Record]) -> Iterator[str]:
    """Yield every text of the records."""
    for record in records:
        yield record.title
        yield from record.names
        yield from record.clauses
        yield from (piece.text for piece in record.pieces)
        yield record.plain
