"""Small pieces of markup that a long page repeats a thousand times: state marks with words, links, evidence."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache, lru_cache

from markupsafe import Markup, escape

from generator.assess import METHODS, STATES, Message, ReportChange, Several, Update, Verdict
from generator.findings import is_rtl
from generator.findings.languages import Words
from generator.model import Amount, Evidence, Localized, Policy, Quantity, Redaction, TargetValue, Task
from generator.website import addresses, charts
from generator.website.compiled import written
from generator.website.locales import Locale, Said
from generator.website.missing import mark_missing


def relative(here: str, there: str) -> str:
    """Return the relative path between two addresses below the same root, each empty or ending in a slash."""
    if here == there:
        return "./"
    if here.partition("/")[0] != there.partition("/")[0]:
        return "../" * here.count("/") + there or "./"
    start, end = here.split("/")[:-1], there.split("/")[:-1]
    same = 0
    while same < min(len(start), len(end)) and start[same] == end[same]:
        same += 1
    return ("../" * (len(start) - same) + "".join(f"{part}/" for part in end[same:])) or "./"


@cache
def _split(address: str) -> tuple[str, str]:
    path, rest = re.match(r"([^?#]*)(.*)", address).groups()  # type: ignore[union-attr]  # matches any text
    return path, rest


def link(address: str, words: Markup) -> Markup:
    """Return a link, without Markup's own format(), which takes several times as long."""
    return Markup(f'<a href="{escape(address)}">{words}</a>')  # noqa: S704 - both are escaped


def isolated(text: str) -> Markup:
    """Escape a contributor's text, and isolate it if it is right-to-left, so that words around it stay in order."""
    if is_rtl(text):
        return Markup(f"<bdi>{escape(text)}</bdi>")  # noqa: S704 - escaped
    return escape(text)


def _escaped(text: str) -> str:
    """Do the same for pieces that are put together here, and so need not be markup by themselves."""
    return isolated(text) if is_rtl(text) else written(text)


def is_han(text: str) -> bool:
    """Tell whether a text contains Chinese characters."""
    return re.search("[\u4e00-\u9fff]", text) is not None


def tongue(text: str) -> str:
    """Return the language tag of a short text in its own words: Chinese in either script, Arabic, else English."""
    return "zh" if is_han(text) else "ar" if is_rtl(text) else "en"


def paragraphs(text: str) -> list[str]:
    """Split a text at its empty lines."""
    if "\n" not in text:
        return [text.strip()]
    return [part.strip() for part in re.split(r"\n\s*\n", text)]


def _joined(parts: Iterable[str]) -> Markup:
    return Markup("\n".join(parts))  # noqa: S704 - every part has been escaped


class Components:
    """Pieces of markup in one locale, each built once."""

    def __init__(self, locale: Locale) -> None:
        """Prepare the pieces for a locale."""
        self._locale = locale
        self.here = ""  # the address of the page that is being rendered
        self.chip = cache(self._chip)
        self.mini = cache(self._mini)
        self.square = cache(self._square)
        self.step = cache(self._step)
        self.flag = cache(self._flagged)
        self._label = cache(self._labelled)
        self._by = lru_cache(4096)(lambda publisher: locale.t("source.by", publisher=publisher))
        self._on = lru_cache(4096)(lambda date: escape(locale.t("source.on", date=date)))
        self._head = cache(self._headed)
        self._cell = cache(self._celled)
        self._tasks: dict[tuple[str, int], Markup] = {}  # their names
        self._labels: dict[tuple[str, str], tuple[str, Markup] | None] = {}

    def href(self, address: str) -> str:
        """Make an address below the locale's prefix relative to the page, so that the site works at any location."""
        path, rest = _split(address)
        return rest or "./" if path == self.here else relative(self.here, path) + rest

    def _chip(self, name: str, label: str | None = None) -> Markup:
        """Render a state as its name or another label, before which the style sheet draws its mark."""
        return Markup('<b class="is-{}">{}</b>').format(name, label or self._locale.t(f"state.{name}"))

    def _mini(self, name: str) -> Markup:
        """Render a state as a mark alone, with its name for screen readers."""
        return Markup('<i class="is-{}">{} </i>').format(name, self._locale.t(f"state.{name}"))

    def _square(self, name: str | None) -> Markup:
        """Render a state as a cell of a table: its mark, with its name for screen readers."""
        if name is None:
            return Markup("<td></td>")
        return Markup('<td><i class="is-{}">{}</i></td>').format(name, self._locale.t(f"state.{name}"))

    def spread_row(self, counts: Mapping[str, int], key: str = "spread.done") -> Markup:
        """Draw how many agencies are in each state, with the number of those that completed their work."""
        done = self._locale.t(key, n=sum(counts.values()), done=counts.get("completed", 0))
        row = Markup('<span class="spreadrow">{}<span class="count">{}</span></span>')
        return row.format(self.spread_bar(counts), done)

    def spread_bar(self, counts: Mapping[str, int]) -> Markup:
        """Draw a bar of states, with their counts for screen readers."""
        t = self._locale.t
        shown = [(state, counts[state]) for state in STATES if counts.get(state)]
        told = t("list.part").join(t("verdict.count", state=t(f"state.{state}"), n=n) for state, n in shown)
        return Markup('{}<span class="sr">{} </span>').format(charts.bar(shown), told)

    def _step(self, before: str, after: str) -> Markup:
        """Render what a report changed: from one state to another."""
        to = Markup(' <i class="to">{}</i> ').format(self._locale.t("updates.to"))
        return self.chip(before) + to + self.chip(after)

    def task_rows(
        self, policy: Policy, rows: Iterable[tuple[Task, Sequence[str | None], str | None]], with_now: bool
    ) -> Markup:
        """Render an agency's tasks as rows: what it reported of each, period by period, and where it stands now."""
        listed = []
        for task, cells, now in rows:
            key = policy.id, task.number
            if key not in self._tasks:
                self._tasks[key] = self.name(policy.name(task))
            named = f"<b>{task.number}</b>{self._tasks[key]}"
            squares = "".join([self.square(cell) for cell in ((*cells, now) if with_now else cells)])
            address = written(self.href(addresses.task(policy, task)))
            listed.append(f'<tr><th scope="row"><a href="{address}">{named}</a></th>{squares}</tr>')
        return _joined(listed)

    def squares(self, columns: Iterable[tuple[object, Iterable[Task]]], cells: Mapping[int, str]) -> Markup:
        """Render a row of the matrix: a cell per task with its state, empty where nothing is reported or owed."""
        return Markup("").join(
            self._cell(task.number, cells.get(task.number, ""), not index)
            for _, tasks in columns
            for index, task in enumerate(tasks)
        )

    def _celled(self, task: int, state: str, begins: bool) -> Markup:
        classes = " ".join(filter(None, ("f" if begins else "", state and f"is-{state}")))
        start = Markup('<td{} role="cell">').format(Markup(' class="{}"').format(classes) if classes else "")
        if not state:
            return start + Markup("</td>")
        return Markup("{}<i>{}</i><b>{}</b></td>").format(start, task, self._locale.t(f"state.{state}"))

    def tongues(self, text: str) -> Markup:
        """Mark the Chinese quotations in a text of another language as Chinese."""
        if self._locale.is_original or is_rtl(text):
            return isolated(text)
        pieces = re.split("([\u4e00-\u9fff][\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]*)", text)
        span = Markup('<span lang="{}">{}</span>')
        return Markup().join(
            span.format(self._locale.canonical_lang, piece) if index % 2 else piece
            for index, piece in enumerate(pieces)
        )

    def coded(self, text: str) -> Markup:
        """Render a text in which `backticks` enclose code."""
        return self._in_code(text, self.tongues)

    def _in_code(self, text: str, write: Callable[[str], Markup]) -> Markup:
        return Markup().join(
            Markup("<code>{}</code>").format(piece) if index % 2 else write(piece)
            for index, piece in enumerate(text.split("`"))
        )

    def say(self, text: Localized) -> Markup:
        """Render a text, with a flag if it has no current translation."""
        said = self._locale.say(text)
        return self._noted(said, isolated(said.text))

    def taken_out(self, taken: Redaction) -> Markup:
        """Say when and why something was taken out."""
        return isolated(self._locale.redacted(taken))

    def word(self, told: Message | Several) -> Markup:
        """Render a message, with a flag if it is not available in this language."""
        said = self._locale.word(told)
        return self._noted(said, escape(said.text))

    def sentence(self, told: Message | Several) -> Markup:
        """Render a message as a sentence of its own."""
        said = self._locale.sentence(told)
        return self._noted(said, escape(said.text))

    def sentences(self, told: Message) -> list[Markup]:
        """Render a message sentence by sentence; as one, with a flag, if it is not available in this language."""
        said = self._locale.word(told)
        if said.state != "current":
            return [self._noted(said, escape(said.text))]
        return [escape(one) for one in re.split(r"(?<=。)(?=.)|(?<=\.) (?=[A-Z])", said.text)]

    def choose(self, words: Words) -> Markup:
        """Render a text written in Chinese and English only (see `coded`), with a flag in other languages."""
        said = self._locale.choose(words)
        return self._noted(said, self._in_code(said.text, self.tongues if said.state == "current" else escape))

    def untranslated(self, body: str) -> str:
        """Mark the interface strings of a page that are shown in Chinese, as `say` does with other texts."""
        if not self._locale.missing:
            return body
        return mark_missing(
            body,
            self._locale.marker,
            lambda words: self._noted(Said(words, self._locale.canonical_lang, "missing"), words),
        )

    def _noted(self, said: Said, words: Markup) -> Markup:
        if said.state == "current":
            return words
        shown = f'<span lang="{written(said.lang)}">{words}</span>' if said.state == "missing" else words
        return Markup(f"{shown} {self.flag(said.state)}")  # noqa: S704 - every piece has been escaped

    def name(self, text: Localized) -> Markup:
        """Render a text without a flag, for want of room, but with its language marked if it has no translation."""
        said = self._locale.say(text)
        if said.state != "missing":
            return isolated(said.text)
        return Markup(f'<span lang="{written(said.lang)}">{isolated(said.text)}</span>')  # noqa: S704 - escaped

    def measure(self, amount: Amount, unit: Localized | None) -> Markup:
        """Render a figure with its unit, whose language is marked if it has no translation."""
        if amount.unit or unit is None or self._locale.say(unit).state != "missing":
            return escape(self._locale.measure(amount, unit))
        return Markup("{} {}").format(self._locale.amount(amount), self.name(unit))

    def quantity(self, quantity: Quantity, unit: Localized | None) -> Markup:
        """Render a figure as it was stated, with its unit."""
        return escape(self._locale.quantity(quantity, unit, self.measure))

    def goal(self, goal: TargetValue, unit: Localized | None) -> Markup:
        """Render what is to be reached, with its unit."""
        return escape(self._locale.goal(goal, unit, self.measure))

    def original(self, text: Localized) -> Markup:
        """Render the official words below their translation; nothing if the page shows these already."""
        if self._locale.has(text.language) or self._locale.say(text).state == "missing":
            return Markup()
        return Markup('<span class="original" lang="{}">{}</span>').format(
            self._locale.tag(text.language), isolated(text.original)
        )

    def said(self, statement: ReportChange) -> Markup:
        """Render a report in its agency's words: paragraphs, the reason if there is one, the evidence."""
        report = statement.report
        return Markup(  # noqa: S704 - made of pieces
            f"{self._told(statement)}\n{self.evidence(report.evidence, statement.weighed)}"
        )

    def _told(self, statement: ReportChange) -> str:
        """Render a report's words and reasons."""
        report = statement.report
        words = self._locale.say(report.summary)
        lang = f' lang="{words.lang}"' if words.state == "missing" else ""
        told = "".join([f"<p{lang}>{_escaped(paragraph)}</p>" for paragraph in paragraphs(words.text)])
        if words.state != "current":
            told += f"\n<p>{self.flag(words.state)}</p>"
        if statement.is_repeated:
            told += f'\n<p class="note">{escape(self._locale.t("report.same"))}</p>'
        if report.ground:
            told += f'\n<p class="reason">{self._label("report.ground")}{self.say(report.ground)}</p>'
        if report.reason:
            told += f'\n<p class="reason">{self._label("report.reason")}{self.say(report.reason)}</p>'
        return told

    def statements(
        self, policy: Policy, update: Update, apart: str, *, stands: bool = True, linked: bool = True
    ) -> Markup:
        """Render all reports of a submission as list items, each with what it changed; its anchors, if it stands.

        Their tasks are links if `linked`; `apart` is what tells the policy's anchors apart. The page says once what a
        report without a source means, and that the state before is shown only of those that changed one.
        """
        agency, period = update.submission.agency, update.submission.period_name
        if not stands:
            period = f"{period}-v{update.submission.revision}"
        listed = []
        for said in update.statuses:
            report = said.report
            name = self.ref_link(policy, report.ref) if linked else self._ref_name(policy, report.ref)
            is_new = said.before in {report.status, "not_reported"}
            state = self.chip(report.status) if is_new else self.step(said.before, report.status)
            listed.append(
                f'<li id="{addresses.report_anchor(agency, period, report.ref, apart)}">'
                f"{name} {state}\n"
                f"{self._told(said)}{self._sources(said)}</li>"
            )
        return _joined(listed)

    def _sources(self, said: ReportChange) -> str:
        """Render evidence where the page says once how it is weighed: one source needs no working."""
        items = said.report.evidence
        if len(items) == 1:
            return f'\n<p class="evidence">{self.chip(said.evidence)} {self._cited(items[0])}</p>'
        return f"\n{self.evidence(items, said.weighed)}" if items else ""

    def evidence(self, items: Iterable[Evidence], weighed: Verdict) -> Markup:
        """Render a statement's evidence, its level and how that was reached; the verdict's inputs are the sources."""
        rule = self.href(addresses.rule(weighed.method))
        if not items:  # there is nothing to work out
            none = Markup('<p class="evidence">{}{}</p>')
            return none.format(self._label("evidence.label"), link(rule, self.chip(weighed.value)))
        head = self._head(weighed.value, weighed.method, weighed.arithmetic, rule)
        listed = "\n".join(f"<li>{self._cited(item)}</li>" for item in items)
        return Markup(f'<div class="evidence">\n{head}\n<ul>\n{listed}\n</ul>\n</div>')  # noqa: S704 - made of pieces

    def _cited(self, item: Evidence) -> str:
        """Render one source."""
        title, t = self.say(item.title), self._locale.t
        if item.url:
            words = f'<a href="{written(item.url)}" rel="nofollow noopener noreferrer">{title}</a>'
            host = f' <span class="host">{written(item.url.split("/")[2])}</span>'
        else:
            words, host = f"<cite>{title}</cite>", ""
        on = self._on(self._locale.date(item.published)) if item.published else ""
        quote = note = ""
        if item.quote:
            lang = self._locale.canonical_lang if is_han(item.quote) else "en"
            quote = f'\n<q lang="{lang}">{isolated(item.quote)}</q>'
        if item.redacted:
            quote += f'\n<span class="note">{self.taken_out(item.redacted)}</span>'
        if item.note:
            note = f'\n<span class="note">{self.say(item.note)}</span>'
        by = self._by(self.name(item.publisher))
        relayed = escape(t("source.relayed")) if item.relayed else ""
        return f"{words}{by}{on}{relayed}{host}{quote}{note}"

    def _flagged(self, state: str) -> Markup:
        """Return the flag of a text that is not translated, or whose translation is out of date."""
        said = self._locale.word(Message(f"translation.flag.{state}"))
        lang = Markup(' lang="{}"').format(said.lang) if said.state == "missing" else ""
        return Markup('<span class="flag flag-{}"{}>{}</span>').format(state, lang, said.text)

    def _labelled(self, key: str) -> Markup:
        return Markup('<span class="label">{}{}</span>').format(self._locale.t(key), self._locale.t("list.colon"))

    def _headed(self, value: str, method: str, arithmetic: Message | Several, rule: str) -> Markup:
        t = self._locale.t
        how = t("why.method", code=method, version=str(METHODS[method].version))
        return Markup(
            '<details class="why"><summary><span class="label">{}{}</span>{}</summary>'
            '<p class="working">{} <span class="rule">{}</span></p></details>'
        ).format(
            t("evidence.label"),
            t("list.colon"),
            self.chip(value),
            self.word(arithmetic),
            link(rule, escape(how)),
        )

    def ref_link(self, policy: Policy, ref: str) -> Markup:
        """Return a link to the task or clause that a report is about; nothing if the policy has no such number."""
        found = self._referred(policy, ref)
        return link(self.href(found[0]), found[1]) if found else Markup()

    def _ref_name(self, policy: Policy, ref: str) -> Markup:
        """Name what a report is about."""
        found = self._referred(policy, ref)
        return found[1] if found else Markup()

    def _referred(self, policy: Policy, ref: str) -> tuple[str, Markup] | None:
        key = policy.id, ref
        if key not in self._labels:
            address = addresses.of_ref(policy, ref)
            name = ("clause.label", {"id": ref}) if "." in ref else ("task.label", {"n": int(ref)})
            self._labels[key] = (address, escape(self._locale.t(name[0], **name[1]))) if address else None
        return self._labels[key]
