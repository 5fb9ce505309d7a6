"""A built site as a static host serves it, on this machine."""

from __future__ import annotations

import contextlib
import functools
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from tests.sitefiles import Site


class _Host(SimpleHTTPRequestHandler):
    """Answers with the root's 404.html for every address that does not exist."""

    def send_error(self, code: int, *_: object) -> None:
        body = (Path(self.directory) / "404.html").read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@contextlib.contextmanager
def served(site: Site) -> Iterator[str]:
    """Serve a site until the block ends; gives the address of its root, with the closing slash."""
    with ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Host, directory=str(site.folder))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
