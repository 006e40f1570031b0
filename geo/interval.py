"""Days and spans of days, as UCDP has event time: the earliest and the latest day it may have been."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from geo.errors import UsageError

__all__ = ["Day", "Interval", "Precision", "as_day", "parse_day"]

Day = dt.date | str | None
"""A day as a caller may give it: a date, ISO text, or None for "not told"."""

Precision = Literal["day", "week", "month", "year", "span", "unknown"]


def parse_day(text: str) -> dt.date:
    """Read an ISO day; a time of day behind it is allowed and dropped.

    >>> parse_day("2017-09-29T10:00:00Z")
    datetime.date(2017, 9, 29)
    >>> parse_day("29/9/17")
    Traceback (most recent call last):
    geo.errors.UsageError: '29/9/17' is no date; write YYYY-MM-DD, e.g. 2017-09-29
    """
    try:
        return dt.date.fromisoformat(text.strip()[:10])
    except ValueError:
        raise UsageError(f"{text!r} is no date; write YYYY-MM-DD, e.g. 2017-09-29") from None


def as_day(value: Day) -> dt.date | None:
    """A day given as a date, as ISO text or not at all; raises UsageError for other text.

    >>> as_day("2017-09-29"), as_day(None)
    (datetime.date(2017, 9, 29), None)
    """
    return parse_day(value) if isinstance(value, str) else value


@dataclass(frozen=True, slots=True)
class Interval:
    """The days between which something happened: both inclusive, None where unbounded.

    ``text`` are the words that told it ("yesterday"), ``precision`` their grain.

    >>> Interval(dt.date(2017, 9, 28), dt.date(2017, 9, 28), "day", "yesterday").contains(dt.date(2017, 9, 28))
    True
    """

    start: dt.date | None
    end: dt.date | None
    precision: Precision = "day"
    text: str = ""

    def contains(self, day: dt.date) -> bool:
        """Whether the day lies within, bounds included."""
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)
