"""Rows of movements and incidents, and of the claims that cannot be drawn."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from geo.actor import Actor
from geo.article import Article
from geo.claim import Claim, PlaceRef
from geo.features.arrows import arrows
from geo.features.attributes import Fields, actor_label, claim_fields, joined, place_label, position, symbology
from geo.features.geometry import point

__all__ = ["incident_rows", "movement_rows"]

_NEGATED = "said not to be so"

Rows = tuple[list[Fields], list[Fields]]


def movement_rows(claims: Iterable[Claim], actors: Mapping[str, Actor], articles: Mapping[str, Article]) -> Rows:
    """Rows of the movements that can be drawn, and of the rest with the reason."""
    told = [claim for claim in claims if claim.kind == "movement"]
    lines = arrows(claim for claim in told if claim.factuality != "negated")
    drawn, rest = [], []
    for claim in told:
        arrow = lines.get(claim.id)
        if arrow is None or arrow.geometry is None:
            rest.append(_unplaced(claim, arrow.reason if arrow else _NEGATED, articles))
            continue
        shape = {"forced": claim.forced, "partial_geometry": arrow.partial, "geometry": arrow.geometry}
        drawn.append({**_fields(claim, actors, articles), **_way(claim), **shape})
    return drawn, rest


def incident_rows(claims: Iterable[Claim], actors: Mapping[str, Actor], articles: Mapping[str, Article]) -> Rows:
    """Rows of the incidents that have a known place, and of the rest with the reason."""
    drawn, rest = [], []
    for claim in (claim for claim in claims if claim.kind == "incident"):
        ref = claim.place or next(iter(claim.places().values()), None)
        spot = position(ref)
        if ref is None or spot is None or claim.factuality == "negated":
            rest.append(_unplaced(claim, _why(claim, ref), articles))
        else:
            where = {"place": place_label(ref), "place_id": ref.place.id if ref.place else None}
            drawn.append({**_fields(claim, actors, articles), **_toll(claim), **where, "geometry": point(spot)})
    return drawn, rest


def _fields(claim: Claim, actors: Mapping[str, Actor], articles: Mapping[str, Article]) -> Fields:
    actor = claim.actor.actor if claim.actor else None
    return {**claim_fields(claim, articles), **symbology(actor, actors, claim.reported)}


def _way(claim: Claim) -> Fields:
    refs = {"origin": claim.origin, "destination": claim.destination, "via": claim.via, "toward": claim.toward}
    return {role: place_label(ref) for role, ref in refs.items()}


def _toll(claim: Claim) -> Fields:
    dead, wounded = claim.dead or (None, None), claim.wounded or (None, None)
    bounds = {"dead_min": dead[0], "dead_max": dead[1], "wounded_min": wounded[0], "wounded_max": wounded[1]}
    return {"opponent": actor_label(claim.opponent), **bounds}


def _why(claim: Claim, ref: PlaceRef | None) -> str:
    if claim.factuality == "negated":
        return _NEGATED
    return "no place of it is known to the gazetteer" if ref else "no place is told"


def _unplaced(claim: Claim, reason: str, articles: Mapping[str, Article]) -> Fields:
    words = [label for ref in claim.places().values() if (label := place_label(ref))]
    return {**claim_fields(claim, articles), "kind": claim.kind, "place": joined(words), "reason": reason}
