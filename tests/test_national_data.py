"""The invented country that the benchmarks run on: it has no errors, and is the same however large it is made."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

from tests.roots import REPO, environment, generator, tree


def make_country(target: Path, agencies: int) -> Path:
    script = REPO / "benchmarks" / "national_data.py"
    command = [sys.executable, str(script), str(target), "--agencies", str(agencies)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=environment())
    return target


def test_the_data_have_late_and_untranslated_reports_and_no_errors(tmp_path: Path) -> None:
    country = make_country(tmp_path, 60)
    shutil.copy(REPO / "mkdocs.yml", country)
    done = generator("validate", "--root", country, "--as-of", "2024-03-31", "--format", "json")
    findings = json.loads(done.stdout)
    assert [finding for finding in findings if finding["severity"] == "error"] == []
    codes = {finding["code"] for finding in findings}
    assert {"S117", "S119"} <= codes
    assert codes.isdisjoint({"S132", "S133"})  # all evidence is later than the policy, at an address of its own
    submissions = list((country / "data" / "submissions").rglob("*.yml"))
    assert 60 * 3 < len(submissions) < 60 * 4  # some are missing


def test_an_agency_reports_the_same_however_many_others_there_are(tmp_path: Path) -> None:
    few, many = (tree(make_country(tmp_path / str(count), count) / "data") for count in (110, 130))
    assert few.keys() < many.keys()
    assert {path for path in few if few[path] != many[path]} == set()
