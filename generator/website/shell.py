"""Variables of the theme's shell (overrides/main.html), which surrounds every page of a locale."""

from __future__ import annotations

import base64
import datetime
import hashlib
import re
from collections.abc import Mapping
from typing import Any

from generator.config import Config
from generator.model import PLACEHOLDER, Catalog
from generator.website import addresses
from generator.website.locales import Locale

try:
    from rjsmin import jsmin
except ImportError:  # rjsmin has wheels for Linux only: on other systems scripts are served unminified
    jsmin = str

CARD_SIZE = (800, 420)  # of the picture that a shared link shows, in px
_FORM = "form."  # the strings of the form for submissions
_STRINGS = (_FORM, "site.", "nav.", "notfound.", "translation.flag.", "search.field", "search.placeholder", "search.go")


def boot_script(overrides: Mapping[str, bytes]) -> str:
    """Return the one inline script, as it appears in the pages; `overrides` are files by path."""
    return minify(overrides.get("partials/boot.js", b"").decode()).strip()  # data alone can be checked without a shell


def shell(
    catalog: Catalog,
    locale: Locale,
    locales: Mapping[str, Locale],
    config: Config,
    as_of: datetime.date,
    overrides: Mapping[str, bytes],
) -> dict[str, Any]:
    """Gather the shell's variables as plain values only, so that their digest shows whether they changed."""
    boot = boot_script(overrides)
    digest = base64.b64encode(hashlib.sha256(boot.encode()).digest()).decode()
    shown = catalog.newest_first[:3]
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
        for name in ("methods", "corrections", "rules", "data", "translation")
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
        "publisher": {
            "name": publisher_name(config, locale),
            "sentence": publisher_sentence(config, locale),
            "contact": config.publisher.contact,
        },
        "search": addresses.SEARCH,
        "form": {
            "address": addresses.SUBMIT,
            "agencies": addresses.AGENCIES,
            "agencies_label": locale.t("nav.agencies"),
            "data": {
                "locale": locale.id,
                "pattern": config.links.get("new_file", ""),
                "words": {
                    key.removeprefix(_FORM): str(text)  # placeholders are filled by the script
                    for key, text in locale.strings.items()
                    if key.startswith(_FORM)
                },
            },
        },
        "notfound": [
            {
                "lang": other.lang,
                "prefix": config.prefix(other.id),
                "site": other.t("site.name"),
                "title": other.t("notfound.title"),
                "text": other.t("notfound.text"),
                "home": other.t("notfound.home"),
                "search": other.t("search.go"),
            }
            for other in sorted(locales.values(), key=lambda other: other.id != locale.id)
        ],
        "strings": {
            key: locale.t(key)
            for key in locale.strings
            if key.startswith(_STRINGS) and not PLACEHOLDER.search(str(locale.strings[key]))
        },
        "as_of": locale.t("site.as_of", date=locale.date(as_of)),
        "boot": boot,
        "csp": ""
        if config.serving
        else (
            "default-src 'none'; base-uri 'none'; form-action 'self'; connect-src 'self'; img-src 'self' data:; "
            f"style-src 'self'; script-src 'self' 'sha256-{digest}'"
        ),
        "version": assets_version(overrides),
    }


def _report(config: Config, locale: Locale) -> dict[str, Any]:
    """Return the link for reporting mistakes that concern no page in particular."""
    filled = config.link("report", locale=locale.id) if config.takes_reports else ""
    within = filled.startswith("/")
    return {"href": re.sub(r"\?[^#]*", "", filled) if within else filled, "within": within}


def publisher_name(config: Config, locale: Locale) -> str:
    """Return the publisher's name in a locale, else the name in the site's first one; "" if there is none."""
    names = config.publisher.name
    if locale.id in names or not names:
        return names.get(locale.id, "")
    return locale.convert(names[config.locales[0]])


def publisher_sentence(config: Config, locale: Locale) -> str:
    """Say who publishes the site, and whether it is a government's own."""
    name = publisher_name(config, locale)
    if not name:
        return locale.t("site.unofficial")
    return locale.t("site.government" if config.publisher.is_government else "site.kept_by", name=name)


ASSETS = "assets/"  # below overrides/ and below the site's root
_JOINED = {
    "assets/search/search.js": ("assets/search/text.js", "assets/search/engine.js", "assets/search/page.js"),
    "assets/submit/submit.js": ("assets/submit/check.js", "assets/submit/form.js"),
}
"""Scripts that are served as one, by its path; each needs the previous ones."""


def served_assets(overrides: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the shared assets as served, by path below the site's root.

    Scripts are minified, and those of a page are joined into one, which is smaller and loads faster than several.
    """
    files = {path: data for path, data in overrides.items() if path.startswith(ASSETS)}
    for joined, parts in _JOINED.items():
        files[joined] = b"\n".join(files.pop(path) for path in parts)
    return {path: minify(data.decode()).encode() if path.endswith(".js") else data for path, data in files.items()}


def minify(script: str) -> str:
    """Remove comments and unneeded white space from a script."""
    return str(jsmin(script))


def assets_version(overrides: Mapping[str, bytes]) -> str:
    """Return a short digest of the shared assets, by which browsers recognize new ones."""
    digest = hashlib.sha256()
    for path, data in sorted(overrides.items()):
        if path.startswith(ASSETS):
            digest.update(path.rpartition("/")[2].encode() + b"\0" + data)
    return digest.hexdigest()[:8]
