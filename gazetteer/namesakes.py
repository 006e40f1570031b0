"""What the other places of one name say of each: which is the best known, the only one, the seat of the other."""

from __future__ import annotations

from collections.abc import Sequence

from gazetteer.candidates import FAMILIES, Option
from gazetteer.distance import kilometres
from gazetteer.names import fold
from gazetteer.place import Place
from gazetteer.prominence import prominence

__all__ = ["are_kin", "are_one", "is_odd", "is_own", "is_seat", "lies_in", "relations"]

_SAME_KM = 15.0
_SEAT_KM = 60.0
_WELL_SPELT = ("exact", "folded")
_WORLD_CITY = 0.84  # the prominence of a city of two million or a capital
_SPELLED = 0.94  # a likeness of names that are the same but for case, diacritics and article


def relations(found: Sequence[Option], cue: str | None = None) -> list[dict[str, float]]:
    """Features of each option that compare it with the others of the name; features that are 0 are left out.

    ``cue`` is the word of :data:`gazetteer.candidates.KINDS` that the text has for the name's kind.
    """
    fame = [prominence(option.place) for option in found]
    spelt = [i for i, option in enumerate(found) if not is_odd(option)]
    best = max((fame[i] for i in spelt), default=0.0)
    first = next((i for i in spelt if fame[i] == best), None)
    alone = first is not None and all(are_one(found[first].place, found[i].place) for i in spelt)
    near = _Namesakes(found, fame, FAMILIES.get(cue or "") == "area")
    told = []
    for i, option in enumerate(found):
        odd = is_odd(option)
        features = {
            "outspelt": best if odd else 0.0,
            "behind the best known": 0.0 if odd else best - fame[i],
            "only bearer": float(alone and not odd),
            **near.of(option),
        }
        told.append({name: value for name, value in features.items() if value})
    return told


class _Namesakes:
    """The areas and towns among the options, for what one of them says of the other."""

    def __init__(self, found: Sequence[Option], fame: Sequence[float], asks_area: bool) -> None:
        self._asks_area = asks_area
        like = [(o, f) for o, f in zip(found, fame, strict=True) if o.candidate.score > _SPELLED]
        self._towns = [(o.place, f) for o, f in like if o.place.feature_class == "P" and is_own(o)]
        self._cities = [o.place for o, f in like if o.place.feature_class == "P" and f > _WORLD_CITY]
        self._areas = [o for o, _ in like if o.place.feature_class == "A"]
        self._is_airport = any(o.place.feature_code == "AIRP" and o.candidate.name.isupper() for o, _ in like)

    def of(self, option: Option) -> dict[str, float]:
        """A province or district named after its seat, or a town that bears the name of what it lies in."""
        place = option.place
        if place.feature_class == "A" and not place.is_country:
            seat = max((fame for town, fame in self._towns if lies_in(town, place)), default=None)
            city = {"area of a world city": float(any(lies_in(city, place) for city in self._cities))}
            if seat is None:
                return city
            return {
                **city,
                "area of a town": 1.0,
                "area of a town, not called one": float(not self._asks_area),
                "fame of its town": 0.0 if self._asks_area else seat,
            }
        if place.feature_class != "P":
            return {}
        code = {"town by its airport's code": float(self._is_airport and option.candidate.name.isupper())}
        if not self._areas:
            return code
        around = [area for area in self._areas if lies_in(place, area.place)]
        named = any(is_own(area) for area in around) and not is_own(option)
        return {
            "town of a country": float(any(area.place.is_country for area in around)),
            **code,
            "called after its area": 1.0 - prominence(place) if named else 0.0,
        }


def is_own(option: Option) -> bool:
    """Whether the name is the entry's own, rather than one of its others."""
    return option.candidate.name == option.place.name or fold(option.candidate.name) == fold(option.place.name)


def is_odd(option: Option) -> bool:
    """Whether the entry has no name that is spelled so."""
    return option.candidate.method not in _WELL_SPELT


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


def are_one(place: Place, other: Place) -> bool:
    """Whether two entries of one name are as good as one: a town told of twice, or a town and its own district."""
    if place.country != other.country:
        return False
    apart_km = kilometres(place.position, other.position)
    if place.feature_class == other.feature_class:
        return apart_km < _SAME_KM
    return not other.is_country and not place.is_country and apart_km < _SEAT_KM


def are_kin(place: Place, other: Place) -> bool:
    """Whether one of two entries of one name is a town and the other the province or district around it."""
    town, area = (place, other) if place.feature_class == "P" else (other, place)
    return town.feature_class == "P" and area.feature_class == "A" and not area.is_country and lies_in(town, area)


def is_seat(town: Option, area: Option) -> bool:
    """Whether one of two options of a name is the town of that very name, and the other the province around it."""
    wide = area.place.feature_class == "A" and not area.place.is_country
    return wide and town.place.feature_class == "P" and is_own(town) and lies_in(town.place, area.place)
