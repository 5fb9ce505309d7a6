"""Schemas in the repository itself, for editors that have no published site to ask."""

from __future__ import annotations

from generator.config import Config
from generator.export.schemas import schema_address, schema_name, schemas
from generator.model import FILES, Record

FOLDER = "schemas"


def schema_files(config: Config) -> dict[str, bytes]:
    """Return the schema of each kind of file, by path below the root."""
    written = schemas(config.site_url)
    return {
        f"{FOLDER}/{schema_name(kind)}.json": written[
            schema_address(kind, config.site_url).removeprefix(config.site_url)
        ]
        for kind in FILES
    }


def modeline(config: Config, kind: type[Record]) -> str:
    """Return the line that tells an editor where a file's schema is: in the repository, else on the published site."""
    path = f"{FOLDER}/{schema_name(kind)}.json"
    address = schema_address(kind, config.site_url)
    if (config.root / path).is_file():
        address = f"{'../' * kind.FILE.count('/')}{path}"
    return f"# yaml-language-server: $schema={address}"
