"""Codes of the family F: files and folders."""

from __future__ import annotations

from generator.findings.codes.record import Code, Severity
from generator.findings.languages import Words

CODES = (
    Code(
        code="F101",
        severity=Severity.ERROR,
        sentence=Words("这个位置不能放文件 `{name}`", "the file `{name}` does not belong here"),
        advice=Words(
            "这里只能放：{allowed}。请把文件移到正确的文件夹，或者删除。",
            "Only these files belong here: {allowed}. Move the file to the right folder, or delete it.",
        ),
        why=Words(
            "每个文件都有规定的位置；放错位置的文件会被指出来，不会悄悄跳过。",
            "Every file has its place. A file elsewhere is reported, never silently skipped.",
        ),
        fails="data/notes.txt",
        passes=None,
    ),
    Code(
        code="F102",
        severity=Severity.ERROR,
        sentence=Words(
            "文件名应以 .yml 结尾，现在是 `{name}`",
            "the file name must end in .yml, but it is `{name}`",
        ),
        advice=Words("请把文件改名为 `{wanted}`。", "Rename the file to `{wanted}`."),
        why=Words(
            "数据文件一律以 .yml 结尾，同一份数据就不会有两个文件。",
            "All data files end in .yml, so that no two files can stand for the same record.",
        ),
        fails="data/agencies/new-office.yaml",
        passes="data/agencies/new-office.yml",
    ),
    Code(
        code="F103",
        severity=Severity.ERROR,
        sentence=Words("名称 `{name}` 不符合命名规则", "the name `{name}` breaks the naming rules"),
        advice=Words(
            "{near_zh}只能用小写字母、数字和连字符（-），以字母开头，最长 60 个字符；任务文件用两位数字，如 01.yml；"
            "系统保留的名称不能用。",
            "{near_en}Use lower-case letters, digits and hyphens; start with a letter; use at most 60 characters "
            "(task files: two digits, such as 01.yml). Reserved names are not allowed.",
        ),
        why=Words(
            "文件和文件夹的名称就是代号，也是网址的一部分，只能用各种系统都认得的字符。",
            "The name of a file or folder is an id and part of web addresses, so it is limited to characters that "
            "every system accepts.",
        ),
        fails="data/agencies/Office.yml",
        passes="data/agencies/office.yml",
    ),
    Code(
        code="F104",
        severity=Severity.ERROR,
        sentence=Words("`{name}` 不是普通文件，而是{kind_zh}", "`{name}` is not a regular file but {kind_en}"),
        advice=Words("请换成普通的文本文件。", "Replace it with a regular text file."),
        why=Words(
            "数据只能是普通文件；链接、管道等可能指向仓库以外的内容。",
            "Data are regular files; links, pipes and the like could lead out of the repository.",
        ),
        no_example=Words(
            "链接、管道等不是文字，无法举例。",
            "A link or a pipe is not text, so no example can be shown.",
        ),
    ),
    Code(
        code="F105",
        severity=Severity.ERROR,
        sentence=Words(
            "文件太大：{size} 字节，上限是 {limit} 字节",
            "the file is too large: {size} bytes; the limit is {limit}",
        ),
        advice=Words("请删去多余的内容，或者拆成几个文件。", "Remove what is not needed, or split the file."),
        why=Words(
            "文件大小有上限，无论谁提交什么，都能很快读完。",
            "File size is limited, so that whatever anybody submits can be read quickly.",
        ),
        no_example=Words(
            "超过上限的文件太大，无法在这里列出。",
            "A file above the limit is too large to be shown here.",
        ),
    ),
    Code(
        code="F106",
        severity=Severity.ERROR,
        sentence=Words("缺少文件 {name}", "the file {name} is missing"),
        advice=Words(
            "请补上这个文件；没有它，这个文件夹里的内容都无法发布。",
            "Add it: without it, nothing in this folder can be published.",
        ),
        why=Words(
            "一项政策至少要有 policy.yml，写明标题、发文机构和日期。",
            "A policy needs at least a policy.yml with its title, issuers and dates.",
        ),
        fails="data/policies/orphan/tasks/01.yml",
        passes=None,
    ),
    Code(
        code="F107",
        severity=Severity.ERROR,
        sentence=Words("文件名 `{name}` 不是报告期", "the file name `{name}` is not a reporting period"),
        advice=Words(
            "{near_zh}全年写 2023，半年写 2023-H1，季度写 2023-Q4，月份写 2023-12，几个月连报写 2023-01--2023-11；"
            "更正文件在后面加 .r2。",
            "{near_en}Write a year as 2023, a half-year as 2023-H1, a quarter as 2023-Q4, a month as 2023-12, other "
            "spans of months as 2023-01--2023-11; a revision ends in .r2.",
        ),
        why=Words(
            "报告的文件名就是它所报告的那一期。",
            "The file name of a submission is the period that it reports on.",
        ),
        fails="data/submissions/small/example-office/2030年上半年.yml",
        passes="data/submissions/small/example-office/2030-H1.yml",
    ),
    Code(
        code="F108",
        severity=Severity.ERROR,
        sentence=Words(
            "提交文件 `{name}` 不在 data/ 下应在的位置，不会被读取",
            "the submission `{name}` is not in its place in data/, so it is not read",
        ),
        advice=Words("请移到 {wanted_zh}。", "Move it to {wanted_en}."),
        why=Words(
            "提交文件只在规定的位置才会读取；放在别处，等于没有提交。",
            "A submission is read only in its own place. Anywhere else it would count as not submitted.",
        ),
        fails="data/Submissions/small/example-office/2030-H1.yml",
        passes="data/submissions/small/example-office/2030-H1.yml",
    ),
    Code(
        code="F109",
        severity=Severity.NOTICE,
        sentence=Words("`{name}` 是其他程序留下的文件，已略过", "`{name}` was left by another program; it is ignored"),
        advice=Words("可以删除；请不要提交到仓库。", "It can be deleted; do not commit it."),
        why=Words(
            "系统、表格软件和编辑器会在文件夹里留下自己的文件，不影响在本机检查和生成网站；提交到仓库的，仍算放错位置的文件。",
            "Systems, office programs and editors leave files of their own in folders. They don't hold up a check or a "
            "build on your own machine; once committed, they are files that do not belong there.",
        ),
        fails="data/policies/small/tasks/01.yml~",
        passes=None,
    ),
)
