"""Changes as Markdown that nothing in them can break out of, for a job's summary or a comment."""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Sequence

from generator.contribute.compare import Change, Told
from generator.contribute.compare.words import AS_OF, LINES, MORE, NOTHING, SECTIONS, TITLE, UNSEEN
from generator.findings import isolate, show
from generator.findings.languages import Words
from generator.model import Localized

LIMIT = 60_000  # characters: forges refuse a comment of 65,536
_SHOWN = 120  # characters of one contributed text
_LANGUAGES = ("zh", "en")


def as_markdown(
    changes: Sequence[Change], as_of: datetime.date, languages: Sequence[str] = _LANGUAGES, *, saw_outside: bool = True
) -> str:
    """Write all changes, section by section, in at most LIMIT characters: long sections end in "and N more"."""
    for most in (100, 50, 20, 10, 5, 2, 0):
        text = "\n".join(
            line for language in languages for line in _written(changes, as_of, language, most, saw_outside=saw_outside)
        )
        if len(text) <= LIMIT:
            break
    return text


def _written(
    changes: Sequence[Change], as_of: datetime.date, language: str, most: int, *, saw_outside: bool
) -> list[str]:
    lines = [f"## {_in(TITLE, language)}", ""]
    for section, title in SECTIONS.items():
        here = [change for change in changes if change.section == section]
        if not here:
            continue
        lines += [f"### {_in(title, language)} ({len(here)})", ""]
        lines += [f"- {_line(change, language)}" for change in here[:most]]
        if len(here) > most:
            lines.append(f"- {_in(MORE, language).format(n=len(here) - most)}")
        lines.append("")
    if not changes:
        lines += [_in(NOTHING, language), ""]
    if not saw_outside:
        lines += [_in(UNSEEN, language), ""]
    return [*lines, _in(AS_OF, language).format(date=as_of), ""]


def _line(change: Change, language: str) -> str:
    values = {name: _value(value, language) for name, value in change.values.items()}
    return _in(LINES[change.line], language).format(**values)


def _value(value: object, language: str) -> str:
    """Show our own words as they are, and everything else as a contributor's."""
    if isinstance(value, Words):
        return escape(_in(value, language))
    if isinstance(value, Told):
        return quote(_in(value, language))
    if isinstance(value, Localized):
        return quote(value.versions.get(language, value.original))
    return quote(str(value))


def _in(words: Words | Told, language: str) -> str:
    return words.zh if language == "zh" else words.en


def quote(text: str) -> str:
    """Show a contributor's text, shortened, as code in which nothing is live.

    Forges look for mentions, references and addresses in the finished text, where entities no longer help;
    but not in code. Only mail addresses are linked even there, so that an @ is written full-width.
    """
    shown = show(re.sub(r"\s+", " ", text).strip(), _SHOWN).replace("@", "＠")
    return f"<code>{escape(isolate(shown))}</code>" if shown else ""


def escape(text: str) -> str:
    """Write every character that is neither letter, digit nor blank as an entity."""
    return "".join(
        character if character == " " or unicodedata.category(character)[0] in "LN" else f"&#{ord(character)};"
        for character in text
    )
