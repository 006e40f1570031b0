"""The days of a chronicle told by days of the week: its entries follow one another, however long ago they began."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from itertools import pairwise

from geo.nlp.times.dateline import is_entry
from geo.nlp.times.grammar import Grammar
from geo.nlp.times.moment import on_weekday

__all__ = ["entry_days"]

_FORWARD = frozenset({1, 2, 3})


def entry_days(
    found: Sequence[tuple[str, re.Match[str]]], anchor: dt.date | None, grammar: Grammar
) -> dict[int, dt.date]:
    """The day of each entry that a day of the week opens, by the offset where it begins; empty for other texts.

    The last entry's day is the last such day up to the day of writing, that of each one before it lies before the
    next one's: "Saturday: ... Sunday: ... Saturday: ..." goes back more than a week.
    """
    opening = [(m.start(), m["weekday"]) for means, m in found if means == "weekday" and is_entry(m.string, *m.span())]
    days = [grammar.weekdays[name] for _, name in opening]
    steps = [(after - before) % 7 in _FORWARD for before, after in pairwise(days)]
    if anchor is None or not steps or sum(steps) * 2 <= len(steps):
        return {}
    told: dict[int, dt.date] = {}
    day = anchor + dt.timedelta(days=1)
    for (start, _), weekday in zip(reversed(opening), reversed(days), strict=True):
        day = on_weekday(weekday, day, strict=bool(told)) if told else on_weekday(weekday, anchor)
        told[start] = day
    return told
