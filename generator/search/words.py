"""Words of the reader that the documents put differently, odd readings, and words that stand around a number.

General language only: what people say in everyday life, and what official documents call it. An entry is a
whole term of at least two characters (a single character stands inside too many other words), and it works
one way, from what is typed to what may stand in the text. Wordings that the texts do not hold are left out
of the index. What Taiwan says is mostly read from OpenCC's tables (`script.regional`); here are only words
that those lack.
"""

from __future__ import annotations

SAME: dict[str, tuple[str, ...]] = {
    # people: everyday words for the groups that documents name
    "老人": ("老年", "养老", "适老化"),
    "老年人": ("老年", "养老", "适老化"),
    "老百姓": ("群众", "居民"),
    "小孩": ("儿童",),
    "孩子": ("儿童", "学校"),
    "学生": ("学校", "教学", "教育"),
    "妇女": ("巾帼",),
    "穷人": ("低收入人口", "困难群众"),
    "贫困": ("脱贫", "返贫", "低收入"),
    "大学生": ("高校毕业生",),
    # places: a village is 村里 at home and 农村 or 乡村 on paper
    "村里": ("农村", "乡村", "进村"),
    "乡下": ("农村", "乡村"),
    # needs: what people want done, and the services that do it
    "看病": ("医疗", "医保"),
    "医院": ("医疗卫生机构", "医疗机构"),
    "医疗保险": ("医保", "医疗保障"),
    "上学": ("教育", "学校"),
    "老师": ("教师",),
    "网课": ("空中课堂", "数字化教学"),
    "打工": ("农民工", "就业"),
    "找工作": ("就业",),
    "贷款": ("信贷", "融资", "网贷"),
    "借钱": ("信贷", "网贷"),
    "银行": ("金融",),
    "网购": ("电商", "电子商务"),
    "上网": ("网络", "互联网"),
    "光纤": ("千兆光网",),
    "喝水": ("供水",),
    "饮水": ("供水",),
    "自来水": ("供水",),
    "修路": ("农村公路",),
    "停电": ("电网", "电力"),
    "种田": ("种植", "农业生产"),
    "种地": ("种植", "农业生产", "耕地"),
    "摄像头": ("视频监控",),
    "洪水": ("水旱灾害",),
    "地震": ("自然灾害",),
    "天气": ("气象",),
    "打官司": ("法律援助", "公共法律服务"),
    "律师": ("法律援助",),
    "非物质文化遗产": ("非遗",),
    # Taiwan and Hong Kong: words that OpenCC's tables lack, or give for longer words only
    "数位": ("数字",),
    "数码": ("数字",),
    "资料库": ("数据库",),
    "人工智慧": ("人工智能",),
    "远距": ("远程",),
    "健保": ("医保",),
    # English: everyday words, and one country's names for another's institutions
    "health insurance": ("medical insurance", "healthcare security"),
    "doctor": ("medical", "telemedicine"),
    "hospital": ("medical institutions",),
    "loan": ("credit", "lending"),
    "garbage": ("waste",),
    "rubbish": ("waste",),
    "job": ("employment",),
    "elderly": ("age friendly",),
    "kids": ("child",),
    "cctv": ("video surveillance",),
    "online shopping": ("e commerce",),
    "weather": ("meteorological",),
    "drinking water": ("water supply",),
    "lawyer": ("legal aid",),
    "ai": ("artificial intelligence",),
}

READINGS: dict[str, tuple[str, ...]] = {
    # words that pypinyin's dictionary lacks and would misread
    "长三角": ("chang", "san", "jiao"),
}

NUMBERS: dict[str, str] = {
    # words that may stand around a number, with the kind that they name; "" names none
    "任务": "task",
    "领域": "area",
    "条款": "clause",
    "第": "",
    "项": "",
    "条": "",
    "号": "",
    "task": "task",
    "area": "area",
    "clause": "clause",
    "no.": "",
    "#": "",
}
