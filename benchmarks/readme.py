"""Run the benchmarks and write their tables into the READMEs, between the marks, with the machine named.

    python benchmarks/readme.py [NAME …]      names of parts to run; default: all but `national`

The project's README.md and this folder's have the marks of what they show. Of `national` the project's has the
last two tables, the largest size and how costs grow. It takes long, and runs only when it is named.
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
    "national": ("National scale", ["benchmarks/national.py", "--sizes", "300", "1000", "2877", "--peer-limit", "240"]),
}
LONG = {"national": 2}  # runs only when it is named; how many of its tables the project's README shows


def tables(command: list[str]) -> list[str]:
    """Run a benchmark and keep its tables, each with its heading in bold above it, if it has one."""
    done = subprocess.run([sys.executable, *command], cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
    text = re.sub(r"^### (.+)$", r"**\1**", done.stdout, flags=re.MULTILINE)
    return [table.rstrip("\n") for table in re.findall(r"^(?:\*\*.+\n\n)?(?:\|.*\n)+", text, re.MULTILINE)]


def machine() -> str:
    """Name what the figures were measured on."""
    model = re.search(r"model name\s*:\s*(.+)", Path("/proc/cpuinfo").read_text(encoding="utf-8"))
    chromium = subprocess.run(["chromium", "--version"], check=True, capture_output=True, text=True).stdout.split()[1]
    return (
        f"{os.cpu_count()} cores of {model[1] if model else platform.processor()}, Python {platform.python_version()}, "
        f"Chromium {chromium}, {datetime.date.today():%d %B %Y}"  # noqa: DTZ011 - the machine's own day is meant
    )


def write(path: Path, name: str, block: str) -> None:
    """Put a block between a file's marks of that name, where it has them."""
    text = path.read_text(encoding="utf-8")
    before, mark, rest = text.partition(f"<!-- {name} -->\n")
    if mark:
        end = f"<!-- /{name} -->"
        path.write_text(f"{before}{mark}{block}\n{end}{rest.partition(end)[2]}", encoding="utf-8")


def main() -> None:
    """Write the tables of the parts asked for; the others stay."""
    for name in sys.argv[1:] or [name for name in PARTS if name not in LONG]:
        title, command = PARTS[name]
        made = tables(command)
        heading = f"**{title}** ({machine()})"
        write(ROOT / "README.md", name, "\n\n".join([heading, *made[-LONG.get(name, len(made)) :]]))
        write(ROOT / "benchmarks" / "README.md", name, "\n\n".join([heading, *made]))


if __name__ == "__main__":
    main()
