"""Lengths on a sphere, quick and good to half a percent: for ranking, and for outlines that are vaguer than that."""

from __future__ import annotations

import math

from gazetteer.place import LonLat

__all__ = ["EARTH_M", "heading", "kilometres", "on_the_way", "shifted"]

EARTH_M = 6_371_000.0


def kilometres(a: LonLat, b: LonLat) -> float:
    """The great-circle distance of two positions in kilometres.

    >>> round(kilometres(LonLat(lon=0, lat=0), LonLat(lon=1, lat=0)))
    111
    """
    lat_a, lat_b = math.radians(a.lat), math.radians(b.lat)
    half_lat, half_lon = (lat_b - lat_a) / 2, math.radians(b.lon - a.lon) / 2
    chord = math.sin(half_lat) ** 2 + math.cos(lat_a) * math.cos(lat_b) * math.sin(half_lon) ** 2
    return 12742.0 * math.asin(min(1.0, math.sqrt(chord)))


def shifted(start: LonLat, metres: float, bearing_deg: float) -> LonLat:
    """The position so many metres from another in a direction, degrees clockwise from north.

    >>> [round(part, 2) for part in shifted(LonLat(lon=0, lat=0), 111_195, 90)]
    [1.0, 0.0]
    """
    far, bearing = metres / EARTH_M, math.radians(bearing_deg)
    lat = math.radians(start.lat)
    south_north = math.sin(lat) * math.cos(far) + math.cos(lat) * math.sin(far) * math.cos(bearing)
    east = math.sin(bearing) * math.sin(far) * math.cos(lat)
    turned = math.atan2(east, math.cos(far) - math.sin(lat) * south_north)
    lon = (start.lon + math.degrees(turned) + 180.0) % 360.0 - 180.0
    return LonLat(lon, math.degrees(math.asin(max(-1.0, min(1.0, south_north)))))


def heading(a: LonLat, b: LonLat) -> float:
    """The direction in which the shortest way leaves ``a`` for ``b``, 0 to 360 degrees clockwise from north.

    >>> heading(LonLat(lon=0, lat=0), LonLat(lon=1, lat=0))
    90.0
    """
    lat_a, lat_b, turn = math.radians(a.lat), math.radians(b.lat), math.radians(b.lon - a.lon)
    east = math.sin(turn) * math.cos(lat_b)
    north = math.cos(lat_a) * math.sin(lat_b) - math.sin(lat_a) * math.cos(lat_b) * math.cos(turn)
    return math.degrees(math.atan2(east, north)) % 360


def on_the_way(a: LonLat, b: LonLat, share: float) -> LonLat:
    """The position at a share, 0 to 1, of the shortest way from ``a`` to ``b``.

    >>> [round(part, 6) for part in on_the_way(LonLat(lon=10, lat=0), LonLat(lon=20, lat=0), 0.5)]
    [15.0, 0.0]
    """
    return shifted(a, share * 1_000 * kilometres(a, b), heading(a, b))
