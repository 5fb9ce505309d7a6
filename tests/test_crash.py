"""What is published is whole, also when a build is killed, the disk is full, or two builds meet."""

from __future__ import annotations

import os
import random
import re
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.cli.ending import Ended, in_good_order
from generator.errors import GeneratorError
from generator.storage.files import write_atomic
from generator.storage.swap import exchange, locked, replaceable
from tests.roots import AS_OF, REPO, build, environment, generator, interruptible, make_root, tree
from tests.test_build import change_a_clause, change_the_theme


def start(root: Path, *arguments: str) -> subprocess.Popen[str]:
    """Start a build in a process group of its own, and don't wait for it."""
    return subprocess.Popen(
        [sys.executable, "-m", "generator", "build", "--root", root, "--as-of", AS_OF, *arguments],
        env=environment(),
        cwd=REPO,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        start_new_session=True,
        preexec_fn=interruptible,
    )


def settled(root: Path) -> Iterator[subprocess.CompletedProcess[str]]:
    """Try to build until the processes of a killed build are gone."""
    for _ in range(100):
        done = generator("build", "--root", root, "--as-of", AS_OF)
        yield done
        if "another build is running" not in done.stderr:
            return
        time.sleep(0.1)


def test_the_site_is_whole_after_a_kill_at_any_moment(ready: Path, tmp_path: Path) -> None:
    """The old site or the new one, never a mixture; and the next build works, with what the killed one left."""
    other = shutil.copytree(ready, tmp_path / "other", symlinks=True)
    change_a_clause(other)
    change_the_theme(other)
    begun = time.monotonic()
    build(other)
    took = time.monotonic() - begun
    versions = [{name: root / name for name in ("data", "overrides")} for root in (ready, other)]
    trees = [tree(root / "site") for root in (ready, other)]
    victim = make_root(tmp_path / "victim", "two-policies")
    build(victim)
    moments = random.Random(8)  # noqa: S311 - the same moments in every run
    for number in range(1, 9):
        for name, folder in versions[number % 2].items():
            shutil.rmtree(victim / name)
            shutil.copytree(folder, victim / name)
        running = start(victim)
        time.sleep(moments.uniform(0.4, 1.1) * took)
        running.send_signal(signal.SIGKILL)  # the build alone: what it started must end by itself
        running.communicate()
        assert tree(victim / "site") in trees
    *_, last = settled(victim)
    assert last.returncode == 0, last.stderr
    assert tree(victim / "site") == trees[0]
    assert not [path for path in victim.iterdir() if path.name.startswith(".site")]


def test_a_killed_build_leaves_nobody_behind_who_holds_the_lock(ready: Path) -> None:
    change_the_theme(ready)  # so that MkDocs has work to do in every process
    running = start(ready, "--jobs", "3")
    while not (ready / "build" / "mkdocs").is_dir() and running.poll() is None:
        time.sleep(0.01)
    running.kill()
    running.communicate()
    tries = list(settled(ready))
    assert tries[-1].returncode == 0, tries[-1].stderr


@pytest.mark.parametrize("size", [0, 20_000])
def test_a_full_disk_is_one_clear_line_and_leaves_the_site_alone(ready: Path, size: int) -> None:
    """No file may grow beyond `size` bytes: as on a full disk, some write in the middle fails."""
    before = tree(ready / "site")
    change_a_clause(ready)
    change_the_theme(ready)
    done = subprocess.run(
        [sys.executable, "-m", "generator", "build", "--root", ready, "--as-of", AS_OF, "--lang", "en"],
        env=environment({"PYTHONDONTWRITEBYTECODE": "1"}),
        cwd=REPO,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size)),
        capture_output=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert "File too large" in done.stderr.splitlines()[-1]
    assert tree(ready / "site") == before
    assert not [path for path in ready.iterdir() if path.name.startswith(".site")]
    build(ready)  # what was left half-written does no harm
    assert tree(ready / "site") != before


def test_two_builds_at_once_do_not_mix(ready: Path) -> None:
    with locked(ready / "build"):
        done = generator("build", "--root", ready)
    assert done.returncode == 2
    assert "another build is running" in done.stderr
    assert generator("validate", "--root", ready).returncode == 0  # reading needs no lock


def test_a_lock_ends_with_the_build_that_holds_it(tmp_path: Path) -> None:
    with locked(tmp_path), pytest.raises(GeneratorError), locked(tmp_path):
        pass
    with locked(tmp_path):
        pass


# --- where the site goes


def test_a_file_in_the_sites_place_is_not_touched(ready: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    done = generator("build", "--root", ready, "--site-dir", tmp_path / "file")
    assert done.returncode == 2
    assert done.stderr.startswith(f"generator: {tmp_path / 'file'} is not a folder")
    assert (tmp_path / "file").read_text(encoding="utf-8") == "mine"


def test_a_folder_that_holds_something_else_is_not_replaced(ready: Path) -> None:
    before = tree(ready)
    done = generator("build", "--root", ready, "--site-dir", "data", cwd=ready)
    assert done.returncode == 2
    assert "would be deleted" in done.stderr
    assert tree(ready) == before


def test_a_place_where_nothing_can_be_written_is_exit_code_2(ready: Path) -> None:
    before = tree(ready / "site")
    done = generator("build", "--root", ready, "--site-dir", "/proc/site")
    assert done.returncode == 2
    assert "/proc" in done.stderr
    assert tree(ready / "site") == before


@pytest.mark.parametrize(
    "name", ["file", "link", "dangling", ".", "..", "full", "/", "", "/dev/null", "link/x/..", "full/."]
)
def test_what_is_no_site_of_ours_may_not_be_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "thesis.doc").touch()
    (tmp_path / "file").touch()
    (tmp_path / "link").symlink_to(tmp_path / "full")
    (tmp_path / "dangling").symlink_to(tmp_path / "nowhere")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(GeneratorError):
        replaceable(Path(name))


@pytest.mark.parametrize("name", ["new", "new/deep/er", "empty", "site", "new/../site"])
def test_a_site_an_empty_folder_and_a_free_place_may_be_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "sitemap.xml").touch()
    monkeypatch.chdir(tmp_path)
    assert replaceable(Path(name)) == tmp_path / name.replace("new/../", "")


def test_the_site_can_go_anywhere(ready: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    for name in ("empty", "new/deep/er"):
        build(ready, "--site-dir", tmp_path / name)
        assert tree(tmp_path / name) == tree(ready / "site")


def test_a_build_folder_that_is_a_file_is_exit_code_2(tmp_path: Path) -> None:
    root = make_root(tmp_path, "two-policies")
    (root / "build").write_text("mine", encoding="utf-8")
    done = generator("build", "--root", root)
    assert done.returncode == 2
    assert (root / "build").read_text(encoding="utf-8") == "mine"


# --- the steps


def test_a_folder_is_exchanged_with_another(tmp_path: Path) -> None:
    for name in ("old", "new"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "file").write_text(name, encoding="utf-8")
    exchange(tmp_path / "new", tmp_path / "old")
    assert (tmp_path / "old" / "file").read_text(encoding="utf-8") == "new"
    assert (tmp_path / "new" / "file").read_text(encoding="utf-8") == "old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["new", "old"]


def test_where_the_system_cannot_exchange_two_renames_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "other")
    test_a_folder_is_exchanged_with_another(tmp_path)


def test_a_folder_takes_a_free_place(tmp_path: Path) -> None:
    (tmp_path / "new").mkdir()
    exchange(tmp_path / "new", tmp_path / "site")
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"old")

    def fail(_self: Path, data: bytes) -> int:
        with path.with_suffix(".half").open("wb") as file:
            file.write(data[:1])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", fail)
    with pytest.raises(OSError, match="No space"):
        write_atomic(path, b"new")
    assert path.read_bytes() == b"old"
    assert not list(tmp_path.glob("*.tmp"))


# --- told to end


def armed(running: subprocess.Popen[str]) -> None:
    """Wait until the program answers signals by itself; until then Python does, and is still loading."""
    status = Path(f"/proc/{running.pid}/status")
    while running.poll() is None:
        caught = int(re.findall(r"^SigCgt:\s*([0-9a-f]+)", status.read_text(), re.MULTILINE)[0], 16)
        if caught >> (signal.SIGTERM - 1) & 1:
            return
        time.sleep(0.002)


def end(running: subprocess.Popen[str], number: signal.Signals, *, group: bool) -> tuple[str, str]:
    """Tell a build to end, as a terminal does to all its processes or as the system does to it alone."""
    if group:
        os.killpg(running.pid, number)
    else:
        running.send_signal(number)
    return running.communicate(timeout=60)


@pytest.mark.parametrize(
    ("number", "group", "said"),
    [
        (signal.SIGINT, True, "generator: interrupted"),
        (signal.SIGTERM, False, "generator: told to end"),
        (signal.SIGTERM, True, "generator: told to end"),
    ],
    ids=["Ctrl-C", "SIGTERM to one", "SIGTERM to all"],
)
def test_a_build_that_is_told_to_end_does_so_in_one_line_at_any_moment(
    ready: Path, number: signal.Signals, group: bool, said: str
) -> None:
    before = tree(ready / "site")
    change_the_theme(ready)  # so that MkDocs has work to do
    shutil.rmtree(ready / "build")
    shutil.copytree(ready, ready.with_name("other"), symlinks=True)
    begun = time.monotonic()
    build(ready.with_name("other"))
    took = time.monotonic() - begun
    after = tree(ready.with_name("other") / "site")
    interrupted = 0
    for share in (0, 0.25, 0.6):
        running = start(ready, "--jobs", "3")
        armed(running)
        time.sleep(share * took)
        out, err = end(running, number, group=group)
        if running.returncode == 0:  # it was done already
            continue
        interrupted += 1
        assert running.returncode == 128 + number, err
        assert err.startswith(said)
        assert err.count("\n") == 1, err
        assert out == ""
        assert tree(ready / "site") in (before, after)
        assert not [path for path in ready.iterdir() if path.name.startswith(".site")]
        assert not [path for path in ready.rglob("*.tmp") if not path.is_relative_to(ready / "build")]  # our own cache
        shutil.rmtree(ready / "build", ignore_errors=True)
    assert interrupted >= 1  # later moments come too late where the machine has become faster
    *_, last = settled(ready)
    assert last.returncode == 0
    assert tree(ready / "site") == after


@pytest.mark.parametrize("command", [["validate"], ["diff", "data"], ["due"], ["export", "json", "-o", "out"]])
def test_any_command_that_is_told_to_end_does_so_in_one_line(tmp_path: Path, command: list[str]) -> None:
    root = make_root(tmp_path / "root", "two-policies")
    for wait in (0, 0.1, 0.3):
        running = subprocess.Popen(
            [sys.executable, "-m", "generator", *command, "--root", root],
            env=environment(), cwd=root, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8",
            start_new_session=True, preexec_fn=interruptible,
        )  # fmt: skip
        armed(running)
        time.sleep(wait)
        _, err = end(running, signal.SIGINT, group=True)
        if running.returncode == 130:
            assert err.startswith("generator: interrupted")
            assert err.count("\n") == 1, err
        assert "Traceback" not in err


def test_where_ending_in_good_order_takes_too_long_the_end_comes_all_the_same(tmp_path: Path) -> None:
    """Something that swallows whatever is raised in it, as a finalizer or a bad library does."""
    program = f"""
import sys, time
from pathlib import Path
from generator.cli.ending import in_good_order, taking_back
with in_good_order(), taking_back(lambda in_force: Path({str(tmp_path / "undone")!r}).write_text(str(in_force))):
    while True:
        try:
            print("ready", flush=True)
            time.sleep(60)
        except BaseException:
            pass
"""
    running = subprocess.Popen(
        [sys.executable, "-c", program], env=environment(), cwd=REPO, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        encoding="utf-8", preexec_fn=interruptible,
    )  # fmt: skip
    assert running.stdout
    running.stdout.readline()
    _, err = end(running, signal.SIGINT, group=False)
    assert (running.returncode, err) == (130, "generator: interrupted / 已中断\n")
    assert (tmp_path / "undone").read_text(encoding="utf-8") == "True"


def test_an_end_asked_for_in_a_finalizer_is_not_lost() -> None:
    program = """
import os, signal
from generator.cli.ending import in_good_order
class Last:
    def __del__(self):
        os.kill(os.getpid(), signal.SIGTERM)
        for _ in range(1000):
            pass
with in_good_order():
    one = Last()
    del one
    print("not reached")
"""
    done = subprocess.run(
        [sys.executable, "-c", program], env=environment(), cwd=REPO, capture_output=True, encoding="utf-8", check=False
    )
    assert (done.returncode, done.stdout) == (143, "")
    assert done.stderr.count("\n") == 1


def test_the_next_build_deletes_what_a_killed_one_left(ready: Path) -> None:
    (ready / ".site.new").mkdir()
    (ready / ".site.new" / "half").touch()
    build(ready)  # there is nothing to make
    assert not (ready / ".site.new").exists()


def test_the_next_build_puts_back_a_site_that_was_being_exchanged(ready: Path) -> None:
    before = tree(ready / "site")
    (ready / "site").rename(ready / ".site.new.old")
    (ready / ".site.new").mkdir()
    (ready / "data" / "stray.txt").touch()  # so that nothing is built
    assert generator("build", "--root", ready).returncode == 1
    assert tree(ready / "site") == before
    assert not [path for path in ready.iterdir() if path.name.startswith(".site")]


def test_what_another_build_is_making_is_left_alone(ready: Path) -> None:
    (ready / ".site.new").mkdir()
    with locked(ready / "build"):
        assert generator("build", "--root", ready).returncode == 2
    assert (ready / ".site.new").is_dir()


# --- a full disk


@pytest.mark.parametrize("size", [0, 3_000, 30_000])
@pytest.mark.parametrize("cold", [True, False], ids=["cold", "warm"])
def test_a_full_disk_names_what_could_not_be_written(ready: Path, size: int, cold: bool) -> None:
    before = tree(ready / "site")
    change_the_theme(ready)
    change_a_clause(ready)
    if cold:
        shutil.rmtree(ready / "build")
    done = limited(size, "build", "--root", ready, "--as-of", AS_OF)
    assert done.returncode == 2, done.stdout
    assert len(done.stderr.splitlines()) == 1, done.stderr
    assert done.stderr.startswith(f"generator: {ready}/"), done.stderr
    assert tree(ready / "site") == before
    assert not [path for path in ready.iterdir() if path.name.startswith(".site")]


@pytest.mark.parametrize(
    ("size", "command"),
    [
        (1000, ["export", "json", "-o", "out"]),
        (10, ["new", "agency", "new-office"]),
        (10, ["diff", "data", "-o", "changes.md"]),
        (10, ["owners"]),
        (100_000, ["build", "--offline", "offline.zip"]),
    ],
    ids=["export", "new", "diff", "owners", "build"],
)
def test_every_command_names_what_could_not_be_written(ready: Path, size: int, command: list[str]) -> None:
    (ready / ".github").mkdir()
    if command[0] == "diff":
        command = ["diff", str(shutil.copytree(ready / "data", ready / "other" / "data").parent), *command[2:]]
    done = limited(size, *command, "--root", ready, cwd=ready)
    assert done.returncode == 2, done.stdout
    last = done.stderr.splitlines()[-1]
    assert re.match(
        r"generator: \S*(build|out|new-office\.yml|changes\.md|CODEOWNERS|offline\.zip)\S*: File too large", last
    )
    assert not list(ready.rglob("*.tmp"))


def limited(size: int, *arguments: str | Path, cwd: Path = REPO) -> subprocess.CompletedProcess[str]:
    """Run a command that can write no file beyond a size, as on a full disk."""
    return subprocess.run(
        [sys.executable, "-m", "generator", *map(str, arguments)],
        env=environment({"PYTHONDONTWRITEBYTECODE": "1"}),
        cwd=cwd,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size)),
        capture_output=True, encoding="utf-8", timeout=300, check=False,
    )  # fmt: skip


def test_an_end_asked_for_while_something_else_fails_over_it_is_still_an_end() -> None:
    """A pool whose processes were ended reports that they broke, and so hides why."""

    def fail() -> None:
        try:
            os.kill(os.getpid(), signal.SIGTERM)
            time.sleep(1)
        except Ended as error:
            raise RuntimeError("the pool is broken") from error

    with pytest.raises(Ended) as ended, in_good_order():
        fail()
    assert ended.value.number == signal.SIGTERM
