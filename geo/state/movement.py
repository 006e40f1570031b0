"""Where a force went: its movements as legs, leg after leg as routes, with what cannot have been."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from gazetteer.distance import kilometres
from gazetteer.place import LonLat, Place
from geo.actor import Actor
from geo.claim import Claim, PlaceRef

__all__ = ["KM_A_DAY", "Leg", "Route", "legs_of", "routes"]

#: How far, in kilometres, a force goes on the ground within a day; what is told to go further is flagged.
KM_A_DAY = 400.0
_NEAR_KM = 30.0  # a leg that begins so near to where another ended goes on from there
_ON_KM, _ON_DAYS = 150.0, 9  # without a told origin, a leg goes on from where another ended if not further or later
_ON_DEGREES = _ON_KM / 110.0  # the same in degrees of latitude, for a first look
_SAME_DAYS = 3  # reports of one way within so many days tell of one movement
_ON_THE_GROUND = {"advances", "withdraws", "deploys"}
_WIDE_M = 100_000.0  # a place that reaches further is no end of a leg: nobody knows where in it

Reached = Literal["reached", "not reached", "not told"]


@dataclass(frozen=True, slots=True)
class Leg:
    """One movement: of whom, when (days inclusive, None where not told), from where to where.

    ``goal`` is the destination, or else what it made for; ``reached`` tells which, "not told" for plans and where only
    an origin is known. ``claims`` are the ids of all that tell of it. ``flag`` says in words what cannot be right.
    """

    actor: Actor
    action: str
    start: dt.date | None
    end: dt.date | None
    origin: Place | None
    goal: Place | None
    reached: Reached
    forced: bool
    factuality: str
    claims: tuple[str, ...]
    dated: bool = False
    via: Place | None = None
    flag: str = ""

    @property
    def kilometres(self) -> float | None:
        """The distance from origin to goal as the crow flies, None where one of them is not known."""
        return kilometres(self.origin.position, self.goal.position) if self.origin and self.goal else None

    @property
    def day(self) -> dt.date | None:
        """The day that it is ordered by: its last."""
        return self.end or self.start

    @property
    def stops(self) -> tuple[LonLat, ...]:
        """The positions that it was at, in order; a goal that was not reached is none."""
        places = (self.origin, self.via, self.goal if self.reached == "reached" else None)
        return tuple(place.position for place in places if place)


@dataclass(frozen=True, slots=True)
class Route:
    """Legs of one force, each beginning where the one before may have ended."""

    actor: Actor
    legs: tuple[Leg, ...]

    @property
    def stops(self) -> tuple[LonLat, ...]:
        """The positions passed, in order, none twice in a row."""
        found: list[LonLat] = []
        for stop in (stop for leg in self.legs for stop in leg.stops):
            if not found or stop != found[-1]:
                found.append(stop)
        return tuple(found)


def routes(claims: Iterable[Claim]) -> tuple[Route, ...]:
    """The routes that claims of movement tell of, by actor and day; order and repetition of claims do not matter.

    A force that is told of far from where it was, sooner than it can have come, is taken for another part of it: its
    leg begins a route of its own. Plans and denials are legs of no route.

    >>> routes([])
    ()
    """
    by_actor: dict[str, list[Leg]] = defaultdict(list)
    for leg in legs_of(claims):
        if leg.factuality in ("actual", "claimed"):
            by_actor[leg.actor.id].append(leg)
    found = [route for _, legs in sorted(by_actor.items()) for route in _linked(legs)]
    return tuple(sorted(found, key=_order))


def _order(route: Route) -> tuple[object, ...]:
    first = route.legs[0]
    return route.actor.name, route.actor.id, first.day or dt.date.min, first.claims


def legs_of(claims: Iterable[Claim]) -> tuple[Leg, ...]:
    """The legs that claims of movement tell of, by day; what several reports tell of one movement is one leg.

    Claims without a named actor, or without a place that is known and no wider than 100 km, are left out.

    >>> legs_of([])
    ()
    """
    told = {c.id: c for c in claims if c.kind == "movement" and c.factuality != "negated"}
    found = (leg for _, claim in sorted(told.items()) if (leg := _leg(claim)))
    merged: list[Leg] = []
    alike: dict[tuple[object, ...], list[int]] = defaultdict(list)  # where in ``merged`` those of the same way stand
    for leg in sorted(found, key=lambda g: (g.day or dt.date.min, g.claims)):
        others = alike[_way(leg)]
        same = next((n for n in others if _is_near_in_time(merged[n], leg)), None)
        if same is None:
            others.append(len(merged))
            merged.append(leg)
        else:
            merged[same] = _joined(merged[same], leg)
    return tuple(replace(leg, flag=_flag(leg)) for leg in merged)


def _leg(claim: Claim) -> Leg | None:
    origin, destination, toward, via = (
        _spot(ref) for ref in (claim.origin, claim.destination or claim.place, claim.toward, claim.via)
    )
    if claim.actor is None or not (origin or destination or toward or via):
        return None
    time = claim.time
    goal = destination or toward
    reached: Reached = "not told" if claim.factuality == "possible" or goal is None else "not reached"
    return Leg(
        actor=claim.actor.actor,
        action=claim.action,
        start=time.start if time else None,
        end=(time.end or time.start if time else None) or claim.reported,
        origin=origin if origin != goal else None,
        goal=goal,
        reached="reached" if destination and claim.factuality != "possible" else reached,
        forced=claim.forced,
        factuality=claim.factuality,
        claims=(claim.id,),
        dated=time is not None and (time.start or time.end) is not None,
        via=via,
    )


def _spot(ref: PlaceRef | None) -> Place | None:
    place = ref.place if ref else None
    return place if place and place.radius_m <= _WIDE_M else None


def _way(leg: Leg) -> tuple[object, ...]:
    """What two legs share that tell of one movement, but for the days."""
    ends = tuple(place.id if place else "" for place in (leg.origin, leg.via, leg.goal))
    return leg.actor.id, leg.action, *ends, leg.reached, leg.factuality == "possible"


def _is_near_in_time(one: Leg, other: Leg) -> bool:
    return one.day is None or other.day is None or abs((one.day - other.day).days) <= _SAME_DAYS


def _joined(one: Leg, other: Leg) -> Leg:
    """Both as one: of days that are told the first, else those of the first report."""
    best = other if other.dated and not one.dated else one
    factuality = "actual" if "actual" in (one.factuality, other.factuality) else one.factuality
    claims = tuple(dict.fromkeys((*one.claims, *other.claims)))
    return replace(best, claims=claims, factuality=factuality, forced=one.forced or other.forced)


def _flag(leg: Leg) -> str:
    """What cannot be: more ground than a force covers in the days that are told."""
    far = leg.kilometres
    if not far or leg.action not in _ON_THE_GROUND or not leg.dated or leg.reached != "reached":
        return ""
    days = (leg.end - leg.start).days + 1 if leg.start and leg.end else 1
    if far <= KM_A_DAY * days:
        return ""
    span = "a day" if days == 1 else f"{days} days"
    return f"{far:.0f} km within {span}: another day, another place, or not on the ground"


@dataclass(slots=True)
class _Chain:
    """Legs that follow one another, and where and when they were last told to be."""

    legs: list[Leg]
    end: LonLat | None = None
    day: dt.date | None = None

    def add(self, leg: Leg) -> None:
        self.legs.append(leg)
        if leg.stops:
            self.end, self.day = leg.stops[-1], leg.day


def _linked(legs: Sequence[Leg]) -> Iterator[Route]:
    """Legs in order of time, each put behind the route that it goes on from, or at the head of a new one."""
    chains: list[_Chain] = []
    for leg in sorted(legs, key=lambda g: (g.day or dt.date.min, g.claims)):
        ahead = (*leg.stops, *((leg.goal.position,) if leg.goal else ()))
        near = [
            (apart, n)
            for n, chain in enumerate(chains)
            if ahead and chain.end and abs(chain.end.lat - ahead[0].lat) <= _ON_DEGREES
            if (apart := _gap(chain.end, chain.day, ahead[0], leg)) is not None
        ]
        if not near:
            chains.append(_Chain([]))
        chains[min(near)[1] if near else -1].add(leg)
    return (Route(chain.legs[0].actor, tuple(chain.legs)) for chain in chains)


def _gap(end: LonLat, day: dt.date | None, ahead: LonLat, leg: Leg) -> float | None:
    """How far in km the leg begins from the end of a chain; None where it cannot go on from there."""
    days = (leg.day - day).days + 1 if leg.day and day else 0
    if not leg.origin and days > _ON_DAYS:
        return None
    apart = kilometres(end, ahead)
    return apart if apart <= (_NEAR_KM if leg.origin else min(_ON_KM, KM_A_DAY * days)) else None
