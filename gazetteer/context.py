"""What a document says about where it is: countries named, places already believed in."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from gazetteer.place import Place

__all__ = ["Belief", "Context"]

_NEAR_KM = 150.0
_EARTH_KM = 6371.0
_FEW = 12
_AT_MOST = 3.0


@dataclass(frozen=True, slots=True)
class Belief:
    """A place that one name of the document is believed to mean, and how firmly, 0 to 1."""

    name: str
    place: Place
    probability: float
    mentions: int = 1


@dataclass
class Context:
    """The places believed in so far. Every question leaves out the name it is asked for."""

    beliefs: Iterable[Belief]
    home: str | None = None
    _countries: dict[str, dict[str, float]] = field(init=False)
    _areas: dict[str, dict[str, float]] = field(init=False)
    _named: dict[str, dict[str, float]] = field(init=False)
    _points: list[tuple[str, tuple[float, float, float], float]] = field(init=False)

    def __post_init__(self) -> None:
        self._countries, self._areas, self._named = defaultdict(dict), defaultdict(dict), defaultdict(dict)
        self._points = []
        for belief in self.beliefs:
            self._add(belief)

    def _add(self, belief: Belief) -> None:
        place, name = belief.place, belief.name
        strength = belief.probability * (1 + math.log(belief.mentions))
        if place.country:
            shares = self._countries[place.country]
            shares[name] = shares.get(name, 0.0) + strength
            if place.is_country:
                self._named[place.country][name] = strength
            elif place.admin1:
                areas = self._areas[f"{place.country}.{place.admin1}"]
                areas[name] = areas.get(name, 0.0) + strength
        if belief.probability > 0.3 and not place.is_country and place.radius_m < 200_000:
            self._points.append((name, unit(place), belief.probability))

    def country_share(self, place: Place, name: str) -> float:
        """Which part of the other names lies in the place's country, 0 to 1."""
        total = sum(v for shares in self._countries.values() for n, v in shares.items() if n != name)
        return _without(self._countries.get(place.country or "", {}), name) / (total + 1.0)

    def area_share(self, place: Place, name: str) -> float:
        """How many other names lie in the place's first-level area, 0 to 1 (three or more)."""
        if not place.admin1:
            return 0.0
        return min(1.0, _without(self._areas.get(f"{place.country}.{place.admin1}", {}), name) / 3)

    def country_named(self, place: Place, name: str) -> float:
        """Whether the place's country itself is named, or its people, 0 to 1."""
        return min(1.0, _without(self._named.get(place.country or "", {}), name))

    def nearness(self, place: Place, name: str) -> float:
        """How near the nearest of the other places are, 0 to 1; to an area those within it are near."""
        if place.is_country or place.feature_code == "ADM1":
            inside = self._countries if place.is_country else self._areas
            key = place.country if place.is_country else f"{place.country}.{place.admin1}"
            held = min(_AT_MOST, _without(inside.get(key or "", {}), name))
            return held / (held + 0.5)
        here = unit(place)
        near = sorted((p * _closeness(here, there) for n, there, p in self._points if n != name), reverse=True)[:3]
        return sum(near) / (len(near) + 0.5) if near else 0.0

    def countries(self, least: float = 0.15) -> list[str]:
        """Codes of the countries that the document is about, the foremost first."""
        sums = {code: sum(shares.values()) for code, shares in self._countries.items()}
        total = sum(sums.values()) or 1.0
        found = sorted((c for c, v in sums.items() if v / total >= least), key=lambda c: -sums[c])
        return ([self.home] if self.home and self.home not in found else []) + found[:_FEW]


def _without(shares: dict[str, float], name: str) -> float:
    return sum(v for n, v in shares.items() if n != name)


def unit(place: Place) -> tuple[float, float, float]:
    """The place's point on the unit sphere."""
    lat, lon = math.radians(place.lat), math.radians(place.lon)
    return math.cos(lat) * math.cos(lon), math.cos(lat) * math.sin(lon), math.sin(lat)


def _closeness(a: tuple[float, float, float], b: tuple[float, float, float]) -> float:
    chord = math.sqrt((a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2 + (a[2] - b[2]) ** 2)
    return math.exp(-chord * _EARTH_KM / _NEAR_KM)
