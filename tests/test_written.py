"""What tests write of a catalog is read again as the same records."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from generator.load import read_catalog
from generator.model import Catalog, Record
from tests.roots import REPO, SITES
from tests.written import write_catalog


def content(record: Record) -> dict[str, Any]:
    """All that a record holds but where it was read: its fields, those that its path says too."""
    names = {name: getattr(record, name) for name, field in type(record).model_fields.items() if field.exclude}
    return record.model_dump() | {name: value for name, value in names.items() if name not in {"origin", "marks"}}


def contents(catalog: Catalog) -> tuple[Any, ...]:
    """All that a catalog holds, in its order."""
    policies = [
        (id_, *[[content(part) for part in parts] for parts in (policy.tasks, policy.targets, policy.glossary)])
        for id_, policy in catalog.policies.items()
    ]
    owed = [content(item) for policy in catalog.policies.values() for item in policy.assignments]
    files = [content(policy.file) for policy in catalog.policies.values()]
    by_id = [[(id_, content(record)) for id_, record in part.items()] for part in (catalog.locales, catalog.agencies)]
    return policies, owed, files, by_id, [content(item) for item in catalog.submissions], catalog.unread


@pytest.mark.parametrize("data", [REPO, SITES / "states", SITES / "two-policies"], ids=lambda path: path.name)
def test_a_catalog_that_was_written_is_read_as_the_same_records(data: Path, tmp_path: Path) -> None:
    catalog, findings = read_catalog(data)
    assert not catalog.unread
    write_catalog(catalog, tmp_path)
    again, found = read_catalog(tmp_path)
    assert contents(again) == contents(catalog)
    assert [finding for finding in found if finding.code not in {known.code for known in findings}] == []
