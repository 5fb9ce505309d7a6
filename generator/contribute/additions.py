"""Additions to a policy that is there already: a task, a target, the assignments that its document states."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from generator.config import Config
from generator.contribute.importing.sentences import looks_like_target
from generator.contribute.scaffold import check_id, head_of, item, started
from generator.errors import GeneratorError
from generator.findings import did_you_mean
from generator.model import Catalog, Policy, Target, Task

_COMPARISONS = {  # the words that state a comparison without doubt
    "more_than": r"超过|突破|多于|大于|more than|over|exceed\w*|above",
    "at_least": r"达到|达|不低于|不少于|至少|at least|reach\w*",
    "less_than": r"低于|少于|小于|below|less than|under",
    "at_most": r"不超过|不高于|不多于|at most|no more than|up to",
}
_NOT = r"(?<!不)"
_VALUE = re.compile(r"(\d[\d,]*(?:\.\d+)?\s?(?:万亿|亿|万|%|％)?)")
_VAGUE = re.compile(r"左右|约|大约|以上|以下|以内|余|多|近|about|around|nearly|some")


def policy_named(catalog: Catalog, id_: str) -> Policy:
    """Return a policy; raise GeneratorError if there is none of that name, or if its files cannot be read."""
    if id_ in catalog.policies and not any(path.startswith(f"data/policies/{id_}/") for path in catalog.unread):
        return catalog.policies[id_]
    if id_ in catalog.policies:
        raise GeneratorError(f"data/policies/{id_}/ has errors; run validate first / 文件有错误，请先运行 validate")
    _, near_zh, near_en = did_you_mean(id_, list(catalog.policies))
    raise GeneratorError(
        f"no policy {id_!r} in data/policies/. {near_en}{near_zh}known / 已有：{', '.join(catalog.policies)}"
    )


def new_task(config: Config, policy: Policy) -> dict[str, str]:
    """Return the file of a policy's next task, in its last area, as text by path."""
    number = max((task.number for task in policy.tasks), default=0) + 1
    area = policy.tasks[-1].area if policy.tasks else 1
    values: dict[str, Any] = {"area": area, "title": {}, "clauses": [{"id": f"{number}.1"}]}
    return {Task.FILE.format(policy=policy.id, task=f"{number:02d}"): started(config, Task, values)}


@dataclass(frozen=True)
class Candidate:
    """A sentence that may state a target, with the words of it that hold numbers."""

    id: str
    text: str
    quotes: tuple[str, ...]


def candidates(policy: Policy) -> Iterator[Candidate]:
    """Yield the sentences and clauses that have a number with a unit, and are not quoted by a target yet."""
    quoted = {target.stands_in for target in policy.targets}
    parts: list[Any] = [*policy.sentences, *(clause for task in policy.tasks for clause in task.clauses)]
    outside = {sentence.id for sentence in (*policy.file.head, *policy.file.foot)}
    for part in parts:
        text = part.text.original
        if part.id not in outside and part.id not in quoted and looks_like_target(text):
            yield Candidate(part.id, text, tuple(_fragments(text)))


def _fragments(text: str) -> Iterator[str]:
    """Yield the shortest pieces between marks that hold a number with a unit."""
    for piece in re.split(r"[，；。、,;]|(?<=[a-z])\. ", text):
        if looks_like_target(piece):
            yield piece.strip()


def new_target(config: Config, policy: Policy, id_: str, sentence: str, existing: str | None) -> dict[str, str]:
    """Return the policy's targets with a new one that quotes a sentence, as text by path.

    The value and how it is compared are filled in only where the quoted words leave no doubt. Raises GeneratorError
    for an id in use, or an unknown sentence. `existing` is the text of the file as it stands.
    """
    check_id(id_)
    if id_ in {target.id for target in policy.targets}:
        raise GeneratorError(f"{id_!r} is the id of another target / 已有同名的指标")
    part = policy.sentence(sentence)
    if part is None:
        known = ", ".join(candidate.id for candidate in candidates(policy))
        raise GeneratorError(f"no sentence {sentence!r}; with numbers / 没有这一句，含数字的有：{known}")
    text = part.text.original
    quotes = [*_fragments(text)][:10] or [text[:300]]
    values: dict[str, Any] = {
        "id": id_,
        "sentence": sentence,
        "quote": [quotes[0]],
        "title": {},
        "unit": {},
        "target": _goal(quotes[0]) | {"by": None},
    }
    if task := next((task for task in policy.tasks if any(clause is part for clause in task.clauses)), None):
        values["tasks"] = [task.number]
    path = Target.FILE.format(policy=policy.id)
    others = "".join(f"# 同一句里的另一处数字 / another number in this sentence: {quote}\n" for quote in quotes[1:])
    before = "\n".join(head_of(config, Target)) if existing is None else existing.rstrip("\n") + "\n"
    return {path: f"{before}\n{others}{item(Target, values)}"}


def _goal(quote: str) -> dict[str, Any]:
    """Return the value and the comparison that a quote states, each only if it is certain."""
    numbers = _VALUE.findall(re.sub(r"(?:19|20)\d{2}\s*年(?:\d{1,2}月)?", "", quote))
    value = numbers[0].strip().replace("％", "%") if len(numbers) == 1 and not _VAGUE.search(quote) else None
    found = [name for name, words in _COMPARISONS.items() if re.search(_NOT + f"(?:{words})", quote)]
    return {"value": value, "comparison": found[0] if value and len(found) == 1 else None}
