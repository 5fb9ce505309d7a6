"""Run the benchmarks, write their tables into benchmarks/README.md, and the headline figures into the READMEs.

    python benchmarks/readme.py [NAME …]      names of parts to run; default: all but `national`

Each table is placed between marks, with the name of the machine. The headline figures are read from these tables,
so they include parts that were measured earlier. `national` takes long and runs only when it is named.
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
    "national": ("National scale", ["benchmarks/national.py", "--sizes", "300", "2877", "--peer-limit", "120"]),
}
LONG = ("national",)  # runs only when it is named
HEADLINES = {
    "README.md": """\
| What | Result | Compared with |
|---|---|---|
| Build the site from scratch | {cold} s | {cold_ratio} × plain MkDocs with Material |
| Rebuild it with nothing changed | {unchanged} s | {unchanged_ratio} × plain MkDocs with Material |
| First visit to a task page | {task} KB, {others} requests to other hosts | |
| Search: the right page comes first | {found} of {asked} queries | Pagefind: {pagefind} |
| Build a country: {agencies} agencies, {pages} pages | {country} s | {hugo} × Hugo from the same YAML |
| Rebuild it after one changed report | {changed} s | |""",
    "README.zh.md": """\
| 项目 | 实测 | 对比 |
|---|---|---|
| 从头构建本站 | {cold} 秒 | 普通 MkDocs（Material 主题）的 {cold_ratio} 倍 |
| 没有改动时重新构建 | {unchanged} 秒 | 普通 MkDocs（Material 主题）的 {unchanged_ratio} 倍 |
| 首次打开任务页 | {task} KB，向其他网站请求 {others} 次 | |
| 搜索时正确页面排在首位 | {asked} 次查询中 {found} 次 | Pagefind：{pagefind} 次 |
| 构建全国数据：{agencies} 个机构，{pages} 个页面 | {country} 秒 | Hugo（读同样的 YAML）的 {hugo} 倍 |
| 改动一份报告后重新构建 | {changed} 秒 | |""",
}


def tables(command: list[str]) -> list[str]:
    """Run a benchmark and return its tables, each below its bold heading, if it has one."""
    done = subprocess.run([sys.executable, *command], cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
    text = re.sub(r"^### (.+)$", r"**\1**", done.stdout, flags=re.MULTILINE)
    return [table.rstrip("\n") for table in re.findall(r"^(?:\*\*.+\n\n)?(?:\|.*\n)+", text, re.MULTILINE)]


def machine() -> str:
    """Return a description of the machine and the software that were measured."""
    model = re.search(r"model name\s*:\s*(.+)", Path("/proc/cpuinfo").read_text(encoding="utf-8"))
    chromium = subprocess.run(["chromium", "--version"], check=True, capture_output=True, text=True).stdout.split()[1]
    return (
        f"{os.cpu_count()} cores of {model[1] if model else platform.processor()}, Python {platform.python_version()}, "
        f"Chromium {chromium}, {datetime.date.today():%d %B %Y}"  # noqa: DTZ011 - the machine's local date is intended
    )


def between(text: str, name: str) -> str:
    """Return the part of a text between the marks of a name; raises ValueError if they are missing."""
    match = re.search(rf"<!-- {name} -->\n(.*?)\n?<!-- /{name} -->", text, re.DOTALL)
    if match is None:
        raise ValueError(f"no marks for {name}")
    return match[1]


def replaced(text: str, name: str, block: str) -> str:
    """Return a text with a block put between the marks of a name; raises ValueError if they are missing."""
    return text.replace(f"<!-- {name} -->\n{between(text, name)}", f"<!-- {name} -->\n{block}", 1)


def row(block: str, label: str) -> list[str]:
    """Return the cells of the last row with this label, without the label; raises ValueError if there is none."""
    found = re.findall(rf"^\| {re.escape(label)} \|(.*)\|$", block, re.MULTILINE)
    if not found:
        raise ValueError(f"no row {label!r}")
    return [cell.strip() for cell in found[-1].split("|")]


def headline(full: str, pattern: str) -> str:
    """Fill in a table of headline figures from the full tables; for a country, from the largest size measured."""
    build, pages, search, national = (between(full, name) for name in PARTS)
    country = re.split(
        r"^\*\*Growth\*\*", re.split(r"(?m)^(?=\*\*[\d,]+ agencies\*\*)", national)[-1], flags=re.MULTILINE
    )[0]
    totals = [row(part, "**all**") for part in re.split(r"(?m)^\*\*\w+\*\*$", search)[1:]]
    cold, unchanged, task = row(build, "ours, cold"), row(build, "ours, nothing changed"), row(pages, "task")
    return pattern.format(
        cold=cold[0],
        cold_ratio=cold[2],
        unchanged=unchanged[0],
        unchanged_ratio=unchanged[2],
        task=task[1],
        others=task[3],
        asked=sum(int(total[0]) for total in totals),
        found=sum(int(total[1]) for total in totals),
        pagefind=sum(int(total[3]) for total in totals),
        agencies=country.partition(" ")[0].strip("*"),
        pages=row(country, "pages")[0],
        country=row(country, "build, cold, search index included")[0].removesuffix(" s"),
        hugo=row(country, "build, cold, search index included")[3],
        changed=row(country, "build after one changed submission")[0].removesuffix(" s"),
    )


def main() -> None:
    """Run the requested parts and write their tables; other tables are kept."""
    path = ROOT / "benchmarks" / "README.md"
    full = path.read_text(encoding="utf-8")
    for name in sys.argv[1:] or [name for name in PARTS if name not in LONG]:
        title, command = PARTS[name]
        full = replaced(full, name, "\n\n".join([f"**{title}** ({machine()})", *tables(command)]))
        path.write_text(full, encoding="utf-8")
    for name, pattern in HEADLINES.items():
        shown = ROOT / name
        text = replaced(shown.read_text(encoding="utf-8"), "headline", headline(full, pattern))
        shown.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
