"""A policy's document put together from its records, in the order in which it was printed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from generator.findings import Place
from generator.model.catalog import Policy
from generator.model.policy import Annex, Area, Block, Clause, Heading, Section, Sentence, Task
from generator.model.record import Localized

_Part = TypeVar("_Part", Sentence, Clause, Block)
Unit = Area | Section | Task

_STOPPED = re.compile(r"[^\w\s）)】\]”’」』》〉\"']$")  # ends with punctuation that is no closing mark
_STOPS = {"en": ". "}


@dataclass(frozen=True)
class Piece:
    """Some words of the document, and the place of the record that holds them."""

    text: str
    place: Place


def stop_after(title: str, language: str) -> str:
    """Return the stop that is printed after a run-in title: nothing if the title has its own, else a full stop."""
    title = title.strip()
    if not title or _STOPPED.search(title):
        return ""
    return _STOPS.get(language, "。")


def paragraphs(parts: Iterable[_Part]) -> Iterator[tuple[_Part, ...]]:
    """Group sentences into the paragraphs that they were printed in; a table is a paragraph of its own."""
    group: list[_Part] = []
    for part in parts:
        is_table = isinstance(part, Block) and part.table
        if group and (part.paragraph or is_table or (isinstance(group[-1], Block) and group[-1].table)):
            yield tuple(group)
            group = []
        group.append(part)
    if group:
        yield tuple(group)


def outline(policy: Policy, within: Area | None = None) -> Iterator[Unit]:
    """Yield the areas, sections and tasks in the order in which they were printed; those of one area if it is given."""
    for area in policy.file.areas if within is None else (within,):
        yield area
        sections = [section for section in policy.file.sections if section.area == area.number]
        begun = 0
        for task in policy.tasks_of(area):
            for section in sections[begun:]:
                if task.section is None or section.number > task.section:
                    break
                yield section
                begun += 1
            yield task
        yield from sections[begun:]


def printed(policy: Policy, *, titled: bool) -> Iterator[Piece]:
    """Yield the words of the whole document as printed: numbers, titles and stops included, translations not.

    `titled` tells whether it begins with its title.
    """
    file = policy.file
    if titled:
        yield Piece(file.title.original, file.title.at(file.title.language))
    yield from _sentences(file.head)
    yield from _sentences(file.preamble)
    for heading, sentences in ((file.headings.goals, file.goals), (file.headings.areas, ())):
        if heading:
            yield Piece(heading.original, heading.at(heading.language))
        yield from _sentences(sentences)
    for unit in outline(policy):
        if isinstance(unit, Task) and unit.added:
            continue  # a later document's
        yield Piece(policy.label(unit), unit.at("label"))
        if unit.title:
            title = unit.title.original
            yield Piece(title + (stop_after(title, file.language) if unit.run_in else ""), unit.at("title"))
        yield from _sentences(unit.opening if isinstance(unit, Heading) else unit.clauses)
        if isinstance(unit, Task) and unit.responsible:
            yield Piece(unit.responsible.text.original, unit.responsible.at("text"))
    yield from _sentences(file.closing)
    yield from _sentences(file.foot)
    for annex in file.annexes:
        yield from _annex(annex)


def _sentences(sentences: Sequence[Sentence | Clause]) -> Iterator[Piece]:
    return (
        Piece(sentence.text.original, sentence.text.at(sentence.text.language))
        for sentence in sentences
        if not (isinstance(sentence, Clause) and sentence.added)
    )


def _annex(annex: Annex) -> Iterator[Piece]:
    if annex.title:
        yield Piece(annex.title.original, annex.at("title"))
    for block in annex.blocks:
        if block.text:
            yield Piece(block.text.original, block.text.at(block.text.language))
        for row in block.table:
            yield Piece(" ".join(row), block.at("table"))


_RULER = re.compile(r"^[^\S\n]*\|(?:[^\S\n]|[|:-])*$", re.MULTILINE)  # the row of dashes below the head of a table
_BLANK = re.compile(r"\s+")


def squeezed(text: str) -> str:
    """Return a text without blanks and line ends, and without the rules of tables: | a | b |."""
    return _BLANK.sub("", plain_rows(text))


def plain_rows(text: str) -> str:
    """Blank out the rules of tables in a text, and keep the place of everything else."""
    return _RULER.sub(lambda row: re.sub(r"[^\n]", " ", row.group()), text).replace("|", " ")


def document_texts(policy: Policy) -> Iterator[Localized]:
    """Yield every text of the document itself, in all its languages."""
    file = policy.file
    yield file.title
    yield from (sentence.text for sentence in policy.sentences)
    titles = [part.title for part in (*file.areas, *file.sections)] + [annex.title for annex in file.annexes]
    titles += [task.title for task in policy.tasks]  # including tasks without a valid area
    yield from (title for title in titles if title)
    for task in policy.tasks:
        for clause in task.clauses:
            yield clause.text
            yield from (change.text for change in clause.amended)
        if task.responsible:
            yield task.responsible.text
