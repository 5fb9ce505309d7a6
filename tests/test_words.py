"""What a submission says of a task has a digest of its own, and can be opened alone."""

from __future__ import annotations

import msgspec
import pytest

from generator.assess import ReportSummary, level, task_of
from generator.assess.updates import ReportChange, Update
from generator.load import read_submission
from generator.model import Submission
from generator.pipeline.words import digests, pack, unpack
from tests.roots import REPO

PATH = "data/submissions/p/mara/2023-Q4.yml"
TEXT = """\
submitted: 2024-01-10
provenance: agency
contact: {unit: {zh: 办公室}}
reports:
  - ref: "4.1"
    status: completed
    summary: {zh: 已建成。}
    evidence:
      - {title: {zh: 出处}, publisher: {zh: 报社}, published: 2024-01-09, url: "https://press.example.org/a"}
  - ref: "5"
    status: in_progress
    summary: {zh: 正在建。}
  - ref: "4.2"
    status: in_progress
    summary: {zh: 已开工。}
"""


def read(text: str) -> Submission:
    submission, findings = read_submission(text, REPO, PATH)
    assert submission is not None, findings
    return submission


def digests_of(text: str) -> dict[int, str]:
    submission = read(text)
    return digests(submission, pack(submission))


@pytest.mark.parametrize(
    ("old", "new", "changed"),
    [
        ("正在建", "快建成", {5}),
        ("已建成", "已建好", {4}),
        ("已开工", "尚未开工", {4}),
        ("报社", "日报社", {4}),
        ('ref: "5"', 'ref: "6"', {5, 6}),
        ("2024-01-10", "2024-01-11", {0, 4, 5}),
        ("办公室", "综合处", {0, 4, 5}),
        ("已建成。}\n", "已建成。}\n\n", {4, 5}),  # every place below moves
    ],
)
def test_a_task_has_changed_if_its_reports_have_or_what_is_no_report(old: str, new: str, changed: set[int]) -> None:
    assert old in TEXT
    before, after = digests_of(TEXT), digests_of(TEXT.replace(old, new, 1))
    assert {task for task in before.keys() | after.keys() if before.get(task) != after.get(task)} == changed


def test_of_a_submission_the_reports_on_one_task_can_be_opened_alone() -> None:
    submission = unpack(pack(read(TEXT)))
    whole = Update(
        submission,
        tuple(
            ReportChange(submission, report, level(report.evidence, None), "not_reported", None, is_repeated=False)
            for report in submission.reports
        ),
        (),
    )
    part = whole.on_task(4)
    assert [change.report.ref for change in part.statuses] == ["4.1", "4.2"]
    assert [report.ref for report in part.submission.reports] == ["4.1", "4.2"]
    assert all(change.submission is part.submission for change in part.statuses)
    assert part.status("4.2").report is whole.status("4.2").report
    assert part.submission.path == submission.path
    assert {task_of(change.report.ref) for change in whole.on_task(5).statuses} == {5}
    with pytest.raises(StopIteration):
        part.status("5")


def test_reports_that_are_taken_from_the_cache_share_the_words_for_their_states() -> None:
    kept = msgspec.msgpack.encode([ReportSummary(str(ref), "completed", "in_progress", "own", 1, 1) for ref in (1, 2)])
    one, other = msgspec.msgpack.decode(kept, type=list[ReportSummary])
    assert one.status is other.status
    assert one.before is other.before
    assert one.evidence is other.evidence
