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
    """A dated tie to another actor: ``part_of`` or ``allied_with``; None leaves a bound open.

    ``source`` notes in a few words where the tie is known from.

    >>> Relation("part_of", "lna", end=dt.date(2017, 1, 1)).holds(dt.date(2018, 1, 1))
    False
    """

    kind: Literal["part_of", "allied_with"]
    actor: str
    start: dt.date | None = None
    end: dt.date | None = None
    source: str = ""

    def holds(self, on: dt.date | None) -> bool:
        """Whether the tie holds on a day; without a day, whether it ever did."""
        return on is None or ((self.start is None or self.start <= on) and (self.end is None or on <= self.end))


@dataclass(frozen=True, slots=True)
class Actor:
    """A faction, force or population that a claim can be about.

    ``id`` is a slug, unique in a catalogue (``anti-is-operations-room``); discovered actors have ids that begin
    with ``found:``. ``colour`` is ``#rrggbb``, ``symbol`` one letter or two for a reader who sees no colours.
    ``leaders`` are people whose name may stand for the actor. ``side`` is the id of the party it counts for when
    no dated relation tells otherwise. ``country`` is ISO alpha-2. The actor exists from ``start`` to ``end``.
    """

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    kind: ActorKind = "unknown"
    relations: tuple[Relation, ...] = ()
    colour: str = ""
    symbol: str = ""
    conflict: str = ""
    leaders: tuple[str, ...] = ()
    side: str = ""
    country: str = ""
    start: dt.date | None = None
    end: dt.date | None = None

    def exists(self, on: dt.date | None) -> bool:
        """Whether the actor is active on a day; without a day, whether it ever was.

        >>> Actor("ntc", "NTC", end=dt.date(2012, 8, 8)).exists(dt.date(2017, 9, 29))
        False
        """
        return on is None or ((self.start is None or self.start <= on) and (self.end is None or on <= self.end))

    @property
    def discovered(self) -> bool:
        """Whether the actor was found in a text rather than listed in a catalogue."""
        return self.id.startswith("found:")
