"""Control areas: how far what is known of places may reach. Cells of evidence, never a hull.

Each town that is held or fought over on a day gets the ground that is nearer to it than to any other such town, up
to ``reach_m``, within its country and on land. A site or a quarter (an airport, a refinery, a ruin) tells of itself
alone: it takes its own small ground out of whatever lies round it. Where nothing is known there is nothing.
"""

from __future__ import annotations

import datetime as dt
import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

import shapely
from shapely import MultiPolygon
from shapely.geometry.base import BaseGeometry

from gazetteer.boundaries import Boundaries, open_boundaries
from gazetteer.errors import PlaceNotFoundError
from gazetteer.place import LonLat, Place
from geo.actor import Actor
from geo.errors import UsageError
from geo.features.geometry import distance
from geo.features.plane import Plane, polygons
from geo.situation import Situation
from geo.state import Period

__all__ = ["REACH_M", "Area", "Method", "areas"]

#: How far, in metres, a cell reaches from its place at most.
REACH_M = 35_000.0
Method = Literal["cells", "admin"]

_SAME_M = 500.0  # places nearer to each other than this share a cell
_SLIVER_M2 = 250_000.0  # parts and holes smaller than this are left out
_GRID_M = 1.0
_SITE_M = 1_000.0  # the least ground of a site, so that it can be seen


@dataclass(frozen=True, slots=True)
class Area:
    """The ground that one side is derived to hold, or that is fought over, on a day.

    ``shape`` is a valid MultiPolygon in degrees. ``periods`` are those it is derived from. ``side`` is None where it
    is contested or its holder is not known. ``name`` is the administrative unit's, empty for cells.
    """

    side: Actor | None
    status: Literal["held", "contested"]
    basis: str
    periods: tuple[Period, ...]
    shape: MultiPolygon
    name: str = ""

    @property
    def derived_from(self) -> int:
        """How many places it is derived from."""
        return len({p.place.id for p in self.periods})


def areas(
    situation: Situation,
    on: dt.date | None,
    *,
    method: Method = "cells",
    reach_m: float = REACH_M,
    boundaries: Boundaries | None = None,
) -> tuple[Area, ...]:
    """The areas of a day, held ones by side, then contested ones; they never overlap, and nothing presumed makes one.

    ``method`` "cells" gives each place the ground about it, "admin" each first-level area in which anything is known:
    held where all places known in it are one side's, else contested. Raises UsageError for other values.

    >>> areas(Situation(), None)
    ()
    """
    if method not in get_args(Method):
        raise UsageError(f"method {method!r} is unknown; choose {', '.join(get_args(Method))}")
    if not 0 < reach_m <= 500_000:
        raise UsageError(f"reach {reach_m!r} m is not above 0 and up to 500000")
    known = [p for p in situation.periods if p.covers(on) and p.status != "unknown" and _is_evident(p)]
    ground = boundaries or open_boundaries()
    found = _units(known, ground) if method == "admin" else _cells(known, reach_m, ground)
    return tuple(sorted(found, key=_order))


def _is_evident(period: Period) -> bool:
    return not period.presumed and not period.place.is_area


def _is_site(place: Place) -> bool:
    return place.feature_class != "P" or place.feature_code == "PPLX"


def _order(area: Area) -> tuple[object, ...]:
    return area.status != "held", area.side.name if area.side else "", area.basis, area.name, area.periods[0].place.id


def _kind(period: Period) -> tuple[str, str, str]:
    """What two periods share when their cells are one area: status, side and basis; fights stay apart."""
    if period.status == "held" and period.side is not None:
        return "held", period.side.id, period.basis
    return "contested", period.place.id, period.basis


def _cells(known: Sequence[Period], reach_m: float, ground: Boundaries) -> Iterator[Area]:
    for cluster in _clusters(_spots(known), 2 * reach_m):
        plane = Plane(_middle(cluster))
        groups: dict[tuple[str, str, str], list[tuple[Period, BaseGeometry]]] = defaultdict(list)
        for period, cell in _voronoi(cluster, plane, reach_m, ground):
            groups[_kind(period)].append((period, cell))
        for (status, _, basis), members in groups.items():
            shape = plane.to_degrees(_clean(shapely.union_all([cell for _, cell in members], grid_size=_GRID_M)))
            if not shape.is_empty:
                yield _area(status, basis, [period for period, _ in members], shape)


def _area(status: str, basis: str, periods: Sequence[Period], shape: MultiPolygon, name: str = "") -> Area:
    held = status == "held"
    ordered = tuple(sorted(periods, key=lambda p: (p.place.name, p.place.id)))
    return Area(ordered[0].side if held else None, "held" if held else "contested", basis, ordered, shape, name)


def _spots(known: Sequence[Period]) -> list[Period]:
    """One period for each spot: of places that all but coincide the town's, else the surest."""
    ranked = sorted(known, key=lambda p: (p.place.feature_class != "P", -p.confidence, p.place.id))
    tree: list[Period] = []
    for period in ranked:
        here = period.place.position
        if not any(_is_near(here, other.place.position, _SAME_M) for other in tree):
            tree.append(period)
    return tree


def _is_near(one: LonLat, other: LonLat, metres: float) -> bool:
    return abs(one.lat - other.lat) * 110_000 <= metres and distance(one, other) <= metres


def _clusters(spots: Sequence[Period], metres: float) -> Iterator[list[Period]]:
    """Groups of places whose cells can touch: each within ``metres`` of another of its group."""
    waiting = list(spots)
    while waiting:
        group, frontier = [], [waiting.pop()]
        while frontier:
            here = frontier.pop()
            group.append(here)
            near = [p for p in waiting if _is_near(here.place.position, p.place.position, metres)]
            waiting = [p for p in waiting if p not in near]
            frontier += near
        yield group


def _middle(cluster: Iterable[Period]) -> LonLat:
    """The mean direction of the places, also over the antimeridian."""
    x = y = z = 0.0
    for period in cluster:
        lon, lat = math.radians(period.place.lon), math.radians(period.place.lat)
        x, y, z = x + math.cos(lat) * math.cos(lon), y + math.cos(lat) * math.sin(lon), z + math.sin(lat)
    return LonLat(math.degrees(math.atan2(y, x)), math.degrees(math.atan2(z, math.hypot(x, y))))


def _voronoi(
    cluster: Sequence[Period], plane: Plane, reach_m: float, ground: Boundaries
) -> Iterator[tuple[Period, BaseGeometry]]:
    sites = [(p, max(_SITE_M, min(p.place.radius_m, reach_m))) for p in cluster if _is_site(p.place)]
    towns = [(p, reach_m) for p in cluster if not _is_site(p.place)]
    taken = list(_nearest(sites, plane))
    apart = shapely.union_all([cell for _, cell in taken])
    for period, cell in taken + [(p, cell.difference(apart)) for p, cell in _nearest(towns, plane)]:
        yield period, _clean(cell.intersection(_land(period.place, plane, reach_m, ground)))


def _nearest(reaching: Sequence[tuple[Period, float]], plane: Plane) -> Iterator[tuple[Period, BaseGeometry]]:
    """Of each place the ground that is nearer to it than to the others, up to its own reach in metres."""
    if not reaching:
        return
    points = [plane.to_metres(shapely.Point(p.place.position)) for p, _ in reaching]
    frame = shapely.union_all(points).buffer(3 * max(reach for _, reach in reaching))
    pieces = shapely.get_parts(shapely.voronoi_polygons(shapely.MultiPoint(points), extend_to=frame))
    tree = shapely.STRtree(pieces) if len(points) > 1 else None
    for (period, reach), spot in zip(reaching, points, strict=True):
        nearer = pieces[tree.query(spot, predicate="intersects")[0]] if tree is not None else frame
        yield period, nearer.intersection(plane.circle(period.place.position, reach))


def _land(place: Place, plane: Plane, reach_m: float, ground: Boundaries) -> BaseGeometry:
    """The land of the place's country round it, in the plane's metres; all land where its country is not there."""
    tall = reach_m / 110_000
    wide = min(180.0, tall / max(0.01, math.cos(math.radians(place.lat))))
    west, east = (((place.lon + side + 180) % 360) - 180 for side in (-wide, wide))
    frame = (west, max(-90.0, place.lat - tall), east, min(90.0, place.lat + tall))
    pieces = [(about["country"], shape) for kind, about, shape in ground.clip(frame, "fine") if kind == "country"]
    own = [shape for country, shape in pieces if country == place.country] or [shape for _, shape in pieces]
    return shapely.union_all([shapely.make_valid(plane.to_metres(shape)) for shape in own])


def _clean(shape: BaseGeometry) -> MultiPolygon:
    """Polygons without slivers: small parts go, small holes are filled."""
    kept = []
    for part in polygons(shape).geoms:
        if part.area >= _SLIVER_M2:
            holes = [hole for hole in part.interiors if shapely.Polygon(hole).area >= _SLIVER_M2]
            kept.append(shapely.Polygon(part.exterior, holes))
    return MultiPolygon(kept)


def _units(known: Sequence[Period], ground: Boundaries) -> Iterator[Area]:
    """First-level areas: one side's where all that is known in them is, else contested."""
    units: dict[tuple[str, str], list[Period]] = defaultdict(list)
    for period in known:
        unit = ground.admin1_at(period.place.lon, period.place.lat, within_m=20_000)
        if unit is not None:
            units[unit].append(period)
    for (ident, name), periods in sorted(units.items()):
        kinds = {_kind(p)[:2] for p in periods}
        status = kinds.pop()[0] if len(kinds) == 1 else "contested"
        basis = "assessed" if any(p.basis == "assessed" for p in periods) else "claimed"
        try:
            shape = polygons(ground.admin1(ident))
        except PlaceNotFoundError:
            continue
        yield _area(status, basis, periods, shape, name)
