"""Records that are taken from the cache are those that reading their files gives, and nothing else is."""

from __future__ import annotations

import dataclasses
import datetime
import os
import pickle
from pathlib import Path
from typing import Any

from generator.load import NO_SCAN_CACHE, scan
from generator.load.packed import Shared, pack, unpack
from generator.model import FILES, Record, Task
from tests.roots import REPO, make_root


def whole(value: Any) -> Any:
    """Return everything in a value, with its types: equal values may hold what their comparison leaves out."""
    if isinstance(value, dict):
        return type(value), [(whole(key), whole(item)) for key, item in value.items()]
    if isinstance(value, tuple | list):
        return type(value), [whole(item) for item in value]
    if isinstance(value, frozenset):
        return type(value), sorted(map(str, value))
    slots = {name: getattr(value, name) for name in getattr(type(value), "__slots__", ()) if hasattr(value, name)}
    inner = slots if dataclasses.is_dataclass(value) and slots else getattr(value, "__dict__", {})
    if isinstance(value, Record):
        inner = inner | {"extra": value.__pydantic_extra__, "set": sorted(value.__pydantic_fields_set__)}
    plain = None if inner and not isinstance(value, datetime.date) else value
    return type(value), plain, whole({name: inner[name] for name in sorted(inner)}) if inner else ()


def test_what_is_unpacked_is_what_is_read() -> None:
    cold = scan(REPO)
    warm = scan(REPO, cold.registry(set()))
    assert cold.packed
    assert warm.packed == cold.packed
    for name in ("locales", "policies", "groups", "redirects", "unread"):
        assert whole(getattr(warm.catalog, name)) == whole(getattr(cold.catalog, name))
    assert warm.findings == cold.findings
    task = next(iter(cold.catalog.policies.values())).tasks[0]
    same = next(iter(warm.catalog.policies.values())).tasks[0]
    assert same.origin == task.origin  # with the places in the files
    assert same.clauses == task.clauses


def test_a_changed_file_is_read_again(tmp_path: Path) -> None:
    root = make_root(tmp_path / "root", "states")
    cold = scan(root)
    path = root / "data/policies/states/policy.yml"
    path.write_text(f"{path.read_text(encoding='utf-8')}\nunheard_of: 1\n", encoding="utf-8")
    faulty = scan(root, cold.registry(set()))
    assert [finding.code for finding in faulty.findings] == ["M102"]
    assert faulty.packed == b""
    assert scan(root, faulty.registry(set())).findings == faulty.findings


def test_bytes_that_were_not_packed_are_not_unpacked() -> None:
    class Attack:
        def __reduce__(self) -> tuple[Any, ...]:
            return os.system, ("true",)

    packed = pack(Shared({Task: {}}, {"p": "text"}))
    assert unpack(packed, FILES) == Shared({Task: {}}, {"p": "text"})
    for wrong in (b"", b"x", packed[:-5], pickle.dumps(1), pickle.dumps({"a": {1: 2}})):
        assert unpack(wrong, FILES) is None
    assert unpack(pickle.dumps(Attack(), protocol=5), FILES) is None
    nested = b"\x80\x04\x8c\x16generator.model.values\x8c\x05babel\x93."  # a module's name, not a class of the model
    assert unpack(nested, FILES) is None
    dotted = b"\x80\x04\x8c\x16generator.model.values\x8c\x0bre.enum.sys\x93."
    assert unpack(dotted, FILES) is None
    assert scan(REPO, NO_SCAN_CACHE).packed
