"""Answers a build for which nothing has changed, before the program itself is loaded.

A build leaves a *seal*: what it printed, and what shows that its inputs are unchanged. Names, sizes, inodes and times
stand for the bytes of files, as in git's index; and as there, no file is trusted that changed just before it was looked
at, since a second change might not show. All else is asked again: the settings with their variables, the day, what is
installed, the fonts, whether the cache is committed, and the published files.
"""

from __future__ import annotations

import datetime
import os
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from generator.bundled import FOLDERS, bundled
from generator.clock import today_in
from generator.config import Config
from generator.contribute.git import is_tracked
from generator.export.typefaces import ask_for_faces
from generator.findings import Severity
from generator.storage.fingerprints import fingerprint, runtime
from generator.storage.store import store_of
from generator.storage.swap import locked, replaceable
from generator.storage.trees import SETTLED, marks_of, tree_of

if TYPE_CHECKING:
    from generator.pipeline import Built
    from generator.pipeline.context import BuildContext

_NAME, _PART = "seal", "site"
_READ = {"data", "content", "overrides"}  # folders of the root that are read
_SEARCHED = {"data", "submissions"}  # those that misplaced reports are searched for in, whatever their case
_TRACKED = {"F109"}  # findings that depend on what git tracks


class Seal(Struct, frozen=True):
    """What a build printed, and what must be the same for another to print it."""

    inputs: str  # see `look`
    as_of: datetime.date
    day: datetime.date
    zone: str  # whose day it is
    languages: tuple[str, ...]  # whose faces were asked for
    faces: str  # a digest of these and of their files
    tree: str  # of the published site
    has_warnings: bool
    language: str  # of the text
    text: str
    pages: int
    files: int
    size: int  # of all files, in bytes


@dataclass(frozen=True)
class Look:
    """What was seen of a build's inputs, before anything was read."""

    site_dir: Path
    inputs: str
    is_settled: bool  # whether a further change of any file would show


def look(config: Config, target: Path) -> Look:
    """Look at all that a build of `target` reads, without reading it."""
    root, site_dir = config.root, replaceable(target)
    package = Path(__file__).resolve().parent.parent
    elsewhere = [path for path in map(bundled, FOLDERS) if not path.is_relative_to(root.resolve())]
    own = {"build", site_dir.name, f".{site_dir.name}.new", f".{site_dir.name}.new.old"}
    began = time.time_ns()
    names = sorted(os.fsencode(path.name) for path in root.iterdir() if path.name not in own)
    paths = {str(path) for path in (*(root / name for name in _READ), *elsewhere, package)}
    marks, newest = marks_of(sorted(paths), without={"__pycache__"})
    inputs = fingerprint(marks, names, os.fspath(site_dir), config.digest, config.serving, runtime())
    return Look(site_dir, inputs, newest < began - SETTLED)


def find_seal(config: Config, seen: Look, as_of: datetime.date | None, language: str, *, strict: bool) -> Seal | None:
    """Return the seal of the published site if another build would change nothing, and print the same."""
    with locked(config.root / "build"):
        kept = store_of(config.root).get(_NAME, _PART, Seal)
        if kept is None or (kept.inputs, kept.language) != (seen.inputs, language) or (strict and kept.has_warnings):
            return None
        today = today_in(kept.zone)
        day = as_of or today
        is_current = (
            (kept.as_of, kept.day) == (day, max(day, today))
            and is_tracked(config.root, "build") is False  # else anyone could have written it
            and kept.faces == _faces(config, kept.languages)
            and kept.tree == tree_of(seen.site_dir)
        )
        return kept if is_current else None


def put_seal(config: Config, built: Built, seen: Look, language: str, text: str) -> None:
    """Seal a site that has been built, or found unchanged, unless something in it can't be judged by a look."""
    context = built.context
    if context is None or not seen.is_settled:
        return
    folders = {finding.place.path.partition("/")[0] for finding in built.findings}
    if not folders <= _READ or any(finding.code in _TRACKED for finding in built.findings):
        return
    names = [path.name for path in config.root.iterdir()]
    if any(name != "data" and name.casefold() in _SEARCHED for name in names):
        return
    languages = _languages(context)
    seal = Seal(
        seen.inputs,
        context.as_of,
        context.day,
        context.zone,
        languages,
        _faces(config, languages),
        built.tree,
        any(finding.severity is Severity.WARNING for finding in built.findings),
        language,
        text,
        built.pages,
        built.files,
        built.size,
    )
    store_of(config.root).put(_NAME, _PART, seal)


def _languages(context: BuildContext) -> tuple[str, ...]:
    """List the languages whose faces a build has asked for."""
    from generator.export.cards import can_draw, languages_of

    if not context.config.cards or context.config.card_font is not None or not can_draw():
        return ()
    return languages_of(context.locales.values())


def _faces(config: Config, languages: Iterable[str]) -> str:
    """Digest the answers on the faces of some languages, and what shows a change of their files."""
    answers = ask_for_faces(languages) if languages else {}
    paths = {path for path, _ in filter(None, answers.values())}
    paths |= {str(config.card_font)} if config.card_font else set()
    return fingerprint(answers, marks_of(sorted(paths))[0])
