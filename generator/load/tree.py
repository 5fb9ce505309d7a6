"""Text → tree: YAML events walked one by one, so that nothing is built that we did not allow.

A mapping becomes a dict, a sequence a tuple, a scalar its text; an empty value is left out. Every dict
carries its `Origin` under the key "@", which no file can write.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

import yaml

from generator.findings import Finding, Place, find
from generator.load.syntax import explain, unreadable
from generator.load.text import FORBIDDEN, refuse
from generator.model import ORIGIN, Origin

MAX_DEPTH = 12  # levels of nesting
MAX_NODES = 20_000  # mappings, sequences and scalars in one file

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_DIRECTIVE = re.compile(r"^%", re.MULTILINE)
_SENTENCE = re.compile(r"[\u3400-\u9fff]|[A-Za-z] [A-Za-z]")  # and not an enum, a date, a number, an address
_EMPTY = {"", "~", "null"}  # of plain scalars only: a quoted "" stays an empty text


@dataclass(slots=True)
class _Open:
    """A mapping or sequence whose end has not been reached."""

    line: int
    column: int
    is_mapping: bool
    items: list[Any] = field(default_factory=list)
    pairs: dict[str, Any] = field(default_factory=dict)
    marks: dict[str | tuple[str, int], tuple[int, int]] = field(default_factory=dict)
    item_marks: list[tuple[int, int]] = field(default_factory=list)
    is_flow: bool = False
    key: str | None = None
    keys: dict[str, tuple[int, int]] = field(default_factory=dict)


class _RefusedError(Exception):
    """The walk cannot go on; the finding says why."""

    def __init__(self, finding: Finding) -> None:
        self.finding = finding


def parse(text: str, path: str) -> tuple[Any, list[Finding]]:
    """Read one YAML document into a tree; on findings the tree is None.

    The first fault of form ends the walk, since what follows it can't be trusted.
    """
    if match := _DIRECTIVE.search(text):
        return None, [find(Place(path, text.count("\n", 0, match.start()) + 1), "Y107")]
    try:
        return _walk(text, path), []
    except _RefusedError as refused:
        return None, [refused.finding]
    except yaml.MarkedYAMLError as error:
        return None, explain(error, text, path)
    except (yaml.YAMLError, ValueError) as error:  # the C parser's own limits have no position
        return None, [unreadable(Place(path), str(error))]


def _walk(text: str, path: str) -> Any:
    stack: list[_Open] = []
    tree: Any = None
    nodes = documents = 0
    lines = text.split("\n")
    event: Any
    for event in yaml.parse(text, Loader=_Loader):
        kind = type(event)
        if kind is yaml.ScalarEvent or kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
            line, column = event.start_mark.line + 1, event.start_mark.column + 1
            nodes += 1
            _allowed(event, Place(path, line, column), nodes, len(stack))
            if kind is yaml.ScalarEvent:
                value = _scalar(event, Place(path, line, column))
                if not stack:
                    tree = value
                else:
                    _keep_all(event, value, stack[-1], lines, path)
                    _put(stack[-1], value, line, column, path, is_key_possible=True)
            else:
                if stack:
                    _expect_value(stack[-1], path, line, column)
                stack.append(_Open(line, column, kind is yaml.MappingStartEvent, is_flow=bool(event.flow_style)))
        elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
            closed = stack.pop()
            value = _close(closed, path)
            if stack:
                _put(stack[-1], value, closed.line, closed.column, path, is_key_possible=False)
            else:
                tree = value
        elif kind is yaml.AliasEvent:
            raise _RefusedError(find(_place(event, path), "Y104"))
        elif kind is yaml.DocumentStartEvent:
            documents += 1
            if documents > 1:
                raise _RefusedError(find(_place(event, path), "Y108"))
    if tree is None:
        raise _RefusedError(find(Place(path), "Y111"))
    return tree


def _place(event: Any, path: str) -> Place:
    return Place(path, event.start_mark.line + 1, event.start_mark.column + 1)


def _allowed(event: Any, place: Place, nodes: int, depth: int) -> None:
    """Refuse anchors, tags, and more levels or nodes than a record of ours can have."""
    if event.anchor is not None:
        raise _RefusedError(find(place, "Y104"))
    if event.tag is not None:
        raise _RefusedError(find(place, "Y105", tag=event.tag))
    if depth >= MAX_DEPTH or nodes > MAX_NODES:
        raise _RefusedError(find(place, "Y109", depth=MAX_DEPTH, nodes=MAX_NODES))


def _scalar(event: Any, place: Place) -> str | None:
    value: str = event.value
    if match := FORBIDDEN.search(value):
        raise _RefusedError(refuse(match.group(), place))
    if not event.style and value in _EMPTY:  # a plain scalar's style is None in Python, "" in C
        return None
    return value


def _keep_all(event: Any, value: str | None, parent: _Open, lines: list[str], path: str) -> None:
    """Refuse text that YAML would drop: what follows ` #` in a sentence, and what follows a comma in braces."""
    if event.style or not parent.is_mapping:
        return
    if value is None and parent.is_flow and parent.key is not None and parent.pairs:
        line, column = parent.marks[parent.key]
        if lines[line - 1][column - 1 + len(parent.key) :].lstrip("\"' ").startswith(":"):
            return  # left empty on purpose
        raise _RefusedError(find(Place(path, line, column), "Y113", value=next(reversed(parent.pairs.values()))))
    rest = lines[event.end_mark.line][event.end_mark.column :] if parent.key is not None and value else ""
    if value and rest.lstrip().startswith("#") and _SENTENCE.search(value):
        raise _RefusedError(find(Place(path, event.end_mark.line + 1, event.end_mark.column + 1), "Y113", value=value))


def _expect_value(parent: _Open, path: str, line: int, column: int) -> None:
    if parent.is_mapping and parent.key is None:
        raise _RefusedError(find(Place(path, line, column), "Y112"))


def _put(parent: _Open, value: Any, line: int, column: int, path: str, *, is_key_possible: bool) -> None:
    """Add a value to its parent: the next item, the next key, or the value of the key just read."""
    if not parent.is_mapping:
        parent.items.append(value)
        parent.item_marks.append((line, column))
    elif parent.key is None:
        if not is_key_possible or not isinstance(value, str) or value.startswith("@"):
            raise _RefusedError(find(Place(path, line, column), "Y112"))
        if value == "<<":
            raise _RefusedError(find(Place(path, line, column), "Y106"))
        if value in parent.keys:
            raise _RefusedError(find(Place(path, line, column), "Y110", key=value, first=parent.keys[value][0]))
        parent.keys[value] = (line, column)
        parent.key = value
        parent.marks[value] = (line, column)
    else:
        if value is not None:
            parent.pairs[parent.key] = value
            parent.marks[parent.key] = (line, column)
            if isinstance(value, Items):
                parent.marks.update(((parent.key, index), mark) for index, mark in enumerate(value.marks))
        parent.key = None


class Items(tuple[Any, ...]):
    """A sequence, with the line and column of each item."""

    marks: tuple[tuple[int, int], ...]


def _close(closed: _Open, path: str) -> Any:
    if closed.is_mapping:
        closed.pairs[ORIGIN] = Origin(path, closed.line, closed.column, closed.marks, closed.keys)
        return closed.pairs
    items = Items(closed.items)
    items.marks = tuple(closed.item_marks)
    return items


def place_of(tree: Any, loc: tuple[str | int, ...], path: str) -> Place:
    """Find the place of a value in a tree, or of its nearest parent that has one."""
    place, node = _follow(tree, loc, path)
    return node[ORIGIN].place() if isinstance(node, dict) and not loc else place


def key_of(tree: Any, loc: tuple[str | int, ...], path: str) -> Place:
    """Find the place of a field's name in a tree, or of the mapping that it should stand in."""
    place, node = _follow(tree, loc[:-1], path)
    mark = node[ORIGIN].keys.get(loc[-1]) if isinstance(node, dict) else None
    return Place(path, *mark) if mark else place


def fields_beside(tree: Any, loc: tuple[str | int, ...], path: str) -> Collection[str]:
    """List the fields that are given in the mapping that a value stands in."""
    _, node = _follow(tree, loc[:-1], path)
    return node[ORIGIN].keys if isinstance(node, dict) else ()


def _follow(tree: Any, loc: tuple[str | int, ...], path: str) -> tuple[Place, Any]:
    """Go down a tree as far as it goes; returns the last place that is known, and what stands there."""
    place, node = Place(path), tree
    for step in loc:
        if isinstance(node, dict) and isinstance(step, str) and step not in node and "." in step:
            place, node = _follow(node, tuple(step.split(".")), path)  # a name put together from nested ones
        elif isinstance(node, dict):
            origin: Origin = node[ORIGIN]
            place = origin.place(step) if isinstance(step, str) else place
            node = node.get(step)
        elif isinstance(node, Items) and isinstance(step, int) and step < len(node):
            place = Place(path, *node.marks[step])
            node = node[step]
        else:
            break
    return place, node
