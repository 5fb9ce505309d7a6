"""The pipeline: read, validate, plan, render, MkDocs per locale, check, swap. Reads top to bottom."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any

from msgspec import Struct

from generator.assess import Assessment, assess, combine, teller
from generator.build.agencies import Judged, Opener, Shard, Shown, Studio, judge_all, lines_of
from generator.build.frame import Frame, open_frame
from generator.build.made import Made, faults_of, lying
from generator.build.parts import Texts, show_all, table_all
from generator.build.prose import prose, written
from generator.build.publish import Press
from generator.build.standing import remember, standing
from generator.config import Config
from generator.errors import GeneratorError
from generator.export.edition import Edition
from generator.export.sitemap import sitemap
from generator.export.tables import COLUMNS, SAID, table_of, tables, too_large, whole_files
from generator.findings import Finding, Severity, in_order
from generator.load import no_collection, read_catalog
from generator.locales import open_locales
from generator.model import Catalog
from generator.pages import Download, plan, plan_whole
from generator.pages.agencies import group_agencies
from generator.pages.matrix import filters, filters_path
from generator.parallel import beside, in_parallel
from generator.render import Renderer
from generator.rules import check_agencies, check_catalog
from generator.search import Index, make_index, task_states
from generator.shelf import Shelf, digest, program
from generator.shell import assets_version, boot_script, read_assets, shell
from generator.swap import locked, replaceable, write_changed, write_folder
from generator.theme import Theme, open_theme
from generator.today import default_date
from generator.translation import Section

__all__ = ["Built", "Shard", "build", "build_shard", "exports", "stage", "validate"]

Progress = Callable[[str], None]  # told the name of each step as it begins


@dataclass(frozen=True)
class Built:
    """What a build came to."""

    findings: tuple[Finding, ...]
    pages: int  # in all locales; 0 where errors stopped the build
    rendered: int = 0  # of these, how many are not as they were
    files: int = 0  # of the whole site, pages included
    size: int = 0  # of these, in bytes
    material: object = field(default=None, repr=False)  # what it was made from: a command that ends leaves it as it is


def validate(config: Config, as_of: datetime.date | None = None, jobs: int = 1) -> tuple[Catalog, list[Finding]]:
    """Read everything and run every rule as of a day (default: today).

    Returns the catalog without submissions, and the findings, sorted by file and line.
    """
    with no_collection():
        frame = open_frame(config, as_of, jobs)
        judged, _ = judge_all(frame, None)
    central = {id_ for id_, agency in frame.survey.catalog.agencies.items() if agency.kind == "central"}
    state = _combine(frame, {id_: one for id_, one in judged.items() if id_ in central})  # what the rules ask of it
    return frame.survey.catalog, _findings(frame, judged, state)


def build(
    config: Config,
    *,
    as_of: datetime.date | None,
    site_dir: Path,
    jobs: int,
    strict: bool,
    progress: Progress,
    merge: bool = False,
) -> Built:
    """Build the whole site into `site_dir`, which is replaced in one step or not at all.

    Errors in the content (with `strict` also warnings) stop the build and are returned. With `merge` every
    agency must have been made ready by a shard. Raises GeneratorError where the machine or the settings are
    at fault.
    """
    site_dir = replaceable(site_dir)
    with locked(config.root / "build"), no_collection():
        progress("validate")
        frame = open_frame(config, as_of, jobs, look_back=True)
        stopping = {Severity.ERROR, Severity.WARNING} if strict else {Severity.ERROR}
        if (last := standing(frame, site_dir)) and not any(finding.severity in stopping for finding in last.findings):
            return Built(last.findings, last.pages, files=last.files, size=last.size)
        studio = _studio(frame)
        judged, shown = judge_all(frame, studio, make=not merge)
        state = _combine(frame, judged)
        findings = _findings(frame, judged, state)
        if studio is None or any(finding.severity in stopping for finding in findings):
            return Built(tuple(findings), 0)
        progress("search")
        index = _index(frame, state)
        progress("pages")
        made, files = _show(studio, state, judged, shown, findings, index)
        progress("check")
        parts = [part for some in made.values() for part in some.values()]
        press = Press(site_dir, frame.root / "build" / "spare")
        places = dict(at for shelf, some in made.items() for at in lying(shelf, some))

        tree, faults = beside(lambda: press.lay_out(places, files), lambda: faults_of(parts, files, config), jobs)
        if faults:
            press.discard()
            listed = "\n  ".join(faults[:20])
            raise GeneratorError(f"the built pages have {len(faults)} faults; the site was left as it was:\n  {listed}")
        progress("swap")
        press.publish()
        built = Built(
            tuple(findings),
            sum(len(part.pages) for part in parts),
            sum(part.fresh for part in parts),
            len(places) + len(files),
            sum(stamp.size for part in parts for stamp in part.stamps.values()) + sum(map(len, files.values())),
            (judged, shown, state, parts),
        )
        if 2 * built.rendered > built.pages:  # a changed submission costs some dozens of pages
            press.renew(places, files)
        remember(frame, site_dir, tree, built.findings, (built.pages, built.files, built.size))
        return built


def build_shard(config: Config, *, as_of: datetime.date | None, jobs: int, shard: Shard) -> tuple[Finding, ...]:
    """Make the agencies of one shard ready for a build that merges all of them; returns what is wrong."""
    with locked(config.root / "build"), no_collection():
        frame = open_frame(config, as_of, jobs, look_back=True)
        judged, _ = judge_all(frame, _studio(frame), shard)
        return tuple(in_order(frame.problems.union(*(one.findings for one in judged.values()))))


def _studio(frame: Frame) -> Studio | None:
    """Open what pages are shown with; nothing is shown while policies, agencies or locales have errors."""
    if any(finding.severity is Severity.ERROR for finding in frame.problems):
        return None
    return open_studio(frame)


# --- what was read


def _combine(frame: Frame, judged: Mapping[str, Judged]) -> Assessment:
    """Put together what all agencies say; without samples where the settings say so."""
    sums = (sum_ for one in judged.values() for sum_ in one.sums if frame.config.samples or not sum_.sample)
    return combine(frame.catalog, sums, frame.as_of)


def _findings(frame: Frame, judged: Mapping[str, Judged], state: Assessment) -> list[Finding]:
    """Gather what is wrong anywhere, sorted by file and line."""
    shared = frame.problems.union(check_agencies(frame.survey.catalog, state))
    return in_order(chain(shared, *(one.findings for one in judged.values())))


# --- what is shown


def open_studio(frame: Frame) -> Studio:
    """Have MkDocs make the shells of all locales, and the search its tables, as far as they are not kept."""
    staged = {id_: _stage(frame, id_) for id_ in frame.locales}
    themes = {id_: open_theme(frame.config, one, make=False) for id_, one in staged.items()}
    missing = [id_ for id_, theme in themes.items() if theme is None]
    if missing:
        nothing = combine(frame.catalog, (), frame.as_of)

        def make(id_: str | None) -> Theme | None:
            if id_ is not None:
                return open_theme(frame.config, staged[id_])
            _index(frame, nothing)
            return None

        done = in_parallel(make, [*missing, None], frame.jobs)
        themes |= dict(zip(missing, done, strict=False))
    return Studio(frame, {id_: theme for id_, theme in themes.items() if theme}, boot_script(frame.root))


def _stage(frame: Frame, id_: str) -> dict[str, Any]:
    """Gather what a locale's shell is made of, and write its hand-written pages where MkDocs reads them."""
    config, locale = frame.config, frame.locales[id_]
    texts = dict(prose(config, locale))
    docs = frame.root / "build" / "docs" / id_
    for name, text in texts.items():
        write_changed(docs / name, text.encode())
    return {
        "docs": str(docs),
        "prose": texts,
        "shell": shell(frame.catalog, locale, frame.locales, config, frame.as_of),
    }


def _written(frame: Frame) -> dict[str, Section]:
    """The state of the hand-written pages' translation, by locale."""
    return {id_: written(frame.config, locale) for id_, locale in frame.locales.items() if not locale.is_original}


class _Indexed(Struct, frozen=True):
    """The search index, and what it was made from."""

    key: str
    index: Index


def _index(frame: Frame, state: Assessment) -> Index:
    """Make the search index of all locales, unless it is kept."""
    texts = {id_: dict(prose(frame.config, locale)) for id_, locale in frame.locales.items()}
    states, version = task_states(frame.catalog, state), assets_version(frame.root)
    read = frame.survey.shared, sorted(frame.survey.agencies.items()), texts
    key = digest(program(), frame.config.digest, *read, version, sorted(states.items()))
    shelf = Shelf(frame.root / "build")
    kept = shelf.take("search", "index", _Indexed)
    if kept is None or kept.key != key:
        cache = frame.root / "build" / "search" / "tables.json"
        kept = _Indexed(key, make_index(frame.catalog, states, frame.locales, texts, version=version, cache=cache))
        shelf.keep("search", "index", kept)
    return kept.index


def _show(
    studio: Studio,
    state: Assessment,
    judged: Mapping[str, Judged],
    shown: Mapping[str, Shown],
    findings: list[Finding],
    index: Index,
) -> tuple[dict[Shelf, dict[str, Made]], dict[str, bytes]]:
    """Make all that shows agencies together, and the files for programs.

    Returns what lies ready by shelf and name, and the other files' bytes by path.
    """
    frame = studio.frame
    tell = Opener(frame)
    edition = frame.edition(state, tell)
    groups = group_agencies(frame.catalog.agencies.values(), frame.catalog.agencies)
    sizes = {table: sum(one.sizes.get(table, 0) for one in shown.values()) for table in COLUMNS}
    split = too_large(sizes)
    tabled = table_all(studio, groups, judged, split)
    listed = [one for part in tabled.values() for one in part.listed]
    whole = [table for table in SAID if table not in split]
    pieces = (
        lines_of(frame, agency, [table for table in whole if one.sizes.get(table)]) for agency, one in shown.items()
    )
    sheets = whole_files(edition, pieces, split, listed)
    offered = {path: len(data) for path, data in sheets.items()} | {one.path: one.bytes for one in listed}
    for policy in state.policies.values():  # once for all processes, which inherit what they come to
        for progress in (policy.progress, *policy.areas.values(), *policy.tasks.values(), *policy.clauses.values()):
            progress.verdict  # noqa: B018 - it is kept
    pages = list(plan_whole(frame.catalog, state, _downloads(offered), findings))
    texts = Texts(index, _written(frame))
    parts, files = show_all(studio, groups, judged, edition, tell, pages, texts, partial(_export, edition, offered))
    parts |= {name: one.made for name, one in tabled.items()}
    frame.parts.only(parts)
    agencies = {id_: one.made for id_, one in shown.items()}
    files |= sheets | index.files | _static(frame, _addresses(frame.config, [*agencies.values(), *parts.values()]))
    return {frame.agencies: agencies, frame.parts: parts}, files


def _export(edition: Edition, tables: Mapping[str, int]) -> dict[str, bytes]:
    """Make all files for programs but the tables and what is each agency's own."""
    from generator.export.formats import export_whole  # its models take a moment to make, and only this needs them

    return export_whole(edition, tables)


def _downloads(sizes: Mapping[str, int]) -> dict[str, Download]:
    """Describe the tables for the page that offers them."""
    return {
        name: Download(columns, {path: size for path, size in sizes.items() if table_of(path) == name})
        for name, columns in COLUMNS.items()
    }


def _static(frame: Frame, addresses: list[str]) -> dict[str, bytes]:
    """Make the files that depend on no report; `addresses` are those of all pages below a locale's prefix."""
    files = read_assets(frame.root)
    files[filters_path(frame.catalog)] = filters(frame.catalog)
    files["sitemap.xml"] = sitemap(addresses, frame.locales, frame.config)
    files["robots.txt"] = f"User-agent: *\nAllow: /\nSitemap: {frame.config.site_url}sitemap.xml\n".encode()
    files[".nojekyll"] = b""  # GitHub Pages serves the files as they are
    return files


def _addresses(config: Config, parts: Iterable[Made]) -> list[str]:
    """The addresses of the default locale's pages; the others have the same."""
    prefixes = tuple(prefix for id_ in config.locales if (prefix := config.prefix(id_)))
    paths = (path for part in parts for path in part.pages if not path.startswith(prefixes))
    return [path.removesuffix("index.html") for path in paths if path.endswith("index.html")]


# --- for others than the site


def _read_all(config: Config, as_of: datetime.date | None) -> tuple[Catalog, list[Finding]]:
    """Read everything at once and run every rule as of a day (default: today)."""
    catalog, findings = read_catalog(config.root)
    return catalog, sorted({*findings, *check_catalog(catalog, as_of or default_date(catalog))})


def exports(config: Config, as_of: datetime.date | None, form: str) -> tuple[list[Finding], dict[str, bytes] | None]:
    """Validate, and make the files of one format; nothing is made where the content has errors."""
    from generator.export.formats import FORMATS  # as in _export

    catalog, findings = _read_all(config, None)
    if any(finding.severity is Severity.ERROR for finding in findings):
        return findings, None
    state = assess(catalog, as_of or default_date(catalog))
    return findings, FORMATS[form](_edition(config, catalog, state))


def _edition(config: Config, catalog: Catalog, state: Assessment) -> Edition:
    locales = open_locales(catalog, config.locales)
    return Edition(catalog.without_samples(), state, locales, config, teller(catalog))


def stage(config: Config, id_: str) -> tuple[list[Finding], dict[str, Any] | None]:
    """Make one locale's Markdown for a plain `mkdocs build`; nothing is made where the content has errors."""
    config = replace(config, serving=True)
    catalog, findings = _read_all(config, None)
    if any(finding.severity is Severity.ERROR for finding in findings):
        return findings, None
    if not config.samples:
        catalog = catalog.without_samples()
    frame = open_frame(config, None)
    state = assess(catalog, frame.as_of)
    index = _index(frame, state)
    sheets = tables(_edition(config, catalog, state))
    renderer = Renderer(catalog, frame.locales[id_], frame.locales, config)
    sizes = {path: len(data) for path, data in sheets.items()}
    rendered = [
        renderer.render(page) for page in plan(catalog, state, _downloads(sizes), findings, index, _written(frame))
    ]
    staged = _stage(frame, id_)
    write_folder(Path(staged["docs"]), {page.source: page.markdown for page in rendered} | staged["prose"])
    files = config.root / "build" / "index"
    write_folder(files, {part.path: part.script for parts in index.parts.values() for part in parts})
    pages = [*(page.source for page in rendered), *staged["prose"]]
    return findings, {**staged, "pages": pages, "index": str(files), "parts": list(index.files)}
