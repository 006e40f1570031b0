"""Which side an actor is on, on a day: what it is part of, up to the top."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from geo.actor import Actor

__all__ = ["Sides"]


@dataclass(frozen=True)
class Sides:
    """Rolls actors up by their dated ``part_of`` ties; allies stay apart, but see :meth:`allied`.

    >>> from geo.actor import Relation
    >>> army = Actor("army", "Army")
    >>> unit = Actor("unit", "1st Brigade", relations=(Relation("part_of", "army", end=dt.date(2017, 10, 6)),))
    >>> sides = Sides({a.id: a for a in (army, unit)})
    >>> [a.id for a in sides.chain(unit, dt.date(2017, 9, 29))], [a.id for a in sides.chain(unit, dt.date(2018, 1, 1))]
    (['unit', 'army'], ['unit'])
    """

    actors: Mapping[str, Actor] = field(default_factory=dict)

    def chain(self, actor: Actor, on: dt.date | None = None) -> tuple[Actor, ...]:
        """The actor and all that it is part of on a day, nearest first."""
        found = {actor.id: self.actors.get(actor.id, actor)}
        step = found[actor.id]
        while (parent := self._parent(step, on)) is not None and parent.id not in found:
            found[parent.id] = step = parent
        return tuple(found.values())

    def common(self, one: Actor, other: Actor, on: dt.date | None = None) -> frozenset[str]:
        """Ids of what both are part of (or are): where the two fight each other, no side at that place."""
        return frozenset(a.id for a in self.chain(one, on)) & frozenset(a.id for a in self.chain(other, on))

    def side(self, actor: Actor, on: dt.date | None = None, *, split: Iterable[str] = ()) -> Actor:
        """The widest actor it counts for; ``split`` are ids that are no side here, for their parts are at odds."""
        chain = self.chain(actor, on)
        split = frozenset(split)
        above = next((n for n, a in enumerate(chain) if n and a.id in split), len(chain))
        return chain[above - 1]

    def allied(self, one: Actor, other: Actor, on: dt.date | None = None) -> bool:
        """Whether an alliance ties the two, or what they are part of, on a day.

        >>> from geo.actor import Relation
        >>> guard = Actor("guard", "Guard", relations=(Relation("allied_with", "army"),))
        >>> Sides().allied(Actor("army", "Army"), guard)
        True
        """
        mine, theirs = self.chain(one, on), self.chain(other, on)
        return _ties(mine, theirs, on) or _ties(theirs, mine, on)

    def _parent(self, actor: Actor, on: dt.date | None) -> Actor | None:
        ties = [r for r in actor.relations if r.kind == "part_of"]
        for tie in ties:
            if tie.holds(on) and tie.actor in self.actors:
                return self.actors[tie.actor]
        return None if ties else self.actors.get(actor.side)


def _ties(some: Iterable[Actor], others: Iterable[Actor], on: dt.date | None) -> bool:
    ids = {a.id for a in others}
    return any(r.kind == "allied_with" and r.actor in ids and r.holds(on) for a in some for r in a.relations)
