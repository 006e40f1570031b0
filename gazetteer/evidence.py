"""What speaks for an option and what against it, as named features that the table of weights knows."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from rapidfuzz.distance import OSA

from gazetteer.candidates import KINDS, Option
from gazetteer.context import Context, Point
from gazetteer.distance import kilometres
from gazetteer.names import fold, skeleton, without_article
from gazetteer.place import Candidate, Place
from gazetteer.prominence import prominence
from gazetteer.regional import region_of, regional_form
from gazetteer.scripts import romanise
from gazetteer.shipped import country_aliases

__all__ = ["are_one", "context_features", "is_area_of", "is_odd", "lies_in", "name_features", "outspelt"]

_LONGEST_CODE = 3
_SHORT_NAME = 5
_ABROAD = 0.05
_SAME_KM = 15.0
_SEAT_KM = 60.0
_WELL_SPELT = ("exact", "folded")
_LANGUAGES = math.log(100)


def name_features(option: Option, text: str, cue: str | None, parents: Sequence[Place]) -> dict[str, float]:
    """What speaks for an option whatever else the document names; features that are 0 are left out.

    ``cue`` is a word of :data:`gazetteer.candidates.KINDS`; ``parents`` are places that the text says contain it.
    """
    found = {"bias": 1.0, **_spelling(option, text), **_kind(option.place)}
    found[_READINGS.get(option.reading, "")] = 1.0
    if cue:
        found |= _cue_features(option, text, cue)
    if parents:
        found["inside parent" if any(lies_in(option.place, p) for p in parents) else "outside parent"] = 1.0
    return {name: value for name, value in found.items() if name and value}


_READINGS = {"part": "part of the name", "leads": "leads the name", "inside": "within the name", "demonym": "demonym"}


def _is_in_its_own_script(name: str) -> bool:
    """Whether a name is in letters other than Latin ones: the name by which its own people call a place."""
    return not any("LATIN" in unicodedata.name(letter, "") for letter in name if letter.isalpha())


def _spelling(option: Option, text: str) -> dict[str, float]:
    place, match = option.place, option.candidate
    odd = is_odd(option)
    foreign = place.is_country and match.name != place.name and fold(match.name) not in country_aliases()
    return {
        "likeness": 0.0 if odd else match.score - 1.0,
        "own name": float(match.name == place.name or place.country is None or _is_in_its_own_script(match.name)),
        "code": float(len(text) <= _LONGEST_CODE and match.name != place.name and not place.is_country),
        "transliterated": float(match.method == "transliterated"),
        "misspelt": float(match.method == "fuzzy"),
        **(_oddness(text, match) if odd else {}),
        "begins otherwise": float(odd and _initial(text, place) != _initial(match.name, place)),
        "odd and short": float(odd and len(text) <= _SHORT_NAME),
        "foreign name": float(foreign and option.reading != "demonym"),
    }


def _initial(name: str, place: Place) -> str:
    """The first letter as the spellings of the place's region level it."""
    region = region_of(place.country)
    return (regional_form(fold(name), region) if region else _letters(name))[:1]


@lru_cache(maxsize=4096)
def _letters(name: str) -> str:
    """The name's Latin letters without articles and spaces."""
    return without_article(romanise(fold(name))).replace(" ", "")


_bones = lru_cache(maxsize=4096)(skeleton)


def _oddness(text: str, match: Candidate) -> dict[str, float]:
    """How far an odd spelling is from the name: letters by share, a second wrong one being worse than the first.

    A transliteration is nearer where the habits of all regions explain it than where only those of its own do.
    """
    written, meant = _letters(text), _letters(match.name)
    edits = OSA.distance(written, meant)
    share = min(1.0, edits / max(1, len(written), len(meant)))
    if match.method == "fuzzy":
        return {"letters differ": share, "several letters differ": float(edits > 1)}
    regional = _bones(text) != _bones(match.name)
    several = float(regional and edits > 1)
    return {"spelling differs": share, "regional habit": float(regional), "several letters differ": several}


def _kind(place: Place) -> dict[str, float]:
    code = place.feature_code
    kind = "country" if place.is_country else _CODES.get(code) or _CLASSES.get(place.feature_class, "")
    return {
        "prominence": prominence(place),
        "known in many languages": math.log1p(len(place.names)) / _LANGUAGES,
        kind: 1.0,
        "wide": float(place.country is None),
    }


_CODES = {"ADM1": "first-level area", "PPLC": "capital"}
_CLASSES = {"A": "lesser area", "S": "site", "H": "water", "T": "landform", "L": "region"}


def _cue_features(option: Option, text: str, cue: str) -> dict[str, float]:
    fits = option.place.feature_class in KINDS[cue] or option.place.feature_code in KINDS[cue]
    other = option.reading == "part" and not fits and cue in text.lower()
    return {"kind fits" if fits else "kind differs": 1.0, "other kind than named": float(other)}


def context_features(option: Option, here: Point, name: str, context: Context) -> dict[str, float]:
    """What the document's other names say for an option at a point of the unit sphere.

    A name that is not spelled so needs their support, and gets less from a country than from places nearby.
    """
    place = option.place
    odd = is_odd(option)
    shared = context.country_share(place, name)
    area = place.is_country or place.feature_code == "ADM1"
    near, close = (0.0, 0.0) if area else context.nearness(place, here, name)
    found = {
        "home": float(context.home is not None and place.country == context.home),
        "country named": 0.0 if place.is_country else context.country_named(place, name),
        "country shared": shared,
        "area shared": 0.0 if area else context.area_share(place, name),
        "area named": 0.0 if area else context.area_named(place, name),
        "holds others": context.held(place, name) if area else 0.0,
        "near others": near,
        "close to others": close,
        "abroad": float((odd or option.reading == "inside") and shared < _ABROAD),
        "odd but near": near if odd else 0.0,
        "alone": float(place.country is not None and shared < _ABROAD and near < _ABROAD and context.others(name) > 1),
    }
    return {name: value for name, value in found.items() if value}


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


def is_odd(option: Option) -> bool:
    """Whether the entry has no name that is spelled so."""
    return option.candidate.method not in _WELL_SPELT


def outspelt(found: Sequence[Option]) -> float:
    """What speaks against odd spellings: how prominent a place is that has the very name, 0 to 1."""
    return max((prominence(option.place) for option in found if not is_odd(option)), default=0.0)


def is_area_of(area: Place, towns: Sequence[Place]) -> bool:
    """Whether an entry is the province or district named after one of the towns, its seat."""
    return area.feature_class == "A" and not area.is_country and any(lies_in(town, area) for town in towns)


def are_one(place: Place, other: Place) -> bool:
    """Whether two entries of one name are as good as one: a town told of twice, or a town and its own district."""
    apart_km = kilometres(place.position, other.position)
    if place.feature_class == other.feature_class:
        return apart_km < _SAME_KM
    return place.country == other.country and not other.is_country and apart_km < _SEAT_KM
