"""The assignments that a document states: who is responsible for each task, in the document's own words."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from generator.config import Config
from generator.contribute.importing.sentences import is_line_of_responsible
from generator.contribute.scaffold import head_of
from generator.contribute.yaml_text import scalar
from generator.errors import GeneratorError
from generator.model import Agency, Assignment, Catalog, Group, Localized, Policy, Task, document_texts

Role = Literal["lead", "joint", "support"]

_LABELLED = re.compile(
    r"(牵头|牽頭|主办|主辦|责任|責任|负责|配合|协办|協辦|参加|参与|落实|实施|承办)(?:单位|單位|部门|部門)?\s*[：:]"
)
_OTHER_LABEL = re.compile(r"\s*[^、，,：:]{2,10}[：:]")
_SUPPORTS = re.compile(r"配合|协办|協辦|参加|参与|协助|協助")
_LEADS = re.compile(r"牵头|牽頭|主办|主辦")
_VERBS = re.compile(
    r"(?:等)?(?:按照?(?:各自)?(?:职责|职能)(?:分工)?)?(?:分别)?"
    r"(?:牵头负责|牵头|牽頭|负责|負責|主办|主辦|配合|协办|協辦|参加|参与|协助|協助|落实|承办|组织实施)+$|等$|按(?:照)?职责分工$"
)
_FIRST_LEADS = re.compile(r"列第一位|排(?:名)?第一|首位|列首位")
_OF_PLACES = re.compile(r"(?:市|县|縣|区|區|州|盟|旗|政府|镇|乡)$")


@dataclass(frozen=True)
class Named:
    """A body that a task names as responsible."""

    name: str
    role: Role


def named_in(text: str) -> list[Named]:
    """List the bodies that a note on responsibilities names, in order; of several who are equal the first leads."""
    found: dict[str, Role] = {}
    inner = re.sub(r"^[（(]|[）)]$", "", text.strip())
    for part in re.split(r"[；;。]", inner):
        if _FIRST_LEADS.search(part) or not part.strip(" ，,"):
            continue
        if _OTHER_LABEL.match(part) and not _LABELLED.match(part):
            continue  # a deadline or another thing that stands in the same brackets
        for names, role in _phrases(part):
            for index, name in enumerate(_names(names)):
                found.setdefault(name, role or ("joint" if index or "lead" in found.values() else "lead"))
    return [Named(name, role) for name, role in found.items()]


def _phrases(part: str) -> Iterator[tuple[str, Role | None]]:
    """Yield the lists of names in a sentence, each with the role that it states, if it does."""
    labels = [*_LABELLED.finditer(part)]
    if labels:
        for label, after in zip(labels, [*labels[1:], None], strict=True):
            yield part[label.end() : after.start() if after else None], _role(label[1])
        return
    pending = ""
    for phrase in re.split(r"[，,]", part):
        pending += ("、" if pending else "") + phrase
        verb = _VERBS.search(phrase)
        if verb and not phrase.endswith("等"):
            yield pending, _role(verb[0])
            pending = ""
    if pending:
        yield pending, None


def _role(words: str) -> Role | None:
    if _LEADS.search(words):
        return "lead"
    return "support" if _SUPPORTS.search(words) else None


def _names(text: str) -> Iterator[str]:
    """Yield the names in a list; 各区、县级市 is one."""
    whole = ""
    for token in re.split(r"[、，,]|会同|會同", text):
        token = _VERBS.sub("", token.strip()).strip()
        if not token:
            continue
        if whole and _OF_PLACES.search(token) and not token.startswith("各"):
            whole += f"、{token}"
            continue
        if whole:
            yield whole
        whole = ""
        if token.startswith("各"):
            whole = token
        else:
            yield token
    if whole:
        yield whole


@dataclass
class Draft:
    """A file of assignments, and the names in it that are not on record."""

    text: str
    path: str
    rows: int = 0
    unknown: dict[str, list[int]] = field(default_factory=dict)  # with the numbers of their tasks
    is_stated: bool = False  # whether the document says that the first one leads


def new_assignments(config: Config, catalog: Catalog, policy: Policy) -> Draft:
    """Return a policy's assignments as its document states them; raise GeneratorError if it names nobody.

    Names are looked up among agencies and groups. Those that are not on record are written as comments.
    """
    tasks = [task for task in policy.tasks if _notes(task)]
    if not tasks:
        raise GeneratorError(
            f"no task of {policy.id} names who is responsible (field responsible) / 没有任务写明责任单位（responsible）"
        )
    draft = Draft("", Assignment.FILE.format(policy=policy.id))
    draft.is_stated = any(_FIRST_LEADS.search(text.original) for text in document_texts(policy))
    lines = [*head_of(config, Assignment), *_basis(policy), "rows:"]
    for task in tasks:
        lines += _rows(catalog, task, draft)
    if not draft.rows:
        lines[lines.index("rows:")] = "rows: []"
    draft.text = "\n".join(lines) + "\n"
    return draft


def _notes(task: Task) -> list[str]:
    """Return what a task says of who is responsible: after its text, or in brackets between its paragraphs."""
    inside = [clause.text.original for clause in task.clauses if is_line_of_responsible(clause.text.original)]
    return [*inside, task.responsible.text.original] if task.responsible else inside


def _rows(catalog: Catalog, task: Task, draft: Draft) -> Iterator[str]:
    notes = _notes(task)
    yield f"  # {task.number}: {' '.join(' '.join(notes).split())}"
    taken: set[str] = set()
    for named in (named for note in notes for named in named_in(note)):
        who = _who(catalog, named.name)
        if who is None:
            draft.unknown.setdefault(named.name, []).append(task.number)
            yield f"  #- {{agency: , ref: {json.dumps(str(task.number))}, role: {named.role}}}  # {named.name}"
        elif who not in taken:
            taken.add(who)
            draft.rows += 1
            yield f"  - {{{who}, ref: {json.dumps(str(task.number))}, role: {named.role}}}"


def _who(catalog: Catalog, name: str) -> str | None:
    """Find the agency or group of a name: its own, or the only one whose name ends with it."""
    groups = [id_ for id_, group in catalog.groups.items() if name in _called(group)]
    if groups:
        return f"group: {groups[0]}"
    known = {id_: _called(agency) for id_, agency in catalog.agencies.items() if not agency.sample}
    exact = [id_ for id_, names in known.items() if name in names]
    near = [id_ for id_, names in known.items() if len(name) >= 4 and any(one.endswith(name) for one in names)]
    found = exact or near
    return f"agency: {found[0]}" if len(found) == 1 else None


def _called(record: Agency | Group) -> set[str]:
    texts: list[Localized | None] = [record.name]
    names: set[str] = set()
    if isinstance(record, Agency):
        texts.append(record.short)
        names |= set(record.also_known_as)
    return names | {version for text in texts if text for version in text.versions.values()}


def _basis(policy: Policy) -> Iterator[str]:
    """Yield the basis of all rows: the document itself, with what is known of its source."""
    source = policy.file.source
    language = policy.file.language
    yield "# 分工依据，对各行都适用 / The basis of all rows"
    yield "basis:"
    yield "  title:"
    yield f"    {language}:{scalar(policy.title.original)}"
    yield "  publisher:"
    if source is None:
        yield f"    {language}:"
        return
    yield from (f"    {id_}:{scalar(text)}" for id_, text in source.publisher.versions.items() if id_ == language)
    if source.published:
        yield f"  published: {source.published}"
    if source.url:
        yield f"  url:{scalar(source.url)}"
