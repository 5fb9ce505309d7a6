"""Compiled templates, kept beside the program's compiled modules, or in the site's own cache."""

from __future__ import annotations

import os
from pathlib import Path

from jinja2 import FileSystemBytecodeCache


class CompiledTemplates(FileSystemBytecodeCache):
    """The store of compiled templates; each is used only for the very source that it was made from.

    It holds code, so nobody may write it who may not write the program, or the site's cache.
    """

    def __init__(self, root: Path) -> None:
        """Use the program's folder, so that a new site has nothing to compile, or the cache below the site's root."""
        folder = Path(__file__).with_name("__pycache__")
        if not folder.is_dir() or not os.access(folder, os.W_OK):
            folder = root / "build" / "cache" / "templates"
            folder.mkdir(parents=True, exist_ok=True)
        super().__init__(str(folder))

    def get_cache_key(self, name: str, filename: str | None = None) -> str:  # noqa: ARG002
        """Return the same key wherever a template lies: its source is compared anyway."""
        return super().get_cache_key(name)
