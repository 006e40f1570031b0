"""Which part of the Earth a map opens on: where most of the evidence lies, not every place that is named."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["Bounds", "Spot", "main_bounds", "whole_bounds"]

_NEAR_M = 50_000.0
_STRAY = 2.5


@dataclass(frozen=True, slots=True)
class Spot:
    """A drawn position in degrees with its weight, the number of claims it rests on."""

    lat: float
    lon: float
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Bounds:
    """A box in degrees."""

    west: float
    south: float
    east: float
    north: float

    def holds(self, spot: Spot) -> bool:
        """Whether the position lies in the box, edges included."""
        return self.west <= spot.lon <= self.east and self.south <= spot.lat <= self.north

    def grown(self, *, share: float, least: float = 0.0) -> Bounds:
        """The box widened on each side by a share of its size, by ``least`` degrees at the least.

        >>> Bounds(10, 20, 20, 30).grown(share=0.1)
        Bounds(west=9.0, south=19.0, east=21.0, north=31.0)
        """
        dx = max(share * (self.east - self.west), least)
        dy = max(share * (self.north - self.south), least)
        return Bounds(self.west - dx, max(self.south - dy, -85.0), self.east + dx, min(self.north + dy, 85.0))

    def corners(self) -> list[list[float]]:
        """South-west and north-east as [lat, lon], the way Leaflet takes bounds."""
        return [[self.south, self.west], [self.north, self.east]]


def whole_bounds(spots: Iterable[Spot]) -> Bounds | None:
    """The box of all spots, None for none.

    >>> whole_bounds([Spot(1, 2), Spot(3, -4)])
    Bounds(west=-4, south=1, east=2, north=3)
    """
    spots = list(spots)
    if not spots:
        return None
    lats, lons = [s.lat for s in spots], [s.lon for s in spots]
    return Bounds(min(lons), min(lats), max(lons), max(lats))


def main_bounds(spots: Iterable[Spot]) -> Bounds | None:
    """The box of the spots without the stray ones, None for no spots.

    The centre is the spot with the least weighted distance to all others. Stray is what lies more than two
    and a half times farther from it than the distance that holds three quarters of the weight (50 km at the least).

    >>> main_bounds([Spot(32.8, 12.5, 5), Spot(32.9, 13.2), Spot(51.2, 10.4)])
    Bounds(west=12.5, south=32.8, east=13.2, north=32.9)
    """
    spots = list(spots)
    if not spots:
        return None
    heaviest = _merged(spots)
    apart, weights = _metres(heaviest), np.array([spot.weight for spot in heaviest])
    centre = int((apart @ weights).argmin())
    by_distance = sorted(zip(apart[centre].tolist(), weights.tolist(), strict=True))
    reach = max(_NEAR_M, _quantile(by_distance, 0.75))
    from_centre = _metres([heaviest[centre]], spots)[0]
    return whole_bounds(spot for spot, far in zip(spots, from_centre, strict=True) if far <= _STRAY * reach)


def _merged(spots: Iterable[Spot], *, most: int = 400) -> list[Spot]:
    """Spots at one place added up; the heaviest ones where there are too many to compare each with each."""
    weights: dict[tuple[float, float], float] = {}
    for spot in spots:
        key = (round(spot.lat, 2), round(spot.lon, 2))
        weights[key] = weights.get(key, 0.0) + spot.weight
    heaviest = sorted(weights.items(), key=lambda item: -item[1])[:most]
    return [Spot(lat, lon, weight) for (lat, lon), weight in heaviest]


def _quantile(weighted: list[tuple[float, float]], share: float) -> float:
    target = share * sum(weight for _, weight in weighted)
    total = 0.0
    for value, weight in weighted:
        total += weight
        if total >= target:
            return value
    return weighted[-1][0]


def _metres(ones: Sequence[Spot], others: Sequence[Spot] | None = None) -> NDArray[np.float64]:
    """Distances from each of some spots to each of the others, or to one another."""
    # Haversine on a sphere: half a per cent is nothing for choosing a view.
    here, there = _radians(ones), _radians(ones if others is None else others)
    half = np.sin((there[0] - here[0][:, None]) / 2) ** 2
    half += np.cos(here[0])[:, None] * np.cos(there[0]) * np.sin((there[1] - here[1][:, None]) / 2) ** 2
    far: NDArray[np.float64] = 12_742_000 * np.arcsin(np.sqrt(np.minimum(1.0, half)))
    return far


def _radians(spots: Sequence[Spot]) -> NDArray[np.float64]:
    return np.radians([[spot.lat for spot in spots], [spot.lon for spot in spots]])
