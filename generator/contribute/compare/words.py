"""What a comparison says, in Chinese and English.

It stands here and not in data/locales/: those files are a part of what is compared, and a contribution may
break them.
"""

from __future__ import annotations

from generator.findings.languages import Words

TITLE = Words("这次变更", "What changes")
NOTHING = Words("没有变化。", "Nothing changes.")
MORE = Words("另有 {n} 项", "and {n} more")
AS_OF = Words("按截至 {date} 的记录比较。", "Both states are compared as of {date}.")
UNSEEN = Words(
    "两边并非都是本仓库的版本，因此没有比较 data/ 之外的文件。",
    "Files outside data/ were not compared, because not both states are revisions of this repository.",
)
NONE = Words("无", "none")

SECTIONS: dict[str, Words] = {
    "outside": Words("⚠ 改动了 data/ 以外的文件", "⚠ Changed files outside data/"),
    "found": Words("新出现的问题", "New findings"),
    "cured": Words("已解决的问题", "Resolved findings"),
    "text": Words("⚠ 政策原文和目标", "⚠ Official text and targets"),
    "policies": Words("政策", "Policies"),
    "agencies": Words("机构", "Agencies"),
    "submissions": Words("报告", "Submissions"),
    "words": Words("报告的文字和证据", "Text and evidence of reports"),
    "published": Words("公开信息", "Published information"),
    "reported": Words("首次有报告的任务", "Tasks reported for the first time"),
    "statuses": Words("状态", "Statuses"),
    "figures": Words("数字", "Figures"),
    "verdicts": Words("结论的变化", "Changed verdicts"),
    "duties": Words("按时报告情况", "Punctuality of reports"),
    "translation": Words("翻译缺口", "Missing translations"),
    "files": Words("数据文件", "Data files"),
}
"""Every section in the order in which it is shown; a key is also its name in the counts."""

LINES: dict[str, Words] = {
    "path": Words("{path}", "{path}"),
    "finding": Words("{code} {path}，第 {line} 行：{message}", "{code} {path}, line {line}: {message}"),
    "added": Words("新增{what} {name}", "{what} {name} added"),
    "removed": Words("删除{what} {name}", "{what} {name} removed"),
    "changed": Words("改动{what} {name}", "{what} {name} changed"),
    "said": Words("{what}（{policy}）：{old} → {new}", "{what} ({policy}): {old} → {new}"),
    "submitted": Words("{agency} {period}：{how}，{source}，{date}提交", "{agency} {period}: {how}, {source}, {date}"),
    "worded": Words(
        "{where}{agency} {period} {what}，{part}：{old} → {new}",
        "{where}{agency} {period}, {what}, {part}: {old} → {new}",
    ),
    "stated": Words(
        "{how}{what} {name}（{about}，{closeness}）：{said}", "{how} {what} {name} ({about}, {closeness}): {said}"
    ),
    "restated": Words("{what} {name}，{part}：{old} → {new}", "{what} {name}, {part}: {old} → {new}"),
    "reported": Words("{where}{what} {title}：{new}", "{where}{what} {title}: {new}"),
    "status": Words("{where}{agency} {what}：{old} → {new}", "{where}{agency}, {what}: {old} → {new}"),
    "earlier": Words(
        "{where}{agency} {what}（{period}）：{old} → {new}", "{where}{agency}, {what} ({period}): {old} → {new}"
    ),
    "verdict": Words("{where}{what} {title}：{old} → {new}", "{where}{what} {title}: {old} → {new}"),
    "moved": Words("{where}{what}：{old} → {new}", "{where}{what}: {old} → {new}"),
    "duty": Words("{where}{agency} {what} {period}：{old} → {new}", "{where}{agency}, {what}, {period}: {old} → {new}"),
    "debt": Words(
        "{locale}，{part}：过期 {stale_old} → {stale_new}，未译 {missing_old} → {missing_new}",
        "{locale}, {part}: out of date {stale_old} → {stale_new}, missing {missing_old} → {missing_new}",
    ),
}

SAMPLE = Words("〔示例〕", "[sample] ")
VALUES: dict[str, Words] = {
    # states: every one of assess.STATUSES but the levels of evidence, in the words of the site
    "not_started": Words("未启动", "not started"),
    "in_progress": Words("进行中", "in progress"),
    "completed": Words("已完成", "completed"),
    "delayed": Words("延期", "delayed"),
    "suspended": Words("暂停", "suspended"),
    "cancelled": Words("已取消", "cancelled"),
    "withheld": Words("不公开", "withheld"),
    "not_applicable": Words("不适用", "not applicable"),
    "disputed": Words("说法不一", "reports disagree"),
    "not_reported": Words("未报告", "not reported"),
    "met": Words("已达到", "met"),
    "not_met": Words("未达到", "not met"),
    "undecided": Words("不能判定", "undecided"),
    "on_track": Words("进度正常", "on track"),
    "off_track": Words("进度偏慢", "off track"),
    "no_verified_figure": Words("尚无经核实的数字", "no verified figure"),
    "qualitative": Words("原文未列数字", "no number in the text"),
    # deadlines
    "done": Words("按期完成", "done in time"),
    "done_late": Words("逾期完成", "done late"),
    # duties
    "on_time": Words("按时", "on time"),
    "late": Words("迟报", "late"),
    "overdue": Words("逾期", "overdue"),
    "not_yet_due": Words("未到期", "not yet due"),
    "not_required": Words("无须报告", "not required"),
    # who vouches for a submission, and what became of it
    "agency": Words("机构提交", "submitted by the agency"),
    "published": Words("公开记录", "from the public record"),
    "sample": Words("示例", "a sample"),
    "new": Words("新增", "new"),
    "edited": Words("改动", "changed"),
    "gone": Words("删除", "removed"),
}
PARTS: dict[str, Words] = {
    "policy": Words("标题、引言、目标与说明", "title, preamble, goals, notes"),
    "tasks": Words("任务与条款", "tasks and clauses"),
    "targets": Words("目标", "targets"),
    "glossary": Words("术语", "glossary"),
    "agencies": Words("机构名称", "names of agencies"),
    "interface": Words("界面文字", "interface strings"),
    "codes": Words("检查说明", "texts of checks"),
}
KINDS: dict[str, Words] = {
    "policy": Words("政策", "policy"),
    "agency": Words("机构", "agency"),
    "file": Words("文件", "file"),
    "title": Words("标题", "title"),
    "sentence": Words("第 {id} 句", "sentence {id}"),
    "area": Words("第{id}方面", "area {id}"),
    "task": Words("任务{id}", "task {id}"),
    "clause": Words("条款{id}", "clause {id}"),
    "deadline": Words("任务{id}的完成时限", "the deadline of task {id}"),
    "amended": Words("条款{id}修改后的文字", "the amended wording of clause {id}"),
    "added": Words("{id}的增补", "the addition of {id}"),
    "repealed": Words("{id}的废止", "the repeal of {id}"),
    "target": Words("目标", "target"),
    "statement": Words("公开信息", "published statement"),
}


def kind(name: str, id_: object = "") -> Words:
    """Name a part of a policy, such as clause 1.2."""
    words = KINDS[name]
    return Words(words.zh.format(id=id_), words.en.format(id=id_))
