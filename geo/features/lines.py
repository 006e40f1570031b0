"""Rows of what is drawn as lines through time: routes of forces, and arcs of pressure round places."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping

from gazetteer.place import Place
from geo.actor import Actor
from geo.claim import Claim
from geo.features.attributes import Fields, iso, joined, side_of, symbology
from geo.features.geometry import arc, curve
from geo.situation import Situation
from geo.state import Leg, Pressure, Route, pressures, routes

__all__ = ["pressure_rows", "route_rows"]

_OFF_M = 3_000.0  # how far outside of a place its arcs of pressure lie
_LEAST = 2  # legs of a route: one alone is an arrow of the movements


def route_rows(claims: Iterable[Claim], actors: Mapping[str, Actor]) -> Iterator[Fields]:
    """A row for each route of two legs or more that leads anywhere, as the straightest line through its stops.

    >>> list(route_rows([], {}))
    []
    """
    for number, route in enumerate(routes(claims), 1):
        if len(route.legs) >= _LEAST and len(route.stops) > 1:
            yield {"id": f"route:{route.actor.id}:{number}", **_route(route, actors)}


def _route(route: Route, actors: Mapping[str, Actor]) -> Fields:
    first, last = route.legs[0], route.legs[-1]
    side = side_of(route.actor, actors, first.day)
    names = [place.name for leg in route.legs for place in _stops(leg)]
    return {
        "actor": route.actor.name,
        "actor_id": route.actor.id,
        "side": side.name if side else None,
        **symbology(route.actor, actors, first.day),
        "stops": joined(name for n, name in enumerate(names) if not n or name != names[n - 1]),
        "legs": len(route.legs),
        "start": iso(first.start or first.day),
        "end": iso(last.day),
        "flag": joined(dict.fromkeys(leg.flag for leg in route.legs if leg.flag)),
        "claims": joined(dict.fromkeys(id for leg in route.legs for id in leg.claims)),
        "geometry": curve(route.stops, bulge=0.0),
    }


def _stops(leg: Leg) -> Iterator[Place]:
    yield from (place for place in (leg.origin, leg.via) if place)
    if leg.goal and leg.reached == "reached":
        yield leg.goal


def pressure_rows(situation: Situation, on: dt.date | None) -> Iterator[Fields]:
    """A row for each side that presses on a place, of the periods that hold on a day; without one, of all.

    >>> list(pressure_rows(Situation(), None))
    []
    """
    found = pressures(situation.periods, situation.claims, actors=situation.actors)
    for number, pressure in enumerate((x for x in found if x.period.covers(on)), 1):
        yield {"id": f"pressure:{number}", **_pressure(pressure, situation.actors)}


def _pressure(pressure: Pressure, actors: Mapping[str, Actor]) -> Fields:
    period = pressure.period
    inside = period.side or period.holder
    return {
        "place": period.place.name,
        "place_id": period.place.id,
        "status": period.status,
        "attacker": pressure.attacker.name,
        "attacker_id": pressure.attacker.id,
        "inside": inside.name if inside else None,
        **symbology(pressure.attacker, actors, period.start),
        "bearing": None if pressure.bearing is None else round(pressure.bearing, 1),
        "told_by": pressure.told_by,
        "start": iso(period.start),
        "end": iso(period.end),
        "claims": joined(pressure.claims),
        "geometry": arc(period.place.position, period.place.radius_m + _OFF_M, pressure.bearing),
    }
