"""Serves the built site on this machine, rebuilds it when something changes, and reloads open pages."""

from __future__ import annotations

import errno
import logging
import multiprocessing
import multiprocessing.connection
import multiprocessing.process
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlsplit

import watchdog.events
import watchdog.observers
from mkdocs.livereload import LiveReloadServer
from watchdog.observers.api import ObservedWatch

from generator.config import Config
from generator.errors import GeneratorError

_WATCHED = ("data", "content", "overrides", "generator", "mkdocs.yml")
_PAUSE = 0.05  # seconds to wait after the last change before building: editors write a file in several steps
_CHANGES = [
    watchdog.events.FileCreatedEvent,
    watchdog.events.FileModifiedEvent,
    watchdog.events.FileMovedEvent,
    watchdog.events.FileDeletedEvent,
]


class Builder:
    """Builds in a child process, which forks others; it must be started before this process has any threads.

    A process forked while threads run may inherit locks that are never released. If the system can't fork, builds
    run in this process, without forks.
    """

    def __init__(self, build: Callable[[], bool]) -> None:
        """Start the process; `build` builds the site and returns whether it succeeded."""
        self._build = build
        self._process: multiprocessing.process.BaseProcess | None = None
        if "fork" in multiprocessing.get_all_start_methods():
            context = multiprocessing.get_context("fork")
            self._connection, theirs = context.Pipe()
            self._process = context.Process(target=_build_on_request, args=(build, theirs, self._connection))
            self._process.start()
            theirs.close()

    def build(self) -> bool:
        """Build once, and return whether it succeeded; raises GeneratorError as `build` does."""
        if self._process is None:
            return self._build()
        try:
            self._connection.send(None)
            done: bool | str = self._connection.recv()
        except (EOFError, OSError) as error:
            raise GeneratorError("the process that builds was ended from outside") from error
        if isinstance(done, str):
            raise GeneratorError(done)
        return done

    def stop(self) -> None:
        """End the process, even during a build."""
        if self._process is not None:
            self._process.terminate()
            self._process.join()


def _build_on_request(
    build: Callable[[], bool], connection: multiprocessing.connection.Connection, others: Any
) -> None:
    """Build whenever the server asks for it, until the server is gone."""
    others.close()  # otherwise this process would hold the server's end open, and never see it close
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the server handles the interrupt and stops this process
    with suppress(EOFError, OSError):
        while True:
            connection.recv()
            try:
                done: bool | str = build()
            except (GeneratorError, OSError) as error:  # also for a full disk: the next change starts another build
                done = str(error)
            sys.stdout.flush()
            sys.stderr.flush()
            connection.send(done)


def serve(config: Config, site_dir: Path, port: int, build: Callable[[], bool], *, poll: bool) -> None:
    """Serve until interrupted; `build` builds the site and returns whether it succeeded.

    With `poll` the files are scanned twice a second, for systems that report no changes.
    """
    builder = Builder(build)
    try:
        if not builder.build():
            raise GeneratorError("the data has errors (see above): nothing to serve yet / 数据有错误，暂无可看的站点")
        _serve_built(config, site_dir, port, builder, poll=poll)
    finally:
        builder.stop()


def _serve_built(config: Config, site_dir: Path, port: int, builder: Builder, *, poll: bool) -> None:
    """Serve a site that has been built, and rebuild it when something changes."""
    log = logging.getLogger("mkdocs")
    log.setLevel(logging.INFO)
    log.addHandler(logging.StreamHandler())

    def rebuild() -> None:
        try:
            builder.build()
        except GeneratorError as error:
            log.error("%s", error)  # the old site is served until the fault is fixed

    server = LiveReloadServer(
        rebuild,
        host="127.0.0.1",
        port=port,
        root=str(site_dir),
        mount_path=urlsplit(config.site_url).path,
    )
    server.build_delay = _PAUSE
    if not poll:
        server.observer = cast("Any", _Changes())
    for name in _WATCHED:
        if (config.root / name).exists():
            server.watch(str((config.root / name).resolve()))
    try:
        server.serve()  # type: ignore[no-untyped-call]
    except KeyboardInterrupt:
        server.shutdown()
    except OSError as error:  # the port is in use, or there are too many folders to watch
        if error.errno in {errno.ENOSPC, errno.EMFILE}:
            raise GeneratorError(
                "the system can't watch so many folders; serve with --poll / 系统无法监视这么多文件夹，请加 --poll"
            ) from error
        raise GeneratorError(f"port {port}: {error.strerror}") from error


class _Changes:
    """The system's file observer, limited to changes: builds read files, and reading must not trigger a build."""

    def __init__(self) -> None:
        self._observer = watchdog.observers.Observer()
        self.start = self._observer.start
        self.stop = self._observer.stop
        self.join = self._observer.join

    def schedule(self, handler: watchdog.events.FileSystemEventHandler, path: str, *, recursive: bool) -> ObservedWatch:
        """Notify a handler of changes below a path."""
        return self._observer.schedule(handler, path, recursive=recursive, event_filter=_CHANGES)
