"""The settings in `mkdocs.yml` that the generator needs; MkDocs reads its own from the same file."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import yaml
from yaml_env_tag import construct_env_tag

from generator.commands import invocation
from generator.errors import GeneratorError


@dataclass(frozen=True)
class Config:
    """The site's address, its locales, the links for contributors, and other settings."""

    root: Path
    site_url: str  # ends in "/"
    locales: tuple[str, ...]  # the first is served at the root
    links: dict[str, str]  # address patterns by name: "submit", "report", "source"
    samples: bool  # whether samples are shown; they never count
    digest: str  # of the file, its values with environment variables filled in, and `invocation`
    maintainers: tuple[str, ...] = ()  # users or teams of the forge who may change everything
    invocation: str = "generator"  # how commands typed in `root` start
    serving: bool = False  # whether pages are for the local server, which adds a script to each

    def prefix(self, locale: str) -> str:
        """Return the prefix of a locale's addresses: "" or, for example, "en/"."""
        return "" if locale == self.locales[0] else f"{locale}/"

    def link(self, name: str, **values: str) -> str:
        """Fill in an address pattern; returns "" if there is none. Missing values are left empty."""
        pattern = self.links.get(name, "")
        return re.sub(r"\{(\w+)\}", lambda match: quote(values.get(match[1], ""), safe="/"), pattern)

    @property
    def site_path(self) -> str:
        """The path of the site on its host, with leading and trailing slash."""
        return urlsplit(self.site_url).path


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
        if not isinstance(pattern, str) or not re.match(r"(https://|mailto:|/)", pattern):
            raise GeneratorError(f"{path}: extra.links.{name} must start with https://, mailto: or /")
    maintainers = extra.get("maintainers") or []
    if not isinstance(maintainers, list) or not all(isinstance(handle, str) for handle in maintainers):
        raise GeneratorError(f"{path}: extra.maintainers must be a list of users (@name) and teams (@group/team)")
    start = invocation(root)
    values = json.dumps(settings, sort_keys=True, default=str)
    digest = hashlib.sha256(raw + values.encode() + start.encode())
    samples = extra.get("samples") is True
    return Config(root, site_url, tuple(locales), links, samples, digest.hexdigest(), tuple(maintainers), start)
