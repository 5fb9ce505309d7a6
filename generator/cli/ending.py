"""Ends a run on Ctrl-C or another signal: one line, an exit code of 128 plus the signal, and nothing half-done."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType
from typing import NoReturn

from generator.errors import GeneratorError
from generator.storage.swap import locked, replaceable

_PATIENCE = 2  # seconds for an orderly end; then the process ends all the same

_WORDS = {
    "SIGINT": "interrupted / 已中断",
    "SIGTERM": "told to end / 已按要求结束",
    "SIGHUP": "ended with its terminal / 终端已关闭",
}
Undo = Callable[[bool], None]  # the argument is whether the process must end at once

_undo: list[Undo] = []
_is_armed = False
_told: int | None = None  # the signal, once one has come


class Ended(BaseException):
    """The run was told to end; unlike KeyboardInterrupt, no library catches it."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


@contextlib.contextmanager
def in_good_order() -> Iterator[None]:
    """Raise Ended on a signal while a command runs; forked processes leave that to this one."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    global _is_armed, _told
    before = {number: signal.getsignal(number) for number in _signals()}
    hooks, sys.unraisablehook = (sys.unraisablehook, threading.excepthook), _unraisable
    for number, handler in before.items():
        if handler is not signal.SIG_IGN:  # nohup and the background jobs of a script ignore some signals
            signal.signal(number, _end)
    _is_armed, _told = True, None
    try:
        yield
    except Exception as error:
        if _told is not None:  # what Ended interrupted failed in its own way, as a pool of processes may
            raise Ended(_told) from error
        raise
    finally:
        _is_armed = False
        if hasattr(signal, "SIGALRM"):
            signal.alarm(0)
        sys.unraisablehook, threading.excepthook = hooks
        for number, handler in before.items():
            signal.signal(number, handler)


@contextlib.contextmanager
def as_usual() -> Iterator[None]:
    """Leave signals to Python's own handlers: Ctrl-C is the normal way to stop a server."""
    if threading.current_thread() is threading.main_thread():
        for number in _signals():
            if signal.getsignal(number) is not signal.SIG_IGN:
                signal.signal(number, signal.default_int_handler if number == signal.SIGINT else signal.SIG_DFL)
    yield


@contextlib.contextmanager
def taking_back(undo: Undo) -> Iterator[None]:
    """Call `undo` when a block ends, also if the process has to end at once."""
    _undo.append(undo)
    try:
        yield
    finally:
        _undo.remove(undo)
        undo(False)


def clear_away(site_dir: Path, build: Path, at_once: bool) -> None:
    """Delete what an interrupted build left beside a site, unless another build holds the lock in `build`.

    If the site was being exchanged, and its place is empty, the old site is put back. With `at_once` this process
    itself holds the lock.
    """
    try:
        site = replaceable(site_dir)
    except GeneratorError:  # the build reports it
        return
    new, old = site.with_name(f".{site.name}.new"), site.with_name(f".{site.name}.new.old")
    if not (new.exists() or old.exists()):
        return
    with contextlib.suppress(GeneratorError, OSError), contextlib.nullcontext() if at_once else locked(build):
        if old.exists() and not site.exists():
            os.rename(old, site)
        for folder in (new, old):
            shutil.rmtree(folder, ignore_errors=True)


def report_ended(number: int) -> int:
    """Print one line on the signal that ended the run; returns the exit code."""
    line = f"generator: {_WORDS.get(signal.Signals(number).name, 'told to end')}\n"
    if sys.stderr.isatty():
        line = f"\n{line}"  # the terminal has printed ^C
    with contextlib.suppress(OSError):
        os.write(2, line.encode(sys.stderr.encoding or "utf-8", "backslashreplace"))
    return 128 + number


def _signals() -> Iterator[int]:
    return (getattr(signal, name) for name in _WORDS if hasattr(signal, name))


def _end(number: int, _: FrameType | None) -> None:
    """Handle the first signal: end the worker processes, and raise Ended."""
    global _told
    _told = number
    for other in _signals():
        signal.signal(other, signal.SIG_IGN)
    if hasattr(signal, "SIGALRM"):
        signal.signal(signal.SIGALRM, lambda *_: _end_at_once(number))
        signal.alarm(_PATIENCE)
    threading.excepthook = lambda _: None  # threads that wait for the workers would print tracebacks
    started = sys.modules.get("multiprocessing")  # only a build loads it
    for process in started.active_children() if started else ():
        process.terminate()
    raise Ended(number)


def _end_at_once(number: int) -> NoReturn:
    for undo in reversed(_undo):
        with contextlib.suppress(OSError):
            undo(True)
    os._exit(report_ended(number))


def _unraisable(details: sys.UnraisableHookArgs) -> None:
    """End the process if Ended was raised where it can't propagate, such as in a finalizer."""
    if isinstance(details.exc_value, Ended):
        _end_at_once(details.exc_value.number)
    sys.__unraisablehook__(details)


def _in_child() -> None:
    if _is_armed:
        for number in _signals():
            signal.signal(number, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches every process; the parent ends its workers


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_in_child)
