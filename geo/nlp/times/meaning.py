"""From words to days: what each pattern of the grammar means, seen from the day of writing."""

from __future__ import annotations

import re
from dataclasses import replace

from geo.interval import Interval
from geo.nlp.times.counted import COUNTED
from geo.nlp.times.grammar import Grammar
from geo.nlp.times.moment import Days, Moment
from geo.nlp.times.named import NAMED

__all__ = ["interval_of"]

_MEANINGS = {**NAMED, **COUNTED}
_DEADLINE = frozenset({"by", "until", "till"})
_BOUND = re.compile(
    r"\b(since|until|till|by)(?: the end of| the| about| around| at least| early| late)? ?$", re.IGNORECASE
)


def interval_of(means: str, match: re.Match[str], moment: Moment, grammar: Grammar) -> Interval | None:
    """The days that a match tells, None where it cannot be resolved or is no day at all (31 April)."""
    bound = _bound_of(match)
    if bound in _DEADLINE and not moment.back:
        moment = replace(moment, ahead=True)
    try:
        days = _MEANINGS[means](match, moment, grammar)
        if days is None:
            return None
        start, end, precision = _bounded(bound, days, moment)
    except (ValueError, OverflowError):  # 31 April, the year 0
        return None
    return Interval(start, end, precision, match.group())


def _bound_of(match: re.Match[str]) -> str:
    """ "since" or "until" in front of a time, as part of its match or before it."""
    if told := match.groupdict().get("bound"):
        return str(told).lower()
    before = _BOUND.search(match.string, max(0, match.start() - 20), match.start())
    return before[1].lower() if before else ""


def _bounded(word: str, days: Days, moment: Moment) -> Days:
    """ "since X" runs from X to the day of writing; "until X" and "by X" have no beginning."""
    start, end, precision = days
    if word == "since":
        return start, max(filter(None, (moment.anchor, end)), default=None), "span"
    if word == "by" and moment.back and start == end and start is not None:
        return start, end, "day"  # "by Tuesday they had taken X": the day on which it was so
    if word in _DEADLINE:
        return None, end, "span"
    return start, end, precision
