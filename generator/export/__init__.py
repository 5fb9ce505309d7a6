"""Outputs for programs rather than readers: one file per format."""
