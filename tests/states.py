"""The made-up policy in which every state occurs, and what the tests of its pages share."""

from __future__ import annotations

import datetime
import re
import shutil
from pathlib import Path

import lxml.html

from generator.config import read_config
from generator.load import read_catalog
from generator.model import Catalog
from generator.pipeline import build
from tests import roots

REPO = Path(__file__).resolve().parent.parent
DATA = REPO / "tests" / "sites" / "states"
AS_OF = datetime.date(2023, 11, 15)  # two quarters are due, one is overdue, one is not yet due


def make_root(target: Path, *, samples: bool = True) -> Path:
    """Lay the policy under the repository's own shell."""
    target.mkdir(parents=True, exist_ok=True)
    settings = roots.settings()
    assert "samples: true" in settings
    if not samples:
        settings = settings.replace("samples: true", "samples: false")
    (target / "mkdocs.yml").write_text(settings, encoding="utf-8")
    shutil.copytree(REPO / "overrides", target / "overrides")
    (target / "generator").symlink_to(REPO / "generator")  # mkdocs.yml names the hook in it
    shutil.copytree(DATA / "data", target / "data")
    shutil.copytree(DATA / "content", target / "content")
    shutil.copytree(REPO / "data" / "locales", target / "data" / "locales")
    return target


def build_site(root: Path, as_of: datetime.date = AS_OF) -> Path:
    """Build a root as of a day; returns the site's folder."""
    built = build(
        read_config(root), as_of=as_of, site_dir=root / "site", jobs=1, strict=False, progress=lambda _step: None
    )
    assert built.pages > 0, built.findings
    return root / "site"


def load(root: Path) -> Catalog:
    """Read a root's data."""
    catalog, findings = read_catalog(root)
    assert findings == []
    return catalog


def page(site: Path, address: str) -> lxml.html.HtmlElement:
    """Parse a page."""
    return lxml.html.document_fromstring((site / address / "index.html").read_text(encoding="utf-8"))


def main_text(document: lxml.html.HtmlElement) -> str:
    """Write what a page says between its header and its footer, a line for every block."""
    (main,) = document.xpath("//*[@id='main']")
    for element in main.xpath(".//script"):
        element.drop_tree()
    lines: list[str] = [""]
    blocks = {"p", "li", "h1", "h2", "h3", "h4", "tr", "summary", "dt", "dd", "article", "section", "label", "text"}

    def walk(element: lxml.html.HtmlElement) -> None:
        if element.tag in blocks:
            lines.append("")
        lines[-1] += element.text or ""
        for child in element:
            if isinstance(child.tag, str):
                walk(child)
            lines[-1] += child.tail or ""
        if element.tag in blocks:
            lines.append("")
        elif element.tag in {"td", "th"}:
            lines[-1] += " | "

    walk(main)
    return "\n".join(line for raw in lines if (line := re.sub(r"\s+", " ", raw).strip())) + "\n"
