"""The only reader of `data/`: bytes → text → YAML events → tree → records, with lines and columns.

Every file is looked at and every file's findings are returned; nothing is skipped in silence.
"""

from __future__ import annotations

import contextlib
import gc
import os
import re
import stat
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from generator.errors import GeneratorError
from generator.findings import Finding, Place, find, show
from generator.load.fields import nearest, validate
from generator.load.text import decode
from generator.load.tree import parse
from generator.model import (
    FILES,
    Agency,
    Assignment,
    Catalog,
    LocaleFile,
    Policy,
    PolicyFile,
    Record,
    Submission,
    Target,
    Task,
    Term,
    guess_period,
    is_slug,
    parse_period,
)

__all__ = ["MAX_BYTES", "nearest", "read_catalog", "read_record"]

MAX_BYTES = 256 * 1024  # of one file

_TASK = re.compile(r"0[1-9]|[1-9][0-9]{1,2}")
_LOCALE = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?")


def read_catalog(root: Path) -> tuple[Catalog, list[Finding]]:
    """Read everything under `root`/data.

    Returns the catalog of all that could be read and the findings on the rest, sorted by place.
    Raises GeneratorError where there is no such folder or the machine can't read it.
    """
    if not (root / "data").is_dir():
        raise GeneratorError(f"{root / 'data'}: no such folder / 没有这个文件夹")
    read: dict[type[Record], dict[tuple[str, ...], Any]] = defaultdict(dict)
    findings: list[Finding] = []
    unread: set[str] = set()
    with _no_collection():
        for path in _files(root, findings):
            matched = _match(path, findings)
            if matched is None:
                continue
            kind, names = matched
            record, faults = read_record(root, path, kind, names)
            findings += faults
            if faults:
                unread.add(path)
            else:
                read[kind][tuple(names.values())] = record
    catalog = _assemble(read, unread, findings)
    return catalog, sorted(findings)


@contextlib.contextmanager
def _no_collection() -> Iterator[None]:
    """Switch the search for garbage off while a million objects are made of which none is garbage."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def read_record(root: Path, path: str, kind: type[Record], names: dict[str, str]) -> tuple[Any, list[Finding]]:
    """Read one file into a record of `kind`; on findings there is no record."""
    raw = _bytes(root, path)
    if raw is None:
        size = (root / path).stat().st_size
        return None, [find(Place(path), "F105", size=size, limit=MAX_BYTES)]
    text, findings = decode(raw, path)
    if findings:
        return None, findings
    tree, findings = parse(text, path)
    if findings:
        return None, findings
    return validate(tree, kind, names, path, text.split("\n"))


def _bytes(root: Path, path: str) -> bytes | None:
    """Read a plain file without following links; None where it is too large."""
    try:
        handle = os.open(root / path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0))
        with os.fdopen(handle, "rb") as file:
            raw = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise GeneratorError(f"{path}: {error.strerror}") from error
    return raw if len(raw) <= MAX_BYTES else None


def _files(root: Path, findings: list[Finding]) -> list[str]:
    """List the plain files under data/, sorted; links, devices and submodules become findings."""
    paths: list[str] = []
    pending = ["data"]
    while pending:
        folder = pending.pop()
        try:
            entries = sorted(os.scandir(root / folder), key=lambda entry: entry.name)
        except OSError as error:
            raise GeneratorError(f"{folder}: {error.strerror}") from error
        for entry in entries:
            path = f"{folder}/{entry.name}"
            mode = entry.stat(follow_symlinks=False).st_mode
            named_like_a_file = entry.name.lower().endswith((".yml", ".yaml"))
            if stat.S_ISDIR(mode) and not named_like_a_file:
                pending.append(path)
            elif stat.S_ISREG(mode):
                paths.append(path)
            else:
                kind_zh, kind_en = _KINDS.get(stat.S_IFMT(mode), ("特殊文件", "a special file"))
                findings.append(
                    find(Place(_printable(path)), "F104", name=entry.name, kind_zh=kind_zh, kind_en=kind_en)
                )
    return sorted(paths)


_KINDS = {stat.S_IFDIR: ("文件夹", "a folder"), stat.S_IFLNK: ("符号链接", "a symbolic link")}


def _printable(path: str) -> str:
    """Spell a path so that it can be printed whatever bytes it is made of."""
    return show(os.fsencode(path).decode("utf-8", "backslashreplace"))


_PLACES = tuple((kind, kind.FILE.split("/")) for kind in FILES)
_CHECKS: dict[str, Callable[[str], object]] = {
    "task": _TASK.fullmatch,
    "locale": _LOCALE.fullmatch,
    "period": parse_period,
}


def _match(path: str, findings: list[Finding]) -> tuple[type[Record], dict[str, str]] | None:
    """Say which record a file holds and what its path tells, or report a misplaced or misnamed file."""
    parts = path.split("/")
    stem, _, suffix = parts[-1].rpartition(".")
    for kind, wanted in _PLACES:
        if len(parts) != len(wanted):
            continue
        names = {}
        for part, want in zip([*parts[:-1], stem], [*wanted[:-1], wanted[-1].removesuffix(".yml")], strict=True):
            if want.startswith("{"):
                names[want[1:-1]] = part
            elif part != want:
                break
        else:
            if suffix != "yml":
                if suffix.lower() not in {"yml", "yaml"}:
                    break
                findings.append(find(Place(_printable(path)), "F102", name=parts[-1], wanted=f"{stem}.yml"))
                return None
            odd = [(name, part) for name, part in names.items() if not _CHECKS.get(name, is_slug)(part)]
            if odd:
                findings.append(_misnamed(Place(_printable(path)), *odd[0]))
                return None
            return kind, names
    near = [kind.FILE for kind, wanted in _PLACES if wanted[1] == parts[1]] or [kind.FILE for kind in FILES]
    findings.append(find(Place(_printable(path)), "F101", name=_printable(parts[-1]), allowed=", ".join(near)))
    return None


def _misnamed(place: Place, name: str, part: str) -> Finding:
    """Say what is wrong with a part of a path; of a period, which one is meant."""
    if name != "period":
        return find(place, "F103", name=part)
    meant = guess_period(part)
    return find(
        place,
        "F107",
        name=part,
        near_zh=f"您想写的是 {meant}.yml 吗？" if meant else "",
        near_en=f"Did you mean {meant}.yml? " if meant else "",
    )


def _assemble(
    read: dict[type[Record], dict[tuple[str, ...], Any]], unread: set[str], findings: list[Finding]
) -> Catalog:
    """Put the records of each policy together; a folder without policy.yml is a finding."""
    policies = {}
    folders = {names[0] for kind in (PolicyFile, Task, Target, Term, Assignment) for names in read[kind]}
    for id_ in sorted(folders):
        path = PolicyFile.FILE.format(policy=id_)
        file = read[PolicyFile].get((id_,))
        if file is None:
            if path not in unread:
                findings.append(find(Place(path), "F106", name=path))
            continue
        tasks = sorted(
            (task for names, task in read[Task].items() if names[0] == id_), key=lambda task: int(task.file_number)
        )
        policies[id_] = Policy(
            file,
            tuple(tasks),
            *(read[kind].get((id_,), ()) for kind in (Target, Term, Assignment)),
        )
    return Catalog(
        locales={names[0]: record for names, record in sorted(read[LocaleFile].items())},
        agencies={names[0]: record for names, record in sorted(read[Agency].items())},
        policies=policies,
        submissions=tuple(record for _, record in sorted(read[Submission].items())),
        unread=frozenset(unread),
    )
