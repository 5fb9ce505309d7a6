"""Atomic writes, and the store of the cache."""
