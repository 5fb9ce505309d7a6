"""Atom feeds: what was submitted, by policy, by task and by agency, in every locale."""

from __future__ import annotations

import datetime
import functools
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any
from xml.sax.saxutils import escape
from zoneinfo import ZoneInfo

from generator.assess import (
    AgencyUpdates,
    History,
    OpenUpdate,
    PolicyState,
    Replacement,
    SubmissionSummary,
    Update,
    open_published,
    published,
    task_of,
)
from generator.export.edition import ExportContext
from generator.findings import isolate
from generator.model import (
    Agency,
    Citation,
    Measurement,
    Policy,
    Report,
    ReportingPeriod,
    Statement,
    Submission,
    Task,
)
from generator.website import addresses
from generator.website.locales import Locale
from generator.website.pages.corrections import all_corrections

MAX_ENTRIES = 20  # of a feed, newest first
MAX_ITEMS = 10  # reports and figures of an entry, which says how many more there are
MAX_CHARACTERS = 300  # of each item

_SINCE = "2026"  # year in which the site's ids begin (RFC 4151); never changes


@dataclass(frozen=True)
class _Update:
    """A submission, or the part of it that concerns a feed."""

    policy: Policy
    submission: Submission | SubmissionSummary
    reports: Sequence[Any]  # as in the submission: in full, or without words until the feed is written
    figures: Sequence[Any]
    task: Task | None = None  # the task of these reports and figures, if they are not the whole submission


@dataclass(frozen=True)
class _Correction:
    """A submission that no longer stands, and the revision that replaced it or took it back."""

    policy: Policy
    pair: Replacement
    old: Submission
    submission: Submission  # the revision


@dataclass(frozen=True)
class _Told:
    """A statement of the public record."""

    policy: Policy
    statement: Statement


@dataclass(frozen=True)
class _Redacted:
    """A submission of which something was taken out."""

    policy: Policy
    day: datetime.date
    submission: Submission


_Item = _Update | _Correction | _Redacted | _Told


class PolicyFeeds:
    """The writer of one policy's feeds."""

    def __init__(self, edition: ExportContext, state: PolicyState) -> None:
        self._edition = edition
        self._state = state
        self._policy = state.policy

    def whole(self) -> dict[str, bytes]:
        """Write the policy's own feed in every locale."""
        page = addresses.overview(self._policy)
        statements = self._state.published.statements
        newest = islice(self._newest(), MAX_ENTRIES)
        return self._write(newest, statements, page, lambda locale: locale.plain(self._policy.title))

    def task(self, task: Task) -> dict[str, bytes]:
        """Write one task's feed in every locale."""
        return self._write(
            self._by_task[task.number],
            self._state.published.on_task(task),
            addresses.task(self._policy, task),
            lambda locale: locale.t(
                "task.title_of", number=str(task.number), title=locale.plain(self._policy.name(task))
            ),
            task,
        )

    def _write(
        self,
        newest: Iterable[_Update],
        statements: Iterable[Statement],
        page: str,
        name: Callable[[Locale], str],
        task: Task | None = None,
    ) -> dict[str, bytes]:
        opened = _with_statements(
            [_opened(update, self._edition.tell) for update in newest],
            (_Told(self._policy, statement) for statement in statements),
        )
        start = _midnight(self._policy.file.timezone, self._policy.file.issued or self._edition.state.as_of)
        files = {}
        for locale in self._edition.locales.values():
            path = addresses.feed(locale.id, self._policy, task)
            title = locale.t("data.feed.title", title=name(locale))
            files[path] = _Feed(self._edition, locale, path, title, page, start).write(opened)
        return files

    def _newest(self) -> Iterator[_Update]:
        """Yield all submissions, newest first; days are sorted one at a time, since few are needed."""
        for day in sorted(self._by_day, reverse=True):
            yield from _newest_first(
                _Update(self._policy, item, item.reports, item.figures) for item in self._by_day[day]
            )

    @functools.cached_property
    def _by_day(self) -> dict[datetime.date, list[SubmissionSummary]]:
        found: dict[datetime.date, list[SubmissionSummary]] = defaultdict(list)
        for item in self._state.entries:
            found[item.submitted].append(item)
        return found

    @functools.cached_property
    def _by_task(self) -> dict[int, list[_Update]]:
        return _by_task(self._policy, self._newest())


def agency_feeds(edition: ExportContext, agency: Agency, told: AgencyUpdates) -> dict[str, bytes]:
    """Write one agency's feeds, from its own submissions alone."""
    updates = [
        _Update(policy, item.submission, item.submission.reports, item.submission.figures)
        for id_, policy in edition.catalog.policies.items()
        for item in (*told.get((id_, False), History()).standing, *_published(edition, policy, agency))
    ]
    statements = (
        _Told(policy, statement)
        for policy in edition.catalog.policies.values()
        for statement in policy.statements
        if statement.agency == agency.id and statement.newest <= edition.state.as_of
    )
    newest = _with_statements(_newest_first(updates)[:MAX_ENTRIES], statements)
    start = _start(edition)
    page = addresses.agency(agency)
    files = {}
    for locale in edition.locales.values():
        path = addresses.feed(locale.id, agency)
        title = locale.t("data.feed.title", title=locale.plain(agency.name))
        files[path] = _Feed(edition, locale, path, title, page, start).write(newest)
    return files


def _published(edition: ExportContext, policy: Policy, agency: Agency) -> Iterator[Update]:
    """Yield what this site compiled of an agency's figures."""
    agencies = edition.catalog.agencies
    for summary in published(policy, agencies, edition.state.as_of).figures:
        if summary.agency == agency.id:
            yield open_published(policy, agencies, summary)


def corrections_feeds(edition: ExportContext) -> dict[str, bytes]:
    """Write the feed of corrections, withdrawals and redactions in every locale."""
    opened = [
        _Correction(policy, found, edition.tell(found.old).submission, edition.tell(found.new).submission)
        if isinstance(found, Replacement)
        else _Redacted(policy, day, edition.tell(found).submission)
        for policy, day, found in all_corrections(edition.catalog, edition.state)[:MAX_ENTRIES]
    ]
    files = {}
    for locale in edition.locales.values():
        path = addresses.corrections_feed(locale.id)
        title = locale.t("data.feed.title", title=locale.t("corrections.title"))
        files[path] = _Feed(edition, locale, path, title, addresses.CORRECTIONS, _start(edition)).write(opened)
    return files


def moved_feed(edition: ExportContext, locale: Locale, old: str, new: str) -> bytes:
    """Write the feed at an old address: its one entry names the new one."""
    start, title = _start(edition), escape(locale.t("moved.title"))
    author, link = _word(locale, "site.name"), _quoted(edition.url(new))
    key = escape(f"tag:{edition.host},{_SINCE}:{old}")
    text = f"""\
<?xml version='1.0' encoding='utf-8'?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{_quoted(locale.lang)}">
<id>{key}</id>
<title>{title}</title>
<updated>{start}</updated>
<author>
<name>{author}</name>
</author>
<link rel="self" type="application/atom+xml" href="{_quoted(edition.url(old))}" />
<link rel="alternate" type="application/atom+xml" href="{link}" />
<entry>
<id>{key}#moved</id>
<title>{title}</title>
<updated>{start}</updated>
<link rel="alternate" type="application/atom+xml" href="{link}" />
<content type="text">{escape(locale.t("moved.text"))} {escape(edition.url(new))}</content>
</entry>
</feed>
"""
    return text.encode()


def _opened(update: _Update, tell: OpenUpdate) -> _Update:
    """Return an update in its agency's words."""
    filing = update.submission
    if isinstance(filing, Submission):
        return update
    said = tell(filing)
    reports = {statement.report.ref: statement.report for statement in said.statuses}
    figures = {(change.figure.target, change.figure.as_of): change.figure for change in said.figures}
    return replace(
        update,
        submission=said.submission,
        reports=[reports[report.ref] for report in update.reports],
        figures=[figures[figure.target, figure.as_of] for figure in update.figures],
    )


def _newest_first(updates: Iterable[_Update]) -> list[_Update]:
    """Sort updates, newest first; those of one day by path."""
    return sorted(updates, key=lambda update: (-update.submission.submitted.toordinal(), update.submission.path))


def _with_statements(updates: Sequence[_Update], statements: Iterable[_Told]) -> list[_Item]:
    """Add the newest statements to a feed's updates, which keep their places whatever else was published."""
    told = sorted(statements, key=lambda told: (-_day(told).toordinal(), told.statement.id))[:MAX_ENTRIES]
    return sorted([*updates, *told], key=lambda item: -_day(item).toordinal())


def _by_task(policy: Policy, newest: Iterable[_Update]) -> dict[int, list[_Update]]:
    """Group updates, newest first, by task: reports on it or its clauses, and figures of targets it contributes to.

    Stops once every task has as many entries as a feed holds.
    """
    tasks_of = {target.id: target.tasks for target in policy.targets}
    found: dict[int, list[_Update]] = {task.number: [] for task in policy.tasks}
    tasks = {task.number: task for task in policy.tasks}
    for update in newest:
        if all(len(about) == MAX_ENTRIES for about in found.values()):
            break
        reports: dict[int, list[Any]] = {}
        figures: dict[int, list[Any]] = {}
        for report in update.reports:
            reports.setdefault(task_of(report.ref), []).append(report)
        for figure in update.figures:
            for number in tasks_of.get(figure.target, ()):
                figures.setdefault(number, []).append(figure)
        for number in sorted({*reports, *figures} & tasks.keys()):
            if len(found[number]) < MAX_ENTRIES:
                about = reports.get(number, []), figures.get(number, [])
                found[number].append(_Update(policy, update.submission, *about, tasks[number]))
    return found


def _start(edition: ExportContext) -> str:
    """Return the time at which there was first something to follow: the issue of the first policy."""
    issued = [
        _midnight(policy.file.timezone, policy.file.issued)
        for policy in edition.catalog.policies.values()
        if policy.file.issued
    ]
    return min(issued, default=f"{edition.state.as_of}T00:00:00Z")


@functools.lru_cache(maxsize=1024)
def _midnight(zone: str, day: datetime.date) -> str:
    """Return the beginning of a day in a time zone, in Atom's format."""
    return datetime.datetime.combine(day, datetime.time(), ZoneInfo(zone)).isoformat()


@dataclass(frozen=True)
class _Feed:
    """One feed in one locale."""

    edition: ExportContext
    locale: Locale
    path: str
    title: str
    page: str  # address of the page that the feed follows
    start: str  # the feed's time if nothing has been submitted yet

    def write(self, newest: Sequence[_Item]) -> bytes:
        """Write the feed with its newest entries."""
        edition, locale = self.edition, self.locale
        text = f"""\
<?xml version='1.0' encoding='utf-8'?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{_quoted(locale.lang)}">
<id>{escape(self._id(self.path))}</id>
<title>{escape(self.title)}</title>
<subtitle>{_word(locale, "data.notice")}</subtitle>
<updated>{_updated(newest[0]) if newest else self.start}</updated>
<author>
<name>{_word(locale, "site.name")}</name>
</author>
<link rel="self" type="application/atom+xml" href="{_quoted(edition.url(self.path))}" />
<link rel="alternate" type="text/html" href="{_quoted(edition.page(locale.id, self.page))}" />
{"".join(map(self._entry, newest))}</feed>
"""
        return text.encode()

    def _id(self, name: str) -> str:
        return f"tag:{self.edition.host},{_SINCE}:{name}"

    def _entry(self, update: _Item) -> str:
        if isinstance(update, _Correction):
            return self._correction(update)
        if isinstance(update, _Redacted):
            return self._redacted(update)
        if isinstance(update, _Told):
            return self._statement(update)
        locale, submission = self.locale, update.submission
        agency = self.edition.agency(submission.agency)
        name = locale.plain(agency.name) if agency else submission.agency
        title = locale.t(f"data.feed.{submission.provenance}", agency=name, period=_span(locale, submission.period))
        part = f"tasks/{update.task.number}/" if update.task else ""
        key = f"{submission.policy}/{part}{submission.agency}/{submission.period_name}.{locale.id}"
        author = escape(name) if submission.provenance == "agency" else _word(locale, "site.name")
        return self._written(key, title, _updated(update), author, self._about(update), self._content(update))

    def _written(self, key: str, title: str, day: str, author: str, address: str, content: str) -> str:
        """Write an entry; `author` is escaped already, `content` is HTML, `address` is below the locale's prefix."""
        return f"""\
<entry>
<id>{escape(self._id(key))}</id>
<title>{escape(title)}</title>
<published>{day}</published>
<updated>{day}</updated>
<author>
<name>{author}</name>
</author>
<link rel="alternate" type="text/html" href="{_quoted(self.edition.page(self.locale.id, address))}" />
<content type="html"><![CDATA[{content.replace("]]>", "]]&gt;")}]]></content>
</entry>
"""

    def _statement(self, told: _Told) -> str:
        """Write the entry of a statement: what was published, how close it comes, the quote, the sources."""
        locale, one = self.locale, told.statement
        targets = {target.id: target for target in told.policy.targets}
        about = locale.t("list.comma").join(
            locale.within(targets[ref].title) if ref in targets else _label(locale, ref)
            for ref in one.about or one.context_for
        )
        says = f"{locale.t(f'published.close.{one.closeness}')}{locale.t('list.colon')}{locale.within(one.says)}"
        sources = "".join(f"<li>{escape(self._cited(source))}</li>" for source in one.evidence)
        quote = f"<blockquote>{escape(isolate(one.quote))}</blockquote>"
        content = f"<div><p>{escape(says)}</p>{quote}<ul>{sources}</ul></div>"
        address = addresses.published(told.policy, one.id)
        key = f"{told.policy.id}/statements/{one.id}.{locale.id}"
        title = locale.t("data.feed.statement", title=about)
        return self._written(key, title, _updated(told), _word(locale, "site.name"), address, content)

    def _cited(self, source: Citation) -> str:
        locale = self.locale
        said = [isolate(source.title), locale.within(source.publisher)]
        return locale.t("list.dot").join([*said, *([locale.date(source.published)] if source.published else [])])

    def _correction(self, update: _Correction) -> str:
        """Write the entry of a correction: the values before and after, and why."""
        locale, pair, new = self.locale, update.pair, update.submission
        agency = self.edition.agency(new.agency)
        name = locale.plain(agency.name) if agency else new.agency
        kind = "withdrawn" if new.withdrawn else "corrected"
        title = locale.t(f"corrections.feed_{kind}", agency=name, period=_span(locale, new.period))
        why = new.withdrawn or new.corrects
        told = [f"{locale.t('corrections.reason')}{locale.t('list.colon')}{locale.within(why.reason)}"] if why else []
        for move in pair.reports[:MAX_ITEMS]:
            label = _label(locale, move.ref)
            states = " → ".join(locale.t(f"state.{state}") for state in (move.old, move.new))
            told.append(f"{label}{locale.t('list.colon')}{states}")
        targets = {target.id: target for target in update.policy.targets}
        for figure in pair.figures[:MAX_ITEMS]:
            target = targets.get(figure.target)
            values = " → ".join(
                locale.t("corrections.no_value")
                if one is None
                else locale.quantity(one.quantity, target.unit if target else None)
                if one.quantity is not None
                else one.says
                for one in (figure.old, figure.new)
            )
            label = locale.within(target.title) if target else figure.target
            told.append(f"{label}{locale.t('list.colon')}{values}")
        items = "".join(f"<li>{escape(_line(one))}</li>" for one in told)
        address = addresses.agency(new.agency) + f"#{addresses.replaced_anchor(update.policy.id, update.old)}"
        key = f"corrections/{new.policy}/{new.agency}/{new.file_name}.{locale.id}"
        return self._written(key, title, _updated(update), escape(name), address, f"<div><ul>{items}</ul></div>")

    def _redacted(self, update: _Redacted) -> str:
        """Write the entry of a redaction: what it is about, and why."""
        locale, submission = self.locale, update.submission
        agency = self.edition.agency(submission.agency)
        name = locale.plain(agency.name) if agency else submission.agency
        title = locale.t("redacted.feed", agency=name, period=_span(locale, submission.period))
        targets = {target.id: target for target in update.policy.targets}
        told = []
        for about, taken in submission.redactions[:MAX_ITEMS]:
            label = locale.within(targets[about].title) if about in targets else _label(locale, about) if about else ""
            told.append(f"{label}{locale.t('list.colon')}{locale.redacted(taken)}" if label else locale.redacted(taken))
        items = "".join(f"<li>{escape(_line(one))}</li>" for one in told)
        key = f"redactions/{submission.policy}/{submission.agency}/{submission.file_name}/{update.day}.{locale.id}"
        content = f"<div><ul>{items}</ul></div>"
        author, address = _word(locale, "site.name"), addresses.agency(submission.agency)
        return self._written(key, title, _updated(update), author, address, content)

    def _content(self, update: _Update) -> str:
        """Write an entry's content as HTML, not yet escaped for Atom."""
        reports = update.reports[:MAX_ITEMS]
        figures = update.figures[: MAX_ITEMS - len(reports)]
        items = [self._report(report) for report in reports]
        items += (self._figure(update.policy, figure) for figure in figures)
        shown = "".join(f"<li>{escape(item)}</li>" for item in items)
        left = len(update.reports) + len(update.figures) - len(items)
        more = f"<p>{escape(self.locale.t('data.feed.more', n=left))}</p>" if left else ""
        return f"<div><ul>{shown}</ul>{more}</div>"

    def _about(self, update: _Update) -> str:
        """Return the address that an entry links to: that of its first report, or of its first figure's target."""
        policy = update.policy
        if update.reports:
            return addresses.of_ref(policy, update.reports[0].ref) or self.page
        targets = {target.id: target for target in policy.targets}
        named = [targets[figure.target] for figure in update.figures if figure.target in targets]
        return addresses.targets(policy, named[0]) if named else self.page

    def _report(self, report: Report) -> str:
        return _line(_opening(self.locale, report.ref, report.status) + self.locale.within(report.summary))

    def _figure(self, policy: Policy, figure: Measurement) -> str:
        target = next((target for target in policy.targets if target.id == figure.target), None)
        label = self.locale.within(target.title) if target else figure.target
        said = []
        if figure.quantity is not None:
            said.append(self.locale.quantity(figure.quantity, target.unit if target else None))
        if figure.text is not None:
            said.append(self.locale.within(figure.text))
        day = self.locale.t("data.on", date=self.locale.date(figure.as_of))
        return _line(f"{label}{self.locale.t('list.colon')}{self.locale.t('list.dot').join([*said, day])}")


def _day(item: _Item) -> datetime.date:
    """Return the day by which an entry is sorted; a statement of unknown day comes before all others."""
    if isinstance(item, _Redacted):
        return item.day
    return item.statement.newest if isinstance(item, _Told) else item.submission.submitted


def _updated(item: _Item) -> str:
    day = _day(item)
    if day == datetime.date.min:  # Atom demands a day
        day = item.policy.file.issued or datetime.date(1970, 1, 1)
    return _midnight(item.policy.file.timezone, day)


def _quoted(text: str) -> str:
    """Escape an attribute value for double quotes."""
    return escape(text, {'"': "&quot;"})


def _line(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= MAX_CHARACTERS else f"{flat[:MAX_CHARACTERS]}…"


# Cache the wording that thousands of feeds share; as cache keys, locales are compared by identity.


@functools.lru_cache(maxsize=64)
def _word(locale: Locale, key: str) -> str:
    """Return an interface string, escaped for Atom."""
    return escape(locale.t(key))


def _label(locale: Locale, ref: str) -> str:
    """Return what a task or a clause is called."""
    return locale.t("clause.label" if "." in ref else "data.task", id=ref, number=ref)


@functools.lru_cache(maxsize=4096)
def _opening(locale: Locale, ref: str, status: str) -> str:
    """Return what precedes a report's summary: the task or clause, and its state."""
    label = _label(locale, ref)
    state = locale.t(f"state.{status}")
    return f"{label}{locale.t('list.colon')}{state}{locale.t('list.dot')}"


@functools.lru_cache(maxsize=256)
def _span(locale: Locale, period: ReportingPeriod) -> str:
    """Format a period as a span of days."""
    return locale.t("overview.from_to", start=locale.date(period.start), end=locale.date(period.end))
