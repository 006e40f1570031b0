"""Reads news of armed conflict and maps who holds what and who moves where, every dot with its source."""

__version__ = "0.1.0"
