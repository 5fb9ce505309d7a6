"""Asks fontconfig which face it prefers for a language."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterable

PATIENCE = 30  # seconds that the first answer may take


def ask_for_faces(languages: Iterable[str]) -> dict[str, tuple[str, int] | None]:
    """Return the file and the index of the face of each language; None if there is none, or no fontconfig."""
    command = shutil.which("fc-match")
    if command is None:
        return dict.fromkeys(languages)
    asked = {language: _ask(command, language) for language in languages}  # all at the same time
    return {language: _face(language, asking) for language, asking in asked.items()}


def _ask(command: str, language: str) -> subprocess.Popen[str]:
    arguments = [command, "-f", "%{file}\t%{index}\t%{lang}", f"sans-serif:lang={language}"]
    pipe, none = subprocess.PIPE, subprocess.DEVNULL
    return subprocess.Popen(arguments, stdout=pipe, stderr=none, encoding="utf-8", errors="replace")  # noqa: S603 - a fixed command


def _face(language: str, asking: subprocess.Popen[str]) -> tuple[str, int] | None:
    try:
        answer, _ = asking.communicate(timeout=PATIENCE)
    except subprocess.TimeoutExpired:  # building its cache on a slow disk, or hung: the cards do without a face
        asking.kill()
        asking.communicate()
        return None
    file, _, rest = answer.partition("\t")
    index, _, languages = rest.partition("\t")
    if language not in languages.split("|") or not index.isdecimal():
        return None
    return file, int(index) & 0xFFFF  # the upper half names an instance of a variable font
