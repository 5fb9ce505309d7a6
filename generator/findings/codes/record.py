"""What there is to say of a finding's code."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from generator.findings.languages import Words


class Severity(enum.StrEnum):
    """How much a finding weighs: an error stops publishing, a warning only where asked, a notice never."""

    ERROR = "error"
    WARNING = "warning"
    NOTICE = "notice"


@dataclass(frozen=True, kw_only=True)
class Code:
    """One kind of finding: what it says, and what the page of rules says of it.

    `{names}` in the sentence and in the advice are filled in by `findings.find`. An example is a piece of a file
    as it is refused, and as it is accepted: of codes about files themselves the path, of codes about changes the
    files that are changed. Each is taken from a case in `tests/cases/`.
    """

    code: str  # permanent: a retired one is never used again
    severity: Severity
    sentence: Words  # what is wrong
    advice: Words  # what to do
    why: Words  # why it is checked
    fails: str = ""  # empty where no example can be given
    passes: str | None = ""  # None where what fails is simply left out, or may stay
    may_stay: bool = False  # whether a true report may look like the example: then nothing is to be changed
    no_example: Words | None = None  # why none can be given
