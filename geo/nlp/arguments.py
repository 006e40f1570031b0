"""From nodes to references: which place an argument names, which actor, and of which class it is."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from geo.actor import Actor
from geo.claim import ActorRef, Claim, PlaceRef, PlaceRole
from geo.document import ActorMention, Document, Sentence, ToponymMention
from geo.nlp.lexicon import Lexicon
from geo.nlp.tree import Tree

__all__ = ["NAMELESS", "UNNAMED", "PlaceArgument", "Scene"]

UNNAMED = "direction without a name"
NAMELESS = "place without a name"

_INSIDE = ("of", "in", "at", "near", "around", "outside", "inside", "on", "from", "between", "along", "off", "close to")
_DIRECTIONS = frozenset(
    [
        "north",
        "south",
        "east",
        "west",
        "northeast",
        "northwest",
        "southeast",
        "southwest",
        "northern",
        "southern",
        "eastern",
        "western",
        "central",
        "downtown",
        "north-east",
        "north-west",
        "south-east",
        "south-west",
        "inner",
        "outer",
        "upper",
        "lower",
    ]
)
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
_OF_COUNTRIES = frozenset({"border", "frontier", "coast", "coastline", "territory", "desert", "side"})
_ELSEWHERE = frozenset(
    {"from", "to", "into", "toward", "towards", "via", "through", "like", "than", "with", "by", "against", "as"}
)
_ROADS = frozenset({"road", "highway", "route", "motorway"})
_LINKING = frozenset({"link", "connect", "join", "lead", "run"})
_CALLING = frozenset({"call", "name", "know"})
_LISTING = frozenset({"including", "as", "like", "namely"})
_STANDS_ALONE = frozenset({"pobj", "dobj", "nsubj", "nsubjpass", "conj", "appos", "attr"})
_PLACE_PRONOUNS = frozenset({"it", "there", "here", "which", "where"})
_DEFINITE = frozenset({"the", "this", "that", "its", "their"})
_NO_PLACES = frozenset(
    {"DATE", "TIME", "NORP", "MONEY", "PERCENT", "QUANTITY", "ORDINAL", "CARDINAL", "LAW", "LANGUAGE"}
)
_PRONOUNS = frozenset(
    [
        "it",
        "its",
        "he",
        "his",
        "him",
        "she",
        "her",
        "they",
        "their",
        "them",
        "we",
        "our",
        "us",
        "i",
        "who",
        "which",
        "himself",
        "itself",
        "themselves",
    ]
)
_QUANTITIES = frozenset(
    [
        "hundred",
        "hundreds",
        "thousand",
        "thousands",
        "dozen",
        "dozens",
        "score",
        "scores",
        "ten",
        "tens",
        "million",
        "group",
        "column",
        "number",
        "part",
        "member",
        "most",
        "many",
        "some",
        "all",
        "part",
        "other",
        "convoy",
        "unit",
        "handful",
        "remnant",
        "last",
        "rest",
        "crowd",
        "wave",
        "lot",
        "majority",
        "half",
        "leader",
        "bulk",
        "band",
        "flood",
        "stream",
    ]
)
_KINDS = {
    "armed_forces": "armed",
    "armed_group": "armed",
    "militia": "armed",
    "operations_room": "armed",
    "coalition": "armed",
    "police": "armed",
    "state": "armed",
    "government": "armed",
    "civilians": "civilians",
}


@dataclass(frozen=True, slots=True)
class PlaceArgument:
    """A place as an argument told it: the reference, whether only a part of it, and what was inferred."""

    ref: PlaceRef
    part: bool = False
    inferred: str = ""


class Scene:
    """A sentence within its document: what its nodes refer to."""

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

    # -- places ------------------------------------------------------------------------------------------------

    def places(self, node: int, path: str = "") -> list[PlaceArgument]:
        """The places that a noun and what is coordinated with it name; empty where it names none."""
        self._slot = path
        found: list[PlaceArgument] = []
        for each in self.tree.conjuncts(node) if path != "modified" else [node]:
            for place in self._place(each, 0) if not self._measured(each, path) else []:
                if all(place.ref.start != other.ref.start or place.ref.text != other.ref.text for other in found):
                    found.append(place)
        return found

    def _measured(self, node: int, path: str) -> bool:
        """Whether a bare direction belongs to a distance: "60 km to the west"."""
        if self.tree.word(node) not in _DIRECTIONS or path in {"patient", "subject", "agent", "governor"}:
            return False
        if self.tree.children(node, "poss"):
            return True
        return any(self.lexicon.is_a(self.tree.lemma(n), "distances") for n in self._up(node))

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
        """Steps between two nodes, at most six; clauses that others speak in are not crossed."""
        up = [node, *self.tree.chain(node)]
        down = [other, *self.tree.chain(other)]
        common = next((n for n in up if n in down), None)
        if common is None:
            return None
        steps = up.index(common) + down.index(common)
        return steps if steps <= 6 else None

    def measured(self) -> list[PlaceArgument]:
        """The sentence's places that are told by a distance: "22 miles north of X", "16 km off Y"."""
        mentions = {m.start: m for m in self._toponyms.values() if m.offset and m.footprint is not None}
        offsets = [
            m for m in mentions.values() if m.footprint is not None and m.footprint.method in {"offset", "offshore"}
        ]
        return [PlaceArgument(self._ref(m)) for m in sorted(offsets, key=lambda m: m.start)]

    def names_only_a_place(self, node: int) -> bool:
        """Whether a node names a place that nobody takes for an actor."""
        mention = self._toponyms.get(node)
        known = mention is not None and mention.role == "literal" and mention.place is not None
        return known and self._mention(node) is None

    def toponym(self, node: int) -> ToponymMention | None:
        """The mention of a place that covers a node, demonyms and parts of other names left out."""
        mention = self._toponyms.get(node)
        if mention is None or mention.role == "demonym":
            return None
        return mention if mention.role != "embedded" or self.tree[node].dep in _STANDS_ALONE else None

    def _place(self, node: int, depth: int) -> list[PlaceArgument]:
        mention = self.toponym(node)
        if mention is not None:
            return [self._named(node, mention)]
        if depth > 4:
            return []
        lemma, word = self.tree.lemma(node), self.tree.word(node)
        if word == "whose":
            clause = next((n for n in self.tree.chain(node) if self.tree[n].dep == "relcl"), None)
            antecedent = self.tree.antecedent(clause) if clause is not None else None
            return self._place(antecedent, depth + 1) if antecedent is not None else []
        if word in _PLACE_PRONOUNS or (word == "its" and depth == 0):
            return self._antecedent(node, "")
        if word in _DIRECTIONS and any(self.lexicon.is_a(self.tree.lemma(n), "distances") for n in self._up(node)):
            return next((self._place(n, 4) for n in self.tree.chain(node) if self.toponym(n)), [])
        if self.lexicon.is_a(lemma, "distances"):
            return [replace(p, part=False) for p in self._below(node, depth, _INSIDE)]
        if (
            lemma in _QUANTITIES
            and depth < 3
            and (below := [n for name, n in self.tree.prepositions(node) if name == "of"])
        ):
            return [replace(p, part=True) for n in below for p in self._place(n, depth + 1)]
        if self.lexicon.is_a(lemma, "parts"):
            return self._part(node, depth)
        if self.lexicon.is_a(lemma, "sites") and not self._is_town(node, lemma):
            return self._site(node, depth)
        if self.lexicon.is_a(lemma, "places", "several"):
            return self._generic(node, depth)
        return self._unlisted(node)

    def _up(self, node: int) -> list[int]:
        return list(self.tree.chain(node))[:3]

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
        if not named or self._mention(node) is not None or self._is_time(token.start):
            return []
        left = min(
            [node, *(c for c in self.tree.children(node, "compound", "nmod", "punct") if c < node and c >= node - 4)]
        )
        start, end = self.tree.text(left, node)
        return [PlaceArgument(PlaceRef(self.document.article.text[start:end], start), inferred="name in no gazetteer")]

    def _is_time(self, offset: int) -> bool:
        return any(time.start <= offset < time.end for time in self.document.times)

    def _is_town(self, node: int, lemma: str) -> bool:
        """Whether a word for a site or a town means the town: "the port of X", not "X's port"."""
        own = any(self.toponym(c) is not None for c in self.tree.children(node, "compound", "poss", "nmod"))
        return self.lexicon.is_a(lemma, "places") and not own

    def _named(self, node: int, mention: ToponymMention) -> PlaceArgument:
        directions = [
            c for c in self.tree.children(node, "amod", "compound", "advmod") if self.tree.word(c) in _DIRECTIONS
        ]
        wide = mention.place is not None and mention.place.is_area
        offset = mention.offset or " ".join(self.tree.word(c) for c in directions)
        return PlaceArgument(self._ref(mention, offset), part=bool(directions) and not wide)

    def _ref(self, mention: ToponymMention, offset: str = "") -> PlaceRef:
        return PlaceRef(mention.text, mention.start, mention.place, mention.footprint, offset or mention.offset)

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
        for name, target in tree.prepositions(node):
            if name in names or name.endswith(" of"):
                found.extend(self._place(target, depth + 1))
                if found and name != "of":
                    found = [replace(p, ref=replace(p.ref, offset=p.ref.offset or name)) for p in found]
        return found

    def _part(self, node: int, depth: int) -> list[PlaceArgument]:
        below = self._below(node, depth, _INSIDE)
        offset = f"{self.tree.word(node)} of"
        if not below and depth == 0 and self._is_definite_part(node):
            below = self._antecedent(node, "") if self.tree.word(node) not in _DIRECTIONS else self._unnamed(node)
        return [replace(p, part=True, ref=replace(p.ref, offset=p.ref.offset or offset)) for p in below]

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
        below = self._below(node, depth, ("of", "in", "at", "near", "outside"))
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
        footprint = (
            replace(anchor.footprint, radius_m=anchor.footprint.radius_m + 10_000, where_prec=2)
            if anchor.footprint
            else None
        )
        ref = PlaceRef(text, start, None, footprint, anchor.offset)
        return [PlaceArgument(ref, inferred=f"site near {anchor.text}")]

    def _extent(self, node: int, below: list[PlaceArgument]) -> tuple[int, int]:
        left = [c for c in self.tree.children(node, "compound", "nmod", "poss", "amod") if c < node]
        first = min([node, *(n for c in left for n in self.tree.subtree(c))])
        start, end = self.tree.text(first, node)
        own = {self.tree[n].start for n in self.tree.subtree(node)}
        for place in below:
            if place.ref.start in own:
                start, end = min(start, place.ref.start), max(end, place.ref.start + len(place.ref.text))
        return start, end

    def _same_site(self, node: int) -> PlaceArgument | None:
        """A place told of before whose name ends in the same word: "Zuwarah airport ... the airport"."""
        word = self.tree.word(node)
        before = [
            m for m in self.document.toponyms if m.start < self.tree[node].start and m.text.lower().split()[-1] == word
        ]
        return PlaceArgument(self._ref(before[-1]), inferred=f'"{word}" is {before[-1].text}') if before else None

    def _unnamed(self, node: int) -> list[PlaceArgument]:
        the = any(self.tree.word(c) == "the" for c in self.tree.children(node, "det"))
        definite = the or self.tree.children(node, "poss")
        if not definite or self.tree[node].tag.endswith("S"):
            return []
        beside = [] if self.tree.word(node) in _DIRECTIONS else self.tree.children(node, "amod", "compound", "nmod")
        left = min([node, *(c for c in beside if c < node)])
        start, end = self.tree.text(left, node)
        ref = PlaceRef(self.document.article.text[start:end], start)
        return [PlaceArgument(ref, inferred=UNNAMED if self.tree.word(node) in _DIRECTIONS else NAMELESS)]

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
        }
        below = (
            []
            if lemma == "capital" and not plural
            else self._below(node, depth, _INSIDE if plural or vague else ("of", "at"))
        )
        if lemma == "capital" and not below:
            below = self._told_of(node) or self._below(node, depth, ("of",))
        if plural and below:
            apposed = any(self._place(c, 3) for c in self.tree.children(node, "appos"))
            return below if apposed else [replace(p, part=p.ref.offset == "in" or p.part) for p in below]
        told = below or self._told_of(node) or self._beside(node)
        if not told and lemma in _OF_COUNTRIES:
            told = self._of_country(node)
        if not told and lemma in _ROADS:
            told = self._way(node)
        if told or plural:
            return told or self._around(node)
        if not self.lexicon.is_a(self.tree.lemma(node), "towns"):
            return []
        definite = any(self.tree.word(c) in _DEFINITE for c in self.tree.children(node, "det", "poss"))
        return self._antecedent(node, self.tree.word(node)) if definite else []

    def _beside(self, node: int) -> list[PlaceArgument]:
        """Where places lie that are told by their direction: "cities east and west of X"."""
        at = node + 1
        if at not in self.tree or self.tree.word(at) not in _DIRECTIONS:
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

    def _told_of(self, node: int) -> list[PlaceArgument]:
        """The place that a description describes: "X is a town ...", "X, a town ...", "X and Y, towns ..."."""
        head, label = self.tree.head(node), self.tree[node].dep
        if head is None or label not in {"appos", "attr"}:
            return []
        above = head if label == "appos" else self.tree.subject(head)
        if above is not None and self.toponym(above) is not None:
            return self.places(above)
        person = above is not None and self.word_class(above) in {"armed", "civilians", "leaders"}
        return self._left_of(node) if label == "appos" and person else []

    def _left_of(self, node: int) -> list[PlaceArgument]:
        """The place before a description that the parser hung on somebody: "fled to X, 6 km off, a town run by Y"."""
        first = min(self.tree.subtree(node))
        for at in range(first - 1, max(first - 12, self.tree.nodes().start) - 1, -1):
            if self.toponym(at) is not None:
                return self.places(at)
            if self.tree.is_verb(at):
                break
        return []

    def _antecedent(self, node: int, noun: str) -> list[PlaceArgument]:
        """The place last told of that the words "it", "there", "the town" can mean."""
        if self.tree.word(node) == "it" and self._is_other_thing(node):
            return []
        ahead = self._ahead(node) if self.tree.word(node) in {"it", "its"} else []
        if ahead:
            return ahead
        here = self.tree[node].start
        near = [m for m in self.document.toponyms if m.role == "literal" and m.start < here and self._near(m.start)]
        fitting = [m for m in near if m.place is None or not m.place.is_country] if noun != "country" else near
        chosen = (
            self._called(noun, fitting)
            or self._fought_over(here)
            or (self._ref(self._topic(fitting)) if fitting else None)
        )
        return [PlaceArgument(chosen, inferred=f'"{self.tree.word(node)}" read as {chosen.text}')] if chosen else []

    def _ahead(self, node: int) -> list[PlaceArgument]:
        """The subject that a pronoun of an opening clause looks ahead to: "After it fell, X was looted"."""
        clause = next((n for n in self.tree.chain(node) if self.tree[n].dep == "advcl"), None)
        main = self.tree.head(clause) if clause is not None else None
        subject = self.tree.subject(main) if main is not None else None
        opens = clause is not None and min(self.tree.subtree(clause)) == self.tree.nodes().start
        return self.places(subject) if opens and subject is not None and self.toponym(subject) is not None else []

    def _is_other_thing(self, pronoun: int) -> bool:
        """Whether "it" takes up a subject of its own sentence that is no place: "the firm ... until it fell"."""
        before = [n for n in range(self.tree.nodes().start, pronoun) if self.tree[n].dep in {"nsubj", "nsubjpass"}]
        if not before:
            return False
        last = before[-1]
        thing = self.tree[last].tag == "NN" and self.word_class(last) in {"other", "goods", "figures"}
        place = self.lexicon.is_a(self.tree.lemma(last), "places", "towns", "sites", "parts")
        return thing and not place and self.toponym(last) is None

    def _called(self, noun: str, mentions: list[ToponymMention]) -> PlaceRef | None:
        """The last place that was introduced by the same noun: "the town of X ... the town"."""
        text = self.document.article.text
        named = [
            m
            for m in mentions
            if noun and re.search(rf"\b{re.escape(noun)}(?: of)? $", text[: m.start][-40:], re.IGNORECASE)
        ]
        return self._ref(named[-1]) if named else None

    def _fought_over(self, here: int) -> PlaceRef | None:
        """The place that the claims made just before speak of, the war's own topic."""
        near = [c for c in self._before if c.kind != "incident" and self._near(c.evidence.start)]
        spoken = [ref for c in near for ref in c.places().values()] + self.placed
        here_too = self.sentence.start
        known = [
            r
            for r in spoken
            if r.start < here
            and not (r.place is not None and r.place.is_country)
            and (r.text[:1].isupper() or r.start >= here_too)
        ]
        return max(known, key=lambda r: r.start, default=None)

    def _topic(self, mentions: list[ToponymMention]) -> ToponymMention:
        """The first place of the nearest sentence that names any: what a text goes on about."""
        last = mentions[-1]
        sentence = self.document.sentence_at(last.start)
        if sentence is None or sentence.index == self.sentence.index:
            return last
        return next(m for m in mentions if m.start >= sentence.start)

    def _near(self, offset: int) -> bool:
        sentence = self.document.sentence_at(offset)
        return sentence is not None and self.sentence.index - sentence.index <= 3

    # -- actors ------------------------------------------------------------------------------------------------

    def meant(self, node: int) -> int:
        """The noun that "whose" or "who" stands for, any other node itself."""
        if self.tree[node].tag not in {"WP$", "WP", "WDT"}:
            return node
        clause = next((n for n in self.tree.chain(node) if self.tree[n].dep == "relcl"), None)
        antecedent = self.tree.antecedent(clause) if clause is not None else None
        return antecedent if antecedent is not None else node

    def actor(self, node: int) -> ActorRef | None:
        """Who a node names: the mention that covers it, else the catalogue's or a described actor; None if nobody."""
        node = self.meant(node)
        mention = self._mention(node)
        if mention is not None and not self._is_rival(node):
            return ActorRef(mention.actor, self._words(mention, node))
        token = self.tree[node]
        if token.tag == "PRP$":
            return self._owner(node)
        if token.pos in {"PRON", "DET"} or token.tag in {"PRP", "PRP$", "WP", "WDT", "DT"}:
            return None
        if self.toponym(node) is not None and token.dep == "poss":
            return None
        start, end = self._actor_span(node)
        text = self.document.article.text[start:end]
        known = None if self._is_rival(node) else self._find(text) or self._find(token.text)
        return ActorRef(known or _described(text, self.word_class(node)), text)

    def _words(self, mention: ActorMention, node: int) -> str:
        """The words that name an actor: those of the antecedent where the mention is a bare pronoun."""
        if self.tree[node].pos not in {"PRON", "DET"}:
            return mention.text
        named = [
            m.text
            for m in self.document.actors
            if m.start < mention.start and m.actor.id == mention.actor.id and m.text.lower() not in _PRONOUNS
        ]
        named = [text for text in named if text.split()[0].lower() not in _PRONOUNS] or named
        return named[-1] if named else mention.text

    def _owner(self, node: int) -> ActorRef | None:
        """Whose "its" or "their" is: the nearest actor told of before it in the sentence; "his" is a person's."""
        if self.tree.word(node) in {"his", "her"}:
            return self._person(self.tree[node].start)
        before = [m for found in self._actors.values() for m in found if m.end <= self.tree[node].start]
        subjects = [m for m in before if m.head in self.tree and self.tree[m.head].dep in {"nsubj", "nsubjpass"}]
        nearest = max(subjects or before, key=lambda m: m.start, default=None)
        return ActorRef(nearest.actor, nearest.text) if nearest is not None else None

    def _person(self, before: int) -> ActorRef | None:
        """The side of the person last told of: a leader by name, or "the president"; None where it is anybody's."""
        for mention in reversed(self.document.actors):
            if mention.start >= before or mention.text.lower() in _PRONOUNS:
                continue
            if not self._near(mention.start):
                return None
            sentence = self.document.sentence_at(mention.start)
            tokens = sentence.tokens if sentence is not None else ()
            words = [t for t in tokens if mention.start <= t.start < mention.end]
            if any(t.entity == "PERSON" or self.lexicon.is_a(t.lemma.lower(), "persons") for t in words):
                return ActorRef(mention.actor, mention.text)
        return None

    def _is_rival(self, node: int) -> bool:
        """A "rival" government is not the one that its noun would otherwise mean."""
        return any(
            self.tree.word(c) in {"rival", "parallel", "breakaway", "competing"}
            for c in self.tree.children(node, "amod")
        )

    def is_common(self, node: int) -> bool:
        """Whether a node is a common noun for armed people or their vehicles, no state, leader or office."""
        lemma = self.tree.lemma(node)
        body = self.lexicon.is_a(lemma, "armed") and not self.lexicon.is_a(lemma, "offices", "leaders", "events")
        return self.tree[node].pos == "NOUN" and body

    def doer_of(self, node: int) -> int:
        """Whose an advance or an attack is that does something: "a *rebel* advance cut the town off"."""
        if not self.lexicon.is_a(self.tree.lemma(node), "events") or self.is_named(node):
            return node
        by = [n for name, n in self.tree.prepositions(node) if name in {"by", "of"}]
        owners = [*self.tree.children(node, "poss", "compound", "amod", "nmod"), *by]
        return next((n for n in owners if self.is_named(n)), node)

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

    def _actor_span(self, node: int) -> tuple[int, int]:
        start, end = self.tree.phrase(node)
        below = [n for name, n in self.tree.prepositions(node) if name == "of"]
        if self.tree.lemma(node) in _QUANTITIES and below:
            end = max(end, self.tree.phrase(below[0])[1])
        for child in self.tree.children(node, "det"):
            if self.tree[child].start == start and child + 1 in self.tree:
                start = self.tree[child + 1].start
        return start, end

    def word_class(self, node: int) -> str:
        """The class of an argument's noun: ``armed``, ``civilians``, ``goods`` ..., ``none`` for a bare pronoun."""
        node = self.meant(node)
        mention = self._mention(node)
        lemma = self._noun(node)
        below = [n for name, n in self.tree.prepositions(node) if name == "of"]
        if (lemma in _QUANTITIES or self.tree[node].pos == "NUM") and below and below[0] != node:
            inner = self.word_class(below[0])
            if inner not in {"none", "other"}:
                return inner
        if lemma == "man" and self.tree[node].tag == "NN":
            return "civilians"
        for name in ("air", "vessels", "goods", "weapons", "figures"):
            if self.lexicon.is_a(lemma, name) and (mention is None or mention.actor.kind == "unknown"):
                return name
        if any(self.lexicon.is_a(self.tree.lemma(c), "goods") for c in self.tree.children(node, "compound")):
            return "goods"
        if self.lexicon.is_a(lemma, "air"):
            return "air"
        if self.lexicon.is_a(lemma, "persons") or (self.tree[node].entity == "PERSON" and not _is_group(mention)):
            return "leaders"
        if mention is not None and mention.actor.kind in _KINDS:
            return _KINDS[mention.actor.kind]
        for name in ("civilians", "armed", "leaders"):
            if self.lexicon.is_a(lemma, name):
                return name
        if mention is not None or self.tree[node].pos == "PROPN":
            return "named"
        if self.tree[node].tag == "PRP$" and self._owner(node) is not None:
            return "named"
        if self.tree.word(node) in {"they", "we", "he", "she"}:
            return "pronoun"
        return "none" if self.tree[node].pos == "PRON" else "other"

    def _noun(self, node: int) -> str:
        """The lemma; a plural that the tagger took for a name loses its ending."""
        lemma = self.tree.lemma(node)
        known = any(lemma in words for words in self.lexicon.classes.values())
        return lemma if known or not lemma.endswith("s") else lemma[:-1]


def _is_group(mention: ActorMention | None) -> bool:
    """Whether words name a group itself, not one of its people."""
    if mention is None or any(mention.text.casefold() in leader.casefold() for leader in mention.actor.leaders):
        return False
    return mention.text.casefold() in {n.casefold() for n in (mention.actor.name, *mention.actor.aliases)}


def _described(text: str, word_class: str) -> Actor:
    slug = re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")
    return Actor(id=f"found:{slug}", name=text, kind="civilians" if word_class == "civilians" else "unknown")
