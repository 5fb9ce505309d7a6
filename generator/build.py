"""The pipeline: read, validate, plan, render, MkDocs per locale, check, swap. Reads top to bottom."""

from __future__ import annotations

import datetime
import hashlib
import importlib.metadata
import json
import logging
import multiprocessing
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from generator.assess import Assessment, assess
from generator.check import Facts, broken_links, inspect
from generator.config import Config
from generator.errors import GeneratorError
from generator.export.sitemap import sitemap
from generator.findings import Finding, Severity
from generator.load import read_catalog
from generator.locales import Locale, open_locales
from generator.model import Catalog
from generator.pages import plan
from generator.render import Renderer, source_path
from generator.rules import check_catalog
from generator.shell import boot_script, shell
from generator.swap import locked, replace_folder, write_atomic

Progress = Callable[[str], None]  # told the name of each step as it begins

_PACKAGES = ("jinja2", "markdown", "mkdocs", "mkdocs-material")  # that have a hand in a page's bytes


@dataclass(frozen=True)
class Built:
    """What a build came to."""

    findings: tuple[Finding, ...]
    pages: int  # in all locales; 0 where errors stopped the build
    rendered: int  # of these, how many MkDocs had to make


@dataclass(frozen=True)
class _Built:
    """One page of a locale: where it goes, where it lies ready, what it holds."""

    path: str  # below the site's root
    cached: Path
    facts: Facts


def validate(config: Config) -> tuple[Catalog, list[Finding]]:
    """Read everything and run every rule; findings come sorted by file and line."""
    catalog, findings = read_catalog(config.root)
    return catalog, sorted({*findings, *check_catalog(catalog)})


def build(
    config: Config, *, as_of: datetime.date | None, site_dir: Path, jobs: int, strict: bool, progress: Progress
) -> Built:
    """Build the whole site into `site_dir`, which is replaced in one step or not at all.

    Errors in the content (with `strict` also warnings) stop the build and are returned. Raises
    GeneratorError where the machine or the settings are at fault.
    """
    with locked(config.root / "build"):
        progress("validate")
        catalog, findings = validate(config)
        if any(strict or finding.severity is Severity.ERROR for finding in findings):
            return Built(tuple(findings), 0, 0)
        if not config.samples:
            catalog = catalog.without_samples()
        locales = open_locales(catalog, config.locales)
        day = as_of or default_date(catalog)
        state = assess(catalog, day)
        progress("pages")
        built = _build_locales(config, catalog, state, jobs)
        pages = [page for locale, _ in built for page in locale]
        progress("check")
        files = _files(config, locales, pages)
        _check(pages, files, config)
        progress("swap")
        _publish(pages, files, site_dir)
        return Built(tuple(findings), len(pages), sum(rendered for _, rendered in built))


def default_date(catalog: Catalog) -> datetime.date:
    """The as-of date: SOURCE_DATE_EPOCH, else today, in the first policy's time zone."""
    zones = [ZoneInfo(policy.file.timezone) for policy in catalog.policies.values()]
    zone = zones[0] if zones else ZoneInfo("Asia/Shanghai")
    if epoch := os.environ.get("SOURCE_DATE_EPOCH"):
        try:
            return datetime.datetime.fromtimestamp(int(epoch), zone).date()
        except (ValueError, OverflowError, OSError) as error:
            raise GeneratorError(f"SOURCE_DATE_EPOCH is not a time: {epoch!r}") from error
    return datetime.datetime.now(zone).date()


# --- one locale


def _build_locales(config: Config, catalog: Catalog, state: Assessment, jobs: int) -> list[tuple[list[_Built], int]]:
    """Build every locale, in processes beside each other where the system can fork."""
    if jobs <= 1 or "fork" not in multiprocessing.get_all_start_methods():
        return [_build_locale(config, catalog, id_, state) for id_ in config.locales]
    context = multiprocessing.get_context("fork")
    pool: Executor
    with ProcessPoolExecutor(min(jobs, len(config.locales)), mp_context=context) as pool:
        running: list[Future[tuple[list[_Built], int]]] = [
            pool.submit(_build_locale, config, catalog, id_, state) for id_ in config.locales
        ]
        return [future.result() for future in running]


def _build_locale(config: Config, catalog: Catalog, id_: str, state: Assessment) -> tuple[list[_Built], int]:
    """Render a locale's Markdown and have MkDocs make what is not in the cache.

    A page is named by a digest of its Markdown and of all that stands around it, so that a cached one is
    the page that MkDocs would make again.
    """
    staged = _stage(config, catalog, id_, state)
    cache = config.root / "build" / "pages" / id_
    cache.mkdir(parents=True, exist_ok=True)
    frame = _frame(config, staged["shell"])
    keys = {path: hashlib.sha256((frame + text).encode()).hexdigest() for path, text in staged["texts"].items()}
    keys["404.md"] = hashlib.sha256(f"{frame}404".encode()).hexdigest()
    missing = [path for path, key in keys.items() if not (cache / f"{key}.json").exists()]
    if missing:
        wanted = [path for path in missing if path in staged["texts"]]
        out = config.root / "build" / "mkdocs" / id_
        _run_mkdocs(config, {**staged, "pages": [*wanted, *staged["prose"]]}, out)
        boot = boot_script(config.root)
        for path in missing:
            html = (out / _html_path(path)).read_text(encoding="utf-8")
            facts = inspect(html, boot)
            write_atomic(cache / f"{keys[path]}.html", html.encode())
            write_atomic(cache / f"{keys[path]}.json", json.dumps(asdict(facts)).encode())
        shutil.rmtree(out)
    _forget(cache, keys.values())
    prefix = config.prefix(id_)
    return [
        _Built(prefix + _html_path(path), cache / f"{key}.html", _facts(cache / f"{key}.json"))
        for path, key in keys.items()
    ], len(missing)


def stage(config: Config, id_: str) -> tuple[list[Finding], dict[str, Any] | None]:
    """Make one locale's Markdown for a plain `mkdocs build`; nothing is made where the content has errors."""
    catalog, findings = validate(config)
    if any(finding.severity is Severity.ERROR for finding in findings):
        return findings, None
    if not config.samples:
        catalog = catalog.without_samples()
    staged = _stage(config, catalog, id_, assess(catalog, default_date(catalog)))
    staged["shell"]["csp"] = ""  # `mkdocs serve` adds a script of its own to each page
    return findings, {**staged, "pages": list(staged["texts"])}


def _stage(config: Config, catalog: Catalog, id_: str, state: Assessment) -> dict[str, Any]:
    """Write a locale's Markdown under build/docs, files that changed only, and gather the shell's variables."""
    locales = open_locales(catalog, config.locales)
    locale = locales[id_]
    renderer = Renderer(catalog, locale, locales, config)
    texts = {source_path(page): renderer.markdown(page) for page in plan(catalog, state)}
    prose = dict(_prose(config, locale))
    docs = config.root / "build" / "docs" / id_
    _write_changed(docs, texts | prose)
    return {
        "docs": str(docs),
        "texts": texts | prose,
        "prose": list(prose),
        "shell": shell(catalog, locale, locales, config, state.as_of),
    }


def _prose(config: Config, locale: Locale) -> Iterator[tuple[str, str]]:
    """Yield the hand-written pages: the locale's own, or the canonical ones put into its script.

    A page that is not translated is shown in Chinese and marked so.
    """
    folder = config.root / "content"
    canonical = folder / config.locales[0]
    for path in sorted(canonical.rglob("*.md")):
        name = path.relative_to(canonical).as_posix()
        own = folder / locale.id / name
        if not locale.is_derived and own.is_file():
            yield name, own.read_text(encoding="utf-8")
        else:
            text = locale.convert(path.read_text(encoding="utf-8"))
            if not locale.is_derived:
                text = text.replace("---\n", f"---\nfallback: {locale.canonical_lang}\n", 1)
            yield name, text


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


def _frame(config: Config, variables: Mapping[str, Any]) -> str:
    """Digest all that stands around a page's Markdown: theme, shell, settings, programs."""
    digest = hashlib.sha256(config.digest.encode())
    digest.update(json.dumps(variables, sort_keys=True).encode())
    for name in _PACKAGES:
        digest.update(f"{name} {importlib.metadata.version(name)}\n".encode())
    own = Path(__file__).parent
    theme = config.root / "overrides"
    for path in sorted([*own.rglob("*.py"), *theme.rglob("*.html")]):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()


def _run_mkdocs(config: Config, staged: Mapping[str, Any], out: Path) -> None:
    """Let MkDocs build the staged pages into `out`, in this process."""
    os.environ["NO_MKDOCS_2_WARNING"] = "1"
    from mkdocs.commands.build import build as mkdocs_build
    from mkdocs.config import load_config
    from mkdocs.exceptions import MkDocsException

    logging.getLogger("mkdocs").setLevel(logging.WARNING)
    try:
        settings = load_config(str(config.root / "mkdocs.yml"), site_dir=str(out), strict=True)
        settings.site_url = config.site_url + staged["shell"]["prefix"]
        settings.extra["staged"] = staged
        mkdocs_build(settings)
    except (MkDocsException, SystemExit) as error:
        raise GeneratorError(f"MkDocs: {error}") from error


def _html_path(source: str) -> str:
    """Where MkDocs writes a Markdown file's page."""
    path = Path(source)
    if path.name == "index.md" or source == "404.md":
        return path.with_suffix(".html").as_posix()
    return (path.with_suffix("") / "index.html").as_posix()


def _facts(path: Path) -> Facts:
    return Facts(**{name: tuple(values) for name, values in json.loads(path.read_bytes()).items()})


def _forget(cache: Path, keys: Iterable[str]) -> None:
    """Delete cached pages that no page of the site is made from any more."""
    used = set(keys)
    for path in cache.iterdir():
        if path.stem not in used:
            path.unlink()


# --- the whole site


def _files(config: Config, locales: Mapping[str, Locale], pages: Iterable[_Built]) -> dict[str, bytes]:
    """Make all files of the site that are not pages, by path."""
    assets = config.root / "overrides" / "assets"
    files = {
        f"assets/{path.relative_to(assets).as_posix()}": path.read_bytes()
        for path in sorted(assets.rglob("*"))
        if path.is_file()
    }
    default = config.prefix(config.locales[0])
    prefixes = tuple(prefix for id_ in config.locales if (prefix := config.prefix(id_)))
    own = (page.path for page in pages if page.path.startswith(default) and not page.path.startswith(prefixes))
    addresses = [path.removesuffix("index.html") for path in own if path.endswith("index.html")]
    files["sitemap.xml"] = sitemap(addresses, locales, config)
    files["robots.txt"] = f"User-agent: *\nAllow: /\nSitemap: {config.site_url}sitemap.xml\n".encode()
    files[".nojekyll"] = b""  # GitHub Pages serves the files as they are
    return files


def _check(pages: Iterable[_Built], files: Iterable[str], config: Config) -> None:
    """Refuse a site with a broken link or with anything in a page that must not be there."""
    facts = {page.path: page.facts for page in pages}
    faults = [f"{path}: {fault}" for path, page in facts.items() for fault in page.faults]
    faults += [
        f"{path}: the link {link!r} leads nowhere"
        for path, link in broken_links(facts, [*facts, *files], config.site_path)
    ]
    if faults:
        shown = "\n  ".join(faults[:20])
        raise GeneratorError(f"the built pages have {len(faults)} faults; the site was left as it was:\n  {shown}")


def _publish(pages: Iterable[_Built], files: Mapping[str, bytes], site_dir: Path) -> None:
    """Lay the new site out beside the old one, and put it in its place."""
    new = site_dir.with_name(f".{site_dir.name}.new")
    try:
        shutil.rmtree(new, ignore_errors=True)
        for page in pages:
            target = new / page.path
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(page.cached, target)
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


__all__ = ["Built", "build", "default_date", "stage", "validate"]
