"""Run the command line with `python3 -m generator`, even with a Python that can't run the program itself.

`make site` installs everything that the program needs in .venv. A Python that is too old or lacks a package hands
over to the Python of .venv, or explains how to make one. So this file and `__init__.py` must run on Python 3.6.
"""

import importlib.util
import os
import signal
import subprocess
import sys
from pathlib import Path

PACKAGES = (  # the required packages, by import name
    "babel",
    "click",
    "jinja2",
    "markdown",
    "mkdocs",
    "msgspec",
    "opencc",
    "pydantic",
    "pypinyin",
    "rjieba",
    "tzdata",
    "watchdog",
    "yaml",
    "yaml_env_tag",
)
_HANDED_OVER = "GENERATOR_HANDED_OVER"  # set for the Python of .venv, which must not hand over again


def main() -> int:
    """Run the command line here or in .venv; return 2 if neither is possible."""
    was_handed_over = os.environ.pop(_HANDED_OVER, None) is not None
    if can_run():
        end_quietly()
        from generator.cli import run

        run()
    python = venv_python(Path(__file__).absolute().parent.parent, os.name)
    if python.is_file() and not was_handed_over:
        try:
            return hand_over(python)
        except OSError:  # a .venv copied from another machine, or half deleted
            pass
    sys.stderr.write("generator: run make site first / 请先运行 make site\n")
    return 2


def end_quietly() -> None:
    """End in one line on a signal while the program is still being loaded; nothing has to be undone yet."""
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, _end)


def _end(number: int, _: object) -> None:
    os.write(2, b"generator: interrupted\n" if number == signal.SIGINT else b"generator: told to end\n")
    os._exit(128 + number)


def can_run() -> bool:
    """Return whether this Python is new enough and finds every package."""
    return sys.version_info >= (3, 11) and all(importlib.util.find_spec(name) for name in PACKAGES)


def venv_python(folder: Path, system: str) -> Path:
    """Return where `make site` puts the Python of the .venv in a folder; `system` is an `os.name`."""
    return folder / ".venv" / ("Scripts/python.exe" if system == "nt" else "bin/python")


def hand_over(python: Path) -> int:
    """Run the same command with another Python; raises OSError if it can't be started."""
    isolated = ["-I"] if sys.flags.isolated else []
    command = [str(python), *isolated, "-m", "generator", *sys.argv[1:]]
    environment = dict(os.environ, **{_HANDED_OVER: "1"})
    if os.name != "nt":
        os.execve(command[0], command, environment)  # noqa: S606 - its exit ends this process
    with subprocess.Popen(command, env=environment) as child:  # noqa: S603 - our own command, without a shell
        while True:
            try:
                return child.wait()
            except KeyboardInterrupt:  # the child gets it too, and reports it
                continue


if __name__ == "__main__":
    sys.exit(main())
