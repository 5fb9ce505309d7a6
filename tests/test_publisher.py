"""Who publishes the site: what the settings say, and what footer, prose and metadata make of it."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import pytest
import yaml
from jinja2 import ChoiceLoader, DictLoader, Environment, FileSystemLoader

from generator.config import Config, Publisher, read_config, unready
from generator.errors import GeneratorError
from generator.load.sources import read_sources
from generator.model import Catalog
from generator.website.locales import Locale, open_locales
from generator.website.prose import prose
from generator.website.render import Renderer
from generator.website.shell import shell
from tests.roots import REPO

CONTACT = "mailto:record@bureau.gov.cn"
NAMED: dict[str, Any] = {"name": {"zh": "示例发展局", "en": "Example Bureau"}, "contact": CONTACT}


def settings(root: Path, publisher: object = None, *, url: str = "https://record.gov.cn/", **links: str) -> Config:
    extra = {"locales": ["zh", "zh-Hant", "en"], "publisher": publisher, "links": {"report": "/submit/#report"} | links}
    text = yaml.safe_dump({"site_url": url, "extra": extra}, allow_unicode=True)
    (root / "mkdocs.yml").write_text(text, encoding="utf-8")
    return read_config(root)


@pytest.fixture(scope="module")
def locales(catalog: Catalog) -> dict[str, Locale]:
    return open_locales(catalog, ("zh", "zh-Hant", "en"))


def footer(catalog: Catalog, locales: dict[str, Locale], config: Config, locale: str) -> dict[str, Any]:
    return shell(catalog, locales[locale], locales, config, datetime.date(2023, 7, 31), {})


def pages(locales: dict[str, Locale], config: Config, locale: str) -> str:
    return "\n".join(text for _, text in prose(read_sources(REPO).content, locales[locale], config))


SENTENCES = {
    ("nobody", "zh"): "本站不是政府网站。",
    ("nobody", "en"): "This is not a government website.",
    ("independent", "zh"): "本站由示例发展局维护，不是政府网站。",
    ("independent", "zh-Hant"): "本站由示例發展局維護，不是政府網站。",
    ("independent", "en"): "This site is maintained by Example Bureau. It is not a government website.",
    ("government", "zh"): "本站由示例发展局主办。",
    ("government", "zh-Hant"): "本站由示例發展局主辦。",
    ("government", "en"): "This site is published by Example Bureau.",
}


@pytest.mark.parametrize(("kind", "locale"), SENTENCES)
def test_footer_and_about_page_say_who_publishes_the_site(
    tmp_path: Path, catalog: Catalog, locales: dict[str, Locale], kind: str, locale: str
) -> None:
    config = settings(tmp_path, None if kind == "nobody" else NAMED | {"kind": kind})
    sentence = SENTENCES[kind, locale]
    assert footer(catalog, locales, config, locale)["publisher"]["sentence"] == sentence
    about = pages(locales, config, locale)
    assert f"**{sentence}**" in about
    denies = {"zh": "不代表任何印发机构", "zh-Hant": "不代表任何印發機構", "en": "speak for any of the issuing bodies"}
    assert (denies[locale] in about) == (kind != "government")
    assert "<!--" not in about


@pytest.mark.parametrize(
    ("kind", "expected"), [("independent", "Organization"), ("government", "GovernmentOrganization")]
)
def test_metadata_names_the_publisher(
    tmp_path: Path, catalog: Catalog, locales: dict[str, Locale], kind: str, expected: str
) -> None:
    config = settings(tmp_path, NAMED | {"kind": kind})
    described = Renderer(catalog, locales["en"], locales, config).site_described()
    assert described["publisher"] == {"@type": expected, "name": "Example Bureau"}
    nobody = Renderer(catalog, locales["en"], locales, settings(tmp_path)).site_described()
    assert "publisher" not in nobody


@pytest.mark.parametrize(("locale", "asks"), [("zh", "请按页脚"), ("en", "Please send this to the maintainers")])
def test_readers_are_asked_to_report_mistakes_only_where_somebody_is_reached(
    tmp_path: Path, catalog: Catalog, locales: dict[str, Locale], locale: str, asks: str
) -> None:
    form = "https://forge.example.org/issues/new?title={page}"
    for reached, config in (
        (False, settings(tmp_path)),
        (True, settings(tmp_path, {"contact": CONTACT})),
        (True, settings(tmp_path, report=form)),
    ):
        assert config.takes_reports is reached
        assert (asks in pages(locales, config, locale)) is reached
        assert bool(footer(catalog, locales, config, locale)["report"]["href"]) is reached


def test_a_name_is_never_read_as_markdown(tmp_path: Path, locales: dict[str, Locale]) -> None:
    config = settings(tmp_path, {"name": "<b>*局*</b> [x](y)"})
    assert r"\<b\>\*局\*\</b\> \[x\](y)" in pages(locales, config, "zh")


def test_a_condition_that_does_not_exist_is_named(tmp_path: Path, locales: dict[str, Locale]) -> None:
    content = {"zh/a.md": "<!-- if contakt -->x<!-- end -->"}
    with pytest.raises(GeneratorError, match=r"content/zh/a\.md: there is no condition 'contakt'"):
        list(prose(content, locales["zh"], settings(tmp_path)))


WRONG = {
    "a text": ("bureau", "mapping"),
    "an unknown setting": ({"mail": CONTACT}, "mail"),
    "no kind of publisher": ({"kind": "official"}, "independent or government"),
    "a government without a name": ({"kind": "government"}, "names its publisher"),
    "no name in the first locale": ({"name": {"en": "Bureau"}}, "in zh"),
    "a name that is a number": ({"name": {"zh": 7}}, "one for each locale"),
    "a contact that is no address": ({"contact": "record@bureau.gov.cn"}, "mailto:"),
}


@pytest.mark.parametrize(("publisher", "said"), WRONG.values(), ids=WRONG)
def test_settings_that_cannot_be_used_are_told_in_one_line(tmp_path: Path, publisher: object, said: str) -> None:
    with pytest.raises(GeneratorError, match=said):
        settings(tmp_path, publisher)


def test_the_place_of_the_contact_before_is_named(tmp_path: Path) -> None:
    with pytest.raises(GeneratorError, match=r"extra\.publisher\.contact"):
        settings(tmp_path, contact=CONTACT)


@pytest.mark.parametrize("url", ["https://a.example/", "https://www.example.org/x/", "http://localhost:8000/"])
def test_an_address_that_nobody_can_have_is_told_before_publishing(tmp_path: Path, url: str) -> None:
    assert [url in words.zh for words in unready(settings(tmp_path, {"contact": CONTACT}, url=url))] == [True]


def test_a_site_with_its_own_address_and_a_contact_is_ready(tmp_path: Path) -> None:
    assert unready(settings(tmp_path, {"contact": CONTACT}, url="https://notexample.org/")) == []
    assert len(unready(settings(tmp_path))) == 1
    assert settings(tmp_path).publisher == Publisher()


@pytest.mark.parametrize("locale", ["zh", "zh-Hant", "en"])
def test_the_page_of_the_form_begins_with_how_to_report_a_mistake_or_says_nothing_of_it(
    tmp_path: Path, catalog: Catalog, locales: dict[str, Locale], locale: str
) -> None:
    """The block of the page alone: the shell around it is MkDocs's, and the same on every page."""
    loader = ChoiceLoader([FileSystemLoader(REPO / "overrides"), DictLoader({"base.html": ""})])
    template = Environment(loader=loader, autoescape=False).get_template("main.html")  # noqa: S701 - as MkDocs has it
    assert "{#report}" in dict(prose(read_sources(REPO).content, locales[locale], settings(tmp_path)))["submit.md"]
    for contact in (CONTACT, ""):
        variables = footer(catalog, locales, settings(tmp_path, {"contact": contact} if contact else None), locale)
        page = {"title": "…", "content": "<h1>…</h1><p>prose</p>"}
        values = {"meta": {}, "page": page, "base": "..", "address": "submit/"}
        values |= {"shell": variables, "t": variables["strings"]}
        text = "".join(template.blocks["content"](template.new_context(values)))
        place = text.partition("<script")[0].find(locales[locale].t("form.mistake"))
        if contact:
            assert text.index("</h1>") < place < text.index('id="fill-in"')
            assert f'href="{CONTACT}"' in text[place : text.index('id="fill-in"')]
        else:
            assert place == -1
            assert "mailto:" not in text
        assert text.index('id="fill-in"') < text.index("<p>prose")
        assert ('<a href="#report">' in text) is bool(contact)
