"""A conflict: where and when it is, and whom plain words such as "the army" mean in it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

__all__ = ["Conflict", "RoleHolder"]


@dataclass(frozen=True, slots=True)
class RoleHolder:
    """The actor that a role word means, between two days, in one of the conflict's countries ("" any)."""

    actor: str
    start: dt.date | None = None
    end: dt.date | None = None
    country: str = ""

    def holds(self, on: dt.date | None, country: str = "") -> bool:
        """Whether the role is the actor's on a day in a country; an unknown day or country excludes nothing."""
        if country and self.country and country != self.country:
            return False
        return on is None or ((self.start is None or self.start <= on) and (self.end is None or on <= self.end))


@dataclass(frozen=True, slots=True)
class Conflict:
    """A conflict's countries (ISO alpha-2), its days, words that hint at it, and its role words."""

    id: str
    name: str
    countries: tuple[str, ...] = ()
    start: dt.date | None = None
    end: dt.date | None = None
    keywords: tuple[str, ...] = ()
    roles: Mapping[str, tuple[RoleHolder, ...]] = field(default_factory=dict)

    def holder(self, role: str, *, on: dt.date | None = None, country: str = "") -> str | None:
        """The id of the only actor that the role can mean, None where it means nobody or may mean several.

        >>> war = Conflict("x", "X", roles={"army": (RoleHolder("a", end=dt.date(2011, 8, 27)), RoleHolder("b"))})
        >>> war.holder("army", on=dt.date(2017, 1, 1)), war.holder("army")
        ('b', None)
        """
        holders = [h for h in self.roles.get(role, ()) if h.holds(on, country)]
        if on is not None:
            holders = holders[:1] if country or not holders or not holders[0].country else holders
        return holders[0].actor if len({h.actor for h in holders}) == 1 else None
