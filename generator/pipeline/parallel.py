"""Parallel work in forked processes, which share the memory of this one."""

from __future__ import annotations

import contextlib
import gc
import multiprocessing
import multiprocessing.connection
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import Any, TypeVar

from generator.errors import GeneratorError

Item = TypeVar("Item")
Result = TypeVar("Result")
Other = TypeVar("Other")

_work: Callable[[Any], Any] | None = None  # run by forked processes, which inherit it: it need not be picklable


def in_parallel(work: Callable[[Item], Result], items: Sequence[Item], jobs: int) -> Iterator[Result]:
    """Call `work` on each item in up to `jobs` processes; yields the results in the order of the items.

    One process does everything if the system can't fork or there are too few items to share. Raises GeneratorError
    if a process is killed.
    """
    jobs = min(jobs, len(items))
    if jobs <= 1 or not _can_fork():
        yield from map(work, items)
        return
    with _forked(work, jobs) as pool:
        yield from pool.map(_do, items, chunksize=max(1, min(16, len(items) // (32 * jobs))))


def in_child(work: Callable[[], Result], own: Callable[[], Other], jobs: int) -> tuple[Result, Other]:
    """Call `work` in a child process and `own` in this one at the same time; with one job, one after the other."""
    if jobs <= 1 or not _can_fork():
        return work(), own()
    with _forked(lambda _: work(), 1) as pool:
        begun = pool.submit(_do, None)
        other = own()
        return begun.result(), other


def _can_fork() -> bool:
    return "fork" in multiprocessing.get_all_start_methods()


@contextlib.contextmanager
def _forked(work: Callable[[Any], Any], jobs: int) -> Iterator[ProcessPoolExecutor]:
    """Open a pool of forked processes that call `work`."""
    global _work
    _work = work
    gc.freeze()  # or garbage collection in the children would touch, and so copy, shared memory
    try:
        with ProcessPoolExecutor(jobs, multiprocessing.get_context("fork"), _end_with_parent) as pool:
            yield pool
    except BrokenProcessPool as error:
        raise GeneratorError("a process of the build was ended from outside; was there too little memory?") from error
    finally:
        gc.unfreeze()
        _work = None


def _do(item: Any) -> Any:
    gc.enable()  # the parent may have switched it off for a while
    if _work is None:
        raise RuntimeError("only for processes forked by in_parallel")
    return _work(item)


def _end_with_parent() -> None:
    """End this process as soon as its parent is gone, even if the parent was killed.

    A process of a pool would otherwise wait for work forever, and hold the lock that it inherited.
    """
    parent = multiprocessing.parent_process()
    if parent is None:
        return

    def watch() -> None:
        multiprocessing.connection.wait([parent.sentinel])
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
