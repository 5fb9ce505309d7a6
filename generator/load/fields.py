"""Tree → records: what pydantic refuses, put into plain words at the right place."""

from __future__ import annotations

import difflib
import re
from typing import Any

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from generator.findings import Finding, Place, find
from generator.load.tree import key_of, place_of, slip
from generator.model import FORMS, LISTS, ORIGIN, Record
from generator.model.record import record_in

_ADAPTERS: dict[type[Record], TypeAdapter[Any]] = {}


def validate(tree: Any, kind: type[Record], names: dict[str, str], path: str) -> tuple[Any, list[Finding]]:
    """Turn a tree into a record of `kind` (a tuple of them for lists), or into findings.

    `names` holds what the path says: it is added to the tree under keys such as "@task".
    """
    if kind in LISTS:
        if not isinstance(tree, tuple):
            return None, [_shape(Place(path), "列表，每项以“- ”开头", "a list, each item starting with “- ”")]
    elif not isinstance(tree, dict):
        return None, [_shape(Place(path), "若干“字段: 值”", "a mapping of “field: value”")]
    else:
        tree |= {f"@{name}": value for name, value in names.items()}
    adapter = _ADAPTERS.get(kind)
    if adapter is None:
        adapter = TypeAdapter(tuple[kind, ...] if kind in LISTS else kind)  # type: ignore[valid-type]
        _ADAPTERS[kind] = adapter
    try:
        return adapter.validate_python(tree), []
    except ValidationError as error:
        details = error.errors(include_url=False, include_input=True)
        return None, [_finding(detail, tree, kind, path) for detail in details]


def _shape(place: Place, zh: str, en: str) -> Finding:
    return find(place, "M103", wanted_zh=zh, wanted_en=en)


_SHAPES = {
    "string_type": ("一个值", "a single value"),
    "tuple_type": ("列表，每项以“- ”开头", "a list, each item starting with “- ”"),
    "model_type": ("若干“字段: 值”", "a mapping of “field: value”"),
    "dict_type": ("若干“字段: 值”", "a mapping of “field: value”"),
}


def _finding(detail: ErrorDetails, tree: Any, kind: type[Record], path: str) -> Finding:
    """Word one of pydantic's complaints."""
    code, loc, given = detail["type"], detail["loc"], detail.get("input")
    context: dict[str, Any] = dict(detail.get("ctx") or {})
    place = place_of(tree, loc, path)
    match code:
        case "missing":
            field = str(loc[-1])
            return find(place, "M101", field=field, **_meaning(kind, loc))
        case "extra_forbidden":
            place = key_of(tree, loc, path)
            if found := slip(str(loc[-1]), place):
                return found
            fields = _fields(kind, loc[:-1])
            near_zh, near_en = nearest(str(loc[-1]), fields)
            return find(place, "M102", field=loc[-1], near_zh=near_zh, near_en=near_en, allowed=", ".join(fields))
        case "string_too_long":
            return find(place, "M104", limit=context["max_length"])
        case "string_too_short":
            return find(place, "M105")
        case "literal_error":
            allowed = re.findall(r"'([^']*)'", context["expected"])
            near_zh, near_en = nearest(str(given), allowed)
            return find(place, "M106", value=given, near_zh=near_zh, near_en=near_en, allowed=", ".join(allowed))
        case "string_pattern_mismatch":
            wanted_zh, wanted_en = FORMS.get(context["pattern"], (context["pattern"],) * 2)
            return find(place, "M111", value=given, wanted_zh=wanted_zh, wanted_en=wanted_en)
        case "too_short" | "too_long":
            low, high = _bounds(kind, loc)
            return find(place, "M112", low=low, high=high)
        case "greater_than_equal" | "less_than_equal":
            low, high = _bounds(kind, loc)
            return find(place, "M109", low=low, high=high)
    if code in _SHAPES:
        return _shape(place, *_SHAPES[code])
    if "code" in context:  # one of our own types
        return find(place, context.pop("code"), **context)
    return find(place, "M111", value=given, wanted_zh=detail["msg"], wanted_en=detail["msg"])


def nearest(value: str, allowed: list[str]) -> tuple[str, str]:
    """Ask "did you mean …?" in Chinese and English where one of the allowed words is near."""
    near = difflib.get_close_matches(value.strip().lower().replace(" ", "_"), allowed, n=1, cutoff=0.6)
    return (f"您想写的是 `{near[0]}` 吗？", f"Did you mean `{near[0]}`? ") if near else ("", "")


def _owner(kind: type[Record], loc: tuple[str | int, ...]) -> type[Record] | None:
    """Follow a location to the record that the value at it stands in."""
    owner: type[Record] | None = kind
    for step in loc:
        if isinstance(step, str) and owner is not None:
            field = next((f for name, f in owner.model_fields.items() if step in {name, f.alias}), None)
            owner = record_in(field.annotation) if field else None
    return owner


def _fields(kind: type[Record], loc: tuple[str | int, ...]) -> list[str]:
    owner = _owner(kind, loc)
    if owner is None:
        return []
    names = (field.alias or name for name, field in owner.model_fields.items())
    return [name for name in names if not name.startswith(ORIGIN)]


def _field(kind: type[Record], loc: tuple[str | int, ...]) -> Any:
    names = [step for step in loc if isinstance(step, str)]
    owner = _owner(kind, tuple(names[:-1]))
    if owner is None or not names:
        return None
    return next((f for name, f in owner.model_fields.items() if names[-1] in {name, f.alias}), None)


def _meaning(kind: type[Record], loc: tuple[str | int, ...]) -> dict[str, str]:
    field = _field(kind, loc)
    if field is None:
        return {"meaning_zh": str(loc[-1]), "meaning_en": str(loc[-1])}
    extra = field.json_schema_extra or {}
    return {"meaning_zh": extra.get("x-description-zh", ""), "meaning_en": field.description or ""}


def _bounds(kind: type[Record], loc: tuple[str | int, ...]) -> tuple[str, str]:
    field = _field(kind, loc)
    low = high = None
    for bound in field.metadata if field else ():
        low = next((v for name in ("min_length", "ge") if (v := getattr(bound, name, None)) is not None), low)
        high = next((v for name in ("max_length", "le") if (v := getattr(bound, name, None)) is not None), high)
    return ("0" if low is None else str(low)), ("…" if high is None else str(high))
