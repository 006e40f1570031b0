"""Places told in a roundabout way: a road by its ends, a border by its country, a name that no gazetteer lists."""

from __future__ import annotations

from dataclasses import replace

from geo.claim import PlaceRef
from geo.document import ToponymMention
from geo.nlp.english import DIRECTIONS
from geo.nlp.scene.mentions import NOWHERE, PlaceArgument
from geo.nlp.scene.recalled import Recalled

__all__ = ["Sideways"]

_LINKING = frozenset({"link", "connect", "join", "lead", "run"})
_NO_PLACES = frozenset(
    {"DATE", "TIME", "NORP", "MONEY", "PERCENT", "QUANTITY", "ORDINAL", "CARDINAL", "LAW", "LANGUAGE"}
)
_BY = frozenset({"by", "on", "in", "before", "until"})
_MANY = 8


class Sideways(Recalled):
    """A sentence whose places may be told without their names."""

    _slot = ""
    persons: frozenset[str]

    def _place(self, node: int, depth: int) -> list[PlaceArgument]:
        raise NotImplementedError

    def _unlisted(self, node: int) -> list[PlaceArgument]:
        """A name where a place must stand that no gazetteer knows; it is kept, unplaced."""
        token = self.tree[node]
        common = token.pos == "NOUN" and node != self.tree.tokens[0].index
        capital = token.text[:1].isupper() and (token.pos == "PROPN" or common)
        owned = any(self._mention(c) is not None for c in self.tree.children(node, "compound"))
        person = token.entity == "PERSON" and self._slot in self.persons
        titled = any(
            self.lexicon.is_a(self.tree.lemma(c), "persons", "leaders") for c in self.tree.children(node, "compound")
        )
        owned = owned or titled or (token.entity == "ORG" and self._slot == "modified")
        named = capital and not owned and not person and token.entity not in _NO_PLACES and node not in self._toponyms
        if not named or self._mention(node) is not None or self._is_time(token.start) or self._is_weapon(node):
            return []
        left = min(
            [node, *(c for c in self.tree.children(node, "compound", "nmod", "punct") if c < node and c >= node - 4)]
        )
        start, end = self.tree.text(left, node)
        return [PlaceArgument(PlaceRef(self.document.article.text[start:end], start), inferred=NOWHERE)]

    def _beside(self, node: int) -> list[PlaceArgument]:
        """Where places lie that are told by their direction: "cities east and west of X"."""
        at = node + 1
        if at not in self.tree or self.tree.word(at) not in DIRECTIONS:
            return []
        ways = self.tree.conjuncts(at)
        places = [n for w in ways for p in self.tree.children(w, "prep") for n in self.tree.children(p, "pobj")]
        offset = f"{self.tree.word(node)} {self.tree.word(at)} of"
        return [replace(p, ref=replace(p.ref, offset=offset)) for n in places for p in self._place(n, 3)]

    def _way(self, node: int) -> list[PlaceArgument]:
        """A road told by what it links, as the whole phrase: "the road from X to Y"."""
        ends = [n for name, n in self.tree.prepositions(node) if name in {"from", "between", "to", "out of"}]
        ends += [
            n for c in self.tree.children(node, "acl") for n in self.tree.objects(c) if self.tree.lemma(c) in _LINKING
        ]
        mentions = [m for n in ends if (m := self.toponym(n)) is not None]
        if not mentions:
            return []
        start, end = self.tree[node].start, max(m.end for m in mentions)
        ref = PlaceRef(self.document.article.text[start:end], start, None, mentions[0].footprint, self.tree.word(node))
        return [PlaceArgument(ref, inferred=f"road at {mentions[0].text}")]

    def _of_country(self, node: int) -> list[PlaceArgument]:
        """A country's border, coast or capital told by its people's name: "the Libyan border"."""
        for child in self.tree.children(node, "amod", "compound"):
            mention = self._toponyms.get(child)
            if mention is not None and mention.role == "demonym":
                start, end = self.tree.text(child, node)
                text = self.document.article.text[start:end]
                ref = PlaceRef(text, start, mention.place, mention.footprint, self.tree.word(node))
                return [PlaceArgument(ref, part=True, inferred="told by its country")]
        return []

    def _around(self, node: int) -> list[PlaceArgument]:
        """Several unnamed places take the name that their clause gives: "In X they overran the camps"."""
        verb = self.tree.head(node)
        if verb is None or not self.tree.is_verb(verb):
            return []
        near = [n for name, n in self.tree.prepositions(verb) if name in {"in", "at", "near", "around", "outside"}]
        found = [p for n in near for p in self.places(n)]
        return [replace(p, part=True, ref=replace(p.ref, offset=p.ref.offset or self.tree.word(node))) for p in found]

    def _named(self, node: int, mention: ToponymMention) -> PlaceArgument:
        directions = [
            c for c in self.tree.children(node, "amod", "compound", "advmod") if self.tree.word(c) in DIRECTIONS
        ]
        wide = mention.place is not None and mention.place.is_area
        offset = mention.offset or " ".join(self.tree.word(c) for c in directions)
        return PlaceArgument(self._ref(mention, offset), part=bool(directions) and not wide)

    def _is_town(self, node: int, lemma: str) -> bool:
        """Whether a word for a site or a town means the town: "the port of X", not "X's port"."""
        own = any(self.toponym(c) is not None for c in self.tree.children(node, "compound", "poss", "nmod"))
        return self.lexicon.is_a(lemma, "places") and not own

    def _gapped(self, node: int) -> list[int]:
        """Further places that share a verb, each with a day of its own: "quit X by May 1, Y by May 5 and Z by June"."""
        found: list[int] = []
        end = self._after_day(node) if self.toponym(node) is not None else None
        while end is not None and len(found) < _MANY:
            while end in self.tree and self.tree.word(end) in {",", "and", ";"}:
                end += 1
            if end not in self.tree or self.tree[end].pos != "PROPN" or self._is_time(self.tree[end].start):
                break
            mention = self.toponym(end)
            last = self._covered(mention.start, mention.end)[-1] if mention is not None else end
            end = self._after_day(last)
            found.extend([last] if end is not None else [])
        return found

    def _after_day(self, node: int) -> int | None:
        """The node behind a time that follows a place at once: "X *by May 1*"."""
        at = node + 1
        if at + 1 not in self.tree or self.tree.word(at) not in _BY or not self._is_time(self.tree[at + 1].start):
            return None
        at += 1
        while at in self.tree and self._is_time(self.tree[at].start) and self.tree[at].text not in {",", "and"}:
            at += 1
        return at
