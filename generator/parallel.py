"""Work in processes beside each other, forked so that they share all that has been made so far."""

from __future__ import annotations

import gc
import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import Any, TypeVar

from generator.errors import GeneratorError
from generator.swap import end_with_parent

Item = TypeVar("Item")
Result = TypeVar("Result")

_work: Callable[[Any], Any] | None = None  # what forked processes do; it need not be picklable, since they inherit it


def in_parallel(work: Callable[[Item], Result], items: Sequence[Item], jobs: int) -> Iterator[Result]:
    """Do some work on each item in up to `jobs` processes; results come in the order of the items.

    One process does it all where the system cannot fork, or where there is too little to share out. Raises
    GeneratorError where a process is ended from outside.
    """
    jobs = min(jobs, len(items))
    if jobs <= 1 or "fork" not in multiprocessing.get_all_start_methods():
        yield from map(work, items)
        return
    global _work
    _work = work
    gc.freeze()  # so that no process looks through, and thereby copies, all that it shares with this one
    try:
        with ProcessPoolExecutor(jobs, multiprocessing.get_context("fork"), end_with_parent) as pool:
            try:
                yield from pool.map(_do, items, chunksize=max(1, min(16, len(items) // (4 * jobs))))
            except BrokenProcessPool as error:
                raise GeneratorError(
                    "a process of the build was ended from outside; was there too little memory?"
                ) from error
    finally:
        gc.unfreeze()
        _work = None


def _do(item: Any) -> Any:
    gc.enable()  # whoever forked this process may have switched it off for a while
    if _work is None:
        raise RuntimeError("only for processes forked by in_parallel")
    return _work(item)
