"""What the theme's shell (overrides/main.html) is given around every page of a locale."""

from __future__ import annotations

import base64
import datetime
import hashlib
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from generator import addresses
from generator.config import Config
from generator.locales import Locale
from generator.model import Catalog

try:
    from rjsmin import jsmin
except ImportError:  # rjsmin has wheels for Linux only: elsewhere scripts are served as they are written
    jsmin = str

_SEARCH = ("assets/search/text.js", "assets/search/engine.js", "assets/search/page.js")  # each needs those before it
_STRINGS = ("site.", "nav.", "notfound.", "translation.flag.", "search.field", "search.placeholder", "search.go")


def boot_script(root: Path) -> str:
    """The one inline script, as it stands in the pages."""
    return (root / "overrides" / "partials" / "boot.js").read_text(encoding="utf-8").strip()


def shell(
    catalog: Catalog, locale: Locale, locales: Mapping[str, Locale], config: Config, as_of: datetime.date
) -> dict[str, Any]:
    """Gather the shell's variables: plain values only, so that a digest of them tells whether it changed."""
    boot = boot_script(config.root)
    digest = base64.b64encode(hashlib.sha256(boot.encode()).digest()).decode()
    shown = list(catalog.policies.values())[:3]
    policies = []
    for policy in shown:
        said = locale.say(policy.file.short or policy.title)
        policies.append({"label": said.text, "lang": said.lang, "address": addresses.overview(policy)})
    more = [
        {"label": locale.t(f"nav.{name}"), "lang": locale.lang, "address": f"{name}/"}
        for name in ("agencies", "submit", "about")
    ]
    behind = [
        {"label": locale.t(f"nav.{name}"), "lang": locale.lang, "address": f"{name}/"}
        for name in ("rules", "data", "translation")
    ]
    return {
        "locale": locale.id,
        "lang": locale.lang,
        "prefix": config.prefix(locale.id),
        "up": "/.." if config.prefix(locale.id) else "",
        "site_url": config.site_url,
        "locales": [
            {
                "id": other.id,
                "name": other.file.name,
                "short": other.file.short,
                "lang": other.lang,
                "prefix": config.prefix(other.id),
            }
            for other in locales.values()
        ],
        "nav": policies + more,
        "feeds": [{"label": locale.plain(policy.title), "path": addresses.feed(locale.id, policy)} for policy in shown],
        "footer": [*more, *behind],
        "report": {"label": locale.t("task.report"), **_report(config, locale)},
        "contact": config.links.get("contact", ""),
        "search": addresses.SEARCH,
        "strings": {key: locale.t(key) for key in locale.strings if key.startswith(_STRINGS) and key != "site.as_of"},
        "as_of": locale.t("site.as_of", date=locale.date(as_of)),
        "boot": boot,
        "csp": ""
        if config.serving
        else (
            "default-src 'none'; base-uri 'none'; form-action 'self'; connect-src 'self'; img-src 'self' data:; "
            f"style-src 'self'; script-src 'self' 'sha256-{digest}'"
        ),
        "version": assets_version(config.root),
    }


def _report(config: Config, locale: Locale) -> dict[str, Any]:
    """Where mistakes are reported that are on no page in particular."""
    filled = config.link("report", locale=locale.id)
    within = filled.startswith("/")
    return {"href": re.sub(r"\?[^#]*", "", filled) if within else filled, "within": within}


def minify(script: str) -> str:
    """Remove comments and unneeded white space from a script."""
    return str(jsmin(script))


def read_assets(root: Path) -> dict[str, bytes]:
    """Read the shared assets by path below the site's root, as they are served.

    Scripts are minified, and those of the search joined into one, which is smaller and loads faster than three.
    """
    assets = root / "overrides" / "assets"
    files = {
        f"assets/{path.relative_to(assets).as_posix()}": path.read_bytes()
        for path in sorted(assets.rglob("*"))
        if path.is_file()
    }
    files["assets/search/search.js"] = b"\n".join(files.pop(path) for path in _SEARCH)
    return {path: minify(data.decode()).encode() if path.endswith(".js") else data for path, data in files.items()}


def assets_version(root: Path) -> str:
    """A short digest of the shared assets, by which browsers tell new ones from old."""
    digest = hashlib.sha256()
    for path in sorted((root / "overrides" / "assets").rglob("*")):
        if path.is_file():
            digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:8]
