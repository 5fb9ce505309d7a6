"""Too much that vanishes is not published unless somebody says that it is meant."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.cli import cli
from tests.small import commit, edit, make_small, write
from tests.test_compare import PUBLIC, RECORD


@pytest.fixture
def repo(tmp_path: Path) -> Path:
    """The small record with twenty clauses: two of task 1, eighteen of task 2."""
    root = make_small(tmp_path / "repo")
    clauses = "".join(f'  - {{id: "2.{number}", text: {{zh: 第{number}句。}}}}\n' for number in range(1, 19))
    write(root, {"data/policies/small/tasks/02.yml": f"area: 1\ntitle: {{zh: 买书}}\nclauses:\n{clauses}"})
    commit(root)
    return root


def guard(repo: Path, *arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(cli, ["guard", "HEAD", *arguments, "--root", str(repo), "--lang", "en"])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.exit_code, done.output


def cut(repo: Path, clauses: int) -> None:
    for number in range(19 - clauses, 19):
        edit(repo, "data/policies/small/tasks/02.yml", f'  - {{id: "2.{number}", text: {{zh: 第{number}句。}}}}\n', "")


def test_the_same_data_may_be_published(repo: Path) -> None:
    assert guard(repo) == (0, "")


def test_a_tenth_may_vanish(repo: Path) -> None:
    cut(repo, 2)  # of 20
    assert guard(repo) == (0, "")


def test_more_than_a_tenth_may_not(repo: Path) -> None:
    cut(repo, 3)  # of 20
    code, said = guard(repo)
    assert code == 1
    assert said.splitlines() == [
        "not published: more than a tenth of the records are gone (clauses 3/20). "
        "If that is intended, add --allow-removal."
    ]


def test_what_is_meant_is_published(repo: Path) -> None:
    cut(repo, 18)
    assert guard(repo, "--allow-removal") == (0, "")


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("data/agencies/office.yml", "agencies 1/2"),
        ("data/submissions/small/bureau/2023-Q1.yml", "reports 1/1, submissions 1/1"),
        ("data/policies/small/policy.yml", "pages "),
    ],
)
def test_every_kind_of_record_is_watched(repo: Path, path: str, kind: str) -> None:
    (repo / path).unlink()
    code, said = guard(repo)
    assert code == 1
    assert kind in said


def test_records_that_replace_others_do_not_hide_the_loss(repo: Path) -> None:
    (repo / "data/agencies/office.yml").rename(repo / "data/agencies/renamed.yml")
    assert "agencies 1/2" in guard(repo)[1]


def test_the_loss_is_counted_from_the_published_state(repo: Path) -> None:
    write(repo, {"data/agencies/third.yml": "name: {zh: 第三局}\nkind: other\n"})
    commit(repo)
    (repo / "data/agencies/third.yml").unlink()
    done = CliRunner().invoke(cli, ["guard", "HEAD~1", "--root", str(repo)])
    assert done.exit_code == 0


def test_data_that_can_no_longer_be_read_are_a_loss_too(repo: Path) -> None:
    """The files are still there, but what they held would vanish from the site."""
    write(repo, {"data/policies/small/tasks/02.yml": "clauses: nothing"})
    assert "clauses 18/20" in guard(repo)[1]


def test_the_message_comes_in_chinese(repo: Path) -> None:
    (repo / "data/agencies/office.yml").unlink()
    done = CliRunner().invoke(cli, ["guard", "HEAD", "--root", str(repo), "--lang", "zh"])
    assert done.exit_code == 1
    assert "不予发布" in done.output


def test_statements_of_the_public_record_are_watched_one_by_one(repo: Path) -> None:
    one = RECORD.format(closeness="partly", says="建成三座。")
    both = one + one.partition("\n")[2].replace("pr-01-01", "pr-01-02")
    write(repo, {PUBLIC: both})
    commit(repo)
    write(repo, {PUBLIC: one})
    assert "statements 1/2" in guard(repo)[1]
