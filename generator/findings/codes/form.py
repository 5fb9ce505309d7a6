"""Codes of the family Y: reading YAML."""

from __future__ import annotations

from generator.findings.codes.record import Code, Severity
from generator.findings.languages import Words

CODES = (
    Code(
        code="Y101",
        severity=Severity.ERROR,
        sentence=Words("文件不是 UTF-8 编码{guess_zh}", "the file is not encoded as UTF-8{guess_en}"),
        advice=Words(
            "请在编辑器里选择“另存为”，编码选 UTF-8，然后重新提交。",
            "In your editor, choose “Save as”, select UTF-8 as the encoding, and submit the file again.",
        ),
        why=Words(
            "所有文件都用 UTF-8 编码，中文才不会变成乱码。",
            "All files use UTF-8, so that Chinese text is never garbled.",
        ),
        no_example=Words(
            "编码从文字上看不出来，无法举例。",
            "An encoding can't be seen in a text, so no example can be shown.",
        ),
    ),
    Code(
        code="Y102",
        severity=Severity.ERROR,
        sentence=Words(
            "含有看不见的或禁用的字符 U+{point}（{name}）",
            "there is an invisible or forbidden character here: U+{point} ({name})",
        ),
        advice=Words(
            "请删除这个字符；它常常是从网页或聊天软件复制文字时带进来的。",
            "Delete this character; it often comes along when text is copied from a web page or a chat.",
        ),
        why=Words(
            "看不见的字符会让两段看似相同的文字其实不同，也能改变文字显示的顺序，因此不接受。",
            "Invisible characters can make two texts differ that look the same, or change the order in which a text "
            "is displayed, so they are refused.",
        ),
        no_example=Words(
            "这类字符看不见，无法举例。",
            "These characters can't be seen, so no example can be shown.",
        ),
    ),
    Code(
        code="Y103",
        severity=Severity.ERROR,
        sentence=Words("YAML 写法有误：{problem_zh}", "this is not valid YAML: {problem_en}"),
        advice=Words("{advice_zh}", "{advice_en}"),
        why=Words(
            "文件要符合 YAML 的写法；能看出原意时，会给出改好的一行。",
            "A file must be valid YAML; where the intention is clear, the corrected line is given.",
        ),
        fails="kind: county: town",
        passes="kind: county",
    ),
    Code(
        code="Y104",
        severity=Severity.ERROR,
        sentence=Words(
            "不能使用 YAML 锚点或别名（& 或 *）",
            "YAML anchors and aliases (& and *) are not allowed",
        ),
        advice=Words(
            "请把内容完整写出来；如果 & 或 * 是文字的一部分，请用英文引号把整个值括起来。",
            "Write the content out in full; if & or * is part of the text, put the whole value in quotes.",
        ),
        why=Words(
            "锚点和别名能让很小的文件展开成极大的内容，也让人看不出文件实际写了什么。",
            "Anchors and aliases let a tiny file expand without limit, and hide what it says.",
        ),
        fails="kind: *county*",
        passes="kind: county",
    ),
    Code(
        code="Y105",
        severity=Severity.ERROR,
        sentence=Words("不能使用 YAML 标签 `{tag}`", "the YAML tag `{tag}` is not allowed"),
        advice=Words(
            "请删除以 ! 开头的部分；如果它是文字的一部分，请用英文引号把整个值括起来。",
            "Remove the part that starts with !; if it is part of the text, put the whole value in quotes.",
        ),
        why=Words(
            "标签可能让读取文件的程序执行命令；这里的每个值都按文字读入，类型由字段决定。",
            "Tags can make a program that reads the file run commands. Here every value is read as text, and its field "
            "decides the type.",
        ),
        fails="name: {zh: !!str 示例局}",
        passes="name: {zh: 示例局}",
    ),
    Code(
        code="Y106",
        severity=Severity.ERROR,
        sentence=Words("不能使用合并键 `<<`", "the merge key `<<` is not allowed"),
        advice=Words("请把各个字段逐一写出来。", "Write each field out."),
        why=Words(
            "合并键会把别处的内容悄悄并进来，所以每个字段都要写全。",
            "Merge keys silently bring in content from elsewhere, so every field has to be written out.",
        ),
        fails="  <<: {zh: 示例局}",
        passes="  zh: 示例局",
    ),
    Code(
        code="Y107",
        severity=Severity.ERROR,
        sentence=Words(
            "不能使用以 % 开头的 YAML 指令",
            "YAML directives (lines that start with %) are not allowed",
        ),
        advice=Words("请删除这一行。", "Delete this line."),
        why=Words(
            "指令会改变整个文件的读法，这里用不到。",
            "Directives change how the whole file is read; none is needed here.",
        ),
        fails="%YAML 1.2\n---",
        passes=None,
    ),
    Code(
        code="Y108",
        severity=Severity.ERROR,
        sentence=Words(
            "一个文件只能有一份内容，这里开始了第二份",
            "a file holds one document, but a second one starts here",
        ),
        advice=Words(
            "请删除 `---` 或 `...` 之后的内容，或者另存为一个文件。",
            "Delete what follows `---` or `...`, or save it as a separate file.",
        ),
        why=Words(
            "一个文件只放一份内容；许多工具会忽略第二份。",
            "A file holds one document; many tools would ignore a second.",
        ),
        fails="---\nname: {zh: 另一个}",
        passes=None,
    ),
    Code(
        code="Y109",
        severity=Severity.ERROR,
        sentence=Words(
            "嵌套过深或条目过多（最多 {depth} 层、{nodes} 项）",
            "the content is nested too deeply or has too many entries (at most {depth} levels and {nodes} entries)",
        ),
        advice=Words("请按模板的结构填写。", "Follow the structure of the template."),
        why=Words(
            "层数和条目数有上限，恶意构造的文件也能很快读完。",
            "Depth and number of entries are limited, so that even a malicious file is read quickly.",
        ),
        fails="name: [[[[[[[[[[[[[]]]]]]]]]]]]]",
        passes="name: {zh: 示例局}",
    ),
    Code(
        code="Y110",
        severity=Severity.ERROR,
        sentence=Words(
            "字段 `{key}` 写了两次（第一次在第 {first} 行）",
            "the field `{key}` is given twice (first on line {first})",
        ),
        advice=Words("请只保留一个。", "Keep only one of them."),
        why=Words(
            "同一个字段写了两次，就不知道以哪一个为准。",
            "If a field is given twice, nobody can tell which one counts.",
        ),
        fails="kind: city",
        passes=None,
    ),
    Code(
        code="Y111",
        severity=Severity.ERROR,
        sentence=Words("文件是空的", "the file is empty"),
        advice=Words("请填写内容，或者删除这个文件。", "Fill it in, or delete it."),
        why=Words("空文件多半是忘了保存。", "An empty file is most likely one that was not saved."),
        fails="# to be written",
        passes="name: {zh: 示例局}\nkind: county",
    ),
    Code(
        code="Y112",
        severity=Severity.ERROR,
        sentence=Words("字段名必须是一个词", "a field name must be a single word"),
        advice=Words(
            "请检查这一行开头有没有 ?、[ 或 {{ 符号。",
            "Check the start of this line for ?, [ or {{.",
        ),
        why=Words(
            "字段名是一个词，不能是列表或嵌套的内容。",
            "A field name is a word, never a list or a mapping.",
        ),
        fails="? [a, b]\n: c",
        passes=None,
    ),
    Code(
        code="Y113",
        severity=Severity.ERROR,
        sentence=Words(
            "“{value}”后面的文字会丢失：YAML 会把它当作注释或另一个字段",
            "the text after “{value}” would be lost: YAML reads it as a comment or as another field",
        ),
        advice=Words(
            "请用英文双引号把整个值括起来；注释请另起一行。",
            "Put the whole value in double quotes; write a comment on a line of its own.",
        ),
        why=Words(
            "有些写法会让 YAML 悄悄丢掉后半句，读者永远看不到，所以要拦下来。",
            "Some ways of writing make YAML drop the rest of a sentence in silence, and no reader would ever see it.",
        ),
        fails="name: {zh: 关于A, B, C的局}",
        passes='name: {zh: "关于A, B, C的局"}',
    ),
    Code(
        code="Y114",
        severity=Severity.ERROR,
        sentence=Words(
            "一个字符上叠加的附加符号太多：U+{point}（{name}）",
            "too many combining marks on one character: U+{point} ({name})",
        ),
        advice=Words(
            "每个字符最多 {most} 个附加符号；请删去多余的。",
            "A character may have at most {most} combining marks: delete the others.",
        ),
        why=Words(
            "成堆的附加符号会盖住上下的文字，也会把页面撑宽；任何语言一个字符上都用不了这么多。",
            "Heaps of marks cover the lines around them and widen the page. No language needs so many on a character.",
        ),
        fails="name: {zh: 示例局็็็็็็็็็็}",
        passes="name: {zh: 示例局}",
    ),
    Code(
        code="Y115",
        severity=Severity.WARNING,
        sentence=Words(
            "`{value}`（{points}）读作 `{read}`（{read_points}）",
            "`{value}` ({points}) is read as `{read}` ({read_points})",
        ),
        advice=Words(
            "两者看上去一样，对程序却是不同的字符；多半是从 PDF 复制来的，请改成后者。",
            "They look alike, but are different characters to programs. They often come from a PDF: use the second.",
        ),
        why=Words(
            "从 PDF 复制的文字里常有形似而不同的字符，搜索和核对都找不到；改成通行的字符，并说明改了什么。",
            "Text copied from a PDF often contains characters that only look like the usual ones, so nobody finds it.",
        ),
        fails="name: {zh: ⽰例局}",
        passes="name: {zh: 示例局}",
    ),
    Code(
        code="Y116",
        severity=Severity.ERROR,
        sentence=Words("这里留有合并冲突的标记", "a mark of a merge conflict is left here"),
        advice=Words(
            "请在 <<<<<<< 与 >>>>>>> 之间保留正确的一份，删去另一份和三行标记。",
            "Between <<<<<<< and >>>>>>>, keep the right version; delete the other one, and the three marks.",
        ),
        why=Words(
            "合并没有做完，文件里同时留着两种写法，不知道以哪一种为准。",
            "The merge was not finished: the file holds two versions, and nobody can tell which one counts.",
        ),
        fails="<<<<<<< HEAD\nkind: county\n=======\nkind: city\n>>>>>>> theirs",
        passes="kind: county",
    ),
)
