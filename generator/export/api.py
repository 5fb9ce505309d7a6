"""The API: every policy, task, target and agency as JSON, written from the models in `api_model`."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from generator import addresses
from generator.assess import METHODS, STATES, Duty, Outcome, PolicyState, Progress, Verdict, Words
from generator.assess.evidence import level
from generator.export import api_model as answers
from generator.export.edition import MAX_BYTES, Edition
from generator.model import (
    Agency,
    Amount,
    Area,
    Clause,
    Localized,
    Measurement,
    Policy,
    Record,
    Report,
    Sentence,
    Submission,
    Target,
    Task,
    Term,
)
from generator.terms import Spot, spots

MAX_INPUTS = 100  # of a verdict that are printed with it

Json = dict[str, Any]


def api(edition: Edition, tables: Mapping[str, bytes]) -> dict[str, bytes]:
    """Write all of the API's JSON files but its own description; `tables` are listed in the index."""
    files: dict[str, bytes] = {}
    writer = _Writer(edition)
    for state in edition.states():
        policy = _OfPolicy(writer, state)
        files[addresses.policy_data(state.policy)] = policy.file()
        files[addresses.targets_data(state.policy)] = policy.targets()
        for task in state.policy.tasks:
            files |= policy.task(task)
    submissions: dict[str, list[tuple[Policy, Submission]]] = defaultdict(list)
    duties: dict[str, list[tuple[Policy, Duty]]] = defaultdict(list)
    for state in edition.states():
        for submission in state.submissions:
            submissions[submission.agency].append((state.policy, submission))
        for duty in state.duties:
            duties[duty.assignment.agency].append((state.policy, duty))
    for agency in edition.catalog.agencies.values():
        files |= _agency(writer, agency, submissions[agency.id], duties[agency.id])
    files[f"{addresses.API}index.json"] = _index(writer, tables)
    return files


class _Writer:
    """Puts records, verdicts and links into the shapes of the API."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        self.meta: Json = {
            "api_version": answers.VERSION,
            "as_of": edition.state.as_of,
            "notice": edition.strings("data.notice"),
            "licence": edition.strings("data.licence_text"),
            "index": edition.url(f"{addresses.API}index.json"),
        }

    def dump(self, model: type[answers.Answer], **content: Any) -> bytes:
        """Write an answer as its model says."""
        answer = model.model_validate({"meta": self.meta, **content})
        return answer.model_dump_json(by_alias=True, exclude_none=True, indent=1).encode() + b"\n"

    def record(self, record: Record, **added: Any) -> Json:
        """Publish a record under its own field names, with what is added to it."""
        fields = {
            field.alias or name: self._value(getattr(record, name))
            for name, field in type(record).model_fields.items()
            if not field.exclude
        }
        return fields | added

    def _value(self, value: Any) -> Any:
        if isinstance(value, Localized):
            return self.edition.text(value)
        if isinstance(value, Amount):
            return number(value)
        if isinstance(value, Record):
            return self.record(value)
        if isinstance(value, tuple):
            return tuple(map(self._value, value))
        return value

    def verdict(self, verdict: Verdict) -> Json:
        return {
            "value": verdict.value,
            "method": verdict.method,
            "version": METHODS[verdict.method].version,
            "as_of": self.edition.state.as_of,
            "arithmetic": self.edition.words(verdict.arithmetic),
            "inputs": [item._asdict() for item in verdict.inputs[:MAX_INPUTS]],
            "inputs_total": len(verdict.inputs),
        }

    def progress(self, progress: Progress) -> Json:
        return {
            "counts": dict(zip(STATES, progress.counts, strict=True)),
            "total": progress.total,
            "reported": progress.reported,
            "share": progress.share,
            "verdict": self.verdict(progress.verdict),
        }

    def outcome(self, policy: Policy, outcome: Outcome) -> Json:
        def stated(pairs: Iterable[tuple[Submission, Measurement]]) -> list[Json]:
            return [self.figure(policy, submission, figure) for submission, figure in pairs]

        return {
            "value": outcome.value,
            "share": None if outcome.share is None else float(outcome.share),
            "latest": stated(outcome.latest),
            "history": stated(outcome.history),
            "verdict": self.verdict(outcome.verdict),
        }

    def report(self, policy: Policy, submission: Submission, report: Report) -> Json:
        address = addresses.of_ref(policy, report.ref)
        return self.record(
            report,
            **_stated(submission, report.at().line),
            evidence_level=level(report.evidence, self.edition.agency(submission.agency)),
            links={"pages": self.edition.page_in_each(address) if address else None},
        )

    def figure(self, policy: Policy, submission: Submission, figure: Measurement) -> Json:
        target = next((target for target in policy.targets if target.id == figure.target), None)
        pages = self.edition.page_in_each(addresses.targets(policy, target)) if target else None
        return self.record(figure, **_stated(submission, figure.at().line), links={"pages": pages})

    def policy_links(self, policy: Policy) -> Json:
        edition = self.edition
        return {
            "api": edition.url(addresses.policy_data(policy)),
            "pages": edition.page_in_each(addresses.overview(policy)),
            "feeds": {id_: edition.url(addresses.feed(id_, policy)) for id_ in edition.locales},
            "targets": edition.url(addresses.targets_data(policy)),
            "calendar": edition.url(addresses.calendar(policy)),
            "agencies": {
                id_: edition.url(addresses.agency_data(agency))
                for id_ in policy.file.issuers
                if (agency := edition.agency(id_))
            },
        }

    def task_links(self, policy: Policy, task: Task) -> Json:
        edition = self.edition
        return {
            "api": edition.url(addresses.task_data(policy, task)),
            "pages": edition.page_in_each(addresses.task(policy, task)),
            "feeds": {id_: edition.url(addresses.feed(id_, policy, task)) for id_ in edition.locales},
            "badge": edition.url(addresses.badge(policy, task)),
        }

    def agency_links(self, agency: Agency) -> Json:
        edition = self.edition
        return {
            "api": edition.url(addresses.agency_data(agency)),
            "pages": edition.page_in_each(addresses.agency(agency)),
            "feeds": {id_: edition.url(addresses.feed(id_, agency)) for id_ in edition.locales},
        }


def number(amount: Amount) -> Json:
    """A figure as a number of JSON; more than 15 digits are rounded to the nearest that it can hold."""
    whole = amount.value == amount.value.to_integral_value()
    return {"value": int(amount.value) if whole else float(amount.value), "percent": amount.percent}


def _stated(submission: Submission, line: int) -> Json:
    return {
        "agency": submission.agency,
        "period": submission.period_name,
        "submitted": submission.submitted,
        "provenance": submission.provenance,
        "path": submission.path,
        "line": line,
    }


class _OfPolicy:
    """Writes the files of one policy."""

    def __init__(self, writer: _Writer, state: PolicyState) -> None:
        self._writer = writer
        self._edition = writer.edition
        self._state = state
        self._policy = state.policy
        self._spots = spots(state.policy)

    def file(self) -> bytes:
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
                "figures": sum(len(submission.figures) for submission in self._state.submissions),
            },
            elapsed=self._state.elapsed,
            progress=writer.progress(self._state.progress),
            duties=dict(sorted(Counter(duty.value for duty in self._state.duties).items())),
            preamble=[self._sentence(sentence) for sentence in policy.file.preamble],
            goals=[self._sentence(sentence) for sentence in policy.file.goals],
            areas=[self._area(area) for area in policy.file.areas],
            tasks=[self._task_in_brief(task) for task in policy.tasks],
            targets=[self._target_in_brief(target) for target in policy.targets],
            glossary=[self._term(term) for term in policy.glossary],
            assignments=[writer.record(assignment) for assignment in policy.assignments],
        )
        return writer.dump(answers.PolicyFileAnswer, policy=content)

    def targets(self) -> bytes:
        targets = [
            self._writer.record(
                target,
                links={"pages": self._edition.page_in_each(addresses.targets(self._policy, target))},
                outcome=self._writer.outcome(self._policy, self._state.outcomes[target.id]),
            )
            for target in self._policy.targets
        ]
        return self._writer.dump(answers.TargetsAnswer, policy=self._policy.id, targets=targets)

    def task(self, task: Task) -> dict[str, bytes]:
        policy, writer = self._policy, self._writer
        content = writer.record(
            task,
            policy=policy.id,
            number=task.number,
            links=writer.task_links(policy, task),
            progress=writer.progress(self._state.tasks[task.number]),
            clauses=[self._clause(task, clause) for clause in task.clauses],
            targets=[target.id for target in policy.targets if task.number in target.tasks],
            terms=[term.id for term in policy.glossary if any(spot.task is task for spot in self._spots[term.id])],
            reports=[
                writer.report(policy, entry.submission, entry.report)
                for entry in self._state.entries.get(task.number, ())
            ],
        )
        return _split(
            writer,
            addresses.task_data(policy, task),
            content,
            "reports",
            lambda part, content: (
                writer.dump(answers.TaskAnswer, task=content)
                if part is None
                else writer.dump(answers.ReportsPart, reports=part)
            ),
        )

    def _sentence(self, sentence: Sentence) -> Json:
        pages = self._edition.page_in_each(addresses.text(self._policy, sentence))
        return self._writer.record(sentence, links={"pages": pages})

    def _clause(self, task: Task, clause: Clause) -> Json:
        return self._writer.record(
            clause,
            links={"pages": self._edition.page_in_each(addresses.task(self._policy, task, clause))},
            progress=self._writer.progress(self._state.clauses[clause.id]),
        )

    def _area(self, area: Area) -> Json:
        return self._writer.record(
            area,
            links={"pages": self._edition.page_in_each(addresses.area(self._policy, area))},
            tasks=[task.number for task in self._policy.tasks_of(area)],
            progress=self._writer.progress(self._state.areas[area.number]),
        )

    def _term(self, term: Term) -> Json:
        return self._writer.record(
            term,
            links={"pages": self._edition.page_in_each(addresses.glossary(self._policy, term))},
            stands_in=[{"kind": spot.kind, "ref": _ref(spot)} for spot in self._spots[term.id]],
        )

    def _task_in_brief(self, task: Task) -> Json:
        return {
            "number": task.number,
            "area": task.area,
            "title": self._edition.text(task.title),
            "clauses": [clause.id for clause in task.clauses],
            "state": self._state.tasks[task.number].state,
            "links": self._writer.task_links(self._policy, task),
        }

    def _target_in_brief(self, target: Target) -> Json:
        return {
            "id": target.id,
            "title": self._edition.text(target.title),
            "outcome": self._state.outcomes[target.id].value,
            "links": {"pages": self._edition.page_in_each(addresses.targets(self._policy, target))},
        }


def _ref(spot: Spot) -> str:
    match spot.part:
        case Area():
            return str(spot.part.number)
        case Sentence() | Clause():
            return spot.part.id
        case None:
            return str(spot.task.number) if spot.task else ""


def _agency(
    writer: _Writer,
    agency: Agency,
    submissions: Iterable[tuple[Policy, Submission]],
    duties: Iterable[tuple[Policy, Duty]],
) -> dict[str, bytes]:
    told = [
        writer.record(
            submission,
            policy=submission.policy,
            period=submission.period_name,
            path=submission.path,
            reports=[writer.report(policy, submission, report) for report in submission.reports],
            figures=[writer.figure(policy, submission, figure) for figure in submission.figures],
        )
        for policy, submission in submissions
    ]
    content = writer.record(
        agency,
        id=agency.id,
        links=writer.agency_links(agency),
        issued=[policy.id for policy in writer.edition.catalog.policies.values() if agency.id in policy.file.issuers],
        submissions=told,
        duties=[
            {
                "policy": policy.id,
                "ref": duty.assignment.ref,
                "role": duty.assignment.role,
                "period": duty.period.name,
                "due": duty.due,
                "verdict": writer.verdict(duty.verdict),
            }
            for policy, duty in duties
        ],
    )
    return _split(
        writer,
        addresses.agency_data(agency),
        content,
        "submissions",
        lambda part, content: (
            writer.dump(answers.AgencyAnswer, agency=content)
            if part is None
            else writer.dump(answers.SubmissionsPart, submissions=part)
        ),
    )


def _split(
    writer: _Writer, path: str, content: Json, key: str, dump: Callable[[list[Json] | None, Json], bytes]
) -> dict[str, bytes]:
    """Write a file, or where it is too large, put its list `key` into files by period beside it.

    `dump` writes one part, or without one the whole.
    """
    whole = dump(None, content)
    if len(whole) <= MAX_BYTES:
        return {path: whole}
    by_period: dict[str, list[Json]] = defaultdict(list)
    for item in content[key]:
        by_period[item["period"]].append(item)
    files: dict[str, bytes] = {}
    parts = []
    for period, items in by_period.items():
        for index, (chunk, data) in enumerate(_chunks(items, lambda chunk: dump(chunk, content))):
            name = f"{path.removesuffix('.json')}/{period}{f'-{index + 1}' if index else ''}.json"
            files[name] = data
            parts.append({"api": writer.edition.url(name), "period": period, "items": len(chunk)})
    return {path: dump(None, content | {key: [], "parts": parts}), **files}


def _chunks(items: list[Json], dump: Callable[[list[Json]], bytes]) -> Iterator[tuple[list[Json], bytes]]:
    """Halve a list until each part of it fits into a file; yields each part with its file."""
    data = dump(items)
    if len(data) <= MAX_BYTES or len(items) == 1:
        yield items, data
        return
    middle = len(items) // 2
    yield from _chunks(items[:middle], dump)
    yield from _chunks(items[middle:], dump)


def _index(writer: _Writer, tables: Mapping[str, bytes]) -> bytes:
    edition = writer.edition
    submissions: Counter[str] = Counter(
        submission.agency for state in edition.states() for submission in state.submissions
    )
    return writer.dump(
        answers.IndexAnswer,
        locales=[
            {"id": id_, "name": locale.file.name, "lang": locale.lang, "url": edition.page(id_, addresses.HOME)}
            for id_, locale in edition.locales.items()
        ],
        policies=[
            {
                "id": state.policy.id,
                "title": edition.text(state.policy.title),
                "issued": state.policy.file.issued,
                "state": state.progress.state,
                "links": writer.policy_links(state.policy),
            }
            for state in edition.states()
        ],
        agencies=[
            {
                "id": agency.id,
                "name": edition.text(agency.name),
                "kind": agency.kind,
                "submissions": submissions[agency.id],
                "links": writer.agency_links(agency),
            }
            for agency in edition.catalog.agencies.values()
        ],
        methods={
            code: {
                "version": method.version,
                "name": edition.words(Words(method.zh, method.en)),
                "text": edition.words(Words(method.text_zh, method.text_en)),
            }
            for code, method in METHODS.items()
        },
        tables=[{"url": edition.url(path), "type": "text/csv", "bytes": len(data)} for path, data in tables.items()],
        openapi=edition.url(f"{addresses.API}openapi.json"),
    )
