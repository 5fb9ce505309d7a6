"""JSON Schemas of the data files, for completion, help and validation in editors."""

from __future__ import annotations

import json
import re
from typing import Any

from pydantic import TypeAdapter

from generator.model import FILES, FORMS, LISTS, OF_POLICIES, Record, Submission
from generator.model.record import REDACTED

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema_name(kind: type[Record]) -> str:
    """Return the name of a kind's schema: submission, agency, policy, task, targets and so on."""
    stem = kind.FILE.rpartition("/")[2].removesuffix(".yml")
    return {"{period}": "submission", "{record}": "public-record"}.get(stem, stem.strip("{}"))


def schema_address(kind: type[Record], site_url: str) -> str:
    """Return the published address of a kind's schema."""
    return f"{site_url}api/v1/schemas/{schema_name(kind)}.json"


def schemas(site_url: str) -> dict[str, bytes]:
    """Write one schema (draft 2020-12) for each kind of file; keys are paths below the site's root."""
    return {
        f"api/v1/schemas/{schema_name(kind)}.json": json.dumps(
            schema(kind, site_url), ensure_ascii=False, indent=1
        ).encode()
        + b"\n"
        for kind in FILES
    }


def schema(kind: type[Record], site_url: str) -> dict[str, Any]:
    """Return the schema of a kind of file: dates and figures as text, explanations in both languages."""
    annotation: Any = tuple[kind, ...] if kind in LISTS else kind  # type: ignore[valid-type]
    plain = TypeAdapter(annotation).json_schema(by_alias=True, mode="validation")
    defs = plain.get("$defs", {})
    if text := defs.get("Localized"):
        text |= {"minProperties": 1} if kind in OF_POLICIES else {"required": ["zh"]}
        if kind is Submission:
            text |= {"anyOf": [{"required": ["zh"]}, {"required": [REDACTED]}]}
            text.pop("required")
        else:
            del text["properties"][REDACTED], defs["Redaction"]
    if kind.SHARED:
        plain = _with_rows(plain, kind)
    return {"$schema": DIALECT, "$id": schema_address(kind, site_url), **_rewritten(plain)}


def _with_rows(plain: dict[str, Any], kind: type[Record]) -> dict[str, Any]:
    """Allow a list's file to be a mapping that states some fields once, with the list under `rows`."""
    defs = plain.pop("$defs")
    row, name = defs[kind.__name__], f"{kind.__name__}Row"
    needed = [field for field in row["required"] if field not in kind.SHARED]
    defs[name] = row | {"required": needed}
    shared = {field: row["properties"][field] for field in kind.SHARED}
    rows = plain | {"items": {"$ref": f"#/$defs/{name}"}}
    mapping = {
        "type": "object",
        "properties": {**shared, "rows": rows},
        "required": ["rows"],
        "additionalProperties": False,
    }
    return {"$defs": defs, "anyOf": [plain, mapping]}


_DROPPED = {"title", "default", "x-explained"}


def _rewritten(node: Any) -> Any:
    """Rewrite a node of pydantic's schema to help people who type the file."""
    if isinstance(node, list):
        return [_rewritten(item) for item in node]
    if not isinstance(node, dict):
        return node
    new = {
        key: {name: _rewritten(part) for name, part in value.items()}  # names of fields, not keywords
        if key in {"properties", "$defs"}
        else _rewritten(value)
        for key, value in node.items()
        if key not in _DROPPED
    }
    if "properties" in new:
        needed = new.get("required", ())
        new["properties"] = {
            name: part if name in needed else _or_empty(part) for name, part in new["properties"].items()
        }
    if isinstance(new.get("additionalProperties"), dict):
        new["additionalProperties"] = _or_empty(new["additionalProperties"])
    if "description" in node:
        new["description"] = _described(node)
    if meanings := _meanings(node):
        named = {meaning.partition(" / ")[0]: meaning for meaning in meanings.values()}  # values may be in Chinese, too
        new["markdownEnumDescriptions"] = [meanings.get(value) or named.get(value, "") for value in node["enum"]]
    return _as_text(new)


def _described(node: dict[str, Any]) -> str:
    lines = [node["x-description-zh"]] if "x-description-zh" in node else []
    lines.append(node["description"])
    lines += [f"{value}: {meaning}" for value, meaning in _meanings(node).items()]
    return "\n".join(lines)


def _meanings(node: dict[str, Any]) -> dict[str, str]:
    """Return the meanings of a choice's values, in order."""
    choices = node.get("x-choices", {})
    return {value: " / ".join(choices[value][:2]) for value in node.get("enum", ()) if value in choices}


def _or_empty(part: dict[str, Any]) -> dict[str, Any]:
    """Allow an optional field to be left empty."""
    if {"type": "null"} in part.get("anyOf", ()):
        return part
    explained: dict[str, Any] = {key: part[key] for key in ("description", "markdownEnumDescriptions") if key in part}
    rest = {key: value for key, value in part.items() if key != "description"}
    return {"anyOf": [rest, {"type": "null"}], **explained}


_NUMBERS = ("1", "1.2", "12345678", "2023")


def _as_text(node: dict[str, Any]) -> dict[str, Any]:
    """Allow a text without quotes even if YAML reads it as a number, as our own reader does."""
    if node.get("type") != "string" or "enum" in node or "format" in node or "examples" in node:
        return node
    pattern = node.get("pattern")
    if pattern is None:
        return {**node, "type": ["string", "number", "boolean"]}
    if pattern in FORMS:
        node = {**node, "patternErrorMessage": " / ".join(FORMS[pattern])}
    if any(re.search(pattern, number) for number in _NUMBERS):
        return {**node, "type": ["string", "number"]}
    return node
