"""Trees of mappings, lists and text → YAML that the loader reads back as it was."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

_PLAIN = re.compile(
    r"[A-Za-z\u4e00-\u9fff](?:[\w@./()（），。、；？！“”《》%+~ -]*[\w@./()（），。、；？！“”《》%+~-])?"
    r"|20[0-9]{2}-[0-9]{2}-[0-9]{2}|https?://[\w./?=&%~+-]+"
)  # what is read as it stands, by our loader and by others
_WORDS = {"null", "true", "false", "yes", "no", "on", "off"}  # which other programs read as something else


@dataclass(frozen=True)
class Leaf:
    """A text, and where it came from."""

    text: str
    source: Any = None


def scalar(value: Any) -> str:
    """Return a value as YAML, after its colon: in quotes if it would otherwise be read as something else."""
    if value is None:
        return ""
    text = str(value)
    if isinstance(value, str) and (text.lower() in _WORDS or not _PLAIN.fullmatch(text)):
        text = json.dumps(text, ensure_ascii=False)
    return f" {text}"


def write_yaml(tree: Mapping[str, Any]) -> tuple[str, list[Any]]:
    """Return a mapping as YAML, and for each of its lines the source of the text there, None for other lines."""
    lines = list(_mapping(tree, ""))
    return "".join(f"{line}\n" for line, _ in lines), [source for _, source in lines]


def yaml_lines(tree: Mapping[str, Any], indent: str = "") -> Iterator[str]:
    """Yield the lines of a mapping as YAML."""
    yield from (line for line, _ in _mapping(tree, indent))


def _mapping(tree: Mapping[str, Any], indent: str) -> Iterator[tuple[str, Any]]:
    for name, value in tree.items():
        if isinstance(value, Mapping):
            yield f"{indent}{name}:", None
            yield from _mapping(value, f"{indent}  ")
        elif isinstance(value, list):
            yield f"{indent}{name}:", None
            for item in value:
                yield from _item(item, f"{indent}  ")
        else:
            yield from _text(f"{indent}{name}:", value, indent)


def _item(item: Any, indent: str) -> Iterator[tuple[str, Any]]:
    if not isinstance(item, Mapping):
        yield from _text(f"{indent}-", item, indent)
        return
    lines = _mapping(item, f"{indent}  ")
    first, source = next(lines, (f"{indent}  {{}}", None))
    yield f"{indent}- {first[len(indent) + 2 :]}", source
    yield from lines


def _text(start: str, value: Any, indent: str) -> Iterator[tuple[str, Any]]:
    if value is None:
        yield start, None
        return
    leaf = value if isinstance(value, Leaf) else Leaf(str(value))
    paragraphs = leaf.text.split("\n")
    if len(paragraphs) > 1 and paragraphs[0] and paragraphs[-1] and all(map(_is_block_line, paragraphs)):
        yield f"{start} |", leaf.source
        for line in paragraphs:
            yield f"{indent}  {line}" if line else "", leaf.source
        return
    yield f"{start}{scalar(leaf.text)}", leaf.source


def _is_block_line(line: str) -> bool:
    """Return whether a line keeps its meaning below a |."""
    return line == line.strip() and line.isprintable()
