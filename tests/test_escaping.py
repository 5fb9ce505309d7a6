"""Contributed text is shown as text, whatever it holds: nothing in it becomes markup, and nothing of it is lost."""

from __future__ import annotations

import json
import re
import tempfile
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, Dialog, Request, Route

from generator.findings import isolate
from generator.load.text import FORBIDDEN, fold, heaped
from generator.model import Localized, Measurement, Policy, Report
from generator.website.addresses import agency_data
from tests.hostile import ATTACKS, PER_POLICY, write_hostile
from tests.roots import build, generator, make_root
from tests.sitefiles import Site, attribute, hrefs, json_ld, one, words

LOCALES = ["zh", "zh-Hant", "en"]
IN_EVERY_LOCALE = pytest.mark.parametrize("locale", LOCALES)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Site:
    root = make_root(tmp_path_factory.mktemp("hostile"), "two-policies")
    write_hostile(root)
    assert generator("validate", "--root", root).stdout == ""  # hostile, but nothing that a rule forbids
    build(root)
    return Site(root)


@pytest.fixture(scope="module")
def reported(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A harmless site with reports, and so with a matrix."""
    root = make_root(tmp_path_factory.mktemp("reported"), "states")
    build(root)
    return Site(root)


def spaced(text: str) -> str:
    """A text with runs of blanks as one, as browsers show it."""
    return re.sub(r"\s+", " ", text).strip()


def shown(hostile: Site, locale: str, text: Localized) -> str:
    return spaced(hostile.locales[locale].plain(text))


def policies(hostile: Site) -> Iterator[Policy]:
    yield from hostile.catalog.policies.values()


def test_every_attack_is_made() -> None:
    assert len(ATTACKS) == len(set(ATTACKS)) > 40
    assert len(ATTACKS) % PER_POLICY == 0


def test_no_element_or_attribute_comes_from_a_text(
    hostile: Site, site: Site, two_policies: Site, reported: Site
) -> None:
    """Hostile pages are made of the elements and attributes that harmless ones are made of."""
    known, found = vocabulary(site) | vocabulary(two_policies) | vocabulary(reported), vocabulary(hostile)
    known |= {
        ("form", "data-list"),
        ("form", "data-of"),
        ("form", "hidden"),
        ("select", ""),
        ("select", "name"),
        ("option", ""),
    }
    known.add(("option", "value"))  # the filter of a home with more than five policies
    known.add(("bdi", ""))  # around what reads from right to left, which the harmless texts don't
    assert found - known == set()


def vocabulary(site: Site) -> set[tuple[str, str]]:
    elements = [element for path in site.paths for element in site.page(path).iter() if isinstance(element.tag, str)]
    return {(element.tag, name) for element in elements for name in ("", *element.keys())}


def test_pages_have_the_scripts_and_comments_of_harmless_pages(hostile: Site, two_policies: Site) -> None:
    def counts(site: Site, path: str) -> tuple[int, int]:
        html = site.html(path)
        return html.count("<script"), html.count("<!--")

    for kind in ("", "text/", "areas/1/", "tasks/01/", "glossary/"):
        usual = counts(two_policies, f"small/{kind}index.html")
        for policy in policies(hostile):
            assert counts(hostile, f"{policy.id}/{kind}index.html") == usual, (policy.id, kind)


@IN_EVERY_LOCALE
def test_titles_and_headings_are_the_texts(hostile: Site, locale: str) -> None:
    strings = hostile.locales[locale]
    for policy in policies(hostile):
        overview = hostile.page(hostile.address(locale, f"{policy.id}/"))
        assert shown(hostile, locale, policy.title) in words(one(overview, "//h1"))
        assert words(one(overview, "//title")).startswith(shown(hostile, locale, policy.title))
        for task in policy.tasks:
            title = shown(hostile, locale, policy.name(task))
            page = hostile.page(hostile.address(locale, f"{policy.id}/tasks/{task.address}/"))
            assert title in words(one(page, "//h1"))
            assert title in words(one(page, "//title"))
            description = spaced(attribute(page, "//meta[@name='description']/@content"))
            assert description.endswith(spaced(isolate(strings.plain(task.clauses[0].text))))


@IN_EVERY_LOCALE
def test_clauses_are_shown_word_for_word_and_terms_in_them_linked(hostile: Site, locale: str) -> None:
    for policy in policies(hostile):
        text = hostile.page(hostile.address(locale, f"{policy.id}/text/"))
        for task in policy.tasks:
            page = hostile.page(hostile.address(locale, f"{policy.id}/tasks/{task.address}/"))
            for clause in task.clauses:
                anchor = f"//*[@id='c-{clause.id.replace('.', '-')}']"
                assert shown(hostile, locale, clause.text) in words(one(page, anchor))
                assert shown(hostile, locale, clause.text) in words(one(text, anchor))
            linked = one(page, f"//*[@id='c-{task.number}-1']").xpath(".//a[contains(@href, 'glossary/#term-')]")
            assert linked, task.number


@IN_EVERY_LOCALE
def test_every_text_stands_somewhere_word_for_word(hostile: Site, locale: str) -> None:
    """Whatever is entered can be read: of each policy's texts on its own pages, of agencies' names on theirs."""
    pages = {path: words(hostile.page(path)) for path in hostile.paths if hostile.locale_of(path) == locale}
    prefix = hostile.config.prefix(locale)
    for policy in policies(hostile):
        own = "\n".join(text for path, text in pages.items() if path.startswith(f"{prefix}{policy.id}/"))
        records = (
            policy.file.title,
            *policy.sentences,
            *policy.file.areas,
            *policy.tasks,
            *policy.targets,
            *policy.glossary,
        )
        texts = [text for record in records for text in record.each() if isinstance(text, Localized)]
        assert [text.zh for text in texts if shown(hostile, locale, text) not in own] == []
    everywhere = "\n".join(pages.values())
    for agency in hostile.catalog.agencies.values():
        assert shown(hostile, locale, agency.name) in everywhere


@IN_EVERY_LOCALE
def test_all_that_an_agency_submits_stands_on_its_page(hostile: Site, locale: str) -> None:
    """What is accepted is shown: every text, quotation and address of a submission."""
    for submission in hostile.catalog.submissions:
        page = hostile.page(hostile.address(locale, f"agencies/{submission.agency}/"))
        own, links = words(page), hrefs(page)
        texts = [text for text in submission.each() if isinstance(text, Localized)]
        assert submission.contact is not None
        assert submission.contact.unit in texts
        assert [text.zh for text in texts if shown(hostile, locale, text) not in own] == []
        parts: list[Report | Measurement] = [*submission.reports, *submission.figures]
        for item in parts:
            for evidence in item.evidence:
                assert spaced(evidence.quote or "") in own
                assert evidence.url in links
        assert f"mailto:{submission.contact.email}" in links
        period = words(hostile.page(hostile.address(locale, f"{submission.policy}/updates/{submission.period_name}/")))
        assert shown(hostile, locale, submission.contact.unit) in period


def test_the_contact_of_a_submission_stands_in_the_data(hostile: Site) -> None:
    for submission in hostile.catalog.submissions:
        assert submission.contact is not None
        path = hostile.folder / agency_data(hostile.catalog.agencies[submission.agency])
        (given,) = [one["contact"] for one in json.loads(path.read_bytes())["agency"]["submissions"]]
        assert given["unit"]["zh"] == submission.contact.unit.zh
        assert given["email"] == submission.contact.email


@IN_EVERY_LOCALE
def test_paragraphs_of_a_summary_are_text(hostile: Site, locale: str) -> None:
    for policy in policies(hostile):
        assert policy.file.summary is not None
        page = words(hostile.page(hostile.address(locale, f"{policy.id}/")))
        for paragraph in hostile.locales[locale].plain(policy.file.summary.text).split("\n\n"):
            assert spaced(paragraph) in page


@IN_EVERY_LOCALE
def test_linked_data_holds_the_very_texts(hostile: Site, locale: str) -> None:
    for policy in policies(hostile):
        strings = hostile.locales[locale]
        (document,) = [
            block
            for block in json_ld(hostile.page(hostile.address(locale, f"{policy.id}/")))
            if block["@type"] == "DigitalDocument"
        ]
        assert document["name"] == strings.plain(policy.title)
        assert document["alternateName"] == policy.title.zh
        assert [body["alternateName"] for body in document["creator"]] == [
            hostile.catalog.agencies[id_].name.zh for id_ in policy.file.issuers
        ]
        for task in policy.tasks:
            trail = next(json_ld(hostile.page(hostile.address(locale, f"{policy.id}/tasks/{task.address}/"))))
            names = [item["name"] for item in trail["itemListElement"]]
            parts = (policy.title, policy.name(policy.area_of(task)), policy.name(task))
            assert names == [strings.plain(text) for text in parts]
        (terms,) = json_ld(hostile.page(hostile.address(locale, f"{policy.id}/glossary/")))
        assert [term["alternateName"] for term in terms["hasDefinedTerm"]] == [term.name.zh for term in policy.glossary]


def test_files_for_programs_can_be_read_and_hold_the_texts(hostile: Site) -> None:
    files = [path for path in hostile.folder.rglob("*") if path.is_file()]
    for path in files:
        if path.suffix == ".json":
            json.loads(path.read_bytes(), parse_constant=pytest.fail)
        elif path.suffix in {".xml", ".atom", ".svg"}:
            ET.parse(path)  # noqa: S314 - our own file
    everything = "\n".join(
        path.read_text(encoding="utf-8") for path in files if path.suffix == ".json" and "policies" in path.parts
    )
    missing = [attack for attack in ATTACKS if json.dumps(attack, ensure_ascii=False)[1:-1] not in everything]
    assert missing == []


def test_no_file_of_the_repository_came_in_through_a_text(hostile: Site) -> None:
    """`--8<-- "mkdocs.yml"` would have brought the settings."""
    settings = (hostile.root / "mkdocs.yml").read_text(encoding="utf-8").splitlines()[0]
    assert not [path for path in hostile.paths if settings in hostile.html(path) or ">49<" in hostile.html(path)]


@pytest.mark.browser
@pytest.mark.parametrize("locale", ["zh", "en"])
def test_nothing_runs_in_a_browser(hostile: Site, browser: Browser, locale: str) -> None:
    context = browser.new_context()
    happened: list[str] = []

    def answer(route: Route, request: Request) -> None:
        if not request.url.startswith(hostile.config.site_url):
            happened.append(f"asked for {request.url}")
            route.abort()
            return
        path = request.url.removeprefix(hostile.config.site_url).partition("?")[0]
        file = hostile.folder / (f"{path}index.html" if not path or path.endswith("/") else path)
        route.fulfill(path=file) if file.is_file() else route.fulfill(status=404)

    def dialog(shown: Dialog) -> None:
        happened.append(f"dialog {shown.message}")
        shown.dismiss()

    context.route("**/*", answer)
    page = context.new_page()
    page.on("dialog", dialog)
    page.on("pageerror", lambda error: happened.append(str(error)))
    page.on("console", lambda message: happened.append(message.text) if message.type == "error" else None)
    for path in browser_pages(hostile, locale):
        page.goto(hostile.config.site_url + path.removesuffix("index.html"), wait_until="load")
        strange = page.evaluate("document.querySelectorAll('img, iframe, base, body style, body b b, marquee').length")
        assert strange == 0, path
        assert page.evaluate("document.querySelectorAll('h1').length") == 1, path
        assert page.url.startswith(hostile.config.site_url + path.removesuffix("index.html")), path
    context.close()
    assert happened == []


def browser_pages(hostile: Site, locale: str) -> list[str]:
    """Every kind of page of every policy, and the pages of the site itself."""
    prefix = hostile.config.prefix(locale)
    kinds = "|".join(["", "text/", "areas/1/", "tasks/0[1-2]/", "targets/", "glossary/", "matrix/", r"updates/(\d.*)?"])
    wanted = re.compile(
        rf"{re.escape(prefix)}(policy-\d+/({kinds})|translation/|agencies/([^/]*-agency-0/)?|)index\.html"
    )
    found = [path for path in hostile.paths if wanted.fullmatch(path) and hostile.locale_of(path) == locale]
    assert len(found) > 40
    return found


@pytest.mark.browser
def test_long_words_do_not_widen_a_small_screen(hostile: Site, browser: Browser) -> None:
    page = browser.new_page(viewport={"width": 360, "height": 740})
    wide = {}
    for kind in ("", "text/", "areas/3/", "tasks/03/", "tasks/04/", "targets/", "glossary/", "matrix/", "updates/"):
        for prefix in ("policy-0", "policy-5", "en/policy-5"):
            page.goto((hostile.folder / prefix / kind / "index.html").as_uri())
            wide[prefix, kind] = page.evaluate("document.documentElement.scrollWidth")
    for path in ("", "translation", "agencies", "agencies/policy-5-agency-3", "en"):
        page.goto((hostile.folder / path / "index.html").as_uri())
        wide[path, ""] = page.evaluate("document.documentElement.scrollWidth")
    page.close()
    assert {key: width for key, width in wide.items() if width > 360} == {}


# --- any text at all, in what agencies send in

ANY_TEXT = (
    st.text(
        st.one_of(
            st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn"]), st.sampled_from("<>&\"'{}%`|\\\n#")
        ),
        min_size=1,
        max_size=40,
    )
    .map(fold)
    .filter(lambda text: text.strip() and not FORBIDDEN.search(text) and next(heaped(text), None) is None)
)


@settings(max_examples=3, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_any_text_of_a_submission_is_the_same_text_on_its_pages(data: st.DataObject, tmp_path: Path) -> None:
    root = make_root(Path(tempfile.mkdtemp(dir=tmp_path)) / "root", "two-policies")

    def text() -> str:
        return json.dumps(data.draw(ANY_TEXT), ensure_ascii=False)

    lines = ["submitted: 2030-07-10", "provenance: agency", f"contact: {{unit: {{zh: {text()}}}}}", "reports:"]
    for task in ("1", "2", "3"):
        lines += [f'  - ref: "{task}"', "    status: delayed"]
        lines += [f"    {name}: {{zh: {text()}, en: {text()}}}" for name in ("summary", "reason")]
        lines.append(
            f"    evidence: [{{title: {{zh: {text()}}}, publisher: {{zh: {text()}}}, note: {{zh: {text()}}},"
            " published: 2030-07-01, url: https://news.example.org/a}]"
        )
    path = root / "data/submissions/small/example-office/2030-H1.yml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    build(root, "--as-of", "2031-12-31")  # the made-up policies are of 2030
    site = Site(root)
    (submission,) = [one for one in site.catalog.submissions if one.path == path.relative_to(root).as_posix()]
    for locale in LOCALES:
        agency = words(site.page(site.address(locale, "agencies/example-office/")))
        assert submission.contact is not None
        assert shown(site, locale, submission.contact.unit) in agency
        for report in submission.reports:
            page = words(site.page(site.address(locale, f"small/tasks/{int(report.ref):02d}/")))
            said = [each for each in (report.summary, report.reason) if each]
            said += [each for item in report.evidence for each in (item.title, item.publisher, item.note) if each]
            assert len(said) == 5
            for each in said:
                assert shown(site, locale, each) in page
                assert shown(site, locale, each) in agency
