"""sitemap.xml: every page in every locale, with the addresses of the same page in the other ones."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterable, Mapping

from generator.config import Config
from generator.locales import Locale

_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_XHTML = "http://www.w3.org/1999/xhtml"


def sitemap(addresses: Iterable[str], locales: Mapping[str, Locale], config: Config) -> bytes:
    """Write the site map; `addresses` are those of pages below a locale's prefix."""
    ET.register_namespace("", _SITEMAP)
    ET.register_namespace("xhtml", _XHTML)
    root = ET.Element(f"{{{_SITEMAP}}}urlset")
    for address in sorted(addresses):
        for locale in locales.values():
            url = ET.SubElement(root, f"{{{_SITEMAP}}}url")
            ET.SubElement(url, f"{{{_SITEMAP}}}loc").text = f"{config.site_url}{config.prefix(locale.id)}{address}"
            alternates = [(other.lang, config.prefix(other.id)) for other in locales.values()]
            for lang, prefix in [*alternates, ("x-default", "")]:
                href = f"{config.site_url}{prefix}{address}"
                ET.SubElement(url, f"{{{_XHTML}}}link", rel="alternate", hreflang=lang, href=href)
    ET.indent(root)
    text: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return text + b"\n"
