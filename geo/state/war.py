"""What all claims of a war together tell: who is whose only foe, who holds how much, whose country it was."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from geo.actor import Actor
from geo.claim import Claim
from geo.state.indication import Indication, day_of, is_evidence
from geo.state.parameters import Parameters
from geo.state.sides import Sides

__all__ = ["Foes", "War", "tells", "war_of"]

Foes = dict[tuple[str, int], Actor]
_OFFICIAL = {"state", "government", "armed_forces"}


@dataclass(frozen=True, slots=True)
class War:
    """What all claims together tell: each side's only opponent by year, its first day, how often it is told to hold
    something by country, each country's own forces, who fights whom by place, and the last day of all.
    """

    foes: Foes
    first_days: Mapping[str, int]
    holders: Mapping[str | None, Mapping[str, int]]
    incumbents: Mapping[str | None, Actor]
    quarrels: Mapping[str, Sequence[Claim]]
    until: dt.date


def war_of(
    claims: Sequence[Claim],
    by_place: Mapping[str, Sequence[Indication]],
    quarrels: Mapping[str, Sequence[Claim]],
    sides: Sides,
    parameters: Parameters,
) -> War:
    """The war that claims, and what they indicate by place, tell of."""
    actors: dict[str, Actor] = {}
    holders = _holders(by_place, sides, actors)
    return War(
        foes=_foes(claims, sides, parameters),
        first_days=_first_days(by_place, sides),
        holders=holders,
        incumbents=_incumbents(holders, actors, parameters),
        quarrels=quarrels,
        until=max((day for c in claims for day in _days(c) if day), default=dt.date.min),
    )


def tells(indication: Indication) -> bool:
    """Whether it says in so many words who holds, takes, loses or contests its place."""
    return indication.direct and indication.claim.kind == "control"


def _days(claim: Claim) -> tuple[dt.date | None, ...]:
    """The days by which time is known to have passed: every report's, and an event's where it is one."""
    return (claim.reported, day_of(claim) if is_evidence(claim) else None)


def _incumbents(
    holders: Mapping[str | None, Mapping[str, int]], actors: Mapping[str, Actor], parameters: Parameters
) -> dict[str | None, Actor]:
    """By country the one official side that was there before any war: told to hold something, its beginning not known.

    Rival governments have beginnings, or there are two of them: then there is none.
    """
    found: dict[str | None, Actor] = {}
    for country, counts in holders.items():
        least = parameters.incumbent_share * sum(counts.values())
        own = [actors[id] for id, n in counts.items() if n >= least and _is_official(actors[id], country)]
        if len(own) == 1:
            found[country] = own[0]
    return found


def _is_official(actor: Actor, country: str | None) -> bool:
    return actor.kind in _OFFICIAL and actor.start is None and bool(country) and _home(actor) == country


def _home(actor: Actor) -> str:
    return actor.country or (actor.id.partition(":")[2] if actor.kind == "state" else "")


def _foes(claims: Iterable[Claim], sides: Sides, parameters: Parameters) -> Foes:
    """For each side its one opponent, where nearly all that is told names the same; by side and by year."""
    named: dict[tuple[str, int], dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    actors: dict[str, Actor] = {}
    for claim in claims:
        day = day_of(claim)
        if claim.kind == "control" and is_evidence(claim) and claim.actor and claim.opponent and day:
            one, other = sides.side(claim.actor.actor, day), sides.side(claim.opponent.actor, day)
            actors |= {one.id: one, other.id: other}
            named[one.id, day.year][other.id].add(claim.article)
            named[other.id, day.year][one.id].add(claim.article)
    foes: Foes = {}
    for key, others in named.items():
        counts = {id: len(articles) for id, articles in others.items() if id != key[0] and len(articles) > 1}
        foe = max(counts, key=lambda id: (counts[id], id), default="")
        if foe and counts[foe] >= max(parameters.renown, parameters.sole_foe * sum(counts.values())):
            foes[key] = actors[foe]
    return foes


def _first_days(by_place: Mapping[str, Sequence[Indication]], sides: Sides) -> dict[str, int]:
    """The first day, as an ordinal, on which anything is told of each side."""
    first: dict[str, int] = {}
    named = {(i.actor, i.claim.reported) for found in by_place.values() for i in found if i.actor and i.claim.reported}
    for who, day in named:
        for actor in sides.chain(who, day):
            first[actor.id] = min(day.toordinal(), first.get(actor.id, day.toordinal()))
    return first


def _holders(
    by_place: Mapping[str, Sequence[Indication]], sides: Sides, actors: dict[str, Actor]
) -> dict[str | None, Counter[str]]:
    """In how many articles each side is told to hold or take something, by country; adds to ``actors`` by id."""
    told = {
        (i.place.country, sides.side(i.actor, i.day), i.claim.article)
        for found in by_place.values()
        for i in found
        if i.actor and tells(i) and i.tendency in ("hold", "gain")
    }
    counts: dict[str | None, Counter[str]] = defaultdict(Counter)
    for country, side, _ in told:
        actors[side.id] = side
        counts[country][side.id] += 1
    return counts
