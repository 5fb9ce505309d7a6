"""A third language can be offered before it is complete: what it lacks is shown in Chinese, marked and counted.

The language is made up and stands in no file of the repository: it has every other interface string, in English
with a sign before it, and no text of any policy.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import lxml.html
import pytest
import yaml
from markupsafe import Markup

from generator.assess import METHODS
from generator.config import read_config
from generator.findings import Severity
from generator.findings.codes import CODES
from generator.load import read_catalog
from generator.model import LocaleFile
from generator.pipeline import validate
from generator.website.locales import Locale, open_locales
from generator.website.markup import Components
from generator.website.missing import mark_missing
from tests.states import AS_OF, build_site, make_root, page

HAN = re.compile("[\u4e00-\u9fff]")
OFFERED = "locales: [zh, zh-Hant, en]"


def other(text: str | dict[str, str]) -> Any:
    """An English string as the made-up language has it."""
    return {form: f"~{one}" for form, one in text.items()} if isinstance(text, dict) else f"~{text}"


def nested(strings: dict[str, Any]) -> dict[str, Any]:
    """Write keys such as `nav.home` as the groups that they stand in."""
    tree: dict[str, Any] = {}
    for key, text in strings.items():
        *groups, name = key.split(".")
        place = tree
        for group in groups:
            place = place.setdefault(group, {})
        place[name] = text
    return tree


def offer(root: Path) -> None:
    """Add the language to the settings."""
    settings = (root / "mkdocs.yml").read_text(encoding="utf-8")
    assert OFFERED in settings
    (root / "mkdocs.yml").write_text(settings.replace(OFFERED, f"{OFFERED[:-1]}, xx]"), encoding="utf-8")


def add_language(root: Path) -> None:
    """Lay half a language into a root."""
    locales = read_catalog(root)[0].locales
    half = {key: other(text) for key, text in list(locales["en"].strings.items())[::2]}
    file = {
        "name": "Xx",
        "short": "XX",
        "lang": "fr",
        "babel": "fr",
        "strings": nested(half),
        "zh_hash": {key: locales["zh"].hash_of(key) for key in half},
    }
    (root / "data/locales/xx.yml").write_text(yaml.safe_dump(file, allow_unicode=True), encoding="utf-8")


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = make_root(tmp_path_factory.mktemp("third") / "root")
    add_language(root)
    offer(root)
    return root


@pytest.fixture(scope="module")
def site(root: Path) -> Path:
    return build_site(root)


@pytest.fixture(scope="module")
def locale(root: Path) -> Locale:
    return open_locales(read_catalog(root)[0], ("zh", "en", "xx"))["xx"]


def texts(document: lxml.html.HtmlElement) -> Iterator[tuple[str, lxml.html.HtmlElement]]:
    """Every text between a page's header and its footer that a reader sees, with the element that it stands in."""
    (main,) = document.xpath("//*[@id='main']") or document.xpath("//body")  # of cards to embed
    for element in main.iter():
        if isinstance(element.tag, str) and element.tag not in {"script", "style"}:
            yield element.text or "", element
            for child in element:
                yield child.tail or "", element


def in_picture(element: lxml.html.HtmlElement) -> bool:
    """Whether an element has no room for marks of its own: in a picture, or in a list to choose from."""
    return bool(element.xpath("ancestor-or-self::*[local-name()='svg' or local-name()='option']"))


def language_of(element: lxml.html.HtmlElement) -> str:
    return str(element.xpath("string((ancestor-or-self::*/@lang)[last()])"))


def pages_of(site: Path) -> list[str]:
    return sorted(path.parent.relative_to(site / "xx").as_posix() for path in (site / "xx").rglob("index.html"))


def test_every_page_is_there_in_the_third_language(site: Path) -> None:
    english = sorted(path.parent.relative_to(site / "en").as_posix() for path in (site / "en").rglob("index.html"))
    assert pages_of(site) == english
    assert len(english) > 30


def test_half_a_language_is_no_error_and_each_missing_string_is_named(root: Path, locale: Locale) -> None:
    findings = validate(read_config(root), AS_OF)[1]
    assert not [finding for finding in findings if finding.severity is Severity.ERROR]
    missing = [finding for finding in findings if finding.code == "L101"]
    assert len(missing) == len(locale.missing) > 200
    assert {finding.place.path for finding in missing} == {"data/locales/xx.yml"}


def test_what_is_chinese_on_a_page_says_that_it_is(site: Path) -> None:
    """In words beside it where a page has room for that, else in its own words; and to whoever has it read aloud."""
    unmarked: list[tuple[str, str]] = []
    for address in pages_of(site):
        for text, element in texts(page(site, f"xx/{address}")):
            own = re.sub(r"\[zh: [^\]]*\]", "", text)
            if HAN.search(own) and not in_picture(element) and not language_of(element).startswith("zh"):
                unmarked.append((address, text.strip()))
    assert unmarked == []


@pytest.mark.parametrize("address", ["", "states", "states/tasks/01", "states/targets", "states/matrix", "rules"])
def test_a_string_that_is_missing_is_shown_in_chinese_with_a_mark_beside_it(site: Path, address: str) -> None:
    document = page(site, f"xx/{address}")
    chinese = page(site, address)
    assert "[zh:" not in "".join(text for text, element in texts(document) if not in_picture(element))
    flags = document.xpath("//*[@id='main']//*[contains(@class, 'flag-missing')]")
    assert len(flags) > 5
    for flag in flags:
        before = flag.getprevious()
        assert before is None or language_of(before).startswith("zh"), lxml.html.tostring(flag)
    headings = Counter(heading.text_content().strip() for heading in chinese.xpath("//*[@id='main']//h2"))
    shown = [heading.text_content() for heading in document.xpath("//*[@id='main']//h2")]
    assert sum(headings.values()) == len(shown)


@pytest.mark.parametrize(
    ("body", "marked"),
    [
        ("<p>[zh: 首页]</p>", "<p>«首页»</p>"),
        ("<p>x [zh: 由 [zh: 某部] 发布] y</p>", "<p>x «由 某部 发布» y</p>"),
        ("<p>[zh: 见<a href='x'>此</a>页]</p>", "<p>«见<a href='x'>此</a>页»</p>"),
        ("<p>[1] [zh: 第[2]页]</p>", "<p>[1] «第[2]页»</p>"),
        ("<p title='[zh: 首页]'>x</p>", "<p title='[zh: 首页]'>x</p>"),
        ("<svg><title>[zh: 图]</title></svg><p>[zh: 图]</p>", "<svg><title>[zh: 图]</title></svg><p>«图»</p>"),
        ("<p>[zh: open</p><p>[zh: 首页]</p>", "<p>[zh: open</p><p>«首页»</p>"),
        ("<p>[zh: <b>torn</b</p>", "<p>[zh: <b>torn</b</p>"),
        ("<p><b>[zh: a</b>] <b>x</b></p>", "<p><b>[zh: a</b>] <b>x</b></p>"),
        ("<p>] [ [zh: 首页]</p>", "<p>] [ «首页»</p>"),
        ("<p>nothing [here]</p>", "<p>nothing [here]</p>"),
    ],
)
def test_the_marker_around_a_string_becomes_an_element_where_markup_can_stand(body: str, marked: str) -> None:
    assert mark_missing(body, "[zh: ", lambda words: Markup("«") + words + Markup("»")) == marked


def test_a_complete_language_leaves_a_contributors_brackets_alone(locale: Locale, root: Path) -> None:
    locales = open_locales(read_catalog(root)[0], ("zh", "en", "xx"))
    body = "<p>[zh: 首页]</p>"
    assert Components(locales["en"]).untranslated(body) == body
    assert "flag-missing" in Components(locale).untranslated(body)


def test_the_rules_are_whole_or_marked(site: Path, locale: Locale) -> None:
    document = page(site, "xx/rules")
    assert set(document.xpath("//article/@id")) == {*CODES}
    for code in CODES:
        (article,) = document.xpath(f"//article[@id='{code}']")
        heading = article.xpath("./h3")[0]
        assert HAN.search(heading.text_content())
        assert heading.xpath(".//*[contains(@class, 'flag-missing')]")
    for method in METHODS.values():
        (article,) = page(site, "xx/methods").xpath(f"//article[@id='{method.code}']")
        for told, element in ((method.name, article.xpath("./h2")[0]), (method.text, article.xpath("./ul")[0])):
            said = locale.word(told)
            assert "".join(said.text.split()) in "".join(element.text_content().split())
            marks = element.xpath("(. | ./li)/*[contains(@class, 'flag-missing')]")
            assert bool(marks) >= (said.state == "missing")


def test_a_verdict_is_told_whole_in_one_language(site: Path) -> None:
    told = Counter[str]()
    for address in ("states/tasks/01", "states/tasks/02", "states/targets", "agencies/ministry-a"):
        for sentence in page(site, f"xx/{address}").xpath("//*[@class='working']/p[1] | //p[@class='working']"):
            is_marked = bool(sentence.xpath("./*[contains(@class, 'flag-missing')]"))
            own = "".join(sentence.xpath("./text()"))
            if is_marked:
                assert "~" not in sentence.xpath("string(./*[@lang='zh-Hans'])")
            else:
                assert "~" in own
                assert not HAN.search(own)
            told["missing" if is_marked else "current"] += 1
    assert all(told[state] for state in ("missing", "current")), told


def test_the_page_of_translations_counts_what_is_missing(site: Path, locale: Locale) -> None:
    (section,) = page(site, "en/translation").xpath("//section[@aria-labelledby='state-xx']")
    rows = {
        row.xpath("string(./th)"): [int(cell.replace(",", "")) for cell in row.xpath("./td/text()")]
        for row in section.xpath(".//tbody/tr")
    }
    total, current, stale, missing = rows["Interface strings"]
    assert (total, stale) == (len(locale.strings), 0)
    assert missing == len(locale.missing) == total - current
    total, current, _, missing = rows["Texts of checks"]
    assert (current, missing) == (0, total)
    assert total >= 3 * len(CODES)


def test_programs_get_what_is_whole_and_are_not_told_chinese_as_another_language(site: Path) -> None:
    told = Counter[bool]()

    def walk(value: Any) -> None:
        if isinstance(value, list):
            for item in value:
                walk(item)
        elif isinstance(value, dict):
            if "arithmetic" in value:
                words = value["arithmetic"]
                assert {"zh", "zh-Hant", "en"} <= words.keys()
                assert not HAN.search(words.get("xx", ""))
                told["xx" in words] += 1
            for item in value.values():
                walk(item)

    for path in (site / "api").rglob("*.json"):
        if path.name != "openapi.json":
            walk(json.loads(path.read_bytes()))
    assert told[True]
    assert told[False]


def test_the_results_page_of_the_search_has_all_its_words(site: Path, locale: Locale) -> None:
    document = page(site, "xx/search")
    (data,) = document.xpath("//script[@type='application/json']")
    words = json.loads(data.text_content())["words"]
    assert {f"found.{name}" for name in words} >= {key for key in locale.strings if re.fullmatch(r"found\.\w+", key)}
    assert words["count"]


def test_a_language_that_is_not_offered_raises_no_findings_and_has_no_pages(tmp_path: Path) -> None:
    root = make_root(tmp_path / "root")
    before = validate(read_config(root), AS_OF)[1]
    add_language(root)
    assert validate(read_config(root), AS_OF)[1] == before
    text = (root / "data/policies/states/tasks/01.yml").read_text(encoding="utf-8")
    (root / "data/policies/states/tasks/01.yml").write_text(text.replace("en:", "xx: x\n  en:", 1), encoding="utf-8")
    assert "T103" not in {finding.code for finding in validate(read_config(root), AS_OF)[1]}
    (root / "data/locales/xx.yml").write_text("name: [\n", encoding="utf-8")
    found = {finding.code for finding in validate(read_config(root), AS_OF)[1]}
    assert found - {finding.code for finding in before} == {"Y103"}


def test_offering_a_language_asks_for_it_in_reports_that_were_checked_before(tmp_path: Path) -> None:
    folder = make_root(tmp_path / "root")
    add_language(folder)

    def asked_for() -> set[str]:
        found = validate(read_config(folder), AS_OF)[1]
        return {
            language for finding in found if finding.code == "S117" for language in re.findall("`(.*?)`", finding.en)
        }

    assert "xx" not in asked_for()
    offer(folder)
    assert "xx" in asked_for()


def test_the_third_language_stands_in_no_file_of_the_repository() -> None:
    assert LocaleFile.FILE == "data/locales/{locale}.yml"
    assert not (Path(__file__).parent.parent / "data/locales/xx.yml").exists()
