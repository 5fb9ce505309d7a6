"""Who may change what: agencies their own submissions, maintainers everything."""

from __future__ import annotations

import os
import posixpath
import re
from collections.abc import Iterable
from pathlib import Path

from generator.contribute.git import git
from generator.errors import GeneratorError
from generator.findings import Finding, Place, find, show
from generator.load.astray import astray
from generator.load.litter import committed_litter, is_litter
from generator.model import Catalog
from generator.model.values import HANDLE

CODEOWNERS = ".github/CODEOWNERS"

_ALL = ("--ignore-submodules=none",)  # overrides .gitmodules, which a change could use to hide files from git
_REGISTRY = ("agencies", "policies", "public-record")  # folders of data/ that only maintainers change


def check_author(paths: Iterable[str], author: str, catalog: Catalog, maintainers: Iterable[str]) -> list[Finding]:
    """Check the paths that an account of the forge (`@name`) changes against the register before the change.

    An agency's owner may change that agency's folders only; a maintainer may change anything. Anyone else may
    propose a report for any agency, with a notice that its owners must review it. Findings are sorted by path.
    """
    paths, handle = sorted(set(paths)), _handle(author)
    if is_maintainer(author, maintainers):
        return check_changes(paths)
    own = {id_ for id_, agency in catalog.agencies.items() if handle in {name.lower() for name in agency.owners}}
    if own:
        return check_changes(paths, *sorted(own))
    findings = check_changes(paths)
    first: dict[str, str] = {}  # the first changed path in each agency's folders
    for path in paths:
        if submitter := _submitter(_parts(path)):
            first.setdefault(submitter, path)
    for id_, path in first.items():
        owners = ", ".join(catalog.agencies[id_].owners) if id_ in catalog.agencies else ""
        words = {"owners_zh": owners or "没有登记负责人", "owners_en": owners or "none on record"}
        findings.append(find(Place(show(path)), "O104", author=show(handle), agency=show(id_), **words))
    return sorted(findings)


def is_maintainer(author: str, maintainers: Iterable[str]) -> bool:
    """Return whether an account of the forge is one of the maintainers'."""
    return _handle(author) in {name.lower() for name in maintainers}


def _handle(author: str) -> str:
    return f"@{author.removeprefix('@')}".lower()


def _parts(path: str) -> list[str]:
    return posixpath.normpath(path).split("/")


def _submitter(parts: list[str]) -> str:
    """Return the agency in whose folder a submission is; empty if it is in none."""
    return parts[3] if len(parts) == 5 and parts[:2] == ["data", "submissions"] else ""


def check_changes(paths: Iterable[str], *owners: str) -> list[Finding]:
    """Check the paths (below the repository's root) that a pull request changes; findings are sorted by path.

    With `owners` (ids of agencies), everything outside these agencies' folders is refused. A request that mixes
    submissions with other changes gets a finding.
    """
    split = [(path, _parts(path)) for path in sorted(set(paths))]
    findings = []
    submits = any(parts[:2] == ["data", "submissions"] for _, parts in split)
    for path, parts in split:
        place = Place(show(path))
        if owners and _submitter(parts) not in owners:
            findings.append(find(place, "O101", agency=", ".join(owners)))
        if parts[0] == "data" and is_litter(parts[-1]):
            findings.append(committed_litter(path))
        if parts[0] != "data" and (lost := astray(path)):
            findings.append(lost)
            continue
        if submits and parts[:2] != ["data", "submissions"]:
            registry = parts[0] == "data" and len(parts) > 1 and parts[1] in _REGISTRY
            findings.append(find(place, "O103" if registry else "O102"))
    return sorted(findings)


def changed_files(root: Path, base: str, head: str | None = None) -> list[str]:
    """List the files that differ from where the work left `base`, also new ones; paths below `root`.

    The work is the working tree or, where `head` names one, a revision, of which nothing is checked out. A renamed
    file counts as one that vanished and one that appeared. Raises GeneratorError where git can't tell.
    """
    ends = [_commit(root, name) for name in (base, head) if name is not None]
    options = ("-z", "--no-renames", "--name-only", "--relative", *_ALL)
    changed = _lines(root, "diff", *options, "--merge-base", *ends, "--")
    new = _lines(root, "ls-files", "-z", "--others", "--exclude-standard") if head is None else []
    return sorted({*changed, *new})


def _commit(root: Path, name: str) -> str:
    try:
        return git(root, "rev-parse", "--verify", "--end-of-options", f"{name}^{{commit}}").decode().strip()
    except GeneratorError as error:
        raise GeneratorError(f"{name}: git knows no such revision / 没有这个版本 ({error})") from error


def submodules(root: Path, revision: str | None = None) -> list[Finding]:
    """Refuse links to other repositories below data/, by git's index or a revision, and by .gitmodules; sorted by path.

    A folder without a repository has none; the loader reads what is in a submodule once it is checked out.
    """
    try:
        prefix = os.fsdecode(git(root, "rev-parse", "--show-prefix")).strip()
    except GeneratorError:
        return []
    tree = "" if revision is None else _commit(root, revision)
    listed = ("ls-tree", "-r", "-z", tree) if tree else ("ls-files", "-s", "-z")
    rows = [row.partition("\t") for row in _lines(root, *listed, "--", "data")]
    found = [_submodule(path, path) for about, _, path in rows if about.startswith("160000 ")]
    named = map(posixpath.normpath, _named_submodules(root, tree))
    inside = (path.removeprefix(prefix) for path in named if f"{path}/".startswith(f"{prefix}data/"))
    found += [_submodule(".gitmodules", path) for path in inside]
    return sorted(set(found))


def _submodule(path: str, name: str) -> Finding:
    return find(Place(show(path)), "F104", name=name, kind_zh="子模块", kind_en="a submodule")


def _named_submodules(root: Path, tree: str) -> list[str]:
    """The paths in .gitmodules as it is committed; none where there is no such file, or git can't read it."""
    listed = ("config", "--blob", f"{tree}:.gitmodules", "-z", "--get-regexp", r"^submodule\..*\.path$")
    try:
        return [row.partition("\n")[2] for row in _lines(root, *listed)]
    except GeneratorError:
        return []


def _lines(root: Path, *arguments: str) -> list[str]:
    """Return the entries that git lists, each decoded so that its bytes can be restored."""
    return [row for row in git(root, *arguments).decode("utf-8", "surrogateescape").split("\0") if row]


def codeowners(catalog: Catalog, maintainers: Iterable[str]) -> str:
    """Return CODEOWNERS from the agencies' owners and the maintainers; of several matching lines, the last counts.

    Raises GeneratorError if a maintainer is neither a user nor a team.
    """
    everyone = tuple(maintainers)
    for handle in everyone:
        if not re.fullmatch(HANDLE, handle):
            raise GeneratorError(f"extra.maintainers in mkdocs.yml: {handle!r} is neither @name nor @group/team")
    everything = " ".join(everyone)
    lines = [
        "# Written by `owners` from data/agencies/ and mkdocs.yml (extra.maintainers): do not edit by hand.",
        "# Of several lines that match a file, the last counts.",
    ]
    if everything:
        lines.append(f"* {everything}")
    else:
        lines.append("# No maintainers are named in mkdocs.yml: nobody is asked to review the rest.")
    lines += [
        f"/data/submissions/*/{agency.id}/ {' '.join(agency.owners)}"
        for agency in catalog.agencies.values()
        if agency.owners
    ]
    if everything:
        lines += [f"{path} {everything}" for path in _MACHINERY]
    return "\n".join(lines) + "\n"


_MACHINERY = (
    "/.ci/",
    "/.github/",
    "/generator/",
    "/overrides/",
    "/mkdocs.yml",
    "/data/agencies/",
    "/data/policies/",
    "/data/public-record/",
)
