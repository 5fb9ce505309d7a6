"""The form in the browser: it finds what `validate` finds, writes files that are read back, and keeps drafts."""

from __future__ import annotations

import base64
import gzip
import json
import os
import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
import yaml
from playwright._impl._driver import compute_driver_executable
from playwright.sync_api import Browser, Page

from generator.assess import Assessment
from generator.assess.updates import history
from generator.config import read_config
from generator.contribute.drafts import regular
from generator.contribute.workbook.take import take_workbook
from generator.export.edition import ExportContext
from generator.export.forms import CHECKED, agency_form, as_tree, form_files, written
from generator.load import read_catalog, read_plain, read_submission
from generator.model import Agency, Amount, Catalog, Submission
from generator.model.values import parse_amount
from generator.pipeline import validate
from generator.rules import check_submissions
from generator.rules.submissions import _due
from generator.website.locales import open_locales
from generator.website.shell import served_assets
from tests import setups
from tests.axe import faults as axe
from tests.axe import open_all
from tests.roots import REPO, SITES, build
from tests.sitefiles import Site
from tests.test_cases import CASES, code_of, setup_of
from tests.test_cases import CHECKED as TODAY

ASSETS = REPO / "overrides" / "assets" / "submit"
KILOBYTE = 1024


def handed_over(script: bytes) -> Any:
    """What a script hands over to the form."""
    match = re.fullmatch(r'submission\.take\("\w+",(.*)\);\n', script.decode(), re.DOTALL)
    assert match
    return json.loads(match[1])


def export_of(root: Path, catalog: Catalog) -> ExportContext:
    config = read_config(root)
    locales = open_locales(catalog, config.locales)
    return ExportContext(catalog, Assessment(TODAY, {}, {}), locales, config, lambda _: None)  # type: ignore[arg-type, return-value]


def context_of(export: ExportContext, catalog: Catalog, submission: Submission) -> dict[str, Any]:
    """What the form knows when somebody fills in a submission."""
    policy, agency = catalog.policies[submission.policy], catalog.agencies[submission.agency]
    earlier = [
        item
        for item in catalog.submissions
        if (item.policy, item.agency) == (policy.id, agency.id)
        and (item.period, item.revision) < (submission.period, submission.revision)
    ]
    told = {(policy.id, agency.sample): history(policy, earlier, agency)}
    (own,) = agency_form(export, agency, told).values()
    due = _due(policy, submission.period)  # the form offers only periods for which something is due
    return {
        "policy": handed_over(form_files(export)[f"submit/policies/{policy.id}.zh.js"]),
        "agency": handed_over(own)["policies"][policy.id],
        "period": {
            "name": submission.period_name,
            "end": str(submission.period.end),
            "due": str(due or ""),
        },
        "today": str(TODAY),
        "isLate": bool(policy.owed_by(agency.id)) and submission.revision == 1,
    }


def ask(form: Any, check: Sequence[Any] = (), write: Sequence[Any] = (), books: Sequence[Any] = ()) -> Any:
    node, _ = compute_driver_executable()
    done = subprocess.run(
        [node, REPO / "tests" / "scripts" / "submit.js"],
        input=json.dumps({"form": form, "check": check, "write": write, "books": books}),
        env={**os.environ, "SCRIPTS": str(ASSETS)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def root_of(case: Path, tmp_path: Path) -> Path:
    """Lay a case over the data of the clean site; nothing else is needed to check submissions."""
    root = tmp_path / case.name
    shutil.copytree(SITES / "two-policies" / "data", root / "data")
    shutil.copytree(REPO / "data" / "locales", root / "data" / "locales")
    shutil.copy(REPO / "mkdocs.yml", root)
    if (case / "data").is_dir():
        shutil.copytree(case / "data", root / "data", dirs_exist_ok=True)
    if setup := getattr(setups, setup_of(case), None):
        setup(root)
    return root


def asked_of(case: Path, tmp_path: Path) -> Iterator[tuple[str, dict[str, Any], Counter[str]]]:
    """Yield the last submission of a case as the form has it, and what `validate` finds in its file."""
    root = root_of(case, tmp_path)
    config = read_config(root)
    catalog, found = read_catalog(root)
    catalog = catalog.offering(config.locales, config.reporting_languages)
    files = sorted((root / "data" / "submissions").rglob("*.yml"))
    if not files:
        return
    path = files[-1].relative_to(root).as_posix()
    _, _, policy, agency, _ = path.split("/")
    if policy not in catalog.policies or agency not in catalog.agencies:
        return  # the form can't be opened for these
    tree = read_plain(root, path)
    if not isinstance(tree, dict) or any(finding.code[0] in "YF" for finding in found):
        return  # nor can it write anything that is not YAML
    found = [*found, *check_submissions(catalog, TODAY)]
    kept = next((item for item in catalog.submissions if item.path == path), None)
    if kept is None:  # only its period is needed
        kept, _ = read_submission("submitted: 2030-12-31\nprovenance: agency\n", root, path)
    assert kept is not None
    export = export_of(root, catalog)
    codes = Counter(finding.code for finding in found if finding.place.path == path and finding.code in CHECKED)
    yield case.name, {"tree": tree, "context": context_of(export, catalog, kept)}, codes
    FORM.setdefault("zh", handed_over(form_files(export)["submit/schema.zh.js"]))


FORM: dict[str, Any] = {}
DIFFERENT = {"M106-yaml-word"}  # a form offers only what can be chosen


def test_the_form_finds_what_validate_finds_in_the_examples_of_the_rules(tmp_path: Path) -> None:
    cases = [case for case in CASES if code_of(case) in CHECKED and case.name not in DIFFERENT]
    asked = [one for case in cases for one in asked_of(case, tmp_path)]
    assert {name.partition("-")[0] for name, *_ in asked} >= {code for code in CHECKED if code.startswith("S")}
    answers = ask(FORM["zh"], [context for _, context, _ in asked], [])["checked"]
    differing = {
        name: (sorted(wanted), sorted({answer["code"] for answer in given}))
        for (name, _, wanted), given in zip(asked, answers, strict=True)
        if set(wanted) != {answer["code"] for answer in given}
    }
    assert differing == {}
    assert not [answer for given in answers for answer in given if "{" in answer["sentence"] + answer["advice"]]


NASTY = [
    "yes", "null", "- a", "a: b", "a #b", "“引号”", "'", '"', "\\", "2023-04-10", "1.10", "0x1F", "=SUM(1)", "{{7*7}}",
    "第一段。\n\n第二段：# 不是注释。", " 前后空格 ", "&a *b !c", "a\n  b", "|", ">", "%", "@", "`", "https://a.example.org/?a=b&c=d#e",
    "ü é — …", "50 % 完成", "，。", "[x](y)", "---", "1,234",
]  # fmt: skip


def test_what_the_form_writes_is_read_back_as_it_was_typed(tmp_path: Path) -> None:
    (root,) = (root_of(case, tmp_path) for case in CASES if case.name == "S122-nothing")
    export = export_of(root, read_catalog(root)[0])
    form = handed_over(form_files(export)["submit/schema.zh.js"])
    path = "data/submissions/small/example-office/2030-H1.yml"
    trees = [
        {
            "submitted": "2030-07-10",
            "provenance": "agency",
            "contact": {"unit": {"zh": text}, "email": ""},
            "reports": [
                {
                    "ref": "1.1",
                    "status": "in_progress",
                    "summary": {"zh": text, "en": ""},
                    "evidence": [
                        {},
                        {"title": {"zh": text}, "publisher": {"zh": text}, "url": "https://a.example.org"},
                    ],
                },
                {"ref": "1.2", "evidence": [{}]},
            ],
            "figures": [{"target": "loans"}],
        }
        for text in NASTY
    ]
    for text, file in zip(NASTY, ask(form, write=trees)["written"], strict=True):
        record, found = read_submission(file, root, path)
        assert record is not None, (text, found)
        typed = "\n".join(line.strip() for line in text.strip().split("\n"))
        assert record.contact
        assert not record.figures
        (report,) = record.reports
        for said in (record.contact.unit, report.summary, report.evidence[0].title):
            assert "\n".join(line.strip() for line in said.zh.split("\n")) == typed
        assert "email" not in file
        assert len(report.evidence) == 1


@pytest.mark.parametrize("locale", ["zh", "en", "zh-Hant"])
def test_what_the_form_writes_as_a_workbook_is_read_back_as_it_was_typed(two_policies: Site, locale: str) -> None:
    export = export_of(two_policies.root, two_policies.catalog)
    form = handed_over(form_files(export)[f"submit/schema.{locale}.js"])
    policy = two_policies.catalog.policies["small"]
    tree = {
        "submitted": "2030-07-10",
        "provenance": "agency",
        "contact": {"unit": {"zh": "资料科", "en": "Records"}, "email": "records@office.example.org"},
        "reports": [
            {
                "ref": "1.1",
                "status": "in_progress",
                "summary": {"zh": 'a <b> & "“引号”\n_x0041_ \t\ufffe第二行 😀', "en": "Half."},
                "evidence": [
                    {"title": {"zh": f"出处{n}"}, "publisher": {"zh": "日报"}, "url": f"https://news.example.org/{n}"}
                    for n in range(3)
                ],
            },
            {"ref": "1.1", "status": "completed", "summary": {"zh": "又一项"}},
        ],
        "figures": [{"target": policy.targets[0].id, "between": ["58", "62"]}],
    }
    about = {"policy": policy.id, "agency": "example-office", "period": "2030-H1"}
    (book,) = ask(form, books=[{"tree": tree, "about": about, "names": {"1.1": "<名称>"}}])["books"]
    taken = take_workbook(two_policies.root, two_policies.catalog, TODAY, base64.b64decode(book), "report.xlsx")
    assert taken
    assert [finding.code for finding in taken.findings if finding.code.startswith("W")] == []
    typed = json.loads(json.dumps(tree).replace("\\t\\ufffe", ""))
    again = json.loads(json.dumps(yaml.safe_load(taken.text), default=str).replace('\\n"', '"'))
    assert regular(Submission, again) == regular(Submission, typed)


@pytest.mark.parametrize(
    "text", ["1.9亿", "26.5%", "5870.3亿", "5800万", "1234", "0.5", "-3", "123456789", "1.23456万"]
)
def test_figures_are_written_as_people_write_them(text: str) -> None:
    amount = parse_amount(text)
    assert isinstance(amount, Amount)
    assert parse_amount(written(amount)) == amount
    assert "E" not in written(amount)


def test_what_was_reported_is_handed_over_whole(catalog: Catalog) -> None:
    for submission in catalog.submissions:
        said = json.loads(json.dumps(regular(Submission, read_plain(REPO, submission.path)), ensure_ascii=False))
        again = as_tree(submission)
        for figure in (*said.get("figures", ()), *again.get("figures", ())):
            if "value" in figure:
                figure["value"] = parse_amount(figure["value"])
        assert again == said, submission.path


# --- on the page


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 360, "height": 740}, accept_downloads=True)
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    yield page
    assert errors == []
    context.close()


def visit(page: Page, site: Site, locale: str = "", query: str = "agency=example-office&policy=small") -> None:
    """Open the form from a folder, which is the hardest way: no server, and the policy of the page itself."""
    page.goto(f"{(site.folder / locale / 'submit/index.html').as_uri()}?{query}")
    page.wait_for_selector(".form-actions")


def open_card(page: Page, ref: str) -> Any:
    card = page.locator(".form-card", has=page.locator(f"summary .num:text-is('{ref}')")).first
    card.locator("summary").first.focus()
    page.keyboard.press("Enter")
    return card


@pytest.mark.browser
def test_an_officer_fills_in_three_clauses_on_a_phone(ready: Path, phone: Page) -> None:
    site = Site(ready)
    phone.clock.set_fixed_time("2030-08-01T09:00:00")
    visit(phone, site)
    assert phone.evaluate("document.documentElement.scrollWidth") == 360
    phone.get_by_label("报告期").select_option("2030年上半年")
    phone.get_by_label("提交日期").fill("2030-07-10")
    for ref, status, summary in (
        ("1.1", "进行中", "平台建成一半。"),
        ("1.2", "已完成", "每天更新。"),
        ("2.1", "延期", "书还没到。"),
    ):
        card = open_card(phone, ref)
        card.get_by_label("状态", exact=False).first.select_option(status)
        card.get_by_label("做了什么", exact=False).first.fill(summary)
    phone.get_by_role("button", name="检查并下载", exact=True).press("Enter")
    said = phone.locator(".form-faults").inner_text()
    assert "还要改 2 处" in said
    assert "没有证据" in said
    assert "没有写原因" in said
    phone.locator(".form-faults .form-link", has_text="1.2").first.press("Enter")
    card = phone.locator(".form-card", has=phone.locator("summary .num:text-is('1.2')")).first
    card.get_by_role("button", name="添加").press("Enter")
    for label, text in (("标题", "公报"), ("发布者", "示例日报"), ("网址", "https://library.example.org/h1")):
        card.locator("fieldset").get_by_label(label, exact=False).first.fill(text)
    card = phone.locator(".form-card", has=phone.locator("summary .num:text-is('2.1')")).first
    card.get_by_label("原因", exact=False).first.fill("供货商停产，下半年补上。")
    with phone.expect_download() as waiting:
        phone.get_by_role("button", name="检查并下载", exact=True).press("Enter")
    assert waiting.value.suggested_filename == "2030-H1.yml"
    path = "data/submissions/small/example-office/2030-H1.yml"
    text = waiting.value.path().read_text(encoding="utf-8")
    assert text.startswith(f"# {path}\n")
    workbook = as_workbook(phone, "检查并下载为工作簿")
    taken = take_workbook(ready, site.catalog, TODAY, workbook, "report.xlsx")
    assert taken
    assert (taken.path, taken.is_sound) == (path, True), taken.findings
    assert yaml.safe_load(taken.text) == yaml.safe_load(text)
    (ready / path).parent.mkdir(parents=True)
    (ready / path).write_text(text, encoding="utf-8")
    found = validate(read_config(ready), TODAY)[1]
    assert [finding for finding in found if finding.severity == "error"] == []
    build(ready, "--as-of", "2030-08-01")
    assert "供货商停产，下半年补上。" in site.html("agencies/example-office/index.html")


def as_workbook(page: Page, label: str) -> bytes:
    with page.expect_download() as waiting:
        page.get_by_role("button", name=label, exact=True).press("Enter")
    assert waiting.value.suggested_filename.endswith(".xlsx")
    return waiting.value.path().read_bytes()


@pytest.mark.browser
def test_drafts_outlive_the_page_and_can_be_discarded(two_policies: Site, phone: Page) -> None:
    visit(phone, two_policies)
    phone.get_by_label("提交日期").fill("2031-01-10")
    phone.get_by_text("草稿已保存").wait_for()
    visit(phone, two_policies)
    assert phone.get_by_label("提交日期").input_value() == "2031-01-10"
    assert "已恢复" in phone.locator(".form-said").inner_text()
    phone.get_by_role("button", name="丢弃草稿").click()
    assert phone.get_by_label("提交日期").input_value() == ""


@pytest.mark.browser
@pytest.mark.parametrize("locale", ["", "en/", "zh-Hant/"])
def test_the_form_has_no_fault_in_large_type_either(two_policies: Site, browser: Browser, locale: str) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 740}, bypass_csp=True)
    page = context.new_page()
    visit(page, two_policies, locale)
    for card in page.locator(".form-card > summary").all()[:4]:
        card.click()
    page.locator(".form-actions button").first.click()
    open_all(page)
    assert axe(page) == []
    page.evaluate("document.documentElement.setAttribute('data-mode', 'elder')")
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    context.close()


@pytest.mark.browser
def test_a_file_is_handed_over_to_the_forge_while_an_address_can_hold_it(two_policies: Site, phone: Page) -> None:
    pattern = "https://forge.example.org/new/main?filename={path}&value={value}"
    path = two_policies.folder / "submit/index.html"
    text = path.read_text(encoding="utf-8")
    assert '"pattern": ""' in text
    changed = path.with_name("with-forge.html")
    changed.write_text(text.replace('"pattern": ""', f'"pattern": {json.dumps(pattern)}'), encoding="utf-8")
    try:
        phone.goto(f"{changed.as_uri()}?agency=example-office&policy=small")
        phone.get_by_label("提交日期").fill("2031-01-10")
        link = phone.locator(".form-new a[href*='2031-01-10']")
        link.wait_for()
        address = link.get_attribute("href") or ""
        assert address.startswith("https://forge.example.org/new/main?filename=data/submissions/small/example-office/")
        card = open_card(phone, "1.1")
        card.get_by_label("做了什么", exact=False).first.fill("进" * 900)
        phone.locator(".form-new", has_text="下载后上传").wait_for()
        assert phone.locator(".form-new a").count() == 0
    finally:
        changed.unlink()


def test_without_an_agency_or_for_an_unknown_one_the_page_says_what_to_do(two_policies: Site, phone: Page) -> None:
    phone.goto((two_policies.folder / "submit/index.html").as_uri())
    assert not phone.locator("#form").is_visible()
    assert phone.locator("a[href$='agencies/index.html'], a[href$='agencies/']").count()


# --- sizes


def test_the_form_is_small(catalog: Catalog) -> None:
    from generator.load.sources import read_sources

    export = export_of(REPO, catalog)
    assets = served_assets(read_sources(REPO).overrides)
    script = assets["assets/submit/submit.js"]
    assert len(gzip.compress(assets["assets/submit/workbook.js"])) < 3 * KILOBYTE  # loaded by those who want a workbook
    files = form_files(export)
    assert len(gzip.compress(script)) + len(gzip.compress(files["submit/schema.zh.js"])) < 15 * KILOBYTE
    for locale in export.locales:
        policy = files[f"submit/policies/digital-village-2023.{locale}.js"]
        told = {
            agency.id: {
                (policy.id, agency.sample): history(
                    policy, [i for i in catalog.submissions if i.agency == agency.id], agency
                )
                for policy in catalog.policies.values()
            }
            for agency in catalog.agencies.values()
        }
        most = max(
            len(gzip.compress(data))
            for id_, own in told.items()
            for data in agency_form(export, catalog.agencies[id_], own).values()
        )
        assert len(gzip.compress(policy)) + most < 30 * KILOBYTE


def test_nothing_that_is_handed_over_can_end_the_script(catalog: Catalog) -> None:
    agency: Agency = next(iter(catalog.agencies.values()))
    name = agency.name.model_copy(update={"zh": "\u2028</script><script>alert(1)</script>\u2029"})
    (script,) = agency_form(export_of(REPO, catalog), agency.model_copy(update={"name": name}), {}).values()
    assert not re.search("[\u2028\u2029]", script.decode())
    assert handed_over(script)["name"]["zh"] == name.zh
