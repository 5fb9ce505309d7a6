"""What the form on the page for contributors is made from: the schema, each policy's parts, each agency's last report.

They are scripts, not JSON, because a page that is opened from a folder can load nothing else.
"""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, get_args

from generator.assess import STAGES, AgencyUpdates, History
from generator.assess.updates import Update
from generator.export.edition import ExportContext
from generator.export.schemas import schema
from generator.findings.codes import CODES
from generator.findings.languages import Words
from generator.model import (
    Agency,
    Amount,
    Clause,
    Localized,
    Policy,
    Record,
    Submission,
    Target,
)
from generator.model.quantity import Form
from generator.model.record import REDACTED
from generator.website import addresses
from generator.website.locales import Locale

CHECKED = (
    "M101", "M104", "M105", "M106", "M107", "M108", "M110", "M111", "S102", "S103", "S104", "S105", "S107",
    "S108", "S109", "S110", "S111", "S112", "S113", "S114", "S115", "S116", "S119", "S122", "S123", "S124",
)  # fmt: skip
"""The findings that the form shows by itself, those that people meet most; `validate` finds all others, too."""

_SHAPE = {"type", "properties", "required", "$ref", "$defs", "items", "anyOf", "enum", "pattern", "format"} | {
    "maxLength", "minLength", "maxItems", "additionalProperties"
}  # fmt: skip


def form_files(export: ExportContext) -> dict[str, bytes]:
    """Write the scripts that depend on no report."""
    files = {}
    for id_, locale in export.locales.items():
        files[addresses.form_schema(id_)] = _script("schema", _schema(export, locale))
        for policy in export.catalog.policies.values():
            files[addresses.form_policy(policy, id_)] = _script("policy", _policy(policy, locale))
    return files


def agency_form(export: ExportContext, agency: Agency, told: AgencyUpdates) -> dict[str, bytes]:
    """Write the script of one agency: what it is asked about, and what it reported last."""
    policies = {
        id_: _asked(policy, agency, told.get((id_, agency.sample), History()))
        for id_, policy in export.catalog.policies.items()
    }
    content = {
        "id": agency.id,
        "name": {id_: locale.plain(agency.name) for id_, locale in export.locales.items()},
        "provenance": "sample" if agency.sample else "agency",
        "policies": policies,
    }
    return {addresses.form_agency(agency): _script("agency", content)}


def _script(part: str, content: Mapping[str, Any]) -> bytes:
    """Write a call that hands data to the form."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    text = text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")  # which end a line in older browsers
    return f"submission.take({json.dumps(part)},{text});\n".encode()


# --- the schema


def _schema(export: ExportContext, locale: Locale) -> dict[str, Any]:
    asked = export.catalog.further_languages[0]
    locales = [id_ for id_ in export.locales if id_ in asked]
    names = {id_: locale.tongue(other) for id_, other in export.locales.items()}
    return {
        "schema": _in_words(_for_agencies(schema(Submission, export.config.site_url)), locale),
        "stages": STAGES,
        "forms": get_args(Form),
        "locales": [[id_, names[id_]] for id_ in locales],
        "codes": {
            code: [CODES[code].severity.value, _of(locale, CODES[code].sentence), _of(locale, CODES[code].advice)]
            for code in CHECKED
        },
        "language": "en" if locale.id == "en" else "zh",
        "is_derived": locale.is_derived,  # the names of choices are not read back in such a language
    }


def _for_agencies(whole: dict[str, Any]) -> dict[str, Any]:
    """Leave out of a schema what only maintainers write."""
    defs = whole["$defs"]
    del defs["Redaction"], defs["Localized"]["anyOf"]
    for kind in defs.values():
        kind.get("properties", {}).pop(REDACTED, None)
    return whole


def _of(locale: Locale, words: Words) -> str:
    return locale.choose(words).text


def _in_words(node: Any, locale: Locale) -> Any:
    """Reduce a schema to what the form needs, with its words in one language."""
    if isinstance(node, list):
        return [_in_words(item, locale) for item in node]
    if not isinstance(node, dict):
        return node
    new = {
        key: {name: _in_words(part, locale) for name, part in value.items()}
        if key in {"properties", "$defs"}
        else _in_words(value, locale)
        for key, value in node.items()
        if key in _SHAPE
    }
    if "x-description-zh" in node:
        en = str(node.get("description", "")).split("\n")
        words = Words(str(node["x-description-zh"]), en[1] if len(en) > 1 else en[0])
        new["description"] = re.split("[；;]", _of(locale, words))[0].rstrip("。.")  # short enough for a label
    if "x-choices" in node:
        new["choices"] = [[value, _of(locale, Words(*names[:2]))] for value, names in node["x-choices"].items()]
    return new


# --- a policy

_EVER = (datetime.date.min, datetime.date.max)


def _policy(policy: Policy, locale: Locale) -> dict[str, Any]:
    calendar = policy.file.reporting
    return {
        "id": policy.id,
        "title": locale.plain(policy.title),
        "periods": [
            [
                period.name,
                str(period.end),
                str(calendar.due(period)) if calendar else "",
                locale.period(period),
                str(period.start),
            ]
            for period in policy.due_periods
        ],
        "parts": [
            [
                ref,
                locale.plain(part.wording(datetime.date.max) if isinstance(part, Clause) else policy.name(part)),
                *(map(str, lasts) if (lasts := policy.lasts(ref)) != _EVER else ()),
            ]
            for ref, part in policy.refs.items()
        ],
        "targets": [_target(target, locale) for target in policy.targets],
    }


def _target(target: Target, locale: Locale) -> dict[str, Any]:
    """Describe a target: its name, its unit, and what the checks of figures need."""
    known = [goal.stated for goal in target.goals if goal.stated is not None]
    content: dict[str, Any] = {
        "id": target.id,
        "title": locale.plain(target.title),
        "unit": locale.plain(target.unit) if target.unit else "",
        "qualitative": target.qualitative,
    }
    if not known:
        return content
    start = [target.baseline.value] if target.baseline else []
    return content | {
        "rate": target.kind == "rate",
        "sign": known[-1].unit,
        "wanted": written(known[-1]),
        "rising": target.goals[-1].rises,
        "falls": target.goals[-1].comparison is not None and not target.goals[-1].rises,
        "known": [f"{amount.value:f}" for amount in (*start, *known)],
    }


# --- an agency


def _asked(policy: Policy, agency: Agency, history: History) -> dict[str, Any]:
    """Return what an agency is asked about in a policy, and what it has said."""
    content: dict[str, Any] = {"owed": list(policy.owed_by(agency.id)), "revisions": {}}
    for update in (*(replaced.new for replaced in reversed(history.replaced)), *history.standing):
        submission = update.submission
        content["revisions"][submission.period_name] = max(
            submission.revision, content["revisions"].get(submission.period_name, 0)
        )
    if told := history.standing:
        newest = told[0].submission
        content |= {
            "period": newest.period_name,
            "last": as_tree(newest),
            "held": _held(policy, told),
            "figures": _figures(told),
        }
    return content


def _held(policy: Policy, told: Sequence[Update]) -> dict[str, list[str]]:
    """Return the status reported last, with its period, on each clause of which the last submission says nothing."""
    held: dict[str, list[str]] = {}
    latest = {clause for report in told[0].submission.reports for clause in policy.clauses_of(report.ref)}
    for update in told[1:]:
        # a report on a clause takes precedence over one on its whole task in the same submission
        for report in sorted(update.submission.reports, key=lambda report: "." not in report.ref):
            for clause in policy.clauses_of(report.ref):
                if clause not in latest:
                    held.setdefault(clause, [report.status, update.submission.period_name])
    return held


def _figures(told: Sequence[Update]) -> dict[str, list[str]]:
    """Return the exact figure that was reported last for each target, span and method, with its day."""
    found: dict[str, list[str]] = {}
    for update in reversed(told):
        for figure in update.submission.figures:
            key = "|".join((figure.target, str(figure.since or ""), figure.method.zh if figure.method else ""))
            if figure.value is not None and str(figure.as_of) >= found.get(key, ["", ""])[1]:
                found[key] = [written(figure.value), str(figure.as_of)]
    return found


# --- records as they are written


def as_tree(record: Record) -> dict[str, Any]:
    """Return a record as its file would say it: mappings, lists and text, without empty fields."""
    return dict(_fields(record))


def _fields(record: Record) -> Iterator[tuple[str, Any]]:
    if isinstance(record, Localized):
        yield "zh", record.zh
        yield from record.translations.items()
        if record.zh_hash:
            yield "zh_hash", dict(record.zh_hash)
        return
    for name, field in type(record).model_fields.items():
        key, value = field.alias or name, getattr(record, name)
        if (
            not key.startswith("@")
            and key != REDACTED
            and value not in (None, ())
            and (field.is_required() or value != field.default)
        ):
            yield key, _written(value)


def _written(value: Any) -> Any:
    if isinstance(value, Amount):
        return written(value)
    if isinstance(value, Record):
        return as_tree(value)
    if isinstance(value, Iterable) and not isinstance(value, str | Mapping):
        return [_written(item) for item in value]
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if isinstance(value, datetime.date | int | Decimal) else value


_UNITS = ((10**8, "亿"), (10**4, "万"))
_DECIMALS = 4


def written(amount: Amount) -> str:
    """Write a figure exactly, in the way that people do: 1.9亿, 26.5%, 5870.3亿."""
    value = amount.value
    if amount.unit:
        return f"{value:f}{amount.unit}"
    for size, unit in _UNITS:
        part = (value / size).normalize()
        exponent = part.as_tuple().exponent
        if abs(value) >= size and isinstance(exponent, int) and exponent >= -_DECIMALS:
            return f"{part:f}{unit}"
    return f"{value:f}"
