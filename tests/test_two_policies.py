"""A second policy of another shape is one more folder: chapters and articles, nothing optional, no English."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from generator.model import Policy
from tests.roots import REPO, build
from tests.sitefiles import Site, attribute, hrefs, one, words
from tests.test_build import edit

LOCALES = ["zh", "zh-Hant", "en"]
IN_EVERY_LOCALE = pytest.mark.parametrize("locale", LOCALES)
NUMERALS = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一"]


@pytest.fixture
def lake(two_policies: Site) -> Policy:
    return two_policies.catalog.policies["lake-rules"]


@pytest.fixture
def small(two_policies: Site) -> Policy:
    return two_policies.catalog.policies["small"]


def test_the_two_policies_differ_in_everything_that_may(lake: Policy, small: Policy) -> None:
    assert not any([lake.file.goals, lake.file.preamble, lake.targets, lake.glossary])
    assert small.file.goals
    assert small.file.preamble
    assert small.targets
    assert small.glossary
    shapes = [(len(policy.file.areas), len(policy.tasks)) for policy in (lake, small)]
    assert shapes == [(3, 11), (2, 3)]
    assert {policy.title.translations.get("en") is None for policy in (lake, small)} == {True, False}


@IN_EVERY_LOCALE
def test_both_policies_have_all_their_pages(two_policies: Site, lake: Policy, small: Policy, locale: str) -> None:
    prefix = two_policies.config.prefix(locale)
    for policy in (lake, small):
        wanted = {f"{prefix}{policy.id}/{page}index.html" for page in ("", "text/")}
        wanted |= {f"{prefix}{policy.id}/areas/{area.number}/index.html" for area in policy.file.areas}
        wanted |= {f"{prefix}{policy.id}/tasks/{task.address}/index.html" for task in policy.tasks}
        assert wanted <= set(two_policies.paths)
        assert not [path for path in two_policies.paths if re.search(rf"^{prefix}{policy.id}/tasks/\d+/", path)
                    and path not in wanted]  # fmt: skip


@pytest.mark.parametrize(("locale", "article"), [("zh", "条"), ("zh-Hant", "條")])
def test_chapters_and_articles_are_numbered_as_the_document_does(
    two_policies: Site, lake: Policy, locale: str, article: str
) -> None:
    page = two_policies.page(two_policies.address(locale, "lake-rules/text/"))
    headings = [words(element) for element in page.xpath("//*[starts-with(@id, 'area-') and starts-with(name(), 'h')]")]
    assert [heading[:3] for heading in headings] == ["第一章", "第二章", "第三章"]
    for task, numeral in zip(lake.tasks, NUMERALS, strict=True):
        assert words(one(page, f"//*[@id='task-{task.number}']")).startswith(f"第{numeral}{article}")


def test_articles_are_numbered_on_across_chapters(lake: Policy) -> None:
    assert [task.number for area in lake.file.areas for task in lake.tasks_of(area)] == list(range(1, 12))


def test_other_languages_get_plain_numbers(two_policies: Site) -> None:
    page = two_policies.page("en/lake-rules/text/")
    assert "第" not in words(one(page, "//*[@id='task-11']"))
    assert words(one(page, "//*[@id='task-11']")).startswith("11.")


@IN_EVERY_LOCALE
def test_what_a_policy_does_not_have_is_not_offered(two_policies: Site, locale: str) -> None:
    """The pages exist (their addresses may be linked to), say that there is nothing, and no page leads there."""
    strings = two_policies.locales[locale]
    for kind in ("targets", "glossary"):
        address = two_policies.address(locale, f"lake-rules/{kind}/")
        assert strings.t(f"{kind}.empty") in words(two_policies.page(address))
    overview = two_policies.page(two_policies.address(locale, "lake-rules/"))
    assert not [href for href in hrefs(overview) if "targets" in href or "glossary" in href]
    assert [href for href in hrefs(two_policies.page(two_policies.address(locale, "small/"))) if "targets" in href]


@IN_EVERY_LOCALE
def test_counts_come_from_the_data(two_policies: Site, lake: Policy, small: Policy, locale: str) -> None:
    home = words(two_policies.page(two_policies.address(locale, "")))
    for policy in (lake, small):
        overview = words(two_policies.page(two_policies.address(locale, f"{policy.id}/")))
        counts = two_policies.locales[locale].t(
            "overview.contents", areas=len(policy.file.areas), tasks=len(policy.tasks)
        )
        assert counts in overview
        assert policy.id == "lake-rules" or "4" in home


def test_no_count_of_the_real_document_stands_in_code() -> None:
    """10 areas, 26 tasks, 132 clauses (10 alone says nothing: it has other uses)."""
    count = re.compile(r"(?<![\d.#\w])(26|132)(?![\d.%\w])")
    files = [path for folder in ("generator", "overrides", "data/locales") for path in (REPO / folder).rglob("*")]
    found = [
        f"{path.relative_to(REPO)}:{number}: {line.strip()}"
        for path in files
        if path.suffix in {".py", ".j2", ".html", ".js", ".yml"}
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if count.search(line) and "二十六" not in line  # the example of how numbers are written
    ]
    assert found == []


# --- no English yet


def test_untranslated_texts_are_shown_in_chinese_and_marked_so(two_policies: Site, lake: Policy) -> None:
    mark = two_policies.locales["en"].t("translation.flag.missing")
    for task in lake.tasks:
        page = two_policies.page(f"en/lake-rules/tasks/{task.address}/")
        heading = one(page, "//h1")
        assert lake.name(task).zh in words(heading)
        assert mark in words(heading)
        for clause in task.clauses:
            item = one(page, f"//*[@id='c-{clause.id.replace('.', '-')}']")
            assert clause.text.zh in words(item)
            assert mark in words(item)


def test_a_translated_policy_bears_no_such_mark(two_policies: Site) -> None:
    mark = two_policies.locales["en"].t("translation.flag.missing")
    for path in two_policies.paths:
        if path.startswith("en/small/"):
            assert mark not in words(two_policies.page(path)), path
            assert two_policies.locales["en"].t("translation.flag.stale") not in words(two_policies.page(path)), path


@pytest.mark.parametrize("locale", ["zh", "zh-Hant"])
def test_pages_in_the_documents_own_language_bear_no_marks(two_policies: Site, locale: str) -> None:
    mark = two_policies.locales[locale].t("translation.flag.missing")
    marked = [path for path in two_policies.paths if two_policies.locale_of(path) == locale
              and "translation" not in path and mark in words(two_policies.page(path))]  # fmt: skip
    assert marked == []


def test_an_unofficial_translation_is_labelled_and_no_translation_is_not(two_policies: Site) -> None:
    label = two_policies.locales["en"].t("translation.unofficial")
    for page in ("", "text/", "tasks/01/", "areas/1/", "targets/", "glossary/"):
        assert label in words(two_policies.page(f"en/small/{page}"))
    assert label not in words(two_policies.page("en/lake-rules/"))


def test_chinese_on_an_english_page_is_marked_as_chinese(two_policies: Site) -> None:
    """A screen reader must know which voice to take."""
    unmarked = set()
    for path in two_policies.paths:
        if two_policies.locale_of(path) != "en":
            continue
        for element in two_policies.page(path).xpath("//body//*[not(self::script)]"):
            own = "".join([element.text or "", *(child.tail or "" for child in element)])
            language = element.xpath("string(ancestor-or-self::*[@lang][1]/@lang)")
            own = own.replace("简体中文", "")  # the language's name, in itself, in the middle of a sentence
            if re.search("[\u4e00-\u9fff]", own) and not language.startswith("zh"):
                unmarked.add((path, own.strip()))
    assert unmarked == set()


def test_the_full_text_has_the_chinese_beside_a_translation_only(
    two_policies: Site, small: Policy, lake: Policy
) -> None:
    sentence = lake.tasks[0].clauses[0].text.zh
    assert words(two_policies.page("en/lake-rules/text/")).count(sentence) == 1
    page = words(two_policies.page("en/small/text/"))
    assert small.tasks[0].clauses[0].text.zh in page
    assert small.tasks[0].clauses[0].text.translations["en"] in page
    assert small.tasks[0].clauses[0].text.translations["en"] in words(two_policies.page("small/text/"))


def test_a_hand_written_page_without_translation_is_marked_and_in_its_language(two_policies: Site) -> None:
    page = two_policies.page("en/submit/")
    assert two_policies.locales["en"].t("translation.flag.missing") in words(page)
    heading = one(page, "//h1")
    assert heading.xpath("string(ancestor-or-self::*[@lang][1]/@lang)") == "zh-Hans"
    assert attribute(two_policies.page("en/about/"), "/html/@lang") == "en"
    assert two_policies.locales["en"].t("translation.flag.missing") not in words(two_policies.page("en/about/"))
    assert "測試用" in words(two_policies.page("zh-Hant/submit/"))  # derived, like everything in that script


def test_the_state_of_the_translation_counts_every_text(two_policies: Site, small: Policy, lake: Policy) -> None:
    rows = {}
    page = two_policies.page("en/translation/")
    for row in page.xpath("//table[1]/tbody/tr"):
        name, *counts = [words(cell) for cell in row]
        if all(count.isdigit() for count in counts):
            rows[name] = [int(count) for count in counts]
    assert rows
    for total, current, stale, missing in rows.values():
        assert total == current + stale + missing
    strings = two_policies.locales["en"]
    tasks = strings.t("translation.section.tasks")
    of_lake = sum(1 + len(task.clauses) for task in lake.tasks)
    of_small = sum(1 + (task.plain is not None) + len(task.clauses) for task in small.tasks)
    assert [counts for name, counts in rows.items() if name.startswith(tasks)] == [
        [of_lake, 0, 0, of_lake],
        [of_small, of_small, 0, 0],
    ]
    debt = [words(item) for item in page.xpath("//details//li") if item.xpath(".//a")]
    for task in lake.tasks:
        for clause in task.clauses:
            assert clause.text.zh in debt
    assert not any(clause.text.zh in debt for task in small.tasks for clause in task.clauses)


# --- targets of every kind


@pytest.mark.parametrize(
    ("locale", "figures"),
    [
        ("zh", {"loans": ("超过", "1.2万册"), "wait": ("不超过", "3天"), "damage": ("低于", "0.5%")}),
        ("zh-Hant", {"loans": ("超過", "1.2萬冊"), "wait": ("不超過", "3天"), "damage": ("低於", "0.5%")}),
        ("en", {"loans": ("more than", "12 thousand volumes"), "wait": ("", "3 days"), "damage": ("", "0.5%")}),
    ],
)
def test_targets_rising_and_falling_are_shown_in_words_and_figures(
    two_policies: Site, locale: str, figures: dict[str, tuple[str, str]]
) -> None:
    page = two_policies.page(two_policies.address(locale, "small/targets/"))
    for id_, (comparison, figure) in figures.items():
        text = words(one(page, f"//*[@id='t-{id_}']"))
        assert comparison in text
        assert figure in text
    qualitative = one(page, "//*[@id='t-audiobooks']")
    assert two_policies.locales[locale].t("state.qualitative") in words(qualitative)
    assert two_policies.locales[locale].t("targets.baseline") not in words(qualitative)


@IN_EVERY_LOCALE
def test_a_target_without_a_verified_baseline_says_so(two_policies: Site, locale: str) -> None:
    page = two_policies.page(two_policies.address(locale, "small/targets/"))
    text = two_policies.locales[locale].t("targets.no_baseline")
    assert text in words(one(page, "//*[@id='t-damage']"))
    assert text not in words(one(page, "//*[@id='t-loans']"))


# --- terms inside terms


@IN_EVERY_LOCALE
def test_of_two_terms_at_one_place_the_longer_is_linked(two_policies: Site, locale: str) -> None:
    page = two_policies.page(two_policies.address(locale, "small/tasks/01/"))
    linked = {
        clause: [
            href.rpartition("#term-")[2] for href in hrefs(one(page, f"//*[@id='c-1-{clause}']")) if "glossary" in href
        ]
        for clause in (1, 2)
    }
    assert linked == {1: ["example-library-platform"], 2: ["library-platform"]}


# --- a translation that the Chinese has left behind


def test_a_translation_of_changed_chinese_is_shown_counted_and_marked(ready: Path) -> None:
    edit(ready / "data/policies/small/tasks/01.yml", "图书平台每天更新一次。", "图书平台每天更新两次。")
    build(ready)
    site = Site(ready)
    mark = site.locales["en"].t("translation.flag.stale")
    page = site.page("en/small/tasks/01/")
    changed, unchanged = (words(one(page, f"//*[@id='c-1-{clause}']")) for clause in (2, 1))
    assert "The library platform is updated once a day." in changed
    assert "图书平台每天更新两次。" in changed
    assert mark in changed
    assert mark not in unchanged
    tasks = site.locales["en"].t("translation.section.tasks")
    rows = [[words(cell) for cell in row] for row in site.page("en/translation/").xpath("//table[1]/tbody/tr")]
    of_small = sum(1 + (task.plain is not None) + len(task.clauses) for task in site.catalog.policies["small"].tasks)
    assert [row[1:] for row in rows if row[0].startswith(tasks)][-1] == [str(of_small), str(of_small - 1), "1", "0"]
