"""The whole site as one zip that works when unpacked and opened as files, without a server."""

from __future__ import annotations

import os
import posixpath
import re
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from generator.errors import GeneratorError

_LINK = re.compile(r'(?P<name> (?:href|action))="(?P<address>[^"#?:]*)(?P<rest>[#?][^"]*)?"')
_ALTERNATES = re.compile(r'<link rel="(?:alternate|canonical)"[^>]*>\n?')
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip allows; fixed, so that the same site gives the same bytes


def write_offline(site: Path, target: Path) -> int:
    """Pack a built site; return the number of files.

    Links to folders are extended to their index.html, as no server resolves them; links to other hosts
    are kept, and what only a server can use (sitemap, robots.txt, 404 pages) is left out.
    """
    files = sorted(path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file())
    kept = [name for name in files if not name.endswith(("404.html", "sitemap.xml", "robots.txt", ".nojekyll"))]
    target.parent.mkdir(parents=True, exist_ok=True)
    half = target.with_name(f"{target.name}.{os.getpid()}.tmp")
    try:
        _pack(site, kept, half, target.stem)
        os.replace(half, target)
    except OSError as error:
        raise GeneratorError(f"{target}: {error.strerror or error}") from error
    finally:
        half.unlink(missing_ok=True)
    return len(kept)


def _pack(site: Path, names: Sequence[str], target: Path, folder: str) -> None:
    """Pack some of a site's files under a folder's name."""
    known = set(names)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in names:
            data = (site / name).read_bytes()
            if name.endswith(".html"):
                data = _as_files(data.decode(), name, known).encode()
            entry = zipfile.ZipInfo(f"{folder}/{name}", _EPOCH)
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, data, zipfile.ZIP_DEFLATED, 9)


def _as_files(html: str, name: str, known: Iterable[str]) -> str:
    """Make a page's links point to files."""
    folder = posixpath.dirname(name)

    def rewrite(match: re.Match[str]) -> str:
        address, rest = match["address"], match["rest"] or ""
        if not address:
            return match.group()
        path = posixpath.normpath(posixpath.join(folder, address))
        index = "index.html" if path == "." else f"{path}/index.html"
        if path not in known and index in known:
            address = posixpath.join(address, "index.html")
        return f'{match["name"]}="{address}{rest}"'

    return _LINK.sub(rewrite, _ALTERNATES.sub("", html))
