"""Footprints narrowed to what lies in another, on land, or in an area; and grounds of one ring and few corners."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import shapely
from shapely import ops

from gazetteer.coast import area_shape
from gazetteer.footprint import Footprint, outlined
from gazetteer.place import LonLat, Place
from gazetteer.plane import Plane, region_of

if TYPE_CHECKING:
    from gazetteer.boundaries import Boundaries

__all__ = ["ashore", "inside", "overlap", "plain", "whole"]

_FINE_DEG = 0.005
_LEAST_M = 5_000.0
_MOST_CORNERS = 160
_WHOLE = 0.6


def overlap(found: Footprint, near: Footprint) -> Footprint:
    """What of a footprint lies in another; all of it where they do not meet.

    Its point is the one nearest to that of the other, or in a whole area to its own.

    >>> narrow = overlap(Footprint(10.0, 1.0, 50_000), Footprint(10.0, 1.1, 8_000))
    >>> narrow.radius_m < 20_000
    True
    """
    is_area = near.method == "area" and near.outline is not None
    plane = Plane(LonLat(found.lon, found.lat) if is_area else LonLat(near.lon, near.lat))
    ground = region_of(found, plane).intersection(region_of(near, plane, least_m=_LEAST_M))
    if ground.is_empty:
        return found
    return _narrowed(found, ground, plane)


@lru_cache(maxsize=1 << 10)
def ashore(found: Footprint, boundaries: Boundaries) -> Footprint:
    """What of a footprint is land, where the words speak of land: "the hills above", "the outskirts of".

    >>> from gazetteer.boundaries import open_boundaries
    >>> tartus = Footprint(34.889, 35.887, 30_000, "area", 2)
    >>> min(corner.lon for corner in ashore(tartus, open_boundaries()).outline) > 35.8
    True
    """
    plane = Plane(LonLat(found.lon, found.lat))
    ground = region_of(found, plane)
    rim = [plane.position(x, y) for x, y in ground.exterior.coords] if ground.geom_type == "Polygon" else []
    if not any(boundaries.is_sea(*corner) for corner in rim[:: max(1, len(rim) // 16)]):
        return found
    west, south, east, north = ground.bounds
    land = plane.flat(boundaries.land_near(found.lon, found.lat, max(-west, -south, east, north)))
    dry = ground.intersection(land)
    if dry.is_empty:
        return found
    return _narrowed(found, dry, plane)


def inside(found: Footprint, place: Place, boundaries: Boundaries) -> Footprint:
    """What of a footprint lies in an area: "the Syrian side of the border"; all of it where the shape is not known.

    >>> from gazetteer.boundaries import open_boundaries
    >>> libya, egypt = (Place(code, code, 0, 0, "A", "PCLI", code) for code in ("LY", "EG"))
    >>> from gazetteer.linear import border, corridor
    >>> both = corridor(border(libya, egypt, open_boundaries()), 10_000, libya)
    >>> inside(both, libya, open_boundaries()).lon < both.lon
    True
    """
    shape = area_shape(place, boundaries)
    if shape is None:
        return found
    plane = Plane(LonLat(found.lon, found.lat))
    ground = region_of(found, plane)
    here = plane.flat(shape.simplify(_FINE_DEG)).buffer(0).intersection(ground)
    return found if here.is_empty else _narrowed(found, here, plane)


def _narrowed(found: Footprint, ground: Any, plane: Plane) -> Footprint:
    """The footprint with another ground, its point as near to the old one as there is room."""
    piece = whole(ground)
    room = piece.buffer(-math.sqrt(piece.area) / 50)
    spot = ops.nearest_points(piece if room.is_empty else room, shapely.Point(0, 0))[0]
    ring = plane.ring(plain(piece))
    return outlined(plane.position(spot.x, spot.y), ring, found.method, found.where_prec, found.anchor or "")


def whole(ground: Any) -> Any:
    """The one polygon that stands for all: the largest where it is most of it, else the hull.

    >>> whole(shapely.MultiPolygon([shapely.box(0, 0, 9, 9), shapely.box(20, 0, 21, 1)])).area
    81.0
    """
    parts = shapely.get_parts(ground)
    largest = max(parts, key=lambda part: part.area)
    return largest if largest.area >= _WHOLE * ground.area else ground.convex_hull


def plain(polygon: Any) -> Any:
    """A polygon of few corners.

    >>> len(plain(shapely.Point(0, 0).buffer(9, quad_segs=200)).exterior.coords) <= 161
    True
    """
    tolerance = math.sqrt(polygon.area) / 200
    while len(polygon.exterior.coords) > _MOST_CORNERS:
        simpler = polygon.simplify(tolerance)
        if simpler.geom_type != "Polygon" or simpler.is_empty:
            break
        polygon, tolerance = simpler, 1.5 * tolerance
    return polygon
