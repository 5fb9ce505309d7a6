"""What is added to a policy that is there: tasks, targets, and the assignments that its document states."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.config import read_config
from generator.contribute.additions import candidates, new_target, new_task, policy_named
from generator.contribute.importing import import_policy
from generator.contribute.responsible import named_in, new_assignments
from generator.contribute.scaffold import write_new
from generator.errors import GeneratorError
from generator.load import read_catalog
from generator.model import Catalog, Target
from generator.rules import check_policies
from tests.roots import generator, without_notes
from tests.small import make_small, write
from tests.test_importing import CITY


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A small site with a city's plan, as it is imported."""
    root = make_small(tmp_path / "site")
    (tmp_path / "plan.txt").write_text(CITY, encoding="utf-8")
    write_new(root, import_policy(read_config(root), "city-plan", tmp_path / "plan.txt", language="zh").files)
    return root


def catalog_of(root: Path) -> Catalog:
    catalog, findings = read_catalog(root)
    assert findings == []
    return catalog


# --- tasks and targets


def test_a_new_task_goes_on_in_the_last_area(root: Path) -> None:
    (path, text), *others = new_task(read_config(root), policy_named(catalog_of(root), "city-plan")).items()
    assert not others
    assert path == "data/policies/city-plan/tasks/05.yml"
    assert "\narea: 3\n" in without_notes(text)
    assert '  - id: "5.1"' in text


def test_sentences_with_numbers_are_offered_as_targets(root: Path) -> None:
    found = {candidate.id: candidate.quotes for candidate in candidates(policy_named(catalog_of(root), "city-plan"))}
    assert found == {"a1.1": ("全市借书点达到100个", "破损率低于0.5%")}


def test_a_new_target_quotes_a_sentence_and_fills_in_what_is_certain(root: Path) -> None:
    policy = policy_named(catalog_of(root), "city-plan")
    files = new_target(read_config(root), policy, "points", "a1.1", None)
    text = files[Target.FILE.format(policy="city-plan")]
    assert 'quote: ["全市借书点达到100个"]' in text
    assert 'value: "100"' in text
    assert "comparison: at_least" in text
    assert "破损率低于0.5%" in text
    filled = without_notes(text).replace("    zh:\n    en:\n", "    zh: 借书点\n").replace("by:\n", "by: 2030-12-31\n")
    write(root, {Target.FILE.format(policy="city-plan"): filled})
    catalog = catalog_of(root)
    assert {finding.code for finding in check_policies(catalog)} == {"P131"}
    again = new_target(read_config(root), policy_named(catalog, "city-plan"), "damage", "a1.1", filled)
    assert again[Target.FILE.format(policy="city-plan")].startswith(filled)


@pytest.mark.parametrize(
    "vague", ["借书点达到100个左右", "借书点不低于约100个", "借书点从80个增至100个", "借书点100个以上"]
)
def test_a_value_that_is_not_certain_is_left_to_people(root: Path, vague: str) -> None:
    task = root / "data/policies/city-plan/tasks/04.yml"
    task.write_text(task.read_text(encoding="utf-8").replace("市文化局每年6月底前通报", vague), encoding="utf-8")
    (root / "data/policies/city-plan/source.txt").unlink()
    files = new_target(read_config(root), policy_named(catalog_of(root), "city-plan"), "points", "4.1", None)
    text = without_notes("".join(files.values()))
    assert "\n    value:\n" in text
    assert "\n    comparison:\n" in text


def test_unknown_names_are_told_in_one_line(root: Path) -> None:
    catalog = catalog_of(root)
    with pytest.raises(GeneratorError, match="Did you mean `city-plan`"):
        policy_named(catalog, "city-plam")
    policy = policy_named(catalog, "city-plan")
    with pytest.raises(GeneratorError, match=r"a1\.1"):
        new_target(read_config(root), policy, "points", "g9", None)
    with pytest.raises(GeneratorError, match="no task"):
        new_assignments(read_config(root), catalog, policy_named(catalog, "small"))


# --- assignments


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("（责任单位：省农业农村厅、省乡村振兴局）", "省农业农村厅 lead, 省乡村振兴局 joint"),
        (
            "（牵头单位：市文化局，配合单位：市财政局，各区、县级市）",
            "市文化局 lead, 市财政局 support, 各区、县级市 support",
        ),
        ("（工业和信息化部、科技部等负责。列第一位者为牵头单位，下同）", "工业和信息化部 lead, 科技部 joint"),
        ("（市文化局牵头，市财政局、市教育局配合）", "市文化局 lead, 市财政局 support, 市教育局 support"),
        ("（市文化局、市财政局牵头负责）", "市文化局 lead, 市财政局 lead"),
        ("（各地级以上市人民政府，省农业农村厅按职责分工负责）", "各地级以上市人民政府 lead, 省农业农村厅 joint"),
        ("（责任单位：省数据局；完成时限：2030年12月底前）", "省数据局 lead"),
        ("责任单位：市人力资源和社会保障局", "市人力资源和社会保障局 lead"),
        ("一、…事項：由經濟部主辦；國家科學及技術委員會協辦。", None),
    ],
)
def test_responsible_bodies_are_read_with_their_roles(text: str, expected: str | None) -> None:
    found = ", ".join(f"{named.name} {named.role}" for named in named_in(text))
    assert expected is None or found == expected


def test_assignments_say_their_basis_once_and_name_whom_the_record_knows(root: Path) -> None:
    write(
        root,
        {
            "data/agencies/culture.yml": "name: {zh: 示例市文化局}\nshort: {zh: 市文化局}\nkind: city\n",
            "data/agencies/east.yml": "name: {zh: 东区人民政府}\nkind: county\n",
            "data/groups/districts.yml": "name: {zh: 各区、县人民政府}\nmembers: [east]\n",
        },
    )
    catalog = catalog_of(root)
    draft = new_assignments(read_config(root), catalog, policy_named(catalog, "city-plan"))
    assert draft.text.count("basis:") == 1
    assert '  - {agency: culture, ref: "1", role: lead}' in draft.text
    assert '  - {group: districts, ref: "1", role: support}' in draft.text
    assert draft.unknown == {}
    assert not draft.is_stated
    write(root, {draft.path: draft.text.replace("  publisher:\n    zh:\n", "  publisher:\n    zh: 示例市\n")})
    policy = catalog_of(root).policies["city-plan"]
    assert {(row.agency, row.ref, row.role) for row in policy.assignments} == {
        ("culture", "1", "lead"),
        ("east", "1", "support"),
        ("culture", "2", "lead"),
    }
    assert {row.basis.title.original for row in policy.assignments} == {policy.title.original}


def test_a_note_between_paragraphs_counts_too(root: Path) -> None:
    task = root / "data/policies/city-plan/tasks/03.yml"
    text = task.read_text(encoding="utf-8").replace("盘点结果向社会公布。", "（示例局牵头负责）")
    task.write_text(text, encoding="utf-8")
    (root / "data/policies/city-plan/source.txt").unlink()
    catalog = catalog_of(root)
    draft = new_assignments(read_config(root), catalog, policy_named(catalog, "city-plan"))
    assert '  - {agency: bureau, ref: "3", role: lead}' in draft.text


def test_names_that_are_not_on_record_are_listed(root: Path) -> None:
    done = generator("new", "assignments", "city-plan", "--root", root, "--lang", "en")
    assert done.returncode == 0, done.stderr
    assert "no agency or group is called 市文化局 (tasks 1, 2)" in done.stdout
    assert "0 assignments" in done.stdout
    text = (root / "data/policies/city-plan/assignments.yml").read_text(encoding="utf-8")
    assert 'ref: "1", role: lead}  # 市文化局' in text
