"""The arrow of a movement claim: which of its places are known well enough to draw, and what follows from that."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from shapely.geometry.base import BaseGeometry

from gazetteer.place import LonLat
from geo.claim import Claim, PlaceRef, PlaceRole
from geo.features.geometry import bearing, curve, distance, stub

__all__ = ["STUB_M", "WIDE_M", "Arrow", "arrows"]

#: Length in metres of a stub, the arrow of a movement of which only one end is known.
STUB_M = 12_000.0
#: A place that reaches further than this, in metres, is too wide to be an arrow's end on its own.
WIDE_M = 100_000.0

_SHORTEST_M = 500.0
_BULGE, _STEP, _SPREAD = 0.12, 0.08, 0.48
_TURN = 40.0
_COUNTRY_M = 300_000.0


@dataclass(frozen=True, slots=True)
class Arrow:
    """A movement's line, or why there is none. ``partial`` says that not both ends are told as places."""

    geometry: BaseGeometry | None
    partial: bool
    reason: str = ""


@dataclass(frozen=True, slots=True)
class _End:
    position: LonLat
    reach_m: float

    @property
    def wide(self) -> bool:
        return self.reach_m > WIDE_M


def arrows(claims: Iterable[Claim]) -> dict[str, Arrow]:
    """The arrow of each movement claim, by claim id; arrows of the same way lie side by side.

    >>> arrows([])
    {}
    """
    ways = {claim.id: _Way.of(claim) for claim in claims}
    sizes = Counter(way.key for way in ways.values())
    drawn: dict[object, int] = defaultdict(int)
    lines = {}
    for ident, way in ways.items():
        lines[ident] = way.arrow(drawn[way.key], sizes[way.key])
        drawn[way.key] += 1
    return lines


@dataclass(frozen=True, slots=True)
class _Way:
    """A movement's places that can be drawn; ends too wide or equal to the other end are already left out."""

    origin: _End | None
    destination: _End | None
    via: _End | None
    toward: _End | None
    reason: str

    @classmethod
    def of(cls, claim: Claim) -> _Way:
        ends = {role: _end(ref) for role, ref in claim.places().items()}
        located = {role: end for role, end in ends.items() if end}
        origin, destination = _told_apart(located.get("origin"), located.get("destination"))
        origin, toward = _told_apart(origin, located.get("toward"))
        via = located.get("via") or located.get("place")
        return cls(origin, destination, via if via and not via.wide else None, toward, _reason(ends))

    @property
    def key(self) -> object:
        """What two movements share when their arrows would lie on one another."""
        ends = (self.origin, self.via, self.destination, self.toward)
        return tuple((round(e.position.lon, 3), round(e.position.lat, 3)) if e else None for e in ends)

    def arrow(self, nth: int, of: int) -> Arrow:
        """The arrow as the ``nth`` (from 0) ``of`` several on the same way."""
        if self.origin and self.destination:
            stops = [end.position for end in (self.origin, self.via, self.destination) if end]
            wide = self.origin.wide or self.destination.wide
            return Arrow(curve(_distinct(stops), bulge=_BULGE + nth * min(_STEP, _SPREAD / of)), partial=wide)
        known = self.destination or self.origin or self.toward or self.via
        if known is None or known.wide:
            return Arrow(None, partial=True, reason=self.reason)
        return Arrow(self._stub(nth * min(_TURN, 360 / of)), partial=True)

    def _stub(self, turn: float) -> BaseGeometry:
        if self.destination:
            back = self.via or self.toward
            course = bearing(back.position, self.destination.position) if back else 45 + turn
            return stub(self.destination.position, course, length_m=STUB_M, arriving=True)
        if self.origin:
            ahead = self.toward or self.via
            course = bearing(self.origin.position, ahead.position) if ahead else 45 + turn
            length = 0.6 * distance(self.origin.position, ahead.position) if ahead else STUB_M
            return stub(self.origin.position, course + (turn / 8 if ahead else 0), length_m=min(STUB_M, length))
        if self.toward:
            course = bearing(self.via.position, self.toward.position) if self.via else 45 + turn
            return stub(self.toward.position, course, length_m=STUB_M, gap_m=STUB_M / 2, arriving=True)
        assert self.via is not None
        return stub(self.via.position, 45 + turn, length_m=STUB_M, gap_m=-STUB_M / 2)


def _end(ref: PlaceRef) -> _End | None:
    place, spot = ref.place, ref.footprint
    country = place is not None and place.is_country and (spot is None or spot.method == "gazetteer")
    least = _COUNTRY_M if country else 0.0
    if spot:
        return _End(LonLat(spot.lon, spot.lat), max(spot.radius_m, least))
    return _End(place.position, max(place.radius_m, least)) if place else None


def _told_apart(first: _End | None, second: _End | None) -> tuple[_End | None, _End | None]:
    """Both ends where they differ; a wide one that holds the other tells no direction and is left out."""
    if not (first and second):
        return first, second
    apart = distance(first.position, second.position)
    if first.wide != second.wide and apart < max(first.reach_m, second.reach_m):
        return (None, second) if first.wide else (first, None)
    return (first, second) if apart > _SHORTEST_M else (first, None)


def _distinct(stops: list[LonLat]) -> list[LonLat]:
    kept = stops[:1]
    for stop in stops[1:-1]:
        if distance(kept[-1], stop) > _SHORTEST_M and distance(stop, stops[-1]) > _SHORTEST_M:
            kept.append(stop)
    return [*kept, stops[-1]]


def _reason(ends: Mapping[PlaceRole, _End | None]) -> str:
    if not ends:
        return "no place is told"
    if not any(ends.values()):
        return "no place of it is known to the gazetteer"
    return "only a wide area is told"
