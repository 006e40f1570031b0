"""Where a force went: its movements in order, route by route, with what was reached and what cannot be right."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from gazetteer.place import Place
from geo.actor import Actor
from geo.interval import Day, as_day
from geo.query.lookup import find_actor
from geo.query.sources import Citations, Source, actor_json, day_json, listing, place_json
from geo.situation import Situation
from geo.state import Leg, Route, Sides, legs_of, routes

__all__ = ["Moved", "MovementAnswer", "Way", "movements"]


@dataclass(frozen=True, slots=True)
class Moved:
    """A leg with its sources."""

    leg: Leg
    sources: tuple[Source, ...]

    def __str__(self) -> str:
        leg = self.leg
        words = [leg.action, "under pressure" if leg.forced else ""]
        words += [f"from {leg.origin.name}" if leg.origin else "", f"via {leg.via.name}" if leg.via else ""]
        if leg.goal:
            words.append(f"{'to' if leg.reached == 'reached' else 'towards'} {leg.goal.name}")
        far = f", {leg.kilometres:.0f} km" if leg.kilometres else ""
        open_end = ", not told to have reached it" if leg.reached == "not reached" else ""
        flag = f" [{leg.flag}]" if leg.flag else ""
        sure = {"claimed": ", as claimed", "possible": ", planned or feared"}.get(leg.factuality, "")
        return f"{_span(leg)}: {' '.join(filter(None, words))}{far}{open_end}{sure}{flag}"

    def to_json(self) -> dict[str, Any]:
        """Plain JSON values; days are ISO strings, distances kilometres."""
        leg = self.leg
        return {
            "action": leg.action,
            "from": day_json(leg.start),
            "to": day_json(leg.end),
            "origin": _place(leg.origin),
            "via": _place(leg.via),
            "goal": _place(leg.goal),
            "reached": leg.reached,
            "forced": leg.forced,
            "factuality": leg.factuality,
            "km": None if leg.kilometres is None else round(leg.kilometres, 1),
            "flag": leg.flag or None,
            "sources": [s.to_json() for s in self.sources],
        }


@dataclass(frozen=True, slots=True)
class Way:
    """A route: legs of one force, each beginning where the one before may have ended. ``through`` leads from the force
    up to the one asked about, as in :class:`geo.query.ControlItem`.
    """

    actor: Actor
    through: tuple[Actor, ...]
    legs: tuple[Moved, ...]

    def __str__(self) -> str:
        chain = f" ({' < '.join(a.name for a in self.through)})" if self.through else ""
        lines = [f"{self.actor.name}{chain}"]
        for moved in self.legs:
            lines += [f"  {moved}", *listing(moved.sources, limit=2, indent="    ")]
        return "\n".join(lines)

    def to_json(self) -> dict[str, Any]:
        """Plain JSON values."""
        through = [actor_json(a) for a in self.through]
        return {"actor": actor_json(self.actor), "through": through, "legs": [leg.to_json() for leg in self.legs]}


@dataclass(frozen=True, slots=True)
class MovementAnswer:
    """What an actor's forces, and those that are part of it, are told to have moved between two days.

    ``planned`` are movements that are only planned, ordered or feared.
    """

    actor: Actor
    since: dt.date | None
    until: dt.date | None
    ways: tuple[Way, ...]
    planned: tuple[Moved, ...] = ()

    def __str__(self) -> str:
        lines = [f"{self.actor.name}: movements from {self.since or 'the first report'} to {self.until or 'the last'}"]
        for way in self.ways:
            lines += ["", str(way)]
        if self.planned:
            lines += ["", f"Planned or feared ({len(self.planned)})", *(f"  {moved}" for moved in self.planned)]
        return "\n".join(lines if len(lines) > 1 else [*lines, "", "Nothing is told of its movements."])

    def to_json(self) -> dict[str, Any]:
        """Plain JSON values; days are ISO strings."""
        return {
            "actor": actor_json(self.actor),
            "since": day_json(self.since),
            "until": day_json(self.until),
            "routes": [way.to_json() for way in self.ways],
            "planned": [moved.to_json() for moved in self.planned],
        }

    def to_rows(self) -> list[dict[str, Any]]:
        """A flat row for each leg, at its goal, or else its origin, in degrees; ``route`` numbers the routes."""
        told = [(number, way.actor, moved) for number, way in enumerate(self.ways, 1) for moved in way.legs]
        told += [(0, moved.leg.actor, moved) for moved in self.planned]
        return [dict(_cells(number, actor, moved)) for number, actor, moved in told]


def movements(situation: Situation, actor: str, *, since: Day = None, until: Day = None) -> MovementAnswer:
    """Where an actor's forces moved, with those that are part of it, between two days, both included.

    ``actor`` is a name, alias, acronym or id. Raises UnknownActorError, with the nearest names, for any other.

    >>> print(movements(Situation(actors={"a": Actor("a", "Army")}), "army"))
    Army: movements from the first report to the last
    <BLANKLINE>
    Nothing is told of its movements.
    """
    asked = find_actor(situation, actor)
    first, last = as_day(since), as_day(until)
    sides, citations = Sides(situation.actors), Citations(situation)

    def told(leg: Leg) -> Moved:
        return Moved(leg, citations.cite(leg.claims))

    def way(route: Route) -> Way | None:
        chain = [a.id for a in sides.chain(route.actor, route.legs[0].day)]
        legs = tuple(told(leg) for leg in route.legs if _is_within(leg, first, last))
        if asked.id not in chain or not legs:
            return None
        return Way(route.actor, sides.chain(route.actor, route.legs[0].day)[1 : chain.index(asked.id) + 1], legs)

    planned = [
        told(leg)
        for leg in legs_of(situation.claims)
        if leg.factuality == "possible" and _is_within(leg, first, last)
        if asked.id in (a.id for a in sides.chain(leg.actor, leg.day))
    ]
    ways = tuple(found for route in routes(situation.claims) if (found := way(route)))
    return MovementAnswer(asked, first, last, ways, tuple(planned))


def _is_within(leg: Leg, first: dt.date | None, last: dt.date | None) -> bool:
    day = leg.day
    return day is None or ((first is None or day >= first) and (last is None or (leg.start or day) <= last))


def _span(leg: Leg) -> str:
    if leg.start and leg.end and leg.start != leg.end:
        return f"{leg.start} to {leg.end}"
    return f"{leg.day or 'undated'}{'' if leg.dated or not leg.day else ' or before'}"


def _place(place: Place | None) -> dict[str, Any] | None:
    return place_json(place) if place else None


def _cells(number: int, actor: Actor, moved: Moved) -> Iterator[tuple[str, Any]]:
    leg = moved.leg
    at = leg.goal or leg.via or leg.origin
    yield from (("route", number or None), ("actor", actor.name), ("action", leg.action))
    yield from (("place", at.name if at else None), ("place_id", at.id if at else None))
    yield from (("from", day_json(leg.start)), ("to", day_json(leg.end)))
    for name, place in (("origin", leg.origin), ("via", leg.via), ("goal", leg.goal)):
        yield name, place.name if place else None
    yield from (("reached", leg.reached), ("forced", leg.forced), ("factuality", leg.factuality))
    yield "km", None if leg.kilometres is None else round(leg.kilometres, 1)
    yield from (("flag", leg.flag or None), ("sources", len(moved.sources)))
    yield from (("lat", at.lat if at else None), ("lon", at.lon if at else None))
