"""Occurrences of the glossary's terms: links from the text to an entry, and from an entry to the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from generator.model import Area, Clause, Policy, Section, Sentence, Task, Term, outline
from generator.website.locales import Locale


@dataclass(frozen=True)
class Occurrence:
    """A part of the document that contains a term."""

    kind: Literal["policy", "sentence", "area", "section", "task", "clause"]  # all but two: their titles
    task: Task | None = None
    part: Sentence | Area | Section | Clause | None = None


def occurrences(policy: Policy) -> dict[str, tuple[Occurrence, ...]]:
    """List, for each term's id, the parts of the document that contain its name or one of its forms."""
    parts: list[tuple[str, Occurrence]] = [(policy.title.original, Occurrence("policy"))]
    parts += [(sentence.text.original, Occurrence("sentence", part=sentence)) for sentence in policy.sentences]
    for unit in outline(policy):
        title = unit.title.original if unit.title else ""
        if isinstance(unit, Task):
            parts.append((title, Occurrence("task", unit)))
            parts += [(clause.text.original, Occurrence("clause", unit, clause)) for clause in unit.clauses]
        else:
            parts.append((title, Occurrence("area" if isinstance(unit, Area) else "section", part=unit)))
    return {
        term.id: tuple(spot for text, spot in parts if any(name in text for name in spellings))
        for term in policy.glossary
        for spellings in [names(term)]
    }


def names(term: Term) -> tuple[str, ...]:
    """List the spellings of a term in the official text."""
    return (term.name.original, *term.forms)


class TermLinker:
    """A finder of a policy's terms in texts of one locale."""

    def __init__(self, policy: Policy, locale: Locale) -> None:
        """Prepare the search; if two names match at one place, the longer wins."""
        self._terms: dict[str, Term] = {}
        latin = not locale.is_original
        for term in policy.glossary:
            language = term.name.language
            if locale.has(language):
                spellings = [locale.original(name, language) for name in names(term)]
            elif locale.id in term.name.translations:
                own = term.english_forms if locale.id == "en" else ()
                spellings = [term.name.translations[locale.id], *own]
            else:
                continue
            for spelling in spellings:
                self._terms.setdefault(spelling.lower(), term)
        longest = sorted(self._terms, key=lambda name: (-len(name), name))
        body = "|".join(map(re.escape, longest)) or "(?!)"
        self._pattern = re.compile(rf"(?<!\w)(?:{body})(?!\w)" if latin else body, re.IGNORECASE)

    def mark(self, text: str) -> Iterator[tuple[str, Term | None]]:
        """Split a text into pieces, each with the term that it names for the first time, if any."""
        seen: set[str] = set()
        start = 0
        for match in self._pattern.finditer(text):
            term = self._terms.get(match.group().lower())
            if term is None or term.id in seen:
                continue
            seen.add(term.id)
            if match.start() > start:
                yield text[start : match.start()], None
            yield match.group(), term
            start = match.end()
        if start < len(text):
            yield text[start:], None
