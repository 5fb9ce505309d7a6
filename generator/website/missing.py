"""Interface strings that a language lacks: the Chinese with a marker around it, for which pages have an element.

In attributes and pictures, which hold plain text, and outside pages the strings stay as they are: [zh: 首页].
"""

from __future__ import annotations

import re
from collections.abc import Callable

from markupsafe import Markup

_MARKUP = re.compile(r"(<(?:svg|script|option)\b.*?</(?:svg|script|option)>|<[^>]*>)", re.DOTALL)
_INLINE = re.compile(r"<(/?)(?:a|b|code|span|time)\b")


def mark_missing(body: str, marker: str, show: Callable[[Markup], Markup]) -> str:
    """Put what stands between the marker and its `]` through `show`, with the links and the like that are in it.

    Strings may stand in each other: only the outermost is shown as missing. A marker that is not closed within its
    block, or whose markup is torn, was written by a contributor and stays.
    """
    if marker not in body:
        return body
    brackets = re.compile(rf"({re.escape(marker)}|[\[\]])")
    shown, held, opened = list[str](), list[str](), list[str]()
    for number, part in enumerate(_MARKUP.split(body)):
        if number % 2:
            if marker in opened and not _INLINE.match(part):
                shown += [marker, *held]
                held.clear()
                opened.clear()
            (held if marker in opened else shown).append(part)
            continue
        for piece in brackets.split(part):
            here = held if marker in opened else shown
            if piece == marker:
                opened.append(piece)
            elif piece == "]" and opened and opened.pop() == marker:
                if marker not in opened:
                    shown += _shown(held, marker, show)
                    held.clear()
            else:
                here.append(piece)
                opened += [piece] if piece == "[" else []
    return "".join([*shown, marker, *held] if marker in opened else shown)


def _shown(held: list[str], marker: str, show: Callable[[Markup], Markup]) -> list[str]:
    depth = 0
    for tag in filter(None, map(_INLINE.match, held)):
        depth += -1 if tag[1] else 1
        if depth < 0:
            break
    if depth:
        return [marker, *held, "]"]
    return [show(Markup("".join(held)))]  # noqa: S704 - a part of a page
