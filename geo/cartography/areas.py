"""The control areas of the days that a map can show, few enough to be written and read at once."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate, pairwise
from typing import Any

import shapely

from geo.cartography.basemap import encode
from geo.cartography.evidence import day, slim
from geo.features.areas import Area, Made, areas
from geo.situation import Situation

__all__ = ["area_rows"]

_MOST_DAYS = 24  # areas are made anew on so many days at most; between them stand the last ones
_MOST_CELLS = 1_500  # of all those days together: about a second's work
_STEP = 0.004  # degrees; finer than this an area's rim means nothing

Row = dict[str, Any]


def area_rows(situation: Situation, actors: Mapping[str, int], claims: Mapping[str, int]) -> list[Row]:
    """Each area with its days, the numbers of side and claimants, the claims behind it, and its rings.

    More places than can be worked out while a reader waits make no areas at all. Rings are flat lists of whole
    thousandths of a degree, as :func:`geo.cartography.basemap.encode` makes them.
    """
    rows, made = [], Made()
    for start, end in _spans(situation):
        rows += [_row(area, start, end, actors, claims) for area in areas(situation, start, made=made)]
    return rows


def _spans(situation: Situation) -> Iterator[tuple[dt.date | None, dt.date | None]]:
    """Days from which areas are drawn, each with the last day that they stand for; None for no bound."""
    changes = {d for p in situation.periods for d in (p.start, p.end and p.end + dt.timedelta(1)) if d}
    latest = situation.latest_day
    days = sorted(d for d in changes if latest is None or d <= latest)
    if not days:
        yield None, None
        return
    most = min(len(days), _MOST_DAYS, _MOST_CELLS // max(1, _crowd(situation, days)))
    if not most:
        return
    chosen = [days[n * (len(days) - 1) // max(1, most - 1)] for n in range(most)]
    yield from ((start, after - dt.timedelta(1)) for start, after in pairwise(chosen))
    yield chosen[-1], None


def _crowd(situation: Situation, days: Sequence[dt.date]) -> int:
    """How many periods hold at once on the fullest of the days, counted by their beginnings and ends."""
    steps: Counter[dt.date] = Counter(p.start or days[0] for p in situation.periods)
    steps.subtract(p.end + dt.timedelta(1) for p in situation.periods if p.end)
    return max(accumulate(steps[day] for day in sorted(steps)), default=0)


def _row(
    area: Area, start: dt.date | None, end: dt.date | None, actors: Mapping[str, int], claims: Mapping[str, int]
) -> Row:
    claimants = dict.fromkeys(actor.id for period in area.periods for actor in period.claimants)
    told = dict.fromkeys(claim for period in area.periods for claim in period.claims)
    parts = shapely.get_parts(shapely.simplify(area.shape, _STEP))
    return slim(
        {
            "status": area.status,
            "basis": area.basis,
            "side": actors.get(area.side.id) if area.side else None,
            "claimants": [actors[ident] for ident in claimants if ident in actors],
            "places": list(dict.fromkeys(period.place.name for period in area.periods)),
            "claims": [claims[ident] for ident in told if ident in claims],
            "start": day(start),
            "end": day(end),
            "rings": [[encode(ring.coords) for ring in (part.exterior, *part.interiors)] for part in parts],
        }
    )
