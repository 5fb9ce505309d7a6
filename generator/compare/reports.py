"""What agencies say in other words than before: summaries, reasons, sources."""

from __future__ import annotations

from collections.abc import Iterator

from generator.assess import Words
from generator.compare.change import Change, State, around, name_of
from generator.compare.words import NONE, SAMPLE, kind
from generator.model import Evidence, Localized, Measurement, Report, Submission

_SUMMARY, _REASON = Words("说明", "summary"), Words("原因", "reason")
_EVIDENCE, _FIGURE = Words("证据", "evidence"), Words("数值", "figure")

Said = dict[tuple[object, Words], str]
"""What is said, by what it is about and which part of it this is."""


def reworded(old: State, new: State) -> Iterator[Change]:
    """Yield every text and source of a report or figure that is new, gone or another one."""
    before = {submission.path: submission for submission in old.catalog.submissions}
    after = {submission.path: submission for submission in new.catalog.submissions}
    for path in sorted({*before, *after}):
        if old.files.get(path) == new.files.get(path) or (path not in after and path in new.catalog.unread):
            continue
        was, now = _said(before.get(path)), _said(after.get(path))
        submission = after.get(path) or before[path]
        for key in dict.fromkeys([*was, *now]):
            if was.get(key) != now.get(key):
                shown = was.get(key, ""), now.get(key, "")
                if not key[1].zh.startswith(_EVIDENCE.zh):  # an address is read as a whole
                    shown = around(*shown, 100)
                yield Change(
                    "words",
                    "worded",
                    {
                        "where": SAMPLE if submission.provenance == "sample" else Words("", ""),
                        "agency": name_of(submission.agency, new.catalog, old.catalog),
                        "period": submission.period_name,
                        "what": key[0],
                        "part": key[1],
                        "old": shown[0] or NONE,
                        "new": shown[1] or NONE,
                    },
                )


def _said(submission: Submission | None) -> Said:
    found: Said = {}
    for report in submission.reports if submission else ():
        _add(found, kind("clause" if "." in report.ref else "task", report.ref), report)
    for figure in submission.figures if submission else ():
        _add(found, f"{figure.target} {figure.as_of}", figure)
    return found


def _add(found: Said, what: object, said: Report | Measurement) -> None:
    if isinstance(said, Report):
        _add_text(found, what, _SUMMARY, said.summary)
    elif said.text is not None:
        _add_text(found, what, _FIGURE, said.text)
    if said.reason is not None:
        _add_text(found, what, _REASON, said.reason)
    for number, item in enumerate(said.evidence, 1):
        found[what, Words(f"{_EVIDENCE.zh}{number}", f"{_EVIDENCE.en} {number}")] = _source(item)


def _add_text(found: Said, what: object, part: Words, text: Localized) -> None:
    found[what, part] = text.zh
    for locale, words in text.translations.items():
        found[what, Words(f"{part.zh} {locale}", f"{part.en} {locale}")] = words


def _source(item: Evidence) -> str:
    published = f", {item.published}" if item.published else ""
    return f"{item.title.zh} ({item.publisher.zh}{published}) {item.url or ''}".strip()
