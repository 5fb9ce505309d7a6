"""How a command is typed, so that every command we print runs as it is printed."""

from __future__ import annotations

import os
import shlex
import subprocess
from pathlib import Path


def invocation(folder: Path, *, windows: bool = False) -> str:
    """Return how the program is started in a folder: through Python if it lies there, otherwise by its name."""
    if not (folder / "generator" / "__main__.py").is_file():
        return "generator"
    return "py -m generator" if windows else "python3 -m generator"


def typed(root: Path, *words: str, windows: bool = os.name == "nt") -> str:
    """Return a command for the data in `root`, as it is typed in the current folder of this machine."""
    here = Path.cwd()
    arguments = [*words] if root.resolve() == here.resolve() else [*words, "--root", str(root)]
    quoted = subprocess.list2cmdline(arguments) if windows else shlex.join(arguments)
    return f"{invocation(here, windows=windows)} {quoted}"
