"""From claims to periods: each place by itself, each by its evidence alone."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from geo.actor import Actor
from geo.claim import Claim
from geo.state.history import Bearing, history
from geo.state.indication import Indication, day_of, indications
from geo.state.parameters import PARAMETERS, Parameters
from geo.state.period import Period
from geo.state.sides import Sides
from geo.state.spans import Sided, periods_of

__all__ = ["freshness", "track"]

_MOST_SIDES = 8  # a place where more sides are named is a country or a muddle; the least told are left out


def track(
    claims: Iterable[Claim],
    *,
    actors: Mapping[str, Actor] | None = None,
    parameters: Parameters = PARAMETERS,
) -> tuple[Period, ...]:
    """Who held what, when, as a function of the set of claims: neither order nor repetition matters.

    ``actors`` are those that roll-ups pass through, by id. Periods come by place and day; those of one place
    never overlap. Denied and merely possible claims change nothing; places that nobody could resolve, points
    worked out from a place, and places of which no claim tells who holds or contests them have no period. Claims
    that nothing dates make one period without start, and only where no dated claim speaks of the place.

    >>> track([])
    ()
    """
    claims = tuple(claims)
    sides = Sides(actors or {})
    by_place: dict[str, list[Indication]] = defaultdict(list)
    for indication in indications(claims, parameters):
        by_place[indication.place.id].append(indication)
    until = max((day for c in claims for day in (c.reported, day_of(c)) if day), default=dt.date.min)
    found = [p for _, place in sorted(by_place.items()) for p in _place(place, sides, parameters, until)]
    return tuple(sorted(found, key=lambda p: (p.place.name, p.place.id, p.start or dt.date.min)))


def freshness(period: Period, on: dt.date) -> float:
    """How fresh a period's evidence is on a day: 1 when new, 0.5 after a half-life; 1 where nothing dates it."""
    age = (on - period.last_evidence).days if period.last_evidence else 0
    return float(0.5 ** (max(0, age) / period.half_life))


def _place(found: Sequence[Indication], sides: Sides, parameters: Parameters, until: dt.date) -> list[Period]:
    dated = [i for i in found if i.day is not None]
    if not any(i.direct and i.claim.kind == "control" for i in dated):
        return _undated([i for i in found if i.day is None], sides, parameters)
    return _tracked(dated, sides, parameters, until)


def _undated(found: Sequence[Indication], sides: Sides, parameters: Parameters) -> list[Period]:
    """One period that owns to have no date: the claims weighed as if all were made on one day."""
    if not any(i.direct and i.claim.kind == "control" for i in found):
        return []
    someday = dt.date(1970, 1, 1)
    as_if = [replace(i, day=someday, earliest=someday) for i in found]
    last = _tracked(as_if, sides, parameters, someday)[-1]
    return [replace(last, start=None, end=None, last_evidence=None)]


def _tracked(found: Sequence[Indication], sides: Sides, parameters: Parameters, until: dt.date) -> list[Period]:
    sided = _settled(_sided(found, sides), parameters)
    bearings = [
        Bearing(
            day=s.day,
            earliest=s.earliest,
            tendency=s.indication.tendency,
            side=s.side,
            weight=round(1000 * s.indication.weight),
            part=s.indication.part,
            told=s.indication.told and s.indication.direct,
        )
        for s in sided
    ]
    runs = history(bearings, parameters, until=until.toordinal())
    return periods_of(runs, sided, sides, parameters)


def _sided(found: Sequence[Indication], sides: Sides) -> list[Sided]:
    """Each indication with its actor's side; forces that fight each other here are no side, whatever unites them."""
    split = frozenset(
        id
        for c in {i.claim.id: i.claim for i in found}.values()
        if c.actor and c.opponent and c.actor.actor.id != c.opponent.actor.id
        for id in sides.common(c.actor.actor, c.opponent.actor, day_of(c))
    )
    return _most_told([Sided(i, sides.side(i.actor, i.day, split=split) if i.actor else None) for i in found])


def _most_told(sided: list[Sided]) -> list[Sided]:
    totals: dict[str, float] = defaultdict(float)
    for s in sided:
        totals[s.side] += s.indication.weight
    named = sorted((id for id in totals if id), key=lambda id: (-totals[id], id))[:_MOST_SIDES]
    return [s for s in sided if not s.side or s.side in named]


def _settled(sided: list[Sided], parameters: Parameters) -> list[Sided]:
    """Where only two sides are told of, what the one loses the other gains."""
    totals: dict[str, float] = defaultdict(float)
    for s in sided:
        totals[s.side] += s.indication.weight if s.actor else 0.0
    most = max(totals.values(), default=0.0)
    actors = {s.side: s.actor for s in sided if s.actor and totals[s.side] > most * parameters.marginal}
    if len(actors) != 2:
        return sided
    other = dict(zip(actors, reversed(actors.values()), strict=True))
    told_gains = {s.indication.claim.id for s in sided if s.indication.tendency == "gain"}
    gained = [
        Sided(
            replace(s.indication, tendency="gain", weight=s.indication.weight * parameters.heir, direct=False),
            other[s.side],
        )
        for s in sided
        if s.indication.tendency == "loss" and s.side in other and s.indication.claim.id not in told_gains
    ]
    return [*sided, *gained]
