"""Data of an earlier shape → today's, text by text: comments and layout stay, and whatever is unclear is left alone.

Three things of earlier data are refused today: submissions that this site had compiled from publications, which belong
in the public record; policies whose issuers are of several levels and that do not say for which place they were issued;
and the field `copy` of the public record, which is called `copy_seen` now.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator.assess import place_of
from generator.findings.languages import Words
from generator.load import plain_tree, read_catalog
from generator.model import Catalog, Policy, PolicyFile, PublicRecord
from generator.storage.files import write_atomic

COMPILED = "public-record"  # the provenance of what was compiled from publications


@dataclass(frozen=True)
class Step:
    """What was done to a file, or what is left for a person to do."""

    path: str
    is_done: bool
    words: Words


def migrate(root: Path) -> list[Step]:
    """Bring the data below a root to today's shape; a second run finds nothing left to do."""
    catalog, _ = read_catalog(root)
    return [*_compiled(root), *_places(root, catalog), *_copies(root)]


# --- what was compiled from publications


def _compiled(root: Path) -> Iterator[Step]:
    for file in sorted((root / "data" / "submissions").glob("*/*/*.yml")):
        path = file.relative_to(root).as_posix()
        text, tree = _read(root, path)
        if isinstance(tree, dict) and tree.get("provenance") == COMPILED:
            yield _move(root, path, text, tree)


def _move(root: Path, path: str, text: str, tree: dict[str, Any]) -> Step:
    """Move the figures of a submission to the public record, under the agency to which they are attributed."""
    _, _, policy, agency, name = path.removesuffix(".yml").split("/")
    if tree.get("reports"):
        return Step(
            path,
            False,
            Words(
                "其中的 reports 须由人判断与条款的接近程度：请用 new statement 逐条写成公开信息，再从这里删去 reports",
                "how close its reports come to the clauses is for a person to judge: write each as a statement with "
                "`new statement`, then delete `reports` here",
            ),
        )
    target = PublicRecord.FILE.format(policy=policy, record=name)
    before, known = _read(root, target)
    figures, left = tree.get("figures") or [], sorted(tree.keys() - {"provenance", "figures", "reports"})
    if not isinstance(figures, list) or not all(isinstance(one, dict) and one.get("evidence") for one in figures):
        return Step(path, False, Words("数值没有出处，请先补上 evidence", "a figure has no evidence: add it first"))
    after = _with_figures(before, _block(text, agency))
    wanted = (known or {}) | {
        "figures": [*(known or {}).get("figures", []), *({**one, "agency": agency} for one in figures)]
    }
    if not figures or plain_tree(after, target) != wanted:
        return Step(path, False, Words(f"请由人移到 {target}", f"move it to {target} by hand"))
    (root / target).parent.mkdir(parents=True, exist_ok=True)
    write_atomic(root / target, after.encode())
    (root / path).unlink()
    if not any((root / path).parent.iterdir()):
        (root / path).parent.rmdir()
    without = f"；未带走：{'、'.join(left)}（没有机构提交过）" if left else ""
    but = f"; not taken along, since no agency submitted it: {', '.join(left)}" if left else ""
    return Step(path, True, Words(f"移到 {target}{without}", f"moved to {target}{but}"))


_KEY = re.compile(r"[A-Za-z_]")  # what a key of a whole file begins with
_ITEM = re.compile(r"( *)- +\S")


def _block(text: str, agency: str) -> list[str]:
    """Return the lines of a file's figures, each figure with its agency, below the comments from elsewhere in it."""
    lines = text.splitlines()
    start = next((number for number, line in enumerate(lines) if line.startswith("figures:")), len(lines))
    end = next((number for number in range(start + 1, len(lines)) if _KEY.match(lines[number])), len(lines))
    notes = [line for line in [*lines[:start], *lines[end:]] if line.startswith("#") and "$schema" not in line]
    found, indent = [f"  {note}" for note in notes], ""
    for line in lines[start + 1 : end]:
        item = _ITEM.match(line)
        if item and not indent:
            indent = f"{item[1]}."  # of the figures; lists in them lie deeper
        shown = f"  {line[len(indent) - 1 :]}" if line.strip() and indent else line
        found.append(shown.rstrip())
        if item and f"{item[1]}." == indent:
            found.append(f"    agency: {agency}")
    return found


def _with_figures(text: str, block: list[str]) -> str:
    """Add figures to a file of the public record, which may not be there yet."""
    lines = text.splitlines()
    start = next((number for number, line in enumerate(lines) if line.startswith("figures:")), None)
    if start is None:
        return "\n".join([*lines, "figures:", *block]) + "\n"
    end = next((number for number in range(start + 1, len(lines)) if _KEY.match(lines[number])), len(lines))
    return "\n".join([*lines[:end], *block, *lines[end:]]) + "\n"


# --- for which place a policy was issued


def _places(root: Path, catalog: Catalog) -> Iterator[Step]:
    for policy in catalog.policies.values():
        if place_of(policy.file, catalog.agencies) is None and policy.file.jurisdiction is None:
            yield _place(root, policy, catalog)


def _place(root: Path, policy: Policy, catalog: Catalog) -> Step:
    """State that a policy was issued for the whole country, which was taken for granted where a ministry issued it."""
    path = PolicyFile.FILE.format(policy=policy.id)
    text, tree = _read(root, path)
    levels = {catalog.agencies[id_].kind for id_ in policy.file.issuers if id_ in catalog.agencies}
    lines = text.splitlines()
    start = next((number for number, line in enumerate(lines) if line.startswith("issuers:")), len(lines))
    end = next((number for number in range(start + 1, len(lines)) if _KEY.match(lines[number])), len(lines))
    while end > start + 1 and not lines[end - 1].strip():
        end -= 1
    after = "\n".join([*lines[:end], "jurisdiction: {kind: central}", *lines[end:]]) + "\n"
    if "central" not in levels or plain_tree(after, path) != tree | {"jurisdiction": {"kind": "central"}}:
        return Step(
            path,
            False,
            Words(
                "请在 jurisdiction 中写明政策适用于哪个地方，例如 {kind: province, agency: 某省的代号}",
                "say under `jurisdiction` for which place it was issued, such as {kind: province, agency: "
                "id-of-the-province}",
            ),
        )
    write_atomic(root / path, after.encode())
    return Step(
        path,
        True,
        Words(
            "加上 jurisdiction: {kind: central}：印发单位中有中央机构，以前一直按全国看待",
            "jurisdiction: {kind: central} added: a central agency is among the issuers, and it was taken to be for "
            "the whole country",
        ),
    )


# --- which copy of a source was read

_COPY = re.compile(r"^( +(?:- +)?)copy:(?= )", re.MULTILINE)


def _copies(root: Path) -> Iterator[Step]:
    for file in sorted((root / "data" / "public-record").glob("*/*.yml")):
        path = file.relative_to(root).as_posix()
        text, tree = _read(root, path)
        wanted = _renamed(tree)
        if wanted == tree:
            continue
        after, count = _COPY.subn(r"\1copy_seen:", text)
        is_done = plain_tree(after, path) == wanted
        if is_done:
            write_atomic(file, after.encode())
        done = Words(f"copy 改名为 copy_seen（{count}处）", f"copy renamed to copy_seen ({count} times)")
        yield Step(path, is_done, done if is_done else Words("请把 copy 改名为 copy_seen", "rename copy to copy_seen"))


def _renamed(tree: Any) -> Any:
    """Return a tree with today's name for which copy was read."""
    if isinstance(tree, dict):
        is_source = "seen" in tree
        return {"copy_seen" if is_source and name == "copy" else name: _renamed(value) for name, value in tree.items()}
    return [_renamed(value) for value in tree] if isinstance(tree, list) else tree


def _read(root: Path, path: str) -> tuple[str, Any]:
    """Return a file's text, and what it says; nothing if it is not there, is a link, or can't be read."""
    file = root / path
    if file.is_symlink() or not file.is_file():
        return "", None
    text = file.read_text(encoding="utf-8", errors="replace")
    return text, plain_tree(text, path)
