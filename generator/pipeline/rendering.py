"""Templates, shells and data for rendering: opened once, before processes are forked, and shared by all."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import cached_property

from generator.assess import AgencyUpdates, Assessment, PolicyState, open_updates
from generator.export.api.writer import ApiWriter
from generator.export.edition import ExportContext
from generator.model import Target, Task
from generator.pipeline.checks import Checks
from generator.pipeline.context import BuildContext, WordOpener
from generator.pipeline.jobs import Outputs, OutputWriter
from generator.storage.files import write_changed
from generator.storage.fingerprints import fingerprint
from generator.website.pages import Page
from generator.website.pages.embeds import embedded_page
from generator.website.render import Renderer
from generator.website.theme import BuiltShell, Theme

SHELLS = "shells"  # the group of entries that hold each locale's shell


class Rendering:
    """The templates and shells of all locales, and the data that exports use."""

    def __init__(self, context: BuildContext, checks: Checks, outputs: Outputs) -> None:
        """Open the templates; `outputs` holds the shells of all locales."""
        self.context = context
        self.checks = checks
        self.shells = {id_: outputs[f"{SHELLS}/{id_}"].read(BuiltShell) for id_ in context.locales}
        self._themes = {id_: Theme(shell) for id_, shell in self.shells.items()}
        self._renderers = {
            id_: Renderer(context.catalog, locale, context.locales, context.config, has_cards=id_ in context.card_fonts)
            for id_, locale in context.locales.items()
        }
        next(iter(self._renderers.values())).compile_templates()  # the others use the same
        self.opener = WordOpener(context, checks.outputs)
        self.inputs = fingerprint(
            context.config.digest,
            context.config.serving,
            [outputs[f"{SHELLS}/{id_}"].fingerprint for id_ in context.locales],
            list(context.card_fonts),
        )

    @cached_property
    def shared(self) -> str:
        """The fingerprint of the inputs that all pages of policies share: everything read but submissions."""
        return fingerprint(self.inputs, self.context.inputs, self.context.scan.agencies)

    @property
    def agencies(self) -> list[str]:
        """The ids, sorted, of the agencies that have a page: those that were checked and are shown."""
        return [id_ for id_ in self.checks.by_agency if id_ in self.context.catalog.agencies]

    def export(self, state: Assessment) -> ExportContext:
        """Return the data for exports, without samples."""
        catalog = replace(self.context.catalog, submissions=()).without_samples()
        return ExportContext(catalog, state, self.context.locales, self.context.config, self.opener)

    @cached_property
    def agency_export(self) -> ExportContext:
        """The data for exports of a single agency, independent of other agencies' submissions."""
        return self.export(Assessment(self.context.as_of, {}, {}))

    @cached_property
    def api(self) -> ApiWriter:
        """The writer of the API's files on single agencies."""
        return ApiWriter(self.agency_export)

    def updates(self, agency: str) -> AgencyUpdates:
        """Open all submissions of one agency, by policy; none of another agency is kept."""
        self.opener.forget()
        return open_updates(self.checks.by_agency[agency].summaries, self.opener)

    def frames(self, writer: OutputWriter, state: PolicyState, parts: Iterable[Task | Target]) -> None:
        """Render the cards of tasks and targets that other sites may show in a frame."""
        for page in (embedded_page(state, part, self.context.as_of) for part in parts):
            for id_, renderer in self._renderers.items():
                writer.page(f"{self.context.config.prefix(id_)}{page.address}index.html", renderer.document(page))

    def pages(self, writer: OutputWriter, pages: Iterable[Page], locales: Iterable[str] | None = None) -> None:
        """Render pages in some locales (default: all), as Markdown and as HTML in the shell."""
        for page in pages:
            for id_ in locales or self.context.locales:
                rendered = self._renderers[id_].render(page)
                path = f"{self.context.config.prefix(id_)}{rendered.address}index.html"
                if writer.page(path, self._themes[id_].stamp(rendered)):
                    markdown = self.context.root / "build" / "docs" / id_ / rendered.source
                    write_changed(markdown, rendered.markdown.encode())
