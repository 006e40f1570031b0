"""What lies between two places: the stretch, its middle, the road. Ways keep to the land, as roads do.

No network of roads ships: a road is a corridor as wide as roads stray from the shortest way over land.
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from gazetteer.boundaries import COARSE, FINE
from gazetteer.distance import heading, kilometres, on_the_way, shifted
from gazetteer.footprint import Footprint, outlined
from gazetteer.place import LonLat, Place
from gazetteer.plane import Plane

if TYPE_CHECKING:
    from gazetteer.boundaries import Boundaries

__all__ = ["along_road", "between", "halfway", "way"]

_STEPS = 24
_LEAST_WIDTH_M = 500.0
_ASTRAY = 0.12  # how far a road strays from the shortest way, as a share of its length
_HALFWAY = 0.15  # how far "halfway" may lie from the middle, as a share of the whole
_ELLIPSE = 0.3
_CELLS = 48
_WET = 6.0  # what a metre over water costs, where one over land costs one
_MOST_WET = 0.05
_WIDE_DEG = 6.0
_RIM = 8  # looks at the sea along each side of a corridor
_MARGIN = 0.5


@lru_cache(maxsize=1 << 10)
def between(a: Place, b: Place) -> Footprint:
    """ "between A and B": an ellipse round the shortest way, centred half-way.

    >>> a, b = (Place(n, n, lat=32.8, lon=x, country="LY") for n, x in (("Sabratha", 12.49), ("Sorman", 12.57)))
    >>> round(between(a, b).lon, 2)
    12.53
    """
    return _ellipse(a, b, 0.0, 1.0, 5)


@lru_cache(maxsize=1 << 10)
def halfway(a: Place, b: Place) -> Footprint:
    """ "halfway between A and B": the middle of the shortest way, and 15 % of its length to either side.

    >>> a, b = (Place(n, n, lat=27.0, lon=x, country="LY") for n, x in (("Ubari", 12.8), ("Sebha", 14.4)))
    >>> round(halfway(a, b).radius_m, -3) < round(between(a, b).radius_m, -3)
    True
    """
    return _ellipse(a, b, 0.5 - _HALFWAY, 0.5 + _HALFWAY, 5)


def _ellipse(a: Place, b: Place, first: float, last: float, where_prec: int) -> Footprint:
    """The ellipse round the shortest way from one share of it to another."""
    length = 1_000 * kilometres(a.position, b.position)
    if length < 1.0:
        return Footprint(a.lat, a.lon, max(a.radius_m, b.radius_m), "between", 2, None, a.id)
    bearing = heading(a.position, b.position)
    left, right = [], []
    for number in range(_STEPS + 1):
        share = number / _STEPS
        spot = on_the_way(a.position, b.position, first + share * (last - first))
        wide = max(_LEAST_WIDTH_M, 2 * _ELLIPSE * length * (last - first) * math.sqrt(share * (1 - share)))
        ahead = heading(spot, b.position) if first + share * (last - first) < 1 else bearing
        left.append(shifted(spot, wide, ahead - 90))
        right.append(shifted(spot, wide, ahead + 90))
        bearing = ahead
    middle = on_the_way(a.position, b.position, (first + last) / 2)
    return outlined(middle, [*left, *reversed(right)], "between", where_prec, a.id)


@lru_cache(maxsize=1 << 10)
def along_road(a: Place, b: Place, boundaries: Boundaries | None = None) -> Footprint:
    """ "the road from A to B": a corridor along the shortest way, as wide as roads stray from it.

    With ``boundaries`` the way goes round gulfs and bays, and the corridor ends at the coast.

    >>> a, b = (Place(n, n, lat=32.8, lon=x, country="LY") for n, x in (("Tripoli", 13.19), ("Zawiya", 12.73)))
    >>> along_road(a, b).where_prec
    5
    """
    stops = way(a.position, b.position, boundaries)
    lengths = np.cumsum([0.0, *(1_000 * kilometres(p, q) for p, q in pairwise(stops))])
    if lengths[-1] < 1.0:
        return Footprint(a.lat, a.lon, max(a.radius_m, b.radius_m), "between", 2, None, a.id)
    middle = _at(stops, lengths, lengths[-1] / 2)
    plane = Plane(middle)
    line = plane.flat(shapely.LineString(_unwrapped(stops, middle.lon)))
    ground = line.buffer(max(_LEAST_WIDTH_M, _ASTRAY * lengths[-1]), quad_segs=3, cap_style="flat")
    ground = _on_land(ground, line, plane, boundaries) if boundaries is not None else ground
    return outlined(middle, plane.ring(ground), "between", 5, a.id)


def way(a: LonLat, b: LonLat, boundaries: Boundaries | None = None) -> list[LonLat]:
    """Stops of the shortest way from one position to another, over land where that is possible.

    >>> from gazetteer.boundaries import open_boundaries
    >>> sirte, benghazi = LonLat(lon=16.59, lat=31.2), LonLat(lon=20.07, lat=32.11)
    >>> min(stop.lat for stop in way(sirte, benghazi, open_boundaries())) < 30.7
    True
    """
    straight = [on_the_way(a, b, number / _STEPS) for number in range(_STEPS)] + [b]
    if boundaries is None or abs(a.lon - b.lon) > 90 or max(abs(a.lat), abs(b.lat)) > 80:
        return straight
    wet = sum(boundaries.is_sea(*stop) for stop in straight[1:-1])
    return straight if wet <= _MOST_WET * _STEPS else _over_land(a, b, boundaries)


def _over_land(a: LonLat, b: LonLat, boundaries: Boundaries) -> list[LonLat]:
    """The cheapest way over a grid on which water costs more than land."""
    west, east = sorted((a.lon, b.lon))
    south, north = sorted((a.lat, b.lat))
    margin = _MARGIN * max(east - west, north - south, 0.2)
    frame = (west - margin, max(-85.0, south - margin), east + margin, min(85.0, north + margin))
    detail = COARSE if frame[2] - frame[0] > _WIDE_DEG else FINE
    land = shapely.union_all([shape for kind, _, shape in boundaries.clip(frame, detail) if kind == "country"])
    shapely.prepare(land)
    lons, lats = np.linspace(frame[0], frame[2], _CELLS), np.linspace(frame[1], frame[3], _CELLS)
    grid_lon, grid_lat = np.meshgrid(lons, lats)
    dry = shapely.intersects_xy(land, grid_lon, grid_lat)
    narrow = math.cos(math.radians((south + north) / 2))
    steps = ((lons[1] - lons[0]) * narrow, lats[1] - lats[0])
    first, last = ((int(np.abs(lats - p.lat).argmin()), int(np.abs(lons - p.lon).argmin())) for p in (a, b))
    found = _cheapest(dry, steps, first, last)
    line = shapely.LineString([a, *((lons[col], lats[row]) for row, col in found[1:-1]), b])
    return [LonLat(x, y) for x, y in line.simplify(1.2 * (lats[1] - lats[0])).coords]


def _cheapest(dry: Any, steps: tuple[float, float], first: tuple[int, int], last: tuple[int, int]) -> list[Any]:
    """Dijkstra's shortest way through the cells of a grid, as pairs of row and column."""
    moves = [(y, x, math.hypot(x * steps[0], y * steps[1])) for y in (-1, 0, 1) for x in (-1, 0, 1) if x or y]
    cost, before, queue = {first: 0.0}, {}, [(0.0, first)]
    while queue:
        spent, cell = heapq.heappop(queue)
        if cell == last:
            break
        if spent > cost[cell]:
            continue
        for y, x, length in moves:
            there = (cell[0] + y, cell[1] + x)
            if 0 <= there[0] < _CELLS and 0 <= there[1] < _CELLS:
                total = spent + length * (1.0 if dry[there] else _WET)
                if total < cost.get(there, math.inf):
                    cost[there], before[there] = total, cell
                    heapq.heappush(queue, (total, there))
    row = [last]
    while row[-1] != first:
        row.append(before[row[-1]])
    return row[::-1]


def _at(stops: Sequence[LonLat], lengths: Any, metres: float) -> LonLat:
    """The position so far along the stops."""
    leg = min(int(np.searchsorted(lengths, metres, side="right")) - 1, len(stops) - 2)
    length = lengths[leg + 1] - lengths[leg]
    return on_the_way(stops[leg], stops[leg + 1], (metres - lengths[leg]) / length if length else 0.0)


def _unwrapped(stops: Sequence[LonLat], lon: float) -> list[tuple[float, float]]:
    return [(lon + (stop.lon - lon + 180.0) % 360.0 - 180.0, stop.lat) for stop in stops]


def _on_land(ground: Any, line: Any, plane: Plane, boundaries: Boundaries) -> Any:
    """The part of the ground that the way runs through, without the sea; all of it where the way itself is at sea."""
    west, south, east, north = ground.bounds
    rim = shapely.segmentize(ground, max(east - west, north - south) / _RIM).exterior.coords
    if not any(boundaries.is_sea(*plane.position(x, y)) for x, y in rim):
        return ground
    reach = max(abs(west), abs(south), abs(east), abs(north))
    ashore = ground.intersection(plane.flat(boundaries.land_near(*plane.origin, reach)))
    parts = [part for part in shapely.get_parts(ashore) if part.geom_type == "Polygon"]
    best = max(parts, key=lambda part: part.intersection(line).length, default=None)
    if best is None or best.intersection(line).length < (1 - 2 * _MOST_WET) * line.length:
        return ground
    return shapely.Polygon(best.exterior).simplify(_LEAST_WIDTH_M)
