"""A process that has the program loaded and forks for each command, which saves half a second a call.

Each command still runs the real command line, in a process and a folder of its own. Run with the path of a socket.
"""

from __future__ import annotations

import importlib
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NoReturn

_LOADED = (
    "generator.cli",
    "generator.pipeline",
    "generator.export.formats",
    "mkdocs.commands.build",
    "mkdocs.config",
    "opencc",
    "rjieba",
)
_AT_START = ("PYTHON", "LANG", "LC_", "TZ", "GENERATOR_")  # variables that Python reads when it starts


def suits(environment: Mapping[str, str | None]) -> bool:
    """Return whether a command with these variables may run in a fork: none of them matters only at a start."""
    return os.name == "posix" and not any(name.startswith(_AT_START) for name in environment)


class Loaded:
    """The process, started by the first command and ended with the tests."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        """Start it; `environment` is that of all commands that change nothing in theirs."""
        self._folder = tempfile.TemporaryDirectory(prefix="loaded-")
        self._path = str(Path(self._folder.name) / "socket")
        with socket.socket(socket.AF_UNIX) as ready:
            ready.bind(f"{self._path}.ready")
            ready.listen()
            command = [sys.executable, "-m", "tests.loaded", self._path]
            self._process = subprocess.Popen(command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
            ready.settimeout(120)
            ready.accept()[0].close()

    def run(
        self, arguments: Sequence[str], environment: Mapping[str, str], cwd: Path, timeout: float
    ) -> subprocess.CompletedProcess[str]:
        """Run a command and return what it wrote; raises TimeoutExpired and ends it if it takes too long."""
        with (
            tempfile.TemporaryFile() as out,
            tempfile.TemporaryFile() as err,
            socket.socket(socket.AF_UNIX) as connection,
        ):
            connection.connect(self._path)
            asked = json.dumps([list(arguments), dict(environment), str(cwd)]).encode()
            socket.send_fds(connection, [len(asked).to_bytes(4, "big")], [out.fileno(), err.fileno()])
            connection.sendall(asked)
            pid = int.from_bytes(_received(connection, 4), "big")
            connection.settimeout(timeout)
            try:
                code = int.from_bytes(_received(connection, 4), "big", signed=True)
            except TimeoutError:
                os.kill(pid, signal.SIGKILL)
                raise subprocess.TimeoutExpired(arguments, timeout) from None
            texts = []
            for file in (out, err):
                file.seek(0)
                texts.append(file.read().decode().replace("\r\n", "\n"))
        return subprocess.CompletedProcess(arguments, code, *texts)


def _received(connection: socket.socket, size: int) -> bytes:
    data = b""
    while len(data) < size:
        piece = connection.recv(size - len(data))
        if not piece:
            raise ConnectionError("the process that has the program loaded is gone")
        data += piece
    return data


def _serve(path: str) -> NoReturn:
    """Fork for each command until the tests end, which closes the standard input."""
    for name in _LOADED:
        importlib.import_module(name)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for those who wait for a command
    listening = socket.socket(socket.AF_UNIX)
    listening.bind(path)
    listening.listen()
    with socket.socket(socket.AF_UNIX) as ready:
        ready.connect(f"{path}.ready")
    parent = os.getppid()
    listening.settimeout(5)
    while os.getppid() == parent:
        try:
            connection, _ = listening.accept()
        except TimeoutError:
            continue
        if os.fork() == 0:
            listening.close()
            _attend(connection)
        connection.close()
    os._exit(0)


def _attend(connection: socket.socket) -> NoReturn:
    """Fork for one command, and tell its process id and then how it ended."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    connection.settimeout(None)
    size, files, _, _ = socket.recv_fds(connection, 4, 2)
    arguments, environment, cwd = json.loads(_received(connection, int.from_bytes(size, "big")))
    pid = os.fork()
    if pid == 0:
        connection.close()
        _become(arguments, environment, cwd, files)
    connection.sendall(pid.to_bytes(4, "big"))
    code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    connection.sendall(code.to_bytes(4, "big", signed=True))
    os._exit(0)


def _become(arguments: list[str], environment: dict[str, str], cwd: str, files: list[int]) -> NoReturn:
    """Run the command line as if it had been started here."""
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    for number, file in enumerate(files, 1):
        os.dup2(file, number)
        os.close(file)
    os.chdir(cwd)
    os.environ.clear()
    os.environ.update(environment)
    sys.argv = [str(Path(__file__).parent.parent / "generator" / "__main__.py"), *arguments]
    from generator.__main__ import end_quietly
    from generator.cli import run

    end_quietly()
    run()


if __name__ == "__main__":
    _serve(sys.argv[1])
