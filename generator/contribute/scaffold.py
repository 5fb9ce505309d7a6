"""New files to fill in: every field of the model, explained in Chinese and English, with known values filled in."""

from __future__ import annotations

import datetime
import json
import os
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic.fields import FieldInfo

from generator.commands import invocation
from generator.config import Config
from generator.contribute.drafts import Draft, choices_of, extra_of, is_list, start_draft
from generator.contribute.editor import modeline
from generator.contribute.yaml_text import scalar, yaml_lines
from generator.errors import GeneratorError
from generator.model import (
    Agency,
    Catalog,
    Clause,
    Localized,
    Measurement,
    Policy,
    PolicyFile,
    Record,
    Report,
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
    "值写在冒号和 # 之间。“#字段名”开头的可填可不填：要填就删去各行开头的这个 #，只删这一个字符，保持对齐。"
    "几段文字：写一个 |，从下一行起缩进，一行一段。"
    "日期写成 2023-04-10；数字写成 1,234、26.5%、1.9亿；冒号和引号用英文的。",
    "Write each value between the colon and the #. What begins with “#field” is optional: to fill it in, delete only "
    "the first # from each of its lines, so that they stay aligned. Several paragraphs: write |, then one indented "
    "line for each. Write dates as 2023-04-10 and figures as 1,234, 26.5% or 1.9亿. Use ASCII colons and quotation "
    "marks.",
)


def new_submission(config: Config, catalog: Catalog, agency: str, period: str, policy: str | None) -> dict[str, str]:
    """Return an agency's submission for a period, prefilled from its last one, as text by path.

    It contains the tasks that the agency owes reports on, and everything that it last reported. Raises GeneratorError
    if the agency, the period or the policy is unknown.
    """
    draft = start_draft(config.root, catalog, agency, period, policy)
    lines = [*_title(config, Submission), *_submission_title(draft.agency, draft.policy, draft.period), *_how(config)]
    values = _submission_values(draft)
    examples = {name: [item] for name, item in _examples(draft.policy, draft.period) if name not in values}
    left_out = () if draft.is_revision else ("corrects", "withdrawn")
    languages, _ = catalog.further_languages
    lines += _fields(Submission, values | examples, "", set(), examples, left_out=left_out, languages=languages)
    return {draft.path: "\n".join(lines) + "\n"}


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
            block = [*_field(key, field, None, "", explained, ("en",), example=True, brief=False)]
            yield from (_off(line, "") for line in _explained(field, block, ""))


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


def _submission_values(draft: Draft) -> dict[str, Any]:
    """Gather the known values: what was last reported, and the items that are asked about in addition."""
    reported = {report["ref"]: report for report in draft.tree.get("reports", ())}
    figures = draft.tree.get("figures", [])
    given = {figure["target"] for figure in figures}
    asked = [target for target in draft.targets if draft.is_assigned and target.id not in given]
    targets = {target.id: target for target in draft.policy.targets}
    values = draft.tree | {
        "reports": [_report(draft.policy, ref, reported.get(ref, {})) for ref in draft.refs],
        "figures": [
            *(_figure(targets[figure["target"]], figure) for figure in figures if figure["target"] in targets),
            *(_figure(target, _unfilled(target, draft.period)) for target in asked),
        ],
    }
    return {name: value for name, value in values.items() if value}


def _examples(policy: Policy, period: ReportingPeriod) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield a report and a figure to fill in, each below a list of the items that can be reported on."""
    tasks = [f"{task.number}  {_both(policy.name(task))}" for task in policy.tasks]
    yield "reports", {"#": [_TASKS, *tasks]}
    if policy.targets:
        targets = [f"{target.id}  {_both(target.title)}" for target in policy.targets]
        yield "figures", {"#": [_TARGETS, *targets], "value": None, "as_of": period.end}


def _report(policy: Policy, ref: str, known: Mapping[str, Any]) -> dict[str, Any]:
    part = policy.refs[ref]
    text = part.wording(datetime.date.max) if isinstance(part, Clause) else policy.name(part)
    return {"ref": ref, "#": [_both(text)], **known}


def _figure(target: Target, known: Mapping[str, Any]) -> dict[str, Any]:
    unit = f" ({_both(target.unit)})" if target.unit and not target.qualitative else ""
    return {"target": target.id, "#": [_both(target.title) + unit], **known}


def _unfilled(target: Target, period: ReportingPeriod) -> dict[str, Any]:
    return {"as_of": period.end, **({"text": {}} if target.qualitative else {"value": None})}


def _both(text: Localized) -> str:
    return " / ".join(map(_line, text.versions.values()))


def _line(text: str) -> str:
    """Put a text on one line, so that no part of it leaves the comment around it."""
    return " ".join(text.split())


# --- writing the model


def _title(config: Config, kind: type[Record]) -> Iterator[str]:
    yield modeline(config, kind)


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
    brief: bool = False,
    left_out: Collection[str] = (),
    languages: Collection[str] = ("en",),
) -> Iterator[str]:
    """Yield the fields of a record as YAML: required and known ones as they are, the others commented out.

    A record's fields are explained where it first occurs; after that, optional ones without a value are left out, and
    with `brief` the lines for translations into `languages`, too, except of what is to be reported. Values named in
    `examples` are commented out as well. In an `example`, which is commented out as a whole, optional fields are left
    out if they have no value and would need fields of their own.
    """
    explain = kind not in explained and kind is not Localized
    explained.add(kind)
    if kind is Localized:
        yield from _text(values, indent, languages)
        return
    languages = languages if kind in _STATEMENTS or not brief else ()
    for name, field in kind.model_fields.items():
        key = field.alias or name
        filled = (key in values or field.is_required()) and key not in examples
        if (
            key.startswith("@")
            or key in left_out
            or (not filled and (not explain or (example and record_in(field.annotation))))
        ):
            continue  # what can be filled in is shown once
        is_stub = not filled and key not in examples
        shown = {"example": example or is_stub, "brief": not explain}
        block = [*_field(key, field, values.get(key), indent, explained, languages, **shown)]
        if explain:
            block = [*_explained(field, block, indent)]
        yield from block if filled or example else (_off(line, indent) for line in block)


def _explained(field: FieldInfo, block: list[str], indent: str) -> Iterator[str]:
    """Add what a field means: beside it, or above it where its choices are listed as well."""
    meaning = _explanation(field)
    if choices_of(field):
        yield f"{indent}# {meaning}"
        yield from block
    else:
        yield f"{block[0]}  # {meaning}"
        yield from block[1:]


_STATEMENTS = {Report, Measurement}  # whose texts are to be translated


def _text(values: Mapping[str, Any], indent: str, languages: Collection[str]) -> Iterator[str]:
    """Yield a text in the languages that it has, with a line for each other that it is to be translated into."""
    yield from yaml_lines({"zh": None, **values} | {one: None for one in languages if one not in values}, indent)


def _off(line: str, indent: str) -> str:
    """Comment a line out, unless it is an explanation or empty."""
    return line if not line.strip() or line.lstrip().startswith("#") else f"{indent}#{line[len(indent) :]}"


def _field(
    key: str,
    field: FieldInfo,
    value: Any,
    indent: str,
    explained: set[type[Record]],
    languages: Collection[str],
    *,
    example: bool,
    brief: bool,
) -> Iterator[str]:
    record = record_in(field.annotation)
    if record is None:
        listed = json.dumps(value, ensure_ascii=False) if isinstance(value, list) else "[]"
        is_listed = isinstance(value, list) or (is_list(field) and value is None)
        yield f"{indent}{key}:{f' {listed}' if is_listed else scalar(value)}"
        return
    if record is Localized and not value and example:
        yield f'{indent}{key}: {{zh: ""}}'
        return
    yield f"{indent}{key}:"
    if record is not Localized and not value and record in explained and (example or brief):
        return  # shown before
    if not is_list(field):
        yield from _fields(
            record, value or {}, f"{indent}  ", explained, example=example, brief=brief, languages=languages
        )
        return
    for item in value or [{}]:
        yield from (f"{indent}  # {line}" for line in item.get("#", ()))
        block = list(
            _fields(record, item, f"{indent}    ", explained, example=example, brief=brief, languages=languages)
        )
        first = next((number for number, line in enumerate(block) if not line.lstrip().startswith("#")), len(block))
        if first == len(block):
            block.append(f"{indent}    {{}}")
        block[first] = f"{indent}  - {block[first].lstrip()}"
        yield from block


def _explanation(field: FieldInfo) -> str:
    """Explain a field: its meaning, whether it is required, and its choices."""
    extra = extra_of(field)
    meant_zh, meant_en = str(extra.get("x-description-zh", "")).rstrip("。"), str(field.description).rstrip(".")
    zh, en = ("必填", "required") if field.is_required() else ("可选", "optional")
    choices = " · ".join(f"{value} {names[0]} / {names[1]}" for value, names in choices_of(field).items())
    return f"{meant_zh}（{zh}） / {meant_en} ({en}){f': {choices}' if choices else ''}"
