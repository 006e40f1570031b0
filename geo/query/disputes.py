"""Where sources disagree: places that different reports tell to be in different hands, with who says what."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from gazetteer.place import Place
from geo.actor import Actor
from geo.claim import Claim
from geo.interval import Day, as_day
from geo.query.sources import Citations, Source, actor_json, day_json, listing, place_json
from geo.situation import Situation
from geo.state import Period, Sides

__all__ = ["WITHIN", "Dispute", "Version", "disputes"]

WITHIN = 30  # days before the day asked about in which what is told may disagree


@dataclass(frozen=True, slots=True)
class Version:
    """What some sources say of a place: that ``holder`` is in it, or with None that it is fought over.

    ``outlets`` are the distinct voices: outlets, or articles where the outlet is not known.
    """

    holder: Actor | None
    outlets: tuple[str, ...]
    sources: tuple[Source, ...]

    @property
    def words(self) -> str:
        """The version in a few words."""
        return f"held by {self.holder.name}" if self.holder else "fought over"


@dataclass(frozen=True, slots=True)
class Dispute:
    """A period of a place of which there is more than one version, the one of the most voices first."""

    place: Place
    since: dt.date | None
    until: dt.date | None
    status: str
    holder: Actor | None
    confidence: float
    versions: tuple[Version, ...]
    corrected: str = ""

    def __str__(self) -> str:
        by = f" by {self.holder.name}" if self.holder else ""
        span = f"{self.since or 'undated'} to {self.until or 'now'}"
        lines = [f"{self.place.name}, {span}: {self.status}{by}, confidence {self.confidence:.2f}"]
        lines += [f"  corrected: {self.corrected}"] if self.corrected else []
        for version in self.versions:
            many = len(version.outlets)
            lines += [f"  {version.words} ({many} {'voice' if many == 1 else 'voices'})"]
            lines += listing(version.sources, limit=3, indent="    ")
        return "\n".join(lines)

    def to_json(self) -> dict[str, Any]:
        """Plain JSON values; days are ISO strings."""
        return {
            "place": place_json(self.place),
            "from": day_json(self.since),
            "to": day_json(self.until),
            "status": self.status,
            "holder": actor_json(self.holder),
            "confidence": self.confidence,
            "corrected": self.corrected or None,
            "versions": [
                {
                    "holder": actor_json(v.holder),
                    "outlets": list(v.outlets),
                    "sources": [s.to_json() for s in v.sources],
                }
                for v in self.versions
            ],
        }

    def to_rows(self) -> list[dict[str, Any]]:
        """A flat row for each version, with the place's position in degrees."""
        return [
            {
                "place": self.place.name,
                "place_id": self.place.id,
                "lat": self.place.lat,
                "lon": self.place.lon,
                "from": day_json(self.since),
                "to": day_json(self.until),
                "status": self.status,
                "holder": self.holder.name if self.holder else None,
                "version": version.words,
                "voices": len(version.outlets),
                "sources": len(version.sources),
                "corrected": self.corrected or None,
            }
            for version in self.versions
        ]


def disputes(situation: Situation, *, on: Day = None, since: Day = None) -> tuple[Dispute, ...]:
    """Places of which the sources tell different things, the most evenly matched versions first.

    Looks at what is told from the day ``since`` to the day ``on``: the situation's latest, and 30 days before, by
    default. Only what is told as fact or claimed counts, each actor as the side it is part of, and allies as one. What
    is only presumed of a place is told of none.

    >>> disputes(Situation())
    ()
    """
    last = as_day(on) or situation.latest_day
    first = as_day(since) or (last - dt.timedelta(WITHIN) if last else None)
    citations, sides = Citations(situation), Sides(situation.actors)
    known = {id: c for id, c in citations.claims.items() if _is_told(c, first, last)}
    found = [
        _dispute(p, known, citations, sides) for p in situation.periods if _overlaps(p, first, last) and not p.presumed
    ]
    told = [d for d in found if len(d.versions) > 1]
    return tuple(sorted(told, key=lambda d: (-_balance(d), d.place.name, d.place.id, d.since or dt.date.min)))


def _overlaps(period: Period, first: dt.date | None, last: dt.date | None) -> bool:
    begun = last is None or period.start is None or period.start <= last
    return begun and (first is None or period.end is None or period.end >= first)


def _is_told(claim: Claim, first: dt.date | None, last: dt.date | None) -> bool:
    """Whether a claim of control speaks of these days; what nothing dates may."""
    day = (claim.time.end or claim.time.start if claim.time else None) or claim.reported
    dated = day is None or ((first is None or day >= first) and (last is None or day <= last))
    return claim.kind == "control" and dated


def _balance(dispute: Dispute) -> float:
    most, second = (len(v.outlets) for v in dispute.versions[:2])
    return second / most


def _dispute(period: Period, known: Mapping[str, Claim], citations: Citations, sides: Sides) -> Dispute:
    told: dict[str, list[Claim]] = defaultdict(list)
    actors: dict[str, Actor] = {}
    for id in (*period.claims, *period.against):
        claim = known.get(id)
        if claim is not None:
            holder = _as_one(_holder(claim, period, sides), actors.values(), claim.reported, sides)
            if holder is not None:
                actors[holder.id] = holder
                told[holder.id].append(claim)
            elif claim.action == "contests":
                told[""].append(claim)
    versions = [_version(actors.get(id), claims, citations) for id, claims in told.items()]
    versions.sort(key=lambda v: (-len(v.outlets), v.words))
    return Dispute(
        place=period.place,
        since=period.start,
        until=period.end,
        status=period.status,
        holder=period.holder,
        confidence=period.confidence,
        versions=tuple(versions),
        corrected=period.corrected,
    )


def _holder(claim: Claim, period: Period, sides: Sides) -> Actor | None:
    """The side that a claim tells to be in the place; who loses it leaves it to the opponent, where one is named."""
    ref = claim.opponent if claim.action == "loses" else claim.actor
    if ref is None or claim.action == "contests":
        return None
    here = period.side if period.holder and ref.actor.id == period.holder.id else None
    return here or sides.side(ref.actor, claim.reported)


def _as_one(holder: Actor | None, others: Iterable[Actor], day: dt.date | None, sides: Sides) -> Actor | None:
    """The holder, or the ally of that day who is told to be there too."""
    if holder is None or any(other.id == holder.id for other in others):
        return holder
    return next((other for other in others if sides.allied(holder, other, day)), holder)


def _version(holder: Actor | None, claims: list[Claim], citations: Citations) -> Version:
    voices = tuple(sorted({c.source or c.article for c in claims}))
    return Version(holder, voices, citations.cite(c.id for c in claims))
