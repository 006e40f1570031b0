"""Places that a trigger's own arguments do not name: the nearest, the one that opens the clause."""

from __future__ import annotations

from dataclasses import replace

from geo.claim import PlaceRole
from geo.nlp.scene.grounds import Grounds
from geo.nlp.scene.mentions import PlaceArgument

__all__ = ["Scene"]

_FAR: dict[str, PlaceRole] = {
    "to": "destination",
    "into": "destination",
    "in": "destination",
    "at": "destination",
    "from": "origin",
    "out of": "origin",
    "towards": "toward",
    "toward": "toward",
    "on": "toward",
    "near": "toward",
    "through": "via",
    "along": "via",
}
_ELSEWHERE = frozenset(
    {"from", "to", "into", "toward", "towards", "via", "through", "like", "than", "with", "by", "against", "as"}
)


class Scene(Grounds):
    """A sentence within its document: what its nodes refer to."""

    def nearest_place(self, node: int, told: set[int]) -> tuple[PlaceRole, list[PlaceArgument]] | None:
        """The place nearest to a trigger in the tree that no claim tells of, and the role its preposition gives it."""
        best: tuple[int, int, int] | None = None
        for top in self._toponyms:
            mention = self._toponyms[top]
            if (
                mention.role != "literal"
                or mention.start in told
                or self._toponyms.get(self.tree.head(top) or -1) is mention
            ):
                continue
            if (mention.place is not None and mention.place.is_country) or self._modifies_thing(top):
                continue
            ways = [self.tree.word(n) for n in self.tree.chain(top) if self.tree[n].dep == "prep"][:1]
            if set(ways) & _ELSEWHERE:
                continue
            distance = self._distance(node, top)
            if distance is None:
                continue
            rank = (distance, abs(top - node), top)
            best = min(best, rank) if best else rank
        if best is None:
            return None
        top = best[2]
        preposition = next((self.tree.preposition(n) for n in self.tree.chain(top) if self.tree[n].dep == "prep"), "")
        named = [replace(p, inferred="place told nearby") for p in self.places(top)]
        return _FAR.get(preposition, "place"), named

    def _modifies_thing(self, node: int) -> bool:
        """Whether a name only tells of what sort a thing is: "Grad rockets", "a Toyota lorry"."""
        head = self.tree.head(node)
        if head is None or self.tree[node].dep not in {"compound", "nmod", "amod"}:
            return False
        return not self.lexicon.is_a(self.tree.lemma(head), "places", "sites", "parts", "towns")

    def fronted_place(self, node: int) -> tuple[PlaceRole, list[PlaceArgument]] | None:
        """The place that opens the clause around a trigger: "In X, rebels sought to gain control"."""
        tree = self.tree
        for verb in [node, *tree.chain(node)]:
            if not tree.is_verb(verb):
                continue
            for child in tree.children(verb, "prep"):
                if child < min([node, *tree.children(verb, "nsubj", "nsubjpass")]) and tree.word(child) in {
                    "in",
                    "at",
                    "near",
                    "around",
                    "outside",
                }:
                    found = [p for n in tree.children(child, "pobj") for p in self.places(n) if not p.inferred]
                    if found:
                        return "place", [replace(p, inferred="place that opens the clause") for p in found]
            if tree[verb].dep in {"relcl", "acl"}:
                return None
        return None

    def is_little(self, noun: int) -> bool:
        """Whether a noun is told to be hardly there: "without much of a fight", "little resistance"."""
        head = self.tree.head(noun)
        beside = [self.tree.word(c) for c in self.tree.children(noun, "det", "amod", "advmod", "neg")]
        above = [self.tree.word(n) for n in [head, *self.tree.chain(noun)][:3] if n is not None]
        return bool({"little", "no", "any", "minimal", "scant"} & set(beside)) or "without" in above

    def _distance(self, node: int, other: int) -> int | None:
        """Steps between two nodes, at most five; clauses that others speak in are not crossed."""
        up = [node, *self.tree.chain(node)]
        down = [other, *self.tree.chain(other)]
        common = next((n for n in up if n in down), None)
        if common is None:
            return None
        steps = up.index(common) + down.index(common)
        return steps if steps <= 5 else None

    def measured(self) -> list[PlaceArgument]:
        """The sentence's places that are told by a distance: "22 miles north of X", "16 km off Y"."""
        mentions = {m.start: m for m in self._toponyms.values() if m.offset and m.footprint is not None}
        offsets = [
            m for m in mentions.values() if m.footprint is not None and m.footprint.method in {"offset", "offshore"}
        ]
        return [PlaceArgument(self._ref(m)) for m in sorted(offsets, key=lambda m: m.start)]
