"""Control areas as tables: of a day, or one day after another."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

import geopandas as gpd

from geo.errors import UsageError
from geo.features.areas import REACH_M, Area, Method, areas
from geo.features.attributes import Fields, iso, joined, symbology
from geo.features.layers import AREA_COLUMNS, table_of
from geo.interval import Day, as_day
from geo.situation import Situation

__all__ = ["area_series", "control_areas"]

_MOST_DAYS = 1_000


def control_areas(
    situation: Situation, *, on: Day = None, method: Method = "cells", reach_m: float = REACH_M
) -> gpd.GeoDataFrame:
    """The control areas of a day, the situation's latest by default, as a table of MultiPolygons in degrees.

    ``derived_from`` counts the places behind an area, ``places`` names them; ``contested`` asks for hatching. For
    ``method`` and ``reach_m`` (metres) see :func:`geo.features.areas.areas`.

    >>> control_areas(Situation(), on="2017-09-29").crs.to_string()
    'EPSG:4326'
    """
    day = as_day(on) or situation.latest_day
    return table_of(list(_rows(situation, day, day, method, reach_m)), AREA_COLUMNS)


def area_series(
    situation: Situation,
    *,
    since: Day,
    until: Day = None,
    step_days: int = 1,
    method: Method = "cells",
    reach_m: float = REACH_M,
) -> gpd.GeoDataFrame:
    """The control areas of every ``step_days``-th day, each row with the days ``start`` to ``end`` that it stands for.

    Days on which no period begins or ends are joined to the one before. Raises UsageError for days in the wrong order,
    a step below 1, or more than a thousand steps.

    >>> len(area_series(Situation(), since="2017-09-01", until="2017-09-29"))
    0
    """
    first, last = as_day(since), as_day(until) or situation.latest_day
    if first is None or last is None or last < first:
        raise UsageError(f"nothing lies between {first} and {last}: the first day must not be after the last")
    if step_days < 1 or (last - first).days // step_days >= _MOST_DAYS:
        raise UsageError(f"a step of {step_days} days is below 1, or makes more than {_MOST_DAYS} steps")
    steps = [first + dt.timedelta(n) for n in range(0, (last - first).days + 1, step_days)]
    starts = list(_without_repeats(situation, steps))
    ends = [day - dt.timedelta(1) for day in starts[1:]] + [last]
    spans = zip(starts, ends, strict=True)
    rows = [row for start, end in spans for row in _rows(situation, start, end, method, reach_m)]
    return table_of(rows, AREA_COLUMNS)


def _without_repeats(situation: Situation, days: Iterable[dt.date]) -> Iterator[dt.date]:
    """The first day, and those on which other periods hold than on the one before."""
    before: list[int] | None = None
    for day in days:
        current = [n for n, period in enumerate(situation.periods) if period.covers(day)]
        if current != before:
            yield day
        before = current


def _rows(
    situation: Situation, start: dt.date | None, end: dt.date | None, method: Method, reach_m: float
) -> Iterator[Fields]:
    found = areas(situation, start, method=method, reach_m=reach_m)
    for number, area in enumerate(found, 1):
        yield {
            "id": f"area:{start or 'undated'}:{number}",
            "start": iso(start),
            "end": iso(end),
            **_fields(area, situation),
        }


def _fields(area: Area, situation: Situation) -> Fields:
    day = area.periods[0].start
    claimants = dict.fromkeys(actor.name for p in area.periods for actor in p.claimants)
    return {
        "name": area.name or None,
        "status": area.status,
        "contested": area.status == "contested",
        "basis": area.basis,
        "side": area.side.name if area.side else None,
        "side_id": area.side.id if area.side else None,
        "claimants": joined(claimants),
        **symbology(area.side, situation.actors, day),
        "derived_from": area.derived_from,
        "places": joined(dict.fromkeys(p.place.name for p in area.periods)),
        "corrected": joined(dict.fromkeys(p.corrected for p in area.periods if p.corrected)),
        "label": f"derived from {area.derived_from} place{'' if area.derived_from == 1 else 's'}",
        "geometry": area.shape,
    }
