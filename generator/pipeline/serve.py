"""Serves the built site on this machine, rebuilds it when something changes, and reloads open pages."""

from __future__ import annotations

import errno
import logging
from collections.abc import Callable
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
_PAUSE = 0.05  # seconds without a change before the site is built: editors write a file in several steps
_CHANGES = [
    watchdog.events.FileCreatedEvent,
    watchdog.events.FileModifiedEvent,
    watchdog.events.FileMovedEvent,
    watchdog.events.FileDeletedEvent,
]


def serve(config: Config, site_dir: Path, port: int, build: Callable[[], bool], *, poll: bool) -> None:
    """Serve until interrupted. `build` makes the site and tells whether it could.

    With `poll` the files are looked through twice a second, for systems that don't tell of changes.
    """
    log = logging.getLogger("mkdocs")
    log.setLevel(logging.INFO)
    log.addHandler(logging.StreamHandler())

    def rebuild() -> None:
        try:
            build()
        except GeneratorError as error:
            log.error("%s", error)  # the site as it was stays up until the fault is mended

    if not build():
        raise GeneratorError("the data has errors (see above): nothing to serve yet / 数据有错误，暂无可看的站点")
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
    except OSError as error:  # it is only now that the port is taken, or that there are too many folders to watch
        if error.errno in {errno.ENOSPC, errno.EMFILE}:
            raise GeneratorError(
                "the system can't watch so many folders; serve with --poll / 系统无法监视这么多文件夹，请加 --poll"
            ) from error
        raise GeneratorError(f"port {port}: {error.strerror}") from error


class _Changes:
    """The system's observer of files, asked for changes alone: that files are read, which building does, is none."""

    def __init__(self) -> None:
        self._observer = watchdog.observers.Observer()
        self.start = self._observer.start
        self.stop = self._observer.stop
        self.join = self._observer.join

    def schedule(self, handler: watchdog.events.FileSystemEventHandler, path: str, *, recursive: bool) -> ObservedWatch:
        """Have a handler told of changes below a path."""
        return self._observer.schedule(handler, path, recursive=recursive, event_filter=_CHANGES)
