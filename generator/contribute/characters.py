"""The characters of a site that have more than one Traditional form, with their words, for a reviewer."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping

from generator.errors import GeneratorError
from generator.load.sources import Sources
from generator.model import CANONICAL, Catalog, texts_in
from generator.website.locales import Locale
from generator.website.traditional import Converter, forms

WORDS = 40  # listed for each form; more are counted

Forms = Mapping[str, Counter[str]]  # by form: the words that are written with it, with their numbers


def texts_of(catalog: Catalog, sources: Sources) -> Iterator[str]:
    """Yield everything that is shown in Traditional script: policies, reports, interface, hand-written pages."""
    for text in (*catalog.texts, *texts_in(catalog.submissions)):
        yield text.zh
    for string in catalog.locales[CANONICAL].strings.values():
        yield from [string] if isinstance(string, str) else string.values()
    yield from (page for path, page in sources.content.items() if path.startswith(f"{CANONICAL}/"))


def list_forms(texts: Iterable[str], script: Converter) -> dict[str, Forms]:
    """Return the forms of each character that has more than one, as the texts use them, by character."""
    found: dict[str, dict[str, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    for text in texts:
        for word, written in script.pairs(text):
            if len(word) == len(written):
                for one, form in zip(word, written, strict=True):
                    if one in forms():
                        found[one][form][word] += 1
    return {one: found[one] for one in sorted(found, key=lambda one: (-len(found[one]), one))}


def as_text(found: Mapping[str, Forms], *, every: bool) -> str:
    """Write the list: characters that are written in several forms or, with `every`, all that could be."""
    lines = []
    for one, used in found.items():
        if len(used) < 2 and not every:
            continue
        other = "".join(form for form in forms()[one] if form not in used)
        lines.append(f"{one}{f'  ({other})' if other else ''}")
        for form, words in sorted(used.items(), key=lambda item: -item[1].total()):
            said = [f"{word} {number}" for word, number in words.most_common(WORDS)]
            more = [f"… {len(words) - WORDS}"] if len(words) > WORDS else []
            lines.append(f"  {form} {words.total()}: {', '.join([*said, *more])}")
    return "".join(f"{line}\n" for line in lines)


def script_of(locales: Mapping[str, Locale], id_: str | None) -> Converter:
    """Return the converter of a derived locale, or of the only one; raise GeneratorError if there is none."""
    derived = {locale.id: locale for locale in locales.values() if locale.is_derived}
    if id_ is None and len(derived) == 1:
        return next(iter(derived.values())).script
    if id_ is None or id_ not in derived:
        known = ", ".join(derived) or "–"
        raise GeneratorError(f"name a locale that is derived from {CANONICAL} / 请指明由简体转换而来的语言：{known}")
    return derived[id_].script
