"""Control that an analyst asserts: as a claim that answers cite, and as a period that stands."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from geo.actor import Actor
from geo.claim import ActorRef, Claim, Evidence, PlaceRef
from geo.correction import Correction
from geo.interval import Interval
from geo.state import Period, Sides

__all__ = ["ASSERTED", "claim_of", "period_of"]

#: The article that asserted claims name: none that was read.
ASSERTED = "correction"


def claim_of(correction: Correction) -> Claim:
    """The claim that an assertion makes, with its note, else its source, for a sentence."""
    assert correction.actor is not None
    assert correction.place is not None
    number = hashlib.sha256("\0".join(correction.key).encode()).hexdigest()[:12]
    words = correction.note or correction.source or str(correction)
    return Claim(
        id=f"{ASSERTED}:{number}",
        article=ASSERTED,
        kind="control",
        action="holds",
        evidence=Evidence(ASSERTED, 0, len(words), words, (0, len(words))),
        actor=ActorRef(correction.actor, correction.actor.name),
        place=PlaceRef(correction.place.name, 0, correction.place),
        time=Interval(correction.start, correction.end, "span"),
        reported=correction.start,
        source=correction.source or "analyst",
        confidence=1.0,
        explanation="asserted by a correction, not read in an article",
        corrected=f"asserted: {words}",
    )


def period_of(claim: Claim, actors: Mapping[str, Actor]) -> Period:
    """The period of an asserted claim."""
    assert claim.actor is not None
    assert claim.place is not None
    assert claim.place.place is not None
    assert claim.time is not None
    holder = actors.get(claim.actor.actor.id, claim.actor.actor)
    return Period(
        place=claim.place.place,
        start=claim.time.start,
        end=claim.time.end,
        status="held",
        basis="assessed",
        holder=holder,
        claimants=(holder,),
        claims=(claim.id,),
        confidence=1.0,
        last_evidence=claim.time.end or claim.time.start,
        side=Sides(actors).side(holder, claim.time.start),
        reason=claim.corrected,
        corrected=claim.corrected,
    )
