"""New files to fill in: every field of the model, explained in Chinese and English, with known values filled in."""

from __future__ import annotations

import json
import os
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic.fields import FieldInfo

from generator.commands import invocation
from generator.config import Config
from generator.contribute.drafts import agency_of, choices_of, extra_of, is_list, period_of, policy_of
from generator.contribute.yaml_text import scalar
from generator.errors import GeneratorError
from generator.export.schemas import schema_address
from generator.model import (
    Agency,
    Catalog,
    Clause,
    Localized,
    Policy,
    PolicyFile,
    Record,
    Reporting,
    ReportingPeriod,
    Submission,
    Target,
    Task,
    is_slug,
)
from generator.model.record import record_in

_TASKS = "可以报告的任务（也可以只报其中一条，如 1.2） / Tasks that can be reported on (or one clause, such as 1.2):"
_TARGETS = "可以报告的指标 / Targets that can be reported on:"
_HOW = (
    "“# ”开头的行是说明。“#字段名”开头的内容可填可不填：要填就删去各行的这个 #，只删这一个字符，保持对齐。",
    "Lines that begin with “# ” are explanations. Lines that begin with “#field” are optional: to fill one in, delete "
    "only the # from each of its lines, so that they stay aligned.",
    "几段文字：在 zh: 后写一个 |，从下一行起缩进，一行一段。",
    "Several paragraphs: write | after zh:, then one indented line for each paragraph.",
    "日期写成 2023-04-10；数字写成 1,234、26.5%、1.9亿；冒号和引号用英文的。",
    "Write dates as 2023-04-10 and figures as 1,234, 26.5% or 1.9亿. Use ASCII colons and quotation marks.",
)


def new_submission(config: Config, catalog: Catalog, agency: str, period: str, policy: str | None) -> dict[str, str]:
    """Return an agency's submission for a period, prefilled from its last one, as text by path.

    It contains only the tasks that the agency owes reports on or last reported on. Raises GeneratorError if the
    agency, the period or the policy is unknown.
    """
    known, span = agency_of(catalog, agency), period_of(period)
    chosen = policy_of(catalog, span, policy)
    path = Submission.FILE.format(policy=chosen.id, agency=agency, period=period)
    lines = [*_title(config, Submission), *_submission_title(known, chosen, span), *_how(config)]
    values = _submission_values(catalog, chosen, agency, span)
    examples = {name: [item] for name, item in _examples(chosen, span) if name not in values}
    lines += _fields(Submission, values | examples, "", set(), examples)
    return {path: "\n".join(lines) + "\n"}


def new_agency(config: Config, agency: str) -> dict[str, str]:
    """Return an agency's file as text by path; raises GeneratorError for an invalid id."""
    check_id(agency)
    lines = [*_title(config, Agency), *_how(config), *_fields(Agency, {}, "", set())]
    return {Agency.FILE.format(agency=agency): "\n".join(lines) + "\n"}


def new_policy(config: Config, policy: str) -> dict[str, str]:
    """Return a policy's document and first task as text by path; raises GeneratorError for a bad id."""
    check_id(policy)
    facts: dict[str, Any] = {"issued": None, "issuers": None, "period": {}, "source": {}}  # to be found out
    document = facts | {"areas": [{"number": 1, "title": {}}], "preamble": [{"id": "p1"}], "goals": [{"id": "g1"}]}
    files: tuple[tuple[type[Record], dict[str, Any]], ...] = (
        (PolicyFile, document),
        (Task, {"area": 1, "title": {}, "clauses": [{"id": "1.1"}]}),
    )
    return {
        kind.FILE.format(policy=policy, task="01"): "\n".join(
            [*_title(config, kind), *_how(config), *_fields(kind, values, "", set())]
        )
        + "\n"
        for kind, values in files
    }


def facts_to_add(present: Collection[str]) -> Iterator[str]:
    """Yield the facts of a policy that are not there yet, explained and commented out."""
    explained: set[type[Record]] = set()
    for key in ("issued", "issuers", "period", "reporting", "source"):
        if key not in present:
            field = PolicyFile.model_fields[key]
            yield from (f"# {line}" for line in _explanation(field))
            yield from (_off(line, "") for line in _field(key, field, None, "", explained, example=True))


def head_of(config: Config, kind: type[Record]) -> list[str]:
    """Return the lines that begin a file: where its schema is, and how to check it."""
    return [*_title(config, kind), *_how(config)]


def started(config: Config, kind: type[Record], values: Mapping[str, Any]) -> str:
    """Return a new file with every field of a record, explained, and known values filled in."""
    return "\n".join([*head_of(config, kind), *_fields(kind, values, "", set())]) + "\n"


def item(kind: type[Record], values: Mapping[str, Any]) -> str:
    """Return an item of a list with every field of a record, explained, and known values filled in."""
    block = list(_fields(kind, values, "  ", set()))
    first = next(number for number, line in enumerate(block) if not line.lstrip().startswith("#"))
    block[first] = f"- {block[first].lstrip()}"
    return "\n".join(block) + "\n"


def write_new(root: Path, files: Mapping[str, str]) -> None:
    """Write new files below `root`; raises GeneratorError, and writes nothing, if one of them exists."""
    for path in files:
        if (root / path).exists() or (root / path).is_symlink():
            raise GeneratorError(f"{path}: exists already and is left as it is / 已存在，未改动")
    for path, text in files.items():
        try:
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            with (root / path).open("x", encoding="utf-8", newline="\n") as file:
                file.write(text)
        except OSError as error:
            raise GeneratorError(f"{path}: {error.strerror}") from error


def check_id(id_: str) -> None:
    """Raise GeneratorError for an id that cannot be part of an address."""
    if not is_slug(id_):
        raise GeneratorError(
            f"{id_!r}: an id has lower-case letters, digits and hyphens, and starts with a letter / "
            "代号只用小写字母、数字和连字符，以字母开头"
        )


# --- the known values of a submission


def _submission_title(agency: Agency, policy: Policy, period: ReportingPeriod) -> Iterator[str]:
    yield f"# {_both(policy.title)}"
    yield f"# {_both(agency.name)} · {period} ({period.start} – {period.end})"
    if policy.file.reporting:
        due = policy.file.reporting.due(period)
        yield f"# 截止日期 {due} / due on {due}"
        if period not in policy.due_periods:
            zh, en, *_ = choices_of(Reporting.model_fields["frequency"])[policy.file.reporting.frequency]
            yield f"# 请注意：这份政策按{zh.removeprefix('每')}报告 / Note: reports on this policy are due {en}"


def _submission_values(catalog: Catalog, policy: Policy, agency: str, period: ReportingPeriod) -> dict[str, Any]:
    """Gather the known values: who reports, on what, and the last status of each item."""
    sample = catalog.agencies[agency].sample
    earlier = sorted(
        (
            item
            for item in catalog.submissions
            if item.policy == policy.id and item.agency == agency and item.period < period
            and item.provenance != "public-record"
        ),
        key=lambda item: (item.period, item.submitted),
    )  # fmt: skip
    owed = {item.ref for item in policy.assignments if item.agency == agency and item.role != "support"}
    statuses = {report.ref: report.status for item in earlier for report in item.reports}
    last = {report.ref for report in earlier[-1].reports} if earlier else set()
    figures = {figure.target for item in earlier for figure in item.figures}
    values: dict[str, Any] = {
        "provenance": "sample" if sample else "agency",
        "reports": [
            _report(policy, ref, statuses.get(ref)) for ref in policy.refs if ref in owed | last
        ],
        "figures": [
            _figure(target, period)
            for target in policy.targets
            if target.id in figures or owed & {str(number) for number in target.tasks}
        ],
    }  # fmt: skip
    contacts = [item.contact for item in earlier if item.contact]
    if contacts:
        values["contact"] = {"unit": _plain(contacts[-1].unit)}
        if contacts[-1].email:
            values["contact"]["email"] = contacts[-1].email
    return {name: value for name, value in values.items() if value}


def _examples(policy: Policy, period: ReportingPeriod) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield a report and a figure to fill in, each below a list of the items that can be reported on."""
    tasks = [f"{task.number}  {_both(policy.name(task))}" for task in policy.tasks]
    yield "reports", {"#": [_TASKS, *tasks]}
    if policy.targets:
        targets = [f"{target.id}  {_both(target.title)}" for target in policy.targets]
        yield "figures", {"#": [_TARGETS, *targets], "value": None, "as_of": period.end}


def _report(policy: Policy, ref: str, status: str | None) -> dict[str, Any]:
    part = policy.refs[ref]
    text = part.text if isinstance(part, Clause) else policy.name(part)
    values: dict[str, Any] = {"ref": ref, "#": [*map(_line, text.versions.values())]}
    if status is not None:
        values["status"] = status
    if status == "completed":
        values["evidence"] = [{"published": None, "url": None}]
    return values


def _figure(target: Target, period: ReportingPeriod) -> dict[str, Any]:
    values: dict[str, Any] = {"target": target.id, "#": [_both(target.title)], "as_of": period.end}
    if target.qualitative:
        return values | {"text": {}}
    unit = f" ({_both(target.unit)})" if target.unit else ""
    return values | {"value": None, "#": [_both(target.title) + unit]}


def _plain(text: Localized) -> dict[str, str]:
    return text.versions


def _both(text: Localized) -> str:
    return " / ".join(map(_line, text.versions.values()))


def _line(text: str) -> str:
    """Put a text on one line, so that no part of it leaves the comment around it."""
    return " ".join(text.split())


# --- writing the model


def _title(config: Config, kind: type[Record]) -> Iterator[str]:
    yield f"# yaml-language-server: $schema={schema_address(kind, config.site_url)}"


def _how(config: Config) -> Iterator[str]:
    yield "#"
    yield from (f"# {line}" for line in _HOW)
    check = f"{invocation(config.root, windows=os.name == 'nt')} validate"
    yield f"# 写完后检查：{check} / When you have finished, check it: {check}"
    yield ""


def _fields(
    kind: type[Record],
    values: Mapping[str, Any],
    indent: str,
    explained: set[type[Record]],
    examples: Collection[str] = (),
    *,
    example: bool = False,
) -> Iterator[str]:
    """Yield the fields of a record as YAML: required and known ones as they are, the others commented out.

    A record's fields are explained where it first occurs. Values named in `examples` are commented out as well. In
    an `example`, which is commented out as a whole, optional fields are left out if they have no value and would
    need fields of their own.
    """
    explain = kind not in explained and kind is not Localized
    explained.add(kind)
    if kind is Localized:
        yield f"{indent}zh:{scalar(values.get('zh'))}"
        others = [locale for locale in values if locale != "zh"] or ["en"]
        yield from (f"{indent}{locale}:{scalar(values.get(locale))}" for locale in others)
        return
    for name, field in kind.model_fields.items():
        key = field.alias or name
        filled = (key in values or field.is_required()) and key not in examples
        if key.startswith("@") or (example and not filled and record_in(field.annotation)):
            continue
        if explain:
            yield from (f"{indent}# {line}" for line in _explanation(field))
        block = _field(
            key, field, values.get(key), indent, explained, example=example or (not filled and key not in examples)
        )
        yield from block if filled or example else (_off(line, indent) for line in block)


def _off(line: str, indent: str) -> str:
    """Comment a line out, unless it is an explanation or empty."""
    return line if not line.strip() or line.lstrip().startswith("#") else f"{indent}#{line[len(indent) :]}"


def _field(
    key: str, field: FieldInfo, value: Any, indent: str, explained: set[type[Record]], *, example: bool
) -> Iterator[str]:
    record = record_in(field.annotation)
    if record is None:
        listed = json.dumps(value, ensure_ascii=False) if isinstance(value, list) else "[]"
        is_listed = isinstance(value, list) or (is_list(field) and value is None)
        yield f"{indent}{key}:{f' {listed}' if is_listed else scalar(value)}"
        return
    yield f"{indent}{key}:"
    if not is_list(field):
        yield from _fields(record, value or {}, f"{indent}  ", explained, example=example)
        return
    for index, item in enumerate(value or [{}]):
        if index:
            yield ""
        yield from (f"{indent}  # {line}" for line in item.get("#", ()))
        block = list(_fields(record, item, f"{indent}    ", explained, example=example))
        first = next((number for number, line in enumerate(block) if not line.lstrip().startswith("#")), len(block))
        if first == len(block):
            block.append(f"{indent}    {{}}")
        block[first] = f"{indent}  - {block[first].lstrip()}"
        yield from block


def _explanation(field: FieldInfo) -> Iterator[str]:
    """Yield comments that explain a field: its meaning, whether it is required, and its choices."""
    extra = extra_of(field)
    meant_zh, meant_en = str(extra.get("x-description-zh", "")).rstrip("。"), str(field.description).rstrip(".")
    zh, en = ("必填", "required") if field.is_required() else ("可选", "optional")
    yield f"{meant_zh}（{zh}） / {meant_en} ({en})"
    for value, names in choices_of(field).items():
        yield f"· {value}: {names[0]} / {names[1]}"
