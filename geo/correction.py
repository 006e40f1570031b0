"""What an analyst sets right by hand: a place, a claim, an actor, or who held what."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from gazetteer.names import fold
from gazetteer.place import Place
from geo.actor import Actor

__all__ = ["CORRECTED", "Correction", "CorrectionKind", "consolidated"]

#: The method of a resolution that an analyst has made.
CORRECTED = "correction"
CorrectionKind = Literal["place", "claim", "actor", "control"]


@dataclass(frozen=True, slots=True)
class Correction:
    """One override. ``kind`` says which, and which of the other fields count:

    - ``place``: the name ``text`` means ``place``, None for no place at all; in one ``article`` or, if empty, in all.
    - ``claim``: the claim with the id ``claim``, or those in ``article`` whose sentence has the words ``text``, are
      wrong.
    - ``actor``: who is called ``text``, or has it for an id, is ``actor``; in one article or in all.
    - ``control``: ``actor`` held ``place`` from ``start`` to ``end`` (inclusive; None until reports tell of a change).

    ``note`` says why, ``source`` where it is known from.

    >>> print(Correction("place", "Kobar", note="a street"))
    'Kobar' is no place: a street
    """

    kind: CorrectionKind
    text: str = ""
    article: str = ""
    claim: str = ""
    place: Place | None = None
    actor: Actor | None = None
    start: dt.date | None = None
    end: dt.date | None = None
    source: str = ""
    note: str = ""

    @property
    def key(self) -> tuple[str, ...]:
        """What it corrects: of two corrections with one key only one can stand."""
        if self.kind == "control":
            return self.kind, self.place.id if self.place else "", self.start.isoformat() if self.start else ""
        if self.kind == "claim":
            return (self.kind, self.claim) if self.claim else (self.kind, "", self.article, " ".join(self.text.split()))
        return self.kind, fold(self.text) or self.text, self.article

    def __str__(self) -> str:
        why = "; ".join(filter(None, (self.note, self.source)))
        return f"{self._what()}: {why}" if why else self._what()

    def _what(self) -> str:
        where = f" in {self.article}" if self.article else ""
        if self.kind == "claim":
            return f"claim {self.claim} is wrong" if self.claim else f"{self.text!r}{where} is wrong"
        place = f"{self.place.name} ({self.place.id})" if self.place else "no place"
        actor = self.actor.name if self.actor else "nobody"
        if self.kind == "control":
            return f"{actor} holds {place} from {self.start} to {self.end or 'further notice'}"
        return f"{self.text!r}{where} is {actor if self.kind == 'actor' else place}"


def consolidated(corrections: Iterable[Correction]) -> tuple[Correction, ...]:
    """Each correction once, in an order of their own; where several have one key the choice depends on no order.

    >>> one, other = Correction("claim", claim="c1", note="a"), Correction("claim", claim="c1", note="b")
    >>> consolidated([one, other, one]) == consolidated([other, one])
    True
    """
    chosen = {correction.key: correction for correction in sorted(corrections, key=repr)}
    return tuple(correction for _, correction in sorted(chosen.items()))
