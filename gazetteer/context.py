"""What a document says about where it is: countries named, areas named, places already believed in."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from gazetteer.place import Place

__all__ = ["Belief", "Context", "Point", "unit"]

Point = tuple[float, float, float]

_EARTH_KM = 6371.0
_NEAR_KM, _CLOSE_KM = 150.0, 30.0
_FAR = 1 - (600.0 / _EARTH_KM) ** 2 / 2  # the cosine of an angle beyond which nothing is near
_FEW = 12
_AT_MOST = 3.0
_WIDE_M = 200_000
_BELIEVED = 0.3
_NOTHING = 1e-9  # what is left of numbers that cancel out
_HOME = 2.0  # being the country that the text is about counts as much as so many names in it


@dataclass(frozen=True, slots=True)
class Belief:
    """A place that one name of the document is believed to mean, and how firmly, 0 to 1."""

    name: str
    place: Place
    probability: float
    mentions: int = 1


class Shares:
    """How much the names of a document tell of each country or area."""

    def __init__(self) -> None:
        self.sums: dict[str, float] = {}
        self._shares: dict[tuple[str, str], float] = {}

    def put(self, key: str, name: str, strength: float) -> None:
        """Add what a name tells of a key."""
        self.sums[key] = self.sums.get(key, 0.0) + strength
        self._shares[key, name] = self._shares.get((key, name), 0.0) + strength

    def without(self, key: str, name: str) -> float:
        """What all names but one tell of a key."""
        left = self.sums.get(key, 0.0) - self._shares.get((key, name), 0.0)
        return left if left > _NOTHING else 0.0


@dataclass
class Context:
    """The places believed in so far. Every question leaves out the name it is asked for."""

    beliefs: Iterable[Belief]
    home: str | None = None
    _total: float = field(init=False, default=0.0)
    _own: dict[str, float] = field(init=False)
    _countries: Shares = field(init=False)
    _areas: Shares = field(init=False)
    _named: Shares = field(init=False)
    _points: list[tuple[str, str, Point, float]] = field(init=False)

    def __post_init__(self) -> None:
        self._countries, self._areas, self._named = Shares(), Shares(), Shares()
        self._own, self._points = defaultdict(float), []
        for belief in self.beliefs:
            self._add(belief)
        if self.home:
            self._total += _HOME
            self._countries.put(self.home, "", _HOME)
            self._named.put(self.home, "", _HOME)

    def _add(self, belief: Belief) -> None:
        place, name = belief.place, belief.name
        strength = belief.probability * (1 + math.log(belief.mentions))
        if place.country:
            self._total += strength
            self._own[name] += strength
            self._countries.put(place.country, name, strength)
            if place.is_country:
                self._named.put(place.country, name, strength)
            elif place.admin1:
                area = f"{place.country}.{place.admin1}"
                self._areas.put(area, name, strength)
                if place.feature_code == "ADM1":
                    self._named.put(area, name, strength)
        if belief.probability > _BELIEVED and not place.is_country and place.radius_m < _WIDE_M:
            self._points.append((name, place.id, unit(place), belief.probability))

    def others(self, name: str) -> float:
        """How much the other names tell of where the text is."""
        return self._total - self._own.get(name, 0.0)

    def country_share(self, place: Place, name: str) -> float:
        """Which part of the other names lies in the place's country, 0 to 1."""
        return self._countries.without(place.country or "", name) / (self.others(name) + 1.0)

    def area_share(self, place: Place, name: str) -> float:
        """How many other names lie in the place's first-level area, 0 to 1 (three or more)."""
        if not place.admin1:
            return 0.0
        return min(1.0, self._areas.without(f"{place.country}.{place.admin1}", name) / _AT_MOST)

    def country_named(self, place: Place, name: str) -> float:
        """Whether the place's country itself is named, or its people, 0 to 1."""
        return min(1.0, self._named.without(place.country or "", name))

    def area_named(self, place: Place, name: str) -> float:
        """Whether the place's first-level area itself is named, 0 to 1."""
        return min(1.0, self._named.without(f"{place.country}.{place.admin1}", name))

    def held(self, place: Place, name: str) -> float:
        """How many of the other names lie in a country or first-level area, 0 to 1."""
        if not place.is_country and place.feature_code != "ADM1":
            return 0.0
        inside = self._countries if place.is_country else self._areas
        key = place.country if place.is_country else f"{place.country}.{place.admin1}"
        held = min(_AT_MOST, inside.without(key or "", name))
        return held / (held + 0.5)

    def nearness(self, place: Place, here: Point, name: str) -> tuple[float, float]:
        """How near the nearest of the other places are, 0 to 1, on the scale of a region and on that of a town.

        ``here`` is the place's point; what lies within a wide place is as near as can be. Other names of the very place
        tell nothing.
        """
        if place.radius_m > _WIDE_M:
            return self._within(here, name, place.radius_m)
        x, y, z = here
        near, close = [0.0, 0.0, 0.0], 0.0
        for other, ident, (a, b, c), probability in self._points:
            cosine = x * a + y * b + z * c
            if cosine > _FAR and other != name and ident != place.id:
                apart_km = _EARTH_KM * math.sqrt(max(0.0, 2 - 2 * cosine))
                near.append(probability * math.exp(-apart_km / _NEAR_KM))
                close = max(close, probability * math.exp(-apart_km / _CLOSE_KM))
        held = sum(sorted(near, reverse=True)[:3])
        return held / (held + 0.5), close

    def _within(self, here: Point, name: str, reach_m: float) -> tuple[float, float]:
        apart = (
            (p, math.dist(here, there) * _EARTH_KM - reach_m / 1000) for n, _, there, p in self._points if n != name
        )
        held = min(_AT_MOST, sum(p * math.exp(-max(0.0, km) / _NEAR_KM) for p, km in apart))
        return held / (held + 0.5), 0.0

    def countries(self, least: float = 0.15) -> list[str]:
        """Codes of the countries that the document is about, the foremost first."""
        sums = self._countries.sums
        total = sum(sums.values()) or 1.0
        found = sorted((c for c, v in sums.items() if v / total >= least), key=lambda c: -sums[c])
        return found[:_FEW]


def unit(place: Place) -> Point:
    """The place's point on the unit sphere."""
    lat, lon = math.radians(place.lat), math.radians(place.lon)
    return math.cos(lat) * math.cos(lon), math.cos(lat) * math.sin(lon), math.sin(lat)
