"""Many policies on one site: the home page lists and filters them, agencies show those in which they have a part."""

from __future__ import annotations

import datetime
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from generator.assess import assess
from generator.model import Catalog
from generator.website.pages import home_page
from generator.website.pages.agencies import agency_page
from tests.roots import build, make_root
from tests.sitefiles import Site, words

DAY = datetime.date(2031, 1, 1)


def titles(catalog: Catalog) -> list[str]:
    return [policy.id for policy in home_page(catalog, assess(catalog, DAY)).context["policies"]]


def test_the_home_page_lists_policies_newest_first(two_policies: Site) -> None:
    catalog = two_policies.catalog
    lake, small = catalog.policies["lake-rules"], catalog.policies["small"]
    for first, other in ((lake, small), (small, lake)):
        later = replace(first, file=first.file.model_copy(update={"issued": datetime.date(2030, 6, 1)}))
        earlier = replace(other, file=other.file.model_copy(update={"issued": datetime.date(2029, 6, 1)}))
        undated = replace(other, file=other.file.model_copy(update={"issued": None}))
        for second in (earlier, undated):
            policies = {policy.id: policy for policy in (second, later)}
            assert titles(replace(catalog, policies=policies)) == [later.id, second.id]


def test_an_agency_shows_only_policies_in_which_it_has_a_part(two_policies: Site) -> None:
    catalog = replace(two_policies.catalog, submissions=())
    for agency in catalog.agencies.values():
        shown = [part.policy.id for part in agency_page(catalog, agency, (), {}, DAY).context["parts"]]
        assert shown == [
            policy.id
            for policy in catalog.newest_first
            if agency.id in policy.file.issuers or policy.assignments_of(agency.id)
        ]


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Seven policies: copies of one, issued in two years, one by another agency."""
    root = make_root(tmp_path_factory.mktemp("many") / "root", "two-policies")
    source = root / "data/policies/lake-rules"
    text = (source / "policy.yml").read_text(encoding="utf-8")
    issued = next(line for line in text.splitlines() if line.startswith("issued:"))
    for number in range(5):
        copy = Path(shutil.copytree(source, root / f"data/policies/copy-{number}"))
        (copy / "policy.yml").write_text(text.replace(issued, f"issued: {2020 + number % 2}-01-0{number + 1}"), "utf-8")
    build(root)
    return Site(root)


@pytest.mark.browser
@pytest.mark.parametrize("scripts", [True, False])
def test_more_than_five_policies_can_be_filtered(many: Site, browser: Browser, scripts: bool) -> None:
    with browser.new_context(java_script_enabled=scripts) as context:
        tab = context.new_page()
        tab.goto((many.root / "site/index.html").as_uri())
        rows = tab.locator(".policylist > li")
        assert rows.count() == 7
        assert tab.locator("form.choose").is_visible() == scripts
        if scripts:
            tab.locator("select[name=year]").select_option("2021")
            assert tab.locator(".policylist > li:visible").count() == 2
            tab.locator("select[name=issuer]").select_option(index=1)
            tab.locator("select[name=year]").select_option("")
            assert 0 < tab.locator(".policylist > li:visible").count() < 8


def test_two_policies_need_no_filter(two_policies: Site) -> None:
    page = two_policies.page("index.html")
    assert not page.xpath("//form[contains(@class, 'choose')]")
    assert len(page.xpath("//ol[@class='policylist']/li")) == 2
    assert "3个方面" in words(page)
