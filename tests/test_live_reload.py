"""The local server: pages reload themselves when a file changes, in every locale."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.roots import environment, interruptible, make_root


@pytest.fixture(params=[[], ["--poll"]], ids=["told", "polling"])
def served(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Path, str]]:
    root = make_root(tmp_path, "two-policies")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with subprocess.Popen(
        [sys.executable, "-m", "generator", "serve", "--root", str(root), "--port", str(port), *request.param],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        env=environment(),
        preexec_fn=interruptible,
    ) as process:
        assert process.stderr is not None
        for line in process.stderr:
            if "Serving on" in line:
                break
        yield root, f"http://127.0.0.1:{port}/"
        process.send_signal(signal.SIGINT)
        assert "Traceback" not in process.communicate(timeout=30)[1]


@pytest.mark.browser
def test_an_open_page_shows_what_has_changed_in_the_data(served: tuple[Path, str], browser: Browser) -> None:
    root, address = served
    page = browser.new_page()
    errors: list[str] = []
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.goto(f"{address}en/small/tasks/01/")
    task = root / "data/policies/small/tasks/01.yml"
    text = task.read_text(encoding="utf-8")
    assert "    en: " in text
    task.write_text(text.replace("    en: ", "    en: Freshly changed. ", 1), encoding="utf-8")
    page.wait_for_function("document.body.textContent.includes('Freshly changed.')", timeout=60_000)
    assert errors == []
    page.close()
