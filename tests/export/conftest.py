"""Records to export: the real one, one with every state in it, one with next to nothing."""

from __future__ import annotations

import datetime
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from generator.assess import assess, update_opener
from generator.config import read_config
from generator.export.edition import ExportContext
from generator.export.formats import FORMATS
from generator.load import read_catalog
from generator.model import Assignment, Catalog
from generator.website.locales import open_locales
from tests.roots import REPO, bring, generator, make_root
from tests.written import files_in, files_of, write_root

AS_OF = datetime.date(2024, 12, 31)


def edition_of(root: Path, catalog: Catalog) -> ExportContext:
    """What formats are given: here only to say what the files must hold."""
    config = read_config(root)
    locales = open_locales(catalog, config.locales)
    return ExportContext(catalog.without_samples(), assess(catalog, AS_OF), locales, config, update_opener(catalog))


def holds_the_record(path: str) -> bool:
    """Whether a file of the site is for programs, and says something of the record: schemas don't."""
    return any(belongs(path) for name, belongs in FORMATS.items() if name != "schema")


def export_of(catalog: Catalog) -> dict[str, bytes]:
    """What the site publishes of a catalog for programs."""
    return files_of(catalog, AS_OF, holds_the_record)


def export_in(root: Path) -> dict[str, bytes]:
    """What the site publishes of a root's data for programs."""
    return files_in(root, AS_OF, holds_the_record)


def exported(record: str, request: pytest.FixtureRequest) -> dict[str, bytes]:
    """The files of one of the records below."""
    files: dict[str, bytes] = request.getfixturevalue("files" if record == "edition" else f"{record}_files")
    return files


def read(root: Path) -> Catalog:
    catalog, findings = read_catalog(root)
    assert [finding for finding in findings if finding.severity.value == "error"] == []
    return catalog


@pytest.fixture(scope="session")
def edition() -> ExportContext:
    """The real record."""
    return edition_of(REPO, read(REPO))


@pytest.fixture(scope="session")
def files(site: Path) -> dict[str, bytes]:
    return export_in(site.parent)


def telling(catalog: Catalog) -> Catalog:
    """Take the samples for real submissions and assign some tasks, so that there is something to tell."""
    (policy,) = catalog.policies.values()
    source = {"title": {"zh": "示例分工"}, "publisher": {"zh": "示例"}}
    assignments = tuple(
        Assignment.model_validate(
            {
                "agency": agency,
                "ref": ref,
                "role": role,
                "basis": source,
            }
        )
        for agency, ref, role in (
            ("sample-ministry", "1", "lead"),
            ("sample-office", "1.2", "lead"),  # which says that it is done, while the other says that it is late
            ("sample-office", "2.1", "joint"),
            ("sample-office", "18", "support"),
        )
    )
    return replace(
        catalog,
        agencies={id_: agency.model_copy(update={"sample": False}) for id_, agency in catalog.agencies.items()},
        policies={policy.id: replace(policy, assignments=assignments, assigned=assignments)},
        submissions=tuple(item.model_copy(update={"provenance": "agency"}) for item in catalog.submissions),
    )


@pytest.fixture(scope="session")
def rich_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record with many states: agencies that agree, that do not, that are late."""
    return write_root(telling(read(REPO)), tmp_path_factory.mktemp("rich"))


@pytest.fixture(scope="session")
def rich(rich_root: Path) -> ExportContext:
    return edition_of(rich_root, read(rich_root))


@pytest.fixture(scope="session")
def rich_files(rich_root: Path) -> dict[str, bytes]:
    return export_in(rich_root)


@pytest.fixture(scope="session")
def sixty_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Sixty invented agencies that report on all tasks every quarter."""
    root = bring(tmp_path_factory.mktemp("sixty"))
    script = REPO / "benchmarks" / "national_data.py"
    subprocess.run([sys.executable, script, root, "--agencies", "60"], check=True, capture_output=True)
    return root


@pytest.fixture(scope="session")
def sixty(sixty_root: Path) -> ExportContext:
    catalog, findings = read_catalog(sixty_root)
    assert findings == []
    return edition_of(sixty_root, catalog)


@pytest.fixture(scope="session")
def sixty_files(sixty_root: Path) -> dict[str, bytes]:
    return export_in(sixty_root)


@pytest.fixture(scope="session")
def bare_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A policy of one sentence: no calendar, no targets, no terms, no submissions, no English."""
    root = bring(tmp_path_factory.mktemp("bare"))
    shutil.copytree(REPO / "data" / "locales", root / "data" / "locales")
    texts = {
        "agencies/office.yml": "name: {zh: 示例办公室}\nkind: other\n",
        "policies/bare/policy.yml": "title: {zh: 一句话的办法}\nissued: 2023-05-01\nissuers: [office]\n"
        "jurisdiction: {kind: other, agency: office}\n"
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
def bare(bare_root: Path) -> ExportContext:
    return edition_of(bare_root, read(bare_root))


@pytest.fixture(scope="session")
def bare_files(bare_root: Path) -> dict[str, bytes]:
    return export_in(bare_root)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real site, built."""
    return built(make_root(tmp_path_factory.mktemp("real")))


@pytest.fixture(scope="session")
def bare_site(bare_root: Path) -> Path:
    return built(bare_root)


def built(root: Path) -> Path:
    done = generator("build", "--root", root, "--as-of", str(AS_OF))
    assert done.returncode == 0, done.stdout + done.stderr
    return root / "site"
