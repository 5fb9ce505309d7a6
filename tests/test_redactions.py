"""What maintainers take out of published reports: no longer anywhere on the site, and said where it stood."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from generator.assess import assess
from generator.contribute.drafts import start_draft
from generator.contribute.published import compare_published, compare_redactions
from generator.load import read_catalog, read_submission
from generator.model import SUBMITTED, Localized, Redaction, Report
from generator.model.submission import Contact
from tests.records import catalog, day, evidence, figure, policy, report, submission, target, text
from tests.roots import REPO, make_root
from tests.written import files_of

WHY = {"on": "2023-05-02", "reason": {"zh": "涉及个人信息", "en": "personal data"}}
TAKEN = Localized.model_validate({"redacted": WHY}, context=SUBMITTED)


@pytest.fixture(scope="module")
def site() -> dict[str, str]:
    """The files of a site on which a report's words, a source's address and a mailbox were redacted."""
    told = submission(
        reports=[
            report("1", evidence=(evidence(url=None, redacted=Redaction.model_validate(WHY)),)).model_copy(
                update={"summary": TAKEN}
            ),
            report("2", summary=text("另一件事。")),
        ],
        figures=[figure("120")],
    )
    contact = Contact.model_validate({"unit": text("办公室"), "redacted": WHY})
    places = policy(targets=[target(unit=text("座"))], goals=({"id": "g1", "text": text("到年底，x 达到两百座。")},))
    tasks = tuple(one.model_copy(update={"file_number": f"{one.number:02d}"}) for one in places.tasks)
    record = catalog(
        told.model_copy(update={"contact": contact}),
        policies=[replace(places, tasks=tasks)],
        locales=read_catalog(REPO)[0].locales.values(),
    )
    made = files_of(record, day("2023-06-30"), lambda path: path.endswith((".html", ".json", ".atom", ".csv", ".js")))
    return {path: data.decode() for path, data in made.items()}


def test_what_was_taken_out_last_comes_first() -> None:
    def taken(on: str) -> Report:
        words = Localized.model_validate({"redacted": {**WHY, "on": on}}, context=SUBMITTED)
        return report("1").model_copy(update={"summary": words})

    told = [
        submission("2023-Q1", reports=[taken("2023-05-02")]),
        submission("2023-Q2", "2023-07-10", reports=[taken("2023-08-01")]),
        submission("2023-Q3", "2023-10-10", reports=[report("1")]),
    ]
    state = assess(catalog(*told), day("2023-12-31")).policies["plan"]
    assert [filing.period_name for filing in state.redacted] == ["2023-Q2", "2023-Q1"]


@pytest.mark.parametrize(
    ("path", "words", "times"),
    [
        ("agencies/bureau/index.html", "〔本站已于2023年5月2日隐去，原因：涉及个人信息〕", 3),
        ("zh-Hant/agencies/bureau/index.html", "〔本站已於2023年5月2日隱去，原因：涉及個人信息〕", 3),
        ("en/agencies/bureau/index.html", "[taken out by this site on 2 May 2023: personal data]", 3),
        ("plan/tasks/01/index.html", "〔本站已于2023年5月2日隐去，原因：涉及个人信息〕", 2),
        ("en/corrections/index.html", "[taken out by this site on 2 May 2023: personal data]", 3),
        ("feeds/corrections.en.atom", "[taken out by this site on 2 May 2023: personal data]", 3),
        ("api/v1/reports.csv", "〔本站已于2023年5月2日隐去，原因：涉及个人信息〕", 1),
    ],
)
def test_where_words_were_taken_out_that_is_said(site: dict[str, str], path: str, words: str, times: int) -> None:
    assert site[path].count(words) == times


def test_programs_are_told_too(site: dict[str, str]) -> None:
    (sent,) = json.loads(site["api/v1/agencies/bureau.json"])["agency"]["submissions"]
    summary = sent["reports"][0]["summary"]
    assert summary["zh"] == ""
    assert (summary["redacted"]["on"], summary["redacted"]["reason"]["en"]) == ("2023-05-02", "personal data")
    assert summary["redacted"] == sent["reports"][0]["evidence"][0]["redacted"] == sent["contact"]["redacted"]
    assert sent["reports"][1]["summary"] == {"zh": "另一件事。"}


def test_the_form_does_not_carry_it_over(site: dict[str, str]) -> None:
    forms = [words for path, words in site.items() if "submission.take(" in words]
    assert forms
    assert not any("涉及个人信息" in words or '"redacted"' in words for words in forms)


PATH = "data/submissions/small/example-office/2030-H1.yml"
HEAD = "submitted: 2030-07-10\nprovenance: agency\n"
REPORT = 'reports: [{{ref: "1", status: {status}, summary: {summary}}}]\n'
REDACTED = "{redacted: {on: 2030-08-01, reason: {zh: 涉及个人信息}}}"
WORDS = "{zh: 由某人负责。, en: Somebody is in charge.}"


def written(summary: str, status: str = "in_progress") -> str:
    return HEAD + REPORT.format(summary=summary, status=status)


@pytest.mark.parametrize(
    ("before", "after", "codes"),
    [
        (written(WORDS), written(REDACTED), []),
        (written(REDACTED), written(REDACTED.replace("涉及个人信息}", "涉及个人信息, en: personal data}")), []),
        (written(REDACTED), written(WORDS), ["O111"]),
        (written(REDACTED), written(REDACTED.replace("08-01", "08-02")), ["O111"]),
        (written(WORDS), written(REDACTED, "completed"), ["O111"]),
        (written(WORDS), written("{zh: 由别人负责。}"), ["O111"]),
    ],
)
def test_published_words_may_be_taken_out_and_nothing_else(before: str, after: str, codes: list[str]) -> None:
    found = compare_published(REPO, {PATH: before}, {PATH: after}, day("2031-12-31"))
    assert [finding.code for finding in found] == codes


def test_only_what_a_change_takes_out_itself_is_for_maintainers() -> None:
    assert [one.code for one in compare_redactions(REPO, {PATH: written(WORDS)}, {PATH: written(REDACTED)})] == ["O114"]
    assert compare_redactions(REPO, {PATH: written(REDACTED)}, {PATH: written(REDACTED)}) == []
    assert compare_redactions(REPO, {PATH: written(REDACTED)}, {PATH: written(WORDS)}) == []


def test_only_submissions_can_be_redacted(tmp_path: Any) -> None:
    root = make_root(tmp_path, "two-policies")
    (root / "data/agencies/example-office.yml").write_text(f"name: {REDACTED}\nkind: county\n", encoding="utf-8")
    (root / PATH).parent.mkdir(parents=True, exist_ok=True)
    (root / PATH).write_text(written(REDACTED), encoding="utf-8")
    assert [finding.code for finding in read_catalog(root)[1]] == ["M101"]


def test_a_correction_starts_without_what_was_taken_out(tmp_path: Any) -> None:
    root = make_root(tmp_path, "two-policies")
    (root / PATH).parent.mkdir(parents=True, exist_ok=True)
    (root / PATH).write_text(written(REDACTED), encoding="utf-8")
    assert read_submission(written(REDACTED), root, PATH)[0] is not None
    draft = start_draft(root, read_catalog(root)[0], "example-office", "2030-H1.r2", "small")
    assert draft.tree["reports"] == [{"ref": "1", "status": "in_progress", "summary": {}}]
