"""What must hold across a catalog: one function a rule, each with a stable code and a public docstring."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from string import Formatter

from generator.findings import Finding, Place, find
from generator.load import nearest
from generator.model import CANONICAL, Catalog, LocaleFile, Localized, Policy, Task, short_hash

Check = Callable[[Catalog], Iterator[Finding]]

RULES: dict[str, Check] = {}
"""Every rule by its code, in the order of definition."""


def rule(code: str) -> Callable[[Check], Check]:
    """Register a rule under the code of the finding that it yields."""

    def register(check: Check) -> Check:
        RULES[code] = check
        return check

    return register


def check_catalog(catalog: Catalog) -> list[Finding]:
    """Run every rule, and sort what they find by file and line."""
    return sorted({finding for check in RULES.values() for finding in check(catalog)})


def _unknown(place: Place, value: object, kind_zh: str, kind_en: str, allowed: Iterable[str]) -> Finding:
    names = list(allowed)
    near_zh, near_en = nearest(str(value), names)
    shown = ", ".join(names[:30]) + (" …" if len(names) > 30 else "")
    return find(
        place, "P106", value=value, kind_zh=kind_zh, kind_en=kind_en, near_zh=near_zh, near_en=near_en, allowed=shown
    )


# --- policies


@rule("P101")
def clauses_are_numbered_on(catalog: Catalog) -> Iterator[Finding]:
    """A clause's id is its task's number, a full stop, and its place among the task's sentences."""
    for policy in catalog.policies.values():
        for task in policy.tasks:
            for position, clause in enumerate(task.clauses, 1):
                if clause.id != (wanted := f"{task.number}.{position}"):
                    yield find(clause.at("id"), "P101", value=clause.id, wanted=wanted)


@rule("P102")
def tasks_stand_in_an_area(catalog: Catalog) -> Iterator[Finding]:
    """A task's area is one of the policy's areas."""
    for policy in catalog.policies.values():
        numbers = [area.number for area in policy.file.areas]
        for task in policy.tasks:
            if task.area not in numbers:
                yield find(task.at("area"), "P102", value=task.area, allowed=", ".join(map(str, numbers)))


@rule("P103")
def areas_are_numbered_on(catalog: Catalog) -> Iterator[Finding]:
    """Areas are numbered from 1 without gaps, in order."""
    for policy in catalog.policies.values():
        for wanted, area in enumerate(policy.file.areas, 1):
            if area.number != wanted:
                yield find(area.at("number"), "P103", value=area.number, wanted=wanted)


@rule("P104")
def tasks_are_numbered_on(catalog: Catalog) -> Iterator[Finding]:
    """Task files are numbered from 01 without gaps, on across the areas."""
    for policy in catalog.policies.values():
        present = {task.number for task in policy.tasks}
        for number in range(1, max(present, default=0)):
            path = Task.FILE.format(policy=policy.id, task=f"{number:02d}")
            if number not in present and path not in catalog.unread:
                yield find(Place(path), "P104", wanted=path)


@rule("P105")
def targets_quote_the_goals(catalog: Catalog) -> Iterator[Finding]:
    """The words that a target quotes stand in the sentence that it names, letter for letter."""
    for policy in catalog.policies.values():
        sentences = {sentence.id: sentence.text.zh for sentence in policy.sentences}
        for target in policy.targets:
            for index, quote in enumerate(target.quote):
                if target.goal in sentences and quote not in sentences[target.goal]:
                    yield find(target.at("quote", index), "P105", value=quote, goal=target.goal)


@rule("P106")
def names_are_known(catalog: Catalog) -> Iterator[Finding]:
    """Issuers, goals and tasks that a policy's files name exist."""
    for policy in catalog.policies.values():
        for index, issuer in enumerate(policy.file.issuers):
            if issuer not in catalog.agencies and f"data/agencies/{issuer}.yml" not in catalog.unread:
                yield _unknown(policy.file.at("issuers", index), issuer, "机构", "agency", catalog.agencies)
        goals = [sentence.id for sentence in policy.sentences]
        tasks = [str(task.number) for task in policy.tasks]
        for target in policy.targets:
            if target.goal not in goals:
                yield _unknown(target.at("goal"), target.goal, "句子", "sentence", goals)
            for index, number in enumerate(target.tasks):
                path = Task.FILE.format(policy=policy.id, task=f"{number:02d}")
                if str(number) not in tasks and path not in catalog.unread:
                    yield _unknown(target.at("tasks", index), number, "任务", "task", tasks)


@rule("P107")
def ids_are_unique(catalog: Catalog) -> Iterator[Finding]:
    """No two sentences, targets or terms of a policy share an id."""
    for policy in catalog.policies.values():
        for records in (policy.sentences, policy.targets, policy.glossary):
            first: dict[str, int] = {}
            for record in records:
                place = record.at("id")
                if record.id in first:
                    yield find(place, "P107", value=record.id, first=first[record.id])
                else:
                    first[record.id] = place.line


@rule("P108")
def terms_stand_in_the_text(catalog: Catalog) -> Iterator[Finding]:
    """A glossary entry's name and forms occur in the document."""
    for policy in catalog.policies.values():
        text = "\n".join(official_texts(policy))
        folder = f"data/policies/{policy.id}/"
        if any(path.startswith(folder) for path in catalog.unread):
            continue  # a part of the text is missing: nothing can be said
        for term in policy.glossary:
            if term.name.zh not in text:
                yield find(term.name.at("zh"), "P108", value=term.name.zh)
            for index, form in enumerate(term.forms):
                if form not in text:
                    yield find(term.at("forms", index), "P108", value=form)


def official_texts(policy: Policy) -> Iterator[str]:
    """Yield every text of the document itself in its canonical language."""
    yield policy.title.zh
    yield from (sentence.text.zh for sentence in policy.sentences)
    yield from (area.title.zh for area in policy.file.areas)
    for task in policy.tasks:  # also one that names no area: its text stands all the same
        yield task.title.zh
        yield from (clause.text.zh for clause in task.clauses)


@rule("P109")
def dates_are_in_order(catalog: Catalog) -> Iterator[Finding]:
    """A policy's period does not end before it begins; a target's date is not before its baseline's."""
    for policy in catalog.policies.values():
        period = policy.file.period
        if period.end < period.start:
            yield find(period.at("to"), "P109", later=period.end, earlier=period.start)
        for target in policy.targets:
            if target.baseline and target.target and target.target.by < target.baseline.as_of:
                yield find(target.target.at("by"), "P109", later=target.target.by, earlier=target.baseline.as_of)


@rule("P110")
def numeric_targets_are_complete(catalog: Catalog) -> Iterator[Finding]:
    """A target that is not qualitative has a unit and a value to reach."""
    for policy in catalog.policies.values():
        for target in policy.targets:
            for field in ("unit", "target"):
                if not target.qualitative and getattr(target, field) is None:
                    yield find(target.at(), "P110", field=field)


@rule("P111")
def qualitative_targets_have_no_figures(catalog: Catalog) -> Iterator[Finding]:
    """A qualitative target has neither unit nor value nor baseline: it is reported in words."""
    for policy in catalog.policies.values():
        for target in policy.targets:
            for field in ("unit", "target", "baseline"):
                if target.qualitative and getattr(target, field) is not None:
                    yield find(target.at(field), "P111", field=field)


@rule("P112")
def areas_have_tasks(catalog: Catalog) -> Iterator[Finding]:
    """Every area has at least one task."""
    for policy in catalog.policies.values():
        folder = f"data/policies/{policy.id}/tasks/"
        if any(path.startswith(folder) for path in catalog.unread):
            continue
        for area in policy.file.areas:
            if not policy.tasks_of(area):
                yield find(area.at(), "P112", value=area.number)


# --- translations


def _localized(catalog: Catalog) -> Iterator[Localized]:
    return (record for record in catalog.records() if isinstance(record, Localized))


@rule("T101")
def translations_are_up_to_date(catalog: Catalog) -> Iterator[Finding]:
    """A translation was made from the Chinese that stands beside it now."""
    for text in _localized(catalog):
        for locale in text.zh_hash:
            if locale in text.translations and text.is_stale(locale):
                yield find(text.at(locale), "T101", locale=locale, wanted=short_hash(text.zh))


@rule("T102")
def translations_name_their_source(catalog: Catalog) -> Iterator[Finding]:
    """A translation carries the short hash of the Chinese that it was made from."""
    for text in _localized(catalog):
        for locale in text.translations:
            file = catalog.locales.get(locale)
            if file is not None and file.derive is None and locale not in text.zh_hash:
                yield find(text.at(locale), "T102", locale=locale, wanted=short_hash(text.zh))


@rule("T103")
def translations_are_in_a_known_language(catalog: Catalog) -> Iterator[Finding]:
    """A translation's language is one that the site has and that is not derived from another."""
    allowed = [id_ for id_, locale in catalog.locales.items() if locale.derive is None]
    if CANONICAL not in allowed:
        return
    for text in _localized(catalog):
        for locale in [*text.translations, *text.zh_hash]:
            if locale not in allowed and f"data/locales/{locale}.yml" not in catalog.unread:
                near_zh, near_en = nearest(locale, allowed)
                yield find(
                    text.at(locale) if locale in text.translations else text.at("zh_hash"),
                    "T103",
                    value=locale,
                    near_zh=near_zh,
                    near_en=near_en,
                    allowed=", ".join(allowed),
                )


# --- interface strings


def _translated_locales(catalog: Catalog) -> Iterator[tuple[LocaleFile, LocaleFile]]:
    """Yield each locale that has strings of its own, with the canonical one."""
    canonical = catalog.locales.get(CANONICAL)
    if canonical is not None:
        for locale in catalog.locales.values():
            if locale.derive is None and locale is not canonical:
                yield locale, canonical


@rule("L101")
def interface_is_complete(catalog: Catalog) -> Iterator[Finding]:
    """Every interface string of the canonical locale is translated."""
    for locale, canonical in _translated_locales(catalog):
        for key in canonical.strings:
            if key not in locale.strings:
                yield find(locale.at("strings"), "L101", key=key, reference=f"data/locales/{CANONICAL}.yml")


@rule("L102")
def interface_has_nothing_extra(catalog: Catalog) -> Iterator[Finding]:
    """A locale has no interface string that the canonical one lacks; one that is derived has none of its own."""
    for locale in catalog.locales.values():
        if locale.derive is not None:
            for key in locale.strings:
                yield find(locale.at_string(key), "L102", key=key, reference=f"data/locales/{CANONICAL}.yml")
    for locale, canonical in _translated_locales(catalog):
        for key in locale.strings:
            if key not in canonical.strings:
                yield find(locale.at_string(key), "L102", key=key, reference=f"data/locales/{CANONICAL}.yml")


@rule("L103")
def interface_keeps_its_placeholders(catalog: Catalog) -> Iterator[Finding]:
    """A translated interface string has the placeholders of the canonical one."""
    for locale, canonical in _translated_locales(catalog):
        for key, text in canonical.strings.items():
            wanted = _placeholders(text)
            if key in locale.strings and not _keeps(locale.strings[key], wanted):
                yield find(
                    locale.at_string(key),
                    "L103",
                    key=key,
                    wanted=", ".join(sorted(wanted)) or "∅",
                    reference=f"data/locales/{CANONICAL}.yml",
                )


def _keeps(text: str | dict[str, str], wanted: set[str]) -> bool:
    """Tell whether a string has these placeholders; the special forms of a plural may leave some out."""
    if isinstance(text, str):
        return _placeholders(text) == wanted
    return (
        all(_placeholders(form) <= wanted for form in text.values()) and _placeholders(text.get("other", "")) == wanted
    )


def _placeholders(text: str | dict[str, str]) -> set[str]:
    """Collect the {names} of a string, with all that stands in their braces; of a plural, of its general form."""
    general = text if isinstance(text, str) else text.get("other", "")
    try:
        parts = list(Formatter().parse(general))
    except ValueError:
        return {"{"}
    return {
        f"{name}{'!' + convert if convert else ''}{':' + form if form else ''}"
        for _, name, form, convert in parts
        if name is not None
    }


@rule("L104")
def plurals_are_complete(catalog: Catalog) -> Iterator[Finding]:
    """A plural has a general form, and stands only where there is a number to choose by."""
    canonical = catalog.locales.get(CANONICAL)
    if canonical is None:
        return
    for locale in catalog.locales.values():
        for key, text in locale.strings.items():
            counted = "n" in _placeholders(canonical.strings.get(key, ""))
            if isinstance(text, dict) and not (counted and "other" in text):
                yield find(locale.at_string(key), "L104", key=key, reference=f"data/locales/{CANONICAL}.yml")
