"""Time the build of the real site beside a plain `mkdocs build` of the same Markdown, in the same run.

    python benchmarks/build.py [--rounds 5]

Ours: validate, render, build, check and swap, three locales, in a fresh process on a copy of the repository.
Cold: nothing cached. Warm: one clause of one task changed since the last build. Unchanged: nothing changed.
Peer: MkDocs with Material and its default search on the Markdown that ours has made, all locales as one
site. Each round runs all of them in turn, so that a noisy machine disturbs them alike; medians are shown.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PARTS = ("content", "data", "generator", "mkdocs.yml", "overrides")


def copy_repository(target: Path) -> None:
    """Copy what a build reads."""
    for name in PARTS:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, target / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, target / name)


def run(command: list[str], folder: Path) -> tuple[float, int]:
    """Run a command; returns its wall seconds and the peak memory of its largest process in MB."""
    environment = os.environ | {"NO_MKDOCS_2_WARNING": "1", "PYTHONPATH": str(folder)}
    start = time.perf_counter()
    process = subprocess.Popen(
        command, cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )
    _, errors = process.communicate()
    seconds = time.perf_counter() - start
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} failed:\n{errors}")
    import resource

    return seconds, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024


def write_peer(folder: Path) -> Path:
    """Write the settings of the plain build over the Markdown in build/docs."""
    settings = folder / "peer.yml"
    settings.write_text(
        "site_name: peer\nsite_url: https://peer.example/\ndocs_dir: build/docs\nsite_dir: build/peer\n"
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
    memory: dict[str, int] = {}
    with tempfile.TemporaryDirectory(prefix="benchmark-") as name:
        folder = Path(name)
        copy_repository(folder)
        run(ours, folder)  # compiles Python's own byte code
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
                seconds, peak = run(command, folder)
                times[kind].append(seconds)
                memory[kind] = max(memory.get(kind, 0), peak)
        pages = sum(1 for _ in (folder / "site").rglob("*.html"))
        peer_pages = sum(1 for _ in (folder / "build" / "peer").rglob("*.html"))
    base = statistics.median(times["peer"])
    print(f"{pages} pages of ours, {peer_pages} of the peer's; {rounds} rounds, {os.cpu_count()} cores\n")
    print("| build | median s | min s | ratio to peer | target |\n|---|---|---|---|---|")
    targets = {"cold": "≤ 1.0", "warm": "≤ 0.3", "unchanged": "", "peer": ""}
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
