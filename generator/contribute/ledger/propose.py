"""A map proposed from a ledger: what is certain is filled in, the rest is left for a person."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from generator.contribute.drafts import choice_named, choices_of
from generator.contribute.ledger.table import Table, find_table, period_in, use_of, year_in
from generator.contribute.workbook.read import Page, cell_name
from generator.contribute.yaml_text import write_yaml
from generator.errors import GeneratorError
from generator.model import Catalog, Policy
from generator.model.persons import private_number
from generator.model.plain import narrow
from generator.model.submission import Report

STATUSES = choices_of(Report.model_fields["status"])
EMPTY = {"", "/", "\\", "-", "—", "——", "无", "空"}  # what is written where there is nothing to write
TOTAL = re.compile("合计|总计|小计|共计")
_STATE = 12  # characters of words for a state at most
_SHORTEST = 6  # characters that a part of a clause must have to be taken for it
_MEANT = {
    "not_started": "未启动 暂未启动 尚未启动 未开始 未开展 尚未开展",
    "in_progress": "已启动 推进中 正在推进 有序推进 持续推进 按序时推进 序时推进 达进度 超进度 正常推进",
    "completed": "完成 全部完成 提前完成 已办结 办结 销号 已销号",
    "suspended": "已暂停",
    "cancelled": "已取消",
}
_NOTES = """\
# 根据 {name} 拟出，请逐项核对、补全；空着的表示本程序看不准。然后：
# Proposed from {name}: check and complete every entry; what is empty could not be told. Then:
#   {command}
# columns 的 use / use of a column: task, lead, progress (要写 period / with its period), state, left_out, person
# rows 的 about / about of a row: 任务号、条款号或指标代号 / a task, clause or target
# states 的 status / status: {statuses}
"""


def propose_map(pages: Sequence[Page], catalog: Catalog, name: str, command: str) -> str:
    """Return the map of a ledger as YAML; raises GeneratorError if no sheet has a table of tasks."""
    tables = [table for page in pages if (table := find_table(page))]
    if not tables:
        raise GeneratorError(
            f"{name}: no sheet has a row of headings with a column of tasks / 没有找到带“任务”一栏的表头"
        )
    table = max(tables, key=lambda table: len(table.page.cells))
    policy = _policy(table, catalog)
    columns = _columns(table, policy)
    uses = {column["column"]: column["use"] for column in columns}
    at = {letter: number for number, letter in _letters(table).items()}
    named = {use: [at[letter] for letter, found in uses.items() if found == use] for use in set(uses.values())}
    tree = {
        "sheet": table.page.name,
        "first_row": table.bottom + 1,
        "policy": policy.id,
        "agency": _reporter(table, catalog),
        "submitted": None,
        "columns": columns,
        "rows": list(_rows(table, policy, named["task"][0])),
        "agencies": list(_agencies(table, catalog, named.get("lead", ()))),
        "states": list(_states(table, [*named.get("progress", ()), *named.get("state", ())])),
    }
    tree = {key: value for key, value in tree.items() if value != []}
    text, _ = write_yaml(tree)
    return _NOTES.format(name=name, command=command, statuses=", ".join(STATUSES)) + text


def tight(text: str) -> str:
    """Return a text without anything but letters and digits, for comparison."""
    return re.sub(r"[\W_]+", "", narrow(text))


def first_of(names: str) -> str:
    """Return the first of several bodies, which leads."""
    return re.split("[、，,；;\n]", names)[0].strip()


def agency_named(name: str, catalog: Catalog) -> str:
    """Return the id of the agency with exactly this name; an empty text if there is none, or more than one."""
    found = [
        id_
        for id_, agency in catalog.agencies.items()
        if name in {*agency.name.versions.values(), *agency.also_known_as}
    ]
    return found[0] if len(found) == 1 else ""


def status_meant(words: str) -> str:
    """Return the state that some words certainly mean; an empty text otherwise."""
    plain = narrow(words)
    if (found := choice_named(STATUSES, plain)) in STATUSES:
        return found
    if share := re.fullmatch(r"(?:已?完成)?([0-9]{1,3})(?:\.[0-9]+)?%", plain):
        return "completed" if share[1] == "100" else "in_progress" if 0 < int(share[1]) < 100 else ""
    return next((status for status, known in _MEANT.items() if plain in known.split()), "")


def _letters(table: Table) -> dict[int, str]:
    return {column: cell_name(1, column).rstrip("1") for column in table.heads}


def _policy(table: Table, catalog: Catalog) -> Policy:
    """Return the policy that most rows quote; with one policy only, that one."""
    policies = list(catalog.policies.values())
    if not policies:
        raise GeneratorError("data/policies/ has no policy / 没有政策")
    texts = {tight(table.text(row, column)) for row in table.rows() for column in table.heads}
    return max(policies, key=lambda policy: sum(bool(_about(text, policy)) for text in texts))


def _columns(table: Table, policy: Policy) -> list[dict[str, Any]]:
    year = year_in(table.above()) or (str(policy.file.period.start.year) if policy.file.period else "")
    uses = {column: use_of(head.replace(" ", "")) or "left_out" for column, head in table.heads.items()}
    for use in ("task", "lead"):
        every = [column for column, found in uses.items() if found == use]
        best = max(every, key=lambda column: _weight(table, column, use), default=0)
        uses |= dict.fromkeys((column for column in every if column != best), "left_out")
    found: list[dict[str, Any]] = []
    for column, letter in _letters(table).items():
        use, head = uses[column], table.heads[column]
        entry: dict[str, Any] = {"column": letter, "head": head[:60], "use": use}
        if use == "progress":
            entry["period"] = period_in(head, year) or None
        found.append(entry)
    last = next((entry["period"] for entry in reversed(found) if entry.get("period")), None)
    return [entry | {"period": last} if entry["use"] == "state" else entry for entry in found]


def _weight(table: Table, column: int, use: str) -> tuple[bool, int]:
    """Prefer the column that names leads, and of several columns of tasks the one that says most."""
    words = sum(len(table.text(row, column)) for row in table.rows()) if use == "task" else -column
    return bool(re.search("牵头|主办", table.heads[column])), words


def _rows(table: Table, policy: Policy, column: int) -> Iterable[dict[str, Any]]:
    for row in table.rows():
        text = table.text(row, column)
        if text and not any(TOTAL.match(table.text(row, at)) for at in table.heads):
            safe = "" if private_number(text) else text[:80]
            yield {"row": row, "text": safe or None, "about": _about(tight(text), policy) or None}


def _about(text: str, policy: Policy) -> str:
    """Return the clause, task or target whose words a row has, or a part of them; an empty text if several have."""
    if len(text) < _SHORTEST:
        return ""
    clauses = {clause.id: tight(clause.text.original) for task in policy.tasks for clause in task.clauses}
    tasks = {str(task.number): tight(policy.name(task).original) for task in policy.tasks}
    for known in ({**clauses, **tasks}, {target.id: tight(target.title.original) for target in policy.targets}):
        if equal := [id_ for id_, words in known.items() if words == text]:
            return equal[0] if len(equal) == 1 else ""
    part = [id_ for id_, words in clauses.items() if text in words or (len(words) >= _SHORTEST and words in text)]
    return part[0] if len(part) == 1 else ""


def _agencies(table: Table, catalog: Catalog, columns: Sequence[int]) -> Iterable[dict[str, Any]]:
    names = {first_of(table.text(row, column)): None for column in columns for row in table.rows()}
    for name in names:
        if name and not TOTAL.match(name) and not private_number(name):
            yield {"name": name, "agency": agency_named(name, catalog) or None}


def _reporter(table: Table, catalog: Catalog) -> str | None:
    """Return the agency that the ledger says fills it in."""
    match = re.search(r"(?:填报|报送)(?:单位|部门)[:：]\s*([^\s（(:：]+)", table.above())
    return (agency_named(match[1], catalog) or None) if match else None


def _states(table: Table, columns: Sequence[int]) -> Iterable[dict[str, Any]]:
    found: Mapping[str, None] = {
        words: None
        for row in table.rows()
        for column in columns
        if (words := table.text(row, column)) not in EMPTY
        and len(words) <= _STATE
        and not re.fullmatch(r"[0-9.,]+", words)
        and not TOTAL.match(words)
    }
    for words in found:
        yield {"words": words, "status": status_meant(words) or None}
