"""Splitting of files that are too large, into parts by period."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from generator.export.api.writer import ApiWriter, Json
from generator.export.edition import MAX_BYTES


def split(writer: ApiWriter, path: str, name: str, content: Json, key: str) -> dict[str, bytes]:
    """Write one file or, if it is too large, move its list `key` into separate files by period.

    `name` is the key of the content in the main file; a part holds the list only.
    """
    whole = writer.dump(**{name: content})
    if len(whole) <= MAX_BYTES:
        return {path: whole}
    by_period: dict[str, list[Json]] = defaultdict(list)
    for item in content[key]:
        by_period[item["period"]].append(item)
    files: dict[str, bytes] = {}
    parts = []
    for period, items in by_period.items():
        for index, (chunk, data) in enumerate(_chunks(writer, key, items)):
            part = f"{path.removesuffix('.json')}/{period}{f'-{index + 1}' if index else ''}.json"
            files[part] = data
            parts.append({"api": writer.edition.url(part), "period": period, "items": len(chunk)})
    return {path: writer.dump(**{name: content | {key: [], "parts": parts}}), **files}


def _chunks(writer: ApiWriter, key: str, items: list[Json]) -> Iterator[tuple[list[Json], bytes]]:
    """Halve a list until each part fits into a file; yield each part with its file."""
    data = writer.dump(**{key: items})
    if len(data) <= MAX_BYTES or len(items) == 1:
        yield items, data
        return
    middle = len(items) // 2
    yield from _chunks(writer, key, items[:middle])
    yield from _chunks(writer, key, items[middle:])
