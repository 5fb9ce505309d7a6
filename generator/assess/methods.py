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
        "未到期为“未到期”；报告了任务或其中任何一条，都算报告。配合单位“无须报告”，也就没有迟报。没有分工，就不存在逾期。本站整理的公开记录不能代替机构自己的报告。",
        "This is judged for every agency and period, by the policy's calendar and its assignments. A report submitted "
        "within the days allowed is on time, and a later one is late. If none has been submitted, it is not yet due "
        "or, after the last day, overdue. A report on the task or on any of its clauses counts. Supporting agencies "
        "need not report and so are never late. Without assignments, nobody is overdue. A public record compiled by "
        "this site does not replace the agency's own report.",
        "第四季度12月31日结束，20天内报告：1月20日提交为“按时”，1月21日提交为“迟报”，到1月21日还没有提交为“逾期”。",
        "The fourth quarter ends on 31 December, with 20 days to report. A report submitted on 20 January is on time, "
        "one submitted on 21 January is late, and one that is still missing on 21 January is overdue.",
    ),
    "A201": Method(
        2,
        "一条的进展",
        "Progress of a clause",
        "各机构取截至当日最新一期的报告；同一份报告里，针对这一条的说法优先于针对整个任务的说法。以报告机构中层级最高者为准。发文机构所在层级及以上的机构，"
        "一致的，即为这一条的状态；不一致的，显示“说法不一”，不作裁决。低于发文层级的机构只报告本地情况，"
        "不一致或均已完成的，整条仍为“进行中”。"
        "有机构报告了进展时，其他机构的“不适用”不计。没有报告就是“未报告”，不是零。",
        "The latest report of each agency up to the day counts; within one submission, a report on the clause goes "
        "before one on the whole task. The highest level of government that reports decides. If that level issued the "
        "policy or stands above it, agencies that agree give the clause its state; if they do not agree, the clause is "
        "shown as “reports disagree”, and nobody decides for them. Agencies below that level report only on their own "
        "place: where they differ, or all have completed the clause, the clause as a whole is still in progress. “Not "
        "applicable” does not count if another agency reports more. A clause without reports is “not reported”, which "
        "is not zero.",
        "国务院部门印发的文件，一个部委报告“进行中”，三个县报告“已完成”：以部委为准，为“进行中”。只有三个县报告“已完成”的，整条也是“进行中”。",
        "On a document issued by ministries, one ministry reports “in progress” and three counties report “completed”: "
        "the ministry decides, and the clause is in progress. With the three counties alone, it is in progress too.",
    ),
    "A202": Method(
        2,
        "任务、方面和政策的进展",
        "Progress of a task, an area, a policy",
        "由各条款汇总。全部条款都已报告并完成的，才是“已完成”；有分歧的显示“说法不一”，有延期的显示“延期”；"
        "已报告的全部未启动的，为“未启动”；只报告了“不适用”、其余没有报告的，仍是“未报告”；其余为“进行中”。"
        "比例＝已完成 ÷ 已报告且适用的条款；未报告的条款既不拉高也不拉低比例，另列报告覆盖面。",
        "The states of the clauses are combined. The whole is completed only if every clause is reported and "
        "completed. If the reports on any clause disagree, so do those on the whole; if any clause is delayed, so is "
        "the whole. If all reported clauses are not started, so is the whole. If “not applicable” is all that was "
        "reported, and only for a part, the whole is not reported. Anything else is in progress. The share is "
        "completed ÷ reported and applicable clauses; clauses without reports neither raise nor lower it, and the "
        "coverage of the reports is shown next to it.",
        "一项任务有五条：两条已完成，一条进行中，一条不适用，一条未报告。任务是“进行中”，比例为2÷3＝67%，5条中4条有报告。",
        "A task has five clauses: two are completed, one is in progress, one is not applicable, one is not reported. "
        "The task is in progress, the share is 2 ÷ 3 = 67%, and 4 of 5 clauses have reports.",
    ),
    "A301": Method(
        3,
        "目标是否达到",
        "Was a target reached",
        "取有出处、所属日期在基期与目标期限之间的最新数值（每个机构取最后报告的一个），与目标值比较；比较结果不同的为“说法不一”，不计算进度。"
        "目标完成进度＝（数值－基期值）÷（目标值－基期值），上升和下降的目标用同一公式。"
        "期限前，目标完成进度不小于时间进度的为“进度正常”，否则为“进度偏慢”；没有可用的基期（或基期已达目标）时只显示“未到期”。期限前达到即为“已达到”。"
        "期限后只有较早且未达标的数值，不足以证明未达到，"
        "显示“尚无经核实的数字”。原文未列数字的目标只列文字，不打分。",
        "The latest value that has a source and a reference date between those of the baseline and the target (for "
        "each agency, its last one) is compared with the target. If values lead to different answers, the reports "
        "disagree, and no progress is given. Progress from baseline to target = (value − baseline) ÷ (target − "
        "baseline), the same for rising and falling targets. Before the deadline, progress of at least the share of "
        "time passed is on track, and less is off track; without a usable baseline (or with one that already meets the"
        " target) the target is only “not yet due”; a target reached early is met. After the deadline, an earlier "
        "value that falls short does not prove a failure, so there is “no verified figure”. Targets without a number "
        "in the text are given in words, without a score.",
        "基期100（2023年初），目标200（2023年底），7月2日为160：目标完成进度（160－100）÷（200－100）＝60%，时间进度182÷364＝50%，所以是“进度正常”。",
        "Baseline 100 on 1 January, target 200 by 31 December, 160 on 2 July 2023: progress (160 − 100) ÷ (200 − 100) "
        "= 60%, time 182 ÷ 364 = 50%, so it is on track.",
    ),
    "A401": Method(
        2,
        "有什么证据",
        "What evidence there is",
        "没有出处的，为“无”；出处均由报告机构发布（发布者或域名为该机构）的，为“机构自行发布”；本站没有登记该机构域名的，政府网站（gov.cn）一律按机构自行发布；至少一项由他人发布的，为“他人发布”。",
        "Without a source, the evidence is “none”. If the reporting agency published all sources itself (by its name "
        "or its domain), it is “self-published”; if the agency's domains are not on record, any government address "
        "(gov.cn) counts as its own. If anybody else published at least one source, it is “published by others”.",
        "某局的报告引用本局网站的通报：机构自行发布。另有一篇报社的报道：他人发布。",
        "A bureau's report cites a notice on the bureau's own site: self-published. It also cites a newspaper: "
        "published by others.",
    ),
}
