"""Whole documents on the site: the full text as printed, originals in three languages, policies without dates."""

from __future__ import annotations

import datetime
import json
from pathlib import Path

import lxml.html
import pytest

from generator.config import read_config
from generator.contribute.importing import import_policy
from generator.contribute.scaffold import write_new
from generator.load import read_catalog
from generator.model import SOURCE_FILE, Localized, Policy, squeezed
from tests.roots import REPO, bring
from tests.test_importing import CITY
from tests.written import files_in

LAW = """\
示例圖書館法
第 一 章 總則
第 1 條
為便利讀者，制定本法。
第 2 條
圖書館應當開放，其項目如下：
一、每日開放。
二、免費開放。
"""
ORDER = """\
Example Order on Lending Points
Article 1
Lending points
Every village has a lending point. It is open daily.
Article 2
Entry into force
This Order enters into force on 1 May 2030.
"""
TEXTS = {"city-plan": ("zh", CITY), "library-law": ("zh-Hant", LAW), "lending-order": ("en", ORDER)}
PREFIXES = {"zh": "", "zh-Hant": "zh-Hant/", "en": "en/"}


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site of three documents, each in another language, of which nothing but the text is known."""
    root = bring(tmp_path_factory.mktemp("documents") / "site")
    (root / "data" / "locales").mkdir(parents=True)
    for path in (REPO / "data" / "locales").iterdir():
        (root / "data" / "locales" / path.name).write_bytes(path.read_bytes())
    for id_, (_, text) in TEXTS.items():
        path = root.parent / f"{id_}.txt"
        path.write_text(text, encoding="utf-8")
        write_new(root, import_policy(read_config(root), id_, path).files)
    return root


@pytest.fixture(scope="module")
def policies(root: Path) -> dict[str, Policy]:
    catalog, findings = read_catalog(root)
    assert findings == []
    return catalog.policies


@pytest.fixture(scope="module")
def files(root: Path) -> dict[str, bytes]:
    """The pages that show a document, and its data."""
    shown = ("/text/index.html", "/tasks/01/index.html", "plan/index.html", "/policies/lending-order.json")
    return files_in(root, datetime.date(2030, 6, 1), lambda path: path.endswith(shown))


def page(files: dict[str, bytes], path: str) -> lxml.html.HtmlElement:
    return lxml.html.document_fromstring(files[f"{path}index.html"].decode())


@pytest.mark.parametrize("id_", TEXTS)
def test_the_full_text_shows_the_whole_document_and_nothing_else(
    files: dict[str, bytes], policies: dict[str, Policy], id_: str
) -> None:
    language, _ = TEXTS[id_]
    (article,) = page(files, f"{PREFIXES[language]}{id_}/text/").xpath("//article")
    for extra in article.xpath(".//*[@class='ref' or @class='there']"):
        extra.drop_tree()
    source = squeezed(policies[id_].source_text or "")
    assert squeezed(article.text_content()).replace("\u2060", "") == source.removeprefix(
        squeezed(policies[id_].title.original)
    )


def test_an_original_is_shown_in_the_readers_script_or_marked(files: dict[str, bytes]) -> None:
    simplified = page(files, "library-law/text/").xpath("//article")[0].text_content()
    assert "图书馆应当开放" in simplified
    english = page(files, "en/lending-order/tasks/01/")
    assert english.xpath("//h1")[0].text_content().endswith("Lending points")
    assert not english.xpath("//main//*[contains(@class, 'flag-missing')]")
    chinese = page(files, "lending-order/tasks/01/")
    assert chinese.xpath("//main//*[contains(@class, 'flag-missing')]")
    assert "Every village has a lending point." in chinese.xpath("//main//*[@lang='en']")[1].text_content() or any(
        "Every village has a lending point." in node.text_content() for node in chinese.xpath("//main//*[@lang='en']")
    )


def test_responsible_bodies_stand_on_the_page_of_their_task(files: dict[str, bytes]) -> None:
    (said,) = page(files, "city-plan/tasks/01/").xpath("//p[@class='responsible']")
    assert "（牵头单位：市文化局；配合单位：各区、县人民政府）" in said.text_content()


def test_a_policy_of_which_nothing_is_known_has_its_pages_without_a_share_of_time(files: dict[str, bytes]) -> None:
    text = page(files, "city-plan/").xpath("//main")[0].text_content()
    assert "设立借书点" in text
    assert "印发日期" not in text
    assert not page(files, "city-plan/").xpath("//*[@class='elapsed']")


def test_programs_get_the_original_and_its_language(files: dict[str, bytes]) -> None:
    policy = json.loads(files["api/v1/policies/lending-order.json"])["policy"]
    assert policy["language"] == "en"
    assert policy["title"]["en"] == "Example Order on Lending Points"
    assert policy["title"]["translation"]["en"] == "original"
    assert "elapsed" not in policy
    assert "issued" not in policy


def test_a_text_knows_its_original_by_the_policys_language() -> None:
    text = Localized.model_validate({"zh": "通知", "en": "Notice"}, context="any language")
    assert (text.language, text.original, text.state("en")) == ("zh", "通知", "current")
    text.written_in("en")
    assert (text.language, text.original, text.translations) == ("en", "Notice", {"zh": "通知"})


def test_the_proof_allows_for_blanks_and_tables_and_for_nothing_else(policies: dict[str, Policy]) -> None:
    from generator.rules.documents import difference

    policy = policies["city-plan"]
    source = policy.source_text or ""
    assert difference(policy, source.replace("\n", "\n\n 　")) is None
    for old, new in (("每村", "每镇"), ("每天开放8小时（含午间）。", ""), ("1.设立", "1．设立"), ("2 |", "3 |")):
        found = difference(policy, source.replace(old, new, 1))
        assert found is not None
        assert SOURCE_FILE.format(policy="city-plan") in found.en
