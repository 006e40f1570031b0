"""Who presses on a place, from which side: sieges all round, attacks from where they are told to come."""

from __future__ import annotations

import datetime as dt
import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from gazetteer.distance import kilometres
from gazetteer.place import LonLat
from geo.actor import Actor
from geo.claim import Claim
from geo.state.period import Period
from geo.state.sides import Sides

__all__ = ["Pressure", "pressures"]

_NEAR_KM = 60.0  # how far off a place of the attacker may lie to be where the attack comes from
_ABOUT = dt.timedelta(14)  # before and after a period, what is told to move on the place moves on it then
_UNARMED = {"civilians", "organisation"}  # whoever is read to besiege a place, these do not
_ASIDE = {"offset", "direction"}
_SAME_DEGREES = 40.0


@dataclass(frozen=True, slots=True)
class Pressure:
    """A side that presses on a place during a period in which it is fought over.

    ``bearing`` is the direction from the place, in degrees clockwise from north, in which the attacker stands; None
    for a siege, which is all round. ``told_by`` says how that is known, ``claims`` are the ids of the claims behind it.
    """

    period: Period
    attacker: Actor
    bearing: float | None
    told_by: str
    claims: tuple[str, ...]


def pressures(
    periods: Iterable[Period], claims: Iterable[Claim], *, actors: Mapping[str, Actor] | None = None
) -> tuple[Pressure, ...]:
    """The pressure on every place that is besieged or contested, by place and day.

    Where it comes from is told by the way that the attacker came, by where it is told to fight ("east of the town"),
    or else by the nearest place that it holds within 60 km. An attack that comes from nobody knows where has none.

    >>> pressures([], [])
    ()
    """
    periods, sides = tuple(periods), Sides(actors or {})
    told = {c.id: c for c in claims}
    near: dict[str, list[Claim]] = defaultdict(list)
    for _, claim in sorted(told.items()):
        if claim.actor and claim.factuality in ("actual", "claimed"):
            for id in {ref.place.id for ref in claim.places().values() if ref.place}:
                near[id].append(claim)
    fought = [p for p in periods if p.status in ("besieged", "contested") and not p.place.is_area]
    found = [x for p in fought for x in _of_period(p, told, near[p.place.id], periods, sides)]
    return tuple(sorted(found, key=_order))


def _order(x: Pressure) -> tuple[object, ...]:
    return x.period.place.name, x.period.place.id, x.period.start or dt.date.min, x.attacker.id, x.bearing or 0.0


def _of_period(
    period: Period, told: Mapping[str, Claim], near: Sequence[Claim], periods: Sequence[Period], sides: Sides
) -> Iterator[Pressure]:
    attacks: dict[str, list[Claim]] = defaultdict(list)
    attackers: dict[str, Actor] = {}
    for id in (*period.claims, *period.against):
        claim = told.get(id)
        if claim and claim.action == "contests" and claim.actor:
            side = sides.side(claim.actor.actor, claim.reported)
            if side.kind not in _UNARMED and (period.side is None or side.id != period.side.id):
                attackers[side.id] = side
                attacks[side.id].append(claim)
    for id, attacker in sorted(attackers.items()):
        ids = tuple(c.id for c in attacks[id])
        if any(c.siege for c in attacks[id]):
            yield Pressure(period, attacker, None, "siege", ids)
            continue
        ways = [c for c in near if c.actor and _is_then(c, period) and sides.side(c.actor.actor, c.reported).id == id]
        directions = list(_directions(ways, period)) or list(_nearest(attacker, period, periods, sides))
        for bearing, told_by, more in _apart(directions):
            yield Pressure(period, attacker, bearing, told_by, tuple(dict.fromkeys((*ids, *more))))


def _is_then(claim: Claim, period: Period) -> bool:
    day = (claim.time.end or claim.time.start if claim.time else None) or claim.reported
    if day is None or period.start is None:
        return True
    return period.start - _ABOUT <= day and (period.end is None or day <= period.end + _ABOUT)


Direction = tuple[float, str, tuple[str, ...]]


def _directions(claims: Iterable[Claim], period: Period) -> Iterator[Direction]:
    """Where claims on the place tell the attacker to come from, or to stand."""
    here = period.place
    for claim in claims:
        goal = claim.destination or claim.toward
        if claim.action == "advances" and goal and goal.place == here and claim.origin and claim.origin.place:
            start = claim.origin.place
            if start != here and not start.is_area:
                yield _bearing(here.position, start.position), f"advance from {start.name}", (claim.id,)
        for ref in claim.places().values():
            spot = ref.footprint
            if ref.place == here and spot and spot.method in _ASIDE and claim.action in ("contests", "advances"):
                where = LonLat(spot.lon, spot.lat)
                if kilometres(here.position, where) > 0.5:
                    yield _bearing(here.position, where), f"{ref.offset} {here.name}".strip(), (claim.id,)


def _nearest(attacker: Actor, period: Period, periods: Sequence[Period], sides: Sides) -> Iterator[Direction]:
    """The nearest place that the attacker holds then."""
    held = [
        (kilometres(period.place.position, p.place.position), p.place.id, p)
        for p in periods
        if p.status == "held" and p.side and not p.presumed and not p.place.is_area and p.place != period.place
        if p.covers(period.start) and sides.side(p.side, period.start).id == attacker.id
    ]
    apart, _, nearest = min(held, key=lambda x: x[:2], default=(math.inf, "", None))
    if nearest and 1.0 < apart <= _NEAR_KM:
        way = _bearing(period.place.position, nearest.place.position)
        yield way, f"the nearest place held: {nearest.place.name}", ()


def _apart(directions: Iterable[Direction]) -> Iterator[Direction]:
    """Directions that differ; those within 40 degrees of one another are one, the first."""
    kept: list[tuple[float, str, list[str]]] = []
    for bearing, told_by, ids in directions:
        same = next((k for k in kept if abs((bearing - k[0] + 180) % 360 - 180) <= _SAME_DEGREES), None)
        if same:
            same[2].extend(ids)
        else:
            kept.append((bearing, told_by, list(ids)))
    return ((bearing, told_by, tuple(ids)) for bearing, told_by, ids in kept)


def _bearing(a: LonLat, b: LonLat) -> float:
    """The initial bearing on a sphere, in degrees clockwise from north."""
    lat_a, lat_b, across = math.radians(a.lat), math.radians(b.lat), math.radians(b.lon - a.lon)
    north = math.cos(lat_a) * math.sin(lat_b) - math.sin(lat_a) * math.cos(lat_b) * math.cos(across)
    return math.degrees(math.atan2(math.sin(across) * math.cos(lat_b), north)) % 360
