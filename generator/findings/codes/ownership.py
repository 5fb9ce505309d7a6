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
)
