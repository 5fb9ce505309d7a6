"""Pages → Markdown files whose body is our own, escaped HTML, so that no Markdown can be read in data."""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import quote

from jinja2 import Environment, FileSystemBytecodeCache, PackageLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

from generator import addresses, charts
from generator.assess import DUTIES, METHODS, STATES, Outcome
from generator.assess.evidence import level
from generator.config import Config
from generator.locales import Locale, chinese_number
from generator.model import CANONICAL, Agency, Area, Catalog, Localized, Policy, Task
from generator.pages import Page
from generator.terms import Marker


@dataclass(frozen=True)
class Rendered:
    """A page in words: its body is our own, escaped HTML, all else plain text."""

    address: str  # below the locale's prefix
    kind: str
    title: str
    head: str  # the text of <title>
    description: str
    body: str

    @property
    def source(self) -> str:
        """Its Markdown file, below its locale's folder in build/docs."""
        return f"{self.address}index.md"

    @property
    def base(self) -> str:
        """The way from the page to its locale's root, without a slash at its end."""
        return posixpath.relpath(".", self.address or ".")

    @property
    def markdown(self) -> str:
        """The Markdown file: front matter, then the body as raw HTML."""
        meta = {name: getattr(self, name) for name in ("title", "head", "description", "kind", "address")}
        return f"{self.front_matter({**meta, 'generated': True})}{self.body}\n"

    @staticmethod
    def front_matter(meta: Mapping[str, object]) -> str:
        """Write values so that YAML reads them as they are, whatever they hold."""
        lines = [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in meta.items()]
        return "\n".join(["---", *lines, "---", ""])


class Renderer:
    """Puts pages into words in one locale."""

    def __init__(self, catalog: Catalog, locale: Locale, locales: Mapping[str, Locale], config: Config) -> None:
        """Prepare the templates; compiled templates are kept in build/templates."""
        self.locale = locale
        self._locales = locales
        self._config = config
        self._markers = {policy.id: Marker(policy, locale) for policy in catalog.policies.values()}
        cache = config.root / "build" / "templates"
        cache.mkdir(parents=True, exist_ok=True)
        self._env = Environment(
            loader=PackageLoader("generator"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            bytecode_cache=FileSystemBytecodeCache(str(cache)),
        )
        self._env.filters |= {
            "say": self.say,
            "plain": locale.plain,
            "name": self.name,
            "original": self.original,
            "date": locale.date,
            "number": locale.number,
            "percent": locale.percent,
            "period": locale.period,
            "words": locale.words,
            "tongues": self.tongues,
            "href": _href,
            "is_han": lambda text: re.search("[\u4e00-\u9fff]", text) is not None,
            "paragraphs": lambda text: [part.strip() for part in re.split(r"\n\s*\n", text)],
        }
        self._env.globals |= {
            "at": addresses,
            "locale": locale,
            "locales": locales,
            "config": config,
            "t": locale.t,
            "agencies": catalog.agencies,
            "shape": charts.shape,
            "bar": charts.bar,
            "share_bar": charts.share_bar,
            "chart": self.chart,
            "METHODS": METHODS,
            "STATES": STATES,
            "zip_states": lambda counts: list(zip(STATES, counts, strict=True)),
            "DUTIES": DUTIES,
            "asset": self.asset,
            "level": level,
            "mark": self.mark,
            "numbered": self.numbered,
            "partner": self.partner,
            "link": self.link,
            "root_href": self.root_href,
            "organizations": self.organizations,
            "defined_terms": self.defined_terms,
        }

    def render(self, page: Page) -> Rendered:
        """Put a page into words."""
        title = page.title(self.locale)
        site = self.locale.t("site.name")
        return Rendered(
            page.address,
            page.kind,
            title,
            f"{site} – {self.locale.t('site.tagline')}" if page.address == addresses.HOME else f"{title} – {site}",
            page.description(self.locale),
            self._env.get_template(f"{page.kind}.j2").render(page=page, **page.context).strip(),
        )

    def tongues(self, text: str) -> Markup:
        """Write a text that may quote Chinese, with the quoted parts marked as Chinese in other languages."""
        if self.locale.is_original:
            return escape(text)
        pieces = re.split("([\u4e00-\u9fff][\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]*)", text)
        span = Markup('<span lang="{}">{}</span>')
        return Markup().join(
            span.format(self.locale.canonical_lang, piece) if index % 2 else piece for index, piece in enumerate(pieces)
        )

    @pass_context
    def asset(self, context: Context, path: str) -> str:
        """Write the address of a file at the root of the site, relative to the page."""
        page: Page = context["page"]
        return posixpath.relpath(path, posixpath.join(self._config.prefix(self.locale.id), page.address) or ".")

    def chart(self, outcome: Outcome) -> Markup:
        """Draw the way of a numeric target from its baseline over its values."""
        target = outcome.target
        if target.target is None:
            return Markup()
        points = [
            charts.Point(figure.as_of, figure.value.value, self.locale.amount(figure.value), "value")
            for _, figure in outcome.history
            if figure.value is not None
        ]
        if target.baseline is not None:
            start = target.baseline
            points.insert(0, charts.Point(start.as_of, start.value.value, self.locale.amount(start.value), "baseline"))
        words = f"{self.locale.t(f'targets.comparison.{target.target.comparison}')} "
        goal = self.locale.amount(target.target.value)
        points.append(charts.Point(target.target.by, target.target.value.value, words + goal, "target"))
        return charts.target_chart(
            f"chart-{target.id}",
            self.locale.t("chart.title", name=self.locale.plain(target.title)),
            self.locale.t(
                "chart.text",
                points=self.locale.t("list.comma").join(f"{point.day} {point.label}" for point in points),
            ),
            points,
        )

    def organizations(self, agencies: Iterable[Agency]) -> list[dict[str, str]]:
        """Describe agencies as schema.org does."""
        return [
            {"@type": "GovernmentOrganization", "name": self.locale.plain(agency.name), "alternateName": agency.name.zh}
            for agency in agencies
        ]

    def defined_terms(self, policy: Policy) -> list[dict[str, str]]:
        """Describe a glossary's entries as schema.org does."""
        here = self._config.site_url + self._config.prefix(self.locale.id)
        return [
            {
                "@type": "DefinedTerm",
                "name": self.locale.plain(term.name),
                "alternateName": term.name.zh,
                "url": here + addresses.glossary(policy, term),
            }
            for term in policy.glossary
        ]

    def say(self, text: Localized) -> Markup:
        """Write a text; where it has no current translation, say so beside it."""
        said = self.locale.say(text)
        words = escape(said.text)
        if said.state == "current":
            return words
        note = Markup('<span class="flag flag-{}">{}</span>').format(
            said.state, self.locale.t(f"translation.flag.{said.state}")
        )
        if said.state == "missing":
            words = Markup('<span lang="{}">{}</span>').format(said.lang, words)
        return Markup("{} {}").format(words, note)

    def name(self, text: Localized) -> Markup:
        """Write a text where there is no room to say that it has no translation; its language is marked."""
        said = self.locale.say(text)
        if said.state != "missing":
            return escape(said.text)
        return Markup('<span lang="{}">{}</span>').format(said.lang, said.text)

    def original(self, text: Localized) -> Markup:
        """Write the official Chinese under a translation of it; nothing where the page is Chinese already."""
        said = self.locale.say(text)
        if self.locale.is_original or said.state == "missing":
            return Markup()
        return Markup('<span class="original" lang="{}">{}</span>').format(self.locale.canonical_lang, text.zh)

    @pass_context
    def mark(self, context: Context, policy: Policy, text: Localized) -> Markup:
        """Write a text of the document with links from its terms to the glossary."""
        said = self.locale.say(text)
        if said.state == "missing":
            return self.say(text)
        pieces = [
            escape(piece)
            if term is None
            else Markup('<a class="term" href="{}">{}</a>').format(
                _href(context, addresses.glossary(policy, term)), piece
            )
            for piece, term in self._markers[policy.id].mark(said.text)
        ]
        if said.state == "stale":
            pieces.append(
                Markup(' <span class="flag flag-stale">{}</span>').format(self.locale.t("translation.flag.stale"))
            )
        return Markup().join(pieces)

    def numbered(self, policy: Policy, part: Area | Task) -> str:
        """Write a part's number the way the document does: （一）, 1., 第一章; plain digits in other languages."""
        if not self.locale.is_original:
            return f"{part.number}."
        style = policy.file.numbering.area if isinstance(part, Area) else policy.file.numbering.task
        return self.locale.convert(style.format(n=part.number, cn=chinese_number(part.number)))

    def partner(self, policy: Policy) -> Locale | None:
        """The locale shown beside this one in the full text: the Chinese, or the first translation there is."""
        if not self.locale.is_original:
            return self._locales.get(CANONICAL) if self.locale.id in policy.title.translations else None
        return next(
            (
                other
                for id_, other in self._locales.items()
                if id_ != CANONICAL and not other.is_derived and id_ in policy.title.translations
            ),
            None,
        )

    @pass_context
    def root_href(self, context: Context, path: str) -> str:
        """Make the path of a file at the site's root relative to the page."""
        page: Page = context["page"]
        return posixpath.relpath(path, (self._config.prefix(self.locale.id) + page.address) or ".")

    @pass_context
    def link(self, context: Context, name: str, **values: str) -> str:
        """Fill the pattern of an address from mkdocs.yml; an empty text where there is none."""
        pattern = self._config.links.get(name, "")
        page: Page = context["page"]
        own = {"page": self._config.site_url + self._config.prefix(self.locale.id) + page.address}
        filled = re.sub(
            r"\{(\w+)\}",
            lambda match: quote((own | values | {"locale": self.locale.id}).get(match.group(1), ""), safe="/"),
            pattern,
        )
        return _href(context, filled[1:]) if filled.startswith("/") else filled


@pass_context
def _href(context: Context, address: str) -> str:
    """Make an address below the locale's prefix relative to the page, so that the site works anywhere."""
    page: Page = context["page"]
    path, rest = re.match(r"([^?#]*)(.*)", address).groups()  # type: ignore[union-attr]  # matches any text
    if path == page.address:
        return rest or "./"
    return posixpath.relpath(path or ".", page.address or ".") + "/" + rest
