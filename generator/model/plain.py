"""Text as it stands in a file, before it becomes a value."""

from __future__ import annotations

import unicodedata
from typing import Any

from pydantic_core import PydanticCustomError


def refused(code: str, **values: Any) -> PydanticCustomError:
    """Word pydantic's error so that it becomes the finding `code` with these values; `meant` is the right value."""
    return PydanticCustomError(code, "{code}", {"code": code, **values})


def plain_text(value: Any) -> str:
    """Take a single value's text, without outer blanks; a mapping or a list is refused."""
    if not isinstance(value, str):
        raise refused("M103", wanted_zh="一个值", wanted_en="a single value")
    return value.strip()


_QUOTES = "“”‘’「」『』\"' \t"


def narrow(value: str) -> str:
    """Write a value as an ASCII keyboard would have: full-width forms narrowed, quotes and outer blanks left out."""
    return unicodedata.normalize("NFKC", value).strip(_QUOTES)
