"""The search index: what can be found, once per locale, in chunks that a page loads when needed.

A chunk is a classic script that hands its records to the engine (overrides/assets/search/engine.js), so that
it also loads from file://. Each locale has a first chunk, which answers most queries alone; one of readers' words,
loaded if a query has a word that no text contains; and others that follow. A query in another script also loads
the first chunk of a locale in that script.
"""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from typing import Any

from msgspec import Struct

from generator.assess import STATES, OpenUpdate, PolicyState
from generator.assess.selection import select_reports
from generator.model import CANONICAL, Catalog, Task
from generator.search import records, script
from generator.search.letters import Item, letters, titles
from generator.search.records import Record, TaskStates, task_states
from generator.search.words import NUMBERS, SAME, STOPS
from generator.website.locales import Locale

__all__ = ["Index", "SearchTables", "TaskStates", "make_index", "make_tables", "report_chunks", "task_states"]

_CHUNK_BYTES = 48_000  # of every chunk but the first, before compression
_FOLDER = "assets/search/"
_FIELDS = [field.name for field in fields(Record)]

Tables = dict[str, Any]


class Index(Struct, frozen=True):
    """What pages need to know about the index of all locales."""

    paths: dict[str, tuple[str, ...]]  # of its chunks below the site's root, by locale, the first chunk first
    order: dict[str, str]  # pinyin of Chinese titles, as their sort key
    version: str  # of the scripts that read the chunks

    def letters(self, catalog: Catalog, locale: Locale) -> list[tuple[str, list[Item]]]:
        """Return the alphabetical index of one locale."""
        return letters(catalog, locale, self.order)

    def client(self, catalog: Catalog, locale: Locale, locales: Mapping[str, Locale]) -> dict[str, Any]:
        """Gather what the results page needs in one locale: its words, and the paths of the chunks.

        `other` is the locale that is also searched if a query is in another script; `policies` are named in results if
        there are several.
        """
        policies = catalog.newest_first if len(catalog.policies) > 1 else ()
        others = [id_ for id_, other in locales.items() if other.is_original != locale.is_original]
        return {
            "locale": locale.id,
            "other": others[0] if others else None,
            "locales": {id_: {"lang": other.lang, "han": other.is_original} for id_, other in locales.items()},
            "policies": {policy.id: locale.plain(policy.file.short or policy.title) for policy in policies},
            "parts": {id_: self.paths[id_] for id_ in [locale.id, *others[:1]]},
            "numbers": NUMBERS,
            "stops": STOPS,
            "words": _words(locale),
        }


def _words(locale: Locale) -> dict[str, Any]:
    """Gather the interface strings of the results page, with their placeholders."""
    words: dict[str, Any] = {}
    for key, text in locale.strings.items():
        if not key.startswith("found."):
            continue
        *groups, name = key.removeprefix("found.").split(".")
        place = words
        for group in groups:
            place = place.setdefault(group, {})
        place[name] = text
    words["states"] = {state: locale.t(f"state.{state}") for state in STATES}
    return words


class SearchTables(Struct, frozen=True):
    """What depends on the texts alone: folding, sounds, readers' and regional words, the order of titles."""

    han: dict[str, Any]  # folding and sounds
    same: dict[str, dict[str, tuple[str, ...]]]  # readers' words, and what texts have for them, by script
    order: dict[str, str]


def make_tables(
    catalog: Catalog, locales: Mapping[str, Locale], prose: Mapping[str, Mapping[str, str]]
) -> SearchTables:
    """Build the tables of scripts and sounds; `prose` is each locale's hand-written Markdown by file name.

    They leave out the public record: every reader loads them, and its words are many.
    """
    han = {
        id_: list(
            records.texts(
                [
                    *records.first(catalog, {}, locale),
                    *records.rest(catalog, {}, locale, prose[id_], datetime.date.min),
                ]
            )
        )
        for id_, locale in locales.items()
        if locale.is_original
    }
    return _tables(han, titles(catalog))


def make_index(
    catalog: Catalog,
    states: TaskStates,
    locales: Mapping[str, Locale],
    prose: Mapping[str, Mapping[str, str]],
    tables: SearchTables,
    *,
    version: str,
    as_of: datetime.date = datetime.date.max,
) -> tuple[Index, dict[str, bytes]]:
    """Build the index of all locales, and its files by path.

    `states` is all that it contains of reports, `as_of` the day to which the public record goes, `prose` is each
    locale's hand-written Markdown by file name.
    """
    files: dict[str, bytes] = {}
    paths: dict[str, tuple[str, ...]] = {}
    for id_, locale in locales.items():
        first = records.first(catalog, states, locale)
        rest = records.rest(catalog, states, locale, prose[id_], as_of)
        script_tables, same = (tables.han, "han") if locale.is_original else ({}, "latin")
        chunks = dict(_chunks(locale, first, rest, script_tables, tables.same[same]))
        said = (_report_path(policy, task, id_) for (policy, task), state in states.items() if state.is_reported)
        paths[id_] = (*chunks, *said)
        files |= chunks
    return Index(paths, tables.order, version), files


def report_chunks(state: PolicyState, task: Task, tell: OpenUpdate, locales: Mapping[str, Locale]) -> dict[str, bytes]:
    """Write the chunks of the words of the reports that a task's page quotes, one per locale, by path.

    They are made with the task's page, so that no other reports are read; their names stay the same.
    """
    if not state.reporters[task.number]:
        return {}
    shown = select_reports(state, task, tell).shown
    return {
        _report_path(state.policy.id, task.number, id_): _script(
            {"locale": id_, "records": [_entry(records.reported(state.policy, task, shown, locale))]}
        )
        for id_, locale in locales.items()
    }


def _report_path(policy: str, task: int, locale: str) -> str:
    return f"{_FOLDER}reports/{policy}-{task}.{locale}.js"


def _tables(han: Mapping[str, list[str]], ordered: Iterable[str]) -> SearchTables:
    own = han.get(CANONICAL, [])
    derived = [pair for id_, texts in han.items() if id_ != CANONICAL for pair in zip(own, texts, strict=True)]
    same = dict(SAME)
    for there, here in script.regional(own).items():
        same[there] = (*same.get(there, ()), here)
    fold = script.folding([*own, *same, *(other for others in same.values() for other in others)], derived)
    whole = "\n".join(own).casefold()
    same = {
        script.folded(word, fold): tuple(other for other in others if other in whole) for word, others in same.items()
    }
    variants = sorted(fold, key=fold.__getitem__)  # similar neighbours compress better
    return SearchTables(
        han={"fold": ["".join(variants), "".join(fold[one] for one in variants)], "sounds": script.sounds(own)},
        same={
            "han": {word: others for word, others in same.items() if others},
            "latin": {word: latin for word, others in SAME.items() if (latin := tuple(filter(str.isascii, others)))},
        },
        order={title: script.spelling(title) for title in ordered},
    )


def _chunks(
    locale: Locale, first: Iterable[Record], rest: Iterable[Record], tables: Tables, same: Mapping[str, tuple[str, ...]]
) -> Iterator[tuple[str, bytes]]:
    """Yield the path and the script of each chunk: the first one, the one of readers' words, the others."""
    yield _chunk(locale, "first", {"first": True, **tables}, map(_entry, first))
    yield _chunk(locale, "words", {"same": same}, ())
    held: list[dict[str, Any]] = []
    size = number = 0
    for entry in map(_entry, rest):
        length = len(_json(entry).encode())
        if held and size + length > _CHUNK_BYTES:
            number += 1
            yield _chunk(locale, f"rest-{number}", {}, held)
            held, size = [], 0
        held.append(entry)
        size += length
    if held:
        yield _chunk(locale, f"rest-{number + 1}", {}, held)


def _chunk(locale: Locale, name: str, tables: Tables, entries: Iterable[dict[str, Any]]) -> tuple[str, bytes]:
    part = {"locale": locale.id, "records": list(entries), **tables}
    script_ = _script(part)
    return f"{_FOLDER}{locale.id}-{name}.{hashlib.sha256(script_).hexdigest()[:10]}.js", script_


def _script(part: Mapping[str, Any]) -> bytes:
    return f"policySearch.add({_json(part)});\n".encode()


def _entry(record: Record) -> dict[str, Any]:
    """Convert a record to the form that the engine reads; empty values are left out."""
    entry = {name: value for name in _FIELDS if (value := getattr(record, name))}
    if record.pieces:
        entry["pieces"] = [[piece.anchor, piece.text] for piece in record.pieces]
    return entry


def _json(value: Any) -> str:
    """Serialize a value as JSON that is also valid JavaScript in browsers older than 2018."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
