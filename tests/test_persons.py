"""Numbers and names of persons: what is recognised, and what only looks like it."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.findings import as_text
from generator.load import read_record
from generator.model import Agency
from generator.model.persons import looks_like_a_person, private_mailbox, private_number
from tests.small import FILES, write

IDENTITY = "110101199001011237"


def with_check_digit(number: str) -> str:
    """Complete a card's number so that it is right."""
    return next(number + digit for digit in "0123456789" if private_number(f"卡 {number}{digit}") is not None)


@pytest.mark.parametrize(
    "text",
    [
        "13800001111",
        "联系电话：13800001111。",
        "138 0000 1111",
        "138-0000-1111",
        "+86 13800001111",
        "8613800001111",
        "１３８００００１１１１",
        "某某13800001111、13900001111",
        "tel:13800001111",
    ],
)
def test_a_mobile_number_is_found_however_it_is_written(text: str) -> None:
    found = private_number(text)
    assert found is not None
    assert found.zh == "手机号码"


@pytest.mark.parametrize(
    "text",
    [
        "12800001111",  # no such series
        "1380000111",  # too short
        "138000011112",  # too long
        "投入13800001111元",
        "共 13800001111 户",
        "13800001111.50",
        "1.13800001111",
        "010-66001100",
        "文号〔2023〕138号",
        "https://www.example.org/t20230306_13800001111.html",
        "13,800,001,111",
    ],
)
def test_other_numbers_are_no_mobile_numbers(text: str) -> None:
    assert private_number(text) is None


@pytest.mark.parametrize(
    ("text", "is_found"),
    [
        (IDENTITY, True),
        (f"身份证{IDENTITY}", True),
        ("110101 19900101 1237", True),
        ("11010119900101123X", False),  # the check digit is 7
        ("110101199001011236", False),
        ("110101199013011237", False),  # there is no month 13
        (f"{IDENTITY}9", False),
        (f"A{IDENTITY}", False),
    ],
)
def test_an_identity_number_has_a_right_check_digit(text: str, is_found: bool) -> None:
    found = private_number(text)
    assert (found is not None and found.zh == "身份证号码") == is_found


def test_a_card_number_has_a_right_check_digit() -> None:
    right = with_check_digit("622202000000000000")
    assert private_number(f"{right[:4]} {right[4:8]} {right[8:12]} {right[12:16]} {right[16:]}") is not None
    wrong = [right[:-1] + digit for digit in "0123456789" if digit != right[-1]]
    assert [number for number in wrong if private_number(number) is not None] == []
    assert private_number("0000000000000000") is None


@pytest.mark.parametrize(
    ("text", "mailbox"),
    [
        ("请寄 someone@163.com。", "someone@163.com"),
        ("A@QQ.com", "A@QQ.com"),
        ("info@miit.gov.cn", ""),
        ("info@163.com.cn", ""),
        ("没有邮箱", ""),
    ],
)
def test_a_private_mailbox_is_known_by_its_provider(text: str, mailbox: str) -> None:
    assert private_mailbox(text) == mailbox


@pytest.mark.parametrize("unit", ["张三", "李某某", "联系人：李四", "王五先生", "某某科长", "王　五"])
def test_a_persons_name_is_recognised(unit: str) -> None:
    assert looks_like_a_person(unit)


@pytest.mark.parametrize(
    "unit",
    [
        "数字乡村处",
        "办公室",
        "信息中心",
        "马街镇",
        "金山区",
        "总值班室",
        "测试科",
        "新闻办",
        "江苏省",
        "欧阳",
        "Office",
    ],
)
def test_an_office_is_no_person(unit: str) -> None:
    assert not looks_like_a_person(unit)


def test_what_is_printed_repeats_no_number(tmp_path: Path) -> None:
    path = "data/agencies/bureau.yml"
    write(tmp_path, {**FILES, path: "# 13800001111\nname: {zh: 局13900001111}\nkind: county\n"})
    _, findings = read_record(tmp_path, path, Agency, {"agency": "bureau"})
    assert [finding.code for finding in sorted(findings)] == ["M115", "M114"]
    for language in ("zh", "en"):
        assert "00001111" not in as_text(findings, language=language, root=tmp_path)
