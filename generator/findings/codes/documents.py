"""Codes P130 to P139: a policy's document as a whole."""

from __future__ import annotations

from generator.findings.codes.record import Code, Severity
from generator.findings.languages import Words

CODES = (
    Code(
        code="P130",
        severity=Severity.ERROR,
        sentence=Words("编号 {value} 在这里不对", "the number {value} is wrong here"),
        advice=Words(
            "sections 从 1 起连续编号，各属一个方面；任务的 section 须在自己的方面之内。这里可以写：{allowed}。",
            "Sections are numbered from 1 without gaps, each in an area, and the section of a task lies in its own "
            "area. Possible here: {allowed}.",
        ),
        why=Words(
            "任务、层级、方面互相对得上，全文才能按原样排出。",
            "Tasks, sections and areas fit together, so that the full text is shown as printed.",
        ),
        fails="section: 2",
        passes="section: 1",
    ),
    Code(
        code="P131",
        severity=Severity.WARNING,
        sentence=Words("这份政策没有写 `{field}`", "the policy does not say `{field}`"),
        advice=Words(
            "查到后补上。没有 period 就没有应报事项和时间进度；没有 source 读者无从核对。",
            "Add it once it is known. Without period nothing is due and no share of time is shown; without source "
            "readers cannot check the text.",
        ),
        why=Words(
            "印发日期、印发机构、覆盖时段和文本来源是读者判断一份文件的依据。",
            "The day of issue, the issuers, the days covered and the source are what readers judge a document by.",
        ),
        fails="title:\n  zh: 没有来源的通知\nissued: 2030-02-01\nissuers: [example-office]",
        passes="title:\n  zh: 没有来源的通知\nissued: 2030-02-01\nissuers: [example-office]\n"
        "period: {from: 2030-01-01, to: 2030-12-31}\nsource: {title: {zh: 通知}, publisher: {zh: 示例办}}",
    ),
    Code(
        code="P132",
        severity=Severity.ERROR,
        sentence=Words(
            "从这里起与原文不同：这里是“{here}”，{path} 第 {line} 行是“{there}”",
            "from here on the text differs from the original: here “{here}”, line {line} of {path} “{there}”",
        ),
        advice=Words(
            "此前的文字“{before}”与原文一致。请对照原文，看是漏了、多了还是改了；空格和换行不计。",
            "The text before it, “{before}”, is the same. Compare with the original: something is missing, doubled or "
            "altered. Blanks and line ends do not count.",
        ),
        why=Words(
            "由各文件拼成的全文必须与 source.txt 逐字相同，漏一句、多一句、改一字都会被发现。",
            "The document put together from its files equals source.txt character for character, so that no sentence "
            "is dropped, doubled or altered.",
        ),
        fails='id: "1.1"\ntext: {zh: 每村设一处借书点。}',
        passes='id: "1.1"\ntext: {zh: 每村设两处借书点。}',
    ),
    Code(
        code="P133",
        severity=Severity.ERROR,
        sentence=Words(
            "这份政策写明原文语言是 {value}，但正文看来是 {seen}",
            "the policy's language is given as {value}, but most of its text looks like {seen}",
        ),
        advice=Words(
            "请把 language 改成原文的语言，并把原文写在这种语言之下。",
            "Set language to that of the original, and write the original under it.",
        ),
        why=Words(
            "译文不能当作原文发布，繁体原文也不能当作简体原文。",
            "A translation is not published as the original, nor a Traditional original as a Simplified one.",
        ),
        fails="language: en",
        passes="language: zh",
    ),
    Code(
        code="P134",
        severity=Severity.WARNING,
        sentence=Words(
            "`{language}` 之下有别种文字：{odd}",
            "the text under `{language}` has characters of another script: {odd}",
        ),
        advice=Words(
            "请对照原文。原文确实如此的，可以保留。",
            "Compare with the original. If it really reads so, leave it.",
        ),
        why=Words(
            "简体原文里的繁体字、放错位置的译文，多半是转换或粘贴出的错。",
            "Traditional characters in a Simplified original, or a translation in the wrong place, mostly come from a "
            "conversion or from pasting.",
        ),
        fails="zh: 圖書按期盤點。",
        passes="zh: 图书按期盘点。",
    ),
    Code(
        code="P135",
        severity=Severity.ERROR,
        sentence=Words(
            "缺少原文（{language}）",
            "the original ({language}) is missing",
        ),
        advice=Words(
            "请写上 {language} 文本；译文不能代替原文。",
            "Add the text in {language}; a translation cannot take its place.",
        ),
        why=Words(
            "文件的每一句都须有原文，译文只是参考。",
            "Every sentence of a document is there in the original; translations only help to read it.",
        ),
        fails="zh: 图书按月轮换。",
        passes="en: Books are exchanged monthly.",
    ),
)
