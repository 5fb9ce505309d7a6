"""Codes of the family R: the public record."""

from __future__ import annotations

from generator.findings.codes.record import Code, Severity
from generator.findings.languages import Words

CODES = (
    Code(
        code="R101",
        severity=Severity.ERROR,
        sentence=Words("没有名为 `{value}` 的{kind_zh}", "there is no {kind_en} named `{value}`"),
        advice=Words("{near_zh}已有：{allowed}。", "{near_en}Known: {allowed}."),
        why=Words(
            "公开信息所写的条款、任务、指标、机构和其他信息都必须存在，否则没有页面可以列出。",
            "The clauses, tasks, targets, agencies and statements that the public record names must exist; otherwise "
            "no page could show it.",
        ),
        fails='about: ["1.9"]',
        passes='about: ["1.2"]',
    ),
    Code(
        code="R102",
        severity=Severity.ERROR,
        sentence=Words(
            "公开信息编号 `{value}` 重复（首次见于 {first}）",
            "the statement id `{value}` is used twice (first at {first})",
        ),
        advice=Words("请改用未用过的编号；已发布的编号不得改动。", "Use a new id; published ones never change."),
        why=Words(
            "编号是公开信息的固定网址，不能指向两条。",
            "The id is the permanent address of a statement and cannot lead to two.",
        ),
        fails="id: s1",
        passes="id: s2",
    ),
    Code(
        code="R103",
        severity=Severity.ERROR,
        sentence=Words("对应部分有误：{what_zh}", "the part of the clause is wrong: {what_en}"),
        advice=Words(
            "part 照录条款原文中来源所涉的字句，略去的地方写“……”；只做到一部分的（partly）必须写明。",
            "Quote the words of the clause that the source is about, with …… for what is left out; a statement that is "
            "`partly` must name them.",
        ),
        why=Words(
            "读者要看得出信息对应的是条款的哪一部分，不能把一部分当作全部。",
            "Readers must see which part of a clause a statement is about, and not take a part for the whole.",
        ),
        fails="part: {zh: 每年办十次}",
        passes="part: {zh: 每天更新一次}",
    ),
    Code(
        code="R104",
        severity=Severity.ERROR,
        sentence=Words(
            "所指时间不在印发（{since}）至时段结束（{until}）之间，不能写 {value}",
            "its time does not lie between the issue ({since}) and the end of the period ({until}), so that it cannot "
            "be {value}",
        ),
        advice=Words("请写 context，或核对 as_of。", "Write context, or check as_of."),
        why=Words(
            "文件印发之前和时段之后的事，不是这份文件的落实，只能算相关情况。",
            "What came before the document or after its period is not its implementation; it is only context.",
        ),
        fails="closeness: partly",
        passes="closeness: context",
    ),
    Code(
        code="R105",
        severity=Severity.ERROR,
        sentence=Words("公布的指标数值缺少时间：{what_zh}", "a published figure lacks its time: {what_en}"),
        advice=Words(
            "指标数值写在以报告期命名的文件里（如 2023.yml），并至少有一项注明发布日期的出处。",
            "Put figures into a file named after their period, such as 2023.yml, with at least one source that states "
            "its day of publication.",
        ),
        why=Words(
            "公布的数值可以决定指标结果，因此必须有注明日期和发布者的出处。",
            "A published figure can decide a target, so that it needs a dated source by a named publisher.",
        ),
        fails="data/public-record/small/press.yml",
        passes="data/public-record/small/2030.yml",
    ),
)
