"""What identifies a person: numbers that must not be published, private mailboxes, names given as contacts."""

from __future__ import annotations

import re
import unicodedata

from generator.findings.languages import Words
from generator.model.plain import refused

_GAP = "[ -]?"  # between groups of digits
_MOBILE = re.compile(
    rf"(?<![0-9.])(?:\+?86{_GAP})?1[3-9][0-9]{_GAP}[0-9]{{4}}{_GAP}[0-9]{{4}}(?![0-9]|[.,][0-9])"
    r"(?! *(?:[万亿%元吨亩户]|人次|美元|公里|千瓦|立方米|平方米))"  # then it is an amount
)
_IDENTITY = re.compile(
    rf"(?<![0-9A-Za-z])[1-9][0-9]{{5}}{_GAP}(?:18|19|20)[0-9]{{2}}{_GAP}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])"
    rf"{_GAP}[0-9]{{3}}[0-9Xx](?![0-9A-Za-z])"
)
_CARD = re.compile(rf"(?<![0-9.])[3-69][0-9]{{3}}(?:{_GAP}[0-9]{{4}}){{3}}(?:{_GAP}[0-9]{{1,3}})?(?![0-9]|[.,][0-9])")
_ADDRESS = re.compile(r"https?://[\x21-\x7e]+")
_MANY_DIGITS = re.compile(r"\d[\d －-]{8}\d")  # fewer make none of these numbers

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"


def _is_identity_number(number: str) -> bool:
    """Return whether the check digit of a citizen's identity number is right (GB 11643-1999)."""
    digits = re.sub(r"[ -]", "", number).upper()
    total = sum(int(digit) * weight for digit, weight in zip(digits, _WEIGHTS, strict=False))
    return _CHECKS[total % 11] == digits[-1]


def _is_card_number(number: str) -> bool:
    """Return whether the check digit of a bank card's number is right (the Luhn algorithm, ISO/IEC 7812-1)."""
    digits = [int(digit) for digit in re.sub(r"[ -]", "", number)]
    doubled = (sum(divmod(2 * digit, 10)) for digit in digits[-2::-2])
    return len(set(digits)) > 1 and (sum(digits[::-2]) + sum(doubled)) % 10 == 0


_MOBILE_NUMBER = Words("手机号码", "a mobile phone number")
_KINDS = (
    (_IDENTITY, _is_identity_number, Words("身份证号码", "an identity card number")),
    (_MOBILE, lambda _number: True, _MOBILE_NUMBER),
    (_CARD, _is_card_number, Words("银行卡号", "a bank card number")),
)


def private_number(text: str) -> Words | None:
    """Return which number of a person stands in a text, in words; None if there is none.

    Web addresses are not looked into, since many hold long numbers of other kinds.
    """
    if not _MANY_DIGITS.search(text):
        return None
    plain = _ADDRESS.sub(" ", unicodedata.normalize("NFKC", text))
    for pattern, is_right, name in _KINDS:
        if any(is_right(match.group()) for match in pattern.finditer(plain)):
            return name
    return None


def without_private_numbers(text: str) -> str:
    """Refuse a text in which a number of a person stands; the finding doesn't repeat the number."""
    if (kind := private_number(text)) is not None:
        raise refused("M114", kind_zh=kind.zh, kind_en=kind.en)
    return text


_PRIVATE_MAIL = frozenset(
    {"qq.com", "vip.qq.com", "foxmail.com", "163.com", "vip.163.com", "126.com", "yeah.net", "188.com", "139.com"}
    | {"189.cn", "wo.cn", "sina.com", "sina.cn", "vip.sina.com", "sohu.com", "21cn.com", "tom.com", "263.net"}
    | {"aliyun.com", "gmail.com", "outlook.com", "hotmail.com", "live.com", "live.cn", "msn.com", "yahoo.com"}
    | {"yahoo.com.cn", "yahoo.cn", "icloud.com", "me.com", "proton.me", "protonmail.com", "gmx.com", "mail.com"}
)
_MAILBOX = re.compile(r"[A-Za-z0-9._+-]{1,64}@([A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8})")


def private_mailbox(text: str) -> str:
    """Return the first mailbox in a text that lies with a provider for everybody; an empty text if there is none."""
    found = (match for match in _MAILBOX.finditer(text) if match[1].lower() in _PRIVATE_MAIL)
    return next((match.group() for match in found), "")


_SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石"
    "廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章"
    "張劉陳楊黃趙吳馬羅鄭謝許韓馮鄧葉蘇呂盧鐘譚陸範賈韋鄒秦閆龍賀顧龔邵錢嚴湯溫齊喬龐顏莊聶"
)
_OFFICE = re.compile(
    "[局处室办科部院厅署司会委站所队组社股课台校馆心街镇乡村省市区县旗州盟辦處廳會隊組館鎮鄉區縣]"
    "|公司|机关|单位|平台|热线|信箱|总机|值班"
)
_PERSON = re.compile("联系人|聯繫人|经办人|负责人[:：]|先生|女士|同志|老师|主任|科长|处长|局长|秘书|书记|[^副]干事")


def looks_like_a_person(unit: str) -> bool:
    """Return whether what should name an office looks like a person's name instead.

    Two or three characters that begin with a common surname, with no word for an office, or a form of address.
    """
    plain = re.sub(r"\s", "", unit)
    if _PERSON.search(plain):
        return True
    return 2 <= len(plain) <= 3 and plain[0] in _SURNAMES and not _OFFICE.search(plain)
