"""What the gazetteer knows of a name, asked once per name and text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Protocol

from gazetteer.errors import PlaceNotFoundError
from gazetteer.names import fold
from gazetteer.place import Candidate, LonLat, Place

__all__ = ["Gazetteer", "Knowledge", "standing"]

_NAMESAKES = 12
_SIZES = ((500_000, "metropolis"), (50_000, "city"), (5_000, "town"))
_SHORTEST = 3
_CODE = 3
_LONGEST_ACRONYM = 4


class Gazetteer(Protocol):
    """What is asked of :class:`gazetteer.index.Gazetteer`."""

    def has(self, name: str) -> bool:
        """Whether a name is known."""

    def spelled(self, name: str, *, limit: int = 10) -> list[Candidate]:
        """Places of a name as it is spelled, best first."""

    def lookup(
        self, name: str, *, country: str | None = None, near: LonLat | None = None, limit: int = 10, fuzzy: bool = True
    ) -> list[Candidate]:
        """Places of a name and of its transliterations, best first."""

    def demonym(self, word: str) -> str | None:
        """The country whose people a word names."""

    def country(self, code: str) -> Place:
        """The country of an ISO 3166-1 alpha-2 code."""


class Knowledge:
    """A gazetteer's answers, remembered for one text."""

    def __init__(
        self,
        gazetteer: Gazetteer,
        abbreviations: frozenset[str] = frozenset(),
        headed: frozenset[str] = frozenset(),
        opening: frozenset[str] = frozenset(),
    ) -> None:
        """``headed`` are the names in capitals that open datelines, and so are no acronyms.

        ``opening`` are those with nothing but a dash behind them, which are acronyms as often.
        """
        self._gazetteer = gazetteer
        self._abbreviations = abbreviations
        self._headed = headed
        self._opening = opening
        self._places: dict[str, tuple[Place, ...]] = {}
        self._standings: dict[str, str] = {}
        self._own: dict[str, bool] = {}
        self._alike: dict[str, frozenset[str | None]] = {}
        self._demonyms: dict[str, str | None] = {}

    def places(self, name: str) -> tuple[Place, ...]:
        """The namesakes, best first; empty where the name is unknown."""
        if name not in self._places:
            known = len(name) > 1 and self._gazetteer.has(name)
            found = self._gazetteer.spelled(name, limit=_NAMESAKES) if known else []
            self._places[name] = tuple(c.place for c in found if self._is_meant(name, c))
        return self._places[name]

    def _is_meant(self, name: str, candidate: Candidate) -> bool:
        headed = name in self._headed or (name in self._opening and _is_town(name, candidate))
        if not (headed or _credible(name, candidate)):
            return False
        return _same_article(name, candidate) and not self._is_code(name, candidate.place)

    def _is_code(self, name: str, place: Place) -> bool:
        """Whether a country's name is a code that only tables use."""
        return place.is_country and name.isupper() and len(name) == _CODE and name.lower() not in self._abbreviations

    def opens_report(self, name: str) -> bool:
        """Whether a known name opens a dateline."""
        return name in self._headed | self._opening and bool(self.places(name))

    def is_own(self, name: str) -> bool:
        """Whether a place is called so by its main name rather than by one among many."""
        if name not in self._own:
            folded = fold(name)
            self._own[name] = any(fold(place.name) == folded for place in self.places(name))
        return self._own[name]

    def standing(self, name: str) -> str:
        """How prominent the most prominent place of a name is: :func:`standing`."""
        if name not in self._standings:
            self._standings[name] = standing(self.places(name))
        return self._standings[name]

    def is_of_the_user(self, name: str) -> bool:
        """Whether it is a name of several words that a place of the user's own bears: nobody else's chance words."""
        return " " in name and any(place.own for place in self.places(name))

    def is_prominent(self, name: str) -> bool:
        """Whether it is the main name of a country or of a city of half a million."""
        folded, least = fold(name), _SIZES[0][0]
        return any(
            fold(place.name) == folded
            and (place.is_country or (place.feature_class == "P" and place.population >= least))
            for place in self.places(name)
        )

    def alike(self, name: str) -> frozenset[str | None]:
        """The countries of places whose names are the same but for transliteration."""
        if name not in self._alike:
            found = self._gazetteer.lookup(name, limit=_NAMESAKES, fuzzy=False) if len(name) > _SHORTEST else []
            self._alike[name] = frozenset(candidate.place.country for candidate in found)
        return self._alike[name]

    def demonym(self, word: str) -> str | None:
        """The country whose people or language the word names."""
        if word not in self._demonyms:
            self._demonyms[word] = self._gazetteer.demonym(word)
        return self._demonyms[word]

    def country_name(self, code: str) -> str | None:
        """The name of a country by its ISO 3166-1 alpha-2 code; None for codes that are no country's."""
        try:
            return self._gazetteer.country(code).name
        except PlaceNotFoundError:
            return None

    def home(self, names: Iterable[str], words: Iterable[str] = ()) -> frozenset[str]:
        """The countries that a text speaks of, told by the names that surely are places and by words for peoples."""
        countries = Counter(place.country for name in names for place in self.places(name)[:1] if place.country)
        countries.update(code for word in words if (code := self.demonym(word)))
        return frozenset(country for country, _ in countries.most_common(4))


def _credible(name: str, candidate: Candidate) -> bool:
    """Whether short names and capitals are meant so: "US" is a country, "WHO" no village, "Col" not Colombia's code."""
    if len(name) > _LONGEST_ACRONYM:
        return True
    if name.isupper() or len(name) < _SHORTEST:
        return candidate.place.is_area and (candidate.name.isupper() or candidate.name == name)
    return not candidate.name.isupper()


def _is_town(name: str, candidate: Candidate) -> bool:
    """Whether a name in capitals is the main one of a town."""
    place = candidate.place
    return place.feature_class == "P" and place.population >= _SIZES[-1][0] and fold(place.name) == fold(name)


def _same_article(name: str, candidate: Candidate) -> bool:
    """Whether a "the" is part of the name: it is of "The Hague", it is not of "The Sabratha militia"."""
    return not name.lower().startswith("the ") or candidate.name.lower().startswith("the ")


def standing(places: tuple[Place, ...]) -> str:
    """How prominent the most prominent place of a name is, in a word.

    >>> standing(()), standing((Place("geonames:2210247", "Tripoli", 32.9, 13.2, population=1_150_989),))
    ('unknown', 'metropolis')
    """
    if not places:
        return "unknown"
    best = max(places[:3], key=_rank)
    if best.is_country:
        return "country"
    if best.feature_class == "P":
        return next((word for least, word in _SIZES if best.population >= least), "village")
    if best.feature_code == "ADM1" or best.feature_class == "L":
        return "area"
    return {"A": "district", "S": "site"}.get(best.feature_class, "feature")


def _rank(place: Place) -> tuple[bool, bool, int]:
    return place.is_country, place.is_area, place.population
