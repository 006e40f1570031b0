"""What speaks for an option and what against it, as named features that the table of weights knows."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Mapping, Sequence
from functools import lru_cache

from rapidfuzz.distance import OSA

from gazetteer.candidates import FAMILIES, KINDS, Option
from gazetteer.context import Context, Point
from gazetteer.names import fold, skeleton, without_article
from gazetteer.namesakes import is_odd, is_own, lies_in
from gazetteer.place import Candidate, Place
from gazetteer.prominence import prominence
from gazetteer.regional import region_of, regional_form
from gazetteer.scripts import romanise
from gazetteer.shipped import country_aliases

__all__ = ["context_features", "name_features"]

_LONGEST_CODE = 3
_SHORT_NAME = 5
_ABROAD = 0.05
_LANGUAGES = math.log(100)


def name_features(
    option: Option, text: str, cue: str | None, parents: Sequence[Place], *, astray: bool = False
) -> dict[str, float]:
    """What speaks for an option whatever else the document names; features that are 0 are left out.

    ``cue`` is a word of :data:`gazetteer.candidates.KINDS`; ``parents`` are places that the text says contain it;
    ``astray`` says that the text names such a place but no option lies there.
    """
    found = {"bias": 1.0, **_spelling(option, text), **_kind(option.place)}
    found[_READINGS.get(option.reading, "")] = 1.0
    if option.place.is_area and option.reading in ("leads", "inside"):
        found[f"area {_READINGS[option.reading]}"] = 1.0
    if cue:
        found |= _cue_features(option, text, cue)
    if parents:
        found["inside parent" if any(lies_in(option.place, p) for p in parents) else "outside parent"] = 1.0
    elif astray:
        found["none inside parent"] = 1.0
    return {name: value for name, value in found.items() if name and value}


_READINGS = {
    "part": "part of the name",
    "leads": "leads the name",
    "inside": "within the name",
    "named with its kind": "named with its kind",
    "demonym": "demonym",
}


def _is_in_its_own_script(name: str) -> bool:
    """Whether a name is in letters other than Latin ones: the name by which its own people call a place."""
    return not any("LATIN" in unicodedata.name(letter, "") for letter in name if letter.isalpha())


def _spelling(option: Option, text: str) -> dict[str, float]:
    place, match = option.place, option.candidate
    odd = is_odd(option)
    foreign = place.is_country and match.name != place.name and fold(match.name) not in country_aliases()
    return {
        "likeness": 0.0 if odd else match.score - 1.0,
        "own name": float(is_own(option) or place.country is None or _is_in_its_own_script(match.name)),
        "code": float(len(text) <= _LONGEST_CODE and match.name != place.name and not place.is_country),
        "no code": float(_is_code(match.name) and not _is_code(text)),
        "transliterated": float(match.method == "transliterated"),
        "misspelt": float(match.method == "fuzzy"),
        **(_oddness(text, match) if odd else {}),
        "begins otherwise": float(odd and _initial(text, place) != _initial(match.name, place)),
        "odd and short": float(odd and len(text) <= _SHORT_NAME),
        "foreign name": float(foreign and option.reading != "demonym"),
    }


def _is_code(name: str) -> bool:
    """Whether a name is written as codes and abbreviations are: "BER", "Wash."."""
    return name.isupper() or name.endswith(".")


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
    slip = float(edits <= 1 and len(meant) > _SHORT_NAME and written[:1] == meant[:1])
    if match.method == "fuzzy":
        return {"letters differ": share, "several letters differ": float(edits > 1), "one letter off": slip}
    regional = _bones(text) != _bones(match.name)
    several = float(regional and edits > 1)
    told = {"spelling differs": share, "regional habit": float(regional), "several letters differ": several}
    return {**told, "one letter off": slip}


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
    place, family = option.place, FAMILIES.get(cue, "")
    fits = place.feature_class in KINDS[cue] or place.feature_code in KINDS[cue]
    named = option.reading == "part" and cue in text.lower()
    told = {"kind fits" if fits else "kind differs": 1.0}
    if fits:
        told["kind of area fits"] = float(family == "area")
    else:
        told["other kind than named"] = float(named)
        told["town for an area"] = float(family == "area" and place.feature_class == "P")
        told["area for a town"] = float(family == "town" and place.is_area)
        told["town for a river or mountain"] = float(named and family in ("water", "landform"))
    return told


def context_features(
    option: Option, here: Point, name: str, context: Context, fixed: Mapping[str, float]
) -> dict[str, float]:
    """What the document's other names say for an option at a point of the unit sphere.

    ``fixed`` are its features whatever they say (:func:`name_features`).
    A name that is not spelled so needs their support, and gets less from a country than from places nearby.
    """
    place = option.place
    odd = is_odd(option)
    shared = context.country_share(place, name)
    area = place.is_country or place.feature_code == "ADM1"
    near, close = (0.0, 0.0) if area else context.nearness(place, here, name)
    others = context.others(name)
    fame, slip = fixed.get("prominence", 0.0), "one letter off" in fixed
    alone = place.country is not None and shared < _ABROAD and near < _ABROAD and others > 1
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
        "alone": float(alone),
        "alone but known": fame if alone else 0.0,
        "nothing else named": 1 / (1 + others),
        "in the country most named": max(0.0, 2 * shared - 1),
        "odd in the country": shared if odd else 0.0,
        "odd but known": fame if odd else 0.0,
        "one letter off in the country": shared if slip else 0.0,
        "one letter off but known": fame if slip else 0.0,
    }
    return {name: value for name, value in found.items() if value}
