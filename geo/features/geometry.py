"""Shapes of features: curved arrows, stubs and circles, computed along geodesics of WGS 84. pyproj's door.

Positions are :class:`~gazetteer.place.LonLat` degrees; lengths metres; bearings degrees clockwise from north. What
crosses the antimeridian is cut there, as RFC 7946 asks.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from pyproj import Geod
from shapely import LineString, MultiLineString, MultiPolygon, Point, Polygon, box, make_valid
from shapely.affinity import translate
from shapely.geometry.base import BaseGeometry
from shapely.geometry.polygon import orient

from gazetteer.footprint import Footprint
from gazetteer.place import LonLat

__all__ = ["arc", "bearing", "circle", "curve", "distance", "extent", "ground", "point", "ring", "stub"]

Track = NDArray[np.float64]

_EARTH = Geod(ellps="WGS84")
# Inner points of an arrow's leg: how far along it, and how far aside, as shares of its length and its bulge.
_ALONG = np.linspace(0, 1, 24)[1:-1]
_ASIDE = 4 * _ALONG * (1 - _ALONG)
_CIRCLE_POINTS = 64


def distance(a: LonLat, b: LonLat) -> float:
    """Geodesic distance in metres.

    >>> round(distance(LonLat(0, 0), LonLat(1, 0)))
    111319
    """
    return float(_EARTH.inv(a.lon, a.lat, b.lon, b.lat)[2])


def bearing(a: LonLat, b: LonLat) -> float:
    """Initial bearing from ``a`` to ``b`` in degrees, 0 to 360.

    >>> bearing(LonLat(0, 0), LonLat(1, 0))
    90.0
    """
    return float(_EARTH.inv(a.lon, a.lat, b.lon, b.lat)[0]) % 360


def curve(stops: Sequence[LonLat], *, bulge: float = 0.12) -> LineString | MultiLineString:
    """A line through the stops, bent to the right of travel by ``bulge`` times each leg's length.

    Each leg is a parabola over the geodesic: quadratic in the leg's own along-track and cross-track metres. Opposite
    directions bend to opposite sides, so that there and back never lie on one another.

    >>> line = curve([LonLat(12.0, 32.0), LonLat(13.0, 32.0)])
    >>> line.coords[0], line.coords[-1], bool(line.interpolate(0.5, normalized=True).y < 32)
    ((12.0, 32.0), (13.0, 32.0), True)
    """
    return _cut_line(np.vstack([[stops[0]], *(_leg(a, b, bulge) for a, b in pairwise(stops))]))


def stub(place: LonLat, towards: float, *, length_m: float, gap_m: float = 0.0, arriving: bool = False) -> BaseGeometry:
    """A straight line of a fixed length that leaves a place on a bearing, or with ``arriving`` ends there.

    ``gap_m`` keeps it that far off the place.

    >>> line = stub(LonLat(12.0, 32.0), 90, length_m=12_000)
    >>> line.coords[0], round(line.coords[-1][0], 2)
    ((12.0, 32.0), 12.13)
    """
    back = towards + 180 if arriving else towards
    near = _forward(place, back, gap_m) if gap_m else place
    far = _forward(place, back, gap_m + length_m)
    return _cut_line(np.array([far, near] if arriving else [near, far]))


def circle(centre: LonLat, radius_m: float) -> Polygon | MultiPolygon:
    """A geodesic circle, counter-clockwise.

    >>> round(circle(LonLat(0.0, 0.0), 111_319).bounds[2], 2)
    1.0
    """
    to_pole = distance(centre, LonLat(centre.lon, 90.0 if centre.lat >= 0 else -90.0))
    if radius_m >= to_pole:
        edge = _forward(centre, 180 if centre.lat >= 0 else 0, min(radius_m, 19_000_000.0)).lat
        return box(-180, edge, 180, 90) if centre.lat >= 0 else box(-180, -90, 180, edge)
    azimuths = np.linspace(360, 0, _CIRCLE_POINTS, endpoint=False)
    around = np.ones_like(azimuths)
    lons, lats, _ = _EARTH.fwd(around * centre.lon, around * centre.lat, azimuths, around * radius_m)
    return ring([LonLat(float(lon), float(lat)) for lon, lat in zip(lons, lats, strict=True)])


def arc(centre: LonLat, radius_m: float, towards: float | None, *, width: float = 60.0) -> BaseGeometry:
    """A piece of the geodesic circle round a centre, ``width`` degrees of it about a bearing; all of it without one.

    >>> [round(edge, 2) for edge in arc(LonLat(0.0, 0.0), 111_319, 90.0).bounds]
    [0.87, -0.5, 1.0, 0.5]
    """
    middle, wide = (0.0, 360.0) if towards is None else (towards, width)
    azimuths = np.linspace(middle - wide / 2, middle + wide / 2, max(2, round(wide / 5)) + 1)
    around = np.ones_like(azimuths)
    lons, lats, _ = _EARTH.fwd(around * centre.lon, around * centre.lat, azimuths, around * radius_m)
    return _cut_line(np.column_stack([lons, lats]))


def ring(outline: Sequence[LonLat]) -> Polygon | MultiPolygon:
    """The polygon of a ring of positions: valid, counter-clockwise, cut at the antimeridian; empty without area."""
    polygon = make_valid(Polygon(_unwrapped(np.array(outline, dtype=float))))
    west, _, east, _ = polygon.bounds
    sheets = range(int(np.floor((west + 180) / 360)), int(np.ceil((east - 180) / 360)) + 1)
    parts = [translate(polygon, -360 * sheet).intersection(box(-180, -90, 180, 90)) for sheet in sheets]
    polygons = [orient(part) for piece in parts for part in getattr(piece, "geoms", [piece]) if part.area > 0]
    return polygons[0] if len(polygons) == 1 else MultiPolygon(polygons)


def ground(spot: Footprint) -> BaseGeometry:
    """What a footprint tells: the point of a gazetteer's entry, else the ground that it covers.

    >>> ground(Footprint(32.8, 12.5, 4_000)).geom_type, ground(Footprint(32.8, 12.5, 4_000, "area")).geom_type
    ('Point', 'Polygon')
    """
    if spot.method == "gazetteer" and spot.outline is None:
        return point(LonLat(spot.lon, spot.lat))
    return extent(spot)


def extent(spot: Footprint) -> BaseGeometry:
    """A footprint's outline; its circle where there is none, or none with an area.

    >>> round(extent(Footprint(0.0, 0.0, 111_319)).bounds[2], 2)
    1.0
    """
    drawn = ring(spot.outline) if spot.outline is not None and len(spot.outline) > 3 else None
    if drawn is None or drawn.is_empty:
        return circle(LonLat(spot.lon, spot.lat), max(spot.radius_m, 1.0))
    return drawn


def point(place: LonLat) -> Point:
    """The position as a point, longitude first."""
    return Point(place.lon, place.lat)


def _forward(place: LonLat, towards: float, length_m: float) -> LonLat:
    lon, lat, _ = _EARTH.fwd(place.lon, place.lat, towards, length_m)
    return LonLat(float(lon), float(lat))


def _leg(a: LonLat, b: LonLat, bulge: float) -> Track:
    """The leg's points behind ``a``."""
    towards, _, length = _EARTH.inv(a.lon, a.lat, b.lon, b.lat)
    start = np.ones_like(_ALONG)
    lons, lats, back = _EARTH.fwd(start * a.lon, start * a.lat, start * towards, _ALONG * length)
    right = np.asarray(back) + 180 + 90
    lons, lats, _ = _EARTH.fwd(lons, lats, right, _ASIDE * bulge * length)
    return np.vstack([np.column_stack([lons, lats]), [b]])


def _unwrapped(track: Track) -> Track:
    """Longitudes made continuous: beyond 180 where the track goes on over the antimeridian."""
    if np.abs(np.diff(track[:, 0])).max(initial=0) <= 180:
        return track
    return np.column_stack([np.unwrap(track[:, 0], period=360), track[:, 1]])


def _cut_line(track: Track) -> LineString | MultiLineString:
    unwrapped = _unwrapped(track)
    line = LineString(unwrapped)
    west, _, east, _ = line.bounds
    if west >= -180 and east <= 180:
        return line
    sheets = range(int(np.floor((west + 180) / 360)), int(np.ceil((east - 180) / 360)) + 1)
    pieces = [translate(line.intersection(box(360 * n - 180, -90, 360 * n + 180, 90)), -360 * n) for n in sheets]
    parts = [part for piece in pieces for part in getattr(piece, "geoms", [piece]) if part.length > 0]
    if unwrapped[-1, 0] < unwrapped[0, 0]:
        parts.reverse()
    return parts[0] if len(parts) == 1 else MultiLineString(parts)
