"""The API files of an agency: what it submitted, and what it owes."""

from __future__ import annotations

from collections.abc import Iterable

from generator.assess import (
    AgencySummary,
    AgencyUpdates,
    Duty,
    History,
    Replaced,
    Update,
    open_published,
    published,
)
from generator.export.api.parts import split
from generator.export.api.writer import ApiWriter, Json
from generator.model import Agency
from generator.website import addresses


def agency_files(
    writer: ApiWriter, agency: Agency, sums: Iterable[AgencySummary], told: AgencyUpdates
) -> dict[str, bytes]:
    """Write one agency's file, split if it is too large, from its own summaries and submissions alone."""
    edition = writer.edition
    policies = edition.catalog.policies
    said = {id_: told.get((id_, False), History()) for id_ in policies}
    owed = {sum_.policy: sum_.state.duties for sum_ in sums if not sum_.sample}
    assigned = {id_: writer.assignments.get((id_, agency.id), ()) for id_ in policies}
    records = {
        id_: published(policy, edition.catalog.agencies, edition.state.as_of) for id_, policy in policies.items()
    }
    named = {
        id_: policy
        for id_, policy in policies.items()
        if records[id_].of_agency(agency.id)
        or any(summary.agency == agency.id for summary in records[id_].figures)
        or said[id_].standing
        or said[id_].replaced
        or owed.get(id_)
        or assigned[id_]
        or agency.id in policy.file.issuers
    }
    content = writer.record(
        agency,
        id=agency.id,
        links=writer.agency_links(agency)
        | {"policies": {id_: edition.url(addresses.policy_data(policy)) for id_, policy in named.items()}},
        issued=[id_ for id_, policy in named.items() if agency.id in policy.file.issuers],
        published=[
            writer.statement(record, one, policy=id_)
            for id_, record in records.items()
            for one in record.of_agency(agency.id)
        ],
        published_figures=[
            writer.figure(change, policy=update.submission.policy, path=update.submission.path)
            for id_, record in records.items()
            for summary in record.figures
            if summary.agency == agency.id
            for update in [open_published(policies[id_], edition.catalog.agencies, summary)]
            for change in update.figures
        ],
        submissions=[_submission(writer, update) for id_ in named for update in said[id_].standing],
        assignments=[writer.record(assignment, policy=id_) for id_ in named for assignment in assigned[id_]],
        corrections=[_correction(writer, pair) for id_ in named for pair in said[id_].replaced],
        duties=[_duty(writer, id_, duty) for id_ in named for duty in owed.get(id_, ())],
    )
    return split(writer, addresses.agency_data(agency), "agency", content, "submissions")


def _submission(writer: ApiWriter, update: Update) -> Json:
    submission = update.submission
    return writer.record(
        submission,
        policy=submission.policy,
        period=submission.period_name,
        path=submission.path,
        reports=[writer.report(said) for said in update.statuses],
        figures=[writer.figure(change) for change in update.figures],
    )


def _correction(writer: ApiWriter, pair: Replaced) -> Json:
    old, new = pair.old.submission, pair.new.submission
    why = new.withdrawn or new.corrects
    return {
        "policy": old.policy,
        "period": old.period_name,
        "path": old.path,
        "submitted": old.submitted,
        "replaced_on": new.submitted,
        "replaced_by": new.path,
        "withdrawn": new.withdrawn is not None,
        "reason": writer.said(why.reason) if why else None,
        "reports": [writer.report(said) for said in pair.old.statuses],
        "figures": [writer.figure(change) for change in pair.old.figures],
    }


def _duty(writer: ApiWriter, policy: str, duty: Duty) -> Json:
    return {
        "policy": policy,
        "ref": duty.ref,
        "role": duty.role,
        "period": duty.period_name,
        "due": duty.due_day,
        "verdict": writer.verdict(duty.verdict),
    }
