"""How verdicts are reached, in public words: code → version, name and text in Chinese and English."""

from __future__ import annotations

from typing import NamedTuple


class Method(NamedTuple):
    """A published way of reaching a verdict. A change of what it does raises its version."""

    version: int
    zh: str
    en: str
    text_zh: str
    text_en: str
    example_zh: str  # with invented numbers
    example_en: str


METHODS: dict[str, Method] = {
    "A101": Method(
        2,
        "是否按时报告",
        "Was it reported on time",
        "按政策的报告日历和任务分工，逐个机构、逐期判断：期末后规定天数内提交为“按时”，之后提交为“迟报”，到期未提交为“逾期”，"
        "未到期为“未到期”；报告了任务或其中任何一条，都算报告。配合单位“无须报告”，也就没有迟报。没有分工，就没有谁逾期。本站整理的公开记录不能代替机构自己的报告。",
        "By the policy's calendar and its assignments, for every agency and period: submitted within the days allowed "
        "is on time, later is late, nothing by then is overdue, before then not yet due; a report on the task or on "
        "any of its clauses counts. Supporting agencies need not report and so are never late. Without assignments "
        "nobody is overdue. A public record compiled by this site does not stand in for the agency's own report.",
        "第四季度12月31日结束，20天内报告：1月20日提交为“按时”，1月21日提交为“迟报”，到1月21日还没有提交为“逾期”。",
        "The fourth quarter ends on 31 December, with 20 days to report: submitted on 20 January is on time, on 21 "
        "January late, and nothing by 21 January is overdue.",
    ),
    "A201": Method(
        2,
        "一条的进展",
        "Progress of a clause",
        "各机构取截至当日最新一期的报告；同一份报告里，针对这一条的说法优先于针对整个任务的说法。以报告机构中层级最高者为准。发文机构所在层级及以上的机构，"
        "一致就是这一条的状态，不一致如实显示“说法不一”，不替谁裁决；低于发文层级的机构各报各地，"
        "不一致或都已完成，整条仍算“进行中”。"
        "有机构报了进展时，另一机构的“不适用”不算数。没有报告就是“未报告”，不是零。",
        "Of each agency the latest report up to the day counts; within one submission, what is said of the clause "
        "goes before what is said of the whole task. The highest level of government that reports decides. Of the "
        "levels that issued the policy and those above, agencies that agree make the state, and those that do not are "
        "shown as in dispute, without anybody deciding for them. Agencies below each report on their own place: where "
        "they differ, or all have completed it, the clause as a whole is still in progress. “Not applicable” does not "
        "count where another agency says more. No report is “not reported”, which is not zero.",
        "国务院部门发的文件，一个部委报“进行中”，三个县报“已完成”：以部委为准，是“进行中”。只有三个县报“已完成”，整条也是“进行中”。",
        "Of a document by ministries, one ministry reports in progress and three counties completed: the ministry "
        "counts, and it is in progress. With the three counties alone it is in progress too.",
    ),
    "A202": Method(
        2,
        "任务、方面和政策的进展",
        "Progress of a task, an area, a policy",
        "按条相加。全部条款都已报告并完成，才算“已完成”；有分歧显示“说法不一”，有延期显示“延期”；"
        "报告了的全都未启动，为“未启动”；只报了“不适用”、其余没有报告的，仍是“未报告”；其余为“进行中”。"
        "比例＝已完成 ÷ 已报告且适用的条款；未报告的条款既不拉高也不拉低比例，另列报告覆盖面。",
        "Clauses are added up. Only where every clause is reported and completed is the whole completed; any dispute "
        "shows as in dispute, any delay as delayed; where all that was reported is not started, so is the whole; where "
        "nothing but “not applicable” was reported of a part, the whole is not reported; anything else is in progress. "
        "The share is completed ÷ reported and applicable clauses; what was not reported neither raises nor lowers it, "
        "and the coverage of the reports is shown beside it.",
        "一项任务有五条：两条已完成，一条进行中，一条不适用，一条未报告。任务是“进行中”，比例为2÷3＝67%，5条中4条有报告。",
        "Of a task's five clauses two are completed, one is in progress, one does not apply, one is not reported: the "
        "task is in progress, the share 2 ÷ 3 = 67%, and 4 of 5 clauses are reported on.",
    ),
    "A301": Method(
        3,
        "目标是否达到",
        "Was a target reached",
        "取有出处、所属日期在基期与目标期限之间的最新数值（每个机构取最后报告的一个），与目标值比较；比较结果不同的为“说法不一”，不算幅度。"
        "完成幅度＝（数值－基期）÷（目标－基期），上升和下降的目标用同一公式。"
        "期限前，完成幅度不小于时间进度为“进度正常”，否则为“进度偏慢”；没有可用的基期（或基期已达目标）时只显示“未到期”。期限前达到即为“已达到”。"
        "期限后只有较早且未达标的数值，不足以证明未达到，"
        "显示“尚无经核实的数字”。原文没有数字的目标只列文字，不打分。",
        "The latest value that has a source and holds for a day from the baseline's to the target's (of each agency "
        "the one given last) is compared with the target; values that come to different answers are in dispute, and "
        "give no share. Share of the way = (value − baseline) ÷ (target − baseline), the same for rising and falling "
        "targets. Before the day, a share of the way of at least the share of the time is on track, less is off "
        "track; without a usable baseline (or with one at the target already) it is only not yet due; reached early "
        "is met. After the day, an earlier value that falls short does not prove a failure: there is no verified "
        "figure. Targets without a number are given in words, unscored.",
        "基期100（2023年初），目标200（2023年底），7月2日为160：完成幅度（160－100）÷（200－100）＝60%，时间进度182÷364＝50%，所以是“进度正常”。",
        "Baseline 100 on 1 January, target 200 by 31 December, 160 on 2 July 2023: (160 − 100) ÷ (200 − 100) = 60% of "
        "the way, 182 ÷ 364 = 50% of the time, so it is on track.",
    ),
    "A401": Method(
        2,
        "有什么证据",
        "What evidence there is",
        "没有出处为“无”；出处都由报告机构自己发布（发布者或域名为该机构）为“自证”；本站没有该机构域名时，政府网站（gov.cn）一律按自证；至少一项由他人发布为“他证”。",
        "No source is none; sources published by the reporting agency alone (its name or its domain) are its own; "
        "where its domains are not on record, so is any government address (gov.cn); at least one published by "
        "somebody else is independent.",
        "某局的报告引用本局网站的通报：自证。再加一篇报社的报道：他证。",
        "A bureau's report that cites a notice on its own site has evidence of its own; with a newspaper's report "
        "beside it, independent evidence.",
    ),
}
