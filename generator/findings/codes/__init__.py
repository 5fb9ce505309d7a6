"""Every kind of finding, one record each.

Families: F files and folders, Y reading YAML, M fields and their types, P policies, T translations, L interface
strings, R the public record, S submissions, O who may change what, W workbooks.
"""

from generator.findings.codes import (
    documents,
    fields,
    files,
    form,
    interface,
    ownership,
    policies,
    published,
    submissions,
    translations,
    workbook,
)
from generator.findings.codes.record import Code, Severity

__all__ = ["CODES", "Code", "Severity"]

_FAMILIES = (
    files,
    form,
    fields,
    policies,
    documents,
    published,
    translations,
    interface,
    submissions,
    ownership,
    workbook,
)

CODES: dict[str, Code] = {code.code: code for family in _FAMILIES for code in family.CODES}
"""The records by their codes, family by family."""
