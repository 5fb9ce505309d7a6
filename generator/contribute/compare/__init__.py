"""What a change of the data means: two states of it, compared in the words of the site."""

from __future__ import annotations

import datetime
import hashlib
import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from generator.assess import PolicyState, assess
from generator.contribute.compare.change import Change, State, Told, around, bare, changed_submissions, name_of
from generator.contribute.compare.moves import Moves
from generator.contribute.compare.published import published_changes
from generator.contribute.compare.reports import reworded
from generator.contribute.compare.words import NONE, PARTS, SAMPLE, VALUES, kind
from generator.findings import Finding, Severity
from generator.findings.languages import Words
from generator.load import MAX_BYTES, read_catalog
from generator.load.today import default_date
from generator.model import CANONICAL, Catalog, Clause, Localized, Policy, TargetValue, Task
from generator.rules import check_catalog
from generator.website.translation import coverage

__all__ = ["Change", "State", "Told", "compare", "counts", "read_data", "state_of"]


def read_data(
    root: Path, as_of: datetime.date | None = None, locales: Iterable[str] | None = None
) -> tuple[Catalog, list[Finding]]:
    """Read the data under a folder and run every rule as of a day (default: today).

    `locales` are those that the site offers (default: all that have a file).
    """
    catalog, findings = read_catalog(root)
    offered = catalog if locales is None else catalog.offering(locales)
    return catalog, sorted({*findings, *check_catalog(offered, as_of or default_date(catalog))})


def state_of(root: Path, read: tuple[Catalog, list[Finding]], as_of: datetime.date) -> State:
    """Put together what the data read from a folder say as of a day."""
    catalog, findings = read
    return State(catalog, tuple(findings), assess(catalog, as_of), _digests(root))


def _digests(root: Path) -> dict[str, str]:
    """Digest every plain file under data/ as far as the loader would read it; links are only named."""
    digests = {}
    for folder, _, names in os.walk(root / "data"):
        for name in names:
            path = Path(folder, name)
            digest = "link"
            if path.is_file() and not path.is_symlink():
                with path.open("rb") as file:
                    digest = f"{path.stat().st_size} {hashlib.sha256(file.read(MAX_BYTES + 1)).hexdigest()}"
            digests[path.relative_to(root).as_posix()] = digest
    return digests


def compare(old: State, new: State, outside: Iterable[str]) -> Iterator[Change]:
    """Yield every change from one state to another, section by section; `outside` are files not under data/."""
    yield from (Change("outside", "path", {"path": path}) for path in outside)
    yield from _findings("found", old.findings, new.findings)
    yield from _findings("cured", new.findings, old.findings)
    yield from _texts(old.catalog, new.catalog)
    yield from _members("policies", "policy", _titles(old.catalog), _titles(new.catalog))
    yield from _members("agencies", "agency", _agencies(old.catalog), _agencies(new.catalog))
    yield from _submissions(old, new)
    yield from reworded(old, new)
    yield from published_changes(old, new)
    for pick, sample in (("policies", Words("", "")), ("samples", SAMPLE)):
        before: Mapping[str, PolicyState] = getattr(old.assessment, pick)
        after: Mapping[str, PolicyState] = getattr(new.assessment, pick)
        for id_ in sorted({*before, *after}):
            where = Words(f"{sample.zh}{id_}：", f"{sample.en}{id_}: ") if len({*before, *after}) > 1 else sample
            moves = Moves(new.catalog, old.catalog, where, before.get(id_), after.get(id_))
            yield from moves.reported()
            yield from moves.statuses()
            yield from moves.figures()
            yield from moves.verdicts()
            yield from moves.duties()
    yield from _debt(old.catalog, new.catalog)
    yield from _members("files", "file", old.files, new.files)


def counts(changes: Iterable[Change], findings: Iterable[Finding]) -> dict[str, object]:
    """Reduce changes to codes and numbers, which hold nothing that a contributor wrote.

    `findings` are those of the new state.
    """
    changes = tuple(changes)
    severities = Counter(finding.severity for finding in findings)
    codes = {
        section: dict(sorted(Counter(change.values["code"] for change in changes if change.section == section).items()))
        for section in ("found", "cured")
    }
    return {
        "version": 1,
        "errors": severities[Severity.ERROR],
        "warnings": severities.total() - severities[Severity.ERROR],
        "changes": dict(sorted(Counter(change.section for change in changes).items())),
        **codes,
    }


# --- findings, texts, files


def _findings(section: str, old: Iterable[Finding], new: Iterable[Finding]) -> Iterator[Change]:
    """Yield what is in `new` only; a finding that merely moved to another line is the same one."""
    known = Counter((finding.code, finding.place.path, finding.en) for finding in old)
    for finding in new:
        key = (finding.code, finding.place.path, finding.en)
        if known[key]:
            known[key] -= 1
            continue
        values = {"path": finding.place.path, "line": Words(*[str(finding.place.line)] * 2)}
        message = Told(finding.zh, finding.en)
        yield Change(section, "finding", {"code": finding.code, "message": message, **values})


def _texts(old: Catalog, new: Catalog) -> Iterator[Change]:
    """Yield what differs in the official words and in the targets of policies that both states have."""
    for id_ in sorted(old.policies.keys() & new.policies.keys()):
        before, after = _official(old.policies[id_]), _official(new.policies[id_])
        for key in dict.fromkeys([*before, *after]):
            was, now = before.get(key), after.get(key)
            if was != now:
                shown = around(was or "", now or "")
                values = {"what": key[0], "policy": id_, "old": shown[0] or NONE, "new": shown[1] or NONE}
                yield Change("text", "said", values)


def _official(policy: Policy) -> dict[tuple[Words, str], str]:
    """Collect everything that the document itself says, and what this site takes its targets to be."""
    texts = {(kind("title"), ""): policy.title.original}
    texts |= {(kind("sentence", sentence.id), ""): sentence.text.original for sentence in policy.sentences}
    texts |= {(kind("area", area.number), ""): policy.name(area).original for area in policy.file.areas}
    for task in policy.tasks:
        texts[(kind("task", task.number), "")] = policy.name(task).original
        texts |= {(kind("clause", clause.id), ""): clause.text.original for clause in task.clauses}
    texts |= {key: said for ref, part in policy.refs.items() for key, said in _later(ref, part)}
    for target in policy.targets:
        start = f"{target.baseline.value.value:,f} {target.baseline.as_of}" if target.baseline else ""
        goals = " ".join(map(_goal, target.goals))
        texts[(kind("target"), target.id)] = f"{target.id} {target.title.original} {start} {goals}"
    return texts


def _later(ref: str, part: Task | Clause) -> Iterator[tuple[tuple[Words, str], str]]:
    """Yield what later documents say of a task or clause: its wordings, its addition, its repeal."""
    for name, change in (("added", part.added), ("repealed", part.repealed)):
        if change is not None:
            yield (kind(name, ref), ""), f"{change.on} {change.by.title.original}"
    for amendment in part.amended if isinstance(part, Clause) else ():
        yield (kind("amended", ref), str(amendment.on)), f"{amendment.on} {amendment.text.original}"


def _goal(goal: TargetValue) -> str:
    """Write what is to be reached, as the data state it."""
    stated = goal.model_dump(mode="json", by_alias=True, exclude_defaults=True, exclude={"by", "comparison"})
    numbers = " ".join(f"{name} {value}" for name, value in stated.items() if name != "value")
    number = f"{goal.value.value:,f}" if goal.value is not None else ""
    return " ".join(part for part in (goal.comparison or "", number, numbers, str(goal.by)) if part)


def _titles(catalog: Catalog) -> dict[str, object]:
    return {id_: policy.title for id_, policy in catalog.policies.items()}


def _agencies(catalog: Catalog) -> dict[str, object]:
    return {id_: agency.name for id_, agency in catalog.agencies.items()}


def _members(section: str, what: str, old: Mapping[str, object], new: Mapping[str, object]) -> Iterator[Change]:
    for name in sorted({*old, *new}):
        if _same(old.get(name)) != _same(new.get(name)):
            line = "added" if name not in old else "removed" if name not in new else "changed"
            yield Change(section, line, {"what": kind(what), "name": name})


def _same(value: object) -> object:
    """Leave aside where a text stands in its file."""
    return (value.original, value.translations) if isinstance(value, Localized) else value


def _submissions(old: State, new: State) -> Iterator[Change]:
    for before, after in changed_submissions(old, new):
        if submission := after or before:
            values = {
                "agency": name_of(submission.agency, new.catalog, old.catalog),
                "period": submission.period_name,
                "how": VALUES["gone" if after is None else "edited" if before else "new"],
                "source": VALUES[submission.provenance],
                "date": bare(submission.submitted),
            }
            yield Change("submissions", "submitted", values)


def _debt(old: Catalog, new: Catalog) -> Iterator[Change]:
    for id_ in sorted({*old.locales, *new.locales} - {CANONICAL}):
        if any(id_ in side.locales and side.locales[id_].derive for side in (old, new)):
            continue
        before, after = _debts(old, id_), _debts(new, id_)
        for key in dict.fromkeys([*before, *after]):
            was, now = before.get(key, (0, 0)), after.get(key, (0, 0))
            if was != now:
                names = ("stale_old", "missing_old", "stale_new", "missing_new")
                numbers = dict(zip(names, map(bare, was + now), strict=True))
                yield Change("translation", "debt", {"locale": id_, "part": PARTS[key[0]], **numbers})


def _debts(catalog: Catalog, locale: str) -> dict[tuple[str, str], tuple[int, int]]:
    return {
        (section.key, section.policy.id if section.policy else ""): (len(section.stale), len(section.missing))
        for section in coverage(catalog, locale)
    }
