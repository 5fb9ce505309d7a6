"""The gate before publication: a fault on any page stops the build, is named, and leaves what is published alone."""

from __future__ import annotations

import gc
import io
import re
import shutil
import sys
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from generator.cli import main
from tests.roots import AS_OF, generator, make_root, tree

ENGLISH = "content/en/about.md"
CHINESE = "content/zh/about.md"  # which the site also shows put into traditional characters


def append(root: Path, path: str, markdown: str) -> None:
    with (root / path).open("a", encoding="utf-8") as file:
        file.write(f"\n{markdown}\n")


def replace(root: Path, path: str, old: str, new: str) -> None:
    text = (root / path).read_text(encoding="utf-8")
    assert old in text, (path, old)
    (root / path).write_text(text.replace(old, new, 1), encoding="utf-8")


def build_here(root: Path, *arguments: str) -> CompletedProcess[str]:
    """Run the command line in this process, which is quicker than a new one."""
    out, errors = io.StringIO(), io.StringIO()
    command = ["generator", "build", "--root", str(root), "--as-of", AS_OF, "--jobs", "1", *arguments]
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(errors):
        patch.setattr(sys, "argv", command)
        patch.delenv("SITE_URL", raising=False)
        with pytest.raises(SystemExit) as ended:
            main()
    gc.enable()  # which a command that ends has no use for
    assert isinstance(ended.value.code, int)
    return CompletedProcess(command, ended.value.code, out.getvalue(), errors.getvalue())


def refused(root: Path, *arguments: str, run: Callable[..., CompletedProcess[str]] = build_here) -> list[str]:
    """Build, and demand that this is refused and changes nothing but the cache; returns the faults that are named."""
    before = tree(root / "site"), names(root)
    done = run(root, *arguments)
    assert done.returncode == 2, done.stdout + done.stderr
    assert done.stdout == ""
    assert tree(root / "site") == before[0]
    assert names(root) == before[1]
    first, *listed = done.stderr.splitlines()
    count = re.fullmatch(r"generator: the built pages have (\d+) faults; the site was left as it was:", first)
    assert count, done.stderr
    assert len(listed) == min(int(count[1]), 20)  # so many are enough to see what is wrong
    return [re.sub(r"^\s*\| +", "", line) for line in listed]


def build_apart(root: Path, *arguments: str) -> CompletedProcess[str]:
    """Run the command line in a process of its own."""
    return generator("build", "--root", root, "--as-of", AS_OF, *arguments)


def names(root: Path) -> list[str]:
    """What stands beside the site; the cache need not be there."""
    return sorted(path.name for path in root.iterdir() if path.name != "build")


def mended(root: Path) -> None:
    """Build, and demand that this works."""
    done = build_here(root)
    assert done.returncode == 0, done.stdout + done.stderr


# --- what must not stand on a page


FORBIDDEN = {
    "an event handler": ('<p onclick="x()">x</p>', "onclick= attribute on <p>"),
    "an event handler on a picture": (
        '<img alt="" src="/assets/mark.svg" onerror="x()">',
        "onerror= attribute on <img>",
    ),
    "an inline script": ("<script>alert(1)</script>", "inline script"),
    "a script address": ('<a href="javascript:alert(1)">x</a>', "javascript: address on <a>"),
    "a script from elsewhere": (
        '<script src="https://cdn.example.org/x.js"></script>',
        "loads https://cdn.example.org/x.js",
    ),
    "a picture from elsewhere": ("![](//track.example.org/x.gif)", "loads //track.example.org/x.gif"),
    "a form to elsewhere": ('<form action="https://evil.example.org/"></form>', "loads https://evil.example.org/"),
    "a frame": ('<iframe src="/"></iframe>', "<iframe> element"),
    "a style element": ("<style>p {}</style>", "<style> element"),
    "a style attribute": ('<p style="color: red">x</p>', "style= attribute on <p>"),
}


@pytest.mark.parametrize(("markup", "fault"), FORBIDDEN.values(), ids=FORBIDDEN)
def test_what_must_not_stand_on_a_page_stops_the_build(ready: Path, markup: str, fault: str) -> None:
    append(ready, ENGLISH, markup)
    assert refused(ready) == [f"en/about/index.html: {fault}"]


FOREIGN_SCRIPT = '{% block scripts %}\n<script src="https://cdn.example.org/x.js"></script>\n'


def test_a_fault_of_the_theme_is_found_on_every_page(ready: Path) -> None:
    replace(ready, "overrides/main.html", "{% block scripts %}\n", FOREIGN_SCRIPT)
    pages = sorted(
        path.relative_to(ready / "site").as_posix()
        for path in (ready / "site").rglob("*.html")
        if "embed" not in path.parts
    )
    done = build_here(ready)
    assert f"have {len(pages)} faults" in done.stderr
    named = [line.split(": ", 1) for line in refused(ready)]
    assert {page for page, _ in named} <= {*pages}
    assert {fault for _, fault in named} == {"loads https://cdn.example.org/x.js"}


# --- links that lead nowhere


DEAD = {
    "a page": ('<a href="../gone/">x</a>', "en/gone"),
    "a hand-written page": ("[x](gone.md)", "en/about/gone.md"),
    "an anchor of the page itself": ("[x](#gone)", "en/about/index.html#gone"),
    "an anchor of a generated page": ("[x](../small/tasks/01/#gone)", "en/small/tasks/01#gone"),
    "a file": ('<a href="/assets/gone.pdf">x</a>', "assets/gone.pdf"),
    "a picture": ("![](/assets/gone.png)", "assets/gone.png"),
}


@pytest.mark.parametrize(("markup", "target"), DEAD.values(), ids=DEAD)
def test_a_link_that_leads_nowhere_stops_the_build(ready: Path, markup: str, target: str) -> None:
    append(ready, ENGLISH, markup)
    assert refused(ready) == [f"en/about/index.html: the link to {target!r} leads nowhere"]


def test_links_that_lead_somewhere_pass(ready: Path) -> None:
    """The same links as above, to what is there: it is not the link that is refused."""
    append(ready, ENGLISH, "[x](../submit/) [x](#notes) [x](../small/tasks/01/#c-1-1) ![](/assets/mark.svg)")
    mended(ready)
    page = (ready / "site/en/about/index.html").read_text(encoding="utf-8")
    assert '<a href="../small/tasks/01/#c-1-1">x</a>' in page


def test_a_link_is_followed_in_every_locale(ready: Path) -> None:
    """What all locales link to is looked for in each: the English page has this anchor, the others don't."""
    for path in (CHINESE, ENGLISH):
        append(ready, path, "[x](../submit/#here)")
    (ready / "content/en/submit.md").write_text(
        "---\ntitle: Submit\n---\n# Submit\n\n## Here {#here}\n\n## There {#submit}\n\n## Mistakes {#report}\n",
        encoding="utf-8",
    )
    assert refused(ready) == [
        "about/index.html: the link to 'submit#here' leads nowhere",
        "zh-Hant/about/index.html: the link to 'zh-Hant/submit#here' leads nowhere",
    ]


@pytest.mark.parametrize(
    ("old", "new", "target"),
    [("/submit/?policy=", "/gone/?policy=", "gone"), ("#report", "#gone", "submit#gone")],
    ids=["a page", "an anchor"],
)
def test_the_settings_may_not_send_readers_nowhere(ready: Path, old: str, new: str, target: str) -> None:
    """These links stand on generated pages, the second one where readers are asked to report mistakes."""
    replace(ready, "mkdocs.yml", "# contact: mailto:", "contact: mailto:")
    replace(ready, "mkdocs.yml", old, new)
    found = refused(ready)
    assert any(line.startswith(("agencies/", "en/lake-rules/tasks/01/")) for line in found), found
    assert all(line.endswith(f"{target}' leads nowhere") for line in found)


def test_a_page_that_is_kept_may_not_link_to_one_that_is_gone(ready: Path) -> None:
    (ready / "content/zh/more.md").write_text("---\ntitle: 更多\n---\n# 更多\n", encoding="utf-8")
    append(ready, CHINESE, "[x](../more/)")
    mended(ready)
    (ready / "content/zh/more.md").unlink()
    assert refused(ready) == [
        "about/index.html: the link to 'more' leads nowhere",
        "zh-Hant/about/index.html: the link to 'zh-Hant/more' leads nowhere",
    ]


def test_a_file_that_pages_show_may_not_be_gone(ready: Path) -> None:
    own = shutil.copy(ready / "overrides/assets/mark.svg", ready / "overrides/assets/own.svg")
    append(ready, ENGLISH, "![](/assets/own.svg)")
    mended(ready)
    Path(own).unlink()
    assert refused(ready) == ["en/about/index.html: the link to 'assets/own.svg' leads nowhere"]


def test_a_file_that_the_program_brings_cannot_be_gone(ready: Path) -> None:
    (ready / "overrides/assets/mark.svg").unlink()
    mended(ready)
    assert (ready / "site/assets/mark.svg").is_file()


# --- whatever was built before


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_what_was_refused_is_refused_again_until_it_is_mended(ready: Path, jobs: str) -> None:
    """The pages are kept all the same, and what was found on them with them."""
    published = tree(ready / "site")
    shutil.copytree(ready / "content", ready.parent / "content")
    append(ready, CHINESE, '<p onclick="x()">x</p> [x](#gone)')
    first = refused(ready, "--jobs", jobs, run=build_apart)
    assert len(first) == 4
    assert refused(ready, "--jobs", jobs, run=build_apart) == first
    append(ready, "content/zh/submit.md", "另一页改了。")
    assert refused(ready) == first
    shutil.rmtree(ready / "content")
    shutil.move(ready.parent / "content", ready)
    mended(ready)
    assert tree(ready / "site") == published


def test_no_site_appears_where_the_first_one_is_refused(tmp_path: Path) -> None:
    root = make_root(tmp_path / "root", "two-policies")
    append(root, CHINESE, '<p onclick="x()">x</p> [x](#gone)')
    assert len(refused(root, run=build_apart)) == 4
    assert names(root) == ["content", "data", "generator", "mkdocs.yml", "overrides"]


def test_an_empty_folder_in_the_sites_place_stays_empty(ready: Path, tmp_path: Path) -> None:
    append(ready, ENGLISH, "<style>p {}</style>")
    (tmp_path / "public").mkdir()
    assert len(refused(ready, "--site-dir", str(tmp_path / "public"))) == 1
    assert list((tmp_path / "public").iterdir()) == []
    assert names(tmp_path) == ["public", "root"]
