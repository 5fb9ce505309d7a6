"""Plain `mkdocs build`: the same site as the generator's, gate included, and errors in words."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import yaml

from tests.roots import REPO, environment, tree
from tests.sitefiles import Site
from tests.small import edit


def mkdocs(root: Path, *arguments: str, python: str | Path = sys.executable) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [python, "-m", "mkdocs", "build", *arguments],
        env=environment({"SOURCE_DATE_EPOCH": "1690750800", "NO_MKDOCS_2_WARNING": "1"}),
        cwd=root,
        capture_output=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )


def test_a_plain_build_is_the_generators_site_byte_for_byte(ready: Path, two_policies: Site) -> None:
    """All locales, the search, the API, the feeds: whatever `generator build` makes."""
    shutil.rmtree(ready / "site")
    done = mkdocs(ready)
    assert done.returncode == 0, done.stderr
    assert tree(ready / "site") == tree(two_policies.folder)
    assert not (ready / "build/mkdocs/plain").exists()


def test_a_plain_strict_build_stops_at_warnings(ready: Path) -> None:
    before = tree(ready / "site")
    edit(ready, "data/policies/small/tasks/02.yml", "zh: ", "zh: 又")  # the translation is of the text as it was
    done = mkdocs(ready, "--strict")
    assert done.returncode == 1
    assert "data/policies/small/tasks/02.yml" in done.stdout + done.stderr
    assert "T101" in done.stdout + done.stderr
    assert tree(ready / "site") == before
    assert mkdocs(ready).returncode == 0
    assert tree(ready / "site") != before


def test_the_gate_holds_in_a_plain_build(ready: Path) -> None:
    before = tree(ready / "site")
    page = ready / "content/zh/about.md"
    page.write_text(page.read_text(encoding="utf-8") + "\n<p onclick='x()'>x</p>\n", encoding="utf-8")
    done = mkdocs(ready)
    assert done.returncode == 1
    assert "about/index.html: onclick= attribute on <p>" in done.stdout + done.stderr
    assert tree(ready / "site") == before


def test_errors_in_the_content_stop_a_plain_build_and_are_named(ready: Path) -> None:
    before = tree(ready / "site")
    (ready / "data/policies/small/tasks/02.yml").write_text("area: 1\n", encoding="utf-8")
    done = mkdocs(ready)
    assert done.returncode != 0
    assert "data/policies/small/tasks/02.yml:1:1: M101" in done.stdout + done.stderr
    assert "Traceback" not in done.stdout + done.stderr
    assert tree(ready / "site") == before


def test_wrong_settings_stop_a_plain_build_in_words(ready: Path) -> None:
    settings = ready / "mkdocs.yml"
    settings.write_text(settings.read_text(encoding="utf-8").replace("locales: [", "locales: [fr, "), encoding="utf-8")
    done = mkdocs(ready)
    assert done.returncode != 0
    assert "data/locales/fr.yml" in done.stdout + done.stderr
    assert "Traceback" not in done.stdout + done.stderr


def test_no_extension_or_plugin_can_read_files_or_run_code() -> None:
    """Snippets read any file of the repository, macros run it: neither may come in by the way."""

    class Loader(yaml.SafeLoader):
        pass

    Loader.add_multi_constructor("!", lambda _loader, _suffix, node: str(node.value))
    settings = yaml.load((REPO / "mkdocs.yml").read_text(encoding="utf-8"), Loader)  # noqa: S506 - a SafeLoader
    names = {next(iter(item)) if isinstance(item, dict) else item for item in settings["markdown_extensions"]}
    assert names == {"attr_list", "fenced_code", "tables", "toc"}
    assert settings["plugins"] == []
    assert settings["hooks"] == ["generator/pipeline/hook.py"]
    assert settings["theme"]["font"] is False


def test_templates_evaluate_nothing_that_data_holds() -> None:
    """Contributed text is only ever a value: no template is made from a string, none switches escaping off."""
    for path in [*(REPO / "generator").rglob("*.py"), *(REPO / "generator").rglob("*.j2")]:
        text = path.read_text(encoding="utf-8")
        assert "from_string" not in text, path
        if path.suffix == ".j2":
            assert not re.search(r"\|\s*safe\b|autoescape\s+false", text), path
