"""The context of all formats: the record of a day, and the site that publishes it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from generator.assess import Assessment, Message, OpenUpdate, PolicyState, Several
from generator.config import Config
from generator.model import Agency, Catalog, Localized
from generator.website.locales import Locale

MAX_BYTES = 5_000_000  # of one file; a larger one is split and replaced by an index


@dataclass(frozen=True)
class ExportContext:
    """The record as of a day, without samples, and the site that publishes it."""

    catalog: Catalog
    state: Assessment
    locales: Mapping[str, Locale]
    config: Config
    tell: OpenUpdate  # opens submissions in their agencies' words

    @property
    def host(self) -> str:
        """The site's host, which makes its ids globally unique."""
        return urlsplit(self.config.site_url).hostname or ""

    def states(self) -> tuple[PolicyState, ...]:
        """Return the state of each policy, in the order of their ids."""
        return tuple(self.state.policies.values())

    def agency(self, id_: str) -> Agency | None:
        """Return the agency with an id, or None if its file could not be read."""
        return self.catalog.agencies.get(id_)

    def url(self, path: str) -> str:
        """Return the absolute URL of a file at the site's root."""
        return self.config.site_url + path

    def page(self, locale: str, address: str) -> str:
        """Return the absolute URL of a page, or of an anchor on it, in a locale."""
        return self.config.site_url + self.config.prefix(locale) + address

    def page_in_each(self, address: str) -> dict[str, str]:
        """Return the absolute URLs of a page by locale."""
        return {id_: self.page(id_, address) for id_ in self.locales}

    def text(self, text: Localized) -> dict[str, object]:
        """Return a text in every locale that has it, and the state of each translation."""
        said: dict[str, object] = {}
        made: dict[str, str] = {}
        for id_, locale in self.locales.items():
            shown = locale.say(text)
            made[id_] = (
                "original"
                if id_ == text.language
                else "derived"
                if locale.is_derived or locale.has(text.language)
                else shown.state
            )
            if shown.state != "missing":
                said[id_] = shown.text
        return {text.language: text.original, **said, "translation": made}

    def words(self, told: Message | Several) -> dict[str, str]:
        """Return a message in every locale that can express all of it."""
        said = {id_: locale.word(told) for id_, locale in self.locales.items()}
        return {id_: one.text for id_, one in said.items() if one.state != "missing"}
