"""A new site in an empty folder, the package that brings what it needs, and a site's own words over the package's."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from generator import bundled as bundle
from generator.bundled import LOCALES, bundled
from generator.cli import cli
from generator.config import read_config, unready
from generator.load import read_catalog, scan
from generator.load.sources import read_sources
from generator.pipeline import build, validate
from generator.website.locales import open_locales
from tests.roots import REPO, environment
from tests.test_workflows import ZIZMOR, linter

CHOICES = [
    *("--name", "示例市规划台账", "--name-en", "Example City Plan Record", "--url", "https://plan.bureau.gov.cn/"),
    *("--publisher", "示例市发展局", "--publisher-en", "Example City Bureau", "--government"),
    *("--contact", "plan@bureau.gov.cn"),
]


def init(folder: Path, *arguments: str, code: int = 0) -> str:
    done = CliRunner().invoke(cli, ["init", str(folder), *arguments])
    assert done.exit_code == code, done.output
    return done.output + str(done.exception or "")


def test_a_new_site_validates_and_builds_at_once(tmp_path: Path) -> None:
    folder = tmp_path / "new"
    init(folder, *CHOICES)
    config = read_config(folder)
    assert unready(config) == []
    assert validate(config)[1] == []
    built = build(config, as_of=None, site_dir=folder / "site", jobs=1, strict=True, progress=lambda _step: None)
    assert built.pages
    for path, name, sentence in (
        ("about", "示例市规划台账", "本站由示例市发展局主办。"),
        ("zh-Hant/about", "示例市規劃台賬", "本站由示例市發展局主辦。"),
        ("en/about", "Example City Plan Record", "This site is published by Example City Bureau."),
    ):
        page = (folder / "site" / path / "index.html").read_text(encoding="utf-8")
        assert f"<span>{name}</span>" in page
        assert sentence in page
    submit = (folder / "site/en/submit/index.html").read_text(encoding="utf-8")
    assert "run <code>generator new submission" in " ".join(submit.split())
    assert "make site" not in submit


def test_everything_may_be_left_out(tmp_path: Path) -> None:
    init(tmp_path / "new")
    config = read_config(tmp_path / "new")
    assert validate(config)[1] == []
    assert len(unready(config)) == 2
    assert not config.publisher.name


def test_a_named_site_without_an_english_name_has_no_english(tmp_path: Path) -> None:
    init(tmp_path / "new", "--name", "示例台账")
    assert read_config(tmp_path / "new").locales == ("zh", "zh-Hant")
    assert not (tmp_path / "new/content/en").exists()
    assert validate(read_config(tmp_path / "new"))[1] == []


def test_a_name_is_text_in_the_settings_whatever_it_holds(tmp_path: Path) -> None:
    name = 'a: "b" # c'
    init(tmp_path / "new", "--name", name, "--name-en", name, "--publisher", "- [x]")
    config = read_config(tmp_path / "new")
    assert config.publisher.name == {"zh": "- [x]"}
    locales = open_locales(read_catalog(config.root)[0], config.locales)
    assert {locale.t("site.name") for locale in locales.values()} == {name}


def test_a_folder_with_something_in_it_is_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    assert "notes.txt" in init(tmp_path, code=1)
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


def test_an_empty_repository_is_an_empty_folder(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    init(tmp_path)
    assert (tmp_path / "mkdocs.yml").is_file()


def test_the_workflows_of_a_new_site_are_sound_and_have_few_rights(tmp_path: Path) -> None:
    init(tmp_path / "new")
    folder = tmp_path / "new/.github/workflows"
    files = sorted(map(str, folder.iterdir()))
    for done in (linter("actionlint", *files), linter("zizmor", *ZIZMOR, str(folder))):
        assert done.returncode == 0, done.stdout + done.stderr
    for path in folder.iterdir():
        workflow = yaml.safe_load(path.read_text(encoding="utf-8"))
        assert workflow["permissions"] == {}


# --- a site's own words


def site(root: Path, **files: str) -> Path:
    for name, text in files.items():
        path = root / "data" / "locales" / f"{name.replace('_', '-')}.yml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (root / "mkdocs.yml").write_text(
        "site_url: https://a.org/\nextra: {locales: [zh, zh-Hant, en]}\n", encoding="utf-8"
    )
    return root


def test_own_strings_stand_over_those_of_the_program_one_by_one(tmp_path: Path) -> None:
    root = site(tmp_path, zh="strings: {nav: {home: 主页}, task: {clauses: '{n}款'}}\n")
    catalog, _ = read_catalog(root)
    locales = open_locales(catalog, ("zh", "zh-Hant", "en"))
    assert [locales[id_].t("nav.home") for id_ in locales] == ["主页", "主頁", "Home"]
    assert locales["zh"].t("task.clauses", n=2) == "2款"
    assert locales["zh"].t("nav.text") == "全文"


def test_own_strings_are_checked_as_those_of_the_program_are(tmp_path: Path) -> None:
    root = site(
        tmp_path,
        zh="strings: {nav: {home: 主页, house: 房子}}\n",
        en='strings: {nav: {home: Start, garden: Garden}, task: {clauses: "{m} clauses"}}\n',
        zh_Hant="strings: {nav: {home: 主頁面}}\n",
    )
    found = {(finding.code, finding.place.path[-6:], finding.place.line) for finding in validate(read_config(root))[1]}
    assert {
        ("L105", "en.yml", 1),  # Start was not compared with 主页
        ("L102", "en.yml", 1),  # nothing has a garden
        ("L103", "en.yml", 1),  # {n} is not there
        ("L105", "nt.yml", 1),  # 主頁面 was not compared with 主页
    } <= found
    assert ("L101", "en.yml", 1) in found  # 房子 has no English


def test_a_changed_chinese_string_makes_the_translation_of_the_program_stale(tmp_path: Path) -> None:
    root = site(tmp_path, zh="strings: {nav: {home: 主页}}\n")
    (finding,) = validate(read_config(root))[1]
    assert (finding.code, finding.place.path) == ("L105", "data/locales/en.yml")


def test_a_clone_reads_each_file_once() -> None:
    own = scan(REPO).catalog.locales
    assert own["en"].strings.keys() == yaml_keys(REPO / "data/locales/en.yml")
    assert bundled(LOCALES) == REPO / LOCALES


def yaml_keys(path: Path) -> set[str]:
    def flat(tree: dict[str, object], prefix: str = "") -> set[str]:
        found = set()
        for key, value in tree.items():
            nested = isinstance(value, dict) and not {"one", "other"} & value.keys()
            found |= flat(value, f"{prefix}{key}.") if nested else {f"{prefix}{key}"}  # type: ignore[arg-type]
        return found

    return flat(yaml.safe_load(path.read_text(encoding="utf-8"))["strings"])


def test_a_file_of_the_shell_stands_over_that_of_the_program(tmp_path: Path) -> None:
    (tmp_path / "overrides/assets").mkdir(parents=True)
    (tmp_path / "overrides/assets/site.css").write_text("body{}", encoding="utf-8")
    found = read_sources(tmp_path).overrides
    assert found["assets/site.css"] == b"body{}"
    assert found["main.html"] == (REPO / "overrides/main.html").read_bytes()


# --- the package


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What `pip install .` installs."""
    folder = tmp_path_factory.mktemp("wheel")
    source = folder / "clone"  # so that nothing is built in this repository
    subprocess.run(["git", "clone", "--quiet", "--no-local", str(REPO), str(source)], check=True)
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=REPO,
        capture_output=True,
        check=True,
    )
    for name in filter(None, listed.stdout.decode().split("\0")):
        if (REPO / name).is_file():
            (source / name).parent.mkdir(parents=True, exist_ok=True)
            (source / name).write_bytes((REPO / name).read_bytes())
    options = ["--quiet", "--no-deps", "--no-index", "--no-build-isolation", "--disable-pip-version-check"]
    subprocess.run([sys.executable, "-m", "pip", "wheel", *options, "-w", str(folder), str(source)], check=True)
    (found,) = folder.glob("*.whl")
    return found


def test_the_package_brings_all_that_comes_with_the_program(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as packed:
        names = set(packed.namelist())
    for folder in bundle.FOLDERS:
        for path in (REPO / folder).rglob("*"):
            if path.is_file():
                assert f"generator/bundle/{path.relative_to(REPO).as_posix()}" in names
    for path in (REPO / "generator").rglob("*"):
        if path.is_file() and "__pycache__" not in path.parts:
            assert path.relative_to(REPO).as_posix() in names


def test_the_installed_program_starts_a_site_from_anywhere(wheel: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(tmp_path / "installed")
    run = [sys.executable, "-m", "generator"]
    env = environment({"PYTHONPATH": str(tmp_path / "installed"), "HOME": str(tmp_path)})
    for arguments in (["init", "new", *CHOICES], ["validate", "--root", "new"]):
        done = subprocess.run([*run, *arguments], cwd=tmp_path, env=env, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
    assert "0 errors, 0 warnings" in done.stderr
    where = "import generator.bundled as b; print(b.bundled('overrides'))"
    said = subprocess.run(
        [sys.executable, "-c", where], cwd=tmp_path, env=env, capture_output=True, text=True, check=True
    )
    assert said.stdout.strip() == str(tmp_path / "installed/generator/bundle/overrides")
