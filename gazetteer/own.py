"""The last word of a user's own places: where one has the very name, it is meant, whatever else bears that name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from gazetteer.distance import kilometres
from gazetteer.names import fold
from gazetteer.place import Candidate, Place
from gazetteer.resolver import Resolution, Toponym

__all__ = ["OwnPlaces"]

_SURE = 0.95
_ALTERNATIVES = 5


class OwnPlaces:
    """A user's places by their names.

    >>> own = OwnPlaces([Place("own:mill", "Old Mill", lat=32.1, lon=12.2, names=("Tahuna",))])
    >>> own.settle([Toponym("old mill", 0, 8)], [Resolution("unknown")])[0].place.id
    'own:mill'
    """

    def __init__(self, places: Iterable[Place]) -> None:
        self._named: dict[str, list[Place]] = {}
        for place in places:
            for key in {fold(name) for name in (place.name, *place.names)}:
                self._named.setdefault(key, []).append(place)

    def settle(self, toponyms: Sequence[Toponym], found: Sequence[Resolution]) -> list[Resolution]:
        """The answers of one document, with the user's place for every name that is one's, but for case and accents.

        Of several that bear the name the resolver's choice stays, else the one is taken that lies nearest to the
        other places of the document.
        """
        others = [answer.place for answer in found if answer.place and not answer.place.is_area]
        return [self._settled(toponym.text, answer, others) for toponym, answer in zip(toponyms, found, strict=True)]

    def _settled(self, text: str, answer: Resolution, others: Sequence[Place]) -> Resolution:
        own = self._named.get(fold(text), [])
        if not own:
            return answer
        chosen = next((p for p in own if answer.place and p.id == answer.place.id), None) or _nearest(own, others)
        displaced = [(Candidate(p, text, "exact", 1.0), 0.0) for p in (answer.place,) if p and p.id != chosen.id]
        rest = [pair for pair in answer.alternatives if pair[0].place.id != chosen.id]
        return replace(
            answer,
            status="resolved",
            place=chosen,
            confidence=max(_SURE, answer.confidence),
            alternatives=(*displaced, *rest)[:_ALTERNATIVES],
            reason="one of your own places has this name",
            method="own",
        )


def _nearest(own: Sequence[Place], others: Sequence[Place]) -> Place:
    def distance(place: Place) -> float:
        return min((kilometres(place.position, other.position) for other in others), default=0.0)

    return min(own, key=distance)
