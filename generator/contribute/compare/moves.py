"""What moves in one policy's record: reports, statuses, figures, verdicts, duties."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from generator.assess import FigureSummary, PolicyState
from generator.contribute.compare.change import Change, name_of
from generator.contribute.compare.words import NONE, VALUES, kind
from generator.findings.languages import Words
from generator.model import Catalog


@dataclass(frozen=True)
class Moves:
    """What moves in one policy's record."""

    catalog: Catalog
    old_catalog: Catalog
    where: Words  # the policy, where there are several, and whether these are samples
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
        before, after = _statuses_by_period(self.old), _statuses_by_period(self.new)
        for (agency, ref), period, said, says in _rewritten(before, after):
            what = kind("clause" if "." in ref else "task", ref)
            values = (VALUES[said or "not_reported"], VALUES[says or "not_reported"])
            yield self._earlier("statuses", agency, period, what, *values)

    def figures(self) -> Iterator[Change]:
        """Yield each agency's latest figure of each target where it is another one."""
        old, new = _latest_figures(self.old), _latest_figures(self.new)
        for agency, target in sorted({*old, *new}):
            was, now = old.get((agency, target)), new.get((agency, target))
            if was != now:
                yield self._status("figures", agency, target, was or NONE, now or NONE)
        before, after = _figures_by_period(self.old), _figures_by_period(self.new)
        for (agency, target), period, said, says in _rewritten(before, after):
            yield self._earlier("figures", agency, period, target, said or NONE, says or NONE)

    def verdicts(self) -> Iterator[Change]:
        """Yield each state of policy, area, task and clause, and each outcome, that is another one."""
        for level in ("policy", "areas", "tasks", "clauses", "deadlines", "outcomes"):
            old, new = _states(self.old, level), _states(self.new, level)
            for key in dict.fromkeys([*old, *new]):
                was, now = old.get(key, "not_reported"), new.get(key, "not_reported")
                if was == now or (level in {"deadlines", "outcomes"} and not (key in old and key in new)):
                    continue
                if level == "tasks" and was == "not_reported":
                    continue  # listed as reported for the first time
                what, title = self._part(level, key)
                moved = {"what": what, "old": VALUES[was], "new": VALUES[now]}
                if title is None:
                    yield self._change("verdicts", "moved", **moved)
                else:
                    yield self._change("verdicts", "verdict", title=title, **moved)

    def duties(self) -> Iterator[Change]:
        """Yield each duty to report that stands otherwise than before."""
        old, new = _duties(self.old), _duties(self.new)
        for agency, ref, period in sorted(old.keys() & new.keys()):
            was, now = old[agency, ref, period], new[agency, ref, period]
            if was != now:
                yield self._change(
                    "duties",
                    "duty",
                    agency=name_of(agency, self.catalog, self.old_catalog),
                    what=kind("clause" if "." in ref else "task", ref),
                    period=period,
                    old=VALUES[was],
                    new=VALUES[now],
                )

    def _change(self, section: str, line: str, **values: object) -> Change:
        return Change(section, line, {"where": self.where, **values})

    def _status(self, section: str, agency: str, what: object, old: object, new: object) -> Change:
        name = name_of(agency, self.catalog, self.old_catalog)
        return self._change(section, "status", agency=name, what=what, old=old, new=new)

    def _earlier(self, section: str, agency: str, period: str, what: object, old: object, new: object) -> Change:
        name = name_of(agency, self.catalog, self.old_catalog)
        return self._change(section, "earlier", agency=name, period=period, what=what, old=old, new=new)

    def _title(self, number: int) -> object:
        side = self.new or self.old
        tasks = side.policy.tasks if side else ()
        return next((side.policy.name(task) for task in tasks if side and task.number == number), "")

    def _part(self, level: str, key: str) -> tuple[Words, object]:
        """Name a part, with its title or id where it has one worth showing."""
        side = self.new or self.old
        match level:
            case "policy":
                return kind("policy"), side.policy.title if side else key
            case "areas":
                areas = side.policy.file.areas if side else ()
                return kind("area", key), next(
                    (side.policy.name(area) for area in areas if side and str(area.number) == key), None
                )
            case "tasks":
                return kind("task", key), self._title(int(key))
            case "deadlines":
                return kind("deadline", key), self._title(int(key))
            case "clauses":
                return kind("clause", key), None
            case _:
                return kind("target"), key


def _states(state: PolicyState | None, level: str) -> dict[str, str]:
    """Read the states of one level of a policy, by number or id as text."""
    if state is None:
        return {}
    if level == "policy":
        return {state.policy.id: state.progress.state}
    if level == "deadlines":
        return {str(number): deadline.value for number, deadline in state.deadlines.items()}
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


_ByPeriod = dict[tuple[str, str], dict[str, str]]
"""What was said for each period, newest first, by agency and subject."""


def _statuses_by_period(state: PolicyState | None) -> _ByPeriod:
    found: _ByPeriod = defaultdict(dict)
    for submission in state.submissions if state else ():
        for report in submission.reports:
            found[submission.agency, report.ref][submission.period_name] = report.status
    return found


def _figures_by_period(state: PolicyState | None) -> _ByPeriod:
    found: _ByPeriod = defaultdict(dict)
    for submission in state.submissions if state else ():
        for figure in submission.figures:
            told = found[submission.agency, figure.target]
            told[submission.period_name] = "; ".join(filter(None, (told.get(submission.period_name), _figure(figure))))
    return found


def _rewritten(old: _ByPeriod, new: _ByPeriod) -> Iterator[tuple[tuple[str, str], str, str | None, str | None]]:
    """Yield what differs for periods other than the latest, which is compared by itself."""
    for key in sorted({*old, *new}):
        before, after = old.get(key, {}), new.get(key, {})
        first, last = next(iter(before), None), next(iter(after), None)
        for period in sorted({*before, *after}):
            is_latest = period == (last or first) and (period == first or period not in before)
            if before.get(period) != after.get(period) and not is_latest:
                yield key, period, before.get(period), after.get(period)


def _figure(figure: FigureSummary) -> str:
    unit = figure.quantity.amount.unit if figure.quantity else ""
    return f"{figure.says}{unit} ({figure.as_of})"


def _duties(state: PolicyState | None) -> dict[tuple[str, str, str], str]:
    duties = state.duties if state else ()
    return {(duty.agency, duty.ref, duty.period_name): duty.value for duty in duties}
