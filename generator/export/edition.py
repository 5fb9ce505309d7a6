"""What all formats are given: the record of a day, and where the site that shows it stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from generator.assess import Assessment, Message, OpenUpdate, PolicyState, Several
from generator.config import Config
from generator.model import CANONICAL, Agency, Catalog, Localized
from generator.website.locales import Locale

MAX_BYTES = 5_000_000  # of one file; what is larger is split, and an index stands in its place


@dataclass(frozen=True)
class ExportContext:
    """The record as of a day, without samples, and the site that it is published on."""

    catalog: Catalog
    state: Assessment
    locales: Mapping[str, Locale]
    config: Config
    tell: OpenUpdate  # opens submissions in their agencies' words

    @property
    def host(self) -> str:
        """The site's host, by which its ids are told from others'."""
        return urlsplit(self.config.site_url).hostname or ""

    def states(self) -> tuple[PolicyState, ...]:
        """What is said of each policy, in the order of their ids."""
        return tuple(self.state.policies.values())

    def agency(self, id_: str) -> Agency | None:
        """The agency of an id, unless its file could not be read."""
        return self.catalog.agencies.get(id_)

    def url(self, path: str) -> str:
        """The whole address of a file at the site's root."""
        return self.config.site_url + path

    def page(self, locale: str, address: str) -> str:
        """The whole address of a page, or of a place on it, in a locale."""
        return self.config.site_url + self.config.prefix(locale) + address

    def page_in_each(self, address: str) -> dict[str, str]:
        """The whole addresses of a page by locale."""
        return {id_: self.page(id_, address) for id_ in self.locales}

    def text(self, text: Localized) -> dict[str, object]:
        """A text in every locale that has it, and how each came about."""
        said: dict[str, object] = {}
        made: dict[str, str] = {}
        for id_, locale in self.locales.items():
            shown = locale.say(text)
            made[id_] = "original" if id_ == CANONICAL else "derived" if locale.is_derived else shown.state
            if shown.state != "missing":
                said[id_] = shown.text
        return {"zh": text.zh, **said, "translation": made}

    def words(self, told: Message | Several) -> dict[str, str]:
        """A message in every locale that has words for all of it."""
        said = {id_: locale.word(told) for id_, locale in self.locales.items()}
        return {id_: one.text for id_, one in said.items() if one.state != "missing"}
