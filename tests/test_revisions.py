"""Revisions are read as data: all of data/ comes out, and nothing of the revision is run or followed."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.contribute.revisions import opened, outside
from generator.errors import GeneratorError
from generator.load import read_catalog
from tests.small import commit, edit, git, make_small, write


@pytest.fixture
def repo(tmp_path: Path) -> Path:
    return make_small(tmp_path / "repo")


def contents(root: Path) -> dict[str, bytes]:
    paths = (path for path in (root / "data").rglob("*") if path.is_file())
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in paths}


def test_a_revision_is_laid_out_byte_for_byte(repo: Path) -> None:
    (repo / "data/agencies/odd.yml").write_bytes(b"\xff\x00\r\n")
    (repo / "data/agencies/empty.yml").touch()
    commit(repo)
    before = contents(repo)
    edit(repo, "data/agencies/bureau.yml", "示例局", "别的局")
    with opened(repo, "HEAD") as side:
        assert contents(side.root) == before
        assert not (side.root / "mkdocs.yml").exists()
    assert not side.root.exists()


def test_the_record_may_lie_in_a_folder_of_the_repository(tmp_path: Path) -> None:
    write(tmp_path, {"sub/data/agencies/a.yml": "name: {zh: 甲}\nkind: other\n", "data/b.yml": "b"})
    git(tmp_path, "init", "--quiet")
    commit(tmp_path)
    with opened(tmp_path / "sub", "HEAD") as side:
        assert list(contents(side.root)) == ["data/agencies/a.yml"]


def test_links_lead_nowhere_and_are_found(repo: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("name: {zh: 秘密}\nkind: other\n", encoding="utf-8")
    (repo / "data/agencies/linked.yml").symlink_to(secret)
    commit(repo)
    with opened(repo, "HEAD") as side:
        catalog, findings = read_catalog(side.root)
    assert "linked" not in catalog.agencies
    assert [(finding.code, finding.place.path) for finding in findings] == [("F104", "data/agencies/linked.yml")]


def test_a_tree_cannot_write_outside_its_folder(repo: Path) -> None:
    blob = git(repo, "hash-object", "-w", "--stdin", text="x")
    inner = git(repo, "mktree", text=f"100644 blob {blob}\tescaped\n")
    middle = git(repo, "mktree", text=f"040000 tree {inner}\t..\n")
    outer = git(repo, "mktree", text=f"040000 tree {middle}\tdata\n")
    bad = git(repo, "commit-tree", outer, "-m", "hostile")
    with pytest.raises(GeneratorError, match="is no path"), opened(repo, bad):
        pass


def test_nothing_is_written_through_a_link(repo: Path, tmp_path: Path) -> None:
    target = tmp_path / "target"
    target.mkdir()
    link = git(repo, "hash-object", "-w", "--stdin", text=str(target))
    blob = git(repo, "hash-object", "-w", "--stdin", text="x")
    inner = git(repo, "mktree", text=f"100644 blob {blob}\tfile.yml\n")
    data = git(repo, "mktree", text=f"120000 blob {link}\tagencies\n040000 tree {inner}\tagencies\n")
    outer = git(repo, "mktree", text=f"040000 tree {data}\tdata\n")
    with opened(repo, git(repo, "commit-tree", outer, "-m", "hostile")) as side:
        assert (side.root / "data/agencies/file.yml").read_text(encoding="utf-8") == "x"
    assert list(target.iterdir()) == []


def test_a_large_file_is_found_with_its_size_and_not_copied(repo: Path) -> None:
    (repo / "data/agencies/large.yml").write_bytes(b"x" * 300_000)
    commit(repo)
    with opened(repo, "HEAD") as side:
        assert (side.root / "data/agencies/large.yml").stat().st_blocks == 0
        _, findings = read_catalog(side.root)
    assert [finding.code for finding in findings] == ["F105"]
    assert "300000" in findings[0].en


def test_filters_that_a_tree_asks_for_do_not_run(repo: Path, tmp_path: Path) -> None:
    trace = tmp_path / "ran"
    write(repo, {".gitattributes": "* filter=evil diff=evil export-subst\n"})
    commit(repo)
    for name in ("filter.evil.smudge", "diff.evil.textconv", "diff.evil.command"):
        git(repo, "config", name, f"touch {trace}; cat")
    with opened(repo, "HEAD~1") as old, opened(repo, "HEAD") as new:
        assert outside(repo, old, new) == (".gitattributes",)
    assert not trace.exists()


@pytest.mark.parametrize("name", ["nowhere", "--output=x", "-h", "HEAD:data", "", "HEAD\n", "a b"])
def test_what_is_no_revision_is_refused_in_one_line(repo: Path, name: str) -> None:
    with pytest.raises(GeneratorError, match="neither a folder"), opened(repo, name):
        pass


def test_files_outside_data_are_listed(repo: Path) -> None:
    write(repo, {"tool.py": "x", "data/agencies/new.yml": "x"})
    head = commit(repo)
    write(repo, {"mkdocs.yml": "y", "un-tracked\n`name`": "z"})
    with opened(repo, f"{head}~1") as old, opened(repo, head) as new, opened(repo, None) as tree:
        assert outside(repo, old, new) == ("tool.py",)
        assert outside(repo, old, tree) == ("mkdocs.yml", "tool.py", "un-tracked\n`name`")
        assert outside(repo, tree, new) is None


def test_folders_do_not_tell_what_is_outside(repo: Path, tmp_path: Path) -> None:
    with opened(repo, "HEAD") as old, opened(repo, str(make_small(tmp_path / "other"))) as new:
        assert outside(repo, old, new) is None
