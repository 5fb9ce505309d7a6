"""Pages of updates: what changed, period by period."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from generator.assess import STATES, Assessment, OpenUpdate, SubmissionSummary
from generator.model import Catalog, Policy, ReportingPeriod, Task
from generator.website import addresses
from generator.website.pages.agencies import Group, group_agencies
from generator.website.pages.page import Neighbours, Page, Pagination, numbered_title, paginate

ROWS = 20  # submissions on one page, in their agencies' words
UNFOLDED = 6  # submissions for a period that stand open; of more, each is a row that opens
MANY = 100  # submissions for a period; above this they are grouped, and only their changes are listed
BRIEF = 60  # submissions on one page of a group


@dataclass(frozen=True)
class TaskTally:
    """The number of reports for a period that put a task, or one of its clauses, into each state."""

    task: Task
    counts: tuple[tuple[str, int], ...]


def updates_page(policy: Policy, state: Assessment) -> Page:
    """Return the list of periods."""
    real = _by_period(state.policies[policy.id].entries)
    return Page(
        addresses.updates(policy),
        "updates",
        lambda locale: locale.t("updates.title_of", title=locale.plain(policy.title)),
        lambda locale: locale.t("updates.description", title=locale.plain(policy.title)),
        {
            "policy": policy,
            "periods": [
                (period, filings, _statuses(filings))
                for period in reported_periods(policy, state)
                for filings in [real.get(period.name, ())]
            ],
            "as_of": state.as_of,
            "sampled": bool(state.samples[policy.id].entries),
        },
    )


def reported_periods(policy: Policy, state: Assessment) -> list[ReportingPeriod]:
    """List the periods with reports, newest first."""
    submitted = [*state.policies[policy.id].entries, *state.samples[policy.id].entries]
    return sorted({filing.period for filing in submitted}, reverse=True)


def full_periods(policy: Policy, state: Assessment) -> list[ReportingPeriod]:
    """List the periods with so many submissions that they are grouped, newest first."""
    counts = Counter(filing.period for filing in state.policies[policy.id].entries)
    return sorted((period for period, count in counts.items() if count > MANY), reverse=True)


def period_pages(
    catalog: Catalog, policy: Policy, place: Neighbours[ReportingPeriod], state: Assessment, tell: OpenUpdate
) -> Iterator[Page]:
    """Yield the pages of what a period's submissions changed or, if these are many, of their groups.

    The periods around it are the next later and the next earlier one.
    """
    after, period, before = place
    filings = _by_period(state.policies[policy.id].entries).get(period.name, ())
    invented = _by_period(state.samples[policy.id].entries).get(period.name, ())
    shared: dict[str, object] = {
        "total": len(filings),
        "UNFOLDED": UNFOLDED,
        "before": before,
        "after": after,
        "sampled": bool(invented),
    }
    if len(filings) > MANY:
        known = [catalog.agencies[filing.agency] for filing in filings if filing.agency in catalog.agencies]
        context: dict[str, object] = {
            "groups": [
                (group, _statuses(filing for filing in filings if filing.agency in members))
                for group in group_agencies(known, catalog.agencies)
                for members in [{agency.id for agency in group.agencies}]
            ],
            "tallies": _tallies(policy, filings),
        }
        yield _page(policy, period, Pagination(1, 1, addresses.updates(policy, period.name)), shared | context)
        return
    for leaf, shown in paginate(filings, ROWS, addresses.updates(policy, period.name)):
        context = {
            "updates": tuple((tell(filing), _statuses([filing])) for filing in shown),
        }
        yield _page(policy, period, leaf, shared | context)


def _statuses(filings: Iterable[SubmissionSummary]) -> Counter[str]:
    """Count the reports of some submissions by the state that they give."""
    return Counter(said.status for filing in filings for said in filing.reports)


def group_pages(policy: Policy, state: Assessment, group: Group, periods: Sequence[ReportingPeriod]) -> Iterator[Page]:
    """Yield the pages of what one group's agencies changed in each of the periods, without their words."""
    members = {agency.id for agency in group.agencies}
    entries = [filing for filing in state.policies[policy.id].entries if filing.agency in members]
    for period in periods:
        filings = sorted(
            (filing for filing in entries if filing.period_name == period.name), key=lambda filing: filing.agency
        )
        for leaf, shown in (
            paginate(filings, BRIEF, addresses.updates(policy, period.name, group.id)) if filings else ()
        ):
            context = {"total": len(filings), "group": group, "filings": shown}
            yield _page(policy, period, leaf, context)


def _page(policy: Policy, period: ReportingPeriod, leaf: Pagination, context: dict[str, object]) -> Page:
    group = context.get("group")
    nothing: dict[str, object] = {
        "group": None,
        "groups": (),
        "tallies": (),
        "updates": (),
        "filings": (),
    }
    nothing |= {"UNFOLDED": UNFOLDED, "before": None, "after": None, "sampled": False}
    return Page(
        leaf.address(leaf.number),
        "period",
        numbered_title(
            lambda locale: locale.t(
                "updates.period_title",
                period=locale.period(period),
                title=group.name(locale) if isinstance(group, Group) else locale.plain(policy.title),
            ),
            leaf,
        ),
        lambda locale: locale.t(
            "updates.period_description", period=locale.period(period), title=locale.plain(policy.title)
        ),
        {"policy": policy, "period": period, "leaf": leaf} | nothing | context,
    )


def _tallies(policy: Policy, filings: Sequence[SubmissionSummary]) -> list[TaskTally]:
    counts = Counter((said.task, said.status) for filing in filings for said in filing.reports)
    return [
        TaskTally(task, tuple((state, counts[task.number, state]) for state in STATES if counts[task.number, state]))
        for task in policy.tasks
    ]


def _by_period(filings: Sequence[SubmissionSummary]) -> dict[str, tuple[SubmissionSummary, ...]]:
    """Group submissions by period; they are already in the order of periods."""
    return {name: tuple(found) for name, found in groupby(filings, key=lambda filing: filing.period_name)}
