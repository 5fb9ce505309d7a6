"""Text from a file, before it becomes a typed value."""

from __future__ import annotations

import unicodedata
from typing import Any

from pydantic_core import PydanticCustomError


def refused(code: str, **values: Any) -> PydanticCustomError:
    """Return a pydantic error that becomes the finding `code` with these values; `meant` is the right value."""
    return PydanticCustomError(code, "{code}", {"code": code, **values})


def plain_text(value: Any) -> str:
    """Return a scalar's text without surrounding whitespace; refuse a mapping or a list."""
    if not isinstance(value, str):
        raise refused("M103", wanted_zh="一个值", wanted_en="a single value")
    return value.strip()


_QUOTES = "“”‘’「」『』\"' \t"


def narrow(value: str) -> str:
    """Normalize a value to half-width forms (NFKC), and strip surrounding quotes, spaces and tabs."""
    return unicodedata.normalize("NFKC", value).strip(_QUOTES)
