"""Codes of the family L: interface strings."""

from __future__ import annotations

from generator.findings.codes.record import Code, Severity
from generator.findings.languages import Words

CODES = (
    Code(
        code="L101",
        severity=Severity.WARNING,
        sentence=Words("缺少界面文字 `{key}`", "the interface string `{key}` is missing"),
        advice=Words(
            "请参照 {reference} 补上；补上以前，网站显示中文并注明“尚未翻译”。",
            "Add it, following {reference}; until then the site shows the Chinese, marked as not yet translated.",
        ),
        why=Words(
            "一种语言没有译完也可以发布：缺少的界面文字显示中文并注明，在这里逐条列出。",
            "A language can be published before it is complete: interface strings that it lacks are shown in Chinese, "
            "marked, and listed here.",
        ),
        fails='site:\n  as_of: "{date}"',
        passes='site:\n  as_of: "{date}"\nnav:\n  home: Home',
    ),
    Code(
        code="L102",
        severity=Severity.ERROR,
        sentence=Words("多余的界面文字 `{key}`", "nothing uses the interface string `{key}`"),
        advice=Words(
            "请删除；如果确实需要，请在 {reference} 中也加上。",
            "Remove it, or add it to {reference} as well.",
        ),
        why=Words(
            "没有用到的界面文字多半是名称写错了。",
            "A string that nothing uses most likely has a misspelt name.",
        ),
        fails="house: House",
        passes=None,
    ),
    Code(
        code="L103",
        severity=Severity.ERROR,
        sentence=Words(
            "界面文字 `{key}` 的占位符应为 {wanted}",
            "the placeholders of the interface string `{key}` must be {wanted}",
        ),
        advice=Words("占位符必须与 {reference} 一致。", "Use the same placeholders as in {reference}."),
        why=Words(
            "占位符要与中文一致，否则数字和日期显示不出来。",
            "Placeholders must be those of the Chinese; otherwise numbers and dates would not be shown.",
        ),
        fails='as_of: "{day}"',
        passes='as_of: "{date}"',
    ),
    Code(
        code="L104",
        severity=Severity.ERROR,
        sentence=Words(
            "界面文字 `{key}` 的单复数写法不对",
            "the interface string `{key}` cannot be a plural like this",
        ),
        advice=Words(
            "复数要写 other，也可以另写 one；{reference} 里的这条文字要含 {{n}}。",
            "A plural needs the form other and may have one; the string in {reference} must contain {{n}}.",
        ),
        why=Words(
            "只有随数目变化的文字才分单复数。",
            "Plurals are for strings that change with a number.",
        ),
        fails="home: {one: Home, other: Homes}",
        passes="home: Home",
    ),
    Code(
        code="L105",
        severity=Severity.WARNING,
        sentence=Words(
            "界面文字 `{key}` 的译文没有按现在的中文“{text}”核对过",
            "the interface string `{key}` has not been checked against the current Chinese, “{text}”",
        ),
        advice=Words(
            '请核对译文，然后在 zh_hash 中写 {key}: "{wanted}"。',
            'Check the translation, then write {key}: "{wanted}" in zh_hash.',
        ),
        why=Words(
            "界面文字的译文也记有所依据中文的校验码；中文改了，就要重新核对。",
            "Translated interface strings record the hash of their Chinese, too, and are checked again when it "
            "changes.",
        ),
        fails='nav.home: "00000000"',
        passes='nav.home: "3a786953"',
    ),
    Code(
        code="L106",
        severity=Severity.ERROR,
        sentence=Words(
            "界面文字 `{key}` 里的 `{value}` 无法换成对应的值",
            "`{value}` in the interface string `{key}` cannot be replaced by a value",
        ),
        advice=Words(
            "花括号里只能写下列名称之一，每个名称最多写三次：{allowed}。",
            "Braces may contain only one of these names, and each name at most three times: {allowed}.",
        ),
        why=Words(
            "界面文字只是文字：花括号里的名称换成对应的值，此外没有任何含义，不会当作格式或程序执行。",
            "Interface strings are plain text: names in braces are replaced, and nothing else in them has a meaning.",
        ),
        fails="home: Home {",
        passes="home: Home",
    ),
)
