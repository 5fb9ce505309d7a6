"""The settings in `mkdocs.yml` that the generator needs; MkDocs reads its own from the same file."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import yaml
from yaml_env_tag import construct_env_tag

from generator.commands import invocation
from generator.errors import GeneratorError
from generator.findings import show
from generator.findings.languages import Words


@dataclass(frozen=True)
class Publisher:
    """Who publishes the site, and how to reach them."""

    name: Mapping[str, str] = field(default_factory=dict)  # by locale; empty if the settings give none
    is_government: bool = False  # whether the site is a government's own
    contact: str = ""  # an address that begins with mailto:, https:// or /


@dataclass(frozen=True)
class Config:
    """The site's address, its locales, the links for contributors, and other settings."""

    root: Path
    site_url: str  # ends in "/"
    locales: tuple[str, ...]  # the first is served at the root
    links: dict[str, str]  # address patterns by name: "submit", "report", "source"
    samples: bool  # whether samples are shown; they never count
    digest: str  # of the file, its values with environment variables filled in, and `invocation`
    publisher: Publisher = Publisher()
    maintainers: tuple[str, ...] = ()  # users or teams of the forge who may change everything
    invocation: str = "generator"  # how commands typed in `root` start
    cards: bool = True  # whether pictures for shared links are made, where that is possible
    card_font: Path | None = None  # the font of these pictures; without one, fontconfig chooses
    reporting_languages: tuple[str, ...] | None = None  # those that reports are to be written in; None: all locales
    serving: bool = False  # whether pages are for the local server, which adds a script to each

    def prefix(self, locale: str) -> str:
        """Return the prefix of a locale's addresses: "" or, for example, "en/"."""
        return "" if locale == self.locales[0] else f"{locale}/"

    def link(self, name: str, **values: str) -> str:
        """Fill in an address pattern; returns "" if there is none. Missing values are left empty."""
        pattern = self.links.get(name, "")
        return re.sub(r"\{(\w+)\}", lambda match: quote(values.get(match[1], ""), safe="/"), pattern)

    @property
    def takes_reports(self) -> bool:
        """Whether a reader's report of a mistake reaches anyone: through a contact, or a form on another site."""
        return bool(self.publisher.contact) or not self.links.get("report", "/").startswith("/")

    @property
    def has_example_address(self) -> bool:
        """Whether the site's address is one that nobody can have (RFC 2606, RFC 6761)."""
        host = urlsplit(self.site_url).hostname or ""
        return host.rpartition(".")[2] in _RESERVED or any(
            host == name or host.endswith(f".{name}") for name in _EXAMPLES
        )

    @property
    def site_path(self) -> str:
        """The path of the site on its host, with leading and trailing slash."""
        return urlsplit(self.site_url).path


_CHINESE = "zh"  # in which every report is written
_RESERVED = frozenset({"example", "invalid", "localhost", "test"})
_EXAMPLES = ("example.com", "example.net", "example.org")


def unready(config: Config) -> list[Words]:
    """Say what the settings still lack for a site that is to be published."""
    lacks = []
    if config.has_example_address:
        address = show(config.site_url)
        lacks.append(
            Words(
                f"提醒：网址还是示例（{address}），发布前请在 mkdocs.yml 中改写 site_url，或设置环境变量 SITE_URL",
                f"warning: {address} is an example address: before publishing, set site_url in mkdocs.yml, "
                "or the variable SITE_URL",
            )
        )
    if not config.takes_reports:
        lacks.append(
            Words(
                "提醒：没有联系方式，读者无从报告错误，请在 mkdocs.yml 中写明 extra.publisher.contact",
                "warning: without a contact, readers cannot report mistakes: set extra.publisher.contact in mkdocs.yml",
            )
        )
    return lacks


class _Loader(yaml.SafeLoader):
    """A loader of MkDocs's YAML dialect: !ENV reads the environment; !relative and !!python are ignored."""


_Loader.add_constructor("!ENV", construct_env_tag)
_Loader.add_multi_constructor("", lambda _loader, _suffix, _node: None)


def read_config(root: Path) -> Config:
    """Read mkdocs.yml; raises GeneratorError if it can't be used."""
    path = root / "mkdocs.yml"
    try:
        raw = path.read_bytes()
        settings: Any = yaml.load(raw, _Loader)  # noqa: S506 - a subclass of SafeLoader, our own file
    except OSError as error:
        raise GeneratorError(f"{path}: {error.strerror}") from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:  # PyYAML does not wrap the error for an invalid date
        raise GeneratorError(f"{path}: {' '.join(str(error).split())}") from error
    extra = settings.get("extra") if isinstance(settings, dict) else None
    if not isinstance(extra, dict):
        raise GeneratorError(f"{path}: extra must be a mapping of settings")
    locales = extra.get("locales")
    if not isinstance(locales, list) or not locales or not all(isinstance(item, str) for item in locales):
        raise GeneratorError(f"{path}: extra.locales must list the site's locales, the default one first")
    if len(set(locales)) < len(locales):
        raise GeneratorError(f"{path}: extra.locales names a locale twice")
    site_url = str(settings.get("site_url") or "")
    try:
        parts = urlsplit(site_url)
    except ValueError as error:
        raise GeneratorError(f"{path}: site_url is malformed: {site_url!r}") from error
    if parts.scheme not in {"http", "https"} or not parts.netloc or not parts.path.endswith("/"):
        raise GeneratorError(f"{path}: site_url must be a whole address that ends in a slash, not {site_url!r}")
    links = extra.get("links") or {}
    if not isinstance(links, dict):
        raise GeneratorError(f"{path}: extra.links must be a mapping of names to addresses")
    for name, pattern in links.items():
        if name == "contact":
            raise GeneratorError(f"{path}: extra.links.contact is now extra.publisher.contact")
        _address(pattern, f"{path}: extra.links.{name}")
    maintainers = extra.get("maintainers") or []
    if not isinstance(maintainers, list) or not all(isinstance(handle, str) for handle in maintainers):
        raise GeneratorError(f"{path}: extra.maintainers must be a list of users (@name) and teams (@group/team)")
    publisher = _publisher(extra.get("publisher") or {}, f"{path}: extra.publisher", locales)
    start = invocation(root)
    values = json.dumps(settings, sort_keys=True, default=str)
    digest = hashlib.sha256(raw + values.encode() + start.encode())
    samples = extra.get("samples") is True
    cards, font = _cards(extra.get("cards", True), root)
    return Config(
        root,
        site_url,
        tuple(locales),
        links,
        samples,
        digest.hexdigest(),
        publisher,
        tuple(maintainers),
        start,
        cards,
        font,
        _reporting(extra.get("reporting_languages"), path, locales),
    )


def _reporting(asked: Any, path: Path, locales: list[str]) -> tuple[str, ...] | None:
    """Read the languages that agencies are asked to report in."""
    if asked is None:
        return None
    if not isinstance(asked, list) or _CHINESE not in asked or not {*asked} <= {*locales, _CHINESE}:
        raise GeneratorError(f"{path}: extra.reporting_languages must list {_CHINESE}, and others of extra.locales")
    return tuple(asked)


def _cards(setting: Any, root: Path) -> tuple[bool, Path | None]:
    """Read whether pictures for shared links are made, and with which font."""
    if not isinstance(setting, bool | str) or setting == "":
        raise GeneratorError(f"{root / 'mkdocs.yml'}: extra.cards must be true, false or the path of a font file")
    return setting is not False, root / setting if isinstance(setting, str) else None


_KINDS = ("independent", "government")


def _publisher(settings: Any, place: str, locales: list[str]) -> Publisher:
    """Read who publishes the site; `place` is named in errors."""
    if not isinstance(settings, dict):
        raise GeneratorError(f"{place} must be a mapping of name, kind and contact")
    if unknown := sorted(map(str, settings.keys() - {"name", "kind", "contact"})):
        raise GeneratorError(f"{place} has name, kind and contact, but not {', '.join(unknown)}")
    name = settings.get("name") or {}
    if isinstance(name, str):
        name = {locales[0]: name}
    if not isinstance(name, dict) or not all(isinstance(text, str) and text.strip() for text in name.values()):
        raise GeneratorError(f"{place}.name must be a name, or one for each locale")
    if name and locales[0] not in name:
        raise GeneratorError(f"{place}.name must have a name in {locales[0]}")
    kind = settings.get("kind", _KINDS[0])
    if kind not in _KINDS:
        raise GeneratorError(f"{place}.kind must be {' or '.join(_KINDS)}, not {kind!r}")
    if kind == "government" and not name:
        raise GeneratorError(f"{place}.name is missing: a government's own site names its publisher")
    contact = settings.get("contact") or ""
    if contact:
        _address(contact, f"{place}.contact")
    return Publisher(name, kind == "government", contact)


def _address(address: Any, place: str) -> None:
    if not isinstance(address, str) or not re.match(r"(https://|mailto:|/)", address):
        raise GeneratorError(f"{place} must start with https://, mailto: or /")
