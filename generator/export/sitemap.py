"""sitemap.xml: every page in every locale, with the addresses of its other locales."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from xml.sax.saxutils import escape

from generator.config import Config
from generator.website.locales import Locale

_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_XHTML = "http://www.w3.org/1999/xhtml"


def sitemap(addresses: Iterable[str], locales: Mapping[str, Locale], config: Config) -> bytes:
    """Write the sitemap; `addresses` are those of pages, below a locale's prefix."""
    alternates = [(locale.lang, config.prefix(id_)) for id_, locale in locales.items()]
    alternates.append(("x-default", ""))
    lines = ["<?xml version='1.0' encoding='utf-8'?>", f'<urlset xmlns="{_SITEMAP}" xmlns:xhtml="{_XHTML}">']
    for address in sorted(addresses):
        found = {prefix: escape(f"{config.site_url}{prefix}{address}") for _, prefix in alternates}
        links = [
            f'<xhtml:link rel="alternate" hreflang="{lang}" href="{found[prefix]}"/>' for lang, prefix in alternates
        ]
        for _, prefix in alternates[:-1]:
            lines += ["<url>", f"<loc>{found[prefix]}</loc>", *links, "</url>"]
    return "\n".join([*lines, "</urlset>", ""]).encode()
