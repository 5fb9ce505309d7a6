"""Tables that make one index searchable in any script: characters folded to Simplified, regional words, sounds.

All tables are derived from OpenCC's and pypinyin's and reduced to what the texts contain.
"""

from __future__ import annotations

import functools
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby

import opencc

from generator.search.words import READINGS

HAN = "\u3400-\u9fff"
_HAN_RUN = re.compile(f"[{HAN}]+")
_TO_SIMPLIFIED = ("t2s", "tw2s", "hk2s")
_LONGEST_WORD = 4  # characters of the longest word with a regional form


def folding(texts: Iterable[str], derived: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Map Traditional and variant characters to those of the texts.

    `derived` pairs a text with its conversion in a derived locale: everything shown on the site must map
    back to its original, corrections included.
    """
    wanted = set().union(*texts)
    every = [chr(point) for point in range(0x3400, 0xA000) if chr(point).encode("big5hkscs", "ignore")]
    fold: dict[str, str] = {}
    for profile in _TO_SIMPLIFIED:
        simplified = opencc.OpenCC(profile).convert("\n".join(every)).split("\n")
        for one, other in zip(every, simplified, strict=True):
            if one != other and other in wanted:
                fold.setdefault(one, other)
    for original, text in derived:
        if len(original) == len(text):
            pairs = zip(text, original, strict=True)
            for one, other in pairs:
                if one != other and one not in wanted and one >= "\u3400":
                    fold.setdefault(one, other)  # words of readers, such as 檔案, leave characters their own meaning
    return {one: other for one, other in fold.items() if fold.get(other, other) == other}


def folded(text: str, fold: Mapping[str, str]) -> str:
    """Fold a text to the characters of the index."""
    return "".join(fold.get(character, character) for character in text)


def regional(texts: Iterable[str]) -> dict[str, str]:
    """Map Taiwan's words, in Simplified script, to the words of the texts: 网际网路 to 互联网.

    A word is a shortest run of characters that OpenCC converts with its table of Taiwan's words and leaves
    unchanged without it. A word that the texts themselves use in another sense (智慧) is left out.
    """
    runs = {run for text in texts for run in _HAN_RUN.findall(text)}
    with_words, characters_only = (opencc.OpenCC(profile).convert for profile in ("s2twp", "s2tw"))
    simplify = opencc.OpenCC("t2s").convert
    words: dict[str, str] = {}
    for length in range(2, _LONGEST_WORD + 1):
        pieces = {run[at : at + length] for run in runs for at in range(len(run) - length + 1)}
        fresh = "\n".join(sorted(piece for piece in pieces if not any(_within(piece, words))))
        for piece, there, here in zip(
            *(text.split("\n") for text in (fresh, with_words(fresh), characters_only(fresh))), strict=True
        ):
            if there != here:
                words[piece] = simplify(there)
    whole = "\n".join(runs)
    return {there: here for here, there in sorted(words.items()) if there not in whole}


def _within(piece: str, words: Mapping[str, str]) -> Iterator[bool]:
    return (piece[start:end] in words for start in range(len(piece)) for end in range(start + 2, len(piece) + 1))


def sounds(texts: Iterable[str]) -> dict[str, object]:
    """Build the table of sounds: syllables of the common characters, and what else the texts need.

    `runs` spells the 3,755 characters of GB 2312's first level, which are in pinyin order, as syllable and run
    length (A2i13…Ba18ai8…), so that no character needs to be listed; a syllable's first letter is left out if the
    previous syllable has the same one. `more` lists, by syllable, the characters of the texts that are not among
    them or have another reading in the texts.
    """
    from pypinyin import Style, pinyin

    _know_readings()
    common = _common_characters()
    readings: list[str] = []
    for (possible,) in (pinyin(character, style=Style.NORMAL, heteronym=True) for character in common):
        # Prefer a reading that continues the run: the standard orders each character by one reading.
        readings.append(readings[-1] if readings and readings[-1] in possible else possible[0])
    runs = ""
    letter = ""
    for syllable, group in groupby(readings):
        runs += f"{syllable[0].upper() if syllable[0] != letter else ''}{syllable[1:]}{len(list(group))}"
        letter = syllable[0]
    known = defaultdict(set, {character: {reading} for character, reading in zip(common, readings, strict=True)})
    more: defaultdict[str, set[str]] = defaultdict(set)
    for run in sorted({run for text in texts for run in _HAN_RUN.findall(text)}):
        for character, (syllable,) in zip(run, pinyin(run, style=Style.NORMAL), strict=True):
            if syllable not in known[character]:
                more[syllable].add(character)
    return {"runs": runs, "more": {syllable: "".join(sorted(more[syllable])) for syllable in sorted(more)}}


@functools.cache
def _know_readings() -> None:
    """Load the words that pypinyin would misread."""
    from pypinyin import load_phrases_dict

    load_phrases_dict({word: [[syllable] for syllable in syllables] for word, syllables in READINGS.items()})


def _common_characters() -> str:
    """Return the characters of GB 2312's first level, in its order."""
    cells = (bytes((row, cell)) for row in range(0xB0, 0xD8) for cell in range(0xA1, 0xFF))
    return "".join(cell.decode("gb2312") for cell in cells if cell <= b"\xd7\xf9")


def spelling(text: str) -> str:
    """Spell a text in pinyin as a sort key for titles; Latin letters and digits are kept."""
    from pypinyin import lazy_pinyin

    _know_readings()
    return " ".join(lazy_pinyin(text)).lower()
