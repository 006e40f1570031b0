"""Where a relative place lies, given the places that its words start from.

What the words leave open is filled in from the table of defaults in ``geo/nlp/data/relative.yaml``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from gazetteer import footprint, linear, narrowing, roads
from gazetteer.distance import heading, kilometres
from gazetteer.footprint import Footprint
from gazetteer.place import LonLat, Place
from geo.nlp.places.grammar import load_grammar
from geo.nlp.relative import Phrase

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from gazetteer.boundaries import Boundaries

__all__ = ["Surroundings", "locate"]

_VAGUE = 0.6
_ANY = 0.95  # of a usual distance, either way, where none is told
_INNER = 0.4  # outskirts begin within the town's radius, at this share of it
_LEAST_M = 2_000.0  # borders and coasts are good to so much
_SLACK = 1.1


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What else bounds a phrase: the place that a line passes near, the area it lies in, and areas that may border.

    ``bound`` is that place, ``within`` the area; ``countries`` are those that the text speaks of, the likeliest first.
    """

    bound: Place | None = None
    within: Place | None = None
    countries: Sequence[Place] = field(default=())


_NOTHING = Surroundings()


def locate(
    phrase: Phrase, places: Sequence[Place], boundaries: Boundaries | None, *, beside: Surroundings = _NOTHING
) -> Footprint | None:
    """Where a phrase lies, given the places of its anchors; None where the words do not fit those places.

    Without ``boundaries`` nothing can be told of borders, coasts, rivers or the shape of a country.

    >>> from geo.nlp.relative import find_phrases
    >>> phrase = find_phrases("9 km west of Sorman", [(13, 19)], [(0, 19)])[0]
    >>> sorman = Place("geonames:2208656", "Sorman", lat=32.76, lon=12.57, country="LY")
    >>> found = locate(phrase, [sorman], None)
    >>> round(found.lon, 2), found.where_prec
    (12.47, 2)
    """
    try:
        if phrase.kind in _OF_LINES:
            return _OF_LINES[phrase.kind](phrase, places, boundaries, beside) if boundaries is not None else None
        if phrase.kind == "direction" and boundaries is not None and linear.course(places[0], boundaries) is not None:
            return _bank(phrase, places, boundaries, beside)
        if len(places) > 1:
            return _of_two(phrase, places[0], places[1], boundaries, beside)
        return _OF_ONE[phrase.kind](phrase, places[0], boundaries)
    except (ValueError, KeyError):
        return None


def _number(kind: str, name: str) -> float:
    return load_grammar().defaults[kind][name]


# -- one place -------------------------------------------------------------------------------------------------


def _offset(phrase: Phrase, anchor: Place, boundaries: Boundaries | None) -> Footprint:
    distance = phrase.distance_m or 0.0
    return footprint.offset(
        anchor,
        distance,
        footprint.compass(phrase.wind),
        distance_tolerance=distance * _VAGUE if phrase.vague else None,
        bearing_tolerance_deg=footprint.compass_tolerance(phrase.wind),
        boundaries=boundaries,
    )


def _ringed(
    anchor: Place, radius_m: float, where_prec: int = 2, method: footprint.FootprintMethod = "area"
) -> Footprint:
    """The circle round a place."""
    return replace(footprint.of_place(anchor), radius_m=radius_m, method=method, where_prec=where_prec)


def _around_it(phrase: Phrase, anchor: Place, boundaries: Boundaries | None) -> Footprint:
    return _ringed(anchor, (phrase.distance_m or 0.0) * _SLACK + anchor.radius_m, method="offset")


def _near(phrase: Phrase, anchor: Place, boundaries: Boundaries | None) -> Footprint | None:
    return None if _is_wide(anchor) else _ringed(anchor, anchor.radius_m + _number("near", "reach"))


def _is_wide(place: Place) -> bool:
    return place.is_area or place.feature_class == "H"


def _offshore(phrase: Phrase, anchor: Place, boundaries: Boundaries | None) -> Footprint | None:
    return _off(anchor, phrase.distance_m, boundaries) if boundaries else None


@lru_cache(maxsize=1 << 10)
def _off(anchor: Place, distance_m: float | None, boundaries: Boundaries) -> Footprint:
    if distance_m is not None:
        return footprint.offshore(anchor, distance_m, boundaries)
    usual = _number("offshore", "distance")
    wide = linear.waters(anchor, 2 * usual, boundaries) if anchor.is_area else None
    return wide or footprint.offshore(anchor, usual, boundaries, distance_tolerance=_ANY * usual)


def _direction(phrase: Phrase, anchor: Place, boundaries: Boundaries | None) -> Footprint:
    return footprint.direction(anchor, footprint.compass(phrase.wind))


def _part(phrase: Phrase, anchor: Place, boundaries: Boundaries | None) -> Footprint | None:
    return _part_of(anchor, phrase.wind, boundaries) if boundaries else None


@lru_cache(maxsize=1 << 10)
def _part_of(anchor: Place, wind: str, boundaries: Boundaries) -> Footprint | None:
    """A part of an area, cut out once: "southern Libya" is told in many articles."""
    return footprint.area_part(anchor, footprint.compass(wind) if wind else None, boundaries)


def _fringe(phrase: Phrase, anchor: Place, boundaries: Boundaries | None) -> Footprint:
    return _skirt(phrase, anchor, 1.5 * anchor.radius_m + _number("fringe", "reach"), boundaries)


def _country(phrase: Phrase, anchor: Place, boundaries: Boundaries | None) -> Footprint | None:
    if _is_wide(anchor):
        return _part(phrase, anchor, boundaries) if phrase.wind else None
    return _skirt(phrase, anchor, anchor.radius_m + _number("country", "reach"), boundaries)


def _skirt(phrase: Phrase, anchor: Place, reach_m: float, boundaries: Boundaries | None) -> Footprint:
    """The land round a town, or what of it lies to one side."""
    found = _ringed(anchor, reach_m)
    if phrase.wind:
        start = _INNER * anchor.radius_m if phrase.kind == "fringe" else None
        side = footprint.direction(anchor, footprint.compass(phrase.wind), reach_m=reach_m, start_m=start)
        found = replace(side, where_prec=2)
    return found if boundaries is None else narrowing.ashore(found, boundaries)


def _core(phrase: Phrase, anchor: Place, boundaries: Boundaries | None) -> Footprint:
    return replace(footprint.of_place(anchor), radius_m=anchor.radius_m / 2, method="area")


def _site(phrase: Phrase, anchor: Place, boundaries: Boundaries | None) -> Footprint | None:
    if anchor.feature_class == "S":
        return None  # the name alone tells the site: "the Ras Ajdir crossing"
    return _ringed(anchor, anchor.radius_m + _number("site", "reach"))


def _roadside(phrase: Phrase, anchor: Place, boundaries: Boundaries | None) -> Footprint | None:
    return None if _is_wide(anchor) else _ringed(anchor, anchor.radius_m + _number("roadside", "reach"), 5)


_OF_ONE: dict[str, Callable[[Phrase, Place, Boundaries | None], Footprint | None]] = {
    "offset": _offset,
    "around": _around_it,
    "near": _near,
    "offshore": _offshore,
    "direction": _direction,
    "part": _part,
    "fringe": _fringe,
    "country": _country,
    "core": _core,
    "site": _site,
    "roadside": _roadside,
}

# -- two places ------------------------------------------------------------------------------------------------


def _of_two(
    phrase: Phrase, a: Place, b: Place, boundaries: Boundaries | None, beside: Surroundings
) -> Footprint | None:
    apart = 1_000 * kilometres(a.position, b.position)
    kind = "road" if phrase.kind == "road" else "between"
    if a.id == b.id or apart > _number(kind, "longest") or a.is_country or b.is_country:
        return None
    if phrase.kind == "road":
        found = roads.along_road(a, b, boundaries)
        near = _bounding(phrase, beside, boundaries)
        return found if near is None else narrowing.overlap(found, near)
    return roads.halfway(a, b) if phrase.kind == "halfway" else roads.between(a, b)


# -- lines -----------------------------------------------------------------------------------------------------


def _border(phrase: Phrase, places: Sequence[Place], boundaries: Boundaries, beside: Surroundings) -> Footprint | None:
    line = _border_line(places, boundaries, beside)
    return None if line is None else _corridor(phrase, line, places[0], boundaries, beside)


def _side(phrase: Phrase, places: Sequence[Place], boundaries: Boundaries, beside: Surroundings) -> Footprint | None:
    """One country's side of a border."""
    found = _border(phrase, places, boundaries, beside)
    return None if found is None else narrowing.inside(found, places[0], boundaries)


def _border_line(places: Sequence[Place], boundaries: Boundaries, beside: Surroundings) -> BaseGeometry | None:
    """The line between two areas; where the text names one, with the likeliest of its neighbours, else all of it."""
    if len(places) > 1:
        return linear.border(places[0], places[1], boundaries)
    for other in beside.countries:
        if other.country != places[0].country:
            line = linear.border(places[0], other, boundaries)
            if line is not None and line.length > 0:
                return line
    return linear.border(places[0], None, boundaries)


def _coast(phrase: Phrase, places: Sequence[Place], boundaries: Boundaries, beside: Surroundings) -> Footprint | None:
    line = linear.coast(places[0], boundaries)
    if line is None:
        return None
    return _corridor(phrase, line, places[0], boundaries, beside)


def _along(phrase: Phrase, places: Sequence[Place], boundaries: Boundaries, beside: Surroundings) -> Footprint | None:
    line = linear.course(places[0], boundaries)
    if line is None:
        return None
    near = _bounding(phrase, beside, boundaries) or _in_country(line, beside, boundaries)
    return linear.corridor(line, _width(phrase), places[0], near=near)


def _bank(phrase: Phrase, places: Sequence[Place], boundaries: Boundaries, beside: Surroundings) -> Footprint | None:
    line = linear.course(places[0], boundaries)
    if line is None:
        return None
    if not phrase.wind:
        return _along(phrase, places, boundaries, beside)
    near = _bounding(phrase, beside, boundaries) or _in_country(line, beside, boundaries)
    return linear.bank(line, footprint.compass(phrase.wind), _width(phrase), places[0], near=near)


def _in_country(line: BaseGeometry, beside: Surroundings, boundaries: Boundaries) -> Footprint | None:
    """The likeliest country of the text that a river runs through."""
    for country in beside.countries:
        if line.intersects(boundaries.country(country.country or "")):
            return linear.of_area(country, boundaries)
    return None


def _across(phrase: Phrase, places: Sequence[Place], boundaries: Boundaries, beside: Surroundings) -> Footprint | None:
    """The other side of a river, seen from a town."""
    line = linear.course(places[0], boundaries)
    if line is None or len(places) < 2:
        return None
    near = _ringed(places[1], places[1].radius_m + _number("near", "reach"))
    water = linear.corridor(line, _LEAST_M, places[0], near=near)
    bearing = heading(places[1].position, LonLat(water.lon, water.lat))
    return linear.bank(line, bearing, _width(phrase), places[0], near=near)


def _corridor(
    phrase: Phrase, line: BaseGeometry, anchor: Place, boundaries: Boundaries, beside: Surroundings
) -> Footprint:
    near = _bounding(phrase, beside, boundaries)
    line = linear.side_of(line, footprint.compass(phrase.wind)) if phrase.wind and near is None else line
    return linear.corridor(line, _width(phrase), anchor, near=near)


def _width(phrase: Phrase) -> float:
    """How far to either side of a line its place goes, in metres."""
    if phrase.distance_m is not None:
        return max(_LEAST_M, phrase.distance_m * (1 + _VAGUE if phrase.vague else _SLACK))
    kind = {"direction": "beyond", "across": "bank", "side": "border"}.get(phrase.kind, phrase.kind)
    return _number(kind, "close" if phrase.close else "half_width")


def _bounding(phrase: Phrase, beside: Surroundings, boundaries: Boundaries | None) -> Footprint | None:
    """The ground in which a line is meant: near a place, as its own phrase tells, or within an area."""
    if beside.bound is not None:
        if beside.bound.is_area and boundaries is not None:
            return linear.of_area(beside.bound, boundaries)
        own = locate(phrase.bounding, [beside.bound], boundaries) if phrase.bounding is not None else None
        return own or _near(phrase, beside.bound, boundaries)
    if (
        beside.within is not None
        and boundaries is not None
        and not (phrase.kind in ("border", "side") and beside.within.is_country)
    ):
        return linear.of_area(beside.within, boundaries)
    return None


_OF_LINES: dict[str, Callable[[Phrase, Sequence[Place], Boundaries, Surroundings], Footprint | None]] = {
    "border": _border,
    "side": _side,
    "coast": _coast,
    "along": _along,
    "bank": _bank,
    "across": _across,
}
