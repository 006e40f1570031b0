"""A news article, as it was given."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

__all__ = ["Article"]


@dataclass(frozen=True, slots=True)
class Article:
    """One report. All offsets anywhere count characters of ``text``.

    ``toponyms`` are spans given with the article, for resolving names that somebody else found.

    >>> Article("a1", "Rebels hold the port.", published=dt.date(2011, 3, 1)).title
    ''
    """

    id: str
    text: str
    title: str = ""
    published: dt.date | None = None
    source: str = ""
    url: str = ""
    language: str = "en"
    toponyms: tuple[tuple[int, int], ...] | None = None
