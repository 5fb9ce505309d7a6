"""Import of a whole policy from its own file: read, cut, write, and prove that nothing is lost."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from generator.config import Config
from generator.contribute.importing.cut import Cut, Line, Unit, cut_document
from generator.contribute.importing.read import Reading, read_document
from generator.contribute.importing.sentences import deadlines, looks_like_target
from generator.contribute.importing.write import trees
from generator.contribute.scaffold import facts_to_add, head_of
from generator.errors import GeneratorError
from generator.findings import Finding, Severity, as_text
from generator.load import read_policy
from generator.model import SOURCE_FILE, Policy, PolicyFile, Task, document_texts
from generator.rules.documents import difference, language_of

LANGUAGES = {"zh": "zh", "zh-hans": "zh", "zh-cn": "zh", "zh-hant": "zh-Hant", "zh-tw": "zh-Hant", "zh-hk": "zh-Hant"}
"""The policy's languages by their names on the command line, in lower case; a name may go on, as in zh-Hant-TW."""

_DUMPER: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


def language_named(name: str) -> str | None:
    """Return the language that a name such as zh-Hant-TW or en-GB stands for, or None."""
    parts = name.lower().split("-")
    for length in range(len(parts), 0, -1):
        if (found := LANGUAGES.get("-".join(parts[:length]))) or parts[:length] == ["en"]:
            return found or "en"
    return None


@dataclass(frozen=True)
class Imported:
    """The files of an imported policy, and what there is to say about them."""

    files: dict[str, str]
    policy: Policy
    notes: tuple[tuple[str, str], ...]  # in Chinese and English
    doubts: tuple[tuple[int, str, str], ...]  # each with its line in source.txt
    findings: tuple[Finding, ...] = field(default=())


def import_policy(
    config: Config,
    id_: str,
    path: Path,
    *,
    title: str | None = None,
    issued: datetime.date | None = None,
    issuers: Sequence[str] = (),
    language: str | None = None,
) -> Imported:
    """Cut a document into the files of a policy; raise GeneratorError if it cannot be read or is too long.

    The files put together equal the document: this is proven before they are returned. A document whose parts cannot
    be told apart becomes one task.
    """
    reading = read_document(path)
    language = language or language_of(reading.lines)
    made = cut_document(reading.lines, language, title)
    found = _files(config, id_, reading, made, issued, issuers)
    if found is None or difference(found[1], _source(reading)):
        made = _flat(reading, language, title)
        found = _files(config, id_, reading, made, issued, issuers)
    if found is None or difference(found[1], _source(reading)):
        raise GeneratorError(f"{path}: too long or too irregular to import / 文本过长或过于零乱，无法导入")
    files, policy, findings = found
    return Imported(files, policy, tuple(reading.notes), tuple(sorted(made.doubts)), tuple(findings))


def _source(reading: Reading) -> str:
    return "\n".join(reading.lines) + "\n"


def _files(
    config: Config, id_: str, reading: Reading, made: Cut, issued: datetime.date | None, issuers: Sequence[str]
) -> tuple[dict[str, str], Policy, list[Finding]] | None:
    """Write the files of a policy, and read them again; None if the model refuses them."""
    document, tasks = trees(made, issued=issued, issuers=issuers)
    if len(tasks) > 999:
        return None
    head = "\n".join([*head_of(config, PolicyFile), *facts_to_add(document), ""])
    files = {PolicyFile.FILE.format(policy=id_): head + _yaml(document)}
    for number, task in enumerate(tasks, 1):
        files[Task.FILE.format(policy=id_, task=f"{number:02d}")] = _yaml(task)
    files[SOURCE_FILE.format(policy=id_)] = _source(reading)
    policy, findings = read_policy(id_, files)
    if policy is None or any(finding.severity is Severity.ERROR for finding in findings):
        return None
    return files, policy, findings


def _yaml(tree: dict[str, Any]) -> str:
    text: str = yaml.dump(tree, Dumper=_DUMPER, allow_unicode=True, sort_keys=False, width=10**9)
    return text


def _flat(reading: Reading, language: str, title: str | None) -> Cut:
    """Make a document whose parts can't be told apart one task, line by line."""
    lines = [Line(text, number) for number, text in enumerate(reading.lines, 1)]
    if title is None:
        title, lines = lines[0].text[:300], [Line(lines[0].text[300:], 1), *lines[1:]]
    lines = [line for line in lines if line.text.strip()]
    made = Cut(language, title)
    if lines:
        made.areas = [(Unit(8, "", "", lines[0]), [(None, [Unit(9, "", "", lines[0], lines)])])]
    made.doubt(1, "层级无法确定，全文作为一项任务", "its parts could not be told apart, so all of it is one task")
    return made


# --- what was recognised


def report(imported: Imported, language: str) -> Iterator[str]:
    """Yield the lines of the report on an import: what was recognised, what was dropped, what is doubtful."""
    is_zh = language == "zh"
    policy = imported.policy
    file = policy.file
    texts = [text.original for text in document_texts(policy)]
    rows = (
        ("方面", "areas", len(file.areas)),
        ("中间层级", "sections", len(file.sections)),
        ("任务", "tasks", len(policy.tasks)),
        ("条款（句）", "clauses (sentences)", sum(len(task.clauses) for task in policy.tasks)),
        ("任务之外的句子", "sentences outside tasks", len(policy.sentences)),
        ("责任单位", "responsible bodies", sum(1 for task in policy.tasks if task.responsible)),
        ("写明完成时限的任务", "tasks with a deadline", sum(1 for task in policy.tasks if task.deadline)),
        ("像指标的数字", "sentences with numbers like targets", sum(map(looks_like_target, texts))),
        ("时限", "deadlines", sum(len(deadlines(text)) for text in texts)),
        ("附件", "annexes", len(file.annexes)),
    )
    yield file.title.original
    yield ("，" if is_zh else ", ").join(
        f"{zh} {count}" if is_zh else f"{count} {en}" for zh, en, count in rows if count
    )
    for zh, en in imported.notes:
        yield f"· {zh if is_zh else en}"
    doubts = _merged(imported.doubts)
    if doubts:
        yield "请核对（行号为 source.txt 的行）：" if is_zh else "Please check (lines of source.txt):"
        yield from (f"  {line}: {zh if is_zh else en}" for line, zh, en in doubts)
    yield "与 source.txt 逐字相同" if is_zh else "It equals source.txt, character for character"


def _merged(doubts: Iterable[tuple[int, str, str]]) -> list[tuple[str, str, str]]:
    """Say what is doubtful once, with all its lines."""
    lines: dict[tuple[str, str], list[int]] = {}
    for line, zh, en in doubts:
        lines.setdefault((zh, en), []).append(line)
    return [(", ".join(map(str, numbers)), zh, en) for (zh, en), numbers in lines.items()]


def warnings(imported: Imported, language: str, root: Path) -> str:
    """Return the findings on the files as text."""
    return as_text(list(imported.findings), language=language, root=root)
