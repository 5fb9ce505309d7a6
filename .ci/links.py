"""Build the site for a local address, serve it there, and let LinkChecker follow every link.

The build's own check reads files; this one requests pages from a server, as a browser does. It does not follow links
to other hosts.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import threading
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

CONFIG = """\
[checking]
threads=2
maxrequestspersecond=10000
"""


class _Handler(SimpleHTTPRequestHandler):
    def end_headers(self) -> None:
        self.send_header("LinkChecker", "welcome")  # otherwise LinkChecker waits up to 0.6 s between requests
        super().end_headers()

    def list_directory(self, path: str | os.PathLike[str]) -> None:  # noqa: ARG002 - the base class names it
        """Answer 404 for a folder without a page, as web hosts do."""
        self.send_error(HTTPStatus.NOT_FOUND)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it
        """Print nothing: LinkChecker reports the faults."""


def main() -> int:
    """Return LinkChecker's exit code: 0 if every link works."""
    folder = Path("build/linked")
    folder.mkdir(parents=True, exist_ok=True)
    with (
        ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, directory=str(folder))) as server,
        tempfile.NamedTemporaryFile("w", suffix=".ini") as config,
    ):
        address = f"http://127.0.0.1:{server.server_port}/"
        # Canonical and alternate links are absolute, so they are only checked if the site is built for this address.
        build = [sys.executable, "-m", "generator", "build", "--site-dir", str(folder)]
        subprocess.run(build, env=os.environ | {"SITE_URL": address}, check=True)
        config.write(CONFIG)
        config.flush()
        Path(config.name).chmod(0o644)  # LinkChecker started by root reads it as another user
        threading.Thread(target=server.serve_forever, daemon=True).start()
        pages = [address, *(address + path.relative_to(folder).as_posix() for path in folder.rglob("404.html"))]
        linkchecker = Path(sys.executable).with_name("linkchecker")
        done = subprocess.run([linkchecker, "--no-status", "--config", config.name, *pages], check=False)
        server.shutdown()
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
