"""What changes in the public record: statements that are new, gone, or say something else."""

from __future__ import annotations

from collections.abc import Iterator

from generator.contribute.compare.change import Change, State, around
from generator.contribute.compare.words import KINDS, NONE, VALUES
from generator.findings.languages import Words
from generator.model import Catalog, Citation, Statement

_CLOSENESS = {
    "fulfils": Words("已做到其中", "done, of the clause"),
    "partly": Words("部分", "part of it"),
    "context": Words("相关", "related"),
}
_PARTS = {
    "about": Words("所涉条款", "clauses"),
    "closeness": Words("接近程度", "closeness"),
    "part": Words("所涉部分", "part"),
    "agency": Words("机构", "agency"),
    "says": Words("内容", "text"),
    "as_of": Words("时点", "time"),
    "quote": Words("原话", "quote"),
    "evidence": Words("出处", "sources"),
}


def published_changes(old: State, new: State) -> Iterator[Change]:
    """Yield every statement that is new or gone, and of those that are in both states every part that differs."""
    before, after = _statements(old.catalog), _statements(new.catalog)
    for key in sorted({*before, *after}):
        was, now = before.get(key), after.get(key)
        statement = now or was
        if statement is None or was == now:
            continue
        name = {"what": KINDS["statement"], "name": key[1]}
        if was is None or now is None:
            values = {
                "how": VALUES["new" if was is None else "gone"],
                "about": _parts(statement)["about"],
                "closeness": _CLOSENESS[statement.closeness],
                "said": around("", statement.says.original, 100)[1],
            }
            yield Change("published", "stated", name | values)
            continue
        first, second = _parts(was), _parts(now)
        for part, label in _PARTS.items():
            if first[part] != second[part]:
                shown = around(first[part], second[part], 100)
                sides: dict[str, object] = {"old": shown[0] or NONE, "new": shown[1] or NONE}
                if part == "closeness":
                    sides = {"old": _CLOSENESS[was.closeness], "new": _CLOSENESS[now.closeness]}
                yield Change("published", "restated", name | {"part": label} | sides)


def _statements(catalog: Catalog) -> dict[tuple[str, str], Statement]:
    return {
        (policy.id, statement.id): statement for policy in catalog.policies.values() for statement in policy.statements
    }


def _parts(statement: Statement) -> dict[str, str]:
    """Return what a statement says, part by part, as text."""
    span = statement.as_of
    return {
        "about": ", ".join([*statement.about, *(f"({ref})" for ref in statement.context_for)]),
        "closeness": statement.closeness,
        "part": statement.part.original if statement.part else "",
        "agency": statement.agency or "",
        "says": statement.says.original,
        "as_of": " ".join(
            [*([span.start.written, span.end.written] if span else []), statement.as_of_basis or ""]
        ).strip(),
        "quote": statement.quote,
        "evidence": "; ".join(map(_source, statement.evidence)),
    }


def _source(source: Citation) -> str:
    day = source.published.written if source.published else ""
    parts = (source.title, source.publisher.original, day, source.url or "", source.seen)
    return " ".join(filter(None, parts))
