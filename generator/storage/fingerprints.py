"""Fingerprints: digests of serialised values, which show whether a cached output is current."""

from __future__ import annotations

import functools
import hashlib
import os
import platform
import sys
from pathlib import Path

import msgspec

_ENCODER = msgspec.msgpack.Encoder(order="deterministic")  # orders sets and mappings whatever the hash seed


def fingerprint(*values: object) -> str:
    """Digest values in order; raises TypeError for a value that can't be serialised.

    Equal values have equal fingerprints. A value's repr is never used, since it may leave something out.
    """
    return hashlib.sha256(_ENCODER.encode(values)).hexdigest()


def digest_of(data: bytes) -> str:
    """Digest the bytes of a file."""
    return hashlib.sha256(data).hexdigest()


@functools.cache
def program_fingerprint() -> str:
    """Digest the program: its own files, the installed packages, and Python itself.

    Nothing is listed by name: own files are found below the package, packages by their metadata folders, whose
    names hold name and version. Time zones come from one of these packages (see `generator.clock`).
    """
    own = Path(__file__).parent.parent
    files = sorted(path for path in own.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    sources = [(path.relative_to(own).as_posix(), digest_of(path.read_bytes())) for path in files]
    return fingerprint(*runtime(), sources)


def runtime() -> tuple[str, str, list[str]]:
    """Return which Python runs the program, and the names of the installed packages' metadata folders."""
    return platform.python_implementation(), sys.version, _installed_packages()


def _installed_packages() -> list[str]:
    """List the names of all packages' metadata folders, which hold name and version."""
    found: set[str] = set()
    for folder in filter(os.path.isdir, sys.path):
        with os.scandir(folder) as entries:
            found.update(entry.name for entry in entries if entry.name.endswith((".dist-info", ".egg-info")))
    return sorted(found)
