"""Codes of the family S: submissions."""

from __future__ import annotations

from generator.findings.codes.record import Code, Severity
from generator.findings.languages import Words

_PROVEN = """\
status: completed
evidence:
  - title: {zh: 统计公报}
    publisher: 示例日报
    published: 2030-07-01
    url: https://library.example.org/h1.html"""

_CITED = """\
- ref: "3.1"
  status: in_progress
  summary: {zh: 测试用进展。, en: Progress for tests.}
  evidence:
    - title: {zh: 统计公报}
      publisher: 示例日报
      published: 2030-07-01
      url: https://library.example.org/h1.html"""

_FOLDER = "data/submissions/small/example-office"
_WITHDRAWN = "withdrawn:\n  reason: {zh: 误报。, en: Reported by mistake.}"
_REPORTED = """\
reports:
  - ref: "1"
    status: in_progress
    summary:
      zh: 测试用进展。
      en: Progress for tests."""

CODES = (
    Code(
        code="S101",
        severity=Severity.ERROR,
        sentence=Words("没有名为 `{value}` 的{kind_zh}", "there is no {kind_en} named `{value}`"),
        advice=Words("{near_zh}已有：{allowed}。", "{near_en}Known: {allowed}."),
        why=Words(
            "报告里写的政策、机构、任务、条款和指标都必须存在，否则网站上没有它的位置。",
            "The policy, agency, tasks, clauses and targets that a submission names must exist; otherwise no page "
            "could show it.",
        ),
        fails='ref: "1.9"',
        passes='ref: "1.2"',
    ),
    Code(
        code="S102",
        severity=Severity.ERROR,
        sentence=Words(
            "状态是 completed（已完成），但没有证据",
            "status is completed, but evidence is empty",
        ),
        advice=Words(
            "请在 evidence 下至少写一项公开出处（title、publisher、published、url）；暂时没有的，先写 in_progress。",
            "Add at least one public source under evidence (title, publisher, published, url); if there is none yet, "
            "report in_progress.",
        ),
        why=Words(
            "说“已完成”，就要让公众看得到依据。",
            "If something is said to be completed, the public must be able to see the proof.",
        ),
        fails="status: completed",
        passes=_PROVEN,
    ),
    Code(
        code="S103",
        severity=Severity.ERROR,
        sentence=Words(
            "`{value}` 报告了两次（第一次在第 {first} 行）",
            "`{value}` is reported twice (first on line {first})",
        ),
        advice=Words("请合并成一条。", "Merge the two entries into one."),
        why=Words(
            "同一份报告里，一项任务或条款只报一次，一个指标同一天只报一个数值。",
            "A submission reports once on each task or clause, and gives one value for each target and day.",
        ),
        fails="- target: loans\n  value: 1.1万\n  as_of: 2030-06-30\n"
        "- target: loans\n  value: 1.1万\n  as_of: 2030-06-30",
        passes="- target: loans\n  value: 1.1万\n  as_of: 2030-06-30",
    ),
    Code(
        code="S104",
        severity=Severity.ERROR,
        sentence=Words(
            "提交日期 {value} 早于本期结束日期（{end}）",
            "the submission date {value} is before the end of the period ({end})",
        ),
        advice=Words(
            "一期结束后才能报告；请检查提交日期，或文件名里的报告期。",
            "A period is reported on when it has ended: check the date, or the period in the file name.",
        ),
        why=Words(
            "一期没有结束，就还不知道这一期的结果。",
            "Before a period has ended, nobody knows what it will bring.",
        ),
        fails="submitted: 2030-06-29",
        passes="submitted: 2030-06-30",
    ),
    Code(
        code="S105",
        severity=Severity.ERROR,
        sentence=Words(
            "提交日期 {value} 晚于今天（{as_of}）",
            "the submission date {value} is in the future (today is {as_of})",
        ),
        advice=Words("请填写实际提交的日期。", "Give the actual day of submission."),
        why=Words("提交日期不能在今天之后。", "Nothing can be submitted in the future."),
        fails="submitted: 2032-01-01",
        passes="submitted: 2030-07-10",
    ),
    Code(
        code="S106",
        severity=Severity.ERROR,
        sentence=Words(
            "报告期 {value} 不在政策覆盖的时段（{start} 至 {end}）内",
            "the period {value} lies outside the time that the policy covers ({start} to {end})",
        ),
        advice=Words(
            "请检查文件名里的报告期，例如 2023-Q4.yml。",
            "Check the period in the file name, such as 2023-Q4.yml.",
        ),
        why=Words(
            "报告期要与政策覆盖的时段重合。",
            "A reporting period must overlap the time that its policy covers.",
        ),
        fails="data/submissions/small/example-office/2031-H1.yml",
        passes="data/submissions/small/example-office/2030-H1.yml",
    ),
    Code(
        code="S107",
        severity=Severity.ERROR,
        sentence=Words(
            "状态是 {status}，但没有写原因",
            "status is {status}, but no reason is given",
        ),
        advice=Words(
            "请在 reason 里说明原因和下一步安排。",
            "Explain under reason why, and what happens next.",
        ),
        why=Words(
            "延期、暂停和取消要说明原因，公众才能判断。",
            "A delay, suspension or cancellation has to be explained, so that the public can judge it.",
        ),
        fails="status: delayed",
        passes="status: delayed\nreason:\n  zh: 汛期停工六周，下季度补上。",
    ),
    Code(
        code="S108",
        severity=Severity.ERROR,
        sentence=Words(
            "状态从 {earlier}（{period}）退回到 {status}，但没有写原因",
            "the status goes back from {earlier} (in {period}) to {status}, but no reason is given",
        ),
        advice=Words(
            "请在 reason 里说明原因；如果是笔误，请改正状态。",
            "Explain why under reason; if it is a mistake, correct the status.",
        ),
        why=Words(
            "已经报告的状态退回去，要么是情况变了，要么是笔误，都要说清楚。按条比较：针对整个任务的报告也算到它的每一条。",
            "When a status goes back, either something has changed or there is a mistake; readers should know which. "
            "Clauses are compared one by one, and a report on a whole task counts for each of its clauses.",
        ),
        fails="status: not_started",
        passes="status: not_started\nreason:\n  zh: 上期误报，方案尚未批准。",
    ),
    Code(
        code="S109",
        severity=Severity.ERROR,
        sentence=Words(
            "数值 {value} 比上次的 {earlier}（{day}）离目标更远，但没有写原因",
            "the figure {value} is further from the target than the previous one, {earlier} ({day}), but no reason is "
            "given",
        ),
        advice=Words(
            "请在 reason 里说明原因，例如统计口径调整；如果是笔误，请改正数值。",
            "Explain why under reason, for example a change of method; if it is a mistake, correct the figure.",
        ),
        why=Words(
            "数值比上次离目标更远时要说明原因，例如统计口径变了。",
            "A figure that is further from its target than the previous one needs an explanation, for example a change "
            "of method.",
        ),
        fails="value: 1万",
        passes="value: 1万\nreason:\n  zh: 统计口径调整，不再计续借。",
    ),
    Code(
        code="S110",
        severity=Severity.ERROR,
        sentence=Words(
            "数值 {value} 与目标值 {wanted} 的单位不同",
            "the figure {value} is not in the unit of the target value, {wanted}",
        ),
        advice=Words(
            "这个指标的单位是“{unit_zh}”；目标值是百分数时写成 26.5%，否则不写百分号。",
            "The unit of this target is “{unit_en}”; write 26.5% where the target is a percentage, and no % elsewhere.",
        ),
        why=Words(
            "数值与目标要用同一单位，否则无法比较。",
            "A figure must be in the unit of its target; otherwise the two cannot be compared.",
        ),
        fails="value: 91.7%",
        passes="value: 1.1万",
    ),
    Code(
        code="S111",
        severity=Severity.ERROR,
        sentence=Words("数值 {value} 是负数", "the figure {value} is negative"),
        advice=Words(
            "这个指标不会小于零，请检查数字。",
            "Figures for this target are never below zero: check the number.",
        ),
        why=Words("这类数量不会小于零。", "Quantities of this kind are never below zero."),
        fails="value: -3",
        passes="value: 3",
    ),
    Code(
        code="S112",
        severity=Severity.WARNING,
        sentence=Words(
            "数值 {value} 与目标值 {wanted} 相差悬殊",
            "the figure {value} is very far from the target value, {wanted}",
        ),
        advice=Words(
            "请检查小数点和 万、亿 等单位；确认无误的，用 confirmed 写明理由。相差一千倍以上的，写明理由后才据以判断。",
            "Check the decimal point and units such as 万 and 亿; if the figure is right, say why under confirmed. One "
            "that is off by a factor of a thousand or more decides nothing until then.",
        ),
        why=Words(
            "与基期值、目标值都相差十倍以上，常常是小数点或 万、亿 写错了。",
            "A figure that differs from both baseline and target by a factor of more than ten often has a wrong "
            "decimal point, 万 or 亿.",
        ),
        fails="value: 1.1亿",
        passes="value: 1.1万",
    ),
    Code(
        code="S113",
        severity=Severity.ERROR,
        sentence=Words("`{target}` 是{sort_zh}", "`{target}` {sort_en}"),
        advice=Words("请填写 {wanted}。", "Fill in {wanted}."),
        why=Words(
            "有数字的指标用数字报告，没有数字的用文字报告。",
            "A target with a number is reported on in numbers, one without in words.",
        ),
        fails="target: audiobooks\nvalue: 3",
        passes="target: audiobooks\ntext:\n  zh: 已到三个村。",
    ),
    Code(
        code="S114",
        severity=Severity.ERROR,
        sentence=Words(
            "证据发布于 {value}，晚于提交日期 {submitted}",
            "the evidence was published on {value}, after the submission date ({submitted})",
        ),
        advice=Words("请检查这两个日期。", "Check the two dates."),
        why=Words(
            "证据的发布日期不会晚于引用它的报告。",
            "Evidence cannot be published later than the submission that cites it.",
        ),
        fails="published: 2030-07-11",
        passes="published: 2030-07-10",
    ),
    Code(
        code="S115",
        severity=Severity.ERROR,
        sentence=Words(
            "数值所属日期 {value} 晚于提交日期 {submitted}",
            "the reference date of the figure, {value}, is after the submission date ({submitted})",
        ),
        advice=Words(
            "as_of 填数值所属的日期，例如期末；请检查。",
            "as_of is the reference date of the figure, such as the last day of the period: check it.",
        ),
        why=Words(
            "数值所属的那一天已经过去，才会有数值。",
            "A figure can only be given for a day that has passed.",
        ),
        fails="as_of: 2030-12-31",
        passes="as_of: 2030-06-30",
    ),
    Code(
        code="S116",
        severity=Severity.ERROR,
        sentence=Words("证据没有网址", "the evidence has no web address"),
        advice=Words(
            "请在 url 里填写公开网址，以 https:// 开头。",
            "Give its public address under url, starting with https://.",
        ),
        why=Words(
            "机构自己提交的证据要有公开网址，任何人都能打开核对。",
            "Evidence that an agency submits has a public address, so that anybody can check it.",
        ),
        fails="title: {zh: 统计公报}",
        passes="title: {zh: 统计公报}\n  url: https://stats.example.org/2030/",
    ),
    Code(
        code="S117",
        severity=Severity.WARNING,
        sentence=Words("没有 `{locale}` 译文", "there is no `{locale}` translation"),
        advice=Words(
            "请在 zh 的下一行添加 {locale}；没有译文时，网站显示中文并注明“尚未翻译”。",
            "Add {locale} below zh; without it, the site shows the Chinese, marked as not yet translated.",
        ),
        why=Words(
            "网站还有其他语言的页面；没有译文的文字在那里显示中文并注明。",
            "The site has pages in other languages, too; texts without a translation are shown in Chinese and marked.",
        ),
        fails="zh: 测试用进展。",
        passes="zh: 测试用进展。\nen: Progress for tests.",
    ),
    Code(
        code="S118",
        severity=Severity.ERROR,
        sentence=Words(
            "`{agency}` 是{sort_zh}，与 provenance 不符",
            "`{agency}` {sort_en}, which does not match this provenance",
        ),
        advice=Words(
            "示例与真实数据不得混用，这里应写 {wanted}。",
            "Samples and real data are never mixed: write {wanted} here.",
        ),
        why=Words(
            "示例与真实数据严格分开：演示机构只能提交示例，真实机构不能提交示例。",
            "Samples and real data are kept apart: invented agencies submit only samples, real ones never do.",
        ),
        fails="provenance: sample",
        passes="provenance: agency",
    ),
    Code(
        code="S119",
        severity=Severity.WARNING,
        sentence=Words(
            "迟报 {days} 天：应不晚于 {due} 提交",
            "the report was due on {due} (days late: {days})",
        ),
        advice=Words(
            "网站会如实显示“迟报”；如果日期是笔误，请改正。",
            "The site shows it as late; if the date is a mistake, correct it.",
        ),
        why=Words(
            "过了期限的报告照样接收，页面会注明“迟报”。",
            "Late reports are accepted all the same; pages show that they were late.",
        ),
        fails="submitted: 2030-07-16",
        passes=None,
        may_stay=True,
    ),
    Code(
        code="S120",
        severity=Severity.WARNING,
        sentence=Words(
            "`{value}` 连续 {count} 次报告都是 in_progress（进行中）",
            "the last {count} reports on `{value}` all say in_progress",
        ),
        advice=Words(
            "请在 summary 里写明本期的具体进展；已完成或已延期的，请改状态。",
            "Describe under summary what was achieved in this period; if the work is completed or delayed, change the "
            "status.",
        ),
        why=Words(
            "连续四期都只说“进行中”，公众看不出有没有进展。",
            "If four reports in a row only say “in progress”, the public cannot tell whether anything has moved.",
        ),
        fails="status: in_progress",
        passes=None,
        may_stay=True,
    ),
    Code(
        code="S121",
        severity=Severity.NOTICE,
        sentence=Words(
            "与 `{agency}` 的说法不一：这里是 {mine}，对方是 {status}（{path}）",
            "this differs from what `{agency}` reports: {mine} here, {status} there ({path})",
        ),
        advice=Words(
            "网站会同时显示双方的说法，不作裁决；请双方核对。",
            "The site shows both and takes no side; please check with each other.",
        ),
        why=Words(
            "能代表整体的两个机构说法互相排斥时，网站同时刊登，并请双方核对。",
            "Where two agencies that speak for the whole exclude each other, the site shows both and asks them to "
            "check.",
        ),
        fails="status: completed",
        passes=None,
        may_stay=True,
    ),
    Code(
        code="S122",
        severity=Severity.ERROR,
        sentence=Words("这份报告没有任何内容", "this submission contains nothing"),
        advice=Words(
            "请在 reports 或 figures 下至少写一项。",
            "Add at least one entry under reports or figures.",
        ),
        why=Words(
            "没有内容的报告会让人误以为已经报告过了。",
            "A submission without content would look as if something had been reported.",
        ),
        fails="submitted: 2030-07-10\nprovenance: agency",
        passes="submitted: 2030-07-10\nprovenance: agency\n"
        "figures:\n  - target: loans\n    value: 1.1万\n    as_of: 2030-06-30",
    ),
    Code(
        code="S123",
        severity=Severity.WARNING,
        sentence=Words("证据的网址是 http，不是 https", "the evidence has an http address, not https"),
        advice=Words(
            "如果网页也能用 https:// 打开，请改成 https://；打不开的不用改。",
            "If the page also opens with https://, change it; if it does not, leave it.",
        ),
        why=Words(
            "https 网页在传送途中不会被人改动，http 网页会。",
            "Nobody can change an https page on its way to the reader; an http page can be changed.",
        ),
        fails="url: http://library.example.org/h1.html",
        passes="url: https://library.example.org/h1.html",
    ),
    Code(
        code="S124",
        severity=Severity.WARNING,
        sentence=Words(
            "`{value}` 的摘要与上期（{period}）一字不差",
            "the summary of `{value}` is the same, word for word, as in the last report ({period})",
        ),
        advice=Words(
            "请写本期做了什么；确实没有变化的，写明没有变化。",
            "Say what was done in this period; if nothing changed, say that nothing did.",
        ),
        why=Words(
            "照抄上期，读者看不出这一期做了什么。",
            "If a summary is copied, readers can't see what was done in the period.",
        ),
        fails="  zh: 已选定地点。",
        passes="  zh: 已开始施工。",
    ),
    Code(
        code="S131",
        severity=Severity.WARNING,
        sentence=Words("证据没有发布日期", "the evidence has no date of publication"),
        advice=Words(
            "请在 published 里填写发布日期；页面上确实没有日期的不用填。",
            "Give the day on which it was published under published; if the page has no date, leave it.",
        ),
        why=Words(
            "没有日期，就看不出证据是在工作之前还是之后发布的。",
            "Without a date, nobody can tell whether the evidence was published before or after the work.",
        ),
        fails="publisher: 示例日报\nurl: https://library.example.org/h1.html",
        passes="publisher: 示例日报\npublished: 2030-07-01\nurl: https://library.example.org/h1.html",
    ),
    Code(
        code="S132",
        severity=Severity.WARNING,
        sentence=Words(
            "证据发布于 {value}，早于政策印发（{issued}）",
            "the evidence was published on {value}, before the policy was issued ({issued})",
        ),
        advice=Words(
            "请检查日期；证据如果确实更早，请换一份印发之后的出处，或在 summary 里说明。",
            "Check the date; if the evidence really is older, cite something published since, or explain it in the "
            "summary.",
        ),
        why=Words(
            "政策印发之前发布的材料，很难证明这项政策落实得怎样。",
            "What was published before a policy was issued can hardly show how the policy was carried out.",
        ),
        fails="published: 2029-12-31\nurl: https://library.example.org/h1.html",
        passes="published: 2030-07-01\nurl: https://library.example.org/2030-h1.html",
    ),
    Code(
        code="S133",
        severity=Severity.WARNING,
        sentence=Words(
            "同一个网址 `{value}` 被 {count} 条报告引为证据",
            "the address `{value}` is cited as evidence by {count} reports",
        ),
        advice=Words(
            "请为每一条给出各自的出处；如果文章确实逐项写到，请在 quote 里引用有关的原文。",
            "Cite a source of its own for each; if the article covers them one by one, quote its words under quote.",
        ),
        why=Words(
            "一篇文章很少能证明许多条款；同一份报告里引用同一网址超过五条的，会提醒核对。",
            "One article seldom proves many clauses. More than five reports of a submission that cite one address are "
            "pointed out.",
        ),
        fails=_CITED,
        passes=_CITED.replace("h1.html", "h6.html"),
    ),
    Code(
        code="S134",
        severity=Severity.WARNING,
        sentence=Words("`{value}` 像是个人邮箱", "`{value}` looks like a private mailbox"),
        advice=Words(
            "请写单位的公务邮箱；没有公务邮箱，就不写 email。",
            "Give the office's own mailbox; if it has none, leave the mailbox out.",
        ),
        why=Words(
            "公众邮箱多半属于个人，人走了就没有人回信，还会把个人信息公开出去。",
            "Mailboxes with public providers mostly belong to persons: they publish personal data, and go unanswered "
            "when the person leaves.",
        ),
        fails="email: someone@163.com",
        passes="email: info@office.example.org",
    ),
    Code(
        code="S135",
        severity=Severity.WARNING,
        sentence=Words("联系部门像是人名", "the contact looks like a person's name"),
        advice=Words(
            "请写部门名称，例如“数字乡村处”；不公开个人姓名。",
            "Name an office, such as “Digital Village Division”; persons are not named.",
        ),
        why=Words(
            "联系方式写部门，不写个人：人会调动，姓名一旦发布就收不回来。",
            "A contact is an office: persons move on, and a name cannot be called back once it is published.",
        ),
        fails="unit: {zh: 张某某}",
        passes="unit: {zh: 数字乡村处}",
    ),
    Code(
        code="S141",
        severity=Severity.ERROR,
        sentence=Words("更正缺少上一版：{wanted}", "the submission before this revision is missing: {wanted}"),
        advice=Words(
            "更正文件从 .r2.yml 起依次编号，请改文件名，或补上缺少的一版。",
            "Revisions are numbered on from .r2.yml: rename the file, or add the one that is missing.",
        ),
        why=Words(
            "每一版都留在记录里，编号不断，谁都看得出改过几次、改了什么。",
            "Every version stays on record and no number is left out, so that anyone can see what was changed, and how "
            "often.",
        ),
        fails=f"{_FOLDER}/2030-H1.r3.yml",
        passes=f"{_FOLDER}/2030-H1.r2.yml",
    ),
    Code(
        code="S142",
        severity=Severity.ERROR,
        sentence=Words("更正没有说明原因", "the revision does not say why it replaces what was published"),
        advice=Words(
            "更正请写 corrects，撤回请写 withdrawn，并在其中写明 reason（原因）。",
            "Write corrects, or withdrawn where nothing takes its place, with a reason in it.",
        ),
        why=Words(
            "已经公开的内容可以更正或撤回，但要说明原因。",
            "What was published may be corrected or withdrawn, but not without a word.",
        ),
        fails="submitted: 2030-07-20\nprovenance: agency\nreports:",
        passes="submitted: 2030-07-20\nprovenance: agency\ncorrects:\n  reason: {zh: 状态填错了。}\nreports:",
    ),
    Code(
        code="S143",
        severity=Severity.ERROR,
        sentence=Words("撤回的同时又写了 {field}", "a withdrawal has {field} in it"),
        advice=Words(
            "撤回文件只写 submitted、provenance 和 withdrawn。要重新报告，请另写下一版；要更正，请改用 corrects。",
            "A withdrawal has only submitted, provenance and withdrawn. To report anew, add another revision; to "
            "correct what was reported, use corrects.",
        ),
        why=Words(
            "撤回就是不再主张原来的内容；同时又报告，读者无从知道哪些还算数。",
            "A withdrawal says that nothing of the report is upheld; with reports in it, nobody could tell what is.",
        ),
        fails=f"{_WITHDRAWN}\n{_REPORTED}",
        passes=_WITHDRAWN,
    ),
    Code(
        code="S144",
        severity=Severity.ERROR,
        sentence=Words(
            "写了 {field}，但没有可以更正或撤回的报告", "{field} is given, but there is no report to replace"
        ),
        advice=Words(
            "首次报告和撤回之后的重新报告都不写 {field}，请删去；更正已公开的报告，请用新文件，文件名加 .r2。",
            "A first report, and one after a withdrawal, has no {field}: leave it out. To correct what was published, "
            "add a new file whose name ends in .r2.yml.",
        ),
        why=Words(
            "更正和撤回都针对记录中现有的一版。",
            "A correction or withdrawal is of a report that stands on record.",
        ),
        fails="corrects:\n  reason: {zh: 状态填错了。, en: The status was wrong.}",
        passes=None,
    ),
    Code(
        code="S145",
        severity=Severity.ERROR,
        sentence=Words(
            "提交日期 {value} 早于上一版的 {earlier}",
            "submitted on {value}, before the version it replaces ({earlier})",
        ),
        advice=Words("请填写这一版的提交日期。", "Give the day on which this version was submitted."),
        why=Words(
            "版本按提交的先后排列，日期倒过来，就看不出哪一版什么时候有效。",
            "Versions follow each other in time; dates in another order would hide which of them stood when.",
        ),
        fails="submitted: 2030-07-09",
        passes="submitted: 2030-07-20",
    ),
    Code(
        code="S150",
        severity=Severity.ERROR,
        sentence=Words(
            "`{target}` 是累计数，但没有写从哪一天起算",
            "`{target}` is a total, but the day from which it counts is missing",
        ),
        advice=Words(
            "请用 from 写明起始日期，例如全年数写 from: 2030-01-01。",
            "State the first day under from; a whole year’s total has from: 2030-01-01.",
        ),
        why=Words(
            "不写起止日期，就不知道这是一个月、半年还是全年的累计数。",
            "Without its first day, nobody can tell a month’s total from a year’s.",
        ),
        fails="value: 0.6万\nas_of: 2030-06-30",
        passes="value: 0.6万\nfrom: 2030-01-01\nas_of: 2030-06-30",
    ),
    Code(
        code="S151",
        severity=Severity.ERROR,
        sentence=Words(
            "数值写了两种：`{first}` 和 `{value}`", "the figure is stated twice: as `{first}` and as `{value}`"
        ),
        advice=Words(
            "请只留一种：确数写 value，“以上”写 at_least，“超过”写 more_than，“以内”写 at_most，“不足”写 less_than，"
            "“左右”写 about，范围写 between。",
            "Keep one: value for an exact figure, at_least for 以上, more_than for 超过, at_most for 以内, less_than "
            "for 不足, about for 左右, between for a range.",
        ),
        why=Words("一个数值只有一种说法。", "A figure is either exact or bounded, not both."),
        fails="value: 1.1万\nat_least: 1万",
        passes="at_least: 1万",
    ),
    Code(
        code="S152",
        severity=Severity.ERROR,
        sentence=Words("起始日期 {value} 晚于截止日期 {end}", "the span begins on {value}, after its end ({end})"),
        advice=Words("请检查 from 和 as_of。", "Check from and as_of."),
        why=Words("时段的末日不会早于首日。", "A span does not end before it begins."),
        fails="from: 2030-06-30\nas_of: 2030-01-01",
        passes="from: 2030-01-01\nas_of: 2030-06-30",
    ),
    Code(
        code="S153",
        severity=Severity.ERROR,
        sentence=Words("状态是 withheld（不公开），但没有写依据", "status is withheld, but no ground is given"),
        advice=Words(
            "请用 ground 写明不公开所依据的法律或决定。",
            "Name the law or decision on which this rests under ground.",
        ),
        why=Words(
            "不公开是例外，要有依据，读者才知道为什么看不到。",
            "Withholding is an exception and needs a ground, so that readers know why they see nothing.",
        ),
        fails="status: withheld",
        passes="status: withheld\nground:\n  zh: 《政府信息公开条例》第十四条",
    ),
    Code(
        code="S154",
        severity=Severity.WARNING,
        sentence=Words(
            "任务 {task} 报“已完成”，其中的条款 {value} 却是 {status}",
            "task {task} is reported as completed, but its clause {value} as {status}",
        ),
        advice=Words(
            "请改正其中一个：只要有一条没有完成，任务就没有完成。",
            "Correct one of them: a task is not completed while one of its clauses is not.",
        ),
        why=Words(
            "同一份报告不能既说任务完成，又说其中一条没有完成。",
            "One report cannot call a task completed and a part of it unfinished.",
        ),
        fails='ref: "1"\nstatus: completed',
        passes=None,
    ),
    Code(
        code="S155",
        severity=Severity.WARNING,
        sentence=Words(
            "报告期内 {value} 不在施行之中：{first} 至 {last}",
            "{value} was not in force in the period reported on: only from {first} to {last}",
        ),
        advice=Words(
            "请检查任务号或条款号；已经废止、或者当时还没有增补的，不用报告。",
            "Check the number; what was repealed before, or added later, need not be reported on.",
        ),
        why=Words(
            "后来的文件可以废止或增补任务和条款；不在施行之中的，没有报告义务，也不计入进展。",
            "Later documents can repeal or add tasks and clauses. What is not in force is neither owed nor counted.",
        ),
        fails='ref: "1.2"',
        passes=None,
    ),
    Code(
        code="S156",
        severity=Severity.NOTICE,
        sentence=Words(
            "这份报告有 {count} 段文字没有 `{locale}` 译文",
            "{count} of this report's texts have no `{locale}` translation",
        ),
        advice=Words(
            "填报的人不必处理；维护者可以补上译文。",
            "Whoever reports need not do anything; the maintainers may add the translations.",
        ),
        why=Words(
            "网站设置（extra.reporting_languages）没有要求报告使用这种语言；没有译文的文字在那里显示中文并注明。",
            "The site's settings (extra.reporting_languages) do not ask for reports in this language; texts without a "
            "translation are shown in Chinese and marked.",
        ),
        fails="zh: 测试用进展。",
        passes="zh: 测试用进展。\nen: Progress for tests.",
    ),
)
