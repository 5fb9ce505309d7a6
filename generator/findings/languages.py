"""The language of messages to the operator and to contributors: zh or en."""

from __future__ import annotations

import os


def message_language() -> str:
    """Choose Chinese where the environment asks for it, else English."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(name, ""):
            return "zh" if value.lower().startswith("zh") else "en"
    return "en"
