"""Tree → records: pydantic's errors become findings in plain words at the right place."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Callable
from itertools import product
from typing import Any

from pydantic import TypeAdapter, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from generator.findings import Finding, Place, did_you_mean, find
from generator.load.slips import PARAGRAPHS, comma_slip, corrected, narrow_to, refs_in, slip, slips
from generator.load.tree import fields_beside, key_of, place_of
from generator.model import ANY_LANGUAGE, FORMS, LISTS, OF_POLICIES, ORIGIN, SUBMITTED, Localized, Record, Submission
from generator.model.plain import narrow
from generator.model.record import NO_ORIGINAL, NO_SENTENCE, record_in
from generator.model.values import REF, Choices

_ADAPTERS: dict[type[Record], TypeAdapter[Any]] = {}


def validate(
    tree: Any, kind: type[Record], names: dict[str, str], path: str, lines: list[str]
) -> tuple[Any, list[Finding]]:
    """Turn a tree into a record of `kind` (a tuple of them for lists), or into findings.

    `names` holds the names from the path, which are added to the tree under keys such as "@task". `lines` are
    the lines of the file, so that findings can show them corrected.
    """
    if isinstance(tree, str) and (found := slips(lines, path)):
        return None, found
    if kind in LISTS:
        if kind.SHARED and isinstance(tree, dict):
            tree, found = _spread(tree, kind, path, lines)
            if found:
                return None, found
        if not isinstance(tree, tuple):
            return None, [_shape(Place(path), "列表，每项以“- ”开头", "a list, each item starting with “- ”")]
    elif not isinstance(tree, dict):
        return None, [_shape(Place(path), "若干“字段: 值”", "a mapping of “field: value”")]
    else:
        tree |= {f"@{name}": value for name, value in names.items()}
    try:
        return _adapter(kind).validate_python(tree, context=_context(kind)), []
    except ValidationError as error:
        details = error.errors(include_url=False, include_input=True)
        told = [(detail["loc"], _finding(detail, tree, kind, path, lines)) for detail in details]
        misspelt = {
            (*loc[:-1], _meant_field(tree, kind, loc, path)[0]) for loc, finding in told if finding.code == "M102"
        }
        return None, [finding for loc, finding in told if finding.code != "M101" or loc not in misspelt]


def _context(kind: type[Record]) -> str | None:
    """Return what the texts of a kind of file may be, beside plain Chinese."""
    return SUBMITTED if kind is Submission else ANY_LANGUAGE if kind in OF_POLICIES else None


_ROWS = "rows"


def _spread(tree: dict[str, Any], kind: type[Record], path: str, lines: list[str]) -> tuple[Any, list[Finding]]:
    """Return the rows of a file that states fields once for all of them, with these fields in every row."""
    allowed = [*kind.SHARED, _ROWS]
    for name in tree:
        if name != ORIGIN and name not in allowed:
            near = did_you_mean(str(name), [field for field in allowed if field not in tree])
            return None, [_unknown_field(key_of(tree, (name,), path), str(name), allowed, near, lines)]
    rows = tree.get(_ROWS)
    if not isinstance(rows, tuple):
        place = place_of(tree, (_ROWS,), path)
        return None, [
            _shape(place, "列表（写在 rows 下），每项以“- ”开头", "a list under rows, each item starting with “- ”")
        ]
    shared = {name: tree[name] for name in kind.SHARED if name in tree}
    for row in rows:
        if isinstance(row, dict):
            for name, value in shared.items():
                row.setdefault(name, value)
    return rows, []


def _adapter(kind: type[Record]) -> TypeAdapter[Any]:
    adapter = _ADAPTERS.get(kind)
    if adapter is None:
        adapter = TypeAdapter(tuple[kind, ...] if kind in LISTS else kind)  # type: ignore[valid-type]
        _ADAPTERS[kind] = adapter
    return adapter


_EVER = ("1900-01-01", "2999-12-31")  # what is true of both the first and the last day is true of any


def candidates(tree: Any, kind: type[Record], names: dict[str, str]) -> list[Any]:
    """Return every record that a faulty mapping may be meant as, so that what is true of all can be reported.

    Faulty list items and optional fields are left out. A faulty required field is tried with every value that it
    can have; there are no records if those values cannot be listed.
    """
    if not isinstance(tree, dict) or tree.get("provenance") == "public-record":  # which is moved, see `migrate`
        return []
    tree |= {f"@{name}": value for name, value in names.items()}
    fields = {field.alias or name: field for name, field in kind.model_fields.items()}
    ways: dict[str, tuple[str, ...]] = {}
    for _ in range(3):  # leaving something out can cause another error
        try:
            _adapter(kind).validate_python(tree, context=_context(kind))
            break
        except ValidationError as error:
            faulty = {detail["loc"][:2] for detail in error.errors(include_url=False, include_input=False)}
        for name in {str(loc[0]) for loc in faulty if loc}:
            field = fields.get(name)
            if isinstance(tree.get(name), tuple) and (name,) not in faulty:
                tree[name] = tuple(item for index, item in enumerate(tree[name]) if (name, index) not in faulty)
            elif field is None or not field.is_required():
                tree.pop(name, None)
            else:
                ways[name] = _ways(field)
                tree[name] = next(iter(ways[name]), None)
    every = (tree | dict(zip(ways, way, strict=True)) for way in product(*ways.values()))
    try:
        return [_adapter(kind).validate_python(one, context=_context(kind)) for one in every]
    except ValidationError:
        return []


def _ways(field: FieldInfo) -> tuple[str, ...]:
    """List the values that a field can have, or values that represent them all; empty if that is impossible."""
    extra: Any = field.json_schema_extra or {}
    return tuple(extra.get("x-choices", ())) or (_EVER if field.annotation is datetime.date else ())


_COMPARE = ("请对照模板检查缩进和短横线（-）。", "Compare the indentation and the hyphens (-) with the template.")


def _shape(place: Place, zh: str, en: str, fix: str = "", how: tuple[str, str] = _COMPARE) -> Finding:
    return find(place, "M103", fix=fix, wanted_zh=zh, wanted_en=en, how_zh=how[0], how_en=how[1])


_SHAPES = {
    "string_type": ("一个值", "a single value"),
    "tuple_type": ("列表，每项以“- ”开头", "a list, each item starting with “- ”"),
    "model_type": ("若干“字段: 值”", "a mapping of “field: value”"),
    "dict_type": ("若干“字段: 值”", "a mapping of “field: value”"),
}


_REQUIRED = {NO_ORIGINAL: "zh", NO_SENTENCE: "sentence"}
"""Fields that may be left out for the sake of others, by the type of the error that all are missing."""

_BOUNDS = {
    "string_too_long": "M104",
    "string_too_short": "M105",
    "too_short": "M112",
    "too_long": "M112",
    "greater_than_equal": "M109",
    "less_than_equal": "M109",
}


def _finding(detail: ErrorDetails, tree: Any, kind: type[Record], path: str, lines: list[str]) -> Finding:
    """Turn one of pydantic's errors into a finding."""
    code, loc, given = detail["type"], detail["loc"], detail.get("input")
    context: dict[str, Any] = dict(detail.get("ctx") or {})
    place = place_of(tree, loc, path)

    line = lines[place.line - 1] if place.line <= len(lines) else ""

    def fixed(right: str) -> str:
        """Return the line with the value replaced by the right one, or nothing if there is none."""
        return corrected(line, place.column, str(given), right) if right else ""

    if code in _REQUIRED:
        code, loc = "missing", (*loc, _REQUIRED[code])
    match code:
        case "missing":
            if loc[-1] in fields_beside(tree, loc, path):  # its name stands there, with nothing after it
                return find(key_of(tree, loc, path), "M116", field=loc[-1], **_meaning(kind, loc))
            return comma_slip(line, place) or find(place, "M101", field=loc[-1], **_meaning(kind, loc))
        case "extra_forbidden":
            near = _meant_field(tree, kind, loc, path)
            return _unknown_field(key_of(tree, loc, path), str(loc[-1]), _fields(kind, loc[:-1]), near, lines)
        case "literal_error":
            return _not_a_choice(place, kind, loc, given, re.findall(r"'([^']*)'", context["expected"]), fixed)
        case "string_pattern_mismatch":
            wanted_zh, wanted_en = FORMS.get(context["pattern"], (context["pattern"],) * 2)
            meant = narrow_to(str(given), context["pattern"])
            words = {"wanted_zh": wanted_zh, "wanted_en": wanted_en, **_how(kind, loc)}
            words |= _one_each(str(given)) if context["pattern"] == REF else {}
            return find(place, "M111", fix=fixed(meant), value=given, **words)
    if code in _BOUNDS:
        low, high = _bounds(kind, loc)
        low = context.get("min_length", low)  # within a mapping only pydantic knows them
        return find(place, _BOUNDS[code], low=low, high=high, limit=context.get("max_length"))
    if code in _SHAPES:
        is_text = code == "model_type" and _owner(kind, loc) is Localized
        how = _parts(_fields(kind, loc)) if code == "model_type" and not is_text else _COMPARE
        return _misshapen(place, given, line, _SHAPES[code], fixed if is_text else None, how)
    if "code" in context:  # one of our own types
        words = {"how_zh": _COMPARE[0], "how_en": _COMPARE[1]} if context["code"] == "M103" else _how(kind, loc)
        meant, form = context.pop("meant", ""), context.pop("form", "value")
        if form != "value":  # a bound or a range has a field of its own
            to_form = re.sub(rf"\bvalue: *{re.escape(str(given))}(?=\s*(?:$|[,}}]))", f"{form}: {meant}", line)
            fix = to_form if loc[-1] == "value" and form in _fields(kind, loc[:-1]) and to_form != line else ""
            return find(place, context.pop("code"), fix=fix, **words | context)
        return find(place, context.pop("code"), fix=fixed(meant), **words | context)
    return find(place, "M111", value=given, wanted_zh=detail["msg"], wanted_en=detail["msg"], **_how(kind, loc))


def _one_each(given: str) -> dict[str, str]:
    """Say how several clauses in one entry are written; nothing if it is not certain which they are."""
    each = refs_in(given)
    if not each:
        return {}
    return {
        "how_zh": f"一项只报一个：请拆成 {len(each)} 项，分别写 {'、'.join(each)}。",
        "how_en": f"An entry is about one of them: write {len(each)} entries, for {', '.join(each)}.",
    }


def _how(kind: type[Record], loc: tuple[str | int, ...]) -> dict[str, str]:
    """Return what a field is for, and whether it may be left out."""
    meaning, field = _meaning(kind, loc), _field(kind, loc)
    may_zh, may_en = (
        ("", "")
        if field is None or field.is_required()
        else ("没有就删去这个字段。", " Leave it out if there is none.")
    )
    return {
        "how_zh": f"请改成规定的写法。这里写的是：{meaning['meaning_zh']}{may_zh}",
        "how_en": f"Rewrite it in the form asked for. What it is: {meaning['meaning_en']}{may_en}",
    }


def _parts(fields: list[str]) -> tuple[str, str]:
    """Describe the fields of a nested mapping."""
    names = ", ".join(fields)
    return (
        f"每个字段另起一行，写成“字段: 值”。这里的字段：{names}。",
        f"Write “field: value”, a line each. Its fields: {names}.",
    )


def _misshapen(
    place: Place,
    given: object,
    line: str,
    wanted: tuple[str, str],
    fixed: Callable[[str], str] | None,
    how: tuple[str, str] = _COMPARE,
) -> Finding:
    """Report the shape that a value should have; with `fixed`, plain text can be corrected to a localized text."""
    if not isinstance(given, str):
        if wanted == _SHAPES["string_type"]:
            is_points = isinstance(given, tuple) and all(isinstance(item, str) for item in given)
            return _shape(place, *wanted, how=PARAGRAPHS if is_points else _COMPARE)
        return _shape(place, *wanted, how=how)
    if found := slip(line, Place(place.path, place.line)) or slip(given, place, line):
        return found
    if fixed is None:
        return _shape(place, *wanted, how=how)
    if not given.strip():
        return find(place, "M105")
    return _shape(place, *wanted, fix=fixed(f"{{zh: {json.dumps(given, ensure_ascii=False)}}}"))


def _meant_field(tree: Any, kind: type[Record], loc: tuple[str | int, ...], path: str) -> tuple[str, str, str]:
    """Find the unused field that an unknown one is meant as, by a similar spelling or its Chinese name."""
    name, given_too = str(loc[-1]), fields_beside(tree, loc, path)
    free = [field for field in _fields(kind, loc[:-1]) if field not in given_too]
    called = (field for field in free if _meaning(kind, (*loc[:-1], field))["meaning_zh"].startswith(name))
    return did_you_mean(next(called, name) if len(name) > 1 else name, free)


def _unknown_field(
    place: Place, name: str, fields: list[str], meant: tuple[str, str, str], lines: list[str]
) -> Finding:
    """Report an unknown field, and suggest the one that is meant."""
    line = lines[place.line - 1]
    if found := slip(name, place, line):
        return found
    near, near_zh, near_en = meant
    fix = corrected(line, place.column, name, near) if near else ""
    return find(place, "M102", fix=fix, field=name, near_zh=near_zh, near_en=near_en, allowed=", ".join(fields))


def _not_a_choice(
    place: Place,
    kind: type[Record],
    loc: tuple[str | int, ...],
    given: object,
    allowed: list[str],
    fixed: Callable[[str], str],
) -> Finding:
    """Report an unknown choice, and suggest one by a similar spelling or by its Chinese or English name."""
    if not isinstance(given, str):
        return _shape(place, *_SHAPES["string_type"])
    field = _field(kind, loc)
    extra: dict[str, Any] = (field.json_schema_extra or {}) if field else {}
    choices: Choices = extra.get("x-choices", {})
    word = narrow(given).lower().rstrip("。.")
    meant = next((choice for choice, names in choices.items() if word in names), "")
    near, near_zh, near_en = did_you_mean(meant or word.replace("-", "_"), allowed)
    if not near:
        near_zh, near_en = extra.get("x-explained", ("", ""))
    named = [f"{choice}（{choices[choice][0]}）" if choice in choices else choice for choice in allowed]
    return find(
        place,
        "M106",
        fix=fixed(near),
        value=given,
        near_zh=near_zh,
        near_en=near_en,
        allowed=", ".join(allowed),
        allowed_zh="，".join(named),
    )


def _owner(kind: type[Record], loc: tuple[str | int, ...]) -> type[Record] | None:
    """Return the type of the record at a location; None if there is no record."""
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
