"""A new site in an empty folder: settings, pages, workflows, and data to begin with."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Any

from generator.bundled import CONTENT, bundled
from generator.errors import GeneratorError
from generator.model import CANONICAL, short_hash

NAME, NAME_EN = "政策落实台账", "Policy Delivery Record"  # what the program calls a site that has no name of its own
EXAMPLE = "https://record.example/"

_STARTER = Path(__file__).parent / "starter"
_PLACES = {
    "mkdocs.yml": "mkdocs.yml",
    "hook.txt": "hook.py",  # not a module of this package
    "README.md": "README.md",
    "requirements.txt": "requirements.txt",
    "gitignore": ".gitignore",
    "workflows/check.yml": ".github/workflows/check.yml",
    "workflows/publish.yml": ".github/workflows/publish.yml",
    "workflows/remind.yml": ".github/workflows/remind.yml",
}


@dataclass(frozen=True)
class NewSite:
    """What is known of a new site; empty values are left for its maintainers to fill in."""

    name: str = ""
    name_en: str = ""
    url: str = ""
    publisher: str = ""
    publisher_en: str = ""
    is_government: bool = False
    contact: str = ""


def new_site(site: NewSite) -> dict[str, str]:
    """Return the files of a new site, as text by path."""
    english = bool(site.name_en) or not site.name  # an English site has an English name
    locales = [CANONICAL, "zh-Hant", *(["en"] if english else [])]
    names = {CANONICAL: site.publisher, "en": site.publisher_en if english else ""}
    contact = site.contact if ":" in site.contact or not site.contact else f"mailto:{site.contact}"
    values = {
        "NAME": site.name or NAME,
        "URL": _quoted(site.url or EXAMPLE),
        "LOCALES": f"[{', '.join(locales)}]",
        "PUBLISHER": _setting("name", {id_: name for id_, name in names.items() if name}, "{zh: …, en: …}"),
        "KIND": "government" if site.is_government else "independent",
        "CONTACT": _setting("contact", contact, "mailto:record@example.org"),
        "PROGRAM": _program() or "# policy-delivery-record @ git+https://…/….git@REVISION",
    }
    files = {}
    for source, place in _PLACES.items():
        text = (_STARTER / source).read_text(encoding="utf-8")
        for key, value in values.items():
            text = text.replace(f"@{key}@", _quoted(value) if key == "NAME" and place == "mkdocs.yml" else value)
        files[place] = text
    for path in sorted(bundled(CONTENT).rglob("*.md")):
        relative = path.relative_to(bundled(CONTENT))
        if relative.parts[0] in locales:
            files[f"{CONTENT}/{relative.as_posix()}"] = path.read_text(encoding="utf-8")
    return files | dict(_locales(site.name or NAME, site.name_en or NAME_EN, locales))


def _locales(name: str, english: str, locales: list[str]) -> Iterator[tuple[str, str]]:
    about = (
        "# 只写要改的界面文字，其余随程序提供。 / Only strings to word otherwise: the others come with the program.\n"
    )
    yield f"data/locales/{CANONICAL}.yml", f"{about}strings:\n  site:\n    name: {_quoted(name)}\n"
    if "en" in locales:
        hashes = f'zh_hash:\n  site.name: "{short_hash(name)}"\n'
        yield "data/locales/en.yml", f"{about}strings:\n  site:\n    name: {_quoted(english)}\n{hashes}"


def _setting(key: str, value: Any, example: str) -> str:
    """Write a setting, or an example of it that is commented out."""
    return f"{key}: {_quoted(value)}" if value else f"# {key}: {example}"


def _quoted(value: Any) -> str:
    """Write a value as JSON, which is YAML too."""
    return json.dumps(value, ensure_ascii=False)


def _program() -> str:
    """Return where this program was installed from, as pip reads it; empty if that is not a public address."""
    try:
        text = distribution("policy-delivery-record").read_text("direct_url.json")
    except PackageNotFoundError:
        return ""
    told = json.loads(text) if text else {}
    vcs = told.get("vcs_info")
    if not vcs or not str(told.get("url", "")).startswith("https://"):
        return ""
    return f"policy-delivery-record @ {vcs['vcs']}+{told['url']}@{vcs['commit_id']}"


def refuse_used(folder: Path) -> None:
    """Raise GeneratorError unless a folder is empty (an empty repository counts as empty) or not there yet."""
    if folder.is_dir():
        kept = sorted(path.name for path in folder.iterdir() if path.name != ".git")
        if kept:
            raise GeneratorError(f"{folder}: not empty, it has {kept[0]} / 文件夹不是空的")
    elif folder.exists() or folder.is_symlink():
        raise GeneratorError(f"{folder}: not a folder / 不是文件夹")
