"""A ledger of somebody else's shape: a map is proposed, a person corrects it, and nothing is guessed or dropped."""

from __future__ import annotations

import datetime
import io
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner, Result
from openpyxl import Workbook

from generator.cli import cli
from generator.contribute.ledger.mapping import LedgerMap
from generator.contribute.ledger.propose import status_meant
from generator.contribute.ledger.table import period_in, use_of
from generator.contribute.ledger.take import TakenLedger, take_ledger
from generator.contribute.workbook.read import read_pages
from generator.errors import GeneratorError
from generator.load import read_catalog, read_record
from tests.small import FILES, write

AS_OF = datetime.date(2024, 3, 1)
ROWS: list[list[object]] = [
    ["示例市2023年建图书馆任务台账（截至9月28日）"],
    ["填报单位：示例局（盖章）　填表人：张三　联系电话：13800138000"],
    ["序号", "工作\n任务", "牵头单位", "完成时限", "进展情况", None, None, "进度\n评价", "备注", "联系人及电话"],
    [None, None, None, None, "一季度", "二季度", "1-9月"],
    [
        1,
        "每镇建一座图书馆。",
        "示例局、示例办",
        "2023年底前",
        "已启动",
        "完成60%",
        "1、建成三座；2、在建两座。",
        "达进度",
    ],
    [2, "每周开放六天", "县文旅局", "长期", "/", 5, "全部开放。", None, None, "李四13900139000"],
    [3, "每馆买书一万册。", "示例办", 45291, "涉密，另报", "=SUM(1,2)", "按要求暂停", None, "不公开"],
    [4, "图书馆数达到一百座", "示例局", None, "=1+1", 60, "约七十", "超进度", "口径调整"],
    ["合计：达进度1项"],
]


def ledger() -> bytes:
    book = Workbook()
    page = book.active
    assert page is not None
    page.title = "台账"
    for row in ROWS:
        page.append(row)
    for area in ("A1:J1", "A2:J2", "A3:A4", "B3:B4", "C3:C4", "D3:D4", "E3:G3", "H3:H4", "I3:I4", "J3:J4", "A9:I9"):
        page.merge_cells(area)
    page.row_dimensions[8].hidden = True
    book.create_sheet("附表")["A1"] = "别的"
    output = io.BytesIO()
    book.save(output)
    return output.getvalue()


@pytest.fixture(scope="module")
def data() -> bytes:
    return ledger()


@pytest.fixture
def root(tmp_path: Path) -> Path:
    write(tmp_path, FILES)
    (tmp_path / "ledger.xlsx").write_bytes(ledger())
    return tmp_path


def run(root: Path, *arguments: str | Path) -> Result:
    words = ["import", root / "ledger.xlsx", "--root", root, "--as-of", AS_OF, *arguments]
    done = CliRunner().invoke(cli, [*map(str, words)], standalone_mode=False)
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done


def proposed(root: Path) -> dict[str, Any]:
    run(root, "--lang", "zh")
    tree: dict[str, Any] = yaml.load((root / "ledger-map.yml").read_text(encoding="utf-8"), yaml.BaseLoader)  # noqa: S506
    return tree


def corrected(root: Path, **changes: str) -> Path:
    """Complete the proposed map as a person would."""
    proposed(root)
    path = root / "ledger-map.yml"
    text = path.read_text(encoding="utf-8")
    changes = {
        "submitted:": "submitted: 2024-01-10",
        "    text: 图书馆数达到一百座\n    about:": "    text: 图书馆数达到一百座\n    about: libraries\n    unit: 座",
        **changes,
    }
    for old, new in changes.items():
        assert old in text
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")
    return path


def taken(root: Path, data: bytes, path: Path) -> TakenLedger:
    ledger_map, findings = read_record(path.parent, path.name, LedgerMap, {})
    assert findings == []
    return take_ledger(
        root, read_catalog(root)[0], AS_OF, read_pages(data, "ledger.xlsx")[0], "ledger.xlsx", ledger_map
    )


def test_a_map_is_proposed_with_what_is_certain_and_nothing_else(root: Path) -> None:
    tree = proposed(root)
    assert (tree["sheet"], tree["first_row"], tree["policy"], tree["agency"]) == ("台账", "5", "small", "bureau")
    uses = {column["column"]: (column["use"], column.get("period")) for column in tree["columns"]}
    assert uses == {
        "A": ("left_out", None),
        "B": ("task", None),
        "C": ("lead", None),
        "D": ("left_out", None),
        "E": ("progress", "2023-Q1"),
        "F": ("progress", "2023-Q2"),
        "G": ("progress", "2023-01--2023-09"),
        "H": ("state", "2023-01--2023-09"),
        "I": ("left_out", None),
        "J": ("person", None),
    }
    assert {row["row"]: row["about"] for row in tree["rows"]} == {"5": "1.1", "6": "1.2", "8": ""}
    assert {row["name"]: row["agency"] for row in tree["agencies"]} == {"示例局": "bureau", "县文旅局": ""}
    states = {row["words"]: row["status"] for row in tree["states"]}
    assert states["已启动"] == states["完成60%"] == states["达进度"] == "in_progress"
    assert states["约七十"] == ""


def test_neither_the_map_nor_what_is_shown_names_a_person_or_what_is_not_public(root: Path) -> None:
    shown = run(root, "--map", corrected(root), "--lang", "zh").output
    for text in ((root / "ledger-map.yml").read_text(encoding="utf-8"), shown):
        for word in ("张三", "李四", "13800138000", "13900139000", "每馆买书", "涉密，另报"):
            assert word not in text
    assert "台账!J6：个人信息，一律不采用" in shown
    assert "台账!A7, 台账!B7" in shown


def test_what_it_gives_is_shown_and_every_other_cell_is_named(root: Path, data: bytes) -> None:
    found = taken(root, data, corrected(root, **{"agency: bureau\nsubmitted": "agency:\nsubmitted"}))
    files = {file.path.rpartition("/")[2]: yaml.load(file.text, yaml.BaseLoader) for file in found.files}  # noqa: S506
    assert [file.path.split("/")[3] for file in found.files] == ["bureau"] * 3  # nobody is called 县文旅局
    assert files["2023-Q1.yml"]["reports"] == [{"ref": "1.1", "status": "in_progress", "summary": {"zh": "已启动"}}]
    assert files["2023-01--2023-09.yml"]["reports"][0] == {
        "ref": "1.1",
        "status": "in_progress",
        "summary": {"zh": "1、建成三座；\n2、在建两座。\n"},
    }
    assert files["2023-Q2.yml"]["figures"] == [{"target": "libraries", "value": "60", "as_of": "2023-06-30"}]
    assert files["2023-Q2.yml"]["submitted"] == "2024-01-10"
    why = {cell: item.why.en for item in found.left_out for cell in item.cells}
    assert "which agency leads" in why["台账!G6"]
    assert "formula" in why["台账!E8"]
    assert "no figure" in why["台账!G8"]
    assert "hidden row" in why["台账!A8"] or "left" in why["台账!A8"]
    assert "totals" in why["台账!A9"]
    assert "another sheet" in why["附表!A1"]
    used = {"台账!B5", "台账!C5", "台账!E5", "台账!F5", "台账!G5", "台账!H5", "台账!B8", "台账!C8", "台账!F8"}
    heads = {f"台账!{cell}" for cell in ("A3", "B3", "C3", "D3", "E3", "H3", "I3", "J3", "E4", "F4", "G4")}
    filled = {f"{page.name}!{chr(64 + column)}{row}" for page in read_pages(data, "x")[0] for row, column in page.cells}
    assert filled - set(why) == used - set(why) | heads


def test_a_number_without_its_unit_and_a_second_row_for_the_same_are_left_out(root: Path, data: bytes) -> None:
    found = taken(root, data, corrected(root, **{'about: "1.2"': 'about: "1.1"'}))
    why = {cell: item.why.en for item in found.left_out for cell in item.cells}
    assert "another row" in why["台账!G6"]
    assert "another row" in why["台账!F6"]
    assert "nothing" in why["台账!E6"]
    (root / "ledger-map.yml").unlink()
    found = taken(root, data, corrected(root))
    why = {cell: item.why.en for item in found.left_out for cell in item.cells}
    assert "does not say of what" in why["台账!F6"]
    (root / "ledger-map.yml").unlink()
    found = taken(root, data, corrected(root, **{"\n    unit: 座": ""}))
    assert "does not say of what" in {cell: item.why.en for item in found.left_out for cell in item.cells}["台账!F8"]


def test_findings_stand_at_the_cells_that_they_are_about(root: Path, data: bytes) -> None:
    found = taken(root, data, corrected(root, **{"    status: in_progress": "    status: completed"}))
    said = {(finding.code, finding.place.cell) for file in found.files for finding in file.findings}
    assert ("S102", "台账!E5") in said


def test_new_submissions_are_written_only_when_asked_and_never_over_others(root: Path) -> None:
    map_ = corrected(root)
    folder = root / "data/submissions/small/bureau"
    run(root, "--map", map_)
    assert {path.name for path in folder.iterdir()} == {"2023-Q1.yml"}
    before = (folder / "2023-Q1.yml").read_bytes()
    done = run(root, "--map", map_, "--write", "--lang", "en")
    assert {path.name for path in folder.iterdir()} == {"2023-Q1.yml", "2023-Q2.yml", "2023-01--2023-09.yml"}
    assert (folder / "2023-Q1.yml").read_bytes() == before
    assert "2023-Q1.yml" in done.output.split("left as it is: ")[1].splitlines()[0]


def test_a_wrong_map_is_said_with_its_line(root: Path) -> None:
    done = run(root, "--map", corrected(root, **{"use: task": "use: tusk"}), "--lang", "en")
    assert done.exit_code == 1
    assert done.output.startswith("ledger-map.yml:18:10: M106 ")
    with pytest.raises(GeneratorError, match="exists already"):
        run(root)
    (root / "ledger-map.yml").unlink()
    with pytest.raises(GeneratorError, match="no agency 'nobody'"):
        run(root, "--map", corrected(root, **{"agency: bureau\nsubmitted": "agency: nobody\nsubmitted"}))


@pytest.mark.parametrize(
    ("head", "use", "period"),
    [
        ("完成时限", "left_out", ""),
        ("任务完成情况", "progress", ""),
        ("责任人", "person", ""),
        ("责任单位", "lead", ""),
        ("前三季度", "progress", "2023-01--2023-09"),
        ("上半年进展", "progress", "2023-H1"),
        ("10月份", "progress", "2023-10"),
        ("2022年四季度", "progress", "2022-Q4"),
        ("示例", "", ""),
    ],
)
def test_headings_say_what_columns_are(head: str, use: str, period: str) -> None:
    assert (use_of(head), period_in(head, "2023")) == (use, period)


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ("已完成", "completed"),
        ("销号", "completed"),
        ("60%", "in_progress"),
        ("完成100%", "completed"),
        ("暂停", "suspended"),
        ("欠进度", ""),
        ("基本完成", ""),
        ("0%", ""),
        ("完成120%", ""),
    ],
)
def test_only_words_that_can_mean_nothing_else_become_a_state(words: str, status: str) -> None:
    assert status_meant(words) == status
