"""Who is in a place on a day, who says so, and who says otherwise."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from gazetteer.place import Place
from geo.actor import Actor
from geo.interval import Day, as_day
from geo.query.lookup import find_places
from geo.query.sources import Citations, Source, actor_json, day_json, listing, place_json
from geo.situation import Situation
from geo.state import PARAMETERS, Basis, Period, Status, freshness

__all__ = ["WhoAnswer", "who"]


@dataclass(frozen=True, slots=True)
class WhoAnswer:
    """The state of one place on a day.

    ``sources`` speak for the status, ``against`` for another; ``others`` are what else is told of the place (who
    moves there, incidents, claims that are denied or merely possible). ``history`` are all its periods.
    ``namesakes`` are other places of the situation that the name may mean.
    """

    place: Place
    on: dt.date | None
    status: Status
    basis: Basis | None
    holder: Actor | None
    side: Actor | None
    claimants: tuple[Actor, ...]
    since: dt.date | None
    until: dt.date | None
    last_evidence: dt.date | None
    confidence: float
    stale: bool
    partial: bool
    reason: str
    sources: tuple[Source, ...] = ()
    against: tuple[Source, ...] = ()
    others: tuple[Source, ...] = ()
    history: tuple[Period, ...] = ()
    namesakes: tuple[Place, ...] = ()
    corrected: str = ""
    presumed: str = ""

    def __str__(self) -> str:
        lines = [f"{self.place.name}, as of {self.on or 'no known day'}: {self._verdict()}"]
        if self.status != "unknown" or self.sources:
            lines.append(
                f"since {self.since or 'an unknown day'}; last evidence {self.last_evidence or 'undated'}"
                f"{' (stale)' if self.stale else ''}; confidence {self.confidence:.2f}"
            )
        if self.reason:
            lines.append(f"why: {self.reason}")
        if self.presumed:
            lines.append(f"presumed: {self.presumed}")
        if self.corrected:
            lines.append(f"corrected: {self.corrected}")
        for heading, sources in (("for", self.sources), ("against", self.against), ("also told", self.others)):
            if sources:
                lines += [f"{heading}:", *listing(sources, limit=8, indent="  ")]
        if len(self.history) > 1:
            lines += ["history:", *(f"  {_period_line(p)}" for p in self.history)]
        if self.namesakes:
            lines.append(f"not meant here: {', '.join(f'{p.name} ({p.id})' for p in self.namesakes)}")
        return "\n".join(lines)

    def _verdict(self) -> str:
        *most, last = [a.name for a in self.claimants] or [""]
        names = f"{', '.join(most)} and {last}" if most else last
        if self.status == "held" and self.holder:
            side = f" ({self.side.name})" if self.side and self.side.id != self.holder.id else ""
            claimed = ", as claimed and not confirmed" if self.basis == "claimed" else ""
            claimed = ", as presumed" if self.presumed else claimed
            return f"held by {self.holder.name}{side}{', in part' if self.partial else ''}{claimed}"
        if self.status == "unknown":
            return f"unknown{f'; last named: {names}' if names else ''}"
        inside = f", {self.holder.name} inside" if self.holder else ""
        link = "between" if len(self.claimants) > 1 else "by"
        return f"{self.status}{inside}{f' {link} {names}' if names else ''}"

    def to_json(self) -> dict[str, Any]:
        """Plain JSON values; days are ISO strings, None where nothing tells them."""
        return {
            "place": place_json(self.place),
            "on": day_json(self.on),
            "status": self.status,
            "basis": self.basis,
            "holder": actor_json(self.holder),
            "side": actor_json(self.side),
            "claimants": [actor_json(a) for a in self.claimants],
            "since": day_json(self.since),
            "until": day_json(self.until),
            "last_evidence": day_json(self.last_evidence),
            "confidence": self.confidence,
            "stale": self.stale,
            "partial": self.partial,
            "reason": self.reason,
            "corrected": self.corrected or None,
            "presumed": self.presumed or None,
            "for": [s.to_json() for s in self.sources],
            "against": [s.to_json() for s in self.against],
            "others": [s.to_json() for s in self.others],
            "history": [_period_json(p) for p in self.history],
            "namesakes": [place_json(p) for p in self.namesakes],
        }

    def to_rows(self) -> list[dict[str, Any]]:
        """A flat row for each source, with the way it speaks: for, against or other."""
        groups = (("for", self.sources), ("against", self.against), ("other", self.others))
        return [{"stance": stance, **source.to_json()} for stance, sources in groups for source in sources]


def who(situation: Situation, place: str, *, on: Day = None) -> WhoAnswer:
    """Who controls a place on a day, the situation's latest by default.

    ``place`` is a name as the gazetteer or an article has it, or an id. Where several places answer to it, the
    one most told about is meant and the others are named. Raises UnknownPlaceError with the nearest names.

    >>> who(Situation(), "Zawiya")
    Traceback (most recent call last):
    geo.errors.UnknownPlaceError: no place 'Zawiya' in this situation
    """
    meant, *namesakes = find_places(situation, place)
    day = as_day(on) or situation.latest_day
    history = tuple(
        sorted((p for p in situation.periods if p.place.id == meant.id), key=lambda p: p.start or dt.date.min)
    )
    current = next((p for p in reversed(history) if p.covers(day)), None)
    told = {*current.claims, *current.against} if current else set()
    citations = Citations(situation)
    others = [c.id for c in situation.claims if c.id not in told and _is_about(c.places().values(), meant)]
    return WhoAnswer(
        place=meant,
        on=day,
        sources=citations.cite(current.claims if current else ()),
        against=citations.cite(current.against if current else ()),
        others=citations.cite(others),
        history=history,
        namesakes=tuple(namesakes),
        corrected=current.corrected if current else _corrections(situation, meant),
        **_standing(current, day),
    )


def _corrections(situation: Situation, place: Place) -> str:
    """The corrections that took away what was read of a place of which nothing is left to tell."""
    kept = {claim.id for claim in situation.claims if not claim.corrected}
    gone = [c for c in situation.read_claims if c.id not in kept and _is_about(c.places().values(), place)]
    return f"claims of it that were corrected: {len(gone)}" if gone else ""


def _is_about(refs: Any, place: Place) -> bool:
    return any(ref.place is not None and ref.place.id == place.id for ref in refs)


def _standing(period: Period | None, on: dt.date | None) -> dict[str, Any]:
    if period is None:
        standing: dict[str, Any] = dict.fromkeys(("basis", "holder", "side", "since", "until", "last_evidence"))
        standing |= {"status": "unknown", "claimants": (), "confidence": 0.0, "stale": False, "partial": False}
        standing |= {"presumed": ""}
        return standing | {"reason": "no claim tells who holds it by then"}
    fresh = freshness(period, on) if on else 1.0
    return {
        "status": period.status,
        "basis": period.basis,
        "holder": period.holder,
        "side": period.side,
        "claimants": period.claimants,
        "since": period.start,
        "until": period.end,
        "last_evidence": period.last_evidence,
        "confidence": round(period.confidence * fresh, 3),
        "stale": fresh < PARAMETERS.stale_below,
        "partial": period.partial,
        "reason": period.reason,
        "presumed": period.presumed,
    }


def _period_line(period: Period) -> str:
    by = f" by {period.holder.name}" if period.holder else ""
    basis = f"presumed, {period.presumed}" if period.presumed else period.basis
    return f"{period.start or '?'} to {period.end or 'now'}: {period.status}{by} ({basis})"


def _period_json(period: Period) -> dict[str, Any]:
    return {
        "from": day_json(period.start),
        "to": day_json(period.end),
        "status": period.status,
        "basis": period.basis,
        "holder": actor_json(period.holder),
        "claims": list(period.claims),
        "corrected": period.corrected or None,
        "presumed": period.presumed or None,
    }
