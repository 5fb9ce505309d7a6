"""Building: the same input gives the same bytes, and what is rebuilt is what would have been built."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from generator.config import read_config
from generator.model.values import parse_date
from generator.pipeline import build as build_here
from tests.roots import AS_OF, REPO, SITES, build, environment, generator, make_root, tree
from tests.sitefiles import Site


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text, (path, old)
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


# --- the same input gives the same bytes


WORLDS: list[dict[str, str | None]] = [
    {"PYTHONHASHSEED": "1", "TZ": "Pacific/Kiritimati", "LANG": "zh_CN.UTF-8", "SITE_URL": None},
    {"PYTHONHASHSEED": "2", "TZ": "Pacific/Pago_Pago", "LANG": "C", "LC_ALL": "C", "COLUMNS": "40"},
]
UMASKS = [0o000, 0o077]


def test_two_builds_in_different_surroundings_are_the_same_byte_for_byte(tmp_path: Path) -> None:
    """Hash seed, time zone, language, umask, place and number of processes must not show."""
    trees = []
    for number, (world, umask) in enumerate(zip(WORLDS, UMASKS, strict=True)):
        root = make_root(tmp_path / f"place-{number}", "two-policies")
        done = subprocess.run(
            [
                sys.executable,
                "-m",
                "generator",
                "build",
                "--root",
                root,
                "--as-of",
                AS_OF,
                "--jobs",
                str(number * 2 + 1),
            ],
            env=environment(world),
            cwd=REPO,
            umask=umask,
            capture_output=True,
            encoding="utf-8",
            timeout=300,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        trees.append(tree(root / "site"))
    assert len(trees[0]) > 90
    assert trees[0] == trees[1]


def test_the_real_site_is_the_same_byte_for_byte(site: Site, tmp_path: Path) -> None:
    root = make_root(tmp_path / "again")
    build(root, "--jobs", "1", env={"PYTHONHASHSEED": "3", "TZ": "Asia/Kathmandu"})
    assert tree(root / "site") == tree(site.folder)


def test_the_day_comes_from_the_call_or_the_environment_and_shows(ready: Path) -> None:
    first = tree(ready / "site")
    assert "31 July 2023" in (ready / "site/en/index.html").read_text(encoding="utf-8")
    epoch = "1690750800"  # 2023-07-30 21:00 UTC: the 31st in Shanghai already
    assert generator("build", "--root", ready, env={"SOURCE_DATE_EPOCH": epoch, "TZ": "UTC"}).returncode == 0
    assert tree(ready / "site") == first


# --- what is rebuilt is what would have been built


def change_a_clause(root: Path) -> None:
    edit(root / "data/policies/lake-rules/tasks/03.yml", "安全第一", "安全为先")


def change_a_title(root: Path) -> None:
    edit(root / "data/policies/lake-rules/policy.yml", "示例湖巡护办法", "示例湖巡查办法")


def change_a_translation(root: Path) -> None:
    edit(root / "data/policies/small/tasks/02.yml", "Shorten the wait", "Cut the wait")


def change_a_string(root: Path) -> None:
    edit(root / "data/locales/en.yml", "Skip to content", "Go to the content")


def change_the_theme(root: Path) -> None:
    edit(root / "overrides/main.html", "<footer", '<footer data-changed="yes"')


def change_the_style(root: Path) -> None:
    with (root / "overrides/assets/site.css").open("a", encoding="utf-8") as file:
        file.write("\n/* changed */\n")


def change_the_boot_script(root: Path) -> None:
    with (root / "overrides/partials/boot.js").open("a", encoding="utf-8") as file:
        file.write(";void 0")


def change_the_settings(root: Path) -> None:
    edit(root / "mkdocs.yml", "digital-village.example", "record.example.org")


def change_prose(root: Path) -> None:
    edit(root / "content/zh/about.md", "这一页为测试而写", "这一页为测试而改")


def add_prose(root: Path) -> None:
    (root / "content/zh/new.md").write_text("---\ntitle: 新页\n---\n# 新页\n", encoding="utf-8")


def delete_a_translation_of_prose(root: Path) -> None:
    (root / "content/en/about.md").unlink()


def delete_the_last_task(root: Path) -> None:
    (root / "data/policies/lake-rules/tasks/11.yml").unlink()


def delete_a_glossary(root: Path) -> None:
    (root / "data/policies/small/glossary.yml").unlink()


def add_a_policy(root: Path) -> None:
    folder = root / "data/policies/more-rules"
    (folder / "tasks").mkdir(parents=True)
    for name in ("policy.yml", "tasks/01.yml", "tasks/04.yml", "tasks/09.yml"):
        text = (SITES / "two-policies/data/policies/lake-rules" / name).read_text(encoding="utf-8")
        number = {"policy.yml": 0, "tasks/01.yml": 1, "tasks/04.yml": 2, "tasks/09.yml": 3}[name]
        old = {2: '"4.', 3: '"9.'}.get(number)
        target = folder / (f"tasks/0{number}.yml" if number else name)
        target.write_text(text.replace(old, f'"{number}.') if old else text, encoding="utf-8")


def delete_a_policy(root: Path) -> None:
    for path in sorted((root / "data/policies/lake-rules").rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    (root / "data/policies/lake-rules").rmdir()


def reorder_locales(root: Path) -> None:
    text = (root / "mkdocs.yml").read_text(encoding="utf-8")
    line = next(line for line in text.splitlines() if line.strip().startswith("locales: ["))
    (root / "mkdocs.yml").write_text(text.replace(line, "  locales: [zh, en]"), encoding="utf-8")


# In each round the broadest change comes first: it must not hide that a later one was missed.
ROUNDS: list[list[Callable[[Path], None]]] = [
    [change_the_theme, change_a_clause, change_a_title, change_prose],
    [change_a_string, change_the_style, change_a_translation, delete_a_translation_of_prose, delete_the_last_task],
    [change_the_boot_script, add_a_policy, add_prose],
    [change_the_settings, reorder_locales, delete_a_glossary, delete_a_policy],
]


def test_after_changes_a_rebuilt_site_is_the_one_built_from_nothing(tmp_path: Path) -> None:
    """Changes add up in one root, built again and again in one process, as `serve` does."""
    warm = make_root(tmp_path / "warm", "two-policies")
    rebuild(warm)
    for number, changes in enumerate(ROUNDS):
        for together in (changes[:1], changes[1:]):
            before = tree(warm / "site")
            for change in together:
                change(warm)
            rebuild(warm)
            assert tree(warm / "site") != before
        cold = tmp_path / f"cold-{number}"
        cold.mkdir()
        shutil.copytree(warm / "data", cold / "data", symlinks=True)
        for name in ("content", "overrides", "mkdocs.yml", "generator"):
            (cold / name).symlink_to(warm / name)
        build(cold)
        assert tree(warm / "site") == tree(cold / "site"), [change.__name__ for change in changes]


def rebuild(root: Path) -> None:
    """Build in this process."""
    done = build_here(
        read_config(root),
        as_of=parse_date(AS_OF),
        site_dir=root / "site",
        jobs=1,
        strict=False,
        progress=lambda _step: None,
    )
    assert done.pages


def test_nothing_changed_means_nothing_is_made_anew(ready: Path) -> None:
    first = tree(ready / "site")
    assert ", 0 of them changed" in build(ready, "--lang", "en").stdout
    assert tree(ready / "site") == first


def test_a_change_to_one_task_leaves_most_pages_alone(ready: Path) -> None:
    """Only pages that show the clause change, and the ones for searching in it."""
    before = tree(ready / "site")
    change_a_clause(ready)
    build(ready)
    after = {path: found for path, found in tree(ready / "site").items() if path.endswith(".html")}
    changed = {path for path in after if after[path] != before.get(path)}
    showing = {path for path in after if re.search("安全[为為]先", (ready / "site" / path).read_text(encoding="utf-8"))}
    assert {f"lake-rules/{page}/index.html" for page in ("tasks/03", "areas/1", "text")} <= showing <= changed
    assert changed - showing <= {f"{prefix}search/index.html" for prefix in ("", "en/", "zh-Hant/")}


def test_a_change_to_a_hand_written_pages_markup_alone_is_published(ready: Path) -> None:
    """No word changes, and so nothing that the search finds; each locale's page is another all the same."""
    for locale, prefix in (("en", "en/"), ("zh", "")):
        for address in ("../submit/", "../data/"):
            with (ready / f"content/{locale}/about.md").open("a", encoding="utf-8") as file:
                file.write(f'\n<a href="{address}"></a>\n')
            rebuild(ready)
            assert f'<a href="{address}"></a>' in (ready / f"site/{prefix}about/index.html").read_text(encoding="utf-8")


def test_what_others_left_in_the_cache_does_no_harm(ready: Path) -> None:
    """Damaged, foreign and missing files below build/ are replaced or passed over, never published."""
    good = tree(ready / "site")
    cache = ready / "build" / "cache"
    outputs = sorted(cache.glob("*/*/output"))
    assert len(outputs) > 20
    for number, path in enumerate([*outputs, *sorted(cache.glob("manifest/*")), *sorted(cache.glob("scan/*"))]):
        data = path.read_bytes()
        path.write_bytes((b"{broken", data[: len(data) // 2], b"", data)[number % 4])
    for path in sorted(cache.glob("tasks/*/files/*")):
        path.unlink()
    for stray in ("tasks/small-1/files/zh/stray/index.html", "tasks/small-99/output", "unknown/entry/output"):
        (cache / stray).parent.mkdir(parents=True, exist_ok=True)
        (cache / stray).write_text("<script>alert(1)</script>", encoding="utf-8")
    (ready / "site" / "left-over.html").write_text("old", encoding="utf-8")
    build(ready)
    assert tree(ready / "site") == good


def test_only_the_folder_build_and_the_site_are_written_to(tmp_path: Path) -> None:
    root = make_root(tmp_path, "two-policies")
    sources = {name: tree(root / name) for name in ("data", "content", "overrides")}
    build(root, "--site-dir", root / "elsewhere" / "public")
    assert {name: tree(root / name) for name in sources} == sources
    assert {path.name for path in root.iterdir()} == {*sources, "mkdocs.yml", "generator", "build", "elsewhere"}
    assert [path.name for path in (root / "elsewhere").iterdir()] == ["public"]


def test_a_hand_written_page_is_marked_when_its_chinese_has_changed(tmp_path: Path) -> None:
    root = make_root(tmp_path / "root", "two-policies")
    build(root)
    page = root / "site/en/about/index.html"
    assert "flag-stale" not in page.read_text(encoding="utf-8")
    zh = root / "content/zh/about.md"
    zh.write_text(zh.read_text(encoding="utf-8") + "\n又一段。\n", encoding="utf-8")
    build(root)
    assert "flag-stale" in page.read_text(encoding="utf-8")
    assert "flag-stale" not in (root / "site/about/index.html").read_text(encoding="utf-8")
    state = (root / "site/en/translation/index.html").read_text(encoding="utf-8")
    assert ">关于" in state


def test_a_changed_string_of_the_interface_makes_its_translation_stale(tmp_path: Path) -> None:
    root = make_root(tmp_path / "root", "two-policies")
    edit(root / "data/locales/zh.yml", "    home: 首页", "    home: 主页")
    findings = build_here(read_config(root), as_of=None, site_dir=root / "site", jobs=1, strict=False,
                          progress=lambda _step: None).findings  # fmt: skip
    assert [(finding.code, "nav.home" in finding.en) for finding in findings] == [("L105", True)]
    assert "主页" in (root / "site/en/translation/index.html").read_text(encoding="utf-8")


def test_every_page_says_how_to_reach_whoever_keeps_the_site(tmp_path: Path) -> None:
    root = make_root(tmp_path / "root", "two-policies")
    done = build(root)
    assert "extra.publisher.contact" in done.stderr
    page = root / "site/small/tasks/01/index.html"
    assert "本站尚未公布联系方式" in page.read_text(encoding="utf-8")
    for path in sorted((root / "site").rglob("*.html")):  # nobody would receive a report
        assert "#report" not in path.read_text(encoding="utf-8"), path
    edit(root / "mkdocs.yml", "    # contact: mailto:record@example.org", "    contact: mailto:record@example.org")
    done = build(root)
    assert "extra.publisher.contact" not in done.stderr
    for path in (page, root / "site/en/small/text/index.html", root / "site/zh-Hant/about/index.html"):
        text = path.read_text(encoding="utf-8")
        assert '<a href="mailto:record@example.org">record@example.org</a>' in text
        assert re.search(r'<a href="[./]*/submit/#report">', text)
