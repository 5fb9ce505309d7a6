"""The pages show every state in words and by shape, the samples apart, and the record as of a day."""

from __future__ import annotations

import datetime
import re
from collections import Counter
from pathlib import Path

import lxml.html
import pytest

from generator.assess import DUTIES, EVIDENCE, METHODS, OUTCOMES, STATES, assess
from generator.findings.codes import CODES
from generator.website.charts import SHAPES
from tests.states import AS_OF, build_site, load, main_text, make_root, page


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_root(tmp_path_factory.mktemp("states") / "root")


@pytest.fixture(scope="module")
def site(root: Path) -> Path:
    return build_site(root)


@pytest.fixture(scope="module")
def without(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same site with samples switched off."""
    return build_site(make_root(tmp_path_factory.mktemp("without") / "root", samples=False))


@pytest.fixture(scope="module")
def earlier(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same site as it stood at the end of July."""
    return build_site(make_root(tmp_path_factory.mktemp("earlier") / "root"), datetime.date(2023, 7, 31))


def pages(site: Path) -> dict[str, lxml.html.HtmlElement]:
    """Parse all pages of the default locale, but for the one that tells programs that samples are left out."""
    paths = sorted(path.parent.relative_to(site).as_posix() for path in site.rglob("index.html"))
    return {path: page(site, path) for path in paths if path.split("/")[0] not in {"en", "zh-Hant", "data"}}


def test_the_policy_has_every_state(root: Path) -> None:
    state = assess(load(root), AS_OF).policies["states"]
    assert {progress.state for progress in state.clauses.values()} == set(STATES)
    assert {duty.value for duty in state.duties} == set(DUTIES)
    assert {outcome.value for outcome in state.outcomes.values()} == {*OUTCOMES}
    assert {said.evidence for filing in state.submissions for said in filing.reports} == set(EVIDENCE)


def test_shapes_differ_from_each_other() -> None:
    assert len(set(SHAPES.values())) == len(SHAPES)


def test_a_state_is_never_told_by_colour_alone(site: Path) -> None:
    """The style sheet draws the mark that each state has of its own (see test_statuses); its words stand beside it."""
    shown = '//*[self::b or self::i][starts-with(@class, "is-")] | //td[contains(@class, "is-")]/b'
    chips = [chip for document in pages(site).values() for chip in document.xpath(shown)]
    assert chips
    for chip in chips:
        of_state = next(one for one in (chip, chip.getparent()) if "is-" in one.get("class", "")).get("class")
        assert re.search(r"\bis-([a-z_]+)", of_state)[1] in SHAPES, lxml.html.tostring(chip)  # type: ignore[index]
        assert chip.text_content().strip()


def test_every_verdict_shows_its_working_and_names_its_method(site: Path) -> None:
    found = set()
    for address, document in pages(site).items():
        for why in document.xpath('//details[contains(@class,"why")]'):
            (link,) = why.xpath('.//*[@class="rule"]/a/@href')
            found.add(link.partition("#")[2])
            arithmetic = why.xpath('.//*[@class="working"]/p[1] | .//p[@class="working"]')[0].text_content()
            assert re.search(r"[0-9]|不打分|没有", arithmetic), (address, arithmetic)
    assert found == set(METHODS)


def test_every_input_names_a_line_that_says_it(root: Path, site: Path) -> None:
    words = {"已完成": "completed", "进行中": "in_progress", "延期": "delayed", "未启动": "not_started"}
    checked = 0
    for document in pages(site).values():
        for item in document.xpath('//*[@class="working"]//li'):
            path, _, lines = item.xpath("string(.//code)").rpartition(":")
            text = (root / path).read_text(encoding="utf-8").splitlines()
            said = [text[int(line) - 1] for line in lines.split(",")]
            for word, status in words.items():
                if word in item.text_content():
                    assert all(f"status: {status}" in line for line in said)
                    checked += 1
    assert checked > 10


def test_samples_are_marked_wherever_they_appear(site: Path) -> None:
    for address, document in pages(site).items():
        banners = document.xpath('//*[@class="banner"]')
        marked = [
            *banners,
            *document.xpath('//details[@class="sample"]'),
            *document.xpath('//*[@class="note samplelink"]'),
        ]
        assert all("虚构" in one.text_content() for one in marked)
        for one in marked:
            one.drop_tree()
        (main,) = document.xpath('//*[@id="main"]') or document.xpath("//body")  # of cards to embed
        assert bool(banners) == ("虚构" in main.text_content()), address
    assert page(site, "states/samples").xpath('//*[@class="banner"]')
    assert page(site, "agencies/invented-body").xpath('//*[@class="banner"]')
    for address in ("states/tasks/05", "states/tasks/01", "states/matrix", "states/targets"):
        assert not page(site, address).xpath('//*[@class="banner"]')
    assert not page(site, "").xpath('//*[@class="banner"]')


def test_samples_stand_on_a_page_of_their_own_that_no_search_engine_keeps(site: Path) -> None:
    own = page(site, "states/samples")
    assert own.xpath("//section/h2/@id")[0] == "samples-5"
    assert "invented-body" in "".join(own.xpath("//article[@class='report']/@id"))
    link = page(site, "states/tasks/05").xpath("//*[@class='note samplelink']/a/@href")
    assert link == ["../../samples/#samples-5"]
    site_map = (site / "sitemap.xml").read_text(encoding="utf-8")
    for address, robots in (("states/samples/", "noindex"), ("agencies/invented-body/", "noindex"), ("states/", "all")):
        assert page(site, address).xpath("//meta[@name='robots']/@content") == [robots]
        assert (f"/{address}<" in site_map) is (robots == "all")


def test_samples_can_be_switched_off_and_nothing_else_changes(site: Path, without: Path) -> None:
    for document in pages(without).values():
        assert "虚构" not in document.text_content()
    assert not (without / "agencies/invented-body").exists()
    for address in ("", "states/", "states/tasks/01/", "states/tasks/04/", "agencies/ministry-a/", "rules/"):
        assert main_text(page(site, address)) == main_text(page(without, address)), address


def test_samples_stand_in_no_count(site: Path) -> None:
    document = page(site, "states/tasks/05")
    standing = document.xpath('string(//section[contains(@class,"standing")]//summary)')
    assert "1条均尚无机构报告" in standing
    assert "已完成" not in standing
    assert "70" not in page(site, "").xpath("string(//*[@class='glance'])")


def test_where_nobody_has_reported_that_is_said_once(site: Path) -> None:
    document = page(site, "states/tasks/05")
    for sample in document.xpath('//section[contains(@class,"sample")]'):
        sample.drop_tree()
    assert len(document.xpath('//details[contains(@class,"why")]')) == 1
    assert not document.xpath('//*[@class="bar"]')
    assert "没有机构报告" not in document.xpath('string(//section[contains(@class,"missing")])')
    reported = page(site, "states/tasks/04")
    assert len(reported.xpath('//ol[@class="clauses"]//details[contains(@class,"why")]')) == 2


def test_an_earlier_day_gives_the_site_as_it_stood(earlier: Path) -> None:
    assert not (earlier / "states/updates/2023-Q3").exists()
    assert (earlier / "states/updates/2023-Q2").exists()
    overview = main_text(page(earlier, "states/updates/2023-Q2/"))
    assert "乙部" in overview
    assert "甲部" not in overview  # its report came on 1 August
    delayed = main_text(page(earlier, "states/tasks/02"))
    assert "进行中" in delayed
    assert "资金晚到" not in delayed
    targets = main_text(page(earlier, "states/targets"))
    assert targets.count("已达到") == targets.count("0项已达到") == 1
    assert "2023年7月31日" in page(earlier, "").xpath("string(//*[@class='asof'])")


def test_without_javascript_the_matrix_is_whole_and_offers_no_filters(site: Path) -> None:
    document = page(site, "states/matrix")
    (form,) = document.xpath('//form[@class="sift"]')
    assert form.get("hidden") is not None
    assert not document.xpath('//*[@class="matrix"]//tbody//*[@hidden]')
    for field in form.xpath(".//select"):
        assert field.getparent().text_content().strip()


def test_every_square_of_the_matrix_stands_under_its_task_and_names_its_state(site: Path) -> None:
    table = page(site, "states/matrix").xpath("//table")[0]
    heads = [head.xpath("string(.//*[@class='num'])") for head in table.xpath(".//thead/tr[2]/th")]
    assert all(head.xpath("string(.//a)").strip() for head in table.xpath(".//thead/tr[2]/th"))
    counted: Counter[str] = Counter()
    for row in table.xpath(".//tbody/tr"):
        squares = row.xpath("./td[not(contains('duty done sum', @class)) or not(@class)]")
        assert len(squares) == len(heads)
        for head, square in zip(heads, squares, strict=True):
            assert square.xpath("string(i)") in {"", head}
            counted.update(re.findall("is-([a-z_]+)", square.get("class") or ""))
            assert bool(square.xpath("string(i/following-sibling::b)")) == ("is-" in (square.get("class") or ""))
    legend = page(site, "states/matrix").xpath("//*[@class='legend']//b[starts-with(@class, 'is-')]")
    shown = {chip.get("class").split("is-")[1]: chip.text_content().split()[-1] for chip in legend}
    assert {name: str(n) for name, n in counted.items()} == shown


def test_charts_are_named_and_have_their_table(site: Path) -> None:
    charts = page(site, "states/targets").xpath('//*[local-name()="svg"][@role="img"]')
    assert len(charts) == 7  # one for each numeric target with a baseline or a value
    for chart in charts:
        ids = chart.get("aria-labelledby").split()
        assert [bool(chart.xpath(f'string(.//*[@id="{name}"])')) for name in ids] == [True, True]
        figures = chart.getparent().xpath(".//table//td/text()")
        for label in chart.xpath('.//*[local-name()="text"]/text()'):
            number = re.sub(r"[^0-9]", "", label)
            assert any(number in re.sub(r"[^0-9]", "", figure) for figure in figures), label


def test_the_rules_page_has_every_code_and_what_it_finds_now(site: Path) -> None:
    document = page(site, "rules")
    assert set(document.xpath("//article/@id")) == {*CODES}
    stale = document.xpath('//article[@id="T101"]')[0].text_content()
    assert "data/policies/states/tasks/05.yml:" in stale
    assert "data/" not in "".join(document.xpath('//article[@id="P101"]//code/text()'))


def test_the_methods_have_a_page_and_their_old_anchors_lead_there(site: Path) -> None:
    methods = page(site, "methods")
    assert methods.xpath("//article/@id") == [*METHODS]
    rules = page(site, "rules")
    for code in METHODS:
        assert rules.xpath(f"//*[@id='{code}']//a/@href") == [f"../methods/#{code}"]
        told = methods.xpath(f"//*[@id='{code}']/ul/li/text()")
        assert len(told) > 4, "a rule is read sentence by sentence"
        assert all(one.count("。") == 1 and one.endswith("。") for one in told)
    led = page(site, "states/tasks/02").xpath("//p[@class='rule']/a/@href")
    assert led
    assert all(href.startswith("../../../methods/#") for href in led)


def test_the_rules_page_shows_what_is_typed_as_code_and_names_every_family(site: Path) -> None:
    document = page(site, "rules")
    (main,) = document.xpath('//*[@id="main"]')
    assert "`" not in main.text_content()
    assert "---" in main.xpath('//article[@class="rule"]//p/code/text()')
    families = document.xpath('//nav[@class="jump"]//a/text()')
    assert len(families) > 6
    assert all(len(family) > 1 for family in families)


def test_tabs_and_menus_lead_everywhere(site: Path) -> None:
    document = page(site, "states")
    tabs = document.xpath('//nav[@class="tabs"]//a/@href')
    for address in ("states/tasks/01", "states/areas/1", "states/matrix"):
        (before,) = page(site, address).xpath('//h1/preceding::nav[@class="tabs"]')  # the policy's, not the task's
        assert before.xpath('string(a[@class="of"])') == "测试政策"
    assert tabs == ["./", "text/", "targets/", "matrix/", "updates/"]  # this policy has no glossary
    links = document.xpath("//header//a/@href") + document.xpath("//footer//a/@href")
    for wanted in ("agencies/", "submit/", "about/", "rules/", "translation/"):
        assert any(link.endswith(wanted) for link in links), wanted
