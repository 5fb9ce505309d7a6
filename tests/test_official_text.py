"""The real document: every word of the official text is there, in its place, and nothing else is.

`digests.json` was made once from the text of the official PDF, read apart from the data files.
`entities.json` lists, as (name, task, sentence; 0 is the task's title), every platform, system, programme,
action, standard, document and quoted term that stands in the text; classes of things and words that only
stand inside another name are left out.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from generator.model import Catalog, Clause, Localized, Policy, Sentence
from generator.website.locales import Locale, open_locales
from generator.website.terms import Occurrence, names, occurrences
from tests.roots import REPO
from tests.sitefiles import Site, hrefs, words

POLICY = "digital-village-2023"
COUNTS = "4 4 6 | 7 6 | 5 5 | 5 6 | 5 5 5 | 5 5 | 5 3 4 | 4 5 7 | 4 4 | 5 5 7 6"  # sentences by task and area


def load(name: str) -> Any:
    return json.loads((REPO / "tests" / name).read_text(encoding="utf-8"))


def digest(texts: list[str]) -> str:
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()


@pytest.fixture(scope="module")
def policy(catalog: Catalog) -> Policy:
    return catalog.policies[POLICY]


# --- the official text


def test_the_title_preamble_goals_headings_and_areas_are_the_official_ones(policy: Policy) -> None:
    file = policy.file
    assert file.headings.goals is not None
    assert file.headings.areas is not None
    found = {
        "title": digest([policy.title.zh]),
        "preamble": digest([sentence.text.zh for sentence in file.preamble]),
        "goals": digest([sentence.text.zh for sentence in file.goals]),
        "headings": digest([file.headings.goals.zh, file.headings.areas.zh]),
        "areas": digest([policy.name(area).zh for area in file.areas]),
    }
    expected = load("digests.json")
    assert found == {name: expected[name] for name in found}


def test_every_task_is_word_for_word_the_official_one(policy: Policy) -> None:
    found = {
        task.file_number: digest([policy.name(task).zh, *(clause.text.zh for clause in task.clauses)])
        for task in policy.tasks
        for task in policy.tasks
    }
    assert found == load("digests.json")["tasks"]


def test_every_area_has_its_tasks_and_every_task_its_sentences(policy: Policy) -> None:
    counted = [[len(task.clauses) for task in policy.tasks_of(area)] for area in policy.file.areas]
    assert counted == [[int(count) for count in part.split()] for part in COUNTS.split("|")]
    assert len(policy.file.preamble) == 2
    assert len(policy.file.goals) == 4


def test_a_clause_is_one_sentence(policy: Policy) -> None:
    for task in policy.tasks:
        assert not policy.name(task).zh.endswith("。")
        for clause in task.clauses:
            assert clause.text.zh.count("。") == 1, clause.id
            assert clause.text.zh.endswith("。"), clause.id


def test_no_space_of_the_pdf_is_left(policy: Policy) -> None:
    kept = {"中共中央 国务院", "乡村振兴 法治同行", "物联网 智慧农业"}  # inside marks of quotation or title
    for text in official(policy):
        for phrase in kept:
            text = text.replace(phrase, "")
        assert " " not in text
        assert "\n" not in text


def official(policy: Policy) -> Iterator[str]:
    yield policy.title.zh
    yield from (sentence.text.zh for sentence in policy.sentences)
    yield from (policy.name(area).zh for area in policy.file.areas)
    for task in policy.tasks:
        yield policy.name(task).zh
        yield from (clause.text.zh for clause in task.clauses)


def test_everything_official_is_translated_and_nothing_is_out_of_date(policy: Policy) -> None:
    for record in (policy.file, *policy.tasks, *policy.targets, *policy.glossary):
        for text in record.each():
            if isinstance(text, Localized):
                assert "en" in text.translations, text.zh
                assert not text.is_stale("en"), text.zh
    translated = [clause.text for task in policy.tasks for clause in task.clauses]
    translated += [
        policy.title,
        *(policy.name(area) for area in policy.file.areas),
        *(policy.name(task) for task in policy.tasks),
    ]
    translated += [target.title for target in policy.targets]
    translated += [sentence.text for sentence in policy.sentences] + [term.name for term in policy.glossary]
    untranslated = [text.zh for text in translated if re.search("[\u4e00-\u9fff]", text.translations["en"])]
    assert untranslated == []


# --- the entities and the glossary


def place(policy: Policy, spot: Occurrence) -> tuple[str | int, int]:
    """Write a spot the way entities.json does."""
    match spot.part:
        case Clause(id=id_):
            task, _, sentence = id_.partition(".")
            return int(task), int(sentence)
        case Sentence() as sentence:
            for name, sentences in (("preamble", policy.file.preamble), ("goals", policy.file.goals)):
                if sentence in sentences:
                    return name, sentences.index(sentence) + 1
    return (spot.task.number if spot.task else spot.kind), 0


def test_every_entity_of_the_document_has_an_entry_that_stands_in_its_sentence(policy: Policy) -> None:
    standing = {id_: {place(policy, spot) for spot in found} for id_, found in occurrences(policy).items()}
    entities = load("entities.json")
    missing = [
        (name, task, sentence)
        for name, task, sentence in entities
        if not any(name in names(term) and (task, sentence) in standing[term.id] for term in policy.glossary)
    ]
    assert len(entities) > 140
    assert missing == []


def test_every_entity_really_stands_where_the_list_says(policy: Policy) -> None:
    texts: dict[tuple[str | int, int], str] = {}
    for number, sentence in enumerate(policy.file.preamble, 1):
        texts["preamble", number] = sentence.text.zh
    for number, sentence in enumerate(policy.file.goals, 1):
        texts["goals", number] = sentence.text.zh
    for task in policy.tasks:
        texts[task.number, 0] = policy.name(task).zh
        texts |= {(task.number, number): clause.text.zh for number, clause in enumerate(task.clauses, 1)}
    assert [row for row in load("entities.json") if row[0] not in texts[row[1], row[2]]] == []


@pytest.fixture(scope="module")
def locales(catalog: Catalog) -> dict[str, Locale]:
    return open_locales(catalog, ("zh", "zh-Hant", "en"))


def spellings(locale: Locale, term: Any) -> list[str]:
    """How a term may be written in a locale, longest first."""
    if locale.is_original:
        found = [locale.convert(name) for name in names(term)]
    else:
        found = [term.name.translations[locale.id], *term.english_forms]
    return sorted(found, key=len, reverse=True)


@pytest.mark.parametrize("id_", ["zh", "zh-Hant", "en"])
def test_every_term_is_linked_in_every_clause_that_it_stands_in(
    site: Site, policy: Policy, locales: dict[str, Locale], id_: str
) -> None:
    """A term that only stands inside a longer one is reached through that one's link."""
    locale = locales[id_]
    standing = occurrences(policy)
    faults = []
    for task in policy.tasks:
        page = site.page(site.address(id_, f"{POLICY}/tasks/{task.address}/"))
        for clause in task.clauses:
            (item,) = page.xpath(f"//*[@id='c-{clause.id.replace('.', '-')}']")
            (said,) = [node for node in item.iter() if words(node) == shown(locale, clause) and node.tag == "p"]
            linked = {
                href.rpartition("#term-")[2]: words(link) for link in said.xpath(".//a") for href in [link.get("href")]
            }
            assert all(f"../../glossary/#term-{name}" in hrefs(said) for name in linked)
            for term in policy.glossary:
                if not any(spot.part is clause for spot in standing[term.id]):
                    continue
                if term.id not in linked and not any(
                    spelling.casefold() in text.casefold()
                    for text in linked.values()
                    for spelling in spellings(locale, term)
                ):
                    faults.append((clause.id, term.id))
    assert faults == []


def shown(locale: Locale, clause: Any) -> str:
    return " ".join(locale.plain(clause.text).split())


@pytest.mark.parametrize("id_", ["zh", "zh-Hant", "en"])
def test_every_entry_links_back_to_all_the_places_that_it_stands_in(site: Site, policy: Policy, id_: str) -> None:
    page = site.page(site.address(id_, f"{POLICY}/glossary/"))
    standing = occurrences(policy)
    for term in policy.glossary:
        (entry,) = page.xpath(f"//*[@id='term-{term.id}']")
        wanted = set()
        for spot in standing[term.id]:
            match spot.part:
                case Clause(id=id_) if spot.task:
                    wanted.add(f"../tasks/{spot.task.address}/#c-{id_.replace('.', '-')}")
                case Sentence(id=id_):
                    wanted.add(f"../text/#s-{id_}")
                case None if spot.task:
                    wanted.add(f"../tasks/{spot.task.address}/")
        assert standing[term.id], term.id
        assert wanted <= set(hrefs(entry)), term.id
