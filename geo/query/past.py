"""The history of one place: its periods one after the other, each with its sources."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from gazetteer.place import Place
from geo.query.lookup import find_places
from geo.query.sources import Citations, Source, actor_json, day_json, listing, place_json
from geo.situation import Situation
from geo.state import Period

__all__ = ["Chapter", "History", "history"]


@dataclass(frozen=True, slots=True)
class Chapter:
    """A period with what speaks for it and against it."""

    period: Period
    sources: tuple[Source, ...]
    against: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class History:
    """A place's chapters in order of time; ``namesakes`` are other places that the name may mean."""

    place: Place
    chapters: tuple[Chapter, ...]
    namesakes: tuple[Place, ...] = ()

    def __str__(self) -> str:
        lines = [self.place.name]
        for chapter in self.chapters:
            p = chapter.period
            by = f" by {p.holder.name}{', in part' if p.partial else ''}" if p.holder else ""
            sure = f"{f'presumed, {p.presumed}' if p.presumed else p.basis}, confidence {p.confidence:.2f}; {p.reason}"
            lines.append(f"{p.start or 'undated'} to {p.end or 'now'}: {p.status}{by} ({sure})")
            lines += [f"  corrected: {p.corrected}"] if p.corrected else []
            lines += listing(chapter.sources, limit=3, indent="  ")
            if chapter.against:
                lines += ["  against:", *listing(chapter.against, limit=2, indent="  ")]
        if self.namesakes:
            lines.append(f"not meant here: {', '.join(f'{p.name} ({p.id})' for p in self.namesakes)}")
        return "\n".join(lines if self.chapters else [*lines, "No claim tells who holds it."])

    def to_json(self) -> dict[str, Any]:
        """Plain JSON values; days are ISO strings."""
        return {
            "place": place_json(self.place),
            "periods": [
                {
                    **row,
                    "for": [s.to_json() for s in chapter.sources],
                    "against": [s.to_json() for s in chapter.against],
                }
                for chapter, row in zip(self.chapters, map(_plain, self.chapters), strict=True)
            ],
            "namesakes": [place_json(p) for p in self.namesakes],
        }

    def to_rows(self) -> list[dict[str, Any]]:
        """A flat row for each period, with the place's position in degrees."""
        where = {"place": self.place.name, "place_id": self.place.id, "lat": self.place.lat, "lon": self.place.lon}
        return [
            {
                **where,
                **_plain(c),
                "holder": c.period.holder.name if c.period.holder else None,
                "sources": len(c.sources),
                "against": len(c.against),
            }
            for c in self.chapters
        ]


def history(situation: Situation, place: str) -> History:
    """All that is told of who held a place, period by period.

    ``place`` is a name or an id, as for :func:`geo.query.who`. Raises UnknownPlaceError with the nearest names.

    >>> history(Situation(), "Zawiya")
    Traceback (most recent call last):
    geo.errors.UnknownPlaceError: no place 'Zawiya' in this situation
    """
    meant, *namesakes = find_places(situation, place)
    citations = Citations(situation)
    periods = sorted((p for p in situation.periods if p.place.id == meant.id), key=lambda p: p.start or dt.date.min)
    chapters = (Chapter(p, citations.cite(p.claims), citations.cite(p.against)) for p in periods)
    return History(meant, tuple(chapters), tuple(namesakes))


def _plain(chapter: Chapter) -> dict[str, Any]:
    period = chapter.period
    return {
        "from": day_json(period.start),
        "to": day_json(period.end),
        "status": period.status,
        "basis": period.basis,
        "holder": actor_json(period.holder),
        "confidence": period.confidence,
        "partial": period.partial,
        "last_evidence": day_json(period.last_evidence),
        "reason": period.reason,
        "corrected": period.corrected or None,
        "presumed": period.presumed or None,
    }
