"""What a case needs and git can't hold: links, devices, odd bytes, missing files. One function a case."""

from __future__ import annotations

import os
from pathlib import Path

from generator.config import read_config
from generator.contribute.drafts import start_draft
from generator.contribute.workbook.write import write_workbook
from generator.load import read_catalog
from generator.model import short_hash
from tests.workbooks import Change, changed, fill


def _agency(root: Path, data: bytes) -> None:
    (root / "data/agencies/example-bureau.yml").write_bytes(data)


def _edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text, old
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


_AGENCY = "name: {zh: 示例镇文化局}\nkind: county\n"


def f101_file_name_with_markup(root: Path) -> None:
    (root / "data/agencies/<b>{{7*7}}\n::error::\u202e.txt").touch()


def f101_file_name_in_another_encoding(root: Path) -> None:
    folder = os.fsencode(root / "data" / "agencies")
    Path(os.fsdecode(folder + b"/" + "示例".encode("gbk") + b".txt")).touch()


def f103_longest_file_name(root: Path) -> None:
    folder = os.fsencode(root / "data" / "agencies")
    Path(os.fsdecode(folder + b"/" + b"\xff" * 251 + b".yml")).touch()


def f104_symbolic_link(root: Path) -> None:
    (root / "data/agencies/linked-office.yml").symlink_to("example-office.yml")


def f104_link_to_a_folder(root: Path) -> None:
    (root / "data/policies/linked").symlink_to("small", target_is_directory=True)


def f104_link_to_nowhere(root: Path) -> None:
    (root / "data/agencies/ghost.yml").symlink_to("/nowhere/at/all")


def f104_data_is_a_link(root: Path) -> None:
    (root / "data").rename(root / "elsewhere")
    (root / "data").symlink_to("elsewhere", target_is_directory=True)


def f104_pipe(root: Path) -> None:
    os.mkfifo(root / "data/agencies/pipe.yml")


def f104_folder_named_like_a_file(root: Path) -> None:
    (root / "data/agencies/office.yml").mkdir()


def f105_too_large(root: Path) -> None:
    _agency(root, _AGENCY.encode() + b"#" * (256 * 1024))


def y101_utf_16(root: Path) -> None:
    _agency(root, _AGENCY.encode("utf-16"))


def y101_utf_32(root: Path) -> None:
    _agency(root, _AGENCY.encode("utf-32"))


def y101_gbk(root: Path) -> None:
    _agency(root, _AGENCY.encode("gbk"))


def y101_not_text(root: Path) -> None:
    _agency(root, b"name: {zh: \xff\xfe\xfa}\n")


def y102_nul(root: Path) -> None:
    _agency(root, _AGENCY.encode() + b"# \0\n")


def y102_utf_16_without_a_mark(root: Path) -> None:
    _agency(root, "kind: county\n".encode("utf-16-le"))


def y102_lone_carriage_return(root: Path) -> None:
    _agency(root, _AGENCY.replace("\n", " # reviewed\rkind: city\n", 1).encode())


def y102_next_line(root: Path) -> None:
    _agency(root, _AGENCY.encode() + "# a\n# b\u0085short: {zh: 局}\n".encode())


def y102_second_byte_order_mark(root: Path) -> None:
    _agency(root, b"\xef\xbb\xbf\xef\xbb\xbf" + _AGENCY.encode())


def y109_a_hundred_thousand_brackets(root: Path) -> None:
    _agency(root, b"name: " + b"[" * 100_000 + b"\n")


def y109_too_many_entries(root: Path) -> None:
    _agency(root, b"name: [" + b"a," * 20_001 + b"]\n")


def p104_missing_task(root: Path) -> None:
    (root / "data/policies/lake-rules/tasks/04.yml").unlink()


_LOCALE = """name: {name}
short: {name}
lang: {tag}
babel: {tag}
strings:
"""
_STRINGS = """  site:
    as_of: "{date}"
  nav:
    home: Home
  task:
    label: {one: "{n} task", other: "{n} tasks"}
"""


_HASHES = "zh_hash:\n" + "".join(
    f'  {key}: "{short_hash(text)}"\n'
    for key, text in {"site.as_of": "{date}", "nav.home": "Home", "task.label": "{n} tasks"}.items()
)


def _locales(root: Path, english: str = _STRINGS) -> None:
    """Give the site few interface strings, so that what is said of them stays the same."""
    for tag, strings in (("zh", _STRINGS), ("en", english)):
        text = _LOCALE.format(name=tag, tag=tag) + strings + (_HASHES if tag == "en" else "")
        (root / f"data/locales/{tag}.yml").write_text(text, encoding="utf-8")


def f108_beside_the_data(root: Path) -> None:
    text = "submitted: 2030-07-10\nprovenance: agency\n"
    for path in (
        "2030-H1.yml",
        "2030年上半年.yaml",
        "Data/Submissions/small/Example-Office/2030-h1.yml",
        "mkdocs-2.yml",
    ):
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")


def l101_missing_string(root: Path) -> None:
    _locales(root)
    _edit(root / "data/locales/zh.yml", "    home: Home\n", "    home: Home\n    house: House\n")


def l102_extra_string(root: Path) -> None:
    _locales(root, _STRINGS.replace("    home: Home\n", "    home: Home\n    house: House\n"))


def l102_extra_string_of_a_derived_language(root: Path) -> None:
    derived = "name: 繁\nshort: 繁\nlang: zh-Hant\nbabel: zh_Hant\nderive: {from: zh, opencc: s2tw}\n"
    (root / "data/locales/zh-Hant.yml").write_text(derived + "strings: {nav: {house: 首頁}}\n", encoding="utf-8")


def l105_string_of_a_derived_language(root: Path) -> None:
    derived = "name: 繁\nshort: 繁\nlang: zh-Hant\nbabel: zh_Hant\nderive: {from: zh, opencc: s2tw}\n"
    (root / "data/locales/zh-Hant.yml").write_text(derived + "strings: {nav: {home: 首頁}}\n", encoding="utf-8")


def l103_other_placeholder(root: Path) -> None:
    _locales(root, _STRINGS.replace("{date}", "{day}"))


def l103_placeholder_in_the_singular(root: Path) -> None:
    _locales(root, _STRINGS.replace('{n} task"', '{what}"'))


def l105_another_chinese(root: Path) -> None:
    _locales(root)
    _edit(root / "data/locales/en.yml", f'nav.home: "{short_hash("Home")}"', 'nav.home: "00000000"')


def l103_format_of_a_placeholder(root: Path) -> None:
    _locales(root, _STRINGS.replace("{date}", "{date:>9999999999}"))


def l103_attribute_of_a_placeholder(root: Path) -> None:
    _locales(root, _STRINGS.replace("{date}", "{date.__class__}"))


def l106_broken_placeholder(root: Path) -> None:
    _locales(root, _STRINGS.replace("Home", "Home {"))


def l106_in_a_plural(root: Path) -> None:
    _locales(root, _STRINGS.replace('{n} task"', '{n!r} task"'))


def l106_unknown_name_in_the_chinese(root: Path) -> None:
    _locales(root)
    _edit(root / "data/locales/zh.yml", "home: Home", 'home: "Home {secret}"')


def l106_attribute_in_the_chinese(root: Path) -> None:
    _locales(root)
    wrong = "{date.format.__globals__[os].environ[HOME]}"
    _edit(root / "data/locales/zh.yml", '"{date}"', f'"{wrong}"')


def l106_again_and_again(root: Path) -> None:
    _locales(root)
    for tag in ("zh", "en"):
        _edit(root / f"data/locales/{tag}.yml", '"{date}"', '"{date} {date} {date} {date}"')


def l106_literal_braces(root: Path) -> None:
    _locales(root, _STRINGS.replace("home: Home", 'home: "{{Home}}"'))


def l104_plural_of_nothing(root: Path) -> None:
    _locales(root, _STRINGS.replace("home: Home", "home: {one: Home, other: Homes}"))


def l104_plural_without_other(root: Path) -> None:
    _locales(root, _STRINGS.replace(', other: "{n} tasks"', ""))


def m111_unknown_cldr_locale(root: Path) -> None:
    _locales(root)
    _edit(root / "data/locales/en.yml", "babel: en", "babel: xq")


def m103_list_of_strings(root: Path) -> None:
    _locales(root, _STRINGS.replace("home: Home", "home: [Home]"))


def m104_long_string(root: Path) -> None:
    _locales(root, _STRINGS.replace("home: Home", "home: " + "Home" * 600))


def _filled(root: Path, *changes: Change) -> None:
    """Leave a workbook at the root, filled in with a sound report and then changed."""
    config = read_config(root)
    catalog = read_catalog(root)[0].offering(config.locales)
    data = write_workbook(start_draft(root, catalog, "example-office", "2030-H1", "small"), ["en"])
    sound = (
        fill("基本情况", "submitted", "", "2030-07-10"),
        fill("填报", "1.2", "status", "进行中"),
        fill("填报", "1.2", "summary.zh", "第一句。"),
        fill("填报", "1.2", "summary.en", "First sentence."),
    )
    (root / "filled.xlsx").write_bytes(changed(data, *sound, *changes))


def w101_a_page(root: Path) -> None:
    (root / "filled.xlsx").write_bytes(b"<html><table><tr><td>1.2</td></tr></table></html>")


def w102_no_sheet(root: Path) -> None:
    _filled(root, lambda book: book.remove(book["指标"]))


def w103_beside_the_table(root: Path) -> None:
    _filled(root, lambda book: book["填报"].cell(4, 40, "见附件"))


def w104_formula(root: Path) -> None:
    _filled(root, fill("填报", "1.2", "summary.zh", "=B1&B2"))


def w105_error_value(root: Path) -> None:
    _filled(root, fill("填报", "1.2", "summary.zh", "#REF!"))


def w106_fraction(root: Path) -> None:
    policy = root / "data/policies/small/targets.yml"
    _edit(policy, "value: 3", "value: 3%")
    _filled(root, fill("指标", "wait", "value", 0.025), fill("指标", "wait", "as_of", "2030-06-30"))


def w107_hidden_row(root: Path) -> None:
    _filled(root, lambda book: book["填报"].row_dimensions.__getitem__(5).__setattr__("hidden", True))


def w108_source_of_nothing(root: Path) -> None:
    _filled(root, lambda book: book["更多出处"].cell(3, 1, "2"), lambda book: book["更多出处"].cell(3, 3, "公报"))


def w109_another_text(root: Path) -> None:
    _filled(root, fill("填报", "1.2", "#text", "另一句。"))


def w110_merged_cells(root: Path) -> None:
    _filled(root, lambda book: book["填报"].merge_cells("E5:E6"))


def s156_in_one_language(root: Path) -> None:
    _edit(root / "mkdocs.yml", "extra:\n", "extra:\n  reporting_languages: [zh]\n")


def s156_fine_translated(root: Path) -> None:
    s156_in_one_language(root)
