"""Serving while writing: every locale is rebuilt when something changes, and faults don't end it."""

from __future__ import annotations

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.errors import GeneratorError
from generator.pipeline.serve import Builder
from tests.roots import AS_OF, REPO, environment, generator, interruptible
from tests.test_build import edit

PATIENCE = 120  # seconds at most; a busy machine is slow


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def get(port: int, path: str) -> str:
    with contextlib.closing(http.client.HTTPConnection("127.0.0.1", port, timeout=10)) as connection:
        connection.request("GET", path)
        answer = connection.getresponse()
        text = answer.read().decode()
        return text if answer.status == 200 else ""


def eventually(holds: Callable[[], bool], running: subprocess.Popen[bytes]) -> bool:
    """Wait until something holds, as long as the server runs."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and running.poll() is None:
        try:
            if holds():
                return True
        except OSError:  # not listening yet
            pass
        time.sleep(0.2)
    return False


def test_changes_are_served_in_every_locale_and_faults_do_not_end_it(ready: Path) -> None:
    port = free_port()
    log = ready.parent / "log.txt"
    with log.open("wb") as output:
        running = subprocess.Popen(
            [sys.executable, "-m", "generator", "serve", "--root", ready, "--as-of", AS_OF, "--port", str(port)],
            env=environment(),
            cwd=REPO,
            stdout=output,
            stderr=output,
            preexec_fn=interruptible,
        )
    try:
        clause = ready / "data/policies/lake-rules/tasks/03.yml"
        pages = [f"/{prefix}lake-rules/tasks/03/" for prefix in ("", "en/", "zh-Hant/")]
        assert eventually(lambda: all("安全第一" in get(port, page) for page in pages), running), log.read_text()
        edit(clause, "安全第一", "安全为先")
        assert eventually(
            lambda: all("安全" in get(port, page) and "第一。" not in get(port, page) for page in pages), running
        )
        good = clause.read_text(encoding="utf-8")
        clause.write_text("area: 1\n", encoding="utf-8")
        assert eventually(lambda: "M101" in log.read_text(encoding="utf-8"), running)
        assert "安全为先" in get(port, pages[0])  # the site as it was
        clause.write_text(good.replace("安全为先", "安全至上"), encoding="utf-8")
        assert eventually(lambda: "安全至上" in get(port, pages[0]), running)
        assert "Traceback" not in log.read_text(encoding="utf-8")
    finally:
        running.send_signal(signal.SIGINT)
        running.wait(PATIENCE)
    assert running.returncode in {0, 130}
    assert "Traceback" not in log.read_text(encoding="utf-8")


def test_a_fault_of_the_machine_does_not_end_the_process_that_builds(tmp_path: Path) -> None:
    (tmp_path / "full").touch()

    def build() -> bool:
        if (tmp_path / "full").exists():
            raise OSError(28, "No space left on device")
        return True

    builder = Builder(build)
    try:
        with pytest.raises(GeneratorError, match="No space left"):
            builder.build()
        (tmp_path / "full").unlink()
        assert builder.build()
    finally:
        builder.stop()


def test_when_the_process_that_builds_is_gone_that_is_said_each_time() -> None:
    builder = Builder(lambda: os._exit(1))
    try:
        for _ in range(2):
            with pytest.raises(GeneratorError, match="ended from outside"):
                builder.build()
    finally:
        builder.stop()


def test_a_port_in_use_is_exit_code_2(ready: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = generator("serve", "--root", ready, "--port", str(taken.getsockname()[1]))
    assert done.returncode == 2
    assert "port" in done.stderr


def test_data_with_errors_at_the_start_is_exit_code_2(ready: Path) -> None:
    (ready / "data/policies/lake-rules/tasks/03.yml").write_text("area: 1\n", encoding="utf-8")
    done = generator("serve", "--root", ready, "--port", str(free_port()))
    assert done.returncode == 2
    assert "M101" in done.stdout


def test_plain_mkdocs_serve_shows_every_locale_and_what_changes(ready: Path) -> None:
    port = free_port()
    log = ready.parent / "log.txt"
    with log.open("wb") as output:
        running = subprocess.Popen(
            [sys.executable, "-m", "mkdocs", "serve", "--dev-addr", f"127.0.0.1:{port}"],
            env=environment({"NO_MKDOCS_2_WARNING": "1"}),
            cwd=ready,
            stdout=output,
            stderr=output,
            preexec_fn=interruptible,
        )
    try:
        clause = ready / "data/policies/lake-rules/tasks/03.yml"
        pages = [f"/{prefix}lake-rules/tasks/03/" for prefix in ("", "en/", "zh-Hant/")]
        assert eventually(lambda: all("安全第一" in get(port, page) for page in pages), running), log.read_text()
        assert "Content-Security-Policy" not in get(port, pages[0])  # or the script that reloads it could not run
        edit(clause, "安全第一", "安全为先")
        assert eventually(lambda: "安全为先" in get(port, pages[0]), running), log.read_text()
        assert "安全第一" not in get(port, pages[1])
    finally:
        running.send_signal(signal.SIGINT)
        running.wait(PATIENCE)
