"""Shapes behind footprints: the band of water off a coast, the part of an area that a compass word names."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import shapely
from shapely import affinity

from gazetteer.errors import PlaceNotFoundError
from gazetteer.extents import shape_of
from gazetteer.place import LonLat, Place
from gazetteer.plane import Plane

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from gazetteer.boundaries import Boundaries

__all__ = ["area_shape", "half_plane", "part_of_shape", "seaward_band"]

_MARGIN_M = 70_000.0
_WEDGE_DEG = 45.0
_STEPS = 40


def seaward_band(
    anchor: Place, distance_m: float, tolerance_m: float, boundaries: Boundaries
) -> tuple[LonLat, list[LonLat] | None, float]:
    """A point at sea so many metres from the land, the ring round it that the words leave open, and a radius.

    Wide areas (a country) have no ring: the point lies off their nearest coast, the radius is their own.
    """
    start, bearing = _coastal_start(anchor, boundaries)
    plane = Plane(start)
    land = plane.flat(boundaries.land_near(start.lon, start.lat, _MARGIN_M + 2 * distance_m))
    x, y = _off(land, bearing, distance_m)
    if anchor.is_area:
        return plane.position(x, y), None, max(anchor.radius_m, distance_m)
    ring = _band(land, (x, y), bearing, distance_m, tolerance_m)
    return plane.position(x, y), [plane.position(*point) for point in ring], distance_m


def _coastal_start(anchor: Place, boundaries: Boundaries) -> tuple[LonLat, float]:
    bearing = boundaries.seaward_bearing(anchor.lon, anchor.lat)
    if bearing is not None:
        return anchor.position, bearing
    start = _nearest_coast(anchor, boundaries) if anchor.is_area else None
    bearing = start and boundaries.seaward_bearing(start.lon, start.lat)
    if start is None or bearing is None:
        raise ValueError(f"{anchor.name} ({anchor.id}) lies inland: nothing can be off its coast")
    return start, bearing


def _nearest_coast(anchor: Place, boundaries: Boundaries) -> LonLat | None:
    """The point of open water nearest to an area's point, sought along 36 rays."""
    plane = Plane(anchor.position)
    for step in range(1, 2 * _STEPS):
        reach = 2 * anchor.radius_m * step / _STEPS
        for angle in range(0, 360, 10):
            x, y = reach * math.sin(math.radians(angle)), reach * math.cos(math.radians(angle))
            found = plane.position(x, y)
            if abs(found.lat) < 85 and boundaries.is_sea(found.lon, found.lat):
                return found
    return None


def _off(land: Any, bearing: float, distance_m: float) -> tuple[float, float]:
    """The first point along a ray that lies so far from all land, else the one that lies farthest from it."""
    east, north = math.sin(math.radians(bearing)), math.cos(math.radians(bearing))
    reach = _MARGIN_M + distance_m

    def clear(along: float) -> float:
        return float(land.distance(shapely.Point(east * along, north * along)))

    stops = [reach * step / (4 * _STEPS) for step in range(4 * _STEPS + 1)]
    beyond = next((stop for stop in stops if clear(stop) >= distance_m), None)
    if beyond is None:
        best = max(stops, key=clear)
        return east * best, north * best
    low, high = max(0.0, beyond - reach / (4 * _STEPS)), beyond
    for _ in range(20):
        middle = (low + high) / 2
        low, high = (low, middle) if clear(middle) >= distance_m else (middle, high)
    return east * high, north * high


def _band(
    land: Any, point: tuple[float, float], bearing: float, distance_m: float, tolerance_m: float
) -> list[tuple[float, float]]:
    """The water that far from the land within a wedge that looks seaward, as the ring round the point."""
    clear = float(land.distance(shapely.Point(point)))
    outer = land.buffer(max(distance_m, clear) + tolerance_m, quad_segs=8)
    inner = land.buffer(max(0.0, min(distance_m, clear) - tolerance_m), quad_segs=8)
    band = outer.difference(inner).intersection(_wedge(bearing, 2 * math.hypot(*point) + tolerance_m))
    found = next((part for part in shapely.get_parts(band) if part.contains(shapely.Point(point))), None)
    if found is None:
        found = shapely.Point(point).buffer(tolerance_m)
    return [(x, y) for x, y in shapely.Polygon(found.exterior).simplify(tolerance_m / 20).exterior.coords]


def _wedge(bearing: float, reach: float) -> Any:
    angles = [math.radians(bearing + _WEDGE_DEG * step / 6) for step in range(-6, 7)]
    return shapely.Polygon([(0, 0), *((reach * math.sin(a), reach * math.cos(a)) for a in angles)]).buffer(1_000)


def part_of_shape(
    place: Place, bearing_deg: float | None, boundaries: Boundaries
) -> tuple[LonLat, list[LonLat]] | None:
    """A point inside and the ring of that half of a place's shape; None where its shape is not known."""
    shape = area_shape(place, boundaries)
    if shape is None:
        return None
    largest = max(shapely.get_parts(shape), key=lambda part: part.area)
    centre = largest.centroid
    plane = Plane(LonLat(centre.x, centre.y))
    flat = plane.flat(shape)
    part = _middle(flat) if bearing_deg is None else flat.intersection(half_plane(flat, bearing_deg))
    piece = max(shapely.get_parts(part), key=lambda each: each.area)
    inside = piece.centroid if piece.contains(piece.centroid) else piece.representative_point()
    ring = shapely.Polygon(piece.exterior).simplify(math.sqrt(piece.area) / 50).exterior
    return plane.position(inside.x, inside.y), [plane.position(x, y) for x, y in ring.coords]


def area_shape(place: Place, boundaries: Boundaries) -> BaseGeometry | None:
    """The ground of a country, a first-level area or a region, in degrees; None where its shape is not known.

    >>> from gazetteer.boundaries import open_boundaries
    >>> area_shape(Place("x", "Malta", 35.9, 14.4, "A", "PCLI", "MT"), open_boundaries()).geom_type
    'MultiPolygon'
    """
    try:
        return boundaries.country(place.country or "") if place.is_country else boundaries.admin1(place.id)
    except PlaceNotFoundError:
        shape = shape_of(place, boundaries)
        return shape if shape is not None and shape.area else None


def _middle(flat: Any) -> Any:
    return flat.intersection(affinity.scale(flat.envelope, 0.5, 0.5, origin=flat.centroid))


def half_plane(flat: Any, bearing: float) -> Any:
    """The half of the plane beyond a flat shape's centroid in a direction, degrees clockwise from north.

    >>> half_plane(shapely.box(0, 0, 2, 2), 0).contains(shapely.Point(1, 1.5))
    True
    """
    centre, reach = flat.centroid, 2 * math.hypot(*(flat.bounds[2] - flat.bounds[0], flat.bounds[3] - flat.bounds[1]))
    ahead = shapely.box(centre.x - reach, centre.y, centre.x + reach, centre.y + reach)
    return affinity.rotate(ahead, -bearing, origin=(centre.x, centre.y))
