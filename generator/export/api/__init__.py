"""The API: every policy, task, target and agency as JSON, in the shapes that `model` describes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from generator.assess import METHODS
from generator.export.api.policies import PolicyFiles
from generator.export.api.writer import ApiWriter, without_nothing
from generator.export.edition import ExportContext
from generator.website import addresses


def policies_api(edition: ExportContext, tables: Mapping[str, int]) -> dict[str, bytes]:
    """Write the index and the policies' own files; `tables` are sizes in bytes by path."""
    writer = ApiWriter(edition)
    files = {addresses.policy_data(state.policy): PolicyFiles(writer, state).file() for state in edition.states()}
    files[f"{addresses.API}index.json"] = _index(writer, tables)
    return files


def _index(writer: ApiWriter, tables: Mapping[str, int]) -> bytes:
    edition = writer.edition
    submissions: Counter[str] = Counter()
    for state in edition.states():
        submissions.update({id_: len(agency.filings) for id_, agency in state.agencies.items()})
    return writer.dump(
        locales=[
            {"id": id_, "name": locale.file.name, "lang": locale.lang, "url": edition.page(id_, addresses.HOME)}
            for id_, locale in edition.locales.items()
        ],
        policies=[
            without_nothing(
                id=state.policy.id,
                title=edition.text(state.policy.title),
                issued=state.policy.file.issued,
                state=state.progress.state,
                links=writer.policy_links(state.policy),
            )
            for state in edition.states()
        ],
        agencies=[
            {
                "id": agency.id,
                "name": edition.text(agency.name),
                "kind": agency.kind,
                "submissions": submissions[agency.id],
                "links": {"api": edition.url(addresses.agency_data(agency))},
            }
            for agency in edition.catalog.agencies.values()
        ],
        methods={
            code: {
                "version": method.version,
                "name": edition.words(method.name),
                "text": edition.words(method.text),
                **({"since": method.since, "changes": edition.words(method.changes)} if method.since else {}),
            }
            for code, method in METHODS.items()
        },
        tables=[{"url": edition.url(path), "type": "text/csv", "bytes": size} for path, size in tables.items()],
        openapi=edition.url(f"{addresses.API}openapi.json"),
    )
