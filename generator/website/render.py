"""Rendering of pages to Markdown files; the body is our own escaped HTML, so that no data is parsed as Markdown."""

from __future__ import annotations

import datetime
import itertools
import json
import posixpath
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from jinja2 import PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from generator.assess import DUTIES, EVIDENCE, METHODS, STATES, Input, Outcome, StatedFigure, drawn_goal
from generator.assess.published import closeness
from generator.config import Config
from generator.findings import is_rtl, isolate
from generator.model import CLOSENESS, Agency, Catalog, Heading, Localized, Policy, Target, Task, outline, stop_after
from generator.model import paragraphs as grouped
from generator.storage.files import naming
from generator.website import addresses, charts
from generator.website.compiled import CompiledTemplates, PageTemplates
from generator.website.locales import Locale
from generator.website.markup import Components, is_han, isolated, link, paragraphs, tongue
from generator.website.pages import Download, Page
from generator.website.shell import CARD_SIZE, publisher_name
from generator.website.terms import TermLinker

# Chinese words with the numerals, marks and brackets between and around them
_HAN_RUN = re.compile(
    "([\u3001-\u303f\uff01-\uff5e]*[\u4e00-\u9fff](?:[^–·]*[\u3001-\u303f\u4e00-\u9fff\uff01-\uff5e])?)"
)

SHOWN_INPUTS = 12  # of a verdict, on a page; the data files list more
SHOWN_OWING = 5  # agencies whose reports are overdue, by name at the top of a policy; the matrix has all
SHOWN_CORRECTIONS = 20  # of a task or target; the page of corrections has all


def alike(inputs: Iterable[Input]) -> list[tuple[Input, list[int]]]:
    """Put inputs of a verdict together that follow each other and differ in their lines of a file only."""
    found = itertools.groupby(inputs, key=lambda one: one._replace(line=0))
    return [(first, [one.line for one in same]) for first, same in found]


@dataclass(frozen=True)
class RenderedPage:
    """A rendered page: its body is our own escaped HTML, everything else is plain text."""

    address: str  # below the locale's prefix
    kind: str
    title: str
    head: str  # the text of <title>
    description: str
    body: str
    robots: str = "all"
    cited: tuple[tuple[str, str], ...] = ()  # pieces of the head and their languages, if others than the page's
    picture: str = ""  # tags that say what a shared link shows: our own escaped HTML

    @property
    def source(self) -> str:
        """The path of its Markdown file, below its locale's folder in build/docs."""
        return f"{self.address}index.md"

    @property
    def base(self) -> str:
        """The relative path from the page to its locale's root, without a trailing slash."""
        return posixpath.relpath(".", self.address or ".")

    @property
    def markdown(self) -> str:
        """The Markdown file: front matter, then the body as raw HTML."""
        meta = {name: getattr(self, name) for name in ("title", "head", "description", "kind", "address", "robots")}
        if self.cited:
            meta["cited"] = self.cited
        meta["picture"] = self.picture
        return f"{self.front_matter({**meta, 'generated': True})}{self.body}\n"

    @staticmethod
    def front_matter(meta: Mapping[str, object]) -> str:
        """Write front matter that YAML reads back unchanged, whatever the values contain."""
        lines = [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in meta.items()]
        return "\n".join(["---", *lines, "---", ""])


def area_class(policy: Policy, topic: str) -> str:
    """Return the class by which a statement about a clause or task is filtered; empty for a target."""
    task = policy.refs.get(topic.partition(".")[0])
    return f"a{task.area}" if isinstance(task, Task) else ""


class Renderer:
    """The renderer of pages in one locale."""

    def __init__(
        self,
        catalog: Catalog,
        locale: Locale,
        locales: Mapping[str, Locale],
        config: Config,
        *,
        has_cards: bool = False,
    ) -> None:
        """Prepare the templates; compiled templates are cached.

        `has_cards`: whether there are pictures for shared links in this locale.
        """
        self.locale = locale
        self._has_cards = has_cards
        self._locales = locales
        self._config = config
        self._markers = {policy.id: TermLinker(policy, locale) for policy in catalog.policies.values()}
        self._compiled = CompiledTemplates(config.root)
        self._pieces = pieces = Components(locale)
        self._loader = PackageLoader("generator.website")
        self._env = PageTemplates(
            loader=self._loader,
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,  # a build reads each template once
            bytecode_cache=self._compiled,
        )
        self._env.filters |= {
            "say": pieces.say,
            "taken_out": pieces.taken_out,
            "plain": locale.plain,
            "name": pieces.name,
            "original": pieces.original,
            "date": locale.date,
            "number": locale.number,
            "percent": locale.percent,
            "period": locale.period,
            "word": pieces.word,
            "sentence": pieces.sentence,
            "sentences": pieces.sentences,
            "choose": pieces.choose,
            "tongues": pieces.tongues,
            "coded": pieces.coded,
            "href": pieces.href,
            "is_han": is_han,
            "isolate": isolate,
            "isolated": isolated,
            "paragraphs": paragraphs,
            "tongue": tongue,
        }
        self._agencies = catalog.agencies
        self._names: dict[str, Markup] = {}  # of agencies, as they appear in links
        self._env.globals |= {
            "chip": pieces.chip,
            "measure": pieces.measure,
            "quantity": pieces.quantity,
            "goal_of": pieces.goal,
            "mini": pieces.mini,
            "square": pieces.square,
            "spread_row": pieces.spread_row,
            "spread_bar": pieces.spread_bar,
            "step": pieces.step,
            "row_of_squares": pieces.squares,
            "task_rows": pieces.task_rows,
            "said": pieces.said,
            "statements": pieces.statements,
            "closeness": closeness,
            "CLOSENESS": CLOSENESS,
            "area_class": area_class,
            "evidence": pieces.evidence,
            "ref_link": pieces.ref_link,
            "agency_link": self.agency_link,
            "file_at": self.file_at,
            "at": addresses,
            "locale": locale,
            "locales": locales,
            "config": config,
            "site_described": self.site_described,
            "t": locale.t,
            "agencies": catalog.agencies,
            "drawn_shape": charts.drawn_shape,
            "bar": charts.bar,
            "share_bar": charts.share_bar,
            "chart": self.chart,
            "local_chart": self.local_chart,
            "METHODS": METHODS,
            "SHOWN_INPUTS": SHOWN_INPUTS,
            "alike": alike,
            "SHOWN_OWING": SHOWN_OWING,
            "SHOWN_CORRECTIONS": SHOWN_CORRECTIONS,
            "STATES": STATES,
            "spread": lambda counts: [(state, counts.get(state, 0)) for state in STATES],
            "groups": catalog.groups,
            "apart": catalog.apart,
            "zip_states": lambda counts: list(zip(STATES, counts, strict=True)),
            "DUTIES": DUTIES,
            "EVIDENCE": EVIDENCE,
            "asset": self.asset,
            "mark": self.mark,
            "numbered": self.numbered,
            "outline": outline,
            "grouped": grouped,
            "stop_after": self.stop_after,
            "partner": self.partner,
            "link": self.link,
            "root_href": self.root_href,
            "organizations": self.organizations,
            "dataset": self.dataset,
            "defined_terms": self.defined_terms,
        }

    def compile_templates(self) -> None:
        """Compile the templates that are not compiled yet, before processes are forked that would each do it."""
        with naming(Path(self._compiled.directory)):
            for name in self._env.list_templates():
                source, path, _ = self._loader.get_source(self._env, name)
                if self._compiled.get_bucket(self._env, name, path, source).code is None:
                    self._env.get_template(name)

    def render(self, page: Page) -> RenderedPage:
        """Render a page."""
        title = page.title(self.locale)
        site = self.locale.t("site.name")
        self._pieces.here = page.address
        with naming(Path(self._compiled.directory)):  # compiled templates are written there
            body = self._env.get_template(f"{page.kind}.j2").render(page=page, **page.context).strip()
        body = self._pieces.untranslated(body)
        head = (
            f"{site} – {self.locale.t('site.tagline')}"
            if page.address == addresses.HOME
            else f"{isolate(title)} – {site}"
        )
        return RenderedPage(
            page.address,
            page.kind,
            title,
            head,
            page.description(self.locale),
            body,
            page.robots,
            self._cited(head),
            self._picture(page, title),
        )

    def document(self, page: Page) -> str:
        """Render a page that is a whole document without the shell."""
        self._pieces.here = page.address
        with naming(Path(self._compiled.directory)):
            text = self._env.get_template(f"{page.kind}.j2").render(page=page, **page.context)
        return f"{self._pieces.untranslated(text).strip()}\n"

    def _picture(self, page: Page, title: str) -> str:
        """Return the tags that name the picture of a page's task, else of its policy, if there is one."""
        policy: Policy | None = page.context.get("policy")
        if policy is None or not self._has_cards or page.robots != "all":
            return '<meta name="twitter:card" content="summary">'
        path = addresses.card(policy, self.locale.id, page.context["task"] if page.kind == "task" else None)
        width, height = CARD_SIZE
        return (
            '<meta name="twitter:card" content="summary_large_image">\n'
            f'<meta property="og:image" content="{escape(self._config.site_url)}{path}">\n'
            f'<meta property="og:image:width" content="{width}">\n'
            f'<meta property="og:image:height" content="{height}">\n'
            f'<meta property="og:image:alt" content="{escape(title)}">'
        )

    def _cited(self, head: str) -> tuple[tuple[str, str], ...]:
        """Split a head into texts and their languages where it has Chinese in it and the page's language has none."""
        if self.locale.is_original or self.locale.lang.partition("-")[0] in {"ja", "ko"} or not is_han(head):
            return ()
        return tuple(
            (text, self.locale.canonical_lang if is_han(text) else "") for text in _HAN_RUN.split(head) if text
        )

    def asset(self, path: str) -> str:
        """Return the address of a file at the root of the site, relative to the page."""
        return posixpath.relpath(path, posixpath.join(self._config.prefix(self.locale.id), self._pieces.here) or ".")

    def chart(self, outcome: Outcome) -> Markup:
        """Draw a numeric target: one line per agency if any gave several values, else start, values and goal."""
        goal = self._goal(outcome.target)
        start = self._start(outcome.target)
        lines = self._lines(outcome.history)
        values = [line.values[-1] for line in lines]
        if outcome.latest:  # what decides, unless there is nothing to compare
            values = [line.values[-1] for line in self._lines(outcome.latest)] or values
        if not values and (start is None or goal is None):
            return Markup()
        id_ = f"chart-{outcome.target.id}"
        title = self.locale.t("chart.title", name=self.locale.plain(outcome.target.title))
        if len(lines) <= charts.FEW and any(len({one.day for one in line.values}) > 1 for line in lines):
            drawn = charts.line_chart(id_, self._words(title, [start, *values, goal]), lines, start, goal)
            keys = Markup("").join(
                Markup("<li>{}{}</li>").format(charts.line_key(number), line.name) for number, line in enumerate(lines)
            )
            return drawn + Markup('<ul class="linekey">{}</ul>').format(keys) if len(lines) > 1 else drawn
        if len(lines) > charts.FEW:
            values = [line.values[-1] for line in lines]
        return charts.strip_chart(id_, self._words(title, [start, *values, goal]), values, start, goal)

    def local_chart(self, outcome: Outcome) -> Markup:
        """Draw the values of agencies that do not speak for the whole, each of its own place, if there are many."""
        values = [line.values[-1] for line in self._lines(outcome.local)]
        if len(values) <= charts.FEW:
            return Markup()
        title = self.locale.t("chart.local", name=self.locale.plain(outcome.target.title))
        return charts.strip_chart(f"local-{outcome.target.id}", self._words(title, values), values, None, None)

    def _words(self, title: str, shown: Sequence[charts.Extent | None]) -> charts.Words:
        told = [one for one in shown if one is not None]
        if len(told) > charts.FEW + 2:
            ordered = sorted(told, key=lambda one: one.middle)
            told = [ordered[0], ordered[len(ordered) // 2], ordered[-1]]
        points = self.locale.t("list.comma").join(
            f"{self.locale.date(one.day)} {one.label}" if one.day else one.label for one in told
        )
        return charts.Words(
            title, self.locale.t("chart.text", points=points), self.locale.t("chart.broken"), self.locale.date
        )

    def _lines(self, figures: Iterable[StatedFigure]) -> list[charts.Line]:
        """Group values by agency and way of measuring, one of each day: the last that it gave."""
        found: dict[tuple[str, str], dict[datetime.date, charts.Extent]] = {}
        for filing, figure in figures:
            if figure.quantity is not None:
                low, high, *_ = figure.quantity.interval
                label = self.locale.quantity(figure.quantity, None)
                by_day = found.setdefault((filing.agency, figure.method), {})
                by_day[figure.as_of] = charts.Extent(low, high, label, figure.as_of)
        names = {id_: self._agency_name(id_) for id_, _ in found}
        return [charts.Line(names[id_], [*some.values()]) for (id_, _), some in found.items()]

    def _agency_name(self, id_: str) -> str:
        agency = self._agencies.get(id_)
        return self.locale.plain(agency.short or agency.name) if agency else id_

    def _start(self, target: Target) -> charts.Extent | None:
        start = target.baseline
        if start is None:
            return None
        return charts.Extent(start.value.value, start.value.value, self.locale.amount(start.value), start.as_of)

    def _goal(self, target: Target) -> charts.Extent | None:
        goal, number = target.aim, drawn_goal(target)
        if goal is None or number is None:
            return None
        sign = f"{self.locale.t(f'targets.comparison.{goal.comparison}')} " if goal.comparison else ""
        ends = sorted(one.value for one in goal.between) if goal.between else [number, number]
        return charts.Extent(ends[0], ends[-1], sign + self.locale.goal(goal, None), goal.by)

    def organizations(self, agencies: Iterable[Agency]) -> list[dict[str, str]]:
        """Describe agencies in the vocabulary of schema.org."""
        return [
            {
                "@type": "GovernmentOrganization",
                "name": self.locale.plain(agency.name),
                "alternateName": agency.name.original,
            }
            for agency in agencies
        ]

    def site_described(self) -> dict[str, object]:
        """Describe the site and its publisher in the vocabulary of schema.org."""
        config, locale = self._config, self.locale
        described: dict[str, object] = {
            "@context": "https://schema.org",
            "@type": "WebSite",
            "name": locale.t("site.name"),
            "url": config.site_url + config.prefix(locale.id),
            "inLanguage": locale.lang,
        }
        if not (name := publisher_name(config, locale)):
            return described
        kind = "GovernmentOrganization" if config.publisher.is_government else "Organization"
        return described | {"publisher": {"@type": kind, "name": name}}

    def dataset(self, downloads: Mapping[str, Download], as_of: datetime.date) -> dict[str, object]:
        """Describe the site's tables in the vocabulary of schema.org."""
        root = self._config.site_url
        return {
            "@context": "https://schema.org",
            "@type": "Dataset",
            "name": f"{self.locale.t('site.name')} – {self.locale.t('data.title')}",
            "description": self.locale.t("data.description"),
            "url": root + self._config.prefix(self.locale.id) + addresses.DATA,
            "inLanguage": [locale.lang for locale in self._locales.values() if not locale.is_derived],
            "dateModified": str(as_of),
            "isAccessibleForFree": True,
            "distribution": [
                {
                    "@type": "DataDownload",
                    "name": self.locale.t(f"data.table.{name}"),
                    "encodingFormat": "text/csv",
                    "contentUrl": root + path,
                }
                for name, download in downloads.items()
                for path in download.sizes
            ],
        }

    def defined_terms(self, policy: Policy) -> list[dict[str, str]]:
        """Describe a glossary's entries in the vocabulary of schema.org."""
        here = self._config.site_url + self._config.prefix(self.locale.id)
        return [
            {
                "@type": "DefinedTerm",
                "name": self.locale.plain(term.name),
                "alternateName": term.name.original,
                "url": here + addresses.glossary(policy, term),
            }
            for term in policy.glossary
        ]

    def mark(self, policy: Policy, text: Localized) -> Markup:
        """Render a text of the document with links from its terms to the glossary."""
        said = self.locale.say(text)
        if said.state == "missing":
            return self._pieces.say(text)
        pieces = [
            escape(piece)
            if term is None
            else Markup('<a class="term" href="{}">{}</a>').format(
                self._pieces.href(addresses.glossary(policy, term)), piece
            )
            for piece, term in self._markers[policy.id].mark(said.text)
        ]
        if is_rtl(said.text):
            pieces = [Markup("<bdi>{}</bdi>").format(Markup().join(pieces))]
        if said.state == "stale":
            pieces.append(Markup(" ") + self._pieces.flag("stale"))
        return Markup().join(pieces)

    def numbered(
        self, policy: Policy, part: Heading | Task, *, apart: bool = False, locale: Locale | None = None
    ) -> str:
        """Format a part's number as the document does: （一）, 1., 第一章; plain digits in other languages.

        With `apart`, add a gap before a title that follows: 第一章　总则.
        """
        language, locale = policy.file.language, locale or self.locale
        if not locale.has(language):
            return f"{part.number}. " if apart else f"{part.number}."
        number = locale.original(policy.label(part), language)
        gap = "\N{IDEOGRAPHIC SPACE}" if locale.is_original else " "
        is_apart = number[-1:].isalnum() or (number and not locale.is_original)
        return isolate(number) + (gap if apart and is_apart else "")

    def stop_after(self, locale: Locale, policy: Policy, part: Heading | Task) -> str:
        """Return the stop after a run-in title as a locale shows it: the document's own, or a translation's."""
        if part.title is None or not part.run_in:
            return ""
        if locale.has(part.title.language):
            return stop_after(part.title.original, policy.file.language)
        return stop_after(locale.plain(part.title), locale.id).strip()

    def partner(self, policy: Policy) -> Locale | None:
        """Return the locale shown next to this one in the full text: the Chinese, or the first translation."""
        title = policy.title
        if not self.locale.has(title.language):
            original = next((other for other in self._locales.values() if other.has(title.language)), None)
            return original if self.locale.say(title).state != "missing" else None
        others = (other for other in self._locales.values() if not other.is_derived and not other.has(title.language))
        return next((other for other in others if other.id in title.translations), None)

    def agency_link(self, id_: str, anchor: str = "") -> Markup:
        """Return a link to an agency, or an anchor on its page, by its short name; the id alone if it has no file."""
        if id_ not in self._agencies:
            return escape(id_)
        if id_ not in self._names:
            self._names[id_] = self._pieces.say(self._agencies[id_].short or self._agencies[id_].name)
        address = addresses.agency(id_) + (f"#{anchor}" if anchor else "")
        return link(self._pieces.href(address), self._names[id_])

    def file_at(self, path: str, line: int, others: Iterable[int] = ()) -> Markup:
        """Return places in a data file, linked if there is a site that shows the files."""
        place = Markup(f"<code>{escape(path)}:{','.join(map(str, (line, *others)))}</code>")  # noqa: S704 - escaped
        trace = self.link("source", path=path)
        return link(trace, place) if trace else place

    def root_href(self, path: str) -> str:
        """Make the path of a file at the site's root relative to the page."""
        return posixpath.relpath(path, (self._config.prefix(self.locale.id) + self._pieces.here) or ".")

    def link(self, name: str, **values: str) -> str:
        """Fill in an address pattern from mkdocs.yml; return an empty string if there is none."""
        own = {"page": self._config.site_url + self._config.prefix(self.locale.id) + self._pieces.here}
        filled = self._config.link(name, **own | values | {"locale": self.locale.id})
        return self._pieces.href(filled[1:]) if filled.startswith("/") else filled
