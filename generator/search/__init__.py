"""The search index: what can be found, once per locale, in parts that a page loads when they are needed.

A part is a classic script that hands its records to the engine (overrides/assets/search/engine.js), so that
it also loads from file://. Each locale has a first part, which answers most queries alone, and others that
follow. A query in another script takes the first part of a locale of that script as well.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

from msgspec import Struct

from generator.assess import STATES
from generator.locales import Locale
from generator.model import CANONICAL, Catalog
from generator.search import records, script
from generator.search.letters import Item, letters, titles
from generator.search.records import Record, TaskStates, task_states
from generator.search.words import NUMBERS, SAME, STOPS
from generator.swap import write_atomic

__all__ = ["NOTHING", "Index", "Part", "TaskStates", "make_index", "task_states"]

_PART_BYTES = 48_000  # of a part that is not the first, before compression
_FOLDER = "assets/search/"
_FIELDS = [field.name for field in fields(Record)]

Tables = dict[str, Any]


class Part(Struct, frozen=True):
    """A file of the index."""

    path: str  # below the site's root; its name changes with what it holds
    script: str


class Index(Struct, frozen=True):
    """The index of all locales."""

    parts: dict[str, tuple[Part, ...]] = {}  # by locale, the first one first
    order: dict[str, str] = {}  # pinyin of Chinese titles, to put them in order by
    version: str = ""  # of the scripts that read the parts

    @property
    def files(self) -> dict[str, bytes]:
        """All parts by path."""
        return {part.path: part.script.encode() for parts in self.parts.values() for part in parts}

    def letters(self, catalog: Catalog, locale: Locale) -> list[tuple[str, list[Item]]]:
        """The index for reading, in one locale."""
        return letters(catalog, locale, self.order)

    def client(self, locale: Locale, locales: Mapping[str, Locale]) -> dict[str, Any]:
        """Gather what the results page needs to know in one locale: its words, and where the parts are.

        `other` is the locale that is asked as well where a query is in another script.
        """
        others = [id_ for id_, other in locales.items() if other.is_original != locale.is_original]
        return {
            "locale": locale.id,
            "other": others[0] if others else None,
            "locales": {id_: {"lang": other.lang, "han": other.is_original} for id_, other in locales.items()},
            "parts": {id_: [part.path for part in self.parts[id_]] for id_ in [locale.id, *others[:1]]},
            "numbers": NUMBERS,
            "stops": STOPS,
            "words": _words(locale),
        }


NOTHING = Index()  # for whoever plans pages only to know their addresses


def _words(locale: Locale) -> dict[str, Any]:
    """Gather the interface strings of the results page, their placeholders still to be filled."""
    words: dict[str, Any] = {}
    for key, text in locale.strings.items():
        if not key.startswith("found."):
            continue
        *groups, name = key.removeprefix("found.").split(".")
        place = words
        for group in groups:
            place = place.setdefault(group, {})
        if isinstance(text, dict):
            place[name] = {form: locale.convert(one) for form, one in text.items()}
        else:
            place[name] = locale.convert(text)
    words["states"] = {state: locale.t(f"state.{state}") for state in STATES}
    return words


def make_index(
    catalog: Catalog,
    states: TaskStates,
    locales: Mapping[str, Locale],
    prose: Mapping[str, Mapping[str, str]],
    *,
    version: str,
    cache: Path,
) -> Index:
    """Make the index of all locales; `prose` is each locale's hand-written Markdown by file name.

    `states` is all that it holds of reports.

    The tables of scripts and sounds are kept in `cache`, a file: they change only when Chinese texts do.
    """
    first = {id_: records.first(catalog, states, locale) for id_, locale in locales.items()}
    rest = {id_: list(records.rest(catalog, states, locale, prose[id_])) for id_, locale in locales.items()}
    han = {id_: list(records.texts([*first[id_], *rest[id_]])) for id_, locale in locales.items() if locale.is_original}
    ordered = titles(catalog)
    tables = _cached(cache, [han, ordered], lambda: _tables(han, ordered))
    parts = {
        id_: tuple(_parts(locale, first[id_], rest[id_], tables["han"] if locale.is_original else tables["latin"]))
        for id_, locale in locales.items()
    }
    return Index(parts, tables["order"], version)


def _tables(han: Mapping[str, list[str]], ordered: Iterable[str]) -> dict[str, Any]:
    """Make what depends on the Chinese texts alone: folding, regional words, sounds, the order of titles."""
    own = han.get(CANONICAL, [])
    derived = [pair for id_, texts in han.items() if id_ != CANONICAL for pair in zip(own, texts, strict=True)]
    same = {word: tuple(other for other in others if not other.isascii()) for word, others in SAME.items()}
    for there, here in script.regional(own).items():
        same[there] = (*same.get(there, ()), here)
    fold = script.folding([*own, *same, *(other for others in same.values() for other in others)], derived)
    whole = "\n".join(own)
    variants = sorted(fold, key=fold.__getitem__)  # neighbours are alike, which compresses better
    same = {
        script.folded(word, fold): tuple(other for other in others if other in whole) for word, others in same.items()
    }
    return {
        "han": {
            "fold": ["".join(variants), "".join(fold[one] for one in variants)],
            "sounds": script.sounds(own),
            "same": {word: others for word, others in same.items() if others},
        },
        "latin": {"same": {word: latin for word, others in SAME.items() if (latin := [*filter(str.isascii, others)])}},
        "order": {title: script.spelling(title) for title in ordered},
    }


def _cached(path: Path, material: Any, make: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """Take what was made of the same material by the same code, or make it."""
    code = b"".join(file.read_bytes() for file in sorted(Path(__file__).parent.glob("*.py")))
    key = hashlib.sha256(json.dumps(material, ensure_ascii=False).encode() + code).hexdigest()
    try:
        kept: dict[str, Any] = json.loads(path.read_bytes())
    except (OSError, ValueError):
        kept = {}
    if kept.get("key") != key:
        kept = {"key": key, "made": json.loads(json.dumps(make()))}  # the same types as when read back
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomic(path, json.dumps(kept).encode())
    made: dict[str, Any] = kept["made"]
    return made


def _parts(locale: Locale, first: list[Record], rest: Iterable[Record], tables: Tables) -> Iterator[Part]:
    yield _part(locale, "first", {"first": True, **tables}, map(_entry, first))
    held: list[dict[str, Any]] = []
    size = number = 0
    for entry in map(_entry, rest):
        length = len(_json(entry).encode())
        if held and size + length > _PART_BYTES:
            number += 1
            yield _part(locale, f"rest-{number}", {}, held)
            held, size = [], 0
        held.append(entry)
        size += length
    if held:
        yield _part(locale, f"rest-{number + 1}", {}, held)


def _part(locale: Locale, name: str, tables: Tables, entries: Iterable[dict[str, Any]]) -> Part:
    part = {"locale": locale.id, "records": list(entries), **tables}
    text = f"policySearch.add({_json(part)});\n"
    digest = hashlib.sha256(text.encode()).hexdigest()[:10]
    return Part(f"{_FOLDER}{locale.id}-{name}.{digest}.js", text)


def _entry(record: Record) -> dict[str, Any]:
    """Write a record as the engine reads it; what is empty is left out."""
    entry = {name: value for name in _FIELDS if (value := getattr(record, name))}
    if record.pieces:
        entry["pieces"] = [[piece.anchor, piece.text] for piece in record.pieces]
    return entry


def _json(value: Any) -> str:
    """Write a value as JSON that is also JavaScript in browsers older than 2018."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
