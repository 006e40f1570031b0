"""From claims to periods: each place by itself, each by its evidence alone."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from gazetteer.place import Place
from geo.actor import Actor
from geo.claim import Claim
from geo.state.containment import towns_of
from geo.state.history import Bearing, history
from geo.state.identity import names_the_area, seats
from geo.state.indication import Indication, Tendency, indications
from geo.state.parameters import PARAMETERS, Parameters
from geo.state.period import Period
from geo.state.presuming import with_regions
from geo.state.regions import Region, regional
from geo.state.sides import Sides
from geo.state.siding import by_side, quarrels
from geo.state.spans import periods_of
from geo.state.telling import Sided
from geo.state.war import Foes, War, tells, war_of

__all__ = ["freshness", "track"]


def track(
    claims: Iterable[Claim],
    *,
    actors: Mapping[str, Actor] | None = None,
    places: Iterable[Place] = (),
    parameters: Parameters = PARAMETERS,
) -> tuple[Period, ...]:
    """Who held what, when, as a function of the set of claims: neither order nor repetition matters.

    ``actors`` are those that roll-ups pass through, by id. ``places`` are towns in question beside those that claims
    name: of what is told of a region, periods follow for its towns too. Periods come by place and day; those of one
    place never overlap. Denied and merely possible claims change nothing; places that nobody could resolve, points
    worked out from a place, and places of which no claim tells who holds or contests them have no period. Claims
    that nothing dates make one period without start, and only where no dated claim speaks of the place.

    >>> track([])
    ()
    """
    claims = tuple(claims)
    sides = Sides(actors or {})
    by_place = _by_place(_at_their_towns(indications(claims, parameters)))
    towns = towns_of({id: found[0].place for id, found in by_place.items()}.values())
    at_odds = {id: [*quarrels(found), *quarrels(by_place.get(towns.get(id, ""), ()))] for id, found in by_place.items()}
    war = war_of(claims, by_place, at_odds, sides, parameters)
    _let_towns_and_parts_bear_on_each_other(by_place, towns, parameters)
    found = [p for _, place in sorted(by_place.items()) for p in _place(place, sides, war, parameters)]
    regions, told = _told_of_regions(claims, sides, war, parameters)
    named = {ref.place.id: ref.place for c in claims for ref in c.places().values() if ref.place}
    asked = {**{p.id: p for p in places}, **named}
    found = with_regions(found, told, regions, asked.values(), parameters, until=war.until)
    return tuple(sorted(found, key=lambda p: (p.place.name, p.place.id, p.start or dt.date.min)))


def _told_of_regions(
    claims: Sequence[Claim], sides: Sides, war: War, parameters: Parameters
) -> tuple[dict[str, Region], dict[str, list[Period]]]:
    """Regions by id, and the periods of each on which enough articles agree."""
    regions, found = regional(claims)
    articles = {c.id: c.article for c in found}
    plain = replace(war, incumbents={})
    told = {
        id: [p for p in _place(here, sides, plain, parameters) if not p.presumed and _agreed(p, articles, parameters)]
        for id, here in sorted(_by_place(indications(found, parameters)).items())
    }
    return regions, told


def _agreed(period: Period, articles: Mapping[str, str], parameters: Parameters) -> bool:
    return len({articles[id] for id in period.claims}) >= parameters.regional


def _by_place(found: Iterable[Indication]) -> dict[str, list[Indication]]:
    by_place: dict[str, list[Indication]] = defaultdict(list)
    for indication in found:
        by_place[indication.place.id].append(indication)
    return by_place


def freshness(period: Period, on: dt.date) -> float:
    """How fresh a period's evidence is on a day: 1 when new, 0.5 after a half-life; 1 where nothing dates it."""
    age = (on - period.last_evidence).days if period.last_evidence else 0
    return float(0.5 ** (max(0, age) / period.half_life))


def _at_their_towns(found: Sequence[Indication]) -> list[Indication]:
    """What is told of a name alone is told of the town, where a district is called the same."""
    towns = seats({i.place.id: i.place for i in found}.values())
    return [replace(i, place=towns[i.place.id]) if i.place.id in towns and not _means_area(i) else i for i in found]


def _means_area(indication: Indication) -> bool:
    refs = indication.claim.places().values()
    return any(r.place and r.place.id == indication.place.id and names_the_area(indication.claim, r) for r in refs)


def _let_towns_and_parts_bear_on_each_other(
    by_place: dict[str, list[Indication]], towns: Mapping[str, str], parameters: Parameters
) -> None:
    """What is told of a whole town bears on its quarters and sites, and what is told of these on a part of the town;
    both only from when something is told of the one that it bears on.
    """
    told = {id: [i for i in by_place[id] if _tells_the_whole(i)] for id in {*towns, *towns.values()}}
    for id, town in sorted(towns.items()):
        by_place[id] = by_place[id] + list(_inherited(by_place[id], told[town], parameters.inherited, part=False))
        parts = [i for i in told[id] if i.tendency in ("hold", "gain")]
        by_place[town] = by_place[town] + list(_inherited(by_place[town], parts, parameters.quarter, part=True))


def _inherited(
    own: Sequence[Indication], told: Iterable[Indication], factor: float, *, part: bool
) -> Iterator[Indication]:
    first = min((i.day for i in own if i.day and tells(i)), default=None)
    for i in told:
        if first and i.day and i.day >= first:
            yield replace(i, place=own[0].place, weight=i.weight * factor, direct=False, part=part)


def _tells_the_whole(indication: Indication) -> bool:
    return tells(indication) and indication.tendency != "contest" and not indication.part


def _place(found: Sequence[Indication], sides: Sides, war: War, parameters: Parameters) -> list[Period]:
    dated = [i for i in found if i.day is not None]
    if not any(map(tells, dated)):
        return _undated([i for i in found if i.day is None], sides, war, parameters)
    return _tracked(dated, sides, war, parameters)


def _undated(undated: Sequence[Indication], sides: Sides, war: War, parameters: Parameters) -> list[Period]:
    """One period that owns to have no date: the claims weighed as if all were made on one day."""
    if not any(map(tells, undated)):
        return []
    someday = dt.date(1970, 1, 1)
    as_if = [replace(i, day=someday, earliest=someday) for i in undated]
    found = _tracked(as_if, sides, replace(war, until=someday), parameters)
    return [replace(p, start=None, end=None, last_evidence=None) for p in found[-1:]]


def _tracked(found: Sequence[Indication], sides: Sides, war: War, parameters: Parameters) -> list[Period]:
    here = by_side(found, sides, war.quarrels.get(found[0].place.id, ()))
    told = _without_strangers(here, war.holders, parameters)
    evidence = _settled(_with_foes(told, war.foes, parameters), parameters)
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
    place = found[0].place
    incumbent = None if place.is_area else war.incumbents.get(place.country)
    return periods_of(runs, evidence, sides, parameters, war.first_days, incumbent)


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


def _with_foes(sided: list[Sided], foes: Foes, parameters: Parameters) -> list[Sided]:
    """What a side takes, the only opponent it is ever told to have has lost; what it besieges, that one is in."""
    told = {s.indication.claim.id for s in sided if s.indication.tendency == "loss"}
    found = list(sided)
    for s in sided:
        i, foe = s.indication, foes.get((s.side, s.indication.day.year)) if s.indication.day else None
        if foe and i.tendency == "gain" and i.direct and i.claim.id not in told:
            found.append(_implied(s, "loss", foe, parameters.implied))
        elif foe and i.pressing:
            found.append(_implied(s, "hold", foe, parameters.pressure))
        elif i.pressing and s.actor:
            found.append(_implied(s, "absent", s.actor, parameters.pressure))
    return found


def _implied(s: Sided, tendency: Tendency, actor: Actor, factor: float) -> Sided:
    i = s.indication
    return Sided(replace(i, tendency=tendency, actor=actor, weight=i.weight * factor, direct=False), actor)


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
