"""Every finding's wording, once: code → severity, sentence and advice in Chinese and English.

Families: F files and folders, Y reading YAML, M fields and their types, P policies, T translations,
L interface strings. Codes are permanent; a retired code is never used again.
"""

from __future__ import annotations

import enum
from typing import NamedTuple


class Severity(enum.StrEnum):
    """How much a finding weighs: an error stops publishing, a warning does not."""

    ERROR = "error"
    WARNING = "warning"


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


WORDINGS: dict[str, Wording] = {
    # --- F: files and folders
    "F101": _error(
        "这里不该有文件 `{name}`",
        "there is no place for a file named `{name}` here",
        "data/ 里只能有这些文件：{allowed}。请移到正确的文件夹或删除。",
        "data/ holds only these files: {allowed}. Move it to the right folder or delete it.",
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
        "请对照模板检查缩进和短横线（-）。",
        "Compare the indentation and the hyphens (-) with the template.",
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
        "{near_zh}可选：{allowed}。",
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
        "例如 12、1,234、26.5%、1.9亿、5800万；不要写单位或文字。",
        "For example 12, 1,234, 26.5%, 1.9亿 or 5800万; no units or words.",
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
        "请改成规定的写法。",
        "Rewrite it in the form asked for.",
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
}
