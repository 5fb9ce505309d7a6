"""Conversion of records, verdicts and links to the models of the API."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

from pydantic_core import to_json

from generator.assess import (
    METHODS,
    STATES,
    FigureChange,
    Input,
    Message,
    Outcome,
    Progress,
    Published,
    ReportChange,
    StatedFigure,
    SubmissionSummary,
    Verdict,
)
from generator.assess.published import closeness
from generator.export.api.shapes import CONTRIBUTED, MAX_INPUTS, MAX_LISTED, VERSION
from generator.export.edition import ExportContext
from generator.model import Agency, Amount, Assignment, Localized, Moment, Policy, Record, Statement, Submission, Task
from generator.website import addresses

Json = dict[str, Any]


class ApiWriter:
    """The converter of records, verdicts and links to the models of the API."""

    def __init__(self, edition: ExportContext) -> None:
        self.edition = edition
        self.meta: Json = {
            "api_version": VERSION,
            "as_of": edition.state.as_of,
            "notice": edition.words(Message("data.notice")),
            "licence": edition.words(Message("data.licence_text")),
            "index": edition.url(f"{addresses.API}index.json"),
        }

    @functools.cached_property
    def assignments(self) -> dict[tuple[str, str], list[Assignment]]:
        """Each agency's assignments, by policy and agency."""
        found: dict[tuple[str, str], list[Assignment]] = {}
        for id_, policy in self.edition.catalog.policies.items():
            for assignment in policy.assignments:
                found.setdefault((id_, assignment.agency), []).append(assignment)
        return found

    def dump(self, **content: Any) -> bytes:
        """Serialize an answer; the tests validate it against its model, so that builds need not."""
        return to_json({"meta": self.meta, **content}) + b"\n"

    def record(self, record: Record, **added: Any) -> Json:
        """Convert a record under its own field names; `added` adds fields, or replaces those of the record."""
        kind = type(record)
        text: Callable[[Localized], Json] = self.said if kind in CONTRIBUTED else self.edition.text
        fields: Json = {}
        for key, name in _fields(kind):
            if key not in added and (value := getattr(record, name)) is not None:
                fields[key] = value if isinstance(value, str) else self._value(value, text)
        return fields | {key: value for key, value in added.items() if value is not None}

    def _value(self, value: Any, text: Callable[[Localized], Json]) -> Any:
        if isinstance(value, Localized):
            return text(value)
        if isinstance(value, Amount):
            return number(value)
        if isinstance(value, Moment):
            return value.written
        if isinstance(value, Decimal):
            return _plain(value)
        if isinstance(value, Record):
            return self.record(value)
        if isinstance(value, tuple):
            return [self._value(item, text) for item in value]
        return value

    def said(self, text: Localized) -> Json:
        """Convert an agency's words, in those of the site's languages that it wrote in."""
        if text.redacted is not None:
            return {"zh": "", "redacted": self.record(text.redacted)}
        translations = text.translations
        if not translations:
            return {"zh": text.zh}
        written = {id_: translations[id_] for id_ in self.edition.locales if id_ in translations}
        stale = [id_ for id_ in written if text.is_stale(id_)]
        return {"zh": text.zh, **written, "stale": stale} if stale else {"zh": text.zh, **written}

    def verdict(self, verdict: Verdict) -> Json:
        """Convert a verdict with its inputs."""
        return {
            "value": verdict.value,
            "method": verdict.method,
            "version": METHODS[verdict.method].version,
            "as_of": self.edition.state.as_of,
            "arithmetic": self.edition.words(verdict.arithmetic),
            "inputs": [item._asdict() for item in _bounded(verdict.inputs)],
            "inputs_total": verdict.total,
        }

    def progress(self, progress: Progress) -> Json:
        """Convert the progress of clauses."""
        return without_nothing(
            counts=dict(zip(STATES, progress.counts, strict=True)),
            total=progress.total,
            reported=progress.reported,
            share=progress.share,
            local=dict(progress.local),
            groups=[
                {"group": tally.group, "role": tally.role, "counts": dict(tally.counts)} for tally in progress.groups
            ]
            or None,
            awaited=list(progress.awaited) or None,
            verdict=self.verdict(progress.verdict),
        )

    def clause_progress(self, progress: Progress, record: Published, ref: str) -> Json:
        """Convert the progress of a clause or task, with what was published about it, which decides nothing."""
        statements = [self.statement(record, one, closeness=closeness(one, ref)) for one in record.about(ref)]
        return self.progress(progress) | {"published": statements}

    def statement(self, record: Published, statement: Statement, **added: Any) -> Json:
        """Convert a statement of the public record."""
        address = addresses.published(record.policy, statement.id)
        return self.record(statement, links=self.page_links(address), **added)

    def outcome(self, outcome: Outcome) -> Json:
        """Convert the outcome of a target."""

        def newest(pairs: Sequence[StatedFigure]) -> list[Json]:
            return [
                self.figure(self.edition.tell(filing).figure(filing, value), **stated(filing))
                for filing, value in pairs[-MAX_LISTED:]
            ]

        return without_nothing(
            value=outcome.value,
            share=_share(outcome),
            based_on=outcome.based_on[:MAX_LISTED],
            local=newest(outcome.local),
            local_total=len(outcome.local),
            latest=newest(outcome.latest),
            latest_total=len(outcome.latest),
            history=newest(outcome.history),
            history_total=len(outcome.history),
            steps=[
                {"by": step.goal.by, "value": step.value, "arithmetic": self.edition.words(step.arithmetic)}
                for step in outcome.steps
            ]
            or None,
            verdict=self.verdict(outcome.verdict),
        )

    def report(self, said: ReportChange, **added: Any) -> Json:
        """Convert a report."""
        return self.record(said.report, evidence_level=said.evidence, line=said.report.origin.line, **added)

    def figure(self, change: FigureChange, **added: Any) -> Json:
        """Convert a figure."""
        figure = change.figure
        return self.record(figure, evidence_level=change.evidence, line=figure.origin.line, **added)

    def policy_links(self, policy: Policy) -> Json:
        """Return the links of a policy."""
        edition = self.edition
        return without_nothing(
            api=edition.url(addresses.policy_data(policy)),
            pages=edition.page_in_each(addresses.overview(policy)),
            feeds={id_: edition.url(addresses.feed(id_, policy)) for id_ in edition.locales},
            targets=edition.url(addresses.targets_data(policy)),
            calendar=edition.url(addresses.calendar(policy)),
            agencies={
                id_: edition.url(addresses.agency_data(agency))
                for id_ in policy.file.issuers
                if (agency := edition.agency(id_))
            },
        )

    def task_links(self, policy: Policy, task: Task) -> Json:
        """Return the links of a task."""
        edition = self.edition
        return without_nothing(
            api=edition.url(addresses.task_data(policy, task)),
            pages=edition.page_in_each(addresses.task(policy, task)),
            feeds={id_: edition.url(addresses.feed(id_, policy, task)) for id_ in edition.locales},
            badge=edition.url(addresses.badge(policy, task)),
        )

    def page_links(self, address: str) -> Json:
        """Return the links of something that has no file of its own."""
        return without_nothing(pages=self.edition.page_in_each(address))

    def agency_links(self, agency: Agency) -> Json:
        """Return the links of an agency."""
        edition = self.edition
        return without_nothing(
            api=edition.url(addresses.agency_data(agency)),
            pages=edition.page_in_each(addresses.agency(agency)),
            feeds={id_: edition.url(addresses.feed(id_, agency)) for id_ in edition.locales},
        )


def number(amount: Amount) -> Json:
    """Convert a figure to a JSON number; more than 15 digits are rounded to the nearest representable number."""
    plain = {"value": _plain(amount.value), "percent": amount.percent}
    return {**plain, "points": True} if amount.points else plain


def _plain(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)


def _share(outcome: Outcome) -> float | list[float | None] | None:
    """Return the share of the way; a pair if it is not one number."""
    if outcome.share is not None or outcome.shares is None:
        return None if outcome.share is None else float(outcome.share)
    return [None if end is None else float(end) for end in outcome.shares]


def stated(submission: Submission | SubmissionSummary) -> Json:
    """Return the agency, period, day, provenance and path of what is published apart from its submission."""
    return {
        "agency": submission.agency,
        "period": submission.period_name,
        "submitted": submission.submitted,
        "provenance": submission.provenance,
        "path": submission.path,
    }


def _bounded(inputs: tuple[Input, ...]) -> tuple[Input, ...]:
    """Limit the number of inputs: drop reports, never what the policy itself says, which comes last."""
    said = [item for item in inputs if item.agency]
    own = [item for item in inputs if not item.agency]
    return (*said[: MAX_INPUTS - len(own)], *own)


def without_nothing(**fields: Any) -> Json:
    """Leave out fields without a value."""
    return {name: value for name, value in fields.items() if value is not None}


@functools.cache
def _fields(kind: type[Record]) -> tuple[tuple[str, str], ...]:
    """List the published fields of a record: the key of each, and its attribute name."""
    return tuple((field.alias or name, name) for name, field in kind.model_fields.items() if not field.exclude)
