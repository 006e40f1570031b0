"""Which places a noun names, with all that stands between it and their names."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from geo.claim import PlaceRef
from geo.document import ToponymMention
from geo.nlp.english import DIRECTIONS, QUANTITIES
from geo.nlp.scene.mentions import NAMELESS, UNNAMED, PlaceArgument
from geo.nlp.scene.sideways import Sideways

__all__ = ["Grounds"]

_INSIDE = ("of", "in", "at", "near", "around", "outside", "inside", "on", "from", "between", "along", "off", "close to")
_OF_COUNTRIES = frozenset({"border", "frontier", "coast", "coastline", "territory", "desert", "side"})
_ROADS = frozenset({"road", "highway", "route", "motorway"})
_CALLING = frozenset({"call", "name", "know"})
_LISTING = frozenset({"including", "as", "like", "namely"})
_PLACE_PRONOUNS = frozenset({"it", "there", "here", "which", "where"})
_DEFINITE = frozenset({"the", "this", "that", "its", "their"})


_SOME_TOWN = "municipality"
"""What a part is a part of where nothing says so: no building, but anything that people live in."""

_GATHERED = frozenset({"network", "series", "string", "point", "spot", "position"})
_ONTO = frozenset({"into", "to", "onto"})
_OPEN_AIR = frozenset({"street", "square"})
_HOLDINGS = frozenset({"control", "possession", "command"})


class Grounds(Sideways):
    """A sentence whose nodes name places."""

    def places(self, node: int, path: str = "") -> list[PlaceArgument]:
        """The places that a noun and what is coordinated with it name; empty where it names none."""
        self._slot = path
        found: list[PlaceArgument] = []
        row = self.tree.conjuncts(node) if path != "modified" else [node]
        for each in [*row, *(n for head in row for n in self._gapped(head) if n not in row)]:
            for place in self._place(each, 0) if not self._measured(each, path) else []:
                if all(place.ref.start != other.ref.start or place.ref.text != other.ref.text for other in found):
                    found.append(place)
        return found

    def _measured(self, node: int, path: str) -> bool:
        """Whether a bare direction belongs to a distance: "60 km to the west"."""
        if self.tree.word(node) not in DIRECTIONS or path in {"patient", "subject", "agent", "governor"}:
            return False
        if self.tree.children(node, "poss"):
            return True
        return any(self.lexicon.is_a(self.tree.lemma(n), "distances") for n in self._up(node))

    def _place(self, node: int, depth: int) -> list[PlaceArgument]:
        mention = self.toponym(node)
        if mention is not None:
            return [] if depth == 0 and self._is_doer(node, mention) else [self._named(node, mention)]
        if depth > 4:
            return []
        lemma, word = self.tree.lemma(node), self.tree.word(node)
        if word == "whose":
            clause = next((n for n in self.tree.chain(node) if self.tree[n].dep == "relcl"), None)
            antecedent = self.tree.antecedent(clause) if clause is not None else None
            return self._place(antecedent, depth + 1) if antecedent is not None else []
        if word in {"which", "where"} and (found := self._before_relative(node, depth)) is not None:
            return found
        if word in _PLACE_PRONOUNS or (word == "its" and depth == 0):
            return self._antecedent(node, "")
        if word in DIRECTIONS and any(self.lexicon.is_a(self.tree.lemma(n), "distances") for n in self._up(node)):
            return next((self._place(n, 4) for n in self.tree.chain(node) if self.toponym(n)), [])
        if lemma in _HOLDINGS:
            return self._below(node, depth, ("of", "over", "on"))
        if self.lexicon.is_a(lemma, "distances"):
            return [replace(p, part=False) for p in self._below(node, depth, _INSIDE)]
        if (
            lemma in QUANTITIES
            and depth < 3
            and (below := [n for name, n in self.tree.prepositions(node) if name == "of"])
        ):
            return [replace(p, part=True) for n in below for p in self._place(n, depth + 1)]
        if self.lexicon.is_a(lemma, "parts") and not self._is_building(node, lemma):
            return self._part(node, depth)
        site = self.lexicon.is_a(lemma, "sites") or self._is_building(node, lemma)
        if site and not self._is_town(node, lemma):
            return self._site(node, depth)
        if self.lexicon.is_a(lemma, "places", "several"):
            return self._generic(node, depth)
        return self._unlisted(node)

    def _is_doer(self, node: int, mention: ToponymMention) -> bool:
        """Whether a country owns an attack: "X's offensive" is none in X."""
        head = self.tree.head(node)
        country = mention.place is not None and mention.place.is_country
        return (
            country and self._slot == "poss" and head is not None and self.lexicon.is_a(self.tree.lemma(head), "events")
        )

    def _before_relative(self, node: int, depth: int) -> list[PlaceArgument] | None:
        """What the noun before a relative clause names: "the village of X, from which"; None where nothing tells."""
        clause = next((n for n in self.tree.chain(node) if self.tree[n].dep == "relcl"), None)
        antecedent = self.tree.head(clause) if clause is not None else None
        if antecedent is None or antecedent >= node:
            return None
        return self._place(antecedent, depth + 1) or None

    def _below(self, node: int, depth: int, names: Iterable[str]) -> list[PlaceArgument]:
        """Places that stand by a noun: before it, in apposition, or behind one of the prepositions."""
        tree, found = self.tree, []
        if self.lexicon.is_a(tree.lemma(node), "places"):
            found = [
                p for name, target in tree.prepositions(node) if name == "of" for p in self._place(target, depth + 1)
            ]
            if found:
                return found
        for child in tree.children(node, "compound", "nmod", "poss", "appos", "amod"):
            apart = tree[child].dep == "appos" and tree[child].pos == "PROPN"
            found.extend(self._place(child, depth + 2) if self.toponym(child) or apart else [])
        if len(found) > 1:
            found = [p for p in found if p.ref.place is None or not p.ref.place.is_country] or found
        if found:
            return found
        named = [
            t
            for c in tree.children(node, "acl", "relcl")
            if tree.lemma(c) in _CALLING
            for t in tree.children(c, "oprd", "dobj", "attr")
        ]
        listed = [t for name, t in tree.prepositions(node) if name in _LISTING]
        found = [p for target in [*named, *listed] for p in self._place(target, depth + 2)]
        if found:
            return found
        apart = node + 1 in tree and tree.word(node + 1) == "," and self.lexicon.is_a(tree.lemma(node), "towns")
        for name, target in tree.prepositions(node):
            if apart and name != "of" and name.endswith(" of"):
                continue  # "fired into the town, 20 km west of X": the town is another one
            if name in names or name.endswith(" of"):
                found.extend(self._place(target, depth + 1))
                if found and name != "of":
                    found = [replace(p, ref=replace(p.ref, offset=p.ref.offset or name)) for p in found]
        return found

    def _part(self, node: int, depth: int) -> list[PlaceArgument]:
        below = self._below(node, depth, _INSIDE)
        if not below and self._slot in _ONTO and self.tree.lemma(node) in _OPEN_AIR:
            return []  # "poured into the streets": nobody goes anywhere
        offset = f"{self.tree.word(node)} of"
        if not below and depth == 0 and self._is_definite_part(node) and not self._is_of_something(node):
            below = (
                self._antecedent(node, _SOME_TOWN) if self.tree.word(node) not in DIRECTIONS else self._unnamed(node)
            )
        return [replace(p, part=True, ref=replace(p.ref, offset=p.ref.offset or offset)) for p in below]

    def _is_building(self, node: int, lemma: str) -> bool:
        """Whether a centre is one for something, "the conference centre", not the middle of a town."""
        beside = self.tree.children(node, "compound") if lemma in {"centre", "center", "building", "square"} else []
        return any(self.tree[c].pos == "NOUN" and not self.lexicon.is_a(self.tree.lemma(c), "towns") for c in beside)

    def _is_among_sites(self, node: int) -> bool:
        """Whether a noun stands in a row with sites: "the port, the airport and the barracks"."""
        row = [n for n in (node, *self.tree.chain(node)) if self.tree[n].dep == "conj" or n == node]
        others = [n for top in [*row, self.tree.head(row[-1])] if top is not None for n in self.tree.conjuncts(top)]
        return any(self.lexicon.is_a(self.tree.lemma(n), "sites", "parts") for n in others if n != node)

    def _is_of_something(self, node: int) -> bool:
        """Whether a noun is a part of what no gazetteer lists, or of no place: "the bank of the X", "the X network"."""
        if self.tree.lemma(node) in _GATHERED:
            return True
        return any(name == "of" and self.tree[n].pos == "PROPN" for name, n in self.tree.prepositions(node))

    def _is_definite_part(self, node: int) -> bool:
        """ "the centre", "its outskirts", "large parts": a part of what the text is about."""
        large = any(
            self.tree.word(c) in {"large", "most", "many", "vast", "some"} for c in self.tree.children(node, "amod")
        )
        definite = any(self.tree.word(c) in _DEFINITE for c in self.tree.children(node, "det", "poss"))
        return definite or (
            large and self.tree.lemma(node) in {"part", "swathe", "area", "section", "district", "portion"}
        )

    def _site(self, node: int, depth: int) -> list[PlaceArgument]:
        """An airport, a palace: its own place, located near the town it is told of."""
        below = self._below(node, depth, ("of", "in", "at", "near", "outside", "around"))
        if len(below) > 1 and self.tree[node].tag.endswith("S"):
            return below
        if not below:
            owners = [c for c in self.tree.children(node, "poss") if self.lexicon.is_a(self.tree.lemma(c), "towns")]
            below = [p for c in owners for p in self._generic(c, 3)]
        told = self._told_of(node) if not below else []
        if told:
            return told
        if not below and not self._same_site(node) and depth == 0:
            below = self._around(node)
            if self.tree[node].tag.endswith("S"):
                return below
        start, end = self._extent(node, below)
        text = self.document.article.text[start:end]
        if not below:
            known = self._same_site(node)
            if known is not None:
                return [known]
            return self._unnamed(node)
        anchor = below[0].ref
        if anchor.place and anchor.place.feature_class == "S" and anchor.start < self.tree[node].start:
            return [replace(below[0], ref=replace(anchor, text=text, start=start))]  # "the X border post" is X
        footprint = (
            replace(anchor.footprint, radius_m=anchor.footprint.radius_m + 10_000, where_prec=2)
            if anchor.footprint
            else None
        )
        ref = PlaceRef(text, start, None, footprint, anchor.offset)
        return [PlaceArgument(ref, inferred=f"site near {anchor.text}")]

    def _unnamed(self, node: int) -> list[PlaceArgument]:
        the = any(self.tree.word(c) == "the" for c in self.tree.children(node, "det"))
        definite = the or self.tree.children(node, "poss")
        if not definite or self.tree[node].tag.endswith("S"):
            return []
        beside = [] if self.tree.word(node) in DIRECTIONS else self.tree.children(node, "amod", "compound", "nmod")
        left = min([node, *(c for c in beside if c < node)])
        start, end = self.tree.text(left, node)
        ref = PlaceRef(self.document.article.text[start:end], start)
        return [PlaceArgument(ref, inferred=UNNAMED if self.tree.word(node) in DIRECTIONS else NAMELESS)]

    def _generic(self, node: int, depth: int) -> list[PlaceArgument]:
        plural = self.tree[node].tag in {"NNS", "NNPS"}
        lemma = self.tree.lemma(node)
        vague = self.lexicon.is_a(lemma, "holds") or lemma in {
            "area",
            "region",
            "territory",
            "zone",
            "stretch",
            "strip",
            "enclave",
            "pocket",
            "forest",
            "bush",
            "jungle",
            "desert",
            "mountain",
            "countryside",
        }
        below = (
            []
            if lemma == "capital" and not plural
            else self._below(node, depth, _INSIDE if plural or vague else ("of", "at"))
        )
        if lemma == "capital" and not below:
            below = self._told_of(node) or self._below(node, depth, ("of",)) or self._capital(node)
        if plural and below:
            apposed = any(self._place(c, 3) for c in self.tree.children(node, "appos"))
            return below if apposed else [replace(p, part=p.ref.offset == "in" or p.part) for p in below]
        told = below or self._told_of(node) or self._beside(node)
        if not told and lemma in _OF_COUNTRIES:
            told = self._of_country(node)
        if not told and lemma in _ROADS:
            told = self._way(node)
        if told or plural:
            return told or self._counted(node) or self._around(node)
        if lemma == "port" and self._is_among_sites(node):
            return self._site(node, 0)  # a harbour, not the town
        bare = lemma in {"area", "place"} and not self.tree.children(node, "amod", "compound", "nmod")
        held = self.lexicon.is_a(lemma, "holds") and self.tree.children(node, "poss")  # "out of their bastion"
        if not self.lexicon.is_a(lemma, "towns") and not bare and not held:
            return []
        definite = any(self.tree.word(c) in _DEFINITE for c in self.tree.children(node, "det", "poss"))
        return self._antecedent(node, self.tree.word(node)) if definite else []
