"""The workflows hold what they promise: who may do what, what runs, and what a stranger's run can say."""

from __future__ import annotations

import base64
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from markdown_it import MarkdownIt
from playwright._impl._driver import compute_driver_executable  # the only Node that the tests can count on

from generator.contribute.compare.words import SECTIONS
from generator.contribute.links import Entry, read_ledger, sources, write_ledger
from generator.load import read_catalog
from tests.small import commit, make_small

REPO = Path(__file__).resolve().parent.parent
FOLDER = REPO / ".github" / "workflows"
NAMES = sorted(path.stem for path in FOLDER.glob("*.yml"))
_BIN = Path(sys.executable).parent


def load(name: str) -> dict[str, Any]:
    text = (FOLDER / f"{name}.yml").read_text(encoding="utf-8")
    loaded: dict[Any, Any] = yaml.safe_load(text)
    loaded["on"] = loaded.pop(True)  # YAML 1.1 takes the word for a truth value
    return loaded


def steps(name: str) -> Iterator[dict[str, Any]]:
    for job in load(name)["jobs"].values():
        yield from job["steps"]


def linter(name: str, *arguments: str, folder: Path = REPO) -> subprocess.CompletedProcess[str]:
    command = [str(_BIN / name), *arguments]
    environment = {**os.environ, "PATH": f"{_BIN}{os.pathsep}{os.environ['PATH']}"}  # actionlint finds shellcheck
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, encoding="utf-8", check=False, timeout=120
    )


# --- what other programs say of them

ZIZMOR = ("--strict-collection", "--persona=pedantic", "--offline", "--no-progress")


def test_zizmor_finds_nothing() -> None:
    done = linter("zizmor", *ZIZMOR, ".github")
    assert done.returncode == 0, done.stdout + done.stderr


def test_actionlint_finds_nothing() -> None:
    done = linter("actionlint", *(str(FOLDER / f"{name}.yml") for name in NAMES))
    assert done.returncode == 0, done.stdout + done.stderr


def test_both_would_find_something(tmp_path: Path) -> None:
    path = tmp_path / ".github" / "workflows" / "bad.yml"
    path.parent.mkdir(parents=True)
    path.write_text(
        "on: pull_request_target\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n"
        "      - run: echo ${{ github.event.issue.title }} $unquoted\n",
        encoding="utf-8",
    )
    assert "dangerous-triggers" in linter("zizmor", *ZIZMOR, ".github", folder=tmp_path).stdout
    said = linter("actionlint", str(path), folder=tmp_path).stdout
    assert "potentially untrusted" in said
    assert "SC2086" in said  # by shellcheck


# --- all of them


def test_these_are_the_workflows() -> None:
    assert NAMES == ["audit", "ci", "links", "pr-comment", "pr-validate", "publish"]


@pytest.mark.parametrize("name", NAMES)
def test_a_workflow_starts_with_no_permission(name: str) -> None:
    assert load(name)["permissions"] == {}


@pytest.mark.parametrize("name", NAMES)
def test_every_job_has_a_time_limit_and_a_fixed_machine(name: str) -> None:
    for job in load(name)["jobs"].values():
        assert job["timeout-minutes"] <= 90
        assert job["runs-on"] == "ubuntu-24.04"


@pytest.mark.parametrize("name", NAMES)
def test_every_action_is_pinned_by_its_commit_with_the_version_beside_it(name: str) -> None:
    lines = [
        line
        for line in (FOLDER / f"{name}.yml").read_text(encoding="utf-8").splitlines()
        if re.search(r"\buses:", line)
    ]
    assert lines
    for line in lines:
        assert re.fullmatch(r"\s+(?:- )?uses: actions/[a-z-]+@[0-9a-f]{40} # v[0-9]+\.[0-9]+\.[0-9]+", line), line


def test_an_action_has_one_version_everywhere() -> None:
    pins: dict[str, set[str]] = {}
    for name in NAMES:
        for step in steps(name):
            if "uses" in step:
                action, _, commit = step["uses"].partition("@")
                pins.setdefault(action, set()).add(commit)
    assert {action for action, commits in pins.items() if len(commits) > 1} == set()


@pytest.mark.parametrize("name", NAMES)
def test_a_checkout_leaves_no_credentials(name: str) -> None:
    for step in steps(name):
        if step.get("uses", "").startswith("actions/checkout@"):
            assert step["with"]["persist-credentials"] is False


@pytest.mark.parametrize("name", NAMES)
def test_no_expression_stands_in_a_script(name: str) -> None:
    for step in steps(name):
        assert "${{" not in step.get("run", "")
        assert "${{" not in step.get("with", {}).get("script", "")


@pytest.mark.parametrize("name", NAMES)
def test_no_workflow_runs_with_a_strangers_code_and_rights(name: str) -> None:
    loaded = load(name)
    assert "pull_request_target" not in loaded["on"]
    text = (FOLDER / f"{name}.yml").read_text(encoding="utf-8")
    assert "secrets." not in text
    assert "allow-unsafe-pr-checkout" not in text
    assert "self-hosted" not in text


@pytest.mark.parametrize("name", ["pr-validate", "publish", "links"])
def test_installed_is_what_the_lock_says(name: str) -> None:
    (run,) = [step["run"] for step in steps(name) if "pip install" in step.get("run", "")]
    locked, own = run.strip().splitlines()
    assert "--require-hashes --only-binary :all: -r" in locked
    assert "--no-deps --no-index --no-build-isolation" in own


def test_who_may_do_what() -> None:
    rights = {f"{name}/{job}": content["permissions"] for name in NAMES for job, content in load(name)["jobs"].items()}
    assert rights == {
        "audit/audit": {"contents": "read"},
        "ci/ci": {"contents": "read"},
        "ci/newest": {"contents": "read"},
        "links/check": {"contents": "read"},
        "links/tell": {"issues": "write"},
        "links/keep": {"contents": "write"},
        "pr-comment/comment": {"actions": "read", "pull-requests": "write"},
        "pr-validate/validate": {"contents": "read"},
        "publish/build": {"contents": "read", "deployments": "read"},
        "publish/deploy": {"pages": "write", "id-token": "write"},
    }


@pytest.mark.parametrize("job", ["links/tell", "links/keep", "pr-comment/comment", "publish/deploy"])
def test_what_may_write_checks_nothing_out_and_runs_no_command(job: str) -> None:
    name, _, part = job.partition("/")
    for step in load(name)["jobs"][part]["steps"]:
        assert "run" not in step
        assert not step["uses"].startswith("actions/checkout@")


# --- each of them


def test_a_pull_request_is_checked_by_the_bases_tool() -> None:
    assert list(load("pr-validate")["on"]) == ["pull_request"]
    tool, pull = [step["with"] for step in steps("pr-validate") if "checkout" in step.get("uses", "")]
    assert (tool["path"], tool["ref"]) == ("tool", "${{ github.event.pull_request.base.sha }}")
    assert pull["path"] == "pr"
    for step in steps("pr-validate"):
        for line in step.get("run", "").splitlines():
            if "python" in line:
                assert line.strip().startswith("python -I -m "), line
                assert " pr/" not in line, line


def test_publishing_is_for_main_alone() -> None:
    publish = load("publish")
    assert set(publish["on"]) == {"push", "schedule", "workflow_dispatch"}
    assert publish["on"]["push"] == {"branches": ["main"]}
    assert publish["jobs"]["build"]["if"] == "github.ref == 'refs/heads/main'"
    assert publish["jobs"]["deploy"]["needs"] == "build"
    assert publish["concurrency"]["cancel-in-progress"] is False


def test_links_are_never_looked_up_for_a_pull_request() -> None:
    assert set(load("links")["on"]) == {"schedule", "workflow_dispatch"}
    looked_up = [name for name in NAMES if "check-links" in (FOLDER / f"{name}.yml").read_text(encoding="utf-8")]
    assert looked_up == ["links"]


def test_every_lock_is_audited_by_a_locked_tool() -> None:
    assert set(load("audit")["on"]) == {"schedule", "workflow_dispatch"}
    install, audit = [step["run"] for step in steps("audit") if "run" in step]
    assert install.strip().endswith("pip install --require-hashes --only-binary :all: -r requirements-audit.txt")
    assert "for lock in requirements*.txt" in audit
    assert '-r "$lock" || failed=1' in audit


def test_the_newest_python_builds_the_site_and_runs_tests_that_are_there() -> None:
    job = load("ci")["jobs"]["newest"]
    (version,) = [step["with"]["python-version"] for step in job["steps"] if "setup-python" in step.get("uses", "")]
    site, tests = [step["run"] for step in job["steps"] if "run" in step]
    assert site == f"make site PYTHON=python{version}"
    assert f"PYTHON=python{version}" in tests
    assert all((REPO / path).is_file() for path in re.findall(r"tests/\S+", tests))


def test_dependencies_are_watched_and_wait_a_week() -> None:
    settings = yaml.safe_load((REPO / ".github" / "dependabot.yml").read_text(encoding="utf-8"))
    assert {update["package-ecosystem"] for update in settings["updates"]} == {"github-actions", "pip"}
    assert {update["cooldown"]["default-days"] for update in settings["updates"]} == {7}


def commands() -> list[list[str]]:
    """Every call of the generator in the workflows and in the documentation of other forges."""
    texts = [step.get("run", "") for name in NAMES for step in steps(name)]
    texts += [path.read_text(encoding="utf-8") for path in sorted((REPO / "docs").glob("automation*.md"))]
    joined = "\n".join(texts).replace("\\\n", " ")
    return [match.split() for match in re.findall(r"python3? (?:-I )?-m generator ([a-z][^|`\n]*)", joined)]


def test_every_command_and_option_exists() -> None:
    found = commands()
    assert {command[0] for command in found} >= {"validate", "diff", "guard", "build", "check-links"}
    for command in found:
        done = subprocess.run(
            [sys.executable, "-m", "generator", command[0], "--help"],
            capture_output=True, encoding="utf-8", cwd=REPO, check=True,
        )  # fmt: skip
        for word in command[1:]:
            if word.startswith("--"):
                assert word in done.stdout, command


def test_the_guards_script_stops_what_it_should(tmp_path: Path) -> None:
    """The shell of the step itself, in a repository whose history was rewritten."""
    (script,) = [step["run"] for step in steps("publish") if "merge-base" in step.get("run", "")]
    repo = make_small(tmp_path / "repo")
    published = commit(repo)
    subprocess.run(["git", "-C", str(repo), "checkout", "--quiet", "--orphan", "other"], check=True)
    commit(repo)

    def run(**environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["bash", "-e", "-c", script.replace("python -I -m", f"{sys.executable} -m")],
            cwd=repo,
            env={**os.environ, "PYTHONPATH": str(REPO), "ALLOW": "", **environment},
            capture_output=True, encoding="utf-8", check=False,
        )  # fmt: skip

    rewritten = run(PUBLISHED=published)
    assert (rewritten.returncode, "history was rewritten" in rewritten.stdout) == (1, True)
    assert run(PUBLISHED="").returncode == 0
    published = commit(repo)
    assert run(PUBLISHED=published).returncode == 0
    shutil.rmtree(repo / "data" / "submissions")
    commit(repo)
    assert run(PUBLISHED=published).returncode == 1
    assert run(PUBLISHED=published, ALLOW="--allow-removal").returncode == 0


@pytest.mark.parametrize("name", ["automation.md", "automation.zh.md"])
def test_the_example_for_gitlab_can_be_used_as_it_stands(name: str) -> None:
    text = (REPO / "docs" / name).read_text(encoding="utf-8")
    (block,) = re.findall(r"```yaml\n# \.gitlab-ci\.yml\n(.*?)```", text, re.DOTALL)
    jobs = {job: content for job, content in yaml.safe_load(block).items() if "script" in content}
    assert set(jobs) == {"validate", "pages", "links"}
    for content in jobs.values():
        for line in [line for command in content["script"] for line in command.splitlines()]:
            assert subprocess.run(["bash", "-n", "-c", line], check=False).returncode == 0 or line.endswith(("{", "\\"))
    assert "merge_request_event" not in json.dumps(jobs["links"])


def test_both_languages_show_the_same_commands() -> None:
    blocks = [
        re.findall(r"```(?:sh|yaml)\n(.*?)```", (REPO / "docs" / name).read_text(encoding="utf-8"), re.DOTALL)
        for name in ("automation.md", "automation.zh.md")
    ]
    english, chinese = ([re.sub(r"#.*", "", block) for block in found] for found in blocks)
    assert len(english) == 8
    assert [re.sub(r"\s+", " ", block) for block in english] == [re.sub(r"\s+", " ", block) for block in chinese]


# --- the ledger

KEEPER = r"""
const [file, given] = process.argv.slice(2);
const { folder, old } = JSON.parse(given);
process.env.RUNNER_TEMP = folder;
const calls = [];
const context = { repo: { owner: 'o', repo: 'r' } };
const missing = Object.assign(new Error('none'), { status: 404 });
const content = old === null ? null : Buffer.from(old).toString('base64');
const github = { rest: { repos: {
  getContent: async () => { if (content === null) throw missing; return { data: { content, sha: 's1' } }; },
  createOrUpdateFileContents: async (made) => calls.push(made),
} } };
const AsyncFunction = Object.getPrototypeOf(async () => {}).constructor;
new AsyncFunction('require', 'context', 'github', require('fs').readFileSync(file, 'utf8'))(require, context, github)
  .then(() => console.log(JSON.stringify(calls)), (error) => console.log(JSON.stringify(String(error))));
"""


def keep(folder: Path, ledger: str, old: str | None) -> Any:
    """Run the workflow's own script on a ledger; what it asked the forge for, or why it would not."""
    (folder / "links").mkdir(exist_ok=True)
    (folder / "links" / "evidence-ledger.json").write_text(ledger, encoding="utf-8")
    (script,) = [step["with"]["script"] for step in steps("links") if "not a ledger" in str(step.get("with"))]
    (folder / "script.js").write_text(script, encoding="utf-8")
    (folder / "keep.js").write_text(KEEPER, encoding="utf-8")
    given = json.dumps({"folder": str(folder), "old": old})
    node, _ = compute_driver_executable()
    done = subprocess.run(
        [str(node), str(folder / "keep.js"), str(folder / "script.js"), given],
        capture_output=True, encoding="utf-8", check=True, timeout=60,
    )  # fmt: skip
    return json.loads(done.stdout)


def test_the_ledger_is_committed_where_it_has_changed_and_is_one(tmp_path: Path) -> None:
    entry = Entry("https://a.example.org/", "2026-01-01", "2026-01-01", "ok", 200, "", None, "a.example.org")
    write_ledger(tmp_path, [entry])
    text = (tmp_path / "evidence-ledger.json").read_text(encoding="utf-8")
    (made,) = keep(tmp_path, text, "[]\n")
    assert base64.b64decode(made["content"]).decode() == text
    assert (made["path"], made["sha"]) == ("evidence-ledger.json", "s1")
    (made,) = keep(tmp_path, text, None)
    assert "sha" not in made
    assert keep(tmp_path, text, text) == []
    for forged in ("{}", '[{"url": "https://a.example.org/"}]', "<html>"):
        assert isinstance(keep(tmp_path, forged, None), str)


def test_the_ledger_in_the_repository_is_one() -> None:
    assert set(read_ledger(REPO)) <= set(sources(read_catalog(REPO)[0]))


# --- the comment

RUNNER = r"""
const fs = require('fs');
const [file, given] = process.argv.slice(2);
const { folder, pulls, comments, run } = JSON.parse(given);
process.env.RUNNER_TEMP = folder;
const calls = [];
const core = { setFailed: (text) => calls.push(['failed', text]), notice: (text) => calls.push(['notice', text]) };
const context = { repo: { owner: 'o', repo: 'r' }, serverUrl: 'https://forge.example', payload: { workflow_run: run } };
const listComments = 'list';
const github = {
  rest: {
    pulls: { list: async (asked) => { calls.push(['asked', asked.head]); return { data: pulls }; } },
    issues: {
      listComments,
      createComment: async (made) => calls.push(['created', made.issue_number, made.body]),
      updateComment: async (made) => calls.push(['updated', made.comment_id, made.body]),
    },
  },
  paginate: async () => comments,
};
const AsyncFunction = Object.getPrototypeOf(async () => {}).constructor;
new AsyncFunction('require', 'core', 'context', 'github', fs.readFileSync(file, 'utf8'))(require, core, context, github)
  .then(() => console.log(JSON.stringify(calls)));
"""
RUN = {"id": 7, "head_sha": "a" * 40, "head_branch": "b", "head_repository": {"owner": {"login": "someone"}}}
PULLS = [{"number": 1, "head": {"sha": "b" * 40}}, {"number": 2, "head": {"sha": "a" * 40}}]
MARK = "<!-- policy-delivery-record: check -->"
CODES: dict[str, Any] = {
    "version": 1, "errors": 1, "warnings": 2, "changes": {"found": 1, "statuses": 3}, "found": {"M106": 1}, "cured": {},
}  # fmt: skip


def comment(folder: Path, codes: object, comments: list[dict[str, Any]] | None = None) -> list[list[Any]]:
    """Run the workflow's own script on an artifact; what it asked the forge for."""
    (folder / "codes").mkdir(exist_ok=True)
    if codes is not None:
        text = codes if isinstance(codes, str) else json.dumps(codes)
        (folder / "codes" / "codes.json").write_text(text, encoding="utf-8")
    scripts = [step["with"]["script"] for step in steps("pr-comment") if "script" in step.get("with", {})]
    (folder / "script.js").write_text(scripts[-1], encoding="utf-8")
    (folder / "run.js").write_text(RUNNER, encoding="utf-8")
    given = {"folder": str(folder), "pulls": PULLS, "comments": comments or [], "run": RUN}
    node, _ = compute_driver_executable()
    done = subprocess.run(
        [str(node), str(folder / "run.js"), str(folder / "script.js"), json.dumps(given)],
        capture_output=True, encoding="utf-8", check=True, timeout=60,
    )  # fmt: skip
    calls: list[list[Any]] = json.loads(done.stdout)
    return calls


def test_the_comment_is_made_from_codes(tmp_path: Path) -> None:
    asked, created = comment(tmp_path, CODES)
    assert asked == ["asked", "someone:b"]
    assert created[:2] == ["created", 2]
    body = created[2]
    assert body.startswith(MARK)
    assert "| 状态 | statuses | 3 |" in body
    assert "M106 × 1" in body
    assert "https://forge.example/o/r/actions/runs/7" in body
    html = MarkdownIt("commonmark", {"html": True}).enable("table").render(body)
    assert html.count("<a ") == 1


def test_only_its_own_comment_is_changed(tmp_path: Path) -> None:
    bot = {"type": "Bot", "login": "github-actions[bot]"}
    comments: list[dict[str, Any]] = [
        {"id": 1, "user": {"type": "User", "login": "someone"}, "body": MARK},
        {"id": 2, "user": {"type": "Bot", "login": "other[bot]"}, "body": MARK},
        {"id": 3, "user": bot, "body": f"said before: {MARK}"},
        {"id": 4, "user": None, "body": MARK},
        {"id": 5, "user": bot, "body": None},
    ]
    assert comment(tmp_path, CODES, comments)[1][:2] == ["created", 2]
    comments.append({"id": 6, "user": bot, "body": f"{MARK}\nold"})
    assert comment(tmp_path, CODES, comments)[1][:2] == ["updated", 6]


@pytest.mark.parametrize(
    "codes",
    [
        "", "[]", "null", "{}", "not JSON", "[" * 30_000, json.dumps(CODES) + " " * 20_000,
        {**CODES, "errors": "1 @everyone"}, {**CODES, "errors": -1}, {**CODES, "errors": 1.5},
        {**CODES, "errors": None}, {**CODES, "warnings": 10**9},
        {**CODES, "found": {"M106 [x](https://evil.example)": 1}}, {**CODES, "found": {"M106": "1|"}},
        {**CODES, "found": {"M106\n": 1}}, {**CODES, "found": [1]}, {**CODES, "found": "M106"},
        {**CODES, "cured": {f"M{number:03d}": 1 for number in range(300)}},
        {**CODES, "changes": {"__proto__x": 1}}, {**CODES, "changes": {"constructor": 1}},
        {**CODES, "changes": {"@everyone": 1}},
        json.dumps(CODES).replace('"found": {"M106"', '"found": {"__proto__"'),
    ],
)  # fmt: skip
def test_a_forged_artifact_makes_no_comment(tmp_path: Path, codes: object) -> None:
    assert comment(tmp_path, codes) == [["failed", "the artifact does not consist of codes and counts"]]


def test_what_else_an_artifact_holds_is_not_shown(tmp_path: Path) -> None:
    body = comment(tmp_path, {**CODES, "note": "@everyone", "pull": 1})[1][2]
    assert body == comment(tmp_path, CODES)[1][2]


def test_an_artifact_that_is_a_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "real.json").write_text(json.dumps(CODES), encoding="utf-8")
    (tmp_path / "codes").mkdir()
    (tmp_path / "codes" / "codes.json").symlink_to(tmp_path / "real.json")
    assert comment(tmp_path, None)[0][0] == "failed"


def test_a_commit_that_no_open_pull_request_stands_at_gets_no_comment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(RUN, "head_sha", "c" * 40)
    assert [call[0] for call in comment(tmp_path, CODES)] == ["asked", "notice"]


def test_the_comment_knows_every_section_of_a_comparison() -> None:
    (script,) = [
        step["with"]["script"] for step in steps("pr-comment") if "SECTIONS" in step.get("with", {}).get("script", "")
    ]
    block = script[script.index("SECTIONS = {") : script.index("};")]
    assert re.findall(r"^\s+([a-z]+): \[", block, re.MULTILINE) == list(SECTIONS)
