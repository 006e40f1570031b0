"""The day on which an article was written, as its dateline or time stamp tells it."""

from __future__ import annotations

import datetime as dt
import re

from geo.nlp.times.grammar import load_grammar, matches
from geo.nlp.times.meaning import interval_of
from geo.nlp.times.moment import Moment

__all__ = ["dateline_day", "is_dateline", "is_entry"]

_HEAD = 600
"""Characters within which an article's first dateline stands."""
_LINE = re.compile(r"[A-Z][A-Z'’/\-]{2,}(?: [A-Z'’]{2,})*[\w ,./'’\-]{0,40}(?:\([^)]{2,30}\)[ ,]{0,2})?$")
_BEHIND = re.compile(r"(?:, \d{4})? ?(?:\([^)]{2,30}\) ?)?(?:--|-|–|—)")
_CLOCK = re.compile(r",? (?:at )?\d{1,2}[:.]\d\d\b ?(?:[ap]\.?m\b|[A-Z]{2,4}\b)")

_ENTRY = re.compile(r"\.? ?(?:--|[-–—:]) ")


def dateline_day(text: str) -> dt.date | None:
    """The day, told with its year, of the dateline or time stamp at the head of a text; None without one.

    >>> dateline_day("BRAK, Libya, May 3, 2012 (Agency) - Rebels left the town.")
    datetime.date(2012, 5, 3)
    >>> dateline_day("The treaty of May 3, 2012 was signed at sea.") is None
    True
    """
    grammar = load_grammar()
    for means, match in matches(text[:_HEAD], grammar):
        if means == "day" and match.groupdict().get("year") and is_dateline(text, match):
            interval = interval_of(means, match, Moment(None, None, ahead=False, back=False), grammar)
            if interval is not None and interval.start is not None:
                return interval.start
    return None


def is_dateline(text: str, match: re.Match[str]) -> bool:
    """Whether a day stands in a dateline, "TRIPOLI, April 29 (Agency) -", or in a stamp with the time of day."""
    behind = text[match.end() : match.end() + 40]
    if match.start() < _HEAD and match.groupdict().get("year") and _CLOCK.match(behind):
        return True
    line = text[max(0, text.rfind("\n", 0, match.start()) + 1) : match.start()][-60:]
    return bool(_LINE.search(line)) and bool(_BEHIND.match(behind))


def is_entry(text: str, start: int, end: int) -> bool:
    """Whether a time opens an entry of a chronicle: "Friday: rebels take X.", "Sept. 12 - Rebels take X."

    >>> text = "Monday: they reach X. They left on Sunday: nobody stayed."
    >>> is_entry(text, 0, 6), is_entry(text, 32, 38)
    (True, False)
    """
    before = text[max(0, start - 6) : start].rstrip(' \t*•-–—"“(')
    return bool(_ENTRY.match(text, end)) and (not before or before[-1] in '\n.!?"”')
