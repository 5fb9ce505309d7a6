"""Pages that lead on from an old address, for hosts that can't redirect."""

from __future__ import annotations

import posixpath

from markupsafe import escape

from generator.config import Config
from generator.website.locales import Locale


def moved_page(config: Config, locale: Locale, old: str, new: str) -> tuple[str, bytes]:
    """Return the path of a page that leads on from one address to another, and the page; it needs no script."""
    prefix = config.prefix(locale.id)
    here = f"/{prefix}{old}"
    link = escape(posixpath.relpath(f"/{prefix}{new}", here) + "/")
    title, text = escape(locale.t("moved.title")), escape(locale.t("moved.text"))
    whole = escape(f"{config.site_url}{prefix}{new}")
    page = (
        f'<!doctype html>\n<html lang="{locale.lang}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>{title}</title>\n'
        f'<meta name="robots" content="noindex">\n<link rel="canonical" href="{whole}">\n'
        f'<meta http-equiv="refresh" content="0; url={link}">\n</head>\n'
        f'<body>\n<main><h1>{title}</h1>\n<p>{text} <a href="{link}">{whole}</a></p></main>\n</body>\n</html>\n'
    )
    return f"{prefix}{old}index.html", page.encode()
