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


METHODS: dict[str, Method] = {
    "A101": Method(
        1,
        "是否按时报告",
        "Was it reported on time",
        "按政策的报告日历和任务分工，逐个机构、逐期判断：期末后规定天数内提交为“按时”，之后提交为“迟报”，到期未提交为“逾期”，"
        "未到期为“未到期”，配合单位为“无须报告”。没有分工，就没有谁逾期。本站整理的公开记录不能代替机构自己的报告。",
        "By the policy's calendar and its assignments, for every agency and period: submitted within the days allowed "
        "is on time, later is late, nothing by then is overdue, before then not yet due; supporting agencies need not "
        "report. Without assignments nobody is overdue. A public record compiled by this site does not stand in for "
        "the agency's own report.",
    ),
    "A201": Method(
        1,
        "一条的进展",
        "Progress of a clause",
        "各机构取截至当日最新一期的报告；同一份报告里，针对这一条的说法优先于针对整个任务的说法。以报告机构中层级最高者为准：一致，"
        "就是这一条的状态；中央机构不一致，如实显示“说法不一”，不替谁裁决；省、市、县各报各地，不一致算“进行中”。"
        "有机构报了进展时，另一机构的“不适用”不算分歧。没有报告就是“未报告”，不是零。",
        "Of each agency the latest report up to the day counts; within one submission, what is said of the clause "
        "goes before what is said of the whole task. The highest level of government that reports decides: where its "
        "agencies agree, that is the state; where central agencies do not, they are shown as disagreeing and nobody "
        "decides for them; provinces, cities and counties each report on their own place, so that differing ones are "
        "in progress. “Not applicable” is no disagreement where another agency says more. No report is “not "
        "reported”, which is not zero.",
    ),
    "A202": Method(
        1,
        "任务、领域和政策的进展",
        "Progress of a task, an area, a policy",
        "按条相加。全部条款都已报告并完成，才算“已完成”；有分歧显示“说法不一”，有延期显示“延期”，其余有报告的为“进行中”。"
        "比例＝已完成 ÷ 已报告且适用的条款；未报告的条款既不拉高也不拉低比例，另列报告覆盖面。",
        "Clauses are added up. Only where every clause is reported and completed is the whole completed; any dispute "
        "shows as in dispute, any delay as delayed, and whatever else is reported as in progress. The share is "
        "completed ÷ reported and applicable clauses; what was not reported neither raises nor lowers it, and the "
        "coverage of the reports is shown beside it.",
    ),
    "A301": Method(
        2,
        "目标是否达到",
        "Was a target reached",
        "取有出处、所属日期不晚于目标期限的最新数值（每个机构取最后报告的一个），与目标值比较；比较结果不同的为“说法不一”，不算幅度。"
        "完成幅度＝（数值－基期）÷（目标－基期），上升和下降的目标用同一公式。"
        "期限前，完成幅度不小于时间进度为“进度正常”，否则为“进度偏慢”。期限后只有较早且未达标的数值，不足以证明未达到，"
        "显示“尚无经核实的数字”。原文没有数字的目标只列文字，不打分。",
        "The latest value that has a source and holds for a day up to the target's (of each agency the one given last) "
        "is compared with the target; values that come to different answers are in dispute, and give no share. Share "
        "of the way = (value − baseline) ÷ (target − baseline), the same for rising and falling targets. Before the "
        "day, a share of the way of at least the share of the time is on track, less is off track. After the day, an "
        "earlier value that falls short does not prove a failure: there is no verified figure. Targets without a "
        "number are given in words, unscored.",
    ),
    "A401": Method(
        2,
        "有什么证据",
        "What evidence there is",
        "没有出处为“无”；出处都由报告机构自己发布（发布者或域名为该机构）为“自证”；本站没有该机构域名时，政府网站（gov.cn）一律按自证；至少一项由他人发布为“他证”。",
        "No source is none; sources published by the reporting agency alone (its name or its domain) are its own; "
        "where its domains are not on record, so is any government address (gov.cn); at least one published by "
        "somebody else is independent.",
    ),
}
