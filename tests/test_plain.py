"""Everyday words: a sentence per task, a meaning per term, and doors by everyday matter, marked as this site's own."""

from __future__ import annotations

import re

import pytest

from generator.load import read_catalog
from generator.model import Localized, Policy
from generator.website.terms import names
from tests.roots import REPO
from tests.sitefiles import Site, hrefs, one, words

IN_EVERY_LOCALE = pytest.mark.parametrize("locale", ["zh", "zh-Hant", "en"])
LONGEST = {"zh": 90, "en": 340}  # characters: a sentence, not a paragraph


@pytest.fixture(scope="module")
def policy() -> Policy:
    (policy,) = read_catalog(REPO)[0].policies.values()
    return policy


def said(text: Localized | None) -> Localized:
    assert text is not None
    assert text.state("en") == "current"
    for locale, longest in LONGEST.items():
        assert len(text.zh if locale == "zh" else text.translations[locale]) <= longest
    return text


def numbers(text: str) -> set[str]:
    return set(re.findall(r"\d[\d.]*", text))


def test_every_task_has_a_sentence_without_figures_of_its_own(policy: Policy) -> None:
    for task in policy.tasks:
        official = policy.name(task).zh + "".join(clause.text.zh for clause in task.clauses)
        assert numbers(said(task.plain).zh) <= numbers(official), task.number


def test_every_term_has_a_meaning_without_figures_of_its_own(policy: Policy) -> None:
    document = policy.title.zh + "".join(clause.text.zh for task in policy.tasks for clause in task.clauses)
    for term in policy.glossary:
        assert numbers(said(term.meaning).zh) <= numbers(document + "".join(names(term))), term.id


@IN_EVERY_LOCALE
def test_the_sentence_stands_on_its_task_and_in_its_area_marked_as_ours(two_policies: Site, locale: str) -> None:
    strings = two_policies.locales[locale]
    task = two_policies.catalog.policies["small"].tasks[0]
    sentence = strings.plain(said(task.plain))
    for address, mark in (("small/tasks/01/", "plain.note"), ("small/areas/1/", "plain.ours")):
        box = words(one(two_policies.page(two_policies.address(locale, address)), "//p[@class='inplain']"))
        assert sentence in box
        assert strings.t(mark) in box


@IN_EVERY_LOCALE
def test_a_meaning_stands_in_the_glossary_and_beside_the_task(two_policies: Site, locale: str) -> None:
    strings = two_policies.locales[locale]
    term = two_policies.catalog.policies["small"].glossary[0]
    meaning = strings.plain(said(term.meaning))
    entry = one(two_policies.page(two_policies.address(locale, "small/glossary/")), f"//*[@id='term-{term.id}']")
    assert meaning in words(entry)
    assert strings.t("plain.ours") in words(entry)
    task = two_policies.page(two_policies.address(locale, "small/tasks/01/"))
    beside = " ".join(map(words, task.xpath("//section[@class='extra']")))
    assert meaning in beside
    assert strings.t("plain.meanings") in beside


@IN_EVERY_LOCALE
def test_a_door_leads_to_the_tasks_that_the_data_name(two_policies: Site, locale: str) -> None:
    """It stands on the policy's page, and on the home page where there is one policy."""
    (topic,) = two_policies.catalog.policies["small"].file.topics
    overview = two_policies.page(two_policies.address(locale, "small/"))
    door = one(overview, "//ul[@class='doors']//a")
    assert words(door) == two_policies.locales[locale].plain(topic.name)
    assert door.get("href") == f"topics/#topic-{topic.id}"
    page = two_policies.page(two_policies.address(locale, "small/topics/"))
    section = one(page, f"//section[@aria-labelledby='topic-{topic.id}']")
    assert hrefs(section) == [f"../tasks/{number:02d}/" for number in topic.tasks]


def test_a_policy_without_everyday_matters_has_no_page_of_them(two_policies: Site) -> None:
    assert "lake-rules/topics/index.html" not in two_policies.paths


def test_every_door_of_the_document_leads_somewhere_and_is_named_in_a_word(policy: Policy) -> None:
    assert [topic.name.zh for topic in policy.file.topics] == [
        "上网",
        "看病",
        "上学",
        "卖农产品",
        "办事",
        "找工作",
        "防灾",
    ]
    assert all(topic.name.state("en") == "current" for topic in policy.file.topics)
