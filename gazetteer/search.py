"""Ways from a name to places over a stack of layers: as it is spelled, by its skeleton, and misspelt."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from gazetteer import names, regional
from gazetteer.deletions import are_one_apart, deletions
from gazetteer.packing import DEGREE, country_number, hashed
from gazetteer.place import Candidate, LonLat, MatchMethod
from gazetteer.stack import Met, Stack
from gazetteer.store import Store, in_country

__all__ = ["ENOUGH", "FEW", "MOST", "PROMINENCE", "Query", "Search", "Spelled"]

# The likeness of names alone, 0 to 1, by way of matching: exactly spelled 1; the entry's own name beats another.
_ALTERNATE = 0.98
_FOLDED = 0.97
_FOLDED_ALTERNATE = 0.9506
_TRANSLITERATED = 0.92
_MISSPELT = 0.88
_REGIONAL = 0.97  # what a coarser key makes alike is a little less so
_LOOKS = 0.5  # the least of that score, for spellings that look nothing alike
_LEAST_LIKE, _LEAST_LIKE_BESIDE, _LEAST_LIKE_MISSPELT = 0.6, 0.7, 0.78  # the second where others have the very name
PROMINENCE = 0.25  # what being well known weighs beside the likeness of names
MOST, FEW = 120, 40  # namesakes of a layer that are looked at, the best known and, where asked, the nearest: FEW do ...
ENOUGH = 10  # ... for so many answers
_SCANNED, _SCANNED_BOUND = 500, 2_000  # rows of a key, the best known first; more where the search is bound
_MOST_MET, _LEAST_MET = 40, 10  # entries of a layer that are opened, less those that have the very name
_MOST_ODD = 24  # the same for stranger spellings
_SPELLINGS, _SPELLINGS_BOUND = 3_000, 6_000  # that are compared with a name, the best known of each skeleton
_LEAST_SPELLINGS = 4
_SPELLINGS_SAME = 1_000  # of one skeleton, where no country or point bounds the search
_MOST_ALIKE, _FAMED = 150, 30  # spellings whose bearers are looked at: those most alike, and the best known
_FULL = 65_535


class Query(NamedTuple):
    """A name that is looked for, with the bounds of the search."""

    name: str
    folded: str
    country: str | None = None
    near: LonLat | None = None
    most: int = MOST

    @property
    def skeleton(self) -> str:
        """The key of its transliterations; capitals such as UCLA have none."""
        is_code = self.name.isupper() and len(self.name) <= _LONGEST_CODE
        return "" if is_code else names.skeleton_of_folded(self.folded)


# A place that a name may mean: score, method, number, position of the name, and how well known it is in its layer.
Meant = tuple[float, MatchMethod, int, int, float]


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
    """Ways to the places of a stack of layers, topmost first."""

    def __init__(self, layers: Sequence[Store]) -> None:
        self.stack = Stack(layers)
        self.layers = self.stack.layers

    def has(self, folded: str) -> bool:
        """Whether a name folds to the key."""
        key = hashed(folded)
        return any(layer.has(key) for layer in self.layers)

    def spelled(self, query: Query) -> list[Spelled]:
        """Entries whose name is the same but for case, diacritics and the Arabic article."""
        name, folded, country, near, at_most = query
        plain, met = name.casefold(), self.stack.met
        short = names.bare(folded, "LY")
        most = _SCANNED_BOUND if country or near else at_most
        found: list[Spelled] = []
        for key in (folded, short) if short else (folded,) if folded else ():
            hash_ = hashed(key)
            for at, layer in enumerate(self.layers):
                rows = layer.folded.find(hash_, most)
                if country or len(rows) > at_most:
                    rows = _nearest(layer, in_country(rows, country), 1, query)
                for _, number, position, _ in rows:
                    found.append(_spelled(plain, met(at, number), at, number, position))
        return found

    def transliterated(self, query: Query, skeleton: str, known: set[tuple[int, int]]) -> Iterator[Candidate]:
        """Candidates whose name has the same skeleton; those known already are left out."""
        spelling, hash_ = names.squeezed(query.folded), hashed(skeleton)
        least = _LEAST_LIKE_BESIDE if known else _LEAST_LIKE
        most = max(_LEAST_MET, _MOST_MET - len(known))
        for at, layer in enumerate(self.layers):
            found = _same(layer, hash_, spelling, query, least)
            yield from self._met_best(at, [meant for meant in found if (at, meant[2]) not in known], query, most)

    def regional(self, query: Query) -> Iterator[Candidate]:
        """Candidates whose spelling only the habits of the place's own region bring together with the name."""
        forms = regional.regional_keys(query.folded, query.country).values()
        wanted = [(hashed(key), names.squeezed(form)) for key, form in forms]
        for at, layer in enumerate(self.layers):
            found = [
                meant for hash_, form in wanted for meant in _same(layer, hash_, form, query, _LEAST_LIKE, _REGIONAL)
            ]
            yield from (_unlike(query, c) for c in self._met_best(at, found, query, _MOST_ODD))

    def misspelt(self, query: Query, skeleton: str) -> Iterator[Candidate]:
        """Candidates whose skeleton differs by one letter, and whose name is much alike."""
        spelling, wanted, own = names.squeezed(query.folded), deletions(skeleton), hashed(skeleton)
        for at, layer in enumerate(self.layers):
            near = {
                row for hash_, left in wanted for _, row, right in layer.near.find(hash_) if are_one_apart(left, right)
            }
            near.discard(layer.skeletons.row(own))
            most = _most_spellings(query) // (len(near) or 1)
            texts, ours = layer.skeletons.spellings(near, max(_LEAST_SPELLINGS, most))
            alike = names.alike_of_all(spelling, texts, _LEAST_LIKE_MISSPELT, most=_MOST_ALIKE)
            likes = [(_MISSPELT * like, ours[which]) for like, which in alike]
            yield from self._met_best(at, _bearers(layer, likes, "fuzzy", query), query, _MOST_ODD)

    def _met_best(self, at: int, found: list[Meant], query: Query, most: int) -> Iterator[Candidate]:
        """The entries, the likeliest ones of many: those nearest as well, where that is asked."""
        if len(found) > most:
            found.sort(reverse=True, key=_standing)
            found = _nearest(self.layers[at], found, 2, query) if query.near else found[:most]
        for score, method, number, position, _ in found:
            whole, alone, _ = self.stack.met(at, number)
            yield Candidate(whole, alone.names[position - 1] if position else alone.name, method, round(score, 4))


def _spelled(plain: str, met: Met, at: int, number: int, position: int) -> Spelled:
    alone = met[1]
    written = alone.names[position - 1] if position else alone.name
    exact = written.casefold() == plain
    if not exact:
        same = next((n for n in (alone.name, *alone.names) if n.casefold() == plain), None)
        exact, written = same is not None, same or written
    if exact:
        return Spelled(met, written, "exact", _ALTERNATE if position else 1.0, at, number)
    return Spelled(met, written, "folded", _FOLDED_ALTERNATE if position else _FOLDED, at, number)


def _nearest(layer: Store, rows: list[Any], number: int, query: Query) -> list[Any]:
    """Not more rows than are looked at: the first, and the nearest; ``number`` is where a row has it."""
    most = query.most
    if len(rows) <= most:
        return rows
    if query.near is None:
        return rows[:most]
    lon, lat = (round(degrees * DEGREE) for degrees in query.near)

    def distance(row: Any) -> int:
        east, north = layer.lon_lat(row[number])
        return abs(east - lon) + abs(north - lat)

    return [*rows[: most // 2], *sorted(rows[most // 2 :], key=distance)[: most // 2]]


def _unlike(query: Query, candidate: Candidate) -> Candidate:
    """A candidate that only a region's habits bring together with the name, worth less the less alike both look."""
    plain = names.likeness(query.folded, names.fold(candidate.name))
    return replace(candidate, score=round(candidate.score * (_LOOKS + (1 - _LOOKS) * plain), 4))


def _standing(meant: Meant) -> float:
    return meant[0] + PROMINENCE * meant[4]


def _most_spellings(query: Query, unbound: int = _SPELLINGS) -> int:
    return _SPELLINGS_BOUND if query.country or query.near else unbound


def _same(layer: Store, skeleton: int, spelling: str, query: Query, least: float, share: float = 1.0) -> list[Meant]:
    """The bearers of a skeleton whose spellings are alike enough."""
    row = layer.skeletons.row(skeleton)
    if row is None:
        return []
    texts, ours = layer.skeletons.spellings((row,), _most_spellings(query, _SPELLINGS_SAME))
    alike = names.alike_of_all(spelling, texts, least, most=_MOST_ALIKE)
    if len(texts) > _MOST_ALIKE:
        alike = list({*alike, *names.alike_of_all(spelling, texts[:_FAMED], least)})
    likes = [(share * _TRANSLITERATED * (0.5 + like / 2), ours[which]) for like, which in alike]
    return _bearers(layer, likes, "transliterated", query)


def _bearers(layer: Store, likes: list[tuple[float, int]], method: MatchMethod, query: Query) -> list[Meant]:
    """The places with some spellings, in the country that is asked for, the likeliest spellings first."""
    country, left = country_number(query.country), _SCANNED_BOUND if query.country or query.near else _SCANNED
    found: list[Meant] = []
    likes.sort(reverse=True)
    for score, spelling in likes:
        rows = layer.skeletons.bearers(spelling, left, country)
        found += [(score, method, number, position, weight / _FULL) for number, position, _, weight in rows]
        left -= len(rows)
        if left <= 0:
            break
    return found
