"""Command lines that run exactly as they are printed."""

from __future__ import annotations

import os
import shlex
import subprocess
from pathlib import Path


def invocation(folder: Path, *, windows: bool = False) -> str:
    """Return the command that starts the program in a folder: through Python if it is there, otherwise its name."""
    if not (folder / "generator" / "__main__.py").is_file():
        return "generator"
    return "py -m generator" if windows else "python3 -m generator"


def typed(root: Path, *words: str, windows: bool = os.name == "nt") -> str:
    """Return a command for the data in `root`, as typed in the current folder on this system."""
    here = Path.cwd()
    arguments = [*words] if root.resolve() == here.resolve() else [*words, "--root", str(root)]
    quoted = subprocess.list2cmdline(arguments) if windows else shlex.join(arguments)
    return f"{invocation(here, windows=windows)} {quoted}"
