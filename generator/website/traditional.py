"""Traditional script: a text is cut into words, and each word is converted by itself.

A Simplified character may stand for several Traditional ones (发: 發, 髮), and its word tells which. OpenCC's tables
of words match across the limits of words, too (资金发放 has 金发 in it), so OpenCC is handed each word alone. Only
runs of Chinese with such characters are cut; the dictionary of words is jieba's.
"""

from __future__ import annotations

import functools
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping

import opencc

from generator.model import Correction, Derivation

Pair = tuple[str, str]  # a word, and how it is written in Traditional script

_RUN = re.compile("[\u3400-\u9fff]+")
_NUMBER = "0-9０-９〇零一二三四五六七八九十百千万亿两"
_QUOTAS = ("机构", "机构、", "人员", "行政", "事业", "核定", "教师", "员额", "公务", "空余", "周转", "用足", "超")
_SURNAMES = "于余党冲姜岳曲朴沈涂种范郁钟"

# What a word alone cannot tell, but what stands around it can: the character, where it stands, and its form.
_CONTEXTS = (
    ("里", f"(?<=[{_NUMBER}]里)", "里"),  # 五千里: a length, not an inside
    ("只", f"(?<=[{_NUMBER}几每]只)(?![有能是要需会可限在用占剩为做讲说看顾])", "隻"),  # 3只: a number of animals
    ("并", "(?<=小.并)(?=大.)", "併"),  # 小田并大田: the small become the large
    (
        "制",  # 编制规划: to draw up; 人员编制: a quota of staff
        f"(?<=编制){''.join(f'(?<!{before}编制)' for before in _QUOTAS)}(?![委办内外数部]|总量|管理|使用|资源|动态)",
        "製",
    ),
    (_SURNAMES, f"(?<=[{_SURNAMES}])(?=某|先生|女士|同志)", ""),  # names stay as they are
)
_CONTEXT = re.compile(
    f"[{''.join(one for one, _, _ in _CONTEXTS)}](?:{'|'.join(f'{where}()' for _, where, _ in _CONTEXTS)})"
)

_QUOTES = str.maketrans("“”‘’", "「」『』")


class Converter:
    """A converter to Traditional script, as a locale's derivation specifies."""

    def __init__(self, derivation: Derivation) -> None:
        """Prepare the converter; the dictionary of words is only opened for the first text that needs it."""
        self._engine = _engine(derivation.opencc)
        self._own = {word.word: word.written for word in derivation.words}
        self._corrected = _replacer(derivation.corrections)
        self._word = functools.lru_cache(100_000)(self._convert_word)
        self._run = functools.lru_cache(20_000)(self._convert_run)  # reports differ in their numbers more than in words
        self._gap: Callable[[str], str] = functools.lru_cache(20_000)(self._engine.convert)
        self.convert: Callable[[str], str] = functools.lru_cache(20_000)(self._convert)

    def with_words(self, words: Iterable[Correction]) -> Callable[[str], str]:
        """Return a function that converts a text, and then replaces some words by those of the script's readers."""
        replaced = _replacer(words)
        return functools.lru_cache(20_000)(lambda text: replaced(self.convert(text)))

    def pairs(self, text: str) -> Iterator[Pair]:
        """Yield the words with characters that have more than one form, and how this text writes them."""
        for word, written in self._pieces(text):
            if not _ambiguous().isdisjoint(word):
                yield word, self._corrected(written)

    def _convert(self, text: str) -> str:
        if _ambiguous().isdisjoint(text):
            written = self._engine.convert(text)
        else:
            written = "".join(written for _, written in self._pieces(text))
        return self._corrected(written).translate(_QUOTES)

    def _pieces(self, text: str) -> Iterator[Pair]:
        """Yield the pieces of a text in order, and how each is written."""
        at = 0
        for match in _CONTEXT.finditer(text):
            yield from self._words(text[at : match.start()])
            _, _, form = _CONTEXTS[(match.lastindex or 1) - 1]
            yield match.group(), form or match.group()
            at = match.end()
        yield from self._words(text[at:])

    def _words(self, text: str) -> Iterator[Pair]:
        at = 0
        for run in _RUN.finditer(text):
            if not _ambiguous().isdisjoint(run.group()):
                before = text[at : run.start()]
                yield before, self._gap(before)
                yield from self._run(run.group())
                at = run.end()
        yield text[at:], self._gap(text[at:])

    def _convert_run(self, run: str) -> tuple[Pair, ...]:
        return tuple((word, self._word(word)) for word in _cut(run, tuple(self._own)))

    def _convert_word(self, word: str) -> str:
        return self._own.get(word) or str(self._engine.convert(word))


def _replacer(corrections: Iterable[Correction]) -> Callable[[str], str]:
    right = {correction.wrong: correction.right for correction in corrections}
    pattern = re.compile("|".join(sorted(map(re.escape, right), key=len, reverse=True)) or "(?!)")
    return lambda text: pattern.sub(lambda match: right[match.group()], text)


def _cut(run: str, known: tuple[str, ...]) -> list[str]:
    """Cut a run of Chinese into words of the dictionary, to which the words in `known` belong."""
    return _cutter(known)(run, False)  # without guesses at words that no dictionary has


@functools.cache
def _cutter(known: tuple[str, ...]) -> Callable[[str, bool], list[str]]:
    import rjieba  # it opens its dictionary when it is imported

    for word in known:
        if not rjieba.has_word(word):
            rjieba.add_word(word, None, None)
    return rjieba.cut


@functools.cache
def _engine(profile: str) -> opencc.OpenCC:
    """Load OpenCC's dictionaries once, so that processes forked later share them."""
    return opencc.OpenCC(profile)


def simplified(text: str) -> str:
    """Convert a Traditional original to Simplified script."""
    return str(_engine("t2s").convert(text))


@functools.cache
def _ambiguous() -> frozenset[str]:
    """Return the Simplified characters that stand for more than one Traditional character."""
    return frozenset(forms())


@functools.cache
def forms() -> Mapping[str, str]:
    """Return the Traditional characters of each Simplified character that stands for more than one.

    Characters are those in everyday use (Big5); what Taiwan's standard takes for one character is one form.
    """
    every = [chr(point) for point in range(0x3400, 0xA000) if chr(point).encode("big5", "ignore")]
    texts = ["\n".join(every)]
    texts += [_engine(profile).convert(texts[0]) for profile in ("t2s", "t2tw")]
    found: dict[str, set[str]] = defaultdict(set)
    for _, simplified, form in zip(*(text.split("\n") for text in texts), strict=True):
        found[simplified].add(form)
    return {one: "".join(sorted(several)) for one, several in found.items() if len(several) > 1}
