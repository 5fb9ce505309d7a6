"""Records, verdicts and links in the shapes of the API."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from generator import addresses
from generator.assess import METHODS, STATES, Outcome, Progress, Verdict
from generator.assess.evidence import level
from generator.export.api import model as answers
from generator.export.edition import Edition
from generator.model import (
    Agency,
    Amount,
    Localized,
    Measurement,
    Policy,
    Record,
    Report,
    Submission,
    Task,
)

MAX_INPUTS = 100  # of a verdict that are printed with it

Json = dict[str, Any]


class Writer:
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
        """Publish a conclusion with what it rests on."""
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
        """Publish how far clauses are."""
        return {
            "counts": dict(zip(STATES, progress.counts, strict=True)),
            "total": progress.total,
            "reported": progress.reported,
            "share": progress.share,
            "verdict": self.verdict(progress.verdict),
        }

    def outcome(self, policy: Policy, outcome: Outcome) -> Json:
        """Publish what is known of a target."""

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
        """Publish a report with who made it and when."""
        address = addresses.of_ref(policy, report.ref)
        return self.record(
            report,
            **_stated(submission, report.at().line),
            evidence_level=level(report.evidence, self.edition.agency(submission.agency)),
            links={"pages": self.edition.page_in_each(address) if address else None},
        )

    def figure(self, policy: Policy, submission: Submission, figure: Measurement) -> Json:
        """Publish a figure with who stated it and when."""
        target = next((target for target in policy.targets if target.id == figure.target), None)
        pages = self.edition.page_in_each(addresses.targets(policy, target)) if target else None
        return self.record(figure, **_stated(submission, figure.at().line), links={"pages": pages})

    def policy_links(self, policy: Policy) -> Json:
        """Say where a policy stands."""
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
        """Say where a task stands."""
        edition = self.edition
        return {
            "api": edition.url(addresses.task_data(policy, task)),
            "pages": edition.page_in_each(addresses.task(policy, task)),
            "feeds": {id_: edition.url(addresses.feed(id_, policy, task)) for id_ in edition.locales},
            "badge": edition.url(addresses.badge(policy, task)),
        }

    def agency_links(self, agency: Agency) -> Json:
        """Say where an agency stands."""
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
