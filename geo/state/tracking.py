"""From claims to periods: each place by itself, each by its evidence alone."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from geo.actor import Actor
from geo.claim import Claim
from geo.state.containment import towns_of
from geo.state.history import Bearing, history
from geo.state.identity import names_the_area, seats
from geo.state.indication import Indication, day_of, indications, is_evidence
from geo.state.parameters import PARAMETERS, Parameters
from geo.state.period import Period
from geo.state.sides import Sides
from geo.state.siding import by_side, quarrels
from geo.state.spans import periods_of
from geo.state.telling import Sided

__all__ = ["freshness", "track"]

Foes = dict[tuple[str, int], Actor]


@dataclass(frozen=True, slots=True)
class _War:
    """What all claims together tell: each side's only opponent by year, its first day, how often it is told to hold
    something by country, who fights whom by place, and the last day of all.
    """

    foes: Foes
    first_days: Mapping[str, int]
    holders: Mapping[str | None, Mapping[str, int]]
    quarrels: Mapping[str, Sequence[Claim]]
    until: dt.date


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
    for indication in _at_their_towns(indications(claims, parameters)):
        by_place[indication.place.id].append(indication)
    until = max((day for c in claims for day in _days(c) if day), default=dt.date.min)
    towns = towns_of({id: found[0].place for id, found in by_place.items()}.values())
    at_odds = {id: [*quarrels(found), *quarrels(by_place.get(towns.get(id, ""), ()))] for id, found in by_place.items()}
    _let_towns_bear_on_their_parts(by_place, towns, parameters)
    foes, holders = _foes(claims, sides, parameters), _holders(by_place, sides)
    war = _War(foes, _first_days(by_place, sides), holders, at_odds, until)
    found = [p for _, place in sorted(by_place.items()) for p in _place(place, sides, war, parameters)]
    return tuple(sorted(found, key=lambda p: (p.place.name, p.place.id, p.start or dt.date.min)))


def freshness(period: Period, on: dt.date) -> float:
    """How fresh a period's evidence is on a day: 1 when new, 0.5 after a half-life; 1 where nothing dates it."""
    age = (on - period.last_evidence).days if period.last_evidence else 0
    return float(0.5 ** (max(0, age) / period.half_life))


def _days(claim: Claim) -> tuple[dt.date | None, ...]:
    """The days by which time is known to have passed: every report's, and an event's where it is one."""
    return (claim.reported, day_of(claim) if is_evidence(claim) else None)


def _at_their_towns(found: Sequence[Indication]) -> list[Indication]:
    """What is told of a name alone is told of the town, where a district is called the same."""
    towns = seats({i.place.id: i.place for i in found}.values())
    return [replace(i, place=towns[i.place.id]) if i.place.id in towns and not _means_area(i) else i for i in found]


def _means_area(indication: Indication) -> bool:
    refs = indication.claim.places().values()
    return any(r.place and r.place.id == indication.place.id and names_the_area(indication.claim, r) for r in refs)


def _let_towns_bear_on_their_parts(
    by_place: dict[str, list[Indication]], towns: Mapping[str, str], parameters: Parameters
) -> None:
    """What is told of a whole town bears on its quarters and sites, once something is told of them."""
    told = {id: [i for i in by_place[id] if _tells_the_whole(i)] for id in set(towns.values())}
    for id, town in sorted(towns.items()):
        own = by_place[id]
        first = min((i.day for i in own if i.day and _tells(i)), default=None)
        by_place[id] = own + [
            replace(i, place=own[0].place, weight=i.weight * parameters.inherited, direct=False)
            for i in told[town]
            if first and i.day and i.day >= first
        ]


def _tells(indication: Indication) -> bool:
    return indication.direct and indication.claim.kind == "control"


def _tells_the_whole(indication: Indication) -> bool:
    return _tells(indication) and indication.tendency != "contest" and not indication.part


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


def _holders(by_place: Mapping[str, Sequence[Indication]], sides: Sides) -> dict[str | None, Counter[str]]:
    """In how many articles each side is told to hold or take something, by country."""
    told = {
        (i.place.country, sides.side(i.actor, i.day).id, i.claim.article)
        for found in by_place.values()
        for i in found
        if i.actor and _tells(i) and i.tendency in ("hold", "gain")
    }
    counts: dict[str | None, Counter[str]] = defaultdict(Counter)
    for country, side, _ in told:
        counts[country][side] += 1
    return counts


def _place(found: Sequence[Indication], sides: Sides, war: _War, parameters: Parameters) -> list[Period]:
    dated = [i for i in found if i.day is not None]
    if not any(map(_tells, dated)):
        return _undated([i for i in found if i.day is None], sides, war, parameters)
    return _tracked(dated, sides, war, parameters)


def _undated(undated: Sequence[Indication], sides: Sides, war: _War, parameters: Parameters) -> list[Period]:
    """One period that owns to have no date: the claims weighed as if all were made on one day."""
    if not any(map(_tells, undated)):
        return []
    someday = dt.date(1970, 1, 1)
    as_if = [replace(i, day=someday, earliest=someday) for i in undated]
    found = _tracked(as_if, sides, replace(war, until=someday), parameters)
    return [replace(p, start=None, end=None, last_evidence=None) for p in found[-1:]]


def _tracked(found: Sequence[Indication], sides: Sides, war: _War, parameters: Parameters) -> list[Period]:
    here = by_side(found, sides, war.quarrels.get(found[0].place.id, ()))
    told = _without_strangers(here, war.holders, parameters)
    evidence = _settled(_with_losers(told, war.foes, parameters), parameters)
    bearings = [
        Bearing(
            day=s.day,
            earliest=s.earliest,
            tendency=s.indication.tendency,
            side=s.side,
            weight=round(1000 * s.indication.weight),
            part=s.indication.part,
            told=s.indication.told and s.indication.direct,
            lasting=s.indication.lasting,
            siege=s.indication.claim.siege,
        )
        for s in evidence
    ]
    runs = history(bearings, parameters, until=war.until.toordinal())
    return periods_of(runs, evidence, sides, parameters, war.first_days)


def _without_strangers(
    sided: list[Sided], holders: Mapping[str | None, Mapping[str, int]], parameters: Parameters
) -> list[Sided]:
    """Weaken what tells a side to be here that is hardly ever told to hold anything in the country."""
    counts = holders.get(sided[0].indication.place.country, {}) if sided else {}
    least = parameters.stranger_share * sum(counts.values())
    return [
        Sided(replace(s.indication, weight=s.indication.weight * parameters.stranger), s.actor)
        if s.actor and s.indication.tendency in ("hold", "gain") and counts.get(s.side, 0) < least
        else s
        for s in sided
    ]


def _with_losers(sided: list[Sided], foes: Foes, parameters: Parameters) -> list[Sided]:
    """What a side takes, the only opponent it is ever told to have has lost."""
    told = {s.indication.claim.id for s in sided if s.indication.tendency == "loss"}
    lost = []
    for s in sided:
        day = s.indication.day
        foe = foes.get((s.side, day.year)) if day else None
        if foe and s.indication.tendency == "gain" and s.indication.direct and s.indication.claim.id not in told:
            weight = s.indication.weight * parameters.implied
            lost.append(Sided(replace(s.indication, tendency="loss", actor=foe, weight=weight, direct=False), foe))
    return [*sided, *lost]


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
            replace(
                s.indication,
                tendency="gain" if s.indication.tendency == "loss" else "hold",
                actor=other[s.side],
                weight=s.indication.weight * parameters.heir,
                direct=False,
            ),
            other[s.side],
        )
        for s in sided
        if s.indication.tendency in ("loss", "absent") and s.side in other and s.indication.claim.id not in told_gains
    ]
    return [*sided, *gained]
