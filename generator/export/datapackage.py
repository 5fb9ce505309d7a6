"""The description of the tables as a data package (Frictionless Data), for programs that load tables."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping

from generator.export.edition import ExportContext
from generator.export.tables import COLUMNS, expand, table_of
from generator.model import CANONICAL

PATH = "datapackage.json"  # at the root of the site: paths in a data package lead downwards only

_TYPES = {
    "integer": {"area", "task", "reports", "figures", "evidence", "line"},
    "number": {"baseline", "target_value", "value", "share"},
    "boolean": {"percent"},
    "date": {"baseline_as_of", "by", "as_of", "period_from", "period_to"},
    "uri": {"url", "api", "source_url"},
}


def data_package(export: ExportContext, tables: Mapping[str, int]) -> dict[str, bytes]:
    """Describe the tables: their files, whose sizes in bytes are given by path, and their columns."""
    files: dict[str, list[str]] = defaultdict(list)
    for path in sorted(tables):
        files[table_of(path)].append(path)
    package = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "policy-delivery-record",
        "title": _words(export, "site.name"),
        "description": _words(export, "data.notice"),
        "homepage": export.config.site_url,
        "created": f"{export.state.as_of}T00:00:00Z",
        "resources": [_resource(export, name, files[name]) for name in COLUMNS if files[name]],
    }
    return {PATH: json.dumps(package, ensure_ascii=False, indent=1).encode() + b"\n"}


def _resource(export: ExportContext, name: str, paths: list[str]) -> dict[str, object]:
    parts = [path for path in paths if path.partition(f"{name}-")[1]] or paths  # the index of a split table is no table
    return {
        "name": name,
        "title": _words(export, f"data.table.{name}"),
        "path": parts if len(parts) > 1 else parts[0],
        "type": "table",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "quoteChar": '"', "doubleQuote": True, "header": True},
        "schema": {
            "fields": [
                _field(export, column, written) for column in COLUMNS[name] for written in expand(export, [column])
            ],
            "missingValues": [""],
        },
    }


def _field(export: ExportContext, column: str, written: str) -> dict[str, str]:
    plain = column.rstrip("*")
    kind = next((kind for kind, names in _TYPES.items() if plain in names), "string")
    known = {"type": "string", "format": "uri"} if kind == "uri" else {"type": kind}
    return {"name": written, **known, "description": _words(export, f"data.column.{plain}")}


def _words(export: ExportContext, key: str) -> str:
    """Return an interface string in Chinese and, where the site has it, in English."""
    said = [locale.t(key) for id_, locale in export.locales.items() if id_ in {CANONICAL, "en"}]
    return " / ".join(dict.fromkeys(said))
