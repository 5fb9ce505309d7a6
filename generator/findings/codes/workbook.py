"""Codes of the family W: workbooks that are imported."""

from __future__ import annotations

from generator.findings.codes.record import Code, Severity
from generator.findings.languages import Words

_NO_EXAMPLE = Words("这一条说的是工作簿里的单元格。", "This is about cells of a workbook.")

CODES = (
    Code(
        code="W101",
        severity=Severity.ERROR,
        sentence=Words("不能读取：{problem_zh}", "cannot be read: {problem_en}"),
        advice=Words("{advice_zh}", "{advice_en}"),
        why=Words(
            "收到的工作簿可能损坏，也可能是恶意做成的，所以先检查再打开。",
            "A workbook that is sent in may be damaged, or made to do harm, so it is checked before it is opened.",
        ),
        no_example=_NO_EXAMPLE,
    ),
    Code(
        code="W102",
        severity=Severity.ERROR,
        sentence=Words("缺少{what_zh}", "{what_en} is missing"),
        advice=Words(
            "模板里原有的工作表和栏不能删、不能改名。请重新领取模板，把内容复制过去。",
            "Sheets and columns of the template must be neither deleted nor renamed. Start from a new template, and "
            "copy the contents into it.",
        ),
        why=Words(
            "少了一张表或一栏，就不知道里面原来填过什么。",
            "If a sheet or a column is missing, nobody knows what had been filled in there.",
        ),
        no_example=_NO_EXAMPLE,
    ),
    Code(
        code="W103",
        severity=Severity.WARNING,
        sentence=Words("这里的内容没有采用：{value}", "what is written here was not taken over: {value}"),
        advice=Words(
            "这个位置不属于模板里的任何一栏。要报的内容，请写到对应的栏里。",
            "This place belongs to no column of the template. If it should be reported, write it in the right column.",
        ),
        why=Words("填了的内容不能不声不响地丢掉。", "Nothing that was filled in may be dropped in silence."),
        no_example=_NO_EXAMPLE,
    ),
    Code(
        code="W104",
        severity=Severity.ERROR,
        sentence=Words("单元格里是公式：{value}", "the cell holds a formula: {value}"),
        advice=Words(
            "请复制这一格，在原处“选择性粘贴 → 数值”。",
            "Copy the cell, and paste it in place as a value (Paste Special → Values).",
        ),
        why=Words(
            "公式算出什么，取决于谁在哪里打开它，不能作为报告内容。",
            "What a formula yields depends on who opens it where, so it can't be reported.",
        ),
        no_example=_NO_EXAMPLE,
    ),
    Code(
        code="W105",
        severity=Severity.ERROR,
        sentence=Words("单元格里是错误值 {value}", "the cell holds the error value {value}"),
        advice=Words(
            "请改成实际内容；没有就清空。", "Replace it by what is meant; empty the cell if there is nothing."
        ),
        why=Words("#REF!、#N/A 是算错了，不是报告内容。", "#REF! or #N/A is a failed formula, and reports nothing."),
        no_example=_NO_EXAMPLE,
    ),
    Code(
        code="W106",
        severity=Severity.ERROR,
        sentence=Words("{value} 是 {one} 还是 {other}？", "does {value} mean {one} or {other}?"),
        advice=Words(
            "请把单元格设为“文本”格式，再写完整。",
            "Set the format of the cell to Text, and write it in full.",
        ),
        why=Words(
            "表格软件会改写输入的数字（26.5% 变成 0.265，1.10 变成 1.1），原来写的是什么，程序不猜。",
            "Spreadsheet programs rewrite numbers (26.5% becomes 0.265, 1.10 becomes 1.1); what had been written is "
            "not guessed.",
        ),
        no_example=_NO_EXAMPLE,
    ),
    Code(
        code="W107",
        severity=Severity.WARNING,
        sentence=Words(
            "第 {rows} 行是隐藏的或被筛掉的，里面的内容也读入了", "hidden or filtered rows were read too: {rows}"
        ),
        advice=Words(
            "请取消隐藏和筛选，看看这些行是不是要报的；不报就清空。",
            "Unhide them, remove filters, and see whether these rows are meant; empty them if not.",
        ),
        why=Words("看不见的行也可能填了内容。", "Rows that nobody sees may hold something all the same."),
        no_example=_NO_EXAMPLE,
    ),
    Code(
        code="W108",
        severity=Severity.ERROR,
        sentence=Words(
            "这一行的出处没有归处：没有报 {value}", "this source belongs to nothing: {value} is not reported"
        ),
        advice=Words(
            "第一栏写条款号（如 1.2）或指标代号，而且要在前面的表里已经报了。",
            "The first column names a task or clause (such as 1.2) or a target that is reported on the sheets before.",
        ),
        why=Words("每个出处都要说明它证明的是哪一项。", "A source must say what it is evidence of."),
        no_example=_NO_EXAMPLE,
    ),
    Code(
        code="W109",
        severity=Severity.WARNING,
        sentence=Words("官方原文被改过：{value}", "the official text was changed: {value}"),
        advice=Words(
            "这里的改动不会采用。原文有误，请告诉维护者；要说的话，写在后面的栏里。",
            "Changes here are not taken over. If the text is wrong, tell the maintainers; what there is to say goes "
            "into the columns that follow.",
        ),
        why=Words("官方原文不由填报的人改。", "Those who report do not change the official text."),
        no_example=_NO_EXAMPLE,
    ),
    Code(
        code="W110",
        severity=Severity.WARNING,
        sentence=Words("单元格 {value} 合并了，只读左上角一格", "the cells {value} are merged; only the first is read"),
        advice=Words(
            "请取消合并，每一行各填各的。",
            "Split them, and fill in each row for itself.",
        ),
        why=Words(
            "合并以后，其余各行看着有内容，其实是空的。",
            "In merged cells, the other rows look filled in, but are empty.",
        ),
        no_example=_NO_EXAMPLE,
    ),
)
