"""Atom feeds: what was submitted, by policy, by task and by agency, in every locale."""

from __future__ import annotations

import datetime
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from generator import addresses
from generator.export.edition import Edition
from generator.locales import Locale
from generator.model import Measurement, Policy, Report, Submission, Task

MAX_ENTRIES = 50  # of a feed, the newest
MAX_ITEMS = 20  # of an entry's reports and figures
MAX_CHARACTERS = 300  # of each

_SINCE = "2026"  # year in which the site's ids begin (RFC 4151); never changes
_ATOM = "http://www.w3.org/2005/Atom"


@dataclass(frozen=True)
class _Update:
    """A submission, or the part of it that a feed is about."""

    policy: Policy
    submission: Submission
    reports: Sequence[Report]
    figures: Sequence[Measurement]
    task: Task | None = None  # that these are about, where they are not all of it


def feeds(edition: Edition) -> dict[str, bytes]:
    """Write a feed per locale for every policy, task and agency."""
    ET.register_namespace("", _ATOM)
    files: dict[str, bytes] = {}
    by_agency: dict[str, list[_Update]] = {}
    for state in edition.states():
        updates = [_Update(state.policy, item, item.reports, item.figures) for item in state.submissions]
        for update in updates:
            by_agency.setdefault(update.submission.agency, []).append(update)
        by_task = _by_task(state.policy, updates)
        for locale in edition.locales.values():
            files |= _policy_feeds(edition, locale, state.policy, updates, by_task)
    start = _start(edition)
    for agency in edition.catalog.agencies.values():
        for locale in edition.locales.values():
            path = addresses.feed(locale.id, agency)
            title = locale.t("data.feed.title", title=locale.plain(agency.name))
            page = addresses.agency(agency)
            page = page if page in edition.pages else addresses.HOME
            files[path] = _Feed(edition, locale, path, title, page, start).write(by_agency.get(agency.id, []))
    return files


def _policy_feeds(
    edition: Edition, locale: Locale, policy: Policy, updates: list[_Update], by_task: Mapping[int, list[_Update]]
) -> dict[str, bytes]:
    start = _midnight(policy, policy.file.issued)
    path = addresses.feed(locale.id, policy)
    title = locale.t("data.feed.title", title=locale.plain(policy.title))
    files = {path: _Feed(edition, locale, path, title, addresses.overview(policy), start).write(updates)}
    for task in policy.tasks:
        path = addresses.feed(locale.id, policy, task)
        name = locale.t("task.title_of", number=str(task.number), title=locale.plain(task.title))
        title = locale.t("data.feed.title", title=name)
        feed = _Feed(edition, locale, path, title, addresses.task(policy, task), start)
        files[path] = feed.write(by_task[task.number])
    return files


def _by_task(policy: Policy, updates: Iterable[_Update]) -> dict[int, list[_Update]]:
    """Part submissions by task: reports on it or its clauses, and figures of targets that it bears on."""
    tasks_of = {target.id: target.tasks for target in policy.targets}
    found: dict[int, list[_Update]] = {task.number: [] for task in policy.tasks}
    for update in updates:
        reports: dict[int, list[Report]] = {}
        figures: dict[int, list[Measurement]] = {}
        for report in update.reports:
            reports.setdefault(int(report.ref.partition(".")[0]), []).append(report)
        for figure in update.figures:
            for number in tasks_of.get(figure.target, ()):
                figures.setdefault(number, []).append(figure)
        for task in policy.tasks:
            about = reports.get(task.number, []), figures.get(task.number, [])
            if any(about):
                found[task.number].append(_Update(policy, update.submission, *about, task))
    return found


def _start(edition: Edition) -> str:
    """When there was first something to follow: the issue of the first policy."""
    issued = [_midnight(state.policy, state.policy.file.issued) for state in edition.states()]
    return min(issued, default=f"{edition.state.as_of}T00:00:00Z")


def _midnight(policy: Policy, day: datetime.date) -> str:
    """The beginning of a day in the policy's time zone, as Atom writes it."""
    return datetime.datetime.combine(day, datetime.time(), ZoneInfo(policy.file.timezone)).isoformat()


@dataclass(frozen=True)
class _Feed:
    """One feed in one locale."""

    edition: Edition
    locale: Locale
    path: str
    title: str
    page: str  # address of the page that it follows
    start: str  # when nothing had been submitted yet

    def write(self, updates: list[_Update]) -> bytes:
        """Write the feed with its newest entries."""
        newest = sorted(updates, key=lambda update: update.submission.path)
        newest.sort(key=lambda update: update.submission.submitted, reverse=True)
        newest = newest[:MAX_ENTRIES]
        feed = ET.Element(f"{{{_ATOM}}}feed", {"xml:lang": self.locale.lang})
        _add(feed, "id", self._id(self.path))
        _add(feed, "title", self.title)
        _add(feed, "subtitle", self.locale.t("data.notice"))
        _add(feed, "updated", _updated(newest[0]) if newest else self.start)
        _add(_add(feed, "author"), "name", self.locale.t("site.name"))
        _add(feed, "link", rel="self", type="application/atom+xml", href=self.edition.url(self.path))
        _add(feed, "link", rel="alternate", type="text/html", href=self.edition.page(self.locale.id, self.page))
        for update in newest:
            self._entry(feed, update)
        ET.indent(feed)
        text: bytes = ET.tostring(feed, encoding="utf-8", xml_declaration=True)
        return text + b"\n"

    def _id(self, name: str) -> str:
        return f"tag:{self.edition.host},{_SINCE}:{name}"

    def _entry(self, feed: ET.Element, update: _Update) -> None:
        locale, submission = self.locale, update.submission
        agency = self.edition.agency(submission.agency)
        name = locale.plain(agency.name) if agency else submission.agency
        span = locale.t(
            "overview.from_to", start=locale.date(submission.period.start), end=locale.date(submission.period.end)
        )
        entry = _add(feed, "entry")
        part = f"tasks/{update.task.number}/" if update.task else ""
        key = f"{submission.policy}/{part}{submission.agency}/{submission.period_name}.{locale.id}"
        _add(entry, "id", self._id(key))
        _add(entry, "title", locale.t(f"data.feed.{submission.provenance}", agency=name, period=span))
        _add(entry, "published", _updated(update))
        _add(entry, "updated", _updated(update))
        own = submission.provenance == "agency"
        _add(_add(entry, "author"), "name", name if own else locale.t("site.name"))
        _add(
            entry,
            "link",
            rel="alternate",
            type="text/html",
            href=self.edition.page(locale.id, self._about(update)),
        )
        body = ET.Element("div")
        items = ET.SubElement(body, "ul")
        for report in update.reports[:MAX_ITEMS]:
            ET.SubElement(items, "li").text = self._report(report)
        for figure in update.figures[: MAX_ITEMS - len(items)]:
            ET.SubElement(items, "li").text = self._figure(update.policy, figure)
        left = len(update.reports) + len(update.figures) - len(items)
        if left:
            more = locale.t("data.feed.more", n=left)
            ET.SubElement(body, "p").text = more
        _add(entry, "content", ET.tostring(body, encoding="unicode", method="html"), type="html")

    def _about(self, update: _Update) -> str:
        """The page that an entry leads to: that of its first report, or of its first figure's target."""
        policy = update.policy
        if update.reports:
            return addresses.of_ref(policy, update.reports[0].ref) or self.page
        targets = {target.id: target for target in policy.targets}
        named = [targets[figure.target] for figure in update.figures if figure.target in targets]
        return addresses.targets(policy, named[0]) if named else self.page

    def _report(self, report: Report) -> str:
        label = self.locale.t("clause.label" if "." in report.ref else "data.task", id=report.ref, number=report.ref)
        state = self.locale.t(f"data.state.{report.status}")
        return self._line(label, f"{state}{self.locale.t('list.dot')}{self.locale.plain(report.summary)}")

    def _figure(self, policy: Policy, figure: Measurement) -> str:
        target = next((target for target in policy.targets if target.id == figure.target), None)
        label = self.locale.plain(target.title) if target else figure.target
        said = []
        if figure.value is not None:
            said.append(self.locale.measure(figure.value, target.unit if target else None))
        if figure.text is not None:
            said.append(self.locale.plain(figure.text))
        day = self.locale.t("data.on", date=self.locale.date(figure.as_of))
        return self._line(label, self.locale.t("list.dot").join([*said, day]))

    def _line(self, label: str, text: str) -> str:
        flat = " ".join(f"{label}{self.locale.t('list.colon')}{text}".split())
        return flat if len(flat) <= MAX_CHARACTERS else f"{flat[:MAX_CHARACTERS]}…"


def _updated(update: _Update) -> str:
    return _midnight(update.policy, update.submission.submitted)


def _add(parent: ET.Element, name: str, text: str | None = None, **attributes: str) -> ET.Element:
    child = ET.SubElement(parent, f"{{{_ATOM}}}{name}", attributes)
    child.text = text
    return child
