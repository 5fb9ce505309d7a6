"""Folders to build from: copies of this repository's own, or of a made-up site laid under its shell."""

from __future__ import annotations

import functools
import hashlib
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from tests import loaded

REPO = Path(__file__).resolve().parent.parent
SITES = REPO / "tests" / "sites"
AS_OF = "2023-07-31"  # any fixed day will do


def make_root(target: Path, site: str | None = None) -> Path:
    """Make a folder that can be built: the real data, or those of `tests/sites/<site>`.

    A made-up site brings its own data and prose; theme, settings and interface strings are the repository's.
    """
    bring(target, site)
    shutil.copytree((REPO if site is None else SITES / site) / "data", target / "data")
    if site is not None:
        shutil.copytree(REPO / "data" / "locales", target / "data" / "locales")
    return target


def bring(target: Path, site: str | None = None) -> Path:
    """Put everything but the data into a folder that is to be built; the prose is the repository's or a site's own."""
    target.mkdir(parents=True, exist_ok=True)
    (target / "mkdocs.yml").write_text(settings(), encoding="utf-8")
    shutil.copytree(REPO / "overrides", target / "overrides")
    (target / "generator").symlink_to(REPO / "generator")  # mkdocs.yml names the hook in it
    shutil.copytree((REPO if site is None else SITES / site) / "content", target / "content")
    return target


def settings() -> str:
    """Read the repository's settings, but without pictures for shared links, which take time and a font."""
    text = (REPO / "mkdocs.yml").read_text(encoding="utf-8")
    assert "cards: true" in text
    return text.replace("cards: true", "cards: false")


def environment(changes: Mapping[str, str | None] = {}) -> dict[str, str]:
    """Give a child process what it needs and nothing that the machine's owner happens to have set."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR") if name in os.environ}
    wanted = {"LANG": "C.UTF-8", "PYTHONPATH": str(REPO), **changes}
    return kept | {name: value for name, value in wanted.items() if value is not None}


def interruptible() -> None:
    """Let a child process be interrupted, also where the tests run in a shell's background, which ignores that."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


@functools.cache
def _loaded() -> loaded.Loaded:
    return loaded.Loaded(environment())


def generator(
    *arguments: str | Path,
    env: Mapping[str, str | None] = {},
    cwd: Path = REPO,
    timeout: float = 300,
    python: str | Path = sys.executable,
) -> subprocess.CompletedProcess[str]:
    """Run the real command line; no traceback may ever come out of it."""
    words = [str(argument) for argument in arguments]
    if python == sys.executable and loaded.suits(env):
        done = _loaded().run(words, environment(env), cwd, timeout)
    else:
        done = subprocess.run(
            [python, "-m", "generator", *words],
            cwd=cwd,
            env=environment(env),
            capture_output=True,
            encoding="utf-8",
            timeout=timeout,
            check=False,
        )
    assert "Traceback" not in done.stderr + done.stdout, done.stderr
    return done


def build(
    root: Path,
    *arguments: str | Path,
    env: Mapping[str, str | None] = {},
    python: str | Path = sys.executable,
) -> subprocess.CompletedProcess[str]:
    """Build a root on a fixed day, and demand that it works."""
    done = generator("build", "--root", root, "--as-of", AS_OF, *arguments, env=env, python=python)
    assert done.returncode == 0, done.stdout + done.stderr
    return done


def tree(folder: Path) -> dict[str, tuple[str, str]]:
    """Describe everything in a folder: each path's mode, and a digest of its bytes (folders: nothing)."""
    described = {}
    for path in sorted(folder.rglob("*")):
        data = b"" if path.is_dir() else path.read_bytes()
        described[path.relative_to(folder).as_posix()] = (oct(path.stat().st_mode), hashlib.sha256(data).hexdigest())
    return described


def without_notes(text: str) -> str:
    """Remove the notes beside the fields of a file to fill in."""
    return re.sub(r"(?m)^( *#?[ -]*[a-z_]+:.*?)  # .*$", r"\1", text)
