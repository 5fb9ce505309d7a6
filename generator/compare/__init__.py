"""What a change of the data means: two states of it, compared in the words of the site."""

from __future__ import annotations

import datetime
import hashlib
import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from generator.assess import Assessment, PolicyState, Words, assess
from generator.compare.words import NONE, PARTS, SAMPLE, VALUES, kind
from generator.findings import Finding, Severity
from generator.load import MAX_BYTES, read_catalog
from generator.model import CANONICAL, Catalog, Localized, Measurement, Policy
from generator.rules import check_catalog
from generator.translation import coverage

__all__ = ["Change", "State", "Told", "compare", "counts", "read_data", "state_of"]


@dataclass(frozen=True)
class State:
    """Everything that the data say as of a day, the findings on them, and a digest of every file."""

    catalog: Catalog
    findings: tuple[Finding, ...]
    assessment: Assessment
    files: Mapping[str, str]


@dataclass(frozen=True)
class Told:
    """A sentence of ours with a contributor's words in it."""

    zh: str
    en: str


@dataclass(frozen=True)
class Change:
    """One thing that is different: its section, its wording (a key of `words.LINES`), and what fills it in.

    Of the values, `Words` are ours; whatever else there is was written by a contributor.
    """

    section: str
    line: str
    values: Mapping[str, object]


def read_data(root: Path) -> tuple[Catalog, list[Finding]]:
    """Read the data under a folder and run every rule."""
    catalog, findings = read_catalog(root)
    return catalog, sorted({*findings, *check_catalog(catalog)})


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
    for pick, sample in (("policies", Words("", "")), ("samples", SAMPLE)):
        before: Mapping[str, PolicyState] = getattr(old.assessment, pick)
        after: Mapping[str, PolicyState] = getattr(new.assessment, pick)
        for id_ in sorted({*before, *after}):
            moves = _Moves(new.catalog, old.catalog, sample, before.get(id_), after.get(id_))
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
                shown = _around(was or "", now or "")
                values = {"what": key[0], "policy": id_, "old": shown[0] or NONE, "new": shown[1] or NONE}
                yield Change("text", "said", values)


def _official(policy: Policy) -> dict[tuple[Words, str], str]:
    """Collect everything that the document itself says, and what this site takes its targets to be."""
    texts = {(kind("title"), ""): policy.title.zh}
    texts |= {(kind("sentence", sentence.id), ""): sentence.text.zh for sentence in policy.sentences}
    texts |= {(kind("area", area.number), ""): area.title.zh for area in policy.file.areas}
    for task in policy.tasks:
        texts[(kind("task", task.number), "")] = task.title.zh
        texts |= {(kind("clause", clause.id), ""): clause.text.zh for clause in task.clauses}
    for target in policy.targets:
        start = f"{target.baseline.value.value:,f} {target.baseline.as_of}" if target.baseline else ""
        goal = f"{target.target.comparison} {target.target.value.value:,f} {target.target.by}" if target.target else ""
        texts[(kind("target"), target.id)] = f"{target.id} {target.title.zh} {start} {goal}"
    return texts


def _around(old: str, new: str, width: int = 40) -> tuple[str, str]:
    """Cut two texts down to where they begin to differ."""
    same = len(os.path.commonprefix([old, new]))
    start = max(0, same - 10) if old and new else 0
    return _cut(old, start, width), _cut(new, start, width)


def _cut(text: str, start: int, width: int) -> str:
    return ("…" if start else "") + text[start : start + width] + ("…" if len(text) > start + width else "")


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
    return (value.zh, value.translations) if isinstance(value, Localized) else value


def _submissions(old: State, new: State) -> Iterator[Change]:
    before = {submission.path: submission for submission in old.catalog.submissions}
    after = {submission.path: submission for submission in new.catalog.submissions}
    for path in sorted({*before, *after}):
        if old.files.get(path) == new.files.get(path):
            continue
        submission = after.get(path) or before[path]
        if path not in after and path in new.catalog.unread:
            continue  # it has errors, which are listed
        values = {
            "sample": Words("", ""),
            "agency": _name(submission.agency, new.catalog, old.catalog),
            "period": submission.period_name,
            "how": VALUES["gone" if path not in after else "edited" if path in before else "new"],
            "source": VALUES[submission.provenance],
            "date": _bare(submission.submitted),
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
                numbers = dict(zip(names, map(_bare, was + now), strict=True))
                yield Change("translation", "debt", {"locale": id_, "part": PARTS[key[0]], **numbers})


def _debts(catalog: Catalog, locale: str) -> dict[tuple[str, str], tuple[int, int]]:
    return {
        (section.key, section.policy.id if section.policy else ""): (len(section.stale), len(section.missing))
        for section in coverage(catalog, locale)
    }


# --- what the record says of a policy


@dataclass(frozen=True)
class _Moves:
    """What moves in one policy's record."""

    catalog: Catalog
    old_catalog: Catalog
    sample: Words
    old: PolicyState | None
    new: PolicyState | None

    def reported(self) -> Iterator[Change]:
        """Yield the tasks on which nobody had reported."""
        old = _states(self.old, "tasks")
        for number, state in _states(self.new, "tasks").items():
            if state != "not_reported" and old.get(number, "not_reported") == "not_reported":
                title = self._title(int(number))
                yield self._change("reported", "reported", what=kind("task", number), title=title, new=VALUES[state])

    def statuses(self) -> Iterator[Change]:
        """Yield each agency's latest status of each ref where it is another one."""
        old, new = _latest_statuses(self.old), _latest_statuses(self.new)
        for agency, ref in sorted({*old, *new}, key=lambda pair: (pair[0], [int(part) for part in pair[1].split(".")])):
            was, now = old.get((agency, ref), "not_reported"), new.get((agency, ref), "not_reported")
            if was != now:
                what = kind("clause" if "." in ref else "task", ref)
                yield self._status("statuses", agency, what, VALUES[was], VALUES[now])

    def figures(self) -> Iterator[Change]:
        """Yield each agency's latest figure of each target where it is another one."""
        old, new = _latest_figures(self.old), _latest_figures(self.new)
        for agency, target in sorted({*old, *new}):
            was, now = old.get((agency, target)), new.get((agency, target))
            if was != now:
                yield self._status("figures", agency, target, was or NONE, now or NONE)

    def verdicts(self) -> Iterator[Change]:
        """Yield each state of policy, area, task and clause, and each outcome, that is another one."""
        for level in ("policy", "areas", "tasks", "clauses", "outcomes"):
            old, new = _states(self.old, level), _states(self.new, level)
            for key in dict.fromkeys([*old, *new]):
                was, now = old.get(key, "not_reported"), new.get(key, "not_reported")
                if was == now or (level == "outcomes" and not (key in old and key in new)):
                    continue
                if level == "tasks" and was == "not_reported":
                    continue  # listed as newly reported
                what, title = self._part(level, key)
                yield self._change("verdicts", "verdict", what=what, title=title, old=VALUES[was], new=VALUES[now])

    def duties(self) -> Iterator[Change]:
        """Yield each duty to report that stands otherwise than before."""
        old, new = _duties(self.old), _duties(self.new)
        for agency, ref, period in sorted(old.keys() & new.keys()):
            was, now = old[agency, ref, period], new[agency, ref, period]
            if was != now:
                yield self._change(
                    "duties",
                    "duty",
                    agency=_name(agency, self.catalog, self.old_catalog),
                    what=kind("clause" if "." in ref else "task", ref),
                    period=period,
                    old=VALUES[was],
                    new=VALUES[now],
                )

    def _change(self, section: str, line: str, **values: object) -> Change:
        return Change(section, line, {"sample": self.sample, **values})

    def _status(self, section: str, agency: str, what: object, old: object, new: object) -> Change:
        name = _name(agency, self.catalog, self.old_catalog)
        return self._change(section, "status", agency=name, what=what, old=old, new=new)

    def _title(self, number: int) -> object:
        side = self.new or self.old
        tasks = side.policy.tasks if side else ()
        return next((task.title for task in tasks if task.number == number), "")

    def _part(self, level: str, key: str) -> tuple[Words, object]:
        match level:
            case "policy":
                return kind("policy"), key
            case "areas":
                return kind("area", key), ""
            case "tasks":
                return kind("task", key), self._title(int(key))
            case "clauses":
                return kind("clause", key), ""
            case _:
                return kind("target"), key


def _states(state: PolicyState | None, level: str) -> dict[str, str]:
    """Read the states of one level of a policy, by number or id as text."""
    if state is None:
        return {}
    if level == "policy":
        return {state.policy.id: state.progress.state}
    if level == "outcomes":
        return {id_: outcome.value for id_, outcome in state.outcomes.items()}
    return {str(key): progress.state for key, progress in getattr(state, level).items()}


def _latest_statuses(state: PolicyState | None) -> dict[tuple[str, str], str]:
    latest: dict[tuple[str, str], str] = {}
    for submission in state.submissions if state else ():  # newest first
        for report in submission.reports:
            latest.setdefault((submission.agency, report.ref), report.status)
    return latest


def _latest_figures(state: PolicyState | None) -> dict[tuple[str, str], str]:
    latest: dict[tuple[str, str], str] = {}
    for submission in state.submissions if state else ():  # newest first
        for figure in submission.figures:
            latest.setdefault((submission.agency, figure.target), _figure(figure))
    return latest


def _figure(figure: Measurement) -> str:
    says = figure.text.zh if figure.text else ""
    if figure.value is not None:
        says = f"{figure.value.value:,f}{'%' if figure.value.percent else ''}"
    return f"{says} ({figure.as_of})"


def _duties(state: PolicyState | None) -> dict[tuple[str, str, str], str]:
    duties = state.duties if state else ()
    return {(duty.assignment.agency, duty.assignment.ref, duty.period.name): duty.value for duty in duties}


def _name(agency: str, *catalogs: Catalog) -> object:
    return next((catalog.agencies[agency].name for catalog in catalogs if agency in catalog.agencies), agency)


def _bare(value: object) -> Words:
    """A number or date, the same in both languages."""
    return Words(str(value), str(value))
