"""Asks a service for the names of a document that the gazetteer leaves unknown, in the countries it is about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Protocol

from gazetteer.distance import kilometres
from gazetteer.errors import OnlineError
from gazetteer.names import fold
from gazetteer.place import Candidate
from gazetteer.resolver import Resolution, Toponym

__all__ = ["LastResort"]

_SURE, _ANYWHERE = 0.75, 0.4  # guesses: of an answer in the document's country, and of one anywhere
_SAME = 0.97  # likeness of names that are the same but for case and accents
_COUNTRIES = 2
_SHARE = 0.25  # of the document's places, for a country that is asked about
_SAME_KM = 25.0
_ALTERNATIVES = 5


class _Asked(Protocol):
    @property
    def service(self) -> str: ...

    @property
    def method(self) -> str: ...

    def ask(self, name: str, *, country: str | None = None) -> tuple[list[Candidate], str]: ...


class LastResort:
    """The last one to be asked which place a name means.

    ``warn`` is told once when the service fails; what it does not answer stays unknown.
    """

    def __init__(self, online: _Asked, *, warn: Callable[[str], None]) -> None:
        self._online = online
        self._warn: Callable[[str], None] | None = warn
        self._failed: set[tuple[str, str | None]] = set()

    def settle(self, toponyms: Sequence[Toponym], found: Sequence[Resolution]) -> list[Resolution]:
        """The answers of one document, with the service's for names without one.

        A name is asked for in the country that the text names for it, else in the one or two that most of the
        document's places lie in; where there are none, anywhere, and then only the very name counts.
        """
        countries = _countries(found)
        parents = {
            fold(t.text): answer.place.country
            for t, answer in zip(toponyms, found, strict=True)
            if answer.place is not None and answer.place.is_country
        }
        return [
            answer if answer.place is not None else self._asked(t, parents.get(fold(t.parent or "")), countries, answer)
            for t, answer in zip(toponyms, found, strict=True)
        ]

    def _asked(self, toponym: Toponym, parent: str | None, countries: list[str], unknown: Resolution) -> Resolution:
        asked: Sequence[str | None] = [parent] if parent else countries or [None]
        for country in asked:
            candidates, day = self._ask(toponym.text, country)
            if country is None:
                candidates = [c for c in candidates if c.score >= _SAME]
            if candidates:
                return self._resolution(candidates, country, day)
        return unknown

    def _ask(self, name: str, country: str | None) -> tuple[list[Candidate], str]:
        if (name, country) in self._failed:
            return [], ""
        try:
            return self._online.ask(name, country=country)
        except OnlineError as error:
            self._failed.add((name, country))
            warn, self._warn = self._warn, None
            if warn:
                warn(f"{error}; what the gazetteer does not know stays unresolved")
            return [], ""

    def _resolution(self, candidates: list[Candidate], country: str | None, day: str) -> Resolution:
        best, *others = candidates
        rivals = [c for c in others if c.score >= best.score and _apart(c, best)]
        sure = (_SURE if country else _ANYWHERE) * best.score / (1 + len(rivals))
        where = f" in {country}" if country else ""
        return Resolution(
            "ambiguous" if rivals else "resolved",
            best.place,
            round(sure, 3),
            tuple((c, round(sure * c.score, 3) if c in rivals else 0.0) for c in others[:_ALTERNATIVES]),
            f"not in the gazetteer; {self._online.service} answered {best.name}{where} on {day}",
            self._online.method,
        )


def _countries(found: Sequence[Resolution]) -> list[str]:
    """The countries that most places of a document lie in, the most frequent first."""
    weights: Counter[str] = Counter()
    for answer in found:
        if answer.place is not None and answer.place.country:
            weights[answer.place.country] += answer.confidence  # type: ignore[assignment]
    total = sum(weights.values())
    return [code for code, weight in weights.most_common(_COUNTRIES) if weight >= _SHARE * total]


def _apart(candidate: Candidate, other: Candidate) -> bool:
    return kilometres(candidate.place.position, other.place.position) > _SAME_KM
