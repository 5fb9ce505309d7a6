"""Pictures for shared links: what a policy, task or target says and how it stands, never without the day."""

from __future__ import annotations

import datetime
import functools
import hashlib
import io
import string
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from generator.assess import STATUSES, PolicyState, found_of_target
from generator.config import Config
from generator.errors import GeneratorError
from generator.export.typefaces import ask_for_faces
from generator.findings import is_rtl
from generator.findings.languages import Words
from generator.model import CANONICAL, Catalog, Target, Task
from generator.website import addresses
from generator.website.locales import Locale
from generator.website.shell import CARD_SIZE

if TYPE_CHECKING:
    from PIL.ImageFont import FreeTypeFont

_EDGE, _GAP, _FOOT, _STEP = 56, 24, 58, 34  # px: on both sides, between texts, below, from line to line
_PAPER, _INK, _SOFT, _ACCENT = "#fbfaf6", "#1e2521", "#525c55", "#0f5e4a"
_COLOURS = {"accent": _ACCENT, "calm": "#2c5878", "warn": "#7a4a00", "bad": "#98302b"}  # as in site.css
_SHADES = 32  # colours that a picture is reduced to, which keeps it small
_LINES = 3  # of a title
_ELLIPSIS = "…"
_NARROW = str.maketrans("‘’“”", "''\"\"")


class CardFont(Struct, frozen=True):
    """A font that has all the characters on a locale's pictures."""

    path: str
    index: int  # of the face, in a file with several
    digest: str  # of the file, and the version of what draws


class Card(Struct, frozen=True):
    """The words on a picture, and their font."""

    font: CardFont

    above: str  # the policy that it belongs to; empty on a policy's own
    label: str  # "Task 1"; may be empty
    title: str
    state: str  # a verdict in one word; may be empty
    colour: str  # behind the state
    below: str  # the finding, in a sentence
    day: str  # the day that the verdict holds for
    site: str


def policy_cards(
    state: PolicyState, as_of: datetime.date, locales: Mapping[str, Locale], fonts: Mapping[str, CardFont]
) -> Iterator[dict[str, Card]]:
    """Yield the pictures of a policy, its tasks and its targets, each in every locale that has a font, by path."""
    policy = state.policy
    for of in (None, *policy.tasks, *policy.targets):
        yield {
            addresses.card(policy, id_, of): _card(locales[id_], font, state, of, as_of) for id_, font in fonts.items()
        }


def _card(locale: Locale, font: CardFont, state: PolicyState, of: Task | Target | None, as_of: datetime.date) -> Card:
    policy = state.policy
    above, label, value = locale.plain(policy.file.short or policy.title), "", ""
    match of:
        case None:
            above, title = "", locale.plain(policy.title)
            label = locale.t("overview.contents", areas=len(policy.file.areas), tasks=len(policy.tasks))
            finding = state.finding(as_of)
        case Task():
            label, title = locale.t("task.label", n=of.number), locale.plain(policy.name(of))
            value, finding = state.tasks[of.number].state, state.finding_of_task(of)
        case Target():
            title, outcome = locale.plain(of.title), state.outcomes[of.id]
            value, finding = outcome.value, found_of_target(outcome, len(state.published.about(of.id)))
    if not locale.is_original:  # where Chinese fonts make marks as wide as characters
        above, label, title = (text.translate(_NARROW) for text in (above, label, title))
    return Card(
        font,
        above,
        label,
        title,
        locale.t(f"state.{value}") if value else "",
        _colour(value) if value else "",
        locale.sentence(finding).text if locale.is_original else locale.sentence(finding).text.translate(_NARROW),
        locale.t("share.day", date=locale.date(as_of)),
        locale.t("site.name"),
    )


def _colour(state: str) -> str:
    status = next(status for status in STATUSES if status.id == state)
    return status.badge or _COLOURS.get(status.colour, _SOFT)


# --- the font


def can_draw() -> bool:
    """Tell whether the library that draws is installed (the extra `cards`)."""
    return find_spec("PIL") is not None


def why_missing(config: Config, drawn: Collection[str]) -> tuple[Words, ...]:
    """Say why locales have no pictures, and what to do; `drawn` are those that have them."""
    lacking = [id_ for id_ in config.locales if id_ not in drawn]
    if not config.cards or not lacking:
        return ()
    if not can_draw():
        return (
            Words(
                "提醒：没有制作分享图（转发链接时显示的图片），因为没有安装 Pillow；请安装附加组件 cards，"
                "或在 mkdocs.yml 中写 extra.cards: false",
                "warning: no pictures for shared links, since Pillow is not installed: install the extra cards, or set "
                "extra.cards to false in mkdocs.yml",
            ),
        )
    names = ", ".join(lacking)
    return (
        Words(
            f"提醒：{names} 没有分享图，因为没有找到含有全部所需字符的字体；请安装一种"
            "（Debian 上为 fonts-noto-cjk），或在 mkdocs.yml 的 extra.cards 中写明字体文件",
            f"warning: no pictures for shared links in {names}, since no font with all their characters was found: "
            "install one (on Debian: fonts-noto-cjk), or name a font file under extra.cards in mkdocs.yml",
        ),
    )


def fonts_for(catalog: Catalog, locales: Mapping[str, Locale], named: Path | None) -> dict[str, CardFont]:
    """Find a font for the pictures of each locale: the named one, else one that fontconfig knows.

    Locales without a font that has all their characters are left out. Raises GeneratorError if the named font can't be
    read.
    """
    found: dict[str, CardFont] = {}
    known = {} if named else _known_faces(languages_of(locales.values()))
    for id_, locale in locales.items():
        words = _alphabet(catalog, locale)
        if is_rtl(words):
            continue  # letters that join are beyond what draws them
        faces = [(str(named), 0)] if named else [face for one in languages_of([locale]) if (face := known[one])]
        fonts = (CardFont(path, index, _digest(path, required=named is not None)) for path, index in faces)
        font = next((font for font in fonts if font.digest and _has_all(font.path, font.index, words)), None)
        if font is not None:
            found[id_] = font
    return found


def languages_of(locales: Iterable[Locale]) -> tuple[str, ...]:
    """List the languages, as fontconfig names them, whose faces are tried for the pictures of some locales.

    Chinese comes first, except where the text is its own original: titles without a translation are Chinese.
    """
    found: dict[str, None] = {}
    for locale in locales:
        languages = [_LANGUAGES[CANONICAL], _LANGUAGES.get(locale.id, locale.lang.lower())]
        found |= dict.fromkeys(reversed(languages) if locale.is_original else languages)
    return tuple(found)


_LANGUAGES = {"zh": "zh-cn", "zh-Hant": "zh-tw"}  # as fontconfig names them


@functools.cache
def _known_faces(languages: tuple[str, ...]) -> dict[str, tuple[str, int] | None]:
    """Ask for faces once for all builds of a process."""
    return ask_for_faces(languages)


@functools.cache
def _digest(path: str, *, required: bool) -> str:
    from PIL import __version__

    try:
        return f"{hashlib.sha256(Path(path).read_bytes()).hexdigest()} {__version__}"
    except OSError as error:
        if required:
            raise GeneratorError(f"{path}: {error.strerror or error}") from error
        return ""


def _alphabet(catalog: Catalog, locale: Locale) -> str:
    """Return every character that can be on a picture of a locale, sorted."""
    texts = [string.ascii_letters + string.digits + string.punctuation + _ELLIPSIS]
    for policy in catalog.policies.values():
        texts += map(locale.plain, (policy.title, *([policy.file.short] if policy.file.short else [])))
        texts += (locale.plain(policy.name(task)) for task in policy.tasks)
        texts += (locale.plain(one) for target in policy.targets for one in (target.title, target.unit) if one)
    used = ("state.", "site.name", "share.day", "task.label", "finding.", "tally.", "targets.", "figure.", "list.")
    texts += (str(text) for key, text in locale.strings.items() if key.startswith(used))
    return "".join(sorted({character for text in texts for character in text if not character.isspace()}))


@functools.lru_cache(maxsize=8)
def _has_all(path: str, index: int, words: str) -> bool:
    """Tell whether a face has all of some characters: those that it lacks all look alike."""
    from PIL import ImageFont

    try:
        font = ImageFont.truetype(path, 12, index, layout_engine=ImageFont.Layout.BASIC)
    except OSError as error:
        raise GeneratorError(f"{path}: {error}") from error
    missing = bytes(font.getmask("\U0010ffff"))
    return all(bytes(font.getmask(character)) != missing for character in words)


# --- drawing


def draw(card: Card) -> bytes:
    """Draw a card as a PNG, the same bytes from the same words and font."""
    from PIL import Image, ImageDraw

    face = functools.partial(_opened, card.font.path, card.font.index)
    width, height = CARD_SIZE
    inner = width - 2 * _EDGE
    picture = Image.new("RGB", CARD_SIZE, _PAPER)
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 0, width, 9), fill=_ACCENT)
    small, large, step = face(24), face(42), 58
    wide = small.getlength(card.label)
    if card.above:
        (above,) = _lines(card.above, small, inner - round(wide) - _GAP, 1)
        pen.text((_EDGE, 44), above, fill=_SOFT, font=small)
    pen.text((_EDGE + inner, 44), card.label, fill=_ACCENT, font=small, anchor="ra")
    title, top = _lines(card.title, large, inner, _LINES), 94
    if len(title) == _LINES:
        large, step = face(34), 46
        title = _lines(card.title, large, inner, _LINES)
    for line in title:
        pen.text((_EDGE, top), line, fill=_INK, font=large, stroke_width=0.5)
        top += step
    top += 14
    if card.state:
        pen.rectangle((_EDGE, top, _EDGE + round(small.getlength(card.state)) + 32, top + 42), fill=card.colour)
        pen.text((_EDGE + 16, top + 21), card.state, fill="#ffffff", font=small, anchor="lm")
        top += 54
    for line in _lines(card.below, small, inner, (height - _FOOT - top) // _STEP):
        pen.text((_EDGE, top), line, fill=_INK, font=small)
        top += _STEP
    foot = height - 36
    pen.text((_EDGE, foot), card.day, fill=_SOFT, font=small, anchor="ls")
    if small.getlength(f"{card.day}    {card.site}") <= inner:
        pen.text((width - _EDGE, foot), card.site, fill=_ACCENT, font=small, anchor="rs")
    file = io.BytesIO()
    reduced = picture.quantize(_SHADES, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    reduced.save(file, "PNG")
    return file.getvalue()


@functools.lru_cache(maxsize=16)
def _opened(path: str, index: int, size: int) -> FreeTypeFont:
    from PIL import ImageFont

    return ImageFont.truetype(path, size, index, layout_engine=ImageFont.Layout.BASIC)


@functools.lru_cache(maxsize=8192)
def _width(font: FreeTypeFont, piece: str) -> float:
    return font.getlength(piece)


_SURELY = 0.9  # of a line, which the sum of its pieces' widths fills before the line itself need be measured


def _lines(text: str, font: FreeTypeFont, width: int, most: int) -> list[str]:
    """Break a text into lines that fit, between words or Han characters; what is left over ends in an ellipsis."""
    lines: list[str] = []
    line, filled = "", 0.0
    for piece in _pieces(text):
        filled += _width(font, piece)
        if line and filled > _SURELY * width and font.getlength((line + piece).rstrip()) > width:
            lines.append(line.rstrip())
            line, filled = piece.lstrip(), _width(font, piece)
        else:
            line += piece
    lines.append(line.rstrip())
    if len(lines) <= most:
        return lines
    kept, last = lines[:most], lines[most - 1]
    while last and font.getlength(last + _ELLIPSIS) > width:
        last = last[:-1]
    return [*kept[:-1], last + _ELLIPSIS]


_STAY, _LEAD = "，。、；：！？）》」』”’％%,.;:!?)]", "（《「『“‘(["  # marks that begin no line, and that end none


def _pieces(text: str) -> Iterator[str]:
    """Cut a text where a line may end."""
    piece = ""
    for character in text:
        is_within = not piece or character in _STAY or piece[-1] in _LEAD
        if is_within or character == " " or not (piece[-1] == " " or _is_wide(character) or _is_wide(piece[-1])):
            piece += character
        else:
            yield piece
            piece = character
    if piece:
        yield piece


def _is_wide(character: str) -> bool:
    return unicodedata.east_asian_width(character) in "WF"
