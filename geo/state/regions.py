"""Parts of countries: what a claim means by "the east of the country", and which places lie in it."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from gazetteer.names import fold
from gazetteer.place import Place
from geo.claim import Claim, PlaceRef

__all__ = ["Region", "regional"]

_POINTS = {"north": (0, 1), "south": (0, -1), "east": (1, 0), "west": (-1, 0)}
_CORE = 0.25  # how far, in radii of a country, its east begins from its middle
_INNER = 0.6  # how much of the radius of a region without borders counts as surely within it
_METRES_PER_DEGREE = 111_195.0


@dataclass(frozen=True, slots=True)
class Region:
    """A part of a country: ``area`` is the country or a region; ``towards`` the compass direction in it, as (east,
    north) with -1, 0 and 1, (0, 0) for the whole of the area.
    """

    area: Place
    towards: tuple[int, int]
    name: str

    @property
    def size(self) -> float:
        """Its reach in metres: of regions that hold a place, the smallest is told of it."""
        return self.area.radius_m

    def holds(self, place: Place) -> bool:
        """Whether a place lies in the region. What is near its edge does not.

        >>> land = Place("l", "Land", lat=10.0, lon=20.0, feature_class="A", feature_code="PCLI", country="XX",
        ...              radius_m=400_000.0)
        >>> east = Region(land, (1, 0), "the east of Land")
        >>> [east.holds(Place("t", "Town", lat=11.0, lon=lon, country="XX")) for lon in (20.5, 22.5)]
        [False, True]
        """
        if place.country != self.area.country or place.id == self.area.id:
            return False
        if self.towards == (0, 0):
            return self._within(place)
        least = _CORE * self.area.radius_m
        east, north = self.towards
        return (not east or east * self._east(place) > least) and (not north or north * self._north(place) > least)

    def _within(self, place: Place) -> bool:
        if fold(place.name) == fold(self.area.name):
            return False  # the seat of a province is not told of by the province
        if self.area.feature_code == "ADM1":
            return bool(place.admin1) and place.admin1 == self.area.admin1
        return math.hypot(self._east(place), self._north(place)) <= _INNER * self.area.radius_m

    def _east(self, place: Place) -> float:
        across = (place.lon - self.area.lon + 180) % 360 - 180
        return across * _METRES_PER_DEGREE * math.cos(math.radians(self.area.lat))

    def _north(self, place: Place) -> float:
        return (place.lat - self.area.lat) * _METRES_PER_DEGREE


def regional(claims: Iterable[Claim]) -> tuple[dict[str, Region], list[Claim]]:
    """Regions by the id of a place that stands for each, and the claims on them, with that place for theirs.

    Only claims of control over all of a region count: a stronghold in the east, or most of the east, is not the east.

    >>> regional([])
    ({}, [])
    """
    claims = sorted(claims, key=lambda c: c.id)
    homes = _homes(claims)
    regions: dict[str, Region] = {}
    found: list[Claim] = []
    for claim in claims:
        region = _region(claim, homes) if claim.kind == "control" and claim.place else None
        if region and claim.place:
            stand_in = _stand_in(region)
            regions[stand_in.id] = region
            ref = PlaceRef(claim.place.text, claim.place.start, stand_in)
            found.append(replace(claim, place=ref, extent="whole"))
    return regions, found


def _stand_in(region: Region) -> Place:
    if region.towards == (0, 0):
        return region.area
    return replace(region.area, id=f"{region.area.id}/{region.name}", name=region.name, feature_code="RGN", names=())


def _homes(claims: Iterable[Claim]) -> dict[str, Place]:
    """The country that each article is about: of which it names most, and that it names as a country too."""
    countries: dict[str, Place] = {}
    named: dict[str, Counter[str]] = defaultdict(Counter)
    for claim in claims:
        for ref in claim.places().values():
            if ref.place and ref.place.country:
                named[claim.article][ref.place.country] += 1
                if ref.place.is_country:
                    countries[ref.place.country] = ref.place
    homes = {}
    for article, counts in named.items():
        code = min(counts, key=lambda c: (-counts[c], c))
        if code in countries:
            homes[article] = countries[code]
    return homes


def _region(claim: Claim, homes: Mapping[str, Place]) -> Region | None:
    ref = claim.place
    assert ref is not None
    if ref.compass:
        land = ref.place or homes.get(claim.article)
        return _compass(land, ref.compass) if land else None
    area = ref.place
    if area and area.is_area and not area.is_country and area.country and claim.extent == "whole" and not ref.offset:
        return Region(area, (0, 0), area.name)
    return None


def _compass(area: Place, told: str) -> Region:
    points = [_POINTS[name] for name in _POINTS if name in told]
    east, north = (sum(p[n] for p in points) for n in (0, 1))
    return Region(area, (east, north), f"the {told} of {area.name}")
