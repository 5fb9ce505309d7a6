"""All calls of git: without a shell, a file system monitor, or locks for reading."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from generator.errors import GeneratorError


def git(root: Path, *arguments: str, input_: bytes = b"", fails: bool = False) -> bytes:
    """Run git in a folder and return its output; with `fails`, return empty output if git fails.

    Raises GeneratorError if git is not installed or, without `fails`, if it fails.
    """
    program = shutil.which("git")
    if program is None:
        raise GeneratorError("git is not installed / 没有安装 git")
    done = subprocess.run(  # noqa: S603 - git itself, with arguments that can't pass for options
        [program, "-C", str(root), "-c", "core.fsmonitor=false", *arguments],
        input=input_,
        capture_output=True,
        env={**os.environ, "GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"},
        check=False,
    )
    if done.returncode and not fails:
        lines = done.stderr.decode("utf-8", "replace").strip().splitlines() or ["no reason given"]
        raise GeneratorError(f"git {arguments[0]}: {lines[0]}")
    return b"" if done.returncode else done.stdout


def is_installed() -> bool:
    """Return whether git is installed."""
    return shutil.which("git") is not None


def is_tracked(root: Path, name: str) -> bool | None:
    """Return whether the folder is in a git repository that tracks anything under `name` in that folder.

    Upper and lower case count as the same, as they do to the file systems of macOS and Windows. Returns None if there
    is a repository but no git. Raises GeneratorError if git fails.
    """
    folder = root.resolve()
    if not any((parent / ".git").exists() for parent in (folder, *folder.parents)):
        return False
    if not is_installed():
        return None
    return bool(git(root, "ls-files", "-z", "--", f":(icase){name}"))
