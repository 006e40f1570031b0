"""Periods that somebody vouches for, laid over those that follow from claims."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace

from geo.state.period import Period

__all__ = ["overlaid", "rest"]

_DAY = dt.timedelta(days=1)


def overlaid(periods: Iterable[Period], asserted: Iterable[Period]) -> tuple[Period, ...]:
    """The periods with asserted ones in their stead on the days that those cover; of one place none overlap.

    An asserted period without an end lasts until the next period that begins after it with another holder or
    status. Asserted periods need a start. Of two asserted ones the later in starting prevails.

    >>> from gazetteer.place import Place
    >>> town, day = Place("x:1", "Town", lat=1, lon=2), dt.date(2031, 5, 4)
    >>> told = Period(town, day, None, "contested", "assessed", None)
    >>> sure = Period(town, day + _DAY, day + 2 * _DAY, "held", "assessed", None)
    >>> [(p.start.day, p.status) for p in overlaid([told], [sure])]
    [(4, 'contested'), (5, 'held'), (7, 'contested')]
    """
    by_place: dict[str, list[Period]] = defaultdict(list)
    for period in periods:
        by_place[period.place.id].append(period)
    for period in sorted(asserted, key=lambda p: (p.start or dt.date.min, p.claims)):
        by_place[period.place.id] = _laid_over(by_place[period.place.id], period)
    found = [period for place in by_place.values() for period in place]
    return tuple(sorted(found, key=lambda p: (p.place.name, p.place.id, p.start or dt.date.min)))


def _laid_over(periods: list[Period], asserted: Period) -> list[Period]:
    sure = asserted if asserted.end else replace(asserted, end=_until(periods, asserted))
    return [*(part for period in periods for part in rest(period, sure)), sure]


def _until(periods: Iterable[Period], asserted: Period) -> dt.date | None:
    """The day before the first later period that tells of a change, None where none does."""
    first = asserted.start or dt.date.min
    later = (p.start for p in periods if p.start and p.start > first and _differs(p, asserted))
    change = min(later, default=None)
    return change - _DAY if change else None


def _differs(period: Period, asserted: Period) -> bool:
    # Neither silence nor what is told of the region alone is a report of a change.
    return (
        period.status != "unknown"
        and not period.presumed
        and (period.status, period.holder) != (asserted.status, asserted.holder)
    )


def rest(period: Period, sure: Period) -> Iterator[Period]:
    """What is left of a period outside of the days of another, in one or two parts; nothing without a start."""
    if period.start is None or sure.start is None:
        return
    if sure.start > (period.end or dt.date.max) or (sure.end or dt.date.max) < period.start:
        yield period
        return
    if period.start < sure.start:
        ends = sure.start - _DAY
        yield replace(period, end=ends if period.end is None else min(period.end, ends))
    if sure.end is not None and (period.end is None or period.end > sure.end):
        yield replace(period, start=max(period.start, sure.end + _DAY))
