"""The only reader of `data/`: bytes → text → YAML events → tree → records, with lines and columns.

Every file is checked and every finding is returned; nothing is skipped silently.
"""

from __future__ import annotations

import bisect
import contextlib
import functools
import gc
import hashlib
import os
import re
import stat
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Set
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from msgspec import Struct

from generator.errors import GeneratorError
from generator.findings import Finding, Place, Severity, find, show
from generator.load.astray import astray, list_astray, with_real_names
from generator.load.fields import candidates, validate
from generator.load.litter import is_litter
from generator.load.overlay import bundled_digest, laid_over_bundled, with_bundled
from generator.load.packed import Shared, pack, unpack
from generator.load.text import decode
from generator.load.tree import few, parse
from generator.model import (
    FILES,
    ORIGIN,
    SOURCE_FILE,
    Agency,
    Assignment,
    Catalog,
    Group,
    LocaleFile,
    Policy,
    PolicyFile,
    PublicRecord,
    Record,
    Redirects,
    Submission,
    Target,
    Task,
    Term,
    guess_period,
    is_slug,
    parse_period,
    split_revision,
    spread,
    texts_in,
)
from generator.model.persons import private_number

__all__ = [
    "MAX_BYTES",
    "NO_SCAN_CACHE",
    "Scan",
    "ScanCache",
    "no_collection",
    "plain_tree",
    "read_catalog",
    "read_plain",
    "read_policy",
    "read_record",
    "read_submission",
    "read_submissions",
    "scan",
]

MAX_BYTES = 256 * 1024  # of one file
_MAX_SOURCE = 1024 * 1024  # of a document as published
_DEEPEST = 8  # levels of folders: more than any record needs, and few enough for the system to open

_TASK = re.compile(r"0[1-9]|[1-9][0-9]{1,2}")
_LOCALE = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?")


FileStat = tuple[int, int, int, int]
"""What shows that a file is unchanged without reading it: size, inode, mtime and ctime, the times in nanoseconds.
No program can set the ctime."""
_MOST = 200  # findings of one code for one file
_SETTLED = 2_000_000_000  # nanoseconds after which a file's times distinguish a further change from the last


class ScanCache(Struct, frozen=True):
    """A cache of agencies read before, for files without findings; the records have no source positions."""

    shared: str  # digest of all other files that decide what is a finding
    packed: bytes  # the records of these files, if there is no finding on them; with source positions
    records: dict[str, tuple[str, bytes]]  # by id: the file's digest, and the record as JSON
    marks: dict[str, tuple[FileStat, str]]  # agencies' and submissions' files by path: mark and digest


NO_SCAN_CACHE = ScanCache("", b"", {}, {})


@dataclass(frozen=True)
class Scan:
    """The contents of data/: everything read except the submissions, which are only listed and digested."""

    root: Path
    catalog: Catalog  # without submissions
    findings: tuple[Finding, ...]  # on the files read, and on misplaced files
    submissions: Mapping[str, Mapping[str, str]]  # by agency: each file's digest, by path
    shared: str  # digest of all files except agencies and submissions
    agencies: Mapping[str, str]  # digest of each agency's file
    marks: Mapping[str, tuple[FileStat, str]]  # marks and digests of files not changed just now
    known: Mapping[str, tuple[str, bytes]]  # cached agencies that are still current
    packed: bytes  # the records of all other files but submissions; empty if there is a finding on one of them

    def registry(self, faulty: Set[str]) -> ScanCache:
        """Return the cache for the next scan: the agencies whose files are not among the faulty ones."""
        kept = {
            id_: self.known.get(id_)
            or (self.agencies[id_], f'{{"@agency":"{id_}",{agency.model_dump_json(by_alias=True)[1:]}'.encode())
            for id_, agency in self.catalog.agencies.items()
            if Agency.FILE.format(agency=id_) not in faulty
        }
        return ScanCache(self.shared, self.packed, kept, dict(self.marks))


def scan(root: Path, registry: ScanCache = NO_SCAN_CACHE) -> Scan:  # noqa: C901 - one loop over all files
    """Read everything under `root`/data except the submissions, which are only digested.

    `registry` holds agencies that need not be read again, and the digests of files, which are reused while a file's
    mark is unchanged. Raises GeneratorError if the folder is missing or cannot be read.
    """
    if not (root / "data").is_dir():
        raise GeneratorError(f"{root / 'data'}: no such folder / 没有这个文件夹")
    read: dict[type[Record], dict[tuple[str, ...], Any]] = defaultdict(dict)
    findings: list[Finding] = []
    unread: set[str] = set()
    submissions: dict[str, dict[str, str]] = defaultdict(dict)
    agencies: dict[str, str] = {}
    marks: dict[str, tuple[FileStat, str]] = {}
    documents: dict[str, str] = {}
    raws: dict[str, tuple[bytes | None, type[Record] | None, dict[str, str]]] = {}  # of documents without a kind
    findings += list_astray(root)
    shared, settled = hashlib.sha256(), time.time_ns() - _SETTLED

    def take(found: tuple[Any, list[Finding]], path: str, kind: type[Record], names: dict[str, str]) -> None:
        record, faults = found
        findings.extend(faults)
        if record is None:
            unread.add(path)
        else:
            read[kind][tuple(names.values())] = record

    with no_collection():
        for path, mark in _files(root, findings):
            was, digest = registry.marks.get(path, (None, ""))
            if (source := _SOURCE.fullmatch(path)) and is_slug(source[1]):
                raws[path] = _bytes(root, path, _MAX_SOURCE), None, {"policy": source[1]}
                continue
            matched = _match(path, findings) if was is None else _known(path)
            if matched is None:
                continue
            kind, names = matched
            if kind is not Submission and kind is not Agency:
                raws[path] = _bytes(root, path), kind, names
                continue
            if was != mark:
                digest = _digest(_bytes(root, path))
            if max(mark[2:]) < settled:
                marks[path] = mark, digest
            if kind is Submission:
                submissions[names["agency"]][path] = digest
            else:
                agencies[names["agency"]] = digest
        for path, (raw, _, _) in raws.items():
            shared.update(f"{path} {_digest(raw)}\n".encode())
        shared.update(bundled_digest())
        packed = registry.packed if registry.shared == shared.hexdigest() else b""
        if unpacked := unpack(packed, FILES) if packed else None:
            read.update((kind, dict(found)) for kind, found in unpacked.records.items())
            documents.update(unpacked.documents)
        else:
            before = len(findings)
            for path, (raw, kind_, names) in raws.items():
                if kind_ is not None:
                    take(_read_again(raw, root, path, kind_, tuple(names.items())), path, kind_, names)
                    continue
                text, faults = _document(raw, root, path)
                findings += faults
                if text is None:
                    unread.add(path)
                else:
                    documents[names["policy"]] = text
            packed = pack(Shared(read, documents)) if len(findings) == before else b""
        read[LocaleFile] = with_bundled(read[LocaleFile], unread)
        known = registry.records if registry.shared == shared.hexdigest() else {}
        known = {id_: kept for id_, kept in known.items() if agencies.get(id_) == kept[0]}
        for id_ in agencies:
            if id_ in known:
                read[Agency][(id_,)] = Agency.model_validate_json(known[id_][1])
            else:
                path, names = Agency.FILE.format(agency=id_), {"agency": id_}
                take(read_record(root, path, Agency, names), path, Agency, names)
    catalog = _assemble(read, unread, documents, findings)
    return Scan(
        root,
        catalog,
        tuple(sorted(with_real_names(findings, catalog))),
        submissions,
        shared.hexdigest(),
        agencies,
        marks,
        known,
        packed,
    )


def read_submissions(
    root: Path, files: Mapping[str, str], salvaged: list[list[Submission]] | None = None
) -> tuple[list[Submission], list[Finding], set[str]]:
    """Read some files of submissions; return the submissions, the findings, and the files with errors.

    `files` holds their digests by path. Raises GeneratorError if a file has changed since the scan, because its
    outputs would be cached under the old digest. For files with errors, the records that may be meant (see
    `candidates`) are added to `salvaged`, so that rules can report what else is wrong; use them for nothing else.
    """
    submissions: list[Submission] = []
    findings: list[Finding] = []
    unread: set[str] = set()
    with no_collection():
        for path in sorted(files):
            matched = _match(path, findings)
            if matched is None:  # the scan found it among the submissions
                raise GeneratorError(f"{path}: moved while it was read")
            raw = _bytes(root, path)
            if _digest(raw) != files[path]:
                raise GeneratorError(
                    f"{path}: changed while it was read; run the command again / 读取时文件有改动，请重试"
                )
            record, faults = _record(raw, root, path, *matched, salvaged)
            findings += faults
            if record is None:
                unread.add(path)
            else:
                submissions.append(record)
    return submissions, findings, unread


def read_catalog(root: Path) -> tuple[Catalog, list[Finding]]:
    """Read everything under `root`/data.

    Returns the catalog of everything that could be read, and all findings, sorted by place.
    Raises GeneratorError if the folder is missing or cannot be read.
    """
    found = scan(root)
    files = {path: digest for own in found.submissions.values() for path, digest in own.items()}
    submissions, findings, unread = read_submissions(root, files)
    catalog = replace(
        found.catalog,
        submissions=tuple(sorted(submissions, key=lambda item: (item.policy, item.agency, item.file_name))),
        unread=found.catalog.unread | unread,
    )
    return catalog, sorted({*found.findings, *findings})


@contextlib.contextmanager
def no_collection() -> Iterator[None]:
    """Switch garbage collection off while millions of objects are created, none of them garbage."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def read_record(root: Path, path: str, kind: type[Record], names: dict[str, str]) -> tuple[Any, list[Finding]]:
    """Read one file into a record of `kind`, or None if it has errors, with the findings."""
    return _record(_bytes(root, path), root, path, kind, names)


def read_submission(text: str, root: Path, path: str) -> tuple[Submission | None, list[Finding]]:
    """Read the text of a submission that is not written yet, with the findings on it and on its path."""
    findings: list[Finding] = []
    matched = _match(path, findings)
    if matched is None:
        return None, findings
    raw = text.encode("utf-8", "replace")
    if len(raw) > MAX_BYTES:
        return None, [find(Place(path), "F105", size=len(raw), limit=MAX_BYTES)]
    return _record(raw, root, path, *matched)


def read_policy(id_: str, files: Mapping[str, str]) -> tuple[Policy | None, list[Finding]]:
    """Read a policy from the texts of its files, by path; return None for the policy if one of them has errors."""
    read: dict[type[Record], dict[tuple[str, ...], Any]] = defaultdict(dict)
    documents: dict[str, str] = {}
    findings: list[Finding] = []
    for path, text in files.items():
        raw = text.encode()
        matched = None if _SOURCE.fullmatch(path) else _match(path, findings)
        if matched is None:
            documents[id_] = text
            findings += _document(raw if len(raw) <= _MAX_SOURCE else None, Path(), path)[1]
        elif len(raw) > MAX_BYTES:
            findings.append(find(Place(path), "F105", size=len(raw), limit=MAX_BYTES))
        else:
            kind, names = matched
            record, faults = _record(raw, Path(), path, kind, names)
            findings += faults
            read[kind][tuple(names.values())] = record
    if _has_errors(findings):
        return None, findings
    return _assemble(read, set(), documents, findings).policies.get(id_), findings


def read_plain(root: Path, path: str) -> Any:
    """Read a file of a known record as its author wrote it: mappings, lists and text, without types and places."""
    return plain_tree(decode(_bytes(root, path) or b"", path)[0], path)


def plain_tree(text: str, path: str) -> Any:
    """Read a file's text as its author wrote it: mappings, lists and text, without types and places."""
    return _plain(parse(text, path)[0])


def _plain(tree: Any) -> Any:
    if isinstance(tree, dict):
        return {name: _plain(value) for name, value in tree.items() if name != ORIGIN}
    if isinstance(tree, tuple):
        return [_plain(value) for value in tree]
    return tree.strip() if isinstance(tree, str) else tree


def _record(
    raw: bytes | None,
    root: Path,
    path: str,
    kind: type[Record],
    names: dict[str, str],
    salvaged: list[list[Any]] | None = None,
) -> tuple[Any, list[Finding]]:
    """Read a file's bytes into a record; if it has errors, add the records that may be meant to `salvaged`."""
    if raw is None:
        size = (root / path).stat().st_size
        return None, [find(Place(path), "F105", size=size, limit=MAX_BYTES)]
    text, findings = decode(raw, path)
    if not text and _has_errors(findings):
        return None, findings
    if _CONFLICT in text and (marks := [n for n, line in enumerate(text.split("\n"), 1) if _UNMERGED.match(line)]):
        return None, [*findings, *(find(Place(path, number), "Y116") for number in marks)]
    is_clean = not findings
    findings += _private_comments(text, path)
    tree, faults, lines = parse(text, path, is_clean=is_clean)
    findings += faults
    if tree is None:
        return None, findings
    if kind is LocaleFile:
        tree = laid_over_bundled(root, names["locale"], raw, tree)
    record, faults = validate(tree, kind, names, path, lines)
    findings = few(_proven(_joined(findings, faults), text, path, kind, names), _MOST)
    is_faulty = record is None or _has_errors(findings)
    if is_faulty and salvaged is not None:
        for finding in findings:
            if finding.fix:
                lines[finding.place.line - 1] = finding.fix
        tree, _, _ = parse("\n".join(lines), path)
        if meant := candidates(tree, kind, names):
            salvaged.append(meant)
    return None if is_faulty else record, findings


def _document(raw: bytes | None, root: Path, path: str) -> tuple[str | None, list[Finding]]:
    """Decode a document as published, or return None if it has errors, with the findings."""
    if raw is None:
        return None, [find(Place(path), "F105", size=(root / path).stat().st_size, limit=_MAX_SOURCE)]
    text, findings = decode(raw, path)
    return None if _has_errors(findings) else text, findings


_CONFLICT = "<<<<<<<"  # starts what git leaves where it could not merge
_UNMERGED = re.compile(f"{_CONFLICT}(?: |$)")
_COMMENT = re.compile(r"^\s*#.*|\s#.*[0-9]{4}.*", re.MULTILINE)


def _private_comments(text: str, path: str) -> list[Finding]:
    """Report numbers of persons in comments; the model finds those in values."""
    if "#" not in text:
        return []
    found = ((match, private_number(match.group())) for match in _COMMENT.finditer(text))
    return [
        find(Place(path, text.count("\n", 0, match.end()) + 1), "M115", kind_zh=kind.zh, kind_en=kind.en)
        for match, kind in found
        if kind is not None
    ]


def _has_errors(findings: list[Finding]) -> bool:
    return any(finding.severity is Severity.ERROR for finding in findings)


@functools.lru_cache(maxsize=256)
def _read_again(
    raw: bytes | None, root: Path, path: str, kind: type[Record], names: tuple[tuple[str, str], ...]
) -> tuple[Any, list[Finding]]:
    """Cache `_record` for files that a process reads again in every build.

    Agencies are not cached here but in the registry: thousands of them would evict everything else.
    """
    return _record(raw, root, path, kind, dict(names))


_MISSING = {"M101", "M116"}  # findings on what is not there, which are no fault of the line that they point to


def _joined(form: list[Finding], fields: list[Finding]) -> list[Finding]:
    """Merge findings on form and on fields: a line with an error of form gets one fix for the whole line."""
    said = {finding.place.line for finding in form if finding.severity is Severity.ERROR}
    fixes = {fault.place.line: fault.fix for fault in fields if fault.code not in _MISSING}
    return [
        *(replace(fault, fix=fixes.get(fault.place.line, fault.fix)) if fault.fix else fault for fault in form),
        *(fault for fault in fields if fault.place.line not in said),
    ]


def _proven(findings: list[Finding], text: str, path: str, kind: type[Record], names: dict[str, str]) -> list[Finding]:
    """Keep only corrections that hold: pasted into the file, their lines are right and spoil no other line."""
    if not any(finding.fix for finding in findings):
        return findings
    lines = text.split("\n")
    for finding in findings:
        if finding.fix:
            lines[finding.place.line - 1] = finding.fix
    tree, faults, _ = parse("\n".join(lines), path)
    if tree is not None:
        faults = faults + validate(tree, kind, names, path, lines)[1]
    # a field missing beside a line is no fault of the line
    wrong = {fault.place.line for fault in faults if fault.severity is Severity.ERROR and fault.code not in _MISSING}
    moved = sorted(finding.place.line for finding in findings if finding.fix and finding.code == "Y103")
    for line in wrong - {finding.place.line for finding in findings}:
        wrong |= set(moved[: bisect.bisect(moved, line)][-1:])  # most likely the nearest change of form above
    return [
        replace(finding, fix="") if finding.fix and finding.place.line in wrong else finding for finding in findings
    ]


def _digest(raw: bytes | None) -> str:
    """Return the digest of a file's bytes; all files that are too large share one."""
    return hashlib.sha256(raw or b"").hexdigest()


def _bytes(root: Path, path: str, limit: int = MAX_BYTES) -> bytes | None:
    """Read a plain file without following links; return None if it is too large."""
    try:
        handle = os.open(f"{root}/{path}", os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0))
        with os.fdopen(handle, "rb") as file:
            raw = file.read(limit + 1)
    except OSError as error:
        raise GeneratorError(f"{show(path)}: {error.strerror}") from error
    return raw if len(raw) <= limit else None


def _files(root: Path, findings: list[Finding]) -> list[tuple[str, FileStat]]:
    """List the plain files under data/, sorted; links, devices and submodules become findings."""
    paths: list[tuple[str, FileStat]] = []
    if (root / "data").is_symlink():
        findings.append(find(Place("data"), "F104", name="data", kind_zh="符号链接", kind_en="a symbolic link"))
        return []
    pending = ["data"]
    while pending:
        folder = pending.pop()
        try:
            entries = sorted(os.scandir(root / folder), key=lambda entry: entry.name)
        except OSError as error:
            raise GeneratorError(f"{show(folder)}: {error.strerror}") from error
        for entry in entries:
            path = f"{folder}/{entry.name}"
            status = entry.stat(follow_symlinks=False)
            mode = status.st_mode
            named_like_a_file = entry.name.lower().endswith((".yml", ".yaml"))
            if stat.S_ISDIR(mode) and not named_like_a_file and path.count("/") > _DEEPEST:
                findings.append(_stray(path))
            elif stat.S_ISDIR(mode) and not named_like_a_file:
                pending.append(path)
            elif stat.S_ISREG(mode):
                paths.append((path, (status.st_size, status.st_ino, status.st_mtime_ns, status.st_ctime_ns)))
            else:
                kind_zh, kind_en = _KINDS.get(stat.S_IFMT(mode), ("特殊文件", "a special file"))
                findings.append(
                    find(Place(_printable(path)), "F104", name=entry.name, kind_zh=kind_zh, kind_en=kind_en)
                )
    return sorted(paths)


_KINDS = {stat.S_IFDIR: ("文件夹", "a folder"), stat.S_IFLNK: ("符号链接", "a symbolic link")}


def _printable(path: str) -> str:
    """Return a path in printable form, whatever bytes it contains."""
    return show(os.fsencode(path).decode("utf-8", "backslashreplace"))


_SOURCE = re.compile(re.escape(SOURCE_FILE).replace(r"\{policy\}", "([^/]+)"))
_PLACES = tuple((kind, kind.FILE.split("/")) for kind in FILES)
_PLACES_BY_SHAPE: dict[tuple[int, str], list[tuple[type[Record], list[str]]]] = {}
for _kind, _parts in _PLACES:
    _PLACES_BY_SHAPE.setdefault((len(_parts), _parts[1]), []).append((_kind, _parts))
_CHECKS: dict[str, Callable[[str], object]] = {
    "task": _TASK.fullmatch,
    "locale": _LOCALE.fullmatch,
    "period": lambda name: parse_period(split_revision(name)[0]),
    "record": lambda name: parse_period(name) or is_slug(name),
}


def _known(path: str) -> tuple[type[Record], dict[str, str]]:
    """Return the result of `_match` for the file of an agency or submission that has been matched before."""
    parts = path.removesuffix(".yml").split("/")
    if len(parts) == Submission.FILE.count("/") + 1:
        return Submission, {"policy": parts[2], "agency": parts[3], "period": parts[4]}
    return Agency, {"agency": parts[2]}


def _match(path: str, findings: list[Finding]) -> tuple[type[Record], dict[str, str]] | None:
    """Return the record type of a file and the names in its path; add a finding if it is misplaced or misnamed."""
    parts = path.split("/")
    stem, _, suffix = parts[-1].rpartition(".")
    for kind, wanted in _PLACES_BY_SHAPE.get((len(parts), parts[1]), ()):
        names = {}
        for part, want in zip([*parts[:-1], stem], [*wanted[:-1], wanted[-1].removesuffix(".yml")], strict=True):
            if want.startswith("{"):
                names[want[1:-1]] = part
            elif part != want:
                break
        else:
            if suffix != "yml":
                right = re.sub(r"\.ya?ml$", "", stem, flags=re.IGNORECASE)
                if is_litter(parts[-1]) or (suffix.lower() not in {"yml", "yaml"} and right == stem):
                    break  # 2023-Q4.yml.txt is a file of ours that Notepad has renamed, 2023-Q4.docx is not
                findings.append(find(Place(_printable(path)), "F102", name=parts[-1], wanted=f"{right}.yml"))
                return None
            odd = [(name, part) for name, part in names.items() if not _CHECKS.get(name, is_slug)(part)]
            if odd:
                findings.append(_misnamed(Place(_printable(path)), *odd[0]))
                return None
            return kind, names
    findings.append(_stray(path))
    return None


def _stray(path: str) -> Finding:
    """Report that no file belongs at a path, and which files may be near it."""
    parts = path.split("/")
    if is_litter(parts[-1]):
        return find(Place(_printable(path)), "F109", name=parts[-1])
    if found := astray(os.fsencode(path).decode("utf-8", "replace")):
        return found
    near = [kind.FILE for kind, wanted in _PLACES if wanted[1] == parts[1]] or [kind.FILE for kind in FILES]
    return find(Place(_printable(path)), "F101", name=_printable(parts[-1]), allowed=", ".join(near))


def _misnamed(place: Place, name: str, part: str) -> Finding:
    """Report an invalid part of a path; for a period, suggest the one that is meant."""
    if name != "period":
        return find(place, "F103", name=part, near_zh="", near_en="")
    meant = _guess_name(part)
    return find(
        place,
        "F107",
        name=part,
        near_zh=f"您想写的是 {meant}.yml 吗？" if meant else "",
        near_en=f"Did you mean {meant}.yml? " if meant else "",
    )


_COPY = re.compile(
    r"(?:[-_ ]*(?:副本|复制|拷贝|copy)|\s*[（(][0-9]{1,2}[)）])+$", re.IGNORECASE
)  # made by file managers
_REVISED = re.compile(r"[-_ ]*[（(]?(?:修订|更正|修改)(?:版|稿)?[)）]?$")


def _guess_name(name: str) -> str:
    """Guess which period, and which revision, a submission's file name means; "" if none fits."""
    name = _COPY.sub("", name)
    if name != (first := _REVISED.sub("", name)):
        name = f"{first}.r2"
    period, _, revision = re.fullmatch(r"(.*?)([-_. ]?[rRvV]([2-9]|[1-9][0-9]))?", name).group(1, 2, 3)  # type: ignore[union-attr]
    meant = period if parse_period(period) else guess_period(period)
    return f"{meant}.r{revision}" if meant and revision else meant


def _assemble(
    read: dict[type[Record], dict[tuple[str, ...], Any]],
    unread: set[str],
    documents: Mapping[str, str],
    findings: list[Finding],
) -> Catalog:
    """Build the catalog from the records; a policy's folder without policy.yml is a finding."""
    agencies: dict[str, Agency] = {names[0]: record for names, record in sorted(read[Agency].items())}
    groups: dict[str, Group] = {names[0]: record for names, record in sorted(read[Group].items())}
    policies = {}
    kinds = (PolicyFile, Task, Target, Term, Assignment, PublicRecord)
    folders = {names[0] for kind in kinds for names in read[kind]} | {*documents}
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
        targets, glossary, assigned = (read[kind].get((id_,), ()) for kind in (Target, Term, Assignment))
        for text in texts_in((file, *tasks, *targets, *glossary, *assigned)):
            text.written_in(file.language)
        records = tuple(record for names, record in sorted(read[PublicRecord].items()) if names[0] == id_)
        assignments = spread(assigned, groups, agencies)
        policies[id_] = Policy(
            file, tuple(tasks), targets, glossary, assignments, records, documents.get(id_), assigned
        )
    return Catalog(
        locales={names[0]: record for names, record in sorted(read[LocaleFile].items())},
        agencies=agencies,
        groups=groups,
        policies=policies,
        submissions=(),
        unread=frozenset(unread),
        redirects=read[Redirects].get(()),
    )
