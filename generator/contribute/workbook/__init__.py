"""A submission as a workbook to fill in, and back."""
