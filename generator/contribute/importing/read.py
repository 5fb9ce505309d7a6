"""Files → lines: the text of a document as published, from plain text, Word or PDF."""

from __future__ import annotations

import re
import unicodedata
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from string import ascii_lowercase
from typing import Any

from generator.errors import GeneratorError
from generator.load.text import FORBIDDEN, fold, heaped, without

MAX_BYTES = 50_000_000  # of a file to import
MAX_CHARACTERS = 300_000  # of its text
_FEWEST_LETTERS = 10  # per page of a PDF that is text and not pictures


@dataclass
class Reading:
    """The lines of a document, and what was left out or is doubtful, each in Chinese and English."""

    lines: list[str]
    notes: list[tuple[str, str]] = field(default_factory=list)


def read_document(path: Path) -> Reading:
    """Read a document; raise GeneratorError if it cannot be read, holds no text, or is a scan."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise GeneratorError(f"{path}: larger than {MAX_BYTES // 1_000_000} MB / 文件过大")
        data = path.read_bytes()
    except OSError as error:
        raise GeneratorError(f"{path}: {error.strerror}") from error
    kind = path.suffix.lower()
    if data.startswith(b"%PDF") or kind == ".pdf":
        reading = _read_pdf(path)
    elif kind == ".docx":
        reading = _read_docx(path)
    elif kind == ".doc" or data.startswith(b"\xd0\xcf\x11\xe0"):
        raise GeneratorError(f"{path}: an old Word file; save it as .docx first / 旧版 Word 文件，请先另存为 .docx")
    else:
        reading = Reading(_decoded(data, path).split("\n"))
    reading = _cleaned(reading)
    if sum(map(len, reading.lines)) > MAX_CHARACTERS:
        raise GeneratorError(
            f"{path}: longer than {MAX_CHARACTERS:,} characters; import it in parts / 文本过长，请分开导入"
        )
    if not any(reading.lines):
        raise GeneratorError(f"{path}: holds no text / 文件里没有文字")
    return reading


def _decoded(data: bytes, path: Path) -> str:
    encodings = ["utf-16"] if data.startswith((b"\xff\xfe", b"\xfe\xff")) else ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            return re.sub(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]", "\n", data.decode(encoding))
        except UnicodeDecodeError:
            continue
    raise GeneratorError(f"{path}: neither UTF-8 nor GBK; save it as UTF-8 / 编码不明，请另存为 UTF-8")


# --- cleaning


_PAGE = re.compile(
    r"\s*[-—–―－·•]{1,3}\s*\d{1,4}\s*[-—–―－·•]{1,3}\s*|\s*第\s*\d{1,4}\s*页(?:\s*[,，/]?\s*共\s*\d{1,4}\s*页)?\s*"
)
_BLANKS = re.compile(r"[\t\xa0\u1680\u2000-\u200a\u202f\u205f]")


def _cleaned(reading: Reading) -> Reading:
    """Fold odd characters, drop invisible ones, page numbers and hard line ends; say what was dropped."""
    text = unicodedata.normalize("NFC", _BLANKS.sub(" ", "\n".join(reading.lines)))
    text = fold(re.sub(r"[\x0b\x0c\x85\u2028\u2029]", "\n", text))
    dropped = Counter(FORBIDDEN.findall(text))
    text = FORBIDDEN.sub("", text)
    text = without(text, [*heaped(text)])
    notes = list(reading.notes)
    if dropped:
        points = ", ".join(f"U+{ord(character):04X} ×{count}" for character, count in dropped.most_common(8))
        notes.append(
            (f"去掉了看不见或没有字形的字符：{points}", f"dropped characters that have no visible form: {points}")
        )
    lines = [line.rstrip() for line in text.split("\n")]
    pages = [line for line in lines if line and _PAGE.fullmatch(line)]
    if pages:
        notes.append((f"去掉了 {len(pages)} 处页码", f"dropped {len(pages)} page numbers"))
    lines = [line for line in lines if not (line and _PAGE.fullmatch(line))]
    return Reading(unwrapped(lines), notes)


# --- hard line ends


_ENDS = "。！？：；.!?:;"
_TABLE_ROW = re.compile(r"\s*\|.*\|\s*")
STARTS = re.compile(
    r"\s*(?:[（(][一二三四五六七八九十百零〇\d]{1,5}[）)]|[一二三四五六七八九十百]{1,5}[、.．]|\d{1,3}[.．、](?!\d)|"
    r"第\s*[一二三四五六七八九十百零〇\d]{1,6}\s*[编編篇章节節条條]|附\s*件|——|Article\s+\d|[Cc]hapter\s+|ANNEX)"
)


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WFA" else 1 for character in text)


def unwrapped(lines: list[str]) -> list[str]:
    """Join lines that were cut at the width of a page; leave a text alone whose lines are its paragraphs."""
    filled = [line for line in lines if line.strip()]
    width = _wrap_width(filled)
    if width is None:
        return [_squeezed_ends(line) for line in lines if line.strip()]
    joined: list[str] = []
    is_open = False
    for index, line in enumerate(filled):
        text = line.strip()
        if joined and is_open and not _TABLE_ROW.fullmatch(line) and not _begins(line, joined[-1], filled[index - 1]):
            joined[-1] = _join(joined[-1], text)
        else:
            joined.append(text)
        is_open = _width(line) >= width - _SLACK and not _TABLE_ROW.fullmatch(line)
    return [_squeezed_ends(line) for line in joined]


_SLACK = 8  # columns that a full line may lack, because a word or a mark did not fit
_WIDEST = 120  # columns of a page


def _wrap_width(lines: list[str]) -> int | None:
    """Return the width at which lines were cut, or None if each is a paragraph."""
    widths = sorted(_width(line) for line in lines)
    if len(widths) < 12:
        return None
    width = widths[int(len(widths) * 0.95)]
    full = sum(1 for each in widths if width - _SLACK <= each <= width + _SLACK)
    longer = sum(1 for each in widths if each > width + _SLACK)
    if width > _WIDEST or full < 0.4 * len(widths) or longer > 0.02 * len(widths):
        return None
    return width


def _begins(line: str, before: str, last: str) -> bool:
    """Return whether a line begins a paragraph although the one before it is full."""
    if before[-1:] not in "。！？：；.!?:;）)”":
        return False
    indent = len(line) - len(line.lstrip())
    return STARTS.match(line) is not None or indent > len(last) - len(last.lstrip()) + 1


def _join(before: str, after: str) -> str:
    if before.endswith("-") and before[-2:-1].isalpha() and after[:1].islower():
        return before + after
    gap = " " if before[-1:].isascii() and after[:1].isascii() and before[-1:] != " " else ""
    return before + gap + after


_CJK = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f\u2018-\u201d"
_GAP = re.compile(rf"(?<=[{_CJK}]) +(?=[0-9A-Za-z])|(?<=[0-9A-Za-z%]) +(?=[{_CJK}])")


def _squeezed_ends(line: str) -> str:
    return line.strip()


def tidy(text: str, language: str) -> str:
    """Drop blanks of typesetting between Chinese characters and Latin letters or digits; keep real ones."""
    text = " ".join(text.split())
    return text if language == "en" else _GAP.sub("", text)


# --- Word


def _read_docx(path: Path) -> Reading:
    try:
        import docx
        from docx.opc.exceptions import PackageNotFoundError
    except ImportError as error:
        raise GeneratorError(_MISSING.format(path=path, name="python-docx")) from error
    try:
        document = docx.Document(str(path))
    except (ValueError, KeyError, OSError, zipfile.BadZipFile, PackageNotFoundError) as error:
        raise GeneratorError(f"{path}: not a readable .docx / 不是可读的 .docx 文件") from error
    reading = Reading([])
    numbers = _Numbers(document)
    for item in document.iter_inner_content():
        if hasattr(item, "rows"):
            reading.lines += _rows(item)
        else:
            words = item.text.replace("\r", "\n")
            reading.lines += (numbers.label(item) + words).split("\n")
    _add_asides(document, reading)
    if numbers.used:
        reading.notes.append(
            (
                f"{numbers.used} 段的编号由 Word 自动生成，已按其规则补上",
                f"filled in {numbers.used} automatic numbers of Word",
            )
        )
    return reading


def _rows(table: Any) -> Iterator[str]:
    """Yield a table's rows as | a | b |; a table of one cell is a box, whose paragraphs are lines."""
    rows = []
    for row in table.rows:
        cells, seen = [], set()
        for cell in row.cells:
            if id(cell._tc) not in seen:
                seen.add(id(cell._tc))
                cells.append(cell)
        rows.append(cells)
    if len(rows) == 1 and len(rows[0]) == 1:
        yield from (paragraph.text for paragraph in rows[0][0].paragraphs)
        return
    for cells in rows:
        yield "| " + " | ".join(" ".join(cell.text.split()).replace("|", "｜") for cell in cells) + " |"


_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def _add_asides(document: Any, reading: Reading) -> None:
    """Add the text of footnotes, endnotes and text boxes, which stand apart from the body."""
    asides: list[str] = []
    for relation in document.part.rels.values():
        if relation.reltype.endswith(("/footnotes", "/endnotes")) and not relation.is_external:
            from lxml import etree

            parser = etree.XMLParser(resolve_entities=False, no_network=True)
            root = etree.fromstring(relation.target_part.blob, parser)
            asides += [_text_of(paragraph) for paragraph in root.iter(f"{_W}p")]
    for box in document.element.body.iter(f"{_W}txbxContent"):
        if not any(parent.tag.endswith("}Fallback") for parent in box.iterancestors()):
            asides += [_text_of(paragraph) for paragraph in box.iter(f"{_W}p")]
    asides = [text for text in asides if text.strip()]
    if asides:
        reading.lines += asides
        shown = "；".join(text[:20] for text in asides[:3])
        reading.notes.append(
            (
                f"脚注和文本框的文字放在了文末，请核对位置：{shown}",
                f"put footnotes and text boxes at the end: check {shown}",
            )
        )


def _text_of(paragraph: Any) -> str:
    return "".join(node.text or "" for node in paragraph.iter(f"{_W}t"))


class _Numbers:
    """The numbers that Word writes before paragraphs by itself."""

    def __init__(self, document: Any) -> None:
        self.used = 0
        self._counts: dict[tuple[str, int], int] = {}
        self._levels: dict[str, dict[int, tuple[str, str, int]]] = {}
        try:
            root = document.part.numbering_part.element
        except (KeyError, NotImplementedError, AttributeError):
            return
        abstract = {
            node.get(f"{_W}abstractNumId"): {
                int(level.get(f"{_W}ilvl")): (
                    _value(level, "numFmt", "decimal"),
                    _value(level, "lvlText", ""),
                    int(_value(level, "start", "1")),
                )
                for level in node.iter(f"{_W}lvl")
            }
            for node in root.iter(f"{_W}abstractNum")
        }
        for number in root.iter(f"{_W}num"):
            self._levels[number.get(f"{_W}numId")] = abstract.get(_value(number, "abstractNumId", ""), {})

    def label(self, paragraph: Any) -> str:
        """Return the number before a paragraph, or nothing."""
        numbered = _numbering(paragraph)
        if numbered is None or numbered.numId is None or not paragraph.text.strip():
            return ""
        id_, level = str(numbered.numId.val), int(numbered.ilvl.val) if numbered.ilvl is not None else 0
        levels = self._levels.get(id_, {})
        if level not in levels or levels[level][0] in {"bullet", "none"}:
            return ""
        self._counts[id_, level] = self._counts.get((id_, level), levels[level][2] - 1) + 1
        for deeper in range(level + 1, 10):
            self._counts.pop((id_, deeper), None)
        self.used += 1

        def number(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            form, _, start = levels.get(at, ("decimal", "", 1))
            return _written(self._counts.get((id_, at), start), form)

        return re.sub(r"%(\d)", number, levels[level][1])


def _numbering(paragraph: Any) -> Any:
    """Return the numbering of a paragraph: its own, or that of its style or of a style below that."""
    properties, style = paragraph._p.pPr, paragraph.style
    while (properties is None or properties.numPr is None) and style is not None:
        properties, style = style.element.pPr, style.base_style
    return properties.numPr if properties is not None else None


def _value(node: Any, name: str, default: str) -> str:
    child = node.find(f"{_W}{name}")
    return default if child is None else child.get(f"{_W}val", default)


def _written(number: int, form: str) -> str:
    from generator.model import chinese_number

    if form.startswith(("chinese", "japanese", "taiwanese", "ideograph")):
        return chinese_number(number) if 0 <= number < 1000 else str(number)
    if form in {"lowerLetter", "upperLetter"}:
        letter = ascii_lowercase[(number - 1) % len(ascii_lowercase)]
        return letter if form == "lowerLetter" else letter.upper()
    return str(number)


# --- PDF


_MISSING = (
    "{path}: reading it needs {name}; install it with: pip install '.[import]' / "
    "读取这种文件需要 {name}，请运行：pip install '.[import]'"
)


def _read_pdf(path: Path) -> Reading:
    try:
        import pypdfium2
    except ImportError as error:
        raise GeneratorError(_MISSING.format(path=path, name="pypdfium2")) from error
    try:
        document = pypdfium2.PdfDocument(str(path))
        pages = [page.get_textpage().get_text_range().replace("\r\n", "\n").replace("\r", "\n") for page in document]
    except pypdfium2.PdfiumError as error:
        raise GeneratorError(
            f"{path}: not a readable PDF (damaged or protected) / PDF 损坏或受保护，无法读取"
        ) from error
    if sum(len(re.sub(r"\s", "", page)) for page in pages) < _FEWEST_LETTERS * len(pages):
        raise GeneratorError(
            f"{path}: a scan: its {len(pages)} pages are pictures without text; have the text recognised (OCR), and "
            f"check it, first / "
            f"这是扫描件，{len(pages)} 页都是图片，没有文字。请先做文字识别（OCR）并校对"
        )
    reading = Reading([])
    sheets = [[line for line in page.split("\n") if line.strip()] for page in pages]
    heads = Counter(sheet[0].strip() for sheet in sheets if sheet)
    repeated = {line for line, count in heads.items() if count >= 3 and count > len(sheets) / 2}
    for number, sheet in enumerate(sheets, 1):
        lines = [line for line in sheet if _PAGE.fullmatch(line) is None]
        if lines and lines[0].strip() in repeated and number > 1:
            lines = lines[1:]
        if lines and lines[-1].strip().isdigit() and int(lines[-1]) in {number, number - 1, number + 1}:
            lines = lines[:-1]
        reading.lines += lines
    if repeated:
        shown = "；".join(sorted(repeated))
        reading.notes.append((f"去掉了每页重复的页眉：{shown}", f"dropped the header repeated on each page: {shown}"))
    return reading
