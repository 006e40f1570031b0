"""Why a name was taken for a place, in one line for a reader: its spelling, what decided, and against which rival."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from gazetteer.candidates import Option
from gazetteer.distance import kilometres
from gazetteer.place import Place

__all__ = ["Case", "explain", "titled"]

_DECISIVE = 0.4  # in log odds against the rival
_MOST = 2
_NEARBY_KM = 250
_RIVAL = 0.01
_GROUPS = {
    "parent": ("inside parent", "outside parent"),
    "kind": (
        "kind fits",
        "kind of area fits",
        "kind differs",
        "other kind than named",
        "town for an area",
        "area for a town",
    ),
    "country": (
        "country named",
        "country shared",
        "in the country most named",
        "holds others",
        "home",
        "alone",
        "abroad",
    ),
    "area": ("area shared", "area named"),
    "near": ("near others", "close to others", "odd but near"),
    "fame": (
        *("prominence", "known in many languages", "capital", "country", "first-level area", "area of a town"),
        *("behind the best known", "alone but known", "fame of its town"),
    ),
    "name": (
        "own name",
        "likeness",
        "outspelt",
        "transliterated",
        "misspelt",
        "letters differ",
        "foreign name",
        "code",
    ),
}


@dataclass(frozen=True, slots=True)
class Case:
    """A chosen option and its best rival, each with its features; ``others`` are the places of the other names."""

    option: Option
    features: Mapping[str, float]
    rival: Option | None
    rival_features: Mapping[str, float]
    rival_share: float
    cue: str | None
    parents: Sequence[Place]
    countries: Mapping[str, Place]


def explain(case: Case, others: Iterable[Place], weights: Mapping[str, float]) -> str:
    """One line: "exact name; in Syria like 6 other names of the text; rather than Aleppo, Cyprus"."""
    others = list(others)
    told = [_spelling(case.option)]
    groups = _decisive(case, weights)
    for group in groups:
        if group != "country" or "parent" not in groups:
            told.extend(filter(None, (_word(group, case, others),)))
    if case.rival is not None and case.rival_share >= _RIVAL:
        told.append(f"rather than {_rival(case.option.place, case.rival.place, case.countries)}")
    return "; ".join(told)


def titled(place: Place, countries: Mapping[str, Place]) -> str:
    """The place with its kind where that is no town, and its country.

    >>> titled(Place("x", "Homs", 34.7, 36.7, "A", "ADM1", "SY"), {})
    'Homs (area), SY'
    """
    kind = _KINDS.get(place.feature_class, "")
    country = countries.get(place.country or "")
    where = "" if place.is_country or not place.country else f", {country.name if country else place.country}"
    return f"{place.name}{'' if place.is_country or not kind else f' ({kind})'}{where}"


_KINDS = {"A": "area", "H": "water", "T": "landform", "L": "region", "S": "site"}


def _rival(place: Place, rival: Place, countries: Mapping[str, Place]) -> str:
    if place.country != rival.country or place.is_country or rival.is_country:
        return titled(rival, countries)
    kind = _KINDS.get(rival.feature_class, "")
    apart = kilometres(place.position, rival.position)
    return f"{rival.name}{f' ({kind})' if kind else ''} in the same country, {apart:.0f} km away"


def _spelling(option: Option) -> str:
    place, match = option.place, option.candidate
    if option.reading == "demonym":
        return f"the people of {place.name}"
    if option.reading in ("leads", "inside"):
        return f"named within it: {match.name}"
    part = " without its kind or direction" if option.reading == "part" else ""
    if match.method in ("exact", "folded"):
        own = match.name == place.name
        return ("exact name" if own else f"a name of {place.name}") + part
    odd = "another transliteration of" if match.method == "transliterated" else "an odd spelling of"
    return f"{odd} {match.name}{part}"


def _decisive(case: Case, weights: Mapping[str, float]) -> list[str]:
    """The groups of features that speak most for the option rather than its rival."""
    gains = {}
    for group, names in _GROUPS.items():
        change = (case.features.get(n, 0.0) - case.rival_features.get(n, 0.0) for n in names)
        gains[group] = sum(weights.get(name, 0.0) * value for name, value in zip(names, change, strict=True))
    best = sorted(gains, key=lambda group: -gains[group])
    return [group for group in best if gains[group] > _DECISIVE][:_MOST]


def _word(group: str, case: Case, others: Sequence[Place]) -> str:
    place = case.option.place
    if group == "parent" and case.parents:
        return f"in {case.parents[0].name}, as the text says"
    if group == "kind" and case.cue and case.features.get("kind fits"):
        return f"called a {case.cue}"
    if group in ("country", "area"):
        return _shared(place, others, case.countries, area=group == "area")
    if group == "near":
        return _nearby(place, others)
    if group == "fame":
        return "the best known" if case.rival else "well known"
    return ""


def _shared(place: Place, others: Sequence[Place], countries: Mapping[str, Place], *, area: bool) -> str:
    inside = [other for other in others if other.country == place.country and not other.is_country]
    if place.is_country:
        return _counted(len(inside), "other names of the text lie there", "another name of the text lies there")
    country = countries.get(place.country or "")
    if country is None:
        return ""
    if area and (same := [other for other in inside if other.admin1 == place.admin1 is not None]):
        what = "of the text in the same province or state"
        return _counted(len(same), f"other names {what}", f"another name {what}")
    if inside:
        return f"in {country.name} like " + _counted(len(inside), "other names of the text", "another name of the text")
    return f"in {country.name}, which the text names" if any(other.id == country.id for other in others) else ""


def _counted(count: int, many: str, one: str) -> str:
    return f"{count} {many}" if count > 1 else one if count else ""


def _nearby(place: Place, others: Sequence[Place]) -> str:
    spots = [
        (kilometres(place.position, other.position), other)
        for other in others
        if not other.is_area and other.id != place.id
    ]
    apart, other = min(spots, key=lambda pair: pair[0], default=(_NEARBY_KM, place))
    return f"{apart:.0f} km from {other.name}" if apart < _NEARBY_KM else ""
