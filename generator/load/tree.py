"""Text → tree: walk the YAML events one by one, and build only what is allowed.

One fault is enough to refuse a file, but reading continues while the meaning is clear, so that all faults are
reported at once. A mapping becomes a dict, a sequence a tuple, a scalar its text; an empty value is left out.
Every dict holds its `Origin` under the key "@", which no file can set.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

import yaml

from generator.findings import Finding, Place, find
from generator.load.slips import BARE, FIELD_VALUE
from generator.load.syntax import explain, unreadable
from generator.load.text import FORBIDDEN, fold, folded, heap, heaped, refuse, without
from generator.model import ORIGIN, Origin

MAX_DEPTH = 12  # levels of nesting
MAX_NODES = 20_000  # mappings, sequences and scalars in one file

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_ROUNDS = 20  # attempts to continue after faults of form
_WORK = 300_000  # characters to read again in those attempts, at most
_SHOWN_PER_FILE = 20  # findings of one code on one file's form
_DIRECTIVE = re.compile(r"^%", re.MULTILINE)
_SENTENCE = re.compile(r"[\u3400-\u9fff]|[A-Za-z] [A-Za-z]")  # not an enum value, a date, a number or an address
_EMPTY = {"", "~", "null"}  # for plain scalars only: a quoted "" remains an empty text
_NO_KEYS = {*_EMPTY, "<<"}
_SCALAR, _ALIAS = yaml.ScalarEvent, yaml.AliasEvent


@dataclass(slots=True)
class _Open:
    """A mapping or sequence that has not been closed yet."""

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
    is_left_out: bool = False  # whether to skip the next value, because its key is a duplicate


class _RefusedError(Exception):
    """The walk cannot continue, because the meaning is unclear; the finding says why."""

    def __init__(self, finding: Finding) -> None:
        self.finding = finding


def parse(text: str, path: str, *, is_clean: bool = False) -> tuple[Any, list[Finding], list[str]]:
    """Parse one YAML document into a tree; return it with the findings on its form and the lines as read.

    `is_clean` says that `decode` has found nothing in the text.

    If there are findings, the tree is what seems to be meant: lines with a known correction are read corrected,
    unreadable values as if they were quoted, and text outside any field is left out. It is None if that is unclear.
    """
    tree, faults, lines = _parse(text, path, is_clean=is_clean)
    return tree, few(faults, _SHOWN_PER_FILE), lines


def few(findings: Iterable[Finding], most: int) -> list[Finding]:
    """Keep only the first findings of each code on a file, which are enough to see what is wrong."""
    told: Counter[str] = Counter()
    kept = []
    for finding in findings:
        told[finding.code] += 1
        if told[finding.code] <= most:
            kept.append(finding)
    return kept


def _parse(text: str, path: str, *, is_clean: bool) -> tuple[Any, list[Finding], list[str]]:
    """Parse a document, continuing after each fault of form; see `parse`."""
    faults = []
    if "%" in text and (match := _DIRECTIVE.search(text)):
        faults.append(find(Place(path, text.count("\n", 0, match.start()) + 1), "Y107"))
        text = _DIRECTIVE.sub("#", text)
    lines = text.split("\n")
    mended: set[int] = set()
    for _ in range(max(2, min(_ROUNDS, _WORK // (len(text) + 1)))):
        found: list[Finding] = []
        try:
            tree = walk_plain(text, path, is_clean=is_clean and not mended)
            if tree is None:
                tree = walk(text, lines, path, found)
        except _RefusedError as refused:
            return None, [*faults, *found, refused.finding], lines
        except yaml.MarkedYAMLError as error:
            new = [fault for fault in explain(error, text, path) if fault.place.line not in mended]
            faults += new
            if not new or False in {_mend(lines, fault, mended) for fault in new}:
                return None, [*faults, *found], lines
            text = "\n".join(lines)
            continue
        except (yaml.YAMLError, ValueError) as error:  # errors at the C parser's limits have no position
            return None, [*faults, *found, unreadable(Place(path), str(error))], lines
        return tree, [*faults, *found], lines
    return None, faults, lines


def _mend(lines: list[str], fault: Finding, mended: set[int]) -> bool:
    """Correct a faulty line so that reading can continue; return whether that was possible."""
    number = fault.place.line
    line = lines[number - 1] if number <= len(lines) else ""
    value = FIELD_VALUE.match(line)
    if fault.fix:
        lines[number - 1] = fault.fix
    elif value and value.end() < fault.place.column:
        lines[number - 1] = value.group() + json.dumps(line[value.end() :], ensure_ascii=False)
    elif BARE.match(line) and line.lstrip()[0] not in "]},":
        lines[number - 1] = f"#{line}"  # comment out text outside any field
    else:
        return False
    mended.add(number)
    return True


_AFTER_TEXT = re.compile(r"\S[ \t]+#")  # a comment after text


class _UnusualError(Exception):
    """Something is out of the ordinary."""


def walk_plain(text: str, path: str, *, is_clean: bool = False) -> Any:
    """Build the tree of a text in which nothing is out of the ordinary; None if anything is, for `walk` to judge.

    Most files are plain, and thousands of them are read: what `walk` asks of every value is asked of the whole text,
    and its characters are not asked about again if it `is_clean`.
    """
    if "\\" in text or ((" #" in text or "\t#" in text) and _AFTER_TEXT.search(text)):
        return None  # an escape may stand for any character
    if not is_clean and (FORBIDDEN.search(text) or fold(text) != text or any(True for _ in heaped(text))):
        return None
    loader = _Loader(text)
    try:
        return _Plain(loader.get_event, path).document()
    except (_UnusualError, yaml.YAMLError, ValueError):
        return None
    finally:
        loader.dispose()


class _Plain:
    """Builds the tree of a plain text from its events; raises _UnusualError for anything else."""

    __slots__ = ("_count", "_next", "_path")

    def __init__(self, next_event: Callable[[], Any], path: str) -> None:
        self._next = next_event
        self._path = path
        self._count = 0  # of nodes

    def document(self) -> Any:
        """Build the only document of the text; None if it is empty."""
        self._next()
        if type(self._next()) is not yaml.DocumentStartEvent:
            return None
        tree = self._value(self._next(), 1)
        if type(self._next()) is not yaml.DocumentEndEvent or type(self._next()) is not yaml.StreamEndEvent:
            raise _UnusualError
        if self._count > MAX_NODES:
            raise _UnusualError
        return tree

    def _value(self, event: Any, depth: int) -> Any:
        """Build the value that an event begins."""
        kind = type(event)
        if kind is _ALIAS or event.anchor is not None or event.tag is not None or depth > MAX_DEPTH:
            raise _UnusualError
        self._count += 1
        if kind is _SCALAR:
            return None if event.value in _EMPTY and not event.style else event.value
        return self._mapping(event, depth) if kind is yaml.MappingStartEvent else self._sequence(depth)

    def _sequence(self, depth: int) -> Items:
        values, marks = [], []
        while type(event := self._next()) is not yaml.SequenceEndEvent:
            mark = event.start_mark
            marks.append((mark.line + 1, mark.column + 1))
            values.append(self._value(event, depth + 1))
        items = Items(values)
        items.marks = tuple(marks)
        return items

    def _mapping(self, start: Any, depth: int) -> dict[str, Any]:
        pairs: dict[str, Any] = {}
        marks: dict[str | tuple[str, int], tuple[int, int]] = {}
        keys: dict[str, tuple[int, int]] = {}
        next_event = self._next
        event: Any
        mark: Any
        while type(event := next_event()) is _SCALAR:
            key = event.value
            if event.anchor is not None or event.tag is not None or key in keys or key in _NO_KEYS or key[0] == "@":
                raise _UnusualError
            mark = event.start_mark
            keys[key] = marks[key] = mark.line + 1, mark.column + 1
            event = next_event()
            mark = event.start_mark
            value = self._value(event, depth + 1)
            if value is not None:
                pairs[key] = value
                marks[key] = mark.line + 1, mark.column + 1
                if type(value) is Items:
                    marks.update([((key, index), each) for index, each in enumerate(value.marks)])
            elif start.flow_style:
                raise _UnusualError
        if type(event) is not yaml.MappingEndEvent:
            raise _UnusualError
        self._count += len(keys)
        mark = start.start_mark
        pairs[ORIGIN] = Origin(self._path, mark.line + 1, mark.column + 1, marks, keys)
        return pairs


def walk(text: str, lines: list[str], path: str, found: list[Finding]) -> Any:
    """Build the tree of a text; add faults that leave the meaning clear to `found`."""
    stack: list[_Open] = []
    tree: Any = None
    nodes = documents = 0
    event: Any
    for event in yaml.parse(text, Loader=_Loader):
        kind = type(event)
        if kind is yaml.ScalarEvent or kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
            line, column = event.start_mark.line + 1, event.start_mark.column + 1
            nodes += 1
            _allowed(event, path, nodes, len(stack), found)
            if kind is yaml.ScalarEvent:
                value = _scalar(event, path, found)
                if not stack:
                    tree = value
                else:
                    _keep_all(event, value, stack[-1], lines, path, found)
                    _put(stack[-1], value, line, column, path, found)
            else:
                if stack:
                    _expect_value(stack[-1], path, line, column)
                stack.append(_Open(line, column, kind is yaml.MappingStartEvent, is_flow=bool(event.flow_style)))
        elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
            closed = stack.pop()
            value = _close(closed, path)
            if stack:
                _put(stack[-1], value, closed.line, closed.column, path, found)
            else:
                tree = value
        elif kind is yaml.AliasEvent:
            _alias(stack, _place(event, path), found)
        elif kind is yaml.DocumentStartEvent:
            documents += 1
            if documents > 1:
                found.append(find(_place(event, path), "Y108"))
                break
    if tree is None:
        raise _RefusedError(find(Place(path), "Y111"))
    return tree


def _place(event: Any, path: str) -> Place:
    return Place(path, event.start_mark.line + 1, event.start_mark.column + 1)


def _allowed(event: Any, path: str, nodes: int, depth: int, found: list[Finding]) -> None:
    """Refuse anchors, tags, and more levels or nodes than any record has."""
    if event.anchor is not None:
        found.append(find(_place(event, path), "Y104"))
    if event.tag is not None:
        found.append(find(_place(event, path), "Y105", tag=event.tag))
    if depth >= MAX_DEPTH or nodes > MAX_NODES:
        raise _RefusedError(find(_place(event, path), "Y109", depth=MAX_DEPTH, nodes=MAX_NODES))


def _alias(stack: list[_Open], place: Place, found: list[Finding]) -> None:
    """Refuse an alias, and continue as if it were a text."""
    if not stack:
        raise _RefusedError(find(place, "Y104"))
    found.append(find(place, "Y104"))
    _expect_value(stack[-1], place.path, place.line, place.column)
    _put(stack[-1], "*", place.line, place.column, place.path, found)


def _scalar(event: Any, path: str, found: list[Finding]) -> str | None:
    value: str = event.value
    if match := FORBIDDEN.search(value):
        found.append(refuse(match.group(), _place(event, path)))
        value = FORBIDDEN.sub("", value)
    if value != fold(value):  # written with escapes, as in the next check
        found.append(folded(value, _place(event, path)))
        value = fold(value)
    if heaps := list(heaped(value)):
        found.append(heap(value[heaps[0]], _place(event, path)))
        value = without(value, heaps)
    if not event.style and value in _EMPTY:  # a plain scalar's style is None in Python, "" in C
        return None
    return value


def _keep_all(event: Any, value: str | None, parent: _Open, lines: list[str], path: str, found: list[Finding]) -> None:
    """Refuse text that YAML would drop: after ` #` in a sentence, or after a comma in braces."""
    if event.style or not parent.is_mapping:
        return
    if value is None and parent.is_flow and parent.key is not None and parent.pairs:
        line, column = parent.marks[parent.key]
        if lines[line - 1][column - 1 + len(parent.key) :].lstrip("\"' ").startswith(":"):
            return  # left empty on purpose
        if not (found and found[-1].code == "Y113" and found[-1].place.line == line):
            found.append(find(Place(path, line, column), "Y113", value=next(reversed(parent.pairs.values()))))
        del parent.keys[parent.key]  # it is part of the text before
    rest = lines[event.end_mark.line][event.end_mark.column :] if parent.key is not None and value else ""
    if value and rest.lstrip().startswith("#") and _SENTENCE.search(value):
        found.append(find(Place(path, event.end_mark.line + 1, event.end_mark.column + 1), "Y113", value=value))


def _expect_value(parent: _Open, path: str, line: int, column: int) -> None:
    if parent.is_mapping and parent.key is None:
        raise _RefusedError(find(Place(path, line, column), "Y112"))


def _put(parent: _Open, value: Any, line: int, column: int, path: str, found: list[Finding]) -> None:
    """Add a value to its parent: the next item, the next key, or the value of the key just read."""
    if not parent.is_mapping:
        parent.items.append(value)
        parent.item_marks.append((line, column))
    elif parent.key is None:
        if not isinstance(value, str) or value.startswith("@"):
            raise _RefusedError(find(Place(path, line, column), "Y112"))
        parent.key = value
        if value == "<<":
            found.append(find(Place(path, line, column), "Y106"))
        parent.is_left_out = value in parent.keys
        if parent.is_left_out:
            found.append(find(Place(path, line, column), "Y110", key=value, first=parent.keys[value][0]))
        else:
            parent.keys[value] = parent.marks[value] = (line, column)
    else:
        if value is not None and not parent.is_left_out:
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
    """Return the place of a value in a tree, or of its nearest parent that has one."""
    place, node = _follow(tree, loc, path)
    return node[ORIGIN].place() if isinstance(node, dict) and not loc else place


def key_of(tree: Any, loc: tuple[str | int, ...], path: str) -> Place:
    """Return the place of a field's name in a tree, or of the mapping where it is missing."""
    place, node = _follow(tree, loc[:-1], path)
    mark = node[ORIGIN].keys.get(loc[-1]) if isinstance(node, dict) else None
    return Place(path, *mark) if mark else place


def fields_beside(tree: Any, loc: tuple[str | int, ...], path: str) -> Collection[str]:
    """Return the names of all fields in the mapping that contains a value."""
    _, node = _follow(tree, loc[:-1], path)
    return node[ORIGIN].keys if isinstance(node, dict) else ()


def _follow(tree: Any, loc: tuple[str | int, ...], path: str) -> tuple[Place, Any]:
    """Follow a location down a tree; return the last known place and the node there."""
    place, node = Place(path), tree
    for step in loc:
        if isinstance(node, dict) and isinstance(step, str) and step not in node and "." in step:
            place, node = _follow(node, tuple(step.split(".")), path)  # a name joined from nested ones
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
