"""The shell with Material and without a theme: the same pages, and without one nothing of Material's is needed."""

from __future__ import annotations

import copy
import re
import subprocess
import sys
import venv
from pathlib import Path

import lxml.html
import pytest
from lxml.html import HtmlElement

from generator.load.sources import read_sources
from generator.pipeline.inspection import inspect
from generator.website.shell import boot_script
from tests.roots import AS_OF, build, generator, make_root, tree
from tests.sitefiles import Site
from tests.test_mkdocs import mkdocs

MATERIALS_IDS = {"__drawer", "__search"}  # of check boxes that open its menus, which are not ours


@pytest.fixture(scope="module")
def python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A Python that has every package of this one but Material."""
    folder = tmp_path_factory.mktemp("python") / "venv"
    venv.create(folder, symlinks=True)
    python = folder / "bin" / "python"
    asked = [str(python), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]
    packages = Path(subprocess.run(asked, capture_output=True, text=True, check=True).stdout.strip())
    left_out = set()
    for path in (path for folder in sys.path if folder.endswith("-packages") for path in Path(folder).iterdir()):
        if path.name.startswith(("material", "mkdocs_material")):
            left_out.add(path.name)
        elif not (packages / path.name).exists():
            (packages / path.name).symlink_to(path)
    assert "material" in left_out
    return python


@pytest.fixture(scope="module")
def plain(python: Path, tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The made-up site of two policies, built without a theme where Material is not installed."""
    root = make_root(tmp_path_factory.mktemp("plain") / "root", "two-policies")
    name_theme(root, "null")
    build(root, python=python)
    return Site(root)


def name_theme(root: Path, name: str) -> None:
    """Make the one change that docs/theme.md tells to make."""
    settings = root / "mkdocs.yml"
    text, times = re.subn(r"(?<=\n  name: )(material|null)\b", name, settings.read_text(encoding="utf-8"))
    assert times == 1
    settings.write_text(text, encoding="utf-8")


def document(page: HtmlElement) -> str:
    """Write a page without what Material's document has around our blocks, and with runs of blanks as one."""
    page = copy.deepcopy(page)
    for element in list(page.iter("a", "body", "div", "input", "label", "main")):
        before = dict(element.attrib)
        for name, value in before.items():
            if name.startswith("data-md-") or (name == "class" and value.startswith("md-")):
                del element.attrib[name]
        if element.tag == "body" and element.get("dir") == "ltr":
            del element.attrib["dir"]  # as it is without
        elif element.tag != "main" and dict(element.attrib) != before:
            element.drop_tag()  # what it holds stays
    return re.sub(r"\s+", " ", lxml.html.tostring(page, encoding="unicode"))


@pytest.mark.parametrize(
    "statement", ["import material", "from importlib.metadata import version; version('mkdocs-material')"]
)
def test_this_python_has_material_and_the_other_has_not(python: Path, statement: str) -> None:
    assert subprocess.run([sys.executable, "-c", statement], capture_output=True, check=False).returncode == 0
    assert b"NotFoundError" in subprocess.run([python, "-c", statement], capture_output=True, check=False).stderr


def test_both_sites_have_the_same_files_and_all_but_pages_have_the_same_bytes(two_policies: Site, plain: Site) -> None:
    with_material, without = tree(two_policies.folder), tree(plain.folder)
    assert set(without) == set(with_material)
    different = {path for path in without if without[path] != with_material[path]}
    assert different == set(plain.paths)  # all pages: each has Material's document in one of the two


def test_every_page_is_the_same_document_but_for_materials_wrappers(two_policies: Site, plain: Site) -> None:
    """Texts, title, languages, links, data in the head, scripts, landmarks: all elements in the same order."""
    assert {plain.locale_of(path) for path in plain.paths} == set(plain.config.locales)
    different = [path for path in plain.paths if document(two_policies.page(path)) != document(plain.page(path))]
    assert different == []


def test_nothing_of_materials_is_on_a_page_without_it(plain: Site) -> None:
    """So nothing of such a page was passed over when the two were compared."""
    for path in plain.paths:
        whole = lxml.html.tostring(plain.page(path), encoding="unicode")
        assert document(plain.page(path)) == re.sub(r"\s+", " ", whole), path


def test_the_gate_finds_no_fault_on_either_and_the_same_anchors(two_policies: Site, plain: Site) -> None:
    boot = boot_script(read_sources(plain.root).overrides)
    for path in plain.paths:
        with_material, without = inspect(two_policies.html(path), boot), inspect(plain.html(path), boot)
        assert without.faults == with_material.faults == (), path
        assert set(without.ids) == set(with_material.ids) - MATERIALS_IDS, path


def test_switching_the_theme_renders_every_page_anew(ready: Path, two_policies: Site, plain: Site) -> None:
    """And what is built without a theme is the same whether or not Material is installed."""
    name_theme(ready, "null")
    build(ready)
    assert tree(ready / "site") == tree(plain.folder)
    name_theme(ready, "material")
    build(ready)
    assert tree(ready / "site") == tree(two_policies.folder)


def test_a_plain_mkdocs_build_works_without_a_theme_too(python: Path, ready: Path, plain: Site) -> None:
    name_theme(ready, "null")
    done = mkdocs(ready, python=python)
    assert done.returncode == 0, done.stderr
    assert tree(ready / "site") == tree(plain.folder)


def test_a_theme_that_is_named_and_not_installed_is_told(python: Path, ready: Path) -> None:
    name_theme(ready, "material")
    before = tree(ready / "site")
    done = generator("build", "--root", ready, "--as-of", AS_OF, python=python)
    assert done.returncode == 2
    assert "Unrecognised theme name: 'material'" in done.stderr
    assert tree(ready / "site") == before
