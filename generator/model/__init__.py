"""Every field once: its type, bounds and meaning, and the file it lives in.

Values arrive as text with a known place; the model turns them into dates, numbers and amounts. Schemas,
forms, messages and docs are derived from here.
"""

from generator.model.catalog import FILES, LISTS, Catalog, Policy
from generator.model.locale import PLACEHOLDER, PLACEHOLDERS, Correction, Derivation, LocaleFile, odd_placeholder
from generator.model.periods import ReportingPeriod, guess_period, parse_period, periods_within
from generator.model.policy import Area, Assignment, Clause, PolicyFile, Reporting, Sentence, Target, Task, Term, Topic
from generator.model.record import (
    CANONICAL,
    ORIGIN,
    English,
    Localized,
    Origin,
    Record,
    Source,
    State,
    short_hash,
    texts_in,
)
from generator.model.submission import SAMPLES, Agency, Evidence, Measurement, Report, Submission, group_of
from generator.model.values import FORMS, Amount, as_percent, is_slug

__all__ = [
    "CANONICAL",
    "FILES",
    "FORMS",
    "LISTS",
    "ORIGIN",
    "PLACEHOLDER",
    "PLACEHOLDERS",
    "SAMPLES",
    "Agency",
    "Amount",
    "Area",
    "Assignment",
    "Catalog",
    "Clause",
    "Correction",
    "Derivation",
    "English",
    "Evidence",
    "LocaleFile",
    "Localized",
    "Measurement",
    "Origin",
    "Policy",
    "PolicyFile",
    "Record",
    "Report",
    "Reporting",
    "ReportingPeriod",
    "Sentence",
    "Source",
    "State",
    "Submission",
    "Target",
    "Task",
    "Term",
    "Topic",
    "as_percent",
    "group_of",
    "guess_period",
    "is_slug",
    "odd_placeholder",
    "parse_period",
    "periods_within",
    "short_hash",
    "texts_in",
]
