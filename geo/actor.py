"""Factions and forces: the value, and how one is part of another at a date."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

__all__ = ["Actor", "ActorKind", "Relation"]

ActorKind = Literal[
    "state",
    "armed_forces",
    "government",
    "armed_group",
    "militia",
    "operations_room",
    "coalition",
    "police",
    "civilians",
    "organisation",
    "unknown",
]


@dataclass(frozen=True, slots=True)
class Relation:
    """A dated tie to another actor: ``part_of`` or ``allied_with``; None leaves a bound open."""

    kind: Literal["part_of", "allied_with"]
    actor: str
    start: dt.date | None = None
    end: dt.date | None = None

    def holds(self, on: dt.date | None) -> bool:
        """Whether the tie holds on a day; without a day, whether it ever did."""
        return on is None or ((self.start is None or self.start <= on) and (self.end is None or on <= self.end))


@dataclass(frozen=True, slots=True)
class Actor:
    """A faction, force or population that a claim can be about.

    ``id`` is a slug, unique in a catalogue (``anti-is-operations-room``); discovered actors have ids that begin
    with ``found:``. ``colour`` is ``#rrggbb``, ``symbol`` one letter or two for a reader who sees no colours.
    """

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    kind: ActorKind = "unknown"
    relations: tuple[Relation, ...] = ()
    colour: str = ""
    symbol: str = ""
    conflict: str = ""

    @property
    def discovered(self) -> bool:
        """Whether the actor was found in a text rather than listed in a catalogue."""
        return self.id.startswith("found:")
