"""How well known a place is, before any context: what a reader thinks of first."""

from __future__ import annotations

import math

from gazetteer.place import Place

__all__ = ["prominence"]

# What an entry of a kind is worth whatever its population; towns grow from there with their people.
_KINDS = {
    "PCLI": 1.0,
    "CONT": 1.0,
    "OCN": 0.85,
    "SEA": 0.8,
    "GULF": 0.7,
    "ADM1": 0.75,
    "PPLC": 0.8,
    "STRT": 0.65,
    "PPLA": 0.6,
    "PPLA2": 0.5,
    "PPLA3": 0.47,
    "PPLA4": 0.45,
}
_CLASSES = {"A": 0.5, "H": 0.55, "T": 0.55, "L": 0.6, "S": 0.4, "P": 0.2}
_COMPILED = 0.42  # a village that the tables made by hand tell of is one that news names
_DRAWN = "naturalearth:"  # boroughs and districts that are a first level to nobody but who draws them
_LARGEST = 7.5  # decimal logarithm of a very large city's people


def prominence(place: Place) -> float:
    """Between 0 (a hamlet) and 1 (a country); people count by their logarithm.

    A user's own places are the best known of all.

    >>> prominence(Place("a", "A", 0, 0, population=500)) < prominence(Place("b", "B", 0, 0, population=50_000))
    True
    >>> prominence(Place("c", "C", 0, 0, "A", "PCLI"))
    1.0
    """
    if place.own:
        return 1.0
    if place.id.startswith(_DRAWN):
        return _CLASSES["A"]
    floor = _KINDS.get(place.feature_code, _CLASSES.get(place.feature_class, 0.3))
    people = math.log10(place.population + 1) / _LARGEST
    if place.feature_code == "AIRP":
        return 0.3 + (0.1 if any(len(n) == 3 and n.isupper() for n in place.names) else 0.0)
    if place.feature_class == "P" and place.id.startswith("sitmap:"):
        floor = max(floor, _COMPILED)
    return max(floor, min(0.98, people))
