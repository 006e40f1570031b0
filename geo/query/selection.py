"""A part of a situation: near a point, within a polygon or a country, or sure enough."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from gazetteer.distance import kilometres
from gazetteer.place import LonLat, Place
from geo.claim import Claim
from geo.errors import UsageError
from geo.situation import Situation

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

__all__ = ["select"]

Test = Callable[[Place], bool]


def select(
    situation: Situation,
    *,
    near: LonLat | tuple[float, float] | None = None,
    radius_m: float = 50_000.0,
    area: BaseGeometry | None = None,
    country: str | None = None,
    confidence: float = 0.0,
) -> Situation:
    """The situation restricted to some of its places; the periods stay as they were worked out from all claims.

    ``near`` is a position in degrees, longitude first, and ``radius_m`` metres round it; ``area`` a shapely geometry in
    degrees; ``country`` an ISO 3166-1 alpha-2 code. All that are given must hold. ``confidence``, 0 to 1, is the least
    that a period must have. Articles stay; claims and names of no chosen place go. Raises UsageError for values
    outside of their range.

    >>> from geo.state import Period
    >>> town = Place("x:1", "Town", lat=32.8, lon=12.5, country="LY")
    >>> whole = Situation(periods=(Period(town, None, None, "held", "assessed", None),))
    >>> [len(select(whole, near=(12.5, lat)).periods) for lat in (32.9, 34.0)]
    [1, 0]
    >>> len(select(whole, country="ly", confidence=0.9).periods)
    0
    """
    tests = list(_tests(near, radius_m, area, country))
    if not 0.0 <= confidence <= 1.0:
        raise UsageError(f"confidence {confidence!r} is not between 0 and 1")
    kept: dict[str, bool] = {}

    def chosen(place: Place) -> bool:
        if place.id not in kept:
            kept[place.id] = all(test(place) for test in tests)
        return kept[place.id]

    periods = tuple(p for p in situation.periods if p.confidence >= confidence and chosen(p.place))
    if not tests:
        return replace(situation, periods=periods)
    return replace(
        situation,
        periods=periods,
        claims=tuple(c for c in situation.claims if any(map(chosen, _places(c)))),
        mentions=tuple(m for m in situation.mentions if m.mention.place is not None and chosen(m.mention.place)),
    )


def _places(claim: Claim) -> Iterable[Place]:
    return (ref.place for ref in claim.places().values() if ref.place is not None)


def _tests(
    near: tuple[float, float] | None, radius_m: float, area: BaseGeometry | None, country: str | None
) -> Iterable[Test]:
    if country is not None:
        yield _in_country(country)
    if near is not None:
        yield _near(near, radius_m)
    if area is not None:
        yield _within(area)


def _in_country(country: str) -> Test:
    code = country.strip().upper()
    if len(code) != 2 or not code.isalpha():
        raise UsageError(f"country {country!r} is no ISO 3166-1 alpha-2 code such as LY")
    return lambda place: place.country == code


def _near(near: tuple[float, float], radius_m: float) -> Test:
    lon, lat = near
    if not (-180.0 <= lon <= 180.0 and -90.0 <= lat <= 90.0):
        raise UsageError(f"lon {lon}, lat {lat} is no position: longitude is -180 to 180, latitude -90 to 90")
    if not radius_m > 0.0:
        raise UsageError(f"radius {radius_m!r} m is not above 0")
    return lambda place: 1000 * kilometres(LonLat(lon, lat), place.position) <= radius_m


def _within(area: BaseGeometry) -> Test:
    import shapely

    shapely.prepare(area)
    return lambda place: bool(shapely.intersects_xy(area, place.lon, place.lat))
