"""A sentence within its document: which mentions cover its nodes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from geo.actor import Actor
from geo.claim import Claim, PlaceRef
from geo.document import ActorMention, Document, Sentence, ToponymMention
from geo.nlp.lexicon import Lexicon
from geo.nlp.tree import Tree

__all__ = ["NAMELESS", "NOWHERE", "UNNAMED", "Mentions", "PlaceArgument"]

UNNAMED = "direction without a name"
NAMELESS = "place without a name"
NOWHERE = "name in no gazetteer"
_STANDS_ALONE = frozenset({"pobj", "dobj", "nsubj", "nsubjpass", "conj", "appos", "attr"})


@dataclass(frozen=True, slots=True)
class PlaceArgument:
    """A place as an argument told it: the reference, whether only a part of it, and what was inferred."""

    ref: PlaceRef
    part: bool = False
    inferred: str = ""


class Mentions:
    """A sentence's tree with the mentions of places and actors that lie in it."""

    def __init__(
        self,
        document: Document,
        sentence: Sentence,
        tree: Tree,
        lexicon: Lexicon,
        find: Callable[[str], Actor | None],
        before: Sequence[Claim] = (),
    ) -> None:
        self._before = before
        self.document, self.sentence, self.tree, self.lexicon, self._find = document, sentence, tree, lexicon, find
        self.placed: list[PlaceRef] = []
        self.told: list[Claim] = []
        self._slot = ""
        self.persons = frozenset({"against", "with", "by"})
        self._toponyms: dict[int, ToponymMention] = {}
        self._actors: dict[int, list[ActorMention]] = {}
        for mention in document.toponyms:
            if sentence.start <= mention.start < sentence.end:
                self._toponyms.update(dict.fromkeys(self._covered(mention.start, mention.end), mention))
        for actor in document.actors:
            if sentence.start <= actor.start < sentence.end:
                for node in self._covered(actor.start, actor.end):
                    self._actors.setdefault(node, []).append(actor)

    def _covered(self, start: int, end: int) -> list[int]:
        return [t.index for t in self.tree.tokens if t.start < end and start < t.end]

    def toponym(self, node: int) -> ToponymMention | None:
        """The mention of a place that covers a node, demonyms and parts of other names left out."""
        mention = self._toponyms.get(node)
        if mention is None or mention.role == "demonym" or self._is_weapon(node):
            return None
        return mention if mention.role != "embedded" or self.tree[node].dep in _STANDS_ALONE else None

    def _is_weapon(self, node: int) -> bool:
        """Whether a word tells a weapon that bears a town's name: "they have Grads"."""
        return self.lexicon.is_a(self.tree.word(node).removesuffix("s"), "weapons")

    def is_place(self, node: int) -> bool:
        """Whether a node belongs to a place's name that is meant as a place."""
        mention = self._toponyms.get(node)
        return mention is not None and mention.role in {"literal", "metonym"}

    def is_named(self, node: int) -> bool:
        """Whether a mention of an actor covers a node."""
        return self._mention(node) is not None

    def _mention(self, node: int) -> ActorMention | None:
        covering = self._actors.get(node, [])
        if not covering:
            return None
        return max(covering, key=lambda m: (m.head == node, m.end - m.start))

    def names_only_a_place(self, node: int) -> bool:
        """Whether a node names a place that nobody takes for an actor."""
        mention = self._toponyms.get(node)
        known = mention is not None and mention.role == "literal" and mention.place is not None
        return known and self._mention(node) is None

    def _ref(self, mention: ToponymMention, offset: str = "") -> PlaceRef:
        return PlaceRef(mention.text, mention.start, mention.place, mention.footprint, offset or mention.offset)

    def _near(self, offset: int) -> bool:
        sentence = self.document.sentence_at(offset)
        return sentence is not None and self.sentence.index - sentence.index <= 3

    def _is_time(self, offset: int) -> bool:
        return any(time.start <= offset < time.end for time in self.document.times)

    def _up(self, node: int) -> list[int]:
        return list(self.tree.chain(node))[:3]

    def _extent(self, node: int, below: list[PlaceArgument]) -> tuple[int, int]:
        beside = self.tree.children(node, "compound", "nmod", "poss", "amod")
        left = [c for c in beside if c < node and self.tree[c].tag != "PRP$"]
        first = min([node, *(n for c in left for n in self.tree.subtree(c))])
        start, end = self.tree.text(first, node)
        own = {self.tree[n].start for n in [*self.tree.subtree(node), node + 2] if n in self.tree}
        for place in below:
            if place.ref.start in own:
                start, end = min(start, place.ref.start), max(end, place.ref.start + len(place.ref.text))
        return start, end
