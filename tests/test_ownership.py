"""Who may change what: changes as git tells them, and CODEOWNERS as the register says."""

from __future__ import annotations

import datetime
import json
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from generator.config import read_config
from generator.contribute.ownership import (
    CODEOWNERS,
    changed_files,
    check_author,
    check_changes,
    codeowners,
    submodules,
)
from generator.contribute.published import check_published
from generator.errors import GeneratorError
from generator.load import read_catalog
from generator.model import Catalog
from tests.roots import REPO, generator, make_root
from tests.small import commit, edit, make_small
from tests.small import git as small_git

OWN = "data/submissions/small/example-office/2030-H1.yml"
Q1 = "data/submissions/small/bureau/2023-Q1.yml"


def git(root: Path, *arguments: str) -> None:
    command = ["git", "-c", "user.name=Test", "-c", "user.email=test@example.org", "-C", str(root), *arguments]
    subprocess.run(command, check=True, capture_output=True)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    root = make_root(tmp_path / "site", "two-policies")
    git(root, "init", "-b", "main")
    git(root, "add", "-A")
    git(root, "commit", "-m", "Start")
    return root


def put(root: Path, path: str, text: str = "kind: county\n") -> None:
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_text(text, encoding="utf-8")


def test_all_that_has_changed_counts_committed_or_not(repository: Path) -> None:
    git(repository, "checkout", "-b", "work")
    put(repository, OWN)
    git(repository, "add", "-A")
    git(repository, "commit", "-m", "Report")
    put(repository, "data/agencies/new one.yml")
    (repository / "data/agencies/example-bureau.yml").rename(repository / "data/agencies/moved.yml")
    git(repository, "checkout", "main")  # what came to main since is not ours
    assert changed_files(repository, "main") == [
        "data/agencies/example-bureau.yml",
        "data/agencies/moved.yml",
        "data/agencies/new one.yml",
    ]
    git(repository, "checkout", "work")
    put(repository, "数据/\n::error::.yml")
    assert changed_files(repository, "main") == [
        "data/agencies/example-bureau.yml",
        "data/agencies/moved.yml",
        "data/agencies/new one.yml",
        OWN,
        "数据/\n::error::.yml",
    ]


def test_a_revision_can_be_judged_that_is_not_checked_out(repository: Path) -> None:
    git(repository, "checkout", "-b", "work")
    put(repository, OWN)
    git(repository, "add", "-A")
    git(repository, "commit", "-m", "Report")
    git(repository, "checkout", "main")
    put(repository, "README.md")  # the working tree is none of it
    assert changed_files(repository, "main", "work") == [OWN]
    with pytest.raises(GeneratorError, match="no such revision"):
        changed_files(repository, "main", "elsewhere")
    git(repository, "checkout", "-q", "work")
    add_submodule(repository, "data/agencies/x")
    git(repository, "checkout", "-q", "-f", "main")
    call = ("ownership", "someone", "--root", repository, "--changes", repository, "--base", "main", "--head", "work")
    done = generator(*call, "--format", "json")
    assert done.returncode == 1
    assert ("data/agencies/x", "F104") in {(row["path"], row["code"]) for row in json.loads(done.stdout)}


@pytest.mark.parametrize("base", ["no-such-branch", "--output=/dev/null", ""])
def test_a_revision_that_is_none_is_refused(repository: Path, base: str) -> None:
    with pytest.raises(GeneratorError, match="no such revision"):
        changed_files(repository, base)


def test_a_folder_without_history_is_the_operators_fault(tmp_path: Path) -> None:
    root = make_root(tmp_path / "site", "two-policies")
    done = generator("validate", "--root", root, "--base", "main")
    assert done.returncode == 2


@pytest.mark.parametrize(
    "path",
    [
        "data/submissions/small/example-bureau/2030-H1.yml",
        "data/submissions/small/example-office-2/2030-H1.yml",
        "data/submissions/example-office/small/2030-H1.yml",
        "data/submissions/small/example-office/deeper/2030-H1.yml",
        "data/submissions/small/example-office/../example-bureau/2030-H1.yml",
        "data/submissions/small/example-office",
        "../data/submissions/small/example-office/2030-H1.yml",
        "/data/submissions/small/example-office/2030-H1.yml",
        "Data/submissions/small/example-office/2030-H1.yml",
        "data/agencies/example-office.yml",
        ".github/workflows/x.yml",
        "",
    ],
)
def test_an_agency_changes_its_own_folder_only(path: str) -> None:
    assert "O101" in {finding.code for finding in check_changes([path], "example-office")}
    assert check_changes([OWN], "example-office") == []


def test_a_submission_that_nobody_reads_is_said_to_be_misplaced() -> None:
    paths = ["2030-H1.yml", "Data/submissions/small/example-office/2030-H1.yaml", "submissions/2030-H1.yml", OWN]
    paths += ["docs/2030-H1.yml", "README.md", "mkdocs.yml", "data/agencies/2030.yml"]
    found = {finding.place.path: finding.code for finding in check_changes(paths) if finding.code != "O102"}
    assert found == dict.fromkeys(paths[:3], "F108") | {"data/agencies/2030.yml": "O103"}


def test_the_command_refuses_what_an_agency_may_not_change(repository: Path) -> None:
    put(repository, OWN, "submitted: 2030-07-10\n")
    call = ("validate", "--root", repository, "--format", "json", "--as-of", "2031-01-01", "--base", "main")
    done = generator(*call, "--owner", "example-office")
    assert "O101" not in done.stdout
    put(repository, "data/agencies/example-office.yml")
    done = generator(*call, "--owner", "example-office")
    assert done.returncode == 1
    assert {"O101", "O103"} <= set(done.stdout.split('"'))
    assert generator(*call, "--owner", "nobody").returncode == 2
    assert generator("validate", "--root", repository, "--owner", "example-office").returncode == 2


def test_codeowners_is_as_the_register_says() -> None:
    catalog, _ = read_catalog(REPO)
    written = (REPO / CODEOWNERS).read_text(encoding="utf-8")
    assert written == codeowners(catalog, read_config(REPO).maintainers)
    assert generator("owners", "--check").returncode == 0


def test_the_machinery_comes_last_in_codeowners(catalog: Catalog) -> None:
    agency = catalog.agencies["miit"].model_copy(update={"owners": ("@a", "@group/team")})
    text = codeowners(replace(catalog, agencies={**catalog.agencies, "miit": agency}), ["@m"])
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    assert lines[:2] == ["* @m", "/data/submissions/*/miit/ @a @group/team"]
    assert {line.split()[0] for line in lines[2:]} >= {"/.github/", "/generator/", "/data/agencies/", "/data/policies/"}
    assert all(line.endswith(" @m") for line in lines[2:])


def test_codeowners_out_of_date_is_told_and_mended(repository: Path) -> None:
    assert generator("owners", "--check", "--root", repository).returncode == 1
    assert generator("owners", "--root", repository).returncode == 0
    assert generator("owners", "--check", "--root", repository).returncode == 0


@pytest.mark.parametrize("handle", ["a", "@", "@a b", "@a\n* @evil", "@a #", "@-a"])
def test_a_maintainer_is_a_user_or_a_team(handle: str, catalog: Catalog) -> None:
    with pytest.raises(GeneratorError):
        codeowners(catalog, ["@fine", handle])


@pytest.mark.parametrize("value", ["'@a'", "[7]", "{a: b}"])
def test_maintainers_are_a_list_of_names(value: str, tmp_path: Path) -> None:
    path = make_root(tmp_path, "two-policies") / "mkdocs.yml"
    settings = path.read_text(encoding="utf-8")
    assert "maintainers: []" in settings
    path.write_text(settings.replace("maintainers: []", f"maintainers: {value}"), encoding="utf-8")
    with pytest.raises(GeneratorError, match="maintainers"):
        read_config(tmp_path)


# --- by the author's account


def registered(root: Path) -> Catalog:
    catalog = read_catalog(root)[0]
    office = catalog.agencies["example-office"].model_copy(update={"owners": ("@Li-Ming", "@town/office")})
    return replace(catalog, agencies={**catalog.agencies, "example-office": office})


@pytest.mark.parametrize(
    ("author", "paths", "codes"),
    [
        ("li-ming", [OWN], []),
        ("li-ming", [OWN, OWN.replace("office", "bureau")], ["O101"]),
        ("Li-Ming", [OWN, "data/agencies/example-office.yml"], ["O101", "O103"]),
        ("li-ming", ["generator/load/tree.py"], ["O101"]),
        ("stranger", [OWN], ["O104"]),
        ("stranger", [OWN, OWN.replace("H1", "H2"), OWN.replace("office", "bureau")], ["O104", "O104"]),
        ("stranger", [OWN, ".github/workflows/publish.yml"], ["O102", "O104"]),
        ("stranger", ["README.md"], []),
        ("keeper", [OWN, "data/policies/small/policy.yml"], ["O103"]),
        ("keeper", [OWN], []),
    ],
)
def test_a_change_is_held_against_its_author(author: str, paths: list[str], codes: list[str], repository: Path) -> None:
    findings = check_author(paths, author, registered(repository), ["@Keeper"])
    assert sorted(finding.code for finding in findings) == codes


def test_the_register_is_that_of_the_base(repository: Path, tmp_path: Path) -> None:
    theirs = tmp_path / "pr"
    subprocess.run(["git", "clone", "-q", str(repository), str(theirs)], check=True)
    git(theirs, "checkout", "-b", "work")
    put(theirs, OWN, "submitted: 2030-07-10\n")
    agency = theirs / "data/agencies/example-bureau.yml"
    agency.write_text(agency.read_text(encoding="utf-8") + 'owners: ["@mallory"]\n', encoding="utf-8")
    done = generator(
        "ownership", "mallory", "--root", repository, "--changes", theirs, "--base", "main", "--format", "json"
    )
    assert done.returncode == 0  # warnings, for a person to act on
    assert [(row["path"], row["code"]) for row in json.loads(done.stdout)] == [
        ("data/agencies/example-bureau.yml", "O103"),
        (OWN, "O104"),
    ]
    own = repository / "data/agencies/example-office.yml"
    own.write_text(own.read_text(encoding="utf-8") + 'owners: ["@mallory"]\n', encoding="utf-8")
    done = generator(
        "ownership", "mallory", "--root", repository, "--changes", theirs, "--base", "main", "--lang", "zh"
    )
    assert done.returncode == 1
    assert "O101" in done.stdout


def test_a_register_without_maintainers_is_said_to_have_none(repository: Path) -> None:
    done = generator("owners", "--root", repository, "--lang", "en")
    assert done.returncode == 0
    assert "names no maintainers" in done.stderr


# --- submodules


def add_submodule(root: Path, path: str, ignore: str = "all") -> None:
    """Commit a link to another repository's commit, as nothing but git's own index shows it."""
    settings = f'[submodule "x"]\n\tpath = {path}\n\turl = https://example.org/x.git\n\tignore = {ignore}\n'
    put(root, ".gitmodules", settings)
    git(root, "add", ".gitmodules")
    git(root, "update-index", "--add", "--cacheinfo", f"160000,{'1' * 40},{path}")
    git(root, "commit", "-m", "Link")
    (root / path).mkdir(parents=True, exist_ok=True)  # as a checkout leaves it


@pytest.mark.parametrize("ignore", ["all", "dirty", "none"])
def test_no_setting_hides_a_submodule_in_anothers_folder(repository: Path, ignore: str) -> None:
    git(repository, "checkout", "-q", "-b", "work")
    theirs = "data/submissions/small/example-bureau"
    add_submodule(repository, theirs, ignore)
    assert changed_files(repository, "main") == [".gitmodules", theirs]
    done = generator(
        "ownership", "someone", "--root", repository, "--changes", repository, "--base", "main", "--format", "json"
    )
    assert done.returncode == 1
    rows = {(row["path"], row["code"]) for row in json.loads(done.stdout)}
    assert {(theirs, "F104"), (".gitmodules", "F104")} <= rows


def test_a_submodule_in_the_data_is_refused(repository: Path) -> None:
    assert submodules(repository) == []
    add_submodule(repository, "vendor/x")
    assert submodules(repository) == []  # elsewhere it is the reviewers' matter
    add_submodule(repository, "data/agencies/x")
    assert [(one.place.path, one.place.line, one.code) for one in submodules(repository)] == [
        (".gitmodules", 1, "F104"),
        ("data/agencies/x", 1, "F104"),
    ]
    for command in (["validate"], ["validate", "--base", "main"]):
        done = generator(*command, "--root", repository, "--lang", "en")
        assert done.returncode == 1
        assert "data/agencies/x:1:1: F104 `data/agencies/x` is not a regular file but a submodule" in done.stdout


def test_a_submodule_named_without_being_there_is_refused(repository: Path) -> None:
    """It would come to life with the next commit, and hide there what it can hide."""
    put(repository, ".gitmodules", '[submodule "x"]\n\tpath = ./data//policies/../agencies/x\n\turl = x\n')
    git(repository, "add", ".gitmodules")
    assert [one.place.path for one in submodules(repository)] == [".gitmodules"]


def test_submodules_are_found_where_the_root_is_a_folder_of_a_repository(tmp_path: Path) -> None:
    root = make_root(tmp_path / "site", "two-policies")
    git(tmp_path, "init", "-b", "main")
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-m", "Start")
    add_submodule(tmp_path, "site/data/agencies/x")
    add_submodule(tmp_path, "data/agencies/x")
    assert [one.place.path for one in submodules(root)] == ["data/agencies/x"]


@pytest.mark.parametrize("odd", ['[submodule "x"\npath = data', "\0\0", "[include]\n\tpath = /etc/passwd\n"])
def test_settings_of_submodules_that_cannot_be_read_are_no_reason_to_fall_over(repository: Path, odd: str) -> None:
    put(repository, ".gitmodules", odd)
    git(repository, "add", ".gitmodules")
    done = generator("validate", "--root", repository)
    assert "Traceback" not in done.stderr
    assert done.returncode in {0, 1}


def test_without_a_repository_there_are_no_submodules(tmp_path: Path) -> None:
    assert submodules(make_root(tmp_path / "site", "two-policies")) == []


# --- what was published stays


def test_a_published_report_is_corrected_by_a_new_file(tmp_path: Path) -> None:
    root = make_small(tmp_path)
    base = small_git(root, "rev-parse", "HEAD")
    day = datetime.date(2023, 6, 1)
    assert check_published(root, base, day) == []
    edit(root, Q1, "in_progress", "completed")
    assert [(finding.code, finding.place.path, finding.place.line) for finding in check_published(root, base, day)] == [
        ("O111", Q1, 4)
    ]
    (root / Q1).unlink()
    assert [finding.code for finding in check_published(root, base, day)] == ["O112"]
    small_git(root, "checkout", "--", Q1)
    revised = "submitted: {}\ncorrects: {{reason: {{zh: 填错了。}}}}\nprovenance: agency\nreports: []\n"
    for submitted, codes in (("2023-05-24", ["O113"]), ("2023-05-25", []), ("2023-06-01", [])):
        (root / Q1.replace("Q1", "Q1.r2")).write_text(revised.format(submitted), encoding="utf-8")
        assert [finding.code for finding in check_published(root, base, day)] == codes


def test_what_is_not_published_yet_may_be_changed(tmp_path: Path) -> None:
    root = make_small(tmp_path)
    base = small_git(root, "rev-parse", "HEAD")
    path = Q1.replace("Q1", "Q2")
    text = (root / Q1).read_text(encoding="utf-8").replace("2023-04-10", "2023-07-10")
    (root / path).write_text(text, encoding="utf-8")
    commit(root)
    edit(root, path, "in_progress", "completed")
    assert check_published(root, base, datetime.date(2023, 7, 11)) == []
