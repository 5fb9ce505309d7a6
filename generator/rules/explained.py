"""What every check is for, and an example of it: the public text of the page of rules.

An example is a piece of a file as it is refused, and as it is right; of codes about files themselves, the path.
Each is taken from one of the cases in `tests/cases/`, and the tests hold that the wrong one brings the finding
and the right one does away with it.
"""

from __future__ import annotations

from typing import NamedTuple


class Explanation(NamedTuple):
    """Why a check is made, in Chinese and in English, and an example."""

    zh: str
    en: str
    wrong: str = ""  # empty where the example is a thing that can't be printed
    right: str = ""  # empty where the wrong part is simply left out


_PROVEN = """\
status: completed
evidence:
  - title: {zh: 统计公报}
    publisher: 示例日报
    published: 2030-07-01
    url: https://library.example.org/h1.html"""

EXPLAINED: dict[str, Explanation] = {
    # --- F: files and folders
    "F101": Explanation(
        "每个文件都有规定的位置；放错位置的文件不会悄悄跳过，而是指出来。",
        "Every file has its place. One that stands elsewhere is never skipped in silence.",
        "data/policies/small/tasks/01.yml~",
    ),
    "F102": Explanation(
        "数据文件一律以 .yml 结尾，这样同一份数据不会有两个文件。",
        "Data files end in .yml, always, so that no two files can stand for the same thing.",
        "data/agencies/new-office.yaml",
        "data/agencies/new-office.yml",
    ),
    "F103": Explanation(
        "文件和文件夹的名称就是代号，也是网址的一部分，所以只用各种系统都认得的字符。",
        "A file's or folder's name is an id and a part of addresses, so it keeps to letters that every system knows.",
        "data/agencies/Office.yml",
        "data/agencies/office.yml",
    ),
    "F104": Explanation(
        "数据只能是普通文件；链接、管道等可能指向仓库以外的内容。",
        "Data are plain files; links, pipes and the like could lead out of the repository.",
    ),
    "F105": Explanation(
        "文件有大小上限，任何人提交的内容都能很快读完。",
        "Files are bounded, so that whatever anybody submits is read in no time.",
    ),
    "F106": Explanation(
        "一项政策至少要有 policy.yml，写明标题、发文机构和日期。",
        "A policy has at least a policy.yml with its title, issuers and dates.",
        "data/policies/orphan/tasks/01.yml",
    ),
    "F107": Explanation(
        "提交文件的名称就是它报告的那一期。",
        "The name of a submission's file is the period that it reports on.",
        "data/submissions/small/example-office/2030年上半年.yml",
        "data/submissions/small/example-office/2030-H1.yml",
    ),
    "F108": Explanation(
        "提交文件只在规定的位置才会读取；放在别处，等于没有提交。",
        "A submission is read in its place alone. Elsewhere it would count as not submitted.",
        "data/Submissions/small/example-office/2030-H1.yml",
        "data/submissions/small/example-office/2030-H1.yml",
    ),
    # --- Y: reading YAML
    "Y101": Explanation(
        "所有文件都用 UTF-8 编码，中文才不会变成乱码。",
        "All files are in UTF-8, so that Chinese is never garbled.",
    ),
    "Y102": Explanation(
        "看不见的字符会让两段看似相同的文字其实不同，也能改变文字显示的顺序，因此不收。",
        "Characters that nobody sees make texts differ that look alike, or turn their order around: they are refused.",
    ),
    "Y103": Explanation(
        "文件须是合法的 YAML；能看出原意时，直接给出改好的一行。",
        "A file must be valid YAML; where the meaning is clear, the corrected line is given.",
        "kind: county: town",
        "kind: county",
    ),
    "Y104": Explanation(
        "锚点和别名能让很小的文件展开得极大，也让人看不出实际内容。",
        "Anchors and aliases let a tiny file grow without bound, and hide what it says.",
        "kind: *county*",
        "kind: county",
    ),
    "Y105": Explanation(
        "标签能让读取程序执行命令；这里的每个值都按文字读入，由字段决定类型。",
        "Tags can make a reader run commands. Every value here is read as text, and its field decides the type.",
        "name: {zh: !!str 示例局}",
        "name: {zh: 示例局}",
    ),
    "Y106": Explanation(
        "合并键会把别处的内容悄悄并进来，所以每项内容都要写全。",
        "Merge keys bring in content from elsewhere unseen: everything is written out.",
        "  <<: {zh: 示例局}",
        "  zh: 示例局",
    ),
    "Y107": Explanation(
        "指令会改变整个文件的读法，这里用不到。",
        "Directives change how a whole file is read; none is needed here.",
        "%YAML 1.2\n---",
    ),
    "Y108": Explanation(
        "一个文件只放一份内容，第二份会被许多工具忽略。",
        "A file holds one document; many tools would overlook a second.",
        "---\nname: {zh: 另一个}",
    ),
    "Y109": Explanation(
        "嵌套和条目有上限，恶意构造的文件也能很快读完。",
        "Depth and number of entries are bounded, so that no file can keep the reader busy.",
        "name: [[[[[[[[[[[[[]]]]]]]]]]]]]",
        "name: {zh: 示例局}",
    ),
    "Y110": Explanation(
        "同一个字段写两次时，不知道该信哪一个。",
        "Where a field is given twice, nobody can tell which one counts.",
        "kind: city",
    ),
    "Y111": Explanation(
        "空文件多半是忘了保存。",
        "An empty file is most likely one that was not saved.",
        "# to be written",
        "name: {zh: 示例局}\nkind: county",
    ),
    "Y112": Explanation(
        "字段名是一个词，不能是列表或嵌套的内容。",
        "A field's name is a word, never a list or a mapping.",
        "? [a, b]\n: c",
    ),
    "Y113": Explanation(
        "有些写法会让 YAML 悄悄丢掉后半句，读者永远看不到；所以先拦下来。",
        "Some spellings make YAML drop the rest of a sentence in silence, so that nobody would ever read it.",
        "name: {zh: 关于A, B, C的局}",
        'name: {zh: "关于A, B, C的局"}',
    ),
    "Y114": Explanation(
        "成堆的附加符号会盖住上下的文字，也会把页面撑宽；任何语言一个字符上都用不了这么多。",
        "Heaps of marks cover the lines around them and widen the page. No language writes so many on one character.",
        "name: {zh: 示例局็็็็็็็็็็}",
        "name: {zh: 示例局}",
    ),
    "Y115": Explanation(
        "从 PDF 复制的文字里常有形似而不同的字符，搜索和核对都找不到；改成通行的字符，并说明改了什么。",
        "Text copied out of a PDF often holds characters that only look like the usual ones, so that nobody finds it.",
        "name: {zh: ⽰例局}",
        "name: {zh: 示例局}",
    ),
    # --- M: fields and their types
    "M101": Explanation(
        "必填的字段都要有，缺了就无法说明是谁、哪一天、依据什么。",
        "Fields that are required must be there: without them nobody knows who, when, or on what grounds.",
        "name: {zh: 示例局}",
        "name: {zh: 示例局}\nkind: county",
    ),
    "M102": Explanation(
        "没见过的字段名多半是笔误；若不指出，里面的内容就会丢失。",
        "An unknown field is most likely a slip; unless it is pointed out, what stands in it is lost.",
        "shrot: {zh: 局}",
        "short: {zh: 局}",
    ),
    "M103": Explanation(
        "每个字段是一个值、一组字段还是一个列表，都有规定。",
        "Of every field it is laid down whether it is a value, a group of fields or a list.",
        "- name: {zh: 示例局}",
        "name: {zh: 示例局}",
    ),
    "M104": Explanation(
        "文字有长度上限，页面才读得下去；详细材料放在证据链接里。",
        "Texts are bounded, so that pages stay readable; details belong in linked evidence.",
    ),
    "M105": Explanation(
        "空白的文字等于没写。",
        "A blank text says nothing.",
        'name: {zh: "  "}',
        "name: {zh: 示例局}",
    ),
    "M106": Explanation(
        "只能从规定的值里选，统计时才不会把同一个意思算成几种。",
        "Only the listed values are allowed, so that one meaning is never counted as several.",
        "kind: conty",
        "kind: county",
    ),
    "M107": Explanation(
        "日期写成 年-月-日，并且须是真实存在的一天。",
        "Dates are written year-month-day, and must exist.",
        "issued: 2030-02-30",
        "issued: 2030-02-28",
    ),
    "M108": Explanation(
        "数字按原样核对，不猜测；万、亿和百分号可以写，单位写在指标里。",
        "Numbers are never guessed at. 万, 亿 and % may be written; the unit stands with the target.",
        "value: 12_000",
        "value: 12,000",
    ),
    "M109": Explanation(
        "有些数字只在一定范围内才有意义。",
        "Some numbers mean something within bounds only.",
        "due_days: 500",
        "due_days: 15",
    ),
    "M110": Explanation(
        "链接只能指向公开的 https 网页：不含密码，不指向内部或本机地址，不用形近字符冒充别的网站。",
        "Links lead to public https pages only: no passwords, no private or local hosts, no look-alike letters.",
        r"url: 'https://library.example.org\@evil.example.org/'",
        "url: 'https://library.example.org/'",
    ),
    "M111": Explanation(
        "代号和编号有固定的写法，因为它们也是网址和引用的一部分。",
        "Ids and numbers have a set form, as they are parts of addresses and references.",
        "issuers: [Example Office, example-bureau]",
        "issuers: [example-office, example-bureau]",
    ),
    "M112": Explanation(
        "列表的条目有下限和上限。",
        "Lists have a least and a greatest number of entries.",
        "issuers: []",
        "issuers: [example-office]",
    ),
    "M113": Explanation(
        "是与否写成 true 和 false，不用 yes、是、1 等别的写法。",
        "Yes and no are written true and false, and in no other way.",
        "qualitative: yes",
        "qualitative: true",
    ),
    # --- P: policies
    "P101": Explanation(
        "条款编号是永久的：网址、引用和报告都靠它。",
        "A clause's id is permanent: addresses, quotations and reports rest on it.",
        'id: "1.10"',
        'id: "1.2"',
    ),
    "P102": Explanation(
        "任务所属的领域须在 policy.yml 里。",
        "The area that a task belongs to must stand in policy.yml.",
        "area: 7",
        "area: 1",
    ),
    "P103": Explanation(
        "领域连续编号，网址才稳定。",
        "Areas are numbered without gaps, so that addresses stay.",
        "number: 3",
        "number: 2",
    ),
    "P104": Explanation(
        "任务连续编号，漏掉一个文件就会被发现。",
        "Tasks are numbered without gaps, so that a missing file shows.",
    ),
    "P105": Explanation(
        "指标引用的话必须逐字出自文件。",
        "What a target quotes must stand in the document word for word.",
        'quote: ["年借阅量超过1.3万册"]',
        'quote: ["年借阅量超过1.2万册"]',
    ),
    "P106": Explanation(
        "政策里提到的机构、任务、条款和句子都须存在。",
        "Agencies, tasks, clauses and sentences that a policy names must exist.",
        "agency: exampel-office",
        "agency: example-office",
    ),
    "P107": Explanation(
        "编号唯一，链接才不会指错。",
        "Ids are unique, so that no link leads to the wrong thing.",
        'id: loans\ngoal: g2\nquote: ["平均等候时间不超过3天"]',
        'id: wait\ngoal: g2\nquote: ["平均等候时间不超过3天"]',
    ),
    "P108": Explanation(
        "术语表只收文件里真正出现的词。",
        "The glossary holds only what really stands in the document.",
        "zh: 取书处",
        "zh: 取书点",
    ),
    "P109": Explanation(
        "结束的日子不能早于开始。",
        "An end is not before its beginning.",
        "to: 2029-12-31",
        "to: 2030-12-31",
    ),
    "P110": Explanation(
        "有数字的指标要写明目标值和单位，才能比较。",
        "A target in numbers gives its value and unit, or nothing could be compared.",
    ),
    "P111": Explanation(
        "原文没有数字的指标不加单位和数值，不替原文添内容。",
        "A target without a number in the text is given none: nothing is added to what the text says.",
        "unit: {zh: 个}",
    ),
    "P112": Explanation(
        "没有任务的领域多半是任务文件写错了领域号。",
        "An area without tasks most likely means that a task file names another area.",
    ),
    "P113": Explanation(
        "同一机构对同一任务只写一次分工，否则角色会矛盾。",
        "An agency is assigned to a task once, or its parts could contradict each other.",
        'agency: example-office\nref: "1"\nrole: lead',
        'agency: example-office\nref: "2"\nrole: lead',
    ),
    # --- T: translations
    "T101": Explanation(
        "译文记着它所依据的中文；中文改了，译文就要重新核对，在此之前页面会注明。",
        "A translation remembers its Chinese. When that changes the page says so, until somebody has looked again.",
        "zh: 图书平台每天更新两次。\nen: The library platform is updated once a day.\nzh_hash: {en: 4fc5e2b1}",
        "zh: 图书平台每天更新两次。\nen: The library platform is updated twice a day.\nzh_hash: {en: 87efafa4}",
    ),
    "T102": Explanation(
        "没有校验码，就不知道译文依据的是哪一版中文。",
        "Without its hash nobody knows which Chinese a translation was made from.",
        "zh: 建设示例图书平台\nen: Build the Example Library Platform",
        "zh: 建设示例图书平台\nen: Build the Example Library Platform\nzh_hash: {en: 1b6f00b0}",
    ),
    "T103": Explanation(
        "只能写本站有的语言；繁体由简体转换而来，不另外填写。",
        "Only the site's languages may be given; Traditional Chinese is derived and never typed.",
        "eng: Build",
        "en: Build",
    ),
    # --- L: interface strings
    "L101": Explanation(
        "每种语言的界面文字都要齐全，页面才不会出现空白按钮。",
        "Every language has all interface strings, so that no button is blank.",
    ),
    "L102": Explanation(
        "没有用到的文字多半是名称写错了。",
        "A string that nothing uses is most likely one with a misspelt name.",
        "house: House",
    ),
    "L103": Explanation(
        "占位符须与中文一致，否则数字和日期会显示不出来。",
        "Placeholders are those of the Chinese, or numbers and dates would not show.",
        'as_of: "{day}"',
        'as_of: "{date}"',
    ),
    "L104": Explanation(
        "单复数只用于随数目变化的文字。",
        "Plurals are for strings that change with a number.",
        "home: {one: Home, other: Homes}",
        "home: Home",
    ),
    "L105": Explanation(
        "界面文字的译文也记着它所依据的中文；中文改了，就要重新核对。",
        "Translations of the interface remember their Chinese, too, and are looked at again when it changes.",
        'nav.home: "00000000"',
        'nav.home: "3a786953"',
    ),
    "L106": Explanation(
        "界面文字只是文字：花括号里的名称换成对应的值，此外没有任何含义，不会当作格式或程序执行。",
        "Interface strings are text: names in braces make room for values, and nothing else in them is ever run.",
        "home: Home {",
        "home: Home",
    ),
    # --- S: submissions
    "S101": Explanation(
        "报告的政策、机构、任务、条款和指标都须存在，否则页面上没有它的位置。",
        "The policy, agency, tasks, clauses and targets that a submission names must exist, or it has no place.",
        'ref: "1.9"',
        'ref: "1.2"',
    ),
    "S102": Explanation(
        "说“已完成”，就要让公众能看到依据。",
        "Whoever says that something is completed lets the public see the grounds.",
        "status: completed",
        _PROVEN,
    ),
    "S103": Explanation(
        "同一份提交里，一项任务或条款只报告一次，一个指标在同一天只有一个数值。",
        "A submission reports once on a task or clause, and gives one value of a target for a day.",
        "- target: loans\n  value: 1.1万\n  as_of: 2030-06-30\n- target: loans\n  value: 1.1万\n  as_of: 2030-06-30",
        "- target: loans\n  value: 1.1万\n  as_of: 2030-06-30",
    ),
    "S104": Explanation(
        "一期没有结束，就还不知道这一期的结果。",
        "Before a period has ended nobody knows what it brought.",
        "submitted: 2030-06-29",
        "submitted: 2030-06-30",
    ),
    "S105": Explanation(
        "提交日期不能在将来。",
        "Nothing is submitted in the future.",
        "submitted: 2032-01-01",
        "submitted: 2030-07-10",
    ),
    "S106": Explanation(
        "报告期须与政策覆盖的时段重合。",
        "A report's period overlaps the days that its policy covers.",
        "data/submissions/small/example-office/2031-H1.yml",
        "data/submissions/small/example-office/2030-H1.yml",
    ),
    "S107": Explanation(
        "延期要说明原因，公众才能判断。",
        "A delay is explained, so that the public can judge it.",
        "status: delayed",
        "status: delayed\nreason:\n  zh: 汛期停工六周，下季度补上。",
    ),
    "S108": Explanation(
        "已报告的状态退回去，要么是情况变了，要么是笔误；都应说清楚。按条比较：整任务的报告也算到它的每一条。",
        "A status that goes back means a change or a slip; either is worth a word. Clauses are compared one by one, "
        "and a report on a whole task counts for each of its clauses.",
        "status: not_started",
        "status: not_started\nreason:\n  zh: 上期误报，方案尚未批准。",
    ),
    "S109": Explanation(
        "数值比上次离目标更远时要说明原因，例如统计口径变了。",
        "A figure that is further from its target than the last one is explained, say by a change of method.",
        "value: 1万",
        "value: 1万\nreason:\n  zh: 统计口径调整，不再计续借。",
    ),
    "S110": Explanation(
        "数值与目标须用同一单位，否则比较没有意义。",
        "A figure is in its target's unit, or comparing the two means nothing.",
        "value: 91.7%",
        "value: 1.1万",
    ),
    "S111": Explanation(
        "这类数量不会小于零。",
        "Such quantities are never below zero.",
        "value: -3",
        "value: 3",
    ),
    "S112": Explanation(
        "与目标相差一百倍以上的数值，常常是小数点或 万、亿 写错了。",
        "A figure that is off its target by more than a hundredfold often has a wrong decimal point, 万 or 亿.",
        "value: 1.1亿",
        "value: 1.1万",
    ),
    "S113": Explanation(
        "有数字的指标用数字报告，没有数字的用文字报告。",
        "A target with a number is reported on in numbers, one without in words.",
        "target: audiobooks\nvalue: 3",
        "target: audiobooks\ntext:\n  zh: 已到三个村。",
    ),
    "S114": Explanation(
        "证据不会晚于引用它的提交。",
        "Evidence is not younger than the submission that cites it.",
        "published: 2030-07-11",
        "published: 2030-07-10",
    ),
    "S115": Explanation(
        "数值所属的那一天已经过去，才有数值。",
        "A figure holds for a day that has passed.",
        "as_of: 2030-12-31",
        "as_of: 2030-06-30",
    ),
    "S116": Explanation(
        "机构自己提交的证据要有公开网址，任何人都能打开核对。本站整理的公开记录可以只写出处。",
        "Evidence that an agency submits has a public address that anybody can open. Public records compiled by this "
        "site may name a source without one.",
        "title: {zh: 统计公报}",
        "title: {zh: 统计公报}\n  url: https://stats.example.org/2030/",
    ),
    "S117": Explanation(
        "网站有英文版；没有译文的文字显示中文并注明。",
        "The site has English pages; texts without a translation are shown in Chinese, and marked.",
        "zh: 测试用进展。",
        "zh: 测试用进展。\nen: Progress for tests.",
    ),
    "S118": Explanation(
        "示例和真实数据分得清清楚楚：演示机构只能提交示例，真实机构不能。",
        "Samples and the record are kept apart: invented agencies submit samples only, real ones never.",
        "provenance: sample",
        "provenance: agency",
    ),
    "S119": Explanation(
        "过了期限的报告照样接收，页面会注明迟报。",
        "A late report is welcome all the same; pages say that it was late.",
        "submitted: 2030-07-16",
        "submitted: 2030-07-15",
    ),
    "S120": Explanation(
        "连续四期都只说“进行中”，公众看不出有没有进展。",
        "Four reports on end that only say “in progress” do not tell the public whether anything moves.",
        "status: in_progress",
        _PROVEN,
    ),
    "S121": Explanation(
        "两个中央机构说法不同，网站都照登，并请双方核对。",
        "Where two central agencies differ, the site prints both and asks them to compare notes.",
        "status: in_progress",
        "status: completed",
    ),
    "S122": Explanation(
        "没有内容的提交会让人以为报告过了。",
        "A submission without content would look as if something had been reported.",
        "submitted: 2030-07-10\nprovenance: agency",
        "submitted: 2030-07-10\nprovenance: agency\n"
        "figures:\n  - target: loans\n    value: 1.1万\n    as_of: 2030-06-30",
    ),
    "S123": Explanation(
        "https 的网页在路上不会被人改动；http 的会。",
        "Nobody can change an https page on its way to the reader; an http page can be changed.",
        "url: http://library.example.org/h1.html",
        "url: https://library.example.org/h1.html",
    ),
    # --- O: who may change what
    "O101": Explanation(
        "一个机构只能改自己的报告，不能改别人的。",
        "An agency changes its own reports and nobody else's.",
    ),
    "O102": Explanation(
        "数据和程序分开审阅，改程序的内容不会混在报告里通过。",
        "Data and machinery are reviewed apart, so that no change to a program slips in with a report.",
    ),
    "O103": Explanation(
        "政策原文、分工和机构登记由维护者审阅，不随报告一起改。",
        "Policies, assignments and the register of agencies are reviewed by maintainers, not along with a report.",
    ),
    "O104": Explanation(
        "代别的机构提交要有该机构负责人确认，谁也不能冒名。",
        "What is submitted for an agency is confirmed by its owners, so that nobody speaks in its name unasked.",
    ),
}
