"""The description of the API (OpenAPI 3.1), generated from the models that its files are tested against."""

from __future__ import annotations

import json
from typing import Any, NamedTuple

from pydantic.json_schema import models_json_schema

from generator.export.api import model as answers
from generator.export.api.shapes import VERSION, Answer
from generator.export.edition import ExportContext
from generator.export.tables import COLUMNS
from generator.website import addresses


class _Parameter(NamedTuple):
    """A placeholder in an address."""

    description: str
    schema: dict[str, Any]


_SLUG = {"type": "string", "pattern": "^[a-z][a-z0-9]*(-[a-z0-9]+)*$"}
_PARAMETERS = {
    "policy": _Parameter("Id of a policy.", _SLUG),
    "agency": _Parameter("Id of an agency.", _SLUG),
    "target": _Parameter("Id of a target.", _SLUG),
    "n": _Parameter("Number of a task, without leading zeros.", {"type": "integer", "minimum": 1}),
    "locale": _Parameter("A locale of the site.", {"type": "string"}),
    "part": _Parameter("A period, and a number where one file can't hold it.", {"type": "string"}),
}


class Path(NamedTuple):
    """A kind of file: its address, description, and media type or model."""

    path: str
    name: str
    description: str
    content: type[Answer] | str


_CARDS = "Only on sites that make pictures for shared links."

PATHS: tuple[Path, ...] = (
    Path("/api/v1/index.json", "getIndex", "Everything that there is.", answers.IndexAnswer),
    Path("/api/v1/policies/{policy}.json", "getPolicy", "A policy.", answers.PolicyFileAnswer),
    Path("/api/v1/policies/{policy}/targets.json", "getTargets", "A policy's targets.", answers.TargetsAnswer),
    Path("/api/v1/policies/{policy}/tasks/{n}.json", "getTask", "A task.", answers.TaskAnswer),
    Path(
        "/api/v1/policies/{policy}/tasks/{n}/{part}.json",
        "getTaskPart",
        "Reports on a task that are too many for one file; the task's own file lists them.",
        answers.ReportsPart,
    ),
    Path("/api/v1/agencies/{agency}.json", "getAgency", "An agency.", answers.AgencyAnswer),
    Path(
        "/api/v1/agencies/{agency}/{part}.json",
        "getAgencyPart",
        "Submissions that are too many for one file; the agency's own file lists them.",
        answers.SubmissionsPart,
    ),
    *(
        Path(
            f"/api/v1/{name}.csv",
            f"get{name.title()}Table",
            f"The {name} as a table: {', '.join(columns)}.",
            "text/csv",
        )
        for name, columns in COLUMNS.items()
    ),
    Path(
        "/datapackage.json",
        "getDataPackage",
        "The columns of every table, as a Frictionless Data Package.",
        "application/json",
    ),
    Path("/feeds/{policy}.{locale}.atom", "getPolicyFeed", "What was submitted.", "application/atom+xml"),
    Path(
        "/feeds/{policy}/tasks/{n}.{locale}.atom",
        "getTaskFeed",
        "What was submitted on a task.",
        "application/atom+xml",
    ),
    Path(
        "/feeds/agencies/{agency}.{locale}.atom", "getAgencyFeed", "What an agency submitted.", "application/atom+xml"
    ),
    Path(
        "/feeds/corrections.{locale}.atom",
        "getCorrectionsFeed",
        "What was corrected or withdrawn.",
        "application/atom+xml",
    ),
    Path("/calendar/{policy}.ics", "getCalendar", "A policy's dates.", "text/calendar"),
    Path("/badges/{policy}/tasks/{n}.svg", "getBadge", "A picture of a task's state.", "image/svg+xml"),
    Path("/cards/{policy}.{locale}.png", "getPolicyCard", f"A picture of how a policy stands. {_CARDS}", "image/png"),
    Path(
        "/cards/{policy}/tasks/{n}.{locale}.png",
        "getTaskCard",
        f"A picture of how a task stands. {_CARDS}",
        "image/png",
    ),
    Path(
        "/cards/{policy}/targets/{target}.{locale}.png",
        "getTargetCard",
        f"A picture of how a target stands. {_CARDS}",
        "image/png",
    ),
)


def openapi(edition: ExportContext) -> dict[str, bytes]:
    """Write the description of the API."""
    models = [path.content for path in PATHS if not isinstance(path.content, str)]
    _, schemas = models_json_schema(
        [(model, "validation") for model in models], ref_template="#/components/schemas/{model}"
    )
    document = {
        "openapi": "3.1.0",
        "info": {
            "title": edition.locales[edition.config.locales[0]].t("site.name"),
            "version": VERSION,
            "description": "\n\n".join(
                f"{locale.t('data.notice')} {locale.t('data.licence_text')}"
                for locale in edition.locales.values()
                if not locale.is_derived
            ),
        },
        "servers": [{"url": edition.config.site_url.rstrip("/")}],
        "paths": {path.path: {"get": _operation(path)} for path in PATHS},
        "components": {"schemas": schemas["$defs"]},
    }
    text = json.dumps(document, ensure_ascii=False, indent=1)
    return {f"{addresses.API}openapi.json": text.encode() + b"\n"}


def _operation(path: Path) -> dict[str, Any]:
    if isinstance(path.content, str):
        content: dict[str, Any] = {
            path.content: {"schema": {"type": "object" if path.content == "application/json" else "string"}}
        }
    else:
        content = {"application/json": {"schema": {"$ref": f"#/components/schemas/{path.content.__name__}"}}}
    return {
        "operationId": path.name,
        "summary": path.description,
        "parameters": [
            {"name": name, "in": "path", "required": True, "description": known.description, "schema": known.schema}
            for name, known in _PARAMETERS.items()
            if f"{{{name}}}" in path.path
        ],
        "responses": {"200": {"description": path.description, "content": content}},
        "security": [],
    }
