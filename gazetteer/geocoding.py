"""Names in, positions out: the resolver for tables and notebooks, without any text around the names."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Literal, overload

from gazetteer.errors import PlaceNotFoundError
from gazetteer.place import Candidate, Place
from gazetteer.resolver import Resolution, Toponym
from gazetteer.resolver import resolve as resolve_together

if TYPE_CHECKING:
    import geopandas as gpd

    from gazetteer.index import Gazetteer

Names = str | Toponym | Iterable[str | tuple[str, str] | Toponym]

__all__ = ["Geocoded", "geocode", "resolve"]

_ELSEWHERE = 0.5  # how sure an answer is that only the country given for it speaks for
_SHORTEST_NAME = 3
_LONGEST_NAME = 120


@dataclass(frozen=True, slots=True)
class Geocoded:
    """The answer for one name: where it lies, how surely, why, and what else it may mean.

    ``lat`` and ``lon`` are WGS 84 degrees, None for a name that stays unknown; ``status`` is "resolved", "ambiguous"
    or "unknown"; ``confidence`` estimates the probability, 0 to 1, that ``place`` is right.
    """

    name: str
    place: Place | None
    confidence: float
    status: str
    reason: str
    method: str
    alternatives: tuple[tuple[Candidate, float], ...] = ()

    @property
    def lat(self) -> float | None:
        """The latitude in degrees."""
        return self.place.lat if self.place else None

    @property
    def lon(self) -> float | None:
        """The longitude in degrees."""
        return self.place.lon if self.place else None

    def to_row(self) -> dict[str, object]:
        """The answer as one flat row of plain values, with the place's fields None where it is unknown."""
        fields = ("id", "country", "admin1", "feature_code", "population", "radius_m")
        told = asdict(self.place) if self.place else {}
        where = {"found": told.get("name"), "lat": self.lat, "lon": self.lon, **{f: told.get(f) for f in fields}}
        how = {"confidence": self.confidence, "status": self.status, "method": self.method, "reason": self.reason}
        return {"name": self.name, **where, **how}


def geocode(names: Names, *, country: str | None = None, index: Gazetteer | None = None) -> list[Geocoded]:
    """Which place each name means, in the given order; names given together decide together, as those of one report.

    A name is text, a pair (text, country), or a :class:`~gazetteer.resolver.Toponym`. A country, by its ISO 3166-1
    alpha-2 code or its name, bounds the search; ``country`` says it for all that tell none. ``index`` is by default
    the one that ships; one with places of your own comes from ``open_index(own=[...])``.
    Raises :class:`~gazetteer.errors.PlaceNotFoundError` for a country that is none.

    >>> [(found.name, found.place.country) for found in geocode(["Tripoli", "Sabratha", "Zawiya"])]
    [('Tripoli', 'LY'), ('Sabratha', 'LY'), ('Zawiya', 'LY')]
    >>> found, = geocode([("Tripoli", "Lebanon")])
    >>> found.place.country, round(found.lat, 1), round(found.lon, 1)
    ('LB', 34.4, 35.8)
    >>> geocode("Qwrtzpl")[0].status
    'unknown'
    """
    from gazetteer.index import open_index

    index = index or open_index()
    given = [names] if isinstance(names, str | Toponym) else list(names)
    bounds = [_country(one[1] if isinstance(one, tuple) else country, index) for one in given]
    toponyms = [_toponym(one, bound) for one, bound in zip(given, bounds, strict=True)]
    home = bounds[0].country if country and bounds and bounds[0] else None
    found = resolve_together(toponyms, index, home=home)
    return [
        _geocoded(toponym.text, _bounded(toponym.text, answer, bound, index))
        for toponym, answer, bound in zip(toponyms, found, bounds, strict=True)
    ]


@overload
def resolve(
    names: Names, *, country: str | None = None, index: Gazetteer | None = None, frame: Literal[False] = False
) -> list[dict[str, Any]]: ...


@overload
def resolve(
    names: Names, *, country: str | None = None, index: Gazetteer | None = None, frame: Literal[True]
) -> gpd.GeoDataFrame: ...


def resolve(
    names: Names, *, country: str | None = None, index: Gazetteer | None = None, frame: bool = False
) -> list[dict[str, Any]] | gpd.GeoDataFrame:
    """As :func:`geocode`, in plain values: a dictionary a name, in the given order, or with ``frame`` a GeoDataFrame.

    The keys are ``name`` (as asked), ``found`` (the entry's name), ``lat`` and ``lon`` (WGS 84 degrees), ``id``,
    ``country``, ``admin1``, ``feature_code``, ``population``, ``radius_m`` (metres), ``confidence`` (0 to 1),
    ``status``, ``method``, ``reason`` and ``alternatives``, a list of dictionaries with ``id``, ``name``, ``country``,
    ``lat``, ``lon`` and ``confidence``, best first. A GeoDataFrame has points in EPSG:4326 and no alternatives.
    Names in running text are ``geo.places``'s: a whole text raises ValueError.

    >>> row, = resolve([("Tripoli", "Lebanon")])
    >>> row["country"], round(row["lat"], 1), round(row["lon"], 1)
    ('LB', 34.4, 35.8)
    >>> resolve(["Tripoli", "Sabratha"], frame=True).geometry.x.round(1).tolist()
    [13.2, 12.5]
    """
    if isinstance(names, str) and len(names) > _LONGEST_NAME:
        raise ValueError(f"{names[:40]!r}... is a text, not a name; geo.places finds the places that a text names")
    found = geocode(names, country=country, index=index)
    if frame:
        from gazetteer.frames import to_geodataframe

        return to_geodataframe(found)
    return [{**one.to_row(), "alternatives": [_other(*pair) for pair in one.alternatives]} for one in found]


def _other(candidate: Candidate, confidence: float) -> dict[str, object]:
    place = candidate.place
    where = {"country": place.country, "lat": place.lat, "lon": place.lon}
    return {"id": place.id, "name": place.name, **where, "confidence": confidence}


def _toponym(given: str | tuple[str, str] | Toponym, bound: Place | None) -> Toponym:
    if isinstance(given, Toponym):
        return given
    if not isinstance(given, str | tuple):
        raise TypeError(f"name {given!r:.60}; allowed are text, a pair (text, country) and a Toponym")
    text = given if isinstance(given, str) else given[0]
    return Toponym(text, 0, len(text), bound.name if bound else None)


def _country(told: str | None, index: Gazetteer) -> Place | None:
    if told is None:
        return None
    if len(told) < _SHORTEST_NAME:
        return index.country(told)
    places = (candidate.place for candidate in index.lookup(told, limit=5, fuzzy=False))
    place = next((place for place in places if place.is_country), None)
    if place is None:
        raise PlaceNotFoundError(f"{told[:60]!r} is no country; give its name or its code of two letters, such as LY")
    return place


def _bounded(name: str, answer: Resolution, bound: Place | None, index: Gazetteer) -> Resolution:
    """The answer if it lies in the country, else the best one that does."""
    if bound is None or (answer.place is not None and answer.place.country == bound.country):
        return answer
    for candidate in index.lookup(name, country=bound.country, limit=1):
        reason = f"{candidate.method} match of {candidate.name}; the only country asked for is {bound.name}"
        sure = round(_ELSEWHERE * candidate.score, 3)
        return Resolution("ambiguous", candidate.place, sure, reason=reason, method=candidate.method)
    return Resolution("unknown", reason=f"no entry of that name in {bound.name}")


def _geocoded(name: str, answer: Resolution) -> Geocoded:
    how = (answer.confidence, answer.status, answer.reason, answer.method)
    return Geocoded(name, answer.place, *how, answer.alternatives)
