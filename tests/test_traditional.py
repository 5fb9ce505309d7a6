"""Traditional script: made character by character, with the document's own terms."""

from __future__ import annotations

import opencc
import pytest

from generator.model import CANONICAL, Catalog, texts_in
from generator.website.locales import Locale, open_locales
from tests.roots import REPO
from tests.sitefiles import Site, one, words
from tests.test_official_text import POLICY, official

TERMS = {  # terms that conversion by word lists is known to change or break, as they must come out
    "中小学": "中小學",
    "内生发展": "內生發展",
    "北斗": "北斗",
    "修复": "修復",
    "应用": "應用",
    "网格化": "網格化",
    "云平台": "雲平台",
    "优化": "優化",
    "智能": "智能",
    "信息": "信息",
}


@pytest.fixture(scope="module")
def traditional(catalog: Catalog) -> Locale:
    return open_locales(catalog, ("zh", "zh-Hant"))["zh-Hant"]


@pytest.fixture(scope="module")
def texts(catalog: Catalog) -> list[str]:
    policy = catalog.policies[POLICY]
    return [*official(policy), *(term.name.zh for term in policy.glossary)]


@pytest.fixture(scope="module")
def shown(catalog: Catalog, texts: list[str]) -> list[str]:
    """Whatever is shown in Traditional script: the document, the interface, hand-written pages, reports."""
    strings = [one for text in catalog.locales[CANONICAL].strings.values() for one in _forms(text)]
    pages = [path.read_text(encoding="utf-8") for path in sorted((REPO / "content" / CANONICAL).glob("*.md"))]
    return [*texts, *strings, *pages, *(text.zh for text in texts_in(catalog.submissions))]


def _forms(text: str | dict[str, str]) -> list[str]:
    return [text] if isinstance(text, str) else [*text.values()]


@pytest.mark.parametrize(("simplified", "expected"), TERMS.items(), ids=TERMS.values())
def test_a_term_stays_the_same_term(traditional: Locale, texts: list[str], simplified: str, expected: str) -> None:
    """In every sentence that it stands in, not only alone: conversion looks at what stands beside it."""
    standing = [text for text in texts if simplified in text]
    assert standing, simplified
    for text in standing:
        assert traditional.convert(text).count(expected) == text.count(simplified), text


MARKS = str.maketrans("「」『』", "“”‘’")  # the script's own quotation marks


def test_nothing_is_lost_on_the_way_there_and_back(traditional: Locale, texts: list[str]) -> None:
    back = opencc.OpenCC("t2s")
    lost = [text for text in texts if back.convert(traditional.convert(text)).translate(MARKS) != text]
    assert lost == []


def test_no_text_changes_its_length(traditional: Locale, texts: list[str]) -> None:
    """A conversion that swaps words changes it."""
    assert [text for text in texts if len(traditional.convert(text)) != len(text)] == []


# Right in Traditional script as they stand in these texts: 平台 and 階台, 上下游, 北斗, 群眾.
SHARED = set("台游斗群")


def test_no_character_is_left_in_simplified_form(traditional: Locale, shown: list[str]) -> None:
    single, back = opencc.OpenCC("s2t"), opencc.OpenCC("t2s")
    left = {
        character
        for text in shown
        for character in traditional.convert(text)
        if single.convert(character) != character and back.convert(character) == character
    }
    assert left <= SHARED


def test_every_correction_is_needed(traditional: Locale, shown: list[str]) -> None:
    """A correction that no text needs hides a mistake in the list."""
    derive = traditional.file.derive
    assert derive is not None
    plain = "\n".join(map(opencc.OpenCC(derive.opencc).convert, shown))
    assert [correction.wrong for correction in derive.corrections if correction.wrong not in plain] == []


def test_the_sites_own_texts_use_the_words_of_the_scripts_readers(traditional: Locale, catalog: Catalog) -> None:
    assert traditional.t("search.title") == "搜尋"
    assert traditional.phrase("新建文件夹，填写字段") == "新建資料夾，填寫欄位"
    assert traditional.convert("新建文件夹，填写字段") == "新建文件夾，填寫字段"  # in official texts no word changes
    derive = traditional.file.derive
    assert derive is not None
    strings = [one for text in catalog.locales[CANONICAL].strings.values() for one in _forms(text)]
    pages = [path.read_text(encoding="utf-8") for path in (REPO / "content" / CANONICAL).glob("*.md")]
    plain = "\n".join(map(traditional.convert, [*strings, *pages]))
    assert [word.wrong for word in derive.interface if word.wrong not in plain] == []
    assert [word.wrong for word in derive.interface if word.wrong in traditional.phrase(plain)] == []


def test_the_pages_hold_the_converted_text(site: Site, traditional: Locale) -> None:
    policy = site.catalog.policies[POLICY]
    page = site.page(f"zh-Hant/{POLICY}/text/")
    for task in policy.tasks:
        for clause in task.clauses:
            sentence = one(page, f"//*[@id='c-{clause.id.replace('.', '-')}']")
            assert words(sentence) == clause.id + traditional.convert(clause.text.zh)
