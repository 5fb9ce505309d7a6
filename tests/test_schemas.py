"""Schemas for editors: what the generator takes they take, and what it refuses in form they refuse."""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner
from jsonschema import Draft202012Validator

from generator.cli import cli
from generator.config import read_config
from generator.contribute.editor import modeline, schema_files
from generator.contribute.scaffold import new_agency, new_policy, new_submission
from generator.export.schemas import schema, schema_name, schemas
from generator.load import read_catalog, read_record
from generator.model import FILES, Record, Redirects, Submission
from tests.roots import REPO, SITES
from tests.sitefiles import Site
from tests.small import FILES as SMALL
from tests.small import write
from tests.test_slips import GOOD, NAMES, PATH

SITE = "https://example.org/"


class _Editor(yaml.SafeLoader):
    """YAML 1.2 as editors read it: numbers, true and false, null; days and all else stay text."""


_Editor.yaml_implicit_resolvers = {}
for _tag, _pattern, _first in (
    ("null", r"~|null|Null|NULL|", ["~", "n", "N", ""]),
    ("bool", r"true|false|True|False|TRUE|FALSE", list("tTfF")),
    ("int", r"[-+]?[0-9]+", list("-+0123456789")),
    ("float", r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", list("-+.0123456789")),
):
    _Editor.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(f"^(?:{_pattern})$"), _first)


def as_an_editor_reads(text: str) -> Any:
    return yaml.load(text, _Editor)  # noqa: S506 - a subclass of SafeLoader


@functools.cache
def validator(kind: type[Record]) -> Draft202012Validator:
    return Draft202012Validator(schema(kind, SITE))


def faults(kind: type[Record], text: str) -> list[str]:
    return [error.message for error in validator(kind).iter_errors(as_an_editor_reads(text))]


def kind_of(path: str) -> type[Record]:
    """The kind of file that a path below the root is."""
    return next(
        kind for kind in FILES if re.fullmatch(re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(kind.FILE)), path) is not None
    )


def data_files() -> Iterator[tuple[str, Path]]:
    for root in (REPO, SITES / "two-policies"):
        for path in sorted((root / "data").rglob("*.yml")):
            yield path.relative_to(root).as_posix(), path


@pytest.mark.parametrize("kind", FILES, ids=schema_name)
def test_a_schema_is_one(kind: type[Record]) -> None:
    Draft202012Validator.check_schema(schema(kind, SITE))
    assert schema(kind, SITE)["$id"] == f"{SITE}api/v1/schemas/{schema_name(kind)}.json"


def test_every_data_file_keeps_to_its_schema() -> None:
    seen = set()
    for name, path in data_files():
        kind = kind_of(name)
        seen.add(kind)
        assert faults(kind, path.read_text(encoding="utf-8")) == [], path
    none_yet = ("assignments.yml", "{group}.yml", "redirects.yml")
    assert seen >= {kind for kind in FILES if not kind.FILE.endswith(none_yet)}


def test_redirects_keep_to_their_schema() -> None:
    assert faults(Redirects, "agencies: {old: new}\npolicies: {}\naddresses: {old-page/: new-page/}\n") == []
    assert faults(Redirects, "agencies: {old: {new: newer}}\n") != []


def test_the_submission_that_other_tests_start_from_keeps_to_its_schema() -> None:
    assert faults(Submission, GOOD) == []


BAD = (
    ("submitted: 2030-07-10", "submitted: 2030年7月10日"),
    ("submitted: 2030-07-10", "submitted: 10"),
    ("submitted: 2030-07-10", "submited: 2030-07-10"),
    ("provenance: agency\n", ""),
    ("provenance: agency", "provenance: 机构"),
    ('ref: "1"', 'ref: "1.2.3"'),
    ('ref: "1"', 'ref: "0"'),
    ('ref: "1"', "ref: [1]"),
    ("status: in_progress", "status: 快完成了"),
    ("status: in_progress", "status: true"),
    ("{zh: 做了事, en: Things were done}", "做了事"),
    ("{zh: 做了事, en: Things were done}", "{en: Things were done}"),
    ("{zh: 做了事, en: Things were done}", "{zh: ''}"),
    ("{zh: 做了事, en: Things were done}", f"{{zh: {'长' * 4001}}}"),
    ("https://library.example.org/h1", "ftp://library.example.org/h1"),
    ("https://library.example.org/h1", "https://user@library.example.org/h1"),
    ("https://library.example.org/h1", "https://localhost/h1"),
    ("1.1万", "1.1万册"),
    ("1.1万", "[1]"),
    ("1.1万", "true"),
    ("target: loans", "target: Loans"),
    ("reports:\n", "reports: {}\nreport:\n"),
)
ODD = (
    ('ref: "1"', "ref: 1"),
    ('ref: "1"', "ref: 1.10"),
    ("1.1万", "11000"),
    ("1.1万", "-1.5"),
    ("1.1万", "11,000"),
    ("1.1万", "26.5%"),
    ("1.1万", "2.49 万亿"),
    ("publisher: 示例日报", "publisher: 2030"),
    ("publisher: 示例日报", "publisher: {zh: 示例日报, en: Example Daily}"),
    ("en: Things were done", "en: 7"),
    ("en: Things were done", "en: "),
    ("        published: 2030-07-01\n", "        published:\n"),
    ("figures:\n  - target: loans\n    value: 1.1万\n    as_of: 2030-06-30\n", "figures:\n"),
)


def accepted(text: str, folder: Path) -> bool:
    (folder / PATH).parent.mkdir(parents=True, exist_ok=True)
    (folder / PATH).write_text(text, encoding="utf-8")
    return read_record(folder, PATH, Submission, NAMES)[0] is not None


@pytest.mark.parametrize(("right", "other"), [*BAD, *ODD])
def test_schema_and_generator_agree(right: str, other: str, tmp_path: Path) -> None:
    assert right in GOOD
    text = GOOD.replace(right, other, 1)
    takes = accepted(text, tmp_path)
    assert takes == ((right, other) in ODD)
    assert (not faults(Submission, text)) == takes, faults(Submission, text)


def test_files_to_fill_in_lack_only_what_is_to_be_filled_in() -> None:
    config = read_config(REPO)
    catalog, _ = read_catalog(REPO)
    files = (
        new_agency(config, "new-office")
        | new_policy(config, "new-policy")
        | new_submission(config, catalog, "sample-ministry", "2023-Q4", None)
    )
    for path, text in files.items():
        kind = kind_of(path)
        assert text.startswith(f"{modeline(config, kind)}\n")
        for error in validator(kind).iter_errors(as_an_editor_reads(text)):
            assert error.instance is None or error.validator in {"minItems", "anyOf"}, (path, error.message)


def test_fields_and_choices_are_explained_in_both_languages() -> None:
    found = schema(Submission, SITE)
    status = found["$defs"]["Report"]["properties"]["status"]
    assert "进行中 / in progress" in status["markdownEnumDescriptions"]
    assert len(status["markdownEnumDescriptions"]) == len(status["enum"])
    for record in (found, *found["$defs"].values()):
        for name, field in record.get("properties", {}).items():
            assert re.search("[\u4e00-\u9fff].*\n.*[A-Za-z]", field["description"], re.DOTALL), name


def test_nothing_of_the_programs_own_stands_in_a_schema() -> None:
    for text in schemas(SITE).values():
        own = set(re.findall(rb'"(x-[a-z-]+)"', text))
        assert own <= {b"x-choices", b"x-description-zh"}  # for forms
        assert b'"@' not in text


def test_the_site_publishes_them(site: Site) -> None:
    for path, data in schemas(site.config.site_url).items():
        assert (site.folder / path).read_bytes() == data
        assert json.loads(data)["$schema"].endswith("2020-12/schema")


# --- in the repository


def test_the_schemas_in_the_repository_are_current() -> None:
    wanted = schema_files(read_config(REPO))
    there = {f"schemas/{path.name}": path.read_bytes() for path in (REPO / "schemas").iterdir()}
    assert there == wanted, "run: python3 -m generator schemas"


def test_an_editor_is_told_the_schema_of_every_kind_of_file() -> None:
    settings = json.loads((REPO / ".vscode/settings.json").read_text(encoding="utf-8"))["yaml.schemas"]
    assert settings == {f"./schemas/{schema_name(kind)}.json": re.sub(r"\{\w+\}", "*", kind.FILE) for kind in FILES}


def test_a_new_file_names_the_schema_in_the_repository_or_else_the_published_one(tmp_path: Path) -> None:
    write(tmp_path, SMALL)
    config = read_config(tmp_path)
    published = modeline(config, Submission)
    assert published.endswith("$schema=https://record.example.org/api/v1/schemas/submission.json")
    said = [
        CliRunner().invoke(cli, ["schemas", "--root", str(tmp_path), *more]) for more in (["--check"], [], ["--check"])
    ]
    assert [done.exit_code for done in said] == [1, 0, 0]
    for kind in FILES:
        address = modeline(config, kind).partition("$schema=")[2]
        file = tmp_path / re.sub(r"\{\w+\}", "x", kind.FILE)
        assert (file.parent / address).resolve() == tmp_path / "schemas" / f"{schema_name(kind)}.json"
        assert (tmp_path / "schemas" / f"{schema_name(kind)}.json").is_file()
