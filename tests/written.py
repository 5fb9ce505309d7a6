"""Catalogs on disk: records that a test has changed, as the files that they would have been read from."""

from __future__ import annotations

import atexit
import datetime
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import yaml

from generator.config import read_config
from generator.findings import as_text
from generator.model import Agency, Assignment, Catalog, Group, LocaleFile, PolicyFile, Record, Target, Task, Term
from generator.pipeline import render_files
from tests.roots import bring

_DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
_SHELLS = Path(tempfile.mkdtemp(prefix="shells-"))  # slow to make, and the same for most catalogs
atexit.register(shutil.rmtree, _SHELLS, ignore_errors=True)


def _any(_path: str) -> bool:
    return True


def write_catalog(catalog: Catalog, root: Path) -> None:
    """Write every record to its own file below a root, in the order of the catalog."""
    for path, tree in _trees(catalog):
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        text = yaml.dump(tree, Dumper=_DUMPER, allow_unicode=True, sort_keys=False)
        (root / path).write_text(text, encoding="utf-8")


def write_root(catalog: Catalog, root: Path) -> Path:
    """Make a folder that can be built: a catalog under the repository's own shell."""
    bring(root)
    write_catalog(catalog, root)
    (root / "build" / "cache").mkdir(parents=True)
    (root / "build" / "cache" / "shells").symlink_to(_SHELLS)  # made again where their inputs are others
    return root


def files_in(root: Path, as_of: datetime.date, wanted: Callable[[str], bool] = _any) -> dict[str, bytes]:
    """Make the files of the site whose paths are wanted (default: all) from a root's data, which have no errors."""
    findings, files = render_files(read_config(root), as_of, wanted)
    assert files is not None, as_text(findings, language="en")
    return files


def files_of(catalog: Catalog, as_of: datetime.date, wanted: Callable[[str], bool] = _any) -> dict[str, bytes]:
    """Make the files of the site whose paths are wanted (default: all) from a catalog."""
    with tempfile.TemporaryDirectory() as folder:
        return files_in(write_root(catalog, Path(folder)), as_of, wanted)


def _trees(catalog: Catalog) -> Iterator[tuple[str, Any]]:
    """Yield what each file holds, with its path."""
    for locale in catalog.locales.values():
        yield LocaleFile.FILE.format(locale=locale.id), _tree(locale)
    for agency in catalog.agencies.values():
        yield Agency.FILE.format(agency=agency.id), _tree(agency)
    for group in catalog.groups.values():
        yield Group.FILE.format(group=group.id), _tree(group)
    for policy in catalog.policies.values():
        yield PolicyFile.FILE.format(policy=policy.id), _tree(policy.file)
        for task in policy.tasks:
            yield Task.FILE.format(policy=policy.id, task=task.file_number), _tree(task)
        lists: tuple[tuple[type[Record], Iterable[Record]], ...] = (
            (Target, policy.targets),
            (Term, policy.glossary),
            (Assignment, policy.assigned),
        )
        for kind, records in lists:
            if records:
                yield kind.FILE.format(policy=policy.id), [_tree(record) for record in records]
        for record in policy.records:
            yield record.path, _tree(record)
    for submission in catalog.submissions:
        yield submission.path, _tree(submission)


def _tree(record: Record) -> dict[str, Any]:
    """A record as its file holds it: what the path says and where it was read is excluded from dumps."""
    return record.model_dump(mode="json", by_alias=True, exclude_defaults=True)
