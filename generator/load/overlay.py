"""A site's own file of a locale, laid over the one that comes with the program."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from generator.bundled import LOCALES, bundled
from generator.errors import GeneratorError
from generator.load.fields import validate
from generator.load.text import decode
from generator.load.tree import parse
from generator.model import ORIGIN, LocaleFile, Origin
from generator.model.locale import is_plural


def laid_over_bundled(root: Path, id_: str, raw: bytes, own: Any) -> Any:
    """Return the tree of a site's own locale, over the one that comes with the program if there is one."""
    if (root / LOCALES).resolve() == bundled(LOCALES) or not isinstance(own, dict):  # a clone's own are the program's
        return own
    below = _bundled_locale(id_)
    return own if below is None or raw == below[0] else overlay(below[1], own)


@functools.cache
def bundled_digest() -> bytes:
    """Return the digest of the locales that come with the program."""
    digest = hashlib.sha256()
    for path in sorted(bundled(LOCALES).glob("*.yml")):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.digest()


def with_bundled(own: Mapping[tuple[str, ...], Any], unread: Collection[str]) -> dict[tuple[str, ...], Any]:
    """Return a site's own locales, and those that come with the program if the site has no unreadable file of them."""
    found = {(path.stem,): own.get((path.stem,)) for path in sorted(bundled(LOCALES).glob("*.yml"))}
    for (id_,), record in found.items():
        if record is None and LocaleFile.FILE.format(locale=id_) not in unread:
            found[(id_,)] = _bundled_record(id_)
    return {names: record for names, record in found.items() if record is not None} | dict(own)


@functools.cache
def _bundled_locale(id_: str) -> tuple[bytes, Any] | None:
    """Return the bytes and the tree of a locale that comes with the program; None if there is none."""
    path = bundled(LOCALES) / f"{id_}.yml"
    if not path.is_file():
        return None
    raw = path.read_bytes()
    tree, faults, _ = parse(decode(raw, str(path))[0], LocaleFile.FILE.format(locale=id_))
    if tree is None or faults:
        raise GeneratorError(f"{path}: cannot be read")
    return raw, tree


@functools.cache
def _bundled_record(id_: str) -> LocaleFile:
    found = _bundled_locale(id_)
    path = LocaleFile.FILE.format(locale=id_)
    record = validate(found[1], LocaleFile, {"locale": id_}, path, [])[0] if found else None
    if not isinstance(record, LocaleFile):
        raise GeneratorError(f"{bundled(LOCALES) / id_}.yml: cannot be read")
    return record.model_copy(update={"marks": {}})  # their lines are in no file of the site


def overlay(below: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    """Return the tree of a locale: the site's own fields, and string by string its own interface strings.

    Strings that the site words itself lose the hash of the Chinese that the program's wording was made from.
    """
    laid = {**below, **own}
    for name in ("strings", "zh_hash"):
        if isinstance(own.get(name, {}), dict):
            laid[name] = _merged(below.get(name, {}), own.get(name, {ORIGIN: Origin(own[ORIGIN].path)}))
    if isinstance(laid["zh_hash"], dict):
        hashes = own.get("zh_hash", {})
        for key in _keys(own.get("strings", {})) - hashes.keys():
            laid["zh_hash"].pop(key, None)
    return laid


def _merged(below: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    """Merge nested mappings; the result has the lines of the site's own file."""
    merged = {**below, **own}
    for key, value in below.items():
        if key != ORIGIN and isinstance(value, dict) and not is_plural(value):
            mine = own.get(key, {ORIGIN: own[ORIGIN]})
            if isinstance(mine, dict) and not is_plural(mine):
                merged[key] = _merged(value, mine)
    return merged


def _keys(strings: Any, prefix: str = "") -> set[str]:
    if not isinstance(strings, dict):
        return set()
    found = set()
    for key, value in strings.items():
        if isinstance(value, dict) and not is_plural(value):
            found |= _keys(value, f"{prefix}{key}.")
        elif key != ORIGIN:
            found.add(f"{prefix}{key}")
    return found
