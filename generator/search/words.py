"""Readers' words that the documents phrase differently, irregular readings, and words that may surround a number.

General language only: what people say in everyday life, and what official documents call it. An entry is a
whole term of at least two characters (a single character occurs in too many other words), and it works
one way, from the query to what the text may contain. Wordings that the texts do not contain are left out
of the index. Taiwan's words mostly come from OpenCC's tables (`script.regional`); this module lists only
words that those lack.
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
    # places: a village is 村里 in speech and 农村 or 乡村 in documents
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
    "诈骗": ("网络安全", "谣言", "欺诈"),
    "厕所": ("人居环境",),
    "垃圾": ("生活垃圾", "人居环境"),
    "补贴": ("补助", "财政", "资金"),
    "云计算": ("云平台",),
    "派出所": ("公安", "治安"),
    "快递": ("寄递", "物流"),
    "拖拉机": ("农机",),
    "手机": ("移动", "终端"),
    # Taiwan and Hong Kong: words that OpenCC's tables lack, or give for longer words only
    "数位": ("数字",),
    "数码": ("数字",),
    "资料库": ("数据库",),
    "人工智慧": ("人工智能",),
    "远距": ("远程",),
    "健保": ("医保",),
    "长者": ("老年", "适老化"),
    "网上购物": ("电商", "电子商务"),
    "闭路电视": ("视频监控",),
    "监视器": ("视频监控",),
    "流动电话": ("移动", "终端"),
    "宅配": ("寄递", "物流"),
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
    "electricity": ("power grid", "electric"),
    "trash": ("waste",),
    "courier": ("delivery", "logistics"),
    "parcel": ("delivery",),
    "tractor": ("agricultural machinery",),
    "scam": ("fraud",),
    # Latin words used in every language
    "ai": ("artificial intelligence", "人工智能"),
    "gps": ("beidou", "北斗"),
    "wifi": ("broadband", "网络"),
    "app": ("mobile application", "移动互联网应用程序", "移动应用"),
}

READINGS: dict[str, tuple[str, ...]] = {
    # words that pypinyin's dictionary lacks and would misread
    "长三角": ("chang", "san", "jiao"),
}

NUMBERS: dict[str, str] = {
    # words that may surround a number, with the kind that they name; "" names none
    "任务": "task",
    "领域": "area",
    "条款": "clause",
    "第": "",
    "项": "",
    "条": "",
    "款": "",
    "点": "",
    "个": "",
    "号": "",
    "tasks": "task",
    "task": "task",
    "areas": "area",
    "area": "area",
    "clauses": "clause",
    "clause": "clause",
    "item": "",
    "number": "",
    "no": "",
    "#": "",
}

STOPS: tuple[str, ...] = (
    # words that make up questions and sentences, ignored if the query contains anything else
    *("怎么", "怎么办", "怎样", "怎么样", "如何", "什么", "为什么", "哪里", "哪儿", "在哪里", "在哪", "哪些", "哪个"),
    *("有没有", "有哪些", "没有", "能不能", "是不是", "可以", "可不可以", "多少", "多久", "谁", "请问", "关于"),
    *("我们", "我家", "我想", "想要", "需要", "应该", "有关", "相关", "内容", "方面", "问题", "进展", "一下"),
    *("a", "about", "an", "and", "any", "are", "can", "do", "does", "for", "get", "has", "have", "how", "i", "in"),
    *("is", "it", "many", "me", "much", "my", "of", "on", "the", "there", "to", "we", "what", "when", "where"),
    *("which", "who", "why", "will", "with", "you", "your"),
)
