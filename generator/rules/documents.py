"""Rules on a policy's document as a whole: its levels, its language, and its text as published."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator

import opencc

from generator.findings import Finding, Place, find
from generator.model import (
    SOURCE_FILE,
    Catalog,
    Piece,
    Policy,
    PolicyFile,
    document_texts,
    plain_rows,
    printed,
    squeezed,
)
from generator.rules.registry import rule

_EXCERPT = 16  # characters shown on each side of a difference


@rule("P130", "policies")
def tasks_stand_in_a_section(catalog: Catalog) -> Iterator[Finding]:
    """Sections are numbered on and lie in an area; a task's section is one of its own area's."""
    for policy in catalog.policies.values():
        areas = {area.number for area in policy.file.areas}
        for wanted, section in enumerate(policy.file.sections, 1):
            if section.number != wanted:
                yield find(section.at("number"), "P130", value=section.number, allowed=str(wanted))
            elif section.area not in areas:
                yield find(section.at("area"), "P130", value=section.area, allowed=_listed(areas))
        for task in policy.tasks:
            own = [section.number for section in policy.file.sections if section.area == task.area]
            if task.section is not None and task.section not in own:
                yield find(task.at("section"), "P130", value=task.section, allowed=_listed(own))


def _listed(numbers: Iterable[int]) -> str:
    return ", ".join(map(str, sorted(numbers))) or "∅"


@rule("P131", "policies")
def policies_say_what_they_are(catalog: Catalog) -> Iterator[Finding]:
    """A policy names its day of issue, its issuers, the days it covers and its source."""
    for policy in catalog.policies.values():
        for field in ("issued", "issuers", "period", "source"):
            if not getattr(policy.file, field):
                yield find(policy.file.at(), "P131", field=field)


@rule("P132", "policies")
def documents_equal_their_source(catalog: Catalog) -> Iterator[Finding]:
    """The document put together from its files has every character of source.txt, in order, and no other."""
    for policy in catalog.policies.values():
        folder = f"data/policies/{policy.id}/"
        if policy.source_text is None or any(path.startswith(folder) for path in catalog.unread):
            continue
        if found := difference(policy, policy.source_text):
            yield found


def difference(policy: Policy, source: str) -> Finding | None:
    """Return the finding on the first difference between a document and its text as published, if there is one."""
    there = squeezed(source)
    pieces = [(squeezed(piece.text), piece) for piece in printed(policy, titled=_begins_with_title(policy, there))]
    here = "".join(text for text, _ in pieces)
    if here == there:
        return None
    at = next(
        (index for index, pair in enumerate(zip(here, there, strict=False)) if pair[0] != pair[1]),
        min(len(here), len(there)),
    )
    return find(
        _piece_at(pieces, at, PolicyFile.FILE.format(policy=policy.id)),
        "P132",
        path=SOURCE_FILE.format(policy=policy.id),
        line=_line_at(source, at),
        there=there[at : at + _EXCERPT] or "∅",
        here=here[at : at + _EXCERPT] or "∅",
        before=there[max(0, at - _EXCERPT) : at] or "∅",
    )


def _begins_with_title(policy: Policy, source: str) -> bool:
    """Return whether a published text begins with the title; it may stand among other words, or nowhere."""
    title = squeezed(policy.title.original)
    head = squeezed("".join(sentence.text.original for sentence in policy.file.head))
    return source.startswith(title) and title not in head


def _piece_at(pieces: list[tuple[str, Piece]], at: int, path: str) -> Place:
    """Return the place of the record that holds a character; the policy's file if the character is missing."""
    for text, piece in pieces:
        if at < len(text):
            return piece.place
        at -= len(text)
    return Place(path)


def _line_at(source: str, at: int) -> int:
    """Return the line of a text's character, counted without blanks and the rules of tables."""
    line = 0
    for line, text in enumerate(plain_rows(source).split("\n"), 1):
        length = len(re.sub(r"\s", "", text))
        if at < length:
            return line
        at -= length
    return line


# --- language and script


@rule("P133", "policies")
def documents_are_in_their_language(catalog: Catalog) -> Iterator[Finding]:
    """Most letters of a document belong to the language that the policy names."""
    for policy in catalog.policies.values():
        if seen := _other_language("".join(text.original for text in document_texts(policy)), policy.file.language):
            yield find(policy.file.at("language"), "P133", value=policy.file.language, seen=seen)


@rule("P134", "policies")
def texts_are_in_their_script(catalog: Catalog) -> Iterator[Finding]:
    """Each text of a document, and of its translations, is in the script of its language."""
    for policy in catalog.policies.values():
        texts = list(document_texts(policy))
        if _other_language("".join(text.original for text in texts), policy.file.language):
            continue  # all of it: said once
        for text in texts:
            for language, words in text.versions.items():
                if odd := odd_script(words, language):
                    yield find(text.at(language), "P134", language=language, odd=odd)


@rule("P135", "policies")
def texts_have_their_original(catalog: Catalog) -> Iterator[Finding]:
    """Every text of a document is there in the policy's own language."""
    for policy in catalog.policies.values():
        for text in document_texts(policy):
            if text.language != policy.file.language:
                yield find(text.at(), "P135", language=policy.file.language)


_HAN = re.compile("[\u3400-\u9fff\U00020000-\U0003ffff]")
_LATIN = re.compile("[A-Za-z]")
_PROSE = re.compile("[A-Za-z]{2,}(?:,? [A-Za-z]+){2,}")  # three words or more: no code, no address, no name
_FEWEST_HAN = 4  # different ones that make a Chinese text; fewer may be a name
_LETTERS_PER_HAN = 3  # what one Chinese character says takes about three Latin letters


def _other_language(text: str, language: str) -> str:
    """Return the language that most of a text is in, if it is not the given one."""
    han, latin = len(_HAN.findall(text)), len(_LATIN.findall(text))
    if language == "en":
        return "zh" if han * _LETTERS_PER_HAN > latin else ""
    if latin > han * _LETTERS_PER_HAN and sum(map(len, _PROSE.findall(text))) > latin / 2:
        return "en"
    simplified, traditional = (sum(map(text.count, _only_in(text, script))) for script in ("zh", "zh-Hant"))
    if language == "zh":
        return "zh-Hant" if traditional > simplified else ""
    return "zh" if simplified > traditional else ""


def odd_script(text: str, language: str) -> str:
    """Return some characters of a text that its language does not have, or nothing."""
    if language == "en":
        han = [*dict.fromkeys(_HAN.findall(text))]
        return "".join(han[:8]) if len(han) >= _FEWEST_HAN and not _LATIN.search(text) else ""
    if not _HAN.search(text):
        found = _PROSE.search(text)
        return found.group()[:_EXCERPT] if found else ""
    return "".join(_only_in(text, "zh-Hant" if language == "zh" else "zh")[:8])


def _only_in(text: str, script: str) -> list[str]:
    """List the characters of a text that belong to one Chinese script only, each once, in order."""
    return [character for character in dict.fromkeys(_HAN.findall(text)) if _is_only_in(character, script)]


@functools.lru_cache(maxsize=20_000)
def _is_only_in(character: str, script: str) -> bool:
    """Return whether a character belongs to one script: it converts to the other, whose old standard lacks it."""
    profile, codec = ("t2s", "gb2312") if script == "zh-Hant" else ("s2t", "big5")
    try:
        character.encode(codec)
    except UnicodeEncodeError:
        return bool(_converter(profile).convert(character) != character)
    return False


@functools.cache
def _converter(profile: str) -> opencc.OpenCC:
    return opencc.OpenCC(profile)


def language_of(texts: Iterable[str]) -> str:
    """Guess the language of an original from its letters."""
    text = "".join(texts)
    if _other_language(text, "zh") == "en":
        return "en"
    return _other_language(text, "zh") or "zh"
