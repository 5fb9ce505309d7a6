"""A badge of each task's state, for use on other sites."""

from __future__ import annotations

import unicodedata
import xml.etree.ElementTree as ET

from generator.assess import STATUSES
from generator.export.edition import ExportContext
from generator.model import Policy, Task
from generator.website import addresses

_COLOURS = {status.id: status.badge for status in STATUSES if status.kind == "progress"}  # of the right half
_LABEL = "#1f2937"
_HEIGHT, _PAD, _SIZE = 24, 8, 12  # px
_FONTS = "system-ui, 'PingFang SC', 'Noto Sans CJK SC', 'Microsoft YaHei', Verdana, sans-serif"


def badges(edition: ExportContext) -> dict[str, bytes]:
    """Draw one badge per task, worded in every locale that is not derived from another."""
    return {
        addresses.badge(state.policy, task): _badge(edition, state.policy, task, state.tasks[task.number].state)
        for state in edition.states()
        for task in state.policy.tasks
    }


def _badge(edition: ExportContext, policy: Policy, task: Task, state: str) -> bytes:
    needed = {"data.task", "data.badge.title", f"state.{state}"}
    locales = [one for one in edition.locales.values() if not one.is_derived and needed.isdisjoint(one.missing)]
    label = " ".join(locale.t("data.task", number=str(task.number)) for locale in locales)
    value = " ".join(locale.t(f"state.{state}") for locale in locales)
    full = " / ".join(
        locale.t(
            "data.badge.title",
            policy=locale.plain(policy.file.short or policy.title),
            number=str(task.number),
            title=locale.plain(policy.name(task)),
            state=locale.t(f"state.{state}"),
            date=locale.date(edition.state.as_of),
        )
        for locale in locales
    )
    left, right = _width(label) + 2 * _PAD, _width(value) + 2 * _PAD
    size = {"width": str(left + right), "height": str(_HEIGHT)}
    svg = ET.Element("svg", {"xmlns": "http://www.w3.org/2000/svg", **size, "role": "img", "aria-label": full})
    svg.set("viewBox", f"0 0 {left + right} {_HEIGHT}")
    ET.SubElement(svg, "title").text = full
    ET.SubElement(svg, "rect", size, rx="4", fill=_LABEL)
    ET.SubElement(svg, "path", d=_right_half(left, right), fill=_COLOURS[state])
    text = ET.SubElement(
        svg, "g", {"fill": "#fff", "font-family": _FONTS, "font-size": str(_SIZE), "aria-hidden": "true"}
    )
    for start, words in ((_PAD, label), (left + _PAD, value)):
        ET.SubElement(
            text, "text", {"x": str(start), "y": "16", "textLength": str(_width(words)), "lengthAdjust": "spacing"}
        ).text = words
    drawn: bytes = ET.tostring(svg, encoding="utf-8")
    return drawn + b"\n"


def _width(text: str) -> int:
    """Estimate a text's width in px: a Han character is as wide as it is high, others a little over half."""
    ems = sum(1.0 if unicodedata.east_asian_width(character) in "WF" else 0.56 for character in text)
    return round(ems * _SIZE)


def _right_half(left: int, right: int) -> str:
    """Return the path of a box with rounded corners on its right."""
    return f"M{left} 0h{right - 4}a4 4 0 0 1 4 4v{_HEIGHT - 8}a4 4 0 0 1-4 4h-{right - 4}z"
