"""A policy's dates as iCalendar (RFC 5545): when reports are due, when targets are to be met."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass

from generator import __version__
from generator.assess import PolicyState
from generator.export.edition import ExportContext
from generator.model import Target
from generator.website import addresses
from generator.website.locales import Locale


@dataclass(frozen=True)
class _Event:
    """An all-day event."""

    key: str  # permanent
    day: datetime.date
    summary: str
    url: str
    description: str = ""
    revised: tuple[datetime.date, ...] = ()  # the days on which it was moved


def calendars(edition: ExportContext) -> dict[str, bytes]:
    """Write one calendar per policy, worded in every locale that is not derived from another."""
    return {addresses.calendar(state.policy): _calendar(edition, state) for state in edition.states()}


def _calendar(edition: ExportContext, state: PolicyState) -> bytes:
    policy = state.policy
    locales = [locale for locale in edition.locales.values() if not locale.is_derived]
    day = policy.file.issued or (policy.file.period.start if policy.file.period else edition.state.as_of)
    stamp = f"{day:%Y%m%d}T000000Z"  # the day the dates were set, if it is known: the same in every build
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//{edition.host}//generator {__version__}//ZH",
        "CALSCALE:GREGORIAN",
        text_property(
            "X-WR-CALNAME", " / ".join(locale.within(policy.file.short or policy.title) for locale in locales)
        ),
    ]
    for event in _events(edition, state, locales):
        lines += [
            "BEGIN:VEVENT",
            f"UID:{policy.id}-{event.key}@{edition.host}",
            f"DTSTAMP:{stamp}",
            *(
                [f"SEQUENCE:{len(event.revised)}", f"LAST-MODIFIED:{max(event.revised):%Y%m%d}T000000Z"]
                if event.revised
                else []
            ),
            f"DTSTART;VALUE=DATE:{event.day:%Y%m%d}",
            f"DTEND;VALUE=DATE:{event.day + datetime.timedelta(days=1):%Y%m%d}",
            text_property("SUMMARY", event.summary),
            *([text_property("DESCRIPTION", event.description)] if event.description else []),
            f"URL:{event.url}",
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
        ]
    lines.append("END:VCALENDAR")
    return "".join(f"{fold(line)}\r\n" for line in lines).encode()


def _events(edition: ExportContext, state: PolicyState, locales: list[Locale]) -> Iterator[_Event]:
    """Yield the dates of a policy: due days of reports that somebody owes, deadlines, and its last day if known."""
    policy = state.policy

    def words(key: str, **values: object) -> str:
        return " / ".join(locale.t(key, **values) for locale in locales)

    home = edition.config.locales[0]
    page = edition.page(home, addresses.overview(policy))
    span, reporting = policy.file.period, policy.file.reporting
    owed = {duty.period_name for duty in state.duties if duty.due_day is not None}
    if reporting is not None:
        for period in policy.due_periods:
            if period.name in owed:
                due, summary = reporting.due(period), words("data.calendar.due", period=period.name)
                yield _Event(f"due-{period.name}", due, summary, page, words("data.calendar.whose"), reporting.revised)
    for task in policy.tasks:
        if task.deadline is not None:
            summary = " / ".join(
                locale.t("data.calendar.task", title=locale.plain(policy.name(task))) for locale in locales
            )
            kept = state.deadlines[task.number].value
            told = " / ".join(
                locale.t("data.calendar.task_state", date=edition.state.as_of, state=locale.t(f"state.{kept}"))
                for locale in locales
            )
            url = edition.page(home, addresses.task(policy, task))
            yield _Event(f"task-{task.number}", task.deadline, summary, url, told)
    for target in policy.targets:
        if target.aim is not None:
            summary = " / ".join(_goal(locale, target) for locale in locales)
            url = edition.page(home, addresses.targets(policy, target))
            yield _Event(f"target-{target.id}", target.aim.by, summary, url)
    if span is not None:
        yield _Event("end", span.end, words("data.calendar.end"), page)


def _goal(locale: Locale, target: Target) -> str:
    goal = target.aim
    if goal is None:
        return locale.plain(target.title)
    return locale.t(
        "data.calendar.target",
        title=locale.plain(target.title),
        comparison=locale.t(f"targets.comparison.{goal.comparison}") if goal.comparison else "",
        value=locale.goal(goal, target.unit),
    )


def text_property(name: str, value: str) -> str:
    """Write a text property, with special characters escaped."""
    escaped = re.sub(r"([\\;,])", r"\\\1", value).replace("\n", "\\n")
    return f"{name}:{escaped}"


def fold(line: str) -> str:
    """Fold a line after at most 75 octets, never within a character."""
    pieces = [""]
    room = 75
    for character in line:
        size = len(character.encode())
        if size > room:
            pieces.append("")
            room = 74  # the space that marks the continuation counts
        pieces[-1] += character
        room -= size
    return "\r\n ".join(pieces)
