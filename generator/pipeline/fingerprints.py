"""Fingerprints: digests of serialised values, by which a kept output is known to be current."""

from __future__ import annotations

import functools
import hashlib
import os
import platform
import sys
from pathlib import Path

import msgspec

_ENCODER = msgspec.msgpack.Encoder(order="deterministic")  # sets and mappings in one order, whatever the hash seed


def fingerprint(*values: object) -> str:
    """Digest some values in their order; raises TypeError for a value that has no serialised form.

    Equal values have equal fingerprints. A value is never taken by its repr, which may leave something out.
    """
    return hashlib.sha256(_ENCODER.encode(values)).hexdigest()


def digest_of(data: bytes) -> str:
    """Digest the bytes of a file."""
    return hashlib.sha256(data).hexdigest()


@functools.cache
def program_fingerprint() -> str:
    """Digest the program that makes everything: its own files, the installed packages, and Python itself.

    Nothing is listed by name: own files are found below the package, packages by their folders of metadata,
    which bear name and version. Time zones come from one of these packages (see `generator.model.values`).
    """
    own = Path(__file__).parent.parent
    files = sorted(path for path in own.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    sources = [(path.relative_to(own).as_posix(), digest_of(path.read_bytes())) for path in files]
    return fingerprint(platform.python_implementation(), sys.version, _installed_packages(), sources)


def _installed_packages() -> list[str]:
    """Name every installed package with its version, as its folder of metadata is called."""
    found: set[str] = set()
    for folder in filter(os.path.isdir, sys.path):
        with os.scandir(folder) as entries:
            found.update(entry.name for entry in entries if entry.name.endswith((".dist-info", ".egg-info")))
    return sorted(found)
