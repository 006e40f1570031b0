"""Corrections applied to a situation and withdrawn from it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from gazetteer.footprint import of_place
from geo.actor import Actor
from geo.claim import ROLES, ActorRef, Claim, PlaceRef
from geo.correcting.asserting import claim_of, period_of
from geo.correcting.choosing import Choosing
from geo.correcting.places import Fixes, Reach, fix_mentions, fix_ref, moved_ref
from geo.correction import Correction
from geo.situation import Situation
from geo.state import Period, overlaid, track

__all__ = ["Corrector", "correct", "restored", "with_struck"]

Related = Callable[[dict[str, Actor]], dict[str, Actor]]
_PARTIES = ("actor", "opponent", "speaker")


class Corrector:
    """Applies corrections to one part of the reading after the other, and tells which have applied to nothing.

    ``reach`` gives the footprint of a place; ``related`` adds, to actors by id, those that they are part of.
    """

    def __init__(
        self, corrections: Iterable[Correction], *, reach: Reach = of_place, related: Related | None = None
    ) -> None:
        self._choosing = Choosing(corrections)
        self._reach = reach
        self._related = related or dict

    @property
    def corrections(self) -> tuple[Correction, ...]:
        """The corrections, each once, in their own order."""
        return self._choosing.corrections

    @property
    def unused(self) -> tuple[Correction, ...]:
        """The corrections that have met nothing to correct so far."""
        return self._choosing.unused

    def applied(self, situation: Situation) -> Situation:
        """The situation with what it read corrected, and without periods; assertions are not part of it."""
        plain = restored(situation)
        mentions, fixes = fix_mentions(plain.mentions, self._choosing, self._reach)
        actors = self._actors(plain.actors)
        found = (self._claim(claim, fixes.get(claim.article, Fixes()), actors) for claim in plain.claims)
        return replace(
            plain,
            claims=tuple(claim for claim in found if claim is not None),
            mentions=tuple(mentions),
            actors=actors,
            periods=(),
            corrections=self.corrections,
            read_claims=plain.claims,
            read_mentions=plain.mentions,
            read_actors=tuple(plain.actors),
        )

    def asserted(self) -> tuple[Claim, ...]:
        """The claims that the corrections themselves make."""
        return tuple(claim_of(correction) for correction in self._choosing.asserted)

    def _actors(self, known: Mapping[str, Actor]) -> dict[str, Actor]:
        meant = {c.actor.id: c.actor for c in self.corrections if c.actor is not None}
        return {**self._related({**meant, **known})} if meant else dict(known)

    def _claim(self, claim: Claim, fixes: Fixes, actors: Mapping[str, Actor]) -> Claim | None:
        """The claim as corrected; None for one that is wrong, or has lost its only place."""
        if self._choosing.claim(claim) is not None:
            return None
        notes: list[str] = []
        changed: dict[str, PlaceRef | ActorRef | None] = {}
        for role, ref in claim.places().items():
            if correction := fix_ref(ref, claim.article, fixes, self._choosing):
                changed[role] = moved_ref(ref, correction.place, self._reach) if correction.place else None
                notes.append(str(correction))
        if changed and all(changed.get(role, getattr(claim, role)) is None for role in ROLES):
            return None
        for name in _PARTIES:
            party: ActorRef | None = getattr(claim, name)
            if party and (correction := self._choosing.actor(party, claim.article)) and correction.actor:
                changed[name] = ActorRef(actors[correction.actor.id], party.text)
                notes.append(str(correction))
        return _noted(claim, changed, notes) if changed else claim


def _noted(claim: Claim, changed: Mapping[str, object], notes: Iterable[str]) -> Claim:
    note = "; ".join(dict.fromkeys(notes))
    explanation = "; ".join(filter(None, (claim.explanation, f"corrected: {note}")))
    return replace(claim, **changed, corrected=note, explanation=explanation)  # type: ignore[arg-type]


def correct(situation: Situation, corrector: Corrector) -> Situation:
    """The situation as corrected, with its periods tracked anew; what was read before is kept in it.

    Corrections that the situation came with are withdrawn first, so that applying the same ones twice is applying
    them once, and applying none gives back what was read.

    >>> correct(Situation(title="North"), Corrector([])).title
    'North'
    """
    plain = restored(situation)
    if not corrector.corrections:
        return replace(plain, periods=_tracked(plain))
    fixed = corrector.applied(plain)
    asserted = corrector.asserted()
    periods = overlaid(_tracked(fixed), (period_of(claim, fixed.actors) for claim in asserted))
    struck = _struck(fixed, Choosing(corrector.corrections))
    notes = {claim.id: claim.corrected for claim in fixed.claims if claim.corrected}
    return replace(
        fixed,
        claims=(*fixed.claims, *asserted),
        periods=tuple(_explained(period, notes, struck) for period in periods),
    )


def _tracked(situation: Situation) -> tuple[Period, ...]:
    named = (m.mention.place for m in situation.mentions if m.mention.role == "literal" and not m.mention.offset)
    places = {place.id: place for place in named if place is not None}
    return track(situation.claims, actors=situation.actors, places=places.values())


def restored(situation: Situation) -> Situation:
    """The situation as it was read, without corrections; where any stood, without periods.

    >>> restored(Situation(title="North")).title
    'North'
    """
    if not situation.corrections:
        return situation
    return replace(
        situation,
        claims=situation.read_claims,
        mentions=situation.read_mentions,
        actors={id: situation.actors[id] for id in situation.read_actors},
        periods=(),
        corrections=(),
        read_claims=(),
        read_mentions=(),
        read_actors=(),
    )


def with_struck(situation: Situation) -> tuple[Claim, ...]:
    """The claims of a corrected situation in the order in which they were read, with those that corrections set aside:
    marked as ``struck`` in their field ``corrected``, with the correction that does so.

    >>> with_struck(Situation())
    ()
    """
    kept = {claim.id: claim for claim in situation.claims}
    choosing = Choosing(situation.corrections)
    read = [kept.pop(c.id) if c.id in kept else _marked(c, choosing) for c in situation.read_claims]
    return (*read, *kept.values())


def _marked(claim: Claim, choosing: Choosing) -> Claim:
    correction = choosing.claim(claim)
    return replace(claim, corrected=f"struck: {correction or 'no place of it is left'}")


def _struck(situation: Situation, choosing: Choosing) -> dict[str, list[tuple[Claim, str]]]:
    """By place, the claims that were set aside, and why."""
    kept = {claim.id for claim in situation.claims}
    struck: dict[str, list[tuple[Claim, str]]] = defaultdict(list)
    for claim in situation.read_claims:
        if claim.id not in kept and (correction := choosing.claim(claim)):
            for ref in claim.places().values():
                if ref.place is not None:
                    struck[ref.place.id].append((claim, str(correction)))
    return struck


def _explained(period: Period, notes: Mapping[str, str], struck: Mapping[str, Iterable[tuple[Claim, str]]]) -> Period:
    """The period with the corrections that it rests on."""
    told = [notes[id] for id in (*period.claims, *period.against) if id in notes]
    told += [note for claim, note in struck.get(period.place.id, ()) if period.covers(claim.reported)]
    said = "; ".join(dict.fromkeys(filter(None, (period.corrected, *told))))
    return replace(period, corrected=said) if said else period
