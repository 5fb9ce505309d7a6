"""Reading files: what is refused, what is accepted, and that nothing gets stuck or falls over."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator import load
from generator.errors import GeneratorError
from generator.findings import Finding, Severity
from generator.load import MAX_BYTES, read_catalog, read_record
from generator.load.text import fold
from generator.model import Agency, Origin
from tests.roots import REPO, environment
from tests.small import FILES, write

GOOD = "name: {zh: 示例局}\nkind: county\n"


def read(tmp_path: Path, data: bytes | str) -> tuple[Agency | None, list[Finding]]:
    path = tmp_path / "data" / "agencies" / "office.yml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    record, findings = read_record(tmp_path, "data/agencies/office.yml", Agency, {"agency": "office"})
    return record, findings


def codes(findings: list[Finding]) -> list[str]:
    return [finding.code for finding in findings]


# --- odd, but harmless

ODD = {
    "byte order mark": b"\xef\xbb\xbf" + GOOD.encode(),
    "CRLF": GOOD.replace("\n", "\r\n").encode(),
    "byte order mark and CRLF": b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode(),
    "no newline at the end": GOOD.rstrip().encode(),
    "document start": b"---\n" + GOOD.encode(),
    "document end": GOOD.encode() + b"...\n",
    "comments": b"# one\n" + GOOD.replace("\n", " # two\n").encode(),
    "blank lines": b"\n\n" + GOOD.encode() + b"\n\n",
    "JSON": b'{"name": {"zh": "\\u793a\\u4f8b\\u5c40"}, "kind": "county"}',
    "quoted keys": '"name": {\'zh\': 示例局}\n"kind": "county"\n'.encode(),
    "folded text": "name:\n  zh: >-\n    示例局\nkind: county\n".encode(),
    "explicit keys": "? name\n: zh: 示例局\n? kind\n: county\n".encode(),
    "blanks around values": 'name: {zh: "  示例局 "}\nkind: county\n'.encode(),
    "tabs after values": GOOD.replace("\n", "\t\n").encode(),
}


@pytest.mark.parametrize("data", ODD.values(), ids=ODD)
def test_odd_but_harmless_files_give_the_same_record(tmp_path: Path, data: bytes) -> None:
    record, findings = read(tmp_path, data)
    assert findings == []
    assert record is not None
    assert record.model_dump() == read(tmp_path, GOOD)[0].model_dump()  # type: ignore[union-attr]  # read above


@pytest.mark.parametrize("empty", ["", " ~", " null", " # nothing yet"])
def test_an_empty_value_is_as_good_as_none(tmp_path: Path, empty: str) -> None:
    record, findings = read(tmp_path, f"{GOOD}short:{empty}\n")
    assert findings == []
    assert record is not None
    assert record.short is None


@pytest.mark.parametrize(
    "text", ["~", "null", "no", "yes", "1.10", "1_000", "0x1F", "017", "12:30", "2024-01-01", "=", "1e5"]
)
def test_words_and_numbers_of_yaml_stay_the_text_that_was_written(tmp_path: Path, text: str) -> None:
    quoted = f'"{text}"' if text in {"~", "null"} else text
    record, findings = read(tmp_path, f"name: {{zh: {quoted}}}\nkind: county\n")
    assert findings == []
    assert record is not None
    assert record.name.zh == text


@pytest.mark.parametrize(
    ("typed", "read_as"),
    [
        ("Cafe\u0301 e\u0301", "Caf\u00e9 \u00e9"),
        ("\u2f64\u6c34", "用水"),  # a radical
        ("\u2ed3期", "长期"),  # a simplified one
        ("\uf900", "\u8c48"),  # a compatibility ideograph
        ("\ufe35一\ufe36", "（一）"),  # punctuation of vertical lines
        ("\u1112\u1161\u11ab", "\ud55c"),  # a Korean syllable in letters
        ("\u212b", "\u00c5"),
    ],
)
@pytest.mark.parametrize("escaped", [False, True])
def test_what_is_read_otherwise_than_it_was_typed_is_said(
    tmp_path: Path, typed: str, read_as: str, escaped: bool
) -> None:
    text = f'name: {{zh: "{json.dumps(typed)[1:-1] if escaped else typed}"}}\nkind: county\n'
    record, findings = read(tmp_path, text)
    assert [(finding.code, finding.severity) for finding in findings] == [("Y115", Severity.WARNING)]
    assert findings[0].fix == ("" if escaped else f'name: {{zh: "{read_as}"}}')
    assert record is not None
    assert record.name.zh == read_as
    assert fold(read_as) == read_as


@given(text=st.text(max_size=30))
def test_what_was_put_right_is_right(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize("text", ["㎡ ㎞ ℃ № ①", "ﬁ Ⅷ ½", "＜Ａ＞", "〇", "﨑"])
def test_other_characters_stay_as_they_were_typed(tmp_path: Path, text: str) -> None:
    record, findings = read(tmp_path, f'name: {{zh: "{text}"}}\nkind: county\n')
    assert findings == []
    assert record is not None
    assert record.name.zh == text


def test_a_line_that_is_read_otherwise_still_has_its_other_faults_told(tmp_path: Path) -> None:
    record, findings = read(tmp_path, "{name: {zh: \u2f70例}, kind: nothing}\n")
    assert record is None
    assert sorted(codes(findings)) == ["M106", "Y115"]


def test_quotation_marks_of_the_text_stay(tmp_path: Path) -> None:
    record, findings = read(tmp_path, "name: {zh: “示例”局}\nkind: county\n")
    assert findings == []
    assert record is not None
    assert record.name.zh == "“示例”局"


@pytest.mark.parametrize("text", ["👩\u200d🌾 emoji", "नि\u200cल", "𠮷", "＜script＞"])
def test_joiners_and_rare_characters_are_text(tmp_path: Path, text: str) -> None:
    record, findings = read(tmp_path, f'name: {{zh: "{text}"}}\nkind: county\n')
    assert findings == []
    assert record is not None
    assert record.name.zh == text  # compatibility forms too: nothing is normalised away


# --- hostile

HOSTILE = {
    "aliases to the ninth power": (
        "a: &a [x,x,x,x,x,x,x,x,x,x]\n"
        + "".join(f"{b}: &{b} [{','.join([f'*{a}'] * 10)}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)),
        "Y104",
    ),
    "an alias to itself": ("name: &a [*a]\n", "Y104"),
    "merges of merges": (
        "a: &a {"
        + ", ".join(f"k{i}: v" for i in range(50))
        + "}\n"
        + "".join(f"{b}: &{b} {{<<: [{','.join([f'*{a}'] * 50)}]}}\n" for a, b in zip("abcdef", "bcdefg", strict=True)),
        "Y104",
    ),
    "a merge of mappings": ("name: {<<: [{zh: a}, {zh: b}]}\n", "Y106"),
    "a quoted merge": ('name: {"<<": {zh: a}}\n', "Y106"),
    "100,000 brackets": ("name: " + "[" * 100_000, "Y109"),
    "100,000 braces": ("name: " + "{a: " * 60_000, "Y109"),
    "100,000 dashes": ("- " * 100_000, "Y109"),
    "100,000 questions": ("? " * 100_000, "Y112"),
    "100,000 quotation marks": ('name: "' + '\\"' * 100_000, "Y103"),
    "100,000 ampersands": ("name: " + "&" * 100_000, "Y104"),
    "100,000 exclamation marks": ("name: " + "!" * 100_000, "Y105"),
    "a very long key": ("k" * 200_000 + ": v\n", "Y103"),
    "a tag": ("name: !!binary aGk=\n", "Y105"),
    "a set": ("name: !!set {a, b}\n", "Y105"),
    "an ordered map": ("name: !!omap [a: b]\n", "Y105"),
    "a Python object": ("name: !!python/object/new:os.system [id]\n", "Y105"),
    "a local tag": ("name: !x y\n", "Y105"),
    "a tag that says nothing": ("name: ! y\n", "Y105"),
    "a verbatim tag": ("name: !<tag:yaml.org,2002:str> y\n", "Y105"),
    "a YAML directive": ("%YAML 1.1\n---\n" + GOOD, "Y107"),
    "an unknown directive": ("%FOO bar\n---\n" + GOOD, "Y107"),
    "a tag directive": ("%TAG ! tag:example.org,2000:\n---\n" + GOOD, "Y107"),
    "two documents": (GOOD + "---\n" + GOOD, "Y108"),
    "a second document after an end": (GOOD + "...\n---\n" + GOOD, "Y108"),
    "a key twice": ("kind: county\n" + GOOD, "Y110"),
    "a key twice, once quoted": ("'kind': county\n" + GOOD, "Y110"),
    "a key twice, once escaped": ('"\\x6bind": county\n' + GOOD, "Y110"),
    "a key twice, once explicit": ("? kind\n: county\n" + GOOD, "Y110"),
    "a key twice, once without a value": ("kind:\n" + GOOD, "Y110"),
    "a key twice, in a flow": ("name: {zh: a, zh: b}\n", "Y110"),
    "a key twice, deep down": ("name: {zh: a, zh_hash: {en: '00000000', en: '11111111'}}\nkind: county\n", "Y110"),
    "a mapping as a key": ("{a: b}: c\n", "Y112"),
    "a key of ours": ('"@agency": other\n' + GOOD, "Y112"),
    "the origin's key": ('"@": other\n' + GOOD, "Y112"),
    "an escaped null": ('name: {zh: "a\\0b"}\nkind: county\n', "Y102"),
    "an escaped escape": ('name: {zh: "\\e[31m"}\nkind: county\n', "Y102"),
    "an escaped next line": ('name: {zh: "a\\Nb"}\nkind: county\n', "Y102"),
    "an escaped line separator": ('name: {zh: "a\\Lb"}\nkind: county\n', "Y102"),
    "an escaped paragraph separator": ('name: {zh: "a\\Pb"}\nkind: county\n', "Y102"),
    "an escaped override": ('name: {zh: "\\u202Eb"}\nkind: county\n', "Y102"),
    "an escaped key": ('"na\\u200Bme": {zh: b}\nkind: county\n', "Y102"),
    "a lone surrogate": ('name: {zh: "\\ud800"}\nkind: county\n', "Y103"),
    "beyond Unicode": ('name: {zh: "\\U00110000"}\nkind: county\n', "Y103"),
    "a tag character": ("name: {zh: a\U000e0041}\nkind: county\n", "Y102"),
    "a noncharacter": ("name: {zh: a\ufdd0}\nkind: county\n", "Y102"),
    "a right-to-left mark": ("name: {zh: a\u200fb}\nkind: county\n", "Y102"),
    "an Arabic letter mark": ("name: {zh: a\u061cb}\nkind: county\n", "Y102"),
    "a soft hyphen": ("name: {zh: a\u00adb}\nkind: county\n", "Y102"),
    "a replacement character": ("name: {zh: a\ufffdb}\nkind: county\n", "Y102"),
    "a combining grapheme joiner": ("name: {zh: a\u034fb}\nkind: county\n", "Y102"),
    "five marks on a letter": ("name: {zh: x\u0324\u0324\u0324\u0324\u0324}\nkind: county\n", "Y102"),
    "a character for private use": ("name: {zh: a\ue000b}\nkind: county\n", "Y102"),
    "an escaped one beyond": ('name: {zh: "a\\U0010FFFDb"}\nkind: county\n', "Y102"),
    "a radical that stands for no character": ("name: {zh: a\u2e80b}\nkind: county\n", "Y102"),
    "nine Thai marks": ("name: {zh: \u0e01" + "\u0e47" * 9 + "}\nkind: county\n", "Y114"),
    "a form feed": ("name: {zh: a}\n\fkind: county\n", "Y102"),
    "a vertical tab in a comment": (GOOD + "# \v\n", "Y102"),
    "an isolate in a comment": (GOOD + "# \u2067hidden\u2069\n", "Y102"),
    "only a number": ("12\n", "M103"),
    "only a list": ("[]\n", "M103"),
    "only nothing": ("~\n", "Y111"),
    "only a start": ("---\n", "Y111"),
    "only quotes": ('""\n', "M103"),
    "a day that is not": ("name: {zh: a, zh_hash: {en: 2024-02-30}}\nkind: county\n", "M111"),
    "5,000 digits": ("name: {zh: a, zh_hash: {en: " + "9" * 5000 + "}}\nkind: county\n", "M111"),
    "infinity": ("name: {zh: a, zh_hash: {en: .inf}}\nkind: county\n", "M111"),
}


@pytest.mark.parametrize(("text", "code"), HOSTILE.values(), ids=HOSTILE)
def test_hostile_files_are_refused(tmp_path: Path, text: str, code: str) -> None:
    record, findings = read(tmp_path, text)
    assert record is None
    assert code in codes(findings)


def test_a_letter_may_have_the_marks_that_languages_write(tmp_path: Path) -> None:
    record, findings = read(tmp_path, "name: {zh: x\u0324\u0324\u0324\u0324\u00fd}\nkind: county\n")
    assert findings == []
    assert record is not None
    assert record.name.zh == "x\u0324\u0324\u0324\u0324\u00fd"


def test_bombs_are_refused_before_they_go_off(tmp_path: Path) -> None:
    """In a process of its own, with seconds where a bomb would take hours, and a bounded memory."""
    for index, (text, _) in enumerate(HOSTILE.values()):
        path = tmp_path / "data" / "agencies" / f"office-{index}.yml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode(errors="surrogatepass"))
    program = (
        "import resource, sys; resource.setrlimit(resource.RLIMIT_AS, (2 << 30, 2 << 30))\n"
        "from pathlib import Path; from generator.load import read_catalog\n"
        "print(len({finding.place.path for finding in read_catalog(Path(sys.argv[1]))[1]}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path)],
        env=environment(),
        cwd=REPO,
        capture_output=True,
        encoding="utf-8",
        timeout=30,
        check=False,
    )
    assert done.stderr == ""
    assert int(done.stdout) == len(HOSTILE)


def test_a_file_as_large_as_allowed_is_read_and_one_byte_more_is_not(tmp_path: Path) -> None:
    filler = GOOD.encode() + b"#" * (MAX_BYTES - len(GOOD.encode()))
    assert read(tmp_path, filler)[1] == []
    assert codes(read(tmp_path, filler + b"#")[1]) == ["F105"]


def test_a_thousand_bad_characters_are_not_a_thousand_findings(tmp_path: Path) -> None:
    findings = read(tmp_path, b"\0" * 100_000)[1]
    assert 1 <= len(findings) <= 20


def test_a_file_that_cannot_be_read_is_the_operators_matter(tmp_path: Path) -> None:
    with pytest.raises(GeneratorError, match=r"office\.yml"):
        read_record(tmp_path, "data/agencies/office.yml", Agency, {"agency": "office"})


def test_a_folder_without_data_is_the_operators_matter(tmp_path: Path) -> None:
    with pytest.raises(GeneratorError, match="data"):
        read_catalog(tmp_path)


def test_a_link_is_never_followed_even_if_it_appears_late(tmp_path: Path) -> None:
    (tmp_path / "secret.yml").write_text(GOOD, encoding="utf-8")
    folder = tmp_path / "data" / "agencies"
    folder.mkdir(parents=True)
    (folder / "office.yml").symlink_to(tmp_path / "secret.yml")
    with pytest.raises(GeneratorError):
        read_record(tmp_path, "data/agencies/office.yml", Agency, {"agency": "office"})


def test_every_value_knows_its_line_and_column(tmp_path: Path) -> None:
    text = "# 注\nname:\n  zh: 示例局\n  en: Bureau\nhosts: [a.example.org,\n        b.example.org]\nkind: county\n"
    record, findings = read(tmp_path, text)
    assert findings == []
    assert record is not None
    places = {
        "name": record.at("name"),
        "zh": record.name.at("zh"),
        "en": record.name.at("en"),
        "second host": record.at("hosts", 1),
        "kind": record.at("kind"),
    }
    assert {name: (place.line, place.column) for name, place in places.items()} == {
        "name": (3, 3), "zh": (3, 7), "en": (4, 7), "second host": (6, 9), "kind": (7, 7),
    }  # fmt: skip
    assert record.at("short").path == "data/agencies/office.yml"


def test_a_record_made_by_a_program_has_no_place() -> None:
    assert Origin().place("anything").line == 1


def test_files_that_were_not_touched_are_not_read_and_every_change_is_seen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, FILES)
    path = tmp_path / "data/submissions/small/bureau/2023-Q1.yml"
    monkeypatch.setattr(load, "_SETTLED", 0)  # what was written just now counts as settled
    time.sleep(0.05)
    first = load.scan(tmp_path)
    known = first.registry(frozenset())
    assert path.relative_to(tmp_path).as_posix() in known.marks
    read: list[str] = []
    plain = load._bytes

    def noted(root: Path, name: str) -> bytes | None:
        read.append(name)
        return plain(root, name)

    monkeypatch.setattr(load, "_bytes", noted)
    again = load.scan(tmp_path, known)
    assert (again.submissions, again.agencies, again.shared) == (first.submissions, first.agencies, first.shared)
    assert not [name for name in read if "/submissions/" in name or "/agencies/" in name]

    before, times = path.read_bytes(), path.stat()
    path.write_bytes(before.replace(b"2023-04-10", b"2023-04-11"))  # as long as before
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))  # and said to be as old
    changed = load.scan(tmp_path, known)
    assert changed.submissions != first.submissions
    assert load.scan(tmp_path).submissions == changed.submissions


def test_files_that_were_changed_just_now_are_read_again(tmp_path: Path) -> None:
    write(tmp_path, FILES)
    assert load.scan(tmp_path).registry(frozenset()).marks == {}


@pytest.mark.parametrize(
    "text",
    [
        "a: [" + "]" * 200_000,
        "a: {" + "}," * 100_000,
        "a: " + "- " * 100_000 + "x: y: z",
        "- " * 100_000 + ": :",
        "\n".join(f"a{number}: *x" for number in range(6_000)),
        "\n".join(f"a{number}: b: c" for number in range(20_000)),
        "\n".join(f"a{number}：值" for number in range(20_000)),
        "\n".join(f"a{number}:\u3000值" for number in range(20_000)),
        '"' * 200_001,
        "a: " + "\\" * 100_000 + '"',
    ],
    ids=lambda text: text[:12],
)
def test_a_large_file_full_of_faults_is_answered_and_shortly(text: str, tmp_path: Path) -> None:
    """In a process of its own, which is ended after a minute: a pattern that runs wild would take hours."""
    command = (
        "import sys\nfrom pathlib import Path\nfrom generator.load import read_record\n"
        "from generator.model import Agency\n"
        "_, found = read_record(Path(sys.argv[1]), 'data/agencies/office.yml', Agency, {'agency': 'office'})\n"
        "print(len(found))"
    )
    path = tmp_path / "data" / "agencies" / "office.yml"
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", command, str(tmp_path)],
        env=environment(), cwd=REPO, capture_output=True, text=True, check=True, timeout=60,
    )  # fmt: skip
    assert 1 <= int(done.stdout) <= 300
