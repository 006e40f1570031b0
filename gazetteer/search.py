"""Ways from a name to places over a stack of layers: as it is spelled, by its skeleton, and misspelt."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from typing import NamedTuple

from gazetteer import names, regional
from gazetteer.keys import less_one
from gazetteer.packing import DEGREE, hashed, letters
from gazetteer.place import Candidate, LonLat, MatchMethod, Place
from gazetteer.prominence import prominence
from gazetteer.shipped import joined
from gazetteer.store import Row, Store, in_country

__all__ = ["Met", "Query", "Search", "Spelled"]

# The likeness of names alone, 0 to 1, by way of matching: exactly spelled 1; the entry's own name beats another.
_ALTERNATE = 0.98
_FOLDED = 0.97
_FOLDED_ALTERNATE = 0.9506
_TRANSLITERATED = 0.92
_MISSPELT = 0.88
_REGIONAL = 0.97  # what a coarser key makes alike is a little less so
_LEAST_LIKE: dict[MatchMethod, float] = {"transliterated": 0.6, "fuzzy": 0.78}
_MOST = 250  # namesakes of a layer that are looked at: the best known, and of them the nearest where that is asked
_SCANNED, _SCANNED_BOUND = 500, 2_000  # rows of a key, the best known first; more where the search is bound
_WIDER = 4
_MOST_ALIKE = 60  # names of one skeleton that are compared: likely ones, and the best known
_A_LETTER = 40  # so many places down among the best known count as much as a letter that differs
_MOST_MISSPELT = 40
_SCANNED_MISSPELT = 1_500
_UNLIKE_LETTERS = 4
_UNLIKE_LENGTH = 3
_LENGTH = 26  # the bit from which the length of a name is kept, above its letters
_LETTERS = (1 << _LENGTH) - 1
_PLACES_KEPT = 20_000
_REMEMBERED = 50_000


class Query(NamedTuple):
    """A name that is looked for, with the bounds of the search."""

    name: str
    folded: str
    country: str | None = None
    near: LonLat | None = None

    @property
    def skeleton(self) -> str:
        """The key of its transliterations; capitals such as UCLA have none."""
        is_code = self.name.isupper() and len(self.name) <= _LONGEST_CODE
        return "" if is_code else names.skeleton_of_folded(self.folded)


# An entry as all layers tell it, as one of them does, and how well known it is.
Met = tuple[Place, Place, float]


class Spelled(NamedTuple):
    """An entry found by a name as it is spelled, with the layer and the number that it was found by."""

    met: Met
    name: str
    method: MatchMethod
    score: float
    at: int
    number: int


_LONGEST_CODE = 4


class Search:
    """The layers, topmost first, and the places of them that were asked for lately."""

    def __init__(self, layers: Sequence[Store]) -> None:
        self.layers = tuple(layers)
        self.has_own = any(layer.meta.get("layer") == "own" for layer in self.layers)
        self._met: dict[int, Met] = {}

    def has(self, folded: str) -> bool:
        """Whether a name folds to the key."""
        key = hashed(folded)
        return any(layer.has(key) for layer in self.layers)

    def place(self, ident: str) -> Place | None:
        """The entry with the id as all layers tell it, the upper one's word first."""
        whole: Place | None = None
        for layer in self.layers:
            found = layer.by_id(ident)
            if found:
                found = _marked(layer, found)
                whole = joined(whole, found) if whole else found
        return whole

    def met(self, at: int, number: int) -> Met:
        """The entry with a number in a layer."""
        key = at << 32 | number
        met = self._met.get(key)
        if met is None:
            layer = self.layers[at]
            whole = alone = _marked(layer, layer.place(number))
            geonames, weight = layer.number_and_weight(number)
            if alone.own:
                weight = 1.0
            if len(self.layers) > 1 and self._is_shared(at, number, geonames):
                whole = self.place(alone.id) or alone
                weight = prominence(whole)
            if len(self._met) >= _PLACES_KEPT:
                self._met.clear()
            met = self._met[key] = (whole, alone, weight)
        return met

    def _is_shared(self, at: int, number: int, geonames: int) -> bool:
        """Whether another layer has an entry with the same id."""
        ident = None
        for other, numbers in enumerate(self._numbers):
            if other == at:
                continue
            if geonames and numbers is not None:
                if geonames in numbers:
                    return True
            else:
                ident = ident or self.layers[at].id_key(number)
                if self.layers[other].has_id(ident):
                    return True
        return False

    @cached_property
    def _numbers(self) -> list[frozenset[int] | None]:
        """The GeoNames numbers of the layers that are small enough to be remembered."""
        return [frozenset(x.geonames_numbers()) if x.count() < _REMEMBERED else None for x in self.layers]

    def spelled(self, query: Query) -> list[Spelled]:
        """Entries whose name is the same but for case, diacritics and the Arabic article."""
        name, folded, country, _ = query
        plain = name.casefold()
        short = names.bare(folded, "LY")
        found: list[Spelled] = []
        for key in (folded, short) if short else (folded,) if folded else ():
            hash_ = hashed(key)
            for at, layer in enumerate(self.layers):
                rows = layer.folded.find(hash_, _SCANNED_BOUND if country or query.near else _MOST)
                if country or len(rows) > _MOST:
                    rows = self._nearest(layer, in_country(rows, country), query)
                for row in rows:
                    found.append(self._spelled(plain, at, row[1], row[2]))
        return found

    def _spelled(self, plain: str, at: int, number: int, position: int) -> Spelled:
        met = self.met(at, number)
        alone = met[1]
        written = alone.names[position - 1] if position else alone.name
        exact = written.casefold() == plain
        if not exact:
            same = next((n for n in (alone.name, *alone.names) if n.casefold() == plain), None)
            exact, written = same is not None, same or written
        if exact:
            return Spelled(met, written, "exact", _ALTERNATE if position else 1.0, at, number)
        return Spelled(met, written, "folded", _FOLDED_ALTERNATE if position else _FOLDED, at, number)

    def transliterated(self, query: Query, known: set[tuple[int, int]]) -> Iterator[Candidate]:
        """Candidates whose name has the same skeleton; those known already are left out."""
        key = query.skeleton
        if not key:
            return
        alike = _Alike(query.folded)
        hash_ = hashed(key)
        for at, layer in enumerate(self.layers):
            rows = [
                r for r in in_country(layer.skeleton.find(hash_, _SCANNED), query.country) if (at, r[1]) not in known
            ]
            if len(rows) > _MOST_ALIKE and query.near is None:
                rows = _likely(rows, alike.letters)
            for _, number, position, _, _ in self._nearest(layer, rows, query):
                name = layer.name(number, position)
                if (like := alike.to(name)) >= _LEAST_LIKE["transliterated"]:
                    score = _TRANSLITERATED * (0.5 + like / 2)
                    yield Candidate(self.met(at, number)[0], name, "transliterated", round(score, 4))

    def regional(self, query: Query) -> Iterator[Candidate]:
        """Candidates whose spelling only the habits of the place's own region bring together with the name."""
        for region, key in regional.regional_keys(query.folded, query.country).items():
            form = regional.regional_form(query.folded, region)
            hash_ = hashed(key)
            for at, layer in enumerate(self.layers):
                rows = _rows(layer, hash_, query)
                for _, number, position, _, _ in self._nearest(layer, rows, query):
                    name = layer.name(number, position)
                    like = names.likeness(form, regional.regional_form(names.fold(name), region))
                    if like >= _LEAST_LIKE["transliterated"]:
                        score = _REGIONAL * _TRANSLITERATED * (0.5 + like / 2)
                        yield Candidate(self.met(at, number)[0], name, "transliterated", round(score, 4))

    def misspelt(self, query: Query) -> Iterator[Candidate]:
        """Candidates whose skeleton differs by one letter, and whose name is much alike."""
        alike = _Alike(query.folded)
        hashes = [hashed(key) for key in less_one(query.skeleton)]
        for at, layer in enumerate(self.layers):
            near = list(dict.fromkeys(row[1] for hash_ in hashes for row in layer.near.find(hash_, _MOST)))
            rows = self._likeliest(layer, near, query, alike.letters)
            for _, number, position, _, _ in rows:
                name = layer.name(number, position)
                if (like := alike.to(name)) >= _LEAST_LIKE["fuzzy"]:
                    yield Candidate(self.met(at, number)[0], name, "fuzzy", round(_MISSPELT * like, 4))

    def _likeliest(self, layer: Store, near: list[int], query: Query, bits: int) -> list[Row]:
        """Of all places with one of the skeletons, those whose names have about the same letters."""
        most = max(4, _SCANNED_MISSPELT // (len(near) or 1))
        found: list[tuple[int, Row]] = []
        for key in near:
            for row in in_country(layer.skeleton.find(key, _WIDER * most), query.country)[:most]:
                unlike = _unlike(row[4], bits)
                if unlike <= _UNLIKE_LETTERS:
                    found.append((unlike, row))
        found.sort(key=lambda pair: pair[0])
        return [row for _, row in found[:_MOST_MISSPELT]]

    def _nearest(self, layer: Store, rows: list[Row], query: Query) -> list[Row]:
        if len(rows) <= _MOST:
            return rows
        if query.near is None:
            return rows[:_MOST]
        lon, lat = (round(degrees * DEGREE) for degrees in query.near)

        def distance(row: Row) -> int:
            east, north = layer.lon_lat(row[1])
            return abs(east - lon) + abs(north - lat)

        return [*rows[: _MOST // 2], *sorted(rows[_MOST // 2 :], key=distance)[: _MOST // 2]]


def _rows(layer: Store, skeleton: int, query: Query) -> list[Row]:
    """The rows of a skeleton in the country that is asked for, the best known first."""
    bound = query.country or query.near
    return in_country(layer.skeleton.find(skeleton, _SCANNED_BOUND if bound else _SCANNED), query.country)


def _marked(layer: Store, place: Place) -> Place:
    return replace(place, own=True) if layer.meta.get("layer") == "own" else place


def _likely(rows: list[Row], letters_: int) -> list[Row]:
    """Of rows with the best known first, those with much the same letters, and the very best known anyway."""
    ranked = sorted(range(len(rows)), key=lambda at: _unlike(rows[at][4], letters_) + at / _A_LETTER)
    return [rows[at] for at in ranked[:_MOST_ALIKE]]


class _Alike:
    """Compares names with one, each spelling once."""

    def __init__(self, folded: str) -> None:
        self._squeezed = names.squeezed(folded)
        self.letters = letters(self._squeezed)
        self._known: dict[str, float] = {}

    def to(self, name: str) -> float:
        like = self._known.get(name)
        if like is None:
            like = self._known[name] = names.alike(self._squeezed, names.squeezed(names.fold(name)))
        return like


def _unlike(left: int, right: int) -> int:
    """How many letters one name has and the other has not; many, where their lengths differ much."""
    if abs((left >> _LENGTH) - (right >> _LENGTH)) > _UNLIKE_LENGTH:
        return 26
    return ((left ^ right) & _LETTERS).bit_count()
