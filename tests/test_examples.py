"""The example sites build without a finding, and show what they are there to show."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.roots import REPO, generator
from tests.sitefiles import Site, words


def example(tmp_path_factory: pytest.TempPathFactory, name: str) -> Site:
    """An example site, built from a folder that is named relative to the current one."""
    folder = tmp_path_factory.mktemp(name)
    shutil.copytree(REPO / "examples" / name, folder / name)
    done = generator("build", "--strict", "--root", name, "--as-of", "2031-01-15", cwd=folder)
    assert done.returncode == 0, done.stdout + done.stderr
    assert not (folder / name / name).exists()
    return Site(folder / name)


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Site:
    return example(tmp_path_factory, "city-plan")


@pytest.fixture(scope="module")
def law(tmp_path_factory: pytest.TempPathFactory) -> Site:
    return example(tmp_path_factory, "english-law")


def test_a_plan_has_its_levels_units_and_deadlines(plan: Site) -> None:
    text = words(plan.page("quiet-streets/text/")).replace(" ", "")
    text = text[text.index("为改善居民的居住环境") :]  # below the contents
    assert text.index("（一）减少施工噪声") < text.index("规范夜间施工") < text.index("（二）减少交通噪声")
    assert "（责任单位：市住房建设局、市生态环境局；完成时限：2030年6月底）" in text
    assert "本方案自印发之日起施行。" in text
    assert "2030年6月30日" in words(plan.page("quiet-streets/tasks/01/"))
    assert "市住房建设局" in words(plan.page("quiet-streets/tasks/01/"))


def test_a_law_is_shown_in_its_own_language(law: Site) -> None:
    page = law.page("harbour-lights/text/")
    assert page.get("lang") == "en"
    text = words(page)
    assert "Section 3." in text
    assert "The Harbour Office shall keep every light in working order." in text


@pytest.mark.parametrize("name", ["city-plan", "english-law"])
def test_an_example_says_that_it_is_one(name: str) -> None:
    pages = list((REPO / "examples" / name / "content").rglob("about.md"))
    assert pages
    assert all(any(word in page.read_text(encoding="utf-8") for word in ("示例", "example")) for page in pages)
    assert not Path(REPO / "data/policies/quiet-streets").exists()
