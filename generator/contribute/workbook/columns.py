"""The cells of a workbook, taken from the model: which sheets and columns there are, and what each is for."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

from generator.contribute.drafts import choices_of, extra_of, fields_of, is_list
from generator.model import CANONICAL, Amount, Localized, Record, Submission
from generator.model.record import record_in
from generator.model.values import Choices

Sort = Literal["text", "choice", "date", "figure"]


@dataclass(frozen=True)
class Column:
    """A field of a record, or a part of one, that a cell holds."""

    steps: tuple[str | int, ...]  # below the record; a number counts the items of a list
    zh: str
    en: str
    sort: Sort = "text"
    choices: Choices = field(default_factory=dict)
    is_required: bool = False
    is_list: bool = False  # several values in one cell
    is_rare: bool = False  # translations, quotations and notes: folded away where nothing stands in them

    @property
    def key(self) -> str:
        """Its name in the workbook's hidden first row."""
        return ".".join(map(str, self.steps))

    @property
    def name(self) -> str:
        """Its name in a file, as findings write it."""
        return ".".join(step for step in self.steps if isinstance(step, str))


@dataclass(frozen=True)
class Sheet:
    """A sheet whose rows are the records of one list."""

    field: str  # of the submission
    title: str
    kind: type[Record]
    columns: tuple[Column, ...]
    more: tuple[tuple[str, tuple[Column, ...]], ...]  # lists in its records, of which columns hold the first item


TITLES = {"reports": "填报", "figures": "指标"}
HEAD = "基本情况"
GUIDE = "说明"
MORE = "更多出处"
HIDDEN = "_"

BETWEEN = "；"  # the values of a list in a cell
FLAG: Choices = {"true": ("是", "yes"), "false": ("否", "no")}
_RARE = {"quote", "note", "zh_hash"}


def head_columns(locales: Sequence[str]) -> tuple[Column, ...]:
    """Return the fields of a submission that are not lists."""
    return tuple(
        column for name, info in fields_of(Submission) if not is_list(info) for column in _columns(name, info, locales)
    )


def sheets(locales: Sequence[str]) -> tuple[Sheet, ...]:
    """Return the lists of a submission."""
    found = []
    for name, info in fields_of(Submission):
        kind = record_in(info.annotation)
        if is_list(info) and kind is not None:
            columns = [column for key, part in fields_of(kind) for column in _columns(key, part, locales)]
            columns.sort(key=lambda column: column.is_rare)
            more = tuple(
                (key, tuple(record_columns(inner, locales)))
                for key, part in fields_of(kind)
                if is_list(part) and (inner := record_in(part.annotation)) is not None
            )
            title = TITLES.get(name) or str(extra_of(info).get("x-description-zh", name))[:20]
            found.append(Sheet(name, title, kind, tuple(columns), more))
    return tuple(found)


def record_columns(kind: type[Record], locales: Sequence[str]) -> Iterator[Column]:
    """Yield the columns of a record."""
    for key, info in fields_of(kind):
        yield from _columns(key, info, locales)


def _columns(
    name: str, info: Any, locales: Sequence[str], before: tuple[str | int, ...] = (), zh: str = "", en: str = ""
) -> Iterator[Column]:
    steps = (*before, name)
    own_zh = str(extra_of(info).get("x-description-zh", name)).rstrip("。")
    zh, en = f"{zh}{own_zh}", f"{en}{str(info.description or name).rstrip('.')}"
    is_required = info.is_required() and not before
    is_rare = name in _RARE or any(step in _RARE for step in before)
    record = record_in(info.annotation)
    if record is Localized:
        for locale in (CANONICAL, *locales):
            own = locale == CANONICAL
            yield Column(
                (*steps, locale),
                zh if own else f"{zh}（{locale}）",
                f"{en} ({locale})",
                is_required=is_required and own,
                is_rare=is_rare or not own,
            )
    elif record is not None:
        inner = (*steps, 0) if is_list(info) else steps
        for key, part in fields_of(record):
            yield from _columns(key, part, locales, inner, f"{zh}：", f"{en}: ")
    else:
        choices = FLAG if _holds(info.annotation, bool) else choices_of(info)
        sort: Sort = "choice" if choices else _sort(info)
        yield Column(steps, zh, en, sort, choices, is_required, is_list(info), is_rare)


def _sort(info: Any) -> Sort:
    if _holds(info.annotation, datetime.date):
        return "date"
    return "figure" if _holds(info.annotation, Amount) else "text"


def _holds(annotation: Any, kind: type) -> bool:
    return annotation is kind or any(_holds(part, kind) for part in get_args(annotation))


# --- values by column


def get(tree: Any, steps: Sequence[str | int]) -> str | None:
    """Return the text at a place in a record's tree; None if there is none."""
    for step in steps:
        if isinstance(step, int):
            if not isinstance(tree, list) or step >= len(tree):
                return None
        elif not isinstance(tree, dict) or step not in tree:
            return None
        tree = tree[step]
    if isinstance(tree, list):
        return BETWEEN.join(map(str, tree))
    return None if tree is None else str(tree)


def put(tree: Any, steps: Sequence[str | int], value: Any) -> None:
    """Set a value at a place in a record's tree; items of a list are added in order."""
    *path, last = steps
    for step, following in zip(path, steps[1:], strict=True):
        new: Any = [] if isinstance(following, int) else {}
        if isinstance(step, int):
            if step >= len(tree):
                tree.append(new)
            tree = tree[step]
        else:
            tree = tree.setdefault(step, new)
    tree[last] = value


def locales_in(tree: Any) -> set[str]:
    """Return the languages of the translations in a submission's tree."""
    return set(_locales(Submission, tree))


def _locales(kind: type[Record], tree: Any) -> Iterator[str]:
    if kind is Localized:
        yield from (name for name in tree if name not in {CANONICAL, "zh_hash"})
        return
    for name, info in fields_of(kind):
        record, value = record_in(info.annotation), tree.get(name)
        if record is not None and value is not None:
            for item in value if is_list(info) else (value,):
                yield from _locales(record, item)
