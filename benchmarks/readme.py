"""Run the benchmarks and write their tables into README.md, between the marks, with the machine named.

python benchmarks/readme.py [NAME …]      names of parts to run; default: all
"""

from __future__ import annotations

import datetime
import os
import platform
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PARTS = {
    "build": ("Building the site", ["benchmarks/build.py", "--rounds", "5"]),
    "pages": (
        "Weight and first paint (400 kbit/s, 400 ms round trip, processor slowed 4 times)",
        ["benchmarks/pages.py"],
    ),
    "search": ("Search", ["benchmarks/search.py"]),
}


def table(command: list[str]) -> str:
    """Run a benchmark and keep the rows of its tables."""
    done = subprocess.run([sys.executable, *command], cwd=ROOT, check=True, capture_output=True, text=True)
    return "\n".join(line for line in done.stdout.splitlines() if line.startswith("|"))


def machine() -> str:
    """Name what the figures were measured on."""
    model = re.search(r"model name\s*:\s*(.+)", Path("/proc/cpuinfo").read_text(encoding="utf-8"))
    chromium = subprocess.run(["chromium", "--version"], check=True, capture_output=True, text=True).stdout.split()[1]
    return (
        f"{os.cpu_count()} cores of {model[1] if model else platform.processor()}, Python {platform.python_version()}, "
        f"Chromium {chromium}, {datetime.date.today():%d %B %Y}"  # noqa: DTZ011 - the machine's own day is meant
    )


def main() -> None:
    """Write the tables of the parts asked for; the others stay."""
    names = sys.argv[1:] or list(PARTS)
    path = ROOT / "README.md"
    text = path.read_text(encoding="utf-8")
    for name in names:
        title, command = PARTS[name]
        block = f"<!-- {name} -->\n**{title}** ({machine()})\n\n{table(command)}\n<!-- /{name} -->"
        before, _, rest = text.partition(f"<!-- {name} -->")
        text = before + block + rest.partition(f"<!-- /{name} -->")[2]
    path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
