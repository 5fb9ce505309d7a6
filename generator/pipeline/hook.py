"""MkDocs's hook: plain `mkdocs build` and `mkdocs serve` make the whole site, as `generator build` does.

MkDocs finds this file through `hooks:` in mkdocs.yml. In a plain run MkDocs's own output is discarded: the pipeline
builds the site into the requested folder, all locales, gate included. The pipeline in turn has MkDocs build the
shells of pages, which it lists in `extra.staged`.
"""

from __future__ import annotations

import logging
import os
import shutil
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from mkdocs.exceptions import Abort
from mkdocs.structure.files import File, Files

from generator.config import read_config, unready
from generator.errors import GeneratorError
from generator.findings import as_text
from generator.findings.languages import message_language
from generator.pipeline import build

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.livereload import LiveReloadServer
    from mkdocs.structure.pages import Page

_log = logging.getLogger("mkdocs.hooks.generator")
_bodies: dict[str, str] = {}  # of generated pages: they are markup already and bypass Markdown
_command = "build"


def on_startup(command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
    """Remember which command MkDocs runs."""
    global _command
    _command = command


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Redirect MkDocs's own output in a plain run; give the shell its variables when building shells."""
    staged = config.extra.get("staged")
    if staged is None:
        config.extra["site_dir"] = config.site_dir
        config.site_dir = str(Path(config.config_file_path).parent / "build" / "mkdocs" / "plain")
    else:
        config.extra["shell"] = staged["shell"]
        config.theme.static_templates.add("404.html")  # normally the theme's; without a theme MkDocs ignores ours
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Build only the staged pages; in a plain run, none."""
    staged: dict[str, Any] | None = config.extra.get("staged")
    if staged is None:
        return Files([])
    return Files([File(path, staged["docs"], config.site_dir, use_directory_urls=True) for path in staged["pages"]])


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Take a generated page's body out, so that Markdown does not process it."""
    if page.meta.get("generated"):
        _bodies[page.file.src_uri] = markdown
        return ""
    return markdown


def on_page_content(html: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Put a generated page's body back."""
    return _bodies.pop(page.file.src_uri, html)


def on_env(env: Any, config: MkDocsConfig, files: Files) -> Any:
    """Leave static templates such as 404.html to the pipeline in a plain run."""
    if "staged" not in config.extra:
        config.theme.static_templates.clear()
    return env


def on_post_build(config: MkDocsConfig) -> None:
    """Build the whole site in a plain run; a fault ends the run and leaves the old site in place."""
    if "staged" in config.extra:
        return
    shutil.rmtree(config.site_dir, ignore_errors=True)
    try:
        settings = read_config(Path(config.config_file_path).parent)
        built = build(
            replace(settings, serving=_command == "serve"),
            as_of=None,
            site_dir=Path(config.extra["site_dir"]),
            jobs=1 if _command == "serve" else os.cpu_count() or 1,  # its server has threads, so forking is unsafe
            strict=config.strict,
            progress=lambda _step: None,
        )
    except GeneratorError as error:
        raise Abort(str(error)) from error
    if _command != "serve":
        for words in (*unready(settings), *built.notes):
            _log.info(words.zh if message_language() == "zh" else words.en)  # a warning would fail a strict build
    if not built.pages:
        raise Abort(as_text(built.findings, language=message_language(), root=settings.root).rstrip())


def on_serve(server: LiveReloadServer, config: MkDocsConfig, builder: Any) -> LiveReloadServer:
    """Rebuild when data, content, templates or the shell change."""
    root = Path(config.config_file_path).parent
    for folder in ("data", "content", "overrides", "generator/website/templates"):
        if (root / folder).exists():
            server.watch(str(root / folder))
    return server
