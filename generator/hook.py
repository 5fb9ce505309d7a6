"""Lets MkDocs build what the generator makes: for `python -m generator build` and for plain `mkdocs build`.

MkDocs finds this file through `hooks:` in mkdocs.yml. In the generator's own builds the pages lie ready
(`extra.staged`); a plain `mkdocs build` or `mkdocs serve` has them made first, for the default locale.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from mkdocs.exceptions import Abort
from mkdocs.structure.files import File, Files

from generator.build import stage
from generator.config import read_config
from generator.errors import GeneratorError
from generator.findings import as_text
from generator.languages import message_language
from generator.shell import read_assets

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.livereload import LiveReloadServer
    from mkdocs.structure.pages import Page

_bodies: dict[str, str] = {}  # of generated pages, kept from Markdown, which has nothing to do in them


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Make the default locale's pages, unless they lie ready."""
    staged = config.extra.get("staged")
    if staged is None:
        try:
            site = read_config(Path(config.config_file_path).parent)
            findings, staged = stage(site, site.locales[0])
        except GeneratorError as error:
            raise Abort(str(error)) from error
        if staged is None:
            raise Abort(as_text(findings, language=message_language(), root=site.root).rstrip())
        config.extra["staged"] = staged
    config.extra["shell"] = staged["shell"]
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Replace what MkDocs found by the generated pages and the site's own assets."""
    staged: dict[str, Any] = config.extra["staged"]
    served = read_assets(Path(config.config_file_path).parent)
    assets = [File.generated(config, path, content=data) for path, data in served.items()]
    pages = [File(path, staged["docs"], config.site_dir, use_directory_urls=True) for path in staged["pages"]]
    index = [File(path, staged["index"], config.site_dir, use_directory_urls=True) for path in staged.get("parts", ())]
    return Files(assets + pages + index)


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Keep a generated page's body from Markdown."""
    if page.meta.get("generated"):
        _bodies[page.file.src_uri] = markdown
        return ""
    return markdown


def on_page_content(html: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Put a generated page's body back."""
    return _bodies.pop(page.file.src_uri, html)


def on_serve(server: LiveReloadServer, config: MkDocsConfig, builder: Any) -> LiveReloadServer:
    """Rebuild when data, content, templates or the theme change."""
    root = Path(config.config_file_path).parent
    for folder in ("data", "overrides", "generator/templates"):
        server.watch(str(root / folder))
    return server
