"""What the document as a whole tells: its conflict, its countries, its day, and the actors found in it so far."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence

from geo.actor import Actor, ActorKind, Relation
from geo.article import Article
from geo.catalogue import Catalogue, Conflict
from geo.document import ToponymMention
from geo.nlp.actors.lexicon import Lexicon

__all__ = ["Context"]


class Context:
    """Who the plain words of one document mean. Holds the actors that only this document names."""

    def __init__(
        self, article: Article, toponyms: Sequence[ToponymMention], catalogue: Catalogue, lexicon: Lexicon
    ) -> None:
        self.catalogue = catalogue
        self.lexicon = lexicon
        self.on: dt.date | None = article.published
        self._toponyms = sorted(toponyms, key=lambda m: m.start)
        self._longest = max((m.end - m.start for m in toponyms), default=0)
        placed = [m.place.country for m in toponyms if m.place and m.place.country]
        named = catalogue.countries_of(f"{article.title}\n{article.text}")
        self.countries = Counter([*placed, *named])
        war = catalogue.choose_conflict(f"{article.title}\n{article.text}", placed, self.on)
        self.war: Conflict | None = war
        self.conflict = war.id if war else ""
        self.country = self._main_country(war)
        self.found: dict[str, Actor] = {}

    def toponyms_over(self, start: int, end: int) -> list[ToponymMention]:
        """The place names that share a character with a span."""
        first = bisect_left(self._toponyms, start - self._longest, key=lambda m: m.start)
        last = bisect_left(self._toponyms, end, key=lambda m: m.start)
        return [m for m in self._toponyms[first:last] if start < m.end]

    def actor(self, id: str) -> Actor:
        """The actor with an id, of the document or the catalogue."""
        return self.found.get(id) or self.catalogue.get(id) or Actor(id, id)

    def role(self, role: str, country: str = "") -> str | None:
        """The id of who plays a role in the document's conflict, or in that of a country that the words name."""
        war = self.conflict
        if country and (self.war is None or country not in self.war.countries):
            war = self._war_in(country)
        for name in (role, *self.lexicon.role_falls_back.get(role, ())):
            actor = self.catalogue.role(name, war, on=self.on, country=country or self.country) if war else None
            if actor:
                return actor.id
        return self._state_role(role, country, war)

    def discover(self, name: str, kind: ActorKind, *, owner: str = "") -> str:
        """Keep an actor that the text names and no catalogue lists; its id is ``found:`` and a slug of the name."""
        id = "found:" + re.sub(r"[^\w]+", "-", self.catalogue.fold(name.removeprefix("unidentified "))).strip("-")
        if id == "found:":
            id += "unnamed"
        ties = (Relation("part_of", owner, source="the article"),) if owner else ()
        if id not in self.found:
            if owner:
                name = f"{name} ({re.sub(r' *[(].*', '', self.actor(owner).name)})"
            letters = "".join(word[0] for word in name.split() if word[:1].isalnum())[:2].upper()
            colour = self.actor(owner).colour if owner else "#777777"
            self.found[id] = Actor(
                id, name, kind=kind, relations=ties, colour=colour, symbol=letters, conflict=self.conflict, side=owner
            )
        elif ties and not self.found[id].relations:
            self.found[id] = dataclasses.replace(self.found[id], relations=ties, side=owner)
        return id

    def nation(self, word: str) -> str:
        """The country (ISO code) of a country's name, its people's or its capital's; empty for other words."""
        return self.catalogue.nations.get(self.catalogue.fold(word), "") if word[:1].isupper() else ""

    def allies(self, actor: str) -> list[str]:
        """Actors of the conflict that are allied with or part of an actor on the document's day."""
        return [
            a.id
            for a in self.catalogue
            if a.conflict == self.conflict and any(r.actor == actor and r.holds(self.on) for r in a.relations)
        ]

    def against(self, id: str) -> str | None:
        """Who stands against an actor, where it is the government or the rebels; None for any other."""
        government, rebels = self.role("government"), self.role("rebels")
        chain = {id, *(a.id for a in self.catalogue.sides(self.actor(id), self.on))}
        return rebels if government in chain else government if rebels in chain else None

    def _main_country(self, war: Conflict | None) -> str:
        fitting = [c for c, _ in self.countries.most_common() if war is None or c in war.countries]
        if war and len(war.countries) == 1:
            return war.countries[0]
        return fitting[0] if fitting else ""

    def _war_in(self, country: str) -> str:
        wars = [w for w in self.catalogue.conflicts.values() if country in w.countries]
        return wars[0].id if wars else ""

    def _state_role(self, role: str, country: str, war: str) -> str | None:
        """An army or government without an entry is the state's; in a conflict somebody's own word decides."""
        named = country or (self.country if not war else "")
        if role not in self.lexicon.state_roles or not named:
            return None
        listed = self.catalogue.conflicts[war].roles if war else {}
        if any(r in listed for r in (role, *self.lexicon.role_falls_back.get(role, ()))):
            return None
        return f"state:{named}" if self.catalogue.get(f"state:{named}") else None
