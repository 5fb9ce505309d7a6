"""Jobs: each is made again when any of its inputs changes, and in no other case; what is kept is what was made."""

from __future__ import annotations

import dataclasses
import datetime
import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from generator import pipeline
from generator.config import read_config
from generator.errors import GeneratorError
from generator.load import read_catalog
from generator.model import Localized, Measurement, Report, Submission
from generator.model.values import parse_date
from generator.pipeline import checks, render_files
from generator.pipeline.jobs import Job, Output, Outputs, OutputWriter, Workshop, kept_as, run_jobs
from generator.pipeline.words import Words, pack, unpack
from generator.storage import fingerprints
from generator.storage.fingerprints import fingerprint, program_fingerprint
from generator.storage.store import Store
from tests.roots import REPO, SITES, environment, make_root
from tests.small import edit

AS_OF = "2023-11-15"
KINDS = {
    *(
        "agencies",
        "checks",
        "corrections",
        "descriptions",
        "groups",
        "moved",
        "newest",
        "periods",
        "samples",
        "search",
        "shells",
        "static",
        "tables",
    ),
    *("tables-whole", "targets", "tasks", "texts", "whole"),
}


def planned(root: Path) -> dict[str, Job]:
    """Every job of a build, by name; those whose output is not kept are run."""
    jobs: dict[str, Job] = {}

    def note(planned: Any, *rest: Any, **options: Any) -> None:
        found = list(planned)
        jobs.update((job.name, job) for job in found)
        run_jobs(found, *rest, **options)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(checks, "run_jobs", note)
        patch.setattr(pipeline, "run_jobs", note)
        _, files = render_files(read_config(root), parse_date(AS_OF), lambda _path: False)
    assert files is not None
    return jobs


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A made-up site, all of whose jobs have been run; its tables are so large that they are cut into groups."""
    return make_root(tmp_path_factory.mktemp("jobs"), "states")


@pytest.fixture(scope="module")
def jobs(root: Path) -> dict[str, Job]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("generator.export.tables.MAX_BYTES", 2_500)
        return planned(root)


def variants(value: Any) -> Iterator[Any]:
    """Yield a value with one thing in it changed, for each thing in it."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        for field in dataclasses.fields(value):
            yield from (
                dataclasses.replace(value, **{field.name: part}) for part in variants(getattr(value, field.name))
            )
    elif isinstance(value, msgspec.Struct):
        for name in value.__struct_fields__:
            yield from (msgspec.structs.replace(value, **{name: part}) for part in variants(getattr(value, name)))
    elif isinstance(value, dict):
        yield value | {"another": ""}
        for key, held in value.items():
            rest = {name: part for name, part in value.items() if name != key}
            yield rest
            yield {**rest, f"{key}x": held}
            yield from ({**value, key: part} for part in variants(held))
    elif isinstance(value, tuple | list):
        items = list(value)
        yield [*items, "another"]
        for index, held in enumerate(items):
            yield items[:index] + items[index + 1 :]
            yield from ([*items[:index], part, *items[index + 1 :]] for part in variants(held))
    elif isinstance(value, str):
        yield f"{value}x"
    elif isinstance(value, bool) or value is None:
        yield not value
    elif isinstance(value, datetime.date):
        yield value + datetime.timedelta(days=1)
    else:
        assert isinstance(value, int), value
        yield value + 1


def test_every_kind_of_job_is_planned(jobs: dict[str, Job]) -> None:
    assert {name.partition("/")[0] for name in jobs} == KINDS


def test_a_job_is_another_when_any_of_its_inputs_changes(jobs: dict[str, Job]) -> None:
    for job in jobs.values():
        count = 0
        for inputs in variants(job.inputs):
            assert dataclasses.replace(job, inputs=tuple(inputs)).fingerprint != job.fingerprint, inputs
            count += 1
        assert count > 1, job.name
        assert dataclasses.replace(job, inputs=job.inputs).fingerprint == job.fingerprint
        assert dataclasses.replace(job, name=f"{job.name}x").fingerprint != job.fingerprint


def test_no_two_jobs_have_one_fingerprint(jobs: dict[str, Job]) -> None:
    assert len({job.fingerprint for job in jobs.values()}) == len(jobs)


def listed(root: Path) -> dict[str, str]:
    return {name: job.fingerprint for name, job in planned(root).items()}


def test_fingerprints_do_not_depend_on_the_hash_seed(root: Path, jobs: dict[str, Job]) -> None:
    here = listed(root)
    assert here.keys() <= jobs.keys()
    script = f"import json, pathlib, tests.test_jobs as t; print(json.dumps(t.listed(pathlib.Path({str(root)!r}))))"
    for seed in ("1", "2"):
        done = subprocess.run(
            [sys.executable, "-c", script],
            env=environment({"PYTHONHASHSEED": seed}),
            cwd=REPO,
            capture_output=True,
            encoding="utf-8",
            check=True,
        )
        assert json.loads(done.stdout) == here


@pytest.mark.parametrize(
    "value", [object(), len, Localized(zh="字"), Path("a"), [{"a": object()}]], ids=lambda value: type(value).__name__
)
def test_a_value_that_has_no_serialised_form_is_refused(value: object) -> None:
    with pytest.raises(TypeError):
        fingerprint(value)
    with pytest.raises(TypeError):
        _ = Job("group/entry", (value,), lambda _writer: None).fingerprint


def test_sets_and_mappings_have_one_fingerprint_in_any_order() -> None:
    assert fingerprint({"a": 1, "b": 2}, {"c", "d"}) == fingerprint({"b": 2, "a": 1}, {"d", "c"})
    assert fingerprint(["a", "b"]) != fingerprint(["b", "a"])
    assert fingerprint("ab", "c") != fingerprint("a", "bc")


# --- which source bears on which jobs


def replanned(root: Path, as_of: str = AS_OF, **settings: bool) -> dict[str, str]:
    """The fingerprints of all jobs, of which only checks are run: of others the kept output is taken for the new one.

    What later jobs are planned by is in the outputs of checks, and in the fingerprints of all.
    """
    found: dict[str, str] = {}

    def note(planned: Any, shop: Workshop, outputs: Outputs, **_options: Any) -> None:
        for job in list(planned):
            found[job.name] = job.fingerprint
            kept = shop.store.get(job.name, "output", Output)
            if job.name.startswith("checks/") or kept is None:
                run_jobs([job], shop, outputs)
            else:
                outputs.by_name[job.name] = msgspec.structs.replace(kept, fingerprint=job.fingerprint)

    config = dataclasses.replace(read_config(root), **settings)  # type: ignore[arg-type]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(checks, "run_jobs", note)
        patch.setattr(pipeline, "run_jobs", note)
        assert render_files(config, parse_date(as_of), lambda _path: False)[1] is not None
    return found


SUBMISSION = "data/submissions/states/county-x/2023-Q3.yml"
OWN = {"checks/county-x", "agencies/county-x", "tables-whole", "whole"}  # what any byte of a submission bears on
SHOWN = {
    *("corrections", "groups", "moved", "newest", "periods", "samples"),
    *("tables-whole", "targets", "tasks", "texts", "whole"),
}
RENDERED = {*SHOWN, "agencies", "descriptions"}  # all that is worded or stands in the shell
EDITS: dict[str, tuple[str, str, str, set[str]]] = {  # file, old text, new text, jobs or whole groups of jobs
    "a remark": (SUBMISSION, "reports:", "reports: # of this quarter", OWN),
    "a line more": (SUBMISSION, "reports:", "# this quarter\nreports:", OWN),
    "a line more above what decides": (
        "data/submissions/states/ministry-a/2023-Q1.yml",
        "reports:",
        "# this quarter\nreports:",
        {one.replace("county-x", "ministry-a") for one in OWN} | {"tasks/states-1", "tasks/states-2"},
    ),
    "words": (SUBMISSION, "zh: 4.1在", "zh: 4.1于", OWN),  # jobs that show these notice by themselves (see below)
    "a status": (
        SUBMISSION,
        "completed",
        "in_progress",
        OWN | {"tasks/states-4", "periods/states-2023-Q3", "newest", "groups/province-p"},
    ),
    "an agency's name": (
        "data/agencies/county-x.yml",
        "zh: 丁县",
        "zh: 丁丁县",
        {"checks/county-x", "agencies/county-x", "search", *SHOWN - {"groups"}, "groups/province-p"},
    ),
    "a task": (
        "data/policies/states/tasks/01.yml",
        "zh: ",
        "zh: 又",
        {*RENDERED, "checks", "search", "static"},
    ),
    "an interface string": ("data/locales/zh.yml", "未报告", "没有报告", {*RENDERED, "checks", "search", "static"}),
    "the settings": ("mkdocs.yml", "site_name:", "# remark\nsite_name:", {*RENDERED, "search", "shells", "static"}),
    "the shell": ("overrides/main.html", "<meta ", '<meta name="x">\n<meta ', {*RENDERED, "shells"}),
    "a script": ("overrides/assets/search/page.js", "(", "(0, ", {*RENDERED, "search/index", "shells", "static"}),
    "prose": ("content/zh/about.md", "# ", "# 又", {*RENDERED, "search", "shells"}),
}


def difference(before: dict[str, str], after: dict[str, str]) -> set[str]:
    """The jobs whose fingerprints differ; of groups that differ as a whole, the group."""
    changed = {job for job in after if after[job] != before.get(job)}
    groups = {job.partition("/")[0] for job in after}
    whole = {group for group in groups if all(job in changed for job in after if job.startswith(f"{group}/"))}
    return whole | {job for job in changed if job.partition("/")[0] not in whole}


@pytest.mark.parametrize("name", EDITS)
def test_a_changed_source_changes_the_jobs_that_it_bears_on_and_no_others(
    name: str, root: Path, jobs: dict[str, Job], tmp_path: Path
) -> None:
    assert jobs
    path, old, new, expected = EDITS[name]
    copy = shutil.copytree(root, tmp_path / "root", symlinks=True)
    before = replanned(copy)
    edit(copy, path, old, new)
    assert difference(before, replanned(copy)) == expected


def test_another_day_and_a_local_server_change_what_is_worded(root: Path, jobs: dict[str, Job]) -> None:
    assert jobs
    before = replanned(root)
    assert difference(before, replanned(root, "2023-11-16")) == {*RENDERED, "checks", "search/index", "shells"}
    assert difference(before, replanned(root, serving=True)) == {*RENDERED, "shells"}


# --- the program itself


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the program, which is fingerprinted in the place of the one that runs."""
    copy = shutil.copytree(REPO / "generator", tmp_path / "generator", ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(fingerprints, "__file__", str(copy / "storage" / "fingerprints.py"))
    return copy


Change = Callable[[Path, pytest.MonkeyPatch], None]


def append_to(name: str) -> Change:
    def change(program: Path, _monkeypatch: pytest.MonkeyPatch) -> None:
        with (program / name).open("a", encoding="utf-8") as file:
            file.write("\n")

    return change


def rename_a_template(program: Path, _monkeypatch: pytest.MonkeyPatch) -> None:
    (program / "website/templates/agency.j2").rename(program / "website/templates/agency-2.j2")


def add_a_file(program: Path, _monkeypatch: pytest.MonkeyPatch) -> None:
    (program / "rules" / "more.py").touch()


def change_python(_program: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "version", f"{sys.version} (another build)")


def install_a_package(program: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (program.parent / "packages" / "x-1.0.dist-info").mkdir(parents=True)
    monkeypatch.syspath_prepend(str(program.parent / "packages"))


def upgrade_a_package(program: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install_a_package(program, monkeypatch)
    before = program_fingerprint.__wrapped__()
    folder = program.parent / "packages"
    (folder / "x-1.0.dist-info").rename(folder / "x-1.1.dist-info")
    assert program_fingerprint.__wrapped__() != before


@pytest.mark.parametrize(
    "change",
    [
        append_to("website/templates/agency.j2"),
        append_to("pipeline/plan/site.py"),
        rename_a_template,
        add_a_file,
        change_python,
        install_a_package,
        upgrade_a_package,
    ],
)
def test_the_program_is_another_when_anything_of_it_changes(
    change: Change, program: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = program_fingerprint.__wrapped__()
    change(program, monkeypatch)
    assert program_fingerprint.__wrapped__() != before


def test_the_program_is_the_same_wherever_it_lies(program: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert program_fingerprint.__wrapped__() == program_fingerprint()
    (program / "rules" / "__pycache__").mkdir()
    (program / "rules" / "__pycache__" / "x.pyc").touch()
    other = shutil.copytree(program, program.parent / "elsewhere" / "generator")
    monkeypatch.setattr(fingerprints, "__file__", str(other / "storage" / "fingerprints.py"))
    assert program_fingerprint.__wrapped__() == program_fingerprint()


# --- how jobs are run


@pytest.fixture
def shop(tmp_path: Path) -> Workshop:
    return Workshop(Store(tmp_path / "cache"), 1, "", ("",), "/", {"a.yml": "digest"}, {})


def writing(name: str, path: str, text: bytes = b"x") -> Job:
    return Job(name, (text.decode(),), lambda writer: writer.files({path: text}))


def test_two_jobs_that_make_one_path_are_refused(shop: Workshop) -> None:
    outputs = Outputs(shop.store)
    run_jobs([writing("one/a", "same.txt"), writing("two/b", "same.txt"), writing("two/c", "other.txt")], shop, outputs)
    with pytest.raises(GeneratorError, match=r"same\.txt is made twice, by two/b and for .*one/a"):
        _ = outputs.files


def run(shop: Workshop, job: Job) -> bool:
    """Run a job, and tell whether it had to be."""
    outputs = Outputs(shop.store)
    run_jobs([job], shop, outputs)
    assert job.name in outputs
    return job.name in outputs.made


def test_a_job_is_run_once_and_again_where_what_was_kept_is_gone(shop: Workshop) -> None:
    job = writing("one/a", "folder/file.txt")
    path = shop.store.folder_of("one/a") / kept_as("folder/file.txt")
    assert [run(shop, job) for _ in range(2)] == [True, False]
    for spoil in (path.unlink, lambda: path.write_bytes(b"y"), (path.parent.parent / "output").unlink):
        spoil()
        assert [run(shop, job) for _ in range(2)] == [True, False]
        assert path.read_bytes() == b"x"


def test_what_a_job_no_longer_makes_is_deleted(shop: Workshop) -> None:
    assert run(shop, writing("one/a", "before.txt", b"before"))
    assert run(shop, writing("one/a", "after.txt", b"after"))
    files = shop.store.folder_of("one/a") / "files"
    assert [path.name for path in files.iterdir()] == [kept_as("after.txt").rpartition("/")[2]]


def test_a_job_is_run_again_where_a_submission_that_it_shows_has_changed(shop: Workshop) -> None:
    def make(_writer: OutputWriter) -> None:
        shop.opened["a.yml"] = submissions["a.yml"]

    job, submissions = Job("one/a", (), make), dict(shop.submissions)
    assert [run(shop, job) for _ in range(2)] == [True, False]
    assert not run(dataclasses.replace(shop, submissions=submissions | {"b.yml": "shown by no job"}), job)
    submissions["a.yml"] = "changed"
    changed = dataclasses.replace(shop, submissions=submissions)
    assert [run(changed, job) for _ in range(2)] == [True, False]


def test_an_output_that_shows_a_submission_that_is_gone_is_not_taken(shop: Workshop) -> None:
    opened: list[str] = ["a.yml"]

    def make(_writer: OutputWriter) -> None:
        shop.opened.update({path: shop.submissions[path] for path in opened})

    job = Job("one/a", (), make)
    assert run(shop, job)
    opened.clear()
    assert run(dataclasses.replace(shop, submissions={}), job)


def test_links_are_resolved_again_where_the_site_moves_on_its_host(tmp_path: Path) -> None:
    page = '<!doctype html><html><body><a href="/record/x/">x</a></body></html>'
    links, before = [], None
    for site_path in ("/", "/record/"):
        writer = OutputWriter(tmp_path, before, "", ("", "en/"), site_path)
        writer.page("404.html", page)
        before = writer.finish("", {})
        links.append(msgspec.msgpack.decode(before.links))
    assert links == [["record/x"], ["x"]]


def test_settings_are_others_when_a_variable_that_they_read_changes(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copy(root / "mkdocs.yml", tmp_path)
    edit(tmp_path, "mkdocs.yml", "extra:", "extra:\n  contact: !ENV [RECORD_CONTACT, none]")
    found = {read_config(tmp_path).digest}
    for contact in ("office@example.org", "bureau@example.org"):
        monkeypatch.setenv("RECORD_CONTACT", contact)
        found.add(read_config(tmp_path).digest)
    assert len(found) == 3


def test_data_that_another_command_has_rewritten_is_not_read(shop: Workshop) -> None:
    """Checks are written without the lock: what one build read must not be mixed with what another command did."""
    outputs = Outputs(shop.store)
    run_jobs([Job("one/a", ("before",), lambda writer: writer.data("words", ["before"]))], shop, outputs)
    assert outputs.read_data("one/a", "words", list[str]) == ["before"]
    assert run(shop, Job("one/a", ("after",), lambda writer: writer.data("words", ["after"])))
    with pytest.raises(GeneratorError, match="run the command again"):
        outputs.read_data("one/a", "words", list[str])
    shutil.rmtree(shop.store.folder_of("one/a"))
    with pytest.raises(GeneratorError, match="run the command again"):
        outputs.read_data("one/a", "words", list[str])


def test_a_merge_takes_what_shards_made_and_makes_the_rest(shop: Workshop) -> None:
    sharded, own = dataclasses.replace(writing("one/a", "a.txt"), sharded=True), writing("two/b", "b.txt")
    with pytest.raises(GeneratorError, match=r"1 agencies were not built by any shard.*: a$"):
        run_jobs([sharded, own], shop, Outputs(shop.store), merge=True)
    assert run(shop, sharded)
    outputs = Outputs(shop.store)
    run_jobs([sharded, own], shop, outputs, merge=True)
    assert outputs.made == {"two/b"}


# --- submissions as they are kept


def content(submission: Submission) -> tuple[Any, ...]:
    """All that a submission holds, and the places in its file that pages and files for programs name."""
    parts: list[Report | Measurement] = [*submission.reports, *submission.figures]
    places = [(part.at(), [item.at("publisher") for item in part.evidence]) for part in parts]
    return submission.model_dump(), submission.path, submission.origin.path, places


@pytest.mark.parametrize("data", [REPO, SITES / "states"], ids=lambda path: path.name)
def test_a_submission_that_was_packed_is_the_same(data: Path) -> None:
    submissions = read_catalog(data)[0].submissions
    assert submissions
    for submission in submissions:
        kept = msgspec.msgpack.decode(msgspec.msgpack.encode(pack(submission)), type=Words)
        again = unpack(kept)
        assert content(again) == content(submission)
        assert again.period == submission.period
