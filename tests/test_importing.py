"""A whole policy from its own file: what is cut, that nothing is lost, and what is said when a file can't be read."""

from __future__ import annotations

import datetime
import io
import json
import os
import random
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.config import read_config
from generator.contribute.importing import Imported, import_policy, language_named, report
from generator.contribute.importing.cut import parse_number
from generator.contribute.importing.sentences import cut, split_responsible, time_limit
from generator.errors import GeneratorError
from generator.load import read_catalog, read_policy
from generator.load.text import fold
from generator.model import SOURCE_FILE, Policy, squeezed
from generator.rules import check_policies
from generator.rules.documents import difference
from tests.roots import REPO, generator
from tests.small import make_small

CONFIG = read_config(REPO)
SHARED = next((path / "shared" for path in REPO.parents if (path / "shared").is_dir()), REPO.parent / "shared")
DOCUMENTS = Path(os.environ.get("POLICY_DOCUMENTS", SHARED / "policies"))
SEEDS = Path(os.environ.get("POLICY_SEEDS", SHARED / "seeds"))
REAL = sorted(DOCUMENTS.glob("*.json")) if DOCUMENTS.is_dir() else []
needs_documents = pytest.mark.skipif(not REAL, reason=f"no documents in {DOCUMENTS} (POLICY_DOCUMENTS)")


def imported(path: Path, **options: Any) -> Imported:
    return import_policy(CONFIG, "imported", path, **options)


def imported_text(text: str, folder: Path, **options: Any) -> Imported:
    path = folder / "document.txt"
    path.write_text(text, encoding="utf-8")
    return imported(path, **options)


def source_of(made: Imported) -> str:
    return made.files[SOURCE_FILE.format(policy="imported")]


def sentences(policy: Policy) -> int:
    """Count running text as the documents' own counts do: without titles, head and foot."""
    file = policy.file
    openings = sum(len(heading.opening) for heading in (*file.areas, *file.sections))
    tasks = sum(len(task.clauses) + bool(task.responsible) for task in policy.tasks)
    blocks = [block for annex in file.annexes for block in annex.blocks[1:] if block.text]  # the first is its title
    return len(file.preamble) + len(file.goals) + openings + tasks + len(file.closing) + len(blocks)


# --- real documents, where they are


@needs_documents
@pytest.mark.parametrize(
    ("id_", "suffix"),
    [(path.stem, suffix) for path in REAL for suffix in (".txt", ".docx", ".pdf") if path.with_suffix(suffix).exists()],
)
def test_a_real_document_is_cut_into_its_parts_and_nothing_is_lost(id_: str, suffix: str) -> None:
    expected = json.loads((DOCUMENTS / f"{id_}.json").read_text(encoding="utf-8"))["counts"]
    made = imported(DOCUMENTS / f"{id_}{suffix}")
    policy = made.policy
    parts = [area for area in policy.file.areas if area.title or area.label]
    assert len(parts) == expected["parts"]
    assert len(policy.file.sections) == expected["subparts"]
    assert len(policy.tasks) == expected["tasks"]
    assert sentences(policy) == expected["sentences"]
    text = (DOCUMENTS / f"{id_}.txt").read_text(encoding="utf-8")
    assert squeezed(source_of(made)) == squeezed(text)
    assert difference(policy, text) is None


@pytest.mark.skipif(not SEEDS.is_dir(), reason=f"no texts in {SEEDS} (POLICY_SEEDS)")
def test_the_first_document_comes_out_as_it_was_entered_by_hand() -> None:
    (path,) = SEEDS.glob("000*.txt")
    made = imported(path).policy
    entered = read_catalog(REPO)[0].policies["digital-village-2023"]
    for policy in (made, entered):
        assert sum(len(task.clauses) for task in policy.tasks) == 132
    assert made.title.zh == entered.title.zh
    assert [made.name(area).zh for area in made.file.areas] == [entered.name(area).zh for area in entered.file.areas]
    assert [(task.area, made.name(task).zh) for task in made.tasks] == [
        (task.area, entered.name(task).zh) for task in entered.tasks
    ]
    for one, other in zip(made.tasks, entered.tasks, strict=True):
        assert [clause.text.zh for clause in one.clauses] == [clause.text.zh for clause in other.clauses]
    assert [sentence.text.zh for sentence in made.sentences] == [sentence.text.zh for sentence in entered.sentences]
    assert difference(entered, path.read_text(encoding="utf-8")) is None


# --- documents of our own, in the same shapes


CITY = """\
示例市推进图书服务便民行动
实施方案
示府〔2030〕5号
各区、县人民政府，市政府各部门：
为方便群众读书，制定本方案。
一、总体要求
到2030年底，全市借书点达到100个，破损率低于0.5%。
二、主要任务
（一）方便读者。围绕“就近、免费”实施以下任务：
1.设立借书点。每村设一处借书点。每天开放8小时（含午间）。（牵头单位：市文化局；配合单位：各区、县人民政府）
2.送书下乡。组织“流动书车。”进村。（市文化局负责）
（二）管好图书。
3.定期盘点。每季度盘点一次。
盘点结果向社会公布。
三、组织实施
（一）加强领导。各区、县人民政府要落实责任。
4.加强督查。市文化局每年6月底前通报。
各地各部门要抓好落实。
附件：借书点清单
示例市人民政府
2030年2月1日
（此件公开发布）
附件
借书点清单
| 村 | 借书点 |
| --- | --- |
| 东村 | 2 |
"""


def test_a_citys_plan_is_cut_into_levels_tasks_and_responsible_bodies(tmp_path: Path) -> None:
    made = imported_text(CITY, tmp_path)
    policy = made.policy
    file = policy.file
    assert file.title.zh == "示例市推进图书服务便民行动实施方案"
    assert [line.text.zh for line in file.head] == ["示府〔2030〕5号", "各区、县人民政府，市政府各部门："]
    assert [area.label for area in file.areas] == ["一、", "二、", "三、"]
    assert [(section.label, policy.name(section).zh) for section in file.sections] == [
        ("（一）", "方便读者"),
        ("（二）", "管好图书"),
        ("（一）", "加强领导"),
    ]
    assert [(task.area, task.section, task.label, policy.name(task).zh) for task in policy.tasks] == [
        (2, 1, "1.", "设立借书点"),
        (2, 1, "2.", "送书下乡"),
        (2, 2, "3.", "定期盘点"),
        (3, 3, "4.", "加强督查"),
    ]
    first, second, third, _ = policy.tasks
    assert [clause.text.zh for clause in first.clauses] == ["每村设一处借书点。", "每天开放8小时（含午间）。"]
    assert first.responsible is not None
    assert first.responsible.text.zh == "（牵头单位：市文化局；配合单位：各区、县人民政府）"
    assert [clause.text.zh for clause in second.clauses] == ["组织“流动书车。”进村。"]
    assert [clause.paragraph for clause in third.clauses] == [False, True]
    assert [sentence.text.zh for sentence in file.closing] == ["各地各部门要抓好落实。"]
    assert file.foot[0].text.zh == "附件：借书点清单"
    assert file.annexes[0].blocks[1].table == (("村", "借书点"), ("东村", "2"))
    said = "\n".join(report(made, "zh"))
    assert "任务 4" in said
    assert "责任单位 2" in said


PROVINCE = """\
某省人民政府办公厅关于印发《某省数字服务实施方案》的通知
某政办发〔2030〕12号
各市、县人民政府，省政府各部门：
《某省数字服务实施方案》已经省政府同意，现印发给你们，请认真贯彻执行。
某省人民政府办公厅
2030年3月1日
某省数字服务实施方案
为推进数字服务，制定本方案。
一、总体要求
（一）指导思想。坚持以人民为中心。
（二）主要目标。到2030年，覆盖率达到90%以上。
二、重点任务
（一）夯实基础
1.建设平台。建成全省统一平台。（责任单位：省数据局、省财政厅；完成时限：2030年12月底前）
2.联通数据。（1）省级数据全部上线；（2）市级数据按月上线。（责任单位：省数据局，各市人民政府）
专栏1 平台工程
建设一个平台、两个中心。
（二）优化服务
1.推进“一网通办”。高频事项全部网办。（责任单位：省政务局）
2.助老服务。保留线下窗口。（责任单位：省民政厅；完成时限：长期）
三、保障措施
（一）加强领导。省政府办公厅统筹协调。
（二）加强督查。每季度通报一次。
附件：1.任务分工表
2.指标表
附件1
任务分工表
| 序号 | 任务 | 完成时限 |
| --- | --- | --- |
| 1 | 建设平台 | 2030年12月底前 |
附件2
指标表
| 覆盖率 | 90% |
"""


def test_a_provinces_plan_has_numbers_that_restart_boxes_and_annexes(tmp_path: Path) -> None:
    made = imported_text(PROVINCE, tmp_path)
    policy = made.policy
    file = policy.file
    assert [(section.area, section.label, policy.name(section).zh) for section in file.sections] == [
        (2, "（一）", "夯实基础"),
        (2, "（二）", "优化服务"),
    ]
    assert [(task.area, task.section, task.label, policy.name(task).zh) for task in policy.tasks] == [
        (1, None, "（一）", "指导思想"),
        (1, None, "（二）", "主要目标"),
        (2, 1, "1.", "建设平台"),
        (2, 1, "2.", "联通数据"),
        (2, 2, "1.", "推进“一网通办”"),
        (2, 2, "2.", "助老服务"),
        (3, None, "（一）", "加强领导"),
        (3, None, "（二）", "加强督查"),
    ]
    assert [clause.box for clause in policy.tasks[3].clauses] == [False, False, True, True]
    assert policy.tasks[2].responsible is not None
    assert [line.text.zh for line in file.foot] == ["附件：1.任务分工表", "2.指标表"]
    assert [annex.blocks[0].text.zh for annex in file.annexes if annex.blocks[0].text] == ["任务分工表", "指标表"]
    assert {line for line, zh, _ in made.doubts if "落款" in zh} == {5, 6, 7}


def wrapped(text: str, width: int = 28) -> str:
    """Cut a text into pages of short lines, as a PDF prints it, with page numbers."""
    lines = [line[at : at + width] for line in text.splitlines() for at in range(0, len(line), width)]
    return "\n".join(f"{line}\n— {number // 20} —" if number % 20 == 19 else line for number, line in enumerate(lines))


def test_hard_line_ends_and_page_numbers_are_taken_out(tmp_path: Path) -> None:
    law = "示例市图书馆条例\n" + "\n".join(
        f"第{number}条 图书馆应当按照本条例第三条的规定向所有读者免费开放，不得拒绝读者入馆。图书馆应当公布时间。"
        for number in "一二三四五六七八九"
    )
    plain, printed = (imported_text(text, tmp_path).policy for text in (law, wrapped(law)))
    assert len(plain.tasks) == len(printed.tasks) == 9
    assert [[clause.text.zh for clause in task.clauses] for task in printed.tasks] == [
        [clause.text.zh for clause in task.clauses] for task in plain.tasks
    ]


def test_a_list_of_contents_does_not_count_as_parts(tmp_path: Path) -> None:
    text = (
        "示例条例\n目 录\n第一章 总则……1\n第二章 开放……3\n第一章 总则\n第一条 为了方便读书，制定本条例。\n"
        "第二章 开放\n第二条 图书馆每天开放。\n"
    )
    policy = imported_text(text, tmp_path).policy
    assert [policy.name(area).zh for area in policy.file.areas] == ["总则", "开放"]
    assert [line.text.zh for line in policy.file.head] == ["目 录", "第一章 总则……1", "第二章 开放……3"]


def test_traditional_and_english_originals_keep_their_language(tmp_path: Path) -> None:
    text = "示例圖書館法\n第 1 條\n為便利讀者，制定本法。\n第 2 條\n圖書館應當開放。\n一、每日開放。\n二、免費開放。\n"
    policy = imported_text(text, tmp_path).policy
    assert policy.file.language == "zh-Hant"
    assert [clause.text.original for clause in policy.tasks[1].clauses] == [
        "圖書館應當開放。",
        "一、每日開放。",
        "二、免費開放。",
    ]
    text = (
        "Example Order on Lending Points\nArticle 1\nLending points\nEvery village has one (see No. 5 of the list). It "
        "is open daily.\nArticle 2\nEntry into force\nThis Order enters into force on 1 May 2030.\n"
    )
    policy = imported_text(text, tmp_path).policy
    assert policy.file.language == "en"
    assert [policy.name(task).original for task in policy.tasks] == ["Lending points", "Entry into force"]
    assert [clause.text.original for clause in policy.tasks[0].clauses] == [
        "Every village has one (see No. 5 of the list).",
        "It is open daily.",
    ]


def test_a_given_title_day_and_issuers_are_taken_over(tmp_path: Path) -> None:
    import datetime

    made = imported_text(
        f"特急\n{CITY}",
        tmp_path,
        title="示例市推进图书服务便民行动实施方案",
        issued=datetime.date(2030, 2, 1),
        issuers=["bureau"],
    )
    assert made.policy.file.issued == datetime.date(2030, 2, 1)
    assert made.policy.file.issuers == ("bureau",)
    assert made.policy.file.head[0].text.zh == "特急"
    assert squeezed(source_of(made)) == squeezed(f"特急\n{CITY}")


def test_a_text_without_numbers_is_one_task(tmp_path: Path) -> None:
    made = imported_text("关于开放时间的通知\n图书馆每天开放。请读者注意。\n", tmp_path)
    assert [clause.text.zh for clause in made.policy.tasks[0].clauses] == ["图书馆每天开放。", "请读者注意。"]
    assert made.doubts


# --- any text


words = st.sampled_from(
    [
        *(
            "一、",
            "二、",
            "（一）",
            "（二）",
            "1.",
            "2.",
            "第一条 ",
            "第一章 ",
            "附件",
            "目录",
            "Article 1",
            "- ",
            "# ",
        ),
        *(
            "：",
            "。",
            "；",
            "（",
            "）",
            "“",
            "”",
            "'",
            '"',
            "{",
            "[",
            "&",
            "!",
            "%",
            "@",
            "`",
            "| a | b |",
            "（市局负责）",
        ),
        *(" ", "\u3000", "\n", "\n\n", "\t", "\r\n", "\x0c", "\x00", "\ue004", "\u200b", "2023年", "26.5%"),
        *("发展图书。", "读者", "⼯作", "各地各部门", "2030年2月1日", "a", "é", "😀", "圖"),
    ]
)
LETTERS = re.compile("[\u4e00-\u9fffA-Za-z]")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(words, max_size=60).map("".join) | st.text(max_size=300))
def test_whatever_the_text_nothing_is_lost(tmp_path: Path, text: str) -> None:
    path = tmp_path / "document.txt"
    path.write_bytes(text.encode("utf-8", "replace"))
    try:
        made = imported(path)
    except GeneratorError:
        assert not LETTERS.search(fold(text))
        return
    policy, findings = read_policy("imported", made.files)
    assert policy is not None, findings
    assert difference(policy, source_of(made)) is None
    assert LETTERS.findall(fold(text)) == LETTERS.findall(source_of(made))


def test_a_document_with_its_lines_shuffled_keeps_every_character(tmp_path: Path) -> None:
    catalog = read_catalog(make_small(tmp_path / "small"))[0]
    for seed in range(12):
        lines = CITY.splitlines()
        random.Random(seed).shuffle(lines)  # noqa: S311 - the same every time
        made = imported_text("\n".join(lines), tmp_path)
        assert sorted(squeezed(source_of(made))) == sorted(squeezed("\n".join(lines)))
        assert difference(made.policy, source_of(made)) is None
        one = type(catalog)(catalog.locales, {}, {"imported": made.policy}, (), frozenset())
        assert {finding.code for finding in check_policies(one)} <= {"P112", "P131"}


@pytest.mark.parametrize(
    "text", ["一、", "目录", "第一条", "附件", "通知\n一、\n（一）\n1.", "通知\n第三条\n说明。", "| 一。二 |\n|-|"]
)
def test_the_smallest_documents_are_documents(text: str, tmp_path: Path) -> None:
    made = imported_text(text, tmp_path)
    assert squeezed(source_of(made)) == squeezed(text)
    assert difference(made.policy, text) is None


# --- files that cannot be read


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("empty.txt", b" \n\n", "holds no text"),
        ("odd.txt", b"\xff\xff\xff\x80", "neither UTF-8 nor GBK"),
        ("old.doc", b"\xd0\xcf\x11\xe0rest", "an old Word file"),
        ("broken.docx", b"PK\x03\x04nothing", "not a readable .docx"),
        ("broken.pdf", b"%PDF-1.4 nothing", "not a readable PDF"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_in_one_line(name: str, data: bytes, said: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(GeneratorError, match=said) as raised:
        imported(tmp_path / name)
    assert "\n" not in str(raised.value)


def test_a_scan_is_told_what_it_is(tmp_path: Path) -> None:
    pdfium = pytest.importorskip("pypdfium2")
    document = pdfium.PdfDocument.new()
    document.new_page(200, 200)
    with (tmp_path / "scan.pdf").open("wb") as file:
        document.save(file)
    with pytest.raises(GeneratorError, match="a scan"):
        imported(tmp_path / "scan.pdf")


def test_numbers_that_word_writes_by_itself_and_footnotes_are_not_lost(tmp_path: Path) -> None:
    docx = pytest.importorskip("docx")
    document = docx.Document()
    document.add_paragraph("关于借书点的通知")
    for text in ("设点。每村设一处。", "开放。每天开放。"):
        document.add_paragraph(text, style="List Number")
    document.add_table(rows=1, cols=2).rows[0].cells[1].text = "右栏"
    data = io.BytesIO()
    document.save(data)
    (tmp_path / "numbered.docx").write_bytes(data.getvalue())
    assert zipfile.is_zipfile(tmp_path / "numbered.docx")
    made = imported(tmp_path / "numbered.docx")
    assert [task.label for task in made.policy.tasks] == ["1.", "2."]
    assert [made.policy.name(task).zh for task in made.policy.tasks] == ["设点", "开放"]
    assert any("Word" in zh for zh, _ in made.notes)
    assert "右栏" in source_of(made)


# --- parts


@pytest.mark.parametrize(
    ("text", "value"),
    [("一", 1), ("十", 10), ("二十六", 26), ("一百零一", 101), ("12", 12), ("百分", None), ("", None)],
)
def test_numerals_are_read(text: str, value: int | None) -> None:
    assert parse_number(text) == value


def test_sentences_end_outside_quotes_and_brackets() -> None:
    assert cut("做好“一次。”工作（见表。）后续。完成！剩余", "zh") == [
        "做好“一次。”工作（见表。）后续。",
        "完成！",
        "剩余",
    ]
    assert cut("未闭合“引号。下一句。", "zh") == ["未闭合“引号。", "下一句。"]
    assert cut("1. See Art. 5 of No. 3. Then stop.", "en") == ["1. See Art. 5 of No. 3.", "Then stop."]


def test_responsible_bodies_stand_after_the_last_stop() -> None:
    assert split_responsible("开放。（市局、各区（县）负责）") == ("开放。", "（市局、各区（县）负责）")
    assert split_responsible("在各区（县）负责的地方") == ("在各区（县）负责的地方", "")
    assert split_responsible("推广（试点）") == ("推广（试点）", "")


@pytest.mark.parametrize(
    ("name", "language"),
    [("zh", "zh"), ("zh-Hans", "zh"), ("zh-Hant-TW", "zh-Hant"), ("en-GB", "en"), ("fr", None), ("z", None)],
)
def test_languages_have_their_usual_names(name: str, language: str | None) -> None:
    assert language_named(name) == language


# --- the command


def test_the_command_writes_files_that_validate_and_says_what_it_saw(tmp_path: Path) -> None:
    root = make_small(tmp_path / "site")
    (tmp_path / "plan.txt").write_text(CITY, encoding="utf-8")
    done = generator("new", "policy", "city-plan", "--from", tmp_path / "plan.txt", "--root", root, "--lang", "zh")
    assert done.returncode == 0, done.stderr
    assert "任务 4" in done.stdout
    assert "与 source.txt 逐字相同" in done.stdout
    again = generator("new", "policy", "city-plan", "--from", tmp_path / "plan.txt", "--root", root)
    assert again.returncode == 2
    assert "exists already" in again.stderr
    catalog, findings = read_catalog(root)
    assert findings == []
    assert {finding.code for finding in check_policies(catalog) if "city-plan" in finding.place.path} == {"P131"}
    wrong = generator("new", "policy", "other", "--from", tmp_path / "plan.txt", "--language", "fr", "--root", root)
    assert wrong.returncode == 2


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("（责任单位：市交通局；完成时限：2031年12月底）", "2031-12-31"),
        ("（责任单位：市交通局；完成时限：2031年6月30日前）", "2031-06-30"),
        ("（责任单位：市交通局；完成时限：2031年2月）", "2031-02-28"),
        ("（责任单位：市交通局，完成时限：2031年底前）", "2031-12-31"),
        ("（责任单位：市交通局；时限：2031年上半年）", "2031-06-30"),
        ("（责任单位：市交通局；完成时限：2031年12月前）", None),
        ("（责任单位：市交通局；完成时限：2031年前）", None),
        ("（责任单位：市交通局；完成时限：长期）", None),
        ("（责任单位：市交通局；完成时限：2031年13月底）", None),
        ("2031年12月底前完成。（责任单位：市交通局）", None),
    ],
)
def test_a_time_limit_is_a_day_where_it_is_certain(text: str, day: str | None) -> None:
    assert time_limit(text) == (datetime.date.fromisoformat(day) if day else None)


QUIET = """\
示例市安静街区建设方案
一、主要任务
1．修补破损路面。每年修补破损路面不少于20公里。
（责任单位：市交通局；完成时限：2031年12月底）
2．推广低噪声设备。政府投资项目优先使用低噪声设备。
（责任单位：市交通局）
3．设置禁鸣路段。在学校和医院周边设置禁鸣路段。
（责任单位：市公安局）
本方案自印发之日起施行。
"""


def test_what_follows_the_last_responsible_body_is_the_closing(tmp_path: Path) -> None:
    made = imported_text(QUIET, tmp_path)
    tasks = made.policy.tasks
    assert [len(task.clauses) for task in tasks] == [1, 1, 1]
    assert [task.responsible.text.original for task in tasks if task.responsible] == [
        "（责任单位：市交通局；完成时限：2031年12月底）",
        "（责任单位：市交通局）",
        "（责任单位：市公安局）",
    ]
    assert [task.deadline for task in tasks] == [datetime.date(2031, 12, 31), None, None]
    assert [sentence.text.original for sentence in made.policy.file.closing] == ["本方案自印发之日起施行。"]
