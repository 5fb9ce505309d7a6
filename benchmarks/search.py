"""Score the search on the real site in Chromium against Pagefind on the same pages, in the same run.

    python benchmarks/search.py [--site DIR] [--no-peer] [--misses]

Three sets of queries: `given.json` (written with the task), `own.json` (written before the ranking was tuned, and
not changed since) and `drawn`, drawn at random here from the documents' texts: pieces of four characters, also in
Traditional script, with one character replaced by a homophone, in pinyin and as initials; English words, and
English words with a typo. A drawn query succeeds if a task that contains it is among the first results.

Each query is opened as `search/?q=…`. The score depends on the order of the links on the page: of links to tasks
for queries that look for a task, otherwise of links of the wanted kind. Bytes are the bodies (gzip -9) of all
scripts and parts of the index that the page requested and received before it showed the first answer. Times are
measured at a quarter of the machine's speed.
"""

from __future__ import annotations

import argparse
import functools
import gzip
import http.server
import json
import random
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from generator.config import read_config  # noqa: E402 - as above
from generator.model import Catalog  # noqa: E402 - as above
from generator.pipeline import validate  # noqa: E402 - the repository's own package, before it is installed

PREFIX = {"zh": "", "en": "en/", "zh-Hant": "zh-Hant/"}
DRAWN = 40  # random queries of each kind
SLOWER = 4
DONE = "#answer:not([hidden]):not([aria-busy])"

# Records when the page shows its first result, and which scripts it requests only after that.
WATCH = """
  window.later = [];
  const append = Node.prototype.appendChild;
  Node.prototype.appendChild = function (child) {
    if (child.src && document.querySelector('a.hit')) window.later.push(child.src);
    return append.call(this, child);
  };
  new MutationObserver((changes, observer) => {
    if (document.querySelector('a.hit')) { window.firstAnswer = performance.now(); observer.disconnect(); }
  }).observe(document, {childList: true, subtree: true});
"""


@dataclass
class Query:
    """A query, and the right addresses below the locale's prefix."""

    site: str
    kind: str
    text: str
    right: set[str]


@dataclass
class Score:
    """The results of the queries of one kind."""

    first: int = 0
    third: int = 0
    total: int = 0
    misses: list[str] = field(default_factory=list)

    def add(self, query: Query, rank: int | None, shown: list[str]) -> None:
        """Count one query; `rank` counts from 0."""
        self.total += 1
        self.first += rank == 0
        self.third += rank is not None and rank < 3
        if rank != 0:
            self.misses.append(f"{query.site} {query.kind} {query.text}: {rank} in {shown[:4]}")


def read_queries(name: str, policy: str) -> list[Query]:
    """Read a set of queries."""
    items: list[dict[str, Any]] = json.loads((ROOT / "benchmarks" / "queries" / f"{name}.json").read_text("utf-8"))
    return [
        Query(
            item["site"],
            item["kind"],
            item["query"],
            {f"{policy}/tasks/{number:02d}/" for number in item["tasks"]} if "tasks" in item else set(item["find"]),
        )
        for item in items
    ]


def draw_queries(catalog: Catalog) -> list[Query]:
    """Draw queries at random, always the same ones for the same texts."""
    policy = next(iter(catalog.policies.values()))
    chinese = {
        f"{policy.id}/tasks/{task.address}/": "\n".join(
            (policy.name(task).zh, *(clause.text.zh for clause in task.clauses))
        )
        for task in policy.tasks
    }
    english = {
        f"{policy.id}/tasks/{task.address}/": " ".join(
            text.translations.get("en", "").casefold()
            for text in (policy.name(task), *(clause.text for clause in task.clauses))
        )
        for task in policy.tasks
    }
    terms = [term.name.zh for term in policy.glossary if re.fullmatch("[\u4e00-\u9fff]{4,8}", term.name.zh)]
    lot = random.Random(20230413)  # noqa: S311 - for a benchmark
    return [*draw_chinese(lot, chinese, terms), *draw_english(lot, english)]


def draw_chinese(lot: random.Random, texts: dict[str, str], terms: list[str]) -> Iterator[Query]:
    """Draw pieces of four characters, and yield them in the spellings that readers use."""
    import opencc
    from pypinyin import lazy_pinyin

    runs = {run for text in texts.values() for run in re.findall("[\u4e00-\u9fff]+", text)}
    pieces = sorted({run[at : at + 4] for run in runs for at in range(len(run) - 3)})
    common = bytes(byte for row in range(0xB0, 0xD8) for cell in range(0xA1, 0xFE) for byte in (row, cell))
    sounds: dict[str, list[str]] = defaultdict(list)
    for character in common.decode("gb2312", "ignore"):
        sounds[lazy_pinyin(character)[0]].append(character)

    def holding(piece: str) -> set[str]:
        return {address for address, text in texts.items() if piece in text}

    def misheard(piece: str) -> str:
        at = lot.randrange(4)
        others = [one for one in sounds[lazy_pinyin(piece)[at]] if one != piece[at]]
        return piece[:at] + lot.choice(others) + piece[at + 1 :] if others else piece

    for _ in range(DRAWN):
        piece = lot.choice(pieces)
        yield Query("zh", "piece", piece, holding(piece))
        piece = lot.choice(pieces)
        site, profile = lot.choice([("zh", "s2tw"), ("zh-Hant", "s2tw"), ("zh-Hant", "s2hk")])
        yield Query(site, "traditional", opencc.OpenCC(profile).convert(piece), holding(piece))
        piece = lot.choice(pieces)
        yield Query("zh", "sounds alike", misheard(piece), holding(piece))
        piece = lot.choice(pieces)
        gap = lot.choice(["", " "])
        yield Query(lot.choice(["zh", "zh-Hant"]), "pinyin", gap.join(lazy_pinyin(piece)), holding(piece))
        term = lot.choice(terms)
        if holding(term):
            yield Query("zh", "initials", "".join(one[0] for one in lazy_pinyin(term)), holding(term))


def draw_english(lot: random.Random, texts: dict[str, str]) -> Iterator[Query]:
    """Draw words of five letters or more; yield them as they are, and with one letter left out or two swapped."""
    words = sorted({word for text in texts.values() for word in re.findall("[a-z]{5,}", text)})

    def slip(word: str) -> str:
        at = lot.randrange(1, len(word) - 1)
        return lot.choice([word[:at] + word[at + 1 :], word[:at] + word[at + 1] + word[at] + word[at + 2 :]])

    for _ in range(DRAWN):
        for kind, change in (("word", str), ("slip", slip)):
            word = lot.choice(words)
            right = {address for address, text in texts.items() if re.search(rf"\b{word}", text)}
            yield Query("en", kind, change(word), right)


def rank_of(query: Query, links: list[tuple[str, str]], *, pages: bool) -> tuple[int | None, list[str]]:
    """Return the rank of the first right link among those of its kind, and their addresses; links are (kind, address).

    For an engine that finds only `pages`, the right page is enough.
    """
    if pages:
        query = replace(query, right={address.partition("#")[0] for address in query.right})
    tasks = all(re.search(r"/tasks/\d+/$", address) for address in query.right)
    if tasks:
        seen = list(dict.fromkeys(address.split("#")[0] for _, address in links if "/tasks/" in address))
    else:
        kinds = {kind for kind, address in links if address in query.right}
        seen = list(dict.fromkeys(address for kind, address in links if kind in kinds))
    return next((place for place, address in enumerate(seen) if address in query.right), None), seen


class Ours:
    """The site's own search, in a browser."""

    def __init__(self, browser: Browser, base: str, site: Path) -> None:
        self.browser, self.base, self.site = browser, base, site
        self.bytes: dict[str, list[int]] = defaultdict(list)
        self.page = browser.new_page()
        self.page.add_init_script(WATCH)

    def open(self, query: Query) -> list[tuple[str, str]]:
        """Open the results page of a query; returns its links as (kind, address), in order."""
        page = self.page
        page.goto(f"{self.base}{PREFIX[query.site]}search/?q={quote(query.text, safe='')}")
        page.wait_for_selector(DONE, state="attached")
        links = page.eval_on_selector_all(
            "a.hit",
            "hits => hits.map(hit => [hit.closest('section').querySelector('h2').id.slice(6),"
            " hit.getAttribute('href')])",
        )
        scripts: list[str] = page.evaluate(
            "[...document.querySelectorAll('script[src*=\"/search/\"]:not([type])')].map(one => one.src)"
            ".filter(one => !window.later.includes(one))"
        )
        self.bytes[query.site].append(sum(compressed(self.site / urlsplit(one).path[1:]) for one in scripts))
        return [(kind, address.removeprefix("../")) for kind, address in links]

    def times(self, queries: list[Query]) -> list[float]:
        """Type every query into an open page at a quarter of the machine's speed; returns milliseconds per answer."""
        took = []
        for site in PREFIX:
            page = self.browser.new_page()
            page.goto(f"{self.base}{PREFIX[site]}search/")
            page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
            for query in (query for query in queries if query.site == site):
                page.evaluate("document.getElementById('results').removeAttribute('data-took')")
                page.fill("#find", query.text)
                page.press("#find", "Enter")
                page.wait_for_selector(f"{DONE} #results[data-took]", state="attached")
                took.append(float(page.get_attribute("#results", "data-took") or 0))
            page.close()
        return took

    def first_answer(self, query: Query) -> tuple[float, float]:
        """Open a query cold at a quarter of the speed; returns milliseconds: (longest task, last byte to answer)."""
        page = self.browser.new_page()
        page.add_init_script(
            WATCH + "window.longest = 0;new PerformanceObserver(list => list.getEntries().forEach(one => {"
            "window.longest = Math.max(window.longest, one.duration); })).observe({type: 'longtask', buffered: true})"
        )
        page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        page.goto(f"{self.base}{PREFIX[query.site]}search/?q={quote(query.text, safe='')}")
        page.wait_for_selector(f"{DONE} a.hit", state="attached")
        longest, wait = page.evaluate(
            "[window.longest, window.firstAnswer - Math.max(...performance.getEntriesByType('resource')"
            ".filter(one => one.responseEnd <= window.firstAnswer).map(one => one.responseEnd))]"
        )
        page.close()
        return longest, wait


class Pagefind:
    """Pagefind's extended build on the same pages, queried through its own script."""

    def __init__(self, browser: Browser, site: Path, folder: Path) -> None:
        self.folder = folder
        shutil.copytree(site, folder, dirs_exist_ok=True)
        command = [sys.executable, "-m", "pagefind", "--site", str(folder), "--root-selector", "#main", "--quiet"]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        # Its script runs on a page without the site's security policy, which would forbid its WebAssembly.
        for lang, prefix in (("zh-Hans", ""), ("en", "en/"), ("zh-Hant", "zh-Hant/")):
            (folder / prefix / "peer.html").write_text(f'<!doctype html><html lang="{lang}"><title>peer</title>')
        self.browser = browser
        self.bytes: dict[str, list[int]] = defaultdict(list)
        self.page = browser.new_page()
        self.asked: list[str] = []
        self.page.context.on("request", lambda request: self.asked.append(request.url))  # those of its worker too
        self.base = ""

    def search(self, page: Page, text: str) -> tuple[list[str], float]:
        """Search for a text; returns the addresses in order, and the milliseconds taken."""
        urls, took = page.evaluate(
            """async ([base, text]) => {
              const pagefind = await import(base + 'pagefind/pagefind.js');
              const start = performance.now();
              const found = await pagefind.search(text);
              const urls = [];
              for (const one of found.results.slice(0, 30)) urls.push((await one.data()).url);
              return [urls, performance.now() - start];
            }""",
            [self.base, text],
        )
        return urls, took

    def open(self, query: Query) -> list[tuple[str, str]]:
        """Run a query in the reader's language on a fresh page."""
        page = self.page
        page.goto(f"{self.base}{PREFIX[query.site]}peer.html")
        self.asked.clear()
        urls, _ = self.search(page, query.text)
        needed = {one for one in self.asked if "/pagefind/" in one and "/fragment/" not in one}
        self.bytes[query.site].append(sum(compressed(self.folder / urlsplit(one).path[1:]) for one in needed))
        return [("page", url.lstrip("/").removeprefix(PREFIX[query.site])) for url in urls]

    def times(self, queries: list[Query]) -> list[float]:
        """Run every query on an open page at a quarter of the machine's speed; returns milliseconds per answer."""
        took = []
        for site in PREFIX:
            page = self.browser.new_page()
            page.goto(f"{self.base}{PREFIX[site]}peer.html")
            page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
            took += [self.search(page, query.text)[1] for query in queries if query.site == site]
            page.close()
        return took


@functools.cache
def compressed(path: Path) -> int:
    """Return the bytes of a file's body as most hosts send it: with gzip, unless it is compressed already."""
    data = path.read_bytes()
    return min(len(data), len(gzip.compress(data, 9, mtime=0)))


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder on 127.0.0.1."""

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_: Any) -> None:
            pass

        def copyfile(self, *files: Any) -> None:
            with suppress(ConnectionError):  # a page may be closed before it has loaded completely
                super().copyfile(*files)

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()


def score(engine: Ours | Pagefind, queries: list[Query]) -> dict[str, Score]:
    """Run every query once; returns the scores by kind, with the total under ""."""
    scores: dict[str, Score] = defaultdict(Score)
    for query in queries:
        rank, shown = rank_of(query, engine.open(query), pages=isinstance(engine, Pagefind))
        scores[query.kind].add(query, rank, shown)
        scores[""].add(query, rank, shown)
    return scores


def print_scores(name: str, ours: dict[str, Score], peer: dict[str, Score] | None) -> None:
    """Print one set's table."""
    print(
        f"\n### {name}\n\n| kind | queries | ours @1 | ours @3 | Pagefind @1 | Pagefind @3 |\n|---|---|---|---|---|---|"
    )
    for kind, own in sorted(ours.items(), key=lambda item: (item[0] == "", item[0])):
        other = peer[kind] if peer else None
        beside = f"{other.first} | {other.third}" if other else "– | –"
        print(f"| {kind or '**all**'} | {own.total} | {own.first} | {own.third} | {beside} |")
    if peer:
        all_, theirs = ours[""], peer[""]
        print(f"\nratio @1 {all_.first / max(1, theirs.first):.2f}, @3 {all_.third / max(1, theirs.third):.2f}")


def percentile(values: list[float], share: float) -> float:
    """Return the value below which a share of all values falls."""
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def main() -> None:
    """Run everything and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--site", type=Path, help="a built site (default: build one)")
    parser.add_argument("--no-peer", action="store_true", help="leave Pagefind out")
    parser.add_argument("--misses", action="store_true", help="print what was not first")
    options = parser.parse_args()
    catalog, _ = validate(read_config(ROOT))
    policy = next(iter(catalog.policies))
    sets = {"given": read_queries("given", policy), "own": read_queries("own", policy), "drawn": draw_queries(catalog)}
    with tempfile.TemporaryDirectory(prefix="search-") as name, sync_playwright() as playwright:
        site = options.site or Path(name) / "site"
        if not options.site:
            command = [sys.executable, "-m", "generator", "build", "--root", str(ROOT), "--site-dir", str(site)]
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=ROOT)
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium") or shutil.which("google-chrome"), args=["--no-sandbox"]
        )
        peer = None if options.no_peer else Pagefind(browser, site, Path(name) / "peer")
        with served(site) as base, served(Path(name) / "peer" if peer else site) as other:
            ours = Ours(browser, base, site)
            if peer:
                peer.base = other
            for title, queries in sets.items():
                own = score(ours, queries)
                print_scores(title, own, score(peer, queries) if peer else None)
                if options.misses:
                    print("\n" + "\n".join(own[""].misses))
            everything = [query for queries in sets.values() for query in queries]
            times = ours.times(everything)
            print("\n### Weight and time\n\n| | ours | Pagefind | ratio | target |\n|---|---|---|---|---|")
            print_figures(ours, peer, times, peer.times(everything) if peer else None)
            cold = [ours.first_answer(query) for query in sets["given"][::3]]
            for label, values in (
                ("longest task until a cold page has answered", [longest for longest, _ in cold]),
                ("from the last byte to the first answer of a cold page", [wait for _, wait in cold]),
            ):
                print(f"{label}: median {statistics.median(values):.0f} ms, p95 {percentile(values, 0.95):.0f} ms")
        print(f"from file://: {'answers' if answers_from_file(browser, site) else 'does not answer'}")
        browser.close()


def print_figures(ours: Ours, peer: Pagefind | None, own: list[float], other: list[float] | None) -> None:
    """Print the bytes loaded before the first answer and the times per answer."""
    rows: list[tuple[str, float, float | None, str]] = []
    for site in PREFIX:
        mine, theirs = ours.bytes[site], peer.bytes[site] if peer else []
        for name, measure in (("median", statistics.median), ("most", max)):
            label = f"KB before the first answer, {site}, {name}"
            rows.append((label, measure(mine) / 1000, measure(theirs) / 1000 if theirs else None, "≤ 25"))
    for name, share, target in (("median", 0.5, "< 50"), ("p95", 0.95, "< 50"), ("most", 1.0, "")):
        rows.append(
            (f"ms per answer, {name}", percentile(own, share), percentile(other, share) if other else None, target)
        )
    for label, value, beside, target in rows:
        ratio = f"{beside:.1f} | {value / beside:.2f}" if beside else "– | –"
        print(f"| {label} | {value:.1f} | {ratio} | {target} |")


def answers_from_file(browser: Browser, site: Path) -> bool:
    """Return whether the search works without a server."""
    page = browser.new_page()
    page.goto(f"{(site / 'search' / 'index.html').as_uri()}?q={quote('应急广播')}")
    page.wait_for_timeout(2000)
    link = page.query_selector("a.hit")
    good = link is not None and Path(urlsplit(str(link.evaluate("one => one.href"))).path).is_file()
    page.close()
    return good


if __name__ == "__main__":
    main()
