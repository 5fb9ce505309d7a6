"""Packs records that were read without findings, so that the next command need not read their files again.

The places where they were read are packed, too. What is unpacked comes from the cache; nonetheless only values of the
model are made of it, whatever the bytes say.
"""

from __future__ import annotations

import functools
import io
import pickle
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from generator.model import Record

_VALUES = {("datetime", "date"), ("decimal", "Decimal")}  # beside the classes of the model


@dataclass(frozen=True)
class Shared:
    """What all agencies' files are checked against."""

    records: Mapping[type[Record], Mapping[tuple[str, ...], Any]]  # by the names in the path
    documents: Mapping[str, str]  # texts as published, by policy


def pack(shared: Shared) -> bytes:
    """Pack records and documents."""
    records = [(kind.__name__, dict(found)) for kind, found in shared.records.items()]
    return pickle.dumps((records, dict(shared.documents)), protocol=5)


@functools.lru_cache(maxsize=1)
def unpack(packed: bytes, kinds: tuple[type[Record], ...]) -> Shared | None:
    """Unpack records of some kinds, and documents; None if the bytes are nothing that was packed."""
    by_name = {kind.__name__: kind for kind in kinds}
    try:
        records, documents = _Unpickler(io.BytesIO(packed)).load()
        return Shared({by_name[name]: found for name, found in records}, documents)
    except (pickle.UnpicklingError, ValueError, TypeError, KeyError, AttributeError, EOFError, ImportError, IndexError):
        return None


class _Unpickler(pickle.Unpickler):
    """Makes instances of the model's own classes only."""

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) in _VALUES or (module.startswith("generator.model.") and name.isidentifier()):
            found = super().find_class(module, name)
            if isinstance(found, type) and found.__module__ == module:
                return found
        raise pickle.UnpicklingError(f"{module}.{name}")
