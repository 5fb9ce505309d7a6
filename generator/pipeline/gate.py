"""The gate: faults of the pages of a whole site, any of which prevents its publication."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from generator.pipeline.inspection import file_at, unfold
from generator.pipeline.jobs import Output, unpack


def find_faults(outputs: Iterable[Output], prefixes: Collection[str]) -> list[str]:
    """List forbidden content and dead links, each with its page; `prefixes` are the address prefixes of all locales."""
    outputs = list(outputs)
    faults = [f"{path}: {fault}" for output in outputs for path, page in output.pages.items() for fault in page.faults]
    return faults + _dead_links(outputs, prefixes)


def _dead_links(outputs: Collection[Output], prefixes: Collection[str]) -> list[str]:
    """List the links whose target file or anchor does not exist."""
    files: set[str] = set()
    links: set[str] = set()
    owner: dict[str, Output] = {}
    for output in outputs:
        files.update(output.files)
        links.update(unpack(output.links))
        for path in output.pages:
            owner[path] = output
    anchors: dict[str, set[str]] = {}  # anchors that are linked to, by the path of their page
    for link in links:
        path, _, anchor = link.partition("#")
        anchors.setdefault(path, set()).add(anchor)
    dead: set[str] = set()
    for folded, wanted in anchors.items():
        missing: dict[bytes, set[str]] = {}  # cached by ids, which a page shares with most of its translations
        for path in unfold(folded, prefixes):
            page = file_at(path, files)
            if page is None:
                dead.update(f"{path}#{anchor}" if anchor else path for anchor in wanted)
            elif page in owner and wanted != {""}:
                ids = owner[page].ids[owner[page].pages[page].ids]
                if (held := bytes(ids)) not in missing:
                    missing[held] = wanted.difference(("", *unpack(ids)))
                dead.update(f"{path}#{anchor}" for anchor in missing[held])
    return _where(owner, dead) if dead else []


def _where(owner: Mapping[str, Output], dead: Collection[str]) -> list[str]:
    """List dead links with the pages that contain them."""
    return [
        f"{path}: the link to {target!r} leads nowhere"
        for path, output in sorted(owner.items())
        for target in unpack(output.pages[path].links)
        if target in dead
    ]
