"""Measure page weight in the browser of a first-time visitor, and first paint on a slow network.

    python benchmarks/pages.py [--site site] [--rounds 3]

A built site is served with gzip on this machine and opened in headless Chromium with an empty cache.
Weight: bytes on the wire (headers included) and requests of a first visit to each kind of page, and of a
second page after it. Paint: first contentful paint at 400 kbit/s, 400 ms round trip and a CPU slowed down 4 times;
medians. Other hosts: requests that leave the site (there must be none).
"""

from __future__ import annotations

import argparse
import functools
import gzip
import http.server
import re
import statistics
import threading
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
KBIT = 1000 / 8  # bytes per second of one kbit/s


class Handler(http.server.SimpleHTTPRequestHandler):
    """Serves files with gzip, as hosts do."""

    def do_GET(self) -> None:
        """Send a file."""
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if not path.is_file():
            self.send_error(404)
            return
        body = gzip.compress(path.read_bytes(), 6, mtime=0)
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Cache-Control", "max-age=600")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Print nothing."""


def kinds(site: Path) -> dict[str, str]:
    """Return the address of the heaviest page of each kind in the default locale, by kind."""
    found: dict[str, tuple[int, str]] = {}
    for path in site.rglob("index.html"):
        text = path.read_text(encoding="utf-8")
        if '<html lang="zh-Hans"' not in text:
            continue
        kind = re.search(r'class="page page-([a-z-]+)"', text)
        if kind:
            size = len(gzip.compress(text.encode(), 6))
            address = path.parent.relative_to(site).as_posix()
            found[kind[1]] = max(found.get(kind[1], (0, "")), (size, "" if address == "." else f"{address}/"))
    return {kind: address for kind, (_, address) in sorted(found.items())}


def visit(browser: Browser, base: str, address: str, second: str | None = None) -> dict[str, float]:
    """Measure a page opened with an empty cache; with `second`, measure another page opened after it."""
    context = browser.new_context(viewport={"width": 360, "height": 800}, device_scale_factor=2)
    page = context.new_page()
    if second is not None:
        page.goto(base + address, wait_until="networkidle")
        address = second
    weights: dict[str, float] = {"bytes": 0, "requests": 0, "elsewhere": 0}
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.on(
        "Network.loadingFinished", lambda event: weights.update(bytes=weights["bytes"] + event["encodedDataLength"])
    )

    def count(event: dict[str, Any]) -> None:
        url: str = event["request"]["url"]
        if url.startswith("data:"):
            return
        weights["requests"] += 1
        weights["elsewhere"] += not url.startswith(base)

    session.on("Network.requestWillBeSent", count)
    page.goto(base + address, wait_until="networkidle")
    context.close()
    return weights


def paint(browser: Browser, base: str, address: str) -> float:
    """Return the first contentful paint in seconds, on a slow network and CPU with an empty cache."""
    context = browser.new_context(viewport={"width": 360, "height": 800}, device_scale_factor=2)
    page: Page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.send(
        "Network.emulateNetworkConditions",
        {"offline": False, "latency": 400, "downloadThroughput": 400 * KBIT, "uploadThroughput": 400 * KBIT},
    )
    session.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    page.goto(base + address, wait_until="load")
    page.wait_for_function("performance.getEntriesByName('first-contentful-paint').length")
    seconds = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime") / 1000
    context.close()
    return float(seconds)


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--site", type=Path, default=ROOT / "site")
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    handler = functools.partial(Handler, directory=str(arguments.site))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    base = f"http://127.0.0.1:{server.server_port}/"
    print("| kind | heaviest page | first visit KB | requests | other hosts | as second page KB | first paint s |")
    print("|---|---|---|---|---|---|---|")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        for kind, address in kinds(arguments.site).items():
            first = visit(browser, base, address)
            second = visit(browser, base, "about/", address)
            seconds = statistics.median(paint(browser, base, address) for _ in range(arguments.rounds))
            print(
                f"| {kind} | /{address} | {first['bytes'] / 1000:.1f} | {first['requests']:.0f} "
                f"| {first['elsewhere']:.0f} | {second['bytes'] / 1000:.1f} | {seconds:.2f} |"
            )
        browser.close()
    server.shutdown()


if __name__ == "__main__":
    main()
