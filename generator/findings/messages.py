"""Every finding's wording, once: code → severity, sentence and advice in Chinese and English.

Families: F files and folders, Y reading YAML, M fields and their types, P policies, T translations,
L interface strings, S submissions, O who may change what. Codes are permanent; a retired code is never used again.
"""

from __future__ import annotations

import enum
from typing import NamedTuple


class Severity(enum.StrEnum):
    """How much a finding weighs: an error stops publishing, a warning only where asked, a notice never."""

    ERROR = "error"
    WARNING = "warning"
    NOTICE = "notice"


class Wording(NamedTuple):
    """One finding's text; `{names}` are filled in by `findings.find`."""

    severity: Severity
    zh: str
    en: str
    hint_zh: str
    hint_en: str


def _error(zh: str, en: str, hint_zh: str, hint_en: str) -> Wording:
    return Wording(Severity.ERROR, zh, en, hint_zh, hint_en)


def _warning(zh: str, en: str, hint_zh: str, hint_en: str) -> Wording:
    return Wording(Severity.WARNING, zh, en, hint_zh, hint_en)


def _notice(zh: str, en: str, hint_zh: str, hint_en: str) -> Wording:
    return Wording(Severity.NOTICE, zh, en, hint_zh, hint_en)


WORDINGS: dict[str, Wording] = {
    # --- F: files and folders
    "F101": _error(
        "这里不该有文件 `{name}`",
        "there is no place for a file named `{name}` here",
        "这里只能放这些文件：{allowed}。请移到正确的文件夹，或删除。",
        "Only these files may stand here: {allowed}. Move it to the right folder or delete it.",
    ),
    "F102": _error(
        "文件名应以 .yml 结尾，现在是 `{name}`",
        "the file name must end in .yml; it is `{name}`",
        "请把文件改名为 `{wanted}`。",
        "Rename the file to `{wanted}`.",
    ),
    "F103": _error(
        "名称 `{name}` 不合规则",
        "the name `{name}` breaks the naming rule",
        "只用小写字母、数字和连字符，以字母开头，最长 60 个字符（任务文件用两位数字，如 01.yml）；不可用保留名称。",
        "Use lower-case letters, digits and hyphens, start with a letter, 60 characters at most "
        "(task files: two digits, such as 01.yml); reserved names are refused.",
    ),
    "F104": _error(
        "`{name}` 不是普通文件，而是{kind_zh}",
        "`{name}` is not a plain file but {kind_en}",
        "请换成普通的文本文件。",
        "Replace it with a plain text file.",
    ),
    "F105": _error(
        "文件太大：{size} 字节，上限 {limit} 字节",
        "the file is too large: {size} bytes, the limit is {limit}",
        "请删去多余内容，或拆成几个文件。",
        "Remove what is not needed, or split it.",
    ),
    "F106": _error(
        "缺少文件 {name}",
        "the file {name} is missing",
        "请补上这个文件；没有它，这一文件夹里的内容无法发布。",
        "Add it: without it nothing in this folder can be published.",
    ),
    "F107": _error(
        "文件名 `{name}` 不是报告期",
        "the file name `{name}` is not a reporting period",
        "{near_zh}全年写 2023，半年写 2023-H1，季度写 2023-Q4，月份写 2023-12。",
        "{near_en}A year is 2023, a half year 2023-H1, a quarter 2023-Q4, a month 2023-12.",
    ),
    "F108": _error(
        "提交文件 `{name}` 不在 data/ 下应在的位置，不会被读取",
        "the submission `{name}` does not stand where it belongs in data/, so it is not read",
        "请移到 {wanted_zh}。",
        "Move it to {wanted_en}.",
    ),
    # --- Y: reading YAML
    "Y101": _error(
        "文件不是 UTF-8 编码{guess_zh}",
        "the file is not encoded as UTF-8{guess_en}",
        "请在编辑器里选择“另存为”，编码选 UTF-8，再提交。",
        "In your editor choose “Save as”, encoding UTF-8, and submit it again.",
    ),
    "Y102": _error(
        "有看不见的或被禁止的字符 U+{point}（{name}）",
        "an invisible or forbidden character U+{point} ({name}) stands here",
        "请删除这个字符；它常常是从网页或聊天软件复制文字时带进来的。",
        "Delete this character; it often comes along when text is copied from a web page or a chat.",
    ),
    "Y103": _error(
        "YAML 写法有误：{problem_zh}",
        "this is not valid YAML: {problem_en}",
        "{advice_zh}",
        "{advice_en}",
    ),
    "Y104": _error(
        "不允许使用 YAML 锚点或别名（& 或 *）",
        "YAML anchors and aliases (& or *) are not allowed",
        "请把内容完整写出来；如果 & 或 * 是文字的一部分，请给整个值加上英文引号。",
        "Write the content out; if & or * is part of the text, put the whole value in quotes.",
    ),
    "Y105": _error(
        "不允许使用 YAML 标签 `{tag}`",
        "the YAML tag `{tag}` is not allowed",
        "请删除以 ! 开头的部分；如果它是文字的一部分，请给整个值加上英文引号。",
        "Remove the part that starts with !; if it is part of the text, put the whole value in quotes.",
    ),
    "Y106": _error(
        "不允许使用合并键 `<<`",
        "the merge key `<<` is not allowed",
        "请把各项内容逐一写出来。",
        "Write each field out.",
    ),
    "Y107": _error(
        "不允许使用以 % 开头的 YAML 指令",
        "YAML directives (lines that start with %) are not allowed",
        "请删除这一行。",
        "Delete this line.",
    ),
    "Y108": _error(
        "一个文件里只能有一份内容，这里开始了第二份",
        "a file holds one document, and a second one starts here",
        "请删除 `---` 或 `...` 之后的内容，或把它存成另一个文件。",
        "Delete what follows `---` or `...`, or save it as a file of its own.",
    ),
    "Y109": _error(
        "内容嵌套过深或条目过多（最多 {depth} 层、{nodes} 项）",
        "the content is nested too deep or has too many entries (at most {depth} levels and {nodes} entries)",
        "请按模板的结构填写。",
        "Keep to the structure of the template.",
    ),
    "Y110": _error(
        "字段 `{key}` 写了两次（第一次在第 {first} 行）",
        "the field `{key}` is given twice (first in line {first})",
        "请只保留一个。",
        "Keep one of the two.",
    ),
    "Y111": _error(
        "文件是空的",
        "the file is empty",
        "请填写内容，或删除这个文件。",
        "Fill it in, or delete it.",
    ),
    "Y112": _error(
        "字段名必须是一个简单的词",
        "a field's name must be a simple word",
        "请检查这一行开头的 ?、[ 或 {{ 符号。",
        "Look for a ?, [ or {{ at the start of this line.",
    ),
    "Y113": _error(
        "“{value}”后面的文字会丢失：YAML 把它当作注释，或另一个字段",
        "what follows “{value}” would be lost: YAML takes it for a comment, or for another field",
        "请用英文双引号把整个值括起来；注释请另起一行。",
        "Put the whole value in double quotes; a comment goes on a line of its own.",
    ),
    "Y114": _error(
        "一个字符上叠加的附加符号太多：U+{point}（{name}）",
        "too many marks are heaped on one character: U+{point} ({name})",
        "每个字符最多 {most} 个附加符号；请删去多余的。",
        "At most {most} marks stand on one character: delete the others.",
    ),
    "Y115": _warning(
        "`{value}`（{points}）读作 `{read}`（{read_points}）",
        "`{value}` ({points}) is read as `{read}` ({read_points})",
        "两者看上去一样，对程序却是不同的字符；多半是从 PDF 复制来的，请改成后者。",
        "They look alike, but not to programs. Such characters often come out of a PDF: write the usual ones.",
    ),
    # --- M: fields and their types
    "M101": _error(
        "缺少字段 `{field}`",
        "the field `{field}` is missing",
        "请补上：{meaning_zh}",
        "Add it: {meaning_en}",
    ),
    "M102": _error(
        "没有名为 `{field}` 的字段",
        "there is no field named `{field}`",
        "{near_zh}这里可用的字段：{allowed}。",
        "{near_en}Fields that may stand here: {allowed}.",
    ),
    "M103": _error(
        "这里应当是{wanted_zh}",
        "this must be {wanted_en}",
        "{how_zh}",
        "{how_en}",
    ),
    "M104": _error(
        "文字太长：最多 {limit} 个字符",
        "the text is too long: at most {limit} characters",
        "请缩短，详细内容可作为证据链接。",
        "Shorten it; link details as evidence.",
    ),
    "M105": _error(
        "文字不能为空",
        "the text must not be empty",
        "请填写内容，或删除整个字段。",
        "Fill it in, or remove the whole field.",
    ),
    "M106": _error(
        "`{value}` 不在可选值之中",
        "`{value}` is not one of the allowed values",
        "{near_zh}可选：{allowed_zh}。",
        "{near_en}Allowed: {allowed}.",
    ),
    "M107": _error(
        "`{value}` 不是日期",
        "`{value}` is not a date",
        "{near_zh}日期写成 年-月-日，例如 2023-04-10。",
        "{near_en}Write dates as year-month-day, such as 2023-04-10.",
    ),
    "M108": _error(
        "`{value}` 不是{wanted_zh}",
        "`{value}` is not {wanted_en}",
        "例如 12、1,234、26.5%、1.9亿、5800万；不要写单位和“约”“超过”等文字，需要时写在摘要里。",
        "For example 12, 1,234, 26.5%, 1.9亿 or 5800万; no units or words such as “about”: they go in the summary.",
    ),
    "M109": _error(
        "数字超出范围：应在 {low} 与 {high} 之间",
        "the number is out of range: it must lie between {low} and {high}",
        "请检查数字和位数。",
        "Check the number and its digits.",
    ),
    "M110": _error(
        "`{value}` 不是可公开访问的网址：{reason_zh}",
        "`{value}` is not a public web address: {reason_en}",
        "请粘贴完整网址，以 https:// 开头，例如 https://www.gov.cn/…",
        "Paste the whole address, starting with https://, such as https://www.gov.cn/…",
    ),
    "M111": _error(
        "`{value}` 的写法不对：应为{wanted_zh}",
        "`{value}` is malformed: it must be {wanted_en}",
        "{how_zh}",
        "{how_en}",
    ),
    "M112": _error(
        "条目数不对：应为 {low} 至 {high} 项",
        "wrong number of entries: there must be {low} to {high}",
        "请增减条目。",
        "Add or remove entries.",
    ),
    "M113": _error(
        "`{value}` 应当是 true 或 false",
        "`{value}` must be true or false",
        "是写 true，否写 false。",
        "Write true for yes, false for no.",
    ),
    # --- P: policies
    "P101": _error(
        "条款编号 `{value}` 应为 `{wanted}`",
        "the clause id `{value}` must be `{wanted}`",
        "条款编号是“任务号.句序”，从 1 起逐句连续；编号一经发布不得改变。",
        "A clause id is task.sentence, counted from 1 without gaps; once published it never changes.",
    ),
    "P102": _error(
        "没有第 {value} 个领域",
        "there is no area number {value}",
        "policy.yml 中的领域编号：{allowed}。",
        "Areas in policy.yml: {allowed}.",
    ),
    "P103": _error(
        "领域编号 {value} 应为 {wanted}",
        "the area number {value} must be {wanted}",
        "领域从 1 起连续编号。",
        "Areas are numbered from 1 without gaps.",
    ),
    "P104": _error(
        "任务不连续：缺少 {wanted}",
        "the tasks are not numbered without gaps: {wanted} is missing",
        "任务文件从 01.yml 起连续编号，跨领域（章）接续。",
        "Task files are numbered from 01.yml without gaps, on across areas.",
    ),
    "P105": _error(
        "原文 `{goal}` 里没有“{value}”这几个字",
        "the words “{value}” do not stand in sentence `{goal}`",
        "quote 必须逐字出自所引的句子。",
        "A quote must be word for word from the sentence it names.",
    ),
    "P106": _error(
        "没有名为 `{value}` 的{kind_zh}",
        "there is no {kind_en} named `{value}`",
        "{near_zh}已有：{allowed}。",
        "{near_en}Known: {allowed}.",
    ),
    "P107": _error(
        "`{value}` 出现了两次（第一次在第 {first} 行）",
        "`{value}` is used twice (first in line {first})",
        "编号必须唯一，请改掉其中一个。",
        "Ids are unique: change one of them.",
    ),
    "P108": _error(
        "术语“{value}”在文件原文中找不到",
        "the term “{value}” does not occur in the document's text",
        "name 和 forms 必须逐字出自原文。",
        "A name and its forms must stand in the text word for word.",
    ),
    "P109": _error(
        "日期先后有误：{later} 早于 {earlier}",
        "the dates are out of order: {later} is before {earlier}",
        "请检查这两个日期。",
        "Check the two dates.",
    ),
    "P110": _error(
        "定量指标缺少 `{field}`",
        "a numeric target lacks `{field}`",
        "定量指标须写 unit 和 target；没有数字的指标写 qualitative: true。",
        "A numeric target needs unit and target; one without a number is marked qualitative: true.",
    ),
    "P111": _error(
        "定性指标不应有 `{field}`",
        "a qualitative target has no `{field}`",
        "请删除这个字段，或去掉 qualitative: true。",
        "Remove the field, or remove qualitative: true.",
    ),
    "P112": _warning(
        "领域 {value} 没有任何任务",
        "area {value} has no tasks",
        "请为它添加任务文件，或删除这个领域。",
        "Add a task file for it, or remove the area.",
    ),
    "P113": _error(
        "机构 `{agency}` 对 `{value}` 的分工写了两次（第一次在第 {first} 行）",
        "agency `{agency}` is assigned to `{value}` twice (first in line {first})",
        "请只保留一个。",
        "Keep one of the two.",
    ),
    # --- T: translations
    "T101": _warning(
        "译文已过期：中文已改动，`{locale}` 译文仍是按旧文翻译的",
        "the translation is out of date: the Chinese has changed since the `{locale}` text was made",
        "请核对译文，然后把 zh_hash 中的 {locale} 改为 {wanted}。",
        "Check the translation, then set {locale} in zh_hash to {wanted}.",
    ),
    "T102": _error(
        "`{locale}` 译文没有注明所依据中文的校验码",
        "the `{locale}` text does not say which Chinese text it was made from",
        "请添加 zh_hash: {{{locale}: {wanted}}}。",
        "Add zh_hash: {{{locale}: {wanted}}}.",
    ),
    "T103": _error(
        "没有语言 `{value}`",
        "there is no language `{value}`",
        "{near_zh}可用：{allowed}。",
        "{near_en}Allowed: {allowed}.",
    ),
    # --- L: interface strings
    "L101": _error(
        "缺少界面文字 `{key}`",
        "the interface string `{key}` is missing",
        "请参照 {reference} 补上。",
        "Add it, following {reference}.",
    ),
    "L102": _error(
        "多余的界面文字 `{key}`",
        "the interface string `{key}` is not used",
        "请删除，或在 {reference} 中也加上。",
        "Remove it, or add it to {reference} too.",
    ),
    "L103": _error(
        "界面文字 `{key}` 的占位符应为 {wanted}",
        "the placeholders of the interface string `{key}` must be {wanted}",
        "占位符须与 {reference} 一致。",
        "Use the same placeholders as {reference}.",
    ),
    "L104": _error(
        "界面文字 `{key}` 不能这样写单复数",
        "the interface string `{key}` cannot be a plural like this",
        "复数要写 other，也可另写 one；{reference} 中的这条文字须含 {{n}}。",
        "A plural has the form other, and may have one; the string must hold {{n}} in {reference}.",
    ),
    "L105": _warning(
        "界面文字 `{key}` 的译文没有核对过现在的中文“{text}”",
        "the interface string `{key}` has not been checked against the Chinese as it stands, “{text}”",
        '请核对译文，然后在 zh_hash 中写 {key}: "{wanted}"。',
        'Check the translation, then write {key}: "{wanted}" in zh_hash.',
    ),
    "L106": _error(
        "界面文字 `{key}` 里的 `{value}` 无法换成对应的值",
        "`{value}` in the interface string `{key}` can't be filled in",
        "花括号里只能写下列名称之一，每个名称只写一次：{allowed}。",
        "Braces may only stand around one of these names, each name once: {allowed}.",
    ),
    # --- S: submissions
    "S101": _error(
        "没有名为 `{value}` 的{kind_zh}",
        "there is no {kind_en} named `{value}`",
        "{near_zh}已有：{allowed}。",
        "{near_en}Known: {allowed}.",
    ),
    "S102": _error(
        "状态是 completed（已完成），但没有证据",
        "status is completed, but evidence is empty",
        "请在 evidence 下至少写一项公开出处（title、publisher、published、url）；还没有，就先写 in_progress。",
        "Add at least one public source under evidence (title, publisher, published, url); "
        "as long as there is none, report in_progress.",
    ),
    "S103": _error(
        "`{value}` 报告了两次（第一次在第 {first} 行）",
        "`{value}` is reported twice (first in line {first})",
        "请合并成一条。",
        "Make one entry of the two.",
    ),
    "S104": _error(
        "提交日期 {value} 早于本期结束（{end}）",
        "it was submitted on {value}, before its period ended ({end})",
        "一期结束后才能报告这一期；请检查提交日期，或文件名里的报告期。",
        "A period is reported on when it has ended; check the date, or the period in the file's name.",
    ),
    "S105": _error(
        "提交日期 {value} 在将来（今天是 {as_of}）",
        "it was submitted on {value}, which is in the future (today is {as_of})",
        "请填写实际提交的日期。",
        "Give the day on which it is really submitted.",
    ),
    "S106": _error(
        "报告期 {value} 不在政策覆盖的时段（{start} 至 {end}）之内",
        "the period {value} lies outside the days that the policy covers ({start} to {end})",
        "请检查文件名里的报告期，例如 2023-Q4.yml。",
        "Check the period in the file's name, such as 2023-Q4.yml.",
    ),
    "S107": _error(
        "状态是 delayed（延期），但没有写原因",
        "status is delayed, but no reason is given",
        "请在 reason 中说明延期的原因和下一步安排。",
        "Say under reason why it is delayed and what comes next.",
    ),
    "S108": _error(
        "状态从 {earlier}（{period}）退回 {status}，但没有写原因",
        "the status goes back from {earlier} (in {period}) to {status}, but no reason is given",
        "请在 reason 中说明原因；如果是笔误，请改正状态。",
        "Say why under reason; if it is a slip, correct the status.",
    ),
    "S109": _error(
        "数值 {value} 比上次的 {earlier}（{day}）离目标更远，但没有写原因",
        "the figure {value} is further from the target than the last one, {earlier} ({day}), but no reason is given",
        "请在 reason 中说明原因，例如统计口径调整；如果是笔误，请改正数值。",
        "Say why under reason, such as a change of method; if it is a slip, correct the figure.",
    ),
    "S110": _error(
        "数值 {value} 与目标值 {wanted} 的单位不同",
        "the figure {value} is in another unit than its target, {wanted}",
        "这一指标的单位是“{unit_zh}”；目标是百分比时写成 26.5%，否则不写百分号。",
        "This target's unit is “{unit_en}”; write 26.5% where the target is a percentage, and no % elsewhere.",
    ),
    "S111": _error(
        "数值 {value} 是负数",
        "the figure {value} is negative",
        "这一指标不会小于零，请检查数字。",
        "This target's figures are never below zero: check the number.",
    ),
    "S112": _warning(
        "数值 {value} 与目标值 {wanted} 相差悬殊",
        "the figure {value} is far off its target, {wanted}",
        "请检查小数点和 万、亿 等单位；确认无误可以不改。",
        "Check the decimal point and units such as 万 and 亿; if it is right, leave it.",
    ),
    "S113": _error(
        "`{target}` 是{sort_zh}",
        "`{target}` {sort_en}",
        "请填写 {wanted}。",
        "Fill in {wanted}.",
    ),
    "S114": _error(
        "证据发布于 {value}，晚于提交日期 {submitted}",
        "the evidence was published on {value}, after the submission ({submitted})",
        "请检查这两个日期。",
        "Check the two dates.",
    ),
    "S115": _error(
        "数值所属日期 {value} 晚于提交日期 {submitted}",
        "the figure is dated {value}, which is after the submission ({submitted})",
        "as_of 是数值所属的日期，例如期末；请检查。",
        "as_of is the day that the figure holds for, such as the period's last: check it.",
    ),
    "S116": _error(
        "证据没有网址",
        "the evidence has no address",
        "请在 url 中填写公开网址，以 https:// 开头。",
        "Give its public address under url, starting with https://.",
    ),
    "S117": _warning(
        "没有 `{locale}` 译文",
        "there is no `{locale}` translation",
        "请在 zh 下一行添加 {locale}；没有译文时，网站显示中文并注明“尚未翻译”。",
        "Add {locale} below zh; without it the site shows the Chinese, marked as not yet translated.",
    ),
    "S118": _error(
        "`{agency}` 是{sort_zh}，provenance 与此不符",
        "`{agency}` {sort_en}, which does not go with this provenance",
        "示例数据与真实数据不得混用：这里应写 {wanted}。",
        "Samples and real data are never mixed: it must be {wanted} here.",
    ),
    "S119": _warning(
        "迟报 {days} 天：应于 {due} 前提交",
        "the report was due on {due} (days late: {days})",
        "网站会如实显示“迟报”；如果日期是笔误，请改正。",
        "The site shows it as late; if the date is a slip, correct it.",
    ),
    "S120": _warning(
        "`{value}` 连续 {count} 次报告都是 in_progress（进行中）",
        "`{value}` was in_progress in {count} reports on end",
        "请在 summary 中写明本期的具体进展；已完成或已延期的，请改状态。",
        "Say under summary what this period brought; if it is done or delayed, change the status.",
    ),
    "S121": _notice(
        "与 `{agency}` 的说法不一：这里是 {mine}，对方是 {status}（{path}）",
        "`{agency}` says otherwise: {mine} here, {status} there ({path})",
        "网站会同时显示双方的说法，不替谁裁决；请双方核对。",
        "The site shows what both say and decides for neither: please compare notes.",
    ),
    "S122": _error(
        "这份提交没有任何内容",
        "this submission says nothing",
        "请在 reports 或 figures 下至少写一项。",
        "Add at least one entry under reports or figures.",
    ),
    "S123": _warning(
        "证据网址是 http，不是 https",
        "the evidence has an http address, not https",
        "如果这个网页也能用 https:// 打开，请改成 https://；打不开可以不改。",
        "If the page opens with https:// too, write that; if it does not, leave it.",
    ),
    # --- O: who may change what
    "O101": _error(
        "`{agency}` 不能改动这个文件",
        "`{agency}` may not change this file",
        "机构只能改动自己的文件夹：data/submissions/政策/{agency}/。请撤回对其他文件的改动。",
        "An agency changes its own folder only: data/submissions/policy/{agency}/. Undo the changes to other files.",
    ),
    "O102": _warning(
        "这次提交数据，同时改动了程序、设置或工作流",
        "a submission of data also changes programs, settings or workflows",
        "请分成两次提交；程序的改动由维护者单独审阅。",
        "Make two pull requests of it: changes to the machinery are reviewed by themselves.",
    ),
    "O103": _warning(
        "这次提交数据，同时改动了政策或机构登记",
        "a submission of data also changes a policy or the register of agencies",
        "请分成两次提交；政策原文、分工和机构登记由维护者单独审阅。",
        "Make two pull requests of it: policies, assignments and agencies are reviewed by themselves.",
    ),
    "O104": _warning(
        "`{author}` 不是 `{agency}` 登记的负责人",
        "`{author}` is not on record as an owner of `{agency}`",
        "任何人都可以提交；合并前须由该机构的负责人确认（{owners_zh}）。",
        "Anybody may propose this; the agency's owners ({owners_en}) have to confirm it before it is merged.",
    ),
}
