"""A build for which nothing has changed is answered from its seal, and from nothing else."""

from __future__ import annotations

import datetime
import os
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from generator.cli import unchanged
from generator.cli.unchanged import Look, find_seal, look, put_seal
from generator.config import read_config
from generator.findings import Finding, Place, find
from generator.storage import trees
from generator.storage.trees import marks_of, tree_of

DAY = datetime.date(2024, 3, 1)
SETTINGS = "site_url: !ENV [SITE_URL, 'https://example.org/']\nextra: {locales: [zh], cards: false}\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A folder as a build leaves it."""
    root = tmp_path / "root"
    for path in ("data/agencies/mara.yml", "content/zh/about.md", "overrides/assets/site.css", "site/index.html"):
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text("x", encoding="utf-8")
    (root / "site" / "sitemap.xml").write_text("<urlset/>", encoding="utf-8")
    (root / "mkdocs.yml").write_text(SETTINGS, encoding="utf-8")
    return root


def seen_of(root: Path) -> Look:
    return look(read_config(root), root / "site")


def seal(root: Path, *findings: Finding, seen: Look | None = None) -> None:
    """Leave the seal of a site as if it had just been built."""
    config = read_config(root)
    context = SimpleNamespace(config=config, as_of=DAY, day=DAY, zone="Asia/Shanghai", locales={})
    built = SimpleNamespace(
        context=context, tree=tree_of(root / "site"), findings=findings, pages=7, files=9, size=11, rendered=7
    )
    put_seal(config, cast("Any", built), seen or seen_of(root), "en", "as told\n")


def answer(root: Path, as_of: datetime.date | None = DAY, language: str = "en", *, strict: bool = False) -> str | None:
    found = find_seal(read_config(root), seen_of(root), as_of, language, strict=strict)
    return found.text if found else None


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    """Be on the day of the build, with all files old enough to be trusted."""
    monkeypatch.setattr(unchanged, "today_in", lambda _zone: DAY)
    monkeypatch.setattr(unchanged, "SETTLED", 0)


def test_the_same_is_told_again(root: Path) -> None:
    assert answer(root) is None
    seal(root)
    assert answer(root) == "as told\n"
    assert answer(root, None) == "as told\n"
    (root / "generator").mkdir()  # a folder that nothing is read from, but the names in the root are told apart
    assert answer(root) is None


def rewrite(path: str) -> Callable[[Path], None]:
    """Change a file's bytes, but neither its size nor the time that it names as its last change."""

    def change(root: Path) -> None:
        file = root / path
        status = file.stat()
        file.write_text("y", encoding="utf-8")
        os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))

    return change


def add(path: str, text: str = "x") -> Callable[[Path], None]:
    def change(root: Path) -> None:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")

    return change


def track_the_cache(root: Path) -> None:
    for command in (["init", "-q"], ["add", "-f", "build"]):
        subprocess.run(["git", "-C", str(root), *command], check=True)


CHANGES: dict[str, Callable[[Path], None]] = {
    "an agency": rewrite("data/agencies/mara.yml"),
    "a page's prose": rewrite("content/zh/about.md"),
    "the theme": rewrite("overrides/assets/site.css"),
    "a setting": add("mkdocs.yml", f"{SETTINGS}# changed\n"),
    "a new submission": add("data/submissions/p/mara/2023-Q4.yml"),
    "a misplaced submission": add("2023-Q4.yml"),
    "a file that is gone": lambda root: (root / "content/zh/about.md").unlink(),
    "an edited page of the site": add("site/index.html"),
    "a page more on the site": add("site/more.html"),
    "a cache in the repository": track_the_cache,
}


@pytest.mark.parametrize("change", CHANGES)
def test_whatever_has_changed_the_site_is_built(change: str, root: Path) -> None:
    seal(root)
    assert answer(root)
    time.sleep(0.01)  # the system's clock for files ticks some hundred times a second
    CHANGES[change](root)
    assert answer(root) is None


def test_a_new_day_another_language_and_a_stricter_build_are_not_answered(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seal(root, find(Place("data/agencies/mara.yml"), "S119", due=DAY, days=1))
    assert answer(root, strict=True) is None
    assert answer(root, language="zh") is None
    assert answer(root, datetime.date(2024, 2, 29)) is None
    monkeypatch.setattr(unchanged, "today_in", lambda _zone: datetime.date(2024, 3, 2))
    assert answer(root, None) is None
    assert answer(root) is None  # the submissions of one more day are not from the future


def test_the_environment_the_packages_and_the_program_count(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seal(root)
    with monkeypatch.context() as changed:
        changed.setenv("SITE_URL", "https://example.com/")
        assert answer(root) is None
    with monkeypatch.context() as changed:
        (tmp_path / "packages" / "more-1.0.dist-info").mkdir(parents=True)
        changed.syspath_prepend(str(tmp_path / "packages"))
        assert answer(root) is None
    program = tmp_path / "program" / "cli"
    program.mkdir(parents=True)
    with monkeypatch.context() as changed:
        changed.setattr(unchanged, "__file__", str(program / "unchanged.py"))
        assert answer(root) is None
    assert answer(root)


def test_a_new_font_counts(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    font = tmp_path / "font.ttf"
    font.write_bytes(b"1")
    monkeypatch.setattr(unchanged, "_languages", lambda _context: ("zh-cn",))
    monkeypatch.setattr(unchanged, "ask_for_faces", lambda _languages: {"zh-cn": (str(font), 0)})
    seal(root)
    assert answer(root)
    font.write_bytes(b"22")
    assert answer(root) is None
    seal(root)
    monkeypatch.setattr(unchanged, "ask_for_faces", lambda _languages: {"zh-cn": None})
    assert answer(root) is None


def test_what_a_look_cannot_judge_is_not_sealed(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seal(root, find(Place("data/Thumbs.db"), "F109", name="Thumbs.db"))  # depends on what git tracks
    assert answer(root) is None
    seal(root, find(Place("2023-Q4.yml"), "F108", name="x", wanted_zh="x", wanted_en="x"))  # its lines are shown
    assert answer(root) is None
    (root / "Submissions").mkdir()  # misplaced reports are searched for in it
    seal(root)
    assert answer(root) is None
    (root / "Submissions").rmdir()
    monkeypatch.setattr(unchanged, "SETTLED", trees.SETTLED)  # its files have only just been written
    seal(root)
    assert answer(root) is None


def test_a_change_during_the_build_is_not_sealed_over(root: Path) -> None:
    seen = seen_of(root)
    time.sleep(0.01)
    add("content/zh/about.md")(root)
    seal(root, seen=seen)
    assert answer(root) is None


def test_folders_behind_links_and_names_in_any_bytes_are_looked_into(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    (tmp_path / "link").symlink_to(folder)
    before = marks_of([str(tmp_path / "link")])[0]
    Path(os.fsdecode(os.fsencode(folder) + b"/\xff")).touch()
    assert marks_of([str(tmp_path / "link")])[0] != before
    assert marks_of([str(tmp_path / "nothing")])[1] == 0
