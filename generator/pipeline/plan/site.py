"""Jobs for all else: shells and search, texts, groups of agencies, what depends on everything, static files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from generator.assess import Assessment
from generator.export.cards import Card, draw, policy_cards
from generator.export.sitemap import sitemap
from generator.export.tables import COLUMNS, table_of
from generator.findings import Finding
from generator.pipeline.context import BuildContext
from generator.pipeline.facets import facets_of_all
from generator.pipeline.jobs import Job, Outputs, OutputWriter
from generator.pipeline.rendering import SHELLS, Rendering
from generator.search import Index, SearchTables, make_index, make_tables, task_states
from generator.storage.fingerprints import digest_of
from generator.website.addresses import EMBED
from generator.website.pages import Download, agencies, matrix, plan_group, plan_texts, plan_whole, updates
from generator.website.pages.agencies import Group
from generator.website.pages.corrections import corrections_pages
from generator.website.pages.published import filters, filters_path
from generator.website.pages.samples import unlisted
from generator.website.prose import prose_coverage
from generator.website.shell import ASSETS, assets_version, served_assets, shell
from generator.website.theme import build_shell

_SHARES = 2  # jobs that the pages about everything are cut into per locale, so that two processes stay busy


def shell_jobs(context: BuildContext) -> Iterator[Job]:
    """The shell of each locale, with its hand-written pages."""
    overrides = context.sources.overrides
    for id_, locale in context.locales.items():
        variables = shell(context.catalog, locale, context.locales, context.config, context.as_of, overrides)
        prose = context.prose[id_]
        templates = {path: digest_of(data) for path, data in overrides.items() if not path.startswith(ASSETS)}

        yield Job(
            f"{SHELLS}/{id_}",
            (context.config.digest, variables, prose, templates),
            partial(_build_shell, context, variables, prose),
        )


def _build_shell(
    context: BuildContext, variables: Mapping[str, Any], prose: Mapping[str, str], writer: OutputWriter
) -> None:
    writer.value(build_shell(context.config, variables, prose))


def search_tables_job(context: BuildContext) -> Job:
    """The tables of scripts and sounds, which depend on no report."""
    inputs = (context.scan.shared, context.scan.agencies, context.prose, context.config.digest)
    return Job(
        "search/tables",
        inputs,
        lambda writer: writer.value(make_tables(context.catalog, context.locales, context.prose)),
    )


def search_index_job(context: BuildContext, state: Assessment, outputs: Outputs) -> Job:
    """The search index of all locales."""
    states, version = task_states(context.catalog, state), assets_version(context.sources.overrides)

    def make(writer: OutputWriter) -> None:
        tables = outputs["search/tables"].read(SearchTables)
        index, files = make_index(
            context.catalog,
            states,
            context.locales,
            context.prose,
            tables,
            version=version,
            as_of=context.as_of,
        )
        writer.files(files)
        writer.value(index)

    return Job(
        "search/index", (outputs["search/tables"].fingerprint, sorted(states.items()), version, context.as_of), make
    )


def record_job(rendering: Rendering, state: Assessment, tables: Mapping[str, int]) -> Job:
    """The files for programs about policies as a whole; `tables` are listed with their sizes."""

    def make(writer: OutputWriter) -> None:
        from generator.export.formats import whole_record  # its models take a moment to make, and few need them

        writer.files(whole_record(rendering.export(state), tables))

    return Job("whole/export", (*_everything(rendering), tables), make)


def _everything(rendering: Rendering) -> tuple[object, ...]:
    """What pages and files about all agencies are made from."""
    checks = rendering.checks
    return rendering.shared, [checks.fingerprint_of(id_) for id_ in checks.by_agency]


def descriptions_job(rendering: Rendering) -> Job:
    """The files that describe others, which depend on no report."""

    def make(writer: OutputWriter) -> None:
        from generator.export.formats import descriptions  # as in record_job

        writer.files(descriptions(rendering.agency_export))

    return Job("descriptions/all", (rendering.inputs, rendering.context.inputs), make)


def text_jobs(rendering: Rendering, index: Index) -> Iterator[Job]:
    """The pages that show no report, and the hand-written ones."""
    context = rendering.context
    content = context.sources.content
    coverage = {
        id_: prose_coverage(content, locale) for id_, locale in context.locales.items() if not locale.is_original
    }

    def make(locale: str, writer: OutputWriter) -> None:
        rendering.pages(writer, plan_texts(context.catalog, index, coverage), [locale])
        for path, html in rendering.shells[locale].pages.items():
            writer.page(context.config.prefix(locale) + path, html)

    inputs = (rendering.shared, index.version, index.order, index.paths, coverage)
    for id_ in context.locales:
        yield Job(f"texts/{id_}", inputs, partial(make, id_))


def group_jobs(rendering: Rendering, state: Assessment, groups: Iterable[Group]) -> Iterator[Job]:
    """The pages of each group of agencies."""
    cut = _cut_lists(rendering, state)
    yield from (_group_job(rendering, state, group, cut) for group in groups)


def _group_job(rendering: Rendering, state: Assessment, group: Group, cut: Sequence[object]) -> Job:
    context, checks = rendering.context, rendering.checks
    own = {agency.id: checks.by_agency[agency.id].facets for agency in group.agencies if agency.id in checks.by_agency}
    names = sorted({name for one in own.values() for name in one})
    files = {id_: context.scan.agencies.get(id_, "") for id_ in (group.id, *own)}
    inputs = (rendering.inputs, context.inputs, files, facets_of_all(names, own), cut)

    def make(writer: OutputWriter) -> None:
        rendering.pages(writer, plan_group(context.catalog, state, group))

    return Job(f"groups/{group.id}", inputs, make)


def _cut_lists(rendering: Rendering, state: Assessment) -> list[object]:
    """Which lists are cut into groups at all: what the pages of groups depend on apart from their members."""
    catalog = rendering.context.catalog
    cut: list[object] = [agencies.are_many(catalog)]
    for policy in catalog.policies.values():
        cut += [matrix.is_cut(policy, state), updates.full_periods(policy, state)]
    return cut


def whole_jobs(
    rendering: Rendering, state: Assessment, tables: Mapping[str, int], findings: Sequence[Finding]
) -> Iterator[Job]:
    """The pages that depend on everything."""
    context = rendering.context
    downloads = {
        name: Download(columns, {path: size for path, size in tables.items() if table_of(path) == name})
        for name, columns in COLUMNS.items()
    }
    pages = list(plan_whole(context.catalog, state, downloads, findings))

    def make(locale: str, share: int, writer: OutputWriter) -> None:
        rendering.pages(writer, pages[share::_SHARES], [locale])

    for share in range(_SHARES):
        for id_ in context.locales:
            yield Job(f"whole/{id_}-{share}", (*_everything(rendering), tables), partial(make, id_, share))


def card_jobs(rendering: Rendering, state: Assessment) -> Iterator[Job]:
    """The pictures for shared links: a job for each policy, task and target, so that only changed ones are drawn."""
    context = rendering.context

    def make(cards: Mapping[str, Card], writer: OutputWriter) -> None:
        for path, card in cards.items():
            writer.file(path, draw(card))

    for one in state.policies.values() if context.card_fonts else ():
        for cards in policy_cards(one, state.as_of, context.locales, context.card_fonts):
            name = next(iter(cards)).removeprefix("cards/").partition(".")[0].replace("/", "_")  # of no locale
            yield Job(f"cards/{name}", (cards,), partial(make, cards))


def moved_job(rendering: Rendering) -> Job:
    """What old ids and addresses lead to."""

    def make(writer: OutputWriter) -> None:
        from generator.export.formats import old_addresses  # as in record_job

        writer.files(old_addresses(rendering.agency_export))

    return Job("moved/all", (rendering.shared,), make)


def corrections_job(rendering: Rendering, state: Assessment) -> Job:
    """The page and the feed of corrections."""
    catalog, checks = rendering.context.catalog, rendering.checks
    whose = sorted(
        {
            filing.agency
            for one in state.policies.values()
            for filing in (*(pair.old for pair in one.replaced), *one.redacted)
        }
    )

    def make(writer: OutputWriter) -> None:
        from generator.export.formats import corrections  # as in record_job

        rendering.pages(writer, corrections_pages(catalog, state, rendering.opener))
        writer.files(corrections(rendering.export(state)))

    return Job("corrections/all", (rendering.shared, [checks.fingerprint_of(id_) for id_ in whose]), make)


def static_job(context: BuildContext, outputs: Outputs) -> Job:
    """The assets, the site map, and what servers and robots ask for."""
    config, catalog = context.config, context.catalog
    others = tuple(filter(None, context.prefixes))
    paths = (path for output in outputs.by_name.values() for path in output.pages if not path.startswith(others))
    listed = (path.removesuffix("index.html") for path in paths if path.endswith("index.html"))
    left_out = unlisted(catalog)
    addresses = sorted(address for address in listed if not address.startswith(EMBED) and address not in left_out)
    assets = served_assets(context.sources.overrides)

    def make(writer: OutputWriter) -> None:
        writer.files(assets)
        writer.file(filters_path(catalog), filters(catalog))
        writer.file("sitemap.xml", sitemap(addresses, context.locales, config))
        writer.file("robots.txt", f"User-agent: *\nAllow: /\nSitemap: {config.site_url}sitemap.xml\n".encode())
        writer.file(".nojekyll", b"")  # GitHub Pages serves the files as they are

    inputs = (config.digest, addresses, {path: digest_of(data) for path, data in assets.items()}, context.scan.shared)
    return Job("static/all", inputs, make)
