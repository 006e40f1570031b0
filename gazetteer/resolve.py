"""Which place each name of a document means: ranked, explained, and free to answer "unknown"."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from gazetteer.place import Candidate, Place

__all__ = ["Resolution", "Toponym"]


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
