"""Places that are lines: borders, coasts, rivers and their banks, as corridors of an honest width.

Borders and coasts come from :mod:`gazetteer.boundaries`, good to a kilometre or two; rivers from
:mod:`gazetteer.extents`, good to five kilometres or ten. Lines are shapely's, in degrees, longitude first.
"""

from __future__ import annotations

import math
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import shapely
from shapely import ops

from gazetteer.boundaries import COARSE, FINE
from gazetteer.coast import area_shape, half_plane
from gazetteer.extents import shape_of
from gazetteer.footprint import Footprint, FootprintMethod, of_place, outlined
from gazetteer.narrowing import plain, whole
from gazetteer.place import LonLat, Place
from gazetteer.plane import Plane, region_of

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from gazetteer.boundaries import Boundaries

__all__ = [
    "bank",
    "border",
    "coast",
    "corridor",
    "course",
    "of_area",
    "side_of",
    "waters",
]

_TOUCHING_DEG = 0.02  # neighbours' outlines may lie so far apart where islets or waters part them
_ASTRAY_M = 60_000.0  # a line this far from where it is said to be near is not the one that is meant
_LEAST_CLIP_M = 5_000.0
_WIDE_DEG = 6.0
_SHORE_M = 30_000.0  # a town that has the sea this near has a coast


@lru_cache(maxsize=1 << 9)
def border(place: Place, other: Place | None, boundaries: Boundaries) -> BaseGeometry | None:
    """The line between two areas, or all of one's borders on land; None where they do not touch or have no shape.

    >>> from gazetteer.boundaries import open_boundaries
    >>> libya, egypt, kenya = (Place(code, code, 0, 0, "A", "PCLI", code) for code in ("LY", "EG", "KE"))
    >>> border(libya, egypt, open_boundaries()).bounds[0] > 24, border(libya, kenya, open_boundaries())
    (True, None)
    """
    shape = area_shape(place, boundaries)
    beside = None if other is None else area_shape(other, boundaries)
    if shape is None or (other is not None and beside is None):
        return None
    if beside is None:
        around = boundaries.around(shape, _TOUCHING_DEG)
        return _lines(shape.boundary.intersection(around.buffer(_TOUCHING_DEG)))
    return _lines(shape.boundary.intersection(beside.boundary))


@lru_cache(maxsize=1 << 9)
def coast(place: Place, boundaries: Boundaries) -> BaseGeometry | None:
    """The line of an area's coast, or that of the sea near a town; None inland.

    >>> from gazetteer.boundaries import open_boundaries
    >>> coast(Place("ML", "Mali", 17, -4, "A", "PCLI", "ML"), open_boundaries()) is None
    True
    """
    shape = area_shape(place, boundaries)
    if shape is not None:
        return _lines(shape.boundary.difference(boundaries.around(shape, _TOUCHING_DEG).buffer(_TOUCHING_DEG)))
    if place.is_area:
        return None
    plane = Plane(place.position)
    land = plane.flat(boundaries.land_near(place.lon, place.lat, 2 * _SHORE_M))
    near = land.boundary.intersection(shapely.Point(0, 0).buffer(_SHORE_M))
    return _lines(shapely.transform(near, lambda points: [plane.position(x, y) for x, y in points]))


def course(place: Place, boundaries: Boundaries) -> BaseGeometry | None:
    """The line of a river or of a line of control; None for other places.

    >>> from gazetteer.boundaries import open_boundaries
    >>> course(Place("sitmap:euphrates", "Euphrates", 34.5, 41.0, "H", "STM"), open_boundaries()).geom_type
    'LineString'
    """
    shape = shape_of(place, boundaries)
    return shape if shape is not None and shape.geom_type == "LineString" else None


def corridor(
    line: BaseGeometry, half_width_m: float, anchor: Place, *, near: Footprint | None = None, where_prec: int = 5
) -> Footprint:
    """The ground along a line, so many metres to either side; with ``near`` only where the line passes that footprint.

    A line that passes it nowhere, by 60 km, is drawn wrongly or not the one that is meant: then it is that footprint.

    >>> niger = shapely.LineString([(0, 10), (4, 10)])
    >>> place = Place("x", "Somewhere", 10.0, 1.0)
    >>> found = corridor(niger, 10_000, place, near=Footprint(10.05, 1.0, 20_000))
    >>> round(found.lon, 2), found.radius_m < 40_000, found.method
    (1.0, True, 'along')
    """
    plane, flat, centre = _laid_out(line, near)
    if flat is None and near is not None:
        return replace(near, anchor=anchor.id)
    ground = _opened(flat, half_width_m).simplify(half_width_m / 5).buffer(half_width_m, quad_segs=3)
    return _drawn(ground, centre, plane, ("along", where_prec, anchor.id))


@lru_cache(maxsize=1 << 8)
def waters(place: Place, reach_m: float, boundaries: Boundaries) -> Footprint | None:
    """The sea off an area's coast, as far out as ``reach_m`` metres; None for an area without a coast or a shape.

    >>> from gazetteer.boundaries import open_boundaries
    >>> found = waters(Place("LY", "Libya", 27, 18, "A", "PCLI", "LY"), 40_000, open_boundaries())
    >>> found.where_prec, open_boundaries().is_sea(found.lon, found.lat)
    (7, True)
    """
    line = coast(place, boundaries)
    if line is None or area_shape(place, boundaries) is None:
        return None
    plane, flat, centre = _laid_out(line, None)
    frame = line.buffer(1.0).bounds
    pieces = boundaries.clip(frame, COARSE if frame[2] - frame[0] > _WIDE_DEG else FINE)
    land = plane.flat(shapely.union_all([shape for kind, _, shape in pieces if kind == "country"]))
    water = flat.simplify(reach_m / 10).buffer(reach_m, quad_segs=3).difference(land)
    largest = max(shapely.get_parts(water), key=lambda part: part.area)
    middle = largest.buffer(-reach_m / 4)
    spot = ops.nearest_points(largest if middle.is_empty else middle, shapely.Point(centre))[0]
    return _drawn(water, (spot.x, spot.y), plane, ("offshore", 7, place.id))


def _drawn(ground: Any, centre: tuple[float, float], plane: Plane, told: tuple[FootprintMethod, int, str]) -> Footprint:
    """A footprint whose outline is the largest part of a ground, and whose radius reaches all parts."""
    largest = max(shapely.get_parts(ground), key=lambda part: part.area)
    found = outlined(plane.position(*centre), plane.ring(plain(largest)), *told)
    rest = [corner for part in shapely.get_parts(ground) if part is not largest for corner in part.exterior.coords]
    farthest = max((math.dist(centre, corner) for corner in rest), default=0.0)
    return replace(found, radius_m=max(found.radius_m, farthest))


def bank(
    line: BaseGeometry, bearing_deg: float, width_m: float, anchor: Place, *, near: Footprint | None = None
) -> Footprint:
    """The ground on one side of a line, as far as ``width_m`` metres: "the east bank", "east of the river".

    >>> river = shapely.LineString([(30, 10), (30, 14)])
    >>> found = bank(river, 90, 10_000, Place("x", "River", 12.0, 30.0, "H", "STM"))
    >>> min(corner.lon for corner in found.outline) > 29.99, found.lon > 30
    (True, True)
    """
    plane, flat, centre = _laid_out(line, near)
    if flat is None and near is not None:
        return replace(near, anchor=anchor.id)
    east, north = math.sin(math.radians(bearing_deg)), math.cos(math.radians(bearing_deg))
    parts = list(shapely.get_parts(flat))
    spine = max(parts, key=lambda part: part.length).simplify(width_m / 5)
    pieces = _sides(spine, width_m)
    there = [piece for piece in pieces if _towards(piece, spine, (east, north)) > 0] or pieces
    ground = max(there, key=lambda piece: piece.area)
    spot = ops.nearest_points(ground.buffer(-width_m / 3) or ground, shapely.Point(centre))[0]
    return outlined(plane.position(spot.x, spot.y), plane.ring(plain(ground)), "along", 5, anchor.id)


def side_of(line: BaseGeometry, bearing_deg: float) -> BaseGeometry:
    """The half of a line that lies in a direction: "the southern border".

    >>> side_of(shapely.LineString([(0, 0), (4, 0)]), 90).bounds
    (2.0, 0.0, 4.0, 0.0)
    """
    plane = Plane(LonLat(*line.centroid.coords[0]))
    half = _lines(plane.flat(line).intersection(half_plane(plane.flat(line), bearing_deg)))
    if half is None:
        return line
    return shapely.transform(half, lambda points: [plane.position(x, y) for x, y in points])


@lru_cache(maxsize=1 << 8)
def of_area(place: Place, boundaries: Boundaries) -> Footprint:
    """The ground of an area, a little drawn out, as one outline; its circle where its shape is not known.

    >>> from gazetteer.boundaries import open_boundaries
    >>> len(of_area(Place("MT", "Malta", 35.9, 14.4, "A", "PCLI", "MT"), open_boundaries()).outline) > 5
    True
    """
    shape = area_shape(place, boundaries)
    if shape is None:
        return of_place(place)
    ground = plain(whole(shape.simplify(_TOUCHING_DEG).buffer(2 * _TOUCHING_DEG, quad_segs=1)))
    ring = [LonLat(x, y) for x, y in ground.exterior.coords]
    return outlined(place.position, ring, "area", 5, place.id)


def _laid_out(line: BaseGeometry, near: Footprint | None) -> tuple[Plane, Any, tuple[float, float]]:
    """A plane, the line on it, cut where it passes what it is near to, and the point of it that stands for all."""
    middle = line.centroid if near is None else shapely.Point(near.lon, near.lat)
    plane = Plane(LonLat(middle.x, middle.y))
    flat = plane.flat(line)
    if near is not None:
        flat = _cut(flat, region_of(near, plane, least_m=_LEAST_CLIP_M))
        if flat is None or near.method != "area" or near.outline is None:  # round a place, not within an area
            spot = shapely.Point(0, 0) if flat is None else ops.nearest_points(flat, shapely.Point(0, 0))[0]
            return plane, flat, (spot.x, spot.y)
    longest = max(shapely.get_parts(flat), key=lambda part: part.length)
    spot = longest.interpolate(0.5, normalized=True)
    return plane, flat, (spot.x, spot.y)


def _cut(flat: Any, region: Any) -> Any:
    """The part of a line in a region, or that nearest to it; None where it passes too far away."""
    found = _lines(flat.intersection(region))
    if found is not None:
        return found
    if flat.distance(region) > _ASTRAY_M:
        return None
    spot = ops.nearest_points(flat, region)[0]
    return _lines(flat.intersection(spot.buffer(max(_LEAST_CLIP_M, math.sqrt(region.area) / 2))))


def _lines(shape: Any) -> Any:
    """What of a shape is lines, joined where they meet; None where there are none."""
    parts = [part for part in shapely.get_parts(shapely.get_parts(shape)) if part.length > 0 and part.area == 0]
    if not parts:
        return None
    return shapely.line_merge(shapely.MultiLineString([shapely.LineString(part.coords) for part in parts]))


def _opened(flat: Any, half_width_m: float) -> Any:
    """A closed line with a gap, so that the ground along it has one outline."""
    if flat.geom_type != "LineString" or not flat.is_ring:
        return flat
    return ops.substring(flat, 0.0, max(flat.length / 2, flat.length - 4 * half_width_m))


def _sides(spine: Any, width_m: float) -> list[Any]:
    """The ground beside a line, cut by the line."""
    corners = list(spine.coords)
    ends = [_beyond(corners[1], corners[0], width_m), *corners, _beyond(corners[-2], corners[-1], width_m)]
    ground = spine.buffer(width_m, quad_segs=3, cap_style="flat")
    found = ops.split(whole(ground), shapely.LineString(ends))
    return [part for part in shapely.get_parts(found) if part.area > ground.area / 20]


def _beyond(start: tuple[float, float], end: tuple[float, float], metres: float) -> tuple[float, float]:
    """A point straight on behind the end of a line."""
    length = math.hypot(end[0] - start[0], end[1] - start[1]) or 1.0
    return (end[0] + (end[0] - start[0]) / length * metres, end[1] + (end[1] - start[1]) / length * metres)


def _towards(piece: Any, spine: Any, wind: tuple[float, float]) -> float:
    """How far the ground reaches in a direction from the line beside it."""
    spots = [piece.representative_point(), piece.centroid]
    gaps = [(spot, ops.nearest_points(spine, spot)[0]) for spot in spots]
    return float(sum((spot.x - foot.x) * wind[0] + (spot.y - foot.y) * wind[1] for spot, foot in gaps))
