"""Turn a policy's YAML and its agencies' reports into a checked, searchable, multilingual site."""

__version__ = "0.1.0"
