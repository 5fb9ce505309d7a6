"""MkDocs makes the shell around pages, with Material or without a theme; data pages are then stamped into it.

The shell does not depend on a page but for a few values, so MkDocs builds it once per locale (once more for
each page that the header names), with marks where these values go. A stamped page has the bytes that MkDocs
would have made of the page's Markdown; hand-written pages and 404.html are built by MkDocs itself.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import re
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from jinja2 import TemplateError, TemplateSyntaxError
from markupsafe import escape

from generator.config import Config
from generator.errors import GeneratorError
from generator.render import Rendered
from generator.shelf import digest, program
from generator.swap import write_atomic

_VALUES = ("HEAD", "DESCRIPTION", "KIND", "ADDRESS", "BASE", "BODY")  # of a page, that the shell is marked for


class Theme:
    """The finished shell of one locale, and what MkDocs built in it."""

    def __init__(self, shells: Mapping[str, str], key: str, built: dict[str, str]) -> None:
        """Take the shells by the header's current address, with the key of their marks, and the other pages."""
        self.key = digest(*sorted(shells.items()))
        marks = re.compile(_mark(f"({'|'.join(_VALUES)})", key))
        self._shells = {current: marks.split(text) for current, text in shells.items()}
        self.built = built

    def stamp(self, page: Rendered) -> str:
        """Put a rendered page into the shell."""
        pieces = self._shells.get(page.address, self._shells[""])
        values = {
            "HEAD": str(escape(page.head)),
            "DESCRIPTION": str(escape(page.description)),
            "KIND": page.kind,
            "ADDRESS": page.address,
            "BASE": page.base,
            "BODY": page.body,
        }
        return "".join(values[piece] if index % 2 else piece for index, piece in enumerate(pieces))


def open_theme(config: Config, staged: Mapping[str, Any], *, make: bool = True) -> Theme | None:
    """Have MkDocs build a locale's shells, hand-written pages and 404.html, as far as they are not cached.

    Each is named by a digest of its Markdown and of all that stands around it: theme, settings, program.
    Without `make` nothing is built, and there is no theme where something is missing.
    """
    shell = staged["shell"]
    cache = config.root / "build" / "theme" / shell["locale"]
    cache.mkdir(parents=True, exist_ok=True)
    currents = ["", *(item["address"] for item in shell["nav"]), shell["search"]]  # pages that the header knows
    key = hashlib.sha256(json.dumps(shell, sort_keys=True).encode()).hexdigest()[:16]
    shells = {f"shell-{number}.md": _shell_markdown(current, key) for number, current in enumerate(currents)}
    sources: dict[str, str] = shells | staged["prose"] | {"404.md": ""}
    frame = _frame(config, shell)
    keys = {path: hashlib.sha256(f"{frame}{path}\n{text}".encode()).hexdigest() for path, text in sources.items()}
    missing = [path for path, key in keys.items() if not (cache / f"{key}.html").exists()]
    if missing and not make:
        return None
    if missing:
        out = config.root / "build" / "mkdocs" / shell["locale"]
        docs = Path(staged["docs"])
        for path, text in shells.items():
            (docs / path).write_text(text, encoding="utf-8")
        _run_mkdocs(config, {**staged, "pages": [*shells, *staged["prose"]]}, out)
        for path in missing:
            write_atomic(cache / f"{keys[path]}.html", (out / html_path(path)).read_bytes())
        for path in shells:
            (docs / path).unlink()
        shutil.rmtree(out)
    _forget(cache, keys.values())
    html = {path: (cache / f"{key}.html").read_text(encoding="utf-8") for path, key in keys.items()}
    return Theme(
        {current: html.pop(f"shell-{number}.md") for number, current in enumerate(currents)},
        key,
        {html_path(path): text for path, text in html.items()},
    )


def _mark(name: str, key: str) -> str:
    """Mark the place of a value. No title in the header can hold it: the key is a digest of those titles too."""
    return f"%%{name}-{key}%%"


def _shell_markdown(current: str, key: str) -> str:
    """Write a page that has a mark wherever a page's own value goes."""
    head, *others, body = (_mark(name, key) for name in _VALUES)
    meta = dict(zip(("head", "description", "kind", "address", "base"), (head, *others), strict=True))
    return Rendered.front_matter({"title": head, **meta, "current": current, "generated": True}) + f"{body}\n"


def html_path(source: str) -> str:
    """Where MkDocs writes a Markdown file's page."""
    path = Path(source)
    if path.name == "index.md" or source == "404.md":
        return path.with_suffix(".html").as_posix()
    return (path.with_suffix("") / "index.html").as_posix()


def _frame(config: Config, variables: Mapping[str, Any]) -> str:
    """Digest all that stands around a page's Markdown: theme, shell, settings, program."""
    theme = config.root / "overrides"
    files = sorted(theme.rglob("*.html"))
    return digest(
        program(),
        config.digest,
        json.dumps(variables, sort_keys=True),
        *(part for path in files for part in (path.relative_to(theme), path.read_bytes())),
    )


def _run_mkdocs(config: Config, staged: Mapping[str, Any], out: Path) -> None:
    """Let MkDocs build the staged pages into `out`, in this process."""
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
        mkdocs_build(settings)
    except (MkDocsException, SystemExit) as error:
        raise GeneratorError(f"MkDocs: {error}") from error
    except TemplateSyntaxError as error:
        raise GeneratorError(f"{error.filename or error.name}:{error.lineno}: {error.message}") from error
    except TemplateError as error:
        raise GeneratorError(f"{config.root / 'overrides'}: {error.message}") from error


def _forget(cache: Path, keys: Iterable[str]) -> None:
    """Delete what no page of the site is made from any more."""
    used = set(keys)
    for path in cache.iterdir():
        if path.stem not in used:
            path.unlink()
