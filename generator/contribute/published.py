"""What a change does to reports that were published: these are corrected by new files, never edited or deleted."""

from __future__ import annotations

import datetime
import itertools
import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from generator.contribute.git import git
from generator.contribute.ownership import changed_files
from generator.findings import Finding, Place, find, show
from generator.load import read_submission
from generator.model import CANONICAL, Redaction, Redirects, Submission
from generator.model.record import REDACTED

_LATE = 7  # days between the day that a new file gives as its own and the day of the check
_FOLDER = "data/submissions/"


def check_published(root: Path, base: str, day: datetime.date, redirects: Redirects | None = None) -> list[Finding]:
    """Check what has changed below data/submissions/ since the work left the revision `base`, as of a day.

    What moved to the folder of a renamed agency or policy, as `redirects` say, is compared with what is there.
    Raises GeneratorError where git can't tell.
    """
    start = git(root, "merge-base", base, "HEAD").decode().strip()
    listed = git(root, "ls-tree", "-r", "-z", "--name-only", start, "--", _FOLDER).split(b"\0")
    on_base = {os.fsdecode(name) for name in listed}
    changed = [path for path in changed_files(root, base) if path.startswith(_FOLDER) and path.endswith(".yml")]
    before = {
        _renamed(path, redirects): _text(git(root, "cat-file", "blob", f"{start}:./{path}"))
        for path in changed
        if path in on_base
    }
    after = {path: _text((root / path).read_bytes()) for path in changed if _is_plain(root / path)}
    return compare_published(root, before, after, day)


def _renamed(path: str, redirects: Redirects | None) -> str:
    """Return where a submission stands after its policy or agency was renamed."""
    parts = path.split("/")
    if redirects is not None and len(parts) == Submission.FILE.count("/") + 1:
        parts[2], parts[3] = (
            known.get(part, part)
            for known, part in zip((redirects.policies, redirects.agencies), parts[2:4], strict=True)
        )
    return "/".join(parts)


def _is_plain(path: Path) -> bool:
    return path.is_file() and not path.is_symlink()


def _text(raw: bytes) -> str:
    return raw.decode("utf-8", "replace")


def compare_published(
    root: Path, before: Mapping[str, str], after: Mapping[str, str], day: datetime.date
) -> list[Finding]:
    """Compare the texts of submissions by path, as published and as they are now; findings are sorted.

    No edit is: a file with errors, which was never published; a sample; what was compiled from publications and moved
    to the public record; a translation that was added or changed; a redaction, which only maintainers make; another
    way of writing the same.
    """
    findings: list[Finding] = []
    for path in sorted({*before, *after}):
        old = read_submission(before[path], root, path)[0] if path in before else None
        new = read_submission(after[path], root, path)[0] if path in after else None
        if old is not None and old.provenance == "agency":
            findings += _changed(path, old, new, _next(root, path, old.revision), gone=path not in after)
        elif path not in before and new is not None and (day - new.submitted).days > _LATE:
            findings.append(find(new.at("submitted"), "O113", value=new.submitted, as_of=day))
    return sorted(findings)


def _next(root: Path, path: str, revision: int) -> str:
    """Return the path of the revision to write next."""
    base, _, _ = path.removesuffix(".yml").partition(".r")
    wanted = (f"{base}.r{number}.yml" for number in itertools.count(revision + 1))
    return next(one for one in wanted if not (root / one).exists())


def _changed(path: str, old: Submission, new: Submission | None, wanted: str, *, gone: bool) -> Iterator[Finding]:
    if gone:
        yield find(Place(show(path)), "O112", wanted=wanted)
    elif new is not None:  # otherwise its errors are said
        was, now = old.model_dump(), new.model_dump()
        for field in was:
            if not _is_same(was[field], now[field]):
                yield find(new.at(field), "O111", field=field, wanted=wanted)
                return


_PLAIN = ("url", "quote", "email")  # fields without translations, which may go where their record says why


def _is_same(was: Any, now: Any) -> bool:
    """Return whether a value says what it said, but for translations and for what was redacted."""
    if isinstance(was, list | tuple) and isinstance(now, list | tuple):
        return len(was) == len(now) and all(map(_is_same, was, now))
    if not isinstance(was, dict) or not isinstance(now, dict):
        return bool(was == now)
    if "zh_hash" in was:  # a text, or what was said in its place
        if was[REDACTED] or now[REDACTED]:
            return now[REDACTED] is not None and (was[REDACTED] is None or _is_same(was[REDACTED], now[REDACTED]))
        return bool(was[CANONICAL] == now[CANONICAL])
    is_taken = now.get(REDACTED) is not None and was.get(REDACTED) is None
    return all(
        _is_same(was[name], now[name]) or (is_taken and (name == REDACTED or (name in _PLAIN and now[name] is None)))
        for name in was
    )


def check_redactions(repository: Path, base: str, head: str | None, paths: Iterable[str]) -> list[Finding]:
    """Report what a change of these paths redacts in submissions, which is for maintainers to do."""
    start = git(repository, "merge-base", base, head or "HEAD").decode().strip()
    changed = [path for path in paths if path.startswith(_FOLDER) and path.endswith(".yml")]
    before, after = ({path: _at(repository, one, path) for path in changed} for one in (start, head))
    return compare_redactions(repository, before, after)


def compare_redactions(root: Path, before: Mapping[str, str], after: Mapping[str, str]) -> list[Finding]:
    """Report the redactions that are in the later texts of submissions and not in the earlier ones; sorted by place."""
    found = []
    for path, text in after.items():
        known = [(about, taken.on) for about, taken in _taken(root, path, before.get(path, ""))]
        new = (taken for about, taken in _taken(root, path, text) if (about, taken.on) not in known)
        found += [find(taken.at(), "O114") for taken in new]
    return sorted(found)


def _at(root: Path, revision: str | None, path: str) -> str:
    """Return a file's text in a revision, or in the working tree; empty if it is not there."""
    if revision is not None:
        return _text(git(root, "cat-file", "blob", f"{revision}:./{path}", fails=True))
    return _text((root / path).read_bytes()) if _is_plain(root / path) else ""


def _taken(root: Path, path: str, text: str) -> list[tuple[str, Redaction]]:
    submission = read_submission(text, root, path)[0] if REDACTED in text else None
    return submission.redactions if submission else []
