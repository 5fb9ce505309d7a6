"""The API: every policy, task, target and agency as JSON, written from the models in `model`."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from generator import addresses
from generator.assess import METHODS, Duty, Words
from generator.export.api import model as answers
from generator.export.api.parts import split
from generator.export.api.policies import PolicyFiles
from generator.export.api.writer import Writer
from generator.export.edition import Edition
from generator.model import Agency, Policy, Submission


def api(edition: Edition, tables: Mapping[str, bytes]) -> dict[str, bytes]:
    """Write all of the API's JSON files but its own description; `tables` are listed in the index."""
    files: dict[str, bytes] = {}
    writer = Writer(edition)
    for state in edition.states():
        policy = PolicyFiles(writer, state)
        files[addresses.policy_data(state.policy)] = policy.file()
        files[addresses.targets_data(state.policy)] = policy.targets()
        for task in state.policy.tasks:
            files |= policy.task(task)
    submissions: dict[str, list[tuple[Policy, Submission]]] = defaultdict(list)
    duties: dict[str, list[tuple[Policy, Duty]]] = defaultdict(list)
    for state in edition.states():
        for submission in state.submissions:
            submissions[submission.agency].append((state.policy, submission))
        for duty in state.duties:
            duties[duty.assignment.agency].append((state.policy, duty))
    for agency in edition.catalog.agencies.values():
        files |= _agency(writer, agency, submissions[agency.id], duties[agency.id])
    files[f"{addresses.API}index.json"] = _index(writer, tables)
    return files


def _agency(
    writer: Writer,
    agency: Agency,
    submissions: Iterable[tuple[Policy, Submission]],
    duties: Iterable[tuple[Policy, Duty]],
) -> dict[str, bytes]:
    told = [
        writer.record(
            submission,
            policy=submission.policy,
            period=submission.period_name,
            path=submission.path,
            reports=[writer.report(policy, submission, report) for report in submission.reports],
            figures=[writer.figure(policy, submission, figure) for figure in submission.figures],
        )
        for policy, submission in submissions
    ]
    content = writer.record(
        agency,
        id=agency.id,
        links=writer.agency_links(agency),
        issued=[policy.id for policy in writer.edition.catalog.policies.values() if agency.id in policy.file.issuers],
        submissions=told,
        duties=[
            {
                "policy": policy.id,
                "ref": duty.assignment.ref,
                "role": duty.assignment.role,
                "period": duty.period.name,
                "due": duty.due,
                "verdict": writer.verdict(duty.verdict),
            }
            for policy, duty in duties
        ],
    )
    return split(
        writer,
        addresses.agency_data(agency),
        content,
        "submissions",
        lambda part, content: (
            writer.dump(answers.AgencyAnswer, agency=content)
            if part is None
            else writer.dump(answers.SubmissionsPart, submissions=part)
        ),
    )


def _index(writer: Writer, tables: Mapping[str, bytes]) -> bytes:
    edition = writer.edition
    submissions: Counter[str] = Counter(
        submission.agency for state in edition.states() for submission in state.submissions
    )
    return writer.dump(
        answers.IndexAnswer,
        locales=[
            {"id": id_, "name": locale.file.name, "lang": locale.lang, "url": edition.page(id_, addresses.HOME)}
            for id_, locale in edition.locales.items()
        ],
        policies=[
            {
                "id": state.policy.id,
                "title": edition.text(state.policy.title),
                "issued": state.policy.file.issued,
                "state": state.progress.state,
                "links": writer.policy_links(state.policy),
            }
            for state in edition.states()
        ],
        agencies=[
            {
                "id": agency.id,
                "name": edition.text(agency.name),
                "kind": agency.kind,
                "submissions": submissions[agency.id],
                "links": writer.agency_links(agency),
            }
            for agency in edition.catalog.agencies.values()
        ],
        methods={
            code: {
                "version": method.version,
                "name": edition.words(Words(method.zh, method.en)),
                "text": edition.words(Words(method.text_zh, method.text_en)),
            }
            for code, method in METHODS.items()
        },
        tables=[{"url": edition.url(path), "type": "text/csv", "bytes": len(data)} for path, data in tables.items()],
        openapi=edition.url(f"{addresses.API}openapi.json"),
    )
