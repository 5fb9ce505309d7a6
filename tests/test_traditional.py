"""Traditional script: made word by word, with the document's own terms."""

from __future__ import annotations

import re

import opencc
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.cli.contribute import characters
from generator.contribute.characters import as_text as characters_as_text
from generator.contribute.characters import list_forms
from generator.errors import GeneratorError
from generator.findings.codes import CODES
from generator.findings.languages import Words
from generator.model import CANONICAL, Catalog, Localized, texts_in
from generator.website.locales import Locale, open_locales
from generator.website.traditional import Converter
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


# Right in Traditional script as they stand in these texts: 平台 and 階台, 上下游, 北斗, 群眾, 若干.
SHARED = set("台游斗群干")


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
    plain = "\n".join(map(Converter(derive.model_copy(update={"corrections": ()})).convert, shown))
    assert [correction.wrong for correction in derive.corrections if correction.wrong not in plain] == []


PHRASES = [
    line.split()
    for line in (REPO / "tests" / "phrases.txt").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]


def test_everyday_wording_comes_out_right(traditional: Locale) -> None:
    assert len(PHRASES) > 600
    assert [
        (simplified, got) for simplified, wanted in PHRASES if (got := traditional.convert(simplified)) != wanted
    ] == []


@pytest.mark.parametrize("around", ["全市{}工作", "关于{}的报告", "本局的{}等事项"])
def test_everyday_wording_comes_out_right_within_a_text(traditional: Locale, around: str) -> None:
    """What stands around a phrase, without a stop between them, must not change it."""
    strayed = [
        (simplified, got)
        for simplified, wanted in PHRASES
        if wanted not in (got := traditional.convert(around.format(simplified)))
    ]
    assert strayed == []


@given(st.lists(st.sampled_from([simplified for simplified, _ in PHRASES]), min_size=1, max_size=4))
def test_a_text_keeps_its_length_and_everything_but_its_characters(traditional: Locale, phrases: list[str]) -> None:
    text = "：\n\t{name} 2023年 <b>5G</b>，".join(phrases)
    written = traditional.convert(text)
    assert len(written) == len(text)
    assert re.sub("[\u3400-\u9fff]", "x", written) == re.sub("[\u3400-\u9fff]", "x", text)


def test_one_character_has_one_form_in_the_same_word(traditional: Locale, shown: list[str]) -> None:
    """But for 编制: what is drawn up, and a quota of staff."""
    written: dict[str, set[str]] = {}
    for text in shown:
        for word, form in traditional.script.pairs(text):
            written.setdefault(word, set()).add(form)
    assert {word: forms for word, forms in written.items() if len(forms) > 1 and len(word) > 1} == {}


def test_contributed_text_is_converted_by_words_too(traditional: Locale) -> None:
    report = Localized.model_validate({"zh": "资金发放到户，总发电量达五千万度；名村里的制造业更加注重质量。"})
    assert traditional.say(report).text == "資金發放到戶，總發電量達五千萬度；名村裡的製造業更加注重質量。"


# --- what reviewers are shown


def test_a_reviewer_sees_each_form_with_its_words(traditional: Locale) -> None:
    texts = ["发展和理发", "发展", "头发", "皇后", "只有水"]
    found = list_forms(texts, traditional.script)
    assert {one: {form: dict(words) for form, words in used.items()} for one, used in found.items()} == {
        "发": {"發": {"发展": 2}, "髮": {"理发": 1, "头发": 1}},
        "只": {"只": {"只有": 1}},
        "后": {"后": {"皇后": 1}},
    }
    assert characters_as_text(found, every=False) == "发\n  發 2: 发展 2\n  髮 2: 理发 1, 头发 1\n"
    assert "后  (後)\n  后 1: 皇后 1\n" in characters_as_text(found, every=True)


def test_the_command_lists_the_characters_of_the_whole_site(capsys: pytest.CaptureFixture[str]) -> None:
    characters.main(["--root", str(REPO)], standalone_mode=False)
    assert re.search(r"^制\n  制 \d+: .*机制 \d+.*\n  製 \d+: .*制造 \d+", capsys.readouterr().out, re.MULTILINE)
    with pytest.raises(GeneratorError, match="zh-Hant"):
        characters.main(["en", "--root", str(REPO)], standalone_mode=False)


# --- the interface


def test_a_derived_locale_may_have_interface_strings_of_its_own(catalog: Catalog, traditional: Locale) -> None:
    own = traditional.file.model_copy(update={"strings": {"nav.home": "主頁面", "task.clauses": {"other": "{n}款"}}})
    locale = Locale(own, catalog.locales[CANONICAL])
    assert locale.t("nav.home") == "主頁面"
    assert locale.t("task.clauses", n=3) == "3款"
    assert locale.t("nav.text") == traditional.t("nav.text")
    assert not locale.missing


def test_the_sites_own_texts_use_the_words_of_the_scripts_readers(traditional: Locale, catalog: Catalog) -> None:
    assert traditional.t("search.title") == "搜尋"
    assert traditional.phrase("新建文件夹，填写字段") == "新建資料夾，填寫欄位"
    assert traditional.convert("新建文件夹，填写字段") == "新建文件夾，填寫字段"  # in official texts no word changes
    assert traditional.choose(Words("缺少的界面文字", "a missing string")).text == "缺少的介面文字"
    derive = traditional.file.derive
    assert derive is not None
    strings = [one for text in catalog.locales[CANONICAL].strings.values() for one in _forms(text)]
    pages = [path.read_text(encoding="utf-8") for path in (REPO / "content" / CANONICAL).glob("*.md")]
    rules = [said.zh for code in CODES.values() for said in (code.sentence, code.advice, code.why) if said]
    plain = "\n".join(map(traditional.convert, [*strings, *pages, *rules]))
    assert [word.wrong for word in derive.interface if word.wrong not in plain] == []
    assert [word.wrong for word in derive.interface if word.wrong in traditional.phrase(plain)] == []


def test_the_pages_hold_the_converted_text(site: Site, traditional: Locale) -> None:
    policy = site.catalog.policies[POLICY]
    page = site.page(f"zh-Hant/{POLICY}/text/")
    for task in policy.tasks:
        for clause in task.clauses:
            sentence = one(page, f"//*[@id='c-{clause.id.replace('.', '-')}']")
            assert words(sentence) == clause.id + traditional.convert(clause.text.zh)
