"""Run the whole product on the data of a country, beside its peers on the same files, in the same run.

    python benchmarks/national.py [--sizes 300 1000 2877] [--rounds 1] [--no-peers] [--peer-limit 900] [--json FILE]

The data are made by national_data.py. Only the command line is used, on a copy of the repository, each command
in a fresh process; a round is: check, check again after one submission was saved, build, build again with
nothing changed, build again after one submission was saved, the same data built cold elsewhere and compared
byte by byte, serve and save. Peers: PyYAML's C loader on the same YAML; MkDocs with Material and its search, one
site per locale, and Hugo with a theme of one template, all locales at once, on the Markdown that ours has made.
Ratios to these two are of seconds per page. A peer that takes longer than its limit is ended and said to.
Several rounds: medians. Memory is that of the largest process.
"""

from __future__ import annotations

import argparse
import filecmp
import gzip
import http.client
import itertools
import json
import multiprocessing
import os
import re
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from build import PARTS, Cost, copy_repository, finish, run, start, write_peer
from national_data import AS_OF, POLICY, places
from readme import machine

PAGE_LIMIT = 100_000  # bytes of a page, gzip
API_LIMIT = 5_000_000  # bytes of a file of the API
PAGES_LIMIT = 1_000_000_000  # bytes: docs.github.com, "GitHub Pages limits"; it names none on the number of files
PATIENCE = 1800  # seconds until a server that does not show a page is given up
PARTING = 60  # seconds that a server has to end when it is told to
SETTLING = 3  # seconds in which a server that has begun to serve takes its first look at the files

BARE = (
    "import pathlib, yaml\n"
    "for path in pathlib.Path('data').rglob('*.yml'):\n"
    "    yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader)\n"
)
STEPS = {  # key: (label, the peer that it is compared with, what may be at most, in words)
    "validate": ("check everything, cold", "yaml", "≤ 2.0"),
    "validate changed": ("check after one changed submission", None, "≤ 1 s"),
    "build": ("build, cold, search index included", "hugo", "≤ 1.0"),
    "build unchanged": ("build, nothing changed", None, ""),
    "build changed": ("build after one changed submission", None, "≤ 3 s"),
    "serve": ("serve: save → changed page", None, "≤ 2 s"),
    "yaml": ("peer: bare `yaml.load`, C loader", None, ""),
    "mkdocs": ("peer: plain MkDocs, Material, its search", None, ""),
    "hugo": ("peer: Hugo, one template", None, ""),
}
GROWING = ("validate", "validate changed", "build", "build unchanged", "build changed", "serve")
HUGO_SETTINGS = """\
baseURL = "https://peer.example/"
disableKinds = ["taxonomy", "term", "rss", "sitemap", "robotstxt", "404"]
[markup.goldmark.renderer]
unsafe = true
"""
HUGO_LAYOUT = """\
<!doctype html>
<html lang="zh">
<head><meta charset="utf-8"><title>{{ .Title }}</title></head>
<body>{{ .Content }}</body>
</html>
"""


@dataclass
class Weight:
    """What a built site weighs, in bytes."""

    pages: int = 0
    files: int = 0
    bytes: int = 0
    heaviest: dict[str, tuple[int, str]] = field(default_factory=dict)  # by kind: of a page with gzip, and its path
    api: tuple[int, str] = (0, "")  # the largest file for programs


@dataclass
class Measured:
    """What came out at one size."""

    agencies: int
    submissions: int
    reports: int = 0
    files: int = 0
    yaml: int = 0  # bytes
    costs: dict[str, list[Cost]] = field(default_factory=lambda: {step: [] for step in STEPS})
    over: dict[str, float] = field(default_factory=dict)  # peers that took longer than their limit, in seconds
    peer_pages: dict[str, int] = field(default_factory=dict)
    differing: list[str] = field(default_factory=list)  # files that a cold build makes otherwise
    weight: Weight = field(default_factory=Weight)
    search: dict[str, tuple[int, bool]] = field(default_factory=dict)  # by query: see search_bytes

    def median(self, step: str) -> Cost | None:
        """The medians of what a step took."""
        costs = self.costs[step]
        return Cost(*(statistics.median(values) for values in zip(*costs, strict=True))) if costs else None

    def ratio(self, step: str, peer: str) -> str:
        """How a step compares with a peer: of seconds, or where both make pages, of seconds per page."""
        own, other = self.median(step), self.median(peer)
        if own is None or (other is None and peer not in self.over):
            return ""
        seconds = other.seconds if other else self.over[peer]
        pages = self.weight.pages / self.peer_pages[peer] if peer in self.peer_pages else 1
        return f"{'' if other else '< '}{own.seconds / pages / seconds:.2f}"


# --- ours


def forget(root: Path) -> None:
    """Delete what was made before."""
    for name in ("build", "site"):
        shutil.rmtree(root / name, ignore_errors=True)


def ours(root: Path, *command: str) -> Cost:
    """Run a command of ours in a fresh process."""
    return run([sys.executable, "-m", "generator", *command, "--as-of", AS_OF], root)


_saves = itertools.count(1)
_ADDED = re.compile(r'  - ref: "[\d.]+"\n    status: \w+\n    reason: {zh: 补报}\n    summary: {zh: 第\d+次补报。}\n')


def save(path: Path) -> str:
    """Add a report on a clause to a submission, or change its state and its words; returns the new words."""
    text = path.read_text(encoding="utf-8")
    number = next(_saves)
    new = f"第{number}次补报。"
    under_way = re.findall(r'- ref: "(\d+)"\n    status: in_progress\n', text)
    free = [f"{task}.1" for task in under_way if f'- ref: "{task}.1"' not in text or _ADDED.search(text)]
    if not free:
        raise SystemExit(f"{path} has no report to add to")
    status = ("in_progress", "delayed")[number % 2]
    report = f'  - ref: "{free[0]}"\n    status: {status}\n    reason: {{zh: 补报}}\n    summary: {{zh: {new}}}\n'
    changed = _ADDED.sub("", text).replace("reports:\n", f"reports:\n{report}", 1)
    path.write_text(changed, encoding="utf-8")
    return new


def differences(one: Path, other: Path) -> list[str]:
    """List the files that are not in both folders with the same bytes."""
    first, second = (
        {path.relative_to(folder) for path in folder.rglob("*") if path.is_file()} for folder in (one, other)
    )
    unlike = {path for path in first & second if not filecmp.cmp(one / path, other / path, shallow=False)}
    return sorted(path.as_posix() for path in (first ^ second) | unlike)


def get(port: int, address: str) -> bytes:
    """Ask a local server for a page; nothing where it has none."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", address)
        answer = connection.getresponse()
        data = answer.read()
        return data if answer.status == 200 else b""
    except OSError:  # not listening yet
        return b""
    finally:
        connection.close()


def wait_for(holds: Callable[[], bool], process: subprocess.Popen[str]) -> float:
    """Wait until something holds; returns the seconds that it took."""
    began = time.perf_counter()
    while not holds():
        if process.poll() is not None or time.perf_counter() - began > PATIENCE:
            raise SystemExit("the server ended, or the page never came")
        time.sleep(0.02)
    return time.perf_counter() - began


def serve(root: Path, path: Path) -> Cost:
    """Serve, save a submission, and see how long its agency's page takes to say so; memory is the server's."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
    address = f"/agencies/{path.parent.name}/"
    with tempfile.TemporaryFile("w+", encoding="utf-8") as output:
        began = time.perf_counter()
        command = [sys.executable, "-m", "generator", "serve", "--port", str(port), "--as-of", AS_OF]
        process = start(command, root, output)
        try:
            wait_for(lambda: bool(get(port, address)), process)
            time.sleep(SETTLING)
            mark = save(path).encode()
            seconds = wait_for(lambda: mark in get(port, address), process)
        except BaseException:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            output.seek(0)
            print(output.read()[-4000:], file=sys.stderr)
            raise
        process.send_signal(signal.SIGINT)
        timer = threading.Timer(PARTING, process.kill)
        timer.start()
        whole = finish(process, began)
        timer.cancel()
    return Cost(seconds, whole.processor, whole.peak)


def weigh(site: Path) -> Weight:
    """Weigh a built site."""
    weight = Weight()
    for folder, _, names in os.walk(site):
        for name in names:
            path = Path(folder, name)
            size, address = path.stat().st_size, path.relative_to(site).as_posix()
            weight.files += 1
            weight.bytes += size
            if address.startswith("api/"):
                weight.api = max(weight.api, (size, address))
            if name.endswith(".html"):
                weight.pages += 1
                weigh_page(weight, path.read_bytes(), address)
    return weight


def weigh_page(weight: Weight, html: bytes, address: str) -> None:
    """Keep a page where it is the heaviest of its kind."""
    found = re.search(rb'class="page page-([a-z-]+)"', html)
    kind = found[1].decode() if found else "other"
    most = weight.heaviest.get(kind, (0, ""))
    if len(html) > most[0]:  # what is smaller than that is so with gzip as well
        weight.heaviest[kind] = max(most, (len(gzip.compress(html, 6, mtime=0)), address))


def search_bytes(site: Path, queries: dict[str, str]) -> dict[str, tuple[int, bool]]:
    """Ask the search in Chromium for texts, each with a part of an address that is right.

    Returns the bytes with gzip that it took before the first answer, and whether the right one was among the answers.
    """
    from playwright.sync_api import sync_playwright

    from search import Ours, Query, served  # it brings the whole generator along

    found = {}
    with sync_playwright() as playwright, served(site) as base:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for text, wanted in queries.items():
            engine = Ours(browser, base, site)
            links = engine.open(Query("zh", "", text, set()))
            found[text] = engine.bytes["zh"][0], any(wanted in address for _, address in links)
        browser.close()
    return found


# --- peers


def markdown(root: Path, site: Path, target: Path) -> int:
    """Copy the Markdown of a build, a folder per locale; returns the number of pages.

    Where a build leaves no Markdown of some pages behind, the default locale's is had through MkDocs.
    """
    docs = root / "build" / "docs"
    found = sum(1 for _ in docs.rglob("*.md"))
    if found < sum(1 for _ in site.rglob("index.html")):
        run([sys.executable, "-m", "mkdocs", "build", "-q"], root)
        # the default locale is the one that has no folder of its own in the site
        for folder in docs.iterdir():
            if (site / folder.name).is_dir():
                shutil.rmtree(folder)
        found = sum(1 for _ in docs.rglob("*.md"))
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(docs, target)
    return found


def run_mkdocs(folder: Path, limit: float) -> tuple[Cost, int]:
    """Build one plain site per locale, one after the other; returns the number of pages too."""
    costs: list[Cost] = []
    for docs in sorted((folder / "docs").iterdir()):
        settings = write_peer(folder, f"docs/{docs.name}", f"mkdocs/{docs.name}", f"{docs.name}.yml")
        left = limit - sum(cost.seconds for cost in costs)
        command = [sys.executable, "-m", "mkdocs", "build", "-q", "-f", str(settings)]
        costs.append(run(command, folder, max(left, 1)))
    seconds, processor, peaks = zip(*costs, strict=True)
    pages = sum(1 for _ in (folder / "mkdocs").rglob("*.html"))
    return Cost(sum(seconds), sum(processor), max(peaks)), pages


def write_hugo(docs: Path, target: Path) -> None:
    """Lay Markdown out as Hugo wants it: a page that others lie below must be called so."""
    for path in docs.rglob("*.md"):
        place = path.relative_to(docs)
        if path.name == "index.md":
            above = any(item.is_dir() for item in path.parent.iterdir()) or path.parent.parent == docs
            place = place.with_name("_index.md") if above else place.parent.with_name(f"{place.parent.name}.md")
        (target / "content" / place).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target / "content" / place)
    (target / "hugo.toml").write_text(HUGO_SETTINGS, encoding="utf-8")
    (target / "layouts").mkdir()
    (target / "layouts" / "all.html").write_text(HUGO_LAYOUT, encoding="utf-8")


def run_hugo(folder: Path, limit: float) -> tuple[Cost, int]:
    """Build all locales as one site; returns the number of pages too."""
    target = folder / "hugo"
    shutil.rmtree(target, ignore_errors=True)
    write_hugo(folder / "docs", target)
    program = Path(sys.executable).parent / "hugo"
    cost = run([str(program), "--quiet", "--cacheDir", str(folder / "cache")], target, limit)
    return cost, sum(1 for _ in (target / "public").rglob("*.html"))


def run_peers(measured: Measured, root: Path, folder: Path, limit: float) -> None:
    """Run the peers on what ours has just been run on."""
    written = markdown(root, root / "site", folder / "docs")
    for name, build in (("mkdocs", run_mkdocs), ("hugo", run_hugo)):
        if name in measured.over:
            continue
        try:
            cost, measured.peer_pages[name] = build(folder, limit)
            measured.costs[name].append(cost)
        except TimeoutError:
            measured.over[name], measured.peer_pages[name] = limit, written


# --- all of it


def count(data: Path) -> tuple[int, int, int]:
    """Count the files, the reports and the bytes of the YAML."""
    files = reports = size = 0
    for path in data.rglob("*.yml"):
        text = path.read_bytes()
        files, reports, size = files + 1, reports + text.count(b"\n  - ref: "), size + len(text)
    return files, reports, size


def measure(agencies: int, options: argparse.Namespace, folder: Path) -> Measured:
    """Make the data of one size and run everything on it."""
    root, elsewhere = folder / "ours", folder / "elsewhere"
    root.mkdir()
    # What this process holds would be counted as memory of those that it starts: it holds little.
    command = [sys.executable, str(Path(__file__).with_name("national_data.py")), str(root)]
    run([*command, "--agencies", str(agencies), "--seed", str(options.seed)], root)
    measured = Measured(agencies, sum(1 for _ in (root / "data" / "submissions" / POLICY).glob("*/*.yml")))
    measured.files, measured.reports, measured.yaml = count(root / "data")
    copy_repository(root, [part for part in PARTS if part != "data"])
    run([sys.executable, "-m", "compileall", "-q", "generator"], root)
    last = places(agencies)[-1]
    path = max((root / "data" / "submissions" / POLICY / last.id).iterdir())  # its newest
    costs = measured.costs
    for _ in range(options.rounds):
        forget(root)
        costs["validate"].append(ours(root, "validate"))
        if options.peers:
            costs["yaml"].append(run([sys.executable, "-c", BARE], root))
        save(path)
        costs["validate changed"].append(ours(root, "validate"))
        forget(root)
        costs["build"].append(ours(root, "build"))
        costs["build unchanged"].append(ours(root, "build"))
        save(path)
        costs["build changed"].append(ours(root, "build"))
        if options.peers:
            (folder / "peers").mkdir(exist_ok=True)
            run_peers(measured, root, folder / "peers", options.peer_limit)
        shutil.rmtree(elsewhere, ignore_errors=True)
        elsewhere.mkdir()
        copy_repository(elsewhere, source=root)
        ours(elsewhere, "build")
        measured.differing += differences(root / "site", elsewhere / "site")
        costs["serve"].append(serve(root, path))
    measured.weight = weigh(elsewhere / "site")
    queries = {"宽带": "/tasks/", last.zh: f"agencies/{last.id}/"}
    if shutil.which("chromium"):
        with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
            measured.search = pool.submit(search_bytes, elsewhere / "site", queries).result()
    return measured


# --- tables


def rows(measured: Measured) -> Iterator[tuple[str, str, str, str, str, str]]:
    """Yield the rows of one size's table."""
    for step, (label, peer, target) in STEPS.items():
        cost = measured.median(step)
        if cost:
            ratio = measured.ratio(step, peer) if peer else ""
            if step in measured.peer_pages:
                label += f", {measured.peer_pages[step]:,} pages"
            yield label, f"{cost.seconds:.2f} s", f"{cost.processor:.2f}", f"{cost.peak:.0f}", ratio, target
        elif step in measured.over:
            yield label, f"over {measured.over[step]:.0f} s, ended", "", "", "", target
        if step == "build" and (ratio := measured.ratio("build", "mkdocs")):
            yield "the same, beside MkDocs", "", "", "", ratio, "≤ 0.25"
        if step == "build changed":
            said = f"no: {len(measured.differing)} files differ" if measured.differing else "yes"
            yield "its site is byte-identical to a cold build's", said, "", "", "", "yes"
    most = max(cost.peak for step in GROWING for cost in measured.costs[step])
    yield "peak memory of any process of ours", f"{most:.0f} MB", "", "", "", "≤ 1,000 MB"
    weight = measured.weight
    yield "pages", f"{weight.pages:,}", "", "", "", ""
    yield "files of the site", f"{weight.files:,}", "", "", "", "no limit known"
    yield "size of the site", f"{weight.bytes / 1e6:,.1f} MB", "", "", "", f"≤ {PAGES_LIMIT / 1e6:,.0f} MB"
    for kind, (size, address) in sorted(weight.heaviest.items()):
        label = f"heaviest page, {kind}: /{address.removesuffix('index.html')}"
        yield label, f"{size / 1000:.1f} KB gzip", "", "", "", f"≤ {PAGE_LIMIT / 1000:.0f} KB"
    size, address = weight.api
    yield f"largest file of the API: /{address}", f"{size / 1e6:.2f} MB", "", "", "", f"≤ {API_LIMIT / 1e6:.0f} MB"
    for text, (size, is_found) in measured.search.items():
        shown = f"{size / 1000:.1f} KB gzip, {'' if is_found else 'not '}found"
        yield f"search index and scripts before the first answer to {text}", shown, "", "", "", ""


def print_size(measured: Measured, rounds: int) -> None:
    """Print one size's table."""
    print(
        f"\n**{measured.agencies:,} agencies**: {measured.submissions:,} submissions, {measured.reports:,} reports, "
        f"{measured.files:,} files, {measured.yaml / 1e6:.1f} MB of YAML; rounds: {rounds}\n"
    )
    print("| what | measured | processor s | peak MB | ratio to peer | target |\n|---|---|---|---|---|---|")
    for row in rows(measured):
        print(f"| {' | '.join(row)} |")
    print(flush=True)


def print_growth(sizes: list[Measured]) -> None:
    """Print how cost per agency grows from the last size but one to the last."""
    names = [f"{measured.agencies:,}" for measured in sizes]
    print(f"\n**Growth**: seconds by number of agencies, and cost per agency at {names[-1]} beside {names[-2]}\n")
    print(f"| what | {' | '.join(names)} | growth, linear = 1 | target |\n|---|{'---|' * len(names)}---|---|")
    for step in STEPS:
        costs = [measured.median(step) for measured in sizes]
        seconds = [cost.seconds for cost in costs if cost]
        if len(seconds) == len(sizes):
            growth = seconds[-1] / sizes[-1].agencies / (seconds[-2] / sizes[-2].agencies)
            shown = " | ".join(f"{value:.2f}" for value in seconds)
            print(f"| {STEPS[step][0]} | {shown} | {growth:.2f} | {'≤ 1.1' if step in GROWING else ''} |")


def as_json(sizes: list[Measured], options: argparse.Namespace) -> str:
    """Write everything that was measured, round by round."""
    made: dict[str, Any] = {"machine": machine(), "rounds": options.rounds, "seed": options.seed, "sizes": []}
    for measured in sizes:
        costs = {step: [cost._asdict() for cost in costs] for step, costs in measured.costs.items()}
        made["sizes"].append(asdict(measured) | {"costs": costs})
    return json.dumps(made, ensure_ascii=False, indent=1) + "\n"


def main() -> None:
    """Run the sizes and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[300], metavar="N", help="numbers of agencies [300]")
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--peers", action=argparse.BooleanOptionalAction, default=True)
    parser.add_argument("--peer-limit", type=float, default=900, metavar="S", help="seconds, of each of them [900]")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all that was measured")
    parser.add_argument("--seed", type=int, default=2023)
    options = parser.parse_args()
    print(f"{machine()}; load {os.getloadavg()[0]:.1f}", flush=True)
    sizes: list[Measured] = []
    for agencies in sorted(options.sizes):
        with tempfile.TemporaryDirectory(prefix="national-") as name:
            sizes.append(measure(agencies, options, Path(name)))
        print_size(sizes[-1], options.rounds)
        if options.json:
            options.json.write_text(as_json(sizes, options), encoding="utf-8")
    if len(sizes) > 1:
        print_growth(sizes)


if __name__ == "__main__":
    main()
