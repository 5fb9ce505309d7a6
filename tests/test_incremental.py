"""What is kept of earlier builds never shows: whatever is edited, the site is the one built from nothing."""

from __future__ import annotations

import hashlib
import io
import marshal
import os
import pickle
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from jinja2.bccache import bc_magic

from generator.assess import assess
from generator.config import read_config
from generator.contribute.git import is_tracked
from generator.errors import GeneratorError
from generator.export import tables
from generator.findings import as_text
from generator.load import read_submissions, scan
from generator.model.values import parse_date
from generator.pipeline import build as build_here
from generator.pipeline import validate
from generator.pipeline.jobs import Output, Stamp, kept_as
from generator.website.pages import agencies, matrix, plan, updates
from generator.website.theme import html_path
from tests.roots import REPO, environment, generator, make_root, tree
from tests.sitefiles import Site
from tests.small import edit as edit_file

AS_OF = "2023-11-15"
STATUSES = ("not_started", "in_progress", "completed")
Edit = Callable[[Path, random.Random], None]


def submissions(root: Path) -> list[Path]:
    return sorted((root / "data/submissions/states").glob("*/*.yml"))


def write(path: Path, random_: random.Random) -> None:
    """Write a submission that has no errors, whatever was reported before."""
    path.parent.mkdir(parents=True, exist_ok=True)
    provenance = "sample" if path.parent.name == "invented-body" else "agency"
    lines = ["submitted: 2023-10-20", f"provenance: {provenance}", "reports:"]
    for ref in random_.sample(("1", "1.1", "2", "3", "4.1", "5"), random_.randint(1, 4)):
        lines += [
            f'  - ref: "{ref}"',
            f"    status: {random_.choice(STATUSES)}",
            f"    summary: {{zh: 第{random_.randint(1, 999)}次说明, en: Note {random_.randint(1, 999)}.}}",
            "    reason: {zh: 为测试而改, en: Changed for a test.}",
            "    evidence:",
            "      - {title: {zh: 通报}, publisher: 某社, published: 2023-10-01, url: https://news.example.org/a}",
        ]
    if random_.random() < 0.5:
        value = random_.randint(60, 90)
        lines += ["figures:", f"  - {{target: is-disputed, value: {value}, as_of: 2023-06-30, reason: {{zh: 更正}}}}"]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def start(folder: Path) -> Path:
    """Make a root whose submissions can be edited in any order without coming into conflict with each other."""
    root = make_root(folder, "states")
    random_ = random.Random(0)  # noqa: S311 - nothing secret
    for path in submissions(root):
        write(path, random_)
    build(root)
    return root


def add_a_submission(root: Path, random_: random.Random) -> None:
    agency = random_.choice(sorted(path.stem for path in (root / "data/agencies").glob("*.yml")))
    write(root / f"data/submissions/states/{agency}/{random_.choice(('2023-Q1', '2023-Q2', '2023-Q3'))}.yml", random_)


def change_a_submission(root: Path, random_: random.Random) -> None:
    write(random_.choice(submissions(root)), random_)


def change_its_bytes_only(root: Path, random_: random.Random) -> None:
    path = random_.choice(submissions(root))
    path.write_text(path.read_text(encoding="utf-8") + "# a remark\n", encoding="utf-8")


def delete_a_submission(root: Path, random_: random.Random) -> None:
    if len(submissions(root)) > 3:
        random_.choice(submissions(root)).unlink()


def rename_a_submission(root: Path, random_: random.Random) -> None:
    path = random_.choice(submissions(root))
    free = [name for name in ("2023-07", "2023-08", "2023-09") if not path.with_stem(name).exists()]
    if free:
        path.rename(path.with_stem(free[0]))
        write(path.with_stem(free[0]), random_)


def add_an_agency(root: Path, random_: random.Random) -> None:
    name = f"county-{random_.randint(100, 999)}"
    parent = random_.choice(("parent: province-p\n", ""))
    text = f"name: {{zh: 某县{name}}}\nkind: county\n{parent}"
    (root / f"data/agencies/{name}.yml").write_text(text, encoding="utf-8")
    write(root / f"data/submissions/states/{name}/2023-Q3.yml", random_)


def change_an_agency(root: Path, random_: random.Random) -> None:
    path = random_.choice(sorted((root / "data/agencies").glob("*.yml")))
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("zh: ", f"zh: 新{random_.randint(1, 99)}", 1), encoding="utf-8")


def move_an_agency(root: Path, random_: random.Random) -> None:
    path = random_.choice(sorted((root / "data/agencies").glob("county-*.yml")))
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace("parent: province-p\n", "") if "parent:" in text else text + "parent: province-p\n",
        encoding="utf-8",
    )


def rename_an_agency(root: Path, random_: random.Random) -> None:
    old = random_.choice(sorted((root / "data/agencies").glob("county-*.yml")))
    new = old.with_stem(f"county-r{random_.randint(100, 999)}")
    old.rename(new)
    for path in (root / "data/policies").rglob("assignments.yml"):
        path.write_text(path.read_text(encoding="utf-8").replace(old.stem, new.stem), encoding="utf-8")
    folder = root / "data/submissions/states"
    if (folder / old.stem).is_dir():
        (folder / old.stem).rename(folder / new.stem)


def change_a_string(root: Path, random_: random.Random) -> None:
    path = root / "data/locales/zh.yml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("未报告", random_.choice(("没有报告", "尚未报告", "未报告"))), encoding="utf-8")


def change_a_clause(root: Path, random_: random.Random) -> None:
    path = root / "data/policies/states/tasks/01.yml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("zh: ", f"zh: 第{random_.randint(1, 99)}版", 1), encoding="utf-8")


def lose_a_kept_page(root: Path, random_: random.Random) -> None:
    pages = sorted((root / "build").rglob("*.html"))
    if pages:
        random_.choice(pages).unlink()


def lose_a_kept_output(root: Path, random_: random.Random) -> None:
    kept = sorted((root / "build/cache").glob("*/*/output"))
    if kept:
        path = random_.choice(kept)
        path.write_bytes(path.read_bytes()[: random_.randint(0, 60)])


def lose_kept_data(root: Path, random_: random.Random) -> None:
    kept = sorted((root / "build/cache").glob("*/*/data/*"))
    if kept:
        path = random_.choice(kept)
        path.write_bytes(path.read_bytes()[:-1] + b"?")


EDITS: list[Edit] = [
    add_a_submission,
    change_a_submission,
    change_its_bytes_only,
    delete_a_submission,
    rename_a_submission,
    add_an_agency,
    change_an_agency,
    move_an_agency,
    rename_an_agency,
    change_a_string,
    change_a_clause,
    lose_a_kept_page,
    lose_a_kept_output,
    lose_kept_data,
]


CROWD = (
    (agencies, "ROWS", 4),
    (matrix, "ROWS", 3),
    (updates, "MANY", 2),
    (updates, "BRIEF", 2),
    (updates, "ROWS", 2),
    (tables, "MAX_BYTES", 2_500),
)


def crowd(patch: pytest.MonkeyPatch) -> None:
    """Take a handful of agencies for very many, so that every list is cut into groups and pages."""
    for module, name, value in CROWD:
        patch.setattr(module, name, value)


@pytest.fixture
def crowded(monkeypatch: pytest.MonkeyPatch) -> None:
    crowd(monkeypatch)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A root that has been built; only to be copied, with `copied`."""
    root = make_root(tmp_path_factory.mktemp("made") / "root", "states")
    build(root)
    return root


@pytest.fixture(scope="module")
def made_crowded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A root that has been built as if it had very many agencies; only to be copied, with `copied`."""
    with pytest.MonkeyPatch.context() as patch:
        crowd(patch)
        return start(tmp_path_factory.mktemp("crowded") / "root")


def copied(made: Path, target: Path) -> Path:
    return shutil.copytree(made, target, symlinks=True)


def build(root: Path, **more: object) -> int:
    """Build in this process, or say why that could not be; returns the number of pages made anew."""
    options = {"jobs": 1, "strict": False} | more
    done = build_here(
        read_config(root),
        as_of=parse_date(AS_OF),
        site_dir=root / "site",
        progress=lambda _step: None,
        **options,  # type: ignore[arg-type]
    )
    assert done.pages, as_text(done.findings, language="en")
    return done.rendered


def cold(warm: Path) -> Path:
    """Build the same data where nothing is kept."""
    root = Path(tempfile.mkdtemp(prefix="cold-", dir=warm.parent))
    shutil.copytree(warm / "data", root / "data", symlinks=True)
    for name in ("content", "overrides", "mkdocs.yml", "generator"):
        (root / name).symlink_to(warm / name)
    # The shells depend on no report and are slow to make: test_build makes them anew.
    shutil.copytree(warm / "build/cache/shells", root / "build/cache/shells")
    build(root)
    return root


def same_as_cold(warm: Path) -> None:
    root = cold(warm)
    try:
        assert tree(warm / "site") == tree(root / "site")
    finally:
        shutil.rmtree(root)


@settings(
    max_examples=6,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],  # a smaller example would take minutes to find
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(st.lists(st.sampled_from(EDITS), min_size=1, max_size=3), min_size=2, max_size=4), st.randoms())
@pytest.mark.usefixtures("crowded")
def test_after_any_edits_the_site_is_the_one_built_from_nothing(
    made_crowded: Path, tmp_path: Path, rounds: list[list[Edit]], random_: random.Random
) -> None:
    root = copied(made_crowded, Path(tempfile.mkdtemp(dir=tmp_path)) / "warm")
    for edits in rounds:
        for edit in edits:
            edit(root, random_)
        build(root)
    same_as_cold(root)


@pytest.mark.usefixtures("crowded")
@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.__name__)
def test_after_one_edit_the_site_is_the_one_built_from_nothing(edit: Edit, made_crowded: Path, tmp_path: Path) -> None:
    root = copied(made_crowded, tmp_path / "warm")
    edit(root, random.Random(1))  # noqa: S311 - nothing secret
    build(root)
    same_as_cold(root)


def test_a_changed_submission_costs_its_own_pages_and_those_that_sum_up(made: Path, tmp_path: Path) -> None:
    root = copied(made, tmp_path / "root")
    kept = {path: path.stat().st_mtime_ns for path in (root / "build/cache/checks").glob("*/output")}
    write(root / "data/submissions/states/county-x/2023-Q3.yml", random.Random(2))  # noqa: S311 - nothing secret
    build(root)
    assert {path.parent.name for path, time in kept.items() if path.stat().st_mtime_ns != time} == {"county-x"}


def test_a_changed_report_costs_its_task_and_its_period_and_no_others(made: Path, tmp_path: Path) -> None:
    root = copied(made, tmp_path / "root")
    path = root / "data/submissions/states/county-x/2023-Q3.yml"
    report = (
        'submitted: 2023-10-20\nprovenance: agency\nreports:\n  - ref: "2"\n    status: {}\n    summary: {{zh: {}}}\n'
    )
    path.write_text(report.format("not_started", "尚未启动"), encoding="utf-8")
    build(root)

    def remade(status: str, summary: str) -> set[str]:
        before = {kept: kept.stat().st_mtime_ns for kept in (root / "build/cache").glob("*/states*/output")}
        path.write_text(report.format(status, summary), encoding="utf-8")
        build(root)
        changed = [kept.parent for kept, time in before.items() if kept.stat().st_mtime_ns != time]
        return {f"{folder.parent.name}/{folder.name}" for folder in changed}

    shown = {"tasks/states-2", "periods/states-2023-Q3", "newest/states"}
    assert remade("in_progress", "尚未启动") == shown
    assert remade("in_progress", "已经启动") == shown  # words, too


@pytest.mark.usefixtures("crowded")
def test_an_agency_that_says_nothing_is_listed_by_its_new_id_when_it_is_renamed(tmp_path: Path) -> None:
    root = make_root(tmp_path / "warm", "states")
    path = root / "data/agencies/silent-office.yml"
    path.write_text("name: {zh: 无言县}\nkind: county\nparent: province-p\n", encoding="utf-8")
    build(root)
    path.rename(path.with_stem("silent-bureau"))
    build(root)
    same_as_cold(root)


def test_where_nothing_changed_nothing_is_done(made: Path, tmp_path: Path) -> None:
    root = copied(made, tmp_path / "root")
    build(root)
    before = {path: path.stat().st_mtime_ns for path in (root / "site").rglob("*")}
    assert build(root) == 0
    assert {path: path.stat().st_mtime_ns for path in (root / "site").rglob("*")} == before


@pytest.mark.parametrize("spoil", ["edit", "delete", "add"])
def test_a_site_that_was_tampered_with_is_put_right(spoil: str, made: Path, tmp_path: Path) -> None:
    root = copied(made, tmp_path / "root")
    before = tree(root / "site")
    page = root / "site/states/tasks/01/index.html"
    match spoil:
        case "edit":
            data = page.read_bytes()
            page.unlink()
            page.write_bytes(data.replace("政策".encode(), "玫策".encode()))
        case "delete":
            page.unlink()
        case _:
            (root / "site/extra.html").write_text("x", encoding="utf-8")
    build(root)
    assert tree(root / "site") == before


def test_a_check_finds_the_same_with_and_without_what_is_kept(tmp_path: Path) -> None:
    root = make_root(tmp_path / "root", "states")
    path = root / "data/submissions/states/county-x/2023-Q3.yml"
    write(path, random.Random(3))  # noqa: S311 - nothing secret
    sound = validate(read_config(root), parse_date(AS_OF))[1]
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("status: ", "status: x", 1), encoding="utf-8")
    agency = root / "data/agencies/ministry-a.yml"
    agency.write_text(agency.read_text(encoding="utf-8").replace("name:", "name: {fr: Un}\nold:", 1), encoding="utf-8")
    first = validate(read_config(root), parse_date(AS_OF))[1]
    again = validate(read_config(root), parse_date(AS_OF))[1]
    shutil.rmtree(root / "build")
    assert first == again == validate(read_config(root), parse_date(AS_OF))[1]
    assert {"M106"} <= {finding.code for finding in first} - {finding.code for finding in sound}


def test_a_file_that_changes_while_it_is_read_is_not_taken_for_what_it_was(tmp_path: Path) -> None:
    root = make_root(tmp_path / "root", "states")
    found = scan(root)
    files = found.submissions["county-x"]
    path = min(files)
    (root / path).write_text("submitted: 2023-10-20\n", encoding="utf-8")
    with pytest.raises(GeneratorError, match="changed while it was read"):
        read_submissions(root, files)


@pytest.mark.parametrize("many", [False, True], ids=["few agencies", "many agencies"])
def test_the_pages_that_are_planned_are_those_of_the_site(many: bool, request: pytest.FixtureRequest) -> None:
    """What guards a publication against vanished pages plans them without rendering any."""
    if many:
        request.getfixturevalue("crowded")
    site = Site(request.getfixturevalue("made_crowded" if many else "made"))
    pages = plan(site.catalog, assess(site.catalog, parse_date(AS_OF)), {})
    planned = {f"{page.address}index.html" for page in pages}
    assert len(planned) == len(pages)
    assert any("/by/" in path for path in planned) == many
    written = {html_path(path.name) for path in (site.root / "content" / "zh").iterdir()} | {"404.html"}
    for locale in site.config.locales:
        prefix = site.config.prefix(locale)
        built = {path.removeprefix(prefix) for path in site.paths if site.locale_of(path) == locale}
        assert built - written == planned


# --- templates, shards, and what a stranger might have left


def test_a_changed_template_changes_every_page_that_is_made_of_it(tmp_path: Path) -> None:
    root = make_root(tmp_path / "root", "states")
    (root / "generator").unlink()
    shutil.copytree(REPO / "generator", root / "generator", ignore=shutil.ignore_patterns("__pycache__"))

    def run(*arguments: str) -> None:
        command = [sys.executable, "-m", "generator", "build", "--root", str(root), "--as-of", AS_OF, *arguments]
        subprocess.run(command, cwd=root, env=environment({"PYTHONPATH": str(root)}), check=True, capture_output=True)

    run()
    template = root / "generator/website/templates/agency.j2"
    template.write_text(template.read_text(encoding="utf-8").replace("<h1>", '<h1 data-new="1">'), encoding="utf-8")
    run()
    warm = tree(root / "site")
    assert "data-new" in (root / "site/agencies/county-x/index.html").read_text(encoding="utf-8")
    shutil.rmtree(root / "build")
    run()
    assert tree(root / "site") == warm


def test_shards_made_elsewhere_merge_into_the_same_site(made: Path, tmp_path: Path) -> None:
    merged = make_root(tmp_path / "merged", "states")
    for number in (1, 2, 3):
        part = make_root(tmp_path / f"part-{number}", "states")
        done = generator("build", "--root", part, "--as-of", AS_OF, "--shard", f"{number}/3")
        assert done.returncode == 0, done.stderr
        assert not (part / "site").exists()
        for group in ("checks", "agencies"):
            kept = f"build/cache/{group}"
            shutil.copytree(part / kept, merged / kept, dirs_exist_ok=True)
    for path in (merged / "build/cache").rglob("*"):  # times are lost on the way
        os.utime(path, (1, 1))
    done = generator("build", "--root", merged, "--as-of", AS_OF, "--merge")
    assert done.returncode == 0, done.stderr
    assert tree(merged / "site") == tree(made / "site")


def test_shards_leave_invented_agencies_out_where_the_site_does(tmp_path: Path) -> None:
    root = make_root(tmp_path / "root", "states")
    edit_file(root, "mkdocs.yml", "samples: true", "samples: false")
    done = generator("build", "--root", root, "--as-of", AS_OF, "--shard", "1/1")
    assert done.returncode == 0, done.stderr
    made = {path.parent.name for path in (root / "build/cache/agencies").glob("*/output")}
    assert made == {path.stem for path in (root / "data/agencies").glob("*.yml")} - {"invented-body"}
    assert generator("build", "--root", root, "--as-of", AS_OF, "--merge").returncode == 0


def test_a_merge_says_which_agencies_no_shard_has_made(tmp_path: Path) -> None:
    root = make_root(tmp_path / "root", "states")
    assert generator("build", "--root", root, "--as-of", AS_OF, "--shard", "1/2").returncode == 0
    made = {path.parent.name for path in (root / "build/cache/agencies").glob("*/output")}
    done = generator("build", "--root", root, "--as-of", AS_OF, "--merge")
    assert done.returncode == 2
    missing = {path.stem for path in (root / "data/agencies").glob("*.yml")} - made
    assert missing
    assert all(name in done.stderr for name in missing)
    assert not any(name in done.stderr for name in made)


@pytest.mark.parametrize("share", ["0/2", "3/2", "1", "a/b", "1/0"])
def test_a_share_that_is_none_is_refused(share: str, tmp_path: Path) -> None:
    assert generator("build", "--root", tmp_path, "--shard", share).returncode == 2


def git(root: Path, *arguments: str) -> None:
    identity = ["-c", "user.name=x", "-c", "user.email=x@example.org"]
    subprocess.run(["git", "-C", str(root), *identity, *arguments], check=True, capture_output=True)


@pytest.mark.parametrize("folder", [".", "sites/record"], ids=["whole", "subfolder"])
def test_nothing_is_taken_from_a_cache_that_came_with_the_repository(folder: str, made: Path, tmp_path: Path) -> None:
    root = copied(made, tmp_path / "repository" / folder)
    git(tmp_path / "repository", "init", "-q")
    git(root, "add", "-f", "build/cache/checks/county-x/output")
    before = tree(root / "site")
    for command in ("validate", "build"):
        done = generator(command, "--root", root, "--as-of", AS_OF)
        assert done.returncode == 2
        assert "build/" in done.stderr
    assert tree(root / "site") == before


@pytest.mark.parametrize(("name", "found"), [("build", True), ("Build", True), ("builds", False)])
def test_a_cache_is_found_in_a_repository_whatever_the_case_of_its_name(name: str, found: bool, tmp_path: Path) -> None:
    (tmp_path / name).mkdir()
    (tmp_path / name / "output").touch()
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", "-f", f"{name}/output")
    assert is_tracked(tmp_path, "build") is found


def test_a_folder_of_that_name_elsewhere_in_the_repository_does_no_harm(tmp_path: Path) -> None:
    root = make_root(tmp_path / "repository" / "record", "states")
    (tmp_path / "repository" / "build").mkdir()
    (tmp_path / "repository" / "build" / "notes.txt").touch()
    git(tmp_path / "repository", "init", "-q")
    git(tmp_path / "repository", "add", "build/notes.txt")
    assert generator("validate", "--root", root, "--as-of", AS_OF).returncode == 0


def poison(root: Path) -> str:
    """Write something into a page that is kept, as whoever can write the cache could; returns its path."""
    entry = root / "build/cache/agencies/county-x"
    output = msgspec.msgpack.decode((entry / "output").read_bytes(), type=Output)
    path = "agencies/county-x/index.html"
    page = entry / kept_as(path)
    data = page.read_bytes().replace(b"</h1>", b" (POISON)</h1>")
    page.unlink()  # the published page is the same file
    page.write_bytes(data)
    stamp = Stamp(hashlib.sha256(data).hexdigest(), len(data), page.stat().st_mtime_ns)
    poisoned = msgspec.structs.replace(output, files=output.files | {path: stamp})
    (entry / "output").write_bytes(msgspec.msgpack.encode(poisoned))
    return path


@pytest.mark.parametrize(
    ("folder", "is_linked"), [(".", False), ("sites/record", False), (".", True)], ids=["whole", "subfolder", "link"]
)
def test_nothing_is_taken_from_the_cache_where_git_cannot_be_asked_whose_it_is(
    folder: str, is_linked: bool, made: Path, tmp_path: Path
) -> None:
    root = copied(made, tmp_path / "repository" / folder)
    git(tmp_path / "repository", "init", "-q")
    path = poison(root)
    if is_linked:
        (root / "build" / "cache").rename(root / "elsewhere")
        (root / "build" / "cache").symlink_to(root / "elsewhere")
    shutil.rmtree(root / "site")
    done = generator("build", "--root", root, "--as-of", AS_OF)
    assert done.returncode == 0, done.stderr
    assert "POISON" in (root / "site" / path).read_text(encoding="utf-8")  # the cache of one's own is trusted
    shutil.rmtree(root / "site")
    (tmp_path / "nothing").mkdir()
    done = generator("build", "--root", root, "--as-of", AS_OF, env={"PATH": str(tmp_path / "nothing")})
    assert done.returncode == 0, done.stderr
    assert "POISON" not in (root / "site" / path).read_text(encoding="utf-8")


def test_no_compiled_template_is_run_where_git_cannot_be_asked_whose_it_is(tmp_path: Path) -> None:
    """They are kept in the site's cache where the program's own folder is not to be written, as here."""
    program = tmp_path / "program"
    shutil.copytree(REPO / "generator", program / "generator", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("content", "data", "overrides"):
        (program / name).symlink_to(REPO / name)
    unwritten = {"PYTHONPATH": str(program), "PYTHONDONTWRITEBYTECODE": "1"}
    root = make_root(tmp_path / "root", "states")
    assert generator("build", "--root", root, "--as-of", AS_OF, env=unwritten, cwd=program).returncode == 0
    git(root, "init", "-q")
    compiled = list((root / "build").rglob("__jinja2_*"))
    assert compiled
    for path in compiled:
        data = path.read_bytes()
        file = io.BytesIO(data[len(bc_magic) :])
        pickle.load(file)  # noqa: S301 - the template's checksum, which stays
        head = data[: len(bc_magic) + file.tell()]
        path.write_bytes(head + marshal.dumps(compile("raise RuntimeError('POISON')", "planted", "exec")))
    (tmp_path / "nothing").mkdir()
    lost = {**unwritten, "PATH": str(tmp_path / "nothing")}
    done = generator("build", "--root", root, "--as-of", "2023-11-16", env=lost, cwd=program)
    assert done.returncode == 0, done.stderr


def test_without_a_repository_no_git_is_needed_to_use_the_cache(made: Path, tmp_path: Path) -> None:
    root = copied(made, tmp_path / "root")
    path = poison(root)
    shutil.rmtree(root / "site")
    (tmp_path / "nothing").mkdir()
    done = generator("build", "--root", root, "--as-of", AS_OF, env={"PATH": str(tmp_path / "nothing")})
    assert done.returncode == 0, done.stderr
    assert "POISON" in (root / "site" / path).read_text(encoding="utf-8")
