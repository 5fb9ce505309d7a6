"""A submission to fill in: what is known of it already, and what it can report on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

from pydantic.fields import FieldInfo

from generator.errors import GeneratorError
from generator.findings import did_you_mean
from generator.load import read_plain
from generator.model import (
    Agency,
    Catalog,
    Localized,
    Policy,
    Record,
    ReportingPeriod,
    Submission,
    Target,
    guess_period,
    parse_period,
)
from generator.model.periods import split_revision
from generator.model.plain import narrow
from generator.model.record import REDACTED, record_in
from generator.model.values import Choices

_KNOWN = 30  # agencies that a message names at most


@dataclass(frozen=True)
class Draft:
    """A submission to fill in, prefilled from its file, or else from the agency's last report."""

    policy: Policy
    agency: Agency
    period: ReportingPeriod
    name: str  # of its file, without the suffix: the period, with the number of a revision
    tree: dict[str, Any]  # as in a file: mappings, lists and text
    refs: tuple[str, ...]  # the tasks and clauses that the agency is asked about, in the policy's order
    targets: tuple[Target, ...]  # the targets that it is asked about
    last: Mapping[str, tuple[str, str]]  # by task or clause: the period of the last report, and its status
    is_assigned: bool  # whether the policy's assignments name the agency

    @property
    def is_revision(self) -> bool:
        """Whether it corrects or withdraws an earlier submission."""
        return split_revision(self.name)[1] > 1

    @property
    def path(self) -> str:
        """The path of its file."""
        return Submission.FILE.format(policy=self.policy.id, agency=self.agency.id, period=self.name)


def start_draft(root: Path, catalog: Catalog, agency: str, period: str, policy: str | None) -> Draft:
    """Gather what is known of an agency's submission for a period.

    If the period's file exists, it is taken as it is, else everything that the last report says is carried over, except
    its day; a revision such as 2023-Q4.r2 starts from the one that it corrects. Raises GeneratorError if the agency,
    the period or the policy is unknown, or if the file has errors.
    """
    known, span, revision = agency_of(catalog, agency), period_of(period), split_revision(period)[1]
    chosen = policy_of(catalog, span, policy)
    path = Submission.FILE.format(policy=chosen.id, agency=agency, period=period)
    if path in catalog.unread:
        raise GeneratorError(f"{path}: has errors, which `validate` lists / 有错误，请先用 validate 查看并改正")
    own = sorted(
        (item for item in catalog.submissions if item.policy == chosen.id and item.agency == agency),
        key=lambda item: (item.period, item.revision, item.submitted),
    )
    before = [item for item in own if (item.period, item.revision) < (span, revision)]
    latest = {item.period_name: item for item in before}  # of a period's revisions, the last one stands
    earlier = [item for item in latest.values() if item.withdrawn is None]
    last = {report.ref: (item.period_name, report.status) for item in earlier for report in item.reports}
    tree = next((_tree(root, item) for item in own if item.path == path), None)
    if tree is None:
        tree = _carried_over(root, earlier) | {"provenance": "sample" if known.sample else "agency"}
    owed = chosen.owed_by(agency)
    asked = {*owed} | {report["ref"] for report in tree.get("reports", ()) if "ref" in report}
    figured = {figure.target for item in own for figure in item.figures}
    tasks = {ref.partition(".")[0] for ref in owed}
    return Draft(
        chosen,
        known,
        span,
        period,
        tree,
        tuple(ref for ref in chosen.refs if ref in asked and _lasts(chosen, ref, span)),
        tuple(
            target
            for target in chosen.targets
            if not owed or target.id in figured or tasks & {str(number) for number in target.tasks}
        ),
        last,
        bool(owed),
    )


def _lasts(policy: Policy, ref: str, span: ReportingPeriod) -> bool:
    """Return whether a task or clause is in force in any part of a period."""
    first, last = policy.lasts(ref)
    return first <= span.end and span.start <= last


def agency_of(catalog: Catalog, id_: str) -> Agency:
    """Find an agency; raises GeneratorError if there is none of this id."""
    if id_ in catalog.agencies:
        return catalog.agencies[id_]
    _, near_zh, near_en = did_you_mean(id_, list(catalog.agencies))
    known = ", ".join(list(catalog.agencies)[:_KNOWN]) + (" …" if len(catalog.agencies) > _KNOWN else "")
    raise GeneratorError(f"no agency {id_!r} in data/agencies/. {near_en}{near_zh}known / 已有：{known}")


def period_of(name: str) -> ReportingPeriod:
    """Read a period's name; raises GeneratorError if it is not one."""
    span = parse_period(split_revision(name)[0])
    if span is None:
        meant = guess_period(name)
        ask = f" Did you mean {meant}? 您想写的是 {meant} 吗？" if meant else ""
        raise GeneratorError(f"{name!r} is not a period such as 2023-Q4, 2023-H1, 2023 or 2023-12 / 不是报告期.{ask}")
    return span


def policy_of(catalog: Catalog, period: ReportingPeriod, id_: str | None) -> Policy:
    """Find the policy to report on: the one named, or the only one that the period overlaps."""
    if id_ is not None:
        if id_ in catalog.policies:
            return catalog.policies[id_]
        raise GeneratorError(f"no policy {id_!r} in data/policies/; known / 已有：{', '.join(catalog.policies)}")
    fitting = [policy for policy in catalog.policies.values() if policy.covers(period.start, period.end)]
    if len(fitting) == 1:
        return fitting[0]
    if not fitting:
        spans = ", ".join(
            f"{policy.id} {policy.file.period.start} – {policy.file.period.end}"
            for policy in catalog.policies.values()
            if policy.file.period
        )
        raise GeneratorError(f"no policy covers {period}; they cover / 没有政策覆盖这一期，各政策的时段：{spans}")
    known = ", ".join(policy.id for policy in fitting)
    raise GeneratorError(f"name the policy with --policy / 请用 --policy 指明政策：{known}")


def _carried_over(root: Path, earlier: Sequence[Submission]) -> dict[str, Any]:
    """Return what the last report says, with the latest contact; nothing if there was none."""
    if not earlier:
        return {}
    tree = _tree(root, earlier[-1])
    for item in earlier:
        if item.contact is not None:
            tree["contact"] = _tree(root, item)["contact"]
    return {name: value for name, value in tree.items() if name not in {"submitted", "corrects", "withdrawn"}}


def _tree(root: Path, submission: Submission) -> dict[str, Any]:
    found: dict[str, Any] = _as_written(regular(Submission, read_plain(root, submission.path)))
    return found


def _as_written(tree: Any) -> Any:
    """Leave out what maintainers said in place of words that they took out, which is to be written anew."""
    if isinstance(tree, dict):
        return {name: _as_written(value) for name, value in tree.items() if name != REDACTED}
    return [_as_written(value) for value in tree] if isinstance(tree, list) else tree


# --- the shape of a record


def fields_of(kind: type[Record]) -> Iterator[tuple[str, FieldInfo]]:
    """Yield the fields of a record that an agency fills in, with their names in the file."""
    for name, field in kind.model_fields.items():
        key = field.alias or name
        if not key.startswith("@") and key != REDACTED:
            yield key, field


def is_list(field: FieldInfo) -> bool:
    """Return whether a field is a list, where it has a value."""
    return any(Ellipsis in get_args(part) for part in (field.annotation, *get_args(field.annotation)))


def extra_of(field: FieldInfo) -> dict[str, Any]:
    """Return what the model says of a field in addition to its type."""
    return field.json_schema_extra if isinstance(field.json_schema_extra, dict) else {}


def choices_of(field: FieldInfo) -> Choices:
    """Return a field's allowed values, each with its names: Chinese, English, others."""
    choices: Choices = extra_of(field).get("x-choices", {})
    return choices


def choice_named(choices: Choices, word: str) -> str:
    """Return the value that a word names exactly, in any of its names; otherwise the word itself."""
    plain = narrow(word).lower()
    return next((value for value, names in choices.items() if plain == value or plain in names), word)


def regular(kind: type[Record], tree: Any) -> Any:
    """Write a tree in the longest of its allowed forms: texts with their language, lists as lists, choices by value."""
    if kind is Localized:
        return {"zh": tree} if isinstance(tree, str) else dict(tree)
    new = dict(tree)
    for name, field in fields_of(kind):
        if name not in new:
            continue
        value, record = new[name], record_in(field.annotation)
        if is_list(field) and not isinstance(value, list | tuple):
            value = [value]
        if record is not None:
            value = [regular(record, item) for item in value] if is_list(field) else regular(record, value)
        elif isinstance(value, str) and (choices := choices_of(field)):
            value = choice_named(choices, value)
        new[name] = value
    return new
