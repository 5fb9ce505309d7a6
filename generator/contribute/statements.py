"""New statements of the public record: never without the words of a source."""

from __future__ import annotations

import re
from dataclasses import dataclass

from generator.config import Config
from generator.contribute.editor import modeline
from generator.contribute.yaml_text import write_yaml
from generator.errors import GeneratorError
from generator.findings import did_you_mean
from generator.model import Catalog, Moment, Policy, PublicRecord

_HOW = """\
# 对照条款核对，再填 says（中文和英文）、closeness、as_of。说明见 docs/compiling.zh.md
# Compare with the clause, then fill in says (Chinese and English), closeness and as_of. See docs/compiling.md
"""


@dataclass(frozen=True)
class Found:
    """What was found, and where."""

    quote: str
    title: str
    publisher: str
    published: str
    url: str = ""


def new_statement(
    config: Config, catalog: Catalog, ref: str, found: Found, policy: str | None = None
) -> dict[str, str]:
    """Return a statement about a clause or task as text by path, as mere context until somebody judges it.

    Raises GeneratorError without a quote, title, publisher and day of publication, or if the clause is unknown.
    """
    chosen = _policy(catalog, ref, policy)
    for name, value in (("quote", found.quote), ("title", found.title), ("publisher", found.publisher)):
        if not value.strip():
            raise GeneratorError(f"--{name} is empty: there is no statement without a source / 没有出处，就不收录")
    if Moment.parse(found.published) is None:
        raise GeneratorError(f"--published {found.published!r}: write 2023-12-31, 2023-12 or 2023 / 请写成 2023-12-31")
    id_ = _next_id(chosen, ref)
    source = {"title": found.title, "publisher": found.publisher, "published": found.published}
    source |= {"url": found.url, "seen": "primary"} if found.url else {"seen": "copy"}
    statement = {
        "id": id_,
        "about": [ref],
        "closeness": "context",
        "says": {"zh": ""},  # to be written: refused until then
        "as_of": found.published,
        "as_of_basis": "report",
        "quote": found.quote,
        "evidence": source,
        "evidence_level": "others",
        "confidence": "medium",
    }
    schema = f"{modeline(config, PublicRecord)}\n"
    text, _ = write_yaml({"statements": [statement]})
    return {PublicRecord.FILE.format(policy=chosen.id, record=id_): schema + _HOW + text}


def _policy(catalog: Catalog, ref: str, id_: str | None) -> Policy:
    if id_ is not None and id_ not in catalog.policies:
        raise GeneratorError(f"no policy {id_!r}; known / 已有：{', '.join(catalog.policies)}")
    fitting = [policy for policy in catalog.policies.values() if policy.id == (id_ or policy.id)]
    fitting = [policy for policy in fitting if ref in policy.refs]
    if not fitting:
        known = [name for policy in catalog.policies.values() for name in policy.refs]
        _, zh, en = did_you_mean(ref, known)
        raise GeneratorError(f"no task or clause {ref!r}. {en}/ 没有这项任务或条款。{zh}")
    if len(fitting) > 1:
        known_ids = ", ".join(policy.id for policy in fitting)
        raise GeneratorError(f"name the policy with --policy / 请用 --policy 指明政策：{known_ids}")
    return fitting[0]


def _next_id(policy: Policy, ref: str) -> str:
    """Return an id that no statement has had: pr-10-11 for the eleventh on task 10."""
    start = f"pr-{int(ref.partition('.')[0]):02d}-"
    numbers = [
        int(match[1])
        for statement in policy.statements
        if (match := re.fullmatch(f"{re.escape(start)}([0-9]+)", statement.id))
    ]
    return f"{start}{max(numbers, default=0) + 1:02d}"
