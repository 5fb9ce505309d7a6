"""What agencies say in other words than before: summaries, reasons, sources."""

from __future__ import annotations

from collections.abc import Iterator

from generator.assess import TAKEN_OUT
from generator.contribute.compare.change import Change, State, around, changed_submissions, name_of
from generator.contribute.compare.words import NONE, SAMPLE, kind
from generator.findings.languages import Words
from generator.model import Evidence, Localized, Measurement, Report, Submission

_SUMMARY, _REASON = Words("说明", "summary"), Words("原因", "reason")
_EVIDENCE, _FIGURE = Words("证据", "evidence"), Words("数值", "figure")

Key = tuple[object, Words, bool]
"""What is talked about, the part of it, and whether that is a source, whose address is read as a whole."""
Said = dict[Key, str]


def reworded(old: State, new: State) -> Iterator[Change]:
    """Yield every text and source of a report or figure that is new, gone or another one."""
    for before, after in changed_submissions(old, new):
        submission = after or before
        if submission is None:
            continue
        was, now = _said(before), _said(after)
        about = {
            "where": SAMPLE if submission.provenance == "sample" else Words("", ""),
            "agency": name_of(submission.agency, new.catalog, old.catalog),
            "period": submission.period_name,
        }
        for key in dict.fromkeys([*was, *now]):
            shown = was.get(key, ""), now.get(key, "")
            if TAKEN_OUT in shown[1] or (not shown[1] and _is_taken(key, now)):
                shown = "", TAKEN_OUT  # a comment on the change must not say it again
            if shown[0] != shown[1]:
                what, part, is_source = key
                first, second = shown if is_source else around(*shown, 100)
                said = {"what": what, "part": part, "old": first or NONE, "new": second or NONE}
                yield Change("words", "worded", about | said)


def _is_taken(key: Key, now: Said) -> bool:
    """Return whether a translation is gone because its original was redacted."""
    return any(
        what == key[0] and text == TAKEN_OUT and key[1].en.startswith(part.en) for (what, part, _), text in now.items()
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
        found[what, Words(f"{_EVIDENCE.zh}{number}", f"{_EVIDENCE.en} {number}"), True] = _source(item)


def _add_text(found: Said, what: object, part: Words, text: Localized) -> None:
    found[what, part, False] = TAKEN_OUT if text.redacted else text.zh
    for locale, words in text.translations.items():
        found[what, Words(f"{part.zh} {locale}", f"{part.en} {locale}"), False] = words


def _source(item: Evidence) -> str:
    published = f", {item.published}" if item.published else ""
    title, publisher = (TAKEN_OUT if text.redacted else text.zh for text in (item.title, item.publisher))
    address = TAKEN_OUT if item.redacted else item.url or ""
    return f"{title} ({publisher}{published}) {address}".strip()
