"""What `check-links --keep` stores: a WARC file outside the repository, with what was read in full."""

from __future__ import annotations

import datetime
import hashlib
from pathlib import Path
from typing import Any

import pytest

from generator.contribute.links.archive import open_archive
from generator.contribute.links.fetch import Answer
from generator.errors import GeneratorError

# warcio leaves its temporary files to the garbage collector
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning", "ignore::ResourceWarning")

NOW = datetime.datetime(2024, 1, 31, 6, tzinfo=datetime.UTC)
URL = "https://press.example.org/a"


def answer(body: bytes, status: int | None = 200, url: str = URL, *, whole: bool = True) -> Answer:
    digest = hashlib.sha256(body).hexdigest() if whole else None
    return Answer(status, "", url, False, digest, body, "OK", (("Content-Type", "text/html"),))


def test_nothing_is_kept_inside_the_repository(tmp_path: Path) -> None:
    for folder in (tmp_path / "site", tmp_path / "data" / "kept", tmp_path):
        with pytest.raises(GeneratorError, match="outside the repository"):
            open_archive(folder, tmp_path, NOW)
    assert list(tmp_path.iterdir()) == []


def test_what_was_read_in_full_is_kept_as_it_came(tmp_path: Path) -> None:
    reader: Any = pytest.importorskip("warcio.archiveiterator")
    root, folder = tmp_path / "root", tmp_path / "kept"
    archive = open_archive(folder, root, NOW)
    archive.keep(URL, answer("<p>原话</p>".encode()))
    archive.keep("https://old.example.org/", answer(b"there", url="https://new.example.org/"))
    archive.keep(URL, answer(b"half", whole=False))
    archive.keep(URL, answer(b"", status=None))
    archive.close()
    assert archive.kept == 2
    with (folder / "sources-20240131T060000Z.warc.gz").open("rb") as file:
        found = [
            (record.rec_headers.get_header("WARC-Target-URI"), record.content_stream().read())
            for record in reader.ArchiveIterator(file)
            if record.rec_type == "response"
        ]
    assert found == [(URL, "<p>原话</p>".encode()), ("https://new.example.org/", b"there")]


def test_an_archive_is_never_overwritten(tmp_path: Path) -> None:
    pytest.importorskip("warcio")
    open_archive(tmp_path / "kept", tmp_path / "root", NOW).close()
    with pytest.raises(GeneratorError):
        open_archive(tmp_path / "kept", tmp_path / "root", NOW)
