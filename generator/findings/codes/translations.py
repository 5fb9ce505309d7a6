"""Codes of the family T: translations."""

from __future__ import annotations

from generator.findings.codes.record import Code, Severity
from generator.findings.languages import Words

CODES = (
    Code(
        code="T101",
        severity=Severity.WARNING,
        sentence=Words(
            "译文已过期：中文已改动，`{locale}` 译文仍对应旧文",
            "the translation is out of date: the Chinese has changed since the `{locale}` text was written",
        ),
        advice=Words(
            "请核对译文，然后把 zh_hash 中的 {locale} 改为 {wanted}。",
            "Check the translation, then set {locale} in zh_hash to {wanted}.",
        ),
        why=Words(
            "译文记有所依据中文的校验码；中文改了，译文就要重新核对，在此之前页面会注明。",
            "A translation records the hash of the Chinese that it was made from. When the Chinese changes, pages mark "
            "the translation as out of date until somebody has checked it.",
        ),
        fails="zh: 图书平台每天更新两次。\nen: The library platform is updated once a day.\nzh_hash: {en: 4fc5e2b1}",
        passes="zh: 图书平台每天更新两次。\nen: The library platform is updated twice a day.\nzh_hash: {en: 87efafa4}",
    ),
    Code(
        code="T102",
        severity=Severity.ERROR,
        sentence=Words(
            "`{locale}` 译文没有注明所依据中文的校验码",
            "the `{locale}` text does not record which Chinese text it was made from",
        ),
        advice=Words("请添加 zh_hash: {{{locale}: {wanted}}}。", "Add zh_hash: {{{locale}: {wanted}}}."),
        why=Words(
            "没有校验码，就不知道译文依据的是哪一版中文。",
            "Without the hash, nobody knows which version of the Chinese was translated.",
        ),
        fails="zh: 建设示例图书平台\nen: Build the Example Library Platform",
        passes="zh: 建设示例图书平台\nen: Build the Example Library Platform\nzh_hash: {en: 1b6f00b0}",
    ),
    Code(
        code="T103",
        severity=Severity.ERROR,
        sentence=Words("本站没有语言 `{value}`", "this site has no language `{value}`"),
        advice=Words("{near_zh}可以写的语言：{allowed}。", "{near_en}Languages that may be given: {allowed}."),
        why=Words(
            "只能写本站已有的语言；繁体由简体转换而来，不用另写。",
            "Only the site's languages may be given; Traditional Chinese is converted from the Simplified and never "
            "typed in.",
        ),
        fails="eng: Build",
        passes="en: Build",
    ),
)
