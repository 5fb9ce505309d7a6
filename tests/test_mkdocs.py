"""Plain `mkdocs build`: the same pages as the generator's for the default locale, and errors in words."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import yaml

from generator.shell import read_assets
from tests.roots import REPO, environment
from tests.sitefiles import Site

CSP = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>')


def mkdocs(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", *arguments],
        env=environment({"SOURCE_DATE_EPOCH": "1690750800", "NO_MKDOCS_2_WARNING": "1"}),
        cwd=root,
        capture_output=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )


def pages(folder: Path) -> dict[str, str]:
    found = sorted(folder.rglob("*.html"))
    return {path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in found}


def test_a_plain_build_makes_the_generators_pages_of_the_default_locale(ready: Path, two_policies: Site) -> None:
    """All but the policy in the head, which `mkdocs serve` could not reload a page under."""
    done = mkdocs(ready, "--strict")
    assert done.returncode == 0, done.stderr
    plain = pages(ready / "build" / "preview")
    default = two_policies.config.locales[0]
    own = {path: two_policies.html(path) for path in two_policies.paths if two_policies.locale_of(path) == default}
    assert set(plain) == set(own)
    assert not any(CSP.search(text) for text in plain.values())
    different = [path for path in plain if plain[path] != CSP.sub("", own[path])]
    assert different == []


def test_a_plain_build_has_the_sites_assets_and_nothing_of_materials(ready: Path) -> None:
    assert mkdocs(ready).returncode == 0
    folder = ready / "build" / "preview"
    assets = read_assets(REPO)
    assert {"assets/site.css", "assets/site.js", "assets/search/search.js"} <= set(assets)
    for path, data in assets.items():
        assert (folder / path).read_bytes() == data
    assert not list(folder.rglob("search_index.json"))
    assert not (folder / "assets" / "javascripts").exists()
    assert not (folder / "assets" / "stylesheets").exists()


def test_errors_in_the_content_stop_a_plain_build_and_are_named(ready: Path) -> None:
    (ready / "data/policies/small/tasks/02.yml").write_text("area: 1\n", encoding="utf-8")
    done = mkdocs(ready)
    assert done.returncode != 0
    assert "data/policies/small/tasks/02.yml:1:1: M101" in done.stdout + done.stderr
    assert "Traceback" not in done.stdout + done.stderr
    assert not (ready / "build" / "preview").exists()


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
    assert settings["hooks"] == ["generator/hook.py"]
    assert settings["theme"]["font"] is False


def test_templates_evaluate_nothing_that_data_holds() -> None:
    """Contributed text is only ever a value: no template is made from a string, none switches escaping off."""
    for path in [*(REPO / "generator").rglob("*.py"), *(REPO / "generator").rglob("*.j2")]:
        text = path.read_text(encoding="utf-8")
        assert "from_string" not in text, path
        if path.suffix == ".j2":
            assert not re.search(r"\|\s*safe\b|autoescape\s+false", text), path
