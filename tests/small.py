"""A record small enough to be seen at a glance, in a repository of its own: made up, and changed by the tests."""

from __future__ import annotations

import subprocess
from pathlib import Path

from generator.model import short_hash

FILES = {
    "data/agencies/bureau.yml": "name: {zh: 示例局}\nkind: central\nhosts: [bureau.example.org]\n",
    "data/agencies/office.yml": "name: {zh: 示例办}\nkind: central\n",
    "data/locales/en.yml": "name: English\nshort: EN\nlang: en\nbabel: en\nstrings: {}\n",
    "data/locales/zh.yml": "name: 中文\nshort: 中\nlang: zh-Hans\nbabel: zh_Hans\nstrings: {}\n",
    "data/policies/small/policy.yml": """\
title: {zh: 小政策}
issued: 2023-01-01
issuers: [bureau]
period: {from: 2023-01-01, to: 2023-12-31}
reporting: {frequency: quarterly, due_days: 20}
source:
  title: {zh: 小政策}
  publisher: {zh: 示例局}
  url: https://www.example.org/policy
goals:
  - {id: g1, text: {zh: 到年底，图书馆达到一百座。}}
areas:
  - {number: 1, title: {zh: 图书馆}}
""",
    "data/policies/small/tasks/01.yml": """\
area: 1
title: {zh: 建图书馆}
clauses:
  - {id: "1.1", text: {zh: 每镇建一座图书馆。}}
  - {id: "1.2", text: {zh: 每周开放六天。}}
""",
    "data/policies/small/tasks/02.yml": """\
area: 1
title: {zh: 买书}
clauses:
  - {id: "2.1", text: {zh: 每馆买书一万册。}}
""",
    "data/policies/small/targets.yml": """\
- id: libraries
  goal: g1
  quote: [图书馆达到一百座]
  title: {zh: 图书馆数}
  unit: {zh: 座}
  target: {value: "100", by: 2023-12-31, comparison: at_least}
  tasks: [1]
""",
    "data/policies/small/assignments.yml": """\
- agency: bureau
  ref: "1"
  role: lead
  basis:
    title: {zh: 分工方案}
    publisher: {zh: 示例局}
""",
    "data/submissions/small/bureau/2023-Q1.yml": """\
submitted: 2023-04-10
provenance: agency
reports:
  - ref: "1"
    status: in_progress
    summary: {zh: 开工了。}
""",
    "mkdocs.yml": "site_url: https://record.example.org/\nextra: {locales: [zh]}\n",
}


def make_small(root: Path) -> Path:
    """Write the small record as a git repository with one commit."""
    write(root, FILES)
    git(root, "init", "--quiet", "--initial-branch=main")
    commit(root)
    return root


def write(root: Path, files: dict[str, str]) -> None:
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")


def edit(root: Path, path: str, old: str, new: str) -> None:
    text = (root / path).read_text(encoding="utf-8")
    assert old in text, old
    (root / path).write_text(text.replace(old, new, 1), encoding="utf-8")


def git(root: Path, *arguments: str, text: str | None = None) -> str:
    done = subprocess.run(
        ["git", "-C", str(root), "-c", "user.name=A", "-c", "user.email=a@example.org", *arguments],
        input=text,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    return done.stdout.strip()


def commit(root: Path) -> str:
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--allow-empty", "--message", "A change")
    return git(root, "rev-parse", "HEAD")


def localized(text: str, english: str) -> str:
    """A text with its translation, as YAML."""
    return f"{{zh: {text}, en: {english}, zh_hash: {{en: {short_hash(text)}}}}}"
