"""Work in parallel, in processes forked so that they share all that was made before."""

from __future__ import annotations

import contextlib
import gc
import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import Any, TypeVar

from generator.errors import GeneratorError
from generator.pipeline.swap import end_with_parent

Item = TypeVar("Item")
Result = TypeVar("Result")
Other = TypeVar("Other")

_work: Callable[[Any], Any] | None = None  # what forked processes do; it need not be picklable, since they inherit it


def in_parallel(work: Callable[[Item], Result], items: Sequence[Item], jobs: int) -> Iterator[Result]:
    """Do some work on each item in up to `jobs` processes; results come in the order of the items.

    One process does it all where the system cannot fork, or where there is too little to share out. Raises
    GeneratorError where a process is ended from outside.
    """
    jobs = min(jobs, len(items))
    if jobs <= 1 or not _can_fork():
        yield from map(work, items)
        return
    with _forked(work, jobs) as pool:
        yield from pool.map(_do, items, chunksize=max(1, min(16, len(items) // (4 * jobs))))


def in_child(work: Callable[[], Result], own: Callable[[], Other], jobs: int) -> tuple[Result, Other]:
    """Do some work in a child process while this one does its own; one after the other with one job."""
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
    """Open a pool of forked processes that do some work."""
    global _work
    _work = work
    gc.freeze()  # so that no process looks through, and thereby copies, all that it shares with this one
    try:
        with ProcessPoolExecutor(jobs, multiprocessing.get_context("fork"), end_with_parent) as pool:
            yield pool
    except BrokenProcessPool as error:
        raise GeneratorError("a process of the build was ended from outside; was there too little memory?") from error
    finally:
        gc.unfreeze()
        _work = None


def _do(item: Any) -> Any:
    gc.enable()  # whoever forked this process may have switched it off for a while
    if _work is None:
        raise RuntimeError("only for processes forked by in_parallel")
    return _work(item)
