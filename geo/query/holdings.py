"""What an actor controls on a day, split by how sure that is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any, Literal

from gazetteer.place import Place
from geo.actor import Actor
from geo.claim import Claim
from geo.interval import Day, as_day
from geo.query.lookup import find_actor
from geo.query.sources import Citations, Source, actor_json, day_json, listing, place_json
from geo.situation import Situation
from geo.state import PARAMETERS, Basis, Period, Sides, Status, freshness

__all__ = ["LOST_WITHIN", "ControlAnswer", "ControlItem", "control"]

LOST_WITHIN = 60  # days for which a loss counts as recent
SECTIONS = ("assessed", "claimed", "contested", "lost", "stale", "presumed")
_HEADINGS = {
    "assessed": "Assessed control",
    "claimed": "Claimed, not confirmed",
    "contested": "Contested",
    "lost": "Lost recently",
    "stale": "Stale: last known control",
    "presumed": "Presumed: told of the region, or of the time before the first report",
}


@dataclass(frozen=True, slots=True)
class ControlItem:
    """One place in an answer. ``through`` leads from the force that is told to be there up to the one asked about;
    empty where that is told itself. ``freshness`` is 1 for new evidence and halves with its half-life.
    """

    place: Place
    extent: Literal["whole", "part"]
    since: dt.date | None
    last_evidence: dt.date | None
    status: Status
    basis: Basis
    holder: Actor | None
    claimants: tuple[Actor, ...]
    through: tuple[Actor, ...]
    confidence: float
    freshness: float
    sources: tuple[Source, ...]
    note: str = ""
    corrected: str = ""
    presumed: str = ""

    @property
    def direct(self) -> bool:
        """Whether the actor itself is told to be there, not a force that is part of it."""
        return not self.through

    def __str__(self) -> str:
        extent = " (part)" if self.extent == "part" else ""
        facts = [f"since {self.since or 'an unknown day'}", f"last evidence {self.last_evidence or 'undated'}"]
        facts += [self.note] if self.note else []
        facts += [f"presumed: {self.presumed}"] if self.presumed else []
        facts += [f"through {' < '.join(a.name for a in self.through)}"] if self.through else []
        facts.append(f"confidence {self.confidence:.2f}")
        facts += [f"corrected: {self.corrected}"] if self.corrected else []
        lines = [f"  {self.place.name}{extent}: {'; '.join(facts)}", *listing(self.sources, limit=4, indent="    ")]
        return "\n".join(lines)

    def to_json(self) -> dict[str, Any]:
        """Plain JSON values; days are ISO strings, None where nothing tells them."""
        return {
            "place": place_json(self.place),
            "extent": self.extent,
            "since": day_json(self.since),
            "last_evidence": day_json(self.last_evidence),
            "status": self.status,
            "basis": self.basis,
            "holder": actor_json(self.holder),
            "claimants": [actor_json(a) for a in self.claimants],
            "direct": self.direct,
            "through": [actor_json(a) for a in self.through],
            "confidence": self.confidence,
            "freshness": round(self.freshness, 3),
            "note": self.note,
            "corrected": self.corrected or None,
            "presumed": self.presumed or None,
            "sources": [s.to_json() for s in self.sources],
        }


@dataclass(frozen=True, slots=True)
class ControlAnswer:
    """What an actor controls on a day. A place stands in one section, except that what is lost may be stale news.

    ``unplaced`` are claims of the actor's control over places that could not be located.
    """

    actor: Actor
    on: dt.date | None
    assessed: tuple[ControlItem, ...] = ()
    claimed: tuple[ControlItem, ...] = ()
    contested: tuple[ControlItem, ...] = ()
    lost: tuple[ControlItem, ...] = ()
    stale: tuple[ControlItem, ...] = ()
    presumed: tuple[ControlItem, ...] = ()
    unplaced: tuple[Source, ...] = field(default=())

    def sections(self) -> Iterator[tuple[str, tuple[ControlItem, ...]]]:
        """The six lists by name, in the order of an answer."""
        return ((name, getattr(self, name)) for name in SECTIONS)

    def __str__(self) -> str:
        lines = [f"{self.actor.name}, as of {self.on or 'no known day'}"]
        for name, items in self.sections():
            if items:
                lines += ["", f"{_HEADINGS[name]} ({len(items)})", *map(str, items)]
        if self.unplaced:
            lines += ["", f"Unplaced ({len(self.unplaced)})", *listing(self.unplaced, limit=8, indent="  ")]
        return "\n".join(lines if len(lines) > 1 else [*lines, "", "Nothing is told of its control over any place."])

    def to_json(self) -> dict[str, Any]:
        """Plain JSON values: the actor, the day, a list for each section, and the unplaced claims."""
        sections = {name: [item.to_json() for item in items] for name, items in self.sections()}
        unplaced = [s.to_json() for s in self.unplaced]
        return {"actor": actor_json(self.actor), "on": day_json(self.on), **sections, "unplaced": unplaced}

    def to_rows(self) -> list[dict[str, Any]]:
        """A flat row for each place, with its section and the number of sources."""
        return [
            {
                "section": name,
                "place": item.place.name,
                "place_id": item.place.id,
                "lat": item.place.lat,
                "lon": item.place.lon,
                "extent": item.extent,
                "status": item.status,
                "since": day_json(item.since),
                "last_evidence": day_json(item.last_evidence),
                "basis": item.basis,
                "through": " < ".join(a.name for a in item.through),
                "confidence": item.confidence,
                "sources": len(item.sources),
                "corrected": item.corrected or None,
                "presumed": item.presumed or None,
            }
            for name, items in self.sections()
            for item in items
        ]


def control(situation: Situation, actor: str, *, on: Day = None) -> ControlAnswer:
    """What an actor controls on a day, the situation's latest by default, with what is part of it.

    ``actor`` is a name, alias, acronym or id. Raises UnknownActorError, with the nearest names, for any other.

    >>> str(control(Situation(actors={"a": Actor("a", "Army")}), "army")).splitlines()[0]
    'Army, as of no known day'
    """
    asked = find_actor(situation, actor)
    day = as_day(on) or situation.latest_day
    view = _View(situation, asked, day)
    found: dict[str, list[ControlItem]] = {name: [] for name in SECTIONS}
    for _, periods in groupby(sorted(situation.periods, key=_by_place), key=lambda p: p.place.id):
        placed = view.place(list(periods))
        if placed:
            found[placed[0]].append(placed[1])
    ordered = {name: tuple(sorted(items, key=lambda i: (i.place.name, i.place.id))) for name, items in found.items()}
    return ControlAnswer(asked, day, **ordered, unplaced=view.citations.cite(view.unplaced()))


def _by_place(period: Period) -> tuple[str, dt.date]:
    return period.place.id, period.start or dt.date.min


class _View:
    """The situation as one actor's on a day."""

    def __init__(self, situation: Situation, actor: Actor, on: dt.date | None) -> None:
        self.situation, self.actor, self.on = situation, actor, on
        self.sides = Sides(situation.actors)
        self.citations = Citations(situation)
        self.claims = self.citations.claims

    def way(self, actor: Actor | None, day: dt.date | None) -> tuple[Actor, ...] | None:
        """From an actor up to the one asked about, without that one; None where it is not part of it."""
        chain = self.sides.chain(actor, day) if actor else ()
        ids = [a.id for a in chain]
        return chain[: ids.index(self.actor.id)] if self.actor.id in ids else None

    def place(self, periods: list[Period]) -> tuple[str, ControlItem] | None:
        """The section of one place, and the item in it; None where the actor has no part in it."""
        begun = [p for p in periods if self.on is None or p.start is None or p.start <= self.on]
        if not begun:
            return None
        current = begun[-1]
        if current.end is not None and self.on is not None and current.end < self.on:
            return None
        return self._current(current) or self._lost(begun)

    def _current(self, period: Period) -> tuple[str, ControlItem] | None:
        day = self.on or period.last_evidence
        if period.status == "unknown":
            return None
        if period.status == "held" and (way := self.way(period.holder, day)) is not None:
            old = self.on is not None and freshness(period, self.on) < PARAMETERS.stale_below
            section = "presumed" if period.presumed else "stale" if old else period.basis
            return section, self._item(period, way, self._extent(period))
        said = self._said(period)
        if period.status != "held":
            ways = [w for a in period.claimants if (w := self.way(a, day)) is not None]
            note = f"{period.status}: {', '.join(a.name for a in period.claimants)}"
            return ("contested", self._item(period, min(ways, key=len), self._extent(period), note)) if ways else None
        if said:
            holder = period.holder.name if period.holder else "nobody known"
            return "claimed", self._disputed(period, said, f"assessed as held by {holder}")
        return None

    def _said(self, period: Period) -> list[Claim]:
        """Claims of the period that tell the actor, or a part of it, to hold the place."""
        return [c for id in (*period.claims, *period.against) if (c := self.claims.get(id)) and self._tells(c)]

    def _tells(self, claim: Claim) -> bool:
        mine = claim.actor is not None and self.way(claim.actor.actor, claim.reported) is not None
        return mine and claim.action in ("holds", "captures") and claim.factuality in ("actual", "claimed")

    def _extent(self, period: Period) -> Literal["whole", "part"]:
        said = self._said(period)
        part = period.partial if period.status == "held" else bool(said) and all(c.extent == "part" for c in said)
        return "part" if part else "whole"

    def _lost(self, begun: list[Period]) -> tuple[str, ControlItem] | None:
        """The last period that was the actor's, if it ended of late by a report and not by silence."""
        current = begun[-1]
        mine = next((n for n in range(len(begun) - 2, -1, -1) if begun[n].status == "held" and self._had(begun[n])), -1)
        if mine < 0 or self.on is None or begun[mine].end is None:
            return None
        former, after = begun[mine], begun[mine + 1]
        ended = former.end or self.on
        news = [id for id in after.claims if id not in former.claims]
        if (self.on - ended).days > LOST_WITHIN or not news:
            return None
        holder = f"now {current.holder.name}" if current.holder else f"now {current.status}"
        way = self.way(former.holder, ended) or ()
        note = f"held until {ended}; {holder}"
        return "lost", self._item(former, way, "part" if former.partial else "whole", note, (*news, *former.claims))

    def _had(self, period: Period) -> bool:
        return self.way(period.holder, period.end) is not None

    def _disputed(self, period: Period, said: list[Claim], note: str) -> ControlItem:
        latest = max(said, key=lambda c: (c.reported or dt.date.min, c.id))
        way = self.way(latest.actor.actor, latest.reported) if latest.actor else ()
        extent = self._extent(period)
        return self._item(period, way or (), extent, note, (*(c.id for c in said), *period.claims))

    def _item(
        self,
        period: Period,
        way: tuple[Actor, ...],
        extent: Literal["whole", "part"],
        note: str = "",
        claims: Iterable[str] | None = None,
    ) -> ControlItem:
        day = self.on or period.last_evidence
        fresh = freshness(period, day) if day else 1.0
        return ControlItem(
            place=period.place,
            extent=extent,
            since=period.start,
            last_evidence=period.last_evidence,
            status=period.status,
            basis=period.basis,
            holder=period.holder,
            claimants=period.claimants,
            through=way,
            confidence=round(period.confidence * fresh, 3),
            freshness=fresh,
            sources=self.citations.cite(
                (*period.claims, *period.against) if claims is None else claims, about=self._is_about
            ),
            note=note,
            corrected=period.corrected,
            presumed=period.presumed,
        )

    def _is_about(self, claim: Claim) -> bool:
        refs = (claim.actor, claim.opponent)
        return any(ref is not None and self.way(ref.actor, claim.reported) is not None for ref in refs)

    def unplaced(self) -> Iterator[str]:
        """Claims of the actor's control over a place that nobody could locate."""
        for claim in self.situation.claims:
            lost = claim.kind == "control" and claim.place is not None and claim.place.place is None
            if lost and claim.actor and self.way(claim.actor.actor, claim.reported) is not None:
                yield claim.id
