"""Keeps what was found at the sources' addresses as a WARC file (ISO 28500), for whoever checks them later."""

from __future__ import annotations

import datetime
import importlib
import io
import threading
from pathlib import Path
from typing import Any, BinaryIO

from generator.contribute.links.fetch import AGENT, Answer
from generator.errors import GeneratorError


class Archive:
    """A WARC file that is written answer by answer, from several threads."""

    def __init__(self, path: Path, file: BinaryIO, writer: Any) -> None:
        self.path = path
        self.kept = 0
        self._file = file
        self._writer = writer
        self._headers: Any = importlib.import_module("warcio.statusandheaders").StatusAndHeaders
        self._lock = threading.Lock()

    def keep(self, url: str, answer: Answer) -> None:
        """Add an answer, if all of it was read; an address that redirects is kept under the one that answered."""
        if answer.status is None or answer.sha256 is None:
            return
        headers = self._headers(f"{answer.status} {answer.reason}".strip(), list(answer.headers), protocol="HTTP/1.1")
        more = {"WARC-Source-URI": url} if answer.url != url else None
        with self._lock:
            record = self._writer.create_warc_record(
                answer.url, "response", payload=io.BytesIO(answer.body), http_headers=headers, warc_headers_dict=more
            )
            self._writer.write_record(record)
            self.kept += 1

    def close(self) -> None:
        """Finish the file."""
        self._file.close()


def open_archive(folder: Path, root: Path, now: datetime.datetime) -> Archive:
    """Start a new file in a folder outside the repository, so that it can never be published.

    Raises GeneratorError if the folder is inside it, if warcio is not installed, or if the file can't be written.
    """
    if folder.resolve().is_relative_to(root.resolve()):
        raise GeneratorError(
            f"{folder}: keep others' pages outside the repository / 他人的页面请存放在仓库之外的文件夹"
        )
    try:
        warc = importlib.import_module("warcio.warcwriter")
    except ModuleNotFoundError as error:
        raise GeneratorError("--keep needs the extra [archive] / 需要安装可选组件 [archive]") from error
    path = folder / f"sources-{now:%Y%m%dT%H%M%SZ}.warc.gz"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file = path.open("xb")
    except OSError as error:
        raise GeneratorError(f"{path}: {error.strerror}") from error
    writer = warc.WARCWriter(file, gzip=True)
    writer.write_record(writer.create_warcinfo_record(path.name, {"software": AGENT, "format": "WARC File Format 1.0"}))
    return Archive(path, file, writer)
