"""Ledgers that others keep in workbooks of their own shape, and the map from one to submissions."""
