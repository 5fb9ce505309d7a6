"""Data of an earlier shape come to today's: nothing is lost or guessed, and a second run finds nothing to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.contribute.migrate import migrate
from generator.load import plain_tree, read_catalog
from generator.rules import check_policies
from tests.roots import generator, make_root
from tests.small import write

COMPILED = """\
# Compiled from the yearbook.
submitted: 2030-07-10
provenance: public-record
figures:
- target: trees
  value: 120   # as printed
  as_of: 2030-06-30
  evidence:
  - title: {zh: 年鉴, en: Yearbook}
    publisher: {zh: 某社, en: Some press}
    published: 2030-07-01
# a second one
- target: trees
  value: 100
  as_of: 2030-03-31
  evidence:
  - {title: {zh: 年鉴, en: Yearbook}, publisher: {zh: 某社, en: Some press}, published: 2030-07-01}
"""
MOVED = """\
figures:
  # Compiled from the yearbook.
  - target: trees
    agency: example-office
    value: 120   # as printed
    as_of: 2030-06-30
    evidence:
    - title: {zh: 年鉴, en: Yearbook}
      publisher: {zh: 某社, en: Some press}
      published: 2030-07-01
  # a second one
  - target: trees
    agency: example-office
    value: 100
    as_of: 2030-03-31
    evidence:
    - {title: {zh: 年鉴, en: Yearbook}, publisher: {zh: 某社, en: Some press}, published: 2030-07-01}
"""
FROM = "data/submissions/small/example-office/2030-H1.yml"
TO = "data/public-record/small/2030-H1.yml"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return make_root(tmp_path / "site", "two-policies")


def test_compiled_figures_move_to_the_public_record_with_their_comments(root: Path) -> None:
    write(root, {FROM: COMPILED})
    assert [step.is_done for step in migrate(root)] == [True]
    assert (root / TO).read_text(encoding="utf-8") == MOVED
    assert not (root / FROM).exists()
    assert migrate(root) == []


def test_they_join_those_that_are_there(root: Path) -> None:
    there = f"{MOVED}searched:\n  where: {{zh: 年鉴}}\n"
    write(root, {TO: there})
    write(root, {FROM: COMPILED})
    assert [step.is_done for step in migrate(root)] == [True]
    after = plain_tree((root / TO).read_text(encoding="utf-8"), TO)
    assert [figure["value"] for figure in after["figures"]] == ["120", "100", "120", "100"]
    assert after["searched"] == {"where": {"zh": "年鉴"}}


@pytest.mark.parametrize(
    "text",
    [
        f"{COMPILED}reports:\n  - {{ref: '1', status: completed, summary: {{zh: 建成。}}}}\n",
        COMPILED[: COMPILED.index("- target")].replace("figures:", "figures: [{target: trees, value: 1}]"),
        "submitted: 2030-07-10\nprovenance: public-record\n",
    ],
)
def test_what_is_unclear_is_left_alone_and_named(root: Path, text: str) -> None:
    write(root, {FROM: text})
    for _ in range(2):
        (step,) = migrate(root)
        assert (step.path, step.is_done) == (FROM, False)
        assert (root / FROM).read_text(encoding="utf-8") == text
        assert not (root / TO).exists()


def mixed(root: Path, *, kind: str) -> None:
    path = root / "data/policies/small/policy.yml"
    text = path.read_text(encoding="utf-8")
    write(root, {"data/agencies/one.yml": f"name: {{zh: 甲局}}\nkind: {kind}\n"})
    write(root, {"data/agencies/two.yml": "name: {zh: 乙局}\nkind: city\n"})
    start = text.index("issuers:")
    write(
        root,
        {
            path.relative_to(root).as_posix(): text[:start]
            + "issuers:  # both\n  - one\n  - two\n"
            + text[text.index("\n", start) + 1 :]
        },
    )


@pytest.mark.parametrize(("kind", "is_done"), [("central", True), ("province", False)])
def test_issuers_of_several_levels_get_the_country_only_where_a_central_one_is_among_them(
    root: Path, kind: str, is_done: bool
) -> None:
    mixed(root, kind=kind)
    assert "P152" in {finding.code for finding in check_policies(read_catalog(root)[0])}
    assert [step.is_done for step in migrate(root)] == [is_done]
    codes = {finding.code for finding in check_policies(read_catalog(root)[0])}
    assert ("P152" in codes) is not is_done
    assert len(migrate(root)) == (0 if is_done else 1)
    text = (root / "data/policies/small/policy.yml").read_text(encoding="utf-8")
    assert ("  - two\njurisdiction: {kind: central}\n" in text) is is_done


def test_which_copy_was_read_has_todays_name(root: Path) -> None:
    source = "{title: 年鉴, publisher: 某社, seen: copy, copy: 图书馆藏本}"
    write(root, {TO: "statements:\n  - quote: 'copy: x'\n    evidence:\n      seen: copy\n      copy: 藏本\n"})
    write(root, {TO.replace("H1", "H2"): f"statements:\n  - evidence: {source}\n"})
    assert [step.is_done for step in migrate(root)] == [True, False]  # the second is written in one line
    assert "      copy_seen: 藏本\n" in (root / TO).read_text(encoding="utf-8")


def test_the_command_says_what_it_did(root: Path) -> None:
    write(root, {FROM: COMPILED})
    first, second = (generator("migrate", "--root", str(root), "--lang", "en") for _ in range(2))
    assert f"done: {FROM}: moved to {TO}; not taken along" in first.stdout
    assert second.stdout == "No data of an earlier shape.\n"
