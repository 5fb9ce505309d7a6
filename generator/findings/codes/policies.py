"""Codes of the family P: policies."""

from __future__ import annotations

from generator.findings.codes.record import Code, Severity
from generator.findings.languages import Words

CODES = (
    Code(
        code="P101",
        severity=Severity.ERROR,
        sentence=Words("条款编号 `{value}` 应为 `{wanted}`", "the clause id `{value}` must be `{wanted}`"),
        advice=Words(
            "条款编号写成“任务号.句序”，从 1 起连续编号；一经发布不得更改。",
            "A clause id is the number of the task, a dot and that of the sentence, counted from 1 without gaps; once "
            "published, it never changes.",
        ),
        why=Words(
            "条款编号是永久的：网址、引用和报告都以它为准。",
            "Clause ids are permanent: addresses, citations and reports rely on them.",
        ),
        fails='id: "1.10"',
        passes='id: "1.2"',
    ),
    Code(
        code="P102",
        severity=Severity.ERROR,
        sentence=Words("没有编号为 {value} 的方面", "there is no area number {value}"),
        advice=Words("policy.yml 里的方面编号：{allowed}。", "Areas in policy.yml: {allowed}."),
        why=Words(
            "任务所属的方面必须在 policy.yml 里列出。",
            "The area that a task belongs to must be listed in policy.yml.",
        ),
        fails="area: 7",
        passes="area: 1",
    ),
    Code(
        code="P103",
        severity=Severity.ERROR,
        sentence=Words("方面编号 {value} 应为 {wanted}", "the area number {value} must be {wanted}"),
        advice=Words("方面从 1 起连续编号。", "Areas are numbered from 1 without gaps."),
        why=Words(
            "方面连续编号，网址才稳定。",
            "Areas are numbered without gaps, so that addresses stay the same.",
        ),
        fails="number: 3",
        passes="number: 2",
    ),
    Code(
        code="P104",
        severity=Severity.ERROR,
        sentence=Words("任务编号不连续：缺少 {wanted}", "the task numbers have a gap: {wanted} is missing"),
        advice=Words(
            "任务文件从 01.yml 起连续编号，跨方面（章）不重新起算。",
            "Task files are numbered from 01.yml without gaps, continuing across areas.",
        ),
        why=Words(
            "任务连续编号，漏掉一个文件就能发现。",
            "Tasks are numbered without gaps, so that a missing file is noticed.",
        ),
        fails="data/policies/small/tasks/05.yml",
        passes="data/policies/small/tasks/04.yml",
    ),
    Code(
        code="P105",
        severity=Severity.ERROR,
        sentence=Words(
            "句子 `{goal}` 的原文里没有“{value}”",
            "the words “{value}” do not occur in sentence `{goal}`",
        ),
        advice=Words(
            "quote 必须逐字摘自所引的句子。",
            "A quote must be taken word for word from the sentence that it names.",
        ),
        why=Words(
            "指标引用的话必须逐字出自文件。",
            "What a target quotes must stand in the document word for word.",
        ),
        fails='quote: ["年借阅量超过1.3万册"]',
        passes='quote: ["年借阅量超过1.2万册"]',
    ),
    Code(
        code="P106",
        severity=Severity.ERROR,
        sentence=Words("没有名为 `{value}` 的{kind_zh}", "there is no {kind_en} named `{value}`"),
        advice=Words("{near_zh}已有：{allowed}。", "{near_en}Known: {allowed}."),
        why=Words(
            "政策里提到的机构、任务、条款和句子都必须存在。",
            "The agencies, tasks, clauses and sentences that a policy refers to must exist.",
        ),
        fails="agency: exampel-office",
        passes="agency: example-office",
    ),
    Code(
        code="P107",
        severity=Severity.ERROR,
        sentence=Words(
            "`{value}` 出现了两次（第一次在第 {first} 行）",
            "`{value}` is used twice (first on line {first})",
        ),
        advice=Words("编号不能重复，请改掉其中一个。", "Ids must be unique: change one of them."),
        why=Words(
            "编号不重复，链接才不会指错。",
            "Ids are unique, so that no link leads to the wrong place.",
        ),
        fails='id: loans\ngoal: g2\nquote: ["平均等候时间不超过3天"]',
        passes='id: wait\ngoal: g2\nquote: ["平均等候时间不超过3天"]',
    ),
    Code(
        code="P108",
        severity=Severity.ERROR,
        sentence=Words(
            "术语“{value}”在文件原文中找不到",
            "the term “{value}” does not occur in the document",
        ),
        advice=Words(
            "name 和 forms 必须逐字出自原文。",
            "A term's name and forms must occur in the text word for word.",
        ),
        why=Words("术语表只收文件里确有的词。", "The glossary lists only terms that occur in the document."),
        fails="zh: 取书处",
        passes="zh: 取书点",
    ),
    Code(
        code="P109",
        severity=Severity.ERROR,
        sentence=Words(
            "日期先后有误：{later} 早于 {earlier}",
            "the dates are in the wrong order: {later} is before {earlier}",
        ),
        advice=Words("请检查这两个日期。", "Check the two dates."),
        why=Words("结束日期不能早于开始日期。", "An end cannot come before its beginning."),
        fails="to: 2029-12-31",
        passes="to: 2030-12-31",
    ),
    Code(
        code="P110",
        severity=Severity.ERROR,
        sentence=Words("定量指标缺少 `{field}`", "a numeric target needs `{field}`"),
        advice=Words(
            "定量指标要写 unit 和 target；原文没有数字的指标写 qualitative: true。",
            "Give unit and target; where the text gives no number, write qualitative: true.",
        ),
        why=Words(
            "有数字的指标要写明目标值和单位，才能比较。",
            "A numeric target states its value and unit; otherwise nothing can be compared.",
        ),
        fails="goal: g2\nquote: [有声图书基本覆盖各村]",
        passes="goal: g2\nquote: [有声图书基本覆盖各村]\nqualitative: true",
    ),
    Code(
        code="P111",
        severity=Severity.ERROR,
        sentence=Words("定性指标不应有 `{field}`", "a qualitative target must not have `{field}`"),
        advice=Words(
            "请删除这个字段，或者去掉 qualitative: true。",
            "Remove the field, or remove qualitative: true.",
        ),
        why=Words(
            "原文没有数字的指标不加单位和数值，不替原文添内容。",
            "A target without a number in the text is given none: nothing is added to what the text says.",
        ),
        fails="unit: {zh: 个}",
        passes=None,
    ),
    Code(
        code="P112",
        severity=Severity.WARNING,
        sentence=Words("第 {value} 方面没有任何任务", "area {value} has no tasks"),
        advice=Words(
            "请为它添加任务文件，或者删除这个方面。",
            "Add a task file for it, or remove the area.",
        ),
        why=Words(
            "没有任务的方面，多半是任务文件里的方面编号写错了。",
            "An area without tasks most likely means that a task file names the wrong area.",
        ),
        fails="- number: 2\n  title:\n    zh: 管好图书\n    en: Look after the books\n    zh_hash: {en: 614ed2c9}",
        passes=None,
    ),
    Code(
        code="P113",
        severity=Severity.ERROR,
        sentence=Words(
            "机构 `{agency}` 在 `{value}` 上的分工写了两次（第一次在第 {first} 行）",
            "the agency `{agency}` is assigned to `{value}` twice (first on line {first})",
        ),
        advice=Words("请只保留一个。", "Keep only one of them."),
        why=Words(
            "同一机构在同一任务上只写一次分工，角色才不会互相矛盾。",
            "An agency is assigned to a task once, so that its roles cannot contradict each other.",
        ),
        fails='agency: example-office\nref: "1"\nrole: lead',
        passes='agency: example-office\nref: "2"\nrole: lead',
    ),
    Code(
        code="P121",
        severity=Severity.ERROR,
        sentence=Words("没有名为 `{value}` 的{kind_zh}", "there is no {kind_en} named `{value}`"),
        advice=Words("{near_zh}已有：{allowed}。", "{near_en}Known: {allowed}."),
        why=Words(
            "职责转给谁，谁就要有登记，否则没有机构继续报告。",
            "Whoever takes duties over must be on record; otherwise nobody would report any more.",
        ),
        fails="successor: example-burau",
        passes="successor: example-bureau",
    ),
    Code(
        code="P122",
        severity=Severity.ERROR,
        sentence=Words("机构的承接关系绕回了自己（{value}）", "the agency succeeds itself, through {value}"),
        advice=Words("请改正 successor：职责转给后来的机构。", "Correct successor: duties pass on to a later agency."),
        why=Words(
            "职责转来转去回到原处，就不知道该由谁报告。",
            "Duties that come back to where they began belong to nobody.",
        ),
        fails="successor: example-office",
        passes="successor: example-bureau",
    ),
    Code(
        code="P123",
        severity=Severity.ERROR,
        sentence=Words("缺少 {field}", "{field} is missing"),
        advice=Words(
            "有 successor 就要写 until（撤销时间）；写了成立、撤销或承接，就要在 basis 中写明依据。",
            "An agency with a successor has an end (until); a beginning, an end or a successor has a source (basis).",
        ),
        why=Words(
            "机构何时撤销、由谁承接，决定该由谁报告，须有依据。",
            "When an agency ended and who succeeded it decides who owes reports, so it needs a source.",
        ),
        fails="until: 2030-06-30\nsuccessor: example-bureau",
        passes="until: 2030-06-30\nsuccessor: example-bureau\n"
        "basis:\n  title: {zh: 机构改革方案}\n  publisher: {zh: 示例日报}",
    ),
    Code(
        code="P124",
        severity=Severity.ERROR,
        sentence=Words(
            "撤销时间 {later} 早于成立时间 {earlier}", "the agency ends ({later}) before it begins ({earlier})"
        ),
        advice=Words("请核对 from 和 until。", "Check from and until."),
        why=Words(
            "机构存在的时间决定它该报告哪几期。",
            "When an agency existed decides which periods it owes reports for.",
        ),
        fails="from: 2031\nuntil: 2030-06-30",
        passes="from: 2029\nuntil: 2030-06-30",
    ),
    Code(
        code="P125",
        severity=Severity.ERROR,
        sentence=Words("没有名为 `{value}` 的{kind_zh}", "there is no {kind_en} named `{value}`"),
        advice=Words("{near_zh}已有：{allowed}。", "{near_en}Known: {allowed}."),
        why=Words(
            "旧地址要通向现有的页面，否则链接仍然是断的。",
            "An old address leads to a page that exists; otherwise links to it stay dead.",
        ),
        fails="agencies: {old-office: example-burau}",
        passes="agencies: {old-office: example-bureau}",
    ),
    Code(
        code="P126",
        severity=Severity.ERROR,
        sentence=Words("`{value}` 还在使用，不能转向别处", "`{value}` is in use and can't lead elsewhere"),
        advice=Words(
            "请从 redirects.yml 中删去，或先改名。", "Remove it from redirects.yml, or rename what has this id."
        ),
        why=Words(
            "同一个地址不能既是页面又是转向。",
            "One address can't be both a page and a way to another.",
        ),
        fails="agencies: {example-office: example-bureau}",
        passes="agencies: {old-office: example-bureau}",
    ),
    Code(
        code="P150",
        severity=Severity.ERROR,
        sentence=Words(
            "目标写得不完整，或者写了不止一种（`{field}`）", "a goal is incomplete or stated twice (`{field}`)"
        ),
        advice=Words(
            "value、between、about、relative 四种只写一种；value 和 relative 要写 comparison，另外两种不写；"
            "relative 里只写 points 或 factor。",
            "Write one of value, between, about and relative; value and relative need comparison, the other two have "
            "none; relative holds either points or factor.",
        ),
        why=Words(
            "目标只有一种写法，比较的结果才只有一个。",
            "Only a goal that is stated in one way leads to one result.",
        ),
        fails="between: [1.2万, 1.3万]\nby: 2030-12-31\ncomparison: more_than",
        passes="between: [1.2万, 1.3万]\nby: 2030-12-31",
    ),
    Code(
        code="P151",
        severity=Severity.ERROR,
        sentence=Words("kind 是 {kind}，与 span 不相配", "kind is {kind}, which does not go with span"),
        advice=Words(
            "累计数（kind: flow）用 span 写明起止日期；时点数和比率不写 span。",
            "For a total (kind: flow), state its first and last day under span; stocks and rates have no span.",
        ),
        why=Words(
            "累计数只有覆盖同一时段才能比较：半年的销售额不能与全年的目标相比。",
            "Totals can only be compared over the same span: half a year’s sales say nothing about a year’s target.",
        ),
        fails="kind: flow",
        passes="kind: flow\nspan: {from: 2030-01-01, to: 2030-12-31}",
    ),
    Code(
        code="P152",
        severity=Severity.ERROR,
        sentence=Words(
            "看不出这项政策适用于哪个地方（缺 `{field}`）",
            "it is not clear for which place this policy was issued (`{field}` is missing)",
        ),
        advice=Words(
            "请写 jurisdiction，例如 {{kind: province, agency: 某省的代号}}；全国的写 {{kind: central}}。"
            "早先的数据可用 migrate 命令补上。",
            "Add jurisdiction, such as {{kind: province, agency: id-of-the-province}}, or {{kind: central}} for the "
            "whole country. The command migrate adds it to earlier data.",
        ),
        why=Words(
            "谁能代表整体作说明，取决于政策适用于哪个地方；印发机构层级不同时，须写明。",
            "Who speaks for the whole depends on the place for which a policy was issued. Where its issuers are of "
            "several levels, it must say so.",
        ),
        fails="issuers: [example-office, example-county]",
        passes="issuers: [example-office, example-county]\njurisdiction: {kind: central}",
    ),
    Code(
        code="P153",
        severity=Severity.ERROR,
        sentence=Words("`{one}` 和 `{other}` 须写且只写一个", "exactly one of `{one}` and `{other}` must be given"),
        advice=Words("请只保留其中一个。", "Keep one of the two."),
        why=Words(
            "每行分工只写一个机构或一组机构；一组机构要么列出成员，要么写明层级。",
            "Each assignment names one agency or one group; a group lists its members or names their level.",
        ),
        fails="agency: example-office\ngroup: offices",
        passes="group: offices",
    ),
    Code(
        code="P154",
        severity=Severity.ERROR,
        sentence=Words(
            "{kind_zh}的日期 {value} 不晚于{before_zh}（{day}）",
            "{kind_en} on {value} is not later than {before_en} ({day})",
        ),
        advice=Words(
            "请核对后来文件的生效日期；修改按从早到晚排列。",
            "Check the day from which the later document holds; amendments are listed from the oldest to the newest.",
        ),
        why=Words(
            "政策先印发，后修改、增补或废止；日期颠倒，就看不出哪一天以哪种文字为准。",
            "A policy is issued first, and amended, added to or repealed afterwards. With days out of order, nobody "
            "can tell which wording holds on which day.",
        ),
        fails="repealed: {on: 2029-12-31, by: {title: {zh: 废止通知}, publisher: {zh: 示例日报}}}",
        passes="repealed: {on: 2030-12-31, by: {title: {zh: 废止通知}, publisher: {zh: 示例日报}}}",
    ),
)
