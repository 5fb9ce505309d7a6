"""Serves the built site on this machine, rebuilds it when something changes, and reloads open pages."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from mkdocs.livereload import LiveReloadServer

from generator.config import Config
from generator.errors import GeneratorError

_WATCHED = ("data", "content", "overrides", "generator", "mkdocs.yml")


def serve(config: Config, site_dir: Path, port: int, build: Callable[[], bool]) -> None:
    """Serve until interrupted. `build` makes the site and tells whether it could."""
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
    for name in _WATCHED:
        if (config.root / name).exists():
            server.watch(str(config.root / name))
    try:
        server.serve()  # type: ignore[no-untyped-call]
    except KeyboardInterrupt:
        server.shutdown()
    except OSError as error:  # it is only now that the port is taken
        raise GeneratorError(f"port {port}: {error.strerror}") from error
