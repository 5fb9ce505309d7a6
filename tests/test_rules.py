"""Rules on submissions: whatever a valid catalog holds, they answer with findings, and the same ones each time."""

from __future__ import annotations

import datetime
from dataclasses import replace
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from generator.findings.codes import CODES, Severity
from generator.model import Amount, Catalog, Localized, Measurement, Origin, Report, Submission, parse_period
from generator.model.submission import Evidence
from generator.rules import RULES, check_catalog

TODAY = datetime.date(2024, 6, 30)
DATES = st.dates(datetime.date(2022, 6, 1), datetime.date(2024, 12, 31))


def made(kind: Any, **values: Any) -> Any:
    return kind(**{"@": Origin("data/made.yml"), **values})


def texts() -> st.SearchStrategy[Localized]:
    return st.builds(
        lambda zh, more: made(Localized, zh=zh, **more),
        st.sampled_from(["已开工", "Done", "80 %", "{zh}"]),
        st.dictionaries(st.sampled_from(["en", "fr", "zh-Hant"]), st.sampled_from(["Begun", "{value}"]), max_size=2),
    )


def evidence() -> st.SearchStrategy[Any]:
    return st.lists(
        st.builds(
            lambda title, published, url: made(Evidence, title=title, publisher=title, published=published, url=url),
            texts(),
            st.none() | DATES,
            st.none() | st.just("https://www.gov.cn/a"),
        ),
        max_size=2,
    ).map(tuple)


STATUSES = ("not_started", "in_progress", "completed", "delayed", "not_applicable")
REPORTS = st.builds(
    lambda ref, status, summary, reason, items: made(
        Report, ref=ref, status=status, summary=summary, reason=reason, evidence=items
    ),
    st.sampled_from(["1", "1.1", "1.2", "26", "99", "1.99"]),
    st.sampled_from(STATUSES),
    texts(),
    st.none() | texts(),
    evidence(),
)
AMOUNTS = st.builds(Amount, st.decimals(-(10**15), 10**15, places=4), st.booleans())
FIGURES = st.builds(
    lambda target, value, text, as_of, reason, items: made(
        Measurement, target=target, value=value, text=text, as_of=as_of, reason=reason, evidence=items
    ),
    st.sampled_from(["rural-broadband-users", "agricultural-informatization-rate", "rural-5g-coverage", "none"]),
    st.none() | AMOUNTS | st.sampled_from([Amount(Decimal(0)), Amount(Decimal(25), percent=True)]),
    st.none() | texts(),
    DATES,
    st.none() | texts(),
    evidence(),
)
SUBMISSIONS = st.builds(
    lambda policy, agency, period, submitted, provenance, reports, figures: made(
        Submission,
        **{"@policy": policy, "@agency": agency, "@period": period},
        submitted=submitted,
        provenance=provenance,
        reports=tuple(reports),
        figures=tuple(figures),
    ),
    st.sampled_from(["digital-village-2023", "no-such-policy"]),
    st.sampled_from(["miit", "cac", "sample-county", "sample-ministry", "no-such-agency"]),
    st.sampled_from(["2023", "2023-H1", "2023-Q1", "2023-Q4", "2023-12", "2022-12", "2025"]),
    DATES,
    st.sampled_from(["agency", "sample"]),
    st.lists(REPORTS, max_size=4),
    st.lists(FIGURES, max_size=3),
)


@given(submissions=st.lists(SUBMISSIONS, max_size=6), data=st.data())
def test_rules_answer_whatever_is_submitted_in_whatever_order(
    catalog: Catalog, submissions: list[Submission], data: st.DataObject
) -> None:
    findings = check_catalog(replace(catalog, submissions=tuple(submissions)), TODAY)
    assert findings == sorted(findings)
    assert {finding.code for finding in findings} <= set(RULES)
    if len({(item.policy, item.agency, item.period_name) for item in submissions}) == len(
        submissions
    ):  # each is a file
        again = tuple(data.draw(st.permutations(submissions)))
        assert check_catalog(replace(catalog, submissions=again), TODAY) == findings


def submission(period: str = "2023-Q4", submitted: datetime.date = TODAY, **values: Any) -> Submission:
    names = {"@policy": "digital-village-2023", "@agency": "miit", "@period": period}
    item: Submission = made(Submission, **names, submitted=submitted, **{"provenance": "agency", **values})
    return item


def codes(catalog: Catalog, *submissions: Submission, as_of: datetime.date = TODAY) -> set[str]:
    return {finding.code for finding in check_catalog(replace(catalog, submissions=submissions), as_of)}


def report(status: str = "in_progress", **values: Any) -> Report:
    text = made(Localized, zh="已开工", en="Begun")
    item: Report = made(Report, **{"ref": "1", "status": status, "summary": text, **values})
    return item


def test_agencies_need_not_say_which_chinese_a_translation_was_made_from(catalog: Catalog) -> None:
    assert "T102" not in codes(catalog, submission(reports=(report(),)))


def test_a_stale_translation_is_told_in_submissions_too(catalog: Catalog) -> None:
    stale = made(Localized, zh="已开工", en="Begun", zh_hash={"en": "00000000"})
    assert "T101" in codes(catalog, submission(reports=(report(summary=stale),)))


def test_a_day_decides_what_lies_in_the_future(catalog: Catalog) -> None:
    item = submission(submitted=datetime.date(2024, 1, 18), reports=(report(),))
    assert "S105" not in codes(catalog, item, as_of=datetime.date(2024, 1, 18))
    assert "S105" in codes(catalog, item, as_of=datetime.date(2024, 1, 17))


def test_a_submission_is_not_blamed_for_files_that_could_not_be_read(catalog: Catalog) -> None:
    item = submission(reports=(report(ref="99"), report(ref="1.99")))
    names = {"data/policies/digital-village-2023/tasks/99.yml", "data/policies/digital-village-2023/tasks/01.yml"}
    assert "S101" in codes(catalog, item)
    assert "S101" not in codes(replace(catalog, unread=frozenset(names)), item)
    less = replace(catalog, agencies={}, unread=frozenset({"data/agencies/miit.yml"}))
    assert "S101" not in codes(less, submission(reports=(report(),)))


def test_a_year_is_reported_after_its_last_quarter(catalog: Catalog) -> None:
    year = parse_period("2023")
    last, before = parse_period("2023-Q4"), parse_period("2023-H2")
    assert year
    assert last
    assert before
    assert last < before < year
    quarter = submission("2023-Q4", datetime.date(2024, 1, 10), reports=(report(),))
    done = submission("2023", datetime.date(2024, 1, 15), reports=(report("completed"),))
    assert "S108" not in codes(catalog, quarter, done)


def test_samples_may_show_what_goes_wrong(catalog: Catalog) -> None:
    advice = {code for code, kind in CODES.items() if kind.severity is not Severity.ERROR}
    late = submission(reports=(report(),), provenance="sample", submitted=datetime.date(2024, 5, 1))
    sample = late.model_copy(update={"agency": "sample-ministry"})
    other = sample.model_copy(update={"agency": "sample-office", "reports": (report("not_started"),)})
    assert not codes(catalog, sample, other) & advice


def test_every_rule_says_in_public_what_it_demands() -> None:
    for code, check in RULES.items():
        first = (check.__doc__ or "").split("\n")[0]
        assert first.endswith("."), code
        assert first[0].isupper(), code
        assert code in CODES
