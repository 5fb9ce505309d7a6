"""What was renamed is found at its old address: pages, feeds, data files."""

from __future__ import annotations

import datetime
import json
import posixpath
from pathlib import Path

import lxml.etree
import lxml.html
import pytest

from generator.contribute.published import check_published
from generator.load import read_catalog
from tests.roots import make_root
from tests.small import commit, git, make_small, write
from tests.written import files_in

REDIRECTS = """\
agencies: {old-office: example-office}
policies: {old-rules: lake-rules}
addresses: {/old/page/: /rules/}
"""


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    root = make_root(tmp_path_factory.mktemp("moved"), "two-policies")
    (root / "data" / "redirects.yml").write_text(REDIRECTS, encoding="utf-8")
    return files_in(root, datetime.date(2030, 8, 1))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("agencies/old-office/", "agencies/example-office/"),
        ("old-rules/", "lake-rules/"),
        ("old-rules/tasks/01/", "lake-rules/tasks/01/"),
        ("old-rules/areas/1/", "lake-rules/areas/1/"),
        ("old/page/", "rules/"),
    ],
)
@pytest.mark.parametrize("prefix", ["", "en/", "zh-Hant/"])
def test_an_old_page_leads_on_without_a_script(files: dict[str, bytes], prefix: str, old: str, new: str) -> None:
    page = lxml.html.document_fromstring(files[f"{prefix}{old}index.html"].decode())
    (content,) = page.xpath("//meta[@http-equiv='refresh']/@content")
    (link,) = page.xpath("//a/@href")
    assert content == f"0; url={link}"
    target = posixpath.normpath(f"{prefix}{old}{link}")
    assert f"{target}/" == f"{prefix}{new}"
    assert f"{target}/index.html" in files
    assert page.xpath("//link[@rel='canonical']/@href") == page.xpath("//a/text()")
    assert not page.xpath("//script")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("api/v1/agencies/old-office.json", "api/v1/agencies/example-office.json"),
        ("api/v1/policies/old-rules.json", "api/v1/policies/lake-rules.json"),
        ("api/v1/policies/old-rules/targets.json", "api/v1/policies/lake-rules/targets.json"),
        ("api/v1/policies/old-rules/tasks/1.json", "api/v1/policies/lake-rules/tasks/1.json"),
    ],
)
def test_an_old_data_file_names_the_new_one(files: dict[str, bytes], old: str, new: str) -> None:
    (moved_to,) = json.loads(files[old]).values()
    assert moved_to.endswith(f"/{new}")
    assert new in files


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("feeds/agencies/old-office.en.atom", "feeds/agencies/example-office.en.atom"),
        ("feeds/old-rules.zh.atom", "feeds/lake-rules.zh.atom"),
        ("feeds/old-rules/tasks/1.zh.atom", "feeds/lake-rules/tasks/1.zh.atom"),
    ],
)
def test_an_old_feed_has_one_entry_that_names_the_new_one(files: dict[str, bytes], old: str, new: str) -> None:
    feed = lxml.etree.fromstring(files[old])
    atom = "{http://www.w3.org/2005/Atom}"
    (entry,) = feed.findall(f"{atom}entry")
    (link,) = entry.findall(f"{atom}link")
    assert str(link.get("href")).endswith(f"/{new}")
    assert new in files


def test_reports_may_move_along_with_their_agency(tmp_path: Path) -> None:
    root = make_small(tmp_path)
    base = git(root, "rev-parse", "HEAD")
    git(root, "mv", "data/submissions/small/bureau", "data/submissions/small/new-bureau")
    git(root, "mv", "data/agencies/bureau.yml", "data/agencies/new-bureau.yml")
    day = datetime.date(2023, 6, 1)
    assert {finding.code for finding in check_published(root, base, day)} == {"O112", "O113"}
    write(root, {"data/redirects.yml": "agencies: {bureau: new-bureau}\n"})
    commit(root)
    assert check_published(root, base, day, read_catalog(root)[0].redirects) == []
