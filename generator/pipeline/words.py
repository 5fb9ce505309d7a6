"""Submissions with their full texts, as the check of an agency caches them for rendering.

Pages are rendered from these and from summaries, without reading YAML again. Only the places that pages and exports
show are kept: the line and column of each report or figure, and of each publisher of evidence.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import msgspec
from msgspec import Struct

from generator.assess import task_of
from generator.model import SUBMITTED, Evidence, Measurement, Origin, Record, Report, Submission
from generator.storage.fingerprints import fingerprint

_LENGTH = 32  # hexadecimal digits of a digest

Line = tuple[int, int]  # line and column


class _Places(Struct, frozen=True, array_like=True):
    """The places of a report or figure and of the publishers of its evidence."""

    start: Line
    publishers: tuple[Line, ...]


class Words(Struct, frozen=True, array_like=True):
    """One submission, packed."""

    names: tuple[str, str, str]  # policy, agency, file name
    fields: bytes  # as JSON
    reports: tuple[_Places, ...]
    figures: tuple[_Places, ...]


def pack(submission: Submission) -> Words:
    """Pack a submission."""
    return Words(
        (submission.policy, submission.agency, submission.file_name),
        submission.model_dump_json(by_alias=True, exclude_defaults=True).encode(),
        tuple(map(_places, submission.reports)),
        tuple(map(_places, submission.figures)),
    )


def digests(submission: Submission, words: Words) -> dict[int, str]:
    """Digest what a submission says of each task: its reports on it, and all that is not a report.

    The digests are those of what is packed, places included. Under 0 stands that of a task without a report: a figure
    may concern it all the same.
    """
    fields = msgspec.json.decode(words.fields, type=dict[str, msgspec.Raw])
    reports = msgspec.json.decode(fields.pop("reports", b"[]"), type=list[msgspec.Raw])
    head = fingerprint({name: bytes(value) for name, value in fields.items()}, words.figures)
    by_task: dict[int, list[object]] = defaultdict(list, {0: []})
    for report, raw, places in zip(submission.reports, reports, words.reports, strict=True):
        by_task[task_of(report.ref)].append((bytes(raw), places))
    return {task: fingerprint(head, said)[:_LENGTH] for task, said in by_task.items()}


def unpack(words: Words) -> Submission:
    """Restore the submission, with the places that were kept."""
    policy, agency, period = words.names
    head = b'{"@policy":"%b","@agency":"%b","@period":"%b",' % (policy.encode(), agency.encode(), period.encode())
    submission = Submission.model_validate_json(head + words.fields[1:], context=SUBMITTED)
    _set_origin(submission, Origin(submission.path))
    _place(submission.path, submission.reports, words.reports)
    _place(submission.path, submission.figures, words.figures)
    return submission


def _places(part: Report | Measurement) -> _Places:
    publishers = (item.at("publisher") for item in part.evidence)
    return _Places((part.origin.line, part.origin.column), tuple((place.line, place.column) for place in publishers))


def _place(path: str, parts: Iterable[Report | Measurement], places: Iterable[_Places]) -> None:
    for part, place in zip(parts, places, strict=True):
        _set_origin(part, Origin(path, *place.start))
        for item, publisher in zip(part.evidence, place.publishers, strict=True):
            _set_evidence_origin(item, path, publisher)


def _set_evidence_origin(item: Evidence, path: str, publisher: Line) -> None:
    _set_origin(item, Origin(path, *publisher, {"publisher": publisher}))


def _set_origin(record: Record, origin: Origin) -> None:
    record.__dict__["origin"] = origin  # records are frozen, so their attributes can't be set
