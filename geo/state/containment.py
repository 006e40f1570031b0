"""Which places are parts of which towns: quarters, squares, bases and airports within a town's reach."""

from __future__ import annotations

from collections.abc import Iterable

from gazetteer.distance import kilometres
from gazetteer.place import Place

__all__ = ["towns_of"]

_PARTS = {"PPLX", "MILB", "PRT", "INDS", "PRK"}  # quarters, and what GeoNames has as areas: bases, ports, estates
_METRES_PER_DEGREE = 111_195.0


def towns_of(places: Iterable[Place]) -> dict[str, str]:
    """For each site or quarter the id of the nearest town whose radius reaches it; others are left out.

    >>> town = Place("town", "Town", lat=32.9, lon=13.2, radius_m=9_000.0)
    >>> towns_of([town, Place("port", "Port", lat=32.93, lon=13.2, feature_class="S", feature_code="PRT")])
    {'port': 'town'}
    """
    places = sorted(places, key=lambda p: p.id)
    towns = [p for p in places if p.feature_class == "P" and p.feature_code != "PPLX"]
    found = {}
    for site in places:
        if site.feature_class == "S" or site.feature_code in _PARTS:
            near = [(_metres(site, t), t.id) for t in towns if _may_reach(t, site) and _metres(site, t) <= t.radius_m]
            if near:
                found[site.id] = min(near)[1]
    return found


def _may_reach(town: Place, site: Place) -> bool:
    return abs(town.lat - site.lat) * _METRES_PER_DEGREE <= town.radius_m


def _metres(one: Place, other: Place) -> float:
    return 1000 * kilometres(one.position, other.position)
