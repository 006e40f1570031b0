"""Ways from a name to places over a stack of layers: as it is spelled, by its skeleton, and misspelt."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from gazetteer import names
from gazetteer.keys import less_one
from gazetteer.packing import DEGREE, hashed, letters
from gazetteer.place import Candidate, LonLat, MatchMethod, Place
from gazetteer.shipped import joined
from gazetteer.store import Row, Store, in_country

__all__ = ["Search"]

# The likeness of names alone, 0 to 1, by way of matching; the entry's own name beats an alternate one.
_SCORES: dict[MatchMethod, float] = {"exact": 1.0, "folded": 0.97, "transliterated": 0.92, "fuzzy": 0.88, "id": 1.0}
_ALTERNATE = 0.98
_LEAST_LIKE: dict[MatchMethod, float] = {"transliterated": 0.6, "fuzzy": 0.78}
_MOST = 250  # namesakes of a layer that are looked at: the best known, and of them the nearest where that is asked
_MOST_MISSPELT = 60
_SCANNED_MISSPELT = 4_000
_UNLIKE_LETTERS = 4
_UNLIKE_LENGTH = 3
_LENGTH = 26  # the bit from which the length of a name is kept, above its letters
_LETTERS = (1 << _LENGTH) - 1
_PLACES_KEPT = 20_000


@dataclass(frozen=True, slots=True)
class Query:
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


_LONGEST_CODE = 4


class Search:
    """The layers, topmost first, and the places of them that were asked for lately."""

    def __init__(self, layers: Sequence[Store]) -> None:
        self.layers = tuple(layers)
        self._met: dict[tuple[int, int], tuple[Place, Place]] = {}

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
                whole = joined(whole, found) if whole else found
        return whole

    def whole(self, at: int, number: int) -> Place:
        """The entry with a number in a layer, as all layers tell it."""
        return self._both(at, number)[0]

    def _both(self, at: int, number: int) -> tuple[Place, Place]:
        """The entry as all layers tell it, and as one of them does."""
        key = (at, number)
        met = self._met.get(key)
        if met is None:
            alone = self.layers[at].place(number)
            others = (layer for i, layer in enumerate(self.layers) if i != at)
            shared = any(layer.number(alone.id) is not None for layer in others)
            met = ((self.place(alone.id) or alone) if shared else alone, alone)
            if len(self._met) >= _PLACES_KEPT:
                self._met.clear()
            self._met[key] = met
        return met

    def spelled(self, query: Query) -> Iterator[tuple[int, int, Candidate]]:
        """Candidates whose name is the same but for case, diacritics and the Arabic article, with layer and number."""
        plain = query.name.casefold()
        short = names.bare(query.folded, "LY")
        for key in (query.folded, short) if short else (query.folded,):
            if not key:
                continue
            hash_ = hashed(key)
            for at, layer in enumerate(self.layers):
                for _, number, position, _ in self._nearest(
                    layer, in_country(layer.folded.find(hash_), query.country), query
                ):
                    whole, alone = self._both(at, number)
                    written = alone.names[position - 1] if position else alone.name
                    exact = written.casefold() == plain
                    if not exact:
                        same = next((n for n in (alone.name, *alone.names) if n.casefold() == plain), None)
                        exact, written = same is not None, same or written
                    score = _SCORES["exact" if exact else "folded"] * (_ALTERNATE if position else 1.0)
                    yield at, number, Candidate(whole, written, "exact" if exact else "folded", round(score, 4))

    def transliterated(self, query: Query, known: set[tuple[int, int]]) -> Iterator[Candidate]:
        """Candidates whose name has the same skeleton; those known already are left out."""
        key = query.skeleton
        if not key:
            return
        alike = _Alike(query.folded)
        hash_ = hashed(key)
        for at, layer in enumerate(self.layers):
            rows = [r for r in in_country(layer.skeleton.find(hash_), query.country) if (at, r[1]) not in known]
            if len(rows) > _MOST and query.near is None:
                rows.sort(key=lambda row: _unlike(row[4], alike.letters))
            for _, number, position, _, _ in self._nearest(layer, rows, query):
                name = layer.name(number, position)
                if (like := alike.to(name)) >= _LEAST_LIKE["transliterated"]:
                    score = _SCORES["transliterated"] * (0.5 + like / 2)
                    yield Candidate(self._both(at, number)[0], name, "transliterated", round(score, 4))

    def misspelt(self, query: Query) -> Iterator[Candidate]:
        """Candidates whose skeleton differs by one letter, and whose name is much alike."""
        alike = _Alike(query.folded)
        hashes = [hashed(key) for key in less_one(query.skeleton)]
        for at, layer in enumerate(self.layers):
            near = list(dict.fromkeys(row[1] for hash_ in hashes for row in layer.near.find(hash_)))
            rows = self._likeliest(layer, near, query, alike.letters)
            for _, number, position, _, _ in rows:
                name = layer.name(number, position)
                if (like := alike.to(name)) >= _LEAST_LIKE["fuzzy"]:
                    yield Candidate(self._both(at, number)[0], name, "fuzzy", round(_SCORES["fuzzy"] * like, 4))

    def _likeliest(self, layer: Store, near: list[int], query: Query, bits: int) -> list[Row]:
        """Of all places with one of the skeletons, those whose names have about the same letters."""
        most = max(8, _SCANNED_MISSPELT // (len(near) or 1))
        found: list[tuple[int, Row]] = []
        for key in near:
            for row in in_country(layer.skeleton.find(key), query.country)[:most]:
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
