"""Every field once: its type, bounds and meaning, and the file it lives in.

Values arrive as text with a known place; the model turns them into dates, numbers and amounts. Schemas,
forms, messages and docs are derived from here.
"""

from generator.model.catalog import Catalog, Policy
from generator.model.records import (
    CANONICAL,
    FILES,
    LISTS,
    ORIGIN,
    Agency,
    Area,
    Clause,
    Correction,
    Derivation,
    English,
    LocaleFile,
    Localized,
    Origin,
    PolicyFile,
    Record,
    Sentence,
    Source,
    Target,
    Task,
    Term,
    short_hash,
)
from generator.model.values import SLUG, Amount, is_slug

__all__ = [
    "CANONICAL",
    "FILES",
    "LISTS",
    "ORIGIN",
    "SLUG",
    "Agency",
    "Amount",
    "Area",
    "Catalog",
    "Clause",
    "Correction",
    "Derivation",
    "English",
    "LocaleFile",
    "Localized",
    "Origin",
    "Policy",
    "PolicyFile",
    "Record",
    "Sentence",
    "Source",
    "Target",
    "Task",
    "Term",
    "is_slug",
    "short_hash",
]
