"""Builds the site for an address on this machine, serves it there, and has LinkChecker follow every link in it.

The build's own check knows the files; this one asks a server, as a reader's browser does. Links to other
hosts are not followed.
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
        self.send_header("LinkChecker", "welcome")  # it waits up to 0.6 s between requests to any other server
        super().end_headers()

    def list_directory(self, path: str | os.PathLike[str]) -> None:  # noqa: ARG002 - the base class names it
        """Answer as a web host does where a folder has no page."""
        self.send_error(HTTPStatus.NOT_FOUND)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it
        """Say nothing: LinkChecker reports what went wrong."""


def main() -> int:
    """Return LinkChecker's exit code: 0 where every link leads somewhere."""
    folder = Path("build/linked")
    folder.mkdir(parents=True, exist_ok=True)
    with (
        ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, directory=str(folder))) as server,
        tempfile.NamedTemporaryFile("w", suffix=".ini") as config,
    ):
        address = f"http://127.0.0.1:{server.server_port}/"
        # Canonical and alternate links are whole addresses: they are checked if the site is built to stand here.
        build = [sys.executable, "-m", "generator", "build", "--site-dir", str(folder)]
        subprocess.run(build, env=os.environ | {"SITE_URL": address}, check=True)
        config.write(CONFIG)
        config.flush()
        Path(config.name).chmod(0o644)  # started by root, LinkChecker reads it as another user
        threading.Thread(target=server.serve_forever, daemon=True).start()
        pages = [address, *(address + path.relative_to(folder).as_posix() for path in folder.rglob("404.html"))]
        linkchecker = Path(sys.executable).with_name("linkchecker")
        done = subprocess.run([linkchecker, "--no-status", "--config", config.name, *pages], check=False)
        server.shutdown()
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
