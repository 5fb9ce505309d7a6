"""What comes with the program besides its code: interface strings, the shell, and the hand-written pages.

In a clone these folders lie where people edit them; `setup.py` puts copies into the package that is installed.
"""

from __future__ import annotations

from pathlib import Path

LOCALES = "data/locales"
OVERRIDES = "overrides"
CONTENT = "content"
FOLDERS = (LOCALES, OVERRIDES, CONTENT)

_PACKAGE = Path(__file__).resolve().parent


def bundled(folder: str) -> Path:
    """Return one of the folders that come with the program."""
    inside = _PACKAGE / "bundle" / folder
    return inside if inside.is_dir() else _PACKAGE.parent / folder
