"""Submissions in places that are never read: at the root, or in folders whose names are almost right."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from generator.findings import Finding, Place, find, show
from generator.model import Catalog, Submission, guess_period, is_slug

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


def with_real_names(findings: Iterable[Finding], catalog: Catalog) -> Iterator[Finding]:
    """Yield findings, those on misplaced and misnamed files with the real names of agencies and policies if clear.

    A folder may be named after an agency in words: 农业农村部 stands for mara.
    """
    ids = catalog.agency_names
    for finding in findings:
        parts = finding.place.path.split("/")
        if finding.code == "F103":
            wrong = next((part for part in parts if ids.get(part.removesuffix(".yml").casefold(), part) != part), "")
            meant = ids.get(wrong.removesuffix(".yml").casefold(), "")
            if meant and not is_slug(wrong.removesuffix(".yml")):
                yield find(
                    finding.place,
                    "F103",
                    name=wrong,
                    near_zh=f"您想写的是 {meant}（{catalog.agencies[meant].name.zh}）吗？请改名为 {meant}。",
                    near_en=f"Did you mean {meant}? Rename it to {meant}. ",
                )
                continue
        if finding.code == "F108":
            named = [ids[part.casefold()] for part in parts[:-1] if part.casefold() in ids]
            policies = [part for part in parts[:-1] if part in catalog.policies] or list(catalog.policies)
            period = guess_period(parts[-1].rpartition(".")[0])
            if len(named) == len(policies) == 1 and period:
                path = Submission.FILE.format(policy=policies[0], agency=named[0], period=period)
                yield find(finding.place, "F108", name=parts[-1], wanted_zh=path, wanted_en=path)
                continue
        yield finding


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
