"""Time the build of the real site against a plain `mkdocs build` of the same Markdown, in the same run.

    python benchmarks/build.py [--rounds 5]

Ours: validate, render, build, check and swap, three locales, in a fresh process on a copy of the repository.
Cold: nothing cached. Warm: one clause of one task changed since the last build. Unchanged: nothing changed.
Peer: MkDocs with Material and its default search on the Markdown that our build writes, all locales as one
site. Each round runs all of them in turn, so that noise on the machine affects them equally; medians are shown.
"""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterable
from pathlib import Path
from typing import IO, NamedTuple

ROOT = Path(__file__).resolve().parent.parent
PARTS = ("content", "data", "generator", "mkdocs.yml", "overrides")


class Cost(NamedTuple):
    """The time and memory that a command used."""

    seconds: float  # wall-clock time
    processor: float  # CPU seconds of all its processes
    peak: float  # peak memory of its largest process, in MB


def copy_repository(target: Path, parts: Iterable[str] = PARTS, source: Path = ROOT) -> None:
    """Copy some parts of a repository (default: all that a build reads)."""
    for name in parts:
        path = source / name
        if path.is_dir():
            shutil.copytree(path, target / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(path, target / name)


def start(command: list[str], folder: Path, output: IO[str]) -> subprocess.Popen[str]:
    """Start a command in a folder, in its own process group, so that it can be ended with all its children."""
    environment = os.environ | {"NO_MKDOCS_2_WARNING": "1", "PYTHONPATH": str(folder)}
    return subprocess.Popen(
        command, cwd=folder, env=environment, stdout=output, stderr=output, text=True, start_new_session=True
    )


def finish(process: subprocess.Popen[str], began: float) -> Cost:
    """Wait for a command to end and return its cost; unlike `Popen.wait`, this measures its memory separately."""
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return Cost(time.perf_counter() - began, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def run(command: list[str], folder: Path, limit: float | None = None) -> Cost:
    """Run a command; raises TimeoutError if it takes longer than `limit` seconds."""
    os.sync()  # flush earlier writes to the disk, so that this command does not pay for them
    with tempfile.TemporaryFile("w+", encoding="utf-8") as output:
        began = time.perf_counter()
        process = start(command, folder, output)
        timer = threading.Timer(limit or threading.TIMEOUT_MAX, os.killpg, (process.pid, signal.SIGKILL))
        timer.start()
        try:
            cost = finish(process, began)
        except BaseException:
            os.killpg(process.pid, signal.SIGKILL)
            raise
        finally:
            timer.cancel()
        if limit is not None and cost.seconds >= limit:
            raise TimeoutError
        if process.returncode:
            output.seek(0)
            raise SystemExit(f"{' '.join(command)} failed:\n{output.read()[-4000:]}")
    return cost


def write_peer(folder: Path, docs: str = "build/docs", site: str = "build/peer", name: str = "peer.yml") -> Path:
    """Write the settings of the peer's build of the Markdown in a folder."""
    settings = folder / name
    settings.write_text(
        f"site_name: peer\nsite_url: https://peer.example/\ndocs_dir: {docs}\nsite_dir: {site}\n"
        "theme: {name: material, language: zh, font: false}\nplugins: [search]\n"
        "markdown_extensions: [attr_list, tables]\n"
        "validation: {links: {not_found: ignore, absolute_links: ignore, unrecognized_links: ignore}}\n",
        encoding="utf-8",
    )
    return settings


def main() -> None:
    """Run the rounds and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    ours = [sys.executable, "-m", "generator", "build", "--as-of", "2024-01-31"]
    times: dict[str, list[float]] = {"cold": [], "warm": [], "unchanged": [], "peer": []}
    with tempfile.TemporaryDirectory(prefix="benchmark-") as name:
        folder = Path(name)
        copy_repository(folder)
        run(ours, folder)  # compile the byte code first
        peer = [sys.executable, "-m", "mkdocs", "build", "-q", "-f", str(write_peer(folder))]
        task = min(folder.glob("data/policies/*/tasks/01.yml"))
        text = task.read_text(encoding="utf-8")
        for number in range(rounds):
            for part in ("build", "site"):
                shutil.rmtree(folder / part, ignore_errors=True)
            for kind, command in (("cold", ours), ("unchanged", ours), ("warm", ours), ("peer", peer)):
                if kind == "warm":
                    task.write_text(
                        text.replace("    text:\n", f"    text:\n      # round {number}\n"), encoding="utf-8"
                    )
                    task.write_text(
                        task.read_text(encoding="utf-8").replace("en: Guided", f"en: Round {number}, guided"),
                        encoding="utf-8",
                    )
                times[kind].append(run(command, folder).seconds)
        pages = sum(1 for _ in (folder / "site").rglob("*.html"))
        peer_pages = sum(1 for _ in (folder / "build" / "peer").rglob("*.html"))
    base = statistics.median(times["peer"])
    print(f"{pages} pages of ours, {peer_pages} of the peer's; {rounds} rounds, {os.cpu_count()} cores\n")
    print("| build | median s | min s | ratio to peer | target |\n|---|---|---|---|---|")
    targets = {"cold": "≤ 1.0, ≤ 4 s", "warm": "≤ 0.3", "unchanged": "≤ 0.7 s", "peer": ""}
    for kind, label in (
        ("cold", "ours, cold"),
        ("warm", "ours, one clause changed"),
        ("unchanged", "ours, nothing changed"),
        ("peer", "plain MkDocs, Material, its search"),
    ):
        median = statistics.median(times[kind])
        print(f"| {label} | {median:.2f} | {min(times[kind]):.2f} | {median / base:.2f} | {targets[kind]} |")


if __name__ == "__main__":
    main()
