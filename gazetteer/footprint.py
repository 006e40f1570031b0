"""Where on Earth, honestly: a point with its radius, or an outline where the text tells no point.

The one door to geopy's geodesics. Distances are metres on the WGS 84 ellipsoid, bearings degrees clockwise from
north. Outlines run on past 180 degrees of longitude where they cross the antimeridian, so that they stay one ring.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from gazetteer.distance import kilometres, shifted
from gazetteer.place import LonLat, Place

if TYPE_CHECKING:
    from gazetteer.boundaries import Boundaries

__all__ = [
    "Footprint",
    "FootprintMethod",
    "area_part",
    "compass",
    "compass_tolerance",
    "destination",
    "direction",
    "distance",
    "metres",
    "of_place",
    "offset",
    "offshore",
    "outlined",
]

FootprintMethod = Literal["gazetteer", "offset", "between", "offshore", "area", "along"]

_WINDS = ("n", "nne", "ne", "ene", "e", "ese", "se", "sse", "s", "ssw", "sw", "wsw", "w", "wnw", "nw", "nnw")
_UNITS = {
    "m": 1.0,
    "metre": 1.0,
    "meter": 1.0,
    "km": 1_000.0,
    "kilometre": 1_000.0,
    "kilometer": 1_000.0,
    "mile": 1_609.344,
    "mi": 1_609.344,
    "nautical mile": 1_852.0,
    "nm": 1_852.0,
    "nmi": 1_852.0,
    "yard": 0.9144,
    "yd": 0.9144,
    "foot": 0.3048,
    "feet": 0.3048,
    "ft": 0.3048,
}
_WIDE = "HLT"  # classes whose entries may have a shape: waters, regions, hills and islands
_SEAS = {"OCN", "SEA", "GULF", "STRT", "BAY", "CHN", "SD"}
_ARC_STEP_DEG = 5.0
_LEAST_TOLERANCE_M = 1_000.0
_NEAR_M = 25_000.0  # UCDP's code 2 is for what lies within about so much of a known point
_POLE_MARGIN_DEG = 0.5


@dataclass(frozen=True, slots=True)
class Footprint:
    """A located extent. ``outline`` is a closed ring of (lon, lat) degrees, None for a plain circle.

    ``radius_m`` bounds how far from (lat, lon) the truth may lie, in metres. ``where_prec`` is UCDP's code of
    spatial precision: 1 exact, 2 near a known point, 3 second-level area, 4 first-level area, 5 a line or a
    fuzzy region, 6 country, 7 sea or air. ``anchor`` is the id of the place that it was computed from.
    """

    lat: float
    lon: float
    radius_m: float
    method: FootprintMethod = "gazetteer"
    where_prec: int = 1
    outline: tuple[LonLat, ...] | None = None
    anchor: str | None = None


def metres(value: float, unit: str) -> float:
    """A distance in metres; ValueError for units that are no length.

    >>> metres(22, "miles"), metres(16, "kilometers"), metres(10, "nautical miles")
    (35405.568, 16000.0, 18520.0)
    """
    name = " ".join(unit.lower().replace("-", " ").rstrip(".").split())
    factor = _UNITS.get(name) or _UNITS.get(name.removesuffix("s"))
    if factor is None:
        raise ValueError(f"unknown unit of length {unit!r}; known are {', '.join(_UNITS)}")
    return value * factor


def compass(word: str) -> float:
    """The bearing of a compass word in degrees; ValueError for words that are none.

    >>> [compass(word) for word in ("north", "south-eastern", "north-northwest", "westward", "ENE")]
    [0.0, 135.0, 337.5, 270.0, 67.5]
    """
    return _WINDS.index(_wind(word)) * 22.5


def compass_tolerance(word: str) -> float:
    """How far either way a compass word reaches, in degrees: 22.5 for the eight winds, 11.25 for those between.

    >>> compass_tolerance("northwest"), compass_tolerance("NNW")
    (22.5, 11.25)
    """
    return 11.25 if len(_wind(word)) == 3 else 22.5


def _wind(word: str) -> str:
    plain = re.sub(r"\b(due|the)\b|[\s-]", "", word.lower())
    short = re.sub(r"(north|south|east|west)(ern|erly|wards?|most)*", lambda found: found[1][0], plain)
    short = re.sub(r"(ern|wards?|most)+$", "", short)
    if short not in _WINDS:
        raise ValueError(f"{word!r} is no compass direction; write it as 'north', 'south-east' or 'NNW'")
    return short


def distance(a: LonLat, b: LonLat) -> float:
    """The geodesic distance of two positions in metres.

    >>> round(distance(LonLat(lon=0, lat=0), LonLat(lon=1, lat=0)))
    111319
    """
    from geopy.distance import geodesic

    return float(geodesic((a.lat, a.lon), (b.lat, b.lon)).meters)


def destination(start: LonLat, distance_m: float, bearing_deg: float) -> LonLat:
    """The position so many metres from another in a direction.

    >>> destination(LonLat(lon=12.08, lat=32.93), 35_406, 0).lat > 33.2
    True
    """
    from geopy.distance import geodesic

    found = geodesic(meters=distance_m).destination((start.lat, start.lon), bearing=bearing_deg % 360)
    return LonLat(float(found.longitude), float(found.latitude))


def of_place(place: Place, boundaries: Boundaries | None = None) -> Footprint:
    """The footprint of a gazetteer entry: its point, with the radius that it reaches.

    With ``boundaries`` a region, sea, lake or river has its outline, and a radius that reaches every corner of it.

    >>> of_place(Place("x", "Libya", 27, 18, "A", "PCLI", "LY", radius_m=720_000)).where_prec
    6
    >>> from gazetteer.boundaries import open_boundaries
    >>> len(of_place(Place("sitmap:donbas", "Donbas", 48.3, 38.3, "L", "RGN", "UA"), open_boundaries()).outline) > 9
    True
    """
    if boundaries is None or place.feature_class not in _WIDE:
        return Footprint(place.lat, place.lon, place.radius_m, "gazetteer", _precision(place), None, place.id)
    return _of_extent(place, boundaries)


@lru_cache(maxsize=1 << 12)
def _of_extent(place: Place, boundaries: Boundaries) -> Footprint:
    from gazetteer.extents import outline_of

    ring = outline_of(place, boundaries)
    if ring is None:
        return of_place(place)
    return outlined(place.position, ring, "gazetteer", _precision(place), place.id)


def _precision(place: Place) -> int:
    if place.is_country:
        return 6
    if place.feature_class == "A":
        return 4 if place.feature_code == "ADM1" else 3
    if place.feature_code in _SEAS:
        return 7
    return 1 if place.feature_class in "PS" or place.radius_m <= 5_000 else 5


def offset(
    anchor: Place,
    distance_m: float,
    bearing_deg: float,
    *,
    distance_tolerance: float | None = None,
    bearing_tolerance_deg: float = 22.5,
    boundaries: Boundaries | None = None,
) -> Footprint:
    """ "22 miles north of X": the point at that distance and bearing, in a sector of what the words leave open.

    ``distance_tolerance`` is in metres; by default a tenth of the distance, at least a kilometre. With
    ``boundaries`` a point at sea gets the precision code of the sea.

    >>> zuwarah = Place("geonames:2208425", "Zuwarah", lat=32.9312, lon=12.0819, country="LY")
    >>> found = offset(zuwarah, metres(22, "miles"), compass("north"))
    >>> round(found.lat, 3), round(found.lon, 3), found.where_prec
    (33.25, 12.082, 2)
    """
    tolerance = _tolerance(distance_m) if distance_tolerance is None else distance_tolerance
    centre = destination(anchor.position, distance_m, bearing_deg)
    ring = _sector(anchor.position, distance_m - tolerance, distance_m + tolerance, bearing_deg, bearing_tolerance_deg)
    at_sea = boundaries is not None and boundaries.is_sea(centre.lon, centre.lat)
    return outlined(centre, ring, "offset", 7 if at_sea else 2, anchor.id)


def _tolerance(distance_m: float) -> float:
    return max(_LEAST_TOLERANCE_M, distance_m / 10)


def direction(
    anchor: Place,
    bearing_deg: float,
    *,
    reach_m: float | None = None,
    start_m: float | None = None,
    bearing_tolerance_deg: float = 45.0,
) -> Footprint:
    """ "north of X" without a distance: a sector from the edge of the place, or ``start_m``, to ``reach_m`` metres.

    The reach is 25 km by default, or twice the place's own radius where that is more than what UCDP calls near.

    >>> found = direction(Place("x", "Sabratha", lat=32.79, lon=12.49, country="LY"), compass("west"))
    >>> found.lon < 12.49, found.where_prec
    (True, 2)
    """
    reach = reach_m or max(_NEAR_M, 2 * anchor.radius_m)
    start = min(anchor.radius_m if start_m is None else start_m, reach / 2)
    centre = destination(anchor.position, (start + reach) / 2, bearing_deg)
    ring = _sector(anchor.position, start, reach, bearing_deg, bearing_tolerance_deg)
    return outlined(centre, ring, "offset", 2 if reach <= _NEAR_M else 5, anchor.id)


def offshore(
    anchor: Place, distance_m: float, boundaries: Boundaries, *, distance_tolerance: float | None = None
) -> Footprint:
    """ "16 kilometers off X": about that far from the coast, seaward of the place, in a band along the coast.

    ``distance_tolerance`` is in metres; by default a tenth of the distance, at least a kilometre. ValueError for a
    place without sea near it.

    >>> from gazetteer.boundaries import open_boundaries
    >>> tripoli = Place("geonames:2210247", "Tripoli", lat=32.8875, lon=13.1873, country="LY")
    >>> found = offshore(tripoli, 16_000, open_boundaries())
    >>> found.where_prec, open_boundaries().is_sea(found.lon, found.lat), 33.0 < found.lat < 33.1
    (7, True, True)
    """
    from gazetteer.coast import seaward_band

    tolerance = _tolerance(distance_m) if distance_tolerance is None else distance_tolerance
    centre, ring, radius = seaward_band(anchor, distance_m, tolerance, boundaries)
    if ring is None:
        return Footprint(centre.lat, centre.lon, radius, "offshore", 7, None, anchor.id)
    return outlined(centre, ring, "offshore", 7, anchor.id)


def area_part(place: Place, bearing_deg: float | None, boundaries: Boundaries) -> Footprint:
    """ "eastern Libya": that half of a country's or first-level area's shape; its middle for None ("central").

    A place whose shape is not known gives the part of its circle.

    >>> from gazetteer.boundaries import open_boundaries
    >>> libya = Place("geonames:2215636", "Libya", 27.0, 18.0, "A", "PCLI", "LY", radius_m=720_000)
    >>> found = area_part(libya, compass("east"), open_boundaries())
    >>> found.lon > 19, found.method
    (True, 'area')
    """
    from gazetteer.coast import part_of_shape

    found = part_of_shape(place, bearing_deg, boundaries)
    if found is not None:
        return outlined(*found, "area", 5, place.id)
    if bearing_deg is None:
        return Footprint(place.lat, place.lon, place.radius_m / 2, "area", 5, None, place.id)
    ring = _sector(place.position, 0.0, place.radius_m, bearing_deg, 60.0)
    return outlined(destination(place.position, place.radius_m / 2, bearing_deg), ring, "area", 5, place.id)


def _sector(start: LonLat, near: float, far: float, bearing: float, tolerance: float) -> list[LonLat]:
    """The ring of a sector; one that begins at the place itself has its apex there."""
    count = max(2, math.ceil(2 * tolerance / _ARC_STEP_DEG)) + 1
    bearings = [bearing - tolerance + 2 * tolerance * number / (count - 1) for number in range(count)]
    outer = [shifted(start, far, each) for each in bearings]
    inner = [start] if near <= 0 else [shifted(start, near, each) for each in reversed(bearings)]
    return [*outer, *inner]


def outlined(
    centre: LonLat, ring: Sequence[LonLat], method: FootprintMethod, where_prec: int, anchor: str
) -> Footprint:
    """A footprint whose radius reaches every corner of its outline; near a pole the circle alone remains.

    >>> corners = [LonLat(12.0, 32.0), LonLat(13.0, 32.0), LonLat(12.5, 33.0)]
    >>> found = outlined(LonLat(12.5, 32.3), corners, "area", 5, "x")
    >>> len(found.outline), round(found.radius_m, -4)
    (4, 80000.0)
    """
    # A sphere tells which corners are far, quickly; how far they are is measured.
    farthest = sorted(ring, key=lambda corner: -kilometres(centre, corner))[:3]
    radius = max(distance(centre, corner) for corner in farthest)
    degrees = radius / 111_000.0
    closed = None if abs(centre.lat) + degrees > 90 - _POLE_MARGIN_DEG else _closed(centre.lon, ring)
    return Footprint(centre.lat, centre.lon, radius, method, where_prec, closed, anchor)


def _closed(lon: float, ring: Iterable[LonLat]) -> tuple[LonLat, ...]:
    """The ring closed, its longitudes within half a turn of ``lon``."""
    points = [LonLat(lon + (p.lon - lon + 180.0) % 360.0 - 180.0, p.lat) for p in ring]
    return tuple(points if points[0] == points[-1] else [*points, points[0]])
