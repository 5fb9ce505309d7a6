"""Editions of the record to export: the real one, one with every state in it, one with next to nothing."""

from __future__ import annotations

import datetime
import os
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from generator.assess import assess, teller
from generator.config import read_config
from generator.export.api.agencies import agency_files
from generator.export.api.writer import Writer
from generator.export.edition import Edition
from generator.export.feeds import agency_feeds
from generator.export.formats import PolicyExport, descriptions, export_whole, sizes
from generator.export.tables import tables
from generator.load import read_catalog
from generator.locales import open_locales
from generator.model import ORIGIN, Assignment, Catalog, Origin

REPO = Path(__file__).resolve().parent.parent.parent
AS_OF = datetime.date(2024, 12, 31)


def edition_of(root: Path, catalog: Catalog) -> Edition:
    config = read_config(root)
    locales = open_locales(catalog, config.locales)
    return Edition(catalog.without_samples(), assess(catalog, AS_OF), locales, config, teller(catalog))


def export_all(edition: Edition) -> dict[str, bytes]:
    """Make all files for programs as a build does: each policy, task and agency by itself."""
    sheets = tables(edition)
    files = sheets | export_whole(edition, sizes(sheets)) | descriptions(edition)
    for state in edition.states():
        policy = PolicyExport(edition, state)
        files |= policy.targets() | policy.newest()
        for task in state.policy.tasks:
            files |= policy.task(task)
    writer = Writer(edition)
    for agency in edition.catalog.agencies.values():
        told = edition.told(agency.id)
        files |= agency_files(writer, agency, edition.state.sums(agency.id), told)
        files |= agency_feeds(edition, agency, told)
    return files


def read(root: Path) -> Catalog:
    catalog, findings = read_catalog(root)
    assert [finding for finding in findings if finding.severity.value == "error"] == []
    return catalog


@pytest.fixture(scope="session")
def edition() -> Edition:
    """The real record."""
    return edition_of(REPO, read(REPO))


@pytest.fixture(scope="session")
def files(edition: Edition) -> dict[str, bytes]:
    return export_all(edition)


def telling(catalog: Catalog) -> Catalog:
    """Take the samples for real submissions and assign some tasks, so that there is something to tell."""
    (policy,) = catalog.policies.values()
    source = {"title": {"zh": "示例分工"}, "publisher": {"zh": "示例"}}
    assignments = tuple(
        Assignment.model_validate(
            {
                ORIGIN: Origin("data/agencies/sample-office.yml"),
                "agency": agency,
                "ref": ref,
                "role": role,
                "basis": source,
            }
        )
        for agency, ref, role in (
            ("sample-ministry", "1", "lead"),
            ("sample-office", "2.1", "joint"),
            ("sample-office", "18", "support"),
        )
    )
    return replace(
        catalog,
        agencies={id_: agency.model_copy(update={"sample": False}) for id_, agency in catalog.agencies.items()},
        policies={policy.id: replace(policy, assignments=assignments)},
        submissions=tuple(
            item if item.provenance == "public-record" else item.model_copy(update={"provenance": "agency"})
            for item in catalog.submissions
        ),
    )


@pytest.fixture(scope="session")
def rich() -> Edition:
    """A record with many states: agencies that agree, that do not, that are late."""
    return edition_of(REPO, telling(read(REPO)))


@pytest.fixture(scope="session")
def rich_files(rich: Edition) -> dict[str, bytes]:
    return export_all(rich)


@pytest.fixture(scope="session")
def many(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """Sixty invented agencies that report on all tasks every quarter."""
    root = tmp_path_factory.mktemp("many")
    script = REPO / "benchmarks" / "national_data.py"
    subprocess.run([sys.executable, script, root, "--agencies", "60"], check=True, capture_output=True)
    catalog, findings = read_catalog(root)
    assert findings == []
    return catalog


@pytest.fixture(scope="session")
def sixty(many: Catalog) -> Edition:
    return edition_of(REPO, many)


@pytest.fixture(scope="session")
def bare_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A policy of one sentence: no calendar, no targets, no terms, no submissions, no English."""
    root = bring(tmp_path_factory.mktemp("bare"))
    shutil.copytree(REPO / "data" / "locales", root / "data" / "locales")
    texts = {
        "agencies/office.yml": "name: {zh: 示例办公室}\nkind: other\n",
        "policies/bare/policy.yml": "title: {zh: 一句话的办法}\nissued: 2023-05-01\nissuers: [office]\n"
        "period: {from: 2023-05-01, to: 2023-12-31}\n"
        "source: {title: {zh: 办法}, publisher: {zh: 示例办公室}}\nareas: [{number: 1, title: {zh: 总则}}]\n",
        "policies/bare/tasks/01.yml": 'area: 1\ntitle: {zh: 目的}\nclauses: [{id: "1.1", text: {zh: 为此制定。}}]\n',
    }
    for path, text in texts.items():
        target = root / "data" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    return root


@pytest.fixture(scope="session")
def bare(bare_root: Path) -> Edition:
    return edition_of(bare_root, read(bare_root))


def bring(root: Path) -> Path:
    """Put everything but the data into a folder that is to be built."""
    shutil.copy(REPO / "mkdocs.yml", root)
    for name in ("overrides", "content"):
        shutil.copytree(REPO / name, root / name)
    (root / "generator").symlink_to(REPO / "generator")  # mkdocs.yml names the hook in it
    return root


def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run the command line; no traceback may come out of it."""
    environment = {name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR") if name in os.environ}
    done = subprocess.run(
        [sys.executable, "-m", "generator", *map(str, arguments)],
        cwd=REPO,
        env=environment | {"LANG": "C.UTF-8", "PYTHONPATH": str(REPO)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert "Traceback" not in done.stdout + done.stderr, done.stderr
    return done


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real site, built."""
    root = bring(tmp_path_factory.mktemp("real"))
    shutil.copytree(REPO / "data", root / "data")
    done = run("build", "--root", root, "--as-of", str(AS_OF))
    assert done.returncode == 0, done.stdout + done.stderr
    return root / "site"


@pytest.fixture(scope="session")
def bare_site(bare_root: Path) -> Path:
    done = run("build", "--root", bare_root, "--as-of", str(AS_OF))
    assert done.returncode == 0, done.stdout + done.stderr
    return bare_root / "site"
