"""The two languages of messages to the operator and to contributors: Chinese and English."""

from __future__ import annotations

import os
from typing import NamedTuple


class Words(NamedTuple):
    """A text in Chinese and in English."""

    zh: str
    en: str


def message_language() -> str:
    """Return the language that the environment asks for: Chinese, otherwise English."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(name, ""):
            return "zh" if value.lower().startswith("zh") else "en"
    return "en"
