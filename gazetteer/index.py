"""The gazetteer: names in, ranked candidates out; places by where they lie. Its index is built on first use."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from gazetteer import names, shipped
from gazetteer.distance import kilometres
from gazetteer.errors import PlaceNotFoundError
from gazetteer.layers import Progress, cache_folder, ensure_layers, own_layer
from gazetteer.place import Candidate, LonLat, Place
from gazetteer.progress import ProgressBar
from gazetteer.prominence import prominence
from gazetteer.search import ENOUGH, FEW, MOST, PROMINENCE, Query, Search, Spelled
from gazetteer.store import Store

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

__all__ = ["Gazetteer", "Likely", "Near", "cache_folder", "open_index"]

_SEAT = 0.06
_NEARNESS = 0.15
_NEAR_KM = 100.0
_SHORTEST_FUZZY = 4
_FITS = 0.86  # a likeness from which no misspelling is looked for
_ANSWERS_KEPT = 4_000
_CODE = 2  # letters of a country's


def open_index(
    path: Path | str | None = None, *, own: Sequence[Path | str] = (), progress: Progress | None = None
) -> Gazetteer:
    """Open the index in a folder (default: :func:`cache_folder`), building there what is missing or out of date.

    ``own`` are files of a user's own places, CSV or GeoJSON (:mod:`gazetteer.tables`), which count before all others,
    the first file first: a name that one of them bears means nothing else. What they are made into is kept in the
    folder, and made anew when they change.
    ``progress`` is called as (layer, places so far, places expected) while a layer is built; without one a bar
    is shown on standard error.
    Raises :class:`gazetteer.errors.IndexBuildError` where the folder cannot be written or a file is damaged, and
    :class:`gazetteer.errors.SourceFormatError` with the file, the line or feature, the field and what is allowed
    where a place of the user's is wrong.
    """
    folder = Path(path) if path is not None else cache_folder()
    progress = progress or ProgressBar()
    layers = [Store(file) for file in ensure_layers(folder, progress=progress)]
    return Gazetteer([Store(own_layer(folder, own)), *layers] if own else layers)


class Near(NamedTuple):
    """A place, and how far it is from the point that was asked about, in metres."""

    place: Place
    distance_m: float


class Likely(NamedTuple):
    """A candidate, and the probability, 0 to 1, that it is what is meant."""

    candidate: Candidate
    probability: float


class Gazetteer:
    """A stack of layers, topmost first; where two have an entry of one id, the upper one's word counts.

    >>> index = open_index()
    >>> [(c.place.name, c.method) for c in index.lookup("Surman", country="LY", limit=1)]
    [('Sorman', 'exact')]
    >>> index.lookup("Zumarah", country="LY")[0].method
    'fuzzy'
    """

    def __init__(self, layers: Sequence[Store]) -> None:
        self._layers = tuple(layers)
        self._search = Search(layers)
        self._known: dict[tuple[Query, bool], list[tuple[Candidate, float]]] = {}
        self._places: dict[str, Place] = {}
        self._codes: dict[str, Place] = {}
        self._areas: dict[tuple[str | None, str | None, str | None], Place] = {}

    @property
    def layers(self) -> tuple[Store, ...]:
        """The layers, topmost first."""
        return self._layers

    def has(self, name: str) -> bool:
        """Whether the name is known as it stands or but for case, diacritics and hyphens."""
        return self._search.has(names.fold(name))

    def place(self, ident: str) -> Place:
        """The entry with the id; raises :class:`PlaceNotFoundError`."""
        if ident not in self._places:
            found = self._search.stack.place(ident)
            if found is None:
                raise PlaceNotFoundError(f"no place has the id {ident!r}; ids look like geonames:2212771")
            self._places[ident] = found
        return self._places[ident]

    def country(self, code: str) -> Place:
        """The country with the ISO 3166-1 alpha-2 code; raises :class:`PlaceNotFoundError`."""
        codes = self.countries()
        if code.upper() not in codes:
            raise PlaceNotFoundError(f"no country has the code {code!r}; codes are two letters, e.g. LY for Libya")
        return codes[code.upper()]

    def countries(self) -> dict[str, Place]:
        """Every country by its ISO 3166-1 alpha-2 code."""
        if not self._codes:
            for layer in self._layers:
                self._codes = {p.country: p for p in layer.countries() if p.country} | self._codes
                if self._codes and layer.meta.get("layer") != "own":
                    break
        return self._codes

    def demonym(self, word: str) -> str | None:
        """The country code that a demonym stands for ("Libyan" -> "LY"), None for other words."""
        return shipped.demonyms().get(names.fold(word))

    def parents(self, place: Place) -> list[Place]:
        """The areas that the place lies in, the smallest first and its country last, as far as they are known.

        >>> index = open_index()
        >>> [area.name for area in index.parents(index.lookup("Sabratha")[0].place)]
        ['Zawiya', 'Libya']
        """
        found: list[Place] = []
        above = self._above(place)
        while above is not None and above.id != place.id and above not in found:
            found.append(above)
            above = self._above(above)
        return found

    def _above(self, place: Place) -> Place | None:
        if place.is_country:
            return None
        if place.parent and (known := self._search.stack.place(place.parent)):
            return known
        if not self._areas:
            for layer in reversed(self._layers):
                for area in layer.areas():
                    if area.feature_code == "ADM2" and not area.admin2:
                        continue  # a district without a code is nobody's parent, least of all in its province's stead
                    level = (area.admin1, area.admin2) if area.feature_code == "ADM2" else (area.admin1, None)
                    self._areas[(area.country, *((None, None) if area.is_country else level))] = area
        wider = [(place.admin1, place.admin2), (place.admin1, None), (None, None)]
        wider = wider[{"ADM2": 1, "ADM1": 2}.get(place.feature_code, 0) :]
        areas = (self._areas.get((place.country, *codes)) for codes in wider)
        return next((area for area in areas if area and area.id != place.id), None) if place.country else None

    def nearest(
        self,
        lon: float,
        lat: float,
        *,
        limit: int = 10,
        feature_class: str | None = None,
        country: str | None = None,
        max_m: float = math.inf,
    ) -> list[Near]:
        """The places nearest to a point in degrees, nearest first, with their great-circle distances in metres.

        ``feature_class`` is one or more of GeoNames' letters ("P", "PA"), ``country`` an ISO 3166-1 alpha-2 code.
        Raises ValueError for a point that is none.

        >>> [(near.place.name, near.place.country) for near in open_index().nearest(12.488, 32.793, limit=1)]
        [('Sabratha', 'LY')]
        """
        from gazetteer import spatial

        if not (abs(lon) <= 180 and abs(lat) <= 90):
            raise ValueError(f"longitude {lon}, latitude {lat}; allowed are -180 to 180 and -90 to 90 degrees")
        kind, most = spatial.Kind(feature_class, country), min(max_m, math.pi * spatial.EARTH_M)
        found: dict[str, Near] = {}
        for at, layer in enumerate(self._layers):
            for metres, number in spatial.nearest(layer, lon, lat, limit * len(self._layers), kind, most):
                place = self._search.stack.met(at, number)[0]
                if place.id not in found:
                    here = 1000 * kilometres(place.position, LonLat(lon, lat)) if len(self._layers) > 1 else metres
                    found[place.id] = Near(place, here)
        return sorted((near for near in found.values() if near.distance_m <= most), key=lambda n: n.distance_m)[:limit]

    def within(
        self,
        geometry: BaseGeometry | tuple[float, float, float, float],
        *,
        feature_class: str | None = None,
        country: str | None = None,
        limit: int | None = None,
    ) -> list[Place]:
        """The places in or on a geometry, the most populous first.

        ``geometry`` is any of shapely's, in degrees, longitude first, or a box (west, south, east, north); a box whose
        west lies beyond its east, and a shape that reaches beyond 180 degrees, cross the antimeridian.
        ``limit`` keeps the best known ones. Raises ValueError for a box that is none, TypeError for no geometry.

        >>> [place.name for place in open_index().within((12.4, 32.7, 12.8, 32.9), feature_class="P", limit=1)]
        ['Zawiya']
        """
        from gazetteer import spatial

        if not isinstance(geometry, tuple) and not hasattr(geometry, "is_empty"):
            raise TypeError(f"geometry {geometry!r:.60}; allowed are shapely's and a tuple (west, south, east, north)")
        kind = spatial.Kind(feature_class, country)
        found: dict[str, Place] = {}
        for at, layer in enumerate(self._layers):
            if isinstance(geometry, tuple):
                rows = spatial.in_boxes(layer, spatial.boxes_of(geometry), kind)
            else:
                rows = spatial.in_shape(layer, geometry, kind)
            for number in spatial.best_known(rows, limit * len(self._layers) if limit else len(rows))["number"]:
                place = self._search.stack.met(at, int(number))[0]
                found.setdefault(place.id, place)
        return sorted(found.values(), key=lambda place: (-place.population, -prominence(place), place.id))[:limit]

    def lookup(
        self,
        name: str,
        *,
        country: str | None = None,
        near: LonLat | None = None,
        limit: int = 10,
        fuzzy: bool = True,
    ) -> list[Candidate]:
        """What the name may mean, best first: likeness of the names, then prominence, then nearness to ``near``.

        ``country`` is an ISO 3166-1 alpha-2 code that bounds the search, ``near`` a position in degrees, longitude
        first. Misspellings are looked for only where nothing fits the name as it stands, and only if ``fuzzy``. Of
        hundreds of namesakes the best known are weighed. Raises TypeError for a name that is no text, ValueError for a
        country that is no code of two letters.

        >>> open_index().lookup("Tripoli", near=LonLat(lon=36, lat=34), limit=1)[0].place.country
        'LB'
        """
        here = None if near is None else LonLat(*near)
        query = Query(_text(name), names.fold(name), _code(country), here)
        return [candidate for candidate, _ in self._weighted(query, fuzzy)[:limit]]

    def candidates(
        self, name: str, *, among: Sequence[str] = (), country: str | None = None, limit: int = 10
    ) -> list[Likely]:
        """What the name may mean as the resolver weighs it, the likeliest first, with probabilities.

        They sum to 1 at most: the rest is for none of them. Where :meth:`lookup` compares names, this also reads
        "Aleppo Governorate", "northern Syria" or "Libyan", and weighs namesakes by the names that stand beside it in
        a text, ``among``. ``country``, an ISO 3166-1 alpha-2 code, is the one that the text is about; it does not
        bound the answers.

        >>> index = open_index()
        >>> [likely.candidate.place.country for likely in index.candidates("Tripoli", among=["Beirut", "Sidon"])[:2]]
        ['LB', 'LY']
        """
        from gazetteer.resolver import Toponym, key_of, weighed

        toponyms = [Toponym(_text(each), 0, len(each)) for each in (name, *among)]
        found = weighed(toponyms, self, home=_code(country))[key_of(toponyms[0])]
        return [Likely(found.options[i].candidate, found.shares[i]) for i in found.ranked[:limit]]

    def spelled(self, name: str, *, limit: int = 10) -> list[Candidate]:
        """A quick :meth:`lookup` that tries no other spelling, only case, diacritics and hyphens; best first.

        >>> [candidate.place.country for candidate in open_index().spelled("sabratha", limit=1)]
        ['LY']
        """
        found, _ = self._spelled(Query(_text(name), names.fold(name)))
        if len(found) == 1:
            return [_candidate(found[0])][:limit]
        found.sort(key=_standing, reverse=True)
        best: dict[str, Spelled] = {}
        for match in found:
            best.setdefault(match.met[0].id, match)
        return [_candidate(match) for match in (*best.values(),)[:limit]]

    def _spelled(self, query: Query) -> tuple[list[Spelled], bool]:
        """Entries of the name as it is spelled, and whether they are the user's own, which then are the only ones."""
        found = self._search.spelled(query)
        if self._search.stack.has_own:
            wide = self._search.spelled(query._replace(country=None)) if query.country else found
            if any(match.met[0].own for match in wide):
                return [match for match in found if match.met[0].own], True
        return found, False

    def _weighted(self, query: Query, fuzzy: bool) -> list[tuple[Candidate, float]]:
        known = self._known.get((query, fuzzy))
        if known is None:
            if len(self._known) >= _ANSWERS_KEPT:
                self._known.clear()
            best = self._found(query, fuzzy)
            weighted = [(c, _weight(c) + _nearness(c.place, query.near)) for c in best.values()]
            known = self._known[query, fuzzy] = sorted(_seats_first(weighted), key=lambda pair: -pair[1])
        return known

    def _found(self, query: Query, fuzzy: bool) -> dict[str, Candidate]:
        best: dict[str, Candidate] = {}
        seen: set[tuple[int, int]] = set()
        found, is_own = self._spelled(query)
        for match in found:
            seen.add((match.at, match.number))
            _keep(best, _candidate(match))
        if is_own:
            return best
        skeleton = query.skeleton
        if not skeleton:
            return best
        for candidate in self._search.transliterated(query, skeleton, seen):
            _keep(best, candidate)
        if fuzzy and not _fits(best):
            for candidate in self._search.regional(query):
                _keep(best, candidate)
            if not _fits(best) and len(query.folded) >= _SHORTEST_FUZZY:
                for candidate in self._search.misspelt(query, skeleton):
                    _keep(best, candidate)
        return best


def _text(name: str) -> str:
    if not isinstance(name, str):
        raise TypeError(f"name {name!r:.60}; allowed is text")
    return name


def _code(country: str | None) -> str | None:
    if country is not None and not (isinstance(country, str) and len(country) == _CODE and country.isalpha()):
        raise ValueError(f"country {country!r:.60}; allowed are ISO 3166-1 codes of two letters, such as 'LY'")
    return country.upper() if country else None


def _most(limit: int) -> int:
    return FEW if limit <= ENOUGH else MOST


def _weight(candidate: Candidate) -> float:
    return candidate.score + PROMINENCE * prominence(candidate.place)


def _standing(match: Spelled) -> float:
    return match.score + PROMINENCE * match.met[2]


def _candidate(match: Spelled) -> Candidate:
    met, name, method, score, _, _ = match
    return Candidate(met[0], name, method, score)


def _keep(best: dict[str, Candidate], candidate: Candidate) -> None:
    known = best.get(candidate.place.id)
    if known is None or known.score < candidate.score:
        best[candidate.place.id] = candidate


def _fits(best: dict[str, Candidate]) -> bool:
    return any(candidate.score >= _FITS for candidate in best.values())


def _seats_first(weighted: list[tuple[Candidate, float]]) -> list[tuple[Candidate, float]]:
    """Puts a province behind the town that it is named after."""
    seats = {(c.place.country, c.place.admin1) for c, _ in weighted if c.place.feature_class == "P"}
    return [
        (c, weight - _SEAT if c.place.feature_code == "ADM1" and (c.place.country, c.place.admin1) in seats else weight)
        for c, weight in weighted
    ]


def _nearness(place: Place, near: LonLat | None) -> float:
    return _NEARNESS * 3 / (1 + kilometres(place.position, near) / _NEAR_KM) if near else 0.0
