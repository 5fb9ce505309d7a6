"""Reading files: whatever they hold, the answer is a record or findings, and what is written is read again."""

from __future__ import annotations

import datetime
import functools
import itertools
import types
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import pytest
import yaml
from annotated_types import Ge, Le, MaxLen, MinLen
from hypothesis import assume, example, given
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy
from pydantic import BeforeValidator, StringConstraints
from pydantic.fields import FieldInfo

from generator.findings import Finding, Severity, as_json, as_text
from generator.findings.codes import CODES
from generator.load import read_catalog, read_record, tree
from generator.load.text import FORBIDDEN, fold, heaped
from generator.model import FILES, LISTS, ORIGIN, Amount, Moment, Record, locale, urls, values
from tests.roots import SITES

NAMES = {
    "policy": "small",
    "task": "01",
    "agency": "office",
    "group": "offices",
    "record": "task-01",
    "locale": "en",
    "period": "2030-H1",
}
OUR_OWN = dict.fromkeys(map(ord, "\u2068\u2069\ufffd"))  # around texts from right to left; what can't be read
KINDS = pytest.mark.parametrize("kind", FILES, ids=lambda kind: kind.__name__)


def read(folder: Path, kind: type[Record], data: bytes) -> tuple[Any, list[Finding]]:
    path = kind.FILE.format(**NAMES)
    (folder / path).parent.mkdir(parents=True, exist_ok=True)
    (folder / path).write_bytes(data)
    names = {name: value for name, value in NAMES.items() if f"{{{name}}}" in kind.FILE}
    return read_record(folder, path, kind, names)


def findings_or_record(folder: Path, kind: type[Record], data: bytes) -> None:
    """Read, and demand a sensible answer: findings that can be shown, or a record, and never both."""
    record, findings = read(folder, kind, data)
    assert (record is None) == any(finding.severity is Severity.ERROR for finding in findings)
    for finding in findings:
        assert finding.code in CODES
        assert finding.place.line >= 1
        assert finding.place.column >= 1
    for language in ("zh", "en"):
        text = as_text(findings, language=language, root=folder)
        assert not FORBIDDEN.search(text.translate(OUR_OWN))  # nothing invisible reaches the terminal
    as_json(findings).encode()


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("files")


# --- anything


@KINDS
@given(data=st.binary(max_size=400))
def test_any_bytes_are_answered(folder: Path, kind: type[Record], data: bytes) -> None:
    findings_or_record(folder, kind, data)


SNIPPETS = st.one_of(
    st.sampled_from(
        [*"{}[],|>'\"#~@`\t\r\n\u3000\xa0：\u202e\u2028\x85\ufeff", "- ", "? ", ": ", "  ", "\n  ", "\r\n"]
    ),
    st.sampled_from(["&a ", "*a", "!t ", "!!str ", "%YAML", "---", "...", "<<", "null", "\\x00", "\\ud800", "示例"]),
    st.sampled_from(
        ["zh", "en", "zh_hash", "title", "name", "id", "clauses", "text", "area", "areas", "issued", "strings"]
    ),
    st.sampled_from(["2030-01-01", "2024-02-30", "1.2", "true", "no", "1e400", "9" * 30]),
)


@KINDS
@given(parts=st.lists(st.one_of(SNIPPETS, st.text(max_size=3)), max_size=40))
def test_anything_like_yaml_is_answered(folder: Path, kind: type[Record], parts: list[str]) -> None:
    findings_or_record(folder, kind, "".join(parts).encode(errors="surrogatepass"))


TREES = st.recursive(
    st.one_of(
        st.none(), st.booleans(), st.integers(), st.text(max_size=8), st.sampled_from(["2030-01-01", "1.2", "en"])
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.sampled_from(
                [
                    "zh",
                    "en",
                    "title",
                    "name",
                    "text",
                    "id",
                    "area",
                    "areas",
                    "clauses",
                    "strings",
                    "site",
                    "one",
                    "other",
                    "kind",
                ]
            ),
            inner,
            max_size=5,
        ),
    ),
    max_leaves=12,
)


@KINDS
@given(value=TREES)
def test_any_structure_is_answered(folder: Path, kind: type[Record], value: Any) -> None:
    findings_or_record(folder, kind, yaml.dump(value, Dumper=Dumper, allow_unicode=True).encode(errors="surrogatepass"))


FILES_OF_THE_FIXTURE = sorted((SITES / "two-policies" / "data").rglob("*.yml"))


@given(data=st.data())
def test_any_damage_to_a_good_file_is_answered(folder: Path, data: st.DataObject) -> None:
    """Cut, repeat and overwrite pieces of real files: nearer to what people send than noise is."""
    path = data.draw(st.sampled_from(FILES_OF_THE_FIXTURE))
    kind = next(kind for kind in FILES if len(Path(kind.FILE).parts) == len(path.parts[path.parts.index("data") :])
                and (Path(kind.FILE).name == path.name or "{" in Path(kind.FILE).name)
                and Path(kind.FILE).parts[1] == path.parts[path.parts.index("data") + 1])  # fmt: skip
    raw = path.read_bytes()
    for _ in range(data.draw(st.integers(1, 3))):
        start = data.draw(st.integers(0, len(raw)))
        end = data.draw(st.integers(start, min(len(raw), start + 40)))
        piece = data.draw(
            st.one_of(
                st.just(b""),
                st.just(raw[start:end] * 2),
                SNIPPETS.map(lambda text: text.encode()),
                st.binary(max_size=4),
            )
        )
        raw = raw[:start] + piece + raw[end:]
    findings_or_record(folder, kind, raw)


@given(
    name=st.binary(min_size=1, max_size=40).filter(
        lambda name: not set(name) & set(b"\0/") and name not in {b".", b".."}
    )
)
def test_any_file_name_is_answered(tmp_path_factory: pytest.TempPathFactory, name: bytes) -> None:
    import os

    root = tmp_path_factory.mktemp("names")
    for place in ("data", "data/agencies", "data/policies/small", "data/policies/small/tasks", "data/locales"):
        (root / place).mkdir(parents=True, exist_ok=True)
        Path(os.fsdecode(os.fsencode(root / place) + b"/" + name)).write_bytes(b"")
    findings = read_catalog(root)[1]
    assert len(findings) >= 4  # empty or misplaced: none is passed over in silence
    assert not FORBIDDEN.search(as_text(findings, root=root).translate(OUR_OWN))


# --- what is valid


class Dumper(yaml.SafeDumper):
    """Writes what stands twice twice, as people do, and not as an alias."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002 - PyYAML's signature
        return True


CHARACTERS = st.characters(exclude_categories=["Cs", "Cc", "Cf", "Cn"], exclude_characters="\ufffd")


def written(text: str) -> str:
    """A text as the loader keeps it."""
    return fold(text).strip()


def is_allowed(text: str) -> bool:
    return not FORBIDDEN.search(text) and next(heaped(text), None) is None


LINES = st.text(CHARACTERS, min_size=1, max_size=20).map(written).filter(lambda text: text and is_allowed(text))
PROSE = st.lists(LINES, min_size=1, max_size=3).map("\n\n".join).filter(lambda text: text == written(text))
DATES = st.dates(datetime.date(1900, 1, 1), datetime.date(2999, 12, 31)).map(str)
MOMENTS = st.tuples(DATES, st.sampled_from([4, 7, 10])).map(lambda drawn: drawn[0][: drawn[1]])
FIGURES = st.builds(
    lambda number, unit: f"{number}{unit}",
    st.decimals(-900, 900, places=3).map(lambda number: f"{number:f}"),
    st.sampled_from(["", "%", "万", "亿", "万亿"]),
)
URLS = st.from_regex(r"https?://[a-z]{1,10}\.example\.(org|cn)(/[a-z0-9%._~-]{0,9}){0,3}", fullmatch=True)
TEXTS: dict[Any, SearchStrategy[str]] = {
    urls.parse_url: URLS,
    values.parse_zone: st.sampled_from(["Asia/Shanghai", "UTC", "Pacific/Kiritimati"]),
    values.parse_cldr: st.sampled_from(["zh_Hans", "en", "fr"]),
}


def texts_of(metadata: Sequence[Any]) -> SearchStrategy[str]:
    """Texts that meet a field's own constraints, read off the model."""
    pattern = low = high = None
    for item in metadata:
        if isinstance(item, BeforeValidator) and item.func in TEXTS:
            return TEXTS[item.func]
        if isinstance(item, StringConstraints):
            pattern, low, high = item.pattern or pattern, item.min_length or low, item.max_length or high
    if pattern is None:
        return PROSE if low else LINES
    if pattern == r"^[^\n]*$":
        return LINES
    texts = st.from_regex(str(pattern).replace("$", r"\Z"), fullmatch=True)
    return texts.filter(lambda text: text == written(text) and (high is None or len(text) <= high) and is_allowed(text))


def trees_of(annotation: Any, metadata: Sequence[Any] = ()) -> SearchStrategy[Any]:
    """Trees of texts that a field of this type accepts, read off the model."""
    origin = get_origin(annotation)
    if origin is Annotated:
        inner, *others = get_args(annotation)
        more = [item for other in others for item in (other.metadata if isinstance(other, FieldInfo) else [other])]
        return trees_of(inner, [*more, *metadata])
    if origin in {Union, types.UnionType}:
        return trees_of(next(part for part in get_args(annotation) if part is not types.NoneType), metadata)
    if origin is Literal:
        return st.sampled_from(get_args(annotation))
    if origin is tuple:
        low = max([item.min_length for item in metadata if isinstance(item, MinLen)], default=0)
        high = min([item.max_length for item in metadata if isinstance(item, MaxLen)], default=low + 2)
        return st.lists(trees_of(get_args(annotation)[0]), min_size=low, max_size=min(high, low + 2))
    if origin in {dict, Mapping}:
        key, item = get_args(annotation)
        return st.dictionaries(trees_of(key), trees_of(item), min_size=1, max_size=2)
    if isinstance(annotation, type) and issubclass(annotation, Record):
        return records_of(annotation)
    simple: dict[Any, SearchStrategy[Any]] = {
        datetime.date: DATES,
        Amount: FIGURES,
        Moment: MOMENTS,
        Decimal: st.decimals(-900, 900, places=2).map(lambda number: f"{number:f}"),
        bool: st.sampled_from(["true", "false"]),
    }
    if annotation in simple:
        return simple[annotation]
    if annotation is int:
        low = max([int(item.ge) for item in metadata if isinstance(item, Ge)], default=0)  # type: ignore[call-overload]
        high = min([int(item.le) for item in metadata if isinstance(item, Le)], default=999)  # type: ignore[call-overload]
        return st.integers(low, high).map(str)
    assert annotation is str, annotation
    return texts_of(metadata)


def fields_of(kind: type[Record]) -> Iterator[tuple[str, FieldInfo]]:
    for name, field in kind.model_fields.items():
        key = field.alias or name
        if not key.startswith(ORIGIN) and key not in {"zh_hash", "strings", "redacted"}:  # words or a redaction
            yield key, field


@functools.cache
def records_of(kind: type[Record]) -> SearchStrategy[dict[str, Any]]:
    """Mappings that a record of this kind accepts."""
    required = {
        key: trees_of(field.annotation, field.metadata) for key, field in fields_of(kind) if field.is_required()
    }
    optional = {
        key: trees_of(field.annotation, field.metadata) for key, field in fields_of(kind) if not field.is_required()
    }
    if kind.__name__ == "Localized":
        required = {"zh": PROSE}
        optional = {"en": PROSE, "zh_hash": st.just({"en": "0123abcd"})}
    if kind is locale.LocaleFile:
        plural = st.fixed_dictionaries({"other": LINES}, optional={"one": LINES})
        optional["strings"] = st.dictionaries(
            st.sampled_from("abc"), st.one_of(LINES, plural, st.dictionaries(st.sampled_from("de"), LINES))
        )
    return st.fixed_dictionaries(required, optional=optional)


def plain(value: Any) -> Any:
    """A record as texts again: what a program that writes data files would put down."""
    match value:
        case Record():
            fields = {key: getattr(value, name) for name, field in type(value).model_fields.items()
                      if not (key := field.alias or name).startswith(ORIGIN)}  # fmt: skip
            fields |= value.__pydantic_extra__ or {}
            return {key: plain(item) for key, item in fields.items() if item is not None and item != ""}
        case Amount(number, percent):
            return f"{number:f}{'%' if percent else ''}"
        case dict():
            return {key: plain(item) for key, item in value.items()}
        case list() | tuple():
            return [plain(item) for item in value]
        case bool():
            return str(value).lower()
        case int() | Decimal() | datetime.date():
            return str(value)
    return value


@KINDS
@given(data=st.data())
def test_a_valid_record_written_out_is_the_same_when_read_again(
    folder: Path, kind: type[Record], data: st.DataObject
) -> None:
    one = records_of(kind)
    value = data.draw(st.lists(one, max_size=2) if kind in LISTS else one)
    record, findings = read(folder, kind, yaml.dump(value, Dumper=Dumper, allow_unicode=True).encode())
    assume(not findings)  # what one field may hold can depend on another
    again = plain(record)
    text = yaml.dump(
        again, Dumper=Dumper, allow_unicode=data.draw(st.booleans()), width=data.draw(st.sampled_from([20, 10**6]))
    )
    reread, findings = read(folder, kind, text.encode())
    assert findings == []
    assert plain(reread) == again


@KINDS
@given(data=st.data())
def test_both_yaml_parsers_read_the_same(kind: type[Record], data: st.DataObject) -> None:
    """Where libyaml is not installed PyYAML's own parser is used: the tree must not depend on it."""
    value = data.draw(records_of(kind).filter(bool))
    flow = data.draw(st.sampled_from([None, True, False]))
    text = yaml.dump(value, Dumper=Dumper, allow_unicode=True, default_flow_style=flow) + "extra:\nother: ~\n" * (
        flow is False
    )
    trees = []
    for loader in (yaml.CSafeLoader, yaml.SafeLoader):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(tree, "_Loader", loader)
            trees.append(tree.parse(text, "data/x.yml"))
    assert trees[0] == trees[1]
    assert trees[0][1] == []


def same(one: Any, other: Any) -> bool:
    """Whether two trees hold the same at the same places."""
    if isinstance(one, dict) and isinstance(other, dict):
        return list(one) == list(other) and all(same(one[name], other[name]) for name in one)
    if isinstance(one, tree.Items) and isinstance(other, tree.Items):
        return (
            len(one) == len(other)
            and one.marks == other.marks
            and all(same(*pair) for pair in zip(one, other, strict=True))
        )
    return type(one) is type(other) and bool(one == other)


PLAIN_PIECES = (
    *("a", "b", "- ", "  ", "\n", "\n", "\n- ", ": ", "{", "}", "[", "]", ", ", "x y", "1.1", "~", "null", '"', "'"),
    *("#", " # ", "&a", "*a", "!!str ", "|\n", ">\n ", "\\x41", "%", "---\n", "<<", "@"),
    *("甲：", "é", "e\u0301", "\t", "\u2f00"),
)


@given(text=st.lists(st.sampled_from(PLAIN_PIECES), max_size=14).map("".join))
@example("a:\n  - {b: 1.1, a: [x, ~]}\n  -\nb: >\n  x\n  y\n")
@example("a: 1 # no\nb: 2\n")
@example("{a: , b: x}")
@example("a: x\n---\nb: y\n")
def test_the_short_way_through_plain_files_reads_the_same(text: str) -> None:
    """Whatever it reads at all is read the same, without a finding, the long way."""
    short = tree.walk_plain(text, "data/x.yml")
    if short is not None:
        found: list[Finding] = []
        assert same(short, tree.walk(text, text.split("\n"), "data/x.yml", found))
        assert found == []


def test_a_submission_as_it_is_usually_written_is_plain() -> None:
    text = "submitted: 2023-04-10\nreports:\n  # what was done\n  - ref: '1'\n    summary: {zh: 建成“一张图”}\n"
    assert tree.walk_plain(text, "data/x.yml") is not None


def test_every_kind_of_file_is_tried_in_every_shape() -> None:
    """The strategies are read off the model; a field that none of them fills would be a hole."""
    kinds: set[type[Record]] = set()
    pending: list[Any] = list(FILES)
    while pending:
        kind = pending.pop()
        if isinstance(kind, type) and issubclass(kind, Record):
            if kind not in kinds:
                kinds.add(kind)
                pending += [field.annotation for _, field in fields_of(kind)]
        else:
            pending += get_args(kind)
    assert len(kinds) > len(FILES)
    for kind in kinds:
        for key, field in itertools.chain(fields_of(kind)):
            assert isinstance(trees_of(field.annotation, field.metadata), SearchStrategy), (kind, key)
