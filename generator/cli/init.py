"""The command that starts a new site."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from generator.findings.languages import message_language


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--name", default=None, help="The site's name, in Chinese.")
@click.option("--name-en", default=None, help="The site's name in English; without it, a named site has no English.")
@click.option("--url", default=None, help="The site's address, which ends in a slash.")
@click.option("--publisher", default=None, help="Who publishes the site, in Chinese.")
@click.option("--publisher-en", default=None, help="Who publishes the site, in English.")
@click.option("--government/--independent", default=None, help="Whether it is a government's own site [independent].")
@click.option("--contact", default=None, help="A mail address or an address of a page, for reports of mistakes.")
@click.option(
    "--lang", type=click.Choice(["zh", "en"]), default=None, help="Language of messages (default: from LANG)."
)
def init(
    folder: Path,
    name: str | None,
    name_en: str | None,
    url: str | None,
    publisher: str | None,
    publisher_en: str | None,
    government: bool | None,
    contact: str | None,
    lang: str | None,
) -> None:
    """Start a new site in DIR, which must be empty: settings, pages, workflows, data to begin with.

    On a terminal, what is not given is asked for; everything can be left out and written to mkdocs.yml later.
    """
    from generator.commands import typed
    from generator.config import read_config
    from generator.contribute.init import NewSite, new_site, refuse_used
    from generator.contribute.scaffold import write_new

    is_zh = (lang or message_language()) == "zh"
    refuse_used(folder)

    def ask(value: str | None, zh: str, en: str) -> str:
        if value is None and sys.stdin.isatty():
            value = click.prompt(zh if is_zh else en, default="", show_default=False)
        return (value or "").strip()

    name = ask(name, "网站名称（可留空）", "Name of the site in Chinese (may be left empty)")
    name_en = ask(name_en, "英文名称（可留空）", "Name of the site in English (may be left empty)")
    url = ask(url, "网址，以 / 结尾（可留空）", "Address of the site, ending in / (may be left empty)")
    publisher = ask(publisher, "主办者或维护者（可留空）", "Publisher in Chinese (may be left empty)")
    publisher_en = ask(publisher_en, "其英文名称（可留空）", "Publisher in English (may be left empty)")
    if government is None and publisher and sys.stdin.isatty():
        government = click.confirm(
            "这是政府自己的网站吗" if is_zh else "Is this a government's own site?", default=False
        )
    contact = ask(
        contact, "联系邮箱或网页（可留空）", "Mail address or page for reports of mistakes (may be left empty)"
    )
    site = NewSite(name, name_en, url, publisher, publisher_en, bool(government), contact)
    folder.mkdir(parents=True, exist_ok=True)
    write_new(folder, new_site(site))
    read_config(folder)
    click.echo(f"已建好新网站：{folder}" if is_zh else f"A new site is in {folder}")
    click.echo("下一步：" if is_zh else "Next:")
    for words in (("new", "policy", "POLICY"), ("validate",), ("build",)):
        click.echo(f"  {typed(folder, *words)}")
