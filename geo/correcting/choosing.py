"""Which correction applies to a name, an actor or a claim, and which have applied to nothing."""

from __future__ import annotations

from collections.abc import Iterable

from gazetteer.names import fold
from geo.claim import ActorRef, Claim
from geo.correction import Correction, consolidated

__all__ = ["Choosing"]


class Choosing:
    """The corrections by what they correct; the nearest one applies: of an article before of all, words before ids."""

    def __init__(self, corrections: Iterable[Correction]) -> None:
        self.corrections = consolidated(corrections)
        self._used: set[tuple[str, ...]] = set()
        self._by_key = {c.key: c for c in self.corrections}
        self._quoted: dict[str, list[Correction]] = {}
        for correction in self.corrections:
            if correction.kind == "claim" and not correction.claim:
                self._quoted.setdefault(correction.article, []).append(correction)

    @property
    def unused(self) -> tuple[Correction, ...]:
        """Those that nothing was found for so far; what is asserted needs nothing."""
        return tuple(c for c in self.corrections if c.kind != "control" and c.key not in self._used)

    @property
    def asserted(self) -> tuple[Correction, ...]:
        """Assertions of control."""
        return tuple(c for c in self.corrections if c.kind == "control")

    def place(self, text: str, article: str) -> Correction | None:
        """The correction of a place's name in an article."""
        return self._named("place", text, article)

    def actor(self, ref: ActorRef, article: str) -> Correction | None:
        """The correction of an actor, by the article's words or by its id."""
        return self._named("actor", ref.text, article) or self._named("actor", ref.actor.id, article)

    def claim(self, claim: Claim) -> Correction | None:
        """The correction by which a claim is wrong."""
        if found := self._take(("claim", claim.id)):
            return found
        quoted = self._quoted.get(claim.article, ())
        sentence = " ".join(claim.evidence.text.split()) if quoted else ""
        hits = [c for c in quoted if " ".join(c.text.split()) in sentence]
        self._used.update(c.key for c in hits)
        return hits[0] if hits else None

    def _named(self, kind: str, text: str, article: str) -> Correction | None:
        words = fold(text) or text
        return self._take((kind, words, article)) or self._take((kind, words, ""))

    def _take(self, key: tuple[str, ...]) -> Correction | None:
        found = self._by_key.get(key)
        if found is not None:
            self._used.add(key)
        return found
