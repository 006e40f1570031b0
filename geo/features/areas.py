"""Control areas: how far what is known of places may reach. Cells of evidence, never a hull.

Each town that is held or fought over on a day gets the ground that is nearer to it than to any other such town, up
to ``reach_m``, within its country and on land. A site or a quarter (an airport, a refinery, a ruin) tells of itself
alone: it takes its own small ground out of whatever lies round it. Where nothing is known there is nothing.
"""

from __future__ import annotations

import datetime as dt
import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Literal, get_args

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import MultiPolygon
from shapely.geometry.base import BaseGeometry

from gazetteer.boundaries import Boundaries, open_boundaries
from gazetteer.errors import PlaceNotFoundError
from gazetteer.place import LonLat, Place
from geo.actor import Actor
from geo.errors import UsageError
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
_EARTH_M = 6_371_000.0
_HALF_ROUND = 180.0
_STEP_DEGREES = 0.25
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


Kind = tuple[str, str, str]
Shapes = NDArray[np.object_]
#: Areas of groups of places, by the identities of their periods, which must live as long.
Made = dict[tuple[int, ...], list[Area]]


def areas(
    situation: Situation,
    on: dt.date | None,
    *,
    method: Method = "cells",
    reach_m: float = REACH_M,
    boundaries: Boundaries | None = None,
    made: Made | None = None,
) -> tuple[Area, ...]:
    """The areas of a day, held ones by side, then contested ones; they never overlap, and nothing presumed makes one.

    ``method`` "cells" gives each place the ground about it, "admin" each first-level area in which anything is known:
    held where all places known in it are one side's, else contested. ``made`` keeps, between calls for several days
    of one situation, the areas of neighbours that stay as they are. Raises UsageError for other values.

    >>> areas(Situation(), None)
    ()
    """
    if method not in get_args(Method):
        raise UsageError(f"method {method!r} is unknown; choose {', '.join(get_args(Method))}")
    if not 0 < reach_m <= 500_000:
        raise UsageError(f"reach {reach_m!r} m is not above 0 and up to 500000")
    known = [p for p in situation.periods if p.covers(on) and p.status != "unknown" and _is_evident(p)]
    ground = boundaries or open_boundaries()
    found = _units(known, ground) if method == "admin" else _cells(known, reach_m, ground, {} if made is None else made)
    return tuple(sorted(found, key=_order))


def _is_evident(period: Period) -> bool:
    return not period.presumed and not period.place.is_area


def _is_site(place: Place) -> bool:
    return place.feature_class != "P" or place.feature_code == "PPLX"


def _order(area: Area) -> tuple[object, ...]:
    return area.status != "held", area.side.name if area.side else "", area.basis, area.name, area.periods[0].place.id


def _kind(period: Period) -> Kind:
    """What two periods share when their cells are one area: status, side and basis; fights stay apart."""
    if period.status == "held" and period.side is not None:
        return "held", period.side.id, period.basis
    return "contested", period.place.id, period.basis


def _cells(known: Sequence[Period], reach_m: float, ground: Boundaries, made: Made) -> list[Area]:
    found: list[Area] = []
    for cluster in _clusters(_spots(known), 2 * reach_m):
        key = tuple(map(id, cluster))
        if key not in made:
            made[key] = list(_cluster_areas(cluster, reach_m, ground))
        found += made[key]
    return found


def _cluster_areas(cluster: Sequence[Period], reach_m: float, ground: Boundaries) -> Iterator[Area]:
    plane = Plane(_middle(cluster))
    land = _land(cluster, plane, reach_m, ground)
    sites = [p for p in cluster if _is_site(p.place)]
    towns = [p for p in cluster if not _is_site(p.place)]
    small = _shares(sites, [max(_SITE_M, min(p.place.radius_m, reach_m)) for p in sites], plane, land)
    taken = _joined(small.values())
    wide = {key: shape.difference(taken) for key, shape in _shares(towns, [reach_m] * len(towns), plane, land).items()}
    members = defaultdict(list)
    for period in cluster:
        members[_kind(period)].append(period)
    for key, periods in members.items():
        shape = plane.to_degrees(_clean(_joined(share[key] for share in (small, wide) if key in share)))
        if not shape.is_empty:
            yield _area(key[0], key[2], periods, shape)


def _shares(
    places: Sequence[Period], reaches: Sequence[float], plane: Plane, land: Mapping[str | None, BaseGeometry]
) -> dict[Kind, BaseGeometry]:
    """The ground of each kind: what is nearer to its places than to the others, within reach, in their country."""
    pieces, circles = _nearest(places, reaches, plane)
    groups: dict[Kind, dict[str | None, list[int]]] = defaultdict(lambda: defaultdict(list))
    for number, period in enumerate(places):
        country = period.place.country if period.place.country in land else None
        groups[_kind(period)][country].append(number)
    even = len(set(reaches)) < 2
    shares = {}
    for kind, countries in groups.items():
        parts = [_within(pieces[told], circles[told], even).intersection(land[at]) for at, told in countries.items()]
        shares[kind] = _joined(parts)
    return shares


def _within(pieces: Shapes, circles: Shapes, even: bool) -> BaseGeometry:
    # With one reach for all, whoever is nearest reaches wherever anyone does: pieces and circles may be joined apart,
    # which is far quicker than joining thousands of cells with rounded rims.
    if even:
        return shapely.coverage_union_all(pieces).intersection(shapely.union_all(circles))
    return _joined(shapely.intersection(pieces, circles))


def _joined(shapes: Iterable[BaseGeometry]) -> BaseGeometry:
    return shapely.union_all(list(shapes), grid_size=_GRID_M)


def _area(status: str, basis: str, periods: Sequence[Period], shape: MultiPolygon, name: str = "") -> Area:
    held = status == "held"
    ordered = tuple(sorted(periods, key=lambda p: (p.place.name, p.place.id)))
    return Area(ordered[0].side if held else None, "held" if held else "contested", basis, ordered, shape, name)


def _spots(known: Sequence[Period]) -> list[Period]:
    """One period for each spot: of places that all but coincide the town's, else the surest."""
    ranked = sorted(known, key=lambda p: (p.place.feature_class != "P", -p.confidence, p.place.id))
    boxes: dict[tuple[int, ...], list[NDArray[np.float64]]] = defaultdict(list)
    kept = []
    for period, spot in zip(ranked, _in_space(ranked), strict=True):
        box = [math.floor(part) for part in spot / _SAME_M]
        near = (boxes.get(tuple(cell), ()) for cell in product(*((n - 1, n, n + 1) for n in box)))
        if not any(np.linalg.norm(spot - other) <= _SAME_M for others in near for other in others):
            boxes[tuple(box)].append(spot)
            kept.append(period)
    return kept


def _in_space(periods: Sequence[Period]) -> NDArray[np.float64]:
    """Positions as metres east, north and up from the Earth's middle, [n, 3]: near ones are near over any meridian."""
    lon, lat = np.radians(np.array([p.place.position for p in periods], dtype=float).reshape(-1, 2)).T
    return _EARTH_M * np.column_stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])


def _clusters(spots: Sequence[Period], metres: float) -> Iterator[list[Period]]:
    """Groups of places whose cells can touch: each within ``metres`` of another of its group."""
    space, waiting = _in_space(spots), np.arange(len(spots))
    while len(waiting):
        group: list[int] = []
        frontier, waiting = [int(waiting[0])], waiting[1:]
        while frontier:
            here = frontier.pop()
            group.append(here)
            near = ((space[waiting] - space[here]) ** 2).sum(axis=1) <= metres**2
            frontier += waiting[near].tolist()
            waiting = waiting[~near]
        yield [spots[number] for number in sorted(group)]


def _middle(cluster: Iterable[Period]) -> LonLat:
    """The mean direction of the places, also over the antimeridian."""
    x = y = z = 0.0
    for period in cluster:
        lon, lat = math.radians(period.place.lon), math.radians(period.place.lat)
        x, y, z = x + math.cos(lat) * math.cos(lon), y + math.cos(lat) * math.sin(lon), z + math.sin(lat)
    return LonLat(math.degrees(math.atan2(y, x)), math.degrees(math.atan2(z, math.hypot(x, y))))


def _nearest(places: Sequence[Period], reaches: Sequence[float], plane: Plane) -> tuple[Shapes, Shapes]:
    """Of each place the ground that is nearer to it than to the others, and that within its own reach in metres."""
    positions = [p.place.position for p in places]
    if not positions:
        return np.array([], dtype=object), np.array([], dtype=object)
    circles, points = plane.circles(positions, reaches), shapely.MultiPoint(list(plane.points(positions)))
    frame = points.envelope.buffer(3 * max(reaches))
    if len(positions) == 1:
        return np.array([frame], dtype=object), circles
    pieces = shapely.get_parts(shapely.voronoi_polygons(points, extend_to=frame))
    spots, nearer = shapely.STRtree(pieces).query(shapely.get_parts(points), predicate="intersects")
    _, first = np.unique(spots, return_index=True)
    return pieces[nearer[first]], circles


def _land(
    cluster: Sequence[Period], plane: Plane, reach_m: float, ground: Boundaries
) -> dict[str | None, BaseGeometry]:
    """The land round the places by country, in the plane's metres; under None all of it."""
    pieces: dict[str | None, list[BaseGeometry]] = {}
    for frame in _frames(cluster, reach_m):
        for kind, about, shape in ground.clip(frame, "fine"):
            if kind == "country":
                # A parallel is no straight line in the plane, so that frames need points on their way.
                flat = shapely.make_valid(plane.to_metres(shapely.segmentize(shape, _STEP_DEGREES)))
                pieces.setdefault(about["country"], []).append(flat)
    land = {country: shapely.union_all(shapes) for country, shapes in pieces.items()}
    return {**land, None: shapely.union_all(list(land.values()))}


def _frames(cluster: Sequence[Period], reach_m: float) -> Iterator[tuple[float, float, float, float]]:
    """Boxes of west, south, east, north degrees that hold all cells: one, or at the antimeridian one for each place."""
    lons, lats = [p.place.lon for p in cluster], [p.place.lat for p in cluster]
    if max(lons) - min(lons) > _HALF_ROUND / 2:
        for period in cluster:
            yield _box([period.place.lon], [period.place.lat], reach_m)
    else:
        yield _box(lons, lats, reach_m)


def _box(lons: Sequence[float], lats: Sequence[float], reach_m: float) -> tuple[float, float, float, float]:
    tall = 1.01 * reach_m / 110_000
    south, north = max(-90.0, min(lats) - tall), min(90.0, max(lats) + tall)
    wide = tall / max(0.01, min(math.cos(math.radians(lat)) for lat in (south, north)))
    if max(lons) - min(lons) + 2 * wide >= 2 * _HALF_ROUND:
        return -_HALF_ROUND, south, _HALF_ROUND, north
    west, east = (
        ((lon + _HALF_ROUND) % (2 * _HALF_ROUND)) - _HALF_ROUND for lon in (min(lons) - wide, max(lons) + wide)
    )
    return west, south, east, north


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
