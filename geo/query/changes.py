"""What changed, and the whole course of it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from gazetteer.place import Place
from geo.claim import Claim
from geo.errors import UsageError
from geo.interval import Day, as_day
from geo.query.sources import Citations, Source, actor_json, day_json, listing, place_json
from geo.situation import Situation
from geo.state import Period

__all__ = ["Change", "changes", "timeline"]

_NEAR = 7  # days round a change in which what is told of the place is told of the change


@dataclass(frozen=True, slots=True)
class Change:
    """A place whose status or holder changed on a day; ``before`` is None where nothing was known."""

    place: Place
    day: dt.date
    before: Period | None
    after: Period
    sources: tuple[Source, ...] = ()

    def __str__(self) -> str:
        line = f"{self.day} {self.place.name}: {_words(self.before)} -> {_words(self.after)}"
        corrected = [f"  corrected: {self.after.corrected}"] if self.after.corrected else []
        return "\n".join([line, *corrected, *listing(self.sources, limit=4, indent="  ")])

    def to_json(self) -> dict[str, Any]:
        """Plain JSON values; days are ISO strings."""
        return {
            "place": place_json(self.place),
            "day": day_json(self.day),
            "before": _state_json(self.before),
            "after": _state_json(self.after),
            "sources": [s.to_json() for s in self.sources],
        }

    def to_rows(self) -> list[dict[str, Any]]:
        """One flat row, with the place's position in degrees."""
        return [
            {
                "day": day_json(self.day),
                "place": self.place.name,
                "place_id": self.place.id,
                "lat": self.place.lat,
                "lon": self.place.lon,
                "before": _words(self.before),
                "after": _words(self.after),
                "basis": self.after.basis,
                "confidence": self.after.confidence,
                "sources": len(self.sources),
                "corrected": self.after.corrected or None,
            }
        ]


def timeline(situation: Situation) -> tuple[Period, ...]:
    """All periods by their first day, undated ones first, then by place.

    >>> timeline(Situation())
    ()
    """
    return tuple(sorted(situation.periods, key=lambda p: (p.start or dt.date.min, p.place.name, p.place.id)))


def changes(situation: Situation, since: Day, until: Day = None) -> tuple[Change, ...]:
    """What changed after the day ``since``, up to and on the day ``until`` (the situation's latest by default).

    Days are dates or ISO text. A place's evidence running out is a change too: its status becomes unknown. What is only
    presumed of a place (:attr:`Period.presumed`) is no change.

    >>> changes(Situation(), "2017-09-22")
    ()
    """
    first = as_day(since) or dt.date.min
    last = as_day(until) or situation.latest_day or dt.date.max
    if last < first:
        raise UsageError(f"nothing lies between {first} and {last}: the first day must not be after the last")
    ordered = sorted(situation.periods, key=lambda p: (p.place.id, p.start or dt.date.min))
    citations = Citations(situation)
    found = []
    for _, group in groupby(ordered, key=lambda p: p.place.id):
        before: Period | None = None
        for period in group:
            if period.start is not None and first < period.start <= last and not period.presumed:
                found.append(_change(citations, period.start, before, period))
            before = period
    return tuple(sorted(found, key=lambda c: (c.day, c.place.name, c.place.id)))


def _change(citations: Citations, day: dt.date, before: Period | None, after: Period) -> Change:
    adjoining = before if before and before.end and (day - before.end).days == 1 else None
    near = [id for id in after.claims if _is_of(citations.claims.get(id), day)]
    return Change(after.place, day, adjoining, after, citations.cite(near or after.claims))


def _is_of(claim: Claim | None, day: dt.date) -> bool:
    """Whether a claim is of about that day."""
    told = (claim.time.end or claim.time.start if claim.time else None) or claim.reported if claim else None
    return told is not None and abs((told - day).days) <= _NEAR


def _words(period: Period | None) -> str:
    if period is None:
        return "nothing known"
    by = f" by {period.holder.name}" if period.holder else ""
    return f"{period.status}{by}{' (presumed)' if period.presumed else ''}"


def _state_json(period: Period | None) -> dict[str, Any] | None:
    if period is None:
        return None
    state = {"status": period.status, "basis": period.basis, "holder": actor_json(period.holder)}
    return {**state, "presumed": period.presumed or None, "corrected": period.corrected or None}
