"""The search: its index, the index for reading, and the results page in a browser."""

from __future__ import annotations

import gzip
import html
import json
import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote, unquote, urlsplit

import msgspec
import pytest
from playwright.sync_api import Browser, Page, expect

from generator.assess import Assessment, assess, update_opener
from generator.assess.selection import select_reports
from generator.load.today import default_date
from generator.model import Agency, Catalog
from generator.search import Index, SearchTables, make_index, make_tables, report_chunks, script, task_states
from generator.search.words import NUMBERS, SAME, STOPS
from generator.website import addresses
from generator.website.locales import open_locales
from tests import states
from tests.host import served
from tests.roots import REPO, build, make_root
from tests.sitefiles import Site, attribute, hrefs, one, resolve, words

LOCALES = ["zh", "zh-Hant", "en"]
IN_EVERY_LOCALE = pytest.mark.parametrize("locale", LOCALES)
SCRIPT = "assets/search/search.js"
FIRST_ANSWER = 25_000  # bytes, compressed
READERS_WORDS = 2_500  # bytes, compressed, of the part that is loaded where a word is lacking
FIRST_ANSWER_OF_MANY_AGENCIES = 60_000


def state_of(catalog: Catalog) -> Assessment:
    return assess(catalog, default_date(catalog))


def real_agencies(catalog: Catalog) -> list[Agency]:
    real = [agency for agency in catalog.agencies.values() if not agency.sample]
    assert 0 < len(real) < len(catalog.agencies)
    return real


def index_of(
    site: Site, catalog: Catalog, text: str = "Text.", tables: SearchTables | None = None
) -> tuple[Index, dict[str, bytes]]:
    """Make an index of a catalog and one hand-written page, whose text is `text` in English, and its files.

    `tables` are those of scripts and sounds (default: made here).
    """
    prose = prose_of(site, text)
    tables = tables or make_tables(catalog, site.locales, prose)
    states = task_states(catalog, state_of(catalog))
    return make_index(catalog, states, site.locales, prose, tables, version="0")


def prose_of(site: Site, text: str) -> dict[str, dict[str, str]]:
    """One hand-written page in every locale, whose text is `text` in English."""
    about = "---\ntitle: About\n---\n# About\n\n"
    return {id_: {"about.md": about + (text if id_ == "en" else "文字。")} for id_ in site.locales}


def part(text: str) -> dict[str, Any]:
    """Read a part of the index back."""
    match = re.fullmatch(r"policySearch\.add\((.*)\);\n", text, re.DOTALL)
    assert match
    return dict(json.loads(match[1]))


def parts_on(site: Site, locale: str) -> list[dict[str, Any]]:
    """The parts of a locale as they stand in the built site, the first one first."""
    data = client(site, locale)
    return [part((site.folder / path).read_text(encoding="utf-8")) for path in data["parts"][locale]]


def client(site: Site, locale: str) -> dict[str, Any]:
    """What the results page is told."""
    page = site.page(site.address(locale, addresses.SEARCH))
    return dict(json.loads(one(page, "//script[@id='search-data']").text))


def compressed(data: bytes) -> int:
    return len(gzip.compress(data, 9, mtime=0))


# --- the index


def test_the_same_data_make_the_same_index(site: Site, catalog: Catalog) -> None:
    made, again = (index_of(site, catalog) for _ in range(2))
    assert made == again
    assert list(made[1]) == list(again[1])


def test_tables_that_were_kept_make_the_same_index(site: Site, catalog: Catalog) -> None:
    tables = make_tables(catalog, site.locales, prose_of(site, "Text."))
    kept = msgspec.msgpack.decode(msgspec.msgpack.encode(tables), type=SearchTables)
    made, again = index_of(site, catalog, tables=tables), index_of(site, catalog, tables=kept)
    assert made == again
    assert list(made[1]) == list(again[1])


def test_a_chunk_has_another_name_when_it_holds_something_else(site: Site, catalog: Catalog) -> None:
    (before, files), (after, others) = (index_of(site, catalog, text) for text in ("Text.", "Other text."))
    assert before.paths["zh"] == after.paths["zh"]
    assert before.paths["en"][:2] == after.paths["en"][:2]
    assert before.paths["en"][2:] != after.paths["en"][2:]
    assert all(files[path] == others[path] for path in files.keys() & others.keys())


@IN_EVERY_LOCALE
def test_every_task_clause_area_target_term_agency_and_page_can_be_found(site: Site, locale: str) -> None:
    records = [record for one_ in parts_on(site, locale) for record in one_["records"]]
    kinds = {kind: [record for record in records if record["kind"] == kind] for kind in {r["kind"] for r in records}}
    (policy,) = site.catalog.policies.values()
    assert {record["title"] for record in kinds["task"]} == {
        site.locales[locale].plain(policy.name(task)) for task in policy.tasks
    }
    assert [text for record in kinds["task"] for text in record.get("clauses", ())] == [
        site.locales[locale].plain(clause.text) for task in policy.tasks for clause in task.clauses
    ]
    assert len(kinds["area"]) == len(policy.file.areas)
    assert len(kinds["target"]) == len(policy.targets)
    assert len(kinds["term"]) == len(policy.glossary)
    assert {record["title"] for record in kinds["agency"]} == {
        site.locales[locale].plain(agency.name) for agency in real_agencies(site.catalog)
    }
    assert {record["address"] for record in kinds["page"]} == {"about/", "submit/"}


@IN_EVERY_LOCALE
def test_everything_that_is_found_is_there(site: Site, locale: str) -> None:
    found = []
    for record in (record for one_ in parts_on(site, locale) for record in one_["records"]):
        own, _, anchor = record["address"].partition("#")
        anchors = [anchor] if anchor else []
        anchors += [piece[0][1:] for piece in record.get("pieces", ()) if piece[0]]
        # as engine.js makes them
        anchors += [f"c-{record['number']}-{place}" for place, _ in enumerate(record.get("clauses", ()), 1)]
        ids = set(site.page(site.address(locale, own)).xpath("//@id"))
        found += [(record["address"], anchor) for anchor in anchors if anchor not in ids]
    assert found == []


def test_traditional_texts_fold_to_what_they_were_made_from(site: Site) -> None:
    fold = dict(zip(*parts_on(site, "zh-Hant")[0]["fold"], strict=True))
    assert fold == dict(zip(*parts_on(site, "zh")[0]["fold"], strict=True))
    both = [
        [text for one_ in parts_on(site, locale) for record in one_["records"] for text in record.get("clauses", ())]
        for locale in ("zh", "zh-Hant")
    ]
    assert len(both[0]) > 100
    assert both[0] != both[1]
    for original, derived in zip(*both, strict=True):
        quotes = str.maketrans("「」『』", "“”‘’")  # are no letters, and left out when texts are compared
        assert script.folded(derived, fold).translate(quotes) == script.folded(original, fold)
    assert script.folded("應急廣播、網絡、衞生、平臺", fold) == "应急广播、网络、卫生、平台"
    assert not set(fold.values()) & set(fold)


def test_what_taiwan_says_is_known(site: Site) -> None:
    same = parts_on(site, "zh")[1]["same"]
    assert same["网际网路"] == ["互联网"]
    assert "宽带" in same["宽频"]
    assert same["网路"] == ["网络"]


def test_the_table_of_sounds_spells_each_common_character_as_pypinyin_may() -> None:
    from pypinyin import Style, pinyin

    table = script.sounds(["银行长期调整2023"])
    spelt: list[str] = []
    for letter, rest, length in re.findall(r"([A-Z]?)([a-z]*)(\d+)", str(table["runs"])):
        spelt += [(letter.lower() or spelt[-1][0]) + rest] * int(length)
    rows = [bytes((row, cell)) for row in range(0xB0, 0xD8) for cell in range(0xA1, 0xFF)]
    common = [cell.decode("gb2312") for cell in rows if cell <= b"\xd7\xf9"]
    assert len(spelt) == len(common) == 3755
    possible = pinyin("".join(common), style=Style.NORMAL, heteronym=True)
    odd = [one_ for one_, syllable, own in zip(common, spelt, possible, strict=True) if syllable not in own]
    assert len(odd) < 100  # where a phrase of neighbours narrows pypinyin's choice
    assert dict(zip(common, spelt, strict=True))["播"] == "bo"
    more = table["more"]
    assert isinstance(more, dict)
    assert "行" in more["hang"]


def test_words_of_the_readers_are_whole_terms() -> None:
    assert [word for word in SAME if len(word) < 2] == []
    assert [word for word, others in SAME.items() if word in others or not others] == []
    assert [word for word in SAME if word != word.casefold()] == []
    assert set(NUMBERS.values()) == {"", "task", "area", "clause"}
    assert len(SAME) < 200
    assert not {*STOPS} & {*SAME, *NUMBERS}


def test_three_thousand_agencies_leave_the_first_answer_light(site: Site, catalog: Catalog) -> None:
    model = next(iter(catalog.agencies.values()))
    names = [f"{place}{kind}" for place in map("示例{}县".format, range(500)) for kind in "农教卫水林交"]
    many = {
        f"office-{number}": Agency.model_validate(
            {"@agency": f"office-{number}", "name": {"zh": f"{name}局", "en": f"Office {number}"}, "kind": "county"}
        )
        for number, name in enumerate(names)
    }
    assert len(many) == 3000
    assert model.id not in many
    index, files = index_of(site, replace(catalog, agencies=catalog.agencies | many))
    script_bytes = compressed((site.folder / SCRIPT).read_bytes())
    for locale in LOCALES:
        first, *rest = (files[path] for path in index.paths[locale])
        assert not [record for record in part(first.decode())["records"] if record["kind"] == "agency"]
        found = [record for one_ in rest for record in part(one_.decode())["records"] if record["kind"] == "agency"]
        assert len(found) == len(real_agencies(catalog)) + 3000
        assert all(len(one_) < 60_000 for one_ in rest)
        assert script_bytes + compressed(first) < FIRST_ANSWER < FIRST_ANSWER_OF_MANY_AGENCIES


# --- the index for reading, and the way to it


@IN_EVERY_LOCALE
def test_without_scripts_the_page_lists_everything_by_number_or_by_letter(site: Site, locale: str) -> None:
    path = site.address(locale, f"{addresses.SEARCH}index.html")
    page = site.page(path)
    (policy,) = site.catalog.policies.values()
    tasks_and_areas = {
        *(addresses.task(policy, task) for task in policy.tasks),
        *(addresses.area(policy, area) for area in policy.file.areas),
    }
    terms = {addresses.glossary(policy, term) for term in policy.glossary}
    agencies = {addresses.agency(agency) for agency in real_agencies(site.catalog)}
    by_number, by_letter = one(page, "//section[@aria-labelledby='by-number']"), one(page, "//section[h3]")
    prefix = site.config.prefix(locale)

    def listed(section: Any) -> list[str]:
        links = [link for link in hrefs(section) if not link.startswith("#")]
        return [
            (resolve(path, link) + (f"#{link.partition('#')[2]}" if "#" in link else "")).removeprefix(prefix)
            for link in links
        ]

    assert sorted(listed(by_number)) == sorted(tasks_and_areas)
    assert sorted(listed(by_letter)) == sorted(tasks_and_areas | terms | agencies)


def test_titles_stand_under_the_first_letter_of_their_pinyin(site: Site) -> None:
    for locale, letters in (("zh", "BCDFGHJKLNQSTWXYZ"), ("en", "ABCDEF")):
        page = site.page(site.address(locale, addresses.SEARCH))
        heads = [words(head) for head in page.xpath("//section[@aria-labelledby='by-letter']/h3")]
        assert set(letters) <= set(heads)
        assert heads[1:] == sorted(heads[1:])
    page = site.page(addresses.SEARCH)
    under = {
        words(head): [words(link) for link in head.getnext().xpath(".//a")]
        for head in page.xpath("//section[@aria-labelledby='by-letter']/h3")
    }
    assert "应急广播" in under["Y"]
    assert "长三角乡村文旅创客大会" in under["C"]
    assert "一张图" in under["Y"]


def test_every_page_has_the_field_and_no_other_page_loads_the_search(site: Site) -> None:
    for path in site.paths:
        page = site.page(path)
        form = one(page, "//form[@role='search']")
        target = resolve(path, attribute(form, "./@action")) if path != "404.html" else addresses.SEARCH
        locale = site.locale_of(path)
        assert target.endswith(site.address(locale, addresses.SEARCH)), path
        assert attribute(form, "./@method") == "get"
        assert one(form, ".//label[@for='find']") is not None
        assert attribute(form, ".//input/@name") == "q"
        scripts = [src for src in page.xpath("//script/@src") if "/search/" in src]
        assert bool(scripts) == path.endswith(addresses.SEARCH + "index.html"), path


# --- in a browser


@pytest.fixture(scope="module")
def base(site: Site) -> Iterator[str]:
    """The built site, served on this machine."""
    with served(site) as address:
        yield address


@pytest.fixture(scope="module")
def base_of_two(two_policies: Site) -> Iterator[str]:
    """The site of two policies, served on this machine."""
    with served(two_policies) as address:
        yield address


@pytest.fixture
def tab(browser: Browser) -> Iterator[Page]:
    """A tab in which anything that goes wrong fails the test."""
    context = browser.new_context()
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    yield page
    context.close()
    assert faults == []


def search(tab: Page, base: str, locale: str, query: str) -> None:
    """Open the results of a query, and wait for the last of them."""
    prefix = "" if locale == "zh" else f"{locale}/"
    tab.goto(f"{base}{prefix}search/?q={quote(query, safe='')}")
    tab.wait_for_selector("#answer:not([hidden]):not([aria-busy])")


def links(tab: Page) -> list[str]:
    found: list[str] = tab.eval_on_selector_all("a.hit", "hits => hits.map(hit => hit.getAttribute('href'))")
    return found


@pytest.mark.browser
@pytest.mark.parametrize(
    ("locale", "query", "title"),
    [
        ("zh", "應急廣播終端", "完善农村智慧应急管理体系"),
        ("zh", "emergency broadcasting terminals", "完善农村智慧应急管理体系"),
        ("zh", "yingji guangbo zhongduan", "完善农村智慧应急管理体系"),
        ("zh-Hant", "应急广播终端", "完善農村智慧應急管理體系"),
        ("zh-Hant", "網際網路宗教", "營造鄉村網絡文化繁榮發展環境"),
        ("zh-Hant", "chuantong cunluo", "推動鄉村文化文物資源數字化"),
        ("en", "冷链物流", "Continue to promote the optimization and upgrading of rural infrastructure"),
        ("en", "lenglian wuliu", "Continue to promote the optimization and upgrading of rural infrastructure"),
        ("en", "telemedecine", "Continue to advance “Internet Plus Health Care”"),
    ],
)
def test_a_query_in_any_script_finds_the_task_in_the_readers_own(
    tab: Page, base: str, locale: str, query: str, title: str
) -> None:
    search(tab, base, locale, query)
    first = tab.locator("#group-task ~ ol a.hit").first
    expect(first.locator(".name")).to_have_text(title)
    assert tab.locator("mark").count() > 0
    first.click()
    assert urlsplit(tab.url).path.startswith("/" if locale == "zh" else f"/{locale}/")
    expect(tab).to_have_title(re.compile(re.escape(title)))


@pytest.mark.browser
def test_all_policies_are_searched_and_chinese_is_marked_as_such(
    tab: Page, base_of_two: str, two_policies: Site
) -> None:
    lake, small = (two_policies.catalog.policies[id_] for id_ in ("lake-rules", "small"))
    search(tab, base_of_two, "en", "3")
    tasks = {link.split("#")[0].removeprefix("../") for link in links(tab) if "/tasks/" in link}
    assert {addresses.task(policy, policy.tasks[2]) for policy in (lake, small)} <= tasks
    title = lake.name(lake.tasks[5]).zh
    search(tab, base_of_two, "en", title)
    name = tab.locator("a.hit .name").first
    expect(name).to_have_text(title)
    expect(name).to_have_attribute("lang", "zh-Hans")


@pytest.mark.browser
def test_results_name_their_policy_and_can_be_narrowed_to_one(tab: Page, base_of_two: str, two_policies: Site) -> None:
    names = [policy.file.short or policy.title for policy in two_policies.catalog.policies.values()]
    search(tab, base_of_two, "zh", "1")
    shown = set(tab.locator("a.hit .hit-policy").all_inner_texts())
    assert shown == {two_policies.locales["zh"].plain(name) for name in names}
    tab.locator("input[name=policy][value=small]").check()
    tab.wait_for_selector("#answer:not([aria-busy])")
    found = links(tab)
    assert found
    assert all(link.startswith("../small/") for link in found)
    assert "policy=small" in tab.url


def test_the_words_of_the_reports_that_a_task_quotes_are_a_part_of_the_index(tmp_path: Path) -> None:
    catalog = states.load(states.make_root(tmp_path / "root"))
    locales = open_locales(catalog, ("zh", "en"))
    assessed = assess(catalog, states.AS_OF)
    (state,), opener, kept = assessed.policies.values(), update_opener(catalog), task_states(catalog, assessed)
    for task in state.policy.tasks:
        chunks = report_chunks(state, task, opener, locales)
        assert len(chunks) == (len(locales) if kept["states", task.number].is_reported else 0)
        for path, chunk in chunks.items():
            (record,) = json.loads(chunk.decode().removeprefix("policySearch.add(").removesuffix(");\n"))["records"]
            locale = locales[path.split(".")[-2]]
            assert path == f"assets/search/reports/states-{task.number}.{locale.id}.js"
            assert record["address"] == f"states/tasks/{task.address}/#reported"
            shown = select_reports(state, task, opener).shown
            assert {locale.plain(one.report.summary) for one in shown} <= {text for _, text in record["pieces"]}
    prose: dict[str, dict[str, str]] = {id_: {} for id_ in locales}
    index, _ = make_index(catalog, kept, locales, prose, make_tables(catalog, locales, prose), version="")
    listed = [path for path in index.paths["zh"] if "/reports/" in path]
    assert len(listed) == sum(one.is_reported for one in kept.values()) > 0


@pytest.mark.browser
def test_the_given_queries_find_their_tasks(tab: Page, base: str) -> None:
    queries = json.loads((REPO / "benchmarks" / "queries" / "given.json").read_text(encoding="utf-8"))
    first = third = 0
    for locale in LOCALES:
        search(tab, base, locale, "应急广播")  # both languages' parts come in with a query that mixes them
        search(tab, base, locale, "应急广播 qwertz")
        for query in (query for query in queries if query["site"] == locale):
            order = tab.evaluate(
                "query => policySearch.search(query).hits.filter(hit => hit.record.kind === 'task')"
                ".slice(0, 3).map(hit => +hit.record.number)",
                query["query"],
            )
            right = [number in query["tasks"] for number in order]
            first += right[:1] == [True]
            third += any(right)
    assert len(queries) == 78
    assert third == 78
    assert first >= 77


@pytest.mark.browser
def test_an_acronym_that_only_texts_write_finds_whose_name_it_stands_for(
    tab: Page, base: str, catalog: Catalog
) -> None:
    english = open_locales(catalog, ("en",))["en"]
    (policy,) = catalog.policies.values()
    assert any("NDRC" in english.plain(one.says) for one in policy.statements)
    search(tab, base, "en", "NDRC")
    assert tab.locator("a.hit[href$='agencies/ndrc/']").count() == 1


@pytest.mark.browser
def test_python_and_javascript_fold_alike(tab: Page, base: str, site: Site) -> None:
    search(tab, base, "zh", "应急广播")
    fold = dict(zip(*parts_on(site, "zh")[0]["fold"], strict=True))
    texts = ["".join(fold), *(text for r in parts_on(site, "zh-Hant")[0]["records"] for text in r.get("clauses", ()))]
    plain = tab.evaluate("texts => texts.map(text => policySearch.fold(text))", texts)

    def letters(text: str) -> str:
        return re.sub(r"[^a-z0-9\u3400-\u9fff]", "", text)

    for text, got in zip(texts, plain, strict=True):
        own = "".join(chr(ord(c) - 0xFEE0) if "\uff01" <= c <= "\uff5e" else c for c in text).lower()
        assert letters(got) == letters(script.folded(own, fold))


@pytest.mark.browser
@pytest.mark.parametrize(
    "query",
    [
        "<img src=x onerror=window.fired=1>",
        "应急广播<script>window.fired=1</script>",
        '"><svg onload=window.fired=1>',
        "javascript:window.fired=1",
        "${window.fired=1}{{constructor.constructor('window.fired=1')()}}",
    ],
)
def test_a_query_is_text_whatever_it_holds(tab: Page, base: str, query: str) -> None:
    search(tab, base, "zh", query)
    assert tab.input_value("#find") == query
    assert tab.evaluate("window.fired") is None
    assert tab.locator("#answer").locator("img, svg, script, iframe, [onerror], [onload]").count() == 0
    assert [link for link in links(tab) if not link.startswith("../")] == []
    for link in tab.query_selector_all(".languages a"):
        assert parse_qs(urlsplit(str(link.get_attribute("href"))).query) == {"q": [query]}


@pytest.mark.browser
@pytest.mark.parametrize("query", ["", "   ", "，。！？", "——……《》“”", "%F0%9F%98%80", "\u202e\u200b", "+", "%"])
def test_a_query_without_words_shows_the_index(tab: Page, base: str, query: str) -> None:
    tab.goto(f"{base}search/?q={query if query.startswith('%F0') else quote(query, safe='')}")
    expect(tab.locator("#index")).to_be_visible()
    assert links(tab) == []
    assert tab.locator("#answer[aria-busy]").count() == 0


@pytest.mark.browser
@pytest.mark.parametrize("query", ["应急广播" * 2000, "a b " * 3000, "zhong" * 1500, "啊" * 5000, "%zz%" * 50])
def test_a_very_long_query_is_answered(tab: Page, base: str, query: str) -> None:
    tab.goto(f"{base}search/")
    tab.evaluate("query => { const find = document.getElementById('find'); find.value = query; }", query)
    tab.press("#find", "Enter")
    tab.wait_for_selector("#answer:not([hidden]):not([aria-busy])")
    assert tab.inner_text("#found") != ""


@pytest.mark.browser
def test_nothing_found_says_so_and_offers_the_index(tab: Page, base: str) -> None:
    search(tab, base, "en", "xylophone zzzz")
    expect(tab.locator("#found")).to_contain_text("xylophone zzzz")
    assert links(tab) == []
    assert tab.locator(".tips li").count() == 3
    expect(tab.locator("#index")).to_be_visible()


@pytest.mark.browser
@pytest.mark.parametrize(
    ("locale", "query", "task", "lacking"),
    [
        ("en", "accessible", "20", "accessible"),  # the text says barrier-free
        ("en", "accessibility", "20", ""),  # of the same family; a page of the site's own has the word
        ("en", "employer", "20", "employer"),  # of the family of employment
        ("en", "religion", "13", "religion"),
        ("en", "phone signal", "1", "signal"),
        ("zh", "手机信号", "1", "手机信号"),
        ("zh", "村里手机信号不好怎么办", "1", "手机信号、不好"),
        ("zh-Hant", "手機訊號", "1", "手機訊號"),  # as it was typed
        ("zh", "看病", "19", "看病"),
        ("zh", "卖菜", "10", "卖菜"),
        ("zh", "5G", "1", ""),
        ("zh", "yiliao", "19", ""),  # pinyin is what it spells
        ("zh", "17.2", "17", ""),
    ],
)
def test_near_hits_come_with_the_words_that_nothing_contains(
    tab: Page, base: str, site: Site, locale: str, query: str, task: str, lacking: str
) -> None:
    search(tab, base, locale, query)
    strings = site.locales[locale]
    beginning = strings.t("found.near", n=7, query=lacking).partition("7")[0]
    assert tab.inner_text("#found").startswith(beginning) is bool(lacking)
    assert tab.inner_text("#group-task ~ ol .hit .num >> nth=0").strip() == task


@pytest.mark.browser
def test_everyday_sentences_and_meanings_are_found_and_marked_as_such(tab: Page, base: str, site: Site) -> None:
    task = next(iter(site.catalog.policies.values())).tasks[5]
    assert task.plain
    assert "低收入的人" in task.plain.zh
    assert not [clause for clause in task.clauses if "低收入的人" in clause.text.zh]
    search(tab, base, "zh", "低收入的人")
    hit = tab.locator("a.hit").first
    assert hit.get_attribute("href") == "../digital-village-2023/tasks/06/#plain"
    assert site.locales["zh"].t("found.plain") in hit.inner_text()
    search(tab, base, "zh", "照着真实的流域")
    assert "数字孪生流域" in tab.inner_text("#group-term ~ ol")


@pytest.mark.browser
def test_what_a_word_means_is_found_and_stands_on_the_first_screen(tab: Page, base: str, catalog: Catalog) -> None:
    (policy,) = catalog.policies.values()
    term = next(term for term in policy.glossary if term.name.zh == "电信普遍服务")
    assert term.meaning is not None
    tab.set_viewport_size({"width": 360, "height": 740})
    search(tab, base, "zh", term.name.zh)
    tab.locator(f"a.hit[href$='#{addresses.term_anchor(term)}']").click()
    meaning = tab.get_by_text(str(term.meaning.zh)).bounding_box()
    assert meaning is not None
    assert 0 <= meaning["y"] <= meaning["y"] + meaning["height"] <= 740


@pytest.mark.browser
def test_the_slash_key_goes_to_the_field_unless_switched_off(tab: Page, base: str) -> None:
    def focused() -> str:
        return str(tab.evaluate("document.activeElement.id"))

    tab.goto(f"{base}about/")
    tab.keyboard.press("/")
    assert focused() == "find"
    tab.keyboard.type("1/2")
    assert tab.input_value("#find") == "1/2"
    tab.goto(f"{base}search/")
    tab.uncheck("#slash")
    tab.goto(f"{base}about/")
    tab.keyboard.press("/")
    assert focused() != "find"


@pytest.mark.browser
def test_the_field_of_any_page_leads_to_the_results(tab: Page, base: str) -> None:
    tab.goto(f"{base}en/digital-village-2023/tasks/02/")
    tab.fill("#find", "cold chain")
    tab.press("#find", "Enter")
    tab.wait_for_selector("a.hit")
    assert urlsplit(tab.url).path == "/en/search/"
    assert "tasks/02/" in links(tab)[0]


@pytest.mark.browser
def test_the_query_is_kept_when_the_language_is_changed(tab: Page, base: str) -> None:
    search(tab, base, "zh", "应急广播")
    tab.fill("#find", "冷链物流")
    tab.wait_for_selector("#answer:not([aria-busy]) a.hit[href*='tasks/02']")
    assert parse_qs(urlsplit(tab.url).query)["q"] == ["冷链物流"]
    tab.click(".languages a[hreflang=en]")
    tab.wait_for_selector("#answer:not([hidden]):not([aria-busy])")
    assert tab.input_value("#find") == "冷链物流"
    assert "tasks/02/" in links(tab)[0]


@pytest.mark.browser
def test_choices_narrow_the_results_and_stay_in_the_address(tab: Page, base: str) -> None:
    search(tab, base, "zh", "应急广播")
    before = links(tab)
    assert any("/glossary/" in link for link in before)
    tab.check("#filters input[name=kind][value=term]")
    tab.wait_for_selector("#answer:not([aria-busy])")
    assert links(tab)
    assert all("/glossary/" in link for link in links(tab))
    assert parse_qs(urlsplit(tab.url).query)["kind"] == ["term"]
    tab.reload()
    tab.wait_for_selector("#answer:not([hidden]):not([aria-busy])")
    assert tab.is_checked("#filters input[name=kind][value=term]")
    assert all("/glossary/" in link for link in links(tab))
    tab.uncheck("#filters input[name=kind][value=term]")
    tab.wait_for_selector("a.hit[href*='tasks/']")
    assert links(tab) == before


@pytest.mark.browser
@pytest.mark.parametrize("facet", ["kind", "area", "status", "agency"])
def test_a_choice_that_every_object_knows_by_name_is_text_like_another(tab: Page, base: str, facet: str) -> None:
    for value in ("constructor", "toString"):
        tab.goto(f"{base}search/?q={quote('应急广播')}&{facet}={value}")
        tab.wait_for_selector("#answer:not([hidden]):not([aria-busy])")
        choice = tab.locator(f"#filters input[name={facet}][value={value}]")
        expect(choice).to_be_checked()
        expect(choice.locator("xpath=..")).to_have_text(f"{value} 0")
        assert links(tab) == []
        choice.click()  # it is gone then
        tab.wait_for_selector("a.hit")
    assert parse_qs(urlsplit(tab.url).query) == {"q": ["应急广播"]}


@pytest.mark.browser
def test_parameters_that_every_object_knows_by_name_choose_nothing(tab: Page, base: str) -> None:
    search(tab, base, "zh", "应急广播")
    before = links(tab)
    names = ("constructor", "toString", "hasOwnProperty", "__proto__", "valueOf", "size", "get")
    tab.goto(f"{base}search/?{'&'.join(f'{name}=task' for name in names)}&q={quote('应急广播')}&kind=__proto__&kind=")
    tab.wait_for_selector("#answer:not([hidden]):not([aria-busy])")
    assert links(tab) == before
    assert parse_qs(urlsplit(tab.url).query) == {"q": ["应急广播"]}


@pytest.mark.browser
@pytest.mark.parametrize(
    ("locale", "query", "meant"),
    [
        ("zh", "应急广波", "应急广播"),
        ("zh-Hant", "yingji guangbo", "應急廣播"),
        ("en", "brodcasting", "broadcasting"),
    ],
)
def test_a_slip_is_answered_and_mended(tab: Page, base: str, locale: str, query: str, meant: str) -> None:
    search(tab, base, locale, query)
    assert "tasks/" in links(tab)[0]
    expect(tab.locator("#guess a")).to_have_text(meant)
    tab.click("#guess a")
    tab.wait_for_selector("#guess[hidden]", state="attached")
    assert tab.input_value("#find") == meant
    assert "tasks/" in links(tab)[0]


@pytest.mark.browser
def test_arrow_keys_go_through_the_results_and_back(tab: Page, base: str) -> None:
    search(tab, base, "zh", "应急广播")
    tab.focus("#find")
    tab.keyboard.press("ArrowDown")
    assert tab.evaluate("document.activeElement.getAttribute('href')") == links(tab)[0]
    tab.keyboard.press("ArrowDown")
    assert tab.evaluate("document.activeElement.getAttribute('href')") == links(tab)[1]
    tab.keyboard.press("ArrowUp")
    tab.keyboard.press("ArrowUp")
    assert tab.evaluate("document.activeElement.id") == "find"


def asked_before_the_first_hit(tab: Page, base: str, locale: str, query: str) -> list[str]:
    """The paths of the index parts that a query loads before it is answered at all."""
    tab.add_init_script(
        "window.asked = []; const append = Node.prototype.appendChild; Node.prototype.appendChild = function (child) {"
        " if (child.src && !document.querySelector('a.hit')) window.asked.push(child.src);"
        " return append.call(this, child); };"
    )
    search(tab, base, locale, query)
    asked: list[str] = tab.evaluate("window.asked")
    return [*dict.fromkeys(urlsplit(src).path[1:] for src in asked)]


@pytest.mark.browser
def test_the_first_answer_waits_for_no_readers_words(tab: Page, base: str, site: Site) -> None:
    first, readers_words, *_ = client(site, "zh")["parts"]["zh"]
    for query in ("冷链物流", "看病", "农村手机信号不好"):
        assert asked_before_the_first_hit(tab, base, "zh", query) == [first]
    assert compressed((site.folder / readers_words).read_bytes()) < READERS_WORDS


@pytest.mark.browser
@pytest.mark.parametrize(
    ("locale", "query"),
    [
        ("zh", "冷链物流"),
        ("zh", "cold chain"),
        ("zh-Hant", "冷鏈"),
        ("en", "cold chain"),
        ("en", "冷链物流"),
        ("zh", "llwl"),
    ],
)
def test_the_first_answer_is_light(tab: Page, base: str, site: Site, locale: str, query: str) -> None:
    paths = [SCRIPT, *asked_before_the_first_hit(tab, base, locale, query)]
    assert len(paths) > 1
    assert sum(compressed((site.folder / path).read_bytes()) for path in paths) <= FIRST_ANSWER


@pytest.mark.browser
def test_it_answers_from_a_folder_without_a_server(tab: Page, site: Site) -> None:
    tab.goto(f"{(site.folder / 'search' / 'index.html').as_uri()}?q={quote('应急广播')}")
    tab.wait_for_selector("#answer:not([hidden]):not([aria-busy]) a.hit")
    for link in tab.eval_on_selector_all("a.hit", "hits => hits.map(hit => hit.href)"):
        assert Path(urlsplit(link).path).is_file()


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real site as somebody has it who was sent the zip: built by the command line, and unpacked."""
    folder = tmp_path_factory.mktemp("zip")
    build(make_root(folder / "root"), f"--offline={folder / 'offline.zip'}")
    with zipfile.ZipFile(folder / "offline.zip") as archive:
        archive.extractall(folder)
    return folder / "offline"


@pytest.mark.browser
@pytest.mark.parametrize(
    ("locale", "query"), [("", "冷链"), ("en/", "cold chain"), ("zh-Hant/", "冷鏈")], ids=["zh", "en", "zh-Hant"]
)
def test_it_answers_from_the_unpacked_zip(tab: Page, unpacked: Path, locale: str, query: str) -> None:
    tab.goto((unpacked / locale / "about" / "index.html").as_uri())
    tab.fill("#find", query)
    tab.press("#find", "Enter")
    tab.wait_for_selector("#answer:not([hidden]):not([aria-busy]) a.hit")
    for link in tab.eval_on_selector_all("a.hit", "hits => hits.map(hit => hit.href)"):
        assert Path(urlsplit(link).path).is_file()
    tab.click("a.hit")
    tab.wait_for_url(f"{(unpacked / locale / 'digital-village-2023/tasks/02/index.html').as_uri()}*")
    expect(tab.locator("h1")).to_be_visible()


def test_every_link_of_the_unpacked_zip_leads_to_a_file(unpacked: Path) -> None:
    pages = sorted(unpacked.rglob("*.html"))
    assert len(pages) > 100
    known = {path.relative_to(unpacked).as_posix() for path in unpacked.rglob("*") if path.is_file()}
    for page in pages:
        here = page.relative_to(unpacked).as_posix()
        for address in re.findall(r' (?:href|src|action)="([^"]*)"', page.read_text(encoding="utf-8")):
            parts = urlsplit(html.unescape(address))
            if parts.scheme or parts.netloc or not parts.path:
                continue
            target = posixpath.normpath(posixpath.join(posixpath.dirname(here), unquote(parts.path)))
            assert target in known, (here, address)


@pytest.mark.browser
@pytest.mark.parametrize("locale", ["", "en/", "zh-Hant/"], ids=["zh", "en", "zh-Hant"])
def test_a_page_of_each_kind_opens_from_the_unpacked_zip(browser: Browser, unpacked: Path, locale: str) -> None:
    """With its style and its scripts, without a complaint of the browser, and without asking anybody for anything."""
    context = browser.new_context()
    page = context.new_page()
    happened: list[str] = []
    page.on("console", lambda said: happened.append(said.text) if said.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: happened.append(str(error)))
    page.on("requestfailed", lambda request: happened.append(f"failed: {request.url}"))
    page.on("request", lambda request: None if request.url.startswith("file:") else happened.append(request.url))
    kinds: dict[str, Path] = {}
    for path in sorted((unpacked / locale).rglob("*.html")):
        kind = re.search(r'<div class="page page-([a-z-]+)"', path.read_text(encoding="utf-8"))
        if kind and (locale or path.relative_to(unpacked).parts[0] not in {"en", "zh-Hant"}):
            kinds.setdefault(kind[1], path)
    assert len(kinds) > 14
    for name, path in kinds.items():
        page.goto(path.as_uri())
        assert page.evaluate("getComputedStyle(document.body).margin") == "0px", name  # by the style sheet
        expect(page.locator("button.palette")).to_be_visible()  # by the script
    page.goto((unpacked / locale / "index.html").as_uri())
    for link in ("nav.main a >> nth=0", "nav.languages a >> nth=2"):
        with page.expect_event("load"):  # leaving earlier would cut off what the page is still fetching
            page.click(link)
    assert page.url.startswith((unpacked / "en").as_uri())
    expect(page.locator("html")).to_have_attribute("lang", "en")
    context.close()
    assert happened == []


@pytest.mark.browser
def test_where_the_index_does_not_load_the_page_says_so(browser: Browser, base: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.route("**/*-first.*.js", lambda route: route.abort())
    page.goto(f"{base}search/?q={quote('应急广播')}")
    page.wait_for_selector("#answer:not([aria-busy]) #found:not(:empty)")
    expect(page.locator("#index")).to_be_visible()
    context.close()
