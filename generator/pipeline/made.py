"""Pages and files as they lie ready, and what the check of the whole site needs to know of them."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

import msgspec
from msgspec import Struct

from generator.config import Config
from generator.pipeline import inspection as check
from generator.storage.files import write_atomic
from generator.storage.store import Store, digest, program

_FOLDER = "site"  # in a thing's place: its files by their paths below the site's root
_EVERY = "*"  # before a link that leads to the same page in every locale


class PageFacts(Struct, frozen=True, array_like=True):
    """What is known of a page's bytes; most of it is only looked at where something else asks for it."""

    links: msgspec.Raw  # resolved, as a tuple
    ids: msgspec.Raw  # as a tuple
    faults: tuple[str, ...]


class Stamp(Struct, frozen=True, array_like=True):
    """What tells whether a file is still the one that was laid out."""

    digest: str  # of its bytes
    size: int  # in bytes
    time: int  # of its last change, in nanoseconds


class Made(Struct, frozen=True):
    """Some of the site's pages and files, which lie ready on a shelf."""

    key: str  # of what they were made from; empty where they are made each time
    words: dict[str, str]  # files whose own words stand in them: their digests by path
    inspector: str  # a digest of the program that looked at the pages
    stamps: dict[str, Stamp]  # of all of them, by their paths below the site's root
    pages: dict[str, PageFacts]
    links: tuple[str, ...]  # where their links lead, each once
    fresh: int  # pages whose bytes were not known before


class Maker:
    """Lays pages and files out on a shelf, and notes what the check needs to know of them."""

    def __init__(self, config: Config, boot: str, shelf: Store, name: str, before: Made | None) -> None:
        """Make a thing anew; `before` is what it was, whose pages need no second look where they are the same."""
        self._config = config
        self._boot = boot
        self._folder = f"{shelf.place(name)}/{_FOLDER}"
        self._inspector = digest(program(), boot)
        self._before = before
        self._known = before.pages if before and before.inspector == self._inspector else {}
        self._stamps: dict[str, Stamp] = {}
        self._pages: dict[str, PageFacts] = {}
        self._fresh = 0

    def page(self, path: str, html: str) -> bool:
        """Lay out a page; returns whether it is another than before."""
        fresh = self.file(path, html.encode())
        if not fresh and path in self._known:
            self._pages[path] = self._known[path]
            return False
        found = check.inspect(html, self._boot)
        links = sorted(check.targets(path, found.links, self._config.site_path))
        self._pages[path] = PageFacts(_raw(links), _raw(found.ids), found.faults)
        self._fresh += 1
        return True

    def file(self, path: str, data: bytes) -> bool:
        """Lay out a file; returns whether it is another than before."""
        name = digest(data)
        known = self._before.stamps.get(path) if self._before else None
        target = f"{self._folder}/{path}"
        if known is not None and known.digest == name and _is_as_left(target, known):
            self._stamps[path] = known
            return False
        os.makedirs(os.path.dirname(target), exist_ok=True)
        write_atomic(Path(target), data)  # never in place: the site's own files are links to it
        self._stamps[path] = Stamp(name, len(data), os.stat(target).st_mtime_ns)
        return True

    def files(self, files: Mapping[str, bytes]) -> None:
        """Lay out some files, given by their paths."""
        for path, data in files.items():
            self.file(path, data)

    def done(self, key: str, words: Mapping[str, str] = MappingProxyType({})) -> Made:
        """Take away what is no longer made, and say what there is, and what it was made from (see Made)."""
        for path in (self._before.stamps.keys() if self._before else set()) - self._stamps.keys():
            Path(self._folder, path).unlink(missing_ok=True)
        links: set[str] = set()
        for facts in self._pages.values():
            links.update(unpack(facts.links))
        return Made(
            key,
            dict(sorted(words.items())),
            self._inspector,
            self._stamps,
            self._pages,
            tuple(sorted(_fold(links, self._prefixes))),
            self._fresh,
        )

    @property
    def _prefixes(self) -> list[str]:
        return [self._config.prefix(id_) for id_ in self._config.locales]


def lying(shelf: Store, things: Mapping[str, Made]) -> Iterator[tuple[str, str]]:
    """Yield where the files of some things lie, each with its path below the site's root."""
    for name, made in things.items():
        folder = f"{shelf.place(name)}/{_FOLDER}"
        yield from ((path, f"{folder}/{path}") for path in made.stamps)


def as_kept(made: Made) -> Made:
    """The same as something that was made before."""
    return msgspec.structs.replace(made, fresh=0)


def lies_ready(made: Made, shelf: Store, name: str) -> bool:
    """Tell whether all files of a thing are as they were laid out."""
    folder = f"{shelf.place(name)}/{_FOLDER}"
    return all(_is_as_left(f"{folder}/{path}", stamp) for path, stamp in made.stamps.items())


def _is_as_left(path: str, stamp: Stamp) -> bool:
    """Tell whether a file is as it was left: by its time, or where it was copied since, by its bytes."""
    try:
        status = os.stat(path)
        if status.st_size != stamp.size:
            return False
        return status.st_mtime_ns == stamp.time or digest(Path(path).read_bytes()) == stamp.digest
    except OSError:
        return False


def _raw(values: Sequence[str]) -> msgspec.Raw:
    return msgspec.Raw(msgspec.msgpack.encode(values))


def unpack(raw: msgspec.Raw) -> tuple[str, ...]:
    """Read what is only read where it is asked for."""
    return msgspec.msgpack.decode(raw, type=tuple[str, ...])


def _fold(links: set[str], prefixes: Sequence[str]) -> set[str]:
    """Write a link once that leads to the same page in every locale."""
    everywhere = {link for link in links if all(_in(prefix, link) in links for prefix in prefixes)}
    same = {_in(prefix, link) for link in everywhere for prefix in prefixes}
    return (links - same) | {f"{_EVERY}{link}" for link in everywhere}


def unfold(link: str, prefixes: Iterable[str]) -> list[str]:
    """Write out a link that was written once for all locales."""
    return [_in(prefix, link[1:]) for prefix in prefixes] if link.startswith(_EVERY) else [link]


def _in(prefix: str, link: str) -> str:
    """A link of the default locale in another one; the home page is named `.` there and by its folder here."""
    path, hash_, anchor = link.partition("#")
    path = f"{prefix}{path}" if path != "." else prefix.rstrip("/") or "."
    return f"{path}{hash_}{anchor}"


def faults_of(parts: Sequence[Made], files: Iterable[str], config: Config) -> list[str]:
    """List what is wrong on the pages of a whole site: what must not be there, and links that lead nowhere.

    `files` are those of the site's files that lie in none of its parts.
    """
    faults = [f"{path}: {fault}" for part in parts for path, page in part.pages.items() for fault in page.faults]
    known = {*files}
    owner: dict[str, Made] = {}
    for part in parts:
        known.update(part.stamps)
        for path in part.pages:
            owner[path] = part
    prefixes = [config.prefix(id_) for id_ in config.locales]
    anchors: dict[str, set[str]] = {}  # that are linked to, by the path of their page
    for link in set[str]().union(*(part.links for part in parts)):
        path, _, anchor = link.partition("#")
        anchors.setdefault(path, set()).add(anchor)
    wrong: set[str] = set()
    for folded, wanted in anchors.items():
        lacking: dict[bytes, set[str]] = {}  # a page has the same ids in most locales
        for path in unfold(folded, prefixes):
            page = check.file_at(path, known)
            if page is None:
                wrong.update(f"{path}#{anchor}" if anchor else path for anchor in wanted)
            elif page in owner and wanted != {""}:
                ids = owner[page].pages[page].ids
                if (held := bytes(ids)) not in lacking:
                    lacking[held] = wanted.difference(("", *unpack(ids)))
                wrong.update(f"{path}#{anchor}" for anchor in lacking[held])
    return faults + _where(owner, wrong) if wrong else faults


def _where(owner: Mapping[str, Made], wrong: set[str]) -> list[str]:
    """Say on which pages links stand that lead nowhere."""
    return [
        f"{path}: the link to {target!r} leads nowhere"
        for path, part in sorted(owner.items())
        for target in unpack(part.pages[path].links)
        if target in wrong
    ]
