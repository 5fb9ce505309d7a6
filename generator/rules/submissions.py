"""Rules on what agencies report."""

from __future__ import annotations

import datetime
import re
from collections import defaultdict
from collections.abc import Iterator

from generator.assess import STAGES, Assessment, contradict
from generator.findings import Finding, Place, find
from generator.model import (
    Agency,
    Catalog,
    Evidence,
    Localized,
    Policy,
    PolicyFile,
    Report,
    ReportingPeriod,
    Submission,
    Target,
    Task,
)
from generator.model.persons import looks_like_a_person, private_mailbox
from generator.rules.history import histories
from generator.rules.registry import rule, unknown


@rule("S101", "submissions")
def reported_names_are_known(catalog: Catalog) -> Iterator[Finding]:
    """A submission's policy, agency, tasks, clauses and targets exist."""
    targets = {id_: [target.id for target in policy.targets] for id_, policy in catalog.policies.items()}
    for submission in catalog.submissions:
        agency, id_ = submission.agency, submission.policy
        if agency not in catalog.agencies and Agency.FILE.format(agency=agency) not in catalog.unread:
            yield unknown(
                "S101", submission.at(), agency, "机构（见文件路径）", "agency (in the file's path)", catalog.agencies
            )
        policy = catalog.policies.get(id_)
        if policy is None:
            if PolicyFile.FILE.format(policy=id_) not in catalog.unread:
                yield unknown(
                    "S101", submission.at(), id_, "政策（见文件路径）", "policy (in the file's path)", catalog.policies
                )
            continue
        for report in submission.reports:
            if report.ref not in policy.refs and Task.file_of(id_, report.ref) not in catalog.unread:
                yield unknown("S101", report.at("ref"), report.ref, "任务或条款", "task or clause", policy.refs)
        for figure in submission.figures:
            if figure.target not in targets[id_] and Target.FILE.format(policy=id_) not in catalog.unread:
                yield unknown(
                    "S101", figure.at("target"), figure.target, "指标", "target", targets[id_], _titles(policy)
                )


def _titles(policy: Policy) -> dict[str, str]:
    """Return the ids of targets by their titles, in small letters."""
    return {title.casefold(): target.id for target in policy.targets for title in target.title.versions.values()}


@rule("S102", "submissions")
def completed_work_shows_evidence(catalog: Catalog) -> Iterator[Finding]:
    """A report that says `completed` links at least one piece of evidence."""
    for submission in catalog.submissions:
        for report in submission.reports:
            if report.status == "completed" and not report.evidence:
                yield find(report.at("status"), "S102")


@rule("S103", "submissions")
def nothing_is_reported_twice(catalog: Catalog) -> Iterator[Finding]:
    """A submission reports only once on a task or clause, and gives one figure per target, day or span, and method."""
    for submission in catalog.submissions:
        refs: dict[str, int] = {}
        for report in submission.reports:
            yield from _second(refs, report.ref, report.at("ref"))
        days: dict[str, int] = {}
        for figure in submission.figures:
            span = f"{figure.since}/{figure.as_of}" if figure.since else f"{figure.as_of}"
            method = f", {figure.method.zh}" if figure.method else ""
            yield from _second(days, f"{figure.target} ({span}{method})", figure.at("target"))


def _second(first: dict[str, int], name: str, place: Place) -> Iterator[Finding]:
    if name in first:
        yield find(place, "S103", value=name, first=first[name])
    else:
        first[name] = place.line


@rule("S104", "submissions")
def reports_follow_their_period(catalog: Catalog) -> Iterator[Finding]:
    """A submission is made no earlier than the last day of its period; in its last month, if it is due before then."""
    for submission in catalog.submissions:
        end, policy = submission.period.end, catalog.policies.get(submission.policy)
        if policy and policy.file.reporting and policy.file.reporting.due_days < 0:
            end = end.replace(day=1)
        if submission.submitted < end:
            yield find(submission.at("submitted"), "S104", value=submission.submitted, end=end)


@rule("S105", "submissions on a day")
def nothing_is_submitted_in_the_future(catalog: Catalog, as_of: datetime.date) -> Iterator[Finding]:
    """A submission is not dated after the date of the check."""
    for submission in catalog.submissions:
        if submission.submitted > as_of:
            yield find(submission.at("submitted"), "S105", value=submission.submitted, as_of=as_of)


@rule("S106", "submissions")
def periods_lie_in_the_policy(catalog: Catalog) -> Iterator[Finding]:
    """A submission's period overlaps the days that its policy covers, unless it only revises figures of these."""
    for submission in catalog.submissions:
        if policy := catalog.policies.get(submission.policy):
            span, period = policy.file.period, submission.period
            days = [figure.as_of for figure in submission.figures]
            if span and period.start > span.end and days and not submission.reports and max(days) <= span.end:
                continue
            if span and not policy.covers(period.start, period.end):
                yield find(submission.at(), "S106", value=submission.period_name, start=span.start, end=span.end)


# --- from one period to the next


@rule("S107", "submissions")
def delays_are_explained(catalog: Catalog) -> Iterator[Finding]:
    """A report that says `delayed`, `suspended` or `cancelled` gives a reason."""
    for submission in catalog.submissions:
        for report in submission.reports:
            if report.status in {"delayed", "suspended", "cancelled"} and report.reason is None:
                yield find(report.at("status"), "S107", status=report.status)


@rule("S108", "submissions")
def steps_back_are_explained(catalog: Catalog) -> Iterator[Finding]:
    """A status that falls behind the agency's last report on the same task or clause has a reason."""
    for history in histories(catalog):
        policy = catalog.policies.get(history[0].policy)
        last: dict[str, tuple[Submission, Report]] = {}  # by clause
        for submission in history:
            # a report on a clause takes precedence over one on its task
            for report in sorted(submission.reports, key=lambda report: "." not in report.ref):
                clauses = policy.clauses_of(report.ref) if policy else [report.ref]
                known = [last[clause] for clause in clauses if clause in last]
                behind = [said for said in known if _is_behind(report, *said, submission)]
                if behind and report.reason is None:
                    before, earlier = behind[0]
                    yield find(
                        report.at("status"),
                        "S108",
                        status=report.status,
                        earlier=earlier.status,
                        period=before.period_name,
                    )
                for clause in clauses:
                    if clause not in last or last[clause][0] is not submission:
                        last[clause] = submission, report


def _is_behind(report: Report, before: Submission, earlier: Report, own: Submission) -> bool:
    """Return whether a report falls behind one in an earlier submission; some states have a rule of their own."""
    explained = report.status in {"delayed", "suspended", "cancelled", "withheld"}
    return before is not own and STAGES[report.status] < STAGES[earlier.status] and not explained


@rule("S153", "submissions")
def withheld_states_name_their_ground(catalog: Catalog) -> Iterator[Finding]:
    """A report whose state is withheld names the ground for that, and no other report does."""
    for submission in catalog.submissions:
        for report in submission.reports:
            if report.status == "withheld" and report.ground is None:
                yield find(report.at("status"), "S153")


_DONE = {"completed", "not_applicable"}


@rule("S154", "submissions")
def a_task_and_its_clauses_agree(catalog: Catalog) -> Iterator[Finding]:
    """A submission does not call a task completed and one of its clauses unfinished."""
    for submission in catalog.submissions:
        done = {report.ref for report in submission.reports if report.status == "completed" and "." not in report.ref}
        for report in submission.reports:
            task = report.ref.partition(".")[0]
            if task in done and "." in report.ref and report.status not in _DONE:
                yield find(report.at("status"), "S154", value=report.ref, status=report.status, task=task)


@rule("S124", "submissions")
def summaries_say_what_is_new(catalog: Catalog) -> Iterator[Finding]:
    """A report's summary differs from the one that the agency gave on the same task or clause for the period before."""
    for history in histories(catalog):
        last: dict[str, tuple[Submission, str]] = {}  # by task or clause
        for submission in history:
            for report in submission.reports:
                before = last.get(report.ref)
                if report.status == "not_applicable":  # there is nothing new to say of it
                    continue
                if before and before[1] == report.summary.original != "":
                    yield find(report.at("summary"), "S124", value=report.ref, period=before[0].period_name)
            last = {report.ref: (submission, report.summary.original) for report in submission.reports}


# --- evidence


def _evidence(submission: Submission) -> Iterator[Evidence]:
    for report in submission.reports:
        yield from report.evidence
    for figure in submission.figures:
        yield from figure.evidence


@rule("S114", "submissions")
def evidence_comes_before_the_report(catalog: Catalog) -> Iterator[Finding]:
    """Evidence is published no later than the submission that cites it."""
    for submission in catalog.submissions:
        for item in _evidence(submission):
            if item.published and item.published > submission.submitted:
                yield find(item.at("published"), "S114", value=item.published, submitted=submission.submitted)


@rule("S116", "submissions")
def evidence_has_an_address(catalog: Catalog) -> Iterator[Finding]:
    """Evidence has a public address, unless that was redacted."""
    for submission in catalog.submissions:
        for item in _evidence(submission):
            if item.url is None and item.redacted is None:
                yield find(item.at(), "S116")


@rule("S123", "submissions")
def evidence_is_safe_to_open(catalog: Catalog) -> Iterator[Finding]:
    """Evidence has an https address."""
    for submission in catalog.submissions:
        for item in _evidence(submission):
            if item.url is not None and item.url.startswith("http://"):
                yield find(item.at("url"), "S123")


@rule("S131", "submissions")
def evidence_is_dated(catalog: Catalog) -> Iterator[Finding]:
    """Evidence says on which day it was published."""
    for submission in catalog.submissions:
        for item in _evidence(submission):
            if item.published is None:
                yield find(item.at(), "S131")


@rule("S132", "submissions")
def evidence_is_not_older_than_the_policy(catalog: Catalog) -> Iterator[Finding]:
    """Evidence is published no earlier than the day on which the policy was issued."""
    for submission in catalog.submissions:
        policy = catalog.policies.get(submission.policy)
        issued = policy.file.issued if policy else None
        for item in _evidence(submission) if issued else ():
            if issued and item.published and item.published < issued:
                yield find(item.at("published"), "S132", value=item.published, issued=issued)


MOST_CITED = 5  # reports of one submission that may rest on one address


@rule("S133", "submissions")
def one_source_does_not_prove_everything(catalog: Catalog) -> Iterator[Finding]:
    """No more than five reports of a submission cite the same address."""
    for submission in catalog.submissions:
        citing: dict[str, list[Evidence]] = defaultdict(list)
        for report in submission.reports:
            for item in {item.url: item for item in report.evidence if item.url}.values():
                citing[str(item.url)].append(item)
        for url, items in citing.items():
            if len(items) > MOST_CITED:
                yield find(items[MOST_CITED].at("url"), "S133", value=url, count=len(items), most=MOST_CITED)


# --- who reports, when, and in which languages

_HAN = re.compile("[\u3400-\u9fff\U00020000-\U0003ffff]")


@rule("S117", "submissions")
def reports_are_translated(catalog: Catalog) -> Iterator[Finding]:
    """An agency's statements in Chinese are translated into the other languages that reports are to be written in."""
    locales, _ = catalog.further_languages
    for submission in catalog.submissions:
        for text in _statements(submission):
            for locale in locales:
                if _lacks(text, locale):
                    yield find(text.at(), "S117", locale=locale)


@rule("S156", "submissions")
def reports_can_be_translated(catalog: Catalog) -> Iterator[Finding]:
    """A report's statements in Chinese are translated into the site's other languages, too, by whoever does so."""
    _, locales = catalog.further_languages
    for submission in catalog.submissions:
        for locale in locales:
            if count := sum(_lacks(text, locale) for text in _statements(submission)):
                yield find(submission.at(), "S156", locale=locale, count=count)


def _lacks(text: Localized, locale: str) -> bool:
    return locale not in text.translations and _HAN.search(text.zh) is not None


def _statements(submission: Submission) -> Iterator[Localized]:
    """Yield the agency's own statements, without the titles of other publications."""
    for report in submission.reports:
        yield report.summary
        if report.reason:
            yield report.reason
    for figure in submission.figures:
        yield from (text for text in (figure.text, figure.reason) if text)


@rule("S118", "submissions")
def samples_stay_apart(catalog: Catalog) -> Iterator[Finding]:
    """Invented agencies submit only samples, and real agencies submit none."""
    for submission in catalog.submissions:
        agency = catalog.agencies.get(submission.agency)
        if agency is not None and agency.sample != (submission.provenance == "sample"):
            yield find(
                submission.at("provenance"),
                "S118",
                agency=submission.agency,
                sort_zh="演示用的虚构机构" if agency.sample else "真实机构",
                sort_en="is an invented agency" if agency.sample else "is a real agency",
                wanted="sample" if agency.sample else "agency",
            )


@rule("S119", "submissions")
def reports_come_in_time(catalog: Catalog) -> Iterator[Finding]:
    """If an agency owes reports, its own report is submitted by the due date."""
    for submission in catalog.submissions:
        policy = catalog.policies.get(submission.policy)
        owes = policy and any(item.role != "support" for item in policy.assignments_of(submission.agency))
        is_first = submission.revision == 1 and submission.provenance == "agency"  # corrections keep the first day
        due = _due(policy, submission.period) if owes and is_first and policy else None
        if due is not None and submission.submitted > due:
            days = (submission.submitted - due).days
            yield find(submission.at("submitted"), "S119", due=due, days=days)


def _due(policy: Policy, period: ReportingPeriod) -> datetime.date | None:
    """Return the due day of the span that a period ends in; None if nothing is due for it."""
    calendar = policy.file.reporting
    if calendar is None:
        return None
    return next((calendar.due(one) for one in policy.due_periods if one.start <= period.end <= one.end), None)


@rule("S134", "submissions")
def mailboxes_belong_to_offices(catalog: Catalog) -> Iterator[Finding]:
    """No mailbox of a contact, or in an agency's statements, lies with a provider for everybody."""
    for submission in catalog.submissions:
        contact = submission.contact
        if contact and contact.email and private_mailbox(contact.email):
            yield find(contact.at("email"), "S134", value=contact.email)
        for text in _statements(submission):
            if mailbox := private_mailbox(text.zh):
                yield find(text.at("zh"), "S134", value=mailbox)


@rule("S135", "submissions")
def contacts_are_offices(catalog: Catalog) -> Iterator[Finding]:
    """A contact names an office, never a person."""
    for submission in catalog.submissions:
        if submission.contact and looks_like_a_person(submission.contact.unit.zh):
            unit = submission.contact.unit
            yield find(unit.at("zh"), "S135")


_STILL = 4  # periods


@rule("S120", "submissions")
def work_moves_on(catalog: Catalog) -> Iterator[Finding]:
    """A task or clause is not `in_progress` in all of an agency's last four reports on it."""
    for history in histories(catalog):
        runs: dict[str, list[Report]] = defaultdict(list)
        for submission in history:
            if submission.provenance == "agency":
                for report in submission.reports:
                    runs[report.ref].append(report)
        for reports in runs.values():
            last = reports[-_STILL:]
            if len(last) == _STILL and {report.status for report in last} == {"in_progress"}:
                yield find(last[-1].at("status"), "S120", value=last[-1].ref, count=_STILL)


@rule("S121", "central agencies")
def central_agencies_agree(_catalog: Catalog, state: Assessment) -> Iterator[Finding]:
    """Agencies that speak of the same whole do not contradict each other; if they do, the site shows both."""
    for policy in state.policies.values():
        told: set[tuple[str, ...]] = set()
        for clause in policy.clauses.values():
            if clause.state != "disputed":
                continue
            said = [entry for entry in clause.held if clause.roles.get(entry.submission.agency, "lead") == "lead"]
            newest = max(said, key=lambda entry: (entry.submission.period, entry.submission.submitted))
            other = next((entry for entry in said if contradict(newest, entry)), None)
            if other is None or "agency" not in {newest.submission.provenance, other.submission.provenance}:
                continue
            place, mine = newest.submission, newest.report
            if (key := (place.path, mine.ref, other.submission.path, other.report.ref)) not in told:
                told.add(key)
                yield find(
                    Place(place.path, mine.line, mine.column),
                    "S121",
                    agency=other.submission.agency,
                    status=other.report.status,
                    mine=mine.status,
                    path=other.submission.path,
                )


@rule("S122", "submissions")
def submissions_say_something(catalog: Catalog) -> Iterator[Finding]:
    """A submission contains at least one report or figure, unless it withdraws another."""
    for submission in catalog.submissions:
        if not submission.reports and not submission.figures and submission.withdrawn is None:
            yield find(submission.at(), "S122")


@rule("S155", "submissions")
def reports_are_on_what_is_in_force(catalog: Catalog) -> Iterator[Finding]:
    """A report is on a task or clause that is in force in some part of its period."""
    for submission in catalog.submissions:
        policy = catalog.policies.get(submission.policy)
        for report in submission.reports if policy else ():
            first, last = policy.lasts(report.ref) if policy else (datetime.date.min, datetime.date.max)
            if not (first <= submission.period.end and submission.period.start <= last):
                shown = {
                    "first": "…" if first == datetime.date.min else str(first),
                    "last": "…" if last == datetime.date.max else str(last),
                }
                yield find(report.at("ref"), "S155", value=report.ref, **shown)
