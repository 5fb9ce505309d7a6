"""Codes of the family M: fields and their types."""

from __future__ import annotations

from generator.findings.codes.record import Code, Severity
from generator.findings.languages import Words

CODES = (
    Code(
        code="M101",
        severity=Severity.ERROR,
        sentence=Words("缺少字段 `{field}`", "the field `{field}` is missing"),
        advice=Words("请补上：{meaning_zh}", "Add it: {meaning_en}"),
        why=Words(
            "必填的字段缺一不可，否则说不清是谁、哪一天、依据什么。",
            "Required fields must be there: without them it is unclear who said something, when, and on what basis.",
        ),
        fails="name: {zh: 示例局}",
        passes="name: {zh: 示例局}\nkind: county",
    ),
    Code(
        code="M102",
        severity=Severity.ERROR,
        sentence=Words("没有名为 `{field}` 的字段", "there is no field named `{field}`"),
        advice=Words("{near_zh}这里可以用的字段：{allowed}。", "{near_en}Fields allowed here: {allowed}."),
        why=Words(
            "没见过的字段名多半是笔误；不指出来，里面的内容就会丢失。",
            "An unknown field name is most likely a typo; if it were not reported, its content would be lost.",
        ),
        fails="shrot: {zh: 局}",
        passes="short: {zh: 局}",
    ),
    Code(
        code="M103",
        severity=Severity.ERROR,
        sentence=Words("这里应当是{wanted_zh}", "this must be {wanted_en}"),
        advice=Words("{how_zh}", "{how_en}"),
        why=Words(
            "每个字段是一个值、一组字段还是一个列表，都有规定。",
            "Every field is defined as a single value, a group of fields or a list.",
        ),
        fails="- name: {zh: 示例局}",
        passes="name: {zh: 示例局}",
    ),
    Code(
        code="M104",
        severity=Severity.ERROR,
        sentence=Words(
            "文字太长：最多 {limit} 个字符",
            "the text is too long: at most {limit} characters are allowed",
        ),
        advice=Words("请缩短；详细内容可以放在证据链接里。", "Shorten it; details can go into linked evidence."),
        why=Words(
            "文字长度有上限，页面才便于阅读；详细材料放在证据链接里。",
            "Texts are limited in length, so that pages stay readable; details belong in linked evidence.",
        ),
        no_example=Words(
            "超过上限的文字太长，无法在这里列出。",
            "A text above the limit is too long to be shown here.",
        ),
    ),
    Code(
        code="M105",
        severity=Severity.ERROR,
        sentence=Words("文字不能为空", "the text must not be empty"),
        advice=Words("请填写内容，或者删除整个字段。", "Fill it in, or remove the whole field."),
        why=Words("空白的文字等于没写。", "A blank text says nothing."),
        fails='name: {zh: "  "}',
        passes="name: {zh: 示例局}",
    ),
    Code(
        code="M106",
        severity=Severity.ERROR,
        sentence=Words("`{value}` 不是可选的值", "`{value}` is not one of the allowed values"),
        advice=Words("{near_zh}可选：{allowed_zh}。", "{near_en}Allowed: {allowed}."),
        why=Words(
            "只能从规定的值里选，统计时才不会把同一个意思算成几种。",
            "Only the listed values are allowed, so that one meaning is not counted as several.",
        ),
        fails="kind: conty",
        passes="kind: county",
    ),
    Code(
        code="M107",
        severity=Severity.ERROR,
        sentence=Words("`{value}` 不是日期", "`{value}` is not a date"),
        advice=Words(
            "{near_zh}日期写成 年-月-日，例如 2023-04-10。",
            "{near_en}Write dates as year-month-day, such as 2023-04-10.",
        ),
        why=Words(
            "日期写成 年-月-日，而且必须是真实存在的一天。",
            "Dates are written as year-month-day, and must exist in the calendar.",
        ),
        fails="issued: 2030-02-30",
        passes="issued: 2030-02-28",
    ),
    Code(
        code="M108",
        severity=Severity.ERROR,
        sentence=Words("`{value}` 不是{wanted_zh}", "`{value}` is not {wanted_en}"),
        advice=Words(
            "例如 12、1,234、26.5%、1.9亿、5800万，不写单位。不是确切数值的，不要删去“约”“以上”等字，而是换用字段："
            "“以上”写 at_least，“超过”“余”写 more_than，“以内”写 at_most，“不足”“近”写 less_than，“约”“左右”写 about。",
            "For example 12, 1,234, 26.5%, 1.9亿 or 5800万, without a unit. Where a figure is not exact, do not delete "
            "the word that says so, but use another field: at_least, more_than, at_most, less_than or about.",
        ),
        why=Words(
            "数字按原样核对，从不猜测；可以写 万、亿 和百分号，单位写在指标里。",
            "Numbers are never guessed. 万, 亿 and % are allowed; the unit is given with the target.",
        ),
        fails="value: 12_000",
        passes="value: 12,000",
    ),
    Code(
        code="M109",
        severity=Severity.ERROR,
        sentence=Words(
            "数字超出范围：应在 {low} 到 {high} 之间",
            "the number is out of range: it must be between {low} and {high}",
        ),
        advice=Words("请检查数字和位数。", "Check the number and how many digits it has."),
        why=Words("有些数字只在一定范围内才有意义。", "Some numbers only make sense within certain limits."),
        fails="due_days: 500",
        passes="due_days: 15",
    ),
    Code(
        code="M110",
        severity=Severity.ERROR,
        sentence=Words(
            "`{value}` 不是可公开访问的网址：{reason_zh}",
            "`{value}` is not a public web address: {reason_en}",
        ),
        advice=Words(
            "请粘贴完整网址，以 https:// 开头，例如 https://www.gov.cn/…",
            "Paste the complete address, starting with https://, such as https://www.gov.cn/…",
        ),
        why=Words(
            "链接只能指向公开的网页：不含密码，不指向内部或本机地址，不用形近字符冒充别的网站。",
            "Links lead only to public web pages: no passwords, no private or local addresses, no look-alike letters.",
        ),
        fails=r"url: 'https://library.example.org\@evil.example.org/'",
        passes="url: 'https://library.example.org/'",
    ),
    Code(
        code="M111",
        severity=Severity.ERROR,
        sentence=Words(
            "`{value}` 的写法不对：应为{wanted_zh}",
            "`{value}` is malformed: it must be {wanted_en}",
        ),
        advice=Words("{how_zh}", "{how_en}"),
        why=Words(
            "代号和编号有固定的写法，因为它们也是网址和引用的一部分。",
            "Ids and numbers have a fixed form, because they are part of addresses and references.",
        ),
        fails="issuers: [Example Office, example-bureau]",
        passes="issuers: [example-office, example-bureau]",
    ),
    Code(
        code="M112",
        severity=Severity.ERROR,
        sentence=Words(
            "条目数不对：应为 {low} 至 {high} 项",
            "wrong number of entries: there must be {low} to {high}",
        ),
        advice=Words("请增减条目。", "Add or remove entries."),
        why=Words("列表的条目数有下限和上限。", "Lists have a minimum and a maximum number of entries."),
        fails="clauses: []",
        passes='clauses: [{id: "3.1", text: {zh: 按照《示例图书修复规范》修补破损图书。}}]',
    ),
    Code(
        code="M113",
        severity=Severity.ERROR,
        sentence=Words("`{value}` 应当是 true 或 false", "`{value}` must be true or false"),
        advice=Words("“是”写 true，“否”写 false。", "Write true for yes and false for no."),
        why=Words(
            "“是”与“否”只写 true 和 false，不用 yes、是、1 等写法。",
            "Yes and no are written as true and false, and in no other way.",
        ),
        fails="qualitative: yes",
        passes="qualitative: true",
    ),
    Code(
        code="M114",
        severity=Severity.ERROR,
        sentence=Words("这里有{kind_zh}", "there is {kind_en} here"),
        advice=Words(
            "请删除：个人的号码不能公开，合并之后就收不回来了。联系方式请写部门、公务邮箱或办公电话（座机）。",
            "Delete it: numbers of persons must not be published, and cannot be called back once they are merged. As a "
            "contact, give an office, its role mailbox or its landline.",
        ),
        why=Words(
            "手机号码、身份证号码、银行卡号属于个人信息，一经合并就会出现在网页、接口、订阅和版本历史里，无法收回。"
            "金额请写单位，如 138亿元。",
            "Numbers of mobile phones, identity cards and bank cards are personal. Once merged, they would be in "
            "pages, files, feeds and the history for ever. Amounts are written with their unit.",
        ),
        fails="name: {zh: 示例局（电话13800001111）}",
        passes="name: {zh: 示例局}",
    ),
    Code(
        code="M115",
        severity=Severity.ERROR,
        sentence=Words("注释里有{kind_zh}", "there is {kind_en} in this comment"),
        advice=Words(
            "请删除：注释不出现在网页上，但会永远留在公开的版本历史里。",
            "Delete it: a comment stands on no page, but stays in the public history for ever.",
        ),
        why=Words(
            "注释也随文件一起公开，个人的号码同样不能写在里面。",
            "Comments are public along with the file, so they must not hold numbers of persons either.",
        ),
        fails="# 电话：13800001111",
        passes=None,
    ),
    Code(
        code="M116",
        severity=Severity.ERROR,
        sentence=Words("字段 `{field}` 还没有填", "the field `{field}` is not filled in"),
        advice=Words("请填写：{meaning_zh}", "Fill it in: {meaning_en}"),
        why=Words(
            "必填的字段只写了名称，没有内容。",
            "A required field has only its name, and nothing after it.",
        ),
        fails="kind:",
        passes="kind: county",
    ),
    Code(
        code="M117",
        severity=Severity.ERROR,
        sentence=Words("`{value}` 的域名不能用：{reason_zh}", "the domain of `{value}` can't be used: {reason_en}"),
        advice=Words(
            "请写公众能访问的域名，与浏览器地址栏里的一致，例如 www.miit.gov.cn。",
            "Give a domain that the public can reach, as browsers show it, such as www.miit.gov.cn.",
        ),
        why=Words(
            "机构的域名决定哪些出处算它自己的，邮箱会印在网页上：都不能是内部域名，也不能冒充别的网站。",
            "An agency's domains decide which sources count as its own, and mailboxes stand on pages: neither may be "
            "internal or pose as somebody else's.",
        ),
        fails="email: records@www.gov.cn.example.org",
        passes="email: records@example.org",
    ),
    Code(
        code="M118",
        severity=Severity.ERROR,
        sentence=Words("隐去的文字还留在这里", "words that are said to be redacted still stand here"),
        advice=Words(
            "请把原文和译文都删去，只留 redacted（日期和原因）。",
            "Delete the words in every language, and leave only `redacted` (the day and the reason).",
        ),
        why=Words(
            "隐去就是文件里不再有这些文字，也不再有它们的译文。",
            "To redact means that the words are no longer in the file, nor are their translations.",
        ),
        no_example=Words("示例中不写个人信息。", "No example shows personal data."),
    ),
)
