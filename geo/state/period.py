"""A span of days during which a place had one status."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from gazetteer.place import Place
from geo.actor import Actor

__all__ = ["Basis", "Period", "Status"]

Status = Literal["held", "contested", "besieged", "mixed", "unknown"]
Basis = Literal["assessed", "claimed"]


@dataclass(frozen=True, slots=True)
class Period:
    """A span of days during which a place had one status.

    ``start``/``end`` are inclusive days. ``end`` None: until further notice. ``start`` None: no claim behind it
    can be dated at all; such a period is the only one of its place. ``last_evidence`` is the last day any claim
    spoke for it. ``claimants`` are the actors that the evidence names, holder first. ``claims`` are the ids of
    what it rests on, ``against`` of what speaks against it. ``partial`` says that only a part of the place is told
    to be held. ``side`` is the actor that the holder rolls up to, the holder itself at the top; ``reason`` is one
    line for a reader. ``half_life`` is the number of days in which the evidence loses half its worth here.
    ``corrected`` tells the analyst's corrections that the period rests on. ``presumed`` says why, where no claim tells
    of the place itself on those days: what its region is told to be, or who was there before the first report; its
    basis is never "assessed".
    """

    place: Place
    start: dt.date | None
    end: dt.date | None
    status: Status
    basis: Basis
    holder: Actor | None
    claimants: tuple[Actor, ...] = ()
    claims: tuple[str, ...] = ()
    confidence: float = 0.5
    partial: bool = False
    last_evidence: dt.date | None = None
    against: tuple[str, ...] = ()
    side: Actor | None = None
    reason: str = ""
    half_life: float = 120.0
    corrected: str = ""
    presumed: str = ""

    def covers(self, day: dt.date | None) -> bool:
        """Whether the period holds on a day, both bounds included; without a day, or without a start, always.

        >>> period = Period(Place("p", "P", lat=0, lon=0), dt.date(2031, 5, 4), None, "held", "assessed", None)
        >>> period.covers(dt.date(2031, 5, 3)), period.covers(dt.date(2040, 1, 1))
        (False, True)
        """
        if day is None or self.start is None:
            return True
        return self.start <= day and (self.end is None or day <= self.end)
