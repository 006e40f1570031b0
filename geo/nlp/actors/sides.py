"""What the words around a noun tell of whose it is: "X's", "pro-X", "X-backed", "rebel", "loyal to X"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from geo.nlp.actors.context import Context
from geo.nlp.actors.words import Found, Word

__all__ = ["Side", "Surroundings"]

_REACH_LEFT, _REACH_RIGHT = 8, 8


@dataclass
class Side:
    """What the words around a noun tell of whose it is; ``start`` and ``end`` bound those words."""

    start: int
    end: int
    actors: list[str] = field(default_factory=list)
    backers: list[str] = field(default_factory=list)
    roles: list[str] = field(default_factory=list)
    nation: str = ""
    owner: str = ""
    told: list[str] = field(default_factory=list)


class Surroundings:
    """Reads the words before and behind a noun, up to where its phrase ends."""

    def __init__(self, words: Sequence[Word], named: Sequence[Found], context: Context) -> None:
        self.words = words
        self.context = context
        self.lexicon = context.lexicon
        self.ending: Mapping[int, Found] = {found.end - 1: found for found in named}
        self.starting: Mapping[int, Found] = {found.start: found for found in named}

    def of(self, i: int, start: int, *, behind: bool = True) -> Side:
        """What is told of the noun at word ``i``, whose own words begin at ``start``."""
        side = Side(start, i + 1)
        self._before(side, start)
        if behind and not side.actors:
            self._behind(side, i)
        return side

    def _before(self, side: Side, start: int) -> None:
        j = start - 1
        while j >= 0 and start - j <= _REACH_LEFT and self._linked(j):
            step = self._modifier(side, j)
            if step is None:
                return
            j = step

    def _linked(self, j: int) -> bool:
        """Whether the next word may belong to the same phrase."""
        return self.words[j].joins and self.words[j].sentence == self.words[j + 1].sentence

    def _modifier(self, side: Side, j: int) -> int | None:
        """Take one modifier that ends at word ``j``; the index of the word before it, None where the phrase ends."""
        word = self.words[j]
        if word.lower in self.lexicon.owners:
            side.owner, side.start = self.lexicon.owners[word.lower], j
            return None
        if j in self.ending:
            return self._named_modifier(side, self.ending[j])
        tie = self.lexicon.ties_hyphen.get(word.lower)
        if tie and j and self.words[j - 1].touches:
            return self._tied(side, j - 1, tie)
        if word.lower in self.lexicon.role_modifiers or word.lower in self.lexicon.role_nouns:
            return self._role_modifier(side, j)
        nation = self.context.nation(word.text)
        if nation:
            side.nation, side.start = nation, j
            side.told.append(word.text)
            return None if word.owns else j - 1
        return None if word.owns or not self._fills(word) else j - 1

    def _named_modifier(self, side: Side, found: Found) -> int | None:
        prefix = self._prefix(found.start)
        side.start = found.start - (1 if prefix else 0)
        side.told.append(self.words[found.start].text)
        if prefix == "anti":
            against = self.context.against(found.actor)
            if against:
                side.actors.append(against)
        elif found.what == "state" and not prefix:
            side.nation = self.context.actor(found.actor).country
        else:
            side.actors.append(found.actor)
        return side.start - 1 if not self.words[found.end - 1].owns else None

    def _prefix(self, j: int) -> str:
        """ "pro" or "anti" where it is joined to the word."""
        if j and self.words[j - 1].touches and self.words[j - 1].lower in {"pro", "anti"}:
            return self.words[j - 1].lower
        return ""

    def _role_modifier(self, side: Side, j: int) -> int | None:
        word = self.words[j]
        if j and self.words[j - 1].touches and self.words[j - 1].lower == "non":
            side.start = j - 1
            return j - 2  # "non-state armed groups"
        role = self.lexicon.role_modifiers.get(word.lower) or self.lexicon.role_nouns[word.lower]
        prefix = self._prefix(j)
        if prefix == "anti":
            role = "rebels" if role in {"government", "army", "loyalists"} else "government"
        side.roles.append(role)
        side.start = j - (1 if prefix else 0)
        side.told.append(word.lower)
        return None if word.owns else side.start - 1

    def _tied(self, side: Side, j: int, tie: str) -> int | None:
        """ "X-backed", "X-led": X is a name, a nation or a role."""
        found = self.ending.get(j)
        start, actor = (found.start, found.actor) if found else (j, None)
        nation = self.context.nation(self.words[j].text)
        role = self.lexicon.role_modifiers.get(self.words[j].lower)
        actor = actor or (f"state:{nation}" if nation else None) or (self.context.role(role) if role else None)
        side.start = start
        side.told.append(self.words[j].text)
        if actor:
            (side.backers if tie == "backed" else side.actors).append(actor)
        return start - 1

    def _fills(self, word: Word) -> bool:
        if word.lower in self.lexicon.stops or word.lower in self.lexicon.civilians:
            return False
        if word.lower in self.lexicon.fillers or word.text.isdigit():
            return True
        token = word.token
        return token is not None and (
            token.pos in {"ADJ", "NUM"} or token.tag in {"VBN", "VBG"} or token.dep in {"compound", "amod", "nmod"}
        )

    def _behind(self, side: Side, i: int) -> None:
        """Words behind the noun that tie it to a name: "loyal to X", "led by X", "of the X"."""
        j = i + 1
        if not self.words[i].joins or self.words[i].owns:
            return
        for tie, what in self.lexicon.ties_right:
            if len(self.words) > j + len(tie) and self._reads(j, tie):
                target = self._target(j + len(tie), plain=tie in {("of",), ("from",), ("under",), ("in",)})
                if target:
                    self._tie(side, target, what)
                return

    def _reads(self, j: int, tie: tuple[str, ...]) -> bool:
        return all(w.lower == t for w, t in zip(self.words[j : j + len(tie)], tie, strict=True))

    def _target(self, j: int, *, plain: bool) -> Found | None:
        for k in range(j, min(j + _REACH_RIGHT, len(self.words))):
            word = self.words[k]
            if word.sentence != self.words[j].sentence or not self.words[k - 1].joins:
                return None
            if k in self.starting:
                found = self.starting[k]
                if found.what == "state" and plain:
                    if self.words[found.end - 1].owns:
                        continue
                    return None
                return found
            if word.lower in {"government", "regime"} and not plain:
                actor = self.context.role("government")
                return Found(k, k + 1, k, actor, "role") if actor else None
            if word.lower not in self.lexicon.titles and not (word.capital and not plain) and not self._fills(word):
                return None
        return None

    def _tie(self, side: Side, target: Found, what: str) -> None:
        actor = self.context.against(target.actor) if what == "against" else target.actor
        if what == "against" and not actor:
            return
        side.end = target.end
        side.told.append(self.words[target.start].text)
        if actor:
            side.actors.append(actor)
