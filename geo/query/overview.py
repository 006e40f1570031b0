"""Every place on one day: who holds it, how surely, and who says so."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from gazetteer.place import Place
from geo.actor import Actor
from geo.interval import Day, as_day
from geo.query.sources import Citations, Source, actor_json, day_json, listing, place_json
from geo.situation import Situation
from geo.state import PARAMETERS, Basis, Period, Status, freshness

__all__ = ["Overview", "Standing", "overview"]


@dataclass(frozen=True, slots=True)
class Standing:
    """The state of one place on a day; ``confidence`` is the period's, faded with the age of its evidence."""

    place: Place
    status: Status
    basis: Basis
    holder: Actor | None
    side: Actor | None
    claimants: tuple[Actor, ...]
    since: dt.date | None
    last_evidence: dt.date | None
    confidence: float
    stale: bool
    partial: bool
    sources: tuple[Source, ...] = ()
    against: tuple[Source, ...] = ()
    corrected: str = ""
    presumed: str = ""

    def __str__(self) -> str:
        facts = [
            f"since {self.since or 'an unknown day'}",
            f"last evidence {self.last_evidence or 'undated'}{' (stale)' if self.stale else ''}",
            f"confidence {self.confidence:.2f}",
            f"{len(self.sources)} for, {len(self.against)} against",
            *([f"presumed: {self.presumed}"] if self.presumed else []),
            *([f"corrected: {self.corrected}"] if self.corrected else []),
        ]
        return f"  {self.place.name}: {self.verdict}; {'; '.join(facts)}"

    @property
    def verdict(self) -> str:
        """The state in a few words: "held by X, in part", "contested between X and Y"."""
        if self.status == "held":
            claimed = ", claimed" if self.basis == "claimed" else ""
            name = self.holder.name if self.holder else "nobody known"
            return f"held by {name}{', in part' if self.partial else ''}{claimed}"
        names = " and ".join(a.name for a in self.claimants[:3])
        inside = f", {self.holder.name} inside" if self.holder else ""
        return f"{self.status}{inside}{f' between {names}' if len(self.claimants) > 1 else ''}"

    def to_json(self) -> dict[str, Any]:
        """Plain JSON values; days are ISO strings, None where nothing tells them."""
        return {
            "place": place_json(self.place),
            "status": self.status,
            "basis": self.basis,
            "holder": actor_json(self.holder),
            "side": actor_json(self.side),
            "claimants": [actor_json(a) for a in self.claimants],
            "since": day_json(self.since),
            "last_evidence": day_json(self.last_evidence),
            "confidence": self.confidence,
            "stale": self.stale,
            "partial": self.partial,
            "corrected": self.corrected or None,
            "presumed": self.presumed or None,
            "for": [s.to_json() for s in self.sources],
            "against": [s.to_json() for s in self.against],
        }


@dataclass(frozen=True, slots=True)
class Overview:
    """All places of which anything is known on a day, by name."""

    on: dt.date | None
    items: tuple[Standing, ...] = ()

    def __str__(self) -> str:
        lines = [f"Who is where, as of {self.on or 'no known day'}"]
        for side, items in groupby(sorted(self.items, key=_side_of), key=_side_of):
            group = list(items)
            lines += ["", f"{side} ({len(group)})"]
            for item in group:
                lines += [str(item), *listing(item.sources, limit=1, indent="    ")]
        return "\n".join(lines if self.items else [*lines, "", "Nothing is told of any place by then."])

    def to_json(self) -> dict[str, Any]:
        """Plain JSON values: the day and a list of places."""
        return {"on": day_json(self.on), "places": [item.to_json() for item in self.items]}

    def to_rows(self) -> list[dict[str, Any]]:
        """A flat row for each place, with its position in degrees."""
        return [dict(_cells(item, self.on)) for item in self.items]


def overview(situation: Situation, *, on: Day = None, unknown: bool = False) -> Overview:
    """The state of every place on a day, the situation's latest by default.

    ``unknown`` keeps the places too whose evidence is spent or whose holder is gone.

    >>> print(overview(Situation(), on="2017-09-29"))
    Who is where, as of 2017-09-29
    <BLANKLINE>
    Nothing is told of any place by then.
    """
    day = as_day(on) or situation.latest_day
    citations = Citations(situation)
    current = (p for p in situation.periods if p.covers(day) and (unknown or p.status != "unknown"))
    items = sorted((_standing(p, day, citations) for p in current), key=lambda s: (s.place.name, s.place.id))
    return Overview(day, tuple(items))


def _standing(period: Period, day: dt.date | None, citations: Citations) -> Standing:
    fresh = freshness(period, day) if day else 1.0
    return Standing(
        place=period.place,
        status=period.status,
        basis=period.basis,
        holder=period.holder,
        side=period.side,
        claimants=period.claimants,
        since=period.start,
        last_evidence=period.last_evidence,
        confidence=round(period.confidence * fresh, 3),
        stale=fresh < PARAMETERS.stale_below,
        partial=period.partial,
        sources=citations.cite(period.claims),
        against=citations.cite(period.against),
        corrected=period.corrected,
        presumed=period.presumed,
    )


def _side_of(item: Standing) -> str:
    if item.status == "held":
        return item.side.name if item.side else "Nobody known"
    return item.status.capitalize()


def _cells(item: Standing, on: dt.date | None) -> Iterator[tuple[str, Any]]:
    place = item.place
    yield from (("on", day_json(on)), ("place", place.name), ("place_id", place.id), ("country", place.country))
    yield from (("lat", place.lat), ("lon", place.lon), ("status", item.status), ("basis", item.basis))
    yield from (("holder", item.holder.name if item.holder else None), ("side", item.side.name if item.side else None))
    yield from (("claimants", "; ".join(a.name for a in item.claimants)), ("since", day_json(item.since)))
    yield from (("last_evidence", day_json(item.last_evidence)), ("confidence", item.confidence))
    yield from (("stale", item.stale), ("partial", item.partial))
    yield from (("sources", len(item.sources)), ("against", len(item.against)))
    yield from (("corrected", item.corrected or None), ("presumed", item.presumed or None))
