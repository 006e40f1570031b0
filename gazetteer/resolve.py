"""Which place each name of a document means: ranked, explained, and free to answer "unknown"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from gazetteer.place import Candidate, Place

if TYPE_CHECKING:
    from gazetteer.index import Index

__all__ = ["Resolution", "Toponym", "resolve"]


@dataclass(frozen=True, slots=True)
class Toponym:
    """A place name in a text with what the sentence says of it; the engine sees no more of the document.

    ``parent`` is a containing place that the text names ("Zumarah, Libya" -> "Libya"); ``cue`` the kind of
    thing the syntax tells ("city", "province", "river", "airport", ...), lower case.
    """

    text: str
    start: int
    end: int
    parent: str | None = None
    cue: str | None = None


@dataclass(frozen=True, slots=True)
class Resolution:
    """The answer for one toponym: resolved, ambiguous (a choice was made, others are near) or unknown.

    ``confidence`` estimates the probability, 0 to 1, that ``place`` is right. ``alternatives`` holds
    (candidate, confidence) pairs, best first, without the chosen one. ``reason`` is one line for a reader.
    """

    status: Literal["resolved", "ambiguous", "unknown"]
    place: Place | None = None
    confidence: float = 0.0
    alternatives: tuple[tuple[Candidate, float], ...] = ()
    reason: str = ""
    method: str = ""


def resolve(toponyms: Sequence[Toponym], index: Index, *, home: str | None = None) -> list[Resolution]:
    """Which place each toponym of one document means, in the given order.

    ``home`` is the ISO 3166-1 alpha-2 code of the country that the document is about, where that is known.
    """
    return [_alone(toponym, index, home) for toponym in toponyms]


def _alone(toponym: Toponym, index: Index, home: str | None) -> Resolution:
    found = index.lookup(toponym.text, country=home, limit=5) if home else []
    found = found or index.lookup(toponym.text, limit=5, fuzzy=False)
    if not found:
        return Resolution("unknown", reason="no entry of that name")
    best, *others = found
    alternatives = tuple((c, round(c.score / 2, 3)) for c in others)
    return Resolution("resolved", best.place, best.score, alternatives, f"{best.method} match", best.method)
