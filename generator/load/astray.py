"""Submissions in places that are never read: at the root, or in folders whose names are almost right."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from generator.findings import Finding, Place, find, show
from generator.model import Submission, guess_period, is_slug

_MOST = 20  # findings on submissions outside data/
_DEEPEST = 6  # levels of folders to search


def astray(path: str) -> Finding | None:
    """Report where a misplaced submission belongs, given its path relative to the root; None for any other file.

    The loader itself reports a file with a wrong name in the right folder.
    """
    *folders, name = path.split("/")
    stem, _, suffix = name.rpartition(".")
    period = guess_period(stem) if suffix.lower() in {"yml", "yaml"} else ""
    if not period or (len(folders) == 4 and folders[:2] == ["data", "submissions"]):
        return None
    near = [folder.casefold() for folder in folders]
    if near and near[0] not in {"data", "submissions"}:
        return None
    within = near[1:] if near[:1] == ["data"] else near
    within = within[1:] if within[:1] == ["submissions"] else within
    known = len(within) == 2 and all(map(is_slug, within))
    policy, agency = within if known else ("", "")
    return find(
        Place(show(path)),
        "F108",
        name=name,
        wanted_zh=Submission.FILE.format(policy=policy or "政策", agency=agency or "机构", period=period),
        wanted_en=Submission.FILE.format(policy=policy or "POLICY", agency=agency or "AGENCY", period=period),
    )


def list_astray(root: Path) -> list[Finding]:
    """Report submissions outside data/, sorted; the loader reports those inside it."""
    with os.scandir(root) as entries:
        here = sorted(entry.name for entry in entries)
    found = []
    for name in here:
        paths = _files_below(root, name) if name.casefold() in {"data", "submissions"} and name != "data" else [name]
        found += [finding for path in paths if (finding := astray(os.fsencode(path).decode("utf-8", "replace")))]
    return sorted(found)[:_MOST]


def _files_below(root: Path, folder: str) -> Iterator[str]:
    """Yield the paths of the files in a folder, without following links, down to a fixed depth."""
    for place, folders, names in os.walk(root / folder):
        below = Path(place).relative_to(root)
        if len(below.parts) >= _DEEPEST:
            folders.clear()
        yield from (str(below / name) for name in names)
