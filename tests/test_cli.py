"""The command line: exit codes and messages, whatever it is given."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.cli import _extent, main
from generator.config import read_config, unready
from tests.roots import AS_OF, REPO, build, environment, generator, make_root, tree


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return make_root(tmp_path / "root", "two-policies")


def write(path: Path, text: str | bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode() if isinstance(text, str) else text)


Call = Callable[..., tuple[int, str]]


@pytest.fixture
def call(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Call:
    """Run the command line in this process; returns the exit code and what it wrote to the standard error."""

    def run(*arguments: str | Path) -> tuple[int, str]:
        monkeypatch.setattr(sys, "argv", ["generator", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            main()
        return int(ended.value.code or 0), capsys.readouterr().err

    return run


REMINDERS = {text for words in unready(read_config(REPO)) for text in (words.zh, words.en)}
"""What every build here is told, since the repository's own settings name no contact and an example address."""


def lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.strip() and line not in REMINDERS]


# --- 0: good


def test_a_good_site_is_built_and_checked_with_exit_code_0(root: Path) -> None:
    assert generator("validate", "--root", root).returncode == 0
    done = build(root)
    assert (root / "site" / "index.html").is_file()
    assert str(root / "site") in done.stdout
    assert lines(done.stderr) == []


def test_the_folder_of_the_call_is_the_root_where_none_is_named(root: Path) -> None:
    assert generator("build", "--as-of", AS_OF, cwd=root).returncode == 0
    assert (root / "site" / "index.html").is_file()


def test_the_steps_are_told_only_when_asked_for(ready: Path) -> None:
    assert lines(build(ready).stderr) == []
    done = build(ready, "--verbose", "--lang", "en")
    files = [path for path in (ready / "site").rglob("*") if path.is_file()]
    size = sum(path.stat().st_size for path in files)
    assert f"{len(files)} files, {size / 1e6:,.1f} MB: {size / 1e9:.0%} of the 1 GB" in done.stdout
    told = done.stderr
    assert [line.split("  ")[-1] for line in lines(told)] == ["reading the data"]  # and finding that nothing changed
    with (ready / "overrides" / "assets" / "site.css").open("a", encoding="utf-8") as file:
        file.write("\n/* changed */\n")
    told = build(ready, "--verbose", "--lang", "en").stderr
    assert [line.split("  ")[-1] for line in lines(told)] == [
        "reading the data",
        "checking the data",
        "rendering the pages",
        "checking the pages",
        "replacing the site",
    ]


@pytest.mark.parametrize("term", ["xterm", "dumb"])
def test_a_terminal_shows_the_step_and_wipes_it_away(ready: Path, term: str) -> None:
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "generator", "build", "--root", str(ready), "--as-of", AS_OF, "--lang", "en"]
    done = subprocess.run(
        command, stdout=subprocess.PIPE, stderr=theirs, env=environment({"TERM": term}), cwd=REPO, check=False
    )
    os.close(theirs)
    shown = os.read(ours, 65536).decode() if term == "xterm" else ""  # reading of nothing would be an error
    os.close(ours)
    assert done.returncode == 0
    assert b"\x1b" not in done.stdout
    begun, *steps, left = shown.split("\r\x1b[K") if shown else ("", "")
    assert begun == ""
    assert lines(left) == []
    assert steps[:2] == (["reading the data…", "checking the data…"] if term == "xterm" else [])


def test_a_site_that_is_too_large_for_its_host_is_said_to_be(ready: Path) -> None:
    assert "object store" in _extent(3, 2_000_000_000, "en")
    assert "200%" in _extent(3, 2_000_000_000, "zh")
    assert "object store" not in build(ready, "--verbose", "--lang", "en").stdout


@pytest.mark.parametrize("command", [[], ["validate"], ["build"], ["serve"]])
def test_help_is_there(command: list[str]) -> None:
    done = generator(*command, "--help")
    assert done.returncode == 0
    assert "Usage" in done.stdout


def test_messages_follow_the_environment(root: Path) -> None:
    write(root / "data/agencies/example-office.yml", "kind: county\n")
    chinese = {"LANG": "zh_CN.UTF-8"}
    assert "缺少字段" in generator("validate", "--root", root, env=chinese).stdout
    assert "is missing" in generator("validate", "--root", root, env={"LANG": "en_GB.UTF-8"}).stdout
    assert "is missing" in generator("validate", "--root", root, env={"LANG": None}).stdout
    assert "is missing" in generator("validate", "--root", root, "--lang", "en", env=chinese).stdout


@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
def test_a_terminal_without_chinese_is_no_reason_to_fall_over(root: Path, encoding: str) -> None:
    write(root / "data/agencies/example-office.yml", "kind: county\n")
    for command in (["validate"], ["build", "--verbose"]):
        done = generator(*command, "--root", root, "--lang", "zh", env={"PYTHONIOENCODING": encoding})
        assert done.returncode == 1
        assert "M101" in done.stdout
        assert ("\\u7f3a" in done.stdout) == (encoding == "latin-1")  # ascii is taken for a mistake of the system's


# --- 1: the content has errors


def test_content_with_errors_is_exit_code_1_and_the_site_stays_as_it_was(ready: Path) -> None:
    before = tree(ready / "site")
    write(ready / "data/policies/small/tasks/02.yml", "area: 1\nleader: Ministry A\n")
    for command in ("validate", "build"):
        done = generator(command, "--root", ready, "--lang", "en")
        assert done.returncode == 1
        assert "data/policies/small/tasks/02.yml:1:1: M101" in done.stdout
        assert "2 errors" in done.stderr
    assert tree(ready / "site") == before
    assert not [path for path in ready.iterdir() if path.name.startswith(".site")]


def test_findings_can_be_asked_for_by_file_and_as_json(root: Path) -> None:
    write(root / "data/agencies/example-office.yml", "kind: county\n")
    write(root / "data/policies/small/tasks/02.yml", "area: 1\n")
    rows = json.loads(generator("validate", "--root", root, "--format", "json").stdout)
    assert {row["path"] for row in rows} == {"data/agencies/example-office.yml", "data/policies/small/tasks/02.yml"}
    assert set(rows[0]) == {"code", "severity", "path", "line", "column", "message", "hint"}
    only = generator("validate", "--root", root, "--format", "json", root / "data" / "agencies")
    assert {row["path"] for row in json.loads(only.stdout)} == {"data/agencies/example-office.yml"}
    assert only.returncode == 1
    assert generator("validate", "--root", root, root / "data" / "locales").returncode == 0


# --- 2: the call or the machine is wrong


@pytest.mark.parametrize(
    "arguments",
    [
        ["--root", "no/such/folder"],
        ["--root", "README.md"],
        ["--as-of", "2023-02-30"],
        ["--as-of", "yesterday"],
        ["--as-of", "2023/7/1"],
        ["--as-of", ""],
        ["--jobs", "0"],
        ["--jobs", "many"],
        ["--lang", "fr"],
        ["--no-such-option"],
        ["extra"],
    ],
    ids=" ".join,
)
def test_a_wrong_call_is_exit_code_2(call: Call, arguments: list[str]) -> None:
    code, message = call("build", *arguments)
    assert code == 2
    assert lines(message)


def test_a_command_that_is_not_there_is_exit_code_2() -> None:
    assert generator("publish-everything").returncode == 2


def test_a_root_without_settings_is_exit_code_2(call: Call, tmp_path: Path) -> None:
    for command in ("validate", "build", "serve"):
        code, message = call(command, "--root", tmp_path)
        assert code == 2
        assert lines(message) == [f"generator: {tmp_path / 'mkdocs.yml'}: No such file or directory"]


def test_a_root_without_data_is_exit_code_2(root: Path) -> None:
    (root / "data").rename(root / "elsewhere")
    done = generator("build", "--root", root)
    assert done.returncode == 2
    assert "data" in done.stderr


SETTINGS = {
    "nothing": "",
    "not a mapping": "[]\n",
    "not YAML": "extra: [\n",
    "not UTF-8": b"\xff\xfe\xfa",
    "a date that is not": "extra: 2024-02-30\n",
    "no extra": "site_url: https://example.org/\n",
    "extra is a list": "site_url: https://example.org/\nextra: []\n",
    "no locales": "site_url: https://example.org/\nextra: {locales: []}\n",
    "a locale that is no text": "site_url: https://example.org/\nextra: {locales: [1]}\n",
    "a locale twice": "site_url: https://example.org/\nextra: {locales: [zh, zh]}\n",
    "no address": "extra: {locales: [zh]}\n",
    "an address without a slash": "site_url: https://example.org/x\nextra: {locales: [zh]}\n",
    "an address of another kind": "site_url: ftp://example.org/\nextra: {locales: [zh]}\n",
    "an address that is none": "site_url: 'http://[/'\nextra: {locales: [zh]}\n",
    "links are a list": "site_url: https://example.org/\nextra: {locales: [zh], links: [a]}\n",
    "a link that runs": "site_url: https://example.org/\nextra: {locales: [zh], links: {submit: 'javascript:x'}}\n",
    "nested without end": "extra: " + "[" * 5000 + "\n",
}


@pytest.mark.parametrize("settings", SETTINGS.values(), ids=SETTINGS)
def test_broken_settings_are_exit_code_2_in_one_line(call: Call, tmp_path: Path, settings: str | bytes) -> None:
    write(tmp_path / "mkdocs.yml", settings)
    (tmp_path / "data").mkdir()
    code, message = call("build", "--root", tmp_path)
    assert code == 2
    (line,) = lines(message)
    assert line.startswith(f"generator: {tmp_path / 'mkdocs.yml'}: ")


def test_a_locale_without_its_file_is_exit_code_2(root: Path) -> None:
    settings = (root / "mkdocs.yml").read_text(encoding="utf-8")
    write(root / "mkdocs.yml", settings.replace("locales: [", "locales: [fr, "))
    done = generator("build", "--root", root)
    assert done.returncode == 2
    assert "data/locales/fr.yml" in done.stderr


def test_an_unknown_option_of_mkdocs_is_exit_code_2(root: Path) -> None:
    with (root / "mkdocs.yml").open("a", encoding="utf-8") as file:
        file.write("no_such_setting: true\n")
    done = generator("build", "--root", root)
    assert done.returncode == 2
    assert "no_such_setting" in done.stderr
    assert not (root / "site").exists()


@pytest.mark.parametrize("fault", ["{% if %}", "{{ nothing.at.all() }}"])
def test_a_template_that_fails_is_exit_code_2(root: Path, fault: str) -> None:
    template = root / "overrides" / "main.html"
    text = template.read_text(encoding="utf-8")
    template.write_text(text.replace("{% block footer %}", f"{{% block footer %}}\n{fault}"), encoding="utf-8")
    done = generator("build", "--root", root)
    assert done.returncode == 2
    assert "overrides" in done.stderr
    assert not (root / "site").exists()


@pytest.mark.parametrize("epoch", ["soon", "1e9", "9" * 30])
def test_a_day_that_the_environment_gives_wrongly_is_exit_code_2(
    call: Call, monkeypatch: pytest.MonkeyPatch, root: Path, epoch: str
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    code, message = call("build", "--root", root)
    assert code == 2
    assert "SOURCE_DATE_EPOCH" in message


def test_an_empty_day_in_the_environment_is_none(root: Path) -> None:
    assert generator("build", "--root", root, env={"SOURCE_DATE_EPOCH": ""}).returncode == 0


def test_prose_that_is_not_utf_8_is_named(root: Path) -> None:
    write(root / "content/zh/about.md", "# 关于\n".encode("gbk"))
    done = generator("build", "--root", root)
    assert done.returncode == 2
    assert "content/zh/about.md" in done.stderr


def test_prose_that_is_a_link_is_not_followed(root: Path, tmp_path: Path) -> None:
    write(tmp_path / "secret.md", "# 秘密\n")
    (root / "content/zh/secret.md").symlink_to(tmp_path / "secret.md")
    done = generator("build", "--root", root)
    assert done.returncode == 2
    assert "content/zh/secret.md" in done.stderr


def test_prose_of_which_there_is_no_original_is_named(root: Path) -> None:
    write(root / "content/en/extra.md", "# Extra\n")
    done = generator("build", "--root", root)
    assert done.returncode == 2
    assert "content/en/extra.md" in done.stderr


def test_prose_may_lack_front_matter_and_have_a_mark_or_other_line_ends(root: Path) -> None:
    write(root / "content/zh/bare.md", "# 新页\n\n没有前言部分。\n")
    write(root / "content/zh/mark.md", "\ufeff---\ntitle: 新页\n---\n# 新页\n")
    write(root / "content/zh/ends.md", "---\r\ntitle: 新页\r\n---\r\n# 新页\r\n")
    build(root)
    for page in ("bare", "mark", "ends"):
        for prefix in ("", "en/", "zh-Hant/"):
            html = (root / "site" / prefix / page / "index.html").read_text(encoding="utf-8")
            assert html.count("<h1") == 1
            assert "title:" not in html
            assert ("not yet translated" in html) == (prefix == "en/")


def test_no_message_shows_where_the_program_lies(root: Path) -> None:
    """A finding names files below the root, so that it reads the same everywhere."""
    write(root / "data/agencies/example-office.yml", "kind: county\n")
    assert os.fspath(root) not in generator("validate", "--root", root).stdout
