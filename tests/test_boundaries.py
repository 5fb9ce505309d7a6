"""Where one thing ends and the next begins: the last day, the last place on a page, the last percent."""

from __future__ import annotations

import datetime
from decimal import Decimal
from pathlib import Path

import lxml.etree
import lxml.html
import pytest

from generator.assess import STATES, Progress, Verdict, assess, open_updates, update_opener
from generator.assess.progress import roll_up
from generator.assess.selection import SHOWN, select_reports
from generator.config import Config
from generator.contribute.due import list_owed
from generator.export.edition import ExportContext
from generator.export.feeds import MAX_ENTRIES, PolicyFeeds, agency_feeds
from generator.findings import Place
from generator.load import read_catalog
from generator.model import Catalog, Policy, Submission, as_percent
from generator.rules import check_catalog
from generator.search.records import first, rest, task_states
from generator.website.charts import Extent, Words, bar, share_bar, strip_chart
from generator.website.locales import Locale, open_locales
from generator.website.pages import plan
from generator.website.pages.agencies import ROWS
from generator.website.pages.matrix import ROWS as MATRIX_ROWS
from generator.website.pages.page import paginate
from generator.website.pages.tasks import SHOWN_PLACES
from generator.website.pages.updates import MANY, UNFOLDED
from generator.website.pages.updates import ROWS as UPDATES
from generator.website.render import Renderer
from tests.records import agency, assignment, catalog, day, evidence, figure, policy, report, submission, target, text
from tests.roots import REPO

FIRST_QUARTER_IS_DUE = day("2023-04-20")  # twenty days after its end
A_DAY = datetime.timedelta(days=1)


def codes(record: Catalog, as_of: str = "2024-06-30") -> list[str]:
    return [finding.code for finding in check_catalog(record, day(as_of))]


# --- reports and the days on which they are due


OWED = policy(assignments=[assignment()])


LOCALES = open_locales(read_catalog(REPO)[0], ("zh", "en"))


def english(verdict: Verdict) -> str:
    """The arithmetic of a verdict, in English."""
    return LOCALES["en"].word(verdict.arithmetic).text


def duties(as_of: datetime.date, *submissions: Submission, record: Policy = OWED) -> dict[str, str]:
    state = assess(catalog(*submissions, policies=[record]), as_of).policies["plan"]
    return {duty.period_name: duty.value for duty in state.duties}


@pytest.mark.parametrize(
    ("submitted", "value", "words"),
    [
        ("2023-04-19", "on_time", ("早1天", "1 day early")),
        ("2023-04-20", "on_time", ("截止当天提交，按时", "on that day, which is on time")),
        ("2023-04-21", "late", ("晚1天", "1 day late")),
        ("2023-04-22", "late", ("晚2天", "2 days late")),
    ],
)
def test_a_report_on_the_due_day_is_on_time_and_one_on_the_day_after_is_late(
    submitted: str, value: str, words: tuple[str, str]
) -> None:
    record = catalog(submission("2023-Q1", submitted, reports=[report()]), policies=[OWED])
    duty = assess(record, day("2023-05-01")).policies["plan"].duties[0]
    assert (duty.period_name, duty.due, duty.value) == ("2023-Q1", FIRST_QUARTER_IS_DUE, value)
    told = [locale.word(duty.verdict.arithmetic).text for locale in LOCALES.values()]
    assert all(part in whole for part, whole in zip(words, told, strict=True))
    assert ("S119" in codes(record)) == (value == "late")


def test_a_report_is_overdue_from_the_day_after_the_due_day() -> None:
    assert duties(FIRST_QUARTER_IS_DUE)["2023-Q1"] == "not_yet_due"
    assert duties(FIRST_QUARTER_IS_DUE + A_DAY)["2023-Q1"] == "overdue"
    states = [assess(catalog(policies=[OWED]), FIRST_QUARTER_IS_DUE + n * A_DAY).policies["plan"] for n in (0, 1)]
    assert ["still to come" in english(state.duties[0].verdict) for state in states] == [True, False]
    assert ["which has passed" in english(state.duties[0].verdict) for state in states] == [False, True]


def test_a_submission_counts_from_its_own_day_on() -> None:
    late = submission("2023-Q1", "2023-04-25", reports=[report()])
    assert duties(day("2023-04-24"), late)["2023-Q1"] == "overdue"
    assert duties(day("2023-04-25"), late)["2023-Q1"] == "late"


@pytest.mark.parametrize(
    ("as_of", "owed"),
    [
        ("2022-12-31", []),  # before the first period
        ("2023-01-01", [("owed", "2023-Q1")]),
        ("2023-04-20", [("owed", "2023-Q1"), ("owed", "2023-Q2")]),
        ("2023-04-21", [("overdue", "2023-Q1"), ("owed", "2023-Q2")]),
    ],
)
def test_a_period_is_owed_from_its_first_day_and_overdue_after_the_due_day(
    as_of: str, owed: list[tuple[str, str]]
) -> None:
    assert [(row.value, row.period) for row in list_owed(catalog(policies=[OWED]), day(as_of))] == owed


@pytest.mark.parametrize(("as_of", "stale"), [("2023-10-20", []), ("2023-10-21", [("stale", "2023-Q3")])])
def test_a_record_is_stale_when_two_periods_are_past_their_due_days(as_of: str, stale: list[tuple[str, str]]) -> None:
    record = catalog(submission("2023-Q1", reports=[report()]))
    assert [(row.value, row.period) for row in list_owed(record, day(as_of))] == stale


@pytest.mark.parametrize(("as_of", "period"), [("2023-03-30", None), ("2023-03-31", "2023-Q1")])
def test_an_agency_is_asked_for_a_period_from_its_last_day_on(as_of: str, period: str | None) -> None:
    record = catalog()
    (page,) = (page for page in plan(record, assess(record, day(as_of)), {}) if page.kind == "agency")
    (part,) = page.context["parts"]
    assert (part.next.name if part.next else None) == period


# --- the share of the time that has passed


@pytest.mark.parametrize(
    ("as_of", "elapsed"),
    [
        ("2022-12-30", 0.0),
        ("2022-12-31", 0.0),  # nothing of it has passed
        ("2023-01-01", 1 / 365),
        ("2023-12-30", 364 / 365),
        ("2023-12-31", 1.0),  # by the end of its last day all of it has
        ("2024-01-01", 1.0),
    ],
)
def test_a_policys_period_passes_day_by_day(as_of: str, elapsed: float) -> None:
    assert assess(catalog(), day(as_of)).policies["plan"].elapsed == elapsed


def test_a_period_of_one_day_has_passed_with_it() -> None:
    record = catalog(policies=[policy(start="2023-05-01", end="2023-05-01")])
    assert [assess(record, day(at)).policies["plan"].elapsed for at in ("2023-04-30", "2023-05-01")] == [0.0, 1.0]
    assert "P109" not in codes(record)


def test_a_period_that_ends_before_it_begins_is_over() -> None:
    """It is refused, but what is shown while it is mended must not fail."""
    for end in ("2023-04-30", "2023-04-29"):
        record = catalog(policies=[policy(start="2023-05-01", end=end)])
        assert assess(record, day("2023-01-01")).policies["plan"].elapsed == 1.0
        assert "P109" in codes(record)


@pytest.mark.parametrize(("share", "width"), [(-0.5, 0), (0, 0), (0.0004, 0), (0.5, 500), (1, 1000), (1.5, 1000)])
def test_a_bar_of_a_share_is_empty_at_none_and_full_at_all(share: float, width: int) -> None:
    (rect,) = lxml.etree.fromstring(share_bar(share))
    assert (rect.get("x", "0"), rect.get("width")) == ("0", str(width))


# --- shares


@pytest.mark.parametrize(
    ("share", "digits", "shown"),
    [
        (0.0, 0, "0%"),
        (0.994, 0, "99%"),
        (0.997, 0, "<100%"),
        (Decimal("0.99999"), 0, "<100%"),
        (1.0, 0, "100%"),
        (Decimal(1), 0, "100%"),
        (1.002, 0, "100%"),
        (1.3, 0, "130%"),
        (0.997, 1, "99.7%"),
        (0.9994, 1, "99.9%"),
        (Decimal("0.9997"), 1, "<100.0%"),
        (Decimal(1), 1, "100.0%"),
        (Decimal("1.0001"), 1, "100.0%"),
    ],
)
def test_what_falls_short_of_the_whole_is_never_shown_as_the_whole(
    share: float | Decimal, digits: int, shown: str
) -> None:
    assert as_percent(share, digits) == shown


def clause(state: str) -> Progress:
    return Progress(tuple(int(name == state) for name in STATES), state, "A201")


@pytest.mark.parametrize(("open_", "shown"), [(0, "= 100% are"), (1, "= <100% are"), (3, "= 99% are")])
def test_one_open_clause_of_hundreds_is_seen_in_the_share(open_: int, shown: str) -> None:
    progress = roll_up(clause("in_progress" if n < open_ else "completed") for n in range(400))
    assert shown in english(progress.verdict)


@pytest.mark.parametrize(("value", "shown"), [("199.94", "= 99.9%."), ("199.97", "= <100.0%."), ("200", "= 100.0%.")])
def test_a_target_that_is_missed_by_little_is_seen_to_be_missed(value: str, shown: str) -> None:
    said = submission("2023-Q3", "2023-10-10", figures=[figure(value, "2023-09-30", evidence=(evidence(),))])
    record = catalog(said, policies=[policy(targets=[target()])])
    outcome = assess(record, day("2023-10-31")).policies["plan"].outcomes["libraries"]
    way = f"Progress from baseline to target: ({value} − 100) ÷ (200 − 100) {shown}"
    assert way in english(outcome.verdict)
    assert (outcome.value == "met") == (value == "200")


# --- a period and its policy


@pytest.mark.parametrize(
    ("start", "end", "is_outside"),
    [
        ("2023-03-31", "2023-12-31", False),  # the policy's first day is the period's last one
        ("2023-04-01", "2023-12-31", True),
        ("2022-01-01", "2023-01-01", False),  # the policy's last day is the period's first one
        ("2022-01-01", "2022-12-31", True),
    ],
)
def test_a_period_may_share_one_day_with_its_policy_but_no_less(start: str, end: str, is_outside: bool) -> None:
    record = catalog(submission("2023-Q1", reports=[report()]), policies=[policy(start=start, end=end)])
    assert ("S106" in codes(record)) == is_outside


MONTHS = ("2023-01", "2023-02", "2023-03", "2023-04", "2023-05")
BEGUN, DONE = "in_progress", "completed"


@pytest.mark.parametrize(
    ("statuses", "at"),
    [
        ([BEGUN] * 3, None),
        ([BEGUN] * 4, "2023-04"),
        ([BEGUN] * 5, "2023-05"),
        ([DONE, BEGUN, BEGUN, BEGUN, BEGUN], "2023-05"),  # what was before the last four is over
        ([BEGUN, DONE, BEGUN, BEGUN, BEGUN], None),
        ([BEGUN, BEGUN, BEGUN, BEGUN, DONE], None),
        ([DONE] * 4, None),
        (["delayed"] * 4, None),
    ],
)
def test_an_agencys_last_four_reports_are_looked_at(statuses: list[str], at: str | None) -> None:
    submissions = [
        submission(month, f"{month}-28", reports=[report(status=status, evidence=(evidence(),), reason=text("略"))])
        for month, status in zip(MONTHS, statuses, strict=False)
    ]
    found = [one for one in check_catalog(catalog(*submissions), day("2024-06-30")) if one.code == "S120"]
    assert len(found) == (at is not None)
    if at is not None:
        assert found[0].place == Place(f"data/submissions/plan/bureau/{at}.yml", 10)
        assert "the last 4 reports" in found[0].en


# --- lists


@pytest.mark.parametrize(
    ("count", "size", "cut"),
    [
        (0, 3, [0]),
        (1, 3, [1]),
        (2, 3, [2]),
        (3, 3, [3]),
        (4, 3, [3, 1]),
        (6, 3, [3, 3]),
        (7, 3, [3, 3, 1]),
        (2, 1, [1, 1]),
    ],
)
def test_no_page_of_a_list_is_empty_but_that_of_an_empty_list(count: int, size: int, cut: list[int]) -> None:
    found = list(paginate(range(count), size, "x/"))
    assert [len(part) for _, part in found] == cut
    assert {leaf.count for leaf, _ in found} == {len(cut)}
    assert [leaf.address(leaf.number) for leaf, _ in found] == ["x/", "x/2/", "x/3/"][: len(cut)]


def crowd(count: int) -> Catalog:
    """So many counties, each with a report for the first quarter."""
    ids = [f"county-{number:03d}" for number in range(count)]
    reports = (submission(by=id_, reports=[report()]) for id_ in ids)
    return catalog(*reports, agencies=[agency(), *(agency(id_, "county") for id_ in ids)])


def pages(record: Catalog) -> list[str]:
    """The addresses of all pages."""
    return [page.address for page in plan(record, assess(record, day("2023-05-01")), {})]


@pytest.mark.parametrize("more", [0, 1])
def test_the_changes_of_a_period_go_over_to_a_second_page_when_the_first_is_full(more: int) -> None:
    assert ("plan/updates/2023-Q1/2/" in pages(crowd(UPDATES + more))) == bool(more)


@pytest.mark.parametrize("more", [0, 1])
def test_a_period_is_cut_into_groups_when_it_has_too_many_submissions(more: int) -> None:
    found = pages(crowd(MANY + more))
    assert ("plan/updates/2023-Q1/county/" in found) == bool(more)
    assert (f"plan/updates/2023-Q1/{MANY // UPDATES}/" in found) == (not more)


@pytest.mark.parametrize("more", [0, 1])
def test_submissions_of_a_period_are_rows_that_open_when_they_are_many(
    more: int, locales: dict[str, Locale], tmp_path: Path
) -> None:
    record = crowd(UNFOLDED + more)
    (page,) = (one for one in plan(record, assess(record, day("2023-05-01")), {}) if one.kind == "period")
    body = Renderer(record, locales["en"], locales, config(tmp_path)).render(page).body
    read = lxml.html.fragment_fromstring(body, create_parent=True)
    rows = read.xpath(".//*[@class='update']")
    assert sorted(row.get("id") for row in rows) == [f"u-county-{number:03d}" for number in range(UNFOLDED + more)]
    assert {row.tag for row in rows} == {"details" if more else "article"}
    for row in rows:
        assert row.xpath(".//a[contains(@href, 'agencies/county-')]")
        if more:
            assert "of 1 report completed" in " ".join(row.find("summary").text_content().split())
            assert not row.xpath("summary//a")  # a row has one thing to press


@pytest.mark.parametrize("more", [0, 1])
def test_a_full_task_is_narrowed_to_a_place_and_folds_its_places_when_they_are_many(
    more: int, locales: dict[str, Locale], tmp_path: Path
) -> None:
    provinces = [f"province-{number:02d}" for number in range(SHOWN_PLACES - 1 + more)]  # they are a group themselves
    counties = {f"county-{name}": name for name in provinces}
    record = catalog(
        *(submission(by=id_, reports=[report()]) for id_ in (*provinces, *counties)),
        agencies=[
            agency(),
            *(agency(id_, "province") for id_ in provinces),
            *(agency(id_, "county", parent=parent) for id_, parent in counties.items()),
        ],
    )
    (page,) = (one for one in plan(record, assess(record, day("2023-05-01")), {}) if one.address == "plan/tasks/01/")
    body = Renderer(record, locales["en"], locales, config(tmp_path)).render(page).body
    read = lxml.html.fragment_fromstring(body, create_parent=True)
    rows = read.xpath(".//ul[contains(@class, 'places')]/li/@data-group")
    assert rows == ["province", *provinces]
    assert read.xpath(".//select[@name='group']/option/@value") == ["", *rows]
    assert len(read.xpath(".//details[@class='others']//li")) == more
    of_province = f"province {provinces[0]}"  # a province's own report is shown with those of its counties
    assert read.xpath(".//tr/@data-group")[0] == of_province
    reports = read.xpath(".//*[@class='report']/@data-group")
    assert len(reports) == len(read.xpath(".//*[@class='report']")) == SHOWN
    assert of_province in reports


@pytest.mark.parametrize("more", [0, 1])
def test_the_matrix_is_cut_into_groups_when_it_has_too_many_rows(more: int) -> None:
    assert ("plan/matrix/county/" in pages(crowd(MATRIX_ROWS + more))) == bool(more)


@pytest.mark.parametrize("more", [0, 1])
def test_the_index_of_agencies_is_cut_into_groups_when_there_are_too_many(more: int) -> None:
    record = crowd(ROWS - 1 + more)  # the bureau stands in it, too
    assert ("agencies/by/county/" in pages(record)) == bool(more)


@pytest.mark.parametrize("more", [0, 1])
def test_a_task_counts_the_agencies_that_it_has_no_room_for(more: int) -> None:
    record = crowd(SHOWN + more)
    state = assess(record, day("2023-05-01")).policies["plan"]
    reports = select_reports(state, state.policy.tasks[0], update_opener(record))
    assert (len(reports.latest), reports.others) == (SHOWN, more)


# --- what is written, and in which order


@pytest.fixture
def locales() -> dict[str, Locale]:
    return LOCALES


def config(root: Path) -> Config:
    return Config(root, "https://record.example.org/", ("zh", "en"), {}, False, "")


def feeds_of(edition: ExportContext) -> dict[str, bytes]:
    """All feeds of a record, by the writers that jobs call."""
    files: dict[str, bytes] = {}
    for state in edition.states():
        policy = PolicyFeeds(edition, state)
        files |= policy.whole()
        for task in state.policy.tasks:
            files |= policy.task(task)
    for one in edition.catalog.agencies.values():
        files |= agency_feeds(edition, one, open_updates(edition.state.sums(one.id), edition.tell))
    return files


def entries(record: Catalog, locales: dict[str, Locale]) -> dict[str, list[str]]:
    """The submissions in each English feed, in their order."""
    edition = ExportContext(record, assess(record, day("2023-12-31")), locales, config(Path()), update_opener(record))
    ids = "{http://www.w3.org/2005/Atom}entry/{http://www.w3.org/2005/Atom}id"
    return {
        path: [
            str(one.text).rpartition("plan/")[2].removeprefix("tasks/1/").removesuffix(".en")
            for one in lxml.etree.fromstring(data).findall(ids)
        ]
        for path, data in feeds_of(edition).items()
        if path.endswith(".en.atom")
    }


def test_a_feed_has_the_newest_day_first_and_the_files_of_a_day_by_name(locales: dict[str, Locale]) -> None:
    said = [
        submission("2023-Q2", "2023-07-10", by="office", reports=[report()]),
        submission("2023-Q1", "2023-07-10", by="office", reports=[report()]),
        submission("2023-Q2", "2023-07-10", reports=[report()]),
        submission("2023-Q1", "2023-07-09", reports=[report()]),
        submission("2023-Q3", "2023-10-01", by="office", reports=[report()]),
    ]
    wanted = ["office/2023-Q3", "bureau/2023-Q2", "office/2023-Q1", "office/2023-Q2", "bureau/2023-Q1"]
    for order in (said, said[::-1]):
        found = entries(catalog(*order, agencies=[agency(), agency("office")]), locales)
        assert found["feeds/plan.en.atom"] == wanted
        assert found["feeds/plan/tasks/1.en.atom"] == wanted
        assert found["feeds/agencies/office.en.atom"] == [one for one in wanted if one.startswith("office")]


@pytest.mark.parametrize("more", [0, 1])
def test_a_feed_holds_the_newest_entries_and_no_more(more: int, locales: dict[str, Locale]) -> None:
    record = crowd(MAX_ENTRIES + more)
    first_ones = [f"{id_}/2023-Q1" for id_ in sorted(record.agencies) if id_ != "bureau"][:MAX_ENTRIES]
    for path in ("feeds/plan.en.atom", "feeds/plan/tasks/1.en.atom"):
        assert entries(record, locales)[path] == first_ones


def test_the_newest_policy_is_what_the_first_part_of_the_search_holds(locales: dict[str, Locale]) -> None:
    """The rest follows by the day of issue; policies of one day in the order of their ids."""
    issued = {"a": "2021-05-01", "b": "2023-05-01", "c": "2022-05-01", "d": "2023-05-01"}
    record = catalog(policies=[policy(id_, start=at) for id_, at in issued.items()])
    states = task_states(record, assess(record, day("2023-06-01")))
    assert {one.address.split("/")[0] for one in first(record, states, locales["en"])} == {"b"}
    others = list(rest(record, states, locales["en"], {}))
    assert list(dict.fromkeys(one.address.split("/")[0] for one in others if one.kind == "task")) == ["d", "c", "a"]
    named = [one.address for one in others if one.kind == "policy" and not one.address.endswith("/text/")]
    assert named == ["b/", "d/", "c/", "a/"]


@pytest.mark.parametrize(
    "address",
    [
        "https://news.example.org/a?x=1&copy;=2&amp;y='z'",  # as a page may have it
        'https://news.example.org/"><script>alert(1)</script>',  # which no file can hold
    ],
)
def test_an_address_of_evidence_is_nothing_but_an_address(
    address: str, locales: dict[str, Locale], tmp_path: Path
) -> None:
    proof = (evidence().model_copy(update={"url": address}),)
    said = submission(reports=[report(evidence=proof)], figures=[figure(evidence=proof)])
    issue = policy(targets=[target()])
    source = issue.file.source
    assert source is not None
    issue = Policy(
        issue.file.model_copy(update={"source": source.model_copy(update={"url": address})}),
        issue.tasks,
        issue.targets,
        (),
    )
    record = catalog(said, policies=[issue])
    renderer = Renderer(record, locales["en"], locales, config(tmp_path))
    held = {}
    for page in plan(record, assess(record, day("2023-05-01")), {}):
        if page.kind in {"task", "targets", "text", "agency"}:
            read = lxml.html.fragment_fromstring(renderer.render(page).body, create_parent=True)
            assert not read.xpath(".//script[not(@type)]"), page.address
            held[page.address] = [link for link in read.xpath(".//a/@href") if "news.example.org" in link]
    assert {link for links in held.values() for link in links} == {address}
    # the policy's own source stands on every page of the policy, beside the report's and the figure's
    assert {page: len(links) for page, links in held.items()} == {
        "plan/tasks/01/": 3,
        "plan/tasks/02/": 1,
        "plan/targets/": 2,
        "plan/text/": 1,
        "agencies/bureau/": 2,
    }


def test_reports_on_policies_with_the_same_numbers_have_addresses_of_their_own(
    locales: dict[str, Locale], tmp_path: Path
) -> None:
    said = (report("1"), report("2.1"))
    plans = (policy("newer", start="2023-02-01"), policy("older"))
    record = catalog(*(submission(to=plan.id, reports=said) for plan in plans), policies=plans)
    renderer = Renderer(record, locales["en"], locales, config(tmp_path))
    bodies = {
        page.address: lxml.html.fragment_fromstring(renderer.render(page).body, create_parent=True)
        for page in plan(record, assess(record, day("2023-05-01")), {})
        if page.kind in {"agency", "period"}
    }
    ids = bodies["agencies/bureau/"].xpath(".//*[starts-with(@id, 'r-')]/@id")
    alone = ["r-bureau-2023-Q1-1", "r-bureau-2023-Q1-2-1"]  # of the oldest, as before another followed
    assert sorted(ids) == sorted([*alone, *(f"{id_}-newer" for id_ in alone)])
    for id_ in ("newer", "older"):
        links = bodies[f"{id_}/updates/2023-Q1/"].xpath(".//a/@href[contains(., '#r-')]")
        assert {link.partition("#")[2] for link in links} == {
            one for one in ids if one.endswith("-newer") == (id_ == "newer")
        }


# --- charts


def test_a_bar_has_no_part_for_what_there_is_none_of() -> None:
    parts = lxml.etree.fromstring(bar([("completed", 0), ("delayed", 2), ("not_reported", 1)]))
    assert [(part.get("class"), part.get("x", "0%"), part.get("width")) for part in parts] == [
        ("is-delayed", "0%", "66.67%"),
        ("is-not_reported", "66.67%", "33.33%"),
    ]


def strip(*values: int, start: int = 0, goal: int = 100) -> lxml.etree._Element:
    def at(value: int, label: str) -> Extent:
        return Extent(Decimal(value), Decimal(value), label)

    words = Words("t", "d", "broken", str)
    shown = [at(value, f"now {value}") for value in values]
    return lxml.etree.fromstring(strip_chart("x", words, shown, at(start, "from"), at(goal, "goal")))


@pytest.mark.parametrize(("value", "anchor"), [(35, "start"), (36, "middle"), (74, "middle"), (75, "end")])
def test_words_beside_a_point_stay_within_the_chart(value: int, anchor: str) -> None:
    anchors = {text.text: text.get("text-anchor") for text in strip(value).iter("{*}text")}
    assert anchors == {f"now {value}": anchor, "from": "start", "goal": "end"}


def test_a_chart_of_equal_values_has_all_in_one_place() -> None:
    svg = strip(5, start=5, goal=5)
    assert len({(circle.get("cx"), circle.get("cy")) for circle in svg.iter("{*}circle")}) == 1
