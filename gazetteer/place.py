"""What a place is, and what may be meant by a name.

Coordinates are WGS 84 degrees. Wherever two numbers stand for a position their names tell the order; a bare
pair is always :class:`LonLat`, longitude first, as GeoJSON and shapely have it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal, NamedTuple

__all__ = ["Candidate", "LonLat", "MatchMethod", "Place", "town_radius"]

MatchMethod = Literal[
    "exact", "folded", "transliterated", "fuzzy", "id", "online:nominatim", "online:geonames", "online:photon"
]


class LonLat(NamedTuple):
    """A position in degrees, longitude first.

    >>> LonLat(lon=12.48845, lat=32.79335)
    LonLat(lon=12.48845, lat=32.79335)
    """

    lon: float
    lat: float


@dataclass(frozen=True, slots=True)
class Place:
    """An entry of the gazetteer.

    ``id`` says where it comes from: ``geonames:2212771``, ``icao:HLLT``, ``sitmap:mellitah-complex``.
    ``feature_class`` and ``feature_code`` are GeoNames codes (P/PPL a town, A/PCLI a country, A/ADM1 a
    first-level area, H/SEA, T/MTS, L/RGN, S/AIRP ...). ``country`` is ISO 3166-1 alpha-2, None at sea.
    ``radius_m`` is how far, in metres, the place reaches from its point. ``admin1`` and ``admin2`` are GeoNames' codes
    of the first- and second-level area that it lies in, ``parent`` the id of the area next above it, where a source
    tells them. ``own`` marks the entries of a user's own tables.

    >>> Place("geonames:2212771", "Sabratha", lat=32.79335, lon=12.48845, country="LY").position
    LonLat(lon=12.48845, lat=32.79335)
    """

    id: str
    name: str
    lat: float
    lon: float
    feature_class: str = "P"
    feature_code: str = "PPL"
    country: str | None = None
    admin1: str | None = None
    population: int = 0
    radius_m: float = 2_000.0
    names: tuple[str, ...] = ()
    admin2: str | None = None
    parent: str | None = None
    own: bool = False

    @property
    def position(self) -> LonLat:
        """The place's point, longitude first, in degrees."""
        return LonLat(self.lon, self.lat)

    @property
    def is_country(self) -> bool:
        """Whether the entry is a country or a dependent territory."""
        return self.feature_code.startswith("PCL")

    @property
    def is_area(self) -> bool:
        """Whether the entry is wide (a country, province, sea, region), so that its point stands for an area."""
        return self.feature_class in "AL" or self.feature_code in {
            "SEA",
            "OCN",
            "GULF",
            "DSRT",
            "MTS",
            "RGN",
            "STRT",
        }


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that a name may mean, by which way the name was matched and how well.

    ``score`` is between 0 and 1: the likeness of the names alone, before any context is weighed.
    """

    place: Place
    name: str
    method: MatchMethod
    score: float


def town_radius(population: int) -> float:
    """How far a town of so many people reaches from its centre, in metres: a rule of thumb.

    >>> town_radius(0), round(town_radius(83_000)), round(town_radius(1_000_000))
    (1000.0, 4457, 13000)
    """
    return 1000.0 + 12.0 * math.sqrt(population)
