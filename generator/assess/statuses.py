"""The table of all states, one row each, which rules, charts, badges, API, search and pages read."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

Kind = Literal["progress", "duty", "deadline", "outcome", "evidence"]
"""What a state describes: clauses and their roll-ups, duties to report, tasks' deadlines, targets, or sources."""


class Status(Struct, frozen=True, gc=False):
    """A state of one kind. States of two kinds with the same id have the same shape, colour and words."""

    id: str  # as used in data files, the API and CSS classes
    kind: Kind
    shape: str  # SVG of its mark in a 16 by 16 box; each state has its own, so that none depends on colour alone
    colour: str  # of its mark: a CSS custom property in overrides/assets/site.css
    badge: str = ""  # background colour on a badge, dark enough for white text (7:1); progress only
    stage: int | None = None  # how far the work is, 0 to 2; None if agencies cannot report it


_RING = '<circle class="mark-line" cx="8" cy="8" r="6.2"/>'
_BOX = '<path class="mark-line" d="M2 2h12v12H2z"/>'
_FLAG = '<path class="mark-line" d="M3.5 1v14"/>'
_TICK = '<path class="mark-cut" d="m4.7 8.3 2.3 2.3 4.3-4.9"/>'
_SMALL_TICK = '<path class="mark-cut" d="m3.4 8.2 1.8 1.8 3.4-3.8"/>'
_LATE_TICK = '<path class="mark-cut" d="m7.4 8.2 1.8 1.8 3.4-3.8"/>'
_DASH = '<path class="mark-line" d="M3 8h10"/>'
_OVERDUE = f'{_BOX}<path class="mark-line" d="m5 5 6 6M11 5l-6 6"/>'
_UNDECIDED = f'{_FLAG}<path class="mark-line" d="M4 1.8h9.2v6.8H4zM6 5.2h5.2"/>'
_DIAMOND = '<path class="mark-line" d="M8 1.2 14.8 8 8 14.8 1.2 8z"/><path d="M8 1.2 1.2 8 8 14.8z"/>'

STATUSES = (
    # Progress, in display order: round marks, except for states that need attention.
    Status("completed", "progress", f'<circle cx="8" cy="8" r="7"/>{_TICK}', "accent", "#14532d", 2),
    Status("in_progress", "progress", f'{_RING}<path d="M8 1.8a6.2 6.2 0 0 1 0 12.4z"/>', "calm", "#1e3a8a", 1),
    Status(
        "delayed",
        "progress",
        '<path class="mark-line" d="M8 1.8 14.8 14H1.2z"/><path class="mark-line" d="M8 6.2v3.6M8 11.2v1.4"/>',
        "warn",
        "#7c2d12",
        1,
    ),
    Status(
        "suspended",
        "progress",
        f'{_RING}<path class="mark-line" d="M6.3 5.2v5.6M9.7 5.2v5.6"/>',
        "warn",
        "#713f12",
        1,
    ),
    Status("not_started", "progress", _RING, "strong-line", "#3f3f46", 0),
    Status("disputed", "progress", _DIAMOND, "bad", "#6b21a8"),
    Status(
        "cancelled",
        "progress",
        f'{_RING}<path class="mark-line" d="m5.4 5.4 5.2 5.2M10.6 5.4l-5.2 5.2"/>',
        "strong-line",
        "#44403c",
        0,
    ),
    Status(
        "withheld",
        "progress",
        '<circle cx="8" cy="8" r="7"/><path class="mark-cut" d="M4.4 8h7.2"/>',
        "strong-line",
        "#1f2937",
        1,
    ),
    Status("not_applicable", "progress", _DASH, "strong-line", "#52525b", 0),
    Status(
        "not_reported",
        "progress",
        '<circle class="mark-line" cx="8" cy="8" r="6.2" stroke-dasharray="1.9 2"/>',
        "line",
        "#404a44",
    ),
    # Duties to report, most pressing first: square marks.
    Status("overdue", "duty", _OVERDUE, "bad"),
    Status("late", "duty", f'{_BOX}<path d="M8 2h6v12H8z"/>', "warn"),
    Status("on_time", "duty", f'<path d="M1.4 1.4h13.2v13.2H1.4z"/>{_TICK}', "accent"),
    Status("not_yet_due", "duty", _BOX, "soft"),
    Status("not_required", "duty", '<path class="mark-line" d="M2 2h12v12H2z" stroke-dasharray="2 2"/>', "soft"),
    # Deadlines of tasks: the day as a line, with what stands before or after it.
    Status(
        "done",
        "deadline",
        f'<path class="mark-line" d="M13.5 1.5v13"/><circle cx="6" cy="8" r="5.4"/>{_SMALL_TICK}',
        "accent",
    ),
    Status(
        "done_late",
        "deadline",
        f'<path class="mark-line" d="M2.5 1.5v13"/><circle cx="10" cy="8" r="5.4"/>{_LATE_TICK}',
        "warn",
    ),
    Status("overdue", "deadline", _OVERDUE, "bad"),
    Status("not_yet_due", "deadline", _BOX, "soft"),
    Status("undecided", "deadline", _UNDECIDED, "soft"),
    Status("not_applicable", "deadline", _DASH, "strong-line"),
    # Outcomes of targets: a flag when the result is final, an arrow before that.
    Status("met", "outcome", f'{_FLAG}<path d="M4 1.8h9.5L11 5.3l2.5 3.5H4z"/>', "accent"),
    Status(
        "not_met",
        "outcome",
        f'{_FLAG}<path class="mark-line" d="M4 1.8h9.2v6.8H4zM6.6 3.4l4 3.6M10.6 3.4 6.6 7"/>',
        "bad",
    ),
    Status(
        "undecided",
        "outcome",
        _UNDECIDED,
        "soft",
    ),
    Status("on_track", "outcome", '<path class="mark-line" d="M3 13 12.5 3.5M6 3h7v7"/>', "accent"),
    Status("off_track", "outcome", '<path class="mark-line" d="M3 3l9.5 9.5M13 6v7H6"/>', "warn"),
    Status("not_yet_due", "outcome", _BOX, "soft"),
    Status("disputed", "outcome", _DIAMOND, "bad"),
    Status(
        "no_verified_figure",
        "outcome",
        '<path class="mark-line" d="M5 5.4C5 3.6 6.3 2.4 8 2.4s3 1.1 3 2.8c0 2.2-3 2.3-3 4.9M8 12.4v1.6"/>',
        "soft",
    ),
    Status("qualitative", "outcome", '<path class="mark-line" d="M2 4h12M2 8h12M2 12h7"/>', "soft"),
    # Evidence, weakest first: sheets of paper.
    Status("none", "evidence", f'{_RING}<path class="mark-line" d="m3.8 12.2 8.4-8.4"/>', "strong-line"),
    Status("own", "evidence", '<path class="mark-line" d="M4 1.8h8v12.4H4zM6.2 5.2h3.6M6.2 8h3.6"/>', "strong-line"),
    Status(
        "relayed",
        "evidence",
        '<path class="mark-line" d="M2.4 4.6h7v9.6h-7zM4.4 8h3M4.4 10.6h3M9.4 3.4h4.2M11.4 1.4l2.2 2-2.2 2"/>',
        "strong-line",
    ),
    Status(
        "others",
        "evidence",
        '<path class="mark-line" d="M5.4 1.8h8.2v9.4M2.4 4.6h8v9.6h-8zM4.6 7.8h3.6M4.6 10.6h3.6"/>',
        "accent",
    ),
)
"""The table. The rows of each kind are in that kind's order."""


def _ids(kind: Kind) -> tuple[str, ...]:
    return tuple(status.id for status in STATUSES if status.kind == kind)


STATES = _ids("progress")
"""The states of clauses and of their roll-ups, in display order."""

DUTIES = _ids("duty")
"""The states of duties to report, most pressing first."""

DEADLINES = _ids("deadline")
"""The states of tasks' deadlines."""

OUTCOMES = _ids("outcome")
"""The states of targets."""

EVIDENCE = _ids("evidence")
"""The levels of evidence, weakest first."""

STAGES = {status.id: status.stage for status in STATUSES if status.stage is not None}
"""The states that agencies can report, with how far the work is, from 0 to 2."""

UNFINISHED = frozenset({"not_started", "suspended", "delayed", "in_progress"})
"""The states that say that work is still to be done."""
