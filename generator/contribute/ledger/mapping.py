"""The map of a ledger: proposed from the workbook, corrected by a person, then followed to the letter."""

from __future__ import annotations

from typing import Literal

from generator.model import Record
from generator.model.values import Choices, Date, Label, Line, Slug, Subject, Whole, described

USES: Choices = {
    "task": ("任务", "task"),
    "lead": ("牵头单位", "lead agency"),
    "progress": ("进展", "progress"),
    "state": ("状态", "state"),
    "left_out": ("不采用", "left out"),
    "person": ("个人信息", "person"),
}
Use = Literal["task", "lead", "progress", "state", "left_out", "person"]


class MapColumn(Record):
    """What a column of the ledger is."""

    column: Label = described("The column's letter.", "列号。")
    head: Line | None = described("Its heading, for whoever checks.", "表头，供核对。", None)
    use: Use = described(
        "What it is used as; persons are never taken over.", "用途；个人信息一律不采用。", choices=USES
    )
    period: Line | None = described("The period that its cells speak of.", "这一列说的报告期。", None)


class MapRow(Record):
    """What a row of the ledger is about."""

    row: Whole = described("The row's number.", "行号。")
    text: Line | None = described("Its task, for whoever checks.", "任务原文，供核对。", None)
    about: Subject | None = described("The task, clause or target that it is; without one the row is left out.",
                                      "对应的任务、条款或指标；不填，这一行就不采用。", None)  # fmt: skip
    unit: Label | None = described(
        "Of a target: what plain numbers are in: 万, 亿, %, or the target's own unit.",
        "指标一行里数字的单位：万、亿、%，或者指标本身的单位。",
        None,
    )


class MapAgency(Record):
    """Which agency a name in the ledger is."""

    name: Line = described("The name as written.", "台账里的写法。")
    agency: Slug | None = described("The agency's id; without one its rows are left out.",
                                    "机构代号；不填，它牵头的各行就不采用。", None)  # fmt: skip


class MapState(Record):
    """Which state some words in the ledger are."""

    words: Line = described("The words as written.", "台账里的写法。")
    status: Line | None = described(
        "The state; without one the report has none yet.", "状态；不填，报告里就先空着。", None
    )


class LedgerMap(Record):
    """How a ledger becomes submissions."""

    sheet: Line = described("The sheet that is read.", "读取的工作表。")
    first_row: Whole = described("The first row below the heading.", "表头以下第一行。")
    policy: Slug = described("The policy that the ledger is about.", "对应的政策。")
    agency: Slug | None = described("The agency whose report all rows are; without one, each row's lead agency.",
                                    "所有各行都是哪个机构报的；不填，就按各行的牵头单位。", None)  # fmt: skip
    submitted: Date | None = described("The day on which the ledger was submitted.", "台账提交的日期。", None)
    columns: tuple[MapColumn, ...] = described("The columns.", "各列。", max_length=80)
    rows: tuple[MapRow, ...] = described("The rows.", "各行。", (), max_length=3000)
    agencies: tuple[MapAgency, ...] = described("The names of lead agencies.", "各牵头单位。", (), max_length=500)
    states: tuple[MapState, ...] = described("The words for states.", "各状态用语。", (), max_length=200)
