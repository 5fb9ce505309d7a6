"""Codes of the family O: who may change what."""

from __future__ import annotations

from generator.findings.codes.record import Code, Severity
from generator.findings.languages import Words

_REPORT = "data/submissions/small/example-office/2030-H1.yml"

CODES = (
    Code(
        code="O101",
        severity=Severity.ERROR,
        sentence=Words("`{agency}` 不能改动这个文件", "`{agency}` may not change this file"),
        advice=Words(
            "机构只能改动自己的文件夹：data/submissions/政策/{agency}/。请撤回对其他文件的改动。",
            "An agency may change only its own folder: data/submissions/policy/{agency}/. Undo the changes to other "
            "files.",
        ),
        why=Words(
            "一个机构只能改自己的报告，不能改别人的。",
            "An agency changes its own reports and nobody else's.",
        ),
        fails=f"owner: example-office\n{_REPORT}\ndata/submissions/small/example-bureau/2030-H1.yml",
        passes=f"owner: example-office\n{_REPORT}",
    ),
    Code(
        code="O102",
        severity=Severity.WARNING,
        sentence=Words(
            "这次提交数据，同时改动了程序、设置或工作流",
            "this change to data also touches programs, settings or workflows",
        ),
        advice=Words(
            "请分成两次提交；程序的改动由维护者单独审阅。",
            "Split it into two pull requests; changes to programs are reviewed separately.",
        ),
        why=Words(
            "数据和程序分开审阅，对程序的改动不会混在报告里通过。",
            "Data and programs are reviewed separately, so that no change to a program slips in with a report.",
        ),
        fails=f"{_REPORT}\n.github/workflows/publish.yml",
        passes=_REPORT,
    ),
    Code(
        code="O103",
        severity=Severity.WARNING,
        sentence=Words(
            "这次提交报告，同时改动了政策或机构登记",
            "this change to submissions also touches a policy or the register of agencies",
        ),
        advice=Words(
            "请分成两次提交；政策原文、分工和机构登记由维护者单独审阅。",
            "Split it into two pull requests; policies, assignments and agencies are reviewed separately.",
        ),
        why=Words(
            "政策原文、分工和机构登记由维护者审阅，不随报告一起改。",
            "Policies, assignments and the register of agencies are reviewed by the maintainers, not along with a "
            "report.",
        ),
        fails=f"{_REPORT}\ndata/agencies/example-office.yml",
        passes=_REPORT,
    ),
    Code(
        code="O104",
        severity=Severity.WARNING,
        sentence=Words(
            "`{author}` 不是 `{agency}` 登记的负责人",
            "`{author}` is not registered as an owner of `{agency}`",
        ),
        advice=Words(
            "任何人都可以提交；合并前须由该机构的负责人确认（{owners_zh}）。",
            "Anybody may propose a change; before it is merged, the agency's owners ({owners_en}) must confirm it.",
        ),
        why=Words(
            "代某机构提交的内容须经该机构的负责人确认，谁也不能冒名。",
            "What is submitted for an agency is confirmed by its owners, so that nobody can speak in its name unasked.",
        ),
        fails=f"author: @passer-by\n{_REPORT}",
        passes=f"author: @library-desk\n{_REPORT}",
    ),
    Code(
        code="O111",
        severity=Severity.ERROR,
        sentence=Words("已公开的报告被改动了（{field}）", "a report that was published has been edited ({field})"),
        advice=Words(
            "请还原这个文件，把更正后的全部内容写进新文件 {wanted}，并在 corrects 中说明原因。补充和修改译文不受限制。",
            "Restore this file, and write the whole corrected report to a new one, {wanted}, with the reason under "
            "corrects. Translations may be added and changed.",
        ),
        why=Words(
            "公开过的内容可以更正，但不能悄悄改掉：原来怎么说的，要留在记录里。",
            "What was published can be corrected, but not made unsaid: the record keeps what it said before.",
        ),
        fails=_REPORT,
        passes="data/submissions/small/example-office/2030-H1.r2.yml",
    ),
    Code(
        code="O112",
        severity=Severity.ERROR,
        sentence=Words("已公开的报告被删除了", "a report that was published has been deleted"),
        advice=Words(
            "请还原这个文件；要撤回，请另写 {wanted}，在 withdrawn 中说明原因。",
            "Restore this file; to withdraw the report, write {wanted}, with the reason under withdrawn.",
        ),
        why=Words(
            "撤回也要留下记录：什么时候报告过，什么时候撤回，为什么。",
            "A withdrawal leaves a trace, too: when something was reported, when it was withdrawn, and why.",
        ),
        fails=_REPORT,
        passes="data/submissions/small/example-office/2030-H1.r2.yml",
    ),
    Code(
        code="O113",
        severity=Severity.WARNING,
        sentence=Words(
            "提交日期写的是 {value}，比检查当日（{as_of}）早七天以上",
            "submitted is {value}, more than seven days before the day of this check ({as_of})",
        ),
        advice=Words(
            "请核对日期；确实早已提交、现在才收录的，请在合并请求里说明。",
            "Check the date; if the report really was submitted then and is only now put on record, say so in the pull "
            "request.",
        ),
        why=Words(
            "提交日期由机构自己填写，是否按时由它决定，所以和收录日期相差较大时要核对。",
            "The agency itself gives this day, which decides whether the report was in time, so it is looked at where "
            "it lies far back.",
        ),
        fails="submitted: 2030-07-10",
        passes="submitted: 2031-12-24",
    ),
    Code(
        code="O114",
        severity=Severity.ERROR,
        sentence=Words("这里隐去了提交的内容", "words of a submission are redacted here"),
        advice=Words(
            "只有维护者可以隐去内容。请删去 redacted，照实填写；确有不能公开的内容，请告知维护者。",
            "Only maintainers redact. Remove `redacted` and report in words; if something must not be public, tell the "
            "maintainers.",
        ),
        why=Words(
            "隐去的内容不再公开，理由要由维护者核实，并写明日期和原因；机构自己要改，另写一版更正。",
            "What is redacted is no longer public, so maintainers judge the reason and state it with the day; an "
            "agency that wants to change its own words writes a correction.",
        ),
        fails="redacted: {on: 2030-08-01, reason: {zh: 涉及个人信息, en: personal data}}",
        passes="corrects:\n  reason: {zh: 状态填错了。, en: The status was wrong.}",
    ),
)
