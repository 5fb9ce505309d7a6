"""Git, called in one way: no shell, no monitor of the file system, no lock taken for reading."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from generator.errors import GeneratorError


def git(root: Path, *arguments: str, input_: bytes = b"", fails: bool = False) -> bytes:
    """Run git in a folder and return its output; with `fails` a refusal is an empty output.

    Raises GeneratorError where git is not installed, or refuses.
    """
    program = shutil.which("git")
    if program is None:
        raise GeneratorError("git is not installed / 没有安装 git")
    done = subprocess.run(  # noqa: S603 - git itself, with arguments that can be no options
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
    """Tell whether there is a git to call."""
    return shutil.which("git") is not None


def is_tracked(root: Path, name: str) -> bool | None:
    """Tell whether the repository that a folder lies in, if any, holds anything under a name in that folder.

    None where there is a repository and no git to ask. Raises GeneratorError where git refuses to say.
    """
    folder = root.resolve()
    if not any((parent / ".git").exists() for parent in (folder, *folder.parents)):
        return False
    if not is_installed():
        return None
    return bool(git(root, "ls-files", "-z", "--", name))
