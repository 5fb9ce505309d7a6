"""Feeds, calendars and badges can be read by the programs that they are made for."""

from __future__ import annotations

import datetime
from dataclasses import replace
from pathlib import Path

import icalendar
import lxml.etree
import lxml.html
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.export.calendar import calendars, fold
from generator.export.edition import ExportContext

from .conftest import export_of, exported, read

ATOM = "{http://www.w3.org/2005/Atom}"


def feeds(files: dict[str, bytes]) -> dict[str, lxml.etree._Element]:
    return {path: lxml.etree.fromstring(data) for path, data in files.items() if path.endswith(".atom")}


def text(element: lxml.etree._Element, name: str) -> str:
    (found,) = element.findall(f"{ATOM}{name}")
    return found.text or ""


@pytest.mark.parametrize("record", ["edition", "rich", "bare"])
def test_feeds_have_what_atom_demands(record: str, request: pytest.FixtureRequest) -> None:
    edition: ExportContext = request.getfixturevalue(record)
    found = feeds(exported(record, request))
    assert found
    ids: dict[str, str] = {}
    for path, feed in found.items():
        assert feed.tag == f"{ATOM}feed"
        assert text(feed, "id").startswith("tag:digital-village.example,2026:")
        assert text(feed, "title")
        assert feed.find(f"{ATOM}author/{ATOM}name") is not None
        links = {(link.get("rel"), link.get("type")): link.get("href") for link in feed.findall(f"{ATOM}link")}
        assert links["self", "application/atom+xml"] == edition.url(path)
        days = [datetime.datetime.fromisoformat(text(feed, "updated"))]
        assert ids.setdefault(text(feed, "id"), path) == path
        entries = feed.findall(f"{ATOM}entry")
        for entry in entries:
            days.append(datetime.datetime.fromisoformat(text(entry, "updated")))
            (content,) = entry.findall(f"{ATOM}content")
            assert content.get("type") == "html"
            assert text(entry, "title")
            assert entry.find(f"{ATOM}link[@rel='alternate']") is not None
        assert all(day.tzinfo for day in days)
        assert days[0] == max(days)
        assert len({text(entry, "id") for entry in entries}) == len(entries)


def test_an_id_stands_for_the_same_entry_wherever_it_stands(rich_files: dict[str, bytes]) -> None:
    entries: dict[str, bytes] = {}
    for feed in feeds(rich_files).values():
        for entry in feed.iter(f"{ATOM}entry"):
            written = lxml.etree.tostring(entry)
            assert entries.setdefault(text(entry, "id"), written).split() == written.split()
    assert len(entries) > 20


def test_there_is_a_feed_for_every_policy_task_and_agency_in_every_locale(
    edition: ExportContext, files: dict[str, bytes]
) -> None:
    found = set(feeds(files))
    for locale in edition.locales:
        for state in edition.states():
            assert f"feeds/{state.policy.id}.{locale}.atom" in found
            for task in state.policy.tasks:
                assert f"feeds/{state.policy.id}/tasks/{task.number}.{locale}.atom" in found
        for agency in edition.catalog.agencies:
            assert f"feeds/agencies/{agency}.{locale}.atom" in found


def test_a_task_is_told_of_its_own_reports_only(rich: ExportContext, rich_files: dict[str, bytes]) -> None:
    """And of figures of its targets, those that were published included."""
    found = feeds(rich_files)
    for state in rich.states():
        for task in state.policy.tasks:
            told = found[f"feeds/{state.policy.id}/tasks/{task.number}.zh.atom"].findall(f"{ATOM}entry")
            targets = {target.id for target in state.policy.targets if task.number in target.tasks}
            about = [
                submission
                for submission in state.entries
                if any(report.ref.split(".")[0] == str(task.number) for report in submission.reports)
                or any(figure.target in targets for figure in submission.figures)
            ]
            assert len([entry for entry in told if "/statements/" not in text(entry, "id")]) == len(about)


def test_statements_of_the_public_record_are_entries_of_their_own(
    edition: ExportContext, files: dict[str, bytes]
) -> None:
    """And they push no report or figure out of a feed."""
    found = feeds(files)
    (policy,) = edition.catalog.policies.values()
    record = next(state.published for state in edition.states() if state.policy.id == policy.id)

    def told(path: str) -> list[str]:
        ids = [text(entry, "id") for entry in found[path].iter(f"{ATOM}entry")]
        return [id_.rpartition("/")[2].removesuffix(".zh") for id_ in ids if "/statements/" in id_]

    newest = [statement.id for statement in record.statements]
    assert told(f"feeds/{policy.id}.zh.atom") == newest[:20]
    assert len(list(found[f"feeds/{policy.id}.zh.atom"].iter(f"{ATOM}entry"))) == 20 + len(record.figures)
    for task in policy.tasks:
        of_task = {statement.id for statement in record.on_task(task)}
        assert told(f"feeds/{policy.id}/tasks/{task.number}.zh.atom") == [id_ for id_ in newest if id_ in of_task][:20]
    assert told("feeds/agencies/spb.zh.atom") == [one.id for one in record.of_agency("spb")][:20] != []
    one = record.by_id[newest[0]]
    entry = found[f"feeds/{policy.id}.zh.atom"].find(f"{ATOM}entry")
    assert entry is not None
    content = lxml.html.fromstring(text(entry, "content")).text_content()
    for said in (one.says.zh, one.quote, one.evidence[0].title, one.evidence[0].publisher.zh):
        assert said in content


def test_markup_in_a_summary_stays_text(rich_root: Path) -> None:
    evil = "<script>alert(1)</script> & ]]> <b>粗</b>"
    catalog = read(rich_root)
    submissions = list(catalog.submissions)
    index = next(number for number, item in enumerate(submissions) if item.reports)
    report = submissions[index].reports[0]
    report = report.model_copy(update={"summary": report.summary.model_copy(update={"zh": evil})})
    submissions[index] = submissions[index].model_copy(update={"reports": (report,)})
    files = export_of(replace(catalog, submissions=tuple(submissions)))
    contents = [text(entry, "content") for feed in feeds(files).values() for entry in feed.iter(f"{ATOM}entry")]
    shown = [lxml.html.fromstring(content) for content in contents]
    assert any(evil in element.text_content() for element in shown)
    assert not any(element.xpath("//script | //b") for element in shown)


@pytest.mark.parametrize("record", ["edition", "rich", "bare"])
def test_calendars_are_read_with_all_their_dates(record: str, request: pytest.FixtureRequest) -> None:
    edition: ExportContext = request.getfixturevalue(record)
    files = exported(record, request)
    for state in edition.states():
        data = files[f"calendar/{state.policy.id}.ics"]
        assert b"\n" not in data.replace(b"\r\n", b"")
        assert all(len(line) <= 75 for line in data.split(b"\r\n"))
        events = icalendar.Calendar.from_ical(data).walk("VEVENT")
        days = {str(event["UID"]): event.decoded("DTSTART") for event in events}
        assert len(days) == len(events)
        assert days[f"{state.policy.id}-end@digital-village.example"] == getattr(state.policy.file.period, "end", None)
        due = {duty.due_day for duty in state.duties} - {None}
        assert due == {day for uid, day in days.items() if "-due-" in uid}
        for target in state.policy.targets:
            if target.target is not None:
                uid = f"{state.policy.id}-target-{target.id}@digital-village.example"
                assert days[uid] == target.target.by
                (event,) = [event for event in events if event["UID"] == uid]
                assert target.title.zh in str(event["SUMMARY"])
        assert {event.decoded("DTSTAMP").date() for event in events} == {state.policy.file.issued}


def test_a_calendar_has_no_due_day_of_what_nobody_owes(files: dict[str, bytes]) -> None:
    data = files["calendar/digital-village-2023.ics"]
    days = {
        str(event["UID"]).partition("@")[0]: event.decoded("DTSTART")
        for event in icalendar.Calendar.from_ical(data).walk("VEVENT")
    }
    assert not [uid for uid in days if "-due-" in uid]
    assert days["digital-village-2023-end"] == datetime.date(2023, 12, 31)


def test_a_due_day_that_was_changed_is_told_from_the_one_before(rich: ExportContext) -> None:
    (state,) = (one for one in rich.states() if any(duty.due_day for duty in one.duties))
    reporting = state.policy.file.reporting
    assert reporting is not None
    days = (datetime.date(2023, 5, 4), datetime.date(2023, 6, 1))
    file = state.policy.file.model_copy(update={"reporting": reporting.model_copy(update={"revised": days})})
    changed = replace(state, policy=replace(state.policy, file=file))
    edition = replace(rich, state=replace(rich.state, policies={**rich.state.policies, state.policy.id: changed}))
    events = icalendar.Calendar.from_ical(calendars(edition)[f"calendar/{state.policy.id}.ics"]).walk("VEVENT")
    assert any("-due-" in str(event["UID"]) for event in events)
    for event in events:
        if "-due-" in str(event["UID"]):
            assert (event["SEQUENCE"], event.decoded("LAST-MODIFIED").date()) == (2, days[1])
        else:
            assert "SEQUENCE" not in event


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=300))
def test_folded_lines_unfold_to_what_they_were(line: str) -> None:
    folded = fold(line)
    assert all(len(piece.encode()) <= 75 for piece in folded.split("\r\n"))
    assert folded.replace("\r\n ", "") == line


def test_badges_name_the_state_for_eye_and_ear(rich: ExportContext, rich_files: dict[str, bytes]) -> None:
    for state in rich.states():
        for task in state.policy.tasks:
            badge = lxml.etree.fromstring(rich_files[f"badges/{state.policy.id}/tasks/{task.number}.svg"])
            shown = "".join(badge.itertext())
            for locale in ("zh", "en"):
                word = rich.locales[locale].t(f"state.{state.tasks[task.number].state}")
                assert word in shown
                assert word in (badge.get("aria-label") or "")
            assert badge.get("role") == "img"
            assert not [name for element in badge.iter() for name in element.attrib if name.startswith(("on", "style"))]


@pytest.mark.parametrize(
    ("path", "feed"),
    [
        ("index.html", "feeds/digital-village-2023.zh.atom"),
        ("en/data/index.html", "../../feeds/digital-village-2023.en.atom"),
    ],
)
def test_pages_lead_to_the_feeds_and_the_data_page(path: str, feed: str, site: Path) -> None:
    page = lxml.html.parse(str(site / path))
    (link,) = page.xpath("//link[@type='application/atom+xml']/@href")
    assert link.removeprefix("./") == feed
    assert page.xpath("//footer//a[contains(@href, 'data/')]")
