"""The workflows hold what they promise: who may do what, what runs, and what a stranger's run can say."""

from __future__ import annotations

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

from generator.cli import cli
from generator.contribute.compare.words import SECTIONS
from generator.contribute.links import Entry, read_ledger, sources, write_ledger
from generator.load import read_catalog
from tests.small import commit, edit, git, make_small

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
    assert NAMES == ["audit", "ci", "links", "pr-comment", "pr-validate", "publish", "remind"]


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


@pytest.mark.parametrize("name", ["pr-comment", "pr-validate", "publish", "links", "remind"])
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
        "links/keep": {"contents": "write", "issues": "write", "pull-requests": "write"},
        "pr-comment/find": {"pull-requests": "read"},
        "pr-comment/check": {"contents": "read"},
        "pr-comment/comment": {"pull-requests": "write"},
        "pr-validate/validate": {"contents": "read"},
        "publish/build": {"contents": "read", "deployments": "read"},
        "publish/deploy": {"pages": "write", "id-token": "write"},
        "remind/list": {"contents": "read"},
        "remind/tell": {"issues": "write"},
    }


@pytest.mark.parametrize("job", ["links/tell", "links/keep", "pr-comment/comment", "publish/deploy", "remind/tell"])
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
    for name, *words in found:
        options = {option for given in cli.commands[name].params for option in given.opts}
        assert {word.partition("=")[0] for word in words if word.startswith("--")} <= options, (name, words)


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
const { folder, kept, refs, pulls, issues, refuses } = JSON.parse(given);
process.env.RUNNER_TEMP = folder;
const calls = [];
const context = { repo: { owner: 'o', repo: 'r' }, serverUrl: 'https://forge.example' };
const missing = () => { throw Object.assign(new Error('none'), { status: 404 }); };
const told = (name, answer) => async (made) => { calls.push([name, made]); return { data: answer }; };
const listForRepo = 'list';
const github = {
  rest: {
    repos: {
      get: async () => ({ data: { default_branch: 'main' } }),
      getContent: async ({ ref, mediaType }) => {
        if (mediaType.format !== 'raw') throw new Error('cut at a megabyte');
        return ref in kept ? { data: kept[ref] } : missing();
      },
    },
    git: {
      getRef: async ({ ref }) => (ref in refs ? { data: { object: { sha: refs[ref] } } } : missing()),
      getCommit: async ({ commit_sha }) => ({ data: { tree: { sha: `tree of ${commit_sha}` } } }),
      createTree: told('tree', { sha: 't1' }),
      createCommit: told('commit', { sha: 'c1' }),
      createRef: told('create', {}),
      updateRef: told('update', {}),
    },
    pulls: {
      list: async () => ({ data: pulls }),
      create: async (made) => {
        if (refuses) throw Object.assign(new Error('not allowed'), { status: refuses });
        calls.push(['pull', made]);
      },
    },
    issues: { listForRepo, create: told('issue', {}) },
  },
  paginate: async () => issues,
};
const AsyncFunction = Object.getPrototypeOf(async () => {}).constructor;
new AsyncFunction('require', 'context', 'github', require('fs').readFileSync(file, 'utf8'))(require, context, github)
  .then(() => console.log(JSON.stringify(calls)), (error) => console.log(JSON.stringify(String(error))));
"""
ENTRY = Entry("https://a.example.org/", "2026-01-01", "2026-01-01", "ok", 200, "", None, "a.example.org")


def node(folder: Path, runner: str, script: str, given: object) -> Any:
    """Run a script of a workflow in a stand-in for its surroundings; what it asked the forge for."""
    (folder / "script.js").write_text(script, encoding="utf-8")
    (folder / "runner.js").write_text(runner, encoding="utf-8")
    program, _ = compute_driver_executable()
    done = subprocess.run(
        [str(program), str(folder / "runner.js"), str(folder / "script.js"), json.dumps(given)],
        capture_output=True, encoding="utf-8", check=True, timeout=60,
    )  # fmt: skip
    return json.loads(done.stdout)


def keep(folder: Path, ledger: str, **given: object) -> Any:
    """Run the workflow's own script on a ledger; what it asked the forge for, or why it would not."""
    (folder / "links").mkdir(exist_ok=True)
    (folder / "links" / "evidence-ledger.json").write_text(ledger, encoding="utf-8")
    (script,) = [step["with"]["script"] for step in steps("links") if "not a ledger" in str(step.get("with"))]
    usual = {"kept": {}, "refs": {"heads/main": "m1"}, "pulls": [], "issues": [], "refuses": 0}
    return node(folder, KEEPER, script, usual | {"folder": str(folder)} | given)


@pytest.fixture
def ledger(tmp_path: Path) -> str:
    write_ledger(tmp_path, [ENTRY])
    return (tmp_path / "evidence-ledger.json").read_text(encoding="utf-8")


def test_the_ledger_is_proposed_and_never_pushed_to_main(tmp_path: Path, ledger: str) -> None:
    tree, made, branch, pull = keep(tmp_path, ledger, kept={"main": "[]\n"})
    (file,) = tree[1]["tree"]
    assert (file["path"], file["content"], tree[1]["base_tree"]) == ("evidence-ledger.json", ledger, "tree of m1")
    assert made[1]["parents"] == ["m1"]
    assert (branch[0], branch[1]["ref"], branch[1]["sha"]) == ("create", "refs/heads/evidence-ledger", "c1")
    assert (pull[0], pull[1]["head"], pull[1]["base"]) == ("pull", "evidence-ledger", "main")


def test_what_is_proposed_already_is_brought_up_to_date(tmp_path: Path, ledger: str) -> None:
    refs = {"heads/main": "m1", "heads/evidence-ledger": "b1"}
    kept = {"main": "[]\n", "evidence-ledger": "[]\n"}
    calls = keep(tmp_path, ledger, kept=kept, refs=refs, pulls=[{"number": 1}])
    assert [name for name, _ in calls] == ["tree", "commit", "update"]
    assert calls[2][1]["ref"] == "heads/evidence-ledger"
    assert keep(tmp_path, ledger, kept=kept | {"evidence-ledger": ledger}, refs=refs, pulls=[{"number": 1}]) == []
    assert keep(tmp_path, ledger, kept={"main": ledger}) == []


@pytest.mark.parametrize("status", [403, 422])
def test_where_no_workflow_may_open_pull_requests_a_person_is_asked_once(
    tmp_path: Path, ledger: str, status: int
) -> None:
    calls = keep(tmp_path, ledger, kept={"main": "[]\n"}, refuses=status)
    name, issue = calls[-1]
    assert name == "issue"
    assert "https://forge.example/o/r/compare/main...evidence-ledger?expand=1" in issue["body"]
    again = keep(tmp_path, ledger, kept={"main": "[]\n"}, refuses=status, issues=[{"body": issue["body"]}])
    assert [name for name, _ in again] == ["tree", "commit", "create"]


def test_another_failure_is_none_to_hide(tmp_path: Path, ledger: str) -> None:
    assert keep(tmp_path, ledger, kept={"main": "[]\n"}, refuses=500) == "Error: not allowed"


@pytest.mark.parametrize("forged", ["{}", '[{"url": "https://a.example.org/"}]', "<html>"])
def test_what_is_no_ledger_is_proposed_nowhere(tmp_path: Path, forged: str) -> None:
    assert isinstance(keep(tmp_path, forged), str)


TELLER = r"""
const [file, given] = process.argv.slice(2);
const { folder } = JSON.parse(given);
process.env.RUNNER_TEMP = folder;
process.env.DEAD = 'yes';
const calls = [];
const context = { repo: { owner: 'o', repo: 'r' } };
const github = {
  rest: { issues: { listForRepo: 'list', create: async (made) => calls.push(made.body) } },
  paginate: async () => [],
};
const AsyncFunction = Object.getPrototypeOf(async () => {}).constructor;
new AsyncFunction('require', 'context', 'github', require('fs').readFileSync(file, 'utf8'))(require, context, github)
  .then(() => console.log(JSON.stringify(calls)));
"""


@pytest.mark.parametrize(("lines", "left"), [(3, None), (2000, 500)])
def test_a_long_report_is_cut_with_a_count(tmp_path: Path, lines: int, left: int | None) -> None:
    (tmp_path / "links").mkdir()
    report = "".join(f"- {number:0>37}\n" for number in range(lines))
    (tmp_path / "links" / "report.md").write_text(report, encoding="utf-8")
    (script,) = [step["with"]["script"] for step in steps("links") if "Dead sources" in str(step.get("with"))]
    (body,) = node(tmp_path, TELLER, script, {"folder": str(tmp_path)})
    assert len(body) < 65_536
    shown = body.count("\n- ") if left is None else body[: body.index("（另有")].count("\n- ")
    assert shown + (left or 0) == lines
    assert (left is None) == ("more lines are in the artifact" not in body)
    assert left is None or f"另有 {left} 行" in body


def test_the_ledger_in_the_repository_is_one() -> None:
    assert set(read_ledger(REPO)) <= set(sources(read_catalog(REPO)[0]))


# --- the comment

FINDER = r"""
const [file, given] = process.argv.slice(2);
const { pulls, files, run } = JSON.parse(given);
const calls = [];
const core = {
  notice: (text) => calls.push(['notice', text]),
  setOutput: (name, value) => calls.push([name, value]),
};
const context = { repo: { owner: 'o', repo: 'r' }, payload: { workflow_run: run } };
const github = {
  rest: { pulls: {
    list: async (asked) => { calls.push(['asked', asked.head]); return { data: pulls }; },
    listFiles: 'files',
  } },
  paginate: async () => files,
};
const AsyncFunction = Object.getPrototypeOf(async () => {}).constructor;
new AsyncFunction('core', 'context', 'github', require('fs').readFileSync(file, 'utf8'))(core, context, github)
  .then(() => console.log(JSON.stringify(calls)));
"""
RUN = {"id": 7, "head_sha": "a" * 40, "head_branch": "b", "head_repository": {"owner": {"login": "someone"}}}
PULLS = [
    {"number": 1, "head": {"sha": "b" * 40}, "user": {"login": "x"}},
    {"number": 2, "head": {"sha": "a" * 40}, "user": {"login": "someone"}},
]


def script_of(job: str) -> str:
    (script,) = [
        step["with"]["script"] for step in load("pr-comment")["jobs"][job]["steps"] if "script" in step.get("with", {})
    ]
    return str(script)


def found(folder: Path, *files: str, **changes: object) -> list[list[Any]]:
    listed = [{"filename": name} for name in files]
    calls: list[list[Any]] = node(
        folder, FINDER, script_of("find"), {"run": RUN, "pulls": PULLS, "files": listed} | changes
    )
    return calls


def test_the_pull_request_is_found_by_its_commit(tmp_path: Path) -> None:
    assert found(tmp_path, "data/x.yml") == [
        ["asked", "someone:b"], ["pull", "2"], ["author", "someone"], ["workflows", "0"],
    ]  # fmt: skip


@pytest.mark.parametrize("change", [{"head_sha": "c" * 40}, {"head_repository": None}])
def test_a_commit_that_no_open_pull_request_stands_at_gets_no_comment(tmp_path: Path, change: dict[str, Any]) -> None:
    assert found(tmp_path, run=RUN | change)[-1][0] == "notice"


def test_changed_workflows_are_counted(tmp_path: Path) -> None:
    names = [".github/workflows/pr-validate.yml", ".ci/run", ".github/CODEOWNERS", "data/.github/x", "x.github/y"]
    assert found(tmp_path, *names)[-1] == ["workflows", "3"]
    moved = [{"filename": "away.yml", "previous_filename": ".github/workflows/publish.yml"}]
    assert found(tmp_path, files=moved)[-1] == ["workflows", "1"]
    assert found(tmp_path, *["data/x.yml"] * 3000)[-1] == ["workflows", "unknown"]


def test_only_the_base_is_checked_out_to_judge_a_pull_request() -> None:
    """A run after another one checks the default branch out by default; what started it is fetched as objects."""
    (checkout,) = [step["with"] for step in steps("pr-comment") if "checkout" in step.get("uses", "")]
    assert checkout == {"persist-credentials": False}
    text = (FOLDER / "pr-comment.yml").read_text(encoding="utf-8")
    assert not re.search(r"git (checkout|switch|restore|worktree|archive|merge|pull)|download-artifact", text)


@pytest.fixture
def forge(tmp_path: Path) -> tuple[Path, Path]:
    """A repository as the forge keeps it, with a pull request merged for a try, and a clone of its main branch."""
    origin = make_small(tmp_path / "origin")
    git(origin, "checkout", "-q", "-b", "work")
    edit(origin, "data/submissions/small/bureau/2023-Q1.yml", "status: in_progress", "status: nonsense")
    work = commit(origin)
    git(origin, "checkout", "-q", "main")
    git(origin, "merge", "-q", "--no-ff", "-m", "Try", "work")
    git(origin, "update-ref", "refs/pull/7/merge", "HEAD")
    git(origin, "reset", "-q", "--hard", "HEAD^1")
    tool = tmp_path / "tool"
    subprocess.run(["git", "clone", "-q", "--depth", "1", f"file://{origin}", str(tool)], check=True)
    (tmp_path / "head").write_text(work, encoding="utf-8")
    return origin, tool


def checked(tool: Path, author: str, head: str = "") -> dict[str, str]:
    """Run the step that judges a pull request, in a clone of the base; its outputs."""
    (step,) = [step for step in steps("pr-comment") if step.get("id") == "check"]
    output = tool.parent / "output"
    output.write_text("", encoding="utf-8")
    done = subprocess.run(
        ["bash", "-e", "-o", "pipefail", "-c", step["run"].replace("python -I -m", f"{sys.executable} -m")],
        cwd=tool,
        env={
            **os.environ, "PYTHONPATH": str(REPO), "PULL": "7", "AUTHOR": author, "TOKEN": "x",
            "HEAD_SHA": head or (tool.parent / "head").read_text(encoding="utf-8"),
            "RUNNER_TEMP": str(tool.parent), "GITHUB_OUTPUT": str(output),
        },
        capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return dict(line.split("=", 1) for line in output.read_text(encoding="utf-8").splitlines())


def test_the_base_judges_a_pull_request_without_checking_it_out(forge: tuple[Path, Path], tmp_path: Path) -> None:
    _, tool = forge
    before = sorted(path for path in tool.rglob("*") if ".git" not in path.parts)
    judged = checked(tool, "someone")
    assert judged["state"] == "sound"
    assert json.loads(judged["codes"])["errors"] == 1
    assert json.loads(judged["codes"])["found"] == {"M106": 1}
    assert sorted(path for path in tool.rglob("*") if ".git" not in path.parts) == before
    calls = comment(tmp_path, judged["codes"], STATE=judged["state"])
    assert "✗ 数据有错误" in calls[0][2]


def test_the_base_holds_a_pull_request_against_its_author(forge: tuple[Path, Path]) -> None:
    _, tool = forge
    edit(tool, "data/agencies/office.yml", "kind: central", 'kind: central\nowners: ["@li-ming"]')
    assert checked(tool, "li-ming")["state"] == "trespass"


def test_a_pull_request_that_has_moved_on_is_left_to_its_next_check(forge: tuple[Path, Path]) -> None:
    assert checked(forge[1], "someone", head="f" * 40) == {}


RUNNER = r"""
const fs = require('fs');
const [file, given] = process.argv.slice(2);
const { comments, environment } = JSON.parse(given);
Object.assign(process.env, environment);
const calls = [];
const core = { setFailed: (text) => calls.push(['failed', text]) };
const context = {
  repo: { owner: 'o', repo: 'r' }, serverUrl: 'https://forge.example', payload: { workflow_run: { id: 7 } },
};
const listComments = 'list';
const github = {
  rest: {
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
MARK = "<!-- policy-delivery-record: check -->"
CODES: dict[str, Any] = {
    "version": 1, "errors": 1, "warnings": 2, "changes": {"found": 1, "statuses": 3}, "found": {"M106": 1}, "cured": {},
}  # fmt: skip


def comment(
    folder: Path, codes: object, comments: list[dict[str, Any]] | None = None, **environment: str
) -> list[list[Any]]:
    """Run the workflow's own script on codes; what it asked the forge for."""
    text = codes if isinstance(codes, str) else json.dumps(codes)
    told = {"CODES": text, "PULL": "2", "WORKFLOWS": "0", "STATE": "sound"} | environment
    calls: list[list[Any]] = node(
        folder, RUNNER, script_of("comment"), {"comments": comments or [], "environment": told}
    )
    return calls


def test_the_comment_is_made_from_codes(tmp_path: Path) -> None:
    (created,) = comment(tmp_path, CODES)
    assert created[:2] == ["created", 2]
    body = created[2]
    assert body.startswith(MARK)
    assert "| 状态 | statuses | 3 |" in body
    assert "M106 × 1" in body
    assert "https://forge.example/o/r/actions/runs/7" in body
    assert "⚠" not in body
    html = MarkdownIt("commonmark", {"html": True}).enable("table").render(body)
    assert html.count("<a ") == 1


@pytest.mark.parametrize(
    ("errors", "state", "head"), [(0, "sound", "✓"), (1, "sound", "✗ 数据有错误"), (0, "trespass", "✗ 改动了不归")]
)
def test_the_comment_says_what_the_base_found(tmp_path: Path, errors: int, state: str, head: str) -> None:
    body = comment(tmp_path, {**CODES, "errors": errors}, STATE=state)[0][2]
    assert f"### {head}" in body


@pytest.mark.parametrize("changed", ["2", "unknown"])
def test_the_comment_says_that_workflows_are_changed(tmp_path: Path, changed: str) -> None:
    body = comment(tmp_path, {**CODES, "errors": 0}, WORKFLOWS=changed)[0][2]
    assert "⚠" in body
    assert ("2 files of the workflows" in body) == (changed == "2")


def test_a_long_list_of_codes_is_cut_with_a_count(tmp_path: Path) -> None:
    body = comment(tmp_path, {**CODES, "cured": {f"M{number:03d}": 2 for number in range(100, 300)}})[0][2]
    assert "M129 × 2" in body
    assert "M130" not in body
    assert "and 340 more" in body


def test_only_its_own_comment_is_changed(tmp_path: Path) -> None:
    bot = {"type": "Bot", "login": "github-actions[bot]"}
    comments: list[dict[str, Any]] = [
        {"id": 1, "user": {"type": "User", "login": "someone"}, "body": MARK},
        {"id": 2, "user": {"type": "Bot", "login": "other[bot]"}, "body": MARK},
        {"id": 3, "user": bot, "body": f"said before: {MARK}"},
        {"id": 4, "user": None, "body": MARK},
        {"id": 5, "user": bot, "body": None},
    ]
    assert comment(tmp_path, CODES, comments)[0][:2] == ["created", 2]
    comments.append({"id": 6, "user": bot, "body": f"{MARK}\nold"})
    assert comment(tmp_path, CODES, comments)[0][:2] == ["updated", 6]


@pytest.mark.parametrize(
    "codes",
    [
        "", "[]", "null", "{}", "not JSON", "[" * 15_000, json.dumps(CODES) + " " * 20_000,
        {**CODES, "errors": "1 @everyone"}, {**CODES, "errors": -1}, {**CODES, "errors": 1.5},
        {**CODES, "errors": None}, {**CODES, "warnings": 10**9},
        {**CODES, "found": {"M106 [x](https://evil.example)": 1}}, {**CODES, "found": {"M106": "1|"}},
        {**CODES, "found": {"M106\n": 1}}, {**CODES, "found": [1]}, {**CODES, "found": "M106"},
        {**CODES, "changes": {"__proto__x": 1}}, {**CODES, "changes": {"constructor": 1}},
        {**CODES, "changes": {"@everyone": 1}},
        json.dumps(CODES).replace('"found": {"M106"', '"found": {"__proto__"'),
    ],
)  # fmt: skip
def test_what_are_no_codes_make_no_comment(tmp_path: Path, codes: object) -> None:
    assert comment(tmp_path, codes) == [["failed", "these are no codes and counts"]]


@pytest.mark.parametrize(
    "odd", [{"PULL": "2 "}, {"PULL": ""}, {"WORKFLOWS": "@x"}, {"STATE": "constructor"}, {"STATE": "__proto__"}]
)
def test_what_is_no_number_or_state_makes_no_comment(tmp_path: Path, odd: dict[str, Any]) -> None:
    assert comment(tmp_path, CODES, **odd) == [["failed", "these are no codes and counts"]]


def test_what_else_stands_beside_the_codes_is_not_shown(tmp_path: Path) -> None:
    body = comment(tmp_path, {**CODES, "note": "@everyone", "pull": 1})[0][2]
    assert body == comment(tmp_path, CODES)[0][2]


def test_the_comment_knows_every_section_of_a_comparison() -> None:
    script = script_of("comment")
    block = script[script.index("SECTIONS = {") : script.index("};")]
    assert re.findall(r"^\s+([a-z]+): \[", block, re.MULTILINE) == list(SECTIONS)


# --- reminders

REMINDER = r"""
const [file, given] = process.argv.slice(2);
const { folder, issues } = JSON.parse(given);
process.env.RUNNER_TEMP = folder;
const calls = [];
const context = { repo: { owner: 'o', repo: 'r' } };
const told = (name) => async ({ owner, repo, ...made }) => { calls.push([name, made]); };
const github = {
  rest: { issues: { listForRepo: 'list', create: told('create'), update: told('update') } },
  paginate: async () => issues,
};
const AsyncFunction = Object.getPrototypeOf(async () => {}).constructor;
new AsyncFunction('require', 'context', 'github', require('fs').readFileSync(file, 'utf8'))(require, context, github)
  .then(() => console.log(JSON.stringify(calls)));
"""


def reminder(name: Path) -> str:
    workflow = yaml.safe_load(name.read_text(encoding="utf-8"))
    script: str = workflow["jobs"]["tell"]["steps"][1]["with"]["script"]
    return script


def test_one_issue_per_period_is_opened_kept_up_to_date_and_closed(tmp_path: Path) -> None:
    script = reminder(FOLDER / "remind.yml")
    (tmp_path / "due").mkdir()
    due = [{"key": f"plan 2030-Q{n}", "title": f"Q{n}", "body": "- office"} for n in (1, 2, 3, 4)]
    (tmp_path / "due/due.json").write_text(json.dumps(due), encoding="utf-8")
    mark = "<!-- policy-delivery-record: due plan 2030-Q{} -->\n{}"
    issues = [
        {"number": 1, "state": "open", "body": mark.format(1, "- office")},  # as it should be
        {"number": 2, "state": "open", "body": mark.format(2, "- office\n- bureau")},  # the bureau has reported
        {"number": 3, "state": "closed", "body": mark.format(3, "- office")},  # closed by hand
        {"number": 5, "state": "open", "body": mark.format(0, "- office")},  # all have reported
        {"number": 6, "state": "open", "body": "Something else"},
    ]
    calls = node(tmp_path, REMINDER, script, {"folder": str(tmp_path), "issues": issues})
    assert calls == [
        ["update", {"issue_number": 2, "title": "Q2", "body": mark.format(2, "- office")}],
        ["create", {"title": "Q4", "body": mark.format(4, "- office")}],
        ["update", {"issue_number": 5, "state": "closed"}],
    ]


def test_a_new_site_reminds_in_the_same_way() -> None:
    assert reminder(FOLDER / "remind.yml") == reminder(REPO / "generator/contribute/starter/workflows/remind.yml")
