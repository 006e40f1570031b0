"""What speaks for an option and what against it, as named features that the table of weights knows."""

from __future__ import annotations

from collections.abc import Sequence

from gazetteer.candidates import KINDS, Option
from gazetteer.context import Context
from gazetteer.distance import kilometres
from gazetteer.names import fold
from gazetteer.place import Place
from gazetteer.prominence import prominence
from gazetteer.shipped import country_aliases

__all__ = ["are_one", "context_features", "is_area_of", "lies_in", "name_features", "outspelt"]

_LONGEST_CODE = 3
_ABROAD = 0.05
_SAME_KM = 15.0
_SEAT_KM = 60.0


def name_features(option: Option, text: str, cue: str | None, parents: Sequence[Place]) -> dict[str, float]:
    """What speaks for an option whatever else the document names.

    ``cue`` is a word of :data:`gazetteer.candidates.KINDS`; ``parents`` are places that the text says contain it.
    """
    place, match = option.place, option.candidate
    features = {
        "bias": 1.0,
        "likeness": match.score - 1.0,
        "own name": float(match.name == place.name or place.country is None),
        "code": float(len(text) <= _LONGEST_CODE and match.name != place.name and not place.is_country),
        "prominence": prominence(place),
        "country": float(place.is_country),
        "first-level area": float(place.feature_code == "ADM1"),
        "site": float(place.feature_class == "S"),
        "wide": float(place.country is None),
        "part of the name": float(option.reading == "part"),
        "leads the name": float(option.reading == "leads"),
        "within the name": float(option.reading == "inside"),
        "demonym": float(option.reading == "demonym"),
        "transliterated": float(match.method == "transliterated"),
        "misspelt": float(match.method == "fuzzy"),
    }
    if place.is_country and match.name != place.name and fold(match.name) not in country_aliases():
        features["foreign name"] = float(option.reading != "demonym")
    if cue:
        fits = place.feature_class in KINDS[cue] or place.feature_code in KINDS[cue]
        features["kind fits" if fits else "kind differs"] = 1.0
        features["other kind than named"] = float(option.reading == "part" and not fits and cue in text.lower())
    if parents:
        features["inside parent" if any(lies_in(place, p) for p in parents) else "outside parent"] = 1.0
    return features


def context_features(option: Option, name: str, context: Context) -> dict[str, float]:
    """What the document's other names say for an option; a name that is not spelled so needs their support."""
    place = option.place
    uncertain = option.candidate.method in ("transliterated", "fuzzy") or option.reading == "inside"
    shared = context.country_share(place, name)
    return {
        "country named": 0.0 if place.is_country else context.country_named(place, name),
        "country shared": shared,
        "area shared": context.area_share(place, name),
        "near others": context.nearness(place, name),
        "home": float(context.home is not None and place.country == context.home),
        "abroad": float(uncertain and shared < _ABROAD and place.country != context.home),
    }


def lies_in(place: Place, parent: Place) -> bool:
    """Whether a place lies in another: in its country, its first-level area, or within its reach.

    >>> libya = Place("c", "Libya", 27, 17, "A", "PCLI", "LY")
    >>> lies_in(Place("z", "Zuwarah", 32.9, 12.1, country="LY"), libya)
    True
    """
    if parent.id == place.id:
        return False
    if parent.is_country:
        return parent.country == place.country and not place.is_country
    if parent.feature_code == "ADM1":
        return parent.country == place.country and parent.admin1 is not None and parent.admin1 == place.admin1
    return kilometres(parent.position, place.position) * 1000 <= 2 * parent.radius_m + 20_000


def outspelt(option: Option, found: Sequence[Option]) -> float:
    """For an odd spelling: how prominent a place is that has the very name, 0 to 1."""
    if option.candidate.method in ("exact", "folded"):
        return 0.0
    return max((prominence(o.place) for o in found if o.candidate.method in ("exact", "folded")), default=0.0)


def is_area_of(area: Place, towns: Sequence[Place]) -> bool:
    """Whether an entry is the province or district named after one of the towns, its seat."""
    return area.feature_class == "A" and not area.is_country and any(lies_in(town, area) for town in towns)


def are_one(place: Place, other: Place) -> bool:
    """Whether two entries of one name are as good as one: a town told of twice, or a town and its own district."""
    apart_km = kilometres(place.position, other.position)
    if place.feature_class == other.feature_class:
        return apart_km < _SAME_KM
    return place.country == other.country and not other.is_country and apart_km < _SEAT_KM
