"""Actors by description: "anti-government fighters", "troops loyal to X", "X's forces", "residents"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from geo.nlp.actors.context import Context
from geo.nlp.actors.sides import Side, Surroundings
from geo.nlp.actors.words import Found, Word

__all__ = ["Describer"]

_OWN_SIDE = frozenset({"council", "headquarters", "allies", "men", "militia"})


class Describer:
    """Reads descriptions in the words of one document, around the names that were found before."""

    def __init__(self, words: Sequence[Word], named: Sequence[Found], context: Context) -> None:
        self.words = words
        self.context = context
        self.lexicon = context.lexicon
        self.around = Surroundings(words, named, context)
        self.inside = {i for found in named for i in range(found.start, found.end)}

    def __iter__(self) -> Iterator[Found]:
        for i, word in enumerate(self.words):
            if i not in self.inside and not word.verb:
                found = self._at(i)
                if found:
                    yield found

    def _at(self, i: int) -> Found | None:
        """The description that the word governs, None if it governs none."""
        word, pair = self.words[i].lower, self._pair(i)
        start = i - 1 if pair else i
        role = self.lexicon.role_nouns.get(pair or word)
        if role:
            return self._role(i, start, role)
        if word in self.lexicon.forces:
            return self._force(i, start)
        if (pair or word) in self.lexicon.civilians:
            return self._people(i, start)
        if word in self.lexicon.persons:
            return self._person(i)
        if word in self.lexicon.transports:
            return self._transport(i)
        if word in self.lexicon.quantities and not self._goes_on(i):
            return Found(i, i + 1, i, self.context.discover("people", "civilians"), "people", 0.4)
        if word in self.lexicon.role_modifiers and self._joined_to_held(i):
            return self._bare_role(i, self.lexicon.role_modifiers[word])
        return None

    def _pair(self, i: int) -> str:
        """Two words that make one noun ("coast guard"), empty if they do not."""
        if i == 0 or not self.words[i - 1].joins or self.words[i - 1].owns:
            return ""
        pair = f"{self.words[i - 1].lower} {self.words[i].lower}"
        return pair if pair in self.lexicon.role_nouns or pair in self.lexicon.civilians else ""

    def _joined_to_held(self, i: int) -> bool:
        return self.words[i].touches and i + 1 < len(self.words) and self.words[i + 1].lower in self.lexicon.held

    def _goes_on(self, i: int) -> bool:
        after = self.words[i + 1] if i + 1 < len(self.words) else None
        if after is None or not self.words[i].joins or after.sentence != self.words[i].sentence:
            return False
        return after.lower == "of" or (after.token is not None and after.token.pos in {"NOUN", "PROPN", "ADJ", "NUM"})

    # --- the kinds of noun -------------------------------------------------------------------------------------

    def _role(self, i: int, start: int, role: str) -> Found | None:
        """A noun that tells a role itself, and what stands around it that may tell more exactly who."""
        word = self.words[i]
        if self._modifies(i):
            return None
        if word.token is not None and word.token.pos == "ADJ" and word.lower in self.lexicon.adjectives:
            return None
        if word.lower == "state" and not self._the_state(i):
            return None
        side = self.around.of(i, start)
        actor = self._whose(side, role) or self._role_actor(role, side)
        if actor is None:
            return self._unnamed(i, side, start)
        return Found(side.start, side.end, i, actor, "role", 0.85 if side.told else 0.75)

    def _the_state(self, i: int) -> bool:
        """Whether "the state" acts, and is no province or modifier."""
        token = self.words[i].token
        return token is not None and token.dep in {"nsubj", "nsubjpass"} and self.words[i - 1].lower == "the"

    def _serves(self, i: int) -> bool:
        """Whether the noun only tells what a person is of ("ground forces commander")."""
        after = self.words[i + 1] if i + 1 < len(self.words) else None
        joined = after is not None and self.words[i].joins and not self.words[i].owns
        return joined and after is not None and after.lower in self.lexicon.persons and after.lower not in _OWN_SIDE

    def _modifies(self, i: int) -> bool:
        """Whether the next word is a noun that will take this one as its modifier."""
        word, after = self.words[i], self.words[i + 1] if i + 1 < len(self.words) else None
        if after is None or not word.joins or word.owns or word.touches or after.verb:
            return False
        nouns = (self.lexicon.forces, self.lexicon.role_nouns, self.lexicon.persons)
        return any(after.lower in known for known in nouns)

    def _force(self, i: int, start: int) -> Found | None:
        if self._serves(i):
            return None
        side = self.around.of(i, start)
        word = self.words[i].lower
        regular = word in self.lexicon.regulars
        actor = self._whose(side, "army" if regular else "") or (self._roles(side))
        if actor is None and side.nation and regular:
            actor = self.context.role("army", side.nation)
        if actor is not None:
            return Found(side.start, side.end, i, actor, "force", 0.9)
        if word in self.lexicon.soldierly and not side.told and not side.owner:
            actor = self.context.role("army")
            if actor is not None:
                return Found(start, i + 1, i, actor, "force", 0.55)
        return self._unnamed(i, side, start)

    def _people(self, i: int, start: int) -> Found | None:
        token = self.words[i].token
        if token is not None and (token.dep in {"compound", "amod", "nmod"} or token.pos == "VERB"):
            return None
        side = self.around.of(i, start, behind=False)
        noun = " ".join(w.lower for w in self.words[start : i + 1])
        nation = f"{side.told[-1]} " if side.nation and side.told else ""
        actor = self.context.discover(nation + noun, "civilians")
        return Found(min(start, side.start if nation else start), i + 1, i, actor, "people", 0.8)

    def _transport(self, i: int) -> Found | None:
        """Ships, lorries, flights: a party's where the words before name one, else things that move by themselves."""
        token = self.words[i].token
        if token is not None and token.dep in {"compound", "pobj", "amod", "nmod"}:
            return None
        side = self.around.of(i, i, behind=False)
        actor = self._whose(side, "") or self._roles(side)
        name = self._as_told(side.start, i)
        return Found(
            side.start, i + 1, i, actor or self.context.discover(name, "unknown"), "people", 0.6 if actor else 0.4
        )

    def _person(self, i: int) -> Found | None:
        """Somebody who speaks or acts for a body that the words before name."""
        side = self.around.of(i, i, behind=False)
        side.roles = [role for role in side.roles if role not in self.lexicon.not_of_persons]
        actor = self._whose(side, "government") or self._roles(side)
        if actor is None and side.nation:
            actor = self.context.role("government", side.nation)
        return Found(side.start, i + 1, i, actor, "person", 0.7) if actor else None

    def _bare_role(self, i: int, role: str) -> Found | None:
        actor = self.context.role(role)
        return Found(i, i + 1, i, actor or self.context.discover(self.words[i].lower, "unknown"), "role", 0.7)

    def _unnamed(self, i: int, side: Side, start: int) -> Found | None:
        """A body whose side nothing tells: an actor of its own, named by its words; or one spoken of before."""
        word = self.words[i].lower
        if side.owner:
            return Found(side.start, side.end, i, "", side.owner, 0.6)
        pointed = start > 0 and self.words[start - 1].lower in {"the", "this", "that", "same"}
        if pointed and word in self.lexicon.definite and self.words[i].text == word:
            return Found(start, i + 1, i, "", "definite", 0.6)
        if word in self.lexicon.need_side and not side.told and not self._armed(start):
            return None
        first = side.start if side.told else start - 1 if self._armed(start) else start
        local = self._of_a_town(i, side)
        if local:
            return Found(first, i + 1, i, local, "force", 0.7)
        name = f"unidentified {self._as_told(first, i)}"
        return Found(first, i + 1, i, self.context.discover(name, "armed_group"), "force", 0.4)

    def _as_told(self, first: int, i: int) -> str:
        return " ".join(w.text if w.capital and k else w.lower for k, w in enumerate(self.words[first : i + 1]))

    def _of_a_town(self, i: int, side: Side) -> str | None:
        """A listed body that goes by a town's name: "fighters from Misrata", "Zintani gunmen"."""
        behind = self.words[i + 1 : i + 3]
        towns = [w.text for w in behind[1:] if behind[0].lower in {"from", "of"} and w.capital]
        towns += [self.words[side.start - 1].text] if side.start and self.words[side.start - 1].joins else []
        towns += [self.words[side.start].text] if side.start < i else []
        for town in filter(str.istitle, towns):
            for noun in ("brigades", "militia", "fighters"):
                ids: Sequence[str] = self.context.catalogue.names.get(self.context.catalogue.fold(f"{town} {noun}"), ())
                if any(self.context.actor(id).conflict == self.context.conflict != "" for id in ids):
                    return ids[0]
        return None

    def _armed(self, start: int) -> bool:
        return start > 0 and self.words[start - 1].lower == "armed" and self.words[start - 1].joins

    # --- whose it is -------------------------------------------------------------------------------------------

    def _whose(self, side: Side, role: str) -> str | None:
        """Whom the words around name: by name, or as the backed ally of a name where only one fits."""
        if side.actors:
            id = side.actors[0]
            if id.startswith("state:") and role:
                return self.context.role(role, id[6:]) or id
            return id
        if side.backers and not side.roles and (not role or role == "army"):
            allies = self.context.allies(side.backers[0])
            if len(allies) == 1:
                return allies[0]
        return None

    def _roles(self, side: Side) -> str | None:
        return next((id for role in side.roles if (id := self.context.role(role, side.nation))), None)

    def _role_actor(self, role: str, side: Side) -> str | None:
        """A modifier that tells a people or a party goes before the noun's own role ("Tuareg rebels", "rebel army")."""
        return self._roles(side) or self.context.role(role, side.nation)
