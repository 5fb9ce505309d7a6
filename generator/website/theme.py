"""The theme: MkDocs builds the shell around pages, with Material or without; data pages are then inserted into it.

Only a few values of the shell depend on the page, so MkDocs builds it once per locale (and once more for each
page that the header names), with marks in place of these values. The result is what MkDocs would have built from
the page's Markdown, without empty lines, indentation and what only Material's scripts use. Hand-written pages and
404.html are built by MkDocs itself.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import re
import shutil
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from jinja2 import Environment, TemplateError, TemplateSyntaxError
from markupsafe import escape
from msgspec import Struct

from generator.bundled import OVERRIDES, bundled
from generator.config import Config
from generator.errors import GeneratorError
from generator.storage.files import naming, write_changed
from generator.website.compiled import CompiledTemplates
from generator.website.render import RenderedPage

_VALUES = (
    "TITLE",
    "HEAD",
    "DESCRIPTION",
    "KIND",
    "ADDRESS",
    "BASE",
    "ROBOTS",
    "CITED",
    "PICTURE",
    "BODY",
)  # the page's values that the shell has marks for


class BuiltShell(Struct, frozen=True):
    """What MkDocs built for one locale: shells, with marks for a page's own values, and whole pages."""

    key: str  # of the marks
    shells: dict[str, str]  # by the address that the header shows as current; "" for all others
    pages: dict[str, str]  # the hand-written pages and 404.html, by path


class Theme:
    """The finished shell of one locale, ready for pages."""

    def __init__(self, built: BuiltShell) -> None:
        """Split the shells at their marks."""
        marks = re.compile(_mark(f"({'|'.join(_VALUES)})", built.key))
        self._shells = {current: marks.split(text) for current, text in built.shells.items()}

    def stamp(self, page: RenderedPage) -> str:
        """Insert a rendered page into the shell."""
        pieces = self._shells.get(page.address, self._shells[""])
        values = {
            "TITLE": str(escape(page.title)),
            "HEAD": str(escape(page.head)),
            "DESCRIPTION": str(escape(page.description)),
            "KIND": page.kind,
            "ADDRESS": page.address,
            "BASE": page.base,
            "ROBOTS": page.robots,
            "CITED": "".join(
                f'<span lang="{escape(lang)}">{escape(text)}</span>' if lang else str(escape(text))
                for text, lang in page.cited or ((page.head, ""),)
            ),
            "PICTURE": page.picture,
            "BODY": page.body,
        }
        return "".join(values[piece] if index % 2 else piece for index, piece in enumerate(pieces))


def build_shell(config: Config, variables: Mapping[str, Any], prose: Mapping[str, str]) -> BuiltShell:
    """Have MkDocs build one locale's shells, hand-written pages and 404.html.

    `variables` are those of the shell, `prose` is the hand-written pages' Markdown by name. MkDocs reads and writes
    below `build/`. Raises GeneratorError if the build fails.
    """
    locale = variables["locale"]
    currents = ["", *(item["address"] for item in variables["nav"]), variables["search"]]  # pages in the header
    key = hashlib.sha256(json.dumps(variables, sort_keys=True).encode()).hexdigest()[:16]
    shells = {f"shell-{number}.md": _shell_markdown(current, key) for number, current in enumerate(currents)}
    build = config.root.absolute() / "build"  # MkDocs takes relative paths from the folder of its settings
    docs, out = build / "docs" / locale, build / "mkdocs" / locale
    for name, text in (shells | dict(prose)).items():
        write_changed(docs / name, text.encode())
    staged = {"docs": str(docs), "shell": variables, "pages": [*shells, *prose]}
    _run_mkdocs(config, staged, out)
    for name in shells:
        (docs / name).unlink()
    built = {name: (out / html_path(name)).read_text(encoding="utf-8") for name in (*shells, *prose, "404.md")}
    shutil.rmtree(out)
    return BuiltShell(
        key,
        {current: _flat(built.pop(f"shell-{number}.md")) for number, current in enumerate(currents)},
        {html_path(name): text for name, text in built.items()},
    )


_UNUSED = re.compile(
    r"<input class=.md-toggle[^>]*>|<label class=.md-overlay[^>]*>\s*</label>|"
    r"<div data-md-component=.(?:skip|announce).>\s*</div>|"
    r"<div class=.md-dialog. [^>]*>\s*<div [^>]*>\s*</div>\s*</div>"
)
"""What Material's document has for its own scripts, which this site does not use; the style sheet hides it."""


def _flat(shell: str) -> str:
    """Leave out what thousands of pages would repeat for nothing: empty lines and indentation, except in scripts."""
    pieces = re.split("(<script>.*?</script>)", _UNUSED.sub("", shell), flags=re.DOTALL)
    return "".join(piece if index % 2 else re.sub(r"\n\s+", "\n", piece) for index, piece in enumerate(pieces))


def _mark(name: str, key: str) -> str:
    """Return the mark for a value. No title in the header can contain it: the key is a digest of those titles too."""
    return f"%%{name}-{key}%%"


def _shell_markdown(current: str, key: str) -> str:
    """Write a page that has a mark in place of each of a page's own values."""
    *values, body = (_mark(name, key) for name in _VALUES)
    names = ("title", "head", "description", "kind", "address", "base", "robots", "cited", "picture")
    meta = dict(zip(names, values, strict=True))
    return RenderedPage.front_matter({**meta, "current": current, "generated": True}) + f"{body}\n"


def html_path(source: str) -> str:
    """Return the path of the page that MkDocs builds from a Markdown file."""
    path = Path(source)
    if path.name == "index.md" or source == "404.md":
        return path.with_suffix(".html").as_posix()
    return (path.with_suffix("") / "index.html").as_posix()


def _only_templates(whole: Callable[[], Environment], compiled: CompiledTemplates) -> Environment:
    """Return a theme's environment that lists no files and keeps what it compiled.

    A theme brings thousands of icons, styles and scripts, which MkDocs would look through for every locale. None of
    them is on the site: it has its own in `overrides/`.
    """
    environment = whole()
    environment.list_templates = _nothing  # type: ignore[method-assign]
    environment.bytecode_cache = compiled
    return environment


def _nothing(*_: object, **__: object) -> list[str]:
    return []


def _run_mkdocs(config: Config, staged: Mapping[str, Any], out: Path) -> None:
    """Have MkDocs build the staged pages into `out`, in this process."""
    os.environ["NO_MKDOCS_2_WARNING"] = "1"
    if not os.environ.get("SOURCE_DATE_EPOCH"):
        os.environ.pop("SOURCE_DATE_EPOCH", None)  # MkDocs can't read an empty one
    from mkdocs.commands.build import build as mkdocs_build
    from mkdocs.config import load_config
    from mkdocs.exceptions import MkDocsException

    logging.getLogger("mkdocs").setLevel(logging.WARNING)
    try:
        settings = load_config(str(config.root / "mkdocs.yml"), site_dir=str(out), strict=True)
        settings.site_url = config.site_url + staged["shell"]["prefix"]
        settings.extra["staged"] = staged
        if (own := str(bundled(OVERRIDES))) not in settings.theme.dirs:  # after the site's own, before the theme's
            settings.theme.dirs.insert(1 if settings.theme.custom_dir else 0, own)
        settings.theme.get_env = partial(  # type: ignore[method-assign]
            _only_templates, settings.theme.get_env, CompiledTemplates(config.root)
        )
        with naming(out):
            mkdocs_build(settings)
    except (MkDocsException, SystemExit) as error:
        raise GeneratorError(f"MkDocs: {error}") from error
    except TemplateSyntaxError as error:
        raise GeneratorError(f"{error.filename or error.name}:{error.lineno}: {error.message}") from error
    except TemplateError as error:
        raise GeneratorError(f"{config.root / 'overrides'}: {error.message}") from error
