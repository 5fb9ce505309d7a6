"""Jobs: each makes a part of the site, and its output is cached with a fingerprint of all its inputs."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TypeVar

import msgspec
from msgspec import Struct

from generator.errors import GeneratorError
from generator.pipeline import inspection
from generator.pipeline.parallel import in_parallel
from generator.storage.files import write_new
from generator.storage.fingerprints import digest_of, fingerprint, program_fingerprint
from generator.storage.store import Store

Value = TypeVar("Value")

_OUTPUT = "output"
_FILES, _DATA = "files", "data"  # folders of an entry: published files, and data for later jobs only
_LENGTH = 32  # hexadecimal digits of a file's name, from its path


def kept_as(path: str) -> str:
    """Return where in its entry a file to publish is kept: all in one folder, since making folders takes longest."""
    return f"{_FILES}/{digest_of(path.encode())[:_LENGTH]}"


@dataclass(frozen=True)
class Job:
    """A unit of work whose inputs determine whether it must run again."""

    name: str  # its entry in the store: "group/entry"
    inputs: tuple[object, ...]  # everything that its output depends on, as values or fingerprints
    make: Callable[[OutputWriter], None]
    sharded: bool = False  # whether shards run it, so that a merge must find its output in the cache

    @cached_property
    def fingerprint(self) -> str:
        """The fingerprint of the program and of all inputs."""
        return fingerprint(program_fingerprint(), self.name, self.inputs)


class PageFacts(Struct, frozen=True, array_like=True):
    """The results of a page's inspection; links and ids are decoded only when needed."""

    links: msgspec.Raw  # resolved, as a tuple; without those to its own anchors, which it has
    ids: int  # the index of its own among those of the output, since translations share theirs
    faults: tuple[str, ...]


class Stamp(Struct, frozen=True, array_like=True):
    """The digest, size and time of a written file, to detect later changes."""

    digest: str  # of its bytes
    size: int  # in bytes
    time: int  # of its last change, in nanoseconds


class Output(Struct, frozen=True, dict=True):
    """The output of a job: files to publish, and data and a value for later jobs."""

    fingerprint: str
    opened: dict[str, str]  # what it shows of submissions' texts: digests (see `SubmissionDigests`)
    inspector: str  # the fingerprint of the inspection: the program and its settings
    files: dict[str, Stamp]  # by path below the site's root
    data: dict[str, Stamp]  # by name; not published
    pages: dict[str, PageFacts]
    ids: tuple[msgspec.Raw, ...]  # what its pages have, without duplicates, as tuples
    links: msgspec.Raw  # targets of its pages' links, without duplicates, as a tuple
    value: msgspec.Raw
    changed: int  # the number of new or changed pages

    def read(self, kind: type[Value]) -> Value:
        """Return the decoded value; it is decoded only once."""
        if "_read" not in self.__dict__:
            self.__dict__["_read"] = msgspec.msgpack.decode(self.value, type=kind)
        value: Value = self.__dict__["_read"]
        return value


class OutputWriter:
    """Writes a job's output into its cache entry, and records what the gate needs."""

    def __init__(self, folder: Path, before: Output | None, boot: str, prefixes: Sequence[str], site_path: str) -> None:
        """Write into a folder; pages that are the same as in `before` are not inspected again.

        `boot` is the inline script of every page, `prefixes` are those of all locales, `site_path` is the path of
        the site on its host.
        """
        self._folder = folder
        self._boot = boot
        self._prefixes = prefixes
        self._site_path = site_path
        self._inspector = fingerprint(program_fingerprint(), boot, site_path)
        self._known = before.pages if before and before.inspector == self._inspector else {}
        self._known_ids = before.ids if before else ()
        self._old_files = before.files if before else {}
        self._old_data = before.data if before else {}
        self._files: dict[str, Stamp] = {}
        self._data: dict[str, Stamp] = {}
        self._pages: dict[str, PageFacts] = {}
        self._ids: dict[bytes, int] = {}  # their indices
        self._value = msgspec.Raw(msgspec.msgpack.encode(None))
        self._changed = 0

    def page(self, path: str, html: str) -> bool:
        """Write a page and inspect it; returns whether its bytes have changed."""
        changed = self.file(path, html.encode())
        if not changed and (known := self._known.get(path)):
            ids = bytes(self._known_ids[known.ids])
            self._pages[path] = PageFacts(known.links, self._index(ids), known.faults)
            return False
        found = inspection.inspect(html, self._boot)
        own = {f"{path}#{id_}" for id_ in found.ids}
        links = sorted(inspection.targets(path, found.links, self._site_path) - own)
        self._pages[path] = PageFacts(_raw(links), self._index(bytes(_raw(found.ids))), found.faults)
        self._changed += 1
        return True

    def _index(self, ids: bytes) -> int:
        return self._ids.setdefault(ids, len(self._ids))

    def file(self, path: str, data: bytes) -> bool:
        """Write a file to publish; returns whether its bytes have changed."""
        self._files[path], changed = self._write(kept_as(path), data, self._old_files.get(path))
        return changed

    def files(self, files: Mapping[str, bytes]) -> None:
        """Write files to publish, by path."""
        for path, data in files.items():
            self.file(path, data)

    def data(self, name: str, value: object) -> None:
        """Write data for later jobs (see `read_data`)."""
        encoded = msgspec.msgpack.encode(value)
        self._data[name], _ = self._write(f"{_DATA}/{name}", encoded, self._old_data.get(name))

    def value(self, value: object) -> None:
        """Set the value for later jobs; it is read together with the output, so keep it small."""
        self._value = msgspec.Raw(msgspec.msgpack.encode(value))

    def _write(self, name: str, data: bytes, known: Stamp | None) -> tuple[Stamp, bool]:
        digest, target = digest_of(data), f"{self._folder}/{name}"
        if known is not None and known.digest == digest and _is_intact(target, known):
            return known, False
        return Stamp(digest, len(data), write_new(target, data)), True

    def finish(self, fingerprint: str, opened: Mapping[str, str]) -> Output:
        """Delete files that were not written this time, and return the output."""
        stale = [kept_as(path) for path in self._old_files.keys() - self._files.keys()]
        stale += [f"{_DATA}/{name}" for name in self._old_data.keys() - self._data.keys()]
        for name in stale:
            Path(self._folder, name).unlink(missing_ok=True)
        links: set[str] = set()
        for facts in self._pages.values():
            links.update(unpack(facts.links))
        return Output(
            fingerprint,
            dict(sorted(opened.items())),
            self._inspector,
            self._files,
            self._data,
            self._pages,
            tuple(map(msgspec.Raw, self._ids)),
            _raw(sorted(inspection.fold(links, self._prefixes))),
            self._value,
            self._changed,
        )


@dataclass
class Outputs:
    """The outputs of all jobs so far."""

    store: Store
    by_name: dict[str, Output] = field(default_factory=dict)
    made: set[str] = field(default_factory=set)  # names of the jobs that had to be run

    def __getitem__(self, name: str) -> Output:
        """Return the output of a job."""
        return self.by_name[name]

    def __contains__(self, name: object) -> bool:
        """Return whether a job has an output."""
        return name in self.by_name

    @property
    def pages(self) -> int:
        """The number of pages."""
        return sum(len(output.pages) for output in self.by_name.values())

    @property
    def changed(self) -> int:
        """The number of pages that have changed."""
        return sum(self.by_name[name].changed for name in self.made)

    @property
    def size(self) -> int:
        """The size of all files to publish, in bytes."""
        return sum(stamp.size for output in self.by_name.values() for stamp in output.files.values())

    def forget_others(self) -> None:
        """Delete the cached outputs of jobs that are no longer planned, in the groups of the planned ones."""
        groups: dict[str, list[str]] = {}
        for name in self.by_name:
            groups.setdefault(name.partition("/")[0], []).append(name)
        for group, names in groups.items():
            self.store.keep_only(group, names)

    @cached_property
    def files(self) -> dict[str, str]:
        """The location of each file to publish, by its path below the site's root.

        Raises GeneratorError if two jobs made the same path: the site can hold only one of them.
        """
        found: dict[str, str] = {}
        for name, output in self.by_name.items():
            folder = str(self.store.folder_of(name))
            for path in output.files:
                if path in found:
                    raise GeneratorError(f"{path} is made twice, by {name} and for {found[path]}")
                found[path] = f"{folder}/{kept_as(path)}"
        return found

    def read_data(self, name: str, part: str, kind: type[Value]) -> Value:
        """Read the data that a job wrote for later ones.

        Raises GeneratorError if the data are gone or changed: `validate` takes no lock, and may have rewritten them.
        """
        try:
            data = Path(self.store.folder_of(name), _DATA, part).read_bytes()
        except FileNotFoundError:
            data = b""
        if digest_of(data) != self.by_name[name].data[part].digest:
            raise GeneratorError(
                f"{name}: another command changed what is kept of it meanwhile; run the command again "
                "/ 另一条命令同时改动了缓存，请重试"
            )
        return msgspec.msgpack.decode(data, type=kind)


@dataclass(frozen=True)
class Workshop:
    """The environment that all jobs share."""

    store: Store
    jobs: int  # processes that run jobs at the same time
    boot: str
    prefixes: tuple[str, ...]
    site_path: str
    submissions: Mapping[str, str]  # the digest of every submission, and of what it says of each task
    opened: dict[str, str]  # what the current job opened of them, with the digests


def run_jobs(jobs: Iterable[Job], shop: Workshop, outputs: Outputs, *, merge: bool = False) -> None:
    """Add the outputs of some jobs: from the cache if it is current, otherwise by running them in parallel.

    With `merge` the outputs of sharded jobs must be cached: raises GeneratorError if one is missing.
    """
    jobs = list(jobs)
    found: dict[str, Output] = {}
    for job in jobs:
        kept = shop.store.get(job.name, _OUTPUT, Output)
        if kept is not None and _is_current(kept, job, shop):
            found[job.name] = kept
    missing = [job for job in jobs if job.name not in found]
    if merge and (lost := [job.name.partition("/")[2] for job in missing if job.sharded]):
        names = ", ".join(lost[:10]) + (" …" if len(lost) > 10 else "")
        raise GeneratorError(f"{len(lost)} agencies were not built by any shard of these data and this day: {names}")
    results = in_parallel(lambda index: _run(missing[index], shop), range(len(missing)), shop.jobs)
    for job, raw in zip(missing, results, strict=True):
        output = msgspec.msgpack.decode(raw, type=Output)
        shop.store.remember(job.name, _OUTPUT, output)
        found[job.name] = output
        outputs.made.add(job.name)
    for job in jobs:  # keep the order of the jobs, cached or not: later jobs may depend on it
        outputs.by_name[job.name] = found[job.name]


def _is_current(kept: Output, job: Job, shop: Workshop) -> bool:
    """Return whether a cached output has the job's current inputs, and all its files are unchanged."""
    folder = str(shop.store.folder_of(job.name))
    return (
        kept.fingerprint == job.fingerprint
        and all(shop.submissions.get(key) == digest for key, digest in kept.opened.items())
        and all(_is_intact(f"{folder}/{kept_as(path)}", stamp) for path, stamp in kept.files.items())
        and all(_is_intact(f"{folder}/{_DATA}/{name}", stamp) for name, stamp in kept.data.items())
    )


def _run(job: Job, shop: Workshop) -> bytes:
    """Run a job in the current process; returns its output, encoded."""
    before = shop.store.get(job.name, _OUTPUT, Output)
    writer = OutputWriter(shop.store.folder_of(job.name), before, shop.boot, shop.prefixes, shop.site_path)
    shop.opened.clear()
    job.make(writer)
    output = writer.finish(job.fingerprint, shop.opened)
    shop.store.put(job.name, _OUTPUT, output)
    return msgspec.msgpack.encode(output)


def _is_intact(path: str, stamp: Stamp) -> bool:
    """Return whether a file is unchanged: by its size and time or, if it was copied since, by its bytes."""
    try:
        status = os.stat(path)
        if status.st_size != stamp.size:
            return False
        return status.st_mtime_ns == stamp.time or digest_of(Path(path).read_bytes()) == stamp.digest
    except OSError:
        return False


def _raw(values: Sequence[str]) -> msgspec.Raw:
    return msgspec.Raw(msgspec.msgpack.encode(values))


def unpack(raw: msgspec.Raw) -> tuple[str, ...]:
    """Decode links or ids."""
    return msgspec.msgpack.decode(raw, type=tuple[str, ...])
