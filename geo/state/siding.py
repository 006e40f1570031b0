"""Which side each indication counts for at its place: brigades by their forces, allies together, foes apart."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence

from geo.actor import Actor
from geo.claim import Claim
from geo.state.indication import Indication, day_of
from geo.state.sides import Sides
from geo.state.telling import Sided

__all__ = ["by_side", "quarrels"]

_TOGETHER = 30  # days within which reports of two allies tell of the time of their alliance
_MOST_SIDES = 8  # a place where more sides are named is a country or a muddle; the least told are left out


def quarrels(found: Iterable[Indication]) -> list[Claim]:
    """The claims behind indications that set two actors against each other, each once."""
    claims = {i.claim.id: i.claim for i in found}
    return [c for c in claims.values() if c.actor and c.opponent and c.actor.actor.id != c.opponent.actor.id]


def by_side(found: Sequence[Indication], sides: Sides, quarrels: Iterable[Claim]) -> list[Sided]:
    """Each indication with its actor's side; forces that fight each other here are no side, whatever unites them.

    ``quarrels`` are claims that set two actors against each other here.

    >>> by_side([], Sides(), [])
    []
    """
    pairs = [(c.actor.actor, c.opponent.actor, day_of(c)) for c in quarrels if c.actor and c.opponent]
    split = frozenset(id for one, other, day in pairs for id in sides.common(one, other, day))
    foes = {frozenset(sides.side(a, day, split=split).id for a in pair) for *pair, day in pairs}
    found_sides = [Sided(i, sides.side(i.actor, i.day, split=split) if i.actor else None) for i in found]
    return _most_told(_with_allies(found_sides, sides, foes))


def _with_allies(sided: list[Sided], sides: Sides, foes: Collection[frozenset[str]]) -> list[Sided]:
    """Allies that do not fight each other here are one side, called by the one that is told of more."""
    actors = {s.side: s.actor for s in sided if s.actor}
    if len(actors) < 2:
        return sided
    days: dict[str, set[dt.date | None]] = defaultdict(set)
    weights: dict[str, float] = defaultdict(float)
    for s in sided:
        days[s.side].add(s.indication.day)
        weights[s.side] += s.indication.weight
    ranked = sorted(actors, key=lambda id: (-weights[id], id))
    leader: dict[str, Actor] = {}
    for n, id in enumerate(ranked):
        ally = next((a for a in ranked[:n] if _are_one(sides, actors[a], actors[id], days[a], days[id], foes)), id)
        leader[id] = leader.get(ally, actors[ally])
    return [Sided(s.indication, leader[s.side]) if s.actor else s for s in sided]


def _are_one(
    sides: Sides,
    one: Actor,
    other: Actor,
    days: Iterable[dt.date | None],
    other_days: Iterable[dt.date | None],
    foes: Collection[frozenset[str]],
) -> bool:
    """Whether two do not fight each other here, and are allied whenever both are told of within a short time.

    What is told of one of them long before the alliance, or after, is then told of what was to be, or had been, one.
    """
    if frozenset((one.id, other.id)) in foes:
        return False
    together = _met(days, other_days) | _met(other_days, days)
    return bool(together) and all(sides.allied(one, other, day) for day in together)


def _met(days: Iterable[dt.date | None], others: Iterable[dt.date | None]) -> set[dt.date | None]:
    """The days of the one that have a day of the other near; what nothing dates is near to all."""
    ordered = sorted(day.toordinal() for day in others if day)
    undated = None in set(others)
    return {day for day in days if undated or day is None or _is_near(day.toordinal(), ordered)}


def _is_near(day: int, ordered: Sequence[int]) -> bool:
    place = bisect_left(ordered, day - _TOGETHER)
    return place < len(ordered) and ordered[place] <= day + _TOGETHER


def _most_told(sided: list[Sided]) -> list[Sided]:
    totals: dict[str, float] = defaultdict(float)
    for s in sided:
        totals[s.side] += s.indication.weight
    named = sorted((id for id in totals if id), key=lambda id: (-totals[id], id))[:_MOST_SIDES]
    return [s for s in sided if not s.side or s.side in named]
