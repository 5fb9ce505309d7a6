"""The public record: every statement as it was found, shown where it bears, and never a state.

`public_record.json` holds digests of quote, publisher, time and closeness of each statement, made once from what was
compiled and checked, apart from the data files.
"""

from __future__ import annotations

import datetime
import hashlib
import json
from collections import Counter
from dataclasses import replace
from decimal import Decimal
from html import unescape
from typing import Any

import lxml.html
import opencc
import pytest

from generator.assess import assess, published
from generator.config import read_config
from generator.contribute.ownership import check_changes, codeowners
from generator.contribute.statements import Found, new_statement
from generator.errors import GeneratorError
from generator.load import read_catalog
from generator.model import Catalog, Clause, Moment, Policy, Statement
from generator.rules import RULES
from generator.website.pages.published import filters, filters_path
from tests.roots import REPO
from tests.written import files_of

POLICY = "digital-village-2023"
LATER = datetime.date(2026, 1, 1)


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    catalog, findings = read_catalog(REPO)
    assert findings == []
    return catalog


@pytest.fixture(scope="module")
def policy(catalog: Catalog) -> Policy:
    return catalog.policies[POLICY]


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def time_of(statement: Statement) -> str:
    span = statement.as_of
    if span is None:
        return f"None {statement.as_of_basis}"
    alone = span.start.written == span.end.written
    return f"{span.start if alone else f'{span.start}--{span.end}'} {statement.as_of_basis}"


def test_every_statement_is_what_was_found(policy: Policy) -> None:
    expected = json.loads((REPO / "tests" / "public_record.json").read_text(encoding="utf-8"))
    found = {
        statement.id: {
            "quote": digest(statement.quote),
            "publisher": digest(statement.evidence[0].publisher.zh),
            "day": digest(time_of(statement)),
            "closeness": digest(f"{statement.closeness} {' '.join(statement.about)}"),
        }
        for statement in policy.statements
    }
    assert found == expected
    assert Counter(statement.closeness for statement in policy.statements) == {
        "context": 130, "partly": 32, "fulfils": 1,
    }  # fmt: skip


def test_statements_are_no_reports_and_give_no_state(catalog: Catalog) -> None:
    state = assess(catalog, LATER).policies[POLICY]
    assert state.progress.counts == (*(0 for _ in state.progress.counts[:-1]), state.progress.total)
    assert state.progress.reported == 0
    assert state.published.covered(state.policy.tasks) == 94


def test_a_day_shows_what_had_been_published_by_then(catalog: Catalog, policy: Policy) -> None:
    day = datetime.date(2023, 12, 31)
    record = published(policy, catalog.agencies, day)
    assert record.statements
    assert all(statement.newest <= day for statement in record.statements)
    assert len(record.statements) < len(policy.statements)
    assert record.figures == ()
    (retail,) = (item for item in published(policy, catalog.agencies, datetime.date(2024, 9, 2)).figures[:1])
    assert retail.agency == "mofcom"
    assert retail.submitted == datetime.date(2024, 9, 1)


def test_published_figures_decide_where_the_agency_gives_none(catalog: Catalog) -> None:
    outcome = assess(catalog, LATER).policies[POLICY].outcomes["agricultural-online-retail"]
    ((summary, figure),) = outcome.latest
    assert (summary.agency, summary.provenance) == ("mofcom", "published")
    assert summary.path == f"data/public-record/{POLICY}/2023.yml"
    assert figure.quantity is not None
    assert figure.quantity.amount.value == Decimal(587030000000)
    assert outcome.value == "met"


@pytest.mark.parametrize(
    ("unread", "unknown"),
    [
        ((), ["27.1", "nowhere"]),
        ((f"data/policies/{POLICY}/tasks/27.yml",), ["nowhere"]),
        (("data/agencies/nowhere.yml",), ["27.1"]),
        ((f"data/policies/{POLICY}/tasks/26.yml",), ["27.1", "nowhere"]),
    ],
)
def test_what_stands_in_an_unreadable_file_is_not_called_unknown(
    catalog: Catalog, policy: Policy, unread: tuple[str, ...], unknown: list[str]
) -> None:
    statement = policy.statements[0].model_copy(update={"about": ("27.1",), "agency": "nowhere"})
    record = policy.records[0].model_copy(update={"statements": (statement,), "figures": (), "searched": None})
    changed = replace(policy, records=(record,))
    made = replace(catalog, policies={POLICY: changed}, unread=frozenset(unread))
    findings = [finding for finding in RULES["R101"](made) if finding.code == "R101"]
    assert [name for name in ("27.1", "nowhere") if any(f"`{name}`" in one.en for one in findings)] == unknown


def test_what_was_before_a_policy_without_a_period_is_told_without_its_end(catalog: Catalog, policy: Policy) -> None:
    before = {"as_of": {"from": "2020-01-01", "to": "2020-12-31"}, "as_of_basis": "stated"}
    given = policy.statements[0].model_dump(mode="python", by_alias=True, exclude={"as_of", "as_of_basis"})
    statement = Statement.model_validate({**given, **before, "closeness": "partly"})
    record = policy.records[0].model_copy(update={"statements": (statement,)})
    file = policy.file.model_copy(update={"period": None})
    made = replace(catalog, policies={POLICY: replace(policy, file=file, records=(record,))})
    (finding,) = RULES["R104"](made)
    assert "–" in finding.en


@pytest.mark.parametrize(("dated", "count"), [((True, True), 0), ((True, False), 0), ((False, False), 1)])
def test_one_dated_source_is_enough_for_a_published_figure(
    catalog: Catalog, policy: Policy, dated: tuple[bool, ...], count: int
) -> None:
    (record,) = (record for record in policy.records if record.figures)
    source = record.figures[0].evidence[0]
    evidence = tuple(source.model_copy(update={} if has else {"published": None}) for has in dated)
    figure = record.figures[0].model_copy(update={"evidence": evidence})
    changed = replace(policy, records=(record.model_copy(update={"figures": (figure,)}),))
    assert len(list(RULES["R105"](replace(catalog, policies={POLICY: changed})))) == count


@pytest.mark.parametrize(
    ("text", "last", "precision"),
    [("2023", (2023, 12, 31), "year"), ("2024-02", (2024, 2, 29), "month"), ("2023-04-13", (2023, 4, 13), "day")],
)
def test_a_moment_is_no_more_exact_than_it_was_written(text: str, last: tuple[int, int, int], precision: str) -> None:
    moment = Moment.parse(text)
    assert moment is not None
    assert moment == datetime.date(*last)
    assert (str(moment), moment.precision) == (text, precision)


@pytest.mark.parametrize("text", ["2023-13", "2023-02-29", "23", "2023年", "1899"])
def test_other_words_are_no_moment(text: str) -> None:
    assert Moment.parse(text) is None


@pytest.fixture(scope="module")
def pages(catalog: Catalog) -> dict[str, Any]:
    wanted = (
        f"{POLICY}/tasks/",
        f"en/{POLICY}/tasks/",
        f"{POLICY}/published/",
        "index.html",
        f"{POLICY}/updates/2023/",
    )
    files = files_of(catalog, LATER, lambda path: path.startswith(wanted) and path.endswith(".html"))
    return {
        path.removesuffix("index.html"): lxml.html.document_fromstring(data.decode()) for path, data in files.items()
    }


def test_every_statement_stands_under_its_clause_with_quote_source_and_closeness(
    pages: dict[str, Any], policy: Policy
) -> None:
    words = {"fulfils": "已做到其中", "partly": "部分", "context": "相关"}
    for statement in policy.statements:
        for ref in statement.about:
            page = pages[f"{POLICY}/tasks/{int(ref.partition('.')[0]):02d}/"]
            (clause,) = page.xpath(f"//li[@id='c-{ref.replace('.', '-')}']")
            found = [
                item
                for item in clause.xpath(".//li[contains(@class, 'pub')]")
                if statement.quote in unescape(item.text_content())
            ]
            assert len(found) == 1, statement.id
            text = found[0].text_content()
            assert statement.says.zh in text
            assert statement.evidence[0].publisher.zh in text
            assert found[0].xpath("string(.//b[@class='close'])").startswith(words[statement.closeness])
            if statement.closeness != "context":
                assert statement.part is not None
                assert statement.part.zh in text


def test_a_clause_without_statements_says_what_was_searched(pages: dict[str, Any]) -> None:
    (clause,) = pages[f"{POLICY}/tasks/01/"].xpath("//li[@id='c-1-4']")
    text = clause.text_content()
    assert "本站未查到公开信息" in text
    assert "关键信息基础设施" in clause.xpath("string(.//details[contains(@class, 'searched')])")
    assert "未发布" not in text


def test_lists_and_counts(pages: dict[str, Any], policy: Policy) -> None:
    assert "132个条款中，94条有公开信息、0条有机构报告" in pages[""].text_content()
    for address in (f"{POLICY}/published/", f"{POLICY}/published/agencies/"):
        ids = pages[address].xpath("//li[contains(@class, 'pub')]/@id")
        assert sorted(ids) == sorted(f"i-{statement.id}" for statement in policy.statements)


def test_the_list_is_filtered_by_agency_without_scripts(
    pages: dict[str, Any], policy: Policy, catalog: Catalog
) -> None:
    page = pages[f"{POLICY}/published/"]
    (path,) = [link for link in page.xpath("//link[@rel='stylesheet']/@href") if "filters-" in link]
    assert filters_path(catalog) in path
    rules = filters(catalog).decode().splitlines()
    shown = 0
    for button in page.xpath("//input[@name='agency']")[1:]:
        _, _, number = button.get("id").partition("-")
        assert f".filterable:has(#agency-{number}:checked) .pub:not(.o{number}){{display:none}}" in rules
        assert button.xpath("ancestor::div[@class='filterable']/div[@class='record']")
        assert button.xpath("ancestor::details[@class='pick']")  # the agencies are many
        kept = {
            item.removeprefix("i-") for item in page.xpath(f"//li[contains(concat(@class, ' '), ' o{number} ')]/@id")
        }
        agencies = {statement.agency for statement in policy.statements if statement.id in kept}
        assert len(agencies & set(catalog.agencies)) <= 1
        assert kept == {one.id for one in policy.statements if one.agency in agencies}
        shown += len(kept)
    assert shown == len(policy.statements)
    assert not pages[f"{POLICY}/published/agencies/"].xpath("//input[@name='agency']")  # that page is by agency


def test_published_figures_stand_on_the_page_of_their_period(pages: dict[str, Any]) -> None:
    text = pages[f"{POLICY}/updates/2023/"].text_content()
    assert "5870.3亿" in text
    assert "80%" in text


def test_a_new_statement_has_a_source_and_says_nothing_yet(catalog: Catalog) -> None:
    found = Found("建成30万个", "报道", "示例报", "2023-12-05")
    ((path, text),) = new_statement(read_config(REPO), catalog, "10.3", found).items()
    assert path == f"data/public-record/{POLICY}/pr-10-10.yml"
    assert "closeness: context" in text
    assert "seen: copy" in text
    assert 'says:\n      zh: ""' in text


@pytest.mark.parametrize(
    "wrong",
    [{"quote": " "}, {"title": ""}, {"publisher": ""}, {"published": ""}, {"published": "last week"}],
    ids=lambda wrong: next(iter(wrong)),
)
def test_without_a_source_there_is_no_statement(catalog: Catalog, wrong: dict[str, str]) -> None:
    found = Found(**{"quote": "建成30万个", "title": "报道", "publisher": "示例报", "published": "2023-12-05"} | wrong)
    with pytest.raises(GeneratorError):
        new_statement(read_config(REPO), catalog, "10.3", found)


def test_only_maintainers_change_the_public_record(catalog: Catalog) -> None:
    path = f"data/public-record/{POLICY}/task-10.yml"
    assert [finding.code for finding in check_changes([path], "mofcom")] == ["O101"]
    mixed = check_changes([path, f"data/submissions/{POLICY}/mofcom/2023-Q4.yml"])
    assert [finding.code for finding in mixed] == ["O103"]
    assert "/data/public-record/ @keepers" in codeowners(catalog, ["@keepers"])


def test_only_quotes_in_traditional_characters_are_said_to_be(policy: Policy) -> None:
    simplified = opencc.OpenCC("t2s").convert
    for statement in policy.statements:
        if statement.quote_note is not None and "繁体" in statement.quote_note.zh:
            assert simplified(statement.quote) != statement.quote, statement.id


def test_the_part_of_a_clause_is_in_the_words_of_its_translation(policy: Policy) -> None:
    for statement in policy.statements:
        if statement.part is not None:
            clause = policy.refs[statement.about[0]]
            assert isinstance(clause, Clause)
            text = clause.text.translations["en"]
            pieces = statement.part.translations["en"].split("…")
            assert all(piece.strip() in text for piece in pieces), statement.id
