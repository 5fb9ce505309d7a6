"""Findings as text, JSON, workflow commands and SARIF: whatever a stranger wrote stays what it is, a text."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from generator.findings import FORMATS, Finding, Place, Severity, as_github, as_json, as_sarif, as_text, find, write
from generator.findings.codes import CODES
from tests.roots import generator, make_root

NASTY = "::error::x\r\n::stop-commands::t\n##[warning]\x1b[31m 100%0A {{7*7}} [a](https://evil.example) </details>"


def finding(value: str = "in_progess", path: str = "data/a.yml", fix: str = "") -> Finding:
    place = Place(path, 3, 5)
    return find(place, "M106", fix=fix, value=value, near_zh="", near_en="", allowed="a, b", allowed_zh="a，b")


def unescaped(text: str) -> str:
    """Read a workflow command's text as the runner does."""
    return text.replace("%0D", "\r").replace("%0A", "\n").replace("%3A", ":").replace("%2C", ",").replace("%25", "%")


@given(value=st.text(max_size=50), path=st.text(min_size=1, max_size=30))
def test_a_finding_is_one_workflow_command_whatever_it_holds(value: str, path: str) -> None:
    one = finding(value, path)
    out = as_github([one], language="en")
    assert out.count("\n") == 1
    assert "\r" not in out
    match = re.fullmatch(r"::error file=(.*),line=3,col=5,title=M106::(.*)\n", out)
    assert match
    assert "," not in match[1]
    assert ":" not in match[1]
    assert unescaped(match[1]) == path
    assert unescaped(match[2]) == f"{one.en} → {one.hint_en}"


@pytest.mark.parametrize(("severity", "command"), [("S102", "error"), ("S117", "warning"), ("S121", "notice")])
def test_the_severity_names_the_workflow_command(severity: str, command: str) -> None:
    values = {"locale": "en", "agency": "a", "status": "b", "mine": "c", "path": "d"}
    assert as_github([find(Place("a"), severity, **values)]).startswith(f"::{command} file=a,")


def test_too_many_findings_are_cut_with_a_count_the_heaviest_first() -> None:
    places = [Place("a", line) for line in range(1, 801)]
    warnings = [find(place, "S117", locale="en") for place in places]
    errors = [find(place, "F106", name="x") for place in places[:20]]
    lines = as_github([*warnings, *errors], language="en").splitlines()
    assert sum(line.startswith("::error ") for line in lines) == 20
    assert len(lines) == 501
    assert lines[-1] == "… and 320 more, not listed"
    assert len(as_github(warnings[:500]).splitlines()) == 500


def test_no_line_of_the_text_can_be_read_as_a_command_of_a_log(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data/a.yml").write_text("a\nb\n    ::error::gotcha ##[error]gotcha \x1b[31m\n", encoding="utf-8")
    out = as_text([finding(NASTY, fix=NASTY)], language="en", root=tmp_path)
    for line in out.splitlines():
        assert not line.lstrip().startswith("::")
        assert "##[" not in line
        assert not re.search(r"[\x00-\x1f\x7f]", line)
    assert "gotcha" in out


def sarif(findings: list[Finding], language: str = "zh") -> Any:
    (run,) = json.loads(as_sarif(findings, language=language))["runs"]
    return run


@given(value=st.text(max_size=50))
def test_sarif_shows_a_value_as_it_is(value: str) -> None:
    one = finding(value)
    (result,) = sarif([one], "en")["results"]
    text = result["message"]["text"]
    assert not re.search(r"(?<!\\)(?:\\\\)*[\[\]]", text)  # a bracket makes a link
    assert not re.search(r"(?<!{)(?:{{)*{(?!{)", text)  # a brace makes a placeholder
    plain = re.sub(r"\\(.)", r"\1", text, flags=re.DOTALL).replace("{{", "{").replace("}}", "}")
    assert plain == f"{one.en} → {one.hint_en}"


def test_sarif_names_each_rule_once_and_every_result_points_to_its_rule() -> None:
    run = sarif([finding(), finding("x"), find(Place("b", 2), "S102"), find(Place("b"), "S117", locale="en")])
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert rules == sorted(set(rules))
    for result in run["results"]:
        assert rules[result["ruleIndex"]] == result["ruleId"]
    assert [result["level"] for result in run["results"]] == ["error", "error", "error", "warning"]


def test_sarif_holds_odd_file_names_and_the_corrected_line() -> None:
    (result,) = sarif([finding(path="data/示例 %.yml", fix="status: in_progress")])["results"]
    place = result["locations"][0]["physicalLocation"]
    assert unquote(place["artifactLocation"]["uri"]) == "data/示例 %.yml"
    assert " " not in place["artifactLocation"]["uri"]
    (change,) = result["fixes"][0]["artifactChanges"]
    assert change["replacements"] == [
        {
            "deletedRegion": {"startLine": 3, "startColumn": 1},
            "insertedContent": {"text": "status: in_progress"},
        }
    ]


# --- what programs read, held to its form


def record(required: dict[str, Any], optional: dict[str, Any] | None = None) -> dict[str, Any]:
    """A JSON Schema of an object that has these properties and no others."""
    properties = required | (optional or {})
    return {
        "type": "object", "properties": properties, "required": list(required), "additionalProperties": False,
    }  # fmt: skip


def several(items: dict[str, Any], low: int = 0) -> dict[str, Any]:
    return {"type": "array", "items": items, "minItems": low}


TEXT = {"type": "string", "minLength": 1}
NUMBER = {"type": "integer", "minimum": 1}
BOTH = record({"zh": TEXT, "en": TEXT})
ROWS = several(
    record(
        {
            "code": {"type": "string", "pattern": "^[A-Z][0-9]{3}$"},
            "severity": {"enum": ["error", "warning", "notice"]},
            "path": TEXT,
            "line": NUMBER,
            "column": NUMBER,
            "message": BOTH,
            "hint": BOTH,
        },
        {"fix": TEXT},
    )
)

# What we write of SARIF 2.1.0, after its specification (OASIS Standard, 27 March 2020): sections 3.13 the file,
# 3.14 run, 3.19 tool component, 3.49 rule, 3.27 result, 3.28 location, 3.29 physical location, 3.30 region, 3.55 fix.
LEVEL = {"enum": ["none", "note", "warning", "error"]}
MESSAGE = record({"text": TEXT})
FILE = record({"uri": {"type": "string", "pattern": "^(?:[A-Za-z0-9._~!$&'()*+,;=@/-]|%[0-9A-F]{2})+$"}})
REGION = record({"startLine": NUMBER, "startColumn": NUMBER})
RULE = record({"id": TEXT, "shortDescription": MESSAGE, "defaultConfiguration": record({"level": LEVEL})})
RESULT = record(
    {
        "ruleId": TEXT,
        "ruleIndex": {"type": "integer", "minimum": 0},
        "level": LEVEL,
        "message": MESSAGE,
        "locations": several(record({"physicalLocation": record({"artifactLocation": FILE, "region": REGION})}), 1),
    },
    {
        "fixes": several(
            record(
                {
                    "artifactChanges": several(
                        record(
                            {
                                "artifactLocation": FILE,
                                "replacements": several(
                                    record({"deletedRegion": REGION, "insertedContent": record({"text": TEXT})}), 1
                                ),
                            }
                        ),
                        1,
                    )
                }
            ),
            1,
        )
    },
)
DRIVER = record({"name": TEXT, "version": TEXT, "rules": several(RULE) | {"uniqueItems": True}})
SARIF = record(
    {
        "$schema": {"const": "https://json.schemastore.org/sarif-2.1.0.json"},
        "version": {"const": "2.1.0"},
        "runs": several(
            record(
                {
                    "tool": record({"driver": DRIVER}),
                    "language": {"type": "string", "pattern": "^[a-z]{2}(-[A-Z]{2})?$"},
                    "columnKind": {"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
                    "results": several(RESULT),
                }
            ),
            1,
        ),
    }
)
SCHEMAS = {"json": ROWS, "sarif": SARIF}


def assert_valid(form: str, text: str) -> None:
    problems = [error.message for error in Draft202012Validator(SCHEMAS[form]).iter_errors(json.loads(text))]
    assert problems == []


@pytest.mark.parametrize("form", SCHEMAS)
@given(value=st.text(max_size=30), path=st.text(min_size=1, max_size=30), fix=st.text(max_size=30))
def test_any_finding_is_written_in_the_form_that_programs_expect(form: str, value: str, path: str, fix: str) -> None:
    findings = [finding(value, path, fix), find(Place(path, 2), "S117", locale=value or "en")]
    assert_valid(form, write(findings, form, language="en", root=Path("nowhere")))


@pytest.mark.parametrize("form", SCHEMAS)
def test_every_code_is_written_in_the_form_that_programs_expect(form: str) -> None:
    texts = [text for code in CODES.values() for words in (code.sentence, code.advice) for text in (words.zh, words.en)]
    names = {name for text in texts for name in re.findall(r"{(\w+)}", text)}
    findings = [find(Place("a.yml"), code, **{name: f"<{name}>" for name in names}) for code in CODES]
    assert_valid(form, write(findings, form, language="zh", root=Path("nowhere")))
    assert_valid(form, write([], form, language="zh", root=Path("nowhere")))


@pytest.mark.parametrize("form", SCHEMAS)
def test_the_command_writes_what_programs_expect(form: str, tmp_path: Path) -> None:
    root = make_root(tmp_path, "two-policies")
    (root / "data/agencies/example-office.yml").write_text("kind：county\nname: {zh: x, odd\n", encoding="utf-8")
    (root / "data/agencies/::error:: x.yml").touch()
    done = generator("validate", "--root", root, "--format", form)
    assert done.returncode == 1
    assert_valid(form, done.stdout)


def test_the_forms_would_refuse_what_is_none() -> None:
    log = json.loads(as_sarif([finding(fix="x")]))
    spoils: list[Callable[[Any], object]] = [
        lambda run: run["results"][0].pop("message"),
        lambda run: run["results"][0].update(level="notice"),
        lambda run: run["results"][0]["locations"][0]["physicalLocation"]["region"].update(startLine=0),
        lambda run: run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"].update(uri="a b"),
        lambda run: run["tool"]["driver"].pop("name"),
        lambda run: run["tool"]["driver"]["rules"].append(run["tool"]["driver"]["rules"][0]),
    ]
    for spoil in spoils:
        spoilt = json.loads(json.dumps(log))
        spoil(spoilt["runs"][0])
        with pytest.raises(AssertionError):
            assert_valid("sarif", json.dumps(spoilt))


def test_json_has_the_corrected_line_only_where_there_is_one() -> None:
    plain, fixed = json.loads(as_json([finding(), finding(fix="status: in_progress")]))
    assert set(plain) == {"code", "severity", "path", "line", "column", "message", "hint"}
    assert set(fixed) - set(plain) == {"fix"}


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_writes_nothing_wrong_as_well(form: str, tmp_path: Path) -> None:
    out = write([], form, language="en", root=tmp_path)
    assert (json.loads(out) if form in {"json", "sarif"} else out) is not None


def test_a_notice_stops_nothing_and_a_warning_only_a_strict_build(tmp_path: Path) -> None:
    root = make_root(tmp_path, "two-policies")
    folder = root / "data/submissions/small"
    for agency, status in (("example-office", "in_progress"), ("example-bureau", "not_applicable")):
        (folder / agency).mkdir(parents=True)
        (folder / agency / "2030-H1.yml").write_text(
            "submitted: 2030-07-10\nprovenance: agency\nreports:\n"
            f'  - ref: "1"\n    status: {status}\n    summary: {{zh: 进展。, en: Progress.}}\n',
            encoding="utf-8",
        )
    done = generator("validate", "--root", root, "--as-of", "2031-01-31", "--format", "json")
    assert [row["severity"] for row in json.loads(done.stdout)] == [Severity.NOTICE]
    assert done.returncode == 0
    strict = generator("build", "--strict", "--root", root, "--as-of", "2031-01-31")
    assert strict.returncode == 0, strict.stdout + strict.stderr
