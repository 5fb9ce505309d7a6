"""Files that are too large for one, in parts by period."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator

from generator.export.api.writer import Json, Writer
from generator.export.edition import MAX_BYTES


def split(
    writer: Writer, path: str, content: Json, key: str, dump: Callable[[list[Json] | None, Json], bytes]
) -> dict[str, bytes]:
    """Write a file, or where it is too large, put its list `key` into files by period beside it.

    `dump` writes one part, or without one the whole.
    """
    whole = dump(None, content)
    if len(whole) <= MAX_BYTES:
        return {path: whole}
    by_period: dict[str, list[Json]] = defaultdict(list)
    for item in content[key]:
        by_period[item["period"]].append(item)
    files: dict[str, bytes] = {}
    parts = []
    for period, items in by_period.items():
        for index, (chunk, data) in enumerate(_chunks(items, lambda chunk: dump(chunk, content))):
            name = f"{path.removesuffix('.json')}/{period}{f'-{index + 1}' if index else ''}.json"
            files[name] = data
            parts.append({"api": writer.edition.url(name), "period": period, "items": len(chunk)})
    return {path: dump(None, content | {key: [], "parts": parts}), **files}


def _chunks(items: list[Json], dump: Callable[[list[Json]], bytes]) -> Iterator[tuple[list[Json], bytes]]:
    """Halve a list until each part of it fits into a file; yields each part with its file."""
    data = dump(items)
    if len(data) <= MAX_BYTES or len(items) == 1:
        yield items, data
        return
    middle = len(items) // 2
    yield from _chunks(items[:middle], dump)
    yield from _chunks(items[middle:], dump)
