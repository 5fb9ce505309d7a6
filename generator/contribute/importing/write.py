"""A document's parts → the files of a policy, as trees ready to be written as YAML."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from typing import Any

from generator.contribute.importing.cut import Cut, Line, Unit
from generator.contribute.importing.sentences import cut, is_line_of_responsible, split_responsible, time_limit
from generator.model import stop_after

Tree = dict[str, Any]


def trees(made: Cut, *, issued: datetime.date | None = None, issuers: Sequence[str] = ()) -> tuple[Tree, list[Tree]]:
    """Return the trees of policy.yml and of the tasks."""
    return _Writer(made).write(issued, issuers)


class _Writer:
    def __init__(self, made: Cut) -> None:
        self._made = made
        self._language = made.language
        self._sections: list[Tree] = []
        self._tasks: list[Tree] = []

    def write(self, issued: datetime.date | None, issuers: Sequence[str]) -> tuple[Tree, list[Tree]]:
        made = self._made
        areas = [self._area(number, *area) for number, area in enumerate(made.areas, 1)]
        goals = self._sentences("g", made.goals.paragraphs()) if made.goals else []
        headings = {
            name: self._text(f"{unit.label}{self._gap(unit)}{unit.title}")
            for name, unit in (("goals", made.goals), ("areas", made.areas_heading))
            if unit
        }
        policy: Tree = {
            "title": self._text(made.title),
            "language": self._language if self._language != "zh" else None,
            "issued": str(issued) if issued else None,
            "issuers": [*issuers],
            "headings": headings,
            "head": self._lines("h", made.head),
            "preamble": self._sentences("p", made.preamble),
            "goals": goals,
            "areas": areas,
            "sections": self._sections,
            "closing": self._sentences("z", made.closing),
            "foot": self._lines("f", made.foot),
            "annexes": [self._annex(number, *annex) for number, annex in enumerate(made.annexes, 1)],
        }
        return {key: value for key, value in policy.items() if value or key == "areas"}, self._tasks

    def _text(self, words: str) -> Tree:
        return {self._language: words}

    def _gap(self, unit: Unit) -> str:
        return " " if unit.label[-1:].isalnum() else ""

    def _area(self, number: int, unit: Unit, groups: list[tuple[Unit | None, list[Unit]]]) -> Tree:
        area = {"number": number, **self._heading(unit, f"a{number}")}
        for section, tasks in groups:
            place: Tree = {"area": number}
            if section is not None:
                place["section"] = len(self._sections) + 1
                head = self._heading(section, f"s{place['section']}")
                self._sections.append({"number": place["section"], "area": number, **head})
            for task in tasks:
                self._tasks.append(self._task(place, task))
        return area

    def _heading(self, unit: Unit, prefix: str) -> Tree:
        tree: Tree = {"label": unit.label}
        if unit.title:
            tree["title"] = self._text(unit.title)
        if unit.run_in:
            tree["run_in"] = True
        opening = self._sentences(f"{prefix}.", unit.paragraphs())
        if opening:
            tree["opening"] = opening
        return tree

    def _task(self, place: Tree, unit: Unit) -> Tree:
        number = len(self._tasks) + 1
        tree: Tree = {**place, "label": unit.label}
        if unit.title:
            tree["title"] = self._text(unit.title)
            if unit.run_in:
                tree["run_in"] = True
        lines = unit.paragraphs()
        responsible: Tree | None = None
        said = ""
        if len(lines) > 1 and is_line_of_responsible(lines[-1].text):
            said = lines[-1].text
            responsible = {"text": self._text(said), "paragraph": True}
            lines = lines[:-1]
        elif lines:
            text, bracket = split_responsible(lines[-1].text)
            if bracket and text:
                said = bracket
                responsible = {"text": self._text(said)}
                lines = [*lines[:-1], Line(text, lines[-1].number)]
        clauses = self._sentences(f"{number}.", lines)
        starts_below = bool(lines) and not unit.rest and (unit.label or unit.title)
        if clauses and starts_below:
            clauses[0] = {"id": clauses[0]["id"], "text": clauses[0]["text"], "paragraph": True} | clauses[0]
        if not clauses:  # a title or number alone: it is what is asked for
            words = unit.title + (stop_after(unit.title, self._language) if unit.run_in else "")
            clauses = [{"id": f"{number}.1", "text": self._text(words or unit.label)}]
            tree = {**place, "label": unit.label if words else ""}
        if responsible and (day := time_limit(said)):
            tree["deadline"] = day
        tree["clauses"] = clauses
        if responsible:
            tree["responsible"] = responsible
        return tree

    def _sentences(self, prefix: str, lines: Iterable[Line]) -> list[Tree]:
        """Number the sentences of some paragraphs, and mark where a paragraph begins."""
        made: list[Tree] = []
        in_box = False
        for line in lines:
            in_box = in_box or line.text.startswith("专栏")
            for index, piece in enumerate([line.text] if line.text.startswith("|") else cut(line.text, self._language)):
                sentence: Tree = {"id": f"{prefix}{len(made) + 1}", "text": self._text(piece)}
                if not index and made:
                    sentence["paragraph"] = True
                if in_box:
                    sentence["box"] = True
                made.append(sentence)
        return made

    def _lines(self, prefix: str, lines: Iterable[Line]) -> list[Tree]:
        """Number lines that are not sentences; each is a paragraph."""
        made: list[Tree] = []
        for line in lines:
            for piece in _pieces(line.text):
                sentence: Tree = {"id": f"{prefix}{len(made) + 1}", "text": self._text(piece)}
                if made:
                    sentence["paragraph"] = True
                made.append(sentence)
        return made

    def _annex(self, number: int, heading: Line, lines: list[Line]) -> Tree:
        blocks: list[Tree] = []
        sentences = 0
        rows: list[list[str]] = []
        for line in [*lines, Line("", 0)]:
            if line.text.startswith("|"):
                cells = [cell.strip() for cell in line.text.strip("|").split("|")]
                if any(cell.strip("-: ") for cell in cells):
                    rows.append(cells)
                continue
            if rows:
                blocks.append({"table": rows})
                rows = []
            for index, piece in enumerate(cut(line.text, self._language)):
                sentences += 1
                block: Tree = {"id": f"x{number}.{sentences}", "text": self._text(piece)}
                if not index:
                    block["paragraph"] = True
                blocks.append(block)
        return {"title": self._text(heading.text), "blocks": blocks}


def _pieces(text: str) -> list[str]:
    return [text[start : start + 3900] for start in range(0, len(text), 3900)]
