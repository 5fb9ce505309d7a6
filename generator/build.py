"""The pipeline: read, validate, plan, render, MkDocs per locale, check, swap. Reads top to bottom."""

from __future__ import annotations

import datetime
import hashlib
import json
import multiprocessing
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from generator import check
from generator.assess import Assessment, assess
from generator.check import Facts
from generator.config import Config
from generator.errors import GeneratorError
from generator.export.edition import Edition
from generator.export.schemas import schemas
from generator.export.sitemap import sitemap
from generator.export.tables import COLUMNS, table_of, tables
from generator.findings import Finding, Severity
from generator.load import read_catalog
from generator.locales import Locale, open_locales
from generator.model import CANONICAL, Catalog
from generator.pages import Download, plan
from generator.pages.matrix import filters, filters_path
from generator.render import Rendered, Renderer
from generator.rules import check_catalog
from generator.search import Index, make_index
from generator.shell import assets_version, boot_script, shell
from generator.swap import end_with_parent, locked, replace_folder, replaceable, write_atomic
from generator.theme import open_theme
from generator.today import default_date

Progress = Callable[[str], None]  # told the name of each step as it begins


@dataclass(frozen=True)
class Built:
    """What a build came to."""

    findings: tuple[Finding, ...]
    pages: int  # in all locales; 0 where errors stopped the build
    rendered: int  # of these, how many are not as they were


@dataclass(frozen=True)
class _Built:
    """One page of a locale: where it goes, where it lies ready, what it holds."""

    path: str  # below the site's root
    ready: Path
    facts: Facts


def validate(config: Config, as_of: datetime.date | None = None) -> tuple[Catalog, list[Finding]]:
    """Read everything and run every rule as of a day (default: today); findings come sorted by file and line."""
    catalog, findings = read_catalog(config.root)
    return catalog, sorted({*findings, *check_catalog(catalog, as_of or default_date(catalog))})


def build(
    config: Config, *, as_of: datetime.date | None, site_dir: Path, jobs: int, strict: bool, progress: Progress
) -> Built:
    """Build the whole site into `site_dir`, which is replaced in one step or not at all.

    Errors in the content (with `strict` also warnings) stop the build and are returned. Raises
    GeneratorError where the machine or the settings are at fault.
    """
    site_dir = replaceable(site_dir)
    with locked(config.root / "build"):
        progress("validate")
        catalog, findings = read_catalog(config.root)
        day = as_of or default_date(catalog)
        # A look back at an earlier day is a view: what was reported since is not an error.
        findings = sorted({*findings, *check_catalog(catalog, max(day, default_date(catalog)))})
        stopping = {Severity.ERROR, Severity.WARNING} if strict else {Severity.ERROR}
        if any(finding.severity in stopping for finding in findings):
            return Built(tuple(findings), 0, 0)
        if not config.samples:
            catalog = catalog.without_samples()
        locales = open_locales(catalog, config.locales)
        state = assess(catalog, day)
        progress("search")
        index = _index(config, catalog, state)
        progress("pages")
        edition = _edition(config, catalog, locales, state)
        sheets = tables(edition)
        built, exported = _build_locales(
            config,
            catalog,
            state,
            _downloads(sheets),
            findings,
            index,
            jobs,
            lambda: sheets | _export(edition, catalog, sheets),
        )
        pages = [page for locale, _ in built for page in locale]
        progress("check")
        files = _files(config, catalog, locales, pages) | exported | index.files
        _check(pages, files, config)
        progress("swap")
        _publish(pages, files, site_dir)
        return Built(tuple(findings), len(pages), sum(rendered for _, rendered in built))


def _index(config: Config, catalog: Catalog, state: Assessment) -> Index:
    """Make the search index of all locales."""
    locales = open_locales(catalog, config.locales)
    prose = {id_: dict(_prose(config, locale)) for id_, locale in locales.items()}
    version = assets_version(config.root)
    return make_index(catalog, state, locales, prose, version=version, cache=config.root / "build" / "search.json")


# --- one locale


def _build_locales(
    config: Config,
    catalog: Catalog,
    state: Assessment,
    downloads: Mapping[str, Download],
    findings: Sequence[Finding],
    index: Index,
    jobs: int,
    aside: Callable[[], dict[str, bytes]],
) -> tuple[list[tuple[list[_Built], int]], dict[str, bytes]]:
    """Build every locale, in processes beside each other where the system can fork; `aside` runs meanwhile."""
    if jobs <= 1 or "fork" not in multiprocessing.get_all_start_methods():
        return [
            _build_locale(config, catalog, id_, state, downloads, findings, index) for id_ in config.locales
        ], aside()
    context = multiprocessing.get_context("fork")
    pool: Executor
    with ProcessPoolExecutor(min(jobs, len(config.locales)), context, end_with_parent) as pool:
        running: list[Future[tuple[list[_Built], int]]] = [
            pool.submit(_build_locale, config, catalog, id_, state, downloads, findings, index)
            for id_ in config.locales
        ]
        files = aside()
        try:
            return [future.result() for future in running], files
        except BrokenProcessPool as error:
            raise GeneratorError(
                "a process of the build was ended from outside; was there too little memory?"
            ) from error


def _build_locale(
    config: Config,
    catalog: Catalog,
    id_: str,
    state: Assessment,
    downloads: Mapping[str, Download],
    findings: Sequence[Finding],
    index: Index,
) -> tuple[list[_Built], int]:
    """Make all pages of a locale under build/pages; files that are the same are left alone.

    Returns the pages, and how many had to be inspected anew because their bytes had not been seen before.
    """
    staged, rendered = _stage(config, catalog, id_, state, downloads, findings, index)
    theme = open_theme(config, staged)
    html = {f"{page.address}index.html": theme.stamp(page) for page in rendered} | theme.built
    folder = config.root / "build" / "pages" / id_
    _write_changed(folder, html)
    facts, seen = _inspect(config, id_, html)
    prefix = config.prefix(id_)
    return [_Built(prefix + path, folder / path, facts[path]) for path in html], seen


def _inspect(config: Config, id_: str, html: Mapping[str, str]) -> tuple[dict[str, Facts], int]:
    """Inspect the pages whose bytes were not inspected before; what is known of bytes never changes."""
    store = config.root / "build" / f"facts-{id_}.json"
    boot = boot_script(config.root)
    checker = hashlib.sha256(Path(check.__file__).read_bytes() + boot.encode()).hexdigest()
    try:
        known: dict[str, Any] = json.loads(store.read_bytes())
    except (OSError, ValueError):
        known = {}
    facts, kept = {}, {}
    for path, text in html.items():
        key = hashlib.sha256(f"{checker}{text}".encode()).hexdigest()
        found = known.get(key)
        facts[path] = check.Facts(*map(tuple, found)) if found else check.inspect(text, boot)
        kept[key] = found or [facts[path].ids, facts[path].links, facts[path].external, facts[path].faults]
    write_atomic(store, json.dumps(kept).encode())
    return facts, sum(key not in known for key in kept)


def stage(config: Config, id_: str) -> tuple[list[Finding], dict[str, Any] | None]:
    """Make one locale's Markdown for a plain `mkdocs build`; nothing is made where the content has errors."""
    config = replace(config, serving=True)
    catalog, findings = validate(config)
    if any(finding.severity is Severity.ERROR for finding in findings):
        return findings, None
    if not config.samples:
        catalog = catalog.without_samples()
    state = assess(catalog, default_date(catalog))
    sheets = tables(_edition(config, catalog, open_locales(catalog, config.locales), state))
    index = _index(config, catalog, state)
    staged, rendered = _stage(config, catalog, id_, state, _downloads(sheets), findings, index)
    files = config.root / "build" / "index"
    _write_changed(files, {part.path: part.script for parts in index.parts.values() for part in parts})
    pages = [*(page.source for page in rendered), *staged["prose"]]
    return findings, {**staged, "pages": pages, "index": str(files), "parts": list(index.files)}


def _stage(
    config: Config,
    catalog: Catalog,
    id_: str,
    state: Assessment,
    downloads: Mapping[str, Download],
    findings: Sequence[Finding],
    index: Index,
) -> tuple[dict[str, Any], list[Rendered]]:
    """Write a locale's Markdown under build/docs, files that changed only, and gather the shell's variables."""
    locales = open_locales(catalog, config.locales)
    locale = locales[id_]
    renderer = Renderer(catalog, locale, locales, config)
    rendered = [renderer.render(page) for page in plan(catalog, state, downloads, findings, index)]
    prose = dict(_prose(config, locale))
    docs = config.root / "build" / "docs" / id_
    _write_changed(docs, {page.source: page.markdown for page in rendered} | prose)
    return {
        "docs": str(docs),
        "prose": prose,
        "shell": shell(catalog, locale, locales, config, state.as_of),
    }, rendered


def _prose(config: Config, locale: Locale) -> Iterator[tuple[str, str]]:
    """Yield the hand-written pages: the locale's own, or the canonical ones put into its script.

    A page that is not translated is shown in Chinese and marked so.
    """
    folder = config.root / "content"
    canonical = folder / CANONICAL
    names = [path.relative_to(canonical).as_posix() for path in sorted(canonical.rglob("*.md"))]
    own = folder / locale.id
    for path in sorted(own.rglob("*.md")):
        if locale.is_derived or path.relative_to(own).as_posix() not in names:
            raise GeneratorError(f"{path}: there is no page in content/{CANONICAL} that this could be a translation of")
    for name in names:
        if (own / name).is_file():
            yield name, _prose_text(own / name)
        else:
            text = locale.convert(_prose_text(canonical / name))
            if not locale.is_derived:
                matter = text.removeprefix("---\n") if text.startswith("---\n") else f"---\n\n{text}"
                text = f"---\nfallback: {locale.canonical_lang}\n{matter}"
            yield name, text


def _prose_text(path: Path) -> str:
    """Read a hand-written page; line ends become LF."""
    if path.is_symlink():
        raise GeneratorError(f"{path}: a link, not a plain file / 是链接，不是普通文件")
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise GeneratorError(f"{path}: not encoded as UTF-8 / 不是 UTF-8 编码") from error


def _write_changed(folder: Path, texts: Mapping[str, str]) -> None:
    """Make a folder hold exactly these files, leaving those alone that are the same."""
    wanted = {folder / name: text.encode() for name, text in texts.items()}
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.is_dir():
            if not any(path.iterdir()):
                path.rmdir()
        elif path not in wanted:
            path.unlink()
    for path, data in wanted.items():
        if not path.is_file() or path.read_bytes() != data:
            path.parent.mkdir(parents=True, exist_ok=True)
            write_atomic(path, data)


# --- the whole site


def exports(config: Config, as_of: datetime.date | None, form: str) -> tuple[list[Finding], dict[str, bytes] | None]:
    """Validate, and make the files of one format; nothing is made where the content has errors."""
    from generator.export.formats import FORMATS  # see below

    catalog, findings = validate(config)
    if any(finding.severity is Severity.ERROR for finding in findings):
        return findings, None
    state = assess(catalog, as_of or default_date(catalog))
    edition = _edition(config, catalog, open_locales(catalog, config.locales), state)
    return findings, FORMATS[form](_with_pages(edition, catalog))


def _export(edition: Edition, catalog: Catalog, sheets: Mapping[str, bytes]) -> dict[str, bytes]:
    """Make all files for programs but the tables."""
    from generator.export.formats import export  # its models take a moment to make, and only this needs them

    return export(_with_pages(edition, catalog), sheets)


def _edition(config: Config, catalog: Catalog, locales: Mapping[str, Locale], state: Assessment) -> Edition:
    return Edition(catalog.without_samples(), state, locales, config)


def _with_pages(edition: Edition, catalog: Catalog) -> Edition:
    """Tell an edition which pages the site has."""
    return replace(edition, pages=frozenset(page.address for page in plan(catalog, edition.state, {})))


def _downloads(sheets: Mapping[str, bytes]) -> dict[str, Download]:
    """Describe the tables for the page that offers them."""
    return {
        name: Download(columns, {path: len(data) for path, data in sheets.items() if table_of(path) == name})
        for name, columns in COLUMNS.items()
    }


def _files(
    config: Config, catalog: Catalog, locales: Mapping[str, Locale], pages: Iterable[_Built]
) -> dict[str, bytes]:
    """Make all files of the site that are not pages, by path."""
    assets = config.root / "overrides" / "assets"
    files = {
        f"assets/{path.relative_to(assets).as_posix()}": _asset(path)
        for path in sorted(assets.rglob("*"))
        if path.is_file()
    }
    default = config.prefix(config.locales[0])
    prefixes = tuple(prefix for id_ in config.locales if (prefix := config.prefix(id_)))
    own = (page.path for page in pages if page.path.startswith(default) and not page.path.startswith(prefixes))
    addresses = [path.removesuffix("index.html") for path in own if path.endswith("index.html")]
    files |= schemas(config.site_url)
    files[filters_path(catalog)] = filters(catalog)
    files["sitemap.xml"] = sitemap(addresses, locales, config)
    files["robots.txt"] = f"User-agent: *\nAllow: /\nSitemap: {config.site_url}sitemap.xml\n".encode()
    files[".nojekyll"] = b""  # GitHub Pages serves the files as they are
    return files


def _asset(path: Path) -> bytes:
    """Read an asset; scripts go out without comment lines and indentation, which nobody needs to load."""
    if path.suffix != ".js":
        return path.read_bytes()
    lines = map(str.strip, path.read_text(encoding="utf-8").splitlines())
    return "".join(f"{line}\n" for line in lines if line and not line.startswith("//")).encode()


def _check(pages: Iterable[_Built], files: Iterable[str], config: Config) -> None:
    """Refuse a site with a broken link or with anything in a page that must not be there."""
    facts = {page.path: page.facts for page in pages}
    faults = [f"{path}: {fault}" for path, page in facts.items() for fault in page.faults]
    faults += [
        f"{path}: the link {link!r} leads nowhere"
        for path, link in check.broken_links(facts, [*facts, *files], config.site_path)
    ]
    if faults:
        shown = "\n  ".join(faults[:20])
        raise GeneratorError(f"the built pages have {len(faults)} faults; the site was left as it was:\n  {shown}")


def _link(source: Path, target: Path) -> None:
    """Give a finished page its place; a hard link where that can be, since pages are only ever replaced."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)


def _publish(pages: Iterable[_Built], files: Mapping[str, bytes], site_dir: Path) -> None:
    """Lay the new site out beside the old one, and put it in its place."""
    new = site_dir.with_name(f".{site_dir.name}.new")
    try:
        shutil.rmtree(new, ignore_errors=True)
        for page in pages:
            target = new / page.path
            target.parent.mkdir(parents=True, exist_ok=True)
            _link(page.ready, target)
        for path, data in files.items():
            target = new / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
        for folder, _, names in os.walk(new):
            Path(folder).chmod(0o755)
            for name in names:
                Path(folder, name).chmod(0o644)
        replace_folder(new, site_dir)
    except OSError as error:
        shutil.rmtree(new, ignore_errors=True)
        raise GeneratorError(f"{site_dir}: {error.strerror or error}; the site was left as it was") from error


__all__ = ["Built", "build", "exports", "stage", "validate"]
