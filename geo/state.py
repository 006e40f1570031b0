"""Who holds what, when: a pure function from claims to periods. No text, no NLP, no tables."""

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

    ``start``/``end`` are inclusive days (``end`` None: until further notice); ``last_evidence`` the last day any
    claim spoke for it. ``claimants`` are the actors that the evidence names, holder first. ``claims`` are ids.
    ``partial`` says that only a part of the place is told to be held.
    """

    place: Place
    start: dt.date
    end: dt.date | None
    status: Status
    basis: Basis
    holder: Actor | None
    claimants: tuple[Actor, ...] = ()
    claims: tuple[str, ...] = ()
    confidence: float = 0.5
    partial: bool = False
    last_evidence: dt.date | None = None
