"""The API files of a policy: the policy, its targets, its tasks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from generator.assess import PolicyState
from generator.assess.published import closeness
from generator.assess.selection import select_reports
from generator.export.api.parts import split
from generator.export.api.shapes import MAX_LISTED
from generator.export.api.writer import ApiWriter, Json, stated
from generator.model import Area, Clause, Section, Sentence, Target, Task, Term
from generator.website import addresses
from generator.website.terms import Occurrence, occurrences


class PolicyFiles:
    """The writer of one policy's files."""

    def __init__(self, writer: ApiWriter, state: PolicyState) -> None:
        self._writer = writer
        self._edition = writer.edition
        self._state = state
        self._policy = state.policy
        self._spots = occurrences(state.policy)

    def file(self) -> bytes:
        """Write the policy, with its tasks and targets in brief."""
        policy, writer = self._policy, self._writer
        content = writer.record(
            policy.file,
            id=policy.id,
            links=writer.policy_links(policy),
            totals={
                "areas": len(policy.file.areas),
                "tasks": len(policy.tasks),
                "clauses": sum(len(task.clauses) for task in policy.tasks),
                "targets": len(policy.targets),
                "terms": len(policy.glossary),
                "submissions": len(self._state.submissions),
                "reports": sum(len(submission.reports) for submission in self._state.submissions),
                "figures": sum(len(submission.figures) for submission in self._state.entries),
                "statements": len(self._state.published.statements),
            },
            elapsed=self._state.elapsed,
            progress=writer.progress(self._state.progress),
            duties=dict(sorted(Counter(duty.value for duty in self._state.duties).items())),
            **{part: self._sentences(getattr(policy.file, part)) for part in ("head", "preamble", "goals")},
            **{part: self._sentences(getattr(policy.file, part)) for part in ("closing", "foot")},
            sections=[
                writer.record(section, opening=self._sentences(section.opening)) for section in policy.file.sections
            ],
            areas=[self._area(area) for area in policy.file.areas],
            tasks=[self._task_in_brief(task) for task in policy.tasks],
            targets=[self._target_in_brief(target) for target in policy.targets],
            glossary=[self._term(term) for term in policy.glossary],
            assignments=[writer.record(assignment) for assignment in policy.assignments[:MAX_LISTED]],
            assignments_total=len(policy.assignments),
        )
        return writer.dump(policy=content)

    def targets(self) -> dict[str, bytes]:
        """Write its targets, with all that was published about them."""
        record = self._state.published
        targets = [
            self._writer.record(
                target,
                sentence=target.stands_in,
                goal=target.stands_in,
                quote=self._policy.quotes(target),
                quote_translations={
                    id_: quotes for id_ in self._edition.locales if (quotes := self._translated(target, id_))
                }
                or None,
                links=self._writer.page_links(addresses.targets(self._policy, target)),
                outcome=self._writer.outcome(self._state.outcomes[target.id]),
                published=[
                    self._writer.statement(record, one, closeness=closeness(one, target.id))
                    for one in record.about(target.id)
                ],
                searched=self._searched(target.id),
            )
            for target in self._policy.targets
        ]
        figures = self._edition.url(f"{addresses.API}figures.csv")
        data = self._writer.dump(policy=self._policy.id, links={"figures": figures}, targets=targets)
        return {addresses.targets_data(self._policy): data}

    def task(self, task: Task) -> dict[str, bytes]:
        """Write one task with its clauses and reports, split if they are too large for one file."""
        policy, writer = self._policy, self._writer
        chosen = select_reports(self._state, task, self._edition.tell)
        shown = chosen.shown
        agencies = {said.submission.agency: self._edition.agency(said.submission.agency) for said in shown}
        content = writer.record(
            task,
            policy=policy.id,
            number=task.number,
            in_force=policy.is_in_force(str(task.number), self._edition.state.as_of),
            links=writer.task_links(policy, task)
            | {
                "agencies": {
                    id_: self._edition.url(addresses.agency_data(agency))
                    for id_, agency in sorted(agencies.items())
                    if agency
                },
                "reports": self._edition.url(f"{addresses.API}reports.csv"),
            },
            progress=writer.clause_progress(self._state.tasks[task.number], self._state.published, str(task.number)),
            deadline_verdict=writer.verdict(kept.verdict) if (kept := self._state.deadlines.get(task.number)) else None,
            clauses=[self._clause(task, clause) for clause in task.clauses],
            targets=[target.id for target in policy.targets if task.number in target.tasks],
            terms=[term.id for term in policy.glossary if any(spot.task is task for spot in self._spots[term.id])],
            reports=[writer.report(said, **stated(said.submission)) for said in shown],
            reports_total=self._state.reports[task.number],
            agencies_total=len(agencies) + chosen.others,
        )
        return split(writer, addresses.task_data(policy, task), "task", content, "reports")

    def _translated(self, target: Target, locale: str) -> tuple[str, ...]:
        return () if locale == self._policy.file.language else self._policy.quotes(target, locale)

    def _sentences(self, sentences: Iterable[Sentence]) -> list[Json]:
        return [self._sentence(sentence) for sentence in sentences]

    def _sentence(self, sentence: Sentence) -> Json:
        return self._writer.record(sentence, links=self._writer.page_links(addresses.text(self._policy, sentence)))

    def _clause(self, task: Task, clause: Clause) -> Json:
        return self._writer.record(
            clause,
            links=self._writer.page_links(addresses.task(self._policy, task, clause)),
            in_force=self._policy.is_in_force(clause.id, self._edition.state.as_of),
            progress=self._writer.clause_progress(self._state.clauses[clause.id], self._state.published, clause.id),
            searched=self._searched(clause.id),
        )

    def _searched(self, ref: str) -> Json | None:
        """Say what was searched about a clause or target; None if nothing is on record."""
        found = self._state.published.searches.get(ref)
        if found is None:
            return None
        path, where, search = found
        return self._writer.record(search, where=self._edition.text(where), path=path)

    def _area(self, area: Area) -> Json:
        return self._writer.record(
            area,
            opening=self._sentences(area.opening),
            links=self._writer.page_links(addresses.area(self._policy, area)),
            tasks=[task.number for task in self._policy.tasks_of(area)],
            progress=self._writer.progress(self._state.areas[area.number]),
        )

    def _term(self, term: Term) -> Json:
        return self._writer.record(
            term,
            links=self._writer.page_links(addresses.glossary(self._policy, term)),
            stands_in=[{"kind": spot.kind, "ref": _ref(spot)} for spot in self._spots[term.id]],
        )

    def _task_in_brief(self, task: Task) -> Json:
        return {
            "number": task.number,
            "area": task.area,
            "title": self._edition.text(self._policy.name(task)),
            "clauses": [clause.id for clause in task.clauses],
            "state": self._state.tasks[task.number].state,
            "links": self._writer.task_links(self._policy, task),
        }

    def _target_in_brief(self, target: Target) -> Json:
        return {
            "id": target.id,
            "title": self._edition.text(target.title),
            "outcome": self._state.outcomes[target.id].value,
            "links": self._writer.page_links(addresses.targets(self._policy, target)),
        }


def _ref(spot: Occurrence) -> str:
    match spot.part:
        case Area() | Section():
            return str(spot.part.number)
        case Sentence() | Clause():
            return spot.part.id
        case None:
            return str(spot.task.number) if spot.task else ""
