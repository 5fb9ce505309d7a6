"""What the tests share: built sites, a browser, and the flag that rewrites expected files."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from playwright.sync_api import Browser, sync_playwright

from generator.findings import Severity
from generator.load import read_catalog
from generator.load.today import default_date
from generator.model import Catalog
from generator.rules import check_catalog
from tests.roots import REPO, build, make_root
from tests.sitefiles import Site

# Other work may share the machine: no property is judged by how long an example took.
settings.register_profile(
    "shared",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    derandomize=True,
    phases=set(Phase) - {Phase.explain},
    max_examples=40,
)
settings.register_profile("search", parent=settings.get_profile("shared"), derandomize=False, max_examples=2000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "shared"))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--bless", action="store_true", help="rewrite expected.txt of every case in tests/cases")


@pytest.fixture(scope="session")
def catalog() -> Catalog:
    """The real data."""
    catalog, findings = read_catalog(REPO)
    findings = [*findings, *check_catalog(catalog, default_date(catalog))]
    assert [finding for finding in findings if finding.severity is Severity.ERROR] == []
    return catalog


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The real site, built once for each test process; only for tests that read."""
    return built(tmp_path_factory.mktemp("real"), None)


@pytest.fixture(scope="session")
def two_policies(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The made-up site of two policies, built once for each test process; only for tests that read."""
    return built(tmp_path_factory.mktemp("two-policies"), "two-policies")


@pytest.fixture
def ready(two_policies: Site, tmp_path: Path) -> Path:
    """A root of the made-up site that has been built, for tests that change it."""
    return shutil.copytree(two_policies.root, tmp_path / "root", symlinks=True)


def built(root: Path, name: str | None) -> Site:
    build(make_root(root, name))
    return Site(root)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A headless system Chromium; where there is none the test is skipped, but not in CI."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    if path is None:
        if os.environ.get("CI"):
            pytest.fail("CI must have a Chromium")
        pytest.skip("no system Chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()
