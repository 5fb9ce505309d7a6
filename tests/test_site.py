"""The built site as a whole: its pages and their addresses, languages, links and files."""

from __future__ import annotations

import datetime
import itertools
import json
import posixpath
import re
import stat
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from playwright.sync_api import Browser, Request, Route

from tests.roots import AS_OF
from tests.sitefiles import Site, attribute, hrefs, json_ld, one, resolve, words

NAMESPACES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


@pytest.fixture(scope="module", params=["real", "two policies"])
def built(request: pytest.FixtureRequest) -> Site:
    """The real site, and the made-up one."""
    name = {"real": "site", "two policies": "two_policies"}[request.param]
    found: Site = request.getfixturevalue(name)
    return found


def addresses(site: Site) -> Iterator[str]:
    """The pages that must exist in every locale, from the data alone."""
    yield from ("", "about/", "submit/", "translation/")
    for policy in site.catalog.policies.values():
        yield from (f"{policy.id}/{page}" for page in ("", "text/", "targets/", "glossary/"))
        yield from (f"{policy.id}/areas/{area.number}/" for area in policy.file.areas)
        yield from (f"{policy.id}/tasks/{task.address}/" for task in policy.tasks)


def pages(site: Site) -> list[str]:
    return [path for path in site.paths if not path.endswith("404.html")]


# --- pages


def test_every_page_exists_in_every_locale(built: Site) -> None:
    wanted = {built.address(locale, f"{address}index.html") for locale in built.locales for address in addresses(built)}
    wanted |= {built.address(locale, "404.html") for locale in built.locales}
    assert wanted <= set(built.paths)


def test_every_locale_has_the_same_pages(built: Site) -> None:
    by_locale: dict[str, set[str]] = {locale: set() for locale in built.locales}
    for path in built.paths:
        locale = built.locale_of(path)
        by_locale[locale].add(path.removeprefix(built.config.prefix(locale)))
    first, *others = by_locale.values()
    assert first
    assert all(other == first for other in others)


def test_every_page_has_one_heading_a_title_and_a_description(built: Site) -> None:
    for path in built.paths:
        page = built.page(path)
        assert len(page.xpath("//h1")) == 1, path
        assert words(one(page, "/html/head/title")), path
        assert path.endswith("404.html") or attribute(page, "//meta[@name='description']/@content"), path


def test_titles_tell_pages_of_a_locale_apart(built: Site) -> None:
    for locale in built.locales:
        titles = Counter(
            words(one(built.page(path), "/html/head/title")) for path in built.paths if built.locale_of(path) == locale
        )
        assert [title for title, count in titles.items() if count > 1] == []


def test_headings_step_down_one_level_at_a_time(built: Site) -> None:
    for path in built.paths:
        levels = [
            int(heading.tag[1])
            for heading in built.page(path).xpath("//main//*[self::h1 or self::h2 or self::h3 or self::h4]")
        ]
        assert levels[:1] == [1], path
        assert all(after <= before + 1 for before, after in itertools.pairwise(levels)), (path, levels)


def test_ids_are_unique_and_in_ascii(built: Site) -> None:
    for path in built.paths:
        ids = [str(id_) for id_ in built.page(path).xpath("//@id")]
        assert len(ids) == len(set(ids)), path
        assert all(re.fullmatch(r"[A-Za-z_][A-Za-z0-9_-]*", id_) for id_ in ids), path


# --- languages


def test_a_shared_link_shows_what_its_page_is(built: Site) -> None:
    for path in pages(built):
        said = {
            one.get("property") or one.get("name"): one.get("content")
            for one in built.page(path).xpath("//meta[@content]")
        }
        assert said["og:title"], path
        assert words(one(built.page(path), "/html/head/title")).startswith(said["og:title"].strip("\u2068\u2069")[:8])
        assert said["og:description"] == said["description"], path
        assert said["og:url"] == built.config.site_url + path.removesuffix("index.html")
        assert said["og:locale"] == built.page(path).get("lang").replace("-", "_")


def test_pages_of_the_record_can_be_copied_cited_followed_and_downloaded(built: Site) -> None:
    real = next(agency.id for agency in built.catalog.agencies.values() if not agency.sample)
    for locale in built.locales:
        for policy in built.catalog.policies.values():
            shared = {f"{policy.id}/", f"{policy.id}/targets/", f"agencies/{real}/"}
            shared |= {f"{policy.id}/tasks/{task.address}/" for task in policy.tasks}
            for address in shared:
                path = built.address(locale, f"{address}index.html")
                links = hrefs(one(built.page(path), "//nav[@class='share']"))
                assert links[:2] == ["./", "#cite"], path
                kinds = [link.rpartition(".")[2] for link in links[2:]]
                assert [kinds[0], *kinds[-2:]] == ["atom", "json", "csv"], path
                assert f".{locale}.atom" in links[2], path


def test_pages_say_their_language(built: Site) -> None:
    for path in built.paths:
        assert attribute(built.page(path), "/html/@lang") == built.locales[built.locale_of(path)].lang, path


def test_languages_are_the_ones_readers_software_knows(built: Site) -> None:
    assert {id_: locale.lang for id_, locale in built.locales.items()} == {
        "zh": "zh-Hans",
        "zh-Hant": "zh-Hant",
        "en": "en",
    }


def test_pages_name_their_own_address_and_those_in_other_languages(built: Site) -> None:
    alternates = {}
    for path in pages(built):
        page = built.page(path)
        own = built.config.site_url + path.removesuffix("index.html")
        assert attribute(page, "//link[@rel='canonical']/@href") == own
        links = page.xpath("//link[normalize-space(@rel)='alternate'][@hreflang]")
        alternates[own] = {link.get("hreflang"): link.get("href") for link in links}
        assert set(alternates[own]) == {locale.lang for locale in built.locales.values()} | {"x-default"}
        assert alternates[own][attribute(page, "/html/@lang")] == own
        default = built.locales[built.config.locales[0]].lang
        assert alternates[own]["x-default"] == alternates[own][default]
    for own, others in alternates.items():  # each of them names this one back, and they all agree
        for other in others.values():
            assert alternates[other] == others, own


def test_the_language_switch_leads_to_the_same_page(built: Site) -> None:
    for path in built.paths:
        locale = built.locale_of(path)
        rest = path.removeprefix(built.config.prefix(locale)).removesuffix("index.html")
        for other_id, other in built.locales.items():
            links = built.page(path).xpath(f"//header//nav//a[@hreflang='{other.lang}']")
            assert len(links) == 1, path
            wanted = built.config.prefix(other_id) + ("" if path.endswith("404.html") else rest)
            link = links[0].get("href")
            target = resolve(path, link) if not link.startswith("/") else posixpath.normpath(link).strip("/")
            assert target.strip("/") == wanted.strip("/"), path
            assert (links[0].get("aria-current") is not None) == (other_id == locale), path


def test_pages_that_are_not_found_have_no_address_of_their_own(built: Site) -> None:
    for locale in built.locales:
        page = built.page(built.address(locale, "404.html"))
        assert page.xpath("//link[@rel='canonical']") == []
        assert attribute(page, "//meta[@name='robots']/@content") == "noindex"
        for link in page.xpath("//@href | //@src"):  # it is served at any depth
            assert urlsplit(link).netloc or link.startswith(("/", "#")), link


def test_breadcrumbs_lead_up_to_the_home_page(built: Site) -> None:
    for path in pages(built):
        prefix = built.config.prefix(built.locale_of(path))
        trails = built.page(path).xpath("//nav[contains(@class, 'crumbs')]")
        if path == f"{prefix}index.html":
            assert trails == []
            continue
        (trail,) = trails
        targets = [resolve(path, href) for href in hrefs(trail)]
        assert targets[0] == prefix, path
        assert len(trail.xpath(".//*[@aria-current='page']")) == 1, path
        here = path.removesuffix("index.html")
        for above in targets[1:]:
            assert f"{above}index.html" in built.paths, path
            assert above.split("/")[0] == here.split("/")[0], path


# --- links and files


def test_the_sitemap_lists_exactly_the_pages_with_their_alternates(built: Site) -> None:
    tree = ET.parse(built.folder / "sitemap.xml")  # noqa: S314 - our own file
    listed = {}
    for url in tree.getroot().iterfind("s:url", NAMESPACES):
        location = url.findtext("s:loc", namespaces=NAMESPACES)
        assert location is not None
        assert location not in listed
        links = url.findall("x:link", NAMESPACES)
        listed[location] = {link.get("hreflang"): link.get("href") for link in links}
    wanted = [path for path in pages(built) if built.page(path).xpath("//meta[@name='robots']/@content") != ["noindex"]]
    assert set(listed) == {built.config.site_url + path.removesuffix("index.html") for path in wanted}
    for location, alternates in listed.items():
        assert set(alternates) == {locale.lang for locale in built.locales.values()} | {"x-default"}
        assert location in alternates.values()
        assert set(alternates.values()) <= set(listed)


def test_every_link_and_anchor_leads_somewhere(built: Site) -> None:
    """Apart from the checker that every build runs: this one resolves links the way a browser does."""
    base = urlsplit(built.config.site_url)
    ids = {path: {str(id_) for id_ in built.page(path).xpath("//@id")} for path in built.paths}
    broken = []
    for path in built.paths:
        for link in built.page(path).xpath("//a/@href | //link/@href | //script/@src | //img/@src"):
            whole = urlsplit(urljoin(built.config.site_url + path.removesuffix("index.html"), link))
            if whole.netloc != base.netloc or whole.scheme != base.scheme:
                continue
            target = whole.path.removeprefix(base.path)
            file = f"{target}index.html" if target.endswith("/") or not target else target
            anchor_missing = whole.fragment and file in ids and whole.fragment not in ids[file]
            if anchor_missing or not (built.folder / file).is_file():
                broken.append((path, link))
    assert broken == []


def test_links_elsewhere_are_for_readers_to_follow_and_give_nothing_away(built: Site) -> None:
    host = urlsplit(built.config.site_url).netloc
    for path in built.paths:
        for link in built.page(path).xpath("//a[@href]"):
            parts = urlsplit(link.get("href"))
            if parts.netloc and parts.netloc != host:
                assert parts.scheme in {"http", "https"}, path
                assert {"nofollow", "noopener", "noreferrer"} <= set(link.get("rel", "").split()), (
                    path,
                    link.get("href"),
                )


def test_nothing_is_loaded_from_elsewhere(built: Site) -> None:
    for path in built.paths:
        page = built.page(path)
        loaded = page.xpath("//@src | //@srcset | //@poster | //@data | //@action")
        loaded += page.xpath("//link[not(contains('canonical alternate', normalize-space(@rel)))]/@href")
        assert [link for link in loaded if urlsplit(str(link)).scheme or str(link).startswith("//")] == [], path
    for style in built.folder.rglob("*.css"):
        text = style.read_text(encoding="utf-8")
        assert not re.search(r"url\(\s*['\"]?(?!data:)(https?:)?//|@import", text), style
    for script in built.folder.rglob("*.js"):
        code = script.read_text(encoding="utf-8")
        if texts := re.fullmatch(r"(?:policySearch\.add\(|submission\.take\(\"[a-z]+\",)(.*)\);\n", code, re.DOTALL):
            json.loads(texts[1])  # a part of the search index or of the form: data alone, in which an address may stand
        else:
            names = r"www\.w3\.org/|schemas\.openxmlformats\.org/"  # of XML, which nothing loads
            assert not re.search(rf"https?://(?!{names})", code), script


def test_pages_forbid_what_they_do_not_need(built: Site) -> None:
    for path in built.paths:
        policy = attribute(built.page(path), "//meta[@http-equiv='Content-Security-Policy']/@content")
        rules = dict(rule.strip().partition(" ")[::2] for rule in policy.split(";"))
        assert rules["default-src"] == "'none'"
        assert rules["base-uri"] == "'none'"
        assert re.fullmatch(r"'self' 'sha256-[A-Za-z0-9+/=]+'", rules["script-src"])
        assert "unsafe" not in policy
        assert "*" not in policy
        assert built.page(path).xpath("//@style | //style") == []
        assert [name for name in built.page(path).xpath("//@*[starts-with(name(), 'on')]")] == []  # noqa: C416 - a list to show


def test_cards_for_frames_run_nothing_and_say_their_day(built: Site) -> None:
    day = datetime.date.fromisoformat(AS_OF)
    wanted = set()
    for id_, locale in built.locales.items():
        for policy in built.catalog.policies.values():
            for part, home in [
                *((f"tasks/{task.address}", f"{policy.id}/tasks/{task.address}/") for task in policy.tasks),
                *((f"targets/{target.id}", f"{policy.id}/targets/") for target in policy.targets),
            ]:
                path = built.address(id_, f"embed/{policy.id}/{part}/index.html")
                wanted.add(path)
                card = built.page(path)
                policy_line = attribute(card, "//meta[@http-equiv='Content-Security-Policy']/@content")
                assert policy_line == "default-src 'none'; base-uri 'none'; form-action 'none'; style-src 'self'"
                assert card.xpath("//script | //style | //@style | //form | //img") == [], path
                assert attribute(card, "//link[@rel='canonical']/@href") == built.config.site_url + built.address(
                    id_, home
                )
                assert attribute(card, "//meta[@name='robots']/@content") == "noindex"
                assert card.get("lang") == locale.lang
                assert locale.date(day) in words(one(card, "//p[@class='day']"))
                assert words(one(card, "//p[starts-with(@class, 'state')]")), path
                assert {link.get("target") for link in card.xpath("//a")} == {"_blank"}
                shown = words(built.page(built.address(id_, f"{home}index.html")))
                assert f'src="{built.config.site_url}{path.removesuffix("index.html")}"' in shown
    assert set(built.cards) == wanted
    assert "/embed/" not in (built.folder / "sitemap.xml").read_text(encoding="utf-8")


def test_linked_data_names_pages_of_this_site(built: Site) -> None:
    kinds: Counter[str] = Counter()
    for path in pages(built):
        for block in json_ld(built.page(path)):
            kinds[block["@type"]] += 1
            assert block["@context"] == "https://schema.org"
            for url in re.findall(r'"(?:url|item)": "([^"]+)"', str(block).replace("'", '"')):
                assert url.startswith(built.config.site_url), path
                assert urlsplit(url).path.lstrip("/") + "index.html" in built.paths, url
    assert {"BreadcrumbList", "DigitalDocument", "WebSite", "DefinedTermSet"} <= set(kinds)


def test_files_can_be_read_by_any_web_server(built: Site) -> None:
    for path in [built.folder, *built.folder.rglob("*")]:
        mode = stat.S_IMODE(path.stat().st_mode)
        assert mode == (0o755 if path.is_dir() else 0o644), path
        assert not path.is_symlink(), path


def test_no_page_names_a_place_on_the_machine_that_built_it(built: Site) -> None:
    for path in built.folder.rglob("*"):
        if path.is_file():
            assert str(built.root).encode() not in path.read_bytes(), path


def test_nothing_of_the_making_is_published(built: Site) -> None:
    suffixes = {path.suffix for path in built.folder.rglob("*") if path.is_file()}
    assert not suffixes & {".yml", ".yaml", ".j2", ".py", ".md", ".map", ".tmp"}


def test_tasks_lead_to_their_neighbours_and_to_where_readers_take_part(built: Site) -> None:
    for locale in built.locales:
        for policy in built.catalog.policies.values():
            for before, task in zip((None, *policy.tasks), policy.tasks, strict=False):
                path = built.address(locale, f"{policy.id}/tasks/{task.address}/index.html")
                page = built.page(path)
                previous = [resolve(path, link) for link in page.xpath("//a[@rel='prev']/@href")]
                assert previous == ([built.address(locale, f"{policy.id}/tasks/{before.address}/")] if before else [])
                targets = [resolve(path, href) for href in hrefs(page)]
                assert hrefs(page).count(f"../../text/#task-{task.number}") == 1
                assert built.address(locale, f"{policy.id}/areas/{task.area}/") in targets
                assert targets.count(built.address(locale, "submit/")) >= 2
                for clause in task.clauses:
                    anchor = f"c-{clause.id.replace('.', '-')}"
                    assert f"#{anchor}" in hrefs(page)


# --- in a browser


OF_THE_SITE = ["", "about/", "submit/", "translation/", "404.html"]
OF_A_POLICY = ["", "text/", "areas/1/", "tasks/01/", "targets/", "glossary/"]


@pytest.mark.browser
@pytest.mark.parametrize("locale", ["zh", "zh-Hant", "en"])
def test_a_browser_asks_no_other_host_for_anything(site: Site, browser: Browser, locale: str) -> None:
    """Every kind of page, with scripts and styles run; anything but this site's files would be seen here."""
    policy = next(iter(site.catalog.policies))
    context = browser.new_context(service_workers="block")
    elsewhere: list[str] = []
    missing: list[str] = []
    faults: list[str] = []

    def answer(route: Route, request: Request) -> None:
        if not request.url.startswith(site.config.site_url):
            elsewhere.append(request.url)
            route.abort()
            return
        path = urlsplit(request.url).path.lstrip("/")
        file = site.folder / (f"{path}index.html" if not path or path.endswith("/") else path)
        if file.is_file():
            route.fulfill(path=file)
        else:
            missing.append(request.url)
            route.fulfill(status=404)

    context.route("**/*", answer)
    page = context.new_page()
    page.on("console", lambda message: faults.append(message.text) if message.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: faults.append(str(error)))
    for address in [*OF_THE_SITE, *(f"{policy}/{kind}" for kind in OF_A_POLICY)]:
        page.goto(site.config.site_url + site.address(locale, address), wait_until="load")
        page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
        assert page.locator("h1").count() == 1
    context.close()
    assert elsewhere == []
    assert missing == []
    assert faults == []


@pytest.mark.browser
def test_the_pages_are_whole_without_scripts(site: Site, browser: Browser) -> None:
    policy = next(iter(site.catalog.policies.values()))
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((site.folder / policy.id / "tasks" / "01" / "index.html").as_uri())
    for clause in policy.tasks[0].clauses:
        assert page.get_by_text(clause.text.zh[:12]).first.is_visible()
    context.close()


def test_paths_are_plain(built: Site) -> None:
    for path in built.folder.rglob("*"):
        assert re.fullmatch(r"[A-Za-z0-9._-]+", path.name), path
    assert not [path for path in built.paths if Path(path).is_absolute()]
